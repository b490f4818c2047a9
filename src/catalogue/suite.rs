//! Sentences about tests of rules: what did not come out as a case says, and what the runner tells of its run.

use super::Trouble;
use super::command::pick;
use super::findings as terms;
pub use crate::finding::Side;
use crate::finding::{Expected, Reason, Verdict};
use crate::lang::Lang;

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It came out as it says, and as it was.
    Passed,
    /// It did not come out as it says.
    Failed,
    /// It came out as it says, and has no snapshot yet.
    New,
    /// It came out as it says, and otherwise than its snapshot has it.
    Changed,
}

/// Instances that came to the same, for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Others {
    /// What they came to.
    pub verdict: Verdict,
    /// Why they were not decided.
    pub reason: Option<Reason>,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub names: Vec<String>,
}

impl Others {
    fn words(&self, lang: Lang) -> String {
        let (what, more) = (verdict(self.verdict, self.reason, lang), self.count > self.names.len());
        match (lang, more) {
            (Lang::Zh, true) => format!("{what} {} 个，如 {}", self.count, self.names.join("、")),
            (Lang::Zh, false) => format!("{what} {} 个：{}", self.count, self.names.join("、")),
            (Lang::En, true) => format!("{} {what}, such as {}", self.count, self.names.join(", ")),
            (Lang::En, false) => format!("{} {what}: {}", self.count, self.names.join(", ")),
        }
    }
}

/// Something that did not come out as a case says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the words of the sentence")]
pub enum Miss {
    /// An instance came to something else.
    Came {
        report: Option<String>,
        subject: String,
        expected: Vec<Expected>,
        verdict: Verdict,
        reason: Option<Reason>,
        /// The formula with its figures.
        shown: Option<String>,
    },
    /// So many more of the same.
    More { count: usize },
    /// There was no such instance, or the rule had none at all.
    NoInstance { report: Option<String>, subject: String, expected: Vec<Expected>, instances: usize },
    /// A figure of a finding is another.
    Figure { report: Option<String>, subject: String, side: Side, expected: String, found: Option<String> },
    /// It could not be decided for another reason.
    OtherReason { report: Option<String>, subject: String, expected: Option<Reason>, found: Option<Reason> },
    /// Among the rest something else came out.
    Rest { report: Option<String>, expected: Vec<Expected>, count: usize, groups: Vec<Others> },
    /// A file cannot be read.
    Unread { path: String, trouble: Trouble },
    /// A file cannot be read for another reason.
    OtherTrouble { path: String, expected: String, trouble: Trouble },
    /// A file can be read.
    Readable { path: String },
    /// A roster cannot be read.
    Roster { path: String, why: String },
    /// No report was checked of which it could come out.
    NothingChecked {},
    /// The text of the case was not read whole, and it was not run.
    Damaged {},
    /// Where its snapshot belongs is one of another tool.
    ForeignSnapshot { path: String },
    /// A value of a parameter that the rules do not take.
    Parameter { why: String },
    /// A report of the case that belongs to none that is checked: of another body, or another year.
    Unrelated { path: String, child: bool, agency: Option<String>, year: Option<i32> },
    /// There are no rules for the form of a report.
    NoRules { path: String, form: String },
    /// The rule is none of those for the form of the report.
    RuleOfOtherForm { rule: String },
    /// A bug was met.
    Bug {},
}

/// 不符 或 未能核对
pub fn expected(all: &[Expected], lang: Lang) -> String {
    let words: Vec<&str> = all.iter().map(|e| one(*e, lang)).collect();
    words.join(if lang == Lang::Zh { "或" } else { " or " })
}

fn one(expected: Expected, lang: Lang) -> &'static str {
    match (expected, lang) {
        (Expected::Verdict(v), _) => terms::verdict(v, lang),
        (Expected::Vacuous, Lang::Zh) => "无可核对",
        (Expected::Vacuous, Lang::En) => "vacuous",
    }
}

