//! Units of figures.

use super::Decimal;
use std::fmt;

/// The unit of a column or a literal.
///
/// 元, 万元 and 亿元 are one quantity at different scales and compare by value. Any other word is a quantity of its own (件, 人, 页): it never
/// mixes with another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit(String);

impl Unit {
    /// The unit with this name.
    pub fn new(name: impl Into<String>) -> Unit {
        Unit(name.into())
    }

    /// The name as written.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether figures in this unit count things: whole numbers, 0 or more.
    pub fn is_count(&self) -> bool {
        self.yuan().is_none()
    }

    /// How many 元 one of this unit is, for amounts of money.
    fn yuan(&self) -> Option<Decimal> {
        match self.0.as_str() {
            "元" => Some(Decimal::ONE),
            "万元" => Some(Decimal::new(10_000, 0)),
            "亿元" => Some(Decimal::new(100_000_000, 0)),
            _ => None,
        }
    }

    /// The factor that turns a figure in `self` into one in `target`, or `None` where the two are different quantities.
    ///
    /// 12 万元 = 120000 元: `万元.factor_to(元)` is 10000. Every factor is a power of ten, so conversion is exact.
    pub fn factor_to(&self, target: &Unit) -> Option<Decimal> {
        if self == target {
            return Some(Decimal::ONE);
        }
        self.yuan()?.checked_div(target.yuan()?)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
