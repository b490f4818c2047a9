//! How a file of rules is laid out: one way for every author, with nothing lost.
//!
//! Each clause stands on a line of its own, two spaces in for each brace; a block that its author wrote on one line stays on it while it fits.
//! Inside a clause the author's line breaks stay. Comments and single blank lines stay. Marks typed in full width become their ASCII twins,
//! colons and semicolons that may stand or not are left out, and operators have one spelling each. What stands in quotation marks, between
//! slashes or in a name is never touched.
//!
//! What is printed is read again and held against what was read: a formatter that changes what a rule says would be worse than none.

mod settle;

use crate::diagnostic::Diagnostics;
use crate::lang::Lang;
use crate::source::SourceId;
use crate::syntax::outline::{Comment, Lexeme, Outline, Piece, Role, outline};
use settle::{is_explained, settle};
use std::collections::BTreeSet;
use std::ops::Range;

/// Columns a line of one block may have; a Chinese character takes two.
pub const MAX_WIDTH: usize = 120;
const INDENT: usize = 2;

/// What to do besides laying out.
#[derive(Debug, Clone, Default)]
pub struct FormatOptions {
    /// The language the words of the language are spelled in; as they are where it is not given.
    pub keywords: Option<Lang>,
    /// Names that forms outside the file give to tables, rows and columns: where they are spelled like a word of the language, that word is not
    /// respelled, as it could be meant either way. Those of forms in the file are known without being told.
    pub reserved: BTreeSet<String>,
}

/// A file laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// Where items stand that do not parse and are left as they are: bytes of the text given.
    pub left: Vec<Range<usize>>,
}

/// Why a file is not laid out.
#[derive(Debug, Clone)]
pub enum Refused {
    /// It cannot be cut into items: what is wrong.
    Torn(Diagnostics),
    /// What would be printed does not say the same. A bug, met before it did harm.
    Differs,
}

/// Lays out `text`.
///
/// # Errors
///
/// [`Refused`]: nothing may then be written.
pub fn format(source: SourceId, text: &str, options: &FormatOptions) -> Result<Formatted, Refused> {
    let given = outline(source, text).map_err(Refused::Torn)?;
    let mut reserved = options.reserved.clone();
    collect_names(text, &given, &mut reserved);
    let mut printer = Printer { text, options, reserved, out: String::new(), line: 0, left: Vec::new() };
    printer.file(&given);
    let Printer { out, left, reserved, .. } = printer;
    let again = outline(source, &out).map_err(|_| Refused::Differs)?;
    if said(text, &given, options, &reserved) != said(&out, &again, options, &reserved) {
        return Err(Refused::Differs);
    }
    // Files keep the line ends of the editor they come from, and its mark of the encoding.
    let mut out = if text.contains("\r\n") { out.replace('\n', "\r\n") } else { out };
    if text.starts_with('\u{FEFF}') {
        out.insert(0, '\u{FEFF}');
    }
    Ok(Formatted { text: out, left })
}

/// The names that the forms of a text give to tables, rows and columns.
pub fn names_of_forms(source: SourceId, text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Ok(outline) = outline(source, text) {
        collect_names(text, &outline, &mut names);
    }
    names
}

fn collect_names(text: &str, outline: &Outline, names: &mut BTreeSet<String>) {
    for piece in &outline.pieces {
        let Piece::Item(lexemes) = piece else { continue };
        if !matches!(lexemes.first().map(|l| l.role), Some(Role::Keyword("表样", _))) {
            continue;
        }
        for pair in lexemes.windows(2) {
            let declares = matches!(pair[0].role, Role::Keyword("表" | "列" | "列组" | "行" | "行组", _));
            if pair[0].begins && declares && pair[1].role == Role::Name {
                names.insert(text[pair[1].range.clone()].to_owned());
            }
        }
    }
}

