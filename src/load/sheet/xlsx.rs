//! Excel files: XML parts in a ZIP package.

use super::format::Format;
use super::number::Number;
use super::{MOST_COLUMNS, MOST_ROWS, Sheet, Text};
use crate::catalogue::Trouble;
use crate::load::cells::Position;
use crate::load::package::Package;
use crate::load::{Kind, LoadOptions, widen};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

const DAMAGED: Trouble = Trouble::Damaged { kind: NAME };

/// A sheet has no more columns than this, hidden or not.
const MOST_RANGES: usize = 1 << 14;

const NAME: &str = "an Excel file";

/// The sheets of a file.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Vec<Sheet>, Trouble> {
    let mut package = Package::open(bytes, Kind::Excel.name(), options)?;
    let root = relations(&mut package, "")?;
    let main = root.values().find(|r| r.kind == "officeDocument").map_or("xl/workbook.xml", |r| r.target.as_str()).to_owned();
    if main.ends_with(".bin") {
        // The binary twin of this format (.xlsb).
        return Err(Trouble::NeedsConverting { kind: Kind::Excel.name() });
    }
    let related = relations(&mut package, &main)?;
    let mut left = Text::new(options);
    let mut book = Book::default();
    let named = book.workbook(&part(&mut package, &main)?.ok_or(DAMAGED)?, &mut left)?;
    for relation in related.values() {
        match relation.kind.as_str() {
            "sharedStrings" => {
                if let Some(xml) = part(&mut package, &relation.target)? {
                    book.strings = strings(&xml, &mut left)?;
                }
            }
            "styles" => {
                if let Some(xml) = part(&mut package, &relation.target)? {
                    book.styles(&xml, options)?;
                }
            }
            _ => {}
        }
    }
    let mut sheets = Vec::new();
    for (mut sheet, id) in named {
        // A chart that fills a sheet of its own, a dialogue, a macro: none has cells.
        let Some(relation) = related.get(&id).filter(|r| r.kind == "worksheet") else { continue };
        let xml = part(&mut package, &relation.target)?.ok_or(DAMAGED)?;
        book.sheet(&xml, &mut sheet, &mut left)?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The text of a part.
fn part(package: &mut Package<'_>, name: &str) -> Result<Option<String>, Trouble> {
    let Some(bytes) = package.part(name)? else { return Ok(None) };
    let (encoding, bom) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(bom..).unwrap_or(&[]));
    Ok(Some(text.ok_or(DAMAGED)?.into_owned()))
}

/// A part that another one names.
#[derive(Debug)]
struct Relation {
    /// The last word of its kind: `worksheet`.
    kind: String,
    /// Its name in the package.
    target: String,
}

/// The parts that the part `of` names, by the ids it gives them; none outside of the package.
fn relations(package: &mut Package<'_>, of: &str) -> Result<BTreeMap<String, Relation>, Trouble> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut found = BTreeMap::new();
    let Some(xml) = part(package, &name)? else { return Ok(found) };
    each_event(&xml, |event| {
        if let Event::Start(element) = event
            && element.local_name().as_ref() == "Relationship"
            && attribute(element, "TargetMode").is_none_or(|mode| mode != "External")
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Type"), attribute(element, "Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or("").to_owned();
            found.insert(id, Relation { kind, target: resolve(folder, &target) });
        }
        Ok(())
    })?;
    Ok(found)
}

/// The name of a part that is named in `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let (mut steps, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|s| !s.is_empty()).collect(), target),
    };
    for step in rest.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Hands the events of an XML text over one by one; an empty element begins and ends.
fn each_event<'x>(xml: &'x str, mut take: impl FnMut(&Event<'x>) -> Result<(), Trouble>) -> Result<(), Trouble> {
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(|_| DAMAGED)? {
            Event::Eof => return Ok(()),
            event => take(&event)?,
        }
    }
}

/// An attribute by its name without a prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).filter_map(Result::ok).find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::default()).ok().map(|v| v.into_owned())
}

fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
}

/// The text of an event: characters, and the references that stand for some.
fn push_text(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(characters) => text.push_str(&characters.xml10_content()),
        Event::CData(characters) => text.push_str(&characters.xml10_content()),
        Event::GeneralRef(reference) => text.extend(character(reference)),
        _ => {}
    }
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// A string as it is meant: `_x000D_` stands for a character that XML has none for.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.get(at + 6..at + 7) == Some("_"));
        let character = code.and_then(|c| u32::from_str_radix(c, 16).ok()).and_then(char::from_u32);
        plain.push_str(rest.get(..at).unwrap_or(""));
        let length = match character {
            Some(character) => {
                plain.push(character);
                7
            }
            None => {
                plain.push_str("_x");
                2
            }
        };
        rest = rest.get(at + length..).unwrap_or("");
    }
    plain + rest
}

