//! Findings and readings as people and programs receive them; one file per output.

pub mod account;
#[cfg(feature = "cli")]
pub mod diagnostics;
pub mod json;
pub mod page;
pub mod place;
pub mod reading;
pub mod screen;
pub mod steps;
pub mod style;
#[cfg(feature = "cli")]
pub mod suite;
