//! The slots that rules speak of: which head words fill `subject`, `with`, `possessive` and the like about a trigger.

use super::{View, base};
use crate::coding::rules::Slot;

/// Verbs that carry an event noun without adding to it ("hold talks", "launch an attack").
const LIGHT_VERBS: &[&str] = &[
    "begin",
    "carry",
    "carry out",
    "commit",
    "complete",
    "conclude",
    "conduct",
    "continue",
    "deal",
    "deliver",
    "do",
    "end",
    "express",
    "extend",
    "face",
    "finalize",
    "give",
    "have",
    "hold",
    "impose",
    "issue",
    "kick",
    "launch",
    "lead",
    "lodge",
    "make",
    "mount",
    "offer",
    "open",
    "organise",
    "organize",
    "pay",
    "perform",
    "perpetrate",
    "provide",
    "pursue",
    "reach",
    "receive",
    "resume",
    "see",
    "seek",
    "send",
    "sign",
    "stage",
    "start",
    "suffer",
    "take",
    "undergo",
    "undertake",
    "unleash",
    "voice",
    "wage",
    "win",
];

impl<'a> View<'a> {
    /// Obliques of a verb (or of an adjective) with one of these prepositions.
    pub fn oblique(&self, verb: usize, prepositions: &[&str]) -> Vec<usize> {
        let own = self
            .by_relation(verb, "obl")
            .filter(|&c| self.deprel(c) != "obl:agent");
        let fitting = |c: usize| {
            self.preposition(c)
                .is_some_and(|p| prepositions.contains(&p.as_str()))
        };
        let mut found: Vec<usize> = own.filter(|&c| fitting(c)).collect();
        if found.is_empty() {
            // Parsers often hang "talks with X" or "a plane to Y" on the object instead of on the verb.
            for object in self.by_relation(verb, "obj") {
                found.extend(self.by_relation(object, "nmod").filter(|&c| fitting(c)));
            }
        }
        let mut all = Vec::new();
        for i in found {
            if !self.is_time_like(i) {
                all.extend(self.with_conjuncts(self.antecedent(i)));
            }
        }
        all
    }

    /// Modifiers of an event noun with one of these prepositions.
    pub fn noun_oblique(&self, noun: usize, prepositions: &[&str]) -> Vec<usize> {
        let fitting = |c: usize| {
            self.preposition(c)
                .is_some_and(|p| prepositions.contains(&p.as_str()))
        };
        let mut found: Vec<usize> = self
            .by_relation(noun, "nmod")
            .filter(|&c| fitting(c))
            .collect();
        if found.is_empty() {
            // "held talks on Monday with X", "the visit was made by X": the carrier verb holds the phrase.
            if let Some(carrier) = self.carrier(noun) {
                found.extend(self.by_relation(carrier, "obl").filter(|&c| fitting(c)));
            }
        }
        let mut all = Vec::new();
        for i in found {
            if !self.is_time_like(i) {
                all.extend(self.with_conjuncts(i));
            }
        }
        all
    }

    /// The light verb that carries an event noun ("hold" of "talks").
    pub fn carrier(&self, noun: usize) -> Option<usize> {
        let verb = self.head(noun)?;
        let carried = matches!(base(self.deprel(noun)), "obj") || self.deprel(noun) == "nsubj:pass";
        (carried && self.is_verb(verb) && LIGHT_VERBS.contains(&self.lemma(verb))).then_some(verb)
    }

    /// Who an event noun belongs to grammatically: subject of its light verb, or of the verb whose oblique it is.
    fn noun_subject(&self, noun: usize) -> Vec<usize> {
        if let Some(carrier) = self.carrier(noun) {
            return self.agents(carrier);
        }
        // "met during talks", "left on a visit", "was killed in an attack" give no doer of the noun itself.
        let Some(verb) = self.head(noun) else {
            return Vec::new();
        };
        let on_errand = base(self.deprel(noun)) == "obl"
            && self
                .preposition(noun)
                .is_some_and(|p| matches!(p.as_str(), "on" | "for"))
            && self.is_verb(verb)
            && !self.is_passive(verb);
        if on_errand {
            self.agents(verb)
        } else {
            Vec::new()
        }
    }

