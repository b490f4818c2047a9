//! `gouji test`.

use super::snapshots::{self, Below, Found};
use super::{exit, inputs, jobs, reports, style, watch, write_result};
use crate::catalogue::Trouble;
use crate::catalogue::command::cli as words;
use crate::catalogue::suite::{self as said, Miss};
use crate::diagnostic::Diagnostics;
use crate::engine::RuleSet;
use crate::lang::Lang;
use crate::render::style::{Style, safe};
use crate::render::suite as render;
use crate::roster::Roster;
use crate::source::{Source, SourceId};
use crate::spelling::nearest;
use crate::suite::coverage::coverage;
use crate::suite::difference::difference;
use crate::suite::results::{Case, File, Results, Snapshot, Unread, Untested};
use crate::suite::snapshot::{Stored, TESTS, file_name};
use crate::suite::{self, Failure, Given, Material, Ran, Seen, Suite, Test, Tested};
use crate::syntax::ast::Subjected;
use clap::ArgMatches;
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Runs the tests and returns the exit code.
pub fn run(matches: &ArgMatches, lang: Lang) -> u8 {
    let once = || run_or_code(matches, lang).unwrap_or_else(|code| code);
    if !matches.get_flag("watch") {
        return once();
    }
    watch::watch(&|| watched(matches), matches.get_one("output"), style(matches), lang, once)
}

/// What a run looks at: the tests, the rules they test, and the reports of their cases, wherever those are.
fn watched(matches: &ArgMatches) -> Vec<PathBuf> {
    let mut all = paths(matches);
    all.extend(matches.get_many::<PathBuf>("rules").into_iter().flatten().cloned());
    let mut below = Below::default();
    for path in &paths(matches) {
        snapshots::below(path, &mut below);
    }
    all.extend(below.folders);
    for tests in &below.tests {
        all.push(tests.clone());
        all.push(pack_of(tests));
        let text = snapshots::text(tests).unwrap_or_default();
        let suite = suite::read(SourceId(0), &Source::new("", text.as_str()));
        let cases = suite.tests.iter().map(|t| &t.case);
        all.extend(cases.flat_map(|c| suite::paths(c).map(|(_, p)| p).chain(&c.roster)).map(|p| beside(tests, &p.node)));
    }
    all
}

/// The paths given, or the folder at hand.
fn paths(matches: &ArgMatches) -> Vec<PathBuf> {
    let paths: Vec<PathBuf> = matches.get_many::<PathBuf>("path").into_iter().flatten().cloned().collect();
    if paths.is_empty() { vec![PathBuf::from(".")] } else { paths }
}

/// A file of tests as it was read, with the rules it tests.
struct Loaded {
    path: PathBuf,
    source: Source,
    suite: Suite,
    /// Which of the rule sets.
    rules: usize,
}

/// Rules, with the files of them that are the author's own.
struct Rules {
    set: RuleSet,
    own: Vec<String>,
}

