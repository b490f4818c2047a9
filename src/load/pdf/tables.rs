//! Tables: the cells that rulings make, with what stands in them; pieces of one table on several pages put together again.

use super::glyphs::{Area, Glyph, Length, POINT, Sheet, Turn};
use super::lines;
use super::rulings::{self, Frame, FrameCell};
use crate::load::document::{Grid, GridCell};
use crate::load::label;
use crate::load::numbers::{self, is_dash};
use crate::report::Place;

/// Edges of columns on two pages nearer than this are one edge.
const SAME: Length = 4 * POINT;

/// Columns narrower than this, with nothing in them, are gaps between rulings.
const SLIVER: Length = 6 * POINT;

/// A header has no more rows than this.
const HEADER: usize = 10;

/// A cell that says more than this, in sentences, holds a part of the page and no entry of a table.
const PROSE: usize = 300;

/// A table, or the piece of one that is on a page.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Where it is on its (last) page.
    pub area: Area,
    /// Edges of its columns, from the left edge of the page.
    edges: Vec<Length>,
    /// How many rows it has.
    rows: usize,
    /// Its cells, by row and column.
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cell {
    row: usize,
    rows: usize,
    left: Length,
    right: Length,
    text: String,
    page: u32,
    /// Whether the edge of the page cuts it, as far as can be seen: it has no top, or no bottom.
    open_above: bool,
    open_below: bool,
    /// Whether it is a figure for which it has no more room.
    full: bool,
}

impl Cell {
    fn is_over(&self, other: &Cell) -> bool {
        self.left.abs_diff(other.left) <= SAME.unsigned_abs() && self.right.abs_diff(other.right) <= SAME.unsigned_abs()
    }

    /// Whether it holds digits and nothing else that could be part of a label.
    fn is_figure(&self) -> bool {
        self.text.chars().any(|c| c.is_ascii_digit()) && !self.text.chars().any(char::is_alphabetic)
    }
}

/// The tables of a page, top to bottom, and the glyphs that are in none. `end` is where its text ends, above what is printed at its lower edge.
pub(super) fn of_page(sheet: &Sheet, glyphs: &[Glyph], end: Length, page: u32) -> (Vec<Table>, Vec<Glyph>) {
    let mut frames = rulings::frames(&sheet.level, &sheet.upright);
    // A frame around a paragraph, or around rows of one cell, is no table.
    frames.retain(|f| f.columns.len() > 2 && f.cells.len() > 1);
    let mut sorted = Sorted::of(&frames, glyphs, end);
    // Nor is one that lays out a page: it has sentences, or tables, in its cells.
    let keep: Vec<bool> =
        frames.iter().enumerate().map(|(i, frame)| sorted.is_table(i) && !holds_another(frame, &frames, &sorted)).collect();
    if keep.contains(&false) {
        let mut kept = keep.iter();
        frames.retain(|_| kept.next() == Some(&true));
        sorted = Sorted::of(&frames, glyphs, end);
    }
    let tables = frames
        .iter()
        .zip(&sorted.texts)
        .map(|(frame, texts)| (frame, texts, 2 * padding(frame, texts)))
        .map(|(frame, texts, padding)| Table {
            area: frame.area,
            edges: frame.columns.clone(),
            rows: frame.rows.len().saturating_sub(1),
            cells: frame
                .cells
                .iter()
                .zip(texts)
                .map(|(cell, glyphs)| Cell {
                    row: cell.row,
                    rows: cell.rows,
                    left: cell.area.left,
                    right: cell.area.right,
                    text: lines::cell_text(glyphs, cell.area.width() - padding),
                    page,
                    open_above: cell.open_above,
                    open_below: cell.open_below,
                    full: lines::ends_full(glyphs, cell.area.width() - padding),
                })
                .collect(),
        })
        .collect();
    (tables, sorted.rest)
}

/// How near the text of a table comes to the sides of its cells.
fn padding(frame: &Frame, texts: &[Vec<Glyph>]) -> Length {
    let gaps = frame.cells.iter().zip(texts).flat_map(|(cell, glyphs)| {
        let seen = glyphs.iter().filter(|g| !g.is_space());
        seen.map(|g| (g.left - cell.area.left).min(cell.area.right - g.right))
    });
    gaps.min().unwrap_or(0).max(0)
}

/// Glyphs by the cells they stand in.
struct Sorted {
    /// For each frame and each of its cells.
    texts: Vec<Vec<Vec<Glyph>>>,
    /// Those in none.
    rest: Vec<Glyph>,
}

