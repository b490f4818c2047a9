//! PDF → [`Document`]: glyphs and rulings as they are drawn, put together to lines and tables again.

mod characters;
mod filters;
mod glyphs;
mod limits;
mod lines;
mod pages;
mod rulings;
mod tables;
#[cfg(test)]
mod tests;
mod unruled;

use super::LoadOptions;
use super::document::Document;
use super::widen;
use crate::catalogue::Trouble;
use crate::report::{Place, Problem};
use glyphs::{Area, Sheet, Unread};
use hayro_interpret::InterpreterCache;
use hayro_interpret::hayro_syntax::object::{Dict, Number};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use pages::Page;

const KIND: &str = "a PDF";

/// A report has a few pages; a book of more than this is none.
const MOST_PAGES: usize = 2000;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    let damaged = || Trouble::Damaged { kind: KIND };
    let stack = limits::of_file(bytes, options)?;
    // The interpreter calls itself for each level of nesting.
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(stack).spawn_scoped(scope, || read_here(bytes, options));
        reader.map_err(|_| damaged())?.join().map_err(|_| damaged())?
    })
}

fn read_here(bytes: &[u8], options: &LoadOptions) -> Result<Document, Trouble> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            Trouble::Encrypted { kind: KIND }
        }
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => Trouble::Damaged { kind: KIND },
    })?;
    let broken = limits::of_objects(&pdf, options)?;
    let cache = InterpreterCache::new();
    let mut budget = options.max_objects;
    let mut found = Found::default();
    for (page, number) in pdf.pages().iter().zip(1u32..) {
        if broken.contains(&number) {
            found.broken.push(number);
            continue;
        }
        let sheet = match glyphs::read(page, &cache, &mut budget) {
            Ok(sheet) => sheet,
            Err(Unread::TooMuch) => return Err(Trouble::TooLarge { what: "parts", limit: widen(options.max_objects) }),
            Err(Unread::Broken) => {
                found.broken.push(number);
                continue;
            }
        };
        found.page(&sheet, number);
        if found.cells > options.max_cells {
            return Err(Trouble::TooLarge { what: "cells", limit: widen(options.max_cells) });
        }
        if found.lines > options.max_lines {
            return Err(Trouble::TooLarge { what: "lines", limit: widen(options.max_lines) });
        }
    }
    // A page that is not there ends the tree for the interpreter; how many there should be is said at its root.
    let (there, said) = (pdf.pages().len(), said_pages(&pdf));
    if said > there.saturating_mul(2) + 1 {
        return Err(Trouble::Damaged { kind: KIND });
    }
    if there == 0 {
        return Err(Trouble::Damaged { kind: KIND });
    }
    found.broken.extend((there + 1..=said).map(|n| u32::try_from(n).unwrap_or(u32::MAX)));
    found.document()
}

/// How many pages a file says it has.
fn said_pages(pdf: &Pdf) -> usize {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let tree = catalog.and_then(|c| c.get::<Dict<'_>>("Pages"));
    tree.and_then(|t| t.get::<Number>("Count")).and_then(|n| usize::try_from(n.as_i64()).ok()).unwrap_or(0)
}

/// What was made of the pages.
#[derive(Default)]
struct Found {
    pages: Vec<Page>,
    /// How many cells and lines they have.
    cells: usize,
    lines: usize,
    /// Pages that are pictures of text.
    scanned: Vec<u32>,
    /// Pages whose text was put there by OCR.
    recognised: Vec<u32>,
    /// Pages with a picture beside the text.
    pictured: Vec<u32>,
    /// Pages whose fonts do not say what they show.
    nameless: Vec<u32>,
    /// Pages that could not be interpreted.
    broken: Vec<u32>,
}

/// A page with fewer characters than this, on a picture, is a picture with a stamp or a page number.
const FEW: usize = 20;

/// A page with so many shapes and no text is text turned into outlines.
const OUTLINES: usize = 100;

impl Found {
    fn page(&mut self, sheet: &Sheet, number: u32) {
        let seen = || sheet.glyphs.iter().filter(|g| !g.is_space());
        let hidden = seen().filter(|g| g.hidden).count();
        let shown = seen().count() - hidden;
        let nameless = seen().filter(|g| matches!(g.c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')).count();
        let area = sheet.area().size();
        let covered: i64 = sheet.pictures.iter().map(Area::size).sum();
        if hidden + shown < FEW && (covered > area / 2 || hidden + shown == 0 && covered > area / 20) {
            self.scanned.push(number);
            return;
        }
        if nameless * 2 > hidden + shown || hidden + shown == 0 && sheet.outlines >= OUTLINES {
            self.nameless.push(number);
            return;
        }
        // Text that nobody sees is read where it is all there is: OCR put it under the picture of a page.
        let recognised = hidden > shown;
        if recognised {
            self.recognised.push(number);
        } else if sheet.pictures.iter().any(|p| p.size() > area / 6 && !seen().any(|g| p.holds(g.left, g.middle()))) {
            self.pictured.push(number);
        }
        let page = Page::of(sheet, number, recognised);
        self.cells += page.cells();
        self.lines += page.lines();
        self.pages.push(page);
    }

    fn document(mut self) -> Result<Document, Trouble> {
        if self.cells + self.lines == 0 {
            return Err(if !self.scanned.is_empty() {
                Trouble::Scanned { pages: self.scanned.len() }
            } else if !self.nameless.is_empty() {
                Trouble::NoCharacters { pages: self.nameless.len() }
            } else if !self.broken.is_empty() {
                Trouble::Damaged { kind: KIND }
            } else {
                Trouble::Empty {}
            });
        }
        self.broken.extend(self.nameless);
        self.broken.sort_unstable();
        let mut problems = Vec::new();
        for (pages, trouble) in [
            (self.scanned, (|pages| Trouble::PicturePages { pages }) as fn(Vec<u32>) -> Trouble),
            (self.broken, |pages| Trouble::UnreadPages { pages }),
            (self.recognised, |pages| Trouble::RecognisedPages { pages }),
            (self.pictured, |pages| Trouble::Pictures { pages }),
        ] {
            if let Some(first) = pages.first() {
                let place = Place { page: Some(*first), ..Place::default() };
                problems.push(Problem { place: Some(place), trouble: trouble(pages) });
            }
        }
        Ok(Document { blocks: pages::document(self.pages), problems })
    }
}
