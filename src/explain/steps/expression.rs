//! An expression step by step: what it is, what it is made of, and where each operand stands.

use super::{ASIDE, Explainer, Holds, Kind, MayBe, SENTENCES, Step, Written, clip, clip_at};
use crate::catalogue::steps as words;
use crate::catalogue::steps::Part;
use crate::eval::{self, Absence, Facts, FieldSaid, Hit, Quoted, Said, Site};
use crate::explain::shown_number;
use crate::lang::Lang;
use crate::program::{
    Arithmetic, Compare, Expr, ExprKind, Figure, Fold, FoldHow, HoleKind, Members, Needle, Quantifier, ReadingId, Role, Whose,
};
use crate::report::{Cell, CellState};
use crate::value::{Decimal, Interval, Truth, date};
use std::cell::Cell as Counter;

/// Steps inside steps; deeper than anyone reads.
const MAX_DEPTH: usize = 16;
/// Terms of a sum that are listed, those that are not 0 first.
const TERMS: usize = 30;
/// Members of a set of reports, figures of a reading that are gone into.
const MEMBERS: usize = 10;
/// Cells of a group that are.
const CELLS: usize = 5;
/// Characters of a piece of a rule that are shown.
const WRITTEN: usize = 300;

/// How a number is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Percent,
    Day,
}

/// Tells of an expression at certain facts.
#[derive(Clone, Copy)]
pub(super) struct Teller<'t, 'a> {
    pub(super) explainer: &'t Explainer<'t>,
    pub(super) facts: Facts<'a>,
    /// Whether figures that agree by rounding agree here.
    pub(super) agreeing: bool,
    pub(super) written: Written<'t>,
    /// Steps left.
    pub(super) left: &'t Counter<usize>,
    pub(super) depth: usize,
}

