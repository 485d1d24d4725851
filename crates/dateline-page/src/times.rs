//! When a page says it was published and changed: what each place says, and which to believe.

use crate::article::{Problem, Stated, StatedPrecision, problem};
use crate::dom::{Dom, NodeId};
use crate::metadata::Head;
use crate::moment::{self, Moment, NumericOrder};
use crate::text::{squeeze, word_count, words};

/// `meta` names for the time of first publication, surest first.
pub(crate) const PUBLISHED_METAS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "article.published",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "originalpublicationdate",
    "displaydate",
    "date",
];

/// `meta` names for the time of the last change.
pub(crate) const UPDATED_METAS: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "revised",
    "article:modified",
];

/// A moment as a page's statement, with where it was read.
pub(crate) fn stated(moment: &Moment, source: &str) -> Stated {
    Stated {
        local: moment.local,
        offset: moment.offset,
        precision: moment.precision,
        source: source.to_string(),
    }
}

/// What a date line says its date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateLabel {
    Published,
    Updated,
    None,
}

/// Dates of one short line, with what the words before each call it.
pub(crate) fn dated(line: &str, order: NumericOrder) -> Vec<(DateLabel, Moment)> {
    let mut before = 0;
    moment::find(line, order)
        .into_iter()
        .map(|moment| {
            let label = label(&line[before..moment.range.start]);
            before = moment.range.end;
            (label, moment)
        })
        .collect()
}

fn label(before: &str) -> DateLabel {
    let mut found = DateLabel::None;
    for word in words(before) {
        match word.as_str() {
            "updated" | "update" | "modified" | "edited" | "revised" | "changed" | "last" => {
                found = DateLabel::Updated
            }
            "published" | "posted" | "first" | "issued" | "created" | "publication" | "publish"
            | "filed" | "added" => found = DateLabel::Published,
            _ => {}
        }
    }
    found
}

/// Whether a line is a date with little else: "Published: 19 March 2025, 17:55".
pub(crate) fn is_date_line(line: &str, order: NumericOrder) -> bool {
    if line.len() > 200 {
        return false;
    }
    let rest = without_dates(line, order);
    rest.len() < line.len() && word_count(&rest) <= 6
}

/// A line with its dates, and the marks that held them, taken out.
pub(crate) fn without_dates(line: &str, order: NumericOrder) -> String {
    let mut rest = line.to_string();
    for moment in moment::find(line, order).iter().rev() {
        rest.replace_range(moment.range.clone(), " ");
    }
    let rest = squeeze(&rest);
    rest.trim_matches([',', '|', '-', '–', '—', '·', '•', '/', ' '])
        .to_string()
}

/// The finer of two statements of the same time, the first preferred.
pub(crate) fn finer(first: Option<Stated>, second: Option<Stated>) -> Option<Stated> {
    let (Some(first), Some(second)) = (&first, &second) else {
        return first.or(second);
    };
    // A day stated in UTC and the same moment in local time can differ by one.
    let apart = first
        .local
        .date()
        .until(second.local.date())
        .map_or(i32::MAX, |span| span.get_days().abs());
    let second_is_finer = (first.precision == StatedPrecision::Day
        && second.precision != StatedPrecision::Day
        && apart == 0)
        || (first.offset.is_none() && second.offset.is_some() && apart <= 1);
    Some(if second_is_finer {
        second.clone()
    } else {
        first.clone()
    })
}

/// The `time` elements below a node, or before the body of the article: machine value first, else words.
pub(crate) fn time_elements(dom: &Dom, order: NumericOrder) -> Vec<(NodeId, DateLabel, Moment)> {
    dom.elements()
        .filter(|(_, element)| {
            element.tag() == "time"
                || element
                    .attribute("itemprop")
                    .is_some_and(|property| property.starts_with("date"))
        })
        .filter_map(|(node, element)| {
            let words = squeeze(&dom.text(node));
            let value = element
                .attribute("datetime")
                .or(element.attribute("content"))
                .unwrap_or(&words);
            let moment = moment::parse(value, order)?;
            let named = format!(
                "{} {}",
                element.attribute("itemprop").unwrap_or_default(),
                element.attribute("class").unwrap_or_default()
            );
            let label = if named.contains("odified") || named.contains("pdated") {
                DateLabel::Updated
            } else if named.contains("ublished") {
                DateLabel::Published
            } else {
                let around = dom
                    .parent(node)
                    .map(|parent| squeeze(&dom.text(parent)))
                    .unwrap_or_default();
                if around.len() <= 120 {
                    self::label(around.split(words.as_str()).next().unwrap_or_default())
                } else {
                    DateLabel::None
                }
            };
            Some((node, label, moment))
        })
        .collect()
}

