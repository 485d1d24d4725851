//! What a run of characters is (an address, a number with its unit, a fused word) and where it is cut.

use super::abbreviations::is_acronym;
use std::ops::Range;

/// Parts that are joined to the word after them by a hyphen within one word, by the majority of the training parts
/// (and bound prefixes of the same kind that are too rare to be seen there).
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "hyper", "inter", "intra",
    "micro", "mid", "mini", "multi", "neo", "non", "over", "post", "pre", "pro", "proto", "pseudo",
    "psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri", "ultra", "un", "uni",
];

/// Words that are cut at a fixed place though nothing marks it; the second part also without its apostrophe, as people write.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("kinda", 4),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("arent", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("havent", 4),
    ("hasnt", 3),
    ("wont", 2),
    ("cant", 2),
    ("im", 1),
    ("ive", 1),
    ("thats", 4),
    ("youre", 3),
    ("youve", 3),
    ("hes", 2),
    ("theyre", 4),
];

/// Units that follow a number without a space and are words of their own.
const UNITS: &[&str] = &[
    "am", "pm", "a.m.", "p.m.", "a.m", "p.m", "mm", "cm", "m", "km", "kg", "g", "k", "ft", "lb",
    "lbs", "bn", "b", "mph", "kph", "kmh", "mw", "kw", "gw", "hz", "khz", "mhz", "ghz", "mb", "gb",
    "tb", "kb", "mg", "ml", "yr", "yrs", "hr", "hrs", "min", "sec", "tn", "mln", "bln", "oz",
];

/// The longest web or mail address looked for, in bytes.
const MAX_ADDRESS: usize = 2048;

/// Top-level domains that make "example.com" one word.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "io", "tv", "uk", "ru", "ua", "kp",
    "kr", "cn", "jp", "de", "fr", "eu", "us", "ca", "au", "in", "il", "ir", "tr", "pdf", "doc",
    "xls", "html", "htm", "jpg", "png",
];

/// Whether a hyphen after `part` stays inside the word.
pub(super) fn joins(part: &str, rest: &str) -> bool {
    let start = part.rsplit(['-', '‐', '‑']).next().unwrap_or(part);
    let known = start.len() <= 8
        && start.chars().all(|c| c.is_ascii_alphabetic())
        && PREFIXES.contains(&start.to_ascii_lowercase().as_str());
    known && !rest.is_empty() && start == part
}

/// Web and mail addresses, within the marks around them: their range in the chunk.
pub(super) fn address(chunk: &str) -> Option<Range<usize>> {
    if chunk.len() > MAX_ADDRESS {
        return None;
    }
    let is_web = chunk.contains("://") || chunk.contains("www.") || chunk.contains("mailto:");
    if !(is_web || chunk.contains('@') && chunk.contains('.')) {
        return None;
    }
    let start = chunk.find(|c: char| c.is_alphanumeric())?;
    let body = &chunk[start..];
    let end = body
        .find(['<', '>', '"', '“', '”', '[', ']', '|'])
        .unwrap_or(body.len());
    let mut end = body[..end]
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’'])
        .len();
    if body[..end].ends_with(')') && !body[..end].contains('(') {
        end = body[..end].trim_end_matches([')', '.', ',', ';']).len();
    }
    let body = &body[..end];
    let fits = if is_web {
        ["http", "ftp", "www.", "mailto:"]
            .iter()
            .any(|p| body.starts_with(p))
    } else {
        body.split_once('@').is_some_and(|(user, host)| {
            !user.is_empty()
                && host.contains('.')
                && host.ends_with(|c: char| c.is_ascii_alphabetic())
        })
    };
    fits.then_some(start..start + end)
}

/// Whether a word is a web or mail address or the name of a file, and so names nobody.
pub(crate) fn is_address(word: &str) -> bool {
    const FILES: [&str; 10] = [
        ".doc", ".docx", ".pdf", ".jpg", ".gif", ".png", ".xls", ".txt", ".htm", ".html",
    ];
    let lower = word.to_lowercase();
    address(word).is_some_and(|range| range == (0..word.len()))
        || FILES
            .iter()
            .any(|end| lower.ends_with(end) && lower.len() > end.len())
}

