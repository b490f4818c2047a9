//! What the command is given besides reports: rule files, a roster, pairs of names and values.

use super::exit;
use crate::catalogue::Trouble;
use crate::catalogue::command::cli as words;
use crate::catalogue::suite;
use crate::diagnostic::Severity;
use crate::engine::{CompileOptions, Library, RuleErrors, RuleSet};
use crate::finding::Level;
use crate::lang::Lang;
use crate::load::{self, LoadOptions};
use crate::render::diagnostics;
use crate::render::style::{Style, safe};
use crate::roster::Roster;
use crate::source::Source;
use clap::ArgMatches;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Folders inside folders; deeper than anyone files reports.
pub const MAX_FOLDERS: usize = 32;

/// How many threads work at once: as told, or one for each processor.
pub fn jobs(matches: &ArgMatches) -> usize {
    let given = matches.try_get_one::<u16>("jobs").ok().flatten().map(|n| usize::from(*n));
    given.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
}

/// Reads the roster named by `--roster`, or says what is wrong with it.
pub fn roster(matches: &ArgMatches, lang: Lang) -> Result<Option<Roster>, u8> {
    let Some(path) = matches.get_one::<PathBuf>("roster") else { return Ok(None) };
    let text = roster_text(path, lang).map_err(|reason| {
        eprintln!("{}", words::said(&words::cannot_open_roster(&show(path), &reason, lang), lang));
        exit::UNREADABLE
    })?;
    Roster::parse(&text).map(Some).map_err(|faults| {
        for (line, fault) in &faults {
            eprintln!("{}:{line}: {} {}", show(path), fault.code(), safe(&fault.message(lang)));
            if let Some(hint) = fault.hint(lang) {
                eprintln!("  {hint}");
            }
        }
        eprintln!("{}", words::said(&words::roster_account(faults.len(), lang), lang));
        exit::UNREADABLE
    })
}

/// The text of a roster, or why it cannot be had.
pub fn roster_text(path: &Path, lang: Lang) -> Result<String, String> {
    let limit = LoadOptions::default().max_bytes;
    let bytes = std::fs::File::open(path).and_then(|f| read_limited(f, limit)).map_err(|e| io_reason(&e, lang))?;
    if bytes.len() > limit {
        return Err(Trouble::TooLarge { what: "bytes", limit: u64::try_from(limit).unwrap_or(u64::MAX) }.message(lang));
    }
    if bytes.is_empty() { Ok(String::new()) } else { load::text_of(&bytes).map_err(|t| t.message(lang)) }
}

/// What a file of tests holds, or why it cannot be read; or the exit code where there is no such file.
pub fn test_text(path: &Path, lang: Lang) -> Result<Result<String, String>, u8> {
    // A link may lead nowhere.
    if std::fs::symlink_metadata(path).is_ok() {
        let text = match std::fs::metadata(path) {
            // What is no file, such as a pipe, would be waited for without end.
            Ok(m) if !m.is_file() => Err(words::no_plain_file(lang).to_owned()),
            Ok(_) => text_of_file(path, suite::not_utf8(lang), lang),
            Err(error) => Err(io_reason(&error, lang)),
        };
        return Ok(text.map_err(|reason: String| suite::cannot_open(&show(path), &reason, lang)));
    }
    let name = crate::render::style::safe(&show(path));
    eprintln!("{}\n{}", words::said(&suite::no_tests(&name, lang), lang), suite::how_to_begin(lang));
    Err(exit::USAGE)
}

pub fn read_limited(reader: impl Read, limit: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn show(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Why a file could not be opened, in the user's language where it is one of the usual reasons.
pub fn io_reason(error: &std::io::Error, lang: Lang) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => words::file_not_found(lang).to_owned(),
        std::io::ErrorKind::PermissionDenied => words::no_permission(lang).to_owned(),
        std::io::ErrorKind::IsADirectory => words::is_folder(lang).to_owned(),
        _ => error.to_string(),
    }
}

