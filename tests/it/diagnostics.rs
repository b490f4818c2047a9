//! What authors are told: wrong rule files with everything said about them, as snapshots.

use super::command::{gouji, root, snapshot};

/// Checks the example report by the rules of a file, in both languages.
fn told(file: &str) {
    let folder = root().join("tests/cases/rules");
    let report = root().join("examples/reports/right.md");
    let report = report.to_string_lossy().into_owned();
    for lang in ["zh", "en"] {
        let text = gouji(&folder, &["check", &report, "--rules", file, "--lang", lang, "--format", "plain"], b"");
        let text = text.replace(&report, "right.md");
        snapshot(&folder, &format!("{}.{lang}", file.trim_end_matches(".gj")), &text);
    }
}

#[test]
fn twelve_mistakes_are_twelve_diagnostics_in_one_run() {
    told("twelve-mistakes.gj");
}

#[test]
fn slips_over_texts_and_other_reports() {
    told("texts-and-others.gj");
}

#[test]
fn a_missing_brace_is_reported_where_it_is_missed_and_the_rules_after_it_are_checked() {
    told("missing-brace.gj");
}

#[test]
fn a_damaged_form_is_the_only_thing_reported() {
    told("damaged-form.gj");
}

#[test]
fn warnings_do_not_stop_the_rules() {
    told("warnings.gj");
}

#[test]
fn deep_nesting_is_refused_at_once() {
    let rule = |inner: &str| format!("规则 a {{ 级别 强制 要求 {inner} = 申请.新收[总计] }}");
    let report = root().join("examples/reports/right.md");
    let folder = std::env::temp_dir().join(format!("gouji-nesting-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let hostile = [
        rule(&format!("{}1{}", "(".repeat(300_000), ")".repeat(300_000))),
        rule(&"(".repeat(300_000)),
        rule(&format!("{}1", "非 ".repeat(100_000))),
        rule(&format!("{}1", "-".repeat(100_000))),
        rule(&format!("{}1", "若 a 则 ".repeat(100_000))),
        rule(&vec!["1"; 100_000].join("+")),
        "{".repeat(300_000),
        format!("表样 甲 {{ 部分 一 {{ 表 t 件 {{ {} }} }} }}", "行组 g { ".repeat(100_000)),
        "“".repeat(300_000),
        "“\"".repeat(150_000),
        "\"”".repeat(150_000),
        rule(&"— ".repeat(100_000)),
    ];
    for text in hostile {
        std::fs::write(folder.join("a.gj"), &text).expect("written");
        let said = gouji(&folder, &["check", &report.to_string_lossy(), "--rules", "a.gj"], b"");
        let head: String = said.chars().take(300).collect();
        assert!(said.starts_with("exit: 3"), "{head}");
        assert!(said.contains("E01"), "{head}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder goes away again");
}
