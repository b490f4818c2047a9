//! What conditions and numbers come to, given what is known: for every value an unknown may have, for none, or undecided.

use super::facts::{Facts, Membership};
use super::prose::last_digit;
use super::text::{Shingles, Words};
use crate::form::Form;
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Fold, FoldHow, Linear, Members, Needle, Quantifier, StateTest, Term, Whose};
use crate::report::{Cell, CellState};
use crate::value::exact::{self, Fraction};
use crate::value::{Comparison, Date, Decimal, Interval, Truth, date};
use std::cmp::Ordering;

/// What is known; `None` is nothing, as before any report is read.
pub type World<'w, 'a> = Option<&'w Facts<'a>>;

/// What a condition comes to on every report: true or false where it is so whatever the figures are.
pub fn foresee(expr: &Expr) -> Truth {
    truth(expr, None)
}

/// Whether a condition holds.
pub fn truth(expr: &Expr, world: World) -> Truth {
    holds(expr, true, world)
}

/// Whether a condition holds. Rounded figures that agree to their last digit agree where that speaks for the report; where it would speak against
/// it, below a 非 or in what a 若 asks, they are neither equal nor different: `agreeing` is false there.
pub fn holds(expr: &Expr, agreeing: bool, world: World) -> Truth {
    let truth = |e: &Expr, world: World| holds(e, agreeing, world);
    match &expr.kind {
        ExprKind::And(a, b) => truth(a, world).and(truth(b, world)),
        ExprKind::Or(a, b) => truth(a, world).or(truth(b, world)),
        ExprKind::Not(a) => holds(a, !agreeing, world).not(),
        ExprKind::If(a, b) => holds(a, !agreeing, world).not().or(truth(b, world)),
        ExprKind::Compare(compare) => compared(compare, agreeing, world),
        ExprKind::SameText(equal, a, b) => match (words(a, world), words(b, world)) {
            (Some(a), Some(b)) if a.is_whole() && b.is_whole() => Truth::from((a.joined() == b.joined()) == *equal),
            _ => Truth::Unknown,
        },
        ExprKind::Contains(text, needle) => {
            let Some(text) = words(text, world) else { return Truth::Unknown };
            let found = match needle {
                Needle::Words(any) => text.find(any).next().is_some(),
                Needle::Text(other) => match words(other, world) {
                    Some(other) => text.find(&[other.joined()]).next().is_some(),
                    None => return Truth::Unknown,
                },
            };
            found_in(found, &text)
        }
        ExprKind::Matches(text, pattern) => match words(text, world) {
            Some(text) => found_in(text.matched(&pattern.0).next().is_some(), &text),
            None => Truth::Unknown,
        },
        ExprKind::SameBody(a, b) => match (world, words(a, world), words(b, world)) {
            (Some(facts), Some(a), Some(b)) => facts.related.bodies.same(&a.joined(), &b.joined()).into(),
            _ => Truth::Unknown,
        },
        // Of what is known exactly, exactly: a third is no whole number, however many digits it is written to.
        ExprKind::Whole(a) => match fraction(a, world).and_then(Fraction::is_whole) {
            Some(whole) => whole.into(),
            None => interval(a, world).is_whole(),
        },
        ExprKind::State(test, figure) => match world.and_then(|f| f.cell(*figure)) {
            Some(cell) => is_in_state(*test, cell).into(),
            None => Truth::Unknown,
        },
        ExprKind::Stated(field) => match world.and_then(|f| f.hit) {
            Some(hit) => hit.fields.get(*field).is_some_and(|f| *f != super::FieldSaid::Absent).into(),
            None => Truth::Unknown,
        },
        ExprKind::AllMissing(figures) => {
            let Some(facts) = world else { return Truth::Unknown };
            let missing = |f| facts.cell(f).map_or(Truth::Unknown, |c| (c.state == CellState::Missing).into());
            figures.iter().fold(Truth::True, |all, f| all.and(missing(*f)))
        }
        ExprKind::SectionMissing(whose, id) => match world.and_then(|f| f.report_of(*whose).ok()) {
            Some(prepared) => prepared.report.section(id).is_none().into(),
            None => Truth::Unknown,
        },
        ExprKind::ReportMissing(whose) => match world {
            // Several that differ were given: it is not missing, though it cannot be known which it is.
            Some(facts) => (facts.report_of(*whose).err() == Some(super::Absence::NotGiven)).into(),
            None => Truth::Unknown,
        },
        ExprKind::Consistent(reading, field) => world.map_or(Truth::Unknown, |f| f.consistent(*reading, *field)),
        ExprKind::Chargeable(amount, steps) => match interval(amount, world).value() {
            Some(amount) => steps.chargeable(amount).map_or(Truth::Unknown, Truth::from),
            None => Truth::Unknown,
        },
        ExprKind::Quantified(quantifier, members, body) => quantified(*quantifier, *members, body, agreeing, world),
        ExprKind::Cells(Quantifier::Every, items) => items.iter().fold(Truth::True, |all, e| all.and(truth(e, world))),
        ExprKind::Cells(Quantifier::Exists, items) => items.iter().fold(Truth::False, |any, e| any.or(truth(e, world))),
        // Numbers, dates and texts: the checker lets none of them stand for a condition.
        ExprKind::Number(..)
        | ExprKind::Cell(_)
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
        | ExprKind::AsOf
        | ExprKind::Text(_)
        | ExprKind::Attribute(..)
        | ExprKind::CellText(_)
        | ExprKind::Section(..)
        | ExprKind::WholeText(_)
        | ExprKind::ThisText
        | ExprKind::Heading(..)
        | ExprKind::Fact(..) => Truth::Unknown,
    }
}

