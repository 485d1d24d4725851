//! Finding events: a query as SQL.

use dateline::json::EventRecord;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, Transaction, params_from_iter};

use crate::error::message;
use crate::open::plan_by_values;
use crate::read::Evidence;
use crate::{Archive, Area, Error, PartyFilter, Query, Result, Sort};

/// Kilometres in a degree of latitude (the mean meridian).
const DEGREE: f64 = 111.2;
/// Mean radius of the earth in kilometres.
const RADIUS: f64 = 6371.0;

/// The distance between two places by the haversine formula, in kilometres; for the SQL function of this name.
pub(crate) fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let narrow = from.0.to_radians().cos() * to.0.to_radians().cos();
    let chord = half(to.0 - from.0) + narrow * half(to.1 - from.1);
    2.0 * RADIUS * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// Conditions on the table `events`, with the values of their question marks.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: Vec<String>,
    pub(crate) values: Vec<Value>,
}

impl Conditions {
    pub(crate) fn add(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    /// One of some values; nothing where there are none.
    fn any(&mut self, before: &str, values: Vec<Value>, after: &str) {
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.add(format!("{before} IN ({marks}){after}"), values);
        }
    }

    /// One of several conditions.
    fn either(&mut self, choices: Vec<Conditions>) {
        if choices.is_empty() {
            return;
        }
        let sql: Vec<String> = choices.iter().map(Conditions::joined).collect();
        let values = choices.into_iter().flat_map(|choice| choice.values);
        self.add(format!("({})", sql.join(" OR ")), values);
    }

    pub(crate) fn joined(&self) -> String {
        if self.sql.is_empty() {
            "TRUE".into()
        } else {
            self.sql.join(" AND ")
        }
    }
}

fn text(value: impl Into<String>) -> Value {
    Value::Text(value.into())
}

fn texts<S: AsRef<str>>(values: &[S]) -> Vec<Value> {
    values.iter().map(|value| text(value.as_ref())).collect()
}

impl Archive {
    /// The events that fit a query, with their statements.
    ///
    /// # Errors
    /// When the archive cannot be read, or the words to search for are no valid search.
    pub fn find(&self, query: &Query) -> Result<Vec<EventRecord>> {
        let mut found = Vec::new();
        self.each(query, Evidence::With, |event| -> Result<()> {
            found.push(event);
            Ok(())
        })?;
        Ok(found)
    }

    /// Gives each event that fits a query to `each`, in order, all as they were at one moment; only their numbers are held
    /// at once.
    ///
    /// # Errors
    /// As [`Archive::find`]; those of `each`.
    pub fn each<E: From<Error>>(
        &self,
        query: &Query,
        evidence: Evidence,
        mut each: impl FnMut(EventRecord) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let _moment = self.moment()?;
        for number in self.numbers(query)? {
            each(self.event_at(number, evidence)?)?;
        }
        Ok(())
    }

    /// How many events fit a query, whatever its limit.
    ///
    /// # Errors
    /// As [`Archive::find`].
    pub fn count(&self, query: &Query) -> Result<u64> {
        let conditions = conditions(query);
        let sql = format!("SELECT count(*) FROM events WHERE {}", conditions.joined());
        self.search(query, |db| {
            db.prepare_cached(&sql)?
                .query_row(params_from_iter(conditions.values.clone()), |row| {
                    row.get::<_, i64>(0)
                })
        })
        .map(|count| count as u64)
    }

    /// Until it is dropped, all that is read is of one moment, and the file need not be locked for each lookup.
    pub(crate) fn moment(&self) -> Result<Transaction<'_>> {
        let begun = self.db.unchecked_transaction();
        begun.map_err(|error| Error::of(&self.path, &error))
    }

    fn numbers(&self, query: &Query) -> Result<Vec<i64>> {
        let mut conditions = conditions(query);
        let mut sql = format!(
            "SELECT event FROM events WHERE {} ORDER BY {}",
            conditions.joined(),
            order(query)
        );
        if let Some(limit) = query.limit {
            sql += " LIMIT ?";
            conditions
                .values
                .push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        }
        self.search(query, |db| {
            db.prepare_cached(&sql)?
                .query_map(params_from_iter(conditions.values), |row| row.get(0))?
                .collect()
        })
    }

    /// As [`Archive::ask`], with a fault in the words to search for told apart.
    pub(crate) fn search<T>(
        &self,
        query: &Query,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let planned = || {
            plan_by_values(&self.db, true)?;
            let found = work(&self.db);
            plan_by_values(&self.db, false)?;
            found
        };
        planned().map_err(|error| match (&query.text, error.sqlite_error_code()) {
            // FTS5 reports a fault in the search by this general code only.
            (Some(words), Some(ErrorCode::Unknown)) => Error::Search {
                words: words.clone(),
                message: message(&error),
            },
            _ => Error::of(&self.path, &error),
        })
    }
}

