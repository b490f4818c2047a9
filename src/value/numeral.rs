//! Numbers as people write them in Chinese text: 12, １２, 1,234, 十二, 两, 廿三, 1.2万.
//!
//! Years, dates, document numbers, ordinals, telephone numbers and percentages are not counts and are never returned; nor are vague numbers
//! (数十件, 三四件, 上百件) and words that only look like numbers (每一件, 统一).

use super::Decimal;
use std::ops::Range;

/// A number found in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numeral {
    /// Bytes of the sentence it takes up, with its multiplier and marks of approximation (余, 多).
    pub range: Range<usize>,
    /// Its value.
    pub value: Decimal,
    /// What it may truly be, where the text says that it is not exact: 近, 约, 余, 多, 超.
    pub bounds: Option<Bounds>,
}

/// What an approximate number may truly be: from `low` to `high`, or without end.
///
/// The measure is the place of its last digit that is not 0: 300 is written to the hundred, 3259 to the unit. 300余 is 300 to 400, 近300 is 200 to
/// 300, 约300 is 200 to 400, 超过300 is 300 or more, 不超过300 is 0 to 300.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Least it may be.
    pub low: Decimal,
    /// Most it may be; `None` where there is no end.
    pub high: Option<Decimal>,
}

impl Bounds {
    fn of(value: Decimal, how: Approximation) -> Bounds {
        let step = step(value);
        let (below, above) = (value.checked_sub(step).unwrap_or(value).max(Decimal::ZERO), value.checked_add(step));
        match how {
            Approximation::Above => Bounds { low: value, high: above },
            Approximation::Below => Bounds { low: below, high: Some(value) },
            Approximation::Around => Bounds { low: below, high: above },
            Approximation::AtLeast => Bounds { low: value, high: None },
            Approximation::AtMost => Bounds { low: Decimal::ZERO, high: Some(value) },
        }
    }
}

/// In which way a number is not exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Approximation {
    /// 余, 多, 有余
    Above,
    /// 近, 不到
    Below,
    /// 约, 左右
    Around,
    /// 超过, 至少, 以上
    AtLeast,
    /// 至多, 以下
    AtMost,
}

/// Words before a number that make it approximate; the longer of two that fit is the one meant.
const BEFORE: [(&str, Approximation); 33] = [
    ("近", Approximation::Below),
    ("将近", Approximation::Below),
    ("接近", Approximation::Below),
    ("不到", Approximation::Below),
    ("未到", Approximation::Below),
    ("未满", Approximation::Below),
    ("不满", Approximation::Below),
    ("不足", Approximation::Below),
    ("约", Approximation::Around),
    ("大约", Approximation::Around),
    ("超", Approximation::AtLeast),
    ("超过", Approximation::AtLeast),
    ("逾", Approximation::AtLeast),
    ("突破", Approximation::AtLeast),
    ("至少", Approximation::AtLeast),
    ("多达", Approximation::AtLeast),
    ("不少于", Approximation::AtLeast),
    ("不低于", Approximation::AtLeast),
    ("不小于", Approximation::AtLeast),
    ("多于", Approximation::AtLeast),
    ("高于", Approximation::AtLeast),
    ("大于", Approximation::AtLeast),
    ("至多", Approximation::AtMost),
    ("最多", Approximation::AtMost),
    ("不超过", Approximation::AtMost),
    ("未超过", Approximation::AtMost),
    ("不逾", Approximation::AtMost),
    ("不多于", Approximation::AtMost),
    ("不高于", Approximation::AtMost),
    ("不大于", Approximation::AtMost),
    ("少于", Approximation::AtMost),
    ("低于", Approximation::AtMost),
    ("小于", Approximation::AtMost),
];

/// Words after a number, or after its measure, that make it approximate.
const AFTER: [(&str, Approximation); 7] = [
    ("左右", Approximation::Around),
    ("上下", Approximation::Around),
    ("以上", Approximation::AtLeast),
    ("之多", Approximation::AtLeast),
    ("有余", Approximation::Above),
    ("以下", Approximation::AtMost),
    ("以内", Approximation::AtMost),
];

/// The place of the last digit that is not 0: 100 for 300, 1 for 3259, 0.1 for 2.5; 1 for 0.
fn step(value: Decimal) -> Decimal {
    let value = value.normalize();
    if value.scale() > 0 {
        return Decimal::new(1, value.scale());
    }
    let mut step = Decimal::ONE;
    while let Some(larger) = step.checked_mul(Decimal::TEN) {
        if value.is_zero() || !(value % larger).is_zero() {
            break;
        }
        step = larger;
    }
    step
}

