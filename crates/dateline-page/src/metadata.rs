//! Title, authors, publisher, address and times from the page's head, `time` elements and visible lines.

use crate::dom::Dom;
use crate::furniture::{looks_like_names, strip_by};
use crate::jsonld::Told;
use crate::moment::NumericOrder;
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
                    .and_then(|title| {
                        title_suffix(title).or_else(|| title_prefix(title, &self.metas))
                    })
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
        // On some pages the outlet's name is the first heading.
        let is_outlet =
            |heading: &str| publisher.is_some_and(|publisher| key(publisher) == key(heading));
        let visible = headings
            .iter()
            .filter(|heading| !is_outlet(heading))
            .find(agrees)
            .copied();
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
}

/// "By Jane Roe and John Doe, Chief Correspondent" as two names.
pub(crate) fn split_names(stated: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in stated {
        let line = line.split(['[', '|', '(', '<']).next().unwrap_or_default();
        let line = strip_by(line).unwrap_or(line.trim());
        let line = line
            .replace(" and ", ",")
            .replace(" AND ", ",")
            .replace(" & ", ",");
        let line = line.split(" in ").next().unwrap_or_default();
        for (at, name) in line.split([',', ';']).enumerate() {
            let name = name.trim().trim_start_matches(['-', '–', '•', '*']).trim();
            let fits = (1..=6).contains(&word_count(name))
                && !name.contains(['@', '/'])
                && looks_like_names(name);
            // What follows a name after a comma is often an office or a degree.
            let is_name = at == 0 || !is_office(name);
            if fits && is_name && !names.iter().any(|have| key(have) == key(name)) {
                names.push(name.to_string());
            }
        }
    }
    names
}

/// "AP National Political Writer", "MS", "Business Insider": one word, or words that name a job.
fn is_office(name: &str) -> bool {
    const JOBS: &[&str] = &[
        "writer",
        "editor",
        "correspondent",
        "reporter",
        "staff",
        "bureau",
        "chief",
        "business",
        "news",
        "columnist",
        "producer",
        "contributor",
        "desk",
        "agency",
        "agencies",
        "analyst",
        "phd",
        "md",
    ];
    word_count(name) < 2 || words(name).any(|word| JOBS.contains(&word.as_str()))
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

/// The outlet in "Outlet: Headline", where a `meta` tag gives the headline alone.
fn title_prefix<'a>(title: &'a str, metas: &[(String, String)]) -> Option<&'a str> {
    let (prefix, rest) = title.split_once(": ")?;
    let stated = metas
        .iter()
        .any(|(name, content)| name.ends_with(":title") && key(content) == key(rest));
    (stated && word_count(prefix) <= 5).then_some(prefix)
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
}
