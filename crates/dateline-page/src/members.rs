//! A stream that may be gzip in one or many members, read as one, with the place of each record in the file.
//!
//! WARC files compress every record by itself, so that it can be read from its offset. A buffer never spans two
//! members: a record that begins with a member is known by that.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// Size of the buffer for unpacked bytes.
const BUFFER_BYTES: usize = 64 * 1024;

/// Unpacked bytes of a stream.
pub(crate) struct Members<R> {
    state: State<R>,
    buffer: Vec<u8>,
    /// The first byte of the buffer that has not been taken.
    at: usize,
    /// Bytes taken so far, unpacked.
    taken: u64,
    /// Where the current member begins, in unpacked bytes and in the file.
    member: (u64, u64),
}

enum State<R> {
    /// Nothing has been read.
    Fresh(Counted<R>),
    Plain(Counted<R>),
    Member(Box<GzDecoder<Counted<R>>>),
    /// Between two members.
    Between(Counted<R>),
    Over,
}

impl<R: BufRead> Members<R> {
    pub(crate) fn new(source: R) -> Members<R> {
        Members {
            state: State::Fresh(Counted { source, passed: 0 }),
            buffer: Vec::new(),
            at: 0,
            taken: 0,
            member: (0, 0),
        }
    }

    /// Where the next byte stands: the place of its member in the file if it is the member's first, else its place
    /// in the unpacked stream. Right after a member's end this is known only once the buffer was filled.
    pub(crate) fn offset(&self) -> u64 {
        self.member_start().unwrap_or(self.taken)
    }

    /// The place in the file of the member that the next byte is the first of.
    pub(crate) fn member_start(&self) -> Option<u64> {
        (self.taken == self.member.0).then_some(self.member.1)
    }

    /// Refills the empty buffer from the current member, or from the next.
    fn refill(&mut self) -> io::Result<()> {
        self.at = 0;
        self.buffer.resize(BUFFER_BYTES, 0);
        loop {
            let (state, read) = match std::mem::replace(&mut self.state, State::Over) {
                State::Fresh(mut source) => {
                    let is_gzip = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
                    match is_gzip {
                        true => (State::Between(source), None),
                        false => (State::Plain(source), None),
                    }
                }
                State::Plain(mut source) => {
                    let read = source.read(&mut self.buffer)?;
                    (State::Plain(source), Some(read))
                }
                State::Between(mut source) => {
                    skip_padding(&mut source)?;
                    if source.fill_buf()?.is_empty() {
                        (State::Over, Some(0))
                    } else {
                        self.member = (self.taken, source.passed);
                        (State::Member(Box::new(GzDecoder::new(source))), None)
                    }
                }
                State::Member(mut decoder) => match decoder.read(&mut self.buffer)? {
                    0 => (State::Between(decoder.into_inner()), None),
                    read => (State::Member(decoder), Some(read)),
                },
                State::Over => (State::Over, Some(0)),
            };
            self.state = state;
            if let Some(read) = read {
                self.buffer.truncate(read);
                return Ok(());
            }
        }
    }
}

/// Tapes and some writers fill a file up with zeros.
fn skip_padding(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        let zeros = buffer.iter().take_while(|&&byte| byte == 0).count();
        if zeros == 0 {
            return Ok(());
        }
        source.consume(zeros);
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<R: BufRead> BufRead for Members<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len()
            && let Err(error) = self.refill()
        {
            self.buffer.clear();
            self.at = 0;
            return Err(error);
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
        self.taken += count as u64;
    }
}

/// Reads by way of the source's buffer, so that `consume` sees every byte that is taken.
fn read_buffered(source: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let buffer = source.fill_buf()?;
    let count = buffer.len().min(into.len());
    into[..count].copy_from_slice(&buffer[..count]);
    source.consume(count);
    Ok(count)
}

/// Counts the bytes taken from a stream.
struct Counted<R> {
    source: R,
    passed: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // A signal is no reason to stop, and the layers above do not all know that.
        while let Err(error) = self.source.fill_buf() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.source.consume(count);
        self.passed += count as u64;
    }
}
