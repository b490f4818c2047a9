//! `gouji new`: a pack, a rule or a drafted form. What is made runs at once; what is there is never overwritten.

use super::reports::TIMEOUT;
use super::{convert, exit, inputs, jobs, reports, style, write_result};
use crate::catalogue::Trouble;
use crate::catalogue::command::cli as words;
use crate::catalogue::making as said;
use crate::draft::{self, Draft, NoDraft, Suggestion};
use crate::engine::{RuleErrors, RuleSet};
use crate::form::Form;
use crate::lang::Lang;
use crate::load::{self, Kind, LoadOptions};
use crate::program::Program;
use crate::render::json::Unreadable;
use crate::render::style::safe;
use crate::report::CellState;
use crate::shipped;
use crate::source::Source;
use crate::syntax::begins;
use clap::ArgMatches;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Longer names do not fit the names of files everywhere.
const LONGEST_NAME: usize = 60;
/// How many tables are named of which a draft does not find all cells.
const MOST_MISSED: usize = 12;
/// The id of a rule that no author writes: it makes rules out of a form without any, so that they compile.
const PROBE: &str = "_gouji_new_";

/// The texts of what is made, one set for each language.
struct Templates {
    pack: &'static str,
    pack_rule: &'static str,
    pack_test: &'static str,
    pack_rule_id: &'static str,
    sample: &'static str,
    readme: &'static str,
    rule: &'static str,
    test: &'static str,
    page: &'static str,
    annual: &'static str,
    set: &'static str,
    missing: &'static str,
    /// Before the left side, the right side and the difference.
    sides: [&'static str; 3],
}

const ZH: Templates = Templates {
    pack: include_str!("templates/zh/pack.gj"),
    pack_rule: include_str!("templates/zh/pack-rule.gj"),
    pack_test: include_str!("templates/zh/pack-rule.test.gj"),
    pack_rule_id: "文件-现行有效",
    sample: "样例.md",
    readme: include_str!("templates/zh/README.md"),
    rule: include_str!("templates/zh/rule.gj"),
    test: include_str!("templates/zh/rule.test.gj"),
    page: include_str!("templates/zh/rule.md"),
    annual: include_str!("templates/zh/annual.txt"),
    set: "改",
    missing: "缺",
    sides: ["左", "右", "差"],
};

const EN: Templates = Templates {
    pack: include_str!("templates/en/pack.gj"),
    pack_rule: include_str!("templates/en/pack-rule.gj"),
    pack_test: include_str!("templates/en/pack-rule.test.gj"),
    pack_rule_id: "documents-in-force",
    sample: "sample.md",
    readme: include_str!("templates/en/README.md"),
    rule: include_str!("templates/en/rule.gj"),
    test: include_str!("templates/en/rule.test.gj"),
    page: include_str!("templates/en/rule.md"),
    annual: include_str!("templates/en/annual.txt"),
    set: "set",
    missing: "missing",
    sides: ["left", "right", "difference"],
};

/// The report the tests of a new pack use.
const SAMPLE: &str = include_str!("../../examples/reports/right.md");
/// What tests leave behind and nobody keeps.
const IGNORED: &str = "*.snap.new\n.*.failed\n";

fn templates(lang: Lang) -> &'static Templates {
    if lang == Lang::Zh { &ZH } else { &EN }
}

/// Makes what is asked for and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let made = match matches.subcommand() {
        Some(("pack", matches)) => pack(matches, lang),
        Some(("rule", matches)) => rule(matches, lang),
        Some(("form", matches)) => form(matches, lang),
        _ => Err(refuse(said::no_kind(lang), lang)),
    };
    made.map_or_else(|code| code, |()| exit::CLEAN)
}

/// Says what is wrong with the command line.
fn refuse(text: &str, lang: Lang) -> u8 {
    eprintln!("{}\n{}", words::said(text, lang), words::try_help(lang));
    exit::USAGE
}

