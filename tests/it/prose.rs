//! What the shipped readings make of sentences: `tests/cases/prose/sentences.txt` has a line for each. A new sentence adds a line and no code.

use super::command::root;
use gouji::engine::RuleSet;
use gouji::eval::{ReadingResult, read_prose};
use gouji::program::Reading;
use gouji::report::{Paragraph, Place, Report, Section};

fn readings(rules: &RuleSet, id: &str) -> Vec<Reading> {
    let found: Vec<Reading> = rules.programs().iter().flat_map(|p| &p.readings).filter(|r| r.id == id).cloned().collect();
    assert!(!found.is_empty(), "no reading {id}");
    found
}

/// A report of one section, one paragraph long.
fn report(rules: &RuleSet, text: &str) -> Report {
    let mut report = Report::empty(rules.forms().remove(0));
    report.year = Some(2025);
    let paragraph = Paragraph { text: text.to_owned(), pieces: vec![(0, Place::default())] };
    report.sections = vec![Section { id: "一".to_owned(), title: String::new(), place: Place::default(), paragraphs: vec![paragraph] }];
    report
}

fn values(result: &ReadingResult) -> String {
    let shown = result.hits.iter().map(|h| format!("{}{}", h.said.show(), if h.is_approximate() { "~" } else { "" }));
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn sentences_are_read_as_their_lines_say() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let corpus = std::fs::read_to_string(root().join("tests/cases/prose/sentences.txt")).expect("the corpus is there");
    let mut wrong = Vec::new();
    let mut read = 0;
    for line in corpus.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let [id, expected, sentence] = line.splitn(3, '|').map(str::trim).collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        for reading in readings(&rules, id) {
            let found = values(&read_prose(&reading, &report(&rules, sentence)));
            if found != expected {
                wrong.push(format!("{id}: {found:?}, not {expected:?}: {sentence}"));
            }
        }
        read += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(read > 50);
}

/// Long and hostile text: the limit shows, what is kept is bounded, and no sentence quoted is without end.
#[test]
fn text_without_end_is_read_within_bounds() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let texts = [
        ("one long line", "全年收到政府信息公开申请３件，".repeat(20_000), false),
        ("100 000 sentences", "未收到政府信息公开申请。".repeat(100_000), true),
        ("100 000 asides", "（1件）".repeat(100_000), true),
        ("a long aside", format!("（{}）", "未收到政府信息公开申请".repeat(20_000)), false),
        ("a long number", "1".repeat(200_000), false),
        ("open marks", "（“《收到".repeat(20_000), false),
    ];
    for (name, text, limited) in texts {
        let report = report(&rules, &text);
        for reading in rules.programs().iter().flat_map(|p| &p.readings) {
            let result = read_prose(reading, &report);
            assert!(result.hits.len() <= 1_000, "{name}: {}", result.hits.len());
            assert!(result.hits.iter().all(|h| h.quote.len() <= 10_100), "{name}");
            assert!(reading.id != "正文新收" || result.limit_reached == limited, "{name}");
            assert_eq!(result.absent_sections.len(), reading.from.len() - 1, "{name}");
        }
    }
}
