//! What an element's tag, class, id and role say about the text in it.
//!
//! Names are cut into words ("articleBody", "related-links__item"), so "shared" is not "share" and "adverb" no "ad".
//! A hint is only a hint: `body.rs` does not follow it where the element holds a large part of the page's prose.

use std::collections::HashMap;

use crate::dom::Element;

/// Hints of one element, or of an element and those around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Hints(u8);

impl Hints {
    /// Navigation, sharing, advertising, teasers, sign-up boxes, footers.
    pub(crate) const FURNITURE: Hints = Hints(1);
    /// Readers' comments.
    pub(crate) const COMMENTS: Hints = Hints(2);
    /// Named as the body of an article.
    pub(crate) const BODY: Hints = Hints(4);
    /// A caption of a picture or film.
    pub(crate) const CAPTION: Hints = Hints(8);
    /// The credit of a picture.
    pub(crate) const CREDIT: Hints = Hints(16);
    /// Writers' names and times about the head of an article.
    pub(crate) const BYLINE: Hints = Hints(32);
    /// Never shown to a reader.
    pub(crate) const HIDDEN: Hints = Hints(64);

    pub(crate) fn has(self, other: Hints) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Hints) {
        self.0 |= other.0;
    }
}

const FURNITURE_WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "adsbygoogle",
    "affiliate",
    "alert",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "carousel",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "dfp",
    "disclaimer",
    "donate",
    "donation",
    "embed",
    "follow",
    "footer",
    "footnotes",
    "gallery",
    "gdpr",
    "hashtags",
    "inbox",
    "lightbox",
    "login",
    "masthead",
    "menu",
    "metadata",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "offer",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paywall",
    "popular",
    "popup",
    "print",
    "profile",
    "promo",
    "promos",
    "promoted",
    "promotion",
    "rail",
    "rating",
    "ratings",
    "reactions",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "register",
    "related",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "shares",
    "sidebar",
    "signin",
    "signup",
    "skip",
    "skyscraper",
    "slider",
    "slideshow",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tag",
    "taglist",
    "tags",
    "teaser",
    "teasers",
    "toc",
    "tooltip",
    "topics",
    "toolbar",
    "trending",
    "trinity",
    "upsell",
    "widget",
    "widgets",
    "zergnet",
    "dek",
    "standfirst",
    "author",
];

/// Pairs of words that say furniture together but not alone.
const FURNITURE_PAIRS: &[(&str, &str)] = &[
    ("most", "read"),
    ("most", "viewed"),
    ("read", "more"),
    ("read", "next"),
    ("see", "also"),
    ("more", "from"),
    ("more", "news"),
    ("more", "stories"),
    ("also", "read"),
    ("you", "may"),
    ("up", "next"),
    ("next", "article"),
    ("next", "up"),
    ("prev", "next"),
    ("previous", "next"),
    ("screen", "reader"),
    ("sr", "only"),
    ("visually", "hidden"),
    ("call", "action"),
    ("pull", "quote"),
    ("below", "article"),
    ("after", "content"),
    ("post", "nav"),
    ("further", "reading"),
    ("story", "package"),
    ("latest", "news"),
    ("top", "stories"),
    ("read", "also"),
    ("inline", "link"),
    ("key", "points"),
];

const COMMENT_WORDS: &[&str] = &[
    "comment",
    "comments",
    "disqus",
    "respond",
    "discussion",
    "replies",
    "livefyre",
    "coral",
];

const BODY_PAIRS: &[(&str, &str)] = &[
    ("article", "body"),
    ("article", "content"),
    ("article", "text"),
    ("story", "body"),
    ("story", "content"),
    ("story", "text"),
    ("entry", "content"),
    ("post", "content"),
    ("post", "body"),
    ("article", "copy"),
    ("body", "copy"),
    ("article", "main"),
    ("news", "text"),
    ("content", "body"),
    ("main", "content"),
    ("post", "text"),
    ("news", "body"),
];

const BYLINE_WORDS: &[&str] = &[
    "byline",
    "bylines",
    "author",
    "authors",
    "timestamp",
    "dateline",
    "pubdate",
    "published",
    "updated",
    "date",
    "datetime",
    "contributor",
    "contributors",
    "meta",
    "submitted",
    "posted",
];

/// Reads hints; keeps those of names already met, since a page uses the same few names over and over.
#[derive(Default)]
pub(crate) struct HintReader {
    known: HashMap<String, Hints>,
}

impl HintReader {
    /// Reads the hints of one element.
    pub(crate) fn hints(&mut self, element: &Element) -> Hints {
        let mut found = tag_hints(element);
        if matches!(element.tag(), "html" | "body" | "main") {
            return found;
        }
        for name in ["class", "id", "data-testid", "data-component"] {
            if let Some(value) = element.attribute(name) {
                found.add(self.name_hints(value));
            }
        }
        found
    }

    fn name_hints(&mut self, value: &str) -> Hints {
        if let Some(&hints) = self.known.get(value) {
            return hints;
        }
        let mut hints = Hints::default();
        name_hints(value, &mut hints);
        self.known.insert(value.to_string(), hints);
        hints
    }
}

