//! What a file is, by its content: what it is called says nothing.

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text of any sort: plain, Markdown, CSV, a reading document. Also whatever is not known, and turns out to be text or not when decoded.
    Text,
    /// A web page.
    WebPage,
    /// A web page with its parts in one file (`.mht`, `.mhtml`).
    WebArchive,
    /// A Word file (`.docx`, `.docm`).
    Word,
    /// An Excel file (`.xlsx`, `.xlsm`).
    Excel,
    /// An Excel 97 file (`.xls`).
    Excel97,
    /// A PDF.
    Pdf,
    /// A Word 97 file (`.doc`) or one of WPS Writer (`.wps`).
    Word97,
    /// RTF.
    Rtf,
    /// Word 2003's XML, in one file.
    WordXml,
    /// An OpenDocument text (`.odt`).
    OpenText,
    /// A workbook in another format: OpenDocument (`.ods`), Excel's binary one (`.xlsb`), Excel 2003's XML.
    OtherSheet,
    /// A Word or Excel file that needs a password: the package inside is encrypted.
    Encrypted,
    /// A ZIP archive of other files.
    Zip,
    /// A picture.
    Picture,
    /// An archive that is not read: RAR, 7-Zip, gzip.
    OtherArchive,
}

impl Kind {
    /// What it is called in English; the catalogue has the Chinese.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::WebPage => "a web page",
            Kind::WebArchive => "a saved web page",
            Kind::Word => "a Word file",
            Kind::Excel => "an Excel file",
            Kind::Excel97 => "an Excel 97 file",
            Kind::Pdf => "a PDF",
            Kind::Word97 => "a Word 97 file",
            Kind::Rtf => "RTF",
            Kind::WordXml => "Word XML",
            Kind::OpenText => "an OpenDocument text",
            Kind::OtherSheet => "a workbook",
            Kind::Encrypted => "a Word or Excel file",
            Kind::Zip => "a ZIP file",
            Kind::Picture => "a picture",
            Kind::OtherArchive => "an archive",
        }
    }

    /// The kind of what `bytes` hold.
    pub fn of(bytes: &[u8]) -> Kind {
        const MAGIC: &[(&[u8], Kind)] = &[
            (b"{\\rtf", Kind::Rtf),
            (&[0x89, b'P', b'N', b'G'], Kind::Picture),
            (&[0xff, 0xd8, 0xff], Kind::Picture),
            (b"GIF8", Kind::Picture),
            (b"BM\0", Kind::Picture),
            (b"II*\0", Kind::Picture),
            (b"MM\0*", Kind::Picture),
            (b"Rar!\x1a\x07", Kind::OtherArchive),
            (b"7z\xbc\xaf\x27\x1c", Kind::OtherArchive),
            (&[0x1f, 0x8b, 0x08], Kind::OtherArchive),
        ];
        // Programs look for the mark of a PDF in its first kilobyte, and some put a line before it.
        if holds(bytes.get(..bytes.len().min(1024)).unwrap_or(bytes), b"%PDF-") {
            return Kind::Pdf;
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return of_package(bytes);
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
            return of_compound(bytes);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Kind::Picture;
        }
        MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or_else(|| of_text(bytes), |(_, kind)| *kind)
    }
}

/// More names than the parts of any document have.
const MOST_NAMES: usize = 4096;

/// How far into a text its kind is looked for: past the scripts and comments a saved page may begin with.
const HEAD: usize = 1 << 16;

/// A web page is one that says so, or one that has the marks of one and few words beside them; a report may hold a table in marks of its own.
fn of_text(bytes: &[u8]) -> Kind {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes);
    // UTF-16 has a zero beside each Latin letter.
    let head: Vec<u8> = head.iter().filter(|b| **b != 0).map(u8::to_ascii_lowercase).collect();
    let head =
        head.strip_prefix(&[0xef, 0xbb, 0xbf]).or(head.strip_prefix(&[0xff, 0xfe])).or(head.strip_prefix(&[0xfe, 0xff])).unwrap_or(&head);
    let start = head.trim_ascii_start();
    let first = start.get(..start.len().min(2048)).unwrap_or(start);
    if (holds(first, b"mime-version:") || holds(first, b"from: <saved by")) && holds(head, b"multipart/") {
        return Kind::WebArchive;
    }
    if holds(first, b"<?mso-application") && holds(first, b"excel.sheet") && !holds(first, b"<html") {
        return Kind::OtherSheet;
    }
    // Word's web pages carry some of its XML, too.
    if !holds(first, b"<html") && (holds(first, b"<?mso-application") || holds(first, b"<w:worddocument") || holds(first, b"<pkg:package"))
    {
        return Kind::WordXml;
    }
    let says_so = start.starts_with(b"<") && [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|mark| holds(head, mark));
    let fragment = [&b"<table"[..], b"<div", b"<p>", b"<p "].iter().any(|mark| start.starts_with(mark)) && holds(head, b"</");
    if says_so || fragment { Kind::WebPage } else { Kind::Text }
}

