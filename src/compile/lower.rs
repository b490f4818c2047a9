//! Lowers expressions: names to cells, with types and units checked on the way.

use super::scope::{Group, Meaning, Place};
use super::types::{Measure, Type};
use crate::builtins::{self, Function};
use crate::catalogue::{Fault, Note};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Figure, Linear, ReadingId};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::JOINTS;
use crate::syntax::ast::{self, Argument, ArgumentFilter, Logic};
use crate::value::{Comparison, Decimal, Unit, exact};
use indexmap::IndexMap;

/// Lowers the expressions of one instance of a rule.
pub struct Lower<'a> {
    pub place: Place<'a>,
    /// 设 and 参数, by name, with what they stand for.
    pub values: &'a IndexMap<String, (Span, ast::Expr)>,
    /// Names of the values used.
    pub used: &'a mut Vec<String>,
    /// Readings that can be asked about as a whole.
    pub readings: &'a [(String, Unit)],
    /// The reading the rule ranges over.
    pub over: Option<&'a (String, Unit)>,
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

/// A lowered expression and its type; `None` where a diagnostic has been given.
type Lowered = Option<(Expr, Type)>;

impl Lower<'_> {
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
        }
    }

    fn literal(&mut self, value: Decimal, unit: Option<&Spanned<String>>, span: Span) -> Lowered {
        if value == Decimal::MAX {
            return self.fault(Fault::NumberTooLong {}, span);
        }
        let measure = match unit {
            None => Measure::Literal,
            Some(unit) if unit.node == "%" => Measure::Percent,
            Some(unit) => Measure::Of(self.known_unit(unit)?),
        };
        let shown = if let Measure::Of(unit) = &measure { Some(unit.clone()) } else { None };
        Some((Expr { kind: ExprKind::Number(value, shown), span }, Type::Number(measure)))
    }

    fn known_unit(&mut self, unit: &Spanned<String>) -> Option<Unit> {
        let mut known: Vec<&str> = vec!["元", "万元", "亿元"];
        for column in self.place.form.tables.iter().flat_map(|t| &t.columns) {
            known.push(column.unit.name());
        }
        known.extend(self.readings.iter().map(|(_, u)| u.name()));
        if known.contains(&unit.node.as_str()) {
            return Some(Unit::new(&unit.node));
        }
        if let Some(joint) = JOINTS.iter().find(|j| unit.node.starts_with(**j)) {
            let spaced = format!("{joint} {}", &unit.node[joint.len()..]);
            return self.fault(Fault::GluedWord { word: unit.node.clone(), spaced }, unit.span);
        }
        known.sort_unstable();
        known.dedup();
        let near = nearest(&unit.node, known.into_iter());
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
        // A reading by its bare name is not a number: 一致(读数), or a range over it.
        if index.is_none() && self.readings.iter().any(|(name, _)| *name == path.text()) {
            return self.fault(Fault::NotANumber { found: "collection of readings" }, span);
        }
        match self.resolve(path, index)? {
            Meaning::Cell(cell) => Some(self.cell(cell, span)),
            Meaning::Group(group) => self.fault(Fault::GroupAsNumber { group: group.name }, span),
            Meaning::Year => Some((Expr { kind: ExprKind::Year, span }, Type::Number(Measure::Year))),
            Meaning::Attribute(name) => Some((Expr { kind: ExprKind::Attribute(name.to_owned()), span }, Type::Text)),
            Meaning::ThisReading => {
                let unit = self.over.map_or_else(|| Unit::new("件"), |(_, unit)| unit.clone());
                Some((Expr { kind: ExprKind::ThisReading, span }, Type::Number(Measure::Of(unit))))
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

    fn arithmetic(&mut self, op: Arithmetic, a: &ast::Expr, b: &ast::Expr, span: Span) -> Lowered {
        let (left, right) = (self.number(a), self.number(b));
        let ((left, lm), (right, rm)) = (left?, right?);
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
                    let d = Diagnostic::new(mismatch, left_span.to(right_span))
                        .with(left_span, Note::UnitOf(a.name().to_owned()))
                        .with(right_span, Note::UnitOf(b.name().to_owned()));
                    self.diagnostics.push(d);
                    None
                }
            },
            (Measure::Literal, _) | (_, Measure::Literal) => Some(Decimal::ONE),
            (Measure::Pure | Measure::Percent, Measure::Pure | Measure::Percent) | (Measure::Year, Measure::Year) => Some(Decimal::ONE),
            (Measure::Of(_) | Measure::Year, Measure::Pure | Measure::Percent | Measure::Year)
            | (Measure::Pure | Measure::Percent | Measure::Year, Measure::Of(_))
            | (Measure::Pure | Measure::Percent, Measure::Year) => self.fault(mismatch, left_span.to(right_span)),
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
        Some((Expr { kind: ExprKind::Compare(Compare { sides, ops, factors, tolerances, linear }), span }, Type::Condition))
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
            return self.fault(Fault::ToleranceNeedsUnit {}, value.span);
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

    fn call(&mut self, path: &ast::Path, arguments: &[Argument], span: Span) -> Lowered {
        let name = path.text();
        let Some(builtin) = builtins::find(&name) else {
            if matches!(name.as_str(), "计数" | "count" | "部分" | "section" | "日期" | "date" | "字数" | "叠字" | "重复率") {
                return self.fault(Fault::NotYet { what: name }, path.span);
            }
            let names = builtins::BUILTINS.iter().flat_map(|b| [b.zh, b.en]);
            return self.fault(Fault::UnknownFunction { nearest: nearest(&name, names), name }, path.span);
        };
        let wrong = Fault::WrongArguments { function: name.clone(), takes: builtin.takes };
        let condition = |kind| Some((Expr { kind, span }, Type::Condition));
        match builtin.function {
            Function::Sum => {
                let [argument] = arguments else { return self.fault(wrong, span) };
                let (cells, unit) = self.group(argument, wrong, true)?;
                Some((Expr { kind: ExprKind::Sum(cells), span }, Type::Number(Measure::Of(unit))))
            }
            Function::Max | Function::Min => {
                let (items, measure) = match arguments {
                    [argument] => {
                        let (cells, unit) = self.group(argument, wrong, false)?;
                        let items = cells.into_iter().map(|c| Expr { kind: ExprKind::Cell(c), span: argument.expr.span }).collect();
                        (items, Measure::Of(unit))
                    }
                    [] => return self.fault(wrong, span),
                    several => self.same_units(several)?,
                };
                let kind = if builtin.function == Function::Max { ExprKind::Max(items) } else { ExprKind::Min(items) };
                Some((Expr { kind, span }, Type::Number(measure)))
            }
            Function::Whole => {
                let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
                let (inner, _) = self.number(expr)?;
                condition(ExprKind::Whole(Box::new(inner)))
            }
            Function::State(test) => {
                let cell = self.one_cell(&name, arguments, wrong, span)?;
                condition(ExprKind::State(test, cell))
            }
            Function::CellText => {
                let cell = self.one_cell(&name, arguments, wrong, span)?;
                Some((Expr { kind: ExprKind::CellText(cell), span }, Type::Text))
            }
            Function::BlankAsZero => {
                let cell = self.one_cell(&name, arguments, wrong, span)?;
                let unit = self.place.form.column_of(cell.cell).unit.clone();
                Some((Expr { kind: ExprKind::BlankAsZero(cell), span }, Type::Number(Measure::Of(unit))))
            }
            Function::Consistent => {
                let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
                let ast::ExprKind::Name(path, None) = &expr.kind else { return self.fault(wrong, span) };
                let name = path.text();
                match self.readings.iter().position(|(n, _)| *n == name) {
                    Some(index) => condition(ExprKind::Consistent(ReadingId(super::scope::number(index)))),
                    None => {
                        let near = nearest(&name, self.readings.iter().map(|(n, _)| n.as_str()));
                        self.fault(Fault::UnknownReading { name, nearest: near }, path.span)
                    }
                }
            }
        }
    }

    fn same_units(&mut self, arguments: &[Argument]) -> Option<(Vec<Expr>, Measure)> {
        let mut items: Vec<Expr> = Vec::new();
        let mut measure = Measure::Literal;
        let mut first_span = arguments.first()?.expr.span;
        for argument in arguments {
            let (expr, m) = self.number(&argument.expr)?;
            let (expr, common) = self.same_unit((&measure, first_span), (expr, &m, argument.expr.span))?;
            if items.is_empty() {
                first_span = argument.expr.span;
            }
            items.push(expr);
            measure = common;
        }
        Some((items, measure))
    }

    fn one_cell(&mut self, function: &str, arguments: &[Argument], wrong: Fault, span: Span) -> Option<Figure> {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        let not_a_cell = Fault::NotACell { function: function.to_owned() };
        let ast::ExprKind::Name(path, index) = &expr.kind else { return self.fault(not_a_cell, expr.span) };
        match self.resolve(path, index.as_ref())? {
            Meaning::Cell(cell) => Some(cell),
            _ => self.fault(not_a_cell, expr.span),
        }
    }

    /// The cells of a group argument, with 不含 and 只含 applied.
    fn group(&mut self, argument: &Argument, wrong: Fault, summed: bool) -> Option<(Vec<Figure>, Unit)> {
        let span = argument.expr.span;
        let ast::ExprKind::Name(path, index) = &argument.expr.kind else { return self.fault(wrong, span) };
        let group = match self.resolve(path, index.as_ref())? {
            Meaning::Group(group) => group,
            Meaning::Cell(_) | Meaning::Value(_) | Meaning::ThisReading | Meaning::Year | Meaning::Attribute(_) => {
                return self.fault(wrong, span);
            }
        };
        let mut members = group.members.clone();
        if let Some(filter) = &argument.filter {
            let (paths, keep) = match filter {
                ArgumentFilter::Only(paths) => (paths, true),
                ArgumentFilter::Except(paths) => (paths, false),
            };
            for path in paths {
                let text = path.text();
                if !group.members.iter().any(|(m, _)| Group::covers(&text, m)) {
                    let names = group.members.iter().map(|(m, _)| m.as_str());
                    let fault = Fault::UnknownName { nearest: nearest(&text, names), name: text, range: "" };
                    return self.fault(fault, path.span);
                }
            }
            members.retain(|(m, _)| paths.iter().any(|p| Group::covers(&p.text(), m)) == keep);
        }
        if members.is_empty() {
            return self.fault(Fault::EmptyRange {}, span);
        }
        if summed && let Some(total) = Group::total(&members) {
            return self.fault(Fault::TotalInSum { group: group.name.clone(), total: total.to_owned() }, span);
        }
        let units: Vec<Unit> = members.iter().map(|(_, c)| self.place.form.column_of(c.cell).unit.clone()).collect();
        if let Some(other) = units.iter().find(|u| **u != units[0]) {
            let fault = Fault::UnitMismatch { left: units[0].name().to_owned(), right: other.name().to_owned(), compared: false };
            return self.fault(fault, span);
        }
        let unit = units.into_iter().next()?;
        Some((members.into_iter().map(|(_, c)| c).collect(), unit))
    }
}
