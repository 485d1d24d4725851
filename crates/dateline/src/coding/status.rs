//! How an act stands: read off the words that govern its trigger.
//!
//! A negation, a modal, a verb of planning, promising, demanding, threatening, denying or supposing above the trigger
//! decides; the nearest one speaks. Without any the act happened.

use super::attribution::is_speech;
use super::grammar::{View, base};
use super::rules::{Cues, Part, Slot};
use crate::ontology::{Auxiliary, Status};

/// What the words about a trigger say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    pub status: Status,
    /// What PLOVER's table of auxiliaries is asked; `None` for a plain fact.
    pub auxiliary: Option<Auxiliary>,
    /// Whether a word says it outright ("not", "will", "denied"), so that no score should overrule it.
    pub is_plain: bool,
}

impl Reading {
    const FACT: Reading = Reading {
        status: Status::Happened,
        auxiliary: None,
        is_plain: false,
    };

    fn said(status: Status, auxiliary: Option<Auxiliary>) -> Reading {
        Reading {
            status,
            auxiliary,
            is_plain: true,
        }
    }
}

/// The auxiliary that goes with a status that a rule states by itself.
pub fn auxiliary_of(status: Status) -> Option<Auxiliary> {
    match status {
        Status::Happened | Status::Ongoing | Status::Alleged => None,
        Status::Planned | Status::Promised | Status::Forecast => Some(Auxiliary::Future),
        Status::Demanded => Some(Auxiliary::Demand),
        Status::Threatened => Some(Auxiliary::Threat),
        Status::Hypothetical => Some(Auxiliary::Hypothetical),
        Status::Denied => Some(Auxiliary::Negation),
    }
}

/// Verbs whose meaning reaches only an infinitive or a noun under them, not a "that" clause ("told them that ...").
const INFINITIVE_ONLY: &[&str] = &[
    "tell", "ask", "order", "set", "mean", "rule", "fail", "try", "press", "call", "decide",
    "agree",
];

/// Reads how the act of a trigger stands.
pub fn read(view: View, trigger: usize, cues: &Cues) -> Reading {
    let mut reading = Reading::FACT;
    let mut here = trigger;
    let mut found = own_words(view, here, cues, &mut reading);
    for _ in 0..6 {
        let Some(above) = view.head(here) else { break };
        let relation = base(view.deprel(here));
        let is_clause = matches!(relation, "xcomp" | "ccomp" | "acl" | "advcl" | "csubj");
        let is_argument =
            matches!(relation, "obj" | "obl" | "nmod" | "nsubj") && !view.is_verb(here);
        if relation == "conj" {
            here = above;
            if !found && view.is_verb(here) {
                found = own_words(view, here, cues, &mut reading);
            }
            continue;
        }
        if relation == "advcl"
            && view
                .by_relation(here, "mark")
                .any(|m| matches!(view.lower(m).as_str(), "if" | "unless" | "should"))
        {
            return Reading::said(Status::Hypothetical, Some(Auxiliary::Hypothetical));
        }
        // What is going on is so only as far as the word above says: "denied that it is arming them".
        let is_ongoing = found && reading.status == Status::Ongoing;
        if found && !is_ongoing || !(is_clause || is_argument) || view.deprel(here) == "acl:relcl" {
            break;
        }
        if relation == "nsubj" && !is_clause {
            break;
        }
        let finite = relation == "ccomp" && !view.is_infinitive(here);
        let adverbial = relation == "advcl" && !view.is_infinitive(here);
        let reaches = !(adverbial || finite && INFINITIVE_ONLY.contains(&view.lemma(above)));
        if let Some((status, auxiliary)) = governor(view, above, here, cues).filter(|_| reaches) {
            let is_future = auxiliary == Some(Auxiliary::Future);
            if is_negated(view, above) && is_future {
                return Reading::said(Status::Denied, Some(Auxiliary::Negation));
            }
            return Reading::said(status, auxiliary);
        }
        // "will travel to sign": what an act is for stands as that act does.
        if is_ongoing || adverbial || (is_argument && !view.is_verb(above) && relation != "nmod") {
            break;
        }
        here = above;
        if is_clause || relation == "obj" {
            found = own_words(view, here, cues, &mut reading);
            // A speech verb in the past does not make its clause past; only its modals reach down, and they do not.
            if found && relation == "ccomp" {
                reading = Reading::FACT;
                break;
            }
        }
    }
    reading
}

