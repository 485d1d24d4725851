//! Whom words mean that stand for somebody named before: pronouns, "the latter", "both sides", "its forces", "the newspaper".

use super::phrases::trimmed;
use super::{Discourse, REACH, Referent, Sort, is_plural};
use crate::coding::grammar::{View, base};
use crate::event::Party;

const PERSON_PRONOUNS: &[&str] = &[
    "he", "she", "him", "her", "his", "himself", "herself", "hers",
];
const GROUP_PRONOUNS: &[&str] = &["they", "them", "their", "themselves", "theirs", "both"];
const THING_PRONOUNS: &[&str] = &["it", "its", "itself"];

/// Words for a part of those named after "of".
const PARTS: &[&str] = &[
    "one",
    "some",
    "many",
    "several",
    "most",
    "all",
    "each",
    "both",
    "none",
    "half",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "number",
    "majority",
    "rest",
    "handful",
    "group",
];

/// Words for those who face each other.
const SIDES: &[&str] = &[
    "side",
    "country",
    "government",
    "capital",
    "leader",
    "nation",
    "neighbour",
    "neighbor",
    "president",
    "minister",
    "state",
    "party",
    "delegation",
    "army",
    "rival",
    "man",
    "ally",
    "foe",
    "power",
    "team",
    "negotiator",
    "diplomat",
];

/// Words for whom an owner faces.
const OTHERS: &[&str] = &[
    "neighbour",
    "neighbor",
    "rival",
    "foe",
    "enemy",
    "adversary",
    "counterpart",
    "opponent",
];

