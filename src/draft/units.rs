//! Units as forms print them: 单位：万元 above a table, 金额（万元） over a column.

/// Units that may stand alone in parentheses after a label, longer ones first.
const UNITS: [&str; 40] = [
    "亿元",
    "万元",
    "千元",
    "百万元",
    "美元",
    "万美元",
    "元",
    "人次",
    "人天",
    "万人",
    "人",
    "件次",
    "万件",
    "件",
    "户次",
    "户",
    "家",
    "个",
    "项",
    "宗",
    "起",
    "条",
    "份",
    "篇",
    "页",
    "册",
    "场次",
    "场",
    "期",
    "次",
    "例",
    "辆",
    "台",
    "亩",
    "公顷",
    "平方米",
    "公里",
    "吨",
    "天",
    "小时",
];

/// Words that begin something else on a line of a form.
const LINE_WORDS: [&str; 16] = [
    "列",
    "列组",
    "行",
    "行组",
    "又作",
    "可负",
    "横排",
    "单位",
    "column",
    "columns",
    "row",
    "rows",
    "alias",
    "signed",
    "side_by_side",
    "unit",
];

/// Words of a label that tell money.
const MONEY: [&str; 9] = ["金额", "收入", "支出", "经费", "费用", "资金", "预算", "决算", "价款"];

/// The unit that a text states after 单位.
pub(super) fn stated(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (before, rest) = text.split_once("单位")?;
    // 填报单位 and 单位名称 are of bodies.
    if before.ends_with(['报', '制', '表', '关', '管', '属', '本', '各']) {
        return None;
    }
    let rest = rest.strip_prefix([':', '：'])?;
    let name: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    (is_unit_name(&name) && name.chars().count() <= 6).then_some(name)
}

/// The unit of a label: what it states, or what stands in the parenthesis it ends with.
pub(super) fn of_label(label: &str) -> Option<String> {
    if let Some(unit) = stated(label) {
        return Some(unit);
    }
    let inner = label.trim_end().strip_suffix([')', '）'])?;
    let (_, inner) = inner.rsplit_once(['(', '（'])?;
    UNITS.contains(&inner.trim()).then(|| inner.trim().to_owned())
}

/// Whether a text is the name of a unit and nothing else.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.contains(&text.trim())
}

/// Whether a line only says the unit of the table below it.
pub(super) fn is_unit_line(text: &str) -> bool {
    let bare = text.trim().trim_matches(['(', ')', '（', '）']);
    let bare = bare.strip_prefix("计量").or_else(|| bare.strip_prefix("金额")).unwrap_or(bare);
    bare.starts_with("单位") && stated(bare).is_some() && bare.chars().count() <= 12
}

/// The unit to write where none is printed.
pub(super) fn guess(labels: &[&str]) -> String {
    let money = labels.iter().filter(|l| MONEY.iter().any(|m| l.contains(m))).count();
    let unit = if money * 2 > labels.len() {
        "万元"
    } else if !labels.is_empty() && labels.iter().all(|l| l.ends_with("人数")) {
        "人"
    } else {
        "件"
    };
    unit.to_owned()
}

/// A unit is a word, and none of those that go on a line of a form.
fn is_unit_name(name: &str) -> bool {
    super::is_name(name) && !LINE_WORDS.contains(&name)
}