fn run_or_code(matches: &ArgMatches, lang: Lang) -> Result<u8, u8> {
    let style = style(matches);
    let paths = paths(matches);
    let mut below = Below::default();
    for path in &paths {
        snapshots::below(path, &mut below);
    }
    if below.tests.is_empty() {
        let names: Vec<String> = paths.iter().map(|p| snapshots::shown(p)).collect();
        eprintln!("{}\n{}", words::said(&said::no_tests(&safe(&names.join(" ")), lang), lang), said::how_to_begin(lang));
        return Err(exit::USAGE);
    }
    let mut sets = Sets { matches, style, lang, known: HashMap::new(), all: Vec::new(), failed: None };
    let mut loaded = Vec::new();
    for name in &below.misnamed {
        eprintln!("{}", words::said(&said::misnamed(&safe(&snapshots::shown(name)), lang), lang));
    }
    let mut unread: Vec<Unread> = Vec::new();
    let mut tell = |path: &Path, message: String| {
        eprintln!("{}", words::said(&message, lang));
        unread.push(Unread { path: snapshots::shown(path), message });
    };
    for folder in &below.closed {
        tell(folder, said::closed(&safe(&snapshots::shown(folder)), lang));
    }
    for path in &below.tests {
        // What cannot be read has been told, and fails the run; the others run all the same.
        let text = match inputs::test_text(path, lang)? {
            Ok(text) => text,
            Err(message) => {
                tell(path, safe(&message));
                continue;
            }
        };
        let source = Source::new(snapshots::shown(path), text.strip_prefix('\u{FEFF}').unwrap_or(&text));
        let Some(rules) = sets.of(path) else { continue };
        let suite = suite::read(SourceId(0), &source);
        loaded.push(Loaded { path: path.clone(), source, suite, rules });
    }
    if let Some(code) = sets.failed {
        return Err(code);
    }
    let sets = sets.all;
    let selection = Selection::of(matches);
    let runner = Runner { matches, lang, sets: &sets, loaded: &loaded };
    let selected = selection.select(&loaded);
    let astray = loaded.iter().any(|l| l.suite.astray.has_errors());
    let nothing = |selection: &Selection| {
        let cases = loaded.iter().map(|l| l.suite.tests.len()).sum();
        eprintln!("{}", words::said(&selection.nothing(cases, &sets, lang), lang));
        Err(exit::USAGE)
    };
    if !astray && unread.is_empty() {
        if selected.is_empty() {
            return nothing(&selection);
        }
        // Of several that are asked for, one that fits nothing was misspelt.
        if let Some(one) = selection.each().find(|one| one.select(&loaded).is_empty()) {
            return nothing(&one);
        }
    }
    let read = unread.is_empty();
    // A file that was cut short passes for one that has nothing to say; whoever asked for some cases did not ask for it.
    for empty in loaded.iter().filter(|l| selection.is_all() && l.suite.tests.is_empty() && l.suite.astray.is_empty()) {
        let message = said::empty_file(&safe(empty.source.name()), lang);
        eprintln!("{}", words::said(&message, lang));
        unread.push(Unread { path: snapshots::shown(&empty.path), message });
    }
    let (mut results, seen) = runner.run(&selected);
    results.selected = !selection.is_all();
    results.strict = matches.get_flag("strict");
    results.least = matches.get_one::<u8>("min").map(|n| usize::from(*n));
    let asked = runner.asked(paths.iter().any(|p| p.is_dir()));
    results.unread = unread;
    // What cases there are in text that does not parse is not known.
    let whole = |l: &Loaded| !l.suite.astray.has_errors() && l.suite.tests.iter().all(|t| !t.case.damaged);
    if !results.selected && read && loaded.iter().all(whole) {
        results.untested = runner.untested(&asked);
    }
    runner.discard_orphans(&below);
    results.stale = runner.stale(&below).iter().map(stale_name).collect();
    results.full_coverage = matches.get_flag("coverage");
    if results.full_coverage || results.least.is_some() {
        let all = sets.iter().enumerate().map(|(i, s)| coverage(&s.set, seen.get(&i).unwrap_or(&Seen::default()), &|n| asked(s, n)));
        results.coverage = crate::suite::coverage::Coverage::sum(all);
    }
    if !snapshots::read_only() {
        runner.remember(&results);
    }
    if matches.get_flag("remove-stale") {
        // Of files given by themselves it is not known what lies beside the rest.
        let whole = !results.selected && paths.iter().all(|p| p.is_dir());
        if !whole || results.failed() || results.counts().new + results.counts().changed > 0 {
            eprintln!("{}", words::said(said::stale_kept(lang), lang));
        } else if snapshots::read_only() {
            eprintln!("{}", words::said(said::read_only(lang), lang));
        } else {
            let removed = runner.stale(&below).into_iter().filter(|f| std::fs::remove_file(place(f)).is_ok()).count();
            eprintln!("{}", said::removed(removed, lang));
            results.stale = runner.stale(&below).iter().map(stale_name).collect();
        }
    }
    let text = match matches.get_one::<String>("format").map_or("pretty", String::as_str) {
        "json" => render::json(&results, lang),
        "junit" => render::junit(&results, lang),
        "github" => render::github(&results, lang),
        _ => render::pretty(&results, style, matches.get_flag("verbose"), lang),
    };
    write_result(&text, matches.get_one::<PathBuf>("output"), lang)?;
    if results.files.iter().flat_map(|f| &f.cases).flat_map(|c| &c.failures).any(|f| f.miss == Miss::Bug {}) {
        return Ok(exit::BUG);
    }
    Ok(match (results.failed(), results.snapshots_differ()) {
        (true, _) => exit::TESTS,
        (false, true) => exit::SNAPSHOTS,
        (false, false) => exit::CLEAN,
    })
}

