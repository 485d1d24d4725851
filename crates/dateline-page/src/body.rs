//! Which runs of a page are its article: finds the element that holds the report, then drops what is not report in it.
//!
//! Prose runs (long, few links, sentence ends) vote for the elements around them; the winner is widened while the
//! element around it adds more of the same. Inside, runs are dropped by the hints of the elements around them, by
//! their share of links, and by their shape (`furniture.rs`). A hint is not followed where the element it names
//! holds a large part of the page's prose, because outlets give articles all kinds of names.
//!
//! Why not a library: on the 90 development pages of the article-extraction benchmark (F1 as in `score.rs`, one busy
//! core) dom_smoothie 0.19 has 0.951 at 373 pages a second, rs-trafilatura 0.2.2 has 0.952 at 80, this file 0.979 at over
//! 200; with all class names and ids struck out of the pages it still has 0.940.

use std::collections::HashMap;

use crate::caption::is_credit;
use crate::dom::{Dom, NodeId};
use crate::furniture::{ends_article, is_furniture};
use crate::hints::Hints;
use crate::runs::{Run, RunKind, Runs};
use crate::text::{ends_as_sentence, word_count};

/// A run with at least this many characters is prose even without a sentence end.
const PROSE_CHARS: usize = 80;
/// A run with a sentence end is prose from this length on.
const SENTENCE_CHARS: usize = 35;
/// Link density from which a run is a list of links rather than text.
const MAX_LINK_DENSITY: f64 = 0.4;
/// An element named as the article's body is believed when it holds this share.
const MIN_BODY_SHARE: f64 = 0.2;
/// Long threads of comments can outweigh a short article, so comments are believed up to this share.
const MAX_COMMENTS_SHARE: f64 = 0.8;
/// With less of the page's prose kept, the hints are doubted.
const MIN_KEPT_SHARE: f64 = 0.2;
/// Wider elements must hold this many times the prose to be taken instead.
const MIN_WIDENING: f64 = 1.15;
/// A sentence with this many characters outside links is text, however long its links.
const MIN_UNLINKED_CHARS: usize = 24;
/// Longest line that can close an article ("More on this story"), in words.
const MAX_END_WORDS: usize = 5;
/// Prose that stands alone among links is a teaser unless it is this long.
const MAX_TEASER_CHARS: usize = 240;
/// A longer run votes no more than this many characters.
const MAX_VOTE_CHARS: f64 = 600.0;
/// A hinted element that holds this share of the page's prose is the article all the same.
const MAX_HINTED_SHARE: f64 = 0.4;

/// The runs of the article's body, as positions in [`Runs::runs`], and the element that holds them.
pub(crate) struct Body {
    pub(crate) kept: Vec<usize>,
    /// Captions and credits inside the container.
    pub(crate) captions: Vec<usize>,
    pub(crate) container: Option<NodeId>,
}

/// Finds the article's body.
///
/// The body text that some pages give in JSON-LD was tried as a guide and changed nothing measurable (F1 0.979 with and
/// without), so it is left out.
pub(crate) fn find(dom: &Dom, page: &Runs) -> Body {
    let body = attempt(dom, page, Trust::All);
    let total: usize = page
        .runs
        .iter()
        .filter(|run| is_prose(run))
        .map(|run| run.chars)
        .sum();
    let have = prose_of(page, &body);
    if have as f64 >= MIN_KEPT_SHARE * total as f64 {
        return body;
    }
    // Names that mean furniture elsewhere may be how this page names everything.
    let other = attempt(dom, page, Trust::CommentsOnly);
    if prose_of(page, &other) > 2 * have {
        other
    } else {
        body
    }
}

fn prose_of(page: &Runs, body: &Body) -> usize {
    let runs = body.kept.iter().map(|&at| &page.runs[at]);
    runs.filter(|run| is_prose(run)).map(|run| run.chars).sum()
}

fn attempt(dom: &Dom, page: &Runs, trust: Trust) -> Body {
    let votes = Votes::count(dom, page, trust);
    let Some(container) = votes.container(dom, page) else {
        return Body {
            kept: Vec::new(),
            captions: Vec::new(),
            container: None,
        };
    };
    let kept = keep(dom, page, &votes, container);
    let last = kept.last().copied().unwrap_or(0);
    let captions = (0..=last)
        .filter(|&at| matches!(page.runs[at].kind, RunKind::Caption | RunKind::Credit))
        .filter(|&at| {
            page.is_within(page.runs[at].node, container) && !votes.is_blocked(page, at, container)
        })
        .collect();
    Body {
        kept,
        captions,
        container: Some(container),
    }
}

/// Which hints are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trust {
    All,
    CommentsOnly,
}