/// The way the words around a number make it approximate, if they do. `head` ends where the number begins, `rest` begins where it ends.
fn approximation(head: &str, rest: &str) -> Option<Approximation> {
    let head = head.trim_end();
    let before = BEFORE.iter().filter(|(word, _)| head.ends_with(word)).max_by_key(|(word, _)| word.len());
    let rest = rest.trim_start();
    let measured = MEASURES.iter().filter_map(|m| rest.strip_prefix(m)).map(str::trim_start);
    let after = || measured.chain([rest]).find_map(|r| AFTER.iter().find(|(word, _)| r.starts_with(word)));
    before.or_else(after).map(|(_, how)| *how)
}

/// The words before a number that make it approximate, longest first.
pub fn approximating_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = BEFORE.iter().map(|(word, _)| *word).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    words
}

/// A percentage as written: `12.5%`, `１２％`, `百分之十二`, `百分之五点五`. The value is the share, 0.125; its decimal places are those written, and two more.
///
/// `head` is the text before it and `rest` the text after it, which may make it approximate.
pub fn parse_percent(text: &str, head: &str, rest: &str) -> Option<(Decimal, Option<Bounds>)> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let digits = plain.strip_suffix(['%', '％']).or_else(|| plain.strip_prefix("百分之"))?;
    let hundredths = parse_digits(digits).or_else(|| parse_chinese_decimal(digits))?;
    let value = hundredths.checked_mul(Decimal::new(1, 2))?;
    let bounds = approximation(head, rest).map(|how| {
        // In the scale of what is written: 近30% is 20% to 30%.
        let written = Bounds::of(hundredths, how);
        let share = |d: Decimal| d.checked_mul(Decimal::new(1, 2)).unwrap_or(d);
        Bounds { low: share(written.low), high: written.high.map(share) }
    });
    Some((value, bounds))
}

fn half_width(c: char) -> char {
    match c {
        '．' => '.',
        '，' => ',',
        c => digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c),
    }
}

/// Words that count things; a number in Chinese characters is a figure only before one of them.
const MEASURES: [&str; 22] = [
    "件", "条", "份", "宗", "起", "例", "人", "次", "个", "页", "元", "万元", "亿元", "期", "场", "项", "篇", "部", "家", "户", "张", "批",
];

