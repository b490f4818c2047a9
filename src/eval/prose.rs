//! Figures in prose: sentences of a section, matched against the patterns of a reading.

use crate::program::{ASIDE, FIGURE, Reading};
use crate::report::{Paragraph, Place, Report};
use crate::value::Decimal;
use crate::value::numeral::{self, Numeral};
use regex::Regex;
use std::ops::Range;

/// Sentences looked at in one report; a section of more is no report.
const MAX_SENTENCES: usize = 100_000;
/// Parentheses inside parentheses that are told apart.
const MAX_PARENTHESES: usize = 8;
/// A longer sentence is cut here: no one writes it, and no pattern needs it.
const MAX_SENTENCE: usize = 5_000;

/// What a reading found in a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingResult {
    /// The figures, in document order.
    pub hits: Vec<Hit>,
    /// Sections it is taken from that the report does not have.
    pub absent_sections: Vec<String>,
}

impl ReadingResult {
    /// Whether all of the text it is taken from was there and was looked at.
    pub fn is_whole(&self) -> bool {
        self.absent_sections.is_empty()
    }

    /// How many figures that are exact it found.
    pub fn exact(&self) -> usize {
        self.hits.iter().filter(|h| !h.approximate).count()
    }
}

/// A figure read from prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The figure; for a negation, what it stands for.
    pub value: Decimal,
    /// Whether the text says it is not exact.
    pub approximate: bool,
    /// Section it stands in.
    pub section: String,
    /// The sentence.
    pub quote: String,
    /// Where the figure, or the words of the negation, begin.
    pub place: Place,
    /// Order in the document: section, paragraph, byte.
    order: (usize, usize, usize),
}

/// Finds the figures of a reading in a report, each once.
pub fn read_prose(reading: &Reading, report: &Report) -> ReadingResult {
    let mut result = ReadingResult::default();
    let mut sentences = 0;
    for id in &reading.from {
        let mut present = false;
        for (section_index, section) in report.sections.iter().enumerate().filter(|(_, s)| s.id == *id) {
            present = true;
            for (index, paragraph) in section.paragraphs.iter().enumerate() {
                for sentence in split(&paragraph.text) {
                    sentences += 1;
                    if sentences > MAX_SENTENCES {
                        return result;
                    }
                    for found in read_sentence(reading, paragraph, &sentence) {
                        let place = paragraph.place_at(found.at);
                        let order = (section_index, index, found.at);
                        // Two sections of one name never hold one place, but two patterns may meet one figure.
                        if result.hits.iter().any(|h| h.order == order) {
                            continue;
                        }
                        result.hits.push(Hit {
                            value: found.value,
                            approximate: found.approximate,
                            section: id.clone(),
                            quote: sentence.quote(&paragraph.text),
                            place,
                            order,
                        });
                    }
                }
            }
        }
        if !present {
            result.absent_sections.push(id.clone());
        }
    }
    result.hits.sort_by_key(|h| h.order);
    result
}

struct Found {
    value: Decimal,
    approximate: bool,
    /// Byte offset in the paragraph.
    at: usize,
}

fn read_sentence(reading: &Reading, paragraph: &Paragraph, sentence: &Sentence) -> Vec<Found> {
    let words = &paragraph.text[sentence.range.clone()];
    if reading.unless.iter().any(|u| words.contains(u.as_str())) {
        return Vec::new();
    }
    let mask = Mask::new(&paragraph.text, sentence);
    let mut found: Vec<Found> = Vec::new();
    let mut negated: Vec<Range<usize>> = Vec::new();
    for (pattern, value) in &reading.negations {
        for m in pattern.find_iter(&mask.text) {
            let range = mask.original(m.start())..mask.original(m.end());
            if !negated.iter().any(|n| n.start < range.end && range.start < n.end) {
                found.push(Found { value: *value, approximate: false, at: range.start });
                negated.push(range);
            }
        }
    }
    for pattern in &reading.patterns {
        for hit in matches(pattern, &mask) {
            let at = mask.original(hit.figure);
            let overlaps = negated.iter().any(|n| n.start < mask.original(hit.end) && mask.original(hit.start) < n.end);
            let seen = found.iter().any(|f| f.at == at);
            if overlaps || seen {
                continue;
            }
            if let Some(numeral) = mask.numeral_at(at) {
                found.push(Found { value: numeral.value, approximate: numeral.approximate, at });
            }
        }
    }
    found
}

struct Match {
    start: usize,
    end: usize,
    figure: usize,
}

/// Every match, each hole a figure. Matches of one pattern do not overlap.
fn matches(pattern: &Regex, mask: &Mask) -> Vec<Match> {
    let mut all = Vec::new();
    for captures in pattern.captures_iter(&mask.text) {
        let Some(whole) = captures.get(0) else { continue };
        for hole in captures.iter().skip(1).flatten() {
            all.push(Match { start: whole.start(), end: whole.end(), figure: hole.start() });
        }
    }
    all
}

/// A sentence: a range of a paragraph, with the stretches in parentheses that are sentences of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sentence {
    range: Range<usize>,
    asides: Vec<Range<usize>>,
}

