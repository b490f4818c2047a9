//! The findings document, `gouji.findings/1`.

use super::account::Account;
use super::style::moves;
use crate::catalogue::Trouble;
use crate::compile::PackInfo;
use crate::finding::{BatchFindings, ReportFindings};
use crate::lang::{Lang, Text};
use crate::program::Program;
use serde::Serialize;

/// A findings document.
#[derive(Debug, Serialize)]
pub struct FindingsDocument<'a> {
    /// Always `gouji.findings/1`.
    pub schema: &'static str,
    /// The tool that wrote it.
    pub tool: Tool,
    /// The packs applied.
    pub packs: Vec<Pack>,
    /// Each report with what was found in it.
    pub reports: &'a [CheckedReport],
    /// Reports that rules needed and that were not given.
    pub missing: &'a [Missing],
    /// Files passed over.
    pub skipped: &'a [Skipped],
    /// Inputs that could not be read as a report.
    pub unreadable: &'a [Unreadable],
    /// Rules over the set of reports.
    pub batch: &'a BatchFindings,
    /// What several reports come to, by body and by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
}

/// The tool.
#[derive(Debug, Serialize)]
pub struct Tool {
    /// `gouji`
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// A pack that was applied; those that are built on come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Hash of its content.
    pub hash: String,
    /// Rules of other packs it adjusted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjusted: Vec<Change>,
    /// Rules of other packs it switched off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub switched_off: Vec<Change>,
    /// Parameters it set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Change>,
}

/// What a pack changed in those it builds on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The rule or parameter.
    pub name: String,
    /// Why.
    pub because: Option<String>,
}

impl Pack {
    /// A pack as results name it, in one language.
    pub fn of(pack: &PackInfo, lang: Lang) -> Pack {
        let changes = |all: &[(String, Text)]| {
            all.iter().map(|(name, because)| Change { name: name.clone(), because: Some(because.get(lang).to_owned()) }).collect()
        };
        let params = pack.params.iter();
        Pack {
            name: pack.name.clone(),
            version: pack.version.clone(),
            hash: pack.hash.clone(),
            adjusted: changes(&pack.adjusted),
            switched_off: changes(&pack.switched_off),
            params: params
                .map(|(name, because)| Change { name: name.clone(), because: because.as_ref().map(|b| b.get(lang).to_owned()) })
                .collect(),
        }
    }

    /// Rules that are in no pack.
    pub fn unnamed(program: &Program, hash: &str) -> Pack {
        Pack {
            name: program.pack.clone(),
            version: program.version.clone(),
            hash: hash.to_owned(),
            adjusted: Vec::new(),
            switched_off: Vec::new(),
            params: Vec::new(),
        }
    }
}

/// A report and its findings.
#[derive(Debug, Clone, Serialize)]
pub struct CheckedReport {
    /// Where it came from.
    pub path: String,
    /// What was found.
    #[serde(flatten)]
    pub findings: ReportFindings,
}

/// A report that rules needed.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// The body.
    pub agency: String,
    /// The year.
    pub year: i32,
    /// Why it was needed.
    pub because: String,
}

/// A file passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// Which.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// An input that could not be read as a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    /// Which.
    pub path: String,
    /// Such as `L0001`.
    pub code: String,
    /// Why.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The reason as data.
    #[serde(skip)]
    pub trouble: Box<Trouble>,
}

/// The document as JSON text with a final line break.
pub fn findings(
    reports: &[CheckedReport],
    packs: Vec<Pack>,
    missing: &[Missing],
    skipped: &[Skipped],
    unreadable: &[Unreadable],
    batch: &BatchFindings,
) -> String {
    let document = FindingsDocument {
        schema: "gouji.findings/1",
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        packs,
        reports,
        missing,
        skipped,
        unreadable,
        batch,
        account: (reports.len() > 1).then(|| Account::of(reports)),
    };
    to_text(&document)
}

/// Serialises with two-space indents. The documents hold only strings, numbers and lists, which always serialise.
///
/// JSON asks for some control characters to be escaped; so are the others here, which a terminal would obey.
pub fn to_text(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    let bare = |c: char| c != '\n' && moves(c);
    if text.contains(bare) {
        // They can stand in strings only.
        return text.chars().fold(String::with_capacity(text.len()), |mut all, c| {
            if bare(c) {
                all.push_str(&format!("\\u{:04x}", u32::from(c)));
            } else {
                all.push(c);
            }
            all
        });
    }
    text
}
