//! `gouji read`.

use super::reports::Read;
use super::{exit, prepare, reports, write_result};
use crate::eval::read_all;
use crate::lang::Lang;
use crate::render::reading;
use clap::ArgMatches;
use std::path::PathBuf;

/// Shows what was read and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let (style, rules) = match prepare(matches, lang) {
        Ok(prepared) => prepared,
        Err(code) => return code,
    };
    let output = matches.get_one::<PathBuf>("output");
    let loaded = reports::load(matches, reports::find(matches, "path", lang), &rules, lang, |read| read);
    reports::tell_unreadable(&loaded.unreadable, style, lang);
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let mut documents = Vec::new();
    let mut text = String::new();
    for Read { name: path, report, .. } in &loaded.reports {
        let Some(program) = rules.programs().iter().find(|p| p.form.name == report.form.name) else { continue };
        let readings = read_all(&program.readings, report);
        if json {
            documents.push(reading::read_report(path, report, program, &readings, lang));
        } else {
            text.push_str(&reading::screen(path, report, program, &readings, style, lang));
        }
    }
    if json {
        text = reading::json(documents);
    }
    if let Err(code) = write_result(&text, output, lang) {
        return code;
    }
    if loaded.unreadable.is_empty() && !loaded.reports.is_empty() { exit::CLEAN } else { exit::UNREADABLE }
}
