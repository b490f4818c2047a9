//! Excel 97 files (and those of Excel 5, which are older yet): a stream of records in a compound file.

use super::compound::{Compound, number_at};
use super::format::Format;
use super::number::Number;
use super::{Sheet, Text, error_name};
use crate::catalogue::Trouble;
use crate::load::cells::Position;
use crate::load::{Kind, LoadOptions};
use std::collections::{BTreeMap, BTreeSet};

// Records, by their numbers.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const CONTINUE: u16 = 0x003c;
const PASSWORD: u16 = 0x002f;
const CODE_PAGE: u16 = 0x0042;
const FROM_1904: u16 = 0x0022;
const FORMAT: u16 = 0x041e;
const STYLE: u16 = 0x00e0;
const SHEET: u16 = 0x0085;
const STRINGS: u16 = 0x00fc;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
const BLANK: u16 = 0x0201;
const BLANKS: u16 = 0x00be;
const NUMBER: u16 = 0x0203;
const PACKED: u16 = 0x027e;
const PACKED_ROW: u16 = 0x00bd;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00d6;
const SHARED_LABEL: u16 = 0x00fd;
const TRUTH_OR_ERROR: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
const FORMULA_TEXT: u16 = 0x0207;
const MERGES: u16 = 0x00e5;

/// A sheet has no more columns than this, hidden or not.
const MOST_RANGES: usize = 256;

/// A record: its number, and what it holds.
type Record<'s> = (u16, &'s [u8]);

