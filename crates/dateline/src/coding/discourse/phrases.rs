//! What the words of a noun phrase say by themselves.

use dateline_kb::Actor;
use dateline_nlp::NameKind;

use super::reference::DESCRIPTIONS;
use super::{Discourse, Reading, Sort};
use crate::coding::grammar::{View, base};
use crate::coding::quantity::may_be_person;
use crate::event::Party;

impl Discourse<'_> {
    /// What the words of a noun phrase say by themselves.
    pub(super) fn read_phrase(&self, view: &View, head: usize) -> Option<(Party, Sort, Reading)> {
        let name = view.sentence.name_at(head).map(|name| name.kind);
        let range = self.phrase_range(view, head);
        // Some names hold their article: "the Post".
        let has_article = view.lower(range.start) == "the";
        let article = if has_article { "the " } else { "" };
        let phrase = trimmed(view, range);
        let said = self
            .knowledge
            .resolve(&format!("{article}{phrase}"), self.on);
        let said = said.and_then(|actor| self.at_its_place(view, head, actor));
        let actor = match name {
            Some(NameKind::Person) => self.by_full_name(view, head, said),
            _ => said,
        };
        let how = actor.as_ref().map_or("", |actor| actor.how);
        let mut reading = Reading {
            is_located: false,
            is_weak: name.is_none() && how == "modifier",
            by_surname: how == "surname",
        };
        let mut party = actor.map(Party::from);
        // "Oh Gyeong-seob, a senior researcher at ...": the apposition may say what the name does not.
        for appos in view.by_relation(head, "appos") {
            let needs = party
                .as_ref()
                .is_none_or(|p| p.country.is_none() || p.sector.is_none());
            if !needs || name == Some(NameKind::Location) {
                break;
            }
            let Some(said) = self
                .knowledge
                .resolve(&self.long_phrase(view, appos), self.on)
            else {
                continue;
            };
            let known = party.get_or_insert_with(|| Party {
                name: phrase.clone(),
                ..Party::default()
            });
            known.country = known.country.take().or(said.country);
            if known.sector.is_none() {
                known.sector = said.sector;
                known.sectors = said.sectors;
            }
            known.role = known.role.take().or(said.role);
        }
        // "The suspect, Michael Webb, was convicted": the description is of the person named beside it. A delegation is not its leader.
        if let Some(described) = party
            .as_mut()
            .filter(|p| p.role.is_some() && p.person.is_none())
            && name.is_none()
            && !is_plural(view, head)
            && may_be_person(view.lemma(head))
            && let Some(person) = self.person_beside(view, head)
        {
            described.name.clone_from(&person);
            described.person = Some(person);
        }
        if name == Some(NameKind::Person) {
            let person = self.name_text(view, head);
            let known = party.get_or_insert_with(|| Party {
                name: person.clone(),
                ..Party::default()
            });
            known.person.get_or_insert(person);
        } else if name == Some(NameKind::Organisation) && party.is_none() {
            party = Some(Party {
                name: self.name_text(view, head),
                ..Party::default()
            });
        } else if name == Some(NameKind::Location) && party.is_none() {
            party = self.place_party(view, head);
        } else if let Some(country) = self.nationality(view, head).filter(|_| party.is_none()) {
            party = Some(Party {
                name: phrase.clone(),
                country: Some(country),
                ..Party::default()
            });
            reading.is_weak = true;
        } else if name.is_none() && party.is_none() && view.upos(head) == "NOUN" {
            party = self.located_party(view, head);
            reading.is_located = party.is_some();
        }
        let mut party = party?;
        if let Some(country) = &mut party.country {
            *country = self.knowledge.state_of(country).to_string();
        }
        let sort = self.sort_of(view, head, &party, name);
        Some((party, sort, reading))
    }

    /// The person named in apposition to a noun.
    fn person_beside(&self, view: &View, noun: usize) -> Option<String> {
        let is_person = |&beside: &usize| {
            let name = view.sentence.name_at(beside);
            name.is_some_and(|name| name.kind == NameKind::Person)
        };
        let beside = view.by_relation(noun, "appos").find(is_person)?;
        Some(self.name_text(view, beside))
    }

    /// "London police" where the text says "London, Ky.": the actor is of the place that is meant, not of the one that
    /// the name alone means; the place alone is no actor.
    fn at_its_place(&self, view: &View, head: usize, mut actor: Actor) -> Option<Actor> {
        let range = self.phrase_range(view, head);
        let phrase = view.sentence.bytes(range.clone());
        for place in self.places {
            let Some(span) = place.span else { continue };
            let Some(name) = view.text.get(span.range()) else {
                continue;
            };
            let is_inside = phrase.start <= span.start && span.end <= phrase.end;
            if !is_inside || actor.person.is_some() || !self.is_told_where(view.text, name) {
                continue;
            }
            let by_name = self.knowledge.resolve(name, self.on);
            let usual = by_name.and_then(|known| known.country);
            if usual.is_none() || usual != actor.country || usual == place.value.country {
                continue;
            }
            if trimmed(view, range.clone()) == name {
                return None;
            }
            actor.country.clone_from(&place.value.country);
        }
        Some(actor)
    }

    /// Whether the text says somewhere where a place lies: "London, Ky.".
    fn is_told_where(&self, text: &str, name: &str) -> bool {
        self.places
            .windows(2)
            .any(|pair| match (pair[0].span, pair[1].span) {
                (Some(inner), Some(outer)) => {
                    text.get(inner.end..outer.start) == Some(", ")
                        && text
                            .get(inner.range())
                            .is_some_and(|other| other.eq_ignore_ascii_case(name))
                }
                _ => false,
            })
    }

    /// The words around a well-known full name may be misread ("U.S. President Donald Trump and Russian President Vladimir
    /// Putin" as one phrase): the person's own entry then says the country.
    fn by_full_name(&self, view: &View, head: usize, said: Option<Actor>) -> Option<Actor> {
        let name = self.name_text(view, head);
        let known = name
            .contains(' ')
            .then(|| self.knowledge.resolve(&name, self.on))
            .flatten()
            .filter(|known| known.person.is_some() && known.id.is_some());
        match (said, known) {
            (Some(said), Some(known)) if said.country == known.country => Some(said),
            (_, Some(known)) => Some(known),
            (said, None) => said,
        }
    }

    /// A place as a participant stands for its country ("shelled Kharkiv").
    fn place_party(&self, view: &View, head: usize) -> Option<Party> {
        let bytes = view.sentence.bytes(view.sentence.name_at(head)?.tokens());
        let place = self
            .places
            .iter()
            .find(|place| place.span.is_some_and(|span| span.range() == bytes))?;
        Some(Party {
            name: self.name_text(view, head),
            country: place.value.country.clone(),
            ..Party::default()
        })
    }

    /// Whether a word heads a noun phrase, as against those inside a name or compound.
    pub(super) fn is_phrase_head(&self, view: &View, token: usize) -> bool {
        let relation = base(view.deprel(token));
        match view.upos(token) {
            "NOUN" | "PROPN" => {
                !matches!(relation, "flat" | "fixed" | "goeswith")
                    && !is_inner_compound(view, token)
            }
            "ADJ" | "NUM" => {
                matches!(relation, "nsubj" | "obj" | "obl" | "conj")
                    || self.is_nationality(view, token)
            }
            _ => false,
        }
    }

    /// "Russian" of "Russian artillery", but not "Spanish" of "Spanish Town".
    fn is_nationality(&self, view: &View, token: usize) -> bool {
        base(view.deprel(token)) == "amod"
            && view.word(token).starts_with(char::is_uppercase)
            && !(token + 1 < view.word_count()
                && self
                    .knowledge
                    .is_place_of_two_words(view.word(token), view.word(token + 1)))
    }

    /// The country of a nationality adjective before a noun: "Russian artillery".
    fn nationality(&self, view: &View, head: usize) -> Option<String> {
        let adjective = view
            .modifiers(head)
            .find(|&c| self.is_nationality(view, c))?;
        self.knowledge
            .country_of(view.word(adjective))
            .map(|country| country.iso3.clone())
    }

    /// A thing said to lie somewhere ("two villages in southern Lebanon") stands for that country.
    fn located_party(&self, view: &View, head: usize) -> Option<Party> {
        let place = view.by_relation(head, "nmod").find(|&c| {
            view.preposition(c)
                .is_some_and(|p| matches!(p.as_str(), "in" | "near" | "outside" | "of"))
                && view
                    .sentence
                    .name_at(c)
                    .is_some_and(|name| name.kind == NameKind::Location)
        })?;
        let country = self.place_party(view, place)?.country?;
        Some(Party {
            name: self.phrase_words(view, head),
            country: Some(country),
            ..Party::default()
        })
    }

    fn name_text(&self, view: &View, head: usize) -> String {
        match view.sentence.name_at(head) {
            Some(name) => view
                .sentence
                .span_text(name.tokens(), view.text)
                .to_string(),
            None => view.word(head).to_string(),
        }
    }

    pub(super) fn phrase_words(&self, view: &View, head: usize) -> String {
        trimmed(view, self.phrase_range(view, head))
    }

    /// A noun phrase, with the whole of its name.
    fn phrase_range(&self, view: &View, head: usize) -> std::ops::Range<usize> {
        let range = view.noun_phrase(head);
        match view.sentence.name_at(head) {
            Some(name) => range.start.min(name.first)..range.end.max(name.end),
            None => range,
        }
    }

    /// The phrase with its prepositional tail: "a senior researcher at the Korea Institute ...".
    fn long_phrase(&self, view: &View, head: usize) -> String {
        let skip = |i: usize| {
            i != head
                && matches!(
                    base(view.deprel(i)),
                    "acl" | "appos" | "conj" | "cc" | "parataxis"
                )
        };
        trimmed(view, view.sentence.subtree_without(head, skip))
    }

    fn sort_of(&self, view: &View, head: usize, party: &Party, name: Option<NameKind>) -> Sort {
        if party.sector.as_deref() == Some("JRN")
            && party.person.is_none()
            && !is_plural(view, head)
        {
            Sort::Outlet
        } else if party.person.is_some() || name == Some(NameKind::Person) {
            Sort::Person
        } else if party.country.is_some()
            && (party.sector.is_none() || name == Some(NameKind::Location))
        {
            Sort::Country
        } else if is_plural(view, head) {
            Sort::Group
        } else if view.upos(head) == "PROPN" || name == Some(NameKind::Organisation) {
            Sort::Organisation
        } else {
            let lemma = view.lemma(head);
            let listed = DESCRIPTIONS.iter().find(|(word, _)| *word == lemma);
            match listed {
                Some((_, Sort::Person)) => Sort::Person,
                // "a Spanish judge", "the chancellor", "a suspect".
                None if party.role.is_some() && may_be_person(lemma) => Sort::Person,
                _ => Sort::Organisation,
            }
        }
    }
}

/// A compound inside a phrase is no referent, but a country in one is ("Russia-Ukraine talks").
fn is_inner_compound(view: &View, token: usize) -> bool {
    base(view.deprel(token)) == "compound" && view.sentence.name_at(token).is_none()
}

pub fn is_plural(view: &View, token: usize) -> bool {
    let word = view.lower(token);
    matches!(
        word.as_str(),
        "police" | "people" | "troops" | "gunmen" | "men" | "women" | "children" | "personnel"
    ) || (view.upos(token) == "NOUN" || view.upos(token) == "PROPN")
        && word != view.lemma(token).to_lowercase()
        && word.ends_with('s')
}

/// The words of a range without leading articles and the like.
pub(super) fn trimmed(view: &View, mut range: std::ops::Range<usize>) -> String {
    while range.start + 1 < range.end
        && (matches!(view.upos(range.start), "DET" | "PUNCT" | "ADP" | "CCONJ")
            || (view.upos(range.start) == "PRON"
                && view.deprel(range.start).starts_with("nmod:poss")))
    {
        range.start += 1;
    }
    let words = view.sentence.span_text(range, view.text).trim();
    words
        .strip_suffix("'s")
        .or(words.strip_suffix("’s"))
        .unwrap_or(words)
        .to_string()
}
