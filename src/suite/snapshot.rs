//! Snapshots: everything an agency would see of a case, as text in the files of `insta`, so that its own tool reads them too.
//!
//! A snapshot says nothing of the time, the machine, or versions. Its words are those of the findings document, and each sentence stands in it
//! in both languages. It is in blocks with an empty line between them: one for each report, one for each thing found in it. A block begins with
//! a line by which it is known, and holds lines `name: value`.

use crate::catalogue::Trouble;
use crate::eval::{Outcome, Outcomes};
use crate::finding::{
    Assumption, BatchFindings, CellEvidence, Finding, Level, Origin, OutcomeCounts, ProblemData, Reason, ReportFindings, Verdict,
};
use crate::lang::Lang;
use crate::report::Place;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

/// Something that is shown of a case.
pub(super) enum Shown {
    /// What was found in a report.
    Report { path: String, zh: Box<ReportFindings>, en: Box<ReportFindings> },
    /// What was found in all of them together.
    Batch { zh: Box<BatchFindings>, en: Box<BatchFindings> },
    /// A file that could not be read.
    Unread { path: String, trouble: Trouble },
    /// A file that is no document.
    Skipped { path: String },
    /// A body of the roster without a report.
    Missing { agency: String, year: i32 },
    /// A report of the years before, or of a subordinate, that is of none of the bodies checked.
    Unused { path: String },
}

/// The text of a snapshot.
pub(super) fn body(shown: &[Shown]) -> String {
    let mut out = Out::default();
    for one in shown {
        match one {
            Shown::Report { path, zh, en } => out.report(path, zh, en),
            Shown::Batch { zh, en } => out.batch(zh, en),
            Shown::Unread { path, trouble } => {
                out.head(&format!("unreadable · {path}"));
                out.line("code", trouble.code());
                // Why a file could not be opened is said by the system, in the language of the machine.
                if !matches!(trouble, Trouble::Unopened { .. }) {
                    out.both("message", &trouble.message(Lang::Zh), &trouble.message(Lang::En));
                }
            }
            Shown::Skipped { path } => out.head(&format!("skipped · {path}")),
            Shown::Missing { agency, year } => out.head(&format!("no report · {agency} · {year}")),
            Shown::Unused { path } => out.head(&format!("unused · {path}")),
        }
    }
    out.text
}

