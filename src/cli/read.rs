//! `gouji read`.

use super::{exit, inputs, style, write_result};
use crate::catalogue::command::cli as words;
use crate::eval::read_prose;
use crate::lang::Lang;
use crate::render::reading;
use clap::ArgMatches;
use std::path::PathBuf;

/// Shows what was read and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let output = matches.get_one::<PathBuf>("output");
    let style = style(matches.get_one::<String>("color").map_or("auto", String::as_str), output.is_some());
    if matches.get_many::<PathBuf>("path").is_none() {
        eprintln!("{}\n{}", words::said(words::no_report(lang), lang), words::try_help(lang));
        return exit::USAGE;
    }
    let rules = match inputs::rules(matches, style, lang) {
        Ok(rules) => rules,
        Err(code) => return code,
    };
    let loaded = inputs::load_all(matches, "path", &rules, lang);
    inputs::tell_unreadable(&loaded.unreadable, style, lang);
    let json = matches.get_one::<String>("format").is_some_and(|f| f == "json");
    let mut documents = Vec::new();
    let mut text = String::new();
    for (path, report) in &loaded.reports {
        let Some(program) = rules.programs().iter().find(|p| p.form.name == report.form.name) else { continue };
        let readings: Vec<_> = program.readings.iter().map(|r| read_prose(r, report)).collect();
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
