//! The text of a page to its tree, with everything counted that makes a parser slow or a tree large.
//!
//! The parser is fed tag by tag. Two things are counted before it sees a tag, or right after: its attributes, each of which is compared with all
//! before it, and how deep elements stand, for the parser goes through all of them at each tag. To count the attributes of a tag it must be known
//! where one begins, which depends on what the parser makes of everything before it: so `>` is fed alone, and where it completes a token, what
//! follows is text, in which `<` begins a tag. Anywhere else (in a comment, in a script) a `<` may begin one.

use super::dom::{Dom, NodeId, Sink};
use super::element::ATTRIBUTES;
use crate::catalogue::Trouble;
use crate::load::{LoadOptions, widen};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{EndTag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{TokenizerResult, local_name};
use std::cell::Cell;

/// How many comparisons of attributes a page may take.
const COMPARISONS: usize = 1_000_000_000;

/// How much may be gone through of what may be a tag and may be none, beyond a few times the length of the page.
const LOOKED_AHEAD: usize = 1 << 20;

/// Builds the tree of a page.
pub(super) fn parse(text: &str, options: &LoadOptions) -> Result<Dom, Trouble> {
    let builder =
        TreeBuilder::new(Sink::new(), TreeBuilderOpts { scripting_enabled: true, drop_doctype: true, ..TreeBuilderOpts::default() });
    let counter = Counter { builder, pieces: Cell::new(0), tags: Cell::new(0), cells: Cell::new(0), raw: Cell::new(false) };
    let mut feeder = Feeder {
        tokenizer: Tokenizer::new(counter, TokenizerOpts::default()),
        input: BufferQueue::default(),
        options,
        comparisons: COMPARISONS,
    };
    let mut lookahead = text.len().saturating_mul(4).saturating_add(LOOKED_AHEAD);
    let mut rest = text;
    let mut in_text = true;
    while !rest.is_empty() {
        if in_text && !feeder.counter().raw.get() {
            // Before anything else a `<` is text.
            let begins = |next: u8| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
            let mut marks = rest.match_indices('<').map(|(at, _)| at);
            let Some(open) = marks.find(|at| rest.as_bytes().get(at + 1).is_some_and(|next| begins(*next))) else { break };
            rest = feeder.feed(rest, open);
            let Some(tag) = Tag::at(rest) else {
                // `<!`, `<?` and `</` without a name begin comments.
                in_text = false;
                rest = feeder.feed(rest, 1);
                continue;
            };
            feeder.compare(tag.attributes)?;
            rest = feeder.feed(rest, tag.length);
        } else {
            let Some(mark) = rest.find(['<', '>']) else { break };
            rest = feeder.feed(rest, mark);
            if rest.starts_with('<') {
                if let Some(tag) = Tag::at(rest).filter(|_| !feeder.counter().raw.get() || rest.starts_with("</")) {
                    feeder.compare(tag.attributes)?;
                    lookahead = lookahead.checked_sub(tag.length).ok_or_else(too_many)?;
                }
                rest = feeder.feed(rest, 1);
                continue;
            }
        }
        let before = feeder.counter().pieces.get();
        rest = feeder.feed(rest, 1);
        in_text = feeder.counter().pieces.get() > before;
        feeder.check()?;
    }
    feeder.feed(rest, rest.len());
    feeder.check()?;
    feeder.tokenizer.end();
    Ok(feeder.tokenizer.sink.builder.sink.finish())
}

fn too_many() -> Trouble {
    Trouble::TooLarge { what: "attributes", limit: widen(COMPARISONS.isqrt()) }
}

struct Feeder<'o> {
    tokenizer: Tokenizer<Counter>,
    input: BufferQueue,
    options: &'o LoadOptions,
    /// How many comparisons of attributes are left.
    comparisons: usize,
}

impl Feeder<'_> {
    fn counter(&self) -> &Counter {
        &self.tokenizer.sink
    }

    /// Feeds the first bytes of `text` to the parser; gives what is left.
    fn feed<'t>(&mut self, text: &'t str, length: usize) -> &'t str {
        let (piece, rest) = text.split_at_checked(length).unwrap_or((text, ""));
        if !piece.is_empty() {
            self.input.push_back(StrTendril::from_slice(piece));
            // A script or a change of encoding makes the parser stop and ask; neither is of use here.
            while self.tokenizer.feed(&self.input) != TokenizerResult::Done {}
        }
        rest
    }

    fn compare(&mut self, attributes: usize) -> Result<(), Trouble> {
        let comparisons = attributes.saturating_mul(attributes);
        self.comparisons = self.comparisons.checked_sub(comparisons).ok_or_else(too_many)?;
        Ok(())
    }

    fn check(&self) -> Result<(), Trouble> {
        let counter = self.counter();
        let (nodes, depth) = counter.builder.sink.size();
        if depth > self.options.max_depth {
            return Err(Trouble::TooLarge { what: "nesting", limit: widen(self.options.max_depth) });
        }
        if counter.cells.get() > self.options.max_cells {
            return Err(Trouble::TooLarge { what: "cells", limit: widen(self.options.max_cells) });
        }
        if nodes.max(counter.tags.get()) > self.options.max_objects {
            return Err(Trouble::TooLarge { what: "parts", limit: widen(self.options.max_objects) });
        }
        Ok(())
    }
}

