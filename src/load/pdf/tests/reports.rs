//! One report, in PDFs of several programs.

use super::{refused, try_read};
use crate::load::document::Block;
use crate::load::{LoadOptions, load};
use crate::report::Report;
use std::sync::Arc;

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_bytes!(concat!("../../../../tests/cases/formats/", $name, ".pdf")) as &[u8])
    };
}

const REPORTS: &[(&str, &[u8])] = &[
    fixture!("report-libreoffice"),
    fixture!("report-chromium"),
    fixture!("report-weasyprint"),
    fixture!("report-unruled"),
    fixture!("report-tight"),
    fixture!("report-landscape"),
    fixture!("report-owner"),
];

fn report(bytes: &[u8]) -> Report {
    let form = crate::engine::RuleSet::shipped().expect("the shipped rules compile").forms().remove(0);
    load(bytes, &[Arc::clone(&form)], &LoadOptions::default()).unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

fn prose(report: &Report) -> Vec<(String, Vec<String>)> {
    report.sections.iter().map(|s| (s.title.clone(), s.paragraphs.iter().map(|p| p.text.clone()).collect())).collect()
}

#[test]
fn every_program_prints_the_same_report() {
    let text = report(include_bytes!("../../../../tests/cases/load/tabs.md"));
    for (name, bytes) in REPORTS {
        let report = report(bytes);
        assert_eq!(report.problems, vec![], "{name}");
        for (index, (read, right)) in report.cells.iter().zip(&text.cells).enumerate() {
            assert_eq!(read.number(), right.number(), "cell {index} of {name}");
        }
        assert_eq!(prose(&report), prose(&text), "{name}");
        assert_eq!((&report.title, &report.agency, report.year), (&text.title, &text.agency, text.year), "{name}");
        assert_eq!((report.period, report.published), (text.period, text.published), "{name}");
    }
}

#[test]
fn places_point_back_at_what_was_read() {
    for (name, bytes) in REPORTS {
        let document = try_read(bytes).expect("is read");
        let grids: Vec<_> = document.blocks.iter().filter_map(|b| if let Block::Grid(grid) = b { Some(grid) } else { None }).collect();
        let mut page = 1;
        for (grid, table) in grids.iter().zip(1u32..) {
            for (row, number) in grid.rows.iter().zip(1u32..) {
                for (cell, at) in row.iter().zip(1u32..) {
                    let place = &cell.place;
                    assert_eq!((place.table, place.row, place.cell), (Some(table), Some(number), Some(at)), "{name}");
                    assert!(place.page >= Some(page), "{name}: {place:?}");
                    page = place.page.expect("a page");
                }
            }
        }
        for block in &document.blocks {
            if let Block::Text(line) = block {
                let place = line.paragraph.place_at(0);
                assert!(place.page.is_some() && place.line.is_some(), "{name}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let (_, whole) = REPORTS[0];
    assert_eq!(refused(fixture!("locked").1), "L0015");
    assert_eq!(refused(fixture!("scanned").1), "L0016");
    assert_eq!(refused(&whole[..whole.len() / 2]), "L0014", "cut off");
    assert_eq!(refused(&whole[..whole.len() - 2000]), "L0014", "cut off before its end");
    assert_eq!(refused(b"%PDF-1.7\nnothing of the kind"), "L0014");
    let mut followed = whole.to_vec();
    followed.extend_from_slice(&b"<!-- served by a server -->\n".repeat(1000));
    assert!(try_read(&followed).is_ok(), "what stands after the end does no harm");
}

#[test]
fn text_under_a_scan_is_read_with_a_warning() {
    let shown = super::read(fixture!("scanned-ocr").1);
    assert_eq!(shown, "L0309\n二、主动公开政府信息情况\n规章 2 1 13\n行政规范性文件 109 489 597\n");
}

#[test]
fn a_bit_lost_is_never_another_figure() {
    let (_, whole) = REPORTS.iter().find(|(name, _)| *name == "report-libreoffice").expect("is one of them");
    let right = report(whole);
    let stream = whole.windows(6).position(|w| w == b"stream").expect("a page") + 8;
    for at in (stream + 10..stream + 3000).step_by(301) {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 4;
        let document = try_read(&bytes).expect("two pages are left");
        assert!(document.problems.iter().any(|p| p.trouble.code() == "L0310"), "bit {at}");
        let read = report(&bytes);
        assert!(read.cells.iter().zip(&right.cells).all(|(a, b)| a.number().is_none() || a.number() == b.number()), "bit {at}");
    }
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

        #[test]
        fn broken_bytes_never_panic(which in 0..REPORTS.len(), edits in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..40)) {
            let mut bytes = REPORTS[which].1.to_vec();
            for (at, byte) in edits {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            let _ = try_read(&bytes);
        }
    }
}
