//! What can go wrong when a compiled file is read or made.

/// A compiled file that cannot be used, or a table that cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file does not begin as it should: it is some other file.
    #[error("reading the {what} file: expected it to begin with {expected:?}, found {found:?}")]
    Magic {
        /// Which file was being read.
        what: &'static str,
        /// The expected opening.
        expected: String,
        /// The opening found, shortened.
        found: String,
    },
    /// The file was made for another version of this crate.
    #[error(
        "reading the {what} file: expected format {expected}, found {found}; run `cargo xtask kb`"
    )]
    Format {
        /// Which file was being read.
        what: &'static str,
        /// The format this crate reads.
        expected: u32,
        /// The format of the file.
        found: u32,
    },
    /// The file is shorter or longer than its header says.
    #[error("reading the {what} file: expected {expected} bytes, found {found}")]
    Length {
        /// Which file was being read.
        what: &'static str,
        /// Bytes as the header tells them.
        expected: u64,
        /// Bytes at hand.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("reading the {what} file: expected checksum {expected:016x}, found {found:016x}")]
    Checksum {
        /// Which file was being read.
        what: &'static str,
        /// The checksum in the header.
        expected: u64,
        /// The checksum of the bytes at hand.
        found: u64,
    },
    /// A part of the file is missing or does not fit.
    #[error("reading the {what} file: part {part:?} {problem}")]
    Part {
        /// Which file was being read.
        what: &'static str,
        /// The name of the part.
        part: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A row of a readable table does not have the form agreed.
    #[error("{table}, line {line}: {problem}")]
    Row {
        /// The table's file name.
        table: String,
        /// The line, counted from 1.
        line: usize,
        /// Expected against found.
        problem: String,
    },
}