/// Marks that join the parts of a number that is no figure: 0955-7018252, 2024—2025.
const DASHES: [char; 9] = ['-', '－', '—', '―', '–', '‐', '‑', '‒', '−'];

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
        } else if is_numeral(c) {
            chars[i..].iter().take_while(|(_, c)| is_numeral(*c)).count()
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

    /// 0955: no count is written so; 0 and 0.5 are.
    fn leads_with_zero(&self) -> bool {
        let digit_at = |i: usize| self.chars.get(i).and_then(|(_, c)| digit(*c));
        digit_at(self.first) == Some(0) && digit_at(self.first + 1).is_some()
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
        // A telephone number or a postal code is known by the word before it, or by its leading zero; 接听热线12345次 is a figure.
        let labelled = head.trim_end_matches([':', '：']).trim_end();
        let numbered = ["电话", "热线", "传真", "手机", "邮编", "邮政编码"].iter().any(|word| labelled.ends_with(word));
        if arabic_digits && (self.leads_with_zero() || numbered && !starts_with_any(self.after(self.end), &MEASURES)) {
            return None;
        }
        let dashed = head.ends_with(DASHES) && !head.ends_with("——");
        // 百分之12 is a share; and of 五点五 neither half is a figure.
        let pointed = head.strip_suffix('点').is_some_and(|h| h.ends_with(starts_number));
        if pointed || head.ends_with("分之") {
            return None;
        }
        if (dashed || head.ends_with(['第', '〔', '﹝', '［', '[', '【', '·', '.', '．', '/', ':', '：', '№']))
            && (arabic_digits || head.ends_with('第'))
        {
            // A colon may well stand before a figure: 其中：网站12条. It is times (10:30) that are not meant.
            let colon = head.ends_with(['：', ':']);
            let clock = head.trim_end_matches([':', '：']).ends_with(|c| digit(c).is_some());
            if !colon || clock {
                return None;
            }
        }
        if self.is_vague(head, arabic_digits) {
            return None;
        }
        // Letters before a digit make a name: QQ群, 5G, A4.
        if arabic_digits && self.before(1).is_some_and(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let (value, mut end) = self.value(arabic_digits)?;
        let mut how = None;
        while self.chars.get(end).is_some_and(|(_, c)| matches!(c, '余' | '多')) {
            how = Some(Approximation::Above);
            end += 1;
        }
        let mut value = value;
        // 3万余 or 3余万: the multiplier may follow the mark.
        if how.is_some()
            && let Some(factor) = self.chars.get(end).and_then(|(_, c)| multiplier(*c))
        {
            value = value.checked_mul(factor)?.normalize();
            end += 1;
        }
        let rest = self.after(end);
        // 40左右, 40件左右: the word may follow the measure.
        let how = how.or_else(|| approximation(head, rest));
        // 3至4件, 3～4件: neither end is the figure.
        let mut span = rest.chars();
        if span.next().is_some_and(|c| matches!(c, '至' | '到' | '~' | '～')) && span.next().is_some_and(starts_number) {
            return None;
        }
        let excluded = if arabic_digits {
            starts_with_any(
                rest,
                &["年", "月", "日", "号", "时", "点钟", "%", "％", "‰", "〕", "﹞", "］", "]", "】", ":", "：", "/", "℃", "楼", "室"],
            ) || rest.starts_with(DASHES)
                || starts_with_any(rest, &["个百分点", "G", "个工作日", "个月", "小时", "分钟", "民声", "热线"])
                || ordinal_mark(head, rest)
                || (value == Decimal::ONE && rest.starts_with("件事"))
        } else {
            !starts_with_any(rest, &MEASURES)
                || starts_with_any(rest, &["件事", "次办", "个月", "个工作日", "条龙", "部分", "项条例", "次性", "人民"])
        };
        (!excluded).then(|| Numeral {
            range: self.offset(self.first)..self.offset(end),
            value,
            bounds: how.map(|how| Bounds::of(value, how)),
        })
    }

    /// Whether words before the number, or the way it is put, make it no number: 数十, 上百, 每一, 三四.
    fn is_vague(&self, head: &str, arabic_digits: bool) -> bool {
        let mut before = head.chars().rev();
        let (last, last_but_one) = (before.next(), before.next());
        let Some(last) = last else { return false };
        let bare = matches!(self.chars[self.first].1, '百' | '千' | '万' | '亿');
        if matches!(last, '几' | '每') || (matches!(last, '上' | '成') && bare) {
            return true;
        }
        // 3至4件, 三、四件
        if matches!(last, '至' | '到' | '~' | '～') && last_but_one.is_some_and(starts_number) {
            return true;
        }
        if arabic_digits {
            // 总数10件 is ten; 收到数10件 is not.
            return last == '数'
                && !last_but_one.is_some_and(|c| matches!(c, '总' | '件' | '条' | '份' | '宗' | '起' | '人' | '次' | '个' | '项' | '请'));
        }
        let alone = self.end == self.first + 1;
        last == '数'
            || (last == '、' && last_but_one.is_some_and(is_numeral))
            || (alone
                && self.chars[self.first].1 == '一'
                && matches!(
                    last,
                    '每' | '任'
                        | '何'
                        | '某'
                        | '各'
                        | '同'
                        | '逐'
                        | '统'
                        | '唯'
                        | '单'
                        | '专'
                        | '之'
                        | '这'
                        | '那'
                        | '另'
                        | '哪'
                        | '首'
                ))
    }

    fn value(&self, arabic_digits: bool) -> Option<(Decimal, usize)> {
        let slice = &self.chars[self.first..self.end];
        if !arabic_digits {
            let text: String = slice.iter().map(|(_, c)| *c).collect();
            // Digit by digit numbers are figures only with a zero among them: 二〇件, but 三四件 is three or four.
            if self.end - self.first > 1 && !text.contains(['零', '〇']) && text.chars().all(|c| chinese_digit(c).is_some()) {
                return None;
            }
            return parse_chinese(&text).map(|v| (v, self.end));
        }
        let digits: String = slice.iter().map(|(_, c)| half_width(*c)).collect();
        let value = parse_digits(&digits)?;
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
    // A full stop after digits that are not a decimal numbers an item wherever it stands: 一是2.建设.
    if rest.starts_with(['.', '．']) {
        return true;
    }
    let opens = head.trim_end_matches(['（', '(']).trim_end();
    let opens = opens.is_empty() || opens.ends_with(['：', ':', '；', ';', '。']);
    let mut marks = rest.chars();
    opens && marks.next().is_some_and(|c| matches!(c, '、' | ')' | '）')) && !marks.next().is_some_and(|c| c.is_ascii_digit())
}

/// Whether a number may begin with it.
fn starts_number(c: char) -> bool {
    digit(c).is_some() || is_numeral(c)
}

fn starts_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.starts_with(w))
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

/// Characters of a number in digits: with `,` before groups of three, and one decimal point. A `，` is a separator only where the groups run
/// up to a measure: elsewhere it parts two numbers.
fn arabic_length(chars: &[(usize, char)]) -> usize {
    let is_digit = |i: usize| chars.get(i).is_some_and(|(_, c)| digit(*c).is_some());
    let mut i = 0;
    while is_digit(i) {
        i += 1;
    }
    if i <= 3 {
        let groups = |separator: char| {
            let mut end = i;
            while chars.get(end).is_some_and(|(_, c)| *c == separator) && (1..=3).all(|k| is_digit(end + k)) && !is_digit(end + 4) {
                end += 4;
            }
            end
        };
        let wide = groups('，');
        let after: String = chars[wide..].iter().map(|(_, c)| *c).filter(|c| !c.is_whitespace()).take(2).collect();
        i = if wide > i && starts_with_any(&after, &MEASURES) { wide } else { groups(',') };
    }
    if chars.get(i).is_some_and(|(_, c)| matches!(c, '.' | '．')) && is_digit(i + 1) {
        i += 1;
        while is_digit(i) {
            i += 1;
        }
    }
    i
}

fn is_numeral(c: char) -> bool {
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

/// `1234`, `1,234.5`, `1 234`: separators only between proper groups of three.
pub fn parse_digits(text: &str) -> Option<Decimal> {
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

/// `百分之` apart, a share in Chinese characters: `十二`, `五点五`, `二十三点四五`.
fn parse_chinese_decimal(text: &str) -> Option<Decimal> {
    let Some((whole, places)) = text.split_once('点') else { return parse_chinese(text) };
    let mut value = parse_chinese(whole)?;
    let mut place = Decimal::ONE;
    for c in places.chars() {
        place = place.checked_mul(Decimal::new(1, 1))?;
        value = value.checked_add(Decimal::from(chinese_digit(c)?).checked_mul(place)?)?;
    }
    (!places.is_empty()).then_some(value)
}

/// `十二`, `一百二十三`, `两千`, `二〇二三`; 一百二 is 120, as it is said, and 一百零二 is 102.
pub fn parse_chinese(text: &str) -> Option<Decimal> {
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
    // The place that a digit at the end fills, where no 零 comes before it.
    let (mut next, mut zero) = (1, false);
    for c in chars {
        if let Some(d) = chinese_digit(c) {
            zero = digit == Some(0);
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
        next = scale / 10;
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
    let last = digit.unwrap_or(0).checked_mul(if zero || next < 10 { 1 } else { next })?;
    total.checked_add(section)?.checked_add(last).map(Decimal::from)
}

/// The value of a Chinese digit.
pub fn chinese_digit(c: char) -> Option<i64> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let shown: Vec<String> =
            scan(sentence).iter().map(|n| format!("{}{}", n.value, if n.bounds.is_some() { "~" } else { "" })).collect();
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
    fn vague_numbers_are_no_figures() {
        check("数十件、几十件、上百件、数百件、几件、十几件、好几十件、数10件、若干件", &[]);
        check("三四件，两三件，五六十件，三、四件，3至4件，3～4件，唯一一件，成百上千件", &[]);
        check("总数10件、申请数5件", &["10", "5"]);
        check("二〇件、一百件", &["20", "100"]);
    }

    #[test]
    fn words_that_approximate() {
        check("不到40件，未满40件，突破40件，超40件，逾40件，近40件，约40件，大约40件，将近40件，超过40件", &["40~"; 10]);
        check("40余件，40多件，40左右，40件左右，40件以上，40件以下，四十余件", &["40~"; 7]);
        check("40件，以上均已办结", &["40"]);
    }

    #[test]
    fn an_approximate_number_is_an_interval() {
        let bounds = |text: &str| {
            let found = scan(text);
            let b = found[0].bounds.expect("approximate");
            format!("{}..{}", b.low, b.high.map_or(String::new(), |h| h.to_string()))
        };
        assert_eq!(bounds("300余件"), "300..400");
        assert_eq!(bounds("18万余条"), "180000..190000");
        assert_eq!(bounds("近300件"), "200..300");
        assert_eq!(bounds("约3259件"), "3258..3260");
        assert_eq!(bounds("超过40件"), "40..");
        assert_eq!(bounds("不超过40件"), "0..40");
        assert_eq!(bounds("40件以上"), "40..");
        assert_eq!(bounds("1.2万余条"), "12000..13000");
        assert_eq!(bounds("约5件"), "4..6");
    }

    #[test]
    fn percentages_keep_the_places_written() {
        let percent = |text: &str| parse_percent(text, "", "").map(|(v, _)| v.to_string());
        assert_eq!(percent("1.10%"), Some("0.0110".to_owned()));
        assert_eq!(percent("１２％"), Some("0.12".to_owned()));
        assert_eq!(percent("百分之十二"), Some("0.12".to_owned()));
        assert_eq!(percent("百分之1.5"), Some("0.015".to_owned()));
        assert_eq!(percent("百分之五点五"), Some("0.055".to_owned()));
        assert_eq!(percent("百分之零点五"), Some("0.005".to_owned()));
        assert_eq!(percent("百分之二十三点四五"), Some("0.2345".to_owned()));
        assert_eq!(percent("百分之五点"), None);
        assert_eq!(percent("百分之五点十"), None);
        assert_eq!(percent("12"), None);
        let (_, bounds) = parse_percent("30%", "近", "").expect("a percentage");
        assert_eq!(bounds, Some(Bounds { low: Decimal::new(2, 1), high: Some(Decimal::new(3, 1)) }));
    }

    #[test]
    fn a_digit_that_ends_a_number_fills_the_next_place() {
        check("一百二件，一千二件，一万二件，一百一件，两万五件，一亿三人", &["120", "1200", "12000", "110", "25000", "130000000"]);
        check("一百零二件，一千零二件，一万零二件，二十三件，一百二十三件，一万零二百件", &["102", "1002", "10002", "23", "123", "10200"]);
        check("一百一十件，一千零二十件，三千两百件", &["110", "1020", "3200"]);
    }

    #[test]
    fn halves_of_a_decimal_and_shares_are_no_figures() {
        check("五点五万元，三点五件，增长百分之12，百分之1.5，三分之二人", &[]);
        check("重点3项，五件", &["3", "5"]);
    }

    #[test]
    fn a_wide_comma_groups_only_before_a_measure() {
        check("新收1，234件，公开2，345，678 条", &["1234", "2345678"]);
        check("分别为1，234，完", &["1", "234"]);
        check("收到1，23件，又1234，567件", &["1", "23", "1234", "567"]);
    }

    #[test]
    fn words_that_look_like_a_number() {
        check("办好每一件，每10件，任何一件，高效办成一件事，1件事，逐一答复，统一件数，某一项", &[]);
        check("只有一件", &["1"]);
    }

    #[test]
    fn numbers_of_items_are_no_figures() {
        for text in ["1、主动公开", "（1）收到", "1．", "1．收到", "1.", "１、收到", "(1)收到", "1", "（1", "如下：1、收到", "（１）"]
        {
            let found = scan(text);
            assert!(found.is_empty() || matches!(text, "1" | "（1"), "{text}: {found:?}");
        }
        check("1、收到3件", &["3"]);
        check("（1）收到3件", &["3"]);
        check("1．收到3件", &["3"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 2000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn never_panics_and_ranges_fit(text in "[0-9０９1一二两十百千万亿〇廿余多件条年月日、，,.．。（）()《》：:；第近约数几上下 　至到~-—A%“”é😀]{0,24}") {
            let found = scan(&text);
            for n in &found {
                proptest::prop_assert!(text.get(n.range.clone()).is_some_and(|t| !t.is_empty()));
            }
            proptest::prop_assert!(found.windows(2).all(|w| w[0].range.end <= w[1].range.start));
        }
    }

    #[test]
    fn never_takes_years_documents_ordinals_or_telephones_for_counts() {
        check("2023年12月31日，国办公开办函〔2021〕30号，国务院令第711号，第3条", &[]);
        check("电话：0955-7018252，完成率98.5%，20个工作日内", &[]);
        check("一是规范，二是公开；三安全一稳定；《2023年12件实事》", &[]);
        check("1.收到申请3件", &["3"]);
        check("第二十条", &[]);
        check("电话0955‑7018252，邮编：755000，热线 12345，传真：0955-123", &[]);
        check("接听热线12345次，07件，增长5‰", &["12345"]);
        check("电话0955-7018252，一是2.建设，统一", &[]);
        check("收取费用110.32万元，共3起", &["110.32", "3"]);
    }
}
