//! A stream that may be gzip in one or many members, read as one, with the place of each record in the file.
//!
//! WARC files compress every record by itself, so that it can be read from its offset. A buffer never spans two
//! members, but for bytes that were put back: a record that begins with a member is known by that. A damaged member
//! does not take those after it along ([`Members::go_on`]).

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use crate::warc::START;

/// Size of the buffer for unpacked bytes.
const BUFFER_BYTES: usize = 64 * 1024;
/// How many packed bytes of a member are remembered. A damaged member is rarely found out at once: what is read of
/// the members after it by then, some ten kilobytes, has to be read again.
const REMEMBERED: usize = 1 << 20;
/// So many bytes more than there are may be read again in all, so that no file can keep a reader busy forever.
pub(crate) const AGAIN: u64 = 64 << 20;
/// A place that no member has.
const NO_MEMBER: u64 = u64::MAX;
/// How gzip begins, with the only method there is.
const MAGIC: &[u8] = &[0x1f, 0x8b, 8];

/// Unpacked bytes of a stream.
pub(crate) struct Members<R> {
    state: State<R>,
    buffer: Vec<u8>,
    /// The first byte of the buffer that has not been taken.
    at: usize,
    /// Bytes taken so far, unpacked.
    taken: u64,
    /// Where the current member begins, in unpacked bytes ([`NO_MEMBER`] if there is none) and in the file.
    member: (u64, u64),
}

enum State<R> {
    /// Nothing has been read.
    Fresh(Packed<R>),
    Plain(Packed<R>),
    Member(Box<GzDecoder<Packed<R>>>),
    /// Between two members.
    Between(Packed<R>),
    /// The current member is damaged in this way.
    Broken(Packed<R>, io::ErrorKind),
    Over,
}

impl<R: BufRead> Members<R> {
    pub(crate) fn new(source: R) -> Members<R> {
        Members {
            state: State::Fresh(Packed::new(source)),
            buffer: Vec::new(),
            at: 0,
            taken: 0,
            member: (0, 0),
        }
    }

    /// Where the next byte stands: in the file, and within a member so many unpacked bytes after the member's place in
    /// the file. Right after a member's end this is known only once the buffer was filled.
    pub(crate) fn offset(&self) -> u64 {
        match self.member {
            (NO_MEMBER, _) => self.taken,
            // Bytes that were put back may be those of the member before.
            (start, place) => place + self.taken.saturating_sub(start),
        }
    }

    /// The place in the file of the member that the next byte is the first of.
    pub(crate) fn member_start(&self) -> Option<u64> {
        (self.taken == self.member.0).then_some(self.member.1)
    }

