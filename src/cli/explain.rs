//! `gouji explain`.

use super::{exit, inputs, style, write_result};
use crate::catalogue::command as terms;
use crate::catalogue::command::cli as words;
use crate::engine::RuleSet;
use crate::lang::Lang;
use crate::pages;
use crate::program::Program;
use crate::render::page;
use crate::spelling::{edit_distance, nearest};
use clap::ArgMatches;
use std::path::PathBuf;

/// How far a code may be from the one that was meant.
const NEAR: usize = 2;

/// Shows the page of a code, or a rule, or the list of codes, and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    run_or_code(matches, lang).unwrap_or_else(|code| code)
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let style = style(matches);
    let what = matches.get_one::<String>("what").map(|w| w.trim());
    let text = match what {
        None => page::list(&pages::all(), style, lang),
        Some(what) => match pages::find(what) {
            Some(found) => page::page(&found, style, lang),
            None => {
                let rules = inputs::rules(matches, style, lang)?;
                match rule(&rules, what) {
                    Some((program, rule)) => page::rule(rule, program, rules.sources(), style, lang),
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

/// What is said of a rule that some pack has switched off.
fn switched_off(rules: &RuleSet, id: &str, lang: Lang) -> Option<String> {
    rules.packs().iter().find_map(|pack| {
        let (_, because) = pack.switched_off.iter().find(|(rule, _)| rule == id)?;
        Some(format!("{}\n", terms::switched_off(id, &pack.name, because.get(lang), lang)))
    })
}

/// Says that there is no such code or rule, and what may have been meant.
fn unknown(rules: &RuleSet, what: &str, lang: Lang) -> u8 {
    let code = pages::settled(what);
    let digits = code.trim_start_matches(['E', 'W', 'L']);
    let said = if !digits.is_empty() && digits.len() + 1 >= code.len() && digits.bytes().all(|b| b.is_ascii_digit()) {
        let codes: Vec<&str> = pages::all().iter().flat_map(|f| &f.pages).map(|p| p.code).collect();
        let near = nearest(&code, codes.into_iter().filter(|c| edit_distance(&code, c) <= NEAR));
        words::unknown_code(&code, &near, lang)
    } else {
        let ids = rules.programs().iter().flat_map(|p| &p.rules).map(|r| r.id.as_str());
        words::unknown_rule(what, &nearest(what, ids), lang)
    };
    eprintln!("{}\n{}", words::said(&crate::render::style::safe(&said), lang), words::list_codes(lang));
    exit::USAGE
}
