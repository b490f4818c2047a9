//! Words of findings.

use crate::finding::{Absent, Level, Reason, Verdict};
use crate::lang::Lang;
use crate::value::Comparison;

/// 强制 / must
pub fn level(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Must, Lang::Zh) => "强制",
        (Level::Verify, Lang::Zh) => "核实",
        (Level::Note, Lang::Zh) => "提示",
        (Level::Must, Lang::En) => "must",
        (Level::Verify, Lang::En) => "verify",
        (Level::Note, Lang::En) => "note",
    }
}

/// 不符 / violated
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Satisfied, Lang::Zh) => "通过",
        (Verdict::Violated, Lang::Zh) => "不符",
        (Verdict::Explained, Lang::Zh) => "有解释",
        (Verdict::Undecided, Lang::Zh) => "未能核对",
        (Verdict::NotApplicable, Lang::Zh) => "不适用",
        (Verdict::Satisfied, Lang::En) => "satisfied",
        (Verdict::Violated, Lang::En) => "violated",
        (Verdict::Explained, Lang::En) => "explained",
        (Verdict::Undecided, Lang::En) => "undecided",
        (Verdict::NotApplicable, Lang::En) => "not applicable",
    }
}

/// Why it was not decided, as a clause.
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match (reason, lang) {
        (Reason::MissingCell, Lang::Zh) => "报告里没有找到要用的格",
        (Reason::UnreadableCell, Lang::Zh) => "要用的格读不出数",
        (Reason::MissingSection, Lang::Zh) => "报告里没有找到要用的部分",
        (Reason::Limit, Lang::Zh) => "超出计算限度",
        (Reason::NoPrior, Lang::Zh) => "缺上年报告",
        (Reason::AmbiguousInput, Lang::Zh) => "有几份不同的报告，分不清是哪一份",
        (Reason::NoChildren, Lang::Zh) => "缺下级报告",
        (Reason::NoChildren, Lang::En) => "the report of a subordinate body was not given",
        (Reason::NoPeers, Lang::Zh) => "没有同年度的其他报告",
        (Reason::NoPeers, Lang::En) => "no other report of the same year was given",
        (Reason::NoDate, Lang::Zh) => "不知道要用的日期",
        (Reason::NoDate, Lang::En) => "a date it needs is not known",
        (Reason::NotStated, Lang::Zh) => "报告里没有说，或各处说法不一",
        (Reason::NotStated, Lang::En) => "the report does not say, or says it in several ways",
        (Reason::Approximate, Lang::Zh) => "正文说的是约数，没有矛盾，也不能断定相符",
        (Reason::Approximate, Lang::En) => "the text gives an approximate figure: no contradiction, and no agreement for certain",
        (Reason::NoPrior, Lang::En) => "last year's report was not given",
        (Reason::AmbiguousInput, Lang::En) => "several different reports could be the one meant",
        (Reason::Placeholder, Lang::Zh) => "要用的格里是占位符",
        (Reason::Blank, Lang::Zh) => "要用的格空着，不能断定是几",
        (Reason::DivisionByZero, Lang::Zh) => "除数为 0，算不出比率",
        (Reason::DivisionByZero, Lang::En) => "the base of a ratio is 0",
        (Reason::AttributeUnknown, Lang::Zh) => "报告年度或单位属性不明",
        (Reason::MissingCell, Lang::En) => "a cell it needs was not found in the report",
        (Reason::UnreadableCell, Lang::En) => "a cell it needs could not be read",
        (Reason::MissingSection, Lang::En) => "a section it needs was not found in the report",
        (Reason::Limit, Lang::En) => "a limit of calculation was reached",
        (Reason::Placeholder, Lang::En) => "a placeholder stands where it needs a figure",
        (Reason::Blank, Lang::En) => "a cell it needs is blank, and it cannot be known what it stands for",
        (Reason::AttributeUnknown, Lang::En) => "the reporting year, or an attribute of the body, is not known",
    }
}

