//! Reads tables of articles, one article a row: JSON Lines and CSV, whatever their size.
//!
//! Columns are found by their names: [`Columns`] says which, by default those that collections of news commonly use.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};

use crate::parts::{self, Parts, line_of};
use crate::{MAX_PAGE_BYTES, charset};

/// Longest row that is read, in bytes.
pub const MAX_ROW_BYTES: usize = MAX_PAGE_BYTES;
/// How much of a table is looked at for its header.
const HEADER_BYTES: usize = 8192;

/// Names of the columns that hold the parts of an article; `None` stands for the usual names. Case does not count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    /// The report. Usual names: text, body, content, article and others.
    pub text: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The publication time.
    pub date: Option<String>,
    /// The address.
    pub url: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
}

/// Usual names, the first found being taken.
const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "article_text",
    "full_text",
    "fulltext",
    "maintext",
    "article_body",
    "articlebody",
    "story",
];
const TITLE: &[&str] = &["title", "headline", "head"];
const DATE: &[&str] = &[
    "published",
    "date",
    "published_at",
    "publication_date",
    "date_published",
    "datepublished",
    "date_publish",
    "publish_date",
    "pub_date",
    "pubdate",
    "publishedat",
    "datetime",
    "timestamp",
];
const URL: &[&str] = &["url", "link", "source_url", "article_url", "uri", "web_url"];
const PUBLISHER: &[&str] = &[
    "publisher",
    "outlet",
    "source_name",
    "source",
    "publication",
    "media_name",
    "newspaper",
    "site_name",
    "source_domain",
    "domain",
];
const AUTHORS: &[&str] = &["authors", "author", "byline"];

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// The article in it.
    pub parts: Parts,
}

/// A row, or a table, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RowFault {
    /// The line that it begins on, from 1.
    pub line: u64,
    /// What was expected against what was found.
    pub message: String,
}

impl RowFault {
    fn new(line: u64, message: impl Into<String>) -> RowFault {
        RowFault {
            line,
            message: message.into(),
        }
    }
}

/// Whether a line is the header of a table that has a column of texts and another that is known.
pub(crate) fn is_header(line: &str, columns: &Columns) -> bool {
    [',', ';', '\t'].iter().any(|&divider| {
        let names: Vec<String> = line.split(divider).map(plain_name).collect();
        let places = Places::find(&names, columns);
        let known = [places.title, places.date, places.url, places.publisher];
        places.text.is_some() && known.iter().any(Option::is_some)
    })
}

/// A column's name for comparison: no quotes or spaces around it, lower case, words joined by `_`.
fn plain_name(name: &str) -> String {
    name.trim()
        .trim_matches(['"', '\'', '\u{feff}'])
        .trim()
        .to_lowercase()
        .replace([' ', '-'], "_")
}

/// Where the columns are.
#[derive(Debug, Clone, Default)]
struct Places {
    text: Option<usize>,
    title: Option<usize>,
    date: Option<usize>,
    url: Option<usize>,
    publisher: Option<usize>,
    authors: Option<usize>,
}

impl Places {
    /// Finds the columns among plain names.
    fn find(names: &[String], columns: &Columns) -> Places {
        let find = |own: &Option<String>, usual: &[&str]| {
            let at = |want: &str| names.iter().position(|have| have == want);
            match own {
                Some(own) => at(&plain_name(own)),
                None => usual.iter().find_map(|want| at(want)),
            }
        };
        Places {
            text: find(&columns.text, TEXT),
            title: find(&columns.title, TITLE),
            date: find(&columns.date, DATE),
            url: find(&columns.url, URL),
            publisher: find(&columns.publisher, PUBLISHER),
            authors: find(&None, AUTHORS),
        }
    }

    /// What is wrong with a table that lacks columns: a text column always, and any that was asked for.
    fn lacking(&self, columns: &Columns, names: &[String]) -> Option<String> {
        let asked = [
            (&columns.text, self.text),
            (&columns.title, self.title),
            (&columns.date, self.date),
            (&columns.url, self.url),
            (&columns.publisher, self.publisher),
        ];
        let found = || shorten(&names.join(", "));
        for (own, place) in asked {
            if let (Some(own), None) = (own, place) {
                return Some(format!("expected a column `{own}`, but found {}", found()));
            }
        }
        self.text.is_none().then(|| {
            format!(
                "expected a column of texts ({}, ...), but found {}",
                TEXT[..4].join(", "),
                found()
            )
        })
    }

