//! A rule on a report step by step: each operand with its value and its place, what is made of them, and what it comes to.
//!
//! It is a tree of plain data; nothing is decided here that the evaluator has not decided, and nothing is put into words but what the catalogue
//! has words for.

mod expression;

use super::{CheckOptions, Explainer};
use crate::catalogue::steps as words;
use crate::catalogue::steps::Part;
use crate::eval::{self, Absence, Budget, Facts, Gap, Hit, Outcome, Outcomes, Passage, Prepared, Related, passages_of};
use crate::finding::{Adjusted, Finding, Level, Origin, OutcomeCounts, Reason, Verdict};
use crate::lang::Lang;
use crate::program::{DateFact, Expr, Program, Range, Reading, ReadingId, Role, Rule};
use crate::report::{Place, Report};
use crate::value::Truth;
use expression::Teller;
use serde::Serialize;
use std::cell::Cell as Counter;

/// Satisfied instances of a rule, and those it does not apply to, that are shown step by step; of the others a line each says enough.
const FULL: usize = 3;
/// Undecided ones: most lack the same.
const FULL_UNDECIDED: usize = 5;
/// Those of any other outcome.
const FULL_OTHERS: usize = 20;
/// Instances of one outcome that are listed at all.
const LISTED: usize = 60;
/// Steps of one instance; a rule over every cell of a form has as many operands.
const MAX_STEPS: usize = 600;
/// Sentences passed over that are listed.
const SENTENCES: usize = 5;
/// What is worked out for the steps of one rule, as a multiple of what its evaluation may take.
const WORK: u64 = 4;
/// As many characters around what was found say nothing more.
const ASIDE: usize = 8;
/// Characters of a text that are quoted.
const QUOTED: usize = 120;

/// A rule on one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleSteps {
    /// Id of the rule.
    pub rule: String,
    /// What it says.
    pub title: String,
    /// Its level.
    pub level: Level,
    /// The documents it rests on.
    pub basis: Vec<String>,
    /// Whether the basis still waits for confirmation (待核).
    pub unconfirmed: bool,
    /// Whether it is on trial (试行).
    pub trial: bool,
    /// The packs that adjusted it, each with its reason.
    pub adjusted: Vec<Adjusted>,
    /// 适用 and 当, as written.
    pub condition: Option<String>,
    /// 要求, as written.
    pub require: String,
    /// 或解释, as written.
    pub explained: Vec<String>,
    /// What to change.
    pub fix: Option<String>,
    /// How many instances came to what.
    pub outcomes: OutcomeCounts,
    /// Why it has nothing to say, where it has not; and of a rule over figures of prose, which sentences were passed over.
    pub silent: Option<Silence>,
    /// Its instances, those that were asked for.
    pub instances: Vec<InstanceSteps>,
    /// Instances that are not listed.
    pub more: usize,
}

/// One instance of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstanceSteps {
    /// Column name, row path, cell id or number of the reading; `None` without a range.
    pub instance: Option<String>,
    /// What it came to.
    pub outcome: Verdict,
    /// Why it was not decided.
    pub reason: Option<Reason>,
    /// The verdict in a sentence.
    pub message: String,
    /// The requirement with the figures in it, where that says something.
    pub computed: Option<String>,
    /// For a rule over prose: the sentence.
    pub quote: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// What else is to be said of the verdict: what was assumed, what to give.
    pub notes: Vec<String>,
    /// Stable for the same report, rule, instance and values.
    pub fingerprint: String,
    /// Whether it is told step by step, or only listed.
    pub full: bool,
    /// The steps.
    pub steps: Vec<Step>,
}

/// Why a rule has nothing to say of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Silence {
    /// What it looked for, and where.
    pub notes: Vec<String>,
    /// Sentences with such figures that were read, where it takes more of them.
    pub read: Vec<Sentence>,
    /// Sentences with such figures that were passed over.
    pub passed_over: Vec<Sentence>,
    /// Further ones.
    pub more: usize,
}

/// A sentence of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub place: Place,
    /// What was read from it, or why it was passed over.
    pub said: String,
}

