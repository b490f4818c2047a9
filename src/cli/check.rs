//! `gouji check`.

use super::{exit, inputs, prepare, write_result};
use crate::catalogue::command::cli as words;
use crate::engine::Engine;
use crate::eval::Linked;
use crate::explain::CheckOptions;
use crate::finding::{Level, Reason, ReportFindings, Verdict};
use crate::lang::Lang;
use crate::link::Pool;
use crate::render::json::{self, CheckedReport, Missing, Pack};
use crate::render::screen::Screen;
use crate::render::style::safe;
use crate::report::Report;
use clap::ArgMatches;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

/// Checks the reports and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let output = matches.get_one::<PathBuf>("output");
    let mut attributes = Vec::new();
    for pair in matches.get_many::<String>("body").into_iter().flatten() {
        match pair.split_once(['=', '＝']) {
            Some((key, value)) if !key.trim().is_empty() => {
                attributes.push((crate::compile::settled_attribute(key.trim()).to_owned(), value.trim().to_owned()))
            }
            _ => {
                eprintln!("{}", words::said(&words::bad_value("--body", pair, "KEY=VALUE", lang), lang));
                return exit::USAGE;
            }
        }
    }
    let (style, rules) = match prepare(matches, lang) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let mut loaded = inputs::load_all(matches, "path", &rules, lang);
    let prior = inputs::load_all(matches, "prior", &rules, lang);
    loaded.unreadable.extend(prior.unreadable);
    inputs::tell_unreadable(&loaded.unreadable, style, lang);

    let engine = Engine::new();
    let options = CheckOptions { lang, verbose: matches.get_flag("verbose") };
    for (_, report) in &mut loaded.reports {
        report.attributes.extend(attributes.iter().cloned());
    }
    let pool = Pool::new(linked(&prior.reports), linked(&loaded.reports));
    let mut checked = Vec::new();
    let mut missing = Vec::new();
    let mut failed = false;
    for (path, report) in &loaded.reports {
        // A bug met in one report must not silence the others; it shows in the exit code.
        let check = || engine.check_related(&rules, report, &pool.related(report), &options);
        let Ok(found) = catch_unwind(AssertUnwindSafe(check)) else {
            eprintln!("{}", words::said(&format!("{}: {}", safe(path), words::bug(lang)), lang));
            failed = true;
            continue;
        };
        if let Some(findings) = found {
            missing.extend(missing_of(&findings, lang));
            checked.push(CheckedReport { path: path.clone(), findings });
        }
    }
    let format = matches.get_one::<String>("format").map_or("pretty", String::as_str);
    let text = if format == "json" {
        let packs =
            rules.programs().iter().map(|p| Pack { name: p.pack.clone(), version: p.version.clone(), hash: rules.hash().to_owned() });
        json::findings(&checked, packs.collect(), missing, &loaded.skipped, &loaded.unreadable)
    } else {
        Screen { style, lang, plain: format == "plain" }.findings(&checked, &loaded.skipped, &loaded.unreadable)
    };
    if let Err(code) = write_result(&text, output, lang) {
        return code;
    }
    if failed {
        return exit::BUG;
    }
    if !loaded.unreadable.is_empty() || checked.is_empty() {
        return exit::UNREADABLE;
    }
    let level = inputs::fail_level(matches);
    let undecided = match (matches.get_flag("deny-undecided"), matches.get_flag("allow-undecided")) {
        (true, _) => Undecided::Deny,
        (_, true) => Undecided::Allow,
        _ => Undecided::OfTheReport,
    };
    checked.iter().map(|c| code(&c.findings, level, undecided)).min_by_key(|code| rank(*code)).unwrap_or(exit::UNREADABLE)
}

fn linked(reports: &[(String, Report)]) -> impl Iterator<Item = Linked<'_>> {
    reports.iter().map(|(path, report)| Linked { path, report })
}

/// The reports that rules needed for this one and that were not given.
fn missing_of(findings: &ReportFindings, lang: Lang) -> Vec<Missing> {
    let needed = findings.findings.iter().filter(|f| f.reason == Some(Reason::NoPrior)).flat_map(|f| &f.absent);
    let mut years: Vec<i32> = needed.filter(|a| a.kind == "report").filter_map(|a| a.id.parse().ok()).collect();
    years.sort_unstable();
    years.dedup();
    let agency = findings.agency.clone().unwrap_or_default();
    let because = crate::catalogue::findings::reason(Reason::NoPrior, lang);
    years.into_iter().map(|year| Missing { agency: agency.clone(), year, because: because.to_owned() }).collect()
}

#[derive(Clone, Copy)]
enum Undecided {
    Deny,
    Allow,
    OfTheReport,
}

fn code(findings: &ReportFindings, level: Level, undecided: Undecided) -> u8 {
    let mut at_level = findings.findings.iter().filter(|f| f.severity >= level);
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
