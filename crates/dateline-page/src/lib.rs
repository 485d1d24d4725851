//! Reading pages: bytes as received to a clean [`Article`].
//!
//! A leaf crate: it knows no other Dateline crate, touches no files, clock or network.

use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Bytes as received, with what is known about them from outside.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The page as it came: HTML, plain text or Markdown-like text in any charset.
    pub bytes: Vec<u8>,
    /// Address, if known from outside the page.
    pub url: Option<String>,
    /// Media type with or without a charset ("text/html; charset=windows-1251"), if known.
    pub media_type: Option<String>,
    /// Where the bytes came from, for messages: a path, `-`, a WARC file and offset.
    pub origin: String,
}

/// One news article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Stable id: a hash of URL (where known), title and text.
    pub id: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// One flat string; blocks are byte ranges of it, divided by blank lines. The title is its first block.
    pub text: String,
    pub blocks: Vec<Block>,
    pub published: Option<Stated>,
    pub updated: Option<Stated>,
    pub filed: Option<Filed>,
    /// ISO 639-1 code of the body's language.
    pub language: Option<String>,
    pub images: Vec<Image>,
    pub problems: Vec<Problem>,
}

/// A run of the article's text with one function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// Byte range in [`Article::text`], end-exclusive.
    pub start: usize,
    pub end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    Title,
    /// A heading inside the body.
    Heading,
    Paragraph,
    ListItem,
    Quote,
    /// A caption without its credit.
    Caption,
    /// The credit of the caption before it ("AFP/YONHAP"); never coded.
    Credit,
}

/// A point in time as the page states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The local date and time as stated; midnight when only a day is stated.
    pub local: DateTime,
    /// The stated UTC offset; `None` when the page gives a bare clock time or only a day.
    pub offset: Option<Offset>,
    pub precision: StatedPrecision,
    /// Where it was read: "json-ld", "meta article:published_time", "time element", "visible text".
    pub source: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatedPrecision {
    Second,
    Minute,
    Day,
}

/// The place-and-agency line at the head of a report: "MOSCOW, March 19 (Reuters) -".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Byte range in [`Article::text`]; the range is part of its paragraph block.
    pub start: usize,
    pub end: usize,
    pub place: Option<String>,
    pub agency: Option<String>,
    /// The date as written, unparsed ("March 19").
    pub date: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub url: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// Something wrong with the input that a user should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Short stable word: "charset", "no-text", "no-date", "bare-clock-time", "language", "too-large", ...
    pub kind: String,
    pub message: String,
}