fn verdict(verdict: Verdict, reason: Option<Reason>, lang: Lang) -> String {
    let word = terms::verdict(verdict, lang);
    match (reason, lang) {
        (None, _) => word.to_owned(),
        (Some(r), Lang::Zh) => format!("{word}（{}）", terms::reason(r, lang)),
        (Some(r), Lang::En) => format!("{word} ({})", terms::reason(r, lang)),
    }
}

/// What is written in a file of tests to expect these too.
fn written(kinds: &[Verdict], expected: &[Expected], lang: Lang) -> String {
    let all = expected.iter().copied().chain(kinds.iter().map(|v| Expected::Verdict(*v)));
    let all: Vec<String> = all.map(|e| one(e, lang).replace(' ', "_")).collect();
    match lang {
        Lang::Zh => format!("期望 其余 {}", all.join(" 或 ")),
        Lang::En => format!("expect rest {}", all.join(" or ")),
    }
}

fn side(side: Side, lang: Lang) -> &'static str {
    match (side, lang) {
        (Side::Left, Lang::Zh) => "左边",
        (Side::Right, Lang::Zh) => "右边",
        (Side::Difference, Lang::Zh) => "差",
        (Side::Left, Lang::En) => "the left side",
        (Side::Right, Lang::En) => "the right side",
        (Side::Difference, Lang::En) => "the difference",
    }
}

