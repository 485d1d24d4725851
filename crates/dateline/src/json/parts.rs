//! What records of several kinds are made of: parties, dates, places, quantities, and words with their offsets.

use dateline_page::{Stated, StatedPrecision};

use super::CodePoints;
use super::record::{DateRecord, PartyRecord, PlaceRecord, QuantityRecord, WithWords, Words};
use crate::event::{Filled, Party, PlaceRef, Quantity, Span, When};

pub(super) fn words(span: Span, text: &str, points: &CodePoints<'_>) -> Words {
    Words {
        text: Some(span.of(text).into()),
        start: Some(points.at(span.start)),
        end: Some(points.at(span.end)),
    }
}

pub(super) fn with_words<'a, V, T: From<&'a V>>(
    filled: &'a Filled<V>,
    points: &CodePoints<'_>,
) -> WithWords<T> {
    WithWords {
        value: T::from(&filled.value),
        words: Words {
            text: filled.span.map(|_| filled.words.clone()),
            start: filled.span.map(|span| points.at(span.start)),
            end: filled.span.map(|span| points.at(span.end)),
        },
    }
}

impl From<&Party> for PartyRecord {
    fn from(party: &Party) -> PartyRecord {
        PartyRecord {
            name: party.name.clone(),
            country: party.country.clone(),
            sector: party.sector.clone(),
            sectors: party.sectors.clone(),
            role: party.role.clone(),
            person: party.person.clone(),
            id: party.id.clone(),
        }
    }
}

impl From<&When> for DateRecord {
    fn from(when: &When) -> DateRecord {
        DateRecord {
            from: when.from,
            to: when.to,
            precision: when.precision,
        }
    }
}

impl From<&PlaceRef> for PlaceRecord {
    fn from(place: &PlaceRef) -> PlaceRecord {
        PlaceRecord {
            name: place.name.clone(),
            country: place.country.clone(),
            admin1: place.admin1.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonames: place.geonames.map(|id| id.to_string()),
            precision: place.precision,
        }
    }
}

impl From<&Quantity> for QuantityRecord {
    fn from(quantity: &Quantity) -> QuantityRecord {
        QuantityRecord {
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            approximate: quantity.approximate,
            of: quantity.of.clone(),
            role: quantity.role,
        }
    }
}

impl From<&PartyRecord> for Party {
    fn from(party: &PartyRecord) -> Party {
        Party {
            name: party.name.clone(),
            country: party.country.clone(),
            sector: party.sector.clone(),
            sectors: party.sectors.clone(),
            role: party.role.clone(),
            person: party.person.clone(),
            id: party.id.clone(),
        }
    }
}

impl From<&DateRecord> for When {
    fn from(date: &DateRecord) -> When {
        When {
            from: date.from,
            to: date.to,
            precision: date.precision,
        }
    }
}

impl From<&PlaceRecord> for PlaceRef {
    fn from(place: &PlaceRecord) -> PlaceRef {
        PlaceRef {
            name: place.name.clone(),
            country: place.country.clone(),
            admin1: place.admin1.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonames: place.geonames.as_deref().and_then(|id| id.parse().ok()),
            precision: place.precision,
        }
    }
}

impl From<&QuantityRecord> for Quantity {
    fn from(quantity: &QuantityRecord) -> Quantity {
        Quantity {
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            approximate: quantity.approximate,
            of: quantity.of.clone(),
            role: quantity.role,
        }
    }
}

/// ISO 8601 as far as the page states it: a day, a local time, or a time with its offset from UTC.
pub(super) fn stated(stated: &Stated) -> String {
    if stated.precision == StatedPrecision::Day {
        return stated.local.date().to_string();
    }
    let local = stated.local.strftime("%Y-%m-%dT%H:%M:%S");
    match stated.offset {
        None => local.to_string(),
        Some(offset) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!(
                "{local}{sign}{:02}:{:02}",
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        }
    }
}

/// A score with three decimals: more would only pretend.
pub(super) fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}
