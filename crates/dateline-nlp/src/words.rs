//! Cuts English text into the syntactic words of the Universal Dependencies treebanks EWT and GUM (2.16).
//!
//! The conventions were read off the training parts of those treebanks: "don't" is "do" + "n't", "well-known" is
//! three words but "pre-war" one, "$5m" is "$", "5", "m", "U.S.-led" is "U.S.", "-", "led". A word is always a piece of the text.

use std::ops::Range;

/// One word and its byte range in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written; for words of a treebank file the form given there.
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

/// Parts that are joined to the word after them by a hyphen within one word, by the majority of the training parts
/// (and bound prefixes of the same kind that are too rare to be seen there).
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "hyper", "inter", "intra",
    "micro", "mid", "mini", "multi", "neo", "non", "over", "post", "pre", "pro", "proto", "pseudo",
    "psycho", "quasi", "re", "semi", "socio", "sub", "super", "trans", "tri", "ultra", "un", "uni",
];

/// Abbreviations that keep their full stop before anything.
const ABBREVIATIONS: &[&str] = &[
    // titles and ranks
    "adm", "assoc", "atty", "brig", "capt", "cdr", "cmdr", "col", "cpl", "cpt", "det", "dr", "fr",
    "gen", "gov", "govs", "hon", "insp", "lt", "lieut", "maj", "messrs", "mlle", "mme", "mr",
    "mrs", "ms", "mx", "ofc", "pfc", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens",
    "sgt", "spc", "spec", "sr", "jr", "supt", "st", "ste", // firms and places
    "assn", "ave", "blvd", "bros", "corp", "dept", "inc", "intl", "ltd", "mt", "natl", "rd", "univ",
    "ala", "ariz", "calif", "colo", "conn", "fla", "ga", "ill", "ind", "kan", "ky", "md", "mich",
    "minn", "mo", "mont", "neb", "nev", "okla", "ont", "ore", "pa", "penn", "tenn", "tex", "va",
    "vt", "wash", "wis", "wyo", // months and days
    "jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec", "tue", "tues", "thu", "thur", "thurs",
    "fri", // Latin and others
    "al", "approx", "ca", "cf", "eds", "eg", "etc", "ext", "ie", "viz", "vol", "vs",
];

/// Abbreviations that are also words: they keep the full stop only before a digit or, for names of places and firms, before a capital or comma.
const BEFORE_DIGITS: &[&str] = &[
    "no", "nos", "fig", "art", "sec", "pp", "p", "mar", "jun", "jul", "ch", "pt", "para", "op",
];

/// Words that are cut at a fixed place though nothing marks it.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("gimme", 3),
    ("lemme", 3),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("wasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("im", 1),
    ("ive", 1),
];

/// Units that follow a number without a space and are words of their own.
const UNITS: &[&str] = &[
    "am", "pm", "a.m.", "p.m.", "a.m", "p.m", "mm", "cm", "m", "km", "kg", "g", "k", "ft", "lb",
    "lbs", "bn", "b", "mph", "kph", "kmh", "mw", "kw", "gw", "hz", "khz", "mhz", "ghz", "mb", "gb",
    "tb", "kb", "mg", "ml", "yr", "yrs", "hr", "hrs", "min", "sec", "tn", "mln", "bln", "oz", "in",
    "c", "f",
];

/// Top-level domains that make "example.com" one word.
const DOMAINS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "mil", "int", "info", "io", "tv", "uk", "ru", "ua", "kp",
    "kr", "cn", "jp", "de", "fr", "eu", "us", "ca", "au", "in", "il", "ir", "tr", "pdf", "doc",
    "xls", "html", "htm", "jpg", "png",
];

/// The words of one stretch of the text (a paragraph, say). The range is cut back to whole characters.
pub fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let range = within(text, range);
    let mut cutter = Cutter {
        text,
        out: Vec::new(),
    };
    let mut start = range.start;
    let body = &text[range.clone()];
    for (at, char) in body.char_indices() {
        if is_space(char) {
            cutter.chunk(start..range.start + at, &text[range.start + at..range.end]);
            start = range.start + at + char.len_utf8();
        }
    }
    cutter.chunk(start..range.end, "");
    cutter.out
}

/// The range cut back to the text and to whole characters.
pub(crate) fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let end = floor(text, range.end.min(text.len()));
    floor(text, range.start.min(end))..end
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Spaces, control characters and invisible marks: what never is part of a word.
fn is_space(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffc}')
}

struct Cutter<'a> {
    text: &'a str,
    out: Vec<Word<'a>>,
}