impl Miss {
    /// A short name, for other programs.
    pub fn name(&self) -> &'static str {
        match self {
            Miss::Came { .. } | Miss::More { .. } => "outcome",
            Miss::NoInstance { .. } => "no-instance",
            Miss::Figure { .. } => "figure",
            Miss::OtherReason { .. } => "reason",
            Miss::Rest { .. } => "rest",
            Miss::Unread { .. } | Miss::OtherTrouble { .. } | Miss::Roster { .. } => "unreadable",
            Miss::Readable { .. } => "readable",
            Miss::NothingChecked {} => "nothing-checked",
            Miss::Damaged {} => "damaged",
            Miss::ForeignSnapshot { .. } => "snapshot",
            Miss::Parameter { .. } => "parameter",
            Miss::Unrelated { .. } => "unrelated",
            Miss::NoRules { .. } | Miss::RuleOfOtherForm { .. } => "no-rules",
            Miss::Bug {} => "bug",
        }
    }

    /// The sentence in `lang`.
    pub fn message(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let of = |report: &Option<String>, subject: &str| match report {
            Some(report) if zh => format!("“{report}”的 {subject}"),
            Some(report) => format!("{subject} in `{report}`"),
            None => subject.to_owned(),
        };
        match self {
            Miss::Came { report, subject, expected: wanted, verdict: came, reason, shown } => {
                let shown = match shown {
                    Some(shown) if zh => format!("：{shown}"),
                    Some(shown) => format!(": {shown}"),
                    None => String::new(),
                };
                let (subject, wanted, came) = (of(report, subject), expected(wanted, lang), verdict(*came, *reason, lang));
                if zh {
                    format!("{subject} 期望{wanted}，实际{came}{shown}")
                } else {
                    format!("{subject}: expected {wanted}, came out {came}{shown}")
                }
            }
            Miss::More { count } if zh => format!("还有 {count} 个实例也是这样"),
            Miss::More { count } => format!("and {count} more instances"),
            Miss::NoInstance { report, subject, expected: wanted, instances } => {
                let (subject, wanted) = (of(report, subject), expected(wanted, lang));
                match (instances, zh) {
                    (0, true) => format!("{subject} 期望{wanted}，实际无可核对：这份报告里没有它要核对的内容"),
                    (0, false) => format!("{subject}: expected {wanted}, came out vacuous: the report has nothing for it to check"),
                    (n, true) => format!("{subject} 期望{wanted}，实际没有这个实例：这份报告里只有 1 到 {n}"),
                    (n, false) => format!("{subject}: expected {wanted}, but there is no such instance: in this report they are 1 to {n}"),
                }
            }
            Miss::Figure { report, subject, side: which, expected, found } => {
                let (subject, which) = (of(report, subject), side(*which, lang));
                match (found, zh) {
                    (Some(found), true) => format!("{subject} 的{which}期望 {expected}，实际 {found}"),
                    (Some(found), false) => format!("{subject}: {which} was expected to be {expected} and is {found}"),
                    (None, true) => format!("{subject} 的{which}期望 {expected}，实际没有这个数：它不是一个两边都是数的比较，或者除不尽"),
                    (None, false) => format!(
                        "{subject}: {which} was expected to be {expected}, but there is none: it is no comparison of two figures, or a division without end"
                    ),
                }
            }
            Miss::OtherReason { report, subject, expected, found } => {
                let subject = of(report, subject);
                let word = |r: &Option<Reason>| r.map_or("—", |r| terms::reason(r, lang));
                let (expected, found) = (word(expected), word(found));
                if zh {
                    format!("{subject} 未能核对的原因期望是“{expected}”，实际是“{found}”")
                } else {
                    format!("{subject} could not be decided because {found}; expected was: {expected}")
                }
            }
            Miss::Rest { report, expected: wanted, count, groups } => {
                let groups: Vec<String> = groups.iter().map(|g| g.words(lang)).collect();
                let wanted = expected(wanted, lang);
                let rest = match report {
                    Some(report) if zh => format!("“{report}”的其余"),
                    Some(report) => format!("the rest of `{report}`"),
                    None if zh => "其余".to_owned(),
                    None => "the rest".to_owned(),
                };
                if zh {
                    format!("{rest} 期望{wanted}，有 {count} 个实例不是：{}", groups.join("；"))
                } else {
                    format!("{rest}: expected {wanted}; {count} did not: {}", groups.join("; "))
                }
            }
            Miss::Unread { path, trouble } => {
                let (code, why) = (trouble.code(), trouble.message(lang));
                if zh {
                    format!("报告“{path}”读不出：{code} {why}")
                } else {
                    format!("the report `{path}` cannot be read: {code} {why}")
                }
            }
            Miss::OtherTrouble { path, expected, trouble } => {
                let (code, why) = (trouble.code(), trouble.message(lang));
                if zh {
                    format!("报告“{path}”期望因 {expected} 读不出，实际因 {code}：{why}")
                } else {
                    format!("the report `{path}` was expected to be unreadable for {expected}; it is for {code}: {why}")
                }
            }
            Miss::Readable { path } if zh => format!("报告“{path}”期望读不出，实际读出来了"),
            Miss::Readable { path } => format!("the report `{path}` was expected to be unreadable, and was read"),
            Miss::Roster { path, why } if zh => format!("名录“{path}”读不出：{why}"),
            Miss::Roster { path, why } => format!("the roster `{path}` cannot be read: {why}"),
            Miss::NothingChecked {} if zh => "没有一份报告核对到这个期望".to_owned(),
            Miss::NothingChecked {} => "no report was checked of which this could come out".to_owned(),
            Miss::Damaged {} if zh => "没有运行：文件里别处有没写完的文字，读不准这个用例".to_owned(),
            Miss::Damaged {} => {
                "not run: with text elsewhere in the file that does not end, it cannot be told what this case says".to_owned()
            }
            Miss::ForeignSnapshot { path } if zh => format!("快照的位置“{path}”上是别的工具的文件；请把用例或那个文件改名"),
            Miss::ForeignSnapshot { path } => {
                format!("where its snapshot belongs, `{path}`, is a file of another tool: give the case or that file another name")
            }
            Miss::Parameter { why } if zh => format!("参数的值不能用：{why}"),
            Miss::Parameter { why } => format!("the value of a parameter cannot be used: {why}"),
            Miss::Unrelated { path, child, agency, year } => {
                let agency = agency.as_deref().unwrap_or(if zh { "单位不明" } else { "of no known body" });
                let year = year.map_or_else(|| if zh { "年度不明".to_owned() } else { "of no known year".to_owned() }, |y| y.to_string());
                match (child, zh) {
                    (true, true) => format!("下级的报告“{path}”没有用上：它（{agency}，{year}）不是所核对的报告的下级，或者年度不同"),
                    (false, true) => {
                        format!("上年的报告“{path}”没有用上：它（{agency}，{year}）与所核对的报告单位不同，或者不是以前的年度")
                    }
                    (true, false) => {
                        format!(
                            "`{path}` was given as a subordinate's report and is none: {agency}, {year}, is not below what is checked, or of another year"
                        )
                    }
                    (false, false) => {
                        format!(
                            "`{path}` was given as a report of the years before and is none: {agency}, {year}, is another body, or no year before"
                        )
                    }
                }
            }
            Miss::NoRules { path, form } if zh => format!("报告“{path}”用的是表样“{form}”，所测的规则里没有给它的"),
            Miss::NoRules { path, form } => format!("the report `{path}` is on the form `{form}`, for which the rules tested have none"),
            Miss::RuleOfOtherForm { rule } if zh => format!("规则“{rule}”不是给这份报告的表样的"),
            Miss::RuleOfOtherForm { rule } => format!("rule `{rule}` is not for the form of this report"),
            Miss::Bug {} if zh => "运行这个用例时遇到了工具自身的错误".to_owned(),
            Miss::Bug {} => "a bug of the tool was met while this case ran".to_owned(),
        }
    }

    /// What to do about it, in `lang`.
    pub fn hint(&self, lang: Lang) -> Option<String> {
        let zh = lang == Lang::Zh;
        match self {
            Miss::Rest { expected, groups, .. } => {
                // What is violated is looked at, and not waved through with the rest.
                let mut others: Vec<Verdict> = groups.iter().map(|g| g.verdict).filter(|v| *v != Verdict::Violated).collect();
                others.dedup();
                let line = written(&others, expected, lang);
                let violated = groups.iter().any(|g| g.verdict == Verdict::Violated);
                (!others.is_empty() && !violated)
                    .then(|| if zh { format!("如果本该如此，写作：{line}") } else { format!("where that is meant: {line}") })
            }
            Miss::Unread { path, trouble } => trouble.hint(lang).or_else(|| {
                let code = trouble.code();
                Some(if zh {
                    format!("如果本该如此，写作：期望 “{path}” 读不出 “{code}”")
                } else {
                    format!("where that is meant: expect \"{path}\" unreadable \"{code}\"")
                })
            }),
            Miss::NoInstance { instances: 0, .. } => {
                let line =
                    if zh { "如果本该如此，写作：期望 …… 无可核对" } else { "where that is meant: expect … vacuous" };
                Some(line.to_owned())
            }
            Miss::Came { .. }
            | Miss::More { .. }
            | Miss::NoInstance { .. }
            | Miss::Figure { .. }
            | Miss::OtherReason { .. }
            | Miss::OtherTrouble { .. }
            | Miss::Readable { .. }
            | Miss::Roster { .. }
            | Miss::NothingChecked {}
            | Miss::Damaged {}
            | Miss::ForeignSnapshot { .. }
            | Miss::Parameter { .. }
            | Miss::Unrelated { .. }
            | Miss::NoRules { .. }
            | Miss::RuleOfOtherForm { .. }
            | Miss::Bug {} => None,
        }
    }
}

