//! Drafts of rule text: a form (表样) from the tables of a document, and a first rule for a form.
//!
//! A draft is finished by hand. It compiles as it is, and whatever was guessed carries a comment that says what to settle.

mod bands;
mod headings;
mod matrix;
mod names;
mod print;
mod rule;
mod tree;
mod units;

pub use names::is_name;
pub use rule::{Suggestion, suggestions};

use crate::catalogue::making::Doubt;
use crate::lang::Lang;
use crate::load::document::Document;

/// A drafted form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    name: String,
    title: String,
    /// Other wordings of the title.
    aliases: Vec<String>,
    doubts: Vec<Doubt>,
    sections: Vec<Section>,
}

/// A drafted section.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    id: String,
    title: String,
    doubts: Vec<Doubt>,
    tables: Vec<Table>,
}

/// A drafted table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Table {
    name: String,
    label: Option<String>,
    unit: String,
    side_by_side: bool,
    columns: Vec<Line>,
    rows: Vec<Line>,
    doubts: Vec<Doubt>,
}

/// A drafted row or column, or a group of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    /// Empty until names are given.
    name: String,
    label: String,
    /// The unit of a column, where it is not the table's.
    unit: Option<String>,
    signed: bool,
    /// The lines of a group; a group has at least one.
    members: Vec<Line>,
    doubts: Vec<Doubt>,
}

impl Line {
    /// How many rows or columns it is.
    fn leaves(&self) -> usize {
        if self.members.is_empty() { 1 } else { self.members.iter().map(Line::leaves).sum() }
    }
}

impl Table {
    fn row_count(&self) -> usize {
        self.rows.iter().map(Line::leaves).sum()
    }

    fn cells(&self) -> usize {
        self.columns.iter().map(Line::leaves).sum::<usize>().saturating_mul(self.row_count())
    }
}

/// Why there is no draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDraft {
    /// The document has no table.
    NoTables,
    /// Its tables are larger than those of any form.
    TooLarge,
}

/// Drafts a form from the tables of a document, under `name` or one taken from its title.
///
/// # Errors
///
/// Where it has no table that could be one of a form.
pub fn form(document: &Document, name: Option<&str>, lang: Lang) -> Result<Draft, NoDraft> {
    let mut draft = headings::divide(document, lang)?;
    names::give(&mut draft, name, lang);
    Ok(draft)
}

impl Draft {
    /// Its text.
    pub fn text(&self, lang: Lang) -> String {
        print::form(self, lang)
    }

    /// How many comments of it are for its author to settle.
    pub fn doubts(&self) -> usize {
        let mut count = self.doubts.iter().filter(|d| d.is_open()).count();
        fn lines(all: &[Line]) -> usize {
            all.iter().map(|l| l.doubts.iter().filter(|d| d.is_open()).count() + lines(&l.members)).sum()
        }
        for section in &self.sections {
            count += section.doubts.iter().filter(|d| d.is_open()).count();
            for table in &section.tables {
                count += table.doubts.iter().filter(|d| d.is_open()).count() + lines(&table.columns) + lines(&table.rows);
            }
        }
        count
    }
}