impl<'a> Cutter<'a> {
    fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(Word {
                text: &self.text[range.clone()],
                start: range.start,
                end: range.end,
            });
        }
    }

    /// Cuts a run without spaces; `rest` is what follows it.
    fn chunk(&mut self, range: Range<usize>, rest: &str) {
        if range.is_empty() {
            return;
        }
        let chunk = &self.text[range.clone()];
        if is_emoticon(chunk) || is_rule(chunk) {
            return self.push(range);
        }
        if let Some(address) = address(chunk) {
            self.marks(range.start..range.start + address.start);
            self.push(range.start + address.start..range.start + address.end);
            return self.chunk(range.start + address.end..range.end, rest);
        }
        let mut at = range.start;
        while at < range.end {
            let run = run(&self.text[at..range.end]);
            if run == 0 {
                at += self.mark(at, range.end);
            } else {
                let after = if at + run == range.end {
                    rest
                } else {
                    &self.text[at + run..range.end]
                };
                let glued = at + run != range.end;
                at += self.run(at..at + run, after, glued);
            }
        }
    }

    fn marks(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at += self.mark(at, range.end);
        }
    }

    /// One mark or a row of equal ones; gives its length.
    fn mark(&mut self, at: usize, end: usize) -> usize {
        let text = &self.text[at..end];
        let Some(first) = text.chars().next() else {
            return end - at;
        };
        let same = |set: &str| {
            text.chars()
                .take_while(|&c| set.contains(c))
                .map(char::len_utf8)
                .sum::<usize>()
        };
        let length = match first {
            '.' | '-' | '*' | '=' | '_' | '~' | '<' | '>' | '—' => {
                same(first.encode_utf8(&mut [0; 4]))
            }
            '!' | '?' => same("!?"),
            '\'' | '`' if text[1..].starts_with(first) => 2,
            '\'' | '’' | '`' if self.out.last().is_some_and(|w| w.end == at) => {
                clitic_at(text).unwrap_or(first.len_utf8())
            }
            _ => first.len_utf8(),
        };
        self.push(at..at + length);
        length
    }

    /// Cuts a run of letters, digits and the marks inside words; gives the length used, which includes the full stop of an abbreviation.
    fn run(&mut self, range: Range<usize>, after: &str, glued: bool) -> usize {
        let text = &self.text[range.clone()];
        // A full stop belongs to the abbreviation before it.
        let stop = usize::from(
            glued && after.starts_with('.') && !after.starts_with("..") && {
                let rest = if after.len() > 1 {
                    &after[1..]
                } else {
                    self.text.get(range.end + 1..).unwrap_or_default()
                };
                keeps_stop(
                    last_part(text),
                    rest,
                    after.len() > 1,
                    self.out.last().map(|w| w.text),
                )
            },
        );
        let whole = range.start..range.end + stop;
        self.parts(whole.clone());
        whole.len()
    }

    /// Cuts at slashes, colons and commas that join words, then at hyphens.
    fn parts(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if is_whole(text) {
            return self.push(range);
        }
        let mut start = 0;
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for (i, &(at, char)) in chars.iter().enumerate() {
            if !matches!(char, '/' | ':' | ',' | '@' | '–' | '+') {
                continue;
            }
            let digit = |j: usize| chars.get(j).is_some_and(|c| c.1.is_ascii_digit());
            if i > 0 && digit(i - 1) && digit(i + 1) && !matches!(char, '–' | '+' | '@') {
                continue;
            }
            self.hyphens(range.start + start..range.start + at);
            self.push(range.start + at..range.start + at + char.len_utf8());
            start = at + char.len_utf8();
        }
        self.hyphens(range.start + start..range.end);
    }

    fn hyphens(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if is_number_code(text) {
            return self.push(range);
        }
        let mut start = 0;
        for (at, char) in text.char_indices() {
            if !matches!(char, '-' | '‐' | '‑') {
                continue;
            }
            let part = &text[start..at];
            if joins(part, &text[at + char.len_utf8()..]) {
                continue;
            }
            self.plain(range.start + start..range.start + at);
            self.push(range.start + at..range.start + at + char.len_utf8());
            start = at + char.len_utf8();
        }
        self.plain(range.start + start..range.end);
    }

    /// Cuts clitics, fused words and units off a word without hyphens.
    fn plain(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if text.is_empty() {
            return;
        }
        if let Some(cut) = clitic(text) {
            let cut = range.start + cut;
            self.plain(range.start..cut);
            return self.push(cut..range.end);
        }
        if let Some(cut) = unit(text)
            .or_else(|| fused(text))
            .or_else(|| missing_space(text))
        {
            let cut = range.start + cut;
            self.push(range.start..cut);
            let rest = &self.text[cut..range.end];
            if let Some(after) = rest.strip_prefix('.')
                && !after.is_empty()
            {
                self.push(cut..cut + 1);
                return self.plain(cut + 1..range.end);
            }
            return self.push(cut..range.end);
        }
        self.push(range);
    }
}

