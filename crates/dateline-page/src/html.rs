//! Reads an HTML page: parse, runs, body, captions, metadata.

use crate::article::{BlockKind, Image, Page, Problem, Stated, problem};
use crate::body::{self, Body, is_prose};
use crate::caption::split_credit;
use crate::dom::{Dom, NodeId, Stop};
use crate::draft::{Draft, Piece};
use crate::furniture::is_byline;
use crate::hints::Hints;
use crate::jsonld::{self, Told};
use crate::metadata::{self, DateLabel, Head};
use crate::moment::{Moment, NumericOrder};
use crate::runs::{self, Picture, Run, RunKind, Runs};
use crate::text::{key, squeeze, word_count};
use crate::{MAX_NESTING, MAX_NODES, verdict};

/// Lines longer than this are not looked at for visible dates and bylines.
const MAX_LINE_CHARS: usize = 160;

/// Reads a page of HTML.
pub(crate) fn read(html: &str, page: &Page) -> Draft {
    let dom = Dom::parse(html);
    let mut draft = Draft::default();
    draft.problems.extend(dom.stopped.map(stop_problem));
    let head = metadata::head(&dom);
    let told = jsonld::read(&dom);
    let mut runs = runs::collect(&dom, false);
    let mut body = body::find(&dom, &runs, told.body.as_deref());
    if body.kept.is_empty() {
        // Some pages hide the article until a script shows it.
        runs = runs::collect(&dom, true);
        body = body::find(&dom, &runs, told.body.as_deref());
    }
    let order = head.numeric_order();
    draft.url = head.url(&told).or_else(|| page.url.clone());
    draft.publisher = head.publisher(&told);
    let headings = top_headings(&runs);
    draft.title = head.title(&told, &headings, draft.publisher.as_deref());
    let front = front_matter(&runs, &body, draft.title.as_deref());
    draft.authors = head.authors(&told);
    if draft.authors.is_empty() {
        draft.authors = visible_authors(&runs, &front);
    }
    times(&mut draft, &dom, &head, &told, &runs, &body, &front, order);
    draft.declared_language = told.language.clone().or(head.language.clone());
    pieces(&mut draft, &dom, &runs, &body, &front, order);
    draft.problems.extend(verdict::judge(&verdict::Evidence {
        title: draft.title.as_deref(),
        pieces: &draft.pieces,
        runs: &runs.runs,
        says_article: told.is_article || head.says_article(),
        paywalled: told.paywalled,
        told_body: told.body.as_deref(),
    }));
    draft
}

fn stop_problem(stop: Stop) -> Problem {
    match stop {
        Stop::Nesting => Problem::new(
            problem::NESTING,
            format!("elements are nested deeper than {MAX_NESTING}; what comes after is not read"),
        ),
        Stop::Nodes => Problem::new(
            problem::TOO_MANY_NODES,
            format!("the page has more than {MAX_NODES} nodes; what comes after is not read"),
        ),
    }
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
    // Without a visible headline the lines just before the body have to do.
    (start.unwrap_or(first.saturating_sub(12))..first).collect()
}

/// Names after "By" between headline and body.
fn visible_authors(runs: &Runs, front: &[usize]) -> Vec<String> {
    let lines: Vec<String> = front
        .iter()
        .map(|&at| &runs.runs[at])
        .filter(|run| {
            run.chars <= MAX_LINE_CHARS && (is_byline(&run.text) || run.hints.has(Hints::BYLINE))
        })
        .map(|run| run.text.clone())
        .collect();
    let bylines: Vec<String> = lines.into_iter().filter(|line| is_byline(line)).collect();
    metadata::split_names(&bylines)
}

