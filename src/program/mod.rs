//! Compiled rules: cell numbers instead of names. Every node keeps its span in the rule text.
//!
//! A rule over columns, rows or cells is instantiated once for each, so evaluating looks nothing up: each operand is an index into the dense
//! row of figures of a report.

mod linear;
pub mod message;
mod reading;
mod steps;

pub use linear::{Linear, Term};
pub use reading::{ASIDE, FIGURE, Field, Hole, HoleKind, Matcher, Reading, Repeat, Sentence};
pub use steps::{Step, Steps};

use crate::finding::Level;
use crate::form::{CellId, Form};
use crate::lang::Text;
use crate::source::Span;
use crate::value::{Comparison, Decimal, Unit};
use regex::Regex;
use std::sync::Arc;

/// The rules for one form.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its position among the programs compiled together.
    pub index: usize,
    /// The form.
    pub form: Arc<Form>,
    /// Name of the pack.
    pub pack: String,
    /// What the pack is called.
    pub pack_title: Option<Text>,
    /// Version of the pack.
    pub version: String,
    /// Names of all packs it was made from, what is built on first.
    pub layers: Vec<String>,
    /// Rules in the order written.
    pub rules: Vec<Rule>,
    /// Readings in the order written.
    pub readings: Vec<Reading>,
}

/// Which other reports a check of one report needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relations {
    /// None.
    None,
    /// Those of the same body, of years before.
    Prior,
    /// Those of other bodies.
    Bodies,
}

impl Program {
    /// Which other reports the rules need.
    pub fn relations(&self) -> Relations {
        self.rules.iter().map(Rule::relations).max().unwrap_or(Relations::None)
    }
}

impl Rule {
    fn relations(&self) -> Relations {
        if self.range == Range::Batch {
            return Relations::Bodies;
        }
        self.instances.iter().flat_map(Instance::expressions).map(Expr::relations).max().unwrap_or(Relations::None)
    }
}

/// Whose report something stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Whose {
    /// In which relation to the report at hand.
    pub role: Role,
    /// How many years back from there: 0 is the same year, 1 is 上年, to [`MAX_YEARS_BACK`].
    pub back: u8,
}

/// How a report is related to the one at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Role {
    /// The report at hand.
    #[default]
    Own,
    /// 下级: the report of a subordinate body that 合计, 每一 and their like are at.
    Child,
    /// 同批: the other report of the same year that 存在, 每一 and their like are at.
    Peer,
}

/// `上年.上年.上年.X` is as far back as a rule can look.
pub const MAX_YEARS_BACK: u8 = 3;

impl Whose {
    /// The report at hand.
    pub const OWN: Whose = Whose { role: Role::Own, back: 0 };

    /// The words before a name in that report: `下级.上年.`; empty for the report at hand.
    pub fn prefix(self) -> String {
        let role = match self.role {
            Role::Own => "",
            Role::Child => "下级.",
            Role::Peer => "同批.",
        };
        format!("{role}{}", "上年.".repeat(usize::from(self.back)))
    }
}

/// A figure of a table: whose report it stands in, and which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Figure {
    /// Whose report.
    pub whose: Whose,
    /// Which cell.
    pub cell: CellId,
}

