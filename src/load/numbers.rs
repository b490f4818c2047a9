//! Reading figures: what one cell holds, exactly, and the numbers in a sentence.
//!
//! Nothing is repaired here. A text that is not plainly one number is [`CellState::Unreadable`]: the letter `O` is never 0 and `1 2` is never
//! 1 or 12. A figure in another unit of money than its column's (`251000元` under 万元) is the same amount written otherwise: it is converted
//! exactly, and the caller is told so that it can warn.

use super::label::{fold, is_invisible};
use crate::report::CellState;
use crate::value::{Decimal, Unit};

/// Marks that stand for "nothing to report", after folding width and case.
const PLACEHOLDERS: &[&str] = &["无", "暂无", "空", "不适用", "无此项", "n/a", "na", "n.a.", "nil"];

/// Words that count things in these reports; under a count column they are dress, not another quantity.
const MEASURES: &[&str] = &["件次", "件", "条", "份", "宗", "起", "例", "个", "项", "次"];

/// Units of money, longest first.
const MONEY: &[&str] = &["亿元", "万元", "元"];

/// What one cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellReading {
    /// The state; a number is in the unit of the column.
    pub state: CellState,
    /// The unit the figure was written in, where it was converted.
    pub converted_from: Option<Unit>,
}

impl CellReading {
    fn plain(state: CellState) -> CellReading {
        CellReading { state, converted_from: None }
    }
}

/// Reads the text of one cell under a column of `unit`.
///
/// Dressed figures are numbers: `12件`, `1,234`, `１２`, `十二`, and `22（其中修订16件）`, which is 22.
pub fn parse_cell(text: &str, unit: &Unit) -> CellReading {
    let text = plain_text(text);
    let text = text.trim();
    if text.is_empty() {
        return CellReading::plain(CellState::Blank);
    }
    if is_placeholder(text) {
        return CellReading::plain(CellState::Placeholder);
    }
    let bare = without_annotation(text);
    if let Some(number) = parse_number(bare) {
        return CellReading::plain(CellState::Number(number));
    }
    for name in MONEY {
        let Some(number) = bare.strip_suffix(name).and_then(|n| parse_number(n.trim_end())) else { continue };
        let written = Unit::new(*name);
        let value = written.factor_to(unit).and_then(|factor| number.checked_mul(factor)).map(|n| n.normalize());
        // A product that had to be rounded is not the figure that was written.
        let exact = value.filter(|v| unit.factor_to(&written).and_then(|f| v.checked_mul(f)) == Some(number));
        return match exact {
            Some(_) if written == *unit => CellReading::plain(CellState::Number(number)),
            Some(value) => CellReading { state: CellState::Number(value), converted_from: Some(written) },
            None => CellReading::plain(CellState::Unreadable),
        };
    }
    if unit.is_count() {
        for word in MEASURES.iter().copied().chain([unit.name()]).filter(|w| !w.is_empty()) {
            if let Some(number) = bare.strip_suffix(word).and_then(|n| parse_number(n.trim_end())) {
                return CellReading::plain(CellState::Number(number));
            }
        }
    }
    CellReading::plain(CellState::Unreadable)
}

/// Whether a text, alone in a cell, is one of the marks for "nothing to report".
pub fn is_placeholder(text: &str) -> bool {
    let text: String = plain_text(text).trim().to_lowercase();
    if text.is_empty() {
        return false;
    }
    PLACEHOLDERS.contains(&text.as_str())
        || text.chars().all(|c| is_dash(c) || c == ' ')
        || text.chars().all(|c| matches!(c, '/' | '\\' | '∕' | '⁄'))
}

/// Reads one number in any usual spelling: `12`, `１２`, `1,234`, `1 234`, `+36`, `－8`, `110.32`, `十二`, `两`, `二〇二三`.
///
/// `None` for anything else, and for numbers of more digits than can be held exactly: they are never rounded.
pub fn parse_number(text: &str) -> Option<Decimal> {
    let text = plain_text(text);
    let text = text.trim();
    let (negative, digits) = match text.chars().next()? {
        '+' => (false, text.get(1..)?.trim_start()),
        c if is_dash(c) => (true, text.get(c.len_utf8()..)?.trim_start()),
        _ => (false, text),
    };
    let value = parse_digits(digits).or_else(|| parse_chinese(digits))?;
    Some(if negative && !value.is_zero() { -value } else { value })
}

/// `1234`, `1,234.5`, `1 234`: separators only between proper groups of three.
fn parse_digits(text: &str) -> Option<Decimal> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    if let Some(fraction) = fraction
        && (fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let mut plain = String::new();
    if whole.bytes().all(|b| b.is_ascii_digit()) && !whole.is_empty() {
        plain.push_str(whole);
    } else {
        let separator = whole.chars().find(|c| !c.is_ascii_digit())?;
        if !matches!(separator, ',' | ' ' | '\'') {
            return None;
        }
        for (index, group) in whole.split(separator).enumerate() {
            let proper = if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
            if !proper || !group.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            plain.push_str(group);
        }
    }
    if let Some(fraction) = fraction {
        plain.push('.');
        plain.push_str(fraction);
    }
    Decimal::from_str_exact(&plain).ok()
}

