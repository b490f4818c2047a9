//! Compiles a 句式 into a bounded matcher.
//!
//! A pattern is made of
//!
//! - literal words; blanks in the text do not count, and a stretch in parentheses may stand after any character;
//! - `(a|b)`, and `(a)?` or `(a|)` or `了?` for what may be left out; `(a)*` for what stands once or several times;
//! - `…` for any text within one sentence, and `{分句}` for any within one clause: the latter reaches over none of ，；。！？ of either width, but
//!   over 、 and over a stretch in parentheses. Where something is still to be read after it, neither reaches over a figure: 收到信件3封，办结5件
//!   says nothing of 收到…5件;
//! - holes: `{数}` for a figure, `{百分数}` for a percentage (12.5%, 百分之十二), `{金额}` for a figure with 元, 万元 or 亿元, `{日期}` for a day
//!   of a year (2024年1月20日, 2024-01-20), `{年}` for a year. 近, 约, 超过 and their like may stand before a number, which is then approximate. A hole may have a name, `{总:数}`, by which rules know it (本条.总); the one
//!   without a name, or the first, is 本条 itself. One that counts something else than its reading says what: `{页:数 页}`. `{分:数}*` is short for `(…{分:数})*`: every figure that follows in the sentence;
//! - `{期}` for the year of a report, which is not read: a year (2025年, 2025年度, 2025年以来), its days (1月1日至12月31日) or its last day
//!   (12月31日, 2025年底); no month and no other day;
//! - `^` for the beginning of the sentence, with the number of an item if there is one (1. 二、), and `$` for the end of a clause. It is not the
//!   beginning of any clause, for what a clause is about often stands before its comma: 下属单位，收到…; 去年，…; 其中，….
//!
//! It is turned into a regular expression of an engine that matches in linear time, over sentences in which each figure has become one mark:
//! so a hole meets a whole figure or nothing.

use crate::catalogue::PatternFault;
use crate::program::{ASIDE, FIGURE, HoleKind, Matcher};
use crate::value::numeral;
use std::iter::Peekable;
use std::str::Chars;

/// Marks at which a clause ends. A colon begins one and ends none.
const ENDS: &str = "，,；;。！？!?";
/// Digits a date may be written in.
const DIGITS: &str = "0-9０-９〇○零一二三四五六七八九十";

/// Longer than any sentence of a regulation, with all its variants.
const MAX_PATTERN: usize = 1_000;
/// Groups inside groups.
const MAX_NESTING: usize = 16;

/// The holes there are.
pub const HOLES: [(&str, &str, HoleKind); 5] = [
    ("数", "number", HoleKind::Number),
    ("百分数", "percent", HoleKind::Percent),
    ("金额", "amount", HoleKind::Amount),
    ("日期", "date", HoleKind::Date),
    ("年", "year", HoleKind::Year),
];

/// A pattern as a matcher, with its holes still known by their names.
#[derive(Debug)]
pub struct Compiled {
    /// Finds it in a sentence.
    pub regex: Matcher,
    /// Its holes, by the groups of `regex`.
    pub holes: Vec<NamedHole>,
    /// Its repeated parts: the group of `regex` that holds all of them, what finds one, and the holes of one.
    pub repeats: Vec<(usize, Matcher, Vec<NamedHole>)>,
}

/// A hole of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHole {
    /// The group of the regular expression.
    pub group: usize,
    /// What it reads.
    pub kind: HoleKind,
    /// Its name.
    pub name: Option<String>,
    /// What it counts, where that is something else than the reading does.
    pub unit: Option<String>,
}

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// 句式: reads a figure.
    Reads,
    /// 句式 … 作 n: its presence stands for a figure.
    StandsFor,
    /// 否定
    Negates,
}

