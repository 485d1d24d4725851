//! One person without a number: "a soldier was killed", "wounded another".
//!
//! Read only where the words say that the person was killed, hurt or seized; elsewhere an article counts nothing.

use dateline_nlp::Sentence;

use super::{QuantityMention, nearby, role};
use crate::event::QuantityRole;

/// The single persons of a sentence that bear a role.
pub fn find(sentence: &Sentence, text: &str) -> Vec<QuantityMention> {
    (0..sentence.tokens.len())
        .filter_map(|at| mention(sentence, text, at))
        .collect()
}

fn mention(sentence: &Sentence, text: &str, article: usize) -> Option<QuantityMention> {
    let word = sentence.token_text(article, text).to_lowercase();
    if !matches!(word.as_str(), "a" | "an" | "another") {
        return None;
    }
    let noun = head_noun(sentence, article);
    if noun.is_none() && word != "another" {
        return None;
    }
    let last = noun.unwrap_or(article);
    let role =
        nearby::role(sentence, text, article, last).or_else(|| role::role(sentence, last))?;
    if !matches!(
        role,
        QuantityRole::Dead | QuantityRole::Injured | QuantityRole::Arrested
    ) {
        return None;
    }
    let of = noun.map_or("people".into(), |noun| {
        sentence.token_text(noun, text).to_string()
    });
    // Places are captured too, and tolls and attacks are nouns of fate that count no one.
    if !may_be_person(&of) || !is_singular(sentence, last, &of) {
        return None;
    }
    Some(QuantityMention {
        start: sentence.tokens[article].start,
        end: sentence.tokens[last].end,
        value: 1.0,
        low: 1.0,
        high: 1.0,
        approximate: false,
        of,
        token: article,
        noun,
        role: Some(role),
    })
}

/// The noun of an article: the last noun of the run behind it.
fn head_noun(sentence: &Sentence, article: usize) -> Option<usize> {
    let mut noun = None;
    for at in article + 1..(article + 7).min(sentence.tokens.len()) {
        match sentence.tokens[at].upos.as_str() {
            "NOUN" => noun = Some(at),
            "ADJ" | "PROPN" if noun.is_none() => {}
            _ => break,
        }
    }
    noun
}

fn is_singular(sentence: &Sentence, noun: usize, word: &str) -> bool {
    word == "people" || sentence.tokens[noun].lemma.eq_ignore_ascii_case(word)
}

/// Endings and words of persons; the rest is things, places and acts.
pub(in crate::coding) fn may_be_person(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "er", "or", "ist", "man", "woman", "ian", "ant", "ent", "ee", "ier", "yer", "person",
        "mate", "al", "ist", "eer",
    ];
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "people", "boy", "girl", "child", "youth", "guard", "marine", "aide", "judge", "priest", "monk", "nun", "cleric", "imam",
        "bishop", "teenager", "toddler", "baby", "infant", "pilot", "medic", "nurse", "diplomat", "envoy", "spy", "chief", "cop",
        "adult", "national", "native", "passer-by", "bystander", "relative", "son", "daughter", "wife", "husband", "father", "mother",
        "brother", "sister", "family", "couple", "hostage", "suspect", "rebel", "sheikh", "mayor", "guerrilla", "jihadi", "colonel", "private",
        "recruit", "conscript", "captive", "migrant", "refugee", "scientist", "victim", "bodyguard", "general", "major", "sergeant",
    ];
    const THINGS: &[&str] = &[
        "tower",
        "center",
        "order",
        "corner",
        "border",
        "river",
        "harbor",
        "war",
        "number",
        "power",
        "motor",
        "event",
        "document",
        "settlement",
        "government",
        "plant",
        "moment",
        "hospital",
        "signal",
        "deal",
        "goal",
        "trial",
        "quarter",
        "chapter",
        "helicopter",
        "tanker",
        "career",
        "sector",
        "paper",
        "computer",
        "percent",
        "restaurant",
        "accident",
        "incident",
        "continent",
        "parliament",
        "movement",
        "capital",
        "animal",
    ];
    let word = word.to_lowercase();
    WORDS.contains(&word.as_str())
        || ENDINGS.iter().any(|ending| word.ends_with(ending)) && !THINGS.contains(&word.as_str())
}
