//! Events in the file formats that analysts use.
//!
//! An [`Exporter`] takes events one by one and writes each at once, so that memory stays bounded whatever the number
//! of events; only GEXF, a graph of all events, keeps its nodes and edges until the end. [`file::replace`] makes the
//! whole appear under its name or nothing. `docs/formats.md` says column by column what fills each format.

mod codes;
mod csv;
mod excel;
pub mod file;
mod flat;
mod gdelt;
mod geojson;
mod gexf;
mod icews;
mod jsonl;
mod mentions;
mod parquet;
mod polecat;
mod published;
pub mod read;
mod shred;
mod sides;
mod tsv;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use ::parquet::errors::ParquetError;
use dateline::json::EventRecord;
use dateline::ontology::Status;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// The public JSON form, one event a line.
    Jsonl,
    /// One row for each event (RFC 4180).
    Csv,
    /// The same for spreadsheets: nothing is taken for a formula, a date or a number that is none.
    Excel,
    /// Typed columns with nested lists, evidence included.
    Parquet,
    /// GDELT 2.0 events, 61 columns.
    Gdelt,
    /// GDELT 2.0 mentions, 16 columns.
    Mentions,
    /// POLECAT, 40 columns.
    Polecat,
    /// ICEWS, 20 columns.
    Icews,
    /// A point for each event (RFC 7946).
    Geojson,
    /// Who acts on whom, over time, for Gephi.
    Gexf,
}

/// What can go wrong with an export.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("write")]
    Write(#[from] io::Error),
    #[error(transparent)]
    Parquet(ParquetError),
    #[error(transparent)]
    Json(serde_json::Error),
    #[error("write a sheet: expected at most {max} events, but found more; choose fewer, or csv")]
    SheetFull { max: usize },
}

// A failed write is one whatever was being written: a reader that has gone away must be told from a fault.
impl From<::csv::Error> for Error {
    fn from(error: ::csv::Error) -> Error {
        if !error.is_io_error() {
            return Error::Write(io::Error::other(error));
        }
        match error.into_kind() {
            ::csv::ErrorKind::Io(cause) => Error::Write(cause),
            _ => Error::Write(io::ErrorKind::Other.into()),
        }
    }
}

impl From<ParquetError> for Error {
    fn from(error: ParquetError) -> Error {
        match error {
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => Error::Write(*cause),
                Err(cause) => Error::Parquet(ParquetError::External(cause)),
            },
            other => Error::Parquet(other),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        if error.is_io() {
            return Error::Write(error.into());
        }
        Error::Json(error)
    }
}

/// How many events went where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Events that the file holds.
    pub written: usize,
    /// Events that the format cannot tell from such that took place; see [`Format::has_status`].
    pub left_out: usize,
}

/// Where a format puts events.
trait Sink {
    /// Writes one event.
    fn event(&mut self, event: &EventRecord) -> Result<(), Error>;
    /// Writes what comes last, and all that is still kept back.
    fn finish(self: Box<Self>) -> Result<(), Error>;
}

/// Writes events in one format.
pub struct Exporter<'w> {
    sink: Box<dyn Sink + 'w>,
    format: Format,
    summary: Summary,
}

impl<'w> Exporter<'w> {
    /// Begins a file.
    ///
    /// # Errors
    /// If its head cannot be written.
    pub fn new(format: Format, out: impl Write + Send + 'w) -> Result<Exporter<'w>, Error> {
        let sink: Box<dyn Sink + 'w> = match format {
            Format::Jsonl => Box::new(jsonl::Lines::new(out)),
            Format::Csv => Box::new(csv::Table::new(out)?),
            Format::Excel => Box::new(excel::Sheet::new(out)?),
            Format::Parquet => Box::new(parquet::Columns::new(out)?),
            Format::Gdelt => Box::new(tsv::Table::new(out, &gdelt::COLUMNS)),
            Format::Mentions => Box::new(mentions::Mentions::new(out)),
            Format::Polecat => Box::new(tsv::Table::with_header(out, &polecat::COLUMNS)?),
            Format::Icews => Box::new(tsv::Table::with_header(out, &icews::COLUMNS)?),
            Format::Geojson => Box::new(geojson::Features::new(out)?),
            Format::Gexf => Box::new(gexf::Graph::new(out)),
        };
        Ok(Exporter {
            sink,
            format,
            summary: Summary::default(),
        })
    }

    /// Writes one event, unless the format would make it something that took place though it did not.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        if !self.format.has_status() && !took_place(event) {
            self.summary.left_out += 1;
            return Ok(());
        }
        self.sink.event(event)?;
        self.summary.written += 1;
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If its end cannot be written.
    pub fn finish(self) -> Result<Summary, Error> {
        self.sink.finish()?;
        Ok(self.summary)
    }
}

/// Whether what the type says took place or is said to have taken place.
///
/// A promise, a demand and a threat are acts of their own (AGREE, REQUEST, THREATEN), so verbal types hold whatever
/// is planned or asked for; a material act that is only planned did not take place.
fn took_place(event: &EventRecord) -> bool {
    match event.status {
        Status::Happened | Status::Ongoing | Status::Alleged => true,
        Status::Planned | Status::Promised | Status::Demanded | Status::Threatened => {
            event.quad == 1 || event.quad == 3
        }
        Status::Denied | Status::Hypothetical | Status::Forecast => false,
    }
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 10] = [
        Format::Jsonl,
        Format::Csv,
        Format::Excel,
        Format::Parquet,
        Format::Gdelt,
        Format::Mentions,
        Format::Polecat,
        Format::Icews,
        Format::Geojson,
        Format::Gexf,
    ];

    /// The word that stands for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Excel => "excel",
            Format::Parquet => "parquet",
            Format::Gdelt => "gdelt",
            Format::Mentions => "gdelt-mentions",
            Format::Polecat => "polecat",
            Format::Icews => "icews",
            Format::Geojson => "geojson",
            Format::Gexf => "gexf",
        }
    }

    /// Whether the format says of an event if it took place. Those that do not hold only events that did.
    pub fn has_status(self) -> bool {
        matches!(
            self,
            Format::Jsonl | Format::Csv | Format::Excel | Format::Parquet | Format::Geojson
        )
    }

    /// The format that the ending of a file's name stands for; `None` for endings that several formats share.
    pub fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "parquet" => Some(Format::Parquet),
            "geojson" => Some(Format::Geojson),
            "gexf" => Some(Format::Gexf),
            _ => None,
        }
    }

    /// Whether the file is no text and should not be printed on a terminal.
    pub fn is_binary(self) -> bool {
        self == Format::Parquet
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown format \"{0}\"")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Format, UnknownFormat> {
        Format::ALL
            .into_iter()
            .find(|format| format.name() == word)
            .ok_or_else(|| UnknownFormat(word.to_string()))
    }
}

#[cfg(test)]
mod tests;
