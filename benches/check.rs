//! Times of compiling the shipped rules, reading a report, and checking it. A time is never a test.
#![allow(missing_docs, clippy::expect_used, clippy::panic, clippy::disallowed_methods, reason = "a benchmark stops at the first surprise")]

use divan::Bencher;
use gouji::eval::Related;
use gouji::explain::CheckOptions;
use gouji::{Engine, RuleSet, Source};

fn main() {
    divan::main();
}

fn report() -> Vec<u8> {
    std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/reports/wrong.md")).expect("the example is there")
}

#[divan::bench]
fn compile_shipped_rules() -> RuleSet {
    RuleSet::shipped().expect("the shipped rules compile")
}

#[divan::bench]
fn read_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let bytes = report();
    bencher.bench(|| Engine::new().load(&rules, &bytes).expect("a report"));
}

#[divan::bench]
fn evaluate_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let report = Engine::new().load(&rules, &report()).expect("a report");
    // Prepared anew each time: what is read from prose is part of the work.
    bencher.bench(|| Engine::new().evaluate(&rules, &Engine::new().prepare(&rules, "", &report), &Related::default()));
}

#[divan::bench]
fn check_a_report(bencher: Bencher) {
    let rules = RuleSet::shipped().expect("the shipped rules compile");
    let report = Engine::new().load(&rules, &report()).expect("a report");
    bencher.bench(|| Engine::new().check(&rules, &report, &CheckOptions::default()));
}

/// A pack of 200 rules and 40 readings, as a province might have: those of the example office, again and again under other names.
fn large_pack() -> Vec<Source> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/office");
    let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}")).expect("the example is there");
    let named = |text: &str, word: &str, nth: usize| {
        let begin = format!("\n{word} ");
        text.split(&begin)
            .enumerate()
            .map(|(i, part)| if i == 0 { part.to_owned() } else { format!("{begin}第{nth}-{part}") })
            .collect::<String>()
    };
    let rules: Vec<String> =
        ["cells.gj", "structure.gj", "tables.gj", "prior.gj", "dates.gj", "fees.gj", "wording.gj", "rollup.gj", "prose.gj", "corpus.gj"]
            .map(read)
            .into();
    let mut sources: Vec<Source> = vec![Source::new("pack.gj", read("pack.gj")), Source::new("readings.gj", read("readings.gj"))];
    for (i, text) in rules.iter().enumerate() {
        sources.push(Source::new(format!("{i}.gj"), text.as_str()));
    }
    // The tables once more, and readings of other names, up to the number.
    let count = |sources: &[Source], word: &str| sources.iter().map(|s| s.text().matches(&format!("\n{word} ")).count()).sum::<usize>();
    let mut nth = 2;
    while count(&sources, "规则") < 200 {
        sources.push(Source::new(format!("tables-{nth}.gj"), named(&format!("\n{}", rules[2]), "规则", nth)));
        nth += 1;
    }
    while count(&sources, "读数") < 40 {
        let part = "\n读数 又收 \"又收\" 件 {\n  取自 部分(一), 部分(三)\n  句式 \"(共|全年)?(收到|新收|受理)(政府信息公开)?申请(共)?{数}(件|宗|份)\"\n  否定 \"未收到{分句}申请\" 作 0\n  排除 \"留言\" \"咨询\"\n}\n";
        sources.push(Source::new(format!("reading-{nth}.gj"), named(part, "读数", nth)));
        nth += 1;
    }
    sources
}

#[divan::bench]
fn parse_and_compile_200_rules_and_40_readings(bencher: Bencher) {
    let sources = large_pack();
    bencher.bench(|| match RuleSet::compile(sources.iter().cloned()) {
        Ok(rules) => rules,
        Err(errors) => panic!("{errors}"),
    });
}

/// A folder with the rules of the example office and 500 cases beside them, each a report with one cell changed; every snapshot is accepted.
fn five_hundred_cases() -> std::path::PathBuf {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = std::env::temp_dir().join(format!("gouji-bench-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for entry in std::fs::read_dir(format!("{root}/examples/office")).expect("the example office") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|e| e == "gj") && !path.to_string_lossy().ends_with(".test.gj") {
            std::fs::copy(&path, folder.join(path.file_name().expect("a name"))).expect("copied");
        }
    }
    for name in ["right.md", "wrong.md"] {
        std::fs::copy(format!("{root}/examples/reports/{name}"), folder.join(name)).expect("copied");
    }
    for file in 0..5 {
        let cases: String = (0..100)
            .map(|i| {
                let (report, row, figure) = (["right.md", "wrong.md"][i % 2], ["新收", "上年结转", "结转下年"][i % 3], 100 + i);
                format!(
                    "用例 \"{file}之{i}\" {{\n  报告 \"{report}\"\n  改 申请.{row}[自然人] = {figure}\n  期望 其余 通过 或 不符 或 未能核对 或 有解释\n}}\n"
                )
            })
            .collect();
        std::fs::write(folder.join(format!("{file}.test.gj")), cases).expect("written");
    }
    run(&folder, &["test"], 7);
    run(&folder, &["review", "--accept"], 0);
    folder
}

fn run(folder: &std::path::Path, arguments: &[&str], code: i32) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji")).args(arguments).current_dir(folder).env_remove("CI").output();
    let output = output.expect("the command runs");
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stdout));
}

/// The whole process: rules compiled, reports read, 500 cases run and held against their snapshots.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn test_five_hundred_cases(bencher: Bencher) {
    let folder = five_hundred_cases();
    bencher.bench(|| run(&folder, &["test"], 0));
    std::fs::remove_dir_all(&folder).expect("removed");
}
