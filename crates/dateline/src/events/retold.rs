//! How likely two statements of one article tell one happening: signs that speak for it or against it, weighed by a
//! logistic regression (`data/happenings.json`, fitted by `training/signs.py` to our coded passages).

use std::sync::LazyLock;

use dateline_page::BlockKind;

use super::claim::{Standing, standing};
use crate::event::{Filled, Party, PlacePrecision, PlaceRef, Quantity, Statement, Status, When};
use crate::ontology::EventType;
use crate::signs::Weights;

/// The signs, in the order of [`signs`]. Each is 0 or 1, but for the parties (counted over both sides) and "distance" (the logarithm of one
/// more than the sentences between).
pub const SIGNS: [&str; 15] = [
    "title",
    "definite",
    "same word",
    "modes shared",
    "modes differ",
    "same date",
    "other date",
    "same place",
    "same name",
    "same country and sector",
    "same country",
    "same person",
    "same figure",
    "same sentence",
    "distance",
];

static WEIGHTS: LazyLock<Weights<{ SIGNS.len() }>> =
    LazyLock::new(|| Weights::built_in(include_str!("../../../../data/happenings.json"), &SIGNS));

/// The chance, 0 to 1, that two statements of an article tell one happening, as far as they can; `text` is the article's.
pub fn chance(a: &Statement, b: &Statement, text: &str) -> Option<f32> {
    Some(WEIGHTS.chance(a.event_type, &signs(a, b, text)?))
}

/// What speaks for two statements of an article telling one happening, in the order of [`SIGNS`]; `None` where they cannot: another type
/// of act, a plan and a deed, other countries or persons on a side, other days, other places.
pub fn signs(a: &Statement, b: &Statement, text: &str) -> Option<[f32; SIGNS.len()]> {
    if a.event_type != b.event_type || !stand_alike(a.status, b.status) {
        return None;
    }
    let is = |holds: bool| f32::from(u8::from(holds));
    let modes = |share: bool| {
        !a.modes.is_empty()
            && !b.modes.is_empty()
            && share == a.modes.iter().any(|mode| b.modes.contains(mode))
    };
    let sides = sides(a, b);
    let place = same_place(a.place.as_ref(), b.place.as_ref());
    let contradict =
        |side: &Side| side.kinship == Some(Kinship::Other) || side.person == Some(false);
    if sides.iter().any(contradict) || place == Some(false) {
        return None;
    }
    let date = match (&a.when, &b.when) {
        (Some(a), Some(b)) => Some(common_days(a.value, b.value)?),
        _ => None,
    };
    let count = |kinship: Kinship| {
        sides
            .iter()
            .filter(|side| side.kinship == Some(kinship))
            .count() as f32
    };
    Some([
        is([a, b].iter().any(|s| s.block == BlockKind::Title)),
        is(is_definite(
            if a.sentence <= b.sentence { b } else { a },
            text,
        )),
        is(a.trigger_lemma == b.trigger_lemma),
        is(modes(true)),
        is(modes(false)),
        is(date == Some(Days::Same)),
        is(date == Some(Days::Some)),
        is(place == Some(true)),
        count(Kinship::Name),
        count(Kinship::Sector),
        count(Kinship::Country),
        sides
            .iter()
            .filter(|side| side.person == Some(true))
            .count() as f32,
        is(same_figure(&a.quantities, &b.quantities)),
        is(a.sentence == b.sentence),
        (a.sentence.abs_diff(b.sentence) as f32).ln_1p(),
    ])
}

/// Whether two acts may be one: a fact with a fact, also where one side denies it; a plan with a plan.
fn stand_alike(a: Status, b: Status) -> bool {
    let claimed = |status| match standing(status) {
        Standing::Denied => Standing::Done,
        other => other,
    };
    claimed(a) == claimed(b)
}

/// "the visit", "his arrest": words that point back.
fn is_definite(statement: &Statement, text: &str) -> bool {
    const POINTING: &[&str] = &[
        "the", "this", "that", "these", "those", "his", "her", "its", "their",
    ];
    let points = |word: Option<&str>| {
        word.is_some_and(|word| POINTING.contains(&word.to_lowercase().as_str()))
    };
    let before = text.get(statement.span.start..statement.trigger.start);
    let trigger = text.get(statement.trigger.start..statement.trigger.end);
    points(before.and_then(|words| words.split_whitespace().next_back()))
        || points(trigger.and_then(|words| words.split_whitespace().next()))
}

