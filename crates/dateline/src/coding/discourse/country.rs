//! Whose "police", "rebels" and "the government" are: the country that the surroundings give a party.

use std::collections::HashMap;

use dateline_nlp::NameKind;

use super::{Discourse, How, REACH, Referent};
use crate::coding::grammar::base;
use crate::event::Party;

impl Discourse<'_> {
    /// A referent's party, with the country that its surroundings give it.
    pub(super) fn settled(&self, referent: &Referent) -> Party {
        self.with_country(referent.party.clone(), referent.sentence, referent.token)
            .0
    }

    /// "police", "the government": the country comes from the phrase's place, else from what the text is about.
    pub(super) fn with_country(
        &self,
        mut party: Party,
        sentence: usize,
        token: usize,
    ) -> (Party, How) {
        if party.country.is_some() || party.sector.is_none() {
            return (party, How::Named);
        }
        let view = &self.views[sentence];
        let place = view.by_relation(token, "nmod").find(|&c| {
            view.sentence
                .name_at(c)
                .is_some_and(|n| n.kind == NameKind::Location)
        });
        let near = place
            .and_then(|c| self.by_place.get(&(sentence, c)))
            .and_then(|&i| self.referents[i].party.country.clone());
        // "Foreign Minister Choe and Deputy Foreign Minister Kim": of the same side.
        let joined = (base(view.deprel(token)) == "conj")
            .then(|| {
                view.head(token)
                    .and_then(|first| self.by_place.get(&(sentence, first)))
            })
            .flatten()
            .and_then(|&i| self.referents[i].party.country.clone());
        party.country = near
            .or(joined)
            .or_else(|| self.of_same_sector(sentence, token, party.sector.as_deref()))
            .or_else(|| self.scene(sentence))
            .or_else(|| self.home.clone())
            .or_else(|| self.sentence_country(sentence, token))
            .or_else(|| self.focus(sentence).map(str::to_string));
        (party, How::Context)
    }

    /// "the rebels" after "rebels in Colombia": who was named last of that sector with a country of its own.
    fn of_same_sector(
        &self,
        sentence: usize,
        token: usize,
        sector: Option<&str>,
    ) -> Option<String> {
        let view = &self.views[sentence];
        if !view
            .by_relation(token, "det")
            .any(|d| view.lower(d) == "the")
        {
            return None;
        }
        let is_before = |r: &&Referent| {
            (r.sentence, r.token) < (sentence, token) && r.sentence + 2 * REACH > sentence
        };
        let before = self
            .referents
            .iter()
            .filter(is_before)
            .filter(|r| !r.is_weak);
        let same =
            before.filter(|r| r.party.sector.as_deref() == sector && r.party.person.is_none());
        same.filter_map(|r| r.party.country.clone()).next_back()
    }

    /// The country of the place where a sentence plays: "in southern Afghanistan".
    fn scene(&self, sentence: usize) -> Option<String> {
        let view = &self.views[sentence];
        let here = self.referents.iter().filter(|r| r.sentence == sentence);
        let mut scenes = here.filter(|r| {
            view.sentence
                .name_at(r.token)
                .is_some_and(|name| name.kind == NameKind::Location)
                && view
                    .preposition(r.token)
                    .is_some_and(|p| matches!(p.as_str(), "in" | "near" | "outside" | "across"))
        });
        scenes.find_map(|r| r.party.country.clone())
    }

    /// The country that a sentence speaks of first, leaving out where the word's verb leads to: "a delegation left for
    /// Russia", said by a North Korean paper, is North Korean.
    fn sentence_country(&self, sentence: usize, token: usize) -> Option<String> {
        let view = &self.views[sentence];
        let verb = view.sentence.ancestors(token).find(|&i| view.is_verb(i));
        let is_goal = |other: usize| {
            let Some(verb) = verb else { return false };
            other > token
                && view.sentence.ancestors(other).take(3).any(|i| i == verb)
                && base(view.deprel(other)) != "nsubj"
        };
        let mut here = self
            .referents
            .iter()
            .filter(|r| r.sentence == sentence && r.token != token && !r.is_weak);
        let found = here.find(|r| r.party.country.is_some() && !is_goal(r.token))?;
        found
            .party
            .country
            .clone()
            .filter(|code| !crate::ontology::is_nonstate(code))
    }
}

/// The country that the sentences up to this one speak of most, those shortly before it counted thrice.
pub(super) fn focus_at(counts: &[HashMap<String, usize>], sentence: usize) -> Option<String> {
    let near = sentence.saturating_sub(REACH)..=sentence;
    let mut total: HashMap<&str, usize> = HashMap::new();
    for (number, of_sentence) in counts.iter().enumerate().take(sentence + 1) {
        let weight = if near.contains(&number) { 3 } else { 1 };
        for (country, count) in of_sentence {
            *total.entry(country).or_default() += weight * count;
        }
    }
    leader(&total).map(|(country, _)| country.to_string())
}

/// The least share of all mentions of countries that makes an article one country's.
const HOME: f64 = 0.5;

/// The country that an article is about: that of most of what it names, if it is of half or more.
pub(super) fn home_of(counts: &[HashMap<String, usize>]) -> Option<String> {
    let mut total: HashMap<&str, usize> = HashMap::new();
    for (country, count) in counts.iter().flatten() {
        *total.entry(country).or_default() += count;
    }
    let all: usize = total.values().sum();
    let (country, count) = leader(&total)?;
    (count as f64 >= HOME * all as f64 && !crate::ontology::is_nonstate(country))
        .then(|| country.to_string())
}

/// The country with the highest count; of equals the first by code.
fn leader<'a>(total: &HashMap<&'a str, usize>) -> Option<(&'a str, usize)> {
    let counted = total.iter().map(|(country, count)| (*country, *count));
    counted.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
}
