//! To be written.

use super::LoadOptions;
use super::document::Document;
use crate::catalogue::Trouble;

/// Reads it.
pub(super) fn read(_bytes: &[u8], _options: &LoadOptions) -> Result<Document, Trouble> {
    Err(Trouble::NotBuiltIn { kind: "html" })
}
