//! The text of a file of tests → its cases, each with what is wrong with it.

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::finding::Verdict;
use crate::source::{Source, SourceId, Span, Spanned};
use crate::syntax::ast::{Case, Change, Entry, Expectation, Expected, Given, Item, ReportRole, Side, Subjected, Target};
use crate::syntax::{self};
use std::collections::HashMap;

/// A file of tests.
#[derive(Debug, Clone, Default)]
pub struct Suite {
    /// Its cases in order.
    pub tests: Vec<Test>,
    /// What is wrong with it outside its cases.
    pub astray: Diagnostics,
}

/// A case, with what is wrong with its text. With any error it is not run, and counts as failed.
#[derive(Debug, Clone)]
pub struct Test {
    /// The case.
    pub case: Case,
    /// What is wrong with it.
    pub faults: Diagnostics,
}

/// Reads a file of tests. A case that does not parse leaves the others as they are.
pub fn read(id: SourceId, source: &Source) -> Suite {
    let (file, found) = syntax::parse(id, source);
    let mut suite = Suite::default();
    for item in file.items {
        let (word, span) = match item {
            Item::Case(case) => {
                let mut faults = faults(&case);
                numbers(&case, source, &mut faults);
                suite.tests.push(Test { case, faults });
                continue;
            }
            Item::Pack(pack) => ("规则包", pack.id.span),
            Item::Form(form) => ("表样", form.name.span),
            Item::Rule(rule) => ("规则", rule.id.span),
            Item::Reading(reading) => ("读数", reading.id.span),
            Item::List(list) => ("名单", list.name.span),
            Item::Steps(steps) => ("分档", steps.name.span),
        };
        suite.astray.push(Diagnostic::new(Fault::NoCase { word: word.to_owned() }, span));
    }
    for diagnostic in &found {
        let within = |t: &&mut Test| t.case.span.start <= diagnostic.span.start && diagnostic.span.end <= t.case.span.end;
        match suite.tests.iter_mut().find(within) {
            Some(test) => test.faults.push(diagnostic.clone()),
            None => suite.astray.push(diagnostic.clone()),
        }
    }
    let mut names: HashMap<String, Span> = HashMap::new();
    for test in &mut suite.tests {
        let name = &test.case.name;
        // Snapshots are files, and on some machines the names of files differ in more than case.
        match names.get(&name.node.to_lowercase()) {
            Some(first) => {
                let fault = Fault::DuplicateCase { name: name.node.clone() };
                test.faults.push(Diagnostic::new(fault, name.span).with(*first, Note::FirstHere));
            }
            None => {
                names.insert(name.node.to_lowercase(), name.span);
            }
        }
    }
    suite
}

/// What is wrong with a case, whatever the rules and the reports.
fn faults(case: &Case) -> Diagnostics {
    let mut faults = Diagnostics::new();
    if case.damaged {
        return faults;
    }
    if !case.reports.iter().any(|r| r.role == ReportRole::Checked) {
        faults.push(Diagnostic::new(Fault::CaseWithoutReport {}, case.name.span));
    }
    if case.expectations.is_empty() {
        faults.push(Diagnostic::new(Fault::ExpectsNothing {}, case.name.span));
    }
    twice(case, &mut faults);
    for (_, path) in super::paths(case).chain(case.roster.iter().map(|r| (ReportRole::Checked, r))) {
        if is_of_one_machine(&path.node) {
            faults.push(Diagnostic::new(Fault::PathOfOneMachine { path: path.node.clone() }, path.span));
        }
    }
    // Of which report, and of which rule and instance, or of the rest.
    type Stated<'c> = (Option<&'c str>, Option<(&'c str, Option<&'c str>)>);
    let mut stated: HashMap<Stated, Span> = HashMap::new();
    for expectation in &case.expectations {
        // The rest passes what does not apply as it is.
        let any = if expectation.subject == Subjected::Rest { &ANY[..ANY.len() - 1] } else { &ANY[..] };
        if any.iter().all(|v| expectation.verdicts.iter().any(|e| e.node == Expected::Verdict(*v))) {
            faults.push(Diagnostic::new(Fault::ExpectsAnything {}, expectation.span));
        }
        if has_figures(expectation) && !may_have_figures(expectation) {
            faults.push(Diagnostic::new(Fault::NoFiguresExpected {}, expectation.span));
        }
        let (subject, name) = match &expectation.subject {
            Subjected::Rule(id, instance) => {
                let instance = instance.as_ref().map(|i| i.node.as_str());
                (Some((id.node.as_str(), instance)), instance.map_or_else(|| id.node.clone(), |i| format!("{}[{i}]", id.node)))
            }
            Subjected::Rest => (None, "其余".to_owned()),
            Subjected::Unread(_) => continue,
        };
        let file = expectation.file.as_ref().map(|f| f.node.as_str());
        if let Some(first) = stated.insert((file, subject), expectation.span) {
            faults.push(Diagnostic::new(Fault::StatedTwice { name }, expectation.span).with(first, Note::FirstHere));
        }
    }
    faults
}