// ── the runner ──

/// No tests below what was given.
pub fn no_tests(paths: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("在“{paths}”里没有找到用例文件（名称.test.gj）"),
        Lang::En => format!("no tests (NAME.test.gj) in `{paths}`"),
    }
}

/// A file that seems to be one of tests, and is not called so.
pub fn misnamed(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{path}”像是用例文件，但名称不以 .test.gj 结尾，没有运行"),
        Lang::En => format!("`{path}` seems to be a file of tests; its name does not end in .test.gj, and it was not run"),
    }
}

/// A folder that cannot be looked into.
pub fn closed(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("打不开文件夹“{path}”，里面的用例没有运行"),
        Lang::En => format!("the folder `{path}` cannot be opened; tests in it were not run"),
    }
}

/// A file of tests that cannot be read.
pub fn cannot_open(path: &str, reason: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("打不开用例文件 {path}：{reason}"),
        Lang::En => format!("cannot open the tests {path}: {reason}"),
    }
}

/// Why it is none.
pub fn not_utf8(lang: Lang) -> &'static str {
    pick(lang, "用例文件不是 UTF-8 编码。用记事本打开，另存为，编码选 UTF-8", "the file of tests is not UTF-8; save it as UTF-8")
}

/// A file of tests without a case.
pub fn empty_file(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{path}”里一个用例也没有"),
        Lang::En => format!("`{path}` holds not a single case"),
    }
}

