//! Results of tests for people.

use crate::catalogue::suite as said;
use crate::lang::Lang;
use crate::render::diagnostics;
use crate::render::style::{Style, safe};
use crate::suite::coverage::{Coverage, Share};
use crate::suite::difference::{Change, Line};
use crate::suite::results::{Case, File, Results, Snapshot, Status};

/// Differences of one snapshot that are named.
const NAMED: usize = 6;
/// Rules, cells and branches that are named in a list.
const LISTED: usize = 40;

/// A run as text: what failed and what changed, and the account. With `verbose` each case that passed too.
pub fn pretty(results: &Results, style: Style, verbose: bool, lang: Lang) -> String {
    let mut out = String::new();
    for file in &results.files {
        let shown: Vec<&Case> = file.cases.iter().filter(|c| verbose || c.status() != Status::Passed || !c.faults.is_empty()).collect();
        if shown.is_empty() && file.astray.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", style.strong(&safe(&file.path))));
        out.push_str(&diagnostics::diagnostics(&file.astray, &file.sources(), style, lang));
        // A rule more in a pack is one thing that happened, however many cases there are.
        let (counts, others): (Vec<&Case>, Vec<&Case>) = shown.into_iter().partition(|c| only_counts(c));
        for one in others {
            case(file, one, style, lang, &mut out);
        }
        if !counts.is_empty() {
            out.push_str(&format!("  {}\n", style.doubt(&said::only_counts(counts.len(), lang))));
        }
        out.push('\n');
    }
    if let Some(coverage) = &results.coverage {
        if results.full_coverage || results.too_little() {
            covered(coverage, style, lang, &mut out);
        }
        out.push_str(&format!("{}\n\n", said::covered_account(&share(coverage.met), &share(coverage.cells_read), lang)));
    }
    if !results.untested.is_empty() {
        let head = said::untested(results.untested.len(), results.strict, lang);
        out.push_str(&format!("{}\n", if results.strict { style.bad(&head) } else { style.doubt(&head) }));
        for rule in results.untested.iter().take(LISTED) {
            let (line, column) = rule.place;
            out.push_str(&format!("  {}  {}:{line}:{column}\n", rule.rule, safe(&rule.source)));
        }
        more(results.untested.len(), lang, &mut out);
        out.push('\n');
    }
    if !results.stale.is_empty() {
        out.push_str(&format!("{}\n", style.doubt(&said::stale(results.stale.len(), lang))));
        for path in &results.stale {
            out.push_str(&format!("  {}\n", safe(path)));
        }
        out.push_str(&format!("  {}\n\n", said::stale_hint(lang)));
    }
    let counts = results.counts();
    let account = said::account(counts.cases, counts.passed, counts.failed, counts.new, counts.changed, lang);
    let good = !results.failed() && !results.snapshots_differ();
    out.push_str(&format!("{}\n", if good { style.good(&account) } else { style.strong(&account) }));
    if !results.unread.is_empty() {
        out.push_str(&format!("{}\n", style.bad(&said::unread(results.unread.len(), lang))));
    }
    if results.broken() > 0 {
        out.push_str(&format!("{}\n", style.bad(&said::broken(results.broken(), lang))));
    }
    if results.too_little() {
        out.push_str(&format!("{}\n", style.bad(&said::too_little(results.least.unwrap_or(0), lang))));
    }
    if counts.new + counts.changed > 0 {
        out.push_str(&format!("{}\n", if results.kept { said::to_review(lang) } else { said::nothing_kept(lang) }));
    }
    out
}

/// Whether nothing but the number of instances of a report is another.
fn only_counts(case: &Case) -> bool {
    let counts = |change: &Change| match change {
        Change::Changed { before: None, lines, .. } => {
            lines.iter().all(|(Line::Before(name, _) | Line::Now(name, _))| matches!(name.as_str(), "outcomes" | "vacuous"))
        }
        Change::Changed { .. } | Change::Added(_) | Change::Removed(_) | Change::Moved => false,
    };
    matches!(&case.snapshot, Snapshot::Changed(changes) if case.status() == Status::Changed && !changes.is_empty() && changes.iter().all(counts))
}

fn more(count: usize, lang: Lang, out: &mut String) {
    if count > LISTED {
        out.push_str(&format!("  {}\n", said::and_more(count - LISTED, lang)));
    }
}

fn case(file: &File, case: &Case, style: Style, lang: Lang, out: &mut String) {
    let status = said::status(case.status(), lang);
    let status = match case.status() {
        Status::Passed => style.good(status),
        Status::Failed => style.bad(status),
        Status::New | Status::Changed => style.doubt(status),
    };
    out.push_str(&format!("  {status}  {}\n", safe(&case.name)));
    if !case.faults.is_empty() {
        for line in diagnostics::diagnostics(&case.faults, &file.sources(), style, lang).lines() {
            out.push_str(&format!("    {line}\n"));
        }
    }
    for failure in &case.failures {
        let (line, _) = file.place(failure.span);
        out.push_str(&format!("    {}\n", safe(&said::at_line(u64::from(line), &failure.miss.message(lang), lang))));
        if let Some(hint) = failure.miss.hint(lang) {
            out.push_str(&format!("      {}\n", safe(&hint)));
        }
    }
    if let Snapshot::Changed(changes) = &case.snapshot {
        for one in changes.iter().take(NAMED) {
            out.push_str(&format!("    {}\n", safe(&summary(one, lang))));
        }
        if changes.len() > NAMED {
            out.push_str(&format!("    {}\n", said::and_more(changes.len() - NAMED, lang)));
        }
    }
}

