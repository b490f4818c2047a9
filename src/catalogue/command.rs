//! Words of the screens and of the command.

use crate::lang::Lang;
use crate::report::{CellCounts, Report};

/// One of two wordings.
pub fn pick<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Whose report of which year on which form.
pub fn read_head(report: &Report, lang: Lang) -> String {
    head(report.agency.as_deref(), report.year, &report.form.name, lang)
}

/// Whose report of which year on which form.
pub fn head(agency: Option<&str>, year: Option<i32>, form: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            let year = year.map_or_else(|| "年度不明".to_owned(), |y| format!("{y} 年"));
            format!("{} · {year} · 表样 {form}", agency.unwrap_or("单位不明"))
        }
        Lang::En => {
            let year = year.map_or_else(|| "year unknown".to_owned(), |y| y.to_string());
            format!("{} · {year} · form {form}", agency.unwrap_or("body unknown"))
        }
    }
}

/// How many cells were read, and what of the others.
pub fn cells_account(c: &CellCounts, lang: Lang) -> String {
    let parts = [
        (c.blank, "空白", "blank"),
        (c.placeholder, "占位符", "placeholder"),
        (c.unreadable, "读不出", "unreadable"),
        (c.missing, "没有找到", "missing"),
    ];
    let rest: Vec<String> = parts
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, zh, en)| if lang == Lang::Zh { format!("{zh} {n}") } else { format!("{n} {en}") })
        .collect();
    match lang {
        Lang::Zh => {
            let rest = if rest.is_empty() { String::new() } else { format!("（{}）", rest.join("，")) };
            format!("{} 格读到 {} 格{rest}", c.expected, c.number)
        }
        Lang::En => {
            let rest = if rest.is_empty() { String::new() } else { format!(" ({})", rest.join(", ")) };
            format!("{} of {} cells read{rest}", c.number, c.expected)
        }
    }
}

/// The last line of a check.
pub fn account(cells: &CellCounts, o: &crate::finding::OutcomeCounts, lang: Lang) -> String {
    let cells = cells_account(cells, lang);
    match lang {
        Lang::Zh => format!(
            "{cells}；核对 {} 项：通过 {}，不符 {}，有解释 {}，未能核对 {}，不适用 {}",
            o.total(),
            o.satisfied,
            o.violated,
            o.explained,
            o.undecided,
            o.not_applicable
        ),
        Lang::En => format!(
            "{cells}; {} checks: {} satisfied, {} violated, {} explained, {} undecided, {} not applicable",
            o.total(),
            o.satisfied,
            o.violated,
            o.explained,
            o.undecided,
            o.not_applicable
        ),
    }
}

/// Not found.
pub fn not_found(lang: Lang) -> &'static str {
    pick(lang, "没有找到", "not found")
}

/// Heading of the figures in prose.
pub fn prose_figures(lang: Lang) -> &'static str {
    pick(lang, "正文中读到的数", "figures in the text")
}

/// Heading of the problems of the reading.
pub fn problems_head(lang: Lang) -> &'static str {
    pick(lang, "读取中的问题（说的是读取，不一定是报告有错）", "problems of the reading (not necessarily of the report)")
}

/// A label of a line of a finding.
#[derive(Clone, Copy)]
pub enum Label {
    Formula,
    Tried,
    Basis,
    Unconfirmed,
    Fix,
    Fits,
}

/// The word for it.
pub fn label(label: Label, lang: Lang) -> &'static str {
    match label {
        Label::Formula => pick(lang, "算式", "formula"),
        Label::Tried => pick(lang, "也试过", "also tried"),
        Label::Basis => pick(lang, "依据", "basis"),
        Label::Unconfirmed => pick(lang, "（依据待核）", " (basis to be confirmed)"),
        Label::Fix => pick(lang, "改法", "what to do"),
        Label::Fits => pick(lang, "对得上的口径", "what fits"),
    }
}

/// More of the same.
pub fn more(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {n} 处："),
        Lang::En => format!("{n} places:"),
    }
}

/// Undecided instances, folded.
pub fn undecided_fold(count: usize, why: &str, what: &str, rules: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 项未能核对：{why}{}（{rules}）", if what.is_empty() { String::new() } else { format!("：{what}") }),
        Lang::En => format!("{count} not decided: {why}{} ({rules})", if what.is_empty() { String::new() } else { format!(": {what}") }),
    }
}

/// A table, a row of it, or a section, in words.
pub fn what(kind: &str, id: &str, lang: Lang) -> String {
    match (kind, lang) {
        ("table", Lang::Zh) => format!("整张表“{id}”"),
        ("table", Lang::En) => format!("the whole table `{id}`"),
        ("rows", Lang::Zh) => format!("表“{id}”的一些行"),
        ("rows", Lang::En) => format!("rows of table `{id}`"),
        ("cells", Lang::Zh) => format!("表“{id}”"),
        ("cells", Lang::En) => format!("table `{id}`"),
        ("section", Lang::Zh) => format!("第{id}部分"),
        ("section", Lang::En) => format!("section {id}"),
        (_, Lang::Zh) => format!("“{id}”"),
        (_, Lang::En) => format!("`{id}`"),
    }
}

/// Blanks taken for zero.
pub fn assumption(table: &str, cells: usize, instances: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("表“{table}”有 {cells} 个空格按 0 计，{instances} 项因此通过；请确认这些空格确实是 0"),
        Lang::En => format!(
            "{cells} blank cell(s) of table `{table}` were taken for 0, and {instances} check(s) rest on that; confirm that they are 0"
        ),
    }
}

/// Rules that found nothing to check.
pub fn vacuous(names: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("未核对（正文无相应数字，或只有一处）：{names}"),
        Lang::En => format!("not checked (the text has no such figure, or only one): {names}"),
    }
}

/// All is well.
pub fn nothing_wrong(lang: Lang) -> &'static str {
    pick(lang, "没有发现不符。", "No violation found.")
}

/// Of several reports: how many had what.
pub fn reports_account(reports: usize, wrong: usize, unreadable: usize, skipped: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {reports} 份报告，{wrong} 份有不符；读不出 {unreadable} 份，跳过 {skipped} 个文件"),
        Lang::En => format!("{reports} report(s), {wrong} with violations; {unreadable} unreadable, {skipped} file(s) skipped"),
    }
}

/// A file that could not be read as a report.
pub fn unreadable(path: &str, message: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{path}：{message}"),
        Lang::En => format!("{path}: {message}"),
    }
}

/// A file passed over.
pub fn skipped(path: &str, reason: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("跳过 {path}：{reason}"),
        Lang::En => format!("skipped {path}: {reason}"),
    }
}
