//! Who stands where about a trigger: reads the participants' grammatical slots off the dependency tree.
//!
//! A *slot* is a name such as `subject`, `object`, `by`, `with`, `possessive`: what rules speak of. This module
//! finds the head words that fill a slot, through passives, conjunctions, relative clauses, control verbs,
//! light verbs ("held talks") and event nouns ("the visit by X to Y").

mod slots;

use std::ops::Range;

use dateline_nlp::Sentence;

/// A sentence beside the text that it is a part of.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub sentence: &'a Sentence,
    pub text: &'a str,
}

/// Verbs whose object, not subject, does what the infinitive under them says ("urged Iran to leave").
const OBJECT_CONTROL: &[&str] = &[
    "advise",
    "allow",
    "ask",
    "authorize",
    "authorise",
    "call",
    "cause",
    "compel",
    "convince",
    "direct",
    "dispatch",
    "enable",
    "encourage",
    "expect",
    "forbid",
    "force",
    "help",
    "instruct",
    "invite",
    "lead",
    "let",
    "make",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prompt",
    "request",
    "require",
    "send",
    "tell",
    "urge",
    "want",
    "warn",
];

const RELATIVE_PRONOUNS: &[&str] = &["who", "which", "that", "whom", "whose"];

impl<'a> View<'a> {
    pub fn new(sentence: &'a Sentence, text: &'a str) -> View<'a> {
        View { sentence, text }
    }

    /// How many words the sentence has.
    pub fn word_count(&self) -> usize {
        self.sentence.tokens.len()
    }

    pub fn lemma(&self, i: usize) -> &'a str {
        &self.sentence.tokens[i].lemma
    }

    pub fn upos(&self, i: usize) -> &'a str {
        &self.sentence.tokens[i].upos
    }

    pub fn deprel(&self, i: usize) -> &'a str {
        &self.sentence.tokens[i].deprel
    }

    pub fn head(&self, i: usize) -> Option<usize> {
        self.sentence.tokens[i].head
    }

    pub fn word(&self, i: usize) -> &'a str {
        self.sentence.token_text(i, self.text)
    }

    pub fn lower(&self, i: usize) -> String {
        self.word(i).to_lowercase()
    }

    pub fn children(&self, i: usize) -> impl Iterator<Item = usize> + 'a {
        let sentence = self.sentence;
        (0..sentence.tokens.len()).filter(move |&child| sentence.tokens[child].head == Some(i))
    }

    /// Children with this relation, subtypes included ("nsubj" finds "nsubj:pass").
    pub fn by_relation(&self, i: usize, relation: &'a str) -> impl Iterator<Item = usize> + 'a {
        let sentence = self.sentence;
        self.children(i).filter(move |&child| {
            let found = sentence.tokens[child].deprel.as_str();
            found == relation
                || found
                    .strip_prefix(relation)
                    .is_some_and(|rest| rest.starts_with(':'))
        })
    }

    pub fn is_verb(&self, i: usize) -> bool {
        matches!(self.upos(i), "VERB" | "AUX")
    }

    /// The preposition in front of a noun phrase, lower case; several words of a fixed one joined ("ahead of").
    pub fn preposition(&self, i: usize) -> Option<String> {
        let case = self
            .by_relation(i, "case")
            .filter(|&c| !matches!(self.word(c), "'s" | "’s" | "'" | "’"))
            .min()?;
        let mut words = self.lower(case);
        for part in self.by_relation(case, "fixed") {
            words.push(' ');
            words.push_str(&self.lower(part));
        }
        Some(words)
    }

    /// Whether the verb is in the passive, here or as a reduced relative ("troops killed in ...").
    pub fn is_passive(&self, verb: usize) -> bool {
        if self
            .children(verb)
            .any(|c| matches!(self.deprel(c), "nsubj:pass" | "aux:pass" | "csubj:pass"))
        {
            return true;
        }
        match base(self.deprel(verb)) {
            "acl" if self.deprel(verb) != "acl:relcl" => self.is_past_participle(verb),
            "amod" => self.is_past_participle(verb),
            "conj" => {
                self.by_relation(verb, "nsubj").next().is_none()
                    && self.by_relation(verb, "obj").next().is_none()
                    && self.is_past_participle(verb)
                    && self
                        .head(verb)
                        .is_some_and(|first| self.is_verb(first) && self.is_passive(first))
            }
            "advcl" => {
                self.is_past_participle(verb)
                    && self.by_relation(verb, "obj").next().is_none()
                    && self.by_relation(verb, "nsubj").next().is_none()
                    && self.by_relation(verb, "aux").next().is_none()
            }
            _ => false,
        }
    }

    fn is_past_participle(&self, verb: usize) -> bool {
        let word = self.lower(verb);
        !word.ends_with("ing")
            && !self
                .children(verb)
                .any(|c| self.deprel(c) == "mark" && self.lower(c) == "to")
            && word != self.lemma(verb)
    }

    /// What a relative pronoun stands for, else the word itself.
    fn antecedent(&self, i: usize) -> usize {
        if !RELATIVE_PRONOUNS.contains(&self.lower(i).as_str()) || self.upos(i) == "DET" {
            return i;
        }
        let mut above = self.head(i);
        for _ in 0..4 {
            let Some(verb) = above else { return i };
            if self.deprel(verb) == "acl:relcl" {
                return self.head(verb).unwrap_or(i);
            }
            above = self.head(verb);
        }
        i
    }

    /// The word and what is joined to it by "and", "or" or a comma.
    pub fn with_conjuncts(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        all.extend(self.by_relation(i, "conj").filter(|&c| !self.is_verb(c)));
        all
    }

    /// Who does it: the subject of an active verb, the "by" of a passive one.
    pub fn agents(&self, verb: usize) -> Vec<usize> {
        let found = if self.is_passive(verb) {
            self.passive_agent(verb)
        } else {
            self.grammatical_subject(verb, 0)
        };
        self.expand(found)
    }

    /// To whom it is done: the object of an active verb, the subject of a passive one.
    pub fn patients(&self, verb: usize) -> Vec<usize> {
        let found = if self.is_passive(verb) {
            self.grammatical_subject(verb, 0)
        } else {
            self.active_object(verb)
        };
        self.expand(found)
    }

    fn expand(&self, found: Option<usize>) -> Vec<usize> {
        found
            .map(|i| self.with_conjuncts(self.antecedent(i)))
            .unwrap_or_default()
    }

    fn passive_agent(&self, verb: usize) -> Option<usize> {
        self.by_relation(verb, "obl")
            .find(|&c| {
                self.deprel(c) == "obl:agent" || self.preposition(c).as_deref() == Some("by")
            })
            .filter(|&c| !self.is_time_like(c))
    }

    /// A noun phrase that names a time, which "by" and bare obliques often hold.
    fn is_time_like(&self, i: usize) -> bool {
        const TIMES: &[&str] = &[
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "day",
            "week",
            "month",
            "year",
            "today",
            "tomorrow",
            "yesterday",
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "morning",
            "evening",
            "night",
            "hour",
            "weekend",
        ];
        TIMES.contains(&self.lower(i).as_str()) || self.upos(i) == "NUM"
    }

    fn active_object(&self, verb: usize) -> Option<usize> {
        if let Some(object) = self.by_relation(verb, "obj").next() {
            return Some(object);
        }
        // "the man whom police arrested": the noun above is the object when the clause has its own subject.
        if self.deprel(verb) == "acl:relcl"
            && self
                .by_relation(verb, "nsubj")
                .any(|s| self.antecedent(s) == s)
        {
            let relative_is_oblique = self
                .children(verb)
                .any(|c| base(self.deprel(c)) == "obl" && self.antecedent(c) != c);
            if !relative_is_oblique {
                return self.head(verb);
            }
        }
        // "attacked and looted the town": the object of the last verb serves the first.
        self.by_relation(verb, "conj")
            .filter(|&c| self.is_verb(c))
            .find_map(|c| {
                let own_subject = self.by_relation(c, "nsubj").next().is_some();
                (!own_subject && self.by_relation(verb, "obl").next().is_none() && c <= verb + 3)
                    .then(|| self.by_relation(c, "obj").next())
                    .flatten()
            })
    }

    /// The subject a reader would give the verb, wherever the tree holds it.
    pub fn grammatical_subject(&self, verb: usize, depth: usize) -> Option<usize> {
        if depth > 6 {
            return None;
        }
        if let Some(subject) = self.by_relation(verb, "nsubj").next() {
            return (self.upos(subject) != "PRON"
                || !matches!(self.lower(subject).as_str(), "there" | "it"))
            .then_some(subject)
            .or(Some(subject).filter(|&s| self.lower(s) == "it"));
        }
        let above = self.head(verb)?;
        match base(self.deprel(verb)) {
            "conj" if self.is_verb(above) || self.by_relation(above, "cop").next().is_some() => {
                self.grammatical_subject(above, depth + 1)
            }
            "xcomp" | "ccomp" | "advcl"
                if self.is_infinitive(verb) || base(self.deprel(verb)) == "xcomp" =>
            {
                if OBJECT_CONTROL.contains(&self.lemma(above)) {
                    let object = if self.is_passive(above) {
                        self.grammatical_subject(above, depth + 1)
                    } else {
                        self.by_relation(above, "obj")
                            .chain(self.by_relation(above, "iobj"))
                            .next()
                            .or_else(|| self.oblique(above, &["on", "upon"]).into_iter().next())
                    };
                    return object.or_else(|| {
                        (base(self.deprel(verb)) != "ccomp")
                            .then(|| self.grammatical_subject(above, depth + 1))?
                    });
                }
                self.grammatical_subject(above, depth + 1)
            }
            "advcl" if self.is_verb(above) => {
                let has_own_conjunction = self
                    .by_relation(verb, "mark")
                    .any(|m| self.lower(m) != "to");
                if has_own_conjunction && !self.lower(verb).ends_with("ing") {
                    return None;
                }
                self.grammatical_subject(above, depth + 1)
            }
            "acl" if self.deprel(verb) == "acl:relcl" => Some(above),
            "acl" if self.is_infinitive(verb) => {
                // "Russia's plan to attack", "made a promise to leave"
                self.by_relation(above, "nmod:poss").next().or_else(|| {
                    let carrier = self.head(above)?;
                    (base(self.deprel(above)) == "obj" && self.is_verb(carrier))
                        .then(|| self.grammatical_subject(carrier, depth + 1))?
                })
            }
            "acl" | "amod" => Some(above),
            _ => None,
        }
    }

    /// Whether a word is the subject of a clause about that of an act, where the act's own clause has another subject
    /// or holds one of its `doers`: "Pyongyang" for the talks of "Pyongyang reached out to Moscow as Trump and Putin
    /// advanced talks". Neither does the subject of a far clause do what is itself the agent of its clause: "sanctions" of
    /// "the country struggles with shortages worsened by sanctions".
    pub fn is_subject_outside(&self, word: usize, act: usize, doers: &[usize]) -> bool {
        if base(self.deprel(word)) != "nsubj" {
            return false;
        }
        let Some(verb) = self.head(word) else {
            return false;
        };
        let up: Vec<usize> = std::iter::once(act)
            .chain(self.sentence.ancestors(act))
            .collect();
        let Some(above) = up.iter().position(|&i| i == verb) else {
            return false;
        };
        let is_clause = |i: usize| {
            matches!(
                base(self.deprel(i)),
                "advcl" | "acl" | "ccomp" | "parataxis" | "conj"
            )
        };
        let has_own = |clause: usize| {
            self.by_relation(clause, "nsubj").any(|c| c != act)
                || doers
                    .iter()
                    .any(|&doer| doer != clause && self.sentence.is_under(doer, clause))
        };
        self.deprel(act) == "obl:agent" && above > 1
            || up[..above].iter().any(|&i| is_clause(i) && has_own(i))
    }

    pub fn is_infinitive(&self, verb: usize) -> bool {
        self.by_relation(verb, "mark")
            .any(|m| self.lower(m) == "to")
    }

    /// The noun phrase of a head word without its relative clauses, appositions, conjuncts and preposition.
    pub fn noun_phrase(&self, head: usize) -> Range<usize> {
        let skip = |i: usize| {
            i != head
                && (matches!(
                    base(self.deprel(i)),
                    "acl"
                        | "appos"
                        | "conj"
                        | "cc"
                        | "case"
                        | "punct"
                        | "parataxis"
                        | "advcl"
                        | "advmod"
                        | "mark"
                        | "cop"
                        | "nsubj"
                        | "aux"
                        | "obl"
                        | "dep"
                        | "list"
                        | "discourse"
                        | "orphan"
                        | "ccomp"
                        | "expl"
                ) && self.head(i) == Some(head)
                    && !self.is_inner(i, head))
        };
        let mut range = self.sentence.subtree_without(head, skip);
        // A trailing prepositional phrase stays only when it says whose: "minister of Iran", not "troops in Iran".
        while range.end > head + 1 {
            let Some(tail) = self
                .by_relation(head, "nmod")
                .filter(|&c| {
                    c > head
                        && c < range.end
                        && self.preposition(c).is_some_and(|p| p != "of" && p != "for")
                })
                .min()
            else {
                break;
            };
            let start = self.sentence.subtree(tail).start.max(head + 1);
            if start >= range.end {
                break;
            }
            range.end = start;
        }
        // Where the parser took a clause for a name's tail, the phrase ends before its verb.
        let verb =
            (head + 1..range.end).find(|&i| matches!(self.upos(i), "VERB" | "AUX" | "SCONJ"));
        range.end = verb.unwrap_or(range.end);
        while range.end > head + 1
            && self.upos(range.end - 1) == "PUNCT"
            && self.word(range.end - 1) != "."
        {
            range.end -= 1;
        }
        range
    }

    /// Punctuation, adverbs and the like between a phrase's words ("U.S.-led", "'s") belong to the phrase.
    fn is_inner(&self, i: usize, head: usize) -> bool {
        i < head
            && match base(self.deprel(i)) {
                "punct" => i > 0 && matches!(self.word(i), "-" | "–" | "." | "’" | "'"),
                "advmod" => false,
                "case" => matches!(self.word(i), "'s" | "’s" | "'" | "’"),
                _ => false,
            }
    }
}

/// A relation without its subtype.
pub fn base(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}
