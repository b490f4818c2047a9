//! Text as it is seen: runs joined, blanks as a browser leaves them, and what the line breaks of Chinese text mean.

use crate::load::label::is_invisible;
use crate::load::numbers::between;

/// A line, or the text of a cell, while it is put together.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: String,
    gap: Gap,
}

/// What stands between the last character and the next; the later in this list prevails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    /// The edge of a box.
    Edge,
    /// Blanks.
    Blank,
    /// Blanks with a line break of the source, which is no break of the text.
    SourceBreak,
    /// A line break within a cell.
    Break,
}

/// Where characters stand on their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Height {
    Usual,
    Raised,
    Lowered,
}

impl Inline {
    /// Adds text. Blanks that no browser would show are left out, and so is what shows nothing.
    pub fn push(&mut self, text: &str, height: Height) {
        for c in text.chars() {
            match c {
                '\n' | '\r' => self.gap(Gap::SourceBreak),
                ' ' | '\t' | '\u{b}' | '\u{c}' => self.gap(Gap::Blank),
                c if c.is_control() || is_invisible(c) => {}
                c => self.push_char(shifted(c, height)),
            }
        }
    }

    /// Sets what stands before the next character.
    pub fn gap(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// The text without blanks around it, and a new beginning.
    pub fn take(&mut self) -> String {
        self.gap = Gap::None;
        let text = std::mem::take(&mut self.text);
        let trimmed = text.trim();
        if trimmed.len() == text.len() { text } else { trimmed.to_owned() }
    }

    fn push_char(&mut self, c: char) {
        let c = if c == '\u{a0}' { ' ' } else { c };
        let gap = std::mem::take(&mut self.gap);
        if let Some(last) = self.text.chars().next_back() {
            let apart = match gap {
                Gap::None => false,
                // Two figures, or two words that are not Chinese, are never made one.
                Gap::Edge | Gap::Break => in_a_word(last) && in_a_word(c),
                Gap::Blank => true,
                Gap::SourceBreak => !(is_chinese(last) && is_chinese(c)),
            };
            if apart {
                let broken = matches!(gap, Gap::Edge | Gap::Break);
                self.text.push(if broken { between(&self.text, c.encode_utf8(&mut [0; 4])) } else { ' ' });
            }
        }
        self.text.push(c);
    }
}

/// Raised and lowered figures stay so: the 1 of a footnote is no digit of the figure before it.
fn shifted(c: char, height: Height) -> char {
    let table: &[(char, char)] = match height {
        Height::Usual => return c,
        Height::Raised => &[
            ('0', '⁰'),
            ('1', '¹'),
            ('2', '²'),
            ('3', '³'),
            ('4', '⁴'),
            ('5', '⁵'),
            ('6', '⁶'),
            ('7', '⁷'),
            ('8', '⁸'),
            ('9', '⁹'),
            ('+', '⁺'),
            ('-', '⁻'),
        ],
        Height::Lowered => &[
            ('0', '₀'),
            ('1', '₁'),
            ('2', '₂'),
            ('3', '₃'),
            ('4', '₄'),
            ('5', '₅'),
            ('6', '₆'),
            ('7', '₇'),
            ('8', '₈'),
            ('9', '₉'),
            ('+', '₊'),
            ('-', '₋'),
        ],
    };
    table.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, shifted)| *shifted)
}

/// Characters of figures and of words in letters, also of full width.
fn in_a_word(c: char) -> bool {
    let c = crate::load::label::fold(c);
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '+' | '-' | '/')
}

/// Chinese characters and the punctuation among them.
pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(pieces: &[(&str, Gap)]) -> String {
        let mut inline = Inline::default();
        for (text, gap) in pieces {
            inline.push(text, Height::Usual);
            inline.gap(*gap);
        }
        inline.take()
    }

    #[test]
    fn blanks_are_those_of_a_browser() {
        assert_eq!(text(&[("  完 善\n  制度 \n", Gap::None)]), "完 善制度");
        assert_eq!(text(&[("open\n  data 2023\n年", Gap::None)]), "open data 2023 年");
        assert_eq!(text(&[("\u{a0}\u{3000}12\u{a0}", Gap::None)]), "12");
        assert_eq!(text(&[("a\u{200b}b\u{feff}\u{0}", Gap::None)]), "ab");
    }

    #[test]
    fn pieces_of_a_cell() {
        assert_eq!(text(&[("商业企", Gap::Break), ("业", Gap::None)]), "商业企业");
        assert_eq!(text(&[("1", Gap::Break), ("2", Gap::None)]), "1\n2");
        assert_eq!(text(&[("12 ", Gap::Break), (" .5", Gap::None)]), "12 .5");
        assert_eq!(text(&[("1", Gap::None), ("2", Gap::None)]), "12");
        assert_eq!(text(&[("１", Gap::Edge), ("２", Gap::None)]), "１\n２");
        assert_eq!(text(&[("1.", Gap::Break), ("属于国家秘密", Gap::None)]), "1.属于国家秘密");
    }

    #[test]
    fn a_footnote_is_no_digit() {
        let mut inline = Inline::default();
        inline.push("12", Height::Usual);
        inline.push("1", Height::Raised);
        assert_eq!(inline.take(), "12¹");
    }
}
