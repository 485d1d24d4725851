//! Reads plain and Markdown-like text: lines become blocks, and what is not report is told by shape and place.

use crate::article::{BlockKind, Image, Stated};
use crate::caption::{is_credit, split_credit};
use crate::draft::{Draft, Piece};
use crate::furniture::{ends_article, is_byline, is_contact, is_furniture, looks_like_names};
use crate::markdown::{Picture, picture, plain};
use crate::metadata;
use crate::moment::NumericOrder;
use crate::text::{ends_as_sentence, key, squeeze, word_count};
use crate::times::{self, DateLabel};
use crate::verdict;

/// A line of at least this many words that ends as a sentence is running text.
const MIN_PROSE_WORDS: usize = 8;
/// A headline has at least this many words, if any line before the report has.
const FULL_TITLE_WORDS: usize = 5;
/// Longest headline, in words.
const MAX_TITLE_WORDS: usize = 30;
/// Longest line, in words, that is left out at the edges for being no sentence.
const MAX_EDGE_WORDS: usize = 14;
/// A text whose lines are mostly this long at most, with blank lines between paragraphs, was wrapped by hand.
const MAX_WRAP_CHARS: usize = 100;

/// One line of the text with its function by its marks.
#[derive(Debug)]
struct Line {
    kind: LineKind,
    text: String,
    /// Share of the characters that are link text.
    linked: f64,
}

#[derive(Debug, PartialEq)]
enum LineKind {
    Heading,
    Item,
    Quote,
    Picture(Picture),
    Text,
}

/// Reads a text.
pub(crate) fn read(text: &str) -> Draft {
    let lines: Vec<Line> = unwrap_lines(text)
        .iter()
        .filter_map(|line| classify(line))
        .collect();
    let mut draft = Draft::default();
    let first_prose = lines.iter().position(is_prose_line).unwrap_or(lines.len());
    let last_prose = lines.iter().rposition(is_prose_line).unwrap_or(0);
    let title_at = title_position(&lines, first_prose);
    draft.title = title_at.map(|at| lines[at].text.clone());
    let mut names: Vec<String> = Vec::new();
    let mut seen: Vec<(DateLabel, Stated, bool)> = Vec::new();
    let mut captions: Vec<String> = Vec::new();
    let prose_words = |line: &Line| {
        if is_prose_line(line) {
            word_count(&line.text)
        } else {
            0
        }
    };
    let (mut prose_passed, prose_total): (usize, usize) = (0, lines.iter().map(prose_words).sum());
    for (at, line) in lines.iter().enumerate() {
        let (in_head, in_tail) = (at < first_prose, at > last_prose);
        if Some(at) == title_at {
            continue;
        }
        if let LineKind::Picture(picture) = &line.kind {
            add_picture(&mut draft, picture, &mut captions);
            continue;
        }
        if captions.contains(&key(&line.text)) {
            continue;
        }
        if (in_head || in_tail) && times::is_date_line(&line.text, NumericOrder::DayFirst) {
            let dates = times::dated(&line.text, NumericOrder::DayFirst);
            seen.extend(dates.into_iter().map(|(label, moment)| {
                (
                    label,
                    times::stated(&moment, "visible text"),
                    moment.ambiguous,
                )
            }));
            continue;
        }
        let below_title = in_head && title_at.is_some_and(|title| at > title);
        if (in_head || in_tail) && (is_name_line(line) || (below_title && is_linked_name(line))) {
            names.push(line.text.clone());
            continue;
        }
        prose_passed += prose_words(line);
        if (prose_total - prose_passed) * 2 <= prose_passed && ends_article(&line.text) {
            break;
        }
        if let Some(kind) = report_kind(&lines, at, in_head, in_tail) {
            draft.pieces.push(Piece::new(kind, line.text.clone()));
        }
    }
    if draft.pieces.is_empty()
        && let Some(line) = draft.title.take()
    {
        // A text of one line is text, whatever it looks like.
        draft.pieces.push(Piece::new(BlockKind::Paragraph, line));
    }
    draft.authors = metadata::split_names(&names);
    draft.publisher = masthead(&lines, title_at).or_else(|| picture_host(&draft.images));
    take_times(&mut draft, seen);
    draft.problems.extend(verdict::judge(&verdict::Evidence {
        title: draft.title.as_deref(),
        pieces: &draft.pieces,
        linked_headings: lines
            .iter()
            .filter(|line| line.kind == LineKind::Heading && line.linked > 0.7)
            .count(),
        min_chars: 1,
        says_article: false,
        paywalled: false,
        told_body: None,
    }));
    draft
}

