//! Lowers expressions: names to cells, with types and units checked on the way.

mod calls;
mod many;
mod texts;

use super::Declared;
use super::scope::{Meaning, Place};
use super::types::{Measure, Type};
use crate::catalogue::Fault;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Figure, HoleKind, Linear, Reading, Role, Whose};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{self, Logic};
use crate::syntax::{JOINTS, in_figures, of_name};
use crate::value::{Comparison, Decimal, Unit, exact};
use indexmap::IndexMap;

/// Lowers the expressions of one instance of a rule.
pub struct Lower<'a> {
    pub place: Place<'a>,
    /// 设 and 参数, by name, with what they stand for.
    pub values: &'a IndexMap<String, (Span, ast::Expr)>,
    /// Names of the values used.
    pub used: &'a mut Vec<String>,
    /// What is declared beside the rules.
    pub declared: &'a Declared<'a>,
    /// The reading that 本条 is a figure of.
    pub over: Option<usize>,
    /// Whether 合计 and its like, or 每一 or 存在, are at a report of 下级.
    pub children: bool,
    /// The same for 同批.
    pub peers: bool,
    /// The repeated field whose items are gone through.
    pub items: Option<usize>,
    /// 误差, in the unit of what is compared.
    pub tolerance: Option<&'a (Spanned<Decimal>, Option<Spanned<String>>)>,
    pub diagnostics: &'a mut Diagnostics,
    /// Values being expanded, so that none is expanded inside itself.
    pub expanding: Vec<String>,
    /// Nodes lowered so far: a value that is used twice by one that is used twice grows fast.
    pub nodes: usize,
    /// How deep the expression at hand is nested, values and all.
    pub depth: usize,
    /// Whether anything was compared, for 误差 to have a meaning.
    pub compared: bool,
}

/// Nodes of one instance with all values written out; real rules have dozens.
const MAX_NODES: usize = 20_000;
/// Nesting of one instance with all values written out; the evaluator walks it on the stack.
const MAX_DEPTH: usize = 700;

/// Which way a comparison points, for chains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
    Same,
    None,
}

fn direction(op: Comparison) -> Direction {
    match op {
        Comparison::Less | Comparison::LessEqual => Direction::Up,
        Comparison::Greater | Comparison::GreaterEqual => Direction::Down,
        Comparison::Equal => Direction::Same,
        Comparison::NotEqual => Direction::None,
    }
}

/// The names of a chain of divisions that are names and nothing else.
fn slashed<'e>(op: Arithmetic, a: &'e ast::Expr, b: &'e ast::Expr) -> Option<Vec<&'e Spanned<String>>> {
    let name = |e: &'e ast::Expr| match &e.kind {
        ast::ExprKind::Name(path, None) => path.names.first().filter(|_| path.names.len() == 1),
        _ => None,
    };
    if op != Arithmetic::Divide {
        return None;
    }
    let mut names = match &a.kind {
        ast::ExprKind::Arithmetic(op, a, b) => slashed(*op, a, b)?,
        _ => vec![name(a)?],
    };
    names.push(name(b)?);
    Some(names)
}

/// How the year is compared where a year is written in words.
fn span_of_years(unit: &str) -> Option<&'static str> {
    match unit.strip_prefix('年')?.strip_prefix('度').unwrap_or(&unit['年'.len_utf8()..]) {
        "以后" | "及以后" | "起" | "以来" | "后" => Some(">="),
        "以前" | "前" | "之前" => Some("<"),
        "" => Some("="),
        _ => None,
    }
}

