//! `gouji explain`.

use super::check::{Check, Found, Given};
use super::{exit, inputs, reports, style, write_result};
use crate::catalogue::command as terms;
use crate::catalogue::command::cli as words;
use crate::catalogue::steps as step_words;
use crate::catalogue::steps::cli as on_words;
use crate::engine::{Engine, RuleSet};
use crate::eval::Prepared;
use crate::explain::CheckOptions;
use crate::explain::steps::{Mark, RuleSteps, Wanted};
use crate::lang::Lang;
use crate::link::Pool;
use crate::pages;
use crate::program::{Program, Range};
use crate::render::style::{Style, safe};
use crate::render::{page, steps};
use crate::spelling::{edit_distance, nearest};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// How far a code may be from the one that was meant.
const NEAR: usize = 2;
/// How much of a fingerprint has to be given.
const LEAST: usize = 4;
/// How long one is.
const FINGERPRINT: usize = 16;
/// Fingerprints that are named beside the one that was given.
const NAMED: usize = 8;

/// Shows the page of a code, or a rule, or the list of codes; or a rule or a result on a report. Returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    run_or_code(matches, lang).unwrap_or_else(|code| code)
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let style = style(matches);
    let what = matches.get_one::<String>("what").map(|w| w.trim());
    let on_reports = matches.get_many::<PathBuf>("path").is_some();
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let text = match what {
        None if on_reports => return Err(refuse(on_words::what_is_needed(lang), lang)),
        Some(what) if on_reports => on(matches, what, json, style, lang)?,
        _ if json => return Err(refuse(on_words::json_is_of_reports(lang), lang)),
        None => page::list(&pages::all(), style, lang),
        Some(what) => match pages::find(what) {
            Some(found) => page::page(&found, style, lang),
            None => {
                let rules = inputs::rules(matches, style, lang)?;
                match rule(&rules, what) {
                    Some((program, rule)) => {
                        let source = rules.sources().get(rule.span.source).name();
                        format!("{}{}", page::rule(rule, program, rules.sources(), style, lang), authors_page(source, &rule.id))
                    }
                    None => switched_off(&rules, what, lang).ok_or_else(|| unknown(&rules, what, lang))?,
                }
            }
        },
    };
    write_result(&text, matches.get_one::<PathBuf>("output"), lang)?;
    Ok(exit::CLEAN)
}

/// The rule of this id; an input method may type its hyphens in full width.
fn rule<'r>(rules: &'r RuleSet, id: &str) -> Option<(&'r Program, &'r crate::program::Rule)> {
    let settled = |id: &str| id.replace('－', "-");
    let id = settled(id);
    rules.programs().iter().find_map(|p| p.rules.iter().find(|r| settled(&r.id) == id).map(|r| (p, r)))
}

/// What the author of a rule says of it in a file of its name beside it, `RULE.md`; nothing where there is none.
fn authors_page(source: &str, id: &str) -> String {
    // The id of a rule is a name, and leads nowhere else.
    let page = Path::new(source).with_file_name(format!("{id}.md"));
    let Some(text) = super::snapshots::text(&page) else { return String::new() };
    let lines = text.trim_start_matches('\u{FEFF}').lines().map(|l| format!("{}\n", safe(l).trim_end()));
    format!("\n{}", lines.collect::<String>())
}

/// What is said of a rule that some pack has switched off.
fn switched_off(rules: &RuleSet, id: &str, lang: Lang) -> Option<String> {
    rules.packs().iter().find_map(|pack| {
        let (_, because) = pack.switched_off.iter().find(|(rule, _)| rule == id)?;
        Some(format!("{}\n", terms::switched_off(id, &pack.name, because.get(lang), lang)))
    })
}

/// Says what is wrong with the command line.
fn refuse(text: &str, lang: Lang) -> u8 {
    eprintln!("{}", words::said(&safe(text), lang));
    exit::USAGE
}

