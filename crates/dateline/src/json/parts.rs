//! What objects of several kinds are made of: parties, dates, places, quantities, and words with their offsets.

use dateline_page::{Stated, StatedPrecision};
use serde::Serialize;

use super::CodePoints;
use crate::event::{Filled, Party, PlaceRef, Quantity, Span, When};

/// The words that a value was read from; `text`, `start` and `end` are `null` where the text does not state it.
#[derive(Serialize)]
pub(super) struct Words<'a> {
    text: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> Words<'a> {
    pub(super) fn at(span: Span, text: &'a str, points: &CodePoints<'_>) -> Words<'a> {
        Words {
            text: Some(span.of(text)),
            start: Some(points.at(span.start)),
            end: Some(points.at(span.end)),
        }
    }

    pub(super) fn of<T>(filled: &'a Filled<T>, points: &CodePoints<'_>) -> Words<'a> {
        Words {
            text: filled.span.map(|_| filled.words.as_str()),
            start: filled.span.map(|span| points.at(span.start)),
            end: filled.span.map(|span| points.at(span.end)),
        }
    }
}

#[derive(Serialize)]
pub(super) struct WithWords<'a, T> {
    #[serde(flatten)]
    value: T,
    #[serde(flatten)]
    words: Words<'a>,
}

impl<'a, T> WithWords<'a, T> {
    pub(super) fn new<V>(filled: &'a Filled<V>, points: &CodePoints<'_>) -> WithWords<'a, T>
    where
        T: From<&'a V>,
    {
        WithWords {
            value: T::from(&filled.value),
            words: Words::of(filled, points),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PartyForm<'a> {
    name: &'a str,
    country: Option<&'a str>,
    sector: Option<&'a str>,
    sectors: &'a [String],
    role: Option<&'a str>,
    person: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> From<&'a Party> for PartyForm<'a> {
    fn from(party: &'a Party) -> PartyForm<'a> {
        PartyForm {
            name: &party.name,
            country: party.country.as_deref(),
            sector: party.sector.as_deref(),
            sectors: &party.sectors,
            role: party.role.as_deref(),
            person: party.person.as_deref(),
            id: party.id.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct DateForm {
    from: String,
    to: String,
    precision: &'static str,
}

impl From<&When> for DateForm {
    fn from(when: &When) -> DateForm {
        DateForm {
            from: when.from.to_string(),
            to: when.to.to_string(),
            precision: when.precision.code(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct PlaceForm<'a> {
    name: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    geonames: Option<String>,
    precision: &'static str,
}

impl<'a> From<&'a PlaceRef> for PlaceForm<'a> {
    fn from(place: &'a PlaceRef) -> PlaceForm<'a> {
        PlaceForm {
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonames: place.geonames.map(|id| id.to_string()),
            precision: place.precision.code(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct QuantityForm<'a> {
    value: serde_json::Value,
    low: serde_json::Value,
    high: serde_json::Value,
    approximate: bool,
    of: &'a str,
    role: &'static str,
}

impl<'a> From<&'a Quantity> for QuantityForm<'a> {
    fn from(quantity: &'a Quantity) -> QuantityForm<'a> {
        QuantityForm {
            value: figure(quantity.value),
            low: figure(quantity.low),
            high: figure(quantity.high),
            approximate: quantity.approximate,
            of: &quantity.of,
            role: quantity.role.code(),
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

/// A figure without ".0" where it is whole.
pub(super) fn figure(value: f64) -> serde_json::Value {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
        serde_json::Value::from(value as i64)
    } else {
        serde_json::Value::from(value)
    }
}
