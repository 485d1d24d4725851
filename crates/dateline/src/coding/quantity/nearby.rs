//! What became of the counted, by the words next to the quantity: "killing two", "three others wounded", "shot dead".
//!
//! Comes before the tree's word: short news sentences put the verb of fate right beside its number, and a parser is
//! least sure of just these (lists of casualties, verbs left out, participles without an auxiliary).

use dateline_nlp::Sentence;

use super::role::verb_role;
use crate::event::QuantityRole;

/// Verbs that take a life, or freedom, together with the word behind them: "gunned down", "rounded up", "shot dead".
const PAIRS: &[(&str, &str, QuantityRole)] = &[
    ("gun", "down", QuantityRole::Dead),
    ("mow", "down", QuantityRole::Dead),
    ("shoot", "dead", QuantityRole::Dead),
    ("leave", "dead", QuantityRole::Dead),
    ("round", "up", QuantityRole::Arrested),
    ("lock", "up", QuantityRole::Arrested),
];

/// Words that may stand between the counted and the participle.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "reported", "confirmed", "found", "feared", "believed", "presumed", "known", "shot", "said", "thought", "left", "stabbed",
    "beaten", "more", "others", "other", "also", "in", "to", "being", "not", "stampeded", "burned", "hacked", "still",
];

/// The role that the words beside the tokens `first..=last` (the quantity with its noun) give it.
pub fn role(sentence: &Sentence, text: &str, first: usize, last: usize) -> Option<QuantityRole> {
    behind(sentence, text, last).or_else(|| before(sentence, first))
}

/// "killing two", "wounded 20", "gunned down five".
fn before(sentence: &Sentence, first: usize) -> Option<QuantityRole> {
    let mut at = first.checked_sub(1)?;
    while matches!(sentence.tokens[at].upos.as_str(), "ADV" | "DET") && at > 0 {
        at -= 1;
    }
    let token = &sentence.tokens[at];
    if token.upos == "VERB" && !is_passive(sentence, at) {
        return verb_role(&token.lemma)
            .filter(|role| *role != QuantityRole::Crowd && token.lemma != "die");
    }
    let verb = &sentence.tokens[at.checked_sub(1)?].lemma;
    PAIRS
        .iter()
        .find(|(head, tail, _)| head == verb && *tail == token.lemma)
        .map(|(.., role)| *role)
}

/// A form of "be" stands before the verb: its object is not what follows.
fn is_passive(sentence: &Sentence, verb: usize) -> bool {
    verb.checked_sub(1)
        .is_some_and(|at| sentence.tokens[at].lemma == "be")
}

/// "nine people were killed", "three others wounded", "20 people dead", "12 people were shot and killed".
fn behind(sentence: &Sentence, text: &str, last: usize) -> Option<QuantityRole> {
    let start = past_list(sentence, last + 1);
    let mut passive = false;
    let mut shot = false;
    for at in start..start + 8 {
        let token = sentence.tokens.get(at)?;
        let word = sentence.token_text(at, text).to_lowercase();
        // "has killed two" is active, "has been killed" passive.
        if matches!(token.lemma.as_str(), "be" | "get") {
            passive = true;
        } else if token.upos == "AUX"
            || token.lemma == "have"
            || token.upos == "ADV"
            || BETWEEN.contains(&word.as_str())
        {
            shot |= token.lemma == "shoot";
        } else if shot && word == "and" {
            continue;
        } else {
            let role = verb_role(&token.lemma)
                .filter(|_| token.upos != "NOUN" || token.lemma == "dead")?;
            let alone = matches!(token.lemma.as_str(), "die" | "perish" | "drown" | "dead")
                || role == QuantityRole::Crowd;
            let participle =
                word.ends_with("ed") || matches!(word.as_str(), "hurt" | "slain" | "hung");
            // "12 killed in Kabul" but not "12 killed a guard", nor "12 were killing".
            let object = sentence
                .tokens
                .get(at + 1)
                .is_some_and(|next| takes_place_of_object(next.upos.as_str()));
            return (alone || participle && (passive || shot || !object)).then_some(role);
        }
    }
    None
}

fn takes_place_of_object(upos: &str) -> bool {
    matches!(upos, "DET" | "NUM" | "ADJ" | "NOUN" | "PRON")
}

/// The token behind the other members of a list: "18 rebels *and one soldier* were killed".
fn past_list(sentence: &Sentence, start: usize) -> usize {
    let upos = |at: usize| {
        sentence
            .tokens
            .get(at)
            .map_or("", |token| token.upos.as_str())
    };
    let mut at = start;
    while upos(at) == "CCONJ" && matches!(upos(at + 1), "NUM" | "DET") {
        let mut end = at + 2;
        while matches!(upos(end), "ADJ" | "NOUN" | "PROPN" | "NUM") {
            end += 1;
        }
        // Only if a verb of its own does not follow: "nine were killed and 20 wounded".
        if upos(end) != "AUX" {
            break;
        }
        at = end;
    }
    at
}