impl<'a> Teller<'_, 'a> {
    fn lang(&self) -> Lang {
        self.explainer.lang
    }

    /// The step of an expression; `None` where there have been enough.
    pub(super) fn step(&self, expr: &'a Expr, part: Part) -> Option<Step> {
        self.shaped(expr, part, Shape::Plain)
    }

    fn shaped(&self, expr: &'a Expr, part: Part, shape: Shape) -> Option<Step> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let mut step = Step { kind: sort(expr), part: Some(part), written: self.name(expr), ..Step::default() };
        match step.kind {
            Kind::Literal => return Some(step),
            Kind::Condition => step.holds = Some(eval::holds(expr, self.agreeing, Some(&self.facts)).into()),
            Kind::Number => self.number(expr, shape, &mut step),
            Kind::Text => self.text(expr, &mut step),
        }
        // What was worked out when the limit was reached says nothing.
        if self.facts.budget.is_spent() {
            return None;
        }
        if self.depth >= MAX_DEPTH {
            if !expr.children().is_empty() {
                step.notes.push(words::too_deep(self.lang()).to_owned());
            }
            return Some(step);
        }
        Teller { depth: self.depth + 1, ..*self }.parts(expr, &mut step);
        Some(step)
    }

    /// A piece of the rule as written; a cell by its full name.
    fn name(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Cell(figure) => self.explainer.name(self.facts.site(*figure)),
            // The whole stands over the steps.
            _ => clip_at((self.written)(expr).as_str(), WRITTEN),
        }
    }

    fn add(&self, step: &mut Step, part: Option<Step>) {
        match part {
            Some(part) => step.steps.push(part),
            None => step.more += 1,
        }
    }

    fn add_all<'e>(&self, step: &mut Step, parts: impl IntoIterator<Item = (Part, &'e Expr)>)
    where
        'a: 'e,
        'e: 'a,
    {
        for (part, expr) in parts {
            self.add(step, self.step(expr, part));
        }
    }

    /// The value of a number, or what it may be.
    fn number(&self, expr: &'a Expr, shape: Shape, step: &mut Step) {
        let spread = eval::interval(expr, Some(&self.facts));
        match eval::fraction(expr, Some(&self.facts)).and_then(crate::value::exact::Fraction::decimal) {
            Some((value, exact)) => {
                step.value = Some(show(value, exact, shape));
                step.rounded = !exact;
            }
            None => step.may_be = Some(may_be(spread)),
        }
    }

    /// A text by its beginning.
    fn text(&self, expr: &'a Expr, step: &mut Step) {
        let whole = matches!(expr.kind, ExprKind::Section(..) | ExprKind::WholeText(_));
        if !whole {
            step.value = eval::words(expr, Some(&self.facts)).map(|w| clip(&w.joined()));
        }
    }

    /// What a step is made of.
    fn parts(self, expr: &'a Expr, step: &mut Step) {
        let lang = self.lang();
        match &expr.kind {
            ExprKind::Number(..) | ExprKind::Text(_) => {}
            ExprKind::Cell(figure) => self.cell(*figure, step),
            ExprKind::Sum(figures) => self.sum(figures, step),
            ExprKind::Max(items) | ExprKind::Min(items) => self.add_all(step, items.iter().map(|e| (Part::Operand, e))),
            ExprKind::ThisReading(_) => {
                let said = if let ExprKind::ThisReading(field) = &expr.kind { self.facts.this_reading(*field) } else { None };
                self.said(said, step);
                // Its sentence stands over the steps.
                step.place = self.facts.hit.map(|hit| hit.place.clone());
            }
            ExprKind::ThisItem => self.said(self.facts.item, step),
            ExprKind::Only(reading, whose, field) => {
                let said = self.facts.only(*reading, *whose, *field);
                if said.is_some() {
                    self.said(said, step);
                }
                self.whose(*whose, step);
                self.hits(*reading, *whose, *field, step);
            }
            ExprKind::Consistent(reading, field) => self.hits(*reading, Whose::OWN, *field, step),
            ExprKind::Year(whose) => {
                self.whose(*whose, step);
                self.unknown(step, words::no_year);
            }
            ExprKind::BlankAsZero(figure) => {
                let cell = self.figure(*figure);
                if cell.as_ref().is_some_and(|c| c.state == Some(CellState::Blank.name())) {
                    step.notes.push(words::author_says_zero(lang).to_owned());
                }
                self.add(step, cell);
            }
            ExprKind::Scaled(_, inner)
            | ExprKind::Negate(inner)
            | ExprKind::Absolute(inner)
            | ExprKind::Charge(inner, _)
            | ExprKind::Chargeable(inner, _)
            | ExprKind::Whole(inner)
            | ExprKind::DateOf(inner)
            | ExprKind::Measured(_, inner) => {
                self.found(expr, step);
                self.add_all(step, [(Part::Operand, &**inner)]);
            }
            ExprKind::SameText(_, a, b) => self.add_all(step, [(Part::Left, &**a), (Part::Right, &**b)]),
            ExprKind::Remainder(a, b) | ExprKind::SameBody(a, b) => {
                self.add_all(step, [(Part::Operand, &**a), (Part::Operand, &**b)]);
            }
            ExprKind::Similarity(a, b, _) => {
                self.add_all(step, [(Part::Operand, &**a), (Part::Operand, &**b)]);
                self.found(expr, step);
            }
            ExprKind::Arithmetic(op, a, b) => match op {
                Arithmetic::Add | Arithmetic::Subtract => {
                    let mut terms = Vec::new();
                    addends(expr, false, &mut terms);
                    self.add_all(step, terms.into_iter().filter(|(_, e)| sort(e) != Kind::Literal));
                }
                Arithmetic::Multiply => self.add_all(step, [(Part::Operand, &**a), (Part::Factor, &**b)]),
                Arithmetic::Divide => {
                    self.add_all(step, [(Part::Operand, &**a), (Part::Divisor, &**b)]);
                    if eval::interval(b, Some(&self.facts)).is_zero() == Truth::True {
                        step.notes.push(words::divides_by_zero(lang).to_owned());
                    }
                }
            },
            ExprKind::Fold(fold) => self.fold(fold, step),
            ExprKind::CountIf(items) => self.items(Truth::True, items, step),
            ExprKind::Rank(whose, id) | ExprKind::Heading(whose, id) => {
                self.whose(*whose, step);
                self.section(*whose, id, step);
            }
            ExprKind::Section(whose, id) => {
                self.whose(*whose, step);
                self.section(*whose, id, step);
                self.extent(expr, step);
            }
            ExprKind::WholeText(whose) => {
                self.whose(*whose, step);
                self.extent(expr, step);
            }
            ExprKind::Problems(whose, _) => {
                self.whose(*whose, step);
                self.problems(expr, step);
            }
            ExprKind::Violations(whose) => {
                self.whose(*whose, step);
                self.violations(*whose, step);
            }
            ExprKind::Date(parts) => self.add_all(step, parts.iter().filter(|p| sort(p) != Kind::Literal).map(|p| (Part::Operand, p))),
            ExprKind::Dated(whose, _) => {
                self.whose(*whose, step);
                self.unknown(step, words::no_date);
            }
            ExprKind::AsOf => self.unknown(step, words::no_as_of),
            ExprKind::Attribute(whose, _) => {
                self.whose(*whose, step);
                self.unknown(step, words::no_attribute);
            }
            ExprKind::CellText(figure) => {
                let cell = self.figure(*figure);
                self.add(step, cell);
            }
            ExprKind::ThisText => {
                // It stands over the steps.
                step.value = None;
                if let Some(passage) = self.facts.passage {
                    step.place = Some(passage.place(0));
                }
            }
            ExprKind::Fact(whose, _) => {
                self.whose(*whose, step);
                self.unknown(step, words::no_name);
            }
            ExprKind::Compare(compare) => self.compare(compare, step),
            ExprKind::Contains(text, needle) => {
                self.found(expr, step);
                self.add_all(step, [(Part::Operand, &**text)]);
                if let Needle::Text(other) = needle {
                    self.add_all(step, [(Part::Operand, &**other)]);
                }
            }
            ExprKind::Matches(text, _) => {
                self.found(expr, step);
                self.add_all(step, [(Part::Operand, &**text)]);
            }
            ExprKind::And(..) | ExprKind::Or(..) => {
                let mut all = Vec::new();
                joined(expr, matches!(expr.kind, ExprKind::And(..)), &mut all);
                self.add_all(step, all.into_iter().map(|e| (Part::Operand, e)));
            }
            ExprKind::Not(inner) => {
                let under = Teller { agreeing: !self.agreeing, ..self };
                under.add_all(step, [(Part::Operand, &**inner)]);
            }
            ExprKind::If(when, then) => {
                let under = Teller { agreeing: !self.agreeing, ..self };
                under.add_all(step, [(Part::If, &**when)]);
                if step.steps.first().is_some_and(|s| s.holds == Some(Holds::No)) {
                    step.notes.push(words::premise_fails(lang).to_owned());
                }
                self.add_all(step, [(Part::Then, &**then)]);
            }
            ExprKind::State(_, figure) => {
                let cell = self.figure(*figure);
                self.add(step, cell);
            }
            ExprKind::AllMissing(figures) => {
                let missing = |f: &&Figure| self.facts.cell(**f).is_some_and(|c| c.state == CellState::Missing);
                step.notes.push(words::missing_of(figures.iter().filter(missing).count(), figures.len(), lang));
                for figure in figures.iter().filter(|f| !missing(f)).take(MEMBERS) {
                    let cell = self.figure(*figure);
                    self.add(step, cell);
                }
            }
            ExprKind::Stated(field) => {
                let said = self.facts.hit.and_then(|h| h.fields.get(*field));
                step.value = match said {
                    Some(FieldSaid::One(said)) => Some(said.show_range()),
                    Some(FieldSaid::Many(all)) => Some(all.iter().take(MEMBERS).map(Said::show_range).collect::<Vec<_>>().join("、")),
                    Some(FieldSaid::Absent) | None => None,
                };
                step.place = self.facts.hit.map(|hit| hit.place.clone());
            }
            ExprKind::SectionMissing(whose, id) => {
                self.whose(*whose, step);
                self.section(*whose, id, step);
            }
            ExprKind::ReportMissing(whose) => self.whose(*whose, step),
            ExprKind::Quantified(quantifier, members, body) => self.quantified(*quantifier, *members, body, step),
            ExprKind::Cells(quantifier, items) => self.items(decides(*quantifier), items, step),
        }
    }

    // ── operands ──

    /// Says of which report something is, where it is another one, and why it is not there.
    fn whose(&self, whose: Whose, step: &mut Step) {
        if whose == Whose::OWN {
            return;
        }
        let of = self.facts.of(whose);
        step.of = self.explainer.origin(of);
        if let Err(absence) = self.facts.report_of(whose) {
            let body = self.facts.member(of).map(|m| m.name.as_str());
            let year = self.explainer.year_before(whose.back);
            step.notes.push(words::no_report(body, year, whose.back, absence == Absence::Ambiguous, self.lang()));
            step.may_be = None;
        }
    }

    /// Says why something is not known, unless it is, or its report is not there.
    fn unknown(&self, step: &mut Step, why: fn(Lang) -> &'static str) {
        if step.value.is_none() && step.notes.is_empty() {
            step.may_be = None;
            step.notes.push(why(self.lang()).to_owned());
        }
    }

    /// A figure of a table as a step of its own.
    fn figure(&self, figure: Figure) -> Option<Step> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let mut step = Step { part: Some(Part::Operand), written: self.explainer.name(self.facts.site(figure)), ..Step::default() };
        self.cell(figure, &mut step);
        Some(step)
    }

    /// A figure of a table: what stands in it, where, and what it may be where it is no number.
    fn cell(&self, figure: Figure, step: &mut Step) {
        let site = self.facts.site(figure);
        self.whose(figure.whose, step);
        let Some(cell) = self.facts.cell_at(site) else { return };
        self.fill(site, cell, step);
        let lang = self.lang();
        let counted = matches!(cell.state, CellState::Blank) && self.facts.blank_as_zero;
        if let Some(note) = words::state(cell.state, counted, lang) {
            step.notes.push(note.to_owned());
        }
    }

    fn fill(&self, site: Site, cell: &Cell, step: &mut Step) {
        let form = &self.explainer.program.form;
        let (table, row, column) = form.locate(site.figure.cell);
        let table = form.table(table);
        let labels = table.rows.get(row.0 as usize).zip(table.columns.get(column.0 as usize));
        step.labels = labels.map(|(r, c)| (r.label.text.clone(), c.label.text.clone()));
        step.state = Some(cell.state.name());
        // With the places it is written to.
        step.value = cell.number().map(|n| n.to_string()).or_else(|| step.value.take());
        let text = cell.text.as_deref().map(|t| clip(t.trim()));
        step.text = text.filter(|t| !t.is_empty() && step.value.as_deref() != Some(t.as_str()));
        step.place.clone_from(&cell.place);
    }

    /// The figures of a sum, those that are 0 only counted where there are many.
    fn sum(&self, figures: &[Figure], step: &mut Step) {
        let zero = |f: &&Figure| self.facts.cell(**f).and_then(Cell::number).is_some_and(|n| n.is_zero());
        let many = figures.len() > MEMBERS;
        let zeros = if many { figures.iter().filter(zero).count() } else { 0 };
        let mut listed = 0;
        for figure in figures.iter().filter(|f| !(many && zero(f))) {
            if listed == TERMS {
                step.more += 1;
                continue;
            }
            listed += 1;
            let cell = self.figure(*figure).map(|cell| {
                let spread = eval::cell_interval(&self.facts, *figure);
                match spread.value() {
                    Some(value) => Step { value: cell.value.or(Some(shown_number(value))), ..cell },
                    None if self.facts.report_of(figure.whose).is_ok() => Step { may_be: Some(may_be(spread)), ..cell },
                    None => cell,
                }
            });
            self.add(step, cell);
        }
        if zeros > 0 {
            step.notes.push(words::zeros(zeros, figures.len(), self.lang()));
        }
    }

    /// A number of prose.
    fn said(&self, said: Option<&Said>, step: &mut Step) {
        let Some(said) = said else {
            step.may_be = None;
            step.notes.push(words::not_stated(self.lang()).to_owned());
            return;
        };
        step.value = Some(said.show_range());
        step.may_be = None;
        if said.bounds.is_some() {
            step.notes.push(words::said_about(self.lang()).to_owned());
        }
    }

    /// A figure of prose with its sentence.
    fn hit(&self, hit: &Hit, whose: Whose, said: Option<&Said>) -> Option<Step> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let mut step = Step { part: Some(Part::Member), ..Step::default() };
        if whose != Whose::OWN {
            step.of = self.explainer.origin(self.facts.of(whose));
        }
        self.said(said, &mut step);
        step.text = Some(clip(&hit.quote));
        step.place = Some(hit.place.clone());
        Some(step)
    }

    /// Every figure of a reading, and where it was looked for if there is none.
    fn hits(&self, reading: ReadingId, whose: Whose, field: Option<usize>, step: &mut Step) {
        let Some(found) = self.facts.reading(reading, whose) else { return };
        for hit in &found.hits {
            let said = match field {
                None => Some(&hit.said),
                Some(field) => match hit.fields.get(field) {
                    Some(FieldSaid::One(said)) => Some(said),
                    Some(FieldSaid::Absent | FieldSaid::Many(_)) | None => None,
                },
            };
            if step.steps.len() == MEMBERS {
                step.more += 1;
                continue;
            }
            let hit = self.hit(hit, whose, said);
            self.add(step, hit);
        }
        if found.hits.is_empty() {
            step.may_be = None;
            step.notes.push(words::not_stated(self.lang()).to_owned());
        }
        for id in &found.absent_sections {
            step.notes.push(words::no_section(id, self.lang()));
        }
    }

    /// A section of a report: where its title stands, or that it is not there.
    fn section(&self, whose: Whose, id: &str, step: &mut Step) {
        let Ok(prepared) = self.facts.report_of(whose) else { return };
        match prepared.report.section(id) {
            Some(section) => {
                step.place = Some(section.place.clone());
                step.text = Some(clip(&section.title)).filter(|t| step.value.as_ref() != Some(t));
            }
            None => {
                step.may_be = None;
                step.notes.push(words::no_section(id, self.lang()));
            }
        }
    }

    /// How long a text is, and what of it is not there.
    fn extent(&self, expr: &'a Expr, step: &mut Step) {
        let Some(text) = eval::words(expr, Some(&self.facts)) else { return };
        let characters = text.pieces.iter().map(|p| p.text.chars().filter(|c| !c.is_whitespace()).count()).sum();
        step.notes.push(words::extent(text.pieces.len(), characters, self.lang()));
        for id in &text.absent {
            step.notes.push(words::no_section(id, self.lang()));
        }
    }

    /// What was found in a text, with the sentence around it.
    fn found(&self, expr: &'a Expr, step: &mut Step) {
        let searches =
            matches!(expr.kind, ExprKind::Contains(..) | ExprKind::Matches(..) | ExprKind::Measured(..) | ExprKind::Similarity(..));
        if !searches {
            return;
        }
        let read = eval::evidence(expr, &self.facts).quotes;
        let found: Vec<&Quoted> = read.iter().filter(|q| q.found.is_some()).collect();
        for quoted in found.iter().take(SENTENCES) {
            // The sentence, where it says more than what was found.
            let more = quoted.found.as_ref().is_none_or(|f| quoted.text.chars().count() > f.chars().count() + ASIDE);
            let text = Some(clip(&quoted.text)).filter(|_| more);
            let place = Some(quoted.place.clone());
            let value = quoted.found.as_deref().map(clip);
            let of = self.explainer.origin(quoted.of);
            step.steps.push(Step { kind: Kind::Text, part: Some(Part::Found), value, text, place, of, ..Step::default() });
        }
        step.more += found.len().saturating_sub(SENTENCES);
        if found.is_empty() && step.holds == Some(Holds::No) {
            step.notes.push(words::nothing_found(self.lang()).to_owned());
        }
    }

    /// Problems of the reading that were counted.
    fn problems(&self, expr: &'a Expr, step: &mut Step) {
        let read = eval::evidence(expr, &self.facts).problems;
        for (of, index) in read.iter().take(SENTENCES) {
            if let Some(quote) = self.explainer.quoted_problem(*of, *index) {
                let place = Some(quote.place);
                step.steps.push(Step { part: Some(Part::Found), text: Some(clip(&quote.text)), place, of: quote.of, ..Step::default() });
            }
        }
        step.more += read.len().saturating_sub(SENTENCES);
    }

    /// Rules of level 强制 that a report violates.
    fn violations(&self, whose: Whose, step: &mut Step) {
        let Ok(prepared) = self.facts.report_of(whose) else { return };
        let program = self.explainer.program;
        let violated = prepared.violated(program);
        for (rule, instance) in violated.iter().take(MEMBERS) {
            let Some(rule) = program.rules.get(*rule) else { continue };
            let key = rule.instances.get(*instance).and_then(|i| i.key.as_deref());
            let written = key.map_or_else(|| rule.id.clone(), |key| format!("{}[{key}]", rule.id));
            step.steps.push(Step { part: Some(Part::Found), written, ..Step::default() });
        }
        step.more += violated.len().saturating_sub(MEMBERS);
    }

    // ── many ──

    /// What is said of members that are not known, or not all known.
    fn membership(&self, members: Members, step: &mut Step) -> usize {
        let lang = self.lang();
        if let Members::Reading(_, whose) = members {
            self.whose(whose, step);
        }
        let known = self.facts.membership(members);
        match (known, members) {
            (None, Members::Children) => step.notes.push(words::children_unknown(lang).to_owned()),
            (None, Members::Peers) => step.notes.push(words::peers_unknown(lang).to_owned()),
            (None, Members::Items(_)) => step.notes.push(words::not_stated(lang).to_owned()),
            (None, Members::Reading(..)) => {}
            (Some(m), Members::Children) => step.notes.push(words::children(m.count, lang)),
            (Some(m), Members::Peers) => step.notes.push(words::peers(m.count, lang)),
            (Some(m), Members::Reading(..)) => {
                step.notes.push(words::figures(m.count, lang));
                if !m.whole {
                    step.notes.push(words::maybe_more(lang).to_owned());
                }
            }
            (Some(m), Members::Items(_)) => step.notes.push(words::figures(m.count, lang)),
        }
        known.map_or(0, |m| m.count)
    }

    /// A member, by what it is known by.
    fn member(&self, members: Members) -> Option<Step> {
        let left = self.left.get().checked_sub(1)?;
        self.left.set(left);
        let mut step = Step { part: Some(Part::Member), ..Step::default() };
        match members {
            Members::Children | Members::Peers => {
                let role = if members == Members::Children { Role::Child } else { Role::Peer };
                let whose = Whose { role, back: 0 };
                let of = self.facts.of(whose);
                step.of = self.explainer.origin(of);
                if step.of.is_none() {
                    let body = self.facts.member(of).map(|m| m.name.clone()).unwrap_or_default();
                    step.notes.push(words::no_report(Some(&body), None, 0, false, self.lang()));
                    step.written = body;
                }
            }
            Members::Reading(_, whose) => {
                if let Some(hit) = self.facts.hit {
                    step.written = hit.said.show_range();
                    step.text = Some(clip(&hit.quote));
                    step.place = Some(hit.place.clone());
                    step.of = self.explainer.origin(self.facts.of(whose));
                }
            }
            Members::Items(_) => step.written = self.facts.item.map_or_else(String::new, Said::show_range),
        }
        Some(step)
    }

    /// 合计 and its like, as the members it is made of: those that are not known, then those that are not 0.
    fn fold(&self, fold: &'a Fold, step: &mut Step) {
        let count = self.membership(fold.members, step);
        let mut all: Vec<(usize, Truth, Option<Interval>)> = Vec::new();
        for (n, at) in self.facts.each(fold.members).enumerate() {
            let truth = fold.filter.as_ref().map_or(Truth::True, |f| eval::holds(f, true, Some(&at)));
            all.push((n, truth, fold.body.as_ref().map(|b| eval::interval(b, Some(&at)))));
        }
        if fold.filter.is_some() {
            let of = |truth| all.iter().filter(|(_, t, _)| *t == truth).count();
            step.notes.push(words::filtered(of(Truth::True), of(Truth::False), of(Truth::Unknown), self.lang()));
        }
        let mut listed: Vec<(usize, usize)> = Vec::new();
        for (n, truth, value) in &all {
            let rank = match (truth, value.map(Interval::value)) {
                (Truth::False, _) => continue,
                (Truth::Unknown, _) | (_, Some(None)) => 0,
                (_, Some(Some(v))) if v.is_zero() && count > MEMBERS => 2,
                (_, Some(Some(_)) | None) => 1,
            };
            listed.push((rank, *n));
        }
        // Of many, the ones that make the result.
        if matches!(fold.how, FoldHow::Max | FoldHow::Min) && listed.len() > MEMBERS {
            let value = |n: usize| all.get(n).and_then(|(_, _, v)| v.and_then(Interval::value));
            let best = listed.iter().filter_map(|(_, n)| value(*n));
            let best = if fold.how == FoldHow::Max { best.max() } else { best.min() };
            listed.iter_mut().filter(|(rank, n)| *rank > 0 && value(*n) == best).for_each(|(rank, _)| *rank = 0);
        }
        let shown = first(listed, MEMBERS, step);
        for (n, at) in self.facts.each(fold.members).enumerate() {
            if !shown.contains(&n) {
                continue;
            }
            let here = Teller { facts: at, ..*self };
            let part = match (&fold.body, &fold.filter, fold.members.role()) {
                // The name of a cell says whose it is.
                (Some(body), None, Some(_)) if matches!(body.kind, ExprKind::Cell(_)) => here.step(body, Part::Member),
                (body, filter, _) => here.member(fold.members).map(|mut part| {
                    let reads_itself = body.as_ref().is_some_and(|b| matches!(b.kind, ExprKind::ThisItem | ExprKind::ThisReading(None)));
                    let parts =
                        filter.iter().map(|f| (Part::Filter, f)).chain(body.iter().filter(|_| !reads_itself).map(|b| (Part::Operand, b)));
                    here.add_all(&mut part, parts);
                    part
                }),
            };
            self.add(step, part);
        }
    }

    /// 每一, 存在 over reports, readings, items: the members that decide it, or a few of those that do not.
    fn quantified(&self, quantifier: Quantifier, members: Members, body: &'a Expr, step: &mut Step) {
        self.membership(members, step);
        let truths: Vec<Truth> = self.facts.each(members).map(|at| eval::holds(body, self.agreeing, Some(&at))).collect();
        let shown = self.deciding(&truths, decides(quantifier), MEMBERS, step);
        for (n, at) in self.facts.each(members).enumerate() {
            if shown.contains(&n) {
                let here = Teller { facts: at, ..*self };
                let part = here.member(members).map(|mut part| {
                    here.add_all(&mut part, [(Part::Operand, body)]);
                    part
                });
                self.add(step, part);
            }
        }
    }

    /// The cells of a group, each with its condition: those that decide, or a few.
    fn items(&self, decides: Truth, items: &'a [Expr], step: &mut Step) {
        step.notes.push(words::cells(items.len(), self.lang()));
        let truths: Vec<Truth> = items.iter().map(|e| eval::holds(e, self.agreeing, Some(&self.facts))).collect();
        let shown = self.deciding(&truths, decides, CELLS, step);
        self.add_all(step, items.iter().enumerate().filter(|(n, _)| shown.contains(n)).map(|(_, e)| (Part::Member, e)));
    }

    /// Which of many conditions are shown, with the account of all of them.
    fn deciding(&self, truths: &[Truth], decides: Truth, most: usize, step: &mut Step) -> Vec<usize> {
        const FEW: usize = 3;
        let of = |truth: Truth| truths.iter().filter(|t| **t == truth).count();
        step.notes.push(words::of_many(of(Truth::True), of(Truth::False), of(Truth::Unknown), self.lang()));
        let rank = |t: &Truth| if *t == decides { 0 } else { usize::from(*t != Truth::Unknown) + 1 };
        let mut listed: Vec<(usize, usize)> = truths.iter().enumerate().map(|(n, t)| (rank(t), n)).collect();
        // Where some decide it, the others say nothing; where none does, a few show what was looked at.
        let telling = listed.iter().filter(|(rank, _)| *rank < 2).count();
        listed.sort_unstable();
        let keep = if telling == 0 { FEW } else { telling };
        let left_out = listed.len().saturating_sub(keep);
        listed.truncate(keep);
        step.more += left_out;
        first(listed, most, step)
    }

    // ── comparisons ──

    fn compare(&self, compare: &'a Compare, step: &mut Step) {
        if compare.ops.len() == 1 {
            self.link(compare, 0, step);
            return;
        }
        for i in 0..compare.ops.len() {
            let Some(left) = self.left.get().checked_sub(1) else {
                step.more += 1;
                continue;
            };
            self.left.set(left);
            let written = format!("{} {} {}", self.name(&compare.sides[i]), compare.ops[i].mark(), self.name(&compare.sides[i + 1]));
            let holds = Some(eval::link(compare, i, self.agreeing, Some(&self.facts)).into());
            let mut part = Step { kind: Kind::Condition, part: Some(Part::Operand), written, holds, ..Step::default() };
            self.link(compare, i, &mut part);
            step.steps.push(part);
        }
    }

    /// Both sides of one comparison, and by how much they differ.
    fn link(&self, compare: &'a Compare, i: usize, step: &mut Step) {
        let lang = self.lang();
        let (left, right, factor) = (&compare.sides[i], &compare.sides[i + 1], compare.factors[i]);
        let shape = if compare.dates {
            Shape::Day
        } else if is_share(left, self) || is_share(right, self) {
            Shape::Percent
        } else {
            Shape::Plain
        };
        let left_step = self.shaped(left, Part::Left, shape);
        self.add(step, left_step);
        let mut right_step = self.shaped(right, Part::Right, shape);
        if let Some(side) = right_step.as_mut().filter(|_| factor != Decimal::ONE) {
            let converted = eval::interval(right, Some(&self.facts)).scale(factor).value().map(shown_number);
            side.notes.push(words::converted(&shown_number(factor), converted.as_deref(), lang));
        }
        self.add(step, right_step);
        // Against a nothing the difference is the other side.
        let nothing = |e: &Expr| matches!(e.kind, ExprKind::Number(n, _) if n.is_zero());
        if !nothing(left) && !nothing(right) {
            let mut part = Step { part: Some(Part::Difference), ..Step::default() };
            match eval::difference(compare, i, Some(&self.facts)) {
                Ok(difference) => {
                    if let Some((value, exact)) = difference.decimal() {
                        let shape = if compare.dates { Shape::Plain } else { shape };
                        part.value = Some(show(value, exact, shape));
                        part.rounded = !exact;
                        part.unit = compare.unit.as_ref().map(|u| u.name().to_owned()).filter(|_| shape == Shape::Plain);
                    }
                }
                Err(spread) => part.may_be = Some(may_be(spread)).filter(|_| !compare.dates),
            }
            let known = part.value.is_some();
            // Of a difference that may be anything there is nothing to say.
            if known || part.may_be.as_ref().is_some_and(|m| m.low.is_some() || m.high.is_some()) {
                step.steps.push(part);
            }
            let decided = eval::link(compare, i, self.agreeing, Some(&self.facts)) != Truth::Unknown;
            if !known && decided {
                step.notes.push(words::whatever(lang).to_owned());
            }
        }
        if let Some(tolerance) = compare.tolerances[i] {
            step.notes.push(words::tolerance(&show(tolerance, true, shape), lang));
        }
        if compare.rounded[i]
            && let Some(last) = eval::rounding(left, right, factor, Some(&self.facts))
            && eval::difference(compare, i, Some(&self.facts))
                .ok()
                .and_then(|d| d.decimal())
                .is_none_or(|(d, _)| !d.is_zero() && d.abs() <= last)
        {
            step.notes.push(words::rounding(&show(last, true, shape), lang));
        }
    }
}

