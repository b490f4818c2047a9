//! Web pages saved with their parts in one file (`.mht`, `.mhtml`): a MIME message, whose parts are the page, the pages within it, and pictures.

use crate::catalogue::Trouble;
use crate::load::{Kind, LoadOptions, widen};
use std::borrow::Cow;

/// A page in a file.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// The encoding it is said to be in.
    pub charset: Option<String>,
    /// The name other parts call it by, and the address it was at.
    id: Option<String>,
    location: Option<String>,
    /// Whether it has been read.
    pub taken: bool,
}

impl<'a> Part<'a> {
    /// The one page of a file that is nothing else.
    pub fn page(bytes: &'a [u8]) -> Part<'a> {
        Part { bytes: Cow::Borrowed(bytes), charset: None, id: None, location: None, taken: false }
    }

    /// Whether it is what `source` leads to.
    pub fn is_at(&self, source: &str) -> bool {
        if let Some(id) = source.trim().strip_prefix("cid:") {
            return self.id.as_deref() == Some(id);
        }
        let source = source.trim().replace('\\', "/");
        let source = source.trim_start_matches("./");
        let location = self.location.as_deref().unwrap_or("");
        let above = location.strip_suffix(source).filter(|_| !source.is_empty());
        above.is_some_and(|above| above.is_empty() || above.ends_with('/'))
    }
}

/// Parts within parts are looked for so deep.
const DEEPEST: usize = 8;

/// The pages of a saved page, in the order they stand in.
pub(super) fn pages<'a>(bytes: &'a [u8], options: &LoadOptions) -> Result<Vec<Part<'a>>, Trouble> {
    let mut pages = Vec::new();
    let mut waiting = vec![(bytes, 0usize)];
    let mut parts = 0usize;
    while let Some((entity, depth)) = waiting.pop() {
        parts += 1;
        if parts > options.max_objects {
            return Err(Trouble::TooLarge { what: "parts", limit: widen(options.max_objects) });
        }
        let (headers, body) = headers(entity);
        let find = |name: &str| headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let kind = find("content-type").unwrap_or("text/plain");
        let media = kind.split(';').next().unwrap_or(kind).trim().to_ascii_lowercase();
        if media.starts_with("multipart/") {
            if let Some(boundary) = parameter(kind, "boundary").filter(|_| depth < DEEPEST) {
                waiting.extend(split(body, &boundary).into_iter().rev().map(|part| (part, depth + 1)));
            }
        } else if media == "text/html" || media == "application/xhtml+xml" {
            let bytes = match find("content-transfer-encoding").unwrap_or("").trim().to_ascii_lowercase().as_str() {
                "quoted-printable" => Cow::Owned(quoted_printable(body)),
                "base64" => Cow::Owned(base64(body)),
                _ => Cow::Borrowed(body),
            };
            pages.push(Part {
                bytes,
                charset: parameter(kind, "charset"),
                id: find("content-id").map(|id| id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()),
                location: find("content-location").map(|l| l.trim().replace('\\', "/")),
                taken: false,
            });
        }
    }
    if pages.is_empty() { Err(Trouble::Damaged { kind: Kind::WebArchive.name() }) } else { Ok(pages) }
}

/// The lines of a text, without their ends, and how many bytes each takes with it.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (&[u8], usize)> {
    bytes.split_inclusive(|b| *b == b'\n').map(|line| {
        let inside = line.strip_suffix(b"\n").unwrap_or(line);
        (inside.strip_suffix(b"\r").unwrap_or(inside), line.len())
    })
}

/// The headers of a part, their names in small letters, and what follows them.
fn headers(entity: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for (line, length) in lines(entity) {
        at += length;
        if line.is_empty() {
            // Some programs leave lines empty before the headers.
            if found.is_empty() {
                continue;
            }
            break;
        }
        let text = String::from_utf8_lossy(line);
        match (text.strip_prefix([' ', '\t']), found.last_mut(), text.split_once(':')) {
            (Some(more), Some((_, value)), _) => {
                value.push(' ');
                value.push_str(more.trim());
            }
            (_, _, Some((name, value))) => found.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    (found, entity.get(at..).unwrap_or(&[]))
}

/// A parameter of a header: `text/html; charset="gb2312"`.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => {
                let end = value.find(';').unwrap_or(value.len());
                (value.get(..end)?.trim_end(), value.get(end..)?)
            }
        };
        if name.trim_matches([' ', '\t', ';']).eq_ignore_ascii_case(wanted) {
            return Some(value.to_owned()).filter(|v| !v.is_empty());
        }
        rest = after;
    }
}

/// What stands between the lines of a boundary.
fn split<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let boundary = boundary.as_bytes();
    let mut parts = Vec::new();
    let (mut at, mut start) = (0, None);
    for (line, length) in lines(body) {
        let mark = line.strip_prefix(b"--").and_then(|l| l.strip_prefix(boundary)).map(<[u8]>::trim_ascii_end);
        if matches!(mark, Some(b"" | b"--")) {
            parts.extend(start.and_then(|s| body.get(s..at)));
            start = (mark == Some(b"")).then_some(at + length);
            if start.is_none() {
                return parts;
            }
        }
        at += length;
    }
    // The last part of a file that breaks off.
    parts.extend(start.and_then(|s| body.get(s..)));
    parts
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        if *byte != b'=' {
            bytes.push(*byte);
            at += 1;
            continue;
        }
        if let (Some(high), Some(low)) = (hex(body.get(at + 1)), hex(body.get(at + 2))) {
            bytes.push(high << 4 | low);
            at += 3;
            continue;
        }
        // A line that goes on, or a mark that stands for itself.
        let blanks = body.iter().skip(at + 1).take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        match body.get(at + 1 + blanks) {
            Some(b'\n') => at += blanks + 2,
            None => at += blanks + 1,
            Some(_) => {
                bytes.push(b'=');
                at += 1;
            }
        }
    }
    bytes
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in body.iter().take_while(|b| **b != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        assert_eq!(quoted_printable(b"=E6=94=BF a=3D\r\nb=\r\nc= \nd=zz="), "政 a=\r\nbcd=zz".as_bytes());
        assert_eq!(base64(b"5pS/\r\n5bqc\r\nLg=="), "政府.".as_bytes());
    }

    #[test]
    fn parameters_are_found_however_they_are_written() {
        assert_eq!(parameter("text/html; charset=\"gb2312\"", "charset").as_deref(), Some("gb2312"));
        assert_eq!(parameter("multipart/related; type=\"text/html;x\"; Boundary=--a=b ", "boundary").as_deref(), Some("--a=b"));
        assert_eq!(parameter("text/html", "charset"), None);
        assert_eq!(parameter("text/html; charset=", "charset"), None);
    }

    #[test]
    fn a_page_is_found_by_its_name_or_its_address() {
        let mut part = Part::page(b"");
        part.id = Some("frame-1@x".to_owned());
        part.location = Some("file:///C:/a.files/sheet001.htm".to_owned());
        assert!(part.is_at("cid:frame-1@x") && part.is_at("a.files/sheet001.htm") && part.is_at("a.files\\sheet001.htm"));
        assert!(!part.is_at("") && !part.is_at("001.htm") && !part.is_at("cid:frame-2@x"));
    }
}
