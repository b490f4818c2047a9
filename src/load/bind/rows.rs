//! Which row a run of figures belongs to: the one whose label ends at it, or is broken around it.
//!
//! A row is never taken by its position. A label may be in pieces, with pieces of group labels among them (a page that was narrow, a column of
//! labels that was merged); anything else between the label and the figures, and they are not its figures.

use super::items::Word;
use super::vocabulary::{TableWords, Vocabulary};
use crate::load::label::{self, Likeness, Spellings};

/// A row found for a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of the table.
    pub table: usize,
    /// Index of the row in it.
    pub row: usize,
    /// Which of the words before and after the run spell its label, as indices into both, one after the other.
    pub used: Vec<usize>,
    /// How it was matched.
    pub likeness: Likeness,
}

/// More steps than any real label takes.
const MAX_STEPS: usize = 4000;

/// Finds the row whose label the words around a run spell: `before` up to it, `after` from it on.
///
/// The longest label wins, for 其他 also begins 其他法律行政法规禁止公开. Rows with equal labels are told apart by the groups among the words;
/// where that does not settle it, nothing is found.
pub(super) fn find(before: &[&Word], after: &[&Word], tables: &[usize], vocabulary: &Vocabulary) -> Option<Found> {
    let (marked_before, marked_after) = (before, after);
    let before: &[&str] = &marked_before.iter().map(|w| w.key.as_str()).collect::<Vec<_>>();
    let after: &[&str] = &marked_after.iter().map(|w| w.key.as_str()).collect::<Vec<_>>();
    let mut best: Vec<(usize, Found)> = Vec::new();
    for table in tables {
        let Some(words) = vocabulary.tables.get(*table) else { continue };
        let passable: Vec<bool> = marked_before.iter().chain(marked_after).map(|w| words.may_pass(&w.key, w.mark.as_deref())).collect();
        for (row, spellings) in words.rows.iter().enumerate() {
            for (wanted, likeness) in &spellings.keys {
                let length = wanted.chars().count();
                if best.first().is_some_and(|(longest, _)| *longest > length) {
                    continue;
                }
                if let Some(used) = spell(wanted, before, after, &passable) {
                    // Another wording is this label's only under this label's number: 3.其他 is not （六）其他.
                    let printed = used.first().and_then(|i| marked_before.get(*i)).and_then(|w| w.mark.as_ref());
                    if *likeness == Likeness::Alias && printed.zip(spellings.mark.as_ref()).is_some_and(|(printed, own)| printed != own) {
                        continue;
                    }
                    if words.is_passable(wanted) && !is_surely_row(spellings, &used, marked_before, &passable, words.side_by_side()) {
                        continue;
                    }
                    if best.first().is_some_and(|(longest, _)| *longest < length) {
                        best.clear();
                    }
                    if !best.iter().any(|(_, f)| f.table == *table && f.row == row) {
                        best.push((length, Found { table: *table, row, used, likeness: *likeness }));
                    }
                }
            }
        }
    }
    if best.len() > 1 {
        let likeness = best.iter().map(|(_, f)| f.likeness).min();
        best.retain(|(_, f)| Some(f.likeness) == likeness);
    }
    match best.as_slice() {
        [(_, found)] => Some(found.clone()),
        _ => None,
    }
}

/// Whether words that could be a piece of a group's label are the label of a row: by its numbering mark, or, where none is printed, by standing
/// alone. The rows of a side-by-side table are its header, whatever number or caption a report puts before it.
fn is_surely_row(spellings: &Spellings, used: &[usize], before: &[&Word], passable: &[bool], side_by_side: bool) -> bool {
    let Some((start, first)) = used.first().and_then(|i| Some((*i, before.get(*i)?))) else { return false };
    let alone = |from: usize| (from..before.len()).all(|i| used.contains(&i) || passable.get(i) == Some(&true));
    match (&first.mark, &spellings.mark) {
        (Some(printed), Some(mark)) => printed == mark,
        // （一）行政复议、（二）行政诉讼 is over both.
        (Some(_), None) => side_by_side && label::key(&first.raw) == first.key && alone(start),
        (None, _) if side_by_side && first.at.is_some() => {
            // What stands outside its grid is a caption.
            let grid = first.at.map(|at| at.grid);
            alone(before.iter().position(|w| w.at.map(|at| at.grid) == grid).unwrap_or(0))
        }
        (None, _) => alone(0),
    }
}

/// The indices of the words that spell `wanted`, at least one of them before the run.
fn spell(wanted: &str, before: &[&str], after: &[&str], passable: &[bool]) -> Option<Vec<usize>> {
    let words: Vec<&str> = before.iter().chain(after).copied().collect();
    let mut steps = 0;
    (0..before.len()).rev().filter(|start| words.get(*start).is_some_and(|w| wanted.starts_with(w))).find_map(|start| {
        let mut used = Vec::new();
        advance(wanted, &words, before.len(), passable, start, &mut used, &mut steps).then_some(used)
    })
}

fn advance(rest: &str, words: &[&str], end: usize, passable: &[bool], at: usize, used: &mut Vec<usize>, steps: &mut usize) -> bool {
    *steps += 1;
    if *steps > MAX_STEPS {
        return false;
    }
    if rest.is_empty() {
        return at >= end || passable.get(at..end).is_some_and(|p| p.iter().all(|p| *p));
    }
    let Some(word) = words.get(at) else { return false };
    if let Some(rest) = rest.strip_prefix(word) {
        used.push(at);
        if advance(rest, words, end, passable, at + 1, used, steps) {
            return true;
        }
        used.pop();
    }
    !used.is_empty() && passable.get(at) == Some(&true) && advance(rest, words, end, passable, at + 1, used, steps)
}

/// Finds the row whose label is near to the words right before a run; `printed` is what they say, note in parentheses and all.
pub(super) fn find_near(words: &[&str], printed: &str, tables: &[usize], vocabulary: &Vocabulary) -> Option<Found> {
    let candidates = || {
        tables
            .iter()
            .filter_map(|t| Some((*t, vocabulary.tables.get(*t)?)))
            .flat_map(|(t, words)| words.rows.iter().enumerate().map(move |(r, spellings)| ((t, r), spellings)))
    };
    let all: Vec<((usize, usize), &label::Spellings)> = candidates().collect();
    let found = |index: usize, used: Vec<usize>| {
        let ((table, row), _) = all.get(index)?;
        Some(Found { table: *table, row: *row, used, likeness: Likeness::Near })
    };
    let passable = |w: &&str| tables.iter().filter_map(|t| vocabulary.tables.get(*t)).any(|t| TableWords::is_passable(t, w));
    if let Some(bare) = label::without_note(printed) {
        let key = label::key(&bare);
        let mut exact = all.iter().enumerate().filter(|(_, (_, s))| s.matches(&key).is_some());
        if let (Some((index, _)), None) = (exact.next(), exact.next()) {
            return found(index, vec![words.len().saturating_sub(1)]);
        }
    }
    let start = words.iter().take_while(|w| passable(w)).count().min(words.len().saturating_sub(1));
    for from in [start, words.len().saturating_sub(1)] {
        let joined: String = words.get(from..).unwrap_or(&[]).concat();
        if joined.chars().count() < 4 {
            continue;
        }
        if let Some(index) = label::nearest(&joined, all.iter().map(|(_, s)| *s).enumerate()) {
            return found(index, (from..words.len()).collect());
        }
    }
    None
}
