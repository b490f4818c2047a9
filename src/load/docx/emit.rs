//! Pieces → blocks, counted: each paragraph and each grid gets its place.

use super::model::Piece;
use super::tables::{Layout, layouts};
use crate::catalogue::Trouble;
use crate::load::document::{Block, Grid, Line};
use crate::load::{LoadOptions, widen};
use crate::report::{Paragraph, Place};

/// The blocks of a document.
pub(super) fn blocks(pieces: Vec<Piece>, options: &LoadOptions) -> Result<Vec<Block>, Trouble> {
    let mut emitter = Emitter { blocks: Vec::new(), paragraphs: 0, tables: 0, lines: 0, most_lines: options.max_lines };
    emitter.pieces(pieces)?;
    Ok(emitter.blocks)
}

struct Emitter {
    blocks: Vec<Block>,
    paragraphs: u32,
    tables: u32,
    lines: usize,
    most_lines: usize,
}

impl Emitter {
    /// Cells within cells are as deep as the elements they were, which is counted.
    fn pieces(&mut self, pieces: Vec<Piece>) -> Result<(), Trouble> {
        for piece in pieces {
            match piece {
                // A number without a text is printed, and says nothing.
                Piece::Paragraph(paragraph) if paragraph.is_blank() => {}
                Piece::Paragraph(paragraph) => {
                    self.paragraphs = self.paragraphs.saturating_add(1);
                    let mut starts_paragraph = true;
                    for text in paragraph.lines() {
                        self.line(text, paragraph.heading, starts_paragraph)?;
                        starts_paragraph = false;
                    }
                }
                Piece::Table(table) => {
                    for layout in layouts(table) {
                        match layout {
                            Layout::Cells(cells) => {
                                for cell in cells {
                                    self.pieces(cell.pieces)?;
                                }
                            }
                            Layout::Grid(table) => {
                                self.tables = self.tables.saturating_add(1);
                                self.blocks.push(Block::Grid(table.grid(self.tables)));
                            }
                        }
                    }
                }
                Piece::Taken(blocks) => self.taken(blocks)?,
            }
        }
        Ok(())
    }

    fn line(&mut self, text: String, heading: bool, starts_paragraph: bool) -> Result<(), Trouble> {
        self.lines += 1;
        if self.lines > self.most_lines {
            return Err(Trouble::TooLarge { what: "lines", limit: widen(self.most_lines) });
        }
        let place = Place { paragraph: Some(self.paragraphs), ..Place::default() };
        let paragraph = Paragraph { text, pieces: vec![(0, place)] };
        self.blocks.push(Block::Text(Line { paragraph, heading, starts_paragraph }));
        Ok(())
    }

    /// Counts what another document holds as if it had been written here.
    fn taken(&mut self, blocks: Vec<Block>) -> Result<(), Trouble> {
        for block in blocks {
            match block {
                Block::Text(line) => {
                    self.paragraphs = self.paragraphs.saturating_add(1);
                    self.line(line.paragraph.text, line.heading, line.starts_paragraph)?;
                }
                Block::Grid(Grid { mut rows }) => {
                    self.tables = self.tables.saturating_add(1);
                    for (row, number) in rows.iter_mut().zip(1..) {
                        for (cell, cell_number) in row.iter_mut().zip(1..) {
                            let table = Some(self.tables);
                            cell.place = Place { table, row: Some(number), cell: Some(cell_number), ..Place::default() };
                        }
                    }
                    self.blocks.push(Block::Grid(Grid { rows }));
                }
            }
        }
        Ok(())
    }
}
