//! What a number may be: the interval semantics of blanks.
//!
//! A figure that stands in the report is itself. A blank is any value its column may hold. Arithmetic on such operands gives the smallest
//! interval that surely contains the result, so a comparison that comes out true or false is so for every possible value.

use super::{Decimal, exact};

/// Whether something holds: for every possible value, for none, or that depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// For none.
    False,
    /// It depends on what is not known.
    Unknown,
    /// For every one.
    True,
}

impl Truth {
    /// 且: false if either is, true if both are.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (Truth::True, Truth::True) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// 或: true if either is, false if both are.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.not().and(other.not()).not()
    }

    /// 非.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "three-valued negation beside `and` and `or`, which have no operator")]
    pub fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(b: bool) -> Truth {
        if b { Truth::True } else { Truth::False }
    }
}

/// The values a number may truly have: `low..=high`, an open end being unbounded, and only whole ones where `whole`.
///
/// Arithmetic that leaves the range of exact decimals (28 digits) widens the interval and never wraps: a result too large to hold is
/// *unknown*, not wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
    whole: bool,
}

impl Interval {
    /// Nothing is known.
    pub const ANY: Interval = Interval { low: None, high: None, whole: false };

    /// Exactly `value`.
    pub fn exact(value: Decimal) -> Interval {
        Interval { low: Some(value), high: Some(value), whole: value.is_integer() }
    }

    /// What a blank cell may hold: a count 0, 1, 2, …; an amount 0 or more; a signed column anything of its kind.
    pub fn domain(count: bool, signed: bool) -> Interval {
        Interval { low: (!signed).then_some(Decimal::ZERO), high: None, whole: count }
    }

    /// Between two bounds, both included.
    pub fn between(low: Decimal, high: Decimal) -> Interval {
        Interval { low: Some(low.min(high)), high: Some(low.max(high)), whole: false }
    }

    /// `low` or more.
    pub fn at_least(low: Decimal) -> Interval {
        Interval { low: Some(low), high: None, whole: false }
    }

    /// The whole numbers of it.
    #[must_use]
    pub fn of_whole_numbers(self) -> Interval {
        Interval { whole: true, ..self }
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Interval) -> Interval {
        let low = self.low.zip(other.low).map(|(a, b)| a.min(b));
        let high = self.high.zip(other.high).map(|(a, b)| a.max(b));
        Interval { low, high, whole: self.whole && other.whole }
    }

    /// Without its sign.
    #[must_use]
    pub fn absolute(self) -> Interval {
        match (self.low, self.high) {
            (Some(low), _) if !low.is_sign_negative() => self,
            (_, Some(high)) if !high.is_sign_positive() || high.is_zero() => -self,
            (low, high) => {
                let high = low.zip(high).map(|(l, h)| (-l).max(h));
                Interval { low: Some(Decimal::ZERO), high, whole: self.whole }
            }
        }
    }

    /// The value, where there is only one.
    pub fn value(self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// The lower bound, if any.
    pub fn low(self) -> Option<Decimal> {
        self.low
    }

    /// The upper bound, if any.
    pub fn high(self) -> Option<Decimal> {
        self.high
    }

    /// Product with a constant.
    #[must_use]
    pub fn scale(self, factor: Decimal) -> Interval {
        if factor.is_zero() {
            return Interval::exact(Decimal::ZERO);
        }
        let times = |a: Option<Decimal>| exact::mul(a?, factor);
        let (low, high) = (times(self.low), times(self.high));
        let whole = self.whole && factor.is_integer();
        if factor.is_sign_negative() { Interval { low: high, high: low, whole } } else { Interval { low, high, whole } }
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Interval) -> Interval {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
        Interval { low, high, whole: self.whole && other.whole }
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Interval) -> Interval {
        -(-self).max(-other)
    }

    /// Whether the value is 0.
    pub fn is_zero(self) -> Truth {
        let below = self.high.is_some_and(|h| h < Decimal::ZERO);
        let above = self.low.is_some_and(|l| l > Decimal::ZERO);
        if below || above {
            return Truth::False;
        }
        match self.value() {
            Some(v) => v.is_zero().into(),
            // A whole number strictly between two whole numbers, or no whole number between the bounds: only 0 lies in (-1, 1).
            None => Truth::Unknown,
        }
    }

    /// Whether the value is below 0.
    pub fn is_negative(self) -> Truth {
        if self.high.is_some_and(|h| h < Decimal::ZERO) {
            Truth::True
        } else if self.low.is_some_and(|l| l >= Decimal::ZERO) {
            Truth::False
        } else {
            Truth::Unknown
        }
    }

    /// Whether the value is a whole number.
    pub fn is_whole(self) -> Truth {
        match self.value() {
            Some(v) => v.is_integer().into(),
            None if self.whole => Truth::True,
            None => Truth::Unknown,
        }
    }
}

impl std::ops::Add for Interval {
    type Output = Interval;

    /// Sum.
    fn add(self, other: Interval) -> Interval {
        let sum = |a: Option<Decimal>, b: Option<Decimal>| exact::add(a?, b?);
        Interval { low: sum(self.low, other.low), high: sum(self.high, other.high), whole: self.whole && other.whole }
    }
}

impl std::ops::Neg for Interval {
    type Output = Interval;

    /// Negation.
    fn neg(self) -> Interval {
        Interval { low: self.high.map(|d| -d), high: self.low.map(|d| -d), whole: self.whole }
    }
}

impl std::ops::Sub for Interval {
    type Output = Interval;

    /// Difference.
    fn sub(self, other: Interval) -> Interval {
        self + -other
    }
}

impl std::ops::Mul for Interval {
    type Output = Interval;

    /// Product.
    fn mul(self, other: Interval) -> Interval {
        if let Some(k) = other.value() {
            return self.scale(k);
        }
        if let Some(k) = self.value() {
            return other.scale(k);
        }
        let (Some(a), Some(b), Some(c), Some(d)) = (self.low, self.high, other.low, other.high) else {
            // Of two half-open intervals of known sign something can be said; no rule needs it yet.
            let non_negative = |i: Interval| i.low.is_some_and(|l| !l.is_sign_negative());
            let low = (non_negative(self) && non_negative(other)).then_some(Decimal::ZERO);
            return Interval { low, high: None, whole: self.whole && other.whole };
        };
        let corners = [exact::mul(a, c), exact::mul(a, d), exact::mul(b, c), exact::mul(b, d)];
        if corners.iter().any(Option::is_none) {
            return Interval { whole: self.whole && other.whole, ..Interval::ANY };
        }
        let corners = corners.iter().flatten();
        Interval { low: corners.clone().min().copied(), high: corners.max().copied(), whole: self.whole && other.whole }
    }
}

impl std::ops::Div for Interval {
    type Output = Interval;

    /// Quotient of exact values where it is exact or rounds beyond 28 digits; anything else is unknown.
    ///
    /// A comparison with a quotient is decided by cross-multiplying (see the evaluator); this is for showing and for compound arithmetic.
    fn div(self, other: Interval) -> Interval {
        match (self.value(), other.value()) {
            (Some(a), Some(b)) if !b.is_zero() => match a.checked_div(b) {
                // Only an exact quotient may decide anything.
                Some(q) if exact::mul(q, b) == Some(a) => Interval::exact(q),
                Some(q) => {
                    let step = Decimal::new(1, q.scale().min(27));
                    let bound = |d: Option<Decimal>| d;
                    Interval { low: bound(q.checked_sub(step)), high: bound(q.checked_add(step)), whole: false }
                }
                None => Interval::ANY,
            },
            _ => Interval::ANY,
        }
    }
}
