//! A light scan of rule text before it is parsed: words, strings and brackets.
//!
//! It finds what a grammar reports badly (an unclosed string, a missing brace, nesting without end) and gives the parser the places at which
//! a file with errors can be cut, so that every error in it is found.

use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

/// Deeper than any real rule; keeps a 1 MB stack safe.
pub const MAX_DEPTH: usize = 64;
/// Operators in one rule. A tree of operators is as deep as they are many.
pub const MAX_OPERATORS: usize = 512;

/// Strings on one line that are looked at for an end of the other kind.
const MAX_MIXED: usize = 16;

/// A word, a mark or a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: usize,
    pub end: usize,
    /// Whether it is the first on its line.
    pub first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    String,
    OpenBrace,
    CloseBrace,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    Semi,
    Colon,
    Comma,
    Operator,
    Other,
}

impl Token {
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

pub fn is_name_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

pub fn is_name_char(c: char) -> bool {
    is_name_start(c) || c.is_numeric()
}

/// Scans `text`. The diagnostics hold unclosed strings and nesting that is too deep; with either of them the text cannot be cut.
pub fn scan(source: SourceId, text: &str) -> (Vec<Token>, Diagnostics) {
    let mut scanner =
        Scanner { source, text, at: 0, tokens: Vec::new(), diagnostics: Diagnostics::new(), line_fresh: true, mixed_on_line: 0 };
    scanner.run();
    (scanner.tokens, scanner.diagnostics)
}

struct Scanner<'a> {
    source: SourceId,
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    diagnostics: Diagnostics,
    line_fresh: bool,
    /// Strings of this line that were looked at for an end of the other kind.
    mixed_on_line: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut braces: usize = 0;
        let mut depth: usize = 0;
        let mut operators = 0;
        let mut conditions = 0;
        let mut prefixes = 0;
        while let Some(c) = self.text[self.at..].chars().next() {
            if c == '\n' {
                self.line_fresh = true;
                self.mixed_on_line = 0;
                self.at += 1;
                continue;
            }
            if c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}') {
                self.at += c.len_utf8();
                continue;
            }
            if c == '/'
                && self.after_matches()
                && let Some(length) = pattern_length(&self.text[self.at..])
            {
                self.tokens.push(Token { kind: TokenKind::String, start: self.at, end: self.at + length, first: self.line_fresh });
                self.line_fresh = false;
                self.at += length;
                continue;
            }
            if self.text[self.at..].starts_with("//") {
                self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
                continue;
            }
            let (kind, length) = self.classify(c);
            let token = Token { kind, start: self.at, end: self.at + length, first: self.line_fresh };
            self.line_fresh = false;
            self.at += length;
            match kind {
                TokenKind::OpenBrace => {
                    braces += 1;
                    depth += 1;
                }
                TokenKind::CloseBrace => {
                    // A brace closes everything inside it, so one missing parenthesis does not nest the rest of the file.
                    braces = braces.saturating_sub(1);
                    depth = braces;
                    if braces == 0 {
                        (operators, conditions) = (0, 0);
                    }
                }
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth = depth.saturating_sub(1).max(braces),
                _ => {}
            }
            let word = token.text(self.text);
            if kind == TokenKind::Word && matches!(word, "若" | "if" | "每一" | "every" | "存在" | "exists") {
                conditions += 1;
            }
            let operator = kind == TokenKind::Operator || kind == TokenKind::Word && matches!(word, "且" | "或" | "and" | "or");
            operators += usize::from(operator);
            let prefix = operator || kind == TokenKind::Word && matches!(word, "非" | "not");
            prefixes = if prefix { prefixes + 1 } else { 0 };
            self.tokens.push(token);
            let span = Span::new(self.source, token.start, token.end);
            if depth > MAX_DEPTH || conditions > MAX_DEPTH || prefixes > MAX_DEPTH {
                self.diagnostics.push(Diagnostic::new(Fault::NestingTooDeep { limit: MAX_DEPTH }, span));
                return;
            }
            if operators > MAX_OPERATORS {
                self.diagnostics.push(Diagnostic::new(Fault::TooManyOperators { limit: MAX_OPERATORS }, span));
                return;
            }
        }
    }

    /// Whether 匹配 was the last word: then a slash begins a regular expression, in which anything may stand.
    fn after_matches(&self) -> bool {
        self.tokens.last().is_some_and(|t| t.kind == TokenKind::Word && matches!(t.text(self.text), "匹配" | "matches"))
    }

    /// The kind and byte length of the token that begins with `c`.
    fn classify(&mut self, c: char) -> (TokenKind, usize) {
        let rest = &self.text[self.at..];
        let one = c.len_utf8();
        match c {
            '"' => (TokenKind::String, self.straight(rest)),
            '“' => (TokenKind::String, self.curly(rest)),
            '”' | '‘' | '’' | '\'' | '＂' | '「' | '」' | '『' | '』' => {
                // Opened with the wrong quotation mark: take the string as meant, so the rest of the file reads as it should.
                let end = rest[one..].find(['”', '"', '’', '\'', '＂', '」', '』', '\n']);
                let length = match end {
                    Some(i) if !rest[one + i..].starts_with('\n') => one + i + rest[one + i..].chars().next().map_or(0, char::len_utf8),
                    Some(i) => one + i,
                    None => rest.len(),
                };
                let span = Span::new(self.source, self.at, self.at + length);
                self.diagnostics.push(Diagnostic::new(Fault::WrongQuotes { mark: c.to_string() }, span));
                (TokenKind::String, length)
            }
            '{' | '｛' => (TokenKind::OpenBrace, one),
            '}' | '｝' => (TokenKind::CloseBrace, one),
            '(' | '（' | '[' | '［' | '【' => (TokenKind::Open, one),
            ')' | '）' | ']' | '］' | '】' => (TokenKind::Close, one),
            ';' | '；' => (TokenKind::Semi, one),
            ':' | '：' => (TokenKind::Colon, one),
            ',' | '，' | '、' => (TokenKind::Comma, one),
            '=' | '＝' | '≠' | '!' | '<' | '＜' | '≤' | '≦' | '>' | '＞' | '≥' | '≧' | '+' | '＋' | '-' | '－' | '−' | '*' | '×' | '＊'
            | '/' | '÷' | '／' => {
                let two = ["==", "!=", "<=", ">=", "<>", "＜＝", "＞＝"];
                let length = two.iter().find(|t| rest.starts_with(**t)).map_or(one, |t| t.len());
                (TokenKind::Operator, length)
            }
            c if c.is_numeric() && !is_name_start(c) => {
                let length = rest.find(|c: char| !(c.is_numeric() || c == '.' || c == '%' || c == '％')).unwrap_or(rest.len());
                (TokenKind::Number, length)
            }
            c if is_name_start(c) => (TokenKind::Word, rest.find(|c| !is_name_char(c)).unwrap_or(rest.len())),
            _ => (TokenKind::Other, one),
        }
    }

    fn straight(&mut self, rest: &str) -> usize {
        let mut escaped = false;
        for (i, c) in rest.char_indices().skip(1) {
            match c {
                '\n' => return self.mixed(&rest[..i], '"').unwrap_or_else(|| self.unclosed(i, None)),
                '\\' if !escaped => escaped = true,
                '"' if !escaped => return i + 1,
                _ => escaped = false,
            }
        }
        self.mixed(rest, '"').unwrap_or_else(|| self.unclosed(rest.len(), None))
    }

    fn curly(&mut self, rest: &str) -> usize {
        let mut open = 0;
        for (i, c) in rest.char_indices() {
            match c {
                '\n' => return self.mixed(&rest[..i], '“').unwrap_or_else(|| self.unclosed(i, Some('”'))),
                '“' => open += 1,
                '”' => {
                    open -= 1;
                    if open == 0 {
                        return i + c.len_utf8();
                    }
                }
                _ => {}
            }
        }
        self.mixed(rest, '“').unwrap_or_else(|| self.unclosed(rest.len(), Some('”')))
    }

    /// The length of a string that begins with one kind of mark and ends with the other, where it ends on its line.
    fn mixed(&mut self, line: &str, open: char) -> Option<usize> {
        let close = if open == '"' { '”' } else { '"' };
        let mut nested = 0;
        // Each looks at the whole line: few are enough.
        self.mixed_on_line += 1;
        if self.mixed_on_line > MAX_MIXED {
            return None;
        }
        let (at, _) = line.char_indices().skip(1).find(|(_, c)| {
            match c {
                '“' if open == '"' => nested += 1,
                '”' if open == '"' && nested > 0 => {
                    nested -= 1;
                    return false;
                }
                _ => {}
            }
            *c == close
        })?;
        let length = at + close.len_utf8();
        let span = Span::new(self.source, self.at, self.at + length);
        self.diagnostics.push(Diagnostic::new(Fault::MixedQuotes { open: open.to_string(), close: close.to_string() }, span));
        Some(length)
    }

    fn unclosed(&mut self, length: usize, mark: Option<char>) -> usize {
        let length = self.text[self.at..self.at + length].trim_end().len().max(1);
        let span = Span::new(self.source, self.at, self.at + length);
        self.diagnostics.push(Diagnostic::new(Fault::UnclosedString { mark: mark.unwrap_or('"').to_string() }, span));
        length
    }
}

