//! Putting the figures of a run into the cells of a row. Figures are read-only: none is moved, mended or made up; a row whose columns cannot be
//! known stays unread.

use super::header::Header;
use super::items::{Kind, Run, RunCell};
use crate::catalogue::Trouble;
use crate::form::{CellId, Form};
use crate::load::numbers;
use crate::report::{Cell, CellState, Place, Problem};
use crate::value::{Decimal, Unit};
use std::collections::BTreeMap;

/// What came of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fit<'r> {
    /// One cell for each column.
    Aligned(Vec<&'r RunCell>),
    /// As many figures as columns, not under their columns: in order.
    Shifted(Vec<&'r RunCell>),
    /// Too few, and which are lost cannot be known.
    Short(usize),
    /// Too many.
    Split(usize),
}

/// Fits a run to `count` columns, leaving out those of the grid in `ignored`.
pub(super) fn fit<'r>(run: &'r Run, header: &Header, ignored: &[usize], count: usize) -> Fit<'r> {
    let filled: Vec<&RunCell> = run.filled().filter(|c| !ignored.contains(&c.column)).collect();
    let figures = filled.len();
    let other = |shifted: bool| match figures.cmp(&count) {
        // In which order, where the columns are not in that of the form, nobody can say.
        std::cmp::Ordering::Equal if shifted && !header.in_form_order() => Fit::Split(figures),
        // With a blank cell among them, one of the figures may be another thing than a figure of the table: the number of the row.
        std::cmp::Ordering::Equal if shifted && !run.is_unbroken() => Fit::Split(figures),
        std::cmp::Ordering::Equal if shifted => Fit::Shifted(filled.clone()),
        std::cmp::Ordering::Equal => Fit::Aligned(filled.clone()),
        std::cmp::Ordering::Less => Fit::Short(figures),
        std::cmp::Ordering::Greater => Fit::Split(figures),
    };
    if let (Header::Columns(columns), Some(_)) = (header, run.at) {
        let last = columns.iter().flatten().max().copied().unwrap_or(0);
        let outside =
            filled.iter().any(|c| c.kind == Kind::Figure && c.column <= last && !columns.iter().flatten().any(|m| *m == c.column));
        let beyond = filled.iter().any(|c| c.kind == Kind::Figure && c.column > last);
        let mut aligned = Vec::new();
        for places in columns {
            let cells: Vec<&RunCell> = run.cells.iter().filter(|c| places.contains(&c.column)).collect();
            let mut filled = cells.iter().filter(|c| c.kind != Kind::Blank);
            let first = filled.next();
            // A merged cell repeated is one figure; two different ones are two.
            if filled.any(|c| Some(c.text.as_str()) != first.map(|f| f.text.as_str())) {
                return Fit::Split(figures);
            }
            match first.or(cells.first()) {
                Some(cell) => aligned.push(*cell),
                None => return other(true),
            }
        }
        return if outside || beyond { other(true) } else { Fit::Aligned(aligned) };
    }
    // As many cells as columns, blank ones counted, is an alignment too; a blank one at an end may be of the labels, or beside the table.
    let ends = [run.cells.first(), run.cells.last()].iter().flatten().all(|c| c.kind != Kind::Blank);
    if run.at.is_some() && run.cells.len() == count && figures > 0 && ends {
        return Fit::Aligned(run.cells.iter().collect());
    }
    other(false)
}

/// The cells of a report while they are being read.
pub(super) struct Cells<'f> {
    form: &'f Form,
    /// One for each cell of the form.
    pub cells: Vec<Cell>,
    /// What could not be settled.
    pub problems: Vec<Problem>,
}

