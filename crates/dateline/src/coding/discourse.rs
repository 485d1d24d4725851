//! Who the words of an article mean: noun phrases, surnames, pronouns and descriptions to their actors.
//!
//! [`Discourse::build`] walks the article once and lists its *referents*, each noun phrase that the knowledge file
//! can say something about. [`Discourse::party`] then answers for any word: directly, or through an earlier referent
//! ("he", "the newspaper", "its forces", "Sybiha").

mod country;
mod phrases;
mod reference;

use std::collections::HashMap;

use dateline_kb::Knowledge;
use dateline_nlp::NameKind;
use jiff::civil::Date;

use super::grammar::{View, base};
use crate::event::{Filled, Party, PlaceRef};
pub use country::{Act, Kind, SIGNS};
use country::{focus_at, home_of, total_of};
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
    /// The country that the surroundings give it, with the chance that it is right, where its words say a sector and no
    /// country, and where several mentions of a person leave it open.
    around: Option<(String, f32)>,
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
    /// The country of the outlet, if it is known.
    outlet: Option<&'a str>,
    referents: Vec<Referent>,
    by_place: HashMap<(usize, usize), usize>,
    /// How often each sentence names each country.
    counts: Vec<HashMap<String, usize>>,
    /// How often the whole article names each country.
    total: HashMap<String, usize>,
    /// The country that most referents up to each sentence belong to.
    focus: Vec<Option<String>>,
    /// The country that the whole article is about, if there is one.
    home: Option<String>,
}

impl<'a> Discourse<'a> {
    /// Reads the referents of all sentences. `on` is the day on which offices are looked up, `outlet` the country of
    /// whoever published them.
    pub fn build(
        views: &'a [View<'a>],
        places: &'a [Filled<PlaceRef>],
        knowledge: &'a Knowledge,
        on: Date,
        outlet: Option<&'a str>,
    ) -> Discourse<'a> {
        let mut discourse = Discourse {
            views,
            places,
            knowledge,
            on,
            outlet,
            referents: Vec::new(),
            by_place: HashMap::new(),
            counts: Vec::new(),
            total: HashMap::new(),
            focus: Vec::new(),
            home: None,
        };
        let mut counts: Vec<HashMap<String, usize>> = vec![HashMap::new(); views.len()];
        for (sentence, view) in views.iter().enumerate() {
            for token in 0..view.word_count() {
                if !discourse.is_phrase_head(view, token) {
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
                        around: None,
                        is_weak: reading.is_weak,
                        by_surname: reading.by_surname,
                        is_located: reading.is_located,
                    });
                }
            }
            discourse.focus.push(focus_at(&counts, sentence));
        }
        discourse.leave_open(&mut counts);
        discourse.total = total_of(&counts);
        discourse.home = home_of(&discourse.total);
        discourse.counts = counts;
        discourse.join_persons();
        discourse.place_persons();
        // In text order, since those named before say something about those after them.
        for index in 0..discourse.referents.len() {
            let referent = &discourse.referents[index];
            if referent.party.country.is_none() && referent.party.sector.is_some() {
                discourse.referents[index].around =
                    discourse.surroundings(referent.sentence, referent.token, Act::default());
            }
        }
        discourse
    }

    /// Who the phrase headed by this word means.
    pub fn party(&self, sentence: usize, token: usize) -> Option<(Party, How)> {
        let view = &self.views[sentence];
        let token = self.bearer(view, token);
        if let Some(&index) = self.by_place.get(&(sentence, token)) {
            let party = &self.referents[index].party;
            let says_itself = party.country.is_some() || self.is_description(view, token).is_none();
            if says_itself && self.owner(view, token).is_none() {
                return Some(self.with_country(party.clone(), sentence, token));
            }
        }
        if let Some(found) = self.by_reference(sentence, token) {
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

    /// Whether the phrase is a place, by its name or because it says where it lies.
    pub fn is_place(&self, sentence: usize, token: usize) -> bool {
        let name = self.views[sentence].sentence.name_at(token);
        name.is_some_and(|name| name.kind == NameKind::Location) || self.is_located(sentence, token)
    }

    /// Whether the phrase is a thing that lies in a country ("two villages in southern Lebanon").
    pub fn is_located(&self, sentence: usize, token: usize) -> bool {
        self.by_place
            .get(&(sentence, token))
            .is_some_and(|&index| self.referents[index].is_located)
    }

    /// The country most spoken of up to this sentence.
    pub fn focus(&self, sentence: usize) -> Option<&str> {
        self.focus.get(sentence)?.as_deref()
    }

    /// "Congress" in an article that names the United States by nothing else is another country's, or may be.
    fn leave_open(&mut self, counts: &mut [HashMap<String, usize>]) {
        let mut alone: HashMap<String, Vec<(usize, Party)>> = HashMap::new();
        for (index, referent) in self.referents.iter().enumerate() {
            if let Some(country) = &referent.party.country
                && let Some(body) = self.common_body(referent)
            {
                let all = alone.entry(country.clone()).or_default();
                all.push((index, body));
            }
        }
        let total = total_of(counts);
        for (country, all) in alone {
            if total.get(&country).is_some_and(|&count| count > all.len()) {
                continue;
            }
            for (index, body) in all {
                let referent = &mut self.referents[index];
                counts[referent.sentence].remove(&country);
                referent.party = body;
            }
        }
    }

    /// What the one word that names a body stands for as a common noun: "Congress", "a congress".
    fn common_body(&self, referent: &Referent) -> Option<Party> {
        let party = &referent.party;
        let view = &self.views[referent.sentence];
        if party.person.is_some()
            || party.id.is_none()
            || self.phrase_words(view, referent.token).contains(' ')
        {
            return None;
        }
        let body = self.knowledge.resolve(&referent.head, self.on)?;
        (body.how == "body" && body.country.is_none()).then(|| Party::from(body))
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
            let view = &self.views[referent.sentence];
            let word = view.word(referent.token);
            let name = view.sentence.name_at(referent.token);
            let is_name =
                name.is_some_and(|name| name.kind == NameKind::Person && name.tokens().len() == 1);
            // "King and Weeks" are persons where the article has named a Kevin King.
            let Some(person) = referent.party.person.as_deref().or(is_name.then_some(word)) else {
                continue;
            };
            let is_short = referent.by_surname || !person.contains(' ');
            let is_meant = |party: &&Party| {
                let full = party.person.as_deref().unwrap_or_default();
                full == person || is_short && surname_keys(full).contains(&word.to_lowercase())
            };
            // Of father and son, both named in full, the one whom the world knows.
            let known = named.iter().filter(|party| party.id.is_some());
            let fuller = known.chain(&named).find(is_meant);
            if let Some(fuller) = fuller
                && (is_short || referent.party.country.is_none())
            {
                referent.party = fuller.clone();
                referent.sort = Sort::Person;
            }
        }
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