/// The sheets of a file.
pub(super) fn read(bytes: &[u8], options: &LoadOptions) -> Result<Vec<Sheet>, Trouble> {
    let kind = Kind::Excel97.name();
    let damaged = || Trouble::Damaged { kind };
    let file = Compound::open(bytes).ok_or_else(damaged)?;
    let name = if file.has("Workbook") { "Workbook" } else { "Book" };
    let stream = file.stream(name).ok_or_else(damaged)?;
    let mut book = Book { stream: &stream, old: false, encoding: encoding_rs::GB18030, late: false, ..Book::default() };
    let mut left = Text::new(options);
    book.globals(&mut left).map_err(|fault| fault.trouble(kind))?;
    let places = std::mem::take(&mut book.places);
    let mut sheets = Vec::new();
    for (at, mut sheet) in places {
        book.sheet(at, &mut sheet, &mut left).map_err(|fault| fault.trouble(kind))?;
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Why a stream is not read on.
enum Fault {
    Damaged,
    Encrypted,
    Other(Trouble),
}

impl Fault {
    fn trouble(self, kind: &'static str) -> Trouble {
        match self {
            Fault::Damaged => Trouble::Damaged { kind },
            Fault::Encrypted => Trouble::Encrypted { kind },
            Fault::Other(trouble) => trouble,
        }
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Fault {
        Fault::Other(trouble)
    }
}

struct Book<'s> {
    stream: &'s [u8],
    /// A file of Excel 5, whose text is in a code page.
    old: bool,
    encoding: &'static encoding_rs::Encoding,
    /// Whether days are counted from 1904.
    late: bool,
    formats: BTreeMap<u32, Format>,
    /// The number format of each style.
    styles: Vec<u32>,
    strings: Vec<String>,
    /// Where each sheet begins.
    places: Vec<(usize, Sheet)>,
}

impl Default for Book<'_> {
    fn default() -> Self {
        Book {
            stream: &[],
            old: false,
            encoding: encoding_rs::GB18030,
            late: false,
            formats: BTreeMap::new(),
            styles: Vec::new(),
            strings: Vec::new(),
            places: Vec::new(),
        }
    }
}

/// The record at `at`, and where the next one is.
fn record(stream: &[u8], at: usize) -> Option<(Record<'_>, usize)> {
    let number = u16_at(stream, at)?;
    let from = at.checked_add(4)?;
    let to = from.checked_add(usize::from(u16_at(stream, at + 2)?))?;
    Some(((number, stream.get(from..to)?), to))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    u16::try_from(number_at::<2>(bytes, at)?).ok()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    u32::try_from(number_at::<4>(bytes, at)?).ok()
}

/// The row and the column a record of a cell begins with.
fn position(data: &[u8]) -> Option<Position> {
    Some((u16_at(data, 0)?.into(), u16_at(data, 2)?.into()))
}

impl Book<'_> {
    /// Reads what holds for all sheets.
    fn globals(&mut self, left: &mut Text) -> Result<(), Fault> {
        let mut at = 0;
        loop {
            let ((number, data), next) = record(self.stream, at).ok_or(Fault::Damaged)?;
            match number {
                BEGIN => self.old = u16_at(data, 0).ok_or(Fault::Damaged)? < 0x0600,
                END => return Ok(()),
                PASSWORD => return Err(Fault::Encrypted),
                CODE_PAGE => self.encoding = code_page(u16_at(data, 0).unwrap_or(0)),
                FROM_1904 => self.late = u16_at(data, 0) == Some(1),
                FORMAT => {
                    let code = if self.old { self.short_text(data.get(2..)) } else { self.text(data.get(2..)) };
                    if let (Some(id), Some(code)) = (u16_at(data, 0), code) {
                        self.formats.insert(id.into(), Format::of(&code));
                    }
                }
                STYLE => self.styles.push(u16_at(data, 2).unwrap_or(0).into()),
                SHEET => self.place(data, left)?,
                STRINGS => {
                    let mut pieces = vec![data];
                    let mut more = next;
                    while let Some(((CONTINUE, data), next)) = record(self.stream, more) {
                        pieces.push(data);
                        more = next;
                    }
                    self.strings = Strings { pieces, piece: 0, at: 0 }.read(left)?;
                }
                _ => {}
            }
            at = next;
        }
    }

    /// A sheet the file names, unless it is a chart or a macro.
    fn place(&mut self, data: &[u8], left: &mut Text) -> Result<(), Fault> {
        let at = usize::try_from(u32_at(data, 0).ok_or(Fault::Damaged)?).map_err(|_| Fault::Damaged)?;
        let (state, kind) = (data.get(4).ok_or(Fault::Damaged)?, data.get(5).ok_or(Fault::Damaged)?);
        let name = self.short_text(data.get(6..)).ok_or(Fault::Damaged)?;
        if *kind == 0 {
            left.take_cell()?;
            self.places.push((at, Sheet::named(&name, state & 3 != 0)));
        }
        Ok(())
    }

    /// A text with its length in one byte.
    fn short_text(&self, data: Option<&[u8]>) -> Option<String> {
        let data = data?;
        let length = usize::from(*data.first()?);
        self.characters(data.get(1..)?, length)
    }

    /// A text with its length in two bytes.
    fn text(&self, data: Option<&[u8]>) -> Option<String> {
        let data = data?;
        let length = usize::from(u16_at(data, 0)?);
        self.characters(data.get(2..)?, length)
    }

    fn characters(&self, data: &[u8], length: usize) -> Option<String> {
        if self.old {
            return Some(self.encoding.decode_without_bom_handling(data.get(..length)?).0.into_owned());
        }
        let wide = data.first()? & 1 == 1;
        let bytes = data.get(1..)?;
        if length == 0 {
            return Some(String::new());
        }
        Some(String::from_utf16_lossy(&units(bytes.get(..if wide { length * 2 } else { length })?, wide)))
    }

    fn sheet(&self, at: usize, sheet: &mut Sheet, left: &mut Text) -> Result<(), Fault> {
        let mut at = at;
        let mut depth = 0usize;
        let mut hidden_rows: BTreeSet<u32> = BTreeSet::new();
        let mut hidden_columns: Vec<(u32, u32)> = Vec::new();
        let mut awaited: Option<Position> = None;
        loop {
            let ((number, data), next) = record(self.stream, at).ok_or(Fault::Damaged)?;
            at = next;
            match number {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                // A chart within the sheet.
                _ if depth != 1 => {}
                ROW if u32_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                    hidden_rows.extend(u16_at(data, 0).map(u32::from));
                }
                COLUMNS if hidden_columns.len() < MOST_RANGES && u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                    hidden_columns.extend(u16_at(data, 0).zip(u16_at(data, 2)).map(|(first, last)| (first.into(), last.into())));
                }
                MERGES => {
                    for range in data.get(2..).unwrap_or(&[]).chunks_exact(8) {
                        let edge = |at| u16_at(range, at).map_or(0, u32::from);
                        sheet.merge((edge(0), edge(4)), (edge(2), edge(6)), left)?;
                    }
                }
                FORMULA_TEXT => {
                    if let Some(position) = awaited.take() {
                        sheet.put(position, self.text(Some(data)).ok_or(Fault::Damaged)?, left)?;
                    }
                }
                _ => self.cell(number, data, sheet, &mut awaited, left).ok_or(Fault::Damaged)??,
            }
        }
        sheet.count_hidden(&hidden_rows, &hidden_columns);
        Ok(())
    }

    /// Reads the record of a cell, or of cells side by side; `None` where it breaks off.
    fn cell(
        &self,
        number: u16,
        data: &[u8],
        sheet: &mut Sheet,
        awaited: &mut Option<Position>,
        left: &mut Text,
    ) -> Option<Result<(), Trouble>> {
        let shown = |style: Option<u16>, number: Option<Number>| match number {
            Some(number) => self.format(style).show(number, self.late),
            None => error_name(0x24).to_owned(),
        };
        let text = match number {
            BLANK => String::new(),
            BLANKS => {
                let last = u16_at(data, data.len().checked_sub(2)?)?;
                let (row, first) = position(data)?;
                sheet.cells.mark(row, first, u32::from(last).max(first));
                return Some(Ok(()));
            }
            NUMBER => shown(u16_at(data, 4), Number::from_bits(number_at::<8>(data, 6)?)),
            PACKED => shown(u16_at(data, 4), packed(u32_at(data, 6)?)),
            PACKED_ROW => {
                let (row, first) = position(data)?;
                let cells = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(6);
                for (cell, column) in cells.zip(first..) {
                    let text = shown(u16_at(cell, 0), packed(u32_at(cell, 2)?));
                    if let Err(trouble) = sheet.put((row, column), text, left) {
                        return Some(Err(trouble));
                    }
                }
                return Some(Ok(()));
            }
            LABEL | RICH_LABEL => self.text(data.get(6..))?,
            SHARED_LABEL => self.strings.get(usize::try_from(u32_at(data, 6)?).ok()?)?.clone(),
            TRUTH_OR_ERROR => match (data.get(6)?, data.get(7)?) {
                (truth, 0) => truth_name(*truth).to_owned(),
                (error, _) => error_name(*error).to_owned(),
            },
            FORMULA => match self.result(data)? {
                Some(text) => text,
                None => {
                    *awaited = Some(position(data)?);
                    return Some(Ok(()));
                }
            },
            _ => return Some(Ok(())),
        };
        let position = position(data)?;
        if number == FORMULA && text == UNCALCULATED {
            sheet.uncalculated.push(position);
        }
        Some(sheet.put(position, text, left))
    }

    /// The stored result of a formula; an inner `None` where it is a text, which comes in a record of its own.
    fn result(&self, data: &[u8]) -> Option<Option<String>> {
        let value = number_at::<8>(data, 6)?;
        if value >> 48 != 0xffff {
            let number = Number::from_bits(value);
            return Some(Some(number.map_or(error_name(0x24).to_owned(), |n| self.format(u16_at(data, 4)).show(n, self.late))));
        }
        let byte = *data.get(8)?;
        Some(match value & 0xff {
            0 => None,
            1 => Some(truth_name(byte).to_owned()),
            2 => Some(error_name(byte).to_owned()),
            // An empty text: what a formula with an empty text in it comes to, or one that was never calculated.
            _ => {
                let formula = data.get(22..).unwrap_or(&[]);
                let says_nothing = formula.windows(2).any(|w| w == [0x17, 0]);
                Some(if says_nothing { String::new() } else { UNCALCULATED.to_owned() })
            }
        })
    }

    fn format(&self, style: Option<u16>) -> Format {
        let id = style.and_then(|s| self.styles.get(usize::from(s))).copied().unwrap_or(0);
        self.formats.get(&id).cloned().unwrap_or_else(|| Format::built_in(id))
    }
}

