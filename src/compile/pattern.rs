//! Compiles a 句式 into a bounded matcher.
//!
//! A pattern is made of
//!
//! - literal words; blanks in the text do not count, and a stretch in parentheses may stand after any character;
//! - `(a|b)`, and `(a)?` or `(a|)` for what may be left out;
//! - `…` for any text within one clause: it reaches over neither a figure nor ，；。！？ of either width, but over 、 and over a stretch in
//!   parentheses. `…，…` and `…(，…)?` say that more is meant;
//! - `{数}` for a figure, and `{期}` for the year of a report, which is not read: a year (2025年, 2025年度, 2025年以来), its days
//!   (1月1日至12月31日) or its last day (12月31日, 2025年底); no month and no other day;
//! - `^` for the beginning of the sentence, with the number of an item if there is one (1. 二、), and `$` for the end of a clause. It is not the
//!   beginning of any clause, for what a clause is about often stands before its comma: 下属单位，收到…; 去年，…; 其中，….
//!
//! It is turned into a regular expression of an engine that matches in linear time, over sentences in which each figure has become one mark:
//! so a hole meets a whole figure or nothing, and `…` keeps to its clause, which is what keeps 收到…申请…{数} from reading the number of
//! something else.

use crate::catalogue::PatternFault;
use crate::program::{ASIDE, FIGURE};
use regex::Regex;

/// Marks at which a clause ends. A colon begins one and ends none.
const ENDS: &str = "，,；;。！？!?";
/// Digits a date may be written in.
const DIGITS: &str = "0-9０-９〇○零一二三四五六七八九十";

/// Longer than any sentence of a regulation, with all its variants.
const MAX_PATTERN: usize = 1_000;
/// Bytes a compiled pattern may take.
const MAX_COMPILED: usize = 1 << 20;

/// Compiles a pattern. `reads` says whether it must have a hole (句式) or must not (否定).
pub fn compile(pattern: &str, reads: bool) -> Result<Regex, PatternFault> {
    if pattern.trim().is_empty() {
        return Err(PatternFault::Empty);
    }
    if pattern.chars().count() > MAX_PATTERN {
        return Err(PatternFault::TooLong(MAX_PATTERN));
    }
    let mut regex = String::new();
    let mut holes = 0;
    let mut groups: Vec<()> = Vec::new();
    let mut chars = pattern.chars().peekable();
    // Whether something stands on this side of the last `(` or `|`.
    let mut filled = false;
    while let Some(c) = chars.next() {
        match c {
            '(' | '（' => {
                groups.push(());
                filled = false;
                regex.push_str("(?:");
            }
            ')' | '）' => {
                groups.pop().ok_or(PatternFault::ExtraClose)?;
                // `(因|)` says that the word may be left out; anything else empty is a slip.
                if !filled && !regex.ends_with('|') {
                    return Err(PatternFault::EmptyAlternative);
                }
                regex.push(')');
                if chars.peek() == Some(&'?') {
                    chars.next();
                    regex.push('?');
                }
                filled = true;
            }
            '|' | '｜' => {
                if !filled {
                    return Err(PatternFault::EmptyAlternative);
                }
                filled = false;
                regex.push('|');
            }
            '…' => {
                // Twice in a row, as input methods type it, is once.
                while chars.peek() == Some(&'…') {
                    chars.next();
                }
                filled = true;
                regex.push_str(&format!("[^{FIGURE}{ENDS}]*?"));
            }
            '{' | '｛' => {
                let hole: String = chars.by_ref().take_while(|c| !matches!(c, '}' | '｝')).collect();
                filled = true;
                match hole.trim() {
                    "数" | "number" => {
                        holes += 1;
                        regex.push_str(&format!("({FIGURE})"));
                    }
                    "期" | "period" => regex.push_str(&format!("{}[，,]?", period())),
                    _ => return Err(PatternFault::UnknownHole(hole)),
                }
            }
            '^' => {
                filled = true;
                // The start of the sentence, not of any clause: what a clause is about often stands before its comma
                // (下属单位，收到…), and then its figure is not that of the report.
                regex.push_str(&format!("\\A(?:[{DIGITS}]{{1,3}}[.．、])?"));
            }
            '$' => {
                filled = true;
                regex.push_str(&format!("{ASIDE}*(?:\\z|[{ENDS}])"));
            }
            // Either width means the same.
            '，' | ',' => {
                filled = true;
                regex.push_str("[，,]");
            }
            '；' | ';' => {
                filled = true;
                regex.push_str("[；;]");
            }
            '：' | ':' => {
                filled = true;
                regex.push_str("[：:]");
            }
            c if c.is_whitespace() => {}
            c => {
                filled = true;
                regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
                // A stretch in parentheses may stand between any two words.
                regex.push_str(&format!("{ASIDE}?"));
            }
        }
    }
    if !groups.is_empty() {
        return Err(PatternFault::UnclosedGroup);
    }
    match (reads, holes) {
        (true, 0) => return Err(PatternFault::NoHole),
        (false, 1..) => return Err(PatternFault::HoleInNegation),
        _ => {}
    }
    regex::RegexBuilder::new(&regex).size_limit(MAX_COMPILED).build().map_err(|_| PatternFault::TooLong(MAX_PATTERN))
}

