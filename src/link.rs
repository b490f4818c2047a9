//! Which report is whose: finds the reports of other years, of subordinate bodies and of the same year among those given, by body and year and
//! never by file name.

use crate::eval::{Absence, Bodies, ByName, Found, Member, Prepared, Related};
use crate::program::MAX_YEARS_BACK;
use crate::report::Report;
use crate::roster::{Roster, plain};
use crate::value::Date;
use indexmap::{IndexMap, IndexSet};
use std::collections::HashMap;

/// Reports to look in.
pub struct Pool<'a> {
    roster: Option<&'a Roster>,
    prior: &'a [Prepared<'a>],
    checked: &'a [Prepared<'a>],
    children: &'a [Prepared<'a>],
    /// Files given as reports of subordinate bodies that could not be read.
    unread: &'a [String],
    as_of: Option<Date>,
    /// Positions by body and year, in each of the three.
    places: [HashMap<(String, i32), Vec<usize>>; 3],
    /// The bodies whose reports of one year are checked, in order, by year; with the keys they are known by.
    peers: HashMap<i32, (IndexSet<String>, Vec<Member<'a>>)>,
    /// Every report checked of the last year there is, as rules over the set see it.
    all: Vec<Member<'a>>,
}

const PRIOR: usize = 0;
const CHECKED: usize = 1;
const CHILDREN: usize = 2;

