//! Number formats: what a cell shows of its number.
//!
//! The value is what is read, not its picture: `0.00`, `#,##0`, `;;;` and their like change nothing. What a format says *about* the number is
//! read with it: that it is a date or a share of a hundred, and the unit written after it (`0"元"`). A format that shows thousands or ten
//! thousands of the value as ones leaves two figures, and which of them is reported cannot be known: such a cell reads as no figure.

use super::number::Number;
use chrono::{Days, NaiveDate};

/// What a number format makes of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    /// The number, and a unit after it, if any.
    Plain(String),
    /// `300%` for 3.
    Percent,
    /// A day, a time of day, or both.
    Date { day: bool, time: bool },
    /// The number in other units than its own: the code of the format.
    Scaled(String),
}

impl Format {
    pub const GENERAL: Format = Format::Plain(String::new());

    /// One of the formats that have numbers only.
    pub fn built_in(id: u32) -> Format {
        match id {
            9 | 10 => Format::Percent,
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => Format::Date { day: true, time: false },
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => Format::Date { day: false, time: true },
            22 => Format::Date { day: true, time: true },
            _ => Format::GENERAL,
        }
    }

    /// A format by its code, of which the part for positive numbers is looked at.
    pub fn of(code: &str) -> Format {
        let tokens = tokens(code);
        let first = tokens.iter().position(|t| *t == Token::Mark(';')).unwrap_or(tokens.len());
        let tokens = tokens.get(..first).unwrap_or(&tokens);
        let has = |marks: &[char]| tokens.iter().any(|t| matches!(t, Token::Mark(c) if marks.contains(c)));
        let digit = |t: &Token| matches!(t, Token::Mark('0' | '#' | '?'));
        let (day, time) = (has(&['y', 'd', 'e']), has(&['h', 's']));
        if day || time || (has(&['m']) && !tokens.iter().any(digit)) {
            return Format::Date { day: day || !time, time };
        }
        let (Some(from), Some(to)) = (tokens.iter().position(digit), tokens.iter().rposition(digit)) else {
            return Format::Plain(suffix(tokens));
        };
        let inner = tokens.get(from..to).unwrap_or(&[]);
        let after = tokens.get(to + 1..).unwrap_or(&[]);
        let false_point = inner.iter().any(|t| matches!(t, Token::Literal('.' | '．')));
        if after.first() == Some(&Token::Mark(',')) || false_point {
            return Format::Scaled(code.to_owned());
        }
        if has(&['%']) { Format::Percent } else { Format::Plain(suffix(after)) }
    }

    /// A number as this format has it read. `late` is whether days are counted from 1904.
    pub fn show(&self, number: Number, late: bool) -> String {
        match self {
            Format::Plain(unit) => format!("{number}{unit}"),
            Format::Percent => format!("{}%", number.moved(2)),
            Format::Date { day, time } => date(&number, *day, *time, late).unwrap_or_else(|| number.to_string()),
            Format::Scaled(code) => format!("{number} [{code}]"),
        }
    }
}

/// A character of a format's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// One that means something, letters in lower case.
    Mark(char),
    /// One that is shown as it is.
    Literal(char),
}

fn tokens(code: &str) -> Vec<Token> {
    let code = code.replace("AM/PM", "").replace("am/pm", "").replace("A/P", "");
    let mut tokens = Vec::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => tokens.extend(chars.by_ref().take_while(|c| *c != '"').map(Token::Literal)),
            '\\' | '!' => tokens.extend(chars.next().map(Token::Literal)),
            // A space as wide as the next character, or filled with it.
            '_' | '*' => {
                chars.next();
            }
            // A colour, a condition, a language; or hours, minutes, seconds beyond a day.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect::<String>().to_lowercase();
                if matches!(inside.as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    tokens.push(Token::Mark('h'));
                }
            }
            // General and its Chinese twin G/通用格式.
            'G' | 'g' => {
                let rest = chars.as_str();
                let skip = ["eneral", "/通用格式"].iter().find(|w| rest.get(..w.len()).is_some_and(|r| r.eq_ignore_ascii_case(w)));
                chars = rest.get(skip.map_or(0, |w| w.len())..).unwrap_or("").chars();
                tokens.push(Token::Mark('0'));
            }
            // 1.5E+3.
            'E' | 'e' if chars.as_str().starts_with(['+', '-']) => {
                chars.next();
            }
            c if c.is_ascii() => tokens.push(Token::Mark(c.to_ascii_lowercase())),
            c => tokens.push(Token::Literal(c)),
        }
    }
    tokens
}

