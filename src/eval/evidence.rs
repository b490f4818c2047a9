//! What an expression read: the evidence a finding shows, and why what is undecided is so.

use super::facts::{Absence, Facts, Of, Site};
use super::prose::{Hit, Said};
use super::text::{Passage, longest_shared};
use super::truth::{self, truth, words};
use crate::finding::Reason;
use crate::program::{DateFact, Expr, ExprKind, Fold, Members, Needle, Quantifier, ReadingId, Role, TextFact, TextMeasure, Whose};
use crate::report::{CellState, Place, Section};
use crate::value::{Date, Truth};
use indexmap::IndexSet;
use std::ops::Range;

/// Members of a set of reports that are shown; the others are counted.
const SHOWN_MEMBERS: usize = 50;
/// Places of a text that are shown.
const SHOWN_PLACES: usize = 20;

/// What an expression read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Figures of tables, each once.
    pub sites: IndexSet<Site>,
    /// Sentences.
    pub quotes: Vec<Quoted>,
    /// Dates.
    pub dates: Vec<DateRead>,
    /// Problems of the reading, by their position.
    pub problems: Vec<(Of, usize)>,
    /// Reports it asked for.
    pub reports: Vec<Of>,
    /// The bodies that decide it, of many.
    pub members: Vec<Of>,
}

/// A sentence that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Whose.
    pub of: Of,
    /// Id of the section it stands in.
    pub section: String,
    /// The sentence.
    pub text: String,
    /// The number read from it.
    pub said: Option<Said>,
    /// The words in it that were found.
    pub found: Option<String>,
    /// Where.
    pub place: Place,
}

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateRead {
    /// Whose; `None` for 核对日期.
    pub of: Option<Of>,
    /// Which date; `None` for 核对日期.
    pub fact: Option<DateFact>,
    /// The day, where it is known.
    pub date: Option<Date>,
}

/// Something that was needed and is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// A cell without a figure.
    Cell(Site, CellState),
    /// A section that was not found.
    Section(Of, String),
    /// A report that was not given, or could be several.
    Report(Of, Absence),
    /// The subordinate bodies are not known.
    Children,
    /// A date that the report does not state, or that was not given.
    Date(Of, Option<DateFact>),
    /// An attribute of the body, or its name.
    Attribute(Of, String),
    /// The year reported on.
    Year(Of),
    /// A figure that the text gives as approximate.
    Approximate,
    /// A figure that the text does not state, or states in several ways.
    NotStated(Option<ReadingId>),
    /// A name that the report does not give.
    Name(TextFact),
    /// A day that there is not.
    NoSuchDay,
    /// No other report of the same year was given.
    Peers,
    /// A ratio whose base is 0.
    ZeroDivisor,
    /// More steps, sentences or figures than are looked at.
    Limit,
}

impl Gap {
    /// The reason it is, and how grave: the gravest of several is the one told.
    fn reason(&self) -> (u8, Reason) {
        match self {
            Gap::Limit => (0, Reason::Limit),
            Gap::Cell(_, CellState::Missing) => (1, Reason::MissingCell),
            Gap::Cell(_, CellState::Unreadable) => (2, Reason::UnreadableCell),
            Gap::Section(..) => (3, Reason::MissingSection),
            // Without it, it is not known whether the rule applies at all.
            Gap::Attribute(..) | Gap::Year(_) => (4, Reason::AttributeUnknown),
            Gap::Report(_, Absence::Ambiguous) => (5, Reason::AmbiguousInput),
            Gap::Report(Of { whose: Whose { role: Role::Child, .. }, .. }, _) | Gap::Children => (6, Reason::NoChildren),
            Gap::Report(..) => (7, Reason::NoPrior),
            Gap::Date(..) | Gap::NoSuchDay => (8, Reason::NoDate),
            Gap::Peers => (6, Reason::NoPeers),
            Gap::Cell(_, CellState::Placeholder) => (9, Reason::Placeholder),
            Gap::Cell(_, CellState::Blank) => (10, Reason::Blank),
            Gap::Approximate => (10, Reason::Approximate),
            Gap::NotStated(_) | Gap::Name(_) => (11, Reason::NotStated),
            Gap::ZeroDivisor => (12, Reason::DivisionByZero),
            // A figure too long to reckon with.
            Gap::Cell(_, CellState::Number(_)) => (13, Reason::Limit),
        }
    }
}

