//! A document from top to bottom: its title, the headings of its sections, and the tables below each.

use super::matrix::{Kind, Matrix, kind};
use super::{Draft, NoDraft, Section, Table, bands, tree, units};
use crate::catalogue::making::{Doubt, MadeUp, made_up};
use crate::lang::Lang;
use crate::load::document::{Block, Document, Grid, GridCell, Line};
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// More are no form.
const MOST_SECTIONS: usize = 60;
const MOST_TABLES: usize = 300;
/// A table of more rows is a list, and no form; nor is one of more cells than these.
const MOST_ROWS: usize = 1500;
const MOST_CELLS: usize = 20_000;
/// How many lines may come before the title.
const HEAD: usize = 30;
/// Longer lines are no headings.
const LONGEST_HEADING: usize = 40;
const LONGEST_TITLE: usize = 60;

/// How titles end.
const TITLES: [&str; 12] = ["report", "Report", "return", "报告", "报表", "年报", "月报", "季报", "统计表", "情况表", "一览表", "模板"];

/// Chinese numerals from 1 to 9.
const NUMERALS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What a title has before the words that every report has: a body, and a year that may be left to fill in.
static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^.*?[0-9０-９〇○零一二三四五六七八九×xX*＊_＿□…\s]{2,}\s*年度?(?:度)?[的]?(.+)$").ok());
/// What the title of a blank form has after them.
static BLANK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:格式模板|格式模版|格式样本|格式|模板|模版|样表|样式|样本|空表|空白表|（[^）]*）|\([^)]*\))$").ok());
static ORDINAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^第?([一二三四五六七八九十]{1,3})(?:部分)?[、.．，,：:\s]\s*(.+)$").ok());

/// A heading of a section.
struct Heading {
    block: usize,
    number: usize,
    title: String,
}

/// Divides a document into sections with the tables of each; nothing where it has no table.
pub(super) fn divide(document: &Document, lang: Lang) -> Result<Draft, NoDraft> {
    let blocks = joined(document);
    let headings = headings(&blocks);
    let printed = title(&blocks, headings.first().map(|h| h.block));
    let mut draft = Draft { name: String::new(), title: String::new(), aliases: Vec::new(), doubts: Vec::new(), sections: Vec::new() };
    settle_title(&mut draft, printed.as_ref().map(|(_, text)| text.as_str()));
    for (position, heading) in headings.iter().enumerate() {
        let mut section = Section { id: ordinal(heading.number), title: heading.title.clone(), doubts: Vec::new(), tables: Vec::new() };
        if heading.number == 0 {
            section.id = ordinal(position + 1);
            section.doubts.push(Doubt::Ordinal);
        }
        draft.sections.push(section);
    }
    let mut early: Vec<Table> = Vec::new();
    let (mut tables, mut cells, mut left_out) = (0, 0, 0);
    for (index, block) in blocks.iter().enumerate() {
        let Piece::Grid(grid, continued) = block else { continue };
        let Some(matrix) = Matrix::new(grid) else {
            left_out += 1;
            continue;
        };
        let (columns, found) = bands::bands(&matrix);
        for (number, band) in found.iter().enumerate() {
            let Some(mut table) = tree::table(&matrix, &columns, band) else { continue };
            if table.row_count() > MOST_ROWS || table.cells() > MOST_CELLS.saturating_sub(cells) || tables >= MOST_TABLES {
                left_out += 1;
                continue;
            }
            (tables, cells) = (tables + 1, cells + table.cells());
            if *continued {
                table.doubts.push(Doubt::Continued);
            }
            if number == 0 {
                above(&blocks, index, &headings, printed.as_ref().map(|(at, _)| *at), &mut table);
            }
            let section = headings.iter().rposition(|h| h.block < index).and_then(|h| draft.sections.get_mut(h));
            section.map_or(&mut early, |s| &mut s.tables).push(table);
        }
    }
    if tables == 0 {
        return Err(if left_out > 0 { NoDraft::TooLarge } else { NoDraft::NoTables });
    }
    if !early.is_empty() {
        let section = if draft.sections.is_empty() {
            let title = if draft.title.is_empty() { made_up(MadeUp::Section, lang).to_owned() } else { draft.title.clone() };
            Section { id: ordinal(1), title, doubts: vec![Doubt::NoSections], tables: early }
        } else {
            let title = made_up(MadeUp::Section, lang).to_owned();
            Section { id: made_up(MadeUp::Before, lang).to_owned(), title, doubts: vec![Doubt::BeforeSections], tables: early }
        };
        draft.sections.insert(0, section);
    }
    if left_out > 0 {
        draft.doubts.push(Doubt::TooLarge(left_out));
    }
    draft.doubts.push(Doubt::Applies);
    Ok(draft)
}

