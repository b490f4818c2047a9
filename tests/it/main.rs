//! One test binary. Reports and rules are files under `tests/cases`; outputs are snapshots beside them.

#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "tests read files and stop at the first surprise")]

mod cases;
mod command;
mod diagnostics;
mod differential;
mod docs;
mod folders;
mod format;
mod formats;
mod fuzz;
mod hostile;
mod house;
mod language;
mod laws;
mod limits;
mod lint;
mod new;
mod office;
mod pack;
mod pages;
mod prose;
mod readme;
mod sound;
mod steps;
mod suite;
mod wrong;
