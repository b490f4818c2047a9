//! `gouji check`.

use super::{exit, inputs, jobs, prepare, reports, write_result};
use crate::catalogue::command::cli as words;
use crate::compile::settled_attribute;
use crate::engine::{Engine, RuleSet};
use crate::eval::Prepared;
use crate::explain::CheckOptions;
use crate::finding::{Finding, Level, Reason, ReportFindings, Verdict};
use crate::lang::Lang;
use crate::link::Pool;
use crate::program::Program;
use crate::render::json::{self, CheckedReport, Missing, Pack, Skipped};
use crate::render::screen::Screen;
use crate::render::style::safe;
use crate::report::Report;
use crate::roster::Roster;
use crate::value::{Date, date};
use clap::ArgMatches;
use std::path::PathBuf;

/// Checks the reports and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    run_or_code(matches, lang).unwrap_or_else(|code| code)
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let output = matches.get_one::<PathBuf>("output");
    let attributes = inputs::pairs(matches, "body", lang)?;
    let as_of = match matches.get_one::<String>("as-of") {
        None => None,
        Some(text) => Some(day("--as-of", text, lang)?),
    };
    let (style, rules) = prepare(matches, lang)?;
    let roster = inputs::roster(matches, lang)?;
    let mut loaded = reports::load_all(matches, "path", &rules, lang);
    let prior = reports::load_all(matches, "prior", &rules, lang);
    let children = reports::load_all(matches, "children", &rules, lang);
    let mut failed = loaded.failed | prior.failed | children.failed;
    let unread: Vec<String> = children.unreadable.iter().map(|u| u.path.clone()).collect();
    loaded.unreadable.extend(prior.unreadable);
    loaded.unreadable.extend(children.unreadable);
    reports::tell_unreadable(&loaded.unreadable, style, lang);

    for (_, report) in &mut loaded.reports {
        attribute(report, &attributes, roster.as_ref(), lang)?;
    }
    let engine = Engine::new();
    let options = CheckOptions { lang, verbose: matches.get_flag("verbose") };
    let ready = |reports| -> Vec<Prepared<'_>> { prepared(&engine, &rules, reports) };
    let (checked_reports, prior_reports, child_reports) = (ready(&loaded.reports), ready(&prior.reports), ready(&children.reports));
    let pool = Pool::new(roster.as_ref(), &checked_reports, &prior_reports, (&child_reports, &unread), as_of);
    for unplaced in pool.unplaced() {
        loaded.skipped.push(Skipped { path: unplaced.path.to_owned(), reason: words::unplaced(lang).to_owned() });
    }
    for unplaced in pool.without_successor() {
        loaded.skipped.push(Skipped { path: unplaced.path.to_owned(), reason: words::without_successor(lang).to_owned() });
    }
    let check = |own: &Prepared| engine.check_related(&rules, own, &pool.related(own), &options);
    let mut checked = Vec::new();
    let mut missing = Vec::new();
    for (own, found) in checked_reports.iter().zip(jobs::each(&checked_reports, inputs::jobs(matches), check)) {
        // A bug met in one report must not silence the others; it shows in the exit code.
        let Some(found) = found else {
            eprintln!("{}", words::said(&format!("{}: {}", safe(own.path), words::bug(lang)), lang));
            failed = true;
            continue;
        };
        if let Some(findings) = found {
            missing.extend(missing_of(&findings, lang));
            checked.push(CheckedReport { path: own.path.to_owned(), findings });
        }
    }
    for (agency, year) in pool.without_report() {
        missing.push(Missing { agency: agency.to_owned(), year, because: words::in_roster(lang).to_owned() });
    }
    let mut once: Vec<Missing> = Vec::new();
    for entry in missing {
        if !once.iter().any(|m| (&m.agency, m.year) == (&entry.agency, entry.year)) {
            once.push(entry);
        }
    }
    let missing = once;
    let batch = engine.check_batch(&rules, &pool.together(), &options);
    let format = matches.get_one::<String>("format").map_or("pretty", String::as_str);
    let text = if format == "json" {
        // Of several editions, the packs of those that the reports are on; with no report, all there are.
        let on_form = |p: &&Program| checked.iter().any(|c| c.findings.form == p.form.name);
        let applied = |name: &str| checked.is_empty() || rules.programs().iter().filter(on_form).any(|p| p.layers.iter().any(|l| l == name));
        let packs = rules.packs().iter().filter(|p| applied(&p.name)).map(|p| Pack::of(p, lang)).collect::<Vec<_>>();
        let packs =
            if packs.is_empty() { rules.programs().iter().take(1).map(|p| Pack::unnamed(p, rules.hash())).collect() } else { packs };
        json::findings(&checked, packs, &missing, &loaded.skipped, &loaded.unreadable, &batch)
    } else {
        Screen { style, lang, plain: format == "plain" }.findings(
            &checked,
            &batch,
            &of_the_roster(&missing, roster.is_some(), lang),
            &loaded.skipped,
            &loaded.unreadable,
        )
    };
    write_result(&text, output, lang)?;
    if failed {
        return Ok(exit::BUG);
    }
    if !loaded.unreadable.is_empty() || checked.is_empty() {
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

fn prepared<'a>(engine: &Engine, rules: &RuleSet, reports: &'a [(String, Report)]) -> Vec<Prepared<'a>> {
    reports.iter().map(|(path, report)| engine.prepare(rules, path, report)).collect()
}

/// A day given on the command line, or the exit code, with the reason told.
fn day(option: &str, text: &str, lang: Lang) -> Result<Date, u8> {
    date::parse(text).ok_or_else(|| {
        eprintln!("{}", words::said(&words::bad_value(option, text, "YYYY-MM-DD", lang), lang));
        exit::USAGE
    })
}

/// Gives a report the attributes of its body: those of the command line, and those of the roster that it does not have.
fn attribute(report: &mut Report, given: &[(String, String)], roster: Option<&Roster>, lang: Lang) -> Result<(), u8> {
    for (key, value) in given {
        match settled_attribute(key) {
            "发布日期" => report.published = Some(day("--body 发布日期", value, lang)?),
            "落款日期" => report.signed = Some(day("--body 落款日期", value, lang)?),
            key => {
                report.attributes.insert(key.to_owned(), value.clone());
            }
        }
    }
    let body = roster.zip(report.agency.as_deref()).and_then(|(r, name)| r.find(name));
    for (key, value) in body.into_iter().flat_map(|b| &b.attributes) {
        if !report.attributes.contains_key(key) {
            report.attributes.insert(key.clone(), value.clone());
        }
    }
    Ok(())
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