/// Where a snapshot is on disk.
fn place(found: &Found) -> PathBuf {
    if found.pending { snapshots::pending(&found.path) } else { found.path.clone() }
}

fn stale_name(found: &Found) -> String {
    snapshots::shown(&place(found))
}

/// The rules that files of tests are for: those of `--rules`, or those of the pack around them.
struct Sets<'a> {
    matches: &'a ArgMatches,
    style: Style,
    lang: Lang,
    known: HashMap<PathBuf, Option<usize>>,
    all: Vec<Rules>,
    failed: Option<u8>,
}

/// Folders above a file of tests in which its pack is looked for.
const ABOVE: usize = 8;

impl Sets<'_> {
    fn of(&mut self, tests: &Path) -> Option<usize> {
        let given: Vec<&PathBuf> = self.matches.get_many::<PathBuf>("rules").into_iter().flatten().collect();
        let key = if given.is_empty() { pack_of(tests) } else { PathBuf::new() };
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let paths = if given.is_empty() { vec![&key] } else { given };
        let compiled = self.compile(&paths);
        let index = match compiled {
            Ok(rules) => {
                self.all.push(rules);
                Some(self.all.len() - 1)
            }
            Err(code) => {
                self.failed = Some(code);
                None
            }
        };
        self.known.insert(key, index);
        index
    }

    fn compile(&self, paths: &[&PathBuf]) -> Result<Rules, u8> {
        let sources = inputs::rule_sources(paths, self.lang)?;
        let own = sources.iter().map(|s| s.name().to_owned()).collect();
        let set = inputs::compiled(sources, &[], self.lang).map_err(|errors| {
            inputs::tell_rule_errors(&errors, self.style, self.lang);
            exit::RULES
        })?;
        Ok(Rules { set, own })
    }
}

/// The folder of the pack that a file of tests is in: the nearest one, from its own upward, with a file that begins a pack; its own where there
/// is none.
fn pack_of(tests: &Path) -> PathBuf {
    let own = tests.parent().map(Path::to_path_buf).unwrap_or_default();
    let own = if own.as_os_str().is_empty() { PathBuf::from(".") } else { own };
    let mut folder = own.clone();
    for _ in 0..ABOVE {
        if begins_pack(&folder) {
            return folder;
        }
        // A path that begins here leads no further up than this folder, unless it says so.
        let above = if folder.as_os_str() == "." || folder.components().next_back() == Some(Component::ParentDir) {
            folder.join("..")
        } else {
            match folder.parent() {
                Some(above) if above.as_os_str().is_empty() => PathBuf::from("."),
                Some(above) => above.to_path_buf(),
                None => break,
            }
        };
        folder = above;
    }
    own
}

fn begins_pack(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let mut names: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    names.sort();
    let is_rules = |p: &&PathBuf| p.extension().is_some_and(|e| e == "gj") && !p.to_string_lossy().ends_with(TESTS);
    names.iter().filter(is_rules).any(|p| {
        let text = snapshots::text(p).unwrap_or_default();
        let begins = |l: &str| ["规则包", "pack"].iter().any(|w| l.strip_prefix(w).is_some_and(|r| r.starts_with(char::is_whitespace)));
        text.lines().any(|l| begins(l.trim_start_matches('\u{FEFF}').trim_start()))
    })
}

/// Which cases are asked for.
struct Selection {
    rules: Vec<String>,
    cases: Vec<String>,
    failed: bool,
}

impl Selection {
    fn of(matches: &ArgMatches) -> Selection {
        let many = |name: &str| -> Vec<String> { matches.get_many::<String>(name).into_iter().flatten().cloned().collect() };
        Selection { rules: many("rule"), cases: many("case"), failed: matches.get_flag("failed") }
    }