/// What one member comes to when it decides for all.
fn decides(quantifier: Quantifier) -> Truth {
    match quantifier {
        Quantifier::Every => Truth::False,
        Quantifier::Exists => Truth::True,
    }
}

/// The first few of what is ranked, by number; the others are counted.
fn first(mut ranked: Vec<(usize, usize)>, most: usize, step: &mut Step) -> Vec<usize> {
    ranked.sort_unstable();
    step.more += ranked.len().saturating_sub(most);
    ranked.truncate(most);
    ranked.into_iter().map(|(_, n)| n).collect()
}

/// The terms of a chain of + and −, with their signs.
fn addends<'e>(expr: &'e Expr, minus: bool, terms: &mut Vec<(Part, &'e Expr)>) {
    match &expr.kind {
        ExprKind::Arithmetic(Arithmetic::Add, a, b) if !minus => {
            addends(a, false, terms);
            addends(b, false, terms);
        }
        ExprKind::Arithmetic(Arithmetic::Subtract, a, b) if !minus => {
            addends(a, false, terms);
            addends(b, true, terms);
        }
        _ => terms.push((if minus { Part::Minus } else { Part::Operand }, expr)),
    }
}

/// The conditions of a chain of 且, or of 或.
fn joined<'e>(expr: &'e Expr, and: bool, all: &mut Vec<&'e Expr>) {
    match (&expr.kind, and) {
        (ExprKind::And(a, b), true) | (ExprKind::Or(a, b), false) => {
            joined(a, and, all);
            joined(b, and, all);
        }
        _ => all.push(expr),
    }
}

