//! One report in every format that a spreadsheet saves.

use super::*;

const BOOKS: &[(&str, &[u8])] = &[
    #[cfg(feature = "xlsx")]
    ("one sheet", include_bytes!("../../../tests/cases/formats/report.xlsx")),
    #[cfg(feature = "xlsx")]
    ("a sheet for each section", include_bytes!("../../../tests/cases/formats/report-sheets.xlsx")),
    #[cfg(feature = "xlsx")]
    ("totals as formulas", include_bytes!("../../../tests/cases/formats/report-formulas.xlsx")),
    #[cfg(feature = "xlsx")]
    ("Excel 97", include_bytes!("../../../tests/cases/formats/report.xls")),
    ("comma-separated values", include_bytes!("../../../tests/cases/formats/report.csv")),
];

#[test]
fn a_report_reads_the_same_from_every_spreadsheet() {
    let text = super::read(TABS);
    for (name, bytes) in BOOKS {
        let report = try_read(bytes).unwrap_or_else(|trouble| panic!("{name}: {trouble:?}"));
        assert_eq!(figures(&report), expected(), "{name}");
        assert_eq!(problems(&report), "", "{name}");
        let prose = |r: &Report| r.sections.iter().map(|s| (s.id.clone(), s.title.clone(), s.text())).collect::<Vec<_>>();
        assert_eq!(prose(&report), prose(&text), "{name}");
        assert_eq!((&report.title, report.year, report.published), (&text.title, text.year, text.published), "{name}");
        let without_ref = report.cells.iter().filter_map(|c| c.place.as_ref()).filter(|p| p.reference.is_none() && p.line.is_none());
        assert_eq!(without_ref.count(), 0, "{name}");
    }
}

#[test]
fn one_table_alone_binds_in_the_encoding_of_excel() {
    let report = try_read(include_bytes!("../../../tests/cases/formats/report-table3-gbk.csv")).unwrap();
    let expected = expected();
    let requests: Vec<&str> = expected.lines().filter(|l| l.split(' ').count() == 7).collect();
    assert_eq!(requests.len(), 25);
    let read = figures(&report);
    assert_eq!(read.lines().filter(|l| l.split(' ').count() == 7).collect::<Vec<_>>(), requests);
    assert_eq!((report.count_cells().number, report.count_cells().missing), (175, 25));
    assert!(report.problems.iter().any(|p| p.trouble.code() == "L0304"));
}

#[test]
fn places_of_values_point_at_them() {
    let text = std::str::from_utf8(BOOKS.last().unwrap().1).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let report = super::read(text);
    for cell in &report.cells {
        let (text, place) = (cell.text.as_ref().unwrap(), cell.place.as_ref().unwrap());
        let there = lines[place.line.unwrap() as usize - 1].chars().skip(place.column.unwrap() as usize - 1);
        assert_eq!(there.take(text.chars().count()).collect::<String>(), *text);
    }
}
