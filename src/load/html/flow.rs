//! The tree of a page to paragraphs and grids, in reading order.

use super::dom::{Content, Dom, NodeId, ROOT, Step, Walk};
use super::element::{Element, Role};
use super::inline::{Gap, Height, Inline};
use super::measure::Measures;
use super::table;
use crate::catalogue::Trouble;
use crate::load::document::{Block, Line};
use crate::load::{LoadOptions, widen};
use crate::report::{Paragraph, Place};

/// What there may be of lines and cells, over all the pages of an archive.
#[derive(Debug)]
pub(super) struct Left {
    pub lines: usize,
    pub places: usize,
}

/// What a page comes to.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Paragraphs and grids; the places have no numbers of paragraphs and tables yet.
    pub blocks: Vec<Block>,
    /// Pages shown within it: before which block, and where they are said to be.
    pub frames: Vec<(usize, String)>,
    /// Pieces of text that are marked as inserted and as deleted.
    pub insertions: usize,
    pub deletions: usize,
}

/// Reads a tree.
pub(super) fn read(dom: &Dom, left: &mut Left, options: &LoadOptions) -> Result<Page, Trouble> {
    let measures = Measures::new(dom);
    let mut flow = Flow {
        dom,
        measures,
        left,
        options,
        page: Page::default(),
        inline: Inline::default(),
        begins: true,
        headed: false,
        within: Within::default(),
        tables: Vec::new(),
    };
    flow.read()?;
    Ok(flow.page)
}

struct Flow<'a> {
    dom: &'a Dom,
    measures: Measures,
    left: &'a mut Left,
    options: &'a LoadOptions,
    page: Page,
    /// The line that is being put together.
    inline: Inline,
    /// Whether it begins a paragraph.
    begins: bool,
    /// Whether it is in a heading.
    headed: bool,
    within: Within,
    /// The tables around, and whether each is a grid, whose text is in its cells already.
    tables: Vec<(NodeId, bool)>,
}

/// How many elements of a kind are around.
#[derive(Debug, Default)]
struct Within {
    headings: usize,
    main: usize,
    raised: usize,
    lowered: usize,
    preformatted: usize,
}