#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn head(&mut self, head: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&one_line(head));
        self.text.push('\n');
    }

    fn line(&mut self, name: &str, value: &str) {
        self.text.push_str(&format!("  {name}: {}", one_line(value)));
        // An editor that trims lines must not change a snapshot.
        while self.text.ends_with(' ') {
            self.text.pop();
        }
        self.text.push('\n');
    }

    fn both(&mut self, name: &str, zh: &str, en: &str) {
        self.line(name, zh);
        if zh != en {
            self.line(&format!("{name}.en"), en);
        }
    }

    fn report(&mut self, path: &str, zh: &ReportFindings, en: &ReportFindings) {
        self.head(&format!("report · {path}"));
        let optional = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        self.line("agency", &optional(zh.agency.clone()));
        self.line("year", &optional(zh.year.map(|y| y.to_string())));
        self.line("form", &zh.form);
        let c = &zh.cells;
        let cells = [
            ("number", c.number),
            ("blank", c.blank),
            ("placeholder", c.placeholder),
            ("unreadable", c.unreadable),
            ("missing", c.missing),
        ];
        self.line("cells", &format!("{}: {}", c.expected, counted(&cells)));
        self.outcomes(&zh.outcomes);
        for assumption in &zh.assumptions {
            self.assumption(assumption);
        }
        if !zh.vacuous.is_empty() {
            self.line("vacuous", &zh.vacuous.join(", "));
        }
        for (zh, en) in zh.problems.iter().zip(&en.problems) {
            self.problem(zh, en);
        }
        self.findings("", &zh.findings, &en.findings);
        if let (Some(zh), Some(en)) = (&zh.trial, &en.trial) {
            self.apart(&format!("trial · {path}"), zh, en);
        }
    }

    fn batch(&mut self, zh: &BatchFindings, en: &BatchFindings) {
        self.apart("together", zh, en);
    }

    /// What some rules came to apart from the others.
    fn apart(&mut self, head: &str, zh: &BatchFindings, en: &BatchFindings) {
        self.head(head);
        self.outcomes(&zh.outcomes);
        if !zh.vacuous.is_empty() {
            self.line("vacuous", &zh.vacuous.join(", "));
        }
        let prefix = head.split(' ').next().unwrap_or(head);
        self.findings(&format!("{prefix} · "), &zh.findings, &en.findings);
        if let (Some(zh), Some(en)) = (&zh.trial, &en.trial) {
            self.apart("trial · together", zh, en);
        }
    }

    fn outcomes(&mut self, o: &OutcomeCounts) {
        let counts = [
            ("satisfied", o.satisfied),
            ("violated", o.violated),
            ("explained", o.explained),
            ("undecided", o.undecided),
            ("not_applicable", o.not_applicable),
        ];
        self.line("outcomes", &format!("{}: {}", o.total(), counted(&counts)));
    }

    fn assumption(&mut self, a: &Assumption) {
        self.line("assumption", &format!("{} in {} for {} instances: {}", a.kind, a.table, a.instances, a.cells.join(", ")));
    }

    fn problem(&mut self, zh: &ProblemData, en: &ProblemData) {
        let at = zh.place.as_ref().map(place).filter(|p| !p.is_empty()).map_or_else(String::new, |p| format!(" @ {p}"));
        self.both("problem", &format!("{} {}{at}", zh.code, zh.message), &format!("{} {}{at}", en.code, en.message));
    }

    fn findings(&mut self, prefix: &str, zh: &[Finding], en: &[Finding]) {
        let key = |f: &Finding| (f.rule.clone(), f.instance.clone(), f.outcome);
        let en: HashMap<_, &Finding> = en.iter().map(|f| (key(f), f)).collect();
        let mut told = vec![false; zh.len()];
        for (at, one) in zh.iter().enumerate() {
            if std::mem::replace(&mut told[at], true) {
                continue;
            }
            let one_en = en.get(&key(one)).copied().unwrap_or(one);
            // Instances of one rule that lack an input are one block, as an agency is told of them together.
            let folds = one.outcome == Verdict::Undecided && one.reason.is_some_and(lacks_input);
            if !folds {
                self.finding(prefix, one, one_en);
                continue;
            }
            let mut all = vec![one];
            for (other, told) in zh.iter().zip(&mut told).skip(at + 1) {
                if !*told && (&other.rule, other.outcome, other.reason) == (&one.rule, one.outcome, one.reason) {
                    *told = true;
                    all.push(other);
                }
            }
            self.undecided(prefix, &all, one_en);
        }
    }

    /// What the rule of a finding says of itself.
    fn about(&mut self, zh: &Finding, en: &Finding) {
        for (zh, en) in zh.basis.iter().zip(&en.basis) {
            self.both("basis", zh, en);
        }
        if zh.unconfirmed {
            self.line("unconfirmed", "true");
        }
        for (zh, en) in zh.adjusted.iter().zip(&en.adjusted) {
            // The version of a pack is no part of what it says.
            let by = zh.by.split('@').next().unwrap_or(&zh.by);
            self.both("adjusted", &format!("{by}: {}", zh.because), &format!("{by}: {}", en.because));
        }
        if let (Some(zh), Some(en)) = (&zh.fix, &en.fix) {
            self.both("fix", zh, en);
        }
        self.line("formula", &zh.shown.0);
    }

    /// Instances of a rule that could not be decided for one reason.
    fn undecided(&mut self, prefix: &str, all: &[&Finding], en: &Finding) {
        let Some(one) = all.first() else { return };
        let instances: Vec<&str> = all.iter().filter_map(|f| f.instance.as_deref()).collect();
        let instance = if let ([only], 1) = (instances.as_slice(), all.len()) { format!("[{only}]") } else { String::new() };
        self.head(&format!("{prefix}{} · {}{instance} · {}", level(one.severity), one.rule, verdict(one)));
        self.both("title", &one.title, &en.title);
        if all.len() > 1 {
            self.line("instances", &format!("{}: {}", all.len(), instances.join(", ")));
        } else {
            self.both("message", &one.message, &en.message);
        }
        self.about(one, en);
        let list = |of: &dyn Fn(&Finding) -> Vec<String>| {
            let all: indexmap::IndexSet<String> = all.iter().flat_map(|f| of(f)).collect();
            all.into_iter().collect::<Vec<_>>().join("; ")
        };
        let absent = list(&|f| f.absent.iter().map(|a| format!("{} {}", a.kind, a.id)).collect());
        let lacking = list(&|f| f.lacking.clone());
        let caused = list(&|f| f.caused_by.iter().filter(|c| c.starts_with('L')).cloned().collect());
        for (name, value) in [("absent", absent), ("lacking", lacking), ("caused_by", caused)] {
            if !value.is_empty() {
                self.line(name, &value);
            }
        }
    }

    fn finding(&mut self, prefix: &str, zh: &Finding, en: &Finding) {
        let instance = zh.instance.as_ref().map_or_else(String::new, |i| format!("[{i}]"));
        self.head(&format!("{prefix}{} · {}{instance} · {}", level(zh.severity), zh.rule, verdict(zh)));
        self.both("title", &zh.title, &en.title);
        self.both("message", &zh.message, &en.message);
        self.about(zh, en);
        if let (Some(zh), Some(en)) = (&zh.shown.1, &en.shown.1) {
            self.both("computed", zh, en);
        }
        if let (Some(left), Some(right), Some(difference)) = (&zh.left, &zh.right, &zh.difference) {
            let unit = zh.unit.as_ref().map_or_else(String::new, |u| format!(" {u}"));
            self.line("sides", &format!("{left} | {right} | {difference}{unit}"));
        }
        if let (Some(zh), Some(en)) = (&zh.note, &en.note) {
            self.both("note", zh, en);
        }
        for (zh, en) in zh.tried.iter().zip(&en.tried) {
            let words = |t: &crate::finding::Tried| format!("{} | {} | {}", t.text, t.formula, t.computed);
            self.both("tried", &words(zh), &words(en));
        }
        for cell in &zh.cells {
            self.cell(cell);
        }
        for quote in &zh.quotes {
            let value = quote.value.as_ref().map_or_else(String::new, |v| format!(" = {v}"));
            let found = quote.found.as_ref().map_or_else(String::new, |f| format!(" [{f}]"));
            let text = format!("{} “{}”{value}{found}{}{}", quote.section, quote.text, at(Some(&quote.place)), whose(quote.of.as_ref()));
            self.line("quote", text.trim());
        }
        for date in &zh.dates {
            let value = date.value.as_deref().unwrap_or("-");
            self.line("date", &format!("{} = {value}{}", date.name, whose(date.of.as_ref())));
        }
        self.lacks(zh);
    }

    fn lacks(&mut self, f: &Finding) {
        for absent in &f.absent {
            self.line("absent", &format!("{} {}", absent.kind, absent.id));
        }
        for lacking in &f.lacking {
            self.line("lacking", lacking);
        }
        if let Some(caused) = f.caused_by.as_ref().filter(|c| c.starts_with('L')) {
            self.line("caused_by", caused);
        }
    }

    fn cell(&mut self, cell: &CellEvidence) {
        let value = cell.value.as_ref().map_or_else(|| cell.state.to_owned(), Clone::clone);
        // What was written is worth a word where it is not the figure itself.
        let written = cell.text.as_ref().filter(|t| cell.value.as_ref() != Some(t) && !t.is_empty());
        let written = written.map_or_else(String::new, |t| format!(" “{t}”"));
        self.line("cell", &format!("{} = {value}{written}{}{}", cell.id, at(cell.place.as_ref()), whose(cell.of.as_ref())));
    }
}

