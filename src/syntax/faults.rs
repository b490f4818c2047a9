//! Why a piece of text does not parse, in the author's words.

use super::lookalikes;
use super::parser::{Keyword, Rule};
use super::scan::{Token, TokenKind};
use super::slips::{self, Break, EACH, LEVELS};
use crate::catalogue::{Expected, Fault};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use crate::spelling::{edit_distance, nearest};
use pest::error::{Error, ErrorVariant, InputLocation};

/// Faults after which a text is not looked at any further.
pub fn is_too_deep(fault: &Fault) -> bool {
    matches!(fault, Fault::NestingTooDeep { .. } | Fault::TooManyOperators { .. })
}

/// Faults the scan has found inside a statement.
pub fn is_of_scan(fault: &Fault) -> bool {
    matches!(fault, Fault::UnclosedString { .. } | Fault::WrongQuotes { .. } | Fault::MixedQuotes { .. })
}

/// Turns a parse error of a statement into a diagnostic. `tokens` are those of the statement, `base` the offset of the parsed text.
pub fn explain(source: SourceId, text: &str, tokens: &[Token], base: usize, error: &Error<Rule>, place: Keyword) -> Diagnostic {
    let span = |t: &Token| Span::new(source, t.start, t.end);
    let at = base
        + match error.location {
            InputLocation::Pos(at) => at,
            InputLocation::Span((at, _)) => at,
        };
    let first = &tokens[0];
    let last = &tokens[tokens.len() - 1];
    let reached = tokens.iter().position(|t| t.end > at).unwrap_or(tokens.len());
    if let Some(diagnostic) = (Break { source, text, tokens, found: reached, place }).slip() {
        return diagnostic;
    }

    // The word that should begin the statement.
    let word = first.text(text);
    // A step begins with its number.
    let step = place == Keyword::StepsPart && first.kind == TokenKind::Number;
    if !step && (first.kind != TokenKind::Word || !place.is(word)) {
        if let Some((keyword, rest)) = glued_front(word, place) {
            return Diagnostic::new(Fault::GluedWord { word: word.to_owned(), spaced: format!("{keyword} {rest}") }, span(first));
        }
        let words: Vec<&str> = place.words().iter().flat_map(|(zh, en)| [*zh, *en]).collect();
        let known = place.words().iter().map(|(zh, _)| (*zh).to_owned()).collect();
        if let Some(rest) = word.strip_prefix("或解释").filter(|rest| !rest.is_empty() && place == Keyword::Clause) {
            return Diagnostic::new(Fault::GluedWord { word: word.to_owned(), spaced: format!("或解释 {rest}") }, span(first));
        }
        if let Some(meant) = lookalikes::simplified(word).filter(|m| place.is(m)) {
            return Diagnostic::new(Fault::OtherSpelling { found: word.to_owned(), meant }, span(first));
        }
        let meant = slips::clause_meant(word).filter(|m| place.is(m)).map(str::to_owned);
        let near = meant.map_or_else(|| nearest(word, words.into_iter()), |m| vec![m]);
        let compares =
            |t: &Token| t.kind == TokenKind::Operator && t.text(text).contains(['=', '＝', '<', '＜', '>', '＞', '≤', '≥', '≠', '≦', '≧']);
        if place == Keyword::Clause && near.is_empty() && tokens.iter().any(compares) {
            return Diagnostic::new(Fault::NoClauseWord { word: word.to_owned() }, span(first));
        }
        // A file that is no rules at all begins with any mark.
        if place == Keyword::Item && first.kind != TokenKind::Word {
            let end = tokens.iter().skip(1).take_while(|t| !t.first).last().unwrap_or(first).end;
            let word = text[first.start..end].to_owned();
            return Diagnostic::new(Fault::UnknownWord { word, nearest: Vec::new(), known }, Span::new(source, first.start, end));
        }
        return Diagnostic::new(Fault::UnknownWord { word: word.to_owned(), nearest: near, known }, span(first));
    }

    let found = tokens.iter().find(|t| t.end > at);
    // `0且整数(x)`: a number and a word with nothing between them.
    for pair in tokens.windows(2) {
        let [a, b] = pair else { continue };
        if a.kind == TokenKind::Number && b.kind == TokenKind::Word && a.end == b.start {
            let (number, word) = (a.text(text), b.text(text));
            if let Some(joint) = JOINTS.iter().find(|j| word.starts_with(**j)) {
                let rest = &word[joint.len()..];
                let spaced = format!("{number} {joint} {rest}").trim_end().to_owned();
                return Diagnostic::new(Fault::GluedWord { word: format!("{number}{word}"), spaced }, span(a).to(span(b)));
            }
        }
    }
    // A word that holds another joined by 且, 或 or 则, where the rest of the statement breaks off.
    if let Some(open) = unbalanced(tokens) {
        return Diagnostic::new(Fault::UnclosedBracket { mark: open.text(text).to_owned() }, span(open));
    }

    // `合计(办理结果 不含总计)`, `若新收 > 0`: a joint written together with the name after it.
    if let Some(token) = found.filter(|t| t.kind == TokenKind::Word) {
        let word = token.text(text);
        // `若新收 > 0 则 …`: the text breaks off at 则, and what is wrong stands before it.
        if matches!(word, "则" | "then") {
            let before = tokens.iter().take_while(|t| t.start < token.start);
            let glued = before.filter(|t| t.kind == TokenKind::Word).find_map(|t| Some((t, t.text(text).strip_prefix('若')?)));
            if let Some((t, rest)) = glued.filter(|(_, rest)| !rest.is_empty()) {
                return Diagnostic::new(Fault::GluedWord { word: t.text(text).to_owned(), spaced: format!("若 {rest}") }, span(t));
            }
        }
        if let Some(joint) = JOINTS.iter().find(|j| word.starts_with(**j) && word.len() > j.len()) {
            let spaced = format!("{joint} {}", &word[joint.len()..]);
            return Diagnostic::new(Fault::GluedWord { word: word.to_owned(), spaced }, span(token));
        }
    }
    // A word after a number is read as its unit; when the text breaks off behind it, the word is what was not meant: `0 并且 …`.
    let index = found.and_then(|f| tokens.iter().position(|t| t == f)).unwrap_or(tokens.len());
    if let [number, word] = &tokens[index.saturating_sub(2)..index]
        && number.kind == TokenKind::Number
        && word.kind == TokenKind::Word
        && found.is_some()
        && !step
    {
        let known = ["且", "或", "则"].map(str::to_owned).to_vec();
        let word_text = word.text(text);
        let near = match word_text.to_ascii_lowercase().as_str() {
            "并且" | "而且" | "同时" | "and" => vec!["且".to_owned()],
            "或者" | "or" => vec!["或".to_owned()],
            "那么" | "就" | "then" => vec!["则".to_owned()],
            _ => {
                let clauses = place.words().iter().map(|(zh, _)| *zh);
                clauses.filter(|k| k.chars().count() > 1 && edit_distance(k, word_text) == 1).map(str::to_owned).collect()
            }
        };
        return Diagnostic::new(Fault::UnknownWord { word: word_text.to_owned(), nearest: near, known }, span(word));
    }

    // A statement of its own on the same line, misspelt or written together with what follows.
    if let Some(token) = found.filter(|t| t.kind == TokenKind::Word && t.start > first.start) {
        let word = token.text(text);
        if let Some((keyword, rest)) = glued_front(word, place).filter(|(keyword, _)| keyword.chars().count() > 1) {
            return Diagnostic::new(Fault::GluedWord { word: word.to_owned(), spaced: format!("{keyword} {rest}") }, span(token));
        }
        let slip = |k: &str| k.chars().count() > 1 && k.chars().count() == word.chars().count() && edit_distance(k, word) == 1;
        let near: Vec<String> = place.words().iter().map(|(zh, _)| *zh).filter(|k| slip(k)).map(str::to_owned).collect();
        if !near.is_empty() {
            return Diagnostic::new(Fault::UnknownWord { word: word.to_owned(), nearest: near, known: Vec::new() }, span(token));
        }
    }

    let mut expected = expectation(error);
    // After a number the name would be its unit, which is not what is missing.
    if found.is_some() && reached > 0 && tokens[reached - 1].kind == TokenKind::Number && expected.contains(&Expected::Name) {
        expected = vec![Expected::Operator];
    }
    if place == Keyword::CaseClause {
        match word {
            // What is changed has been named, and not into what.
            "改" | "set" if expected.contains(&Expected::String) && reached > 1 => expected = vec![Expected::Change],
            "期望" | "expect" if expected == [Expected::Operator] => expected = vec![Expected::Further],
            _ => {}
        }
    }
    // Only a word could be 满足; after anything else an operator is what is missing.
    if expected == [Expected::Satisfying] && found.is_some_and(|t| t.kind != TokenKind::Word) {
        expected = vec![Expected::Operator];
    }
    match found {
        Some(token) => {
            let word = token.text(text);
            let choices: &[&str] = match expected.as_slice() {
                [Expected::Level] => &LEVELS,
                [Expected::Each] => &EACH,
                [Expected::Outcome] => &OUTCOMES,
                _ => &[],
            };
            let said = slips::choice_meant(word).or_else(|| outcome_meant(word));
            let meant = said.filter(|m| choices.contains(m)).map(|m| vec![m.to_owned()]);
            let nearest = meant.unwrap_or_else(|| nearest(word, choices.iter().copied()));
            let fault = Fault::Unexpected { found: word.to_owned(), expected, nearest };
            Diagnostic::new(fault, span(token))
        }
        None => {
            let end = Span::new(source, last.end, last.end);
            let explained = tokens.iter().map(|t| t.text(text)).rfind(|w| matches!(*w, "或解释" | "or_explained"));
            Diagnostic::new(Fault::BreaksOff { statement: explained.unwrap_or(word).to_owned(), expected }, end)
        }
    }
}