impl Sorted {
    fn of(frames: &[Frame], glyphs: &[Glyph], end: Length) -> Sorted {
        let places: Vec<Places> = frames.iter().map(|frame| Places::of(frame, is_cut(frame, glyphs, end))).collect();
        let mut texts: Vec<Vec<Vec<Glyph>>> = frames.iter().map(|f| vec![Vec::new(); f.cells.len()]).collect();
        let mut rest = Vec::new();
        for run in runs(glyphs) {
            let left = run.iter().map(|g| g.left).min().unwrap_or(0);
            let right = run.iter().map(|g| g.right).max().unwrap_or(0);
            let Some(first) = run.first() else { continue };
            let (x, y) = (left + (right - left) / 2, first.middle());
            // The innermost: the smallest that holds it.
            let number = is_number(run.iter());
            let place = places
                .iter()
                .enumerate()
                .filter(|(i, _)| !number || frames.get(*i).is_some_and(|f| y <= f.area.bottom))
                .filter_map(|(i, p)| Some((frames.get(i)?.area.size(), i, p.at(frames.get(i)?, x, y, first.size)?)))
                .min_by_key(|(size, i, _)| (*size, *i));
            match place.and_then(|(_, frame, cell)| texts.get_mut(frame)?.get_mut(cell)) {
                Some(text) => text.extend_from_slice(run),
                None => rest.extend_from_slice(run),
            }
        }
        Sorted { texts, rest }
    }

    fn is_table(&self, frame: usize) -> bool {
        let Some(cells) = self.texts.get(frame) else { return false };
        let seen = |cell: &Vec<Glyph>| cell.iter().filter(|g| !g.is_space()).count();
        let prose = |cell: &Vec<Glyph>| seen(cell) > PROSE && cell.iter().filter(|g| g.c == '。').count() > 2;
        cells.iter().any(|c| seen(c) > 0) && !cells.iter().any(prose)
    }
}

/// Whether another frame, that is a table, stands in one cell of this one.
fn holds_another(frame: &Frame, frames: &[Frame], sorted: &Sorted) -> bool {
    frames.iter().enumerate().any(|(i, other)| {
        other.area != frame.area
            && sorted.is_table(i)
            && frame.cells.iter().any(|c| {
                c.area.holds(other.area.left, other.area.top)
                    && c.area.holds(other.area.right, other.area.bottom)
                    && other.area.size() < c.area.size()
            })
    })
}

/// Whether the end of the page cuts a frame: it has cells without a bottom, and below them there is a line of text at most.
fn is_cut(frame: &Frame, glyphs: &[Glyph], end: Length) -> bool {
    let below = |g: &Glyph| !g.is_space() && g.middle() > frame.area.bottom + hanging(g.size) && g.base < end;
    let hangs = |g: &&Glyph| g.middle() > frame.area.bottom && g.base < end;
    frame.cells.iter().any(|c| c.open_below) && !glyphs.iter().any(below) && !is_number(glyphs.iter().filter(hangs))
}

/// Whether text is a number and nothing else. Below a table that is more often the number of the page than what is left of a figure, and it is
/// taken for neither.
fn is_number<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> bool {
    let mut seen = glyphs.filter(|g| !g.is_space()).peekable();
    seen.peek().is_some() && seen.all(|g| g.c.is_ascii_digit() || is_dash(g.c))
}

/// How far the text of a cell that was cut may hang out of it.
fn hanging(size: Length) -> Length {
    size * 2
}

/// Which cell is where.
struct Places {
    /// For each small cell, row by row: the cell that covers it.
    cells: Vec<usize>,
    /// Whether the end of the page cuts it.
    cut: bool,
}

impl Places {
    fn of(frame: &Frame, cut: bool) -> Places {
        let across = frame.columns.len().saturating_sub(1);
        let mut cells = vec![0; across * frame.rows.len().saturating_sub(1)];
        for (index, FrameCell { row, rows, column, columns, .. }) in frame.cells.iter().enumerate() {
            for r in *row..row + rows {
                for c in *column..column + columns {
                    if let Some(slot) = cells.get_mut(r * across + c) {
                        *slot = index;
                    }
                }
            }
        }
        Places { cells, cut }
    }

