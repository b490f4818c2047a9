//! Prose: lines that a page broke are joined into paragraphs again; real paragraph breaks stay.

use super::document::Line;
use super::label::{fold, is_ordinal};
use super::numbers::is_dash;
use crate::report::{Paragraph, Place};

/// A paragraph with fewer characters may stand by itself without ending a sentence.
const SHORT: usize = 30;

/// Joins lines into paragraphs.
///
/// A line ends a paragraph when it ends a sentence; a heading, an item that begins with its ordinal, and a blank line after a full sentence
/// begin one. A page break in the middle of a sentence begins none; but what is as short as a title or the name of a contact is no sentence that
/// a page broke, and where the format begins a paragraph after it, one begins.
pub(super) fn join<'a>(lines: impl Iterator<Item = &'a Line>) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut closed = true;
    for line in lines.filter(|l| !is_furniture(&l.paragraph.text)) {
        let short = || paragraphs.last().is_some_and(|p| p.text.chars().nth(SHORT).is_none());
        let begins = closed
            || line.heading
            || begins_item(&line.paragraph.text)
            || ends_short_item(paragraphs.last())
            || line.starts_paragraph && short();
        match paragraphs.last_mut() {
            Some(last) if !begins => append(last, &line.paragraph),
            _ => paragraphs.push(line.paragraph.clone()),
        }
        closed = line.heading || ends_sentence(&line.paragraph.text);
    }
    for paragraph in &mut paragraphs {
        trim(paragraph);
    }
    paragraphs.retain(|p| !p.text.is_empty());
    paragraphs
}

/// Places in a paragraph, asked for from its start to its end: a line of a hundred thousand figures is walked once.
pub(super) struct Places<'p> {
    paragraph: &'p Paragraph,
    reached: usize,
    place: Place,
}

impl<'p> Places<'p> {
    pub fn of(paragraph: &'p Paragraph) -> Places<'p> {
        Places { paragraph, reached: 0, place: paragraph.place_at(0) }
    }

    /// The place of the character at byte `offset`.
    pub fn at(&mut self, offset: usize) -> Place {
        let pieces = &self.paragraph.pieces;
        let piece = |offset: usize| pieces.partition_point(|(start, _)| *start <= offset);
        if offset < self.reached || piece(offset) != piece(self.reached) {
            self.place = self.paragraph.place_at(offset);
        } else if let Some(column) = self.place.column {
            let passed = self.paragraph.text.get(self.reached..offset).map_or(0, |t| t.chars().count());
            self.place.column = Some(column.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)));
        }
        self.reached = offset;
        self.place.clone()
    }
}

/// A page number, or what a browser prints at the edge of a page.
pub(super) fn is_furniture(text: &str) -> bool {
    let text: String = text.trim().chars().map(fold).filter(|c| !c.is_whitespace()).collect();
    let inner = text.trim_matches(|c| is_dash(c) || matches!(c, '·' | '~' | '.' | '_'));
    let framed = inner.len() < text.len();
    let digits = !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    let both = text.chars().next().is_some_and(|c| !c.is_ascii_digit()) && text.chars().last().is_some_and(|c| !c.is_ascii_digit());
    if digits && framed && both {
        return true;
    }
    let page = text
        .strip_prefix('第')
        .and_then(|t| t.split_once('页'))
        .is_some_and(|(n, rest)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()) && rest.chars().count() <= 6);
    // 11/23/26, 3:57 AM: the date of printing and the title of the page.
    let printed = text
        .split_once(',')
        .is_some_and(|(date, _)| date.len() >= 6 && date.split('/').count() == 3 && date.bytes().all(|b| b.is_ascii_digit() || b == b'/'));
    page || printed || text.starts_with("file:///") || text.contains("续表") && text.chars().count() <= 6
}

fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end();
    // A full stop in Latin writing, after Chinese: 12. may be half a figure.
    let latin_stop = text.strip_suffix('.').and_then(|t| t.chars().last()).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    text.trim_end_matches(['”', '’', '）', ')', '"', '》']).ends_with(['。', '！', '？', '!', '?'])
        || text.ends_with(['：', ':'])
        || latin_stop
}

/// Whether a line begins with the ordinal of an item.
fn begins_item(text: &str) -> bool {
    let chars: Vec<char> = text.trim_start().chars().take(6).map(fold).collect();
    let open = usize::from(chars.first() == Some(&'('));
    let count = chars.iter().skip(open).take_while(|c| is_ordinal(**c) || c.is_ascii_digit()).count();
    let after = chars.get(open + count);
    let after_that = chars.get(open + count + 1);
    count > 0
        && count <= 3
        && match after {
            Some(')') => open == 1,
            Some('、') => open == 0,
            Some('.') => open == 0 && !after_that.is_some_and(char::is_ascii_digit),
            _ => false,
        }
}

/// A short line that is only an item's title, without any punctuation after its mark, stays a paragraph of its own.
fn ends_short_item(last: Option<&Paragraph>) -> bool {
    last.is_some_and(|p| {
        let short = p.text.chars().nth(16).is_none();
        short && begins_item(&p.text) && p.text.chars().skip(3).all(|c| c.is_alphanumeric() || c.is_whitespace())
    })
}

/// Takes the blanks off its end.
fn trim(paragraph: &mut Paragraph) {
    let length = paragraph.text.trim_end().len();
    paragraph.text.truncate(length);
    while paragraph.pieces.last().is_some_and(|(at, _)| *at > 0 && *at >= length) {
        paragraph.pieces.pop();
    }
}

fn append(paragraph: &mut Paragraph, next: &Paragraph) {
    trim(paragraph);
    // Latin words and numbers keep a space where the line broke; Chinese has none.
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(paragraph.text.chars().last()) && latin(next.text.chars().next()) {
        paragraph.text.push(' ');
    }
    let offset = paragraph.text.len();
    paragraph.text.push_str(&next.text);
    paragraph.pieces.extend(next.pieces.iter().map(|(at, place)| (at + offset, place.clone())));
}
