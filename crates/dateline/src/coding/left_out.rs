//! Sides that a sentence leaves out: "He denied it" is said to somebody, "two were arrested" by somebody, whom the article names
//! elsewhere. The other statements of the article say who it may be; a small network (`data/left_out.json`) weighs them.

use std::sync::LazyLock;

use dateline_kb::Knowledge;
use dateline_page::BlockKind;

use super::has_actors_only;
use crate::confidence::{Grounds, Side};
use crate::event::{Filled, Party, Statement};
use crate::odds::Odds;
use crate::ontology::EventType;

/// From this chance of "nobody" on a side stays empty. Codings of articles differ in whether they say who is meant (four such sides of ten are empty in
/// our passages, one in ten in the codings of web pages), but where they do, the likeliest country is theirs in 79 to 83 of 100 cases.
/// When this was chosen, at 0.5, 0.6, 0.7 the events of the web pages scored 0.411, 0.433, 0.441, those of passages not learnt 0.397, 0.374, 0.369.
const TOO_LIKELY: f32 = 0.6;

/// A country less likely than this is not given: such a guess is wrong more often than right, and makes its event less sure.
const LEAST_CHANCE: f32 = 0.25;

/// Among what made a statement: a side of it is not said by its sentence.
pub const LEFT_OUT: &str = "discourse:left-out";

/// Statements further apart, in sentences, say nothing of each other's sides, but those of the title.
const REACH: usize = 40;

/// How many sentences before and behind are near.
const NEAR: usize = 2;

/// How many signs speak for a country; [`outlook`] gives them.
pub const SIGNS: usize = 18;

/// One side of each type of act is one kind.
const KINDS: usize = 2 * EventType::ALL.len();

static ODDS: LazyLock<Odds<SIGNS>> =
    LazyLock::new(|| Odds::built_in(include_str!("../../../../data/left_out.json"), KINDS));

/// Which side of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Actors,
    Recipients,
}

impl Which {
    fn of(self, statement: &Statement) -> &[Filled<Party>] {
        match self {
            Which::Actors => &statement.actors,
            Which::Recipients => &statement.recipients,
        }
    }

    fn other(self) -> Which {
        match self {
            Which::Actors => Which::Recipients,
            Which::Recipients => Which::Actors,
        }
    }
}

/// Gives the empty sides of an article's statements, in text order, the country that its other statements make likeliest. A side stays
/// empty where that nobody is meant is too likely, or no country is likely enough.
pub fn fill(statements: &mut [Statement], knowledge: &Knowledge) {
    let found: Vec<(usize, Which, Filled<Party>, f32)> = (0..statements.len())
        .flat_map(|at| [(at, Which::Actors), (at, Which::Recipients)])
        .filter(|&(at, which)| is_left_out(&statements[at], which))
        .filter_map(|(at, which)| {
            let kind = kind(statements[at].event_type, which);
            let likeliest = ODDS.likeliest(kind, outlook(statements, at, which), TOO_LIKELY);
            let (country, chance) = likeliest.filter(|(_, chance)| *chance >= LEAST_CHANCE)?;
            let party = party_of(statements, at, which, &country, knowledge)?;
            Some((at, which, party, chance))
        })
        .collect();
    for (at, which, party, chance) in found {
        let statement = &mut statements[at];
        let evidence = Side {
            grounds: Grounds::Elsewhere,
            seen: 0.0,
            placed: chance,
            is_several: false,
        };
        let (side, rests_on) = match which {
            Which::Actors => (&mut statement.actors, &mut statement.evidence.actors),
            Which::Recipients => (
                &mut statement.recipients,
                &mut statement.evidence.recipients,
            ),
        };
        side.push(party);
        *rests_on = evidence;
        statement.confidence = statement.evidence.confidence(statement.event_type);
        statement.coded_by.push(LEFT_OUT.to_string());
    }
}

/// Whether a statement says nobody on a side that has somebody.
pub fn is_left_out(statement: &Statement, which: Which) -> bool {
    let may_have = which == Which::Actors
        || !has_actors_only(statement.event_type, &statement.modes) && !is_mutual(statement);
    may_have && which.of(statement).is_empty()
}

/// Whether several countries agree, talk or give way with each other: PLOVER names all of them as actors, and no recipient. So do seven in ten
/// of our codings of such acts.
fn is_mutual(statement: &Statement) -> bool {
    let is_mutual = matches!(
        statement.event_type,
        EventType::Agree
            | EventType::Consult
            | EventType::Support
            | EventType::Concede
            | EventType::Retreat
    );
    is_mutual && is_of_several(&statement.actors)
}

/// The number of the kind that a side of an act is of.
pub fn kind(event_type: EventType, which: Which) -> usize {
    2 * event_type as usize + which as usize
}

