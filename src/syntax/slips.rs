//! Slips of people who type rules in a word processor and have never programmed: known by what stands where the text does not parse, and
//! answered with what to type instead.
//!
//! Nothing here is looked at in a text that parses, so no rule that means something is called a slip.

use super::lookalikes;
use super::parser::Keyword;
use super::scan::{Token, TokenKind, is_name_char};
use crate::catalogue::{Expected, Fault, Note};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::value::numeral;

/// Words after the table of a range.
pub const EACH: [&str; 6] = ["逐列", "逐行", "每格", "逐条", "逐句", "逐段"];
/// Words after 级别.
pub const LEVELS: [&str; 6] = ["强制", "核实", "提示", "must", "verify", "note"];
/// What authors write instead of either.
const CHOICES: [(&str, &str); 27] = [
    ("error", "must"),
    ("warning", "verify"),
    ("info", "note"),
    ("必须", "强制"),
    ("严重", "强制"),
    ("错误", "强制"),
    ("重要", "强制"),
    ("高", "强制"),
    ("一般", "核实"),
    ("警告", "核实"),
    ("核对", "核实"),
    ("确认", "核实"),
    ("疑似", "核实"),
    ("中", "核实"),
    ("提醒", "提示"),
    ("建议", "提示"),
    ("低", "提示"),
    ("每列", "逐列"),
    ("各列", "逐列"),
    ("按列", "逐列"),
    ("每行", "逐行"),
    ("各行", "逐行"),
    ("按行", "逐行"),
    ("逐格", "每格"),
    ("各格", "每格"),
    ("每条", "逐条"),
    ("每句", "逐句"),
];
/// Words before a condition and between two expressions, and what they are in the language.
const BEFORE: [(&str, &str); 7] =
    [("如果", "若"), ("假如", "若"), ("若是", "若"), ("要是", "若"), ("凡", "每一"), ("不是", "非"), ("并非", "非")];
const BETWEEN: [(&str, &str); 44] = [
    ("不能为负", ">= 0"),
    ("不为负", ">= 0"),
    ("为非负", ">= 0"),
    ("大于零", "> 0"),
    ("为零", "= 0"),
    ("不为零", "!= 0"),
    ("应当等于", "="),
    ("必须等于", "="),
    ("必须大于", ">"),
    ("大于等于", ">="),
    ("大于或等于", ">="),
    ("不小于", ">="),
    ("不少于", ">="),
    ("不低于", ">="),
    ("小于等于", "<="),
    ("小于或等于", "<="),
    ("不大于", "<="),
    ("不多于", "<="),
    ("不超过", "<="),
    ("不高于", "<="),
    ("不等于", "!="),
    ("大于", ">"),
    ("多于", ">"),
    ("高于", ">"),
    ("小于", "<"),
    ("少于", "<"),
    ("低于", "<"),
    ("等于", "="),
    ("应等于", "="),
    ("加上", "+"),
    ("加", "+"),
    ("减去", "-"),
    ("减", "-"),
    ("乘以", "×"),
    ("乘", "×"),
    ("除以", "÷"),
    ("x", "×"),
    ("X", "×"),
    ("ｘ", "×"),
    ("Ｘ", "×"),
    ("并且", "且"),
    ("而且", "且"),
    ("或者", "或"),
    ("那么", "则"),
];
/// Marks of other languages, longest first, and what they are here.
const MARKS: [(&str, &str); 38] = [
    ("/=", "!="),
    ("／＝", "!="),
    ("——", "-"),
    ("＝＝＝", "="),
    ("===", "="),
    ("！＝", "!="),
    ("！=", "!="),
    ("!＝", "!="),
    ("＝＝", "="),
    ("=＝", "="),
    ("＝=", "="),
    ("=<", "<="),
    ("＝＜", "<="),
    ("=＜", "<="),
    ("＝<", "<="),
    ("=>", ">="),
    ("＝＞", ">="),
    ("=＞", ">="),
    ("＝>", ">="),
    ("＜=", "<="),
    ("<＝", "<="),
    ("＞=", ">="),
    (">＝", ">="),
    ("＜＞", "<>"),
    ("〉=", ">="),
    ("〉＝", ">="),
    ("》=", ">="),
    ("》＝", ">="),
    ("〈=", "<="),
    ("《=", "<="),
    ("《＝", "<="),
    ("&&", "且"),
    ("＆＆", "且"),
    ("||", "或"),
    ("｜｜", "或"),
    ("**", "×"),
    ("!", "非"),
    ("！", "非"),
];
/// Clauses that hold nothing but texts.
const OF_TEXT: [&str; 14] =
    ["依据", "改法", "提示语", "句式", "否定", "版本", "引用", "basis", "fix", "message", "pattern", "negation", "version", "use"];
