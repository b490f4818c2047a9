//! What an element of a page is to a reader, by its name and its attributes.

use html5ever::interface::Attribute;
use html5ever::{QualName, ns};

/// An element, as far as the reading of a page asks.
#[derive(Debug)]
pub(super) struct Element {
    pub name: QualName,
    pub role: Role,
    /// How many elements stand around it, and itself.
    pub depth: usize,
    /// Whether and how it is shown.
    pub shown: Shown,
    /// Columns and rows of a cell, as the author wrote them: a span of 0 rows reaches to the end of its part of the table.
    pub colspan: u32,
    pub rowspan: u32,
    /// A row of no height: seen only where something stands in it.
    pub flat: bool,
    /// An anchor that leads somewhere.
    pub link: bool,
    /// The page a frame shows, or what stands in a field of a form.
    pub value: Option<Box<str>>,
}

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing: it is part of its line.
    Inline,
    /// It stands on lines of its own.
    Block,
    /// The title, or the heading of a section.
    Heading,
    /// What a page holds besides its text: navigation, what stands at its foot, what stands at its side.
    Aside,
    /// The text of a page, whatever is in it.
    Main,
    /// A line break.
    Break,
    /// Text whose own line breaks stay.
    Preformatted,
    Table,
    /// The head, a body, and the foot of a table.
    Head,
    Body,
    Foot,
    Row,
    Cell,
    Caption,
    Superscript,
    Subscript,
    /// Struck out.
    Deleted,
    Inserted,
    /// A field of a form.
    Field,
    /// A page within the page.
    Frame,
    /// Never shown, or shown as something else than its text.
    Unread,
}

/// Whether and how an element is shown, where its attributes say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    AsUsual,
    /// On lines of its own, though its name does not say so.
    Block,
    /// In its line, though its name does not say so.
    Inline,
    /// In its line, with a box of its own.
    Box,
    /// It takes room and is not seen.
    Unseen,
    /// Not at all.
    Not,
}

/// Attributes that are asked for, here or by the builder of the tree.
pub(super) const ATTRIBUTES: &[&str] =
    &["colspan", "rowspan", "hidden", "style", "href", "src", "type", "value", "height", "role", "open", "encoding"];

/// The widest and the tallest span of a cell, as browsers have it.
const WIDEST: u32 = 1000;
const TALLEST: u32 = 65534;

impl Element {
    pub fn new(name: QualName, attributes: &[Attribute]) -> Element {
        let get = |wanted: &str| attributes.iter().find(|a| *a.name.local == *wanted).map(|a| &*a.value);
        let html = name.ns == ns!(html);
        let local = if html { &*name.local } else { "" };
        let mut role = role_of(local);
        if !html && matches!(&*name.local, "svg" | "annotation" | "annotation-xml") {
            role = Role::Unread;
        }
        if role == Role::Block && get("role").is_some_and(|r| ["navigation", "contentinfo", "search", "complementary"].contains(&r.trim()))
        {
            role = Role::Aside;
        }
        let mut shown = get("style").map_or(Shown::AsUsual, shown_by_style);
        if get("hidden").is_some() || (local == "dialog" && get("open").is_none()) {
            shown = Shown::Not;
        } else if matches!(local, "html" | "body") {
            // A page that is hidden until its scripts have run is shown.
            shown = Shown::AsUsual;
        }
        let value = match role {
            Role::Frame => get("src"),
            Role::Field => get("value").filter(|_| get("type").is_none_or(is_typed)),
            _ => None,
        };
        let span = |name: &str| get(name).and_then(leading_number);
        Element {
            role,
            depth: 0,
            shown,
            colspan: span("colspan").unwrap_or(1).clamp(1, WIDEST),
            rowspan: span("rowspan").unwrap_or(1).min(TALLEST),
            flat: role == Role::Row && get("height").is_some_and(|h| h.trim() == "0"),
            link: local == "a" && get("href").is_some(),
            value: value.map(Box::from),
            name,
        }
    }

