//! Inputs to the things in them, one after the other: a file of many records is read as far as it is asked for.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dateline::{Format, SNIFF_BYTES, feed, tables, warc};
use flate2::read::MultiGzDecoder;

use super::source::{Content, Item, unpacked};
use super::{GZIP, Input, Unavailable, plain};
use crate::args::Pages;

/// What is found, or why something cannot be had.
pub type Found = Result<Item, Unavailable>;
/// The things in one file.
type Inside = Box<dyn Iterator<Item = Found> + Send>;

/// All that the inputs of a command line hold, in order.
pub struct Items {
    inputs: std::vec::IntoIter<Result<Input, Unavailable>>,
    columns: tables::Columns,
    /// Every input is taken as it is.
    is_flat: bool,
    inside: Option<Inside>,
    /// How many bytes of files have been read.
    passed: Arc<AtomicU64>,
}

impl Items {
    /// The things in the inputs that are named.
    pub fn new(pages: &Pages) -> Items {
        Items {
            inputs: super::list(&pages.inputs).into_iter(),
            columns: pages.columns.columns(),
            is_flat: false,
            inside: None,
            passed: Arc::default(),
        }
    }

    /// The inputs themselves, whatever they hold.
    pub fn flat(pages: &Pages) -> Items {
        Items {
            is_flat: true,
            ..Items::new(pages)
        }
    }

    fn open(&self, input: Input) -> Inside {
        let name = input.name();
        match input {
            Input::Stdin => match self.is_flat {
                true => one(whole(name, io::stdin())),
                false => opened(name, io::stdin(), None, &self.columns),
            },
            Input::File(path) => {
                let said = Format::of_name(&path.to_string_lossy());
                if self.is_flat || said == Some(Format::Page) {
                    let size = path.metadata().map_or(0, |about| about.len());
                    self.passed.fetch_add(size, Ordering::Relaxed);
                    return one(Ok(file(name, &path)));
                }
                match File::open(&path) {
                    Ok(file) => {
                        let passed = self.passed.clone();
                        opened(name, Counted { file, passed }, said, &self.columns)
                    }
                    Err(error) => one(Err(Unavailable::new(name, plain(&error)))),
                }
            }
        }
    }
}

impl Iterator for Items {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(inside) = &mut self.inside {
                if let Some(found) = inside.next() {
                    let passed = self.passed.load(Ordering::Relaxed);
                    return Some(found.map(|item| Item { passed, ..item }));
                }
                self.inside = None;
            }
            match self.inputs.next()? {
                Ok(input) => self.inside = Some(self.open(input)),
                Err(unavailable) => return Some(Err(unavailable)),
            }
        }
    }
}

/// A file that counts what is read of it.
struct Counted {
    file: File,
    passed: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(into)?;
        self.passed.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

fn one(found: Found) -> Inside {
    Box::new(std::iter::once(found))
}

fn file(name: String, path: &Path) -> Item {
    Item {
        name,
        offset: None,
        passed: 0,
        content: Content::File(path.to_path_buf()),
    }
}

/// A stream that is one page.
fn whole(name: String, source: impl Read) -> Found {
    let mut bytes = Vec::new();
    let limit = dateline::MAX_PAGE_BYTES as u64 + 1;
    let read = source.take(limit).read_to_end(&mut bytes);
    match read.and_then(|_| unpacked(bytes)) {
        Ok(bytes) => Ok(Item {
            name,
            offset: None,
            passed: 0,
            content: Content::Bytes(bytes),
        }),
        Err(error) => Err(Unavailable::new(name, plain(&error))),
    }
}

/// What a stream holds, by what its name says, else by its first bytes.
fn opened(
    name: String,
    mut source: impl Read + Send + 'static,
    said: Option<Format>,
    columns: &tables::Columns,
) -> Inside {
    let mut head = Vec::new();
    let read = (&mut source)
        .take(SNIFF_BYTES as u64)
        .read_to_end(&mut head);
    if let Err(error) = read {
        return one(Err(Unavailable::new(name, plain(&error))));
    }
    let is_gzip = head.starts_with(GZIP);
    let format = said.unwrap_or_else(|| {
        let mut inner = Vec::new();
        if is_gzip {
            // Where packed data breaks off in the head, what came before it is enough.
            let _ = MultiGzDecoder::new(&head[..])
                .take(SNIFF_BYTES as u64)
                .read_to_end(&mut inner);
        }
        Format::of_head(if is_gzip { &inner } else { &head }, columns)
    });
    let raw = Cursor::new(head).chain(source);
    match (format, is_gzip) {
        (Format::Page, _) => one(whole(name, raw)),
        (Format::Warc, _) => archive(name, raw),
        (_, true) => rows_or_entries(name, MultiGzDecoder::new(raw), format, columns),
        (_, false) => rows_or_entries(name, raw, format, columns),
    }
}

/// The records of a web archive that may hold pages.
fn archive(name: String, source: impl Read + Send + 'static) -> Inside {
    Box::new(warc::Records::new(source).map(move |found| {
        let at = |offset: u64| format!("{name}@{offset}");
        match found {
            Ok(record) => Ok(Item {
                name: at(record.offset),
                offset: Some(record.offset),
                passed: 0,
                content: Content::Record(Box::new(record)),
            }),
            Err(fault) => Err(Unavailable {
                name: at(fault.offset),
                offset: Some(fault.offset),
                message: fault.message,
            }),
        }
    }))
}

fn rows_or_entries(
    name: String,
    source: impl Read + Send + 'static,
    format: Format,
    columns: &tables::Columns,
) -> Inside {
    match format {
        Format::JsonLines => rows(name, tables::JsonRows::new(source, columns.clone())),
        Format::Csv => match tables::CsvRows::new(source, columns) {
            Ok(found) => rows(name, found),
            Err(fault) => one(Err(Unavailable::new(
                format!("{name}:{}", fault.line),
                fault.message,
            ))),
        },
        Format::Page | Format::Warc | Format::Feed => entries(name, source),
    }
}

/// The rows of a table.
fn rows(
    name: String,
    rows: impl Iterator<Item = Result<tables::Row, tables::RowFault>> + Send + 'static,
) -> Inside {
    Box::new(rows.map(move |row| match row {
        Ok(row) => Ok(Item {
            name: format!("{name}:{}", row.line),
            offset: None,
            passed: 0,
            content: Content::Parts(Box::new(row.parts), None),
        }),
        Err(fault) => Err(Unavailable::new(
            format!("{name}:{}", fault.line),
            fault.message,
        )),
    }))
}

/// The entries of a feed.
fn entries(name: String, source: impl Read) -> Inside {
    let mut bytes = Vec::new();
    let limit = feed::MAX_FEED_BYTES as u64 + 1;
    if let Err(error) = source.take(limit).read_to_end(&mut bytes) {
        return one(Err(Unavailable::new(name, plain(&error))));
    }
    let read = match feed::read(&bytes, None) {
        Ok(read) => read,
        Err(problem) => return one(Err(Unavailable::new(name, problem.message))),
    };
    let title = read.title;
    let numbered = read.entries.into_iter().enumerate();
    Box::new(numbered.map(move |(at, entry)| {
        Ok(Item {
            name: format!("{name}#{}", at + 1),
            offset: None,
            passed: 0,
            content: Content::Parts(Box::new(entry.parts), title.clone()),
        })
    }))
}
