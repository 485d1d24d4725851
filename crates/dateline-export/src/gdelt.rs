//! GDELT 2.0 events: 61 tab-separated columns without a header.
//!
//! One line for each event, so that ids do not repeat: of several actors the first is written, as the format has room
//! for one. Codes are CAMEO's and FIPS'; quad class and Goldstein scale are GDELT's own, by CAMEO code.

use dateline::event::PlacePrecision;
use dateline::json::{EventRecord, PartyRecord, PlaceRecord};

use crate::codes::{self, Country};
use crate::flat::{articles, point};
use crate::published::{first_report, fourteen_digits, published};
use crate::sides::sides;
use crate::tsv::{Column, columns, shown};

/// Sentences at the head of an article, its title among them, that count as its lead.
const LEAD: usize = 3;

/// The columns by GDELT's names.
pub(crate) const COLUMNS: [Column<EventRecord>; 61] = columns! {
    "GLOBALEVENTID" => |e| number(&e.id).to_string(),
    "SQLDATE" => |e| day(e, "%Y%m%d"),
    "MonthYear" => |e| day(e, "%Y%m"),
    "Year" => |e| day(e, "%Y"),
    "FractionDate" => fraction,
    "Actor1Code" => |e| side(actor1(e), code),
    "Actor1Name" => |e| side(actor1(e), |p| p.name.to_uppercase()),
    "Actor1CountryCode" => |e| side(actor1(e), country),
    "Actor1KnownGroupCode" => |e| side(actor1(e), group),
    "Actor1EthnicCode" => empty,
    "Actor1Religion1Code" => empty,
    "Actor1Religion2Code" => empty,
    "Actor1Type1Code" => |e| side(actor1(e), |p| type_code(p, 0)),
    "Actor1Type2Code" => |e| side(actor1(e), |p| type_code(p, 1)),
    "Actor1Type3Code" => |e| side(actor1(e), |p| type_code(p, 2)),
    "Actor2Code" => |e| side(actor2(e), code),
    "Actor2Name" => |e| side(actor2(e), |p| p.name.to_uppercase()),
    "Actor2CountryCode" => |e| side(actor2(e), country),
    "Actor2KnownGroupCode" => |e| side(actor2(e), group),
    "Actor2EthnicCode" => empty,
    "Actor2Religion1Code" => empty,
    "Actor2Religion2Code" => empty,
    "Actor2Type1Code" => |e| side(actor2(e), |p| type_code(p, 0)),
    "Actor2Type2Code" => |e| side(actor2(e), |p| type_code(p, 1)),
    "Actor2Type3Code" => |e| side(actor2(e), |p| type_code(p, 2)),
    "IsRootEvent" => |e| u8::from(is_root(e)).to_string(),
    "EventCode" => |e| e.cameo.clone(),
    "EventBaseCode" => |e| first(&e.cameo, 3),
    "EventRootCode" => |e| first(&e.cameo, 2),
    "QuadClass" => |e| shown(codes::gdelt_quad(&e.cameo)),
    "GoldsteinScale" => |e| codes::goldstein(&e.cameo).map_or(String::new(), |score| format!("{score:.1}")),
    "NumMentions" => |e| e.statements.len().to_string(),
    "NumSources" => |e| e.outlets.to_string(),
    "NumArticles" => |e| articles(e).to_string(),
    "AvgTone" => empty,
    "Actor1Geo_Type" => no_place,
    "Actor1Geo_FullName" => empty,
    "Actor1Geo_CountryCode" => empty,
    "Actor1Geo_ADM1Code" => empty,
    "Actor1Geo_ADM2Code" => empty,
    "Actor1Geo_Lat" => empty,
    "Actor1Geo_Long" => empty,
    "Actor1Geo_FeatureID" => empty,
    "Actor2Geo_Type" => no_place,
    "Actor2Geo_FullName" => empty,
    "Actor2Geo_CountryCode" => empty,
    "Actor2Geo_ADM1Code" => empty,
    "Actor2Geo_ADM2Code" => empty,
    "Actor2Geo_Lat" => empty,
    "Actor2Geo_Long" => empty,
    "Actor2Geo_FeatureID" => empty,
    "ActionGeo_Type" => |e| geo_type(e.place.as_ref()).to_string(),
    "ActionGeo_FullName" => |e| e.place.as_ref().map_or(String::new(), full_name),
    "ActionGeo_CountryCode" => |e| fips(e.place.as_ref()).to_string(),
    "ActionGeo_ADM1Code" => |e| coarse_fips(e.place.as_ref()).to_string(),
    "ActionGeo_ADM2Code" => empty,
    "ActionGeo_Lat" => |e| shown(point(e).map(|(latitude, _)| latitude)),
    "ActionGeo_Long" => |e| shown(point(e).map(|(_, longitude)| longitude)),
    "ActionGeo_FeatureID" => |e| coarse_fips(e.place.as_ref()).to_string(),
    "DATEADDED" => date_added,
    "SOURCEURL" => |e| first_report(e).and_then(|first| first.article.url.clone()).unwrap_or_default(),
};

