//! Numbers as Word writes them before numbered paragraphs.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Beyond this a number is written in digits: what comes out stays short.
const LARGEST: u64 = 9999;

/// Formats a number; `None` where the format has none (bullets).
pub(super) fn format(n: u64, format: &str) -> Option<String> {
    if format == "bullet" {
        return None;
    }
    if format == "none" {
        return Some(String::new());
    }
    let digits = || n.to_string();
    if n > LARGEST {
        return Some(digits());
    }
    let written = match format {
        "decimalZero" => Some(format!("{n:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xfee0)).collect()),
        "upperRoman" => Some(roman(n)),
        "lowerRoman" => Some(roman(n).to_lowercase()),
        "upperLetter" => letters(n, 'A'),
        "lowerLetter" => letters(n, 'a'),
        "chineseCounting" | "taiwaneseCounting" | "koreanDigital2" => Some(if n < 100 { thousands(n, false, false) } else { by_digit(n) }),
        "chineseCountingThousand" => Some(thousands(n, false, true)),
        "taiwaneseCountingThousand" => Some(thousands(n, true, true)),
        "japaneseCounting" => Some(japanese(n)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(by_digit(n)),
        "chineseLegalSimplified" => Some(legal(n, "零壹贰叁肆伍陆柒捌玖")),
        "ideographLegalTraditional" => Some(legal(n, "零壹貳參肆伍陸柒捌玖")),
        "ideographTraditional" => nth(STEMS, n),
        "ideographZodiac" => nth(BRANCHES, n),
        "ideographZodiacTraditional" if (1..=60).contains(&n) => {
            nth(STEMS, (n - 1) % 10 + 1).zip(nth(BRANCHES, (n - 1) % 12 + 1)).map(|(stem, branch)| stem + &branch)
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(n, 20, '①'),
        "decimalEnclosedParen" => enclosed(n, 20, '⑴'),
        "decimalEnclosedFullstop" => enclosed(n, 20, '⒈'),
        "ideographEnclosedCircle" => enclosed(n, 10, '㊀'),
        "numberInDash" => Some(format!("- {n} -")),
        _ => None,
    };
    Some(written.unwrap_or_else(digits))
}

/// The `n`th of some characters, from 1.
fn nth(characters: &str, n: u64) -> Option<String> {
    let index = usize::try_from(n).ok()?.checked_sub(1)?;
    characters.chars().nth(index).map(String::from)
}

fn enclosed(n: u64, most: u64, first: char) -> Option<String> {
    let offset = u32::try_from(n.checked_sub(1)?).ok()?;
    (n <= most).then(|| char::from_u32(u32::from(first) + offset).map(String::from)).flatten()
}

/// a … z, aa, bb …: the letter as often as the alphabet was gone through.
fn letters(n: u64, first: char) -> Option<String> {
    let index = n.checked_sub(1)?;
    let letter = char::from_u32(u32::from(first) + u32::try_from(index % 26).ok()?)?;
    let times = usize::try_from(index / 26).ok()? + 1;
    Some(std::iter::repeat_n(letter, times).collect())
}

fn roman(mut n: u64) -> String {
    let steps = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut written = String::new();
    for (value, letters) in steps {
        while n >= value {
            written.push_str(letters);
            n -= value;
        }
    }
    written
}

/// The decimal digits of a number, highest first.
fn digits_of(n: u64) -> Vec<usize> {
    n.to_string().bytes().map(|b| usize::from(b - b'0')).collect()
}

fn by_digit(n: u64) -> String {
    digits_of(n).into_iter().filter_map(|d| DIGITS.get(d)).collect()
}

/// 十一, 一百零一. `ten` keeps the 一 of 一十; `zero` is whether 零 stands in a gap.
fn thousands(n: u64, ten: bool, zero: bool) -> String {
    let digits = digits_of(n);
    if n == 0 {
        return DIGITS.iter().take(1).collect();
    }
    let mut written = String::new();
    let mut gap = false;
    for (i, digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - i;
        if *digit == 0 {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && zero {
            written.push('零');
        }
        let bare = place == 1 && *digit == 1 && i == 0 && !ten;
        if !bare {
            written.extend(DIGITS.get(*digit));
        }
        written.push_str(["", "十", "百", "千"].get(place).unwrap_or(&""));
    }
    written
}

/// 十, 百一, 二千: no 一 before 十, 百 and 千.
fn japanese(n: u64) -> String {
    let digits = digits_of(n);
    if n == 0 {
        return DIGITS.iter().take(1).collect();
    }
    let mut written = String::new();
    for (i, digit) in digits.iter().enumerate().filter(|(_, d)| **d > 0) {
        let place = digits.len() - 1 - i;
        if *digit > 1 || place == 0 {
            written.extend(DIGITS.get(*digit));
        }
        written.push_str(["", "十", "百", "千"].get(place).unwrap_or(&""));
    }
    written
}

fn legal(n: u64, digits: &str) -> String {
    let plain = thousands(n, true, true);
    let swapped = plain.chars().map(|c| match DIGITS.iter().position(|d| *d == c) {
        Some(i) => digits.chars().nth(i).unwrap_or(c),
        None => match c {
            '十' => '拾',
            '百' => '佰',
            '千' => '仟',
            other => other,
        },
    });
    swapped.collect()
}

#[cfg(test)]
mod tests {
    use super::format;

    #[test]
    fn numbers_are_written_as_word_does() {
        for (n, name, written) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCountingThousand", "十"),
            (11, "chineseCounting", "十一"),
            (20, "chineseCountingThousand", "二十"),
            (105, "chineseCounting", "一〇五"),
            (105, "chineseCountingThousand", "一百零五"),
            (1010, "chineseCountingThousand", "一千零一十"),
            (11, "taiwaneseCountingThousand", "一十一"),
            (12, "taiwaneseCounting", "十二"),
            (21, "japaneseCounting", "二十一"),
            (101, "japaneseCounting", "百一"),
            (10, "ideographDigital", "一〇"),
            (3, "ideographTraditional", "丙"),
            (11, "ideographTraditional", "11"),
            (3, "ideographZodiac", "寅"),
            (13, "ideographZodiacTraditional", "丙子"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (2, "decimalEnclosedParen", "⑵"),
            (7, "decimalZero", "07"),
            (12, "decimalFullWidth", "１２"),
            (28, "lowerLetter", "bb"),
            (1994, "upperRoman", "MCMXCIV"),
            (0, "lowerLetter", "0"),
            (5, "none", ""),
            (5, "unheardOf", "5"),
            (u64::MAX, "upperRoman", "18446744073709551615"),
        ] {
            assert_eq!(format(n, name).as_deref(), Some(written), "{n} {name}");
        }
        assert_eq!(format(1, "bullet"), None);
    }
}
