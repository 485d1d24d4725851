//! POLECAT: 40 tab-separated columns with a header; several values are joined with "; ", what is absent is `None`.

use dateline::event::PlacePrecision;
use dateline::json::{EventRecord, PartyRecord};

use crate::codes;
use crate::flat::{point, tenths};
use crate::published::{first_report, instant};
use crate::sides::raw_name;
use crate::tsv::{Column, shown};

/// What stands for an absent value.
const ABSENT: &str = "None";

macro_rules! columns {
    ($($name:literal => $cell:expr,)*) => {
        [$(Column { name: $name, cell: |event| absent($cell(event)) }),*]
    };
}

/// The columns by POLECAT's names.
pub(crate) const COLUMNS: [Column<EventRecord>; 40] = columns! {
    "Event ID" => id,
    "Event Date" => |e: &EventRecord| shown(e.date.map(|date| date.from)),
    "Event Type" => |e: &EventRecord| e.event_type.code().to_string(),
    "Event Mode" => |e: &EventRecord| e.modes.join("; "),
    "Intensity" => |e: &EventRecord| format!("{:?}", tenths(e.intensity)),
    "Quad Code" => |e: &EventRecord| codes::quad_words(e.quad).to_string(),
    "Contexts" => |e: &EventRecord| e.contexts.join("; "),
    "Actor Name" => |e: &EventRecord| all(&e.actors, name),
    "Actor Country" => |e: &EventRecord| all(&e.actors, country),
    "Actor COW" => |e: &EventRecord| all(&e.actors, cow),
    "Primary Actor Sector" => |e: &EventRecord| all(&e.actors, |p| p.sector.clone().unwrap_or_default()),
    "Actor Sectors" => |e: &EventRecord| sectors(&e.actors),
    "Actor Title" => |e: &EventRecord| all(&e.actors, |p| p.role.clone().unwrap_or_default()),
    "Actor Name Raw" => |e: &EventRecord| raw_names(e, &e.actors, false),
    "Wikipedia Actor ID" => nothing,
    "Recipient Name" => |e: &EventRecord| all(&e.recipients, name),
    "Recipient Country" => |e: &EventRecord| all(&e.recipients, country),
    "Recipient COW" => |e: &EventRecord| all(&e.recipients, cow),
    "Primary Recipient Sector" => |e: &EventRecord| all(&e.recipients, |p| p.sector.clone().unwrap_or_default()),
    "Recipient Sectors" => |e: &EventRecord| sectors(&e.recipients),
    "Recipient Title" => |e: &EventRecord| all(&e.recipients, |p| p.role.clone().unwrap_or_default()),
    "Recipient Name Raw" => |e: &EventRecord| raw_names(e, &e.recipients, true),
    "Wikipedia Recipient ID" => nothing,
    "Placename" => |e: &EventRecord| shown(e.place.as_ref().map(|place| &place.name)),
    "City" => city,
    "District" => district,
    "Province" => province,
    "Country" => |e: &EventRecord| shown(e.place.as_ref().and_then(|place| place.country.as_ref())),
    "Latitude" => |e: &EventRecord| shown(point(e).map(|(latitude, _)| latitude)),
    "Longitude" => |e: &EventRecord| shown(point(e).map(|(_, longitude)| longitude)),
    "GeoNames ID" => |e: &EventRecord| shown(e.place.as_ref().and_then(|place| place.geonames.as_ref())),
    "Raw Placename" => raw_place,
    "Feature Type" => nothing,
    "Source" => |e: &EventRecord| shown(first_report(e).and_then(|first| first.article.publisher.as_ref())),
    "Publication Date" => publication_date,
    "Story People" => nothing,
    "Story Organizations" => nothing,
    "Story Locations" => nothing,
    "Language" => |e: &EventRecord| shown(first_report(e).and_then(|first| first.article.language.as_ref())),
    "Version" => |e: &EventRecord| version(e),
};

fn absent(cell: String) -> String {
    if cell.is_empty() { ABSENT.into() } else { cell }
}

fn nothing(_: &EventRecord) -> String {
    String::new()
}

/// POLECAT's pattern, date-run-hash_TYPE: the day, the program's version, our id, the type.
fn id(event: &EventRecord) -> String {
    let day = event.date.map_or("00000000".into(), |date| {
        date.from.strftime("%Y%m%d").to_string()
    });
    let run: String = version(event)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    format!("{day}-{run:0>4}-{}_{}", event.id, event.event_type.code())
}

fn version(event: &EventRecord) -> String {
    shown(
        event
            .statements
            .first()
            .map(|statement| &statement.run.dateline),
    )
}

fn name(party: &PartyRecord) -> String {
    party.person.as_ref().unwrap_or(&party.name).clone()
}

/// English name; for a party of no country PLOVER's code.
fn country(party: &PartyRecord) -> String {
    let Some(code) = party.country.as_deref() else {
        return String::new();
    };
    codes::country(code)
        .map_or(code, |country| country.name)
        .to_string()
}

fn cow(party: &PartyRecord) -> String {
    let country = party.country.as_deref().and_then(codes::country);
    country.map_or("", |country| country.cow).to_string()
}

/// One value for each party, in their order; nothing at all if no party has one.
fn all(parties: &[PartyRecord], cell: fn(&PartyRecord) -> String) -> String {
    joined(parties.iter().map(cell).collect())
}

/// Parts stay in step with the parties: where one is absent, `None` stands in its place.
fn joined(parts: Vec<String>) -> String {
    if parts.iter().all(String::is_empty) {
        return String::new();
    }
    let parts: Vec<String> = parts.into_iter().map(absent).collect();
    parts.join("; ")
}

/// All sectors of all parties, each once.
fn sectors(parties: &[PartyRecord]) -> String {
    let mut sectors: Vec<&str> = Vec::new();
    for sector in parties.iter().flat_map(|party| &party.sectors) {
        if !sectors.contains(&sector.as_str()) {
            sectors.push(sector);
        }
    }
    sectors.join("; ")
}

fn raw_names(event: &EventRecord, parties: &[PartyRecord], is_recipient: bool) -> String {
    let raw = |party| raw_name(event, party, is_recipient).unwrap_or_default();
    joined(parties.iter().map(|party| raw(party).to_string()).collect())
}

fn city(event: &EventRecord) -> String {
    at(event, &[PlacePrecision::City, PlacePrecision::Site])
}

fn district(event: &EventRecord) -> String {
    at(event, &[PlacePrecision::Admin2])
}

fn province(event: &EventRecord) -> String {
    let stated = event.place.as_ref().and_then(|place| place.admin1.clone());
    stated.unwrap_or_else(|| at(event, &[PlacePrecision::Admin1]))
}

/// The place's name, if it is as fine as one of these.
fn at(event: &EventRecord, precisions: &[PlacePrecision]) -> String {
    let place = event.place.as_ref();
    let fitting = place.filter(|place| precisions.contains(&place.precision));
    shown(fitting.map(|place| &place.name))
}

/// The words that the place was read from.
fn raw_place(event: &EventRecord) -> String {
    let Some(place) = &event.place else {
        return String::new();
    };
    let words = event.statements.iter().find_map(|statement| {
        let told = statement.place.as_ref()?;
        (told.value.name == place.name).then_some(told.words.text.as_ref()?)
    });
    shown(words)
}

/// The day on which the first report was published, in the zone that it states.
fn publication_date(event: &EventRecord) -> String {
    let stated = first_report(event).and_then(|first| first.article.published.as_deref());
    let is_time = |stated: &&str| instant(stated).is_some();
    shown(stated.filter(is_time).and_then(|stated| stated.get(..10)))
}
