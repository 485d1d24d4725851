//! What the page says of itself in JSON-LD (schema.org's NewsArticle and its kin).

use serde_json::{Map, Value};

use crate::dom::Dom;
use crate::text::squeeze;

/// How deep `@graph` and `mainEntity` are followed.
const MAX_DEPTH: usize = 8;

/// The fields of the page's article object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) headline: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) language: Option<String>,
    /// `isAccessibleForFree` is false.
    pub(crate) paywalled: bool,
    /// The object's type says article, report or post.
    pub(crate) is_article: bool,
}

/// Reads the best article object of all the page's JSON-LD scripts.
pub(crate) fn read(dom: &Dom) -> Told {
    let scripts = dom.elements().filter(|(_, element)| {
        element.tag() == "script"
            && element
                .attribute("type")
                .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
    });
    let mut best = (0, Told::default());
    for (node, _) in scripts {
        if let Some(value) = parse(&dom.text(node)) {
            search(&value, 0, &mut best);
        }
    }
    best.1
}

/// Parses a script, mending what outlets get wrong most: comment marks about it, raw line ends in strings.
fn parse(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let script = script
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(script).ok().or_else(|| {
        let mended: String = script
            .chars()
            .map(|char| if char.is_control() { ' ' } else { char })
            .collect();
        serde_json::from_str(&mended).ok()
    })
}

fn search(value: &Value, depth: usize, best: &mut (u8, Told)) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| search(value, depth + 1, best)),
        Value::Object(object) => {
            let rank = rank(object);
            if rank > best.0 {
                *best = (rank, told(object));
            }
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "itemListElement",
                "liveBlogUpdate",
            ] {
                // The entries of a live blog or list are articles too, but not this page's.
                if let Some(inner) = object.get(key)
                    && !matches!(key, "itemListElement" | "liveBlogUpdate")
                {
                    search(inner, depth + 1, best);
                }
            }
        }
        _ => {}
    }
}

/// 0: no article; higher: more surely this page's article.
fn rank(object: &Map<String, Value>) -> u8 {
    let is_article = strings(object.get("@type")).iter().any(|kind| {
        let kind = kind.rsplit(['/', '#']).next().unwrap_or_default();
        kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report"
    });
    if is_article {
        return 3 + u8::from(object.contains_key("articleBody"));
    }
    // A film or page object still knows the date.
    u8::from(object.contains_key("datePublished")) + u8::from(object.contains_key("headline"))
}

fn told(object: &Map<String, Value>) -> Told {
    let string = |key: &str| strings(object.get(key)).into_iter().next();
    Told {
        headline: string("headline").or_else(|| string("name")),
        body: object
            .get("articleBody")
            .and_then(Value::as_str)
            .map(decode),
        published: string("datePublished")
            .or_else(|| string("dateCreated"))
            .or_else(|| string("uploadDate")),
        modified: string("dateModified"),
        authors: names(object.get("author").or_else(|| object.get("creator"))),
        publisher: names(
            object
                .get("publisher")
                .or_else(|| object.get("sourceOrganization")),
        )
        .into_iter()
        .next(),
        url: string("url").or_else(|| match object.get("mainEntityOfPage") {
            Some(Value::Object(page)) => strings(page.get("@id")).into_iter().next(),
            page => strings(page).into_iter().next(),
        }),
        language: string("inLanguage"),
        paywalled: match object.get("isAccessibleForFree") {
            Some(Value::Bool(free)) => !free,
            Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
            _ => false,
        },
        is_article: rank(object) >= 3,
    }
}

/// The strings of a value that may be one string or a list.
fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => Some(decode(text))
            .filter(|text| !text.is_empty())
            .into_iter()
            .collect(),
        Some(Value::Array(values)) => values
            .iter()
            .flat_map(|value| strings(Some(value)))
            .collect(),
        Some(Value::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

/// The names of persons or organisations: strings, objects with a name, or lists of either.
fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Object(object)) => strings(object.get("name")),
        Some(Value::Array(values)) => values.iter().flat_map(|value| names(Some(value))).collect(),
        value => strings(value),
    }
}

/// Squeezed text with the character references that outlets leave in JSON turned into characters.
fn decode(text: &str) -> String {
    if !text.contains('&') && !text.contains('<') {
        return squeeze(text);
    }
    squeeze(&crate::markdown::decode_references(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Told {
        read(&Dom::parse(&format!(
            "<script type='application/ld+json'>{json}</script>"
        )))
    }

    #[test]
    fn article_objects_are_found_wherever_they_are() {
        let cases = [
            r#"{"@type":"NewsArticle","headline":"Talks","datePublished":"2025-03-19","author":{"name":"Jane Roe"}}"#,
            r#"[{"@type":"WebSite","name":"Outlet"},{"@type":["Article","Thing"],"headline":"Talks","datePublished":"2025-03-19","author":["Jane Roe"]}]"#,
            r#"{"@graph":[{"@type":"Organization","name":"X"},{"@type":"BlogPosting","headline":"Talks","datePublished":"2025-03-19","author":"Jane Roe"}]}"#,
            "<!-- {\"@type\":\"Article\",\"headline\":\"Talks\",\"description\":\"two\nlines\",\"datePublished\":\"2025-03-19\",\"author\":[{\"name\":\"Jane Roe\"}]} -->",
        ];
        for json in cases {
            let told = of(json);
            assert_eq!(told.headline.as_deref(), Some("Talks"), "{json}");
            assert_eq!(told.published.as_deref(), Some("2025-03-19"), "{json}");
            assert_eq!(told.authors, ["Jane Roe"], "{json}");
        }
    }

    #[test]
    fn broken_scripts_give_nothing() {
        for json in [
            "",
            "{",
            "null",
            "{\"@type\":\"NewsArticle\"",
            "[[[[[[[[[[[[]]]]]]]]]]]]",
        ] {
            assert_eq!(of(json), Told::default(), "{json}");
        }
    }
}
