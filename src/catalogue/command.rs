//! Words of the screens and of the command.

use crate::finding::Level;
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
    format!("{}{}{}", cells_account(cells, lang), pick(lang, "；", "; "), outcomes(o, lang))
}

/// How many checks came to what.
fn outcomes(o: &crate::finding::OutcomeCounts, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "核对 {} 项：通过 {}，不符 {}，有解释 {}，未能核对 {}，不适用 {}",
            o.total(),
            o.satisfied,
            o.violated,
            o.explained,
            o.undecided,
            o.not_applicable
        ),
        Lang::En => format!(
            "{} checks: {} satisfied, {} violated, {} explained, {} undecided, {} not applicable",
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

/// A figure, and how it is written in the report.
pub fn written(value: &str, text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{value}（“{text}”）"),
        Lang::En => format!("{value} (`{text}`)"),
    }
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
    Level,
    When,
    Require,
    OrExplained,
    CheckedAt,
    StandsAt,
    Formula,
    Tried,
    Basis,
    Unconfirmed,
    Adjusted,
    Fix,
}

/// The word for it.
pub fn label(label: Label, lang: Lang) -> &'static str {
    match label {
        Label::Level => pick(lang, "级别", "level"),
        Label::When => pick(lang, "当", "when"),
        Label::Require => pick(lang, "要求", "requires"),
        Label::OrExplained => pick(lang, "或解释", "or explained"),
        Label::CheckedAt => pick(lang, "核对", "checked at"),
        Label::StandsAt => pick(lang, "位置", "stands at"),
        Label::Formula => pick(lang, "算式", "formula"),
        Label::Tried => pick(lang, "也试过", "also tried"),
        Label::Basis => pick(lang, "依据", "basis"),
        Label::Unconfirmed => pick(lang, "（依据待核）", " (basis to be confirmed)"),
        Label::Adjusted => pick(lang, "调整", "adjusted"),
        Label::Fix => pick(lang, "改法", "what to do"),
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

/// Rows of a table just named: few by name, many by number.
pub fn rows(names: &[&str], lang: Lang) -> String {
    const FEW: usize = 9;
    match (names.len() <= FEW, lang) {
        (true, Lang::Zh) => format!("的 {} 行：{}", names.len(), names.join("、")),
        (false, Lang::Zh) => format!("的 {} 行", names.len()),
        (true, Lang::En) => format!(", {} row(s): {}", names.len(), names.join(", ")),
        (false, Lang::En) => format!(", {} row(s)", names.len()),
    }
}

/// What a rule is checked at: few by name, many by the first of them and their number.
pub fn places(names: &[&str], lang: Lang) -> String {
    const FEW: usize = 9;
    let more = names.len() > FEW;
    let shown = names.iter().take(FEW).copied().collect::<Vec<_>>().join(pick(lang, "、", ", "));
    match lang {
        Lang::Zh => format!("{} 处：{shown}{}", names.len(), if more { "……" } else { "" }),
        Lang::En => format!("{} place(s): {shown}{}", names.len(), if more { ", …" } else { "" }),
    }
}

/// That a rule is checked at every figure of a reading.
pub fn each_reading(reading: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("正文中“{reading}”的每一处"),
        Lang::En => format!("every place of the text with `{reading}`"),
    }
}

/// That a rule is checked at every sentence or paragraph, or once for all reports.
pub fn each_text(paragraphs: bool, lang: Lang) -> &'static str {
    if paragraphs {
        pick(lang, "正文的每一段", "every paragraph of the text")
    } else {
        pick(lang, "正文的每一句", "every sentence of the text")
    }
}

/// That a rule is checked once for all reports.
pub fn all_reports(lang: Lang) -> &'static str {
    pick(lang, "全部报告合起来", "all reports together")
}

/// A rule that a pack has switched off.
#[cfg(feature = "cli")]
pub fn switched_off(rule: &str, by: &str, because: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("规则“{rule}”已由规则包“{by}”停用：{because}"),
        Lang::En => format!("rule `{rule}` is switched off by the pack `{by}`: {because}"),
    }
}