/// Compiles a pattern.
pub fn compile(pattern: &str, purpose: Purpose) -> Result<Compiled, PatternFault> {
    if pattern.trim().is_empty() {
        return Err(PatternFault::Empty);
    }
    // Three dots would be read as dots, which no sentence has.
    if ["...", "。。。", "．．．", "···"].iter().any(|dots| pattern.contains(dots)) {
        return Err(PatternFault::Dots);
    }
    if pattern.chars().count() > MAX_PATTERN {
        return Err(PatternFault::TooLong(MAX_PATTERN));
    }
    let mut chars = pattern.chars().peekable();
    let alternatives = parse(&mut chars, 0)?;
    let mut names: Vec<&str> = Vec::new();
    let mut count = 0;
    check(&alternatives, false, &mut names, &mut count)?;
    match (purpose, count) {
        (Purpose::Reads, 0) if ["(数)", "（数）", "[数]", "【数】", "(number)"].iter().any(|hole| pattern.contains(hole)) => {
            return Err(PatternFault::HoleBrackets);
        }
        (Purpose::Reads, 0) => return Err(PatternFault::NoHole),
        (Purpose::Negates, 1..) => return Err(PatternFault::HoleInNegation),
        (Purpose::StandsFor, 1..) => return Err(PatternFault::HoleAndFigure),
        _ => {}
    }
    let mut emitter = Emitter { total: count, ..Emitter::default() };
    emitter.alternatives(&alternatives, true);
    let repeats = emitter.repeats.into_iter().map(|(group, text, holes)| (group, Matcher::new(&text), holes)).collect();
    Ok(Compiled { regex: Matcher::new(&emitter.text), holes: emitter.holes, repeats })
}

/// A piece of a pattern.
#[derive(Debug)]
enum Piece {
    Literal(char),
    /// `…`
    AnySentence,
    /// `{分句}`
    AnyClause,
    /// What it reads, its name, and what it counts where that is something else than the reading does.
    Hole(HoleKind, Option<String>, Option<String>),
    /// `{期}`
    Period,
    /// `^`
    Start,
    /// `$`
    End,
    Group(Vec<Vec<Piece>>, Times),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    /// `?`
    Perhaps,
    /// `*`
    Several,
}