/// What two dates have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Days {
    Same,
    Some,
}

/// `None` where two dates have no day in common.
fn common_days(a: When, b: When) -> Option<Days> {
    if a.from == b.from && a.to == b.to {
        return Some(Days::Same);
    }
    (a.from <= b.to && b.from <= a.to).then_some(Days::Some)
}

/// Whether two places are the same, or one may lie in the other; `None` where one is missing.
fn same_place(a: Option<&Filled<PlaceRef>>, b: Option<&Filled<PlaceRef>>) -> Option<bool> {
    let (a, b) = (&a?.value, &b?.value);
    let is_exact =
        |place: &PlaceRef| matches!(place.precision, PlacePrecision::City | PlacePrecision::Site);
    Some(a.name == b.name || a.country == b.country && !(is_exact(a) && is_exact(b)))
}

fn same_figure(a: &[Filled<Quantity>], b: &[Filled<Quantity>]) -> bool {
    let same = |x: &Quantity, y: &Quantity| x.value > 1.0 && x.value == y.value && x.role == y.role;
    a.iter().any(|x| b.iter().any(|y| same(&x.value, &y.value)))
}

/// How near two parties are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kinship {
    /// Other countries, or two bodies.
    Other,
    /// The same country, or one of them has none.
    Country,
    Sector,
    Name,
}

/// How one side of two statements compares; `None` where it is open in one of them.
#[derive(Debug, Clone, Copy)]
struct Side {
    kinship: Option<Kinship>,
    /// Whether the persons named are the same.
    person: Option<bool>,
}

/// Both sides, those of talks crosswise where that is nearer: "Rudenko met Choe", "Choe received Rudenko".
fn sides(a: &Statement, b: &Statement) -> [Side; 2] {
    let [(a_actors, a_recipients), (b_actors, b_recipients)] = [a.told(), b.told()];
    let straight = [
        Side::of(a_actors, b_actors),
        Side::of(a_recipients, b_recipients),
    ];
    if a.event_type != EventType::Consult {
        return straight;
    }
    let crossed = [
        Side::of(a_actors, b_recipients),
        Side::of(a_recipients, b_actors),
    ];
    let nearness = |sides: &[Side; 2]| -> usize {
        sides
            .iter()
            .filter_map(|side| side.kinship)
            .map(|kinship| kinship as usize)
            .sum()
    };
    if nearness(&crossed) > nearness(&straight) {
        crossed
    } else {
        straight
    }
}

impl Side {
    fn of(a: &[Filled<Party>], b: &[Filled<Party>]) -> Side {
        let pairs = || {
            a.iter()
                .flat_map(|x| b.iter().map(move |y| (&x.value, &y.value)))
        };
        let persons =
            |side: &[Filled<Party>]| side.iter().any(|party| party.value.person.is_some());
        Side {
            kinship: pairs().map(|(x, y)| kinship(x, y)).max(),
            person: (persons(a) && persons(b)).then(|| pairs().any(|(x, y)| same_person(x, y))),
        }
    }
}

fn kinship(a: &Party, b: &Party) -> Kinship {
    if a.is_named_as(b) {
        return Kinship::Name;
    }
    // The Treasury and the Pentagon, not the state and its president.
    let is_body = |party: &Party| party.person.is_none() && party.id.is_some() && !party.is_state();
    match (&a.country, &b.country) {
        (Some(x), Some(y)) if x != y => Kinship::Other,
        _ if is_body(a) && is_body(b) => Kinship::Other,
        (Some(_), Some(_)) if a.sector == b.sector => Kinship::Sector,
        _ => Kinship::Country,
    }
}

/// The same name, or its last word.
fn same_person(a: &Party, b: &Party) -> bool {
    let last = |party: &Party| {
        party
            .person
            .as_ref()
            .and_then(|name| name.split_whitespace().next_back().map(str::to_string))
    };
    last(a).is_some() && last(a) == last(b)
}
