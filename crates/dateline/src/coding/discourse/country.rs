//! Whose "police", "rebels" and "the government" are: the country that the surroundings give a party.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use dateline_nlp::NameKind;

use super::{Discourse, How, REACH, Referent, is_plural};
use crate::coding::grammar::base;
use crate::event::Party;
use crate::odds::{Odds, likeliest};
use crate::ontology::EventType;

/// From this chance of "no country" a party has none.
const TOO_LIKELY: f32 = 0.5;

/// The act that a party is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Act<'a> {
    /// What [`Act::is_local`] says of its type.
    pub is_local: bool,
    /// The country of the place where it is said to happen.
    pub place: Option<&'a str>,
    /// The countries on the other side, as far as its words name them.
    pub others: &'a [String],
}

impl Act<'_> {
    /// Whether acts of a type are mostly done among those of one country.
    pub fn is_local(event_type: EventType) -> bool {
        matches!(
            event_type,
            EventType::Assault | EventType::Coerce | EventType::Protest
        )
    }
}

/// What sort of words a party without a country has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A role is said: "police", "the rebels".
    Role,
    /// A noun that no table knows, or a number.
    Noun,
    Pronoun,
    /// A name that no table knows.
    Person,
}

impl Kind {
    const COUNT: usize = 4;
}

/// Words for states: several of them are of no one country.
const STATES: &[&str] = &[
    "nation",
    "country",
    "ally",
    "neighbour",
    "neighbor",
    "government",
    "power",
];

/// Words before a noun by which it is of no one country. In the labelled news, of the parties with "foreign", "Western" or
/// "Arab" that are no name 36 of 40 have none, of those with "international" 6 of 14, and one country only once.
const WIDE: &[&str] = &[
    "international",
    "multinational",
    "global",
    "western",
    "arab",
    "african",
    "asian",
    "european",
    "donor",
];

/// "foreign troops", but not "the foreign minister".
const FOREIGN_OFFICE: &[&str] = &[
    "minister",
    "ministry",
    "secretary",
    "office",
    "department",
    "affair",
    "policy",
];

/// How many signs speak for a country; [`Discourse::outlook`] gives them.
pub const SIGNS: usize = 26;

