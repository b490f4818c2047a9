//! gouji (勾稽): an embedded rules engine, with its own declarative language, for checking reported figures.
//!
//! Rules are text that reads like the regulation it enforces. They are compiled against a declared form (表样) before any report is read; a
//! report is bound by the labels of that form; evaluating gives one outcome for each instance of each rule, with the evidence it rests on.
//!
//! | stage | room | from → to |
//! |---|---|---|
//! | read rules | [`syntax`] | text → [`syntax::ast`] + [`diagnostic`]s |
//! | check rules | [`compile`] | → [`program`] |
//! | read a document | [`load`] | bytes → [`report`] |
//! | evaluate | [`eval`] | program × report → outcomes |
//! | explain | [`explain`] | outcomes → [`finding`]s |
//! | show | [`render`] | findings → text, JSON |
//!
//! Three kinds of bad news never change into one another: a [`Diagnostic`] says the *rule* is wrong, a [`Finding`] says the *report* is wrong,
//! and a [`Trouble`] says the document could not be read. A fact missing from a report is an outcome, *undecided*: neither an error nor a pass.
//!
//! ```
//! use gouji::{CheckOptions, Engine, RuleSet, Source, Verdict};
//!
//! let rules = RuleSet::compile([Source::new("demo.gj", r#"
//!     表样 月报 "热线月报" {
//!       部分 一 "数据" {
//!         表 来电 件 { 列 数量  行 上月结转  行 本月新收  行 本月办结  行 结转下月 }
//!       }
//!     }
//!     规则 收支平衡 "结转加新收等于办结加未结" {
//!       级别 强制
//!       依据 "热线管理办法第八条"
//!       范围 来电 逐列
//!       要求 上月结转 + 本月新收 = 本月办结 + 结转下月
//!     }
//! "#)])?;
//!
//! let engine = Engine::new();
//! let report = engine.load(&rules, "# 某市2025年热线月报\n\n一、数据\n\n| | 数量 |\n|---|---|\n| 上月结转 | 3 |\n| 本月新收 | 40 |\n| 本月办结 | 41 |\n| 结转下月 | 1 |\n".as_bytes())?;
//! let found = engine.check(&rules, &report, &CheckOptions::default()).expect("rules for its form");
//!
//! let finding = &found.findings[0];
//! assert_eq!(finding.outcome, Verdict::Violated);
//! assert_eq!(finding.computed.as_deref(), Some("3 + 40 = 41 + 1"));
//! assert_eq!(finding.difference.as_deref(), Some("1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod builtins;
pub mod catalogue;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod draft;
pub mod engine;
pub mod eval;
pub mod explain;
pub mod finding;
pub mod form;
pub mod format;
pub mod lang;
pub mod link;
pub mod lint;
pub mod load;
pub mod pages;
pub mod program;
pub mod render;
pub mod report;
pub mod roster;
pub mod shipped;
pub mod source;
pub mod spelling;
pub mod suite;
pub mod syntax;
pub mod value;

pub use catalogue::Trouble;
pub use diagnostic::{Diagnostic, Diagnostics};
pub use engine::{Engine, RuleErrors, RuleSet};
pub use explain::CheckOptions;
pub use finding::{Finding, Level, ReportFindings, Verdict};
pub use form::Form;
pub use lang::Lang;
pub use report::{Place, Report};
pub use source::{Source, Span};

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
