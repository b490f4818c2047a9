//! Word files, small and written for one quirk each, and what must come of them.

mod changes;
mod columns;
mod hostile;
mod numbers;
mod reports;
mod tables;
mod text;

use super::read;
use crate::catalogue::Trouble;
use crate::load::LoadOptions;
use crate::load::document::{Block, Document, GridCell};
use std::io::{Cursor, Write};

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const OF: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// A Word file of the parts that are not empty.
#[derive(Default)]
struct Parts<'a> {
    body: &'a str,
    styles: &'a str,
    numbering: &'a str,
    footnotes: &'a str,
    endnotes: &'a str,
    /// More relationships: id, type, target, attributes.
    relations: &'a [(&'a str, &'a str, &'a str, &'a str)],
    /// More parts: name, text.
    others: &'a [(&'a str, &'a str)],
}

impl Parts<'_> {
    fn bytes(&self) -> Vec<u8> {
        let within = |root: &str, text: &str| format!("{HEAD}<w:{root} {W}>{text}</w:{root}>");
        let mut relations: Vec<(&str, &str, &str, &str)> = self.relations.to_vec();
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), format!("{HEAD}<Types/>")),
            ("_rels/.rels".to_owned(), relationships(&[("rId1", "officeDocument", "word/document.xml", "")])),
            ("word/document.xml".to_owned(), within("document", &format!("<w:body>{}</w:body>", self.body))),
        ];
        for (name, text) in
            [("styles", self.styles), ("numbering", self.numbering), ("footnotes", self.footnotes), ("endnotes", self.endnotes)]
        {
            if !text.is_empty() {
                let target = match name {
                    "styles" => "styles.xml",
                    "numbering" => "/word/numbering.xml",
                    "footnotes" => "footnotes.xml",
                    _ => "endnotes.xml",
                };
                relations.push((name, name, target, ""));
                parts.push((format!("word/{name}.xml"), within(name, text)));
            }
        }
        parts.push(("word/_rels/document.xml.rels".to_owned(), relationships(&relations)));
        parts.extend(self.others.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        zipped(&parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect::<Vec<_>>())
    }

    #[track_caller]
    fn read(&self) -> Document {
        read(&self.bytes(), &LoadOptions::default()).unwrap_or_else(|trouble| panic!("{trouble:?}"))
    }
}

fn relationships(relations: &[(&str, &str, &str, &str)]) -> String {
    let relation = |(id, kind, target, more): &(&str, &str, &str, &str)| {
        format!(r#"<Relationship Id="{id}" Type="{OF}/{kind}" Target="{target}" {more}/>"#)
    };
    format!("{HEAD}<Relationships>{}</Relationships>", relations.iter().map(relation).collect::<String>())
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The blocks of a body, one a line: `#` before headings, `+` before lines that go on, cells between `|` with `>2` over two columns and `v2`
/// over two rows, `/` between rows.
#[track_caller]
fn blocks(body: &str) -> String {
    shown(&Parts { body, ..Parts::default() }.read())
}

fn shown(document: &Document) -> String {
    let block = |block: &Block| match block {
        Block::Text(line) => {
            let mark = if line.heading { "# " } else { "" };
            let on = if line.starts_paragraph { "" } else { "+ " };
            format!("{mark}{on}{}", line.paragraph.text)
        }
        Block::Grid(grid) => {
            let cell = |c: &GridCell| {
                let over = |mark: &str, n: u32| if n == 1 { String::new() } else { format!("{mark}{n}") };
                format!("{}{}{}", c.text, over(">", c.colspan), over("v", c.rowspan))
            };
            let row = |row: &Vec<GridCell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
            grid.rows.iter().map(row).collect::<Vec<_>>().join(" / ")
        }
    };
    document.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.problems.iter().map(|p| p.trouble.code()).collect()
}

#[track_caller]
fn refused(bytes: &[u8], options: &LoadOptions) -> Trouble {
    match read(bytes, options) {
        Ok(document) => panic!("was read: {}", shown(&document)),
        Err(trouble) => trouble,
    }
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A table of rows of cells. A text may begin with the properties of its cell.
fn table(widths: &[u32], rows: &[&[&str]]) -> String {
    let columns: String = widths.iter().map(|w| format!(r#"<w:gridCol w:w="{w}"/>"#)).collect();
    let rows: String = rows.iter().map(|row| format!("<w:tr>{}</w:tr>", row.iter().map(|c| cell(c)).collect::<String>())).collect();
    format!("<w:tbl><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>")
}

fn cell(text: &str) -> String {
    let from = text.rfind("/>").map_or(0, |at| at + 2);
    let (properties, text) = text.split_at(from);
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}