/// Why an expression could not be decided: the gravest reason, and the gaps that are of it.
pub fn why(expr: &Expr, facts: &Facts) -> (Reason, Vec<Gap>) {
    let mut gaps = Vec::new();
    gather(expr, facts, &mut gaps);
    if facts.budget.is_spent() {
        return (Reason::Limit, vec![Gap::Limit]);
    }
    let Some((_, reason)) = gaps.iter().map(Gap::reason).min_by_key(|(grave, _)| *grave) else {
        return (Reason::Limit, Vec::new());
    };
    gaps.retain(|g| g.reason().1 == reason);
    let mut once: Vec<Gap> = Vec::new();
    for gap in gaps {
        if !once.contains(&gap) {
            once.push(gap);
        }
    }
    (reason, once)
}

/// The gaps of the undecided parts of an expression; what is decided is not to blame.
fn gather(expr: &Expr, facts: &Facts, gaps: &mut Vec<Gap>) {
    match &expr.kind {
        ExprKind::And(a, b) | ExprKind::Or(a, b) | ExprKind::If(a, b) => {
            for side in [a, b] {
                if truth(side, Some(facts)) == Truth::Unknown {
                    gather(side, facts, gaps);
                }
            }
        }
        ExprKind::Cells(_, items) | ExprKind::CountIf(items) => {
            for item in items.iter().filter(|i| truth(i, Some(facts)) == Truth::Unknown) {
                gather(item, facts, gaps);
            }
        }
        ExprKind::Quantified(_, members, body) => {
            at_members(*members, facts, gaps);
            for at in facts.each(*members).take(SHOWN_MEMBERS) {
                if truth(body, Some(&at)) == Truth::Unknown {
                    gather(body, &at, gaps);
                }
            }
        }
        ExprKind::Fold(fold) => {
            at_members(fold.members, facts, gaps);
            for at in facts.each(fold.members) {
                if let Some(filter) = fold.filter.as_ref().filter(|f| truth(f, Some(&at)) == Truth::Unknown) {
                    gather(filter, &at, gaps);
                }
                if let Some(body) = &fold.body {
                    gather(body, &at, gaps);
                }
            }
        }
        _ => {
            own_gaps(expr, facts, gaps);
            expr.children().into_iter().for_each(|e| gather(e, facts, gaps));
        }
    }
}

/// Whether the members are known at all.
fn at_members(members: Members, facts: &Facts, gaps: &mut Vec<Gap>) {
    let membership = facts.membership(members);
    match members {
        Members::Children if membership.is_none_or(|m| m.count == 0) => gaps.push(Gap::Children),
        Members::Peers if membership.is_none() => gaps.push(Gap::Year(Of::default())),
        Members::Peers if membership.is_some_and(|m| m.count == 0) => gaps.push(Gap::Peers),
        Members::Reading(reading, whose) => of_reading(reading, whose, facts, gaps),
        Members::Items(_) if membership.is_none() => gaps.push(Gap::NotStated(None)),
        Members::Children | Members::Peers | Members::Items(_) => {}
    }
}

fn of_reading(reading: ReadingId, whose: Whose, facts: &Facts, gaps: &mut Vec<Gap>) {
    let of = facts.of(whose);
    match facts.report_of(whose) {
        Err(absence) => gaps.push(Gap::Report(of, absence)),
        Ok(_) => {
            let Some(found) = facts.reading(reading, whose) else { return };
            gaps.extend(found.absent_sections.iter().map(|s| Gap::Section(of, s.clone())));
            if found.limit_reached {
                gaps.push(Gap::Limit);
            }
            gaps.push(Gap::NotStated(Some(reading)));
        }
    }
}

