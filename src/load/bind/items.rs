//! A document as a row of items: words of labels, and runs of figures. Grids and plain lines become the same thing here, so that a table which
//! is half one and half the other (a page break, a copied column) is still one table.

use super::vocabulary::Vocabulary;
use crate::load::document::Grid;
use crate::load::label;
use crate::load::numbers;
use crate::load::paragraphs::{Places, is_furniture};
use crate::load::sections::{Content, Entry};
use crate::report::{CellState, Paragraph, Place};
use crate::value::Unit;

/// A word of a label or a run of figures.
#[derive(Debug)]
pub(super) struct Item {
    /// Index of the entry it comes from.
    pub entry: usize,
    /// Index of the section it stands in.
    pub section: Option<usize>,
    /// What it is.
    pub what: What,
}

/// What an item is.
#[derive(Debug)]
pub(super) enum What {
    /// A word.
    Word(Word),
    /// A run of figures.
    Run(Run),
}

/// Words that stand together: a cell, or what stands between two spaces or numbering marks of a line.
#[derive(Debug)]
pub(super) struct Word {
    /// As compared.
    pub key: String,
    /// The numbering mark before it, without its punctuation.
    pub mark: Option<String>,
    /// As printed.
    pub raw: String,
    /// Where.
    pub place: Place,
    /// Row and column of its grid.
    pub at: Option<At>,
}

/// A position in a grid of the document, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub grid: usize,
    pub row: usize,
    pub column: usize,
    /// How many columns it covers.
    pub span: usize,
}

/// The figures of one printed row.
#[derive(Debug)]
pub(super) struct Run {
    /// Cells in order, blank ones too where there are cells.
    pub cells: Vec<RunCell>,
    /// Grid and row, where it is of a grid.
    pub at: Option<(usize, usize)>,
    /// How many columns its printed row has.
    pub width: usize,
    /// Whether figures stand one to a line, so that more of them may follow.
    pub lone: bool,
}

/// A cell of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunCell {
    pub text: String,
    pub place: Place,
    /// Column of its grid; its number in the run where there is none.
    pub column: usize,
    /// How many columns it covers.
    pub span: usize,
    pub kind: Kind,
}

/// What stands in a cell, before its column is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Figure,
    Text,
}

impl Run {
    /// Cells with something in them.
    pub fn filled(&self) -> impl Iterator<Item = &RunCell> {
        self.cells.iter().filter(|c| c.kind != Kind::Blank)
    }

    /// Whether no blank cell stands among its figures.
    pub fn is_unbroken(&self) -> bool {
        let filled = |c: &RunCell| c.kind != Kind::Blank;
        let (first, last) = (self.cells.iter().position(filled), self.cells.iter().rposition(filled));
        first.zip(last).is_none_or(|(first, last)| self.cells.get(first..=last).is_some_and(|c| c.iter().all(filled)))
    }

    /// Where its first figure stands.
    pub fn place(&self) -> Option<Place> {
        self.filled().next().or(self.cells.first()).map(|c| c.place.clone())
    }

