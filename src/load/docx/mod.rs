//! Word files (`.docx`, `.docm`, those of WPS Writer) → [`Document`]: what Word prints, in the order it is read.
//!
//! The numbers that Word puts before paragraphs are worked out, tracked changes are taken as accepted, fields by their result, hidden text is
//! not printed and not read. Comments, macros, pictures and embedded objects are not read, nor what repeats on every page: headers and
//! footers. A footnote comes after the paragraph or table that refers to it, so that it stays in its section; its mark is dropped, for `14`
//! with a note is not 141. A table whose cells hold tables or whole passages lays out the page: its contents come as blocks.
//!
//! Paragraphs with text are counted from the beginning of the document, those of layout tables and text boxes with the others. Relationships
//! that lead out of the package are not followed.

mod columns;
mod emit;
mod inline;
mod model;
mod numbering;
mod numerals;
mod parts;
mod styles;
mod tables;
mod walk;
mod words;
mod xml;

#[cfg(test)]
mod tests;

use super::document::Document;
use super::package::Package;
use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use crate::report::Problem;
use numbering::Numbering;
use parts::Parts;
use styles::Styles;
use walk::{Notes, Walker};
use xml::Tree;

/// What a Word file is called where it is damaged.
const KIND: &str = "a Word file";

/// Whatever a host allows, elements are no deeper than the stack is sure to hold.
const DEEPEST: usize = 512;

/// Reads a Word file.
///
/// # Errors
///
/// Where it is damaged, encrypted or over a limit.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    read_package(bytes, options, true)
}

/// Reads a package; the documents within it only where `chunks` says so, and theirs never, for a package can hold itself.
fn read_package(bytes: &[u8], options: &LoadOptions, chunks: bool) -> Result<Document, Trouble> {
    let mut budget = Budget::new(options);
    let mut package = Package::open(bytes, KIND, options)?;
    let mut parts = Parts::read(&mut package, &mut budget)?;
    let within = if chunks { std::mem::take(&mut parts.chunks) } else { Default::default() };
    let main = Tree::parse(&parts.main, &mut budget)?;
    let styles = parse(&parts.styles, &mut budget)?;
    let numbers = parse(&parts.numbering, &mut budget)?;
    let (footnotes, endnotes) = (parse(&parts.footnotes, &mut budget)?, parse(&parts.endnotes, &mut budget)?);
    let styles = styles.as_ref().map(Styles::read).unwrap_or_default();
    let numbering = numbers.as_ref().map(|tree| Numbering::read(tree, &styles)).unwrap_or_default();
    let notes = Notes::new(footnotes.as_ref(), endnotes.as_ref());
    let body = main.root().child("body").filter(|_| main.root().name() == "document").ok_or_else(damaged)?;
    let mut walker = Walker::new(styles, numbering, notes, within, options);
    let pieces = walker.story(body)?;
    let mut document = Document { blocks: emit::blocks(pieces, options)?, problems: walker.problems };
    if walker.insertions + walker.deletions > 0 {
        let trouble = Trouble::TrackedChanges { insertions: walker.insertions, deletions: walker.deletions };
        document.problems.push(Problem { trouble, place: None });
    }
    Ok(document)
}

fn parse<'t>(part: &'t Option<String>, budget: &mut Budget) -> Result<Option<Tree<'t>>, Trouble> {
    part.as_deref().map(|text| Tree::parse(text, budget)).transpose()
}

fn damaged() -> Trouble {
    Trouble::Damaged { kind: KIND }
}

/// What is left of the elements a document may have.
#[derive(Debug)]
struct Budget {
    left: usize,
    limit: usize,
    depth: usize,
}

impl Budget {
    fn new(options: &LoadOptions) -> Budget {
        Budget { left: options.max_objects, limit: options.max_objects, depth: options.max_depth.min(DEEPEST) }
    }

    /// Takes one element.
    fn element(&mut self) -> Result<(), Trouble> {
        self.left = self.left.checked_sub(1).ok_or(Trouble::TooLarge { what: "parts", limit: widen(self.limit) })?;
        Ok(())
    }
}
