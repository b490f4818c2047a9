//! The product: what is wrong with a report, as other programs and people receive it.
//!
//! The names of the fields are those of the findings document, `gouji.findings/1`.

use crate::report::{CellCounts, Place};
use serde::Serialize;

/// How much a rule weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// 提示: a remark.
    Note,
    /// 核实: likely wrong; to be confirmed or explained.
    Verify,
    /// 强制: wrong by arithmetic or by law; must be corrected.
    Must,
}

/// What an instance of a rule comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 通过
    Satisfied,
    /// 不符
    Violated,
    /// 有解释: another lawful way of counting fits.
    Explained,
    /// 未能核对
    Undecided,
    /// 不适用
    NotApplicable,
}

/// What a test expects of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expected {
    /// An outcome.
    Verdict(Verdict),
    /// 无可核对: the rule has no instance.
    Vacuous,
}

/// A figure of a finding whose requirement is one comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 左
    Left,
    /// 右
    Right,
    /// 差: left less right.
    Difference,
}

/// Why an instance could not be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A cell was not found.
    MissingCell,
    /// Something that is not a figure stands in a cell, or its column cannot be known.
    UnreadableCell,
    /// A section the rule reads was not found.
    MissingSection,
    /// A counted limit was reached, such as a figure of more than 28 digits.
    Limit,
    /// Last year's report was not given.
    NoPrior,
    /// The report of a subordinate body was not given, or it is not known which there are.
    NoChildren,
    /// No other report of the same year was given.
    NoPeers,
    /// A date that the report does not state, or that was not given.
    NoDate,
    /// The text does not state the figure, or states it in several ways.
    NotStated,
    /// Several reports that differ could be the one meant.
    AmbiguousInput,
    /// The text gives an approximate figure that may or may not fit.
    Approximate,
    /// A placeholder stands where a figure is needed.
    Placeholder,
    /// A blank stands where a figure is needed.
    Blank,
    /// A ratio whose base is 0.
    DivisionByZero,
    /// The reporting year, or an attribute of the body, is not known.
    AttributeUnknown,
}

impl Reason {
    /// All of them.
    pub const ALL: [Reason; 15] = [
        Reason::MissingCell,
        Reason::UnreadableCell,
        Reason::MissingSection,
        Reason::Limit,
        Reason::NoPrior,
        Reason::NoChildren,
        Reason::NoPeers,
        Reason::NoDate,
        Reason::NotStated,
        Reason::AmbiguousInput,
        Reason::Approximate,
        Reason::Placeholder,
        Reason::Blank,
        Reason::DivisionByZero,
        Reason::AttributeUnknown,
    ];

    /// Its name in the findings document.
    pub fn name(self) -> &'static str {
        match self {
            Reason::MissingCell => "missing-cell",
            Reason::UnreadableCell => "unreadable-cell",
            Reason::MissingSection => "missing-section",
            Reason::Limit => "limit",
            Reason::NoPrior => "no-prior",
            Reason::NoChildren => "no-children",
            Reason::NoPeers => "no-peers",
            Reason::NoDate => "no-date",
            Reason::NotStated => "not-stated",
            Reason::AmbiguousInput => "ambiguous-input",
            Reason::Approximate => "approximate",
            Reason::Placeholder => "placeholder",
            Reason::Blank => "blank",
            Reason::DivisionByZero => "division-by-zero",
            Reason::AttributeUnknown => "attribute-unknown",
        }
    }

    /// Whether the given inputs should have decided it: something of the report itself was missing, unreadable or over a limit.
    pub fn is_of_the_report(self) -> bool {
        match self {
            Reason::MissingCell | Reason::UnreadableCell | Reason::MissingSection | Reason::Limit => true,
            Reason::NoPrior
            | Reason::NoChildren
            | Reason::NoPeers
            | Reason::NoDate
            | Reason::NotStated
            | Reason::Approximate
            | Reason::AmbiguousInput
            | Reason::Placeholder
            | Reason::Blank
            | Reason::DivisionByZero
            | Reason::AttributeUnknown => false,
        }
    }
}

