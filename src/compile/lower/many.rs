//! Many things at once: 合计 and its like over groups, reports and readings; 每一 and 存在.

use super::super::scope::{Meaning, Place};
use super::super::types::{Measure, Type};
use super::{Lower, Lowered};
use crate::catalogue::Fault;
use crate::program::{Expr, ExprKind, Figure, Fold, FoldHow, Members, ReadingId, Role, Whose};
use crate::source::Span;
use crate::syntax::ast::{self, Argument, ArgumentFilter, Quantifier};
use crate::value::Unit;

/// What an argument, or what follows 每一, goes through.
enum Through {
    /// Reports, readings, items of a field.
    Members(Members),
    /// Cells of the report at hand.
    Cells(Vec<Figure>),
}

impl<'a> Lower<'a> {
    /// 合计, 最大, 最小, 计数, 中位.
    pub(super) fn fold(&mut self, how: FoldHow, arguments: &[Argument], wrong: Fault, span: Span) -> Lowered {
        let [argument] = arguments else {
            return match how {
                FoldHow::Max | FoldHow::Min if !arguments.is_empty() => self.extreme_of(how, arguments, span),
                _ => self.fault(wrong, span),
            };
        };
        let condition = match &argument.filter {
            Some(ArgumentFilter::Satisfying(condition)) => Some(&**condition),
            _ => None,
        };
        if how == FoldHow::Count {
            return self.count(argument, condition, wrong, span);
        }
        if self.names_field(&argument.expr) || self.names_reading(&argument.expr) {
            let Through::Members(members) = self.through(&argument.expr, wrong)? else { return None };
            return self.over_figures(how, members, condition, span);
        }
        if condition.is_none() && self.names_group(&argument.expr) {
            return if how == FoldHow::Median { self.fault(wrong, span) } else { self.of_group(how, argument, wrong, span) };
        }
        if !matches!(argument.filter, None | Some(ArgumentFilter::Satisfying(_))) {
            return self.fault(wrong, span);
        }
        let (outer_children, outer_peers) = (self.children, self.peers);
        // Which reports are gone through shows in what the argument turns out to read.
        (self.children, self.peers) = (true, true);
        let lowered = self.number(&argument.expr);
        let filter = condition.map(|c| self.condition(c));
        (self.children, self.peers) = (outer_children, outer_peers);
        let (body, measure) = lowered?;
        let filter = match filter {
            None => None,
            Some(lowered) => Some(lowered?),
        };
        let mut roles: Vec<Role> = std::iter::once(&body).chain(&filter).flat_map(Expr::free_roles).filter(|r| *r != Role::Own).collect();
        roles.sort();
        roles.dedup();
        if roles.len() > 1 {
            // One of them is gone through outside already; the other is meant here.
            roles.retain(|r| !matches!((r, outer_children, outer_peers), (Role::Child, true, _) | (Role::Peer, _, true)));
        }
        let members = match roles.as_slice() {
            [Role::Child] => Members::Children,
            [Role::Peer] => Members::Peers,
            [] => return self.fault(wrong, span),
            _ => return self.fault(Fault::TwoRoles {}, span),
        };
        let fold = Fold { how, members, filter, body: Some(body) };
        Some((Expr { kind: ExprKind::Fold(Box::new(fold)), span }, Type::Number(measure)))
    }

    /// Whether an expression names a group of cells.
    fn names_group(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Name(path, index) = &expr.kind else { return false };
        let names: indexmap::IndexMap<String, Span> = self.values.iter().map(|(name, (span, _))| (name.clone(), *span)).collect();
        // What does not resolve is reported as a group would be.
        !matches!(self.place.resolve(path, index.as_ref(), &names), Ok(meaning) if !matches!(meaning, Meaning::Group(_)))
    }