    /// How many unpacked bytes were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.taken
    }

    /// The next bytes without taking them: so many, or fewer where the stream ends or breaks off.
    pub(crate) fn peek(&mut self, count: usize) -> &[u8] {
        if self.buffer.len() - self.at < count {
            let mut bytes = Vec::new();
            // What is wrong shows again when these bytes are taken.
            let _ = self.by_ref().take(count as u64).read_to_end(&mut bytes);
            self.put_back(&bytes);
        }
        let end = self.buffer.len().min(self.at + count);
        &self.buffer[self.at..end]
    }

    /// Puts back the bytes that were taken last.
    pub(crate) fn put_back(&mut self, bytes: &[u8]) {
        self.taken -= bytes.len() as u64;
        if self.buffer[..self.at].ends_with(bytes) {
            self.at -= bytes.len();
        } else {
            self.buffer = [bytes, &self.buffer[self.at..]].concat();
            self.at = 0;
        }
    }

    /// After damage, goes on with the next member: the next bytes that look like the beginning of one. Whether there
    /// are such bytes.
    pub(crate) fn go_on(&mut self) -> bool {
        let State::Broken(mut source, _) = std::mem::replace(&mut self.state, State::Over) else {
            return false;
        };
        source.go_back_to(self.member.1 + 1);
        let is_found = source.find_member().unwrap_or(false);
        if is_found {
            self.state = State::Between(source);
        }
        is_found
    }

    /// Refills the empty buffer from the current member, or from the next.
    fn refill(&mut self) -> io::Result<()> {
        self.at = 0;
        self.buffer.resize(BUFFER_BYTES, 0);
        loop {
            let (state, read) = match std::mem::replace(&mut self.state, State::Over) {
                State::Fresh(source) => (first_state(source)?, None),
                State::Plain(mut source) => {
                    self.member.0 = NO_MEMBER;
                    let read = source.read(&mut self.buffer)?;
                    (State::Plain(source), Some(read))
                }
                State::Between(mut source) => {
                    skip_padding(&mut source)?;
                    if source.fill_buf()?.is_empty() {
                        (State::Over, Some(0))
                    } else {
                        self.member = (self.taken, source.passed);
                        source.forget();
                        (State::Member(Box::new(GzDecoder::new(source))), None)
                    }
                }
                State::Member(mut decoder) => match decoder.read(&mut self.buffer) {
                    Ok(0) => (State::Between(decoder.into_inner()), None),
                    Ok(read) => (State::Member(decoder), Some(read)),
                    Err(error) if is_damage(error.kind()) => {
                        (State::Broken(decoder.into_inner(), error.kind()), None)
                    }
                    Err(error) => return Err(error),
                },
                State::Broken(source, kind) => {
                    self.state = State::Broken(source, kind);
                    return Err(kind.into());
                }
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

/// What a stream is by its first bytes.
fn first_state<R: BufRead>(mut source: Packed<R>) -> io::Result<State<R>> {
    let head = source.fill_buf()?;
    Ok(if head.starts_with(&MAGIC[..2]) {
        State::Between(source)
    } else if !head.starts_with(START) && holds_member(head) {
        // The head of the first member is damaged.
        State::Broken(source, io::ErrorKind::InvalidData)
    } else {
        State::Plain(source)
    })
}

/// Whether a member begins in these bytes that holds a record.
fn holds_member(bytes: &[u8]) -> bool {
    (0..bytes.len())
        .filter(|&at| bytes[at..].starts_with(MAGIC))
        .any(|at| {
            let mut first = [0; START.len()];
            let read = GzDecoder::new(&bytes[at..]).read_exact(&mut first);
            read.is_ok() && first == *START
        })
}

/// Whether an error tells of the bytes, not of reading them.
pub(crate) fn is_damage(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
    )
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

/// The bytes of a stream as they lie there, counted; the last ones can be read again.
struct Packed<R> {
    source: R,
    passed: u64,
    /// What was taken of the current member, or the end of that, and then what of it is to be taken again.
    kept: Vec<u8>,
    /// How many of these are taken.
    at: usize,
    /// How many were taken again in all.
    again: u64,
}

impl<R: BufRead> Packed<R> {
    fn new(source: R) -> Packed<R> {
        Packed {
            source,
            passed: 0,
            kept: Vec::new(),
            at: 0,
            again: 0,
        }
    }

    /// What was taken need not be kept any more.
    fn forget(&mut self) {
        self.kept.drain(..self.at);
        self.at = 0;
    }

    /// Goes back to a place in the stream, or as near to it as what is kept allows.
    fn go_back_to(&mut self, place: u64) {
        let back = self.passed.saturating_sub(place).min(self.at as u64);
        if self.again + back <= self.passed + AGAIN {
            self.again += back;
            self.back(back as usize);
        }
    }

    fn back(&mut self, count: usize) {
        self.at -= count;
        self.passed -= count as u64;
    }

    /// Goes on to the next bytes that look like the beginning of a member. Whether there are any.
    fn find_member(&mut self) -> io::Result<bool> {
        loop {
            let buffer = self.fill_buf()?;
            if buffer.is_empty() {
                return Ok(false);
            }
            let Some(at) = buffer.iter().position(|&byte| byte == MAGIC[0]) else {
                let all = buffer.len();
                self.consume(all);
                continue;
            };
            self.consume(at);
            let mut head = Vec::new();
            let read = self.by_ref().take(4).read_to_end(&mut head)?;
            // The upper flags are not in use.
            let is_head = head.starts_with(MAGIC) && head.get(3).is_some_and(|flags| *flags < 0x20);
            self.back(if is_head { read } else { read - 1 });
            if is_head {
                return Ok(true);
            }
        }
    }
}

impl<R: BufRead> Read for Packed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<R: BufRead> BufRead for Packed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.kept.len() {
            return Ok(&self.kept[self.at..]);
        }
        // A signal is no reason to stop, and the layers above do not all know that.
        while let Err(error) = self.source.fill_buf() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(error);
            }
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.passed += count as u64;
        if self.at < self.kept.len() {
            self.at += count;
            return;
        }
        if let Ok(buffer) = self.source.fill_buf() {
            self.kept.extend_from_slice(&buffer[..count]);
        }
        self.source.consume(count);
        if self.kept.len() > 2 * REMEMBERED {
            self.kept.drain(..self.kept.len() - REMEMBERED);
        }
        self.at = self.kept.len();
    }
}
