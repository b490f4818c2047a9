//! Whole reports as Word and LibreOffice write them: the same figures and the same text as the report they were made from.

use super::*;
use crate::load::load;
use crate::report::Report;

const REPORTS: &[(&str, &[u8])] = &[
    ("by Word", include_bytes!("../../../../tests/cases/formats/report-word.docx")),
    ("by LibreOffice", include_bytes!("../../../../tests/cases/formats/report-libreoffice.docx")),
    ("converted from the old format", include_bytes!("../../../../tests/cases/formats/report-converted.docx")),
];

fn report(bytes: &[u8]) -> Report {
    let forms = crate::engine::RuleSet::shipped().expect("the shipped rules compile").forms();
    load(bytes, &forms, &LoadOptions::default()).unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

#[test]
fn reports_have_the_figures_and_the_text_they_were_made_from() {
    let source = report(include_bytes!("../../../../tests/cases/load/tabs.md"));
    assert_eq!(source.count_cells().number, 200);
    let sections = |r: &Report| r.sections.iter().map(|s| (s.id.clone(), s.title.clone(), s.text())).collect::<Vec<_>>();
    let figures = |r: &Report| r.cells.iter().map(|c| c.number()).collect::<Vec<_>>();
    let opening = |r: &Report| r.opening.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
    for (name, bytes) in REPORTS {
        let report = report(bytes);
        assert_eq!(report.problems, [], "{name}");
        assert_eq!(figures(&report), figures(&source), "{name}");
        assert_eq!(sections(&report), sections(&source), "{name}");
        assert_eq!(opening(&report), opening(&source), "{name}");
        assert_eq!(
            (&report.title, report.year, report.period, report.published),
            (&source.title, source.year, source.period, source.published),
            "{name}"
        );
        super::tables::places_hold(&read(bytes, &LoadOptions::default()).unwrap());
    }
}
