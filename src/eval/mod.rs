//! [`Program`] × [`Report`](crate::report::Report) → [`Outcomes`]. One semantics, with the evidence each outcome rests on.

mod evidence;
mod facts;
mod prose;
mod text;
mod truth;
mod value;

pub use evidence::{DateRead, Evidence, Gap, Quoted, evidence, failing};
pub use facts::{Absence, Bodies, Budget, ByName, Facts, Found, Member, Membership, Of, Prepared, Related, Site};
pub use prose::{FieldSaid, Hit, ReadingResult, Said, read_all, read_prose};
pub use text::{Passage, Words};
pub use truth::{World, cell_interval, difference, foresee, fraction, holds, interval, link, rounding, words};
pub use value::{Computed, computed};

use crate::finding::{OutcomeCounts, Reason, Verdict};
use crate::program::{Instance, Program, Range, Rule, Whose};
use crate::report::Report;
use crate::value::Truth;
use std::borrow::Cow;

/// Instances of one rule over the sentences of one report; more are one instance that is not decided.
const MAX_INSTANCES: usize = 20_000;

/// What every instance of every rule came to, in rule order, then instance order.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    /// One for each instance.
    pub outcomes: Vec<Outcome>,
    /// Rules (by index) whose range was empty.
    pub vacuous: Vec<usize>,
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
    /// For a rule over prose: which of its figures, sentences or paragraphs, from 0.
    pub part: Option<usize>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was not decided.
    pub reason: Option<Reason>,
    /// Blank cells taken for zero, without which it would not be satisfied.
    pub assumed: Vec<Site>,
    /// Which explanation holds.
    pub explained_by: Option<usize>,
    /// What kept it from being decided.
    pub gaps: Vec<Gap>,
}

impl Outcome {
    /// A verdict with nothing more to say.
    fn of(verdict: Verdict) -> Outcome {
        Outcome { rule: 0, instance: 0, part: None, verdict, reason: None, assumed: Vec::new(), explained_by: None, gaps: Vec::new() }
    }

    fn undecided(reason: Reason, gaps: Vec<Gap>) -> Outcome {
        Outcome { reason: Some(reason), gaps, ..Outcome::of(Verdict::Undecided) }
    }
}

/// Evaluates every rule on a report, with the reports related to it.
pub fn evaluate(program: &Program, own: &Prepared, related: &Related) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for (index, rule) in program.rules.iter().enumerate().filter(|(_, r)| r.range != Range::Batch) {
        evaluate_rule(program, index, rule, own, related, &mut outcomes);
    }
    outcomes
}

/// Evaluates the rules over the set of reports (范围 同批): `related` has all of them as its peers.
pub fn evaluate_batch(program: &Program, related: &Related) -> Outcomes {
    let nobody = Report::empty(program.form.clone());
    let own = Prepared::new("", &nobody, 0);
    let mut outcomes = Outcomes::default();
    for (index, rule) in program.rules.iter().enumerate().filter(|(_, r)| r.range == Range::Batch) {
        evaluate_rule(program, index, rule, &own, related, &mut outcomes);
    }
    outcomes
}

/// Evaluates the rules that need nothing but the report itself, and do not ask how many of them are violated.
fn evaluate_alone(program: &Program, own: &Prepared) -> Vec<Outcome> {
    let related = Related::default();
    let mut outcomes = Outcomes::default();
    let alone = |rule: &Rule| {
        rule.range == Range::Fixed
            && rule.instances.iter().flat_map(|i| i.expressions()).all(|e| !e.reads_others() && !e.asks_for_violations())
    };
    for (index, rule) in program.rules.iter().enumerate().filter(|(_, r)| alone(r)) {
        evaluate_rule(program, index, rule, own, &related, &mut outcomes);
    }
    outcomes.outcomes
}

fn evaluate_rule(program: &Program, index: usize, rule: &Rule, own: &Prepared, related: &Related, outcomes: &mut Outcomes) {
    let budget = Budget::default();
    let facts = Facts::new(program, own, related, &budget);
    let mut found: Vec<Outcome> = Vec::new();
    match &rule.range {
        Range::Reading { reading, with_approximate } => {
            let Some(result) = own.readings(program).get(reading.index()) else { return };
            for (n, hit) in result.hits.iter().enumerate() {
                let outcome = if hit.is_approximate() && !with_approximate {
                    // 余, 近, 约: the text claims no exact figure.
                    Outcome::of(Verdict::NotApplicable)
                } else {
                    decide(&rule.instances[0], &Facts { hit: Some(hit), ..facts })
                };
                found.push(Outcome { part: Some(n), ..outcome });
            }
            found.extend((!result.is_whole()).then(|| not_whole(result)));
        }
        Range::Text { sections, paragraphs } => found.extend(over_text(rule, sections.as_deref(), *paragraphs, &facts)),
        // With fewer figures than it takes there is nothing to say, unless some were not looked at.
        Range::Fixed | Range::Batch => {
            match rule.needs.iter().find(|n| own.readings(program).get(n.reading.index()).is_none_or(|r| r.hits.len() < n.at_least)) {
                Some(need) => {
                    let partial = own.readings(program).get(need.reading.index()).filter(|r| !r.is_whole());
                    found.extend(partial.map(not_whole));
                }
                None => {
                    found.extend(rule.instances.iter().enumerate().map(|(i, instance)| Outcome { instance: i, ..decide(instance, &facts) }))
                }
            }
        }
    }
    if found.is_empty() {
        outcomes.vacuous.push(index);
    }
    outcomes.outcomes.extend(found.into_iter().map(|o| Outcome { rule: index, ..o }));
}