/// The month and day of what stands after the year of a date: `年1月31日`.
fn day_of(unit: &str) -> Option<(u8, u8)> {
    let (month, rest) = unit.strip_prefix('年')?.split_once('月')?;
    let day = rest.strip_suffix(['日', '号'])?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// A lowered expression and its type; `None` where a diagnostic has been given.
type Lowered = Option<(Expr, Type)>;

impl<'a> Lower<'a> {
    fn fault<T>(&mut self, fault: Fault, span: Span) -> Option<T> {
        self.diagnostics.push(Diagnostic::new(fault, span));
        None
    }

    /// Lowers a condition.
    pub fn condition(&mut self, expr: &ast::Expr) -> Option<Expr> {
        let (lowered, kind) = self.expr(expr)?;
        match kind {
            Type::Condition => Some(lowered),
            other => self.fault(Fault::NotACondition { found: other.word() }, expr.span),
        }
    }

    fn number(&mut self, expr: &ast::Expr) -> Option<(Expr, Measure)> {
        let (lowered, kind) = self.expr(expr)?;
        match kind {
            Type::Number(measure) => Some((lowered, measure)),
            other => self.fault(Fault::NotANumber { found: other.word() }, expr.span),
        }
    }

    fn expr(&mut self, expr: &ast::Expr) -> Lowered {
        self.nodes += 1;
        if self.nodes > MAX_NODES || self.depth > MAX_DEPTH {
            // Said once: the rest of the instance is not looked at.
            let fault = Fault::TooManyOperators { limit: if self.nodes > MAX_NODES { MAX_NODES } else { MAX_DEPTH } };
            return if self.diagnostics.iter().any(|d| d.fault == fault) { None } else { self.fault(fault, expr.span) };
        }
        self.depth += 1;
        let lowered = self.expr_within(expr);
        self.depth -= 1;
        lowered
    }

    fn expr_within(&mut self, expr: &ast::Expr) -> Lowered {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Number(value, unit) => self.literal(*value, unit.as_ref(), span),
            ast::ExprKind::String(text) => {
                if let Some(year) = super::readings::year_in(text) {
                    self.diagnostics.push(Diagnostic::new(Fault::LiteralYear { year }, span));
                }
                Some((Expr { kind: ExprKind::Text(text.clone()), span }, Type::Text))
            }
            ast::ExprKind::Name(path, index) => self.name(path, index.as_ref(), span),
            ast::ExprKind::Call(path, arguments) => self.call(path, arguments, span),
            ast::ExprKind::Group(inner) => self.expr(inner),
            ast::ExprKind::Negate(inner) => {
                let (lowered, measure) = self.number(inner)?;
                Some((Expr { kind: ExprKind::Negate(Box::new(lowered)), span }, Type::Number(measure)))
            }
            ast::ExprKind::Not(inner) => {
                let lowered = self.condition(inner)?;
                Some((Expr { kind: ExprKind::Not(Box::new(lowered)), span }, Type::Condition))
            }
            ast::ExprKind::Arithmetic(op, a, b) => self.arithmetic(*op, a, b, span),
            ast::ExprKind::Compare(first, rest) => self.compare(first, rest, span),
            ast::ExprKind::Logic(op, a, b) => {
                // Both sides are looked at even if the first is wrong.
                let (a, b) = (self.condition(a), self.condition(b));
                let (a, b) = (Box::new(a?), Box::new(b?));
                let kind = match op {
                    Logic::And => ExprKind::And(a, b),
                    Logic::Or => ExprKind::Or(a, b),
                };
                Some((Expr { kind, span }, Type::Condition))
            }
            ast::ExprKind::If(a, b) => {
                let (a, b) = (self.condition(a), self.condition(b));
                Some((Expr { kind: ExprKind::If(Box::new(a?), Box::new(b?)), span }, Type::Condition))
            }
            ast::ExprKind::TextTest(test, text, wanted) => self.text_test(*test, text, wanted, span),
            ast::ExprKind::Pattern(_) => self.fault(Fault::PatternNeeded {}, span),
            ast::ExprKind::Quantified(quantifier, subject, body) => self.quantified(*quantifier, subject, body, span),
        }
    }

    /// The readings of the program.
    fn readings(&self) -> &'a [Reading] {
        self.declared.readings
    }

    /// Whether a report of this kind is at hand.
    fn reachable(&mut self, whose: Whose, span: Span) -> Option<()> {
        match whose.role {
            Role::Child if !self.children => self.fault(Fault::RoleOutside { word: "下级".to_owned() }, span),
            Role::Peer if !self.peers => self.fault(Fault::RoleOutside { word: "同批".to_owned() }, span),
            Role::Own | Role::Child | Role::Peer => Some(()),
        }
    }

    fn literal(&mut self, value: Decimal, unit: Option<&Spanned<String>>, span: Span) -> Lowered {
        if value == Decimal::MAX {
            return self.fault(Fault::NumberTooLong {}, span);
        }
        // `1O0`: the letter stands where the digits of the number go on.
        if let Some((c, look, rest)) = unit.and_then(|u| in_figures(&u.node)) {
            let word = format!("{value}{rest}");
            let fault = Fault::LookAlike { found: c, what: look.what, meant: look.meant, word };
            return self.fault(fault, span);
        }
        // `2022年以后`
        if let Some(op) = unit.and_then(|u| span_of_years(&u.node)) {
            let found = format!("{value}{}", unit.map_or("", |u| u.node.as_str()));
            return self.fault(Fault::OtherSpelling { found, meant: format!("年度 {op} {value}") }, span);
        }
        // `2026年1月31日`
        if let Some((month, day)) = unit.and_then(|u| day_of(&u.node)) {
            let found = format!("{value}{}", unit.map_or("", |u| u.node.as_str()));
            return self.fault(Fault::OtherSpelling { found, meant: format!("日期(年度 + 1, {month}, {day})") }, span);
        }
        let measure = match unit {
            None => Measure::Literal,
            Some(unit) if unit.node == "%" => Measure::Percent,
            Some(unit) => Measure::Of(self.known_unit(unit)?),
        };
        let shown = match &measure {
            Measure::Of(unit) => Some(unit.clone()),
            Measure::Percent => Some(Unit::new("%")),
            Measure::Literal | Measure::Pure | Measure::Year => None,
        };
        Some((Expr { kind: ExprKind::Number(value, shown), span }, Type::Number(measure)))
    }

    fn known_unit(&mut self, unit: &Spanned<String>) -> Option<Unit> {
        let mut known: Vec<&str> = vec!["元", "万元", "亿元", "天", "字", "个", "处"];
        for column in self.place.form.tables.iter().flat_map(|t| &t.columns) {
            known.push(column.unit.name());
        }
        known.extend(
            self.readings()
                .iter()
                .flat_map(|r| std::iter::once(&r.unit).chain(r.fields.iter().filter_map(|f| f.unit.as_ref())))
                .map(Unit::name),
        );
        if known.contains(&unit.node.as_str()) {
            return Some(Unit::new(&unit.node));
        }
        let declared = self.declared;
        known.extend(declared.units.iter().map(String::as_str));
        if known.contains(&unit.node.as_str()) {
            return Some(Unit::new(&unit.node));
        }
        if let Some(joint) = JOINTS.iter().find(|j| unit.node.starts_with(**j)) {
            let spaced = format!("{joint} {}", &unit.node[joint.len()..]);
            return self.fault(Fault::GluedWord { word: unit.node.clone(), spaced }, unit.span);
        }
        // `0件且上年结转`
        for joint in ["且", "或", "则"] {
            if let Some((own, rest)) = unit.node.split_once(joint).filter(|(own, rest)| known.contains(own) && !rest.is_empty()) {
                let spaced = format!("{own} {joint} {rest}");
                return self.fault(Fault::GluedWord { word: unit.node.clone(), spaced }, unit.span);
            }
        }
        if let Some(fault) = of_name(&unit.node) {
            return self.fault(fault, unit.span);
        }
        // `2x新收`: the name is not looked up, its row may be misspelt as well.
        if let Some(rest) = unit.node.strip_prefix(['x', 'X']).filter(|r| r.chars().all(|c| !c.is_ascii()) && !r.is_empty()) {
            return self.fault(Fault::OtherSpelling { found: unit.node.clone(), meant: format!("× {rest}") }, unit.span);
        }
        known.sort_unstable();
        known.dedup();
        let mut near = nearest(&unit.node, known.into_iter());
        // `100 万`: a unit that holds what is written rather than any other of one character.
        if near.iter().any(|n| n.contains(&unit.node)) {
            near.retain(|n| n.contains(&unit.node));
        }
        self.fault(Fault::UnknownUnit { name: unit.node.clone(), nearest: near }, unit.span)
    }

    fn cell(&self, cell: Figure, span: Span) -> (Expr, Type) {
        let unit = self.place.form.column_of(cell.cell).unit.clone();
        (Expr { kind: ExprKind::Cell(cell), span }, Type::Number(Measure::Of(unit)))
    }

    fn resolve(&mut self, path: &ast::Path, index: Option<&Spanned<String>>) -> Option<Meaning> {
        let names: IndexMap<String, Span> = self.values.iter().map(|(name, (span, _))| (name.clone(), *span)).collect();
        match self.place.resolve(path, index, &names) {
            Ok(meaning) => Some(meaning),
            Err(diagnostic) => {
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    fn name(&mut self, path: &ast::Path, index: Option<&Spanned<String>>, span: Span) -> Lowered {
        // A reading by its bare name is not a number: 一致(读数), 唯一(读数), or a range over it.
        if index.is_none() && self.reading_named(&path.text()).is_some() {
            return self.fault(Fault::NotANumber { found: "collection of readings" }, span);
        }
        if index.is_none() && self.declared.lists.contains_key(&path.text()) {
            return self.fault(Fault::NotANumber { found: "list" }, span);
        }
        let meaning = self.resolve(path, index)?;
        let text = |kind| Some((Expr { kind, span }, Type::Text));
        match meaning {
            Meaning::Cell(cell) => {
                self.reachable(cell.whose, span)?;
                Some(self.cell(cell, span))
            }
            Meaning::Group(group) => self.fault(Fault::GroupAsNumber { group: group.name }, span),
            Meaning::Year(whose) => {
                self.reachable(whose, span)?;
                Some((Expr { kind: ExprKind::Year(whose), span }, Type::Number(Measure::Year)))
            }
            Meaning::Attribute(whose, name) => {
                self.reachable(whose, span)?;
                text(ExprKind::Attribute(whose, name.to_owned()))
            }
            Meaning::Fact(whose, fact) => {
                self.reachable(whose, span)?;
                text(ExprKind::Fact(whose, fact))
            }
            Meaning::WholeText(whose) => {
                self.reachable(whose, span)?;
                text(ExprKind::WholeText(whose))
            }
            Meaning::ThisText => text(ExprKind::ThisText),
            Meaning::Dated(whose, fact) => {
                self.reachable(whose, span)?;
                Some((Expr { kind: ExprKind::Dated(whose, fact), span }, Type::Date))
            }
            Meaning::AsOf => Some((Expr { kind: ExprKind::AsOf, span }, Type::Date)),
            Meaning::Violations(whose) => {
                self.reachable(whose, span)?;
                Some((Expr { kind: ExprKind::Violations(whose), span }, Type::Number(Measure::Of(Unit::new("个")))))
            }
            Meaning::Report(_) => self.fault(Fault::PriorOfWhat { word: path.text() }, span),
            Meaning::Elsewhere(_, name) if self.reading_named(&name).is_some() => {
                self.fault(Fault::NotANumber { found: "collection of readings" }, span)
            }
            Meaning::Elsewhere(..) => {
                // Resolved once more as a name of this report, it is reported as what it is not.
                let own = ast::Path { names: path.names[path.names.len() - 1..].to_vec(), span: path.names[path.names.len() - 1].span };
                self.resolve(&own, index).and_then(|_| self.fault(Fault::PriorOfWhat { word: path.names[0].node.clone() }, span))
            }
            Meaning::ThisReading(field) => self.this_reading(field.as_deref(), span),
            Meaning::ThisItem => {
                let kind = self.item_type()?;
                Some((Expr { kind: ExprKind::ThisItem, span }, kind))
            }
            Meaning::Value(name) => {
                if !self.used.contains(&name) {
                    self.used.push(name.clone());
                }
                if self.expanding.contains(&name) {
                    return self.fault(Fault::CircularValue { name }, span);
                }
                let (_, expr) = self.values.get(&name)?;
                let expr = expr.clone();
                self.expanding.push(name);
                let lowered = self.expr(&expr);
                self.expanding.pop();
                lowered
            }
        }
    }

    /// 本条, or one of its named figures.
    fn this_reading(&mut self, field: Option<&str>, span: Span) -> Lowered {
        let reading = &self.readings()[self.over?];
        let Some(name) = field else {
            let kind = Type::of_hole(reading.kind, reading.unit.clone());
            return Some((Expr { kind: ExprKind::ThisReading(None), span }, kind));
        };
        let field = self.field_of(reading, name, span)?;
        if reading.fields[field].many {
            return self.fault(Fault::GroupAsNumber { group: format!("本条.{name}") }, span);
        }
        let kind = Type::of_field(&reading.fields[field], reading);
        Some((Expr { kind: ExprKind::ThisReading(Some(field)), span }, kind))
    }

    fn field_of(&mut self, reading: &Reading, name: &str, span: Span) -> Option<usize> {
        match reading.fields.iter().position(|f| f.name == name) {
            Some(field) => Some(field),
            None => {
                let known = reading.fields.iter().map(|f| f.name.clone()).collect();
                self.fault(Fault::UnknownField { reading: reading.id.clone(), name: name.to_owned(), known }, span)
            }
        }
    }

    /// What 本项 is.
    fn item_type(&self) -> Option<Type> {
        let reading = &self.readings()[self.over?];
        Some(Type::of_field(reading.fields.get(self.items?)?, reading))
    }

    /// The reading with this name.
    fn reading_named(&self, name: &str) -> Option<usize> {
        self.readings().iter().position(|r| r.id == name)
    }

    fn arithmetic(&mut self, op: Arithmetic, a: &ast::Expr, b: &ast::Expr, span: Span) -> Lowered {
        if let Some(found) = slashed(op, a, b)
            && let [table, rows @ .., column] = found.as_slice()
            && !rows.is_empty()
        {
            // `申请/新收/总计`
            let names = std::iter::once(table).chain(rows).map(|n| (*n).clone()).collect();
            let path = ast::Path { names, span };
            if self.place.resolve(&path, Some(*column), &IndexMap::new()).is_ok() {
                let written: Vec<&str> = found.iter().map(|n| n.node.as_str()).collect();
                let meant = format!("{}[{}]", path.text(), column.node);
                return self.fault(Fault::OtherSpelling { found: written.join("/"), meant }, span);
            }
        }
        let (left, right) = (self.expr(a), self.expr(b));
        let ((left, lt), (right, rt)) = (left?, right?);
        if lt == Type::Date || rt == Type::Date {
            return self.date_arithmetic(op, (left, lt), (right, rt), span);
        }
        let lm = self.measure_of(lt, a.span)?;
        let rm = self.measure_of(rt, b.span)?;
        let (left, right, measure) = match op {
            Arithmetic::Add | Arithmetic::Subtract => {
                let (right, measure) = self.same_unit((&lm, a.span), (right, &rm, b.span))?;
                (left, right, measure)
            }
            Arithmetic::Multiply => {
                let measure = match (&lm, &rm) {
                    (Measure::Of(_), Measure::Of(_)) => {
                        return self.fault(Fault::ProductOfUnits { left: lm.show(), right: rm.show() }, span);
                    }
                    (Measure::Of(_), _) => lm,
                    (_, Measure::Of(_)) => rm,
                    (Measure::Literal, Measure::Literal) => Measure::Literal,
                    _ => Measure::Pure,
                };
                (left, right, measure)
            }
            Arithmetic::Divide if Linear::of(&right).is_some_and(|l| l.terms.is_empty() && l.constant.is_zero()) => {
                return self.fault(Fault::DividesByZero {}, b.span);
            }
            Arithmetic::Divide => match (&lm, &rm) {
                (Measure::Of(_), Measure::Of(_)) => {
                    let (right, _) = self.same_unit((&lm, a.span), (right, &rm, b.span))?;
                    (left, right, Measure::Pure)
                }
                (Measure::Of(_), _) => (left, right, lm),
                (_, Measure::Of(_)) => return self.fault(Fault::ProductOfUnits { left: lm.show(), right: rm.show() }, span),
                (Measure::Literal, Measure::Literal) => (left, right, Measure::Literal),
                _ => (left, right, Measure::Pure),
            },
        };
        Some((Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), span }, Type::Number(measure)))
    }

    fn measure_of(&mut self, kind: Type, span: Span) -> Option<Measure> {
        match kind {
            Type::Number(measure) => Some(measure),
            other => self.fault(Fault::NotANumber { found: other.word() }, span),
        }
    }

    /// A date less a date is a number of days; days are added to a date.
    fn date_arithmetic(&mut self, op: Arithmetic, (left, lt): (Expr, Type), (right, rt): (Expr, Type), span: Span) -> Lowered {
        let is_days = |t: &Type| match t {
            Type::Number(Measure::Literal) => true,
            Type::Number(Measure::Of(unit)) => unit.name() == "天",
            _ => false,
        };
        let kind = match op {
            Arithmetic::Subtract if lt == Type::Date && rt == Type::Date => Type::Number(Measure::Of(Unit::new("天"))),
            Arithmetic::Add | Arithmetic::Subtract if lt == Type::Date && is_days(&rt) => Type::Date,
            Arithmetic::Add if rt == Type::Date && is_days(&lt) => Type::Date,
            _ => return self.fault(Fault::DateArithmetic {}, span),
        };
        Some((Expr { kind: ExprKind::Arithmetic(op, Box::new(left), Box::new(right)), span }, kind))
    }

    /// Brings the right side to the unit of the left, or reports that they are different quantities.
    fn same_unit(&mut self, left: (&Measure, Span), right: (Expr, &Measure, Span)) -> Option<(Expr, Measure)> {
        let (expr, rm, right_span) = right;
        let factor = self.factor(left, (rm, right_span), false)?;
        let measure = if *left.0 == Measure::Literal { rm.clone() } else { left.0.clone() };
        if factor == Decimal::ONE {
            return Some((expr, measure));
        }
        let span = expr.span;
        Some((Expr { kind: ExprKind::Scaled(factor, Box::new(expr)), span }, measure))
    }

    /// What a figure of the right measure is multiplied with to be one of the left.
    fn factor(&mut self, left: (&Measure, Span), right: (&Measure, Span), compared: bool) -> Option<Decimal> {
        let ((lm, left_span), (rm, right_span)) = (left, right);
        let mismatch = Fault::UnitMismatch { left: lm.show(), right: rm.show(), compared };
        match (lm, rm) {
            (Measure::Of(a), Measure::Of(b)) => match b.factor_to(a) {
                Some(factor) => Some(factor),
                None => {
                    let d = Diagnostic::new(mismatch, left_span.to(right_span)).with(left_span, lm.note()).with(right_span, rm.note());
                    self.diagnostics.push(d);
                    None
                }
            },
            (Measure::Literal, _) | (_, Measure::Literal) => Some(Decimal::ONE),
            (Measure::Pure | Measure::Percent, Measure::Pure | Measure::Percent) | (Measure::Year, Measure::Year) => Some(Decimal::ONE),
            (Measure::Of(_) | Measure::Year, Measure::Pure | Measure::Percent | Measure::Year)
            | (Measure::Pure | Measure::Percent | Measure::Year, Measure::Of(_))
            | (Measure::Pure | Measure::Percent, Measure::Year) => {
                let d = Diagnostic::new(mismatch, left_span.to(right_span));
                self.diagnostics.push(d.with(left_span, lm.note()).with(right_span, rm.note()));
                None
            }
        }
    }

    fn compare(&mut self, first: &ast::Expr, rest: &[(Comparison, ast::Expr)], span: Span) -> Lowered {
        if let Some((_, e)) = rest
            .iter()
            .skip(1)
            .zip(rest)
            .find(|((b, _), (a, _))| direction(*a) != direction(*b) || direction(*a) == Direction::None)
            .map(|(b, _)| b)
        {
            return self.fault(Fault::MixedChain {}, first.span.to(e.span));
        }
        self.unquoted(first, rest)?;
        let lowered: Vec<(Lowered, Span)> =
            std::iter::once(first).chain(rest.iter().map(|(_, e)| e)).map(|e| (self.expr(e), e.span)).collect();
        let mut sides: Vec<(Expr, Type, Span)> = Vec::new();
        for (side, at) in lowered {
            let (expr, kind) = side?;
            if kind == Type::Condition {
                return self.fault(Fault::NotANumber { found: "condition" }, at);
            }
            sides.push((expr, kind, at));
        }
        if let [(left, Type::Text, _), (right, Type::Text, _)] = sides.as_slice() {
            let op = rest[0].0;
            if !matches!(op, Comparison::Equal | Comparison::NotEqual) {
                return self.fault(Fault::NotComparable { left: "text", right: "text" }, span);
            }
            let kind = ExprKind::SameText(op == Comparison::Equal, Box::new(left.clone()), Box::new(right.clone()));
            return Some((Expr { kind, span }, Type::Condition));
        }
        if sides.iter().all(|(_, kind, _)| *kind == Type::Date) {
            self.compared = true;
            let count = rest.len();
            let compare = Compare {
                sides: sides.into_iter().map(|(e, ..)| e).collect(),
                ops: rest.iter().map(|(op, _)| *op).collect(),
                factors: vec![Decimal::ONE; count],
                tolerances: vec![None; count],
                linear: vec![None; count],
                rounded: vec![false; count],
                unit: Some(Unit::new("天")),
                dates: true,
            };
            return Some((Expr { kind: ExprKind::Compare(compare), span }, Type::Condition));
        }
        let mut measures = Vec::new();
        for (_, kind, _) in &sides {
            match kind {
                Type::Number(measure) => measures.push(measure.clone()),
                other => {
                    let number = sides.iter().map(|(_, k, _)| k.word()).find(|w| *w != other.word()).unwrap_or("number");
                    return self.fault(Fault::NotComparable { left: number, right: other.word() }, span);
                }
            }
        }
        // A bare number takes the unit of its neighbour: in 5000 元 <= X <= 50 the 50 is in the unit of X.
        for i in 0..measures.len() {
            if measures[i] == Measure::Literal {
                let neighbours = [i.checked_sub(1), Some(i + 1)];
                let given = neighbours.into_iter().flatten().filter_map(|n| measures.get(n)).find(|m| **m != Measure::Literal);
                if let Some(given @ Measure::Of(_)) = given {
                    measures[i] = given.clone();
                }
            }
        }
        let mut factors = Vec::new();
        let mut tolerances = Vec::new();
        for i in 0..rest.len() {
            let ((_, _, left_span), (_, _, right_span)) = (&sides[i], &sides[i + 1]);
            let factor = self.factor((&measures[i], *left_span), (&measures[i + 1], *right_span), true)?;
            tolerances.push(self.tolerance_in(&measures[i], factor)?);
            factors.push(factor);
        }
        self.compared = true;
        let sides: Vec<Expr> = sides.into_iter().map(|(e, ..)| e).collect();
        let linear = (0..rest.len()).map(|i| Linear::difference(&sides[i], &sides[i + 1], factors[i])).collect();
        let ops = rest.iter().map(|(op, _)| *op).collect();
        let rounded = (0..rest.len()).map(|i| self.may_be_rounded((&sides[i], &measures[i]), (&sides[i + 1], &measures[i + 1]))).collect();
        let unit = measures.iter().find_map(|m| if let Measure::Of(unit) = m { Some(unit.clone()) } else { None });
        let compare = Compare { sides, ops, factors, tolerances, linear, unit, rounded, dates: false };
        Some((Expr { kind: ExprKind::Compare(compare), span }, Type::Condition))
    }

    /// Reports `单位类别 = 部门`: a text is compared with a word that nothing is named.
    fn unquoted(&mut self, first: &ast::Expr, rest: &[(Comparison, ast::Expr)]) -> Option<()> {
        let [(_, second)] = rest else { return Some(()) };
        let names = IndexMap::new();
        for (text, word) in [(first, second), (second, first)] {
            let (ast::ExprKind::Name(known, None), ast::ExprKind::Name(path, None)) = (&text.kind, &word.kind) else { continue };
            let is_text = matches!(self.place.resolve(known, None, &names), Ok(Meaning::Attribute(..) | Meaning::Fact(..)));
            let [name] = path.names.as_slice() else { continue };
            let named = self.reading_named(&name.node).is_some() || self.declared.lists.contains_key(&name.node);
            if is_text && !named && self.is_nothing(path) {
                return self.fault(Fault::Unquoted { text: name.node.clone() }, word.span);
            }
        }
        Some(())
    }

    /// Whether nothing has this name.
    fn is_nothing(&self, path: &ast::Path) -> bool {
        !self.values.contains_key(&path.text()) && self.place.resolve(path, None, &IndexMap::new()).is_err()
    }

    /// Whether two sides are to agree only to the last digit of the coarser: two amounts of money as written, or a percentage as written and
    /// a share that is worked out.
    fn may_be_rounded(&self, (a, am): (&Expr, &Measure), (b, bm): (&Expr, &Measure)) -> bool {
        let money = |m: &Measure| matches!(m, Measure::Of(unit) if !unit.is_count());
        let percent = |e: &Expr| self.written_kind(e) == Some(HoleKind::Percent);
        let share = |m: &Measure| matches!(m, Measure::Pure | Measure::Percent);
        let literal = |e: &Expr| matches!(e.kind, ExprKind::Number(..));
        // `实收 - 表中 = 0 元` says what `实收 = 表中` says.
        let difference = |e: &Expr| match &e.kind {
            ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, a, b) => self.is_written(a) && self.is_written(b),
            _ => false,
        };
        let apart = |e: &Expr| match &e.kind {
            ExprKind::Absolute(inner) => difference(inner),
            _ => difference(e),
        };
        money(am) && money(bm) && self.is_written(a) && self.is_written(b)
            || money(am) && apart(a) && literal(b)
            || money(bm) && apart(b) && literal(a)
            || percent(a) && share(bm) && !literal(b)
            || percent(b) && share(am) && !literal(a)
    }

    /// Whether an expression is one figure as written, perhaps in another unit.
    fn is_written(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Cell(_) | ExprKind::ThisReading(_) | ExprKind::ThisItem | ExprKind::Only(..) => true,
            ExprKind::Scaled(_, inner) => self.is_written(inner),
            _ => false,
        }
    }

    /// What kind of figure of prose an expression is, if it is one.
    fn written_kind(&self, expr: &Expr) -> Option<HoleKind> {
        let of = |reading: &Reading, field: Option<usize>| match field {
            None => Some(reading.kind),
            Some(i) => reading.fields.get(i).map(|f| f.kind),
        };
        match &expr.kind {
            ExprKind::ThisReading(field) => of(&self.readings()[self.over?], *field),
            ExprKind::ThisItem => of(&self.readings()[self.over?], self.items),
            ExprKind::Only(reading, _, field) => of(&self.readings()[reading.index()], *field),
            _ => None,
        }
    }

    /// 误差 in the unit of the left side; `Some(None)` where there is none.
    fn tolerance_in(&mut self, left: &Measure, factor: Decimal) -> Option<Option<Decimal>> {
        let Some((value, unit)) = self.tolerance else { return Some(None) };
        let Some(unit) = unit else {
            // Between two units it would depend on which stands first.
            if factor != Decimal::ONE {
                return self.fault(Fault::ToleranceNeedsUnit {}, value.span);
            }
            return Some(Some(value.node));
        };
        if unit.node == "%" {
            // Of shares it is a number of hundredths; of counts it would be a share of which side?
            return match left {
                Measure::Pure | Measure::Percent => Some(Some(value.node)),
                Measure::Literal | Measure::Year | Measure::Of(_) => self.fault(Fault::ToleranceNeedsUnit {}, value.span),
            };
        }
        let own = self.known_unit(unit)?;
        match left {
            Measure::Of(target) => match own.factor_to(target).and_then(|f| exact::mul(value.node, f)) {
                Some(value) => Some(Some(value)),
                None => {
                    let fault = Fault::UnitMismatch { left: target.name().to_owned(), right: own.name().to_owned(), compared: true };
                    self.fault(fault, unit.span)
                }
            },
            _ => Some(Some(value.node)),
        }
    }
}
