//! The bodies of the fuzz targets over their seeds, and over what comes of the seeds by small changes.

use super::command::root;
use std::path::Path;

#[path = "../../fuzz/bodies.rs"]
mod bodies;

/// Small changes of each seed.
const CHANGES: u32 = 12;

/// Pieces that small changes put in: marks that open and do not close, words of the language, what input methods type.
const PIECES: [&str; 24] = [
    "{", "}", "(", "）", "\"", "“", "”", "//", ";", "：", "每一 ", "若 ", "规则 ", "表样 ", " 满足 ", "{数}", "…", "(a|b)*", "９",
    "\u{FEFF}", "\u{3000}", "-", "要求", "\0",
];

fn texts(folder: &Path, all: &mut Vec<String>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("readable").map(|e| e.expect("readable").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, all);
        } else if path.extension().is_some_and(|e| e == "gj" || e == "txt") {
            all.push(std::fs::read_to_string(path).expect("readable"));
        }
    }
}

/// The seeds of a target, and changes of them, the same each time.
fn seeds(target: &str, more: &[&str]) -> Vec<String> {
    let mut seeds = Vec::new();
    texts(&root().join("fuzz/seeds").join(target), &mut seeds);
    for folder in more {
        texts(&root().join(folder), &mut seeds);
    }
    assert!(!seeds.is_empty(), "{target} has seeds");
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).expect("small")).expect("small")
    };
    let mut all = Vec::new();
    for seed in seeds {
        let chars: Vec<char> = seed.chars().collect();
        for _ in 0..CHANGES {
            let mut changed = chars.clone();
            for _ in 0..=next(3) {
                let at = next(changed.len() + 1);
                match next(4) {
                    0 => changed.truncate(at),
                    1 => {
                        let to = (at + next(8)).min(changed.len());
                        changed.drain(at.min(to)..to);
                    }
                    2 => {
                        let piece: Vec<char> = changed[at.min(changed.len())..].iter().take(next(30)).copied().collect();
                        changed.splice(at..at, piece);
                    }
                    _ => {
                        changed.splice(at..at, PIECES[next(PIECES.len())].chars());
                    }
                }
            }
            all.push(changed.into_iter().collect());
        }
        all.push(seed);
    }
    all
}

#[test]
fn parser() {
    seeds("parser", &["tests/cases/rules", "tests/cases/format", "rules"]).iter().for_each(|t| bodies::parser(t));
}

#[test]
fn formatter() {
    seeds("formatter", &["tests/cases/rules", "tests/cases/format"]).iter().for_each(|t| bodies::formatter(t));
}

#[test]
fn pattern() {
    seeds("pattern", &[]).iter().flat_map(|t| t.lines()).for_each(bodies::pattern);
}

#[test]
fn packs() {
    seeds("packs", &["tests/cases/lint"]).iter().for_each(|t| bodies::packs(t));
}