/// The outcomes without those that are shown together with one before them: in the second language no more is told of them.
pub(super) fn told_once(outcomes: &Outcomes) -> Outcomes {
    let mut seen = HashSet::new();
    let once = |o: &&Outcome| {
        let folds = o.verdict == Verdict::Undecided && o.reason.is_some_and(lacks_input);
        !folds || seen.insert((o.rule, o.reason))
    };
    Outcomes { outcomes: outcomes.outcomes.iter().filter(once).cloned().collect(), vacuous: outcomes.vacuous.clone() }
}

/// Whether it is an input that is lacking, whatever the figures are: a part of the report, another report, a fact.
fn lacks_input(reason: Reason) -> bool {
    match reason {
        Reason::MissingCell
        | Reason::MissingSection
        | Reason::NoPrior
        | Reason::NoChildren
        | Reason::NoPeers
        | Reason::NoDate
        | Reason::AttributeUnknown => true,
        Reason::UnreadableCell
        | Reason::Limit
        | Reason::NotStated
        | Reason::AmbiguousInput
        | Reason::Approximate
        | Reason::Placeholder
        | Reason::Blank
        | Reason::DivisionByZero => false,
    }
}

/// Counts that are not 0.
fn counted(counts: &[(&str, usize)]) -> String {
    let some: Vec<String> = counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{name} {n}")).collect();
    some.join(", ")
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Must => "must",
        Level::Verify => "verify",
        Level::Note => "note",
    }
}