/// The strings all sheets share. How they are set and how they are spoken is left out.
fn strings(xml: &str, left: &mut Text<'_>) -> Result<Vec<String>, Trouble> {
    let mut strings = Vec::new();
    let mut text = RichText::default();
    each_event(xml, |event| {
        text.event(event);
        if let Event::End(element) = event
            && element.local_name().as_ref() == "si"
        {
            let string = text.take();
            left.take(string.len().max(size_of::<String>()))?;
            strings.push(string);
        }
        Ok(())
    })?;
    Ok(strings)
}

/// Text in runs (`<r><t>…</t></r>`), as in a shared string or in a cell.
#[derive(Debug, Default)]
struct RichText {
    text: String,
    inside: bool,
    /// Within a reading aid (`<rPh>`).
    spoken: bool,
}

impl RichText {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => self.inside = true,
                "rPh" => self.spoken = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.inside = false,
                "rPh" => self.spoken = false,
                _ => {}
            },
            event if self.inside && !self.spoken => push_text(event, &mut self.text),
            _ => {}
        }
    }

    fn take(&mut self) -> String {
        unescape(&std::mem::take(&mut self.text))
    }
}

/// What holds for all sheets.
#[derive(Debug, Default)]
struct Book {
    strings: Vec<String>,
    /// The number format of each style.
    formats: Vec<Format>,
    /// Whether days are counted from 1904.
    late: bool,
    /// Whether the file asks to be calculated when it is opened: the results in it are not its own.
    uncalculated: bool,
}

