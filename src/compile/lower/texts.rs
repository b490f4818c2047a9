//! Texts: `部分(五) 包含 "…"`, `本句 匹配 /…/`.

use super::super::types::Type;
use super::{Lower, Lowered};
use crate::catalogue::Fault;
use crate::program::{Expr, ExprKind, Needle, Pattern};
use crate::source::Span;
use crate::spelling::nearest;
use crate::syntax::ast::{self, TextTest};

/// Bytes a compiled regular expression may take.
const MAX_COMPILED: usize = 1 << 17;

impl<'a> Lower<'a> {
    /// An expression that is a text.
    pub(super) fn text(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let (lowered, kind) = self.expr(expr)?;
        match kind {
            Type::Text => Some(lowered),
            other => self.fault(Fault::NotAText { found: other.word() }, expr.span),
        }
    }

    pub(super) fn text_test(&mut self, test: TextTest, text: &ast::Expr, wanted: &ast::Expr, span: Span) -> Lowered {
        let lowered = self.text(text);
        let kind = match test {
            TextTest::Contains => {
                let needle = self.needle(wanted);
                ExprKind::Contains(Box::new(lowered?), needle?)
            }
            TextTest::Matches => {
                let ast::ExprKind::Pattern(pattern) = &wanted.kind else { return self.fault(Fault::PatternNeeded {}, wanted.span) };
                if let Some(year) = super::super::readings::year_in(pattern) {
                    self.diagnostics.push(crate::diagnostic::Diagnostic::new(Fault::LiteralYear { year }, wanted.span));
                }
                // Blanks of the text do not count, so those of the pattern cannot either.
                if blank_that_says_something(pattern) {
                    return self.fault(Fault::BadRegex { reason: "a blank in it does not count" }, wanted.span);
                }
                let plain: String = pattern.chars().filter(|c| !c.is_whitespace()).collect();
                let known = self.declared.regexes.borrow().get(&plain).cloned();
                let regex = match known {
                    Some(regex) => regex,
                    None => match regex::RegexBuilder::new(&plain).size_limit(MAX_COMPILED).build() {
                        Ok(regex) => self.declared.regexes.borrow_mut().entry(plain).or_insert(regex.into()).clone(),
                        Err(error) => return self.fault(Fault::BadRegex { reason: reason(&error) }, wanted.span),
                    },
                };
                ExprKind::Matches(Box::new(lowered?), Pattern(regex))
            }
        };
        Some((Expr { kind, span }, Type::Condition))
    }

    fn needle(&mut self, wanted: &ast::Expr) -> Option<Needle> {
        match &wanted.kind {
            ast::ExprKind::String(word) => {
                if let Some(year) = super::super::readings::year_in(word) {
                    self.diagnostics.push(crate::diagnostic::Diagnostic::new(Fault::LiteralYear { year }, wanted.span));
                }
                Some(Needle::Words(vec![word.clone()]))
            }
            ast::ExprKind::Name(path, None) if self.declared.lists.contains_key(&path.text()) => {
                Some(Needle::Words(self.list(path)?.to_vec()))
            }
            // `包含 政府信息`
            ast::ExprKind::Name(path, None)
                if path.names.len() == 1 && self.reading_named(&path.text()).is_none() && self.is_nothing(path) =>
            {
                let near = nearest(&path.text(), self.declared.lists.keys().map(String::as_str));
                let fault = if near.is_empty() {
                    Fault::Unquoted { text: path.text() }
                } else {
                    Fault::UnknownList { name: path.text(), nearest: near }
                };
                self.fault(fault, wanted.span)
            }
            _ => Some(Needle::Text(Box::new(self.text(wanted)?))),
        }
    }

    /// The words of a list.
    pub(super) fn list(&mut self, path: &ast::Path) -> Option<&'a [String]> {
        let name = path.text();
        let declared = self.declared;
        match declared.lists.get(&name) {
            Some(words) => {
                declared.use_list(&name);
                Some(words)
            }
            None => {
                let near = nearest(&name, declared.lists.keys().map(String::as_str));
                self.fault(Fault::UnknownList { name, nearest: near }, path.span)
            }
        }
    }
}

/// Whether leaving a blank out would make the pattern say something else: `[ -~]` is not `[-~]`, `年 *` is not `年*`.
fn blank_that_says_something(pattern: &str) -> bool {
    let mut in_class = false;
    let mut last = None;
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            let next = rest.peek().copied();
            let said = match (in_class, last, next) {
                (_, Some('\\'), _) => true,
                (true, last, next) => last == Some('-') || next == Some('-') || (last == Some('[') && next == Some(']')),
                (false, Some(_), Some('*' | '+' | '?' | '{')) => true,
                _ => false,
            };
            if said {
                return true;
            }
        }
        match c {
            // What follows is itself, unless it is a blank.
            '\\' if rest.peek().is_some_and(|next| !next.is_whitespace()) => {
                rest.next();
                last = None;
                continue;
            }
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        last = Some(c);
    }
    false
}

/// Why a regular expression does not compile, in words that are not the library's.
fn reason(error: &regex::Error) -> &'static str {
    let text = error.to_string();
    let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large",
        _ if has(&["backreference", "look-around"]) => "it looks back or around",
        _ if has(&["unclosed", "unopened"]) => "it is not closed",
        _ if has(&["repetition operator missing"]) => "it repeats nothing",
        _ if has(&["invalid character class range", "invalid repetition count range"]) => "a range is out of order",
        _ => "something in it is not known",
    }
}

#[cfg(test)]
mod tests {
    use super::blank_that_says_something;

    #[test]
    fn only_blanks_that_change_the_pattern_are_told() {
        for pattern in ["[ -~]", "[!- ]", "[^ -~]+", "年 *", "x {2}", "a\\ b", "[ ]"] {
            assert!(blank_that_says_something(pattern), "{pattern}");
        }
        for pattern in ["申请 公开", "( 甲 | 乙 )", "[甲 乙]", "\\[ -~", "a-b c", "年 度", " 年", "甲\\* 乙"] {
            assert!(!blank_that_says_something(pattern), "{pattern}");
        }
    }
}
