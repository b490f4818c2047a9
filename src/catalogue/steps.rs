//! Words of an evaluation told step by step.

use super::command::pick;
use crate::lang::Lang;
use crate::report::CellState;
use serde::Serialize;

/// What a step is to the step it is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    When,
    Require,
    OrExplained,
    Left,
    Right,
    Difference,
    If,
    Then,
    Operand,
    Minus,
    Factor,
    Divisor,
    Member,
    Filter,
    Found,
}

/// The word before a step; nothing for an operand.
pub fn part(part: Part, lang: Lang) -> &'static str {
    match part {
        Part::When => pick(lang, "当", "when"),
        Part::Require => pick(lang, "要求", "requires"),
        Part::OrExplained => pick(lang, "或解释", "or explained"),
        Part::Left => pick(lang, "左边", "left"),
        Part::Right => pick(lang, "右边", "right"),
        Part::Difference => pick(lang, "左边减右边", "left less right"),
        Part::If => pick(lang, "若", "if"),
        Part::Then => pick(lang, "则", "then"),
        Part::Minus => pick(lang, "减", "less"),
        Part::Factor => pick(lang, "乘以", "times"),
        Part::Divisor => pick(lang, "除以", "over"),
        Part::Filter => pick(lang, "满足", "where"),
        Part::Found => pick(lang, "见", "found"),
        Part::Operand | Part::Member => "",
    }
}

/// Whether a condition holds; `None` where it cannot be known.
pub fn holds(holds: Option<bool>, lang: Lang) -> &'static str {
    match holds {
        Some(true) => pick(lang, "成立", "holds"),
        Some(false) => pick(lang, "不成立", "does not hold"),
        None => pick(lang, "不能断定", "cannot be decided"),
    }
}

/// What a number may be that is not known.
pub fn may_be(low: Option<&str>, high: Option<&str>, whole: bool, lang: Lang) -> String {
    match (low, high, whole, lang) {
        (None, None, true, Lang::Zh) => "可能是任何整数".to_owned(),
        (None, None, true, Lang::En) => "may be any whole number".to_owned(),
        (None, None, false, Lang::Zh) => "不知道是几".to_owned(),
        (None, None, false, Lang::En) => "may be anything".to_owned(),
        (Some(low), None, true, Lang::Zh) => format!("可能是 {low} 或更大的整数"),
        (Some(low), None, true, Lang::En) => format!("may be {low} or any larger whole number"),
        (Some(low), None, false, Lang::Zh) => format!("可能是 {low} 或更大的数"),
        (Some(low), None, false, Lang::En) => format!("may be {low} or more"),
        (None, Some(high), true, Lang::Zh) => format!("可能是 {high} 或更小的整数"),
        (None, Some(high), true, Lang::En) => format!("may be {high} or any smaller whole number"),
        (None, Some(high), false, Lang::Zh) => format!("可能是 {high} 或更小的数"),
        (None, Some(high), false, Lang::En) => format!("may be {high} or less"),
        (Some(low), Some(high), true, Lang::Zh) => format!("可能是 {low} 到 {high} 的整数"),
        (Some(low), Some(high), true, Lang::En) => format!("may be a whole number from {low} to {high}"),
        (Some(low), Some(high), false, Lang::Zh) => format!("可能是 {low} 到 {high} 之间的数"),
        (Some(low), Some(high), false, Lang::En) => format!("may be anything from {low} to {high}"),
    }
}

/// The state of a cell that is no number. `counted`: whether a blank is taken for 0.
pub fn state(state: CellState, counted: bool, lang: Lang) -> Option<&'static str> {
    match state {
        CellState::Number(_) => None,
        CellState::Blank if counted => Some(pick(lang, "空着没有填，按 0 计", "blank, taken for 0")),
        CellState::Blank => Some(pick(lang, "空着没有填", "blank")),
        CellState::Placeholder => Some(pick(lang, "填的是占位符，不是数", "a placeholder, not a figure")),
        CellState::Unreadable => Some(pick(lang, "读不出数", "cannot be read as a figure")),
        CellState::Missing => Some(pick(lang, "报告里没有找到这一格", "no such cell was found in the report")),
    }
}

/// 空作零 with a blank.
pub fn author_says_zero(lang: Lang) -> &'static str {
    pick(lang, "规则写明空格作 0", "the rule says that a blank is 0")
}