    fn at(&self, frame: &Frame, x: Length, y: Length, size: Length) -> Option<usize> {
        let hangs = self.cut && y > frame.area.bottom && y - frame.area.bottom <= hanging(size);
        if !frame.area.holds(x, if hangs { frame.area.bottom } else { y }) {
            return None;
        }
        let small = |edges: &[Length], at: Length| edges.partition_point(|e| *e <= at).clamp(1, edges.len().saturating_sub(1).max(1)) - 1;
        let (column, row) = (small(&frame.columns, x), small(&frame.rows, y));
        let cell = self.cells.get(row * frame.columns.len().saturating_sub(1) + column).copied()?;
        (!hangs || frame.cells.get(cell).is_some_and(|c| c.open_below)).then_some(cell)
    }
}

/// Glyphs that were drawn as one word: a figure that is wider than its cell is still one figure, and in one cell.
fn runs(glyphs: &[Glyph]) -> impl Iterator<Item = &[Glyph]> {
    glyphs.chunk_by(|a, b| {
        let apart = b.left.abs_diff(a.right);
        a.turn == Turn::None
            && b.turn == Turn::None
            && a.base.abs_diff(b.base) <= 2
            && apart <= a.size.unsigned_abs() / 20
            && !a.is_space()
            && !b.is_space()
    })
}

impl Table {
    /// Whether `next`, on the page after, goes on with this table: it is as wide, and its columns are among these or these among its.
    pub fn goes_on_with(&self, next: &Table) -> bool {
        let has = |edges: &[Length], edge: Length| edges.iter().any(|e| e.abs_diff(edge) <= SAME.unsigned_abs());
        let ends = |t: &Table| Some((*t.edges.first()?, *t.edges.last()?));
        let (Some((left, right)), Some((next_left, next_right))) = (ends(self), ends(next)) else { return false };
        left.abs_diff(next_left) <= SAME.unsigned_abs()
            && right.abs_diff(next_right) <= SAME.unsigned_abs()
            && (next.edges.iter().all(|e| has(&self.edges, *e)) || self.edges.iter().all(|e| has(&next.edges, *e)))
    }

    /// Adds the piece on the next page. A header printed again at its top is the header that was there.
    pub fn go_on(&mut self, mut next: Table) {
        let again = self.repeated_header(&next);
        next.cells.retain(|c| c.row >= again);
        // Below a header that is printed again, what goes on has a ruling over it.
        next.cells.iter_mut().filter(|c| again > 0 && c.row == again).for_each(|c| c.open_above = true);
        let open = self.row_is_cut(&next, again);
        let cut = open || self.row_is_broken(&next, again);
        // Where rulings are drawn at the break, but not across the label of a group over many rows, the label is cut.
        let ruled = self.cells.iter().any(|c| c.row + c.rows == self.rows && !c.open_below)
            || next.cells.iter().any(|c| c.row == again && !c.open_above);
        let begin = if cut { self.rows.saturating_sub(1) } else { self.rows };
        for mut cell in next.cells {
            let first = cell.row == again;
            cell.row = cell.row - again + begin;
            let above = |c: &&mut Cell| (c.open_below || cut) && c.row + c.rows == self.rows && c.is_over(&cell);
            match if first && (cell.open_above || cut) { self.cells.iter_mut().find(above) } else { None } {
                Some(above) if cut || ruled && !above.text.is_empty() && !above.is_figure() && !cell.is_figure() => {
                    above.rows = cell.row + cell.rows - above.row;
                    if above.full && cell.is_figure() {
                        above.text.push_str(&cell.text);
                    } else {
                        numbers::join(&mut above.text, &cell.text);
                    }
                    above.open_below = cell.open_below;
                }
                _ => self.cells.push(cell),
            }
        }
        self.rows = begin + next.rows - again;
        for edge in next.edges {
            if self.edges.iter().all(|e| e.abs_diff(edge) > SAME.unsigned_abs()) {
                self.edges.push(edge);
            }
        }
        self.edges.sort_unstable();
        self.cells.sort_by_key(|c| (c.row, c.left));
        self.area = next.area;
    }

    /// Whether the edge of the page cuts the last row, which goes on in row `first` of `next`: no ruling is drawn where the page breaks, and no
    /// figure stands both above and below.
    fn row_is_cut(&self, next: &Table, first: usize) -> bool {
        let above: Vec<&Cell> = self.cells.iter().filter(|c| c.row + c.rows == self.rows).collect();
        let below: Vec<&Cell> = next.cells.iter().filter(|c| c.row == first).collect();
        above.len() == below.len()
            && above.iter().all(|a| {
                a.open_below
                    && below.iter().any(|b| {
                        b.open_above && a.is_over(b) && (a.text.is_empty() || b.text.is_empty() || !a.is_figure() && !b.is_figure())
                    })
            })
    }

