//! Small PDFs, written here as text, and what must come of them.

mod hostile;
mod layout;
mod reports;
mod tables;

use crate::catalogue::Trouble;
use crate::load::LoadOptions;
use crate::load::document::{Block, Document};
use std::fmt::Write;

/// A PDF under construction: objects by number, from 1.
pub(super) struct Writer {
    objects: Vec<Vec<u8>>,
}

/// The catalogue, the tree of pages, and the font `/F`: Chinese, not embedded, digits half as wide.
const FIXED: [&str; 5] = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
     /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 90 >>",
];

impl Writer {
    pub fn new() -> Writer {
        Writer { objects: FIXED.iter().map(|o| o.as_bytes().to_vec()).collect() }
    }

    /// Adds an object and gives its number.
    pub fn object(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.object(object)
    }

    /// Adds a page, `entries` being what else its dictionary and its resources hold.
    pub fn page(&mut self, content: &str, entries: &str, resources: &str) -> usize {
        let content = self.stream("", content.as_bytes());
        self.object(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R {entries} \
             /Resources << /Font << /F 3 0 R >> {resources} >> >>"
        ))
    }

    /// The file with these pages.
    pub fn finish(mut self, pages: &[usize]) -> Vec<u8> {
        let kids: String = pages.iter().map(|p| format!("{p} 0 R ")).collect();
        self.objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (object, number) in self.objects.iter().zip(1..) {
            offsets.push(file.len());
            file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let table = file.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", offsets.len() + 1);
        for offset in &offsets {
            let _ = writeln!(end, "{offset:010} 00000 n ");
        }
        let _ = write!(end, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", offsets.len() + 1);
        file.extend_from_slice(end.as_bytes());
        file
    }
}

/// A file of pages with these contents.
pub(super) fn pdf(contents: &[String]) -> Vec<u8> {
    let mut writer = Writer::new();
    let pages: Vec<usize> = contents.iter().map(|c| writer.page(c, "", "")).collect();
    writer.finish(&pages)
}

/// Text at a place, counted from the top of the page.
pub(super) fn put(x: i32, y: i32, text: &str) -> String {
    sized(x, y, 10, text)
}

pub(super) fn sized(x: i32, y: i32, size: i32, text: &str) -> String {
    format!("BT /F {size} Tf 1 0 0 1 {x} {} Tm {} Tj ET\n", 800 - y, hex(text))
}

pub(super) fn hex(text: &str) -> String {
    let codes: String = text.encode_utf16().map(|u| format!("{u:04x}")).collect();
    format!("<{codes}>")
}

/// A line from one place to another.
pub(super) fn rule(x0: i32, y0: i32, x1: i32, y1: i32) -> String {
    format!("0.5 w {x0} {} m {x1} {} l S\n", 800 - y0, 800 - y1)
}

/// The rulings of a table with these edges, all of them drawn.
pub(super) fn rules(columns: &[i32], rows: &[i32]) -> String {
    let (left, right, top, bottom) = (columns[0], columns[columns.len() - 1], rows[0], rows[rows.len() - 1]);
    let level = rows.iter().map(|y| rule(left, *y, right, *y));
    level.chain(columns.iter().map(|x| rule(*x, top, *x, bottom))).collect()
}

/// A row of cells, their text a little right of and below their corners.
pub(super) fn row(columns: &[i32], y: i32, texts: &[&str]) -> String {
    columns.iter().zip(texts).map(|(x, text)| put(x + 3, y + 13, text)).collect()
}

pub(super) fn try_read(bytes: &[u8]) -> Result<Document, Trouble> {
    super::read(bytes, &LoadOptions::default())
}

#[track_caller]
pub(super) fn refused(bytes: &[u8]) -> &'static str {
    match try_read(bytes) {
        Ok(document) => panic!("was read: {}", shown(&document)),
        Err(trouble) => trouble.code(),
    }
}

/// A document as text: lines as they are, rows with `|` between cells and their spans where they have any.
#[track_caller]
pub(super) fn read(bytes: &[u8]) -> String {
    shown(&try_read(bytes).unwrap_or_else(|trouble| panic!("{trouble:?}")))
}

pub(super) fn shown(document: &Document) -> String {
    let mut shown = String::new();
    for problem in &document.problems {
        let _ = writeln!(shown, "{}", problem.trouble.code());
    }
    for block in &document.blocks {
        match block {
            Block::Text(line) => {
                let _ = writeln!(shown, "{}", line.paragraph.text);
            }
            Block::Grid(grid) => {
                for row in &grid.rows {
                    let cell = |c: &crate::load::document::GridCell| match (c.colspan, c.rowspan) {
                        (1, 1) => c.text.clone(),
                        (columns, rows) => format!("{}<{columns}x{rows}>", c.text),
                    };
                    let _ = writeln!(shown, "|{}|", row.iter().map(cell).collect::<Vec<_>>().join("|"));
                }
            }
        }
    }
    shown
}
