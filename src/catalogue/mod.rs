//! Every sentence a user reads, in both languages, beside the data it is made from.
//!
//! A kind of bad news is an enum variant with its data; this is the one place where it becomes words. So a host can match on the data, a
//! code never has two wordings, and a missing translation does not compile.

pub(crate) mod command;
pub(crate) mod findings;
#[cfg(feature = "cli")]
pub(crate) mod format;
mod loading;
#[cfg(feature = "cli")]
pub(crate) mod making;
mod roster;
mod rules;
pub(crate) mod steps;
pub mod suite;

pub use loading::{ReadingFault, Trouble, TroubleSeverity};
pub use roster::RosterFault;
pub use rules::{Expected, Fault, InstancesOf, Note, PatternFault};

/// Declares an enum of kinds of bad news with their codes and sentences.
///
/// ```text
/// sentences! {
///     /// Doc of the enum.
///     pub enum Fault {
///         /// Doc of the variant.
///         "E0101" UnknownRow { name: String }
///             zh { format!("没有行“{name}”") }
///             en { format!("no row `{name}`") }
///             hint { None }            // or { Some((zh, en)) }
///     }
/// }
/// ```
macro_rules! sentences {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(
                $(#[$vmeta:meta])*
                $code:literal $variant:ident { $($field:ident : $ty:ty),* $(,)? }
                    zh $zh:block
                    en $en:block
                    hint $hint:block
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the fields are the words of the sentence")]
        pub enum $name {
            $( $(#[$vmeta])* $variant { $($field: $ty),* }, )*
        }

        impl $name {
            /// Every code with the variant it belongs to, in the order declared.
            pub const CODES: &'static [(&'static str, &'static str)] = &[$(($code, stringify!($variant))),*];

            /// The stable code.
            pub fn code(&self) -> &'static str {
                match self { $( Self::$variant { .. } => $code, )* }
            }

            /// The sentence in `lang`.
            pub fn message(&self, lang: $crate::lang::Lang) -> String {
                match self { $( Self::$variant { $($field),* } => match lang {
                    $crate::lang::Lang::Zh => { $( let _ = $field; )* ($zh).to_string() }
                    $crate::lang::Lang::En => { $( let _ = $field; )* ($en).to_string() }
                }, )* }
            }

            /// What to do about it, in `lang`.
            pub fn hint(&self, lang: $crate::lang::Lang) -> Option<String> {
                match self { $( Self::$variant { $($field),* } => {
                    $( let _ = $field; )*
                    let hint: Option<(String, String)> = $hint;
                    hint.map(|(zh, en)| match lang { $crate::lang::Lang::Zh => zh, $crate::lang::Lang::En => en })
                }, )* }
            }
        }
    };
}
use sentences;

/// `Some((zh, en))` from two sentences.
fn hint(zh: impl Into<String>, en: impl Into<String>) -> Option<(String, String)> {
    Some((zh.into(), en.into()))
}
