//! Whom an act's parties are taken to be: what the trained heads see, and what the tree says where neither a rule nor the heads
//! gave any.

use dateline_nlp::EventMention;

use super::candidates::Candidate;
use super::grammar::View;
use super::rules::Slot;
use super::triggers::Kinds;
use crate::ontology::EventType;

/// What a head must say before it is believed against the tree.
const VERY_SURE: f32 = 0.8;

/// Takes the heads' participants where they see any, in place of the rule's for that side.
pub(super) fn add_arguments(candidate: &mut Candidate, mention: &EventMention, view: View) {
    // Somebody seen on both sides is on the one that is likelier.
    let is_likelier_elsewhere = |token: usize, role: &str, score: f32| {
        let other = match role {
            "actor" => "recipient",
            "recipient" => "actor",
            _ => return false,
        };
        let mut arguments = mention.arguments.iter();
        arguments.any(|a| a.role == other && a.token == token && a.score > score)
    };
    let of_role = |role: &str| -> Vec<usize> {
        let sure = mention.arguments.iter().filter(|a| {
            // "storm parliament": a party may be among the words that a rule looked for.
            let is_amid = matches!(role, "actor" | "recipient")
                && a.token != candidate.anchor
                && matches!(view.upos(a.token), "NOUN" | "PROPN" | "PRON" | "NUM");
            let is_free = is_amid || !candidate.words.contains(&a.token);
            a.role == role
                && a.score >= 0.5
                && is_free
                && !is_likelier_elsewhere(a.token, role, a.score)
                && !(role == "actor"
                    && a.score < VERY_SURE
                    && view.is_subject_outside(a.token, candidate.anchor, &candidate.actors))
        });
        let mut tokens: Vec<usize> = sure
            .map(|argument| phrase_head(view, argument.token))
            .collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    };
    let [actors, recipients, sources, dates, places, quantities] = [
        "actor",
        "recipient",
        "attribution",
        "date",
        "place",
        "quantity",
    ]
    .map(of_role);
    // The heads often mark only the first of several joined parties.
    let with_joined = |side: &[usize], other: &[usize]| -> Vec<usize> {
        let mut all: Vec<usize> = side.iter().flat_map(|&i| view.with_conjuncts(i)).collect();
        all.retain(|i| !other.contains(i) && *i != candidate.anchor);
        all.sort_unstable();
        all.dedup();
        all
    };
    let joined = (
        with_joined(&actors, &recipients),
        with_joined(&recipients, &actors),
    );
    // "Fourteen men went on trial", "his murder": whom the heads see it befall does not do it.
    candidate.actors.retain(|token| !joined.1.contains(token));
    // Whose a noun is said to be ("the latter's visit") the tree tells more surely than the heads.
    let is_owned = view
        .possessors(candidate.anchor)
        .any(|c| candidate.actors.contains(&c));
    if !joined.0.is_empty() && !is_owned {
        candidate.actors = joined.0;
    }
    if !joined.1.is_empty() {
        candidate.recipients = joined.1;
    }
    let actors = &candidate.actors;
    candidate.recipients.retain(|token| !actors.contains(token));
    candidate.sources = sources;
    candidate.dates = dates;
    candidate.places = places;
    candidate.quantities = quantities;
}

/// Steps from a word inside a name to the name's head word.
pub(super) fn phrase_head(view: View, token: usize) -> usize {
    match view.sentence.name_at(token) {
        Some(name) => view.sentence.head_of(name.tokens()),
        None => token,
    }
}

/// Where all else leaves no recipient, the heads' best guess is better than none, but for what several do together.
pub(super) fn fill_from_guess(view: View, candidate: &mut Candidate) {
    let is_mutual = candidate.actors.len() > 1
        && matches!(
            candidate.event_type,
            EventType::Agree | EventType::Consult | EventType::Support
        );
    if !candidate.recipients.is_empty() || is_mutual {
        return;
    }
    let mention = view.sentence.mention_at(candidate.anchor);
    let best = mention.and_then(|mention| {
        let mut arguments = mention.arguments.iter();
        arguments.find(|a| {
            a.role == "recipient"
                && !candidate.words.contains(&a.token)
                && !candidate.actors.contains(&phrase_head(view, a.token))
        })
    });
    candidate
        .recipients
        .extend(best.map(|argument| phrase_head(view, argument.token)));
}

/// What neither a rule nor the heads gave is read off the tree: who does the verb, to whom; whose the noun is.
pub(super) fn fill_from_grammar(view: View, candidate: &mut Candidate, kinds: &dyn Kinds) {
    let anchor = candidate.anchor;
    let first = |slots: &[Slot], taken: &[usize]| -> Vec<usize> {
        for slot in slots {
            let mut somebody = view.slot(anchor, None, slot);
            somebody.retain(|&i| {
                kinds.is_participant(i) && !taken.contains(&i) && !candidate.words.contains(&i)
            });
            if !somebody.is_empty() {
                return somebody;
            }
        }
        Vec::new()
    };
    // "protester deaths", "the hostage release": the noun before is whom it befell.
    const BEFALLS: &[&str] = &[
        "death",
        "killing",
        "murder",
        "arrest",
        "detention",
        "abduction",
        "kidnapping",
        "release",
        "execution",
        "assassination",
        "deportation",
        "expulsion",
        "rescue",
        "casualty",
    ];
    let befalls = BEFALLS.contains(&view.lemma(anchor).to_lowercase().as_str());
    if befalls && candidate.recipients.is_empty() {
        let before = view.by_relation(anchor, "compound").filter(|i| {
            view.upos(*i) == "NOUN" && kinds.is_participant(*i) && !candidate.actors.contains(i)
        });
        candidate.recipients = before.collect();
    }
    const ACTOR_OF_NOUN: &[Slot] = &[
        Slot::Possessive,
        Slot::Preposition("by"),
        Slot::Preposition("between"),
        Slot::Subject,
        Slot::Modifier,
    ];
    const RECIPIENT_OF_NOUN: &[Slot] = &[
        Slot::Preposition("on"),
        Slot::Preposition("against"),
        Slot::Preposition("with"),
        Slot::Preposition("to"),
        Slot::Preposition("of"),
    ];
    if candidate.actors.is_empty() {
        let slots = if view.is_verb(anchor) {
            &[Slot::Subject]
        } else {
            ACTOR_OF_NOUN
        };
        candidate.actors = first(slots, &candidate.recipients);
    }
    if candidate.recipients.is_empty() {
        let slots = if view.is_verb(anchor) {
            &[
                Slot::Object,
                Slot::Indirect,
                Slot::Preposition("with"),
                Slot::Preposition("against"),
                Slot::Preposition("to"),
            ]
        } else {
            RECIPIENT_OF_NOUN
        };
        candidate.recipients = first(slots, &candidate.actors);
    }
}
