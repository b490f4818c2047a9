//! `gouji review`: the snapshots that wait, one by one.

use super::snapshots::{self, Below, Found};
use super::{exit, inputs, style, write_result};
use crate::catalogue::command::cli as words;
use crate::catalogue::suite as said;
use crate::lang::Lang;
use crate::render::style::{Style, safe};
use crate::render::suite::{change, labelled};
use crate::suite::difference::{blocks, difference};
use crate::suite::snapshot::Stored;
use clap::ArgMatches;
use std::io::{BufRead, IsTerminal, Write};
use std::path::PathBuf;

/// Reviews the snapshots and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    run_or_code(matches, lang).unwrap_or_else(|code| code)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accept,
    Reject,
    Skip,
    Quit,
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let style = style(matches);
    let [accept, reject, list] = ["accept", "reject", "list"].map(|f| matches.get_flag(f));
    if [accept, reject, list].into_iter().filter(|f| *f).count() > 1 {
        eprintln!("{}", words::said(said::one_of(lang), lang));
        return Err(exit::USAGE);
    }
    if !list && snapshots::read_only() {
        eprintln!("{}", words::said(said::read_only(lang), lang));
        return Err(exit::USAGE);
    }
    let waiting = waiting(matches);
    let asked: Vec<&String> = matches.get_many::<String>("case").into_iter().flatten().collect();
    if let Some(case) = asked.iter().find(|c| !waiting.iter().any(|w| w.stored.case.contains(c.as_str()))) {
        eprintln!("{}", words::said(&said::none_waits_for(&safe(case), lang), lang));
        return Err(exit::USAGE);
    }
    let waiting: Vec<&Found> =
        waiting.iter().filter(|w| asked.is_empty() || asked.iter().any(|c| w.stored.case.contains(c.as_str()))).collect();
    if waiting.is_empty() {
        eprintln!("{}", said::nothing_waits(lang));
        return Ok(exit::CLEAN);
    }
    if list {
        let text: String = waiting.iter().enumerate().map(|(i, w)| shown(w, i + 1, waiting.len(), style, lang)).collect();
        write_result(&text, None, lang)?;
        return Ok(exit::SNAPSHOTS);
    }
    if !accept && !reject && !std::io::stdin().is_terminal() {
        eprintln!("{}", words::said(said::no_terminal(lang), lang));
        return Err(exit::USAGE);
    }
    let (mut accepted, mut rejected) = (0, 0);
    for (i, found) in waiting.iter().enumerate() {
        let answer = match (accept, reject) {
            (true, _) => Answer::Accept,
            (_, true) => Answer::Reject,
            _ => {
                write_result(&shown(found, i + 1, waiting.len(), style, lang), None, lang)?;
                ask(lang)?
            }
        };
        let done = match answer {
            Answer::Accept => std::fs::rename(snapshots::pending(&found.path), &found.path).map(|()| accepted += 1),
            Answer::Reject => std::fs::remove_file(snapshots::pending(&found.path)).map(|()| rejected += 1),
            Answer::Skip => Ok(()),
            Answer::Quit => break,
        };
        if let Err(error) = done {
            let path = snapshots::shown(&found.path);
            eprintln!("{}", words::said(&words::cannot_write(&safe(&path), &inputs::io_reason(&error, lang), lang), lang));
            return Err(exit::USAGE);
        }
    }
    let left = waiting.len() - accepted - rejected;
    eprintln!("{}", said::reviewed(accepted, rejected, left, lang));
    Ok(if left == 0 { exit::CLEAN } else { exit::SNAPSHOTS })
}

/// The snapshots that wait below the paths given, or here.
fn waiting(matches: &ArgMatches) -> Vec<Found> {
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
    let mut below = Below::default();
    for path in &paths {
        snapshots::below(path, &mut below);
    }
    let of_given = |found: &Found| {
        let tests = snapshots::tests_file(found);
        // A file stands for its own snapshots; a folder for all there are in it.
        paths.iter().any(|p| p.is_dir()) || below.tests.contains(&tests)
    };
    below.folders.iter().flat_map(|f| snapshots::of_folder(f)).filter(|f| f.pending).filter(of_given).collect()
}

/// One that waits: what has changed, or all of it where there was none.
fn shown(found: &Found, number: usize, count: usize, style: Style, lang: Lang) -> String {
    let tests = snapshots::shown(&snapshots::tests_file(found));
    let mut out = format!("{}\n\n", style.strong(&safe(&said::waits(number, count, &found.stored.case, &tests, lang))));
    let known = snapshots::text(&found.path);
    match known {
        None => {
            out.push_str(&format!("{}\n", said::first_snapshot(lang)));
            for block in blocks(&found.stored.body) {
                out.push_str(&format!("{}\n", style.strong(&safe(&said::head(&block.head, lang)))));
                for (name, value) in &block.lines {
                    out.push_str(&format!("  {}\n", safe(&labelled(name, value, lang))));
                }
            }
        }
        Some(text) => {
            // A snapshot that was damaged is shown as it stands.
            let before = Stored::parse(&text).map_or(text, |s| s.body);
            let changes = difference(&before, &found.stored.body);
            if changes.is_empty() {
                out.push_str(&format!("{}\n", said::as_before(lang)));
            }
            for one in &changes {
                out.push_str(&change(one, style, lang));
            }
        }
    }
    out.push('\n');
    out
}

/// Asks until there is an answer. The return key alone is none; where no more can be read the review is over.
fn ask(lang: Lang) -> Result<Answer, u8> {
    loop {
        {
            let mut out = std::io::stdout().lock();
            // A terminal that is gone cannot be asked.
            if out.write_all(said::question(lang).as_bytes()).and_then(|()| out.flush()).is_err() {
                return Ok(Answer::Quit);
            }
        }
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => return Ok(Answer::Quit),
            Ok(_) => {}
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "接受" => return Ok(Answer::Accept),
            "r" | "拒绝" => return Ok(Answer::Reject),
            "s" | "先放着" => return Ok(Answer::Skip),
            "q" | "结束" => return Ok(Answer::Quit),
            _ => write_result(&format!("{}\n", said::answer_again(lang)), None, lang)?,
        }
    }
}