/// What a case may expect.
const OUTCOMES: [&str; 6] = ["通过", "不符", "有解释", "未能核对", "不适用", "无可核对"];

/// The outcome that is called otherwise.
fn outcome_meant(word: &str) -> Option<&'static str> {
    Some(match word {
        "符合" | "相符" | "正确" | "对" | "合格" | "成立" | "一致" | "pass" | "passed" | "ok" => "通过",
        "不通过" | "不符合" | "不对" | "错误" | "错" | "不合格" | "不成立" | "不一致" | "fail" | "failed" => "不符",
        "未核对" | "无法核对" | "不能核对" | "不确定" | "未决" => "未能核对",
        "解释" | "可解释" => "有解释",
        "无" | "没有" | "无实例" => "无可核对",
        _ => return None,
    })
}

/// Words that join two parts of an expression, which authors write together with what follows.
pub const JOINTS: [&str; 8] = ["且", "或解释", "或", "则", "不含", "只含", "若", "非"];

/// `要求新收` → (`要求`, `新收`).
fn glued_front(word: &str, place: Keyword) -> Option<(&'static str, &str)> {
    let mut words: Vec<&'static str> = place.words().iter().map(|(zh, _)| *zh).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    words.into_iter().find_map(|k| word.strip_prefix(k).filter(|rest| !rest.is_empty()).map(|rest| (k, rest)))
}

