//! The text of a file of tests → its cases, each with what is wrong with it.

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{Source, SourceId, Span};
use crate::syntax::ast::{Case, Expectation, Expected, Item, ReportRole, Subjected};
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
                let faults = faults(&case);
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
    let mut stated: HashMap<(Option<&str>, Option<(&str, Option<&str>)>), Span> = HashMap::new();
    for expectation in &case.expectations {
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

fn has_figures(e: &Expectation) -> bool {
    e.left.is_some() || e.right.is_some() || e.difference.is_some() || e.because.is_some()
}

fn may_have_figures(e: &Expectation) -> bool {
    let one = matches!(e.verdicts.as_slice(), [v] if v.node != Expected::Vacuous);
    matches!(e.subject, Subjected::Rule(..)) && one
}
