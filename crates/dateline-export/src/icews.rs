//! ICEWS: 20 tab-separated columns with a header, without quoting; what is absent is empty.

use dateline::event::PlacePrecision;
use dateline::json::{EventRecord, PartyRecord, StatementRecord};

use crate::codes;
use crate::flat::point;
use crate::gdelt::number;
use crate::published::first_report;
use crate::sides::sides;
use crate::tsv::{Column, columns, shown};

/// The columns by ICEWS' names.
pub(crate) const COLUMNS: [Column<EventRecord>; 20] = columns! {
    "Event ID" => |e| number(&e.id).to_string(),
    "Event Date" => |e| shown(e.date.map(|date| date.from)),
    "Source Name" => |e| shown(sides(e).0.map(name)),
    "Source Sectors" => |e| shown(sides(e).0.map(sectors)),
    "Source Country" => |e| shown(sides(e).0.map(country)),
    "Event Text" => |e| codes::meaning(&e.cameo).to_string(),
    "CAMEO Code" => |e| e.cameo.clone(),
    "Intensity" => |e| codes::goldstein(&e.cameo).map_or(String::new(), |score| format!("{score:.1}")),
    "Target Name" => |e| shown(sides(e).1.map(name)),
    "Target Sectors" => |e| shown(sides(e).1.map(sectors)),
    "Target Country" => |e| shown(sides(e).1.map(country)),
    "Story ID" => |e| report(e, |first| number(&first.article.id).to_string()),
    "Sentence Number" => |e| report(e, |first| (first.sentence + 1).to_string()),
    "Publisher" => |e| report(e, |first| shown(first.article.publisher.as_ref())),
    "City" => |e| at(e, &[PlacePrecision::City, PlacePrecision::Site]),
    "District" => |e| at(e, &[PlacePrecision::Admin2]),
    "Province" => province,
    "Country" => place_country,
    "Latitude" => |e| shown(point(e).map(|(latitude, _)| latitude)),
    "Longitude" => |e| shown(point(e).map(|(_, longitude)| longitude)),
};

fn report(event: &EventRecord, cell: fn(&StatementRecord) -> String) -> String {
    first_report(event).map_or(String::new(), cell)
}

fn name(party: &PartyRecord) -> String {
    party.person.as_ref().unwrap_or(&party.name).clone()
}

/// The sectors of the party, each once.
fn sectors(party: &PartyRecord) -> String {
    let mut sectors: Vec<&str> = Vec::new();
    let coded = party.country.iter().chain(&party.sectors);
    for sector in coded.flat_map(|code| codes::icews_sectors(code).split(',')) {
        if !sector.is_empty() && !sectors.contains(&sector) {
            sectors.push(sector);
        }
    }
    sectors.join(",")
}

/// English name; nothing for a party of no country.
fn country(party: &PartyRecord) -> String {
    let known = party.country.as_deref().and_then(codes::country);
    known.map_or("", |country| country.name).to_string()
}

/// The place's name, if it is as fine as one of these.
fn at(event: &EventRecord, precisions: &[PlacePrecision]) -> String {
    let place = event.place.as_ref();
    let fitting = place.filter(|place| precisions.contains(&place.precision));
    shown(fitting.map(|place| &place.name))
}

fn province(event: &EventRecord) -> String {
    let stated = event.place.as_ref().and_then(|place| place.admin1.clone());
    stated.unwrap_or_else(|| at(event, &[PlacePrecision::Admin1]))
}

fn place_country(event: &EventRecord) -> String {
    let code = event
        .place
        .as_ref()
        .and_then(|place| place.country.as_deref());
    shown(code.and_then(codes::country).map(|country| country.name))
}