/// Says what is wrong with a file.
fn refuse_file(path: &Path, text: &str, lang: Lang) -> u8 {
    eprintln!("{}", words::said(&said::of_file(&safe(&inputs::show(path)), text, lang), lang));
    exit::USAGE
}

/// A name as the language has it: letters of any script, no digit first, hyphens only inside where they may be.
fn checked_name(given: Option<&String>, hyphens: bool, missing: &str, lang: Lang) -> Result<String, u8> {
    let Some(given) = given else { return Err(refuse(missing, lang)) };
    // An input method types hyphens in full width.
    let name = given.trim().replace('－', "-");
    let mut pieces = name.split('-');
    let first = pieces.next().is_some_and(draft::is_name);
    let legal = first && pieces.all(|piece| hyphens && draft::is_name(&format!("_{piece}")) && !piece.is_empty());
    if legal && (begins(&name) || ["其余", "rest"].contains(&name.as_str())) {
        return Err(refuse(&said::word_taken(&safe(&name), lang), lang));
    }
    if legal && name.chars().count() <= LONGEST_NAME {
        return Ok(name);
    }
    Err(refuse(&said::bad_name(&safe(given), hyphens, lang), lang))
}

fn folder(matches: &ArgMatches, lang: Lang) -> Result<PathBuf, u8> {
    let folder = matches.get_one::<PathBuf>("in").cloned().unwrap_or_default();
    let at = if folder.as_os_str().is_empty() { Path::new(".") } else { folder.as_path() };
    match std::fs::metadata(at) {
        Ok(found) if found.is_dir() => Ok(folder),
        Ok(_) => Err(refuse_file(at, said::not_a_folder(lang), lang)),
        Err(error) => Err(refuse_file(at, &inputs::io_reason(&error, lang), lang)),
    }
}

fn filled(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value))
}

// ── packs ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn pack(matches: &ArgMatches, lang: Lang) -> Result<(), u8> {
    let name = checked_name(matches.get_one::<String>("name"), true, said::no_pack_name(lang), lang)?;
    let target = folder(matches, lang)?.join(&name);
    let t = templates(lang);
    let id = t.pack_rule_id;
    let values = [("name", name.as_str()), ("rule", id), ("sample", t.sample)];
    let files = [
        ("pack.gj".to_owned(), filled(t.pack, &values)),
        (format!("{id}.gj"), t.pack_rule.to_owned()),
        (format!("{id}.test.gj"), t.pack_test.to_owned()),
        (t.sample.to_owned(), SAMPLE.to_owned()),
        ("README.md".to_owned(), filled(t.readme, &values)),
        (".gitignore".to_owned(), IGNORED.to_owned()),
    ];
    // A pack of the name of one it builds on would be refused ever after.
    let is_rules = |name: &str| name.ends_with(".gj") && !name.ends_with(".test.gj");
    let sources = files.iter().filter(|(n, _)| is_rules(n)).map(|(n, text)| Source::new(inputs::show(&target.join(n)), text.as_str()));
    inputs::compiled(sources.collect(), &[], lang).map_err(|errors| {
        inputs::tell_rule_errors(&errors, style(matches), lang);
        exit::RULES
    })?;
    place_folder(&target, &files, lang)?;
    let shown = safe(&inputs::show(&target));
    for (file, _) in &files {
        eprintln!("{}", said::made(&safe(&inputs::show(&target.join(file))), lang));
    }
    eprintln!("{}", said::after_pack(&shown, "README.md", lang));
    Ok(())
}

