//! What is asked of a file before the interpreter sees it: the interpreter trusts what it reads, unpacks it whatever it comes to, and calls
//! itself for whatever stands in something else.

use super::filters::{self, Filter, TooMuch, Unpacked};
use super::{KIND, MOST_PAGES};
use crate::catalogue::Trouble;
use crate::load::{LoadOptions, widen};
use hayro_interpret::hayro_syntax::content::UntypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Number, Object, Stream};
use hayro_interpret::hayro_syntax::{Filter as Named, Pdf};

/// The stack that reading a plain file takes, and what it takes for each array or dictionary that may stand in another.
const STACK: usize = 64 << 20;
const STACK_EACH: usize = 2 << 10;

/// More arrays and dictionaries than this, each of which may stand in the one before it, and no stack is large enough.
const MOST_OPEN: usize = 400_000;

/// More graphics states than this are never kept.
const MOST_STATES: usize = 1000;

/// More clips than this are never kept.
const MOST_CLIPS: usize = 5000;

/// More text than this is never cut out of what is drawn after it.
const MOST_CUT: usize = 100_000;

/// A form may draw forms fifty deep, each of which is held unpacked.
const FORMS: usize = 50;

/// Looks at the bytes of a file: whether it is all there, and what its streams unpack to. Gives the stack to read it on.
pub(super) fn of_file(bytes: &[u8], options: &LoadOptions) -> Result<usize, Trouble> {
    let last = |mark: &[u8]| bytes.windows(mark.len()).rposition(|w| w == mark);
    // What ends in the middle of its objects was cut off; what stands after the end does no harm.
    let (object, end) = (last(b"endobj"), last(b"%%EOF").max(last(b"startxref")));
    if end.is_none() || end < object {
        return Err(Trouble::Damaged { kind: KIND });
    }
    let encrypted = find(bytes, b"/Encrypt").is_some();
    let mut open = opened(bytes);
    let mut kids = count(bytes, b"Kids");
    let mut unpacked = 0usize;
    let too_large = || Trouble::TooLarge { what: "unpacked bytes", limit: widen(options.max_unpacked) };
    let mut from = 0;
    let mut ends = Next::new(b"endstream");
    let mut looked = 0;
    while let Some(at) = find(bytes.get(from..).unwrap_or(&[]), b"stream") {
        let (begin, after) = (from + at, from + at + b"stream".len());
        from = after;
        if bytes.get(..begin).is_some_and(|before| before.ends_with(b"end")) {
            continue;
        }
        let head = dictionary(bytes, begin, &mut looked);
        if looked > options.max_unpacked {
            return Err(too_large());
        }
        let filters = named_filters(head);
        let picture = has_name(head, b"/Image") && find(head, b"ObjStm").is_none() && !head.contains(&b'#');
        if filters.is_empty() || picture {
            continue;
        }
        let rest = bytes.get(after..).unwrap_or(&[]);
        let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).or(rest.strip_prefix(b"\r")).unwrap_or(rest);
        let packed = ends.after(bytes, after).and_then(|end| bytes.get(bytes.len() - rest.len()..end)).unwrap_or(rest);
        let unpack = |data| filters::unpack(data, filters.iter().copied(), options.max_unpacked - unpacked).map_err(|TooMuch| too_large());
        let Unpacked { mut data, mut whole } = unpack(packed)?;
        // Where it says how long it is, it may hold the mark of its own end.
        if !whole && filters.first() == Some(&Filter::Flate) {
            let longer = unpack(rest)?;
            whole = longer.whole;
            if longer.data.len() > data.len() {
                data = longer.data;
            }
        }
        // Objects, and where they are. What is encrypted is not told from what is broken, and is looked at when it is opened.
        if !whole && !encrypted && (has_name(head, b"/ObjStm") || has_name(head, b"/XRef")) {
            return Err(Trouble::Damaged { kind: KIND });
        }
        unpacked += data.len();
        open = open.max(opened(&data));
        kids += count(&data, b"Kids");
        if unpacked > options.max_unpacked {
            return Err(too_large());
        }
    }
    if open > MOST_OPEN {
        return Err(Trouble::TooLarge { what: "nesting", limit: widen(MOST_OPEN) });
    }
    // Each may be a level of the tree of pages.
    if kids > MOST_PAGES {
        return Err(Trouble::TooLarge { what: "pages", limit: widen(MOST_PAGES) });
    }
    Ok(STACK + open.saturating_mul(STACK_EACH))
}

