//! The runner of tests and the review of snapshots, as an author meets them: each folder under `tests/cases/suite` has a script, whose commands
//! are run in a folder of their own on top of the pack in `base`; what they print is a snapshot.
//!
//! A script has lines `$ gouji …`, and between them what an author does: `file NAME` with the indented lines that it comes to hold, `change NAME`
//! with lines `- old` and `+ new`, `remove NAME`, `rename NAME NAME`, `show NAME`, `list`, and `set NAME=VALUE` for the environment.

use super::command::{gouji_with, root, scratch, snapshot};
use std::path::{Path, PathBuf};

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("readable") {
        let path = entry.expect("readable").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            std::fs::create_dir_all(&target).expect("made");
            copy(&path, &target);
        } else if !matches!(path.file_name().and_then(|n| n.to_str()), Some("script.txt" | "out.snap" | "out.snap.new")) {
            std::fs::copy(&path, target).expect("copied");
        }
    }
}

fn tree(folder: &Path, base: &Path, out: &mut Vec<String>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            tree(&path, base, out);
        } else {
            out.push(path.strip_prefix(base).expect("below").to_string_lossy().replace('\\', "/"));
        }
    }
}

/// Follows a script and returns what is to be seen.
pub fn follow(script: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut environment: Vec<(String, String)> = Vec::new();
    let lines: Vec<&str> = script.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut body = || {
            let start = at;
            while at < lines.len() && (lines[at].starts_with("  ") || lines[at].starts_with("- ") || lines[at].starts_with("+ ")) {
                at += 1;
            }
            &lines[start..at]
        };
        match word {
            "" | "#" => {}
            "$" => {
                let arguments: Vec<&str> = rest.strip_prefix("gouji ").expect("commands are gouji's").split(' ').collect();
                let environment: Vec<(&str, &str)> = environment.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                let names: String = environment.iter().map(|(n, v)| format!("{n}={v} ")).collect();
                out.push_str(&format!("$ {names}{rest}\n{}\n", gouji_with(folder, &arguments, b"", &environment)));
            }
            "file" => {
                let text: String = body().iter().map(|l| format!("{}\n", l.strip_prefix("  ").unwrap_or(l))).collect();
                let path = folder.join(rest);
                std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                std::fs::write(path, text).expect("written");
            }
            "change" => {
                let lines = body();
                let part = |mark: &str| lines.iter().filter_map(|l| l.strip_prefix(mark)).collect::<Vec<_>>().join("\n");
                let (old, new) = (part("- "), part("+ "));
                let text = std::fs::read_to_string(folder.join(rest)).expect("there is such a file");
                assert_eq!(text.matches(&old).count(), 1, "{rest} has this once: {old}");
                std::fs::write(folder.join(rest), text.replace(&old, &new)).expect("written");
                out.push_str(&format!("({rest}: {old} → {new})\n\n"));
            }
            "remove" => std::fs::remove_file(folder.join(rest)).expect("removed"),
            "rename" => {
                let (from, to) = rest.split_once(' ').expect("two names");
                std::fs::rename(folder.join(from), folder.join(to)).expect("renamed");
            }
            "show" => {
                let text = std::fs::read_to_string(folder.join(rest)).expect("there is such a file");
                out.push_str(&format!("({rest})\n{text}\n"));
            }
            "list" => {
                let mut files = Vec::new();
                tree(folder, folder, &mut files);
                out.push_str(&format!("({})\n\n", files.join("\n ")));
            }
            "set" => {
                environment.clear();
                environment.extend(rest.split_once('=').map(|(n, v)| (n.to_owned(), v.to_owned())));
            }
            other => panic!("a script has no `{other}`"),
        }
    }
    out
}

#[test]
fn what_an_author_meets() {
    let cases = root().join("tests/cases/suite");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&cases).expect("cases").map(|e| e.expect("readable").path()).collect();
    folders.retain(|f| f.join("script.txt").exists());
    folders.sort();
    assert!(folders.len() > 10, "the cases are there");
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let work = scratch(&format!("suite-{name}"));
        copy(&cases.join("base"), &work);
        copy(&folder, &work);
        std::fs::copy(root().join("examples/reports/right.md"), work.join("right.md")).expect("copied");
        let script = std::fs::read_to_string(folder.join("script.txt")).expect("a script");
        let out = follow(&script, &work);
        // Nothing of the machine is told.
        assert!(!out.contains(&work.to_string_lossy().into_owned()), "{name}: a path of this machine is shown");
        snapshot(&folder, "out", &out);
        std::fs::remove_dir_all(&work).expect("removed");
    }
}