/// Whether an expression is a share, written or read as a percentage.
fn is_share(expr: &Expr, teller: &Teller) -> bool {
    match &expr.kind {
        ExprKind::Number(_, Some(unit)) => unit.name() == "%",
        ExprKind::Similarity(..) => true,
        ExprKind::ThisReading(field) => teller.facts.this_reading(*field).is_some_and(|s| s.kind == HoleKind::Percent),
        ExprKind::ThisItem => teller.facts.item.is_some_and(|s| s.kind == HoleKind::Percent),
        ExprKind::Only(reading, whose, field) => teller.facts.only(*reading, *whose, *field).is_some_and(|s| s.kind == HoleKind::Percent),
        _ => false,
    }
}

/// A number as it is shown; one without an end by a few of its places.
fn show(value: Decimal, exact: bool, shape: Shape) -> String {
    const PLACES: u32 = 6;
    let short = |v: Decimal, places: u32| if exact { shown_number(v) } else { shown_number(v.round_dp(places)) };
    match shape {
        Shape::Plain => short(value, PLACES),
        Shape::Percent => match value.checked_mul(Decimal::ONE_HUNDRED) {
            Some(hundredths) => format!("{}%", short(hundredths, PLACES - 2)),
            None => short(value, PLACES),
        },
        Shape::Day => date::from_days(value).map_or_else(|| shown_number(value), |d| d.to_string()),
    }
}

