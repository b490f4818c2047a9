//! The tables of a grid: a form may print several in one, each with a caption and a header of its own.
//!
//! What decides is which columns hold labels and which hold values: a row with words over the values is of a header, one without is of a body.

use super::matrix::{Kind, Matrix};
use super::units;
use std::collections::{BTreeMap, BTreeSet};

/// Headings of columns that number rows.
const SERIALS: [&str; 10] = ["序号", "编号", "行次", "栏次", "行号", "代码", "指标代码", "序", "No.", "no"];
/// Headings of columns that hold notes.
const NOTES: [&str; 4] = ["备注", "附注", "说明", "Notes"];
/// Headings of columns that hold the units of their rows.
const MEASURES: [&str; 4] = ["单位", "计量单位", "计算单位", "Unit"];
/// What stands before a row that numbers the columns.
const COUNTERS: [&str; 10] = ["甲", "乙", "丙", "丁", "栏次", "行次", "序号", "编号", "A", "B"];
/// How lines below a table begin that are none of its rows.
const FOOTERS: [&str; 8] = ["注：", "注:", "说明：", "说明:", "备注：", "填表人", "填报人", "审核人"];

/// What the columns of a grid are for.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    /// How many of them hold labels: the values begin here.
    pub labels: usize,
    /// Those that hold neither.
    pub dropped: BTreeSet<usize>,
    /// Which of those holds the units of the rows.
    pub units: Option<usize>,
}

/// A table of a grid.
#[derive(Debug, Clone, Default)]
pub(super) struct Band {
    pub caption: Option<String>,
    pub unit: Option<String>,
    pub header: Vec<usize>,
    /// Its rows, each with the heading across the table it stands under.
    pub body: Vec<(usize, Option<String>)>,
}

/// The columns of a grid and its tables; none where it holds no table.
pub(super) fn bands(matrix: &Matrix) -> (Columns, Vec<Band>) {
    let mut columns = Columns::default();
    drop_columns(matrix, &mut columns);
    let figures = |row: usize| (0..matrix.width).filter(move |c| matrix.kind(row, *c) == Kind::Figure);
    let firsts: Vec<usize> = (0..matrix.height())
        .filter(|r| !is_counter(matrix, *r))
        .filter_map(|r| figures(r).find(|c| !columns.dropped.contains(c)))
        .collect();
    // A row here and there may have lost a cell before its figures.
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    firsts.iter().for_each(|column| *counts.entry(*column).or_default() += 1);
    let often = counts.iter().find(|(_, count)| **count * 4 >= firsts.len());
    let first = often.or(counts.iter().next()).map(|(column, _)| *column);
    let filled = first.is_some();
    match first {
        Some(first) => columns.labels = first,
        None => match blank_labels(matrix, &columns) {
            Some(labels) => columns.labels = labels,
            None => return (columns, Vec::new()),
        },
    }
    let mut bands = cut(matrix, &columns);
    bands.retain(|b| !b.body.is_empty() && (!b.header.is_empty() || (filled && b.body.len() > 1 && columns.labels > 0)));
    (columns, bands)
}

/// Columns that hold neither labels nor values.
fn drop_columns(matrix: &Matrix, columns: &mut Columns) {
    for column in 0..matrix.width {
        let below = |from: usize| {
            let rows = (from + 1..matrix.height()).filter(|r| !is_counter(matrix, *r));
            rows.map(move |r| matrix.text(r, column)).filter(|t| !t.is_empty())
        };
        let heading = (0..matrix.height().min(6)).find_map(|r| {
            let cell = matrix.cell(r, column).filter(|c| c.kind == Kind::Text && c.end == column + 1)?;
            Some((r, cell.text.as_str()))
        });
        let Some((row, heading)) = heading else { continue };
        if SERIALS.contains(&heading) || (NOTES.contains(&heading) && column > 0) {
            columns.dropped.insert(column);
        } else if MEASURES.contains(&heading)
            && below(row).next().is_some()
            && below(row).all(|t| units::is_unit(t) || MEASURES.contains(&t))
        {
            columns.dropped.insert(column);
            columns.units = Some(column);
        }
    }
    // Numbers before labels number the rows, whatever stands over them.
    let numbered: Vec<usize> =
        (0..matrix.height()).filter(|r| matrix.kind(*r, 0) == Kind::Figure && matrix.cell(*r, 0).is_some_and(|c| c.row == *r)).collect();
    let labelled = numbered.iter().filter(|r| matrix.kind(**r, 1) == Kind::Text).count();
    if !numbered.is_empty() && labelled == numbered.len() {
        columns.dropped.insert(0);
    }
}

