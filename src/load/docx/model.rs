//! A Word document between its XML and the blocks it becomes: tables still in their own columns, cells with whatever is in them.

use crate::load::document::Block;
use std::rc::Rc;

/// Something of a story, in reading order.
#[derive(Debug)]
pub(super) enum Piece {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// What a document within the document holds.
    Taken(Vec<Block>),
}

/// A paragraph as printed.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// The number Word puts before it, with what stands between it and the text.
    pub label: String,
    /// The text, its lines separated by line feeds.
    pub text: String,
    /// Whether its style or its own outline level makes it a heading.
    pub heading: bool,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Widths of the columns of its grid, in twentieths of a point.
    pub widths: Rc<[usize]>,
    /// Rows top to bottom.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// What is left free before its first cell.
    pub before: Gap,
    /// Cells left to right.
    pub cells: Vec<Cell>,
    /// What is left free after its last cell.
    pub after: Gap,
}

/// Columns of the grid that a row leaves free.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gap {
    /// How many.
    pub span: usize,
    /// How wide, where it is said.
    pub width: Option<usize>,
}

/// A cell.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// How many columns of the grid it covers.
    pub span: usize,
    /// How wide, where it is said.
    pub width: Option<usize>,
    /// Whether it is merged with the cells above and below.
    pub merge: Merge,
    /// What is in it.
    pub pieces: Vec<Piece>,
}

/// The part a cell has in a merge over rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Merge {
    /// None.
    #[default]
    None,
    /// It begins one.
    Begins,
    /// It continues the one above. Word prints nothing of what it holds.
    Continues,
}