/// Marks that belong to the word after them: ".5", "'90s", "#hashtag", "US$"; gives the length of the whole.
pub(super) fn whole_mark(text: &str) -> usize {
    let run_of = |from: usize, test: fn(char) -> bool| {
        from + text[from..]
            .chars()
            .take_while(|&c| test(c))
            .map(char::len_utf8)
            .sum::<usize>()
    };
    let digits = |from: usize| run_of(from, |c| c.is_ascii_digit());
    let first = text.chars().next().map_or(0, char::len_utf8);
    if text.starts_with('.') && digits(1) > 1 {
        return digits(1);
    }
    if text.starts_with(['\'', '’', '‘']) && digits(first) == first + 2 {
        return digits(first) + usize::from(text[first + 2..].starts_with('s'));
    }
    if text.starts_with('#') && text[1..].starts_with(char::is_alphabetic) {
        return run_of(1, |c| c.is_alphanumeric() || c == '_');
    }
    for country in [
        "US$", "U.S.$", "A$", "C$", "AU$", "NZ$", "HK$", "S$", "R$", "NT$",
    ] {
        if text.starts_with(country) {
            return country.len();
        }
    }
    0
}

/// "1." at the head of a block.
pub(super) fn is_list_number(chunk: &str) -> bool {
    chunk.strip_suffix('.').is_some_and(|number| {
        matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Runs that are never cut: "comp.sources.unix", "example.com".
pub(super) fn is_whole(text: &str) -> bool {
    if !text.contains('.') || text.contains(['/', '\'', '’', ',', '@']) {
        return false;
    }
    let Some((_, last)) = text.rsplit_once('.') else {
        return false;
    };
    let domain = last.len() <= 4 && DOMAINS.contains(&last.to_ascii_lowercase().as_str());
    domain
        && text.split('.').all(|part| {
            part.chars()
                .all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
        && !is_acronym(text)
}

/// Telephone numbers and dates in digits: three groups of digits or more, or 345-9945.
pub(super) fn is_number_code(text: &str) -> bool {
    if !text.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return false;
    }
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups.len() >= 3 || matches!(groups[..], [3, 4])
}

/// Where "5pm", "35mm" is cut.
pub(super) fn unit(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let cut = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '/')))?;
    let (number, rest) = text.split_at(cut);
    let known = rest.len() <= 4 && UNITS.contains(&rest.to_lowercase().as_str());
    (known && number.ends_with(|c: char| c.is_ascii_digit())).then_some(cut)
}

/// Where "cannot" is cut.
pub(super) fn fused(text: &str) -> Option<usize> {
    // In capitals "IM" and "HES" are something else.
    if text.len() > 8 || text.len() < 4 && text.ends_with(char::is_uppercase) {
        return None;
    }
    let lower = text.to_lowercase();
    FUSED
        .iter()
        .find(|(word, _)| *word == lower)
        .map(|&(_, cut)| cut)
}

/// Where a full stop without a space after it ends a word: "over.The".
pub(super) fn missing_space(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once('.')?;
    let ends = first.len() > 2 && first.ends_with(|c: char| c.is_lowercase());
    (ends && rest.starts_with(char::is_uppercase)).then_some(first.len())
}

/// Where the clitic at the end of a word begins: "do|n't", "John|'s".
pub(super) fn clitic(text: &str) -> Option<usize> {
    let at = text.rfind(['\'', '’', '\u{2bc}'])?;
    let mark = text[at..].chars().next().map_or(1, char::len_utf8);
    let tail = text[at + mark..].to_lowercase();
    let stem = &text[..at];
    match tail.as_str() {
        "s" if is_decade(stem) => None,
        "s" | "re" | "ve" | "ll" | "d" | "m" => Some(at),
        "t" if stem.len() > 1 && stem.ends_with(['n', 'N']) => Some(at - 1),
        _ => None,
    }
    .filter(|&cut| cut > 0)
}

/// "1990's" is one word.
pub(super) fn is_decade(stem: &str) -> bool {
    matches!(stem.len(), 2 | 4) && stem.ends_with('0') && stem.bytes().all(|b| b.is_ascii_digit())
}

/// The length of a clitic that stands at the start of a text after a word that is no run of letters: `"Post"'s`.
pub(super) fn clitic_at(text: &str) -> Option<usize> {
    let mark = text.chars().next()?.len_utf8();
    let tail = &text[mark..];
    let letters = tail
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(tail.len());
    matches!(
        tail[..letters].to_lowercase().as_str(),
        "s" | "re" | "ve" | "ll" | "d" | "m"
    )
    .then_some(mark + letters)
}

pub(crate) fn is_emoticon(chunk: &str) -> bool {
    matches!(
        chunk,
        ":)" | ":-)"
            | ";)"
            | ";-)"
            | ":("
            | ":-("
            | ":D"
            | ":P"
            | ";P"
            | ":/"
            | ":-/"
            | "^_^"
            | "<3"
            | ":p"
    )
}

/// A drawn line: "-----", "=====".
pub(super) fn is_rule(chunk: &str) -> bool {
    chunk.len() > 3
        && chunk
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '*' | '+' | '|' | '>' | '<' | '~' | '#'))
}
