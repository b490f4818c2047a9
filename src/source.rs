//! Rule text and positions in it.

use std::ops::Range;
use std::sync::Arc;

/// A file of rule text: its name as shown to the author, and its content.
#[derive(Debug, Clone)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    /// Byte offset of the first byte of each line; the first entry is 0.
    lines: Arc<[u32]>,
}

impl Source {
    /// Makes a source from a display name and its text.
    ///
    /// Text beyond 4 GiB is cut at that size: spans are 32-bit. Callers limit their input long before.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Source {
        let text: Arc<str> = text.into();
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| offset(i + 1)));
        Source { name: name.into(), text, lines: lines.into() }
    }

    /// The name as shown in diagnostics.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under `span`, or nothing where the span is not of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters.
    pub fn line_column(&self, at: u32) -> (u32, u32) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines[line - 1] as usize;
        let mut end = (at as usize).min(self.text.len()).max(start);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        (offset(line), offset(self.text[start..end].chars().count() + 1))
    }
}

fn offset(i: usize) -> u32 {
    u32::try_from(i).unwrap_or(u32::MAX)
}

/// Names one of the sources compiled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SourceId(pub u32);

/// A stretch of rule text: bytes `start..end` of one source.
///
/// A span is in rule text; a position in a report is a [`Place`](crate::report::Place).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Which source.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end` of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Span {
        Span { source, start: offset(start), end: offset(end) }
    }

    /// The byte range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Something with the span it was written at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The thing itself.
    pub node: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs `node` with `span`.
    pub fn new(node: T, span: Span) -> Spanned<T> {
        Spanned { node, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.node
    }
}

/// The sources compiled together; spans point into them.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a source and returns its id.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId(offset(self.0.len() - 1))
    }

    /// The source with this id. Ids come from [`Sources::add`] of the same collection.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All sources with their ids, in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(i, s)| (SourceId(offset(i)), s))
    }

    /// The text under `span`.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).slice(span)
    }
}