/// The dictionary of the stream that begins here: what stands since the last `obj`, far back only where it must. `looked` counts how much is gone
/// over again for that.
fn dictionary<'b>(bytes: &'b [u8], begin: usize, looked: &mut usize) -> &'b [u8] {
    const NEAR: usize = 4 << 10;
    const FAR: usize = 1 << 20;
    for reach in [NEAR, FAR] {
        let head = bytes.get(begin.saturating_sub(reach)..begin).unwrap_or(&[]);
        if let Some(found) = head.windows(3).rposition(|w| w == b"obj").and_then(|at| head.get(at..)) {
            return found;
        }
        *looked += reach;
    }
    bytes.get(begin.saturating_sub(FAR)..begin).unwrap_or(&[])
}

/// Whether a dictionary has this name, and not as the beginning of another.
fn has_name(head: &[u8], name: &[u8]) -> bool {
    let mut from = 0;
    while let Some(at) = find(head.get(from..).unwrap_or(&[]), name) {
        from += at + name.len();
        if !head.get(from).is_some_and(u8::is_ascii_alphanumeric) {
            return true;
        }
    }
    false
}

/// Finds a mark from ever later places on, going over the bytes once.
struct Next {
    mark: &'static [u8],
    found: Option<usize>,
    done: bool,
}

impl Next {
    fn new(mark: &'static [u8]) -> Next {
        Next { mark, found: None, done: false }
    }

    fn after(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        if !self.done && self.found.is_none_or(|found| found < from) {
            self.found = bytes.get(from..).and_then(|rest| find(rest, self.mark)).map(|at| from + at);
            self.done = self.found.is_none();
        }
        self.found
    }
}

/// How many arrays and dictionaries are opened.
fn opened(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'[').count() + count(bytes, b"<<")
}

fn find(bytes: &[u8], piece: &[u8]) -> Option<usize> {
    let first = *piece.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|b| *b == first)?;
        if bytes.get(at..).is_some_and(|rest| rest.starts_with(piece)) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn count(bytes: &[u8], piece: &[u8]) -> usize {
    let mut found = 0;
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| find(rest, piece)) {
        found += 1;
        from += at + piece.len();
    }
    found
}

/// The filters that a dictionary names, in order.
fn named_filters(head: &[u8]) -> Vec<Filter> {
    const NAMES: [(&[u8], Filter); 14] = [
        (b"/FlateDecode", Filter::Flate),
        (b"/LZWDecode", Filter::Lzw),
        (b"/RunLengthDecode", Filter::RunLength),
        (b"/ASCIIHexDecode", Filter::Hex),
        (b"/ASCII85Decode", Filter::Base85),
        (b"/DCTDecode", Filter::Picture),
        (b"/JPXDecode", Filter::Picture),
        (b"/CCITTFaxDecode", Filter::Picture),
        (b"/JBIG2Decode", Filter::Picture),
        (b"/Fl", Filter::Flate),
        (b"/LZW", Filter::Lzw),
        (b"/RL", Filter::RunLength),
        (b"/AHx", Filter::Hex),
        (b"/A85", Filter::Base85),
    ];
    // A letter of a name may be written as its code.
    let mut plain = Vec::with_capacity(head.len());
    let mut rest = head;
    while let Some((byte, after)) = rest.split_first() {
        let code =
            (*byte == b'#').then(|| after.get(..2)).flatten().and_then(|c| u8::from_str_radix(std::str::from_utf8(c).ok()?, 16).ok());
        plain.push(code.unwrap_or(*byte));
        rest = if code.is_some() { after.get(2..).unwrap_or(&[]) } else { after };
    }
    let mut found = Vec::new();
    for (at, _) in plain.iter().enumerate().filter(|(_, b)| **b == b'/') {
        let name = plain.get(at..).unwrap_or(&[]);
        let length = name.iter().skip(1).position(|b| !b.is_ascii_alphanumeric()).map_or(name.len(), |p| p + 1);
        let name = name.get(..length).unwrap_or(name);
        found.extend(NAMES.iter().find(|(n, _)| *n == name).map(|(_, f)| *f));
    }
    found
}

