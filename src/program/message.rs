//! Messages of authors: text with holes, `"{列}：相差 {差}"`.

/// A piece of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// What stands between `{` and `}`.
    Hole(&'a str),
    /// What follows a `{` that is never closed.
    Unclosed(&'a str),
}

/// The pieces of a message, in order. Full-width braces are braces.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '｛']) {
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        let width = if rest[open..].starts_with('{') { 1 } else { '｛'.len_utf8() };
        let inside = &rest[open + width..];
        let Some(close) = inside.find(['}', '｝', '{', '｛']) else {
            pieces.push(Piece::Unclosed(inside));
            return pieces;
        };
        if inside[close..].starts_with(['{', '｛']) {
            pieces.push(Piece::Unclosed(&inside[..close]));
            rest = &inside[close..];
            continue;
        }
        pieces.push(Piece::Hole(inside[..close].trim()));
        let width = if inside[close..].starts_with('}') { 1 } else { '｝'.len_utf8() };
        rest = &inside[close + width..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}
