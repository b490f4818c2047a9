//! The stories of a document, walked in the order they are written: the body, text boxes, notes.

use super::inline::Inline;
use super::model::{Cell, Gap, Merge, Paragraph, Piece, Row, Table};
use super::numbering::Numbering;
use super::parts::Chunk;
use super::styles::{self, Styles};
use super::xml::{Element, Tree, whole};
use crate::catalogue::Trouble;
use crate::load::kind::Kind;
use crate::load::{LoadOptions, widen};
use crate::report::Problem;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Word allows 63 columns; of a grid of more than this the widths are not believed.
const MOST_WIDTHS: usize = 1024;

/// Whether an element is all about how something looks, or was before it was changed.
pub(super) fn is_property(name: &str) -> bool {
    matches!(name, "pPr" | "rPr" | "tblPr" | "tblPrEx" | "tblGrid" | "trPr" | "tcPr" | "sectPr" | "sdtPr" | "sdtEndPr" | "ctrlPr" | "fPr")
}

/// Whether what is in an element goes when all changes are accepted.
pub(super) fn is_deletion(name: &str) -> bool {
    matches!(name, "del" | "moveFrom")
}

/// Which of the alternatives is read: the first that says anything, for the others say the same to older programs.
pub(super) fn alternative(element: Element<'_>) -> Option<Element<'_>> {
    let of = |name: &'static str| element.children().filter(move |e| e.name() == name);
    of("Choice").find(|e| e.prints()).or_else(|| of("Fallback").next()).or_else(|| of("Choice").next())
}

/// The two kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end.
    End,
}

/// The notes of a document.
#[derive(Debug, Default)]
pub(super) struct Notes<'t> {
    by_id: HashMap<(NoteKind, String), Element<'t>>,
    /// Those that have been referred to.
    taken: BTreeSet<(NoteKind, String)>,
    /// Those that come after the paragraph or table that is being read.
    pending: VecDeque<Element<'t>>,
}

impl<'t> Notes<'t> {
    /// The notes of both parts.
    pub fn new(footnotes: Option<&'t Tree<'t>>, endnotes: Option<&'t Tree<'t>>) -> Notes<'t> {
        let of = |kind: NoteKind, tree: Option<&'t Tree<'t>>| {
            let notes = tree.into_iter().flat_map(|t| t.root().children());
            notes.filter_map(move |n| Some(((kind, n.attribute("id")?.into_owned()), n)))
        };
        Notes { by_id: of(NoteKind::Foot, footnotes).chain(of(NoteKind::End, endnotes)).collect(), ..Notes::default() }
    }
}

/// Reads stories, and keeps what one part of a document must know of those before it.
#[derive(Debug)]
pub(super) struct Walker<'t> {
    pub styles: Styles,
    pub numbering: Numbering,
    notes: Notes<'t>,
    chunks: BTreeMap<String, Chunk>,
    options: LoadOptions,
    cells: usize,
    /// How many placeholders of content controls what is being read stands in: nobody has written it.
    pub silent: usize,
    pub insertions: usize,
    pub deletions: usize,
    pub problems: Vec<Problem>,
}

/// A story as far as it has been read.
#[derive(Debug, Default)]
struct Flow {
    pieces: Vec<Piece>,
    /// A paragraph whose mark is gone: the next goes on where it ends.
    open: Option<Inline>,
}

impl Flow {
    fn close(&mut self) {
        if let Some(inline) = self.open.take() {
            self.push(Paragraph { text: inline.text, ..Paragraph::default() }, inline.boxes);
        }
    }

    fn push(&mut self, paragraph: Paragraph, boxes: Vec<Piece>) {
        self.pieces.push(Piece::Paragraph(paragraph));
        self.pieces.extend(boxes);
    }
}

