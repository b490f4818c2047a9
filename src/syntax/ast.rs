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
    /// 分档
    Steps(Steps),
    /// 用例
    Case(Case),
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
    /// 调整: rules of those packs that it changes.
    pub adjusts: Vec<Adjust>,
    /// 停用: rules of those packs that it switches off, and why.
    pub switches_off: Vec<(Spanned<String>, Text)>,
    /// 参数: parameters of those packs that it sets, and why.
    pub params: Vec<(Spanned<String>, Expr, Option<Text>)>,
    /// Whether part of its text did not parse.
    pub damaged: bool,
}

/// `调整 逾期-部门 { 级别 核实  因 "…" }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjust {
    /// The rule.
    pub rule: Spanned<String>,
    /// The clauses that take the place of its own.
    pub clauses: Vec<Spanned<Clause>>,
    /// Why.
    pub because: Option<Text>,
}

/// `名单 互动渠道 { "留言" "咨询" }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name.
    pub name: Spanned<String>,
    /// Its entries.
    pub entries: Vec<Spanned<String>>,
}

/// `分档 按量计收 "…" 页 { 1 起 0 元  31 起 10 元 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Its name.
    pub name: Spanned<String>,
    /// What it is.
    pub title: Option<Text>,
    /// What is counted; 件 where nothing is said.
    pub unit: Option<Spanned<String>>,
    /// The documents that prescribe it.
    pub basis: Vec<Text>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Whether part of its text did not parse.
    pub damaged: bool,
}

/// `31 起 200 元 每 10 加 100 元`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The first unit it is for.
    pub from: Spanned<Decimal>,
    /// What each unit costs.
    pub price: (Spanned<Decimal>, Spanned<String>),
    /// After how many further units the price rises, and by how much.
    pub rise: Option<(Spanned<Decimal>, Spanned<Decimal>, Spanned<String>)>,
    /// The whole step.
    pub span: Span,
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
    /// The packs that adjusted it, each with its reason.
    pub adjusted: Vec<(String, Text)>,
    /// Whether some clause did not parse: then nothing is said about clauses that seem to be missing.
    pub damaged: bool,
    /// Whether one that did not parse gives a name to a value: then a name that nothing has may be that one.
    pub names_lost: bool,
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
    /// 试行
    Trial,
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
            Clause::Trial => "试行",
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
    /// What is gone through.
    pub subject: Subject,
    /// What an instance is.
    pub each: Each,
    /// 只含, 不含, 单位.
    pub filters: Vec<Filter>,
    /// The whole clause.
    pub span: Span,
}

/// What a range goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// 全表
    AllTables,
    /// A table or a reading.
    Name(Spanned<String>),
    /// 部分(一), 部分(五)
    Sections(Vec<Spanned<String>>),
    /// 全文
    WholeText,
    /// 同批: the set of reports checked together.
    Batch,
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
    /// 逐句
    Sentence,
    /// 逐段
    Paragraph,
    /// The set as a whole.
    Batch,
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
    /// 含约数
    WithApproximate(Span),
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
    /// 取自 全文
    pub whole_text: bool,
    /// 句式, with the figure it stands for where it reads none
    pub patterns: Vec<(Spanned<String>, Option<Spanned<Decimal>>)>,
    /// 否定, with the figure it stands for
    pub negations: Vec<(Spanned<String>, Option<Spanned<Decimal>>)>,
    /// 排除
    pub unless: Vec<Spanned<String>>,
    /// 排除, by the name of a 名单
    pub unless_lists: Vec<Spanned<String>>,
    /// Whether some clause did not parse.
    pub damaged: bool,
}

impl Reading {
    /// A reading of which nothing is known but its name.
    pub fn named(id: Spanned<String>) -> Reading {
        Reading {
            id,
            title: None,
            unit: None,
            from: Vec::new(),
            whole_text: false,
            patterns: Vec::new(),
            negations: Vec::new(),
            unless: Vec::new(),
            unless_lists: Vec::new(),
            damaged: false,
        }
    }
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
    /// `a 包含 b`, `a 匹配 /b/`
    TextTest(TextTest, Box<Expr>, Box<Expr>),
    /// `/第[0-9]+号/`
    Pattern(String),
    /// `每一 a 满足 b`, `存在 a 满足 b`
    Quantified(Quantifier, Box<Expr>, Box<Expr>),
}

/// Questions about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    /// 包含
    Contains,
    /// 匹配
    Matches,
}

/// How many must satisfy a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// 每一
    Every,
    /// 存在
    Exists,
}

/// `办理结果 不含 总计`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The expression.
    pub expr: Expr,
    /// 不含, 只含, with the names given; or 满足.
    pub filter: Option<ArgumentFilter>,
}

/// A restriction of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArgumentFilter {
    /// 只含
    Only(Vec<Path>),
    /// 不含
    Except(Vec<Path>),
    /// 满足
    Satisfying(Box<Expr>),
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