/// A line, or a grid with the pieces that a page break cut off it.
enum Piece<'d> {
    Text(&'d Line),
    /// Whether it was put together.
    Grid(Cow<'d, Grid>, bool),
}

/// The blocks of a document, pieces of one grid put together again.
fn joined(document: &Document) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Text(line) if is_number(&line.paragraph.text) => {}
            Block::Text(line) => pieces.push(Piece::Text(line)),
            Block::Grid(grid) => {
                if let Some(Piece::Grid(last, continued)) = pieces.last_mut()
                    && let Some(rest) = continuation(last, grid)
                {
                    let rows = &mut last.to_mut().rows;
                    clamp(rows);
                    let mut rest = rest.to_vec();
                    mend(rows, &mut rest);
                    rows.append(&mut rest);
                    *continued = true;
                } else {
                    let broken = page_breaks(grid);
                    let mut grid = Cow::Borrowed(grid);
                    for row in broken {
                        let (above, below) = grid.to_mut().rows.split_at_mut(row);
                        mend(above, below);
                    }
                    pieces.push(Piece::Grid(grid, false));
                }
            }
        }
    }
    pieces
}

/// The rows that begin a page inside a grid.
fn page_breaks(grid: &Grid) -> Vec<usize> {
    let page = |row: usize| grid.rows.get(row)?.first()?.place.page;
    (1..grid.rows.len()).filter(|r| page(*r).is_some() && page(*r) != page(r - 1)).collect()
}

/// The number of a page: `3`, `— 3 —`.
fn is_number(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '－' | '第' | '页'));
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Cells that reach down past the end of a grid do not reach into the next.
fn clamp(rows: &mut [Vec<GridCell>]) {
    let height = rows.len();
    for (row, cells) in rows.iter_mut().enumerate() {
        let most = u32::try_from(height - row).unwrap_or(u32::MAX);
        cells.iter_mut().for_each(|c| c.rowspan = c.rowspan.min(most));
    }
}

/// Gives the last label of a page the rest of it, which stands alone at the top of the next.
fn mend(rows: &mut [Vec<GridCell>], rest: &mut [Vec<GridCell>]) {
    let (Some(last), Some(first)) = (rows.last_mut(), rest.first_mut()) else { return };
    let words = |text: &str| kind(text) == Kind::Text;
    let figures = last.iter().any(|c| kind(&c.text) == Kind::Figure);
    let mut filled = first.iter_mut().filter(|c| kind(&c.text) != Kind::Blank);
    if let (true, Some(piece), None, Some(label)) = (figures, filled.next(), filled.next(), last.iter_mut().rfind(|c| words(&c.text)))
        && words(&piece.text)
    {
        label.text.push_str(&std::mem::take(&mut piece.text));
    }
}

/// The rows that `next` adds to `grid`, where it goes on with it: without a header of its own, or with the same again.
fn continuation<'g>(grid: &Grid, next: &'g Grid) -> Option<&'g [Vec<GridCell>]> {
    let width = |grid: &Grid| grid.columns().into_iter().map(|(_, width)| width).max();
    if width(grid) != width(next) {
        return None;
    }
    let alike = |a: &[GridCell], b: &[GridCell]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.text.trim() == b.text.trim());
    let (columns, found) = bands::bands(&Matrix::new(grid)?);
    let header = found.last()?.header.as_slice();
    let repeated =
        header.iter().enumerate().take_while(|(i, r)| matches!((grid.rows.get(**r), next.rows.get(*i)), (Some(a), Some(b)) if alike(a, b)));
    let repeated = repeated.count();
    if repeated > 0 && repeated == header.len() {
        return next.rows.get(repeated..);
    }
    let matrix = Matrix::new(next)?;
    let (own, found) = bands::bands(&matrix);
    let bare = found.first().is_some_and(|b| b.header.is_empty() && b.caption.is_none());
    (bare && own.labels == columns.labels && columns.labels > 0).then_some(next.rows.as_slice())
}