/// Words that authors begin a clause with, and the word of the language.
const CLAUSES: [(&str, &str); 28] = [
    ("条件", "当"),
    ("前提", "当"),
    ("如果", "当"),
    ("等级", "级别"),
    ("类别", "级别"),
    ("类型", "级别"),
    ("严重程度", "级别"),
    ("来源", "依据"),
    ("根据", "依据"),
    ("出处", "依据"),
    ("法律依据", "依据"),
    ("检查", "要求"),
    ("核对", "要求"),
    ("校验", "要求"),
    ("公式", "要求"),
    ("审核公式", "要求"),
    ("规定", "要求"),
    ("说明", "改法"),
    ("建议", "改法"),
    ("整改", "改法"),
    ("修改", "改法"),
    ("提示", "提示语"),
    ("消息", "提示语"),
    ("变量", "设"),
    ("令", "设"),
    ("表格", "范围"),
    ("对象", "范围"),
    ("适用范围", "范围"),
];

/// The word of the language that an author who begins a clause with `word` means.
pub fn clause_meant(word: &str) -> Option<&'static str> {
    CLAUSES.iter().find(|(said, _)| *said == word).map(|(_, meant)| *meant)
}

/// The level, or the word after the table of a range, that an author who writes `word` means.
pub fn choice_meant(word: &str) -> Option<&'static str> {
    CHOICES.iter().find(|(said, _)| *said == word).map(|(_, meant)| *meant)
}

/// Whether a word begins an item or a clause of one.
pub fn begins(name: &str) -> bool {
    [Keyword::Item, Keyword::Clause, Keyword::ReadingClause, Keyword::PackClause].iter().any(|k| k.is(name))
}

/// Whether a word has a meaning at the beginning of a line or as one of the choices after it.
fn is_word(name: &str) -> bool {
    begins(name) || EACH.contains(&name) || matches!(name, "强制" | "核实" | "或解释" | "不含" | "只含" | "满足")
}

/// What is wrong with a name that nothing has, as far as its letters tell.
pub fn of_name(name: &str) -> Option<Fault> {
    let look_alike = |found, look: lookalikes::Look, word: String| {
        let word = if word == look.meant { String::new() } else { word };
        Fault::LookAlike { found, what: look.what, meant: look.meant, word }
    };
    if let Some((c, look, word)) = in_figures(name) {
        return Some(look_alike(c, look, word));
    }
    if let Some((c, look)) = name.chars().find_map(|c| Some((c, lookalikes::letter(c)?))) {
        return Some(look_alike(c, look, lookalikes::righted(name).unwrap_or_default()));
    }
    if let Some(meant) = section(name) {
        return Some(Fault::OtherSpelling { found: name.to_owned(), meant });
    }
    if let Some(meant) = in_digits(name) {
        return Some(Fault::NumberInWords { found: name.to_owned(), meant });
    }
    is_word(name).then(|| Fault::WordAsName { name: name.to_owned() })
}

/// A word of digits and letters that look like them: the first letter, and the word in digits.
pub fn in_figures(word: &str) -> Option<(char, lookalikes::Look, String)> {
    let mut first = None;
    let mut figures = String::new();
    for c in word.chars() {
        match lookalikes::digit(c) {
            Some(look) => {
                first = first.or(Some((c, look)));
                figures.push_str(look.meant);
            }
            None if c.is_ascii_digit() => figures.push(c),
            None => return None,
        }
    }
    first.map(|(c, look)| (c, look, figures))
}

