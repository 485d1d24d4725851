//! Reads feeds: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed. Each entry gives the parts of an article.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use feed_rs::model;

use crate::article::{Problem, Stated, problem};
use crate::parts::{self, Parts, line_of};
use crate::text::squeeze;
use crate::times;

/// Largest feed that is read, in bytes; feeds of news stay under 5 MB.
pub const MAX_FEED_BYTES: usize = crate::MAX_PAGE_BYTES;
/// Most entries of a feed that are read.
pub const MAX_ENTRIES: usize = 20_000;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Feed {
    /// Its title, often the outlet's name with that of a section.
    pub title: Option<String>,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// One entry of a feed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What the feed holds of the article: the text is the whole of it or only a summary, whichever it gives.
    pub parts: Parts,
    /// Whether the text is only a summary.
    pub is_summary: bool,
}

/// Reads a feed; relative addresses are completed from `base`, the feed's own address, if it is known.
///
/// # Errors
/// A fatal [`Problem`] for what is no feed, is damaged, or is too large.
pub fn read(bytes: &[u8], base: Option<&str>) -> Result<Feed, Problem> {
    if bytes.len() > MAX_FEED_BYTES {
        let message = format!(
            "expected a feed of at most {MAX_FEED_BYTES} bytes, but found {}",
            bytes.len()
        );
        return Err(Problem::new(problem::TOO_LARGE, message));
    }
    let times = Times::default();
    let keeper = times.clone();
    let parser = feed_rs::parser::Builder::new()
        // The names of entries are not used, and the library's own are partly random.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| keeper.keep(text))
        .base_uri(base)
        .build();
    let read = parser.parse(bytes).map_err(|error| {
        let message =
            format!("expected a feed (RSS, Atom or JSON Feed), but could not read one: {error}");
        Problem::new(problem::NOT_TEXT, message)
    })?;
    let entries = read.entries.into_iter().take(MAX_ENTRIES);
    Ok(Feed {
        title: read
            .title
            .map(|title| line_of(&title.content))
            .filter(|title| !title.is_empty()),
        entries: entries.map(|entry| of_entry(entry, &times)).collect(),
    })
}

fn of_entry(entry: model::Entry, times: &Times) -> Entry {
    let content = entry
        .content
        .and_then(|content| content.body)
        .filter(|body| !body.trim().is_empty());
    let summary = entry.summary.map(|summary| summary.content);
    let is_summary = content.is_none();
    let updated = entry.updated.and_then(|at| times.get(at));
    let published = entry.published.and_then(|at| times.get(at));
    let published = times::or_updated(published, updated.as_ref());
    let link = entry
        .links
        .iter()
        .find(|link| matches!(link.rel.as_deref(), None | Some("alternate")))
        .map(|link| squeeze(&link.href));
    let url = link.or_else(|| Some(squeeze(&entry.id)).filter(|id| is_web(id)));
    Entry {
        parts: Parts {
            text: content.or(summary).unwrap_or_default(),
            title: entry
                .title
                .map(|title| line_of(&title.content))
                .filter(|title| !title.is_empty()),
            // The library gives an entry without a time of change that of its publication.
            updated: updated.filter(|_| entry.updated != entry.published),
            published,
            authors: entry
                .authors
                .into_iter()
                .filter_map(|person| person.name)
                .collect(),
            url: url.filter(|url| !url.is_empty()),
            ..Parts::default()
        },
        is_summary,
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// The times of a feed as they are written. The library keeps only instants, and the day in the outlet's own zone
/// would be lost; so each time is kept here, and the library is given its number for an instant.
#[derive(Clone, Default)]
struct Times(Arc<Mutex<Vec<Stated>>>);

impl Times {
    fn keep(&self, text: &str) -> Option<DateTime<Utc>> {
        let stated = parts::stated(text, "feed")?;
        let mut kept = self.0.lock().ok()?;
        kept.push(stated);
        DateTime::from_timestamp(kept.len() as i64, 0)
    }

    fn get(&self, number: DateTime<Utc>) -> Option<Stated> {
        let kept = self.0.lock().ok()?;
        let at = usize::try_from(number.timestamp() - 1).ok()?;
        kept.get(at).cloned()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn all_kinds_of_feed() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Example Post &amp; Co</title>
            <item><title>Ministers &amp;amp; envoys meet</title><link>https://a.example/1</link><dc:creator>Jane Roe</dc:creator>
            <pubDate>Wed, 19 Mar 2025 01:55:00 +0900</pubDate><description>Short.</description>
            <content:encoded><![CDATA[<p>The ministers met.</p>]]></content:encoded></item></channel></rss>"#;
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Post &amp; Co</title><id>x</id>
            <entry><id>y</id><title type="html">Ministers &amp;amp; envoys meet</title><link rel="alternate" href="https://a.example/1"/>
            <author><name>Jane Roe</name></author><published>2025-03-19T01:55:00+09:00</published><updated>2025-03-20T01:55:00+09:00</updated>
            <content type="html">&lt;p&gt;The ministers met.&lt;/p&gt;</content></entry></feed>"#;
        let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
            xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="c"><title>Example Post &amp; Co</title><link>https://a.example</link>
            <description>d</description></channel><item rdf:about="https://a.example/1"><title>Ministers &amp;amp; envoys meet</title>
            <link>https://a.example/1</link><dc:creator>Jane Roe</dc:creator><dc:date>2025-03-19T01:55:00+09:00</dc:date>
            <description>&lt;p&gt;The ministers met.&lt;/p&gt;</description></item></rdf:RDF>"#;
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Example Post & Co","items":[{"id":"1",
            "url":"https://a.example/1","title":"Ministers & envoys meet","authors":[{"name":"Jane Roe"}],
            "date_published":"2025-03-19T01:55:00+09:00","content_html":"<p>The ministers met.</p>"}]}"#;
        for (name, source, is_summary) in [
            ("rss", rss, false),
            ("atom", atom, false),
            ("rdf", rdf, true),
            ("json", json, false),
        ] {
            let feed = read(source.as_bytes(), None).unwrap();
            assert_eq!(feed.title.as_deref(), Some("Example Post & Co"), "{name}");
            let [entry] = &feed.entries[..] else {
                panic!("{name}: {feed:?}")
            };
            let parts = &entry.parts;
            assert_eq!(
                parts.title.as_deref(),
                Some("Ministers & envoys meet"),
                "{name}"
            );
            assert_eq!(parts.url.as_deref(), Some("https://a.example/1"), "{name}");
            assert_eq!(parts.authors, ["Jane Roe"], "{name}");
            assert_eq!(parts.text, "<p>The ministers met.</p>", "{name}");
            let published = parts.published.as_ref().unwrap();
            assert_eq!(published.local, date(2025, 3, 19).at(1, 55, 0, 0), "{name}");
            assert_eq!(published.offset, Some(jiff::tz::offset(9)), "{name}");
            assert_eq!(parts.updated.is_some(), name == "atom", "{name}");
            assert_eq!(entry.is_summary, is_summary, "{name}");
        }
    }

    #[test]
    fn what_is_no_feed_is_a_problem() {
        let deep = format!("<rss version='2.0'><channel>{}", "<a>".repeat(200_000));
        for source in [
            "",
            "text",
            "<html><p>x",
            "<rss version='2.0'><channel><item>",
            "{\"a\":1}",
            &deep,
        ] {
            let found = read(source.as_bytes(), None);
            assert!(found.as_ref().is_ok_and(|feed| feed.entries.len() < 2) || found.is_err());
        }
        assert!(read(b"text", None).unwrap_err().is_fatal());
    }
}
