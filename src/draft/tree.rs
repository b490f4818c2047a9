//! From a table of a grid to its rows and columns, in the groups that merged cells make of them.

use super::bands::{Band, Columns};
use super::matrix::{Kind, Matrix};
use super::{Line, Table, units};
use crate::catalogue::making::Doubt;
use crate::load::numbers;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a column that may hold negative figures.
const SIGNED: [&str; 5] = ["增减", "增/减", "增（减", "增(减", "±"];

/// The cells above or beside a row of figures, outermost first: which they are, and what stands in them.
type Way = Vec<(usize, String)>;

/// No form has groups in groups any deeper.
const DEEPEST: usize = 8;

/// A column or row with the way to it.
#[derive(Clone)]
struct Leaf {
    way: Way,
    signed: bool,
    doubts: Vec<Doubt>,
}

/// Makes a table of a band.
pub(super) fn table(matrix: &Matrix, columns: &Columns, band: &Band) -> Option<Table> {
    let mut table = Table {
        name: String::new(),
        label: band.caption.clone(),
        unit: String::new(),
        side_by_side: false,
        columns: Vec::new(),
        rows: Vec::new(),
        doubts: Vec::new(),
    };
    let leaves = column_leaves(matrix, columns, band, &mut table.doubts);
    if leaves.is_empty() {
        return None;
    }
    table.columns = lines(&shallow(leaves.clone()), 0);
    if columns.labels > columns.dropped.range(..columns.labels).count() {
        let rows = row_leaves(matrix, columns, band, &mut table.doubts);
        table.rows = lines(&shallow(rows), 0);
    } else if let Some((rows, shared)) = side_by_side(&leaves) {
        table.side_by_side = true;
        table.rows = rows;
        table.columns = shared;
        table.doubts.push(Doubt::SideBySide);
    } else {
        table.rows = vec![Line::default()];
        table.doubts.push(Doubt::NoLabels);
    }
    if table.rows.is_empty() {
        return None;
    }
    if band.header.is_empty() {
        table.doubts.push(Doubt::NoHeader);
    }
    if !table.side_by_side && same_labels(&table.columns) {
        table.doubts.push(Doubt::SameHeadings);
    }
    if !table.side_by_side && same_labels(&table.rows) {
        table.doubts.push(Doubt::SameLabels);
    }
    // What stands over the labels is the name of their column, or a note.
    let mut corner: Vec<&str> = Vec::new();
    for row in &band.header {
        for column in 0..columns.labels {
            let text = matrix.text(*row, column);
            if text.chars().count() > 8 && !corner.contains(&text) && Some(text) != band.caption.as_deref() {
                corner.push(text);
            }
        }
    }
    table.doubts.extend(corner.iter().map(|text| Doubt::Printed((*text).to_owned())));
    settle_units(&mut table, band, &corner);
    Some(table)
}

/// The unit of the table and those of its columns.
fn settle_units(table: &mut Table, band: &Band, corner: &[&str]) {
    let stated = band.unit.clone().or_else(|| band.caption.as_deref().and_then(units::of_label));
    let stated = stated.or_else(|| corner.iter().find_map(|text| units::stated(text)));
    let mut own: Vec<Option<String>> = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    each_leaf(&mut table.columns, None, &mut |line, around| {
        own.push(units::of_label(&line.label).or_else(|| around.and_then(units::of_label)));
        labels.push(line.label.clone());
    });
    let first = own.iter().flatten().next().cloned();
    let all_same = first.is_some() && own.iter().all(|u| *u == first);
    table.unit = match (stated, all_same, first) {
        (_, true, Some(unit)) => unit,
        (Some(unit), ..) => unit,
        _ => {
            let without: Vec<&str> = labels.iter().zip(&own).filter(|(_, u)| u.is_none()).map(|(l, _)| l.as_str()).collect();
            let unit = units::guess(&without);
            if table.doubts.iter().all(|d| !matches!(d, Doubt::RowUnits(_))) {
                table.doubts.push(Doubt::Unit(unit.clone()));
            }
            unit
        }
    };
    let unit = table.unit.clone();
    let mut own = own.into_iter();
    each_leaf(&mut table.columns, None, &mut |line, _| line.unit = own.next().flatten().filter(|u| *u != unit));
}

fn each_leaf(lines: &mut [Line], around: Option<&str>, work: &mut impl FnMut(&mut Line, Option<&str>)) {
    for line in lines {
        if line.members.is_empty() {
            work(line, around);
        } else {
            let label = line.label.clone();
            each_leaf(&mut line.members, Some(&label), work);
        }
    }
}

/// Whether two columns, or two rows, have one label.
fn same_labels(lines: &[Line]) -> bool {
    fn collect<'l>(lines: &'l [Line], all: &mut Vec<&'l str>) {
        for line in lines {
            if line.members.is_empty() { all.push(&line.label) } else { collect(&line.members, all) }
        }
    }
    let mut all = Vec::new();
    collect(lines, &mut all);
    all.retain(|l| !l.is_empty());
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    all.len() < count
}