/// What a ZIP file is, by the names in it: those of its first parts, and those of its directory, which is at the end.
fn of_package(bytes: &[u8]) -> Kind {
    let names = names(bytes);
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or(bytes);
    // The kind of an OpenDocument file is the content of its first part.
    let says = |kind: &[u8]| head.get(..256).is_some_and(|head| holds(head, kind));
    let has = |name: &[u8]| names.as_ref().map_or_else(|| holds(head, name), |names| names.iter().any(|n| n.starts_with(name)));
    if has(b"word/document") {
        Kind::Word
    } else if has(b"xl/workbook.bin") {
        Kind::OtherSheet
    } else if has(b"xl/workbook") {
        Kind::Excel
    } else if says(b"application/vnd.oasis.opendocument.text") {
        Kind::OpenText
    } else if says(b"application/vnd.oasis.opendocument.spreadsheet") {
        Kind::OtherSheet
    } else if has(b"[Content_Types].xml") && (has(b"word/") || has(b"word\\document")) {
        Kind::Word
    } else {
        Kind::Zip
    }
}

/// The names in the directory of a ZIP file, which is at its end; `None` where it has lost it.
///
/// What is packed without being compressed may be a ZIP file itself, so names are looked for nowhere else.
fn names(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let number = |at: usize| bytes.get(at..at.checked_add(2)?).map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])));
    let size = |at: usize| Some(number(at)? | number(at + 2)? << 16);
    let tail = bytes.len().saturating_sub(22 + (1 << 16));
    let end = tail + bytes.get(tail..)?.windows(4).rposition(|w| w == b"PK\x05\x06")?;
    let mut at = size(end + 16)?;
    let mut names = Vec::new();
    while names.len() < MOST_NAMES && bytes.get(at..)?.starts_with(b"PK\x01\x02") {
        let length = number(at + 28)?;
        names.push(bytes.get(at + 46..at + 46 + length)?);
        at += 46 + length + number(at + 30)? + number(at + 32)?;
    }
    Some(names)
}

/// What a compound file is, by the names of its streams.
fn of_compound(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        holds(bytes, &wide)
    };
    if has("EncryptedPackage") {
        Kind::Encrypted
    } else if (has("Workbook") || has("Book")) && !has("WordDocument") {
        // A Word file may have a workbook embedded; a workbook with a Word file in it is left to whoever opens it.
        Kind::Excel97
    } else {
        Kind::Word97
    }
}

fn holds(bytes: &[u8], piece: &[u8]) -> bool {
    bytes.windows(piece.len()).any(|w| w == piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_content() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], Kind::Pdf),
            (b"\n\n%PDF-1.4", Kind::Pdf),
            (b"{\\rtf1\\ansi", Kind::Rtf),
            (b"\x89PNG\r\n\x1a\n", Kind::Picture),
            (b"<!DOCTYPE html>\n<html>", Kind::WebPage),
            (b"\xef\xbb\xbf  <HTML><body>", Kind::WebPage),
            (b"<!-- saved from url -->\n<html lang=\"zh\">", Kind::WebPage),
            (b"\xff\xfe<\0h\0t\0m\0l\0>\0", Kind::WebPage),
            (b"<table><tr><td>1</td></tr></table>", Kind::WebPage),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", Kind::WebArchive),
            (b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>", Kind::WordXml),
            (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", Kind::OtherSheet),
            (b"<html xmlns:w=\"x\"><head><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->", Kind::WebPage),
            (b"# <html>\n| a | b |", Kind::Text),
            (b"<2023>", Kind::Text),
            (b"Rar!\x1a\x07\x01", Kind::OtherArchive),
            (b"", Kind::Text),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
