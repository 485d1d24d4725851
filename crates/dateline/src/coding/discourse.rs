//! Who the words of an article mean: noun phrases, surnames, pronouns and descriptions to their actors.
//!
//! [`Discourse::build`] walks the article once and lists its *referents*, each noun phrase that the knowledge file
//! can say something about. [`Discourse::party`] then answers for any word: directly, or through an earlier referent
//! ("he", "the newspaper", "its forces", "Sybiha").

mod country;
mod phrases;

use std::collections::HashMap;

use dateline_kb::Knowledge;
use jiff::civil::Date;

use super::grammar::{View, base};
use crate::event::{Filled, Party, PlaceRef};
use country::{focus_at, home_of};
use phrases::is_phrase_head;
pub use phrases::is_plural;

/// How many sentences back a pronoun or a description may reach.
const REACH: usize = 4;

/// What sort of thing a referent is: which pronouns and descriptions fit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Person,
    /// Several people: troops, protesters, officials.
    Group,
    Organisation,
    Outlet,
    Country,
}

/// One mention of an actor.
#[derive(Debug, Clone)]
pub struct Referent {
    pub sentence: usize,
    /// Head word.
    pub token: usize,
    pub party: Party,
    pub sort: Sort,
    /// Lower-case head word, for "the ministry" and the like.
    head: String,
    is_subject: bool,
    /// Only a country beside a noun that names nobody: "Russian oil".
    is_weak: bool,
    /// A leader guessed from a surname alone.
    by_surname: bool,
    /// A thing that lies in a country and is nobody: "two villages in southern Lebanon".
    is_located: bool,
}

/// How a word came to its party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The words themselves say it.
    Named,
    /// Through an earlier mention.
    Coreference,
    /// The sector from the words, the country from the surroundings.
    Context,
}

/// How much a phrase's own words say.
struct Reading {
    is_weak: bool,
    by_surname: bool,
    is_located: bool,
}

/// The referents of an article in text order.
pub struct Discourse<'a> {
    views: &'a [View<'a>],
    places: &'a [Filled<PlaceRef>],
    knowledge: &'a Knowledge,
    on: Date,
    referents: Vec<Referent>,
    by_place: HashMap<(usize, usize), usize>,
    /// The country that most referents up to each sentence belong to.
    focus: Vec<Option<String>>,
    /// The country that the whole article is about, if there is one.
    home: Option<String>,
}

const PERSON_PRONOUNS: &[&str] = &[
    "he", "she", "him", "her", "his", "himself", "herself", "hers",
];
const GROUP_PRONOUNS: &[&str] = &["they", "them", "their", "themselves", "theirs", "both"];
const THING_PRONOUNS: &[&str] = &["it", "its", "itself"];
const SELF_PRONOUNS: &[&str] = &["i", "we", "us", "our", "my", "me"];

/// Descriptions that stand for an earlier referent of a sort, by head word.
const DESCRIPTIONS: &[(&str, Sort)] = &[
    ("newspaper", Sort::Outlet),
    ("paper", Sort::Outlet),
    ("daily", Sort::Outlet),
    ("outlet", Sort::Outlet),
    ("broadcaster", Sort::Outlet),
    ("network", Sort::Outlet),
    ("channel", Sort::Outlet),
    ("station", Sort::Outlet),
    ("agency", Sort::Outlet),
    ("magazine", Sort::Outlet),
    ("website", Sort::Outlet),
    ("report", Sort::Outlet),
    ("country", Sort::Country),
    ("nation", Sort::Country),
    ("state", Sort::Country),
    ("regime", Sort::Country),
    ("kingdom", Sort::Country),
    ("republic", Sort::Country),
    ("island", Sort::Country),
    ("group", Sort::Organisation),
    ("organisation", Sort::Organisation),
    ("organization", Sort::Organisation),
    ("movement", Sort::Organisation),
    ("militia", Sort::Organisation),
    ("party", Sort::Organisation),
    ("company", Sort::Organisation),
    ("firm", Sort::Organisation),
    ("bloc", Sort::Organisation),
    ("alliance", Sort::Organisation),
    ("body", Sort::Organisation),
    ("ministry", Sort::Organisation),
    ("court", Sort::Organisation),
    ("council", Sort::Organisation),
    ("commission", Sort::Organisation),
    ("leader", Sort::Person),
    ("president", Sort::Person),
    ("minister", Sort::Person),
    ("official", Sort::Person),
    ("politician", Sort::Person),
    ("general", Sort::Person),
    ("commander", Sort::Person),
    ("man", Sort::Person),
    ("woman", Sort::Person),
    ("diplomat", Sort::Person),
    ("envoy", Sort::Person),
    ("ambassador", Sort::Person),
    ("spokesman", Sort::Person),
    ("spokeswoman", Sort::Person),
    ("spokesperson", Sort::Person),
    ("lawmaker", Sort::Person),
    ("senator", Sort::Person),
    ("governor", Sort::Person),
    ("mayor", Sort::Person),
    ("activist", Sort::Person),
    ("journalist", Sort::Person),
    ("researcher", Sort::Person),
    ("officer", Sort::Person),
    ("delegation", Sort::Group),
    ("pair", Sort::Group),
    ("duo", Sort::Group),
    ("team", Sort::Group),
];