impl Figure {
    /// A figure of the report at hand.
    pub fn own(cell: CellId) -> Figure {
        Figure { whose: Whose::OWN, cell }
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
    /// 试行: evaluated and shown apart, and never counted.
    pub trial: bool,
    /// The packs that adjusted it, each with its reason.
    pub adjusted: Vec<(String, Text)>,
    /// The requirement as written, in one spelling.
    pub formula: String,
    /// The formulas of its explanations.
    pub explained_formulas: Vec<String>,
    /// The condition as written.
    pub condition: Option<String>,
    /// What its instances are.
    pub range: Range,
    /// Readings without which it has nothing to say: where the text states none of their figures, the rule is vacuous.
    pub needs: Vec<Need>,
    /// Its instances, in order.
    pub instances: Vec<Instance>,
    /// Where it stands.
    pub span: Span,
}

/// What the instances of a rule are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Range {
    /// One for each entry of [`Rule::instances`]: a column, a row, a cell, or the rule as a whole.
    Fixed,
    /// One for each figure of a reading; [`Rule::instances`] has one entry.
    Reading {
        /// Which.
        reading: ReadingId,
        /// 含约数: whether approximate figures are instances that can be decided.
        with_approximate: bool,
    },
    /// One for each sentence or paragraph of these sections; [`Rule::instances`] has one entry.
    Text {
        /// Ids of the sections; `None` is the whole text.
        sections: Option<Vec<String>>,
        /// Whether an instance is a paragraph rather than a sentence.
        paragraphs: bool,
    },
    /// One for all reports checked together.
    Batch,
}

/// A reading a rule cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Which.
    pub reading: ReadingId,
    /// How many figures it takes for the rule to have something to say.
    pub at_least: usize,
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
    /// Its condition, its requirement and its explanations.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.when.iter().chain([&self.require]).chain(self.explained.iter().map(|(e, _)| e))
    }

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
    // ── numbers ──
    /// A literal number, in the unit of what it stands beside.
    Number(Decimal, Option<Unit>),
    /// A figure.
    Cell(Figure),
    /// 合计 of figures.
    Sum(Vec<Figure>),
    /// 最大 of its operands.
    Max(Vec<Expr>),
    /// 最小 of its operands.
    Min(Vec<Expr>),
    /// 本条: the figure read from prose; or, by its position in [`Reading::fields`], another figure read with it.
    ThisReading(Option<usize>),
    /// The item of a repeated field that 合计 and its like are at.
    ThisItem,
    /// 唯一(读数): the figure that the text states everywhere alike.
    Only(ReadingId, Whose, Option<usize>),
    /// 年度: the year reported on.
    Year(Whose),
    /// 空作零(x): a figure, or 0 for a blank, because the author says so.
    BlankAsZero(Figure),
    /// The same amount in another unit.
    Scaled(Decimal, Box<Expr>),
    /// −a
    Negate(Box<Expr>),
    /// 绝对值(a)
    Absolute(Box<Expr>),
    /// 余数(a, b)
    Remainder(Box<Expr>, Box<Expr>),
    /// a + b and its like
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// 合计, 最大, 最小, 计数, 中位 over reports, readings or the items of a field.
    Fold(Box<Fold>),
    /// 计数(组 满足 条件): how many of the conditions hold.
    CountIf(Vec<Expr>),
    /// 计费(n, 分档): what n units cost, in 元.
    Charge(Box<Expr>, Arc<Steps>),
    /// 字数(文) and its like.
    Measured(TextMeasure, Box<Expr>),
    /// 重复率(文, 文): the share of the first that stands in the second too, with phrases left out of account.
    Similarity(Box<Expr>, Box<Expr>, Vec<String>),
    /// 位次(部分(x)): the place of a section among the sections of the document, from 1.
    Rank(Whose, String),
    /// 读取问题("L0103"): how many problems with that code the reading met.
    Problems(Whose, String),
    /// 强制不符数: violated instances of level 强制 in that report, by rules that need nothing but that report.
    Violations(Whose),

    // ── dates, as days ──
    /// 日期(年, 月, 日)
    Date(Box<[Expr; 3]>),
    /// 日期(文字)
    DateOf(Box<Expr>),
    /// 发布日期, 落款日期, 期间起, 期间止
    Dated(Whose, DateFact),
    /// 核对日期: the date given from outside.
    AsOf,

    // ── texts ──
    /// A literal text.
    Text(String),
    /// An attribute of the body.
    Attribute(Whose, String),
    /// 原文(x): what stood in a cell.
    CellText(Figure),
    /// 部分(x): the prose of a section, without its tables.
    Section(Whose, String),
    /// 全文: the prose of all sections.
    WholeText(Whose),
    /// 本句, 本段
    ThisText,
    /// 标题(部分(x)): the title of a section as printed, without its ordinal.
    Heading(Whose, String),
    /// 标题, 单位名称, 落款单位, 表样
    Fact(Whose, TextFact),

    // ── conditions ──
    /// a = b, and chains
    Compare(Compare),
    /// Comparison of texts
    SameText(bool, Box<Expr>, Box<Expr>),
    /// a 包含 b
    Contains(Box<Expr>, Needle),
    /// a 匹配 /b/
    Matches(Box<Expr>, Pattern),
    /// 同一单位(a, b): whether two names are of one body.
    SameBody(Box<Expr>, Box<Expr>),
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
    /// 有数(本条.名): whether the text states that figure.
    Stated(usize),
    /// 缺(组): whether every cell of a group is missing.
    AllMissing(Vec<Figure>),
    /// 缺(部分(x))
    SectionMissing(Whose, String),
    /// 缺(上年), 缺(下级): whether that report was not given.
    ReportMissing(Whose),
    /// 一致(读数)
    Consistent(ReadingId, Option<usize>),
    /// 可计(金额, 分档): whether some whole number of units costs just that.
    Chargeable(Box<Expr>, Arc<Steps>),
    /// 每一, 存在 over reports, readings or the items of a field.
    Quantified(Quantifier, Members, Box<Expr>),
    /// 每一, 存在 over the cells of a group: all of them, or any.
    Cells(Quantifier, Vec<Expr>),
}

