//! Spreadsheets → [`Document`]: every sheet in its order, its cells laid out as paragraphs and grids.
//!
//! The files are taken apart here, record by record, for such a file may be made to harm: two cells at the far corners of a sheet, a count of
//! strings that are not there, a chain of sectors that leads round. Only what is in the file takes memory, and it is counted; what the file says
//! of its own size is not believed.

mod compound;
mod format;
mod number;
mod xls;
mod xlsx;

#[cfg(test)]
mod tests;

use super::cells::{Cells, Layout, Position, begins_section};
use super::document::{Block, Document, Line};
use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use crate::report::{Paragraph, Place, Problem};
use std::collections::BTreeSet;

/// Rows a sheet may have.
const MOST_ROWS: u32 = 1 << 20;

/// Columns a sheet may have.
const MOST_COLUMNS: u32 = 1 << 14;

/// More characters than the name of any sheet has: each cell carries it.
const LONGEST_NAME: usize = 64;

/// Reads a spreadsheet.
///
/// A formula is its result as it was last calculated; what a format hides or rounds is read whole; links to other files are not followed, and
/// macros not looked at.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    let sheets = if bytes.starts_with(b"PK") { xlsx::read(bytes, options)? } else { xls::read(bytes, options)? };
    let mut layout = Layout::new(options);
    for sheet in &sheets {
        let before = layout.document.blocks.len();
        layout.lay(&sheet.cells, &|at| Some(sheet.place(at)))?;
        if let Some(heading) = sheet.heading(layout.document.blocks.get(before..).unwrap_or(&[])) {
            layout.document.blocks.insert(before, Block::Text(heading));
        }
        layout.document.problems.extend(sheet.problems());
    }
    Ok(layout.document)
}

/// A sheet as it is in the file.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    /// Whether the whole of it is hidden.
    hidden: bool,
    cells: Cells,
    /// Rows and columns with something in them that are hidden.
    hidden_parts: usize,
    /// Formulas without their results.
    uncalculated: Vec<Position>,
}

/// What may still be read: bytes of text, cells, merged ranges.
struct Text<'o> {
    options: &'o LoadOptions,
    bytes: usize,
    cells: usize,
}

impl Text<'_> {
    fn new(options: &LoadOptions) -> Text<'_> {
        Text { options, bytes: options.max_bytes, cells: options.max_cells }
    }

    /// A text of so many bytes is kept.
    fn take(&mut self, bytes: usize) -> Result<(), Trouble> {
        let too_large = || Trouble::TooLarge { what: "bytes", limit: widen(self.options.max_bytes) };
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(too_large)?;
        Ok(())
    }

    /// A cell, or a range of them, is kept.
    fn take_cell(&mut self) -> Result<(), Trouble> {
        let too_large = || Trouble::TooLarge { what: "cells", limit: widen(self.options.max_cells) };
        self.cells = self.cells.checked_sub(1).ok_or_else(too_large)?;
        Ok(())
    }
}

impl Sheet {
    fn named(name: &str, hidden: bool) -> Sheet {
        let name = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        Sheet { name, hidden, ..Sheet::default() }
    }

    fn place(&self, (row, column): Position) -> Place {
        Place { sheet: Some(self.name.clone()), reference: Some(reference((row, column))), ..Place::default() }
    }

    /// Puts a text into a cell; outside of what a sheet can have there is none.
    fn put(&mut self, at: Position, text: String, left: &mut Text<'_>) -> Result<(), Trouble> {
        if at.0 >= MOST_ROWS || at.1 >= MOST_COLUMNS {
            return Ok(());
        }
        if !text.is_empty() {
            left.take_cell()?;
            left.take(text.len())?;
        }
        let place = self.place(at);
        self.cells.put(at, Paragraph { text, pieces: vec![(0, place)] });
        Ok(())
    }

    /// Merges a range of cells.
    fn merge(&mut self, first: Position, last: Position, left: &mut Text<'_>) -> Result<(), Trouble> {
        if first != last {
            left.take_cell()?;
            self.cells.merges.insert(first, (last.0.min(MOST_ROWS - 1), last.1.min(MOST_COLUMNS - 1)));
        }
        Ok(())
    }

    /// Counts the hidden rows and columns that have something in them; `columns` are the first and last of each range.
    fn count_hidden(&mut self, rows: &BTreeSet<u32>, columns: &[(u32, u32)]) {
        let filled: BTreeSet<u32> = self.cells.rows.values().flat_map(|r| r.keys().copied()).collect();
        let is_hidden = |column: &&u32| columns.iter().any(|(first, last)| (first..=last).contains(column));
        self.hidden_parts = rows.iter().filter(|r| self.cells.rows.contains_key(r)).count() + filled.iter().filter(is_hidden).count();
    }

    /// The name of the sheet, where it is the only heading its content has: one with an ordinal (`三、…`) over content without any.
    fn heading(&self, content: &[Block]) -> Option<Line> {
        let name = self.name.trim();
        let is_heading = |b: &Block| matches!(b, Block::Text(line) if begins_section(&line.paragraph.text));
        if content.is_empty() || !begins_section(name) || content.iter().any(is_heading) {
            return None;
        }
        let place = Place { sheet: Some(self.name.clone()), ..Place::default() };
        let paragraph = Paragraph { text: name.to_owned(), pieces: vec![(0, place)] };
        Some(Line { paragraph, heading: true, starts_paragraph: true })
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let parts = self.hidden_parts + usize::from(self.hidden && !self.cells.rows.is_empty());
        if parts > 0 {
            let place = Place { sheet: Some(self.name.clone()), ..Place::default() };
            problems.push(Problem { trouble: Trouble::Hidden { sheet: self.name.clone(), parts }, place: Some(place) });
        }
        problems.extend(self.uncalculated.iter().map(|at| Problem {
            trouble: Trouble::NoCachedValue { sheet: self.name.clone(), reference: reference(*at) },
            place: Some(self.place(*at)),
        }));
        problems
    }
}

/// `B7` for the seventh row, second column.
fn reference((row, column): Position) -> String {
    let mut letters = Vec::new();
    let mut left = column.saturating_add(1);
    while left > 0 {
        letters.push(char::from(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0)));
        left = (left - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row.saturating_add(1))
}

/// An error as a cell shows it, by its number.
fn error_name(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#GETTING_DATA",
    }
}
