//! Documents to reports: bytes → [`Document`](document::Document) → [`Report`](crate::report::Report).
//!
//! A loader for a format yields paragraphs and grids with places; the [`bind`] room recognises sections and tables by the labels of a declared
//! form and binds figures to cells. A loader knows no form, and the binder knows no format.

pub mod document;
