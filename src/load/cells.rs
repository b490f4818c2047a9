//! Cells in rows and columns (a sheet, a file of comma-separated values) → paragraphs and grids.
//!
//! Nothing in such a file says where a table begins. Rows without a blank row between them are looked at together: what stands alone in its row,
//! or is written in sentences, is a line of text; rows of several cells are a grid, and so is what stands alone between them.

use super::document::{Block, Document, Grid, GridCell, Line};
use super::label::{fold, is_invisible, is_ordinal};
use super::numbers::join;
use super::sections::slice;
use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use crate::report::{Paragraph, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// A row and a column, from 0.
pub(super) type Position = (u32, u32);

/// Cells in rows and columns.
#[derive(Debug, Default)]
pub(super) struct Cells {
    /// The cells with something in them, by row and column.
    pub rows: BTreeMap<u32, BTreeMap<u32, Paragraph>>,
    /// Ranges that are merged into one cell: where each begins, and the last row and column of it.
    pub merges: BTreeMap<Position, Position>,
    /// For each row, the first and the last of its cells that are there at all, empty ones too (a border is drawn around them).
    pub present: BTreeMap<u32, (u32, u32)>,
}

impl Cells {
    /// Puts a text into a cell; one of nothing but blanks only says that the cell is there.
    pub fn put(&mut self, (row, column): Position, text: Paragraph) {
        self.mark(row, column, column);
        if !text.text.chars().all(is_unseen) {
            self.rows.entry(row).or_default().insert(column, text);
        }
    }

    /// Says that the cells from `first` to `last` are there.
    pub fn mark(&mut self, row: u32, first: u32, last: u32) {
        let present = self.present.entry(row).or_insert((first, last));
        *present = (present.0.min(first), present.1.max(last));
    }

    /// The texts of some rows, in reading order.
    fn texts(&self, rows: RangeInclusive<u32>) -> impl Iterator<Item = &Paragraph> {
        self.rows.range(rows).flat_map(|(_, row)| row.values())
    }
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// The place of an empty cell; `None` where the file has no such cell.
pub(super) type Blanks<'b> = &'b dyn Fn(Position) -> Option<Place>;

/// Turns cells into the blocks of a document, sheet after sheet.
pub(super) struct Layout<'o> {
    options: &'o LoadOptions,
    /// Cells that may still be laid out.
    left: usize,
    /// Grids so far.
    tables: u32,
    pub document: Document,
}

/// Rows that belong together because a cell reaches down from one to the next.
#[derive(Debug)]
struct Unit {
    rows: RangeInclusive<u32>,
    /// How many cells of it have something in them.
    filled: usize,
    /// Its first and last column.
    columns: (u32, u32),
}

/// Units that follow one another without a blank row, and for each the nearest of several cells above and below it.
struct Band {
    units: Vec<Unit>,
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
}

impl Band {
    fn new(units: Vec<Unit>) -> Band {
        fn nearest<'u>(units: impl Iterator<Item = (usize, &'u Unit)>) -> Vec<Option<usize>> {
            let several = |last: &mut Option<usize>, (index, unit): (usize, &Unit)| {
                let before = *last;
                *last = if unit.filled > 1 { Some(index) } else { before };
                Some(before)
            };
            units.scan(None, several).collect()
        }
        let above = nearest(units.iter().enumerate());
        let mut below = nearest(units.iter().enumerate().rev());
        below.reverse();
        Band { units, above, below }
    }

    fn neighbour(&self, of: &[Option<usize>], index: usize) -> Option<&Unit> {
        self.units.get((*of.get(index)?)?)
    }
}