/// Blanks that were taken for zero.
pub fn assumed(cells: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有 {cells} 个空格，填几都有可能，单凭报告不能断定；按 0 计则成立，请确认确实是 0"),
        Lang::En => format!(
            "{cells} blank(s) could hold anything, so the report alone does not decide it; taken for 0 it holds: confirm that they are 0"
        ),
    }
}

/// A rule over exact figures met one that is not.
pub fn approximate_left_out(lang: Lang) -> &'static str {
    pick(
        lang,
        "正文说的是约数，规则没有写“含约数”，这一处不核对",
        "the text gives an approximate figure, and the rule does not say 含约数: it is not checked",
    )
}

/// A number of prose that is not exact.
pub fn said_about(lang: Lang) -> &'static str {
    pick(lang, "正文说的是约数", "the text says that it is not exact")
}

/// A figure the text does not give.
pub fn not_stated(lang: Lang) -> &'static str {
    pick(lang, "正文没有说", "the text does not say")
}

/// No year.
pub fn no_year(lang: Lang) -> &'static str {
    pick(lang, "不知道报告年度", "the reporting year is not known")
}

/// No such date.
pub fn no_date(lang: Lang) -> &'static str {
    pick(lang, "报告里没有写明这个日期", "the report does not state this date")
}

/// No date as of which to check.
pub fn no_as_of(lang: Lang) -> &'static str {
    pick(lang, "没有给出核对日期", "no date was given as of which to check")
}

/// No such attribute.
pub fn no_attribute(lang: Lang) -> &'static str {
    pick(lang, "没有给出这项单位属性", "this attribute of the body was not given")
}

/// No such name.
pub fn no_name(lang: Lang) -> &'static str {
    pick(lang, "报告里没有写明", "the report does not state it")
}

/// No such section.
pub fn no_section(id: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("报告里没有找到第{id}部分"),
        Lang::En => format!("section {id} was not found in the report"),
    }
}

/// A year by its number, or by how many years ago it was; nothing for the year at hand.
fn year_before(year: Option<i32>, back: u8, lang: Lang) -> String {
    match (lang, year, back) {
        (_, _, 0) => String::new(),
        (Lang::Zh, Some(year), _) => format!(" {year} 年"),
        (Lang::En, Some(year), _) => format!(" of {year}"),
        (Lang::Zh, None, 1) => "上年".to_owned(),
        (Lang::En, None, 1) => " of last year".to_owned(),
        (Lang::Zh, None, back) => format!("前 {back} 年"),
        (Lang::En, None, back) => format!(" of {back} years before"),
    }
}

/// A related report that is not there, by the body and the year it would be of.
pub fn no_report(body: Option<&str>, year: Option<i32>, back: u8, ambiguous: bool, lang: Lang) -> String {
    let year = year_before(year, back, lang);
    let body = body.map_or(String::new(), |body| match lang {
        Lang::Zh => body.to_owned(),
        Lang::En => format!(" of {body}"),
    });
    match (lang, ambiguous) {
        (Lang::Zh, false) => format!("没有给出{body}{year}的报告"),
        (Lang::En, false) => format!("the report{body}{year} was not given"),
        (Lang::Zh, true) => format!("给出了几份不同的{body}{year}报告，分不清是哪一份"),
        (Lang::En, true) => format!("several different reports{body}{year} were given; it cannot be told which is meant"),
    }
}

/// What to give: a report of years before.
pub fn give_prior(year: Option<i32>, back: u8, lang: Lang) -> String {
    let year = year_before(year, back, lang);
    match lang {
        Lang::Zh => format!("用 --prior 给出{year}的报告，就能核对"),
        Lang::En => format!("give the report{year} by --prior and it can be checked"),
    }
}

/// What to give: reports of subordinate bodies.
pub fn give_children(lang: Lang) -> &'static str {
    pick(
        lang,
        "用 --children 给出下级的报告（或用 --roster 给出名录），就能核对",
        "give the reports of subordinate bodies by --children, or a roster by --roster, and it can be checked",
    )
}

/// What to give: other reports of the year.
pub fn give_peers(lang: Lang) -> &'static str {
    pick(lang, "用 --on 一并给出同年度其他单位的报告，就能核对", "give other reports of the same year by --on too and it can be checked")
}

/// What to give: one report where there are several.
pub fn give_one(lang: Lang) -> &'static str {
    pick(lang, "只给出其中一份，就能核对", "give only one of them and it can be checked")
}

