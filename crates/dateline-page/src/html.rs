//! Reads an HTML page: parse, runs, body, captions, metadata.

use crate::article::{BlockKind, Image, Page, Problem, Stated, problem};
use crate::body::{self, Body, is_prose};
use crate::caption::split_credit;
use crate::dom::{Dom, NodeId, Stop};
use crate::draft::{Draft, Piece};
use crate::furniture::{is_byline, looks_like_names, strip_by};
use crate::hints::Hints;
use crate::jsonld::{self, Told};
use crate::metadata::{self, Head};
use crate::moment::{self, Moment, NumericOrder};
use crate::runs::{self, Picture, Run, RunKind, Runs};
use crate::text::{ends_as_sentence, key, squeeze, word_count};
use crate::times::{self, DateLabel};
use crate::{MAX_NESTING, MAX_NODES, verdict};

/// A page with fewer characters of running text holds no article.
const MIN_BODY_CHARS: usize = 100;
/// Lines longer than this are not looked at for visible dates and bylines.
const MAX_LINE_CHARS: usize = 160;
/// Without a visible headline, this many runs before the body are taken for the article's head.
const FRONT_RUNS: usize = 12;
/// This many runs after the body may still hold its dates.
const BACK_RUNS: usize = 6;

/// With more than one part in this many of the prose before the headline, the headline was not the right one.
const MIN_SHARE_BEFORE_HEADLINE: usize = 5;
/// Longest line between headline and report that is left out, in words.
const MAX_KICKER_WORDS: usize = 8;

/// Reads a page of HTML.
pub(crate) fn read(html: &str, page: &Page) -> Draft {
    let dom = Dom::parse(html);
    let head = metadata::head(&dom);
    let told = jsonld::read(&dom);
    let mut runs = runs::collect(&dom, false);
    let mut body = body::find(&dom, &runs);
    if body.kept.is_empty() {
        // Some pages hide the article until a script shows it.
        runs = runs::collect(&dom, true);
        body = body::find(&dom, &runs);
    }
    let publisher = head.publisher(&told);
    let title = head.title(&told, &top_headings(&runs), publisher.as_deref());
    let front = front_matter(&runs, &body, title.as_deref());
    drop_before_report(&mut body, &runs, &front);
    let order = head.numeric_order();
    let reading = Reading {
        dom: &dom,
        head: &head,
        told: &told,
        runs: &runs,
        body: &body,
        front: &front,
        order,
    };

    let mut draft = Draft {
        url: head.url(&told).or_else(|| page.url.clone()),
        authors: reading.authors(),
        pieces: reading.pieces(title.as_deref()),
        images: reading.images(),
        declared_language: told.language.clone().or(head.language.clone()),
        publisher,
        title,
        ..Draft::default()
    };
    draft.problems.extend(dom.stopped.map(stop_problem));
    reading.times(&mut draft);
    draft.problems.extend(verdict::judge(&verdict::Evidence {
        title: draft.title.as_deref(),
        pieces: &draft.pieces,
        linked_headings: linked_headings(&runs, &body),
        min_chars: MIN_BODY_CHARS,
        says_article: told.is_article || head.says_article(),
        paywalled: told.paywalled,
        told_body: told.body.as_deref(),
    }));
    draft
}

fn stop_problem(stop: Stop) -> Problem {
    let (kind, bound) = match stop {
        Stop::Nesting => (
            problem::NESTING,
            format!("expected at most {MAX_NESTING} levels of elements"),
        ),
        Stop::Nodes => (
            problem::TOO_MANY_NODES,
            format!("expected at most {MAX_NODES} nodes"),
        ),
    };
    Problem::new(
        kind,
        format!("{bound}, but found more; what comes after is not read"),
    )
}

/// First-level headings; those of the second level where there is none.
fn top_headings(runs: &Runs) -> Vec<&str> {
    let of_level = |level| -> Vec<&str> {
        let headings = runs
            .runs
            .iter()
            .filter(|run| run.kind == RunKind::Heading(level));
        headings
            .map(|run| run.text.as_str())
            .filter(|text| word_count(text) >= 2)
            .collect()
    };
    let first = of_level(1);
    if first.is_empty() { of_level(2) } else { first }
}

