//! Figures in prose: sentences of a section, matched against the patterns of a reading.

mod mask;
mod sentence;

use mask::Mask;
pub(super) use sentence::{MAX_SENTENCE, split};

use crate::program::{ASIDE, FIGURE, Hole, HoleKind, Reading, Sentence as Pattern};
use crate::report::{Paragraph, Place, Report};
use crate::value::numeral::{self, Bounds};
use crate::value::{Decimal, Interval, Unit, date};
use regex::{Captures, Regex};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Sentences looked at in one report; a section of more is no report.
const MAX_SENTENCES: usize = 100_000;
/// Figures of one reading kept; no report states one so often.
const MAX_HITS: usize = 1_000;

/// What a reading found in a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingResult {
    /// The figures, in document order.
    pub hits: Vec<Hit>,
    /// Sections it is taken from that the report does not have.
    pub absent_sections: Vec<String>,
    /// Whether there was more text, or more figures, than is looked at: figures may be missing.
    pub limit_reached: bool,
    /// Which of its 句式 found a figure.
    pub patterns_met: BTreeSet<usize>,
    /// Which of its 否定 were met.
    pub negations_met: BTreeSet<usize>,
}

impl ReadingResult {
    /// Whether all of the text it is taken from was there and was looked at.
    pub fn is_whole(&self) -> bool {
        self.absent_sections.is_empty() && !self.limit_reached
    }
}

/// A number as prose states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The number: a share for a percentage, days for a date.
    pub value: Decimal,
    /// What it may truly be, where the text says that it is not exact.
    pub bounds: Option<Bounds>,
    /// One unit of its last digit as written.
    pub precision: Decimal,
    /// What it is.
    pub kind: HoleKind,
}

impl Said {
    fn exact(value: Decimal) -> Said {
        Said { value, bounds: None, precision: Decimal::ONE, kind: HoleKind::Number }
    }

    /// What it may truly be.
    pub fn interval(&self) -> Interval {
        match self.bounds {
            None => Interval::exact(self.value),
            Some(Bounds { low, high }) => {
                let bounds = match high {
                    Some(high) => Interval::between(low, high),
                    None => Interval::at_least(low),
                };
                if self.kind == HoleKind::Number && self.value.is_integer() { bounds.of_whole_numbers() } else { bounds }
            }
        }
    }

    /// As findings show it: a day as a day, a share as a percentage.
    pub fn show(&self) -> String {
        match self.kind {
            HoleKind::Date => date::from_days(self.value).map_or_else(|| self.value.to_string(), |d| d.to_string()),
            HoleKind::Percent => match self.value.checked_mul(Decimal::ONE_HUNDRED) {
                Some(hundredths) => format!("{}%", shown_at(hundredths, self.precision.scale().saturating_sub(2))),
                None => self.value.to_string(),
            },
            HoleKind::Number | HoleKind::Amount | HoleKind::Year => self.value.to_string(),
        }
    }

    /// As formulas show it: an approximate number as what it may be.
    pub fn show_range(&self) -> String {
        let one = |value| Said { value, bounds: None, ..self.clone() }.show();
        match self.bounds {
            None => self.show(),
            Some(Bounds { low, high: Some(high) }) => format!("{}～{}", one(low), one(high)),
            Some(Bounds { low, high: None }) => format!("{}以上", one(low)),
        }
    }
}

/// A number with so many decimal places, which it has.
fn shown_at(value: Decimal, places: u32) -> String {
    let mut value = value.normalize();
    if value.scale() < places {
        value.rescale(places);
    }
    value.to_string()
}

/// What a named hole of a reading found in one place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FieldSaid {
    /// Nothing: another pattern was met, or the part was left out.
    #[default]
    Absent,
    /// One number.
    One(Said),
    /// The numbers of a repeated hole, at least one.
    Many(Vec<Said>),
}

/// A figure read from prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The figure; for a negation, what it stands for.
    pub said: Said,
    /// Its named figures, by the fields of its reading.
    pub fields: Vec<FieldSaid>,
    /// Section it stands in.
    pub section: String,
    /// The sentence.
    pub quote: String,
    /// Where the figure, or the words of the negation, begin.
    pub place: Place,
    /// Order in the document: section, paragraph, byte.
    order: (usize, usize, usize),
}

impl Hit {
    /// Whether the text says it is not exact.
    pub fn is_approximate(&self) -> bool {
        self.said.bounds.is_some()
    }
}

/// Finds the figures of a reading in a report, each once.
pub fn read_prose(reading: &Reading, report: &Report) -> ReadingResult {
    read_all(std::slice::from_ref(reading), report).pop().unwrap_or_default()
}

