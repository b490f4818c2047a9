//! Sections, recognised by the titles the form declares and never by their ordinals.
//!
//! Reports number their own topics 一, 二, 三 inside a section, or are off by one throughout; the titles are what stays. A line is a heading
//! when its whole text is a title (with an ordinal, a mark of heading, or alone), or when an ordinal and a title begin it and text runs on.

use super::document::{Block, Document, Grid, Line};
use super::label::{self, Likeness, Spellings, fold, is_invisible, is_ordinal};
use crate::catalogue::Trouble;
use crate::form::Form;
use crate::report::{Paragraph, Place, Problem};
use std::collections::BTreeMap;

/// How many characters an ordinal may take, with the spaces and marks around it.
const LONGEST_ORDINAL: usize = 24;

/// How many headings are looked for in one line: a document may have lost all its line ends, and no more.
const HEADINGS_OF_A_LINE: usize = 64;

/// A document divided into sections.
#[derive(Debug, Default)]
pub(super) struct Divided<'a> {
    /// Lines and grids in reading order, without the headings.
    pub entries: Vec<Entry<'a>>,
    /// The headings that were found, one for each section, in the order of the document.
    pub headings: Vec<Heading>,
    /// What was wrong with them.
    pub problems: Vec<Problem>,
}

/// A line or a grid with the section it stands in.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Index into [`Form::sections`]; `None` before the first heading.
    pub section: Option<usize>,
    /// What it is.
    pub content: Content<'a>,
}

/// What an entry is.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// A line, or the rest of one after a heading.
    Text(Line),
    /// A table or a piece of one.
    Grid(&'a Grid),
}

/// A heading that was found.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Index into [`Form::sections`].
    pub section: usize,
    /// As printed, without its ordinal.
    pub title: String,
    /// Where.
    pub place: Place,
}

/// A heading somewhere in a line.
#[derive(Debug, Clone)]
struct Candidate {
    block: usize,
    from: usize,
    to: usize,
    section: usize,
    ordinal: Option<String>,
    title: String,
    near: bool,
}

/// Divides a document by the section titles of `form`.
pub(super) fn divide<'a>(document: &'a Document, form: &Form) -> Divided<'a> {
    let titles: Vec<Spellings> = form.sections.iter().map(|s| Spellings::new(&s.title)).collect();
    let mut candidates: Vec<Candidate> = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        if let Block::Text(line) = content {
            candidates.extend(headings_in(block, line, &titles));
        }
    }
    let candidates = without_contents_page(document, candidates);
    let mut divided = Divided::default();
    let mut current: Option<usize> = None;
    let mut pending = candidates.into_iter().peekable();
    for (block, content) in document.blocks.iter().enumerate() {
        let line = match content {
            Block::Grid(grid) => {
                divided.entries.push(Entry { section: current, content: Content::Grid(grid) });
                continue;
            }
            Block::Text(line) => line,
        };
        let mut at = 0;
        let mut headed = false;
        while let Some(candidate) = pending.next_if(|c| c.block == block) {
            push_text(&mut divided.entries, line, at, candidate.from, current, headed);
            at = candidate.to;
            headed = true;
            current = Some(candidate.section);
            accept(&mut divided, &candidate, line.paragraph.place_at(candidate.from), form);
        }
        push_text(&mut divided.entries, line, at, line.paragraph.text.len(), current, headed);
    }
    for (index, section) in form.sections.iter().enumerate() {
        if !divided.headings.iter().any(|h| h.section == index) {
            let trouble = Trouble::MissingHeading { ordinal: section.id.clone(), title: section.title.text.clone() };
            divided.problems.push(Problem { trouble, place: None });
        }
    }
    divided
}

/// Takes a candidate as a heading and says what is wrong with it.
fn accept(divided: &mut Divided<'_>, candidate: &Candidate, place: Place, form: &Form) {
    let Some(section) = form.sections.get(candidate.section) else { return };
    let title = section.title.text.clone();
    let mut problem = |trouble| divided.problems.push(Problem { trouble, place: Some(place.clone()) });
    if let Some(printed) = &candidate.ordinal
        && *printed != section.id
    {
        problem(Trouble::WrongOrdinal { printed: printed.clone(), title: title.clone(), expected: section.id.clone() });
    }
    if candidate.near {
        problem(Trouble::NearHeading { printed: candidate.title.clone(), title: title.clone() });
    }
    if divided.headings.iter().any(|h| h.section == candidate.section) {
        problem(Trouble::RepeatedHeading { title });
        return;
    }
    if let Some(last) = divided.headings.last()
        && last.section > candidate.section
        && let Some(after) = form.sections.get(last.section)
    {
        problem(Trouble::SectionOrder { title, after: after.title.text.clone() });
    }
    divided.headings.push(Heading { section: candidate.section, title: candidate.title.clone(), place });
}

