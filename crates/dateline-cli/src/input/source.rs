//! One thing to read: a page, a record of a web archive, an entry of a feed, a row of a table.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use dateline::{Page, Parts, warc};
use flate2::read::MultiGzDecoder;

use super::{Unavailable, plain};

/// Most bytes that are taken of one page: a little more than it may have, so that reading can say it is too large.
const MAX_BYTES: u64 = dateline::MAX_PAGE_BYTES as u64 + 1;

/// Something that was found and may still have to be opened or unpacked, which need not happen in order.
#[derive(Debug)]
pub struct Item {
    pub name: String,
    /// Byte offset in a file of many records.
    pub offset: Option<u64>,
    /// How many bytes of all files had been read when it was found, as they lie on the disk.
    pub passed: u64,
    pub content: Content,
}

/// What an item holds.
#[derive(Debug)]
pub enum Content {
    /// A file that is one page, not opened yet.
    File(PathBuf),
    /// A page of which only the bytes are known.
    Bytes(Vec<u8>),
    Record(Box<warc::Record>),
    /// An article in parts, and the title of the feed that it comes from.
    Parts(Box<Parts>, Option<String>),
}

/// An item ready to be read.
#[derive(Debug)]
pub struct Source {
    /// The name for messages: a path, `-`, `news.warc.gz@12345` (byte offset), `news.csv:17` (line), `news.rss#3` (entry).
    pub name: String,
    pub matter: Matter,
}

/// What is read.
#[derive(Debug)]
pub enum Matter {
    Page(Page),
    /// An article in parts, and the title of the feed that it comes from.
    Parts(Box<Parts>, Option<String>),
}

impl Item {
    /// Roughly how many bytes the item keeps in memory until it is read.
    pub fn weight(&self) -> usize {
        match &self.content {
            Content::File(_) => 0,
            Content::Bytes(bytes) => bytes.len(),
            Content::Record(record) => record.size(),
            Content::Parts(parts, _) => parts.text.len(),
        }
    }

    /// Opens, decodes and unpacks; `None` where a record holds no page.
    ///
    /// # Errors
    /// When it cannot be opened or read, or is damaged.
    pub fn open(self) -> Result<Option<Source>, Unavailable> {
        let Item {
            name,
            offset,
            content,
            ..
        } = self;
        let unavailable = |message: String| Unavailable {
            name: name.clone(),
            offset,
            message,
        };
        let page = |bytes, media_type| Page {
            bytes,
            url: None,
            media_type,
            origin: name.clone(),
        };
        let matter = match content {
            Content::File(path) => {
                let bytes = read_page(&path).map_err(|error| unavailable(plain(&error)))?;
                Matter::Page(page(bytes, media_type(&name)))
            }
            Content::Bytes(bytes) => Matter::Page(page(bytes, None)),
            Content::Record(record) => match record.into_page(name.clone()) {
                Ok(Some(page)) => Matter::Page(page),
                Ok(None) => return Ok(None),
                Err(problem) => return Err(unavailable(problem.message)),
            },
            Content::Parts(mut parts, feed) => {
                parts.origin.clone_from(&name);
                Matter::Parts(parts, feed)
            }
        };
        Ok(Some(Source { name, matter }))
    }
}

impl Source {
    /// The bytes of a page; the text of an article in parts.
    pub fn bytes(&self) -> &[u8] {
        match &self.matter {
            Matter::Page(page) => &page.bytes,
            Matter::Parts(parts, _) => parts.text.as_bytes(),
        }
    }
}

/// The bytes of a file that is one page, unpacked if it is gzip.
fn read_page(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    unpacked(bytes)
}

/// Bytes of a page, unpacked if they are gzip; at most one byte more than a page may have.
pub fn unpacked(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if !bytes.starts_with(super::GZIP) {
        return Ok(bytes);
    }
    let mut inner = Vec::new();
    MultiGzDecoder::new(&bytes[..])
        .take(MAX_BYTES)
        .read_to_end(&mut inner)?;
    Ok(inner)
}

/// The media type that the end of a file's name says.
fn media_type(name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let kind = match name.rsplit('.').next()? {
        "html" | "htm" | "xhtml" | "shtml" => "text/html",
        "md" | "markdown" => "text/markdown",
        "txt" => "text/plain",
        _ => return None,
    };
    Some(kind.to_string())
}
