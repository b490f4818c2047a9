//! Binds the figures of a document to the cells of a form, by labels.
//!
//! A document is a row of items (words and runs of figures). Each run is given the row whose label stands at it, its table's header says which
//! column each figure is in, and whatever cannot be settled becomes a problem and stays unread.

mod columns;
mod figures;
mod header;
mod items;
mod outcome;
mod rows;
mod side_by_side;
mod tabular;
mod vocabulary;

use super::label::Likeness;
use super::sections::Divided;
use crate::catalogue::Trouble;
use crate::form::{CellId, ColumnId, Form, RowId, TableId};
use crate::report::{Cell, Place, Problem};
use figures::{Cells, Fit};
use header::{Header, Noticed};
use items::{Item, Run, What, Word};
use rows::Found;
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::Vocabulary;

/// How many words around a run may hold its label: more than the longest label in pieces, with its groups.
const WINDOW: usize = 60;

/// How many items back words are looked for at all: keeps a file of nothing but figures from being read over and over.
const LOOK_BACK: usize = 1000;

/// How many words before a table may be its header.
const HEADER_WINDOW: usize = 160;

/// More shifted rows than this in one table are one fault of its header, not one of each row.
const MANY_SHIFTED: usize = 3;

/// More figures without a row than this in one table are one fault of the document.
const MANY_STRAYS: usize = 4;

/// What binding a document to a form came to.
#[derive(Debug, Default)]
pub(super) struct Bound {
    /// One for each cell of the form.
    pub cells: Vec<Cell>,
    /// What could not be settled.
    pub problems: Vec<Problem>,
    /// For each entry of the document, whether it is part of a table.
    pub tabular: Vec<bool>,
    /// How many tables have rows that fit.
    pub fitting: usize,
    /// How many rows were bound.
    pub rows: usize,
    /// Words of the tables that are of another form, by table.
    pub foreign: BTreeMap<usize, Vec<String>>,
}

/// Binds what stands in a document to a form.
pub(super) fn bind(form: &Form, divided: &Divided<'_>) -> Bound {
    let vocabulary = Vocabulary::new(form);
    let items = items::items(&divided.entries, &vocabulary);
    let headed: BTreeSet<usize> = divided.headings.iter().map(|h| h.section).collect();
    let mut binder = Binder {
        form,
        vocabulary: &vocabulary,
        items: &items,
        headed,
        cells: Cells::new(form),
        used: vec![false; items.len()],
        tables: form.tables.iter().map(|_| TableState::default()).collect(),
        last_table: None,
        header_from: 0,
        labels_noted: BTreeSet::new(),
        resolved: BTreeMap::new(),
        loose: Vec::new(),
    };
    binder.run();
    binder.finish(&divided.entries)
}

/// What is known of a table so far.
#[derive(Debug, Default)]
struct TableState {
    header: Option<Header>,
    noticed: Noticed,
    /// Grid and width of the rows the header was read for.
    layout: Option<(Option<usize>, usize)>,
    foreign: Vec<String>,
    foreign_place: Option<Place>,
    bound: BTreeSet<usize>,
    unread: BTreeSet<usize>,
    shifted: Vec<Problem>,
    no_header: Option<Place>,
    /// Where its columns are first seen to stand in another order than the form's.
    reordered: Option<Place>,
    extra: Vec<(usize, String, Place)>,
}

struct Binder<'a> {
    form: &'a Form,
    vocabulary: &'a Vocabulary,
    items: &'a [Item],
    headed: BTreeSet<usize>,
    cells: Cells<'a>,
    used: Vec<bool>,
    tables: Vec<TableState>,
    last_table: Option<usize>,
    /// First item that may be part of the next header.
    header_from: usize,
    labels_noted: BTreeSet<(String, String)>,
    /// Runs that were given a table.
    resolved: BTreeMap<usize, usize>,
    /// Runs that were not.
    loose: Vec<usize>,
}

