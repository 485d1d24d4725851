//! An article that comes in parts, as feeds and tables hold it: text, title, date and the rest are given apart.

use crate::article::{Article, Page, Stated, problem};
use crate::dom::Dom;
use crate::draft::{Draft, Piece};
use crate::moment::{self, NumericOrder};
use crate::runs::{self, RunKind};
use crate::text::squeeze;
use crate::{BlockKind, html, is_html, metadata, plain, times};

/// The parts of an article. What is given goes before what the text says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// The report: plain text, a piece of HTML or a whole page.
    pub text: String,
    /// The headline, in plain text.
    pub title: Option<String>,
    /// When it was published.
    pub published: Option<Stated>,
    /// When it was last changed.
    pub updated: Option<Stated>,
    /// Names of the writers.
    pub authors: Vec<String>,
    /// Its address.
    pub url: Option<String>,
    /// The outlet's name.
    pub publisher: Option<String>,
    /// Where the parts come from, for messages.
    pub origin: String,
}

/// Puts an article together; never fails and never panics.
pub fn read_parts(parts: &Parts) -> Article {
    let page = Page {
        bytes: Vec::new(),
        url: parts.url.clone(),
        media_type: None,
        origin: parts.origin.clone(),
    };
    if let Some(problem) = crate::unreadable(parts.text.as_bytes()) {
        let mut draft = Draft {
            problems: vec![problem],
            ..Draft::default()
        };
        given(&mut draft, parts);
        return draft.finish(&page);
    }
    let mut draft = if is_whole_page(&parts.text) {
        html::read(&parts.text, &page)
    } else if has_markup(&parts.text) {
        plain::read(&text_of(&parts.text))
    } else {
        plain::read(&parts.text)
    };
    given(&mut draft, parts);
    draft.finish(&page)
}

/// A stated time as feeds and tables write it: a machine form or a written date; seconds or milliseconds since 1970.
pub fn stated(value: &str, source: &str) -> Option<Stated> {
    let moment = moment::parse(value, NumericOrder::DayFirst)?;
    Some(times::stated(&moment, source))
}

/// Puts what is given in the place of what was found.
fn given(draft: &mut Draft, parts: &Parts) {
    let title = parts.title.as_deref().map(squeeze).unwrap_or_default();
    if !title.is_empty() {
        let found = draft.title.replace(title);
        // What was taken for the headline is a line of the text.
        if let Some(line) = found.filter(|line| Some(line) != draft.title.as_ref()) {
            draft.pieces.insert(0, Piece::new(BlockKind::Heading, line));
        }
        draft
            .problems
            .retain(|found| found.kind != problem::NO_TITLE);
    }
    if let Some(published) = &parts.published {
        draft.published = Some(published.clone());
        draft.problems.retain(|found| {
            ![
                problem::NO_DATE,
                problem::BARE_CLOCK_TIME,
                problem::AMBIGUOUS_DATE,
            ]
            .contains(&found.kind.as_str())
        });
        draft
            .problems
            .extend(times::problems(Some(published), false));
    }
    if parts.updated.is_some() {
        draft.updated.clone_from(&parts.updated);
    }
    let authors = metadata::split_names(&parts.authors);
    if !authors.is_empty() {
        draft.authors = authors;
    }
    if parts.url.is_some() {
        draft.url.clone_from(&parts.url);
    }
    if parts.publisher.is_some() {
        draft.publisher.clone_from(&parts.publisher);
    }
}

/// Whether a text is a page with a head of its own.
fn is_whole_page(text: &str) -> bool {
    const LOOK_CHARS: usize = 2000;
    let head: String = text.chars().take(LOOK_CHARS).collect();
    let head = head.to_ascii_lowercase();
    is_html(text, None)
        && ["<html", "<head", "<body"]
            .iter()
            .any(|tag| head.contains(tag))
}

/// Whether a text has HTML elements that make lines, or entities.
fn has_markup(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "<p>",
        "<p ",
        "</p>",
        "<br",
        "<div",
        "<a ",
        "<li",
        "<strong>",
        "<em>",
        "<b>",
        "<i>",
        "<h2",
        "<h3",
        "<img",
        "<span",
        "<blockquote",
    ];
    let lower = text.to_ascii_lowercase();
    TAGS.iter().any(|tag| lower.contains(tag)) || has_entity(&lower)
}