/// What to give: an attribute of the body.
pub fn give_attribute(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("用 --body {name}=值 给出，就能核对"),
        Lang::En => format!("give it by --body {name}=VALUE and it can be checked"),
    }
}

/// What to give: the year.
pub fn give_year(lang: Lang) -> &'static str {
    pick(lang, "用 --year 给出报告年度，就能核对", "give the reporting year by --year and it can be checked")
}

/// What to give: the date as of which to check.
pub fn give_as_of(lang: Lang) -> &'static str {
    pick(lang, "用 --as-of 给出核对日期，就能核对", "give the date as of which to check by --as-of and it can be checked")
}

/// A 若 whose premise fails.
pub fn premise_fails(lang: Lang) -> &'static str {
    pick(lang, "“若”不成立，不问“则”，整句成立", "the premise does not hold, so the whole holds whatever follows")
}

/// A divisor of 0.
pub fn divides_by_zero(lang: Lang) -> &'static str {
    pick(lang, "除数是 0，算不出", "the divisor is 0: there is no such number")
}

/// A comparison that is decided although a side is not known.
pub fn whatever(lang: Lang) -> &'static str {
    pick(lang, "不知道的数不管是几，结果都一样", "whatever the unknown figures are, it comes to the same")
}

/// How far apart equal sides may be.
pub fn tolerance(by: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("误差：相差不超过 {by} 的算相等"),
        Lang::En => format!("tolerance: sides no more than {by} apart are equal"),
    }
}

/// How far apart written numbers may be of which one is rounded.
pub fn rounding(by: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("两边写到的位数不同，相差不超过 {by}（末位的一半）的算一致"),
        Lang::En => format!("the sides are written to different places: no more than {by} apart, half of the last place, they agree"),
    }
}

/// A side in another unit.
pub fn converted(factor: &str, value: Option<&str>, lang: Lang) -> String {
    let value = value.map_or(String::new(), |v| if lang == Lang::Zh { format!("，是 {v}") } else { format!(": {v}") });
    match lang {
        Lang::Zh => format!("换算成左边的单位，× {factor}{value}"),
        Lang::En => format!("in the unit of the left side, × {factor}{value}"),
    }
}

/// Terms of a sum that are 0.
pub fn zeros(zeros: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {all} 格，其中 {zeros} 格是 0，没有列出"),
        Lang::En => format!("{all} cells, {zeros} of them 0 and not listed"),
    }
}

/// How many cells of a group are not there.
pub fn missing_of(missing: usize, all: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {all} 格，报告里没有找到的 {missing} 格"),
        Lang::En => format!("{all} cells, {missing} of them not found in the report"),
    }
}

/// How long a text is.
pub fn extent(paragraphs: usize, characters: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{paragraphs} 段，{characters} 字"),
        Lang::En => format!("{paragraphs} paragraph(s), {characters} character(s)"),
    }
}

/// Nothing was found in a text.
pub fn nothing_found(lang: Lang) -> &'static str {
    pick(lang, "没有找到", "nothing found")
}

/// Subordinate bodies that are not known.
pub fn children_unknown(lang: Lang) -> &'static str {
    pick(lang, "不知道有哪些下级", "the subordinate bodies are not known")
}

/// How many subordinate bodies there are.
pub fn children(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("下级 {count} 个"),
        Lang::En => format!("{count} subordinate body(ies)"),
    }
}

/// Other reports of the year that are not known.
pub fn peers_unknown(lang: Lang) -> &'static str {
    pick(
        lang,
        "不知道报告年度，也就不知道哪些报告是同年度的",
        "the reporting year is not known, and so not which reports are of the same year",
    )
}

/// How many other reports of the year there are.
pub fn peers(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("同批 {count} 份"),
        Lang::En => format!("{count} report(s) checked together"),
    }
}

/// How many figures there are.
pub fn figures(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("正文中 {count} 处"),
        Lang::En => format!("{count} figure(s) in the text"),
    }
}

/// Some text was not there.
pub fn maybe_more(lang: Lang) -> &'static str {
    pick(lang, "有的正文没有找到，可能不止这些", "some of the text was not found: there may be more")
}

/// How many members a filter lets through.
pub fn filtered(yes: usize, no: usize, unknown: usize, lang: Lang) -> String {
    let open = match (unknown, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("，不能断定的 {n} 个"),
        (n, Lang::En) => format!(", {n} that cannot be decided"),
    };
    match lang {
        Lang::Zh => format!("满足条件的 {yes} 个，不满足的 {no} 个{open}"),
        Lang::En => format!("{yes} that satisfy the condition, {no} that do not{open}"),
    }
}