impl Sentence {
    /// The sentence as quoted: whole, with its end mark.
    fn quote(&self, text: &str) -> String {
        text[self.range.clone()].trim().to_owned()
    }
}

/// Cuts a paragraph into sentences at 。！？； outside 《》 and “”; what stands in parentheses is a sentence of its own.
fn split(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    // Open sentences: the outermost, and one for each open parenthesis, each with the place of the mark that opened it.
    let mut open: Vec<(usize, Sentence)> = vec![(0, Sentence { range: 0..0, asides: Vec::new() })];
    let mut quotes: Vec<char> = Vec::new();
    let finish = |sentence: Sentence, sentences: &mut Vec<Sentence>| {
        if text[sentence.range.clone()].chars().any(char::is_alphanumeric) {
            sentences.push(sentence);
        }
    };
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '《' => quotes.push('》'),
            '“' => quotes.push('”'),
            '》' | '”' => {
                // A stray closing mark closes nothing; a missing one ends with the quotation around it.
                if let Some(position) = quotes.iter().rposition(|q| *q == c) {
                    quotes.truncate(position);
                }
            }
            '（' | '(' if open.len() < MAX_PARENTHESES => open.push((at, Sentence { range: next..next, asides: Vec::new() })),
            '）' | ')' if open.len() > 1 => {
                if let Some((opened, mut inner)) = open.pop() {
                    inner.range.end = at;
                    if let Some((_, outer)) = open.last_mut() {
                        outer.asides.push(opened..next);
                    }
                    finish(inner, &mut sentences);
                }
                continue;
            }
            _ => {}
        }
        let [(_, sentence)] = open.as_mut_slice() else { continue };
        let ends = matches!(c, '。' | '！' | '？' | '；' | ';' | '!' | '?' | '\n') && quotes.is_empty();
        if ends || next.saturating_sub(sentence.range.start) > MAX_SENTENCE {
            let mut done = std::mem::replace(sentence, Sentence { range: next..next, asides: Vec::new() });
            done.range.end = next;
            finish(done, &mut sentences);
        }
    }
    // A parenthesis that is never closed is part of its sentence.
    if let Some((_, mut last)) = open.into_iter().next() {
        last.range.end = text.len();
        finish(last, &mut sentences);
    }
    sentences
}

/// A sentence as patterns see it: no blanks, each figure one mark, each aside one mark.
struct Mask {
    text: String,
    /// For each byte offset of `text` at which a character begins, and its end: the byte offset in the paragraph.
    offsets: Vec<(usize, usize)>,
    numerals: Vec<Numeral>,
}

impl Mask {
    fn new(text: &str, sentence: &Sentence) -> Mask {
        let start = sentence.range.start;
        let mut numerals = numeral::scan(&text[sentence.range.clone()]);
        for n in &mut numerals {
            n.range = n.range.start + start..n.range.end + start;
        }
        numerals.retain(|n| !sentence.asides.iter().any(|a| a.start < n.range.end && n.range.start < a.end));
        let mut mask = Mask { text: String::new(), offsets: Vec::new(), numerals: Vec::new() };
        let mut figures = numerals.iter().peekable();
        let mut asides = sentence.asides.iter().peekable();
        let mut skip_to = start;
        for (i, c) in text[sentence.range.clone()].char_indices() {
            let at = start + i;
            if at < skip_to {
                continue;
            }
            let mut push = |c: char| {
                mask.offsets.push((mask.text.len(), at));
                mask.text.push(c);
            };
            if let Some(figure) = figures.next_if(|n| n.range.start <= at) {
                push(FIGURE);
                skip_to = figure.range.end;
            } else if let Some(aside) = asides.next_if(|a| a.start <= at) {
                push(ASIDE);
                skip_to = aside.end;
            } else if !c.is_whitespace() && c != '*' {
                // A mark of ours in the text would be taken for a figure.
                push(if matches!(c, FIGURE | ASIDE) { '?' } else { c });
            }
        }
        mask.offsets.push((mask.text.len(), sentence.range.end));
        mask.numerals = numerals;
        mask
    }

    fn original(&self, offset: usize) -> usize {
        let index = self.offsets.partition_point(|(m, _)| *m < offset).min(self.offsets.len() - 1);
        self.offsets[index].1
    }

    fn numeral_at(&self, at: usize) -> Option<&Numeral> {
        self.numerals.iter().find(|n| n.range.start == at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        split(text).iter().map(|s| s.quote(text)).collect()
    }

    #[test]
    fn sentences_end_at_their_marks_and_not_inside_titles_or_quotations() {
        assert_eq!(sentences("收到3件。答复“好。行”2件；完。"), ["收到3件。", "答复“好。行”2件；", "完。"]);
        assert_eq!(sentences("答复10件（含上年结转2件）。"), ["含上年结转2件", "答复10件（含上年结转2件）。"]);
        assert_eq!(sentences("见《甲。乙》。"), ["见《甲。乙》。"]);
    }

    #[test]
    fn a_parenthesis_that_is_not_closed_or_not_opened_loses_nothing() {
        assert_eq!(sentences("答复10件（含2件。完"), ["答复10件（含2件。完"]);
        assert_eq!(sentences("）收到3件。"), ["）收到3件。"]);
    }
}