/// `第一部分`, `部分一` → `部分(一)`
fn section(word: &str) -> Option<String> {
    let inner = word.strip_prefix("部分").or_else(|| word.strip_prefix('第').unwrap_or(word).strip_suffix("部分"))?;
    let ordinal = inner.parse::<u8>().is_ok() || numeral::parse_chinese(inner).is_some();
    ordinal.then(|| format!("部分({inner})"))
}

/// `三` → `3`, `百分之五十` → `50%`.
fn in_digits(word: &str) -> Option<String> {
    let (number, after) = match word.strip_prefix("百分之") {
        Some(rest) => (rest, "%"),
        None => (word, ""),
    };
    Some(format!("{}{after}", numeral::parse_chinese(number)?))
}

/// Two names that a word or mark joins without a blank: the two, and what should stand between them.
pub fn joined(name: &str) -> impl Iterator<Item = (&str, &'static str, &str)> {
    let marks = [("ー", "-"), ("一", "-"), ("x", "×"), ("X", "×"), ("加", "+"), ("减", "-"), ("乘", "×")];
    let words = BETWEEN.iter().copied().filter(|(said, _)| said.chars().count() > 1);
    marks.into_iter().chain(words).filter_map(|(said, meant)| {
        let (a, b) = name.split_once(said)?;
        (!a.is_empty() && !b.is_empty()).then_some((a, meant, b))
    })
}

/// Where a statement does not parse.
pub struct Break<'a> {
    pub source: SourceId,
    pub text: &'a str,
    /// Those of the statement.
    pub tokens: &'a [Token],
    /// The token at which the text could not go on; as many as there are where it ends too early.
    pub found: usize,
    pub place: Keyword,
}

