//! Truth of expressions in a world of figures: a report, or any report at all.

use super::Related;
use super::prose::{Hit, ReadingResult};
use crate::program::{Arithmetic, Compare, Expr, ExprKind, Figure, Linear, ReadingId, StateTest, Term};
use crate::report::{Cell, CellState, Report};
use crate::value::exact::{self, Fraction};
use crate::value::{Comparison, Decimal, Interval, Truth};

/// What expressions are evaluated in.
pub trait World {
    /// What a figure may be.
    fn term(&self, term: Term) -> Interval;
    /// What a figure may be when the author says that a blank is 0.
    fn blank_as_zero(&self, figure: Figure) -> Interval;
    /// The state of a cell.
    fn state(&self, test: StateTest, figure: Figure) -> Truth;
    /// What stood in a cell.
    fn text(&self, figure: Figure) -> Option<&str>;
    /// The year reported on.
    fn year(&self) -> Option<i32>;
    /// An attribute of the body.
    fn attribute(&self, name: &str) -> Option<&str>;
    /// Whether all figures of a reading are equal.
    fn consistent(&self, reading: ReadingId) -> Truth;
}

/// A report, at one figure read from its prose where a rule ranges over those.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The report.
    pub report: &'a Report,
    /// The reports linked to it.
    pub related: &'a Related<'a>,
    /// The figures found in its prose, by reading.
    pub readings: &'a [ReadingResult],
    /// The figure a rule over a reading is at.
    pub hit: Option<&'a Hit>,
    /// Whether blank cells count as 0: the second try, whose success is an assumption.
    pub blank_as_zero: bool,
}

impl<'a> Facts<'a> {
    /// The cell a figure stands in; `None` where its report was not given.
    pub fn cell(&self, figure: Figure) -> Option<&'a Cell> {
        if figure.back == 0 {
            return Some(self.report.cell(figure.cell));
        }
        let prior = self.related.years_back(figure.back)?.report;
        if prior.form.name == self.report.form.name {
            return Some(prior.cell(figure.cell));
        }
        // On another edition a cell is the one of the same name, if it has one.
        Some(prior.cell_named(self.report.form.cell_name(figure.cell)).unwrap_or(&Cell::MISSING))
    }
}

impl World for Facts<'_> {
    fn term(&self, term: Term) -> Interval {
        let figure = match term {
            Term::Cell(figure) => figure,
            Term::ThisReading => return self.hit.map_or(Interval::ANY, |h| Interval::exact(h.value)),
        };
        let Some(cell) = self.cell(figure) else { return Interval::ANY };
        match cell.state {
            CellState::Number(n) => Interval::exact(n),
            CellState::Blank if self.blank_as_zero => Interval::exact(Decimal::ZERO),
            CellState::Blank | CellState::Placeholder => {
                let column = self.report.form.column_of(figure.cell);
                Interval::domain(column.unit.is_count(), column.signed)
            }
            // Never given a value, not even a sign: the reading is in doubt, not the report.
            CellState::Unreadable | CellState::Missing => Interval::ANY,
        }
    }

    fn blank_as_zero(&self, figure: Figure) -> Interval {
        match self.cell(figure).map(|c| c.state) {
            Some(CellState::Blank) => Interval::exact(Decimal::ZERO),
            _ => self.term(Term::Cell(figure)),
        }
    }

    fn state(&self, test: StateTest, figure: Figure) -> Truth {
        let Some(state) = self.cell(figure).map(|c| c.state) else { return Truth::Unknown };
        Truth::from(match test {
            StateTest::Blank => state == CellState::Blank,
            StateTest::Placeholder => state == CellState::Placeholder,
            StateTest::Unreadable => state == CellState::Unreadable,
            StateTest::Missing => state == CellState::Missing,
            StateTest::Number => matches!(state, CellState::Number(_)),
        })
    }

    fn text(&self, figure: Figure) -> Option<&str> {
        self.cell(figure)?.text.as_deref()
    }

    fn year(&self) -> Option<i32> {
        self.report.year
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.report.attributes.get(name).map(String::as_str)
    }

    fn consistent(&self, reading: ReadingId) -> Truth {
        let found = &self.readings[reading.index()];
        let mut values = found.hits.iter().filter(|h| !h.approximate).map(|h| h.value);
        let first = values.next();
        if !values.all(|v| Some(v) == first) {
            // Figures that disagree do so whatever else the text may say.
            Truth::False
        } else if found.is_whole() {
            Truth::True
        } else {
            Truth::Unknown
        }
    }
}

