//! What an expression can ask: the report at hand, the reports related to it, and where in them evaluation is.

use super::prose::{self, FieldSaid, Hit, ReadingResult, Said, read_all};
use super::text::{Passage, Shingles, Words};
use crate::finding::{Level, Verdict};
use crate::program::{DateFact, Figure, MAX_YEARS_BACK, Members, Program, ReadingId, Role, TextFact, Whose};
use crate::report::{Cell, Paragraph, Report};
use crate::value::{Date, Decimal, Interval, Truth};
use indexmap::IndexMap;
use std::cell::Cell as Counter;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A report with where it came from, and with what is worked out from it once however many rules ask.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// Where it came from.
    pub path: &'a str,
    /// The report.
    pub report: &'a Report,
    /// Its readings, by the index of the program that reads.
    readings: Vec<OnceLock<Vec<ReadingResult>>>,
    /// Instances of level 强制 that are violated, by the index of the program.
    violated: Vec<OnceLock<Vec<(usize, usize)>>>,
    shingles: Mutex<IndexMap<ShingleKey, Arc<Shingles>>>,
    /// The sentences of its paragraphs, by the address of the paragraph.
    sentences: Mutex<HashMap<usize, Arc<Vec<Range<usize>>>>>,
}

/// Which section of a report (or `None` for all of them), and which phrases are left out.
type ShingleKey = (Option<String>, Vec<String>);

impl<'a> Prepared<'a> {
    /// Prepares a report for `programs` programs.
    pub fn new(path: &'a str, report: &'a Report, programs: usize) -> Prepared<'a> {
        Prepared {
            path,
            report,
            readings: (0..programs).map(|_| OnceLock::new()).collect(),
            violated: (0..programs).map(|_| OnceLock::new()).collect(),
            shingles: Mutex::default(),
            sentences: Mutex::default(),
        }
    }

    /// The figures a program reads from its prose, by reading.
    pub fn readings(&self, program: &Program) -> &[ReadingResult] {
        let read = || read_all(&program.readings, self.report);
        self.readings.get(program.index).map_or(&[], |slot| slot.get_or_init(read))
    }

    /// The violated instances of level 强制 (rule, instance), by those rules that need nothing but this report.
    pub fn violated(&'a self, program: &Program) -> &'a [(usize, usize)] {
        let evaluate = || {
            let outcomes = super::evaluate_alone(program, self);
            let violated = outcomes.into_iter().filter(|o| o.verdict == Verdict::Violated && program.rules[o.rule].level == Level::Must);
            violated.map(|o| (o.rule, o.instance)).collect()
        };
        self.violated.get(program.index).map_or(&[], |slot| slot.get_or_init(evaluate))
    }

    /// The sentences of one of its paragraphs, worked out once. A stretch in parentheses is part of its sentence here: each sentence is looked at
    /// once.
    pub(super) fn sentences(&self, paragraph: &Paragraph) -> Arc<Vec<Range<usize>>> {
        let key = std::ptr::from_ref(paragraph).addr();
        if let Some(known) = self.sentences.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let mut sentences: Vec<Range<usize>> = prose::split(&paragraph.text).into_iter().map(|s| s.range).collect();
        sentences.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
        let mut whole: Vec<Range<usize>> = Vec::new();
        for range in sentences {
            if whole.last().is_none_or(|last| range.start >= last.end) {
                whole.push(range);
            }
        }
        let made = Arc::new(whole);
        self.sentences.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(made).clone()
    }

    /// The shingles of a text of this report, worked out once.
    pub(super) fn shingles(&self, key: ShingleKey, make: impl FnOnce() -> Shingles) -> Arc<Shingles> {
        if let Some(known) = self.shingles.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        // Not under the lock: two who ask at once both work it out, and come to the same.
        let made = Arc::new(make());
        self.shingles.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(made).clone()
    }
}

/// Why a related report is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Absence {
    /// It was not given.
    #[default]
    NotGiven,
    /// Several with different figures were given.
    Ambiguous,
}

/// A related report, or why it is not there.
pub type Found<'a> = Result<&'a Prepared<'a>, Absence>;

/// A body whose reports are related to the one at hand.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The body.
    pub name: String,
    /// What is known of it from outside its reports.
    pub attributes: IndexMap<String, String>,
    /// Its report of the year at hand, and of the years before.
    pub reports: [Found<'a>; MAX_YEARS_BACK as usize + 1],
}

