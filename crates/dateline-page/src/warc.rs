//! Reads WARC files (ISO 28500, versions 0.17 to 1.1) record by record, compressed or not, whatever their size.
//!
//! Only one record is held at a time, and only those that may be pages: `response`, `resource` and `conversion`.
//! [`Records`] does what must be done in order; [`Record::into_page`] does the rest and can run elsewhere.

use std::io::{BufRead, BufReader, Read};

use jiff::Timestamp;

use crate::article::{Page, Problem, problem};
use crate::http::{self, Headers, MAX_HEAD_BYTES};
use crate::{MAX_PAGE_BYTES, members::Members};

/// Largest content of a record that is read, in bytes; larger records are passed over with a [`Fault`].
pub const MAX_RECORD_BYTES: usize = MAX_PAGE_BYTES + MAX_HEAD_BYTES;
/// Empty lines between two records; the standard asks for two.
const MAX_GAP_BYTES: usize = 4096;

/// A record that may hold a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where the record begins, in bytes: in the file, or, where the file is compressed as one piece, in what it
    /// unpacks to. Files compressed record by record are counted as they lie on the disk, as indexes do.
    pub offset: u64,
    /// Address of what was archived.
    pub url: Option<String>,
    /// When it was archived.
    pub date: Option<Timestamp>,
    /// The record's own media type; for a response that of the HTTP message as a whole.
    media_type: Option<String>,
    content: Vec<u8>,
}

/// Something wrong with the file or a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Where the record begins that cannot be read, counted as [`Record::offset`].
    pub offset: u64,
    /// What was expected against what was found.
    pub message: String,
}

/// The records of a file that may hold pages, in order.
///
/// After damage there is one [`Fault`] and then nothing more: without the length of a record, the next cannot be
/// found for certain.
pub struct Records<R> {
    source: Members<BufReader<R>>,
    /// Where the record before begins.
    last: u64,
    is_over: bool,
}

impl<R: Read> Records<R> {
    /// Reads from the beginning of a file, compressed or not.
    pub fn new(source: R) -> Records<R> {
        Records {
            source: Members::new(BufReader::with_capacity(64 * 1024, source)),
            last: 0,
            is_over: false,
        }
    }

    /// The next record; `Ok(None)` at the end of the file.
    fn read(&mut self) -> Result<Option<Record>, Stop> {
        loop {
            let Some(offset) = self.next_start()? else {
                return Ok(None);
            };
            self.last = offset;
            let headers = self.head(offset)?;
            let length = headers
                .get("content-length")
                .and_then(|value| value.parse::<u64>().ok())
                .ok_or_else(|| {
                    Stop::at(
                        offset,
                        "expected the length of the record (Content-Length), but found none",
                    )
                })?;
            if !may_be_page(&headers) {
                self.skip(offset, length)?;
                continue;
            }
            if length > MAX_RECORD_BYTES as u64 {
                self.skip(offset, length)?;
                let message = format!(
                    "expected a record of at most {MAX_RECORD_BYTES} bytes, but it has {length}"
                );
                return Err(Stop {
                    fault: Fault { offset, message },
                    is_end: false,
                });
            }
            let content = self.content(offset, length)?;
            return Ok(Some(Record {
                offset,
                url: headers.get("warc-target-uri").map(|url| {
                    // Version 1.0 put the address in angle brackets.
                    url.trim_start_matches('<')
                        .trim_end_matches('>')
                        .to_string()
                }),
                date: headers.get("warc-date").and_then(|date| date.parse().ok()),
                media_type: headers.get("content-type").map(str::to_string),
                content,
            }));
        }
    }

