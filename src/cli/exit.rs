//! Exit codes. Where several apply the order is 70, 2, 3, 4, 1, 5, 0.

/// No violation at the fail level, and everything the inputs allow was decided.
pub const CLEAN: u8 = 0;
/// Violations at the fail level or above.
pub const VIOLATIONS: u8 = 1;
/// Wrong usage.
pub const USAGE: u8 = 2;
/// The rules do not compile.
pub const RULES: u8 = 3;
/// An input could not be read as a report.
pub const UNREADABLE: u8 = 4;
/// Something that should have been decided could not be.
pub const UNDECIDED: u8 = 5;
/// Tests of rules failed.
pub const TESTS: u8 = 6;
/// Tests of rules pass, and snapshots are new, changed or of no case any more.
pub const SNAPSHOTS: u8 = 7;
/// A bug in the tool.
pub const BUG: u8 = 70;
