//! Whether a full stop belongs to the abbreviation before it.

use super::is_space;

/// Abbreviations that keep their full stop wherever they stand.
const ABBREVIATIONS: &[&str] = &[
    // titles and ranks
    "adm", "assoc", "atty", "brig", "capt", "cdr", "cmdr", "cpl", "cpt", "dr", "gov", "govs",
    "insp", "lt", "lieut", "maj", "messrs", "mlle", "mme", "mr", "mrs", "ms", "mx", "ofc", "pfc",
    "pres", "prof", "pvt", "reps", "sens", "sgt", "spc", "sr", "jr", "supt", "st", "ste",
    // firms and places
    "assn", "ave", "blvd", "bros", "corp", "dept", "inc", "intl", "ltd", "natl", "univ", "ala",
    "ariz", "calif", "colo", "fla", "ky", "mich", "minn", "mont", "neb", "nev", "okla", "ont",
    "tenn", "vt", "wis", "wyo", // months and days
    "jan", "feb", "apr", "aug", "sept", "oct", "nov", "tue", "tues", "thu", "thur", "thurs",
    // others
    "approx", "ca", "cf", "eds", "viz", "vol", "vs",
];

/// Abbreviations that are also words or names: they keep the stop where they have a capital and something follows.
const WITH_CAPITAL: &[&str] = &[
    "co", "col", "conn", "dec", "det", "ft", "fr", "fri", "ga", "gen", "hon", "ill", "ind", "kan",
    "mass", "md", "miss", "mo", "mon", "mt", "ore", "pa", "penn", "rd", "rep", "rev", "sat", "sec",
    "sen", "spec", "sun", "tex", "va", "wash", "wed",
];

/// Abbreviations that keep the stop where something in small letters or a mark follows: not at the end of a sentence.
const WITHIN: &[&str] = &["al", "eg", "etc", "ext", "ie"];

/// Abbreviations that are also words: they keep the stop before a number.
const BEFORE_DIGITS: &[&str] = &[
    "art", "ch", "fig", "jul", "jun", "mar", "no", "nos", "op", "p", "para", "pp", "pt",
];

/// "U.S" of "U.S.-led", "Gen" of "Gen.-led".
pub(super) fn ends_as_abbreviation(text: &str) -> bool {
    let part = last_part(text);
    is_acronym(part) || ABBREVIATIONS.contains(&part.to_lowercase().as_str())
}

/// The part of a run after its last hyphen or slash.
pub(super) fn last_part(text: &str) -> &str {
    text.rsplit(['-', '/', '–', ':', ',', '@'])
        .next()
        .unwrap_or(text)
}

/// Single letters with full stops between them: "U.S", "a.m".
pub(super) fn is_acronym(part: &str) -> bool {
    part.contains('.')
        && part.split('.').all(|letter| {
            let mut chars = letter.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

/// Whether the full stop after `part` is part of the word. `rest` is what follows the stop, `before` the word before.
pub(super) fn keeps_stop(part: &str, rest: &str, before: Option<&str>) -> bool {
    let glued = !rest.starts_with(is_space);
    let next = rest
        .trim_start()
        .trim_start_matches(['"', '“', '\'', '‘', '('])
        .chars()
        .next();
    if is_acronym(part)
        || is_acronym(part.trim_start_matches(|c: char| c.is_ascii_digit()))
        || part == "Ph.D"
    {
        return true;
    }
    if part.len() > 8 {
        return false;
    }
    let lower = part.to_lowercase();
    let is_in = |list: &[&str]| list.contains(&lower.as_str());
    let mut letters = part.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // An initial: "George W. Bush"; not the end of "Plan B." or "vitamin C."
        let goes_on = if glued {
            rest.starts_with([',', '-'])
        } else {
            next.is_some_and(char::is_uppercase)
        };
        return letter.is_uppercase() && letter != 'I' && goes_on
            || is_in(BEFORE_DIGITS) && next.is_some_and(|c| c.is_ascii_digit());
    }
    let is_title = part.starts_with(char::is_uppercase);
    if is_in(BEFORE_DIGITS) {
        return !glued && next.is_some_and(|c| c.is_ascii_digit());
    }
    if lower == "co"
        && !before.is_some_and(|word| word.starts_with(char::is_uppercase) || word == "&")
    {
        return false;
    }
    is_in(ABBREVIATIONS)
        || is_title && next.is_some() && is_in(WITH_CAPITAL)
        || !is_title && next.is_some_and(|c| !c.is_uppercase()) && is_in(WITHIN)
}
