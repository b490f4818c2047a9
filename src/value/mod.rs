//! Values: exact numbers, units, and what a number may be when part of it is not known.

pub mod date;
pub mod exact;
mod interval;
pub mod numeral;
mod unit;

pub use chrono::NaiveDate as Date;
pub use interval::{Interval, Truth};
pub use rust_decimal::Decimal;
pub use unit::Unit;

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// =
    Equal,
    /// ≠
    NotEqual,
    /// <
    Less,
    /// ≤
    LessEqual,
    /// >
    Greater,
    /// ≥
    GreaterEqual,
}

impl Comparison {
    /// The mark findings show.
    pub fn mark(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "≠",
            Comparison::Less => "<",
            Comparison::LessEqual => "≤",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => "≥",
        }
    }

    /// The mark of its opposite: what holds where it fails.
    pub fn opposite(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterEqual,
            Comparison::LessEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessEqual,
            Comparison::GreaterEqual => Comparison::Less,
        }
    }

    /// Whether the comparison of two numbers holds, given what their difference (left less right) may be.
    pub fn holds(self, difference: Interval) -> Truth {
        match self {
            Comparison::Equal => difference.is_zero(),
            Comparison::NotEqual => difference.is_zero().not(),
            Comparison::Less => difference.is_negative(),
            Comparison::GreaterEqual => difference.is_negative().not(),
            Comparison::Greater => (-difference).is_negative(),
            Comparison::LessEqual => (-difference).is_negative().not(),
        }
    }
}
