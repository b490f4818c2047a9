//! What every format is turned into before anything is recognised in it: paragraphs and grids, in reading order, with places.

use crate::report::{Paragraph, Place, Problem};
use std::collections::BTreeMap;

/// A document without meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Paragraphs and grids in reading order.
    pub blocks: Vec<Block>,
    /// What the format itself left in doubt: tracked changes, hidden rows, a guessed encoding.
    pub problems: Vec<Problem>,
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
    /// Whether the format itself begins a paragraph here.
    pub starts_paragraph: bool,
}

/// A table, or a piece of one.
///
/// A cell that is merged over several columns or rows stands once, where it begins, with its spans; the places it covers have no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Rows top to bottom.
    pub rows: Vec<Vec<GridCell>>,
}

/// No form is wider; what a document says of its spans beyond this is not believed.
const WIDEST: usize = 4096;

impl Grid {
    /// The column of each cell, from 0, and the width of each row: a cell begins after the one before it, and after what reaches down from
    /// above.
    pub fn columns(&self) -> Vec<(Vec<usize>, usize)> {
        // For each column that something reaches down into: how many more rows it does.
        let mut reaching: BTreeMap<usize, usize> = BTreeMap::new();
        let mut all = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let mut next: BTreeMap<usize, usize> = reaching.iter().filter(|(_, rows)| **rows > 1).map(|(c, rows)| (*c, rows - 1)).collect();
            let mut columns = Vec::with_capacity(row.len());
            let mut column = 0usize;
            for cell in row {
                while reaching.contains_key(&column) {
                    column += 1;
                }
                columns.push(column);
                let end = column.saturating_add(usize::try_from(cell.colspan).unwrap_or(1).clamp(1, WIDEST));
                if cell.rowspan > 1 {
                    let rows = usize::try_from(cell.rowspan).unwrap_or(usize::MAX) - 1;
                    next.extend((column..end).map(|c| (c, rows)));
                }
                column = end;
            }
            let width = reaching.keys().next_back().map_or(column, |last| column.max(last + 1));
            all.push((columns, width));
            reaching = next;
        }
        all
    }
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
