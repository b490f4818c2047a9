//! The reading document `gouji.reading/1` as input: figures that another program, or an earlier reading, has already bound.

use super::{LoadOptions, numbers};
use crate::catalogue::{ReadingFault, Trouble};
use crate::form::Form;
use crate::report::{Cell, CellState, Paragraph, Place, Problem, Report, Section};
use crate::spelling::edit_distance;
use crate::value::{Date, Decimal};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The schema this reads.
const SCHEMA: &str = "gouji.reading/1";

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
/// [`Trouble::BadReading`] with the line, for anything that is not this document; [`Trouble::UnknownForm`] for a form that is not given.
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
    let source = SourceText(text);
    let mut found = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let value = value.map_err(|e| bad(syntax(&e), u32::try_from(e.line()).ok()))?;
        let envelope: Envelope<'_> = source.parse(value)?;
        if envelope.is_something_else() {
            return Err(bad(ReadingFault::NotAReading, source.line(value)));
        }
        if envelope.schema.as_deref().is_some_and(|s| s != SCHEMA) {
            let found = envelope.schema.unwrap_or_default();
            let fault = if found.starts_with("gouji.findings/") {
                ReadingFault::Findings
            } else {
                ReadingFault::Schema { found, expected: SCHEMA }
            };
            return Err(bad(fault, source.line(value)));
        }
        match envelope.reports {
            Some(reports) => {
                if envelope.schema.is_none() {
                    return Err(bad(ReadingFault::NoSchema, source.line(value)));
                }
                for report in reports {
                    found.push(source.report(report, forms)?);
                }
            }
            None => found.push(source.report(value, forms)?),
        }
    }
    if found.is_empty() {
        return Err(bad(ReadingFault::NoReports, None));
    }
    Ok(found)
}

fn bad(reason: ReadingFault, line: Option<u32>) -> Trouble {
    Trouble::BadReading { reason, line }
}

/// What the JSON library says, as a fault of ours.
fn syntax(error: &serde_json::Error) -> ReadingFault {
    match error.classify() {
        serde_json::error::Category::Eof => ReadingFault::Incomplete,
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => ReadingFault::Syntax,
        serde_json::error::Category::Data => {
            // The library names a missing field and nothing else in backquotes.
            let message = error.to_string();
            let field = message.split('`').nth(1).unwrap_or_default().to_owned();
            if message.starts_with("missing field") {
                ReadingFault::MissingField(field)
            } else {
                ReadingFault::WrongType { field: String::new() }
            }
        }
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    schema: Option<String>,
    #[serde(borrow)]
    reports: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    form: Option<&'a RawValue>,
    #[serde(borrow)]
    cells: Option<&'a RawValue>,
}

impl Envelope<'_> {
    /// Whether nothing in it is of a reading document.
    fn is_something_else(&self) -> bool {
        self.schema.is_none() && self.reports.is_none() && self.form.is_none() && self.cells.is_none()
    }
}

#[derive(Deserialize)]
struct ReportJson<'a> {
    path: Option<String>,
    title: Option<String>,
    agency: Option<String>,
    year: i32,
    form: String,
    published: Option<String>,
    signed: Option<String>,
    period: Option<PeriodJson>,
    #[serde(default, borrow)]
    attributes: Option<Entries<'a>>,
    #[serde(borrow)]
    cells: &'a RawValue,
    #[serde(default)]
    sections: Option<Vec<SectionJson>>,
}

#[derive(Deserialize)]
struct PeriodJson {
    from: String,
    to: String,
}

#[derive(Deserialize)]
struct SectionJson {
    id: String,
    title: Option<String>,
    text: Option<String>,
    place: Option<Place>,
}

#[derive(Deserialize)]
struct CellJson<'a> {
    id: String,
    state: Option<String>,
    #[serde(default, borrow)]
    value: Option<&'a RawValue>,
    text: Option<String>,
    place: Option<Place>,
}

/// The entries of an object in order, repeated keys too.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
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
        deserializer.deserialize_map(Collect).map(Entries)
    }
}

/// The whole text, to say on which line something is.
struct SourceText<'a>(&'a str);

impl<'a> SourceText<'a> {
    /// The line a value begins on.
    fn line(&self, value: &RawValue) -> Option<u32> {
        let offset = (value.get().as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        let before = self.0.as_bytes().get(..offset)?;
        u32::try_from(before.iter().filter(|b| **b == b'\n').count() + 1).ok()
    }

    fn parse<T: Deserialize<'a>>(&self, value: &'a RawValue) -> Result<T, Trouble> {
        serde_json::from_str(value.get()).map_err(|e| {
            let start = self.line(value).unwrap_or(1);
            let line = start.saturating_add(u32::try_from(e.line()).unwrap_or(1)).saturating_sub(1);
            bad(syntax(&e), Some(line))
        })
    }