/// One difference on one line.
fn summary(change: &Change, lang: Lang) -> String {
    match change {
        Change::Added(block) => said::added(&said::head(&block.head, lang), lang),
        Change::Removed(block) => said::removed_block(&said::head(&block.head, lang), lang),
        Change::Moved => said::moved(lang).to_owned(),
        Change::Changed { head, before: Some(before), .. } => said::became(&said::head(before, lang), &said::head(head, lang), lang),
        Change::Changed { head, before: None, lines } => {
            let mut names: Vec<&str> = Vec::new();
            for Line::Before(name, _) | Line::Now(name, _) in lines {
                let label = said::label(name, lang);
                if !names.contains(&label) {
                    names.push(label);
                }
            }
            said::told_otherwise(&said::head(head, lang), &names, lang)
        }
    }
}

/// One difference in full.
pub fn change(change: &Change, style: Style, lang: Lang) -> String {
    let mut out = String::new();
    let line = |mark: &str, name: &str, value: &str| format!("  {mark} {}\n", safe(&labelled(name, value, lang)));
    match change {
        Change::Added(block) | Change::Removed(block) => {
            let added = matches!(change, Change::Added(_));
            let summary = safe(&summary(change, lang));
            out.push_str(&format!("{}\n", if added { style.good(&summary) } else { style.bad(&summary) }));
            for (name, value) in &block.lines {
                let text = line(if added { "+" } else { "-" }, name, value);
                out.push_str(&if added { painted(&text, |t| style.good(t)) } else { painted(&text, |t| style.bad(t)) });
            }
        }
        Change::Changed { lines, .. } => {
            out.push_str(&format!("{}\n", style.doubt(&safe(&summary(change, lang)))));
            for one in lines {
                out.push_str(&match one {
                    Line::Before(name, value) => painted(&line("-", name, value), |t| style.bad(t)),
                    Line::Now(name, value) => painted(&line("+", name, value), |t| style.good(t)),
                });
            }
        }
        Change::Moved => out.push_str(&format!("{}\n", style.doubt(said::moved(lang)))),
    }
    out
}

fn painted(line: &str, paint: impl Fn(&str) -> String) -> String {
    format!("{}\n", paint(line.trim_end_matches('\n')))
}

/// A line of a snapshot, its name in words.
pub fn labelled(name: &str, value: &str, lang: Lang) -> String {
    let label = said::label(name, lang);
    let value = said::value(name, value, lang);
    match (label.is_empty(), lang) {
        (true, _) => value,
        (false, Lang::Zh) => format!("{label}：{value}"),
        (false, Lang::En) => format!("{label}: {value}"),
    }
}

fn share(share: Share) -> String {
    format!("{}/{} ({}%)", share.part, share.whole, share.percent())
}

/// The account of what was met, as tables.
fn covered(coverage: &Coverage, style: Style, lang: Lang, out: &mut String) {
    out.push_str(&format!("{}\n", style.strong(said::covered_head(lang))));
    let width = coverage.rules.iter().map(|r| columns(&r.rule)).chain([12]).max().unwrap_or(12);
    let heads = said::covered_columns(lang);
    out.push_str(&format!("  {}", padded(heads[0], width)));
    for head in &heads[1..] {
        out.push_str(&format!("  {head}"));
    }
    out.push('\n');
    for rule in &coverage.rules {
        out.push_str(&format!("  {}", padded(&rule.rule, width)));
        let met = [Some(rule.violated), Some(rule.satisfied), rule.undecided, rule.not_applicable];
        for (met, head) in met.into_iter().zip(&heads[1..]) {
            let mark = match met {
                Some(true) => "✓",
                Some(false) => "✗",
                None => "·",
            };
            out.push_str(&format!("  {}", padded(mark, columns(head))));
        }
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
    out.push_str(&format!("  {}\n", style.faint(said::covered_marks(lang))));
    let branches = [("explanations", &coverage.explanations), ("patterns", &coverage.patterns), ("negations", &coverage.negations)];
    for (what, all) in branches {
        if all.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", style.doubt(&said::untaken(what, all.len(), lang))));
        for one in all.iter().take(LISTED) {
            let text = format!("  {} {}  {}  {}:{}", one.of, one.number, one.text, one.source, one.line);
            out.push_str(&format!("{}\n", safe(&text)));
        }
        more(all.len(), lang, out);
    }
    let unread: Vec<&crate::suite::coverage::Cells> = coverage.tables.iter().filter(|t| !t.unread.is_empty()).collect();
    if !unread.is_empty() {
        out.push_str(&format!("{}\n", style.doubt(said::unread_cells(lang))));
        for table in unread {
            out.push_str(&format!("  {} {}  {}\n", table.form, table.table, share(table.share)));
            for name in table.unread.iter().take(LISTED) {
                out.push_str(&format!("    {name}\n"));
            }
            if table.unread.len() > LISTED {
                out.push_str(&format!("    {}\n", said::and_more(table.unread.len() - LISTED, lang)));
            }
        }
    }
}

/// Columns of a screen that a text takes: two for each character of the width of a Chinese one.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 && !matches!(c, '✓' | '✗' | '…' | '“' | '”') { 2 } else { 1 }).sum()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}