/// The year of a report, as [`compile`] puts it for `{期}`.
fn period() -> String {
    let year = format!("[{DIGITS}]{{4}}年度?");
    let first = "(?:1|１|一)月(?:(?:1|１|一)日)?";
    let last = "(?:12|１２|十二)月";
    let day = "(?:(?:31|３１|三十一)日|底)";
    let span = format!("(?:{year})?{first}[至到—－~～-]+(?:{year})?{last}{day}?");
    format!("(?:{span}(?:期间|止)?|(?:{year})?{last}{day}(?:止)?|{year}(?:底|末|以来|期间)?)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: bool) {
        let reads = pattern.contains("{数}");
        let regex = compile(pattern, reads).unwrap_or_else(|e| panic!("{pattern}: {e:?}"));
        let masked = text.replace('#', &FIGURE.to_string()).replace('@', &ASIDE.to_string());
        assert_eq!(regex.is_match(&masked), expected, "{pattern} on {text}");
    }

    #[test]
    fn an_ellipsis_keeps_to_its_clause() {
        for text in ["收到，申请#件", "收到,申请#件", "收到；申请#件", "收到。申请#件", "收到！申请#件", "收到#份申请#件"]
        {
            check("收到…申请{数}件", text, false);
        }
        for text in ["收到申请#件", "收到书面、网上申请#件", "收到@申请@#件", "收到关于：申请#件"] {
            check("收到…申请{数}件", text, true);
        }
        check("收到…，…申请{数}件", "收到来信，都是申请#件", true);
        check("收到(…，)?申请{数}件", "收到了,申请#件", true);
    }

    #[test]
    fn marks_stand_for_the_beginning_of_a_sentence_and_the_end_of_a_clause() {
        for text in ["收到申请", "收到申请。", "收到申请，", "收到申请@", "1.收到申请", "二、收到申请"] {
            check("^收到申请$", text, true);
        }
        for text in ["未收到申请", "收到申请书", "收到申请：", "其中、收到申请", "下属单位，收到申请", "信函：收到申请", "@收到申请"]
        {
            check("^收到申请$", text, false);
        }
    }

    #[test]
    fn a_period_is_the_year_of_a_report() {
        for text in [
            "2025年收到",
            "２０２５年度收到",
            "二〇二五年收到",
            "1月1日至12月31日收到",
            "2025年1月1日—2025年12月31日期间收到",
            "2025年以来收到",
        ] {
            check("^{期}收到", text, true);
        }
        for text in [
            "去年收到",
            "自2008年收到",
            "年收到",
            "2025收到",
            "3月收到",
            "12月收到",
            "2025年3月收到",
            "3月1日至5月31日收到",
            "2025年第一季度收到",
        ] {
            check("^{期}收到", text, false);
        }
    }

    #[test]
    fn holes_and_groups_are_checked() {
        assert_eq!(compile("收到", true).err(), Some(PatternFault::NoHole));
        assert_eq!(compile("{期}收到", true).err(), Some(PatternFault::NoHole));
        assert_eq!(compile("收到{数}件", false).err(), Some(PatternFault::HoleInNegation));
        assert_eq!(compile("收到{年}", false).err(), Some(PatternFault::UnknownHole("年".to_owned())));
        assert_eq!(compile("(收到", false).err(), Some(PatternFault::UnclosedGroup));
        assert_eq!(compile("收到)", false).err(), Some(PatternFault::ExtraClose));
    }
}
