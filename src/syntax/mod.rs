//! Rule text → [`ast::File`] and diagnostics. Parsing never stops at the first error.

pub mod ast;
mod build;
mod faults;
pub mod outline;
mod parser;
mod scan;

pub use faults::JOINTS;
pub use parser::{Keyword, parse, parse_expr};
