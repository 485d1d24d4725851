//! The container of a compiled file: named parts of bytes, a pool of strings, tables of 32-bit numbers.
//!
//! Layout, all numbers little-endian: magic (8 bytes), format (u32), number of parts (u32), total length (u64),
//! checksum of all that follows the header (u64), version (32 bytes of text), then per part its name (8 bytes,
//! padded with zeros), offset (u64) and length (u64), then the parts, each at a multiple of four bytes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::Error;

/// The format this crate writes and reads. Raise it with every change of layout or of a table's columns.
pub(crate) const FORMAT: u32 = 1;
const HEADER: usize = 64;
const ENTRY: usize = 24;
const VERSION: Range<usize> = 32..64;

/// A stretch of a compiled file that shares its ownership.
#[derive(Clone)]
pub(crate) struct Bytes {
    all: Arc<Cow<'static, [u8]>>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self.all.get(self.range.clone()).unwrap_or_default()
    }
}

/// An opened file.
pub(crate) struct Store {
    what: &'static str,
    all: Arc<Cow<'static, [u8]>>,
    parts: Vec<(String, Range<usize>)>,
    pub(crate) version: String,
}

impl Store {
    /// Checks the header, the length and the checksum.
    pub(crate) fn open(
        what: &'static str,
        magic: &[u8; 8],
        bytes: Cow<'static, [u8]>,
    ) -> Result<Store, Error> {
        let found = bytes.get(..8).unwrap_or(&bytes);
        if found != magic {
            return Err(Error::Magic {
                what,
                expected: text(magic),
                found: text(found),
            });
        }
        let length = bytes.len() as u64;
        let (Some(format), Some(count), Some(expected), Some(checksum)) = (
            u32_at(&bytes, 8),
            u32_at(&bytes, 12),
            u64_at(&bytes, 16),
            u64_at(&bytes, 24),
        ) else {
            return Err(Error::Length {
                what,
                expected: HEADER as u64,
                found: length,
            });
        };
        if format != FORMAT {
            return Err(Error::Format {
                what,
                expected: FORMAT,
                found: format,
            });
        }
        if expected != length || bytes.len() < HEADER {
            return Err(Error::Length {
                what,
                expected,
                found: length,
            });
        }
        let found = checksum_of(&bytes[HEADER..]);
        if found != checksum {
            return Err(Error::Checksum {
                what,
                expected: checksum,
                found,
            });
        }
        let version = text(&bytes[VERSION]);
        let parts = (0..count as usize)
            .map(|n| read_entry(&bytes, HEADER + n * ENTRY))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Error::Part {
                what,
                part: "list".into(),
                problem: "points outside the file".into(),
            })?;
        Ok(Store {
            what,
            all: Arc::new(bytes),
            parts,
            version,
        })
    }

    /// The bytes of a part.
    pub(crate) fn part(&self, name: &str) -> Result<Bytes, Error> {
        let range = self
            .parts
            .iter()
            .find(|(part, _)| part == name)
            .map(|(_, range)| range.clone());
        let range = range.ok_or_else(|| self.broken(name, "is missing"))?;
        Ok(Bytes {
            all: Arc::clone(&self.all),
            range,
        })
    }

    /// The part as a map from names to numbers.
    pub(crate) fn map(&self, name: &str) -> Result<fst::Map<Bytes>, Error> {
        fst::Map::new(self.part(name)?).map_err(|error| self.broken(name, &error.to_string()))
    }

    /// The part as a table with that many columns.
    pub(crate) fn table(&self, name: &str, columns: usize) -> Result<Table, Error> {
        let bytes = self.part(name)?;
        let length = bytes.as_ref().len();
        if length % (4 * columns) != 0 {
            return Err(self.broken(
                name,
                &format!("has {length} bytes, not rows of {columns} columns"),
            ));
        }
        Ok(Table { bytes, columns })
    }

    /// The pool of strings.
    pub(crate) fn pool(&self) -> Result<Pool, Error> {
        Ok(Pool {
            offsets: self.table("offsets", 1)?,
            text: self.part("text")?,
        })
    }

    fn broken(&self, part: &str, problem: &str) -> Error {
        Error::Part {
            what: self.what,
            part: part.to_owned(),
            problem: problem.to_owned(),
        }
    }
}

/// Rows of 32-bit numbers.
pub(crate) struct Table {
    bytes: Bytes,
    columns: usize,
}

impl Table {
    pub(crate) fn rows(&self) -> usize {
        self.bytes.as_ref().len() / (4 * self.columns)
    }