/// Fills in `published` and `updated` from all places, surest first.
#[allow(clippy::too_many_arguments)]
fn times(
    draft: &mut Draft,
    dom: &Dom,
    head: &Head,
    told: &Told,
    runs: &Runs,
    body: &Body,
    front: &[usize],
    order: NumericOrder,
) {
    let in_json = |value: &Option<String>| {
        let moment = crate::moment::parse(value.as_deref()?, order)?;
        Some(metadata::stated(moment, "json-ld"))
    };
    let elements = metadata::time_elements(dom, order);
    let near = |node: NodeId| is_near_article(dom, runs, body, front, node);
    let element = |wanted: &[DateLabel]| {
        wanted.iter().find_map(|wanted| {
            let (_, _, moment) = elements
                .iter()
                .find(|(node, label, _)| label == wanted && near(*node))?;
            Some(metadata::stated(moment.clone(), "time element"))
        })
    };
    let lines = visible_dates(runs, body, front, order);
    let visible = |wanted: &[DateLabel]| {
        wanted.iter().find_map(|wanted| {
            let (_, moment) = lines.iter().find(|(label, _)| label == wanted)?;
            Some((
                metadata::stated(moment.clone(), "visible text"),
                moment.ambiguous,
            ))
        })
    };
    let seen = visible(&[DateLabel::Published, DateLabel::None]);
    let sources = [
        in_json(&told.published),
        head.time(metadata::PUBLISHED_METAS, order),
        element(&[DateLabel::Published, DateLabel::None]),
        seen.clone().map(|(stated, _)| stated),
    ];
    draft.published = sources.into_iter().fold(None, metadata::finer);
    if draft.published.is_none() {
        draft.published = draft.url.as_deref().and_then(metadata::day_in_url);
    }
    let sources: [Option<Stated>; 4] = [
        in_json(&told.modified),
        head.time(metadata::UPDATED_METAS, order),
        element(&[DateLabel::Updated]),
        visible(&[DateLabel::Updated]).map(|(stated, _)| stated),
    ];
    draft.updated = sources.into_iter().fold(None, metadata::finer);
    let from_visible = draft
        .published
        .as_ref()
        .is_some_and(|stated| stated.source == "visible text");
    let ambiguous = from_visible && seen.is_some_and(|(_, ambiguous)| ambiguous);
    draft
        .problems
        .extend(metadata::time_problems(draft.published.as_ref(), ambiguous));
}

/// Whether a node is in the body's element, between headline and body, or shares a close parent with the body.
fn is_near_article(dom: &Dom, runs: &Runs, body: &Body, front: &[usize], node: NodeId) -> bool {
    let hinted = |node: NodeId| {
        runs.hints[node].has(Hints::FURNITURE) || runs.hints[node].has(Hints::COMMENTS)
    };
    let mut around = std::iter::once(node).chain(dom.ancestors(node));
    if front.iter().any(|&at| {
        runs.runs[at].node == node || dom.ancestors(node).any(|outer| outer == runs.runs[at].node)
    }) {
        return true;
    }
    let Some(container) = body.container else {
        return true;
    };
    let close: Vec<NodeId> = std::iter::once(container)
        .chain(dom.ancestors(container).take(2))
        .collect();
    let Some(shared) = around.find(|node| close.contains(node)) else {
        return false;
    };
    !dom.ancestors(node)
        .take_while(|&outer| outer != shared)
        .any(hinted)
}

/// Dates in short lines about the article: first between headline and body, then anywhere with a label.
fn visible_dates(
    runs: &Runs,
    body: &Body,
    front: &[usize],
    order: NumericOrder,
) -> Vec<(DateLabel, Moment)> {
    let is_line = |run: &Run| {
        run.chars <= MAX_LINE_CHARS && !matches!(run.kind, RunKind::Caption | RunKind::Credit)
    };
    let before = front.iter().copied().filter(|at| is_line(&runs.runs[*at]));
    let mut found: Vec<(DateLabel, Moment)> = before
        .flat_map(|at| metadata::dated(&runs.runs[at].text, order))
        .collect();
    let (first, last) = (
        front.first().copied().unwrap_or(0),
        body.kept.last().copied().unwrap_or(0),
    );
    for (at, run) in runs.runs.iter().enumerate() {
        let outside =
            !front.contains(&at) && at + 12 >= first && at <= last + 6 && !body.kept.contains(&at);
        if outside && is_line(run) && metadata::is_date_line(&run.text, order) {
            let labelled = metadata::dated(&run.text, order).into_iter();
            found.extend(labelled.filter(|(label, _)| *label != DateLabel::None || at < first));
        }
    }
    found
}