/// Makes a folder with its files, all of it or nothing.
fn place_folder(target: &Path, files: &[(String, String)], lang: Lang) -> Result<(), u8> {
    let there = std::fs::symlink_metadata(target).is_ok();
    if there {
        let inside = std::fs::read_dir(target).ok().map(|entries| entries.filter_map(Result::ok).map(|e| e.path()).min());
        match inside {
            Some(None) => {}
            Some(Some(first)) => return Err(refuse_file(&first, said::in_the_way(lang), lang)),
            None => return Err(refuse_file(target, said::in_the_way(lang), lang)),
        }
    }
    let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = target.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let made = std::fs::create_dir(&beside)
        .and_then(|()| files.iter().try_for_each(|(file, text)| create(&beside.join(file), text)))
        // An empty folder of the name gives way; one that is not empty any more does not.
        .and_then(|()| if there { std::fs::remove_dir(target) } else { Ok(()) })
        .and_then(|()| std::fs::rename(&beside, target));
    made.map_err(|error| {
        // What was begun is not left lying about; that it may not have been begun is no news.
        let _ = std::fs::remove_dir_all(&beside);
        eprintln!("{}", words::said(&words::cannot_write(&safe(&inputs::show(target)), &inputs::io_reason(&error, lang), lang), lang));
        exit::USAGE
    })
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(text.as_bytes());
    if written.is_err() {
        let _ = std::fs::remove_file(path);
    }
    written
}

/// Writes files that are not there yet, all of them or none.
fn place_files(files: &[(PathBuf, String)], lang: Lang) -> Result<(), u8> {
    if let Some((path, _)) = files.iter().find(|(path, _)| std::fs::symlink_metadata(path).is_ok()) {
        return Err(refuse_file(path, said::in_the_way(lang), lang));
    }
    for (index, (path, text)) in files.iter().enumerate() {
        if let Err(error) = create(path, text) {
            for (made, _) in files.iter().take(index) {
                let _ = std::fs::remove_file(made);
            }
            let reason = match error.kind() {
                std::io::ErrorKind::AlreadyExists => said::in_the_way(lang).to_owned(),
                _ => inputs::io_reason(&error, lang),
            };
            eprintln!("{}", words::said(&words::cannot_write(&safe(&inputs::show(path)), &reason, lang), lang));
            return Err(exit::USAGE);
        }
    }
    Ok(())
}

// ── rules ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn rule(matches: &ArgMatches, lang: Lang) -> Result<(), u8> {
    let id = checked_name(matches.get_one::<String>("id"), true, said::no_rule_id(lang), lang)?;
    let folder = folder(matches, lang)?;
    let at = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.clone() };
    let style = style(matches);
    if !inputs::has_rules(&at) {
        return Err(refuse_file(&at, said::no_pack_here(lang), lang));
    }
    let sources = inputs::rule_sources(&[&at], lang)?;
    let tell = |errors: &RuleErrors| {
        inputs::tell_rule_errors(errors, style, lang);
        exit::RULES
    };
    let rules = probed(sources.clone(), lang).map_err(|errors| tell(&errors))?;
    let taken = rules.programs().iter().flat_map(|p| &p.rules).find(|r| r.id.replace('－', "-") == id);
    if let Some(taken) = taken {
        let place = rules.sources().get(taken.span.source).name();
        eprintln!("{}", words::said(&said::id_taken(&id, &safe(place), lang), lang));
        return Err(exit::USAGE);
    }
    let t = templates(lang);
    let file = folder.join(format!("{id}.gj"));
    let name = inputs::show(&file);
    let mut refused = None;
    let fitting = fitting(&rules, lang).into_iter().find_map(|suggestion| {
        let text = rule_text(t, &id, &suggestion);
        let mut all = sources.clone();
        all.push(Source::new(name.as_str(), text.as_str()));
        match inputs::compiled(all, &[], lang) {
            Ok(_) => Some((suggestion, text)),
            Err(errors) => {
                refused = Some(errors);
                None
            }
        }
    });
    let Some((suggestion, text)) = fitting else {
        return Err(refused.map_or(exit::BUG, |errors| tell(&errors)));
    };
    let files = [
        (file, text),
        (folder.join(format!("{id}.test.gj")), test_text(t, &id, &suggestion)),
        (folder.join(format!("{id}.md")), page_text(t, &id, &suggestion)),
    ];
    place_files(&files, lang)?;
    for (path, _) in &files {
        eprintln!("{}", said::made(&safe(&inputs::show(path)), lang));
    }
    eprintln!("{}", said::after_rule(&safe(&name), lang));
    Ok(())
}

