//! HTTP messages as stored or received: the status line, the headers, and the body without its codings.

use std::io::{self, Read};

use crate::article::{Problem, problem};

/// Longest head (status line and headers) that is read, in bytes; servers accept 8 to 64 KB.
pub const MAX_HEAD_BYTES: usize = 64 * 1024;
/// How much of a message whose coding fails is looked at to tell whether it is text after all.
const LOOK_BYTES: usize = 512;

/// The headers of a message, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads header lines up to the first empty one. Lines without a colon are left out; a line that begins with
    /// white space goes on from the one before.
    pub fn parse(text: &str) -> Headers {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.trim().is_empty() {
                break;
            }
            let goes_on = line.starts_with([' ', '\t']);
            if let (true, Some((_, value))) = (goes_on, fields.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_string(), value.trim().to_string()));
            }
        }
        Headers(fields)
    }

    /// Adds a header.
    pub fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_string(), value.to_string()));
    }

    /// The first value of this name that is not empty; names are compared without case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(have, value)| have.eq_ignore_ascii_case(name) && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// Names and values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A response taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response<'a> {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body as sent: still chunked or compressed, if it was.
    pub body: &'a [u8],
}

/// Takes a stored response apart; `None` if it does not begin with a status line and headers.
pub fn response(bytes: &[u8]) -> Option<Response<'_>> {
    let (head, body) = split_head(bytes)?;
    let head = String::from_utf8_lossy(head);
    let (first, rest) = head.split_once('\n').unwrap_or((&head, ""));
    let mut words = first.split_ascii_whitespace();
    let is_http = words
        .next()
        .is_some_and(|word| word.to_ascii_uppercase().starts_with("HTTP/"));
    let status = words.next()?.parse().ok().filter(|_| is_http)?;
    Some(Response {
        status,
        headers: Headers::parse(rest),
        body,
    })
}

/// What stands before and after the first empty line.
fn split_head(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let look = &bytes[..bytes.len().min(MAX_HEAD_BYTES)];
    let mut start = 0;
    while let Some(end) = look[start..].iter().position(|&byte| byte == b'\n') {
        let line = look[start..start + end].trim_ascii_end();
        let next = start + end + 1;
        if line.is_empty() && start > 0 {
            return Some((&bytes[..start], &bytes[next..]));
        }
        start = next;
    }
    // A response whose body is empty may lack the empty line.
    (look.len() == bytes.len() && !bytes.is_empty()).then_some((bytes, &[]))
}