    /// What is asked for, one thing at a time.
    fn each(&self) -> impl Iterator<Item = Selection> + '_ {
        let rules = self.rules.iter().map(|r| Selection { rules: vec![r.clone()], cases: Vec::new(), failed: false });
        rules.chain(self.cases.iter().map(|c| Selection { rules: Vec::new(), cases: vec![c.clone()], failed: false }))
    }

    fn is_all(&self) -> bool {
        self.rules.is_empty() && self.cases.is_empty() && !self.failed
    }

    /// The cases asked for, by file and position.
    fn select(&self, loaded: &[Loaded]) -> Vec<(usize, usize)> {
        let mut selected = Vec::new();
        for (file, l) in loaded.iter().enumerate() {
            let remembered = snapshots::text(&snapshots::memory(&l.path)).unwrap_or_default();
            for (index, test) in l.suite.tests.iter().enumerate() {
                let name = &test.case.name.node;
                let names_rule =
                    |rule: &String| test.case.expectations.iter().any(|e| matches!(&e.subject, Subjected::Rule(id, _) if id.node == *rule));
                let wanted = (self.rules.is_empty() || self.rules.iter().any(names_rule))
                    && (self.cases.is_empty() || self.cases.iter().any(|c| name.contains(c.as_str())))
                    && (!self.failed || remembered.lines().any(|l| l == name));
                if wanted {
                    selected.push((file, index));
                }
            }
        }
        selected
    }

    /// Why nothing was selected.
    fn nothing(&self, cases: usize, sets: &[Rules], lang: Lang) -> String {
        let ids = || sets.iter().flat_map(|s| s.set.programs()).flat_map(|p| &p.rules).map(|r| r.id.as_str());
        if let Some(unknown) = self.rules.iter().find(|r| !ids().any(|id| id == r.as_str())) {
            return words::unknown_rule(&safe(unknown), &nearest(unknown, ids()), lang);
        }
        let mut asked: Vec<String> = self.rules.iter().map(|r| format!("--rule {r}")).collect();
        asked.extend(self.cases.iter().map(|c| format!("--case {c}")));
        asked.extend(self.failed.then(|| "--failed".to_owned()));
        said::nothing_selected(&safe(&asked.join(" ")), cases, self.failed && asked.len() == 1, lang)
    }
}

/// What a file or folder of a case holds, under the names it has there.
#[derive(Clone, Default)]
struct Held {
    reports: Vec<(String, crate::report::Report)>,
    unread: Vec<(String, Trouble)>,
    skipped: Vec<String>,
    failed: bool,
}

struct Runner<'a> {
    matches: &'a ArgMatches,
    lang: Lang,
    sets: &'a [Rules],
    loaded: &'a [Loaded],
}

type Shelf = HashMap<(usize, PathBuf), Arc<Held>>;

