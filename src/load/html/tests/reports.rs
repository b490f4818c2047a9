//! One and the same report, as it is published.

use crate::catalogue::Trouble;
use crate::form::Form;
use crate::load::{LoadOptions, load};
use crate::report::{CellState, Report};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::sync::{Arc, LazyLock};

const PAGES: &[(&str, &[u8])] = &[
    ("plain", include_bytes!("../../../../tests/cases/formats/report.html")),
    ("GBK", include_bytes!("../../../../tests/cases/formats/report-gbk.html")),
    ("GBK without a word", include_bytes!("../../../../tests/cases/formats/report-gbk-nometa.html")),
    ("pasted from Word", include_bytes!("../../../../tests/cases/formats/report-word-paste.html")),
    ("in the page of a site", include_bytes!("../../../../tests/cases/formats/report-site.html")),
    ("saved by Chrome", include_bytes!("../../../../tests/cases/formats/report.mht")),
];

fn form() -> Arc<Form> {
    static FORM: LazyLock<Arc<Form>> =
        LazyLock::new(|| crate::engine::RuleSet::shipped().expect("the shipped rules compile").forms().remove(0));
    FORM.clone()
}

fn read(bytes: &[u8]) -> Result<Report, Trouble> {
    load(bytes, &[form()], &LoadOptions::default())
}

fn truth() -> Report {
    read(include_bytes!("../../../../tests/cases/load/tabs.md")).unwrap()
}

#[test]
fn every_page_binds_to_the_same_report() {
    let truth = truth();
    let states = |report: &Report| report.cells.iter().map(|c| c.state).collect::<Vec<CellState>>();
    let prose = |report: &Report| {
        let paragraphs = report.sections.iter().flat_map(|s| s.paragraphs.iter().map(|p| (s.id.clone(), s.title.clone(), p.text.clone())));
        paragraphs.filter(|(_, _, text)| !text.starts_with("发布日期")).collect::<Vec<_>>()
    };
    for (name, bytes) in PAGES {
        let report = read(bytes).unwrap_or_else(|trouble| panic!("{name}: {trouble:?}"));
        assert_eq!(states(&report), states(&truth), "{name}");
        assert_eq!(prose(&report), prose(&truth), "{name}");
        assert_eq!((&report.title, &report.agency, report.year), (&truth.title, &truth.agency, truth.year), "{name}");
        assert_eq!((report.published, report.period), (truth.published, truth.period), "{name}");
        let codes: Vec<&str> = report.problems.iter().map(|p| p.trouble.code()).collect();
        assert_eq!(codes, if name.contains("without") { vec!["L0304"] } else { vec![] }, "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(2021), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = super::read(bytes);
    }

    #[test]
    fn arbitrary_markup_never_panics(pieces in proptest::collection::vec(proptest::sample::select(MARKUP), 0..120)) {
        let _ = super::read(pieces.concat());
    }

    /// Cells, rows and ends lost, cells put in: a figure may go unread, and never into a wrong cell.
    #[test]
    fn lost_lines_never_misplace_a_figure(loses in any::<bool>(), edits in proptest::collection::vec((0..4usize, any::<prop::sample::Index>()), 1..5)) {
        let mut lines: Vec<String> = String::from_utf8_lossy(PAGES[0].1).lines().map(str::to_owned).collect();
        for (kind, at) in edits {
            let at = at.index(lines.len());
            // Headings of columns that moved stand above columns that are not theirs, for all who see the page: below them, then.
            let mut above = lines[..at].iter().rev().take_while(|l| *l != "<table>");
            let is_figure = |line: &String| line.split_once('>').is_some_and(|(_, text)| text.starts_with(|c: char| c.is_ascii_digit()));
            if !above.any(is_figure) {
                continue;
            }
            match kind {
                // Where a cell was lost and one was put in, the row is whole again: nobody could tell.
                0 if loses => { lines.remove(at); }
                0 => lines.insert(at, "<td></td>".to_owned()),
                1 => lines[at] = lines[at].replace("</td>", "").replace("</tr>", "").replace("</p>", ""),
                2 => lines[at] = lines[at].replace("rowspan", "row").replace("colspan", "col"),
                _ => lines[at] = lines[at].replace('<', "<span><").replace('>', "></span>").replace("<span><td", "<td"),
            }
        }
        let truth = truth();
        if let Ok(report) = read(lines.join("\n").as_bytes()) {
            for (index, (cell, right)) in report.cells.iter().zip(&truth.cells).enumerate() {
                if let CellState::Number(n) = cell.state {
                    prop_assert_eq!(Some(n), right.number(), "{}", report.form.cell_name(crate::form::CellId(index as u32)));
                }
            }
        }
    }

    #[test]
    fn mutated_pages_never_panic(page in 0..PAGES.len(), edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..40usize, any::<u8>()), 1..12)) {
        let mut bytes = PAGES[page].1.to_vec();
        for (at, length, byte) in edits {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        let _ = read(&bytes);
    }
}

const MARKUP: &[&str] = &[
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td rowspan=3 colspan=2>",
    "<td rowspan=0>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i id=1>",
    "</i>",
    "<a href=x>",
    "</a>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "</select>",
    "<form>",
    "<input value=1>",
    "<h1>",
    "</h1>",
    "<br>",
    "<body>",
    "</body>",
    "<html>",
    "<head>",
    "<title>",
    "</title>",
    "<frameset>",
    "<frame src=a>",
    "<caption>",
    "<col>",
    "<thead>",
    "<tfoot>",
    "<textarea>",
    "<plaintext>",
    "&nbsp;",
    "&#0;",
    "&#x110000;",
    "&am",
    "1",
    "规章",
    "\0",
    "\r\n",
    "<",
    ">",
    "\"",
    "<p style='display:none'>",
    "<nav>",
    "</nav>",
    "<ruby>",
    "<rt>",
    "<sup>",
    "</sup>",
    "<del>",
    "<pre>",
    "<noscript>",
    "<object>",
    "<td hidden>",
    "<annotation-xml encoding=text/html>",
];