/// Says that there is no such code or rule, and what may have been meant.
fn unknown(rules: &RuleSet, what: &str, lang: Lang) -> u8 {
    let code = pages::settled(what);
    let digits = code.trim_start_matches(['E', 'W', 'L']);
    let said = if !digits.is_empty() && digits.len() + 1 >= code.len() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()) {
        let codes: Vec<&str> = pages::all().iter().flat_map(|f| &f.pages).map(|p| p.code).collect();
        let near = nearest(&code, codes.into_iter().filter(|c| edit_distance(&code, c) <= NEAR));
        words::unknown_code(&code, &near, lang)
    } else if fingerprint(what).is_some() || split(what).is_some_and(|(id, _)| rule(rules, id).is_some()) {
        return refuse(&on_words::report_is_needed(what, lang), lang);
    } else {
        let ids = rules.programs().iter().flat_map(|p| &p.rules).map(|r| r.id.as_str());
        words::unknown_rule(what, &nearest(what, ids), lang)
    };
    eprintln!("{}\n{}", words::said(&safe(&said), lang), words::list_codes(lang));
    exit::USAGE
}

/// `规则[自然人]` as the rule and its instance, which may be a cell and have brackets of its own.
fn split(what: &str) -> Option<(&str, &str)> {
    let (id, rest) = what.split_once(['[', '［'])?;
    Some((id.trim(), rest.strip_suffix([']', '］'])?.trim()))
}

/// What may be a fingerprint, or the beginning of one.
fn fingerprint(what: &str) -> Option<String> {
    let settled = pages::settled(what).to_ascii_lowercase();
    let hex = settled.bytes().all(|b| b.is_ascii_hexdigit());
    (hex && (LEAST..=FINGERPRINT).contains(&settled.len())).then_some(settled)
}

// ── on reports ──

/// What is asked for.
enum Target<'a> {
    /// A rule, or one instance of it.
    Rule(&'a Program, &'a crate::program::Rule, Option<&'a str>),
    /// A fingerprint, or the beginning of one.
    Fingerprint(String),
}

/// A rule or a result on the reports that the command line names.
fn on(matches: &ArgMatches, what: &str, json: bool, style: Style, lang: Lang) -> Result<String, u8> {
    let given = Given::read(matches, lang)?;
    let rules = inputs::rules(matches, style, lang)?;
    let named = rule(&rules, what).map(|(p, r)| Target::Rule(p, r, None));
    let named = named.or_else(|| split(what).and_then(|(id, at)| rule(&rules, id).map(|(p, r)| Target::Rule(p, r, Some(at)))));
    let target = match named.or_else(|| fingerprint(what).map(Target::Fingerprint)) {
        Some(target) => target,
        None => {
            let id = split(what).map_or(what, |(id, _)| id);
            if let Some(told) = switched_off(&rules, id, lang) {
                return Ok(told);
            }
            if let Some(found) = pages::find(what) {
                return Ok(page::page(&found, style, lang));
            }
            let short = pages::settled(what);
            if !short.is_empty() && short.len() < LEAST && short.bytes().all(|b| b.is_ascii_hexdigit()) {
                return Err(refuse(&on_words::short_fingerprint(what, LEAST, lang), lang));
            }
            return Err(unknown(&rules, id, lang));
        }
    };
    let roster = inputs::roster(matches, lang)?;
    let options = CheckOptions { lang, verbose: true };
    let check = Check { matches, engine: Engine::new(), rules: &rules, roster: roster.as_ref(), given, options, lang };
    let mut found = Found::default();
    let mut answer = Err(exit::UNREADABLE);
    check.gather(check.inputs(), &mut found, |own, pool, found| {
        reports::tell_unreadable(&found.unreadable, style, lang);
        // A report given as last year's that is nobody's is why there is none.
        let before = found.skipped.len();
        check.misplaced(pool, found);
        for skipped in found.skipped.iter().skip(before) {
            eprintln!("{}", terms::skipped(&safe(&skipped.path), &skipped.reason, lang));
        }
        if own.is_empty() {
            return;
        }
        let explaining = Explaining { engine: &check.engine, rules: &rules, own, pool, lang };
        answer = match &target {
            Target::Rule(program, rule, instance) => explaining.rule(program, rule, *instance),
            Target::Fingerprint(prefix) => explaining.fingerprint(prefix, what, style),
        };
        // What was looked for may be in what could not be read.
        if !found.unreadable.is_empty() {
            answer = std::mem::replace(&mut answer, Err(exit::UNREADABLE)).map_err(|_| exit::UNREADABLE);
        }
    });
    if found.failed {
        return Err(exit::BUG);
    }
    Ok(match answer? {
        Answer::Steps(explained) if json => steps::json(explained),
        Answer::Steps(explained) => steps::screen(&explained, style, lang),
        Answer::Page(page) => page,
    })
}

