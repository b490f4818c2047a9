//! Compiles a 句式 into a bounded matcher.
//!
//! A pattern is literal words, `(a|b)`, `…` for any text within a sentence, and `{数}` for a figure. It is turned into a regular expression of
//! an engine that matches in linear time, over sentences in which each figure has become one mark: so a hole meets a whole figure or nothing,
//! and `…` does not reach over another figure, which is what keeps 收到…申请…{数} from reading the number of something else.

use crate::catalogue::PatternFault;
use crate::program::{ASIDE, FIGURE};
use regex::Regex;

/// Longer than any sentence of a regulation.
const MAX_PATTERN: usize = 500;
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
                regex.push_str(&format!("[^{FIGURE}]*?"));
            }
            '{' | '｛' => {
                let hole: String = chars.by_ref().take_while(|c| !matches!(c, '}' | '｝')).collect();
                if !matches!(hole.trim(), "数" | "number") {
                    return Err(PatternFault::UnknownHole(hole));
                }
                holes += 1;
                filled = true;
                regex.push_str(&format!("({FIGURE})"));
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