/// Files and folders of tests that gave none.
pub fn unread(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个用例文件或文件夹没有读到用例，原因见上"),
        Lang::En => format!("{count} of the files and folders of tests gave no case; the reason is above"),
    }
}

/// Files of tests that are wrong outside their cases.
pub fn broken(files: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{files} 个用例文件有写错的地方，里面可能还有用例没有运行"),
        Lang::En => {
            format!("{files} file{} of tests with errors: there may be cases in them that were not run", if files == 1 { "" } else { "s" })
        }
    }
}

/// Cases whose snapshots differ in the number of instances alone.
pub fn only_counts(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("快照变了  {count} 个用例只是实例数变了，发现都没有变（规则有增减）"),
        Lang::En => {
            format!("snapshot changed  in {count} cases only the number of instances, and no finding (there are more rules, or fewer)")
        }
    }
}

/// How to make some.
pub fn how_to_begin(lang: Lang) -> &'static str {
    pick(
        lang,
        "写法见 gouji doc testing；gouji new rule 会连同规则写一份用例。",
        "See gouji doc testing; gouji new rule writes some with a rule.",
    )
}

/// Nothing was selected.
pub fn nothing_selected(asked: &str, cases: usize, only_failed: bool, lang: Lang) -> String {
    match (lang, asked.is_empty(), only_failed) {
        (Lang::Zh, _, true) => "没有记下上次失败的用例，没有可运行的".to_owned(),
        (Lang::En, _, true) => "no case is known to have failed last time; nothing to run".to_owned(),
        (Lang::Zh, true, _) => "用例文件里一个用例也没有".to_owned(),
        (Lang::En, true, _) => "the files of tests hold not a single case".to_owned(),
        (Lang::Zh, false, _) => format!("{cases} 个用例里没有一个符合 {asked}"),
        (Lang::En, false, _) => format!("none of {cases} cases fits {asked}"),
    }
}

/// 第12行：……
pub fn at_line(line: u64, text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("第{line}行：{text}"),
        Lang::En => format!("line {line}: {text}"),
    }
}

/// Stale snapshots are removed after a run of everything that is green.
pub fn stale_kept(lang: Lang) -> &'static str {
    pick(
        lang,
        "没有删除过时的快照：要运行全部用例，并且全部通过、快照没有变化之后才删",
        "stale snapshots are not removed: that takes a run of all cases in which everything passes and no snapshot has changed",
    )
}

/// Where `CI` is set nothing is written.
pub fn read_only(lang: Lang) -> &'static str {
    pick(lang, "环境变量 CI 已设置，不写任何文件", "the environment variable CI is set: nothing is written")
}

/// How many stale snapshots were removed.
pub fn removed(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("删除了 {count} 个过时的快照"),
        Lang::En => format!("removed {count} stale snapshot{}", if count == 1 { "" } else { "s" }),
    }
}

/// What became of a case.
pub fn status(status: Status, lang: Lang) -> &'static str {
    match status {
        Status::Passed => pick(lang, "通过", "passed"),
        Status::Failed => pick(lang, "失败", "failed"),
        Status::New => pick(lang, "新快照", "new snapshot"),
        Status::Changed => pick(lang, "快照变了", "snapshot changed"),
    }
}

/// Rules that no case names.
pub fn untested(count: usize, strict: bool, lang: Lang) -> String {
    match (lang, strict) {
        (Lang::Zh, false) => format!("警告：{count} 条规则没有用例"),
        (Lang::Zh, true) => format!("{count} 条规则没有用例"),
        (Lang::En, false) => format!("warning: {count} rule{} without a case", if count == 1 { "" } else { "s" }),
        (Lang::En, true) => format!("{count} rule{} without a case", if count == 1 { "" } else { "s" }),
    }
}

