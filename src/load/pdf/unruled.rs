//! Tables without rulings: rows of figures, each with a label beside it that may be broken into many lines.
//!
//! Such a table is read line by line. But where its columns nearly touch, the lines of one label stand between those of others; each label is
//! put together and set before its figures, where it is sure which lines are its own.

use super::glyphs::{Length, POINT};
use super::lines::{TextLine, Word};
use crate::load::numbers;

/// A row of a table has at least so many figures; what has fewer may be a sentence.
const FIGURES: usize = 4;

/// Labels of one column begin so near below each other.
const ALIGNED: Length = 3 * POINT / 2;

/// A label has no more lines than this.
const LONGEST: usize = 12;

/// A table on one page has no more rows times lines than this.
const MOST_PAIRS: usize = 1 << 18;

/// How many lines before and after its rows are looked at for the lines of a label.
const AROUND: usize = LONGEST;

/// Puts the lines of labels together, and before the figures that stand beside their middle.
pub(super) fn gather(mut lines: Vec<TextLine>) -> Vec<TextLine> {
    let mut from = 0;
    while let Some(table) = next_table(&lines, from) {
        from = table.end;
        gather_table(&mut lines, &table);
    }
    lines.retain(|l| !l.words.is_empty());
    keep_broken_figures_together(&mut lines);
    lines
}

/// Figures that are broken by narrow columns stand in two lines or more, one close below the other. Without rulings it cannot be known that they
/// are one; but neither piece may be taken for the figure. All are put into the row, which then has too many figures to be read.
fn keep_broken_figures_together(lines: &mut Vec<TextLine>) {
    let mut at = 0;
    while at < lines.len() {
        let count = broken_lines(lines.get(at..).unwrap_or(&[]));
        if count > 1 {
            let pieces: Vec<TextLine> = lines.drain(at..at + count).collect();
            if let Some(row) = together(pieces) {
                lines.insert(at, row);
            }
        }
        at += 1;
    }
}

/// How many of these lines, from the first on, are the pieces of one row: lines of figures, nearer to each other than two rows are whose labels
/// are not beside them, with nothing between but labels.
fn broken_lines(lines: &[TextLine]) -> usize {
    let bare = |l: &TextLine| figures(l) == l.words.len();
    let mut count = 1;
    let Some(mut above) = lines.first().filter(|l| figures(l) > 0) else { return count };
    for (line, at) in lines.iter().zip(1..).skip(1) {
        let near = line.size == above.size && line.base - above.base <= above.size * 7 / 5;
        if !near {
            break;
        }
        if figures(line) == 0 {
            continue;
        }
        let over = |w: &Word| above.words.iter().rev().take(figures(above)).any(|o| o.left < w.right && w.left < o.right);
        let below = line.words.iter().rev().take(figures(line)).all(over);
        // One figure below another may be a column of them, printed one to a line.
        if !below || !bare(line) && !bare(above) || figures(line).max(figures(above)) < 2 {
            break;
        }
        count = at;
        above = line;
    }
    count
}

/// The labelled one of these lines, with the figures of all.
fn together(mut pieces: Vec<TextLine>) -> Option<TextLine> {
    let at = pieces.iter().position(|l| figures(l) < l.words.len()).unwrap_or(0);
    let mut row = if at < pieces.len() { pieces.remove(at) } else { return None };
    let labels = row.words.len() - figures(&row);
    let mut all = row.words.split_off(labels);
    let (figures, labels): (Vec<Word>, Vec<Word>) = pieces.into_iter().flat_map(|l| l.words).partition(|w| is_figure(&w.text));
    all.extend(figures);
    all.sort_by_key(|w| w.left / 2 + w.right / 2);
    row.words.extend(labels.into_iter().chain(all));
    Some(row)
}

/// Rows of figures that follow each other, with nothing between them but what stands left of their figures.
struct Table {
    /// The lines that may hold labels.
    begin: usize,
    end: usize,
    /// The lines with figures.
    rows: Vec<usize>,
}

fn next_table(lines: &[TextLine], from: usize) -> Option<Table> {
    let first = (from..lines.len()).find(|i| lines.get(*i).and_then(first_figure).is_some())?;
    let count = |line: &TextLine| figures(line);
    let wanted = lines.get(first).map(count)?;
    let mut figures = lines.get(first).and_then(first_figure)?;
    let mut rows = vec![first];
    let mut end = first + 1;
    while let Some(line) = lines.get(end) {
        match first_figure(line) {
            Some(left) if count(line) == wanted => {
                figures = figures.min(left);
                rows.push(end);
            }
            None if line.right <= figures => {}
            _ => break,
        }
        end += 1;
    }
    let begin =
        (from.max(first.saturating_sub(AROUND))..first).rev().take_while(|i| lines.get(*i).is_some_and(|l| l.right <= figures)).last();
    Some(Table { begin: begin.unwrap_or(first), end, rows })
}

/// How many figures a line ends with.
fn figures(line: &TextLine) -> usize {
    line.words.iter().rev().take_while(|w| is_figure(&w.text)).count()
}

/// Where the figures of a row begin.
fn first_figure(line: &TextLine) -> Option<Length> {
    let count = figures(line);
    if count < FIGURES {
        return None;
    }
    line.words.get(line.words.len() - count).map(|w| w.left)
}

fn is_figure(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '/' | '—' | '－'))
}

