//! The reports the command is given: files, folders, archives, standard input. Each is read by itself, and given up on by itself; what is kept
//! of it is for whoever asked to say, so that a folder of thousands need not be in memory at once.

use super::inputs::{MAX_FOLDERS, io_reason, jobs, read_limited, show};
use super::progress::Progress;
use super::{convert, jobs};
use crate::catalogue::Trouble;
use crate::catalogue::command::cli as words;
use crate::engine::RuleSet;
use crate::form::Form;
use crate::lang::Lang;
use crate::load::{self, Archive, Kind, LoadOptions, Member};
use crate::render::json::{Skipped, Unreadable};
use crate::render::style::{Style, safe};
use crate::report::Report;
use clap::ArgMatches;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Endings of files that can be reports. Which of these formats a file is in is told from its content.
const REPORTS: &[&str] = &[
    "md", "markdown", "txt", "text", "tsv", "csv", "json", "jsonl", "ndjson", "html", "htm", "xhtml", "shtml", "mht", "mhtml", "docx",
    "docm", "doc", "wps", "rtf", "odt", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "pdf", "zip",
];

/// How much of a file without an ending is looked at to see what it is.
const HEAD: usize = 4096;

/// A file to read, under the name it is shown by.
struct Input {
    name: String,
    path: Option<PathBuf>,
}

/// A report as it was read.
pub struct Read {
    /// The name it is shown by.
    pub name: String,
    /// The report.
    pub report: Report,
    /// The file it can be read from again, where it is all there is in one.
    pub again: Option<PathBuf>,
}

/// What became of the reports read, in order, and what was not read.
pub struct Loaded<R = Read> {
    pub reports: Vec<R>,
    pub skipped: Vec<Skipped>,
    pub unreadable: Vec<Unreadable>,
    /// Whether a bug was met.
    pub failed: bool,
}

impl<R> Default for Loaded<R> {
    fn default() -> Loaded<R> {
        Loaded { reports: Vec::new(), skipped: Vec::new(), unreadable: Vec::new(), failed: false }
    }
}

impl<R> Loaded<R> {
    fn and(&mut self, more: Loaded<R>) {
        self.reports.extend(more.reports);
        self.skipped.extend(more.skipped);
        self.unreadable.extend(more.unreadable);
        self.failed |= more.failed;
    }

    fn skip(&mut self, name: String, reason: &str) {
        self.skipped.push(Skipped { path: name, reason: reason.to_owned() });
    }
}

/// The documents that stand for an argument of the command line, before any of them is read.
pub struct Inputs {
    inputs: Vec<Input>,
    skipped: Vec<Skipped>,
    unreadable: Vec<Unreadable>,
    year: Option<i32>,
}

impl Inputs {
    /// How many documents there are; an archive is one.
    pub fn len(&self) -> usize {
        self.inputs.len()
    }

    /// The year they are of, where the command line says so.
    pub fn year(&self) -> Option<i32> {
        self.year
    }
}

/// Finds the documents that stand for `argument` on the command line.
pub fn find(matches: &ArgMatches, argument: &str, lang: Lang) -> Inputs {
    // --year is the year of the reports checked; those of other years say their own.
    let year = if argument == "path" { matches.get_one::<i32>("year").copied() } else { None };
    found_in(matches.get_many::<PathBuf>(argument).into_iter().flatten(), year, lang)
}

/// Finds the documents that stand for some paths: files, those of folders, or standard input.
fn found_in<'p>(paths: impl Iterator<Item = &'p PathBuf>, year: Option<i32>, lang: Lang) -> Inputs {
    let mut loaded = Loaded::<Read>::default();
    let mut inputs = Vec::new();
    for path in paths {
        let before = inputs.len();
        if path.as_os_str() == "-" {
            inputs.push(Input { name: "-".to_owned(), path: None });
        } else if path.is_dir() {
            walk(path, 0, &mut inputs, &mut loaded, lang);
            if inputs.len() == before {
                loaded.unreadable.push(unreadable(&show(path), &Trouble::EmptyFolder {}, lang));
            }
        } else {
            inputs.push(Input { name: show(path), path: Some(path.clone()) });
        }
    }
    Inputs { inputs, skipped: loaded.skipped, unreadable: loaded.unreadable, year }
}