/// A rule that no case names.
pub fn without_case(rule: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("规则“{rule}”没有用例"),
        Lang::En => format!("rule `{rule}` has no case"),
    }
}

/// Snapshots of no case.
pub fn stale(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个快照过时：没有对应的用例了"),
        Lang::En => format!("{count} stale snapshot{}: there is no such case any more", if count == 1 { "" } else { "s" }),
    }
}

/// A snapshot of no case.
pub fn stale_snapshot(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("快照“{path}”过时：没有对应的用例了"),
        Lang::En => format!("the snapshot `{path}` is stale: there is no such case any more"),
    }
}

/// How to remove them.
pub fn stale_hint(lang: Lang) -> &'static str {
    pick(lang, "全部通过之后用 gouji test --remove-stale 删除", "remove them with gouji test --remove-stale once everything passes")
}

/// The last line.
pub fn account(cases: usize, passed: usize, failed: usize, new: usize, changed: usize, lang: Lang) -> String {
    let mut parts = Vec::new();
    let mut add = |count: usize, zh: &str, en: &str| {
        if count > 0 {
            parts.push(match lang {
                Lang::Zh => format!("{zh} {count}"),
                Lang::En => format!("{count} {en}"),
            });
        }
    };
    add(passed, "通过", "passed");
    add(failed, "失败", "failed");
    add(new, "新快照", "with a new snapshot");
    add(changed, "快照变了", "with a changed snapshot");
    match lang {
        Lang::Zh if parts.is_empty() => format!("用例 {cases} 个"),
        Lang::Zh => format!("用例 {cases} 个：{}", parts.join("，")),
        Lang::En if parts.is_empty() => format!("{cases} cases"),
        Lang::En => format!("{cases} case{}: {}", if cases == 1 { "" } else { "s" }, parts.join(", ")),
    }
}

/// What to do with new and changed snapshots.
pub fn to_review(lang: Lang) -> &'static str {
    pick(lang, "逐个看过再接受：gouji review", "look at each and accept it: gouji review")
}

/// New snapshots were not written.
pub fn nothing_kept(lang: Lang) -> &'static str {
    pick(
        lang,
        "环境变量 CI 已设置，没有写下新快照；请在本机运行 gouji test 和 gouji review",
        "the environment variable CI is set and no new snapshot was written; run gouji test and gouji review on your own machine",
    )
}

/// Less was met than was asked for.
pub fn too_little(least: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("覆盖不足：要求规则和格都达到 {least}%"),
        Lang::En => format!("too little is covered: {least}% was asked for, of the rules and of the cells"),
    }
}

/// So many more of the same.
pub fn and_more(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("……还有 {count} 个"),
        Lang::En => format!("… and {count} more"),
    }
}

// ── differences of snapshots ──

/// The first line of a block in words: `must · 表三-收支平衡[自然人] · violated`.
pub fn head(head: &str, lang: Lang) -> String {
    let words: Vec<&str> = head.split(" · ").map(|word| in_words(word, lang)).collect();
    words.join(" · ")
}

fn in_words(word: &str, lang: Lang) -> &str {
    if lang == Lang::En {
        return word;
    }
    let reasons = Reason::ALL.into_iter().find(|r| r.name() == word).map(|r| terms::reason(r, lang));
    match word {
        "must" => "强制",
        "verify" => "核实",
        "note" => "提示",
        "satisfied" => "通过",
        "violated" => "不符",
        "explained" => "有解释",
        "undecided" => "未能核对",
        "not_applicable" => "不适用",
        "report" => "报告",
        "together" => "各份报告之间",
        "no report" => "没有报告",
        "unused" => "没有用上",
        "trial" => "试行",
        "unreadable" => "读不出",
        "skipped" => "跳过",
        _ => reasons.unwrap_or(word),
    }
}

