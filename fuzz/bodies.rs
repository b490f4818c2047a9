//! What is fuzzed. Each body takes any text and asserts what holds of all of them; that none panics and none takes long goes without saying.
//! The tests run them on stable over the seeds, and over what comes of the seeds by small changes.

use gouji::format::{FormatOptions, Refused, format};
use gouji::lang::Lang;
use gouji::roster::Roster;
use gouji::source::{Source, SourceId, Sources};
use gouji::syntax::parse;
use gouji::{Diagnostics, Report, RuleSet};

const SOURCE: SourceId = SourceId(0);

/// Diagnostics point into the text, between characters, and can be said in both languages.
fn told(found: &Diagnostics, sources: &Sources) {
    for diagnostic in found {
        let spans = std::iter::once(diagnostic.span).chain(diagnostic.labels.iter().map(|(span, _)| *span));
        for span in spans {
            assert!(sources.get(span.source).text().get(span.range()).is_some(), "{:?} is no stretch of the text", diagnostic.fault);
        }
    }
    for lang in [Lang::Zh, Lang::En] {
        for data in found.to_data(sources, lang) {
            assert!(!data.message.is_empty());
        }
    }
}

/// Whatever is typed is parsed, or what is wrong is said, the same each time.
pub fn parser(text: &str) {
    let source = Source::new("fuzz.gj", text);
    let (file, found) = parse(SOURCE, &source);
    assert_eq!((file, found.clone()), parse(SOURCE, &source));
    let mut sources = Sources::default();
    sources.add(source);
    told(&found, &sources);
}

/// What is laid out stays as it is when laid out again, and says what it said.
pub fn formatter(text: &str) {
    for keywords in [None, Some(Lang::Zh), Some(Lang::En)] {
        let options = FormatOptions { keywords, ..FormatOptions::default() };
        match format(SOURCE, text, &options) {
            Ok(once) => {
                let twice = format(SOURCE, &once.text, &options);
                assert_eq!(twice.ok().map(|t| t.text), Some(once.text), "laying out twice");
            }
            Err(Refused::Torn(found)) => assert!(!found.is_empty()),
            Err(Refused::Differs) => panic!("it would not say the same"),
        }
    }
}

/// A pattern compiles, or what is wrong with it is said; and reading with it ends.
pub fn pattern(text: &str) {
    let pattern: String = text.chars().filter(|c| !matches!(c, '"' | '\\' | '\n' | '\r' | '“' | '”')).take(300).collect();
    let rules = format!(
        "读数 甲 \"甲\" 件 {{ 取自 全文 句式 \"{pattern}\" }}\n规则 乙 \"乙\" {{ 级别 提示 依据 \"无\" 范围 甲 逐条 要求 本条 >= 0 }}"
    );
    match RuleSet::compile([Source::new("fuzz.gj", rules.as_str())]) {
        Err(errors) => told(&errors.diagnostics, &errors.sources),
        Ok(rules) => {
            let prose =
                "## 一、总体情况\n2025年收到申请3件，其中自然人2件，法人1件，同比增长5.5%。共收费300元。未收到行政复议。\n".repeat(20);
            let document = format!("# 甲县水利局2025年政府信息公开工作年度报告\n{prose}");
            let report: Result<Report, _> = gouji::Engine::new().load(&rules, document.as_bytes());
            if let (Ok(report), Some(program)) = (report, rules.programs().first()) {
                let found = gouji::eval::read_all(&program.readings, &report);
                assert_eq!(found.len(), program.readings.len());
            }
        }
    }
}

/// Files of rules, cut at lines of dashes, compile together or what is wrong is said; so does a roster.
pub fn packs(text: &str) {
    let files: Vec<Source> = text.split("\n---\n").take(4).enumerate().map(|(i, t)| Source::new(format!("{i}.gj"), t)).collect();
    match RuleSet::compile(files) {
        Ok(rules) => told(rules.warnings(), rules.sources()),
        Err(errors) => {
            assert!(errors.diagnostics.has_errors());
            told(&errors.diagnostics, &errors.sources);
        }
    }
    if let Err(faults) = Roster::parse(text) {
        assert!(faults.iter().all(|(_, fault)| !fault.message(Lang::Zh).is_empty()));
    }
}