/// Lays out body, captions and credits in page order, and pairs pictures with their captions.
fn pieces(
    draft: &mut Draft,
    dom: &Dom,
    runs: &Runs,
    body: &Body,
    front: &[usize],
    order: NumericOrder,
) {
    let mut positions: Vec<usize> = body.kept.clone();
    positions.extend(&body.captions);
    positions.extend(front.iter().filter(|&&at| is_lead_caption(dom, runs, at)));
    positions.sort_unstable();
    positions.dedup();
    let title = draft.title.as_deref().map(key).unwrap_or_default();
    for &at in &positions {
        let run = &runs.runs[at];
        let kind = match run.kind {
            RunKind::Caption => {
                let (caption, credit) = split_credit(&run.text);
                draft
                    .pieces
                    .extend(caption.map(|caption| Piece::new(BlockKind::Caption, caption)));
                draft
                    .pieces
                    .extend(credit.map(|credit| Piece::new(BlockKind::Credit, credit)));
                continue;
            }
            RunKind::Credit => BlockKind::Credit,
            RunKind::Heading(_) => BlockKind::Heading,
            RunKind::ListItem => BlockKind::ListItem,
            RunKind::Quote => BlockKind::Quote,
            RunKind::Paragraph | RunKind::Cell => BlockKind::Paragraph,
        };
        if metadata::is_date_line(&run.text, order)
            && !is_prose(run)
            && !matches!(run.kind, RunKind::Heading(_))
        {
            continue;
        }
        if key(&run.text) != title {
            draft.pieces.push(Piece::new(kind, run.text.clone()));
        }
    }
    let within = |picture: &&Picture| {
        let position = picture.position;
        let from = front.first().or(positions.first()).copied().unwrap_or(0);
        position >= from && positions.last().is_some_and(|&last| position <= last + 1)
    };
    draft.images = runs
        .pictures
        .iter()
        .filter(within)
        .filter_map(|picture| image(dom, runs, &positions, picture))
        .collect();
}

/// A caption between headline and body that is not in a teaser or a rail.
fn is_lead_caption(dom: &Dom, runs: &Runs, at: usize) -> bool {
    let run = &runs.runs[at];
    matches!(run.kind, RunKind::Caption | RunKind::Credit)
        && run.link_density() < 0.5
        && !dom.ancestors(run.node).any(|node| {
            dom.element(node)
                .is_some_and(|element| element.tag() == "aside")
        })
}

/// A picture with the caption in its figure; a picture without either caption or figure is decoration.
fn image(dom: &Dom, runs: &Runs, positions: &[usize], picture: &Picture) -> Option<Image> {
    let beside = |at: usize| {
        let run = &runs.runs[at];
        match picture.figure {
            Some(figure) => run.figure == Some(figure),
            None => {
                at >= picture.position
                    && at <= picture.position + 1
                    && dom.parent(picture.node).is_some_and(|_| true)
            }
        }
    };
    let mut image = Image {
        url: picture.url.clone(),
        caption: None,
        credit: None,
    };
    for &at in positions.iter().filter(|&&at| beside(at)) {
        let run = &runs.runs[at];
        match run.kind {
            RunKind::Caption => {
                let (caption, credit) = split_credit(&run.text);
                image.caption = image.caption.or(caption);
                image.credit = image.credit.or(credit);
            }
            RunKind::Credit => {
                image.credit = image
                    .credit
                    .or(split_credit(&run.text).1)
                    .or(Some(squeeze(&run.text)))
            }
            _ => {}
        }
    }
    (picture.figure.is_some() || image.caption.is_some()).then_some(image)
}
