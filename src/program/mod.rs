//! Compiled rules: cell numbers instead of names. Every node keeps its span in the rule text.
//!
//! A rule over columns, rows or cells is instantiated once for each, so evaluating looks nothing up: each operand is an index into the dense
//! row of figures of a report.

pub mod message;

use crate::finding::Level;
use crate::form::{CellId, Form};
use crate::lang::Text;
use crate::source::Span;
use crate::value::{Comparison, Decimal, Unit, exact};
use regex::Regex;
use std::sync::Arc;

/// The rules for one form.
#[derive(Debug, Clone)]
pub struct Program {
    /// The form.
    pub form: Arc<Form>,
    /// Name of the pack.
    pub pack: String,
    /// What the pack is called.
    pub pack_title: Option<Text>,
    /// Version of the pack.
    pub version: String,
    /// Rules in the order written.
    pub rules: Vec<Rule>,
    /// Readings in the order written.
    pub readings: Vec<Reading>,
}

/// A figure of a table: whose report it stands in, and which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Figure {
    /// How many years back: 0 is the report at hand, 1 is 上年, to [`MAX_YEARS_BACK`].
    pub back: u8,
    /// Which cell.
    pub cell: CellId,
}

/// `上年.上年.上年.X` is as far back as a rule can look.
pub const MAX_YEARS_BACK: u8 = 3;

impl Figure {
    /// A figure of the report at hand.
    pub fn own(cell: CellId) -> Figure {
        Figure { back: 0, cell }
    }
}

/// A reading (读数): figures found in prose, by its position in [`Program::readings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReadingId(pub u32);

impl ReadingId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A compiled rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it says.
    pub title: Option<Text>,
    /// Its level.
    pub level: Level,
    /// The documents it rests on.
    pub basis: Vec<Text>,
    /// What to change.
    pub fix: Option<Text>,
    /// The author's message, if the default does not serve.
    pub message: Option<Text>,
    /// 待核
    pub unconfirmed: bool,
    /// The requirement as written, in one spelling.
    pub formula: String,
    /// The formulas of its explanations.
    pub explained_formulas: Vec<String>,
    /// The condition as written.
    pub condition: Option<String>,
    /// For a rule over a reading: which. It then has one instance, evaluated once for each figure found.
    pub over: Option<ReadingId>,
    /// Readings it asks about as a whole.
    pub collections: Vec<ReadingId>,
    /// Its instances, in order.
    pub instances: Vec<Instance>,
    /// Where it stands.
    pub span: Span,
}

/// A rule at one column, row or cell, or the whole rule where it has no range.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Column name, row path or cell id.
    pub key: Option<String>,
    /// The label printed for it.
    pub label: Option<String>,
    /// The conditions of 适用 and 当 together.
    pub when: Option<Expr>,
    /// The requirement.
    pub require: Expr,
    /// Other lawful ways of counting.
    pub explained: Vec<(Expr, Text)>,
    /// Unit of the compared figures, where the requirement is one comparison.
    pub unit: Option<Unit>,
}

impl Instance {
    /// The labels of its row and its column, empty where it has none.
    pub fn labels(&self) -> (&str, &str) {
        let label = self.label.as_deref().unwrap_or("");
        label.split_once(LABEL_SEPARATOR).unwrap_or((label, label))
    }
}

/// Between the row and the column in the label of a cell.
pub const LABEL_SEPARATOR: &str = " · ";

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands in the rule text.
    pub span: Span,
}

/// Kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A literal number, in the unit of what it stands beside.
    Number(Decimal, Option<Unit>),
    /// A literal text.
    Text(String),
    /// A figure.
    Cell(Figure),
    /// 合计 of figures.
    Sum(Vec<Figure>),
    /// 最大 of its operands.
    Max(Vec<Expr>),
    /// 最小 of its operands.
    Min(Vec<Expr>),
    /// 本条: the figure read from prose.
    ThisReading,
    /// 年度: the year reported on.
    Year,
    /// An attribute of the body.
    Attribute(String),
    /// 原文(x): what stood in a cell.
    CellText(Figure),
    /// 空作零(x): a figure, or 0 for a blank, because the author says so.
    BlankAsZero(Figure),
    /// The same amount in another unit.
    Scaled(Decimal, Box<Expr>),
    /// −a
    Negate(Box<Expr>),
    /// a + b and its like
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// a = b, and chains
    Compare(Compare),
    /// Comparison of texts
    SameText(bool, Box<Expr>, Box<Expr>),
    /// 且
    And(Box<Expr>, Box<Expr>),
    /// 或
    Or(Box<Expr>, Box<Expr>),
    /// 非
    Not(Box<Expr>),
    /// 若 a 则 b
    If(Box<Expr>, Box<Expr>),
    /// 整数(x)
    Whole(Box<Expr>),
    /// 空白(x) and its like
    State(StateTest, Figure),
    /// 一致(读数)
    Consistent(ReadingId),
}

pub use crate::syntax::ast::Arithmetic;

/// A question about the state of a cell; always decidable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateTest {
    /// 空白
    Blank,
    /// 占位
    Placeholder,
    /// 读不出
    Unreadable,
    /// 缺
    Missing,
    /// 有数
    Number,
}

/// A comparison or a chain of them: `sides[0] ops[0] sides[1] ops[1] sides[2] …`.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// What is compared.
    pub sides: Vec<Expr>,
    /// How.
    pub ops: Vec<Comparison>,
    /// For each operator, what brings its right side to the unit of its left.
    pub factors: Vec<Decimal>,
    /// For each operator, 误差 in the unit of its left side: how far apart equal sides may be.
    pub tolerances: Vec<Option<Decimal>>,
    /// For each operator, left less right with like terms collected, where both sides are linear in figures.
    pub linear: Vec<Option<Linear>>,
}

/// A linear combination of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Linear {
    /// Figures with their coefficients, in order, none with 0.
    pub terms: Vec<(Term, Decimal)>,
    /// The constant.
    pub constant: Decimal,
}

/// A figure in a linear combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Term {
    /// Of a table.
    Cell(Figure),
    /// Read from prose.
    ThisReading,
}

impl Linear {
    /// The linear form of `expr`, or `None` where it has none or its coefficients leave the exact range.
    pub fn of(expr: &Expr) -> Option<Linear> {
        let mut linear = Linear::default();
        linear.gather(expr, Decimal::ONE)?;
        linear.settled()
    }

    /// `left − factor × right`.
    pub fn difference(left: &Expr, right: &Expr, factor: Decimal) -> Option<Linear> {
        let mut linear = Linear::default();
        linear.gather(left, Decimal::ONE)?;
        linear.gather(right, -factor)?;
        linear.settled()
    }

    fn gather(&mut self, expr: &Expr, factor: Decimal) -> Option<()> {
        match &expr.kind {
            ExprKind::Number(n, _) => self.constant = exact::add(self.constant, exact::mul(*n, factor)?)?,
            ExprKind::Cell(cell) => self.terms.push((Term::Cell(*cell), factor)),
            ExprKind::Sum(cells) => self.terms.extend(cells.iter().map(|c| (Term::Cell(*c), factor))),
            ExprKind::ThisReading => self.terms.push((Term::ThisReading, factor)),
            ExprKind::Scaled(k, inner) => self.gather(inner, exact::mul(factor, *k)?)?,
            ExprKind::Negate(inner) => self.gather(inner, -factor)?,
            ExprKind::Arithmetic(Arithmetic::Add, a, b) => {
                self.gather(a, factor)?;
                self.gather(b, factor)?;
            }
            ExprKind::Arithmetic(Arithmetic::Subtract, a, b) => {
                self.gather(a, factor)?;
                self.gather(b, -factor)?;
            }
            ExprKind::Arithmetic(Arithmetic::Multiply, a, b) => match (constant(a), constant(b)) {
                (Some(k), _) => self.gather(b, exact::mul(factor, k)?)?,
                (_, Some(k)) => self.gather(a, exact::mul(factor, k)?)?,
                _ => return None,
            },
            ExprKind::Arithmetic(Arithmetic::Divide, a, b) => {
                let k = constant(b).filter(|k| !k.is_zero())?;
                let scaled = factor.checked_div(k)?;
                // Only where dividing the factor is exact: 1/3 of a figure is not.
                if exact::mul(scaled, k) != Some(factor) {
                    return None;
                }
                self.gather(a, scaled)?;
            }
            ExprKind::Text(_)
            | ExprKind::Max(_)
            | ExprKind::Min(_)
            | ExprKind::Year
            | ExprKind::Attribute(_)
            | ExprKind::CellText(_)
            | ExprKind::BlankAsZero(_)
            | ExprKind::Compare(_)
            | ExprKind::SameText(..)
            | ExprKind::And(..)
            | ExprKind::Or(..)
            | ExprKind::Not(_)
            | ExprKind::If(..)
            | ExprKind::Whole(_)
            | ExprKind::State(..)
            | ExprKind::Consistent(_) => return None,
        }
        Some(())
    }

