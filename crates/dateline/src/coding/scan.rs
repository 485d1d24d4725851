//! Cuts a stretch of text into pieces for reading times and quantities: words, figures, clock times, calendar figures, marks.
//!
//! Finer than the tree's words on purpose: "three-day" is three pieces, "2025-03-18" is one, "$1.2bn" is three. So
//! times and quantities are read alike whatever cut the words, and without tags at all.

use std::ops::Range;

/// One piece of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece<'t> {
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
    /// Lower case; initials without their dots ("p.m." is "pm"), curly apostrophes and dashes made plain.
    pub lower: String,
    pub kind: Kind,
    /// No white space stands before it.
    pub glued: bool,
}

/// What a piece is by its characters alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Begins with a letter, or mixes letters and figures ("3G").
    Word,
    /// "11,000", "3.5", "2024".
    Figure(f64),
    /// "18th".
    Ordinal(u32),
    /// "17:00", "5:30:05": hour, minute, second.
    Clock(i8, i8, i8),
    /// "2025-03-18": year, month, day. A glued clock time ("T17:00Z") is part of the piece.
    Calendar(i16, i8, i8),
    /// "15/03/2025": the two leading figures in the order written, and the year.
    Slashed(i8, i8, i16),
    /// "1990s" is 1990, "90s" and "'90s" are 90.
    Decade(i16),
    /// "'82".
    ShortYear(i8),
    /// Anything else, one character.
    Mark,
}

impl Piece<'_> {
    /// Begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }
}

/// Letters that may stand glued behind a figure without making it a name: scales, clock halves, measures.
const FIGURE_SUFFIXES: &[&str] = &[
    "am", "pm", "a", "p", "h", "hrs", "hr", "m", "mn", "bn", "b", "k", "tn", "trn", "mln", "bln",
    "million", "billion", "trillion", "km", "kg", "mm", "cm", "ft", "mph", "kmh", "gmt", "utc",
    "t", "z",
];

/// The pieces of `text[range]`; offsets count from the start of `text`. Empty if the range does not fit.
pub fn pieces(text: &str, range: Range<usize>) -> Vec<Piece<'_>> {
    let Some(slice) = text.get(range.clone()) else {
        return Vec::new();
    };
    let mut found: Vec<Piece<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = slice[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (length, kind) = piece(&slice[at..], slice[..at].chars().next_back());
        let start = range.start + at;
        let raw = &slice[at..at + length];
        found.push(Piece {
            start,
            end: start + length,
            text: raw,
            lower: plain(raw),
            kind,
            glued: found.last().is_some_and(|last| last.end == start),
        });
        at += length;
    }
    found
}

/// Lower case, initials without dots, plain apostrophes and dashes.
fn plain(raw: &str) -> String {
    let lower = raw
        .to_lowercase()
        .replace(['\u{2019}', '\u{2018}', '`'], "'");
    if lower.len() > 2 && lower.contains('.') && lower.starts_with(char::is_alphabetic) {
        return lower.replace('.', "");
    }
    match lower.as_str() {
        "\u{2013}" | "\u{2010}" | "\u{2011}" | "\u{2212}" => "-".into(),
        _ => lower,
    }
}

/// Length in bytes and kind of the piece at the start of `rest`, which is not empty.
fn piece(rest: &str, before: Option<char>) -> (usize, Kind) {
    let first = rest.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        return figures(rest);
    }
    if matches!(first, '\'' | '\u{2019}' | '\u{2018}' | '`') {
        return apostrophe(rest, before);
    }
    if first.is_alphabetic() {
        return (initials(rest).unwrap_or_else(|| word(rest)), Kind::Word);
    }
    (first.len_utf8(), Kind::Mark)
}

/// "U.S.", "p.m.": letters, each with a dot behind it; at least two.
fn initials(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && bytes.get(at + 1) == Some(&b'.') {
        at += 2;
    }
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    if at >= 2 && letter(at) && !letter(at + 1) {
        at += 1; // "p.m" before a space
    }
    (at >= 3 && !letter(at)).then_some(at)
}