/// Whether two names are of one body, as a roster knows.
pub trait Bodies: Sync {
    /// Whether they are.
    fn same(&self, a: &str, b: &str) -> bool;
    /// All names of the body that has this one.
    fn names(&self, name: &str) -> Vec<String>;
}

/// Names that are the same but for blanks.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByName;

impl Bodies for ByName {
    fn same(&self, a: &str, b: &str) -> bool {
        let plain = |name: &str| name.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        plain(a) == plain(b)
    }

    fn names(&self, name: &str) -> Vec<String> {
        vec![name.to_owned()]
    }
}

/// The reports related to the one at hand, and what else is given from outside.
#[derive(Clone)]
pub struct Related<'a> {
    /// The reports of one, two and three years before.
    pub prior: [Found<'a>; MAX_YEARS_BACK as usize],
    /// The subordinate bodies, those whose reports are not there too; `None` where it is not known which there are.
    pub children: Option<Vec<Member<'a>>>,
    /// The bodies whose reports of the same year are checked together, this one among them; `None` where the year is not known.
    pub peers: Option<&'a [Member<'a>]>,
    /// Which of them is the one at hand.
    pub own_peer: Option<usize>,
    /// 核对日期
    pub as_of: Option<Date>,
    /// Which names are of one body.
    pub bodies: &'a dyn Bodies,
}

impl Default for Related<'_> {
    fn default() -> Self {
        Related {
            prior: [Err(Absence::NotGiven); MAX_YEARS_BACK as usize],
            children: None,
            peers: None,
            own_peer: None,
            as_of: None,
            bodies: &ByName,
        }
    }
}

impl std::fmt::Debug for Related<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Related").field("prior", &self.prior.map(|p| p.is_ok())).field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

/// Whose report something stands in, with the member of a set of reports that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Of {
    /// In which relation, and how many years back.
    pub whose: Whose,
    /// Which of the subordinate bodies or of the reports checked together.
    pub member: usize,
}

/// A figure of a certain report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// Whose.
    pub of: Of,
    /// Which cell.
    pub figure: Figure,
}

/// Steps of going through reports, readings and items that one rule may take on one report; a rule over 3000 reports that compares each pair of
/// cells takes a tenth of it.
const MAX_STEPS: u64 = 5_000_000;

/// How many steps are left.
#[derive(Debug)]
pub struct Budget(Counter<u64>);

impl Default for Budget {
    fn default() -> Self {
        Budget(Counter::new(MAX_STEPS))
    }
}

impl Budget {
    /// As many times as many steps as one rule may take on one report.
    pub fn times(times: u64) -> Budget {
        Budget(Counter::new(MAX_STEPS.saturating_mul(times)))
    }

    /// Takes a step; `false` where none is left.
    pub fn step(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether the limit was reached.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// What is known where an expression is evaluated.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The rules.
    pub program: &'a Program,
    /// The report at hand.
    pub own: &'a Prepared<'a>,
    /// The reports related to it.
    pub related: &'a Related<'a>,
    /// 本条
    pub hit: Option<&'a Hit>,
    /// 本项
    pub item: Option<&'a Said>,
    /// 本句, 本段
    pub passage: Option<&'a Passage<'a>>,
    /// The subordinate body that 合计 and its like are at.
    pub child: usize,
    /// The report of the same year that 存在 and its like are at.
    pub peer: usize,
    /// Whether blank cells count as 0: the second try, whose success is an assumption.
    pub blank_as_zero: bool,
    /// Steps left.
    pub budget: &'a Budget,
}

/// How many members there are to go through, and whether they are all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// How many.
    pub count: usize,
    /// Whether there may be no others.
    pub whole: bool,
}