/// What stands over an example of a page: what not to write, or what to write.
pub fn example(kind: crate::pages::Kind, good: bool, lang: Lang) -> &'static str {
    use crate::pages::Kind;
    match (kind, good) {
        (Kind::Rules | Kind::Roster | Kind::Tests, false) => pick(lang, "这样写不对：", "Wrong:"),
        (Kind::Rules | Kind::Roster | Kind::Tests, true) => pick(lang, "这样写：", "Right:"),
        (Kind::Lines, false) => pick(lang, "报告里写成：", "The report has:"),
        (Kind::Lines, true) => pick(lang, "应为：", "It should have:"),
        (Kind::Document, false) => pick(lang, "这样的文件读不成：", "A file that cannot be read:"),
        (Kind::Document, true) => pick(lang, "这样的可以：", "One that can:"),
    }
}

/// That a page has no example.
pub fn no_example(lang: Lang) -> &'static str {
    pick(lang, "（没有例子：几行文字说明不了。）", "(No example: a few lines could not show it.)")
}

/// A table, a row of it, or a section, in words.
pub fn what(kind: &str, id: &str, lang: Lang) -> String {
    match (kind, lang) {
        ("table", Lang::Zh) => format!("整张表“{id}”"),
        ("table", Lang::En) => format!("the whole table `{id}`"),
        ("rows" | "cells", Lang::Zh) => format!("表“{id}”"),
        ("rows" | "cells", Lang::En) => format!("table `{id}`"),
        ("section", Lang::Zh) => format!("第{id}部分"),
        ("section", Lang::En) => format!("section {id}"),
        (_, Lang::Zh) => format!("“{id}”"),
        (_, Lang::En) => format!("`{id}`"),
    }
}

/// A place in another report: whose, of which year, from where.
pub fn whose(role: &str, agency: Option<&str>, year: Option<i32>, path: &str, place: &str, lang: Lang) -> String {
    let body = agency.filter(|_| role != "prior").unwrap_or("");
    match (lang, year) {
        (Lang::Zh, Some(year)) => format!("{body}{}{year} 年报告（{path}）{place}", if body.is_empty() { "" } else { " " }),
        (Lang::Zh, None) if role == "prior" => format!("上年报告（{path}）{place}"),
        (Lang::Zh, None) => format!("{body}报告（{path}）{place}"),
        (Lang::En, Some(year)) => format!("{body}{}report of {year} ({path}) {place}", if body.is_empty() { "" } else { ", " }),
        (Lang::En, None) if role == "prior" => format!("last year's report ({path}) {place}"),
        (Lang::En, None) => format!("{body} report ({path}) {place}"),
    }
}

/// Diagnostics beyond those shown.
#[cfg(feature = "cli")]
pub fn more_diagnostics(n: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……还有 {n} 处，改好上面的再看"),
        Lang::En => format!("… and {n} more; mend these first"),
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
pub fn vacuous(names: &[String], lang: Lang) -> String {
    let names = names.join(pick(lang, "、", ", "));
    match lang {
        Lang::Zh => format!("未核对（正文无相应数字，或只有一处）：{names}"),
        Lang::En => format!("not checked (the text has no such figure, or only one): {names}"),
    }
}

/// All is well.
pub fn nothing_wrong(undecided: usize, checked: usize, lang: Lang) -> String {
    if checked == 0 {
        return pick(lang, "一项也没有核对，不等于通过。", "Nothing was checked, which is not to pass.").to_owned();
    }
    match (lang, undecided) {
        (Lang::Zh, 0) => "没有发现不符。".to_owned(),
        (Lang::En, 0) => "No violation found.".to_owned(),
        (Lang::Zh, n) => format!("没有发现不符，但有 {n} 项未能核对，不等于通过："),
        (Lang::En, n) => format!("No violation found, but {n} check(s) could not be decided, which is not to pass:"),
    }
}

/// Bodies of the roster that have no report.
pub fn without_report(year: i32, names: &[&str], lang: Lang) -> String {
    const FEW: usize = 20;
    let shown = names.iter().take(FEW).copied().collect::<Vec<_>>().join(pick(lang, "、", ", "));
    match (lang, names.len() > FEW) {
        (Lang::Zh, false) => format!("名录中 {} 个单位没有 {year} 年的报告：{shown}", names.len()),
        (Lang::Zh, true) => format!("名录中 {} 个单位没有 {year} 年的报告：{shown}……", names.len()),
        (Lang::En, false) => format!("{} bodies of the roster have no report of {year}: {shown}", names.len()),
        (Lang::En, true) => format!("{} bodies of the roster have no report of {year}: {shown}, …", names.len()),
    }
}

/// The heading of what rules on trial found.
pub fn on_trial(lang: Lang) -> &'static str {
    pick(lang, "试行的规则（不计入结果）", "rules on trial (not counted)")
}

