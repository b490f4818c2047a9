//! Pages as they are met, small and invented, and what must come of them.

mod archives;
mod encodings;
mod hostile;
mod pages;
mod reports;
mod tables;

use crate::catalogue::Trouble;
use crate::load::LoadOptions;
use crate::load::document::{Block, Document};

fn read(page: impl AsRef<[u8]>) -> Result<Document, Trouble> {
    super::read(page.as_ref(), &LoadOptions::default())
}

/// The blocks of a page, one a line: `# ` a heading, `- ` a line that goes on a paragraph, `| ` a row of a grid, with the spans of its cells.
#[track_caller]
fn blocks(page: impl AsRef<[u8]>) -> String {
    show(&read(page).unwrap_or_else(|trouble| panic!("{trouble:?}")))
}

fn show(document: &Document) -> String {
    let mut lines = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Text(line) => {
                let mark = match (line.heading, line.starts_paragraph) {
                    (true, _) => "# ",
                    (false, false) => "- ",
                    (false, true) => "",
                };
                lines.push(format!("{mark}{}", line.paragraph.text));
            }
            Block::Grid(grid) => lines.extend(grid.rows.iter().map(|row| {
                let cells = row.iter().map(|c| match (c.rowspan, c.colspan) {
                    (1, 1) => c.text.clone(),
                    (rows, columns) => format!("{}({rows}x{columns})", c.text),
                });
                format!("| {}", cells.collect::<Vec<_>>().join(" | ")).trim_end().to_owned()
            })),
        }
    }
    lines.join("\n")
}

/// The cells of the only row of a table, which stand in the page as `cells`.
#[track_caller]
fn row(cells: &str) -> String {
    let shown = blocks(format!("<html><body><table><tr>{cells}</tr></table></body></html>"));
    shown.strip_prefix("| ").unwrap_or_else(|| panic!("no row: {shown}")).to_owned()
}
