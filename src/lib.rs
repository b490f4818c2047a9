//! gouji (勾稽): an embedded rules engine, with its own declarative language, for checking reported figures.

pub mod builtins;
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod engine;
pub mod eval;
pub mod explain;
pub mod finding;
pub mod form;
pub mod lang;
pub mod load;
pub mod program;
pub mod render;
pub mod report;
pub mod shipped;
pub mod source;
pub mod syntax;
pub mod value;
