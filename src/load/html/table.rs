//! Tables of a page: which of them are tables of figures, and their rows and cells as a browser lays them out.

use super::dom::{Content, Dom, NodeId, Step, Walk};
use super::element::{Element, Role, Shown};
use super::inline::{Gap, Height, Inline};
use super::measure::Measures;
use crate::catalogue::Trouble;
use crate::load::document::{Grid, GridCell};
use crate::load::{LoadOptions, widen};
use crate::report::Place;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It holds labels and figures.
    Figures,
    /// It arranges parts of a page: paragraphs, headings, other tables.
    Layout,
    /// It is a frame around one text.
    OneCell,
}

/// A cell of more text than that, in several lines, is a piece of a page.
const LONG: u32 = 200;

/// A cell of more text than that with a heading in it is one, too; with less the heading is a label.
const LONG_HEADED: u32 = 80;

/// A table in which one cell alone is filled, with more text than that, only centres it.
const LONG_ALONE: u32 = 40;

/// What a table is for; its own measure and those of all in it are known.
pub(super) fn kind(dom: &Dom, measures: &Measures, table: NodeId) -> Kind {
    let (mut cells, mut filled, mut columns) = (0usize, 0usize, 0usize);
    let (mut pages, mut long, mut rest) = (0u32, 0u32, 0u32);
    for row in rows(dom, measures, table) {
        let across = row.cells.iter().filter_map(|c| dom.element(*c)).map(|c| if c.rowspan == 1 { 1 } else { 2 }).sum::<usize>();
        columns = columns.max(across);
        cells += row.cells.len();
        for cell in row.cells {
            let measure = measures.of(cell);
            filled += usize::from(measure.text > 0);
            let part = if measure.tables > 0 || (measure.heading && measure.text > LONG_HEADED) {
                &mut pages
            } else if measure.text > LONG && measure.breaks > 2 {
                &mut long
            } else {
                &mut rest
            };
            *part = part.saturating_add(measure.text);
        }
    }
    let text = measures.of(table).text;
    if cells <= 1 || (filled <= 1 && text > LONG_ALONE) {
        return if measures.of(table).tables == 0 { Kind::OneCell } else { Kind::Layout };
    }
    let layout = columns <= 1
        || (pages > 0 && pages.saturating_mul(2) >= rest)
        || (long > 0 && long.saturating_add(pages) >= rest.saturating_mul(4));
    if layout { Kind::Layout } else { Kind::Figures }
}

/// A row with its own cells.
#[derive(Debug)]
pub(super) struct Row {
    pub cells: Vec<NodeId>,
    /// How many rows of its part of the table are from here on, with this one.
    left: u32,
}

/// The rows of a table that are shown, its head first and its foot last. Cells reach down to the end of their part of it and no further.
pub(super) fn rows(dom: &Dom, measures: &Measures, table: NodeId) -> Vec<Row> {
    let parts = || dom.child_elements(table).filter(|(_, e)| !e.is_unread());
    let first_of = |role: Role| parts().find(|(_, e)| e.role == role).map(|(id, _)| id);
    let (head, foot) = (first_of(Role::Head), first_of(Role::Foot));
    let between =
        parts().filter(|(id, e)| Some(*id) != head && Some(*id) != foot && matches!(e.role, Role::Head | Role::Body | Role::Foot));
    let mut all = Vec::new();
    for part in head.into_iter().chain(between.map(|(id, _)| id)).chain(foot) {
        let seen = |(id, row): &(NodeId, &Element)| row.role == Role::Row && !row.is_unread() && !(row.flat && measures.of(*id).text == 0);
        let rows: Vec<NodeId> = dom.child_elements(part).filter(seen).map(|(id, _)| id).collect();
        for (row, left) in rows.iter().zip((1..=u32::try_from(rows.len()).unwrap_or(u32::MAX)).rev()) {
            // A cell that is not seen takes its place; one that is not shown takes none.
            let cells = dom.child_elements(*row).filter(|(_, e)| e.role == Role::Cell && e.shown != Shown::Not).map(|(id, _)| id);
            all.push(Row { cells: cells.collect(), left });
        }
    }
    all
}

/// Lays out a table of figures. `places` is how many more cells, counted with all they cover, the tables of the page may have.
pub(super) fn grid(dom: &Dom, measures: &Measures, table: NodeId, places: &mut usize, options: &LoadOptions) -> Result<Grid, Trouble> {
    let mut grid = Grid { rows: Vec::new() };
    for (row, number) in rows(dom, measures, table).into_iter().zip(1u32..) {
        let mut cells = Vec::with_capacity(row.cells.len());
        for (id, cell) in row.cells.into_iter().zip(1u32..) {
            let Some(element) = dom.element(id) else { continue };
            let rowspan = if element.rowspan == 0 { row.left } else { element.rowspan.min(row.left) };
            let covered = usize::try_from(u64::from(element.colspan) * u64::from(rowspan)).unwrap_or(usize::MAX);
            *places = places.checked_sub(covered).ok_or(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) })?;
            let text = if element.is_unread() { String::new() } else { text(dom, measures, id) };
            let place = Place { row: Some(number), cell: Some(cell), ..Place::default() };
            cells.push(GridCell { text, place, colspan: element.colspan, rowspan });
        }
        grid.rows.push(cells);
    }
    Ok(grid)
}

/// The text of a cell, without the tables in it.
fn text(dom: &Dom, measures: &Measures, cell: NodeId) -> String {
    let mut inline = Inline::default();
    let (mut raised, mut lowered) = (0usize, 0usize);
    let mut walk = Walk::new(dom, cell);
    while let Some(step) = walk.next() {
        let (id, entering) = match step {
            Step::Enter(id) => (id, true),
            Step::Leave(id) => (id, false),
        };
        match dom.node(id).map(|n| &n.content) {
            Some(Content::Text(text)) if entering => inline.push(text, height(raised, lowered)),
            Some(Content::Element(element)) => {
                let another = element.role == Role::Table && measures.of(id).tables > 0;
                let struck = element.role == Role::Deleted && measures.is_deleted(id);
                if entering && (another || struck || element.is_unread() || element.role == Role::Frame) {
                    walk.pass_over(id);
                }
                inline.gap(gap(element.is_block() || element.role == Role::Break, element.shown));
                let change = |count: usize, role: Role| match (element.role == role, entering) {
                    (true, true) => count + 1,
                    (true, false) => count.saturating_sub(1),
                    (false, _) => count,
                };
                raised = change(raised, Role::Superscript);
                lowered = change(lowered, Role::Subscript);
                if let (true, Role::Field, Some(value)) = (entering, element.role, &element.value) {
                    inline.push(value, Height::Usual);
                }
            }
            _ => {}
        }
    }
    inline.take()
}

/// What the edge of an element is to the text around it.
pub(super) fn gap(breaks: bool, shown: Shown) -> Gap {
    match (breaks, shown) {
        (true, _) => Gap::Break,
        (false, Shown::Box) => Gap::Edge,
        (false, _) => Gap::None,
    }
}

/// How characters stand inside so many raised and lowered elements.
pub(super) fn height(raised: usize, lowered: usize) -> Height {
    match (raised, lowered) {
        (0, 0) => Height::Usual,
        (0, _) => Height::Lowered,
        _ => Height::Raised,
    }
}
