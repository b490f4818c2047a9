//! The reading document `gouji.reading/1` as input: figures that another program, or an earlier reading, has already bound.

use super::{LoadOptions, metadata, numbers};
use crate::catalogue::{ReadingFault, Trouble};
use crate::form::Form;
use crate::report::{Cell, CellState, Paragraph, Place, Problem, Report, Section};
use crate::spelling::edit_distance;
use crate::value::{Date, Decimal};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The schema this reads.
const SCHEMA: &str = "gouji.reading/1";

/// What every schema of findings begins with.
const FINDINGS: &str = "gouji.findings/";

/// Most reports of a document: each takes room for every cell of its form.
const MOST_REPORTS: usize = 10_000;

/// Whether a file looks like a reading document: its first character opens an object.
pub fn is_reading(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let mut seen = bytes.iter().filter(|b| !b.is_ascii_whitespace());
    seen.next() == Some(&b'{') && matches!(seen.next(), Some(b'"' | b'}'))
}

/// Reads a reading document: an envelope with `reports`, one report, or one report a line. Each report comes with the path it names.
///
/// Cells that are not listed are missing. Numbers are taken from their text and never pass through binary fractions.
///
/// # Errors
///
/// [`Trouble::BadReading`] with the line, for anything that is not this document; [`Trouble::UnknownForm`] for a form that is not given;
/// [`Trouble::TooLarge`] for one over a limit.
pub fn load_reading(bytes: &[u8], forms: &[Arc<Form>], options: &LoadOptions) -> Result<Vec<(Option<String>, Report)>, Trouble> {
    if bytes.len() > options.max_bytes {
        return Err(Trouble::TooLarge { what: "bytes", limit: super::widen(options.max_bytes) });
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty {});
    }
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let lines = bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count();
        Trouble::Encoding { line: u32::try_from(lines + 1).unwrap_or(u32::MAX) }
    })?;
    let source = SourceText::new(text, options.year);
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let value = value.map_err(|e| syntax(&e))?;
        let line = source.line(value).filter(|l| *l > 1);
        let whole = |fault| Trouble::BadReading { reason: fault, line };
        let Ok(fields) = Fields::parse(value) else { return Err(whole(ReadingFault::NotReading)) };
        let schema = source.optional_text(&fields, "schema")?;
        match schema {
            Some(schema) if schema.starts_with(FINDINGS) => return Err(whole(ReadingFault::Findings { schema: clip(&schema) })),
            Some(schema) if schema != SCHEMA => return Err(whole(ReadingFault::WrongSchema { found: clip(&schema) })),
            Some(_) => {}
            None if fields.get("reports").is_some() => return Err(whole(ReadingFault::MissingField { field: "schema" })),
            None if fields.get("form").is_none() && fields.get("cells").is_none() => return Err(whole(ReadingFault::NotReading)),
            None => {}
        }
        match fields.get("reports") {
            Some(reports) => {
                let Some(reports) = list(reports) else { return Err(source.wrong_type("reports", reports, "list")) };
                for report in reports {
                    found.push(source.report(report, forms)?);
                    within_limit(found.len())?;
                }
            }
            None => found.push(source.report(value, forms)?),
        }
        within_limit(found.len())?;
    }
    if found.is_empty() {
        return Err(Trouble::BadReading { reason: ReadingFault::NoReports, line: None });
    }
    Ok(found)
}

fn within_limit(reports: usize) -> Result<(), Trouble> {
    if reports > MOST_REPORTS { Err(Trouble::TooLarge { what: "reports", limit: super::widen(MOST_REPORTS) }) } else { Ok(()) }
}

/// What the JSON library says, without its words.
fn syntax(error: &serde_json::Error) -> Trouble {
    let message = error.to_string();
    let fault = if error.is_eof() {
        ReadingFault::Incomplete
    } else if message.starts_with("key must be a string") || message.starts_with("trailing comma") {
        ReadingFault::KeyExpected
    } else {
        ReadingFault::Syntax
    };
    Trouble::BadReading { reason: fault, line: u32::try_from(error.line()).ok().filter(|l| *l > 0) }
}