/// What is not found in a text of which a part is not there may stand in that part.
fn found_in(found: bool, text: &Words) -> Truth {
    match (found, text.is_whole()) {
        (true, _) => Truth::True,
        (false, true) => Truth::False,
        (false, false) => Truth::Unknown,
    }
}

fn is_in_state(test: StateTest, cell: &Cell) -> bool {
    match test {
        StateTest::Blank => cell.state == CellState::Blank,
        StateTest::Placeholder => cell.state == CellState::Placeholder,
        StateTest::Unreadable => cell.state == CellState::Unreadable,
        StateTest::Missing => cell.state == CellState::Missing,
        StateTest::Number => matches!(cell.state, CellState::Number(_)),
    }
}

/// A text; `None` where it is not there.
pub fn words<'a>(expr: &'a Expr, world: World<'_, 'a>) -> Option<Words<'a>> {
    match &expr.kind {
        ExprKind::Text(text) => Some(Words::plain(text.as_str())),
        ExprKind::Attribute(whose, name) => world?.attribute(*whose, name).map(Words::plain),
        ExprKind::CellText(figure) => world?.cell(*figure)?.text.as_deref().map(Words::of_cell),
        ExprKind::Section(whose, id) => world?.prose(*whose, Some(id)),
        ExprKind::WholeText(whose) => world?.prose(*whose, None),
        ExprKind::ThisText => world?.passage.map(|p| Words { pieces: vec![p.clone()], absent: Vec::new() }),
        ExprKind::Heading(whose, id) => world?.report_of(*whose).ok()?.report.section(id).map(|s| Words::plain(s.title.as_str())),
        ExprKind::Fact(whose, fact) => world?.text_fact(*whose, *fact).map(Words::plain),
        _ => None,
    }
}

/// 每一, 存在 over reports, readings, items. What may be among them and is not seen can spoil 每一 and make 存在 hold.
fn quantified(quantifier: Quantifier, members: Members, body: &Expr, agreeing: bool, world: World) -> Truth {
    let Some(facts) = world else { return Truth::Unknown };
    let Some(membership) = facts.membership(members) else { return Truth::Unknown };
    let mut seen = 0;
    let mut truths = facts.each(members).inspect(|_| seen += 1).map(|at| holds(body, agreeing, Some(&at)));
    let (decided, rest) = match quantifier {
        Quantifier::Every => (Truth::False, Truth::True),
        Quantifier::Exists => (Truth::True, Truth::False),
    };
    let mut all = rest;
    for one in truths.by_ref() {
        all = if quantifier == Quantifier::Every { all.and(one) } else { all.or(one) };
        if all == decided {
            return all;
        }
    }
    if membership.whole && seen == membership.count { all } else { Truth::Unknown }
}