/// Finds the figures of several readings in a report. What they have in common, the sentences and the numbers in them, is worked out once.
pub fn read_all(readings: &[Reading], report: &Report) -> Vec<ReadingResult> {
    let mut results: Vec<(ReadingResult, usize)> = readings.iter().map(|_| (ReadingResult::default(), MAX_SENTENCES)).collect();
    for (section_index, section) in report.sections.iter().enumerate() {
        let of_section: Vec<usize> = (0..readings.len()).filter(|i| readings[*i].from.contains(&section.id)).collect();
        if of_section.is_empty() {
            continue;
        }
        for (index, paragraph) in section.paragraphs.iter().enumerate() {
            let found = read_paragraph(readings, &of_section, report.year, paragraph, &mut results);
            for (i, mut found) in found {
                found.sort_by_key(|(f, _)| f.at);
                found.dedup_by_key(|(f, _)| f.at);
                let result = &mut results[i].0;
                let mut places = Places { paragraph, last: None };
                for (found, quote) in found {
                    if result.hits.len() == MAX_HITS {
                        result.limit_reached = true;
                        break;
                    }
                    match found.by {
                        By::Pattern(n) => result.patterns_met.insert(n),
                        By::Negation(n) => result.negations_met.insert(n),
                    };
                    result.hits.push(Hit {
                        said: found.said,
                        fields: found.fields,
                        section: section.id.clone(),
                        quote: paragraph.text[quote].trim().to_owned(),
                        place: places.at(found.at),
                        order: (section_index, index, found.at),
                    });
                }
            }
        }
    }
    for (reading, (result, _)) in readings.iter().zip(&mut results) {
        for id in &reading.from {
            // 取自 全文 is what there is.
            if !reading.whole_text && report.section(id).is_none() && !result.absent_sections.contains(id) {
                result.absent_sections.push(id.clone());
            }
        }
        result.hits.sort_by_key(|h| h.order);
    }
    results.into_iter().map(|(result, _)| result).collect()
}

/// Places of a paragraph, asked for in order: what is passed is counted once.
struct Places<'a> {
    paragraph: &'a Paragraph,
    last: Option<(usize, usize, Place)>,
}

impl Places<'_> {
    fn at(&mut self, offset: usize) -> Place {
        let piece = self.paragraph.pieces.partition_point(|(start, _)| *start <= offset);
        let place = match self.last.take() {
            Some((last_piece, last_offset, mut place)) if last_piece == piece && last_offset <= offset => {
                if let Some(column) = place.column {
                    let passed = self.paragraph.text.get(last_offset..offset).map_or(0, |t| t.chars().count());
                    place.column = Some(column.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX)));
                }
                place
            }
            _ => self.paragraph.place_at(offset),
        };
        self.last = Some((piece, offset, place.clone()));
        place
    }
}

struct Found {
    said: Said,
    fields: Vec<FieldSaid>,
    /// Byte offset in the paragraph.
    at: usize,
    by: By,
}

/// What found a figure: a 句式 or a 否定 of its reading, by its position there.
enum By {
    Pattern(usize),
    Negation(usize),
}

/// Figures with the range of their sentence.
type InSentences = Vec<(Found, Range<usize>)>;

/// The figures that some readings find in a paragraph. Takes a sentence from what is left to each reading, and notes where none is left.
fn read_paragraph(
    readings: &[Reading],
    of_section: &[usize],
    year: Option<i32>,
    paragraph: &Paragraph,
    results: &mut [(ReadingResult, usize)],
) -> Vec<(usize, InSentences)> {
    let mut all: Vec<(usize, InSentences)> = of_section.iter().map(|i| (*i, Vec::new())).collect();
    let mut reading_on = true;
    for sentence in split(&paragraph.text) {
        if !reading_on {
            break;
        }
        reading_on = false;
        let words = &paragraph.text[sentence.range.clone()];
        let mut mask: Option<Mask> = None;
        for (i, found) in &mut all {
            let (result, budget) = &mut results[*i];
            // One more than is kept, so that the limit shows.
            if *budget == 0 || found.len() > MAX_HITS || !is_built(&readings[*i]) {
                result.limit_reached = true;
                continue;
            }
            reading_on = true;
            *budget -= 1;
            let reading = &readings[*i];
            if reading.unless.iter().any(|u| words.contains(u.as_str())) {
                continue;
            }
            let mask = mask.get_or_insert_with(|| Mask::new(&paragraph.text, &sentence));
            found.extend(read_sentence(reading, year, mask).into_iter().map(|f| (f, sentence.range.clone())));
        }
    }
    all
}

