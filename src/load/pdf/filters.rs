//! What a stream unpacks to, up to a limit: the interpreter knows none.

use flate2::{Decompress, FlushDecompress, Status};
use std::borrow::Cow;

/// How a stream is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filter {
    Flate,
    Lzw,
    RunLength,
    Hex,
    Base85,
    /// A picture, which is never unpacked.
    Picture,
}

/// More than the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMuch;

/// What a stream unpacks to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unpacked {
    pub data: Vec<u8>,
    /// Whether it is all there, as far as can be known: what was deflated has an end, and a sum of what it was.
    pub whole: bool,
}

/// Undoes the filters of a stream, one after the other, as long as no step comes to more than `limit` bytes. What is broken is unpacked as far
/// as it goes.
pub(super) fn unpack(data: &[u8], filters: impl IntoIterator<Item = Filter>, limit: usize) -> Result<Unpacked, TooMuch> {
    let mut current = Cow::Borrowed(data);
    let mut whole = true;
    for filter in filters {
        current = Cow::Owned(match filter {
            Filter::Flate => {
                let inflated = inflate(&current, limit)?;
                whole &= inflated.whole;
                inflated.data
            }
            Filter::Lzw => lzw(&current, limit)?,
            Filter::RunLength => run_length(&current, limit)?,
            Filter::Hex => hex(&current),
            Filter::Base85 => base85(&current, limit)?,
            Filter::Picture => Vec::new(),
        });
    }
    Ok(Unpacked { data: current.into_owned(), whole })
}

/// Inflates, with the header of zlib or without.
fn inflate(data: &[u8], limit: usize) -> Result<Unpacked, TooMuch> {
    let with_header = inflate_as(data, true, limit)?;
    if with_header.whole || data.is_empty() {
        return Ok(Unpacked { data: with_header.data, whole: true });
    }
    if with_header.data.is_empty() {
        let bare = inflate_as(data, false, limit)?;
        if bare.whole {
            return Ok(Unpacked { data: bare.data, whole: true });
        }
    }
    // A broken header; or the sum is lost at the end, because the stream is said to be shorter than it is.
    let after = data.get(2..).unwrap_or(&[]);
    let bare = inflate_as(after, false, limit)?;
    let summed = bare.whole && bare.read + SUM <= after.len();
    Ok(Unpacked { data: bare.data, whole: bare.whole && !summed })
}

/// How long the sum is that follows what was deflated.
const SUM: usize = 4;

/// What was inflated, and from how many bytes.
struct Inflated {
    data: Vec<u8>,
    whole: bool,
    read: usize,
}

fn inflate_as(data: &[u8], header: bool, limit: usize) -> Result<Inflated, TooMuch> {
    let mut inflater = Decompress::new(header);
    let mut output: Vec<u8> = Vec::with_capacity(data.len().saturating_mul(2).min(1 << 16));
    let mut read = 0;
    loop {
        if output.len() > limit {
            return Err(TooMuch);
        }
        output.reserve(output.len().clamp(1 << 12, 1 << 24));
        let (before_in, before_out) = (inflater.total_in(), inflater.total_out());
        let status = inflater.decompress_vec(data.get(read..).unwrap_or(&[]), &mut output, FlushDecompress::None);
        read += usize::try_from(inflater.total_in() - before_in).unwrap_or(usize::MAX);
        let stuck = inflater.total_in() == before_in && inflater.total_out() == before_out;
        if !matches!(status, Ok(Status::Ok | Status::BufError)) || stuck {
            return Ok(Inflated { data: output, whole: matches!(status, Ok(Status::StreamEnd)), read });
        }
    }
}

/// The entries of an LZW table are told by where they begin in the output, and how long they are.
fn lzw(data: &[u8], limit: usize) -> Result<Vec<u8>, TooMuch> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut output: Vec<u8> = Vec::new();
    let mut entries: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held) = (0u32, 0u32);
    let mut width = 9;
    let mut bytes = data.iter();
    loop {
        while held < width {
            let Some(byte) = bytes.next() else { return Ok(output) };
            bits = bits << 8 | u32::from(*byte);
            held += 8;
        }
        held -= width;
        let code = usize::try_from(bits >> held & ((1 << width) - 1)).unwrap_or(END);
        bits &= (1 << held) - 1;
        if code == END {
            return Ok(output);
        }
        if code == CLEAR {
            entries.clear();
            last = None;
            width = 9;
            continue;
        }
        let begins = output.len();
        match (u8::try_from(code), code.checked_sub(258).and_then(|i| entries.get(i)).copied(), last) {
            (Ok(byte), _, _) => output.push(byte),
            (_, Some((from, length)), _) => output.extend_from_within(from..from + length),
            // The entry that is being made: what came last, and its first byte again.
            (_, None, Some((from, length))) if code == 258 + entries.len() => {
                output.extend_from_within(from..from + length);
                output.extend_from_within(from..=from);
            }
            _ => return Ok(output),
        }
        if output.len() > limit {
            return Err(TooMuch);
        }
        if let Some((from, length)) = last
            && entries.len() < 4096 - 258
        {
            entries.push((from, length + 1));
        }
        last = Some((begins, output.len() - begins));
        width = match entries.len() + 258 {
            0..=510 => 9,
            511..=1022 => 10,
            1023..=2046 => 11,
            _ => 12,
        };
    }
}

