//! The archive: articles, what they tell, and the events that come of it, in one SQLite file.
//!
//! All SQL of Dateline is in this crate; what goes in and comes out are the records of the public JSON form
//! ([`dateline::json`]). An article goes in whole, in one transaction, with its statements, and the events that they
//! touch are made anew in the same transaction: killed at any moment, the file holds whole articles only. Adding the
//! same article again changes nothing. Writers wait for each other, readers wait for nobody (write-ahead log).
//!
//! The crate has no clock: callers say when something is added.

mod address;
mod check;
mod error;
mod events;
mod fetches;
mod find;
mod joiner;
mod open;
mod query;
mod read;
mod regroup;
mod series;
mod write;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

pub use address::address;
pub use check::{Counts, Fault};
pub use error::Error;
pub use fetches::Fetch;
pub use open::MAGIC;
pub use query::{Area, PartyFilter, Query, Sort};
pub use read::{ArticleView, EventView, Evidence, Redirect, Revision, Shown};
pub use series::{Cell, Interval, Key, Period, Series, SeriesQuery};
pub use write::{Added, Addition, Fate};

/// What this crate's functions give.
pub type Result<T> = std::result::Result<T, Error>;

/// How long a writer waits for another.
pub const WAIT: Duration = Duration::from_secs(60);

/// An open archive. One connection: give each thread its own.
pub struct Archive {
    db: Connection,
    path: PathBuf,
    joiner: joiner::Joiner,
}

impl Archive {
    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts what SQLite says into words.
    fn ask<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.db).map_err(|error| Error::of(&self.path, &error))
    }
}
