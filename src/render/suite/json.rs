//! Results of tests as `gouji.tests/1`.

use crate::lang::Lang;
use crate::render::json::to_text;
use crate::suite::coverage::Coverage;
use crate::suite::difference::{Change, Line};
use crate::suite::results::{Counts, Results, Snapshot, status_name};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    counts: Counts,
    /// Files of tests that are wrong outside their cases.
    broken: usize,
    failed: bool,
    /// Files and folders of tests that could not be read, or hold no case.
    unread: Vec<Unread<'a>>,
    files: Vec<File<'a>>,
    untested: Vec<Untested<'a>>,
    stale: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<&'a Coverage>,
}

#[derive(Serialize)]
struct Unread<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    diagnostics: Vec<Diagnostic>,
    cases: Vec<Case<'a>>,
}

#[derive(Serialize)]
struct Case<'a> {
    name: &'a str,
    line: u32,
    status: &'static str,
    diagnostics: Vec<Diagnostic>,
    failures: Vec<Failure>,
    changes: Vec<Difference<'a>>,
}

#[derive(Serialize)]
struct Diagnostic {
    code: &'static str,
    line: u32,
    column: u32,
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Failure {
    kind: &'static str,
    line: u32,
    column: u32,
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Difference<'a> {
    kind: &'static str,
    head: &'a str,
    before: Option<&'a str>,
    removed: Vec<String>,
    added: Vec<String>,
}

#[derive(Serialize)]
struct Untested<'a> {
    rule: &'a str,
    path: &'a str,
    line: u32,
    column: u32,
}

/// The run as a document for other programs.
pub fn json(results: &Results, lang: Lang) -> String {
    let files = results.files.iter().map(|file| {
        let sources = file.sources();
        let diagnostics = |all: &crate::diagnostic::Diagnostics| -> Vec<Diagnostic> {
            let data = all.to_data(&sources, lang).into_iter();
            data.map(|d| Diagnostic { code: d.code, line: d.line, column: d.column, message: d.message, hint: d.hint }).collect()
        };
        let cases = file.cases.iter().map(|case| Case {
            name: &case.name,
            line: file.place(case.span).0,
            status: status_name(case.status()),
            diagnostics: diagnostics(&case.faults),
            failures: case
                .failures
                .iter()
                .map(|f| {
                    let (line, column) = file.place(f.span);
                    Failure { kind: f.miss.name(), line, column, message: f.miss.message(lang), hint: f.miss.hint(lang) }
                })
                .collect(),
            changes: match &case.snapshot {
                Snapshot::Changed(changes) => changes.iter().map(difference).collect(),
                Snapshot::None | Snapshot::Same | Snapshot::New => Vec::new(),
            },
        });
        File { path: &file.path, diagnostics: diagnostics(&file.astray), cases: cases.collect() }
    });
    let untested =
        results.untested.iter().map(|u| Untested { rule: &u.rule, path: &u.source, line: u.place.0, column: u.place.1 }).collect();
    to_text(&Document {
        schema: "gouji.tests/1",
        counts: results.counts(),
        broken: results.broken(),
        failed: results.failed(),
        unread: results.unread.iter().map(|u| Unread { path: &u.path, message: &u.message }).collect(),
        files: files.collect(),
        untested,
        stale: &results.stale,
        coverage: results.coverage.as_ref(),
    })
}

fn difference(change: &Change) -> Difference<'_> {
    let lines = |all: &[(String, String)]| all.iter().map(|(n, v)| format!("{n}: {v}")).collect::<Vec<_>>();
    match change {
        Change::Added(b) => Difference { kind: "added", head: &b.head, before: None, removed: Vec::new(), added: lines(&b.lines) },
        Change::Removed(b) => Difference { kind: "removed", head: &b.head, before: None, removed: lines(&b.lines), added: Vec::new() },
        Change::Moved => Difference { kind: "moved", head: "", before: None, removed: Vec::new(), added: Vec::new() },
        Change::Changed { head, before, lines } => {
            let (mut removed, mut added) = (Vec::new(), Vec::new());
            for line in lines {
                match line {
                    Line::Before(n, v) => removed.push(format!("{n}: {v}")),
                    Line::Now(n, v) => added.push(format!("{n}: {v}")),
                }
            }
            Difference { kind: "changed", head, before: before.as_deref(), removed, added }
        }
    }
}