impl<'a> Pool<'a> {
    /// A pool of the reports that are checked, with those given as last year's and as those of subordinate bodies, and the names of files given
    /// as such that could not be read.
    pub fn new(
        roster: Option<&'a Roster>,
        checked: &'a [Prepared<'a>],
        prior: &'a [Prepared<'a>],
        (children, unread): (&'a [Prepared<'a>], &'a [String]),
        as_of: Option<Date>,
    ) -> Pool<'a> {
        let mut pool =
            Pool { roster, prior, checked, children, unread, as_of, places: Default::default(), peers: HashMap::new(), all: Vec::new() };
        for (set, reports) in [(PRIOR, prior), (CHECKED, checked), (CHILDREN, children)] {
            for (i, prepared) in reports.iter().enumerate() {
                if let Some(year) = prepared.report.year {
                    pool.places[set].entry((pool.key(prepared), year)).or_default().push(i);
                }
            }
        }
        // Years before the last are there to be compared with, and no further bodies.
        let last = checked.iter().filter_map(|p| p.report.year).max();
        let mut seen: IndexSet<(String, Option<i32>)> = IndexSet::new();
        for prepared in checked {
            let key = pool.key(prepared);
            if !seen.insert((key.clone(), prepared.report.year)) {
                continue;
            }
            let member = match prepared.report.year {
                Some(year) => pool.member(&key, name_of(prepared), year, &[CHECKED]),
                None => Member { name: name_of(prepared), attributes: IndexMap::new(), reports: just(Ok(prepared)) },
            };
            if prepared.report.year.is_none() || prepared.report.year == last {
                pool.all.push(member.clone());
            }
            if let Some(year) = prepared.report.year {
                let (keys, members) = pool.peers.entry(year).or_default();
                keys.insert(key);
                members.push(member);
            }
        }
        pool
    }

    /// What a body is known by: its name in the roster, its own name, or where its report came from.
    pub fn key(&self, prepared: &Prepared) -> String {
        match (&prepared.report.agency, self.roster) {
            (Some(agency), Some(roster)) => roster.key(agency),
            (Some(agency), None) => plain(agency),
            (None, _) => format!("\u{0}{}", prepared.path),
        }
    }

    fn reports(&self, set: usize) -> &'a [Prepared<'a>] {
        match set {
            PRIOR => self.prior,
            CHECKED => self.checked,
            _ => self.children,
        }
    }

    /// The report of a body and year in the first of some sets that has any.
    fn find(&self, key: &str, year: i32, sets: &[usize]) -> Found<'a> {
        for set in sets {
            let reports = self.reports(*set);
            if let Some(places) = self.places[*set].get(&(key.to_owned(), year)) {
                return choose(places.iter().map(|i| &reports[*i]));
            }
        }
        Err(Absence::NotGiven)
    }

    /// A body with its report of a year, and of the years before.
    fn member(&self, key: &str, name: String, year: i32, sets: &[usize]) -> Member<'a> {
        let mut reports = just(self.find(key, year, sets));
        for (back, slot) in reports.iter_mut().enumerate().skip(1) {
            let before = i32::try_from(back).ok().and_then(|b| year.checked_sub(b));
            *slot = before.map_or(Err(Absence::NotGiven), |y| self.find(key, y, &[PRIOR, CHILDREN, CHECKED]));
        }
        let attributes = self.roster.and_then(|r| r.find(&name)).map(|b| b.attributes.clone()).unwrap_or_default();
        Member { name, attributes, reports }
    }

    /// Everything related to one of the reports that are checked.
    pub fn related(&self, own: &Prepared) -> Related<'_> {
        let key = self.key(own);
        let mut related = Related { as_of: self.as_of, bodies: self.bodies(), ..Related::default() };
        let Some(year) = own.report.year else { return related };
        for (i, slot) in related.prior.iter_mut().enumerate() {
            let back = i32::try_from(i + 1).unwrap_or(i32::MAX);
            let Some(before) = year.checked_sub(back) else { continue };
            *slot = match self.find(&key, before, &[PRIOR]) {
                Err(Absence::NotGiven) => self.only_pair(own, before).unwrap_or_else(|| self.find(&key, before, &[CHECKED])),
                found => found,
            };
        }
        related.children = self.children_of(own, year);
        if let Some((keys, members)) = self.peers.get(&year) {
            related.peers = Some(members);
            related.own_peer = keys.get_index_of(&key);
        }
        related
    }

    /// Everything checked together, for rules over the set.
    pub fn together(&self) -> Related<'_> {
        Related { peers: Some(&self.all), as_of: self.as_of, bodies: self.bodies(), ..Related::default() }
    }

    fn bodies(&self) -> &dyn Bodies {
        match self.roster {
            Some(roster) => roster,
            None => &ByName,
        }
    }

    /// One report checked against one other: a title that names no body then leaves no doubt whose it is.
    fn only_pair(&self, own: &Prepared, year: i32) -> Option<Found<'a>> {
        let ([prior], [_]) = (self.prior, self.checked) else { return None };
        let nameless = prior.report.agency.is_none() || own.report.agency.is_none();
        (nameless && prior.report.year == Some(year)).then_some(Ok(prior))
    }

    /// The subordinate bodies of a report's: those under it in the roster, or else all whose reports were given as such.
    fn children_of(&self, own: &Prepared, year: i32) -> Option<Vec<Member<'a>>> {
        if let (Some(roster), Some(agency)) = (self.roster, &own.report.agency)
            && roster.find(agency).is_some()
        {
            let member = |b: &crate::roster::Body| self.member(&plain(&b.name), b.name.clone(), year, &[CHILDREN, CHECKED]);
            return Some(roster.under(agency).map(member).collect());
        }
        // Without a roster it is only known whose they are where there is one body they can be of.
        if self.children.is_empty() && self.unread.is_empty() {
            return None;
        }
        let mut bodies = self.checked.iter().map(|p| self.key(p));
        let first = bodies.next();
        if bodies.any(|key| Some(&key) != first.as_ref()) {
            return None;
        }
        let mut named: IndexMap<String, String> = IndexMap::new();
        // A body whose report of this year is not among them, or does not say of which year it is, is one all the same: without its figures no
        // sum over the subordinates is known. The report at hand may lie in the same folder.
        for prepared in self.children.iter().filter(|p| self.key(p) != self.key(own)) {
            named.entry(self.key(prepared)).or_insert_with(|| name_of(prepared));
        }
        let mut members: Vec<Member<'a>> = named.into_iter().map(|(key, name)| self.member(&key, name, year, &[CHILDREN])).collect();
        members.extend(self.unread.iter().map(|path| Member {
            name: path.clone(),
            attributes: IndexMap::new(),
            reports: just(Err(Absence::NotGiven)),
        }));
        Some(members)
    }

    /// Reports given as last year's that belong to none of the bodies checked.
    pub fn without_successor(&self) -> Vec<&'a Prepared<'a>> {
        if self.prior.is_empty() {
            return Vec::new();
        }
        let mut placed: IndexSet<*const Report> = IndexSet::new();
        let mut keys: IndexSet<String> = IndexSet::new();
        for own in self.checked {
            keys.insert(self.key(own));
            let related = self.related(own);
            let members = related.children.iter().flatten().chain(related.peers.unwrap_or_default());
            let found = members.flat_map(|m| m.reports).chain(related.prior);
            placed.extend(found.filter_map(Result::ok).map(|p| std::ptr::from_ref(p.report)));
        }
        // Of one that is ambiguous it is known whose it is.
        let belongs =
            |p: &&Prepared<'a>| placed.contains(&std::ptr::from_ref(p.report)) || p.report.year.is_some() && keys.contains(&self.key(p));
        self.prior.iter().filter(|p| !belongs(p)).collect()
    }

    /// Reports given as those of subordinate bodies that are under none of the bodies checked, or of another year.
    pub fn unplaced(&self) -> Vec<&'a Prepared<'a>> {
        if self.children.is_empty() {
            return Vec::new();
        }
        let mut placed: IndexSet<*const Report> = IndexSet::new();
        for own in self.checked {
            let members = own.report.year.and_then(|year| self.children_of(own, year)).unwrap_or_default();
            for found in members.iter().flat_map(|m| m.reports) {
                placed.extend(found.ok().map(|p| std::ptr::from_ref(p.report)));
            }
            // One that is ambiguous was looked at too.
            for member in members.iter().filter(|m| m.reports[0].err() == Some(Absence::Ambiguous)) {
                let key = self.roster.map_or_else(|| plain(&member.name), |r| r.key(&member.name));
                placed.extend(self.children.iter().filter(|p| self.key(p) == key).map(|p| std::ptr::from_ref(p.report)));
            }
        }
        self.children.iter().filter(|p| !placed.contains(&std::ptr::from_ref(p.report))).collect()
    }

    /// The bodies of the roster without a report of the last year that is checked, each with the year; none where one report is checked by
    /// itself, for then no others were asked for.
    pub fn without_report(&self) -> Vec<(&'a str, i32)> {
        let Some(roster) = self.roster.filter(|_| self.checked.len() > 1) else { return Vec::new() };
        let mut years: Vec<i32> = self.checked.iter().filter_map(|p| p.report.year).collect();
        years.sort_unstable();
        years.dedup();
        // Years before the last are there to be compared with.
        let Some(year) = years.last().copied() else { return Vec::new() };
        let sets = [CHECKED, CHILDREN];
        let absent = |b: &&crate::roster::Body| self.find(&plain(&b.name), year, &sets).err() == Some(Absence::NotGiven);
        roster.bodies().iter().filter(absent).map(|b| (b.name.as_str(), year)).collect()
    }
}