/// Headings of a page of contents: several in a row with nothing between, each standing again further down.
fn without_contents_page(document: &Document, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let followed_at_once = |i: usize| {
        let (Some(this), Some(next)) = (candidates.get(i), candidates.get(i + 1)) else { return false };
        let rest = match document.blocks.get(this.block) {
            Some(Block::Text(line)) => {
                let end = if next.block == this.block { next.from } else { line.paragraph.text.len() };
                line.paragraph.text.get(this.to..end).unwrap_or("").trim().len()
            }
            _ => 0,
        };
        next.block <= this.block + 1 && next.section != this.section && rest == 0
    };
    let last: BTreeMap<usize, usize> = candidates.iter().enumerate().map(|(i, c)| (c.section, i)).collect();
    let keep: Vec<bool> = (0..candidates.len())
        .map(|i| {
            let again = candidates.get(i).and_then(|c| last.get(&c.section)).is_some_and(|last| *last > i);
            let in_list = followed_at_once(i) || i.checked_sub(1).is_some_and(followed_at_once);
            !(again && in_list)
        })
        .collect();
    candidates.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(c, _)| c).collect()
}

fn push_text(entries: &mut Vec<Entry<'_>>, line: &Line, from: usize, to: usize, section: Option<usize>, cut: bool) {
    if let Some(paragraph) = slice(&line.paragraph, from, to) {
        let line = Line { paragraph, heading: line.heading && !cut, starts_paragraph: line.starts_paragraph || cut };
        entries.push(Entry { section, content: Content::Text(line) });
    }
}

/// Part of a paragraph with its places, trimmed; `None` where nothing is left.
pub(super) fn slice(paragraph: &Paragraph, from: usize, to: usize) -> Option<Paragraph> {
    let part = paragraph.text.get(from..to)?;
    let from = from + (part.len() - part.trim_start().len());
    let text = part.trim().to_owned();
    if text.is_empty() {
        return None;
    }
    let to = from + text.len();
    let mut pieces = vec![(0, paragraph.place_at(from))];
    pieces.extend(paragraph.pieces.iter().filter(|(at, _)| *at > from && *at < to).map(|(at, place)| (at - from, place.clone())));
    Some(Paragraph { text, pieces })
}

/// The headings in a line: the whole of it, or an ordinal and a title where a sentence may begin.
fn headings_in(block: usize, line: &Line, titles: &[Spellings]) -> Vec<Candidate> {
    let text = line.paragraph.text.as_str();
    if is_contents_line(text) {
        return Vec::new();
    }
    if let Some(whole) = whole_line(block, line, titles) {
        return vec![whole];
    }
    let mut found: Vec<Candidate> = Vec::new();
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let begins = before.is_none_or(|b| b.is_whitespace() || matches!(b, '。' | '！' | '？' | '；'));
        before = Some(c);
        if !begins || found.last().is_some_and(|f| at < f.to) {
            continue;
        }
        if found.len() >= HEADINGS_OF_A_LINE {
            break;
        }
        let Some((ordinal, body)) = text.get(at..).and_then(ordinal_of) else { continue };
        let begin = at + body;
        if let Some((section, length)) = title_prefix(text.get(begin..).unwrap_or(""), titles) {
            let title = text.get(begin..begin + length).unwrap_or("").trim().to_owned();
            found.push(Candidate { block, from: at, to: begin + length, section, ordinal: Some(ordinal), title, near: false });
        }
    }
    found
}

/// Leader dots make a line of a page of contents.
fn is_contents_line(text: &str) -> bool {
    ["……", "....", "·····", "﹒﹒﹒", "．．．"].iter().any(|dots| text.contains(dots)) && text.chars().count() < 120
}

