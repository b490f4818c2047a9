//! Tables → grids, or what they lay out.

use super::columns::{self, Span};
use super::model::{Cell, Merge, Paragraph, Piece, Row, Table};
use super::words::tidy;
use crate::load::document::{Grid, GridCell};
use crate::load::numbers::join;
use crate::report::Place;
use std::collections::HashMap;

/// A cell with more characters than this, in sentences, is a passage and no label.
const LONGEST_LABEL: usize = 200;

/// One with more than this, where it has several paragraphs.
const LONGEST_LABEL_IN_PARAGRAPHS: usize = 120;

/// How many cells of its own a table must have for each cell of the tables in it to be more than their frame.
const CELLS_OF_A_FRAME: usize = 2;

/// What a table is.
pub(super) enum Layout {
    /// Rows of a grid.
    Grid(Table),
    /// Cells that stand on the page in this order, with whatever is in them.
    Cells(Vec<Cell>),
}

/// Takes a table apart into what it is: a grid, a frame for other things, or both by turns.
pub(super) fn layouts(table: Table) -> Vec<Layout> {
    let nested: usize = table.cells().flat_map(|c| &c.pieces).map(cells_in).sum();
    let plain = || table.rows.iter().filter(|r| r.cells.len() > 1).flat_map(|r| &r.cells).filter(|c| !c.holds_table()).count();
    let one_column = table.rows.iter().all(|r| r.cells.len() <= 1);
    if one_column || (nested > 0 && plain() < nested.saturating_mul(CELLS_OF_A_FRAME)) {
        return vec![Layout::Cells(table.rows.into_iter().flat_map(|r| r.cells).collect())];
    }
    let Table { widths, rows } = table;
    let mut found: Vec<Layout> = Vec::new();
    for row in rows {
        let passage = row.is_passage();
        match found.last_mut() {
            Some(Layout::Cells(cells)) if passage => cells.extend(row.cells),
            Some(Layout::Grid(table)) if !passage => table.rows.push(row),
            _ if passage => found.push(Layout::Cells(row.cells)),
            _ => found.push(Layout::Grid(Table { widths: widths.clone(), rows: vec![row] })),
        }
    }
    found
}

/// How many cells there are in a piece, and in what is in them.
fn cells_in(piece: &Piece) -> usize {
    match piece {
        Piece::Table(table) => table.cells().map(|c| 1 + c.pieces.iter().map(cells_in).sum::<usize>()).sum(),
        Piece::Paragraph(_) | Piece::Taken(_) => 0,
    }
}

impl Table {
    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(|r| &r.cells)
    }

    /// The grid, the `number`th of its document.
    pub fn grid(&self, number: u32) -> Grid {
        let columns = columns::columns(self);
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        // The merges that may go on: their columns, and the row and cell where they began.
        let mut open: HashMap<Span, (usize, usize)> = HashMap::new();
        for (row, spans) in self.rows.iter().zip(&columns) {
            let index = rows.len();
            let mut cells: Vec<GridCell> = Vec::new();
            let mut going_on = HashMap::new();
            let push = |text: String, width: usize, cells: &mut Vec<GridCell>| {
                let place = Place { table: Some(number), row: Some(count(index)), cell: Some(count(cells.len())), ..Place::default() };
                cells.push(GridCell { text, place, colspan: u32::try_from(width).unwrap_or(u32::MAX), rowspan: 1 });
            };
            // What a row leaves free before its first cell is kept free.
            if let Some((first, _)) = spans.first().filter(|(first, _)| *first > 0) {
                push(String::new(), *first, &mut cells);
            }
            for (cell, span) in row.cells.iter().zip(spans) {
                let (from, to) = *span;
                if from == to {
                    continue;
                }
                // A cell that goes on from none above it begins one, as in a piece of a table that was cut.
                let origin = open.get(span).copied().filter(|_| cell.merge == Merge::Continues);
                let origin = match origin {
                    Some((row, cell)) => {
                        let above: Option<&mut GridCell> = rows.get_mut(row).and_then(|r: &mut Vec<GridCell>| r.get_mut(cell));
                        above.into_iter().for_each(|c| c.rowspan = c.rowspan.saturating_add(1));
                        (row, cell)
                    }
                    None => {
                        push(cell.text(), to - from, &mut cells);
                        (index, cells.len() - 1)
                    }
                };
                if cell.merge != Merge::None {
                    going_on.insert(*span, origin);
                }
            }
            rows.push(cells);
            open = going_on;
        }
        Grid { rows }
    }
}

/// A number from 1.
fn count(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

impl Row {
    /// Whether it holds a passage of the text and no figures.
    fn is_passage(&self) -> bool {
        let alone = self.cells.len() == 1;
        self.cells.iter().any(|c| c.is_passage() || (alone && (c.holds_table() || c.paragraphs().any(|p| p.heading && !p.is_blank()))))
    }
}

impl Cell {
    fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.pieces.iter().filter_map(|p| match p {
            Piece::Paragraph(paragraph) => Some(paragraph),
            Piece::Table(_) | Piece::Taken(_) => None,
        })
    }

    fn holds_table(&self) -> bool {
        self.pieces.iter().any(|p| matches!(p, Piece::Table(_)))
    }

    fn is_passage(&self) -> bool {
        let filled = || self.paragraphs().filter(|p| !p.is_blank());
        let length: usize = filled().map(|p| p.text.chars().count()).sum();
        let most = if filled().nth(1).is_some() { LONGEST_LABEL_IN_PARAGRAPHS } else { LONGEST_LABEL };
        length > most && filled().any(|p| p.text.contains('。'))
    }

    /// Whether anything is printed in it.
    pub fn has_text(&self) -> bool {
        self.merge != Merge::Continues && !self.text().is_empty()
    }

    /// What is printed in it. Where it holds a table or another document, all that is printed there.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.pieces.iter().for_each(|piece| piece.print_into(&mut text));
        text
    }
}

impl Piece {
    fn print_into(&self, text: &mut String) {
        match self {
            Piece::Paragraph(paragraph) => paragraph.lines().iter().for_each(|line| join(text, line)),
            Piece::Table(table) => table.cells().flat_map(|c| &c.pieces).for_each(|piece| piece.print_into(text)),
            Piece::Taken(blocks) => {
                for block in blocks {
                    match block {
                        crate::load::document::Block::Text(line) => join(text, &line.paragraph.text),
                        crate::load::document::Block::Grid(grid) => grid.rows.iter().flatten().for_each(|c| join(text, &c.text)),
                    }
                }
            }
        }
    }
}

impl Paragraph {
    /// Its lines with something in them, the number before the first.
    pub fn lines(&self) -> Vec<String> {
        let mut text = self.label.clone();
        text.push_str(self.text.trim_start());
        text.split('\n').map(tidy).filter(|line| !line.is_empty()).collect()
    }

    /// Whether it has no text of its own.
    pub fn is_blank(&self) -> bool {
        tidy(&self.text).is_empty()
    }
}