impl Binder<'_> {
    fn run(&mut self) {
        let mut barrier = 0;
        let mut section = None;
        for (index, item) in self.items.iter().enumerate() {
            if item.section != section {
                section = item.section;
                barrier = index;
                self.header_from = index;
            }
            let What::Run(run) = &item.what else { continue };
            let blank = run.filled().next().is_none();
            let done = if blank { self.bind_blank(index, run, barrier) } else { self.bind_run(index, run, barrier) };
            if done {
                self.header_from = index + 1;
            } else if !blank {
                self.loose.push(index);
            }
            if done || !blank {
                barrier = index + 1;
            }
        }
    }

    fn word(&self, index: usize) -> Option<&Word> {
        match self.items.get(index).map(|i| &i.what) {
            Some(What::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Unused words in a range, latest kept where there are too many.
    fn words(&self, from: usize, to: usize, limit: usize) -> Vec<usize> {
        let from = from.max(to.saturating_sub(LOOK_BACK));
        let mut found: Vec<usize> =
            (from..to).rev().filter(|i| self.word(*i).is_some() && self.used.get(*i) == Some(&false)).take(limit).collect();
        found.reverse();
        found
    }

    /// Words after a run, up to the next run or the end of the section.
    fn words_after(&self, index: usize) -> Vec<usize> {
        let section = self.items.get(index).and_then(|i| i.section);
        let mut found = Vec::new();
        for (i, item) in self.items.iter().enumerate().skip(index + 1).take(WINDOW) {
            match &item.what {
                What::Word(_) if item.section == section => found.push(i),
                What::Run(run) if run.filled().next().is_none() => {}
                _ => break,
            }
        }
        found
    }

    /// Tables whose rows may stand here: those of this section first, then those whose own section has no heading, then (in a grid) all.
    fn tables_here(&self, index: usize, run: &Run) -> Vec<Vec<usize>> {
        let section = self.items.get(index).and_then(|i| i.section);
        let all: Vec<(usize, usize)> = self.form.tables.iter().enumerate().map(|(i, t)| (i, t.section)).collect();
        let own: Vec<usize> = all.iter().filter(|(_, s)| Some(*s) == section).map(|(i, _)| *i).collect();
        let homeless: Vec<usize> = all.iter().filter(|(_, s)| !self.headed.contains(s)).map(|(i, _)| *i).collect();
        let mut levels = vec![own, homeless];
        if run.at.is_some() {
            levels.push(all.iter().map(|(i, _)| *i).collect());
        }
        levels.retain(|l| !l.is_empty());
        levels
    }

    fn list(&self, words: &[usize]) -> Vec<&Word> {
        words.iter().filter_map(|i| self.word(*i)).collect()
    }

    fn keys(&self, words: &[usize]) -> Vec<&str> {
        words.iter().filter_map(|i| self.word(*i)).map(|w| w.key.as_str()).collect()
    }

    /// The words that are printed in the row of a run: those of its grid row, or of its line.
    fn own_words(&self, index: usize, run: &Run, before: &[usize]) -> Vec<usize> {
        let entry = self.items.get(index).map(|i| i.entry);
        let same = |i: &usize| match run.at {
            Some((grid, row)) => self.word(*i).and_then(|w| w.at).is_some_and(|at| at.grid == grid && at.row == row),
            None => self.items.get(*i).map(|i| i.entry) == entry,
        };
        let own: Vec<usize> = before.iter().copied().filter(|i| same(i)).collect();
        if !own.is_empty() || run.at.is_some() {
            return own;
        }
        let last = before.last().and_then(|i| self.items.get(*i)).map(|i| i.entry);
        before.iter().copied().filter(|i| self.items.get(*i).map(|i| i.entry) == last).collect()
    }

    /// Binds a row whose cells are all blank: only where the columns are known and its label is exact.
    fn bind_blank(&mut self, index: usize, run: &Run, barrier: usize) -> bool {
        let before = self.words(barrier, index, WINDOW);
        let own = self.own_words(index, run, &before);
        let next_row = self.items.get(index + 1).and_then(|i| match &i.what {
            What::Run(next) => next.at,
            What::Word(_) => None,
        });
        // Figures right below, without a label of their own, are the figures of this label.
        if run.at.is_some() && next_row == run.at.map(|(grid, row)| (grid, row + 1)) {
            return false;
        }
        if own.is_empty() {
            return self.bind_blank_side_by_side(index, run);
        }
        for tables in self.tables_here(index, run) {
            let Some(found) = rows::find(&self.list(&own), &[], &tables, self.vocabulary) else { continue };
            let (Some(state), Some(words), Some((grid, _))) =
                (self.tables.get(found.table), self.vocabulary.tables.get(found.table), run.at)
            else {
                continue;
            };
            let above: Vec<usize> = self.words(self.header_from, index, HEADER_WINDOW).into_iter().filter(|i| !own.contains(i)).collect();
            let fresh = match header::of_grid(words, &self.header_cells(&above, grid), run).0 {
                Header::Columns(columns) => Some(columns),
                _ => None,
            };
            let old = match &state.header {
                Some(Header::Columns(columns)) if state.layout.is_some_and(|(g, width)| g == Some(grid) && run.width >= width) => {
                    Some(columns)
                }
                _ => None,
            };
            let Some(columns) = fresh.as_ref().or(old).cloned() else { continue };
            let first = columns.iter().flatten().min().copied().unwrap_or(0);
            let label_inside = own.iter().filter_map(|i| self.word(*i)?.at).any(|at| at.column >= first);
            let passable = self.vocabulary.tables.get(found.table);
            let only_label = own
                .iter()
                .enumerate()
                .all(|(i, w)| found.used.contains(&i) || self.word(*w).is_some_and(|w| passable.is_some_and(|p| p.is_passable(&w.key))));
            if label_inside || !only_label {
                continue;
            }
            if fresh.is_some() {
                self.header(found.table, index, run, &own, &found);
            }
            self.mark(&own, &[], &found);
            self.put_row(found.table, found.row, index, run, &Header::Columns(columns));
            return true;
        }
        false
    }

    fn bind_run(&mut self, index: usize, run: &Run, barrier: usize) -> bool {
        let before = self.words(barrier, index, WINDOW);
        let after = self.words_after(index);
        let own = self.own_words(index, run, &before);
        let figures = run.filled().count();
        for tables in self.tables_here(index, run) {
            let found = match rows::find(&self.list(&before), &self.list(&after), &tables, self.vocabulary) {
                Some(found) if self.may_be_another_row(index, &before, &found) => return false,
                Some(found) if self.may_be_below(index, run, &before, &found) => return false,
                Some(found) if self.is_over_figures(run, &before, &found) => None,
                Some(found) => Some(found),
                None => self.near_row(index, &own, &tables),
            };
            if let Some(found) = found {
                let table = self.form.tables.get(found.table);
                let side_by_side = table.is_some_and(|t| t.side_by_side && t.rows.len() > 1);
                let wide =
                    side_by_side && (figures > table.map_or(0, |t| t.columns.len()) || self.heads_many_rows(found.table, index, &own));
                if wide {
                    return self.bind_side_by_side(index, run, found.table);
                }
                let header = self.header(found.table, index, run, &before, &found);
                self.mark(&before, &after, &found);
                self.note_label(&found, &before, &after);
                self.resolved.insert(index, found.table);
                if let Header::Foreign(labels) = header {
                    self.make_foreign(found.table, labels, run);
                    return true;
                }
                self.put_row(found.table, found.row, index, run, &header);
                return true;
            }
            // A printed row without any label may be a whole side-by-side table.
            let whole = tables.iter().copied().find(|t| self.is_whole_table(*t, index, figures, &own));
            if let Some(table) = whole {
                return self.bind_side_by_side(index, run, table);
            }
        }
        false
    }

    /// A label outside the grid, after figures that have none: captions may stand below their tables, and then it is of those.
    fn may_be_below(&self, index: usize, run: &Run, before: &[usize], found: &Found) -> bool {
        let Some((grid, _)) = run.at else { return false };
        let at = |used: &usize| before.get(*used).and_then(|i| self.word(*i)).and_then(|w| w.at);
        let section = self.items.get(index).and_then(|i| i.section);
        let is_filled = |item: &Item| matches!(&item.what, What::Run(run) if run.filled().next().is_some());
        let earlier = self.items.get(..index).and_then(|items| items.iter().rposition(is_filled));
        let of_section = earlier.and_then(|e| self.items.get(e)).is_some_and(|item| item.section == section);
        !found.used.iter().filter_map(at).any(|at| at.grid == grid) && of_section && self.loose.last().copied() == earlier
    }

    /// Whether the words of a label stand over the figures, past the first of them: then they are of a header, as 总计 is a row and a column.
    fn is_over_figures(&self, run: &Run, before: &[usize], found: &Found) -> bool {
        let side_by_side = self.form.tables.get(found.table).is_some_and(|t| t.side_by_side);
        let (Some((grid, row)), Some(first), false) = (run.at, run.filled().next(), side_by_side) else { return false };
        let at = |used: &usize| before.get(*used).and_then(|i| self.word(*i)).and_then(|w| w.at);
        found.used.iter().filter_map(at).any(|at| at.grid == grid && at.row != row && at.column > first.column)
    }

    /// Labels stacked above, figures stacked below: whose figures are whose cannot be known.
    fn may_be_another_row(&self, index: usize, before: &[usize], found: &Found) -> bool {
        let next_is_bare = matches!(
            (self.items.get(index).map(|i| i.section), self.items.get(index + 1)),
            (Some(section), Some(Item { what: What::Run(next), section: s, .. })) if *s == section && next.filled().count() > 1
        );
        let Some(words) = self.vocabulary.tables.get(found.table) else { return false };
        next_is_bare
            && before.iter().enumerate().any(|(i, w)| {
                !found.used.contains(&i)
                    && self
                        .word(*w)
                        .is_some_and(|w| words.rows.iter().any(|r| r.matches(&w.key).is_some()) && !words.is_header_word(&w.key))
            })
    }

    fn near_row(&self, index: usize, own: &[usize], tables: &[usize]) -> Option<Found> {
        let run_entry = self.items.get(index).map(|i| i.entry)?;
        let last = own.last()?;
        // Only words printed with the figures, or right above them.
        if self.items.get(*last).is_some_and(|i| run_entry.saturating_sub(i.entry) > 2) {
            return None;
        }
        let printed = self.word(*last)?.raw.clone();
        rows::find_near(&self.keys(own), &printed, tables, self.vocabulary).map(|mut found| {
            // The words used are counted from the last ones of the window.
            found.used.clear();
            found
        })
    }

    fn unread(&mut self, ids: Vec<CellId>, run: &Run, trouble: Trouble) {
        self.cells.problems.push(Problem { trouble, place: run.place() });
        for id in ids {
            self.cells.unread(id, None, run.place());
        }
    }

    /// Remembers the words of a label as used.
    fn mark(&mut self, before: &[usize], after: &[usize], found: &Found) {
        for used in &found.used {
            let word = before.get(*used).or_else(|| after.get(used.wrapping_sub(before.len())));
            if let Some(flag) = word.and_then(|w| self.used.get_mut(*w)) {
                *flag = true;
            }
        }
        let Some(words) = self.vocabulary.tables.get(found.table) else { return };
        for i in before {
            let passable = self.word(*i).is_some_and(|w| words.is_passable(&w.key));
            if let (true, Some(flag)) = (passable, self.used.get_mut(*i)) {
                *flag = true;
            }
        }
    }

    fn note_label(&mut self, found: &Found, before: &[usize], after: &[usize]) {
        let Some(row) = self.form.tables.get(found.table).and_then(|t| t.rows.get(found.row)) else { return };
        if found.likeness == Likeness::Same {
            return;
        }
        let label = row.label.text.clone();
        let mut words: Vec<&Word> = Vec::new();
        for used in &found.used {
            words.extend(before.get(*used).or_else(|| after.get(used.wrapping_sub(before.len()))).and_then(|i| self.word(*i)));
        }
        if words.is_empty() {
            words.extend(before.last().and_then(|i| self.word(*i)));
        }
        let printed: String = words.iter().map(|w| w.raw.as_str()).collect();
        let Some(place) = words.first().map(|w| w.place.clone()) else { return };
        self.note(&printed, &label, found.likeness, place);
    }

    fn note(&mut self, printed: &str, label: &str, likeness: Likeness, place: Place) {
        if likeness == Likeness::Same || !self.labels_noted.insert((printed.to_owned(), label.to_owned())) {
            return;
        }
        let (printed, label) = (printed.to_owned(), label.to_owned());
        let trouble = match likeness {
            Likeness::Alias => Trouble::AliasLabel { printed, label },
            Likeness::Near | Likeness::Same => Trouble::NearLabel { printed, label },
        };
        self.cells.problems.push(Problem { trouble, place: Some(place) });
    }

    fn make_foreign(&mut self, table: usize, labels: Vec<String>, run: &Run) {
        self.last_table = Some(table);
        let Some(state) = self.tables.get_mut(table) else { return };
        state.foreign_place = state.foreign_place.take().or(run.place());
        for label in labels {
            if !state.foreign.contains(&label) && label.chars().any(char::is_alphabetic) {
                state.foreign.push(label);
            }
        }
    }

    fn put_row(&mut self, table: usize, row: usize, index: usize, run: &Run, header: &Header) {
        let Some(form) = self.form.tables.get(table) else { return };
        let ids: Vec<CellId> =
            (0..form.columns.len()).map(|c| self.form.cell_at(TableId(narrow(table)), RowId(narrow(row)), ColumnId(narrow(c)))).collect();
        let (name, path) = (form.name.clone(), form.rows.get(row).map_or(String::new(), |r| r.label.text.clone()));
        self.last_table = Some(table);
        self.resolved.insert(index, table);
        let Some(state) = self.tables.get_mut(table) else { return };
        let units = state.noticed.units.clone();
        if matches!(header, Header::Garbled | Header::Absent) {
            state.no_header = state.no_header.take().or(run.place());
        }
        // A column the form does not have takes no part in counting.
        let ignored: Vec<usize> = state.noticed.extra.iter().map(|e| e.0).collect();
        match figures::fit(run, header, &ignored, ids.len()) {
            Fit::Aligned(cells) => {
                state.bound.insert(row);
                if !header.in_form_order() {
                    state.reordered = state.reordered.take().or(run.place());
                }
                for (id, cell) in ids.into_iter().zip(cells) {
                    self.cells.put(id, cell, &units);
                }
            }
            Fit::Shifted(cells) => {
                state.bound.insert(row);
                let trouble = Trouble::ShiftedRow { table: name, row: path, figures: ids.len() };
                state.shifted.push(Problem { trouble, place: run.place() });
                for (id, cell) in ids.into_iter().zip(cells) {
                    self.cells.put(id, cell, &units);
                }
            }
            Fit::Short(figures) => {
                state.unread.insert(row);
                let trouble = Trouble::ShortRow { table: name, row: path, figures, columns: ids.len() };
                self.unread(ids, run, trouble);
            }
            Fit::Split(figures) => {
                state.unread.insert(row);
                let suspect = figures::suspect(run, ids.len(), ids.len());
                let trouble = Trouble::SplitCells { table: name, row: path, figures, columns: ids.len(), suspect };
                self.unread(ids, run, trouble);
            }
        }
    }
}

/// An index as the number of a table, row or column.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
