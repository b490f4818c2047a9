//! Pages to a document: tables and lines in reading order, what is printed at the edge of every page left out.

use super::glyphs::{FARTHEST, Glyph, Length, POINT, Sheet};
use super::lines::{self, TextLine};
use super::tables::{self, Table};
use super::unruled;
use crate::load::document::{Block, Line};
use crate::load::paragraphs::is_furniture;
use crate::report::{Paragraph, Place};

/// How much of a page, in hundredths of its height, is its upper or lower edge.
const EDGE: Length = 12;

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    for page in pages {
        let margin = page.blocks.iter().filter_map(|b| if let Item::Line(line) = b { Some(line.left) } else { None }).min().unwrap_or(0);
        let pitch = pitch(&page);
        let mut number = 0u32;
        let mut above: Option<(Length, Length)> = None;
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
                    let indented = line.left - margin > line.size * 3 / 2;
                    // A line is indented against the line before it too, or centred.
                    let starts = match above {
                        None => indented || first && blocks.is_empty(),
                        Some((base, left)) => indented && line.left - left > line.size || line.base.saturating_sub(base) > pitch * 3 / 2,
                    };
                    above = Some((line.base, line.left));
                    first = false;
                    let place = Place { page: Some(page.number), line: Some(number), ..Place::default() };
                    let paragraph = Paragraph { text: line.text(), pieces: vec![(0, place)] };
                    blocks.push(Block::Text(Line { paragraph, heading: false, starts_paragraph: starts }));
                }
            }
        }
    }
    close(&mut open, &mut tables, &mut blocks);
    blocks
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
    let mut seen: Vec<Seen> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for (at, item) in page.blocks.iter().enumerate() {
            let Item::Line(line) = item else { continue };
            let Some(edge) = page.edge(line).or((line.top == FARTHEST).then_some(Edge::Lower)) else { continue };
            let text: String = line.text().chars().filter(|c| !c.is_whitespace()).collect();
            seen.push(Seen { page: index, block: at, edge, base: line.base, text });
        }
    }
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    for one in &seen {
        let number = one.number();
        let again = |other: &&Seen| {
            other.page != one.page
                && other.edge == one.edge
                && other.base.abs_diff(one.base) <= (6 * POINT).unsigned_abs()
                && match (number, other.number()) {
                    // Numbers that count the pages.
                    (Some(a), Some(b)) => {
                        usize::try_from(a).ok().zip(usize::try_from(b).ok()).is_some_and(|(a, b)| a + other.page == b + one.page)
                    }
                    (None, None) => one.text == other.text || one.paged() && one.pattern() == other.pattern(),
                    _ => false,
                }
        };
        let alone = pages.len() == 1 && number == Some(1) && one.edge == Edge::Lower;
        if is_furniture(&one.text) || alone || seen.iter().any(|o| again(&o)) {
            dropped.push((one.page, one.block));
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
    edge: Edge,
    base: Length,
    text: String,
}

impl Seen {
    /// The number, where it is one and nothing else.
    fn number(&self) -> Option<u32> {
        if self.text.len() <= 4 { self.text.parse().ok() } else { None }
    }

    /// Whether it may tell the number of the page: it has words, and a number.
    fn paged(&self) -> bool {
        self.text.chars().any(char::is_alphabetic) && self.text.chars().any(|c| c.is_ascii_digit()) || self.text.contains('/')
    }

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