/// 合计 and its like over reports, readings, items.
fn fold(fold: &Fold, world: World) -> Interval {
    let Some(facts) = world else { return Interval::ANY };
    let Some(Membership { count, whole }) = facts.membership(fold.members) else { return Interval::ANY };
    let mut seen = 0;
    // Those that are surely among them, and those that may be.
    let (mut sure, mut possible): (Vec<Interval>, Vec<Interval>) = (Vec::new(), Vec::new());
    for at in facts.each(fold.members) {
        seen += 1;
        let member = || fold.body.as_ref().map_or(Interval::exact(Decimal::ONE), |body| interval(body, Some(&at)));
        match fold.filter.as_ref().map_or(Truth::True, |filter| truth(filter, Some(&at))) {
            Truth::True => sure.push(member()),
            Truth::Unknown => possible.push(member()),
            Truth::False => {}
        }
    }
    if seen < count {
        return Interval::ANY;
    }
    let zero = Interval::exact(Decimal::ZERO);
    let more = Interval::domain(sure.iter().chain(&possible).all(|i| i.is_whole() == Truth::True), false);
    match fold.how {
        FoldHow::Sum | FoldHow::Count => {
            let mut sum = sure.into_iter().fold(zero, |sum, i| sum + i);
            sum = possible.into_iter().fold(sum, |sum, i| sum + i.hull(zero));
            // Figures of prose that were not looked at are 0 or more, like all figures of prose.
            if whole { sum } else { sum + more }
        }
        FoldHow::Max | FoldHow::Min => {
            let how = if fold.how == FoldHow::Max { Interval::max } else { Interval::min };
            let of_sure = sure.iter().copied().reduce(how);
            let of_all = sure.iter().chain(&possible).copied().reduce(how);
            match (of_sure, of_all) {
                (Some(least), Some(most)) if whole => least.hull(most),
                (Some(least), Some(_)) if fold.how == FoldHow::Max => least + more,
                _ => Interval::ANY,
            }
        }
        FoldHow::Median => {
            let values: Option<Vec<Decimal>> = sure.iter().map(|i| i.value()).collect();
            match values {
                Some(values) if whole && possible.is_empty() => median(values),
                _ => Interval::ANY,
            }
        }
    }
}

fn median(mut values: Vec<Decimal>) -> Interval {
    values.sort_unstable();
    let middle = values.len() / 2;
    match (values.len() % 2, middle.checked_sub(1).and_then(|i| values.get(i)), values.get(middle)) {
        (1, _, Some(value)) => Interval::exact(*value),
        (0, Some(a), Some(b)) => (Interval::exact(*a) + Interval::exact(*b)).scale(Decimal::new(5, 1)),
        _ => Interval::ANY,
    }
}

fn compared(compare: &Compare, agreeing: bool, world: World) -> Truth {
    (0..compare.ops.len()).fold(Truth::True, |all, i| all.and(link(compare, i, agreeing, world)))
}

/// Whether one comparison of a chain holds, that of the sides `i` and `i + 1`.
pub fn link(compare: &Compare, i: usize, agreeing: bool, world: World) -> Truth {
    let op = compare.ops[i];
    let (left, right) = (&compare.sides[i], &compare.sides[i + 1]);
    let factor = compare.factors[i];
    let given = compare.tolerances[i];
    let decide = |op: Comparison, tolerance: Option<Decimal>| match &compare.linear[i] {
        Some(linear) => linear_holds(op, linear, tolerance, world),
        None => match known_difference(left, right, factor, world) {
            Some(difference) => within_exactly(op, difference, tolerance),
            None => match cross_multiplied(op, left, right, factor, world) {
                Some(truth) if tolerance.is_none() => truth,
                _ => within(op, interval(left, world) - interval(right, world).scale(factor), tolerance),
            },
        },
    };
    let as_written = decide(op, given);
    match if compare.rounded[i] { rounding(left, right, factor, world) } else { None } {
        None => as_written,
        Some(last_digit) => match decide(Comparison::Equal, Some(last_digit)) {
            // Further apart than their last digits can make them, or the same to the last digit.
            Truth::False => as_written,
            _ if decide(Comparison::Equal, None) == Truth::True => as_written,
            Truth::True if agreeing && (may_be_equal(op) || given.is_some() && as_written == Truth::True) => Truth::True,
            _ => Truth::Unknown,
        },
    }
}

/// By how much the sides `i` and `i + 1` of a comparison differ, in the unit of the left one: exactly, or what it may be.
pub fn difference(compare: &Compare, i: usize, world: World) -> Result<Fraction, Interval> {
    let (left, right, factor) = (&compare.sides[i], &compare.sides[i + 1], compare.factors[i]);
    let spread = || match &compare.linear[i] {
        Some(linear) => of_linear(linear, world),
        None => interval(left, world) - interval(right, world).scale(factor),
    };
    known_difference(left, right, factor, world).ok_or_else(spread)
}