fn whole_line(block: usize, line: &Line, titles: &[Spellings]) -> Option<Candidate> {
    let text = line.paragraph.text.as_str();
    if text.chars().count() > 60 {
        return None;
    }
    let (ordinal, begin) = match ordinal_of(text) {
        Some((ordinal, begin)) => (Some(ordinal), begin),
        None => (None, 0),
    };
    let body = text.get(begin..)?.trim();
    let key = label::key(without_year(body));
    if key.is_empty() {
        return None;
    }
    let exact = titles.iter().position(|t| t.matches(&key).is_some());
    // A title without an ordinal, alone in a plain line, is a heading only in the very words of the form.
    let plain = ordinal.is_none() && !line.heading;
    let (section, near) = match exact {
        Some(section) if plain && titles.get(section).and_then(|t| t.matches(&key)) != Some(Likeness::Same) => return None,
        Some(section) => (section, false),
        None if plain => return None,
        None => (label::nearest(&key, titles.iter().enumerate())?, true),
    };
    Some(Candidate { block, from: 0, to: text.len(), section, ordinal, title: body.to_owned(), near })
}

/// The ordinal a text begins with (`三、`, `三.`, `三，`, `第三部分`, also after a stray letter as in `l六、`) and where the rest begins.
fn ordinal_of(text: &str) -> Option<(String, usize)> {
    // A prefix is enough, and every place of a long line may be asked.
    let mut all = text.char_indices();
    let chars: Vec<(usize, char)> = all.by_ref().take(LONGEST_ORDINAL).map(|(i, c)| (i, fold(c))).collect();
    let beyond = all.next().map_or(text.len(), |(i, _)| i);
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let mut i = 0;
    while i < 2 && at(i).is_some_and(|c| c.is_ascii_alphabetic() || c == '|' || is_invisible(c)) {
        i += 1;
    }
    let named = at(i) == Some('第');
    if named {
        i += 1;
    }
    let start = i;
    while at(i).is_some_and(|c| is_ordinal(c) || c == ' ' && i > start && at(i + 1).is_some_and(is_ordinal)) {
        i += 1;
    }
    if i == start || i > start + 3 {
        return None;
    }
    let ordinal: String = chars.get(start..i)?.iter().map(|c| c.1).filter(|c| is_ordinal(*c)).collect();
    if named {
        if at(i) != Some('部') || at(i + 1) != Some('分') {
            return None;
        }
        i += 2;
    }
    while at(i) == Some(' ') {
        i += 1;
    }
    let spaced = i.checked_sub(1).and_then(at) == Some(' ');
    if at(i).is_some_and(|c| matches!(c, '、' | '.' | ',' | ':' | '。' | '·')) {
        i += 1;
    } else if !named && !spaced {
        return None;
    }
    while at(i) == Some(' ') {
        i += 1;
    }
    Some((ordinal, chars.get(i).map_or(beyond, |c| c.0)))
}

/// The longest title a text begins with, where it may end there: the section and the bytes it takes.
fn title_prefix(text: &str, titles: &[Spellings]) -> Option<(usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    for (section, spellings) in titles.iter().enumerate() {
        for (title, _) in &spellings.keys {
            let mut wanted = title.chars().peekable();
            for (at, c) in text.char_indices() {
                let folded = fold(c);
                if !folded.is_alphanumeric() {
                    continue;
                }
                if wanted.next_if(|w| folded.to_lowercase().eq([*w])).is_none() {
                    break;
                }
                if wanted.peek().is_none() {
                    let end = at + c.len_utf8();
                    let rest = text.get(end..).unwrap_or("");
                    let stop = rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '。' | '：' | ':' | '（' | '(' | '.'));
                    let length = title.chars().count();
                    if stop && best.is_none_or(|(_, _, longest)| length > longest) {
                        let marks: usize = rest.chars().take_while(|c| matches!(c, '。' | '：' | ':' | '.')).map(char::len_utf8).sum();
                        best = Some((section, end + marks, length));
                    }
                    break;
                }
            }
        }
    }
    best.map(|(section, end, _)| (section, end))
}

/// A title without the year some reports put before it.
fn without_year(text: &str) -> &str {
    let digits = text.chars().take_while(|c| fold(*c).is_ascii_digit()).map(char::len_utf8).sum::<usize>();
    let rest = text.get(digits..).unwrap_or(text).trim_start();
    match rest.strip_prefix('年') {
        Some(rest) if digits > 0 => rest.strip_prefix('度').unwrap_or(rest).trim_start(),
        _ => text,
    }
}
