//! Who may know whom. The lines `use crate::…` of every file are held against the plan of the house.

use super::command::root;
use std::path::Path;

/// The rooms each room may know, besides itself.
const PLAN: &[(&str, &[&str])] = &[
    ("lang", &[]),
    ("source", &[]),
    ("value", &[]),
    ("spelling", &[]),
    ("catalogue", &["lang", "finding", "pages", "report", "value"]),
    ("diagnostic", &["catalogue", "lang", "source"]),
    ("form", &["lang", "value"]),
    ("report", &["catalogue", "form", "value"]),
    ("finding", &["catalogue", "report"]),
    ("pages", &["lang"]),
    ("program", &["finding", "form", "lang", "source", "syntax", "value"]),
    ("builtins", &["program"]),
    ("syntax", &["catalogue", "diagnostic", "finding", "lang", "source", "spelling", "value"]),
    (
        "compile",
        &["builtins", "catalogue", "diagnostic", "eval", "finding", "form", "lang", "program", "source", "spelling", "syntax", "value"],
    ),
    ("eval", &["finding", "form", "program", "report", "value"]),
    ("explain", &["catalogue", "eval", "finding", "form", "lang", "program", "report", "value"]),
    ("load", &["catalogue", "form", "lang", "report", "spelling", "value"]),
    ("draft", &["catalogue", "compile", "form", "lang", "load", "report", "value"]),
    ("format", &["builtins", "compile", "diagnostic", "lang", "source", "syntax"]),
    ("lint", &["catalogue", "compile", "diagnostic", "engine", "finding", "form", "program", "source", "syntax", "value"]),
    ("shipped", &["source"]),
    ("roster", &["catalogue", "eval", "report"]),
    ("link", &["eval", "program", "report", "roster", "value"]),
    (
        "engine",
        &[
            "catalogue",
            "compile",
            "diagnostic",
            "eval",
            "explain",
            "finding",
            "form",
            "lang",
            "load",
            "program",
            "report",
            "shipped",
            "source",
            "syntax",
            "value",
        ],
    ),
    (
        "suite",
        &[
            "catalogue",
            "compile",
            "diagnostic",
            "engine",
            "eval",
            "explain",
            "finding",
            "form",
            "lang",
            "link",
            "load",
            "program",
            "report",
            "roster",
            "source",
            "spelling",
            "syntax",
            "value",
        ],
    ),
    (
        "render",
        &["catalogue", "compile", "diagnostic", "eval", "explain", "finding", "lang", "pages", "program", "report", "source", "suite"],
    ),
    (
        "cli",
        &[
            "catalogue",
            "compile",
            "diagnostic",
            "draft",
            "engine",
            "eval",
            "explain",
            "finding",
            "form",
            "format",
            "lang",
            "link",
            "lint",
            "load",
            "pages",
            "program",
            "render",
            "report",
            "roster",
            "shipped",
            "source",
            "spelling",
            "suite",
            "syntax",
            "value",
        ],
    ),
];

fn files(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(path);
        }
    }
}

fn sources() -> Vec<(String, String, String)> {
    let src = root().join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    all.sort();
    all.into_iter()
        .map(|path| {
            let name = path.strip_prefix(&src).expect("under src").to_string_lossy().replace('\\', "/");
            let room = name.split('/').next().unwrap_or(&name).trim_end_matches(".rs").to_owned();
            (name, room, std::fs::read_to_string(path).expect("readable"))
        })
        .collect()
}

/// A file without its comments and its own tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn rooms_know_only_whom_they_may() {
    let mut wrong = Vec::new();
    for (name, room, text) in sources() {
        if matches!(room.as_str(), "lib" | "main") || name.contains("/test") {
            continue;
        }
        let Some((_, allowed)) = PLAN.iter().find(|(r, _)| *r == room) else {
            wrong.push(format!("{name}: a room that is not in the plan"));
            continue;
        };
        let code = code(&text);
        for (_, rest) in code.match_indices("crate::").map(|(i, m)| (i, &code[i + m.len()..])) {
            let mut known: Vec<&str> = Vec::new();
            match rest.strip_prefix('{') {
                Some(group) => known.extend(group.split('}').next().unwrap_or("").split(',').map(str::trim)),
                None => known.extend(rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()),
            }
            for known in known {
                let known = known.split(':').next().unwrap_or(known);
                let is_room = PLAN.iter().any(|(r, _)| *r == known);
                if is_room && known != room && !allowed.contains(&known) {
                    wrong.push(format!("{name} knows {known}"));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn pest_stays_in_the_parser_and_the_form_in_its_file() {
    for (name, room, text) in sources() {
        assert!(room == "syntax" || !text.contains("pest::"), "{name} uses pest");
        // Nothing in src knows a label or a cell of a form; examples in docs, and forms made for tests, may.
        if name.contains("/test") || room == "catalogue" || room == "builtins" {
            continue;
        }
        let code = code(&text);
        for label in ["自然人", "结转下年", "予以公开", "行政复议", "规范性文件", "政府信息公开", "第二十条", "勾稽关系"]
        {
            assert!(!code.contains(label), "{name} knows the form's {label}");
        }
    }
}

#[test]
fn floats_stay_out() {
    for (name, _, text) in sources() {
        for float in ["f64", "f32"] {
            assert!(!text.contains(float), "{name} has {float}");
        }
    }
}
