//! Texts of reports: what they contain, how long they are, what stands in them twice, and how much of one stands in another.

use super::prose;
use crate::program::TextMeasure;
use crate::report::{Paragraph, Place, Report, Section};
use std::borrow::Cow;
use std::ops::Range;

/// A stretch of a report: a paragraph or a sentence of it, or a name it gives.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// Id of the section it stands in; empty for a name.
    pub section: &'a str,
    /// The text.
    pub text: Cow<'a, str>,
    /// The paragraph it is of, and where in it it begins.
    pub source: Option<(&'a Paragraph, usize)>,
    /// Whether every character counts as it is written: what stands in a cell.
    pub as_written: bool,
}

impl<'a> Passage<'a> {
    fn of(section: &'a Section, paragraph: &'a Paragraph) -> Passage<'a> {
        Passage { section: &section.id, text: Cow::Borrowed(&paragraph.text), source: Some((paragraph, 0)), as_written: false }
    }

    /// A name or another text that stands alone.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Passage<'a> {
        Passage { section: "", text: text.into(), source: None, as_written: false }
    }

    /// What stands in a cell.
    pub fn of_cell(text: &'a str) -> Passage<'a> {
        Passage { as_written: true, ..Passage::plain(text) }
    }

    /// Whether it has what is left out or folded before it is searched.
    fn is_squeezed(&self) -> bool {
        self.text.contains(|c| is_blank(c) || !self.as_written && is_wide(c))
    }

    /// The place of a byte of it.
    pub fn place(&self, at: usize) -> Place {
        self.source.map_or_else(Place::default, |(paragraph, from)| paragraph.place_at(from + at))
    }

    /// The sentence around a range of it, as it stands.
    pub fn sentence(&self, range: &Range<usize>) -> &str {
        // No sentence is longer than this, so no more around the range need be looked at.
        let (mut from, mut to) = (range.start.saturating_sub(prose::MAX_SENTENCE), (range.end + prose::MAX_SENTENCE).min(self.text.len()));
        while !self.text.is_char_boundary(from) {
            from -= 1;
        }
        while !self.text.is_char_boundary(to) {
            to += 1;
        }
        let text = &self.text[from..to];
        let inside = range.start - from..range.end - from;
        let around = prose::split(text).into_iter().map(|s| s.range).filter(|s| s.start <= inside.start && inside.end <= s.end);
        let around = around.min_by_key(|s| s.len());
        around.and_then(|s| text.get(s)).unwrap_or(text).trim()
    }
}

/// A text, in pieces that end where a paragraph does.
#[derive(Debug, Clone, Default)]
pub struct Words<'a> {
    /// The pieces, in order.
    pub pieces: Vec<Passage<'a>>,
    /// Sections of it that the report does not have: it may say more.
    pub absent: Vec<&'a str>,
}

