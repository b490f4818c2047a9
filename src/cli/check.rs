//! `gouji check`.

use super::reports::{Inputs, Read};
use super::{exit, inputs, jobs, prepare, reports, style, watch, write_result};
use crate::catalogue::command::cli as words;
use crate::catalogue::suite as said;
use crate::compile::settled_attribute;
use crate::engine::{Engine, RuleSet};
use crate::eval::Prepared;
use crate::explain::CheckOptions;
use crate::finding::{BatchFindings, Finding, Level, Reason, ReportFindings, Verdict};
use crate::lang::Lang;
use crate::link::Pool;
use crate::program::{Program, Relations};
use crate::render::json::{self, CheckedReport, Missing, Pack, Skipped, Unreadable};
use crate::render::screen::Screen;
use crate::render::style::safe;
use crate::report::Report;
use crate::roster::Roster;
use crate::value::{Date, date};
use clap::ArgMatches;
use indexmap::IndexMap;
use std::path::PathBuf;

/// Checks the reports and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let once = || run_or_code(matches, lang).unwrap_or_else(|code| code);
    let given = ["path", "rules", "prior", "children", "roster"].map(|a| matches.get_many::<PathBuf>(a).into_iter().flatten().cloned());
    let paths: Vec<PathBuf> = given.into_iter().flatten().collect();
    if !matches.get_flag("watch") || paths.is_empty() {
        return once();
    }
    if paths.iter().any(|p| p.as_os_str() == "-") {
        eprintln!("{}", words::said(said::no_watch(lang), lang));
        return exit::USAGE;
    }
    watch::watch(&|| paths.clone(), matches.get_one("output"), style(matches), lang, once)
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let output = matches.get_one::<PathBuf>("output");
    let given = Given::read(matches, lang)?;
    let (style, rules) = prepare(matches, lang)?;
    let roster = inputs::roster(matches, lang)?;
    let options = CheckOptions { lang, verbose: matches.get_flag("verbose") };
    let verbose = options.verbose;
    let check = Check { matches, engine: Engine::new(), rules: &rules, roster: roster.as_ref(), given, options, lang };
    let Found { checked, missing, skipped, unreadable, batch, failed } = check.run();
    reports::tell_unreadable(&unreadable, style, lang);

    let format = matches.get_one::<String>("format").map_or("pretty", String::as_str);
    let text = if format == "json" {
        // Of several editions, the packs of those that the reports are on; with no report, all there are.
        let on_form = |p: &&Program| checked.iter().any(|c| c.findings.form == p.form.name);
        let applied =
            |name: &str| checked.is_empty() || rules.programs().iter().filter(on_form).any(|p| p.layers.iter().any(|l| l == name));
        let packs = rules.packs().iter().filter(|p| applied(&p.name)).map(|p| Pack::of(p, lang)).collect::<Vec<_>>();
        let packs =
            if packs.is_empty() { rules.programs().iter().take(1).map(|p| Pack::unnamed(p, rules.hash())).collect() } else { packs };
        json::findings(&checked, packs, &missing, &skipped, &unreadable, &batch)
    } else {
        let of_roster = of_the_roster(&missing, roster.is_some(), lang);
        Screen { style, lang, plain: format == "plain", verbose }.findings(&checked, &batch, &of_roster, &skipped, &unreadable)
    };
    write_result(&text, output, lang)?;
    if failed {
        return Ok(exit::BUG);
    }
    if !unreadable.is_empty() || checked.is_empty() {
        return Ok(exit::UNREADABLE);
    }
    let level = inputs::fail_level(matches);
    let undecided = match (matches.get_flag("deny-undecided"), matches.get_flag("allow-undecided")) {
        (true, _) => Undecided::Deny,
        (_, true) => Undecided::Allow,
        _ => Undecided::OfTheReport,
    };
    let codes = checked.iter().map(|c| &c.findings.findings).chain([&batch.findings]).map(|f| code(f, level, undecided));
    Ok(codes.min_by_key(|code| rank(*code)).unwrap_or(exit::UNREADABLE))
}