fn run_length(data: &[u8], limit: usize) -> Result<Vec<u8>, TooMuch> {
    let mut output = Vec::new();
    let mut rest = data;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 128 {
            break;
        }
        if length < 128 {
            let count = (length + 1).min(after.len());
            output.extend_from_slice(after.get(..count).unwrap_or(after));
            rest = after.get(count..).unwrap_or(&[]);
        } else if let Some((byte, after)) = after.split_first() {
            output.extend(std::iter::repeat_n(*byte, 257 - length));
            rest = after;
        } else {
            break;
        }
        if output.len() > limit {
            return Err(TooMuch);
        }
    }
    Ok(output)
}

fn hex(data: &[u8]) -> Vec<u8> {
    let mut digits =
        data.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16)).filter_map(|d| u8::try_from(d).ok());
    let mut output = Vec::with_capacity(data.len() / 2);
    while let Some(high) = digits.next() {
        output.push(high << 4 | digits.next().unwrap_or(0));
    }
    output
}

fn base85(data: &[u8], limit: usize) -> Result<Vec<u8>, TooMuch> {
    let mut output = Vec::with_capacity(data.len());
    let (mut value, mut held) = (0u32, 0usize);
    for byte in data {
        match byte {
            b'z' if held == 0 => output.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                held += 1;
                if held == 5 {
                    output.extend_from_slice(&value.to_be_bytes());
                    (value, held) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
        if output.len() > limit {
            return Err(TooMuch);
        }
    }
    if held > 1 {
        for _ in held..5 {
            value = value.wrapping_mul(85).wrapping_add(84);
        }
        output.extend_from_slice(value.to_be_bytes().get(..held - 1).unwrap_or(&[]));
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn deflated(data: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(data).expect("in memory");
        writer.finish().expect("in memory")
    }

    fn unpacked(data: &[u8], filters: &[Filter], limit: usize) -> Result<Vec<u8>, TooMuch> {
        unpack(data, filters.iter().copied(), limit).map(|u| u.data)
    }

    #[test]
    fn streams_unpack() {
        let text = b"BT /F1 12 Tf (hello) Tj ET ".repeat(100);
        let packed = deflated(&text);
        assert_eq!(unpacked(&packed, &[Filter::Flate], 1 << 20), Ok(text.clone()));
        assert_eq!(unpacked(&packed[2..], &[Filter::Flate], 1 << 20), Ok(text.clone()), "without its header");
        assert_eq!(unpacked(&deflated(&packed), &[Filter::Flate, Filter::Flate], 1 << 20), Ok(text));
        assert_eq!(unpacked(b"48 65 6c6C 6f>", &[Filter::Hex], 99), Ok(b"Hello".to_vec()));
        assert_eq!(unpacked(b"87cURD]i,\"Ebo80~>", &[Filter::Base85], 99), Ok(b"Hello World!".to_vec()));
        assert_eq!(unpacked(b"\x02abc\xffx\x80", &[Filter::RunLength], 99), Ok(b"abcxx".to_vec()));
        assert_eq!(unpacked(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], &[Filter::Lzw], 99), Ok(b"-----A---B".to_vec()));
    }

    #[test]
    fn no_step_grows_over_the_limit() {
        let bomb = deflated(&vec![0; 1 << 20]);
        assert_eq!(unpacked(&bomb, &[Filter::Flate], 1 << 19), Err(TooMuch));
        assert_eq!(unpacked(&deflated(&bomb), &[Filter::Flate, Filter::Flate], 1 << 19), Err(TooMuch));
        assert_eq!(unpacked(&[0x81, 0].repeat(1000), &[Filter::RunLength], 1 << 10), Err(TooMuch));
        assert_eq!(unpacked(&b"z".repeat(1000), &[Filter::Base85], 1 << 10), Err(TooMuch));
        assert_eq!(unpacked(&bomb, &[Filter::Picture], 0), Ok(Vec::new()));
    }

    #[test]
    fn what_is_broken_is_known() {
        let text: Vec<u8> = (1..1000u32).flat_map(|n| format!("{} Tj ", n.wrapping_mul(2_654_435_761)).into_bytes()).collect();
        let packed = deflated(&text);
        let whole = |data: &[u8]| unpack(data, [Filter::Flate], 1 << 20).map(|u| u.whole);
        assert_eq!(whole(&packed), Ok(true));
        assert_eq!(whole(&packed[..packed.len() - 4]), Ok(true), "only its sum is lost");
        assert_eq!(whole(&packed[..packed.len() / 2]), Ok(false), "cut off");
        for at in (2..packed.len()).step_by(97) {
            let mut broken = packed.clone();
            broken[at] ^= 0x10;
            let read = unpack(&broken, [Filter::Flate], 1 << 20).expect("under the limit");
            assert!(!read.whole || read.data == text, "a bit lost at {at}");
        }
        for filter in [Filter::Flate, Filter::Lzw, Filter::RunLength, Filter::Hex, Filter::Base85] {
            assert!(unpack(b"\xff\xfe\x00nonsense", [filter], 1 << 20).is_ok(), "{filter:?}");
        }
    }
}