/// The heading of what rules over the set of reports found.
pub fn together(lang: Lang) -> &'static str {
    pick(lang, "全部报告合起来看", "all reports together")
}

/// The account of the rules over the set.
pub fn batch_account(o: &crate::finding::OutcomeCounts, lang: Lang) -> String {
    outcomes(o, lang)
}

/// Stands before each line about all reports together.
pub fn account_of_all(lang: Lang) -> &'static str {
    pick(lang, "汇总", "account")
}

/// Over the account by body.
pub fn by_body(lang: Lang) -> &'static str {
    pick(lang, "按单位汇总", "By body")
}

/// Over the account by rule.
pub fn by_rule(lang: Lang) -> &'static str {
    pick(lang, "按规则汇总", "By rule")
}

/// Of one body: whose reports, of which years, and what was found.
pub fn body_account(agency: Option<&str>, years: &[i32], reports: usize, found: [usize; 5], lang: Lang) -> String {
    let [violated, must, verify, note, undecided] = found;
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    match lang {
        Lang::Zh => format!(
            "{}（{}{reports} 份）：不符 {violated}（强制 {must}，核实 {verify}，提示 {note}），未能核对 {undecided}",
            agency.unwrap_or("没有写明单位"),
            if years.is_empty() { String::new() } else { format!("{} 年，", years.join("、")) },
        ),
        Lang::En => format!(
            "{} ({}{reports} report(s)): {violated} violated ({must} must, {verify} verify, {note} note), {undecided} undecided",
            agency.unwrap_or("body not stated"),
            if years.is_empty() { String::new() } else { format!("{}, ", years.join(", ")) },
        ),
    }
}

/// How many bodies have nothing to look at; `others` have.
pub fn clean_bodies(clean: usize, others: usize, lang: Lang) -> String {
    match (lang, others) {
        (Lang::Zh, 0) => format!("{clean} 个单位都没有不符，也没有未能核对的"),
        (Lang::Zh, _) => format!("其余 {clean} 个单位没有不符，也没有未能核对的"),
        (Lang::En, 0) => format!("{clean} bodies: nothing violated, nothing undecided"),
        (Lang::En, _) => format!("{clean} other bodies: nothing violated, nothing undecided"),
    }
}

