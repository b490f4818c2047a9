//! `--watch`: does it again whenever a file it looks at has changed.
//!
//! Files are asked for their time and size every so often. That works on every system, on drives of the network and with editors that write a
//! file anew, where notices of the system do not; and what a check looks at is some thousands of files at the most.

use crate::catalogue::suite as said;
use crate::lang::Lang;
use crate::render::style::Style;
use std::collections::{BTreeMap, HashSet};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::inputs::MAX_FOLDERS;

/// Between two looks at the files.
const PAUSE: Duration = Duration::from_millis(250);
/// Files that are looked at; whoever has more names the folders that matter.
const MOST: usize = 50_000;

/// When a file was written last, and how large it is.
type Mark = (Option<SystemTime>, u64);

/// Does `work` now and after each change of a file below `paths`, which are asked for each time, until the process is ended, or nobody reads what it
/// writes any more. `output` is the file that `work` itself writes.
pub fn watch(paths: &dyn Fn() -> Vec<PathBuf>, output: Option<&PathBuf>, style: Style, lang: Lang, mut work: impl FnMut() -> u8) -> u8 {
    let marks = || {
        let mut marks = marks(&paths());
        // What is written to is no input; it may not be there yet at the first look. A stream may well be a file.
        let written = output.into_iter().cloned().chain(["/dev/stdout", "/dev/stderr"].map(PathBuf::from));
        let own: Vec<PathBuf> = written.filter_map(|o| std::fs::canonicalize(o).ok()).collect();
        marks.retain(|path, _| std::fs::canonicalize(path).map_or(true, |p| !own.contains(&p)));
        marks
    };
    let mut known = marks();
    loop {
        if std::io::stdout().is_terminal() {
            // A run begins on an empty screen; what scrolled away stays to be scrolled to.
            let mut out = std::io::stdout().lock();
            let _ = out.write_all(b"\x1b[H\x1b[2J").and_then(|()| out.flush());
        }
        let code = work();
        let now = marks();
        let wrote = std::io::stderr().lock().write_all(format!("{}\n", style.faint(&said::watching(now.len(), lang))).as_bytes());
        if wrote.is_err() {
            return code;
        }
        // What was changed while the work was done is a change too.
        let during = now != known;
        known = now;
        if during {
            std::thread::sleep(PAUSE);
            continue;
        }
        loop {
            std::thread::sleep(PAUSE);
            let now = marks();
            if now != known {
                known = now;
                break;
            }
        }
    }
}

/// The files below some paths.
fn marks(paths: &[PathBuf]) -> BTreeMap<PathBuf, Mark> {
    let mut marks = BTreeMap::new();
    let mut seen = HashSet::new();
    for path in paths {
        mark(path, 0, &mut seen, &mut marks);
    }
    marks
}

fn mark(path: &Path, depth: usize, seen: &mut HashSet<PathBuf>, marks: &mut BTreeMap<PathBuf, Mark>) {
    let Ok(metadata) = std::fs::metadata(path) else { return };
    if !metadata.is_dir() {
        if marks.len() < MOST {
            marks.insert(path.to_path_buf(), (metadata.modified().ok(), metadata.len()));
        }
        return;
    }
    if depth > MAX_FOLDERS || std::fs::canonicalize(path).is_ok_and(|real| !seen.insert(real)) {
        return;
    }
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // What the tests themselves write is no reason to run them again; a snapshot that is accepted is.
        if name.starts_with('.') || name.ends_with(".snap.new") || name == "target" {
            continue;
        }
        mark(&entry.path(), depth + 1, seen, marks);
    }
}
