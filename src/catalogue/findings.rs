//! Words of findings.
