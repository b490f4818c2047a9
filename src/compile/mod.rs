//! Resolves and checks parsed files and lowers them into [`Program`]s. After this no lookup by name happens, and wrong rules do not run.

mod forms;
mod layers;
mod lower;
mod pattern;
mod print;
mod readings;
mod rules;
mod scope;
mod types;

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::Form;
use crate::program::{Program, Reading, Step, Steps};
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, Item};
use crate::syntax::begins;
use crate::value::{Decimal, Unit};
use indexmap::IndexMap;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

pub use layers::{Layer, PackInfo};
pub use print::formula;
pub use scope::settled_word as settled_attribute;
pub use scope::{attributes, is_total, words_for_values};

/// What is declared beside the rules, and what of it is used.
pub(crate) struct Declared<'a> {
    /// The readings of the program.
    readings: &'a [Reading],
    /// 名单, by name.
    lists: &'a IndexMap<String, Vec<String>>,
    /// 分档, by name, with what they count.
    steps: &'a IndexMap<String, (Arc<Steps>, Unit)>,
    /// Units that 分档 count in.
    units: &'a [String],
    /// Parameters given from outside.
    params: &'a IndexMap<String, ast::Expr>,
    /// Regular expressions of 匹配: a rule over every cell has one, and not one for each.
    regexes: &'a RefCell<HashMap<String, Arc<regex::Regex>>>,
    used: &'a RefCell<Vec<String>>,
}

impl Declared<'_> {
    /// Notes that a reading, list or table of steps is used.
    fn use_name(&self, name: &str) {
        let mut used = self.used.borrow_mut();
        if !used.iter().any(|u| u == name) {
            used.push(name.to_owned());
        }
    }

    fn use_list(&self, name: &str) {
        self.use_name(name);
    }
}

/// Compiles parsed files into one program for each form they declare.
///
/// All errors of all files are in the diagnostics; with any error among them the programs must not be run. A rule is checked against every
/// form and belongs to those it fits; one that fits none is reported against the first.
///
/// The layers come with what is built on first: a pack may adjust, switch off and set the parameters of what is below it. `params` are the
/// values of parameters given from outside: each takes the place of what rules and packs say of the parameter of its name.
pub fn compile(layers: Vec<Layer>, params: IndexMap<String, (Span, ast::Expr)>) -> (Vec<Program>, Vec<PackInfo>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let layers::Settled { files, params, packs } = layers::settle(layers, params, &mut diagnostics);
    let (programs, found) = compile_files(&files, &params);
    diagnostics.extend(found);
    diagnostics.settle();
    (programs, packs, diagnostics)
}

