//! Which header stands over a run of figures, and whether it is the one its table had before.

use super::header::{self, Header, HeaderCell};
use super::items::Run;
use super::rows::Found;
use super::{Binder, HEADER_WINDOW};
use crate::load::label::Spellings;

impl Binder<'_> {
    pub(super) fn header_cells(&self, words: &[usize], grid: usize) -> Vec<HeaderCell> {
        let mut cells: Vec<HeaderCell> = Vec::new();
        for word in words.iter().filter_map(|i| self.word(*i)) {
            let Some(at) = word.at.filter(|at| at.grid == grid) else { continue };
            match cells.last_mut() {
                Some(last) if last.row == at.row && last.column == at.column => last.key.push_str(&word.key),
                _ => cells.push(HeaderCell {
                    row: at.row,
                    column: at.column,
                    span: at.span,
                    key: word.key.clone(),
                    raw: word.raw.clone(),
                    place: word.place.clone(),
                }),
            }
        }
        cells
    }

    /// The header over a run of a table: read anew where there is one before it, else the one the table had.
    pub(super) fn header(&mut self, table: usize, index: usize, run: &Run, before: &[usize], found: &Found) -> Header {
        let Some(words) = self.vocabulary.tables.get(table) else { return Header::Absent };
        let label: Vec<usize> = found.used.iter().filter_map(|u| before.get(*u)).copied().collect();
        let own = self.own_words(index, run, before);
        let nearby: Vec<usize> =
            self.words(self.header_from, index, HEADER_WINDOW).into_iter().filter(|i| !label.contains(i) && !(own.contains(i))).collect();
        let old = self.tables.get(table).and_then(|s| s.header.clone());
        let continued = self.last_table == Some(table) && old.is_some();
        let grid = run.at.map(|a| a.0);
        let grid_of = |i: &usize| self.word(*i).and_then(|w| w.at).map(|a| a.grid);
        // The header of a grid may have been left behind on the page before.
        let header_grid = grid
            .map(|grid| if nearby.iter().any(|i| grid_of(i) == Some(grid)) { Some(grid) } else { nearby.iter().rev().find_map(grid_of) });
        let (mut header, noticed) = match header_grid {
            Some(Some(header_grid)) => {
                let cells: Vec<HeaderCell> = self
                    .header_cells(&nearby, header_grid)
                    .into_iter()
                    .filter(|c| words.label.as_ref().is_none_or(|l| l.matches(&c.key).is_none()))
                    .filter(|c| {
                        // 其他 is a column before it is another wording of a group of rows.
                        let matches = |labels: &[Spellings]| labels.iter().any(|l| l.matches(&c.key).is_some());
                        matches(&words.columns) || !matches(&words.row_groups)
                    })
                    .collect();
                let same = Some(header_grid) == grid;
                let (header, noticed) = header::of_grid(words, &cells, run);
                match header {
                    // Columns of one grid say nothing of those of another.
                    Header::Columns(_) if !same => (Header::InOrder, noticed),
                    header => (header, noticed),
                }
            }
            Some(None) | None => {
                let outside: Vec<(&str, &str)> = nearby
                    .iter()
                    .filter_map(|i| self.word(*i))
                    .filter(|w| words.is_header_word(&w.key) || !(words.is_label_piece(&w.key) || words.is_passable(&w.key)))
                    .map(|w| (w.key.as_str(), w.raw.as_str()))
                    .collect();
                header::of_words(words, &outside)
            }
        };
        let state = self.tables.get(table);
        let layout = state.and_then(|s| s.layout);
        let repeats =
            nearby.iter().filter_map(|i| self.word(*i)).filter(|w| words.columns.iter().any(|c| c.matches(&w.key).is_some())).count();
        let anew = matches!(header, Header::Columns(_) | Header::InOrder) || repeats >= words.columns.len().min(2);
        let over_it = matches!(header, Header::Foreign(_)) && header_grid.flatten().is_some_and(|g| Some(g) == grid);
        let keeps = matches!(header, Header::Absent) || (continued && !anew && !over_it);
        let mut noticed = noticed;
        if keeps && let Some(old) = old {
            // A continued table keeps its columns where the pages have the same grid.
            let same_grid = layout.is_some_and(|(g, width)| g == grid || width == run.width);
            header = match old {
                Header::Columns(_) if !same_grid => Header::InOrder,
                old => old,
            };
            noticed = state.map(|s| s.noticed.clone()).unwrap_or_default();
        }
        for i in nearby {
            let known = self.word(i).is_some_and(|w| words.knows(&w.key));
            if let (true, Some(used)) = (known, self.used.get_mut(i)) {
                *used = true;
            }
        }
        for (printed, label, likeness, place) in &noticed.labels {
            self.note(printed, label, *likeness, place.clone());
        }
        if let Some(state) = self.tables.get_mut(table) {
            if !state.bound.is_empty() || !matches!(header, Header::Foreign(_)) {
                for extra in &noticed.extra {
                    if !state.extra.iter().any(|e| e.1 == extra.1) {
                        state.extra.push(extra.clone());
                    }
                }
            }
            state.header = Some(header.clone());
            state.noticed = noticed;
            state.layout = Some((grid, run.width));
        }
        header
    }
}