/// The columns of values, left to right.
fn column_leaves(matrix: &Matrix, columns: &Columns, band: &Band, doubts: &mut Vec<Doubt>) -> Vec<Leaf> {
    let ways = header_ways(matrix, columns, band);
    let mut leaves: Vec<(Leaf, usize)> = Vec::new();
    let any_figure = band.body.iter().any(|(r, _)| (columns.labels..matrix.width).any(|c| matrix.kind(*r, c) == Kind::Figure));
    for column in columns.labels..matrix.width {
        let way: Way = ways.get(column - columns.labels).cloned().unwrap_or_default();
        if columns.dropped.contains(&column) {
            let label = way.last().map_or(String::new(), |w| w.1.clone());
            if !label.is_empty() {
                doubts.push(Doubt::LeftOut(label));
            }
            continue;
        }
        let cells = || band.body.iter().filter_map(|(r, _)| matrix.cell(*r, column).filter(|c| c.row == *r));
        // A cell reaching over from the column before is of that.
        let begins = cells().filter(|c| c.column == column && c.kind == Kind::Figure).count();
        let words = cells().any(|c| c.kind == Kind::Text);
        if way.is_empty() && begins == 0 {
            continue;
        }
        if let (Some((last, columns)), false) = (leaves.last_mut(), way.is_empty())
            && last.way == way
        {
            *columns += usize::from(begins > 0);
            continue;
        }
        if words && begins == 0 && any_figure {
            doubts.push(Doubt::LeftOut(way.last().map_or(String::new(), |w| w.1.clone())));
            continue;
        }
        let negative = cells().any(|c| numbers::parse_number(&c.text).is_some_and(|n| n.is_sign_negative()));
        let signed = negative || way.iter().any(|(_, text)| SIGNED.iter().any(|s| text.contains(s)));
        let mut doubts = Vec::new();
        if way.is_empty() && !band.header.is_empty() {
            doubts.push(Doubt::NoHeading);
        }
        if signed {
            doubts.push(Doubt::Signed);
        }
        leaves.push((Leaf { way, signed, doubts }, usize::from(begins > 0)));
    }
    let wide = |(mut leaf, columns): (Leaf, usize)| {
        if columns > 1 {
            leaf.doubts.push(Doubt::Wide(columns));
        }
        leaf
    };
    leaves.into_iter().map(wide).collect()
}

/// For each column of values, the cells of the header over it.
fn header_ways(matrix: &Matrix, columns: &Columns, band: &Band) -> Vec<Way> {
    let width = matrix.width - columns.labels;
    let height = band.header.len();
    let text_at = |i: usize, c: usize| {
        let row = *band.header.get(i)?;
        let index = matrix.index(row, columns.labels + c)?;
        matrix.cells.get(index).filter(|cell| !cell.text.is_empty()).map(|_| index)
    };
    // Lowest row of the header with words, for each column.
    let lowest: Vec<Option<usize>> = (0..width).map(|c| (0..height).rev().find(|i| text_at(*i, c).is_some())).collect();
    let mut ids: Vec<Vec<Option<usize>>> = vec![vec![None; width]; height];
    for i in 0..height {
        for c in 0..width {
            let above = |c: usize| i.checked_sub(1).and_then(|up| *ids.get(up)?.get(c)?);
            let left = c.checked_sub(1).and_then(|l| *ids.get(i)?.get(l)?);
            // A blank cell beside a heading with words below both is of that heading.
            let reaches = |c: usize| lowest.get(c).copied().flatten().is_some_and(|low| low > i);
            let under_left = c.checked_sub(1).is_some_and(|l| above(l) == above(c) && reaches(l)) && reaches(c);
            let id = match text_at(i, c) {
                Some(id) => Some(id),
                None if under_left && left.is_some() && left != above(c) => left,
                None => above(c),
            };
            if let Some(place) = ids.get_mut(i).and_then(|row| row.get_mut(c)) {
                *place = id;
            }
        }
    }
    (0..width)
        .map(|c| {
            let mut way: Way = Vec::new();
            for id in ids.iter().filter_map(|row| *row.get(c)?) {
                if way.last().is_none_or(|(last, _)| *last != id) {
                    way.push((id, matrix.cells.get(id).map_or(String::new(), |cell| cell.text.clone())));
                }
            }
            way
        })
        .collect()
}

