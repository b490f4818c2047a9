//! Figures in prose: sentences of a section, matched against the patterns of a reading.

use crate::program::{ASIDE, FIGURE, Hole, HoleKind, Reading, Sentence as Pattern};
use crate::report::{Paragraph, Place, Report};
use crate::value::numeral::{self, Bounds, Numeral};
use crate::value::{Decimal, Interval, Unit, date};
use regex::{Captures, Regex};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// Sentences looked at in one report; a section of more is no report.
const MAX_SENTENCES: usize = 100_000;
/// Figures of one reading kept; no report states one so often.
const MAX_HITS: usize = 1_000;
/// Parentheses inside parentheses that are told apart.
const MAX_PARENTHESES: usize = 8;
/// A longer sentence is cut here: no one writes it, and no pattern needs it. A longer stretch in parentheses is part of its sentence.
pub(super) const MAX_SENTENCE: usize = 5_000;
/// So close to a cut no figure is read: it may be half of one.
const CUT_MARGIN: usize = 30;
/// Words that govern what follows their comma, so that no clause of its own begins after it: 其中，我局收到3件. 去年，全县收到9件.
const GOVERNING: [&str; 16] = [
    "其中",
    "去年",
    "前年",
    "上年",
    "上年度",
    "上一年",
    "上一年度",
    "年来",
    "上半年",
    "下半年",
    "季度",
    "月份",
    "月",
    "此前",
    "当日",
    "当天",
];
/// Years a text may speak of.
const YEARS: Range<i32> = 1990..2100;

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

/// A sentence: a range of a paragraph, with the stretches in parentheses that are sentences of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Bytes of the paragraph.
    pub(super) range: Range<usize>,
    asides: Vec<Range<usize>>,
    /// Whether it goes on from a sentence that was too long.
    cut_before: bool,
    /// Whether it is too long and goes on.
    cut_after: bool,
}

impl Sentence {
    fn from(start: usize, cut_before: bool) -> Sentence {
        Sentence { range: start..start, asides: Vec::new(), cut_before, cut_after: false }
    }
}

/// Marks that open something that is closed later on.
struct Pairs {
    /// Where a quotation or title that is closed opens.
    quotations: HashSet<usize>,
    /// Where parentheses that are closed soon enough open.
    parentheses: HashSet<usize>,
    /// Where they close.
    ends: HashSet<usize>,
}

impl Pairs {
    fn of(text: &str) -> Pairs {
        let mut pairs = Pairs { quotations: HashSet::new(), parentheses: HashSet::new(), ends: HashSet::new() };
        // The opening marks of each kind not closed so far.
        let (mut titles, mut quotes, mut parentheses) = (Vec::new(), Vec::new(), Vec::new());
        for (at, c) in text.char_indices() {
            match c {
                '《' => titles.push(at),
                '“' => quotes.push(at),
                '（' | '(' => parentheses.push(at),
                '》' => pairs.quotations.extend(titles.pop()),
                '”' => pairs.quotations.extend(quotes.pop()),
                '）' | ')' => {
                    if let Some(open) = parentheses.pop()
                        && at - open <= MAX_SENTENCE
                    {
                        pairs.parentheses.insert(open);
                        pairs.ends.insert(at);
                    }
                }
                _ => {}
            }
        }
        pairs
    }
}