/// Whether everything a reading is matched by could be built.
fn is_built(reading: &Reading) -> bool {
    let patterns = reading.patterns.iter().flat_map(|p| std::iter::once(&p.regex).chain(p.repeats.iter().map(|r| &r.one)));
    patterns.chain(reading.negations.iter().map(|(matcher, _)| matcher)).all(|m| m.regex().is_some())
}

fn read_sentence(reading: &Reading, year: Option<i32>, mask: &Mask) -> Vec<Found> {
    let other_year = |at: usize| year.is_some_and(|y| mask.year_at(at).is_some_and(|stated| stated != y));
    let mut found: Vec<Found> = Vec::new();
    let mut seen: HashSet<usize> = HashSet::new();
    let mut negated: Vec<Range<usize>> = Vec::new();
    let nothing = || vec![FieldSaid::Absent; reading.fields.len()];
    for (n, (pattern, value)) in reading.negations.iter().enumerate() {
        for m in matches(pattern.regex(), &mask.text) {
            negated.push(m.range.clone());
            let at = mask.original(m.range.start);
            if !other_year(m.range.end) && seen.insert(at) {
                found.push(Found { said: Said::exact(*value), fields: nothing(), at, by: By::Negation(n) });
            }
        }
    }
    let negated = merged(negated);
    for (n, pattern) in reading.patterns.iter().enumerate() {
        // A pattern that reads the year, or a date, says itself of when it speaks.
        let dated = pattern.holes.iter().any(|h| matches!(h.kind, HoleKind::Year | HoleKind::Date));
        for m in matches(pattern.regex.regex(), &mask.text) {
            if overlaps(&negated, &m.range) {
                continue;
            }
            if let Some(value) = pattern.stands_for {
                let at = mask.original(m.range.start);
                if !other_year(m.range.end) && seen.insert(at) {
                    found.push(Found { said: Said::exact(value), fields: nothing(), at, by: By::Pattern(n) });
                }
                continue;
            }
            let fields = fields(reading, pattern, &m.captures, mask);
            // Each hole without a name is a figure of its own, with the named ones of the match.
            for hole in pattern.holes.iter().filter(|h| h.field.is_none()) {
                let Some(group) = m.captures.get(hole.group) else { continue };
                let at = mask.original(group.start());
                if (!dated && other_year(group.start())) || !seen.insert(at) {
                    continue;
                }
                if let Some(said) = said(mask, group.start(), group.as_str(), hole.kind, &reading.unit) {
                    found.push(Found { said, fields: fields.clone(), at, by: By::Pattern(n) });
                }
            }
        }
    }
    found
}

/// The named figures of a match.
fn fields(reading: &Reading, pattern: &Pattern, captures: &Captures, mask: &Mask) -> Vec<FieldSaid> {
    let mut fields = vec![FieldSaid::Absent; reading.fields.len()];
    let mut put = |hole: &Hole, said: Option<Said>, many: bool| {
        let (Some(said), Some(slot)) = (said, hole.field.and_then(|f| fields.get_mut(f))) else { return };
        match slot {
            FieldSaid::Many(all) => all.push(said),
            FieldSaid::Absent | FieldSaid::One(_) if many => *slot = FieldSaid::Many(vec![said]),
            FieldSaid::Absent | FieldSaid::One(_) => *slot = FieldSaid::One(said),
        }
    };
    for hole in pattern.holes.iter().filter(|h| h.field.is_some()) {
        if let Some(group) = captures.get(hole.group) {
            put(hole, said(mask, group.start(), group.as_str(), hole.kind, &reading.unit), false);
        }
    }
    for repeat in &pattern.repeats {
        let Some(all) = captures.get(repeat.group) else { continue };
        let Some(regex) = repeat.one.regex() else { continue };
        for one in regex.captures_iter(all.as_str()) {
            for hole in &repeat.holes {
                if let Some(group) = one.get(hole.group) {
                    put(hole, said(mask, all.start() + group.start(), group.as_str(), hole.kind, &reading.unit), true);
                }
            }
        }
    }
    fields
}