/// The runs from the headline to the first line of the body: bylines, dates, the lead picture.
fn front_matter(runs: &Runs, body: &Body, title: Option<&str>) -> Vec<usize> {
    let Some(&first) = body
        .kept
        .iter()
        .find(|&&at| is_prose(&runs.runs[at]))
        .or(body.kept.first())
    else {
        return (0..runs.runs.len()).collect();
    };
    let title = title.map(key).unwrap_or_default();
    let start = (0..first)
        .rev()
        .find(|&at| !title.is_empty() && key(&runs.runs[at].text) == title);
    (start.unwrap_or(first.saturating_sub(FRONT_RUNS))..first).collect()
}

/// Drops from the body what stands before the headline, and short lines between the headline and the first sentence
/// (kickers, names), unless much of the body's prose is there.
fn drop_before_report(body: &mut Body, runs: &Runs, front: &[usize]) {
    let (Some(&headline), Some(&last)) = (front.first(), front.last()) else {
        return;
    };
    let prose = |at: usize| {
        if is_prose(&runs.runs[at]) {
            runs.runs[at].chars
        } else {
            0
        }
    };
    let before: usize = body
        .kept
        .iter()
        .filter(|&&at| at < headline)
        .map(|&at| prose(at))
        .sum();
    let all: usize = body.kept.iter().map(|&at| prose(at)).sum();
    if before * MIN_SHARE_BEFORE_HEADLINE > all {
        return;
    }
    body.kept.retain(|&at| {
        let run = &runs.runs[at];
        let idle = run.kind == RunKind::Paragraph || run.kind == RunKind::Cell;
        let is_line =
            idle && !ends_as_sentence(&run.text) && word_count(&run.text) <= MAX_KICKER_WORDS;
        at > last || (at > headline && !is_line)
    });
}

/// Headings between the first and the last line of the body that are links to other pages.
fn linked_headings(runs: &Runs, body: &Body) -> usize {
    let (first, last) = match (body.kept.first(), body.kept.last()) {
        (Some(&first), Some(&last)) => (first, last),
        _ => (0, runs.runs.len()),
    };
    let inside = runs
        .runs
        .iter()
        .take(last + 1)
        .skip(first.saturating_sub(1));
    let linked =
        inside.filter(|run| matches!(run.kind, RunKind::Heading(_)) && run.link_density() > 0.7);
    linked.filter(|run| word_count(&run.text) >= 3).count()
}

/// What the parts of a page's reading share.
struct Reading<'a> {
    dom: &'a Dom,
    head: &'a Head,
    told: &'a Told,
    runs: &'a Runs,
    body: &'a Body,
    /// The runs between headline and body.
    front: &'a [usize],
    order: NumericOrder,
}