impl<'a> Discourse<'a> {
    /// Reads the referents of all sentences. `on` is the day on which offices are looked up.
    pub fn build(
        views: &'a [View<'a>],
        places: &'a [Filled<PlaceRef>],
        knowledge: &'a Knowledge,
        on: Date,
    ) -> Discourse<'a> {
        let mut discourse = Discourse {
            views,
            places,
            knowledge,
            on,
            referents: Vec::new(),
            by_place: HashMap::new(),
            focus: Vec::new(),
            home: None,
        };
        let mut counts: Vec<HashMap<String, usize>> = vec![HashMap::new(); views.len()];
        for (sentence, view) in views.iter().enumerate() {
            for token in 0..view.word_count() {
                if !is_phrase_head(view, token) {
                    continue;
                }
                if let Some((party, sort, reading)) = discourse.read_phrase(view, token) {
                    if let Some(country) = &party.country {
                        *counts[sentence].entry(country.clone()).or_default() += 1;
                    }
                    let is_subject = base(view.deprel(token)) == "nsubj";
                    let head = view.lemma(token).to_lowercase();
                    discourse
                        .by_place
                        .insert((sentence, token), discourse.referents.len());
                    discourse.referents.push(Referent {
                        sentence,
                        token,
                        party,
                        sort,
                        head,
                        is_subject,
                        is_weak: reading.is_weak,
                        by_surname: reading.by_surname,
                        is_located: reading.is_located,
                    });
                }
            }
            discourse.focus.push(focus_at(&counts, sentence));
        }
        discourse.home = home_of(&counts);
        discourse.join_persons();
        discourse
    }

    /// Who the phrase headed by this word means.
    pub fn party(&self, sentence: usize, token: usize) -> Option<(Party, How)> {
        let view = &self.views[sentence];
        let lower = view.lower(token);
        if view.upos(token) == "PRON"
            || (view.upos(token) == "DET" && view.deprel(token).starts_with("nmod:poss"))
        {
            return self
                .pronoun(sentence, token, &lower)
                .map(|party| (party, How::Coreference));
        }
        if matches!(lower.as_str(), "latter" | "former")
            && token > 0
            && view.lower(token - 1) == "the"
        {
            return self
                .of_two(sentence, token, lower == "latter")
                .map(|party| (party, How::Coreference));
        }
        if let Some(owner) = self.owner_pronoun(view, sentence, token) {
            return Some((self.owned(view, token, owner), How::Coreference));
        }
        if let Some(&index) = self.by_place.get(&(sentence, token)) {
            let party = &self.referents[index].party;
            if party.country.is_some() || self.is_description(view, token).is_none() {
                return Some(self.with_country(party.clone(), sentence, token));
            }
        }
        if let Some(sort) = self.is_description(view, token)
            && let Some(found) = self.described(sentence, token, sort)
        {
            return Some((found, How::Coreference));
        }
        let party = match self.by_place.get(&(sentence, token)) {
            Some(&index) => self.referents[index].party.clone(),
            // A word that the parser took for a part of another phrase may still head its own.
            None if matches!(view.upos(token), "NOUN" | "PROPN") => {
                self.read_phrase(view, token)?.0
            }
            None => return None,
        };
        Some(self.with_country(party, sentence, token))
    }

    /// Whether the phrase only has a country beside a noun that names nobody ("Russian oil").
    pub fn is_weak(&self, sentence: usize, token: usize) -> bool {
        self.by_place
            .get(&(sentence, token))
            .is_some_and(|&index| self.referents[index].is_weak)
    }

    /// Whom "they" and the like mean when several persons, or else several countries, stand before in the sentence.
    pub fn several(&self, sentence: usize, token: usize) -> Vec<Party> {
        let lower = self.views[sentence].lower(token);
        if !GROUP_PRONOUNS.contains(&lower.as_str()) {
            return Vec::new();
        }
        let before = |sort: Sort| -> Vec<Party> {
            let here = self
                .referents
                .iter()
                .filter(|r| r.sentence == sentence && r.token < token);
            let mut found: Vec<Party> = Vec::new();
            for referent in here.filter(|r| r.sort == sort && !r.is_weak) {
                if !found.contains(&referent.party) {
                    found.push(referent.party.clone());
                }
            }
            found
        };
        if before(Sort::Group).is_empty() {
            let mut persons = before(Sort::Person);
            persons.retain(|party| party.person.is_some());
            let parties = if persons.len() > 1 {
                persons
            } else {
                before(Sort::Country)
            };
            return if parties.len() > 1 {
                parties
            } else {
                Vec::new()
            };
        }
        Vec::new()
    }

    /// Whether the phrase is a thing that lies in a country ("two villages in southern Lebanon").
    pub fn is_located(&self, sentence: usize, token: usize) -> bool {
        self.by_place
            .get(&(sentence, token))
            .is_some_and(|&index| self.referents[index].is_located)
    }

    /// The country that the whole article is about, if there is one.
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    /// The country most spoken of up to this sentence.
    pub fn focus(&self, sentence: usize) -> Option<&str> {
        self.focus.get(sentence)?.as_deref()
    }

    /// Mentions of one person share what the fullest of them knows: a surname belongs to whom the article names in full
    /// ("Tim Morrison") before any leader of that name, wherever in the text the full name stands.
    fn join_persons(&mut self) {
        let mut named: Vec<Party> = Vec::new();
        for referent in self.referents.iter().filter(|r| !r.by_surname) {
            let Some(person) = referent.party.person.as_deref().filter(|p| p.contains(' ')) else {
                continue;
            };
            match named
                .iter_mut()
                .find(|party| party.person.as_deref() == Some(person))
            {
                Some(known) if known.country.is_none() => *known = referent.party.clone(),
                Some(_) => {}
                None => named.push(referent.party.clone()),
            }
        }
        for referent in &mut self.referents {
            let Some(person) = referent.party.person.as_deref() else {
                continue;
            };
            let word = self.views[referent.sentence].word(referent.token);
            let is_short = referent.by_surname || !person.contains(' ');
            let fuller = named.iter().find(|party| {
                let full = party.person.as_deref().unwrap_or_default();
                full == person || is_short && surname_keys(full).contains(&word.to_lowercase())
            });
            if let Some(fuller) = fuller
                && (is_short || referent.party.country.is_none())
            {
                referent.party = fuller.clone();
            }
        }
    }

    /// The last referent before a place in the text that passes the test; subjects of the nearest sentence first.
    fn before(
        &self,
        sentence: usize,
        token: usize,
        fits: impl Fn(&Referent) -> bool,
    ) -> Option<&Referent> {
        let is_before = |r: &&Referent| {
            (r.sentence, r.token) < (sentence, token) && r.sentence + REACH > sentence
        };
        let fitting: Vec<&Referent> = self
            .referents
            .iter()
            .filter(is_before)
            .filter(|r| fits(r))
            .collect();
        let last = fitting.last()?.sentence;
        let mut near = fitting.iter().filter(|r| r.sentence == last);
        near.clone()
            .find(|r| r.is_subject)
            .or(near.next_back())
            .copied()
    }

    /// "the latter", "the former": the last or the one before it of the two persons (else parties) named before.
    fn of_two(&self, sentence: usize, token: usize, last: bool) -> Option<Party> {
        let before: Vec<&Referent> = self
            .referents
            .iter()
            .filter(|r| {
                (r.sentence, r.token) < (sentence, token)
                    && r.sentence + 1 >= sentence
                    && !r.is_weak
            })
            .collect();
        let persons: Vec<&Referent> = before
            .iter()
            .filter(|r| r.sort == Sort::Person)
            .copied()
            .collect();
        let pool = if persons.len() > 1 { persons } else { before };
        let index = pool.len().checked_sub(if last { 1 } else { 2 })?;
        Some(pool[index].party.clone())
    }

    fn pronoun(&self, sentence: usize, token: usize, lower: &str) -> Option<Party> {
        let found = if PERSON_PRONOUNS.contains(&lower) {
            self.before(sentence, token, |r| r.sort == Sort::Person)
        } else if GROUP_PRONOUNS.contains(&lower) {
            self.before(sentence, token, |r| r.sort == Sort::Group)
                .or_else(|| self.before(sentence, token, |r| r.sort == Sort::Organisation))
        } else if THING_PRONOUNS.contains(&lower) {
            self.before(sentence, token, |r| {
                matches!(r.sort, Sort::Country | Sort::Organisation | Sort::Outlet)
            })
        } else if SELF_PRONOUNS.contains(&lower) {
            None
        } else {
            return None;
        };
        found.map(|r| self.settled(r))
    }

    fn owner_pronoun(&self, view: &View, sentence: usize, token: usize) -> Option<Party> {
        let owner = view
            .by_relation(token, "nmod:poss")
            .find(|&c| view.upos(c) == "PRON" || view.upos(c) == "DET")?;
        self.pronoun(sentence, owner, &view.lower(owner))
    }

    /// "its forces", "his government": the country of the owner, the sector of the thing owned.
    fn owned(&self, view: &View, token: usize, owner: Party) -> Party {
        let words = self.phrase_words(view, token);
        let said = self.knowledge.resolve(&words, self.on);
        let (country, sector, sectors, role) = match said {
            // "his Syrian counterpart" says its country itself.
            Some(actor) => (actor.country, actor.sector, actor.sectors, actor.role),
            None => (None, None, Vec::new(), None),
        };
        Party {
            name: words,
            country: country.or(owner.country),
            sector,
            sectors,
            role,
            person: None,
            id: None,
        }
    }

    /// Whether a phrase is a definite description without a name of its own ("the newspaper").
    fn is_description(&self, view: &View, token: usize) -> Option<Sort> {
        if view.upos(token) != "NOUN" || is_plural(view, token) {
            return None;
        }
        let definite = view
            .by_relation(token, "det")
            .any(|d| matches!(view.lower(d).as_str(), "the" | "this" | "that"));
        let lemma = view.lemma(token).to_lowercase();
        let listed = DESCRIPTIONS
            .iter()
            .find(|(word, _)| *word == lemma)
            .map(|(_, sort)| *sort)?;
        definite.then_some(listed)
    }

    fn described(&self, sentence: usize, token: usize, sort: Sort) -> Option<Party> {
        let view = &self.views[sentence];
        let lemma = view.lemma(token).to_lowercase();
        // "the ministry" after "the Russian Foreign Ministry": the same head word is the best sign.
        let found = self
            .before(sentence, token, |r| {
                let same_role = r
                    .party
                    .role
                    .as_deref()
                    .is_some_and(|role| role.to_lowercase().ends_with(&lemma));
                r.party.country.is_some() && (r.head == lemma || same_role)
            })
            .or_else(|| {
                self.before(sentence, token, |r| {
                    r.sort == sort && r.party.country.is_some()
                })
            })?;
        Some(self.settled(found))
    }
}

/// Under what a person may be named again: the last word; for names in the East Asian order also the first.
fn surname_keys(person: &str) -> Vec<String> {
    let words: Vec<&str> = person.split_whitespace().collect();
    let mut keys: Vec<String> = words.last().map(|w| w.to_lowercase()).into_iter().collect();
    if words.len() >= 2 && words[words.len() - 1].contains('-')
        || words.len() == 3 && words.iter().all(|w| w.len() <= 5)
    {
        keys.push(words[0].to_lowercase());
    }
    keys
}
