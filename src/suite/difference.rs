//! The difference of two snapshots, thing by thing: what is found now and was not, what is not found any more, what is told otherwise.

use indexmap::IndexMap;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::HashMap;

/// Lines of two blocks beyond which they are not compared line by line.
const LONG: usize = 2_000;

/// One block of a snapshot: what it is known by, and its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its first line.
    pub head: String,
    /// Its lines, each a name and a value.
    pub lines: Vec<(String, String)>,
}

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// There now, and not before.
    Added(Block),
    /// There before, and not now.
    Removed(Block),
    /// There both times, and not the same.
    Changed {
        /// What it is, as it is known now.
        head: String,
        /// What it was known by, where that is not the same: another outcome of the same instance.
        before: Option<String>,
        /// The lines that differ, those before first where both have one of a name.
        lines: Vec<Line>,
    },
    /// The same things in another order.
    Moved,
}

/// A line that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It is not there any more.
    Before(String, String),
    /// It was not there.
    Now(String, String),
}

/// The blocks of a snapshot. Whatever text is given, nothing of it is lost: a line that is no `name: value` is one with an empty name.
pub fn blocks(body: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut fresh = true;
    for line in body.lines() {
        if line.trim().is_empty() {
            fresh = true;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if !fresh => {
                let (name, value) = line.trim().split_once(':').map_or(("", line.trim()), |(n, v)| (n, v.trim()));
                block.lines.push((name.to_owned(), value.to_owned()));
            }
            _ => blocks.push(Block { head: line.trim().to_owned(), lines: Vec::new() }),
        }
        fresh = false;
    }
    blocks
}

/// What a block is of, whatever the level and the outcome: its head without what came of it.
fn subject(head: &str) -> String {
    const WORDS: [&str; 8] = ["must", "verify", "note", "satisfied", "violated", "explained", "undecided", "not_applicable"];
    let mut kept: Vec<&str> = Vec::new();
    for (i, word) in head.split(" · ").enumerate() {
        match WORDS.iter().position(|w| *w == word) {
            // What follows the outcome is its reason.
            Some(at) if at >= 3 && i > 0 => break,
            Some(at) if at < 3 => {}
            _ => kept.push(word),
        }
    }
    kept.join(" · ")
}

/// The report a block is in, what it is of, and how many of its like stand before it.
type Key<'b> = (&'b str, String, usize);

fn keyed(blocks: &[Block]) -> IndexMap<Key<'_>, &Block> {
    let mut report = "";
    let mut counts: HashMap<(&str, String), usize> = HashMap::new();
    let mut all = IndexMap::new();
    for block in blocks {
        if block.head == "together" || block.head.starts_with("report · ") || block.head.starts_with("trial · together") {
            report = &block.head;
        }
        let subject = subject(&block.head);
        let before = counts.entry((report, subject.clone())).or_default();
        all.insert((report, subject, *before), block);
        *before += 1;
    }
    all
}

/// What has changed between two snapshots, in the order of the second; what is gone comes where it stood.
pub fn difference(before: &str, now: &str) -> Vec<Change> {
    let (before, now) = (blocks(before), blocks(now));
    let (before, now) = (keyed(&before), keyed(&now));
    let mut gone = before.iter().enumerate().filter(|(_, (key, _))| !now.contains_key(*key)).peekable();
    let mut changes = Vec::new();
    let mut order = Vec::new();
    for (key, block) in &now {
        let Some((at, _, old)) = before.get_full(key) else {
            changes.push(Change::Added((*block).clone()));
            continue;
        };
        // What stood before it and is gone.
        while let Some((_, (_, lost))) = gone.next_if(|(place, _)| *place < at) {
            changes.push(Change::Removed((*lost).clone()));
        }
        order.push(at);
        if old != block {
            let before = Some(old.head.clone()).filter(|b| *b != block.head);
            changes.push(Change::Changed { head: block.head.clone(), before, lines: lines(&old.lines, &block.lines) });
        }
    }
    changes.extend(gone.map(|(_, (_, lost))| Change::Removed((*lost).clone())));
    if changes.is_empty() && !order.is_sorted() {
        changes.push(Change::Moved);
    }
    changes
}

