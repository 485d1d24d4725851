//! Reads WARC files (ISO 28500, versions 0.17 to 1.1) record by record, compressed or not, whatever their size.
//!
//! Only one record is held at a time, and only those that may be pages: `response`, `resource` and `conversion`.
//! [`Records`] does what must be done in order; [`Record::into_page`] does the rest and can run elsewhere.

use std::io::{BufRead, BufReader, Read};

use jiff::Timestamp;

use crate::MAX_PAGE_BYTES;
use crate::article::{Page, Problem, problem};
use crate::http::{self, Headers, MAX_HEAD_BYTES};
use crate::members::{AGAIN, Members, is_damage};

/// Largest content of a record that is read, in bytes; larger records are passed over with a [`Fault`].
pub const MAX_RECORD_BYTES: usize = MAX_PAGE_BYTES + MAX_HEAD_BYTES;
/// Empty lines between two records; the standard asks for two.
const MAX_GAP_BYTES: usize = 4096;
/// How a record begins; its version follows.
pub(crate) const START: &[u8; 5] = b"WARC/";
/// Bytes by which the beginning of a record is known when it is searched for: the version and a header's name.
const LOOK_BYTES: usize = 64;

/// A record that may hold a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where the record begins, in bytes of the file as it lies on the disk, as indexes count; of a record that does not
    /// begin its gzip member, the member's place and the unpacked bytes before it.
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
    /// Whether the file ends within the record.
    pub is_cut: bool,
}

/// The records of a file that may hold pages, in order.
///
/// A damaged record, or one of a wrong length, gives a [`Fault`]; then reading goes on with the next record: what was
/// taken for the damaged one is searched for it too.
pub struct Records<R> {
    source: Members<BufReader<R>>,
    /// Where the record before begins.
    last: u64,
    /// How many bytes were searched again.
    again: u64,
    is_over: bool,
}

impl<R: Read> Records<R> {
    /// Reads from the beginning of a file, compressed or not.
    pub fn new(source: R) -> Records<R> {
        Records {
            source: Members::new(BufReader::with_capacity(64 * 1024, source)),
            last: 0,
            again: 0,
            is_over: false,
        }
    }

    /// The next record; `Ok(None)` at the end of the file.
    fn read(&mut self) -> Result<Option<Record>, Fault> {
        loop {
            let Some(offset) = self.next_start()? else {
                return Ok(None);
            };
            self.last = offset;
            // What is taken of the record, to be searched again if it turns out to be damaged.
            let mut taken = Vec::new();
            match self.record(offset, &mut taken) {
                Ok(Some(record)) => return Ok(Some(record)),
                Ok(None) => {}
                Err(fault) => {
                    self.search_again(&taken);
                    return Err(fault);
                }
            }
        }
    }

    /// The record that begins here, its bytes in `taken`; `None` if it can hold no page.
    fn record(&mut self, offset: u64, taken: &mut Vec<u8>) -> Result<Option<Record>, Fault> {
        let is_member = self.source.member_start().is_some();
        let headers = self.head(offset, taken)?;
        let length = headers
            .get("content-length")
            .and_then(|value| value.parse::<u64>().ok())
            .ok_or_else(|| {
                let message = "expected the length of the record (Content-Length), but found none";
                Fault::new(offset, message)
            })?;
        let head = taken.len();
        self.content(offset, length, taken)?;
        let overlong = || {
            let message = format!(
                "expected {length} bytes in the record, but another one begins within them"
            );
            Fault::new(offset, message)
        };
        if length > MAX_RECORD_BYTES as u64 {
            if find_start(&taken[head..]).is_some() {
                return Err(overlong());
            }
            // Of a film in a response the head says what it is.
            let is_page = may_be_page(&headers)
                && http::response(&taken[head..])
                    .is_none_or(|response| is_page_type(response.headers.get("content-type")));
            // What is passed over now cannot be searched again.
            taken.clear();
            self.pass_over(offset, length - MAX_RECORD_BYTES as u64, length)?;
            return match is_page {
                false => Ok(None),
                true => {
                    let message = format!(
                        "expected a record of at most {MAX_RECORD_BYTES} bytes, but it has {length}"
                    );
                    Err(Fault::new(offset, message))
                }
            };
        }
        let end = taken.len();
        if !self.is_followed(offset, taken)? {
            // Compressed by itself, it must end with its member.
            if is_member && self.source.member_start().is_none() {
                let message = format!("expected {length} bytes in the record, but found more");
                return Err(Fault::new(offset, message));
            }
            let seen = [&taken[head..], self.source.peek(LOOK_BYTES)].concat();
            if find_start(&seen).is_some_and(|at| at < end - head) {
                return Err(overlong());
            }
        }
        if !may_be_page(&headers) {
            return Ok(None);
        }
        taken.truncate(end);
        Ok(Some(Record {
            offset,
            url: headers.get("warc-target-uri").map(|url| {
                // Version 1.0 put the address in angle brackets.
                url.trim_start_matches('<')
                    .trim_end_matches('>')
                    .to_string()
            }),
            date: headers.get("warc-date").and_then(|date| date.parse().ok()),
            media_type: headers.get("content-type").map(str::to_string),
            content: taken.split_off(head),
        }))
    }