/// Whether a row numbers the columns: 甲, 乙, 1, 2, 3.
fn is_counter(matrix: &Matrix, row: usize) -> bool {
    let mut words = 0;
    let mut last: Option<u32> = None;
    let mut count = 0;
    for column in 0..matrix.width {
        let Some(cell) = matrix.cell(row, column).filter(|c| c.row == row && c.column == column) else { continue };
        match cell.kind {
            Kind::Blank => {}
            Kind::Text if COUNTERS.contains(&cell.text.as_str()) => words += 1,
            Kind::Figure => {
                let Ok(number) = cell.text.trim_matches(['(', ')', '（', '）']).parse::<u32>() else { return false };
                if last.is_some_and(|l| number != l.saturating_add(1)) {
                    return false;
                }
                last = Some(number);
                count += 1;
            }
            Kind::Text => return false,
        }
    }
    words > 0 && count > 0
}

/// How many columns hold labels, in a grid without any figure: as many as make the fewest tables of it.
fn blank_labels(matrix: &Matrix, columns: &Columns) -> Option<usize> {
    let mut ends: BTreeSet<usize> = BTreeSet::new();
    for row in 0..matrix.height() {
        let end = (0..matrix.width).rev().find(|c| !columns.dropped.contains(c) && matrix.kind(row, *c) == Kind::Text);
        let end = end.map_or(0, |c| matrix.cell(row, c).map_or(c + 1, |cell| cell.end));
        ends.insert(end.min(matrix.width));
    }
    let mut best: Option<(usize, usize)> = None;
    // A form has few depths of labels; a grid with many is none.
    for labels in ends.into_iter().filter(|e| *e < matrix.width).take(12) {
        let found = cut(matrix, &Columns { labels, ..columns.clone() });
        let count = found.iter().filter(|b| !b.header.is_empty() && !b.body.is_empty()).count();
        if count > 0 && best.is_none_or(|(fewest, _)| count < fewest) {
            best = Some((count, labels));
        }
    }
    best.map(|(_, labels)| labels)
}

/// How a row looks over the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Words over most columns.
    Header,
    /// Words over some.
    Words,
    Body,
    /// One text across the whole row.
    Banner,
    Empty,
}

fn look(matrix: &Matrix, columns: &Columns, row: usize) -> Look {
    if matrix.only_text(row).is_some_and(|(_, whole)| whole) {
        return Look::Banner;
    }
    let values = || (columns.labels..matrix.width).filter(|c| !columns.dropped.contains(c));
    let count = |kind: Kind| values().filter(|c| matrix.kind(row, *c) == kind).count();
    let (words, figures) = (count(Kind::Text), count(Kind::Figure));
    let labelled = (0..columns.labels).any(|c| !columns.dropped.contains(&c) && matrix.kind(row, c) == Kind::Text);
    match (words, figures) {
        (0, 0) if !labelled && columns.labels > 0 => Look::Empty,
        (words, 0) if words > 0 && words * 2 >= values().count() => Look::Header,
        (words, 0) if words > 0 => Look::Words,
        _ => Look::Body,
    }
}

fn cut(matrix: &Matrix, columns: &Columns) -> Vec<Band> {
    let looks: Vec<Look> = (0..matrix.height()).map(|r| look(matrix, columns, r)).collect();
    let next = |row: usize| (row + 1..matrix.height()).find(|r| looks.get(*r) != Some(&Look::Empty));
    let after_banners = |row: usize| (row + 1..matrix.height()).find(|r| !matches!(looks.get(*r), Some(Look::Empty | Look::Banner)));
    let heads = |row: Option<usize>| row.and_then(|r| looks.get(r)).is_some_and(|l| matches!(l, Look::Header | Look::Words));
    let mut bands = Vec::new();
    let mut band = Band::default();
    let mut banner: Option<String> = None;
    let mut after_caption = false;
    for row in 0..matrix.height() {
        let Some(look) = looks.get(row).copied() else { continue };
        if is_counter(matrix, row) {
            continue;
        }
        if let Some((cell, whole)) = matrix.only_text(row) {
            let text = cell.text.as_str();
            // Without merged cells a caption is a label before blank cells, right above a header.
            let alone = whole || (cell.column == 0 && cell.end <= columns.labels.max(1) && heads(next(row)) && matrix.width > 1);
            let above_header = heads(after_banners(row)) && (band.header.is_empty() || !band.body.is_empty());
            if units::is_unit_line(text) && (whole || band.header.is_empty()) {
                if !band.body.is_empty() {
                    bands.push(std::mem::take(&mut band));
                }
                band.unit = units::stated(text);
                continue;
            }
            if whole && FOOTERS.iter().any(|f| text.starts_with(f)) {
                continue;
            }
            if alone && (above_header || band.header.is_empty()) {
                if !band.body.is_empty() {
                    bands.push(std::mem::take(&mut band));
                }
                banner = None;
                band.caption = Some(text.to_owned());
                after_caption = true;
                continue;
            }
            if whole {
                banner = Some(text.to_owned());
                continue;
            }
        }
        match look {
            Look::Empty | Look::Banner => {}
            Look::Header | Look::Words if look == Look::Header || after_caption || band.body.is_empty() => {
                if !band.body.is_empty() {
                    bands.push(std::mem::take(&mut band));
                    banner = None;
                }
                band.header.push(row);
            }
            _ => {
                after_caption = false;
                band.body.push((row, banner.clone()));
            }
        }
    }
    bands.push(band);
    bands
}