/// The lines of two blocks that are not in both.
fn lines(before: &[(String, String)], now: &[(String, String)]) -> Vec<Line> {
    let mut lines = Vec::new();
    // Of blocks longer than anyone reads only what they begin and end with is compared: the comparison takes the square of what differs.
    if before.len() + now.len() > LONG {
        let start = before.iter().zip(now).take_while(|(b, n)| b == n).count();
        let ends = before[start..].iter().rev().zip(now[start..].iter().rev()).take_while(|(b, n)| b == n).count();
        lines.extend(before[start..before.len() - ends].iter().map(|(n, v)| Line::Before(n.clone(), v.clone())));
        lines.extend(now[start..now.len() - ends].iter().map(|(n, v)| Line::Now(n.clone(), v.clone())));
        return lines;
    }
    for operation in capture_diff_slices(Algorithm::Patience, before, now) {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag != DiffTag::Equal {
            lines.extend(before.get(old).unwrap_or_default().iter().map(|(n, v)| Line::Before(n.clone(), v.clone())));
            lines.extend(now.get(new).unwrap_or_default().iter().map(|(n, v)| Line::Now(n.clone(), v.clone())));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "report · a\n  year: 2025\n  outcomes: 3: violated 1\n\nmust · x[甲] · violated\n  message: 差 1\n  cell: c = 2\n\nnote · y · undecided · no-prior\n  absent: report 2024\n";

    #[test]
    fn the_same_has_no_difference() {
        assert!(difference(BEFORE, BEFORE).is_empty());
        assert!(difference("", "").is_empty());
    }

    #[test]
    fn what_is_told_otherwise_shows_its_lines() {
        let now = BEFORE.replace("差 1", "相差 1");
        let changes = difference(BEFORE, &now);
        let line = |s: &str| ("message".to_owned(), s.to_owned());
        let (b, n) = (line("差 1"), line("相差 1"));
        let lines = vec![Line::Before(b.0, b.1), Line::Now(n.0, n.1)];
        assert_eq!(changes, [Change::Changed { head: "must · x[甲] · violated".to_owned(), before: None, lines }]);
    }

    #[test]
    fn another_outcome_of_an_instance_is_a_change_of_it() {
        let now = BEFORE.replace("y · undecided · no-prior", "y · violated");
        let changes = difference(BEFORE, &now);
        assert!(
            matches!(changes.as_slice(), [Change::Changed { before: Some(b), .. }] if b == "note · y · undecided · no-prior"),
            "{changes:?}"
        );
    }

    #[test]
    fn what_is_new_and_what_is_gone_are_blocks() {
        let added = format!("{BEFORE}\nmust · z · violated\n  message: m\n");
        assert!(matches!(difference(BEFORE, &added).as_slice(), [Change::Added(b)] if b.head == "must · z · violated"));
        assert!(matches!(difference(&added, BEFORE).as_slice(), [Change::Removed(b)] if b.head == "must · z · violated"));
        assert!(matches!(difference("", BEFORE).as_slice(), [Change::Added(_), Change::Added(_), Change::Added(_)]));
    }

    #[test]
    fn another_order_is_told() {
        let moved = "report · a\n  year: 2025\n  outcomes: 3: violated 1\n\nnote · y · undecided · no-prior\n  absent: report 2024\n\nmust · x[甲] · violated\n  message: 差 1\n  cell: c = 2\n";
        assert_eq!(difference(BEFORE, moved), [Change::Moved]);
    }

    #[test]
    fn any_text_at_all_is_taken() {
        for text in ["\n\n\n", "a", ": : :\n:", "a\n  b\n\n\n  c: d\n", "同\n\n同\n\n同"] {
            assert!(difference(text, text).is_empty());
            difference(text, BEFORE);
            difference(BEFORE, text);
        }
    }
}