/// What a file says: its tokens in settled spelling and what each is, its comments, and what does not parse.
fn said(text: &str, outline: &Outline, options: &FormatOptions, reserved: &BTreeSet<String>) -> Vec<(Option<Role>, bool, String)> {
    let mut all = Vec::new();
    let comment = |all: &mut Vec<_>, comments: &[Comment]| {
        all.extend(comments.iter().map(|c| (None, false, text[c.range.clone()].to_owned())));
    };
    for piece in &outline.pieces {
        match piece {
            Piece::Item(lexemes) => {
                for (i, lexeme) in lexemes.iter().enumerate() {
                    comment(&mut all, &lexeme.comments);
                    if lexeme.role != Role::Optional {
                        // The words themselves are compared in the language they come to have.
                        let role = if matches!(lexeme.role, Role::Keyword(..)) { Role::Name } else { lexeme.role };
                        all.push((Some(role), lexeme.begins, settle(text, lexemes, i, options.keywords, reserved).into_owned()));
                    }
                }
            }
            Piece::Verbatim { range, comments, .. } => {
                comment(&mut all, comments);
                all.push((None, true, text[range.clone()].replace("\r\n", "\n")));
            }
        }
    }
    comment(&mut all, &outline.trailing);
    all
}

struct Printer<'a> {
    text: &'a str,
    options: &'a FormatOptions,
    reserved: BTreeSet<String>,
    out: String,
    /// Where the line being printed begins.
    line: usize,
    left: Vec<Range<usize>>,
}