/// Looks at the objects of an opened file: what the interpreter would count without end, keep without end, or unpack over and over. Gives the
/// pages whose content is broken: the interpreter would draw what it finds of it.
pub(super) fn of_objects(pdf: &Pdf, options: &LoadOptions) -> Result<Vec<u32>, Trouble> {
    let damaged = || Trouble::Damaged { kind: KIND };
    if pdf.pages().len() > MOST_PAGES {
        return Err(Trouble::TooLarge { what: "pages", limit: widen(MOST_PAGES) });
    }
    let mut parts = options.max_objects;
    for object in pdf.objects() {
        let trusted = match &object {
            Object::Stream(stream) => {
                // What draws like a page.
                if stream.dict().contains_key("BBox") {
                    let content = unpacked(stream, options.max_unpacked / FORMS)?;
                    of_content(&content.data, options)?;
                    if !content.whole {
                        return Err(damaged());
                    }
                }
                is_trusted(stream.dict(), DEEPEST, &mut parts)
            }
            Object::Dict(dict) => is_trusted(dict, DEEPEST, &mut parts),
            Object::Array(array) => is_list_trusted(array, DEEPEST, &mut parts),
            _ => true,
        };
        if parts == 0 {
            return Err(Trouble::TooLarge { what: "parts", limit: widen(options.max_objects) });
        }
        if !trusted {
            return Err(damaged());
        }
    }
    // Pages keep what they unpack, even where two pages are one stream.
    let mut left = options.max_unpacked;
    let mut broken = Vec::new();
    for (page, number) in pdf.pages().iter().zip(1u32..) {
        let mut streams: Vec<Stream<'_>> = page.raw().get::<Stream<'_>>("Contents").into_iter().collect();
        if streams.is_empty() {
            streams.extend(page.raw().get::<Array<'_>>("Contents").into_iter().flat_map(|a| a.iter::<Stream<'_>>().collect::<Vec<_>>()));
        }
        let mut content = Vec::new();
        let mut whole = true;
        for stream in streams {
            let more = unpacked(&stream, left)?;
            left = left.saturating_sub(more.data.len());
            whole &= more.whole;
            content.extend(more.data);
            content.push(b' ');
        }
        of_content(&content, options)?;
        if !whole {
            broken.push(number);
        }
    }
    Ok(broken)
}

/// How deep things that stand in each other are looked at; what is read of fonts is not so deep.
const DEEPEST: usize = 12;

fn unpacked(stream: &Stream<'_>, limit: usize) -> Result<Unpacked, Trouble> {
    let filters = stream.filters().into_iter().map(|filter| match filter {
        Named::FlateDecode => Filter::Flate,
        Named::LzwDecode => Filter::Lzw,
        Named::RunLengthDecode => Filter::RunLength,
        Named::AsciiHexDecode => Filter::Hex,
        Named::Ascii85Decode => Filter::Base85,
        Named::CcittFaxDecode | Named::Jbig2Decode | Named::DctDecode | Named::JpxDecode | Named::Crypt => Filter::Picture,
    });
    let filters: Vec<Filter> = filters.collect();
    // The interpreter would make a picture of it, however large.
    if filters.contains(&Filter::Picture) {
        return Err(Trouble::Damaged { kind: KIND });
    }
    filters::unpack(&stream.raw_data(), filters, limit).map_err(|TooMuch| Trouble::TooLarge { what: "unpacked bytes", limit: widen(limit) })
}