/// Descriptions that stand for an earlier referent of a sort, by head word.
pub(super) const DESCRIPTIONS: &[(&str, Sort)] = &[
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

impl Discourse<'_> {
    /// Whom a word means that stands for somebody named before: a pronoun, "the latter", "its forces", "the newspaper".
    pub(super) fn by_reference(&self, sentence: usize, token: usize) -> Option<Party> {
        let view = &self.views[sentence];
        let lower = view.lower(token);
        if view.upos(token) == "PRON"
            || (view.upos(token) == "DET" && view.deprel(token).starts_with("nmod:poss"))
        {
            return self.pronoun(sentence, token, &lower);
        }
        if matches!(lower.as_str(), "latter" | "former")
            && token > 0
            && view.lower(token - 1) == "the"
        {
            return self.of_two(sentence, token, lower == "latter");
        }
        if let Some(owner) = self.owner(view, token) {
            let owner = match self.is_description(view, owner) {
                Some(sort) => self.described(sentence, owner, sort)?,
                None => self.pronoun(sentence, owner, &view.lower(owner))?,
            };
            return Some(self.owned(sentence, token, owner));
        }
        let sort = self.is_description(view, token)?;
        self.described(sentence, token, sort)
    }

    /// The word that says who is meant: "who" is whom the clause describes, of "14 of them" it is "them".
    pub(super) fn bearer(&self, view: &View, token: usize) -> usize {
        let mut token = token;
        for _ in 0..3 {
            let lower = view.lower(token);
            let is_relative = matches!(lower.as_str(), "who" | "whom" | "which" | "that" | "whose");
            let described = (is_relative && view.upos(token) == "PRON")
                .then(|| {
                    let mut above = view.sentence.ancestors(token);
                    above.find(|&i| view.deprel(i) == "acl:relcl")
                })
                .flatten()
                .and_then(|clause| view.head(clause));
            let is_part = matches!(view.upos(token), "NUM" | "DET" | "PRON" | "ADJ")
                || PARTS.contains(&view.lemma(token).to_lowercase().as_str());
            let whole = is_part
                .then(|| {
                    let mut below = view.by_relation(token, "nmod");
                    below.find(|&c| view.preposition(c).as_deref() == Some("of"))
                })
                .flatten();
            match described.or(whole) {
                Some(next) if next != token => token = next,
                _ => return token,
            }
        }
        token
    }

    /// Whom "they" and the like mean when several persons, or else several countries, stand before in the sentence, and
    /// whom "both sides" mean.
    pub fn several(&self, sentence: usize, token: usize) -> Vec<Party> {
        let view = &self.views[sentence];
        let of_several = several_of(self.of_joined_modifiers(view, modified(view, token)))
            .or_else(|| several_of(self.of_joined_complements(sentence, token)));
        if let Some(of_several) = of_several {
            return of_several;
        }
        if self.means_both(view, token) {
            return self.both(sentence, token);
        }
        if !GROUP_PRONOUNS.contains(&view.lower(token).as_str()) {
            return Vec::new();
        }
        let beside = beside_pronoun(view, token);
        let before = |sort: Sort| -> Vec<Party> {
            let here = self.referents.iter().filter(|r| {
                r.sentence == sentence && r.token < token && !beside.contains(&r.token)
            });
            let mut found: Vec<Party> = Vec::new();
            for referent in here.filter(|r| r.sort == sort && !r.is_weak) {
                if !found.contains(&referent.party) {
                    found.push(referent.party.clone());
                }
            }
            found
        };
        if !before(Sort::Group).is_empty() {
            return Vec::new();
        }
        let mut persons = before(Sort::Person);
        persons.retain(|party| party.person.is_some());
        several_of(persons)
            .or_else(|| several_of(before(Sort::Country)))
            .unwrap_or_default()
    }

    /// "U.S., Japanese and South Korean envoys": those of each country that joined modifiers name, if they name several.
    fn of_joined_modifiers(&self, view: &View, token: usize) -> Vec<Party> {
        if !is_plural(view, token) {
            return Vec::new();
        }
        let first = view
            .modifiers(token)
            .find(|&word| view.by_relation(word, "conj").next().is_some());
        let Some(first) = first else {
            return Vec::new();
        };
        let modifiers = view.with_conjuncts(first);
        let last = modifiers.last().copied().unwrap_or(first);
        if last >= token {
            return Vec::new();
        }
        let rest = trimmed(view, last + 1..token + 1);
        let is_apart = |i: usize| matches!(base(view.deprel(i)), "conj" | "cc" | "punct");
        let mut parties: Vec<Party> = Vec::new();
        for modifier in modifiers {
            let own = view
                .sentence
                .subtree_without(modifier, |i| i != modifier && is_apart(i));
            let phrase = format!("{} {rest}", trimmed(view, own));
            let said = self.knowledge.resolve(&phrase, self.on);
            let party = said.map(Party::from).filter(|p| p.country.is_some());
            if let Some(party) = party
                && parties.iter().all(|known| known.country != party.country)
            {
                parties.push(party);
            }
        }
        parties
    }

    /// "the foreign ministers of Russia and Turkey": those of each country after them.
    fn of_joined_complements(&self, sentence: usize, token: usize) -> Vec<Party> {
        let view = &self.views[sentence];
        if !is_plural(view, token) {
            return Vec::new();
        }
        let after = view
            .by_relation(token, "nmod")
            .find(|&word| matches!(view.preposition(word).as_deref(), Some("of" | "from")));
        let Some(after) = after else {
            return Vec::new();
        };
        let named = |word: usize| {
            let &index = self.by_place.get(&(sentence, word))?;
            let referent = &self.referents[index];
            let is_state = matches!(referent.sort, Sort::Country | Sort::Organisation);
            referent.party.country.clone().filter(|_| is_state)
        };
        let said = self.by_place.get(&(sentence, token));
        let party = said.map_or_else(Party::default, |&index| self.referents[index].party.clone());
        let name = self.phrase_words(view, token);
        let countries = view.with_conjuncts(after).into_iter();
        countries
            .filter_map(named)
            .map(|country| Party {
                name: name.clone(),
                country: Some(country),
                ..party.clone()
            })
            .collect()
    }

    /// "the two leaders", "both capitals", "each side".
    fn means_both(&self, view: &View, token: usize) -> bool {
        let is_pair =
            |i: usize| matches!(view.lower(i).as_str(), "two" | "both" | "each" | "either");
        let lower = view.lower(token);
        let definite = |i: usize| view.by_relation(i, "det").any(|d| view.lower(d) == "the");
        if matches!(lower.as_str(), "both" | "two") {
            return lower == "both" || definite(token);
        }
        // "the only two Arab states to have signed" says itself which two.
        let says_which = view.children(token).any(|c| match base(view.deprel(c)) {
            "amod" => view.word(c).starts_with(char::is_uppercase),
            "acl" => true,
            _ => false,
        });
        SIDES.contains(&view.lemma(token).to_lowercase().as_str())
            && !says_which
            && view
                .children(token)
                .any(|c| is_pair(c) && (view.lower(c) != "two" || definite(token)))
    }

    /// The two persons named last, where men or women are meant; else the two countries that the article speaks of most.
    fn both(&self, sentence: usize, token: usize) -> Vec<Party> {
        let view = &self.views[sentence];
        if matches!(view.lemma(token), "man" | "woman") {
            return self.last_two_persons(sentence, token);
        }
        let states = self
            .total
            .iter()
            .filter(|(country, _)| !crate::ontology::is_nonstate(country));
        let mut ranked: Vec<(&String, &usize)> = states.collect();
        ranked.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let [first, second, ..] = ranked[..] else {
            return Vec::new();
        };
        let name = self.phrase_words(view, token);
        let party = |country: &str| Party {
            name: name.clone(),
            country: Some(country.to_string()),
            ..Party::default()
        };
        vec![party(first.0), party(second.0)]
    }

    /// The two persons named last before a place in the text, the earlier first; none where there are no two.
    fn last_two_persons(&self, sentence: usize, token: usize) -> Vec<Party> {
        let before = |r: &&Referent| (r.sentence, r.token) < (sentence, token);
        let mut last: Vec<Party> = Vec::new();
        for referent in self.referents.iter().rev().skip_while(|r| !before(r)) {
            if referent.party.person.is_some() && !last.contains(&referent.party) {
                last.insert(0, referent.party.clone());
            }
            if last.len() == 2 {
                return last;
            }
        }
        Vec::new()
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
        let beside = beside_pronoun(&self.views[sentence], token);
        let before = |sorts: &[Sort]| {
            let fits = |r: &Referent| {
                sorts.contains(&r.sort) && !(r.sentence == sentence && beside.contains(&r.token))
            };
            self.subject_above(sentence, token)
                .filter(|r| fits(r))
                .or_else(|| self.before(sentence, token, fits))
        };
        let found = if PERSON_PRONOUNS.contains(&lower) {
            before(&[Sort::Person])
        } else if GROUP_PRONOUNS.contains(&lower) {
            before(&[Sort::Group]).or_else(|| before(&[Sort::Organisation]))
        } else if THING_PRONOUNS.contains(&lower) {
            before(&[Sort::Country, Sort::Organisation, Sort::Outlet])
        } else {
            return None;
        };
        found.map(|r| self.settled(r))
    }

    /// The subject of the nearest clause that a pronoun's clause hangs on: "the army refused, and the RSF said that it would abide".
    fn subject_above(&self, sentence: usize, token: usize) -> Option<&Referent> {
        let view = &self.views[sentence];
        let above = view.sentence.ancestors(token);
        above
            .flat_map(|verb| view.by_relation(verb, "nsubj"))
            .filter(|&subject| subject < token)
            .find_map(|subject| self.by_place.get(&(sentence, subject)))
            .map(|&index| &self.referents[index])
    }

    /// Who is said to own a thing without being named: "its troops", "the alliance's troops".
    pub(super) fn owner(&self, view: &View, token: usize) -> Option<usize> {
        view.by_relation(token, "nmod:poss").find(|&c| {
            matches!(view.upos(c), "PRON" | "DET") || self.is_description(view, c).is_some()
        })
    }

    /// "its forces", "his government": the country of the owner, the sector of the thing owned.
    fn owned(&self, sentence: usize, token: usize, owner: Party) -> Party {
        let view = &self.views[sentence];
        let words = self.phrase_words(view, token);
        let said = self.knowledge.resolve(&words, self.on);
        let (country, sector, sectors, role) = match said {
            // "his Syrian counterpart" says its country itself.
            Some(actor) => (actor.country, actor.sector, actor.sectors, actor.role),
            None => (None, None, Vec::new(), None),
        };
        // "its neighbour" is another than it.
        let owners = match OTHERS.contains(&view.lemma(token).to_lowercase().as_str()) {
            true => self
                .before(sentence, token, |r| {
                    r.sort == Sort::Country && !r.is_weak && r.party.country != owner.country
                })
                .and_then(|r| r.party.country.clone()),
            false => owner.country,
        };
        Party {
            name: words,
            country: country.or(owners),
            sector,
            sectors,
            role,
            person: None,
            id: None,
        }
    }

    /// Whether a phrase is a definite description without a name of its own ("the newspaper").
    pub(super) fn is_description(&self, view: &View, token: usize) -> Option<Sort> {
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
            // "the district court", "the utilities commission" say themselves which one; "the company" is no ministry.
            .or_else(|| {
                if view
                    .modifiers(token)
                    .any(|word| matches!(view.upos(word), "ADJ" | "NOUN" | "PROPN"))
                {
                    return None;
                }
                let is_firm = matches!(lemma.as_str(), "company" | "firm");
                self.before(sentence, token, |r| {
                    let may_be_firm = r
                        .party
                        .sector
                        .as_deref()
                        .is_none_or(|sector| sector == "BUS");
                    r.sort == sort
                        && !r.is_weak
                        && (r.party.country.is_some()
                            || is_firm && r.party.name.starts_with(char::is_uppercase))
                        && (!is_firm || may_be_firm)
                })
            })?;
        Some(self.settled(found))
    }
}