    /// The number at a row and column; 0 outside the table.
    pub(crate) fn at(&self, row: usize, column: usize) -> u32 {
        u32_at(
            self.bytes.as_ref(),
            4 * (row.saturating_mul(self.columns).saturating_add(column)),
        )
        .unwrap_or(0)
    }
}

/// Strings by number; number 0 is the empty string.
pub(crate) struct Pool {
    offsets: Table,
    text: Bytes,
}

impl Pool {
    /// The string with that number; empty if there is none.
    pub(crate) fn get(&self, number: u32) -> &str {
        let row = number as usize;
        let range = self.offsets.at(row, 0) as usize..self.offsets.at(row + 1, 0) as usize;
        self.text
            .as_ref()
            .get(range)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// The string, or `None` where it is empty.
    pub(crate) fn some(&self, number: u32) -> Option<&str> {
        Some(self.get(number)).filter(|text| !text.is_empty())
    }
}

/// Puts parts together to the bytes of a file.
pub(crate) fn write(magic: &[u8; 8], version: &str, parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut entries = Vec::new();
    let mut body = Vec::new();
    let start = HEADER + parts.len() * ENTRY;
    for (name, bytes) in parts {
        body.resize(body.len().next_multiple_of(4), 0);
        let mut padded = [0u8; 8];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        entries.extend_from_slice(&padded);
        entries.extend_from_slice(&((start + body.len()) as u64).to_le_bytes());
        entries.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        body.extend_from_slice(bytes);
    }
    entries.extend_from_slice(&body);
    let mut file = Vec::with_capacity(HEADER + entries.len());
    file.extend_from_slice(magic);
    file.extend_from_slice(&FORMAT.to_le_bytes());
    file.extend_from_slice(&(parts.len() as u32).to_le_bytes());
    file.extend_from_slice(&((HEADER + entries.len()) as u64).to_le_bytes());
    file.extend_from_slice(&checksum_of(&entries).to_le_bytes());
    let mut padded = [0u8; 32];
    let shown = &version.as_bytes()[..version.len().min(32)];
    padded[..shown.len()].copy_from_slice(shown);
    file.extend_from_slice(&padded);
    file.extend_from_slice(&entries);
    file
}

/// A 64-bit digest, eight bytes at a time: it finds damage, it is no defence against forgery.
pub(crate) fn checksum_of(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut sum = bytes.len() as u64 ^ 0xcbf2_9ce4_8422_2325;
    for chunk in bytes.chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        sum = (sum ^ u64::from_le_bytes(word)).wrapping_mul(PRIME);
        sum ^= sum >> 29;
    }
    sum
}

fn read_entry(bytes: &[u8], at: usize) -> Option<(String, Range<usize>)> {
    let name = text(bytes.get(at..at + 8)?);
    let start = usize::try_from(u64_at(bytes, at + 8)?).ok()?;
    let end = start.checked_add(usize::try_from(u64_at(bytes, at + 16)?).ok()?)?;
    (end <= bytes.len()).then_some((name, start..end))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .trim_end_matches('\0')
        .to_owned()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(
        bytes.get(at..at.checked_add(8)?)?.try_into().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAGIC: &[u8; 8] = b"DLTEST\0\0";

    fn sample() -> Vec<u8> {
        write(
            MAGIC,
            "v1",
            &[
                ("text", b"abc".to_vec()),
                ("rows", vec![1, 0, 0, 0, 2, 0, 0, 0]),
            ],
        )
    }

    #[test]
    fn parts_are_read_back() {
        let store = Store::open("test", MAGIC, Cow::Owned(sample())).unwrap();
        assert_eq!(store.part("text").unwrap().as_ref(), b"abc");
        assert_eq!(store.version, "v1");
        let table = store.table("rows", 1).unwrap();
        assert_eq!(
            (table.rows(), table.at(0, 0), table.at(1, 0), table.at(9, 0)),
            (2, 1, 2, 0)
        );
        assert!(store.part("none").is_err());
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_an_error() {
        let whole = sample();
        for length in 0..whole.len() {
            assert!(
                Store::open("test", MAGIC, Cow::Owned(whole[..length].to_vec())).is_err(),
                "cut at {length}"
            );
        }
        for at in (0..32).chain(HEADER..whole.len()) {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            assert!(
                Store::open("test", MAGIC, Cow::Owned(changed)).is_err(),
                "changed at {at}"
            );
        }
    }
}
