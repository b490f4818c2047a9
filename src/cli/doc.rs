//! `gouji doc`: the reference, the tutorial and the formats, on a machine without a network.

use super::write_result;
use crate::lang::Lang;
use clap::ArgMatches;
use std::path::PathBuf;

/// Prints a document and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let text = match (matches.get_one::<String>("document").map(String::as_str), lang) {
        (Some("tutorial"), Lang::Zh) => include_str!("../../docs/zh/tutorial.md"),
        (Some("tutorial"), Lang::En) => include_str!("../../docs/en/tutorial.md"),
        (Some("testing"), Lang::Zh) => include_str!("../../docs/zh/testing.md"),
        (Some("testing"), Lang::En) => include_str!("../../docs/en/testing.md"),
        (Some("formats"), Lang::Zh) => include_str!("../../docs/zh/formats.md"),
        (Some("formats"), Lang::En) => include_str!("../../docs/en/formats.md"),
        (_, Lang::Zh) => include_str!("../../docs/zh/reference.md"),
        (_, Lang::En) => include_str!("../../docs/en/reference.md"),
    };
    // Where generated parts begin and end is for whoever mends the documents.
    let text: String = text.lines().filter(|line| !line.starts_with("<!-- ")).flat_map(|line| [line, "\n"]).collect();
    match write_result(&text, matches.get_one::<PathBuf>("output"), lang) {
        Ok(()) => super::exit::CLEAN,
        Err(code) => code,
    }
}
