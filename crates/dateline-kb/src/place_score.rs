//! How well place names are resolved, measured on texts whose places are known.

use std::collections::HashMap;

use crate::Knowledge;
use crate::places::{Gazetteer, Place, PlaceContext, PlaceMention, kilometres};

/// The distance within which a place counts as right: 161 km (100 miles), as in the literature.
pub const NEAR_KM: f64 = 161.0;

/// A place name marked by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldPlace {
    /// Byte range in the text.
    pub range: std::ops::Range<usize>,
    /// GeoNames id, if given.
    pub geonames: Option<u32>,
    /// Degrees north and east; names without are left out of the score.
    pub point: Option<(f64, f64)>,
}

/// A text with its place names marked.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldText {
    /// The text.
    pub text: String,
    /// Its place names in the order of the text.
    pub places: Vec<GoldPlace>,
    /// The web domain of the outlet, if known.
    pub domain: Option<String>,
}

/// Counts over all texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlaceScore {
    /// Names with known coordinates.
    pub names: usize,
    /// Of these, the ones given a place at all.
    pub resolved: usize,
    /// Of `names`, the ones within [`NEAR_KM`] of the right point, or given the right GeoNames id.
    pub near: usize,
    /// Of `names`, the ones given the very GeoNames id.
    pub same: usize,
    /// Names whose right country is known.
    pub in_country: usize,
    /// Of `in_country`, the ones given the right country.
    pub country: usize,
}

impl PlaceScore {
    /// Share within [`NEAR_KM`].
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        self.near as f64 / self.names.max(1) as f64
    }

    /// Share with the right country.
    #[must_use]
    pub fn country_accuracy(&self) -> f64 {
        self.country as f64 / self.in_country.max(1) as f64
    }
}

/// One name with what was wanted and what was given.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredPlace {
    /// The name in the text.
    pub name: String,
    /// The right point.
    pub point: (f64, f64),
    /// The place given.
    pub given: Option<Place>,
    /// Whether it counts as right.
    pub near: bool,
}

impl Knowledge {
    /// Resolves the marked names of all texts and counts what is right; the second value lists every name, for reading
    /// the errors.
    #[must_use]
    pub fn score_places(&self, texts: &[GoldText]) -> (PlaceScore, Vec<ScoredPlace>) {
        let mut score = PlaceScore::default();
        let mut all = Vec::new();
        let Some(gazetteer) = self.gazetteer() else {
            return (score, all);
        };
        let by_id = gazetteer.rows_by_id();
        for text in texts {
            let mentions = mentions_of(text);
            let given = gazetteer.resolve_places(&mentions, &self.place_context(text));
            for ((gold, mention), given) in text.places.iter().zip(&mentions).zip(given) {
                let Some(point) = gold.point else { continue };
                score.names += 1;
                score.resolved += usize::from(given.is_some());
                let same = gold.geonames.is_some()
                    && given.as_ref().and_then(|place| place.geonames) == gold.geonames;
                let distance = given
                    .as_ref()
                    .map(|place| kilometres(point, (place.latitude, place.longitude)));
                let near = same || distance.is_some_and(|distance| distance <= NEAR_KM);
                score.same += usize::from(same);
                score.near += usize::from(near);
                let wanted = gold
                    .geonames
                    .and_then(|id| by_id.get(&id))
                    .map(|row| gazetteer.place(*row));
                // A sea or continent that is listed without an id has no country to get right.
                let beyond =
                    wanted.is_none() && given.as_ref().is_some_and(|place| place.country.is_none());
                let wanted = wanted.unwrap_or_else(|| gazetteer.nearest(point));
                if wanted.country.is_some() && !beyond {
                    score.in_country += 1;
                    score.country += usize::from(
                        given
                            .as_ref()
                            .is_some_and(|place| place.country == wanted.country),
                    );
                }
                all.push(ScoredPlace {
                    name: mention.name.clone(),
                    point,
                    given,
                    near,
                });
            }
        }
        (score, all)
    }

    /// The countries that a text names, apart from its marked places, and the outlet's country.
    fn place_context(&self, text: &GoldText) -> PlaceContext {
        let outlet = text
            .domain
            .as_deref()
            .and_then(|domain| self.outlet(domain))
            .and_then(|outlet| outlet.country.clone());
        PlaceContext {
            countries: Vec::new(),
            outlet,
        }
    }
}

impl Gazetteer {
    fn rows_by_id(&self) -> HashMap<u32, usize> {
        (0..self.rows())
            .map(|row| (self.geonames(row), row))
            .collect()
    }

    /// The listed place nearest to a point.
    fn nearest(&self, point: (f64, f64)) -> Place {
        let shrink = point.0.to_radians().cos();
        let squared = |row: &usize| {
            let (latitude, longitude) = self.point(*row);
            (latitude - point.0).powi(2) + ((longitude - point.1) * shrink).powi(2)
        };
        let row = (0..self.rows()).min_by(|one, other| squared(one).total_cmp(&squared(other)));
        self.place(row.unwrap_or(0))
    }
}

/// The marked names, each with the names that follow it after a comma.
fn mentions_of(text: &GoldText) -> Vec<PlaceMention> {
    let slice = |range: std::ops::Range<usize>| text.text.get(range).unwrap_or_default();
    let mut mentions: Vec<PlaceMention> = text
        .places
        .iter()
        .enumerate()
        .map(|(number, gold)| PlaceMention {
            name: slice(gold.range.clone()).to_owned(),
            containers: Vec::new(),
            // The gold texts are not cut into sentences: each name stands alone.
            sentence: number,
        })
        .collect();
    for at in (1..mentions.len()).rev() {
        let between = slice(text.places[at - 1].range.end..text.places[at].range.start);
        if matches!(between.trim_end(), ",") || between == " (" {
            let mut containers = vec![mentions[at].name.clone()];
            containers.extend(mentions[at].containers.iter().cloned());
            mentions[at - 1].containers = containers;
        }
    }
    mentions
}
