//! 期望: what a case expects, held against what came out.

use super::Failure;
use super::run::Material;
use crate::catalogue::Trouble;
use crate::catalogue::findings as words;
use crate::catalogue::suite::{Miss, Others, Side};
use crate::eval::Outcomes;
use crate::finding::{BatchFindings, Finding, Reason, Verdict};
use crate::lang::Lang;
use crate::program::Program;
use crate::spelling::nearest;
use crate::syntax::ast::{Case, Expectation, Expected, Subjected};
use crate::value::Decimal;
use indexmap::IndexMap;
use std::collections::HashSet;

/// How many of many are named.
const NAMED: usize = 5;
/// Of many that came to the same, how many are named.
const EXAMPLES: usize = 3;

/// One instance of a rule and what it came to.
pub(super) struct One {
    rule: String,
    instance: Option<String>,
    verdict: Verdict,
    reason: Option<Reason>,
    trial: bool,
}

impl One {
    fn name(&self) -> String {
        subject(&self.rule, self.instance.as_deref())
    }
}

/// What the rules came to on one report, or on all of them together.
pub(super) struct Came {
    /// The report; `None` for the set.
    path: Option<String>,
    all: Vec<One>,
    vacuous: Vec<String>,
    /// The rules there are for it.
    rules: HashSet<String>,
}

impl Came {
    pub(super) fn of(program: &Program, path: Option<&str>, outcomes: &Outcomes) -> Came {
        let of_set = path.is_none();
        let one = |o: &crate::eval::Outcome| {
            let rule = &program.rules[o.rule];
            let key = rule.instances.get(o.instance).and_then(|i| i.key.clone());
            let instance = o.part.map(|p| (p + 1).to_string()).or(key);
            One { rule: rule.id.clone(), instance, verdict: o.verdict, reason: o.reason, trial: rule.trial }
        };
        Came {
            path: path.map(str::to_owned),
            all: outcomes.outcomes.iter().map(one).collect(),
            vacuous: outcomes.vacuous.iter().map(|i| program.rules[*i].id.clone()).collect(),
            rules: program.rules.iter().filter(|r| (r.range == crate::program::Range::Batch) == of_set).map(|r| r.id.clone()).collect(),
        }
    }
}

fn subject(rule: &str, instance: Option<&str>) -> String {
    instance.map_or_else(|| rule.to_owned(), |i| format!("{rule}[{i}]"))
}

/// Whether a report is the one an expectation names: by its whole name, or by its end.
pub(super) fn is_named(name: &str, by: &str) -> bool {
    name == by || name.strip_suffix(by).is_some_and(|rest| rest.ends_with('/'))
}

/// The reason that a case names: by its code, or in words of either language.
pub(super) fn reason(name: &str) -> Option<Reason> {
    Reason::ALL.into_iter().find(|r| r.name() == name || [Lang::Zh, Lang::En].into_iter().any(|l| words::reason(*r, l) == name))
}

pub(super) fn nearest_reasons(name: &str) -> Vec<String> {
    let known = Reason::ALL.into_iter().flat_map(|r| [words::reason(r, Lang::Zh), r.name()]);
    let near = nearest(name, known.clone());
    if near.is_empty() { Reason::ALL.into_iter().map(|r| words::reason(r, Lang::Zh).to_owned()).collect() } else { near }
}

/// All findings of a report, those of rules on trial too.
pub(super) fn all_findings(mut findings: Vec<Finding>, trial: Option<Box<BatchFindings>>) -> Vec<Finding> {
    findings.extend(trial.into_iter().flat_map(|t| t.findings));
    findings
}