/// The day in an address such as `/2025/03/19/story` or `/2025-03-19-story`.
pub(crate) fn day_in_url(url: &str) -> Option<Stated> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let parts: Vec<&str> = path.split(['/', '-', '_']).collect();
    parts.windows(3).find_map(|window| {
        let text = format!("{}-{}-{}", window[0], month_in_url(window[1])?, window[2]);
        let fits = window[0].len() == 4 && window[2].len() <= 2;
        let moment = fits
            .then(|| moment::parse(&text, NumericOrder::DayFirst))
            .flatten()?;
        Some(stated(&moment, "url"))
    })
}

fn month_in_url(part: &str) -> Option<u32> {
    match part.parse::<u32>() {
        Ok(month) if part.len() <= 2 => Some(month),
        Ok(_) => None,
        Err(_) => moment::month_number(&part.to_lowercase()),
    }
}

/// The publication time of a page that states only when it was changed: the closest day there is to count from.
pub(crate) fn or_updated(published: Option<Stated>, updated: Option<&Stated>) -> Option<Stated> {
    published.or_else(|| {
        let mut stated = updated?.clone();
        stated.source.push_str(", as the time of the last change");
        Some(stated)
    })
}

/// Problems of the publication time that a user should know.
pub(crate) fn problems(published: Option<&Stated>, ambiguous: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    match published {
        None => problems.push(Problem::new(
            problem::NO_DATE,
            "looked for a publication time in metadata and visible lines, but found none",
        )),
        Some(stated) if stated.offset.is_none() && stated.precision != StatedPrecision::Day => {
            problems.push(Problem::new(
                problem::BARE_CLOCK_TIME,
                format!(
                    "expected a zone with the publication time, but found only `{}` ({})",
                    stated.local, stated.source
                ),
            ))
        }
        Some(_) => {}
    }
    if ambiguous {
        problems.push(Problem::new(
            problem::AMBIGUOUS_DATE,
            "the publication date can be read with the day or with the month first",
        ));
    }
    problems
}

/// The time in the first of these `meta` tags that holds one.
pub(crate) fn in_metas(head: &Head, names: &[&str], order: NumericOrder) -> Option<Stated> {
    names.iter().find_map(|wanted| {
        let (name, content) = head.meta(&[wanted])?;
        Some(stated(
            &moment::parse(content, order)?,
            &format!("meta {name}"),
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_addresses() {
        let day = |url| day_in_url(url).map(|stated| stated.local.date().to_string());
        for (url, want) in [
            (
                "https://outlet.example/2025/03/19/talks",
                Some("2025-03-19"),
            ),
            (
                "https://outlet.example/world/2025/mar/19/talks",
                Some("2025-03-19"),
            ),
            (
                "https://outlet.example/2025-03-19-talks",
                Some("2025-03-19"),
            ),
            ("https://outlet.example/2025/99/19/talks", None),
            ("https://outlet.example/talks-1234", None),
            ("", None),
        ] {
            assert_eq!(day(url).as_deref(), want, "{url}");
        }
    }

    #[test]
    fn date_lines_and_labels() {
        let order = NumericOrder::DayFirst;
        for (line, want) in [
            ("Published: 19 Mar. 2025, 17:55", true),
            ("March 19, 2025 5:55 PM KST", true),
            (
                "On March 19, 2025 the two ministers met in the capital for talks.",
                false,
            ),
            ("No date here", false),
        ] {
            assert_eq!(is_date_line(line, order), want, "{line}");
        }
        let labels: Vec<DateLabel> = dated(
            "Published March 19, 2025; last updated March 20, 2025",
            order,
        )
        .into_iter()
        .map(|(label, _)| label)
        .collect();
        assert_eq!(labels, [DateLabel::Published, DateLabel::Updated]);
    }
}