/// The body without its transfer and content codings, at most `limit` bytes.
///
/// Archives often keep the headers but have undone the codings already, so a body that does not have the coding that
/// it states, but is text, is taken as it is.
///
/// # Errors
/// A fatal [`Problem`]: a body that is damaged, in an unknown coding, or larger than `limit`.
pub fn decode(headers: &Headers, body: &[u8], limit: usize) -> Result<Vec<u8>, Problem> {
    let is_chunked = headers
        .get("transfer-encoding")
        .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let mut bytes = match is_chunked.then(|| unchunk(body)).flatten() {
        Some(joined) => joined,
        None => body.to_vec(),
    };
    let codings = headers
        .get("content-encoding")
        .unwrap_or_default()
        .to_ascii_lowercase();
    // The coding that was put on last is taken off first.
    for coding in codings.split(',').rev() {
        bytes = without_coding(coding.trim(), bytes, limit)?;
    }
    if bytes.len() > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

fn without_coding(coding: &str, bytes: Vec<u8>, limit: usize) -> Result<Vec<u8>, Problem> {
    let inflated = match coding {
        "" | "identity" | "none" | "utf-8" => return Ok(bytes),
        "gzip" | "x-gzip" => take(flate2::read::MultiGzDecoder::new(&bytes[..]), limit),
        // Some servers say deflate and send it without the zlib frame.
        "deflate" => take(flate2::read::ZlibDecoder::new(&bytes[..]), limit)
            .or_else(|_| take(flate2::read::DeflateDecoder::new(&bytes[..]), limit)),
        "br" => take(
            brotli_decompressor::Decompressor::new(&bytes[..], 4096),
            limit,
        ),
        _ if is_text(&bytes) => return Ok(bytes),
        _ => {
            let message =
                format!("expected a body in gzip, deflate or br, but it is in `{coding}`");
            return Err(Problem::new(problem::NOT_TEXT, message));
        }
    };
    match inflated {
        Ok(inflated) if inflated.len() > limit => Err(too_large(limit)),
        Ok(inflated) => Ok(inflated),
        Err(_) if is_text(&bytes) => Ok(bytes),
        Err(_) => Err(Problem::new(
            problem::NOT_TEXT,
            format!("expected a body in {coding}, but it is damaged"),
        )),
    }
}

fn take(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn too_large(limit: usize) -> Problem {
    let message = format!("expected at most {limit} bytes, but the page has more");
    Problem::new(problem::TOO_LARGE, message)
}

/// Whether bytes begin as text does: none of the control characters that compressed data is full of.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOK_BYTES)];
    !head.iter().any(|&byte| {
        byte == 0x7f || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
    })
}

/// Joins the chunks of a body; `None` if it does not begin with a chunk. What comes after damage is left out.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    while !rest.is_empty() {
        let Some((size, after)) = chunk_size(rest) else {
            return (!is_first).then_some(joined);
        };
        is_first = false;
        if size == 0 {
            break;
        }
        let size = size.min(after.len());
        joined.extend_from_slice(&after[..size]);
        rest = &after[size..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    Some(joined)
}

/// The number on the line at the head of a chunk, and what comes after the line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    const MAX_LINE: usize = 256;
    let end = bytes
        .iter()
        .take(MAX_LINE)
        .position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let size = usize::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
    Some((size, &bytes[end + 1..]))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn raw_deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn heads_are_taken_apart() {
        let found = response(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=utf-8\r\nnoise\r\n\r\n<p>x",
        )
        .unwrap();
        assert_eq!((found.status, found.body), (200, b"<p>x".as_slice()));
        assert_eq!(
            found.headers.get("content-type"),
            Some("text/html; charset=utf-8")
        );
        let bare = response(b"http/1.0 404\nA: b\n\nx").unwrap();
        assert_eq!((bare.status, bare.body), (404, b"x".as_slice()));
        assert!(response(b"<html>").is_none() && response(b"").is_none());
    }

    #[test]
    fn codings_are_undone() {
        // "hello" in brotli, uncompressed block.
        let brotli = [0x0b, 0x02, 0x80, b'h', b'e', b'l', b'l', b'o', 0x03];
        let zipped = gzip(b"hello");
        let chunked_zip = [
            format!("{:x}\r\n", zipped.len()).as_bytes(),
            &zipped,
            b"\r\n0\r\n\r\n",
        ]
        .concat();
        let cases: [(&str, &str, &[u8]); 9] = [
            ("", "", b"hello"),
            ("chunked", "", b"2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n"),
            ("chunked", "", b"hello"),
            ("chunked", "gzip", &chunked_zip),
            ("", "gzip", &zipped),
            ("", "gzip", b"hello"),
            ("", "deflate", &raw_deflate(b"hello")),
            ("", "br", &brotli),
            ("", "zstd", b"hello"),
        ];
        for (transfer, content, body) in cases {
            let mut headers = Headers::default();
            headers.push("Transfer-Encoding", transfer);
            headers.push("Content-Encoding", content);
            assert_eq!(
                decode(&headers, body, 100).as_deref(),
                Ok(b"hello".as_slice()),
                "{transfer} {content}"
            );
        }
    }

    #[test]
    fn bad_bodies_are_problems() {
        let bomb = gzip(&[b'a'; 5000]);
        let cases: [(&str, &[u8], &str); 4] = [
            ("gzip", &bomb, problem::TOO_LARGE),
            ("", &[b'a'; 2000], problem::TOO_LARGE),
            ("gzip", &bomb[..20], problem::NOT_TEXT),
            ("zstd", &[0x28, 0xb5, 0x2f, 0xfd, 0], problem::NOT_TEXT),
        ];
        for (coding, body, want) in cases {
            let mut headers = Headers::default();
            headers.push("content-encoding", coding);
            assert_eq!(decode(&headers, body, 1000).unwrap_err().kind, want);
        }
    }
}