/// An id as a number that spreadsheets, R and JavaScript keep whole: the last 53 bits of the hexadecimal id.
pub(crate) fn number(id: &str) -> u64 {
    const EXACT: u64 = (1 << 53) - 1;
    let hexadecimal = u64::from_str_radix(id, 16).ok();
    // Ids of another kind are folded as in FNV-1a, which is short and does not change.
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    hexadecimal.unwrap_or_else(|| id.bytes().fold(0xcbf2_9ce4_8422_2325, fold)) & EXACT
}

/// When the event was first reported: GDELT has the quarter of an hour in which it found the event.
pub(crate) fn date_added(event: &EventRecord) -> String {
    let first = first_report(event).and_then(published);
    first.map_or(String::new(), fourteen_digits)
}

fn empty(_: &EventRecord) -> String {
    String::new()
}

fn no_place(_: &EventRecord) -> String {
    "0".into()
}

fn first(code: &str, length: usize) -> String {
    code.chars().take(length).collect()
}

/// The first day of the event.
fn day(event: &EventRecord, form: &str) -> String {
    event
        .date
        .map_or(String::new(), |date| date.from.strftime(form).to_string())
}

/// GDELT's fraction of a year: every month has 30 days.
fn fraction(event: &EventRecord) -> String {
    let Some(date) = event.date else {
        return String::new();
    };
    let days = f64::from(date.from.month() - 1) * 30.0 + f64::from(date.from.day());
    format!("{:.4}", f64::from(date.from.year()) + days / 365.0)
}

fn actor1(event: &EventRecord) -> Option<&PartyRecord> {
    sides(event).0
}

fn actor2(event: &EventRecord) -> Option<&PartyRecord> {
    sides(event).1
}

fn side(party: Option<&PartyRecord>, cell: fn(&PartyRecord) -> String) -> String {
    party.map_or(String::new(), cell)
}

/// CAMEO's three-letter parts one after another: country, or kind and group of an international body; then types.
fn code(party: &PartyRecord) -> String {
    match party.country.as_deref() {
        Some("UNO") => "IGOUNO".into(),
        Some("EUR") => "IGOEUREEC".into(),
        _ => {
            let types = (0..3).map(|i| type_code(party, i));
            std::iter::once(country(party)).chain(types).collect()
        }
    }
}

fn country(party: &PartyRecord) -> String {
    match party.country.as_deref() {
        // CAMEO's code of Europe.
        Some("EUR") => "EUR".into(),
        Some(iso3) => codes::country(iso3).map_or(String::new(), |country| country.cameo.into()),
        None => String::new(),
    }
}

fn group(party: &PartyRecord) -> String {
    match party.country.as_deref() {
        Some("UNO") => "UNO".into(),
        Some("EUR") => "EEC".into(),
        _ => String::new(),
    }
}