impl<'a> Words<'a> {
    /// A text of one piece.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Words<'a> {
        Words { pieces: vec![Passage::plain(text)], absent: Vec::new() }
    }

    /// What stands in a cell.
    pub fn of_cell(text: &'a str) -> Words<'a> {
        Words { pieces: vec![Passage::of_cell(text)], absent: Vec::new() }
    }

    /// The prose of a section; `None` where the report does not have it.
    pub fn of_section(report: &'a Report, id: &str) -> Option<Words<'a>> {
        let mut sections = report.sections.iter().filter(|s| s.id == id).peekable();
        sections.peek()?;
        let pieces = sections.flat_map(|s| s.paragraphs.iter().map(move |p| Passage::of(s, p))).collect();
        Some(Words { pieces, absent: Vec::new() })
    }

    /// What stands before the first section, and the prose of all sections; `None` where there is no section at all.
    pub fn of_report(report: &'a Report) -> Option<Words<'a>> {
        if report.sections.is_empty() {
            return None;
        }
        let opening = report.opening.iter().map(|p| Passage {
            section: "",
            text: Cow::Borrowed(p.text.as_str()),
            source: Some((p, 0)),
            as_written: false,
        });
        let prose = report.sections.iter().flat_map(|s| s.paragraphs.iter().map(move |p| Passage::of(s, p)));
        let absent = report.form.sections.iter().map(|s| s.id.as_str()).filter(|id| report.section(id).is_none());
        Some(Words { pieces: opening.chain(prose).collect(), absent: absent.collect() })
    }

    /// Whether all of it is there.
    pub fn is_whole(&self) -> bool {
        self.absent.is_empty()
    }

    /// The text, one piece a line.
    pub fn joined(&self) -> String {
        self.pieces.iter().map(|p| p.text.trim()).collect::<Vec<_>>().join("\n")
    }

    /// The first place in each piece at which one of `words` stands, blanks not counted.
    pub fn find<'s>(&'s self, words: &'s [String]) -> impl Iterator<Item = (&'s Passage<'a>, Range<usize>)> {
        let bare = |w: &String| w.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let written: Vec<String> = words.iter().map(bare).collect();
        let folded: Vec<String> = written.iter().map(|w| w.chars().map(narrow).collect()).collect();
        self.pieces.iter().filter_map(move |piece| {
            let needles = if piece.as_written { &written } else { &folded };
            // Most Chinese text has no blanks, and is looked at as it stands.
            if !piece.is_squeezed() {
                let found = needles.iter().filter(|n| !n.is_empty()).filter_map(|n| piece.text.find(n.as_str()).map(|at| at..at + n.len()));
                return found.min_by_key(|r| r.start).map(|r| (piece, r));
            }
            let squeezed = Squeezed::new(piece, true);
            let found = needles.iter().filter(|n| !n.is_empty()).filter_map(|n| squeezed.text.find(n.as_str()).map(|at| at..at + n.len()));
            found.min_by_key(|r| r.start).map(|r| (piece, squeezed.original(&r)))
        })
    }

    /// The first place in each piece that a regular expression matches, blanks not counted.
    pub fn matched<'s>(&'s self, regex: &'s regex::Regex) -> impl Iterator<Item = (&'s Passage<'a>, Range<usize>)> {
        // An expression that itself asks for digits in full width is to find them.
        let fold = !regex.as_str().contains(is_wide);
        self.pieces.iter().filter_map(move |piece| {
            if !piece.is_squeezed() {
                return regex.find(&piece.text).map(|found| (piece, found.range()));
            }
            let squeezed = Squeezed::new(piece, fold);
            let found = regex.find(&squeezed.text)?;
            Some((piece, squeezed.original(&found.range())))
        })
    }

    /// What is counted, place by place; of the length there is no place.
    pub fn measure(&self, what: TextMeasure) -> Vec<(&Passage<'a>, Range<usize>)> {
        let mut found = Vec::new();
        let mut numbers = ItemNumbers::default();
        for piece in &self.pieces {
            let text = &*piece.text;
            match what {
                TextMeasure::Length => {}
                TextMeasure::Doubled => found.extend(doubled(text).into_iter().map(|r| (piece, r))),
                TextMeasure::Unpaired => found.extend(unpaired(text).into_iter().map(|r| (piece, r))),
                TextMeasure::Misnumbered => {
                    found.extend(numbers.next(text).into_iter().map(|r| (piece, r)));
                }
            }
        }
        found
    }

    /// How many there are of what is counted.
    pub fn count(&self, what: TextMeasure) -> usize {
        match what {
            TextMeasure::Length => self.length(),
            TextMeasure::Doubled | TextMeasure::Unpaired | TextMeasure::Misnumbered => self.measure(what).len(),
        }
    }

    /// How many characters it has, blanks not counted.
    fn length(&self) -> usize {
        self.pieces.iter().map(|p| p.text.chars().filter(|c| !c.is_whitespace()).count()).sum()
    }
}

/// What does not count in a text.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// A text without its blanks, and where each of its bytes came from.
struct Squeezed {
    text: String,
    /// For each character: its byte here, and its byte in the text.
    offsets: Vec<(usize, usize)>,
    /// For each character: where it ends in the text.
    ends: Vec<usize>,
    end: usize,
}

impl Squeezed {
    /// The text of a passage without blanks and, if `fold`, with its digits, letters and percent signs in half width.
    fn new(passage: &Passage, fold: bool) -> Squeezed {
        let text = &*passage.text;
        let mut squeezed = Squeezed { text: String::with_capacity(text.len()), offsets: Vec::new(), ends: Vec::new(), end: text.len() };
        for (at, c) in text.char_indices().filter(|(_, c)| !is_blank(*c)) {
            squeezed.offsets.push((squeezed.text.len(), at));
            squeezed.ends.push(at + c.len_utf8());
            squeezed.text.push(if fold && !passage.as_written { narrow(c) } else { c });
        }
        squeezed
    }

