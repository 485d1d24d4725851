//! What can go wrong with an archive, in the user's words.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why an archive could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot open archive {}: no such file", path.display())]
    Missing { path: PathBuf },
    #[error("cannot open archive {}: expected a SQLite file, but found something else", path.display())]
    NotSqlite { path: PathBuf },
    #[error(
        "cannot open archive {}: it is a SQLite file of another program (application id {found:#010x}, expected {expected:#010x})",
        path.display()
    )]
    Foreign {
        path: PathBuf,
        found: u32,
        expected: u32,
    },
    #[error(
        "cannot open archive {}: its schema has version {found}, this program knows versions up to {known}; use a newer dateline",
        path.display()
    )]
    Newer {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("cannot write archive {}: the file or its folder is read-only", path.display())]
    ReadOnly { path: PathBuf },
    #[error("cannot write archive {}: the disk is full; what was added before is safe", path.display())]
    Full { path: PathBuf },
    #[error(
        "cannot write archive {}: another program has kept it locked for {seconds} s; try again later",
        path.display()
    )]
    Locked { path: PathBuf, seconds: u64 },
    #[error("archive {} is damaged: {message}", path.display())]
    Damaged { path: PathBuf, message: String },
    #[error("cannot search for \"{words}\": {message}")]
    Search { words: String, message: String },
    #[error("archive {}: {message}", path.display())]
    Other { path: PathBuf, message: String },
}

impl Error {
    /// What SQLite says, put into the words of this enum.
    pub(crate) fn of(path: &Path, error: &rusqlite::Error) -> Error {
        let path = path.to_path_buf();
        let message = message(error);
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::NotSqlite { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Error::ReadOnly { path },
            Some(ErrorCode::DiskFull) => Error::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Locked {
                path,
                seconds: crate::WAIT.as_secs(),
            },
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, message },
            _ => Error::Other { path, message },
        }
    }

    pub(crate) fn damaged(path: &Path, message: impl Into<String>) -> Error {
        Error::Damaged {
            path: path.to_path_buf(),
            message: message.into(),
        }
    }
}

/// SQLite's own message, without the code before it.
pub(crate) fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}
