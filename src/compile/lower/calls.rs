//! Calls: `合计(法人)`, `日期(年度 + 1, 1, 31)`, `上年.部分(五)`.

use super::super::scope::{Group, Meaning, number};
use super::super::types::{Measure, Type};
use super::{Lower, Lowered};
use crate::builtins::{self, Function};
use crate::catalogue::{Fault, Note};
use crate::diagnostic::Diagnostic;
use crate::program::{Expr, ExprKind, Figure, FoldHow, ReadingId, StateTest, Steps, TextMeasure, Whose};
use crate::source::{Span, Spanned};
use crate::spelling::nearest;
use crate::syntax::ast::{self, Argument, ArgumentFilter};
use crate::value::{Date, Decimal, Unit};
use indexmap::IndexMap;
use std::sync::Arc;

/// Functions as spreadsheets and other tables of formulas name them.
const SPREADSHEET: [(&str, &str); 16] = [
    ("SUM", "合计"),
    ("求和", "合计"),
    ("总和", "合计"),
    ("MAX", "最大"),
    ("最大值", "最大"),
    ("MIN", "最小"),
    ("最小值", "最小"),
    ("ABS", "绝对值"),
    ("COUNT", "计数"),
    ("COUNTIF", "计数"),
    ("MEDIAN", "中位"),
    ("INT", "整数"),
    ("MOD", "余数"),
    ("LEN", "字数"),
    ("DATE", "日期"),
    ("ISBLANK", "空白"),
];