/// Length of the run of letters, digits and joining marks that the text opens with.
fn run(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |c| c.1);
        let joined = match char {
            _ if is_wordy(char) => true,
            '\'' | '’' | '\u{2bc}' => is_wordy(previous) && next.is_alphabetic(),
            '.' => {
                is_wordy(previous)
                    && (is_wordy(next) || (next == '-' && ends_as_abbreviation(&text[..at])))
            }
            ',' | ':' => previous.is_ascii_digit() && next.is_ascii_digit(),
            '/' | '-' | '‐' | '‑' | '–' => {
                (is_wordy(previous) || previous == '.') && is_wordy(next)
            }
            '&' => previous.is_alphanumeric() && next.is_alphanumeric(),
            '@' | '+' => is_wordy(previous) && is_wordy(next),
            _ => false,
        };
        if !joined {
            break;
        }
        end = at + char.len_utf8();
        previous = char;
    }
    end
}

fn is_wordy(char: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    char.is_alphanumeric()
        || char == '_' && false
        || (!char.is_ascii() && char.general_category_group() == GeneralCategoryGroup::Mark)
}

/// "U.S" of "U.S.-led", "Gen" of "Gen.-led".
fn ends_as_abbreviation(text: &str) -> bool {
    let part = last_part(text);
    is_acronym(part) || ABBREVIATIONS.contains(&part.to_lowercase().as_str())
}

/// The part of a run after its last hyphen or slash.
fn last_part(text: &str) -> &str {
    text.rsplit(['-', '/', '–', ':', ',', '@'])
        .next()
        .unwrap_or(text)
}

/// Single letters with full stops between them: "U.S", "a.m".
fn is_acronym(part: &str) -> bool {
    part.contains('.')
        && part.split('.').all(|letter| {
            let mut chars = letter.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// Whether the full stop after `part` is part of the word. `rest` is what follows the stop, `glued` if without a space,
/// `before` the word before.
fn keeps_stop(part: &str, rest: &str, glued: bool, before: Option<&str>) -> bool {
    let next = rest
        .trim_start()
        .trim_start_matches(['"', '“', '\'', '‘', '('])
        .chars()
        .next();
    if is_acronym(part) || part == "Ph.D" {
        return true;
    }
    if part.len() > 12 {
        return false;
    }
    let unit = part.trim_start_matches(|c: char| c.is_ascii_digit());
    if unit != part && is_acronym(unit) {
        return true;
    }
    let lower = part.to_lowercase();
    let mut letters = part.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // An initial: "George W. Bush"; not the end of "Plan B." or "vitamin C."
        return letter.is_uppercase()
            && letter != 'I'
            && !glued
            && next.is_some_and(char::is_uppercase)
            || letter.is_uppercase() && glued && rest.starts_with([',', '-']);
    }
    if BEFORE_DIGITS.contains(&lower.as_str()) {
        return !glued && next.is_some_and(|c| c.is_ascii_digit());
    }
    if lower == "co" {
        return part == "Co"
            && before.is_some_and(|word| word.starts_with(char::is_uppercase) || word == "&");
    }
    if matches!(
        lower.as_str(),
        "ill"
            | "ind"
            | "ore"
            | "wash"
            | "mo"
            | "al"
            | "pa"
            | "ga"
            | "md"
            | "va"
            | "sec"
            | "fri"
            | "col"
            | "det"
            | "fr"
            | "hon"
            | "ext"
            | "spec"
            | "dec"
            | "ie"
            | "eg"
            | "kan"
            | "conn"
            | "miss"
            | "mass"
            | "rev"
            | "rep"
            | "tex"
            | "penn"
            | "mt"
            | "gen"
            | "sen"
            | "rd"
    ) {
        // also words or names: a capital is asked for, and something that goes on
        let titled = part.starts_with(char::is_uppercase);
        return matches!(lower.as_str(), "al" | "ie" | "eg" | "ext")
            && !titled
            && !matches!(lower.as_str(), "al" if next.is_none())
            || titled && lower != "al" && next.is_some();
    }
    ABBREVIATIONS.contains(&lower.as_str())
}

/// Whether a hyphen after `part` stays inside the word.
fn joins(part: &str, rest: &str) -> bool {
    let start = part.rsplit(['-', '‐', '‑']).next().unwrap_or(part);
    let known = start.len() <= 8
        && start.chars().all(|c| c.is_ascii_alphabetic())
        && PREFIXES.contains(&start.to_ascii_lowercase().as_str());
    known && !rest.is_empty() && start == part
}

/// Web and mail addresses, within the marks around them: their range in the chunk.
fn address(chunk: &str) -> Option<Range<usize>> {
    let is_web = chunk.contains("://") || chunk.contains("www.") || chunk.contains("mailto:");
    if !is_web && !(chunk.contains('@') && chunk.contains('.')) {
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

/// Runs that are never cut: "comp.sources.unix", "example.com".
fn is_whole(text: &str) -> bool {
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
fn is_number_code(text: &str) -> bool {
    if !text.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return false;
    }
    let groups: Vec<usize> = text.split('-').map(str::len).collect();
    groups.len() >= 3 || matches!(groups[..], [3, 4])
}

/// Where "5pm", "35mm" is cut.
fn unit(text: &str) -> Option<usize> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let cut = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '/')))?;
    let (number, rest) = text.split_at(cut);
    let known = rest.len() <= 4 && UNITS.contains(&rest.to_lowercase().as_str());
    (known && number.ends_with(|c: char| c.is_ascii_digit())).then_some(cut)
}