/// Letters and figures; "o'clock" is one word, other apostrophes end the word.
fn word(rest: &str) -> usize {
    for clock in ["o'clock", "o\u{2019}clock"] {
        let head = rest.get(..clock.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(clock) || head.to_lowercase() == clock {
            return clock.len();
        }
    }
    rest.find(|c: char| !c.is_alphanumeric())
        .unwrap_or(rest.len())
}

/// "'82", "'90s", "'s", or a lone mark.
fn apostrophe(rest: &str, before: Option<char>) -> (usize, Kind) {
    let mark = rest.chars().next().map_or(1, char::len_utf8);
    let tail = &rest[mark..];
    let digits = leading_digits(tail);
    if digits == 2 && !before.is_some_and(char::is_alphanumeric) {
        let year: i16 = tail[..2].parse().unwrap_or(0);
        let behind = &tail[2..];
        if behind.starts_with('s') && !behind[1..].starts_with(char::is_alphanumeric) {
            return (mark + 3, Kind::Decade(year));
        }
        if !behind.starts_with(char::is_alphanumeric) {
            return (mark + 2, Kind::ShortYear(year as i8));
        }
    }
    let letters = tail
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(tail.len());
    if before.is_some_and(char::is_alphanumeric)
        && matches!(&tail[..letters], "s" | "S" | "ll" | "re" | "ve" | "d" | "m")
    {
        return (mark + letters, Kind::Word);
    }
    (mark, Kind::Mark)
}

fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A piece that begins with a figure.
fn figures(rest: &str) -> (usize, Kind) {
    if let Some(found) = calendar(rest).or_else(|| clock(rest)) {
        return found;
    }
    let digits = leading_digits(rest);
    let behind = &rest[digits..];
    let letters = behind
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(behind.len());
    let suffix = &behind[..letters];
    match suffix {
        "s" if digits == 4 || digits == 2 => {
            if let Ok(year) = rest[..digits].parse::<i16>()
                && year % 10 == 0
            {
                return (digits + 1, Kind::Decade(year));
            }
        }
        "st" | "nd" | "rd" | "th" => {
            if let Ok(value) = rest[..digits].parse() {
                return (digits + 2, Kind::Ordinal(value));
            }
        }
        _ => {}
    }
    if digits == 4 && possessive_decade(rest) {
        return (digits + 2, Kind::Decade(rest[..4].parse().unwrap_or(0)));
    }
    let length = figure_length(rest);
    let value = rest[..length].replace(',', "").parse().unwrap_or(0.0);
    let behind = &rest[length..];
    let letters = behind
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(behind.len());
    if letters > 0 && !FIGURE_SUFFIXES.contains(&behind[..letters].to_lowercase().as_str()) {
        return (length + letters, Kind::Word);
    }
    (length, Kind::Figure(value))
}

/// "1990's".
fn possessive_decade(rest: &str) -> bool {
    rest.as_bytes()[3] == b'0'
        && (rest[4..].starts_with("'s ") || rest[4..].starts_with("\u{2019}s "))
        && rest.is_char_boundary(6)
}

/// The length of a figure with its commas and decimals: "11,000.5", and "1,80,000" in the Indian way.
fn figure_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let group = |at: usize, size: usize| {
        bytes.get(at) == Some(&b',')
            && leading_digits(rest.get(at + 1..).unwrap_or_default()) == size
    };
    let mut at = leading_digits(rest);
    let first = at;
    let mut last = 0;
    while let Some(size) = [3, 2].into_iter().find(|&size| group(at, size)) {
        if size == 2 && (first > 2 || last == 3) || size == 3 && first > 3 {
            break;
        }
        at += 1 + size;
        last = size;
    }
    // "10,12" is two figures: a group of two must be followed by one of three.
    if last == 2 {
        at = first;
    }
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1 + leading_digits(&rest[at + 1..]);
    }
    at
}

/// "17:00", "5:30:05".
fn clock(rest: &str) -> Option<(usize, Kind)> {
    let mut parts = [0i8; 3];
    let mut at = leading_digits(rest);
    parts[0] = rest[..at].parse().ok()?;
    let mut count = 1;
    while count < 3 && rest[at..].starts_with(':') && leading_digits(&rest[at + 1..]) == 2 {
        parts[count] = rest[at + 1..at + 3].parse().ok()?;
        at += 3;
        count += 1;
    }
    let [hour, minute, second] = parts;
    let fits = count > 1 && hour < 25 && minute < 60 && second < 60 && !rest[at..].starts_with(':');
    fits.then_some((at, Kind::Clock(hour % 24, minute, second)))
}

