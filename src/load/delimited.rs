//! Comma-separated values → [`Document`]: tables saved by a spreadsheet as text, and known by their content.
//!
//! Commas are in prose, in JSON and in figures (`1,234`) too. A file is taken for values where several lines in a row have as many fields as one
//! another, most of them figures or empty, beside labels.

use super::cells::{Cells, Layout, Position};
use super::document::Document;
use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use crate::report::{Paragraph, Place};
use std::collections::BTreeMap;

/// Fewest fields of a line of values, and fewest such lines in a row.
const FEWEST: usize = 3;

/// How many bytes of a file are looked at to tell what it is.
const HEAD: usize = 1 << 18;

/// Reads comma-separated values; `None` where the text is something else.
pub(super) fn read(text: &str, options: &LoadOptions) -> Result<Option<Document>, Trouble> {
    let Some(delimiter) = delimiter(text) else { return Ok(None) };
    let mut cells = Cells::default();
    let mut blanks: BTreeMap<Position, (u32, u32)> = BTreeMap::new();
    let mut count = 0usize;
    let mut layout = Layout::new(options);
    let declared = declared(text).is_some();
    for (row, record) in (0u32..).zip(Records::new(text, delimiter, options.max_cells)).skip(usize::from(declared)) {
        count = count.saturating_add(record.fields.len());
        if count > options.max_cells {
            return Err(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) });
        }
        if let Some(line) = record.sentence(text) {
            cells.put((row, 0), line);
            continue;
        }
        for (column, field) in (0u32..).zip(record.fields) {
            if field.is_blank() {
                blanks.insert((row, column), (field.line, field.column));
            } else {
                cells.put((row, column), field.paragraph);
            }
        }
    }
    layout.lay(&cells, &|at| blanks.get(&at).map(|(line, column)| Place::text(*line, *column)))?;
    Ok(Some(layout.document))
}

/// The delimiter that the first line names (`sep=;`), as Excel understands it.
fn declared(text: &str) -> Option<char> {
    let line = text.lines().next()?;
    let mut rest = line.get(..4).filter(|s| s.eq_ignore_ascii_case("sep=")).and_then(|_| line.get(4..))?.chars();
    rest.next().filter(|_| rest.next().is_none())
}

/// What stands between the values of a text, where it is one of values.
fn delimiter(text: &str) -> Option<char> {
    let marks = |line: &str| line.starts_with(['#', '|', '<']) || line.starts_with("```") || line.starts_with("---");
    if text.trim_start().starts_with(['{', '[']) || text.lines().map(str::trim_start).any(marks) {
        return None;
    }
    match declared(text) {
        Some(delimiter) => Some(delimiter),
        None => [',', ';', '\t'].into_iter().find(|d| text.matches(*d).nth(FEWEST * (FEWEST - 1) - 1).is_some() && holds_values(text, *d)),
    }
}

/// Whether lines of values are in a text, cut at `delimiter`.
fn holds_values(text: &str, delimiter: char) -> bool {
    let mut run = Run::default();
    let mut found = false;
    let mut quotes = false;
    let end = (0..=text.len().min(HEAD)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = text.get(..end).unwrap_or(text);
    for record in Records::new(head, delimiter, HEAD) {
        quotes |= record.fields.iter().any(|f| f.quoted);
        if record.fields.len() != run.width {
            run = Run { width: record.fields.len(), ..Run::default() };
        }
        run.add(&record);
        found |= run.is_of_values();
    }
    // Tables cut by tabs are read as any text, unless quotes are to be taken off them.
    found && (delimiter != '\t' || quotes)
}

/// Lines in a row with as many fields as one another.
#[derive(Default)]
struct Run {
    width: usize,
    records: usize,
    /// Lines with a label.
    labelled: usize,
    /// Fields that are figures or empty.
    plain: usize,
    /// Fields in which a figure stands after a space: columns are cut by spaces there, and commas are in the figures.
    spaced: bool,
}

impl Run {
    fn add(&mut self, record: &Record) {
        self.records += 1;
        self.labelled += usize::from(record.fields.iter().any(|f| f.paragraph.text.chars().any(is_chinese)));
        for field in &record.fields {
            let text = field.paragraph.text.trim();
            let figure = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '+' | '-' | '/') || (field.quoted && c == ','));
            self.plain += usize::from(text.is_empty() || figure);
            let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
            self.spaced |= !field.quoted && last.len() < text.len() && last.bytes().all(|b| b.is_ascii_digit());
        }
    }

    fn is_of_values(&self) -> bool {
        let fields = self.width.saturating_mul(self.records);
        self.width >= FEWEST && self.records >= FEWEST && self.plain * 2 >= fields && self.labelled * 2 >= self.records && !self.spaced
    }
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// A line of values, or several where a quoted one is broken over lines.
struct Record {
    fields: Vec<Field>,
    /// Where it begins in the text, and where it ends.
    bytes: (usize, usize),
}

