//! Web pages → [`Document`]: bytes to text, to the tree a browser makes of it, to paragraphs and grids in reading order.
//!
//! A page is read as it is shown: what is hidden is not there, a table that arranges the page is no table, and what only leads elsewhere (navigation,
//! lists of links, what calls itself the foot of the page) is left out.

mod charset;
mod dom;
mod element;
mod flow;
mod inline;
mod measure;
mod mime;
mod parse;
mod table;

#[cfg(test)]
mod tests;

use super::document::{Block, Document, Line};
use super::{Kind, LoadOptions, decode};
use crate::catalogue::Trouble;
use crate::report::{Paragraph, Place, Problem};
use flow::{Left, Page};
use mime::Part;

/// Reads a web page, or one that was saved with its parts in one file.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    let parts = match Kind::of(bytes) {
        Kind::WebArchive => mime::pages(bytes, options)?,
        _ => vec![Part::page(bytes)],
    };
    let mut reader = Reader {
        parts,
        left: Left { lines: options.max_lines, places: options.max_cells },
        options,
        guessed: None,
        insertions: 0,
        deletions: 0,
    };
    let mut document = Document { blocks: reader.all()?, problems: Vec::new() };
    let text = || {
        document.blocks.iter().flat_map(|b| match b {
            Block::Text(line) => vec![line.paragraph.text.as_str()],
            Block::Grid(grid) => grid.rows.iter().flatten().map(|c| c.text.as_str()).collect(),
        })
    };
    if let Some(sample) = decode::garbled(&text().collect::<Vec<_>>().join("\n")) {
        return Err(Trouble::Mojibake { sample });
    }
    number(&mut document);
    let mut problem = |trouble| document.problems.push(Problem { trouble, place: None });
    if let Some(encoding) = reader.guessed {
        problem(Trouble::Decoded { encoding: encoding.to_owned() });
    }
    if reader.insertions + reader.deletions > 0 {
        problem(Trouble::TrackedChanges { insertions: reader.insertions, deletions: reader.deletions });
    }
    Ok(document)
}

/// Pages within pages within pages are read so deep.
const DEEPEST_FRAME: usize = 4;

struct Reader<'a> {
    /// The pages of the file; each is taken where it is read.
    parts: Vec<Part<'a>>,
    left: Left,
    options: &'a LoadOptions,
    guessed: Option<&'static str>,
    insertions: usize,
    deletions: usize,
}

impl Reader<'_> {
    /// The first page with those it shows within it. Where it has no text of its own, as one that only divides a window, the others follow.
    fn all(&mut self) -> Result<Vec<Block>, Trouble> {
        let mut blocks = self.part(0, 1)?;
        if blocks.iter().all(|b| matches!(b, Block::Text(_))) {
            for index in 1..self.parts.len() {
                blocks.extend(self.part(index, 1)?);
            }
        }
        Ok(blocks)
    }

    fn part(&mut self, index: usize, depth: usize) -> Result<Vec<Block>, Trouble> {
        let Some(part) = self.parts.get_mut(index).filter(|p| !p.taken) else { return Ok(Vec::new()) };
        part.taken = true;
        let decoded = match charset::decode(&part.bytes, part.charset.as_deref()) {
            // A page within the page that is no text: a counter, a picture.
            Err(Trouble::NotText { .. } | Trouble::Encoding { .. }) if index > 0 => return Ok(Vec::new()),
            decoded => decoded?,
        };
        self.guessed = self.guessed.or(decoded.guessed);
        let tree = parse::parse(&decoded.text, self.options)?;
        drop(decoded);
        let Page { mut blocks, frames, insertions, deletions } = flow::read(&tree, &mut self.left, self.options)?;
        self.insertions += insertions;
        self.deletions += deletions;
        let title = flow::title(&tree).filter(|_| index == 0).and_then(|title| missing(&title, &blocks));
        drop(tree);
        for (at, source) in frames.into_iter().rev().filter(|_| depth < DEEPEST_FRAME) {
            if let Some(index) = self.parts.iter().position(|p| p.is_at(&source)) {
                let inner = self.part(index, depth + 1)?;
                let at = at.min(blocks.len());
                blocks.splice(at..at, inner);
            }
        }
        if let Some(title) = title {
            blocks.insert(0, title);
        }
        Ok(blocks)
    }
}

/// How many lines of a page may hold its title.
const HEAD: usize = 60;

/// The title in the head of a page as a line of it, where the page itself has no title: no heading, and no line with its words.
fn missing(title: &str, blocks: &[Block]) -> Option<Block> {
    let squeeze = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let own = title.split(['_', '|', '｜']).next().unwrap_or(title).split(" - ").next().unwrap_or(title).trim();
    let wanted = squeeze(own);
    let is_there = blocks.iter().take(HEAD).any(|block| match block {
        Block::Text(line) => {
            let text = squeeze(&line.paragraph.text);
            text.contains(&wanted) || (text.chars().count() >= 8 && wanted.contains(&text))
        }
        Block::Grid(grid) => grid.rows.iter().flatten().any(|cell| squeeze(&cell.text).contains(&wanted)),
    });
    let headed = matches!(blocks.iter().find(|b| matches!(b, Block::Text(_))), Some(Block::Text(Line { heading: true, .. })));
    (!is_there && !headed && wanted.chars().any(inline::is_chinese)).then(|| {
        let paragraph = Paragraph { text: own.to_owned(), pieces: vec![(0, Place::default())] };
        Block::Text(Line { paragraph, heading: true, starts_paragraph: true })
    })
}

/// Numbers paragraphs and tables in reading order.
fn number(document: &mut Document) {
    let (mut paragraphs, mut tables) = (0u32, 0u32);
    for block in &mut document.blocks {
        match block {
            Block::Text(line) => {
                paragraphs = paragraphs.saturating_add(1);
                for (_, place) in &mut line.paragraph.pieces {
                    place.paragraph = Some(paragraphs);
                }
            }
            Block::Grid(grid) => {
                tables = tables.saturating_add(1);
                for cell in grid.rows.iter_mut().flatten() {
                    cell.place.table = Some(tables);
                }
            }
        }
    }
}