fn order(query: &Query) -> &'static str {
    // What is equal stands in one order always, that of ids.
    match (query.sort, query.reverse) {
        (Sort::Date, false) => "day DESC, id DESC",
        (Sort::Date, true) => "day IS NULL, day, id",
        (Sort::Outlets, false) => "outlets DESC, day DESC, id DESC",
        (Sort::Outlets, true) => "outlets, day, id",
        (Sort::Confidence, false) => "confidence DESC, id",
        (Sort::Confidence, true) => "confidence, id",
        (Sort::Intensity, false) => "intensity, day DESC, id",
        (Sort::Intensity, true) => "intensity DESC, day DESC, id",
    }
}

/// What a query asks of the table `events`.
pub(crate) fn conditions(query: &Query) -> Conditions {
    let mut all = Conditions::default();
    if let Some(to) = query.to {
        all.add("day <= ?", [text(to.to_string())]);
    }
    if let Some(from) = query.from {
        all.add("until >= ?", [text(from.to_string())]);
    }
    let types: Vec<&str> = query.types.iter().map(|kind| kind.code()).collect();
    all.any("type", texts(&types), "");
    all.any(
        "event IN (SELECT event FROM event_modes WHERE mode",
        texts(&query.modes),
        ")",
    );
    all.any(
        "event IN (SELECT event FROM event_contexts WHERE context",
        texts(&query.contexts),
        ")",
    );
    let quads = query
        .quads
        .iter()
        .map(|quad| Value::Integer(i64::from(*quad)));
    // No index begins with quad or status. The sign keeps the planner from taking either for a constant: then it would
    // not see that series come out of their index in order.
    all.any("+quad", quads.collect(), "");
    all.either(
        query
            .actors
            .iter()
            .map(|party| self::party(party, "side = 0"))
            .collect(),
    );
    all.either(
        query
            .recipients
            .iter()
            .map(|party| self::party(party, "side = 1"))
            .collect(),
    );
    all.either(
        query
            .parties
            .iter()
            .map(|party| self::party(party, "side IN (0, 1)"))
            .collect(),
    );
    all.any("country", texts(&query.countries), "");
    if let Some(place) = &query.place {
        all.add("place LIKE ? ESCAPE '\\'", [text(part(place))]);
    }
    if let Some(area) = &query.area {
        self::area(area, &mut all);
    }
    let statuses: Vec<&str> = query.statuses.iter().map(|status| status.code()).collect();
    all.any("+status", texts(&statuses), "");
    all.any(
        "event IN (SELECT event FROM event_outlets JOIN outlets USING (outlet) WHERE name COLLATE NOCASE",
        texts(&query.outlets),
        ")",
    );
    all.either(
        query
            .attributions
            .iter()
            .map(|source| attribution(source))
            .collect(),
    );
    if let Some(least) = query.min_outlets {
        all.add(
            "outlets >= ?",
            [Value::Integer(i64::try_from(least).unwrap_or(i64::MAX))],
        );
    }
    if let Some(least) = query.min_confidence {
        all.add("confidence >= ?", [Value::Real(least)]);
    }
    if let Some(words) = &query.text {
        all.add(
            "event IN (SELECT event FROM accounts WHERE article IN (SELECT rowid FROM words WHERE words MATCH ?))",
            [text(search_words(words))],
        );
    }
    all
}