/// What a step tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number or a day.
    #[default]
    Number,
    /// A text.
    Text,
    /// Something that holds or does not.
    Condition,
    /// A number or a text as it is written: its value is itself.
    Literal,
}

/// One step of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Step {
    /// What it tells of.
    pub kind: Kind,
    /// What it is to the step it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// The piece of the rule, or the name of the cell.
    pub written: String,
    /// Of a condition: whether it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<Holds>,
    /// Of a number, a day or a text: what it is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether the value is the decimal next to the true one, which has no end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rounded: bool,
    /// Its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of a number that is not known: what it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may_be: Option<MayBe>,
    /// Of a cell: `number`, `blank`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// Of a cell: the labels of its row and its column as the form prints them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<(String, String)>,
    /// What stands in the report: the text of a cell, a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whose it is, where it is not of this report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Origin>,
    /// What else is to be said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Further parts that are not listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It cannot be known.
    Unknown,
}

impl From<Truth> for Holds {
    fn from(truth: Truth) -> Holds {
        match truth {
            Truth::True => Holds::Yes,
            Truth::False => Holds::No,
            Truth::Unknown => Holds::Unknown,
        }
    }
}

/// What a number may be that is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MayBe {
    /// No less than this.
    pub low: Option<String>,
    /// No more than this.
    pub high: Option<String>,
    /// Only whole numbers.
    pub whole: bool,
}

/// Which instances of a rule are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'w> {
    /// All of them.
    All,
    /// The one of this name: a column, a row, a cell, the number of a sentence.
    Instance(&'w str),
    /// The one with this fingerprint.
    Fingerprint(&'w str),
}

/// An instance and what it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its rule.
    pub rule: String,
    /// Its name, where its rule has several.
    pub instance: Option<String>,
    /// What it came to.
    pub outcome: Verdict,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// How a piece of a rule is written.
pub type Written<'w> = &'w dyn Fn(&Expr) -> String;

/// What every instance is known by, in order.
pub fn marks(program: &Program, own: &Prepared, related: &Related, outcomes: &Outcomes, lang: Lang) -> Vec<Mark> {
    let budget = Budget::default();
    let options = CheckOptions { lang, verbose: true };
    let explainer = Explainer::new(program, own, related, outcomes, &budget, &options);
    let found = explainer.findings(&options, false).into_iter().chain(explainer.findings(&options, true));
    found.map(|f| Mark { rule: f.rule, instance: f.instance, outcome: f.outcome, fingerprint: f.fingerprint }).collect()
}

/// The rule `index` of a program on a report, step by step.
#[allow(clippy::too_many_arguments, reason = "what a check is given, and what of it is wanted")]
pub fn steps(
    program: &Program,
    index: usize,
    own: &Prepared,
    related: &Related,
    outcomes: &Outcomes,
    wanted: Wanted,
    written: Written,
    lang: Lang,
) -> RuleSteps {
    let budget = Budget::default();
    let options = CheckOptions { lang, verbose: true };
    let explainer = Explainer::new(program, own, related, outcomes, &budget, &options);
    let rule = &program.rules[index];
    let mut of_rule: Vec<&Outcome> = outcomes.outcomes.iter().filter(|o| o.rule == index).collect();
    // What there is to look at first.
    of_rule.sort_by_key(|o| matches!(o.verdict, Verdict::Satisfied | Verdict::NotApplicable));
    let passages = passages_of(rule, &explainer.facts);
    let mut counts = OutcomeCounts::default();
    of_rule.iter().for_each(|o| counts.add(o.verdict));

    let work = Budget::times(WORK);
    let mut instances = Vec::new();
    let mut more = 0;
    let mut seen = OutcomeCounts::default();
    for outcome in &of_rule {
        seen.add(outcome.verdict);
        let all = matches!(wanted, Wanted::All);
        let before = of(&seen, outcome.verdict);
        if all && before > LISTED {
            more += 1;
            continue;
        }
        // What is not asked for by name need not be worked out.
        let name = outcome.part.map(|n| (n + 1).to_string()).or_else(|| rule.instances.get(outcome.instance)?.key.clone());
        if matches!(wanted, Wanted::Instance(asked) if name.as_deref() != Some(asked)) {
            continue;
        }
        let finding = explainer.finding(outcome, &passages);
        let is_wanted = match wanted {
            Wanted::All | Wanted::Instance(_) => true,
            Wanted::Fingerprint(fingerprint) => finding.fingerprint == fingerprint,
        };
        if is_wanted {
            let few = match outcome.verdict {
                Verdict::Satisfied | Verdict::NotApplicable => FULL,
                Verdict::Undecided => FULL_UNDECIDED,
                Verdict::Violated | Verdict::Explained => FULL_OTHERS,
            };
            let full = (!all || before <= few) && !work.is_spent();
            let of_instance = OfInstance { explainer: &explainer, rule, outcome, passages: &passages, work: &work, written };
            instances.push(of_instance.steps(finding, full));
        }
    }
    RuleSteps {
        rule: rule.id.clone(),
        title: rule.title.as_ref().map_or_else(String::new, |t| t.get(lang).to_owned()),
        level: rule.level,
        basis: rule.basis.iter().map(|b| b.get(lang).to_owned()).collect(),
        unconfirmed: rule.unconfirmed,
        trial: rule.trial,
        adjusted: rule.adjusted.iter().map(|(by, why)| Adjusted { by: by.clone(), because: why.get(lang).to_owned() }).collect(),
        condition: rule.condition.clone(),
        require: rule.formula.clone(),
        explained: rule.explained_formulas.clone(),
        fix: rule.fix.as_ref().map(|f| f.get(lang).to_owned()),
        outcomes: counts,
        silent: explainer.silence(rule, own, matches!(wanted, Wanted::All)),
        instances,
        more,
    }
}

fn of(counts: &OutcomeCounts, verdict: Verdict) -> usize {
    match verdict {
        Verdict::Satisfied => counts.satisfied,
        Verdict::Violated => counts.violated,
        Verdict::Explained => counts.explained,
        Verdict::Undecided => counts.undecided,
        Verdict::NotApplicable => counts.not_applicable,
    }
}

/// One instance that is being told of.
struct OfInstance<'t, 'a> {
    explainer: &'t Explainer<'a>,
    rule: &'a Rule,
    outcome: &'t Outcome,
    passages: &'t [Passage<'a>],
    work: &'t Budget,
    written: Written<'t>,
}