/// A world of which nothing is known.
struct Anything;

impl World for Anything {
    fn term(&self, _: Term) -> Interval {
        Interval::ANY
    }
    fn blank_as_zero(&self, _: Figure) -> Interval {
        Interval::ANY
    }
    fn state(&self, _: StateTest, _: Figure) -> Truth {
        Truth::Unknown
    }
    fn text(&self, _: Figure) -> Option<&str> {
        None
    }
    fn year(&self) -> Option<i32> {
        None
    }
    fn attribute(&self, _: &str) -> Option<&str> {
        None
    }
    fn consistent(&self, _: ReadingId) -> Truth {
        Truth::Unknown
    }
}

/// What a condition comes to on every report: true or false where it is so whatever the figures are.
pub fn foresee(expr: &Expr) -> Truth {
    truth(expr, &Anything)
}

/// Whether a condition holds.
pub fn truth(expr: &Expr, world: &impl World) -> Truth {
    match &expr.kind {
        ExprKind::And(a, b) => truth(a, world).and(truth(b, world)),
        ExprKind::Or(a, b) => truth(a, world).or(truth(b, world)),
        ExprKind::Not(a) => truth(a, world).not(),
        ExprKind::If(a, b) => truth(a, world).not().or(truth(b, world)),
        ExprKind::Compare(compare) => compared(compare, world),
        ExprKind::SameText(equal, a, b) => match (text(a, world), text(b, world)) {
            (Some(a), Some(b)) => Truth::from((a == b) == *equal),
            _ => Truth::Unknown,
        },
        ExprKind::Whole(a) => interval(a, world).is_whole(),
        ExprKind::State(test, cell) => world.state(*test, *cell),
        ExprKind::Consistent(reading) => world.consistent(*reading),
        // Numbers and texts: the checker lets none of them stand for a condition.
        ExprKind::Number(..)
        | ExprKind::Text(_)
        | ExprKind::Cell(_)
        | ExprKind::Sum(_)
        | ExprKind::Max(_)
        | ExprKind::Min(_)
        | ExprKind::ThisReading
        | ExprKind::Year
        | ExprKind::Attribute(_)
        | ExprKind::CellText(_)
        | ExprKind::BlankAsZero(_)
        | ExprKind::Scaled(..)
        | ExprKind::Negate(_)
        | ExprKind::Arithmetic(..) => Truth::Unknown,
    }
}

fn text<'a>(expr: &'a Expr, world: &'a impl World) -> Option<&'a str> {
    match &expr.kind {
        ExprKind::Text(text) => Some(text),
        ExprKind::Attribute(name) => world.attribute(name),
        ExprKind::CellText(cell) => world.text(*cell),
        _ => None,
    }
}

fn compared(compare: &Compare, world: &impl World) -> Truth {
    let mut all = Truth::True;
    for (i, op) in compare.ops.iter().enumerate() {
        let (left, right) = (&compare.sides[i], &compare.sides[i + 1]);
        let (factor, tolerance) = (compare.factors[i], compare.tolerances[i]);
        let truth = match &compare.linear[i] {
            Some(linear) => linear_holds(*op, linear, tolerance, world),
            None => match known_difference(left, right, factor, world) {
                Some(difference) if tolerance.is_none() => op.holds(Interval::exact(difference.sign())),
                _ => match cross_multiplied(*op, left, right, factor, world) {
                    Some(truth) if tolerance.is_none() => truth,
                    _ => within(*op, interval(left, world) - interval(right, world).scale(factor), tolerance),
                },
            },
        };
        all = all.and(truth);
    }
    all
}