/// Whether the numbers in a dictionary, and in what stands in it, are such as the interpreter may count to.
fn is_trusted(dict: &Dict<'_>, depth: usize, parts: &mut usize) -> bool {
    // Codes of characters, and ranges of them with one width.
    let first = dict.get::<Number>("FirstChar").map_or(0, |n| n.as_i64());
    let widths =
        [("W", 1), ("W2", 3)].into_iter().all(|(key, each)| dict.get::<Array<'_>>(key).is_none_or(|a| is_width_list(&a, each, parts)));
    // Which character is meant by each code. The limit has been looked at in the file.
    let whole = |s: Stream<'_>| unpacked(&s, usize::MAX).is_ok_and(|u| u.whole);
    (0..=0xffff).contains(&first)
        && widths
        && dict.get::<Stream<'_>>("ToUnicode").is_none_or(whole)
        && dict.keys().all(|key| match dict.get_raw::<Object<'_>>(&*key) {
            Some(MaybeRef::NotRef(object)) => is_object_trusted(&object, depth, parts),
            _ => true,
        })
}

fn is_list_trusted(array: &Array<'_>, depth: usize, parts: &mut usize) -> bool {
    array.raw_iter().all(|item| match item {
        MaybeRef::NotRef(object) => is_object_trusted(&object, depth, parts),
        MaybeRef::Ref(_) => true,
    })
}

fn is_object_trusted(object: &Object<'_>, depth: usize, parts: &mut usize) -> bool {
    *parts = parts.saturating_sub(1);
    if *parts == 0 || depth == 0 {
        return true;
    }
    match object {
        Object::Dict(dict) => is_trusted(dict, depth - 1, parts),
        Object::Array(array) => is_list_trusted(array, depth - 1, parts),
        _ => true,
    }
}

/// `first [width …]` or `first last width`, over and over: no range may be longer than there are codes. In `W2`, each width is three numbers.
fn is_width_list(array: &Array<'_>, each: usize, parts: &mut usize) -> bool {
    let items: Vec<Option<i64>> =
        array.iter::<Object<'_>>().map(|o| if let Object::Number(n) = o { Some(n.as_i64()) } else { None }).collect();
    let mut at = 0;
    while let (Some(Some(first)), Some(next)) = (items.get(at), items.get(at + 1)) {
        let Some(last) = next else {
            at += 2;
            continue;
        };
        let range = usize::try_from(last.saturating_sub(*first)).unwrap_or(0);
        if range > MOST_CODES {
            return false;
        }
        *parts = parts.saturating_sub(range / 16 + 1);
        at += 2 + each;
    }
    *parts > 0
}

/// More codes than any font has.
const MOST_CODES: usize = 0x11_0000;

/// Goes through what a page or a form draws, without drawing it.
fn of_content(content: &[u8], options: &LoadOptions) -> Result<(), Trouble> {
    if opened(content) > MOST_OPEN {
        return Err(Trouble::TooLarge { what: "nesting", limit: widen(MOST_OPEN) });
    }
    let too_many = || Trouble::TooLarge { what: "parts", limit: widen(options.max_objects) };
    let mut operators = UntypedIter::new(content);
    let (mut count, mut path, mut cut) = (0usize, 0usize, 0usize);
    let mut cutting = false;
    // For each graphics state that is kept: how many clips it has.
    let mut states = vec![0usize];
    while let Some(operator) = operators.next() {
        count += 1;
        match &**operator.operator {
            b"q" => states.push(states.last().copied().unwrap_or(0)),
            b"Q" if states.len() > 1 => {
                states.pop();
            }
            b"W" | b"W*" | b"ET" => {
                if let Some(clips) = states.last_mut() {
                    *clips += 1;
                }
            }
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" => path += 1,
            b"re" => path += 5,
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => path = 0,
            b"Tr" => cutting |= operator.operands().any(|o| matches!(o, Object::Number(n) if n.as_i64() > 3)),
            b"Tj" | b"'" | b"\"" | b"TJ" if cutting => {
                for operand in operator.operands() {
                    cut += match operand {
                        Object::String(text) => text.len(),
                        Object::Array(array) => array.data().len(),
                        _ => 0,
                    };
                }
            }
            _ => {}
        }
        let kept = states.last().copied().unwrap_or(0);
        if count > options.max_objects
            || path > options.max_objects / 4
            || cut > MOST_CUT
            || states.len() > MOST_STATES
            || kept > MOST_CLIPS
        {
            return Err(too_many());
        }
    }
    Ok(())
}