/// The gaps of one node, without what is inside it.
#[allow(clippy::collapsible_match, reason = "asking for a report notes that it is not there, which a guard would hide")]
fn own_gaps(expr: &Expr, facts: &Facts, gaps: &mut Vec<Gap>) {
    for figure in expr.own_figures() {
        let site = facts.site(*figure);
        match (facts.cell_at(site), &expr.kind) {
            (None, _) => gaps.push(Gap::Report(site.of, facts.report_at(site.of).err().unwrap_or_default())),
            // The state of a cell that is there is always known.
            (Some(_), ExprKind::State(..) | ExprKind::AllMissing(_)) => {}
            (Some(cell), ExprKind::CellText(_)) if cell.text.is_some() => {}
            (Some(cell), _) => {
                if cell.number().is_none() {
                    gaps.push(Gap::Cell(site, cell.state));
                }
            }
        }
    }
    let mut report = |whose: Whose| match facts.report_of(whose) {
        Ok(prepared) => Some(prepared),
        Err(absence) => {
            gaps.push(Gap::Report(facts.of(whose), absence));
            None
        }
    };
    match &expr.kind {
        ExprKind::Year(whose) => {
            if report(*whose).is_some_and(|p| p.report.year.is_none()) {
                gaps.push(Gap::Year(facts.of(*whose)));
            }
        }
        ExprKind::Attribute(whose, name) => {
            if facts.attribute(*whose, name).is_none() {
                gaps.push(Gap::Attribute(facts.of(*whose), name.clone()));
            }
        }
        ExprKind::Fact(whose, fact) => {
            if words(expr, Some(facts)).is_none() && report(*whose).is_some() {
                gaps.push(Gap::Name(*fact));
            }
        }
        ExprKind::Dated(whose, fact) => {
            if report(*whose).is_some() && facts.dated(*whose, *fact).is_none() {
                gaps.push(Gap::Date(facts.of(*whose), Some(*fact)));
            }
        }
        ExprKind::AsOf => {
            if facts.related.as_of.is_none() {
                gaps.push(Gap::Date(Of::default(), None));
            }
        }
        ExprKind::Date(parts) => {
            if parts.iter().all(|p| truth::interval(p, Some(facts)).value().is_some())
                && truth::interval(expr, Some(facts)).value().is_none()
            {
                gaps.push(Gap::NoSuchDay);
            }
        }
        ExprKind::DateOf(text) => {
            if words(text, Some(facts)).is_some() && truth::interval(expr, Some(facts)).value().is_none() {
                gaps.push(Gap::NoSuchDay);
            }
        }
        ExprKind::Section(whose, id) | ExprKind::Heading(whose, id) | ExprKind::Rank(whose, id) => {
            if report(*whose).is_some_and(|p| p.report.section(id).is_none()) {
                gaps.push(Gap::Section(facts.of(*whose), id.clone()));
            }
        }
        ExprKind::WholeText(whose) => {
            if report(*whose).is_some() {
                let absent = facts.prose(*whose, None).map(|w| w.absent.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
                let all = || facts.program.form.sections.iter().map(|s| s.id.clone()).collect();
                gaps.extend(absent.unwrap_or_else(all).into_iter().map(|s| Gap::Section(facts.of(*whose), s)));
            }
        }
        ExprKind::SectionMissing(whose, _) | ExprKind::Problems(whose, _) | ExprKind::Violations(whose) => {
            report(*whose);
        }
        ExprKind::Only(reading, whose, _) => {
            if truth::interval(expr, Some(facts)).value().is_none() {
                of_reading(*reading, *whose, facts, gaps);
            }
        }
        ExprKind::Consistent(reading, _) => of_reading(*reading, Whose::OWN, facts, gaps),
        ExprKind::ThisReading(_) | ExprKind::ThisItem => {
            let said = if let ExprKind::ThisReading(field) = &expr.kind { facts.this_reading(*field) } else { facts.item };
            match said {
                None => gaps.push(Gap::NotStated(None)),
                Some(said) if said.bounds.is_some() => gaps.push(Gap::Approximate),
                Some(_) => {}
            }
        }
        ExprKind::Similarity(a, b, phrases) => {
            let short = |e: &Expr| truth::shingles(e, phrases, Some(facts)).is_some_and(|s| s.is_empty());
            if short(a) || short(b) {
                gaps.push(Gap::NotStated(None));
            }
        }
        ExprKind::Arithmetic(..) | ExprKind::Remainder(..) => {
            if truth::divides_by_zero(expr, Some(facts)) {
                gaps.push(Gap::ZeroDivisor);
            }
        }
        _ => {}
    }
}

/// Blank cells an expression reads, in whichever report.
pub fn blanks(expr: &Expr, facts: &Facts) -> Vec<Site> {
    let mut sites = IndexSet::new();
    all_sites(expr, facts, &mut sites);
    sites.into_iter().filter(|s| facts.cell_at(*s).is_some_and(|c| c.state == CellState::Blank)).collect()
}

fn all_sites(expr: &Expr, facts: &Facts, sites: &mut IndexSet<Site>) {
    sites.extend(expr.own_figures().iter().map(|f| facts.site(*f)));
    let members = match &expr.kind {
        ExprKind::Fold(fold) => Some(fold.members),
        ExprKind::Quantified(_, members, _) => Some(*members),
        _ => None,
    };
    for child in expr.children() {
        match members {
            Some(members) => facts.each(members).for_each(|at| all_sites(child, &at, sites)),
            None => all_sites(child, facts, sites),
        }
    }
}

/// What an expression read.
pub fn evidence(expr: &Expr, facts: &Facts) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.read(expr, facts);
    evidence
}