/// Cuts a paragraph into sentences at 。！？； outside 《》 and “”; what stands in parentheses is cut into sentences of its own. A mark without
/// its other half is a character like any other, and no sentence is longer than a sentence and the last of its asides may be.
pub(super) fn split(text: &str) -> Vec<Sentence> {
    let pairs = Pairs::of(text);
    let mut sentences = Vec::new();
    // Open sentences: the outermost, and one for each open parenthesis, each with the place of the mark that opened it and the closing marks
    // of the quotations open in it.
    let mut open: Vec<(usize, Sentence, Vec<char>)> = vec![(0, Sentence::from(0, false), Vec::new())];
    // Parentheses open that are too deep to be told apart.
    let mut deeper = 0_usize;
    let mut finish = |sentence: Sentence| {
        if text[sentence.range.clone()].chars().any(char::is_alphanumeric) {
            sentences.push(sentence);
        }
    };
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '（' | '(' if pairs.parentheses.contains(&at) => {
                if open.len() < MAX_PARENTHESES {
                    open.push((at, Sentence::from(next, false), Vec::new()));
                    continue;
                }
                deeper += 1;
            }
            '）' | ')' if pairs.ends.contains(&at) => {
                if deeper > 0 {
                    deeper -= 1;
                } else if open.len() > 1
                    && let Some((opened, mut inner, _)) = open.pop()
                {
                    inner.range.end = at;
                    finish(inner);
                    if let Some((_, outer, _)) = open.last_mut() {
                        outer.asides.push(opened..next);
                    }
                }
            }
            _ => {}
        }
        let Some((_, sentence, quotes)) = open.last_mut() else { continue };
        match c {
            '《' if pairs.quotations.contains(&at) => quotes.push('》'),
            '“' if pairs.quotations.contains(&at) => quotes.push('”'),
            '》' | '”' => {
                // A quotation that crosses another ends with it.
                if let Some(position) = quotes.iter().rposition(|q| *q == c) {
                    quotes.truncate(position);
                }
            }
            _ => {}
        }
        let ends = matches!(c, '。' | '！' | '？' | '；' | ';' | '!' | '?' | '\n') && quotes.is_empty();
        let cut = !ends && next.saturating_sub(sentence.range.start) > MAX_SENTENCE;
        if ends || cut {
            let mut done = std::mem::replace(sentence, Sentence::from(next, cut));
            done.range.end = next;
            done.cut_after = cut;
            if cut {
                quotes.clear();
            }
            finish(done);
        }
    }
    if let Some((_, mut last, _)) = open.into_iter().next() {
        last.range.end = text.len();
        finish(last);
    }
    sentences
}

/// A sentence as patterns see it: no blanks, each figure one mark, each aside one mark.
struct Mask {
    text: String,
    /// For each byte offset of `text` at which a character begins, and its end: the byte offset in the paragraph.
    offsets: Vec<(usize, usize)>,
    /// In order.
    numerals: Vec<Numeral>,
    /// The years it speaks of, each with the byte offset of `text` at which it ends.
    years: Vec<(usize, i32)>,
}

impl Mask {
    fn new(text: &str, sentence: &Sentence) -> Mask {
        let Range { start, end } = sentence.range;
        let mut numerals = numeral::scan(&text[start..end]);
        for n in &mut numerals {
            n.range = n.range.start + start..n.range.end + start;
        }
        if sentence.cut_before {
            numerals.retain(|n| n.range.start >= start + CUT_MARGIN);
        }
        if sentence.cut_after {
            numerals.retain(|n| n.range.end + CUT_MARGIN <= end);
        }
        // Both are in order: one walk.
        let mut asides = sentence.asides.iter().peekable();
        numerals.retain(|n| {
            while asides.next_if(|a| a.end <= n.range.start).is_some() {}
            asides.peek().is_none_or(|a| n.range.end <= a.start)
        });
        let mut mask = Mask { text: String::new(), offsets: Vec::new(), numerals: Vec::new(), years: Vec::new() };
        if sentence.cut_before {
            // No clause begins at a cut.
            mask.push(CUT, start);
        }
        let mut figures = numerals.iter().peekable();
        let mut asides = sentence.asides.iter().peekable();
        let mut skip_to = start;
        for (i, c) in text[start..end].char_indices() {
            let at = start + i;
            if at < skip_to {
                continue;
            }
            if let Some(figure) = figures.next_if(|n| n.range.start <= at) {
                mask.push(FIGURE, at);
                skip_to = figure.range.end;
            } else if let Some(aside) = asides.next_if(|a| a.start <= at) {
                mask.push(ASIDE, at);
                skip_to = aside.end;
            } else if matches!(c, '，' | ',' | '：' | ':') && governs(&mask.text) {
                mask.push('、', at);
            } else if !c.is_whitespace() && c != '*' {
                // A mark of ours in the text would be taken for a figure.
                mask.push(if matches!(c, FIGURE | ASIDE) { CUT } else { c }, at);
            }
        }
        if sentence.cut_after {
            mask.push(CUT, end);
        }
        mask.offsets.push((mask.text.len(), end));
        mask.numerals = numerals;
        mask.years = years(&mask.text);
        mask
    }

    fn push(&mut self, c: char, at: usize) {
        self.offsets.push((self.text.len(), at));
        self.text.push(c);
    }

    fn original(&self, offset: usize) -> usize {
        let index = self.offsets.partition_point(|(m, _)| *m < offset).min(self.offsets.len() - 1);
        self.offsets[index].1
    }

    fn numeral_at(&self, at: usize) -> Option<&Numeral> {
        let index = self.numerals.partition_point(|n| n.range.start < at);
        self.numerals.get(index).filter(|n| n.range.start == at)
    }

