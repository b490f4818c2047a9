//! What there is in each part of a page, added up once: how much text, how much of it links, which tables.

use super::dom::{Content, Dom, NodeId, ROOT, Step, Walk};
use super::element::Role;
use super::table;

/// What an element holds, all the way down, of what is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// Characters that are no blanks.
    pub text: u32,
    /// Those of them in links.
    pub linked: u32,
    /// Links.
    pub links: u16,
    /// Ends of lines.
    pub breaks: u16,
    /// Tables of more than one cell.
    pub tables: u16,
    /// A heading stands in it.
    pub heading: bool,
    /// A sentence, or text that is neither a link nor a short label or date, stands in it.
    pub prose: bool,
    /// A cell of a table that is a number stands in it.
    pub figure: bool,
    /// It is a table that arranges a page, and no table of figures.
    pub layout: bool,
}

/// Text beside links that is no longer is a label or a date.
const LABEL: usize = 10;

impl Measure {
    fn add(&mut self, part: &Measure) {
        self.text = self.text.saturating_add(part.text);
        self.linked = self.linked.saturating_add(part.linked);
        self.links = self.links.saturating_add(part.links);
        self.breaks = self.breaks.saturating_add(part.breaks);
        self.tables = self.tables.saturating_add(part.tables);
        self.heading |= part.heading;
        self.prose |= part.prose;
        self.figure |= part.figure;
    }
}

/// The measures of all elements of a page.
pub(super) struct Measures {
    all: Vec<Measure>,
}

impl Measures {
    /// What there is in an element; nothing in what is not read.
    pub fn of(&self, id: NodeId) -> Measure {
        self.all.get(id as usize).copied().unwrap_or_default()
    }

    /// Whether a part of a page is a list of links and nothing else: where else one may go, and no part of a report.
    pub fn is_list_of_links(&self, id: NodeId) -> bool {
        let measure = self.of(id);
        measure.links >= 3
            && measure.linked.saturating_mul(3) >= measure.text.saturating_mul(2)
            && !measure.prose
            && !measure.figure
            && measure.text < self.of(ROOT).text
    }

    /// Whether a part of a page that calls itself navigation or the like may be: one that was never closed has the whole page in it.
    pub fn is_beside(&self, id: NodeId) -> bool {
        let measure = self.of(id);
        !measure.figure && measure.text.saturating_mul(2) < self.of(ROOT).text
    }

    /// Whether text that is struck out is taken for deleted: a mark that was never closed strikes out the tables after it, too.
    pub fn is_deleted(&self, id: NodeId) -> bool {
        let measure = self.of(id);
        measure.tables == 0 && measure.text < self.of(ROOT).text
    }

    /// Measures a page.
    pub fn new(dom: &Dom) -> Measures {
        let mut measures = Measures { all: vec![Measure::default(); dom.len()] };
        let mut walk = Walk::new(dom, ROOT);
        let (mut links, mut cells) = (0usize, 0usize);
        while let Some(step) = walk.next() {
            let (id, entering) = match step {
                Step::Enter(id) => (id, true),
                Step::Leave(id) => (id, false),
            };
            let Some(node) = dom.node(id) else { continue };
            let mut own = Measure::default();
            match &node.content {
                Content::Text(text) if entering => own = of_text(text, links > 0, cells > 0),
                Content::Element(element) if element.is_unread() || element.role == Role::Frame => {
                    if entering {
                        walk.pass_over(id);
                    }
                    continue;
                }
                Content::Element(element) => {
                    links = links + usize::from(element.link && entering) - usize::from(element.link && !entering);
                    let cell = element.role == Role::Cell;
                    cells = cells + usize::from(cell && entering) - usize::from(cell && !entering);
                    if !entering {
                        own.links = u16::from(element.link);
                        own.breaks = u16::from(element.is_block() || element.role == Role::Break);
                        own.heading = element.role == Role::Heading && measures.of(id).text > 0;
                        if element.role == Role::Table {
                            let kind = table::kind(dom, &measures, id);
                            own.tables = u16::from(kind != table::Kind::OneCell);
                            own.layout = kind != table::Kind::Figures;
                        }
                    }
                }
                _ => {}
            }
            if let Some(measure) = measures.all.get_mut(id as usize) {
                measure.add(&own);
                measure.layout |= own.layout;
                let whole = *measure;
                if !entering && let Some(parent) = node.parent.and_then(|p| measures.all.get_mut(p as usize)) {
                    parent.add(&whole);
                }
            }
        }
        measures
    }
}

fn of_text(text: &str, linked: bool, in_cell: bool) -> Measure {
    let trimmed = text.trim();
    let length = trimmed.chars().filter(|c| !c.is_whitespace()).count();
    let characters = u32::try_from(length).unwrap_or(u32::MAX);
    Measure {
        text: characters,
        linked: if linked { characters } else { 0 },
        prose: trimmed.contains(['。', '；', '！', '？']) || (!linked && length > LABEL),
        figure: in_cell && length > 0 && trimmed.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')),
        ..Measure::default()
    }
}