impl<'a> Lower<'a> {
    pub(super) fn call(&mut self, path: &ast::Path, arguments: &[Argument], span: Span) -> Lowered {
        // `申请.新收(总计)`: a cell, with the wrong brackets.
        if builtins::find(&path.names[path.names.len() - 1].node).is_none()
            && let [Argument { expr: ast::Expr { kind: ast::ExprKind::Name(column, None), .. }, filter: None }] = arguments
            && let [column] = column.names.as_slice()
            && self.place.resolve(path, Some(column), &IndexMap::new()).is_ok()
        {
            let written = path.text();
            let found = format!("{written}({})", column.node);
            return self.fault(Fault::OtherSpelling { found, meant: format!("{written}[{}]", column.node) }, span);
        }
        let (whose, name) = self.callee(path)?;
        let Some(builtin) = builtins::find(&name.node) else {
            if let Some((_, meant)) = SPREADSHEET.iter().find(|(said, _)| name.node.eq_ignore_ascii_case(said)) {
                return self.fault(Fault::UnknownFunction { nearest: vec![(*meant).to_owned()], name: name.node.clone() }, name.span);
            }
            let names = builtins::BUILTINS.iter().flat_map(|b| [b.zh, b.en]);
            return self.fault(Fault::UnknownFunction { nearest: nearest(&name.node, names), name: name.node.clone() }, name.span);
        };
        let of_another = matches!(builtin.function, Function::Section | Function::Attribute | Function::Problems);
        if whose != Whose::OWN && !of_another {
            return self.fault(Fault::PriorOfWhat { word: path.names[0].node.clone() }, path.names[0].span);
        }
        self.reachable(whose, path.span)?;
        let wrong = Fault::WrongArguments { function: name.node.clone(), takes: builtin.takes };
        let unit = |u: &str| Type::Number(Measure::Of(Unit::new(u)));
        let some = |kind, of| Some((Expr { kind, span }, of));
        match builtin.function {
            Function::Sum => self.fold(FoldHow::Sum, arguments, wrong, span),
            Function::Max => self.fold(FoldHow::Max, arguments, wrong, span),
            Function::Min => self.fold(FoldHow::Min, arguments, wrong, span),
            Function::Count => self.fold(FoldHow::Count, arguments, wrong, span),
            Function::Median => self.fold(FoldHow::Median, arguments, wrong, span),
            Function::Whole => {
                let (inner, _) = self.one_number(arguments, wrong, span)?;
                some(ExprKind::Whole(Box::new(inner)), Type::Condition)
            }
            Function::Absolute => {
                let (inner, measure) = self.one_number(arguments, wrong, span)?;
                some(ExprKind::Absolute(Box::new(inner)), Type::Number(measure))
            }
            Function::Remainder => {
                let [Argument { expr: a, filter: None }, Argument { expr: b, filter: None }] = arguments else {
                    return self.fault(wrong, span);
                };
                let ((left, lm), (right, rm)) = (self.number(a)?, self.number(b)?);
                let (right, measure) = self.same_unit((&lm, a.span), (right, &rm, b.span))?;
                some(ExprKind::Remainder(Box::new(left), Box::new(right)), Type::Number(measure))
            }
            Function::State(StateTest::Missing) => self.missing(&name.node, arguments, wrong, span),
            Function::State(StateTest::Number) if self.is_field(arguments) => {
                let [Argument { expr, .. }] = arguments else { return self.fault(wrong, span) };
                let ast::ExprKind::Name(path, _) = &expr.kind else { return self.fault(wrong, span) };
                let reading = &self.readings()[self.over?];
                let field = self.field_of(reading, &path.names[1].node, path.names[1].span)?;
                some(ExprKind::Stated(field), Type::Condition)
            }
            Function::State(test) => {
                let cell = self.one_cell(&name.node, arguments, wrong, span)?;
                some(ExprKind::State(test, cell), Type::Condition)
            }
            Function::CellText => {
                let cell = self.one_cell(&name.node, arguments, wrong, span)?;
                some(ExprKind::CellText(cell), Type::Text)
            }
            Function::BlankAsZero => {
                let cell = self.one_cell(&name.node, arguments, wrong, span)?;
                let of = Measure::Of(self.place.form.column_of(cell.cell).unit.clone());
                some(ExprKind::BlankAsZero(cell), Type::Number(of))
            }
            Function::Consistent => {
                let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
                let (reading, whose, field) = self.reading_argument(expr, wrong)?;
                if whose != Whose::OWN {
                    return self.fault(Fault::PriorOfWhat { word: "上年".to_owned() }, expr.span);
                }
                some(ExprKind::Consistent(reading, field), Type::Condition)
            }
            Function::Only => {
                let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
                let (reading, whose, field) = self.reading_argument(expr, wrong)?;
                self.reachable(whose, expr.span)?;
                let of = &self.readings()[reading.index()];
                let kind = field.map_or_else(|| Type::of_hole(of.kind, of.unit.clone()), |f| Type::of_field(&of.fields[f], of));
                some(ExprKind::Only(reading, whose, field), kind)
            }
            Function::Date => self.date(arguments, wrong, span),
            Function::Section => {
                let id = self.section_id(arguments, wrong, span)?;
                some(ExprKind::Section(whose, id), Type::Text)
            }
            Function::Heading | Function::Rank => {
                let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
                let (whose, id) = self.section_argument(expr, wrong)?;
                if builtin.function == Function::Heading {
                    some(ExprKind::Heading(whose, id), Type::Text)
                } else {
                    some(ExprKind::Rank(whose, id), unit("位"))
                }
            }
            Function::Length => self.measured(TextMeasure::Length, "字", arguments, wrong, span),
            Function::Doubled => self.measured(TextMeasure::Doubled, "处", arguments, wrong, span),
            Function::Unpaired => self.measured(TextMeasure::Unpaired, "处", arguments, wrong, span),
            Function::Misnumbered => self.measured(TextMeasure::Misnumbered, "处", arguments, wrong, span),
            Function::Similarity => {
                let [Argument { expr: a, filter: None }, Argument { expr: b, filter }] = arguments else {
                    return self.fault(wrong, span);
                };
                let (a, b) = (self.text(a)?, self.text(b)?);
                let mut phrases = Vec::new();
                match filter {
                    None => {}
                    Some(ArgumentFilter::Except(paths)) => {
                        for path in paths {
                            phrases.extend(self.list(path)?.iter().cloned());
                        }
                    }
                    Some(ArgumentFilter::Only(_) | ArgumentFilter::Satisfying(_)) => return self.fault(wrong, span),
                }
                some(ExprKind::Similarity(Box::new(a), Box::new(b), phrases), Type::Number(Measure::Pure))
            }
            Function::Attribute => {
                let text = self.one_string(arguments, wrong, span)?;
                some(ExprKind::Attribute(whose, text), Type::Text)
            }
            Function::Problems => {
                let text = self.one_string(arguments, wrong, span)?;
                some(ExprKind::Problems(whose, text), unit("处"))
            }
            Function::SameBody => {
                let [Argument { expr: a, filter: None }, Argument { expr: b, filter: None }] = arguments else {
                    return self.fault(wrong, span);
                };
                let (a, b) = (self.text(a)?, self.text(b)?);
                some(ExprKind::SameBody(Box::new(a), Box::new(b)), Type::Condition)
            }
            Function::Charge => {
                let [Argument { expr, filter: None }, Argument { expr: steps, filter: None }] = arguments else {
                    return self.fault(wrong, span);
                };
                let (inner, measure) = self.number(expr)?;
                let (steps, counted) = self.steps(steps, wrong)?;
                self.factor((&measure, expr.span), (&Measure::Of(counted), span), false)?;
                some(ExprKind::Charge(Box::new(inner), steps), unit("元"))
            }
            Function::Chargeable => {
                let [Argument { expr, filter: None }, Argument { expr: steps, filter: None }] = arguments else {
                    return self.fault(wrong, span);
                };
                let (inner, measure) = self.number(expr)?;
                let (steps, _) = self.steps(steps, wrong)?;
                let factor = self.factor((&Measure::Of(Unit::new("元")), span), (&measure, expr.span), false)?;
                let inner =
                    if factor == Decimal::ONE { inner } else { Expr { span: inner.span, kind: ExprKind::Scaled(factor, Box::new(inner)) } };
                some(ExprKind::Chargeable(Box::new(inner), steps), Type::Condition)
            }
        }
    }