/// The name of a line of a snapshot, in words.
pub fn label(name: &str, lang: Lang) -> &str {
    if lang == Lang::En {
        return name;
    }
    match name {
        "agency" => "单位",
        "year" => "年度",
        "form" => "表样",
        "cells" => "格",
        "outcomes" => "实例",
        "assumption" => "假定",
        "vacuous" => "无可核对",
        "problem" => "读取问题",
        "problem.en" => "读取问题（英文）",
        "title" => "标题",
        "title.en" => "标题（英文）",
        "message" => "说明",
        "message.en" => "说明（英文）",
        "basis" => "依据",
        "basis.en" => "依据（英文）",
        "unconfirmed" => "依据待核",
        "adjusted" => "调整",
        "adjusted.en" => "调整（英文）",
        "fix" => "改法",
        "fix.en" => "改法（英文）",
        "formula" => "公式",
        "computed" => "代入",
        "computed.en" => "代入（英文）",
        "sides" => "左、右、差",
        "note" => "口径",
        "note.en" => "口径（英文）",
        "tried" => "试过",
        "tried.en" => "试过（英文）",
        "cell" => "取数",
        "quote" => "原文",
        "date" => "日期",
        "absent" => "缺",
        "lacking" => "不知道",
        "caused_by" => "起因",
        "instances" => "实例",
        "code" => "代码",
        other => other,
    }
}

/// The value of a line of a snapshot, with the words for its counts and places.
pub fn value(name: &str, value: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return value.to_owned();
    }
    match name {
        "outcomes" | "cells" => {
            let words = [
                ("not_applicable", "不适用"),
                ("satisfied", "通过"),
                ("violated", "不符"),
                ("explained", "有解释"),
                ("undecided", "未能核对"),
                ("number", "填数"),
                ("blank", "空白"),
                ("placeholder", "占位"),
                ("unreadable", "读不出"),
                ("missing", "缺"),
            ];
            words.iter().fold(value.to_owned(), |text, (en, zh)| text.replace(en, zh))
        }
        "absent" => {
            let words = [("table ", "表 "), ("row ", "行 "), ("section ", "部分 "), ("report ", "报告 ")];
            let one = |part: &str| {
                let known = words.iter().find_map(|(en, zh)| Some(format!("{zh}{}", part.strip_prefix(en)?)));
                known.unwrap_or_else(|| part.to_owned())
            };
            value.split("; ").map(one).collect::<Vec<_>>().join("；")
        }
        "cell" | "quote" | "problem" => match value.rsplit_once(" @ ") {
            Some((before, place)) => format!("{before} @ {}", place_in_words(place)),
            None => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// `line 71, column 12` → 第71行第12列
fn place_in_words(place: &str) -> String {
    let mut words = String::new();
    for part in place.split(", ") {
        let numbered = part.split_once(' ').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
        let unit = numbered.and_then(|(name, number)| {
            let unit = match name {
                "page" => "页",
                "line" => "行",
                "column" => "列",
                "paragraph" => "段",
                "table" => "张表",
                "row" => "行",
                "cell" => "格",
                _ => return None,
            };
            Some(format!("第{number}{unit}"))
        });
        match unit {
            Some(unit) => words.push_str(&unit),
            None if words.is_empty() => words.push_str(part),
            None => words.push_str(&format!(" {part}")),
        }
    }
    words
}

/// A thing found that was not.
pub fn added(head: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("多出：{head}"),
        Lang::En => format!("added: {head}"),
    }
}

/// A thing not found that was.
pub fn removed_block(head: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不再有：{head}"),
        Lang::En => format!("gone: {head}"),
    }
}

/// Another outcome.
pub fn became(before: &str, head: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("变为：{head}（原为 {before}）"),
        Lang::En => format!("became: {head} (was {before})"),
    }
}

/// The same thing told otherwise.
pub fn told_otherwise(head: &str, names: &[&str], lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("改变：{head}（{}）", names.join("、")),
        Lang::En => format!("changed: {head} ({})", names.join(", ")),
    }
}

/// The same things in another order.
pub fn moved(lang: Lang) -> &'static str {
    pick(lang, "内容没变，次序变了", "the same things in another order")
}

// ── coverage ──

/// The head of the account of coverage.
pub fn covered_head(lang: Lang) -> &'static str {
    pick(lang, "覆盖情况", "coverage")
}

/// The heads of its table.
pub fn covered_columns(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Zh => ["规则", "不符", "通过", "未能核对", "不适用"],
        Lang::En => ["rule", "violated", "satisfied", "undecided", "not applicable"],
    }
}