/// Files that could not be read and of which that was not expected; and those of which it was expected and that could be.
pub(super) fn unread(case: &Case, material: &Material) -> Vec<Failure> {
    let mut failures = Vec::new();
    let expected: Vec<&Expectation> = case.expectations.iter().filter(|e| matches!(e.subject, Subjected::Unread(_))).collect();
    let is_of = |e: &Expectation, name: &str| e.file.as_ref().is_none_or(|f| is_named(name, &f.node));
    for one in &material.unread {
        // That a file is not there is no property of it, and more likely a slip; who means it says so.
        let absent = matches!(one.trouble, Trouble::Unopened { .. } | Trouble::EmptyFolder {});
        let meant = |e: &Expectation| !absent || matches!(&e.subject, Subjected::Unread(Some(_)));
        let of_it: Vec<&&Expectation> = expected.iter().filter(|e| is_of(e, &one.name) && meant(e)).collect();
        if of_it.is_empty() {
            let miss = Miss::Unread { path: one.name.clone(), trouble: one.trouble.clone() };
            let span = super::paths(case).find(|(role, p)| *role == one.role && one.name.starts_with(&p.node)).map(|(_, p)| p.span);
            failures.push(Failure { span: span.unwrap_or(case.name.span), miss });
        }
        for expectation in of_it {
            let Subjected::Unread(Some(code)) = &expectation.subject else { continue };
            if !code.node.eq_ignore_ascii_case(one.trouble.code()) {
                let miss = Miss::OtherTrouble { path: one.name.clone(), expected: code.node.clone(), trouble: one.trouble.clone() };
                failures.push(Failure { span: expectation.span, miss });
            }
        }
    }
    for expectation in expected {
        let absent = |u: &super::run::Unread| matches!(u.trouble, Trouble::Unopened { .. } | Trouble::EmptyFolder {});
        let meant = matches!(&expectation.subject, Subjected::Unread(Some(_)));
        // Of each report that the name fits it is expected.
        for read in material.checked.iter().filter(|g| is_of(expectation, &g.name)) {
            failures.push(Failure { span: expectation.span, miss: Miss::Readable { path: read.name.clone() } });
        }
        let of_any = material.unread.iter().any(|u| is_of(expectation, &u.name) && (meant || !absent(u)));
        let told = failures.iter().any(|f| f.span == expectation.span || matches!(f.miss, Miss::Unread { .. }));
        if !of_any && !told {
            failures.push(Failure { span: expectation.span, miss: Miss::NothingChecked {} });
        }
    }
    failures
}

/// What is not as the case expects. `explained` gives the findings of one of `came`, all of them, worked out where they are needed.
pub(super) fn hold(case: &Case, came: &[Came], explained: &dyn Fn(usize) -> Vec<Finding>) -> Vec<Failure> {
    let mut failures = Vec::new();
    let several = came.iter().filter(|c| c.path.is_some()).count() > 1;
    for (index, came) in came.iter().enumerate() {
        let mut holder = Holder { came, index, several, explained, found: None, covered: HashSet::new(), failures: Vec::new() };
        let applies = |e: &&Expectation| match (&e.file, &came.path) {
            (None, _) => true,
            (Some(file), Some(path)) => is_named(path, &file.node),
            (Some(_), None) => false,
        };
        let of_it: Vec<&Expectation> = case.expectations.iter().filter(applies).collect();
        for expectation in &of_it {
            if let Subjected::Rule(id, instance) = &expectation.subject {
                holder.rule(expectation, &id.node, instance.as_ref().map(|i| i.node.as_str()));
            }
        }
        // What is said of one report goes before what is said of all.
        let rests = |of_one: bool| of_it.iter().filter(move |e| matches!(e.subject, Subjected::Rest) && e.file.is_some() == of_one);
        let of_one = rests(true).next().is_some();
        for rest in rests(of_one) {
            holder.rest(rest);
        }
        failures.extend(holder.failures);
    }
    // What is expected of no report that was checked has not come out.
    for expectation in &case.expectations {
        let applies = |c: &&Came| match (&expectation.file, &c.path) {
            (Some(file), Some(path)) => is_named(path, &file.node),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let mut of_it = came.iter().filter(applies).peekable();
        let miss = match &expectation.subject {
            Subjected::Unread(_) => continue,
            Subjected::Rule(..) | Subjected::Rest if of_it.peek().is_none() => Miss::NothingChecked {},
            Subjected::Rest => continue,
            // A report may be on another form, without the rule.
            Subjected::Rule(id, _) if !of_it.any(|c| c.rules.contains(&id.node)) => Miss::RuleOfOtherForm { rule: id.node.clone() },
            Subjected::Rule(..) => continue,
        };
        failures.push(Failure { span: expectation.span, miss });
    }
    failures
}

struct Holder<'a> {
    came: &'a Came,
    index: usize,
    several: bool,
    explained: &'a dyn Fn(usize) -> Vec<Finding>,
    found: Option<Vec<Finding>>,
    /// Instances that some expectation is of.
    covered: HashSet<usize>,
    failures: Vec<Failure>,
}

