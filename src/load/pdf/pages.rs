//! Pages to a document: tables and lines in reading order, what is printed at the edge of every page left out.

use super::glyphs::{FARTHEST, Glyph, Length, POINT, Sheet};
use super::lines::{self, TextLine};
use super::tables::{self, Table};
use super::unruled;
use crate::load::document::{Block, Line};
use crate::load::numbers;
use crate::load::paragraphs::is_furniture;
use crate::report::{Paragraph, Place};
use std::collections::{BTreeMap, BTreeSet};

/// How much of a page, in hundredths of its height, is its upper or lower edge.
const EDGE: Length = 12;

/// How many lines at each edge may be printed on every page.
const EDGE_LINES: usize = 4;

/// A page as read.
#[derive(Debug)]
pub(super) struct Page {
    /// Its number.
    number: u32,
    height: Length,
    blocks: Vec<Item>,
}

#[derive(Debug)]
enum Item {
    Table(Table),
    Line(TextLine),
}

impl Item {
    fn top(&self) -> Length {
        match self {
            Item::Table(table) => table.area.top,
            Item::Line(line) => line.top,
        }
    }

    fn right(&self) -> Length {
        match self {
            Item::Table(table) => table.area.right,
            Item::Line(line) => line.right,
        }
    }
}

impl Page {
    /// Lays out what a page shows.
    pub fn of(sheet: &Sheet, number: u32, hidden: bool) -> Page {
        let glyphs: Vec<Glyph> = sheet.glyphs.iter().filter(|g| hidden || !g.hidden).copied().collect();
        let (tables, rest) = tables::of_page(sheet, &glyphs, sheet.height / 100 * (100 - EDGE), number);
        let mut blocks: Vec<Item> = tables.into_iter().map(Item::Table).collect();
        blocks.extend(unruled::gather(lines::lines(&rest)).into_iter().map(Item::Line));
        blocks.sort_by_key(Item::top);
        Page { number, height: sheet.height, blocks }
    }

    /// How many cells its tables have.
    pub fn cells(&self) -> usize {
        self.blocks.iter().map(|b| if let Item::Table(table) = b { table.size() } else { 0 }).sum()
    }

    /// How many lines it has.
    pub fn lines(&self) -> usize {
        self.blocks.iter().filter(|b| matches!(b, Item::Line(_))).count()
    }

