//! [`Program`] × [`Report`] → [`Outcomes`]. One semantics, with the evidence each outcome rests on.

mod prose;
mod value;
mod world;

pub use prose::{Hit, ReadingResult, read_prose};
pub use value::{Computed, computed};
pub use world::{Facts, World, foresee};

use crate::finding::{OutcomeCounts, Reason, Verdict};
use crate::program::{Expr, ExprKind, Figure, Instance, MAX_YEARS_BACK, Program, Rule};
use crate::report::{CellState, Report};
use crate::value::Truth;

/// What every instance of every rule came to, in rule order, then instance order.
#[derive(Debug, Clone)]
pub struct Outcomes {
    /// One for each instance.
    pub outcomes: Vec<Outcome>,
    /// Rules (by index) whose range was empty.
    pub vacuous: Vec<usize>,
    /// The figures found in prose, by reading.
    pub readings: Vec<ReadingResult>,
}

impl Outcomes {
    /// How many instances came to what.
    pub fn counts(&self) -> OutcomeCounts {
        let mut counts = OutcomeCounts::default();
        self.outcomes.iter().for_each(|o| counts.add(o.verdict));
        counts
    }
}

/// What one instance came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Index of the rule.
    pub rule: usize,
    /// Index of the instance in the rule.
    pub instance: usize,
    /// For a rule over a reading: which of its figures.
    pub hit: Option<usize>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was not decided.
    pub reason: Option<Reason>,
    /// Blank cells taken for zero, without which it would not be satisfied.
    pub assumed: Vec<Figure>,
    /// Which explanation holds.
    pub explained_by: Option<usize>,
    /// The cells that kept it from being decided.
    pub blocking: Vec<Figure>,
    /// Sections it needed that were not found.
    pub absent_sections: Vec<String>,
}

impl Outcome {
    /// A verdict with nothing more to say.
    fn of(verdict: Verdict) -> Outcome {
        Outcome {
            rule: 0,
            instance: 0,
            hit: None,
            verdict,
            reason: None,
            assumed: Vec::new(),
            explained_by: None,
            blocking: Vec::new(),
            absent_sections: Vec::new(),
        }
    }
}

/// A report that rules read beside the one at hand, and where it came from.
#[derive(Debug, Clone, Copy)]
pub struct Linked<'a> {
    /// Where it came from.
    pub path: &'a str,
    /// The report.
    pub report: &'a Report,
}

/// Why a linked report is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Absence {
    /// It was not given.
    #[default]
    NotGiven,
    /// Several with different figures were given.
    Ambiguous,
}

/// The reports linked to the one at hand.
#[derive(Debug, Clone, Copy)]
pub struct Related<'a> {
    /// The reports of one, two and three years before.
    pub prior: [Result<Linked<'a>, Absence>; MAX_YEARS_BACK as usize],
}

impl Default for Related<'_> {
    fn default() -> Self {
        Related { prior: [Err(Absence::NotGiven); MAX_YEARS_BACK as usize] }
    }
}

impl<'a> Related<'a> {
    /// The report of so many years before, if it is there.
    pub fn years_back(&self, back: u8) -> Option<Linked<'a>> {
        self.prior.get(usize::from(back).checked_sub(1)?)?.ok()
    }
}

/// Evaluates every rule on a report, with the reports linked to it.
pub fn evaluate(program: &Program, report: &Report, related: &Related) -> Outcomes {
    let readings: Vec<ReadingResult> = program.readings.iter().map(|r| read_prose(r, report)).collect();
    let mut outcomes = Outcomes { outcomes: Vec::new(), vacuous: Vec::new(), readings };
    for (index, rule) in program.rules.iter().enumerate() {
        evaluate_rule(index, rule, report, related, &mut outcomes);
    }
    outcomes
}

fn evaluate_rule(index: usize, rule: &Rule, report: &Report, related: &Related, outcomes: &mut Outcomes) {
    let readings = &outcomes.readings;
    let facts = Facts { report, related, readings, hit: None, blank_as_zero: false };
    let mut own: Vec<Outcome> = Vec::new();
    // Text that was not there, or not looked at to its end, is one instance that is not decided.
    let not_whole = |found: &ReadingResult| {
        let reason = if found.absent_sections.is_empty() { Reason::Limit } else { Reason::MissingSection };
        Outcome { reason: Some(reason), absent_sections: found.absent_sections.clone(), ..Outcome::of(Verdict::Undecided) }
    };
    if let Some(reading) = rule.over {
        let found = &readings[reading.index()];
        for (n, hit) in found.hits.iter().enumerate() {
            let mut outcome = if hit.approximate {
                // 余, 近, 约: the text claims no exact figure.
                Outcome::of(Verdict::NotApplicable)
            } else {
                decide(&rule.instances[0], &Facts { hit: Some(hit), ..facts })
            };
            outcome.rule = index;
            outcome.hit = Some(n);
            own.push(outcome);
        }
        if !found.is_whole() {
            own.push(Outcome { rule: index, ..not_whole(found) });
        }
    } else if !rule.collections.is_empty()
        && rule.instances.iter().all(|i| i.require.figures().is_empty())
        && rule.collections.iter().all(|r| readings[r.index()].exact() < 2)
    {
        // 一致(读数): with fewer than two figures there is nothing to agree, unless some were not looked at.
        if let Some(partial) = rule.collections.iter().map(|r| &readings[r.index()]).find(|r| !r.is_whole()) {
            own.push(Outcome { rule: index, ..not_whole(partial) });
        }
    } else {
        for (i, instance) in rule.instances.iter().enumerate() {
            own.push(Outcome { rule: index, instance: i, ..decide(instance, &facts) });
        }
    }
    if own.is_empty() {
        outcomes.vacuous.push(index);
    }
    outcomes.outcomes.extend(own);
}

