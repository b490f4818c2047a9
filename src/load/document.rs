//! What every format is turned into before anything is recognised in it: paragraphs and grids, in reading order, with places.

use crate::report::{Paragraph, Place};

/// A document without meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs and grids in reading order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text: one physical line or paragraph of the document; joining broken lines is the binder's work.
    Text(Line),
    /// A table, or a piece of one.
    Grid(Grid),
}

/// A line or paragraph of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text, with the marks of its format (`#`, `**`) taken off.
    pub paragraph: Paragraph,
    /// Whether the format itself marks it as a heading.
    pub heading: bool,
    /// Whether the line before it was blank (or the format begins a paragraph here).
    pub starts_paragraph: bool,
}

/// A table, or a piece of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Rows top to bottom.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GridCell {
    /// Exactly what stands in it.
    pub text: String,
    /// Where.
    pub place: Place,
    /// How many grid columns it covers.
    pub colspan: u32,
    /// How many grid rows it covers.
    pub rowspan: u32,
}
