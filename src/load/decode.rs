//! Bytes to text: encodings, and files that are not text at all.

use crate::catalogue::Trouble;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark; line ends are as they were.
    pub text: String,
    /// The encoding, where it had to be guessed.
    pub guessed: Option<&'static str>,
}

/// Decodes UTF-8, UTF-16 with a byte order mark, or GB18030 where the result is plausible Chinese.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Trouble> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Trouble::Empty {});
    }
    let (text, guessed) = if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        (utf8(rest)?, None)
    } else if bytes.starts_with(&[0xff, 0xfe]) {
        (utf16(bytes, encoding_rs::UTF_16LE)?, None)
    } else if bytes.starts_with(&[0xfe, 0xff]) {
        (utf16(bytes, encoding_rs::UTF_16BE)?, None)
    } else if bytes.contains(&0) {
        return Err(Trouble::NotText { kind: None });
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(e) => (gb18030(bytes, e.valid_up_to())?, Some("GB18030")),
        }
    };
    if text.contains('\0') {
        return Err(Trouble::NotText { kind: None });
    }
    if let Some(sample) = garbled(&text) {
        return Err(Trouble::Mojibake { sample });
    }
    if text.chars().all(|c| c.is_whitespace() || super::label::is_invisible(c)) {
        return Err(Trouble::Empty {});
    }
    Ok(Decoded { text, guessed })
}

fn utf8(bytes: &[u8]) -> Result<String, Trouble> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|e| Trouble::Encoding { line: line_of(bytes, e.valid_up_to()) })
}

fn utf16(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<String, Trouble> {
    let (text, errors) = encoding.decode_with_bom_removal(bytes);
    if errors { Err(Trouble::Encoding { line: 1 }) } else { Ok(text.into_owned()) }
}

/// GB18030, where most of what is not ASCII comes out as characters in daily use: the two-byte plane of GB 2312 and common punctuation.
fn gb18030(bytes: &[u8], valid_up_to: usize) -> Result<String, Trouble> {
    let trouble = Trouble::Encoding { line: line_of(bytes, valid_up_to) };
    let Some(text) = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes) else { return Err(trouble) };
    let (mut wide, mut chinese, mut private) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        wide += 1;
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff5e}' | '\u{2010}'..='\u{2026}' => chinese += 1,
            '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}' => private += 1,
            _ => {}
        }
    }
    let plausible = wide > 0 && chinese.saturating_mul(10) >= wide.saturating_mul(9) && private.saturating_mul(50) <= wide;
    if plausible { Ok(text.into_owned()) } else { Err(trouble) }
}

pub(super) fn line_of(bytes: &[u8], offset: usize) -> u32 {
    let lines = bytes.iter().take(offset).filter(|b| **b == b'\n').count();
    u32::try_from(lines).unwrap_or(u32::MAX).saturating_add(1)
}

/// A sample of text that was decoded wrongly and saved so, or lost to question marks.
///
/// Text that was UTF-8 and got read as GBK becomes mostly well-formed UTF-8 again when it is written as GBK; real Chinese never does.
pub(super) fn garbled(text: &str) -> Option<String> {
    let (mut wide, mut lost, mut questions) = (0usize, 0usize, 0usize);
    let (mut run, mut longest_run) = (0usize, 0usize);
    for c in text.chars() {
        if c == '?' {
            questions += 1;
            run += 1;
            longest_run = longest_run.max(run);
            continue;
        }
        run = 0;
        wide += usize::from(!c.is_ascii());
        lost += usize::from(c == '\u{fffd}');
    }
    let sample = |wanted: fn(char) -> bool| -> String {
        text.chars().skip_while(|c| !wanted(*c)).take_while(|c| *c != '\n').filter(|c| !c.is_control()).take(12).collect()
    };
    if lost > 0 && (lost.saturating_mul(50) > wide || lost > 20) {
        return Some(sample(|c| c == '\u{fffd}'));
    }
    // Whole words turned to question marks.
    if longest_run >= 4 && questions >= 12 && questions.saturating_mul(2) > wide {
        return Some(sample(|c| c == '?'));
    }
    let written: String = text.chars().filter(|c| !c.is_ascii() && *c != '\u{3000}' && *c != '\u{a0}').take(4000).collect();
    // GBK and not GB18030: its 0x80 is the euro sign that stands for a lost byte here.
    let (bytes, _, _) = encoding_rs::GBK.encode(&written);
    let again = String::from_utf8_lossy(&bytes);
    let (mut chinese, mut broken) = (0usize, 0usize);
    for c in again.chars() {
        chinese += usize::from(('\u{4e00}'..='\u{9fff}').contains(&c));
        broken += usize::from(c == '\u{fffd}');
    }
    let restored = chinese >= 4 && chinese > broken.saturating_mul(2);
    (restored || was_latin(text)).then(|| sample(|c| !c.is_ascii()))
}

/// Whether text is UTF-8 that was read as Latin-1 or Windows-1252: its characters, taken for bytes, are Chinese again.
fn was_latin(text: &str) -> bool {
    let mut bytes = Vec::new();
    for c in text.chars().filter(|c| !c.is_ascii()).take(4000) {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => {
                let one = c.to_string();
                let (encoded, _, unmappable) = encoding_rs::WINDOWS_1252.encode(&one);
                bytes.extend_from_slice(if unmappable { b"?" } else { &encoded });
            }
        }
    }
    let again = String::from_utf8_lossy(&bytes);
    let chinese = again.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let broken = again.chars().filter(|c| *c == '\u{fffd}').count();
    chinese >= 4 && chinese > broken
}
