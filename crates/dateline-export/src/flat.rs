//! One event as one row of plain cells: the columns that CSV, the sheet variant and GeoJSON share.

use std::collections::BTreeSet;

use dateline::event::QuantityRole;
use dateline::json::{EventRecord, PartyRecord, StatementRecord};

use crate::codes;
use crate::sides::sides;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Count(usize),
}

/// A column of the row.
pub(crate) struct Column {
    pub name: &'static str,
    pub cell: fn(&EventRecord) -> Cell,
}

/// Between the parts of a cell with several.
const BETWEEN: &str = "; ";

macro_rules! columns {
    ($($name:literal => $cell:expr,)*) => {
        &[$(Column { name: $name, cell: $cell }),*]
    };
}

/// All columns, in their order.
pub(crate) const COLUMNS: &[Column] = columns! {
    "id" => |e| text(&e.id),
    "type" => |e| text(e.event_type.code()),
    "modes" => |e| text(&e.modes.join(BETWEEN)),
    "contexts" => |e| text(&e.contexts.join(BETWEEN)),
    "quad" => |e| Cell::Count(e.quad.into()),
    "intensity" => |e| Cell::Number(tenths(e.intensity)),
    "cameo" => |e| text(&e.cameo),
    "status" => |e| text(e.status.code()),
    "confidence" => |e| Cell::Number(e.confidence),
    "outlets" => |e| Cell::Count(e.outlets),
    "articles" => |e| Cell::Count(articles(e)),
    "statements" => |e| Cell::Count(e.statements.len()),
    "date_from" => |e| optional(e.date.map(|date| date.from)),
    "date_to" => |e| optional(e.date.map(|date| date.to)),
    "date_precision" => |e| optional(e.date.map(|date| date.precision.code())),
    "actor_name" => |e| of(sides(e).0, |party| Some(&party.name)),
    "actor_person" => |e| of(sides(e).0, |party| party.person.as_deref()),
    "actor_role" => |e| of(sides(e).0, |party| party.role.as_deref()),
    "actor_country" => |e| of(sides(e).0, |party| party.country.as_deref()),
    "actor_cow" => |e| of(sides(e).0, cow),
    "actor_sector" => |e| of(sides(e).0, |party| party.sector.as_deref()),
    "actor_id" => |e| of(sides(e).0, |party| party.id.as_deref()),
    "actors" => |e| names(&e.actors),
    "actor_countries" => |e| countries(&e.actors),
    "recipient_name" => |e| of(e.recipients.first(), |party| Some(&party.name)),
    "recipient_person" => |e| of(e.recipients.first(), |party| party.person.as_deref()),
    "recipient_role" => |e| of(e.recipients.first(), |party| party.role.as_deref()),
    "recipient_country" => |e| of(e.recipients.first(), |party| party.country.as_deref()),
    "recipient_cow" => |e| of(e.recipients.first(), cow),
    "recipient_sector" => |e| of(e.recipients.first(), |party| party.sector.as_deref()),
    "recipient_id" => |e| of(e.recipients.first(), |party| party.id.as_deref()),
    "recipients" => |e| names(&e.recipients),
    "recipient_countries" => |e| countries(&e.recipients),
    "place_name" => |e| optional(e.place.as_ref().map(|place| &place.name)),
    "place_country" => |e| optional(e.place.as_ref().and_then(|place| place.country.as_ref())),
    "place_admin1" => |e| optional(e.place.as_ref().and_then(|place| place.admin1.as_ref())),
    "place_precision" => |e| optional(e.place.as_ref().map(|place| place.precision.code())),
    "geonames" => |e| optional(e.place.as_ref().and_then(|place| place.geonames.as_ref())),
    "latitude" => |e| point(e).map_or(Cell::Empty, |(latitude, _)| Cell::Number(latitude)),
    "longitude" => |e| point(e).map_or(Cell::Empty, |(_, longitude)| Cell::Number(longitude)),
    "priogrid_gid" => |e| point(e).map_or(Cell::Empty, |point| Cell::Count(priogrid(point))),
    "dead_low" => |e| figure(e, QuantityRole::Dead, Figure::Low),
    "dead" => |e| figure(e, QuantityRole::Dead, Figure::Best),
    "dead_high" => |e| figure(e, QuantityRole::Dead, Figure::High),
    "injured_low" => |e| figure(e, QuantityRole::Injured, Figure::Low),
    "injured" => |e| figure(e, QuantityRole::Injured, Figure::Best),
    "injured_high" => |e| figure(e, QuantityRole::Injured, Figure::High),
    "arrested_low" => |e| figure(e, QuantityRole::Arrested, Figure::Low),
    "arrested" => |e| figure(e, QuantityRole::Arrested, Figure::Best),
    "arrested_high" => |e| figure(e, QuantityRole::Arrested, Figure::High),
    "according_to" => according_to,
    "publisher" => |e| told(e, |statement| statement.article.publisher.as_deref()),
    "published" => |e| told(e, |statement| statement.article.published.as_deref()),
    "title" => |e| told(e, |statement| statement.article.title.as_deref()),
    "url" => |e| told(e, |statement| statement.article.url.as_deref()),
    "evidence" => |e| told(e, |statement| Some(&statement.text)),
    "trigger" => |e| told(e, |statement| Some(&statement.trigger.text)),
    "dateline" => |e| told(e, |statement| Some(&statement.run.dateline)),
    "model" => |e| told(e, |statement| Some(&statement.run.model)),
    "knowledge" => |e| told(e, |statement| Some(&statement.run.knowledge)),
};