impl Break<'_> {
    /// The slip, if it is one that is known.
    pub fn slip(&self) -> Option<Diagnostic> {
        self.character().or_else(|| self.numbering()).or_else(|| self.head()).or_else(|| self.brackets()).or_else(|| self.wording())
    }

    fn word(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.text(self.text))
    }

    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.tokens.get(i).map(|t| t.kind)
    }

    fn at(&self, start: usize, end: usize, fault: Fault) -> Option<Diagnostic> {
        Some(Diagnostic::new(fault, Span::new(self.source, start, end)))
    }

    fn on(&self, i: usize, fault: Fault) -> Option<Diagnostic> {
        let token = self.tokens.get(i)?;
        self.at(token.start, token.end, fault)
    }

    /// Whether nothing follows the token on its line.
    fn ends_line(&self, i: usize) -> bool {
        self.tokens.get(i + 1).is_none_or(|t| t.first)
    }

    /// Whether two tokens stand together.
    fn together(&self, i: usize) -> bool {
        matches!((self.tokens.get(i), self.tokens.get(i + 1)), (Some(a), Some(b)) if a.end == b.start)
    }

    /// What is written from a token on, up to the end of its line or the brace on it.
    fn rest_of_line(&self, i: usize) -> Option<(usize, usize)> {
        let start = self.tokens.get(i)?.start;
        let ends =
            |j: &usize| self.tokens[*j].first && *j > i || matches!(self.kind(*j), Some(TokenKind::OpenBrace | TokenKind::CloseBrace));
        let last = (i..self.tokens.len()).take_while(|j| !ends(j)).last()?;
        Some((start, self.tokens[last].end))
    }

    /// A character that is not one of the language, up to where the text breaks off.
    fn character(&self) -> Option<Diagnostic> {
        let last = self.found.min(self.tokens.len().checked_sub(1)?);
        // What breaks off a word is the character behind it.
        let last = if self.together(last) { last + 1 } else { last };
        (0..=last).filter(|i| self.kind(*i) != Some(TokenKind::String)).find_map(|i| self.character_of(i))
    }

    fn character_of(&self, i: usize) -> Option<Diagnostic> {
        let token = &self.tokens[i];
        for (offset, c) in token.text(self.text).char_indices() {
            let start = token.start + offset;
            let end = start + c.len_utf8();
            if lookalikes::unseen(c) {
                let before = self.text[..start].chars().next_back().filter(|b| !b.is_whitespace()).map_or(0, char::len_utf8);
                return self.at(start - before, end, Fault::Unseen { code: format!("U+{:04X}", u32::from(c)) });
            }
            if let Some(look) = lookalikes::letter(c) {
                let in_word = |c: &char| is_name_char(*c) || lookalikes::letter(*c).is_some();
                let before: usize = self.text[..start].chars().rev().take_while(in_word).map(char::len_utf8).sum();
                let after: usize = self.text[end..].chars().take_while(in_word).map(char::len_utf8).sum();
                let word = if before + after > 0 { lookalikes::righted(&self.text[start - before..end + after]) } else { None };
                return self.look(start, end, look, word.unwrap_or_default());
            }
        }
        self.mark_of(i)
    }

    fn look(&self, start: usize, end: usize, look: lookalikes::Look, word: String) -> Option<Diagnostic> {
        let found = self.text[start..end].chars().next()?;
        self.at(start, end, Fault::LookAlike { found, what: look.what, meant: look.meant, word })
    }

    fn mark_of(&self, i: usize) -> Option<Diagnostic> {
        let token = &self.tokens[i];
        let rest = &self.text[token.start..];
        let c = rest.chars().next()?;
        if matches!(token.kind, TokenKind::Word | TokenKind::OpenBrace | TokenKind::CloseBrace) {
            return None;
        }
        let comment = ["#", "＃", "/*", "／*", "／／", "<!--", "※"].iter().find(|m| rest.starts_with(**m));
        let comment = comment.or_else(|| ["--", "——", "－－"].iter().find(|m| i == 0 && rest.starts_with(**m)));
        if let Some(mark) = comment {
            let (start, end) = self.rest_of_line(i)?;
            return self.at(start, end, Fault::OtherComment { mark: (*mark).to_owned() });
        }
        let after_name = i > 0 && self.together(i - 1) && matches!(self.kind(i - 1), Some(TokenKind::Word | TokenKind::Close));
        if let Some((mark, meant)) = MARKS.iter().find(|(m, meant)| rest.starts_with(m) && !(after_name && *meant == "非")) {
            return self.at(
                token.start,
                token.start + mark.len(),
                Fault::OtherSpelling { found: (*mark).to_owned(), meant: (*meant).to_owned() },
            );
        }
        if matches!(c, '&' | '＆' | '|' | '｜') {
            let meant = if matches!(c, '&' | '＆') { "且" } else { "或" };
            return self.on(i, Fault::OtherSpelling { found: c.to_string(), meant: meant.to_owned() });
        }
        if matches!(c, '%' | '％') && i > 0 && self.kind(i - 1) == Some(TokenKind::Number) {
            let number = &self.tokens[i - 1];
            let found = self.text[number.start..token.end].to_owned();
            let meant = format!("{}%", number.text(self.text));
            return self.at(number.start, token.end, Fault::OtherSpelling { found, meant });
        }
        let look = lookalikes::mark(c)?;
        if look.meant == "." && self.ends_line(i) {
            return self.on(i, Fault::Stray { found: c.to_string() });
        }
        let item = self.place == Keyword::Item;
        if item && i > 0 && matches!(look.meant, "<" | "[" | "(" | "{") && self.ends_line(i) {
            return self.wrong_brace(i);
        }
        let title = item && i > 1 && self.place.is(self.word(0)) && !self.together(i - 1);
        if matches!(c, '《' | '〈' | '〔' | '〖') && (title || self.of_text(i)) {
            let (start, end) = self.rest_of_line(i)?;
            return self.at(start, end, Fault::Unquoted { text: self.text[start..end].to_owned() });
        }
        if item && i == 0 {
            return None;
        }
        self.look(token.start, token.start + c.len_utf8(), look, String::new())
    }

    /// Whether only a text can stand at a token.
    fn of_text(&self, i: usize) -> bool {
        let between = |k: &usize| matches!(self.kind(*k), Some(TokenKind::Colon | TokenKind::Comma | TokenKind::String));
        OF_TEXT.contains(&self.word(0)) && (1..i).all(|k| between(&k))
    }

    /// `1、规则 …`, `（1）级别 …`, `• 级别 …`: what a word processor puts before an item of a list.
    fn numbering(&self) -> Option<Diagnostic> {
        if self.found > 2 {
            return None;
        }
        let small = |k: usize| match self.kind(k) {
            Some(TokenKind::Number | TokenKind::Comma | TokenKind::Open | TokenKind::Close | TokenKind::Operator | TokenKind::Other) => {
                true
            }
            Some(TokenKind::Word) => numeral::parse_chinese(self.word(k)).is_some(),
            _ => false,
        };
        let before_word = (1..4).find(|k| self.kind(*k) == Some(TokenKind::Word) && self.place.is(self.word(*k)));
        // The word after it may begin a statement of its own.
        let begins = before_word.or_else(|| (2..4).contains(&self.tokens.len()).then_some(self.tokens.len()))?;
        let same_line = self.tokens.iter().take(begins + 1).skip(1).all(|t| !t.first);
        if !same_line || !(0..begins).all(small) {
            return None;
        }
        let (start, end) = (self.tokens[0].start, self.tokens[begins - 1].end);
        self.at(start, end, Fault::Stray { found: self.text[start..end].to_owned() })
    }

    /// The head of an item: its name, its title and the brace after it.
    fn head(&self) -> Option<Diagnostic> {
        if matches!(self.place, Keyword::Line | Keyword::Table) && self.found == 1 && self.kind(1) == Some(TokenKind::String) {
            return self.on(1, Fault::NoName { word: self.word(0).to_owned() });
        }
        if self.place != Keyword::Item || !self.place.is(self.word(0)) {
            return None;
        }
        let last = &self.tokens[self.tokens.len() - 1];
        match (self.found, self.kind(1)) {
            (_, None) => return self.at(last.end, last.end, Fault::NoName { word: self.word(0).to_owned() }),
            (1, Some(TokenKind::Colon)) => return self.on(1, Fault::Stray { found: self.word(1).to_owned() }),
            (1, Some(TokenKind::String | TokenKind::OpenBrace)) => {
                let after = self.tokens[0].end;
                return self.at(after, after, Fault::NoName { word: self.word(0).to_owned() });
            }
            _ => {}
        }
        let found = self.found;
        let opened = self.tokens.iter().take(found).any(|t| t.kind == TokenKind::OpenBrace);
        let Some(token) = self.tokens.get(found) else {
            // A head parsed apart from its block is followed by its brace all the same.
            let opened = opened || self.text[last.end..].trim_start().starts_with(['{', '｛']);
            let fault = Fault::MissingOpen { word: self.word(0).to_owned() };
            return if opened { None } else { self.at(last.end, last.end, fault) };
        };
        if found == 0 || matches!(token.kind, TokenKind::OpenBrace | TokenKind::CloseBrace) {
            return None;
        }
        if opened {
            return None;
        }
        let mark = matches!(token.kind, TokenKind::Open | TokenKind::Colon | TokenKind::Other);
        if matches!(token.kind, TokenKind::Semi | TokenKind::Comma) && !token.first {
            return self.on(found, Fault::Stray { found: self.word(found).to_owned() });
        }
        let after_title = found >= 2 && self.kind(found - 1) == Some(TokenKind::String);
        if found >= 2 && mark && !token.first && (self.ends_line(found) || after_title) {
            return self.wrong_brace(found);
        }
        // The name itself, or what is written together with it.
        let name_goes_on = (1..found).all(|k| self.together(k) && self.kind(k) != Some(TokenKind::String));
        if !token.first && name_goes_on && token.kind != TokenKind::String && (found > 1 || token.kind != TokenKind::Word) {
            let end = (1..self.tokens.len())
                .take_while(|k| *k == 1 || self.together(*k - 1))
                .take_while(|k| self.kind(*k) != Some(TokenKind::OpenBrace))
                .last()?;
            let (start, end) = (self.tokens[1].start, self.tokens[end].end);
            return self.at(start, end, Fault::BadName { name: self.text[start..end].to_owned() });
        }
        if token.first && token.kind == TokenKind::Word {
            let before = self.tokens[found - 1].end;
            return self.at(before, before, Fault::MissingOpen { word: self.word(0).to_owned() });
        }
        let titled = self.tokens[..found].iter().any(|t| t.kind == TokenKind::String);
        if !titled && token.kind == TokenKind::Word {
            // `读数 甲 标题 件 {`: the title was taken for the unit.
            let unit = found > 2 && self.kind(found - 1) == Some(TokenKind::Word) && !self.together(found - 2);
            let (start, end) = if unit {
                let title = &self.tokens[found - 1];
                (title.start, title.end)
            } else {
                self.rest_of_line(found)?
            };
            return self.at(start, end, Fault::Unquoted { text: self.text[start..end].to_owned() });
        }
        None
    }

    fn wrong_brace(&self, i: usize) -> Option<Diagnostic> {
        self.on(i, Fault::WrongBracket { found: self.word(i).to_owned(), meant: "{".to_owned() })
    }

    /// Brackets of different kinds, or closed more often than opened.
    fn brackets(&self) -> Option<Diagnostic> {
        if self.place == Keyword::Item {
            return None;
        }
        let mut open: Vec<&Token> = Vec::new();
        for (i, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Open => open.push(token),
                TokenKind::Close => {
                    let found = token.text(self.text);
                    let round = matches!(found, ")" | "）");
                    match open.pop() {
                        None => return self.on(i, Fault::ExtraBracket { mark: found.to_owned() }),
                        Some(o) if matches!(o.text(self.text), "(" | "（") != round => {
                            let meant = if round { "]" } else { ")" }.to_owned();
                            let d = self.on(i, Fault::WrongBracket { found: found.to_owned(), meant });
                            return d.map(|d| d.with(Span::new(self.source, o.start, o.end), Note::OpenedHere));
                        }
                        Some(_) => {}
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Words, and marks that stand at a wrong place.
    fn wording(&self) -> Option<Diagnostic> {
        let found = self.found;
        let text = self.word(found);
        let first = self.word(0);
        let spelled = |i: usize, meant: &str| self.on(i, Fault::OtherSpelling { found: self.word(i).to_owned(), meant: meant.to_owned() });
        if found == 0 {
            return None;
        }
        if self.place == Keyword::Item && matches!(first, "名单" | "list") && found > 2 && self.kind(found) == Some(TokenKind::Word) {
            return self.on(found, Fault::Unquoted { text: text.to_owned() });
        }
        if self.place == Keyword::Item && matches!(first, "名单" | "list") && self.kind(found) == Some(TokenKind::Semi) {
            return self.on(found, Fault::Stray { found: text.to_owned() });
        }
        if self.place == Keyword::Clause && matches!(first, "设" | "参数" | "let" | "param") && found == 2 {
            let is = self.kind(2) == Some(TokenKind::Colon) || matches!(text, "为" | "是" | "等于" | "定为");
            return if is { spelled(2, "=") } else { None };
        }
        if matches!(first, "范围" | "over") && self.place == Keyword::Clause {
            let table = self.word(1);
            if EACH.contains(&table) && found != 1 {
                let after = self.tokens[0].end;
                return self.at(after, after, Fault::NoName { word: first.to_owned() });
            }
            if let Some(each) = EACH.iter().find(|e| found == 2 && table.ends_with(**e) && table.len() > e.len()) {
                let spaced = format!("{} {each}", &table[..table.len() - each.len()]);
                return self.on(1, Fault::GluedWord { word: table.to_owned(), spaced });
            }
        }
        let token = self.tokens.get(found)?;
        if token.kind == TokenKind::String && found == 1 && matches!(first, "级别" | "范围" | "level" | "over") {
            let meant = text.trim_matches(['"', '“', '”']).to_owned();
            return self.on(1, Fault::OtherSpelling { found: text.to_owned(), meant });
        }
        // `要求 … 且` and then the next clause.
        if found > 1 && self.tokens[found - 1].first && self.place.is(self.word(found - 1)) {
            let end = self.tokens[found - 2].end;
            return self.at(end, end, Fault::BreaksOff { statement: first.to_owned(), expected: vec![Expected::Expression] });
        }
        if let Some(meant) = section(text) {
            return spelled(found, &meant);
        }
        if self.kind(found) == Some(TokenKind::Operator) && matches!(text, "=" | "＝") && found == 1 && self.place != Keyword::Line {
            return self.on(found, Fault::Stray { found: text.to_owned() });
        }
        // A semicolon before a word that goes on with the statement.
        if self.kind(found - 1) == Some(TokenKind::Semi) {
            return self.on(found - 1, Fault::Stray { found: self.word(found - 1).to_owned() });
        }
        if token.kind == TokenKind::Comma {
            let next = self.word(found + 1);
            if self.ends_line(found) || self.place.is(next) || EACH.contains(&next) {
                return self.on(found, Fault::Stray { found: text.to_owned() });
            }
            return self.comma(found);
        }
        if token.kind == TokenKind::Word && self.of_text(found) {
            let (start, end) = self.rest_of_line(found)?;
            return self.at(start, end, Fault::Unquoted { text: self.text[start..end].to_owned() });
        }
        if self.word(found - 1) == "否则" {
            return spelled(found - 1, "(若 … 则 …) 且 (若 非 … 则 …)");
        }
        if let Some((_, meant)) = BEFORE.iter().find(|(said, _)| *said == self.word(found - 1)) {
            return spelled(found - 1, meant);
        }
        if let Some((_, meant)) = BETWEEN.iter().find(|(said, _)| *said == text) {
            return spelled(found, meant);
        }
        // `… 与 … 一致`
        let agree = matches!(self.word(self.tokens.len() - 1), "一致" | "相等" | "相同");
        if agree && matches!(text, "与" | "和" | "同" | "跟") {
            let (start, end) = (self.tokens[1].start, self.tokens[self.tokens.len() - 1].end);
            let (left, right) = (&self.text[start..token.start], &self.text[token.end..self.tokens[self.tokens.len() - 1].start]);
            let meant = format!("{} = {}", left.trim(), right.trim());
            return self.at(start, end, Fault::OtherSpelling { found: self.text[start..end].to_owned(), meant });
        }
        if matches!(text, "应当" | "应" | "应该" | "必须" | "须" | "要") && self.kind(found + 1) == Some(TokenKind::Operator) {
            return self.on(found, Fault::Stray { found: text.to_owned() });
        }
        if text == "否则" {
            return spelled(found, "(若 … 则 …) 且 (若 非 … 则 …)");
        }
        if token.kind == TokenKind::Word && text == "一" {
            let look = lookalikes::Look { meant: "-", what: "a Chinese character" };
            return self.look(token.start, token.end, look, String::new());
        }
        // `一百 件`, `>= 〇`
        for i in [found, found - 1] {
            if let (Some(TokenKind::Word), Some(meant)) = (self.kind(i), in_digits(self.word(i))) {
                return self.on(i, Fault::NumberInWords { found: self.word(i).to_owned(), meant });
            }
        }
        if let Some(meant) = lookalikes::simplified(text).filter(|m| is_word(m) || EACH.contains(&m.as_str()) || m == "提示") {
            return spelled(found, &meant);
        }
        None
    }

    /// `1,000`, or a comma between two requirements.
    fn comma(&self, i: usize) -> Option<Diagnostic> {
        let number = |k: usize| self.kind(k) == Some(TokenKind::Number);
        if number(i - 1) && number(i + 1) && self.together(i - 1) && self.together(i) {
            let end = (i + 1..self.tokens.len())
                .take_while(|k| self.together(*k - 1) && matches!(self.kind(*k), Some(TokenKind::Number | TokenKind::Comma)))
                .last()?;
            let (start, end) = (self.tokens[i - 1].start, self.tokens[end].end);
            let found = &self.text[start..end];
            let meant = found.replace([',', '，', '、'], "");
            return self.at(start, end, Fault::OtherSpelling { found: found.to_owned(), meant });
        }
        let condition = matches!(self.word(0), "要求" | "当" | "适用" | "require" | "when" | "applies");
        let compares =
            |t: &Token| t.kind == TokenKind::Operator && t.text(self.text).contains(['=', '＝', '<', '＜', '>', '＞', '≤', '≥', '≠']);
        let condition = condition && self.tokens[..i].iter().any(compares);
        let opens = |k: TokenKind| self.tokens[..i].iter().filter(|t| t.kind == k).count();
        (condition && opens(TokenKind::Open) == opens(TokenKind::Close))
            .then(|| self.on(i, Fault::OtherSpelling { found: self.word(i).to_owned(), meant: "且".to_owned() }))?
    }
}