/// The types of a party by CAMEO, each once: what sort of international body it is, then its sectors.
fn type_code(party: &PartyRecord, index: usize) -> String {
    let mut types: Vec<&str> = Vec::new();
    let sectors = party.country.iter().chain(&party.sectors);
    for sector in sectors.map(|sector| codes::cameo_type(sector)) {
        if !sector.is_empty() && !types.contains(&sector) {
            types.push(sector);
        }
    }
    types.get(index).copied().unwrap_or_default().to_string()
}

fn is_root(event: &EventRecord) -> bool {
    event
        .statements
        .iter()
        .any(|statement| statement.block == "title" || statement.sentence < LEAD)
}

fn place_country(place: Option<&PlaceRecord>) -> Option<Country> {
    codes::country(place?.country.as_deref()?)
}

fn fips(place: Option<&PlaceRecord>) -> &'static str {
    place_country(place).map_or("", |country| country.fips)
}

/// The code that a place no finer than a country has for its region and as its feature.
fn coarse_fips(place: Option<&PlaceRecord>) -> &'static str {
    if place.is_some_and(|place| place.precision == PlacePrecision::Country) {
        fips(place)
    } else {
        ""
    }
}

/// GDELT's kind of place: 1 country, 2 state and 3 town of the United States, 4 town and 5 state elsewhere; 0 none.
fn geo_type(place: Option<&PlaceRecord>) -> u8 {
    let Some(place) = place else {
        return 0;
    };
    let is_american = place.country.as_deref() == Some("USA");
    match place.precision {
        PlacePrecision::Country => 1,
        PlacePrecision::Admin1 | PlacePrecision::Admin2 if is_american => 2,
        PlacePrecision::Admin1 | PlacePrecision::Admin2 => 5,
        PlacePrecision::City | PlacePrecision::Site if is_american => 3,
        PlacePrecision::City | PlacePrecision::Site => 4,
        PlacePrecision::Region => 0,
    }
}

/// "Kherson, Khersonska Oblast, Ukraine".
fn full_name(place: &PlaceRecord) -> String {
    let country = place_country(Some(place)).map(|country| country.name);
    let mut parts = vec![place.name.as_str()];
    for part in place.admin1.as_deref().into_iter().chain(country) {
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(country: &str, sectors: &[&str]) -> PartyRecord {
        PartyRecord {
            country: Some(country.into()).filter(|country: &String| !country.is_empty()),
            sectors: sectors.iter().map(|sector| (*sector).to_string()).collect(),
            ..PartyRecord::default()
        }
    }

    #[test]
    fn actor_codes() {
        for (country, sectors, expected) in [
            ("RUS", &["GOV"][..], "RUSGOV"),
            ("ROU", &["JRN", "BUS"], "ROMMEDBUS"),
            ("UNO", &["GOV"], "IGOUNO"),
            ("EUR", &[], "IGOEUREEC"),
            ("IGO", &["MIL"], "IGOMIL"),
            ("IMG", &["REB"], "IMGREB"),
            ("", &["REB"], "REB"),
            ("", &[], ""),
        ] {
            assert_eq!(
                code(&party(country, sectors)),
                expected,
                "{country} {sectors:?}"
            );
        }
    }

    #[test]
    fn numbers_fit() {
        assert_eq!(number("00000000000000ff"), 255);
        for id in ["ffffffffffffffff", "not hexadecimal", ""] {
            assert!(number(id) < 1 << 53, "{id}");
        }
    }

    #[test]
    fn gdelts_own_dates() {
        let mut event = crate::tests::events().remove(0);
        event.date.as_mut().unwrap().from = jiff::civil::date(2015, 2, 18);
        assert_eq!(fraction(&event), "2015.1315");
        assert_eq!(day(&event, "%Y%m"), "201502");
    }
}
