//! One event out of the claims of many articles: what they agree on, with the evidence of each.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::claim::Claim;
use super::corroborate::Group;
use super::fingerprint::reprints;
use super::likeness::same_party;
use crate::event::{DatePrecision, PlacePrecision, QuantityRole};
use crate::json::{DateRecord, EventRecord, PartyRecord, PlaceRecord, QuantityRecord};
use crate::ontology;

/// A figure on which reports may differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub role: QuantityRole,
    /// What is counted, as the first report says it.
    pub of: String,
    /// The least that any report gives.
    pub low: f64,
    /// What most outlets say; of equals what was published last, as counts are put right later.
    pub best: f64,
    /// The most that any report gives.
    pub high: f64,
    /// Who says which, in the order of publication.
    pub said: Vec<Said>,
}

/// What one report says of a figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Number of the claim among those given to `corroborate`.
    pub claim: usize,
    pub figure: QuantityRecord,
}

/// The event of a group: its slots are what the claims agree on, its statements those of all of them, best first.
pub fn combine<C: Borrow<Claim>>(claims: &[C], group: &Group) -> EventRecord {
    let of = |numbers: &[usize]| -> Vec<&Claim> {
        let claims = numbers.iter().map(|&number| claims[number].borrow());
        claims.collect()
    };
    let (members, ranked) = (of(&group.claims), of(&ranked(claims, group)));
    let leading = most(ranked.iter().map(|claim| claim.event.event_type));
    let best = ranked
        .iter()
        .find(|claim| Some(claim.event.event_type) == leading)
        .unwrap_or(&ranked[0]);
    let mut event = best.event.clone();
    event.id.clone_from(&group.id);
    let alike = ranked
        .iter()
        .filter(|claim| claim.event.event_type == event.event_type);
    for claim in alike {
        extend(&mut event.modes, &claim.event.modes);
    }
    for claim in &ranked {
        extend(&mut event.contexts, &claim.event.contexts);
    }
    event.contexts.sort_unstable();
    let modes: Vec<&str> = event.modes.iter().map(String::as_str).collect();
    event.intensity = ontology::intensity(event.event_type, &modes);
    event.quad = ontology::quad(event.event_type);
    let contexts: Vec<&str> = event.contexts.iter().map(String::as_str).collect();
    event.cameo = ontology::cameo(event.event_type, &modes, &contexts).into();
    (event.actors, event.recipients) = sides(best, &ranked);
    event.date = date(&ranked);
    event.place = place(&ranked);
    event.quantities = figures(claims, group).iter().map(quantity).collect();
    if let Some(status) = most(ranked.iter().map(|claim| claim.event.status)) {
        event.status = status;
    }
    event.outlets = outlets(&members);
    event.confidence = confidence(&members);
    event.statements = ranked
        .iter()
        .flat_map(|claim| claim.event.statements.iter().cloned())
        .collect();
    event
}

/// The claims of a group in the order in which its event gives their statements: those that tell most first.
pub fn ranked<C: Borrow<Claim>>(claims: &[C], group: &Group) -> Vec<usize> {
    let mut ranked = group.claims.clone();
    let fullness = |number: usize| fullness(&claims[number].borrow().event);
    // A stable sort: of equals the one published first leads.
    ranked.sort_by(|&a, &b| fullness(b).total_cmp(&fullness(a)));
    ranked
}

/// How many independent publishers stand behind some claims: reports of one outlet count once, and so do those of
/// several outlets that print one text.
pub fn outlets(claims: &[&Claim]) -> usize {
    let mut count = 0;
    let sources = sources(claims);
    let mut seen = vec![false; claims.len()];
    for source in sources {
        count += usize::from(!std::mem::replace(&mut seen[source], true));
    }
    count
}

/// For each claim the number of the first one that has the same publisher or text.
fn sources(claims: &[&Claim]) -> Vec<usize> {
    let prints: Vec<_> = claims.iter().map(|claim| &claim.article.print).collect();
    let texts = reprints(&prints);
    let mut source: Vec<usize> = (0..claims.len()).collect();
    // Passed on until nothing changes: a text may tie outlets, an outlet texts.
    loop {
        let before = source.clone();
        let mut by_outlet: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_text: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, claim) in claims.iter().enumerate() {
            let outlet = by_outlet.entry(&claim.outlet).or_insert(source[number]);
            *outlet = (*outlet).min(source[number]);
            let text = by_text.entry(texts[number]).or_insert(source[number]);
            *text = (*text).min(source[number]);
        }
        for (number, claim) in claims.iter().enumerate() {
            source[number] = by_outlet[claim.outlet.as_str()].min(by_text[&texts[number]]);
        }
        if source == before {
            return source;
        }
    }
}

/// What the reports of a group say of each thing counted, with who says which.
pub fn figures<C: Borrow<Claim>>(claims: &[C], group: &Group) -> Vec<Figure> {
    let mut figures: Vec<Figure> = Vec::new();
    for &number in &group.claims {
        for figure in &claims[number].borrow().event.quantities {
            let said = Said {
                claim: number,
                figure: figure.clone(),
            };
            match figures
                .iter_mut()
                .find(|known| counts_the_same(known, figure))
            {
                Some(known) => {
                    known.low = known.low.min(figure.low);
                    known.high = known.high.max(figure.high);
                    known.said.push(said);
                }
                None => figures.push(Figure {
                    role: figure.role,
                    of: figure.of.clone(),
                    low: figure.low,
                    best: figure.value,
                    high: figure.high,
                    said: vec![said],
                }),
            }
        }
    }
    for figure in &mut figures {
        figure.best = best_value(claims, &figure.said);
    }
    figures
}