/// The `NAME=VALUE` pairs of an option, or the exit code, with the reason told.
pub fn pairs(matches: &ArgMatches, option: &str, lang: Lang) -> Result<Vec<(String, String)>, u8> {
    let mut pairs = Vec::new();
    for pair in matches.try_get_many::<String>(option).ok().flatten().into_iter().flatten() {
        match pair.split_once(['=', '＝']) {
            Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
                pairs.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            _ => {
                eprintln!("{}", words::said(&words::bad_value(&format!("--{option}"), pair, words::pair(lang), lang), lang));
                return Err(exit::USAGE);
            }
        }
    }
    Ok(pairs)
}

/// Compiles the rules named by `--rules`, or the shipped ones; says what is wrong with them.
pub fn rules(matches: &ArgMatches, style: Style, lang: Lang) -> Result<RuleSet, u8> {
    let paths: Vec<&PathBuf> = matches.get_many::<PathBuf>("rules").into_iter().flatten().collect();
    let params = pairs(matches, "param", lang)?;
    let compiled = if paths.is_empty() {
        RuleSet::shipped_with(CompileOptions { params: &params, library: None })
    } else {
        compiled(rule_sources(&paths, lang)?, &params, lang)
    };
    match compiled {
        Ok(rules) => {
            if !rules.warnings().is_empty() {
                eprint!("{}", diagnostics::diagnostics(rules.warnings(), rules.sources(), style, lang));
            }
            Ok(rules)
        }
        Err(errors) => {
            tell_rule_errors(&errors, style, lang);
            Err(exit::RULES)
        }
    }
}

/// Compiles rules, with the packs they name by their place beside them.
pub fn compiled(sources: Vec<Source>, params: &[(String, String)], lang: Lang) -> Result<RuleSet, RuleErrors> {
    RuleSet::compile_with(sources, CompileOptions { params, library: Some(&Folders { lang }) })
}

/// Packs named by their place beside the file that names them: `引用 "../省"`, `引用 "本省.gj"`.
struct Folders {
    lang: Lang,
}

impl Library for Folders {
    fn find(&self, from: &str, name: &str) -> Vec<Source> {
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = settled(&beside.join(name));
        let file = settled(&beside.join(format!("{name}.gj")));
        let path = if path.exists() { path } else { file };
        // What cannot be read is said as it is met; the pack is then not found.
        if path.exists() { rule_sources(&[&path], self.lang).unwrap_or_default() } else { Vec::new() }
    }
}

/// A path without `..` and `.` where they can be done without, so that one file has one name.
pub fn settled(path: &Path) -> PathBuf {
    let mut settled = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(settled.components().next_back(), Some(Component::Normal(_))) => {
                settled.pop();
            }
            part => settled.push(part),
        }
    }
    settled
}

/// Says what is wrong with rules, and how much.
pub fn tell_rule_errors(errors: &RuleErrors, style: Style, lang: Lang) {
    eprint!("{}", diagnostics::diagnostics(&errors.diagnostics, &errors.sources, style, lang));
    let of = |severity| errors.diagnostics.iter().filter(|d| d.severity() == severity).count();
    eprintln!("{}", words::said(&words::rules_account(of(Severity::Error), of(Severity::Warning), lang), lang));
    if let Some(first) = errors.diagnostics.iter().find(|d| d.severity() == Severity::Error) {
        eprintln!("{}", words::see_page(first.code(), lang));
    }
}

/// The rule files that paths stand for; or the exit code, with the reason told.
pub fn rule_sources(paths: &[&PathBuf], lang: Lang) -> Result<Vec<Source>, u8> {
    let mut sources = Vec::new();
    for path in paths {
        let mut files = Vec::new();
        if path.is_dir() {
            rule_files(path, false, 0, &mut HashSet::new(), &mut files);
        } else {
            files.push((*path).clone());
        }
        let files: Vec<PathBuf> = files.iter().map(|f| settled(f)).collect();
        if files.is_empty() {
            eprintln!("{}", words::said(&words::cannot_open_rules(&show(path), words::no_rules_found(lang), lang), lang));
            return Err(exit::RULES);
        }
        for file in files {
            let text = rule_text(&file, lang)?;
            sources.push(Source::new(show(&file), text.strip_prefix('\u{FEFF}').unwrap_or(&text)));
        }
    }
    Ok(sources)
}

