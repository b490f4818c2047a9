//! The packages that Word and Excel files are. What they unpack to is counted as it comes, whatever their directory says, so that a small file
//! cannot fill the memory.

use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use std::io::{Cursor, Read};

/// A package that is open.
pub(super) struct Package<'b> {
    archive: zip::ZipArchive<Cursor<&'b [u8]>>,
    kind: &'static str,
    /// Bytes that may still be unpacked.
    left: usize,
    limit: usize,
}

impl<'b> Package<'b> {
    /// Opens a package; `kind` is what it is called where it is damaged.
    pub fn open(bytes: &'b [u8], kind: &'static str, options: &LoadOptions) -> Result<Package<'b>, Trouble> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Trouble::Damaged { kind })?;
        if archive.len() > options.max_objects.min(MOST_PARTS) {
            return Err(Trouble::TooLarge { what: "parts", limit: widen(options.max_objects.min(MOST_PARTS)) });
        }
        Ok(Package { archive, kind, left: options.max_unpacked, limit: options.max_unpacked })
    }

    /// What the part named `name` holds; `None` where there is no such part. The case of letters makes no difference between names, and some
    /// writers lean their slashes the other way.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let alike = |other: &[u8]| {
            let straight = other.iter().map(|b| if *b == b'\\' { b'/' } else { *b }.to_ascii_lowercase());
            straight.eq(name.bytes().map(|b| b.to_ascii_lowercase()))
        };
        match self.archive.index_for_name(name).or_else(|| self.archive.file_names_raw().position(alike)) {
            Some(index) => self.part_at(index).map(Some),
            None => Ok(None),
        }
    }

    fn part_at(&mut self, index: usize) -> Result<Vec<u8>, Trouble> {
        let kind = self.kind;
        let file = self.archive.by_index(index).map_err(|e| match e {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => Trouble::Encrypted { kind },
            _ => Trouble::Damaged { kind },
        })?;
        let mut bytes = Vec::new();
        let most = widen(self.left).saturating_add(1);
        file.take(most).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged { kind })?;
        let Some(left) = self.left.checked_sub(bytes.len()) else {
            return Err(Trouble::TooLarge { what: "unpacked bytes", limit: widen(self.limit) });
        };
        self.left = left;
        Ok(bytes)
    }
}

/// More parts than any document has.
const MOST_PARTS: usize = 100_000;