/// How many instances came to what; the five add up to the number of instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct OutcomeCounts {
    /// 通过
    pub satisfied: usize,
    /// 不符
    pub violated: usize,
    /// 有解释
    pub explained: usize,
    /// 未能核对
    pub undecided: usize,
    /// 不适用
    pub not_applicable: usize,
}

impl OutcomeCounts {
    /// Counts one.
    pub fn add(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Satisfied => self.satisfied += 1,
            Verdict::Violated => self.violated += 1,
            Verdict::Explained => self.explained += 1,
            Verdict::Undecided => self.undecided += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Counts all of another account.
    pub fn add_all(&mut self, other: &OutcomeCounts) {
        self.satisfied += other.satisfied;
        self.violated += other.violated;
        self.explained += other.explained;
        self.undecided += other.undecided;
        self.not_applicable += other.not_applicable;
    }

    /// The number of instances.
    pub fn total(&self) -> usize {
        self.satisfied + self.violated + self.explained + self.undecided + self.not_applicable
    }
}

/// Everything found in one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFindings {
    /// The body that reports.
    pub agency: Option<String>,
    /// The year reported on.
    pub year: Option<i32>,
    /// Name of the form.
    pub form: String,
    /// Title as printed.
    #[serde(skip)]
    pub title: Option<String>,
    /// `name@version` of the pack that was applied.
    pub pack: String,
    /// Hash of the content of the rules applied.
    pub hash: String,
    /// Cells by state.
    pub cells: CellCounts,
    /// Instances by outcome.
    pub outcomes: OutcomeCounts,
    /// Assumptions under which instances were satisfied.
    pub assumptions: Vec<Assumption>,
    /// Rules whose range was empty.
    pub vacuous: Vec<String>,
    /// Problems of the reading.
    pub problems: Vec<ProblemData>,
    /// What was found, by rule and instance.
    pub findings: Vec<Finding>,
    /// What the rules on trial (试行) came to, where there are any. They count nowhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<Box<BatchFindings>>,
}

/// What some rules came to apart from the others: those over the set of reports, those on trial.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct BatchFindings {
    /// Instances by outcome.
    pub outcomes: OutcomeCounts,
    /// Rules that had nothing to check.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vacuous: Vec<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// What those of them that are on trial came to, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<Box<BatchFindings>>,
}

/// Blanks that were taken for zero so that instances hold, in one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assumption {
    /// Always `blank-as-zero`.
    pub kind: &'static str,
    /// The table.
    pub table: String,
    /// The blank cells.
    pub cells: Vec<String>,
    /// How many instances rest on it.
    pub instances: usize,
}

/// A problem of the reading, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProblemData {
    /// Such as `L0103`.
    pub code: &'static str,
    /// How far it reaches.
    pub severity: crate::catalogue::TroubleSeverity,
    /// The sentence.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where.
    pub place: Option<Place>,
}

