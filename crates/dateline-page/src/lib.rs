//! Reading pages: bytes as received to a clean [`Article`].
//!
//! [`read`] takes a [`Page`] (HTML, plain text, or Markdown-like text as extractors save it) and gives an [`Article`]:
//! who published it and when, and its text as blocks (headline, headings, paragraphs, captions, credits) without the
//! page's furniture. It never fails: what was wrong is listed in [`Article::problems`], and
//! [`Article::is_unusable`] tells whether there is anything to code.
//!
//! ```
//! use dateline_page::{Page, read};
//!
//! let html = "<title>Ministers meet in Oslo</title><h1>Ministers meet in Oslo</h1>
//!     <p>OSLO (AP) — The foreign ministers of both countries met on Tuesday and agreed to talk again in June.</p>
//!     <p>A second round of talks is planned for the summer, the Norwegian government said in a statement.</p>";
//! let article = read(&Page { bytes: html.into(), ..Page::default() });
//! assert_eq!(article.title.as_deref(), Some("Ministers meet in Oslo"));
//! assert_eq!(article.filed.and_then(|filed| filed.agency).as_deref(), Some("AP"));
//! ```
//!
//! A leaf crate: it knows no other Dateline crate, touches no files, clock or network. The way through it:
//! `charset` (bytes to text), then `html` (`dom`, `runs`, `body`) or `plain`, then `draft` (text and byte ranges);
//! Many articles in one file: [`warc`], [`feed`] and [`tables`] give pages or [`Parts`], one at a time; [`Format`] tells which
//! file is which. `furniture` holds the rules for lines that are no report, `metadata`, `jsonld`, `times` and `moment` what a page says of itself.

mod appeal;
mod article;
mod body;
mod caption;
mod charset;
mod clock;
mod dom;
mod draft;
pub mod feed;
mod filed;
mod format;
mod furniture;
mod hints;
mod html;
pub mod http;
mod jsonld;
mod language;
mod markdown;
mod members;
mod metadata;
mod moment;
mod parts;
mod plain;
mod runs;
pub mod score;
pub mod tables;
mod text;
mod times;
mod tokens;
mod verdict;
pub mod warc;
mod zone;

pub use article::{
    Article, Block, BlockKind, Filed, Image, Page, Problem, Stated, StatedPrecision, problem,
};

pub use format::{Format, SNIFF_BYTES};
pub use parts::{Parts, read_parts, stated};

use draft::Draft;

/// Largest page that is read, in bytes; real news pages stay under 3 MB.
pub const MAX_PAGE_BYTES: usize = 16 * 1024 * 1024;
/// Deepest nesting of elements that is read; browsers stop at 512 too.
pub const MAX_NESTING: usize = 512;
/// Most nodes (elements, texts, comments) of a page that are read.
pub const MAX_NODES: usize = 400_000;
/// Most blocks that an article keeps.
pub const MAX_BLOCKS: usize = 5_000;
/// ISO 639-1 codes of the languages that can be coded; text in another one is a fatal problem.
pub const CODED_LANGUAGES: &[&str] = &["en"];

/// Reads a page; never fails and never panics, whatever the bytes.
pub fn read(page: &Page) -> Article {
    if let Some(problem) = unreadable(&page.bytes) {
        let draft = Draft {
            problems: vec![problem],
            ..Draft::default()
        };
        return draft.finish(page);
    }
    let decoded = charset::decode(&page.bytes, page.media_type.as_deref());
    let mut draft = if format::is_xml_feed(&decoded.text) {
        let message = "expected an article, but found a feed that lists articles";
        Draft {
            problems: vec![Problem::new(problem::NOT_AN_ARTICLE, message)],
            ..Draft::default()
        }
    } else if is_html(&decoded.text, page.media_type.as_deref()) {
        html::read(&decoded.text, page)
    } else {
        plain::read(&decoded.text)
    };
    draft.problems.splice(0..0, decoded.problems);
    draft.finish(page)
}

/// The body of an article as plain text, without title, captions and credits: what extraction is scored on.
pub fn body(article: &Article) -> String {
    let blocks = article.blocks.iter().filter(|block| {
        matches!(
            block.kind,
            BlockKind::Heading | BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote
        )
    });
    let texts: Vec<&str> = blocks.map(|block| article.block_text(block)).collect();
    texts.join("\n\n")
}

/// How PDFs, pictures and archives begin: they can look like text for a while.
const MAGIC: &[&[u8]] = &[
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
];

/// Why bytes cannot be read as a page at all.
fn unreadable(bytes: &[u8]) -> Option<Problem> {
    if bytes.len() > MAX_PAGE_BYTES {
        let message = format!(
            "expected at most {MAX_PAGE_BYTES} bytes, but found {}",
            bytes.len()
        );
        return Some(Problem::new(problem::TOO_LARGE, message));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some(Problem::new(
            problem::EMPTY,
            "expected a page, but found no text at all",
        ));
    }
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Problem::new(
            problem::NOT_TEXT,
            "expected a page of text, but found a PDF, a picture or an archive",
        ));
    }
    let has_mark = encoding_rs::Encoding::for_bom(bytes).is_some();
    let head = &bytes[..bytes.len().min(1024)];
    let odd = head
        .iter()
        .filter(|&&byte| {
            byte == 0 || (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        })
        .count();
    if !has_mark && odd * 20 > head.len() {
        return Some(Problem::new(
            problem::NOT_TEXT,
            "expected a page of text, but the bytes are binary",
        ));
    }
    None
}

/// Whether a text is HTML: by its media type, else by how many tags stand near its head.
fn is_html(text: &str, media_type: Option<&str>) -> bool {
    let kind = media_type
        .and_then(|kind| kind.split(';').next())
        .map(|kind| kind.trim().to_ascii_lowercase());
    match kind.as_deref() {
        Some("text/html" | "application/xhtml+xml") => return true,
        Some("text/markdown") => return false,
        // Servers call pages text/plain now and then, so the bytes are asked.
        _ => {}
    }
    const SNIFF_CHARS: usize = 2000;
    const MIN_TAGS: usize = 3;
    let head: String = text
        .chars()
        .take(SNIFF_CHARS)
        .collect::<String>()
        .to_ascii_lowercase();
    let trimmed = head.trim_start();
    trimmed.starts_with("<!doctype")
        || trimmed.starts_with("<html")
        || trimmed.starts_with("<?xml")
        || head
            .split('<')
            .skip(1)
            .filter(|after| opens_tag(after))
            .count()
            >= MIN_TAGS
}

/// Whether what follows a `<` is a tag: a letter or a stroke, and a `>` before the next `<`.
fn opens_tag(after: &str) -> bool {
    after.starts_with(|char: char| char.is_ascii_alphabetic() || char == '/') && after.contains('>')
}