impl Discourse<'_> {
    /// A referent's party, with the country that its surroundings give it.
    pub(super) fn settled(&self, referent: &Referent) -> Party {
        let mut party = referent.party.clone();
        let around = || referent.around.as_ref().map(|(country, _)| country.clone());
        party.country = party.country.or_else(around);
        party
    }

    /// Gives persons who are named several times one country, that for which their surroundings speak on the mean.
    pub(super) fn place_persons(&mut self) {
        let mut mentions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, referent) in self.referents.iter().enumerate() {
            if let Some(person) = referent.party.person.as_ref()
                && referent.party.country.is_none()
            {
                mentions.entry(person.clone()).or_default().push(index);
            }
        }
        for indices in mentions.into_values().filter(|all| all.len() > 1) {
            let around = self.of_mentions(&indices);
            for index in indices {
                self.referents[index].around.clone_from(&around);
            }
        }
    }

    /// The country for which the surroundings of several mentions speak on the mean, with its chance.
    fn of_mentions(&self, indices: &[usize]) -> Option<(String, f32)> {
        let mut odds: BTreeMap<String, f32> = BTreeMap::new();
        let mut nobody = 0.0;
        for &index in indices {
            let referent = &self.referents[index];
            let (kind, outlook) = self.outlook(referent.sentence, referent.token, Act::default());
            nobody += ODDS.of_nobody(kind as usize);
            for (country, signs) in outlook {
                *odds.entry(country).or_default() += ODDS.of(kind as usize, &signs);
            }
        }
        let size = indices.len() as f32;
        let means = odds.into_iter().map(|(country, sum)| (country, sum / size));
        likeliest(means, nobody / size, TOO_LIKELY)
    }

    /// "police", "the government", "14 of them": the country that the surroundings give a party without one.
    pub(super) fn with_country(
        &self,
        mut party: Party,
        sentence: usize,
        token: usize,
    ) -> (Party, How) {
        if party.country.is_some() || party.sector.is_none() {
            return (party, How::Named);
        }
        party.country = match self.by_place.get(&(sentence, token)) {
            Some(&index) => self.referents[index].around.clone(),
            None => self.surroundings(sentence, token, Act::default()),
        }
        .map(|(country, _)| country);
        (party, How::Context)
    }

    /// The country that fits a party best whose words do not say it, with the chance that it is right; `None` where
    /// none is likelier.
    pub fn surroundings(
        &self,
        sentence: usize,
        token: usize,
        act: Act<'_>,
    ) -> Option<(String, f32)> {
        if self.is_of_no_one_country(sentence, token) {
            return None;
        }
        let bearer = self.bearer(&self.views[sentence], token);
        let known = self.by_place.get(&(sentence, bearer)).copied();
        let person = known
            .map(|index| &self.referents[index])
            .filter(|r| r.party.person.is_some());
        if let Some(around) = person.and_then(|r| r.around.clone()) {
            return Some(around);
        }
        let (kind, outlook) = self.outlook(sentence, token, act);
        ODDS.likeliest(kind as usize, outlook, TOO_LIKELY)
    }

    /// "several nations", "donors", "Western diplomats", "foreign ministers".
    fn is_of_no_one_country(&self, sentence: usize, token: usize) -> bool {
        let view = &self.views[sentence];
        if !matches!(view.upos(token), "NOUN" | "PROPN") || view.sentence.name_at(token).is_some() {
            return false;
        }
        let lemma = view.lemma(token).to_lowercase();
        let is_many = is_plural(view, token);
        if is_many && (lemma == "donor" || STATES.contains(&lemma.as_str())) {
            return true;
        }
        let mut before = view.modifiers(token).map(|word| view.lower(word));
        before.any(|word| match word.as_str() {
            "foreign" => is_many || !FOREIGN_OFFICE.contains(&lemma.as_str()),
            word => WIDE.contains(&word),
        })
    }

    /// What speaks for each country that the article names, and for the outlet's.
    pub fn outlook(
        &self,
        sentence: usize,
        token: usize,
        act: Act<'_>,
    ) -> (Kind, Vec<(String, [f32; SIGNS])>) {
        let view = &self.views[sentence];
        let token = self.bearer(view, token);
        let referent = self.by_place.get(&(sentence, token));
        let known = referent.map(|&index| &self.referents[index]);
        let kind = match () {
            () if view.upos(token) == "PRON" => Kind::Pronoun,
            () if known.is_some_and(|r| r.party.person.is_some()) => Kind::Person,
            () if known.is_some_and(|r| r.party.sector.is_some()) => Kind::Role,
            () if view.upos(token) == "PROPN" => Kind::Person,
            () => Kind::Noun,
        };
        let named = |token: usize| -> Option<&str> {
            let &index = self.by_place.get(&(sentence, token))?;
            self.referents[index].party.country.as_deref()
        };
        // "the ambassador to Kenya", "envoy for Iran" are of another country.
        let is_posted = |of: &usize| {
            matches!(
                view.preposition(*of).as_deref(),
                Some("to" | "for" | "on" | "against")
            )
        };
        let complement = view
            .by_relation(token, "nmod")
            .filter(|of| !is_posted(of))
            .chain(view.by_relation(token, "nmod:poss"))
            .find_map(named);
        let joined = (base(view.deprel(token)) == "conj")
            .then(|| view.head(token).and_then(named))
            .flatten()
            .or_else(|| view.by_relation(token, "conj").find_map(named));
        let sector = known.and_then(|r| r.party.sector.as_deref());
        let same_sector = sector.and_then(|_| self.of_same_sector(sentence, token, sector));
        let meant = self
            .by_reference(sentence, token)
            .and_then(|party| party.country);
        let scene = self.scene(sentence);
        let first = self.sentence_country(sentence, token);
        let subject = view
            .sentence
            .ancestors(token)
            .flat_map(|above| view.by_relation(above, "nsubj"))
            .find(|&subject| subject != token)
            .and_then(named);
        let lemma = view.lemma(token).to_lowercase();
        let namesake = self
            .referents
            .iter()
            .rev()
            .filter(|r| (r.sentence, r.token) < (sentence, token) && r.head == lemma)
            .find_map(|r| {
                let around = r.around.as_ref().map(|(country, _)| country.as_str());
                r.party.country.as_deref().or(around)
            });
        let opening = self
            .referents
            .iter()
            .filter(|r| r.sentence > 0 && !r.is_weak)
            .find_map(|r| r.party.country.as_deref());
        let is_subject = base(view.deprel(token)) == "nsubj";
        let theme = self
            .referents
            .iter()
            .take_while(|r| (r.sentence, r.token) < (sentence, token))
            .filter(|r| is_subject && r.is_subject && r.sentence + 2 > sentence)
            .filter_map(|r| r.party.country.as_deref())
            .last();
        let from = self.referents.partition_point(|r| r.sentence < sentence);
        let to = self.referents.partition_point(|r| r.sentence <= sentence);
        let here = &self.referents[from..to];
        let last = self
            .referents
            .iter()
            .rev()
            .filter(|r| (r.sentence, r.token) < (sentence, token) && !r.is_weak)
            .find_map(|r| r.party.country.as_deref());
        let near = total_of(&self.counts[(sentence + 1).saturating_sub(REACH)..=sentence]);
        let all: usize = self.total.values().sum();
        let all_near: usize = near.values().sum();
        let share = |of: Option<&usize>, all: usize| match of {
            Some(&of) if all > 0 => of as f32 / all as f32,
            _ => 0.0,
        };
        let mut countries: Vec<&str> = self.total.keys().map(String::as_str).collect();
        countries.extend([meant.as_deref(), self.outlet].into_iter().flatten());
        // Bodies of no country stand for a party only where something points at them: police are no NGO's.
        let pointed_at = [meant.as_deref(), complement, namesake, joined];
        countries.retain(|&country| {
            !crate::ontology::is_nonstate(country) || pointed_at.contains(&Some(country))
        });
        countries.sort_unstable();
        countries.dedup();
        let outlook = countries.into_iter().map(|country| {
            let is = |other: Option<&str>| f32::from(u8::from(other == Some(country)));
            let flag = |yes: bool| f32::from(u8::from(yes));
            let of = |r: &&Referent| r.party.country.as_deref() == Some(country);
            let in_first = self.counts.first().is_some_and(|c| c.contains_key(country));
            let before = sentence.checked_sub(1).and_then(|s| self.counts.get(s));
            let other_side = act.others.iter().any(|other| other == country);
            let signs = [
                is(complement),
                is(joined),
                is(same_sector.as_deref()),
                is(meant.as_deref()),
                is(scene.as_deref()),
                is(self.home.as_deref()),
                is(first.as_deref()),
                is(self.focus(sentence)),
                share(self.total.get(country), all),
                share(near.get(country), all_near),
                flag(
                    here.iter()
                        .filter(of)
                        .any(|r| r.token < token && !r.is_weak),
                ),
                flag(
                    here.iter()
                        .filter(of)
                        .any(|r| r.token > token && !r.is_weak),
                ),
                flag(here.iter().filter(of).any(|r| r.is_weak)),
                flag(in_first),
                is(self.outlet),
                flag(crate::ontology::is_nonstate(country)),
                flag(other_side && act.is_local),
                flag(other_side && !act.is_local),
                flag(before.is_some_and(|counts| counts.contains_key(country))),
                is(last),
                is(subject),
                is(namesake),
                is(opening),
                is(theme),
                is(act.place.filter(|_| act.is_local)),
                is(act.place.filter(|_| !act.is_local)),
            ];
            (country.to_string(), signs)
        });
        (kind, outlook.collect())
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

static ODDS: LazyLock<Odds<SIGNS>> = LazyLock::new(|| {
    Odds::built_in(
        include_str!("../../../../../data/surroundings.json"),
        Kind::COUNT,
    )
});

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
    leader(total.into_iter()).map(|(country, _)| country.to_string())
}

/// The least share of all mentions of countries that makes an article one country's.
const HOME: f64 = 0.5;

/// The country that an article is about: that of most of what it names, if it is of half or more.
pub(super) fn home_of(total: &HashMap<String, usize>) -> Option<String> {
    let all: usize = total.values().sum();
    let (country, count) = leader(
        total
            .iter()
            .map(|(country, count)| (country.as_str(), *count)),
    )?;
    (count as f64 >= HOME * all as f64 && !crate::ontology::is_nonstate(country))
        .then(|| country.to_string())
}

/// How often several sentences name each country.
pub(super) fn total_of(counts: &[HashMap<String, usize>]) -> HashMap<String, usize> {
    let mut total: HashMap<String, usize> = HashMap::new();
    for (country, count) in counts.iter().flatten() {
        *total.entry(country.clone()).or_default() += count;
    }
    total
}

/// The country with the highest count; of equals the first by code.
fn leader<'a>(counted: impl Iterator<Item = (&'a str, usize)>) -> Option<(&'a str, usize)> {
    counted.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)))
}