/// Whether two equal numbers stand in this relation.
fn may_be_equal(op: Comparison) -> bool {
    matches!(op, Comparison::Equal | Comparison::LessEqual | Comparison::GreaterEqual)
}

/// How far apart two written numbers may be that agree: half a unit of the last digit of the coarser. `None` where both are written alike.
pub fn rounding(left: &Expr, right: &Expr, factor: Decimal, world: World) -> Option<Decimal> {
    let half = |unit: Decimal| exact::mul(unit, Decimal::new(5, 1));
    let right = precision(right, world).and_then(|p| exact::mul(p, factor));
    match (precision(left, world), right) {
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => half(a.max(b)),
        (Some(one), None) | (None, Some(one)) => half(one),
        (None, None) => None,
    }
}

/// One unit of the last digit of a number as written.
fn precision(expr: &Expr, world: World) -> Option<Decimal> {
    let facts = world?;
    // A percentage is compared with a share that is worked out, and is the one that is rounded; of counts and amounts both are written.
    // Nobody rounds to 0: none is none.
    let said = |said: Option<&super::Said>| said.filter(|s| !s.value.is_zero()).map(|s| s.precision);
    match &expr.kind {
        ExprKind::Cell(figure) => facts.cell(*figure)?.number().filter(|n| !n.is_zero()).map(last_digit),
        ExprKind::ThisReading(field) => said(facts.this_reading(*field)),
        ExprKind::ThisItem => said(facts.item),
        ExprKind::Only(reading, whose, field) => said(facts.only(*reading, *whose, *field)),
        ExprKind::Scaled(factor, inner) => precision(inner, world).and_then(|p| exact::mul(p, *factor)),
        ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, a, b) => precision(a, world).max(precision(b, world)),
        ExprKind::Absolute(inner) | ExprKind::Negate(inner) => precision(inner, world),
        _ => None,
    }
}

/// The difference of two sides in which every figure is known, as an exact fraction: 1 ÷ 3 = 2 ÷ 6 is never decided by a rounding.
fn known_difference(left: &Expr, right: &Expr, factor: Decimal, world: World) -> Option<Fraction> {
    let right = fraction(right, world)?.times(Fraction::of(factor))?;
    fraction(left, world)?.plus(right.negated())
}

/// A number in which every figure is known, exactly.
pub fn fraction(expr: &Expr, world: World) -> Option<Fraction> {
    match &expr.kind {
        ExprKind::Arithmetic(op, a, b) => {
            let (a, b) = (fraction(a, world)?, fraction(b, world)?);
            match op {
                Arithmetic::Add => a.plus(b),
                Arithmetic::Subtract => a.plus(b.negated()),
                Arithmetic::Multiply => a.times(b),
                Arithmetic::Divide => a.over(b),
            }
        }
        ExprKind::Negate(a) => Some(fraction(a, world)?.negated()),
        ExprKind::Absolute(a) => {
            let a = fraction(a, world)?;
            Some(if a.sign().is_sign_negative() { a.negated() } else { a })
        }
        ExprKind::Scaled(k, a) => fraction(a, world)?.times(Fraction::of(*k)),
        ExprKind::Max(items) => extreme(items.iter().map(|e| fraction(e, world)), Ordering::Greater),
        ExprKind::Min(items) => extreme(items.iter().map(|e| fraction(e, world)), Ordering::Less),
        ExprKind::Remainder(a, b) => fraction(a, world)?.remainder(fraction(b, world)?),
        ExprKind::Fold(fold) if fold.how != FoldHow::Count => exact_fold(fold, world),
        ExprKind::Similarity(a, b, phrases) => {
            let (shared, all) = similarity(a, b, phrases, world)?;
            Fraction::of(shared).over(Fraction::of(all))
        }
        _ => interval(expr, world).value().map(Fraction::of),
    }
}

/// The largest, or smallest, of some fractions; `None` where one of them is not known, or there are none.
fn extreme(mut all: impl Iterator<Item = Option<Fraction>>, which: Ordering) -> Option<Fraction> {
    let first = all.next()??;
    all.try_fold(first, |found, next| {
        let next = next?;
        Some(if next.compare(found)? == which { next } else { found })
    })
}