impl<'t> Walker<'t> {
    pub fn new(
        styles: Styles,
        numbering: Numbering,
        notes: Notes<'t>,
        chunks: BTreeMap<String, Chunk>,
        options: &LoadOptions,
    ) -> Walker<'t> {
        let options = options.clone();
        Walker { styles, numbering, notes, chunks, options, cells: 0, silent: 0, insertions: 0, deletions: 0, problems: Vec::new() }
    }

    /// Reads the main story, each note after the piece that refers to it.
    pub fn story(&mut self, body: Element<'t>) -> Result<Vec<Piece>, Trouble> {
        let mut flow = Flow::default();
        self.flow(body, &mut flow, true)?;
        flow.close();
        Ok(flow.pieces)
    }

    /// Reads a story within another: a cell, a text box, a note.
    pub fn pieces(&mut self, container: Element<'t>) -> Result<Vec<Piece>, Trouble> {
        let mut flow = Flow::default();
        self.flow(container, &mut flow, false)?;
        flow.close();
        Ok(flow.pieces)
    }

    fn flow(&mut self, container: Element<'t>, flow: &mut Flow, main: bool) -> Result<(), Trouble> {
        for child in container.children() {
            match child.name() {
                "p" => self.paragraph(child, flow)?,
                "tbl" => {
                    flow.close();
                    let table = self.table(child)?;
                    flow.pieces.push(Piece::Table(table));
                }
                "altChunk" | "subDoc" => {
                    flow.close();
                    self.chunk(child, flow)?;
                }
                name if is_property(name) => {}
                name if is_deletion(name) => self.deletions += 1,
                "AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.flow(chosen, flow, main)?;
                    }
                }
                "sdt" => self.content_control(child, |walker| walker.flow(child, flow, main))?,
                _ => self.flow(child, flow, main)?,
            }
            while main && let Some(note) = self.notes.pending.pop_front() {
                let pieces = self.pieces(note)?;
                flow.pieces.extend(pieces);
            }
        }
        Ok(())
    }

    /// Takes note of a reference. Referred to again, a note does not come again.
    pub fn refer(&mut self, kind: NoteKind, reference: Element<'t>) {
        let Some(id) = reference.attribute("id") else { return };
        let id = (kind, id.into_owned());
        if let Some(note) = self.notes.by_id.get(&id)
            && self.silent == 0
            && self.notes.taken.insert(id)
        {
            self.notes.pending.push_back(*note);
        }
    }

    /// Reads a content control; where it shows what to write in it, nobody has written anything.
    pub fn content_control(
        &mut self,
        control: Element<'t>,
        read: impl FnOnce(&mut Walker<'t>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let placeholder = control.child("sdtPr").and_then(|p| p.switch("showingPlcHdr")) == Some(true);
        self.silent += usize::from(placeholder);
        let result = read(self);
        self.silent -= usize::from(placeholder);
        result
    }

    fn paragraph(&mut self, paragraph: Element<'t>, flow: &mut Flow) -> Result<(), Trouble> {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|p| p.child("pStyle")).and_then(Element::value);
        let look = self.styles.paragraph(style.as_deref());
        let mut inline = flow.open.take().unwrap_or_default();
        inline.leaders = look.leaders || properties.is_some_and(styles::has_leaders);
        inline.hidden = look.hidden.unwrap_or(false);
        self.inline(paragraph, &mut inline)?;
        // The mark at its end can be deleted or hidden like any other character.
        let mark = properties.and_then(|p| p.child("rPr"));
        let changed = |name: &str| mark.is_some_and(|m| m.child(name).is_some());
        let deleted = changed("del") || changed("moveFrom");
        self.deletions += usize::from(deleted);
        self.insertions += usize::from(changed("ins") || changed("moveTo"));
        if deleted || mark.and_then(|m| m.switch("vanish")) == Some(true) {
            flow.open = Some(inline.going_on());
            return Ok(());
        }
        let level = properties.and_then(|p| p.count("outlineLvl"));
        let heading = level.map_or(look.heading, styles::is_heading_level);
        let label = if self.silent > 0 { String::new() } else { self.label(properties, &look) };
        flow.push(Paragraph { label, text: inline.text, heading }, inline.boxes);
        Ok(())
    }

    /// The number of a paragraph: its own list, or that of its style.
    fn label(&mut self, properties: Option<Element<'t>>, look: &styles::Look) -> String {
        let own = properties.and_then(|p| p.child("numPr"));
        let list = own.and_then(|n| n.child("numId")).and_then(Element::value);
        let level = own.and_then(|n| n.count("ilvl"));
        match (list, &look.numbering) {
            (Some(list), _) => self.numbering.label(&list, level.unwrap_or(0)),
            (None, Some(of_style)) => {
                let level = level.or_else(|| self.numbering.level_of(&of_style.list, &of_style.style)).or(of_style.level);
                self.numbering.label(&of_style.list, level.unwrap_or(0))
            }
            (None, None) => String::new(),
        }
    }

    fn table(&mut self, table: Element<'t>) -> Result<Table, Trouble> {
        let columns = table.child("tblGrid").into_iter().flat_map(Element::children).filter(|c| c.name() == "gridCol");
        let widths = columns.take(MOST_WIDTHS).map(|c| c.attribute("w").and_then(|w| twips(&w)).unwrap_or(0)).collect();
        let mut rows = Vec::new();
        self.rows(table, &mut rows)?;
        Ok(Table { widths, rows })
    }

    fn rows(&mut self, container: Element<'t>, rows: &mut Vec<Row>) -> Result<(), Trouble> {
        for child in container.children() {
            match child.name() {
                "tr" => rows.extend(self.row(child)?),
                name if is_property(name) || is_deletion(name) => {}
                "AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.rows(chosen, rows)?;
                    }
                }
                "sdt" => self.content_control(child, |walker| walker.rows(child, rows))?,
                _ => self.rows(child, rows)?,
            }
        }
        Ok(())
    }

    /// A row; `None` where it is deleted or hidden.
    fn row(&mut self, row: Element<'t>) -> Result<Option<Row>, Trouble> {
        let properties = row.child("trPr");
        let has = |name: &str| properties.is_some_and(|p| p.child(name).is_some());
        self.insertions += usize::from(has("ins"));
        if has("del") {
            self.deletions += 1;
            return Ok(None);
        }
        if properties.and_then(|p| p.switch("hidden")) == Some(true) {
            return Ok(None);
        }
        let gap = |span: &str, width: &str| Gap {
            span: properties.and_then(|p| p.count(span)).unwrap_or(0),
            width: properties.and_then(|p| p.child(width)).and_then(measured),
        };
        let mut found = Row { before: gap("gridBefore", "wBefore"), cells: Vec::new(), after: gap("gridAfter", "wAfter") };
        self.row_cells(row, &mut found.cells)?;
        Ok(Some(found))
    }

    fn row_cells(&mut self, container: Element<'t>, cells: &mut Vec<Cell>) -> Result<(), Trouble> {
        for child in container.children() {
            match child.name() {
                "tc" => self.cell(child, cells)?,
                name if is_property(name) || is_deletion(name) => {}
                "AlternateContent" => {
                    if let Some(chosen) = alternative(child) {
                        self.row_cells(chosen, cells)?;
                    }
                }
                "sdt" => self.content_control(child, |walker| walker.row_cells(child, cells))?,
                _ => self.row_cells(child, cells)?,
            }
        }
        Ok(())
    }

    fn cell(&mut self, cell: Element<'t>, cells: &mut Vec<Cell>) -> Result<(), Trouble> {
        self.cells += 1;
        if self.cells > self.options.max_cells {
            return Err(Trouble::TooLarge { what: "cells", limit: widen(self.options.max_cells) });
        }
        let properties = cell.child("tcPr");
        let child = |name: &str| properties.and_then(|p| p.child(name));
        self.insertions += usize::from(child("cellIns").is_some());
        if child("cellDel").is_some() {
            self.deletions += 1;
            return Ok(());
        }
        let merge = match child("vMerge") {
            Some(merge) if merge.value().is_some_and(|v| v == "restart") => Merge::Begins,
            Some(_) => Merge::Continues,
            // A merge that is itself a tracked change.
            None => match child("cellMerge").and_then(|m| m.attribute("vMerge")).as_deref() {
                Some("rest") => Merge::Begins,
                Some("cont") => Merge::Continues,
                _ => Merge::None,
            },
        };
        let span = properties.and_then(|p| p.count("gridSpan")).unwrap_or(1).max(1);
        let width = child("tcW").and_then(measured);
        let pieces = self.pieces(cell)?;
        // Of cells that are merged sideways in the old way, only the first is printed.
        let goes_on = child("hMerge").is_some_and(|m| m.value().is_none_or(|v| v == "continue"));
        if goes_on && let Some(first) = cells.last_mut() {
            first.span = first.span.saturating_add(span);
            first.width = first.width.zip(width).map(|(a, b)| a.saturating_add(b));
            return Ok(());
        }
        cells.push(Cell { span, width, merge, pieces });
        Ok(())
    }

    /// Takes in a document within the document, as Word does when it opens the file.
    fn chunk(&mut self, element: Element<'t>, flow: &mut Flow) -> Result<(), Trouble> {
        // Each comes once, whatever is said: taken out of the map, it cannot come again.
        let Some(chunk) = element.attribute("id").and_then(|id| self.chunks.remove(id.as_ref())) else { return Ok(()) };
        let options = LoadOptions { max_cells: self.options.max_cells.saturating_sub(self.cells), ..self.options.clone() };
        let read = match chunk {
            Chunk::Outside(name) => Err(Trouble::UnsafePath { name }),
            Chunk::Inside(bytes) => match Kind::of(&bytes) {
                Kind::Word => super::read_package(&bytes, &options, false),
                Kind::Text | Kind::WebPage | Kind::WebArchive | Kind::Rtf | Kind::WordXml => crate::load::read(&bytes, &options),
                other => Err(Trouble::NotText { kind: Some(other.name()) }),
            },
        };
        match read {
            Ok(document) => {
                self.problems.extend(document.problems);
                flow.pieces.push(Piece::Taken(document.blocks));
            }
            Err(over @ Trouble::TooLarge { .. }) => return Err(over),
            Err(trouble) => self.problems.push(Problem { trouble, place: None }),
        }
        Ok(())
    }
}