    /// Its figures as they stand.
    pub fn text(&self) -> String {
        self.filled().map(|c| c.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Turns the entries of a document into items.
pub(super) fn items(entries: &[Entry<'_>], vocabulary: &Vocabulary) -> Vec<Item> {
    let mut found = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match &entry.content {
            Content::Grid(grid) => {
                let mut whats = Vec::new();
                grid_items(grid, index, vocabulary, &mut whats);
                found.extend(whats.into_iter().map(|what| Item { entry: index, section: entry.section, what }));
            }
            Content::Text(line) => {
                if is_furniture(&line.paragraph.text) || is_number_of_table(&line.paragraph.text) {
                    continue;
                }
                let whats = line_items(&line.paragraph, vocabulary);
                let previous = found.last_mut().filter(|i: &&mut Item| i.section == entry.section).map(|i| &mut i.what);
                if let ([What::Run(next)], Some(What::Run(run))) = (whats.as_slice(), previous)
                    && next.lone
                    && run.lone
                {
                    let column = run.cells.len();
                    run.cells.extend(next.cells.iter().cloned().map(|c| RunCell { column, ..c }));
                    run.width = run.cells.len();
                    continue;
                }
                found.extend(whats.into_iter().map(|what| Item { entry: index, section: entry.section, what }));
            }
        }
    }
    found
}

/// Whether a line only numbers the table below it: 附表四, 表4：.
pub(super) fn is_number_of_table(text: &str) -> bool {
    let text: String = text.chars().map(label::fold).filter(|c| !c.is_whitespace()).collect();
    let text = text.strip_prefix('附').unwrap_or(&text);
    let Some(number) = text.strip_prefix(['表', '件']) else { return false };
    let number = number.trim_end_matches([':', '.', '、']);
    (1..=3).contains(&number.chars().count()) && number.chars().all(|c| c.is_ascii_digit() || label::is_ordinal(c))
}

/// What stands in a cell of whatever column.
fn kind(text: &str) -> Kind {
    let states = ["件", "元"].map(|unit| numbers::parse_cell(text, &Unit::new(unit)).state);
    if states.contains(&CellState::Blank) {
        Kind::Blank
    } else if states.iter().any(|s| matches!(s, CellState::Number(_) | CellState::Placeholder)) {
        Kind::Figure
    } else {
        Kind::Text
    }
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn words_of(text: &str, place: &Place, at: Option<At>, vocabulary: &Vocabulary, found: &mut Vec<What>) {
    for part in label::parts(text, false) {
        let word = |key: String, mark| What::Word(Word { key, mark, raw: text.to_owned(), place: place.clone(), at });
        match vocabulary.split_group(&part.key) {
            Some((group, rest)) => found.extend([word(group, part.mark), word(rest, None)]),
            None => found.push(word(part.key, part.mark)),
        }
    }
}

fn grid_items(grid: &Grid, entry: usize, vocabulary: &Vocabulary, found: &mut Vec<What>) {
    for (row, (printed, (columns, width))) in grid.rows.iter().zip(grid.columns()).enumerate() {
        let cells: Vec<RunCell> = printed
            .iter()
            .zip(columns)
            .map(|(cell, column)| RunCell {
                text: cell.text.clone(),
                place: cell.place.clone(),
                column,
                span: usize::try_from(cell.colspan).unwrap_or(1).max(1),
                kind: kind(&cell.text),
            })
            .collect();
        // A number before the label numbers the row.
        let mut filled = cells.iter().enumerate().filter(|(_, c)| c.kind != Kind::Blank);
        let serial = match (filled.next(), filled.next()) {
            (Some((i, first)), Some((_, second))) if first.kind == Kind::Figure && is_label(second) => i + 1,
            _ => 0,
        };
        let body = cells.get(serial..).unwrap_or(&[]);
        let first_figure = body.iter().position(|c| c.kind == Kind::Figure);
        let label_end = match first_figure {
            Some(figure) => body.iter().take(figure).rposition(is_label).map_or(0, |p| p + 1),
            None => body.iter().rposition(is_label).map_or(0, |p| p + 1),
        };
        let (labels, values) = body.split_at(label_end.min(body.len()));
        let before = found.len();
        for cell in labels.iter().filter(|c| c.kind != Kind::Blank) {
            words_of(&cell.text, &cell.place, Some(At { grid: entry, row, column: cell.column, span: cell.span }), vocabulary, found);
        }
        let filled = values.iter().any(|c| c.kind != Kind::Blank);
        let last_is_row = || match found.get(before..).and_then(|w| w.last()) {
            Some(What::Word(word)) => vocabulary.is_row(&word.key),
            _ => false,
        };
        let empty = labels.is_empty() && values.len() > 1;
        if filled || empty || (!values.is_empty() && last_is_row()) {
            found.push(What::Run(Run { cells: values.to_vec(), at: Some((entry, row)), width, lone: false }));
        }
    }
}

fn is_label(cell: &RunCell) -> bool {
    cell.kind == Kind::Text && is_chinese(&cell.text)
}

/// Splits a line into words and the figures it ends with.
fn line_items(paragraph: &Paragraph, vocabulary: &Vocabulary) -> Vec<What> {
    let text = paragraph.text.as_str();
    let mut tokens: Vec<(usize, &str)> = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(i),
            (true, Some(s)) => {
                tokens.extend(text.get(s..i).map(|t| (s, t)));
                start = None;
            }
            _ => {}
        }
    }
    let mut words_end = tokens.iter().rposition(|(_, t)| !is_stream_figure(t) && !numbers::is_placeholder(t)).map_or(0, |p| p + 1);
    // 无 alone is no figure: it is half of many a broken label.
    while tokens.get(words_end).is_some_and(|(_, t)| !is_stream_figure(t)) {
        words_end += 1;
    }
    let mut found = Vec::new();
    let mut figures: Vec<(usize, &str)> = tokens.get(words_end..).unwrap_or(&[]).to_vec();
    let mut words: Vec<(usize, &str)> = tokens.get(..words_end).unwrap_or(&[]).to_vec();
    if figures.is_empty()
        && let Some((at, token)) = words.last().copied()
    {
        // 行政许可97: figures glued to the label of a row.
        let digits = token.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').map(char::len_utf8).sum::<usize>();
        let cut = token.len() - digits;
        let label = token.get(..cut).unwrap_or("");
        if digits > 0 && vocabulary.is_row(&label::key(label)) {
            words.pop();
            words.push((at, label));
            figures.push((at + cut, token.get(cut..).unwrap_or("")));
        }
    }
    let mut places = Places::of(paragraph);
    let mut from = None;
    for (at, token) in &words {
        // A mark cut off by a space (`3. 其他`) belongs to the word after it.
        let start = from.take().unwrap_or(*at);
        if label::key(token).is_empty() || label::parts(token, false).is_empty() {
            from = Some(start);
            continue;
        }
        let whole = text.get(start..at + token.len()).unwrap_or(token);
        words_of(whole, &places.at(start), None, vocabulary, &mut found);
    }
    if !figures.is_empty() {
        let lone = words.is_empty() && figures.len() == 1;
        let cells: Vec<RunCell> = figures
            .iter()
            .enumerate()
            .map(|(column, (at, token))| RunCell { text: (*token).to_owned(), place: places.at(*at), column, span: 1, kind: Kind::Figure })
            .collect();
        let width = cells.len();
        found.push(What::Run(Run { cells, at: None, width, lone }));
    }
    found
}

/// Whether a token of a line is a figure in digits, or a stroke that stands for one. Chinese numerals are not: lines are full of ordinals.
fn is_stream_figure(token: &str) -> bool {
    let has_digit = token.chars().any(|c| label::fold(c).is_ascii_digit());
    if !has_digit {
        return numbers::is_placeholder(token) && !token.chars().any(char::is_alphabetic);
    }
    token.chars().next().is_some_and(|c| label::fold(c).is_ascii_digit() || c == '+' || numbers::is_dash(c)) && kind(token) == Kind::Figure
}

/// Whether a line is figures and nothing else.
pub(super) fn is_only_figures(line: &str) -> bool {
    line.split_whitespace().all(is_stream_figure)
}