    /// The article in the values of a row; `origin` is left open.
    fn parts(&self, value: impl Fn(usize) -> Option<String>) -> Result<Parts, String> {
        let get = |place: Option<usize>| {
            place
                .and_then(&value)
                .map(|value| value.trim().to_string())
                .filter(|value| !value.is_empty())
        };
        let text = get(self.text).ok_or("expected a text, but the column is empty")?;
        let date = get(self.date);
        let published = date
            .as_deref()
            .and_then(|date| parts::stated(date, "table"));
        if let (Some(date), None) = (&date, &published) {
            return Err(format!(
                "expected a date such as 2025-03-19 or 2025-03-19T17:55+09:00, but found `{}`",
                shorten(date)
            ));
        }
        Ok(Parts {
            text,
            title: get(self.title).map(|title| line_of(&title)),
            published,
            authors: get(self.authors).into_iter().collect(),
            url: get(self.url),
            publisher: get(self.publisher),
            ..Parts::default()
        })
    }
}

fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 120;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text.to_string(),
    }
}

/// The rows of a JSON Lines table: a JSON object on each line. A line that cannot be used gives a fault, and reading
/// goes on with the next.
pub struct JsonRows<R> {
    source: BufReader<R>,
    columns: Columns,
    line: u64,
    is_over: bool,
}

impl<R: Read> JsonRows<R> {
    /// Reads from the first line.
    pub fn new(source: R, columns: Columns) -> JsonRows<R> {
        JsonRows {
            source: BufReader::with_capacity(64 * 1024, source),
            columns,
            line: 0,
            is_over: false,
        }
    }

    /// The next line, without its end; `None` at the end of the table.
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, RowFault> {
        let mut line = Vec::new();
        self.line += 1;
        let broken = |line: u64, error: io::Error| {
            RowFault::new(line, format!("could not read on: {}", plain(&error)))
        };
        let limit = MAX_ROW_BYTES as u64 + 1;
        let read = (&mut self.source)
            .take(limit)
            .read_until(b'\n', &mut line)
            .map_err(|error| {
                self.is_over = true;
                broken(self.line, error)
            })?;
        if read == 0 {
            return Ok(None);
        }
        if line.len() > MAX_ROW_BYTES && !line.ends_with(b"\n") {
            skip_line(&mut self.source).map_err(|error| {
                self.is_over = true;
                broken(self.line, error)
            })?;
            let message =
                format!("expected a row of at most {MAX_ROW_BYTES} bytes, but found more");
            return Err(RowFault::new(self.line, message));
        }
        Ok(Some(line))
    }

    fn row(&self, line: &[u8]) -> Result<Row, RowFault> {
        let fault = |message: String| RowFault::new(self.line, message);
        let text = charset::decode(line, None).text;
        let object: Map<String, Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| {
                let place = error.column();
                fault(format!(
                    "expected a JSON object, but column {place} breaks off or is wrong"
                ))
            })?;
        let names: Vec<String> = object.keys().map(|name| plain_name(name)).collect();
        let values: Vec<&Value> = object.values().collect();
        let places = Places::find(&names, &self.columns);
        // Rows may leave out what is empty, so only the text must be there.
        if places.text.is_none() {
            let own = Columns {
                text: self.columns.text.clone(),
                ..Columns::default()
            };
            return Err(fault(places.lacking(&own, &names).unwrap_or_default()));
        }
        let parts = places
            .parts(|place| values.get(place).and_then(|value| as_text(value)))
            .map_err(fault)?;
        Ok(Row {
            line: self.line,
            parts,
        })
    }
}

/// A JSON value as text: strings, numbers, lists of strings, and objects that have a name.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Vec<String> = values
                .iter()
                .filter_map(|value| value.as_str().map(str::to_string))
                .collect();
            (!texts.is_empty()).then(|| texts.join("; "))
        }
        Value::Object(object) => object
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_string),
        Value::Null | Value::Bool(_) => None,
    }
}

fn skip_line(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let count = end.map_or(buffer.len(), |end| end + 1);
        source.consume(count);
        if end.is_some() || count == 0 {
            return Ok(());
        }
    }
}

