//! Rulings to cells: a cell is the smallest rectangle with rulings around it; where a ruling between two is missing, they are merged.

use super::glyphs::{Area, Length, POINT, Ruling};

/// Lines nearer than this are one line, drawn twice or in pieces.
const NEAR: Length = 2 * POINT;

/// Lines that end this near to another meet it.
const TOUCHING: Length = 3 * POINT;

/// More lines than this on one page are a drawing.
const MOST_LINES: usize = 4000;

/// More cells than this in one frame are a drawing.
const MOST_CELLS: usize = 60_000;

/// The cells that rulings make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    /// All of it.
    pub area: Area,
    /// The edges of its columns, left to right: one more than there are columns.
    pub columns: Vec<Length>,
    /// The edges of its rows, top to bottom.
    pub rows: Vec<Length>,
    /// Its cells, by row and column.
    pub cells: Vec<FrameCell>,
}

/// A cell of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FrameCell {
    pub row: usize,
    pub rows: usize,
    pub column: usize,
    pub columns: usize,
    pub area: Area,
    /// Whether it has no top, or no bottom, as where the end of a page cuts it.
    pub open_above: bool,
    pub open_below: bool,
}

/// The frames of a page.
pub(super) fn frames(level: &[Ruling], upright: &[Ruling]) -> Vec<Frame> {
    let level = joined(level);
    let upright = joined(upright);
    if level.len() > MOST_LINES || upright.len() > MOST_LINES {
        return Vec::new();
    }
    let mut sets = Sets::new(level.len() + upright.len());
    for (i, l) in level.iter().enumerate() {
        for (j, u) in upright.iter().enumerate() {
            let reaches = |line: &Ruling, at: Length| line.from - TOUCHING <= at && at <= line.to + TOUCHING;
            if reaches(l, u.at) && reaches(u, l.at) {
                sets.join(i, level.len() + j);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Ruling>, Vec<Ruling>)> = std::collections::BTreeMap::new();
    for (i, l) in level.iter().enumerate() {
        groups.entry(sets.find(i)).or_default().0.push(*l);
    }
    for (j, u) in upright.iter().enumerate() {
        groups.entry(sets.find(level.len() + j)).or_default().1.push(*u);
    }
    let mut frames: Vec<Frame> = groups.into_values().filter_map(|(level, upright)| frame(&level, &upright)).collect();
    frames.sort_by_key(|f| (f.area.top, f.area.left));
    frames
}

/// Lines in one line, that overlap or follow each other, as one; sorted.
fn joined(rulings: &[Ruling]) -> Vec<Ruling> {
    let mut sorted = rulings.to_vec();
    sorted.sort_unstable();
    let mut found: Vec<Ruling> = Vec::new();
    let mut rest = sorted.as_slice();
    while let Some(first) = rest.first() {
        let count = rest.partition_point(|r| r.at - first.at <= NEAR);
        let (mut row, after) = (rest.get(..count).unwrap_or(rest).to_vec(), rest.get(count..).unwrap_or(&[]));
        rest = after;
        // The longest of them is where the line is; what is short may be a little off.
        let at = row.iter().max_by_key(|r| r.to - r.from).map_or(first.at, |r| r.at);
        row.sort_unstable_by_key(|r| (r.from, r.to));
        let mut last: Option<Ruling> = None;
        for ruling in row {
            match &mut last {
                Some(line) if ruling.from <= line.to + NEAR => line.to = line.to.max(ruling.to),
                _ => found.extend(last.replace(Ruling { at, ..ruling })),
            }
        }
        found.extend(last);
    }
    found
}

/// The cells of lines that meet.
fn frame(level: &[Ruling], upright: &[Ruling]) -> Option<Frame> {
    // The ends of lines are edges too: a table may be open at its sides, and where a page cuts it.
    let rows = edges(level, upright);
    let columns = edges(upright, level);
    let (across, down) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
    if across == 0 || down == 0 || across.checked_mul(down)? > MOST_CELLS {
        return None;
    }
    // For each inner edge of each small cell: whether a line is there.
    let walls = Walls { upright: covered(&columns, upright, &rows), level: covered(&rows, level, &columns) };
    let mut taken = vec![false; across * down];
    let mut cells = Vec::new();
    for row in 0..down {
        for column in 0..across {
            if taken.get(row * across + column) != Some(&false) {
                continue;
            }
            let free = |r: usize, c: usize| taken.get(r * across + c) == Some(&false);
            let mut width = 1;
            while column + width < across && !walls.at_right(row, column + width - 1) && free(row, column + width) {
                width += 1;
            }
            let mut height = 1;
            while row + height < down
                && (column..column + width).all(|c| !walls.is_below(row + height - 1, c) && free(row + height, c))
                && (column..column + width - 1).all(|c| !walls.at_right(row + height, c))
            {
                height += 1;
            }
            for r in row..row + height {
                for c in column..column + width {
                    if let Some(flag) = taken.get_mut(r * across + c) {
                        *flag = true;
                    }
                }
            }
            let area = Area {
                left: *columns.get(column)?,
                right: *columns.get(column + width)?,
                top: *rows.get(row)?,
                bottom: *rows.get(row + height)?,
            };
            let open = |edge: usize| (column..column + width).any(|c| !walls.is_level(edge, c));
            cells.push(FrameCell {
                row,
                rows: height,
                column,
                columns: width,
                area,
                open_above: row == 0 && open(0),
                open_below: row + height == down && open(down),
            });
        }
    }
    let area = Area { left: *columns.first()?, right: *columns.last()?, top: *rows.first()?, bottom: *rows.last()? };
    Some(Frame { area, columns, rows, cells })
}

/// Where lines are, and where those that cross them end.
fn edges(lines: &[Ruling], crossing: &[Ruling]) -> Vec<Length> {
    let mut all: Vec<Length> = lines.iter().map(|l| l.at).collect();
    let ends = [crossing.iter().map(|l| l.from).min(), crossing.iter().map(|l| l.to).max()];
    for end in ends.into_iter().flatten() {
        if all.iter().all(|at| at.abs_diff(end) > TOUCHING.unsigned_abs()) {
            all.push(end);
        }
    }
    all.sort_unstable();
    all.dedup_by(|b, a| *b - *a <= NEAR);
    all
}

/// Where lines are drawn: for each edge of columns the rows beside it, and for each edge of rows the columns.
struct Walls {
    upright: Vec<Vec<bool>>,
    level: Vec<Vec<bool>>,
}

impl Walls {
    fn at_right(&self, row: usize, column: usize) -> bool {
        self.upright.get(column + 1).and_then(|w| w.get(row)).copied().unwrap_or(true)
    }

    fn is_below(&self, row: usize, column: usize) -> bool {
        self.is_level(row + 1, column)
    }

    fn is_level(&self, edge: usize, column: usize) -> bool {
        self.level.get(edge).and_then(|w| w.get(column)).copied().unwrap_or(true)
    }
}

/// For each edge, and each piece between two `stops` along it: whether lines cover most of it.
fn covered(edges: &[Length], lines: &[Ruling], stops: &[Length]) -> Vec<Vec<bool>> {
    edges
        .iter()
        .map(|edge| {
            let on: Vec<&Ruling> = lines.iter().filter(|l| l.at.abs_diff(*edge) <= NEAR.unsigned_abs()).collect();
            stops
                .windows(2)
                .map(|piece| {
                    let [from, to] = piece else { return false };
                    let length: Length = on.iter().map(|l| (l.to.min(*to) - l.from.max(*from)).max(0)).sum();
                    length * 10 >= (to - from) * 6
                })
                .collect()
        })
        .collect()
}

/// Disjoint sets of lines.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    fn find(&mut self, mut of: usize) -> usize {
        while let Some(parent) = self.0.get(of).copied()
            && parent != of
        {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(of) {
                *slot = above;
            }
            of = above;
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}
