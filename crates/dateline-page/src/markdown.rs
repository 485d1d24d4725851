//! Inline Markdown and HTML character references, as extractors leave them in saved text.

/// Longest words, and longest target, of a link.
const MAX_LINK_BYTES: usize = 1000;

/// Turns the character references of HTML (`&amp;`, `&#8217;`) into characters; unknown ones stay.
pub(crate) fn decode_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // No reference that is met in practice is longer.
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, reference(&rest[1..end])?))) {
            Some((end, char)) => {
                out.push(char);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|char| !char.is_control());
    }
    Some(match name {
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "nbsp" => ' ',
        "rsquo" => '’',
        "lsquo" => '‘',
        "rdquo" => '”',
        "ldquo" => '“',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => return None,
    })
}

/// A picture in Markdown: `![caption](url)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) words: String,
    pub(crate) url: String,
}

/// The picture that a line consists of.
pub(crate) fn picture(line: &str) -> Option<Picture> {
    let inner = line.trim().strip_prefix("![")?;
    // The caption itself may hold brackets ("[AFP]"), so the last "](" divides.
    let (words, url) = inner.rsplit_once("](")?;
    let url = url.strip_suffix(')')?;
    let url = url.split_whitespace().next().unwrap_or_default();
    Some(Picture {
        words: words.trim().to_string(),
        url: url.to_string(),
    })
}

/// A line with its links and emphasis as plain words, and how many of its characters were link text.
pub(crate) fn plain(line: &str) -> (String, usize) {
    let mut out = String::with_capacity(line.len());
    let mut linked = 0;
    let mut rest = line;
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        out.push_str(before.strip_suffix('!').unwrap_or(before));
        match link(from) {
            Some((words, after)) => {
                out.push_str(words);
                linked += words.chars().count();
                rest = after;
            }
            None => {
                out.push('[');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    (without_emphasis(&out), linked)
}

/// The words and what follows of a link `[words](target)` at the start of a text.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('[')?;
    let words = &inner[..head(inner).find("](")?];
    let after = &inner[words.len() + 2..];
    let target = &after[..head(after).find(')')?];
    let fits = !words.contains('[') && !target.contains(' ') && !target.is_empty();
    fits.then_some((words, &after[target.len() + 1..]))
}

/// The part of a text in which the end of a link is looked for; without a bound, a line of brackets takes for ever.
fn head(text: &str) -> &str {
    let mut end = text.len().min(MAX_LINK_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Drops `**`, `__`, and single marks of emphasis about words.
fn without_emphasis(line: &str) -> String {
    let line = line.replace("**", "").replace("__", "");
    let mut out = String::with_capacity(line.len());
    let chars: Vec<char> = line.chars().collect();
    for (at, &char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let touches_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
        // "a * b" and "snake_case" are not emphasis.
        let opens = touches_word(after) && !touches_word(before);
        let closes = !touches_word(after) && before.is_some_and(|char| !char.is_whitespace());
        if matches!(char, '*' | '_') && (opens || closes) {
            continue;
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        for (text, want) in [
            (
                "Roe &amp; Poe&#8217;s &quot;talks&quot;",
                "Roe & Poe’s \"talks\"",
            ),
            ("AT&T; &unknown; &", "AT&T; &unknown; &"),
            ("&#x2014;&#0;&#99999999;", "—&#0;&#99999999;"),
            ("&é;", "&é;"),
        ] {
            assert_eq!(decode_references(text), want);
        }
    }

    #[test]
    fn pictures_links_and_emphasis_are_read() {
        let found = picture("![Envoys in Oslo [AFP]](https://outlet.example/a.jpg)");
        assert_eq!(
            found.map(|picture| (picture.words, picture.url)),
            Some((
                "Envoys in Oslo [AFP]".into(),
                "https://outlet.example/a.jpg".into()
            ))
        );
        assert_eq!(picture("! [x](y"), None);
        for (line, want, linked) in [
            (
                "He [told](https://a.example) the *Post*.",
                "He told the Post.",
                4,
            ),
            (
                "**Bold** and _soft_ and snake_case 2 * 3",
                "Bold and soft and snake_case 2 * 3",
                0,
            ),
            ("They [the envoys] left [", "They [the envoys] left [", 0),
        ] {
            assert_eq!(plain(line), (want.to_string(), linked), "{line}");
        }
    }
}