    /// Whether it is on lines of its own.
    pub fn is_block(&self) -> bool {
        match self.shown {
            Shown::Block => true,
            Shown::Inline | Shown::Box => false,
            _ => !matches!(
                self.role,
                Role::Inline
                    | Role::Break
                    | Role::Superscript
                    | Role::Subscript
                    | Role::Deleted
                    | Role::Inserted
                    | Role::Field
                    | Role::Frame
                    | Role::Unread
            ),
        }
    }

    /// Whether nothing in it is read.
    pub fn is_unread(&self) -> bool {
        self.role == Role::Unread || matches!(self.shown, Shown::Not | Shown::Unseen)
    }
}

fn role_of(name: &str) -> Role {
    match name {
        "br" => Role::Break,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "nav" | "footer" | "aside" => Role::Aside,
        "main" | "article" => Role::Main,
        "pre" | "listing" | "xmp" | "plaintext" | "textarea" => Role::Preformatted,
        "table" => Role::Table,
        "thead" => Role::Head,
        "tbody" => Role::Body,
        "tfoot" => Role::Foot,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "caption" => Role::Caption,
        "sup" => Role::Superscript,
        "sub" => Role::Subscript,
        "del" | "s" | "strike" => Role::Deleted,
        "ins" => Role::Inserted,
        "input" => Role::Field,
        "iframe" | "frame" => Role::Frame,
        "address" | "blockquote" | "body" | "center" | "dd" | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset"
        | "figcaption" | "figure" | "form" | "frameset" | "header" | "hgroup" | "hr" | "html" | "legend" | "li" | "menu" | "ol"
        | "optgroup" | "p" | "search" | "section" | "summary" | "ul" => Role::Block,
        // Readings above characters, lists to choose from, and what is run, drawn or played.
        "rt" | "rp" | "select" | "datalist" | "script" | "style" | "noscript" | "template" | "head" | "noframes" | "noembed" | "audio"
        | "video" | "canvas" | "colgroup" | "object" | "applet" | "map" => Role::Unread,
        _ => Role::Inline,
    }
}

/// Whether a field of a form shows what it holds.
fn is_typed(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    !["hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file", "password", "color", "range"].contains(&kind.as_str())
}

/// How a `style` attribute shows an element.
fn shown_by_style(style: &str) -> Shown {
    let mut shown = Shown::AsUsual;
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        shown = match (property.trim().to_ascii_lowercase().as_str(), value) {
            ("display", "none") | ("mso-hide", "all") => return Shown::Not,
            ("visibility", "hidden" | "collapse") => Shown::Unseen,
            ("display", "block" | "flex" | "grid" | "list-item" | "table" | "flow-root") if shown != Shown::Unseen => Shown::Block,
            ("display", "inline" | "contents") if shown != Shown::Unseen => Shown::Inline,
            ("display", "inline-block" | "inline-flex" | "inline-grid" | "inline-table" | "table-cell") if shown != Shown::Unseen => {
                Shown::Box
            }
            _ => shown,
        };
    }
    shown
}

/// The number an attribute begins with, as browsers read it; one too large to hold is as large as can be.
fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{c}', '\r']);
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let digits = text.get(..digits).filter(|d| !d.is_empty())?;
    Some(digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_browsers_read_them() {
        for (text, number) in
            [("2", Some(2)), (" +3px", Some(3)), ("0", Some(0)), ("-1", None), ("", None), ("x", None), ("99999999999", Some(u32::MAX))]
        {
            assert_eq!(leading_number(text), number, "{text}");
        }
    }

    #[test]
    fn style_hides() {
        for (style, shown) in [
            ("display:none", Shown::Not),
            ("color:red; DISPLAY : None !important", Shown::Not),
            ("mso-hide:all", Shown::Not),
            ("visibility:hidden;display:block", Shown::Unseen),
            ("display:block", Shown::Block),
            ("display:inline-block;width:3px", Shown::Box),
            ("x-display:none", Shown::AsUsual),
            ("", Shown::AsUsual),
        ] {
            assert_eq!(shown_by_style(style), shown, "{style}");
        }
    }
}