/// Everything that came of a check.
#[derive(Default)]
pub struct Found {
    checked: Vec<CheckedReport>,
    missing: Vec<Missing>,
    /// What was not read, or is of no use.
    pub skipped: Vec<Skipped>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    batch: BatchFindings,
    /// Whether a bug was met.
    pub failed: bool,
}

/// As many documents are kept in memory whatever the rules need.
const KEPT: usize = 64;
/// Reports of whole bodies that are read again and checked at once.
const CHUNK: usize = 16;

/// A check of the reports that the command line names.
pub struct Check<'a> {
    pub matches: &'a ArgMatches,
    pub engine: Engine,
    pub rules: &'a RuleSet,
    pub roster: Option<&'a Roster>,
    pub given: Given,
    pub options: CheckOptions,
    pub lang: Lang,
}

/// A report of which no more is kept than whose it is, and where to read it again; or all of it, where it cannot be read again.
struct Known {
    name: String,
    /// Without figures and text, unless it is kept.
    report: Report,
    again: Option<PathBuf>,
}

impl Check<'_> {
    /// Reads and checks. A few reports are read, kept and checked together. Of many no more is kept than the rules need: with rules that look
    /// at one report alone, nothing; with rules that look at last year's, whose they are, and each body's reports are read again together.
    fn run(&self) -> Found {
        let mut found = Found::default();
        let (path, prior, children) = self.inputs();
        let needs = self.rules.programs().iter().map(Program::relations).max().unwrap_or(Relations::None);
        let many = path.len() + prior.len() > KEPT && children.len() == 0;
        match needs {
            Relations::None if many => self.each_alone(path, prior, &mut found),
            Relations::Prior if many => self.by_body(path, prior, &mut found),
            _ => self.together(path, prior, children, &mut found),
        }
        let mut once: Vec<Missing> = Vec::new();
        for entry in std::mem::take(&mut found.missing) {
            if !once.iter().any(|m| (&m.agency, m.year) == (&entry.agency, entry.year)) {
                once.push(entry);
            }
        }
        found.missing = once;
        found
    }

    fn load<R: Send>(&self, inputs: Inputs, found: &mut Found, keep: impl Fn(Read) -> R + Sync) -> Vec<R> {
        let loaded = reports::load(self.matches, inputs, self.rules, self.lang, keep);
        found.skipped.extend(loaded.skipped);
        found.unreadable.extend(loaded.unreadable);
        found.failed |= loaded.failed;
        loaded.reports
    }

    /// All of them in memory.
    fn together(&self, path: Inputs, prior: Inputs, children: Inputs, found: &mut Found) {
        self.gather((path, prior, children), found, |own, pool, found| {
            self.misplaced(pool, found);
            for (own, checked) in own.iter().zip(jobs::each(own, inputs::jobs(self.matches), |own| self.check(own, pool))) {
                found.take(checked.unwrap_or_else(|| Err(self.bug(own.path))), self.lang);
            }
            self.absent(pool, found);
            found.batch = self.engine.check_batch(self.rules, &pool.together(), &self.options);
        });
    }

    /// The documents that the command line names: those to check, those of other years, those of subordinate bodies.
    pub fn inputs(&self) -> (Inputs, Inputs, Inputs) {
        let find = |argument| reports::find(self.matches, argument, self.lang);
        (find("path"), find("prior"), find("children"))
    }

    /// Reads all of them, and hands over the reports to check with everything that is related to them.
    pub fn gather(
        &self,
        (path, prior, children): (Inputs, Inputs, Inputs),
        found: &mut Found,
        work: impl FnOnce(&[Prepared], &Pool, &mut Found),
    ) {
        let whole = |read: Read| (read.name, read.report);
        let mut own = self.load(path, found, whole);
        let prior = self.load(prior, found, whole);
        let before = found.unreadable.len();
        let children = self.load(children, found, whole);
        let unread: Vec<String> = found.unreadable.get(before..).unwrap_or(&[]).iter().map(|u| u.path.clone()).collect();
        own.iter_mut().for_each(|(_, report)| self.given.to(report, self.roster));
        let (own, prior, children) = (self.prepared(&own), self.prepared(&prior), self.prepared(&children));
        let pool = Pool::new(self.roster, &own, &prior, (&children, &unread), self.given.as_of);
        work(&own, &pool, found);
    }

    /// Each checked as soon as it is read, and let go.
    fn each_alone(&self, path: Inputs, prior: Inputs, found: &mut Found) {
        let checked = self.load(path, found, |mut read: Read| {
            self.given.to(&mut read.report, self.roster);
            let whole = [(read.name, read.report)];
            let own = self.prepared(&whole);
            let pool = Pool::new(self.roster, &own, &[], (&[], &[]), self.given.as_of);
            let checked = own.iter().map(|own| self.guarded(own, &pool)).next().unwrap_or(Ok(None));
            let [(name, report)] = whole;
            (without_content(name, report), checked)
        });
        let prior = self.load(prior, found, |read: Read| without_content(read.name, read.report));
        let (own, checked): (Vec<(String, Report)>, Vec<_>) = checked.into_iter().unzip();
        let (own, prior) = (self.prepared(&own), self.prepared(&prior));
        let pool = Pool::new(self.roster, &own, &prior, (&[], &[]), self.given.as_of);
        self.misplaced(&pool, found);
        checked.into_iter().for_each(|one| found.take(one, self.lang));
        self.absent(&pool, found);
    }

    /// First whose they are; then the reports of each body, of all years, read again and checked.
    fn by_body(&self, path: Inputs, prior: Inputs, found: &mut Found) {
        let (year, none) = (path.year(), None);
        let known = |mut read: Read| {
            self.given.to(&mut read.report, self.roster);
            read.known()
        };
        let own = self.load(path, found, known);
        let before = self.load(prior, found, Read::known);
        let names =
            |all: &[Known]| -> Vec<(String, Report)> { all.iter().map(|k| without_content(k.name.clone(), k.report.clone())).collect() };
        let (own_names, before_names) = (names(&own), names(&before));
        let (own_known, before_known) = (self.prepared(&own_names), self.prepared(&before_names));
        let pool = Pool::new(self.roster, &own_known, &before_known, (&[], &[]), self.given.as_of);
        self.misplaced(&pool, found);
        let mut bodies: IndexMap<String, (Vec<usize>, Vec<usize>)> = IndexMap::new();
        for (i, own) in own_known.iter().enumerate() {
            bodies.entry(pool.key(own)).or_default().0.push(i);
        }
        for (i, before) in before_known.iter().enumerate() {
            // Of bodies that are not checked no report is needed.
            if let Some((_, of_body)) = bodies.get_mut(&pool.key(before)) {
                of_body.push(i);
            }
        }
        let mut chunks: Vec<(Vec<usize>, Vec<usize>)> = vec![Default::default()];
        for (of_body, before) in bodies.into_values() {
            if chunks.last().is_none_or(|(own, prior)| own.len() + prior.len() >= CHUNK) {
                chunks.push(Default::default());
            }
            if let Some((own, prior)) = chunks.last_mut() {
                own.extend(of_body);
                prior.extend(before);
            }
        }
        let read = |known: &Known, year: Option<i32>| -> Result<(String, Report), Option<Unreadable>> {
            let Some(path) = &known.again else { return Ok((known.name.clone(), known.report.clone())) };
            let mut loaded = reports::again(self.matches, self.rules, year, self.lang, &known.name, path);
            loaded.reports.pop().map(|read| (read.name, read.report)).ok_or_else(|| loaded.unreadable.pop())
        };
        let checked = jobs::each(&chunks, inputs::jobs(self.matches), |(own_of, before_of)| {
            let mut lost = Vec::new();
            let mut take = |known: &[Known], numbers: &[usize], year| -> Vec<(usize, (String, Report))> {
                let one = |i: &usize| match read(known.get(*i)?, year) {
                    Ok(read) => Some((*i, read)),
                    Err(why) => {
                        lost.extend(why);
                        None
                    }
                };
                numbers.iter().filter_map(one).collect()
            };
            let (numbers, mut own_read): (Vec<usize>, Vec<_>) = take(&own, own_of, year).into_iter().unzip();
            let (_, before_read): (Vec<usize>, Vec<_>) = take(&before, before_of, none).into_iter().unzip();
            own_read.iter_mut().for_each(|(_, report)| self.given.to(report, self.roster));
            let (own, before) = (self.prepared(&own_read), self.prepared(&before_read));
            let pool = Pool::new(self.roster, &own, &before, (&[], &[]), self.given.as_of);
            let checked: Vec<_> = numbers.into_iter().zip(own.iter().map(|own| self.guarded(own, &pool))).collect();
            (checked, lost)
        });
        let mut all: Vec<(usize, Result<Option<CheckedReport>, Bug>)> = Vec::new();
        for one in checked {
            match one {
                Some((checked, lost)) => {
                    all.extend(checked);
                    found.unreadable.extend(lost);
                }
                None => found.failed = true,
            }
        }
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().for_each(|(_, one)| found.take(one, self.lang));
        self.absent(&pool, found);
    }
    fn prepared<'r>(&self, reports: &'r [(String, Report)]) -> Vec<Prepared<'r>> {
        reports.iter().map(|(path, report)| self.engine.prepare(self.rules, path, report)).collect()
    }

    fn check(&self, own: &Prepared, pool: &Pool) -> Result<Option<CheckedReport>, Bug> {
        let findings = self.engine.check_related(self.rules, own, &pool.related(own), &self.options);
        Ok(findings.map(|findings| CheckedReport { path: own.path.to_owned(), findings }))
    }

    /// Checks one of several on the same thread: a bug met in one report must not silence the others.
    fn guarded(&self, own: &Prepared, pool: &Pool) -> Result<Option<CheckedReport>, Bug> {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.check(own, pool))).unwrap_or_else(|_| Err(self.bug(own.path)))
    }

    /// Says that a bug was met; it shows in the exit code.
    fn bug(&self, path: &str) -> Bug {
        eprintln!("{}", words::said(&format!("{}: {}", safe(path), words::bug(self.lang)), self.lang));
        Bug
    }

    /// Reports given as those of other years or bodies that are those of none.
    pub fn misplaced(&self, pool: &Pool, found: &mut Found) {
        let skipped = |p: &Prepared, reason: &str| Skipped { path: p.path.to_owned(), reason: reason.to_owned() };
        found.skipped.extend(pool.unplaced().into_iter().map(|p| skipped(p, words::unplaced(self.lang))));
        found.skipped.extend(pool.without_successor().into_iter().map(|p| skipped(p, words::without_successor(self.lang))));
    }

    /// Bodies of the roster that have no report.
    fn absent(&self, pool: &Pool, found: &mut Found) {
        let missing =
            |(agency, year): (&str, i32)| Missing { agency: agency.to_owned(), year, because: words::in_roster(self.lang).to_owned() };
        found.missing.extend(pool.without_report().into_iter().map(missing));
    }
}