impl<'a> Facts<'a> {
    /// What is known at the report itself.
    pub fn new(program: &'a Program, own: &'a Prepared<'a>, related: &'a Related<'a>, budget: &'a Budget) -> Facts<'a> {
        Facts { program, own, related, hit: None, item: None, passage: None, child: 0, peer: 0, blank_as_zero: false, budget }
    }

    /// The member that a role means here.
    pub fn of(&self, whose: Whose) -> Of {
        let member = match whose.role {
            Role::Own => 0,
            Role::Child => self.child,
            Role::Peer => self.peer,
        };
        Of { whose, member }
    }

    /// A figure, with whose it is here.
    pub fn site(&self, figure: Figure) -> Site {
        Site { of: self.of(figure.whose), figure }
    }

    /// The report that `whose` means here.
    pub fn report_of(&self, whose: Whose) -> Found<'a> {
        self.report_at(self.of(whose))
    }

    /// A certain report.
    pub fn report_at(&self, of: Of) -> Found<'a> {
        let back = usize::from(of.whose.back);
        match (of.whose.role, back.checked_sub(1)) {
            (Role::Own, None) => Ok(self.own),
            (Role::Own, Some(i)) => self.related.prior.get(i).copied().unwrap_or(Err(Absence::NotGiven)),
            (Role::Child | Role::Peer, _) => self.member(of).and_then(|m| m.reports.get(back)).copied().unwrap_or(Err(Absence::NotGiven)),
        }
    }

    /// The body whose report it is, where that is one of many.
    pub fn member(&self, of: Of) -> Option<&'a Member<'a>> {
        match of.whose.role {
            Role::Own => None,
            Role::Child => self.related.children.as_ref()?.get(of.member),
            Role::Peer => self.related.peers?.get(of.member),
        }
    }

    /// The cell a figure stands in; `None` where its report is not there.
    pub fn cell(&self, figure: Figure) -> Option<&'a Cell> {
        self.cell_at(self.site(figure))
    }

    /// The cell a figure of a certain report stands in.
    pub fn cell_at(&self, site: Site) -> Option<&'a Cell> {
        let report = self.report_at(site.of).ok()?.report;
        if report.form.name == self.program.form.name {
            return Some(report.cell(site.figure.cell));
        }
        // On another edition a cell is the one of the same name, if it has one.
        Some(report.cell_named(self.program.form.cell_name(site.figure.cell)).unwrap_or(&Cell::MISSING))
    }

    /// What a reading found in a report.
    pub fn reading(&self, reading: ReadingId, whose: Whose) -> Option<&'a ReadingResult> {
        self.report_of(whose).ok()?.readings(self.program).get(reading.index())
    }

    /// The one number that all figures of a reading state; `None` where there is none that is exact, or what else is said does not fit it.
    pub fn only(&self, reading: ReadingId, whose: Whose, field: Option<usize>) -> Option<&'a Said> {
        let found = self.reading(reading, whose)?;
        let mut said = found.hits.iter().filter(|h| !h.is_approximate()).filter_map(|h| match field {
            None => Some(&h.said),
            Some(field) => match h.fields.get(field) {
                Some(FieldSaid::One(said)) if said.bounds.is_none() => Some(said),
                _ => None,
            },
        });
        let first = said.next()?;
        let about = found.hits.iter().filter_map(|h| field.is_none().then_some(&h.said)).filter(|s| s.bounds.is_some());
        let mut fits = about.map(|s| s.interval() - Interval::exact(first.value));
        (found.is_whole() && said.all(|s| s.value == first.value) && fits.all(|d| d.is_zero() != Truth::False)).then_some(first)
    }

    /// 本条, or one of its named figures.
    pub fn this_reading(&self, field: Option<usize>) -> Option<&'a Said> {
        let hit = self.hit?;
        match field {
            None => Some(&hit.said),
            Some(field) => match hit.fields.get(field)? {
                FieldSaid::One(said) => Some(said),
                FieldSaid::Absent | FieldSaid::Many(_) => None,
            },
        }
    }

    /// The items of a repeated figure of 本条.
    pub fn items(&self, field: usize) -> &'a [Said] {
        match self.hit.and_then(|h| h.fields.get(field)) {
            Some(FieldSaid::Many(all)) => all,
            _ => &[],
        }
    }

    /// Whether all figures of a reading are equal; one that the text gives as approximate may be where it does not exclude it.
    pub fn consistent(&self, reading: ReadingId, field: Option<usize>) -> Truth {
        let Some(found) = self.reading(reading, Whose::OWN) else { return Truth::Unknown };
        let values: Vec<Interval> = found
            .hits
            .iter()
            .filter_map(|h| match field {
                None => Some(h.said.interval()),
                Some(field) => match h.fields.get(field) {
                    Some(FieldSaid::One(said)) => Some(said.interval()),
                    _ => None,
                },
            })
            .collect();
        let same = |a: &Interval, b: &Interval| match (a.value(), b.value()) {
            (Some(a), Some(b)) => (a == b).into(),
            _ => (*a - *b).is_zero(),
        };
        // Each against the first exact one, or the first: two that do not fit each other may both fit an approximate one.
        let first = values.iter().find(|v| v.value().is_some()).or(values.first());
        let all = first
            .map_or(Truth::True, |first| values.iter().fold(Truth::True, |all, v| if v == first { all } else { all.and(same(first, v)) }));
        match all {
            // Figures that disagree do so whatever else the text may say.
            Truth::True if !found.is_whole() => Truth::Unknown,
            all => all,
        }
    }

    /// How many members there are to go through; `None` where that is not known at all.
    pub fn membership(&self, members: Members) -> Option<Membership> {
        match members {
            Members::Children => self.related.children.as_ref().map(|c| Membership { count: c.len(), whole: true }),
            Members::Peers => {
                let all = self.related.peers?.len();
                Some(Membership { count: all - usize::from(self.related.own_peer.is_some_and(|own| own < all)), whole: true })
            }
            Members::Reading(reading, whose) => {
                let found = self.reading(reading, whose)?;
                Some(Membership { count: found.hits.len(), whole: found.is_whole() })
            }
            Members::Items(field) => match self.items(field).len() {
                // The part was not there, which is not to say that it is empty.
                0 => None,
                count => Some(Membership { count, whole: true }),
            },
        }
    }

    /// The facts at each member, in order, until the limit is reached.
    pub fn each(self, members: Members) -> impl Iterator<Item = Facts<'a>> {
        let count = self.membership(members).map_or(0, |m| m.count);
        let hits: &[Hit] = match members {
            Members::Reading(reading, whose) => self.reading(reading, whose).map_or(&[], |found| &found.hits),
            Members::Children | Members::Peers | Members::Items(_) => &[],
        };
        let budget = self.budget;
        (0..count).map_while(move |i| {
            if !budget.step() {
                return None;
            }
            Some(match members {
                Members::Children => Facts { child: i, ..self },
                Members::Peers => {
                    let after_own = self.related.own_peer.is_some_and(|own| i >= own);
                    Facts { peer: i + usize::from(after_own), ..self }
                }
                Members::Reading(..) => Facts { hit: hits.get(i), item: None, ..self },
                Members::Items(field) => Facts { item: self.items(field).get(i), ..self },
            })
        })
    }

    /// The year reported on.
    pub fn year(&self, whose: Whose) -> Option<i32> {
        self.report_of(whose).ok()?.report.year
    }

    /// An attribute of a body.
    pub fn attribute(&self, whose: Whose, name: &str) -> Option<&'a str> {
        let of_report = self.report_of(whose).ok().and_then(|p| p.report.attributes.get(name));
        let of_member = || self.member(self.of(whose)).and_then(|m| m.attributes.get(name));
        of_report.or_else(of_member).map(String::as_str)
    }

    /// A date a report states.
    pub fn dated(&self, whose: Whose, fact: DateFact) -> Option<Date> {
        let report = self.report_of(whose).ok()?.report;
        match fact {
            DateFact::Published => report.published,
            DateFact::Signed => report.signed,
            DateFact::PeriodFrom => report.period.map(|(from, _)| from),
            DateFact::PeriodTo => report.period.map(|(_, to)| to),
        }
    }

    /// A name a report gives.
    pub fn text_fact(&self, whose: Whose, fact: TextFact) -> Option<&'a str> {
        let report = self.report_of(whose);
        match fact {
            TextFact::Title => report.ok()?.report.title.as_deref(),
            TextFact::Signatory => report.ok()?.report.signatory.as_deref(),
            TextFact::Form => report.ok().map(|p| p.report.form.name.as_str()),
            TextFact::Body => {
                let of_report = report.ok().and_then(|p| p.report.agency.as_deref());
                of_report.or_else(|| self.member(self.of(whose)).map(|m| m.name.as_str()))
            }
        }
    }

    /// The prose of a section, or of all of them. `None` where there is none of it.
    pub fn prose(&self, whose: Whose, section: Option<&str>) -> Option<Words<'a>> {
        let report = self.report_of(whose).ok()?.report;
        match section {
            Some(id) => Words::of_section(report, id),
            None => Words::of_report(report),
        }
    }

    /// What 本条 or another number of prose may truly be.
    pub fn interval_of(said: Option<&Said>) -> Interval {
        said.map_or(Interval::ANY, Said::interval)
    }

    /// How many problems with a code the reading of a report met.
    pub fn problems(&self, whose: Whose, code: &str) -> Option<Decimal> {
        let report = self.report_of(whose).ok()?.report;
        Some(Decimal::from(report.problems.iter().filter(|p| p.trouble.code() == code).count()))
    }
}
