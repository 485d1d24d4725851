//! Title, authors, publisher, address and times from the page's head, `time` elements and visible lines.

use crate::article::{Problem, Stated, StatedPrecision, problem};
use crate::dom::{Dom, NodeId};
use crate::furniture::{looks_like_names, strip_by};
use crate::jsonld::Told;
use crate::moment::{self, Moment, NumericOrder};
use crate::text::{key, squeeze, word_count, words};

/// The `meta` tags of a page: lower-case name or property, and content, in order.
pub(crate) struct Head {
    metas: Vec<(String, String)>,
    pub(crate) canonical: Option<String>,
    pub(crate) title_tag: Option<String>,
    pub(crate) language: Option<String>,
}

/// Reads `meta`, `link`, `title` and the language of the page.
pub(crate) fn head(dom: &Dom) -> Head {
    let mut head = Head {
        metas: Vec::new(),
        canonical: None,
        title_tag: None,
        language: None,
    };
    for (node, element) in dom.elements() {
        match element.tag() {
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"]
                    .iter()
                    .find_map(|name| element.attribute(name));
                if let (Some(name), Some(content)) = (name, element.attribute("content")) {
                    let content = squeeze(content);
                    if !content.is_empty() {
                        head.metas.push((name.to_lowercase(), content));
                    }
                }
            }
            "link"
                if element
                    .attribute("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                head.canonical = head.canonical.or(element.attribute("href").map(squeeze));
            }
            "title" if head.title_tag.is_none() => {
                head.title_tag = Some(squeeze(&dom.text(node))).filter(|title| !title.is_empty())
            }
            "html" => {
                head.language = element
                    .attribute("lang")
                    .or(element.attribute("xml:lang"))
                    .map(str::to_lowercase)
            }
            _ => {}
        }
    }
    head
}

impl Head {
    /// The first `meta` of these names that has content.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<(&str, &str)> {
        names.iter().find_map(|wanted| {
            self.metas
                .iter()
                .find(|(name, _)| name == wanted)
                .map(|(name, content)| (name.as_str(), content.as_str()))
        })
    }

    fn content(&self, names: &[&str]) -> Option<&str> {
        self.meta(names).map(|(_, content)| content)
    }

    fn all<'a>(&'a self, wanted: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas
            .iter()
            .filter(move |(name, _)| name == wanted)
            .map(|(_, content)| content.as_str())
    }

    /// Month first only where the page says it is American English.
    pub(crate) fn numeric_order(&self) -> NumericOrder {
        let american = |language: &str| {
            language
                .replace('_', "-")
                .to_lowercase()
                .starts_with("en-us")
        };
        if self.language.as_deref().is_some_and(american)
            || self.content(&["og:locale"]).is_some_and(american)
        {
            NumericOrder::MonthFirst
        } else {
            NumericOrder::DayFirst
        }
    }

    /// The page's own address.
    pub(crate) fn url(&self, told: &Told) -> Option<String> {
        let absolute = |url: &&str| url.starts_with("http://") || url.starts_with("https://");
        [
            self.canonical.as_deref(),
            self.content(&["og:url"]),
            told.url.as_deref(),
            self.content(&["twitter:url"]),
        ]
        .into_iter()
        .flatten()
        .find(absolute)
        .map(str::to_string)
    }

    /// The outlet's name.
    pub(crate) fn publisher(&self, told: &Told) -> Option<String> {
        let named = told.publisher.as_deref();
        named
            .or_else(|| {
                self.content(&[
                    "og:site_name",
                    "article:publisher_name",
                    "dc.publisher",
                    "publisher",
                    "application-name",
                    "copyright",
                ])
            })
            .filter(|name| !name.starts_with("http") && word_count(name) <= 8)
            .map(str::to_string)
            .or_else(|| {
                self.title_tag
                    .as_deref()
                    .and_then(title_suffix)
                    .map(str::to_string)
            })
    }

    /// Whether the page calls itself an article.
    pub(crate) fn says_article(&self) -> bool {
        self.content(&["og:type"])
            .is_some_and(|kind| kind.to_lowercase().contains("article"))
            || self.meta(&["article:published_time"]).is_some()
    }

    /// The headline: a visible first-level heading that agrees with the page's metadata, else the metadata.
    pub(crate) fn title(
        &self,
        told: &Told,
        headings: &[&str],
        publisher: Option<&str>,
    ) -> Option<String> {
        let stated: Vec<&str> = [
            told.headline.as_deref(),
            self.content(&["og:title", "twitter:title", "dc.title", "title"]),
            self.title_tag.as_deref(),
        ]
        .into_iter()
        .flatten()
        .filter(|title| !title.is_empty())
        .collect();
        let agrees = |heading: &&&str| stated.iter().any(|title| overlap(heading, title) >= 0.6);
        let visible = headings.iter().find(agrees).copied();
        let title = visible.or_else(|| stated.first().copied()).or_else(|| {
            headings
                .iter()
                .max_by_key(|heading| word_count(heading).min(12))
                .copied()
        })?;
        let title = if visible.is_some() {
            title
        } else {
            without_outlet(title, publisher)
        };
        (!title.is_empty()).then(|| title.to_string())
    }

    /// The writers named in metadata.
    pub(crate) fn authors(&self, told: &Told) -> Vec<String> {
        let mut stated = told.authors.clone();
        for name in [
            "author",
            "article:author",
            "dc.creator",
            "byl",
            "parsely-author",
            "sailthru.author",
        ] {
            if stated.is_empty() {
                stated.extend(self.all(name).map(str::to_string));
            }
        }
        split_names(&stated)
    }

    /// The time in the first of these `meta` tags that holds one.
    pub(crate) fn time(&self, names: &[&str], order: NumericOrder) -> Option<Stated> {
        names.iter().find_map(|wanted| {
            let (name, content) = self.meta(&[wanted])?;
            Some(stated(
                moment::parse(content, order)?,
                &format!("meta {name}"),
            ))
        })
    }
}

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

