//! What a document *is*, once read: figures by cell, prose by section, and what the reading could not settle. No bytes, no formats.

mod place;

pub use place::Place;

use crate::catalogue::Trouble;
use crate::form::{CellId, Form};
use crate::value::{Date, Decimal};
use indexmap::IndexMap;
use std::sync::Arc;

/// A report as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The form its tables are on.
    pub form: Arc<Form>,
    /// Title as printed.
    pub title: Option<String>,
    /// The body that reports.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<i32>,
    /// Date of publication, where the document says one.
    pub published: Option<Date>,
    /// Date under the signature, where there is one.
    pub signed: Option<Date>,
    /// The body that signs, where there is a signature.
    pub signatory: Option<String>,
    /// Statistical period, where the document states one.
    pub period: Option<(Date, Date)>,
    /// Attributes of the body (单位类别, 层级, 口径, …), from outside the document.
    pub attributes: IndexMap<String, String>,
    /// One entry for each cell of the form, in its order.
    pub cells: Vec<Cell>,
    /// What stands before the first section: the title, an introduction.
    pub opening: Vec<Paragraph>,
    /// The sections found, in the order of the document.
    pub sections: Vec<Section>,
    /// What the reading could not settle.
    pub problems: Vec<Problem>,
}

impl Report {
    /// A report of which nothing has been read yet: every cell missing.
    pub fn empty(form: Arc<Form>) -> Report {
        let cells = vec![Cell::MISSING; form.cell_count()];
        Report {
            form,
            title: None,
            agency: None,
            year: None,
            published: None,
            signed: None,
            signatory: None,
            period: None,
            attributes: IndexMap::new(),
            cells,
            opening: Vec::new(),
            sections: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// A cell by its number.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.cells[id.index()]
    }

    /// A cell by its name, such as `申请.新收[自然人]`.
    pub fn cell_named(&self, name: &str) -> Option<&Cell> {
        self.form.find_cell(name).map(|id| self.cell(id))
    }

    /// A section by its id, such as `一`.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// How many cells are in each state.
    pub fn count_cells(&self) -> CellCounts {
        let mut counts = CellCounts { expected: self.cells.len(), ..CellCounts::default() };
        for cell in &self.cells {
            match cell.state {
                CellState::Number(_) => counts.number += 1,
                CellState::Blank => counts.blank += 1,
                CellState::Placeholder => counts.placeholder += 1,
                CellState::Unreadable => counts.unreadable += 1,
                CellState::Missing => counts.missing += 1,
            }
        }
        counts
    }
}

/// One cell as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it holds.
    pub state: CellState,
    /// Exactly what stood in the document; `None` where no cell was found.
    pub text: Option<String>,
    /// Where it stands; `None` where no cell was found.
    pub place: Option<Place>,
}

impl Cell {
    /// A cell that was not found.
    pub const MISSING: Cell = Cell { state: CellState::Missing, text: None, place: None };

    /// The figure, where there is one.
    pub fn number(&self) -> Option<Decimal> {
        match self.state {
            CellState::Number(n) => Some(n),
            _ => None,
        }
    }
}

/// What a cell can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// A figure.
    Number(Decimal),
    /// The cell is there, with nothing in it.
    Blank,
    /// `/`, `-`, 不适用 and their like.
    Placeholder,
    /// Something else stands there, or its column cannot be known.
    Unreadable,
    /// No such cell was found.
    Missing,
}

impl CellState {
    /// The name of the state in the reading document.
    pub fn name(self) -> &'static str {
        match self {
            CellState::Number(_) => "number",
            CellState::Blank => "blank",
            CellState::Placeholder => "placeholder",
            CellState::Unreadable => "unreadable",
            CellState::Missing => "missing",
        }
    }
}

/// How many cells are in each state; they add up to `expected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct CellCounts {
    /// Cells of the form.
    pub expected: usize,
    /// Figures.
    pub number: usize,
    /// Blank.
    pub blank: usize,
    /// Placeholders.
    pub placeholder: usize,
    /// Unreadable.
    pub unreadable: usize,
    /// Missing.
    pub missing: usize,
}

/// The prose of one section, without its tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Id of the section in the form: `一`.
    pub id: String,
    /// Title as printed.
    pub title: String,
    /// Where the title stands.
    pub place: Place,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
}

impl Section {
    /// The prose, one paragraph a line.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(|p| p.text.as_str()).collect();
        texts.join("\n")
    }
}

/// A paragraph, put together from the pieces a document breaks it into (lines of text, runs of a Word file).
///
/// INVARIANT: `pieces` is not empty, its offsets rise, and the first is 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The text, without line breaks.
    pub text: String,
    /// Where each piece of it stands: from this byte offset of `text` on, at this place.
    pub pieces: Vec<(usize, Place)>,
}

impl Paragraph {
    /// The place of the character at byte `offset`: the place of its piece, with the column moved on where the piece has one.
    pub fn place_at(&self, offset: usize) -> Place {
        let index = self.pieces.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let Some((start, place)) = self.pieces.get(index) else { return Place::default() };
        let mut place = place.clone();
        if let Some(column) = place.column {
            let passed = self.text.get(*start..offset).map_or(0, |t| t.chars().count());
            place.column = Some(column.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)));
        }
        place
    }
}

/// Something the reading could not settle, or settled with doubt: bad news about the *reading*, not about the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What, as data; its code, severity and sentences are in the catalogue.
    pub trouble: Trouble,
    /// Where; `None` for something that was not found.
    pub place: Option<Place>,
}