/// Reads documents, and keeps of each report what `keep` makes of it.
pub fn load<R: Send>(matches: &ArgMatches, found: Inputs, rules: &RuleSet, lang: Lang, keep: impl Fn(Read) -> R + Sync) -> Loaded<R> {
    let Inputs { inputs, skipped, unreadable, year } = found;
    let mut loaded = Loaded { skipped, unreadable, ..Loaded::default() };
    let reader = Reader::new(matches, rules, year, lang);
    let progress = Progress::of(inputs.len(), lang);
    let read = jobs::each(&inputs, reader.jobs, |input| {
        let read = reader.input(input, inputs.len() == 1, &keep);
        progress.step();
        read
    });
    progress.clear();
    for (input, read) in inputs.iter().zip(read) {
        loaded.and(read.unwrap_or_else(|| reader.bug(&input.name)));
    }
    loaded
}

/// Reads the documents of one path, a file or a folder, on this thread.
pub fn load_path(matches: &ArgMatches, path: &PathBuf, rules: &RuleSet, lang: Lang) -> Loaded {
    let found = found_in(std::iter::once(path), None, lang);
    let mut loaded = Loaded { skipped: found.skipped, unreadable: found.unreadable, ..Loaded::default() };
    if path.exists() && !path.is_dir() && !path.is_file() {
        // A pipe would be waited for without end.
        let trouble = Trouble::Unopened { reason: words::no_plain_file(lang).to_owned() };
        loaded.unreadable.push(unreadable(&show(path), &trouble, lang));
        return loaded;
    }
    let reader = Reader { jobs: 1, ..Reader::new(matches, rules, None, lang) };
    for input in &found.inputs {
        loaded.and(reader.input(input, false, &|read| read));
    }
    loaded
}

/// Reads again what was read before from one file.
pub fn again(matches: &ArgMatches, rules: &RuleSet, year: Option<i32>, lang: Lang, name: &str, path: &Path) -> Loaded {
    let input = Input { name: name.to_owned(), path: Some(path.to_path_buf()) };
    Reader::new(matches, rules, year, lang).input(&input, false, &|read| read)
}

/// Seconds after which a document is given up on.
pub const TIMEOUT: u32 = 60;

/// Reads documents.
struct Reader {
    forms: Arc<[Arc<Form>]>,
    options: LoadOptions,
    limit: Duration,
    jobs: usize,
    lang: Lang,
}

/// What a document turned out to be.
enum Got {
    Reports(Vec<Report>),
    Archive(Arc<[u8]>),
    Convert(Vec<u8>, Kind),
}

impl Reader {
    fn new(matches: &ArgMatches, rules: &RuleSet, year: Option<i32>, lang: Lang) -> Reader {
        let seconds = matches.try_get_one::<u32>("timeout").ok().flatten().copied().unwrap_or(TIMEOUT);
        Reader {
            forms: rules.forms().into(),
            options: LoadOptions { year, ..LoadOptions::default() },
            limit: Duration::from_secs(u64::from(seconds)),
            jobs: jobs(matches),
            lang,
        }
    }

    fn input<R: Send>(&self, input: &Input, alone: bool, keep: &(impl Fn(Read) -> R + Sync)) -> Loaded<R> {
        let options = self.options.clone();
        let lang = self.lang;
        let got = match &input.path {
            // Whoever types a report may take their time.
            None => match read_limited(std::io::stdin().lock(), options.max_bytes) {
                Ok(bytes) => self.bytes(bytes),
                Err(error) => Some(Err(Trouble::Unopened { reason: io_reason(&error, lang) })),
            },
            Some(path) => {
                let (path, forms) = (path.clone(), self.forms.clone());
                self.within(move || {
                    // One byte more than allowed is enough to know that it is too large.
                    let bytes = std::fs::File::open(path).and_then(|f| read_limited(f, options.max_bytes));
                    settle(bytes.map_err(|error| Trouble::Unopened { reason: io_reason(&error, lang) })?, &forms, &options)
                })
            }
        };
        match got {
            Some(Ok(Got::Archive(bytes))) => self.archive(&input.name, bytes, if alone { self.jobs } else { 1 }, keep),
            got => self.finish(&input.name, input.path.as_deref(), true, got, keep),
        }
    }

