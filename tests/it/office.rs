//! The example of an office's own pack, `examples/office`: what its readings make of sentences, and what its rules come to.

use super::command::root;
use gouji::engine::{Engine, RuleSet};
use gouji::eval::{FieldSaid, Outcomes, Related, Said, read_prose};
use gouji::program::{Program, Range};
use gouji::report::{Cell, CellState, Paragraph, Place, Report, Section};
use gouji::source::Source;
use gouji::value::Decimal;

pub fn rules() -> RuleSet {
    let folder = root().join("examples/office");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the example is there").map(|e| e.expect("readable").path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "gj") && !f.to_string_lossy().ends_with(".test.gj"));
    files.sort();
    let sources = files.iter().map(|f| {
        let name = f.file_name().expect("a file").to_string_lossy().into_owned();
        Source::new(name, std::fs::read_to_string(f).expect("readable"))
    });
    RuleSet::compile(sources.collect::<Vec<_>>()).unwrap_or_else(|e| panic!("{e}"))
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph { text: text.to_owned(), pieces: vec![(0, Place::text(1, 1))] }
}

/// A report of 2025 with all six sections; those not named say nothing of interest.
fn report(rules: &RuleSet, sections: &[(&str, &str)]) -> Report {
    let mut report = Report::empty(rules.forms().remove(0));
    report.year = Some(2025);
    report.title = Some("某局2025年政府信息公开工作年度报告".to_owned());
    report.agency = Some("某局".to_owned());
    report.opening = vec![paragraph("某局2025年政府信息公开工作年度报告")];
    for section in &report.form.sections.clone() {
        let text = sections.iter().find(|(id, _)| *id == section.id).map_or("此处从略。", |(_, text)| text);
        report.sections.push(Section {
            id: section.id.clone(),
            title: section.title.text.clone(),
            place: Place::default(),
            paragraphs: vec![paragraph(text)],
        });
    }
    report
}

fn said(said: &Said) -> String {
    format!("{}{}", said.show(), if said.bounds.is_some() { "~" } else { "" })
}

/// `3278（收 3259，分 1、2）`
fn shown(program: &Program, reading: usize, report: &Report) -> String {
    let declared = &program.readings[reading];
    let hits = read_prose(declared, report).hits;
    let one = |h: &gouji::eval::Hit| {
        let fields = declared.fields.iter().zip(&h.fields).filter_map(|(field, found)| match found {
            FieldSaid::Absent => None,
            FieldSaid::One(one) => Some(format!("{} {}", field.name, said(one))),
            FieldSaid::Many(all) => Some(format!("{} {}", field.name, all.iter().map(said).collect::<Vec<_>>().join("、"))),
        });
        let fields: Vec<String> = fields.collect();
        format!("{}{}", said(&h.said), if fields.is_empty() { String::new() } else { format!("（{}）", fields.join("，")) })
    };
    hits.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn lines(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).map(|l| l.split('|').map(str::trim).collect())
}

#[test]
fn the_pack_compiles_without_a_warning() {
    let rules = rules();
    assert!(rules.warnings().is_empty(), "{:#?}", rules.warnings());
    for program in rules.programs() {
        for rule in &program.rules {
            assert!(rule.title.as_ref().is_some_and(|t| t.en.is_some()), "{} has no title in English", rule.id);
        }
    }
}

#[test]
fn sentences_are_read_as_their_lines_say() {
    let rules = rules();
    let program = &rules.programs()[0];
    let mut wrong = Vec::new();
    for line in lines(include_str!("../cases/office/readings.txt")) {
        let [id, expected, sentence] = line.as_slice() else { panic!("three columns: {line:?}") };
        let reading = program.readings.iter().position(|r| r.id == *id).unwrap_or_else(|| panic!("no reading {id}"));
        let found = shown(program, reading, &report(&rules, &[("一", sentence)]));
        if found != *expected {
            wrong.push(format!("{id}: {found:?}, not {expected:?}: {sentence}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a rule, or one instance of it, came to.
fn verdict(program: &Program, outcomes: &Outcomes, rule: &str) -> String {
    let (id, instance) = rule.split_once('[').map_or((rule, None), |(id, rest)| (id, Some(rest.trim_end_matches(']'))));
    let index = program.rules.iter().position(|r| r.id == id).unwrap_or_else(|| panic!("no rule {id}"));
    if outcomes.vacuous.contains(&index) {
        return "vacuous".to_owned();
    }
    let of_rule: Vec<_> = outcomes.outcomes.iter().filter(|o| o.rule == index).collect();
    let found = match (instance, &program.rules[index].range) {
        (None, _) => of_rule.first().copied(),
        (Some(n), Range::Reading { .. } | Range::Text { .. }) => {
            of_rule.iter().find(|o| o.part.map(|p| (p + 1).to_string()).as_deref() == Some(n)).copied()
        }
        (Some(key), _) => of_rule.iter().find(|o| program.rules[index].instances[o.instance].key.as_deref() == Some(key)).copied(),
    };
    let Some(outcome) = found else { return "no such instance".to_owned() };
    let word = |value: serde_json::Value| value.as_str().unwrap_or("").to_owned();
    let verdict = word(serde_json::to_value(outcome.verdict).expect("a word"));
    outcome.reason.map_or(verdict.clone(), |reason| format!("{verdict} {}", word(serde_json::to_value(reason).expect("a word"))))
}

#[test]
fn rules_come_to_what_their_lines_say() {
    let rules = rules();
    let program = &rules.programs()[0];
    let engine = Engine::new();
    let mut wrong = Vec::new();
    for line in lines(include_str!("../cases/office/verdicts.txt")) {
        let [rule, expected, cells, texts] = line.as_slice() else { panic!("four columns: {line:?}") };
        let sections: Vec<(&str, &str)> = texts.split('‖').filter_map(|t| t.trim().split_once(':')).map(|(id, t)| (id, t.trim())).collect();
        let mut report = report(&rules, &sections);
        if let Some((_, body)) = sections.iter().find(|(id, _)| *id == "单位") {
            report.agency = Some((*body).to_owned());
        }
        report.cells =
            vec![Cell { state: CellState::Number(Decimal::ZERO), text: Some("0".to_owned()), place: Some(Place::default()) }; 200];
        for cell in cells.split_whitespace() {
            let (name, value) = cell.rsplit_once('=').expect("cell=value");
            let id = report.form.find_cell(name).unwrap_or_else(|| panic!("no cell {name}"));
            let number = Decimal::from_str_exact(value).expect("a number");
            report.cells[id.index()] =
                Cell { state: CellState::Number(number), text: Some(value.to_owned()), place: Some(Place::default()) };
        }
        let outcomes = engine.evaluate(&rules, &engine.prepare(&rules, "", &report), &Related::default()).expect("rules for its form");
        let found = verdict(program, &outcomes, rule);
        if found != *expected {
            wrong.push(format!("{rule}: {found}, not {expected}: {cells} {texts}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
