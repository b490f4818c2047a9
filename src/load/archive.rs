//! ZIP files of reports. Nothing is ever written to disk; a file is unpacked into memory when its turn comes, and what it comes to is counted.

use super::{LoadOptions, widen};
use crate::catalogue::Trouble;
use std::io::{Cursor, Read};
use std::sync::Arc;

/// More files than any archive of reports has.
const MOST_FILES: usize = 100_000;

/// How many times as much as one document may unpack to all files of an archive may together: an archive can say of a thousand files that they
/// are the same stretch of it.
const MOST_DOCUMENTS: usize = 4;

/// An archive that is open. Clones share its bytes and its directory.
#[derive(Clone)]
pub struct Archive {
    zip: zip::ZipArchive<Cursor<Arc<[u8]>>>,
    max_bytes: usize,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its number there.
    pub index: usize,
    /// Its path in the archive, with `/` between folders.
    pub name: String,
}

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    ///
    /// Where it is damaged, or holds more files, or more in them, than any archive of reports.
    pub fn open(bytes: impl Into<Arc<[u8]>>, options: &LoadOptions) -> Result<Archive, Trouble> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.into())).map_err(|_| Trouble::Damaged { kind: super::Kind::Zip.name() })?;
        let most = options.max_objects.min(MOST_FILES);
        if zip.len() > most {
            return Err(Trouble::TooLarge { what: "parts", limit: widen(most) });
        }
        // What it says of the size of a file holds: reading stops there.
        let sizes = (0..zip.len()).filter_map(|index| zip.by_index_raw(index).ok().map(|file| file.size()));
        let (together, most) = (sizes.fold(0, u64::saturating_add), widen(options.max_unpacked.saturating_mul(MOST_DOCUMENTS)));
        if together > most {
            return Err(Trouble::TooLarge { what: "unpacked bytes", limit: most });
        }
        Ok(Archive { zip, max_bytes: options.max_bytes })
    }

    /// Its files, by the bytes of their names; folders are not files.
    pub fn members(&self) -> Vec<Member> {
        // By the directory alone: a file that is damaged is in the list too, and told of when it is read.
        let names = self.zip.file_names_raw().map(|raw| name_of(raw).replace('\\', "/"));
        let mut members: Vec<Member> =
            names.enumerate().filter(|(_, name)| !name.ends_with('/')).map(|(index, name)| Member { index, name }).collect();
        members.sort_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()).then(a.index.cmp(&b.index)));
        members
    }

    /// What a file of it holds.
    ///
    /// # Errors
    ///
    /// Where it is damaged, needs a password, or is larger than a document may be or than the directory says; and where its name leads out of the
    /// archive.
    pub fn read(&mut self, member: &Member) -> Result<Vec<u8>, Trouble> {
        let kind = super::Kind::Zip.name();
        if leads_out(&member.name) {
            return Err(Trouble::UnsafePath { name: member.name.clone() });
        }
        let file = self.zip.by_index(member.index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => Trouble::Encrypted { kind },
            _ => Trouble::Damaged { kind },
        })?;
        let size = file.size();
        if size > widen(self.max_bytes) {
            return Err(Trouble::TooLarge { what: "bytes", limit: widen(self.max_bytes) });
        }
        let mut bytes = Vec::new();
        // One byte more than it says is enough to know that it says wrong.
        file.take(size.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Trouble::Damaged { kind })?;
        if widen(bytes.len()) > size {
            return Err(Trouble::Damaged { kind });
        }
        Ok(bytes)
    }
}

/// A name as it was meant: archives made on Chinese Windows have names in GBK and do not say so.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    }
}

/// Whether a name would be written outside of the folder it is unpacked in.
fn leads_out(name: &str) -> bool {
    name.starts_with('/')
        || name.split('/').any(|part| part == ".." || part.ends_with(':'))
        || name.contains('\0')
        || name.get(1..3) == Some(":/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn files_come_by_name_and_unpack_to_what_was_packed() {
        let bytes = packed(&[("二/b.md", b"two"), ("a.md", b"one"), ("二/", b"")]);
        let mut archive = Archive::open(bytes, &LoadOptions::default()).unwrap();
        let members = archive.members();
        assert_eq!(members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["a.md", "二/b.md"]);
        assert_eq!(archive.read(&members[0]), Ok(b"one".to_vec()));
        assert_eq!(archive.clone().read(&members[1]), Ok(b"two".to_vec()));
    }

    #[test]
    fn names_in_gbk_are_read() {
        assert_eq!(name_of(&encoding_rs::GBK.encode("市水利局.docx").0), "市水利局.docx");
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        for name in ["../a.md", "/etc/a.md", "C:/a.md", "a/../../b.md"] {
            assert!(leads_out(name), "{name}");
        }
        for name in ["a.md", "..md", "2023/a..b.md", "报告：终稿.md"] {
            assert!(!leads_out(name), "{name}");
        }
    }

    #[test]
    fn a_file_that_grows_is_stopped() {
        let bytes = packed(&[("a.md", &vec![b'0'; 1 << 20])]);
        assert!(bytes.len() < 4096);
        let mut archive = Archive::open(bytes, &LoadOptions { max_bytes: 1 << 16, ..LoadOptions::default() }).unwrap();
        let member = archive.members().remove(0);
        assert_eq!(archive.read(&member), Err(Trouble::TooLarge { what: "bytes", limit: 1 << 16 }));
    }

    #[test]
    fn what_all_files_come_to_is_counted() {
        let bytes = packed(&[("a.md", &[b'0'; 1000]), ("b.md", &[b'0'; 1000])]);
        let limited = |max_unpacked| Archive::open(&bytes[..], &LoadOptions { max_unpacked, ..LoadOptions::default() }).err();
        assert_eq!(limited(500), None);
        assert_eq!(limited(499), Some(Trouble::TooLarge { what: "unpacked bytes", limit: 1996 }));
        // A directory that says less than there is.
        let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        let mut less = bytes.clone();
        less[directory + 24..directory + 28].copy_from_slice(&[10, 0, 0, 0]);
        let mut archive = Archive::open(less, &LoadOptions::default()).unwrap();
        let member = archive.members().remove(0);
        assert_eq!(archive.read(&member), Err(Trouble::Damaged { kind: "a ZIP file" }));
    }

    #[test]
    fn a_damaged_file_is_not_left_out() {
        let mut bytes = packed(&[("a.md", b"one"), ("b.md", b"two")]);
        bytes[0] = b'X';
        let mut archive = Archive::open(bytes, &LoadOptions::default()).unwrap();
        let members = archive.members();
        assert_eq!(members.len(), 2);
        assert_eq!(archive.read(&members[0]), Err(Trouble::Damaged { kind: "a ZIP file" }));
        assert_eq!(archive.read(&members[1]), Ok(b"two".to_vec()));
    }

    #[test]
    fn damaged_archives_are_refused() {
        let bytes = packed(&[("a.md", b"one")]);
        for cut in 0..bytes.len() {
            if let Ok(mut archive) = Archive::open(&bytes[..cut], &LoadOptions::default()) {
                for member in archive.members() {
                    let _ = archive.read(&member);
                }
            }
        }
        let damaged = Trouble::Damaged { kind: "a ZIP file" };
        assert_eq!(Archive::open(&bytes[..bytes.len() / 2], &LoadOptions::default()).err(), Some(damaged));
    }
}
