//! gouji (勾稽): an embedded rules engine, with its own declarative language, for checking reported figures.

pub mod catalogue;
pub mod diagnostic;
pub mod finding;
pub mod form;
pub mod lang;
pub mod load;
pub mod report;
pub mod source;
pub mod syntax;
pub mod value;
