//! Numbers as people write them in Chinese text: 12, １２, 1,234, 十二, 两, 廿三, 1.2万.
//!
//! Years, dates, document numbers, ordinals, telephone numbers and percentages are not counts and are never returned.

use super::Decimal;
use std::ops::Range;

/// A number found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Bytes of the sentence it takes up, with its multiplier and marks of approximation (余, 多).
    pub range: Range<usize>,
    /// Its value.
    pub value: Decimal,
    /// Whether the text says it is not exact: 近, 约, 余, 多, 超.
    pub approximate: bool,
}

/// Words that count things; a number in Chinese characters is a figure only before one of them.
const MEASURES: [&str; 22] = [
    "件", "条", "份", "宗", "起", "例", "人", "次", "个", "页", "元", "万元", "亿元", "期", "场", "项", "篇", "部", "家", "户", "张", "批",
];

/// Finds the numbers of a sentence, in order.
pub fn scan(text: &str) -> Vec<Numeral> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut i = 0;
    // Depth inside 《》: titles name things and state nothing.
    let mut title: usize = 0;
    while i < chars.len() {
        let c = chars[i].1;
        match c {
            '《' => title += 1,
            '》' => title = title.saturating_sub(1),
            _ => {}
        }
        let length = if digit(c).is_some() {
            arabic_length(&chars[i..])
        } else if chinese_digit(c) {
            chars[i..].iter().take_while(|(_, c)| chinese_digit(*c)).count()
        } else {
            i += 1;
            continue;
        };
        let stretch = Stretch { text, chars: &chars, first: i, end: i + length };
        if title == 0 {
            found.extend(stretch.read());
        }
        // Past a number that is no figure, with its whole run of digits.
        i += length.max(1);
    }
    found
}

/// The value of a number written in one piece: digits with separators, Chinese characters, or digits with 万 or 亿.
///
/// Returns `None` for anything else, and for numbers of more than 28 digits.
pub fn parse(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.chars().next().is_some_and(|c| digit(c).is_some()) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let length = arabic_length(&chars);
        let value = arabic(&chars[..length])?;
        let rest: String = chars[length..].iter().map(|(_, c)| *c).collect();
        return match rest.as_str() {
            "" => Some(value),
            "千" => value.checked_mul(Decimal::from(1_000)),
            "万" => value.checked_mul(Decimal::from(10_000)),
            "亿" => value.checked_mul(Decimal::from(100_000_000)),
            _ => None,
        };
    }
    (!text.is_empty() && text.chars().all(chinese_digit)).then(|| chinese(text)).flatten()
}

struct Stretch<'a> {
    text: &'a str,
    chars: &'a [(usize, char)],
    first: usize,
    end: usize,
}

impl Stretch<'_> {
    fn before(&self, k: usize) -> Option<char> {
        self.first.checked_sub(k).map(|i| self.chars[i].1)
    }

    fn offset(&self, index: usize) -> usize {
        self.chars.get(index).map_or(self.text.len(), |(o, _)| *o)
    }

    /// The text from char `index` on, without leading blanks.
    fn after(&self, index: usize) -> &str {
        self.text[self.offset(index)..].trim_start()
    }

    fn read(&self) -> Option<Numeral> {
        let arabic_digits = digit(self.chars[self.first].1).is_some();
        let mut previous = self.first;
        while previous > 0 && self.chars[previous - 1].1.is_whitespace() {
            previous -= 1;
        }
        let head = &self.text[..self.offset(previous)];
        if head.ends_with(['第', '〔', '﹝', '［', '[', '【', '-', '－', '—', '—', '―', '·', '.', '．', '/', ':', '：', '№'])
            && !head.ends_with("——")
            && (arabic_digits || head.ends_with('第'))
        {
            // A colon may well stand before a figure: 其中：网站12条. It is times (10:30) that are not meant.
            let colon = head.ends_with(['：', ':']);
            let clock = head.trim_end_matches([':', '：']).ends_with(|c| digit(c).is_some());
            if !colon || clock {
                return None;
            }
        }
        // Letters before a digit make a name: QQ群, 5G, A4.
        if arabic_digits && self.before(1).is_some_and(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let (value, mut end) = self.value(arabic_digits)?;
        let mut approximate = ends_with_any(head, &["近", "约", "超", "超过", "逾", "大约", "将近", "至少", "多达", "不足"]);
        while self.chars.get(end).is_some_and(|(_, c)| matches!(c, '余' | '多')) {
            approximate = true;
            end += 1;
        }
        let mut value = value;
        // 3万余 or 3余万: the multiplier may follow the mark.
        if approximate && let Some(factor) = self.chars.get(end).and_then(|(_, c)| multiplier(*c)) {
            value = value.checked_mul(factor)?.normalize();
            end += 1;
        }
        let rest = self.after(end);
        if starts_with_any(rest, &["左右", "上下"]) {
            approximate = true;
        }
        let excluded = if arabic_digits {
            starts_with_any(
                rest,
                &[
                    "年", "月", "日", "号", "时", "点钟", "%", "％", "〕", "﹞", "］", "]", "】", "-", "－", "—", ":", "：", "/", "℃",
                    "楼", "室",
                ],
            ) || starts_with_any(rest, &["个百分点", "G", "个工作日", "个月", "小时", "分钟", "民声", "热线"])
                || ordinal_mark(head, rest)
        } else {
            !starts_with_any(rest, &MEASURES)
                || starts_with_any(rest, &["件事", "次办", "个月", "个工作日", "条龙", "部分", "项条例", "次性", "人民"])
        };
        (!excluded).then(|| Numeral { range: self.offset(self.first)..self.offset(end), value, approximate })
    }

    fn value(&self, arabic_digits: bool) -> Option<(Decimal, usize)> {
        let slice = &self.chars[self.first..self.end];
        if !arabic_digits {
            let text: String = slice.iter().map(|(_, c)| *c).collect();
            return chinese(&text).map(|v| (v, self.end));
        }
        let value = arabic(slice)?;
        let mut end = self.end;
        let mut blanks = end;
        while self.chars.get(blanks).is_some_and(|(_, c)| c.is_whitespace()) {
            blanks += 1;
        }
        let mut value = value;
        if let Some((_, c)) = self.chars.get(blanks) {
            // 万元 is a unit, 万 before anything else multiplies.
            let unit = self.chars.get(blanks + 1).is_some_and(|(_, c)| *c == '元');
            if let (Some(factor), false) = (multiplier(*c), unit) {
                value = value.checked_mul(factor)?.normalize();
                end = blanks + 1;
            }
        }
        Some((value, end))
    }
}

