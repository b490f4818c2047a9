//! Diagnostics of rule text, with the text and carets.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::lang::Lang;
use crate::render::style::Style;
use crate::source::Sources;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// All diagnostics as text for people.
pub fn diagnostics(diagnostics: &Diagnostics, sources: &Sources, style: Style, lang: Lang) -> String {
    let renderer = match style {
        Style::Bare => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&render(&renderer, diagnostic, sources, lang));
        out.push_str("\n\n");
    }
    out
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
    let mut snippet =
        Snippet::source(source.text()).path(source.name()).line_start(1).annotation(AnnotationKind::Primary.span(d.span.range()));
    let labels: Vec<(std::ops::Range<usize>, String, bool)> =
        d.labels.iter().map(|(span, note)| (span.range(), note.message(lang), span.source == d.span.source)).collect();
    for (range, label, same) in &labels {
        if *same {
            snippet = snippet.annotation(AnnotationKind::Context.span(range.clone()).label(label.as_str()));
        }
    }
    let mut group: Group<'_> = level.primary_title(message.as_str()).id(d.code()).element(snippet);
    // A secondary place in another file gets a snippet of its own.
    for ((span, _), (range, label, same)) in d.labels.iter().zip(&labels) {
        if !same {
            let other = sources.get(span.source);
            let snippet = Snippet::source(other.text())
                .path(other.name())
                .annotation(AnnotationKind::Context.span(range.clone()).label(label.as_str()));
            group = group.element(snippet);
        }
    }
    let hint = d.hint(lang);
    let help = if lang == Lang::Zh { Level::HELP.with_name("办法") } else { Level::HELP };
    if let Some(hint) = &hint {
        group = group.element(help.message(hint.as_str()));
    }
    renderer.render(&[group])
}