/// A party by its codes, together where both are asked for, and by its words.
fn party(filter: &PartyFilter, side: &str) -> Conditions {
    let mut all = Conditions::default();
    match (&filter.country, &filter.sector) {
        (Some(country), Some(sector)) => all.add(
            format!("event IN (SELECT event FROM event_sectors WHERE sector = ? AND {side} AND country = ?)"),
            [text(sector), text(country)],
        ),
        (Some(country), None) => all.add(
            format!("event IN (SELECT event FROM event_countries WHERE country = ? AND {side})"),
            [text(country)],
        ),
        (None, Some(sector)) => all.add(
            format!("event IN (SELECT event FROM event_sectors WHERE sector = ? AND {side})"),
            [text(sector)],
        ),
        (None, None) => {}
    }
    if let Some(words) = &filter.words {
        all.add(
            format!(
                "event IN (SELECT event FROM event_parties WHERE {side} AND party IN
                     (SELECT party FROM parties WHERE entry = ? OR instr(words, ?)))"
            ),
            [text(words), text(words.to_lowercase())],
        );
    }
    all
}

fn attribution(source: &str) -> Conditions {
    let mut all = Conditions::default();
    all.add(
        "event IN (SELECT event FROM event_sources WHERE kind = ? OR name LIKE ? ESCAPE '\\')",
        [
            text(source.to_lowercase()),
            text(part(&source.to_lowercase())),
        ],
    );
    all
}

/// A pattern for LIKE that fits any text with these words in it.
fn part(words: &str) -> String {
    let mut pattern = String::from("%");
    for char in words.chars() {
        if matches!(char, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern.push('%');
    pattern
}

fn area(area: &Area, all: &mut Conditions) {
    match *area {
        Area::Box {
            south,
            west,
            north,
            east,
        } => {
            within(south, west, north, east, all);
        }
        Area::Circle {
            latitude,
            longitude,
            kilometres,
        } => {
            let up = kilometres / DEGREE;
            let (south, north) = (latitude - up, latitude + up);
            // Meridians draw together towards the poles; around a pole all of them count.
            let narrow = south.abs().max(north.abs()).to_radians().cos();
            if narrow > 0.01 && south > -90.0 && north < 90.0 {
                let aside = up / narrow;
                within(south, longitude - aside, north, longitude + aside, all);
            } else {
                all.add(
                    "latitude BETWEEN ? AND ?",
                    [Value::Real(south), Value::Real(north)],
                );
            }
            all.add(
                "kilometres(latitude, longitude, ?, ?) <= ?",
                [latitude, longitude, kilometres].map(Value::Real),
            );
        }
    }
}

/// Between parallels and meridians, across the date line where need be.
fn within(south: f64, west: f64, north: f64, east: f64, all: &mut Conditions) {
    all.add(
        "latitude BETWEEN ? AND ?",
        [Value::Real(south), Value::Real(north)],
    );
    if east - west >= 360.0 {
        return;
    }
    let turn = |degrees: f64| (degrees + 180.0).rem_euclid(360.0) - 180.0;
    let is_plain = (-180.0..=180.0).contains(&west) && (-180.0..=180.0).contains(&east);
    let (west, east) = if is_plain {
        (west, east)
    } else {
        (turn(west), turn(east))
    };
    let values = [Value::Real(west), Value::Real(east)];
    if west <= east {
        all.add("longitude BETWEEN ? AND ?", values);
    } else {
        all.add("(longitude >= ? OR longitude <= ?)", values);
    }
}

/// Plain words must all be there, whatever signs are in them; who uses the operators of FTS5 means them.
fn search_words(words: &str) -> String {
    const OPERATORS: &[&str] = &["AND", "OR", "NOT"];
    let is_search = words.contains(['"', '*', '('])
        || words
            .split_whitespace()
            .any(|word| OPERATORS.contains(&word));
    if is_search {
        return words.to_string();
    }
    let quoted: Vec<String> = words
        .split_whitespace()
        .map(|word| format!("\"{word}\""))
        .collect();
    quoted.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_are_searched_as_they_are() {
        assert_eq!(search_words("Yun Jong-ho's"), "\"Yun\" \"Jong-ho's\"");
        assert_eq!(search_words("talks OR visit"), "talks OR visit");
        assert_eq!(
            search_words("\"trade talks\" minist*"),
            "\"trade talks\" minist*"
        );
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        let (paris, london) = ((48.8566, 2.3522), (51.5074, -0.1278));
        assert!((kilometres(paris, london) - 343.6).abs() < 1.0);
        assert!((kilometres((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.1);
        assert_eq!(kilometres(paris, paris), 0.0);
    }

    #[test]
    fn patterns_take_signs_as_they_are() {
        assert_eq!(part("50%_a\\b"), "%50\\%\\_a\\\\b%");
    }
}