impl Printer<'_> {
    fn file(&mut self, outline: &Outline) {
        for piece in &outline.pieces {
            match piece {
                Piece::Item(lexemes) => self.item(lexemes),
                Piece::Verbatim { range, breaks, comments } => {
                    self.comments(comments, 0);
                    self.fresh_line(*breaks, 0);
                    self.out.push_str(&self.text[range.clone()].replace("\r\n", "\n"));
                    self.left.push(range.clone());
                }
            }
        }
        self.comments(&outline.trailing, 0);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Ends the line at hand, keeps one blank line where there was one or more, and indents.
    fn fresh_line(&mut self, breaks: usize, indent: usize) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if breaks > 1 && !self.out.ends_with("{\n") {
                self.out.push('\n');
            }
        }
        self.line = self.out.len();
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Comments before a token: those on a line of their own, and the one at the end of the line before it.
    fn comments(&mut self, comments: &[Comment], indent: usize) {
        for comment in comments {
            if comment.breaks == 0 && !self.out.is_empty() {
                self.out.push_str("  ");
            } else {
                self.fresh_line(comment.breaks, indent);
            }
            self.out.push_str(&self.text[comment.range.clone()]);
        }
    }

    fn word(&self, lexemes: &[Lexeme], at: usize) -> String {
        settle(self.text, lexemes, at, self.options.keywords, &self.reserved).into_owned()
    }

    fn item(&mut self, lexemes: &[Lexeme]) {
        let lexemes: Vec<Lexeme> = without_optional(lexemes);
        // How many braces are open, and for each whether its block stands on one line.
        let mut blocks: Vec<bool> = Vec::new();
        // Whether the clause at hand is an 或解释, one step further in.
        let mut further = 0;
        let mut listed = false;
        for (i, lexeme) in lexemes.iter().enumerate() {
            let word = self.word(&lexemes, i);
            let inline = blocks.last() == Some(&true);
            let closes = lexeme.role == Role::Close;
            let depth = blocks.len() - usize::from(closes && !blocks.is_empty());
            let explained = is_explained(lexeme);
            if lexeme.begins && !explained || closes {
                further = 0;
            } else if explained {
                further = INDENT;
            }
            let indent = depth * INDENT + further;
            if i == 0 {
                self.comments(&lexeme.comments, 0);
                self.fresh_line(lexeme.breaks, 0);
            } else if inline {
                self.out.push_str(gap(&lexemes, i));
            } else if closes {
                let inside = if lexemes[i - 1].role == Role::Open && lexeme.comments.is_empty() { None } else { Some(indent + INDENT) };
                match inside {
                    Some(inside) => {
                        self.comments(&lexeme.comments, inside);
                        self.fresh_line(0, indent);
                    }
                    None => self.out.push(' '),
                }
            } else if lexeme.begins || lexemes[i - 1].role == Role::Open {
                listed = !lexeme.begins;
                self.comments(&lexeme.comments, indent);
                self.fresh_line(lexeme.breaks, indent);
            } else {
                // The entries of a list stand below each other; what goes on from the line above stands further in.
                let on = if listed || lexeme.role == Role::Open { indent } else { indent + INDENT };
                if !lexeme.comments.is_empty() {
                    self.comments(&lexeme.comments, on);
                    self.fresh_line(lexeme.breaks, on);
                } else if lexeme.breaks > 0 && may_break(&lexemes, i)
                    || listed && width(&self.out[self.line..]) + 1 + width(&word) > MAX_WIDTH
                {
                    self.fresh_line(1, on);
                } else {
                    self.out.push_str(gap(&lexemes, i));
                }
            }
            match lexeme.role {
                Role::Open => blocks.push(self.fits(&lexemes, i)),
                Role::Close => {
                    blocks.pop();
                }
                _ => {}
            }
            self.out.push_str(&word);
        }
    }

    /// Whether the block that opens at `open` stands on one line: its author wrote it so, no comment is in it, and it fits.
    fn fits(&self, lexemes: &[Lexeme], open: usize) -> bool {
        let mut depth = 0;
        let mut line = self.out[self.line..].to_owned();
        for (i, lexeme) in lexemes.iter().enumerate().skip(open) {
            if i > open && (lexeme.breaks > 0 || !lexeme.comments.is_empty()) {
                return false;
            }
            if i > open {
                line.push_str(gap(lexemes, i));
            }
            line.push_str(&self.word(lexemes, i));
            match lexeme.role {
                Role::Open => depth += 1,
                Role::Close => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        width(&line) <= MAX_WIDTH
    }
}

/// Columns a text takes; a Chinese character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

/// The tokens without those that may stand or not. What stands before one of them stands before what follows it.
fn without_optional(lexemes: &[Lexeme]) -> Vec<Lexeme> {
    let mut all: Vec<Lexeme> = Vec::with_capacity(lexemes.len());
    let mut held: Option<(usize, Vec<Comment>)> = None;
    for lexeme in lexemes {
        let mut lexeme = lexeme.clone();
        if let Some((breaks, comments)) = held.take() {
            // A comment after the mark on the same line stays one.
            if lexeme.comments.is_empty() {
                lexeme.breaks += breaks;
            } else if let Some(first) = lexeme.comments.first_mut() {
                first.breaks += breaks;
            }
            lexeme.comments.splice(0..0, comments);
        }
        if lexeme.role == Role::Optional {
            held = Some((lexeme.breaks, lexeme.comments));
        } else {
            all.push(lexeme);
        }
    }
    all
}

/// What stands between a token and the one before it on the same line.
fn gap(lexemes: &[Lexeme], i: usize) -> &'static str {
    let (before, here) = (&lexemes[i - 1], &lexemes[i]);
    if here.tight || matches!(here.role, Role::CloseBracket | Role::Comma | Role::Dot) {
        return "";
    }
    if matches!(before.role, Role::OpenBracket | Role::Dot | Role::Sign) {
        return "";
    }
    // The clauses of a block on one line are set apart.
    if here.begins && before.role != Role::Open && !is_explained(here) { "  " } else { " " }
}

/// Whether a line break of the author before this token stays.
fn may_break(lexemes: &[Lexeme], i: usize) -> bool {
    let (before, here) = (&lexemes[i - 1], &lexemes[i]);
    !(here.tight
        || matches!(here.role, Role::CloseBracket | Role::Comma | Role::Dot | Role::Open)
        || matches!(before.role, Role::OpenBracket | Role::Dot | Role::Sign))
}
