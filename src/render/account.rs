//! What many reports come to: by body, and by rule.

use super::json::CheckedReport;
use crate::finding::{Level, OutcomeCounts, Verdict};
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

/// What was found in all reports of a check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Account {
    /// By body, in the order in which their reports come.
    pub bodies: Vec<Body>,
    /// By rule that found something: the gravest first, then those found in most reports.
    pub rules: Vec<RuleAccount>,
}

/// What was found in the reports of one body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Body {
    /// The body; `None` for reports that do not say whose they are.
    pub agency: Option<String>,
    /// Years of its reports.
    pub years: Vec<i32>,
    /// How many reports.
    pub reports: usize,
    /// Instances by outcome.
    pub outcomes: OutcomeCounts,
    /// Violations by level.
    #[serde(flatten)]
    pub violations: ByLevel,
}

/// Violations by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ByLevel {
    /// 强制.
    pub must: usize,
    /// 核实.
    pub verify: usize,
    /// 提示.
    pub note: usize,
}

impl ByLevel {
    fn add(&mut self, level: Level) {
        match level {
            Level::Must => self.must += 1,
            Level::Verify => self.verify += 1,
            Level::Note => self.note += 1,
        }
    }
}

/// What one rule found in all reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleAccount {
    /// Its id.
    pub rule: String,
    /// Its level.
    pub severity: Level,
    /// What it says.
    pub title: String,
    /// In how many reports it is violated.
    pub reports: usize,
    /// Violated instances.
    pub violated: usize,
    /// Undecided instances.
    pub undecided: usize,
}

impl Account {
    /// The account of these reports.
    pub fn of(reports: &[CheckedReport]) -> Account {
        let mut bodies: IndexMap<Option<&str>, Body> = IndexMap::new();
        let mut rules: IndexMap<&str, (RuleAccount, IndexSet<usize>)> = IndexMap::new();
        for (number, report) in reports.iter().enumerate() {
            let f = &report.findings;
            let body = bodies.entry(f.agency.as_deref()).or_insert_with(|| Body { agency: f.agency.clone(), ..Body::default() });
            body.reports += 1;
            body.outcomes.add_all(&f.outcomes);
            if let Some(year) = f.year.filter(|y| !body.years.contains(y)) {
                body.years.push(year);
                body.years.sort_unstable();
            }
            for finding in &f.findings {
                let violated = finding.outcome == Verdict::Violated;
                if violated {
                    body.violations.add(finding.severity);
                }
                if !violated && finding.outcome != Verdict::Undecided {
                    continue;
                }
                let (rule, within) = rules.entry(&finding.rule).or_insert_with(|| {
                    let (rule, title) = (finding.rule.clone(), finding.title.clone());
                    let rule = RuleAccount { rule, severity: finding.severity, title, reports: 0, violated: 0, undecided: 0 };
                    (rule, IndexSet::new())
                });
                if violated {
                    rule.violated += 1;
                    within.insert(number);
                    rule.reports = within.len();
                } else {
                    rule.undecided += 1;
                }
            }
        }
        let mut rules: Vec<RuleAccount> = rules.into_values().map(|(rule, _)| rule).collect();
        rules.sort_by(|a, b| b.severity.cmp(&a.severity).then(b.reports.cmp(&a.reports)).then(a.rule.cmp(&b.rule)));
        Account { bodies: bodies.into_values().collect(), rules }
    }
}