    fn original(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let index = self.offsets.partition_point(|(here, _)| *here < offset);
            self.offsets.get(index).map_or(self.end, |(_, there)| *there)
        };
        // The end is that of the last character, without the blanks after it.
        let last = self.offsets.partition_point(|(here, _)| *here < range.end).checked_sub(1);
        let end = last.and_then(|i| self.ends.get(i).copied());
        at(range.start)..end.unwrap_or(self.end).max(at(range.start))
    }
}

/// Whether a character is a digit, a letter or a percent sign in full width.
fn is_wide(c: char) -> bool {
    narrow(c) != c
}

/// Digits, letters and percent signs in full width as in half width; any other character as it is.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Words that never stand twice in a row but by mistake, except where one of the two is part of another word. With each: the characters that make
/// a word with it where they come after it (在在线 is 在 and 在线), and where they come before it (参与与 is 参与 and 与).
const NEVER_TWICE: [(char, &str, &str); 20] = [
    ('的', "士确", "目"),
    ('了', "解结然却如", "明"),
    ('和', "平谐睦解气美好善顺田县林硕静龙布合政", "共调缓总饱温柔祥人平"),
    ('与', "会时否其", "参给赋授干付"),
    ('及', "时格早", "涉普顾波触惠遍谈提论危"),
    ('在', "线职册建岗编校场库途案押逃即此于家籍学用售外位野乎意先前后内读研播网华京沪", "存现内外潜自"),
    ('是', "否非", "国"),
    ('共', "同享建治产青有和识赢性创商用存管", "公中"),
    ('为', "了民主止何期首农企此人政老侨", "行人有"),
    ('于', "是田都", ""),
    ('并', "且非联行列购轨网发重举存入", "合兼吞归裁撤"),
    ('或', "者许是有", ""),
    ('被', "告动申征害诉服执", "棉"),
    ('把', "关握控手脉守", "车"),
    ('由', "于此来", "理自事缘案"),
    ('从', "事业严而中此未重轻快优紧宽容江", "服跟顺盲随"),
    ('向', "上下前导往来阳好善", "方面意导去走动取倾定志双流转"),
    ('将', "来军近士乐", "大小"),
    ('已', "经知婚故", "而"),
    ('对', "外口接照应标策象比方待立话台上下内手账冲抗称", "针核反面相校比应配绝派"),
];
/// Words of two characters that may: a name that ends and another that begins with them, and what is said twice for emphasis.
const MAY_STAND_TWICE: [&str; 14] =
    ["公开", "管理", "服务", "国家", "一个", "一件", "一项", "一条", "一步", "一批", "很多", "许多", "研究", "学习"];
/// The longest word looked for twice in a row.
const LONGEST_DOUBLED: usize = 6;

/// Words that stand twice in a row by mistake: 预算预算, 情况情况, 的的. 人人, 常常 and their like are words of their own.
fn doubled(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let length = (1..=LONGEST_DOUBLED).rev().find(|n| {
            let Some(both) = chars.get(i..i + 2 * n) else { return false };
            let (first, second) = both.split_at(*n);
            if !first.iter().zip(second).all(|(a, b)| a.1 == b.1 && han(a.1)) {
                return false;
            }
            let word: String = first.iter().map(|(_, c)| *c).collect();
            match n {
                1 => mistaken(&chars, i),
                // 天天天天 is 天天 said twice, which is said; and a number is no word.
                _ => !first.iter().all(|(_, c)| *c == first[0].1) && !MAY_STAND_TWICE.contains(&word.as_str()) && !is_numeral(&word),
            }
        });
        match length {
            Some(n) => {
                let last = chars[i + 2 * n - 1];
                found.push(chars[i].0..last.0 + last.1.len_utf8());
                i += 2 * n;
            }
            None => i += 1,
        }
    }
    found
}