/// The host that all pictures come from: in saved text often the only trace of the outlet.
fn picture_host(images: &[Image]) -> Option<String> {
    const SHARED: &[&str] = &[
        "cdn",
        "img",
        "image",
        "images",
        "static",
        "media",
        "assets",
        "amazonaws",
        "cloudfront",
        "akamaized",
        "cloudinary",
        "googleusercontent",
        "wp",
        "imgix",
    ];
    let host = |image: &Image| {
        let (_, rest) = image.url.as_deref()?.split_once("://")?;
        let host = rest.split(['/', ':', '?']).next()?.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_string();
        (host.contains('.') && !host.split('.').any(|label| SHARED.contains(&label)))
            .then_some(host)
    };
    let first = host(images.first()?)?;
    images
        .iter()
        .all(|image| host(image).as_ref() == Some(&first))
        .then_some(first)
}

fn take_times(draft: &mut Draft, seen: Vec<(DateLabel, Stated, bool)>) {
    let of = |label: DateLabel| seen.iter().find(|(found, _, _)| *found == label);
    let published = of(DateLabel::Published).or(of(DateLabel::None));
    draft.published = published.map(|(_, stated, _)| stated.clone());
    draft.updated = of(DateLabel::Updated).map(|(_, stated, _)| stated.clone());
    draft.published = times::or_updated(draft.published.take(), draft.updated.as_ref());
    let ambiguous = published.is_some_and(|(_, _, ambiguous)| *ambiguous);
    draft
        .problems
        .extend(times::problems(draft.published.as_ref(), ambiguous));
}

/// Joins the lines of hand-wrapped paragraphs; otherwise each line stands for itself.
fn unwrap_lines(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    if !is_wrapped(&lines) {
        return lines.iter().map(|line| line.to_string()).collect();
    }
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let marked = line
            .trim_start()
            .starts_with(['#', '>', '!', '-', '*', '•']);
        match out.last_mut() {
            Some(last) if open && !line.trim().is_empty() && !marked => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => out.push(line.to_string()),
        }
        open = !line.trim().is_empty() && !line.starts_with('#');
    }
    out
}

/// Whether paragraphs are divided by blank lines and most of the lines before another line stop in mid-sentence.
fn is_wrapped(lines: &[&str]) -> bool {
    let inner: Vec<&str> = lines
        .windows(2)
        .filter(|pair| !pair[0].trim().is_empty() && !pair[1].trim().is_empty())
        .map(|pair| pair[0].trim())
        .collect();
    let stops = inner
        .iter()
        .filter(|line| !ends_as_sentence(line) && line.chars().count() > 30)
        .count();
    let long = lines
        .iter()
        .filter(|line| line.chars().count() > MAX_WRAP_CHARS)
        .count();
    let blank = lines.iter().filter(|line| line.trim().is_empty()).count();
    blank > 0 && inner.len() >= 3 && stops * 2 > inner.len() && long * 10 < lines.len()
}

fn classify(line: &str) -> Option<Line> {
    let line = line.trim();
    if let Some(found) = picture(line) {
        return Some(Line {
            kind: LineKind::Picture(found),
            text: String::new(),
            linked: 0.0,
        });
    }
    let heading = line.trim_start_matches('#');
    let (kind, rest) = if heading.len() < line.len() && heading.starts_with(' ') {
        (LineKind::Heading, heading)
    } else if let Some(rest) = line.strip_prefix('>') {
        (LineKind::Quote, rest)
    } else if let Some(rest) = strip_bullet(line) {
        (LineKind::Item, rest)
    } else if line.starts_with("**")
        && line.ends_with("**")
        && word_count(line) <= 12
        && !ends_as_sentence(line.trim_matches('*'))
    {
        (LineKind::Heading, line)
    } else {
        (LineKind::Text, line)
    };
    let (text, linked) = plain(rest);
    let text = squeeze(&text);
    if text.is_empty() || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let linked = linked as f64 / text.chars().count() as f64;
    Some(Line { kind, text, linked })
}