    /// 合计, 最大, 最小 of the cells of a group.
    fn of_group(&mut self, how: FoldHow, argument: &Argument, wrong: Fault, span: Span) -> Lowered {
        let (outer_children, outer_peers) = (self.children, self.peers);
        (self.children, self.peers) = (true, true);
        let group = self.group(argument, wrong, how == FoldHow::Sum);
        (self.children, self.peers) = (outer_children, outer_peers);
        let (cells, unit) = group?;
        let role = cells.first()?.whose.role;
        let kind = match how {
            FoldHow::Sum => ExprKind::Sum(cells),
            _ => {
                let items = cells.into_iter().map(|c| Expr { kind: ExprKind::Cell(c), span: argument.expr.span }).collect();
                if how == FoldHow::Max { ExprKind::Max(items) } else { ExprKind::Min(items) }
            }
        };
        let inner = Expr { kind, span };
        // A group in the reports of many: that of each, and all of them together.
        let members = match role {
            Role::Own => return Some((inner, Type::Number(Measure::Of(unit)))),
            Role::Child if outer_children => return Some((inner, Type::Number(Measure::Of(unit)))),
            Role::Peer if outer_peers => return Some((inner, Type::Number(Measure::Of(unit)))),
            Role::Child => Members::Children,
            Role::Peer => Members::Peers,
        };
        let fold = Fold { how, members, filter: None, body: Some(inner) };
        Some((Expr { kind: ExprKind::Fold(Box::new(fold)), span }, Type::Number(Measure::Of(unit))))
    }

    /// 最大 and 最小 of several numbers.
    fn extreme_of(&mut self, how: FoldHow, arguments: &[Argument], span: Span) -> Lowered {
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
        let kind = if how == FoldHow::Max { ExprKind::Max(items) } else { ExprKind::Min(items) };
        Some((Expr { kind, span }, Type::Number(measure)))
    }

    /// 合计(读数) and its like: over the figures of a reading, or the items of a repeated figure.
    fn over_figures(&mut self, how: FoldHow, members: Members, condition: Option<&ast::Expr>, span: Span) -> Lowered {
        let (body, kind, filter) = self.within(members, span, |lower| {
            let (body, kind) = match members {
                Members::Items(_) => lower.name_of_item(span)?,
                Members::Reading(..) | Members::Children | Members::Peers => lower.this_reading(None, span)?,
            };
            let filter = match condition {
                Some(condition) => Some(lower.condition(condition)?),
                None => None,
            };
            Some((body, kind, filter))
        })?;
        if !matches!(kind, Type::Number(_) | Type::Date) || how == FoldHow::Sum && kind == Type::Date {
            return self.fault(Fault::NotANumber { found: kind.word() }, span);
        }
        Some((Expr { kind: ExprKind::Fold(Box::new(Fold { how, members, filter, body: Some(body) })), span }, kind))
    }

    fn name_of_item(&mut self, span: Span) -> Lowered {
        let kind = self.item_type()?;
        Some((Expr { kind: ExprKind::ThisItem, span }, kind))
    }

    fn count(&mut self, argument: &Argument, condition: Option<&ast::Expr>, wrong: Fault, span: Span) -> Lowered {
        let number = Type::Number(Measure::Of(Unit::new("个")));
        match self.through(&argument.expr, wrong)? {
            Through::Members(members) => {
                let filter = match condition {
                    Some(condition) => Some(self.within(members, span, |lower| lower.condition(condition))?),
                    None => None,
                };
                let fold = Fold { how: FoldHow::Count, members, filter, body: None };
                Some((Expr { kind: ExprKind::Fold(Box::new(fold)), span }, number))
            }
            Through::Cells(cells) => {
                let Some(condition) = condition else {
                    // How many cells a group has is no question about the report.
                    return self.fault(Fault::WrongArguments { function: "计数".to_owned(), takes: "计数(组 满足 条件)" }, span);
                };
                let items = self.each_cell(&cells, condition, span)?;
                Some((Expr { kind: ExprKind::CountIf(items), span }, number))
            }
        }
    }

    /// 每一 a 满足 b, 存在 a 满足 b
    pub(super) fn quantified(&mut self, quantifier: Quantifier, subject: &ast::Expr, body: &ast::Expr, span: Span) -> Lowered {
        let kind = match self.through(subject, Fault::NotMany {})? {
            Through::Members(members) => {
                let body = self.within(members, subject.span, |lower| lower.condition(body))?;
                ExprKind::Quantified(quantifier, members, Box::new(body))
            }
            Through::Cells(cells) => ExprKind::Cells(quantifier, self.each_cell(&cells, body, subject.span)?),
        };
        Some((Expr { kind, span }, Type::Condition))
    }

