//! Opening an archive: whose file it is, which version of the schema it has, and bringing that up to date.

use std::io::ErrorKind;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use crate::error::message;
use crate::find::kilometres;
use crate::joiner::Joiner;
use crate::{Archive, Error, Result, WAIT};

/// "DtLn": what SQLite files of Dateline bear in their header.
const APPLICATION: u32 = 0x4474_4C6E;

/// The steps that lead from each version of the schema to the next; the first makes it from nothing.
const MIGRATIONS: &[&str] = &[include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The newest version of the schema.
pub(crate) const VERSION: u32 = MIGRATIONS.len() as u32;

/// Size of a page of a new archive, in bytes.
const PAGE: u32 = 8192;

/// How a SQLite file begins, and so every archive (SQLite's file format, 1.3.1).
pub const MAGIC: &[u8] = b"SQLite format 3\0";

impl Archive {
    /// Opens an archive for reading and writing, and brings an older schema up to date.
    ///
    /// # Errors
    /// When there is no such file, it is no archive, is read-only, or its schema is newer than this program.
    pub fn open(path: &Path) -> Result<Archive> {
        look_at(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        writable(path, flags)
    }

    /// Opens an archive, or makes an empty one where there is no file or an empty one.
    ///
    /// # Errors
    /// As [`Archive::open`]; and when the file cannot be made.
    pub fn open_or_create(path: &Path) -> Result<Archive> {
        match look_at(path) {
            Err(Error::Missing { .. }) | Ok(()) => {}
            Err(error) => return Err(error),
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        writable(path, flags)
    }

    /// Opens an archive for reading only, so that it can lie where nothing may be written.
    ///
    /// # Errors
    /// As [`Archive::open`], but for read-only files.
    pub fn open_to_read(path: &Path) -> Result<Archive> {
        look_at(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let plain = connect(path, flags).and_then(|db| version(&db).map(|found| (db, found)));
        let (db, found) = match plain {
            Ok(opened) => opened,
            // A write-ahead log needs a file beside the archive; where that cannot be made nobody writes either, and
            // the file can be read as it lies there.
            Err(_) if is_still(path) => {
                let db = connect(&immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)
                    .map_err(|error| Error::of(path, &error))?;
                let found = version(&db).map_err(|error| Error::of(path, &error))?;
                (db, found)
            }
            Err(error) => return Err(Error::of(path, &error)),
        };
        expect(path, found)?;
        expect_whole(path, &db)?;
        if found.version < VERSION {
            drop(db);
            Archive::open(path)?;
            return Archive::open_to_read(path);
        }
        settle(&db).map_err(|error| Error::of(path, &error))?;
        Ok(Archive {
            db,
            path: path.to_path_buf(),
            joiner: Joiner::default(),
        })
    }
}

impl Archive {
    /// Lets the file grow no further than it is, as on a full disk; for trying out what happens then.
    ///
    /// # Errors
    /// When the archive cannot be read.
    #[doc(hidden)]
    pub fn limit_to_present_size(&self) -> Result<()> {
        self.ask(|db| {
            let pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            db.query_row(
                &format!("PRAGMA max_page_count = {}", pages + 8),
                [],
                |_| Ok(()),
            )
        })
    }
}

/// What the header of a SQLite file says of its owner.
#[derive(Debug, Clone, Copy)]
struct Owner {
    application: u32,
    version: u32,
    /// Whether it holds no table yet.
    is_empty: bool,
}

/// Refuses where no file is. Only SQLite opens the file: a process that closes a file loses its locks on it, those of its
/// other connections too (SQLite's "How To Corrupt", 2.2).
fn look_at(path: &Path) -> Result<()> {
    let path = path.to_path_buf();
    match std::fs::metadata(&path) {
        Ok(found) if found.is_dir() => Err(Error::NotSqlite { path }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(Error::Missing { path }),
        Err(error) => Err(Error::Other {
            path,
            message: format!("cannot open: {error}").to_lowercase(),
        }),
    }
}

fn writable(path: &Path, flags: OpenFlags) -> Result<Archive> {
    let fail = |error: rusqlite::Error| Error::of(path, &error);
    let mut db = connect(path, flags).map_err(|error| unopened(path, &error))?;
    let found = version(&db).map_err(fail)?;
    if !found.is_empty || found.application != 0 {
        expect(path, found)?;
        expect_whole(path, &db)?;
    }
    if db.is_readonly("main").map_err(fail)? {
        return Err(Error::ReadOnly {
            path: path.to_path_buf(),
        });
    }
    settle(&db).map_err(fail)?;
    if found.is_empty {
        // Articles are longer than half of SQLite's usual page: on larger ones less space is lost.
        db.pragma_update(None, "page_size", PAGE).map_err(fail)?;
    }
    let mode = write_ahead(&db).map_err(fail)?;
    if mode != "wal" {
        return Err(Error::Other {
            path: path.to_path_buf(),
            message: format!("expected a write-ahead log, but found journal mode {mode}"),
        });
    }
    if found.version < VERSION {
        migrate(path, &mut db)?;
    }
    Ok(Archive {
        db,
        path: path.to_path_buf(),
        joiner: Joiner::default(),
    })
}

/// Turns the write-ahead log on; gives the journal mode that there is then. Of several programs that make the same archive each
/// holds the others up, and SQLite does not wait where that could be for ever; so whoever is refused lets go and asks again.
fn write_ahead(db: &Connection) -> rusqlite::Result<String> {
    const PAUSE: Duration = Duration::from_millis(5);
    let mut waited = Duration::ZERO;
    loop {
        match db.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && waited < WAIT =>
            {
                thread::sleep(PAUSE);
                waited += PAUSE;
            }
            answer => return answer,
        }
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(WAIT)?;
    Ok(db)
}

/// A file that cannot be opened for writing may be fine to read.
fn unopened(path: &Path, error: &rusqlite::Error) -> Error {
    let is_there = path.exists();
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) if is_there => Error::ReadOnly {
            path: path.to_path_buf(),
        },
        Some(ErrorCode::CannotOpen) => Error::Other {
            path: path.to_path_buf(),
            message: format!("cannot create the file: {}", message(error)),
        },
        _ => Error::of(path, error),
    }
}

/// One statement, so that all three are of one moment: another program may be making the archive.
fn version(db: &Connection) -> rusqlite::Result<Owner> {
    db.query_row(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
         FROM pragma_application_id, pragma_user_version",
        [],
        |row| {
            Ok(Owner {
                application: row.get::<_, i64>(0)? as u32,
                version: row.get::<_, i64>(1)? as u32,
                is_empty: row.get::<_, i64>(2)? == 0,
            })
        },
    )
}

/// Refuses files of other programs and of the future.
fn expect(path: &Path, found: Owner) -> Result<()> {
    let path = path.to_path_buf();
    if found.application != APPLICATION {
        return Err(Error::Foreign {
            path,
            found: found.application,
            expected: APPLICATION,
        });
    }
    if found.version > VERSION {
        return Err(Error::Newer {
            path,
            found: found.version,
            known: VERSION,
        });
    }
    Ok(())
}

/// Refuses a file that ends before its last page. While a log lies beside it, pages may still be in the log alone.
fn expect_whole(path: &Path, db: &Connection) -> Result<()> {
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, u64>(0));
    let whole = number("PRAGMA page_count")
        .and_then(|pages| Ok(pages * number("PRAGMA page_size")?))
        .map_err(|error| Error::of(path, &error))?;
    match std::fs::metadata(path) {
        Ok(file) if file.len() < whole && is_still(path) => Err(Error::damaged(
            path,
            format!(
                "expected at least {whole} bytes, but found {}: the file is cut off",
                file.len()
            ),
        )),
        _ => Ok(()),
    }
}

/// How each connection works.
fn settle(db: &Connection) -> rusqlite::Result<()> {
    // FULL: what is committed outlives a power cut too, at one sync a transaction.
    db.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 268435456;
         PRAGMA cache_size = -32768;
         PRAGMA trusted_schema = OFF;",
    )?;
    db.set_prepared_statement_cache_capacity(128);
    plan_by_values(db, false)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("kilometres", 4, flags, |given| {
        let from = (given.get(0)?, given.get(1)?);
        Ok(kilometres(from, (given.get(2)?, given.get(3)?)))
    })
}

/// Whether the planner looks at the values of parameters. Where it does it plans anew for each new value, which takes longer
/// than most lookups, but is well spent on questions that read many rows.
pub(crate) fn plan_by_values(db: &Connection, does: bool) -> rusqlite::Result<()> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, !does)
        .map(|_| ())
}

fn migrate(path: &Path, db: &mut Connection) -> Result<()> {
    let fail = |error: rusqlite::Error| Error::of(path, &error);
    let change = Transaction::new(db, TransactionBehavior::Immediate).map_err(fail)?;
    // Another program may have done it while this one waited.
    let found = version(&change).map_err(fail)?;
    if !found.is_empty {
        expect(path, found)?;
    }
    for step in MIGRATIONS.iter().skip(found.version as usize) {
        change.execute_batch(step).map_err(fail)?;
    }
    change
        .pragma_update(None, "application_id", APPLICATION)
        .and_then(|()| change.pragma_update(None, "user_version", VERSION))
        .and_then(|()| change.commit())
        .map_err(fail)
}

/// Whether no log lies beside the archive, so that the file alone holds all there is.
fn is_still(path: &Path) -> bool {
    let mut log = path.as_os_str().to_os_string();
    log.push("-wal");
    std::fs::metadata(log).map_or(true, |log| log.len() == 0)
}

fn immutable(path: &Path) -> std::path::PathBuf {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                uri.push(char::from(*byte));
            }
            other => uri += &format!("%{other:02X}"),
        }
    }
    uri.push_str("?immutable=1");
    uri.into()
}