impl<'o> Layout<'o> {
    pub fn new(options: &'o LoadOptions) -> Layout<'o> {
        Layout { options, left: options.max_cells, tables: 0, document: Document::default() }
    }

    /// Appends what stands in `cells`.
    pub fn lay(&mut self, cells: &Cells, blanks: Blanks<'_>) -> Result<(), Trouble> {
        let merges = self.merges(cells)?;
        let mut units: Vec<Unit> = Vec::new();
        let mut rows = cells.rows.keys().copied().peekable();
        while let Some(first) = rows.next() {
            if units.last().is_some_and(|above| above.rows.end().saturating_add(1) < first) {
                self.band(cells, &merges, blanks, Band::new(std::mem::take(&mut units)))?;
            }
            let mut unit = Unit { rows: first..=first, filled: 0, columns: (u32::MAX, 0) };
            let mut row = Some(first);
            while let Some(r) = row {
                for column in cells.rows.get(&r).into_iter().flat_map(BTreeMap::keys) {
                    let (end, last) = merges.get(&(r, *column)).copied().unwrap_or((r, *column));
                    unit.filled += 1;
                    unit.columns = (unit.columns.0.min(*column), unit.columns.1.max(last));
                    unit.rows = first..=end.max(*unit.rows.end());
                }
                row = rows.next_if(|next| next <= unit.rows.end());
            }
            units.push(unit);
        }
        self.band(cells, &merges, blanks, Band::new(units))
    }

    /// The merged ranges that can be believed: one that would hide a filled cell is none, for nothing may go unread.
    fn merges(&mut self, cells: &Cells) -> Result<BTreeMap<Position, Position>, Trouble> {
        let mut merges = BTreeMap::new();
        let Some(bottom) = cells.rows.keys().next_back().map(|last| last.saturating_add(LONGEST_GAP)) else { return Ok(merges) };
        for (&(row, column), &(last_row, last_column)) in &cells.merges {
            let last_row = last_row.min(bottom);
            if last_row < row || last_column < column {
                continue;
            }
            let mut hides = false;
            for (r, filled) in cells.rows.range(row..=last_row) {
                self.spend(1)?;
                hides = filled.range(column..=last_column).any(|(c, _)| (*r, *c) != (row, column));
                if hides {
                    break;
                }
            }
            if !hides {
                merges.insert((row, column), (last_row, last_column));
            }
        }
        Ok(merges)
    }

    fn spend(&mut self, cells: usize) -> Result<(), Trouble> {
        let too_large = || Trouble::TooLarge { what: "cells", limit: widen(self.options.max_cells) };
        self.left = self.left.checked_sub(cells).ok_or_else(too_large)?;
        Ok(())
    }

    fn band(&mut self, cells: &Cells, merges: &BTreeMap<Position, Position>, blanks: Blanks<'_>, band: Band) -> Result<(), Trouble> {
        let widest = band.units.iter().fold((u32::MAX, 0), |b, u| (b.0.min(u.columns.0), b.1.max(u.columns.1)));
        let mut table: Option<RangeInclusive<u32>> = None;
        for (index, unit) in band.units.iter().enumerate() {
            if !is_text(cells, &band, index) {
                table = Some(table.map_or(*unit.rows.start(), |rows| *rows.start())..=*unit.rows.end());
                continue;
            }
            if let Some(rows) = table.take() {
                self.grid(cells, merges, blanks, rows, widest)?;
            }
            for text in cells.texts(unit.rows.clone()) {
                self.spend(1)?;
                for (from, to) in line_bounds(&text.text) {
                    let line = slice(text, from, to).map(|paragraph| Line { paragraph, heading: false, starts_paragraph: true });
                    self.document.blocks.extend(line.map(Block::Text));
                }
            }
        }
        table.map_or(Ok(()), |rows| self.grid(cells, merges, blanks, rows, widest))
    }

    fn grid(
        &mut self,
        cells: &Cells,
        merges: &BTreeMap<Position, Position>,
        blanks: Blanks<'_>,
        rows: RangeInclusive<u32>,
        widest: (u32, u32),
    ) -> Result<(), Trouble> {
        let columns = self.columns(cells, merges, rows.clone(), widest);
        let height = usize::try_from(rows.end() - rows.start()).unwrap_or(usize::MAX).saturating_add(1);
        self.spend(height.saturating_mul(columns.len()))?;
        self.tables = self.tables.saturating_add(1);
        let mut covered: BTreeSet<Position> = BTreeSet::new();
        let mut grid = Grid { rows: Vec::with_capacity(height) };
        for (row, number) in rows.clone().zip(1u32..) {
            let mut printed: Vec<GridCell> = Vec::new();
            for (index, column) in columns.iter().enumerate() {
                let at = (row, *column);
                if covered.contains(&at) {
                    continue;
                }
                let (last_row, last_column) = merges.get(&at).copied().unwrap_or(at);
                let last_row = last_row.min(*rows.end());
                let under = |c: &&u32| **c <= last_column && !covered.contains(&(row, **c));
                let span = columns.get(index..).unwrap_or(&[]);
                let span = span.get(..span.iter().take_while(under).count()).unwrap_or(&[]);
                let (text, place) = match cells.rows.get(&row).and_then(|r| r.get(column)) {
                    Some(paragraph) => in_one_line(paragraph),
                    None => match blanks(at) {
                        Some(place) => (String::new(), place),
                        None => continue,
                    },
                };
                if last_row > row || span.len() > 1 {
                    covered.extend((row..=last_row).flat_map(|r| span.iter().map(move |c| (r, *c))));
                }
                let number_of = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let cell = number_of(printed.len()).saturating_add(1);
                let place = Place { table: Some(self.tables), row: Some(number), cell: Some(cell), ..place };
                printed.push(GridCell { text, place, colspan: number_of(span.len()), rowspan: last_row - row + 1 });
            }
            grid.rows.push(printed);
        }
        self.document.blocks.push(Block::Grid(grid));
        Ok(())
    }

    /// The columns of a grid: from the first to the last in which anything stands, without long stretches in which nothing does.
    fn columns(&self, cells: &Cells, merges: &BTreeMap<Position, Position>, rows: RangeInclusive<u32>, widest: (u32, u32)) -> Vec<u32> {
        let mut touched = BTreeSet::new();
        for (row, filled) in cells.rows.range(rows.clone()) {
            for column in filled.keys() {
                touched.extend([*column, merges.get(&(*row, *column)).map_or(*column, |end| end.1)]);
            }
        }
        // Where labels stand alone, the empty cells beside them are all there is of the table.
        if cells.rows.range(rows.clone()).all(|(_, filled)| filled.len() == 1) {
            let present = cells.present.range(rows);
            touched.extend(present.flat_map(|(_, ends)| [ends.0, ends.1]).filter(|c| (widest.0..=widest.1).contains(c)));
        }
        let mut columns: Vec<u32> = Vec::new();
        for column in touched {
            match columns.last() {
                Some(last) if column - last <= LONGEST_GAP => columns.extend(last + 1..=column),
                _ => columns.push(column),
            }
        }
        columns
    }
}

/// More empty rows or columns than this are no part of a table.
const LONGEST_GAP: u32 = 16;

/// Whether the rows of a unit are text and no part of a table.
fn is_text(cells: &Cells, band: &Band, index: usize) -> bool {
    let Some(unit) = band.units.get(index) else { return false };
    let texts = || cells.texts(unit.rows.clone()).map(|p| p.text.as_str());
    if unit.filled > 1 {
        // A heading beside its section: cells used for layout.
        return texts().any(is_prose) && !texts().any(is_figure);
    }
    let (Some(text), Some(above)) = (texts().next(), band.neighbour(&band.above, index)) else { return true };
    if is_prose(text) {
        return true;
    }
    let across = unit.columns.0 <= above.columns.0 && unit.columns.1 >= above.columns.1;
    // Empty cells of the table beside it.
    let beside = cells.present.get(unit.rows.start()).is_some_and(|(_, last)| (*last).min(above.columns.1) > unit.columns.1);
    match band.neighbour(&band.below, index) {
        None => {
            let next = band.units.get(index + 1).and_then(|u| cells.texts(u.rows.clone()).next());
            across || !beside || text.trim_start().starts_with('注') || next.is_some_and(|p| is_prose(&p.text))
        }
        // A heading between two tables; or a row of which every figure is left out, between two others.
        Some(below) if begins_section(text) => {
            let figures_below = cells.rows.get(below.rows.start()).is_some_and(|row| row.values().any(|p| is_figure(&p.text)));
            across || !(beside || figures_below)
        }
        Some(_) => false,
    }
}

/// Sentences, or more than any label says.
fn is_prose(text: &str) -> bool {
    let length = text.chars().filter(|c| !is_unseen(*c)).count();
    length > 12 && text.contains('。') || length > 80
}

fn is_figure(text: &str) -> bool {
    let mut seen = text.chars().filter(|c| !is_unseen(*c)).map(fold).peekable();
    seen.peek().is_some() && seen.all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '%'))
}