impl Evidence {
    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        self.sites.is_empty() && self.quotes.is_empty() && self.dates.is_empty() && self.problems.is_empty()
    }

    /// Adds what another expression read.
    pub fn read(&mut self, expr: &Expr, facts: &Facts) {
        self.own(expr, facts);
        match &expr.kind {
            ExprKind::Quantified(quantifier, members, body) => self.quantified(*quantifier, *members, body, facts),
            ExprKind::Fold(fold) => self.fold(fold, facts),
            ExprKind::Cells(quantifier, items) => {
                // Those that decide it, or all where none does.
                let decide = |e: &&Expr| truth(e, Some(facts)) == deciding(*quantifier);
                let mut deciding = items.iter().filter(decide).peekable();
                if deciding.peek().is_some() {
                    deciding.take(SHOWN_MEMBERS).for_each(|e| self.read(e, facts));
                } else {
                    items.iter().take(SHOWN_MEMBERS).for_each(|e| self.read(e, facts));
                }
            }
            ExprKind::CountIf(items) => {
                items.iter().filter(|e| truth(e, Some(facts)) != Truth::False).take(SHOWN_MEMBERS).for_each(|e| self.read(e, facts));
            }
            // What decides it: where it fails, the sides that do; where one side is enough, the one that holds.
            ExprKind::And(a, b) => {
                let fails = truth(expr, Some(facts)) == Truth::False;
                [a, b].into_iter().filter(|e| !fails || truth(e, Some(facts)) != Truth::True).for_each(|e| self.read(e, facts));
            }
            ExprKind::Or(a, b) => {
                let holds = truth(expr, Some(facts)) == Truth::True;
                [a, b].into_iter().filter(|e| !holds || truth(e, Some(facts)) != Truth::False).for_each(|e| self.read(e, facts));
            }
            // The text is shown where something was found in it.
            ExprKind::Contains(..) | ExprKind::Matches(..) | ExprKind::Measured(..) | ExprKind::Similarity(..) => {}
            _ => expr.children().into_iter().for_each(|e| self.read(e, facts)),
        }
    }

    fn quantified(&mut self, quantifier: Quantifier, members: Members, body: &Expr, facts: &Facts) {
        let decides = deciding(quantifier);
        let before = self.clone();
        let mut shown = 0;
        for at in facts.each(members) {
            if truth(body, Some(&at)) == decides && shown < SHOWN_MEMBERS {
                shown += 1;
                self.member(members, &at);
                self.read(body, &at);
            }
        }
        if shown == 0 && *self == before {
            // Nothing decides it by itself: a few of those looked at.
            for at in facts.each(members).take(3) {
                self.member(members, &at);
                self.read(body, &at);
            }
        }
    }

    /// The figure of prose that a member is.
    fn member(&mut self, members: Members, at: &Facts) {
        if let Some(role) = members.role() {
            let of = at.of(Whose { role, back: 0 });
            if !self.members.contains(&of) {
                self.members.push(of);
            }
        }
        if let (Members::Reading(_, whose), Some(hit)) = (members, at.hit) {
            self.quote_hit(hit, at.of(whose));
        }
    }

    fn fold(&mut self, fold: &Fold, facts: &Facts) {
        for at in facts.each(fold.members).take(SHOWN_MEMBERS) {
            if let Some(filter) = &fold.filter {
                if truth(filter, Some(&at)) == Truth::False {
                    continue;
                }
                self.read(filter, &at);
            }
            if fold.members.role().is_none() {
                self.member(fold.members, &at);
            }
            if let Some(body) = &fold.body {
                self.read(body, &at);
            }
        }
    }

    /// What one node read by itself.
    fn own(&mut self, expr: &Expr, facts: &Facts) {
        self.sites.extend(expr.own_figures().iter().map(|f| facts.site(*f)).filter(|s| facts.report_at(s.of).is_ok()));
        match &expr.kind {
            ExprKind::ThisReading(_) | ExprKind::Stated(_) => {
                if let Some(hit) = facts.hit {
                    self.quote_hit(hit, Of::default());
                }
            }
            ExprKind::Only(reading, whose, _) => self.quote_all(*reading, *whose, facts),
            ExprKind::Consistent(reading, _) => self.quote_all(*reading, Whose::OWN, facts),
            ExprKind::Dated(whose, fact) => {
                self.dates.push(DateRead { of: Some(facts.of(*whose)), fact: Some(*fact), date: facts.dated(*whose, *fact) });
            }
            ExprKind::AsOf => self.dates.push(DateRead { of: None, fact: None, date: facts.related.as_of }),
            ExprKind::ThisText => {
                if let Some(passage) = facts.passage {
                    self.quote(passage, &(0..passage.text.len()), Of::default(), true);
                }
            }
            ExprKind::Section(whose, id) | ExprKind::Heading(whose, id) | ExprKind::Rank(whose, id) => {
                self.heading(*whose, Some(id), facts)
            }
            ExprKind::WholeText(whose) => self.heading(*whose, None, facts),
            ExprKind::Fact(whose, fact) => {
                if let Some(text) = facts.text_fact(*whose, *fact) {
                    let quoted = Quoted {
                        of: facts.of(*whose),
                        section: String::new(),
                        text: clip(text),
                        said: None,
                        found: None,
                        place: Place::default(),
                    };
                    self.quotes.push(quoted);
                }
            }
            ExprKind::SectionMissing(whose, id) => self.heading(*whose, Some(id), facts),
            ExprKind::ReportMissing(whose) => self.reports.push(facts.of(*whose)),
            ExprKind::Problems(whose, code) => {
                if let Ok(prepared) = facts.report_of(*whose) {
                    let met = prepared.report.problems.iter().enumerate().filter(|(_, p)| p.trouble.code() == code);
                    self.problems.extend(met.take(SHOWN_PLACES).map(|(i, _)| (facts.of(*whose), i)));
                    self.reports.push(facts.of(*whose));
                }
            }
            ExprKind::Violations(whose) => self.violations(*whose, facts),
            ExprKind::Contains(text, needle) => {
                let found = words(text, Some(facts)).is_some_and(|text_words| {
                    let wanted = match needle {
                        Needle::Words(any) => any.clone(),
                        Needle::Text(other) => words(other, Some(facts)).map(|w| w.joined()).into_iter().collect(),
                    };
                    let found: Vec<_> = text_words.find(&wanted).take(SHOWN_PLACES).collect();
                    found.iter().for_each(|(passage, range)| self.quote(passage, range, whose_text(text, facts), false));
                    !found.is_empty()
                });
                if !found {
                    self.read(text, facts);
                }
                if let Needle::Text(other) = needle {
                    self.read(other, facts);
                }
            }
            ExprKind::Matches(text, pattern) => {
                let found = words(text, Some(facts)).is_some_and(|text_words| {
                    let found: Vec<_> = text_words.matched(&pattern.0).take(SHOWN_PLACES).collect();
                    found.iter().for_each(|(passage, range)| self.quote(passage, range, whose_text(text, facts), false));
                    !found.is_empty()
                });
                if !found {
                    self.read(text, facts);
                }
            }
            ExprKind::Measured(what, text) => {
                let found = *what != TextMeasure::Length
                    && words(text, Some(facts)).is_some_and(|text_words| {
                        let found = text_words.measure(*what);
                        found.iter().take(SHOWN_PLACES).for_each(|(passage, range)| {
                            self.quote(passage, range, whose_text(text, facts), false);
                        });
                        !found.is_empty()
                    });
                if !found {
                    self.read(text, facts);
                }
            }
            ExprKind::Similarity(a, b, phrases) => {
                self.read(a, facts);
                self.read(b, facts);
                // The longest stretch that stands in both.
                if let (Some(text), Some(other)) = (words(a, Some(facts)), truth::shingles(b, phrases, Some(facts)))
                    && let Some((passage, range)) = longest_shared(&text, &other)
                {
                    self.quote(passage, &range, whose_text(a, facts), false);
                }
            }
            _ => {}
        }
    }

    fn quote_hit(&mut self, hit: &Hit, of: Of) {
        let quoted = Quoted {
            of,
            section: hit.section.clone(),
            text: hit.quote.clone(),
            said: Some(hit.said.clone()),
            found: None,
            place: hit.place.clone(),
        };
        if !self.quotes.contains(&quoted) {
            self.quotes.push(quoted);
        }
    }

    fn quote_all(&mut self, reading: ReadingId, whose: Whose, facts: &Facts) {
        let hits = facts.reading(reading, whose).map_or(&[][..], |found| &found.hits);
        hits.iter().filter(|h| !h.is_approximate()).for_each(|h| self.quote_hit(h, facts.of(whose)));
    }

    /// The sentence around a place; or, where the passage is one sentence, all of it.
    fn quote(&mut self, passage: &Passage, range: &Range<usize>, of: Of, all: bool) {
        let text = if all { passage.text.trim() } else { passage.sentence(range) };
        let found = passage.text.get(range.clone()).filter(|_| !all).map(clip);
        let place = passage.place(range.start);
        let quoted = Quoted { of, section: passage.section.to_owned(), text: clip(text), said: None, found, place };
        if !self.quotes.contains(&quoted) {
            self.quotes.push(quoted);
        }
    }

    /// The title of a section; of the whole text, that of the first.
    fn heading(&mut self, whose: Whose, id: Option<&str>, facts: &Facts) {
        let Ok(prepared) = facts.report_of(whose) else { return };
        let section: Option<&Section> = match id {
            Some(id) => prepared.report.section(id),
            None => prepared.report.sections.first(),
        };
        let of = facts.of(whose);
        match section {
            Some(section) => {
                let quoted = Quoted {
                    of,
                    section: section.id.clone(),
                    text: section.title.clone(),
                    said: None,
                    found: None,
                    place: section.place.clone(),
                };
                if !self.quotes.contains(&quoted) {
                    self.quotes.push(quoted);
                }
            }
            None => self.reports.push(of),
        }
    }

    /// The figures that violated rules of another report read.
    fn violations(&mut self, whose: Whose, facts: &Facts) {
        let Ok(prepared) = facts.report_of(whose) else { return };
        let of = facts.of(whose);
        for (rule, instance) in prepared.violated(facts.program).iter().take(SHOWN_MEMBERS) {
            let figures = facts.program.rules[*rule].instances.get(*instance).map(|i| i.require.figures()).unwrap_or_default();
            self.sites.extend(figures.into_iter().map(|figure| Site { of, figure }));
        }
        self.reports.push(of);
    }
}

/// The parts of a requirement that fails which make it fail: of 甲 且 乙, those that do not hold.
pub fn failing<'e>(expr: &'e Expr, facts: &Facts) -> Vec<&'e Expr> {
    match &expr.kind {
        ExprKind::And(a, b) => {
            let mut parts = failing(a, facts);
            parts.extend(failing(b, facts));
            parts
        }
        _ if truth(expr, Some(facts)) == Truth::False => vec![expr],
        _ => Vec::new(),
    }
}

/// What one member comes to when it decides for all.
fn deciding(quantifier: Quantifier) -> Truth {
    match quantifier {
        Quantifier::Every => Truth::False,
        Quantifier::Exists => Truth::True,
    }
}

/// Whose text it is.
fn whose_text(expr: &Expr, facts: &Facts) -> Of {
    expr.own_reports().first().map_or_else(Of::default, |w| facts.of(*w))
}

/// A quotation no longer than a reader reads.
fn clip(text: &str) -> String {
    const LONG: usize = 400;
    let mut clipped: String = text.chars().take(LONG).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}