/// `1.` `1、` `（1）` at the head of a sentence number it.
fn ordinal_mark(head: &str, rest: &str) -> bool {
    let opens = head.trim_end_matches(['（', '(']).trim().is_empty();
    opens && rest.starts_with(['.', '．', '、', ')', '）']) && !rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

fn starts_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.starts_with(w))
}

fn ends_with_any(text: &str, words: &[&str]) -> bool {
    let text = text.trim_end();
    words.iter().any(|w| text.ends_with(w))
}

fn multiplier(c: char) -> Option<Decimal> {
    match c {
        '千' => Some(Decimal::from(1_000)),
        '万' => Some(Decimal::from(10_000)),
        '亿' => Some(Decimal::from(100_000_000)),
        _ => None,
    }
}

/// The value of a half- or full-width digit.
pub fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Characters of a number in digits: with `,` before groups of three, and one decimal point.
fn arabic_length(chars: &[(usize, char)]) -> usize {
    let is_digit = |i: usize| chars.get(i).is_some_and(|(_, c)| digit(*c).is_some());
    let mut i = 0;
    while is_digit(i) {
        i += 1;
    }
    if i <= 3 {
        while chars.get(i).is_some_and(|(_, c)| *c == ',') && (1..=3).all(|k| is_digit(i + k)) && !is_digit(i + 4) {
            i += 4;
        }
    }
    if chars.get(i).is_some_and(|(_, c)| matches!(c, '.' | '．')) && is_digit(i + 1) {
        i += 1;
        while is_digit(i) {
            i += 1;
        }
    }
    i
}

fn arabic(chars: &[(usize, char)]) -> Option<Decimal> {
    let mut digits = String::with_capacity(chars.len());
    for (_, c) in chars {
        match (digit(*c), c) {
            (Some(d), _) => digits.extend(char::from_digit(d, 10)),
            (None, ',') => {}
            (None, _) => digits.push('.'),
        }
    }
    Decimal::from_str_exact(&digits).ok()
}

fn chinese_digit(c: char) -> bool {
    matches!(
        c,
        '零' | '〇'
            | '一'
            | '二'
            | '两'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '廿'
            | '卅'
            | '百'
            | '千'
            | '万'
            | '亿'
    )
}

/// The value of a number in Chinese characters: 十二, 一百零三, 两万, 二〇二三 (digit by digit).
fn chinese(text: &str) -> Option<Decimal> {
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|d| d == c).or(match c {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        })
    };
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > 20 {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        let digits: Option<String> = chars.iter().map(|c| digit(*c).and_then(|d| char::from_digit(u32::try_from(d).ok()?, 10))).collect();
        return Decimal::from_str_exact(&digits?).ok();
    }
    let (mut total, mut section, mut last): (i64, i64, Option<i64>) = (0, 0, None);
    for c in chars {
        if let Some(d) = digit(c) {
            // Two digits in a row belong to no number read by places.
            if last.is_some_and(|l| l != 0) {
                return None;
            }
            last = i64::try_from(d).ok();
            continue;
        }
        match c {
            '十' => section += last.take().filter(|l| *l != 0).unwrap_or(1) * 10,
            '廿' => section += 20,
            '卅' => section += 30,
            '百' => section += last.take()? * 100,
            '千' => section += last.take()? * 1000,
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                section += last.take().unwrap_or(0);
                if section == 0 && total == 0 {
                    return None;
                }
                total = if c == '亿' {
                    total.checked_add(section)?.checked_mul(unit)?
                } else {
                    total.checked_add(section.checked_mul(unit)?)?
                };
                section = 0;
            }
            _ => return None,
        }
    }
    Some(Decimal::from(total + section + last.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let shown: Vec<String> = scan(sentence).iter().map(|n| format!("{}{}", n.value, if n.approximate { "~" } else { "" })).collect();
        assert_eq!(shown, expected, "{sentence}");
    }

    #[test]
    fn finds_counts_in_every_spelling() {
        check("新收申请1,234件，其中网上１０件、当面十二件、信函两件、其他廿三件", &["1234", "10", "12", "2", "23"]);
        check("答复 12 件，公开信息1.2万条、访问2亿次", &["12", "12000", "200000000"]);
        check("一百二十三件", &["123"]);
    }

    #[test]
    fn marks_approximate_numbers() {
        check("发布18万余条、近300个、约50件、100多条", &["180000~", "300~", "50~", "100~"]);
    }

    #[test]
    fn never_takes_years_documents_ordinals_or_telephones_for_counts() {
        check("2023年12月31日，国办公开办函〔2021〕30号，国务院令第711号，第3条", &[]);
        check("电话：0955-7018252，完成率98.5%，20个工作日内", &[]);
        check("一是规范，二是公开；三安全一稳定；《2023年12件实事》", &[]);
        check("1.收到申请3件", &["3"]);
        check("第二十条", &[]);
    }
}