/// Counts what the parser hands to the builder of the tree.
struct Counter {
    builder: TreeBuilder<NodeId, Sink>,
    pieces: Cell<usize>,
    tags: Cell<usize>,
    /// Tags that begin a cell of a table, wherever it stands.
    cells: Cell<usize>,
    /// Whether the text is that of a script or the like, where only the end of it is a tag.
    raw: Cell<bool>,
}

impl TokenSink for Counter {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let token = match token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            TagToken(mut tag) => {
                self.tags.set(self.tags.get() + 1);
                if tag.kind == EndTag {
                    self.raw.set(false);
                } else if matches!(tag.name, local_name!("td") | local_name!("th")) {
                    self.cells.set(self.cells.get() + 1);
                }
                tag.attrs.retain(|a| ATTRIBUTES.contains(&&*a.name.local));
                TagToken(tag)
            }
            token => token,
        };
        self.pieces.set(self.pieces.get() + 1);
        let result = self.builder.process_token(token, line);
        if matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext) {
            self.raw.set(true);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    // CDATA stands in drawings only, whose text is not read: always no, and it is a comment that ends with the first `>`.
    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        false
    }
}

/// The outside of a tag.
struct Tag {
    /// Bytes before its `>`.
    length: usize,
    attributes: usize,
}

impl Tag {
    /// The tag at the beginning of a text, if one may begin there.
    fn at(text: &str) -> Option<Tag> {
        let bytes = text.as_bytes();
        let name = if bytes.get(1) == Some(&b'/') { 2 } else { 1 };
        if bytes.first() != Some(&b'<') || !bytes.get(name)?.is_ascii_alphabetic() {
            return None;
        }
        let mut state = State::Name;
        let mut attributes = 0usize;
        let mut length = bytes.len();
        for (at, byte) in bytes.iter().enumerate().skip(name) {
            let blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
            state = match (state, byte) {
                (State::Quoted(quote), byte) if *byte == quote => State::Between,
                (State::Quoted(quote), _) => State::Quoted(quote),
                (_, b'>') => {
                    length = at;
                    break;
                }
                (State::Name, _) if !blank && *byte != b'/' => State::Name,
                (State::Attribute | State::Spaced, b'=') => State::Value,
                (State::Attribute, _) if blank => State::Spaced,
                (State::Attribute, byte) if *byte != b'/' => State::Attribute,
                (State::Spaced, _) if blank => State::Spaced,
                (State::Value, _) if blank => State::Value,
                (State::Value, b'"' | b'\'') => State::Quoted(*byte),
                (State::Value | State::Bare, _) if !blank => State::Bare,
                (_, b'/') => State::Between,
                _ if blank => State::Between,
                _ => {
                    attributes += 1;
                    State::Attribute
                }
            };
        }
        Some(Tag { length, attributes })
    }
}

#[derive(Clone, Copy)]
enum State {
    /// In the name of the tag.
    Name,
    /// Where an attribute may begin.
    Between,
    /// In the name of an attribute.
    Attribute,
    /// After it, where `=` may follow.
    Spaced,
    /// After `=`.
    Value,
    /// In a value without quotes.
    Bare,
    /// In a value in these quotes.
    Quoted(u8),
}

#[cfg(test)]
mod tests {
    use super::Tag;

    #[test]
    fn attributes_are_counted() {
        for (text, length, attributes) in [
            ("<p>", 2, 0),
            ("</p >x", 4, 0),
            ("<p a b c>", 8, 3),
            ("<p a=\">\" b='x\"y'>z", 16, 2),
            ("<p a/b/c/>", 9, 3),
            ("<p a = x b>", 10, 2),
            ("<p a=x/y b=c/>", 13, 2),
            ("<p a=\"1\"b=\"2\">", 13, 2),
            ("<p a==\">\"", 7, 1),
            ("<p a=\">", 7, 1),
            ("<p =a b>", 7, 2),
        ] {
            let tag = Tag::at(text).unwrap();
            assert_eq!((tag.length, tag.attributes), (length, attributes), "{text}");
        }
        assert!(Tag::at("<!-- a -->").is_none() && Tag::at("< p").is_none() && Tag::at("</ p").is_none() && Tag::at("<").is_none());
    }
}