impl Holder<'_> {
    /// Of which report, where there are several.
    fn report(&self) -> Option<String> {
        self.came.path.clone().filter(|_| self.several)
    }

    fn rule(&mut self, expectation: &Expectation, id: &str, instance: Option<&str>) {
        if !self.came.rules.contains(id) {
            return;
        }
        let of_it: Vec<usize> = (0..self.came.all.len())
            .filter(|i| self.came.all[*i].rule == id && instance.is_none_or(|n| self.came.all[*i].instance.as_deref() == Some(n)))
            .collect();
        let expected: Vec<Expected> = expectation.verdicts.iter().map(|v| v.node).collect();
        if of_it.is_empty() {
            let vacuous = self.came.vacuous.iter().any(|v| v == id);
            if !(vacuous && instance.is_none() && expected.contains(&Expected::Vacuous)) {
                let instances = self.came.all.iter().filter(|o| o.rule == id).count();
                let miss = Miss::NoInstance { report: self.report(), subject: subject(id, instance), expected, instances };
                self.failures.push(Failure { span: expectation.span, miss });
            }
            return;
        }
        let mut wrong = Vec::new();
        for i in &of_it {
            self.covered.insert(*i);
            if !expected.contains(&Expected::Verdict(self.came.all[*i].verdict)) {
                wrong.push(*i);
            }
        }
        let more = wrong.len().saturating_sub(NAMED);
        for i in wrong.iter().take(NAMED) {
            let one = &self.came.all[*i];
            let (subject, verdict, reason) = (one.name(), one.verdict, one.reason);
            let shown = self.finding(*i).and_then(|f| f.shown.1.clone());
            let miss = Miss::Came { report: self.report(), subject, expected: expected.clone(), verdict, reason, shown };
            self.failures.push(Failure { span: expectation.span, miss });
        }
        if more > 0 {
            self.failures.push(Failure { span: expectation.span, miss: Miss::More { count: more } });
        }
        for i in of_it.iter().filter(|i| !wrong.contains(i)) {
            self.figures(expectation, *i);
        }
    }

    fn figures(&mut self, expectation: &Expectation, i: usize) {
        let (name, found) = (self.came.all[i].name(), self.came.all[i].reason);
        if let Some(because) = expectation.because.first() {
            let expected = reason(&because.node);
            if expected.is_some() && expected != found {
                let miss = Miss::OtherReason { report: self.report(), subject: name.clone(), expected, found };
                self.failures.push(Failure { span: because.span, miss });
            }
        }
        for figure in &expectation.figures {
            let finding = self.finding(i);
            let unit = finding.and_then(|f| f.unit.clone());
            let found = finding.and_then(|f| match figure.side {
                Side::Left => f.left.clone(),
                Side::Right => f.right.clone(),
                Side::Difference => f.difference.clone(),
            });
            let expected = figure.value.node;
            // A difference without a sign is how far apart they are, as findings say it.
            let either = figure.side == Side::Difference && !figure.signed;
            let is = |found: Decimal| found == expected || either && -found == expected;
            let same = found.as_deref().is_some_and(|f| f.parse::<Decimal>().is_ok_and(is));
            let same_unit = figure.unit.as_ref().is_none_or(|u| Some(&u.node) == unit.as_ref());
            if !same || !same_unit {
                let in_unit = |text: String, unit: Option<String>| unit.map_or_else(|| text.clone(), |u| format!("{text} {u}"));
                let said = figure.unit.as_ref().map(|u| u.node.clone());
                let found = found.map(|f| if said.is_some() { in_unit(f, unit) } else { f });
                let expected = in_unit(expected.to_string(), said);
                let miss = Miss::Figure { report: self.report(), subject: name.clone(), side: figure.side, expected, found };
                self.failures.push(Failure { span: figure.value.span, miss });
            }
        }
    }

    /// The finding of an instance, all that are satisfied among them.
    fn finding(&mut self, i: usize) -> Option<&Finding> {
        let one = &self.came.all[i];
        let found = self.found.get_or_insert_with(|| (self.explained)(self.index));
        found.iter().find(|f| f.rule == one.rule && f.instance == one.instance && f.outcome == one.verdict)
    }

    fn rest(&mut self, expectation: &Expectation) {
        let expected: Vec<Expected> = expectation.verdicts.iter().map(|v| v.node).collect();
        // What does not apply has nothing to pass; what was not decided has not passed.
        let passes = |v: Verdict| {
            expected.contains(&Expected::Verdict(v))
                || v == Verdict::NotApplicable && expected.contains(&Expected::Verdict(Verdict::Satisfied))
        };
        let others: Vec<&One> = (0..self.came.all.len())
            .filter(|i| !self.covered.contains(i))
            .map(|i| &self.came.all[i])
            .filter(|o| !o.trial && !passes(o.verdict))
            .collect();
        // Of nothing at all only what is well is said: that the rest is satisfied.
        let nothing = (0..self.came.all.len()).all(|i| self.covered.contains(&i) || self.came.all[i].trial);
        if nothing && self.came.path.is_some() && !expected.contains(&Expected::Verdict(Verdict::Satisfied)) {
            self.failures.push(Failure { span: expectation.span, miss: Miss::NothingChecked {} });
        }
        if others.is_empty() {
            return;
        }
        let mut groups: IndexMap<(Verdict, Option<Reason>), Vec<String>> = IndexMap::new();
        for one in &others {
            groups.entry((one.verdict, one.reason)).or_default().push(one.name());
        }
        let groups = groups.into_iter().map(|((verdict, reason), mut names)| {
            let count = names.len();
            names.truncate(EXAMPLES);
            Others { verdict, reason, count, names }
        });
        let miss = Miss::Rest { report: self.report(), expected, count: others.len(), groups: groups.collect() };
        self.failures.push(Failure { span: expectation.span, miss });
    }
}
