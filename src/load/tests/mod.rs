//! Reports as they are met, small and invented, and what must come of them.

mod laws;
mod reading;
mod sections;
mod sheets;
mod tables;

use super::{LoadOptions, load};
use crate::catalogue::Trouble;
use crate::form::Form;
use crate::report::Report;
use std::sync::{Arc, LazyLock};

/// Every layout of one and the same report.
const LAYOUTS: &[(&str, &str)] = &[
    ("tabs", include_str!("../../../tests/cases/load/tabs.md")),
    ("pipes", include_str!("../../../tests/cases/load/pipes.md")),
    ("merged cells repeated", include_str!("../../../tests/cases/load/merged-cells-repeated.md")),
    ("small tables", include_str!("../../../tests/cases/load/small-tables.md")),
    ("page breaks", include_str!("../../../tests/cases/load/page-breaks.md")),
    ("words of a PDF", include_str!("../../../tests/cases/load/pdf-words.txt")),
    ("layout of a PDF", include_str!("../../../tests/cases/load/pdf-layout.txt")),
    ("one cell a line", include_str!("../../../tests/cases/load/one-cell-a-line.txt")),
];

const TABS: &str = LAYOUTS[0].1;
const PIPES: &str = LAYOUTS[1].1;
const WORDS: &str = LAYOUTS[5].1;

fn try_read(bytes: &[u8]) -> Result<Report, Trouble> {
    load(bytes, &[testform()], &LoadOptions::default())
}

#[track_caller]
fn read(text: &str) -> Report {
    try_read(text.as_bytes()).unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

/// The report with one piece of its text replaced, which must be there.
#[track_caller]
fn with(text: &str, from: &str, to: &str) -> Report {
    assert!(text.contains(from), "no {from:?} in the report");
    read(&text.replacen(from, to, 1))
}

/// The figures of a row: `_` blank, `/` placeholder, `?` unreadable, `.` missing.
#[track_caller]
fn row(report: &Report, path: &str) -> String {
    let form = &report.form;
    let (table, row) = form
        .tables
        .iter()
        .flat_map(|t| t.rows.iter().enumerate().map(move |(i, r)| (t, i, r)))
        .find(|(t, _, r)| format!("{}.{}", t.name, r.path) == path)
        .map(|(t, i, _)| (t, i))
        .expect("a row of the form");
    let first = table.first_cell.index() + row * table.columns.len();
    let cells = &report.cells[first..first + table.columns.len()];
    let marks: Vec<String> = cells
        .iter()
        .map(|c| match c.number() {
            Some(n) => n.to_string(),
            None => match c.state.name() {
                "blank" => "_",
                "placeholder" => "/",
                "unreadable" => "?",
                _ => ".",
            }
            .to_owned(),
        })
        .collect();
    marks.join(" ")
}

/// Every row of figures, one a line.
fn figures(report: &Report) -> String {
    let form = &report.form;
    let rows = form.tables.iter().flat_map(|t| t.rows.iter().map(move |r| format!("{}.{}", t.name, r.path)));
    rows.map(|path| row(report, &path)).collect::<Vec<_>>().join("\n")
}

/// The figures of the report in every layout, as they were written down when it was made.
fn expected() -> String {
    let lines = include_str!("../../../tests/cases/load/expected.figures").lines();
    lines.filter_map(|l| l.split_once(' ')).map(|(_, figures)| figures.to_owned()).collect::<Vec<_>>().join("\n")
}

/// Codes of the problems, each with its line.
fn problems(report: &Report) -> String {
    let code = |p: &crate::report::Problem| match p.place.as_ref().and_then(|p| p.line) {
        Some(line) => format!("{}@{line}", p.trouble.code()),
        None => p.trouble.code().to_owned(),
    };
    report.problems.iter().map(code).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn refused(bytes: &[u8]) -> &'static str {
    match try_read(bytes) {
        Ok(report) => panic!("was read: {:?}", report.count_cells()),
        Err(trouble) => trouble.code(),
    }
}

/// The shipped form: parsed once, for the laws load thousands of reports.
fn testform() -> Arc<Form> {
    static FORM: LazyLock<Arc<Form>> =
        LazyLock::new(|| crate::engine::RuleSet::shipped().expect("the shipped rules compile").forms().remove(0));
    FORM.clone()
}