    /// Does `work` on a thread of its own and waits for it no longer than a document is waited for: a parser cannot be interrupted, and is left
    /// behind. `None` where it panicked.
    fn within(&self, work: impl FnOnce() -> Result<Got, Trouble> + Send + 'static) -> Option<Result<Got, Trouble>> {
        match jobs::within(self.limit, work) {
            jobs::Within::Done(got) => Some(got),
            jobs::Within::Panicked => None,
            jobs::Within::GivenUp => Some(Err(Trouble::TimedOut { seconds: self.limit.as_secs() })),
        }
    }

    fn bytes(&self, bytes: Vec<u8>) -> Option<Result<Got, Trouble>> {
        let (forms, options) = (self.forms.clone(), self.options.clone());
        self.within(move || settle(bytes, &forms, &options))
    }

    /// The reports of one document, under its name.
    /// `file`: whether `path` is a file, and not only the name of one.
    fn finish<R>(
        &self,
        name: &str,
        path: Option<&Path>,
        file: bool,
        got: Option<Result<Got, Trouble>>,
        keep: &impl Fn(Read) -> R,
    ) -> Loaded<R> {
        let mut loaded = Loaded::default();
        match got {
            None => return self.bug(name),
            Some(Ok(Got::Reports(reports))) => {
                let several = reports.len() > 1;
                let name = |i: usize| if several { format!("{name}#{}", i + 1) } else { name.to_owned() };
                let again = path.filter(|_| file && !several);
                let read = |(i, report)| keep(Read { name: name(i), report, again: again.map(Path::to_path_buf) });
                loaded.reports = reports.into_iter().enumerate().map(read).collect();
            }
            Some(Ok(Got::Convert(bytes, kind))) => {
                let converted = convert::to_current(&bytes, kind, self.limit);
                let got = converted.map_or_else(|trouble| Some(Err(trouble)), |bytes| self.bytes(bytes));
                return self.finish(name, path, file, got, keep);
            }
            Some(Ok(Got::Archive(_))) => loaded.skip(name.to_owned(), words::archive_inside(self.lang)),
            Some(Err(trouble)) => {
                // A file whose name says another type is told so, when its content says nothing better.
                let extension = path.and_then(extension).filter(|e| !REPORTS.contains(&e.as_str()));
                let trouble = match (trouble, extension) {
                    (Trouble::NothingRecognised { .. } | Trouble::NotText { kind: None }, Some(extension)) => {
                        Trouble::UnknownType { extension }
                    }
                    (trouble, _) => trouble,
                };
                loaded.unreadable.push(unreadable(name, &trouble, self.lang));
            }
        }
        loaded
    }

    /// The reports in an archive, in the order of their names.
    fn archive<R: Send>(&self, name: &str, bytes: Arc<[u8]>, jobs: usize, keep: &(impl Fn(Read) -> R + Sync)) -> Loaded<R> {
        let mut loaded = Loaded::default();
        let archive = match Archive::open(bytes, &self.options) {
            Ok(archive) => archive,
            Err(trouble) => {
                loaded.unreadable.push(unreadable(name, &trouble, self.lang));
                return loaded;
            }
        };
        let inside = |member: &str| format!("{name}/{member}");
        let (mut members, mut files) = (Vec::new(), 0usize);
        for member in archive.members() {
            let path = Path::new(&member.name);
            if member.name.split('/').any(|part| is_hidden(part) || part == "__MACOSX") {
                loaded.skip(inside(&member.name), words::hidden_file(self.lang));
            } else if extension(path).is_some_and(|e| REPORTS.contains(&e.as_str())) {
                members.push(member);
                continue;
            } else {
                loaded.skip(inside(&member.name), words::not_supported(self.lang));
            }
            files += 1;
        }
        if members.is_empty() {
            let trouble = if files == 0 { Trouble::Empty {} } else { Trouble::EmptyArchive {} };
            loaded.unreadable.push(unreadable(name, &trouble, self.lang));
        }
        let one = |member: &Member| {
            let (mut archive, taken) = (archive.clone(), member.clone());
            let (forms, options) = (self.forms.clone(), self.options.clone());
            let got = self.within(move || settle(archive.read(&taken)?, &forms, &options));
            self.finish(&inside(&member.name), Some(Path::new(&member.name)), false, got, keep)
        };
        for (member, read) in members.iter().zip(jobs::each(&members, jobs, one)) {
            loaded.and(read.unwrap_or_else(|| self.bug(&inside(&member.name))));
        }
        loaded
    }

