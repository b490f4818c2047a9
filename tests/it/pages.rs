//! Every code has its page, and what the pages show happens.

use super::command::root;
use gouji::catalogue::{Fault, RosterFault, Trouble};
use gouji::engine::{CompileOptions, Engine, RuleSet};
use gouji::pages::{self, Example, Kind, Page};
use gouji::roster::Roster;
use gouji::source::Source;
use gouji::suite::{self, Given, Material, Tested};
use std::collections::BTreeSet;

/// Codes whose pages can show no example in a few lines of text, and why.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("E0102", "hundreds of operators"),
    ("E0410", "the shipped forms are used where none is declared"),
    ("E0504", "a hundred thousand cells"),
    ("L0001", "an empty file"),
    ("L0002", "a picture"),
    ("L0003", "bytes that are no text"),
    ("L0007", "a file that cannot be opened"),
    ("L0008", "a file over a limit"),
    ("L0010", "an empty folder"),
    ("L0011", "the name of a file"),
    ("L0014", "a file cut short"),
    ("L0015", "a file with a password"),
    ("L0016", "a scan"),
    ("L0017", "a font"),
    ("L0019", "what LibreOffice makes of it"),
    ("L0020", "how the tool was built"),
    ("L0021", "a document that takes too long"),
    ("L0022", "an archive"),
    ("L0023", "an archive"),
    ("L0304", "bytes in another encoding"),
    ("L0305", "a Word file"),
    ("L0306", "a workbook"),
    ("L0307", "a workbook"),
    ("L0308", "a PDF"),
    ("L0309", "a PDF"),
    ("L0310", "a PDF"),
    ("L0311", "a PDF"),
    ("L0908", "text that is always cells"),
];

fn pages() -> Vec<Page> {
    pages::all().into_iter().flat_map(|f| f.pages).collect()
}

#[test]
fn every_code_has_its_page() {
    let codes: BTreeSet<&str> = [Fault::CODES, Trouble::CODES, RosterFault::CODES].concat().into_iter().map(|(code, _)| code).collect();
    let mut paged = BTreeSet::new();
    for page in pages() {
        assert!(codes.contains(page.code), "{} is no code", page.code);
        assert!(paged.insert(page.code), "{} has two pages", page.code);
        assert_eq!(pages::find(&page.code.to_lowercase()).map(|p| p.code), Some(page.code));
    }
    let without: Vec<_> = codes.difference(&paged).collect();
    assert!(without.is_empty(), "no page: {without:?}");
}

#[test]
fn every_page_is_in_both_languages() {
    for page in pages() {
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        // English pages may well name a table; most of their letters are Latin.
        let english = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count() * 2 > text.chars().count();
        assert!(chinese(page.title.zh) && english(page.title.en) && !chinese(page.title.en), "{}: {:?}", page.code, page.title);
        assert!(chinese(page.text.zh) && english(page.text.en), "{}: {:?}", page.code, page.text);
        for text in [page.text.zh, page.text.en] {
            assert!((2..=5).contains(&text.lines().count()), "{}: {text}", page.code);
            assert!(text.lines().all(|l| l.ends_with(['。', '.'])), "{}: {text}", page.code);
        }
    }
}

#[test]
fn pages_without_an_example_are_few_and_known() {
    let without: BTreeSet<&str> = pages().iter().filter(|p| p.examples.is_none()).map(|p| p.code).collect();
    assert_eq!(without, WITHOUT_EXAMPLE.iter().map(|(code, _)| *code).collect());
}

/// The codes that compiling a file of rules reports.
fn told_of_rules(text: &str, lint: bool) -> Vec<&'static str> {
    let params: Vec<(String, String)> = text
        .lines()
        .filter_map(|l| l.strip_prefix("// --param ")?.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let options = CompileOptions { params: &params, library: None };
    match RuleSet::compile_with([Source::new("rules.gj", text)], options) {
        Ok(rules) => {
            // What the linter finds is asked of its own pages: the other examples are as short as they can be.
            let lints = gouji::lint::lint(&rules, &["rules.gj".to_owned()]);
            let lints = lints.iter().filter(|_| lint).map(gouji::Diagnostic::code);
            rules.warnings().iter().map(gouji::Diagnostic::code).chain(lints).collect()
        }
        Err(errors) => errors.diagnostics.iter().map(gouji::Diagnostic::code).collect(),
    }
}

