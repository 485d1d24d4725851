//! The line at the head of a report that says where, when and by which agency it was filed.

use crate::article::Filed;
use crate::moment::month_number;

/// The line is looked for in this much of a paragraph's head.
const MAX_FILED_BYTES: usize = 140;
/// Longest place ("GOMA, Democratic Republic of Congo"), in words.
const MAX_PLACE_WORDS: usize = 8;

/// Words in capitals that open a paragraph with a dash after them and are no places.
const LABELS: &[&str] = &[
    "BREAKING",
    "EXCLUSIVE",
    "UPDATE",
    "UPDATED",
    "ANALYSIS",
    "OPINION",
    "CORRECTION",
    "WATCH",
    "VIDEO",
    "LIVE",
    "ALERT",
    "NOTE",
    "FACTBOX",
    "EXPLAINER",
    "TIMELINE",
    "PHOTOS",
    "BACKGROUND",
    "DEVELOPING",
    "INTERVIEW",
    "COMMENTARY",
];

/// Reads the filed line at the start of a paragraph; ranges count from the paragraph's start.
pub(crate) fn read(paragraph: &str) -> Option<Filed> {
    let (head_end, body_start) = divider(paragraph)?;
    let head = paragraph[..head_end].trim();
    let (before, agency, after) = split_bracket(head);
    let mut place: Vec<&str> = Vec::new();
    let mut date = None;
    for part in before.split(", ").chain(after.split(", ")) {
        let part = part.trim_matches([',', ' ', ':', '/']);
        if part.is_empty() {
            continue;
        }
        if is_day(part) {
            date = Some(part.to_string());
        } else if date.is_some()
            && part.len() == 4
            && part.bytes().all(|byte| byte.is_ascii_digit())
        {
            date = date.map(|date| format!("{date}, {part}"));
        } else {
            place.push(part);
        }
    }
    let follows = paragraph[body_start..]
        .chars()
        .find(|char| char.is_alphanumeric());
    let known = agency.is_some() || date.is_some();
    let fits = if place.is_empty() {
        agency.is_some()
    } else {
        is_place(&place, known) && (known || follows.is_some_and(|char| !char.is_lowercase()))
    };
    fits.then(|| Filed {
        start: 0,
        end: body_start,
        place: (!place.is_empty()).then(|| place.join(", ")),
        agency: agency.map(str::to_string),
        date,
    })
}

/// End of what stands before the first dash, and start of what follows it.
fn divider(paragraph: &str) -> Option<(usize, usize)> {
    let mut limit = paragraph.len().min(MAX_FILED_BYTES);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &paragraph[..limit];
    let mut depth = 0i32;
    for (at, char) in head.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => depth -= 1,
            // A sentence has begun before any dash.
            '.' if head[at..].starts_with(". ") && !is_abbreviation(&head[..at]) => return None,
            '—' | '–' | '―' | '-' | ':' if depth == 0 => {
                let spaced = head[..at].ends_with([' ', ')']);
                let end = at + head[at..].len()
                    - head[at..]
                        .trim_start_matches(['—', '–', '―', '-', ':', ' '])
                        .len();
                let double = head[at..].starts_with("--");
                let divides = match char {
                    '-' => spaced || double,
                    // "NEW DELHI: ..." only; "The minister said: ..." is no filed line.
                    ':' => {
                        head[..at].chars().all(|char| !char.is_lowercase())
                            || head[..at].ends_with(')')
                    }
                    _ => true,
                };
                if divides && end > at && end < paragraph.len() {
                    return Some((at, end));
                }
            }
            _ => {}
        }
    }
    None
}

/// "Jan.", "Mass.", "St.", "U.S.": a short capitalised word before the full stop.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    word.chars().count() <= 5 && word.starts_with(char::is_uppercase)
}