/// `用例 "一件填错列" { … }`: a test of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name, by which its snapshot is known.
    pub name: Spanned<String>,
    /// The reports it is about, and those related to them.
    pub reports: Vec<Reports>,
    /// 名录: the roster, by the name of its file.
    pub roster: Vec<Spanned<String>>,
    /// 参数: values of parameters, each with the text of its expression.
    pub params: Vec<(Spanned<String>, Expr)>,
    /// 改: what is changed in the reports, in order.
    pub changes: Vec<Change>,
    /// 期望: what must come out.
    pub expectations: Vec<Expectation>,
    /// Whether part of its text did not parse: then it is not run.
    pub damaged: bool,
    /// The whole case.
    pub span: Span,
}

/// `报告 "样例.md"`, `上年 { … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// What they are to the case.
    pub role: ReportRole,
    /// Where they are.
    pub given: Given,
    /// The whole clause.
    pub span: Span,
}

/// What a report is to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReportRole {
    /// 报告: it is checked.
    Checked,
    /// 上年: it may be last year's of one that is.
    Prior,
    /// 下级: it is of a subordinate body.
    Child,
    /// 同批: it is checked together with them, and nothing is expected of it.
    Peer,
}

/// Where reports of a case are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// In files or folders beside the case.
    Files(Vec<Spanned<String>>),
    /// In the case itself.
    Typed(Typed),
}

/// A report typed in: `{ 年度 = 2025  表 申请 { … }  部分(一) "…" }`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// 表样: the form, where the rules know several.
    pub form: Option<Spanned<String>>,
    /// 表: figures by row.
    pub tables: Vec<TypedTable>,
    /// 部分: prose, one paragraph a text.
    pub sections: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// Single cells, and what is known of the report and its body.
    pub assignments: Vec<Assignment>,
    /// 其余: what stands in every cell not named.
    pub rest: Option<Spanned<Entry>>,
}

/// `表 申请 { 列 自然人 总计  行 新收 3 3  其余 0 }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedTable {
    /// Which table.
    pub name: Spanned<String>,
    /// The columns the rows give, in order; those of the form where it says nothing.
    pub columns: Vec<Spanned<String>>,
    /// Its rows.
    pub rows: Vec<(Path, Vec<Spanned<Entry>>)>,
    /// What stands in every cell of it not named.
    pub rest: Option<Spanned<Entry>>,
}

/// What is put into a cell, or what is known of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A number, with its text as written.
    Number(Decimal, String),
    /// A text, as it would stand there.
    Text(String),
    /// 空白: nothing stands there.
    Blank,
    /// 缺: there is no such cell, section or fact.
    Missing,
}

/// `申请.新收[自然人]`, `上年.部分(一)`, `发布日期`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its names.
    pub path: Path,
    /// The column of a cell.
    pub index: Option<Spanned<String>>,
    /// The ordinal of a section.
    pub section: Option<Spanned<String>>,
    /// The whole of it.
    pub span: Span,
}

/// `申请.新收[自然人] = 4`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// What is set.
    pub target: Target,
    /// To what.
    pub entry: Spanned<Entry>,
}

/// `改 …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `改 申请.新收[自然人] = 4`
    Set(Assignment),
    /// `改 部分(一) "3件" 作 "4件"`
    Replace(Target, Spanned<String>, Spanned<String>),
    /// `改 部分(一) 加 "另收1件。"`
    Add(Target, Spanned<String>),
}

impl Change {
    /// What is changed.
    pub fn target(&self) -> &Target {
        match self {
            Change::Set(assignment) => &assignment.target,
            Change::Replace(target, ..) | Change::Add(target, _) => target,
        }
    }
}

/// `期望 表三-收支平衡[自然人] 不符 左 12 右 11`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// Of which of several reports.
    pub file: Option<Spanned<String>>,
    /// Of what.
    pub subject: Subjected,
    /// What it may come to; any of them.
    pub verdicts: Vec<Spanned<Expected>>,
    /// 左, 右, 差, in the order written.
    pub figures: Vec<ExpectedFigure>,
    /// 因: why it could not be decided; more than one is a slip.
    pub because: Vec<Spanned<String>>,
    /// The whole clause.
    pub span: Span,
}

/// `左 12`, `差 -1 件`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedFigure {
    /// Which figure of the finding.
    pub side: Side,
    /// What it must be.
    pub value: Spanned<Decimal>,
    /// Whether it was written with a sign; a difference without one may be either way.
    pub signed: bool,
    /// Its unit, where it is said.
    pub unit: Option<Spanned<String>>,
}

pub use crate::finding::Side;

/// What an expectation is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subjected {
    /// A rule, or one instance of it.
    Rule(Spanned<String>, Option<Spanned<String>>),
    /// 其余: every instance no other expectation is of.
    Rest,
    /// 读不出: the report cannot be read; with the code of the reason, if it is said.
    Unread(Option<Spanned<String>>),
}

pub use crate::finding::Expected;
