//! Tests of rules (用例): what an author expects of a report, and everything an agency would see of it.
//!
//! A file of tests, `NAME.test.gj`, stands beside the rules it tests. A case has a report, changes to it, and two things that are held against
//! what the rules come to: *expectations*, written by hand, and the *snapshot*, which holds all that would be seen. Neither stands for the
//! other: a snapshot that was accepted never makes an expectation true.
//!
//! No files are touched here: whoever runs the tests says what the files of a case hold ([`Material`]).

mod changes;
pub mod coverage;
#[cfg(feature = "cli")]
pub mod difference;
mod expect;
mod file;
#[cfg(feature = "cli")]
pub mod results;
mod run;
pub mod snapshot;
mod typed;

pub use crate::catalogue::suite::Miss;
pub use file::{Suite, Test, read};
pub use run::{Given, Material, Ran, Seen, Tested, Unread, paths, run};

use crate::source::Span;

/// Something that did not come out as a case says.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The line of the case that says so; the case itself where none does.
    pub span: Span,
    /// What came out.
    pub miss: Miss,
}