/// What stands for a formula whose text is not known.
const UNCALCULATED: &str = "=";

fn truth_name(byte: u8) -> &'static str {
    if byte == 0 { "FALSE" } else { "TRUE" }
}

/// A number in thirty bits: a whole number, or the upper part of a binary fraction; in hundredths, where it says so.
fn packed(bits: u32) -> Option<Number> {
    let number = if bits & 2 == 2 {
        let whole = i32::from_le_bytes(bits.to_le_bytes()) >> 2;
        Some(Number::whole(whole))
    } else {
        Number::from_bits(u64::from(bits & !3) << 32)
    };
    number.map(|n| if bits & 1 == 1 { n.moved(-2) } else { n })
}

fn code_page(number: u16) -> &'static encoding_rs::Encoding {
    match number {
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        1250..=1258 | 0x8000..=0x8001 => encoding_rs::WINDOWS_1252,
        _ => encoding_rs::GB18030,
    }
}

fn units(bytes: &[u8], wide: bool) -> Vec<u16> {
    if wide { bytes.chunks_exact(2).filter_map(|c| u16_at(c, 0)).collect() } else { bytes.iter().map(|b| u16::from(*b)).collect() }
}

/// The strings all sheets share, in a record and those that continue it.
struct Strings<'s> {
    pieces: Vec<&'s [u8]>,
    piece: usize,
    at: usize,
}