/// Whether a character that stands twice at `i` does so by mistake.
fn mistaken(chars: &[(usize, char)], i: usize) -> bool {
    let at = |k: usize| chars.get(k).map(|(_, c)| *c);
    let (before, after) = (i.checked_sub(1).and_then(at), at(i + 2));
    // 实实在在, 的的确确
    let paired = |a: Option<char>, b: Option<char>| a.is_some() && a == b;
    if paired(before, i.checked_sub(2).and_then(at)) || paired(after, at(i + 3)) {
        return false;
    }
    let part = |of: &str, c: Option<char>| c.is_some_and(|c| of.contains(c));
    let word = NEVER_TWICE.iter().find(|(word, ..)| Some(*word) == at(i));
    word.is_some_and(|(_, begins, ends)| !part(begins, after) && !part(ends, before))
}

fn is_numeral(word: &str) -> bool {
    word.chars().all(|c| "零〇一二两三四五六七八九十百千万亿".contains(c))
}

/// Brackets and quotation marks without their other half, by where they stand. A straight quotation mark, and a closing bracket after the number
/// of an item, are none.
fn unpaired(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 7] = [('（', '）'), ('(', ')'), ('《', '》'), ('〈', '〉'), ('“', '”'), ('【', '】'), ('〔', '〕')];
    let close_of = |c: char| PAIRS.iter().find(|(open, _)| *open == c).map(|(_, close)| *close);
    // （ and ( are one another's halves in texts typed in a hurry.
    let same = |a: char, b: char| a == b || matches!((a, b), ('）', ')') | (')', '）'));
    let mut open: Vec<(Range<usize>, char)> = Vec::new();
    let mut wrong: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if let Some(close) = close_of(c) {
            open.push((at..at + c.len_utf8(), close));
        } else if PAIRS.iter().any(|(_, close)| *close == c) {
            match open.iter().rposition(|(_, wanted)| same(*wanted, c)) {
                Some(position) => {
                    // What was opened since and not closed lacks its half.
                    wrong.extend(open.drain(position..).skip(1).map(|(at, _)| at));
                }
                // `1）` and `一）` number an item.
                None if matches!(c, '）' | ')') && (before.is_ascii_digit() || is_numeral(&before.to_string())) => {}
                None => wrong.push(at..at + c.len_utf8()),
            }
        }
        before = c;
    }
    wrong.extend(open.into_iter().map(|(at, _)| at));
    wrong.sort_unstable_by_key(|r| r.start);
    wrong
}

/// The numbers of items in the order of the text, each kind by itself.
#[derive(Default)]
struct ItemNumbers {
    /// The last of `一、`, `（一）` and `1.`, which begin a paragraph.
    last: [Option<u32>; HEADINGS],
    /// The last of each list that is open, of `（1）` and of `一是`, which begin a clause: one may stand inside another.
    open: [Vec<u32>; 2],
}

/// Lists inside lists that are told apart.
const MAX_LISTS: usize = 16;

fn begin_list(open: &mut Vec<u32>) {
    if open.len() == MAX_LISTS {
        open.remove(0);
    }
    open.push(1);
}

/// Before 一是, these make it another word.
const NO_ORDINAL: [char; 12] = ['之', '唯', '统', '第', '单', '同', '专', '万', '逐', '十', '百', '不'];

/// Kinds of marks that only begin a paragraph.
const HEADINGS: usize = 3;