    /// Passes over the empty lines between two records and says where the next begins.
    fn next_start(&mut self) -> Result<Option<u64>, Fault> {
        for _ in 0..MAX_GAP_BYTES {
            match self.next_byte() {
                Ok(None) => return Ok(None),
                Ok(Some(byte)) if is_gap(byte) => self.source.consume(1),
                Ok(Some(_)) => return Ok(Some(self.source.offset())),
                Err(error) => {
                    let offset = self.source.member_start().unwrap_or(self.last);
                    return Err(Fault::broken(offset, &error));
                }
            }
        }
        let message = "expected a record, but found only empty lines";
        Err(Fault::new(self.source.offset(), message))
    }

    /// Whether the record just taken is followed as it must be, by another one or by the end of the file; `taken` gets
    /// the empty lines.
    fn is_followed(&mut self, offset: u64, taken: &mut Vec<u8>) -> Result<bool, Fault> {
        for _ in 0..MAX_GAP_BYTES {
            match self.next_byte() {
                Ok(None) => return Ok(true),
                Ok(Some(byte)) if is_gap(byte) => {
                    taken.push(byte);
                    self.source.consume(1);
                }
                Ok(Some(_)) => return Ok(self.source.peek(START.len()) == START),
                // What is wrong with the next member is told when its turn comes.
                Err(_) if self.source.member_start().is_some_and(|at| at != offset) => {
                    return Ok(true);
                }
                // A wrong check sum is the record's own.
                Err(error) => return Err(Fault::broken(offset, &error)),
            }
        }
        Ok(false)
    }

    fn next_byte(&mut self) -> std::io::Result<Option<u8>> {
        Ok(self.source.fill_buf()?.first().copied())
    }

    /// The version line and the headers of a record; `taken` gets their bytes.
    fn head(&mut self, offset: u64, taken: &mut Vec<u8>) -> Result<Headers, Fault> {
        let mut first_end = None;
        loop {
            let start = taken.len();
            let room = (MAX_HEAD_BYTES - taken.len()) as u64;
            (&mut self.source)
                .take(room)
                .read_until(b'\n', taken)
                .map_err(|error| Fault::broken(offset, &error))?;
            if first_end.is_none() {
                check_version(taken, offset)?;
                first_end = Some(taken.len());
            } else if taken[start..].trim_ascii().is_empty() && taken.ends_with(b"\n") {
                break;
            }
            if !taken.ends_with(b"\n") {
                let is_cut = taken.len() < MAX_HEAD_BYTES;
                let message = match is_cut {
                    false => format!(
                        "expected at most {MAX_HEAD_BYTES} bytes of record headers, but found more"
                    ),
                    true => "expected the headers of a record, but the file ends within them"
                        .to_string(),
                };
                return Err(Fault {
                    offset,
                    message,
                    is_cut,
                });
            }
        }
        if find_start(&taken[1..]).is_some() {
            let message = "expected the headers of a record, but another one begins within them";
            return Err(Fault::new(offset, message));
        }
        let text = String::from_utf8_lossy(&taken[first_end.unwrap_or(0)..]);
        Ok(Headers::parse(&text))
    }

    /// The content of a record, or as much of it as a record may have; `taken` gets its bytes.
    fn content(&mut self, offset: u64, length: u64, taken: &mut Vec<u8>) -> Result<(), Fault> {
        let most = length.min(MAX_RECORD_BYTES as u64) as usize;
        let mut left = most;
        // The length is only a claim: memory grows with what is there.
        taken.reserve(most.min(256 * 1024) + 8);
        while left > 0 {
            match self.next_byte() {
                Ok(None) => return Err(Fault::cut(offset, length, (most - left) as u64)),
                Ok(Some(_)) => {}
                Err(error) => return Err(Fault::broken(offset, &error)),
            }
            // Of files compressed record by record it is known where the next one begins.
            let is_member = self.source.member_start().is_some_and(|at| at != offset);
            if is_member && self.source.peek(START.len()) == START {
                let found = most - left;
                let message =
                    format!("expected {length} bytes in the record, but it ends after {found}");
                return Err(Fault::new(offset, message));
            }
            let bytes = self.source.fill_buf().unwrap_or_default();
            let count = bytes.len().min(left);
            taken.extend_from_slice(&bytes[..count]);
            self.source.consume(count);
            left -= count;
        }
        Ok(())
    }

