//! A sentence as the patterns of readings see it.

use super::sentence::Sentence;
use crate::program::{ASIDE, FIGURE};
use crate::value::numeral::{self, Numeral};
use std::ops::Range;

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

/// A sentence as patterns see it: no blanks, each figure one mark, each aside one mark.
pub(super) struct Mask {
    pub(super) text: String,
    /// For each byte offset of `text` at which a character begins, and its end: the byte offset in the paragraph.
    pub(super) offsets: Vec<(usize, usize)>,
    /// In order.
    pub(super) numerals: Vec<Numeral>,
    /// The years it speaks of, each with the byte offset of `text` at which it ends.
    pub(super) years: Vec<(usize, i32)>,
}

impl Mask {
    pub(super) fn new(text: &str, sentence: &Sentence) -> Mask {
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

    pub(super) fn original(&self, offset: usize) -> usize {
        let index = self.offsets.partition_point(|(m, _)| *m < offset).min(self.offsets.len() - 1);
        self.offsets[index].1
    }

    pub(super) fn numeral_at(&self, at: usize) -> Option<&Numeral> {
        let index = self.numerals.partition_point(|n| n.range.start < at);
        self.numerals.get(index).filter(|n| n.range.start == at)
    }

    /// The year last spoken of before a byte offset of the mask.
    pub(super) fn year_at(&self, offset: usize) -> Option<i32> {
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
