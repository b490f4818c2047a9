//! What rule text says, before any name in it means anything. Every node keeps its span.

use crate::lang::Text;
use crate::source::{Span, Spanned};
use crate::value::Decimal;

/// A parsed file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// Its items in order. Items whose text does not parse are left out; their parse is in the diagnostics.
    pub items: Vec<Item>,
}

/// An item of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// 规则包
    Pack(Pack),
    /// 表样
    Form(Form),
    /// 规则
    Rule(Rule),
    /// 读数
    Reading(Reading),
    /// 名单
    List(List),
}

/// `规则包 宿迁 "…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// Its id.
    pub id: Spanned<String>,
    /// What it is called.
    pub title: Option<Text>,
    /// 语言: edition of the language.
    pub language: Option<Spanned<Decimal>>,
    /// 版本.
    pub version: Option<Spanned<String>>,
    /// 引用: packs and forms it builds on.
    pub uses: Vec<Spanned<String>>,
}

/// `名单 互动渠道 { "留言" "咨询" }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: Spanned<String>,
    /// Its entries.
    pub entries: Vec<Spanned<String>>,
}

/// Printed wording with other spellings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// The label as printed, if it is not the name.
    pub text: Option<Spanned<String>>,
    /// 又作.
    pub aliases: Vec<Spanned<String>>,
}

/// `表样 年度报告2021 "…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Its name.
    pub name: Spanned<String>,
    /// Its title.
    pub label: Label,
    /// 依据.
    pub basis: Vec<Text>,
    /// 适用.
    pub applies: Option<Expr>,
    /// 部分.
    pub sections: Vec<Section>,
    /// Whether part of its text did not parse: then its names cannot be relied on.
    pub damaged: bool,
}

/// `部分 一 "总体情况" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `一`
    pub id: Spanned<String>,
    /// Its title.
    pub label: Label,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// `表 申请 件 { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: Spanned<String>,
    /// The label printed above it.
    pub label: Label,
    /// Unit of all columns that do not say their own.
    pub unit: Option<Spanned<String>>,
    /// 横排.
    pub side_by_side: bool,
    /// Rows, columns and their groups.
    pub lines: Vec<Line>,
}

/// A row, a column, or a group of either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Row or column.
    pub axis: Axis,
    /// Its name; a group may have none.
    pub name: Option<Spanned<String>>,
    /// Its label.
    pub label: Label,
    /// Unit of a column.
    pub unit: Option<Spanned<String>>,
    /// 可负.
    pub signed: bool,
    /// For a group, what is inside it.
    pub members: Option<Vec<Line>>,
    /// The whole head.
    pub span: Span,
}

/// Rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// 行
    Row,
    /// 列
    Column,
}

/// `规则 表三-收支平衡 "…" { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: Spanned<String>,
    /// What it says.
    pub title: Option<Text>,
    /// Its clauses in order, with the span of each.
    pub clauses: Vec<Spanned<Clause>>,
    /// Whether some clause did not parse: then nothing is said about clauses that seem to be missing.
    pub damaged: bool,
    /// The whole rule.
    pub span: Span,
}

/// A clause of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// 级别
    Level(Level),
    /// 依据
    Basis(Vec<Text>),
    /// 适用
    Applies(Expr),
    /// 当
    When(Expr),
    /// 范围
    Over(Over),
    /// 要求, with its 或解释
    Require(Expr, Vec<Explained>),
    /// 改法
    Fix(Text),
    /// 提示语
    Message(Spanned<Text>),
    /// 设
    Let(Spanned<String>, Expr),
    /// 参数
    Param(Spanned<String>, Expr),
    /// 误差
    Tolerance(Spanned<Decimal>, Option<Spanned<String>>),
    /// 待核
    Unconfirmed,
    /// 停用 因
    Disable(Text),
}

impl Clause {
    /// Its keyword in Chinese.
    pub fn word(&self) -> &'static str {
        match self {
            Clause::Level(_) => "级别",
            Clause::Basis(_) => "依据",
            Clause::Applies(_) => "适用",
            Clause::When(_) => "当",
            Clause::Over(_) => "范围",
            Clause::Require(..) => "要求",
            Clause::Fix(_) => "改法",
            Clause::Message(_) => "提示语",
            Clause::Let(..) => "设",
            Clause::Param(..) => "参数",
            Clause::Tolerance(..) => "误差",
            Clause::Unconfirmed => "待核",
            Clause::Disable(_) => "停用",
        }
    }
}

pub use crate::finding::Level;

/// `或解释 式 "说明"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Another lawful way of counting.
    pub expr: Expr,
    /// Its description.
    pub text: Text,
}

/// `范围 申请 逐列 不含 总计`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// A table or a reading; `None` is 全表.
    pub subject: Option<Spanned<String>>,
    /// What an instance is.
    pub each: Each,
    /// 只含, 不含, 单位.
    pub filters: Vec<Filter>,
    /// The whole clause.
    pub span: Span,
}

/// What one instance of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Each {
    /// 逐列
    Column,
    /// 逐行
    Row,
    /// 每格
    Cell,
    /// 逐条
    Reading,
}

/// A restriction of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// 只含
    Only(Vec<Path>),
    /// 不含
    Except(Vec<Path>),
    /// 单位
    Unit(Spanned<String>),
}

/// `读数 正文新收 "…" 件 { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its id.
    pub id: Spanned<String>,
    /// What it is.
    pub title: Option<Text>,
    /// Unit of its figures.
    pub unit: Option<Spanned<String>>,
    /// 取自
    pub from: Vec<Spanned<String>>,
    /// 句式
    pub patterns: Vec<Spanned<String>>,
    /// 否定, with the figure it stands for
    pub negations: Vec<(Spanned<String>, Option<Spanned<Decimal>>)>,
    /// 排除
    pub unless: Vec<Spanned<String>>,
    /// Whether some clause did not parse.
    pub damaged: bool,
}

/// `办理结果.不予公开.国家秘密`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Its names.
    pub names: Vec<Spanned<String>>,
    /// From the first to the last.
    pub span: Span,
}

impl Path {
    /// The names joined with `.`.
    pub fn text(&self) -> String {
        self.names.iter().map(|n| n.node.as_str()).collect::<Vec<_>>().join(".")
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// Kinds of expressions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// `100 万元`, `50%`
    Number(Decimal, Option<Spanned<String>>),
    /// `"部门"`
    String(String),
    /// `新收`, `办理结果.总计`, `申请.新收[总计]`
    Name(Path, Option<Spanned<String>>),
    /// `合计(法人 不含 其他)`
    Call(Path, Vec<Argument>),
    /// `(a + b)`
    Group(Box<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `非 a`
    Not(Box<Expr>),
    /// `a + b`, `a - b`, `a × b`, `a ÷ b`
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `a = b`, and chains `0 <= x <= 1`
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// `a 且 b`, `a 或 b`
    Logic(Logic, Box<Expr>, Box<Expr>),
    /// `若 a 则 b`
    If(Box<Expr>, Box<Expr>),
}

/// `办理结果 不含 总计`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The expression.
    pub expr: Expr,
    /// 不含, 只含, with the names given.
    pub filter: Option<ArgumentFilter>,
}

/// A restriction of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentFilter {
    /// 只含
    Only(Vec<Path>),
    /// 不含
    Except(Vec<Path>),
}

/// Arithmetic operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// +
    Add,
    /// −
    Subtract,
    /// ×
    Multiply,
    /// ÷
    Divide,
}

/// Logical operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logic {
    /// 且
    And,
    /// 或
    Or,
}

pub use crate::value::Comparison;