    /// The year last spoken of before a byte offset of the mask.
    fn year_at(&self, offset: usize) -> Option<i32> {
        let index = self.years.partition_point(|(end, _)| *end <= offset);
        Some(self.years.get(index.checked_sub(1)?)?.1)
    }
}

/// Whether what follows a comma depends on the words before it: a part, another time, or more than a year.
fn governs(text: &str) -> bool {
    if let Some(since) = text.strip_suffix("以来") {
        let year = since.strip_suffix('年').unwrap_or("");
        return !(year.ends_with('今') || year.ends_with(|c| numeral::digit(c).is_some()));
    }
    // A day: the last of the year is as good as the year.
    if let Some(day) = text.strip_suffix('日') {
        return day.ends_with(|c| numeral::digit(c).is_some()) && !["12月31", "１２月３１"].iter().any(|last| day.ends_with(last));
    }
    GOVERNING.iter().any(|w| text.ends_with(w))
}

/// Stands where the text was cut.
const CUT: char = '□';

/// The years a text is about, written in four digits; not those it compares with, nor those in titles.
fn years(text: &str) -> Vec<(usize, i32)> {
    let mut years = Vec::new();
    let mut title = 0_usize;
    // The last four characters.
    let mut last: [char; 5] = ['□'; 5];
    for (at, c) in text.char_indices() {
        match c {
            '《' => title += 1,
            '》' => title = title.saturating_sub(1),
            '年' if title == 0 => {
                let digits = last[1..].iter().map(|c| numeral::digit(*c)).try_fold(0, |n, d| Some(n * 10 + d?));
                let compared = matches!(last[0], '较' | '比' | '与' | '同' | '和');
                let year = digits.and_then(|d| i32::try_from(d).ok()).filter(|y| YEARS.contains(y));
                if let (Some(year), false) = (year, compared) {
                    years.push((at + c.len_utf8(), year));
                }
            }
            _ => {}
        }
        last.rotate_left(1);
        last[4] = c;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        split(text).iter().map(|s| text[s.range.clone()].trim().to_owned()).collect()
    }

    #[test]
    fn sentences_end_at_their_marks_and_not_inside_titles_or_quotations() {
        assert_eq!(sentences("收到3件。答复“好。行”2件；完。"), ["收到3件。", "答复“好。行”2件；", "完。"]);
        assert_eq!(sentences("答复10件（含上年结转2件）。"), ["含上年结转2件", "答复10件（含上年结转2件）。"]);
        assert_eq!(sentences("见《甲。乙》。"), ["见《甲。乙》。"]);
    }

    #[test]
    fn a_mark_without_its_other_half_joins_and_loses_nothing() {
        assert_eq!(sentences("答复10件（含2件。完"), ["答复10件（含2件。", "完"]);
        assert_eq!(sentences("）收到3件。"), ["）收到3件。"]);
        assert_eq!(sentences("称“好。收到3件。完"), ["称“好。", "收到3件。", "完"]);
        assert_eq!(sentences("见《甲。收到“乙。丙”件。"), ["见《甲。", "收到“乙。丙”件。"]);
        assert_eq!(sentences("甲（乙“丙）丁”。戊"), ["乙“丙", "甲（乙“丙）丁”。", "戊"]);
    }

    #[test]
    fn parentheses_hold_sentences_too() {
        assert_eq!(sentences("甲（乙。丙（丁））戊。"), ["乙。", "丁", "丙（丁）", "甲（乙。丙（丁））戊。"]);
        let deep = format!("{}甲{}", "（".repeat(20), "）".repeat(20));
        assert_eq!(sentences(&deep).len(), MAX_PARENTHESES);
    }

    /// The longest sentence there can be: cut when too long, perhaps by an aside as long as one can be.
    fn longest(text: &str) -> usize {
        split(text).iter().map(|s| s.range.len()).max().unwrap_or(0)
    }

    #[test]
    fn no_sentence_is_without_end() {
        let asides = "（1件）".repeat(100_000);
        let inner = format!("（{}）", "未收到申请，".repeat(20_000));
        let line = "收到申请3件，".repeat(500_000);
        let nested = "（甲".repeat(100_000) + &"）".repeat(100_000);
        let mixed = format!("甲{}", format!("（{}）", "乙".repeat(1_000)).repeat(1_000));
        for text in [asides, inner, line, "1".repeat(1_000_000), nested, mixed] {
            assert!(longest(&text) <= 2 * MAX_SENTENCE + 8, "{}", longest(&text));
            assert!(split(&text).len() <= 200_002);
        }
    }

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