/// One instance of a rule that was violated, explained or undecided (or any, when all are asked for).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// Its level.
    pub severity: Level,
    /// What the instance came to.
    pub outcome: Verdict,
    /// Column name, row path, cell id or number of the reading; `None` without a range.
    pub instance: Option<String>,
    /// Why it was not decided.
    pub reason: Option<Reason>,
    /// What the rule says.
    pub title: String,
    /// What is wrong here.
    pub message: String,
    /// The documents it rests on.
    pub basis: Vec<String>,
    /// Whether the basis still waits for confirmation (待核).
    pub unconfirmed: bool,
    /// The packs that adjusted the rule, each with its reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub adjusted: Vec<Adjusted>,
    /// What to change.
    pub fix: Option<String>,
    /// The requirement as written, where it is one comparison.
    pub formula: Option<String>,
    /// The same with the figures in it.
    pub computed: Option<String>,
    /// The requirement as written, and with the figures in it where that says something, whatever its kind: for people.
    #[serde(skip)]
    pub shown: (String, Option<String>),
    /// Value of the left side.
    pub left: Option<String>,
    /// Value of the right side.
    pub right: Option<String>,
    /// Left less right.
    pub difference: Option<String>,
    /// Unit of both.
    pub unit: Option<String>,
    /// The way of counting that fits, for `explained`; or the condition that kept it out, for `not_applicable`.
    pub note: Option<String>,
    /// The other lawful ways of counting that were tried, each with the figures in it.
    pub tried: Vec<Tried>,
    /// The cells it read.
    pub cells: Vec<CellEvidence>,
    /// The sentences it read.
    pub quotes: Vec<Quote>,
    /// Dates it read.
    pub dates: Vec<DateEvidence>,
    /// What it needed and was not there.
    pub absent: Vec<Absent>,
    /// What it lacks besides: attributes, dates, readings, by name.
    #[serde(skip)]
    pub lacking: Vec<String>,
    /// Suggested causes.
    pub diagnosis: Vec<String>,
    /// The finding or problem it follows from.
    pub caused_by: Option<String>,
    /// Stable for the same report, rule, instance and values.
    pub fingerprint: String,
}

/// A pack that adjusted a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Adjusted {
    /// `name@version` of the pack.
    pub by: String,
    /// Why.
    pub because: String,
}

/// A way of counting that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Its description.
    pub text: String,
    /// Its formula.
    pub formula: String,
    /// The same with the figures in it.
    pub computed: String,
}

/// A cell as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellEvidence {
    /// Its id.
    pub id: String,
    /// Its labels as the form prints them: row, then column.
    #[serde(skip)]
    pub labels: (String, String),
    /// `number`, `blank`, …
    pub state: &'static str,
    /// The figure.
    pub value: Option<String>,
    /// Exactly what stood there.
    pub text: Option<String>,
    /// Where.
    pub place: Option<Place>,
    /// Whose cell it is, where it is not of this report.
    pub of: Option<Origin>,
}

/// A date as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateEvidence {
    /// Its name in the language: 发布日期, 落款日期, 核对日期.
    pub name: &'static str,
    /// The day, as 2026-01-31; `None` where it is not known.
    pub value: Option<String>,
    /// Whose it is, where it is not of this report.
    pub of: Option<Origin>,
}

/// Whose report evidence of another report is of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Origin {
    /// `prior`, `child` or `peer`.
    pub role: &'static str,
    /// Where it came from.
    pub path: String,
    /// The body that reports.
    pub agency: Option<String>,
    /// Its year.
    pub year: Option<i32>,
}

/// A sentence as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The section it stands in.
    pub section: String,
    /// The sentence.
    pub text: String,
    /// What was read from it.
    pub value: Option<String>,
    /// The words in it that were found, where it is words that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// Where the figure (or the words) in it stand.
    pub place: Place,
    /// Whose sentence it is, where it is not of this report.
    pub of: Option<Origin>,
}

/// Something needed that was not there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Absent {
    /// `table`, `row`, `section` or `report`.
    pub kind: &'static str,
    /// Which.
    pub id: String,
    /// For a report: the body, where it is another one.
    #[serde(skip)]
    pub agency: Option<String>,
    /// For a report: its year.
    #[serde(skip)]
    pub year: Option<i32>,
}

impl Absent {
    /// Something of the report itself.
    pub fn of(kind: &'static str, id: impl Into<String>) -> Absent {
        Absent { kind, id: id.into(), agency: None, year: None }
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn reasons_have_the_names_of_the_findings_document() {
        for reason in Reason::ALL {
            assert_eq!(serde_json::to_string(&reason).ok(), Some(format!("{:?}", reason.name())));
        }
    }
}