/// What speaks for each country that a side may be of: those of parties in other statements, less the parties on its other side.
pub fn outlook(statements: &[Statement], at: usize, which: Which) -> Vec<(String, [f32; SIGNS])> {
    let asked = &statements[at];
    let opposite = which.other();
    let against = opposite.of(asked);
    let others: Vec<(usize, &Statement)> = near(statements, at).collect();
    let those = |picks: &dyn Fn(&Statement) -> bool| -> Vec<&Statement> {
        let all = others.iter().map(|(_, other)| *other);
        all.filter(|other| picks(other)).collect()
    };
    let within = |reach: usize| those(&|o| o.sentence.abs_diff(asked.sentence) <= reach);
    let is_of_type = |o: &Statement| o.event_type == asked.event_type;
    let here = within(0);
    let around = within(NEAR);
    let all = those(&|_| true);
    let of_type = those(&is_of_type);
    let of_word = those(&|o| o.trigger_lemma == asked.trigger_lemma);
    let alike = those(&|o| shares_country(opposite.of(o), against));
    let turned = those(&|o| shares_country(which.of(o), against));
    let mut before = others.iter().rev().filter(|o| o.0 < at);
    let previous = before.find(|o| is_of_type(o.1)).map(|o| o.1);
    let mut after = others.iter().filter(|o| o.0 > at);
    let next = after.find(|o| is_of_type(o.1)).map(|o| o.1);
    let is_joint = is_of_several(against);
    let place = asked.place.as_ref();
    let place = place.and_then(|place| place.value.country.as_deref());
    let signs = |country: &str| {
        let mut sources = asked.attribution.iter();
        let is_source = sources.any(|source| source.value.country.as_deref() == Some(country));
        let any = |which: Which, some: &[&Statement]| {
            flag(some.iter().any(|other| names(which.of(other), country)))
        };
        [
            flag(names(against, country)),
            // Several who act together mostly act with each other.
            flag(is_joint),
            flag(place == Some(country)),
            flag(is_source),
            any(which, &here),
            any(opposite, &here),
            any(which, &around),
            any(opposite, &around),
            any(which, previous.as_slice()),
            any(opposite, previous.as_slice()),
            any(which, next.as_slice()),
            any(opposite, next.as_slice()),
            share(country, which, &of_type),
            share(country, which, &all),
            share(country, opposite, &all),
            share(country, which, &of_word),
            share(country, which, &alike),
            share(country, opposite, &turned),
        ]
    };
    let mut possible: Vec<&str> = parties(&others, against)
        .filter_map(|(_, party)| party.value.country.as_deref())
        .collect();
    possible.sort_unstable();
    possible.dedup();
    possible
        .into_iter()
        .map(|country| (country.to_string(), signs(country)))
        .collect()
}

/// The statements that may say something about the sides of one of them, with their numbers.
fn near(statements: &[Statement], at: usize) -> impl Iterator<Item = (usize, &Statement)> {
    let sentence = statements[at].sentence;
    let first = statements.partition_point(|s| s.sentence + REACH < sentence);
    let end = statements.partition_point(|s| s.sentence <= sentence + REACH);
    let is_title = |&i: &usize| statements[i].block == BlockKind::Title;
    (0..first)
        .take_while(is_title)
        .chain(first..end)
        .filter(move |&i| i != at)
        .map(|i| (i, &statements[i]))
}

/// The parties of some statements that are not on the side given, each with its statement.
fn parties<'a>(
    others: &'a [(usize, &'a Statement)],
    against: &'a [Filled<Party>],
) -> impl Iterator<Item = (&'a Statement, &'a Filled<Party>)> {
    let is_against = |party: &Filled<Party>| {
        let mut sides = against.iter();
        sides.any(|other| other.value.is_named_as(&party.value))
    };
    others
        .iter()
        .flat_map(|(_, other)| {
            let all = other.actors.iter().chain(&other.recipients);
            all.map(|party| (*other, party))
        })
        .filter(move |(_, party)| !is_against(party))
}

/// The country as a party, with the words of its nearest party in other statements: one on the same side before one on the other. Which of
/// its people or bodies is meant the signs do not say.
fn party_of(
    statements: &[Statement],
    at: usize,
    which: Which,
    country: &str,
    knowledge: &Knowledge,
) -> Option<Filled<Party>> {
    let asked = &statements[at];
    let others: Vec<(usize, &Statement)> = near(statements, at).collect();
    let distance = |other: &Statement, party: &Filled<Party>| {
        let is_on_side = which.of(other).contains(party);
        let far = other.sentence.abs_diff(asked.sentence);
        (!is_on_side, far, other.sentence > asked.sentence)
    };
    let (_, nearest) = parties(&others, which.other().of(asked))
        .filter(|(_, party)| party.value.country.as_deref() == Some(country))
        .min_by_key(|(other, party)| distance(other, party))?;
    let name = knowledge
        .country(country)
        .map_or(country, |known| known.name.as_str());
    Some(Filled {
        value: Party {
            name: name.to_string(),
            country: Some(country.to_string()),
            ..Party::default()
        },
        span: nearest.span,
        words: nearest.words.clone(),
    })
}

