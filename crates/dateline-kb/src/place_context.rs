//! The places of a text chosen together: by population, by what follows them ("Kursk, Russia"), by the countries
//! named, and by how near they lie to one another.

use std::collections::HashMap;

use crate::fold;
use crate::places::{Candidate, Gazetteer, Place, PlaceContext, PlaceMention, Precision};

/// Names with more candidates than this keep only the likeliest: "San Antonio" has hundreds.
const MOST: usize = 80;

/// Rounds in which each name's choice is weighed by those of the others; more change nothing.
const ROUNDS: usize = 3;

/// Gains of a candidate, in powers of ten of population: 1 outweighs a rival ten times as populous.
mod gain {
    /// A name that follows contains it.
    pub(super) const CONTAINED: f64 = 8.0;
    /// A known name follows and does not contain it.
    pub(super) const NOT_CONTAINED: f64 = -4.0;
    /// It contains a place of the name before it, which names it as its container.
    pub(super) const HOLDS: f64 = 4.0;
    /// The unit that another name of the text means contains it.
    pub(super) const SAME_UNIT: f64 = 2.2;
    /// Its country is the one most spoken of.
    pub(super) const COUNTRY: f64 = 3.5;
    /// Its country is that of the outlet.
    pub(super) const OUTLET: f64 = 0.8;
    /// Another place of the text lies beside it.
    pub(super) const NEAR: f64 = 2.5;
    /// Kilometres at which nearness has fallen to 1/e.
    pub(super) const REACH: f64 = 150.0;
}

/// A name as it is used: all uses that are alike mean one place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Reading {
    key: String,
    /// The names that follow it as containers.
    within: Vec<String>,
    /// The name before it that it is the container of: "New York" in "Syracuse, New York" is the state.
    holds: Option<String>,
}

/// One name to choose for, which may stand in a text several times.
struct Name {
    candidates: Vec<Candidate>,
    /// What does not depend on the other names.
    base: Vec<f64>,
    /// How likely each candidate is now; sums to 1.
    weights: Vec<f64>,
    count: f64,
}

impl Gazetteer {
    /// The place that each name of a text means; `None` for names the gazetteer does not hold.
    ///
    /// A name means the same place wherever it stands in the text with the same containers. A mention whose name is
    /// not listed gets what contains it, with that precision and `inferred`: the container that follows it, else the
    /// region or country of the next listed place of its sentence (else the one before), else the unit or country that
    /// most places of the text lie in.
    #[must_use]
    pub fn resolve_places(
        &self,
        mentions: &[PlaceMention],
        context: &PlaceContext,
    ) -> Vec<Option<Place>> {
        let mut names: Vec<Name> = Vec::new();
        let mut known: HashMap<Reading, usize> = HashMap::new();
        let containers = containers_by_name(mentions);
        let mut at = Vec::with_capacity(mentions.len());
        let mut before: Option<&PlaceMention> = None;
        for mention in mentions {
            let key = fold(&mention.name);
            let holds = before
                .filter(|before| {
                    before
                        .containers
                        .first()
                        .is_some_and(|name| fold(name) == key)
                })
                .map(|before| fold(&before.name));
            before = Some(mention);
            // "Kursk, Russia" settles later mentions of "Kursk" alone.
            let within = if mention.containers.is_empty() {
                containers.get(&key).cloned().unwrap_or_default()
            } else {
                mention
                    .containers
                    .iter()
                    .map(|container| fold(container))
                    .collect()
            };
            let reading = Reading { key, within, holds };
            let index = *known.entry(reading.clone()).or_insert_with(|| {
                names.push(self.open_name(&mention.name, &reading, context));
                names.len() - 1
            });
            names[index].count += 1.0;
            at.push(index);
        }
        for name in &mut names {
            name.weights = softmax(&name.base);
        }
        for _ in 0..ROUNDS {
            let votes = votes_of(&names);
            let scores: Vec<Vec<f64>> = (0..names.len())
                .map(|this| self.scores(&names, this, &votes, context))
                .collect();
            for (name, scores) in names.iter_mut().zip(scores) {
                name.weights = softmax(&scores);
            }
        }
        let votes = votes_of(&names);
        let chosen: Vec<Option<Place>> = names.iter().map(|name| self.best(name)).collect();
        let around = self.around(&votes, context);
        let beside = |place: usize| {
            let same = |other: &usize| mentions[*other].sentence == mentions[place].sentence;
            let after = (place + 1..mentions.len()).take_while(same);
            let before = (0..place).rev().take_while(same);
            after
                .chain(before)
                .find_map(|other| self.region_of(&names[at[other]]))
        };
        let unlisted = |place: usize| {
            let container = mentions[place]
                .containers
                .iter()
                .find_map(|name| self.places(name).into_iter().next());
            let known = container
                .or_else(|| beside(place))
                .or_else(|| around.clone());
            known.map(|place| Place {
                inferred: true,
                ..place
            })
        };
        (0..mentions.len())
            .map(|place| chosen[at[place]].clone().or_else(|| unlisted(place)))
            .collect()
    }