/// The unit written after a number: Chinese characters, and nothing else.
fn suffix(after: &[Token]) -> String {
    let literal = |t: &Token| match t {
        Token::Literal(c) if !c.is_whitespace() => Some(*c),
        _ => None,
    };
    let unit: String = after.iter().filter_map(literal).collect();
    if unit.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) { unit } else { String::new() }
}

/// The date a number stands for: 2024-01-20, 2024-01-20 09:30:00, 09:30:00.
fn date(number: &Number, day: bool, time: bool, late: bool) -> Option<String> {
    let (days, seconds) = number.days_and_seconds()?;
    let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if !day && days == 0 {
        return Some(clock);
    }
    // The first calendar has a 29 February 1900 that never was.
    let epoch = match (late, days) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        (false, ..60) => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        (false, _) => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let date = epoch.checked_add_days(Days::new(u64::try_from(days).ok()?))?.format("%Y-%m-%d");
    Some(if time && seconds > 0 { format!("{date} {clock}") } else { date.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(number: &str, code: &str) -> String {
        Format::of(code).show(Number::parse(number).unwrap(), false)
    }

    #[test]
    fn the_value_is_read_and_not_its_picture() {
        for (number, code, shown) in [
            ("110.325", "0.00", "110.325"),
            ("1234567", "#,##0", "1234567"),
            ("1234567", "#,##0.00_);[Red](#,##0.00)", "1234567"),
            ("0", ";;;", "0"),
            ("0", "0;-0;;@", "0"),
            ("12", "General", "12"),
            ("12", "G/通用格式", "12"),
            ("12", "General\"件\"", "12件"),
            ("12", "0\"件\"", "12件"),
            ("12", "0件;-0件", "12件"),
            ("251000", "#,##0\"元\"", "251000元"),
            ("251000", "\"￥\"#,##0.00", "251000"),
            ("1500", "0.00E+00", "1500"),
            ("12", "[DBNum1][$-804]General", "12"),
            ("0.85", "0.00%", "85%"),
            ("3", "0%", "300%"),
            ("592372449", "0!.0,\"万\"", "592372449 [0!.0,\"万\"]"),
            ("592372449", "0\\.0000", "592372449 [0\\.0000]"),
            ("5000", "#,##0,", "5000 [#,##0,]"),
        ] {
            assert_eq!(show(number, code), shown, "{code}");
        }
    }

    #[test]
    fn dates_are_dates() {
        for (number, code, shown) in [
            ("45311", "yyyy-mm-dd", "2024-01-20"),
            ("45311", "yyyy\"年\"m\"月\"d\"日\"", "2024-01-20"),
            ("45311", "[$-804]yyyy年m月d日;@", "2024-01-20"),
            ("45311.395833333336", "yyyy/m/d h:mm", "2024-01-20 09:30:00"),
            ("45311.0", "yyyy/m/d h:mm", "2024-01-20"),
            ("0.5", "h:mm AM/PM", "12:00:00"),
            ("59", "m/d/yy", "1900-02-28"),
            ("61", "m/d/yy", "1900-03-01"),
            ("-1", "m/d/yy", "-1"),
            ("99999999", "m/d/yy", "99999999"),
        ] {
            assert_eq!(show(number, code), shown, "{number} {code}");
        }
        assert_eq!(Format::built_in(14).show(Number::parse("43849").unwrap(), true), "2024-01-20");
    }
}