impl Strings<'_> {
    fn read(mut self, left: &mut Text) -> Result<Vec<String>, Fault> {
        self.skip(4).ok_or(Fault::Damaged)?;
        let count = self.number::<4>().ok_or(Fault::Damaged)?;
        let mut strings = Vec::new();
        for _ in 0..count {
            // Some programs say there are more than there are.
            if self.is_at_end() {
                break;
            }
            let text = self.string().ok_or(Fault::Damaged)?;
            left.take(text.len().max(size_of::<String>()))?;
            strings.push(text);
        }
        Ok(strings)
    }

    fn string(&mut self) -> Option<String> {
        let length = usize::try_from(self.number::<2>()?).ok()?;
        let flags = self.number::<1>()?;
        let mut wide = flags & 1 != 0;
        let runs = if flags & 8 != 0 { self.number::<2>()? * 4 } else { 0 };
        let spoken = if flags & 4 != 0 { self.number::<4>()? } else { 0 };
        let mut text: Vec<u16> = Vec::new();
        while text.len() < length {
            if self.at >= self.pieces.get(self.piece)?.len() {
                // Where characters go on in another record, it says anew how wide they are.
                self.piece += 1;
                self.at = 1;
                wide = self.pieces.get(self.piece)?.first()? & 1 != 0;
            }
            let rest = self.pieces.get(self.piece)?.get(self.at..)?;
            let size = if wide { 2 } else { 1 };
            let count = (rest.len() / size).min(length - text.len());
            if count == 0 && !rest.is_empty() {
                return None;
            }
            text.extend(units(rest.get(..count * size)?, wide));
            self.at += count * size;
        }
        // How it is set, and how it is spoken.
        self.skip(usize::try_from(runs + spoken).ok()?)?;
        Some(String::from_utf16_lossy(&text))
    }

    /// A number, which is never broken over two records by Excel, and is by others.
    fn number<const N: usize>(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..N {
            self.settle();
            number |= u64::from(*self.pieces.get(self.piece)?.get(self.at)?) << (8 * place);
            self.at += 1;
        }
        Some(number)
    }

    fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > 0 {
            self.settle();
            let step = bytes.min(self.pieces.get(self.piece)?.len() - self.at);
            if step == 0 {
                return None;
            }
            self.at += step;
            bytes -= step;
        }
        Some(())
    }

    /// Goes on to the next record that holds anything.
    fn settle(&mut self) {
        while self.pieces.get(self.piece).is_some_and(|p| self.at >= p.len()) {
            self.piece += 1;
            self.at = 0;
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.settle();
        self.piece >= self.pieces.len()
    }
}