    /// Passes over the empty lines between two records and says where the next begins.
    fn next_start(&mut self) -> Result<Option<u64>, Stop> {
        for _ in 0..MAX_GAP_BYTES {
            let byte = match self.source.fill_buf() {
                Ok([]) => return Ok(None),
                Ok([byte, ..]) => *byte,
                Err(error) => {
                    // Damage that shows after a record, such as a wrong check sum, is the record's own.
                    let offset = self.source.member_start().unwrap_or(self.last);
                    return Err(Stop::broken(offset, &error));
                }
            };
            if !matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0) {
                return Ok(Some(self.source.offset()));
            }
            self.source.consume(1);
        }
        Err(Stop::at(
            self.source.offset(),
            "expected a record, but found only empty lines",
        ))
    }

    /// The version line and the headers of a record.
    fn head(&mut self, offset: u64) -> Result<Headers, Stop> {
        let mut head = Vec::new();
        let mut first_end = None;
        loop {
            let start = head.len();
            let room = (MAX_HEAD_BYTES - head.len()) as u64;
            (&mut self.source)
                .take(room)
                .read_until(b'\n', &mut head)
                .map_err(|error| Stop::broken(offset, &error))?;
            if first_end.is_none() {
                check_version(&head, offset)?;
                first_end = Some(head.len());
            } else if head[start..].trim_ascii().is_empty() && head.ends_with(b"\n") {
                break;
            }
            if !head.ends_with(b"\n") {
                let message = match head.len() {
                    MAX_HEAD_BYTES.. => format!(
                        "expected at most {MAX_HEAD_BYTES} bytes of record headers, but found more"
                    ),
                    _ => "expected the headers of a record, but the file ends within them"
                        .to_string(),
                };
                return Err(Stop::at(offset, message));
            }
        }
        let text = String::from_utf8_lossy(&head[first_end.unwrap_or(0)..]);
        Ok(Headers::parse(&text))
    }

    fn content(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Stop> {
        // The length is only a claim: memory grows with what is there.
        let mut content = Vec::with_capacity((length as usize).min(256 * 1024));
        let read = (&mut self.source).take(length).read_to_end(&mut content);
        self.complete(offset, length, read.map(|read| read as u64))?;
        Ok(content)
    }

    fn skip(&mut self, offset: u64, length: u64) -> Result<(), Stop> {
        let mut left = (&mut self.source).take(length);
        let read = std::io::copy(&mut left, &mut std::io::sink());
        self.complete(offset, length, read)
    }

    fn complete(&self, offset: u64, length: u64, read: std::io::Result<u64>) -> Result<(), Stop> {
        match read {
            Ok(read) if read == length => Ok(()),
            Ok(read) => Err(Stop::at(
                offset,
                format!("expected {length} bytes in the record, but the file ends after {read}"),
            )),
            Err(error) => Err(Stop::broken(offset, &error)),
        }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Result<Record, Fault>> {
        if self.is_over {
            return None;
        }
        match self.read() {
            Ok(record) => {
                self.is_over = record.is_none();
                record.map(Ok)
            }
            Err(stop) => {
                self.is_over = stop.is_end;
                Some(Err(stop.fault))
            }
        }
    }
}

/// A fault, and whether reading ends with it.
struct Stop {
    fault: Fault,
    is_end: bool,
}

impl Stop {
    fn at(offset: u64, message: impl Into<String>) -> Stop {
        let message = message.into();
        Stop {
            fault: Fault { offset, message },
            is_end: true,
        }
    }

    fn broken(offset: u64, error: &std::io::Error) -> Stop {
        let message = match error.kind() {
            std::io::ErrorKind::UnexpectedEof => {
                "expected the rest of a compressed record, but the file ends".to_string()
            }
            std::io::ErrorKind::InvalidInput | std::io::ErrorKind::InvalidData => {
                "expected a compressed record, but its bytes are damaged".to_string()
            }
            _ => format!("could not read on: {error}"),
        };
        Stop::at(offset, message)
    }
}

fn check_version(line: &[u8], offset: u64) -> Result<(), Stop> {
    if line.starts_with(b"WARC/") {
        return Ok(());
    }
    let start: String = String::from_utf8_lossy(&line[..line.len().min(24)])
        .trim_end()
        .to_string();
    Err(Stop::at(
        offset,
        format!("expected a record that begins with WARC/1.0 or WARC/1.1, but found {start:?}"),
    ))
}

/// Whether a record can hold a page: by its type, its address, and the media type of a record that is no HTTP message.
fn may_be_page(headers: &Headers) -> bool {
    let kind = headers.get("warc-type").unwrap_or_default();
    let is_content = ["response", "resource", "conversion"]
        .iter()
        .any(|want| kind.eq_ignore_ascii_case(want));
    let is_web = headers
        .get("warc-target-uri")
        .is_none_or(|url| !url.trim_start_matches('<').starts_with("dns:"));
    let media_type = headers.get("content-type");
    is_content && is_web && (media_type.is_none_or(is_http) || is_page_type(media_type))
}

fn is_http(media_type: &str) -> bool {
    media_type
        .to_ascii_lowercase()
        .starts_with("application/http")
}

/// Whether a media type can be that of a page; pictures, styles and scripts are not.
fn is_page_type(media_type: Option<&str>) -> bool {
    let Some(media_type) = media_type else {
        return true;
    };
    let name = media_type.split(';').next().unwrap_or_default();
    let name = name.trim().to_ascii_lowercase();
    matches!(
        name.as_str(),
        "" | "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/markdown"
            | "application/octet-stream"
            | "unknown/unknown"
    )
}

impl Record {
    /// The response in the record, its body as it was sent; `None` if the record holds no HTTP message.
    pub fn response(&self) -> Option<http::Response<'_>> {
        let is_message = self.media_type.as_deref().is_some_and(is_http);
        is_message.then(|| http::response(&self.content)).flatten()
    }

    /// Size of the record's content in bytes, as archived.
    pub fn size(&self) -> usize {
        self.content.len()
    }

    /// The page in the record; `None` if it holds something else: a picture, a redirect, a message that a page is
    /// gone. `origin` names the record in messages.
    ///
    /// # Errors
    /// A fatal [`Problem`] where a page is damaged, too large, or no HTTP message though it is said to be one.
    pub fn into_page(self, origin: String) -> Result<Option<Page>, Problem> {
        if !self.media_type.as_deref().is_some_and(is_http) {
            return Ok(Some(Page {
                bytes: self.content,
                url: self.url,
                media_type: self.media_type,
                origin,
            }));
        }
        let Some(response) = http::response(&self.content) else {
            let message = "expected a status line and headers at the head of the response";
            return Err(Problem::new(problem::NOT_TEXT, message));
        };
        let media_type = response.headers.get("content-type");
        let is_success = (200..300).contains(&response.status);
        if !is_success || !is_page_type(media_type) || response.body.is_empty() {
            return Ok(None);
        }
        Ok(Some(Page {
            bytes: http::decode(&response.headers, response.body, MAX_PAGE_BYTES)?,
            url: self.url,
            media_type: media_type.map(str::to_string),
            origin,
        }))
    }
}

#[cfg(test)]
mod tests;