/// Persons killed are counted alike whatever the reports call them, other things only under one name.
fn counts_the_same(known: &Figure, figure: &QuantityRecord) -> bool {
    let persons = matches!(
        known.role,
        QuantityRole::Dead | QuantityRole::Injured | QuantityRole::Arrested | QuantityRole::Crowd
    );
    known.role == figure.role && (persons || known.of == figure.of)
}

fn best_value<C: Borrow<Claim>>(claims: &[C], said: &[Said]) -> f64 {
    let members: Vec<&Claim> = said
        .iter()
        .map(|said| claims[said.claim].borrow())
        .collect();
    let sources = sources(&members);
    let mut best = (0, 0.0);
    for (at, one) in said.iter().enumerate() {
        let mut voices: Vec<usize> = (0..said.len())
            .filter(|&other| said[other].figure.value == one.figure.value)
            .map(|other| sources[other])
            .collect();
        voices.sort_unstable();
        voices.dedup();
        // Said in order: of equals the last one stays.
        if at == 0 || voices.len() >= best.0 {
            best = (voices.len(), one.figure.value);
        }
    }
    best.1
}

fn quantity(figure: &Figure) -> QuantityRecord {
    let differ = figure
        .said
        .iter()
        .any(|said| said.figure.value != figure.best);
    QuantityRecord {
        value: figure.best,
        low: figure.low,
        high: figure.high,
        approximate: differ || figure.said.iter().all(|said| said.figure.approximate),
        of: figure.of.clone(),
        role: figure.role,
    }
}

/// The parties of the leading claim, made fuller by the others; a side it leaves empty is that of the first to fill it.
fn sides(best: &Claim, ranked: &[&Claim]) -> (Vec<PartyRecord>, Vec<PartyRecord>) {
    let actors = one_side(best, ranked, |event| &event.actors, &best.event.recipients);
    let recipients = one_side(best, ranked, |event| &event.recipients, &actors);
    (actors, recipients)
}

fn one_side(
    best: &Claim,
    ranked: &[&Claim],
    pick: impl Fn(&EventRecord) -> &Vec<PartyRecord>,
    other_side: &[PartyRecord],
) -> Vec<PartyRecord> {
    let mut side = pick(&best.event).clone();
    for claim in ranked {
        let theirs = pick(&claim.event);
        if side.is_empty() {
            // Talks told from the other side would name the same party twice.
            let is_free = |party: &&PartyRecord| !other_side.iter().any(|x| same_party(x, party));
            side = theirs.iter().filter(is_free).cloned().collect();
        }
        for party in theirs {
            if let Some(known) = side.iter_mut().find(|known| same_party(known, party))
                && detail(party) > detail(known)
            {
                known.clone_from(party);
            }
        }
    }
    side
}

/// How much is known of a party.
fn detail(party: &PartyRecord) -> usize {
    [
        party.person.is_some(),
        party.country.is_some(),
        party.sector.is_some(),
        party.id.is_some(),
    ]
    .iter()
    .filter(|known| **known)
    .count()
}

/// The finest date; of equally fine ones that which most give.
fn date(ranked: &[&Claim]) -> Option<DateRecord> {
    let rank = |date: &DateRecord| match date.precision {
        DatePrecision::Instant | DatePrecision::Day => 0,
        other => 1 + other as u8,
    };
    let dates = || ranked.iter().filter_map(|claim| claim.event.date);
    let finest = dates().map(|date| rank(&date)).min()?;
    let finest: Vec<DateRecord> = dates().filter(|date| rank(date) == finest).collect();
    let days = most(finest.iter().map(|date| (date.from, date.to)))?;
    finest.into_iter().find(|date| (date.from, date.to) == days)
}

/// The finest place; of equally fine ones that which most give.
fn place(ranked: &[&Claim]) -> Option<PlaceRecord> {
    let rank = |place: &PlaceRecord| match place.precision {
        PlacePrecision::Site | PlacePrecision::City => 0,
        PlacePrecision::Admin2 => 1,
        PlacePrecision::Admin1 => 2,
        PlacePrecision::Region => 3,
        PlacePrecision::Country => 4,
    };
    let places = || ranked.iter().filter_map(|claim| claim.event.place.as_ref());
    let finest = places().map(rank).min()?;
    let finest: Vec<&PlaceRecord> = places().filter(|place| rank(place) == finest).collect();
    let name = most(finest.iter().map(|place| place.name.as_str()))?;
    finest.into_iter().find(|place| place.name == name).cloned()
}

/// The value that comes most often; of equals the first.
fn most<T: PartialEq + Copy>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += 1,
            None => counts.push((value, 1)),
        }
    }
    let highest = counts.iter().map(|(_, count)| *count).max()?;
    counts
        .into_iter()
        .find(|(_, count)| *count == highest)
        .map(|(value, _)| value)
}

/// That at least one independent source is right; reprints add nothing.
fn confidence(members: &[&Claim]) -> f64 {
    let mut surest: BTreeMap<usize, f64> = BTreeMap::new();
    for (claim, source) in members.iter().zip(sources(members)) {
        let known = surest.entry(source).or_insert(0.0);
        *known = known.max(claim.event.confidence);
    }
    let misses: f64 = surest.values().map(|sure| 1.0 - sure).product();
    let highest = surest.values().copied().fold(0.0, f64::max);
    let together = (1.0 - misses).min(0.99).max(highest);
    (together * 1000.0).round() / 1000.0
}

/// How much an event tells, weighed with how sure it is.
fn fullness(event: &EventRecord) -> f64 {
    let filled = [
        !event.actors.is_empty(),
        !event.recipients.is_empty(),
        event.date.is_some(),
        event.place.is_some(),
    ];
    event.confidence + 0.15 * filled.iter().filter(|filled| **filled).count() as f64
}

fn extend(known: &mut Vec<String>, more: &[String]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}