impl Reading<'_> {
    /// The writers: from metadata, else from lines and elements between headline and body.
    fn authors(&self) -> Vec<String> {
        let stated = self.head.authors(self.told);
        if !stated.is_empty() {
            return stated;
        }
        let lines: Vec<String> = self
            .front
            .iter()
            .map(|&at| &self.runs.runs[at])
            .filter(|run| run.chars <= MAX_LINE_CHARS)
            .map(|run| times::without_dates(&run.text, self.order))
            .collect();
        let bylines: Vec<String> = lines
            .iter()
            .filter(|line| is_byline(line))
            .cloned()
            .collect();
        let mut named = metadata::split_names(&bylines);
        if named.is_empty() {
            named = metadata::split_names(&self.author_elements());
        }
        if named.is_empty() {
            // Names alone between headline and date ("Jane Roe and John Doe").
            let alone = lines
                .windows(2)
                .find(|pair| pair[1].is_empty() && is_full_names(&pair[0]));
            named = alone
                .map(|pair| metadata::split_names(&pair[..1]))
                .unwrap_or_default();
        }
        named
    }

    /// The words of elements named as author that stand between headline and body.
    fn author_elements(&self) -> Vec<String> {
        let (Some(&first), Some(&last)) = (self.front.first(), self.front.last()) else {
            return Vec::new();
        };
        let order = |at: usize| self.runs.order(self.runs.runs[at].node);
        let named = self.dom.elements().filter(|&(node, element)| {
            let place = self.runs.order(node);
            let marked = element.attribute("rel") == Some("author")
                || self.runs.hints[node].has(Hints::BYLINE);
            marked && place >= order(first) && place <= order(last) + 1
        });
        named
            .map(|(node, _)| squeeze(&self.dom.text(node)))
            .filter(|words| is_full_names(strip_by(words).unwrap_or(words)))
            .collect()
    }

    /// Fills in `published` and `updated` from all places, surest first.
    fn times(&self, draft: &mut Draft) {
        let lines = self.visible_dates();
        let visible = |wanted: DateLabel| {
            lines
                .iter()
                .find(|(label, _)| *label == wanted)
                .map(|(_, moment)| moment)
        };
        let seen = visible(DateLabel::Published).or(visible(DateLabel::None));
        let elements = times::time_elements(self.dom, self.order);
        let element = |wanted: DateLabel| {
            let (_, _, moment) = elements
                .iter()
                .find(|(node, label, _)| *label == wanted && self.is_near_article(*node))?;
            Some(times::stated(moment, "time element"))
        };
        let sources = [
            self.in_json(self.told.published.as_deref()),
            times::in_metas(self.head, times::PUBLISHED_METAS, self.order),
            element(DateLabel::Published).or_else(|| element(DateLabel::None)),
            seen.map(|moment| times::stated(moment, "visible text")),
        ];
        draft.published = sources.into_iter().fold(None, times::finer);
        if draft.published.is_none() {
            draft.published = draft.url.as_deref().and_then(times::day_in_url);
        }
        let sources = [
            self.in_json(self.told.modified.as_deref()),
            times::in_metas(self.head, times::UPDATED_METAS, self.order),
            element(DateLabel::Updated),
            visible(DateLabel::Updated).map(|moment| times::stated(moment, "visible text")),
        ];
        draft.updated = sources.into_iter().fold(None, times::finer);
        draft.published = times::or_updated(draft.published.take(), draft.updated.as_ref());
        let from_visible = draft
            .published
            .as_ref()
            .is_some_and(|stated| stated.source == "visible text");
        let ambiguous = from_visible && seen.is_some_and(|moment| moment.ambiguous);
        draft
            .problems
            .extend(times::problems(draft.published.as_ref(), ambiguous));
    }

    fn in_json(&self, value: Option<&str>) -> Option<Stated> {
        Some(times::stated(
            &moment::parse(value?, self.order)?,
            "json-ld",
        ))
    }

    /// Whether a node is between headline and body, or shares a close parent with the body and no rail is around it.
    fn is_near_article(&self, node: NodeId) -> bool {
        if self
            .front
            .iter()
            .any(|&at| self.runs.is_within(node, self.runs.runs[at].node))
        {
            return true;
        }
        let Some(container) = self.body.container else {
            return true;
        };
        let close: Vec<NodeId> = std::iter::once(container)
            .chain(self.dom.ancestors(container).take(2))
            .collect();
        let mut around = std::iter::once(node).chain(self.dom.ancestors(node));
        let Some(shared) = around.find(|node| close.contains(node)) else {
            return false;
        };
        let hints = &self.runs.hints;
        let hinted =
            |node: NodeId| hints[node].has(Hints::FURNITURE) || hints[node].has(Hints::COMMENTS);
        !self
            .dom
            .ancestors(node)
            .take_while(|&outer| outer != shared)
            .any(hinted)
    }

    /// Dates in short lines about the article: first between headline and body, then near it with a label.
    fn visible_dates(&self) -> Vec<(DateLabel, Moment)> {
        let is_line = |run: &Run| {
            run.chars <= MAX_LINE_CHARS && !matches!(run.kind, RunKind::Caption | RunKind::Credit)
        };
        let runs = &self.runs.runs;
        let before = self
            .front
            .iter()
            .map(|&at| &runs[at])
            .filter(|run| is_line(run));
        let mut found: Vec<_> = before
            .flat_map(|run| times::dated(&run.text, self.order))
            .collect();
        let first = self
            .front
            .first()
            .or(self.body.kept.first())
            .copied()
            .unwrap_or(0);
        let last = self.body.kept.last().copied().unwrap_or(0);
        let near = first.saturating_sub(FRONT_RUNS)..last + BACK_RUNS + 1;
        for (at, run) in runs.iter().enumerate().filter(|(at, _)| near.contains(at)) {
            let outside = !self.front.contains(&at) && self.body.kept.binary_search(&at).is_err();
            if outside && is_line(run) && times::is_date_line(&run.text, self.order) {
                let labelled = times::dated(&run.text, self.order).into_iter();
                found.extend(labelled.filter(|(label, _)| *label != DateLabel::None || at < first));
            }
        }
        found
    }

    /// The runs that go into the article, in page order.
    fn positions(&self) -> Vec<usize> {
        let mut positions: Vec<usize> = self.body.kept.clone();
        positions.extend(&self.body.captions);
        positions.extend(self.front.iter().filter(|&&at| self.is_lead_caption(at)));
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Body, captions and credits as pieces.
    fn pieces(&self, title: Option<&str>) -> Vec<Piece> {
        let title = title.map(key).unwrap_or_default();
        let mut pieces = Vec::new();
        for at in self.positions() {
            let run = &self.runs.runs[at];
            let kind = match run.kind {
                RunKind::Caption => {
                    let (caption, credit) = split_credit(&run.text);
                    pieces.extend(caption.map(|caption| Piece::new(BlockKind::Caption, caption)));
                    pieces.extend(credit.map(|credit| Piece::new(BlockKind::Credit, credit)));
                    continue;
                }
                RunKind::Credit => {
                    pieces.push(Piece::new(BlockKind::Credit, bare_credit(&run.text)));
                    continue;
                }
                RunKind::Heading(_) => BlockKind::Heading,
                RunKind::ListItem => BlockKind::ListItem,
                RunKind::Quote => BlockKind::Quote,
                RunKind::Paragraph | RunKind::Cell => BlockKind::Paragraph,
            };
            let is_date = kind != BlockKind::Heading && times::is_date_line(&run.text, self.order);
            if !is_date && key(&run.text) != title {
                pieces.push(Piece::new(kind, run.text.clone()));
            }
        }
        pieces
    }

    /// A caption between headline and body that is not in a teaser or a rail.
    fn is_lead_caption(&self, at: usize) -> bool {
        let run = &self.runs.runs[at];
        let is_aside = |node: NodeId| {
            self.dom
                .element(node)
                .is_some_and(|element| element.tag() == "aside")
        };
        matches!(run.kind, RunKind::Caption | RunKind::Credit)
            && run.link_density() < 0.5
            && !self.dom.ancestors(run.node).any(is_aside)
    }

    /// The article's pictures, paired with their captions.
    fn images(&self) -> Vec<Image> {
        let positions = self.positions();
        let first = self
            .front
            .first()
            .or(positions.first())
            .copied()
            .unwrap_or(0);
        let last = positions.last().copied();
        let pictures = self.runs.pictures.iter();
        pictures
            .filter(|picture| {
                picture.position >= first && last.is_some_and(|last| picture.position <= last + 1)
            })
            .filter_map(|picture| self.image(&positions, picture))
            .collect()
    }

    /// A picture with the caption in its figure, or right after it; one with neither is decoration.
    fn image(&self, positions: &[usize], picture: &Picture) -> Option<Image> {
        let beside = |at: usize| match picture.figure {
            Some(figure) => self.runs.runs[at].figure == Some(figure),
            None => at >= picture.position && at <= picture.position + 1,
        };
        let mut image = Image {
            url: picture.url.clone(),
            caption: None,
            credit: None,
        };
        for &at in positions.iter().filter(|&&at| beside(at)) {
            let run = &self.runs.runs[at];
            match run.kind {
                RunKind::Caption => {
                    let (caption, credit) = split_credit(&run.text);
                    image.caption = image.caption.or(caption);
                    image.credit = image.credit.or(credit);
                }
                RunKind::Credit => image.credit = image.credit.or(Some(bare_credit(&run.text))),
                _ => {}
            }
        }
        (picture.figure.is_some() || image.caption.is_some()).then_some(image)
    }
}

/// A credit without its label ("Photo: Jane Roe").
fn bare_credit(text: &str) -> String {
    let credit = split_credit(text).1.unwrap_or_else(|| text.to_string());
    credit.trim_matches(['(', ')', ' ']).to_string()
}

/// Whether a line is one or a few names of two words and more.
fn is_full_names(line: &str) -> bool {
    (2..=8).contains(&word_count(line)) && looks_like_names(line)
}
