//! Snapshots on disk: `snapshots/NAME__CASE.snap` beside the file of tests, and beside each one that waits to be looked at, `….snap.new`.

use super::inputs::{MAX_FOLDERS, read_limited, show};
use crate::load::LoadOptions;
use crate::suite::snapshot::{Stored, TESTS};
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The folder that keeps the snapshots of the tests beside it.
pub const FOLDER: &str = "snapshots";
/// How the name of a snapshot ends.
const KEPT: &str = ".snap";
/// How the name of one that waits ends.
const PENDING: &str = ".snap.new";

/// Whether nothing is to be written: where `CI` is set, nobody will look at what is.
pub fn read_only() -> bool {
    std::env::var_os("CI").is_some_and(|v| !v.is_empty() && v != "false" && v != "0")
}

/// The snapshot that waits beside `path`.
pub fn pending(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".new");
    PathBuf::from(name)
}

/// Reads a snapshot; `None` where there is none, or what is there is none.
pub fn read(path: &Path) -> Option<Stored> {
    Stored::parse(&text(path)?)
}

/// The text of a file of reasonable size.
pub fn text(path: &Path) -> Option<String> {
    // What is no file, such as a pipe, would be waited for without end.
    if !std::fs::metadata(path).is_ok_and(|m| m.is_file()) {
        return None;
    }
    let limit = LoadOptions::default().max_bytes;
    let bytes = std::fs::File::open(path).and_then(|f| read_limited(f, limit)).ok().filter(|b| b.len() <= limit)?;
    String::from_utf8(bytes).ok()
}

/// Writes a file beside its place and then puts it there, so that nobody meets half of one. Makes the folder where there is none.
pub fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // What was begun is not left lying about; that it may not have been begun is no news.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// What is found below some paths.
#[derive(Debug, Default)]
pub struct Below {
    /// Files of tests.
    pub tests: Vec<PathBuf>,
    /// Folders of snapshots.
    pub folders: Vec<PathBuf>,
    /// Folders that cannot be looked into.
    pub closed: Vec<PathBuf>,
    /// Files that seem to be meant as tests and are not called so: an editor may have added an ending.
    pub misnamed: Vec<PathBuf>,
}

/// The files of tests that a path stands for: itself, those beside the rules it is, or those of a folder; and the folders of snapshots.
pub fn below(path: &Path, below: &mut Below) {
    if path.is_dir() {
        walk(path, 0, &mut HashSet::new(), below);
        return;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let is_rules = name.ends_with(".gj") && !name.ends_with(TESTS);
    let tests = if is_rules { path.with_file_name(tests_of(&name)) } else { path.to_path_buf() };
    let folder = tests.parent().unwrap_or(Path::new("")).join(FOLDER);
    if folder.is_dir() && !below.folders.contains(&folder) {
        below.folders.push(folder);
    }
    if !known(&below.tests, &tests) {
        below.tests.push(tests);
    }
}

/// Whether a file is among those found, by whatever path.
fn known(found: &[PathBuf], path: &Path) -> bool {
    let real = |p: &Path| std::fs::canonicalize(p).unwrap_or_else(|_| p.to_path_buf());
    let path = real(path);
    found.iter().any(|f| real(f) == path)
}

/// The name of the file of tests beside one of rules.
fn tests_of(name: &str) -> String {
    format!("{}{TESTS}", name.strip_suffix(".gj").unwrap_or(name))
}

/// Whether a name is nearly that of a file of tests: `甲.test.gj.txt`, `甲.TEST.GJ`, `甲.test。gj`.
fn seems_tests(name: &str) -> bool {
    let settled = name.to_lowercase().replace(['。', '．'], ".");
    settled.trim_end_matches(".txt").ends_with(TESTS)
}

/// Each folder once however many links lead to it.
fn walk(folder: &Path, depth: usize, seen: &mut HashSet<PathBuf>, below: &mut Below) {
    if depth > MAX_FOLDERS || std::fs::canonicalize(folder).is_ok_and(|real| !seen.insert(real)) {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else {
        below.closed.push(folder.to_path_buf());
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    for path in paths {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        // The folder at hand is called `.` by whoever stands in it, and that need not be said of what is in it.
        let path = path.strip_prefix("./").map(Path::to_path_buf).unwrap_or(path);
        if path.is_dir() {
            if name == FOLDER {
                if !below.folders.contains(&path) {
                    below.folders.push(path);
                }
                continue;
            }
            walk(&path, depth + 1, seen, below);
        } else if name.ends_with(TESTS) {
            if !known(&below.tests, &path) {
                below.tests.push(path);
            }
        } else if seems_tests(&name) {
            below.misnamed.push(path);
        }
    }
}

/// A snapshot of a folder.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is, without the mark of one that waits.
    pub path: PathBuf,
    /// Whether it waits.
    pub pending: bool,
    /// What is in it.
    pub stored: Stored,
}

/// The snapshots of cases in a folder, in the order of their names; what is none of a case is nobody's business here.
pub fn of_folder(folder: &Path) -> Vec<Found> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.filter_map(Result::ok).map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let found = |name: String| {
        let pending = name.ends_with(PENDING);
        if name.starts_with('.') || !(pending || name.ends_with(KEPT)) {
            return None;
        }
        let path = folder.join(&name);
        let stored = read(&path)?;
        let path = if pending { folder.join(name.strip_suffix(".new")?) } else { path };
        Some(Found { path, pending, stored })
    };
    names.into_iter().filter_map(found).collect()
}

/// The file of tests that a snapshot says it belongs to.
pub fn tests_file(found: &Found) -> PathBuf {
    let folder = found.path.parent().and_then(Path::parent).unwrap_or(Path::new(""));
    // The name of a file, whatever else was written there.
    folder.join(Path::new(&found.stored.source).file_name().unwrap_or_default())
}

/// The file that remembers which cases of a file of tests failed last.
pub fn memory(tests: &Path) -> PathBuf {
    let name = tests.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.strip_suffix(TESTS).unwrap_or(&name).to_owned();
    tests.parent().unwrap_or(Path::new("")).join(FOLDER).join(format!(".{stem}.failed"))
}

/// A path as it is shown.
pub fn shown(path: &Path) -> String {
    show(path).replace('\\', "/")
}