fn unbalanced(tokens: &[Token]) -> Option<&Token> {
    let mut open = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token),
            TokenKind::Close => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// What the grammar could have gone on with, in the author's words.
fn expectation(error: &Error<Rule>) -> Vec<Expected> {
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else { return Vec::new() };
    let mut expected: Vec<Expected> = positives.iter().filter_map(|rule| category(*rule)).collect();
    expected.sort();
    expected.dedup();
    // A number, a name or a text is an expression too.
    if expected.contains(&Expected::Expression) {
        expected.retain(|e| !matches!(e, Expected::Number | Expected::Name | Expected::String | Expected::SectionRef));
    }
    // So is an entry of a cell.
    if expected.contains(&Expected::Entry) {
        expected.retain(|e| !matches!(e, Expected::Number | Expected::String));
    }
    // After a finished expression an operator could always follow; that is worth saying only when nothing else could.
    if expected.len() > 1 {
        expected.retain(|e| *e != Expected::Operator);
    }
    expected
}

fn category(rule: Rule) -> Option<Expected> {
    Some(match rule {
        Rule::expr
        | Rule::quantity
        | Rule::group
        | Rule::reference
        | Rule::quantified
        | Rule::pattern
        | Rule::condition
        | Rule::prefix
        | Rule::negate
        | Rule::not
        | Rule::argument => Expected::Expression,
        Rule::string | Rule::text | Rule::straight | Rule::curly => Expected::String,
        Rule::number => Expected::Number,
        Rule::name | Rule::path | Rule::unit_name => Expected::Name,
        Rule::id => Expected::Id,
        Rule::ordinal => Expected::Ordinal,
        Rule::must | Rule::verify | Rule::note => Expected::Level,
        Rule::each_column | Rule::each_row | Rule::each_cell | Rule::each_reading | Rule::each_sentence | Rule::each_paragraph => {
            Expected::Each
        }
        Rule::or
        | Rule::and
        | Rule::contains
        | Rule::matches
        | Rule::equal
        | Rule::not_equal
        | Rule::less
        | Rule::less_equal
        | Rule::greater
        | Rule::greater_equal
        | Rule::add
        | Rule::subtract
        | Rule::multiply
        | Rule::divide => Expected::Operator,
        Rule::kw_then => Expected::Then,
        Rule::kw_satisfying => Expected::Satisfying,
        Rule::kw_because => Expected::Because,
        Rule::section_ref => Expected::SectionRef,
        Rule::satisfied
        | Rule::violated
        | Rule::accounted_for
        | Rule::undecided
        | Rule::not_applicable
        | Rule::vacuous
        | Rule::verdict
        | Rule::verdicts => Expected::Outcome,
        Rule::amount => Expected::Number,
        Rule::entry | Rule::no_figure | Rule::no_cell => Expected::Entry,
        _ => return None,
    })
}