/// What a hole found at `at` in the mask says, or `None` where it is no such number after all.
fn said(mask: &Mask, at: usize, text: &str, kind: HoleKind, unit: &Unit) -> Option<Said> {
    let (head, rest) = (mask.text.get(..at)?, mask.text.get(at + text.len()..)?);
    match kind {
        HoleKind::Number => {
            let numeral = mask.numeral_at(mask.original(at))?;
            let precision = last_digit(numeral.value);
            Some(Said { value: numeral.value, bounds: numeral.bounds, precision, kind })
        }
        HoleKind::Amount => {
            let numeral = mask.numeral_at(mask.original(at))?;
            let written = Unit::new(text.trim_start_matches(FIGURE));
            // A reading of counts may have a field that is an amount: in 元.
            let target = if unit.is_count() { Unit::new("元") } else { unit.clone() };
            let factor = written.factor_to(&target)?;
            let times = |d: Decimal| d.checked_mul(factor);
            let change = small_change(mask, at + text.len(), rest)?;
            if !change.is_zero() {
                // 5元5角; 约5元5角 and 5.5元5角 say nothing that is clear.
                if numeral.bounds.is_some() || !numeral.value.is_integer() || !text.ends_with('元') || text.contains(['万', '亿']) {
                    return None;
                }
                let value = numeral.value.checked_add(change)?;
                return Some(Said {
                    value: times(value)?.normalize(),
                    bounds: None,
                    precision: times(last_digit(change))?.normalize(),
                    kind,
                });
            }
            let bounds = match numeral.bounds {
                None => None,
                Some(b) => Some(Bounds { low: times(b.low)?, high: b.high.and_then(times) }),
            };
            let value = if factor == Decimal::ONE { numeral.value } else { times(numeral.value)?.normalize() };
            Some(Said { value, bounds, precision: times(last_digit(numeral.value))?.normalize(), kind })
        }
        HoleKind::Percent => {
            // -3.5% is no rise of 3.5 percent, and of 3%至5% neither is meant.
            let dash = |c: char| matches!(c, '-' | '－' | '−' | '—' | '–' | '~' | '～' | '至' | '到');
            let number = |c: char| numeral::digit(c).is_some() || matches!(c, '%' | '％');
            if head.ends_with(['-', '－', '−']) || head.ends_with(dash) && head.trim_end_matches(dash).ends_with(number) {
                return None;
            }
            if rest.starts_with(dash) && rest.trim_start_matches(dash).starts_with(number) {
                return None;
            }
            let (value, bounds) = numeral::parse_percent(text, head, rest)?;
            Some(Said { value, bounds, precision: last_digit(value), kind })
        }
        HoleKind::Date => date::parse(text).map(|d| Said { value: date::days(d), bounds: None, precision: Decimal::ONE, kind }),
        HoleKind::Year => date::parse_year(text).map(|y| Said { value: Decimal::from(y), bounds: None, precision: Decimal::ONE, kind }),
    }
}

/// What 角 and 分 add to the 元 before them: 0.53 for 5角3分, 0 where there are none; `None` where it is not clear.
fn small_change(mask: &Mask, mut at: usize, mut rest: &str) -> Option<Decimal> {
    let mut change = Decimal::ZERO;
    for (unit, worth) in [('角', Decimal::new(1, 1)), ('分', Decimal::new(1, 2))] {
        let Some(c) = rest.chars().next() else { break };
        let after = &rest[c.len_utf8()..];
        let count = match c {
            FIGURE if after.starts_with(['角', '分']) => {
                let numeral = mask.numeral_at(mask.original(at))?;
                if numeral.bounds.is_some() {
                    return None;
                }
                numeral.value
            }
            // 5元5: the rest is not said.
            FIGURE => return None,
            _ => match numeral::chinese_digit(c) {
                Some(digit) if after.starts_with(['角', '分']) => Decimal::from(digit),
                // 5元零5分, 5元五: not clear. 400元一次性上缴 is.
                Some(0) => return None,
                Some(_) if !after.starts_with(char::is_alphabetic) => return None,
                Some(_) | None => break,
            },
        };
        let Some(left) = after.strip_prefix(unit) else { continue };
        if !count.is_integer() || count >= Decimal::TEN {
            return None;
        }
        change = change.checked_add(count.checked_mul(worth)?)?;
        at += rest.len() - left.len();
        rest = left;
    }
    Some(change)
}

/// One unit of the last digit a number is written with.
pub fn last_digit(value: Decimal) -> Decimal {
    Decimal::new(1, value.scale())
}

/// Ranges in order, those that touch made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|r| r.start);
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Whether `range` overlaps one of some ranges that are in order and apart.
fn overlaps(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|r| r.end <= range.start);
    ranges.get(next).is_some_and(|r| r.start < range.end)
}

struct Match<'t> {
    /// In the mask, without the marks of punctuation it begins or ends with.
    range: Range<usize>,
    /// What its groups hold.
    captures: Captures<'t>,
}

