//! Reads events from JSON Lines as `dateline code --json` and this crate write them.

use std::io::{self, BufRead, Read};

use dateline::json::EventRecord;

/// Bytes that one event may have.
const MAX_LINE: u64 = 64 * 1024 * 1024;

/// A line that is no event, or cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("line {line}: read: {cause}")]
    Read { line: usize, cause: io::Error },
    #[error("line {line}: expected an event in the form dateline/1, but: {cause}")]
    NoEvent {
        line: usize,
        cause: serde_json::Error,
    },
    #[error("line {line}: expected at most {MAX_LINE} bytes, but found more")]
    TooLong { line: usize },
}

/// The events of JSON Lines, one by one; empty lines are passed over. Ends after the first error.
pub struct Events<R> {
    input: R,
    line: usize,
    buffer: Vec<u8>,
    is_over: bool,
}

impl<R: BufRead> Events<R> {
    /// Reads from here on.
    pub fn new(input: R) -> Events<R> {
        Events {
            input,
            line: 0,
            buffer: Vec::new(),
            is_over: false,
        }
    }

    /// The next line, `false` at the end.
    fn next_line(&mut self) -> Result<bool, Error> {
        self.line += 1;
        self.buffer.clear();
        let mut bounded = self.input.by_ref().take(MAX_LINE + 1);
        let count = bounded
            .read_until(b'\n', &mut self.buffer)
            .map_err(|cause| Error::Read {
                line: self.line,
                cause,
            })?;
        if count as u64 > MAX_LINE {
            return Err(Error::TooLong { line: self.line });
        }
        // Some programs put a byte order mark before the first line.
        if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(count > 0)
    }

    fn next_event(&mut self) -> Result<Option<EventRecord>, Error> {
        while self.next_line()? {
            if self.buffer.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let event = serde_json::from_slice(&self.buffer);
            return event.map(Some).map_err(|cause| Error::NoEvent {
                line: self.line,
                cause,
            });
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Events<R> {
    type Item = Result<EventRecord, Error>;

    fn next(&mut self) -> Option<Result<EventRecord, Error>> {
        if self.is_over {
            return None;
        }
        let next = self.next_event().transpose();
        self.is_over = !matches!(next, Some(Ok(_)));
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_line_is_no_event() {
        for (text, expected) in [
            ("", None),
            ("\n \n", None),
            ("\n{\n", Some("line 2: expected an event")),
            (
                "{\"schema\":\"dateline/2\"}",
                Some("line 1: expected an event"),
            ),
            ("\u{feff}[]", Some("line 1: expected an event")),
        ] {
            let mut events = Events::new(text.as_bytes());
            let found = events.next().map(|event| event.unwrap_err().to_string());
            let is_expected = match (&found, expected) {
                (Some(message), Some(expected)) => message.starts_with(expected),
                (None, None) => true,
                _ => false,
            };
            assert!(is_expected, "{text:?}: {found:?}");
            assert!(events.next().is_none());
        }
    }
}
