//! The tree of a page, as a browser would build it, in one list of nodes that are linked by their numbers.
//!
//! Only what the reading of a page asks for is kept of an element. Nothing here recurses, so no nesting is too deep to be walked or dropped.

use super::element::Element;
use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// The number of a node.
pub(super) type NodeId = u32;

/// The document itself.
pub(super) const ROOT: NodeId = 0;

/// A node and its links.
#[derive(Debug)]
pub(super) struct Node {
    pub parent: Option<NodeId>,
    pub first: Option<NodeId>,
    pub last: Option<NodeId>,
    pub previous: Option<NodeId>,
    pub next: Option<NodeId>,
    pub content: Content,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Content {
    /// An element.
    Element(Box<Element>),
    /// Text.
    Text(String),
    /// The document, a comment, or what a template holds.
    Other,
}

/// The tree of a page.
#[derive(Debug, Default)]
pub(super) struct Dom {
    nodes: Vec<Node>,
}

impl Dom {
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id)?.content {
            Content::Element(element) => Some(element),
            _ => None,
        }
    }

    /// How many nodes there are; their numbers are below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(id).and_then(|n| n.first), |id| self.node(*id).and_then(|n| n.next))
    }

    /// The child elements of a node.
    pub fn child_elements(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        self.children(id).filter_map(|id| Some((id, self.element(id)?)))
    }

    fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id as usize)
    }

    fn add(&mut self, content: Content) -> NodeId {
        // The limit on parts stops a page long before its numbers end.
        let id = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        self.nodes.push(Node { parent: None, first: None, last: None, previous: None, next: None, content });
        id
    }

    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.node_mut(id) else { return };
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match previous.and_then(|p| self.node_mut(p)) {
            Some(previous) => previous.next = next,
            None => {
                if let Some(parent) = parent.and_then(|p| self.node_mut(p)) {
                    parent.first = next;
                }
            }
        }
        match next.and_then(|n| self.node_mut(n)) {
            Some(next) => next.previous = previous,
            None => {
                if let Some(parent) = parent.and_then(|p| self.node_mut(p)) {
                    parent.last = previous;
                }
            }
        }
    }

    /// Puts a node, which stands nowhere, under `parent`: before `sibling`, or last.
    fn place(&mut self, parent: NodeId, sibling: Option<NodeId>, id: NodeId) {
        let previous = match sibling {
            Some(sibling) => self.node(sibling).and_then(|s| s.previous),
            None => self.node(parent).and_then(|p| p.last),
        };
        if let Some(node) = self.node_mut(id) {
            (node.parent, node.previous, node.next) = (Some(parent), previous, sibling);
        }
        match previous.and_then(|p| self.node_mut(p)) {
            Some(previous) => previous.next = Some(id),
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.first = Some(id);
                }
            }
        }
        match sibling.and_then(|s| self.node_mut(s)) {
            Some(sibling) => sibling.previous = Some(id),
            None => {
                if let Some(parent) = self.node_mut(parent) {
                    parent.last = Some(id);
                }
            }
        }
    }

    /// Puts a node or text before `sibling`, or last; text that meets text is joined to it.
    fn insert(&mut self, parent: NodeId, sibling: Option<NodeId>, new: NodeOrText<NodeId>) {
        let id = match new {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let before = match sibling {
                    Some(sibling) => self.node(sibling).and_then(|s| s.previous),
                    None => self.node(parent).and_then(|p| p.last),
                };
                if let Some(Content::Text(earlier)) = before.and_then(|b| self.node_mut(b)).map(|n| &mut n.content) {
                    earlier.push_str(&text);
                    return;
                }
                self.add(Content::Text(text.to_string()))
            }
        };
        self.place(parent, sibling, id);
    }
}

/// A step of a walk through a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Into a node.
    Enter(NodeId),
    /// Out of it, past everything in it.
    Leave(NodeId),
}

/// A walk through a node and all in it, in the order of the page.
pub(super) struct Walk<'d> {
    dom: &'d Dom,
    root: NodeId,
    next: Option<Step>,
}

impl<'d> Walk<'d> {
    pub fn new(dom: &'d Dom, root: NodeId) -> Walk<'d> {
        Walk { dom, root, next: Some(Step::Enter(root)) }
    }

    /// Passes over what is in a node that was just entered.
    pub fn pass_over(&mut self, id: NodeId) {
        self.next = Some(Step::Leave(id));
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(id) => Some(self.dom.node(id).and_then(|n| n.first).map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) if id == self.root => None,
            Step::Leave(id) => self.dom.node(id).and_then(|n| n.next.map(Step::Enter).or(n.parent.map(Step::Leave))),
        };
        Some(step)
    }
}

/// Where the parser puts what it finds.
#[derive(Debug)]
pub(super) struct Sink {
    dom: RefCell<Dom>,
    /// What is asked the name of a node that has none is told.
    nameless: RefCell<QualName>,
    /// How deep the deepest element stands.
    deepest: Cell<usize>,
}

impl Sink {
    pub fn new() -> Sink {
        let mut dom = Dom::default();
        dom.add(Content::Other);
        Sink { dom: RefCell::new(dom), nameless: RefCell::new(QualName::new(None, ns!(html), local_name!(""))), deepest: Cell::new(0) }
    }

    /// How many nodes there are, and how deep the deepest element stands.
    pub fn size(&self) -> (usize, usize) {
        (self.dom.borrow().len(), self.deepest.get())
    }

    fn insert(&self, parent: NodeId, sibling: Option<NodeId>, new: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        let depth = dom.element(parent).map_or(0, |e| e.depth) + 1;
        if let NodeOrText::AppendNode(id) = &new
            && let Some(Content::Element(element)) = dom.node_mut(*id).map(|n| &mut n.content)
        {
            element.depth = depth;
            self.deepest.set(self.deepest.get().max(depth));
        }
        dom.insert(parent, sibling, new);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::filter_map(self.dom.borrow(), |dom| dom.element(*target).map(|e| &e.name)).unwrap_or_else(|_| self.nameless.borrow())
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> NodeId {
        self.dom.borrow_mut().add(Content::Element(Box::new(Element::new(name, &attributes))))
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Content::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.dom.borrow_mut().add(Content::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().node(*element).and_then(|n| n.parent);
        match parent {
            Some(parent) => self.insert(parent, Some(*element), child),
            None => self.insert(*previous, None, child),
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// What a template holds is shown nowhere: it goes into the template itself, which is skipped.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().node(*sibling).and_then(|n| n.parent);
        if let Some(parent) = parent {
            self.insert(parent, Some(*sibling), new);
        }
    }

    fn add_attrs_if_missing(&self, _target: &NodeId, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = dom.node(*node).and_then(|n| n.first) {
            dom.detach(child);
            dom.place(*new_parent, None, child);
        }
    }
}
