//! One test binary. Reports and rules are files under `tests/cases`; outputs are snapshots beside them.

mod cases;
mod command;
mod diagnostics;
mod house;
mod language;
mod laws;
mod pack;
mod readme;
