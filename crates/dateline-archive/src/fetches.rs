//! What was downloaded, so that nothing is downloaded twice.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Archive, Result};

/// The last download of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// As it was asked for.
    pub url: String,
    /// What the server names the state of the page by.
    pub etag: Option<String>,
    /// When the server says that the page was changed last, as it writes it.
    pub last_modified: Option<String>,
    /// HTTP status; 0 if no answer came.
    pub status: u16,
    pub fetched_at: Timestamp,
    /// Not to be asked for before; `None` is never again.
    pub next_try: Option<Timestamp>,
}

impl Archive {
    /// The last download of an address.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn fetch(&self, url: &str) -> Result<Option<Fetch>> {
        self.ask(|db| {
            db.prepare_cached(
                "SELECT url, etag, last_modified, status, fetched_at, next_try FROM fetches WHERE url = ?",
            )?
            .query_row([url], fetch)
            .optional()
        })
    }

    /// Keeps what became of a download, in the place of the last one of the address.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn note_fetch(&mut self, fetch: &Fetch) -> Result<()> {
        self.ask(|db| {
            db.prepare_cached(
                "INSERT INTO fetches (url, etag, last_modified, status, fetched_at, next_try)
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag,
                 last_modified = excluded.last_modified, status = excluded.status,
                 fetched_at = excluded.fetched_at, next_try = excluded.next_try",
            )?
            .execute(params![
                fetch.url,
                fetch.etag,
                fetch.last_modified,
                fetch.status,
                fetch.fetched_at.to_string(),
                fetch.next_try.map(|at| at.to_string()),
            ])
            .map(|_| ())
        })
    }
}

fn fetch(row: &Row<'_>) -> rusqlite::Result<Fetch> {
    let instant = |column: usize, text: &str| {
        text.parse::<Timestamp>().map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
        })
    };
    let fetched_at: String = row.get(4)?;
    let next_try: Option<String> = row.get(5)?;
    Ok(Fetch {
        url: row.get(0)?,
        etag: row.get(1)?,
        last_modified: row.get(2)?,
        status: row.get(3)?,
        fetched_at: instant(4, &fetched_at)?,
        next_try: next_try.map(|text| instant(5, &text)).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_download_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut archive = Archive::open_or_create(&folder.path().join("a.dateline")).unwrap();
        let first = Fetch {
            url: "https://a.example/feed".into(),
            etag: Some("\"x\"".into()),
            last_modified: None,
            status: 200,
            fetched_at: "2025-03-19T08:55:00Z".parse().unwrap(),
            next_try: None,
        };
        assert_eq!(archive.fetch(&first.url).unwrap(), None);
        archive.note_fetch(&first).unwrap();
        let second = Fetch {
            etag: None,
            status: 503,
            next_try: Some("2025-03-20T08:55:00Z".parse().unwrap()),
            ..first.clone()
        };
        archive.note_fetch(&second).unwrap();
        assert_eq!(archive.fetch(&first.url).unwrap(), Some(second));
    }
}
