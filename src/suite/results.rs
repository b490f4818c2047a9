//! What came of a run of many cases.

use super::Failure;
use super::coverage::Coverage;
use super::difference::Change;
use crate::diagnostic::Diagnostics;
use crate::source::{Source, SourceId, Sources, Span};

/// The name of a status in results for other programs.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Passed => "passed",
        Status::Failed => "failed",
        Status::New => "new",
        Status::Changed => "changed",
    }
}

/// A run.
#[derive(Debug, Clone, Default)]
pub struct Results {
    /// The files of tests, in order.
    pub files: Vec<File>,
    /// Files and folders of tests that could not be read, or hold no case.
    pub unread: Vec<Unread>,
    /// The author's own rules that no case names.
    pub untested: Vec<Untested>,
    /// Snapshots that no case has any more.
    pub stale: Vec<String>,
    /// Whether rules without a case count as failures.
    pub strict: bool,
    /// Whether only some of the cases were asked for.
    pub selected: bool,
    /// What the cases met, where it was asked for.
    pub coverage: Option<Coverage>,
    /// The least share in percent that was asked for.
    pub least: Option<usize>,
    /// Whether the account of what they met was asked for in full.
    pub full_coverage: bool,
    /// Whether new snapshots were put beside the old ones to be looked at.
    pub kept: bool,
}

/// What should hold tests and gave none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it is.
    pub path: String,
    /// Why, as a sentence.
    pub message: String,
}

/// A file of tests.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it is.
    pub path: String,
    /// Its text.
    pub source: Source,
    /// What is wrong with it outside its cases.
    pub astray: Diagnostics,
    /// Its cases that were run.
    pub cases: Vec<Case>,
}

impl File {
    /// Its text as the spans of its cases know it: it is parsed by itself.
    pub fn sources(&self) -> Sources {
        let mut sources = Sources::default();
        sources.add(self.source.clone());
        sources
    }

    /// Line and column of a place in it.
    pub fn place(&self, span: Span) -> (u32, u32) {
        if span.source == SourceId(0) { self.source.line_column(span.start) } else { (1, 1) }
    }
}

/// A case that was run.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What is wrong with its text.
    pub faults: Diagnostics,
    /// What did not come out as it says.
    pub failures: Vec<Failure>,
    /// Its snapshot.
    pub snapshot: Snapshot,
}

impl Case {
    /// Whether something is wrong with it, or did not come out as it says.
    pub fn failed(&self) -> bool {
        self.faults.has_errors() || !self.failures.is_empty()
    }

    /// What became of it.
    pub fn status(&self) -> Status {
        match &self.snapshot {
            _ if self.failed() => Status::Failed,
            Snapshot::Same | Snapshot::None => Status::Passed,
            Snapshot::New => Status::New,
            Snapshot::Changed(_) => Status::Changed,
        }
    }
}

pub use crate::catalogue::suite::Status;

/// The snapshot of a case.
#[derive(Debug, Clone)]
pub enum Snapshot {
    /// It was not looked at: the case failed.
    None,
    /// It is as it was.
    Same,
    /// There was none.
    New,
    /// It is not as it was.
    Changed(Vec<Change>),
}

/// A rule that no case names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untested {
    /// Its id.
    pub rule: String,
    /// The file it is in.
    pub source: String,
    /// Where in it, line and column.
    pub place: (u32, u32),
}

/// How many cases came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
#[allow(missing_docs, reason = "each is named for what it counts")]
pub struct Counts {
    pub cases: usize,
    pub passed: usize,
    pub failed: usize,
    pub new: usize,
    pub changed: usize,
}

impl Results {
    /// How many cases came to what.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for case in self.files.iter().flat_map(|f| &f.cases) {
            counts.cases += 1;
            match case.status() {
                Status::Passed => counts.passed += 1,
                Status::Failed => counts.failed += 1,
                Status::New => counts.new += 1,
                Status::Changed => counts.changed += 1,
            }
        }
        counts
    }

    /// How many files of tests are wrong outside their cases: what cases they hold beside those that were run is not known.
    pub fn broken(&self) -> usize {
        self.files.iter().filter(|f| f.astray.has_errors()).count()
    }

    /// Whether anything failed; snapshots alone are no failure.
    pub fn failed(&self) -> bool {
        self.counts().failed > 0
            || !self.unread.is_empty()
            || self.broken() > 0
            || self.strict && !self.untested.is_empty()
            || self.too_little()
    }

    /// Whether less was met than was asked for.
    pub fn too_little(&self) -> bool {
        let (Some(coverage), Some(least)) = (&self.coverage, self.least) else { return false };
        coverage.met.percent() < least || coverage.cells_read.percent() < least
    }

    /// Whether a snapshot is new, changed or of no case any more.
    pub fn snapshots_differ(&self) -> bool {
        let counts = self.counts();
        counts.new + counts.changed > 0 || !self.stale.is_empty()
    }
}