/// Compiles rules that may be a form and nothing else.
fn probed(mut sources: Vec<Source>, lang: Lang) -> Result<RuleSet, RuleErrors> {
    let probe = format!("规则 {PROBE} \"\" {{ 级别 提示  依据 \"\"  范围 全表 每格  要求 非 空白(本格)  改法 \"\" }}");
    sources.push(Source::new(PROBE, probe));
    inputs::compiled(sources, &[], lang)
}

/// Rules that may fit what a pack is about: the form of its own, or what the shipped forms share.
fn fitting(rules: &RuleSet, lang: Lang) -> Vec<Suggestion> {
    let shipped: Vec<String> = shipped_forms().iter().map(|f| f.name.clone()).collect();
    let own = |p: &&Program| !shipped.contains(&p.form.name);
    let Some(program) = rules.programs().iter().find(own).or(rules.programs().first()) else { return Vec::new() };
    let known = (!own(&program)).then(|| known_suggestion(templates(lang).annual)).flatten();
    known.into_iter().chain(draft::suggestions(&program.form, lang)).collect()
}

fn shipped_forms() -> Vec<Arc<Form>> {
    probed(shipped::forms(), Lang::Zh).map(|rules| rules.forms()).unwrap_or_default()
}

/// The rule that is suggested for the shipped forms.
fn known_suggestion(text: &str) -> Option<Suggestion> {
    let all: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(": ")).collect();
    let value = |name: &str| all.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    let cell = |text: &str| text.rsplit_once(' ').and_then(|(cell, figure)| Some((cell.to_owned(), figure.parse().ok()?)));
    let sides: Vec<i32> = value("sides")?.split(' ').filter_map(|n| n.parse().ok()).collect();
    Some(Suggestion {
        title: value("title")?,
        note: value("note")?,
        fix: value("fix")?,
        over: value("over")?,
        require: value("require")?,
        instance: value("instance")?,
        good: all.iter().filter(|(n, _)| *n == "good").filter_map(|(_, v)| cell(v)).collect(),
        bad: cell(&value("bad")?)?,
        sides: if let [left, right, difference] = sides.as_slice() { Some((*left, *right, *difference)) } else { None },
        absent: value("absent")?,
    })
}

fn rule_text(t: &Templates, id: &str, s: &Suggestion) -> String {
    let values = [("id", id), ("title", &s.title), ("note", &s.note), ("over", &s.over), ("require", &s.require), ("fix", &s.fix)];
    filled(t.rule, &values)
}

fn test_text(t: &Templates, id: &str, s: &Suggestion) -> String {
    let set = |cell: &str, value: &str| format!("  {} {cell} = {value}", t.set);
    // Every cell is set once; what is set again takes the place of the first.
    let others = |cell: &str| s.good.iter().filter(|(c, _)| c != cell).map(|(c, v)| set(c, &v.to_string())).collect::<Vec<_>>();
    let good: Vec<String> = s.good.iter().map(|(c, v)| set(c, &v.to_string())).collect();
    let mut bad = others(&s.bad.0);
    bad.push(set(&s.bad.0, &s.bad.1.to_string()));
    let mut undecided = others(&s.absent);
    undecided.push(set(&s.absent, t.missing));
    let [left, right, apart] = t.sides;
    let sides = s.sides.map_or(String::new(), |(l, r, d)| format!(" {left} {l} {right} {r} {apart} {d}"));
    let (good, bad, undecided) = (good.join("\n"), bad.join("\n"), undecided.join("\n"));
    let values = [("id", id), ("instance", &s.instance), ("good", &good), ("bad", &bad), ("undecided", &undecided), ("sides", &sides)];
    filled(t.test, &values)
}

