//! Where a rule fits: the words of a sentence that stand for an event, with the participants' head words.

use super::grammar::{View, base};
use super::rules::{Candidate, Kind, Part, Pattern, Rule, Rules, Slot, Test, Voice};
use crate::ontology::Status;

/// A rule that fits at a word.
#[derive(Debug, Clone)]
pub struct Match<'r> {
    pub rule: &'r Rule,
    /// The trigger's head word.
    pub anchor: usize,
    /// All words of the trigger, in order.
    pub words: Vec<usize>,
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub modes: Vec<&'static str>,
    pub contexts: Vec<&'static str>,
    /// Set where the trigger's own words decide how the act stands.
    pub status: Option<Status>,
}

/// What a head word stands for: answered by the discourse.
pub trait Kinds {
    fn is(&self, token: usize, kind: Kind) -> bool;

    /// Whether the word can be a participant at all.
    fn is_participant(&self, token: usize) -> bool {
        self.is(token, Kind::Actor) || self.is(token, Kind::Place)
    }
}

/// The best rule at each word of a sentence.
pub fn find<'r>(view: View, rules: &'r Rules, kinds: &dyn Kinds) -> Vec<Match<'r>> {
    let mut found: Vec<Match> = (0..view.word_count())
        .filter_map(|anchor| at(view, anchor, rules, kinds))
        .collect();
    // A word inside a longer trigger ("talks" of "hold talks") is no second event of its type.
    let inside: Vec<bool> = found
        .iter()
        .map(|m| {
            found.iter().any(|other| {
                other.words.len() > m.words.len()
                    && other.words.contains(&m.anchor)
                    && other.rule.event_type == m.rule.event_type
            })
        })
        .collect();
    let mut keep = inside.iter().map(|inside| !inside);
    found.retain(|_| keep.next().unwrap_or(true));
    found
}

/// The best rule whose trigger has this head word.
fn at<'r>(view: View, anchor: usize, rules: &'r Rules, kinds: &dyn Kinds) -> Option<Match<'r>> {
    let part = Part::from_upos(view.upos(anchor))?;
    if part == Part::Modal || part == Part::Marker {
        return None;
    }
    // A participle that modifies a noun is read as the verb it comes from ("the captured town").
    let lemma = view.lemma(anchor);
    let form = view.lower(anchor);
    let candidates = rules.candidates(lemma, &form, part);
    candidates
        .into_iter()
        .find_map(|candidate| fit(view, anchor, candidate, kinds))
}

fn fit<'r>(
    view: View,
    anchor: usize,
    candidate: Candidate<'r>,
    kinds: &dyn Kinds,
) -> Option<Match<'r>> {
    let Candidate { rule, pattern } = candidate;
    let (words, object) = pattern_words(view, anchor, pattern)?;
    let pick = |slots: &[Slot], all: bool| -> Vec<usize> {
        let mut picked: Vec<usize> = Vec::new();
        for slot in slots {
            let somebody = view.slot(anchor, object, slot).into_iter();
            let fresh: Vec<usize> = somebody
                .filter(|&i| kinds.is_participant(i) && !words.contains(&i) && !picked.contains(&i))
                .collect();
            picked.extend(fresh);
            if !picked.is_empty() && !all {
                break;
            }
        }
        picked
    };
    let mut actors = pick(&rule.actor, rule.symmetric);
    let mut recipients = pick(&rule.recipient, false);
    recipients.retain(|i| !actors.contains(i));
    let site = Site {
        view,
        anchor,
        object,
        actors: &actors,
        recipients: &recipients,
        kinds,
    };
    if !rule.require.all(|test| site.holds(test)) || rule.forbid.any(|test| site.holds(test)) {
        return None;
    }
    let (mut modes, mut contexts, mut status) =
        (rule.modes.clone(), rule.contexts.clone(), rule.status);
    for when in rule
        .when
        .iter()
        .filter(|when| when.condition.all(|test| site.holds(test)))
    {
        modes.extend(when.modes.iter().filter(|mode| !rule.modes.contains(mode)));
        contexts.extend(&when.contexts);
        status = status.or(when.status);
    }
    modes.dedup();
    contexts.sort_unstable();
    contexts.dedup();
    if rule.symmetric {
        actors.append(&mut recipients);
    }
    Some(Match {
        rule,
        anchor,
        words,
        actors,
        recipients,
        modes,
        contexts,
        status,
    })
}