/// The rows, top to bottom.
fn row_leaves(matrix: &Matrix, columns: &Columns, band: &Band, doubts: &mut Vec<Doubt>) -> Vec<Leaf> {
    let mut leaves: Vec<Leaf> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    let mut banners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut row_units: Vec<String> = Vec::new();
    let figures = |row: usize| (columns.labels..matrix.width).filter(|c| matrix.kind(row, *c) == Kind::Figure).count();
    let filled = band.body.iter().filter(|(r, _)| figures(*r) > 0).count();
    let mut add = |way: Way, row: usize| {
        let mut doubts = Vec::new();
        if way.is_empty() {
            doubts.push(Doubt::NoLabel);
        }
        if figures(row) == 0 && filled * 2 > band.body.len() {
            doubts.push(Doubt::MayBeGroup);
        }
        leaves.push(Leaf { way, signed: false, doubts });
    };
    for (row, banner) in &band.body {
        let mut ids: Vec<Option<usize>> = Vec::new();
        let mut same = true;
        for column in (0..columns.labels).filter(|c| !columns.dropped.contains(c)) {
            let own = matrix.index(*row, column).filter(|i| matrix.cells.get(*i).is_some_and(|c| c.kind != Kind::Blank));
            let at = ids.len();
            let words_right = (column + 1..columns.labels).any(|c| !columns.dropped.contains(&c) && matrix.kind(*row, c) != Kind::Blank);
            let id = match own {
                Some(id) => Some(id),
                None if same && words_right => before.get(at).copied().flatten(),
                None => None,
            };
            same &= before.get(at).copied().flatten() == id;
            ids.push(id);
        }
        let mut way: Way = Vec::new();
        if let Some(banner) = banner {
            let next = banners.len();
            let at = *banners.entry(banner).or_insert(next);
            // No cell has a number as high.
            way.push((usize::MAX - at, banner.clone()));
        }
        for id in ids.iter().flatten() {
            if way.last().is_none_or(|(last, _)| last != id) {
                way.push((*id, matrix.cells.get(*id).map_or(String::new(), |c| c.text.clone())));
            }
        }
        before = ids;
        if let (Some(column), Some(last)) = (columns.units, way.last_mut()) {
            let unit = matrix.text(*row, column);
            if !unit.is_empty() {
                // Between the label and its figures nothing else may stand, so it is taken for a part of the label.
                if column < columns.labels {
                    last.1 = format!("{}（{unit}）", last.1);
                }
                row_units.push(unit.to_owned());
            }
        }
        if way.len() == usize::from(banner.is_some()) && figures(*row) == 0 {
            continue;
        }
        add(way, *row);
    }
    if !banners.is_empty() {
        doubts.push(Doubt::Banner);
    }
    row_units = row_units.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    if !row_units.is_empty() {
        doubts.push(Doubt::RowUnits(row_units));
    }
    leaves
}

/// Leaves without the middle of ways that are too long.
fn shallow(mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    for leaf in &mut leaves {
        if leaf.way.len() > DEEPEST {
            leaf.way.drain(DEEPEST - 1..leaf.way.len() - 1);
        }
    }
    leaves
}

/// Nests leaves by what their ways share.
fn lines(leaves: &[Leaf], depth: usize) -> Vec<Line> {
    let mut all: Vec<Line> = Vec::new();
    let mut at = 0;
    while let Some(leaf) = leaves.get(at) {
        let step = leaf.way.get(depth);
        if leaf.way.len() <= depth + 1 {
            let label = step.map_or(String::new(), |s| s.1.clone());
            all.push(Line { label, signed: leaf.signed, doubts: leaf.doubts.clone(), ..Line::default() });
            at += 1;
            continue;
        }
        let shares = |other: &Leaf| other.way.len() > depth + 1 && other.way.get(depth).map(|s| s.0) == step.map(|s| s.0);
        let count = leaves.get(at..).unwrap_or(&[]).iter().take_while(|l| shares(l)).count().max(1);
        let members = lines(leaves.get(at..at + count).unwrap_or(&[]), depth + 1);
        all.push(Line { label: step.map_or(String::new(), |s| s.1.clone()), members, ..Line::default() });
        at += count;
    }
    all
}

/// Rows printed side by side, where every group of columns has the same headings: the rows, and the columns they share.
fn side_by_side(leaves: &[Leaf]) -> Option<(Vec<Line>, Vec<Line>)> {
    type Group<'l> = (&'l [(usize, String)], Vec<&'l Leaf>);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for leaf in leaves {
        let (_, around) = leaf.way.split_last()?;
        if around.is_empty() {
            return None;
        }
        match groups.last_mut() {
            Some((last, members)) if *last == around => members.push(leaf),
            _ => groups.push((around, vec![leaf])),
        }
    }
    let headings = |members: &[&Leaf]| members.iter().map(|l| l.way.last().map(|w| w.1.clone())).collect::<Vec<_>>();
    let first = headings(&groups.first()?.1);
    if groups.len() < 2 || first.len() < 2 || groups.iter().any(|(_, members)| headings(members) != first) {
        return None;
    }
    let rows: Vec<Leaf> = groups.iter().map(|(around, _)| Leaf { way: around.to_vec(), signed: false, doubts: Vec::new() }).collect();
    let shared = groups.first()?.1.iter().map(|leaf| {
        let label = leaf.way.last().map_or(String::new(), |w| w.1.clone());
        Line { label, signed: leaf.signed, doubts: leaf.doubts.clone(), ..Line::default() }
    });
    Some((lines(&shallow(rows), 0), shared.collect()))
}
