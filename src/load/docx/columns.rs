//! The columns of a table as they are seen: which edges of cells are one edge.
//!
//! A cell says how many columns of the table's grid it covers. Files that were converted, and tables whose rows were drawn one by one, have a
//! grid of more columns than anybody sees: some a hair wide, some only between an edge of the header and the edge of the figures that is meant
//! to stand under it. Edges nearer to each other than any column could be are one; a column that holds text is never lost.

use super::model::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// No column of figures is as narrow as this, in twentieths of a point: it could not hold a digit.
const HAIR: usize = 100;

/// How many times the width of such a column the usual column must have at least, for the grid may be in other units altogether.
const HAIR_OF_USUAL: usize = 3;

/// A column with this part of the usual width is none, whatever it measures.
const SLIVER_OF_USUAL: usize = 10;

/// One that is no cell's own, being always covered together with a neighbour, is none at this part of the narrowest cell that ends there.
const SHARED_OF_CELL: usize = 3;

/// By how much (one in so many) the rows of a table may differ in width and still be taken at their word.
const ROUNDING: usize = 20;

/// From which column up to which.
pub(super) type Span = (usize, usize);

/// The columns of each cell of each row; those of a cell that is dropped are none.
pub(super) fn columns(table: &Table) -> Vec<Vec<Span>> {
    let (rows, widths) = match by_widths(table) {
        Some(rows) => {
            let edges: BTreeSet<usize> = rows.iter().flatten().flat_map(|(from, to)| [*from, *to]).collect();
            let widths = edges.iter().map(|edge| (*edge, Some(*edge))).collect();
            (rows, widths)
        }
        None => by_grid(table),
    };
    snap(table, rows, &widths)
}

/// The cells by the columns of the grid they cover, and how far from the left each edge is where that is known.
fn by_grid(table: &Table) -> (Vec<Vec<Span>>, BTreeMap<usize, Option<usize>>) {
    let row = |row: &Row| {
        let mut at = row.before.span;
        let cells = row.cells.iter().map(|cell| {
            let from = at;
            at = at.saturating_add(cell.span);
            (from, at)
        });
        cells.collect::<Vec<Span>>()
    };
    let rows: Vec<Vec<Span>> = table.rows.iter().map(row).collect();
    let mut edges: Vec<usize> = vec![0];
    for width in table.widths.iter() {
        edges.push(edges.last().copied().unwrap_or(0).saturating_add(*width));
    }
    let used: BTreeSet<usize> = rows.iter().flatten().flat_map(|(from, to)| [*from, *to]).collect();
    let known = table.widths.iter().any(|w| *w > 0);
    let places = used.into_iter().map(|edge| (edge, edges.get(edge).copied().filter(|_| known))).collect();
    (rows, places)
}

/// The cells by their widths, where the grid cannot be right, since the rows do not all cover as many of its columns, and every cell says
/// how wide it is, and the rows come out equally wide.
fn by_widths(table: &Table) -> Option<Vec<Vec<Span>>> {
    let spans = |row: &Row| row.cells.iter().fold(row.before.span.saturating_add(row.after.span), |sum, c| sum.saturating_add(c.span));
    let mut counts = table.rows.iter().map(spans);
    let first = counts.next()?;
    if counts.all(|count| count == first) {
        return None;
    }
    let mut totals: Vec<usize> = Vec::new();
    let mut rows = Vec::new();
    for row in &table.rows {
        let gap = |gap: super::model::Gap| if gap.span == 0 { Some(0) } else { gap.width };
        let mut at = gap(row.before)?;
        let mut cells = Vec::new();
        for cell in &row.cells {
            let from = at;
            at = at.checked_add(cell.width?)?;
            cells.push((from, at));
        }
        totals.push(at.checked_add(gap(row.after)?)?);
        rows.push(cells);
    }
    let (least, most) = (*totals.iter().min()?, *totals.iter().max()?);
    (most - least <= most / ROUNDING).then_some(rows)
}

/// Makes one edge of edges that are meant to be one.
fn snap(table: &Table, rows: Vec<Vec<Span>>, places: &BTreeMap<usize, Option<usize>>) -> Vec<Vec<Span>> {
    let ranks: BTreeMap<usize, usize> = places.keys().enumerate().map(|(rank, edge)| (*edge, rank)).collect();
    let rank = |edge: usize| ranks.get(&edge).copied().unwrap_or(0);
    let rows: Vec<Vec<Span>> = rows.into_iter().map(|row| row.into_iter().map(|(from, to)| (rank(from), rank(to))).collect()).collect();
    let places: Vec<Option<usize>> = places.values().copied().collect();
    let most = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let whole = places.iter().flatten().max().zip(places.iter().flatten().min()).map_or(0, |(last, first)| last - first);
    let usual = whole / most;
    let width = |from: usize, to: usize| Some(places.get(to).copied()??.saturating_sub(places.get(from).copied()??));
    // Of the columns between neighbouring edges: how wide the narrowest cell is that begins or ends with it, which may be that column alone.
    let mut narrowest: BTreeMap<usize, usize> = BTreeMap::new();
    for (from, to) in rows.iter().flatten().filter(|(from, to)| from < to) {
        let Some(width) = width(*from, *to) else { continue };
        for column in [*from, *to - 1] {
            narrowest.entry(column).and_modify(|least| *least = width.min(*least)).or_insert(width);
        }
    }
    let is_none = |column: usize| {
        let Some(width) = width(column, column + 1) else { return false };
        let hair = width < HAIR && width.saturating_mul(HAIR_OF_USUAL) < usual;
        let sliver = width.saturating_mul(SLIVER_OF_USUAL) < usual;
        hair || sliver || narrowest.get(&column).is_some_and(|cell| width.saturating_mul(SHARED_OF_CELL) < *cell)
    };
    let mut lost: Vec<bool> = (0..places.len().saturating_sub(1)).map(is_none).collect();
    // Narrow columns side by side may together be one that holds text: no cell with text may lose all of its columns.
    let kept_before: Vec<usize> = std::iter::once(0)
        .chain(lost.iter().scan(0, |kept, lost| {
            *kept += usize::from(!lost);
            Some(*kept)
        }))
        .collect();
    for (row, spans) in table.rows.iter().zip(&rows) {
        for (cell, (from, to)) in row.cells.iter().zip(spans) {
            if kept_before.get(*from) == kept_before.get(*to)
                && cell.has_text()
                && let Some(last) = to.checked_sub(1).and_then(|column| lost.get_mut(column))
            {
                *last = false;
            }
        }
    }
    let mut column = 0;
    let mut seen = vec![0];
    for lost in lost {
        column += usize::from(!lost);
        seen.push(column);
    }
    let at = |edge: usize| seen.get(edge).copied().unwrap_or(column);
    rows.into_iter().map(|row| row.into_iter().map(|(from, to)| (at(from), at(to))).collect()).collect()
}
