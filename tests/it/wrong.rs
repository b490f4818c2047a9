//! Rule files as a clerk types them, each with one slip: one diagnostic for it, in words of the trade, with what to type instead.

use super::command::{root, snapshot};
use gouji::Lang;
use gouji::engine::RuleSet;
use gouji::render::diagnostics::diagnostics as screens;
use gouji::render::style::Style;
use gouji::source::{Source, Sources};

/// What is said of a file: how many things, and the text of the screens in both languages.
fn told(name: &str, text: &str) -> (usize, [String; 2]) {
    let compiled = RuleSet::compile([Source::new(name, text)]);
    let (sources, diagnostics): (&Sources, _) = match &compiled {
        Ok(rules) => (rules.sources(), rules.warnings()),
        Err(errors) => (&errors.sources, &errors.diagnostics),
    };
    let screen = |lang| screens(diagnostics, sources, Style::Bare, lang);
    (diagnostics.len(), [screen(Lang::Zh), screen(Lang::En)])
}

/// Words of the grammar and of the program, which mean nothing to an author.
const INNER: [&str; 16] = [
    "expr",
    "infix",
    "prefix",
    "operand",
    "primary",
    "path",
    "end_word",
    "SOI",
    "EOI",
    "None",
    "usize",
    "panic",
    "unwrap",
    "WHITESPACE",
    "rule_item",
    "Vec",
];

/// A rule with a slip of its own.
const OTHER: &str = r#"规则 另一条 "行名写错" {
  级别 核实
  依据 "监督办法第四条"
  要求 争议.行政复议[总计] >= 争议.行政复义[尚未审结]
}
"#;

#[test]
fn one_slip_is_one_diagnostic() {
    let folder = root().join("tests/cases/wrong");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the cases are there")
        .map(|e| e.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".gj"))
        .collect();
    names.sort();
    assert!(names.len() >= 50);
    let mut wrong = Vec::new();
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("readable");
        let (count, [zh, en]) = told(&name, &text);
        if count != 1 {
            wrong.push(format!("{name}: {count} diagnostics\n{en}"));
        }
        let words = || zh.split(|c: char| !(c.is_alphanumeric() || c == '_')).chain(en.split(|c: char| !(c.is_alphanumeric() || c == '_')));
        for word in words().filter(|w| INNER.contains(w) || w.starts_with("kw_") || w.starts_with("only_")) {
            wrong.push(format!("{name}: says `{word}`"));
        }
        // A rule before it and one after it are looked at all the same; but nothing is said of rules for a form that is damaged, nor of what is
        // unused where a use may be in what is wrong.
        let alone = text.contains("表样") || name.contains("unused-reading") || name.contains("unused-list");
        for (place, text) in [("after", format!("{OTHER}\n{text}")), ("before", format!("{text}\n{OTHER}"))] {
            let (count, [zh, _]) = told(&name, &text);
            if count != if alone { 1 } else { 2 } {
                wrong.push(format!("{name}: {count} diagnostics {place} another rule\n{zh}"));
            }
        }
        let both = format!("{text}---\n{zh}{en}");
        // Every file is looked at before any is reported, so one run shows all that changed.
        if std::panic::catch_unwind(|| snapshot(&folder, name.trim_end_matches(".gj"), &both)).is_err() {
            wrong.push(format!("{name}: changed"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