/// How an act stands under the word above it, if that is a cue and the act stands where the cue governs.
fn governor(
    view: View,
    above: usize,
    here: usize,
    cues: &Cues,
) -> Option<(Status, Option<Auxiliary>)> {
    let part = Part::from_upos(view.upos(above))?;
    let relation = base(view.deprel(here));
    let preposition = view.preposition(here);
    let stands_in = |slot: &Slot| match slot {
        Slot::Complement => matches!(relation, "xcomp" | "ccomp" | "acl" | "advcl" | "csubj"),
        Slot::Object => relation == "obj" || view.deprel(here) == "nsubj:pass",
        Slot::Preposition(wanted) => {
            matches!(relation, "obl" | "nmod") && preposition.as_deref() == Some(wanted)
        }
        _ => false,
    };
    let found = cues.status(view.lemma(above), &view.lower(above), part);
    let fitting = found.into_iter().find(|(cue, pattern)| {
        let particle = pattern
            .particle
            .as_deref()
            .is_none_or(|wanted| has_child(view, above, wanted));
        let after = pattern.preposition.as_deref();
        let follows = after.is_none_or(|wanted| {
            preposition.as_deref() == Some(wanted) || has_child(view, above, wanted)
        });
        particle && follows && pattern.object.is_none() && cue.governs.iter().any(stands_in)
    });
    fitting.map(|(cue, _)| (cue.status, cue.auxiliary))
}

fn has_child(view: View, word: usize, wanted: &str) -> bool {
    view.children(word)
        .any(|c| view.lower(c) == wanted || view.preposition(c).as_deref() == Some(wanted))
}

fn is_negated(view: View, i: usize) -> bool {
    view.children(i).any(|c| {
        let relation = base(view.deprel(c));
        (relation == "advmod"
            && matches!(
                view.lower(c).as_str(),
                "not" | "n't" | "n’t" | "never" | "neither"
            ))
            || (relation == "det" && matches!(view.lower(c).as_str(), "no" | "neither"))
    })
}

/// "reportedly", "allegedly", "probably" at the word.
fn adverb(view: View, i: usize, cues: &Cues) -> Option<Status> {
    view.by_relation(i, "advmod").find_map(|c| {
        let found = cues.status(view.lemma(c), &view.lower(c), Part::Adverb);
        found
            .first()
            .map(|(cue, _)| cue.status)
            .filter(|status| *status != Status::Denied)
    })
}

/// Whether a clause is what somebody said, under no condition.
fn is_reported(view: View, i: usize, cues: &Cues) -> bool {
    // The parser sometimes takes a clause with a subject of its own for one without.
    let is_clause = |word: usize| match base(view.deprel(word)) {
        "ccomp" => true,
        "xcomp" => view.by_relation(word, "nsubj").next().is_some(),
        _ => false,
    };
    let is_said = |word: usize| {
        is_clause(word)
            && view
                .head(word)
                .is_some_and(|above| is_speech(cues, view, above))
    };
    let first = view.head(i).filter(|_| base(view.deprel(i)) == "conj");
    let is_conditional = view.by_relation(i, "advcl").any(|clause| {
        view.by_relation(clause, "mark")
            .any(|m| view.lower(m) == "if")
    });
    !is_conditional && (is_said(i) || first.is_some_and(is_said))
}

/// Modals, negation and tense on the word itself. Whether they decide.
fn own_words(view: View, i: usize, cues: &Cues, reading: &mut Reading) -> bool {
    if is_negated(view, i) {
        let refused = view
            .by_relation(i, "aux")
            .any(|c| matches!(view.lower(c).as_str(), "wo" | "will" | "would"));
        let auxiliary = if refused {
            Auxiliary::Refusal
        } else {
            Auxiliary::Negation
        };
        *reading = Reading::said(
            if refused {
                Status::Happened
            } else {
                Status::Denied
            },
            Some(auxiliary),
        );
        return true;
    }
    let auxiliaries: Vec<String> = view.by_relation(i, "aux").map(|c| view.lower(c)).collect();
    let has = |word: &str| auxiliaries.iter().any(|a| a == word);
    if has("would") && is_reported(view, i, cues) {
        // "announced it would withdraw": the future of the past; the heads may know it for a promise.
        reading.status = Status::Planned;
        reading.auxiliary = Some(Auxiliary::Future);
        return true;
    }
    let status = if has("will") || has("'ll") || has("shall") || has("wo") {
        Status::Planned
    } else if has("may")
        || has("might")
        || has("could")
        || has("would")
        || has("'d") && !view.lower(i).ends_with("ed")
    {
        Status::Hypothetical
    } else if has("should") || has("must") {
        Status::Demanded
    } else if let Some(status) = adverb(view, i, cues) {
        status
    } else if view.lower(i).ends_with("ing")
        && view
            .by_relation(i, "aux")
            .any(|c| matches!(view.lower(c).as_str(), "is" | "are" | "'s" | "'re" | "am"))
    {
        reading.status = Status::Ongoing;
        return true;
    } else {
        return false;
    };
    *reading = Reading::said(status, auxiliary_of(status));
    true
}