fn has_entity(lower: &str) -> bool {
    const ENTITIES: &[&str] = &[
        "&amp;", "&quot;", "&lt;", "&gt;", "&nbsp;", "&apos;", "&rsquo;", "&lsquo;", "&ldquo;",
        "&rdquo;", "&mdash;", "&ndash;", "&hellip;",
    ];
    ENTITIES.iter().any(|entity| lower.contains(entity))
        || lower
            .split("&#")
            .skip(1)
            .any(|after| after.starts_with(|char: char| char.is_ascii_digit() || char == 'x'))
}

/// The lines of a piece of HTML, with a blank line between them. All of it is the article: no search for the body.
fn text_of(html: &str) -> String {
    // Line breaks in text without elements divide paragraphs; to HTML they would be spaces.
    let has_elements = html.contains("</p>") || html.contains("<p") || html.contains("<br");
    let html = match has_elements {
        true => html.to_string(),
        false => html.replace('\n', "<br><br>"),
    };
    let dom = Dom::parse(&html);
    let runs = runs::collect(&dom, true);
    let lines: Vec<String> = runs
        .runs
        .iter()
        .filter(|run| !matches!(run.kind, RunKind::Caption | RunKind::Credit))
        .map(|run| match run.kind {
            RunKind::Heading(_) => format!("## {}", run.text),
            RunKind::ListItem => format!("- {}", run.text),
            RunKind::Quote => format!("> {}", run.text),
            _ => run.text.clone(),
        })
        .collect();
    lines.join("\n\n")
}

/// A short piece of HTML, such as a headline with entities, as one line of text.
pub(crate) fn line_of(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    if !has_markup(html) && !lower.contains('<') {
        return squeeze(html);
    }
    let dom = Dom::parse(html);
    let runs = runs::collect(&dom, true);
    let lines: Vec<&str> = runs.runs.iter().map(|run| run.text.as_str()).collect();
    squeeze(&lines.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(article: &Article) -> Vec<(&'static str, &str)> {
        article
            .blocks
            .iter()
            .map(|block| (block.kind.name(), article.block_text(block)))
            .collect()
    }

    #[test]
    fn parts_make_an_article() {
        let published = stated("Wed, 19 Mar 2025 17:55:00 +0900", "feed");
        let article = read_parts(&Parts {
            text: "<p>OSLO (AP) &mdash; The two ministers <b>met</b> on Tuesday.</p><h2>Talks to go on</h2>\
                   <p>They will meet again in June, a spokesman said.</p>"
                .into(),
            title: Some("Ministers &amp; envoys  meet".into()),
            published: published.clone(),
            authors: vec!["By Jane Roe".into()],
            url: Some("https://a.example/1".into()),
            publisher: Some("Example Post".into()),
            ..Parts::default()
        });
        assert_eq!(
            kinds(&article),
            [
                ("title", "Ministers &amp; envoys meet"),
                ("paragraph", "OSLO (AP) — The two ministers met on Tuesday."),
                ("heading", "Talks to go on"),
                (
                    "paragraph",
                    "They will meet again in June, a spokesman said."
                ),
            ]
        );
        assert_eq!(article.published, published);
        assert_eq!(article.published.unwrap().offset, Some(jiff::tz::offset(9)));
        assert_eq!(article.authors, ["Jane Roe"]);
        assert_eq!(article.problems, []);
    }

    #[test]
    fn a_line_like_a_headline_is_kept() {
        let article = read_parts(&Parts {
            text: "Border town falls to rebels\n\nRebels took the town of Kaya on Monday, officials said.".into(),
            title: Some("War in the east".into()),
            ..Parts::default()
        });
        assert_eq!(
            kinds(&article),
            [
                ("title", "War in the east"),
                ("heading", "Border town falls to rebels"),
                (
                    "paragraph",
                    "Rebels took the town of Kaya on Monday, officials said."
                ),
            ]
        );
        assert!(read_parts(&Parts::default()).is_unusable());
    }

    #[test]
    fn lines_of_markup() {
        for (html, want) in [
            ("Talks &amp; more", "Talks & more"),
            ("<b>Talks</b> fail", "Talks fail"),
            ("  plain  line ", "plain line"),
            ("5 < 6", "5 < 6"),
        ] {
            assert_eq!(line_of(html), want);
        }
    }
}