/// What the tag, item property and role say.
fn tag_hints(element: &Element) -> Hints {
    let mut hints = Hints::default();
    match element.tag() {
        "aside" | "nav" | "footer" | "menu" => hints.add(Hints::FURNITURE),
        "figcaption" => hints.add(Hints::CAPTION),
        "address" => hints.add(Hints::BYLINE),
        "html" | "body" | "main" => return hidden(element),
        _ => {}
    }
    hints.0 |= hidden(element).0;
    if let Some(property) = element.attribute("itemprop") {
        for word in property.split_whitespace() {
            match word {
                "articleBody" => hints.add(Hints::BODY),
                "caption" => hints.add(Hints::CAPTION),
                "copyrightHolder" | "creditText" => hints.add(Hints::CREDIT),
                "author" | "datePublished" | "dateModified" => hints.add(Hints::BYLINE),
                _ => {}
            }
        }
    }
    if let Some(role) = element.attribute("role")
        && matches!(
            role,
            "navigation"
                | "complementary"
                | "banner"
                | "contentinfo"
                | "search"
                | "dialog"
                | "menu"
        )
    {
        hints.add(Hints::FURNITURE);
    }
    hints
}

fn hidden(element: &Element) -> Hints {
    let styled_away = element.attribute("style").is_some_and(|style| {
        let style: String = style.chars().filter(|char| !char.is_whitespace()).collect();
        style.to_ascii_lowercase().contains("display:none")
    });
    if styled_away || element.attribute("hidden").is_some() {
        return Hints::HIDDEN;
    }
    Hints::default()
}

fn name_hints(value: &str, hints: &mut Hints) {
    for name in value.split_whitespace() {
        let mut previous = String::new();
        for word in name_words(name) {
            word_hints(&word, hints);
            let pair = (previous.as_str(), word.as_str());
            if FURNITURE_PAIRS.contains(&pair) {
                hints.add(Hints::FURNITURE);
            }
            if BODY_PAIRS.contains(&pair) {
                hints.add(Hints::BODY);
            }
            previous = word;
        }
    }
}

fn word_hints(word: &str, hints: &mut Hints) {
    match word {
        "caption" | "captions" | "figcaption" | "cutline" | "wp-caption-text" => {
            hints.add(Hints::CAPTION)
        }
        "credit" | "credits" | "photographer" => hints.add(Hints::CREDIT),
        "articlebody" | "storybody" | "articletext" | "entrycontent" => hints.add(Hints::BODY),
        _ => {}
    }
    if FURNITURE_WORDS.contains(&word) {
        hints.add(Hints::FURNITURE);
    }
    if COMMENT_WORDS.contains(&word) {
        hints.add(Hints::COMMENTS);
    }
    if BYLINE_WORDS.contains(&word) {
        hints.add(Hints::BYLINE);
    }
}

/// "articleBody__text-2" as article, body, text, 2.
///
/// Machine-made names ("hAdRx") have capitals anywhere, so a piece cut out at a capital counts from three letters on.
fn name_words(name: &str) -> Vec<String> {
    const MIN_PIECE: usize = 3;
    let mut words = Vec::new();
    for part in name.split(|char: char| !char.is_alphanumeric()) {
        let mut piece = String::new();
        let mut after_lower = false;
        let mut pieces = Vec::new();
        for char in part.chars() {
            if char.is_uppercase() && after_lower {
                pieces.push(std::mem::take(&mut piece));
            }
            piece.extend(char.to_lowercase());
            after_lower = char.is_lowercase();
        }
        pieces.push(piece);
        let cut = pieces.len() > 1;
        words.extend(
            pieces
                .into_iter()
                .filter(|piece| !piece.is_empty() && (!cut || piece.len() >= MIN_PIECE)),
        );
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dom::Dom;

    fn of(html: &str) -> Hints {
        let dom = Dom::parse(html);
        dom.elements()
            .last()
            .map(|(_, element)| HintReader::default().hints(element))
            .unwrap_or_default()
    }

    #[test]
    fn names_are_read_word_by_word() {
        let cases = [
            ("<div class='related-links'>", Hints::FURNITURE),
            ("<div class='shareBar'>", Hints::FURNITURE),
            ("<div id='most-read'>", Hints::FURNITURE),
            ("<aside>", Hints::FURNITURE),
            ("<div class='shared-header adverb'>", Hints::default()),
            ("<div class='hAdRRP sc-1x'>", Hints::default()),
            ("<div class='articleBody'>", Hints::BODY),
            ("<div itemprop='articleBody'>", Hints::BODY),
            ("<p class='wp-caption-text'>", Hints::CAPTION),
            ("<span class='photo-credit'>", Hints::CREDIT),
            ("<div style='color:red; Display: none'>", Hints::HIDDEN),
            ("<div class='disqus_thread'>", Hints::COMMENTS),
        ];
        for (html, want) in cases {
            assert_eq!(of(html), want, "{html}");
        }
    }
}
