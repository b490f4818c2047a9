//! Documents to reports: bytes → [`Document`](document::Document) → [`Report`].
//!
//! A loader for a format yields paragraphs and grids with places; the `bind` room recognises sections and tables by the labels of a declared
//! form and binds figures to cells. A loader knows no form, and the binder knows no format.

mod bind;
mod chrome;
mod decode;
pub mod document;
mod label;
mod metadata;
pub mod numbers;
mod paragraphs;
mod reading;
mod sections;
mod text;

#[cfg(test)]
mod tests;

pub use reading::{is_reading, load_reading};

use crate::catalogue::Trouble;
use crate::form::Form;
use crate::report::{Paragraph, Problem, Report, Section};
use bind::Bound;
use document::Document;
use sections::{Content, Divided};
use std::sync::Arc;

/// How to load a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadOptions {
    /// The year reported on, where the host knows better than the document.
    pub year: Option<i32>,
    /// Most bytes of a document.
    pub max_bytes: usize,
    /// Most lines of a document.
    pub max_lines: usize,
    /// Most cells in the grids of a document.
    pub max_cells: usize,
}

impl Default for LoadOptions {
    fn default() -> LoadOptions {
        LoadOptions { year: None, max_bytes: 64 << 20, max_lines: 200_000, max_cells: 400_000 }
    }
}

/// Reads a report in Markdown or plain text against whichever of `forms` its tables are on.
///
/// # Errors
///
/// Only where the document is no report at all: empty, not text, garbled, over a limit, of no known form, or nothing recognised in it. What
/// could not be read of a report is in its [problems](Report::problems).
pub fn load(bytes: &[u8], forms: &[Arc<Form>], options: &LoadOptions) -> Result<Report, Trouble> {
    if bytes.len() > options.max_bytes {
        return Err(Trouble::TooLarge { what: "bytes", limit: widen(options.max_bytes) });
    }
    let decoded = decode::decode(bytes)?;
    if decoded.text.bytes().filter(|b| *b == b'\n').count() >= options.max_lines {
        return Err(Trouble::TooLarge { what: "lines", limit: widen(options.max_lines) });
    }
    if decoded.text.bytes().filter(|b| matches!(b, b'|' | b'\t')).count() >= options.max_cells {
        return Err(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) });
    }
    let document = text::read(&decoded.text);
    let mut report = recognise(&document, forms, options)?;
    if let Some(encoding) = decoded.guessed {
        report.problems.push(Problem { trouble: Trouble::Decoded { encoding: encoding.to_owned() }, place: None });
    }
    Ok(report)
}

/// The text of a file that is not a report, such as a roster: decoded as reports are.
///
/// # Errors
///
/// Where the bytes are no text in an encoding that is known.
pub fn text_of(bytes: &[u8]) -> Result<String, Trouble> {
    decode::decode(bytes).map(|d| d.text)
}

/// Turns a document of any format into a report on the form its tables fit best.
fn recognise(document: &Document, forms: &[Arc<Form>], options: &LoadOptions) -> Result<Report, Trouble> {
    let mut best: Option<(Arc<Form>, Divided<'_>, Bound)> = None;
    for form in forms {
        let divided = sections::divide(document, form);
        let bound = bind::bind(form, &divided);
        let score = |d: &Divided<'_>, b: &Bound| (b.fitting, b.rows, d.headings.len());
        if best.as_ref().is_none_or(|(_, d, b)| score(&divided, &bound) > score(d, b)) {
            best = Some((form.clone(), divided, bound));
        }
    }
    let nothing = || Trouble::NothingRecognised { forms: forms.iter().map(|f| f.title.text.clone()).collect() };
    let Some((form, divided, bound)) = best else { return Err(nothing()) };
    let mut report = Report::empty(form.clone());
    metadata::read(document, &mut report, options.year);
    // A table with a word of the form above it is no sign of an edition in a document that has nothing else of the form.
    let of_the_form = bound.rows > 0 || divided.headings.len() >= 2 || (report.title.is_some() && !divided.headings.is_empty());
    if bound.foreign.len() > bound.fitting && of_the_form {
        let mut labels: Vec<String> = Vec::new();
        for label in bound.foreign.into_values().flatten() {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        return Err(Trouble::NoFormFits { nearest: form.name.clone(), labels, year: report.year });
    }
    // A report that breaks off after its first section is a report, with everything after it missing.
    match (of_the_form, &report.title, divided.headings.len()) {
        (false, Some(title), 0) => return Err(Trouble::OnlyTitle { title: title.clone() }),
        (false, _, _) => return Err(nothing()),
        (true, _, _) => {}
    }
    report.sections = prose(&form, &divided, &bound);
    report.opening = opening(&divided, &bound);
    report.cells = bound.cells;
    report.problems.extend(divided.problems);
    report.problems.extend(bound.problems);
    // In the order of the document; what was not found anywhere comes last.
    report.problems.sort_by_key(|p| match &p.place {
        Some(place) => (place.page, place.line, place.paragraph, place.column),
        None => (None, Some(u32::MAX), None, None),
    });
    Ok(report)
}

/// The prose of each section, without its tables.
fn prose(form: &Form, divided: &Divided<'_>, bound: &Bound) -> Vec<Section> {
    let section = |heading: &sections::Heading| {
        let lines = divided.entries.iter().zip(&bound.tabular).filter_map(|(entry, tabular)| match &entry.content {
            Content::Text(line) if entry.section == Some(heading.section) && !tabular => Some(line),
            _ => None,
        });
        Section {
            id: form.sections.get(heading.section).map_or(String::new(), |s| s.id.clone()),
            title: heading.title.clone(),
            place: heading.place.clone(),
            paragraphs: paragraphs::join(lines),
        }
    };
    divided.headings.iter().map(section).collect()
}

/// What stands before the first section.
fn opening(divided: &Divided<'_>, bound: &Bound) -> Vec<Paragraph> {
    let lines = divided.entries.iter().zip(&bound.tabular).filter_map(|(entry, tabular)| match &entry.content {
        Content::Text(line) if entry.section.is_none() && !tabular => Some(line),
        _ => None,
    });
    paragraphs::join(lines)
}

fn widen(limit: usize) -> u64 {
    u64::try_from(limit).unwrap_or(u64::MAX)
}
