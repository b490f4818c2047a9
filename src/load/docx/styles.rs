//! What styles say of a paragraph: that it is a heading, that it is numbered, that it is hidden.

use super::xml::{Element, Tree};
use std::collections::HashMap;

/// Styles are based on one another; no document goes further than this.
const LONGEST_CHAIN: usize = 32;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

/// A style as written.
#[derive(Debug, Default)]
struct Style {
    /// Its name, in lower case and without spaces.
    name: String,
    based_on: Option<String>,
    outline: Option<usize>,
    numbering: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
    leaders: bool,
}

/// What a style and those it is based on say.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// Whether it makes headings.
    pub heading: bool,
    /// Whether its tabs are rows of dots, as in a table of contents.
    pub leaders: bool,
    /// The list its paragraphs are numbered in.
    pub numbering: Option<StyleNumber>,
    /// Whether its text is hidden, where it says so.
    pub hidden: Option<bool>,
}

/// How a style numbers its paragraphs.
#[derive(Debug, Clone)]
pub(super) struct StyleNumber {
    /// The list.
    pub list: String,
    /// The level, where the style says it.
    pub level: Option<usize>,
    /// The style itself: its list may have a level for it.
    pub style: String,
}

impl Styles {
    /// Reads the part.
    pub fn read(tree: &Tree<'_>) -> Styles {
        let mut styles = Styles::default();
        for element in tree.root().children().filter(|e| e.name() == "style") {
            let Some(id) = element.attribute("styleId").map(|id| id.into_owned()) else { continue };
            let paragraph = element.child("pPr");
            let numbering = paragraph.and_then(|p| p.child("numPr"));
            let style = Style {
                name: element.child("name").and_then(Element::value).map_or_else(|| plain(&id), |name| plain(&name)),
                based_on: element.child("basedOn").and_then(Element::value).map(|id| id.into_owned()),
                outline: paragraph.and_then(|p| p.count("outlineLvl")),
                numbering: numbering.and_then(|n| n.child("numId")).and_then(Element::value).map(|id| id.into_owned()),
                level: numbering.and_then(|n| n.count("ilvl")),
                hidden: element.child("rPr").and_then(|r| r.switch("vanish")),
                leaders: paragraph.is_some_and(has_leaders),
            };
            let is_default = element.attribute("default").is_some_and(|v| matches!(v.as_ref(), "1" | "true" | "on"));
            if is_default && element.attribute("type").is_some_and(|t| t == "paragraph") {
                styles.default = Some(id.clone());
            }
            styles.by_id.insert(id, style);
        }
        styles
    }

    /// What the style says; where none is named, what the default paragraph style says.
    pub fn paragraph(&self, id: Option<&str>) -> Look {
        match id.or(self.default.as_deref()) {
            Some(id) => self.look(id),
            None => Look::default(),
        }
    }

    /// What a style says.
    pub fn look(&self, id: &str) -> Look {
        let mut look = Look::default();
        let mut outline: Option<usize> = None;
        let mut named = !self.by_id.contains_key(id) && is_heading_name(&plain(id));
        let mut level: Option<usize> = None;
        let mut next = self.by_id.get_key_value(id);
        for _ in 0..LONGEST_CHAIN {
            let Some((id, style)) = next else { break };
            outline = outline.or(style.outline);
            named |= is_heading_name(&style.name);
            level = level.or(style.level);
            if look.numbering.is_none()
                && let Some(list) = &style.numbering
            {
                look.numbering = Some(StyleNumber { list: list.clone(), level: None, style: id.clone() });
            }
            look.hidden = look.hidden.or(style.hidden);
            look.leaders |= style.leaders || is_contents_name(&style.name);
            next = style.based_on.as_ref().and_then(|id| self.by_id.get_key_value(id));
        }
        look.heading = outline.map_or(named, is_heading_level);
        if let Some(numbering) = &mut look.numbering {
            numbering.level = level;
        }
        look
    }

    /// The list a style is numbered in, for lists that are defined by a style.
    pub fn list_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id)?.numbering.as_deref()
    }
}

/// Whether an outline level is that of a heading: 9 is that of body text.
pub(super) fn is_heading_level(level: usize) -> bool {
    level < 9
}

/// Whether tabs of these paragraph properties are rows of dots.
pub(super) fn has_leaders(properties: Element<'_>) -> bool {
    let dotted = |tab: Element<'_>| tab.attribute("leader").is_some_and(|l| matches!(l.as_ref(), "dot" | "middleDot"));
    properties.child("tabs").is_some_and(|tabs| tabs.children().any(dotted))
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn is_heading_name(name: &str) -> bool {
    let numbered = |word: &str| name.strip_prefix(word).is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']));
    numbered("heading") || numbered("标题") || matches!(name, "title" | "标题")
}

fn is_contents_name(name: &str) -> bool {
    ["toc", "目录"].iter().any(|word| name.strip_prefix(word).is_some_and(|n| matches!(n.as_bytes(), [] | [b'1'..=b'9'])))
}