fn strip_bullet(line: &str) -> Option<&str> {
    ["- ", "* ", "• ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet))
}

fn is_prose_line(line: &Line) -> bool {
    matches!(line.kind, LineKind::Text | LineKind::Quote | LineKind::Item)
        && word_count(&line.text) >= MIN_PROSE_WORDS
        && ends_as_sentence(&line.text)
        && line.linked < 0.5
        && !is_furniture(&line.text)
        && !is_credit(&line.text)
}

/// The first heading, or the first full line that can be a headline, before the report begins.
fn title_position(lines: &[Line], first_prose: usize) -> Option<usize> {
    let head = &lines[..first_prose.min(lines.len())];
    let fits = |line: &&Line, min_words: usize| {
        (min_words..=MAX_TITLE_WORDS).contains(&word_count(&line.text))
            && !is_furniture(&line.text)
            && !times::is_date_line(&line.text, NumericOrder::DayFirst)
            && line.linked < 0.9
            && (line.kind == LineKind::Heading || !line.text.ends_with('.'))
    };
    let first = |kind: LineKind, min_words: usize| {
        head.iter()
            .position(|line| line.kind == kind && fits(&line, min_words))
    };
    first(LineKind::Heading, 2)
        .or_else(|| first(LineKind::Text, FULL_TITLE_WORDS))
        .or_else(|| first(LineKind::Text, 2))
}

/// The outlet's name on a line of its own above the headline.
fn masthead(lines: &[Line], title_at: Option<usize>) -> Option<String> {
    let above = lines
        .get(..title_at?)?
        .iter()
        .find(|line| line.kind == LineKind::Text)?;
    let fits = (2..=5).contains(&word_count(&above.text))
        && looks_like_names(&above.text)
        && !above.text.contains(['|', '>', '/']);
    (fits && !is_furniture(&above.text)).then(|| above.text.clone())
}

fn add_picture(draft: &mut Draft, picture: &Picture, captions: &mut Vec<String>) {
    let (words, _) = plain(&picture.words);
    let (caption, credit) = split_credit(&squeeze(&words));
    captions.push(key(&words));
    captions.extend(caption.as_deref().map(key));
    draft.pieces.extend(
        caption
            .iter()
            .map(|caption| Piece::new(BlockKind::Caption, caption)),
    );
    if caption.is_some() {
        draft.pieces.extend(
            credit
                .iter()
                .map(|credit| Piece::new(BlockKind::Credit, credit)),
        );
    }
    draft.images.push(Image {
        url: (!picture.url.is_empty()).then(|| picture.url.clone()),
        caption,
        credit,
    });
}

/// A line at an edge that holds only writers' names.
fn is_name_line(line: &Line) -> bool {
    let capitals = !line.text.chars().any(char::is_lowercase);
    is_byline(&line.text)
        || (line.kind == LineKind::Item
            && (2..=5).contains(&word_count(&line.text))
            && looks_like_names(&line.text)
            && !is_contact(&line.text)
            && capitals)
}

/// A line that is one link with a person's name, as the byline below a headline often is.
fn is_linked_name(line: &Line) -> bool {
    line.linked > 0.9 && (2..=4).contains(&word_count(&line.text)) && looks_like_names(&line.text)
}

/// The function of a line that belongs to the report; `None` for furniture.
fn report_kind(lines: &[Line], at: usize, in_head: bool, in_tail: bool) -> Option<BlockKind> {
    let line = &lines[at];
    if is_furniture(&line.text) || line.linked > 0.6 || is_credit(&line.text) {
        return None;
    }
    // Before the first and after the last sentence of the report, a short line that is no sentence is the page speaking.
    if (in_head || in_tail)
        && !ends_as_sentence(&line.text)
        && word_count(&line.text) <= MAX_EDGE_WORDS
    {
        return None;
    }
    Some(match line.kind {
        LineKind::Heading => BlockKind::Heading,
        LineKind::Item => BlockKind::ListItem,
        LineKind::Quote => BlockKind::Quote,
        LineKind::Text if is_heading_like(lines, at) => BlockKind::Heading,
        LineKind::Text => BlockKind::Paragraph,
        LineKind::Picture(_) => return None,
    })
}

/// A short line without a stop between two paragraphs.
fn is_heading_like(lines: &[Line], at: usize) -> bool {
    let text = &lines[at].text;
    let before_prose = lines.get(at + 1).is_some_and(is_prose_line);
    word_count(text) <= 10
        && !ends_as_sentence(text)
        && !text.ends_with([',', ':', ';'])
        && before_prose
}
