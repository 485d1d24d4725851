//! How many: the counts and sums of money in a sentence, and what they count.
//!
//! "some 11,000 infantry soldiers" is 11,000 (roughly) of "soldiers"; "between 20 and 30 people" has bounds; "$1.2
//! billion" is money. Dates, durations, ages, percentages, measures, scores and numbers that are names are no
//! quantities. Bounds: a bending word ("at least", "some") leaves both bounds at the number and makes it approximate;
//! number nouns ("dozens") have wide bounds and the lower one as their value, as conflict data sets reckon.

mod amount;
mod nearby;
mod role;
mod single;
#[cfg(test)]
mod tests;

pub(super) use self::single::may_be_person;

use std::ops::Range;

use dateline_nlp::Sentence;

use self::amount::Amount;
use super::scan::{self, Kind, Piece};
use super::time::{self, Anchor};
use crate::event::QuantityRole;

/// A number in the text and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct QuantityMention {
    /// Byte range in the text, from the bending words to the counted noun where that follows closely.
    pub start: usize,
    pub end: usize,
    /// The best figure, between `low` and `high`.
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whether the words say that the figure is rough or a bound.
    pub approximate: bool,
    /// The counted noun as written ("soldiers"), "people" for persons counted without a noun, or an ISO 4217 code.
    pub of: String,
    /// Token of the number.
    pub token: usize,
    /// Token of the counted noun.
    pub noun: Option<usize>,
    /// What it says about an event, if its own words tell.
    pub role: Option<QuantityRole>,
}

/// Units of measure: what they measure is not a count of people or things.
#[rustfmt::skip]
const MEASURES: &[&str] = &[
    "km", "kilometer", "kilometers", "kilometre", "kilometres", "mile", "miles", "meter", "meters", "metre", "metres", "m", "cm",
    "mm", "millimeter", "millimeters", "millimetre", "millimetres", "foot", "feet", "ft", "inch", "inches", "yard", "yards", "kg", "mph",
    "kph", "knots", "degrees", "degree", "percent", "percentage", "per", "%", "pct", "acres", "hectares", "watts", "megawatts",
    "gigawatts", "kilotons", "celsius", "fahrenheit", "magnitude", "basis", "points", "point", "square", "cubic", "nautical", "°", "am", "pm", "cents", "cent",
    "gmt", "utc", "o'clock", "b", "gb", "mb", "times", "th", "light",
];

/// Words before a figure that make it a number of something, not a count.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "no", "number", "article", "section", "resolution", "page", "chapter", "flight", "boeing", "airbus", "channel", "route",
    "highway", "room", "line", "point", "paragraph", "law", "act", "version", "phase", "level", "category", "type", "block", "unit",
    "aged", "age", "group", "covid", "top", "chapter", "volume", "part", "day", "week", "round", "game", "apollo", "protocol", "annex",
];

/// How many tokens behind its number a counted noun may stand to be within the quantity's words.
const REACH: usize = 6;

