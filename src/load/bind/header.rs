//! Which column of a printed table is which column of the form, by the words of the header.
//!
//! A header may stand in one row or several, its labels broken over rows, its merged cells written once, blank or repeated. What decides is
//! what a column spells from top to bottom. Words that the form does not know make a table foreign: then nothing of it is bound.

use super::items::{Kind, Run};
use super::vocabulary::{TableWords, is_spelled};
use crate::load::label::{self, Likeness, Spellings, fold};
use crate::report::Place;
use crate::value::Unit;
use std::collections::BTreeMap;

/// Below this many known characters in a hundred, a header is of another form; above, it is ours, garbled.
const FAMILIAR: usize = 75;

/// No header over a column of figures is wider.
const WIDEST_HEADER: usize = 16;

/// How many words a note in parentheses may be broken into.
const LONGEST_NOTE: usize = 8;

/// What a header says of the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Header {
    /// For each figure of a printed row (columns, or cells of a side-by-side table) the columns of the grid it may stand in: several where a
    /// merged cell is repeated.
    Columns(Vec<Vec<usize>>),
    /// Its words are those of the form, but it has no cells to take columns from.
    InOrder,
    /// Some of its words are lost or mixed up.
    Garbled,
    /// There is none.
    Absent,
    /// It has words the form does not know.
    Foreign(Vec<String>),
}

impl Header {
    /// Whether the columns of the grid stand in the order of the form, as far as they are known.
    pub fn in_form_order(&self) -> bool {
        let Header::Columns(columns) = self else { return true };
        let firsts: Vec<Option<&usize>> = columns.iter().map(|c| c.iter().min()).collect();
        firsts.windows(2).all(|pair| pair[0] <= pair[1])
    }
}

/// What was noticed beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Noticed {
    /// Labels matched otherwise than by their own words: printed, label, how, where.
    pub labels: Vec<(String, String, Likeness, Place)>,
    /// Units printed in the header, by column of the form.
    pub units: BTreeMap<usize, Unit>,
    /// Columns of the grid that the form does not have, with the words over them.
    pub extra: Vec<(usize, String, Place)>,
}

/// A cell of a header.
#[derive(Debug, Clone)]
pub(super) struct HeaderCell {
    pub row: usize,
    pub column: usize,
    pub span: usize,
    pub key: String,
    pub raw: String,
    pub place: Place,
}

/// Reads the header of a table printed as a grid, over a run of its figures.
pub(super) fn of_grid(words: &TableWords, cells: &[HeaderCell], run: &Run) -> (Header, Noticed) {
    let mut noticed = Noticed::default();
    let mut matched: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut by_column: BTreeMap<usize, Vec<&HeaderCell>> = BTreeMap::new();
    for cell in cells {
        by_column.entry(cell.column).or_default().push(cell);
    }
    for (column, stack) in &mut by_column {
        stack.sort_by_key(|c| c.row);
        if let Some((index, likeness, last)) = match_stack(&words.columns, stack) {
            // A figure may stand under any column that its header covers.
            matched.entry(index).or_default().extend(*column..column.saturating_add(last.span.min(WIDEST_HEADER)));
            let label = words.columns.get(index).map_or("", |s| s.text.as_str());
            let printed = last.raw.clone();
            if likeness != Likeness::Same {
                noticed.labels.push((printed, label.to_owned(), likeness, last.place.clone()));
            }
            if let Some(unit) = printed_unit(&last.raw) {
                noticed.units.insert(index, unit);
            }
        }
    }
    let count = words.columns.len();
    let figures: Vec<usize> = run.cells.iter().filter(|c| c.kind == Kind::Figure).map(|c| c.column).collect();
    let is_matched = |column: &usize| matched.values().flatten().any(|c| c == column);
    if matched.len() == count {
        let first = matched.values().flatten().min().copied().unwrap_or(0);
        let strays: Vec<(usize, &HeaderCell)> =
            figures.iter().filter(|c| !is_matched(c)).filter_map(|c| Some((*c, *by_column.get(c)?.last()?))).collect();
        // A near spelling beside words of another form is of that form: 处理决定数量 beside 上一年项目数量.
        if noticed.labels.iter().any(|(_, _, likeness, _)| *likeness == Likeness::Near) && !strays.is_empty() {
            return (Header::Foreign(strays.iter().map(|(_, c)| c.raw.clone()).collect()), Noticed::default());
        }
        let right = strays.iter().filter(|(column, _)| *column > first);
        noticed.extra = right.map(|(column, c)| (*column, c.raw.clone(), c.place.clone())).collect();
        return (Header::Columns(matched.into_values().collect()), noticed);
    }
    // One word over two columns of figures, and none for another column: which of the two it is meant for, nobody can say.
    let twice = matched.values().find(|columns| columns.iter().filter(|c| figures.contains(c)).count() > 1);
    if let (Some(columns), true) = (twice, figures.len() == count) {
        let cells = columns.iter().filter_map(|c| by_column.get(c)?.last()).map(|c| c.raw.clone());
        return (Header::Foreign(cells.collect()), noticed);
    }
    let over: Vec<&HeaderCell> = figures.iter().filter_map(|c| by_column.get(c)).flatten().copied().collect();
    if over.is_empty() && matched.is_empty() {
        return (Header::Absent, noticed);
    }
    let unknown: Vec<&HeaderCell> = over.iter().filter(|c| !is_matched(&c.column) && !words.is_header_word(&c.key)).copied().collect();
    let familiar = words.familiarity(unknown.iter().map(|c| c.key.as_str())).is_none_or(|f| f >= FAMILIAR)
        && !unknown.iter().any(|c| words.is_of_another_year(&c.key));
    // Where the header has as many cells as the row, its words must not contradict the order of the form.
    let header_width = cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
    let in_order = header_width < run.width
        || matched.iter().all(|(index, columns)| match (columns.as_slice(), figures.len() == count) {
            ([column], true) => figures.get(*index) == Some(column),
            _ => true,
        });
    if familiar && in_order {
        return (Header::Garbled, noticed);
    }
    let source = if unknown.is_empty() { over } else { unknown };
    let mut labels: Vec<String> = source.iter().map(|c| c.raw.clone()).collect();
    labels.dedup();
    (Header::Foreign(labels), noticed)
}