/// The words that a pattern takes at this head, and the object of a light verb; `None` where it does not fit.
fn pattern_words(
    view: View,
    anchor: usize,
    pattern: &Pattern,
) -> Option<(Vec<usize>, Option<usize>)> {
    let mut words = vec![anchor];
    for modifier in &pattern.modifiers {
        words.push(
            view.modifiers(anchor)
                .find(|&c| is_word(view, c, modifier))?,
        );
    }
    if let Some(particle) = &pattern.particle {
        words.push(particle_of(view, anchor, particle)?);
    }
    let mut object = None;
    if let Some(wanted) = &pattern.object {
        let logical = match pattern.part {
            Part::Verb => view.patients(anchor),
            _ => view.slot(anchor, None, &Slot::Object),
        };
        let noun = logical
            .into_iter()
            .find(|&noun| holds(view, wanted, noun))?;
        object = Some(noun);
        words.push(noun);
    }
    if let Some(preposition) = &pattern.preposition {
        let governed = governed(view, anchor, object, preposition);
        match &pattern.under {
            Some(wanted) => {
                let noun = governed
                    .into_iter()
                    .find(|&noun| holds(view, wanted, noun))?;
                words.extend(view.by_relation(noun, "case").min());
                words.push(noun);
            }
            None => match governed.first() {
                Some(&noun) => words.extend(view.by_relation(noun, "case").min()),
                None => words.push(
                    particle_of(view, anchor, preposition)
                        .or_else(|| marker_to(view, anchor, preposition))?,
                ),
            },
        }
    }
    words.sort_unstable();
    words.dedup();
    Some((words, object))
}

fn governed(view: View, anchor: usize, object: Option<usize>, preposition: &str) -> Vec<usize> {
    let fits = |&c: &usize| view.preposition(c).is_some_and(|p| p == preposition);
    let mut found: Vec<usize> = [Some(anchor), object]
        .into_iter()
        .flatten()
        .flat_map(|i| {
            view.by_relation(i, "obl")
                .chain(view.by_relation(i, "nmod"))
                .collect::<Vec<_>>()
        })
        .filter(fits)
        .collect();
    if found.is_empty() && object.is_none() {
        found = view
            .by_relation(anchor, "obj")
            .flat_map(|o| view.by_relation(o, "nmod").collect::<Vec<_>>())
            .filter(fits)
            .collect();
    }
    if found.is_empty()
        && let Some(carrier) = view.carrier(anchor)
    {
        found = view.by_relation(carrier, "obl").filter(fits).collect();
    }
    found
}

fn particle_of(view: View, anchor: usize, particle: &str) -> Option<usize> {
    view.children(anchor).find(|&c| {
        (view.deprel(c) == "compound:prt" || matches!(base(view.deprel(c)), "advmod" | "case"))
            && view.lower(c) == particle
    })
}

/// "threaten to": the "to" of the infinitive under the verb.
fn marker_to(view: View, anchor: usize, preposition: &str) -> Option<usize> {
    if preposition != "to" {
        return None;
    }
    let complement = view
        .children(anchor)
        .find(|&c| base(view.deprel(c)) == "xcomp" && view.is_infinitive(c))?;
    view.by_relation(complement, "mark").next()
}

fn is_word(view: View, token: usize, wanted: &str) -> bool {
    view.lemma(token).eq_ignore_ascii_case(wanted) || view.lower(token) == wanted
}

fn holds(view: View, words: &super::rules::Words, token: usize) -> bool {
    let lemma = view.lemma(token).to_lowercase();
    let has_modifier = |wanted: &str| {
        view.children(token).any(|c| {
            matches!(
                base(view.deprel(c)),
                "amod" | "compound" | "flat" | "nmod" | "nummod"
            ) && is_word(view, c, wanted)
        })
    };
    words.holds(&lemma, &view.lower(token), has_modifier)
}

/// The surroundings of a trigger that conditions ask about.
struct Site<'a> {
    view: View<'a>,
    anchor: usize,
    object: Option<usize>,
    actors: &'a [usize],
    recipients: &'a [usize],
    kinds: &'a dyn Kinds,
}

impl Site<'_> {
    fn fillers(&self, slot: &Slot) -> Vec<usize> {
        match slot {
            Slot::Actor => self.actors.to_vec(),
            Slot::Recipient => self.recipients.to_vec(),
            slot => self.view.slot(self.anchor, self.object, slot),
        }
    }

    fn holds(&self, test: &Test) -> bool {
        match test {
            Test::Is(slot, kinds) => self
                .fillers(slot)
                .into_iter()
                .any(|i| kinds.iter().any(|&kind| self.kinds.is(i, kind))),
            Test::In(slot, words) => self
                .fillers(slot)
                .into_iter()
                .any(|i| (*slot != Slot::Any || i != self.anchor) && holds(self.view, words, i)),
            Test::Has(slot) => !self.fillers(slot).is_empty(),
            Test::Voice(voice) => (*voice == Voice::Passive) == self.view.is_passive(self.anchor),
        }
    }
}