/// Of one rule: in how many reports it found how much.
pub fn rule_account(level: Level, rule: &str, title: &str, counts: [usize; 3], lang: Lang) -> String {
    let [reports, violated, undecided] = counts;
    match lang {
        Lang::Zh => {
            let open = if undecided == 0 { String::new() } else { format!("，未能核对 {undecided} 项") };
            format!("{} {rule}  {title}：{reports} 份报告，不符 {violated} 处{open}", super::findings::level(level, lang))
        }
        Lang::En => {
            let open = if undecided == 0 { String::new() } else { format!(", {undecided} undecided") };
            format!("{} {rule}  {title}: {violated} violated in {reports} report(s){open}", super::findings::level(level, lang))
        }
    }
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

/// Help and errors of the command line.
#[cfg(feature = "cli")]
pub mod cli {
    use super::pick;
    use crate::lang::Lang;

    macro_rules! words {
        ($($(#[$doc:meta])* $name:ident: $zh:expr, $en:expr;)*) => {
            $( $(#[$doc])* pub fn $name(lang: Lang) -> &'static str { pick(lang, $zh, $en) } )*
        };
    }

    words! {
        about: "勾稽：核对政府信息公开工作年度报告里的数", "gouji: checks the figures of annual reports on open government";
        long_about:
            "勾稽：核对政府信息公开工作年度报告里的数。\n\n把报告（Word、PDF、网页、Excel、文本都行）交给它，它指出哪里不对、在什么位置、依据什么、怎么改。\n不联网，不改动报告。",
            "gouji (勾稽) checks the figures of annual reports on open government.\n\nGive it a report (Word, PDF, a web page, Excel, text); it says what is wrong, where, on what basis, and what to do.\nIt uses no network and changes no report.";
        usage: "gouji 命令 [选项]", "gouji COMMAND [OPTIONS]";
        check_usage: "gouji check 报告… [选项]", "gouji check PATH… [OPTIONS]";
        read_usage: "gouji read 报告… [选项]", "gouji read PATH… [OPTIONS]";
        explain_usage: "gouji explain [代码、规则或指纹] [选项]", "gouji explain [CODE|RULE|FINGERPRINT] [OPTIONS]";
        explain_about: "说明一个代码、一条规则，或一项结果是怎么算出来的", "explain a code, a rule, or how a result was arrived at";
        explain_long:
            "说明一个代码（如 E0203）：什么意思、为什么、该怎么写，附写错和写对的例子；或说明一条规则：它要求什么、依据什么、怎么改。\n\n加上 --on 报告，就一步一步列出规则在这份报告上是怎么算的：用了哪些数、各在什么位置、合起来是多少、成不成立；没有核对的，是哪个条件不合，或者缺了什么。规则可以指明其中一处：规则[自然人]。只看一项结果，写它的指纹（gouji check -v 和 --format json 里有），写开头几个字符就行。\n\n什么都不写，就列出全部代码。\n\n退出码：0 说明了；2 用法不对，或者没有这样的规则、指纹；3 规则有错；4 文件读不成报告。",
            "Explain a code (such as E0203): what it means, why it is said and what to write instead, with an example wrong and right; or a rule: what it requires, on what basis, and what to do.\n\nWith --on REPORT, tell step by step how the rule was evaluated on that report: which figures it took, where each stands, what they come to, and whether it holds; where it was not checked, which condition kept it out or what was missing. A rule may name one of its instances: RULE[自然人]. For one result give its fingerprint (gouji check -v and --format json have it), or the beginning of it.\n\nWithout any of them, list all codes.\n\nExit codes: 0 explained; 2 wrong usage, or no such rule or fingerprint; 3 the rules do not compile; 4 the file could not be read as a report.";
        code_or_rule: "代码（如 E0203），规则的名称，或一项结果的指纹；不写就列出全部代码", "a code (such as E0203), the id of a rule, or the fingerprint of a result; without it all codes are listed";
        list_codes: "gouji explain 列出全部代码", "gouji explain lists all codes";
        check_about: "核对报告", "check reports";
        check_long:
            "核对报告，列出不符之处。\n\n退出码：0 没有达到级别的不符；1 有；2 用法不对；3 规则有错；4 有文件读不成报告；5 有应当核对而没能核对的。",
            "Check reports and list what is wrong.\n\nExit codes: 0 no violation at the fail level; 1 violations; 2 wrong usage; 3 the rules do not compile; 4 an input could not be read as a report; 5 something that should have been checked could not be.";
        check_examples:
            "例：\n  gouji check 年报.docx                  核对一份报告\n  gouji check 报告文件夹                 核对文件夹里的每一份\n  gouji check 年报.txt --format json     给程序用的结果\n  gouji check 年报.md --rules 本市.gj    用自己的规则\n  gouji read 年报.md                     先看看读到了哪些数",
            "Examples:\n  gouji check report.docx                  check one report\n  gouji check reports/                     check every report of a folder\n  gouji check report.txt --format json     findings for programs\n  gouji check report.md --rules local.gj   use rules of your own\n  gouji read report.md                     see first which figures were read";
        read_about: "列出从报告里读到的数", "list the figures read from a report";
        read_long:
            "列出从报告里读到的每一个数、在什么位置，以及读取中的问题。结果不对时，先看这里。",
            "List every figure read from a report with its place, and the problems of the reading. Look here first when a finding surprises you.";
        fmt_usage: "gouji fmt 规则文件… [选项]", "gouji fmt PATH… [OPTIONS]";
        fmt_about: "统一规则文件的排法", "lay out rule files in one way";
        fmt_long:
            "把规则文件按统一的样子重排：缩进、空格、标点。意思不变，注释和空行保留。写不对的那一条原样保留；分不清一条规则到哪里为止的文件不动，并说明原因。\n\n退出码：0 好了；1 有需要重排的（--check、--diff）；2 用法不对，或者写不了文件；3 有文件没有处理。",
            "Lay out rule files in one way: indents, spaces, punctuation. What they say stays, and so do comments and blank lines. An item that does not parse is left as it is; a file in which it is not clear where a rule ends is not touched, and is told why.\n\nExit codes: 0 done; 1 something would change (--check, --diff); 2 wrong usage, or a file that cannot be written; 3 a file was refused.";
        lint_usage: "gouji lint 规则文件… [选项]", "gouji lint PATH… [OPTIONS]";
        lint_about: "检查规则写得好不好", "look through rules for what is probably not meant";
        lint_long:
            "检查规则：重复的、漏了兄弟表都有的核对、没写改法或依据、没有规则用到的格，等等。每一类都有说明：gouji explain W0501。\n\n退出码：0 没有；1 有；2 用法不对；3 规则有错。",
            "Look through rules: those that are alike, totals without the rule their siblings have, rules without a remedy or a basis, cells no rule reads, and more. Each kind has its page: gouji explain W0501.\n\nExit codes: 0 nothing found; 1 something found; 2 wrong usage; 3 the rules do not compile.";
        lint_fix: "只有一种改法的错直接改好：连写的词、引号", "put right what has only one remedy: words written together, wrong quotation marks";
        rule_path: "规则文件，或放规则的文件夹；- 表示从标准输入读（fmt 的结果写到标准输出）", "a rule file, a folder of them, or - for standard input (fmt then writes to standard output)";
        fmt_check: "只看要不要重排，不改", "only say what would change";
        fmt_diff: "只列出要改的地方，不改", "only show the differences";
        fmt_keywords: "把关键字都写成中文（zh）或英文（en）", "spell the words of the language in Chinese (zh) or English (en)";
        doc_about: "打印规则语言的参考、教程、测试规则的方法，或能读哪些文件", "print the reference or the tutorial of the rule language, how rules are tested, or which files are read";
        doc_usage: "gouji doc [reference|tutorial|testing|formats] [选项]", "gouji doc [reference|tutorial|testing|formats] [OPTIONS]";
        doc_long:
            "打印规则语言的参考（reference）、写规则的教程（tutorial）、测试规则的方法（testing），或能读哪些文件、怎么读（formats）。不联网。",
            "Print the reference of the rule language, the tutorial on writing rules, how rules are tested, or which files are read and how. It uses no network.";
        document: "reference 参考（不写就是它），tutorial 教程，testing 测试规则，formats 格式", "the reference, which is the default, the tutorial, the chapter on tests, or the formats";
        test_usage: "gouji test [用例或文件夹…] [选项]", "gouji test [PATH…] [OPTIONS]";
        test_about: "运行规则的用例", "run the tests of rules";
        test_long:
            "运行规则的用例（名称.test.gj）：核对每个用例期望的结果，并把一家单位会看到的全部内容与旁边 snapshots 文件夹里的快照对比。所测的规则是用例所在规则包的，或 --rules 给出的。不写路径就是当前文件夹。

退出码：0 全部通过；2 用法不对，或一个用例也没有选中；3 规则有错；6 有用例失败；7 用例都通过，只是快照有新的、变了的或过时的。",
            "Run the tests of rules (NAME.test.gj): what each case expects is checked, and everything an agency would see is held against the snapshot in the folder `snapshots` beside it. The rules tested are those of the pack the tests are in, or those of --rules. Without a path, the tests below the folder at hand.\n\nExit codes: 0 all pass; 2 wrong usage, or not a single case selected; 3 the rules do not compile; 6 a case failed; 7 all cases pass, and a snapshot is new, changed or stale.";
        test_path: "用例文件、它所测的规则文件，或文件夹", "a file of tests, the rules it tests, or a folder";
        test_rules: "所测的规则：规则文件或文件夹，可以多次", "the rules to test: a file or a folder; repeatable";
        test_rule: "只运行期望里写到这条规则的用例，可以多次", "only cases that expect something of this rule; repeatable";
        test_case: "只运行名称里有这段文字的用例，可以多次", "only cases whose name holds this; repeatable";
        test_failed: "只运行上次失败的用例", "only cases that failed last time";
        test_strict: "规则没有用例算失败（平时只是警告）", "a rule without a case fails the run (it is a warning otherwise)";
        test_coverage: "列出没有用到的格，以及没有用例触及的规则、或解释、句式、否定", "list the cells no rule reads, and the outcomes, or_explained, patterns and negations no case brings about";
        test_min: "规则覆盖和格覆盖都要达到这个百分比，不到就失败", "fail unless rules and cells are covered to at least this percentage";
        test_remove_stale: "全部通过之后删除过时的快照", "remove stale snapshots once everything passes";
        test_verbose: "通过的用例也列出来", "list the cases that pass too";
        test_format: "pretty（默认）、json、junit 或 github", "pretty (the default), json, junit or github";
        watch: "文件一改就重新运行，按 Ctrl-C 结束", "run again whenever a file changes, until Ctrl-C";
        review_usage: "gouji review [用例或文件夹…] [选项]", "gouji review [PATH…] [OPTIONS]";
        review_about: "逐个看变了的快照，接受或拒绝", "look at changed snapshots one by one, and accept or reject them";
        review_long:
            "逐个列出 gouji test 写下的新快照与原来的差别：多了哪些发现，少了哪些，哪些说法、数字或位置变了；由你接受（a）、拒绝（r）或先放着（s）。只按回车什么也不做。\n\n设了环境变量 CI 时不写任何文件。\n\n退出码：0 没有等着看的了；2 用法不对，或不能写；7 还有等着看的。",
            "Show what each snapshot written by gouji test has that the one before had not: findings that are new, gone, or told otherwise. You accept (a), reject (r) or skip (s) it; the return key alone does nothing.\n\nWhere the environment variable CI is set nothing is written.\n\nExit codes: 0 nothing waits any more; 2 wrong usage, or nothing may be written; 7 some still wait.";
        review_accept: "全部接受，不逐个询问", "accept all without asking";
        review_reject: "全部拒绝，不逐个询问", "reject all without asking";
        review_list: "只列出差别", "only list the differences";
        review_case: "只看名称里有这段文字的用例，可以多次", "only cases whose name holds this; repeatable";
        pair: "名称=值，如 口径=汇总", "NAME=VALUE";
        path: "报告文件，或放报告的文件夹；- 表示从标准输入读", "a report, a folder of reports, or - for standard input";
        rules: "改用这些规则（文件或文件夹，可多次给出）；不写就用自带的规则", "use these rules (file or folder, repeatable) instead of the shipped ones";
        format: "结果的格式", "format of the result";
        output: "把结果写到这个文件，而不是屏幕", "write the result to this file instead of the screen";
        fail_level: "不符达到这一级就以 1 退出：must 强制、verify 核实、note 提示", "exit with 1 on violations of this level or above";
        deny_undecided: "空白、占位符等没能核对的也算失败（退出码 5）", "exit with 5 on anything undecided, blanks and absent inputs too";
        allow_undecided: "没能核对的不算失败", "never exit with 5";
        year: "报告年度（标题里没有时）", "the year reported on, where the title does not say";
        body: "单位属性，如 口径=汇总（可多次给出）", "an attribute of the body, such as 口径=汇总 (repeatable)";
        prior: "上年的报告（文件或文件夹，可多次给出）；同一文件夹里各年的报告会自己找到", "last year's reports (file or folder, repeatable); reports of several years in one folder find each other";
        children: "下级单位的报告（文件或文件夹，可多次给出）", "reports of subordinate bodies (file or folder, repeatable)";
        roster: "名录（CSV：名称,别名,曾用名,上级,单位类别,层级,口径），用来认单位、找上年和下级", "a roster (CSV: name,aliases,former_names,superior,body_kind,tier,scope), to know bodies by, and to find last year's and subordinate reports";
        as_of: "核对日期，如 2026-02-01；规则里的 核对日期", "the date as of which to check, such as 2026-02-01; as_of in rules";
        param: "给规则里的参数另定一个值，如 部门截止=2026-01-20（可多次给出）", "another value for a parameter of the rules, such as 部门截止=2026-01-20 (repeatable)";
        jobs: "同时做几份；结果与它无关", "how many reports to work on at once; the result does not depend on it";
        unplaced: "不是所核对单位的下级，或不是同一年度", "of no body under those checked, or of another year";
        without_successor: "不是所核对单位以前年度的报告：单位名称对不上，或没有年度", "of none of the bodies checked, or of no year: the name of the body is another";
        in_roster: "名录中有，没有收到报告", "in the roster, and no report was given";
        verbose: "也列出通过和不适用的；逐项列出的附上指纹，供 gouji explain 用", "list satisfied and not applicable instances too; what is listed one by one has its fingerprint, for gouji explain";
        lang: "语言：zh 或 en", "language: zh or en";
        color: "颜色：auto、always、never", "colour: auto, always, never";
        help: "显示帮助", "show this help";
        version: "显示版本", "show the version";
        commands: "命令", "Commands";
        arguments: "参数", "Arguments";
        options: "选项", "Options";
        no_report: "没有给出报告：gouji check 报告文件", "no report given: gouji check REPORT";
        try_help: "用 gouji --help 看用法", "see gouji --help";
        hidden_file: "隐藏文件", "hidden file";
        a_link: "链接", "a link";
        no_plain_file: "不是普通的文件", "not an ordinary file";
        not_supported: "不是报告支持的类型", "not a type of report";
        timeout: "一份文件最多读多少秒，默认 60", "seconds to spend on reading one document, 60 by default";
        archive_inside: "压缩包里的压缩包，不再往里读；请先解压", "an archive inside an archive is not read; unpack it first";
        too_deep: "文件夹套得太深", "folders nested too deep";
        no_rules_found: "没有找到规则文件（.gj）", "no rule file (.gj) found";
        not_utf8_rules: "规则文件不是 UTF-8 编码，请用记事本“另存为”，编码选 UTF-8", "the rule file is not UTF-8; save it as UTF-8";
        bug: "gouji 自身出错了，请把这份文件和这行信息告诉开发者", "this is a bug in gouji; please report it with this line";
        file_not_found: "没有这个文件", "no such file";
        no_permission: "没有权限", "no permission";
        is_folder: "这是一个文件夹", "it is a folder";
    }

    /// How many documents of how many have been read.
    pub fn reading(done: usize, all: usize, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("正在读 {done}/{all}"),
            Lang::En => format!("reading {done}/{all}"),
        }
    }

    /// A flag that does not exist.
    pub fn unknown_argument(argument: &str, suggestion: Option<&str>, lang: Lang) -> String {
        match (lang, suggestion) {
            (Lang::Zh, Some(s)) => format!("没有选项“{argument}”，是不是“{s}”？"),
            (Lang::Zh, None) => format!("没有选项“{argument}”"),
            (Lang::En, Some(s)) => format!("unknown option `{argument}`; did you mean `{s}`?"),
            (Lang::En, None) => format!("unknown option `{argument}`"),
        }
    }

    /// A verb that does not exist.
    pub fn unknown_command(command: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!(
                "没有命令“{command}”；有 check（核对）、read（查看读到的数）、fmt（重排规则）、lint（检查规则）、test（运行用例）、review（看快照）、new（新建）、explain（说明）和 doc（参考和教程）"
            ),
            Lang::En => format!("unknown command `{command}`; there are check, read, fmt, lint, test, review, new, explain and doc"),
        }
    }

    /// A code that does not exist, with those like it.
    pub fn unknown_code(code: &str, near: &[String], lang: Lang) -> String {
        match (lang, near) {
            (Lang::Zh, []) => format!("没有代码“{code}”"),
            (Lang::Zh, near) => format!("没有代码“{code}”，是不是 {}？", near.join(" 或 ")),
            (Lang::En, []) => format!("there is no code `{code}`"),
            (Lang::En, near) => format!("there is no code `{code}`; did you mean {}?", near.join(" or ")),
        }
    }

    /// Neither a code nor a rule, with the rules like it.
    pub fn unknown_rule(name: &str, near: &[String], lang: Lang) -> String {
        match (lang, near) {
            (Lang::Zh, []) => format!("“{name}”不是代码，也不是规则的名称"),
            (Lang::Zh, near) => format!("“{name}”不是代码，也不是规则的名称；是不是 {}？", near.join(" 或 ")),
            (Lang::En, []) => format!("`{name}` is neither a code nor a rule"),
            (Lang::En, near) => format!("`{name}` is neither a code nor a rule; did you mean {}?", near.join(" or ")),
        }
    }

    /// A value that an option does not take.
    pub fn bad_value(argument: &str, value: &str, takes: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{argument} 不能是“{value}”，应为 {takes}"),
            Lang::En => format!("{argument} cannot be `{value}`; it takes {takes}"),
        }
    }

    /// An option without its value.
    pub fn missing_value(argument: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{argument} 后面少一个值"),
            Lang::En => format!("{argument} needs a value"),
        }
    }

    /// An option given twice.
    pub fn given_twice(argument: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{argument} 给了不止一次，或与别的选项冲突"),
            Lang::En => format!("{argument} was given more than once, or conflicts with another option"),
        }
    }

    /// What the command says about itself.
    pub fn said(text: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("gouji：{text}"),
            Lang::En => format!("gouji: {text}"),
        }
    }

    /// A file that could not be written.
    pub fn cannot_write(path: &str, reason: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("写不了 {path}：{reason}"),
            Lang::En => format!("cannot write {path}: {reason}"),
        }
    }

    /// Rules that could not be opened.
    pub fn cannot_open_rules(path: &str, reason: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("打不开规则 {path}：{reason}"),
            Lang::En => format!("cannot open the rules {path}: {reason}"),
        }
    }

    /// A roster that could not be opened.
    pub fn cannot_open_roster(path: &str, reason: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("打不开名录 {path}：{reason}"),
            Lang::En => format!("cannot open the roster {path}: {reason}"),
        }
    }

    /// How many errors the roster has.
    pub fn roster_account(errors: usize, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("名录有 {errors} 处错误，没有核对"),
            Lang::En => format!("the roster has {errors} error(s); nothing was checked"),
        }
    }

    /// Where more is said of a code.
    pub fn see_page(code: &str, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("gouji explain {code} 有说明和例子"),
            Lang::En => format!("gouji explain {code} says more, with examples"),
        }
    }

    /// How many errors the rules have.
    pub fn rules_account(errors: usize, warnings: usize, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("规则有 {errors} 处错误、{warnings} 处警告，没有运行"),
            Lang::En => format!("the rules have {errors} error(s) and {warnings} warning(s) and were not run"),
        }
    }
}
