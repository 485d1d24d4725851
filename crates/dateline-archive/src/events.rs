//! Writing events: the row, and the tables by which it is found.

use std::collections::BTreeSet;

use dateline::event::DatePrecision;
use dateline::json::{EventRecord, PartyRecord, day_of, line};
use jiff::civil::Date;
use rusqlite::{Connection, params};

/// The event without its evidence, as it is kept in one row.
pub(crate) fn without_statements(event: &EventRecord) -> EventRecord {
    EventRecord {
        statements: Vec::new(),
        ..event.clone()
    }
}

/// How finely a day is known: 0 to the day or a stated span of days, 1 week, 2 month, 3 season or year.
pub(crate) fn fineness(precision: DatePrecision) -> i64 {
    match precision {
        DatePrecision::Instant | DatePrecision::Day | DatePrecision::Span => 0,
        DatePrecision::Week => 1,
        DatePrecision::Month => 2,
        DatePrecision::Season | DatePrecision::Year => 3,
    }
}

/// The first and the last day of an event; where none is stated, the day of its first report.
pub(crate) fn days(event: &EventRecord) -> Option<(Date, Date)> {
    let reported = || {
        let days = event
            .statements
            .iter()
            .filter_map(|told| day_of(told.article.published.as_deref()?));
        days.min().map(|day| (day, day))
    };
    let stated = event.date.map(|date| (date.from, date.to));
    stated.or_else(reported)
}

/// Writes an event over the row that has its id, or as a new one, and gives its number.
pub(crate) fn write(db: &Connection, event: &EventRecord) -> rusqlite::Result<i64> {
    let place = event.place.as_ref();
    let days = days(event);
    count(db, &event.id, -1)?;
    let number: i64 = db
        .prepare_cached(
            "INSERT INTO events (id, type, quad, intensity, status, day, until, is_stated, fineness, place, country, latitude,
                 longitude, outlets, confidence, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET type = excluded.type, quad = excluded.quad, intensity = excluded.intensity,
                 status = excluded.status, day = excluded.day, until = excluded.until,
                 is_stated = excluded.is_stated, fineness = excluded.fineness,
                 place = excluded.place, country = excluded.country, latitude = excluded.latitude,
                 longitude = excluded.longitude, outlets = excluded.outlets, confidence = excluded.confidence,
                 record = excluded.record
             RETURNING event",
        )?
        .query_row(
            params![
                event.id,
                event.event_type.code(),
                event.quad,
                event.intensity,
                event.status.code(),
                days.map(|(from, _)| from.to_string()),
                days.map(|(_, to)| to.to_string()),
                event.date.is_some(),
                event.date.map_or(0, |date| fineness(date.precision)),
                place.map(|place| place.name.as_str()),
                place.and_then(|place| place.country.as_deref()),
                place.and_then(|place| place.latitude),
                place.and_then(|place| place.longitude),
                event.outlets,
                event.confidence,
                line(&without_statements(event)),
            ],
            |row| row.get(0),
        )?;
    count(db, &event.id, 1)?;
    for table in [
        "modes",
        "contexts",
        "parties",
        "countries",
        "sectors",
        "sources",
    ] {
        db.prepare_cached(&format!("DELETE FROM event_{table} WHERE event = ?"))?
            .execute([number])?;
    }
    codes(db, number, event)?;
    sides(db, number, event)?;
    sources(db, number, event)?;
    Ok(number)
}

/// Deletes an event that no account belongs to any more.
pub(crate) fn delete(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let id: String = db
        .prepare_cached("SELECT id FROM events WHERE event = ?")?
        .query_row([number], |row| row.get(0))?;
    count(db, &id, -1)?;
    db.prepare_cached("DELETE FROM events WHERE event = ?")?
        .execute([number])?;
    Ok(())
}

/// Adds an event that is there so many times to the counts: 1, or -1 to take it back.
fn count(db: &Connection, id: &str, times: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO event_counts
         SELECT coalesce(day, ''), is_stated, fineness, type, quad, status, coalesce(country, ''), ?2,
             ?2 * CAST(round(intensity * 1000) AS INTEGER)
         FROM events WHERE id = ?1
         ON CONFLICT DO UPDATE SET events = events + excluded.events, intensity = intensity + excluded.intensity",
    )?
    .execute(params![id, times])?;
    Ok(())
}

fn codes(db: &Connection, number: i64, event: &EventRecord) -> rusqlite::Result<()> {
    for mode in &event.modes {
        db.prepare_cached(
            "INSERT INTO event_modes (mode, event) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )?
        .execute(params![mode, number])?;
    }
    for context in &event.contexts {
        db.prepare_cached(
            "INSERT INTO event_contexts (context, event) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )?
        .execute(params![context, number])?;
    }
    Ok(())
}

fn sides(db: &Connection, number: i64, event: &EventRecord) -> rusqlite::Result<()> {
    let day = days(event).map(|(from, _)| from.to_string());
    for (side, parties) in [(0, &event.actors), (1, &event.recipients)] {
        for party in parties {
            let row = party_row(db, party)?;
            db.prepare_cached(
                "INSERT INTO event_parties (party, side, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?
            .execute(params![row, side, number])?;
            let country = party.country.as_deref().unwrap_or_default();
            let sectors: BTreeSet<&str> = party
                .sectors
                .iter()
                .chain(&party.sector)
                .map(String::as_str)
                .collect();
            for sector in sectors {
                db.prepare_cached(
                    "INSERT INTO event_sectors (sector, side, country, event) VALUES (?, ?, ?, ?)
                     ON CONFLICT DO NOTHING",
                )?
                .execute(params![sector, side, country, number])?;
            }
            if !country.is_empty() {
                db.prepare_cached(
                    "INSERT INTO event_countries (country, side, day, event) VALUES (?, ?, ?, ?)
                     ON CONFLICT DO NOTHING",
                )?
                .execute(params![country, side, day, number])?;
            }
        }
    }
    Ok(())
}

fn party_row(db: &Connection, party: &PartyRecord) -> rusqlite::Result<i64> {
    let mut words: Vec<&str> = vec![&party.name];
    words.extend(
        party
            .person
            .as_deref()
            .filter(|person| *person != party.name),
    );
    words.extend(party.role.as_deref());
    let values = params![
        words.join("; ").to_lowercase(),
        party.country.as_deref().unwrap_or_default(),
        party.id.as_deref().unwrap_or_default()
    ];
    db.prepare_cached(
        "INSERT INTO parties (words, country, entry) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    )?
    .execute(values)?;
    db.prepare_cached("SELECT party FROM parties WHERE words = ? AND country = ? AND entry = ?")?
        .query_row(values, |row| row.get(0))
}

/// According to whom.
fn sources(db: &Connection, number: i64, event: &EventRecord) -> rusqlite::Result<()> {
    for source in event.statements.iter().flat_map(|told| &told.attribution) {
        db.prepare_cached(
            "INSERT INTO event_sources (name, kind, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            source.value.name.to_lowercase(),
            source.value.kind.code(),
            number
        ])?;
    }
    Ok(())
}

/// Notes the outlets of an event's articles, once its accounts are known.
pub(crate) fn write_outlets(db: &Connection, number: i64) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM event_outlets WHERE event = ?")?
        .execute([number])?;
    db.prepare_cached(
        "INSERT INTO event_outlets (outlet, event)
         SELECT DISTINCT outlet, event FROM accounts JOIN articles USING (article)
         WHERE event = ? AND outlet IS NOT NULL",
    )?
    .execute([number])?;
    Ok(())
}