    fn settled(mut self) -> Option<Linear> {
        self.terms.sort_by_key(|(t, _)| *t);
        let mut terms: Vec<(Term, Decimal)> = Vec::with_capacity(self.terms.len());
        for (term, k) in self.terms {
            match terms.last_mut() {
                Some((last, sum)) if *last == term => *sum = exact::add(*sum, k)?,
                _ => terms.push((term, k)),
            }
        }
        terms.retain(|(_, k)| !k.is_zero());
        Some(Linear { terms, constant: self.constant })
    }
}

/// The value of an expression without figures.
fn constant(expr: &Expr) -> Option<Decimal> {
    let linear = Linear::of(expr)?;
    linear.terms.is_empty().then_some(linear.constant)
}

impl Expr {
    /// Visits the expression and everything inside it, outside in, left to right.
    pub fn walk(&self, visit: &mut impl FnMut(&Expr)) {
        visit(self);
        match &self.kind {
            ExprKind::Number(..)
            | ExprKind::Text(_)
            | ExprKind::Cell(_)
            | ExprKind::Sum(_)
            | ExprKind::ThisReading
            | ExprKind::Year
            | ExprKind::Attribute(_)
            | ExprKind::CellText(_)
            | ExprKind::BlankAsZero(_)
            | ExprKind::State(..)
            | ExprKind::Consistent(_) => {}
            ExprKind::Max(items) | ExprKind::Min(items) => items.iter().for_each(|e| e.walk(visit)),
            ExprKind::Scaled(_, a) | ExprKind::Negate(a) | ExprKind::Not(a) | ExprKind::Whole(a) => a.walk(visit),
            ExprKind::Arithmetic(_, a, b) | ExprKind::SameText(_, a, b) | ExprKind::And(a, b) | ExprKind::Or(a, b) | ExprKind::If(a, b) => {
                a.walk(visit);
                b.walk(visit);
            }
            ExprKind::Compare(compare) => compare.sides.iter().for_each(|e| e.walk(visit)),
        }
    }

    /// The figures of tables it reads, in the order written, each once.
    pub fn figures(&self) -> Vec<Figure> {
        let mut cells = indexmap::IndexSet::new();
        self.walk(&mut |e| match &e.kind {
            ExprKind::Cell(c) | ExprKind::CellText(c) | ExprKind::BlankAsZero(c) | ExprKind::State(_, c) => {
                cells.insert(*c);
            }
            ExprKind::Sum(many) => cells.extend(many.iter().copied()),
            _ => {}
        });
        cells.into_iter().collect()
    }
}

/// A compiled reading.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: Option<Text>,
    /// Unit of its figures.
    pub unit: Unit,
    /// Ids of the sections it is taken from.
    pub from: Vec<String>,
    /// 句式
    pub patterns: Vec<Regex>,
    /// 否定, with the figure each stands for.
    pub negations: Vec<(Regex, Decimal)>,
    /// 排除: a sentence with one of these is passed over.
    pub unless: Vec<String>,
    /// Where it stands.
    pub span: Span,
}

/// Stands for one figure in the sentences that patterns are matched against: figures are found first, so a hole can only meet a figure, never
/// a year, a document number or part of either.
pub const FIGURE: char = '\u{E000}';
/// Stands for a stretch in parentheses, which is a sentence of its own.
pub const ASIDE: char = '\u{E001}';
