//! Sentences of a paragraph.

use std::collections::HashSet;
use std::ops::Range;

/// Parentheses inside parentheses that are told apart.
const MAX_PARENTHESES: usize = 8;
/// A longer sentence is cut here: no one writes it, and no pattern needs it. A longer stretch in parentheses is part of its sentence.
pub(in crate::eval) const MAX_SENTENCE: usize = 5_000;

/// A sentence: a range of a paragraph, with the stretches in parentheses that are sentences of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::eval) struct Sentence {
    /// Bytes of the paragraph.
    pub(in crate::eval) range: Range<usize>,
    pub(super) asides: Vec<Range<usize>>,
    /// Whether it goes on from a sentence that was too long.
    pub(super) cut_before: bool,
    /// Whether it is too long and goes on.
    pub(super) cut_after: bool,
}

impl Sentence {
    fn from(start: usize, cut_before: bool) -> Sentence {
        Sentence { range: start..start, asides: Vec::new(), cut_before, cut_after: false }
    }
}

/// Marks that open something that is closed later on.
struct Pairs {
    /// Where a quotation or title that is closed opens.
    quotations: HashSet<usize>,
    /// Where parentheses that are closed soon enough open.
    parentheses: HashSet<usize>,
    /// Where they close.
    ends: HashSet<usize>,
}

impl Pairs {
    fn of(text: &str) -> Pairs {
        let mut pairs = Pairs { quotations: HashSet::new(), parentheses: HashSet::new(), ends: HashSet::new() };
        // The opening marks of each kind not closed so far.
        let (mut titles, mut quotes, mut parentheses) = (Vec::new(), Vec::new(), Vec::new());
        for (at, c) in text.char_indices() {
            match c {
                '《' => titles.push(at),
                '“' => quotes.push(at),
                '（' | '(' => parentheses.push(at),
                '》' => pairs.quotations.extend(titles.pop()),
                '”' => pairs.quotations.extend(quotes.pop()),
                '）' | ')' => {
                    if let Some(open) = parentheses.pop()
                        && at - open <= MAX_SENTENCE
                    {
                        pairs.parentheses.insert(open);
                        pairs.ends.insert(at);
                    }
                }
                _ => {}
            }
        }
        pairs
    }
}

/// Cuts a paragraph into sentences at 。！？； outside 《》 and “”; what stands in parentheses is cut into sentences of its own. A mark without
/// its other half is a character like any other, and no sentence is longer than a sentence and the last of its asides may be.
pub(in crate::eval) fn split(text: &str) -> Vec<Sentence> {
    let pairs = Pairs::of(text);
    let mut sentences = Vec::new();
    // Open sentences: the outermost, and one for each open parenthesis, each with the place of the mark that opened it and the closing marks
    // of the quotations open in it.
    let mut open: Vec<(usize, Sentence, Vec<char>)> = vec![(0, Sentence::from(0, false), Vec::new())];
    // Parentheses open that are too deep to be told apart.
    let mut deeper = 0_usize;
    let mut finish = |sentence: Sentence| {
        if text[sentence.range.clone()].chars().any(char::is_alphanumeric) {
            sentences.push(sentence);
        }
    };
    for (at, c) in text.char_indices() {
        let next = at + c.len_utf8();
        match c {
            '（' | '(' if pairs.parentheses.contains(&at) => {
                if open.len() < MAX_PARENTHESES {
                    open.push((at, Sentence::from(next, false), Vec::new()));
                    continue;
                }
                deeper += 1;
            }
            '）' | ')' if pairs.ends.contains(&at) => {
                if deeper > 0 {
                    deeper -= 1;
                } else if open.len() > 1
                    && let Some((opened, mut inner, _)) = open.pop()
                {
                    inner.range.end = at;
                    finish(inner);
                    if let Some((_, outer, _)) = open.last_mut() {
                        outer.asides.push(opened..next);
                    }
                }
            }
            _ => {}
        }
        let Some((_, sentence, quotes)) = open.last_mut() else { continue };
        match c {
            '《' if pairs.quotations.contains(&at) => quotes.push('》'),
            '“' if pairs.quotations.contains(&at) => quotes.push('”'),
            '》' | '”' => {
                // A quotation that crosses another ends with it.
                if let Some(position) = quotes.iter().rposition(|q| *q == c) {
                    quotes.truncate(position);
                }
            }
            _ => {}
        }
        let ends = matches!(c, '。' | '！' | '？' | '；' | ';' | '!' | '?' | '\n') && quotes.is_empty();
        let cut = !ends && next.saturating_sub(sentence.range.start) > MAX_SENTENCE;
        if ends || cut {
            let mut done = std::mem::replace(sentence, Sentence::from(next, cut));
            done.range.end = next;
            done.cut_after = cut;
            if cut {
                quotes.clear();
            }
            finish(done);
        }
    }
    if let Some((_, mut last, _)) = open.into_iter().next() {
        last.range.end = text.len();
        finish(last);
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        split(text).iter().map(|s| text[s.range.clone()].trim().to_owned()).collect()
    }

    #[test]
    fn sentences_end_at_their_marks_and_not_inside_titles_or_quotations() {
        assert_eq!(sentences("收到3件。答复“好。行”2件；完。"), ["收到3件。", "答复“好。行”2件；", "完。"]);
        assert_eq!(sentences("答复10件（含上年结转2件）。"), ["含上年结转2件", "答复10件（含上年结转2件）。"]);
        assert_eq!(sentences("见《甲。乙》。"), ["见《甲。乙》。"]);
    }

    #[test]
    fn a_mark_without_its_other_half_joins_and_loses_nothing() {
        assert_eq!(sentences("答复10件（含2件。完"), ["答复10件（含2件。", "完"]);
        assert_eq!(sentences("）收到3件。"), ["）收到3件。"]);
        assert_eq!(sentences("称“好。收到3件。完"), ["称“好。", "收到3件。", "完"]);
        assert_eq!(sentences("见《甲。收到“乙。丙”件。"), ["见《甲。", "收到“乙。丙”件。"]);
        assert_eq!(sentences("甲（乙“丙）丁”。戊"), ["乙“丙", "甲（乙“丙）丁”。", "戊"]);
    }

    #[test]
    fn parentheses_hold_sentences_too() {
        assert_eq!(sentences("甲（乙。丙（丁））戊。"), ["乙。", "丁", "丙（丁）", "甲（乙。丙（丁））戊。"]);
        let deep = format!("{}甲{}", "（".repeat(20), "）".repeat(20));
        assert_eq!(sentences(&deep).len(), MAX_PARENTHESES);
    }

    /// The longest sentence there can be: cut when too long, perhaps by an aside as long as one can be.
    fn longest(text: &str) -> usize {
        split(text).iter().map(|s| s.range.len()).max().unwrap_or(0)
    }

    #[test]
    fn no_sentence_is_without_end() {
        let asides = "（1件）".repeat(100_000);
        let inner = format!("（{}）", "未收到申请，".repeat(20_000));
        let line = "收到申请3件，".repeat(500_000);
        let nested = "（甲".repeat(100_000) + &"）".repeat(100_000);
        let mixed = format!("甲{}", format!("（{}）", "乙".repeat(1_000)).repeat(1_000));
        for text in [asides, inner, line, "1".repeat(1_000_000), nested, mixed] {
            assert!(longest(&text) <= 2 * MAX_SENTENCE + 8, "{}", longest(&text));
            assert!(split(&text).len() <= 200_002);
        }
    }
}