impl Book {
    /// Reads the workbook: its sheets in order, with the ids of their parts.
    fn workbook(&mut self, xml: &str, left: &mut Text<'_>) -> Result<Vec<(Sheet, String)>, Trouble> {
        let mut sheets = Vec::new();
        each_event(xml, |event| {
            let Event::Start(element) = event else { return Ok(()) };
            match element.local_name().as_ref() {
                "workbookPr" => self.late = is_set(element, "date1904"),
                "calcPr" => self.uncalculated = is_set(element, "fullCalcOnLoad"),
                "sheet" => {
                    let hidden = attribute(element, "state").is_some_and(|state| state != "visible");
                    let id = element
                        .attributes()
                        .with_checks(false)
                        .filter_map(Result::ok)
                        .find(|a| a.key.local_name().as_ref() == "id" && a.key.prefix().is_some());
                    left.take_cell()?;
                    if let Some(id) = id {
                        sheets.push((Sheet::named(&attribute(element, "name").unwrap_or_default(), hidden), id.value.into_owned()));
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        Ok(sheets)
    }

    /// Reads the number format of each style.
    fn styles(&mut self, xml: &str, options: &LoadOptions) -> Result<(), Trouble> {
        let mut codes: BTreeMap<u32, Format> = BTreeMap::new();
        let mut in_cells = false;
        each_event(xml, |event| {
            match event {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")) {
                            codes.insert(id, Format::of(&code));
                        }
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        if self.formats.len() >= options.max_cells {
                            return Err(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) });
                        }
                        let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                        self.formats.push(codes.get(&id).cloned().unwrap_or_else(|| Format::built_in(id)));
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
                _ => {}
            }
            Ok(())
        })
    }

    fn sheet(&self, xml: &str, sheet: &mut Sheet, left: &mut Text<'_>) -> Result<(), Trouble> {
        let mut hidden_rows: BTreeSet<u32> = BTreeSet::new();
        let mut hidden_columns: Vec<(u32, u32)> = Vec::new();
        let mut next: Position = (0, 0);
        let mut cell: Option<Cell> = None;
        each_event(xml, |event| {
            match (event, &mut cell) {
                (Event::End(element), Some(open)) if element.local_name().as_ref() == "c" => {
                    let at = open.at;
                    let text = self.text(open)?;
                    if open.formula.is_some() && text.starts_with('=') && open.has_no_result(self.uncalculated) {
                        sheet.uncalculated.push(at);
                    }
                    sheet.put(at, text, left)?;
                    cell = None;
                }
                (event, Some(open)) => open.event(event),
                (Event::Start(element), None) => match element.local_name().as_ref() {
                    "row" => {
                        let row = attribute(element, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
                        next = (row.unwrap_or(next.0), 0);
                        if is_set(element, "hidden") && next.0 < MOST_ROWS {
                            hidden_rows.insert(next.0);
                        }
                    }
                    "c" => {
                        let at = match attribute(element, "r") {
                            Some(reference) => position(&reference).ok_or(DAMAGED)?,
                            None => next,
                        };
                        next = (at.0, at.1.saturating_add(1));
                        cell = Some(Cell::new(at, element));
                    }
                    "col" if is_set(element, "hidden") && hidden_columns.len() < MOST_RANGES => {
                        let edge = |name| attribute(element, name).and_then(|n| n.parse::<u32>().ok()).and_then(|n| n.checked_sub(1));
                        hidden_columns.extend(edge("min").zip(edge("max")));
                    }
                    "mergeCell" => {
                        let range = attribute(element, "ref").unwrap_or_default();
                        if let Some((first, last)) = range.split_once(':')
                            && let (Some(first), Some(last)) = (position(first), position(last))
                        {
                            sheet.merge(first, last, left)?;
                        }
                    }
                    _ => {}
                },
                (Event::End(element), None) if element.local_name().as_ref() == "row" => next = (next.0.saturating_add(1), 0),
                _ => {}
            }
            Ok(())
        })?;
        sheet.count_hidden(&hidden_rows, &hidden_columns);
        Ok(())
    }

    /// What a cell shows.
    fn text(&self, cell: &mut Cell) -> Result<String, Trouble> {
        if cell.has_no_result(self.uncalculated) {
            return Ok(format!("={}", cell.formula.as_deref().unwrap_or("").trim().trim_start_matches('=')));
        }
        let value = std::mem::take(&mut cell.value);
        Ok(match cell.kind.as_str() {
            "s" if value.trim().is_empty() => String::new(),
            "s" => value.trim().parse().ok().and_then(|i: usize| self.strings.get(i)).ok_or(DAMAGED)?.clone(),
            "inlineStr" => cell.rich.take(),
            "str" => unescape(&value),
            "b" => match value.trim() {
                "" => String::new(),
                "0" | "false" => "FALSE".to_owned(),
                _ => "TRUE".to_owned(),
            },
            "d" => value.trim().trim_end_matches("T00:00:00").replace('T', " "),
            "e" => value,
            _ => match Number::parse(&value) {
                Some(number) => self.formats.get(cell.style).unwrap_or(&Format::GENERAL).show(number, self.late),
                None => value,
            },
        })
    }
}

/// A cell that is being read.
#[derive(Debug)]
struct Cell {
    at: Position,
    kind: String,
    style: usize,
    value: String,
    formula: Option<String>,
    rich: RichText,
    /// Whether there is a value at all, be it an empty one.
    valued: bool,
    in_value: bool,
    in_formula: bool,
}

impl Cell {
    fn new(at: Position, element: &BytesStart<'_>) -> Cell {
        Cell {
            at,
            kind: attribute(element, "t").unwrap_or_default(),
            style: attribute(element, "s").and_then(|s| s.parse().ok()).unwrap_or(0),
            value: String::new(),
            formula: None,
            rich: RichText::default(),
            valued: false,
            in_value: false,
            in_formula: false,
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "v" => (self.valued, self.in_value) = (true, true),
                "f" => {
                    self.in_formula = true;
                    self.formula.get_or_insert_default();
                }
                _ => self.rich.event(event),
            },
            Event::End(element) => match element.local_name().as_ref() {
                "v" => self.in_value = false,
                "f" => self.in_formula = false,
                _ => self.rich.event(event),
            },
            event if self.in_value => push_text(event, &mut self.value),
            event if self.in_formula => push_text(event, self.formula.get_or_insert_default()),
            event => self.rich.event(event),
        }
    }

    /// Whether it is a formula that was never calculated. An empty text is a result; the zero of a file that asks to be calculated is none.
    fn has_no_result(&self, uncalculated: bool) -> bool {
        let Some(_) = &self.formula else { return false };
        let value = self.value.trim();
        match self.kind.as_str() {
            "str" => !self.valued,
            "" | "n" if uncalculated => value.is_empty() || Number::parse(value).is_some_and(|n| n.is_zero()),
            _ => value.is_empty(),
        }
    }
}

/// The cell of a reference such as `B7` or `$B$7`.
fn position(reference: &str) -> Option<Position> {
    let reference = reference.replace('$', "");
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = reference.split_at(letters);
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let column = letters.bytes().fold(0u32, |c, b| c * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = digits.parse().ok()?;
    (column <= MOST_COLUMNS && (1..=MOST_ROWS).contains(&row)).then(|| (row - 1, column - 1))
}