/// `十二`, `一百二十三`, `两千`, `二〇二三`.
fn parse_chinese(text: &str) -> Option<Decimal> {
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() || chars.len() > 24 {
        return None;
    }
    if chars.iter().all(|c| chinese_digit(*c).is_some_and(|_| *c != '两')) {
        // Digit by digit, as years are written; a single digit is the same either way.
        let mut value: i64 = 0;
        for c in &chars {
            value = value.checked_mul(10)?.checked_add(chinese_digit(*c)?)?;
        }
        return Some(Decimal::from(value));
    }
    let (mut total, mut section, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
    let mut smallest = i64::MAX;
    for c in chars {
        if let Some(d) = chinese_digit(c) {
            if digit.is_some_and(|d| d != 0) {
                return None;
            }
            digit = Some(d);
            continue;
        }
        let (scale, implied) = match c {
            '十' => (10, true),
            '廿' => (20, true),
            '卅' => (30, true),
            '百' => (100, false),
            '千' => (1000, false),
            '万' => (10_000, false),
            '亿' => (100_000_000, false),
            _ => return None,
        };
        if scale >= 10_000 {
            section = section.checked_add(digit.take().unwrap_or(0))?;
            if section == 0 {
                return None;
            }
            total = total.checked_add(section)?.checked_mul(scale)?;
            section = 0;
            smallest = i64::MAX;
        } else {
            let count = match digit.take() {
                Some(0) | None if implied => 1,
                Some(d) if d > 0 && scale != 20 && scale != 30 => d,
                _ => return None,
            };
            if scale >= smallest {
                return None;
            }
            smallest = scale;
            section = section.checked_add(count.checked_mul(scale)?)?;
        }
    }
    total.checked_add(section)?.checked_add(digit.unwrap_or(0)).map(Decimal::from)
}

/// The value of a Chinese digit.
pub(super) fn chinese_digit(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Half-width, without invisible characters and leftovers of web pages.
fn plain_text(text: &str) -> String {
    let text = text
        .replace("&nbsp;", " ")
        .replace("<br>", " ")
        .replace("<br/>", " ")
        .replace("<br />", " ")
        .replace("<o:p>", "")
        .replace("</o:p>", "");
    text.chars().filter(|c| !is_invisible(*c)).map(fold).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

/// `22(其中修订16件)` without its parenthesis; the text itself where there is none at the end.
fn without_annotation(text: &str) -> &str {
    match (text.ends_with(')'), text.find('(')) {
        (true, Some(open)) if open > 0 && text.matches('(').count() == 1 => text.get(..open).unwrap_or(text).trim_end(),
        _ => text,
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '−' | '－' | '―' | '‐' | '‑' | '─')
}

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberToken {
    /// Its bytes in the text.
    pub range: std::ops::Range<usize>,
    /// Its value.
    pub value: Decimal,
}

/// The numbers a sentence counts or measures with, in order: never years, dates, document numbers, ordinals, or telephone and postal codes.
pub fn scan(text: &str) -> Vec<NumberToken> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(i, c)| (i, fold(c))).collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let Some(c) = at(i) else { break };
        if !c.is_ascii_digit() && !is_numeral(c) {
            i += 1;
            continue;
        }
        let start = i;
        if c.is_ascii_digit() {
            while at(i).is_some_and(|c| c.is_ascii_digit() || (matches!(c, '.' | ',') && at(i + 1).is_some_and(|n| n.is_ascii_digit()))) {
                i += 1;
            }
        } else {
            while at(i).is_some_and(is_numeral) {
                i += 1;
            }
        }
        let begin = chars.get(start).map_or(0, |c| c.0);
        let end = chars.get(i).map_or(text.len(), |c| c.0);
        let before = start.checked_sub(1).and_then(at);
        let before_that = start.checked_sub(2).and_then(at);
        if is_part_of_name(c, i - start, before, before_that, at(i), at(i + 1)) {
            continue;
        }
        if let Some(value) = text.get(begin..end).and_then(parse_number) {
            found.push(NumberToken { range: begin..end, value });
        }
    }
    found
}

fn is_numeral(c: char) -> bool {
    chinese_digit(c).is_some() || matches!(c, '十' | '百' | '千' | '廿' | '卅')
}

/// Whether digits with these neighbours name something (a date, a document, a telephone, an item of a list) instead of counting it.
fn is_part_of_name(
    first: char,
    length: usize,
    before: Option<char>,
    before_that: Option<char>,
    after: Option<char>,
    after_that: Option<char>,
) -> bool {
    let bracket = |c: Option<char>| matches!(c, Some('〔' | '［' | '[' | '【' | '﹝' | '(' | '〕' | ']' | '】'));
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '－' | '—' | '/' | ':' | '·' | '.'));
    match after {
        Some('年' | '月' | '日' | '号' | '时' | '届' | '版' | '页' | '章') => return true,
        Some('、' | '.') if !first.is_ascii_digit() || length <= 2 => return !after_that.is_some_and(|c| c.is_ascii_digit()),
        Some(')' | '）') if before == Some('(') => return true,
        Some(' ') if matches!(after_that, Some('年' | '月' | '日' | '号')) => return true,
        _ => {}
    }
    if before == Some('第') || (before == Some(' ') && before_that == Some('第')) {
        return true;
    }
    // A Chinese numeral without a measure after it is a word: 一是, 统一, 三安全.
    if !first.is_ascii_digit() {
        return !after.is_some_and(|c| MEASURES.iter().any(|m| m.starts_with(c)) || matches!(c, '人' | '页' | '元'));
    }
    (bracket(before) && bracket(after))
        || glued(before)
        || (glued(after) && after != Some('.'))
        || (length == 6 && before == Some(':') && after != Some('件'))
}
