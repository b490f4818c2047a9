//! What is said of the tables once every run has been looked at: tables and rows not found, figures without a row.

use super::items::{Item, Kind, What};
use super::{Binder, Bound, MANY_SHIFTED, MANY_STRAYS, WINDOW};
use crate::catalogue::Trouble;
use crate::form::Table;
use crate::load::label::{self, Spellings};
use crate::load::sections::Entry;
use crate::report::{Place, Problem};
use std::collections::BTreeMap;

/// Figures without a row, in one table.
type Strays = Vec<(String, Option<Place>)>;

impl Binder<'_> {
    pub(super) fn finish(mut self, entries: &[Entry<'_>]) -> Bound {
        self.report_loose();
        let mut bound = Bound::default();
        for (index, (state, table)) in self.tables.iter_mut().zip(&self.form.tables).enumerate() {
            let problems = &mut self.cells.problems;
            if !state.foreign.is_empty() {
                let labels = state.foreign.clone();
                // Some rows under a header of its own, others under a foreign one: a table of this form, in part.
                if state.bound.is_empty() {
                    bound.foreign.insert(index, labels.clone());
                }
                problems.push(Problem {
                    trouble: Trouble::ForeignLabels { table: table.name.clone(), labels },
                    place: state.foreign_place.take(),
                });
            }
            let seen = !state.bound.is_empty() || !state.unread.is_empty();
            if !seen {
                if state.foreign.is_empty() {
                    let label = table.label.as_ref().map(|l| l.text.clone());
                    let (section, title) =
                        self.form.sections.get(table.section).map_or_else(Default::default, |s| (s.id.clone(), s.title.text.clone()));
                    let trouble = Trouble::MissingTable { table: table.name.clone(), label, section, title };
                    problems.push(Problem { trouble, place: None });
                }
                continue;
            }
            bound.fitting += usize::from(!state.bound.is_empty() || state.foreign.is_empty());
            bound.rows += state.bound.len();
            let rows: Vec<String> = table
                .rows
                .iter()
                .enumerate()
                .filter(|(i, _)| !state.bound.contains(i) && !state.unread.contains(i))
                .map(|(_, r)| r.label.text.clone())
                .collect();
            if !rows.is_empty() {
                problems.push(Problem { trouble: Trouble::MissingRows { table: table.name.clone(), rows }, place: None });
            }
            if let Some((_, label, place)) = state.extra.first().cloned() {
                let mut labels = vec![label];
                labels.extend(state.extra.iter().skip(1).map(|e| e.1.clone()));
                problems.push(Problem { trouble: Trouble::ForeignLabels { table: table.name.clone(), labels }, place: Some(place) });
            }
            if state.shifted.len() > MANY_SHIFTED {
                let place = state.shifted.first().and_then(|p| p.place.clone());
                state.no_header = state.no_header.take().or(place);
            } else {
                problems.append(&mut state.shifted);
            }
            if let Some(place) = state.reordered.take() {
                problems.push(Problem { trouble: Trouble::ColumnOrder { table: table.name.clone() }, place: Some(place) });
            }
            if let Some(place) = state.no_header.take() {
                problems.push(Problem { trouble: Trouble::NoHeader { table: table.name.clone() }, place: Some(place) });
            }
        }
        bound.tabular = self.tabular(entries);
        bound.cells = self.cells.cells;
        bound.problems = self.cells.problems;
        bound
    }

    /// The table of this section whose columns are all named in a grid, before an item of it.
    fn table_headed(&self, grid: usize, index: usize, section: Option<usize>) -> Option<usize> {
        let over: Vec<&str> = (0..index)
            .rev()
            .take(WINDOW)
            .filter_map(|i| self.word(i))
            .filter(|w| w.at.is_some_and(|at| at.grid == grid))
            .map(|w| w.key.as_str())
            .collect();
        let named = |table: &usize| {
            let columns = self.vocabulary.tables.get(*table).map(|words| words.columns.as_slice()).unwrap_or_default();
            columns.len() > 1 && columns.iter().all(|c| over.iter().any(|key| c.matches(key).is_some()))
        };
        (0..self.form.tables.len()).filter(|t| self.form.tables.get(*t).is_some_and(|t| Some(t.section) == section)).find(named)
    }

    /// Runs that were given no row: a row the form does not have, or figures nobody can place. Only in or between tables; a document has
    /// other grids and numbers.
    pub(super) fn report_loose(&mut self) {
        let mut strays: BTreeMap<usize, Strays> = BTreeMap::new();
        for index in std::mem::take(&mut self.loose) {
            let Some(Item { what: What::Run(run), section, .. }) = self.items.get(index) else { continue };
            let same = |i: &usize| {
                self.items.get(*i).is_some_and(|item| {
                    item.section == *section
                        && run.at.is_none_or(|(grid, _)| matches!(&item.what, What::Run(r) if r.at.is_some_and(|a| a.0 == grid)))
                })
            };
            let earlier = self.resolved.range(..index).rev().take(WINDOW).find(|(i, _)| same(i)).map(|(_, t)| *t);
            let later = self.resolved.range(index..).take(WINDOW).find(|(i, _)| same(i)).map(|(_, t)| *t);
            let table = match (run.at, earlier, later) {
                (Some((grid, _)), earlier, later) => earlier.or(later).or_else(|| self.table_headed(grid, index, *section)),
                (None, Some(earlier), Some(later)) if earlier == later => Some(earlier),
                (None, earlier, _) if run.filled().count() > 2 => earlier.or(later),
                _ => None,
            };
            let Some(table) = table else { continue };
            let figures = run.filled().filter(|c| c.kind == Kind::Figure).count();
            if figures == 0 || self.tables.get(table).is_none_or(|s| !s.foreign.is_empty()) || (run.at.is_none() && figures < 2) {
                continue;
            }
            let start = self.words(0, index, 1).first().map_or(0, |i| self.items.get(*i).map_or(0, |i| i.entry));
            let before: Vec<usize> =
                self.words(0, index, WINDOW).into_iter().filter(|i| self.items.get(*i).is_some_and(|x| x.entry == start)).collect();
            let own = self.own_words(index, run, &before);
            let all_own: Vec<usize> = match run.at {
                Some((grid, row)) => (0..index)
                    .rev()
                    .take(WINDOW)
                    .filter(|i| self.word(*i).and_then(|w| w.at).is_some_and(|a| a.grid == grid && a.row == row))
                    .collect(),
                None => own.into_iter().filter(|i| self.items.get(*i).map(|x| x.entry) == self.items.get(index).map(|x| x.entry)).collect(),
            };
            let mut labels: Vec<&str> = all_own.iter().filter_map(|i| self.word(*i)).map(|w| w.raw.as_str()).collect();
            labels.reverse();
            labels.dedup();
            let label = labels.join(" ");
            let trouble = match (label.is_empty(), self.form.tables.get(table)) {
                (false, Some(table)) => group_of(table, &label).unwrap_or_else(|| Trouble::ForeignRow { table: table.name.clone(), label }),
                _ => Trouble::StrayFigures { text: run.text() },
            };
            match trouble {
                Trouble::StrayFigures { text } => {
                    strays.entry(table).or_default().push((text, run.place()));
                }
                trouble => self.cells.problems.push(Problem { trouble, place: run.place() }),
            }
        }
        for runs in strays.into_values() {
            let count = runs.len();
            if count <= MANY_STRAYS {
                let problem = |(text, place)| Problem { trouble: Trouble::StrayFigures { text }, place };
                self.cells.problems.extend(runs.into_iter().map(problem));
            } else if let Some((first, place)) = runs.first() {
                let trouble = Trouble::ScatteredFigures { text: first.clone(), runs: count };
                self.cells.problems.push(Problem { trouble, place: place.clone() });
            }
        }
    }
}

/// Where a form has several rows under a group, an older or a shortened one may print figures beside the label of the group.
fn group_of(table: &Table, label: &str) -> Option<Trouble> {
    let group = table.row_groups.iter().find(|g| Spellings::new(&g.label).matches(&label::key(label)).is_some())?;
    let rows = table.rows.get(group.leaves.clone())?.iter().map(|r| r.label.text.clone()).collect();
    Some(Trouble::GroupAsRow { table: table.name.clone(), label: label.to_owned(), rows })
}