impl Record {
    /// A sentence that has commas of its own, on a line that nothing says is cut by them.
    fn sentence(&self, text: &str) -> Option<Paragraph> {
        let whole = self.fields.len() > 1 && self.fields.iter().all(|f| !f.quoted && !f.is_blank());
        let line = text.get(self.bytes.0..self.bytes.1)?;
        let first = self.fields.first()?;
        (whole && line.contains('。'))
            .then(|| Paragraph { text: line.to_owned(), pieces: vec![(0, Place::text(first.line, first.column))] })
    }
}

/// A value.
struct Field {
    /// What it says, without its quotes; each piece with its place.
    paragraph: Paragraph,
    quoted: bool,
    /// Where it begins.
    line: u32,
    column: u32,
}

impl Field {
    fn is_blank(&self) -> bool {
        self.paragraph.text.trim().is_empty()
    }
}

/// The records of a text, one after the other.
struct Records<'t> {
    text: &'t str,
    delimiter: char,
    /// A record of more fields than this ends.
    most: usize,
    /// The next byte, and its line and column.
    at: usize,
    line: u32,
    column: u32,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: char, most: usize) -> Records<'t> {
        Records { text, delimiter, most, at: 0, line: 1, column: 1 }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn step(&mut self, c: char) {
        self.at += c.len_utf8();
        if c == '\n' {
            self.line = self.line.saturating_add(1);
            self.column = 1;
        } else {
            self.column = self.column.saturating_add(1);
        }
    }

    /// Reads a value up to what ends it; `quotes` is whether a quote at its start means anything.
    fn field(&mut self, quotes: bool) -> Field {
        let start = (self.at, self.line, self.column);
        let mut paragraph = Paragraph { text: String::new(), pieces: Vec::new() };
        let quoted = quotes && self.peek() == Some('"');
        let mut inside = quoted;
        let mut fresh = true;
        if quoted {
            self.step('"');
        }
        while let Some(c) = self.peek() {
            if inside && c == '"' {
                self.step(c);
                inside = self.peek() == Some('"');
                fresh = true;
                if !inside {
                    continue;
                }
            } else if !inside && (c == self.delimiter || c == '\n') {
                break;
            }
            if std::mem::take(&mut fresh) || paragraph.text.ends_with('\n') {
                paragraph.pieces.push((paragraph.text.len(), Place::text(self.line, self.column)));
            }
            paragraph.text.push(c);
            self.step(c);
        }
        if inside {
            // A quote that is never closed is a character like others.
            (self.at, self.line, self.column) = start;
            return self.field(false);
        }
        if paragraph.pieces.first().is_none_or(|p| p.0 > 0) {
            paragraph.pieces.insert(0, (0, Place::text(start.1, start.2)));
        }
        Field { paragraph, quoted, line: start.1, column: start.2 }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        self.peek()?;
        let start = self.at;
        let mut fields = Vec::new();
        loop {
            fields.push(self.field(true));
            let end = self.at;
            let c = self.peek();
            if let Some(c) = c {
                self.step(c);
            }
            if c != Some(self.delimiter) || fields.len() > self.most {
                return Some(Record { fields, bytes: (start, end) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::document::Block;

    fn document(text: &str) -> Document {
        read(text, &LoadOptions::default()).unwrap().unwrap_or_else(|| panic!("no values: {text}"))
    }

    /// Lines as they are, rows of grids with their cells between bars.
    fn shown(document: &Document) -> Vec<String> {
        let mut lines = Vec::new();
        for block in &document.blocks {
            match block {
                Block::Text(line) => lines.push(line.paragraph.text.clone()),
                Block::Grid(grid) => lines
                    .extend(grid.rows.iter().map(|row| format!("|{}|", row.iter().map(|c| c.text.as_str()).collect::<Vec<_>>().join("|")))),
            }
        }
        lines
    }

    const TABLE: &str = "信息内容,制发,废止,有效\n规章,2,1,13\n规范性文件,109,489,597\n";

    #[test]
    fn any_of_the_delimiters() {
        for delimiter in [",", ";"] {
            let document = document(&TABLE.replace(',', delimiter));
            assert_eq!(shown(&document), ["|信息内容|制发|废止|有效|", "|规章|2|1|13|", "|规范性文件|109|489|597|"], "{delimiter}");
        }
        // Without quotes a table cut by tabs is a text like any other.
        assert_eq!(read(&TABLE.replace(',', "\t"), &LoadOptions::default()), Ok(None));
        let quoted = TABLE.replace(',', "\t").replace("规章", "\"规\"\"章\"");
        assert_eq!(shown(&document(&quoted))[1], "|规\"章|2|1|13|");
        assert_eq!(shown(&document(&format!("sep=;\r\n{}", TABLE.replace(',', ";"))))[1], "|规章|2|1|13|");
    }

    #[test]
    fn quotes_are_taken_off_and_places_point_into_them() {
        let text = "信息内容,制发,废止,有效\n\"危及\"\"三安全\"\"\n，一稳定\",2,\" 1,000\",13\r\n规章,,3,4\n";
        let document = document(text);
        let Some(Block::Grid(grid)) = document.blocks.first() else { panic!("{document:?}") };
        assert_eq!(shown(&document)[1], "|危及\"三安全\"，一稳定|2|1,000|13|");
        let places: Vec<_> = grid.rows[1].iter().map(|c| (c.place.line.unwrap(), c.place.column.unwrap())).collect();
        assert_eq!(places, [(2, 2), (3, 7), (3, 11), (3, 18)]);
        let places: Vec<_> = grid.rows[2].iter().map(|c| (c.place.line.unwrap(), c.place.column.unwrap())).collect();
        assert_eq!(places, [(4, 1), (4, 4), (4, 5), (4, 7)]);
        assert_eq!((grid.rows[2][1].place.row, grid.rows[2][1].place.cell, grid.rows[2][1].text.as_str()), (Some(3), Some(2), ""));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_character() {
        let lines = shown(&document(&TABLE.replace("规范性文件", "\"规范性文件")));
        assert_eq!(lines[2], "|\"规范性文件|109|489|597|");
    }

    #[test]
    fn lines_of_one_value_are_text_and_a_short_row_stays_short() {
        let document =
            document(&format!("某局2023年报告,,,\n,,,\n一、概况,,,\n\"全年公开9件，\n按时办结。\",,,\n{TABLE}规章,1\n,,,\n甲、乙, 丙。\n"));
        assert_eq!(
            shown(&document),
            [
                "某局2023年报告",
                "一、概况",
                "全年公开9件，",
                "按时办结。",
                "|信息内容|制发|废止|有效|",
                "|规章|2|1|13|",
                "|规范性文件|109|489|597|",
                "|规章|1|",
                "甲、乙, 丙。",
            ]
        );
    }

    #[test]
    fn what_merely_has_commas_is_something_else() {
        for text in [
            "全年收到申请3件,其中网络2件,信函1件,均已办结。\n".repeat(9),
            "收到, 3, 件\n答复, 3, 件\n".to_owned(),
            // Figures with commas in them, one to a line or cut by spaces.
            "规章\n1,808,595\n2,822,652\n3,201,630\n1,020,163\n".to_owned(),
            "规章 1,234,567 2,345,678\n许可 1,234,567 2,345,678\n处罚 1,234,567 2,345,678\n强制 1,234,567 2,345,678\n".to_owned(),
            format!("# 报告\n\n{TABLE}"),
            format!("```\n{TABLE}```"),
            "| 甲 | 1,2,3 |\n|---|---|\n| 乙 | 1,2,3 |\n".to_owned(),
            "{\"甲\":[1,2,3,4],\n\"乙\":[1,2,3,4],\n\"丙\":[1,2,3,4]}".to_owned(),
            String::new(),
            ",,,\n,,,\n,,,\n".to_owned(),
        ] {
            assert_eq!(read(&text, &LoadOptions::default()), Ok(None), "{text}");
        }
    }

    #[test]
    fn too_many_values_are_too_many() {
        let options = LoadOptions { max_cells: 10, ..LoadOptions::default() };
        assert_eq!(read(TABLE, &options), Err(Trouble::TooLarge { what: "cells", limit: 10 }));
        let wide = format!("{TABLE}{}", ",".repeat(100));
        let options = LoadOptions { max_cells: 50, ..LoadOptions::default() };
        assert_eq!(read(&wide, &options), Err(Trouble::TooLarge { what: "cells", limit: 50 }));
    }
}