/// 合计 and its like, where every member is known exactly.
fn exact_fold(fold: &Fold, world: World) -> Option<Fraction> {
    let facts = world?;
    let Membership { count, whole } = facts.membership(fold.members)?;
    let body = fold.body.as_ref()?;
    let mut values = Vec::new();
    let mut seen = 0;
    for at in facts.each(fold.members) {
        seen += 1;
        match fold.filter.as_ref().map_or(Truth::True, |filter| truth(filter, Some(&at))) {
            Truth::True => values.push(fraction(body, Some(&at))?),
            Truth::Unknown => return None,
            Truth::False => {}
        }
    }
    if !whole || seen < count || count == 0 {
        return None;
    }
    match fold.how {
        FoldHow::Sum => values.into_iter().try_fold(Fraction::of(Decimal::ZERO), Fraction::plus),
        FoldHow::Max => extreme(values.into_iter().map(Some), Ordering::Greater),
        FoldHow::Min => extreme(values.into_iter().map(Some), Ordering::Less),
        FoldHow::Count => None,
        FoldHow::Median => {
            // Fractions that cannot be compared leave no order.
            let mut comparable = true;
            values.sort_by(|a, b| {
                a.compare(*b).unwrap_or_else(|| {
                    comparable = false;
                    Ordering::Equal
                })
            });
            let middle = values.len() / 2;
            let upper = values.get(middle).filter(|_| comparable)?;
            if values.len() % 2 == 1 {
                return Some(*upper);
            }
            values.get(middle.checked_sub(1)?)?.plus(*upper)?.over(Fraction::of(Decimal::TWO))
        }
    }
}

/// How many shingles of the first text stand in the second, and how many it has. `None` where a text is not whole, or has none.
fn similarity(a: &Expr, b: &Expr, phrases: &[String], world: World) -> Option<(Decimal, Decimal)> {
    let (a, b) = (shingles(a, phrases, world)?, shingles(b, phrases, world)?);
    if a.is_empty() || b.is_empty() {
        return None;
    }
    Some((Decimal::from(a.shared(&b)), Decimal::from(a.len())))
}

/// The shingles of a text, worked out once for each section.
pub(super) fn shingles(expr: &Expr, phrases: &[String], world: World) -> Option<std::sync::Arc<Shingles>> {
    let facts = world?;
    let (whose, section) = match &expr.kind {
        ExprKind::Section(whose, id) => (*whose, Some(id.clone())),
        ExprKind::WholeText(whose) => (*whose, None),
        _ => {
            let words = words(expr, world).filter(Words::is_whole)?;
            return Some(std::sync::Arc::new(Shingles::of(&words, &left_out(phrases, Whose::OWN, facts))));
        }
    };
    let words = facts.prose(whose, section.as_deref()).filter(Words::is_whole)?;
    let prepared = facts.report_of(whose).ok()?;
    Some(prepared.shingles((section, phrases.to_vec()), || Shingles::of(&words, &left_out(phrases, whose, facts))))
}

/// The phrases that say nothing of whether a text was written anew: the wording of the form, the names of the body, and those of the author.
fn left_out(phrases: &[String], whose: Whose, facts: &Facts) -> Vec<String> {
    let mut all = phrases.to_vec();
    if let Ok(prepared) = facts.report_of(whose) {
        all.extend(wording(&prepared.report.form));
        if let Some(agency) = &prepared.report.agency {
            all.extend(facts.related.bodies.names(agency));
            all.push(agency.clone());
        }
    }
    all.sort_by_key(|p| std::cmp::Reverse(p.len()));
    all.dedup();
    all
}

/// What the form itself prints: its title, the titles of sections, the labels of tables, rows and columns.
fn wording(form: &Form) -> Vec<String> {
    let mut all = vec![form.title.text.clone()];
    all.extend(form.sections.iter().flat_map(|s| std::iter::once(&s.title.text).chain(&s.title.aliases)).cloned());
    for table in &form.tables {
        let labels = table.rows.iter().map(|r| &r.label).chain(table.columns.iter().map(|c| &c.label));
        // A label of a word or two is a word like any other.
        all.extend(labels.map(|l| l.text.clone()).filter(|l| l.chars().count() > 6));
    }
    all
}

/// Whether some divisor in an expression is surely 0.
pub fn divides_by_zero(expr: &Expr, world: World) -> bool {
    let mut found = false;
    expr.walk(&mut |e| {
        if let ExprKind::Arithmetic(Arithmetic::Divide, _, divisor) | ExprKind::Remainder(_, divisor) = &e.kind {
            found |= interval(divisor, world).is_zero() == Truth::True;
        }
    });
    found
}

