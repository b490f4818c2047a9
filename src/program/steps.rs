//! Tables of steps (分档): what a number of units costs, and which amounts can come of it.

use crate::value::{Decimal, exact};

/// A table of steps (分档): what each further unit costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// Its name.
    pub name: String,
    /// The steps in rising order; the first begins at 1.
    pub steps: Vec<Step>,
}

/// One step of a table of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The first unit it is for.
    pub from: u64,
    /// What each unit costs, in 元.
    pub price: Decimal,
    /// After how many further units the price rises, and by how much.
    pub rise: Option<(u64, Decimal)>,
}

/// Bands of one price that are looked at in a table whose price rises without end; more than any bill has.
const MAX_BANDS: usize = 10_000;

impl Steps {
    /// The bands of one price, in order: first unit, one past the last (`None`: without end), price.
    fn bands(&self) -> impl Iterator<Item = (u64, Option<u64>, Decimal)> + '_ {
        self.steps.iter().enumerate().flat_map(|(i, step)| {
            let end = self.steps.get(i + 1).map(|next| next.from);
            let (every, more) = step.rise.unwrap_or((u64::MAX, Decimal::ZERO));
            (0..MAX_BANDS as u64).map_while(move |n| {
                let from = step.from.checked_add(n.checked_mul(every)?)?;
                if end.is_some_and(|end| from >= end) {
                    return None;
                }
                let price = exact::add(step.price, exact::mul(more, Decimal::from(n))?)?;
                let next = from.checked_add(every);
                let to = match (next, end) {
                    (Some(next), Some(end)) => Some(next.min(end)),
                    (next, end) => next.or(end),
                };
                Some((from, to, price))
            })
        })
    }

    /// What `units` whole units cost, in 元; `None` for what is no whole number of units, or too many.
    pub fn charge(&self, units: Decimal) -> Option<Decimal> {
        if !units.is_integer() || units.is_sign_negative() && !units.is_zero() {
            return None;
        }
        let units = u64::try_from(units).ok()?;
        let mut total = Decimal::ZERO;
        let mut reached = 0;
        for (from, to, price) in self.bands() {
            if from > units {
                return Some(total);
            }
            let last = to.map_or(units, |to| units.min(to - 1));
            total = exact::add(total, exact::mul(price, Decimal::from(last - from + 1))?)?;
            reached = last;
        }
        (reached == units).then_some(total)
    }

    /// Whether some whole number of units costs just `amount` 元; `None` where the table is not looked at so far.
    pub fn chargeable(&self, amount: Decimal) -> Option<bool> {
        if amount.is_sign_negative() && !amount.is_zero() {
            return Some(false);
        }
        let mut before = Decimal::ZERO;
        if amount.is_zero() {
            return Some(true);
        }
        for (from, to, price) in self.bands() {
            let rest = exact::sub(amount, before)?;
            if rest.is_zero() {
                return Some(true);
            }
            if !price.is_zero() {
                let units = rest.checked_div(price)?.floor();
                let whole = exact::mul(units, price)? == rest;
                let within = to.is_none_or(|to| units <= Decimal::from(to - from));
                if within {
                    return Some(whole);
                }
            }
            let Some(to) = to else { return Some(false) };
            before = exact::add(before, exact::mul(price, Decimal::from(to - from))?)?;
        }
        None
    }

    /// The amounts a table of steps can come to that are nearest to `amount`, below and above.
    pub fn nearest(&self, amount: Decimal) -> Option<(Decimal, Decimal)> {
        let mut before = Decimal::ZERO;
        for (from, to, price) in self.bands() {
            let rest = exact::sub(amount, before)?;
            if !price.is_zero() {
                let units = rest.checked_div(price)?.floor();
                if to.is_none_or(|to| units < Decimal::from(to - from)) {
                    let below = exact::add(before, exact::mul(units, price)?)?;
                    return Some((below, exact::add(below, price)?));
                }
            }
            before = exact::add(before, exact::mul(price, Decimal::from(to? - from))?)?;
        }
        None
    }
}