/// The codes that reading a document reports.
fn told_of_document(rules: &RuleSet, text: &str) -> Vec<&'static str> {
    let engine = Engine::new();
    let bytes = text.as_bytes();
    let report = match gouji::load::is_reading(bytes) {
        true => engine.load_reading(rules, bytes).map(|mut all| all.remove(0).1),
        false => engine.load(rules, bytes),
    };
    match report {
        Ok(report) => report.problems.iter().map(|p| p.trouble.code()).collect(),
        Err(trouble) => vec![trouble.code()],
    }
}

/// The codes that a file of tests reports, with the example report beside it; a case that fails shows as its name.
fn told_of_tests(rules: &RuleSet, text: &'static str) -> Vec<&'static str> {
    let source = Source::new("rules.test.gj", text);
    let suite = suite::read(Default::default(), &source);
    let mut told: Vec<&'static str> = suite.astray.iter().map(gouji::Diagnostic::code).collect();
    for test in &suite.tests {
        told.extend(test.faults.iter().map(gouji::Diagnostic::code));
        if test.faults.has_errors() {
            continue;
        }
        let mut material = Material::default();
        for (role, path) in suite::paths(&test.case) {
            let bytes = std::fs::read(root().join("examples/reports").join(&path.node)).expect("the example is there");
            let report = Engine::new().load(rules, &bytes).expect("a report");
            material.of(role).push(Given { name: path.node.clone(), report });
        }
        let ran = suite::run(test, &Tested::new(rules), material);
        told.extend(ran.faults.iter().map(gouji::Diagnostic::code));
        told.extend(ran.failures.iter().map(|f| f.miss.name()));
    }
    told
}

/// The example report with the lines of one example in the place of those of another.
fn with_lines(code: &str, bad: &Example, good: &Example) -> String {
    let right = std::fs::read_to_string(root().join("examples/reports/right.md")).expect("the example is there");
    assert_eq!(right.matches(good.text).count(), 1, "{code}: the good lines stand once in the example report");
    right.replace(good.text, bad.text)
}

#[test]
fn every_example_does_what_its_page_says() {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let mut wrong = Vec::new();
    for page in pages() {
        let Some((bad, good)) = page.examples else { continue };
        assert_eq!(bad.kind, good.kind, "{}", page.code);
        assert_ne!(bad.text, good.text, "{}", page.code);
        let told = |example: &Example| match example.kind {
            Kind::Rules => told_of_rules(example.text, page.code.starts_with("W05")),
            Kind::Roster => Roster::parse(example.text).err().unwrap_or_default().iter().map(|(_, f)| f.code()).collect(),
            Kind::Lines => told_of_document(&rules, &with_lines(page.code, example, &good)),
            Kind::Document => told_of_document(&rules, example.text),
            Kind::Tests => told_of_tests(&rules, example.text),
        };
        let (of_bad, of_good) = (told(&bad), told(&good));
        // What is wrong with rules and rosters is that alone, or the page says what comes of it; a report may show it in more ways than one.
        let alone = matches!(bad.kind, Kind::Rules | Kind::Roster | Kind::Tests);
        let named = |c: &str| c == page.code || page.text.zh.contains(c);
        let fits = of_bad.contains(&page.code) && (!alone || of_bad.iter().all(|c| named(c)));
        if !fits {
            wrong.push(format!("{}: the bad example gives {of_bad:?}", page.code));
        }
        if if alone { !of_good.is_empty() } else { of_good.contains(&page.code) } {
            wrong.push(format!("{}: the good example gives {of_good:?}", page.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