/// Data of the sentence that says what is wrong.
pub struct Violation<'a> {
    pub instance: Option<&'a str>,
    pub computed: &'a str,
    pub sides: Option<(&'a str, &'a str, &'a str)>,
    /// How they are compared, where it is one comparison.
    pub op: Option<Comparison>,
    /// Whether the right side is a figure of a table.
    pub of_table: bool,
    pub unit: &'a str,
    /// For a rule over prose: the section, and the figure read from it.
    pub said: Option<(&'a str, &'a str)>,
    /// For figures that should agree: each with its section.
    pub disagree: &'a [(String, String)],
    /// For a single cell: what stood in it.
    pub text: Option<&'a str>,
    /// For a single cell: what of the requirement it fails, where there is more than one thing it could be.
    pub bounds: Option<String>,
    /// The one part of the requirement that fails, where it looks for something in a text.
    pub lacks: Option<&'a str>,
    /// Bodies that decide a rule over many.
    pub members: &'a [String],
    /// Whether it is texts that are alike.
    pub alike: bool,
    /// Words found in a text, each with its section.
    pub found: &'a [(String, String)],
    /// For a rule over sentences: the section.
    pub passage: Option<&'a str>,
    /// Sections and reports that are not there.
    pub absent: &'a [Absent],
}

/// Between two things that both hold, or both do not.
pub fn and(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
}

/// A section, of another report if it is one.
pub fn section_of(whose: &str, id: &str, lang: Lang) -> String {
    let of = if whose.is_empty() { String::new() } else { format!("{whose} ") };
    match lang {
        Lang::Zh => format!("{of}第{id}部分"),
        Lang::En => format!("{of}section {id}"),
    }
}

/// The subordinate bodies.
pub fn children(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "下级",
        Lang::En => "children",
    }
}

/// A day that is later or earlier than it may be.
pub fn dates(op: Comparison, (left, right): (&str, &str), days: &str, before: bool, lang: Lang) -> String {
    match (op, before, lang) {
        (Comparison::NotEqual, _, Lang::Zh) => format!("都是 {left}"),
        (Comparison::NotEqual, _, Lang::En) => format!("both are {left}"),
        (_, _, Lang::Zh) if days == "0" => format!("{left}，正是 {right} 当天"),
        (_, _, Lang::En) if days == "0" => format!("{left} is the very day {right}"),
        (_, false, Lang::Zh) => format!("{left}，晚于 {right}，晚 {days} 天"),
        (_, false, Lang::En) => format!("{left} is later than {right} by {days} day(s)"),
        (_, true, Lang::Zh) => format!("{left}，早于 {right}，早 {days} 天"),
        (_, true, Lang::En) => format!("{left} is earlier than {right} by {days} day(s)"),
    }
}

/// How a left side should stand to a right one, before the right one is named.
fn should_be(op: Option<Comparison>, head: &str, lang: Lang) -> String {
    let words = match (op.unwrap_or(Comparison::Equal), lang) {
        (Comparison::Equal, Lang::Zh) => "等于",
        (Comparison::NotEqual, Lang::Zh) => "不等于",
        (Comparison::Less, Lang::Zh) => "小于",
        (Comparison::LessEqual, Lang::Zh) => "不大于",
        (Comparison::Greater, Lang::Zh) => "大于",
        (Comparison::GreaterEqual, Lang::Zh) => "不小于",
        (Comparison::Equal, Lang::En) => "should equal ",
        (Comparison::NotEqual, Lang::En) => "should not equal ",
        (Comparison::Less, Lang::En) => "should be less than ",
        (Comparison::LessEqual, Lang::En) => "should be no more than ",
        (Comparison::Greater, Lang::En) => "should be more than ",
        (Comparison::GreaterEqual, Lang::En) => "should be no less than ",
    };
    if lang == Lang::Zh { format!("{head}{words} ") } else { format!("{head}{words}") }.trim_start().to_owned()
}

/// By how much two sides differ; nothing where it is not by how much that matters.
fn apart(op: Option<Comparison>, difference: &str, lang: Lang) -> String {
    match (op, lang) {
        (Some(Comparison::NotEqual | Comparison::Less | Comparison::Greater), _) => String::new(),
        (_, Lang::Zh) => format!("，相差 {difference}"),
        (_, Lang::En) => format!(", difference {difference}"),
    }
}