fn gather_table(lines: &mut [TextLine], table: &Table) {
    // For each row, where its label begins; and the labels of each column, one under the other.
    let mut columns: Vec<(Length, Vec<usize>)> = Vec::new();
    for row in &table.rows {
        let Some(left) = label_left(lines, table, *row) else { continue };
        match columns.iter_mut().find(|(l, _)| l.abs_diff(left) <= ALIGNED.unsigned_abs()) {
            Some((_, rows)) => rows.push(*row),
            None => columns.push((left, vec![*row])),
        }
    }
    let mut labels: Vec<(usize, Vec<usize>, Length)> = Vec::new();
    for (left, rows) in columns {
        let words: Vec<usize> = (table.begin..table.end).filter(|i| lines.get(*i).and_then(|l| word_at(l, left)).is_some()).collect();
        labels.extend(assigned(lines, &words, &rows).into_iter().map(|(row, own)| (row, own, left)));
    }
    for (row, own, left) in labels.into_iter().filter(|(row, own, _)| own.as_slice() != [*row]) {
        let mut label = String::new();
        let mut right = left;
        for at in own {
            let Some(line) = lines.get_mut(at) else { continue };
            if let Some(word) = word_at(line, left).and_then(|w| (w < line.words.len()).then(|| line.words.remove(w))) {
                numbers::join(&mut label, &word.text);
                right = right.max(word.right);
            }
        }
        if let Some(line) = lines.get_mut(row) {
            let at = line.words.len() - figures(line);
            line.words.insert(at, Word { text: label, left, right });
            line.left = line.words.first().map_or(left, |w| w.left);
        }
    }
}

/// Where the label of a row begins: right before its figures, or, where its figures stand between two lines of it, in both of them.
fn label_left(lines: &[TextLine], table: &Table, row: usize) -> Option<Length> {
    let line = lines.get(row)?;
    let own = (line.words.len() - figures(line)).checked_sub(1).and_then(|w| line.words.get(w));
    let beside = |at: Option<usize>| {
        let line = at.filter(|a| (table.begin..table.end).contains(a)).and_then(|a| lines.get(a));
        line.filter(|l| first_figure(l).is_none()).map_or(&[][..], |l| &l.words)
    };
    let (above, below) = (beside(row.checked_sub(1)), beside(Some(row + 1)));
    let common = above.iter().filter(|a| below.iter().any(|b| a.left.abs_diff(b.left) <= ALIGNED.unsigned_abs())).map(|w| w.left).max();
    match (own, common) {
        // What stands before both lines of the label is a piece of the label of a group.
        (Some(own), Some(left)) if own.right <= left => Some(left),
        (Some(own), _) => Some(own.left),
        (None, common) => common,
    }
}

/// The word of a line that begins in this column.
fn word_at(line: &TextLine, left: Length) -> Option<usize> {
    line.words.iter().position(|w| w.left.abs_diff(left) <= ALIGNED.unsigned_abs() && !is_figure(&w.text))
}

/// Which lines are whose label, of the lines with a word in one column: consecutive ones, whose middle is the row itself. Of all ways to give
/// every row its lines, the one that leaves the fewest over.
fn assigned(lines: &[TextLine], words: &[usize], rows: &[usize]) -> Vec<(usize, Vec<usize>)> {
    /// A row without a label is worse than words without a row, which may be parts of the label of a group.
    const UNLABELLED: usize = 100;
    if words.len().saturating_mul(rows.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let base = |at: usize| lines.get(at).map_or(0, |l| l.base);
    let size = |at: usize| lines.get(at).map_or(0, |l| l.size);
    let fits = |from: usize, to: usize, row: usize| {
        let (Some(first), Some(last)) = (words.get(from), words.get(to)) else { return false };
        let middle = base(*first) / 2 + base(*last) / 2;
        let close = words.get(from..=to).is_some_and(|own| own.windows(2).all(|w| base(w[1]) - base(w[0]) <= size(w[0]) * 8 / 5));
        close && middle.abs_diff(base(row)) <= (size(*first) / 3).unsigned_abs()
    };
    // From the end: the least cost from each word and row on, and how many lines the row is given there.
    let width = rows.len() + 1;
    let mut cost = vec![0usize; (words.len() + 1) * width];
    let mut given = vec![0usize; cost.len()];
    for word in (0..=words.len()).rev() {
        for row in (0..=rows.len()).rev() {
            let at = |w: usize, r: usize| w * width + r;
            let known = |cost: &[usize], w: usize, r: usize| cost.get(at(w, r)).copied().unwrap_or(usize::MAX / 2);
            let mut best = match (word < words.len(), row < rows.len()) {
                (false, false) => (0, 0),
                (true, _) => (known(&cost, word + 1, row) + 1, 0),
                (false, true) => (known(&cost, word, row + 1) + UNLABELLED, 0),
            };
            if let Some(line) = rows.get(row) {
                if word < words.len() {
                    best = best.min((known(&cost, word, row + 1) + UNLABELLED, usize::MAX));
                }
                for length in 1..=LONGEST.min(words.len() - word) {
                    if fits(word, word + length - 1, *line) {
                        best = best.min((known(&cost, word + length, row + 1), length));
                    }
                }
            }
            if let (Some(c), Some(g)) = (cost.get_mut(at(word, row)), given.get_mut(at(word, row))) {
                (*c, *g) = best;
            }
        }
    }
    let mut found = Vec::new();
    let (mut word, mut row) = (0, 0);
    while let (true, Some(line)) = (word < words.len(), rows.get(row)) {
        match given.get(word * width + row).copied() {
            Some(0) => word += 1,
            Some(length) if length <= LONGEST => {
                found.push((*line, words.get(word..word + length).unwrap_or(&[]).to_vec()));
                word += length;
                row += 1;
            }
            _ => row += 1,
        }
    }
    found
}
