//! What came of tests of rules; one file per output.

mod github;
mod json;
mod junit;
mod pretty;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use pretty::{change, labelled, pretty};