/// Enough of a text to know it by.
fn clip(text: &str) -> String {
    let mut clipped: String = text.chars().take(40).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

fn list(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

/// The fields of an object in order, repeated ones too.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    fn parse(value: &'a RawValue) -> Result<Fields<'a>, serde_json::Error> {
        serde_json::from_str(value.get())
    }

    /// A field that is there and not null.
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| *v).filter(|v| v.get() != "null")
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(String, &'de RawValue)>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }
        deserializer.deserialize_map(Collect).map(Fields)
    }
}

/// A cell as the document states it.
struct CellJson<'a> {
    id: String,
    state: Option<String>,
    value: Option<&'a RawValue>,
    text: Option<String>,
    place: Option<Place>,
}

/// The whole text, to say on which line something is.
struct SourceText<'a> {
    text: &'a str,
    /// Offsets of the line ends.
    ends: Vec<usize>,
    /// The year the host knows.
    year: Option<i32>,
}

impl<'a> SourceText<'a> {
    fn new(text: &'a str, year: Option<i32>) -> SourceText<'a> {
        SourceText { text, ends: text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i).collect(), year }
    }

    /// The line a value begins on.
    fn line(&self, value: &RawValue) -> Option<u32> {
        let offset = (value.get().as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        u32::try_from(self.ends.partition_point(|end| *end < offset) + 1).ok()
    }

    fn bad(&self, fault: ReadingFault, value: &RawValue) -> Trouble {
        Trouble::BadReading { reason: fault, line: self.line(value) }
    }

    fn wrong_type(&self, field: &'static str, value: &RawValue, expected: &'static str) -> Trouble {
        self.bad(ReadingFault::WrongType { field, found: clip(value.get()), expected }, value)
    }

    fn optional_text(&self, fields: &Fields<'a>, name: &'static str) -> Result<Option<String>, Trouble> {
        let Some(value) = fields.get(name) else { return Ok(None) };
        serde_json::from_str::<String>(value.get()).map(Some).map_err(|_| self.wrong_type(name, value, "string"))
    }

    fn place(&self, fields: &Fields<'a>) -> Result<Option<Place>, Trouble> {
        let Some(value) = fields.get("place") else { return Ok(None) };
        serde_json::from_str::<Place>(value.get()).map(Some).map_err(|_| self.wrong_type("place", value, "place"))
    }

    fn date(&self, fields: &Fields<'a>, name: &'static str, field: &'static str) -> Result<Option<Date>, Trouble> {
        let Some(value) = fields.get(name) else { return Ok(None) };
        let text = self.optional_text(fields, name)?.unwrap_or_default();
        text.parse::<Date>().map(Some).map_err(|_| self.bad(ReadingFault::BadDate { field, found: clip(&text) }, value))
    }

    fn report(&self, value: &'a RawValue, forms: &[Arc<Form>]) -> Result<(Option<String>, Report), Trouble> {
        let Ok(fields) = Fields::parse(value) else { return Err(self.wrong_type("reports", value, "report")) };
        let line = self.line(value).filter(|l| *l > 1);
        let missing = |field| Trouble::BadReading { reason: ReadingFault::MissingField { field }, line };
        let mut names: Vec<&String> = fields.0.iter().map(|(n, _)| n).collect();
        names.sort();
        if let Some(name) = names.windows(2).find(|w| w.first() == w.last()).and_then(|w| w.first()) {
            return Err(self.bad(ReadingFault::RepeatedField { field: clip(name) }, value));
        }
        let form = self.optional_text(&fields, "form")?.ok_or_else(|| missing("form"))?;
        let Some(form) = forms.iter().find(|f| f.name == form) else {
            return Err(Trouble::UnknownForm { name: clip(&form), known: forms.iter().map(|f| f.name.clone()).collect() });
        };
        let stated = match fields.get("year") {
            None => None,
            Some(year) => Some(year.get().parse::<i32>().map_err(|_| self.wrong_type("year", year, "year"))?),
        };
        let mut report = Report::empty(form.clone());
        report.year = Some(self.year.or(stated).ok_or_else(|| missing("year"))?);
        report.title = self.optional_text(&fields, "title")?.map(|t| metadata::clean(&t));
        report.agency = self.optional_text(&fields, "agency")?.map(|t| metadata::clean(&t));
        report.published = self.date(&fields, "published", "published")?;
        report.signed = self.date(&fields, "signed", "signed")?;
        report.signatory = self.optional_text(&fields, "signatory")?.map(|t| metadata::clean(&t));
        report.opening = paragraphs(&self.optional_text(&fields, "opening")?.unwrap_or_default());
        if let Some(value) = fields.get("period") {
            let Ok(period) = Fields::parse(value) else { return Err(self.wrong_type("period", value, "period")) };
            let (from, to) = (self.date(&period, "from", "period.from")?, self.date(&period, "to", "period.to")?);
            if from.is_none() || to.is_none() {
                return Err(self.wrong_type("period", value, "period"));
            }
            report.period = from.zip(to);
        }
        if let Some(value) = fields.get("attributes") {
            let Ok(attributes) = Fields::parse(value) else { return Err(self.wrong_type("attributes", value, "object")) };
            for (name, value) in attributes.0.into_iter().filter(|(_, v)| v.get() != "null") {
                let text = serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
                report.attributes.insert(name, text);
            }
        }
        if let Some(value) = fields.get("sections") {
            for section in list(value).ok_or_else(|| self.wrong_type("sections", value, "list"))? {
                report.sections.push(self.section(section)?);
            }
        }
        let cells = fields.get("cells").ok_or_else(|| missing("cells"))?;
        let mut seen = BTreeSet::new();
        if let Ok(entries) = Fields::parse(cells) {
            for (id, value) in entries.0 {
                let cell = CellJson { id, state: None, value: Some(value), text: None, place: None };
                self.cell(&mut report, &mut seen, cell, value)?;
            }
        } else {
            for entry in list(cells).ok_or_else(|| self.wrong_type("cells", cells, "cells"))? {
                let Ok(fields) = Fields::parse(entry) else { return Err(self.wrong_type("cells", entry, "cell")) };
                let cell = CellJson {
                    id: self.optional_text(&fields, "id")?.ok_or_else(|| self.bad(ReadingFault::MissingField { field: "id" }, entry))?,
                    state: self.optional_text(&fields, "state")?,
                    value: fields.get("value"),
                    text: self.optional_text(&fields, "text")?,
                    place: self.place(&fields)?,
                };
                self.cell(&mut report, &mut seen, cell, entry)?;
            }
        }
        Ok((self.optional_text(&fields, "path")?, report))
    }

    fn section(&self, value: &'a RawValue) -> Result<Section, Trouble> {
        let Ok(fields) = Fields::parse(value) else { return Err(self.wrong_type("sections", value, "object")) };
        let id = self.optional_text(&fields, "id")?.ok_or_else(|| self.bad(ReadingFault::MissingField { field: "id" }, value))?;
        let text = self.optional_text(&fields, "text")?.unwrap_or_default();
        Ok(Section {
            id,
            title: self.optional_text(&fields, "title")?.unwrap_or_default(),
            place: self.place(&fields)?.unwrap_or_default(),
            paragraphs: paragraphs(&text),
        })
    }

    /// Reads one cell; `at` is what it stands in.
    fn cell(&self, report: &mut Report, seen: &mut BTreeSet<usize>, json: CellJson<'a>, at: &RawValue) -> Result<(), Trouble> {
        let Some(id) = report.form.find_cell(&json.id) else {
            let near = nearest_name(&report.form, &json.id);
            return Err(self.bad(ReadingFault::UnknownCell { name: clip(&json.id), near }, at));
        };
        let cell = || json.id.clone();
        let written = match json.value.filter(|v| v.get() != "null") {
            None => None,
            Some(value) => {
                let not_scalar = || self.bad(ReadingFault::NotScalar { cell: cell(), found: clip(value.get()) }, value);
                Some(written_value(value.get()).ok_or_else(not_scalar)?)
            }
        };
        let column = report.form.column_of(id);
        let mut converted = None;
        let state = match json.state.as_deref() {
            Some("number") => {
                let text = written.as_deref().ok_or_else(|| self.bad(ReadingFault::NumberWithoutValue { cell: cell() }, at))?;
                let number = numbers::parse_number(text).or_else(|| Decimal::from_scientific(text).ok());
                CellState::Number(number.ok_or_else(|| self.bad(ReadingFault::NotANumber { cell: cell(), found: clip(text) }, at))?)
            }
            Some("blank") => CellState::Blank,
            Some("placeholder") => CellState::Placeholder,
            Some("unreadable") => CellState::Unreadable,
            Some("missing") => CellState::Missing,
            Some(other) => return Err(self.bad(ReadingFault::UnknownState { cell: cell(), found: clip(other) }, at)),
            None => match &written {
                None => CellState::Blank,
                Some(text) => match Decimal::from_scientific(text) {
                    Ok(number) if text.contains(['e', 'E']) => CellState::Number(number),
                    _ => {
                        let reading = numbers::parse_cell(text, &column.unit);
                        converted = reading.converted_from;
                        reading.state
                    }
                },
            },
        };
        let text = match state {
            CellState::Missing => None,
            _ => json.text.or(written).or_else(|| Some(String::new())),
        };
        let stated = || text.clone().unwrap_or_default();
        let trouble = match (state, converted) {
            (CellState::Unreadable, _) if json.state.is_none() => Some(Trouble::NotAFigure { cell: json.id.clone(), text: stated() }),
            (CellState::Number(number), Some(_)) => Some(Trouble::ConvertedUnit {
                cell: json.id.clone(),
                text: stated(),
                value: number.to_string(),
                unit: column.unit.to_string(),
            }),
            _ => None,
        };
        let place = json.place.filter(|_| state != CellState::Missing);
        report.problems.extend(trouble.map(|trouble| Problem { trouble, place: place.clone() }));
        let new = Cell { state, text, place };
        let Some(slot) = report.cells.get_mut(id.index()) else { return Ok(()) };
        if !seen.insert(id.index()) && slot.state != new.state {
            let trouble = Trouble::Conflict {
                cell: json.id,
                first: slot.text.clone().unwrap_or_default(),
                second: new.text.clone().unwrap_or_default(),
            };
            report.problems.push(Problem { trouble, place: new.place.clone() });
            slot.state = CellState::Unreadable;
            slot.text = slot.text.take().or(new.text);
            return Ok(());
        }
        *slot = new;
        Ok(())
    }
}

/// A text of one paragraph a line.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let paragraph = |l: &str| Paragraph { text: l.to_owned(), pieces: vec![(0, Place::default())] };
    text.lines().filter(|l| !l.trim().is_empty()).map(paragraph).collect()
}

/// The text of a JSON string or number; nothing else is a value of a cell.
fn written_value(raw: &str) -> Option<String> {
    if raw.starts_with('"') {
        return serde_json::from_str(raw).ok();
    }
    raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| raw.to_owned())
}

fn nearest_name(form: &Form, wrong: &str) -> Option<String> {
    let wrong: String = wrong.chars().take(200).collect();
    let length = wrong.chars().count();
    form.cells()
        .map(|id| form.cell_name(id))
        .map(|name| (edit_distance(&wrong, name), name))
        .filter(|(distance, _)| *distance <= length / 2 + 1)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_owned())
}
