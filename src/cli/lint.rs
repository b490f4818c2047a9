//! `gouji lint`.

use super::{exit, inputs, style};
use crate::catalogue::command::cli as words;
use crate::catalogue::format as said;
use crate::diagnostic::{Diagnostics, Severity};
use crate::lang::Lang;
use crate::lint::{fixed, lint};
use crate::render::diagnostics;
use crate::render::style::safe;
use crate::source::Source;
use clap::ArgMatches;
use std::path::PathBuf;

/// Looks through rules for what is probably not meant and returns the exit code.
#[allow(clippy::print_stdout, reason = "what is found is the result")]
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let style = style(matches);
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    if paths.is_empty() {
        eprintln!("{}\n{}", words::said(said::nothing_to_lint(lang), lang), words::try_help(lang));
        return exit::USAGE;
    }
    if let Some(tests) = paths.iter().find(|p| p.to_string_lossy().ends_with(".test.gj")) {
        eprintln!("{}", words::said(&said::tests_are_run(&safe(&inputs::show(tests)), lang), lang));
        return exit::USAGE;
    }
    let mut code = exit::CLEAN;
    let mut files = Vec::new();
    for path in &paths {
        files.extend(inputs::rule_texts(path, false, &mut code, lang));
    }
    if code != exit::CLEAN {
        return code;
    }
    if matches.get_flag("fix") {
        if files.iter().any(|f| f.path.is_none()) {
            eprintln!("{}\n{}", words::said(said::fix_needs_a_file(lang), lang), words::try_help(lang));
            return exit::USAGE;
        }
        let mut count = 0;
        for file in &mut files {
            let Some((text, edits)) = fixed(&Source::new(file.name.as_str(), file.text.as_str())) else { continue };
            let Some(path) = &file.path else { continue };
            if let Err(error) = inputs::write_in_place(path, &text) {
                eprintln!("{}", words::said(&words::cannot_write(&safe(&file.name), &inputs::io_reason(&error, lang), lang), lang));
                return exit::USAGE;
            }
            count += edits;
            file.text = text;
        }
        eprintln!("{}", said::fixed(count, lang));
    }
    let names: Vec<String> = files.iter().map(|f| f.name.clone()).collect();
    let sources = files.iter().map(|f| Source::new(f.name.as_str(), f.text.strip_prefix('\u{FEFF}').unwrap_or(&f.text)));
    let rules = match inputs::compiled(sources.collect(), &[], lang) {
        Ok(rules) => rules,
        Err(errors) => {
            inputs::tell_rule_errors(&errors, style, lang);
            return exit::RULES;
        }
    };
    let mut found = Diagnostics::new();
    for warning in rules.warnings().iter().filter(|d| names.iter().any(|n| n == rules.sources().get(d.span.source).name())) {
        found.push(warning.clone());
    }
    found.extend(lint(&rules, &names));
    found.sort();
    print!("{}", diagnostics::diagnostics(&found, rules.sources(), style, lang));
    let warnings = found.iter().filter(|d| d.severity() == Severity::Warning).count();
    eprintln!("{}", said::lint_account(names.len(), warnings, lang));
    if found.is_empty() { exit::CLEAN } else { exit::VIOLATIONS }
}