/// What is wrong, in one sentence.
pub fn violation(v: &Violation, lang: Lang) -> String {
    let Violation { computed, unit, .. } = v;
    if !v.disagree.is_empty() {
        return match lang {
            Lang::Zh => {
                let places: Vec<String> = v.disagree.iter().map(|(s, n)| format!("第{s}部分说 {n}{unit}")).collect();
                format!("正文前后矛盾：{}", places.join("，"))
            }
            Lang::En => {
                let places: Vec<String> = v.disagree.iter().map(|(s, n)| format!("section {s} says {n}")).collect();
                format!("the text contradicts itself: {}", places.join(", "))
            }
        };
    }
    let missing: Vec<String> = v
        .absent
        .iter()
        .map(|a| match (a.kind, lang) {
            ("section", _) if a.id.contains('(') => a.id.clone(),
            ("section", Lang::Zh) => format!("第{}部分", a.id),
            ("section", Lang::En) => format!("section {}", a.id),
            (_, Lang::Zh) => format!("{}的报告", a.id),
            (_, Lang::En) => format!("report of {}", a.id),
        })
        .collect();
    if !missing.is_empty() && v.sides.is_none() {
        return match lang {
            Lang::Zh => format!("没有{}", missing.join("、")),
            Lang::En => format!("there is no {}", missing.join(", no ")),
        };
    }
    if !v.found.is_empty() && v.text.is_none() {
        let places = v.found.iter().map(|(section, found)| match (section.as_str(), lang) {
            ("", Lang::Zh) => format!("“{found}”"),
            ("", Lang::En) => format!("`{found}`"),
            (section, Lang::Zh) => format!("第{section}部分“{found}”"),
            (section, Lang::En) => format!("section {section}: `{found}`"),
        });
        let places: Vec<String> = places.collect();
        let places = places.join(if lang == Lang::Zh { "，" } else { ", " });
        let members = v.members.join(if lang == Lang::Zh { "、" } else { ", " });
        return match (lang, v.alike, v.members.is_empty()) {
            (Lang::Zh, true, true) => format!("文字相同：{places}"),
            (Lang::En, true, true) => format!("the same wording: {places}"),
            (Lang::Zh, true, false) => format!("与{members}文字相同：{places}"),
            (Lang::En, true, false) => format!("the same wording as {members}: {places}"),
            (Lang::Zh, false, _) => format!("见{places}"),
            (Lang::En, false, _) => format!("found in {places}"),
        };
    }
    if !v.members.is_empty() && v.sides.is_none() {
        return match lang {
            Lang::Zh => format!("涉及{}", v.members.join("、")),
            Lang::En => format!("this concerns {}", v.members.join(", ")),
        };
    }
    if let (Some(lacks), None) = (v.lacks, v.text) {
        return match lang {
            Lang::Zh => format!("没有找到：{lacks}"),
            Lang::En => format!("not found: {lacks}"),
        };
    }
    if let Some(section) = v.passage {
        return match (section, lang) {
            ("", Lang::Zh) => format!("这一句不合要求：{computed}"),
            ("", Lang::En) => format!("this sentence does not meet the requirement: {computed}"),
            (section, Lang::Zh) => format!("第{section}部分这一句不合要求：{computed}"),
            (section, Lang::En) => format!("a sentence of section {section} does not meet the requirement: {computed}"),
        };
    }
    if let (Some((section, said)), Some((_, right, difference))) = (v.said, v.sides) {
        let equal = v.op.is_none_or(|op| op == Comparison::Equal);
        return match (lang, equal && v.of_table) {
            (Lang::Zh, true) => format!("第{section}部分说 {said}{unit}，表中是 {right}{unit}，相差 {difference}"),
            (Lang::En, true) => format!("section {section} says {said}, the table says {right}: a difference of {difference}"),
            (Lang::Zh, false) if equal => format!("第{section}部分说 {said}{unit}，按表中的数算是 {right}{unit}，相差 {difference}"),
            (Lang::En, false) if equal => {
                format!("section {section} says {said}, the figures of the tables come to {right}: a difference of {difference}")
            }
            (Lang::Zh, false) => {
                format!("第{section}部分说 {said}{unit}，{}{right}{unit}{}", should_be(v.op, "应", lang), apart(v.op, difference, lang))
            }
            (Lang::En, false) => {
                format!("section {section} says {said}, which {}{right}{}", should_be(v.op, "", lang), apart(v.op, difference, lang))
            }
        };
    }
    let head = |sep: &str| v.instance.map_or(String::new(), |i| format!("{i}{sep}"));
    match (v.sides, v.text, lang) {
        (Some((left, right, difference)), _, Lang::Zh) => {
            format!(
                "{}左边 {left}，右边 {right}{}{}{}",
                head("："),
                apart(v.op, difference, lang),
                if unit.is_empty() { String::new() } else { format!("（{unit}）") },
                match v.op {
                    None | Some(Comparison::Equal) => String::new(),
                    op => format!("；{}右边", should_be(op, "左边应", lang).trim_end()),
                }
            )
        }
        (Some((left, right, difference)), _, Lang::En) => {
            let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
            let should = match v.op {
                None | Some(Comparison::Equal) => String::new(),
                op => format!("; the left {}the right", should_be(op, "", lang)),
            };
            format!("{}left {left}, right {right}{}{unit}{should}", head(": "), apart(v.op, difference, lang))
        }
        (None, Some(""), Lang::Zh) => format!("{}空着没有填", head("：")),
        (None, Some(""), Lang::En) => format!("{}is blank", head(": ")),
        (None, Some(text), Lang::Zh) => {
            let bounds = v.bounds.as_ref().map_or(String::new(), |b| format!("，不成立：{b}"));
            format!("{}填的是“{text}”{bounds}", head("："))
        }
        (None, Some(text), Lang::En) => {
            let bounds = v.bounds.as_ref().map_or(String::new(), |b| format!(", which does not meet {b}"));
            format!("{}holds `{text}`{bounds}", head(": "))
        }
        (None, None, Lang::Zh) => format!("{}不成立：{computed}", head("：")),
        (None, None, Lang::En) => format!("{}does not hold: {computed}", head(": ")),
    }
}

