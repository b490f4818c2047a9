//! Runs a case: puts its reports together, changes what it changes, evaluates the rules, and holds what came out against what it expects.

use super::changes::{self, AS_OF};
use super::expect::{self, Came};
use super::file::Test;
use super::snapshot::{self, Shown};
use super::{Failure, typed};
use crate::catalogue::suite::Miss;
use crate::catalogue::{Fault, InstancesOf, Trouble};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::engine::{Engine, RuleSet};
use crate::eval::{self, Absence, Outcomes, Prepared};
use crate::explain::{self, CheckOptions};
use crate::finding::{Expected, Verdict};
use crate::form::Form;
use crate::lang::Lang;
use crate::link::Pool;
use crate::program::{ExprKind, Instance, Range, Rule};
use crate::report::Report;
use crate::roster::Roster;
use crate::source::Spanned;
use crate::spelling::nearest;
use crate::syntax::ast::{Case, Change, Expectation, Given as Where, ReportRole, Subjected};
use crate::value::Date;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A report of a case, under the name the case gives it.
#[derive(Debug, Clone)]
pub struct Given {
    /// The name: the path as the case writes it, and what stands below it where it is a folder.
    pub name: String,
    /// The report.
    pub report: Report,
}

/// A file of a case that cannot be read as a report.
#[derive(Debug, Clone)]
pub struct Unread {
    /// What it is to the case.
    pub role: ReportRole,
    /// Its name, as the case writes it.
    pub name: String,
    /// Why.
    pub trouble: Trouble,
}

/// What the files of a case hold.
#[derive(Debug, Clone, Default)]
pub struct Material {
    /// The reports of 报告.
    pub checked: Vec<Given>,
    /// Those of 上年.
    pub prior: Vec<Given>,
    /// Those of 下级.
    pub children: Vec<Given>,
    /// Those of 同批.
    pub peers: Vec<Given>,
    /// What could not be read of any of them.
    pub unread: Vec<Unread>,
    /// Files of its folders that are no documents.
    pub skipped: Vec<String>,
    /// The roster.
    pub roster: Option<Arc<Roster>>,
}

impl Material {
    /// The reports of one role.
    pub fn of(&mut self, role: ReportRole) -> &mut Vec<Given> {
        match role {
            ReportRole::Checked => &mut self.checked,
            ReportRole::Prior => &mut self.prior,
            ReportRole::Child => &mut self.children,
            ReportRole::Peer => &mut self.peers,
        }
    }
}

/// What came of a case.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// Names that do not resolve, and the like.
    pub faults: Diagnostics,
    /// What did not come out as the case says.
    pub failures: Vec<Failure>,
    /// Everything an agency would see; `None` where nothing could be evaluated.
    pub snapshot: Option<String>,
    /// What was met, for the account of coverage.
    pub seen: Seen,
}

/// What cases met of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Program, rule, and what an instance came to.
    pub verdicts: BTreeSet<(usize, usize, u8)>,
    /// Program, rule, and the 或解释 that held.
    pub explanations: BTreeSet<(usize, usize, usize)>,
    /// Program, reading, and the 句式 that was met.
    pub patterns: BTreeSet<(usize, usize, usize)>,
    /// Program, reading, and the 否定 that was met.
    pub negations: BTreeSet<(usize, usize, usize)>,
}

impl Seen {
    /// Adds what another case met.
    pub fn and(&mut self, other: &Seen) {
        self.verdicts.extend(&other.verdicts);
        self.explanations.extend(&other.explanations);
        self.patterns.extend(&other.patterns);
        self.negations.extend(&other.negations);
    }
}

/// A number for a verdict, in the order of the account.
pub(super) fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Violated => 0,
        Verdict::Satisfied => 1,
        Verdict::Undecided => 2,
        Verdict::NotApplicable => 3,
        Verdict::Explained => 4,
    }
}

/// The files and folders that a case names, with what each is to it.
pub fn paths(case: &Case) -> impl Iterator<Item = (ReportRole, &Spanned<String>)> {
    case.reports.iter().flat_map(|r| {
        let files: &[Spanned<String>] = if let Where::Files(files) = &r.given { files } else { &[] };
        files.iter().map(|f| (r.role, f))
    })
}

