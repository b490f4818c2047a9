//! The formatter: what it makes of untidy files, and that it changes no meaning and nothing twice.

use super::command::{gouji, root, snapshot};
use super::differential;
use gouji::format::{FormatOptions, Refused, format, names_of_forms};
use gouji::lang::Lang;
use gouji::source::{Source, SourceId};
use gouji::syntax::outline::{Outline, Piece, Role, outline};
use gouji::syntax::parse;
use gouji::{RuleSet, shipped};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::path::{Path, PathBuf};

const SOURCE: SourceId = SourceId(0);

/// Every rule file of the package, the wrong ones too.
fn rule_files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                walk(&path, all);
            } else if path.extension().is_some_and(|e| e == "gj") {
                all.push(path);
            }
        }
    }
    let mut all = Vec::new();
    for folder in ["rules", "examples", "tests/cases"] {
        walk(&root().join(folder), &mut all);
    }
    all.sort();
    all.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).expect("readable"))).collect()
}

/// What a text says when read, without where it stands.
fn meaning(text: &str) -> String {
    let (file, _) = parse(SOURCE, &Source::new("x", text.trim_start_matches('\u{FEFF}')));
    without_places(&format!("{file:#?}"))
}

fn without_places(text: &str) -> String {
    let places = regex::Regex::new(r"(?s)Span \{.*?\}").expect("a pattern");
    places.replace_all(text, "").into_owned()
}

fn laid_out(text: &str, options: &FormatOptions) -> Option<String> {
    match format(SOURCE, text, options) {
        Ok(formatted) => Some(formatted.text),
        Err(Refused::Torn(_)) => None,
        Err(Refused::Differs) => panic!("would not say the same:\n{text}"),
    }
}

/// The laws, for one text.
fn obeys(text: &str) {
    let plain = FormatOptions::default();
    let Some(once) = laid_out(text, &plain) else { return };
    assert_eq!(laid_out(&once, &plain).as_ref(), Some(&once), "laying out twice");
    assert_eq!(meaning(&once), meaning(text), "laid out:\n{once}");
    let reserved = shipped::forms().iter().flat_map(|f| names_of_forms(SOURCE, f.text())).collect();
    let zh = FormatOptions { keywords: Some(Lang::Zh), reserved };
    let en = FormatOptions { keywords: Some(Lang::En), ..zh.clone() };
    let chinese = laid_out(text, &zh).expect("it is laid out without");
    let english = laid_out(text, &en).expect("it is laid out without");
    assert_eq!(laid_out(&english, &en).as_ref(), Some(&english), "respelling twice");
    // A block that fits a line in Chinese may not fit it in English, so only what is said is compared.
    assert_eq!(laid_out(&english, &zh).map(|t| meaning(&t)), Some(meaning(&chinese)), "there and back");
    assert_eq!(laid_out(&chinese, &en).map(|t| meaning(&t)), Some(meaning(&english)), "back and there");
}

#[test]
fn every_rule_file_obeys_the_laws() {
    let files = rule_files();
    assert!(files.len() > 30, "the files are found");
    for (_, text) in &files {
        obeys(text);
    }
}

#[test]
fn the_rules_of_the_package_are_laid_out() {
    for (path, text) in rule_files() {
        if !path.starts_with(root().join("tests")) {
            similar(&text, &laid_out(&text, &FormatOptions::default()).unwrap_or_else(|| panic!("{} is torn", path.display())));
        }
    }
}

/// The rules of the package, spelled in English, compile to the same programs.
#[test]
fn keywords_in_english_change_no_program() {
    let reserved = shipped::forms().iter().flat_map(|f| names_of_forms(SOURCE, f.text())).collect();
    let options = FormatOptions { keywords: Some(Lang::En), reserved };
    let rules = |path: &Path| path.starts_with(root().join("examples/office")) && !path.to_string_lossy().ends_with(".test.gj");
    let office = || rule_files().into_iter().filter(|(path, _)| rules(path));
    let programs = |texts: Vec<(PathBuf, String)>| {
        let sources = texts.into_iter().map(|(path, text)| Source::new(path.to_string_lossy(), text));
        let rules = RuleSet::compile(sources).unwrap_or_else(|e| panic!("{e}"));
        without_places(&format!("{:#?}", rules.programs()))
    };
    let english = office().map(|(path, text)| (path, laid_out(&text, &options).expect("no slip is in them"))).collect();
    similar(&programs(office().collect()), &programs(english));
}

/// Two long texts, and the first line where they part.
fn similar(left: &str, right: &str) {
    for (n, (l, r)) in left.lines().zip(right.lines()).enumerate() {
        assert_eq!(l, r, "line {}", n + 1);
    }
    assert_eq!(left.lines().count(), right.lines().count());
}