impl ItemNumbers {
    /// Where the numbers of a paragraph stand that do not follow the ones before. A list may begin anew at 1.
    fn next(&mut self, text: &str) -> Vec<Range<usize>> {
        let mut wrong = Vec::new();
        // The lists of this paragraph, of either kind, have begun.
        let mut begun = [false; 2];
        let mut begins = true;
        let mut first = true;
        // What is in parentheses, quotation marks or a title has numbers of its own.
        let mut inside = 0_usize;
        let mut passed = 0;
        for (at, c) in text.char_indices() {
            if at < passed || c.is_whitespace() {
                continue;
            }
            if let Some((kind, number, length)) = text.get(at..).filter(|_| begins && inside == 0).and_then(item_number) {
                let follows = match kind.checked_sub(HEADINGS) {
                    None => !first || self.heading(kind, number),
                    Some(kind) => {
                        let fresh = !std::mem::replace(&mut begun[kind], true);
                        self.item(kind, number, fresh)
                    }
                };
                if !follows {
                    wrong.push(at..at + length);
                }
                passed = at + length;
                // 二、一是甲: a mark may follow a mark.
                begins = true;
                first = false;
                continue;
            }
            // A list may begin amid a clause, 包括一是甲，二是乙; 统一是 begins none.
            if inside == 0
                && matches!(c, '一' | '（' | '(')
                && !text[..at].ends_with(NO_ORDINAL)
                && let Some((kind, 1, length)) = item_number(&text[at..])
                && let Some(open) = kind.checked_sub(HEADINGS).and_then(|k| self.open.get_mut(k))
            {
                begin_list(open);
                passed = at + length;
                (begins, first) = (true, false);
                continue;
            }
            first = false;
            match c {
                '（' | '(' | '“' | '《' => inside += 1,
                '）' | ')' | '”' | '》' => inside = inside.saturating_sub(1),
                _ => {}
            }
            begins = matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',' | '！' | '!');
        }
        wrong
    }

    /// Whether the number of a paragraph follows.
    fn heading(&mut self, kind: usize, number: u32) -> bool {
        let last = self.last[kind].replace(number);
        // An outer item begins its inner lists anew.
        for inner in &mut self.last[kind + 1..] {
            *inner = None;
        }
        self.open = Default::default();
        match last {
            None => number == 1,
            Some(last) => number == last + 1 || number == 1 && last > 1,
        }
    }

    /// Whether the number of an item within a paragraph follows: on one of the lists that are open, or on none, whose beginning is put otherwise.
    fn item(&mut self, kind: usize, number: u32, fresh: bool) -> bool {
        let open = &mut self.open[kind];
        if number == 1 {
            if fresh {
                open.clear();
            }
            begin_list(open);
            return true;
        }
        let follows = open.iter().rposition(|last| last + 1 == number);
        let known = !open.is_empty();
        // What stood inside the list that goes on is closed.
        open.truncate(follows.unwrap_or_else(|| open.len().saturating_sub(1)));
        open.push(number);
        follows.is_some() || !known
    }
}

/// The kind, number and length of the mark a text begins with: `一、`, `（一）`, `1.`, `（1）`, `一是`.
fn item_number(text: &str) -> Option<(usize, u32, usize)> {
    let (inner, open) = match text.strip_prefix(['（', '(']) {
        Some(inner) => (inner, text.len() - inner.len()),
        None => (text, 0),
    };
    let chinese: usize = inner.chars().take(3).take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum();
    let digits: usize = inner.chars().take(2).take_while(char::is_ascii_digit).count();
    let (number, length) = if chinese > 0 {
        (crate::value::numeral::parse_chinese(inner.get(..chinese)?)?, chinese)
    } else if digits > 0 {
        (crate::value::numeral::parse_digits(inner.get(..digits)?)?, digits)
    } else {
        return None;
    };
    let number = u32::try_from(number).ok()?;
    let rest = inner.get(length..)?;
    let mark = rest.chars().next()?;
    let kind = match (open > 0, chinese > 0, mark) {
        (false, true, '、') => 0,
        (true, true, '）' | ')') => 1,
        (false, false, '.' | '．' | '、') if !rest.get(mark.len_utf8()..)?.starts_with(|c: char| c.is_ascii_digit()) => 2,
        // （三）项, (2)款 name a provision.
        (true, false, '）' | ')') if !rest.get(mark.len_utf8()..)?.starts_with(['项', '款', '目', '条', '类', '、', '和', '至']) => {
            3
        }
        (false, true, '是') => 4,
        _ => return None,
    };
    Some((kind, number, open + length + mark.len_utf8()))
}

/// Characters of one shingle.
const SHINGLE: usize = 5;