/// Takes the lines right above a table for its label and its unit.
fn above(blocks: &[Piece<'_>], index: usize, headings: &[Heading], title: Option<usize>, table: &mut Table) {
    for back in 1..=3 {
        let Some(at) = index.checked_sub(back) else { return };
        let Some(Piece::Text(line)) = blocks.get(at) else { return };
        if headings.iter().any(|h| h.block == at) || title == Some(at) {
            return;
        }
        let text = line.paragraph.text.trim();
        if units::is_unit_line(text) {
            if let Some(unit) = units::stated(text) {
                table.unit = unit;
                table.doubts.retain(|d| !matches!(d, Doubt::Unit(_)));
            }
            continue;
        }
        if table.label.is_some() || text.chars().count() > LONGEST_HEADING || text.ends_with(['。', '；', '：', ':', '，']) {
            return;
        }
        let in_parentheses = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        if !in_parentheses && text.chars().any(char::is_alphabetic) && !text.contains('。') {
            table.label = Some(text.to_owned());
            table.doubts.push(Doubt::Caption);
            if let Some(unit) = units::of_label(text).filter(|_| table.doubts.iter().any(|d| matches!(d, Doubt::Unit(_)))) {
                table.unit = unit;
                table.doubts.retain(|d| !matches!(d, Doubt::Unit(_)));
            }
        }
        return;
    }
}

/// The headings of sections: numbered lines that count up from one, else what the format marks as headings.
fn headings(blocks: &[Piece<'_>]) -> Vec<Heading> {
    let numbered: Vec<(Heading, bool)> =
        lines(blocks).filter_map(|(at, line)| Some((numbered(at, &line.paragraph.text)?, line.heading))).collect();
    let marked = numbered.iter().filter(|(_, marked)| *marked).count() > 1;
    let mut found: Vec<Heading> = Vec::new();
    for (heading, _) in numbered.into_iter().filter(|(_, m)| *m || !marked) {
        // A page of contents has them all before.
        if heading.number == 1 && found.first().is_some_and(|f| f.title == heading.title) {
            found.clear();
        }
        if heading.number == found.len() + 1 && found.len() < MOST_SECTIONS {
            found.push(heading);
        }
    }
    if !found.is_empty() {
        return found;
    }
    let mut titles = lines(blocks).filter(|(_, line)| line.heading).map(|(block, line)| {
        let title = line.paragraph.text.trim().to_owned();
        Heading { block, number: 0, title }
    });
    // The first is the title, where more follow.
    let first = titles.next();
    let rest: Vec<Heading> = titles.filter(|h| h.title.chars().count() <= LONGEST_HEADING).take(MOST_SECTIONS).collect();
    let first = first.filter(|f| rest.is_empty() && f.block > 0);
    first.into_iter().chain(rest).collect()
}

fn lines<'p>(blocks: &'p [Piece<'p>]) -> impl Iterator<Item = (usize, &'p Line)> {
    blocks.iter().enumerate().filter_map(|(at, block)| match block {
        Piece::Text(line) => Some((at, *line)),
        Piece::Grid(..) => None,
    })
}

fn numbered(block: usize, text: &str) -> Option<Heading> {
    let text = text.trim();
    if text.chars().nth(LONGEST_HEADING + 6).is_some() || text.contains(['。', '；']) || text.ends_with(['，', ',', '：', ':', '…', '.'])
    {
        return None;
    }
    let found = ORDINAL.as_ref()?.captures(text)?;
    let title = found.get(2)?.as_str().trim().to_owned();
    Some(Heading { block, number: number(found.get(1)?.as_str())?, title })
}

/// The number that an ordinal says: 十二 is 12.
fn number(ordinal: &str) -> Option<usize> {
    let digit = |c: char| NUMERALS.iter().position(|n| *n == c).map(|p| p + 1);
    match ordinal.split_once('十') {
        None => digit(ordinal.chars().next()?).filter(|_| ordinal.chars().count() == 1),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens.chars().next()?)? };
            let ones = ones.chars().next().map_or(Some(0), digit)?;
            Some(tens * 10 + ones)
        }
    }
}

/// The ordinal of a number below 100.
fn ordinal(number: usize) -> String {
    let digit = |n: usize| n.checked_sub(1).and_then(|i| NUMERALS.get(i)).map_or(String::new(), char::to_string);
    match number {
        0..=9 => digit(number),
        10..=19 => format!("十{}", digit(number - 10)),
        _ => format!("{}十{}", digit(number / 10), digit(number % 10)),
    }
}

/// The line of the head that is the title: marked as a heading, or of the words of one.
fn title(blocks: &[Piece<'_>], before: Option<usize>) -> Option<(usize, String)> {
    let grid = blocks.iter().position(|b| matches!(b, Piece::Grid(..))).unwrap_or(blocks.len());
    let end = before.unwrap_or(grid).min(grid).min(HEAD);
    let fit = |line: &Line| {
        let text = line.paragraph.text.trim();
        (4..=LONGEST_TITLE).contains(&text.chars().count())
            && !text.contains(['。', '，', '；', '：', ':', '>', '|'])
            && !units::is_unit_line(text)
    };
    let head = || lines(blocks).take_while(|(at, _)| *at < end).filter(|(_, l)| fit(l));
    let is_named = |line: &Line| TITLES.iter().any(|w| line.paragraph.text.trim().ends_with(w));
    let found = head().find(|(_, l)| l.heading && is_named(l)).or_else(|| head().find(|(_, l)| is_named(l)));
    let found = found.or_else(|| head().find(|(_, l)| l.heading));
    found.map(|(at, line)| (at, line.paragraph.text.trim().to_owned()))
}

/// The words that every report has in its title.
fn settle_title(draft: &mut Draft, printed: Option<&str>) {
    let Some(printed) = printed else {
        draft.doubts.push(Doubt::Title);
        return;
    };
    let mut title = printed.to_owned();
    if let Some(rest) = YEAR.as_ref().and_then(|r| r.captures(printed)).and_then(|c| c.get(1)).map(|m| m.as_str().trim().to_owned())
        && rest.chars().count() >= 2
    {
        title = rest;
    }
    let bare = BLANK.as_ref().map_or_else(|| title.clone(), |r| r.replace(&title, "").trim().to_owned());
    if bare != title && bare.chars().count() >= 4 {
        draft.aliases.push(title);
        title = bare;
    }
    if title != printed {
        draft.doubts.push(Doubt::TitleCut(printed.to_owned()));
    }
    draft.title = title;
}