    /// A condition at each cell of a group, where 本格 is that cell.
    fn each_cell(&mut self, cells: &[Figure], condition: &ast::Expr, span: Span) -> Option<Vec<Expr>> {
        if self.place.at.is_some() || (self.place.row.is_some() && self.place.column.is_some()) {
            return self.fault(Fault::Hidden { word: "本格".to_owned() }, span);
        }
        let outside = self.place;
        let mut items = Vec::with_capacity(cells.len());
        for cell in cells {
            if cell.whose != Whose::OWN {
                return self.fault(Fault::NotMany {}, span);
            }
            self.place = Place { at: Some(outside.form.locate(cell.cell)), ..outside };
            let item = self.condition(condition);
            self.place = outside;
            items.push(item?);
        }
        Some(items)
    }

    /// What an expression names that can be gone through.
    fn through(&mut self, expr: &ast::Expr, wrong: Fault) -> Option<Through> {
        if self.names_field(expr) {
            let ast::ExprKind::Name(path, None) = &expr.kind else { return None };
            let reading = &self.readings()[self.over?];
            let field = self.field_of(reading, &path.names[1].node, path.names[1].span)?;
            if !reading.fields[field].many {
                return self.fault(Fault::NotMany {}, expr.span);
            }
            return Some(Through::Members(Members::Items(field)));
        }
        if self.names_reading(expr) {
            let (reading, whose, field) = self.reading_argument(expr, wrong)?;
            if field.is_some() {
                return self.fault(Fault::NotMany {}, expr.span);
            }
            self.reachable(whose, expr.span)?;
            return Some(Through::Members(Members::Reading(reading, whose)));
        }
        let ast::ExprKind::Name(path, index) = &expr.kind else { return self.fault(wrong, expr.span) };
        match self.resolve(path, index.as_ref())? {
            Meaning::Report(Whose { role: Role::Child, back: 0 }) => Some(Through::Members(Members::Children)),
            Meaning::Report(Whose { role: Role::Peer, back: 0 }) => Some(Through::Members(Members::Peers)),
            Meaning::Group(group) => Some(Through::Cells(group.members.into_iter().map(|(_, c)| c).collect())),
            _ => self.fault(wrong, expr.span),
        }
    }

    /// `本条.分`
    pub(super) fn names_field(&self, expr: &ast::Expr) -> bool {
        let ast::ExprKind::Name(path, None) = &expr.kind else { return false };
        self.place.reading && path.names.len() == 2 && matches!(path.names[0].node.as_str(), "本条" | "this_reading")
    }

    /// Lowers what stands at one of the members.
    fn within<T>(&mut self, members: Members, span: Span, lower: impl FnOnce(&mut Lower<'a>) -> Option<T>) -> Option<T> {
        match members {
            Members::Children => self.at(Role::Child, lower),
            Members::Peers => self.at(Role::Peer, lower),
            Members::Reading(ReadingId(index), _) => {
                if self.place.reading {
                    return self.fault(Fault::Hidden { word: "本条".to_owned() }, span);
                }
                let before = (self.over, self.place.reading);
                (self.over, self.place.reading) = (Some(index as usize), true);
                let lowered = lower(self);
                (self.over, self.place.reading) = before;
                lowered
            }
            Members::Items(field) => {
                if self.place.item {
                    return self.fault(Fault::Hidden { word: "本项".to_owned() }, span);
                }
                (self.items, self.place.item) = (Some(field), true);
                let lowered = lower(self);
                (self.items, self.place.item) = (None, false);
                lowered
            }
        }
    }

    /// Lowers what stands at one of the reports of a role.
    fn at<T>(&mut self, role: Role, lower: impl FnOnce(&mut Lower<'a>) -> Option<T>) -> Option<T> {
        let before = (self.children, self.peers);
        match role {
            Role::Child => self.children = true,
            Role::Peer => self.peers = true,
            Role::Own => {}
        }
        let lowered = lower(self);
        (self.children, self.peers) = before;
        lowered
    }
}
