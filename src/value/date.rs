//! Dates as people write them in Chinese text: 2024年1月20日, 2024-01-20, 2024.1.20, 二〇二四年一月二十日.

use super::numeral::{self, chinese_digit};
use super::{Date, Decimal};
use chrono::Datelike;

/// How many characters a date may have.
pub const LONGEST: usize = 20;
/// Years a report may speak of.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// A date at the start of a text and the bytes it takes. The text has half-width digits and no blanks.
pub fn at_start(text: &str) -> Option<(Date, usize)> {
    let mut at = 0;
    let mut numbers = [0u32; 3];
    let mut separator: Option<char> = None;
    for (i, number) in numbers.iter_mut().enumerate() {
        let rest = text.get(at..)?;
        let length: usize = rest
            .chars()
            .take(LONGEST)
            .take_while(|c| c.is_ascii_digit() || chinese_digit(*c).is_some() || matches!(c, '十' | '廿'))
            .map(char::len_utf8)
            .sum();
        *number = whole(rest.get(..length)?)?;
        at += length;
        let mark = text.get(at..)?.chars().next();
        let wanted = ['年', '月', '日'].get(i).copied();
        if mark.is_some() && mark == wanted && (i == 0 || separator.is_none()) {
            at += '年'.len_utf8();
        } else if i < 2 && (i == 0 || separator.is_some()) && matches!(mark, Some('-' | '/' | '.' | '－')) {
            at += mark.map_or(0, char::len_utf8);
            separator = mark;
        } else if !(i == 2 && separator.is_some()) {
            return None;
        }
    }
    let [year, month, day] = numbers;
    let year = i32::try_from(year).ok().filter(|y| YEARS.contains(y))?;
    Date::from_ymd_opt(year, month, day).map(|date| (date, at))
}

/// A text that is a date and nothing else, with blanks or full-width digits as may be.
pub fn parse(text: &str) -> Option<Date> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    at_start(&plain).filter(|(_, length)| *length == plain.len()).map(|(date, _)| date)
}

/// A year in four digits, Chinese or Arabic of either width.
pub fn parse_year(text: &str) -> Option<i32> {
    let plain: String = text.chars().map(half_width).collect();
    if plain.chars().count() != 4 {
        return None;
    }
    whole(&plain).and_then(|y| i32::try_from(y).ok()).filter(|y| YEARS.contains(y))
}

/// A date as a number of days, for reckoning: the difference of two dates is a number of days.
pub fn days(date: Date) -> Decimal {
    Decimal::from(date.num_days_from_ce())
}

/// The date so many days stand for; `None` for what is no whole day of the calendar.
pub fn from_days(days: Decimal) -> Option<Date> {
    if !days.is_integer() {
        return None;
    }
    Date::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

fn half_width(c: char) -> char {
    match c {
        '．' => '.',
        '－' => '-',
        '／' => '/',
        c => numeral::digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c),
    }
}

fn whole(text: &str) -> Option<u32> {
    let value = numeral::parse_digits(text).or_else(|| numeral::parse_chinese(text))?;
    u32::try_from(value).ok().filter(|_| value.is_integer())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_spelling() {
        let expected = Date::from_ymd_opt(2024, 1, 20);
        for text in
            ["2024年1月20日", "2024-01-20", "2024/1/20", "2024.1.20", "二〇二四年一月二十日", "２０２４年１月２０日", "2024 年 1 月 20 日"]
        {
            assert_eq!(parse(text), expected, "{text}");
        }
        for text in ["2024年1月", "2024年13月1日", "2023-02-29", "24年1月20日", "2024年1月20日起", ""] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_reckoned_and_come_back() {
        let date = Date::from_ymd_opt(2024, 3, 31).unwrap();
        assert_eq!(from_days(days(date) + Decimal::TWO), Date::from_ymd_opt(2024, 4, 2));
        assert_eq!(from_days(Decimal::new(5, 1)), None);
        assert_eq!(from_days(Decimal::MAX), None);
    }
}