/// The stretches of five characters of a text, as hashes, each once, in order; what is common to all reports left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// The shingles of a text. Digits, punctuation and blanks are left out, and so are `phrases`: the wording of the form, names of bodies, lists of
    /// the author. What is left out parts what stands on its two sides.
    pub fn of(words: &Words, phrases: &[String]) -> Shingles {
        let mut all = Vec::new();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic() && !is_digit(*c)).collect::<String>();
        let phrases: Vec<String> = phrases.iter().map(|p| letters(p)).filter(|p| !p.is_empty()).collect();
        for piece in &words.pieces {
            // Whole words only: the numbers in it say nothing of whether it was written anew.
            let plain = letters(&piece.text);
            let mut kept = vec![true; plain.len()];
            for phrase in &phrases {
                for (at, found) in plain.match_indices(phrase.as_str()) {
                    kept[at..at + found.len()].fill(false);
                }
            }
            let mut run: Vec<char> = Vec::new();
            for (at, c) in plain.char_indices().chain([(plain.len(), '\0')]) {
                if kept.get(at).copied().unwrap_or(false) {
                    run.push(c);
                    continue;
                }
                all.extend(run.windows(SHINGLE).map(hash));
                run.clear();
            }
        }
        all.sort_unstable();
        all.dedup();
        Shingles(all)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none: the text is too short, or holds nothing but what is left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of them are in the other too.
    pub fn shared(&self, other: &Shingles) -> usize {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
        shared
    }

    /// Whether a stretch of characters is one of them.
    fn has(&self, stretch: &[char]) -> bool {
        self.0.binary_search(&hash(stretch)).is_ok()
    }
}