    /// Who does the verb next above a noun: "Kim arrived for talks".
    fn outer_subject(&self, noun: usize) -> Vec<usize> {
        let own = self.noun_subject(noun);
        if !own.is_empty() {
            return own;
        }
        match self.sentence.ancestors(noun).find(|&i| self.is_verb(i)) {
            Some(verb) => self.agents(verb),
            None => Vec::new(),
        }
    }

    /// The clause word that hangs on a trigger: "urged them to leave", "the decision to leave".
    fn complements(&self, trigger: usize) -> Vec<usize> {
        self.children(trigger)
            .filter(|&c| {
                matches!(base(self.deprel(c)), "xcomp" | "ccomp" | "advcl")
                    || self.deprel(c) == "acl"
            })
            .collect()
    }

    /// All words of the clause that a trigger stands in, the trigger left out.
    fn clause(&self, trigger: usize) -> Vec<usize> {
        let is_clause = |i: usize| self.is_verb(i) || self.head(i).is_none();
        let top = std::iter::once(trigger)
            .chain(self.sentence.ancestors(trigger))
            .find(|&i| is_clause(i));
        let range = self.sentence.subtree(top.unwrap_or(trigger));
        range.filter(|&i| i != trigger).collect()
    }

    /// The head words that fill a slot about a trigger. `object` is the noun of a light-verb trigger ("hold talks"):
    /// its own phrases count as the trigger's.
    pub fn slot(&self, trigger: usize, object: Option<usize>, slot: &Slot) -> Vec<usize> {
        match slot {
            Slot::Any => return self.clause(trigger),
            Slot::Complement => return self.complements(trigger),
            Slot::Actor | Slot::Recipient => return Vec::new(),
            _ => {}
        }
        if self.is_verb(trigger) {
            let own = match slot {
                Slot::Subject => self.agents(trigger),
                Slot::Object => self.patients(trigger),
                Slot::Indirect => self
                    .by_relation(trigger, "iobj")
                    .flat_map(|i| self.with_conjuncts(i))
                    .collect(),
                Slot::Preposition("by") if self.is_passive(trigger) => {
                    self.expand(self.passive_agent(trigger))
                }
                Slot::Preposition(preposition) => self.oblique(trigger, &[preposition]),
                _ => Vec::new(),
            };
            return match object {
                Some(noun) if own.is_empty() && !matches!(slot, Slot::Subject | Slot::Object) => {
                    self.noun_slot(noun, slot)
                }
                _ => own,
            };
        }
        if self.upos(trigger) == "ADJ" && *slot == Slot::Subject {
            return self.expand(self.by_relation(trigger, "nsubj").next());
        }
        self.noun_slot(trigger, slot)
    }

    fn noun_slot(&self, noun: usize, slot: &Slot) -> Vec<usize> {
        match slot {
            Slot::Subject => self.noun_subject(noun),
            Slot::Object => self.noun_oblique(noun, &["of"]),
            Slot::Outer => self.outer_subject(noun),
            Slot::Possessive => self
                .possessors(noun)
                .flat_map(|i| self.with_conjuncts(i))
                .collect(),
            Slot::Modifier => self
                .modifiers(noun)
                .flat_map(|c| self.with_conjuncts(c))
                .collect(),
            Slot::Preposition(preposition) => self.noun_oblique(noun, &[preposition]),
            _ => Vec::new(),
        }
    }

    /// Whose a noun is: "its", "Nepal's"; also where the parser takes "the latter's" for another dependent of the noun.
    pub fn possessors(&self, noun: usize) -> impl Iterator<Item = usize> + 'a {
        let view = *self;
        self.children(noun).filter(move |&c| {
            let has_mark = || {
                view.by_relation(c, "case")
                    .any(|i| matches!(view.word(i), "'s" | "’s" | "'" | "’"))
            };
            view.deprel(c) == "nmod:poss" || c < noun && has_mark()
        })
    }

    /// Adjectives and nouns before a noun: "Russian", "rebel", "air" of "strike".
    pub fn modifiers(&self, noun: usize) -> impl Iterator<Item = usize> + 'a {
        let view = *self;
        self.children(noun).filter(move |&c| {
            c < noun
                && matches!(base(view.deprel(c)), "amod" | "compound" | "nmod")
                && view.deprel(c) != "nmod:poss"
                && view.preposition(c).is_none()
        })
    }
}