pub(crate) fn stated(moment: Moment, source: &str) -> Stated {
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
    let mut rest = line.to_string();
    let found = moment::find(line, order);
    for moment in found.iter().rev() {
        rest.replace_range(moment.range.clone(), " ");
    }
    !found.is_empty() && word_count(&rest) <= 6
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

/// "By Jane Roe and John Doe, Chief Correspondent" as two names.
pub(crate) fn split_names(stated: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in stated {
        let line = line.split(['[', '|', '(', '<']).next().unwrap_or_default();
        let line = strip_by(line).unwrap_or(line.trim());
        for name in line
            .replace(" and ", ",")
            .replace(" AND ", ",")
            .replace(" & ", ",")
            .split([',', ';'])
        {
            let name = name.trim().trim_start_matches(['-', '–', '•', '*']).trim();
            let fits = (1..=6).contains(&word_count(name))
                && !name.contains(['@', '/'])
                && looks_like_names(name);
            if fits && !names.iter().any(|have| key(have) == key(name)) {
                names.push(name.to_string());
            }
        }
    }
    names
}

/// Share of the smaller title's words that the other has.
pub(crate) fn overlap(left: &str, right: &str) -> f64 {
    let left: std::collections::HashSet<String> = words(left).collect();
    let right: std::collections::HashSet<String> = words(right).collect();
    let smaller = left.len().min(right.len());
    if smaller == 0 {
        return 0.0;
    }
    left.intersection(&right).count() as f64 / smaller as f64
}

/// "Headline - Outlet" without the outlet.
fn without_outlet<'a>(title: &'a str, publisher: Option<&str>) -> &'a str {
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let named = publisher.is_some_and(|publisher| overlap(tail, publisher) >= 0.5);
            if named || (mark == " | " && word_count(head) >= 3) {
                return head.trim();
            }
        }
    }
    title
}

/// The outlet in "Headline | Outlet": a short tail of capitalised words.
fn title_suffix(title: &str) -> Option<&str> {
    [" | ", " - ", " – ", " — "].iter().find_map(|mark| {
        let (head, tail) = title.rsplit_once(mark)?;
        let tail = tail.trim();
        (word_count(tail) <= 5 && word_count(head) >= 3 && looks_like_names(tail)).then_some(tail)
    })
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
        Some(stated(moment, "url"))
    })
}

fn month_in_url(part: &str) -> Option<u32> {
    match part.parse::<u32>() {
        Ok(month) if part.len() <= 2 => Some(month),
        Ok(_) => None,
        Err(_) => moment::month_number(&part.to_lowercase()),
    }
}

/// Problems of the publication time that a user should know.
pub(crate) fn time_problems(published: Option<&Stated>, ambiguous: bool) -> Vec<Problem> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_and_cleaned() {
        let cases: &[(&str, &[&str])] = &[
            ("By Jane Roe and John Doe", &["Jane Roe", "John Doe"]),
            (
                "BY CHRIS POE,JANE ROE [jroe@outlet.example]",
                &["CHRIS POE", "JANE ROE"],
            ),
            ("https://outlet.example/people/jane", &[]),
            ("Jane Roe, Jane Roe", &["Jane Roe"]),
            ("", &[]),
        ];
        for (line, want) in cases {
            assert_eq!(split_names(&[line.to_string()]), *want, "{line}");
        }
    }

    #[test]
    fn outlets_are_cut_from_titles() {
        let cases = [
            (
                "Talks collapse in Geneva - Example Courier",
                Some("Example Courier"),
                "Talks collapse in Geneva",
            ),
            (
                "Talks collapse in Geneva | World",
                None,
                "Talks collapse in Geneva",
            ),
            (
                "Cease-fire - a timeline",
                Some("Example Courier"),
                "Cease-fire - a timeline",
            ),
        ];
        for (title, publisher, want) in cases {
            assert_eq!(without_outlet(title, publisher), want);
        }
    }

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
