//! Documents to reports: bytes → [`Document`](document::Document) → [`Report`].
//!
//! A loader for a format yields paragraphs and grids with places; the `bind` room recognises sections and tables by the labels of a declared
//! form and binds figures to cells. A loader knows no form, and the binder knows no format.

#[cfg(feature = "zip")]
mod archive;
mod bind;
mod cells;
mod chrome;
mod decode;
mod delimited;
pub mod document;
#[cfg(feature = "docx")]
mod docx;
#[cfg(feature = "html")]
mod html;
mod kind;
mod label;
mod metadata;
pub mod numbers;
#[cfg(any(feature = "docx", feature = "xlsx"))]
mod package;
mod paragraphs;
#[cfg(feature = "pdf")]
mod pdf;
mod reading;
mod sections;
#[cfg(feature = "xlsx")]
mod sheet;
mod text;

#[cfg(test)]
mod tests;

#[cfg(feature = "zip")]
pub use archive::{Archive, Member};
pub use kind::Kind;
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
    /// Most bytes that what is packed in a document may unpack to, all together.
    pub max_unpacked: usize,
    /// Deepest nesting of the parts of a document.
    pub max_depth: usize,
    /// Most parts a document may be made of: elements of a page, objects of a PDF, files of an archive.
    pub max_objects: usize,
}

impl Default for LoadOptions {
    fn default() -> LoadOptions {
        LoadOptions {
            year: None,
            max_bytes: 64 << 20,
            max_lines: 200_000,
            max_cells: 400_000,
            max_unpacked: 256 << 20,
            max_depth: 256,
            max_objects: 4_000_000,
        }
    }
}

/// Reads a report, in whatever format it is, against whichever of `forms` its tables are on.
///
/// # Errors
///
/// Only where the document is no report at all: empty, damaged, of a kind that is not read, garbled, over a limit, of no known form, or nothing
/// recognised in it. What could not be read of a report is in its [problems](Report::problems).
pub fn load(bytes: &[u8], forms: &[Arc<Form>], options: &LoadOptions) -> Result<Report, Trouble> {
    let mut document = read(bytes, options)?;
    let problems = std::mem::take(&mut document.problems);
    let mut report = recognise(&document, forms, options)?;
    report.problems.extend(problems);
    Ok(report)
}

/// Turns a file into a document, by what its content says it is.
///
/// # Errors
///
/// Where it is damaged, needs a password, is over a limit, or of a kind that is not read.
pub fn read(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    if bytes.len() > options.max_bytes {
        return Err(Trouble::TooLarge { what: "bytes", limit: widen(options.max_bytes) });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty {});
    }
    let kind = Kind::of(bytes);
    match kind {
        Kind::Text => read_text(bytes, options),
        #[cfg(feature = "html")]
        Kind::WebPage | Kind::WebArchive => html::read(bytes, options),
        #[cfg(feature = "docx")]
        Kind::Word => docx::read(bytes, options),
        #[cfg(feature = "xlsx")]
        Kind::Excel | Kind::Excel97 => sheet::read(bytes, options),
        #[cfg(feature = "pdf")]
        Kind::Pdf => pdf::read(bytes, options),
        Kind::Encrypted => Err(Trouble::Encrypted { kind: kind.name() }),
        Kind::Word97 | Kind::Rtf | Kind::WordXml | Kind::OpenText | Kind::OtherSheet => Err(Trouble::NeedsConverting { kind: kind.name() }),
        Kind::Zip | Kind::Picture | Kind::OtherArchive => Err(Trouble::NotText { kind: Some(kind.name()) }),
        #[allow(unreachable_patterns, reason = "which kinds are left depends on the formats built in")]
        Kind::WebPage | Kind::WebArchive | Kind::Word | Kind::Excel | Kind::Excel97 | Kind::Pdf => {
            Err(Trouble::NotBuiltIn { kind: kind.name() })
        }
    }
}

fn read_text(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    let decoded = decode::decode(bytes)?;
    if decoded.text.bytes().filter(|b| *b == b'\n').count() >= options.max_lines {
        return Err(Trouble::TooLarge { what: "lines", limit: widen(options.max_lines) });
    }
    if decoded.text.bytes().filter(|b| matches!(b, b'|' | b'\t')).count() >= options.max_cells {
        return Err(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) });
    }
    let mut document = match delimited::read(&decoded.text, options)? {
        Some(document) => document,
        None => text::read(&decoded.text),
    };
    if let Some(encoding) = decoded.guessed {
        document.problems.push(Problem { trouble: Trouble::Decoded { encoding: encoding.to_owned() }, place: None });
    }
    Ok(document)
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
    let nothing = || {
        // Two editions of a form have one title.
        let titles: indexmap::IndexSet<String> = forms.iter().map(|f| f.title.text.clone()).collect();
        Trouble::NothingRecognised { forms: titles.into_iter().collect() }
    };
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
