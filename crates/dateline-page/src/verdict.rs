//! Whether a page holds an article at all: error pages, lists of pages, stubs before a paywall.

use crate::article::{BlockKind, Problem, problem};
use crate::draft::Piece;
use crate::text::{ends_as_sentence, word_count};

/// An error message is never longer than this.
const MAX_ERROR_CHARS: usize = 900;
/// A page with this many linked headings and less text than they have is a list of pages.
const MIN_LINKED_HEADINGS: usize = 6;
/// A paywalled page with fewer words shows a stub.
const MAX_STUB_WORDS: usize = 150;

/// What the verdict is made from.
pub(crate) struct Evidence<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) pieces: &'a [Piece],
    /// Headings among the body's text that are links to other pages.
    pub(crate) linked_headings: usize,
    /// Fewer characters of running text are no article.
    pub(crate) min_chars: usize,
    pub(crate) says_article: bool,
    pub(crate) paywalled: bool,
    pub(crate) told_body: Option<&'a str>,
}

/// The problems of a page as a whole.
pub(crate) fn judge(evidence: &Evidence) -> Vec<Problem> {
    let mut problems = Vec::new();
    let prose = prose_chars(evidence.pieces);
    if prose < MAX_ERROR_CHARS
        && !evidence.says_article
        && evidence.title.is_some_and(is_error_title)
    {
        let title = evidence.title.unwrap_or_default();
        problems.push(Problem::new(
            problem::ERROR_PAGE,
            format!("expected an article, but found an error message titled `{title}`"),
        ));
    } else if is_index(evidence, prose) {
        problems.push(Problem::new(
            problem::NOT_AN_ARTICLE,
            "expected an article, but found a page that lists other pages",
        ));
    } else if prose < evidence.min_chars {
        problems.push(Problem::new(
            problem::NO_TEXT,
            format!("expected article text, but found {prose} characters of running text"),
        ));
    } else if is_stub(evidence) {
        problems.push(Problem::new(
            problem::PAYWALL,
            "only the head of the article is there; the rest is for subscribers",
        ));
    }
    if evidence.title.is_none() {
        problems.push(Problem::new(
            problem::NO_TITLE,
            "looked for a headline in metadata and headings, but found none",
        ));
    }
    problems
}

pub(crate) fn prose_chars(pieces: &[Piece]) -> usize {
    pieces
        .iter()
        .filter(|piece| {
            matches!(
                piece.kind,
                BlockKind::Paragraph | BlockKind::Quote | BlockKind::ListItem
            )
        })
        .map(|piece| piece.text.chars().count())
        .sum()
}

fn is_error_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let marks = [
        "page not found",
        "404",
        "403 forbidden",
        "access denied",
        "not found",
        "page unavailable",
        "internal server error",
        "bad gateway",
        "service unavailable",
        "just a moment",
        "attention required",
        "are you a robot",
        "something went wrong",
        "page isn't available",
        "temporarily unavailable",
        "verify you are human",
        "page cannot be found",
    ];
    marks.iter().any(|mark| lower.contains(mark)) && word_count(title) <= 10
}

/// Many headings among the text that are links, and less running text than an article of its own would have.
fn is_index(evidence: &Evidence, prose: usize) -> bool {
    let linked = evidence.linked_headings;
    let paragraphs = evidence
        .pieces
        .iter()
        .filter(|piece| ends_as_sentence(&piece.text) && piece.text.len() > 80)
        .count();
    linked >= MIN_LINKED_HEADINGS
        && !evidence.says_article
        && paragraphs < linked.max(8)
        && prose < 300 * linked
}

fn is_stub(evidence: &Evidence) -> bool {
    let words: usize = evidence
        .pieces
        .iter()
        .map(|piece| word_count(&piece.text))
        .sum();
    let cut_short = evidence
        .pieces
        .last()
        .is_some_and(|piece| piece.text.ends_with("...") || piece.text.ends_with('…'));
    let told = evidence.told_body.map_or(0, word_count);
    let rest_elsewhere = told > 2 * words || told == 0;
    words < MAX_STUB_WORDS && (cut_short || (evidence.paywalled && rest_elsewhere))
}