fn may_be(spread: Interval) -> MayBe {
    MayBe { low: spread.low().map(shown_number), high: spread.high().map(shown_number), whole: spread.is_whole() == Truth::True }
}

/// What an expression is.
fn sort(expr: &Expr) -> Kind {
    match &expr.kind {
        ExprKind::Number(..) | ExprKind::Text(_) => Kind::Literal,
        ExprKind::Cell(_)
        | ExprKind::Sum(_)
        | ExprKind::Max(_)
        | ExprKind::Min(_)
        | ExprKind::ThisReading(_)
        | ExprKind::ThisItem
        | ExprKind::Only(..)
        | ExprKind::Year(_)
        | ExprKind::BlankAsZero(_)
        | ExprKind::Scaled(..)
        | ExprKind::Negate(_)
        | ExprKind::Absolute(_)
        | ExprKind::Remainder(..)
        | ExprKind::Arithmetic(..)
        | ExprKind::Fold(_)
        | ExprKind::CountIf(_)
        | ExprKind::Charge(..)
        | ExprKind::Measured(..)
        | ExprKind::Similarity(..)
        | ExprKind::Rank(..)
        | ExprKind::Problems(..)
        | ExprKind::Violations(_)
        | ExprKind::Date(_)
        | ExprKind::DateOf(_)
        | ExprKind::Dated(..)
        | ExprKind::AsOf => Kind::Number,
        ExprKind::Attribute(..)
        | ExprKind::CellText(_)
        | ExprKind::Section(..)
        | ExprKind::WholeText(_)
        | ExprKind::ThisText
        | ExprKind::Heading(..)
        | ExprKind::Fact(..) => Kind::Text,
        ExprKind::Compare(_)
        | ExprKind::SameText(..)
        | ExprKind::Contains(..)
        | ExprKind::Matches(..)
        | ExprKind::SameBody(..)
        | ExprKind::And(..)
        | ExprKind::Or(..)
        | ExprKind::Not(_)
        | ExprKind::If(..)
        | ExprKind::Whole(_)
        | ExprKind::State(..)
        | ExprKind::Stated(_)
        | ExprKind::AllMissing(_)
        | ExprKind::SectionMissing(..)
        | ExprKind::ReportMissing(_)
        | ExprKind::Consistent(..)
        | ExprKind::Chargeable(..)
        | ExprKind::Quantified(..)
        | ExprKind::Cells(..) => Kind::Condition,
    }
}
