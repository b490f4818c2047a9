//! Results of tests as commands of GitHub's workflows, which mark the lines of a change.

use super::pretty::change;
use crate::catalogue::suite as said;
use crate::lang::Lang;
use crate::render::style::{Style, moves};
use crate::suite::results::{Results, Snapshot, Status};

/// The run as workflow commands, and the account as a last line.
pub fn github(results: &Results, lang: Lang) -> String {
    let mut out = String::new();
    for file in &results.files {
        let sources = file.sources();
        for d in file.astray.to_data(&sources, lang) {
            command("error", &file.path, (d.line, d.column), d.code, &d.message, &mut out);
        }
        for case in &file.cases {
            for d in case.faults.to_data(&sources, lang) {
                let kind = if d.code.starts_with('W') { "warning" } else { "error" };
                command(kind, &file.path, (d.line, d.column), &case.name, &format!("{} {}", d.code, d.message), &mut out);
            }
            for failure in &case.failures {
                let hint = failure.miss.hint(lang).map_or_else(String::new, |h| format!("\n{h}"));
                let message = format!("{}{hint}", failure.miss.message(lang));
                command("error", &file.path, file.place(failure.span), &case.name, &message, &mut out);
            }
            let text = match &case.snapshot {
                Snapshot::New => said::status(Status::New, lang).to_owned(),
                Snapshot::Changed(changes) => {
                    let changes: String = changes.iter().map(|c| change(c, Style::Bare, lang)).collect();
                    format!("{}\n{changes}", said::status(Status::Changed, lang))
                }
                Snapshot::None | Snapshot::Same => continue,
            };
            command("error", &file.path, file.place(case.span), &case.name, text.trim_end(), &mut out);
        }
    }
    for unread in &results.unread {
        command("error", &unread.path, (1, 1), &unread.path, &unread.message, &mut out);
    }
    for rule in &results.untested {
        let kind = if results.strict { "error" } else { "warning" };
        command(kind, &rule.source, rule.place, &rule.rule, &said::without_case(&rule.rule, lang), &mut out);
    }
    for path in &results.stale {
        command("error", path, (1, 1), path, &said::stale_snapshot(path, lang), &mut out);
    }
    if results.too_little() {
        out.push_str(&format!("::error::{}\n", data(&said::too_little(results.least.unwrap_or(0), lang))));
    }
    if !results.unread.is_empty() {
        out.push_str(&format!("{}\n", said::unread(results.unread.len(), lang)));
    }
    if results.broken() > 0 {
        out.push_str(&format!("{}\n", said::broken(results.broken(), lang)));
    }
    let counts = results.counts();
    out.push_str(&format!("{}\n", said::account(counts.cases, counts.passed, counts.failed, counts.new, counts.changed, lang)));
    out
}

fn command(kind: &str, file: &str, (line, column): (u32, u32), title: &str, message: &str, out: &mut String) {
    let (file, title, message) = (property(file), property(title), data(message));
    out.push_str(&format!("::{kind} file={file},line={line},col={column},title={title}::{message}\n"));
}

/// The text of a command: what ends one is escaped.
fn data(text: &str) -> String {
    let text: String = text.chars().map(|c| if c != '\n' && moves(c) { '\u{FFFD}' } else { c }).collect();
    text.replace('%', "%25").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