/// Whether a run reads as running text.
pub(crate) fn is_prose(run: &Run) -> bool {
    if matches!(
        run.kind,
        RunKind::Heading(_) | RunKind::Caption | RunKind::Credit
    ) {
        return false;
    }
    let sentence = ends_as_sentence(&run.text);
    let long = run.chars >= PROSE_CHARS || (run.chars >= SENTENCE_CHARS && sentence);
    long && run.link_density()
        <= if run.chars > 2 * PROSE_CHARS && sentence {
            0.6
        } else {
            MAX_LINK_DENSITY
        }
}

/// Prose by element.
struct Votes {
    /// Characters of prose below each element.
    prose: Vec<u32>,
    /// Characters of links below each element.
    links: Vec<u32>,
    /// Characters of all text below each element.
    all: Vec<u32>,
    total: u32,
    score: HashMap<NodeId, f64>,
    /// By run: prose that is no furniture by its shape.
    clean: Vec<bool>,
    /// By run: the nearest element around it that is named as something else than the article.
    blocker: Vec<Option<NodeId>>,
}

impl Votes {
    fn count(dom: &Dom, page: &Runs, trust: Trust) -> Votes {
        let mut votes = Votes {
            prose: vec![0; dom.len()],
            links: vec![0; dom.len()],
            all: vec![0; dom.len()],
            total: 0,
            score: HashMap::new(),
            clean: Vec::new(),
            blocker: Vec::new(),
        };
        for run in &page.runs {
            let chars = if is_prose(run) { run.chars as u32 } else { 0 };
            votes.total += chars;
            for node in std::iter::once(run.node).chain(dom.ancestors(run.node)) {
                votes.prose[node] += chars;
                votes.links[node] += run.link_chars as u32;
                votes.all[node] += run.chars as u32;
            }
        }
        votes.clean = page
            .runs
            .iter()
            .map(|run| is_prose(run) && !is_furniture(&run.text))
            .collect();
        votes.blocker = page
            .runs
            .iter()
            .map(|run| votes.nearest_blocker(dom, page, run.node, trust))
            .collect();
        for (at, run) in page.runs.iter().enumerate() {
            if !votes.clean[at] || votes.blocker[at].is_some() {
                continue;
            }
            let weight = (run.chars as f64).min(MAX_VOTE_CHARS);
            for (step, node) in dom.ancestors(run.node).enumerate().take(4) {
                *votes.score.entry(node).or_insert(0.0) += weight / f64::from(1u32 << step);
            }
            // Text that stands directly in a `div` between line breaks has its paragraphs' parent for node.
            *votes.score.entry(run.node).or_insert(0.0) += weight * 0.9;
        }
        votes
    }

    /// The nearest element around a node that is named as something else than the article.
    fn nearest_blocker(
        &self,
        dom: &Dom,
        page: &Runs,
        node: NodeId,
        trust: Trust,
    ) -> Option<NodeId> {
        for node in std::iter::once(node).chain(dom.ancestors(node)) {
            let hints = page.hints[node];
            if hints.has(Hints::BODY)
                && !hints.has(Hints::COMMENTS)
                && self.share(node) > MIN_BODY_SHARE
            {
                return None;
            }
            let furniture = trust == Trust::All
                && hints.has(Hints::FURNITURE)
                && self.share(node) < MAX_HINTED_SHARE;
            let comments = hints.has(Hints::COMMENTS) && self.share(node) < MAX_COMMENTS_SHARE;
            if furniture || comments {
                return Some(node);
            }
        }
        None
    }

    /// Whether an element below `top` that holds the run is named as something else than the article.
    fn is_blocked(&self, page: &Runs, at: usize, top: NodeId) -> bool {
        self.blocker[at].is_some_and(|blocker| blocker != top && page.is_within(blocker, top))
    }

    /// Share of the page's prose that is below a node.
    fn share(&self, node: NodeId) -> f64 {
        f64::from(self.prose[node]) / f64::from(self.total.max(1))
    }

    fn link_density(&self, node: NodeId) -> f64 {
        f64::from(self.links[node]) / f64::from(self.all[node].max(1))
    }

    /// The element that holds the article.
    fn container(&self, dom: &Dom, page: &Runs) -> Option<NodeId> {
        let worth = |node: NodeId, score: f64| {
            let named = if page.hints[node].has(Hints::BODY) {
                1.3
            } else {
                1.0
            };
            score * (1.0 - self.link_density(node)) * named
        };
        let (&best, _) = self
            .score
            .iter()
            .max_by(|(left, left_score), (right, right_score)| {
                worth(**left, **left_score)
                    .total_cmp(&worth(**right, **right_score))
                    .then(right.cmp(left))
            })?;
        Some(self.widen(dom, page, best))
    }

