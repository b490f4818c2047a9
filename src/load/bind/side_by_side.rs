//! Tables whose rows are printed side by side, as one printed row (横排).

use super::figures::{self, Fit};
use super::header::{self, Header};
use super::items::{Run, What};
use super::{Binder, HEADER_WINDOW, vocabulary};
use crate::catalogue::Trouble;
use crate::form::CellId;
use std::collections::{BTreeMap, BTreeSet};

impl Binder<'_> {
    /// Binds a printed row of blank cells under the whole header of a table, where no figures follow in its grid.
    pub(super) fn bind_blank_side_by_side(&mut self, index: usize, run: &Run) -> bool {
        let Some((grid, _)) = run.at else { return false };
        let later = self.items.iter().skip(index + 1).take_while(|i| i.entry == grid);
        if later.take(HEADER_WINDOW).any(|i| matches!(&i.what, What::Run(run) if run.filled().next().is_some())) {
            return false;
        }
        let nearby = self.words(self.header_from, index, HEADER_WINDOW);
        let cells = self.header_cells(&nearby, grid);
        let table = self.tables_here(index, run).into_iter().flatten().find(|t| {
            let side_by_side = self.form.tables.get(*t).is_some_and(|t| t.side_by_side);
            let whole = |words| matches!(header::of_side_by_side(words, &cells, run), Header::Columns(_));
            side_by_side && self.vocabulary.tables.get(*t).is_some_and(whole)
        });
        table.is_some_and(|table| self.bind_side_by_side(index, run, table))
    }

    /// Whether the header over a run without a label of its own names several rows: then it is a printed row of all of them.
    pub(super) fn heads_many_rows(&self, table: usize, index: usize, own: &[usize]) -> bool {
        let Some(words) = self.vocabulary.tables.get(table) else { return false };
        let nearby = self.words(self.header_from, index, HEADER_WINDOW);
        let row = |i: &usize| self.word(*i).and_then(|w| words.rows.iter().position(|r| r.matches(&w.key).is_some()));
        let rows: BTreeSet<usize> = nearby.iter().filter_map(row).collect();
        let keys = self.keys(&nearby);
        let spelled = words.rows.iter().filter(|r| vocabulary::is_spelled(r, &keys)).count();
        (rows.len() > 1 || spelled > 1) && own.iter().all(|i| row(i).is_none() || self.word(*i).is_some_and(|w| w.at.is_none()))
    }

    pub(super) fn is_whole_table(&self, table: usize, index: usize, figures: usize, own: &[usize]) -> bool {
        let (Some(form), Some(words)) = (self.form.tables.get(table), self.vocabulary.tables.get(table)) else { return false };
        if !form.side_by_side || figures <= form.columns.len() || figures > form.cell_count() + 4 {
            return false;
        }
        if own.iter().filter_map(|i| self.word(*i)).any(|w| !words.is_header_word(&w.key)) {
            return false;
        }
        let nearby = self.words(self.header_from, index, HEADER_WINDOW);
        let keys = self.keys(&nearby);
        let tail = keys.get(keys.len().saturating_sub(40)..).unwrap_or(&[]);
        tail.iter().filter(|k| words.is_header_word(k)).count() >= 2
    }

    pub(super) fn bind_side_by_side(&mut self, index: usize, run: &Run, table: usize) -> bool {
        let (Some(form), Some(words)) = (self.form.tables.get(table), self.vocabulary.tables.get(table)) else { return false };
        let nearby = self.words(self.header_from, index, HEADER_WINDOW);
        let header = match run.at {
            Some((grid, _)) => {
                let mut cells = self.header_cells(&nearby, grid);
                if cells.is_empty()
                    && let Some(above) = nearby.iter().rev().find_map(|i| self.word(*i)?.at)
                {
                    // Left behind on the page before; its columns are those of this page where both have as many.
                    cells = self.header_cells(&nearby, above.grid);
                    let width = cells.iter().map(|c| c.column + 1).max().unwrap_or(0);
                    if width != run.width {
                        cells.clear();
                    }
                }
                if cells.is_empty() { Header::Garbled } else { header::of_side_by_side(words, &cells, run) }
            }
            None => {
                let keys = self.keys(&nearby);
                let all = words.rows.iter().chain(&words.columns).all(|l| vocabulary::is_spelled(l, &keys));
                if all { Header::InOrder } else { Header::Garbled }
            }
        };
        self.resolved.insert(index, table);
        for i in &nearby {
            let known = self.word(*i).is_some_and(|w| words.is_header_word(&w.key));
            if let (true, Some(used)) = (known, self.used.get_mut(*i)) {
                *used = true;
            }
        }
        if let Header::Foreign(labels) = header {
            self.make_foreign(table, labels, run);
            return true;
        }
        let ids: Vec<CellId> = form.cells().collect();
        let all_rows = 0..form.rows.len();
        let garbled = header == Header::Garbled;
        let name = form.name.clone();
        let fit = figures::fit(run, &header, &[], ids.len());
        let units = BTreeMap::new();
        let row_names = form.rows.iter().map(|r| r.label.text.as_str()).collect::<Vec<_>>().join("、");
        let width = form.columns.len();
        let Some(state) = self.tables.get_mut(table) else { return false };
        match fit {
            Fit::Aligned(cells) | Fit::Shifted(cells) => {
                state.bound.extend(all_rows);
                if garbled {
                    state.no_header = state.no_header.take().or(run.place());
                }
                for (id, cell) in ids.into_iter().zip(cells) {
                    self.cells.put(id, cell, &units);
                }
            }
            Fit::Short(figures) => {
                state.unread.extend(all_rows);
                let trouble = Trouble::ShortRow { table: name, row: row_names, figures, columns: ids.len() };
                self.unread(ids, run, trouble);
            }
            Fit::Split(figures) => {
                state.unread.extend(all_rows);
                let suspect = figures::suspect(run, ids.len(), width);
                let trouble = Trouble::SplitCells { table: name, row: row_names, figures, columns: ids.len(), suspect };
                self.unread(ids, run, trouble);
            }
        }
        true
    }
}
