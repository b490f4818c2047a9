//! Every folder under `tests/cases/check` and `tests/cases/read` is a case: `report.*`, perhaps `rules.gj` and `arguments`, and `out.snap`.
//! A new case adds a folder and no code.

use super::command::{gouji, root, snapshot};
use std::path::Path;

fn folders(stage: &str) -> Vec<std::path::PathBuf> {
    let folder = root().join("tests/cases").join(stage);
    let mut cases: Vec<_> =
        std::fs::read_dir(folder).expect("the cases are there").map(|e| e.expect("readable").path()).filter(|p| p.is_dir()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn report(case: &Path) -> Option<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(case).expect("readable").map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names.into_iter().find(|n| n.starts_with("report"))
}

fn run(stage: &str) {
    let mut failed = Vec::new();
    for case in folders(stage) {
        let mut arguments = vec![stage.to_owned()];
        arguments.extend(report(&case));
        if case.join("rules.gj").exists() {
            arguments.extend(["--rules".to_owned(), "rules.gj".to_owned()]);
        }
        if let Ok(more) = std::fs::read_to_string(case.join("arguments")) {
            arguments.extend(more.lines().map(str::to_owned));
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let text = without_hashes(&gouji(&case, &arguments, b""));
        // Every case is run before any is reported, so one run shows all that changed.
        if std::panic::catch_unwind(|| snapshot(&case, "out", &text)).is_err() {
            failed.push(case);
        }
    }
    assert!(failed.is_empty(), "changed: {failed:#?}");
}

/// The hash of the rules changes with every word of them, and is not what a case is about.
fn without_hashes(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let hash = line.trim_start().strip_prefix("\"hash\": \"").is_some_and(|h| h.len() > 16);
        lines.push(if hash { format!("{}\"hash\": …", &line[..line.len() - line.trim_start().len()]) } else { line.to_owned() });
    }
    lines.join("\n")
}

#[test]
fn checks() {
    run("check");
}

#[test]
fn reads() {
    run("read");
}
