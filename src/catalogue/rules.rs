//! Sentences about rule text: codes in `E` (the rules do not run) and `W`.

use super::{hint, sentences};

sentences! {
    /// Something wrong with rule text. `E01..`: spelling; `E02..`: names; `E03..`: types and units; `E04..`: rules as a whole; `E05..`: forms.
    pub enum Fault {
        /// Brackets nested deeper than any rule needs.
        "E0101" NestingTooDeep { limit: usize }
            zh { format!("括号嵌套超过 {limit} 层") }
            en { format!("brackets are nested more than {limit} deep") }
            hint { hint("请用“设 名 = 式”把式子拆开", "split the expression with `let name = …`") }
    }
}

/// A short note at a secondary place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Where the same thing was first.
    FirstHere,
}
