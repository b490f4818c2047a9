//! Reading figures: what one cell holds, exactly.
//!
//! Nothing is repaired here. A text that is not plainly one number is [`CellState::Unreadable`]: the letter `O` is never 0 and `1 2` is never
//! 1 or 12. A figure in another unit of money than its column's (`251000元` under 万元) is the same amount written otherwise: it is converted
//! exactly, and the caller is told so that it can warn.

use super::label::{fold, is_invisible};
use crate::report::CellState;
use crate::value::numeral::{parse_chinese, parse_digits};
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

/// Half-width, without invisible characters and leftovers of web pages.
fn plain_text(text: &str) -> String {
    let text = text
        .replace("&nbsp;", " ")
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("<br />", "\n")
        .replace("<o:p>", "")
        .replace("</o:p>", "");
    text.chars().filter(|c| !is_invisible(*c)).map(fold).map(|c| if c.is_whitespace() && c != '\n' { ' ' } else { c }).collect()
}

/// Adds a piece to a text that was broken over lines or paragraphs: Chinese words join, while figures and Latin words stay apart, for 1 and 2
/// are not 12.
pub(super) fn join(text: &mut String, piece: &str) {
    let of_a_word = |c: Option<char>| c.map(fold).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+'));
    if of_a_word(text.chars().next_back()) && of_a_word(piece.chars().next()) {
        text.push(between(text, piece));
    }
    text.push_str(piece);
}

/// What stands between two pieces of a text that was broken over lines or paragraphs, where something must: between digits a line break, for a
/// space may be part of a figure (`12 345`) and a line break never is.
pub(super) fn between(before: &str, after: &str) -> char {
    let digit = |c: Option<char>| c.is_some_and(|c| fold(c).is_ascii_digit());
    if digit(before.chars().next_back()) && digit(after.chars().next()) { '\n' } else { ' ' }
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
