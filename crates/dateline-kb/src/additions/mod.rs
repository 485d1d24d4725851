//! Actors that users bring along: files of our own table forms or PETRARCH dictionaries, put before the built-in facts.
//!
//! All files together are compiled like the built-in tables to a small [`Knowledge`] that lies over the large one.
//! A name in it hides what the built-in tables mean by that name, but for entries of the same kind: those speak on days
//! on which no row of the user's holds.

mod cameo;
mod petrarch;
mod tables;

use crate::compile::{ActorTables, actors, version_of};
use crate::names::{Entry, Word};
use crate::{Error, Knowledge};

use tables::Tables;

/// Rows of the user's tables are marked with this bit, so that one number says which table is meant.
const OWN: usize = 1 << 27;

/// The users' tables, gathered file by file.
#[derive(Debug, Clone, Default)]
pub struct Additions {
    tables: Tables,
    /// Digests of the files, in the order given.
    versions: Vec<String>,
    notes: Vec<Note>,
}

/// Something in a PETRARCH dictionary that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The file's name as given.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// Expected against found.
    pub message: String,
}

impl Additions {
    /// Reads one file; its entries go before those of earlier files. `file` is its name for messages.
    ///
    /// Our forms are told by their header line: `person`, `name` with `kind`, `name` with `domain`, `role`, `body` or
    /// `iso3`; anything else with codes in brackets is read as a PETRARCH dictionary of actors or agents.
    ///
    /// # Errors
    /// The file is of neither form, a row of a table does not have the form agreed, or a dictionary has no entry that
    /// can be used. Single faulty lines of a dictionary are left out and listed in [`Additions::notes`].
    pub fn add(&mut self, base: &Knowledge, file: &str, text: &str) -> Result<(), Error> {
        let text = text.trim_start_matches('\u{feff}');
        let fresh = if tables::is_table(text) {
            Tables::read(base, file, text)?
        } else if petrarch::is_dictionary(text) {
            petrarch::read(base, file, text, &mut self.notes)?
        } else {
            let first = text.lines().next().unwrap_or_default();
            let found: String = first.chars().take(60).collect();
            return Err(fault(
                file,
                1,
                format!(
                    "expected a header line of a table (person, name, role, body or iso3 among its columns, with tabs \
                     between them) or PETRARCH entries (NAME [CODE]), found {found:?}"
                ),
            ));
        };
        self.tables.put_before(fresh);
        self.versions.push(version_of(&[("own", text.as_bytes())]));
        Ok(())
    }

    /// What was left out, in the order of files and lines.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether no file was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }
}

impl Knowledge {
    /// Lays the users' entries over the built-in ones. The version then tells both.
    ///
    /// # Errors
    /// None in practice: every file was checked when it was added.
    pub fn with_additions(self, additions: &Additions) -> Result<Knowledge, Error> {
        if additions.is_empty() {
            return Ok(self);
        }
        let texts = additions.tables.texts();
        let tables = ActorTables::of(&texts, true);
        let files: Vec<(&str, &[u8])> = additions
            .versions
            .iter()
            .map(|version| ("own", version.as_bytes()))
            .collect();
        let own = Knowledge::from_bytes(actors(&tables, &version_of(&files))?)?;
        let mut both = self;
        both.version = format!("{}+{}", both.version, own.version);
        both.own = Some(Box::new(own));
        Ok(both)
    }

    /// The tables that a row lies in, and its number there.
    pub(crate) fn home(&self, row: usize) -> (&Knowledge, usize) {
        match &self.own {
            Some(own) if is_own(row) => (own, row & !OWN),
            _ => (self, row),
        }
    }

    /// The entries of exactly these words whose capitals fit.
    pub(crate) fn exact_words(&self, words: &[Word<'_>]) -> Vec<Entry> {
        let built_in = self.names.exact(words, &self.pool);
        match self.own.as_deref() {
            Some(own) => over(own.names.exact(words, &own.pool), built_in),
            None => built_in,
        }
    }

    /// The longest name at the beginning; of equally long ones the user's goes before.
    pub(crate) fn longest_name(&self, words: &[Word<'_>]) -> Option<(usize, Vec<Entry>)> {
        let built_in = self.names.longest(words, &self.pool);
        let Some(own) = self.own.as_deref() else {
            return built_in;
        };
        let Some((length, entries)) = own.names.longest(words, &own.pool) else {
            return built_in;
        };
        match built_in {
            Some((longer, entries)) if longer > length => Some((longer, entries)),
            Some((same, built_in)) if same == length => Some((length, over(entries, built_in))),
            _ => Some((length, over(entries, Vec::new()))),
        }
    }
}

/// Whether a row is of the user's tables.
pub(crate) fn is_own(row: usize) -> bool {
    row & OWN != 0
}

/// The mark of the user's tables on a row.
pub(crate) fn own_row(row: usize) -> usize {
    row | OWN
}

/// The user's entries, then the built-in ones of the same kinds.
fn over(own: Vec<Entry>, built_in: Vec<Entry>) -> Vec<Entry> {
    if own.is_empty() {
        return built_in;
    }
    let same = |entry: &Entry| own.iter().any(|other| other.kind == entry.kind);
    let built_in: Vec<Entry> = built_in.into_iter().filter(same).collect();
    let marked = own.into_iter().map(|entry| Entry {
        row: own_row(entry.row),
        ..entry
    });
    marked.chain(built_in).collect()
}

fn fault(file: &str, line: usize, problem: impl Into<String>) -> Error {
    Error::Row {
        table: file.to_owned(),
        line,
        problem: problem.into(),
    }
}

#[cfg(test)]
mod tests;
