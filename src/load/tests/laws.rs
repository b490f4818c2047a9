//! What holds for every document.

use super::*;
use crate::report::CellState;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Checks that each cell's place points back at its own text.
fn places_hold(source: &str, report: &Report) -> Result<(), String> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let lines: Vec<Vec<char>> = source.split('\n').map(|l| l.chars().collect()).collect();
    let at = |line: u32, column: u32| lines.get(line as usize - 1).and_then(|l| l.get(column as usize - 1..));
    for cell in &report.cells {
        let (Some(text), Some(place)) = (&cell.text, &cell.place) else { continue };
        let (Some(line), Some(column)) = (place.line, place.column) else { return Err(format!("no place for {text:?}")) };
        let there: String = at(line, column).unwrap_or(&[]).iter().take(text.chars().count()).collect();
        if there != *text {
            return Err(format!("{text:?} at {line}:{column} is {there:?}"));
        }
    }
    for paragraph in report.sections.iter().flat_map(|s| &s.paragraphs) {
        for (offset, _) in &paragraph.pieces {
            let place = paragraph.place_at(*offset);
            let here = paragraph.text[*offset..].chars().next();
            let there = at(place.line.unwrap(), place.column.unwrap()).and_then(|l| l.first()).copied();
            if here != there && there != Some('\u{a0}') {
                return Err(format!("{here:?} of {:?} is {there:?}", paragraph.text));
            }
        }
    }
    Ok(())
}

#[test]
fn every_place_points_back_at_its_own_text() {
    for (name, text) in LAYOUTS {
        places_hold(text, &read(text)).unwrap_or_else(|e| panic!("{name}: {e}"));
        let bold = text.replace("2822652", "**2822652**").replace("档案目录", "**档案**目录");
        places_hold(&bold, &read(&bold)).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

/// What each figure of the report is; all cells of the report differ enough that a misplaced one shows.
fn truth() -> Report {
    read(TABS)
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(2021), ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = try_read(&bytes);
        let _ = crate::load::load_reading(&bytes, &[testform()], &LoadOptions::default());
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[一二三、（）0-9|\t\n 总计其他行政许可规章#*.-]{0,300}") {
        if let Ok(report) = try_read(text.as_bytes()) {
            prop_assert_eq!(places_hold(&text, &report), Ok(()));
        }
        let _ = crate::value::numeral::scan(&text);
        let _ = crate::load::numbers::parse_number(&text);
    }

    /// Lines lost, doubled, swapped or cut: a figure may go unread, and never into a wrong cell.
    #[test]
    fn lost_lines_never_misplace_a_figure(layout in 0..LAYOUTS.len(), edits in proptest::collection::vec((0..5usize, any::<usize>(), any::<usize>()), 1..6)) {
        let mut lines = lines_of(LAYOUTS[layout].1);
        for (kind, a, b) in edits {
            let n = lines.len();
            let (a, b) = (a % n, b % n);
            match kind {
                0 => { lines.remove(a); }
                // A lone figure doubled beside one that was lost makes a whole row again: nobody could tell.
                1 if lines[a].trim().parse::<u64>().is_ok() => {}
                1 => { let copy = lines[a].clone(); lines.insert(a, copy); }
                2 => lines.insert(a, String::new()),
                3 => {
                    let delimiter = ['\t', '|', ' '].into_iter().find(|d| lines[a].contains(*d)).unwrap_or('\n');
                    let mut cells: Vec<&str> = lines[a].split(delimiter).collect();
                    cells.remove(b % cells.len());
                    lines[a] = cells.join(&delimiter.to_string());
                }
                _ => {
                    let cut = lines[a].chars().count().checked_rem(7).map_or(0, |_| b % (lines[a].chars().count() + 1));
                    let kept: String = lines[a].chars().take(cut).collect();
                    // A figure cut in two is another figure in the document too; cut between cells only.
                    if kept.is_empty() || kept.ends_with(['\t', '|', ' ']) { lines[a] = kept; }
                }
            }
        }
        let text = lines.join("\n");
        let truth = truth();
        if let Ok(report) = try_read(text.as_bytes()) {
            prop_assert_eq!(places_hold(&text, &report), Ok(()));
            for (index, (cell, right)) in report.cells.iter().zip(&truth.cells).enumerate() {
                if let CellState::Number(n) = cell.state {
                    let name = report.form.cell_name(crate::form::CellId(index as u32));
                    prop_assert_eq!(Some(n), right.number(), "{} in {}", name, LAYOUTS[layout].0);
                }
            }
        }
    }
}