/// Where "cannot" is cut.
fn fused(text: &str) -> Option<usize> {
    if text.len() > 8 {
        return None;
    }
    let lower = text.to_lowercase();
    FUSED
        .iter()
        .find(|(word, _)| *word == lower)
        .map(|&(_, cut)| cut)
}

/// Where a full stop without a space after it ends a word: "over.The".
fn missing_space(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once('.')?;
    let ends = first.len() > 1 && first.ends_with(|c: char| c.is_lowercase());
    (ends && rest.starts_with(char::is_uppercase)).then_some(first.len())
}

/// Where the clitic at the end of a word begins: "do|n't", "John|'s".
fn clitic(text: &str) -> Option<usize> {
    let at = text.rfind(['\'', '’', '\u{2bc}'])?;
    let mark = text[at..].chars().next().map_or(1, char::len_utf8);
    let tail = text[at + mark..].to_lowercase();
    let stem = &text[..at];
    match tail.as_str() {
        "s" | "re" | "ve" | "ll" | "d" | "m" => Some(at),
        "t" if stem.len() > 1 && stem.ends_with(['n', 'N']) => Some(at - 1),
        _ => None,
    }
    .filter(|&cut| cut > 0)
}

/// The length of a clitic that stands at the start of a text after a word that is no run of letters: `"Post"'s`.
fn clitic_at(text: &str) -> Option<usize> {
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

fn is_emoticon(chunk: &str) -> bool {
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
fn is_rule(chunk: &str) -> bool {
    chunk.len() > 3
        && chunk
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '*' | '+' | '|' | '>' | '<' | '~' | '#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_treebanks() {
        let table = [
            (
                "They don't, can't and cannot.",
                "They do n't , ca n't and can not .",
            ),
            ("John’s men weren’t there", "John ’s men were n’t there"),
            ("the ministers' talks", "the ministers ' talks"),
            (
                "a well-known U.S.-led force",
                "a well - known U.S. - led force",
            ),
            (
                "Russia-Ukraine talks, pre-war ex-members",
                "Russia - Ukraine talks , pre-war ex-members",
            ),
            (
                "It cost $5m, or US$4.5 (10%).",
                "It cost $ 5 m , or US$ 4.5 ( 10 % ) .",
            ),
            ("at 5:30pm on Jan. 3", "at 5:30 pm on Jan. 3"),
            (
                "1969-1970 and 5-8, call 555-0134",
                "1969 - 1970 and 5 - 8 , call 555-0134",
            ),
            (
                "Gen. J. P. Smith of the U.S. left.",
                "Gen. J. P. Smith of the U.S. left .",
            ),
            ("No. 5 said no. Then", "No. 5 said no . Then"),
            (
                "see www.example.org/a-b. Write to a.b@example.org!",
                "see www.example.org/a-b . Write to a.b@example.org !",
            ),
            (
                "\"Go,\" he said... “No!?”",
                "\" Go , \" he said ... “ No !? ”",
            ),
            (
                "10,000 troops -- and/or 1/2 — of 9/11",
                "10,000 troops -- and / or 1/2 — of 9/11",
            ),
            ("gonna O'Brien's AT&T", "gon na O'Brien 's AT&T"),
            ("the 1970s, 5th and B2B", "the 1970s , 5th and B2B"),
            ("at 9 a.m. and 10 p.m.", "at 9 a.m. and 10 p.m."),
            ("", ""),
            (" \u{200b}\n\t", ""),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = words(text, 0..text.len()).iter().map(|w| w.text).collect();
            assert_eq!(found.join(" "), expected, "in {text:?}");
        }
    }
}
