//! 改: what a case changes in a report before it is checked.

use super::typed::{insert, paragraph, put, section, unknown};
use crate::catalogue::Fault;
use crate::compile::{attributes, settled_attribute};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::report::{Paragraph, Report};
use crate::source::{Span, Spanned};
use crate::syntax::ast::{Assignment, Change, Entry, Target};
use crate::value::{Date, date};

/// Years a report can be of.
const YEARS: std::ops::Range<i64> = 1949..2200;

/// Facts that a case can state of a report, in the language's Chinese words.
const FACTS: [&str; 8] = ["年度", "标题", "单位名称", "落款单位", "发布日期", "落款日期", "期间起", "期间止"];

/// The date of the check, which is no part of a report.
pub(super) const AS_OF: &str = "核对日期";

/// Whether a target is the date of the check.
pub(super) fn is_as_of(target: &Target) -> bool {
    target.index.is_none() && target.section.is_none() && settled_attribute(&target.path.text()) == AS_OF
}

/// Whether a target is in last year's report, and what it is there.
pub(super) fn of_prior(target: &Target) -> Option<Target> {
    let (first, rest) = target.path.names.split_first()?;
    if !matches!(first.node.as_str(), "上年" | "prior") || rest.is_empty() {
        return None;
    }
    let mut inner = target.clone();
    inner.path.names.remove(0);
    Some(inner)
}

/// The id of the cell that a target names; `None` where it is no cell.
pub(super) fn cell_name(target: &Target) -> Option<String> {
    let column = target.index.as_ref()?;
    Some(format!("{}[{}]", target.path.text(), column.node))
}

/// Makes a change. `attributes` are those that rules ask for beside the usual ones.
pub(super) fn apply(change: &Change, target: &Target, report: &mut Report, attributes: &[String], faults: &mut Diagnostics) {
    match change {
        Change::Set(assignment) => {
            let assignment = Assignment { target: target.clone(), entry: assignment.entry.clone() };
            assign(&assignment, report, attributes, faults);
        }
        Change::Replace(_, old, new) => {
            let Some(id) = section_of(target, report, faults) else { return };
            let mut replaced = false;
            for section in report.sections.iter_mut().filter(|s| s.id == id) {
                for paragraph in &mut section.paragraphs {
                    replaced |= replace(paragraph, &old.node, &new.node);
                }
            }
            if !replaced {
                let fault = Fault::NothingToReplace { section: id, words: old.node.clone() };
                faults.push(Diagnostic::new(fault, old.span));
            }
        }
        Change::Add(_, text) => {
            let Some(id) = section_of(target, report, faults) else { return };
            match report.sections.iter_mut().find(|s| s.id == id) {
                Some(found) => found.paragraphs.push(paragraph(&text.node)),
                None => {
                    if let Some(new) = section(&report.form.clone(), &id, vec![paragraph(&text.node)]) {
                        insert(report, new);
                    }
                }
            }
        }
    }
}

/// Takes away an attribute of the body that a change says is not known.
pub(super) fn forget(change: &Change, report: &mut Report) {
    if let Change::Set(Assignment { target, entry }) = change
        && matches!(entry.node, Entry::Missing | Entry::Blank)
        && target.index.is_none()
        && target.section.is_none()
    {
        report.attributes.shift_remove(settled_attribute(&target.path.text()));
    }
}

/// Sets a cell, a section or a fact.
pub(super) fn assign(assignment: &Assignment, report: &mut Report, attributes: &[String], faults: &mut Diagnostics) {
    let Assignment { target, entry } = assignment;
    if let Some(cell) = cell_name(target) {
        if !put(report, &cell, &entry.node) {
            let form = report.form.clone();
            faults.push(unknown("cell", &cell, form.cells().map(|id| form.cell_name(id)), target.span));
        }
        return;
    }
    if target.section.is_some() {
        let Some(id) = section_of(target, report, faults) else { return };
        let paragraphs = match &entry.node {
            Entry::Missing => None,
            Entry::Blank => Some(Vec::new()),
            Entry::Text(text) => Some(vec![paragraph(text)]),
            Entry::Number(..) => return wrong(&target.path.text(), "text", entry, faults),
        };
        let place = report.sections.iter().find(|s| s.id == id).map(|s| (s.title.clone(), s.place.clone()));
        report.sections.retain(|s| s.id != id);
        if let Some(mut new) = paragraphs.and_then(|p| section(&report.form.clone(), &id, p)) {
            if let Some((title, place)) = place {
                (new.title, new.place) = (title, place);
            }
            insert(report, new);
        }
        return;
    }
    fact(target, entry, report, attributes, faults);
}

