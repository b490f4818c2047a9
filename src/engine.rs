//! The facade for hosts: compile rules once, load reports, check them. Wires the rooms and decides nothing.

use crate::catalogue::{Fault, Trouble};
use crate::compile::{self, Layer, PackInfo};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::eval::{self, Outcomes, Prepared, Related};
use crate::explain::steps::{self, Mark, RuleSteps, Wanted};
use crate::explain::{self, CheckOptions};
use crate::finding::{BatchFindings, ReportFindings};
use crate::form::Form;
use crate::lang::Lang;
use crate::load::{self, LoadOptions};
use crate::program::{self, Program, Range};
use crate::report::Report;
use crate::shipped;
use crate::source::{Source, SourceId, Sources, Span, Spanned};
use crate::syntax::{self, ast};
use crate::value::date;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Compiled rules: one [`Program`] for each form they declare or use.
#[derive(Debug, Clone)]
pub struct RuleSet {
    sources: Sources,
    programs: Vec<Program>,
    packs: Vec<PackInfo>,
    warnings: Diagnostics,
    hash: String,
    /// Whether the rules neither declare nor name a form, and the shipped ones were taken.
    forms_assumed: bool,
}

/// Where packs are that `引用` names and the binary does not hold.
pub trait Library {
    /// The files of the pack or form `name`, as the file `from` names it; none where there is no such pack.
    fn find(&self, from: &str, name: &str) -> Vec<Source>;
}

/// What rules are compiled with, besides their text.
#[derive(Clone, Copy, Default)]
pub struct CompileOptions<'a> {
    /// Values of parameters (参数), each a name and an expression of the language, or a day such as `2026-01-20`; they take the place of what
    /// rules and packs say.
    pub params: &'a [(String, String)],
    /// Packs besides the shipped ones.
    pub library: Option<&'a dyn Library>,
}

/// Rules that do not compile, with all that is wrong with them.
#[derive(Debug, Clone)]
pub struct RuleErrors {
    /// The sources; spans of the diagnostics point into them.
    pub sources: Sources,
    /// Errors and warnings, by place.
    pub diagnostics: Diagnostics,
}