    /// Climbs while the element around holds clearly more prose that is not hinted away.
    fn widen(&self, dom: &Dom, page: &Runs, best: NodeId) -> NodeId {
        let mut chosen = best;
        for outer in dom.ancestors(best).take(6) {
            if dom
                .element(outer)
                .is_none_or(|element| matches!(element.tag(), "body" | "html"))
            {
                break;
            }
            let have = self.clean_prose(dom, page, chosen);
            let more = self.clean_prose(dom, page, outer);
            if more > MIN_WIDENING * have {
                chosen = outer;
            }
        }
        chosen
    }

    /// Whether a run is long, or has other prose beside it: the paragraphs of a report come in groups, teasers alone.
    fn in_company(&self, dom: &Dom, run: &Run) -> bool {
        let beside = dom.parent(run.node).map_or(0, |parent| self.prose[parent]);
        run.chars >= MAX_TEASER_CHARS || beside as usize > run.chars + PROSE_CHARS
    }

    fn clean_prose(&self, dom: &Dom, page: &Runs, top: NodeId) -> f64 {
        let runs = page.runs.iter().enumerate();
        runs.filter(|(at, run)| {
            self.clean[*at] && page.is_within(run.node, top) && !self.is_blocked(page, *at, top)
        })
        .filter(|(_, run)| self.in_company(dom, run))
        .map(|(_, run)| run.chars as f64)
        .sum()
    }
}

/// The runs in the container that are report.
fn keep(dom: &Dom, page: &Runs, votes: &Votes, container: NodeId) -> Vec<usize> {
    let inside: Vec<usize> = (0..page.runs.len())
        .filter(|&at| page.is_within(page.runs[at].node, container))
        .collect();
    let prose = |at: usize| {
        if is_prose(&page.runs[at]) {
            page.runs[at].chars
        } else {
            0
        }
    };
    let (mut passed, all): (usize, usize) = (0, inside.iter().map(|&at| prose(at)).sum());
    let mut kept = Vec::new();
    for &at in &inside {
        let run = &page.runs[at];
        passed += prose(at);
        if votes.is_blocked(page, at, container) {
            continue;
        }
        // "Related" closes an article only where most of the prose has passed.
        let nears_end = (all - passed) * 2 <= passed;
        if nears_end && word_count(&run.text) <= MAX_END_WORDS && ends_article(&run.text) {
            break;
        }
        if is_report(run) {
            kept.push(at);
        }
    }
    drop_link_lists(dom, page, &mut kept);
    drop_idle_headings(page, &mut kept);
    kept
}

fn is_report(run: &Run) -> bool {
    if matches!(run.kind, RunKind::Caption | RunKind::Credit)
        || is_furniture(&run.text)
        || is_credit(&run.text)
    {
        return false;
    }
    if matches!(run.kind, RunKind::Heading(_)) {
        return run.link_density() < 0.5 && !ends_article(&run.text);
    }
    let unlinked = run.chars.saturating_sub(run.link_chars);
    is_prose(run)
        || run.link_density() < 0.5
        || (ends_as_sentence(&run.text) && unlinked >= MIN_UNLINKED_CHARS)
}

/// Drops lists most of whose text is links: they point elsewhere.
fn drop_link_lists(dom: &Dom, page: &Runs, kept: &mut Vec<usize>) {
    let mut lists: HashMap<NodeId, (usize, usize)> = HashMap::new();
    let list_of = |run: &Run| {
        dom.ancestors(run.node).find(|&node| {
            dom.element(node)
                .is_some_and(|element| matches!(element.tag(), "ul" | "ol" | "dl"))
        })
    };
    for run in page.runs.iter().filter(|run| run.kind == RunKind::ListItem) {
        if let Some(list) = list_of(run) {
            let entry = lists.entry(list).or_default();
            entry.0 += run.link_chars;
            entry.1 += run.chars;
        }
    }
    kept.retain(|&at| {
        let run = &page.runs[at];
        run.kind != RunKind::ListItem
            || is_prose(run)
            || list_of(run)
                .and_then(|list| lists.get(&list))
                .is_none_or(|&(links, all)| (links as f64) < 0.5 * all as f64)
    });
}

/// Drops headings with no text of their own below them, and short lines after the last prose.
fn drop_idle_headings(page: &Runs, kept: &mut Vec<usize>) {
    while let Some(&last) = kept.last() {
        let run = &page.runs[last];
        let idle = matches!(run.kind, RunKind::Heading(_))
            || (run.kind == RunKind::Paragraph
                && !is_prose(run)
                && !ends_as_sentence(&run.text)
                && word_count(&run.text) <= 6);
        if !idle {
            break;
        }
        kept.pop();
    }
}