impl OfInstance<'_, '_> {
    fn steps(&self, finding: Finding, full: bool) -> InstanceSteps {
        let (explainer, outcome, lang) = (self.explainer, self.outcome, self.explainer.lang);
        let instance = &self.rule.instances[outcome.instance];
        let hit = match self.rule.range {
            Range::Reading { reading, .. } => {
                let hits = explainer.facts.own.readings(explainer.program).get(reading.index()).map(|r| &r.hits);
                outcome.part.and_then(|n| hits?.get(n))
            }
            Range::Fixed | Range::Text { .. } | Range::Batch => None,
        };
        let passage = outcome.part.and_then(|n| self.passages.get(n));
        let over_prose = matches!(self.rule.range, Range::Reading { .. } | Range::Text { .. });
        // What needs a section that is not there was never evaluated.
        let evaluated = match self.rule.range {
            Range::Fixed | Range::Batch => !(outcome.verdict == Verdict::Undecided && self.rule.needs.iter().any(|n| explainer.lacks(n))),
            Range::Reading { .. } => hit.is_some(),
            Range::Text { .. } => passage.is_some(),
        };
        let approximate = matches!(self.rule.range, Range::Reading { with_approximate: false, .. }) && hit.is_some_and(Hit::is_approximate);
        let facts = Facts { hit, passage, budget: self.work, ..explainer.facts };
        let mut steps = Vec::new();
        if full && evaluated && !approximate {
            let left = Counter::new(MAX_STEPS);
            let teller = Teller { explainer, facts, agreeing: true, written: self.written, left: &left, depth: 0 };
            let root = |teller: Teller, expr: &Expr, part: Part, written: &str| {
                teller.step(expr, part).map(|step| Step { written: written.to_owned(), ..step })
            };
            let mut on = true;
            if let Some(when) = &instance.when {
                steps.extend(root(teller, when, Part::When, self.rule.condition.as_deref().unwrap_or("")));
                on = eval::holds(when, true, Some(&facts)) == Truth::True;
            }
            if on {
                let assumed = Facts { blank_as_zero: !outcome.assumed.is_empty(), ..facts };
                steps.extend(root(Teller { facts: assumed, ..teller }, &instance.require, Part::Require, &self.rule.formula));
                if eval::holds(&instance.require, true, Some(&facts)) == Truth::False {
                    for ((expr, text), formula) in instance.explained.iter().zip(&self.rule.explained_formulas) {
                        let step = root(teller, expr, Part::OrExplained, formula);
                        steps.extend(step.map(|step| Step { text: Some(text.get(lang).to_owned()), ..step }));
                    }
                }
            }
        }
        let mut notes = Vec::new();
        if approximate && outcome.verdict == Verdict::NotApplicable {
            notes.push(words::approximate_left_out(lang).to_owned());
        }
        if !outcome.assumed.is_empty() {
            notes.push(words::assumed(outcome.assumed.len(), lang));
        }
        for gap in &outcome.gaps {
            let advice = explainer.advice(gap);
            notes.extend(advice.filter(|a| !notes.contains(a)));
        }
        let spoken = finding.quotes.first().filter(|_| over_prose);
        let quote = hit.map(|h| clip(&h.quote)).or_else(|| passage.map(|p| clip(p.text.trim()))).or_else(|| spoken.map(|q| clip(&q.text)));
        // A formula that does nothing but repeat the sentence says nothing.
        let beginning: String = quote.iter().flat_map(|q| q.chars()).take(ASIDE).collect();
        let repeats = |computed: &String| passage.is_some() && computed.contains(&beginning);
        InstanceSteps {
            instance: finding.instance.clone(),
            outcome: outcome.verdict,
            reason: outcome.reason,
            quote,
            place: hit.map(|h| h.place.clone()).or_else(|| passage.map(|p| p.place(0))).filter(|_| over_prose),
            message: finding.message,
            computed: finding.shown.1.filter(|c| !repeats(c)),
            notes,
            fingerprint: finding.fingerprint,
            full,
            steps,
        }
    }
}