/// The alternatives up to the end of the pattern, or of the group that `depth` says we are in.
fn parse(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Result<Vec<Vec<Piece>>, PatternFault> {
    if depth > MAX_NESTING {
        return Err(PatternFault::TooLong(MAX_PATTERN));
    }
    let mut alternatives: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut closed = depth == 0;
    while let Some(c) = chars.next() {
        let piece = match c {
            '(' | '（' => Piece::Group(parse(chars, depth + 1)?, times(chars)),
            ')' | '）' => {
                if depth == 0 {
                    return Err(PatternFault::ExtraClose);
                }
                closed = true;
                break;
            }
            '|' | '｜' => {
                if alternatives.last().is_some_and(Vec::is_empty) {
                    return Err(PatternFault::EmptyAlternative);
                }
                alternatives.push(Vec::new());
                continue;
            }
            '…' => {
                // Twice in a row, as input methods type it, is once.
                while chars.peek() == Some(&'…') {
                    chars.next();
                }
                Piece::AnySentence
            }
            '{' | '｛' => hole(chars)?,
            '^' => Piece::Start,
            '$' => Piece::End,
            c if c.is_whitespace() => continue,
            '*' | '＊' => return Err(PatternFault::NothingToRepeat),
            c => match chars.peek() {
                Some('?') => {
                    chars.next();
                    Piece::Group(vec![vec![Piece::Literal(c)]], Times::Perhaps)
                }
                _ => Piece::Literal(c),
            },
        };
        if let Some(last) = alternatives.last_mut() {
            last.push(piece);
        }
    }
    if !closed {
        return Err(PatternFault::UnclosedGroup);
    }
    // `(因|)` says that the word may be left out; anything else empty is a slip.
    if alternatives.len() == 1 && alternatives[0].is_empty() {
        return Err(PatternFault::EmptyAlternative);
    }
    Ok(alternatives)
}

fn times(chars: &mut Peekable<Chars<'_>>) -> Times {
    let times = match chars.peek() {
        Some('?' | '？') => Times::Perhaps,
        Some('*' | '＊') => Times::Several,
        _ => return Times::Once,
    };
    chars.next();
    times
}

/// What stands between braces, the opening one passed.
fn hole(chars: &mut Peekable<Chars<'_>>) -> Result<Piece, PatternFault> {
    let inside: String = chars.by_ref().take_while(|c| !matches!(c, '}' | '｝')).collect();
    match inside.trim() {
        "期" | "period" => return Ok(Piece::Period),
        "分句" | "clause" => return Ok(Piece::AnyClause),
        _ => {}
    }
    let (name, kind) = match inside.split_once([':', '：']) {
        Some((name, kind)) => (Some(name.trim()), kind.trim()),
        None => (None, inside.trim()),
    };
    // `{页数:数 页}`: a number that counts something else than the reading does.
    let (kind, unit) = match kind.split_once(char::is_whitespace) {
        Some((kind, unit)) => (kind, Some(unit.trim())),
        None => (kind, None),
    };
    let Some((_, _, kind)) = HOLES.iter().find(|(zh, en, _)| *zh == kind || *en == kind) else {
        return Err(PatternFault::UnknownHole(inside));
    };
    let proper =
        |n: &str| n.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_') && n.chars().all(|c| c.is_alphanumeric() || c == '_');
    if let Some(wrong) = name.into_iter().chain(unit).find(|n| !proper(n)) {
        return Err(PatternFault::HoleName(wrong.to_owned()));
    }
    if unit.is_some() && *kind != HoleKind::Number {
        return Err(PatternFault::UnknownHole(inside));
    }
    let hole = Piece::Hole(*kind, name.map(str::to_owned), unit.map(str::to_owned));
    Ok(match times(chars) {
        Times::Once => hole,
        Times::Perhaps => Piece::Group(vec![vec![hole]], Times::Perhaps),
        Times::Several => Piece::Group(vec![vec![Piece::AnySentence, hole]], Times::Several),
    })
}

/// Names are used once, and a repeated part has no repeated part inside.
fn check<'a>(alternatives: &'a [Vec<Piece>], repeated: bool, names: &mut Vec<&'a str>, count: &mut usize) -> Result<(), PatternFault> {
    for alternative in alternatives {
        for piece in alternative {
            match piece {
                Piece::Hole(_, name, _) => {
                    *count += 1;
                    if let Some(name) = name {
                        if names.contains(&name.as_str()) {
                            return Err(PatternFault::HoleTwice(name.clone()));
                        }
                        names.push(name);
                    } else if repeated {
                        return Err(PatternFault::NamelessRepeat);
                    }
                }
                Piece::Group(inner, Times::Several) => {
                    let before = *count;
                    check(inner, true, names, count)?;
                    if repeated && *count > before {
                        return Err(PatternFault::NestedRepeat);
                    }
                }
                Piece::Group(inner, _) => check(inner, repeated, names, count)?,
                Piece::Literal(_) | Piece::AnySentence | Piece::AnyClause | Piece::Period | Piece::Start | Piece::End => {}
            }
        }
    }
    Ok(())
}

fn has_hole(alternatives: &[Vec<Piece>]) -> bool {
    alternatives.iter().flatten().any(|piece| match piece {
        Piece::Hole(..) => true,
        Piece::Group(inner, _) => has_hole(inner),
        Piece::Literal(_) | Piece::AnySentence | Piece::AnyClause | Piece::Period | Piece::Start | Piece::End => false,
    })
}

#[derive(Default)]
struct Emitter {
    text: String,
    /// Holes in all, and holes written so far.
    total: usize,
    seen: usize,
    groups: usize,
    holes: Vec<NamedHole>,
    repeats: Vec<(usize, String, Vec<NamedHole>)>,
}

impl Emitter {
    /// Writes alternatives; `capture` says whether holes are groups.
    fn alternatives(&mut self, alternatives: &[Vec<Piece>], capture: bool) {
        for (i, alternative) in alternatives.iter().enumerate() {
            if i > 0 {
                self.text.push('|');
            }
            alternative.iter().for_each(|p| self.piece(p, capture));
        }
    }

    fn group(&mut self, alternatives: &[Vec<Piece>], capture: bool, end: &str) {
        self.text.push_str("(?:");
        self.alternatives(alternatives, capture);
        self.text.push(')');
        self.text.push_str(end);
    }

