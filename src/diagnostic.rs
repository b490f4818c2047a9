//! Bad news about rule text. The sentences are in the [catalogue](crate::catalogue); a diagnostic holds their data.

use crate::catalogue::{Fault, Note};
use crate::lang::Lang;
use crate::source::{Sources, Span};
use serde::Serialize;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The rules do not run.
    Error,
    /// The rules run; something is probably not meant.
    Warning,
}

/// One thing wrong with a rule file: what, where, and what to look at beside it.
///
/// It says the *rule* is wrong. That a *report* is wrong is a [`Finding`](crate::finding::Finding).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, as data.
    pub fault: Fault,
    /// The smallest stretch of text that shows it.
    pub span: Span,
    /// Other places that belong to it, each with a short note.
    pub labels: Vec<(Span, Note)>,
}

impl Diagnostic {
    /// A diagnostic without secondary places.
    pub fn new(fault: Fault, span: Span) -> Diagnostic {
        Diagnostic { fault, span, labels: Vec::new() }
    }

    /// Adds a secondary place.
    #[must_use]
    pub fn with(mut self, span: Span, note: Note) -> Diagnostic {
        self.labels.push((span, note));
        self
    }

    /// The code, such as `E0203`.
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// Errors have codes in `E`, warnings in `W`.
    pub fn severity(&self) -> Severity {
        if self.code().starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// The sentence in `lang`.
    pub fn message(&self, lang: Lang) -> String {
        self.fault.message(lang)
    }

    /// What to do about it, where something better than the message can be said.
    pub fn hint(&self, lang: Lang) -> Option<String> {
        self.fault.hint(lang)
    }
}

/// Diagnostics in the order they were found; sorted by place, and each fault once, by [`Diagnostics::settle`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No diagnostics.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another collection.
    pub fn extend(&mut self, other: Diagnostics) {
        self.0.extend(other.0);
    }

    /// Whether any of them stops the rules from running.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|d| d.severity() == Severity::Error)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// Sorts by place and drops nothing: several tables may have to be told of at one place.
    pub fn sort(&mut self) {
        self.0.sort_by(|a, b| (a.span, a.code()).cmp(&(b.span, b.code())));
    }

    /// Sorts by place and drops repeats: a rule over many columns is checked once a column, and says the same thing each time.
    pub fn settle(&mut self) {
        self.0.sort_by(|a, b| (a.span, a.code()).cmp(&(b.span, b.code())));
        self.0.dedup_by(|a, b| a.span == b.span && a.code() == b.code());
    }

    /// The diagnostics as plain data, for hosts that show them in their own way.
    pub fn to_data(&self, sources: &Sources, lang: Lang) -> Vec<DiagnosticData> {
        self.0.iter().map(|d| DiagnosticData::new(d, sources, lang)).collect()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// A diagnostic in one language, with lines and columns instead of offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticData {
    /// Such as `E0203`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// Name of the source.
    pub source: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Byte range in the source.
    pub bytes: (u32, u32),
    /// The sentence.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl DiagnosticData {
    fn new(d: &Diagnostic, sources: &Sources, lang: Lang) -> DiagnosticData {
        let source = sources.get(d.span.source);
        let (line, column) = source.line_column(d.span.start);
        DiagnosticData {
            code: d.code(),
            severity: d.severity(),
            source: source.name().to_owned(),
            line,
            column,
            bytes: (d.span.start, d.span.end),
            message: d.message(lang),
            hint: d.hint(lang),
        }
    }
}