/// Parties, if there are several.
fn several_of(parties: Vec<Party>) -> Option<Vec<Party>> {
    (parties.len() > 1).then_some(parties)
}

/// The words that take part in the same act as a pronoun does: in "police dragged 14 of them away" it does not mean the
/// police. None for "their" and "themselves".
fn beside_pronoun(view: &View, pronoun: usize) -> Vec<usize> {
    let lower = view.lower(pronoun);
    if view.deprel(pronoun) == "nmod:poss" || lower.ends_with("self") || lower.ends_with("selves") {
        return Vec::new();
    }
    let Some(verb) = view
        .sentence
        .ancestors(pronoun)
        .find(|&above| view.is_verb(above))
    else {
        return Vec::new();
    };
    let is_part = |&word: &usize| {
        matches!(base(view.deprel(word)), "nsubj" | "obj" | "iobj" | "obl") && word != pronoun
    };
    view.children(verb)
        .filter(is_part)
        .chain(view.grammatical_subject(verb, 0))
        .flat_map(|word| view.with_conjuncts(word))
        .filter(|&word| word != pronoun)
        .collect()
}

/// The noun that a word stands before, alone or joined with others: "troops" for "Afghan" and for "U.S." in "Afghan and U.S.
/// troops". Of other words the word itself.
fn modified(view: &View, word: usize) -> usize {
    let first = match (base(view.deprel(word)), view.head(word)) {
        ("conj", Some(first)) => first,
        _ => word,
    };
    match (base(view.deprel(first)), view.head(first)) {
        ("amod" | "compound", Some(noun)) if noun > word => noun,
        _ => word,
    }
}