    /// Whether the arguments are one named figure of 本条.
    fn is_field(&self, arguments: &[Argument]) -> bool {
        matches!(arguments, [Argument { expr, filter: None }] if self.names_field(expr))
    }

    /// The function a path names, and whose report the words before it say: `上年.部分`.
    fn callee<'p>(&mut self, path: &'p ast::Path) -> Option<(Whose, &'p Spanned<String>)> {
        let (name, before) = path.names.split_last()?;
        if before.is_empty() {
            return Some((Whose::OWN, name));
        }
        let roles = ast::Path { names: before.to_vec(), span: before[0].span.to(before[before.len() - 1].span) };
        match self.resolve(&roles, None)? {
            Meaning::Report(whose) => Some((whose, name)),
            _ => self.fault(Fault::UnknownFunction { name: path.text(), nearest: vec![name.node.clone()] }, path.span),
        }
    }

    fn one_number(&mut self, arguments: &[Argument], wrong: Fault, span: Span) -> Option<(Expr, Measure)> {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        self.number(expr)
    }

    fn one_string(&mut self, arguments: &[Argument], wrong: Fault, span: Span) -> Option<String> {
        match arguments {
            [Argument { expr: ast::Expr { kind: ast::ExprKind::String(text), .. }, filter: None }] => Some(text.clone()),
            _ => self.fault(wrong, span),
        }
    }

    /// `日期(年, 月, 日)` or `日期(文字)`.
    fn date(&mut self, arguments: &[Argument], wrong: Fault, span: Span) -> Lowered {
        let date = |kind| Some((Expr { kind, span }, Type::Date));
        match arguments {
            [Argument { expr, filter: None }] => {
                let text = self.text(expr)?;
                date(ExprKind::DateOf(Box::new(text)))
            }
            [Argument { expr: y, filter: None }, Argument { expr: m, filter: None }, Argument { expr: d, filter: None }] => {
                if let ast::ExprKind::Number(n, None) = &y.kind {
                    self.diagnostics.push(Diagnostic::new(Fault::LiteralYear { year: n.to_string() }, y.span));
                }
                let (year, month, day) = (self.number(y), self.number(m), self.number(d));
                let ((year, _), (month, _), (day, _)) = (year?, month?, day?);
                let literal = |e: &Expr| if let ExprKind::Number(n, _) = e.kind { u32::try_from(n).ok() } else { None };
                if let (Some(m), Some(d)) = (literal(&month), literal(&day))
                    && Date::from_ymd_opt(2024, m, d).is_none()
                {
                    return self.fault(Fault::NoSuchDate {}, m_to(y.span, arguments));
                }
                date(ExprKind::Date(Box::new([year, month, day])))
            }
            _ => self.fault(wrong, span),
        }
    }

    fn measured(&mut self, what: TextMeasure, unit: &str, arguments: &[Argument], wrong: Fault, span: Span) -> Lowered {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        let text = self.text(expr)?;
        Some((Expr { kind: ExprKind::Measured(what, Box::new(text)), span }, Type::Number(Measure::Of(Unit::new(unit)))))
    }

    /// `缺(格)`, `缺(组)`, `缺(部分(四))`, `缺(上年)`.
    fn missing(&mut self, function: &str, arguments: &[Argument], wrong: Fault, span: Span) -> Lowered {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        let some = |kind| Some((Expr { kind, span }, Type::Condition));
        let not_a_cell = Fault::NotACell { function: function.to_owned() };
        match &expr.kind {
            ast::ExprKind::Call(..) => {
                let (whose, id) = self.section_argument(expr, not_a_cell)?;
                some(ExprKind::SectionMissing(whose, id))
            }
            ast::ExprKind::Name(path, index) => match self.resolve(path, index.as_ref())? {
                Meaning::Cell(cell) => {
                    self.reachable(cell.whose, expr.span)?;
                    some(ExprKind::State(StateTest::Missing, cell))
                }
                Meaning::Group(group) => {
                    let members: Vec<Figure> = group.members.into_iter().map(|(_, c)| c).collect();
                    self.reachable(members.first()?.whose, expr.span)?;
                    some(ExprKind::AllMissing(members))
                }
                Meaning::Report(whose) => {
                    self.reachable(whose, expr.span)?;
                    some(ExprKind::ReportMissing(whose))
                }
                _ => self.fault(not_a_cell, expr.span),
            },
            _ => self.fault(not_a_cell, expr.span),
        }
    }

    /// `部分(五)` as an argument: whose section, and which.
    fn section_argument(&mut self, expr: &ast::Expr, wrong: Fault) -> Option<(Whose, String)> {
        let ast::ExprKind::Call(path, arguments) = &expr.kind else { return self.fault(wrong, expr.span) };
        let (whose, name) = self.callee(path)?;
        if builtins::find(&name.node).map(|b| b.function) != Some(Function::Section) {
            return self.fault(wrong, expr.span);
        }
        self.reachable(whose, path.span)?;
        let id = self.section_id(arguments, wrong, expr.span)?;
        Some((whose, id))
    }

    /// The ordinal in `部分(五)`, which must be one of the form.
    fn section_id(&mut self, arguments: &[Argument], wrong: Fault, span: Span) -> Option<String> {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        let id = match &expr.kind {
            ast::ExprKind::Name(path, None) => path.text(),
            ast::ExprKind::Number(n, None) => n.to_string(),
            ast::ExprKind::String(text) => text.clone(),
            _ => return self.fault(wrong, expr.span),
        };
        let form = self.place.form;
        if form.sections.iter().any(|s| s.id == id) {
            return Some(id);
        }
        let known = form.sections.iter().map(|s| s.id.clone()).collect();
        self.fault(Fault::UnknownSection { form: form.name.clone(), name: id, known }, expr.span)
    }

    /// A reading as an argument, perhaps of another report, perhaps one of its named figures: `正文新收`, `上年.正文新收`, `收费.件数`.
    pub(super) fn reading_argument(&mut self, expr: &ast::Expr, wrong: Fault) -> Option<(ReadingId, Whose, Option<usize>)> {
        let Some(names) = hyphenated(expr) else { return self.fault(wrong, expr.span) };
        let mut whose = Whose::OWN;
        let mut rest = names.as_slice();
        let roles = rest.iter().take_while(|n| self.place.role(n).is_some()).count();
        if roles > 0 {
            let spanned = |n: &String| Spanned::new(n.clone(), expr.span);
            let path = ast::Path { names: rest[..roles].iter().map(spanned).collect(), span: expr.span };
            let Meaning::Report(report) = self.resolve(&path, None)? else { return self.fault(wrong, expr.span) };
            whose = report;
            rest = &rest[roles..];
        }
        let (name, field) = match rest {
            [name] => (name, None),
            [name, field] => (name, Some(field)),
            _ => return self.fault(wrong, expr.span),
        };
        let Some(index) = self.reading_named(name) else {
            let near = nearest(name, self.readings().iter().map(|r| r.id.as_str()));
            return self.fault(Fault::UnknownReading { name: name.clone(), nearest: near }, expr.span);
        };
        let field = match field {
            Some(field) => Some(self.field_of(&self.readings()[index], field, expr.span)?),
            None => None,
        };
        Some((ReadingId(number(index)), whose, field))
    }

    /// Whether an expression names a reading, and nothing of the form.
    pub(super) fn names_reading(&self, expr: &ast::Expr) -> bool {
        let Some(names) = hyphenated(expr) else { return false };
        let name = names.iter().find(|n| self.place.role(n).is_none());
        name.is_some_and(|n| self.reading_named(n).is_some())
    }

    fn steps(&mut self, expr: &ast::Expr, wrong: Fault) -> Option<(Arc<Steps>, Unit)> {
        let ast::ExprKind::Name(path, None) = &expr.kind else { return self.fault(wrong, expr.span) };
        let name = path.text();
        match self.declared.steps.get(&name) {
            Some((steps, unit)) => {
                self.declared.use_name(&name);
                Some((steps.clone(), unit.clone()))
            }
            None => {
                let near = nearest(&name, self.declared.steps.keys().map(String::as_str));
                self.fault(Fault::UnknownSteps { name, nearest: near }, path.span)
            }
        }
    }

    pub(super) fn one_cell(&mut self, function: &str, arguments: &[Argument], wrong: Fault, span: Span) -> Option<Figure> {
        let [Argument { expr, filter: None }] = arguments else { return self.fault(wrong, span) };
        let not_a_cell = Fault::NotACell { function: function.to_owned() };
        let ast::ExprKind::Name(path, index) = &expr.kind else { return self.fault(not_a_cell, expr.span) };
        match self.resolve(path, index.as_ref())? {
            Meaning::Cell(cell) => {
                self.reachable(cell.whose, expr.span)?;
                Some(cell)
            }
            _ => self.fault(not_a_cell, expr.span),
        }
    }

    /// The cells of a group argument, with 不含 and 只含 applied.
    pub(super) fn group(&mut self, argument: &Argument, wrong: Fault, summed: bool) -> Option<(Vec<Figure>, Unit)> {
        let span = argument.expr.span;
        let members = self.members(argument, wrong)?;
        if summed && let Some(total) = Group::total(&members.members) {
            return self.fault(Fault::TotalInSum { group: members.name.clone(), total: total.to_owned() }, span);
        }
        let units: Vec<Unit> = members.members.iter().map(|(_, c)| self.place.form.column_of(c.cell).unit.clone()).collect();
        if let Some(other) = units.iter().find(|u| **u != units[0]) {
            let d = Diagnostic::new(
                Fault::UnitMismatch { left: units[0].name().to_owned(), right: other.name().to_owned(), compared: false },
                span,
            )
            .with(span, Note::UnitOf(units[0].name().to_owned()));
            self.diagnostics.push(d);
            return None;
        }
        let unit = units.into_iter().next()?;
        Some((members.members.into_iter().map(|(_, c)| c).collect(), unit))
    }

    /// The members of a group argument, with 不含 and 只含 applied.
    pub(super) fn members(&mut self, argument: &Argument, wrong: Fault) -> Option<Group> {
        let span = argument.expr.span;
        let ast::ExprKind::Name(path, index) = &argument.expr.kind else { return self.fault(wrong, span) };
        let Meaning::Group(group) = self.resolve(path, index.as_ref())? else { return self.fault(wrong, span) };
        self.reachable(group.members.first()?.1.whose, span)?;
        let mut members = group.members.clone();
        let (paths, keep) = match &argument.filter {
            None => return Some(group),
            Some(ArgumentFilter::Only(paths)) => (paths, true),
            Some(ArgumentFilter::Except(paths)) => (paths, false),
            Some(ArgumentFilter::Satisfying(_)) => return self.fault(wrong, span),
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
        if members.is_empty() {
            return self.fault(Fault::EmptyRange {}, span);
        }
        Some(Group { name: group.name, members })
    }
}

/// From the year to the last argument of a date.
fn m_to(first: Span, arguments: &[Argument]) -> Span {
    arguments.last().map_or(first, |a| first.to(a.expr.span))
}

/// The names an expression is, where it is a name: ids of readings may have hyphens, which elsewhere subtract.
fn hyphenated(expr: &ast::Expr) -> Option<Vec<String>> {
    match &expr.kind {
        ast::ExprKind::Name(path, None) => Some(path.names.iter().map(|n| n.node.clone()).collect()),
        ast::ExprKind::Arithmetic(ast::Arithmetic::Subtract, a, b) => {
            let (mut left, right) = (hyphenated(a)?, hyphenated(b)?);
            let (first, rest) = right.split_first()?;
            let last = left.last_mut()?;
            *last = format!("{last}-{first}");
            left.extend(rest.iter().cloned());
            Some(left)
        }
        _ => None,
    }
}