/// The text before the last bracket, the bracket's content where it can be an agency, and the text after.
fn split_bracket(head: &str) -> (&str, Option<&str>, &str) {
    if let Some(open) = head.rfind('(')
        && let Some(close) = head[open..].find(')').map(|at| at + open)
    {
        let inside = head[open + 1..close].trim();
        let words = inside.split_whitespace().count();
        if (1..=5).contains(&words) && inside.chars().next().is_some_and(char::is_alphabetic) {
            return (&head[..open], Some(inside), &head[close + 1..]);
        }
    }
    (head, None, "")
}

/// "March 19", "19 March", "Mar. 19", "19 March 2025".
fn is_day(part: &str) -> bool {
    let mut month = false;
    let mut numbers = 0;
    let mut words = 0;
    for word in part.split_whitespace() {
        let word = word.trim_end_matches(['.', ',']);
        words += 1;
        if month_number(&word.to_lowercase()).is_some() {
            month = true;
        } else if word.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers += 1;
        }
    }
    month && numbers >= 1 && words == numbers + 1
}

fn is_place(parts: &[&str], known: bool) -> bool {
    let first = parts[0];
    let words: usize = parts
        .iter()
        .map(|part| part.split_whitespace().count())
        .sum();
    let letters = first.chars().filter(|char| char.is_alphabetic()).count();
    let capitals = !first.chars().any(char::is_lowercase);
    let opens_label = first.split([' ', '/']).any(|word| LABELS.contains(&word));
    let named = parts.iter().all(|part| {
        part.split([' ', '-', '/'])
            .filter(|word| !word.is_empty())
            .all(|word| {
                word.starts_with(char::is_uppercase)
                    || matches!(
                        word,
                        "of" | "the" | "de" | "al" | "and" | "la" | "el" | "du" | "on" | "near"
                    )
            })
    });
    letters >= 2
        && words <= MAX_PLACE_WORDS
        && named
        && !opens_label
        && (known || (capitals && letters >= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filed_lines_are_read() {
        let cases = [
            (
                "MOSCOW, March 19 (Reuters) - The envoy arrived.",
                "MOSCOW|Reuters|March 19|The envoy arrived.",
            ),
            (
                "PARIS (AP) — Lawmakers voted.",
                "PARIS|AP||Lawmakers voted.",
            ),
            (
                "SEOUL, March 19 (Yonhap) -- The ministry said.",
                "SEOUL|Yonhap|March 19|The ministry said.",
            ),
            (
                "Seoul, Nov. 3 (Yonhap) -- The ministry said.",
                "Seoul|Yonhap|Nov. 3|The ministry said.",
            ),
            (
                "GOMA, Democratic Republic of Congo — Rebels took it.",
                "GOMA, Democratic Republic of Congo|||Rebels took it.",
            ),
            ("GENEVA – Talks resumed.", "GENEVA|||Talks resumed."),
            ("NEW DELHI: Troops moved.", "NEW DELHI|||Troops moved."),
            ("(Reuters) - Police said.", "|Reuters||Police said."),
            (
                "BEIJING, 19 March 2025 (Xinhua) -- China said.",
                "BEIJING|Xinhua|19 March 2025|China said.",
            ),
            (
                "ST. PETERSBURG, Fla. (AP) — A court ruled.",
                "ST. PETERSBURG, Fla.|AP||A court ruled.",
            ),
            (
                "KYIV/WARSAW, May 2 (Reuters) - Poland said.",
                "KYIV/WARSAW|Reuters|May 2|Poland said.",
            ),
        ];
        for (text, want) in cases {
            let filed = read(text);
            let shown = filed.map(|filed| {
                let part = |part: &Option<String>| part.clone().unwrap_or_default();
                format!(
                    "{}|{}|{}|{}",
                    part(&filed.place),
                    part(&filed.agency),
                    part(&filed.date),
                    &text[filed.end..]
                )
            });
            assert_eq!(shown.as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn sentences_with_dashes_are_no_filed_lines() {
        for text in [
            "The minister - a lawyer - resigned.",
            "NATO - which met on Monday - agreed.",
            "BREAKING — Troops enter the town.",
            "Yoon Suk-yeol arrived in Busan.",
            "He said: no.",
            "Talks failed. Then came a vote — and a loss.",
            "",
            "—",
            "(",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