    fn edge(&self, line: &TextLine) -> Option<Edge> {
        let middle = line.top / 2 + line.bottom / 2;
        let edge = self.height / 100 * EDGE;
        if middle < edge {
            Some(Edge::Upper)
        } else if middle > self.height - edge {
            Some(Edge::Lower)
        } else {
            None
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Upper,
    Lower,
}

/// Puts pages together.
pub(super) fn document(mut pages: Vec<Page>) -> Vec<Block> {
    drop_furniture(&mut pages);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Table> = None;
    let mut tables = 0u32;
    let body = body_size(&pages);
    for page in pages {
        let edge = page.blocks.iter().map(Item::right).max().unwrap_or(0);
        let margin = page.blocks.iter().filter_map(|b| if let Item::Line(line) = b { Some(line.left) } else { None }).min().unwrap_or(0);
        let pitch = pitch(&page);
        let mut number = 0u32;
        let mut above: Option<Above> = None;
        let mut first = true;
        for item in page.blocks {
            match item {
                Item::Table(table) => {
                    match &mut open {
                        Some(last) if first && last.goes_on_with(&table) => last.go_on(table),
                        _ => {
                            close(&mut open, &mut tables, &mut blocks);
                            open = Some(table);
                        }
                    }
                    above = None;
                    first = false;
                }
                Item::Line(line) => {
                    number += 1;
                    close(&mut open, &mut tables, &mut blocks);
                    let place = Place { page: Some(page.number), line: Some(number), ..Place::default() };
                    let below = Above { base: line.base, left: line.left, size: line.size, full: line.right + line.size > edge };
                    let last = above.replace(below);
                    // A heading in large letters that fills its line goes on in the next.
                    if let (Some(last), Some(Block::Text(before))) = (&last, blocks.last_mut())
                        && line.size > body * 11 / 10
                        && last.full
                        && last.size.abs_diff(line.size) <= (line.size / 20).unsigned_abs()
                        && line.base - last.base <= line.size * 2
                    {
                        let text = &mut before.paragraph.text;
                        let offset = text.len();
                        numbers::join(text, &line.text());
                        before.paragraph.pieces.push((offset, place));
                        first = false;
                        continue;
                    }
                    let indented = line.left - margin > line.size * 3 / 2;
                    // A line is indented against the line before it too, or centred.
                    let starts = match last {
                        None => indented || first && blocks.is_empty(),
                        Some(last) => indented && line.left - last.left > line.size || line.base - last.base > pitch / 2 * 3,
                    };
                    first = false;
                    let paragraph = Paragraph { text: line.text(), pieces: vec![(0, place)] };
                    blocks.push(Block::Text(Line { paragraph, heading: false, starts_paragraph: starts }));
                }
            }
        }
    }
    close(&mut open, &mut tables, &mut blocks);
    blocks
}

/// What is known of the line above.
struct Above {
    base: Length,
    left: Length,
    size: Length,
    /// Whether it reaches the right edge of the text.
    full: bool,
}

/// The size of most letters outside tables.
fn body_size(pages: &[Page]) -> Length {
    let mut sizes: BTreeMap<Length, usize> = BTreeMap::new();
    for item in pages.iter().flat_map(|p| &p.blocks) {
        if let Item::Line(line) = item {
            *sizes.entry(line.size).or_default() += line.words.iter().map(|w| w.text.chars().count()).sum::<usize>();
        }
    }
    sizes.into_iter().max_by_key(|(_, letters)| *letters).map_or(0, |(size, _)| size)
}

fn close(open: &mut Option<Table>, tables: &mut u32, blocks: &mut Vec<Block>) {
    if let Some(table) = open.take() {
        *tables += 1;
        blocks.push(Block::Grid(table.grid(*tables)));
    }
}

/// How far the lines of a page usually are from each other.
fn pitch(page: &Page) -> Length {
    let mut steps: Vec<Length> = page
        .blocks
        .windows(2)
        .filter_map(|pair| match pair {
            [Item::Line(a), Item::Line(b)] => Some(b.base.saturating_sub(a.base)),
            _ => None,
        })
        .collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied().unwrap_or(page.height)
}

/// Leaves out what is printed at the edge of page after page, and page numbers.
fn drop_furniture(pages: &mut [Page]) {
    let mut seen: BTreeMap<(Edge, String), Vec<Seen>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        let mut counts = [0; 2];
        let mut look = |at: usize, item: &Item| {
            let Item::Line(line) = item else { return };
            let Some(edge) = page.edge(line).or((line.top == FARTHEST).then_some(Edge::Lower)) else { return };
            let Some(count) = counts.get_mut(edge as usize).filter(|c| **c < EDGE_LINES) else { return };
            *count += 1;
            let text: String = line.text().chars().filter(|c| !c.is_whitespace()).collect();
            let one = Seen { page: index, block: at, base: line.base, text };
            seen.entry((edge, one.pattern())).or_default().push(one);
        };
        let half = page.blocks.len() / 2;
        let (upper, lower) = page.blocks.split_at(half);
        upper.iter().enumerate().for_each(|(at, item)| look(at, item));
        lower.iter().enumerate().rev().for_each(|(at, item)| look(half + at, item));
    }
    let mut dropped: BTreeSet<(usize, usize)> = BTreeSet::new();
    for ((edge, _), alike) in &seen {
        for one in alike {
            let alone = pages.len() == 1 && one.number() == Some(1) && *edge == Edge::Lower;
            if is_furniture(&one.text) || alone || alike.iter().any(|other| one.is_printed_again(other)) {
                dropped.insert((one.page, one.block));
            }
        }
    }
    for (index, page) in pages.iter_mut().enumerate() {
        let mut at = 0;
        page.blocks.retain(|_| {
            at += 1;
            !dropped.contains(&(index, at - 1))
        });
        // 续表 over the piece of a table on the next page.
        if let [Item::Line(line), Item::Table(_), ..] = page.blocks.as_slice()
            && is_furniture(&line.text())
        {
            page.blocks.remove(0);
        }
    }
}

/// A line at the edge of a page.
struct Seen {
    page: usize,
    block: usize,
    base: Length,
    text: String,
}

impl Seen {
    /// Whether `other` is the same line on another page: at the same place, and the same but for the number of the page.
    fn is_printed_again(&self, other: &Seen) -> bool {
        let counts =
            |a: u32, b: u32| usize::try_from(a).ok().zip(usize::try_from(b).ok()).is_some_and(|(a, b)| a + other.page == b + self.page);
        other.page != self.page
            && other.base.abs_diff(self.base) <= (6 * POINT).unsigned_abs()
            && match (self.number(), other.number()) {
                (Some(a), Some(b)) => counts(a, b),
                (None, None) => self.text == other.text || self.is_paged(),
                _ => false,
            }
    }

    /// The number, where it is one and nothing else.
    fn number(&self) -> Option<u32> {
        if self.text.len() <= 4 { self.text.parse().ok() } else { None }
    }

    /// Whether it may tell the number of the page: it has words, and a number.
    fn is_paged(&self) -> bool {
        self.text.chars().any(char::is_alphabetic) && self.text.chars().any(|c| c.is_ascii_digit()) || self.text.contains('/')
    }

    /// The line with its numbers left open.
    fn pattern(&self) -> String {
        let mut pattern = String::with_capacity(self.text.len());
        for c in self.text.chars() {
            match c {
                '0'..='9' if pattern.ends_with('#') => {}
                '0'..='9' => pattern.push('#'),
                c => pattern.push(c),
            }
        }
        pattern
    }
}