/// The id of the section that a target names.
fn section_of(target: &Target, report: &Report, faults: &mut Diagnostics) -> Option<String> {
    let word = target.path.names.iter().map(|n| n.node.as_str()).collect::<Vec<_>>();
    let known = || report.form.sections.iter().map(|s| s.id.as_str());
    match (&target.section, word.as_slice()) {
        (Some(id), ["部分" | "section"]) if known().any(|k| k == id.node) => Some(id.node.clone()),
        (Some(id), ["部分" | "section"]) => {
            faults.push(unknown("section", &id.node, known(), id.span));
            None
        }
        _ => {
            faults.push(unknown("name", &target.path.text(), std::iter::once("部分"), target.span));
            None
        }
    }
}

fn wrong(name: &str, expected: &'static str, entry: &Spanned<Entry>, faults: &mut Diagnostics) {
    faults.push(Diagnostic::new(Fault::WrongEntry { name: name.to_owned(), expected }, entry.span));
}

/// A day as a case writes it; nothing for 缺.
pub(super) fn day(name: &str, entry: &Spanned<Entry>, faults: &mut Diagnostics) -> Option<Date> {
    match &entry.node {
        Entry::Text(text) => {
            let day = date::parse(text);
            if day.is_none() {
                wrong(name, "date", entry, faults);
            }
            day
        }
        Entry::Missing | Entry::Blank => None,
        Entry::Number(..) => {
            wrong(name, "date", entry, faults);
            None
        }
    }
}

fn fact(target: &Target, entry: &Spanned<Entry>, report: &mut Report, declared: &[String], faults: &mut Diagnostics) {
    let given = target.path.text();
    let name = settled_attribute(&given);
    let text = |faults: &mut Diagnostics| match &entry.node {
        Entry::Text(text) => Some(text.clone()),
        Entry::Missing | Entry::Blank => None,
        Entry::Number(..) => {
            wrong(name, "text", entry, faults);
            None
        }
    };
    match name {
        "年度" => match &entry.node {
            Entry::Number(year, _) => match i64::try_from(*year).ok().filter(|y| year.is_integer() && YEARS.contains(y)) {
                Some(year) => report.year = i32::try_from(year).ok(),
                None => wrong(name, "year", entry, faults),
            },
            Entry::Missing => report.year = None,
            Entry::Text(_) | Entry::Blank => wrong(name, "year", entry, faults),
        },
        "标题" => report.title = text(faults),
        "单位名称" => report.agency = text(faults),
        "落款单位" => report.signatory = text(faults),
        "发布日期" => report.published = day(name, entry, faults),
        "落款日期" => report.signed = day(name, entry, faults),
        "期间起" | "期间止" => {
            let day = day(name, entry, faults);
            // A period has both its ends; until the second is stated it is that day alone.
            report.period = match (day, report.period) {
                (None, _) => None,
                (Some(day), None) => Some((day, day)),
                (Some(day), Some((_, to))) if name == "期间起" => Some((day, to)),
                (Some(day), Some((from, _))) => Some((from, day)),
            };
        }
        _ if attributes().any(|(zh, _)| zh == name) || declared.iter().any(|d| d == name) => match text(faults) {
            Some(text) => {
                report.attributes.insert(name.to_owned(), text);
            }
            None => {
                report.attributes.shift_remove(name);
            }
        },
        _ => {
            let cells = report.form.clone();
            let known = FACTS.into_iter().chain([AS_OF]).chain(attributes().map(|(zh, _)| zh)).chain(declared.iter().map(String::as_str));
            let names = cells.cells().map(|id| cells.cell_name(id));
            let span: Span = target.span;
            faults.push(unknown("name", &given, known.chain(names), span));
        }
    }
}

/// Puts words in the place of others, wherever they stand in a paragraph. What follows them keeps its place.
fn replace(paragraph: &mut Paragraph, old: &str, new: &str) -> bool {
    if old.is_empty() {
        return false;
    }
    let found: Vec<usize> = paragraph.text.match_indices(old).map(|(at, _)| at).collect();
    if found.is_empty() {
        return false;
    }
    let moved = |offset: usize| {
        let before = found.iter().filter(|at| **at + old.len() <= offset).count();
        // A piece that began inside the words begins where they do.
        let inside = found.iter().find(|at| **at < offset && offset < **at + old.len());
        let offset = inside.copied().unwrap_or(offset);
        offset + before * new.len() - before * old.len()
    };
    for (offset, _) in &mut paragraph.pieces {
        *offset = moved(*offset);
    }
    paragraph.pieces.dedup_by_key(|(offset, _)| *offset);
    paragraph.text = paragraph.text.replace(old, new);
    true
}
