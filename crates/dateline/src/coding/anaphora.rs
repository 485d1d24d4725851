//! Acts named again: "the visit", "the attack" without parties of their own take them from the act told before.

use super::candidates::Candidate;
use super::grammar::{View, base};
use crate::confidence::Grounds;
use crate::event::{Filled, Party, Statement};
use crate::ontology::{EventType, Status};

/// How many sentences back an act may be meant.
const REACH: usize = 3;

/// Acts that answer another.
const ANSWERS: &[EventType] = &[EventType::Reject, EventType::Accuse, EventType::Threaten];

/// Acts that are answered.
const ANSWERED: &[EventType] = &[EventType::Accuse, EventType::Request, EventType::Threaten];

/// Words of ACCUSE for what is done to people who are held; "criticised" and "accused" are the police as well.
const CHARGES: &[&str] = &[
    "charge",
    "indict",
    "arraign",
    "prosecute",
    "try",
    "trial",
    "court",
];

/// Prepositions under which a noun of an act names its parties ("the attack on the base", "talks between ...").
const PARTIES: &[&str] = &[
    "of", "by", "between", "with", "against", "on", "to", "from", "among",
];

/// Whether the words of an act point back: a definite noun without a party of its own.
pub fn points_back(view: View, candidate: &Candidate) -> bool {
    let noun = candidate.anchor;
    let is_definite = view.by_relation(noun, "det").any(|word| {
        matches!(
            view.lower(word).as_str(),
            "the" | "this" | "that" | "these" | "those"
        )
    });
    let names_party = view.children(noun).any(|child| {
        let is_named = view.sentence.name_at(child).is_some();
        match base(view.deprel(child)) {
            "amod" | "compound" => view.word(child).starts_with(char::is_uppercase),
            "nmod" => view
                .preposition(child)
                .is_none_or(|p| PARTIES.contains(&p.as_str())),
            "acl" => true,
            _ => is_named,
        }
    });
    view.upos(noun) == "NOUN" && is_definite && !names_party
}

/// The statement that a pointing act means: the last of its type shortly before, one with the same word first.
pub fn antecedent<'a>(statement: &Statement, before: &'a [Statement]) -> Option<&'a Statement> {
    let fits = |earlier: &&Statement| {
        earlier.has_known_party()
            && earlier.sentence + REACH >= statement.sentence
            && earlier.block == statement.block
            && earlier.event_type == statement.event_type
            && earlier.trigger.end <= statement.trigger.start
            && earlier.modes.contains(&"visit") == statement.modes.contains(&"visit")
            && (earlier.modes.is_empty()
                || statement.modes.is_empty()
                || earlier
                    .modes
                    .iter()
                    .any(|mode| statement.modes.contains(mode)))
    };
    let mut near = before.iter().rev().filter(fits);
    near.clone()
        .find(|earlier| earlier.trigger_lemma == statement.trigger_lemma)
        .or_else(|| near.next())
}

/// "Moscow rejected the charges", told after who charged it: an answer that names nobody goes to the actor of the last
/// act that was aimed at the one who answers.
pub fn answered<'a>(statement: &Statement, before: &'a [Statement]) -> Option<&'a Statement> {
    if !statement.recipients.is_empty() || !ANSWERS.contains(&statement.event_type) {
        return None;
    }
    let country = |party: &Filled<Party>| party.value.country.clone();
    let own: Vec<String> = statement.actors.iter().filter_map(country).collect();
    let mut near = before.iter().rev().filter(|earlier| {
        earlier.sentence + REACH >= statement.sentence
            && earlier.trigger != statement.trigger
            && ANSWERED.contains(&earlier.event_type)
    });
    near.find(|earlier| {
        let aimed_at = earlier.recipients.iter().filter_map(country);
        aimed_at.into_iter().any(|country| own.contains(&country))
            && earlier
                .actors
                .iter()
                .filter_map(country)
                .any(|country| !own.contains(&country))
    })
}

/// "Police arrested two men. They were charged": the act of holding whose recipients a pronoun means that seemed to mean those who hold
/// them, where what is told is done to people who are held.
pub fn held<'a>(statement: &Statement, before: &'a [Statement]) -> Option<&'a Statement> {
    let [party] = statement.recipients.as_slice() else {
        return None;
    };
    let is_done_to_held = match statement.event_type {
        EventType::Coerce | EventType::Sanction => true,
        EventType::Retreat => statement.modes.contains(&"release"),
        EventType::Accuse => CHARGES.contains(&statement.trigger_lemma.as_str()),
        _ => false,
    };
    if !is_done_to_held || statement.evidence.recipients.grounds != Grounds::Coreference {
        return None;
    }
    let names = |side: &[Filled<Party>]| {
        let mut side = side.iter();
        side.any(|other| other.value.is_named_as(&party.value))
    };
    before.iter().rev().find(|earlier| {
        earlier.event_type == EventType::Coerce
            && earlier.trigger.end <= statement.trigger.start
            && earlier.sentence + REACH >= statement.sentence
            && names(&earlier.actors)
            && !earlier.recipients.is_empty()
            && !names(&earlier.recipients)
    })
}

/// Gives a pronoun for those who are held their parties; the words stay its own.
pub fn mean_held(statement: &mut Statement, earlier: &Statement) {
    let Some(pronoun) = statement.recipients.pop() else {
        return;
    };
    let parties = earlier.recipients.iter().map(|party| Filled {
        value: party.value.clone(),
        ..pronoun.clone()
    });
    statement.recipients = parties.collect();
    statement.coded_by.push("discourse:held".to_string());
}

/// Gives a pointing act the parties of the act that it means, and its day and place where it states none.
pub fn take_over(statement: &mut Statement, earlier: &Statement) {
    statement.actors = earlier.actors.clone();
    // "The attack killed nine" says itself whom it hit.
    let says_whom = statement.recipients.iter().any(|party| {
        party
            .span
            .is_some_and(|span| span.start > statement.trigger.end)
    });
    if !says_whom {
        statement.recipients = earlier.recipients.clone();
    }
    if statement.when.is_none() {
        statement.when = earlier.when.clone();
    }
    if statement.place.is_none() {
        statement.place = earlier.place.clone();
    }
    if statement.status == Status::Happened {
        statement.status = earlier.status;
    }
    statement.coded_by.push("discourse:act".to_string());
}
