//! A grid laid out by rows and columns: which cell stands where, and what kind of thing it holds.

use crate::load::document::Grid;
use crate::load::numbers;
use crate::report::CellState;
use crate::value::Unit;

/// Wider or larger grids are no forms.
const WIDEST: usize = 1000;
const LARGEST: usize = 2_000_000;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Figure,
    Text,
}

/// A cell with where it begins and ends.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub kind: Kind,
    pub row: usize,
    pub column: usize,
    /// First column after it.
    pub end: usize,
}

/// A grid by rows and columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    pub width: usize,
    pub cells: Vec<Cell>,
    /// For each row and column, which cell covers it.
    at: Vec<Vec<Option<usize>>>,
}

impl Matrix {
    /// Lays a grid out; `None` where it is too large to be one of a form.
    pub fn new(grid: &Grid) -> Option<Matrix> {
        let columns = grid.columns();
        let height = grid.rows.len();
        let mut width = 0;
        for (row, (starts, _)) in grid.rows.iter().zip(&columns) {
            for (cell, start) in row.iter().zip(starts) {
                width = width.max(start.saturating_add(usize::try_from(cell.colspan).unwrap_or(1).max(1)));
            }
        }
        if width == 0 || width > WIDEST || height.saturating_mul(width) > LARGEST {
            return None;
        }
        let mut matrix = Matrix { width, cells: Vec::new(), at: vec![vec![None; width]; height] };
        for (r, (row, (starts, _))) in grid.rows.iter().zip(&columns).enumerate() {
            for (cell, start) in row.iter().zip(starts) {
                let end = start.saturating_add(usize::try_from(cell.colspan).unwrap_or(1).max(1)).min(width);
                let below = r.saturating_add(usize::try_from(cell.rowspan).unwrap_or(1).max(1)).min(height);
                let index = matrix.cells.len();
                let text = settled(&cell.text);
                matrix.cells.push(Cell { kind: kind(&text), text, row: r, column: *start, end });
                for covered in matrix.at.get_mut(r..below).unwrap_or(&mut []) {
                    for place in covered.get_mut(*start..end).unwrap_or(&mut []) {
                        *place = place.or(Some(index));
                    }
                }
            }
        }
        Some(matrix)
    }

    pub fn height(&self) -> usize {
        self.at.len()
    }

    /// The index of the cell over a place.
    pub fn index(&self, row: usize, column: usize) -> Option<usize> {
        *self.at.get(row)?.get(column)?
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.cells.get(self.index(row, column)?)
    }

    pub fn kind(&self, row: usize, column: usize) -> Kind {
        self.cell(row, column).map_or(Kind::Blank, |c| c.kind)
    }

    pub fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |c| c.text.as_str())
    }

    /// The one text of a row that has no other, and whether its cell reaches over the whole row.
    pub fn only_text(&self, row: usize) -> Option<(&Cell, bool)> {
        let mut found: Option<&Cell> = None;
        for column in 0..self.width {
            let Some(cell) = self.cell(row, column).filter(|c| c.kind != Kind::Blank) else { continue };
            // What reaches down from above is no text of this row.
            if cell.kind == Kind::Figure || cell.row != row || found.is_some_and(|f| !std::ptr::eq(f, cell)) {
                return None;
            }
            found = Some(cell);
        }
        found.map(|c| (c, c.column == 0 && c.end >= self.width && self.width > 1))
    }
}

/// A text on one line, without what is not seen.
fn settled(text: &str) -> String {
    let text = text.replace("<br>", "").replace("<br/>", "").replace("<br />", "").replace("&nbsp;", " ");
    let mut out = String::new();
    for word in text.split_whitespace() {
        // Words of a language with spaces stay apart; Chinese that was broken over lines joins.
        let apart = out.chars().next_back().is_some_and(|c| c.is_ascii()) && word.starts_with(|c: char| c.is_ascii());
        if apart {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !is_unseen(*c)));
    }
    out
}

/// Characters that are not seen, or turn round what is: no label of a form has any.
pub(super) fn is_unseen(c: char) -> bool {
    let codes = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}', '\u{feff}'..='\u{feff}', '\u{ad}'..='\u{ad}'];
    c.is_control() || codes.iter().any(|range| range.contains(&c))
}

/// What stands in a cell of whatever column: a figure, a mark in place of one, or words.
pub(super) fn kind(text: &str) -> Kind {
    let states = ["件", "元"].map(|unit| numbers::parse_cell(text, &Unit::new(unit)).state);
    if states.contains(&CellState::Blank) {
        Kind::Blank
    } else if states.iter().any(|s| matches!(s, CellState::Number(_) | CellState::Placeholder)) || !text.chars().any(char::is_alphabetic) {
        Kind::Figure
    } else {
        Kind::Text
    }
}