    fn report(&self, value: &'a RawValue, forms: &[Arc<Form>]) -> Result<(Option<String>, Report), Trouble> {
        let json: ReportJson<'a> = self.parse(value)?;
        let line = self.line(value);
        let Some(form) = forms.iter().find(|f| f.name == json.form) else {
            return Err(Trouble::UnknownForm { name: json.form, known: forms.iter().map(|f| f.name.clone()).collect() });
        };
        let date = |field: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => text
                .parse::<Date>()
                .map(Some)
                .map_err(|_| bad(ReadingFault::NotADate { field: field.to_owned(), found: text.clone() }, line)),
        };
        let mut report = Report::empty(form.clone());
        report.title = json.title;
        report.agency = json.agency;
        report.year = Some(json.year);
        report.published = date("published", &json.published)?;
        report.signed = date("signed", &json.signed)?;
        if let Some(period) = json.period {
            let (from, to) = (date("period.from", &Some(period.from))?, date("period.to", &Some(period.to))?);
            report.period = from.zip(to);
        }
        for (name, value) in json.attributes.map(|e| e.0).unwrap_or_default() {
            let text = serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
            if value.get() != "null" {
                report.attributes.insert(name, text);
            }
        }
        for section in json.sections.unwrap_or_default() {
            report.sections.push(section_of(section));
        }
        let mut seen = BTreeMap::new();
        let text = json.cells.get().trim_start();
        if text.starts_with('{') {
            let entries: Entries<'a> = self.parse(json.cells)?;
            for (id, value) in entries.0 {
                let line = self.line(value);
                self.cell(&mut report, &mut seen, CellJson { id, state: None, value: Some(value), text: None, place: None }, line)?;
            }
        } else {
            let entries: Vec<&'a RawValue> = self.parse(json.cells)?;
            for entry in entries {
                let cell: CellJson<'a> = self.parse(entry)?;
                self.cell(&mut report, &mut seen, cell, self.line(entry))?;
            }
        }
        Ok((json.path, report))
    }

    fn cell(&self, report: &mut Report, seen: &mut BTreeMap<usize, ()>, json: CellJson<'a>, line: Option<u32>) -> Result<(), Trouble> {
        let Some(id) = report.form.find_cell(&json.id) else {
            let nearest = nearest_name(&report.form, &json.id);
            return Err(bad(ReadingFault::UnknownCell { name: json.id, nearest }, line));
        };
        let cell = || json.id.clone();
        let wrong = |fault: ReadingFault| bad(fault, line);
        let written = match json.value {
            None => None,
            Some(value) if value.get() == "null" => None,
            Some(value) => {
                let not_a_value = || wrong(ReadingFault::NotAValue { cell: cell(), found: value.get().chars().take(40).collect() });
                Some(written_value(value.get()).ok_or_else(not_a_value)?)
            }
        };
        let unit = report.form.column_of(id).unit.clone();
        let mut converted = None;
        let state = match json.state.as_deref() {
            Some("number") => {
                let text = written.as_deref().ok_or_else(|| wrong(ReadingFault::NumberWithoutValue { cell: cell() }))?;
                CellState::Number(
                    numbers::parse_number(text)
                        .or_else(|| Decimal::from_scientific(text).ok())
                        .ok_or_else(|| wrong(ReadingFault::NotANumber { cell: cell(), found: text.to_owned() }))?,
                )
            }
            Some("blank") => CellState::Blank,
            Some("placeholder") => CellState::Placeholder,
            Some("unreadable") => CellState::Unreadable,
            Some("missing") => CellState::Missing,
            Some(other) => return Err(wrong(ReadingFault::UnknownState { cell: cell(), found: other.to_owned() })),
            None => match &written {
                None => CellState::Blank,
                Some(text) => match Decimal::from_scientific(text) {
                    Ok(number) if text.contains(['e', 'E']) => CellState::Number(number),
                    _ => {
                        let reading = numbers::parse_cell(text, &unit);
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
        if state == CellState::Unreadable && json.state.is_none() {
            let trouble = Trouble::NotAFigure { cell: json.id.clone(), text: text.clone().unwrap_or_default() };
            report.problems.push(Problem { trouble, place: json.place.clone() });
        }
        if let (Some(_), CellState::Number(value)) = (converted, state) {
            let trouble = Trouble::ConvertedUnit {
                cell: json.id.clone(),
                text: text.clone().unwrap_or_default(),
                value: value.to_string(),
                unit: unit.name().to_owned(),
            };
            report.problems.push(Problem { trouble, place: json.place.clone() });
        }
        let new = Cell { state, text, place: json.place.filter(|_| state != CellState::Missing) };
        let Some(slot) = report.cells.get_mut(id.index()) else { return Ok(()) };
        if seen.insert(id.index(), ()).is_some() && slot.state != new.state {
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

/// The text of a JSON string or number; nothing else is a value of a cell.
fn written_value(raw: &str) -> Option<String> {
    if raw.starts_with('"') {
        return serde_json::from_str(raw).ok();
    }
    raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()).then(|| raw.to_owned())
}

fn section_of(json: SectionJson) -> Section {
    let place = json.place.unwrap_or_default();
    let paragraphs = json
        .text
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| Paragraph { text: l.to_owned(), pieces: vec![(0, Place::default())] })
        .collect();
    Section { title: json.title.unwrap_or_default(), id: json.id, place, paragraphs }
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