/// Every match of a pattern. A mark that ends one match may begin the next.
fn matches<'t>(pattern: Option<&Regex>, text: &'t str) -> Vec<Match<'t>> {
    // A reading with a pattern that could not be built is told to have reached a limit, and does not come here.
    let Some(pattern) = pattern else { return Vec::new() };
    let mark = |c: char| "，,；;。！？!?：:".contains(c) || c == ASIDE;
    let mut all = Vec::new();
    let mut from = 0;
    while let Some(captures) = pattern.captures_at(text, from) {
        let Some(whole) = captures.get(0) else { break };
        let start = whole.end() - whole.as_str().trim_start_matches(mark).len();
        let end = (whole.start() + whole.as_str().trim_end_matches(mark).len()).max(start);
        // On from the end, and always on.
        let next = end.max(whole.start() + 1);
        all.push(Match { range: start..end, captures });
        let Some(at) = (next..=text.len()).find(|i| text.is_char_boundary(*i)) else { break };
        from = at;
        if from >= text.len() {
            break;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(patterns: &[&str], negations: &[&str]) -> Reading {
        let compile = |p: &&str| crate::program::Matcher::new(&p.replace('#', &format!("({FIGURE})")));
        Reading {
            id: "数".to_owned(),
            title: None,
            unit: crate::value::Unit::new("件"),
            from: vec!["一".to_owned(), "二".to_owned(), "一".to_owned()],
            kind: HoleKind::Number,
            fields: Vec::new(),
            whole_text: false,
            patterns: patterns
                .iter()
                .map(|p| Pattern {
                    regex: compile(p),
                    holes: vec![Hole { group: 1, kind: HoleKind::Number, field: None }],
                    repeats: Vec::new(),
                    stands_for: None,
                })
                .collect(),
            negations: negations.iter().map(|p| (compile(p), Decimal::ZERO)).collect(),
            pattern_texts: Vec::new(),
            negation_texts: Vec::new(),
            unless: Vec::new(),
            span: crate::source::Span::default(),
        }
    }

    fn report(text: String) -> Report {
        let form = crate::form::Form::new(String::new(), crate::form::Label::default(), Vec::new(), Vec::new(), Vec::new());
        let mut report = Report::empty(std::sync::Arc::new(form));
        report.year = Some(2025);
        let place = Place { column: Some(1), ..Place::default() };
        report.sections.push(crate::report::Section {
            id: "一".to_owned(),
            title: String::new(),
            place: Place::default(),
            paragraphs: vec![Paragraph { text, pieces: vec![(0, place)] }],
        });
        report
    }

    #[track_caller]
    fn read(text: impl Into<String>) -> ReadingResult {
        read_prose(&reading(&["收到#件", "(?:共|为)#件"], &["未收到"]), &report(text.into()))
    }

    #[test]
    fn limits_show_and_leave_the_rest_in_order() {
        let result = read("收到3件。".repeat(100_000));
        assert!(result.limit_reached);
        assert_eq!((result.hits.len(), result.absent_sections), (MAX_HITS, vec!["二".to_owned()]));
        assert!(result.hits.windows(2).all(|w| w[0].order < w[1].order));
        assert!(read("甲。".repeat(MAX_SENTENCES + 1)).limit_reached);
        assert!(!read("甲。".repeat(MAX_SENTENCES)).limit_reached);
        let result = read("收到3件。未收到。共2件。");
        let columns: Vec<_> = result.hits.iter().map(|h| (h.said.value.to_string(), h.place.column)).collect();
        assert_eq!(columns, [("3".to_owned(), Some(3)), ("0".to_owned(), Some(6)), ("2".to_owned(), Some(11))]);
        assert!(!result.limit_reached);
    }

    #[test]
    fn no_figure_is_read_from_the_halves_of_a_cut() {
        for length in 0..30 {
            let text = format!("{}{}收到1234567件", "甲".repeat(MAX_SENTENCE / 3 - 20), "乙".repeat(length));
            let found: Vec<String> = read(text).hits.iter().map(|h| h.said.value.to_string()).collect();
            assert!(found.is_empty() || found == ["1234567"], "{length}: {found:?}");
        }
    }

    #[test]
    fn the_year_of_a_figure_is_the_one_last_spoken_of() {
        let count = |text: &str| read(text).hits.len();
        assert_eq!(count("2024年收到3件"), 0);
        assert_eq!(count("２０２４年，全年未收到"), 0);
        assert_eq!(count("2024年印发办法，2025年收到3件"), 1);
        assert_eq!(count("较2024年增长，收到3件"), 1);
        assert_eq!(count("按《2019年办法》，收到3件"), 1);
        assert_eq!(count("2024年收到。共3件"), 1);
    }
}