/// The same tokens with other gaps, marks in full width and comments, as `choices` have it.
fn scrambled(text: &str, outline: &Outline, choices: &[u8]) -> String {
    let mut choices = choices.iter().cycle();
    let mut next = || *choices.next().expect("there are some");
    let mut out = String::new();
    for piece in &outline.pieces {
        let Piece::Item(lexemes) = piece else { panic!("rules without slips") };
        for lexeme in lexemes {
            let word = &text[lexeme.range.clone()];
            let gap = match next() % 9 {
                0 => "\n",
                1 => "  ",
                2 => "\n\n\n\t",
                3 => "\u{3000}",
                4 => " // 说明 {“\n",
                5 => "\r\n",
                _ => " ",
            };
            if !(matches!(lexeme.role, Role::Dot | Role::OpenBracket | Role::CloseBracket | Role::Comma) && next() % 2 == 0) {
                out.push_str(gap);
            }
            let wide = next() % 3 == 0;
            out.push_str(match (word, wide) {
                ("(", true) => "（",
                (")", true) => "）",
                ("{", true) => "｛",
                ("}", true) => "｝",
                ("[", true) => "【",
                ("]", true) => "】",
                (",", true) => "、",
                ("=", true) => "＝",
                ("<=", true) => "≤",
                ("×", true) => "*",
                ("÷", true) => "／",
                ("+", true) => "＋",
                (word, _) => word,
            });
            // A colon may follow the word of a clause.
            if lexeme.begins && matches!(lexeme.role, Role::Keyword("级别" | "依据" | "要求" | "范围" | "改法" | "句式", _)) && wide
            {
                out.push('：');
            }
        }
        out.push('\n');
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, rng_seed: RngSeed::Fixed(7), ..ProptestConfig::default() })]

    /// However a file is typed, it comes out as its author's colleague would have it.
    #[test]
    fn typed_in_any_way_it_says_the_same(which in 0usize..1000, choices in proptest::collection::vec(any::<u8>(), 40..90)) {
        let files: Vec<String> = rule_files().into_iter().filter(|(p, _)| !p.starts_with(root().join("tests"))).map(|(_, t)| t).collect();
        let text = &files[which % files.len()];
        let typed = scrambled(text, &outline(SOURCE, text).expect("no slip is in them"), &choices);
        let slips = RuleSet::compile([Source::new("typed.gj", typed.as_str())]).err().filter(|e| e.diagnostics.iter().any(|d| d.code() < "E02"));
        prop_assert!(slips.is_none(), "{}", slips.map(|e| e.to_string()).unwrap_or_default());
        similar(&meaning(&typed), &meaning(text));
        obeys(&typed);
    }

    #[test]
    fn generated_rules_obey_the_laws(rule in differential::rule(), choices in proptest::collection::vec(any::<u8>(), 40..90)) {
        let text = format!("{}\n规则 例 \"例\" {{ 级别 强制 依据 \"无\" 要求 {rule} }}", differential::FORM);
        obeys(&text);
        obeys(&scrambled(&text, &outline(SOURCE, &text).expect("no slip is in it"), &choices));
    }
}

#[test]
fn untidy_files_come_out_tidy() {
    let folder = root().join("tests/cases/format");
    let untidy = std::fs::read(folder.join("untidy.gj")).expect("readable");
    snapshot(&folder, "untidy.zh", &gouji(&folder, &["fmt", "-"], &untidy));
    snapshot(&folder, "untidy.en", &gouji(&folder, &["fmt", "-", "--keywords", "en", "--lang", "en"], &untidy));
    snapshot(&folder, "untidy.diff", &gouji(&folder, &["fmt", "--diff", "untidy.gj"], b""));
    snapshot(&folder, "untidy.check", &gouji(&folder, &["fmt", "--check", "untidy.gj"], b""));
    snapshot(&folder, "torn", &gouji(&folder, &["fmt", "-"], "规则 甲 \"甲\" { 级别 强制\n\n规则 乙 \"乙\" { 级别 “强制 }".as_bytes()));
    snapshot(&folder, "usage", &gouji(&folder, &["fmt"], b""));
}

/// A file is written over only when it changes, keeps its line ends and the mark of its encoding, and is not touched when it is torn.
#[test]
fn files_are_laid_out_in_place() {
    let folder = std::env::temp_dir().join(format!("gouji-format-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str| folder.join(name);
    std::fs::write(file("a.gj"), "\u{FEFF}名单 甲 {\r\n\"一\"、\"二\" }\r\n").expect("written");
    let torn = "规则 甲 \"甲\" { 级别 强制";
    std::fs::write(file("b.gj"), torn).expect("written");
    let said = gouji(&folder, &["fmt", "."], b"");
    assert!(said.starts_with("exit: 3\n") && said.ends_with("2 个文件，重排 1 个，1 个没有处理\n"), "{said}");
    let read = |name: &str| std::fs::read_to_string(file(name)).expect("readable");
    assert_eq!(read("a.gj"), "\u{FEFF}名单 甲 {\r\n  \"一\", \"二\"\r\n}\r\n");
    assert_eq!(read("b.gj"), torn);
    assert_eq!(std::fs::read_dir(&folder).expect("readable").count(), 2, "nothing else is left");
    std::fs::remove_dir_all(&folder).expect("it goes away again");
}