/// A bug was met, and told.
struct Bug;

impl Found {
    fn take(&mut self, one: Result<Option<CheckedReport>, Bug>, lang: Lang) {
        match one {
            Err(Bug) => self.failed = true,
            Ok(None) => {}
            Ok(Some(checked)) => {
                self.missing.extend(missing_of(&checked.findings, lang));
                self.checked.push(checked);
            }
        }
    }
}

impl Read {
    fn known(self) -> Known {
        let Read { name, report, again } = self;
        match again {
            None => Known { name, report, again },
            Some(_) => {
                let (name, report) = without_content(name, report);
                Known { name, report, again }
            }
        }
    }
}

/// What says whose report it is, and no more.
fn without_content(name: String, report: Report) -> (String, Report) {
    let report = Report { cells: Vec::new(), opening: Vec::new(), sections: Vec::new(), problems: Vec::new(), ..report };
    (name, report)
}

/// A day given on the command line, or the exit code, with the reason told.
fn day(option: &str, text: &str, lang: Lang) -> Result<Date, u8> {
    date::parse(text).ok_or_else(|| {
        eprintln!("{}", words::said(&words::bad_value(option, text, "YYYY-MM-DD", lang), lang));
        exit::USAGE
    })
}

/// What the command line says of the bodies that report, and of the day.
pub struct Given {
    as_of: Option<Date>,
    published: Option<Date>,
    signed: Option<Date>,
    attributes: Vec<(String, String)>,
}