impl std::fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for d in self.diagnostics.to_data(&self.sources, Lang::En) {
            writeln!(f, "{}:{}:{}: {} {}", d.source, d.line, d.column, d.code, d.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

impl RuleSet {
    /// Compiles rule text. Forms and packs named by `引用` are taken from the shipped ones; where the text declares and names no form, the
    /// shipped forms are used.
    ///
    /// # Errors
    ///
    /// Everything wrong with any of the sources, all at once; rules with any error among them do not run.
    pub fn compile(sources: impl IntoIterator<Item = Source>) -> Result<RuleSet, RuleErrors> {
        RuleSet::compile_with(sources, CompileOptions::default())
    }

    /// Compiles rule text with values for its parameters, and with packs from elsewhere.
    ///
    /// # Errors
    ///
    /// As [`RuleSet::compile`]; also for a parameter that no rule has, or a value that is no expression.
    pub fn compile_with(sources: impl IntoIterator<Item = Source>, options: CompileOptions) -> Result<RuleSet, RuleErrors> {
        Compilation::default().run(sources.into_iter().collect(), options)
    }

    /// The rules inside the binary.
    ///
    /// # Errors
    ///
    /// Never in a released version: the shipped rules are compiled by the tests.
    pub fn shipped() -> Result<RuleSet, RuleErrors> {
        RuleSet::shipped_with(CompileOptions::default())
    }

    /// The rules inside the binary, with values for their parameters. Each pack is compiled by itself, so that two editions of a form may have
    /// rules of the same name.
    ///
    /// # Errors
    ///
    /// As [`RuleSet::compile_with`], for the parameters.
    pub fn shipped_with(options: CompileOptions) -> Result<RuleSet, RuleErrors> {
        let mut all: Option<RuleSet> = None;
        for pack in shipped::packs() {
            let sources = all.as_ref().map(|set| set.sources.clone()).unwrap_or_default();
            let own = Compilation { first: sources.len(), sources, ..Compilation::default() }.run(pack, options)?;
            all = Some(match all {
                None => own,
                Some(before) => before.and(own),
            });
        }
        // There are packs; without any there would be nothing to check with, and that is an error of the compiler's.
        all.map_or_else(|| RuleSet::compile([]), Ok)
    }

    /// The rules of both, compiled apart; `more` has the sources of both.
    fn and(self, more: RuleSet) -> RuleSet {
        let mut programs = self.programs;
        programs.extend(more.programs);
        for (index, program) in programs.iter_mut().enumerate() {
            program.index = index;
        }
        let mut packs = self.packs;
        packs.extend(more.packs.into_iter().filter(|p| !packs.iter().any(|known: &PackInfo| known.name == p.name)).collect::<Vec<_>>());
        let mut warnings = self.warnings;
        warnings.extend(more.warnings);
        let hash = hash([self.hash.as_str(), more.hash.as_str()].into_iter(), &[]);
        RuleSet { sources: more.sources, programs, packs, warnings, hash, forms_assumed: false }
    }

    /// The forms the rules are for; reports are read against them.
    pub fn forms(&self) -> Vec<Arc<Form>> {
        self.programs.iter().map(|p| p.form.clone()).collect()
    }

    /// The compiled rules for each form.
    pub fn programs(&self) -> &[Program] {
        &self.programs
    }

    /// The compiled rules for each form that the rules declare or name; where they name none, for the form in force: what they leave out of an
    /// edition nobody thought of is no slip.
    pub fn intended(&self) -> &[Program] {
        let count = if self.forms_assumed { 1 } else { self.programs.len() };
        self.programs.get(..count).unwrap_or(&self.programs)
    }

    /// The compiled rules for the form of a report.
    pub fn program_for(&self, report: &Report) -> Option<&Program> {
        self.programs.iter().find(|p| p.form.name == report.form.name)
    }

    /// The packs applied, those that are built on first, with what each changed.
    pub fn packs(&self) -> &[PackInfo] {
        &self.packs
    }

    /// Warnings of the compiler.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// The sources compiled.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// A piece of a rule as it is written, in one spelling and on one line.
    pub fn written(&self, expr: &program::Expr) -> String {
        let text = self.sources.get(expr.span.source).text();
        let text = text.get(expr.span.range()).unwrap_or("");
        match syntax::parse_expr(expr.span.source, text) {
            Some(parsed) => compile::formula(&parsed),
            None => text.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// Hash of the content of all sources: the first 16 hex digits of a SHA-256 over their names and texts.
    pub fn hash(&self) -> &str {
        &self.hash
    }
}

/// The files given, or those that one 引用 names.
#[derive(Default)]
struct Unit {
    files: Vec<(SourceId, ast::File)>,
    uses: Vec<usize>,
}

#[derive(Default)]
struct Compilation {
    sources: Sources,
    /// How many sources there are already, of other compilations.
    first: usize,
    /// The first is what was given; each other what some 引用 names.
    units: Vec<Unit>,
    diagnostics: Diagnostics,
}

impl Compilation {
    fn run(mut self, sources: Vec<Source>, options: CompileOptions) -> Result<RuleSet, RuleErrors> {
        self.add_unit(sources);
        // What is used may use more; each is taken in once, so this ends.
        let mut at = 0;
        while at < self.units.len() {
            let uses: Vec<Spanned<String>> = self.units[at]
                .files
                .iter()
                .flat_map(|(_, f)| &f.items)
                .filter_map(|i| if let ast::Item::Pack(p) = i { Some(p.uses.clone()) } else { None })
                .flatten()
                .collect();
            for name in uses {
                self.take_in(at, &name, options.library);
            }
            at += 1;
        }
        let items = || self.units.iter().flat_map(|u| &u.files).flat_map(|(_, f)| &f.items);
        let any_rule = items().any(|i| matches!(i, ast::Item::Rule(_)));
        let any_form = items().any(|i| matches!(i, ast::Item::Form(_)));
        if !any_rule && !self.diagnostics.has_errors() {
            self.diagnostics.push(Diagnostic::new(Fault::NoRules {}, Span::default()));
        }
        let forms_assumed = !any_form;
        if forms_assumed {
            let forms = self.add_unit(shipped::forms());
            self.units[0].uses.push(forms);
        }
        let hash = hash(self.sources.iter().skip(self.first).map(|(_, s)| s.text()), options.params);
        let params = self.params(options.params);
        let layers = self.layers();
        let (programs, packs, found) = compile::compile(layers, params);
        self.diagnostics.extend(found);
        self.diagnostics.settle();
        if self.diagnostics.has_errors() {
            return Err(RuleErrors { sources: self.sources, diagnostics: self.diagnostics });
        }
        Ok(RuleSet { sources: self.sources, programs, packs, warnings: self.diagnostics, hash, forms_assumed })
    }

    /// Parses sources as a unit of their own.
    fn add_unit(&mut self, sources: Vec<Source>) -> usize {
        let mut unit = Unit::default();
        for source in sources {
            let id = self.sources.add(source.clone());
            let (file, diagnostics) = syntax::parse(id, &source);
            self.diagnostics.extend(diagnostics);
            unit.files.push((id, file));
        }
        self.units.push(unit);
        self.units.len() - 1
    }

    /// Takes in what a pack builds on, unless it is there already.
    fn take_in(&mut self, by: usize, name: &Spanned<String>, library: Option<&dyn Library>) {
        let from = self.sources.get(name.span.source).name().to_owned();
        let shipped = shipped::find(&name.node);
        let found = if shipped.is_empty() { library.map_or_else(Vec::new, |l| l.find(&from, &name.node)) } else { shipped };
        let Some(first) = found.first() else {
            let fault = Fault::UnknownUse { name: name.node.clone(), known: shipped::names() };
            self.diagnostics.push(Diagnostic::new(fault, name.span));
            return;
        };
        let known = self.sources.iter().skip(self.first).find(|(_, s)| s.name() == first.name()).map(|(id, _)| id);
        let unit = known.and_then(|id| self.units.iter().position(|u| u.files.iter().any(|(f, _)| *f == id)));
        let unit = unit.unwrap_or_else(|| self.add_unit(found));
        if unit != by && !self.units[by].uses.contains(&unit) {
            self.units[by].uses.push(unit);
        }
    }

    /// The units as layers, what is built on first. Packs that build on one another in a circle come in the order they were met.
    fn layers(&mut self) -> Vec<Layer> {
        fn visit(units: &[Unit], at: usize, seen: &mut Vec<bool>, order: &mut Vec<usize>) {
            if !std::mem::replace(&mut seen[at], true) {
                units[at].uses.iter().for_each(|u| visit(units, *u, seen, order));
                order.push(at);
            }
        }
        let mut order = Vec::new();
        visit(&self.units, 0, &mut vec![false; self.units.len()], &mut order);
        let layer = |at: usize| {
            let files = std::mem::take(&mut self.units[at].files);
            let hash = hash(files.iter().map(|(id, _)| self.sources.get(*id).text()), &[]);
            Layer { files, hash }
        };
        order.into_iter().map(layer).collect()
    }

    /// Values given from outside; each is a source of its own, so that what is wrong with it is shown in it.
    fn params(&mut self, given: &[(String, String)]) -> IndexMap<String, (Span, ast::Expr)> {
        let mut params = IndexMap::new();
        for (name, value) in given {
            // A day is written as a day: 2026-01-20 would be a subtraction.
            let text = if date::parse(value).is_some() { format!("日期(\"{value}\")") } else { value.clone() };
            let source = Source::new(format!("--param {name}"), text.as_str());
            let id = self.sources.add(source);
            let span = Span::new(id, 0, text.len());
            match syntax::parse_expr(id, &text) {
                Some(expr) => {
                    params.insert(name.clone(), (span, expr));
                }
                None => {
                    let fault = Fault::BadParameter { name: name.clone(), value: value.clone() };
                    self.diagnostics.push(Diagnostic::new(fault, span));
                }
            }
        }
        params
    }
}

fn hash<'a>(sources: impl Iterator<Item = &'a str>, params: &'a [(String, String)]) -> String {
    let mut hasher = Sha256::new();
    let params = params.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    for text in sources.chain(params) {
        // Lengths first, so that no two lists of sources run together to the same bytes.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// Loads and checks reports.
#[derive(Debug, Clone, Default)]
pub struct Engine {
    /// How documents are read.
    pub load: LoadOptions,
}

impl Engine {
    /// An engine with the default limits.
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Reads a document as a report on one of the forms of `rules`.
    ///
    /// # Errors
    ///
    /// A [`Trouble`] with a code `L00..` where the bytes are no such report.
    pub fn load(&self, rules: &RuleSet, bytes: &[u8]) -> Result<Report, Trouble> {
        load::load(bytes, &rules.forms(), &self.load)
    }

    /// Reads a reading document (`gouji.reading/1`, or one report a line), with the path each of its reports names.
    ///
    /// # Errors
    ///
    /// A [`Trouble`] where it is no such document.
    pub fn load_reading(&self, rules: &RuleSet, bytes: &[u8]) -> Result<Vec<(Option<String>, Report)>, Trouble> {
        load::load_reading(bytes, &rules.forms(), &self.load)
    }

    /// Makes a report ready to be checked, and to be related to others. `path` says where it came from.
    pub fn prepare<'a>(&self, rules: &RuleSet, path: &'a str, report: &'a Report) -> Prepared<'a> {
        Prepared::new(path, report, rules.programs.len())
    }

    /// Evaluates the rules on a report. `None` where the rules have none for its form.
    pub fn evaluate(&self, rules: &RuleSet, report: &Prepared, related: &Related) -> Option<Outcomes> {
        let program = rules.program_for(report.report)?;
        Some(eval::evaluate(program, report, related))
    }

    /// Checks a report: evaluates the rules and explains what they found. `None` where the rules have none for its form.
    pub fn check(&self, rules: &RuleSet, report: &Report, options: &CheckOptions) -> Option<ReportFindings> {
        self.check_related(rules, &self.prepare(rules, "", report), &Related::default(), options)
    }

    /// Checks a report with the reports related to it: those of the years before, of subordinate bodies, of the same year.
    pub fn check_related(&self, rules: &RuleSet, report: &Prepared, related: &Related, options: &CheckOptions) -> Option<ReportFindings> {
        let program = rules.program_for(report.report)?;
        let outcomes = eval::evaluate(program, report, related);
        Some(explain::explain(program, rules.hash(), report, related, &outcomes, options))
    }

    /// Checks the set of reports as a whole, by the rules over it: `together` has all of them as its peers. The rules are those for the forms
    /// that the reports are on.
    pub fn check_batch(&self, rules: &RuleSet, together: &Related, options: &CheckOptions) -> BatchFindings {
        let mut all = BatchFindings::default();
        for program in for_batch(rules, together) {
            let outcomes = eval::evaluate_batch(program, together);
            let found = explain::explain_batch(program, together, &outcomes, options);
            all.outcomes.add_all(&found.outcomes);
            all.vacuous.extend(found.vacuous);
            all.findings.extend(found.findings);
            if let Some(trial) = found.trial {
                let sum = all.trial.get_or_insert_with(Default::default);
                sum.outcomes.add_all(&trial.outcomes);
                sum.vacuous.extend(trial.vacuous);
                sum.findings.extend(trial.findings);
            }
        }
        all
    }

    /// What every instance of the rules on a report is known by.
    pub fn marks(&self, rules: &RuleSet, report: &Prepared, related: &Related, lang: Lang) -> Vec<Mark> {
        let Some(program) = rules.program_for(report.report) else { return Vec::new() };
        steps::marks(program, report, related, &eval::evaluate(program, report, related), lang)
    }

    /// What every instance of the rules over a set of reports is known by.
    pub fn batch_marks(&self, rules: &RuleSet, together: &Related, lang: Lang) -> Vec<Mark> {
        let marks = |program: &Program| {
            let nobody = Report::empty(program.form.clone());
            steps::marks(program, &self.prepare(rules, "", &nobody), together, &eval::evaluate_batch(program, together), lang)
        };
        for_batch(rules, together).flat_map(marks).collect()
    }

    /// A rule on a report, step by step. `None` where the rules for its form have no such rule.
    pub fn steps(
        &self,
        rules: &RuleSet,
        report: &Prepared,
        related: &Related,
        (rule, wanted): (&str, Wanted),
        lang: Lang,
    ) -> Option<RuleSteps> {
        let program = rules.program_for(report.report)?;
        let index = program.rules.iter().position(|r| r.id == rule && r.range != Range::Batch)?;
        let outcomes = eval::evaluate(program, report, related);
        Some(steps::steps(program, index, report, related, &outcomes, wanted, &|e| rules.written(e), lang))
    }

    /// A rule over a set of reports, step by step, for each form that has it.
    pub fn batch_steps(&self, rules: &RuleSet, together: &Related, (rule, wanted): (&str, Wanted), lang: Lang) -> Vec<RuleSteps> {
        let of_form = |program: &Program| {
            let index = program.rules.iter().position(|r| r.id == rule && r.range == Range::Batch)?;
            let nobody = Report::empty(program.form.clone());
            let outcomes = eval::evaluate_batch(program, together);
            let own = self.prepare(rules, "", &nobody);
            Some(steps::steps(program, index, &own, together, &outcomes, wanted, &|e| rules.written(e), lang))
        };
        for_batch(rules, together).filter_map(of_form).collect()
    }
}

/// The rules for the forms that a set of reports is on.
fn for_batch<'r>(rules: &'r RuleSet, together: &Related<'r>) -> impl Iterator<Item = &'r Program> {
    let members = together.peers.unwrap_or_default();
    let on = |form: &Form| members.iter().any(|m| m.reports[0].is_ok_and(|p| p.report.form.name == form.name));
    rules.programs.iter().filter(move |p| on(&p.form))
}
