//! Resolves and checks parsed files and lowers them into [`Program`]s. After this no lookup by name happens, and wrong rules do not run.

mod forms;
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
use crate::program::Program;
use crate::source::{SourceId, Span};
use crate::syntax::ast::{self, Item};
use crate::value::Decimal;
use std::collections::HashMap;
use std::sync::Arc;

pub use print::formula;
pub use scope::settled_word as settled_attribute;

/// Compiles parsed files into one program for each form they declare.
///
/// All errors of all files are in the diagnostics; with any error among them the programs must not be run. A rule is checked against every
/// form and belongs to those it fits; one that fits none is reported against the first.
pub fn compile(files: &[(SourceId, ast::File)]) -> (Vec<Program>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let items = || files.iter().flat_map(|(_, f)| &f.items);

    unique_ids(items(), &mut diagnostics);
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
        .map(|form| Program {
            form: form.clone(),
            pack: pack.map_or_else(|| "rules".to_owned(), |p| p.id.node.clone()),
            pack_title: pack.and_then(|p| p.title.clone()),
            version: pack.and_then(|p| p.version.as_ref()).map_or_else(|| "0".to_owned(), |v| v.node.clone()),
            rules: Vec::new(),
            readings: Vec::new(),
        })
        .collect();

    for item in items() {
        if let Item::Reading(reading) = item {
            try_each_form(&mut programs, &mut diagnostics, |program, d| {
                let compiled = readings::compile(reading, &program.form, d)?;
                program.readings.push(compiled);
                Some(())
            });
        }
    }
    let declared: Vec<&ast::Reading> = items().filter_map(|i| if let Item::Reading(r) = i { Some(r) } else { None }).collect();
    let mut used_readings: Vec<String> = Vec::new();
    for item in items() {
        if let Item::Rule(rule) = item {
            try_each_form(&mut programs, &mut diagnostics, |program, d| {
                let compiled = rules::compile(rule, program, &declared, &mut used_readings, d)?;
                program.rules.extend(compiled);
                Some(())
            });
        }
    }
    let damaged = items().any(|i| matches!(i, Item::Rule(r) if r.damaged));
    let runs = programs.iter().any(|p| !p.rules.is_empty());
    if let (Some(rule), false, false) =
        (items().find_map(|i| if let Item::Rule(r) = i { Some(r) } else { None }), runs, diagnostics.has_errors() || damaged)
    {
        // All of them switched off: a check that checks nothing must not look like one.
        diagnostics.push(Diagnostic::new(Fault::NoRules {}, rule.id.span));
    }
    // With errors about, a use may be in what did not compile; so it may in what did not parse.
    if !diagnostics.has_errors() && !damaged {
        for reading in declared {
            if !used_readings.contains(&reading.id.node) {
                let fault = Fault::Unused { name: reading.id.node.clone(), what: "reading" };
                diagnostics.push(Diagnostic::new(fault, reading.id.span));
            }
        }
    }
    diagnostics.settle();
    (programs, diagnostics)
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

fn unique_ids<'a>(items: impl Iterator<Item = &'a Item>, diagnostics: &mut Diagnostics) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for item in items {
        let id = match item {
            Item::Rule(r) => &r.id,
            Item::Reading(r) => &r.id,
            Item::Form(f) => &f.name,
            Item::List(l) => &l.name,
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
