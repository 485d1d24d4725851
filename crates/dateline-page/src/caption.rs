//! Captions: the words under a picture parted from who made it.

use crate::furniture::looks_like_names;
use crate::text::{ends_as_sentence, word_count};

/// Longest credit, in words.
const MAX_CREDIT_WORDS: usize = 12;

/// Words that only credits have. Compared whole and in lower case.
const CREDIT_WORDS: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "image",
    "images",
    "picture",
    "getty",
    "reuters",
    "ap",
    "afp",
    "epa",
    "courtesy",
    "handout",
    "file",
    "via",
    "pool",
    "shutterstock",
    "alamy",
    "upi",
    "dpa",
    "xinhua",
    "tass",
    "yonhap",
    "kcna",
    "bloomberg",
    "anadolu",
    "credit",
    "screengrab",
    "screenshot",
    "stringer",
    "press",
    "wikimedia",
    "commons",
    "illustration",
    "graphic",
];

/// Labels that open a credit inside a caption.
const CREDIT_LABELS: &[&str] = &[
    "Photo:",
    "Photos:",
    "Photo by",
    "Photograph:",
    "Photograph by",
    "Image:",
    "Image by",
    "Picture:",
    "Credit:",
    "Image credit:",
    "Photo credit:",
    "Source:",
    "Courtesy:",
    "Courtesy of",
    "©",
    "PHOTO:",
    "Photo courtesy",
    "Illustration:",
    "CREDIT:",
    "Images:",
];

/// Parts a caption from the credit at its end.
pub(crate) fn split_credit(text: &str) -> (Option<String>, Option<String>) {
    let text = text.trim();
    let (caption, credit) = bracketed(text)
        .or_else(|| labelled(text))
        .or_else(|| trailing(text))
        .unwrap_or((text, ""));
    let clean = |part: &str, marks: &[char]| {
        let part = part.trim().trim_matches(marks).trim();
        (!part.is_empty()).then(|| part.to_string())
    };
    (
        clean(caption, &['|', '/', '—', '–', '-']),
        clean(strip_label(credit), &['|', '/', '—', '–', '-', ':', '.']),
    )
}

/// Whether a line by itself is a credit.
pub(crate) fn is_credit(line: &str) -> bool {
    if word_count(line) > MAX_CREDIT_WORDS + 2 {
        return false;
    }
    let (caption, credit) = split_credit(line);
    caption.is_none() && credit.is_some()
}

/// "... [AFP/YONHAP]", "... (AP Photo/Jane Roe)".
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_end_matches(['.', ' ']);
    let (open, close) = match body.chars().last()? {
        ']' => ('[', ']'),
        ')' => ('(', ')'),
        _ => return None,
    };
    let start = body.rfind(open)?;
    let inside = body[start..]
        .trim_start_matches(open)
        .trim_end_matches(close);
    let square = open == '[';
    let fits = word_count(inside) <= MAX_CREDIT_WORDS
        && (has_credit_word(inside)
            || inside.contains('/')
            || (square && in_capitals(inside))
            || (square && looks_like_names(inside)));
    fits.then(|| (&text[..start], inside))
}

/// "... Photo: Jane Roe/Agency", "... © Agency".
fn labelled(text: &str) -> Option<(&str, &str)> {
    let (at, _) = CREDIT_LABELS
        .iter()
        .filter_map(|label| text.rfind(label).map(|at| (at, label)))
        .max_by_key(|(at, _)| *at)?;
    let before = &text[..at];
    let starts = before.is_empty() || before.ends_with([' ', '|', '(', '[', '/', '.']);
    (starts && word_count(&text[at..]) <= MAX_CREDIT_WORDS + 2).then(|| {
        (
            before.trim_end_matches(['(', '[']),
            text[at..].trim_end_matches([')', ']']),
        )
    })
}

/// "... on Monday. Jane Roe/Agency", "... on Monday | Agency", "... — REUTERS".
fn trailing(text: &str) -> Option<(&str, &str)> {
    for mark in [" | ", " — ", " – ", " / "] {
        if let Some((before, after)) = text.rsplit_once(mark)
            && word_count(after) <= MAX_CREDIT_WORDS
            && !ends_as_sentence(after)
            && (has_credit_word(after)
                || (in_capitals(after)
                    && after.chars().filter(|char| char.is_alphabetic()).count() >= 2))
        {
            return Some((before, after));
        }
    }
    let at = text.rfind(". ").map_or(0, |at| at + 1);
    let last = text[at..].trim();
    let fits = !ends_as_sentence(last)
        && (1..=MAX_CREDIT_WORDS).contains(&word_count(last))
        && looks_like_names(&last.replace(" via ", " "))
        && (last.contains('/') || has_credit_word(last));
    fits.then(|| (&text[..at], last))
}

fn strip_label(credit: &str) -> &str {
    let credit = credit.trim();
    CREDIT_LABELS
        .iter()
        .find_map(|label| credit.strip_prefix(label))
        .unwrap_or(credit)
        .trim()
}

fn has_credit_word(text: &str) -> bool {
    text.contains('©')
        || text
            .split(|char: char| !char.is_alphanumeric())
            .any(|word| CREDIT_WORDS.contains(&word.to_lowercase().as_str()))
}

fn in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_parted_from_captions() {
        let cases = [
            (
                "The envoys shake hands in Oslo on May 3, 2025. [AFP/YONHAP]",
                "The envoys shake hands in Oslo on May 3, 2025.",
                "AFP/YONHAP",
            ),
            (
                "Soldiers near the bridge [NEWS1]",
                "Soldiers near the bridge",
                "NEWS1",
            ),
            (
                "Soldiers near the bridge. (AP Photo/Jane Roe)",
                "Soldiers near the bridge.",
                "AP Photo/Jane Roe",
            ),
            (
                "Soldiers near the bridge. Photograph: Jane Roe/Agency",
                "Soldiers near the bridge.",
                "Jane Roe/Agency",
            ),
            (
                "Soldiers near the bridge (Photo by Jane Roe)",
                "Soldiers near the bridge",
                "Jane Roe",
            ),
            (
                "Soldiers near the bridge | Reuters",
                "Soldiers near the bridge",
                "Reuters",
            ),
            (
                "Soldiers near the bridge. Jane Roe/AFP via Getty Images",
                "Soldiers near the bridge.",
                "Jane Roe/AFP via Getty Images",
            ),
            (
                "Soldiers near the bridge. — REUTERS",
                "Soldiers near the bridge.",
                "REUTERS",
            ),
            (
                "Soldiers near the bridge (centre) on Monday.",
                "Soldiers near the bridge (centre) on Monday.",
                "",
            ),
            ("Soldiers near the bridge", "Soldiers near the bridge", ""),
            ("Photo: Jane Roe", "", "Jane Roe"),
            ("Jane Roe, EXAMPLE PRESS", "", "Jane Roe, EXAMPLE PRESS"),
            (
                "Leaders of the coalition (from left)",
                "Leaders of the coalition (from left)",
                "",
            ),
            ("", "", ""),
            ("]", "]", ""),
        ];
        for (text, caption, credit) in cases {
            let (got_caption, got_credit) = split_credit(text);
            assert_eq!(
                (
                    got_caption.unwrap_or_default().as_str(),
                    got_credit.unwrap_or_default().as_str()
                ),
                (caption, credit),
                "{text}"
            );
        }
    }
}