/// A report that was evaluated, with what it came to.
pub(super) struct Evaluated<'a> {
    pub own: &'a Prepared<'a>,
    pub program: usize,
    pub outcomes: Outcomes,
}

/// Rules under test, with what every case asks of them.
#[derive(Debug, Clone)]
pub struct Tested<'r> {
    rules: &'r RuleSet,
    /// The forms they are for, those first that have rules.
    forms: Vec<Arc<Form>>,
    /// The attributes they ask for by 属性.
    attributes: Vec<String>,
}

impl<'r> Tested<'r> {
    /// Makes rules ready to be tested.
    pub fn new(rules: &'r RuleSet) -> Tested<'r> {
        Tested { rules, forms: forms(rules), attributes: declared_attributes(rules) }
    }
}

/// Runs a case with the rules and with what its files hold.
pub fn run(test: &Test, tested: &Tested, mut material: Material) -> Ran {
    let case = &test.case;
    let mut ran = Ran::default();
    let Tested { rules, forms, attributes } = tested;
    for reports in &case.reports {
        let Where::Typed(typed) = &reports.given else { continue };
        if let Some(report) = typed::report(typed, forms, attributes, &mut ran.faults) {
            material.of(reports.role).push(Given { name: "(typed)".to_owned(), report });
        }
    }
    number_typed(&mut material);
    let as_of = change(case, attributes, &mut material, &mut ran.faults);
    if let Some(roster) = &material.roster {
        material.checked.iter_mut().chain(&mut material.peers).for_each(|g| roster.lend(&mut g.report));
        // What a case says is not known stays so, whatever the roster says.
        for change in &case.changes {
            material.checked.iter_mut().for_each(|g| changes::forget(change, &mut g.report));
        }
    }
    resolve(case, rules, &material, &mut ran.faults);
    if ran.faults.has_errors() {
        return ran;
    }
    ran.failures.extend(expect::unread(case, &material));
    evaluate(case, rules, &material, as_of, &mut ran);
    ran
}

/// The forms that rules are for, those first that have rules.
fn forms(rules: &RuleSet) -> Vec<Arc<Form>> {
    let mut programs: Vec<_> = rules.programs().iter().collect();
    programs.sort_by_key(|p| p.rules.is_empty());
    programs.into_iter().map(|p| p.form.clone()).collect()
}

/// Several typed reports of a case are told apart by number.
fn number_typed(material: &mut Material) {
    let mut count = 0;
    let all = [&mut material.checked, &mut material.prior, &mut material.children, &mut material.peers];
    for given in all.into_iter().flatten().filter(|g| g.name == "(typed)") {
        count += 1;
        if count > 1 {
            given.name = format!("(typed {count})");
        }
    }
}

/// Makes the changes; gives the date of the check, where the case states one.
fn change(case: &Case, declared: &[String], material: &mut Material, faults: &mut Diagnostics) -> Option<Date> {
    let mut as_of = None;
    for reports in &case.reports {
        let Where::Typed(typed) = &reports.given else { continue };
        for assignment in typed.assignments.iter().filter(|a| changes::is_as_of(&a.target)) {
            if reports.role != ReportRole::Checked {
                faults.push(typed::unknown("name", AS_OF, std::iter::empty(), assignment.target.span));
                continue;
            }
            as_of = changes::day(AS_OF, &assignment.entry, faults);
        }
    }
    for change in &case.changes {
        let target = change.target();
        if let Change::Set(assignment) = change
            && changes::is_as_of(target)
        {
            as_of = changes::day(AS_OF, &assignment.entry, faults);
            continue;
        }
        let prior = changes::of_prior(target);
        let (target, reports) = match &prior {
            Some(inner) => (inner, &mut material.prior),
            None => (target, &mut material.checked),
        };
        match reports.as_mut_slice() {
            [given] => changes::apply(change, target, &mut given.report, declared, faults),
            // Where none could be read that is said already.
            [] if !material.unread.is_empty() => {}
            several => {
                let fault = Fault::ChangeOfMany { found: several.len() };
                faults.push(Diagnostic::new(fault, change.target().span));
            }
        }
    }
    as_of
}

/// The attributes that rules ask for by 属性.
fn declared_attributes(rules: &RuleSet) -> Vec<String> {
    let mut names = BTreeSet::new();
    for expr in rules.programs().iter().flat_map(|p| &p.rules).flat_map(|r| &r.instances).flat_map(Instance::expressions) {
        expr.walk(&mut |e| {
            if let ExprKind::Attribute(_, name) = &e.kind {
                names.insert(name.clone());
            }
        });
    }
    names.into_iter().collect()
}

/// Names of rules, instances and files that expectations are of.
fn resolve(case: &Case, rules: &RuleSet, material: &Material, faults: &mut Diagnostics) {
    let names: Vec<&str> =
        material.checked.iter().map(|g| g.name.as_str()).chain(material.unread.iter().map(|u| u.name.as_str())).collect();
    for expectation in &case.expectations {
        if let Some(file) = expectation.file.as_ref().filter(|f| !names.iter().any(|n| expect::is_named(n, &f.node))) {
            let mut near = nearest(&file.node, names.iter().copied());
            if near.is_empty() {
                near = names.iter().take(LISTED).map(|n| (*n).to_owned()).collect();
            }
            let fault = Fault::ExpectedUnknownFile { name: file.node.clone(), nearest: near };
            faults.push(Diagnostic::new(fault, file.span));
        }
        if let Some(because) = expectation.because.iter().find(|b| expect::reason(&b.node).is_none()) {
            let fault = Fault::UnknownReason { name: because.node.clone(), nearest: expect::nearest_reasons(&because.node) };
            faults.push(Diagnostic::new(fault, because.span));
        }
        let Subjected::Rule(id, instance) = &expectation.subject else { continue };
        let found: Vec<_> = rules.programs().iter().filter_map(|p| p.rules.iter().find(|r| r.id == id.node).map(|r| (p, r))).collect();
        if found.is_empty() {
            let known = rules.programs().iter().flat_map(|p| &p.rules).map(|r| r.id.as_str());
            let switched_off = rules.packs().iter().any(|p| p.switched_off.iter().any(|(name, _)| *name == id.node));
            let nearest = if switched_off { Vec::new() } else { nearest(&id.node, known) };
            let fault = Fault::ExpectedUnknownRule { name: id.node.clone(), nearest, switched_off };
            faults.push(Diagnostic::new(fault, id.span));
            continue;
        }
        if found.iter().all(|(_, rule)| expects_anything(expectation, rule)) {
            faults.push(Diagnostic::new(Fault::ExpectsAnything {}, expectation.span));
        }
        let Some(instance) = instance else { continue };
        // Of a rule that belongs to several forms, the forms of the reports at hand.
        let on_form = |form: &str| material.checked.iter().any(|g| g.report.form.name == form);
        let mut kind = "number";
        let mut known: Vec<&str> = Vec::new();
        let mut exists = false;
        let any_on_form = found.iter().any(|(p, _)| on_form(&p.form.name));
        for (program, rule) in found.iter().filter(|(p, _)| !any_on_form || on_form(&p.form.name)) {
            match &rule.range {
                Range::Fixed => {
                    known.extend(rule.instances.iter().filter_map(|i| i.key.as_deref()));
                    kind = kind_of(rule.instances.first().and_then(|i| i.key.as_deref()), &program.form);
                }
                Range::Batch => kind = "none",
                // How many there are is known when the text has been read.
                Range::Reading { .. } | Range::Text { .. } => exists |= instance.node.parse::<usize>().is_ok_and(|n| n > 0),
            }
        }
        if !exists && !known.contains(&instance.node.as_str()) {
            // Whoever reads the form knows its labels rather than its names.
            let printed = found.iter().flat_map(|(_, r)| &r.instances).filter(|i| {
                let (row, column) = i.labels();
                [row, column].contains(&instance.node.as_str()) || letters(row) == letters(&instance.node)
            });
            let mut near: Vec<String> = printed.filter_map(|i| i.key.clone()).take(1).collect();
            if near.is_empty() {
                near = nearest(&instance.node, known.iter().copied());
            }
            let mut known: Vec<String> = known.into_iter().map(str::to_owned).collect();
            if known.len() > LISTED {
                known.truncate(LISTED);
                known.push("…".to_owned());
            }
            let of = Box::new(InstancesOf { rule: id.node.clone(), kind, known });
            let fault = Fault::ExpectedUnknownInstance { name: instance.node.clone(), nearest: near, of };
            faults.push(Diagnostic::new(fault, instance.span));
        }
    }
}

/// Whether whatever the rule can come to is expected.
fn expects_anything(expectation: &Expectation, rule: &Rule) -> bool {
    let expected = |verdict: Verdict| expectation.verdicts.iter().any(|e| e.node == Expected::Verdict(verdict));
    [Verdict::Satisfied, Verdict::Violated, Verdict::Undecided].into_iter().all(expected)
        && (rule.explained_formulas.is_empty() || expected(Verdict::Explained))
        && (rule.condition.is_none() || expected(Verdict::NotApplicable))
        // A rule that goes over what is said may find nothing said.
        && (matches!(rule.range, Range::Fixed) && rule.needs.is_empty() || expectation.verdicts.iter().any(|e| e.node == Expected::Vacuous))
        && expectation.figures.is_empty()
        && expectation.because.is_empty()
}

/// Instances of a rule that are listed where one is misspelt.
const LISTED: usize = 8;

/// A label without the marks and numbers around it.
fn letters(label: &str) -> String {
    let numbers = |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') || c.is_ascii_digit();
    let label = label.trim_start_matches(|c: char| numbers(c) || !c.is_alphanumeric());
    label.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What the instances of a rule are.
fn kind_of(key: Option<&str>, form: &Form) -> &'static str {
    match key {
        None => "none",
        Some(key) if key.ends_with(']') => "cell",
        Some(key) if form.tables.iter().any(|t| t.columns.iter().any(|c| c.name == key)) => "column",
        Some(_) => "row",
    }
}

/// Reports of the years before, and of subordinates, that no report of the case has anything to do with: the case does not test what it seems to.
/// Of a folder not every report need be related.
fn unrelated(case: &Case, pool: &Pool, own: &[Prepared], given: (&[Prepared], &[Prepared]), ran: &mut Ran) {
    let (prior, children) = given;
    let mut used: HashSet<*const Report> = HashSet::new();
    // Those of peers count: what is said of them may well need their own years before.
    for own in own {
        let related = pool.related(own);
        // Of several that could be the one meant it is known whose they are.
        if related.prior.iter().any(|p| p.err() == Some(Absence::Ambiguous)) {
            return;
        }
        let of_children = related.children.iter().flatten().flat_map(|m| m.reports);
        used.extend(related.prior.into_iter().chain(of_children).filter_map(Result::ok).map(|p| std::ptr::from_ref(p.report)));
    }
    let by_itself = |name: &str| name.starts_with("(typed") || paths(case).any(|(_, p)| p.node == name);
    for (reports, child) in [(prior, false), (children, true)] {
        let role = if child { ReportRole::Child } else { ReportRole::Prior };
        for lost in reports.iter().filter(|p| by_itself(p.path) && !used.contains(&std::ptr::from_ref(p.report))) {
            let span = case.reports.iter().find(|r| r.role == role).map_or(case.name.span, |r| r.span);
            let (agency, year) = (lost.report.agency.clone(), lost.report.year);
            ran.failures.push(Failure { span, miss: Miss::Unrelated { path: lost.path.to_owned(), child, agency, year } });
        }
    }
}

fn evaluate(case: &Case, rules: &RuleSet, material: &Material, as_of: Option<Date>, ran: &mut Ran) {
    let engine = Engine::new();
    let own: Vec<Prepared> = material.checked.iter().chain(&material.peers).map(|g| engine.prepare(rules, &g.name, &g.report)).collect();
    let prior: Vec<Prepared> = material.prior.iter().map(|g| engine.prepare(rules, &g.name, &g.report)).collect();
    let children: Vec<Prepared> = material.children.iter().map(|g| engine.prepare(rules, &g.name, &g.report)).collect();
    let unread: Vec<String> = material.unread.iter().filter(|u| u.role == ReportRole::Child).map(|u| u.name.clone()).collect();
    let pool = Pool::new(material.roster.as_deref(), &own, &prior, (&children, &unread), as_of);

    unrelated(case, &pool, &own, (&prior, &children), ran);
    let mut evaluated: Vec<Evaluated> = Vec::new();
    for own in own.iter().take(material.checked.len()) {
        let Some(program) = rules.program_for(own.report).filter(|p| !p.rules.is_empty()) else {
            let miss = Miss::NoRules { path: own.path.to_owned(), form: own.report.form.name.clone() };
            ran.failures.push(Failure { span: case.name.span, miss });
            continue;
        };
        let outcomes = eval::evaluate(program, own, &pool.related(own));
        for outcome in &outcomes.outcomes {
            ran.seen.verdicts.insert((program.index, outcome.rule, rank(outcome.verdict)));
            ran.seen.explanations.extend(outcome.explained_by.map(|i| (program.index, outcome.rule, i)));
        }
        for (reading, result) in own.readings(program).iter().enumerate() {
            ran.seen.patterns.extend(result.patterns_met.iter().map(|p| (program.index, reading, *p)));
            ran.seen.negations.extend(result.negations_met.iter().map(|n| (program.index, reading, *n)));
        }
        evaluated.push(Evaluated { own, program: program.index, outcomes });
    }
    let together = pool.together();
    let on = |form: &str| evaluated.iter().any(|e| e.own.report.form.name == form);
    let batch: Vec<(usize, Outcomes)> = rules
        .programs()
        .iter()
        .filter(|p| on(&p.form.name))
        .map(|p| (p.index, eval::evaluate_batch(p, &together)))
        .filter(|(_, o)| !o.outcomes.is_empty() || !o.vacuous.is_empty())
        .collect();
    for (program, outcomes) in &batch {
        ran.seen.verdicts.extend(outcomes.outcomes.iter().map(|o| (*program, o.rule, rank(o.verdict))));
        ran.seen.explanations.extend(outcomes.outcomes.iter().filter_map(|o| Some((*program, o.rule, o.explained_by?))));
    }

    let in_words = |e: &Evaluated, lang: Lang, verbose: bool| {
        let program = &rules.programs()[e.program];
        let options = CheckOptions { lang, verbose };
        explain::explain(program, rules.hash(), e.own, &pool.related(e.own), &e.outcomes, &options)
    };
    let of_batch = |(program, outcomes): &(usize, Outcomes), lang: Lang, verbose: bool| {
        let options = CheckOptions { lang, verbose };
        explain::explain_batch(&rules.programs()[*program], &together, outcomes, &options)
    };

    let mut came: Vec<Came> = evaluated.iter().map(|e| Came::of(&rules.programs()[e.program], Some(e.own.path), &e.outcomes)).collect();
    let reports = came.len();
    came.extend(batch.iter().map(|(program, outcomes)| Came::of(&rules.programs()[*program], None, outcomes)));
    let explained = |index: usize| match evaluated.get(index) {
        Some(one) => {
            let found = in_words(one, Lang::Zh, true);
            expect::all_findings(found.findings, found.trial)
        }
        None => batch.get(index - reports).map_or_else(Vec::new, |b| {
            let found = of_batch(b, Lang::Zh, true);
            expect::all_findings(found.findings, found.trial)
        }),
    };
    ran.failures.extend(expect::hold(case, &came, &explained));
    // In the order of the case; what is of the case as a whole comes first.
    ran.failures.sort_by_key(|f| f.span);

    let mut shown: Vec<Shown> = Vec::new();
    for one in &evaluated {
        let (path, zh) = (one.own.path.to_owned(), Box::new(in_words(one, Lang::Zh, false)));
        let once = Evaluated { own: one.own, program: one.program, outcomes: snapshot::told_once(&one.outcomes) };
        shown.push(Shown::Report { path, zh, en: Box::new(in_words(&once, Lang::En, false)) });
    }
    for one in &batch {
        shown.push(Shown::Batch { zh: Box::new(of_batch(one, Lang::Zh, false)), en: Box::new(of_batch(one, Lang::En, false)) });
    }
    for (agency, year) in pool.without_report() {
        shown.push(Shown::Missing { agency: agency.to_owned(), year });
    }
    for lost in pool.without_successor().into_iter().chain(pool.unplaced()) {
        shown.push(Shown::Unused { path: lost.path.to_owned() });
    }
    let unread = material.unread.iter().map(|u| Shown::Unread { path: u.name.clone(), trouble: u.trouble.clone() });
    shown.extend(unread);
    shown.extend(material.skipped.iter().map(|path| Shown::Skipped { path: path.clone() }));
    ran.snapshot = Some(snapshot::body(&shown));
}