/// The bytes of a regular expression between slashes on one line.
fn pattern_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return None,
            '\\' if !escaped => escaped = true,
            '/' if !escaped => return (at > 1).then_some(at + 1),
            _ => escaped = false,
        }
    }
    None
}

/// A stretch of tokens: `first..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub first: usize,
    pub end: usize,
    /// For a statement with a block: the opening brace, and the closing one if it is there.
    pub block: Option<(usize, Option<usize>)>,
}

/// Cuts the tokens of a file into items, each from its keyword to its closing brace.
///
/// An item that begins inside another (its keyword first on a line, then a name, then a title or a brace) shows that the brace before it is
/// missing.
pub fn cut_items(source: SourceId, text: &str, tokens: &[Token], is_item: impl Fn(&str) -> bool) -> (Vec<Stretch>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut items = Vec::new();
    let mut at = 0;
    let span = |t: &Token| Span::new(source, t.start, t.end);
    let begins_item = |i: usize, first: usize| {
        let t = &tokens[i];
        let after = |k: usize| tokens.get(i + k).map(|t| t.kind);
        let is_case = |t: &Token| matches!(t.text(text), "用例" | "case");
        // A case has a title and no name.
        if is_case(t) {
            return t.first && (after(1), after(2)) == (Some(TokenKind::String), Some(TokenKind::OpenBrace));
        }
        // A report typed into a case says which form it is on: `表样 年度报告2021`, and goes on.
        if is_case(&tokens[first])
            && matches!(t.text(text), "表样" | "form")
            && !matches!(after(2), Some(TokenKind::String | TokenKind::OpenBrace))
        {
            return false;
        }
        // An id may have hyphens, so look for the title or brace a few tokens on.
        let head = (2..6).map_while(&after).find(|k| matches!(k, TokenKind::String | TokenKind::OpenBrace));
        // `表样 包含 "…"` at the beginning of a line is an expression that goes on.
        let named = tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::Word && !is_joint(t.text(text)));
        // And so is one after an operator: `下级.表样 = 表样`.
        let operand = i > 0
            && (matches!(tokens[i - 1].kind, TokenKind::Operator | TokenKind::Comma | TokenKind::Open)
                || matches!(tokens[i - 1].text(text), "." | "．")
                || is_joint(tokens[i - 1].text(text)));
        t.kind == TokenKind::Word && t.first && is_item(t.text(text)) && named && !operand && head.is_some()
    };
    while at < tokens.len() {
        if tokens[at].kind == TokenKind::Semi {
            at += 1;
            continue;
        }
        if tokens[at].kind == TokenKind::CloseBrace {
            // A run of them is one slip.
            diagnostics.push(Diagnostic::new(Fault::ExtraClose {}, span(&tokens[at])));
            while tokens.get(at).is_some_and(|t| t.kind == TokenKind::CloseBrace) {
                at += 1;
            }
            continue;
        }
        let first = at;
        let mut braces = 0;
        let mut open = None;
        let mut block = None;
        while let Some(token) = tokens.get(at) {
            if at > first && begins_item(at, first) {
                break;
            }
            match token.kind {
                TokenKind::OpenBrace => {
                    open = open.or(Some(at));
                    braces += 1;
                }
                TokenKind::CloseBrace => {
                    braces -= 1;
                    if braces <= 0 {
                        block = open.map(|o| (o, Some(at)));
                        at += 1;
                        break;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if block.is_none()
            && let Some(open) = open
        {
            let last = &tokens[at - 1];
            // `规则 … { … )`: closed with another bracket.
            let found = last.text(text);
            if last.first && matches!(found, ")" | "）" | "]" | "］" | "】" | "》" | "〉" | "〕" | "」") {
                let fault = Fault::WrongBracket { found: found.to_owned(), meant: "}".to_owned() };
                diagnostics.push(Diagnostic::new(fault, span(last)).with(span(&tokens[open]), Note::OpenedHere));
                items.push(Stretch { first, end: at, block: Some((open, Some(at - 1))) });
                continue;
            }
            let end = Span::new(source, last.end, last.end);
            let d = Diagnostic::new(Fault::MissingClose {}, end).with(span(&tokens[open]), Note::OpenedHere);
            diagnostics.push(d);
            block = Some((open, None));
        }
        items.push(Stretch { first, end: at, block });
    }
    (items, diagnostics)
}

/// Cuts the tokens of a block into statements: one begins at a word that stands first on a line, or after `；`, `{` or `}`, or that `begins`
/// recognises anywhere outside brackets.
pub fn cut_statements(text: &str, tokens: &[Token], within: std::ops::Range<usize>, begins: impl Fn(&str) -> bool) -> Vec<Stretch> {
    let mut statements: Vec<Stretch> = Vec::new();
    let mut depth = 0;
    let mut fresh = true;
    for i in within.clone() {
        let token = &tokens[i];
        let word = token.kind == TokenKind::Word;
        if depth == 0 {
            let previous = statements.last().and_then(|s| (s.end > s.first).then(|| &tokens[s.end - 1]));
            // A line that goes on after an operator or before one is part of the statement above.
            let goes_on = previous.is_some_and(|p| {
                matches!(p.kind, TokenKind::Operator | TokenKind::Comma | TokenKind::Colon)
                    || p.kind == TokenKind::Word && is_joint(p.text(text))
            }) || is_joint(token.text(text));
            if token.kind == TokenKind::Semi {
                fresh = true;
                continue;
            }
            // `设 要求 = …` names a value.
            let named = tokens.get(i + 1).is_some_and(|t| matches!(t.text(text), "=" | "＝"));
            let known = begins(token.text(text)) && (token.first || !named);
            let begins_here = word && !is_joint(token.text(text)) && (fresh || (token.first && !goes_on) || (known && !goes_on));
            if begins_here || statements.is_empty() {
                statements.push(Stretch { first: i, end: i, block: None });
            }
            fresh = false;
        }
        let Some(statement) = statements.last_mut() else { continue };
        match token.kind {
            TokenKind::OpenBrace => {
                if depth == 0 && statement.block.is_none() {
                    statement.block = Some((i, None));
                }
                depth += 1;
            }
            TokenKind::CloseBrace => {
                depth -= 1;
                if depth <= 0 {
                    depth = 0;
                    if let Some((_, end @ None)) = &mut statement.block {
                        *end = Some(i);
                        fresh = true;
                    }
                }
            }
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth = (depth - 1).max(0),
            _ => {}
        }
        statement.end = i + 1;
    }
    statements
}

/// Words that join two parts of a statement, so no statement begins with or ends in them.
fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "且" | "或"
            | "或解释"
            | "则"
            | "若"
            | "非"
            | "包含"
            | "匹配"
            | "满足"
            | "每一"
            | "存在"
            | "and"
            | "or"
            | "or_explained"
            | "then"
            | "if"
            | "not"
            | "contains"
            | "matches"
            | "satisfying"
            | "every"
            | "exists"
    )
}