/// "2025-03-18", "2025/3/18", "15/03/2025", "15.3.2025".
fn calendar(rest: &str) -> Option<(usize, Kind)> {
    let mut values = [0i16; 3];
    let mut lengths = [0; 3];
    let mut at = 0;
    let mut mark = None;
    for (index, value) in values.iter_mut().enumerate() {
        if index > 0 {
            let found = rest[at..]
                .chars()
                .next()
                .filter(|c| matches!(c, '-' | '/' | '.'))?;
            if *mark.get_or_insert(found) != found {
                return None;
            }
            at += 1;
        }
        lengths[index] = leading_digits(&rest[at..]);
        *value = rest[at..at + lengths[index]].parse().ok()?;
        at += lengths[index];
    }
    if rest[at..].starts_with('T') && leading_digits(&rest[at + 1..]) == 2 {
        at += 1;
        at += rest[at..]
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b':' | b'+' | b'-' | b'Z'))
            .count();
    }
    let stopped = !rest[at..].starts_with(char::is_alphanumeric);
    let small = |value: i16, most: i16| (1..=most).contains(&value);
    let kind = match lengths {
        [4, 1..=2, 1..=2] if small(values[1], 12) && small(values[2], 31) => {
            Kind::Calendar(values[0], values[1] as i8, values[2] as i8)
        }
        [1..=2, 1..=2, 4]
            if small(values[0], 31) && small(values[1], 31) && values[0].min(values[1]) <= 12 =>
        {
            Kind::Slashed(values[0] as i8, values[1] as i8, values[2])
        }
        [1..=2, 1..=2, 2]
            if mark == Some('/')
                && small(values[0], 31)
                && small(values[1], 31)
                && values[0].min(values[1]) <= 12 =>
        {
            Kind::Slashed(values[0] as i8, values[1] as i8, full_year(values[2]))
        }
        _ => return None,
    };
    stopped.then_some((at, kind))
}

/// The year meant by two figures, in the window 1940 to 2039.
pub fn full_year(short: i16) -> i16 {
    match short {
        0..40 => 2000 + short,
        40..100 => 1900 + short,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(String, Kind)> {
        pieces(text, 0..text.len())
            .into_iter()
            .map(|piece| (piece.lower, piece.kind))
            .collect()
    }

    #[test]
    fn figures_are_told_apart_by_their_form() {
        for (text, kind) in [
            ("11,000", Kind::Figure(11000.0)),
            ("3.5", Kind::Figure(3.5)),
            ("1,80,000", Kind::Figure(180_000.0)),
            ("10,12", Kind::Figure(10.0)),
            ("2024,500", Kind::Figure(2024.0)),
            ("18th", Kind::Ordinal(18)),
            ("17:05", Kind::Clock(17, 5, 0)),
            ("2025-03-18", Kind::Calendar(2025, 3, 18)),
            ("15/03/2025", Kind::Slashed(15, 3, 2025)),
            ("3.12.2024", Kind::Slashed(3, 12, 2024)),
            ("1990s", Kind::Decade(1990)),
            ("'90s", Kind::Decade(90)),
            ("'82", Kind::ShortYear(82)),
            ("3G", Kind::Word),
            ("A330", Kind::Word),
            ("25:99", Kind::Figure(25.0)),
        ] {
            assert_eq!(kinds(text)[0].1, kind, "{text}");
        }
    }

    #[test]
    fn words_are_cut_at_hyphens_and_possessives() {
        for (text, words) in [
            ("a three-day visit", vec!["a", "three", "-", "day", "visit"]),
            ("today\u{2019}s talks", vec!["today", "'s", "talks"]),
            ("at 5 p.m. local", vec!["at", "5", "pm", "local"]),
            ("8 o'clock", vec!["8", "o'clock"]),
            ("$1.2bn", vec!["$", "1.2", "bn"]),
            ("3\u{2013}5 May", vec!["3", "-", "5", "may"]),
            (
                "in the U.S. on Jan. 5",
                vec!["in", "the", "us", "on", "jan", ".", "5"],
            ),
        ] {
            let found: Vec<String> = kinds(text).into_iter().map(|(lower, _)| lower).collect();
            assert_eq!(found, words, "{text}");
        }
    }

    #[test]
    fn offsets_slice_the_text() {
        let text = "Za\u{17c}\u{f3}\u{142}\u{107} \u{2014} 18 June\u{a0}2024, \u{2018}82";
        for piece in pieces(text, 0..text.len()) {
            assert_eq!(&text[piece.start..piece.end], piece.text);
        }
    }
}
