//! Markdown and plain text → [`Document`]: pipe tables, tab tables, headings, and everything else as lines.

use super::document::{Block, Document, Grid, GridCell, Line};
use super::label::is_invisible;
use crate::report::{Paragraph, Place};

/// Splits a text into lines and grids.
pub(super) fn read(text: &str) -> Document {
    let lines: Vec<&str> = text.split('\n').map(|l| l.strip_suffix('\r').unwrap_or(l)).collect();
    let kinds: Vec<Kind> = kinds(&lines);
    let mut document = Document::default();
    let mut tables = 0;
    let mut i = 0;
    while let (Some(line), Some(kind)) = (lines.get(i), kinds.get(i)) {
        if *kind == Kind::Text {
            if !is_blank(line) {
                document.blocks.push(Block::Text(text_line(line, number(i))));
            }
            i += 1;
            continue;
        }
        let start = i;
        while kinds.get(i) == Some(kind) {
            i += 1;
        }
        tables += 1;
        let mut rows = Vec::new();
        for (offset, line) in lines.iter().enumerate().take(i).skip(start) {
            if *kind == Kind::Pipe && is_separator(line) {
                continue;
            }
            let row = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(1);
            rows.push(cells(line, *kind, number(offset), tables, row));
        }
        document.blocks.push(Block::Grid(Grid { rows }));
    }
    document
}

/// What a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Tabs,
    Pipe,
}

fn kinds(lines: &[&str]) -> Vec<Kind> {
    let tabbed =
        |l: &str| l.trim_matches(' ').trim_end_matches('\t').contains('\t') || l.trim_start_matches(' ').ends_with('\t') && !is_blank(l);
    let strong_tab = |l: &str| l.trim_matches(['\t', ' ']).contains('\t') || l.trim_end_matches(' ').ends_with('\t') && !is_blank(l);
    let mut kinds: Vec<Kind> = lines
        .iter()
        .map(|line| {
            let trimmed = line.trim();
            if trimmed.len() > 1 && trimmed.starts_with('|') && trimmed.ends_with('|') {
                Kind::Pipe
            } else if strong_tab(line) {
                Kind::Tabs
            } else {
                Kind::Text
            }
        })
        .collect();
    // A line that merely begins with a tab is a row only beside a row; so is one of blank cells.
    for i in 0..lines.len() {
        let beside = i.checked_sub(1).and_then(|p| kinds.get(p)) == Some(&Kind::Tabs) || kinds.get(i + 1) == Some(&Kind::Tabs);
        if let (Some(Kind::Text), Some(line)) = (kinds.get(i), lines.get(i))
            && beside
            && (tabbed(line) || (is_blank(line) && line.contains('\t')))
            && let Some(kind) = kinds.get_mut(i)
        {
            *kind = Kind::Tabs;
        }
    }
    // Rows without outer pipes are known by the separator under the header; a row that lost one of its outer pipes, by its neighbours.
    let is_pipe_row = |j: usize| lines.get(j).is_some_and(|l| l.contains('|') && !is_blank(l));
    let mut i = 0;
    while i < lines.len() {
        let start = i;
        while is_pipe_row(i) {
            i += 1;
        }
        let rows = lines.get(start..i).unwrap_or(&[]);
        if rows.iter().any(|l| is_separator(l)) {
            kinds.iter_mut().take(i).skip(start).for_each(|kind| *kind = Kind::Pipe);
        }
        i = i.max(start + 1);
    }
    for i in 0..lines.len() {
        let beside = i.checked_sub(1).and_then(|p| kinds.get(p)) == Some(&Kind::Pipe) || kinds.get(i + 1) == Some(&Kind::Pipe);
        if kinds.get(i) == Some(&Kind::Text)
            && beside
            && lines.get(i).is_some_and(|l| l.matches('|').count() > 1)
            && let Some(kind) = kinds.get_mut(i)
        {
            *kind = Kind::Pipe;
        }
    }
    kinds
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// `|---|:--:|`, never data. A row of single dashes is data: placeholders.
fn is_separator(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed.contains("--")
        && trimmed.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '+'))
        && trimmed.trim_matches('|').split('|').all(|cell| {
            let cell = cell.trim();
            cell.trim_matches(':').len() >= 2 && cell.trim_matches(':').chars().all(|c| c == '-' || c == '+') || cell.is_empty()
        })
}

