//! One spelling for what can be spelled in several ways.

use crate::builtins;
use crate::compile::words_for_values;
use crate::lang::Lang;
use crate::syntax::outline::{Lexeme, Role};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The settled spelling of a token.
pub fn settle<'a>(text: &'a str, lexemes: &[Lexeme], at: usize, keywords: Option<Lang>, reserved: &BTreeSet<String>) -> Cow<'a, str> {
    let lexeme = &lexemes[at];
    let word = &text[lexeme.range.clone()];
    match lexeme.role {
        Role::Keyword(zh, en) => match keywords {
            None => word.into(),
            // The code of a language is one in every language.
            Some(_) if zh == "英文" => en.into(),
            Some(Lang::Zh) => zh.into(),
            Some(Lang::En) => en.into(),
        },
        Role::Name => match keywords {
            Some(lang) if lexeme.refers => respelled(text, lexemes, at, lang, reserved),
            // `表三－行合计` is typed with an input method; the hyphen of an id is `-`.
            _ if word.contains('－') => word.replace('－', "-").into(),
            _ => word.into(),
        },
        Role::Number if !word.is_ascii() => word.chars().map(narrow).collect::<String>().into(),
        Role::Number => word.into(),
        Role::Text => straight(word),
        Role::Open => "{".into(),
        Role::Close => "}".into(),
        Role::OpenBracket => if matches!(word, "[" | "［" | "【") { "[" } else { "(" }.into(),
        Role::CloseBracket => if matches!(word, "]" | "］" | "】") { "]" } else { ")" }.into(),
        Role::Operator | Role::Sign => operator(word).into(),
        Role::Comma => ",".into(),
        Role::Dot => ".".into(),
        Role::Optional => word.into(),
    }
}

/// Whether this is the beginning of an 或解释, which belongs to the clause before it.
pub fn is_explained(lexeme: &Lexeme) -> bool {
    lexeme.begins && matches!(lexeme.role, Role::Keyword("或解释", _))
}

/// A name in an expression: a function or a word for a value is respelled, unless a form has something of either name.
fn respelled<'a>(text: &'a str, lexemes: &[Lexeme], at: usize, lang: Lang, reserved: &BTreeSet<String>) -> Cow<'a, str> {
    let word = &text[lexemes[at].range.clone()];
    let pick = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let called =
        lexemes.get(at + 1).is_some_and(|l| l.role == Role::OpenBracket && l.tight && matches!(&text[l.range.clone()], "(" | "（"));
    if called {
        return builtins::find(word).map_or(word, |f| pick(f.zh, f.en)).into();
    }
    match words_for_values().find(|(zh, en)| *zh == word || *en == word) {
        Some((zh, en)) if !reserved.contains(zh) && !reserved.contains(en) => pick(zh, en).into(),
        _ => word.into(),
    }
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '％' => '%',
        _ => c,
    }
}

/// `“x”` as `"x"`, where nothing in it would read differently.
fn straight(word: &str) -> Cow<'_, str> {
    match word.strip_prefix('“').and_then(|w| w.strip_suffix('”')) {
        Some(inner) if !inner.contains(['"', '\\', '“', '”']) => format!("\"{inner}\"").into(),
        _ => word.into(),
    }
}

fn operator(word: &str) -> &'static str {
    match word {
        "＋" | "+" => "+",
        "-" | "－" | "−" => "-",
        "*" | "＊" | "×" => "×",
        "/" | "／" | "÷" => "÷",
        "==" | "＝" | "=" => "=",
        "!=" | "<>" | "≠" => "≠",
        "≤" | "≦" | "＜＝" | "<=" => "<=",
        "≥" | "≧" | "＞＝" | ">=" => ">=",
        "＜" | "<" => "<",
        _ => ">",
    }
}
