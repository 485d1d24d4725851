//! An article while it is put together: pieces of text with their functions, then one flat string with byte ranges.

use std::collections::HashSet;

use crate::article::{Article, BlockKind, Image, Page, Problem, Stated, problem};
use crate::caption::split_credit;
use crate::furniture::is_furniture;
use crate::text::{key, stable_hash, word_count};
use crate::{CODED_LANGUAGES, MAX_BLOCKS, filed, language};

/// Shorter captions ("1 of 4", "Image") say nothing.
const MIN_CAPTION_WORDS: usize = 3;
/// Shorter quotes may well be said twice.
const MIN_PULL_QUOTE: usize = 20;

/// What a reader found, before the text is laid out.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) url: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Stated>,
    pub(crate) updated: Option<Stated>,
    /// The language the page declares.
    pub(crate) declared_language: Option<String>,
    /// Body, captions and credits, in reading order, without the title.
    pub(crate) pieces: Vec<Piece>,
    pub(crate) images: Vec<Image>,
    pub(crate) problems: Vec<Problem>,
}

/// One block to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) kind: BlockKind,
    pub(crate) text: String,
}

impl Piece {
    pub(crate) fn new(kind: BlockKind, text: impl Into<String>) -> Piece {
        Piece {
            kind,
            text: text.into(),
        }
    }
}

impl Draft {
    /// Lays the text out and fills in what follows from it: filed line, language, id.
    pub(crate) fn finish(mut self, page: &Page) -> Article {
        self.pieces = without_repeats(std::mem::take(&mut self.pieces), self.title.as_deref());
        if self.pieces.len() > MAX_BLOCKS {
            self.pieces.truncate(MAX_BLOCKS);
            let message = format!("expected at most {MAX_BLOCKS} blocks; those after are left out");
            self.problems
                .push(Problem::new(problem::TOO_MANY_BLOCKS, message));
        }
        let mut body = Article::default();
        if let Some(title) = &self.title {
            body.push_block(BlockKind::Title, title);
        }
        for piece in &self.pieces {
            body.push_block(piece.kind, &piece.text);
        }
        let Article { text, blocks, .. } = body;
        let first = blocks
            .iter()
            .find(|block| block.kind == BlockKind::Paragraph);
        let filed = first.and_then(|block| {
            let mut filed = filed::read(&text[block.range()])?;
            filed.start += block.start;
            filed.end += block.start;
            Some(filed)
        });
        let url = self.url.or_else(|| page.url.clone());
        let mut article = Article {
            id: stable_hash([
                url.as_deref().unwrap_or_default(),
                self.title.as_deref().unwrap_or_default(),
                &text,
            ]),
            url,
            publisher: self.publisher,
            title: self.title,
            authors: self.authors,
            text,
            blocks,
            published: self.published,
            updated: self.updated,
            filed,
            language: None,
            images: self.images,
            problems: self.problems,
        };
        let body = crate::body(&article);
        article.language = language::detect(&body, self.declared_language.as_deref());
        if let Some(code) = &article.language
            && !body.is_empty()
            && !CODED_LANGUAGES.contains(&code.as_str())
        {
            let message = format!("expected text in English, but found `{code}`");
            article
                .problems
                .push(Problem::new(problem::LANGUAGE, message));
        }
        article
    }
}

/// Drops empty pieces, a repeat of the title, a caption given twice and its credit with it, and pulled quotes, which
/// repeat the words of a paragraph.
fn without_repeats(pieces: Vec<Piece>, title: Option<&str>) -> Vec<Piece> {
    let title = title.map(key);
    let captions: HashSet<String> = pieces
        .iter()
        .filter(|piece| piece.kind == BlockKind::Caption)
        .map(|piece| key(&piece.text))
        .collect();
    let paragraphs: Vec<String> = if pieces.iter().any(|piece| piece.kind == BlockKind::Quote) {
        pieces
            .iter()
            .filter(|piece| piece.kind == BlockKind::Paragraph)
            .map(|piece| key(&piece.text))
            .collect()
    } else {
        Vec::new()
    };
    let mut seen: HashSet<String> = HashSet::new();
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut after_caption = false;
    for piece in pieces {
        let key = key(&piece.text);
        let drop = match piece.kind {
            BlockKind::Caption => {
                word_count(&piece.text) < MIN_CAPTION_WORDS
                    || is_furniture(&piece.text)
                    || !seen.insert(key.clone())
            }
            // A credit without its caption would be taken for that of another.
            BlockKind::Credit => !after_caption,
            BlockKind::Heading => title.as_ref() == Some(&key),
            BlockKind::Quote => {
                key.len() > MIN_PULL_QUOTE
                    && paragraphs.iter().any(|paragraph| paragraph.contains(&key))
            }
            _ => {
                (kept.is_empty() && title.as_ref() == Some(&key))
                    || repeats_caption(&captions, &piece.text, &key)
            }
        };
        let keep = !drop && !key.is_empty();
        after_caption = keep && piece.kind == BlockKind::Caption;
        if keep {
            kept.push(piece);
        }
    }
    kept
}

/// Whether a paragraph says what a caption says, with or without the credit.
fn repeats_caption(captions: &HashSet<String>, text: &str, key_of_text: &str) -> bool {
    if captions.is_empty() {
        return false;
    }
    captions.contains(key_of_text)
        || split_credit(text)
            .0
            .is_some_and(|caption| captions.contains(&key(&caption)))
}
