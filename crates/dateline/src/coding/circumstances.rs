//! When, where and how many: which of a sentence's dates, places and numbers belong to an act.

use std::ops::Range;

use super::candidates::Candidate;
use super::grammar::{View, base};
use super::quantity::may_be_person;
use crate::event::QuantityRole;
use crate::ontology::EventType;

/// How closely a phrase is bound to an act; the smaller the closer. `None`: it belongs to something else.
pub fn bond(
    view: View,
    candidate: &Candidate,
    phrase: Range<usize>,
    hints: &[usize],
) -> Option<usize> {
    if hints.iter().any(|hint| phrase.contains(hint)) {
        return Some(0);
    }
    let head = view.sentence.head_of(phrase.clone());
    if phrase.contains(&candidate.anchor) {
        return None;
    }
    // The clause word that the phrase hangs on.
    let mut owner = None;
    for above in view.sentence.ancestors(head) {
        if above == candidate.anchor {
            return Some(1);
        }
        if candidate.words.contains(&above) {
            return Some(1);
        }
        if view.is_verb(above) || view.head(above).is_none() {
            owner = Some(above);
            break;
        }
        // A date inside another noun's phrase ("Tuesday's attack") is that noun's.
        if base(view.deprel(above)) == "acl" {
            return None;
        }
    }
    let owner = owner?;
    // "agreed on Monday to hold talks": the date of the verb that carries the act.
    let mut here = candidate.anchor;
    for step in 2..5 {
        let relation = base(view.deprel(here));
        let Some(above) = view.head(here) else { break };
        let carried = match relation {
            "obj" | "obl" | "nsubj" | "xcomp" | "nmod" | "compound" => true,
            // "killed 12 in Idlib, and Turkey summoned": another's act is elsewhere.
            "conj" => view.by_relation(here, "nsubj").next().is_none(),
            "advcl" => !view
                .by_relation(here, "mark")
                .any(|m| view.lower(m) != "to"),
            _ => false,
        };
        if !carried {
            break;
        }
        if above == owner {
            return Some(step);
        }
        here = above;
    }
    None
}

/// Prepositions under which a place name says where something happens.
const WHERE: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "off",
    "outside",
    "around",
    "across",
    "inside",
    "over",
    "along",
    "throughout",
    "within",
    "from",
    "into",
    "to",
    "toward",
    "towards",
    "through",
    "north of",
    "south of",
    "east of",
    "west of",
    "for",
    "of",
];

/// Whether a place name stands where places of acts stand.
pub fn says_where(view: View, head: usize) -> bool {
    view.preposition(head)
        .is_some_and(|p| WHERE.contains(&p.as_str()))
        || base(view.deprel(head)) == "appos"
        || view.head(head).is_some_and(|above| {
            // "in the village of Sverdlikovo", "Russia's Kursk region"
            view.sentence.name_at(above).is_none()
                && base(view.deprel(head)) == "compound"
                && view.preposition(above).is_some()
        })
}

/// What a number says about an act, from its own words and the kind of act.
pub fn quantity_role(
    view: View,
    candidate: &Candidate,
    hinted: Option<QuantityRole>,
    noun: usize,
) -> QuantityRole {
    if let Some(role) = hinted {
        return role;
    }
    let lemma = view.lemma(candidate.anchor);
    let is_side = |side: &[usize]| {
        side.iter()
            .any(|&i| i == noun || view.sentence.is_under(noun, i))
    };
    // "106 protesters in 21 cities": cities do not die. A bare number may count people.
    let may_suffer = !matches!(view.upos(noun), "NOUN" | "PROPN")
        || candidate.recipients.contains(&noun)
        || matches!(view.lemma(noun), "troop" | "life" | "casualty")
        || may_be_person(view.lemma(noun));
    match candidate.event_type {
        EventType::Assault | EventType::Coerce if !may_suffer => QuantityRole::Other,
        EventType::Assault
            if matches!(
                lemma,
                "kill" | "die" | "murder" | "execute" | "behead" | "assassinate" | "death"
            ) =>
        {
            QuantityRole::Dead
        }
        EventType::Assault if matches!(lemma, "wound" | "injure" | "hurt") => QuantityRole::Injured,
        EventType::Coerce if candidate.modes.contains(&"arrest") => QuantityRole::Arrested,
        EventType::Protest if is_side(&candidate.actors) => QuantityRole::Crowd,
        EventType::Mobilize | EventType::Aid
            if matches!(
                view.lemma(noun),
                "soldier"
                    | "troop"
                    | "troops"
                    | "personnel"
                    | "man"
                    | "peacekeeper"
                    | "infantryman"
                    | "police"
                    | "officer"
                    | "force"
                    | "fighter"
            ) =>
        {
            QuantityRole::Deployed
        }
        _ => QuantityRole::Other,
    }
}