/// Degrees north and east, where both are known and on Earth.
pub(crate) fn point(event: &EventRecord) -> Option<(f64, f64)> {
    let place = event.place.as_ref()?;
    let (latitude, longitude) = (place.latitude?, place.longitude?);
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0).then_some((latitude, longitude))
}

/// Number of articles that tell the event.
pub(crate) fn articles(event: &EventRecord) -> usize {
    let ids = event
        .statements
        .iter()
        .map(|statement| &statement.article.id);
    ids.collect::<BTreeSet<_>>().len()
}

/// A score of tenths, without what single precision adds to it.
pub(crate) fn tenths(score: f32) -> f64 {
    (f64::from(score) * 100.0).round() / 100.0
}

/// The cell of PRIO-GRID 1.0 that holds a point: half a degree wide, numbered from 1 in the south-west, row by row.
fn priogrid((latitude, longitude): (f64, f64)) -> usize {
    let row = ((latitude + 90.0) * 2.0).floor().min(359.0) as usize;
    let column = ((longitude + 180.0) * 2.0).floor().min(719.0) as usize;
    row * 720 + column + 1
}

fn text(value: &str) -> Cell {
    if value.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(value.to_string())
    }
}

fn optional<T: ToString>(value: Option<T>) -> Cell {
    value.map_or(Cell::Empty, |value| text(&value.to_string()))
}

fn of<'e>(party: Option<&'e PartyRecord>, slot: fn(&'e PartyRecord) -> Option<&'e str>) -> Cell {
    optional(party.and_then(slot))
}

fn cow(party: &PartyRecord) -> Option<&str> {
    party
        .country
        .as_deref()
        .and_then(codes::country)
        .map(|country| country.cow)
}

fn names(parties: &[PartyRecord]) -> Cell {
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    text(&names.join(BETWEEN))
}

/// The countries of parties, each once, in their order.
fn countries(parties: &[PartyRecord]) -> Cell {
    let mut countries: Vec<&str> = Vec::new();
    for country in parties.iter().filter_map(|party| party.country.as_deref()) {
        if !countries.contains(&country) {
            countries.push(country);
        }
    }
    text(&countries.join(BETWEEN))
}

/// Which figure of those that are told.
#[derive(Clone, Copy)]
enum Figure {
    Low,
    /// That of the most telling statement.
    Best,
    High,
}

fn figure(event: &EventRecord, role: QuantityRole, which: Figure) -> Cell {
    let mut told = event
        .quantities
        .iter()
        .filter(|quantity| quantity.role == role);
    let Some(first) = told.next() else {
        return Cell::Empty;
    };
    Cell::Number(match which {
        Figure::Best => first.value,
        Figure::Low => told.fold(first.low, |low, other| low.min(other.low)),
        Figure::High => told.fold(first.high, |high, other| high.max(other.high)),
    })
}

/// What the most telling statement says.
fn told<'e>(event: &'e EventRecord, slot: fn(&'e StatementRecord) -> Option<&'e str>) -> Cell {
    optional(event.statements.first().and_then(slot))
}

/// The chain of sources of the most telling statement, outermost first.
fn according_to(event: &EventRecord) -> Cell {
    let chain = event
        .statements
        .first()
        .map(|statement| &statement.attribution);
    let names: Vec<&str> = chain
        .into_iter()
        .flatten()
        .map(|source| source.value.name.as_str())
        .collect();
    text(&names.join(BETWEEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_cells() {
        for (point, gid) in [
            ((-90.0, -180.0), 1),
            ((90.0, 180.0), 259_200),
            // Kampala, as in the documentation of PRIO-GRID's numbering: row 181, column 426.
            ((0.31, 32.58), 180 * 720 + 426),
        ] {
            assert_eq!(priogrid(point), gid, "{point:?}");
        }
    }
}