fn page_text(t: &Templates, id: &str, s: &Suggestion) -> String {
    let line = |cell: &str, value: i32| format!("- `{cell}` {value}");
    let right: Vec<String> = s.good.iter().map(|(c, v)| line(c, *v)).collect();
    let mut wrong: Vec<String> = s.good.iter().filter(|(c, _)| *c != s.bad.0).map(|(c, v)| line(c, *v)).collect();
    wrong.push(line(&s.bad.0, s.bad.1));
    let (right, wrong) = (right.join("\n"), wrong.join("\n"));
    let values = [
        ("id", id),
        ("title", s.title.as_str()),
        ("note", &s.note),
        ("over", &s.over),
        ("require", &s.require),
        ("right", &right),
        ("wrong", &wrong),
    ];
    filled(t.page, &values)
}

// ── forms ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

fn form(matches: &ArgMatches, lang: Lang) -> Result<(), u8> {
    let Some(from) = matches.get_one::<PathBuf>("from") else { return Err(refuse(said::no_form_source(lang), lang)) };
    let name = match matches.get_one::<String>("name") {
        None => None,
        given => Some(checked_name(given, false, said::no_form_source(lang), lang)?),
    };
    let output = matches.get_one::<PathBuf>("output");
    if let Some(path) = output.filter(|p| std::fs::symlink_metadata(p).is_ok()) {
        return Err(refuse_file(path, said::in_the_way(lang), lang));
    }
    let style = style(matches);
    let bytes: Arc<[u8]> = bytes(from, lang)?.into();
    let (given, named) = (bytes.clone(), name.clone());
    let drafted = within(from, lang, move || {
        let document = load::read(&given, &LoadOptions::default())?;
        Ok(draft::form(&document, named.as_deref(), lang))
    })?;
    let drafted = drafted.map_err(|why| {
        let why = match why {
            NoDraft::NoTables => said::no_tables(lang),
            NoDraft::TooLarge => said::too_large(lang),
        };
        refuse_file(from, why, lang);
        exit::UNREADABLE
    })?;
    let (text, rules) = with_rule(&drafted, lang).map_err(|errors| {
        inputs::tell_rule_errors(&errors, style, lang);
        eprintln!("{}", words::said(said::draft_refused(lang), lang));
        exit::BUG
    })?;
    match output {
        None => write_result(&text, None, lang)?,
        Some(path) => place_files(&[(path.clone(), text)], lang)?,
    }
    account(from, bytes, &drafted, &rules, lang);
    Ok(())
}

/// The bytes of the document, as one of a format that is read; or the exit code, with the reason told.
fn bytes(from: &Path, lang: Lang) -> Result<Vec<u8>, u8> {
    let limit = LoadOptions::default().max_bytes;
    if from.is_dir() {
        refuse_file(from, said::one_document(lang), lang);
        return Err(exit::UNREADABLE);
    }
    let read = if from.as_os_str() == "-" {
        inputs::read_limited(std::io::stdin().lock(), limit)
    } else {
        std::fs::File::open(from).and_then(|file| inputs::read_limited(file, limit))
    };
    let bytes = read.map_err(|error| unreadable(from, &Trouble::Unopened { reason: inputs::io_reason(&error, lang) }, lang))?;
    match Kind::of(&bytes) {
        _ if bytes.len() > limit => Ok(bytes),
        kind @ (Kind::Word97 | Kind::Rtf | Kind::WordXml | Kind::OpenText | Kind::OtherSheet) => {
            convert::to_current(&bytes, kind, Duration::from_secs(u64::from(TIMEOUT))).map_err(|trouble| unreadable(from, &trouble, lang))
        }
        kind if kind == Kind::Zip || load::is_reading(&bytes) => {
            refuse_file(from, said::one_document(lang), lang);
            Err(exit::UNREADABLE)
        }
        _ => Ok(bytes),
    }
}

