//! Arithmetic that is exact or does not answer. The decimals underneath round silently where 28 digits do not hold a result; here that is
//! `None`, so that no rounding ever decides anything.

use super::Decimal;

/// Sum, where it can be held exactly.
pub fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    let sum = a.checked_add(b)?;
    // Rounding shows in a scale smaller than both operands need.
    (sum.scale() >= a.scale().max(b.scale()) || a.is_zero() || b.is_zero()).then_some(sum)
}

/// Difference, where it can be held exactly.
pub fn sub(a: Decimal, b: Decimal) -> Option<Decimal> {
    add(a, -b)
}

/// Product, where it can be held exactly.
pub fn mul(a: Decimal, b: Decimal) -> Option<Decimal> {
    let (a, b) = (a.normalize(), b.normalize());
    if a.is_zero() || b.is_zero() {
        return Some(Decimal::ZERO);
    }
    let product = a.checked_mul(b)?;
    (product.scale() == a.scale() + b.scale()).then_some(product)
}

/// A number as a quotient of two decimals; the divisor is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    over: Decimal,
    under: Decimal,
}

impl Fraction {
    /// A whole or decimal number.
    pub fn of(value: Decimal) -> Fraction {
        Fraction { over: value, under: Decimal::ONE }
    }

    /// Sum; `None` where it cannot be held.
    pub fn plus(self, other: Fraction) -> Option<Fraction> {
        if self.under == other.under {
            return Some(Fraction { over: add(self.over, other.over)?, under: self.under });
        }
        let over = add(mul(self.over, other.under)?, mul(other.over, self.under)?)?;
        Some(Fraction { over, under: mul(self.under, other.under)? })
    }

    /// Negation.
    #[must_use]
    pub fn negated(self) -> Fraction {
        Fraction { over: -self.over, under: self.under }
    }

    /// Product.
    pub fn times(self, other: Fraction) -> Option<Fraction> {
        Some(Fraction { over: mul(self.over, other.over)?, under: mul(self.under, other.under)? })
    }

    /// Quotient; `None` also for a divisor of 0.
    pub fn over(self, other: Fraction) -> Option<Fraction> {
        if other.over.is_zero() {
            return None;
        }
        self.times(Fraction { over: other.under, under: other.over })
    }

    /// Whether it is a whole number; `None` where that cannot be told.
    pub fn is_whole(self) -> Option<bool> {
        self.over.checked_rem(self.under).map(|rest| rest.is_zero())
    }

    /// What is left over after dividing by another, with the sign of this; `None` also for a divisor of 0.
    pub fn remainder(self, other: Fraction) -> Option<Fraction> {
        let times = self.over(other)?;
        let whole = times.over.checked_div(times.under)?.trunc();
        // A quotient that was rounded up to a whole number is not that number.
        let rest = sub(times.over, mul(whole, times.under)?)?;
        let below = !rest.is_zero() && rest.is_sign_negative() != times.over.is_sign_negative();
        if below {
            return None;
        }
        self.plus(other.times(Fraction::of(whole))?.negated())
    }

    /// Which of two is larger; `None` where it cannot be told.
    pub fn compare(self, other: Fraction) -> Option<std::cmp::Ordering> {
        Some(self.plus(other.negated())?.sign().cmp(&Decimal::ZERO))
    }

    /// The number itself, or where it has more digits than a decimal holds, the decimal next to it, and whether it is the number itself.
    pub fn decimal(self) -> Option<(Decimal, bool)> {
        let quotient = self.over.checked_div(self.under)?;
        Some((quotient.normalize(), mul(quotient, self.under) == Some(self.over.normalize())))
    }

    /// Whether it is 0.
    pub fn is_zero(self) -> bool {
        self.over.is_zero()
    }

    /// Its sign as a decimal that has the same one: for comparing with 0.
    pub fn sign(self) -> Decimal {
        if self.over.is_zero() {
            Decimal::ZERO
        } else if self.over.is_sign_negative() == self.under.is_sign_negative() {
            Decimal::ONE
        } else {
            Decimal::NEGATIVE_ONE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_not_rounded() {
        let large = Decimal::from_str_exact("9999999999999999999999999999").unwrap();
        let half = Decimal::new(5, 1);
        assert_eq!(add(large, half), None);
        assert_eq!(add(large, Decimal::ONE).map(|d| d.to_string()), Some("10000000000000000000000000000".to_owned()));
        assert_eq!(mul(large, large), None);
        assert_eq!(mul(half, half), Some(Decimal::new(25, 2)));
        assert_eq!(add(Decimal::new(1, 1), Decimal::new(2, 1)), Some(Decimal::new(3, 1)));
        assert_eq!(sub(half, half), Some(Decimal::ZERO));
    }
}
