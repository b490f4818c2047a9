//! Values: exact numbers, units, and what a number may be when part of it is not known.

mod interval;
mod unit;

pub use chrono::NaiveDate as Date;
pub use interval::{Interval, Truth};
pub use rust_decimal::Decimal;
pub use unit::Unit;
