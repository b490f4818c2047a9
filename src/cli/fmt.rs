//! `gouji fmt`.

use super::{exit, inputs, style};
use crate::catalogue::command::cli as words;
use crate::catalogue::format as said;
use crate::format::{FormatOptions, Formatted, Refused, format, names_of_forms};
use crate::lang::Lang;
use crate::render::diagnostics;
use crate::render::style::safe;
use crate::shipped;
use crate::source::{Source, SourceId, Sources};
use clap::ArgMatches;
use similar::TextDiff;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Lays out files of rules and returns the exit code.
#[allow(clippy::print_stdout, reason = "the laid out text of standard input, and differences, go to standard output")]
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let style = style(matches);
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    if paths.is_empty() {
        eprintln!("{}\n{}", words::said(said::no_file(lang), lang), words::try_help(lang));
        return exit::USAGE;
    }
    let (check, diff) = (matches.get_flag("check"), matches.get_flag("diff"));
    let mut files = Vec::new();
    let mut code = exit::CLEAN;
    for path in &paths {
        files.extend(inputs::rule_texts(path, true, &mut code, lang));
    }
    let mut options =
        FormatOptions { keywords: matches.get_one::<String>("keywords").and_then(|k| Lang::from_locale(k)), ..FormatOptions::default() };
    if options.keywords.is_some() {
        let shipped = shipped::forms();
        let texts = shipped.iter().map(Source::text).chain(files.iter().map(|f| f.text.as_str()));
        options.reserved = texts.flat_map(|text| names_of_forms(SourceId(0), text)).collect::<BTreeSet<_>>();
    }
    let (mut changed, mut failed) = (0, 0);
    for inputs::RuleFile { name, path, text } in &files {
        let source = Source::new(name.as_str(), text.as_str());
        let mut sources = Sources::default();
        sources.add(source.clone());
        let formatted = match format(SourceId(0), text, &options) {
            Ok(formatted) => formatted,
            Err(refused) => {
                failed += 1;
                match refused {
                    Refused::Torn(found) => {
                        eprint!("{}", diagnostics::diagnostics(&found, &sources, style, lang));
                        eprintln!("{}", said::refused(&safe(name), lang));
                        code = code.max(exit::RULES);
                    }
                    Refused::Differs => {
                        eprintln!("{}", said::differs(&safe(name), lang));
                        code = exit::BUG;
                    }
                }
                continue;
            }
        };
        tell_left(&formatted, &source, lang);
        let same = formatted.text == *text;
        changed += usize::from(!same);
        if diff && !same {
            let diff = TextDiff::from_lines(text.as_str(), &formatted.text);
            print!("{}", safe_lines(&diff.unified_diff().context_radius(2).header(name, name).to_string()));
        } else if check && !same {
            println!("{}", said::would_change(&safe(name), lang));
        } else if !check && !diff {
            match path {
                None => print!("{}", formatted.text),
                Some(path) if !same => {
                    if let Err(error) = inputs::write_in_place(path, &formatted.text) {
                        eprintln!("{}", words::said(&words::cannot_write(&safe(name), &inputs::io_reason(&error, lang), lang), lang));
                        code = code.max(exit::USAGE);
                        changed -= 1;
                    }
                }
                Some(_) => {}
            }
        }
    }
    eprintln!("{}", said::account(files.len(), changed, failed, check || diff, lang));
    if code == exit::CLEAN && changed > 0 && (check || diff) { exit::VIOLATIONS } else { code }
}

/// Items that do not parse are left as they are, and said to be.
fn tell_left(formatted: &Formatted, source: &Source, lang: Lang) {
    for range in &formatted.left {
        let line = source.line_column(u32::try_from(range.start).unwrap_or(u32::MAX)).0;
        eprintln!("{}", said::left(&safe(source.name()), line, lang));
    }
}

/// Differences hold text of a file: no control character of it reaches a terminal.
fn safe_lines(text: &str) -> String {
    text.split_inclusive('\n').map(|line| safe(line.trim_end_matches(['\n', '\r'])) + "\n").collect()
}
