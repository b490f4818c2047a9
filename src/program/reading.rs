//! Compiled readings (读数): figures found in prose.

use crate::lang::Text;
use crate::source::Span;
use crate::value::{Decimal, Unit};
use regex::Regex;
use std::sync::{Arc, OnceLock};

/// A compiled reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Option<Text>,
    /// What its figure is.
    pub kind: HoleKind,
    /// Unit of its figures.
    pub unit: Unit,
    /// The other figures that are read with it, by name.
    pub fields: Vec<Field>,
    /// Ids of the sections it is taken from.
    pub from: Vec<String>,
    /// Whether sections that are not there are no matter: 取自 全文.
    pub whole_text: bool,
    /// 句式
    pub patterns: Vec<Sentence>,
    /// 否定, with the figure each stands for.
    pub negations: Vec<(Matcher, Decimal)>,
    /// Its 句式 as written, in the same order.
    pub pattern_texts: Vec<String>,
    /// Its 否定 as written, in the same order.
    pub negation_texts: Vec<String>,
    /// 排除: a sentence with one of these is passed over.
    pub unless: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// A named figure of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: HoleKind,
    /// The unit of a number, where it is not that of the reading.
    pub unit: Option<Unit>,
    /// Whether it may stand several times in one match.
    pub many: bool,
}

/// What a hole of a pattern reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoleKind {
    /// 数
    Number,
    /// 百分数
    Percent,
    /// 金额
    Amount,
    /// 日期
    Date,
    /// 年
    Year,
}

/// What a pattern is matched by: a regular expression that is built when it is first used. A pack has many, and building them takes longer than all
/// else there is to compile.
#[derive(Clone)]
pub struct Matcher {
    text: Arc<str>,
    built: Arc<OnceLock<Option<Regex>>>,
}

impl Matcher {
    /// Bytes a built expression may take. What patterns come to holds no counted repetition, so it is as large as its text and never near it.
    const MAX_BUILT: usize = 64 << 20;

    /// A matcher for a regular expression.
    pub fn new(text: &str) -> Matcher {
        Matcher { text: text.into(), built: Arc::default() }
    }

    /// The regular expression; `None` where it is too large to be built.
    pub fn regex(&self) -> Option<&Regex> {
        self.built.get_or_init(|| regex::RegexBuilder::new(&self.text).size_limit(Matcher::MAX_BUILT).build().ok()).as_ref()
    }
}

impl std::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Matcher").field(&self.text).finish()
    }
}

/// A compiled 句式.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Finds it in a sentence.
    pub regex: Matcher,
    /// Its holes, in the order of their groups in `regex`.
    pub holes: Vec<Hole>,
    /// Its repeated parts, each a group of `regex`.
    pub repeats: Vec<Repeat>,
    /// For a pattern that reads no figure: the figure it stands for.
    pub stands_for: Option<Decimal>,
}

/// A hole of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// The group of the regular expression.
    pub group: usize,
    /// What it reads.
    pub kind: HoleKind,
    /// Which field it is; `None` is 本条 itself.
    pub field: Option<usize>,
}

/// A part of a pattern that may stand several times.
#[derive(Debug, Clone)]
pub struct Repeat {
    /// The group of the whole pattern that holds all of them.
    pub group: usize,
    /// Finds one of them.
    pub one: Matcher,
    /// The holes of one of them.
    pub holes: Vec<Hole>,
}

/// Stands for one figure in the sentences that patterns are matched against: figures are found first, so a hole can only meet a figure, never
/// a year, a document number or part of either.
pub const FIGURE: char = '\u{E000}';
/// Stands for a stretch in parentheses, which is a sentence of its own.
pub const ASIDE: char = '\u{E001}';