/// Reads the header of a side-by-side table printed as a grid: each column is a row and a column of the form.
pub(super) fn of_side_by_side(words: &TableWords, cells: &[HeaderCell], run: &Run) -> Header {
    let mut by_column: BTreeMap<usize, Vec<&HeaderCell>> = BTreeMap::new();
    for cell in cells {
        by_column.entry(cell.column).or_default().push(cell);
    }
    let bands: Vec<(usize, usize)> =
        cells.iter().filter_map(|c| Some((c.column, words.rows.iter().position(|r| r.matches(&c.key).is_some())?))).collect();
    let width = words.columns.len();
    let mut slots: Vec<Vec<usize>> = vec![Vec::new(); words.rows.len() * width];
    for (column, stack) in &mut by_column {
        stack.sort_by_key(|c| c.row);
        let Some((index, _, _)) = match_stack(&words.columns, stack) else { continue };
        let Some((_, row)) = bands.iter().filter(|(start, _)| start <= column).max_by_key(|(start, _)| *start) else { continue };
        if let Some(slot) = slots.get_mut(row * width + index) {
            slot.push(*column);
        }
    }
    if slots.iter().all(|s| s.len() == 1) {
        return Header::Columns(slots);
    }
    if cells.is_empty() {
        return Header::Absent;
    }
    let over: Vec<&HeaderCell> = cells.iter().filter(|c| c.column < run.width.max(1)).collect();
    match words.familiarity(over.iter().map(|c| c.key.as_str())) {
        Some(familiar) if familiar >= FAMILIAR => Header::Garbled,
        None => Header::Absent,
        Some(_) => Header::Foreign(over.iter().filter(|c| !words.is_header_word(&c.key)).map(|c| c.raw.clone()).collect()),
    }
}

/// Reads the header of a table printed as lines.
pub(super) fn of_words(words: &TableWords, found: &[(&str, &str)]) -> (Header, Noticed) {
    let mut noticed = Noticed::default();
    for (index, _) in words.columns.iter().enumerate().filter(|_| words.columns.len() == 1) {
        if let Some(unit) = found.iter().rev().find_map(|(_, raw)| printed_unit(raw)) {
            noticed.units.insert(index, unit);
        }
    }
    let keys: Vec<&str> = found.iter().map(|(key, _)| *key).collect();
    let spelled = |labels: &[Spellings]| labels.iter().all(|label| is_spelled(label, &keys));
    if spelled(&words.columns) {
        return (Header::InOrder, noticed);
    }
    // Long words are sentences; what stands in parentheses is a note on the table.
    let mut noted = 0;
    let mut short: Vec<&(&str, &str)> = Vec::new();
    for word in found {
        let (key, raw) = word;
        if noted == 0 && raw.starts_with(['（', '(']) && !words.is_header_word(key) {
            noted = LONGEST_NOTE;
        }
        if noted > 0 {
            noted = if raw.ends_with(['）', ')']) { 0 } else { noted - 1 };
        } else if key.chars().count() <= 12 {
            short.push(word);
        }
    }
    let known = short.iter().filter(|(key, _)| words.is_header_word(key)).count();
    if short.len() < 2 && known == 0 {
        return (Header::Absent, noticed);
    }
    match words.familiarity(short.iter().map(|(key, _)| *key)) {
        Some(familiar) if familiar >= FAMILIAR => (Header::Garbled, noticed),
        _ => {
            let labels = short.iter().filter(|(key, _)| !words.is_header_word(key)).map(|(_, raw)| (*raw).to_owned()).collect();
            (Header::Foreign(labels), noticed)
        }
    }
}

/// The label that the lowest cells of a column spell.
fn match_stack<'c>(labels: &[Spellings], stack: &[&'c HeaderCell]) -> Option<(usize, Likeness, &'c HeaderCell)> {
    let last = *stack.last()?;
    for depth in 1..=stack.len().min(4) {
        let cells = stack.get(stack.len() - depth..)?;
        let key: String = cells.iter().map(|c| c.key.as_str()).collect();
        let raw: String = cells.iter().map(|c| c.raw.as_str()).collect();
        let bare = label::without_note(&raw).map(|b| label::key(&b));
        for key in std::iter::once(key).chain(bare) {
            let found = labels.iter().enumerate().find_map(|(i, s)| Some((i, s.matches(&key)?)));
            if let Some((index, likeness)) = found {
                return Some((index, likeness, last));
            }
        }
    }
    let index = label::nearest(&last.key, labels.iter().enumerate())?;
    Some((index, Likeness::Near, last))
}

/// The unit a header states: 单位：万元.
fn printed_unit(raw: &str) -> Option<Unit> {
    let text: String = raw.chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let rest = text.split("单位").nth(1)?.trim_start_matches(':');
    let name: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    (!name.is_empty()).then(|| Unit::new(name))
}