/// How many cells there are.
pub fn cells(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 格"),
        Lang::En => format!("{count} cell(s)"),
    }
}

/// What many conditions came to.
pub fn of_many(yes: usize, no: usize, unknown: usize, lang: Lang) -> String {
    let open = match (unknown, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("，不能断定 {n}"),
        (n, Lang::En) => format!(", {n} that cannot be decided"),
    };
    match lang {
        Lang::Zh => format!("成立 {yes}，不成立 {no}{open}"),
        Lang::En => format!("{yes} hold, {no} do not{open}"),
    }
}

/// Steps inside steps inside steps.
pub fn too_deep(lang: Lang) -> &'static str {
    pick(lang, "式子套得太深，不再往下列", "nested too deep to be told further")
}

/// Parts that are not listed.
pub fn more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……还有 {count} 项，没有列出"),
        Lang::En => format!("… and {count} more, not listed"),
    }
}

// ── a rule that stayed silent ──

/// A reading that found nothing, or too little.
pub fn no_such_figure(id: &str, title: &str, found: usize, at_least: usize, lang: Lang) -> String {
    match (lang, found) {
        (Lang::Zh, 0) => format!("没有核对：正文里没有读到“{id}”（{title}）"),
        (Lang::En, 0) => format!("not checked: the text states no `{id}` ({title})"),
        (Lang::Zh, n) => format!("没有核对：“{id}”（{title}）正文里只读到 {n} 处，至少要 {at_least} 处"),
        (Lang::En, n) => format!("not checked: the text states `{id}` ({title}) {n} time(s), and it takes {at_least}"),
    }
}

fn listed(sections: &[(String, bool)], lang: Lang) -> String {
    let one = |(id, there): &(String, bool)| match (lang, there) {
        (Lang::Zh, true) => format!("第{id}部分"),
        (Lang::Zh, false) => format!("第{id}部分（报告里没有找到）"),
        (Lang::En, true) => format!("section {id}"),
        (Lang::En, false) => format!("section {id} (not found in the report)"),
    };
    sections.iter().map(one).collect::<Vec<_>>().join(pick(lang, "、", ", "))
}

/// The sections a reading was looked for in, and whether the report has each.
pub fn looked_in(sections: &[(String, bool)], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("找过：{}", listed(sections, lang)),
        Lang::En => format!("looked in: {}", listed(sections, lang)),
    }
}

/// A rule over sentences of sections without any.
pub fn no_text(sections: &[(String, bool)], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("没有核对：这些部分里没有文字：{}", listed(sections, lang)),
        Lang::En => format!("not checked: there is no text in {}", listed(sections, lang)),
    }
}

/// Over the sentences that were passed over.
pub fn passed_over(lang: Lang) -> &'static str {
    pick(lang, "句式对得上，但没有取用的句子：", "sentences that fit a pattern and were passed over:")
}

/// A sentence with a word of 排除.
pub fn excluded(word: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("有“{word}”，是 排除 里的"),
        Lang::En => format!("it has `{word}`, which 排除 names"),
    }
}

/// A sentence about another year.
pub fn of_another_year(lang: Lang) -> &'static str {
    pick(lang, "说的是别的年份", "it speaks of another year")
}

/// The outcome label.
pub fn verdict(lang: Lang) -> &'static str {
    pick(lang, "结论", "verdict")
}

/// The fingerprint label.
pub fn fingerprint(lang: Lang) -> &'static str {
    pick(lang, "指纹", "fingerprint")
}

/// A rule that is for another form.
#[cfg(feature = "cli")]
pub fn other_form(rule: &str, form: &str, of_report: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("规则“{rule}”是给表样“{form}”的，这份报告用的是“{of_report}”，所以不核对"),
        Lang::En => format!("rule `{rule}` is for the form `{form}`; this report is on `{of_report}`, so it is not checked"),
    }
}

/// What the command says.
#[cfg(feature = "cli")]
pub mod cli {
    use super::pick;
    use crate::lang::Lang;