impl Runner<'_> {
    fn run(&self, selected: &[(usize, usize)]) -> (Results, HashMap<usize, Seen>) {
        let test = |(file, index): &(usize, usize)| Some((&self.loaded[*file], self.loaded[*file].suite.tests.get(*index)?));
        let mut wanted: Vec<(usize, PathBuf)> = Vec::new();
        for (file, test) in selected.iter().filter_map(test) {
            for (_, path) in suite::paths(&test.case) {
                let key = (file.rules, beside(&file.path, &path.node));
                if !wanted.contains(&key) {
                    wanted.push(key);
                }
            }
        }
        // A report that many cases change is read once.
        let held = jobs::each(&wanted, inputs::jobs(self.matches), |(rules, path)| self.held(*rules, path));
        let bug = || Held { failed: true, ..Held::default() };
        let shelf: Shelf = wanted.into_iter().zip(held.into_iter().map(|h| Arc::new(h.unwrap_or_else(bug)))).collect();
        let tested: Vec<Tested> = self.sets.iter().map(|s| Tested::new(&s.set)).collect();
        let one = |at: &(usize, usize)| test(at).map(|(file, test)| self.case(file, test, &shelf, &tested));
        let ran = jobs::each(selected, inputs::jobs(self.matches), one);

        let mut results = Results { kept: !snapshots::read_only(), ..Results::default() };
        let mut seen: HashMap<usize, Seen> = HashMap::new();
        for l in self.loaded {
            let path = snapshots::shown(&l.path);
            results.files.push(File { path, source: l.source.clone(), astray: l.suite.astray.clone(), cases: Vec::new() });
        }
        for ((file, index), one) in selected.iter().zip(ran) {
            let (l, at) = (&self.loaded[*file], *index);
            let Some(test) = l.suite.tests.get(at) else { continue };
            let (case, met) = one.flatten().unwrap_or_else(|| {
                let failure = Failure { span: test.case.name.span, miss: Miss::Bug {} };
                (self.result(test, Diagnostics::new(), vec![failure], Snapshot::None), Seen::default())
            });
            seen.entry(l.rules).or_default().and(&met);
            if let Some(file) = results.files.get_mut(*file) {
                file.cases.push(case);
            }
        }
        if !results.files.is_empty() && selected.len() < self.loaded.iter().map(|l| l.suite.tests.len()).sum() {
            results.files.retain(|f| !f.cases.is_empty() || !f.astray.is_empty());
        }
        (results, seen)
    }

    fn result(&self, test: &Test, faults: Diagnostics, failures: Vec<Failure>, snapshot: Snapshot) -> Case {
        Case { name: test.case.name.node.clone(), span: test.case.name.span, faults, failures, snapshot }
    }

    fn held(&self, rules: usize, path: &PathBuf) -> Held {
        let Some(set) = self.sets.get(rules) else { return Held::default() };
        let loaded = reports::load_path(self.matches, path, &set.set, self.lang);
        let base = inputs::show(path);
        let below = |name: &str| name.strip_prefix(&base).map_or_else(|| name.to_owned(), |rest| rest.replace('\\', "/"));
        let hidden = |name: &str| name.split('/').any(|p| p.starts_with('.') || p == snapshots::FOLDER || p.starts_with("~$"));
        Held {
            reports: loaded.reports.into_iter().map(|r| (below(&r.name), r.report)).collect(),
            unread: loaded.unreadable.into_iter().map(|u| (below(&u.path), *u.trouble)).collect(),
            skipped: loaded.skipped.iter().map(|s| below(&s.path)).filter(|name| !hidden(name)).collect(),
            failed: loaded.failed,
        }
    }

    fn case(&self, file: &Loaded, test: &Test, shelf: &Shelf, tested: &[Tested]) -> (Case, Seen) {
        let mut faults = test.faults.clone();
        if faults.has_errors() || test.case.damaged {
            self.discard(&self.snapshot_path(file, &test.case.name.node));
            let damaged = Failure { span: test.case.name.span, miss: Miss::Damaged {} };
            let failures = if faults.has_errors() { Vec::new() } else { vec![damaged] };
            return (self.result(test, faults, failures, Snapshot::None), Seen::default());
        }
        let (Some(rules), Some(tested)) = (self.sets.get(file.rules), tested.get(file.rules)) else {
            return (self.result(test, faults, Vec::new(), Snapshot::None), Seen::default());
        };
        let (material, mut failures) = self.material(file, test, shelf);
        let params: Vec<(String, String)> =
            test.case.params.iter().map(|(name, expr)| (name.node.clone(), file.source.slice(expr.span).to_owned())).collect();
        let ran: Ran = if params.is_empty() {
            suite::run(test, tested, material)
        } else {
            match self.with_params(rules, &params) {
                Ok(set) => suite::run(test, &Tested::new(&set), material),
                Err(misses) => {
                    let span = test.case.params.first().map_or(test.case.name.span, |(name, _)| name.span);
                    failures.extend(misses.into_iter().map(|miss| Failure { span, miss }));
                    Ran::default()
                }
            }
        };
        faults.extend(ran.faults);
        failures.extend(ran.failures);
        let path = self.snapshot_path(file, &test.case.name.node);
        if [path.clone(), snapshots::pending(&path)].iter().any(|p| snapshots::text(p).is_some_and(|t| Stored::is_foreign(&t))) {
            failures.push(Failure { span: test.case.name.span, miss: Miss::ForeignSnapshot { path: snapshots::shown(&path) } });
            return (self.result(test, faults, failures, Snapshot::None), ran.seen);
        }
        let snapshot = match ran.snapshot.filter(|_| failures.is_empty() && !faults.has_errors()) {
            Some(body) => self.snapshot(file, &test.case.name.node, body),
            None => {
                // What waited to be looked at was made when the case did not fail.
                self.discard(&path);
                Snapshot::None
            }
        };
        (self.result(test, faults, failures, snapshot), ran.seen)
    }

    /// The same rules with values for their parameters.
    fn with_params(&self, rules: &Rules, params: &[(String, String)]) -> Result<RuleSet, Vec<Miss>> {
        let own = rules.set.sources().iter().filter(|(_, s)| rules.own.iter().any(|o| o == s.name())).map(|(_, s)| s.clone());
        inputs::compiled(own.collect(), params, self.lang).map_err(|errors| {
            let data = errors.diagnostics.to_data(&errors.sources, self.lang);
            data.into_iter()
                .filter(|d| d.code.starts_with('E'))
                .map(|d| Miss::Parameter { why: format!("{} {}", d.code, d.message) })
                .collect()
        })
    }

    fn material(&self, file: &Loaded, test: &Test, shelf: &Shelf) -> (Material, Vec<Failure>) {
        let mut material = Material::default();
        let mut failures = Vec::new();
        for (role, path) in suite::paths(&test.case) {
            let Some(held) = shelf.get(&(file.rules, beside(&file.path, &path.node))) else { continue };
            if held.failed {
                failures.push(Failure { span: path.span, miss: Miss::Bug {} });
            }
            let name = |below: &String| format!("{}{below}", path.node.trim_end_matches('/').replace('\\', "/"));
            let given = held.reports.iter().map(|(below, report)| Given { name: name(below), report: report.clone() });
            material.of(role).extend(given);
            let unread = held.unread.iter().map(|(below, trouble)| suite::Unread { role, name: name(below), trouble: trouble.clone() });
            material.unread.extend(unread);
            material.skipped.extend(held.skipped.iter().map(name));
        }
        for path in &test.case.roster {
            match self.roster(&beside(&file.path, &path.node)) {
                Ok(roster) => material.roster = Some(Arc::new(roster)),
                Err(why) => failures.push(Failure { span: path.span, miss: Miss::Roster { path: path.node.clone(), why } }),
            }
        }
        (material, failures)
    }

    fn roster(&self, path: &Path) -> Result<Roster, String> {
        let text = inputs::roster_text(path, self.lang)?;
        Roster::parse(&text).map_err(|faults| {
            let (line, fault) = match faults.first() {
                Some((line, fault)) => (*line, fault.message(self.lang)),
                None => (1, String::new()),
            };
            said::at_line(line, &fault, self.lang)
        })
    }

    fn snapshot_path(&self, file: &Loaded, case: &str) -> PathBuf {
        let tests = file.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        file.path.parent().unwrap_or(Path::new("")).join(snapshots::FOLDER).join(file_name(&tests, case))
    }

    /// Holds what was found against the snapshot, and puts it beside it where it is not the same.
    fn snapshot(&self, file: &Loaded, case: &str, body: String) -> Snapshot {
        let path = self.snapshot_path(file, case);
        let known = snapshots::text(&path);
        let stored = known.as_deref().and_then(Stored::parse);
        if stored.as_ref().is_some_and(|s| s.same(&body)) {
            self.discard(&path);
            return Snapshot::Same;
        }
        let snapshot = match (&known, &stored) {
            (None, _) => Snapshot::New,
            (Some(_), Some(stored)) => Snapshot::Changed(difference(&stored.body, &body)),
            (Some(text), None) => Snapshot::Changed(difference(text, &body)),
        };
        if !snapshots::read_only() {
            let source = file.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let pending = Stored { source, case: case.to_owned(), body };
            if let Err(error) = snapshots::write(&snapshots::pending(&path), &pending.to_text()) {
                let reason = inputs::io_reason(&error, self.lang);
                eprintln!("{}", words::said(&words::cannot_write(&safe(&snapshots::shown(&path)), &reason, self.lang), self.lang));
            }
        }
        snapshot
    }

    /// Takes away what waits to be looked at.
    fn discard(&self, path: &Path) {
        let pending = snapshots::pending(path);
        if !snapshots::read_only() && pending.exists() {
            // Where it cannot be taken away it is offered again, which does no harm.
            let _ = std::fs::remove_file(pending);
        }
    }

    /// Whether a file of rules is what the run is about: the author's own, and where files of tests are given by themselves, only those they
    /// stand beside.
    fn asked(&self, of_folder: bool) -> impl Fn(&Rules, &str) -> bool + use<> {
        let beside = |l: &Loaded| Some(format!("{}.gj", snapshots::shown(&l.path).strip_suffix(TESTS)?));
        let asked: Vec<String> = self.loaded.iter().filter_map(beside).collect();
        move |rules, name| rules.own.iter().any(|o| o == name) && (of_folder || asked.iter().any(|a| a == name))
    }

    /// The rules the run is about that no case of any file names.
    fn untested(&self, asked: &dyn Fn(&Rules, &str) -> bool) -> Vec<Untested> {
        let mut untested: Vec<Untested> = Vec::new();
        for (index, rules) in self.sets.iter().enumerate() {
            let cases = || self.loaded.iter().filter(|l| l.rules == index).flat_map(|l| &l.suite.tests);
            let named =
                |id: &str| cases().any(|t| t.case.expectations.iter().any(|e| matches!(&e.subject, Subjected::Rule(r, _) if r.node == id)));
            for rule in rules.set.programs().iter().flat_map(|p| &p.rules) {
                let source = rules.set.sources().get(rule.span.source);
                let own = asked(rules, source.name());
                if own && !untested.iter().any(|u| u.rule == rule.id && u.source == source.name()) && !named(&rule.id) {
                    let place = source.line_column(rule.span.start);
                    untested.push(Untested { rule: rule.id.clone(), source: source.name().to_owned(), place });
                }
            }
        }
        untested
    }

    /// Takes away what waits to be looked at of cases that there are no more: it was written for them, and by nobody.
    fn discard_orphans(&self, below: &Below) {
        for found in self.stale(below).iter().filter(|f| f.pending) {
            self.discard(&found.path);
        }
    }

    /// Snapshots that no case has any more. Of a file that does not parse it is not known which cases it has.
    fn stale(&self, below: &Below) -> Vec<Found> {
        let mut stale = Vec::new();
        for found in below.folders.iter().flat_map(|f| snapshots::of_folder(f)) {
            let tests = snapshots::tests_file(&found);
            match self.loaded.iter().find(|l| l.path == tests) {
                Some(l) => {
                    let whole = l.suite.astray.is_empty() && l.suite.tests.iter().all(|t| !t.case.damaged);
                    let known = l.suite.tests.iter().any(|t| self.snapshot_path(l, &t.case.name.node) == found.path);
                    if whole && !known {
                        stale.push(found);
                    }
                }
                None if !tests.exists() => stale.push(found),
                None => {}
            }
        }
        stale
    }

    /// Notes which cases failed, for `--failed`. Of cases that were not run what is known stays.
    fn remember(&self, results: &Results) {
        for l in self.loaded {
            let Some(file) = results.files.iter().find(|f| f.path == snapshots::shown(&l.path)) else { continue };
            let path = snapshots::memory(&l.path);
            let before = snapshots::text(&path).unwrap_or_default();
            let ran = |name: &str| file.cases.iter().any(|c| c.name == name);
            let still = |name: &&str| !ran(name) && l.suite.tests.iter().any(|t| t.case.name.node == **name);
            let mut failed: Vec<&str> = before.lines().filter(still).collect();
            failed.extend(file.cases.iter().filter(|c| c.failed()).map(|c| c.name.as_str()));
            // That this cannot be noted costs no more than running all of them again.
            if failed.is_empty() {
                let _ = std::fs::remove_file(&path);
            } else {
                let _ = snapshots::write(&path, &format!("{}\n", failed.join("\n")));
            }
        }
    }
}

/// The place of a file that a file of tests names.
fn beside(tests: &Path, name: &str) -> PathBuf {
    // Paths of Windows lead to the same place elsewhere.
    let path = inputs::settled(&tests.parent().unwrap_or(Path::new("")).join(name.replace('\\', "/")));
    // The folder at hand has a name, and `-` is one too: nothing is read from standard input.
    match path.to_str() {
        Some("") => PathBuf::from("."),
        Some("-") => PathBuf::from("./-"),
        _ => path,
    }
}