/// The width an element gives in its attributes, where it is one and not a share of another.
fn measured(element: Element<'_>) -> Option<usize> {
    let plain = element.attribute("type").is_none_or(|t| t == "dxa");
    element.attribute("w").filter(|_| plain).and_then(|w| twips(&w)).filter(|w| *w > 0)
}

/// A width in twentieths of a point: a number of them, or a number with its unit, as the strict format may have it.
fn twips(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(digits);
    let decimals = rest.strip_prefix('.').map_or(0, |r| 1 + r.bytes().take_while(u8::is_ascii_digit).count());
    let (decimals, unit) = rest.split_at(decimals);
    // Thousandths of a unit, times the twentieths of a point it has.
    let thousandths = format!("{:0<3}", decimals.trim_start_matches('.').get(..3).unwrap_or(decimals.trim_start_matches('.')));
    let value = whole(number)?.checked_mul(1000)?.checked_add(whole(&thousandths)?)?;
    let factor = match unit.trim() {
        "" => 1000,
        "pt" => 20_000,
        "in" => 1_440_000,
        "cm" => 566_929,
        "mm" => 56_693,
        "pc" | "pi" => 240_000,
        _ => return None,
    };
    value.checked_mul(factor).map(|v| v / 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::twips;

    #[test]
    fn widths_may_have_units() {
        for (text, width) in [
            ("2160", Some(2160)),
            ("2160.5", Some(2160)),
            ("12pt", Some(240)),
            ("1.5in", Some(2160)),
            ("2.54cm", Some(1439)),
            ("0", Some(0)),
            ("50%", None),
            ("-5", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(twips(text), width, "{text}");
        }
    }
}
