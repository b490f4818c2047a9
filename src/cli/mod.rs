//! The command: the only room that touches files, environment and standard streams.
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "files, environment and streams are this room's work")]

mod arguments;
mod check;
mod convert;
mod doc;
mod exit;
mod explain;
mod fmt;
mod inputs;
mod jobs;
mod lint;
mod new;
mod progress;
mod read;
mod reports;
mod review;
mod snapshots;
mod test;
mod watch;

use crate::catalogue::command::cli as words;
use crate::engine::RuleSet;
use crate::lang::Lang;
use crate::render::style::Style;
use clap::ArgMatches;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// A stack that holds the deepest rule the parser lets pass, on every platform.
const STACK: usize = 32 << 20;

/// Runs the command with the arguments of the process.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = language(&arguments);
    quiet_documents();
    // A panic is a bug: it gets one line of ours and its own exit code, never a half-written result with exit 0.
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || run(&arguments, lang));
    let code = match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => {
            eprintln!("{}", words::said(words::bug(lang), lang));
            exit::BUG
        }
    };
    ExitCode::from(code)
}

/// A parser of documents may panic on one that is damaged, which is caught and told in our own words: what the language prints of it by itself
/// says nothing to whoever holds the document. It is printed for whoever asks for it by `RUST_BACKTRACE`.
fn quiet_documents() {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        return;
    }
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(jobs::DOCUMENT) {
            usual(panic);
        }
    }));
}

fn run(arguments: &[OsString], lang: Lang) -> u8 {
    let matches = match arguments::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return arguments::explain(&error, lang),
    };
    match matches.subcommand() {
        Some(("check", matches)) => check::run(matches, lang),
        Some(("read", matches)) => read::run(matches, lang),
        Some(("fmt", matches)) => fmt::run(matches, lang),
        Some(("lint", matches)) => lint::run(matches, lang),
        Some(("explain", matches)) => explain::run(matches, lang),
        Some(("test", matches)) => test::run(matches, lang),
        Some(("review", matches)) => review::run(matches, lang),
        Some(("doc", matches)) => doc::run(matches, lang),
        Some(("new", matches)) => new::run(matches, lang),
        _ => {
            eprintln!("{}", words::said(words::try_help(lang), lang));
            exit::USAGE
        }
    }
}

/// `--lang`, else the locale, else Chinese.
fn language(arguments: &[OsString]) -> Lang {
    let mut given = None;
    let mut iter = arguments.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(argument) = iter.next() {
        if argument == "--lang" {
            given = iter.next().and_then(|v| Lang::from_locale(&v));
        } else if let Some(value) = argument.strip_prefix("--lang=") {
            given = Lang::from_locale(value);
        }
    }
    let locale = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()))
            .and_then(|v| Lang::from_locale(&v))
    };
    given.or_else(locale).unwrap_or_default()
}

/// Colour: as told, else on a terminal that does not refuse it.
fn style(matches: &ArgMatches) -> Style {
    let to_file = matches.try_contains_id("output").unwrap_or(false);
    let colour = match matches.get_one::<String>("color").map_or("auto", String::as_str) {
        "always" => true,
        "never" => false,
        _ => {
            let refused =
                std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) || std::env::var_os("TERM").is_some_and(|t| t == "dumb");
            !to_file && !refused && std::io::stdout().is_terminal()
        }
    };
    if colour { Style::Colour } else { Style::Bare }
}

/// What every verb needs before it can begin: how to colour, and the rules; or the exit code, with the reason told.
fn prepare(matches: &ArgMatches, lang: Lang) -> Result<(Style, RuleSet), u8> {
    let style = style(matches);
    if matches.get_many::<PathBuf>("path").is_none() {
        eprintln!("{}\n{}", words::said(words::no_report(lang), lang), words::try_help(lang));
        return Err(exit::USAGE);
    }
    Ok((style, inputs::rules(matches, style, lang)?))
}

/// Writes a result to the file named by `--output`, or to standard output.
fn write_result(text: &str, output: Option<&PathBuf>, lang: Lang) -> Result<(), u8> {
    let result = match output {
        Some(path) => std::fs::write(path, text).map_err(|e| (path.display().to_string(), e)),
        None => {
            let mut out = std::io::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                // The reader has seen enough: `gouji check … | head`.
                Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
                other => other.map_err(|e| ("stdout".to_owned(), e)),
            }
        }
    };
    result.map_err(|(path, error)| {
        eprintln!("{}", words::said(&words::cannot_write(&path, &inputs::io_reason(&error, lang), lang), lang));
        exit::USAGE
    })
}