/// Does `work` on the document no longer than a document is worked on.
fn within<R: Send + 'static>(from: &Path, lang: Lang, work: impl FnOnce() -> Result<R, Trouble> + Send + 'static) -> Result<R, u8> {
    match jobs::within(Duration::from_secs(u64::from(TIMEOUT)), work) {
        jobs::Within::Done(done) => done.map_err(|trouble| unreadable(from, &trouble, lang)),
        jobs::Within::GivenUp => Err(unreadable(from, &Trouble::TimedOut { seconds: u64::from(TIMEOUT) }, lang)),
        jobs::Within::Panicked => {
            eprintln!("{}", words::said(&said::of_file(&safe(&inputs::show(from)), words::bug(lang), lang), lang));
            Err(exit::BUG)
        }
    }
}

fn unreadable(from: &Path, trouble: &Trouble, lang: Lang) -> u8 {
    let (code, message, hint) = (trouble.code().to_owned(), trouble.message(lang), trouble.hint(lang));
    let path = inputs::show(from);
    reports::tell_unreadable(
        &[Unreadable { path, code, message, hint, trouble: Box::new(trouble.clone()) }],
        crate::render::style::Style::Bare,
        lang,
    );
    exit::UNREADABLE
}

/// The text of a draft with a rule, for rules are what makes a file usable at once; and what it compiles to.
fn with_rule(drafted: &Draft, lang: Lang) -> Result<(String, RuleSet), RuleErrors> {
    let text = drafted.text(lang);
    let bare = probed(vec![Source::new("draft.gj", text.as_str())], lang)?;
    let t = templates(lang);
    let forms = bare.forms();
    let all = forms.first().map_or_else(Vec::new, |form| draft::suggestions(form, lang));
    for suggestion in all {
        let id = if lang == Lang::Zh { "示例-核对" } else { "example-check" };
        let rule = rule_text(t, id, &suggestion);
        // The first lines of the template are about a file of its own.
        let rule = rule.split_once("\n\n").map_or(rule.as_str(), |(_, rest)| rest);
        let text = format!("{text}\n// {}\n{rule}", said::draft_rule(lang));
        if let Ok(rules) = inputs::compiled(vec![Source::new("draft.gj", text.as_str())], &[], lang) {
            return Ok((text, rules));
        }
    }
    Ok((text, bare))
}

/// Reads the document with its draft, and says how much of it was found.
fn account(from: &Path, bytes: Arc<[u8]>, drafted: &Draft, rules: &RuleSet, lang: Lang) {
    let forms = rules.forms();
    let Some(form) = forms.first().cloned() else { return };
    // That nothing of it is found is said as such.
    let report = match jobs::within(Duration::from_secs(u64::from(TIMEOUT)), move || load::load(&bytes, &forms, &LoadOptions::default())) {
        jobs::Within::Done(report) => report.ok(),
        _ => None,
    };
    let state = |cell| report.as_ref().map_or(CellState::Missing, |r| r.cell(cell).state);
    let missing = |cells: &mut dyn Iterator<Item = _>| cells.filter(|c| state(*c) == CellState::Missing).count();
    let found = form.cell_count() - missing(&mut form.cells());
    let shown = said::tried(form.tables.len(), form.cell_count(), found, drafted.doubts(), lang);
    eprintln!("{}", said::of_file(&safe(&inputs::show(from)), &shown, lang));
    let missed: Vec<String> = form
        .tables
        .iter()
        .map(|table| (table, missing(&mut table.cells())))
        .filter(|(_, missing)| *missing > 0)
        .map(|(table, missing)| said::table_missed(&table.name, table.cell_count(), missing, lang))
        .collect();
    missed.iter().take(MOST_MISSED).for_each(|line| eprintln!("  {line}"));
    if missed.len() > MOST_MISSED {
        eprintln!("  {}", said::more_missed(missed.len() - MOST_MISSED, lang));
    }
}