/// What could not be decided, in one sentence. `which` is what kept it from being.
pub fn undecided(why: Option<Reason>, instance: Option<&str>, which: &[String], lang: Lang) -> String {
    let why = why.map_or("", |w| reason(w, lang));
    let head = instance.map_or(String::new(), |i| if lang == Lang::Zh { format!("{i}：") } else { format!("{i}: ") });
    match (lang, which.is_empty()) {
        (Lang::Zh, true) => format!("{head}未能核对，{why}"),
        (Lang::En, true) => format!("{head}not decided: {why}"),
        (Lang::Zh, false) => format!("{head}未能核对，{why}：{}", which.join("、")),
        (Lang::En, false) => format!("{head}not decided, {why}: {}", which.join(", ")),
    }
}

/// Another way of counting fits.
pub fn explained(text: &str, computed: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("与首选口径不符，但另一口径对得上：{text}（{computed}）"),
        Lang::En => format!("not by the first way of counting, but another fits: {text} ({computed})"),
    }
}

/// The condition that kept a rule out.
pub fn not_applicable(condition: Option<&str>, lang: Lang) -> String {
    match (lang, condition) {
        (Lang::Zh, Some(c)) => format!("不适用：{c} 不成立"),
        (Lang::En, Some(c)) => format!("not applicable: {c} does not hold"),
        (Lang::Zh, None) => "不适用：正文说的是约数".to_owned(),
        (Lang::En, None) => "not applicable: the text gives an approximate figure".to_owned(),
    }
}

/// It holds.
pub fn satisfied(assumed: usize, lang: Lang) -> String {
    match (lang, assumed) {
        (Lang::Zh, 0) => "成立".to_owned(),
        (Lang::En, 0) => "holds".to_owned(),
        (Lang::Zh, n) => format!("以 {n} 个空格为 0 时成立"),
        (Lang::En, n) => format!("holds with {n} blank(s) taken for 0"),
    }
}

/// How a cell without a figure is shown inside a formula.
pub fn no_figure(state: crate::report::CellState, text: Option<&str>, lang: Lang) -> String {
    use crate::report::CellState;
    match (state, lang) {
        (CellState::Blank, Lang::Zh) => "空".to_owned(),
        (CellState::Blank, Lang::En) => "blank".to_owned(),
        (CellState::Missing, Lang::Zh) => "缺".to_owned(),
        (CellState::Missing, Lang::En) => "missing".to_owned(),
        (CellState::Unreadable, Lang::Zh) => "读不出".to_owned(),
        (CellState::Unreadable, Lang::En) => "unreadable".to_owned(),
        (CellState::Placeholder | CellState::Number(_), _) => format!("“{}”", text.unwrap_or("").trim()),
    }
}