impl Given {
    /// Reads the values of `--body` and of `--as-of`, or gives the exit code, with the reason told.
    pub fn read(matches: &ArgMatches, lang: Lang) -> Result<Given, u8> {
        let mut given = Given { as_of: None, published: None, signed: None, attributes: Vec::new() };
        for (key, value) in &inputs::pairs(matches, "body", lang)? {
            match settled_attribute(key) {
                "发布日期" => given.published = Some(day("--body 发布日期", value, lang)?),
                "落款日期" => given.signed = Some(day("--body 落款日期", value, lang)?),
                key => given.attributes.push((key.to_owned(), value.clone())),
            }
        }
        if let Some(text) = matches.get_one::<String>("as-of") {
            given.as_of = Some(day("--as-of", text, lang)?);
        }
        Ok(given)
    }

    /// Gives a report the attributes of its body: those of the command line, and those of the roster that it does not have.
    fn to(&self, report: &mut Report, roster: Option<&Roster>) {
        report.published = self.published.or(report.published);
        report.signed = self.signed.or(report.signed);
        for (key, value) in &self.attributes {
            report.attributes.insert(key.clone(), value.clone());
        }
        if let Some(roster) = roster {
            roster.lend(report);
        }
    }
}

/// The reports that rules needed for this one and that were not given.
fn missing_of(findings: &ReportFindings, lang: Lang) -> Vec<Missing> {
    let mut missing: Vec<Missing> = Vec::new();
    for finding in &findings.findings {
        let Some(reason) = finding.reason.filter(|r| matches!(r, Reason::NoPrior | Reason::NoChildren)) else { continue };
        let because = crate::catalogue::findings::reason(reason, lang);
        for absent in finding.absent.iter().filter(|a| a.kind == "report") {
            let Some(year) = absent.year else { continue };
            let agency = absent.agency.clone().or_else(|| findings.agency.clone()).unwrap_or_default();
            if !missing.iter().any(|m| m.agency == agency && m.year == year) {
                missing.push(Missing { agency, year, because: because.to_owned() });
            }
        }
    }
    missing.sort_by_key(|m| m.year);
    missing
}

/// The bodies of the roster that have no report, for the screen; what rules missed is said with the rules.
fn of_the_roster(missing: &[Missing], roster: bool, lang: Lang) -> Vec<&Missing> {
    missing.iter().filter(|m| roster && m.because == words::in_roster(lang)).collect()
}

#[derive(Clone, Copy)]
enum Undecided {
    Deny,
    Allow,
    OfTheReport,
}

fn code(findings: &[Finding], level: Level, undecided: Undecided) -> u8 {
    let mut at_level = findings.iter().filter(|f| f.severity >= level);
    if at_level.clone().any(|f| f.outcome == Verdict::Violated) {
        return exit::VIOLATIONS;
    }
    let blocked = at_level.any(|f| {
        f.outcome == Verdict::Undecided
            && match undecided {
                Undecided::Deny => true,
                Undecided::Allow => false,
                Undecided::OfTheReport => f.reason.is_some_and(crate::finding::Reason::is_of_the_report),
            }
    });
    if blocked { exit::UNDECIDED } else { exit::CLEAN }
}

fn rank(code: u8) -> usize {
    [exit::VIOLATIONS, exit::UNDECIDED, exit::CLEAN].iter().position(|c| *c == code).unwrap_or(usize::MAX)
}
