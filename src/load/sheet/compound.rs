//! Compound files: the small file system that an Excel 97 file is. Every chain of sectors is followed no further than there are sectors.

/// Sector numbers from here on are marks and no sectors.
const MARKS: u32 = 0xffff_fffa;

/// The entry that is no entry.
const NONE: u32 = 0xffff_ffff;

/// Bytes of a sector of the small streams.
const SMALL: usize = 64;

/// Bytes of an entry of the directory.
const ENTRY: usize = 128;

/// A compound file that is open.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    /// Size of a sector as a power of two.
    shift: u32,
    /// For each sector, the one after it.
    next: Vec<u32>,
    /// For each sector of the small streams, the one after it.
    next_small: Vec<u32>,
    /// The small streams, one after the other.
    small: Vec<u8>,
    /// Streams shorter than this are small.
    cutoff: usize,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: usize,
}

/// A number of `bytes` at `at`, least byte first.
pub(super) fn number_at<const N: usize>(bytes: &[u8], at: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(N)?)?;
    Some(part.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    u32::try_from(number_at::<4>(bytes, at)?).ok()
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|chunk| u32_at(chunk, 0))
}

impl<'b> Compound<'b> {
    /// Opens a compound file; `None` where it is damaged.
    pub fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let shift = u32::try_from(number_at::<2>(bytes, 30)?).ok().filter(|s| matches!(s, 9 | 12))?;
        let cutoff = usize::try_from(u32_at(bytes, 56)?).ok()?;
        let mut file = Compound { bytes, shift, next: Vec::new(), next_small: Vec::new(), small: Vec::new(), cutoff, entries: Vec::new() };
        let sectors = bytes.len() >> shift;
        // The sectors that hold the table of sectors: the first 109 are listed in the header, the others in sectors of their own.
        let mut tables: Vec<u32> = numbers(bytes.get(76..512)?).collect();
        let mut list = u32_at(bytes, 68)?;
        let mut lists = 0;
        while list < MARKS {
            lists += 1;
            if lists > sectors {
                return None;
            }
            tables.extend(numbers(file.sector(list)?));
            list = tables.pop()?;
        }
        for table in tables.into_iter().filter(|t| *t < MARKS).take(sectors) {
            let next: Vec<u32> = numbers(file.sector(table)?).collect();
            file.next.extend(next);
        }
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(|e| entry(e, shift)).collect();
        let root = file.entries.first()?;
        let (start, size) = (root.start, root.size);
        let small_tables = u32_at(bytes, 60)?;
        if small_tables < MARKS && start < MARKS {
            file.small = file.chain(start)?;
            file.small.truncate(size);
            file.next_small = numbers(&file.chain(small_tables)?).collect();
        }
        Some(file)
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let from = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(1 << self.shift)?;
        let to = from.checked_add(1 << self.shift)?.min(self.bytes.len());
        // The last sector of a file may be cut short.
        self.bytes.get(from..to).filter(|s| !s.is_empty())
    }

    /// The sectors from `first` on.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sector = first;
        for _ in 0..=self.bytes.len() >> self.shift {
            if sector >= MARKS {
                return Some(bytes);
            }
            bytes.extend_from_slice(self.sector(sector)?);
            sector = *self.next.get(usize::try_from(sector).ok()?)?;
        }
        None
    }

    fn small_chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut sector = first;
        for _ in 0..=self.small.len() / SMALL {
            if sector >= MARKS {
                return Some(bytes);
            }
            let at = usize::try_from(sector).ok()?;
            let from = at.checked_mul(SMALL)?;
            bytes.extend_from_slice(self.small.get(from..(from + SMALL).min(self.small.len()))?);
            sector = *self.next_small.get(at)?;
        }
        None
    }

    /// Whether the file itself, and no file packed in it, has a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        let entry = |index: u32| self.entries.get(usize::try_from(index).ok()?);
        let mut waiting = vec![self.entries.first()?.child];
        // A tree of entries has no more of them than the directory; one that leads round has.
        for _ in 0..=self.entries.len().saturating_mul(2) {
            let index = waiting.pop()?;
            let Some(found) = entry(index).filter(|_| index != NONE) else { continue };
            if found.kind == 2 && found.name.eq_ignore_ascii_case(name) {
                return Some(found);
            }
            waiting.extend([found.left, found.right]);
        }
        None
    }

    /// What a stream holds; `None` where there is none of this name, or it is damaged.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        let mut bytes = if entry.size < self.cutoff { self.small_chain(entry.start)? } else { self.chain(entry.start)? };
        bytes.truncate(entry.size);
        Some(bytes)
    }
}

fn entry(bytes: &[u8], shift: u32) -> Option<Entry> {
    let length = usize::try_from(number_at::<2>(bytes, 64)?).ok()?.saturating_sub(2).min(62);
    let units: Vec<u16> = bytes.get(..length)?.chunks_exact(2).map(|c| u16::from_le_bytes([c[0], c[1]])).collect();
    // Files with small sectors may hold anything in the upper half of a size.
    let size = if shift == 9 { number_at::<4>(bytes, 120)? } else { number_at::<8>(bytes, 120)? };
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        kind: *bytes.get(66)?,
        left: u32_at(bytes, 68)?,
        right: u32_at(bytes, 72)?,
        child: u32_at(bytes, 76)?,
        start: u32_at(bytes, 116)?,
        size: usize::try_from(size).unwrap_or(usize::MAX),
    })
}