/// What its marks say.
pub fn covered_marks(lang: Lang) -> &'static str {
    pick(
        lang,
        "✓ 有用例使它如此　✗ 没有　· 规则没有条件，总是适用",
        "✓ some case makes it so  ✗ none does  · it has no condition and always applies",
    )
}

/// Branches that no case took.
pub fn untaken(what: &str, count: usize, lang: Lang) -> String {
    match (what, lang) {
        ("explanations", Lang::Zh) => format!("没有用例走到的“或解释” {count} 处："),
        ("explanations", Lang::En) => format!("{count} or_explained that held in no case:"),
        ("patterns", Lang::Zh) => format!("没有用例读到的“句式” {count} 处："),
        ("patterns", Lang::En) => format!("{count} patterns that were met in no case:"),
        (_, Lang::Zh) => format!("没有用例遇到的“否定” {count} 处："),
        (_, Lang::En) => format!("{count} negations that were met in no case:"),
    }
}

/// Cells that no rule reads.
pub fn unread_cells(lang: Lang) -> &'static str {
    pick(lang, "没有规则用到的格：", "cells that no rule reads:")
}

/// What it comes to.
pub fn covered_account(met: &str, cells: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("规则覆盖 {met}，格覆盖 {cells}"),
        Lang::En => format!("rules {met}, cells {cells}"),
    }
}

// ── review ──

/// Nothing waits.
pub fn nothing_waits(lang: Lang) -> &'static str {
    pick(lang, "没有等着看的快照", "no snapshot waits to be looked at")
}

/// The head of one that waits.
pub fn waits(number: usize, count: usize, case: &str, source: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{number}/{count} 用例“{case}”（{source}）"),
        Lang::En => format!("{number} of {count}: case `{case}` ({source})"),
    }
}

/// There was no snapshot before.
pub fn first_snapshot(lang: Lang) -> &'static str {
    pick(lang, "第一份快照：", "the first snapshot:")
}

/// No difference is left.
pub fn as_before(lang: Lang) -> &'static str {
    pick(lang, "与原来的快照一样", "the same as the snapshot there is")
}

/// What to answer.
pub fn question(lang: Lang) -> &'static str {
    pick(lang, "a 接受  r 拒绝  s 先放着  q 结束 > ", "a accept  r reject  s skip  q quit > ")
}

/// Any other answer.
pub fn answer_again(lang: Lang) -> &'static str {
    pick(lang, "请输入 a、r、s 或 q，再按回车", "type a, r, s or q and the return key")
}

/// What became of them.
pub fn reviewed(accepted: usize, rejected: usize, left: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("接受 {accepted} 个，拒绝 {rejected} 个，还有 {left} 个等着看"),
        Lang::En => format!("{accepted} accepted, {rejected} rejected, {left} left to look at"),
    }
}

/// Nobody is there to answer.
pub fn no_terminal(lang: Lang) -> &'static str {
    pick(
        lang,
        "没有终端可以逐个询问；先用 gouji review --list 看，再用 --accept 或 --reject",
        "there is no terminal to ask on; look with gouji review --list, then use --accept or --reject",
    )
}

/// Both at once.
pub fn one_of(lang: Lang) -> &'static str {
    pick(lang, "--accept、--reject 和 --list 只能用一个", "use one of --accept, --reject and --list")
}

/// None of those that wait is of such a case.
pub fn none_waits_for(case: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("等着看的快照里没有用例“{case}”"),
        Lang::En => format!("no snapshot that waits is of a case `{case}`"),
    }
}

/// Waiting for a change.
pub fn watching(files: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("看着 {files} 个文件，一改就重新运行；按 Ctrl-C 结束"),
        Lang::En => format!("watching {files} files, to run again when one changes; Ctrl-C ends it"),
    }
}

/// Standard input cannot be watched.
pub fn no_watch(lang: Lang) -> &'static str {
    pick(lang, "从标准输入读的报告不会再变，--watch 用不上", "a report from standard input does not change: there is nothing to watch")
}