/// `a ÷ b op c` with a known divisor, as `a op c × b`: exact where `a` or `c` is an interval.
fn cross_multiplied(op: Comparison, left: &Expr, right: &Expr, factor: Decimal, world: World) -> Option<Truth> {
    let ExprKind::Arithmetic(Arithmetic::Divide, a, b) = &left.kind else { return None };
    let divisor = interval(b, world).value()?;
    if divisor.is_zero() {
        // Nothing is a share of nothing.
        return Some(Truth::Unknown);
    }
    let difference = interval(a, world) - interval(right, world).scale(factor).scale(divisor);
    let difference = if divisor.is_sign_negative() { -difference } else { difference };
    Some(op.holds(difference))
}

/// A comparison of numbers that are known, within a tolerance.
fn within_exactly(op: Comparison, difference: Fraction, tolerance: Option<Decimal>) -> Truth {
    let sign = |d: Fraction| Interval::exact(d.sign());
    let Some(tolerance) = tolerance else { return op.holds(sign(difference)) };
    let margin = Fraction::of(tolerance);
    match (difference.plus(margin.negated()), difference.plus(margin)) {
        (Some(not_above), Some(not_below)) => match op {
            Comparison::Equal => Comparison::LessEqual.holds(sign(not_above)).and(Comparison::GreaterEqual.holds(sign(not_below))),
            Comparison::NotEqual => within_exactly(Comparison::Equal, difference, Some(tolerance)).not(),
            Comparison::Less | Comparison::LessEqual => op.holds(sign(not_above)),
            Comparison::Greater | Comparison::GreaterEqual => op.holds(sign(not_below)),
        },
        _ => Truth::Unknown,
    }
}

/// A comparison within a tolerance: equal sides may be that far apart, and a bound may be missed by as much.
fn within(op: Comparison, difference: Interval, tolerance: Option<Decimal>) -> Truth {
    let Some(tolerance) = tolerance else { return op.holds(difference) };
    let margin = Interval::exact(tolerance);
    let not_above = difference - margin;
    let not_below = difference + margin;
    match op {
        Comparison::Equal => Comparison::LessEqual.holds(not_above).and(Comparison::GreaterEqual.holds(not_below)),
        Comparison::NotEqual => within(Comparison::Equal, difference, Some(tolerance)).not(),
        Comparison::Less | Comparison::LessEqual => op.holds(not_above),
        Comparison::Greater | Comparison::GreaterEqual => op.holds(not_below),
    }
}

/// Exact for one linear comparison: like terms are collected, so an interval holds each unknown once; and for whole unknowns that can only
/// meet a number in steps, the steps are looked at.
fn linear_holds(op: Comparison, linear: &Linear, tolerance: Option<Decimal>, world: World) -> Truth {
    let mut known = linear.constant;
    let mut overflow = false;
    let mut unknown: Vec<(Decimal, Interval)> = Vec::new();
    for (term, k) in &linear.terms {
        // A sum over reports is as many unknowns as there are unknown figures.
        each_of(*term, world, &mut |value| match value.value() {
            Some(v) => match exact::mul(v, *k).and_then(|p| exact::add(known, p)) {
                Some(sum) => known = sum,
                None => overflow = true,
            },
            None => unknown.push((*k, value)),
        });
    }
    if overflow {
        return Truth::Unknown;
    }
    let difference = unknown.iter().fold(Interval::exact(known), |sum, (k, v)| sum + v.scale(*k));
    let truth = within(op, difference, tolerance);
    match (truth, op, tolerance) {
        (Truth::Unknown, Comparison::Equal, None) if !reachable(-known, &unknown) => Truth::False,
        (Truth::Unknown, Comparison::NotEqual, None) if !reachable(-known, &unknown) => Truth::True,
        _ => truth,
    }
}