impl<'f> Cells<'f> {
    pub fn new(form: &'f Form) -> Cells<'f> {
        Cells { form, cells: vec![Cell::MISSING; form.cell_count()], problems: Vec::new() }
    }

    /// Reads a printed cell into a cell of the form. `units` holds units printed in the header, by column.
    pub fn put(&mut self, id: CellId, printed: &RunCell, units: &BTreeMap<usize, Unit>) {
        let (_, _, column_id) = self.form.locate(id);
        let column = self.form.column_of(id);
        let index = usize::try_from(column_id.0).unwrap_or(usize::MAX);
        let stated = units.get(&index).filter(|u| **u != column.unit);
        let mut reading = numbers::parse_cell(&printed.text, &column.unit);
        if let (Some(stated), CellState::Number(number), None) = (stated, reading.state, &reading.converted_from)
            && let Some(factor) = stated.factor_to(&column.unit)
        {
            // The header says another unit of money than the form: the figures are in that one.
            let value = number.checked_mul(factor).map(|n| n.normalize());
            let back = column.unit.factor_to(stated);
            let exact = value.filter(|v| back.and_then(|f| v.checked_mul(f)) == Some(number));
            reading.state = exact.map_or(CellState::Unreadable, CellState::Number);
            reading.converted_from = Some(stated.clone());
        }
        if let (CellState::Number(number), Some(_)) = (reading.state, &reading.converted_from) {
            let trouble = Trouble::ConvertedUnit {
                cell: self.form.cell_name(id).to_owned(),
                text: printed.text.clone(),
                value: number.to_string(),
                unit: column.unit.to_string(),
            };
            self.problems.push(Problem { trouble, place: Some(printed.place.clone()) });
        }
        if reading.state == CellState::Unreadable {
            let trouble = Trouble::NotAFigure { cell: self.form.cell_name(id).to_owned(), text: printed.text.clone() };
            self.problems.push(Problem { trouble, place: Some(printed.place.clone()) });
        }
        self.set(id, Cell { state: reading.state, text: Some(printed.text.clone()), place: Some(printed.place.clone()) });
    }

    /// Marks a cell as one that cannot be read.
    pub fn unread(&mut self, id: CellId, printed: Option<&RunCell>, place: Option<Place>) {
        let (text, place) = match printed {
            Some(cell) => (Some(cell.text.clone()), Some(cell.place.clone())),
            None => (None, place),
        };
        if self.cells.get(id.index()).is_some_and(|c| c.state == CellState::Missing) {
            self.set(id, Cell { state: CellState::Unreadable, text, place });
        }
    }

    fn set(&mut self, id: CellId, new: Cell) {
        let Some(slot) = self.cells.get_mut(id.index()) else { return };
        match (&slot.state, &new.state) {
            (CellState::Missing, _) => *slot = new,
            (CellState::Unreadable, _) => {}
            (old, state) if old == state => {}
            _ => {
                let trouble = Trouble::Conflict {
                    cell: self.form.cell_name(id).to_owned(),
                    first: slot.text.clone().unwrap_or_default(),
                    second: new.text.clone().unwrap_or_default(),
                };
                slot.state = CellState::Unreadable;
                self.problems.push(Problem { trouble, place: new.place });
            }
        }
    }
}

/// The two neighbours that, joined, make every row of `width` figures add up to its last one: `1|0→10`. `None` unless exactly one pair does.
pub(super) fn suspect(run: &Run, expected: usize, width: usize) -> Option<String> {
    let texts: Vec<&str> = run.filled().map(|c| c.text.as_str()).collect();
    if width < 3 || texts.len() != expected + 1 || !expected.is_multiple_of(width) || texts.len() > 64 {
        return None;
    }
    let mut pairs = (0..expected).filter_map(|at| {
        let (a, b) = (texts.get(at)?, texts.get(at + 1)?);
        if !a.bytes().chain(b.bytes()).all(|c| c.is_ascii_digit()) || a.starts_with('0') {
            return None;
        }
        let joined = format!("{a}{b}");
        let mut whole: Vec<&str> = texts.get(..at)?.to_vec();
        whole.push(&joined);
        whole.extend(texts.get(at + 2..)?);
        let numbers: Option<Vec<Decimal>> = whole.iter().map(|t| numbers::parse_number(t)).collect();
        let adds_up = numbers?.chunks(width).all(|row| {
            row.split_last().is_some_and(|(total, parts)| {
                parts.iter().try_fold(Decimal::ZERO, |sum, n| sum.checked_add(*n)).is_some_and(|sum| sum == *total)
            })
        });
        adds_up.then(|| format!("{a}|{b}→{joined}"))
    });
    let first = pairs.next()?;
    pairs.next().is_none().then_some(first)
}
