//! What a file holds: one page, or many articles in an archive, a feed or a table.

use crate::tables::{self, Columns};

/// The forms that input comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page: HTML or text.
    Page,
    /// Records of a web archive; see [`crate::warc`].
    Warc,
    /// RSS, Atom, RDF or JSON Feed; see [`crate::feed`].
    Feed,
    /// A JSON object on each line; see [`crate::tables`].
    JsonLines,
    /// Rows of comma-, semicolon- or tab-separated values; see [`crate::tables`].
    Csv,
}

/// Bytes from the head of a file that tell its format.
pub const SNIFF_BYTES: usize = 4096;
/// Ends of file names that say the format. A second end `.gz` is taken off before.
const ENDS: &[(&str, Format)] = &[
    ("warc", Format::Warc),
    ("wet", Format::Warc),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("csv", Format::Csv),
    ("tsv", Format::Csv),
    ("rss", Format::Feed),
    ("atom", Format::Feed),
    ("rdf", Format::Feed),
    ("html", Format::Page),
    ("htm", Format::Page),
    ("xhtml", Format::Page),
    ("shtml", Format::Page),
    ("txt", Format::Page),
    ("md", Format::Page),
    ("markdown", Format::Page),
];
/// Ends of file names whose format only the content tells.
const OPEN_ENDS: &[&str] = &["xml", "json"];

impl Format {
    /// The format that the name of a file says.
    pub fn of_name(name: &str) -> Option<Format> {
        let end = end_of(name);
        ENDS.iter()
            .find(|(have, _)| *have == end)
            .map(|(_, format)| *format)
    }

    /// Whether a file of a folder is read, by its name.
    pub fn is_known_name(name: &str) -> bool {
        Format::of_name(name).is_some() || OPEN_ENDS.contains(&end_of(name).as_str())
    }

    /// The format of a file by its first bytes, unpacked ([`SNIFF_BYTES`] are enough). A page is what is nothing else.
    pub fn of_head(head: &[u8], columns: &Columns) -> Format {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let text = String::from_utf8_lossy(&head[..head.len().min(SNIFF_BYTES)]);
        let text = text.trim_start();
        if text.starts_with("WARC/") {
            Format::Warc
        } else if text.starts_with('{') {
            match text.contains("jsonfeed.org/version") {
                true => Format::Feed,
                false => Format::JsonLines,
            }
        } else if is_xml_feed(text) {
            Format::Feed
        } else if tables::is_header(text.lines().next().unwrap_or_default(), columns) {
            Format::Csv
        } else {
            Format::Page
        }
    }
}

/// The last end of a file's name in lower case, `.gz` aside.
fn end_of(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.') {
        Some((stem, end)) if !stem.is_empty() => end.to_string(),
        _ => String::new(),
    }
}

/// Whether a text begins as RSS, Atom or RDF does, after the XML declaration, comments and style sheets.
pub(crate) fn is_xml_feed(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let close = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<!") {
            ">"
        } else {
            break;
        };
        let Some(end) = rest.find(close) else {
            return false;
        };
        rest = rest[end + close.len()..].trim_start();
    }
    ["<rss", "<feed", "<rdf:RDF", "<atom:feed"]
        .iter()
        .any(|root| {
            rest.strip_prefix(root).is_some_and(|after| {
                after.starts_with(|char: char| char.is_whitespace() || char == '>')
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_heads_tell_the_format() {
        let names = [
            ("a/b.WARC.gz", Some(Format::Warc)),
            ("x.warc", Some(Format::Warc)),
            ("x.csv.gz", Some(Format::Csv)),
            ("x.html.gz", Some(Format::Page)),
            ("x.xml", None),
            (".html", None),
            ("x.gz", None),
        ];
        for (name, want) in names {
            assert_eq!(Format::of_name(name), want, "{name}");
        }
        assert!(Format::is_known_name("feed.xml") && !Format::is_known_name("a.jpg"));
        let heads = [
            ("WARC/1.0\r\n", Format::Warc),
            ("{\"text\":\"a\"}\n", Format::JsonLines),
            (
                "{\"version\": \"https://jsonfeed.org/version/1\"",
                Format::Feed,
            ),
            (
                "\u{feff}<?xml version='1.0'?>\n<!-- a --><rss version='2.0'>",
                Format::Feed,
            ),
            ("<feed xmlns='x'>", Format::Feed),
            ("<?xml version='1.0'?><html>", Format::Page),
            ("<rssomething>", Format::Page),
            ("title,text,date\n", Format::Csv),
            ("\"Title\";\"Body\"\n", Format::Csv),
            ("KYIV, March 3 (Reuters) - Text, date, title", Format::Page),
            ("text", Format::Page),
            ("", Format::Page),
        ];
        for (head, want) in heads {
            assert_eq!(
                Format::of_head(head.as_bytes(), &Columns::default()),
                want,
                "{head}"
            );
        }
    }
}
