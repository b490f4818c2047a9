//! The bytes of a page to its text. What a page says of its encoding is often wrong; what its bytes can be is not.

use crate::catalogue::Trouble;
use crate::load::decode::{Decoded, line_of};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its encoding is looked for.
const HEAD: usize = 1 << 14;

/// One character in that many may be broken in a page whose encoding is known otherwise.
const BROKEN: usize = 50;

/// Decodes a page. `told` is the encoding that came with it, as in the parts of a saved page.
pub(super) fn decode(bytes: &[u8], told: Option<&str>) -> Result<Decoded, Trouble> {
    let decoded = |text: String, guessed: Option<&'static Encoding>| Decoded { text, guessed: guessed.map(name) };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or(&[]));
        return if broken && !is_sound(&text) {
            Err(Trouble::Encoding { line: 1 })
        } else {
            without_zeros(decoded(text.into_owned(), None))
        };
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        return if broken { Err(Trouble::NotText { kind: None }) } else { without_zeros(decoded(text.into_owned(), Some(encoding))) };
    }
    if bytes.contains(&0) {
        return Err(Trouble::NotText { kind: None });
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(decoded(text.to_owned(), None)),
        Err(e) => e.valid_up_to(),
    };
    let declared = told.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| declared(bytes));
    // GBK is a part of GB18030, which writes the characters it lacks.
    let declared = declared.map(|e| if e == GBK { GB18030 } else { e });
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    let detected = if detected == GBK { GB18030 } else { detected };
    let whole = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
        is_chinese(&text).then_some(text)
    };
    let nearly = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
        (is_chinese(&text) && is_sound(&text)).then_some(text)
    };
    let declared_otherwise = declared.filter(|e| *e != UTF_8);
    if let Some(encoding) = declared_otherwise
        && let Some(text) = whole(encoding).or_else(|| nearly(encoding))
    {
        return Ok(decoded(text, None));
    }
    if let Some(text) = nearly(UTF_8) {
        return Ok(decoded(text, None));
    }
    for encoding in [GB18030, detected] {
        if let Some(text) = whole(encoding).or_else(|| nearly(encoding)) {
            return Ok(decoded(text, Some(encoding)));
        }
    }
    Err(Trouble::Encoding { line: line_of(bytes, valid) })
}

/// What an encoding is called in sentences.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

fn without_zeros(decoded: Decoded) -> Result<Decoded, Trouble> {
    if decoded.text.contains('\0') { Err(Trouble::NotText { kind: None }) } else { Ok(decoded) }
}

/// UTF-16 without its mark: the `<` a page begins with has a zero beside it.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [first, 0, second, 0] if *first != 0 && *second != 0 => Some(UTF_16LE),
        [0, first, 0, second] if *first != 0 && *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether few enough characters are broken.
fn is_sound(text: &str) -> bool {
    let (mut wide, mut broken) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        wide += 1;
        broken += usize::from(c == '\u{fffd}');
    }
    broken.saturating_mul(BROKEN) <= wide
}

/// Whether most of what is not ASCII is Chinese, with its punctuation: what is read in a wrong encoding is not.
fn is_chinese(text: &str) -> bool {
    let (mut wide, mut chinese, mut private) = (0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        wide += 1;
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff5e}' | '\u{2010}'..='\u{2026}' | '\u{a0}' | '\u{b7}' => {
                chinese += 1;
            }
            '\u{e000}'..='\u{f8ff}' | '\u{80}'..='\u{9f}' => private += 1,
            _ => {}
        }
    }
    wide > 0 && chinese.saturating_mul(10) >= wide.saturating_mul(9) && private.saturating_mul(50) <= wide
}

/// The encoding a page says it is in: `<meta charset="gbk">`, `<meta … content="text/html; charset=gbk">`, `<?xml … encoding="gbk"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes).to_ascii_lowercase();
    let head: String = head.iter().map(|b| if b.is_ascii() { char::from(*b) } else { '?' }).collect();
    let in_tag = |tag: &str, word: &str| {
        head.match_indices(tag).find_map(|(at, _)| {
            let inside = head.get(at..)?;
            let inside = inside.get(..inside.find('>')?)?;
            let label = inside.split_once(word)?.1.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
            let end = label.find(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | ';' | '/' | '?')).unwrap_or(label.len());
            Encoding::for_label(label.get(..end)?.as_bytes())
        })
    };
    in_tag("<meta", "charset").or_else(|| in_tag("<?xml", "encoding"))
}