impl Explainer<'_> {
    /// What to give so that something becomes known, where it can be given.
    fn advice(&self, gap: &Gap) -> Option<String> {
        let lang = self.lang;
        match gap {
            Gap::Report(of, Absence::NotGiven) => Some(match of.whose.role {
                Role::Own => words::give_prior(self.year_before(of.whose.back), of.whose.back, lang),
                Role::Child => words::give_children(lang).to_owned(),
                Role::Peer => words::give_peers(lang).to_owned(),
            }),
            Gap::Report(_, Absence::Ambiguous) => Some(words::give_one(lang).to_owned()),
            Gap::Children => Some(words::give_children(lang).to_owned()),
            Gap::Peers => Some(words::give_peers(lang).to_owned()),
            Gap::Attribute(_, name) => Some(words::give_attribute(name, lang)),
            Gap::Year(_) => Some(words::give_year(lang).to_owned()),
            Gap::Date(_, None) => Some(words::give_as_of(lang).to_owned()),
            Gap::Date(_, Some(fact @ (DateFact::Published | DateFact::Signed))) => {
                Some(words::give_attribute(super::date_name(Some(*fact)), lang))
            }
            Gap::Date(_, Some(DateFact::PeriodFrom | DateFact::PeriodTo))
            | Gap::Cell(..)
            | Gap::Section(..)
            | Gap::Approximate
            | Gap::NotStated(_)
            | Gap::Name(_)
            | Gap::NoSuchDay
            | Gap::ZeroDivisor
            | Gap::Limit => None,
        }
    }

    /// The year so many years before, where that is known.
    fn year_before(&self, back: u8) -> Option<i32> {
        self.report.year.and_then(|y| y.checked_sub(i32::from(back)))
    }

    /// Why a rule that looks for something in the text found nothing; if `all`, also what was passed over by one that found something.
    fn silence(&self, rule: &Rule, own: &Prepared, all: bool) -> Option<Silence> {
        let found = |reading: ReadingId| own.readings(self.program).get(reading.index()).map_or(0, |r| r.hits.len());
        let mut silence = Silence::default();
        match &rule.range {
            Range::Reading { reading, .. } if found(*reading) == 0 => self.look(*reading, 0, 1, &mut silence),
            Range::Reading { reading, .. } if all => {
                if let Some(reading) = self.program.readings.get(reading.index()) {
                    self.passed_over(reading, &mut silence);
                }
            }
            Range::Fixed | Range::Batch => {
                for need in rule.needs.iter().filter(|n| found(n.reading) < n.at_least) {
                    self.look(need.reading, found(need.reading), need.at_least, &mut silence);
                }
            }
            Range::Text { sections, .. } if passages_of(rule, &self.facts).is_empty() => {
                let all = || self.program.form.sections.iter().map(|s| s.id.clone()).collect();
                let looked = sections.clone().unwrap_or_else(all);
                silence.notes.push(words::no_text(&self.sections(&looked), self.lang));
            }
            Range::Reading { .. } | Range::Text { .. } => {}
        }
        (!silence.notes.is_empty() || !silence.passed_over.is_empty()).then_some(silence)
    }

    /// Sections by id, and whether the report has each.
    fn sections(&self, ids: &[String]) -> Vec<(String, bool)> {
        ids.iter().map(|id| (id.clone(), self.report.section(id).is_some())).collect()
    }

    /// Where a reading was looked for, what it found, and which sentences it passed over.
    fn look(&self, reading: ReadingId, found: usize, at_least: usize, silence: &mut Silence) {
        let Some(declared) = self.program.readings.get(reading.index()) else { return };
        let title = declared.title.as_ref().map_or(declared.id.as_str(), |t| t.get(self.lang));
        silence.notes.push(words::no_such_figure(&declared.id, title, found, at_least, self.lang));
        silence.notes.push(words::looked_in(&self.sections(&declared.from), self.lang));
        let read = self.facts.own.readings(self.program).get(reading.index()).into_iter().flat_map(|r| &r.hits).take(SENTENCES);
        silence.read.extend(read.map(|h| Sentence { text: clip(&h.quote), place: h.place.clone(), said: h.said.show_range() }));
        self.passed_over(declared, silence);
    }

    /// Which sentences a reading passed over.
    fn passed_over(&self, reading: &Reading, silence: &mut Silence) {
        // The same reading without its 排除, on a text that is of no year: what it finds more was passed over.
        let bare = Reading { unless: Vec::new(), ..reading.clone() };
        let report = Report { year: None, ..self.report.clone() };
        let kept = eval::read_prose(reading, self.report).hits;
        for hit in eval::read_prose(&bare, &report).hits {
            if kept.iter().any(|k| k.place == hit.place && k.quote == hit.quote) {
                continue;
            }
            if silence.passed_over.len() == SENTENCES {
                silence.more += 1;
                continue;
            }
            let said = match reading.unless.iter().find(|u| hit.quote.contains(u.as_str())) {
                Some(word) => words::excluded(word, self.lang),
                None => words::of_another_year(self.lang).to_owned(),
            };
            silence.passed_over.push(Sentence { text: clip(&hit.quote), place: hit.place, said });
        }
    }
}

/// A quotation no longer than a reader reads, on one line.
fn clip(text: &str) -> String {
    clip_at(text, QUOTED)
}

fn clip_at(text: &str, most: usize) -> String {
    let mut clipped: String = text.chars().take(most).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.chars().nth(most).is_some() {
        clipped.push('…');
    }
    clipped
}
