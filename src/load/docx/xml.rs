//! A part of the package as a tree: elements by their local names, whatever prefix the writer chose, in sixteen bytes each.
//!
//! Entities are never expanded: a reference that is not one of the five of XML stays in the text as it is written, and a DTD, which no Word
//! file has, makes the part damaged.

use super::{Budget, damaged};
use crate::catalogue::Trouble;
use crate::load::widen;
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;

/// A parsed part; its nodes are in the order they begin.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    source: &'t str,
    nodes: Vec<Node>,
    /// The nodes by which something is printed: texts, symbols, rows.
    printed: Vec<u32>,
}

/// A node: where it is written, and where the nodes below it end.
#[derive(Debug, Clone, Copy)]
struct Node {
    what: What,
    at: u32,
    length: u32,
    end: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// What stands between `<` and `>`; where in it the local name begins and ends.
    Element { local: u8, name: u8 },
    /// Text as written, without references.
    Text,
    /// What stands between `&` and `;`.
    Reference,
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'t> {
    tree: &'t Tree<'t>,
    index: usize,
}

impl<'t> Tree<'t> {
    /// Parses a part. Text is kept where it is text of the document: in elements named `t`.
    pub fn parse(source: &'t str, budget: &mut Budget) -> Result<Tree<'t>, Trouble> {
        let mut reader = Reader::from_str(source);
        let mut nodes: Vec<Node> = Vec::new();
        let mut printed: Vec<u32> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let local_name = |node: &Node| match node.what {
            What::Element { local, name } => slice(source, node.at, node.length).get(usize::from(local)..usize::from(name)).unwrap_or(""),
            _ => "",
        };
        loop {
            let before = position(&reader)?;
            let event = reader.read_event().map_err(|_| damaged())?;
            let (what, at, length) = match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    if open.len() >= budget.depth {
                        return Err(Trouble::TooLarge { what: "nesting", limit: widen(budget.depth) });
                    }
                    let name = tag.name().0.len();
                    let local = name - tag.local_name().into_inner().len();
                    let (Ok(local), Ok(name)) = (u8::try_from(local), u8::try_from(name)) else { return Err(damaged()) };
                    (What::Element { local, name }, before + 1, tag.len())
                }
                Event::End(_) => {
                    let end = number(nodes.len())?;
                    let node = open.pop().and_then(|index| nodes.get_mut(index)).ok_or_else(damaged)?;
                    node.end = end;
                    continue;
                }
                Event::Text(text) => (What::Text, before, text.len()),
                Event::CData(text) => (What::Text, before + "<![CDATA[".len(), text.len()),
                Event::GeneralRef(name) => (What::Reference, before + 1, name.len()),
                Event::DocType(_) => return Err(damaged()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                Event::Eof => break,
            };
            let is_element = matches!(what, What::Element { .. });
            let in_text = || open.last().and_then(|index| nodes.get(*index)).is_some_and(|parent| local_name(parent) == "t");
            if is_element || in_text() {
                budget.element()?;
                if matches!(event, Event::Start(_)) {
                    open.push(nodes.len());
                }
                let node = Node { what, at: number(at)?, length: number(length)?, end: number(nodes.len() + 1)? };
                if !is_element || matches!(local_name(&node), "sym" | "tr") {
                    printed.push(number(nodes.len())?);
                }
                nodes.push(node);
            }
        }
        if !open.is_empty() || nodes.is_empty() {
            return Err(damaged());
        }
        Ok(Tree { source, nodes, printed })
    }

    /// The first element; every tree has one.
    pub fn root(&'t self) -> Element<'t> {
        Element { tree: self, index: 0 }
    }
}

fn position(reader: &Reader<&[u8]>) -> Result<usize, Trouble> {
    usize::try_from(reader.buffer_position()).map_err(|_| damaged())
}

fn number(n: usize) -> Result<u32, Trouble> {
    u32::try_from(n).map_err(|_| damaged())
}

fn slice(source: &str, at: u32, length: u32) -> &str {
    let (Ok(at), Ok(length)) = (usize::try_from(at), usize::try_from(length)) else { return "" };
    source.get(at..at.saturating_add(length)).unwrap_or("")
}

impl<'t> Element<'t> {
    fn node(self) -> Option<&'t Node> {
        self.tree.nodes.get(self.index)
    }

    fn written(self) -> &'t str {
        self.node().map_or("", |n| slice(self.tree.source, n.at, n.length))
    }

    fn end(self) -> usize {
        self.node().and_then(|n| usize::try_from(n.end).ok()).unwrap_or(0)
    }

    /// Its name without the prefix; empty for text.
    pub fn name(self) -> &'t str {
        match self.node().map(|n| n.what) {
            Some(What::Element { local, name }) => self.written().get(usize::from(local)..usize::from(name)).unwrap_or(""),
            _ => "",
        }
    }

    /// An attribute by its name without the prefix.
    pub fn attribute(self, name: &str) -> Option<Cow<'t, str>> {
        let Some(What::Element { name: length, .. }) = self.node().map(|n| n.what) else { return None };
        let mut attributes = Attributes::new(self.written(), usize::from(length));
        attributes.with_checks(false);
        let found = attributes.map_while(Result::ok).find(|a| a.key.local_name().into_inner() == name)?;
        let unescaped = quick_xml::escape::unescape(&found.value).ok().map(Cow::into_owned);
        Some(unescaped.map_or(found.value, Cow::Owned))
    }

    /// The attribute `val`.
    pub fn value(self) -> Option<Cow<'t, str>> {
        self.attribute("val")
    }

    /// What is directly in it.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        let end = self.end();
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            let child = Element { tree: self.tree, index: next };
            (next < end).then(|| {
                next = child.end().max(next + 1);
                child
            })
        })
    }

    /// The first child of this name.
    pub fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|c| c.name() == name)
    }

    /// The element and everything in it, in the order it is written.
    pub fn all(self) -> impl Iterator<Item = Element<'t>> {
        (self.index..self.end()).map(move |index| Element { tree: self.tree, index })
    }

    /// Whether anything in it is printed.
    pub fn prints(self) -> bool {
        let from = self.tree.printed.partition_point(|n| usize::try_from(*n).is_ok_and(|n| n < self.index));
        self.tree.printed.get(from).and_then(|n| usize::try_from(*n).ok()).is_some_and(|n| n < self.end())
    }

    /// Whether the switch `name` in these properties is on; `None` where it is not there.
    pub fn switch(self, name: &str) -> Option<bool> {
        let switch = self.child(name)?;
        Some(!switch.value().is_some_and(|v| matches!(v.as_ref(), "0" | "false" | "off" | "none")))
    }

    /// The whole number in the child `name`.
    pub fn count(self, name: &str) -> Option<usize> {
        whole(&self.child(name)?.value()?)
    }

    /// The text in it.
    pub fn text(self) -> String {
        let mut text = String::new();
        for child in self.children() {
            match child.node().map(|n| n.what) {
                Some(What::Text) => text.push_str(child.written()),
                Some(What::Reference) => push_reference(&mut text, child.written()),
                _ => {}
            }
        }
        text
    }
}

/// A whole number that may be written with more than it needs; what is negative counts as nothing.
pub(super) fn whole(text: &str) -> Option<usize> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    match text.strip_prefix('-') {
        Some(rest) => rest.parse::<usize>().ok().map(|_| 0),
        None => text.parse().ok(),
    }
}

fn push_reference(text: &mut String, name: &str) {
    let character = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').map(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
        }),
    };
    match character {
        Some(c) => text.push(c),
        None => {
            text.push('&');
            text.push_str(name);
            text.push(';');
        }
    }
}