impl<R: Read> Iterator for JsonRows<R> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Result<Row, RowFault>> {
        while !self.is_over {
            let line = match self.next_line() {
                Err(fault) => return Some(Err(fault)),
                Ok(None) => break,
                Ok(Some(line)) => line,
            };
            if !line.trim_ascii().is_empty() {
                return Some(self.row(&line));
            }
        }
        self.is_over = true;
        None
    }
}

/// The rows of a CSV table with a header (RFC 4180; comma, semicolon or tab, as the header shows).
pub struct CsvRows<R> {
    reader: csv::Reader<Bounded<BufReader<R>>>,
    /// Bytes that may still be read for the current row.
    room: Arc<AtomicU64>,
    places: Places,
    width: usize,
    /// The reader takes only the first half of a two-byte line end with its row, and so is a line behind.
    behind: u64,
    is_over: bool,
}

impl<R: Read> CsvRows<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it cannot be read or lacks a column that is needed.
    pub fn new(source: R, columns: &Columns) -> Result<CsvRows<R>, RowFault> {
        let mut source = BufReader::with_capacity(64 * 1024, source);
        let head = source
            .fill_buf()
            .map_err(|error| RowFault::new(1, format!("could not read on: {}", plain(&error))))?;
        let header = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let divider = divider(&header[..header.len().min(HEADER_BYTES)]);
        let behind = u64::from(header.ends_with(b"\r"));
        let room = Arc::new(AtomicU64::new(MAX_ROW_BYTES as u64));
        let bounded = Bounded {
            source,
            room: room.clone(),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(divider)
            .flexible(true)
            .from_reader(bounded);
        let header = reader
            .byte_headers()
            .map_err(|error| csv_fault(&error, 1))?;
        let names: Vec<String> = header
            .iter()
            .map(|name| plain_name(&charset::decode(name, None).text))
            .collect();
        let places = Places::find(&names, columns);
        if let Some(message) = places.lacking(columns, &names) {
            return Err(RowFault::new(1, message));
        }
        Ok(CsvRows {
            reader,
            room,
            places,
            width: names.len(),
            behind,
            is_over: false,
        })
    }
}

/// Whichever of comma, semicolon and tab stands most often in the header.
fn divider(header: &[u8]) -> u8 {
    let count = |divider: u8| header.iter().filter(|&&byte| byte == divider).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|&divider| count(divider))
        .unwrap_or(b',')
}

impl<R: Read> Iterator for CsvRows<R> {
    type Item = Result<Row, RowFault>;

    fn next(&mut self) -> Option<Result<Row, RowFault>> {
        if self.is_over {
            return None;
        }
        let mut record = csv::ByteRecord::new();
        self.room.store(MAX_ROW_BYTES as u64, Ordering::Relaxed);
        let at = self.reader.position().line() + self.behind;
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => {
                self.is_over = true;
                return None;
            }
            Err(error) => {
                self.is_over = true;
                return Some(Err(csv_fault(&error, at)));
            }
        }
        if record.len() != self.width {
            let message = format!(
                "expected {} values in the row, but found {}",
                self.width,
                record.len()
            );
            return Some(Err(RowFault::new(at, message)));
        }
        let value = |place: usize| {
            record
                .get(place)
                .map(|bytes| charset::decode(bytes, None).text)
        };
        let parts = self.places.parts(value);
        Some(
            parts
                .map(|parts| Row { line: at, parts })
                .map_err(|message| RowFault::new(at, message)),
        )
    }
}

fn csv_fault(error: &csv::Error, line: u64) -> RowFault {
    let message = match error.kind() {
        csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => format!(
            "expected a row of at most {MAX_ROW_BYTES} bytes, but found more; is a quote left open?"
        ),
        csv::ErrorKind::Io(error) => format!("could not read on: {}", plain(error)),
        _ => "expected rows of values, but found none".to_string(),
    };
    RowFault::new(line, message)
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file is cut short".to_string(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            "the compressed data is damaged".to_string()
        }
        _ => error.to_string(),
    }
}

/// A stream that ends with an error when a row takes more than it may: a quote left open would take the whole file.
struct Bounded<R> {
    source: R,
    room: Arc<AtomicU64>,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let room = self.room.load(Ordering::Relaxed);
        if room == 0 && !into.is_empty() {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let most = into.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let count = self.source.read(&mut into[..most])?;
        self.room.store(room - count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