/// The longest stretch of a text that stands in the other too, as its piece and range.
pub fn longest_shared<'w, 'a>(words: &'w Words<'a>, other: &Shingles) -> Option<(&'w Passage<'a>, Range<usize>)> {
    let mut longest: Option<(usize, &Passage<'a>, Range<usize>)> = None;
    for piece in &words.pieces {
        let chars: Vec<(usize, char)> = piece.text.char_indices().filter(|(_, c)| c.is_alphabetic() && !is_digit(*c)).collect();
        let letters: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
        let mut begin = None;
        for i in 0..=chars.len() {
            let here = letters.get(i..i + SHINGLE).is_some_and(|s| other.has(s));
            match (begin, here) {
                (None, true) => begin = Some(i),
                (Some(first), false) => {
                    let last = i + SHINGLE - 2;
                    let length = last + 1 - first;
                    if longest.as_ref().is_none_or(|(l, ..)| length > *l) {
                        longest = Some((length, piece, chars[first].0..chars[last].0 + chars[last].1.len_utf8()));
                    }
                    begin = None;
                }
                _ => {}
            }
        }
    }
    longest.map(|(_, piece, range)| (piece, range))
}

fn is_digit(c: char) -> bool {
    c.is_numeric() || "零〇一二两三四五六七八九十百千万亿".contains(c)
}

/// FNV-1a over the characters: the same on every machine.
fn hash(stretch: &[char]) -> u64 {
    stretch.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        u32::from(*c).to_le_bytes().iter().fold(hash, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn found(text: &str, what: TextMeasure) -> Vec<String> {
        let words = Words::plain(text.to_owned());
        words.measure(what).into_iter().map(|(piece, range)| piece.text[range].to_owned()).collect()
    }

    #[test]
    fn doubled_words_are_mistakes_and_reduplication_is_none() {
        assert_eq!(found("年度预算预算公开，资金资金使用，年度 年度报告，情况情况", TextMeasure::Doubled).len(), 4);
        assert_eq!(found("做好的的工作，共共收到", TextMeasure::Doubled), ["的的", "共共"]);
        assert_eq!(
            found("人人参与，渐渐形成，天天更新，常常研究，政府信息公开公开目录，一件一件落实，天天天天", TextMeasure::Doubled),
            [""; 0]
        );
        assert_eq!(found("政策的的出台，收到了了回复，共共收到，对对申请人，在在规定时间，及及有关部门", TextMeasure::Doubled).len(), 6);
        for right in [
            "实实在在做事，的的确确有效，和和气气办事",
            "在在线政务服务平台，甲县和和平区，准确性及及时性，开展了了解民意活动，对对外服务窗口，公开的的士管理",
            "公众参与与监督，普及及推广，合并并公开，公共共享平台，以政府行为为主，申请理由由本人填写，达到目的的手段",
            "是是非非，完成后将并并入系统，为为老服务，政府与与会代表，和和合街道，将将乐县列入，把把关责任压实，对对口部门",
            "为了了解情况，现在在办件，发展方向向好，核对对象",
        ] {
            assert_eq!(found(right, TextMeasure::Doubled), [""; 0], "{right}");
        }
        assert_eq!(found("2020年2020件，三三两两，一百一百", TextMeasure::Doubled), [""; 0]);
        assert_eq!(found("信息公开工作信息公开工作", TextMeasure::Doubled), ["信息公开工作信息公开工作"]);
    }

    #[test]
    fn marks_without_their_half() {
        assert_eq!(found("依据《条例》（第49条)和“通知”，1）甲 2)乙", TextMeasure::Unpaired), [""; 0]);
        assert_eq!(found("依据《条例（第49条），", TextMeasure::Unpaired), ["《"]);
        assert_eq!(found("甲》乙", TextMeasure::Unpaired), ["》"]);
        assert_eq!(found("“甲（乙”丙", TextMeasure::Unpaired), ["（"]);
    }

    #[test]
    fn numbers_of_items_follow() {
        let wrong = |paragraphs: &[&str]| {
            let pieces = paragraphs.iter().map(|p| Passage::plain((*p).to_owned())).collect();
            let words = Words { pieces, absent: Vec::new() };
            words.measure(TextMeasure::Misnumbered).into_iter().map(|(p, r)| p.text[r].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(&["（一）甲", "1.子", "2.丑", "（二）乙", "1.寅", "2.卯", "（三）丙"]), [""; 0]);
        assert_eq!(wrong(&["（一）甲", "（三）乙", "（四）丙"]), ["（三）"]);
        assert_eq!(wrong(&["（一）甲", "（一）乙"]), ["（一）"]);
        assert_eq!(wrong(&["1.5万件", "2024年"]), [""; 0]);
        assert_eq!(wrong(&["一是甲", "二是乙", "四是丙"]), ["四是"]);
        // Within a paragraph.
        assert_eq!(wrong(&["一是加强领导；二是完善制度；四是强化培训。"]), ["四是"]);
        assert_eq!(wrong(&["主要做法：一是加强领导。二是完善制度。二是强化培训。三是考核。"]), ["二是"]);
        assert_eq!(wrong(&["措施如下：(1)甲；(2)乙；(4)丙。"]), ["(4)"]);
        assert_eq!(wrong(&["（1）甲，（3）乙。"]), ["（3）"]);
        assert_eq!(wrong(&["一是甲；二是乙；三是丙。", "一是丁；二是戊；四是己。"]), ["四是"]);
        for right in [
            &["一是加强领导；二是完善制度；三是强化培训。", "一是甲；二是乙。", "三是丙。"][..],
            &["做了三件事，一是甲，二是乙，三是丙。存在的问题：一是丁；二是戊。"],
            &["一是甲：一是子，二是丑；二是乙；三是丙：（1）寅；（2）卯；四是丁。"],
            &["一是甲；二是乙；三是丙，包括一是子，二是丑；四是丁（一是寅，二是卯，三是辰）；五是戊。"],
            &["首先，甲；二是乙；三是丙。"],
            &["依据第二十条第（1）项；（3）项的规定，分（2）、（4）两类。"],
            &["按照《三是方案》；“五是”说明，三、四级单位；二、三级目录。"],
        ] {
            assert_eq!(wrong(right), [""; 0], "{right:?}");
        }
    }

    #[test]
    fn what_is_common_to_all_is_left_out_of_account() {
        let shingles = |text: &str| Shingles::of(&Words::plain(text.to_owned()), &["政府信息公开".to_owned()]);
        let (a, b) = (shingles("2024年认真做好主动公开各项工作，共12件"), shingles("2025年认真做好主动公开各项工作，共34件"));
        assert_eq!((a.shared(&b), a.len()), (a.len(), a.len()));
        assert!(shingles("政府信息公开").is_empty());
        assert_eq!(shingles("认真做好主动").shared(&shingles("甲乙丙丁戊己庚")), 0);
    }

    #[test]
    fn words_are_found_over_blanks_and_places_come_back() {
        let words = Words::plain("本年度 暂无存在 问题。".to_owned());
        let wanted = ["无存在问题".to_owned()];
        let (piece, range) = words.find(&wanted).next().expect("found");
        assert_eq!(&piece.text[range], "无存在 问题");
    }
}
