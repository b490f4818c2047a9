//! Rule text → [`ast::File`] and diagnostics. Parsing never stops at the first error.

pub mod ast;
mod build;
mod faults;
mod lookalikes;
pub mod outline;
mod parser;
mod scan;
mod slips;

pub use faults::JOINTS;
pub use parser::{Keyword, parse, parse_expr};
pub(crate) use slips::{begins, in_figures, joined, of_name};