/// The difference of two sides in which every figure is known, as an exact fraction: 1 ÷ 3 = 2 ÷ 6 is never decided by a rounding.
fn known_difference(left: &Expr, right: &Expr, factor: Decimal, world: &impl World) -> Option<Fraction> {
    let right = fraction(right, world)?.times(Fraction::of(factor))?;
    fraction(left, world)?.plus(right.negated())
}

fn fraction(expr: &Expr, world: &impl World) -> Option<Fraction> {
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
        ExprKind::Scaled(k, a) => fraction(a, world)?.times(Fraction::of(*k)),
        _ => interval(expr, world).value().map(Fraction::of),
    }
}

/// Whether some divisor in an expression is surely 0.
pub fn divides_by_zero(expr: &Expr, world: &impl World) -> bool {
    let mut found = false;
    expr.walk(&mut |e| {
        if let ExprKind::Arithmetic(Arithmetic::Divide, _, divisor) = &e.kind {
            found |= interval(divisor, world).is_zero() == Truth::True;
        }
    });
    found
}

/// `a ÷ b op c` with a known divisor, as `a op c × b`: exact where `a` or `c` is an interval.
fn cross_multiplied(op: Comparison, left: &Expr, right: &Expr, factor: Decimal, world: &impl World) -> Option<Truth> {
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
fn linear_holds(op: Comparison, linear: &Linear, tolerance: Option<Decimal>, world: &impl World) -> Truth {
    let mut known = linear.constant;
    let mut overflow = false;
    let mut unknown: Vec<(Decimal, Interval)> = Vec::new();
    for (term, k) in &linear.terms {
        let value = world.term(*term);
        match value.value() {
            Some(v) => match exact::mul(v, *k).and_then(|p| exact::add(known, p)) {
                Some(sum) => known = sum,
                None => overflow = true,
            },
            None => unknown.push((*k, value)),
        }
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

/// What a number may be.
pub fn interval(expr: &Expr, world: &impl World) -> Interval {
    // Like terms collected first: x − x is 0 whatever x is.
    if let Some(linear) = Linear::of(expr) {
        return linear.terms.iter().fold(Interval::exact(linear.constant), |sum, (term, k)| sum + world.term(*term).scale(*k));
    }
    match &expr.kind {
        ExprKind::Max(items) => fold(items, world, Interval::max),
        ExprKind::Min(items) => fold(items, world, Interval::min),
        ExprKind::Year => world.year().map_or(Interval::ANY, |y| Interval::exact(Decimal::from(y))),
        ExprKind::BlankAsZero(cell) => world.blank_as_zero(*cell),
        ExprKind::Scaled(k, a) => interval(a, world).scale(*k),
        ExprKind::Negate(a) => -interval(a, world),
        ExprKind::Arithmetic(op, a, b) => {
            let (a, b) = (interval(a, world), interval(b, world));
            match op {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
                Arithmetic::Divide => a / b,
            }
        }
        // The linear ones are above; the others are no numbers.
        ExprKind::Number(..)
        | ExprKind::Cell(_)
        | ExprKind::Sum(_)
        | ExprKind::ThisReading
        | ExprKind::Text(_)
        | ExprKind::Attribute(_)
        | ExprKind::CellText(_)
        | ExprKind::Compare(_)
        | ExprKind::SameText(..)
        | ExprKind::And(..)
        | ExprKind::Or(..)
        | ExprKind::Not(_)
        | ExprKind::If(..)
        | ExprKind::Whole(_)
        | ExprKind::State(..)
        | ExprKind::Consistent(_) => Interval::ANY,
    }
}

fn fold(items: &[Expr], world: &impl World, f: fn(Interval, Interval) -> Interval) -> Interval {
    items.iter().map(|e| interval(e, world)).reduce(f).unwrap_or(Interval::ANY)
}