/// The quantities of one sentence, in order and not overlapping.
pub fn find(sentence: &Sentence, text: &str) -> Vec<QuantityMention> {
    let pieces = scan::pieces(text, sentence.start..sentence.end);
    let mut times: Option<Vec<Range<usize>>> = None;
    let mut found: Vec<QuantityMention> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let Some(amount) = amount::amount(&pieces, at) else {
            at += 1;
            continue;
        };
        let times = times.get_or_insert_with(|| {
            time::find_in(sentence, text, &Anchor::default())
                .into_iter()
                .map(|time| time.start..time.end)
                .collect()
        });
        let number = pieces[amount.number].start;
        let is_time = times.iter().any(|time| time.contains(&number));
        match mention(sentence, text, &pieces, &amount).filter(|_| !is_time) {
            Some(mention) => {
                found.push(mention);
                at = amount.end.max(at + 1);
            }
            None => at = (amount.number + 1).max(at + 1),
        }
    }
    for one in single::find(sentence, text) {
        if found
            .iter()
            .all(|other| other.end <= one.start || one.end <= other.start)
        {
            found.push(one);
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

fn mention(
    sentence: &Sentence,
    text: &str,
    pieces: &[Piece<'_>],
    amount: &Amount,
) -> Option<QuantityMention> {
    if !is_count(sentence, pieces, amount) {
        return None;
    }
    let token = token_at(sentence, pieces[amount.number].start)?;
    let noun = if amount.currency.is_some() {
        None
    } else {
        counted_noun(sentence, text, token, amount)
    };
    if noun.is_some_and(|noun| is_measure(&sentence.token_text(noun, text).to_lowercase())) {
        return None;
    }
    let role = match amount.currency {
        Some(_) => Some(QuantityRole::Money),
        None => {
            let first = token_at(sentence, pieces[amount.first].start).unwrap_or(token);
            let last = noun
                .filter(|&noun| noun >= token && noun - token <= REACH)
                .unwrap_or(token);
            nearby::role(sentence, text, first, last)
                .or_else(|| role::role(sentence, noun.unwrap_or(token)))
        }
    };
    let of = match (amount.currency, noun) {
        (Some(code), _) => code.to_string(),
        (None, Some(noun)) => written(sentence, text, noun),
        (None, None) if role.is_some() => "people".to_string(),
        (None, None) => String::new(),
    };
    // A bare number counts if it is a participant ("15 were freed"); "one" and "several" are pronouns then.
    let participant = ["nsubj", "obj", "obl:agent"]
        .iter()
        .any(|relation| sentence.tokens[token].is(relation));
    let bare = noun.is_none() && role.is_none() && amount.currency.is_none();
    if bare && !(participant && amount.value > 1.0 && sentence.tokens[token].upos == "NUM") {
        return None;
    }
    let end = pieces[amount.end - 1].end;
    let reach = noun
        .filter(|&noun| noun >= token && noun - token <= REACH)
        .map(|noun| sentence.tokens[noun].end);
    Some(QuantityMention {
        start: pieces[amount.first].start,
        end: reach.unwrap_or(end).max(end),
        value: amount.value,
        low: amount.low,
        high: amount.high,
        approximate: amount.approximate,
        of,
        token,
        noun,
        role,
    })
}

/// The noun as written, without the capital that only the sentence's start gives it.
fn written(sentence: &Sentence, text: &str, noun: usize) -> String {
    let word = sentence.token_text(noun, text);
    let hyphen = noun > 0
        && text
            .get(..sentence.tokens[noun].start)
            .is_some_and(|before| before.ends_with('-'));
    match word {
        // "a 12-member team", "an 18,000-strong force"
        "member" if hyphen => "members".into(),
        "man" if hyphen => "men".into(),
        "strong" => "people".into(),
        word if noun == 0 && sentence.tokens[noun].upos != "PROPN" => word.to_lowercase(),
        word => word.into(),
    }
}

/// Whether the number counts at all, by the pieces about it.
fn is_count(sentence: &Sentence, pieces: &[Piece<'_>], amount: &Amount) -> bool {
    let lower = |at: usize| pieces.get(at).map_or("", |piece| piece.lower.as_str());
    let before = |back: usize| amount.first.checked_sub(back).map_or("", lower);
    let after = lower(amount.end);
    let number = &pieces[amount.number];
    if amount.currency.is_some() {
        return true;
    }
    if is_measure(after)
        || after == "-" && (is_measure(lower(amount.end + 1)) || lower(amount.end + 1) == "year")
    {
        return false;
    }
    if LABELS.contains(&before(1)) || before(1) == "." && before(2) == "no" {
        return false;
    }
    // Scores, fractions, phone numbers, versions, dates: figures tied to figures.
    let tied = |mark: &str| matches!(mark, "-" | "/" | "." | ":" | "+");
    let figure_before = amount.first >= 2
        && tied(before(1))
        && pieces[amount.first].glued
        && !pieces[amount.first - 2].is_word();
    let figure_after = tied(after)
        && pieces
            .get(amount.end + 1)
            .is_some_and(|next| next.glued && matches!(next.kind, Kind::Figure(_)));
    if figure_before || figure_after || before(1) == "+" {
        return false;
    }
    if is_fraction(pieces, amount) {
        return false;
    }
    let glued_behind_word = pieces[amount.first].glued
        && before(1) == "-"
        && amount.first >= 2
        && pieces[amount.first - 2].is_word();
    if glued_behind_word {
        return false;
    }
    let Some(token) = token_at(sentence, number.start) else {
        return false;
    };
    // "Group of 20", "Boeing 747": the number is a part of a name. A name that begins with it is counted ("two Koreas").
    if sentence
        .names
        .iter()
        .any(|name| name.first < token && token < name.end)
    {
        return false;
    }
    // An age: "Ri, 54, said".
    !is_age(sentence, pieces, amount, token)
}

/// "two thirds", "one-fifth", "three quarters".
fn is_fraction(pieces: &[Piece<'_>], amount: &Amount) -> bool {
    let hyphen = usize::from(
        pieces
            .get(amount.end)
            .is_some_and(|piece| piece.lower == "-"),
    );
    let Some(next) = pieces.get(amount.end + hyphen) else {
        return false;
    };
    let part = next.lower.strip_suffix('s').unwrap_or(&next.lower);
    let ordinal = |word: &str| {
        let piece = Piece {
            lower: word.to_string(),
            ..next.clone()
        };
        next.is_word() && super::numbers::ordinal(&[piece]).is_some_and(|(value, _)| value > 2)
    };
    amount.value < 20.0 && (matches!(part, "half" | "halve" | "quarter") || ordinal(part))
}

fn is_age(sentence: &Sentence, pieces: &[Piece<'_>], amount: &Amount, token: usize) -> bool {
    let mark = |at: Option<usize>| {
        at.and_then(|at| pieces.get(at))
            .is_some_and(|piece| matches!(piece.lower.as_str(), "," | "(" | ")"))
    };
    let between_commas =
        mark(amount.first.checked_sub(1)) && (mark(Some(amount.end)) || amount.end >= pieces.len());
    let after_name = token >= 2 && sentence.names.iter().any(|name| name.end == token - 1);
    between_commas
        && (after_name
            || amount.value < 120.0
                && pieces[amount.number].kind == Kind::Figure(amount.value)
                && sentence.tokens[token].is("appos"))
}

fn is_measure(word: &str) -> bool {
    MEASURES.contains(&word) || time::lexicon_says_date(word)
}

/// The token that a byte lies in.
fn token_at(sentence: &Sentence, byte: usize) -> Option<usize> {
    let at = sentence.tokens.partition_point(|token| token.end <= byte);
    sentence
        .tokens
        .get(at)
        .filter(|token| token.start <= byte)
        .map(|_| at)
}

/// The noun that the number counts: its head in the tree, or what follows "of".
fn counted_noun(sentence: &Sentence, text: &str, token: usize, amount: &Amount) -> Option<usize> {
    let tokens = &sentence.tokens;
    if amount.is_noun {
        return of_noun(sentence, text, token).or_else(|| {
            let of = tokens.get(token + 1).is_some_and(|next| next.lemma == "of");
            noun_behind(sentence, text, token + usize::from(of))
        });
    }
    // "11,000" hangs on its noun; "3.5" on "million", and that on its noun.
    let mut here = token;
    for _ in 0..4 {
        let up = tokens[here].head?;
        let own = tokens[here].is("nummod")
            || tokens[here].is("compound")
            || tokens[here].is("flat")
            || tokens[here].is("amod");
        if !own {
            break;
        }
        here = up;
        if tokens[here].upos != "NUM" && is_noun(sentence, here) {
            return Some(here);
        }
    }
    // "9 of the soldiers", and numbers that the parser left without a noun although one follows.
    of_noun(sentence, text, token).or_else(|| noun_behind(sentence, text, token))
}

fn is_noun(sentence: &Sentence, at: usize) -> bool {
    matches!(
        sentence.tokens[at].upos.as_str(),
        "NOUN" | "PROPN" | "ADJ" | "SYM"
    )
}

/// The noun behind "of": through "hundreds of thousands of" to what is counted.
fn of_noun(sentence: &Sentence, text: &str, token: usize) -> Option<usize> {
    let mut here = token;
    let mut counted = None;
    for _ in 0..3 {
        let next = sentence.children_by(here, "nmod").find(|&child| {
            child > here
                && sentence
                    .children_by(child, "case")
                    .any(|case| sentence.token_text(case, text).eq_ignore_ascii_case("of"))
        });
        let Some(next) = next else { break };
        counted = Some(next);
        here = next;
        if !matches!(
            sentence.tokens[next].lemma.as_str(),
            "thousand" | "thousands" | "hundred" | "hundreds" | "million" | "millions"
        ) {
            break;
        }
    }
    counted.filter(|&noun| is_noun(sentence, noun))
}

/// The last noun of the run that follows a number within a few words: "12-member delegation" counts members.
fn noun_behind(sentence: &Sentence, text: &str, token: usize) -> Option<usize> {
    let mut noun = None;
    for at in token + 1..(token + 6).min(sentence.tokens.len()) {
        match sentence.tokens[at].upos.as_str() {
            "NOUN" => noun = Some(at),
            "ADJ" | "PROPN" if noun.is_none() => {}
            "PUNCT" if noun.is_none() && sentence.token_text(at, text) == "-" => {}
            _ => break,
        }
        if noun.is_some()
            && sentence
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.upos == "PUNCT")
        {
            break;
        }
    }
    noun
}