/// What 合计 and its like, 每一 and 存在 go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Members {
    /// 下级
    Children,
    /// 同批
    Peers,
    /// The figures of a reading, those that are exact.
    Reading(ReadingId, Whose),
    /// The items of a repeated field of 本条.
    Items(usize),
}

/// 合计, 最大, 最小, 计数 or 中位 of what `body` is for each member that satisfies `filter`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// What is made of them.
    pub how: FoldHow,
    /// What is gone through.
    pub members: Members,
    /// 满足
    pub filter: Option<Expr>,
    /// The number of each; `None` for 计数.
    pub body: Option<Expr>,
}

/// What is made of many numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldHow {
    /// 合计
    Sum,
    /// 最大
    Max,
    /// 最小
    Min,
    /// 计数
    Count,
    /// 中位
    Median,
}

/// What is counted of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMeasure {
    /// 字数: characters that are no blanks.
    Length,
    /// 叠字: words that stand twice in a row.
    Doubled,
    /// 不配对: brackets and quotation marks without their other half.
    Unpaired,
    /// 跳号: item numbers that do not follow the one before.
    Misnumbered,
}

/// Dates of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFact {
    /// 发布日期
    Published,
    /// 落款日期
    Signed,
    /// 期间起
    PeriodFrom,
    /// 期间止
    PeriodTo,
}

/// Names a report gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFact {
    /// 标题
    Title,
    /// 单位名称
    Body,
    /// 落款单位
    Signatory,
    /// 表样
    Form,
}

/// What is looked for in a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Needle {
    /// Any of these.
    Words(Vec<String>),
    /// A text that the report gives.
    Text(Box<Expr>),
}

/// A regular expression; equal where its text is.
#[derive(Debug, Clone)]
pub struct Pattern(pub Arc<Regex>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

pub use crate::syntax::ast::{Arithmetic, Quantifier};

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
    /// The unit of what is compared: 天 where dates are.
    pub unit: Option<Unit>,
    /// For each operator, whether two written numbers are compared of which one may be rounded: they agree where they do so to the last
    /// digit of the coarser.
    pub rounded: Vec<bool>,
    /// Whether dates are compared; their difference is a number of days.
    pub dates: bool,
}