/// Every outcome an instance can have.
const ANY: [Verdict; 5] = [Verdict::Satisfied, Verdict::Violated, Verdict::Explained, Verdict::Undecided, Verdict::NotApplicable];

/// Whether a path leads to the same place from everywhere, and so to no place on another machine.
fn is_of_one_machine(path: &str) -> bool {
    let mut chars = path.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    path.starts_with(['/', '\\']) || drive || path.starts_with("~/")
}

/// What is said twice, of which one would count for nothing.
fn twice(case: &Case, faults: &mut Diagnostics) {
    let mut said: HashMap<String, Span> = HashMap::new();
    let mut once = |name: String, shown: &str, span: Span, faults: &mut Diagnostics| {
        if let Some(first) = said.insert(name, span) {
            faults.push(Diagnostic::new(Fault::StatedTwice { name: shown.to_owned() }, span).with(first, Note::FirstHere));
        }
    };
    for change in &case.changes {
        if let Change::Set(assignment) = change {
            let name = target(&assignment.target);
            once(format!("set {name}"), &name, assignment.target.span, faults);
        }
    }
    for (i, typed) in case.reports.iter().enumerate().filter_map(|(i, r)| if let Given::Typed(t) = &r.given { Some((i, t)) } else { None })
    {
        // Cells are looked at with those of the tables.
        for assignment in typed.assignments.iter().filter(|a| a.target.index.is_none()) {
            let name = target(&assignment.target);
            once(format!("{i} {name}"), &name, assignment.target.span, faults);
        }
    }
    for name in case.params.iter().map(|(name, _)| name) {
        once(format!("param {}", name.node), &name.node, name.span, faults);
    }
    for roster in &case.roster {
        once("roster".to_owned(), "名录", roster.span, faults);
    }
    for (i, expectation) in case.expectations.iter().enumerate() {
        for figure in &expectation.figures {
            let word = match figure.side {
                Side::Left => "左",
                Side::Right => "右",
                Side::Difference => "差",
            };
            once(format!("{i} {word}"), word, figure.value.span, faults);
        }
        for because in &expectation.because {
            once(format!("{i} because"), "因", because.span, faults);
        }
        for verdict in &expectation.verdicts {
            once(format!("{i} {:?}", verdict.node), "期望", verdict.span, faults);
        }
    }
}

/// Digits of a number that is kept exactly.
const DIGITS: usize = 28;

/// Numbers too long to be kept exactly, and shares where a cell would hold a count.
fn numbers(case: &Case, source: &Source, faults: &mut Diagnostics) {
    let mut entries: Vec<(String, Span, bool)> = Vec::new();
    let mut entry = |name: String, entry: &Spanned<Entry>| {
        if matches!(entry.node, Entry::Number(..)) {
            entries.push((name, entry.span, true));
        }
    };
    for typed in case.reports.iter().filter_map(|r| if let Given::Typed(t) = &r.given { Some(t) } else { None }) {
        for table in &typed.tables {
            for (row, cells) in &table.rows {
                cells.iter().for_each(|c| entry(row.text(), c));
            }
            table.rest.iter().for_each(|r| entry("其余".to_owned(), r));
        }
        typed.assignments.iter().for_each(|a| entry(target(&a.target), &a.entry));
        typed.rest.iter().for_each(|r| entry("其余".to_owned(), r));
    }
    for change in &case.changes {
        if let Change::Set(assignment) = change {
            entry(target(&assignment.target), &assignment.entry);
        }
    }
    let figures = case.expectations.iter().flat_map(|e| &e.figures);
    entries.extend(figures.map(|f| ("左、右、差".to_owned(), f.value.span, false)));
    for (name, span, of_a_cell) in entries {
        let text = source.slice(span);
        let digits = text.chars().filter(|c| c.is_numeric()).skip_while(|c| matches!(c, '0' | '０')).count();
        if digits > DIGITS || of_a_cell && text.ends_with(['%', '％']) {
            let expected = if digits > DIGITS { "short-number" } else { "no-share" };
            faults.push(Diagnostic::new(Fault::WrongEntry { name, expected }, span));
        }
    }
}

/// A target in one spelling.
fn target(target: &Target) -> String {
    let path = match target.path.names.as_slice() {
        [one] => crate::compile::settled_attribute(&one.node).to_owned(),
        _ => target.path.text(),
    };
    let index = target.index.as_ref().map_or_else(String::new, |i| format!("[{}]", i.node));
    let section = target.section.as_ref().map_or_else(String::new, |s| format!("({})", s.node));
    format!("{path}{index}{section}")
}

fn has_figures(e: &Expectation) -> bool {
    !e.figures.is_empty() || !e.because.is_empty()
}

fn may_have_figures(e: &Expectation) -> bool {
    let one = matches!(e.verdicts.as_slice(), [v] if v.node != Expected::Vacuous);
    matches!(e.subject, Subjected::Rule(..)) && one
}