    /// The region that a name's place lies in, itself if it is one; else its country.
    fn region_of(&self, name: &Name) -> Option<Place> {
        let best = best_candidate(name)?;
        let row = best.admin1.or(best.country)?;
        Some(self.place(row))
    }

    /// The narrowest unit that most places of the text lie in.
    fn around(&self, votes: &[Vote<'_>], context: &PlaceContext) -> Option<Place> {
        const MAJORITY: f64 = 0.5;
        let levels: [fn(&Candidate) -> Option<usize>; 2] =
            [|place| place.admin2, |place| place.admin1];
        let local = |vote: &&Vote<'_>| vote.candidate.precision > Precision::Region;
        for level in levels {
            let mut shares: Vec<(usize, f64)> = Vec::new();
            for vote in votes.iter().filter(local) {
                if let Some(row) = level(vote.candidate) {
                    add(&mut shares, row, vote.weight);
                }
            }
            let total: f64 = votes.iter().filter(local).map(|vote| vote.weight).sum();
            if let Some(row) = leader(&shares)
                .filter(|(_, share)| *share > MAJORITY * total)
                .map(|(row, _)| row)
            {
                return Some(self.place(row));
            }
        }
        let countries = self.countries_in(usize::MAX, votes, context);
        let total: f64 = countries.iter().map(|(_, share)| share).sum();
        let country = leader(&countries)
            .filter(|(_, share)| *share > MAJORITY * total)
            .map(|(row, _)| row);
        country
            .or_else(|| self.country_row(context.outlet.as_deref()?))
            .map(|row| self.place(row))
    }

    fn open_name(&self, name: &str, reading: &Reading, context: &PlaceContext) -> Name {
        let mut candidates = self.candidates(name);
        if candidates.is_empty() {
            candidates = self.shortened(name);
        }
        candidates.sort_by(|one, other| {
            other
                .prior()
                .total_cmp(&one.prior())
                .then(one.row.cmp(&other.row))
        });
        let contained: Vec<Vec<usize>> = reading
            .within
            .iter()
            .map(|name| {
                self.candidates(name)
                    .iter()
                    .map(|place| place.row)
                    .collect()
            })
            .collect();
        let held = reading
            .holds
            .as_ref()
            .map(|name| self.candidates(name))
            .unwrap_or_default();
        let is_contained =
            |candidate: &Candidate, rows: &[usize]| rows.iter().any(|row| lies_in(candidate, *row));
        // Cut only after looking at the containers: the place meant may be the smallest of its name.
        if candidates.len() > MOST {
            let (mut kept, rest): (Vec<Candidate>, Vec<Candidate>) = candidates
                .into_iter()
                .partition(|candidate| contained.iter().any(|rows| is_contained(candidate, rows)));
            kept.extend(rest.into_iter().take(MOST));
            candidates = kept;
        }
        let base = candidates
            .iter()
            .map(|candidate| {
                let mut score = candidate.prior();
                for rows in contained.iter().filter(|rows| !rows.is_empty()) {
                    score += if is_contained(candidate, rows) {
                        gain::CONTAINED
                    } else {
                        gain::NOT_CONTAINED
                    };
                }
                if held.iter().any(|inner| lies_in(inner, candidate.row)) {
                    score += gain::HOLDS;
                }
                let country = candidate.country.map(|row| self.code(row));
                if country.is_some()
                    && country == context.outlet.as_deref()
                    && candidate.precision != Precision::Country
                {
                    score += gain::OUTLET;
                }
                score
            })
            .collect();
        Name {
            candidates,
            base,
            weights: Vec::new(),
            count: 0.0,
        }
    }

    /// "Kursk city", "the Donetsk region", "northern Aleppo": the name without the common noun about it.
    fn shortened(&self, name: &str) -> Vec<Candidate> {
        const ABOUT: [&str; 26] = [
            "city",
            "town",
            "village",
            "region",
            "province",
            "area",
            "district",
            "governorate",
            "oblast",
            "county",
            "state",
            "the",
            "northern",
            "southern",
            "eastern",
            "western",
            "central",
            "downtown",
            "north",
            "south",
            "east",
            "west",
            "greater",
            "metropolitan",
            "upper",
            "lower",
        ];
        let key = fold(name);
        if let Some(county) = key.strip_suffix(" co") {
            return self.candidates(&format!("{county} county"));
        }
        let kept: Vec<&str> = key
            .split(' ')
            .filter(|word| !ABOUT.contains(word))
            .collect();
        if kept.is_empty() || kept.join(" ") == key {
            Vec::new()
        } else {
            self.candidates(&kept.join(" "))
        }
    }

    /// The scores of one name's candidates in the light of what the others now seem to mean.
    fn scores(
        &self,
        names: &[Name],
        this: usize,
        votes: &[Vote<'_>],
        context: &PlaceContext,
    ) -> Vec<f64> {
        let countries = self.countries_in(this, votes, context);
        let total: f64 = countries.iter().map(|(_, share)| share).sum();
        let name = &names[this];
        let support = |candidate: &Candidate| {
            let country = candidate
                .country
                .filter(|_| candidate.precision != Precision::Country);
            let share = countries
                .iter()
                .find(|(row, _)| Some(*row) == country)
                .map_or(0.0, |(_, share)| *share);
            gain::COUNTRY * (share / total.max(1.0)).sqrt() + neighbourhood(this, votes, candidate)
        };
        name.candidates
            .iter()
            .zip(&name.base)
            .map(|(candidate, base)| base + support(candidate))
            .collect()
    }

    /// How often each country (by row) is spoken of, apart from the name in question.
    fn countries_in(
        &self,
        this: usize,
        votes: &[Vote<'_>],
        context: &PlaceContext,
    ) -> Vec<(usize, f64)> {
        let stated = context
            .countries
            .iter()
            .filter_map(|(code, count)| Some((self.country_row(code)?, f64::from(*count))));
        let meant = votes.iter().filter(|vote| vote.name != this);
        let meant = meant
            .filter_map(|vote| Some((vote.candidate.country?, vote.weight * vote.count.sqrt())));
        let mut countries: Vec<(usize, f64)> = Vec::new();
        for (row, share) in stated.chain(meant) {
            add(&mut countries, row, share);
        }
        countries
    }

    fn best(&self, name: &Name) -> Option<Place> {
        Some(self.place(best_candidate(name)?.row))
    }
}

fn best_candidate(name: &Name) -> Option<&Candidate> {
    let weighed = name.candidates.iter().zip(&name.weights);
    let best =
        weighed.max_by(|one, other| one.1.total_cmp(other.1).then(other.0.row.cmp(&one.0.row)));
    best.map(|(candidate, _)| candidate)
}

/// What another name seems to mean, and how surely.
struct Vote<'n> {
    name: usize,
    candidate: &'n Candidate,
    weight: f64,
    count: f64,
}

/// The readings that matter; the long tail of unlikely ones does not.
fn votes_of(names: &[Name]) -> Vec<Vote<'_>> {
    const LEAST: f64 = 0.02;
    let mut votes = Vec::new();
    for (at, name) in names.iter().enumerate() {
        for (candidate, weight) in name
            .candidates
            .iter()
            .zip(&name.weights)
            .filter(|(_, weight)| **weight >= LEAST)
        {
            votes.push(Vote {
                name: at,
                candidate,
                weight: *weight,
                count: name.count,
            });
        }
    }
    votes
}

fn add(shares: &mut Vec<(usize, f64)>, row: usize, share: f64) {
    match shares.iter_mut().find(|(other, _)| *other == row) {
        Some((_, sum)) => *sum += share,
        None => shares.push((row, share)),
    }
}

fn leader(shares: &[(usize, f64)]) -> Option<(usize, f64)> {
    shares
        .iter()
        .copied()
        .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
}

/// How well a candidate fits the places that the other names seem to mean.
fn neighbourhood(this: usize, votes: &[Vote<'_>], candidate: &Candidate) -> f64 {
    if candidate.precision == Precision::Country {
        return 0.0;
    }
    let (mut unit, mut near) = (0.0_f64, 0.0_f64);
    for vote in votes
        .iter()
        .filter(|vote| vote.name != this && vote.candidate.row != candidate.row)
    {
        let (other, weight) = (vote.candidate, vote.weight);
        match other.precision {
            Precision::Country | Precision::Region => {}
            _ if lies_in(candidate, other.row) || lies_in(other, candidate.row) => unit += weight,
            Precision::Admin1 => {}
            _ => {
                let same_state = candidate.admin1.is_some() && candidate.admin1 == other.admin1;
                unit += if same_state { 0.5 * weight } else { 0.0 };
                near += weight * (-candidate.distance(other) / gain::REACH).exp();
            }
        }
    }
    // Many neighbours say little more than a few.
    gain::SAME_UNIT * (1.0 + unit).ln() + gain::NEAR * (1.0 + near).ln()
}

/// The containers with which a name stands anywhere in the text.
fn containers_by_name(mentions: &[PlaceMention]) -> HashMap<String, Vec<String>> {
    let mut found = HashMap::new();
    for mention in mentions
        .iter()
        .filter(|mention| !mention.containers.is_empty())
    {
        let containers = mention
            .containers
            .iter()
            .map(|container| fold(container))
            .collect();
        found.entry(fold(&mention.name)).or_insert(containers);
    }
    found
}

fn lies_in(candidate: &Candidate, row: usize) -> bool {
    candidate.row != row
        && [candidate.country, candidate.admin1, candidate.admin2].contains(&Some(row))
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    // Scores are powers of ten of population.
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores
        .iter()
        .map(|score| 10_f64.powf(score - top))
        .collect();
    let sum: f64 = powers.iter().sum();
    powers
        .iter()
        .map(|power| power / sum.max(f64::MIN_POSITIVE))
        .collect()
}