impl Flow<'_> {
    fn read(&mut self) -> Result<(), Trouble> {
        let dom = self.dom;
        let mut walk = Walk::new(dom, ROOT);
        while let Some(step) = walk.next() {
            match step {
                Step::Enter(id) => match dom.node(id).map(|n| &n.content) {
                    Some(Content::Text(text)) if !self.in_grid() => self.text(text)?,
                    Some(Content::Element(element)) => {
                        if self.is_passed_over(id, element) {
                            walk.pass_over(id);
                        }
                        self.enter(id, element)?;
                    }
                    _ => {}
                },
                Step::Leave(id) => {
                    if let Some(element) = dom.element(id) {
                        self.leave(id, element)?;
                    }
                }
            }
        }
        self.end_line(true)
    }

    /// Whether what is in an element is no part of the text.
    fn is_passed_over(&self, id: NodeId, element: &Element) -> bool {
        match element.role {
            _ if element.is_unread() => true,
            Role::Frame => true,
            Role::Deleted => self.measures.is_deleted(id),
            Role::Aside if self.within.main == 0 && self.measures.is_beside(id) => true,
            Role::Aside | Role::Block | Role::Table => !self.in_grid() && self.measures.is_list_of_links(id),
            _ => false,
        }
    }

    fn in_grid(&self) -> bool {
        self.tables.last().is_some_and(|(_, is_grid)| *is_grid)
    }

    fn enter(&mut self, id: NodeId, element: &Element) -> Result<(), Trouble> {
        if element.is_unread() {
            return Ok(());
        }
        self.edge(element)?;
        let measure = self.measures.of(id);
        match element.role {
            Role::Break if !self.in_grid() => self.end_line(false)?,
            Role::Heading => self.within.headings += 1,
            Role::Main => self.within.main += 1,
            Role::Superscript => self.within.raised += 1,
            Role::Subscript => self.within.lowered += 1,
            Role::Preformatted => self.within.preformatted += 1,
            Role::Deleted if self.measures.is_deleted(id) => self.page.deletions += usize::from(measure.text > 0),
            Role::Inserted => self.page.insertions += usize::from(measure.text > 0),
            Role::Field if !self.in_grid() => {
                let value = element.value.as_deref().unwrap_or("");
                self.inline.push(value, Height::Usual);
            }
            Role::Frame => {
                if let Some(source) = &element.value {
                    self.end_line(true)?;
                    self.page.frames.push((self.page.blocks.len(), source.to_string()));
                }
            }
            // A frame around one text inside a cell is no more than that text.
            Role::Table if !(self.in_grid() && measure.tables == 0) => {
                let is_grid = !measure.layout && !self.measures.is_list_of_links(id);
                if is_grid {
                    self.grid(id)?;
                }
                self.tables.push((id, is_grid));
            }
            _ => {}
        }
        Ok(())
    }

    fn leave(&mut self, id: NodeId, element: &Element) -> Result<(), Trouble> {
        if element.is_unread() {
            return Ok(());
        }
        self.edge(element)?;
        let count = match element.role {
            Role::Heading => &mut self.within.headings,
            Role::Main => &mut self.within.main,
            Role::Superscript => &mut self.within.raised,
            Role::Subscript => &mut self.within.lowered,
            Role::Preformatted => &mut self.within.preformatted,
            Role::Table => {
                if self.tables.last().is_some_and(|(table, _)| *table == id) {
                    self.tables.pop();
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        *count = count.saturating_sub(1);
        Ok(())
    }

    /// The edge of an element: the end of a paragraph, or of a box in a line.
    fn edge(&mut self, element: &Element) -> Result<(), Trouble> {
        if self.in_grid() {
            return Ok(());
        }
        match table::gap(element.is_block(), element.shown) {
            Gap::Break => self.end_line(true),
            gap => {
                self.inline.gap(gap);
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &str) -> Result<(), Trouble> {
        let height = table::height(self.within.raised, self.within.lowered);
        self.headed |= self.within.headings > 0;
        if self.within.preformatted == 0 {
            self.inline.push(text, height);
            return Ok(());
        }
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.end_line(false)?;
            }
            self.inline.push(line, height);
        }
        Ok(())
    }

    /// Ends the line, and the paragraph where told; an empty line ends it anyway.
    fn end_line(&mut self, paragraph: bool) -> Result<(), Trouble> {
        let text = self.inline.take();
        let heading = std::mem::take(&mut self.headed) && !text.is_empty();
        if text.is_empty() {
            self.begins = true;
            return Ok(());
        }
        self.left.lines =
            self.left.lines.checked_sub(1).ok_or(Trouble::TooLarge { what: "lines", limit: widen(self.options.max_lines) })?;
        let paragraph_of = Paragraph { text, pieces: vec![(0, Place::default())] };
        self.page.blocks.push(Block::Text(Line { paragraph: paragraph_of, heading, starts_paragraph: self.begins }));
        self.begins = paragraph;
        Ok(())
    }

    /// A table of figures: its caption, which is printed above it, and the grid.
    fn grid(&mut self, table: NodeId) -> Result<(), Trouble> {
        let dom = self.dom;
        for (caption, _) in dom.child_elements(table).filter(|(_, e)| e.role == Role::Caption && !e.is_unread()) {
            for step in Walk::new(dom, caption) {
                if let Step::Enter(id) = step
                    && let Some(Content::Text(text)) = dom.node(id).map(|n| &n.content)
                {
                    self.inline.push(text, Height::Usual);
                }
            }
            self.end_line(true)?;
        }
        let grid = table::grid(dom, &self.measures, table, &mut self.left.places, self.options)?;
        // Nothing is lost with a grid of blanks.
        if grid.rows.iter().flatten().any(|cell| !cell.text.is_empty()) {
            self.page.blocks.push(Block::Grid(grid));
        }
        Ok(())
    }
}

/// The title that the head of a page gives it, which a browser shows above the page.
pub(super) fn title(dom: &Dom) -> Option<String> {
    let child = |id: NodeId, name: &str| dom.child_elements(id).find(|(_, e)| *e.name.local == *name).map(|(id, _)| id);
    let title = child(child(child(ROOT, "html")?, "head")?, "title")?;
    let mut inline = Inline::default();
    for id in dom.children(title) {
        if let Some(Content::Text(text)) = dom.node(id).map(|n| &n.content) {
            inline.push(text, Height::Usual);
        }
    }
    Some(inline.take()).filter(|t| !t.is_empty())
}
