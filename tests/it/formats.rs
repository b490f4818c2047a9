//! One report in every format: read as one report, but for the places; and each place leads back to its own text.

use super::command::root;
use gouji::load::document::{Block, GridCell};
use gouji::load::{LoadOptions, read};
use gouji::report::{CellState, Place, Report};
use gouji::{Engine, RuleSet};
use std::io::Write;
use std::path::PathBuf;

/// The text the others were made from.
const FIRST: &str = "tests/cases/load/tabs.md";

/// The same report as other programs save it; with the codes of the notes that its format gives cause for.
const SAVED: &[(&str, &[&str])] = &[
    ("tests/cases/load/pipes.md", &[]),
    ("tests/cases/formats/report.txt", &[]),
    ("tests/cases/formats/report.json", &[]),
    ("tests/cases/formats/report.html", &[]),
    ("tests/cases/formats/report-gbk.html", &[]),
    ("tests/cases/formats/report-gbk-nometa.html", &["L0304"]),
    ("tests/cases/formats/report-word-paste.html", &[]),
    ("tests/cases/formats/report.mht", &[]),
    ("tests/cases/formats/report-word.docx", &[]),
    ("tests/cases/formats/report-libreoffice.docx", &[]),
    ("tests/cases/formats/report-converted.docx", &[]),
    ("tests/cases/formats/report.xlsx", &[]),
    ("tests/cases/formats/report-sheets.xlsx", &[]),
    ("tests/cases/formats/report-formulas.xlsx", &[]),
    ("tests/cases/formats/report.xls", &[]),
    ("tests/cases/formats/report.csv", &[]),
    ("tests/cases/formats/report-libreoffice.pdf", &[]),
    ("tests/cases/formats/report-chromium.pdf", &[]),
    ("tests/cases/formats/report-weasyprint.pdf", &[]),
    ("tests/cases/formats/report-landscape.pdf", &[]),
    ("tests/cases/formats/report-tight.pdf", &[]),
    ("tests/cases/formats/report-unruled.pdf", &[]),
    ("tests/cases/formats/report-owner.pdf", &[]),
];

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn load(rules: &RuleSet, path: &str) -> Report {
    let bytes = bytes(path);
    if gouji::load::is_reading(&bytes) {
        return Engine::new().load_reading(rules, &bytes).unwrap_or_else(|t| panic!("{path}: {t}")).remove(0).1;
    }
    Engine::new().load(rules, &bytes).unwrap_or_else(|t| panic!("{path}: {t}"))
}

/// Everything a report says, without where it says it.
fn said(report: &Report) -> String {
    let mut lines = vec![
        format!("form {}", report.form.name),
        format!("title {:?}", report.title.as_deref().map(|t| t.replace(' ', ""))),
        format!("agency {:?} year {:?} period {:?}", report.agency, report.year, report.period),
        format!("published {:?} signed {:?} {:?}", report.published, report.signed, report.signatory),
    ];
    for section in &report.sections {
        lines.push(format!("section {} {}", section.id, section.title));
        lines.extend(section.paragraphs.iter().map(|p| format!("  {}", p.text)));
    }
    for (id, cell) in report.form.cells().zip(&report.cells) {
        let state = match cell.state {
            CellState::Number(n) => n.to_string(),
            state => state.name().to_owned(),
        };
        lines.push(format!("cell {} {state} {:?}", report.form.cell_name(id), cell.text));
    }
    lines.join("\n")
}

#[test]
fn every_format_says_the_same() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let first = load(&rules, FIRST);
    assert_eq!(first.count_cells().number, 200);
    let expected = said(&first);
    let mut wrong = Vec::new();
    for (path, notes) in SAVED {
        let report = load(&rules, path);
        let codes: Vec<&str> = report.problems.iter().map(|p| p.trouble.code()).collect();
        if codes != *notes {
            wrong.push(format!("{path}: {:?}", report.problems));
        }
        let said = said(&report);
        let differ = expected.lines().zip(said.lines()).filter(|(a, b)| a != b).take(5);
        wrong.extend(differ.map(|(a, b)| format!("{path}:\n  {a}\n  {b}")));
        if expected.lines().count() != said.lines().count() {
            wrong.push(format!("{path}: {} lines, not {}", said.lines().count(), expected.lines().count()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_place_leads_back_to_its_own_text() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    for (path, _) in SAVED.iter().filter(|(path, _)| !path.ends_with(".json")) {
        let document = read(&bytes(path), &LoadOptions::default()).expect("read above");
        let mut cells: Vec<&GridCell> = Vec::new();
        let mut lines: Vec<(&str, Place)> = Vec::new();
        for block in &document.blocks {
            match block {
                Block::Grid(grid) => cells.extend(grid.rows.iter().flatten()),
                Block::Text(line) => lines.push((&line.paragraph.text, line.paragraph.place_at(0))),
            }
        }
        for (id, cell) in load(&rules, path).form.cells().zip(&load(&rules, path).cells) {
            let name = format!("{path}: {id:?}");
            let (text, place) = (cell.text.as_ref().expect("read"), cell.place.as_ref().expect("read"));
            let here: Vec<&&GridCell> = cells.iter().filter(|c| c.place == *place).collect();
            let in_line = lines.iter().any(|(line, at)| at.line == place.line && at.page == place.page && line.contains(text.as_str()));
            match here.as_slice() {
                [one] => assert_eq!(one.text, *text, "{name}"),
                [] => assert!(in_line, "{name}: nothing at {place:?}"),
                several => panic!("{name}: {} cells at {place:?}", several.len()),
            }
        }
    }
}

#[test]
fn the_page_around_a_report_changes_nothing_in_it() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    // The site states the date of publication over the report and not in it.
    let without_date = |path| said(&load(&rules, path)).replace("\n  发布日期：2024-01-20", "");
    assert_eq!(without_date("tests/cases/formats/report-site.html"), without_date(FIRST));
}

/// Files that only LibreOffice reads.
const CONVERTED: &[&str] = &["report.doc", "report.wps", "report.rtf", "report.odt", "report.ods"];

#[test]
fn files_of_older_programs_are_read_where_libreoffice_is() {
    let soffice = std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file()));
    if !soffice {
        // Straight to the stream: what a test that passes prints is not shown.
        let said = "NOT RUN: .doc, .wps, .rtf, .odt and .ods, for LibreOffice is not installed";
        writeln!(std::io::stderr(), "{said}").expect("a stream to say it on");
        return;
    }
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let folder: PathBuf = root().join("tests/cases/formats");
    let expected = said(&load(&rules, FIRST));
    for file in CONVERTED {
        let out = super::command::gouji(&folder, &["read", file, "--format", "json"], b"");
        assert!(out.starts_with("exit: 0\n"), "{file}: {out}");
        let json = out.split("--- stdout\n").nth(1).and_then(|o| o.split("--- stderr").next()).expect("a reading");
        let report = Engine::new().load_reading(&rules, json.as_bytes()).unwrap_or_else(|t| panic!("{file}: {t}")).remove(0).1;
        for (a, b) in expected.lines().zip(said(&report).lines()) {
            assert_eq!(a, b, "{file}");
        }
    }
}