fn compile_files(files: &[(SourceId, ast::File)], params: &IndexMap<String, (Span, ast::Expr)>) -> (Vec<Program>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let items = || files.iter().flat_map(|(_, f)| &f.items);

    unique_ids(items(), &mut diagnostics);
    plain_names(items(), &mut diagnostics);
    check_packs(files, &mut diagnostics);
    let pack = items().filter_map(|i| if let Item::Pack(p) = i { Some(p) } else { None }).next_back();

    let mut compiled_forms: Vec<Arc<Form>> = Vec::new();
    let mut damaged = false;
    for item in items() {
        if let Item::Form(form) = item {
            damaged |= form.damaged;
            if let Some(form) = forms::compile(form, &mut diagnostics) {
                compiled_forms.push(Arc::new(form));
            }
        }
    }
    if compiled_forms.is_empty() {
        // With a damaged form every name of every rule would be unknown: say what is wrong with the form, and nothing that follows from it.
        if !damaged && !diagnostics.has_errors() {
            diagnostics.push(Diagnostic::new(Fault::NoForm {}, Span::default()));
        }
        return (Vec::new(), diagnostics);
    }
    if damaged {
        return (Vec::new(), diagnostics);
    }

    let mut programs: Vec<Program> = compiled_forms
        .iter()
        .enumerate()
        .map(|(index, form)| Program {
            index,
            form: form.clone(),
            pack: pack.map_or_else(|| "rules".to_owned(), |p| p.id.node.clone()),
            pack_title: pack.and_then(|p| p.title.clone()),
            version: pack.and_then(|p| p.version.as_ref()).map_or_else(|| "0".to_owned(), |v| v.node.clone()),
            layers: items().filter_map(|i| if let Item::Pack(p) = i { Some(p.id.node.clone()) } else { None }).collect(),
            rules: Vec::new(),
            readings: Vec::new(),
        })
        .collect();

    let params: IndexMap<String, ast::Expr> = params.iter().map(|(name, (_, expr))| (name.clone(), expr.clone())).collect();
    let lists: IndexMap<String, Vec<String>> = items()
        .filter_map(|i| {
            if let Item::List(l) = i { Some((l.name.node.clone(), l.entries.iter().map(|e| e.node.clone()).collect())) } else { None }
        })
        .collect();
    let mut steps: IndexMap<String, (Arc<Steps>, Unit)> = IndexMap::new();
    for item in items() {
        if let Item::Steps(declared) = item
            && let Some(compiled) = compile_steps(declared, &mut diagnostics)
        {
            let unit = Unit::new(declared.unit.as_ref().map_or("件", |u| u.node.as_str()));
            steps.insert(declared.name.node.clone(), (Arc::new(compiled), unit));
        }
    }
    let units: Vec<String> = steps.values().map(|(_, unit)| unit.name().to_owned()).collect();
    let regexes = RefCell::new(HashMap::new());
    let used = RefCell::new(Vec::new());

    for item in items() {
        if let Item::Reading(reading) = item {
            reading.unless_lists.iter().for_each(|l| used.borrow_mut().push(l.node.clone()));
            try_each_form(&mut programs, &mut diagnostics, |program, d| {
                let compiled = readings::compile(reading, &program.form, &lists, d)?;
                program.readings.push(compiled);
                Some(())
            });
        }
    }
    let parsed: Vec<&ast::Reading> = items().filter_map(|i| if let Item::Reading(r) = i { Some(r) } else { None }).collect();
    for item in items() {
        if let Item::Rule(rule) = item {
            try_each_form(&mut programs, &mut diagnostics, |program, d| {
                let declared = Declared {
                    readings: &program.readings,
                    lists: &lists,
                    steps: &steps,
                    units: &units,
                    params: &params,
                    regexes: &regexes,
                    used: &used,
                };
                let compiled = rules::compile(rule, program, &declared, &parsed, d)?;
                program.rules.extend(compiled);
                Some(())
            });
        }
    }
    let used = used.into_inner();
    let damaged = items().any(|i| match i {
        Item::Rule(r) => r.damaged,
        Item::Reading(r) => r.damaged,
        Item::Steps(s) => s.damaged,
        Item::Form(_) | Item::List(_) | Item::Pack(_) | Item::Case(_) => false,
    });
    let runs = programs.iter().any(|p| !p.rules.is_empty());
    if let (Some(rule), false, false) =
        (items().find_map(|i| if let Item::Rule(r) = i { Some(r) } else { None }), runs, diagnostics.has_errors() || damaged)
    {
        // All of them switched off: a check that checks nothing must not look like one.
        diagnostics.push(Diagnostic::new(Fault::NoRules {}, rule.id.span));
    }
    // With errors about, a use may be in what did not compile; so it may in what did not parse.
    if !diagnostics.has_errors() && !damaged {
        let declared = items().filter_map(|i| match i {
            Item::Reading(r) => Some((&r.id, "reading")),
            Item::List(l) => Some((&l.name, "list")),
            Item::Steps(s) => Some((&s.name, "steps")),
            Item::Pack(_) | Item::Form(_) | Item::Rule(_) | Item::Case(_) => None,
        });
        for (name, what) in declared {
            if !used.contains(&name.node) {
                diagnostics.push(Diagnostic::new(Fault::Unused { name: name.node.clone(), what }, name.span));
            }
        }
    }
    diagnostics.settle();
    (programs, diagnostics)
}