/// Whether there is a rule file in a folder.
pub fn has_rules(folder: &Path) -> bool {
    let mut files = Vec::new();
    rule_files(folder, false, 0, &mut HashSet::new(), &mut files);
    !files.is_empty()
}

/// What a rule file holds, byte for byte; or the exit code, with the reason told.
fn rule_text(file: &Path, lang: Lang) -> Result<String, u8> {
    text_of_file(file, words::not_utf8_rules(lang), lang).map_err(|reason| {
        eprintln!("{}", words::said(&words::cannot_open_rules(&show(file), &reason, lang), lang));
        exit::RULES
    })
}

/// The text of a file or of standard input, or why there is none.
fn text_of_file(file: &Path, not_utf8: &str, lang: Lang) -> Result<String, String> {
    let limit = LoadOptions::default().max_bytes;
    let bytes = if file.as_os_str() == "-" {
        read_limited(std::io::stdin().lock(), limit)
    } else {
        std::fs::File::open(file).and_then(|f| read_limited(f, limit))
    };
    match bytes {
        Ok(bytes) if bytes.len() > limit => {
            Err(Trouble::TooLarge { what: "bytes", limit: u64::try_from(limit).unwrap_or(u64::MAX) }.message(lang))
        }
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| not_utf8.to_owned()),
        Err(error) => Err(io_reason(&error, lang)),
    }
}

/// A rule file under the name it is shown by, as it stands.
pub struct RuleFile {
    /// The name.
    pub name: String,
    /// Where it is; nowhere for standard input.
    pub path: Option<PathBuf>,
    /// Its text, with the mark of its encoding if it has one.
    pub text: String,
}

/// The rule files that `path` stands for: a file, those of a folder, or standard input. What cannot be read is told, and the code is in `code`.
///
/// `tests`: whether files of tests are among them; they are laid out as rules are, and are none.
pub fn rule_texts(path: &Path, tests: bool, code: &mut u8, lang: Lang) -> Vec<RuleFile> {
    let mut paths = Vec::new();
    if path.is_dir() {
        rule_files(path, tests, 0, &mut HashSet::new(), &mut paths);
        if paths.is_empty() {
            eprintln!("{}", words::said(&words::cannot_open_rules(&show(path), words::no_rules_found(lang), lang), lang));
            *code = exit::RULES;
        }
    } else {
        paths.push(path.to_path_buf());
    }
    let mut files = Vec::new();
    for path in paths {
        match rule_text(&path, lang) {
            Ok(text) => {
                let given = path.as_os_str() != "-";
                files.push(RuleFile { name: show(&path), path: given.then_some(path), text });
            }
            Err(told) => *code = told,
        }
    }
    files
}

/// Writes a text in the place of a file: beside it first, so that a full disk costs no rules.
pub fn write_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    // A link stays one: what it leads to is written.
    let path = std::fs::canonicalize(path)?;
    // Putting another file in its place would go round its own permissions.
    if std::fs::metadata(&path)?.permissions().readonly() {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = std::fs::write(&beside, text)
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(&path)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, &path));
    if written.is_err() {
        // What was begun is not left lying about; that it may not have been begun is no news.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// The rule files of a folder, each folder once however many links lead to it; tests of rules (`.test.gj`) are not rules.
fn rule_files(folder: &Path, tests: bool, depth: usize, seen: &mut HashSet<PathBuf>, files: &mut Vec<PathBuf>) {
    if depth > MAX_FOLDERS || std::fs::canonicalize(folder).is_ok_and(|real| !seen.insert(real)) {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !name.starts_with('.') {
            rule_files(&path, tests, depth + 1, seen, files);
        } else if path.is_file() && name.ends_with(".gj") && (tests || !name.ends_with(".test.gj")) {
            files.push(path);
        }
    }
}

/// The level named by `--fail-level`.
pub fn fail_level(matches: &ArgMatches) -> Level {
    match matches.get_one::<String>("fail-level").map(String::as_str) {
        Some("verify") => Level::Verify,
        Some("note") => Level::Note,
        _ => Level::Must,
    }
}