    fn piece(&mut self, piece: &Piece, capture: bool) {
        match piece {
            Piece::AnySentence => {
                let over = self.not_over();
                self.text.push_str(&if over.is_empty() { ".*?".to_owned() } else { format!("[^{over}]*?") });
            }
            Piece::AnyClause => {
                let over = self.not_over();
                self.text.push_str(&format!("[^{over}{ENDS}]*?"));
            }
            Piece::Period => self.text.push_str(&format!("{}[，,]?", period())),
            // The start of the sentence, not of any clause: what a clause is about often stands before its comma (下属单位，收到…), and then its
            // figure is not that of the report.
            Piece::Start => self.text.push_str(&format!("\\A(?:[{DIGITS}]{{1,3}}[.．、])?")),
            Piece::End => self.text.push_str(&format!("{ASIDE}*(?:\\z|[{ENDS}])")),
            // Either width means the same.
            Piece::Literal('，' | ',') => self.text.push_str("[，,]"),
            Piece::Literal('；' | ';') => self.text.push_str("[；;]"),
            Piece::Literal('：' | ':') => self.text.push_str("[：:]"),
            Piece::Literal('%' | '％') => self.text.push_str("[%％]"),
            Piece::Literal(c) => {
                self.text.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
                // A stretch in parentheses may stand between any two words.
                self.text.push_str(&format!("{ASIDE}?"));
            }
            Piece::Hole(kind, name, unit) => self.hole(*kind, (name.as_ref(), unit.as_ref()), capture),
            Piece::Group(inner, Times::Once) => self.group(inner, capture, ""),
            Piece::Group(inner, Times::Perhaps) => self.group(inner, capture, "?"),
            Piece::Group(inner, Times::Several) => {
                if capture && has_hole(inner) {
                    // One group for all of them; what is in each is found by going through it once more.
                    self.groups += 1;
                    // What is written twice is counted once.
                    let mut one = Emitter { total: usize::MAX, ..Emitter::default() };
                    one.alternatives(inner, true);
                    self.repeats.push((self.groups, one.text, one.holes));
                    self.text.push('(');
                    self.group(inner, false, "+");
                    self.text.push(')');
                } else {
                    self.group(inner, false, "+");
                }
            }
        }
    }

    /// What `…` does not reach over: a figure, while something is still to be read.
    fn not_over(&self) -> String {
        if self.seen < self.total { FIGURE.to_string() } else { String::new() }
    }

