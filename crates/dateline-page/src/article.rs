//! The values this crate takes and gives: [`Page`] in, [`Article`] out.

use std::ops::Range;

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
    /// Stable id: 16 hex digits, a hash of URL (where known), title and text.
    pub id: String,
    /// The page's own canonical address, else the one given with the [`Page`].
    pub url: Option<String>,
    /// The outlet's name as the page gives it.
    pub publisher: Option<String>,
    /// The headline, without the outlet's name.
    pub title: Option<String>,
    /// Names of the writers, in the page's order, without "By".
    pub authors: Vec<String>,
    /// One flat string; blocks are byte ranges of it, divided by blank lines. The title is its first block.
    pub text: String,
    /// The blocks of `text`, in order; together they cover all of it but the blank lines.
    pub blocks: Vec<Block>,
    /// When the page says it was first published.
    pub published: Option<Stated>,
    /// When the page says it was last changed.
    pub updated: Option<Stated>,
    /// The place-and-agency line at the head of the report.
    pub filed: Option<Filed>,
    /// ISO 639-1 code of the body's language.
    pub language: Option<String>,
    /// Pictures of the article, in page order.
    pub images: Vec<Image>,
    /// What was wrong with the input; see [`Problem::is_fatal`].
    pub problems: Vec<Problem>,
}

impl Article {
    /// The words of one block.
    pub fn block_text(&self, block: &Block) -> &str {
        &self.text[block.range()]
    }

    /// Adds a block after those that are there, with an empty line between.
    pub fn push_block(&mut self, kind: BlockKind, words: &str) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.blocks.push(Block {
            kind,
            start,
            end: self.text.len(),
        });
    }

    /// Whether a problem means that there is nothing to code in this article.
    pub fn is_unusable(&self) -> bool {
        self.problems.iter().any(Problem::is_fatal)
    }
}

/// A run of the article's text with one function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What the block is for.
    pub kind: BlockKind,
    /// First byte in [`Article::text`].
    pub start: usize,
    /// One past the last byte in [`Article::text`].
    pub end: usize,
}

impl Block {
    /// The block as a byte range of [`Article::text`].
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// The function of a [`Block`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline; at most one, always first.
    Title,
    /// A heading inside the body.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// A passage set apart as quoted.
    Quote,
    /// A caption without its credit.
    Caption,
    /// The credit of the caption before it ("AFP/YONHAP"); never coded.
    Credit,
}

impl BlockKind {
    /// The kind as one lower-case word, as the JSON form and the golden files write it.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Title => "title",
            BlockKind::Heading => "heading",
            BlockKind::Paragraph => "paragraph",
            BlockKind::ListItem => "list-item",
            BlockKind::Quote => "quote",
            BlockKind::Caption => "caption",
            BlockKind::Credit => "credit",
        }
    }
}

/// A point in time as the page states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The local date and time as stated; midnight when only a day is stated.
    pub local: DateTime,
    /// The stated UTC offset; `None` when the page gives a bare clock time or only a day.
    pub offset: Option<Offset>,
    /// How finely the page states it.
    pub precision: StatedPrecision,
    /// Where it was read: "json-ld", "meta article:published_time", "time element", "visible text".
    pub source: String,
}

/// How finely a page states a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatedPrecision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// Only the day.
    Day,
}

/// The place-and-agency line at the head of a report: "MOSCOW, March 19 (Reuters) -".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// First byte in [`Article::text`]; the range is part of its paragraph block.
    pub start: usize,
    /// One past the last byte of the line, its dash included.
    pub end: usize,
    /// The place as written ("MOSCOW", "GOMA, Democratic Republic of Congo").
    pub place: Option<String>,
    /// The agency or outlet in brackets ("Reuters").
    pub agency: Option<String>,
    /// The date as written, unparsed ("March 19").
    pub date: Option<String>,
}

/// A picture of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Address as the page writes it.
    pub url: Option<String>,
    /// Caption without the credit.
    pub caption: Option<String>,
    /// Who made or supplied the picture.
    pub credit: Option<String>,
}

/// Something wrong with the input that a user should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Short stable word; the constants of [`problem`] list them all.
    pub kind: String,
    /// One lower-case sentence: what was attempted, expected against found.
    pub message: String,
}

impl Problem {
    /// A problem of one of the kinds listed in [`problem`].
    pub fn new(kind: &str, message: impl Into<String>) -> Problem {
        Problem {
            kind: kind.to_string(),
            message: message.into(),
        }
    }

    /// Whether it means that the page holds nothing to code: the input is skipped, and a command ends with an error.
    pub fn is_fatal(&self) -> bool {
        problem::FATAL.contains(&self.kind.as_str())
    }
}

/// The kinds of [`Problem`].
pub mod problem {
    /// The input has no bytes, or only white space.
    pub const EMPTY: &str = "empty";
    /// No article text was found.
    pub const NO_TEXT: &str = "no-text";
    /// The input is larger than [`crate::MAX_PAGE_BYTES`].
    pub const TOO_LARGE: &str = "too-large";
    /// The input is no text at all (an image, an archive, ...).
    pub const NOT_TEXT: &str = "not-text";
    /// The page lists other pages and is no article itself.
    pub const NOT_AN_ARTICLE: &str = "not-an-article";
    /// The page is an error message ("404 page not found").
    pub const ERROR_PAGE: &str = "error-page";
    /// The text is in a language that is not coded yet.
    pub const LANGUAGE: &str = "language";
    /// Only the head of the article is there; the rest is behind a paywall.
    pub const PAYWALL: &str = "paywall";
    /// The charset is wrong, mixed, or had to be guessed against what was declared.
    pub const CHARSET: &str = "charset";
    /// Elements are nested deeper than [`crate::MAX_NESTING`]; what comes after is not read.
    pub const NESTING: &str = "nesting";
    /// The page has more than [`crate::MAX_NODES`] nodes; what comes after is not read.
    pub const TOO_MANY_NODES: &str = "too-many-nodes";
    /// The article has more than [`crate::MAX_BLOCKS`] blocks; those after are left out.
    pub const TOO_MANY_BLOCKS: &str = "too-many-blocks";
    /// The page states no publication time.
    pub const NO_DATE: &str = "no-date";
    /// The publication time has a clock time without a zone.
    pub const BARE_CLOCK_TIME: &str = "bare-clock-time";
    /// The date can be read as day/month or as month/day.
    pub const AMBIGUOUS_DATE: &str = "ambiguous-date";
    /// No headline was found.
    pub const NO_TITLE: &str = "no-title";

    /// The kinds that mean "nothing to code here".
    pub const FATAL: &[&str] = &[
        EMPTY,
        NO_TEXT,
        TOO_LARGE,
        NOT_TEXT,
        NOT_AN_ARTICLE,
        ERROR_PAGE,
        LANGUAGE,
    ];
}