    /// A bug met in one document must not silence the others; it shows in the exit code.
    fn bug<R>(&self, name: &str) -> Loaded<R> {
        eprintln!("{}", words::said(&format!("{}: {}", safe(name), words::bug(self.lang)), self.lang));
        Loaded { failed: true, ..Loaded::default() }
    }
}

/// Reads a document, or says by what way it is to be read.
fn settle(bytes: Vec<u8>, forms: &[Arc<Form>], options: &LoadOptions) -> Result<Got, Trouble> {
    if load::is_reading(&bytes) {
        let reports = load::load_reading(&bytes, forms, options)?;
        return Ok(Got::Reports(reports.into_iter().map(|(_, report)| report).collect()));
    }
    match Kind::of(&bytes) {
        Kind::Zip if bytes.len() <= options.max_bytes => Ok(Got::Archive(bytes.into())),
        kind @ (Kind::Word97 | Kind::Rtf | Kind::WordXml | Kind::OpenText | Kind::OtherSheet) if bytes.len() <= options.max_bytes => {
            Ok(Got::Convert(bytes, kind))
        }
        _ => Ok(Got::Reports(vec![load::load(&bytes, forms, options)?])),
    }
}

fn unreadable(name: &str, trouble: &Trouble, lang: Lang) -> Unreadable {
    Unreadable {
        path: name.to_owned(),
        code: trouble.code().to_owned(),
        message: trouble.message(lang),
        hint: trouble.hint(lang),
        trouble: Box::new(trouble.clone()),
    }
}

/// Says each unreadable input with what to do about it.
pub fn tell_unreadable(unreadable: &[Unreadable], style: Style, lang: Lang) {
    for u in unreadable {
        let text = format!("{} {}", u.code, u.message);
        eprintln!("{}", style.bad(&crate::catalogue::command::unreadable(&safe(&u.path), &safe(&text), lang)));
        if let Some(hint) = &u.hint {
            eprintln!("  {hint}");
        }
    }
}

/// The reports of a folder, by path bytes. Links are not followed, so a loop cannot catch us.
fn walk<R>(folder: &Path, depth: usize, inputs: &mut Vec<Input>, loaded: &mut Loaded<R>, lang: Lang) {
    if depth > MAX_FOLDERS {
        loaded.skip(show(folder), words::too_deep(lang));
        return;
    }
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            loaded.skip(show(folder), &io_reason(&error, lang));
            return;
        }
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    for path in paths {
        let link = std::fs::symlink_metadata(&path).is_ok_and(|m| m.file_type().is_symlink());
        if path.file_name().is_some_and(|n| is_hidden(&n.to_string_lossy())) {
            loaded.skip(show(&path), words::hidden_file(lang));
        } else if link {
            loaded.skip(show(&path), words::a_link(lang));
        } else if path.is_dir() {
            walk(&path, depth + 1, inputs, loaded, lang);
        } else if !path.is_file() {
            loaded.skip(show(&path), words::no_plain_file(lang));
        } else if extension(&path).map_or_else(|| is_document(&path), |e| REPORTS.contains(&e.as_str())) {
            inputs.push(Input { name: show(&path), path: Some(path) });
        } else {
            loaded.skip(show(&path), words::not_supported(lang));
        }
    }
}

/// Hidden files, and the files Word and Excel keep beside a document that is open.
fn is_hidden(name: &str) -> bool {
    (name.starts_with('.') && !matches!(name, "." | "..")) || name.starts_with("~$")
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|e| e.to_string_lossy().to_lowercase())
}

/// Whether a file without an ending is a document by its content. Text is not taken for one: a folder has many kinds of it.
fn is_document(path: &Path) -> bool {
    let is_file = std::fs::metadata(path).is_ok_and(|m| m.is_file());
    let head = if is_file { std::fs::File::open(path).and_then(|f| read_limited(f, HEAD)).unwrap_or_default() } else { Vec::new() };
    !matches!(Kind::of(&head), Kind::Text | Kind::Picture | Kind::OtherArchive)
}