    fn hole(&mut self, kind: HoleKind, (name, unit): (Option<&String>, Option<&String>), capture: bool) {
        if capture {
            self.groups += 1;
            self.holes.push(NamedHole { group: self.groups, kind, name: name.cloned(), unit: unit.cloned() });
        }
        self.seen += 1;
        if matches!(kind, HoleKind::Number | HoleKind::Amount | HoleKind::Percent) {
            self.text.push_str(&format!("(?:{})?", numeral::approximating_words().join("|")));
        }
        self.text.push_str(if capture { "(" } else { "(?:" });
        let digit = "0-9０-９";
        let (body, after) = match kind {
            HoleKind::Number => (FIGURE.to_string(), ""),
            HoleKind::Amount => (format!("{FIGURE}(?:万元|亿元|元)"), ""),
            HoleKind::Percent => (
                format!(
                    "[{digit}]+(?:[,，][{digit}]{{3}})*(?:[.．][{digit}]+)?[%％]|百分之(?:[{digit}]+(?:[.．][{digit}]+)?|[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?)"
                ),
                "",
            ),
            HoleKind::Date => {
                let short = format!("[{digit}一二三四五六七八九十廿卅]{{1,3}}");
                let marks = "[-－./／．]";
                (
                    format!("[{digit}〇○零一二三四五六七八九]{{4}}(?:年{short}月{short}日|{marks}[{digit}]{{1,2}}{marks}[{digit}]{{1,2}})"),
                    "",
                )
            }
            HoleKind::Year => (format!("[{digit}]{{4}}|[〇○零一二三四五六七八九]{{4}}"), "年度?"),
        };
        self.text.push_str(&body);
        self.text.push(')');
        self.text.push_str(after);
    }
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
        let purpose = if pattern.contains("数}") || pattern.contains("数:") { Purpose::Reads } else { Purpose::Negates };
        let regex = compile(pattern, purpose).unwrap_or_else(|e| panic!("{pattern}: {e:?}")).regex;
        let regex = regex.regex().expect("it is small");
        let masked = text.replace('#', &FIGURE.to_string()).replace('@', &ASIDE.to_string());
        assert_eq!(regex.is_match(&masked), expected, "{pattern} on {text}");
    }

    #[test]
    fn an_ellipsis_keeps_to_its_sentence_and_a_clause_to_its_clause() {
        for text in ["收到，申请#件", "收到,申请#件", "收到！申请#件"] {
            check("收到{分句}申请{数}件", text, false);
            check("收到…申请{数}件", text, true);
        }
        for text in ["收到申请#件", "收到书面、网上申请#件", "收到@申请@#件", "收到关于：申请#件"] {
            check("收到{分句}申请{数}件", text, true);
            check("收到…申请{数}件", text, true);
        }
        // Not over a figure while something is still to be read: what follows it is of something else.
        check("收到…申请{数}件", "收到#份申请#件", false);
        check("复议…维持", "复议#件，均获维持", true);
        check("收到{数}份…维持", "收到#份，复议#件，均获维持", true);
        check("增长了?{数}件", "增长近#件", true);
        check("收到{数}份…申请{数}件", "收到#份，申请#件", true);
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
    fn holes_of_every_kind() {
        check("下降{百数:百分数}", "下降1.10%", true);
        check("下降{百数:百分数}", "下降百分之十二", true);
        check("下降{百数:百分数}", "下降12", false);
        check("收费{共数:金额}", "收费#万元", true);
        check("收费{共数:金额}", "收费#件", false);
        check("于{某数:日期}发布", "于2024年1月20日发布", true);
        check("于{某数:日期}发布", "于2024-01-20发布", true);
        check("{某数:年}收到", "2024年度收到", true);
    }

    #[test]
    fn repeated_parts_are_one_group_and_a_matcher_for_one() {
        let compiled = compile("共{总:数}条…其中{分:数}*", Purpose::Reads).expect("a pattern");
        assert_eq!(compiled.holes.len(), 1);
        let [(group, one, holes)] = compiled.repeats.as_slice() else { panic!("one repeat") };
        let text = "共#条，其中网站#条、微信#条".replace('#', &FIGURE.to_string());
        let captures = compiled.regex.regex().expect("it is small").captures(&text).expect("it matches");
        let all = captures.get(*group).expect("the group");
        assert_eq!(one.regex().expect("it is small").find_iter(all.as_str()).count(), 2);
        assert_eq!(holes[0].name.as_deref(), Some("分"));
    }

    #[test]
    fn holes_and_groups_are_checked() {
        let fault = |pattern: &str, purpose| compile(pattern, purpose).err();
        assert_eq!(fault("收到", Purpose::Reads), Some(PatternFault::NoHole));
        assert_eq!(fault("{期}收到", Purpose::Reads), Some(PatternFault::NoHole));
        assert_eq!(fault("收到{数}件", Purpose::Negates), Some(PatternFault::HoleInNegation));
        assert_eq!(fault("收到{数}件", Purpose::StandsFor), Some(PatternFault::HoleAndFigure));
        assert_eq!(fault("收到{人}", Purpose::Negates), Some(PatternFault::UnknownHole("人".to_owned())));
        assert_eq!(fault("收到{a b:数}", Purpose::Reads), Some(PatternFault::HoleName("a b".to_owned())));
        assert_eq!(fault("{a:数}和{a:数}", Purpose::Reads), Some(PatternFault::HoleTwice("a".to_owned())));
        assert_eq!(fault("({a:数}({b:数})*)*", Purpose::Reads), Some(PatternFault::NestedRepeat));
        assert_eq!(fault("{数}*", Purpose::Reads), Some(PatternFault::NamelessRepeat));
        assert_eq!(fault("收到*", Purpose::Negates), Some(PatternFault::NothingToRepeat));
        assert_eq!(fault("(收到", Purpose::Negates), Some(PatternFault::UnclosedGroup));
        assert_eq!(fault("收到)", Purpose::Negates), Some(PatternFault::ExtraClose));
        assert_eq!(fault("收到(|新)", Purpose::Negates), Some(PatternFault::EmptyAlternative));
        assert_eq!(fault("收到()", Purpose::Negates), Some(PatternFault::EmptyAlternative));
        assert!(fault(&"(".repeat(900), Purpose::Negates).is_some());
    }
}