fn verdict(f: &Finding) -> String {
    let verdict = verdict_name(f.outcome);
    f.reason.map_or_else(|| verdict.to_owned(), |r| format!("{verdict} · {}", r.name()))
}

/// The name of a verdict in the findings document.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Satisfied => "satisfied",
        Verdict::Violated => "violated",
        Verdict::Explained => "explained",
        Verdict::Undecided => "undecided",
        Verdict::NotApplicable => "not_applicable",
    }
}

fn at(place: Option<&Place>) -> String {
    place.map(self::place).filter(|p| !p.is_empty()).map_or_else(String::new, |p| format!(" @ {p}"))
}

fn whose(of: Option<&Origin>) -> String {
    let of = of.map(|o| {
        let agency = o.agency.as_ref().map_or_else(String::new, |a| format!(" {a}"));
        let year = o.year.map_or_else(String::new, |y| format!(" {y}"));
        format!(" ({} {}{agency}{year})", o.role, o.path)
    });
    of.unwrap_or_default()
}

/// A place by the names of its parts: `line 71, column 12`.
fn place(place: &Place) -> String {
    let mut parts: Vec<String> = Vec::new();
    let numbers = |name: &str, number: Option<u32>| number.map(|n| format!("{name} {n}"));
    parts.extend(numbers("page", place.page));
    parts.extend(place.sheet.as_ref().map(|s| format!("sheet {s}")));
    parts.extend(place.reference.clone());
    parts.extend(numbers("line", place.line));
    parts.extend(numbers("column", place.column));
    parts.extend(numbers("paragraph", place.paragraph));
    parts.extend(numbers("table", place.table));
    parts.extend(numbers("row", place.row));
    parts.extend(numbers("cell", place.cell));
    parts.join(", ")
}

/// A text on one line, without anything that moves what follows it.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => line.push('⏎'),
            c if c.is_control() => line.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => line.push(c),
        }
    }
    line
}

// ── files ──

/// A snapshot as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The file of tests it belongs to.
    pub source: String,
    /// The case.
    pub case: String,
    /// What it holds.
    pub body: String,
}

impl Stored {
    /// As a file: a head in YAML between two lines `---`, then what it holds.
    pub fn to_text(&self) -> String {
        format!("---\nsource: {}\nexpression: {}\n---\n{}", scalar(&self.source), scalar(&self.case), self.body)
    }

    /// Reads a file; `None` where it is no snapshot of a case.
    pub fn parse(text: &str) -> Option<Stored> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        let rest = text.strip_prefix("---\n")?;
        let (head, body) = rest.split_once("\n---\n").or_else(|| rest.strip_suffix("\n---").map(|head| (head, "")))?;
        let field = |name: &str| {
            let line = head.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':'))?;
            Some(unquoted(line.trim()))
        };
        let source = field("source").filter(|s| s.ends_with(TESTS))?;
        Some(Stored { source, case: field("expression")?, body: body.to_owned() })
    }

    /// Whether a file is a snapshot of another tool: it has a head that names a file, and none of tests of rules.
    pub fn is_foreign(text: &str) -> bool {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
        let Some((head, _)) = text.strip_prefix("---\n").and_then(|t| t.split_once("\n---\n")) else { return false };
        let source = head.lines().find_map(|l| l.strip_prefix("source:")).map(|s| unquoted(s.trim()));
        source.is_some_and(|s| !s.ends_with(TESTS))
    }

    /// Whether two hold the same; how a file ends says nothing.
    pub fn same(&self, body: &str) -> bool {
        self.body.trim_end() == body.trim_end()
    }
}