/// Whether a text begins with the ordinal of a section: `三、`.
pub(super) fn begins_section(text: &str) -> bool {
    let head: Vec<char> = text.chars().filter(|c| !is_unseen(*c)).map(fold).take(4).collect();
    let ordinal = head.iter().take_while(|c| is_ordinal(**c)).count();
    ordinal > 0 && matches!(head.get(ordinal), Some('、' | '.' | ',' | ':'))
}

/// Where the lines of a cell begin and end, without what is not seen at their ends; empty ones are none.
fn line_bounds(text: &str) -> Vec<(usize, usize)> {
    let mut bounds = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}']) {
        let from = line.find(|c| !is_unseen(c)).unwrap_or(line.len());
        let to = line.char_indices().rev().find(|(_, c)| !is_unseen(*c)).map_or(from, |(i, c)| i + c.len_utf8());
        if from < to {
            bounds.push((start + from, start + to));
        }
        start += line.len();
    }
    bounds
}

/// The text of a cell in one line: Chinese goes on where it broke off, and two figures or Latin words stay two.
fn in_one_line(paragraph: &Paragraph) -> (String, Place) {
    let bounds = line_bounds(&paragraph.text);
    let mut text = String::new();
    for (from, to) in &bounds {
        let line = paragraph.text.get(*from..*to).unwrap_or("");
        join(&mut text, line);
    }
    (text, paragraph.place_at(bounds.first().map_or(0, |b| b.0)))
}
