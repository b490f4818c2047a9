//! The page of a code, and a rule, as people read them.

use super::style::{Style, safe};
use crate::catalogue::command as words;
use crate::catalogue::command::Label;
use crate::catalogue::findings as terms;
use crate::lang::Lang;
use crate::pages::{Family, Page};
use crate::program::{Program, Range, Rule};
use crate::source::Sources;

/// All codes with their titles, by family.
pub fn list(families: &[Family], style: Style, lang: Lang) -> String {
    let mut out = String::new();
    for (i, family) in families.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", style.strong(family.title.get(lang))));
        for page in &family.pages {
            out.push_str(&format!("  {}  {}\n", page.code, page.title.get(lang)));
        }
    }
    out
}

/// A page: its title, its sentences, and its examples.
pub fn page(page: &Page, style: Style, lang: Lang) -> String {
    let mut out = format!("{}\n\n{}\n\n", style.strong(&format!("{}  {}", page.code, page.title.get(lang))), page.text.get(lang));
    let Some((bad, good)) = page.examples else {
        out.push_str(&format!("{}\n", style.faint(words::no_example(lang))));
        return out;
    };
    let head = |kind, is_good| words::example(kind, is_good, lang);
    out.push_str(&format!("{}\n{}\n", style.bad(head(bad.kind, false)), indented(bad.text)));
    out.push_str(&format!("{}\n{}", style.good(head(good.kind, true)), indented(good.text)));
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// A rule: what it says, how serious it is, what it rests on, what it requires and where, what to do, and where it stands.
pub fn rule(rule: &Rule, program: &Program, sources: &Sources, style: Style, lang: Lang) -> String {
    let title = rule.title.as_ref().map_or("", |t| t.get(lang));
    let mut lines = vec![format!("{}  {}", style.strong(&safe(&rule.id)), safe(title)).trim_end().to_owned()];
    let mut add = |label: Label, text: &str| lines.push(format!("  {}  {}", style.faint(words::label(label, lang)), safe(text)));
    let trial = if rule.trial { format!("  {}", words::on_trial(lang)) } else { String::new() };
    add(Label::Level, &format!("{}{trial}", terms::level(rule.level, lang)));
    if !rule.basis.is_empty() {
        let all: Vec<&str> = rule.basis.iter().map(|b| b.get(lang)).collect();
        let pending = if rule.unconfirmed { words::label(Label::Unconfirmed, lang) } else { "" };
        add(Label::Basis, &format!("{}{pending}", all.join(words::pick(lang, "；", "; "))));
    }
    if let Some(condition) = &rule.condition {
        add(Label::When, condition);
    }
    add(Label::Require, &rule.formula);
    for formula in &rule.explained_formulas {
        add(Label::OrExplained, formula);
    }
    if let Some(places) = places(rule, program, lang) {
        add(Label::CheckedAt, &places);
    }
    if let Some(fix) = &rule.fix {
        add(Label::Fix, fix.get(lang));
    }
    for (pack, because) in &rule.adjusted {
        add(Label::Adjusted, &format!("{pack}{}{}", words::pick(lang, "：", ": "), because.get(lang)));
    }
    let source = sources.get(rule.span.source);
    add(Label::StandsAt, &format!("{}:{}", source.name(), source.line_column(rule.span.start).0));
    lines.push(String::new());
    lines.join("\n")
}

/// What the instances of a rule are; `None` where it has one for the whole report.
fn places(rule: &Rule, program: &Program, lang: Lang) -> Option<String> {
    match &rule.range {
        Range::Fixed => {
            let keys: Vec<&str> = rule.instances.iter().filter_map(|i| i.key.as_deref()).collect();
            (!keys.is_empty()).then(|| words::places(&keys, lang))
        }
        Range::Reading { reading, .. } => {
            let reading = program.readings.get(reading.index())?;
            Some(words::each_reading(reading.title.as_ref().map_or(&reading.id, |t| t.get(lang)), lang))
        }
        Range::Text { paragraphs, .. } => Some(words::each_text(*paragraphs, lang).to_owned()),
        Range::Batch => Some(words::all_reports(lang).to_owned()),
    }
}