    /// `--on`
    pub fn on(lang: Lang) -> &'static str {
        pick(
            lang,
            "在这份报告上一步一步地说明（文件或文件夹，可多次给出；- 表示从标准输入读）",
            "explain it step by step on this report (file or folder, repeatable; - for standard input)",
        )
    }

    /// Examples of `gouji explain`.
    pub fn examples(lang: Lang) -> &'static str {
        pick(
            lang,
            "例：\n  gouji explain E0203                                    一个代码是什么意思\n  gouji explain 表三-收支平衡                            一条规则要求什么\n  gouji explain 表三-收支平衡 --on 年报.docx             它在这份报告上是怎么算的\n  gouji explain 表三-收支平衡[自然人] --on 年报.docx     只看一列\n  gouji explain 3f9c02 --on 年报.docx                    指纹以 3f9c02 开头的那一项结果",
            "Examples:\n  gouji explain E0203                                      what a code means\n  gouji explain 表三-收支平衡                              what a rule requires\n  gouji explain 表三-收支平衡 --on report.docx             how it was evaluated on this report\n  gouji explain 表三-收支平衡[自然人] --on report.docx     one column of it\n  gouji explain 3f9c02 --on report.docx                    the result whose fingerprint begins with 3f9c02",
        )
    }

    /// `--on` without anything to explain.
    pub fn what_is_needed(lang: Lang) -> &'static str {
        pick(
            lang,
            "写明要说明的规则或指纹：gouji explain 规则 --on 报告",
            "say which rule or fingerprint to explain: gouji explain RULE --on REPORT",
        )
    }

    /// A fingerprint, or an instance of a rule, without a report.
    pub fn report_is_needed(what: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("“{what}”是一项结果，要写明是哪份报告的：gouji explain {what} --on 报告"),
            Lang::En => format!("`{what}` is a result; say of which report: gouji explain {what} --on REPORT"),
        }
    }

    /// JSON of what has none.
    pub fn json_is_of_reports(lang: Lang) -> &'static str {
        pick(lang, "--format json 要和 --on 报告一起用", "--format json goes with --on REPORT")
    }

    /// Several results have fingerprints that begin like this.
    pub fn ambiguous(prefix: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("指纹以“{prefix}”开头的结果不止一项，请多写几个字符："),
            Lang::En => format!("several results have a fingerprint that begins with `{prefix}`; write more of it:"),
        }
    }

    /// No result has this fingerprint.
    pub fn unknown_fingerprint(prefix: &str, near: bool, lang: Lang) -> String {
        match (lang, near) {
            (Lang::Zh, false) => {
                format!("这些报告里没有指纹为“{prefix}”的结果；报告或规则改过，指纹也会变。gouji check 报告 -v 列出每一项的指纹")
            }
            (Lang::Zh, true) => format!("这些报告里没有指纹为“{prefix}”的结果；相近的有："),
            (Lang::En, false) => format!(
                "no result of these reports has the fingerprint `{prefix}`; it changes with the report and the rules. gouji check REPORT -v lists them"
            ),
            (Lang::En, true) => format!("no result of these reports has the fingerprint `{prefix}`; near to it are:"),
        }
    }

    /// Too little of a fingerprint.
    pub fn short_fingerprint(prefix: &str, least: usize, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("“{prefix}”不是规则的名称；是指纹的话，至少写 {least} 个字符"),
            Lang::En => format!("`{prefix}` is no rule; if it is a fingerprint, write at least {least} characters of it"),
        }
    }

    /// A rule has no such instance.
    pub fn unknown_instance(rule: &str, instance: &str, near: &[String], lang: Lang) -> String {
        match (lang, near) {
            (Lang::Zh, []) => format!("规则“{rule}”没有“{instance}”这一处"),
            (Lang::Zh, near) => format!("规则“{rule}”没有“{instance}”这一处；是不是 {}？", near.join(" 或 ")),
            (Lang::En, []) => format!("rule `{rule}` is not checked at `{instance}`"),
            (Lang::En, near) => format!("rule `{rule}` is not checked at `{instance}`; did you mean {}?", near.join(" or ")),
        }
    }

    /// What a rule is checked at.
    pub fn instances(names: &[&str], lang: Lang) -> String {
        let places = crate::catalogue::command::places(names, lang);
        match (lang, names) {
            (Lang::Zh, []) => "它对整份报告只核对一次，不用写方括号".to_owned(),
            (Lang::En, []) => "it is checked once for the whole report, and takes no brackets".to_owned(),
            (Lang::Zh, _) => format!("它核对 {places}"),
            (Lang::En, _) => format!("it is checked at {places}"),
        }
    }
}