fn just(found: Found<'_>) -> [Found<'_>; MAX_YEARS_BACK as usize + 1] {
    let mut reports = [Err(Absence::NotGiven); MAX_YEARS_BACK as usize + 1];
    reports[0] = found;
    reports
}

fn name_of(prepared: &Prepared) -> String {
    prepared.report.agency.clone().unwrap_or_else(|| prepared.path.to_owned())
}

/// The one candidate; several that agree in every figure and in their text are one, several that do not are none.
fn choose<'a>(mut candidates: impl Iterator<Item = &'a Prepared<'a>>) -> Found<'a> {
    let Some(first) = candidates.next() else { return Err(Absence::NotGiven) };
    let agrees = |other: &'a Prepared<'a>| {
        let (a, b) = (other.report, first.report);
        a.form.name == b.form.name && a.cells.iter().map(|c| c.state).eq(b.cells.iter().map(|c| c.state)) && letters(a).eq(letters(b))
    };
    if candidates.all(agrees) { Ok(first) } else { Err(Absence::Ambiguous) }
}

/// What a report says, without the blanks and marks by which two files of one report differ.
fn letters(report: &Report) -> impl Iterator<Item = char> {
    let paragraphs = report.sections.iter().flat_map(|s| &s.paragraphs);
    paragraphs.flat_map(|p| p.text.chars()).filter(|c| c.is_alphanumeric())
}