/// How the name of a file of tests ends.
pub const TESTS: &str = ".test.gj";

/// A text as a scalar of YAML, in quotation marks where it could be taken for anything else; as `insta` writes it, so that who accepted a snapshot
/// makes no difference.
fn scalar(text: &str) -> String {
    // Words of YAML with a meaning of their own, as `insta` knows them.
    const WORDS: [&str; 11] = ["y", "yes", "n", "no", "true", "false", "on", "off", "null", "nan", "inf"];
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ');
    let begins = text.chars().next().is_some_and(char::is_alphabetic) && text.trim() == text;
    let word = WORDS.contains(&text.to_lowercase().as_str());
    if begins && !word && text.chars().all(plain) { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}

/// A scalar of YAML as this and `insta` write them.
fn unquoted(text: &str) -> String {
    if text.starts_with('"') {
        return serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
    }
    match text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => text.to_owned(),
    }
}

/// Characters of a case's name that the name of a file has at most.
const LONG: usize = 60;

/// The name of the file that keeps the snapshot of a case, beside others in the folder `snapshots`: `表三__一件填错列.snap`. What no name of a
/// file may hold is left out, and then a few digits tell names apart that would be the same.
pub fn file_name(tests: &str, case: &str) -> String {
    let stem = tests.strip_suffix(TESTS).unwrap_or(tests);
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && !r#"/\:*?"<>|.%#&'`$~"#.contains(c);
    let kept: String = case.chars().filter(|c| plain(*c)).take(LONG).collect();
    // Where one name ends and the other begins must be plain, or two would share a file.
    let apart = !stem.contains("__") && !case.contains("__") && !stem.ends_with('_') && !case.starts_with('_');
    if kept == case && !kept.is_empty() && apart {
        return format!("{stem}__{kept}.snap");
    }
    let digest = Sha256::digest(format!("{stem}\n{case}").as_bytes());
    let digits: String = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
    format!("{stem}__{kept}-{digits}.snap")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for (case, body) in
            [("一件填错列", "report · a\n  year: 2025\n"), ("a: \"b\"\\c", "---\n"), ("'q' #1", ""), ("\u{1}\t", "x\n\ny\n")]
        {
            let stored = Stored { source: "表三.test.gj".to_owned(), case: case.to_owned(), body: body.to_owned() };
            assert_eq!(Stored::parse(&stored.to_text()), Some(stored));
        }
    }

    #[test]
    fn what_insta_writes_is_read() {
        let text = "---\nsource: 表三.test.gj\nassertion_line: 4\nexpression: \"一件\"\nsnapshot_kind: text\n---\nreport · a\n";
        let stored = Stored::parse(text).expect("a snapshot");
        assert_eq!((stored.source.as_str(), stored.case.as_str(), stored.body.as_str()), ("表三.test.gj", "一件", "report · a\n"));
        assert_eq!(Stored::parse("---\nsource: src/lib.rs\nexpression: x\n---\n1\n"), None, "those of others are not touched");
    }

    #[test]
    fn names_of_files_hold_nothing_that_leads_elsewhere() {
        assert_eq!(file_name("表三.test.gj", "一件填错列"), "表三__一件填错列.snap");
        for case in ["../../x", "a/b", "con:", "", " ", "a\u{0}b", &"长".repeat(300), "A.b", "~"] {
            let name = file_name("t.test.gj", case);
            assert!(name.starts_with("t__") && name.len() < 255 && !name.contains(['/', '\\', ':', '\0', ' ']), "{name:?}");
        }
        assert_ne!(file_name("t.test.gj", "a/b"), file_name("t.test.gj", "a\\b"));
        assert_ne!(file_name("t.test.gj", "a b"), file_name("t.test.gj", "ab"));
    }
}