/// Text that was not there, or not looked at to its end, is one instance that is not decided.
fn not_whole(found: &ReadingResult) -> Outcome {
    let of = Of::default();
    if found.absent_sections.is_empty() {
        return Outcome::undecided(Reason::Limit, vec![Gap::Limit]);
    }
    Outcome::undecided(Reason::MissingSection, found.absent_sections.iter().map(|s| Gap::Section(of, s.clone())).collect())
}

/// One instance for each sentence or paragraph.
fn over_text(rule: &Rule, sections: Option<&[String]>, paragraphs: bool, facts: &Facts) -> Vec<Outcome> {
    let mut found = Vec::new();
    let mut absent: Vec<String> = Vec::new();
    let mut n = 0;
    let texts: Vec<Words> = match sections {
        None => facts.prose(Whose::OWN, None).into_iter().collect(),
        Some(ids) => ids
            .iter()
            .filter_map(|id| {
                let words = facts.prose(Whose::OWN, Some(id));
                absent.extend(words.is_none().then(|| id.clone()));
                words
            })
            .collect(),
    };
    if sections.is_none() && texts.is_empty() {
        absent.extend(facts.program.form.sections.iter().map(|s| s.id.clone()));
    }
    absent.extend(texts.iter().flat_map(|w| w.absent.iter().map(|s| (*s).to_owned())));
    for piece in texts.iter().flat_map(|w| &w.pieces) {
        for passage in passages(piece, paragraphs, facts) {
            if n == MAX_INSTANCES {
                found.push(Outcome::undecided(Reason::Limit, vec![Gap::Limit]));
                return found;
            }
            // What is worked out at one passage is kept by none, so that it lives no longer than the passage.
            let here = Facts { passage: Some(&passage), ..*facts };
            found.push(Outcome { part: Some(n), ..decide(&rule.instances[0], &here) });
            n += 1;
        }
    }
    if !absent.is_empty() {
        let gaps = absent.into_iter().map(|s| Gap::Section(Of::default(), s)).collect();
        found.push(Outcome::undecided(Reason::MissingSection, gaps));
    }
    found
}

/// The sentences of a paragraph, or the paragraph itself.
fn passages<'a>(piece: &Passage<'a>, paragraphs: bool, facts: &Facts<'a>) -> Vec<Passage<'a>> {
    let Some((paragraph, from)) = piece.source.filter(|_| !paragraphs) else { return vec![piece.clone()] };
    let of = |r: std::ops::Range<usize>| {
        let text = &paragraph.text[r.clone()];
        let blanks = text.len() - text.trim_start().len();
        Passage {
            section: piece.section,
            text: Cow::Borrowed(text.trim()),
            source: Some((paragraph, from + r.start + blanks)),
            as_written: false,
        }
    };
    facts.own.sentences(paragraph).iter().cloned().map(of).collect()
}

/// The passages a rule over text goes through, in the order of its instances; none for any other rule.
pub fn passages_of<'a>(rule: &Rule, facts: &Facts<'a>) -> Vec<Passage<'a>> {
    let Range::Text { sections, paragraphs } = &rule.range else { return Vec::new() };
    let texts: Vec<Words> = match sections {
        None => facts.prose(Whose::OWN, None).into_iter().collect(),
        Some(ids) => ids.iter().filter_map(|id| facts.prose(Whose::OWN, Some(id))).collect(),
    };
    texts.into_iter().flat_map(|w| w.pieces).flat_map(|piece| passages(&piece, *paragraphs, facts)).take(MAX_INSTANCES).collect()
}

/// Decides one instance. Sound whatever the report holds: violated and satisfied are so for every value an unknown cell may have, but for
/// blanks taken as zero, which are recorded.
fn decide(instance: &Instance, facts: &Facts) -> Outcome {
    let outcome = Outcome::of;
    let undecided = |expr| {
        let (reason, gaps) = evidence::why(expr, facts);
        Outcome::undecided(reason, gaps)
    };
    if let Some(when) = &instance.when {
        match truth::truth(when, Some(facts)) {
            Truth::True => {}
            Truth::False => return outcome(Verdict::NotApplicable),
            Truth::Unknown => return undecided(when),
        }
    }
    match truth::truth(&instance.require, Some(facts)) {
        Truth::True => outcome(Verdict::Satisfied),
        Truth::False => {
            let mut alternatives = Truth::False;
            for (i, (expr, _)) in instance.explained.iter().enumerate() {
                match truth::truth(expr, Some(facts)) {
                    Truth::True => return Outcome { explained_by: Some(i), ..outcome(Verdict::Explained) },
                    truth => alternatives = alternatives.or(truth),
                }
            }
            if alternatives == Truth::False {
                return outcome(Verdict::Violated);
            }
            // Another way of counting may or may not fit: it is not said that none does.
            let unknown = instance.explained.iter().find(|(e, _)| truth::truth(e, Some(facts)) == Truth::Unknown);
            undecided(unknown.map_or(&instance.require, |(e, _)| e))
        }
        Truth::Unknown => {
            let blanks = evidence::blanks(&instance.require, facts);
            if !blanks.is_empty() {
                let zero = Facts { blank_as_zero: true, ..*facts };
                if truth::truth(&instance.require, Some(&zero)) == Truth::True {
                    return Outcome { assumed: blanks, ..outcome(Verdict::Satisfied) };
                }
            }
            undecided(&instance.require)
        }
    }
}