/// Of some statements with a country on one side, the share that names this one.
fn share(country: &str, which: Which, some: &[&Statement]) -> f32 {
    let sides = some.iter().map(|statement| which.of(statement));
    let sides = sides.filter(|side| countries(side).next().is_some());
    let (mut all, mut with) = (0, 0);
    for side in sides {
        all += 1;
        with += usize::from(names(side, country));
    }
    if all > 0 {
        with as f32 / all as f32
    } else {
        0.0
    }
}

fn flag(holds: bool) -> f32 {
    f32::from(u8::from(holds))
}

fn shares_country(a: &[Filled<Party>], b: &[Filled<Party>]) -> bool {
    countries(a).any(|country| names(b, country))
}

/// Whether the parties of a side are of several countries.
fn is_of_several(side: &[Filled<Party>]) -> bool {
    let mut countries = countries(side);
    let first = countries.next();
    countries.any(|country| Some(country) != first)
}

fn countries(side: &[Filled<Party>]) -> impl Iterator<Item = &str> {
    side.iter()
        .filter_map(|party| party.value.country.as_deref())
}

fn names(side: &[Filled<Party>], country: &str) -> bool {
    countries(side).any(|other| other == country)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An act told in a sentence; sides are countries with a space between.
    fn told(sentence: usize, event_type: EventType, actors: &str, recipients: &str) -> Statement {
        let side = |codes: &str| {
            let codes = codes.split(' ').filter(|code| !code.is_empty());
            let party = |code: &str| Filled {
                value: Party {
                    name: format!("officials of {code}"),
                    country: Some(code.into()),
                    ..Party::default()
                },
                span: Some((sentence * 100..sentence * 100 + 3).into()),
                words: "officials".into(),
            };
            codes.map(party).collect()
        };
        Statement {
            actors: side(actors),
            recipients: side(recipients),
            ..Statement::bare(event_type, sentence)
        }
    }

    fn filled(mut statements: Vec<Statement>) -> Vec<Statement> {
        let knowledge =
            crate::reader::built_in_knowledge().expect("the built-in knowledge is sound");
        fill(&mut statements, &knowledge);
        statements
    }

    #[test]
    fn an_answer_goes_to_whoever_spoke() {
        let statements = filled(vec![
            told(0, EventType::Accuse, "DEU", "RUS"),
            told(1, EventType::Accuse, "DEU", "RUS"),
            told(2, EventType::Reject, "RUS", ""),
        ]);
        let [.., answer] = statements.as_slice() else {
            panic!("three statements");
        };
        let [party] = answer.recipients.as_slice() else {
            panic!("{:?}", answer.recipients);
        };
        assert_eq!(party.value.country.as_deref(), Some("DEU"));
        // Who of the Germans is meant nothing says.
        assert_eq!(party.value.name, "Germany");
        assert_eq!(party.words, "officials");
        assert!(answer.coded_by.contains(&LEFT_OUT.to_string()));
        assert!(answer.told().1.is_empty());
        assert_eq!(answer.evidence.recipients.grounds, Grounds::Elsewhere);
        let chance = answer.evidence.recipients.placed;
        assert!(0.0 < chance && chance < 1.0, "{chance}");
    }

    #[test]
    fn what_is_told_stays_and_what_nobody_tells_stays_empty() {
        let cases = [
            // No party but the actor's own.
            vec![told(0, EventType::Reject, "RUS", "")],
            // Those who talk with each other are all actors.
            vec![
                told(0, EventType::Accuse, "DEU", "RUS"),
                told(1, EventType::Consult, "DEU", ""),
            ],
            vec![told(0, EventType::Accuse, "DEU", "RUS")],
            Vec::new(),
        ];
        for statements in cases {
            let sides = |all: &[Statement]| -> Vec<(usize, usize)> {
                let count = |s: &Statement| (s.actors.len(), s.recipients.len());
                all.iter().map(count).collect()
            };
            let before = sides(&statements);
            assert_eq!(sides(&filled(statements)), before);
        }
    }

    #[test]
    fn chances_rest_on_statements_near_by_and_on_the_title() {
        let mut statements: Vec<Statement> = (0..200)
            .map(|number| told(number, EventType::Accuse, "FRA", "MLI"))
            .collect();
        statements[0] = told(0, EventType::Accuse, "PER", "CHL");
        statements[1] = told(1, EventType::Accuse, "KEN", "UGA");
        statements[0].block = BlockKind::Title;
        statements[150].recipients.clear();
        let named: Vec<String> = outlook(&statements, 150, Which::Recipients)
            .into_iter()
            .map(|(country, _)| country)
            .collect();
        assert_eq!(named, ["CHL", "MLI", "PER"]);
    }
}