/// Decides one instance. Sound whatever the report holds: violated and satisfied are so for every value an unknown cell may have, but for
/// blanks taken as zero, which are recorded.
fn decide(instance: &Instance, facts: &Facts) -> Outcome {
    let outcome = Outcome::of;
    let undecided = |cause: Cause| Outcome {
        reason: Some(cause.reason),
        blocking: cause.blocking,
        absent_sections: cause.absent_sections,
        ..outcome(Verdict::Undecided)
    };
    if let Some(when) = &instance.when {
        match world::truth(when, facts) {
            Truth::True => {}
            Truth::False => return outcome(Verdict::NotApplicable),
            Truth::Unknown => {
                return undecided(reason(when, facts));
            }
        }
    }
    match world::truth(&instance.require, facts) {
        Truth::True => outcome(Verdict::Satisfied),
        Truth::False => {
            let mut alternatives = Truth::False;
            for (i, (expr, _)) in instance.explained.iter().enumerate() {
                match world::truth(expr, facts) {
                    Truth::True => return Outcome { explained_by: Some(i), ..outcome(Verdict::Explained) },
                    truth => alternatives = alternatives.or(truth),
                }
            }
            if alternatives == Truth::False {
                return outcome(Verdict::Violated);
            }
            // Another way of counting may or may not fit: it is not said that none does.
            let unknown = instance.explained.iter().find(|(e, _)| world::truth(e, facts) == Truth::Unknown);
            undecided(reason(unknown.map_or(&instance.require, |(e, _)| e), facts))
        }
        Truth::Unknown => {
            let is_blank = |f: &Figure| facts.cell(*f).is_some_and(|c| c.state == CellState::Blank);
            let blanks: Vec<Figure> = instance.require.figures().into_iter().filter(is_blank).collect();
            if !blanks.is_empty() {
                let zero = Facts { blank_as_zero: true, ..*facts };
                if world::truth(&instance.require, &zero) == Truth::True {
                    return Outcome { assumed: blanks, ..outcome(Verdict::Satisfied) };
                }
            }
            undecided(reason(&instance.require, facts))
        }
    }
}

/// Why an expression could not be decided, and the figures to blame: the gravest reason first, and only figures of that kind. Parts that are
/// decided are not to blame.
fn reason(expr: &Expr, facts: &Facts) -> Cause {
    let mut open = Open::default();
    open.gather(expr, facts);
    let kinds = [
        (Reason::MissingCell, Some(CellState::Missing)),
        (Reason::UnreadableCell, Some(CellState::Unreadable)),
        (Reason::NoPrior, None),
        (Reason::Placeholder, Some(CellState::Placeholder)),
        (Reason::Blank, Some(CellState::Blank)),
    ];
    let cause = |reason| Cause { reason, blocking: Vec::new(), absent_sections: Vec::new() };
    for (reason, state) in kinds {
        let blocking: Vec<Figure> = open.figures.iter().copied().filter(|f| facts.cell(*f).map(|c| c.state) == state).collect();
        let ambiguous =
            |f: &Figure| usize::from(f.back).checked_sub(1).is_some_and(|i| facts.related.prior[i].err() == Some(Absence::Ambiguous));
        if !blocking.is_empty() {
            let reason = if reason == Reason::NoPrior && blocking.iter().any(ambiguous) { Reason::AmbiguousInput } else { reason };
            return Cause { blocking, ..cause(reason) };
        }
        // A section that was not found is as grave as a cell that was not.
        if reason == Reason::UnreadableCell && !open.absent_sections.is_empty() {
            return Cause { absent_sections: open.absent_sections, ..cause(Reason::MissingSection) };
        }
    }
    if open.attribute {
        return cause(Reason::AttributeUnknown);
    }
    if open.zero_divisor {
        return Cause { blocking: open.figures, ..cause(Reason::DivisionByZero) };
    }
    cause(Reason::Limit)
}

/// Why an instance was not decided.
struct Cause {
    reason: Reason,
    blocking: Vec<Figure>,
    absent_sections: Vec<String>,
}

/// What the undecided parts of an expression read.
#[derive(Default)]
struct Open {
    figures: Vec<Figure>,
    absent_sections: Vec<String>,
    attribute: bool,
    zero_divisor: bool,
}

impl Open {
    fn gather(&mut self, expr: &Expr, facts: &Facts) {
        match &expr.kind {
            ExprKind::And(a, b) | ExprKind::Or(a, b) | ExprKind::If(a, b) => {
                for side in [a, b] {
                    if world::truth(side, facts) == Truth::Unknown {
                        self.gather(side, facts);
                    }
                }
            }
            ExprKind::Not(a) => self.gather(a, facts),
            _ => {
                self.zero_divisor |= world::divides_by_zero(expr, facts);
                expr.walk(&mut |e| match &e.kind {
                    ExprKind::Year => self.attribute |= facts.report.year.is_none(),
                    ExprKind::Attribute(name) => self.attribute |= !facts.report.attributes.contains_key(name),
                    ExprKind::Consistent(reading) => {
                        self.absent_sections.extend(facts.readings[reading.index()].absent_sections.iter().cloned());
                    }
                    _ => {}
                });
                for figure in expr.figures() {
                    if !self.figures.contains(&figure) {
                        self.figures.push(figure);
                    }
                }
            }
        }
    }
}