/// Cuts a row into cells. The place of a cell is that of its own trimmed text, or where the cell begins.
fn cells(line: &str, kind: Kind, line_number: u32, table: u32, row: u32) -> Vec<GridCell> {
    let delimiter = if kind == Kind::Pipe { '|' } else { '\t' };
    let chars: Vec<char> = line.chars().collect();
    let mut bounds = vec![];
    let mut start = 0;
    for (i, c) in chars.iter().enumerate() {
        if *c == delimiter && !(kind == Kind::Pipe && i.checked_sub(1).and_then(|p| chars.get(p)) == Some(&'\\')) {
            bounds.push((start, i));
            start = i + 1;
        }
    }
    bounds.push((start, chars.len()));
    if kind == Kind::Pipe {
        let blank = |(a, b): &(usize, usize)| chars.get(*a..*b).is_none_or(|s| s.iter().all(|c| c.is_whitespace()));
        if bounds.len() > 1 && bounds.first().is_some_and(blank) {
            bounds.remove(0);
        }
        if bounds.len() > 1 && bounds.last().is_some_and(blank) {
            bounds.pop();
        }
    }
    let unseen = |c: &char| c.is_whitespace() || is_invisible(*c);
    bounds
        .into_iter()
        .zip(1u32..)
        .map(|((start, end), cell)| {
            let inside = chars.get(start..end).unwrap_or(&[]);
            let mut first = inside.iter().position(|c| !unseen(c));
            let mut last = inside.iter().rposition(|c| !unseen(c)).map_or(0, |p| p + 1);
            // Bold marks around a whole cell are no part of its text.
            if let Some(from) = first
                && let Some(text) = inside.get(from..last)
                && text.len() > 4
                && text.starts_with(&['*', '*'])
                && text.ends_with(&['*', '*'])
            {
                first = Some(from + 2);
                last -= 2;
            }
            let text: String = inside.get(first.unwrap_or(0)..last).map(|t| t.iter().collect()).unwrap_or_default();
            let column = start.saturating_add(first.unwrap_or(0)).saturating_add(1);
            let place = Place {
                table: Some(table),
                row: Some(row),
                cell: Some(cell),
                ..Place::text(line_number, u32::try_from(column).unwrap_or(u32::MAX))
            };
            GridCell { text, place, colspan: 1, rowspan: 1 }
        })
        .collect()
}

/// A line of text, its marks of heading and bold taken off; each piece keeps its place.
fn text_line(line: &str, line_number: u32) -> Line {
    let chars: Vec<char> = line.chars().collect();
    let unseen = |c: &char| c.is_whitespace() || is_invisible(*c);
    let mut at = chars.iter().position(|c| !unseen(c)).unwrap_or(0);
    let end = chars.iter().rposition(|c| !unseen(c)).map_or(0, |p| p + 1);
    let mut heading = false;
    let hashes = chars.iter().skip(at).take_while(|c| **c == '#').count();
    if (1..=6).contains(&hashes) {
        heading = true;
        at += hashes;
        while chars.get(at).is_some_and(unseen) {
            at += 1;
        }
    }
    let mut text = String::new();
    let mut pieces: Vec<(usize, Place)> = Vec::new();
    let mut fresh = true;
    while at < end {
        let Some(c) = chars.get(at) else { break };
        if (*c == '*' || *c == '_') && chars.get(at + 1) == Some(c) {
            at += 2;
            fresh = true;
            continue;
        }
        if let Some(length) = tag_at(&chars, at) {
            at += length;
            fresh = true;
            continue;
        }
        if (c.is_control() && *c != '\t') || is_invisible(*c) {
            at += 1;
            fresh = true;
            continue;
        }
        if fresh {
            pieces.push((text.len(), Place::text(line_number, u32::try_from(at + 1).unwrap_or(u32::MAX))));
            fresh = false;
        }
        text.push(if *c == '\u{a0}' { ' ' } else { *c });
        at += 1;
    }
    if pieces.is_empty() {
        pieces.push((0, Place::text(line_number, 1)));
    }
    // A blank line may be a page break in the middle of a sentence as well.
    Line { paragraph: Paragraph { text, pieces }, heading, starts_paragraph: false }
}

/// The length of a leftover `<br>`, `<br />` or `&nbsp;` at this place.
fn tag_at(chars: &[char], at: usize) -> Option<usize> {
    if !matches!(chars.get(at), Some('<' | '&')) {
        return None;
    }
    let rest: String = chars.iter().skip(at).take(6).collect::<String>().to_ascii_lowercase();
    ["<br />", "<br/>", "<br>", "&nbsp;", "</p>", "<p>"].iter().find(|tag| rest.starts_with(**tag)).map(|tag| tag.len())
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}