    /// Whether the last row goes on in row `first` of `next` although a ruling is drawn where the page breaks: below, there is no label, or one
    /// that does not begin there; and no figures but below others, which had no room for them, or which could otherwise not be told from whole.
    fn row_is_broken(&self, next: &Table, first: usize) -> bool {
        let above: Vec<&Cell> = self.cells.iter().filter(|c| c.row + c.rows == self.rows).collect();
        let below: Vec<&Cell> = next.cells.iter().filter(|c| c.row == first).collect();
        let pairs: Vec<(&Cell, &Cell)> = above.iter().filter_map(|a| Some((*a, *below.iter().find(|b| a.is_over(b))?))).collect();
        let labelled = pairs.iter().any(|(_, b)| !b.text.is_empty() && !b.is_figure());
        let begins = |text: &str| label::parts(text, false).first().is_some_and(|p| p.mark.is_some());
        above.len() == below.len()
            && pairs.len() == above.len()
            && pairs.iter().any(|(_, b)| b.is_figure())
            && pairs.iter().any(|(a, b)| a.is_figure() && b.text.is_empty())
            && pairs.iter().all(|(a, b)| match (a.is_figure(), b.is_figure()) {
                (true, true) => a.full || !labelled,
                (false, true) => false,
                (_, false) => b.text.is_empty() || !a.is_figure() && !begins(&b.text),
            })
    }

    /// How many of the first rows of `next` are the first rows of this table over again.
    fn repeated_header(&self, next: &Table) -> usize {
        let row = |table: &'_ Table, row: usize| table.cells.iter().filter(|c| c.row == row).cloned().collect::<Vec<Cell>>();
        let mut count = 0;
        let mut whole = 0;
        while count < next.rows.min(self.rows).min(HEADER) {
            let (printed, again) = (row(self, count), row(next, count));
            let same = printed.len() == again.len()
                && printed.iter().zip(&again).all(|(a, b)| (a.rows, &a.text) == (b.rows, &b.text) && a.is_over(b));
            // Figures are no header; but a program that is told to repeat too many rows repeats them with their label.
            let figures = printed.iter().any(Cell::is_figure);
            let labelled = count > 0 && printed.first().is_some_and(|c| !c.text.is_empty() && !c.is_figure());
            if !same || figures && !labelled {
                break;
            }
            count += 1;
            // Only where no cell of these rows reaches down into the next.
            if next.cells.iter().all(|c| c.row >= count || c.row + c.rows <= count) {
                whole = count;
            }
        }
        let says = next.cells.iter().any(|c| c.row < whole && !c.text.is_empty());
        if says { whole } else { 0 }
    }

    /// How many cells it has.
    pub fn size(&self) -> usize {
        self.cells.len()
    }

    /// The table as a grid, the `number`th of its document.
    pub fn grid(&self, number: u32) -> Grid {
        let edges = self.seen_edges();
        let nearest = |at: Length| edges.iter().enumerate().min_by_key(|(_, e)| e.abs_diff(at)).map_or(0, |(i, _)| i);
        let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); self.rows];
        for cell in &self.cells {
            let columns = nearest(cell.right).saturating_sub(nearest(cell.left));
            let (Some(row), true) = (rows.get_mut(cell.row), columns > 0) else { continue };
            let place = Place {
                page: Some(cell.page),
                table: Some(number),
                row: Some(count(cell.row + 1)),
                cell: Some(count(row.len() + 1)),
                ..Place::default()
            };
            row.push(GridCell { text: cell.text.clone(), place, colspan: count(columns), rowspan: count(cell.rows) });
        }
        Grid { rows }
    }

    /// The edges between columns that hold something: a gap between two rulings is no column.
    fn seen_edges(&self) -> Vec<Length> {
        let mut edges = self.edges.clone();
        let mut i = 0;
        while let (Some(left), Some(right)) = (edges.get(i).copied(), edges.get(i + 1).copied()) {
            let inside = |c: &&Cell| c.left.abs_diff(left) <= SAME.unsigned_abs() && c.right.abs_diff(right) <= SAME.unsigned_abs();
            if right - left < SLIVER && edges.len() > 3 && self.cells.iter().filter(inside).all(|c| c.text.is_empty()) {
                edges.remove(if i + 2 < edges.len() { i + 1 } else { i });
            } else {
                i += 1;
            }
        }
        edges
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