    /// Passes over so many bytes of a record that has more.
    fn pass_over(&mut self, offset: u64, count: u64, length: u64) -> Result<(), Fault> {
        let mut rest = (&mut self.source).take(count);
        match std::io::copy(&mut rest, &mut std::io::sink()) {
            Ok(read) if read == count => Ok(()),
            Ok(read) => Err(Fault::cut(offset, length, length - count + read)),
            Err(error) => Err(Fault::broken(offset, &error)),
        }
    }

    /// Has the bytes of a damaged record, all but its first, searched for the next one.
    fn search_again(&mut self, taken: &[u8]) {
        let rest = taken.get(1..).unwrap_or_default();
        if self.again + rest.len() as u64 <= self.source.taken() + AGAIN {
            self.again += rest.len() as u64;
            self.source.put_back(rest);
        }
    }

    /// Goes on to where the next record begins. Whether there is one.
    fn find_next(&mut self) -> bool {
        loop {
            let damage = match self.source.fill_buf() {
                Ok([]) => return false,
                Ok(bytes) => {
                    let at = bytes.iter().position(|&byte| byte == START[0]);
                    let passed = at.unwrap_or(bytes.len());
                    self.source.consume(passed);
                    None
                }
                Err(error) => Some(error),
            };
            match damage {
                None if find_start(self.source.peek(LOOK_BYTES)) == Some(0) => return true,
                None if self.source.peek(1) == &START[..1] => self.source.consume(1),
                None => {}
                Some(_) if self.source.go_on() => {}
                Some(_) => return false,
            }
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
            Err(fault) => {
                self.is_over = !self.find_next();
                Some(Err(fault))
            }
        }
    }
}

impl Fault {
    fn new(offset: u64, message: impl Into<String>) -> Fault {
        Fault {
            offset,
            message: message.into(),
            is_cut: false,
        }
    }

    fn cut(offset: u64, length: u64, found: u64) -> Fault {
        Fault {
            offset,
            message: format!(
                "expected {length} bytes in the record, but the file ends after {found}"
            ),
            is_cut: true,
        }
    }

    fn broken(offset: u64, error: &std::io::Error) -> Fault {
        let is_cut = error.kind() == std::io::ErrorKind::UnexpectedEof;
        let message = if is_cut {
            "expected the rest of a compressed record, but the file ends".to_string()
        } else if is_damage(error.kind()) {
            "expected a compressed record, but its bytes are damaged".to_string()
        } else {
            format!("could not read on: {error}")
        };
        Fault {
            offset,
            message,
            is_cut,
        }
    }
}

/// Whether a byte may stand between two records.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0)
}

/// Where in some bytes a record begins: a version line and the name of a header after it. Pages that merely speak of
/// WARC files have no such lines.
fn find_start(bytes: &[u8]) -> Option<usize> {
    let is_start = |at: usize| {
        let rest = &bytes[at..bytes.len().min(at + LOOK_BYTES)];
        let mut lines = rest.split(|&byte| byte == b'\n');
        let version = lines.next().unwrap_or_default().trim_ascii_end();
        let header = lines.next().unwrap_or_default();
        let name = header
            .split(|&byte| byte == b':')
            .next()
            .unwrap_or_default();
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        version.get(START.len()).is_some_and(u8::is_ascii_digit)
            && version.len() <= "WARC/1.10".len()
            && !name.is_empty()
            && name.len() < header.len()
            && name.iter().all(is_word)
    };
    bytes
        .windows(START.len())
        .enumerate()
        .find(|(at, window)| *window == START && is_start(*at))
        .map(|(at, _)| at)
}

fn check_version(line: &[u8], offset: u64) -> Result<(), Fault> {
    if line.starts_with(START) {
        return Ok(());
    }
    let start: String = String::from_utf8_lossy(&line[..line.len().min(24)])
        .trim_end()
        .to_string();
    let message =
        format!("expected a record that begins with WARC/1.0 or WARC/1.1, but found {start:?}");
    Err(Fault::new(offset, message))
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