/// What there is to show.
enum Answer {
    Steps(Vec<steps::OnReport>),
    Page(String),
}

/// The reports, and what is related to them.
struct Explaining<'a> {
    engine: &'a Engine,
    rules: &'a RuleSet,
    own: &'a [Prepared<'a>],
    pool: &'a Pool<'a>,
    lang: Lang,
}

impl Explaining<'_> {
    /// A rule, or one instance of it, on every report.
    fn rule(&self, program: &Program, rule: &crate::program::Rule, instance: Option<&str>) -> Result<Answer, u8> {
        let wanted = instance.map_or(Wanted::All, Wanted::Instance);
        let mut explained = Vec::new();
        for own in self.own {
            let steps = self.engine.steps(self.rules, own, &self.pool.related(own), (&rule.id, wanted), self.lang);
            if steps.is_some() {
                explained.push(on_report(own, steps, None));
            } else if !self.rules.program_for(own.report).is_some_and(|p| p.rules.iter().any(|r| r.id == rule.id)) {
                let told = step_words::other_form(&rule.id, &program.form.name, &own.report.form.name, self.lang);
                explained.push(on_report(own, None, Some(told)));
            }
        }
        let together = self.engine.batch_steps(self.rules, &self.pool.together(), (&rule.id, wanted), self.lang);
        explained.extend(together.into_iter().map(of_all));
        if let Some(name) = instance {
            // Of several reports one may have a sentence of that number and another not.
            let has = |on: &steps::OnReport| on.rule.as_ref().is_some_and(|r| !r.instances.is_empty() || r.silent.is_some());
            let silent = |on: &steps::OnReport| on.elsewhere.is_some();
            if !explained.iter().any(|on| has(on) || silent(on)) {
                return Err(self.unknown_instance(rule, name, &explained));
            }
            explained.retain(|on| has(on) || silent(on));
        }
        Ok(Answer::Steps(explained))
    }

    fn unknown_instance(&self, rule: &crate::program::Rule, name: &str, explained: &[steps::OnReport]) -> u8 {
        let keys: Vec<String> = match rule.range {
            Range::Fixed | Range::Batch => rule.instances.iter().filter_map(|i| i.key.clone()).collect(),
            // Sentences go by their number.
            Range::Reading { .. } | Range::Text { .. } => {
                let most = explained.iter().filter_map(|on| on.rule.as_ref()).map(|r| r.outcomes.total()).max();
                (1..=most.unwrap_or(0)).map(|n| n.to_string()).collect()
            }
        };
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let near = if matches!(rule.range, Range::Fixed) { nearest(name, keys.iter().copied()) } else { Vec::new() };
        let near: Vec<String> = near.into_iter().map(|key| format!("{}[{key}]", rule.id)).collect();
        let code = refuse(&on_words::unknown_instance(&rule.id, name, &near, self.lang), self.lang);
        eprintln!("  {}", safe(&on_words::instances(&keys, self.lang)));
        code
    }

    /// The result whose fingerprint begins with `prefix`; it may be that of one report given twice.
    fn fingerprint(&self, prefix: &str, what: &str, style: Style) -> Result<Answer, u8> {
        let mut marks: Vec<(Option<&Prepared>, Mark)> = Vec::new();
        for own in self.own {
            let of_report = self.engine.marks(self.rules, own, &self.pool.related(own), self.lang);
            marks.extend(of_report.into_iter().map(|m| (Some(own), m)));
        }
        marks.extend(self.engine.batch_marks(self.rules, &self.pool.together(), self.lang).into_iter().map(|m| (None, m)));
        let found: Vec<&(Option<&Prepared>, Mark)> = marks.iter().filter(|(_, m)| m.fingerprint.starts_with(prefix)).collect();
        let Some((_, first)) = found.first() else {
            // A code may look like one.
            if let Some(page) = pages::find(what) {
                return Ok(Answer::Page(page::page(&page, style, self.lang)));
            }
            return Err(self.unknown_fingerprint(prefix, &marks));
        };
        if found.iter().any(|(_, m)| m.fingerprint != first.fingerprint) {
            let code = refuse(&on_words::ambiguous(prefix, self.lang), self.lang);
            self.name(&found);
            return Err(code);
        }
        let wanted = (first.rule.as_str(), Wanted::Fingerprint(&first.fingerprint));
        let mut explained = Vec::new();
        let mut seen: Vec<Option<*const Prepared>> = Vec::new();
        for (own, _) in found {
            let which = own.map(std::ptr::from_ref);
            if seen.contains(&which) {
                continue;
            }
            seen.push(which);
            match own {
                Some(own) => {
                    let steps = self.engine.steps(self.rules, own, &self.pool.related(own), wanted, self.lang);
                    explained.push(on_report(own, steps, None));
                }
                None => {
                    explained.extend(self.engine.batch_steps(self.rules, &self.pool.together(), wanted, self.lang).into_iter().map(of_all));
                }
            }
        }
        explained.retain(|on| on.rule.as_ref().is_some_and(|r| !r.instances.is_empty()));
        Ok(Answer::Steps(explained))
    }

    fn unknown_fingerprint(&self, prefix: &str, marks: &[(Option<&Prepared>, Mark)]) -> u8 {
        // One that was typed wrong in a character or two, however much of it was typed.
        let near = |m: &Mark| {
            let beginning = m.fingerprint.get(..prefix.len()).unwrap_or(&m.fingerprint);
            prefix.len() > LEAST && edit_distance(prefix, beginning) <= NEAR
        };
        let near: Vec<&(Option<&Prepared>, Mark)> = marks.iter().filter(|(_, m)| near(m)).collect();
        let code = refuse(&on_words::unknown_fingerprint(prefix, !near.is_empty(), self.lang), self.lang);
        self.name(&near);
        code
    }

    /// Names results with their fingerprints.
    fn name(&self, marks: &[&(Option<&Prepared>, Mark)]) {
        for (own, mark) in marks.iter().take(NAMED) {
            let instance = mark.instance.as_ref().map_or(String::new(), |i| format!("[{i}]"));
            let path = own.map_or(terms::together(self.lang), |p| p.path);
            let verdict = crate::catalogue::findings::verdict(mark.outcome, self.lang);
            eprintln!("  {}", safe(&format!("{}  {}{instance}  {verdict}  {path}", mark.fingerprint, mark.rule)));
        }
        if marks.len() > NAMED {
            eprintln!("  {}", step_words::more(marks.len() - NAMED, self.lang));
        }
    }
}

fn on_report(own: &Prepared, rule: Option<RuleSteps>, elsewhere: Option<String>) -> steps::OnReport {
    let report = own.report;
    steps::OnReport {
        path: Some(own.path.to_owned()),
        agency: report.agency.clone(),
        year: report.year,
        form: Some(report.form.name.clone()),
        elsewhere,
        rule,
    }
}

fn of_all(rule: RuleSteps) -> steps::OnReport {
    steps::OnReport { path: None, agency: None, year: None, form: None, elsewhere: None, rule: Some(rule) }
}