/// Lowers a 分档, or reports why it is none.
fn compile_steps(steps: &ast::Steps, diagnostics: &mut Diagnostics) -> Option<Steps> {
    let before = diagnostics.len();
    let mut compiled: Vec<Step> = Vec::new();
    let mut fault = |why, span| diagnostics.push(Diagnostic::new(Fault::BadSteps { why }, span));
    let whole = |d: Decimal| u64::try_from(d).ok().filter(|_| d.is_integer());
    let mut units: Vec<&crate::source::Spanned<String>> = Vec::new();
    for (i, step) in steps.steps.iter().enumerate() {
        let from = whole(step.from.node);
        match (i, from, compiled.last()) {
            (0, Some(1), _) => {}
            (0, ..) => fault("first", step.from.span),
            (_, Some(from), Some(last)) if from > last.from => {}
            (_, _, None) => {}
            _ => fault("order", step.from.span),
        }
        let (price, unit) = &step.price;
        units.push(unit);
        if price.node.is_sign_negative() && !price.node.is_zero() {
            fault("price", price.span);
        }
        let yuan = |value: Decimal, unit: &str| Unit::new(unit).factor_to(&Unit::new("元")).and_then(|f| value.checked_mul(f));
        let rise = match &step.rise {
            None => None,
            Some((every, more, unit)) => {
                units.push(unit);
                match (whole(every.node).filter(|e| *e > 0), more.node.is_sign_negative()) {
                    (Some(every), false) => Some((every, yuan(more.node, &unit.node).unwrap_or_default())),
                    _ => {
                        fault("rise", every.span.to(more.span));
                        None
                    }
                }
            }
        };
        compiled.push(Step { from: from.unwrap_or(1), price: yuan(price.node, &unit.node).unwrap_or_default(), rise });
    }
    if compiled.is_empty() && !steps.damaged {
        fault("empty", steps.name.span);
    }
    for unit in units {
        if Unit::new(&unit.node).is_count() {
            let near = ["元".to_owned(), "万元".to_owned()].to_vec();
            diagnostics.push(Diagnostic::new(Fault::UnknownUnit { name: unit.node.clone(), nearest: near }, unit.span));
        }
    }
    (diagnostics.len() == before && !steps.damaged).then(|| Steps { name: steps.name.node.clone(), steps: compiled })
}

/// One pack a file, in the one edition of the language there is.
fn check_packs(files: &[(SourceId, ast::File)], diagnostics: &mut Diagnostics) {
    for (_, file) in files {
        let mut first: Option<&ast::Pack> = None;
        for item in &file.items {
            let Item::Pack(pack) = item else { continue };
            if let Some(first) = first {
                let d = Diagnostic::new(Fault::DuplicateClause { word: "规则包".to_owned() }, pack.id.span);
                diagnostics.push(d.with(first.id.span, Note::FirstHere));
            }
            first = first.or(Some(pack));
            if let Some(language) = pack.language.as_ref().filter(|l| l.node != Decimal::ONE) {
                let fault = Fault::UnknownLanguage { version: language.node.to_string() };
                diagnostics.push(Diagnostic::new(fault, language.span));
            }
        }
    }
}

/// Runs `compile` on each program; keeps its diagnostics only where it succeeded, or, where it succeeded nowhere, those of the first form.
fn try_each_form(
    programs: &mut [Program],
    diagnostics: &mut Diagnostics,
    mut compile: impl FnMut(&mut Program, &mut Diagnostics) -> Option<()>,
) {
    let mut first_failure = None;
    let mut succeeded = false;
    for program in programs {
        let mut own = Diagnostics::new();
        let done = compile(program, &mut own);
        if done.is_some() && !own.has_errors() {
            succeeded = true;
            diagnostics.extend(own);
        } else if first_failure.is_none() {
            first_failure = Some(own);
        }
    }
    if let (false, Some(own)) = (succeeded, first_failure) {
        diagnostics.extend(own);
    }
}

/// Names that are words of the language mean what they should, and mislead whoever reads the file.
fn plain_names<'a>(items: impl Iterator<Item = &'a Item>, diagnostics: &mut Diagnostics) {
    for item in items {
        let id = match item {
            Item::Rule(r) => &r.id,
            Item::Reading(r) => &r.id,
            Item::List(l) => &l.name,
            Item::Steps(s) => &s.name,
            Item::Form(_) | Item::Pack(_) | Item::Case(_) => continue,
        };
        if begins(&id.node) {
            diagnostics.push(Diagnostic::new(Fault::WordTaken { name: id.node.clone() }, id.span));
        }
    }
}

/// Each name once; and tests of rules are in files of their own.
fn unique_ids<'a>(items: impl Iterator<Item = &'a Item>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for item in items {
        let id = match item {
            Item::Rule(r) => &r.id,
            Item::Reading(r) => &r.id,
            Item::Form(f) => &f.name,
            Item::List(l) => &l.name,
            Item::Steps(s) => &s.name,
            Item::Case(case) => {
                diagnostics.push(Diagnostic::new(Fault::CaseAmongRules {}, case.name.span));
                continue;
            }
            Item::Pack(_) => continue,
        };
        match seen.get(id.node.as_str()) {
            Some(first) => {
                diagnostics.push(Diagnostic::new(Fault::DuplicateId { id: id.node.clone() }, id.span).with(*first, Note::FirstHere));
            }
            None => {
                seen.insert(&id.node, id.span);
            }
        }
    }
}