impl Fold {
    /// The term it is in a linear combination: a plain sum of a cell over reports, or of the items of a field.
    pub(crate) fn term(&self) -> Option<Term> {
        if self.how != FoldHow::Sum || self.filter.is_some() {
            return None;
        }
        match (self.members, &self.body.as_ref()?.kind) {
            (Members::Children, ExprKind::Cell(figure)) if figure.whose.role == Role::Child => Some(Term::Total(*figure)),
            (Members::Peers, ExprKind::Cell(figure)) if figure.whose.role == Role::Peer => Some(Term::Total(*figure)),
            (Members::Items(field), ExprKind::ThisItem) => Some(Term::Items(field)),
            _ => None,
        }
    }
}

impl Expr {
    /// The expressions directly inside it, left to right.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Number(..)
            | ExprKind::Cell(_)
            | ExprKind::Sum(_)
            | ExprKind::ThisReading(_)
            | ExprKind::ThisItem
            | ExprKind::Only(..)
            | ExprKind::Year(_)
            | ExprKind::BlankAsZero(_)
            | ExprKind::Rank(..)
            | ExprKind::Problems(..)
            | ExprKind::Violations(_)
            | ExprKind::Dated(..)
            | ExprKind::AsOf
            | ExprKind::Text(_)
            | ExprKind::Attribute(..)
            | ExprKind::CellText(_)
            | ExprKind::Section(..)
            | ExprKind::WholeText(_)
            | ExprKind::ThisText
            | ExprKind::Heading(..)
            | ExprKind::Fact(..)
            | ExprKind::State(..)
            | ExprKind::Stated(_)
            | ExprKind::AllMissing(_)
            | ExprKind::SectionMissing(..)
            | ExprKind::ReportMissing(_)
            | ExprKind::Consistent(..) => Vec::new(),
            ExprKind::Max(items) | ExprKind::Min(items) | ExprKind::CountIf(items) | ExprKind::Cells(_, items) => items.iter().collect(),
            ExprKind::Scaled(_, a)
            | ExprKind::Negate(a)
            | ExprKind::Absolute(a)
            | ExprKind::Not(a)
            | ExprKind::Whole(a)
            | ExprKind::Charge(a, _)
            | ExprKind::Chargeable(a, _)
            | ExprKind::Measured(_, a)
            | ExprKind::DateOf(a)
            | ExprKind::Matches(a, _)
            | ExprKind::Contains(a, Needle::Words(_))
            | ExprKind::Quantified(_, _, a) => vec![a],
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Remainder(a, b)
            | ExprKind::Similarity(a, b, _)
            | ExprKind::SameText(_, a, b)
            | ExprKind::SameBody(a, b)
            | ExprKind::Contains(a, Needle::Text(b))
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::If(a, b) => vec![a, b],
            ExprKind::Date(parts) => parts.iter().collect(),
            ExprKind::Compare(compare) => compare.sides.iter().collect(),
            ExprKind::Fold(fold) => fold.filter.iter().chain(&fold.body).collect(),
        }
    }

    /// Visits the expression and everything inside it, outside in, left to right.
    pub fn walk(&self, visit: &mut impl FnMut(&Expr)) {
        visit(self);
        self.children().into_iter().for_each(|e| e.walk(visit));
    }

    /// The figures of tables it reads, in the order written, each once.
    pub fn figures(&self) -> Vec<Figure> {
        let mut cells = indexmap::IndexSet::new();
        self.walk(&mut |e| cells.extend(e.own_figures().iter().copied()));
        cells.into_iter().collect()
    }

    /// The figures of tables this node reads by itself.
    pub fn own_figures(&self) -> &[Figure] {
        match &self.kind {
            ExprKind::Cell(c) | ExprKind::CellText(c) | ExprKind::BlankAsZero(c) | ExprKind::State(_, c) => std::slice::from_ref(c),
            ExprKind::Sum(many) | ExprKind::AllMissing(many) => many,
            _ => &[],
        }
    }

    /// The reports this node reads by itself.
    pub fn own_reports(&self) -> Vec<Whose> {
        match &self.kind {
            ExprKind::Year(w)
            | ExprKind::Violations(w)
            | ExprKind::ReportMissing(w)
            | ExprKind::WholeText(w)
            | ExprKind::Only(_, w, _)
            | ExprKind::Rank(w, _)
            | ExprKind::Problems(w, _)
            | ExprKind::Dated(w, _)
            | ExprKind::Attribute(w, _)
            | ExprKind::Section(w, _)
            | ExprKind::Heading(w, _)
            | ExprKind::Fact(w, _)
            | ExprKind::SectionMissing(w, _)
            | ExprKind::Quantified(_, Members::Reading(_, w), _) => vec![*w],
            ExprKind::Fold(fold) => match fold.members {
                Members::Reading(_, w) => vec![w],
                Members::Children | Members::Peers | Members::Items(_) => Vec::new(),
            },
            ExprKind::ThisReading(_) | ExprKind::ThisItem | ExprKind::ThisText | ExprKind::Stated(_) | ExprKind::Consistent(..) => {
                vec![Whose::OWN]
            }
            _ => self.own_figures().iter().map(|f| f.whose).collect(),
        }
    }

    /// The roles it speaks of that no 合计, 每一 and their like inside it goes through.
    pub fn free_roles(&self) -> Vec<Role> {
        let mut roles: Vec<Role> = self.own_reports().iter().map(|w| w.role).collect();
        for child in self.children() {
            roles.extend(child.free_roles());
        }
        let bound = match &self.kind {
            ExprKind::Fold(fold) => fold.members.role(),
            ExprKind::Quantified(_, members, _) => members.role(),
            _ => None,
        };
        roles.retain(|role| Some(*role) != bound);
        roles.sort();
        roles.dedup();
        roles
    }

    /// Whether it reads another report than the one at hand, or several.
    pub fn reads_others(&self) -> bool {
        self.relations() > Relations::None
    }

    /// Which other reports it reads.
    pub fn relations(&self) -> Relations {
        let mut needs = Relations::None;
        self.walk(&mut |e| {
            for whose in e.own_reports() {
                needs = needs.max(match whose {
                    Whose { role: Role::Own, back: 0 } => Relations::None,
                    Whose { role: Role::Own, .. } => Relations::Prior,
                    Whose { role: Role::Child | Role::Peer, .. } => Relations::Bodies,
                });
            }
            let goes_through = match &e.kind {
                ExprKind::Fold(fold) => fold.members.role().is_some(),
                ExprKind::Quantified(_, members, _) => members.role().is_some(),
                _ => false,
            };
            if goes_through {
                needs = Relations::Bodies;
            }
        });
        needs
    }

    /// Whether it asks how many rules a report violates.
    pub fn asks_for_violations(&self) -> bool {
        let mut asks = false;
        self.walk(&mut |e| asks |= matches!(e.kind, ExprKind::Violations(_)));
        asks
    }

    /// Whether it asks about many things at once, of which the evidence says more than a formula.
    pub fn asks_about_many(&self) -> bool {
        let mut asks = false;
        self.walk(&mut |e| asks |= matches!(e.kind, ExprKind::Consistent(..) | ExprKind::Quantified(..) | ExprKind::Cells(..)));
        asks
    }

    /// Whether it reads anything of a report but its year and the attributes of its body.
    pub fn reads_a_report(&self) -> bool {
        let mut reads = false;
        self.walk(&mut |e| {
            let known_before = matches!(e.kind, ExprKind::Year(_) | ExprKind::Attribute(..));
            reads |= !known_before && !e.own_reports().is_empty();
            reads |= match &e.kind {
                ExprKind::Fold(fold) => fold.members.role().is_some(),
                ExprKind::Quantified(_, members, _) => members.role().is_some(),
                _ => false,
            };
        });
        reads
    }
}

impl Members {
    /// The reports that are gone through, if it is reports.
    pub fn role(self) -> Option<Role> {
        match self {
            Members::Children => Some(Role::Child),
            Members::Peers => Some(Role::Peer),
            Members::Reading(..) | Members::Items(_) => None,
        }
    }
}
