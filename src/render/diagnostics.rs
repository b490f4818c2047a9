//! Diagnostics of rule text, with the text and carets.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::lang::Lang;
use crate::render::style::Style;
use crate::source::{Source, Sources, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// More than anyone mends at once; the others are counted.
const MOST: usize = 100;

/// All diagnostics as text for people: the first hundred, and how many more there are.
pub fn diagnostics(diagnostics: &Diagnostics, sources: &Sources, style: Style, lang: Lang) -> String {
    let renderer = match style {
        Style::Bare => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    // What stops the rules comes before what does not.
    let errors = diagnostics.iter().filter(|d| d.severity() == Severity::Error);
    let warnings = diagnostics.iter().filter(|d| d.severity() == Severity::Warning);
    for diagnostic in errors.chain(warnings).take(MOST) {
        out.push_str(&render(&renderer, diagnostic, sources, lang));
        out.push_str("\n\n");
    }
    if diagnostics.len() > MOST {
        out.push_str(&crate::catalogue::command::more_diagnostics(diagnostics.len() - MOST, lang));
        out.push('\n');
    }
    out
}

/// The lines of a source that ranges of it stand on: where they begin, the number of the first, and their text.
fn lines(source: &Source, ranges: impl Iterator<Item = Range<usize>>) -> (usize, usize, &str) {
    let text = source.text();
    let (mut first, mut last) = (text.len(), 0);
    for range in ranges {
        first = first.min(range.start);
        last = last.max(range.end);
    }
    let start = text[..first].rfind('\n').map_or(0, |i| i + 1);
    let end = text[last.max(start)..].find('\n').map_or(text.len(), |i| last.max(start) + i);
    let (line, _) = source.line_column(u32::try_from(start).unwrap_or(u32::MAX));
    (start, usize::try_from(line).unwrap_or(1), &text[start..end])
}

fn render(renderer: &Renderer, d: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let message = d.message(lang);
    let level = match (d.severity(), lang) {
        (Severity::Error, Lang::Zh) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Lang::Zh) => Level::WARNING.with_name("警告"),
        (Severity::Error, Lang::En) => Level::ERROR,
        (Severity::Warning, Lang::En) => Level::WARNING,
    };
    let source = sources.get(d.span.source);
    let labels: Vec<(Span, String)> = d.labels.iter().map(|(span, note)| (*span, note.message(lang))).collect();
    let same = || labels.iter().filter(|(span, _)| span.source == d.span.source);
    let (start, line, text) = lines(source, std::iter::once(d.span.range()).chain(same().map(|(s, _)| s.range())));
    let within = |range: Range<usize>| range.start - start..range.end - start;
    let mut snippet =
        Snippet::source(text).path(source.name()).line_start(line).annotation(AnnotationKind::Primary.span(within(d.span.range())));
    for (span, label) in same() {
        snippet = snippet.annotation(AnnotationKind::Context.span(within(span.range())).label(label.as_str()));
    }
    let mut group: Group<'_> = level.primary_title(message.as_str()).id(d.code()).element(snippet);
    // A secondary place in another file gets a snippet of its own.
    for (span, label) in labels.iter().filter(|(span, _)| span.source != d.span.source) {
        let other = sources.get(span.source);
        let (start, line, text) = lines(other, std::iter::once(span.range()));
        let range = span.range().start - start..span.range().end - start;
        let annotation = AnnotationKind::Context.span(range).label(label.as_str());
        group = group.element(Snippet::source(text).path(other.name()).line_start(line).annotation(annotation));
    }
    let hint = d.hint(lang);
    let help = if lang == Lang::Zh { Level::HELP.with_name("办法") } else { Level::HELP };
    if let Some(hint) = &hint {
        group = group.element(help.message(hint.as_str()));
    }
    renderer.render(&[group])
}
