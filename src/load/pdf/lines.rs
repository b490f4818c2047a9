//! Glyphs to lines of text.

use super::glyphs::{FARTHEST, Glyph, Length, POINT, Turn};
use crate::load::numbers::join;

/// A printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextLine {
    /// What it says, word by word.
    pub words: Vec<Word>,
    pub left: Length,
    pub right: Length,
    pub base: Length,
    pub top: Length,
    pub bottom: Length,
    /// The size of most of its text.
    pub size: Length,
}

/// What stands together in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub text: String,
    pub left: Length,
    pub right: Length,
}

impl TextLine {
    /// What it says, words apart.
    pub fn text(&self) -> String {
        self.words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Puts glyphs into printed lines, top to bottom. Those that run another way than the page come last, as they were drawn.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<TextLine> {
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut level: Vec<Glyph> = glyphs.iter().filter(|g| g.turn == Turn::None).copied().collect();
    level.sort_by_key(|g| (g.base, g.left));
    for glyph in level {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| is_beside(first, &glyph)) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    let rows: Vec<Vec<Glyph>> = rows.into_iter().map(ordered).collect();
    let starts = column_starts(&rows);
    let mut found: Vec<TextLine> = rows.iter().filter_map(|row| line(row, &starts)).collect();
    found.extend(aside(glyphs));
    found
}

/// Whether two glyphs stand on one line: their baselines differ by less than any two lines of text do.
fn is_beside(first: &Glyph, next: &Glyph) -> bool {
    next.base.saturating_sub(first.base) <= first.size.min(next.size) * 3 / 10
}

/// The glyphs of a line from left to right.
fn ordered(mut row: Vec<Glyph>) -> Vec<Glyph> {
    row.sort_by_key(|g| (g.left, g.right));
    without_doubles(row)
}

/// Where words begin below each other, after a wide gap: columns of a table without rulings. Sorted.
fn column_starts(rows: &[Vec<Glyph>]) -> Vec<Length> {
    let mut all: Vec<Length> = rows
        .iter()
        .flat_map(|row| {
            let seen: Vec<&Glyph> = row.iter().filter(|g| !g.is_space()).collect();
            let wide = |pair: &[&Glyph]| match pair {
                [last, next] => (next.left.saturating_sub(last.right) > next.size * 9 / 10).then_some(next.left),
                _ => None,
            };
            seen.windows(2).filter_map(wide).collect::<Vec<Length>>()
        })
        .collect();
    all.sort_unstable();
    all.chunk_by(|a, b| b - a <= ALIGNED).filter(|c| c.len() > 1).filter_map(|c| c.get(c.len() / 2)).copied().collect()
}

/// Words that begin so near below each other are aligned.
const ALIGNED: Length = POINT / 2;

/// One line of the glyphs that stand on it; none where there are only spaces.
fn line(row: &[Glyph], starts: &[Length]) -> Option<TextLine> {
    let seen = || row.iter().filter(|g| !g.is_space());
    let mut sizes: Vec<Length> = seen().map(|g| g.size).collect();
    sizes.sort_unstable();
    Some(TextLine {
        words: words(row, starts),
        left: seen().map(|g| g.left).min()?,
        right: seen().map(|g| g.right).max()?,
        base: seen().map(|g| g.base).max()?,
        top: seen().map(Glyph::top).min()?,
        bottom: seen().map(Glyph::bottom).max()?,
        size: sizes.get(sizes.len() / 2).copied()?,
    })
}

/// Text that is drawn twice, a hair apart, to look bold, is one text.
fn without_doubles(row: Vec<Glyph>) -> Vec<Glyph> {
    let mut kept: Vec<Glyph> = Vec::with_capacity(row.len());
    for glyph in row {
        let doubled = kept.iter().rev().take(4).any(|k| {
            k.c == glyph.c
                && k.left.abs_diff(glyph.left) <= glyph.size.unsigned_abs() / 5
                && k.base.abs_diff(glyph.base) <= glyph.size.unsigned_abs() / 5
        });
        if !doubled {
            kept.push(glyph);
        }
    }
    kept
}

/// The words of a line, of glyphs from left to right: apart where a space is drawn, where the gap is wider than between letters, and where a
/// column starts.
fn words(row: &[Glyph], starts: &[Length]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut spaced = false;
    for glyph in row {
        if glyph.is_space() {
            spaced = true;
            continue;
        }
        let apart = last.is_none_or(|last| {
            let gap = glyph.left.saturating_sub(last.right);
            let size = last.size.max(glyph.size);
            let at = starts.partition_point(|s| *s < glyph.left - ALIGNED);
            // The digits of a figure may be apart a little too, and one of them in line with what stands below.
            let column =
                || !(last.c.is_ascii_digit() && glyph.c.is_ascii_digit()) && starts.get(at).is_some_and(|s| *s <= glyph.left + ALIGNED);
            (spaced && gap > size / 10) || gap > size * widest_gap(last.c, glyph.c) / 100 || (gap > size / 10 && column())
        });
        match words.last_mut() {
            Some(word) if !apart => {
                word.text.push(glyph.c);
                word.right = word.right.max(glyph.right);
            }
            _ => words.push(Word { text: String::from(glyph.c), left: glyph.left, right: glyph.right }),
        }
        last = Some(glyph);
        spaced = false;
    }
    words
}

/// How far apart two characters of one word may be, in hundredths of their size. Chinese is spread out to fill a line; digits are not, and two
/// figures may stand close.
fn widest_gap(a: char, b: char) -> Length {
    match (a.is_ascii_alphanumeric(), b.is_ascii_alphanumeric()) {
        (true, true) => 20,
        (false, false) => 60,
        _ => 45,
    }
}

/// Text that is turned or slanted, in the order it is drawn: a new line begins where it jumps.
fn aside(glyphs: &[Glyph]) -> Vec<TextLine> {
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs.iter().filter(|g| g.turn != Turn::None) {
        match rows.last_mut() {
            Some(row)
                if row.last().is_some_and(|last| {
                    last.turn == glyph.turn
                        && last.right.abs_diff(glyph.left) <= glyph.size.unsigned_abs() * 2
                        && last.base.abs_diff(glyph.base) <= glyph.size.unsigned_abs() * 2
                }) =>
            {
                row.push(*glyph);
            }
            _ => rows.push(vec![*glyph]),
        }
    }
    rows.into_iter()
        .filter_map(|row| {
            let text: String = row.iter().map(|g| g.c).collect();
            let first = row.iter().find(|g| !g.is_space())?;
            Some(TextLine {
                words: vec![Word { text: text.trim().to_owned(), left: first.left, right: first.right }],
                left: first.left,
                right: first.right,
                base: FARTHEST,
                top: FARTHEST,
                bottom: FARTHEST,
                size: first.size,
            })
        })
        .collect()
}

/// What a cell says, that has `room` for a line: its lines joined, without a space but between letters or digits. A label written downwards is
/// read downwards.
pub(super) fn cell_text(glyphs: &[Glyph], room: Length) -> String {
    if is_written_down(glyphs) {
        let mut kept: Vec<&Glyph> = Vec::new();
        for glyph in glyphs.iter().filter(|g| !g.is_space()) {
            let near = |k: &&Glyph| {
                k.c == glyph.c
                    && k.left.abs_diff(glyph.left) <= glyph.size.unsigned_abs() / 5
                    && k.base.abs_diff(glyph.base) <= glyph.size.unsigned_abs() / 5
            };
            if !kept.iter().rev().take(4).any(near) {
                kept.push(glyph);
            }
        }
        return kept.into_iter().map(|g| g.c).collect();
    }
    let mut joined = String::new();
    let mut above: Option<TextLine> = None;
    for line in lines(glyphs) {
        if above.is_some_and(|above| is_broken_figure(&above, &line, room)) {
            joined.push_str(&line.text());
        } else {
            join(&mut joined, &line.text());
        }
        above = Some(line);
    }
    joined
}

/// Whether a figure goes on in the next line because its cell is too narrow for it: there are digits and nothing else in both, and the first of
/// the second would not have had room in the first. Two figures in a cell with room for either stay two.
fn is_broken_figure(above: &TextLine, line: &TextLine, room: Length) -> bool {
    above.size == line.size && line.base.saturating_sub(above.base) < line.size * 2 && digits(line).is_some() && fills(above, room)
}

/// Whether a line is digits, two or more, and has no room for another.
fn fills(line: &TextLine, room: Length) -> bool {
    digits(line).is_some_and(|count| count > 1 && line.right - line.left + (line.right - line.left) / count > room)
}

/// How many digits a line has, where there is nothing else in it.
fn digits(line: &TextLine) -> Option<Length> {
    match line.words.as_slice() {
        [word] if word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) => Length::try_from(word.text.len()).ok(),
        _ => None,
    }
}

/// Whether the last line of a cell is digits that leave no room for another.
pub(super) fn ends_full(glyphs: &[Glyph], room: Length) -> bool {
    lines(glyphs).last().is_some_and(|line| fills(line, room))
}

/// Whether each glyph is drawn below the one before it, in one column or in more.
fn is_written_down(glyphs: &[Glyph]) -> bool {
    let seen: Vec<&Glyph> = glyphs.iter().filter(|g| !g.is_space() && g.turn == Turn::None).collect();
    let down = |pair: &&[&Glyph]| match pair {
        [a, b] => a.left.abs_diff(b.left) <= a.size.unsigned_abs() / 2 && b.base.saturating_sub(a.base) > a.size / 2,
        _ => false,
    };
    let digits = seen.iter().filter(|g| g.c.is_ascii_digit()).count();
    let steps = seen.windows(2).filter(down).count();
    seen.len() >= 4 && digits * 4 < seen.len() && steps * 10 >= (seen.len() - 1) * 7
}