/// Whether whole unknowns, each 0 or more (or of any sign), can add up to `target` with these coefficients. `true` also where it is not
/// known: an unknown that is no whole number can take any value.
fn reachable(target: Decimal, unknown: &[(Decimal, Interval)]) -> bool {
    let whole = |v: &Interval| v.is_whole() == Truth::True;
    if unknown.is_empty() || !unknown.iter().all(|(_, v)| whole(v)) {
        return true;
    }
    // Coefficients such as 0.5 become whole by a power of ten; so does the target, or no whole number of steps meets it.
    let places = unknown.iter().map(|(k, _)| k.normalize().scale()).max().unwrap_or(0);
    let power = Decimal::from_i128_with_scale(10_i128.pow(places.min(28)), 0);
    let as_i64 = |d: Decimal| exact::mul(d, power).filter(Decimal::is_integer).and_then(|d| i64::try_from(d).ok());
    let Some(scaled) = exact::mul(target, power) else { return true };
    if !scaled.is_integer() {
        return false;
    }
    let Some(target) = as_i64(target) else { return true };
    let Some(steps) = unknown.iter().map(|(k, _)| as_i64(*k)).collect::<Option<Vec<i64>>>() else { return true };
    let divisor = steps.iter().fold(0, |g, k| gcd(g, k.unsigned_abs()));
    if divisor == 0 || target.unsigned_abs() % divisor != 0 {
        return false;
    }
    let bounded_below = unknown.iter().all(|(_, v)| v.low() == Some(Decimal::ZERO));
    let same_sign = steps.iter().all(|k| *k > 0) || steps.iter().all(|k| *k < 0);
    if !bounded_below || !same_sign {
        // With both signs, or with unknowns of any sign, every multiple of the divisor is met.
        return true;
    }
    let target = target.unsigned_abs();
    let steps: Vec<u64> = steps.iter().map(|k| k.unsigned_abs() / divisor).collect();
    let target = target / divisor;
    if steps.contains(&1) {
        return true;
    }
    // Coins without a 1: beyond the square of the largest every amount can be paid.
    const LARGEST_TABLE: u64 = 1 << 16;
    if target > LARGEST_TABLE {
        return true;
    }
    let mut paid = vec![false; usize::try_from(target).unwrap_or(0) + 1];
    paid[0] = true;
    for amount in 1..paid.len() {
        paid[amount] = steps.iter().any(|s| usize::try_from(*s).ok().and_then(|s| amount.checked_sub(s)).is_some_and(|rest| paid[rest]));
    }
    paid.last().copied().unwrap_or(true)
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The unknowns and figures that a term of a linear combination is made of.
fn each_of(term: Term, world: World, take: &mut impl FnMut(Interval)) {
    let Some(facts) = world else { return take(Interval::ANY) };
    match term {
        Term::Cell(figure) => take(cell_interval(facts, figure)),
        Term::ThisReading(field) => take(Facts::interval_of(facts.this_reading(field))),
        Term::ThisItem => take(Facts::interval_of(facts.item)),
        Term::Total(figure) => {
            let members = if figure.whose.role == crate::program::Role::Child { Members::Children } else { Members::Peers };
            let Some(membership) = facts.membership(members).filter(|m| m.count > 0) else { return take(Interval::ANY) };
            let mut seen = 0;
            for at in facts.each(members) {
                seen += 1;
                take(cell_interval(&at, figure));
            }
            if seen < membership.count {
                take(Interval::ANY);
            }
        }
        Term::Items(field) => match facts.items(field) {
            [] => take(Interval::ANY),
            items => items.iter().for_each(|i| take(i.interval())),
        },
    }
}

/// What a cell may truly hold.
pub fn cell_interval(facts: &Facts, figure: crate::program::Figure) -> Interval {
    let Some(cell) = facts.cell(figure) else { return Interval::ANY };
    match cell.state {
        CellState::Number(n) => Interval::exact(n),
        CellState::Blank if facts.blank_as_zero => Interval::exact(Decimal::ZERO),
        CellState::Blank | CellState::Placeholder => {
            let column = facts.program.form.column_of(figure.cell);
            Interval::domain(column.unit.is_count(), column.signed)
        }
        // Never given a value, not even a sign: the reading is in doubt, not the report.
        CellState::Unreadable | CellState::Missing => Interval::ANY,
    }
}

/// What a number may be; of a date, what its number of days may be.
pub fn interval(expr: &Expr, world: World) -> Interval {
    // Like terms collected first: x − x is 0 whatever x is.
    if let Some(linear) = Linear::of(expr) {
        return of_linear(&linear, world);
    }
    let number = |n: Option<Decimal>| n.map_or(Interval::ANY, Interval::exact);
    match &expr.kind {
        ExprKind::Max(items) => reduced(items, world, Interval::max),
        ExprKind::Min(items) => reduced(items, world, Interval::min),
        ExprKind::Only(reading, whose, field) => Facts::interval_of(world.and_then(|f| f.only(*reading, *whose, *field))),
        ExprKind::Year(whose) => number(world.and_then(|f| f.year(*whose)).map(Decimal::from)),
        ExprKind::BlankAsZero(figure) => match world.map(|f| (f, f.cell(*figure))) {
            Some((_, Some(cell))) if cell.state == CellState::Blank => Interval::exact(Decimal::ZERO),
            Some((facts, _)) => cell_interval(facts, *figure),
            None => Interval::ANY,
        },
        ExprKind::Scaled(k, a) => interval(a, world).scale(*k),
        ExprKind::Negate(a) => -interval(a, world),
        ExprKind::Absolute(a) => interval(a, world).absolute(),
        ExprKind::Remainder(a, b) => match (interval(a, world).value(), interval(b, world).value()) {
            (Some(a), Some(b)) if !b.is_zero() => number(a.checked_rem(b)),
            _ => Interval::ANY,
        },
        ExprKind::Arithmetic(op, a, b) => {
            let (a, b) = (interval(a, world), interval(b, world));
            match op {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
                Arithmetic::Divide => a / b,
            }
        }
        ExprKind::Fold(f) => fold(f, world),
        ExprKind::CountIf(items) => {
            let of = |t: Truth| items.iter().filter(|e| truth(e, world) == t).count();
            let (sure, possible) = (of(Truth::True), of(Truth::Unknown));
            Interval::between(Decimal::from(sure), Decimal::from(sure + possible)).of_whole_numbers()
        }
        ExprKind::Charge(units, steps) => number(interval(units, world).value().and_then(|n| steps.charge(n))),
        ExprKind::Measured(what, text) => match words(text, world) {
            Some(text) if text.is_whole() => Interval::exact(Decimal::from(text.count(*what))),
            Some(text) => Interval::at_least(Decimal::from(text.count(*what))).of_whole_numbers(),
            None => Interval::ANY,
        },
        ExprKind::Similarity(a, b, phrases) => match similarity(a, b, phrases, world) {
            Some((shared, all)) => Interval::exact(shared) / Interval::exact(all),
            None => Interval::ANY,
        },
        ExprKind::Rank(whose, id) => {
            let report = world.and_then(|f| f.report_of(*whose).ok()).map(|p| p.report);
            number(report.and_then(|r| r.sections.iter().position(|s| s.id == *id)).map(|i| Decimal::from(i + 1)))
        }
        ExprKind::Problems(whose, code) => number(world.and_then(|f| f.problems(*whose, code))),
        ExprKind::Violations(whose) => {
            let violated = world.and_then(|f| Some(f.report_of(*whose).ok()?.violated(f.program).len()));
            number(violated.map(Decimal::from))
        }
        ExprKind::Date(parts) => number(day(parts, world).map(date::days)),
        ExprKind::DateOf(text) => number(words(text, world).and_then(|t| date::parse(&t.joined())).map(date::days)),
        ExprKind::Dated(whose, fact) => number(world.and_then(|f| f.dated(*whose, *fact)).map(date::days)),
        ExprKind::AsOf => number(world.and_then(|f| f.related.as_of).map(date::days)),
        // The linear ones are above; the others are no numbers.
        ExprKind::Number(..)
        | ExprKind::Cell(_)
        | ExprKind::Sum(_)
        | ExprKind::ThisReading(_)
        | ExprKind::ThisItem
        | ExprKind::Text(_)
        | ExprKind::Attribute(..)
        | ExprKind::CellText(_)
        | ExprKind::Section(..)
        | ExprKind::WholeText(_)
        | ExprKind::ThisText
        | ExprKind::Heading(..)
        | ExprKind::Fact(..)
        | ExprKind::Compare(_)
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
        | ExprKind::Cells(..) => Interval::ANY,
    }
}

fn of_linear(linear: &Linear, world: World) -> Interval {
    let mut sum = Interval::exact(linear.constant);
    for (term, k) in &linear.terms {
        each_of(*term, world, &mut |value| sum = sum + value.scale(*k));
    }
    sum
}

/// The day that a year, a month and a day are.
fn day(parts: &[Expr; 3], world: World) -> Option<Date> {
    let [year, month, day] = parts;
    let whole = |e: &Expr| interval(e, world).value().filter(Decimal::is_integer);
    Date::from_ymd_opt(i32::try_from(whole(year)?).ok()?, u32::try_from(whole(month)?).ok()?, u32::try_from(whole(day)?).ok()?)
}

fn reduced(items: &[Expr], world: World, f: fn(Interval, Interval) -> Interval) -> Interval {
    items.iter().map(|e| interval(e, world)).reduce(f).unwrap_or(Interval::ANY)
}
