//! Counts over time: events and their mean intensity by period and, if asked for, by country, dyad or type.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use rusqlite::params_from_iter;
use rusqlite::types::{Value, ValueRef};

use crate::find::{Conditions, conditions};
use crate::{Archive, Query, Result};

/// What to count.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SeriesQuery {
    /// Which events; its sort and limit are passed over. An event counts on its first day.
    pub events: Query,
    pub interval: Interval,
    /// Leave out events of which no report states a day; else they count on the day of the first report.
    pub stated_only: bool,
    /// Each combination of these is counted for itself.
    pub by: Vec<Key>,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Interval {
    Day,
    /// From Monday on, as in ISO 8601.
    Week,
    #[default]
    Month,
    Year,
}

impl Interval {
    pub const ALL: [Interval; 4] = [
        Interval::Day,
        Interval::Week,
        Interval::Month,
        Interval::Year,
    ];

    /// The word that stands for it: "month".
    pub fn name(self) -> &'static str {
        match self {
            Interval::Day => "day",
            Interval::Week => "week",
            Interval::Month => "month",
            Interval::Year => "year",
        }
    }
}

impl Key {
    pub const ALL: [Key; 7] = [
        Key::Country,
        Key::Actor,
        Key::Recipient,
        Key::Dyad,
        Key::Type,
        Key::Quad,
        Key::Status,
    ];

    /// The word that stands for it: "dyad".
    pub fn name(self) -> &'static str {
        match self {
            Key::Country => "country",
            Key::Actor => "actor",
            Key::Recipient => "recipient",
            Key::Dyad => "dyad",
            Key::Type => "type",
            Key::Quad => "quad",
            Key::Status => "status",
        }
    }
}

/// What to count apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// Where it happens.
    Country,
    /// The country of an actor. An event with actors of two countries counts for each.
    Actor,
    /// The country of a recipient.
    Recipient,
    /// The countries of an actor and a recipient: "PRK>RUS".
    Dyad,
    Type,
    Quad,
    Status,
}

/// Counts over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Series {
    /// In the order of time, without gaps between the first and the last day from which there are articles.
    pub periods: Vec<Period>,
    /// By period, then by keys. Only those that are not zero.
    pub cells: Vec<Cell>,
    /// Events that fit but have no day, or none that is stated where only those are asked for.
    pub undated: u64,
    /// Events that are counted on the day of their first report.
    pub by_report: u64,
    /// Events that fit but whose date is not known finely enough for the interval.
    pub coarse: u64,
}

/// A span of days and what was read of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// Articles published in it (of the outlets asked for). Without any, no event says nothing; with some, that it was
    /// quiet.
    pub articles: u64,
    /// Events that fit. Each counts once, whatever it is counted by.
    pub events: u64,
}

/// One count.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The first day of the period.
    pub start: Date,
    /// A value for each of [`SeriesQuery::by`]; empty where it is not known.
    pub keys: Vec<String>,
    pub events: u64,
    /// Mean of PLOVER's scores, -10 to 10.
    pub intensity: f64,
}

impl Interval {
    /// The first day of the period that a day lies in.
    pub fn start(self, day: Date) -> Date {
        match self {
            Interval::Day => day,
            Interval::Week => {
                let since = day.weekday().since(Weekday::Monday);
                day.checked_sub(i32::from(since).days()).unwrap_or(day)
            }
            Interval::Month => day.first_of_month(),
            Interval::Year => day.first_of_year(),
        }
    }

    /// The first day of the next period; `None` at the end of time.
    pub fn next(self, start: Date) -> Option<Date> {
        let span: Span = match self {
            Interval::Day => 1.day(),
            Interval::Week => 1.week(),
            Interval::Month => 1.month(),
            Interval::Year => 1.year(),
        };
        start.checked_add(span).ok()
    }

    /// The coarsest date that can be put into one period; as `events.fineness`.
    fn coarsest(self) -> i64 {
        match self {
            Interval::Day => 0,
            Interval::Week => 1,
            Interval::Month => 2,
            Interval::Year => 3,
        }
    }
}

impl Key {
    /// The column that gives it.
    fn column(self) -> &'static str {
        match self {
            Key::Country => "country",
            Key::Actor => "actors.country",
            Key::Recipient => "recipients.country",
            Key::Dyad => "coalesce(actors.country, '') || '>' || coalesce(recipients.country, '')",
            Key::Type => "type",
            Key::Quad => "quad",
            Key::Status => "status",
        }
    }
}

/// Events of one period and combination, while they are counted.
#[derive(Default)]
struct Sum {
    events: u64,
    intensity: f64,
}

/// Counts rows that come in the order of their days.
#[derive(Default)]
struct Counter {
    /// The day of the last row as it stands there, and as a date.
    text: String,
    day: Option<Date>,
    start: Option<Date>,
    /// The keys of the row at hand, each with [`END`] after it.
    key: String,
    /// What was counted in the period of the last row.
    period: HashMap<String, Sum>,
    sums: BTreeMap<(Date, Vec<String>), Sum>,
}

/// Ends a key: a character that no code holds.
const END: char = '\u{1f}';

impl Counter {
    fn take_day(&mut self, text: Option<&str>, query: &SeriesQuery) {
        let text = text.unwrap_or_default();
        if text == self.text {
            return;
        }
        self.text = text.into();
        self.day = text.parse().ok();
        let start = self.day.map(|day| query.interval.start(day));
        if start != self.start {
            self.close();
            self.start = start;
        }
    }

    fn count(&mut self, events: u64, intensity: f64) {
        if !self.period.contains_key(&self.key) {
            self.period.insert(self.key.clone(), Sum::default());
        }
        if let Some(sum) = self.period.get_mut(&self.key) {
            sum.events += events;
            sum.intensity += intensity;
        }
    }

    fn close(&mut self) {
        let Some(start) = self.start else { return };
        for (key, sum) in self.period.drain() {
            let keys = key.split_terminator(END).map(Into::into).collect();
            self.sums.insert((start, keys), sum);
        }
    }

    fn finish(mut self) -> BTreeMap<(Date, Vec<String>), Sum> {
        self.close();
        self.sums
    }
}

impl Archive {
    /// Counts events over time.
    ///
    /// # Errors
    /// As [`Archive::find`].
    pub fn series(&self, query: &SeriesQuery) -> Result<Series> {
        let mut series = Series::default();
        let mut articles = self.articles_by_day(query)?;
        let sums = self.sums(query, &query.by, &mut series)?;
        // An event may count for several actors, but once for its period.
        let several = [Key::Actor, Key::Recipient, Key::Dyad];
        let totals = match query.by.iter().any(|key| several.contains(key)) {
            true => {
                series.undated = 0;
                series.coarse = 0;
                series.by_report = 0;
                totals(&self.sums(query, &[], &mut series)?)
            }
            false => totals(&sums),
        };
        series.cells = sums
            .iter()
            .map(|((start, keys), sum)| cell(*start, keys.clone(), sum))
            .collect();
        for start in starts(query, &articles, totals.keys().copied()) {
            let next = query.interval.next(start);
            let end = next
                .and_then(|next| next.yesterday().ok())
                .unwrap_or(Date::MAX);
            let rest = next
                .map(|next| articles.split_off(&next))
                .unwrap_or_default();
            series.periods.push(Period {
                start,
                end,
                articles: articles.values().sum(),
                events: totals.get(&start).copied().unwrap_or(0),
            });
            articles = rest;
        }
        Ok(series)
    }

    fn sums(
        &self,
        query: &SeriesQuery,
        by: &[Key],
        series: &mut Series,
    ) -> Result<BTreeMap<(Date, Vec<String>), Sum>> {
        let needs = |keys: [Key; 2]| by.iter().any(|key| keys.contains(key));
        let needs_parties = needs([Key::Actor, Key::Recipient]) || needs([Key::Dyad; 2]);
        let is_counted = !needs_parties && is_counted(&query.events);
        let conditions = match is_counted {
            true => counted(&query.events),
            false => conditions(&query.events),
        };
        let (table, sums) = match is_counted {
            true => ("event_counts", "intensity / 1000.0, events"),
            false => ("events", "intensity, 1"),
        };
        let mut sql = format!("SELECT day, fineness, is_stated, {sums}");
        for key in by {
            sql += &format!(", {}", key.column());
        }
        // The conditions name columns of this table alone.
        sql += &format!(
            " FROM (SELECT * FROM {table} WHERE {})",
            conditions.joined()
        );
        for (side, table, keys) in [
            (0, "actors", [Key::Actor, Key::Dyad]),
            (1, "recipients", [Key::Recipient, Key::Dyad]),
        ] {
            if needs(keys) {
                sql += &format!(
                    " LEFT JOIN (SELECT event, country FROM event_countries WHERE side = {side}) {table} USING (event)"
                );
            }
        }
        // In this order no day has to be read twice.
        sql += " ORDER BY day";
        let mut counter = Counter::default();
        self.search(&query.events, |db| {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(conditions.values))?;
            while let Some(row) = rows.next()? {
                counter.take_day(row.get_ref(0)?.as_str_or_null()?, query);
                // What began before the days asked for counts in a period before them.
                if let (Some(day), Some(from)) = (counter.day, query.events.from)
                    && day < from
                {
                    continue;
                }
                let is_stated: bool = row.get(2)?;
                let events: u64 = row.get(4)?;
                if counter.day.is_none() || query.stated_only && !is_stated {
                    series.undated += events;
                } else if row.get::<_, i64>(1)? > query.interval.coarsest() {
                    series.coarse += events;
                } else {
                    series.by_report += if is_stated { 0 } else { events };
                    counter.key.clear();
                    for number in 0..by.len() {
                        match row.get_ref(number + 5)? {
                            ValueRef::Text(text) => counter.key += &String::from_utf8_lossy(text),
                            ValueRef::Integer(number) => counter.key += &number.to_string(),
                            _ => {}
                        }
                        counter.key.push(END);
                    }
                    counter.count(events, row.get(3)?);
                }
            }
            Ok(())
        })?;
        Ok(counter.finish())
    }

    /// Articles of each day of the range (and the outlets) asked for.
    fn articles_by_day(&self, query: &SeriesQuery) -> Result<BTreeMap<Date, u64>> {
        let mut sql = String::from("SELECT day, count(*) FROM articles WHERE day IS NOT NULL");
        let mut values = Vec::new();
        for (bound, sign) in [(query.events.from, ">="), (query.events.to, "<=")] {
            if let Some(day) = bound {
                sql += &format!(" AND day {sign} ?");
                values.push(Value::Text(day.to_string()));
            }
        }
        if !query.events.outlets.is_empty() {
            let marks = vec!["?"; query.events.outlets.len()].join(", ");
            sql += &format!(
                " AND outlet IN (SELECT outlet FROM outlets WHERE name COLLATE NOCASE IN ({marks}))"
            );
            values.extend(query.events.outlets.iter().cloned().map(Value::Text));
        }
        sql += " GROUP BY day";
        self.ask(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut days = BTreeMap::new();
            while let Some(row) = rows.next()? {
                if let Ok(day) = row.get_ref(0)?.as_str()?.parse::<Date>() {
                    days.insert(day, row.get::<_, i64>(1)? as u64);
                }
            }
            Ok(days)
        })
    }
}

/// Whether all that a query asks for stands in the table of counts.
fn is_counted(query: &Query) -> bool {
    let counted = Query {
        from: query.from,
        to: query.to,
        types: query.types.clone(),
        quads: query.quads.clone(),
        countries: query.countries.clone(),
        statuses: query.statuses.clone(),
        // A series has neither order nor limit.
        sort: query.sort,
        reverse: query.reverse,
        limit: query.limit,
        ..Query::default()
    };
    counted == *query
}

/// What such a query asks of the table of counts. Only the first day of events stands there; those that began before the
/// days asked for are not counted anyway.
fn counted(query: &Query) -> Conditions {
    let mut all = conditions(&Query {
        from: None,
        ..query.clone()
    });
    all.add("events > 0", []);
    if let Some(from) = query.from {
        all.add("day >= ?", [Value::Text(from.to_string())]);
    }
    if query.from.is_some() || query.to.is_some() {
        all.add("day != ''", []);
    }
    all
}

/// Events of each period, whatever they are counted by.
fn totals(sums: &BTreeMap<(Date, Vec<String>), Sum>) -> BTreeMap<Date, u64> {
    let mut totals = BTreeMap::new();
    for ((start, _), sum) in sums {
        *totals.entry(*start).or_default() += sum.events;
    }
    totals
}

fn cell(start: Date, keys: Vec<String>, sum: &Sum) -> Cell {
    Cell {
        start,
        keys,
        events: sum.events,
        intensity: sum.intensity / sum.events.max(1) as f64,
    }
}

/// The periods to show: those asked for, else all from the first to the last article, and those with events. Without
/// bounds an event of long ago brings its own period only, not all since.
fn starts(
    query: &SeriesQuery,
    articles: &BTreeMap<Date, u64>,
    events: impl Iterator<Item = Date>,
) -> Vec<Date> {
    let mut starts: std::collections::BTreeSet<Date> = events.collect();
    let first = query.events.from.or(articles.keys().next().copied());
    let last = query.events.to.or(articles.keys().next_back().copied());
    if let (Some(first), Some(last)) = (first, last) {
        let mut at = Some(query.interval.start(first));
        while let Some(start) = at.filter(|start| *start <= last) {
            starts.insert(start);
            at = query.interval.next(start);
        }
    }
    starts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_begin_where_the_calendar_says() {
        let day = date(2025, 1, 1);
        assert_eq!(Interval::Week.start(day), date(2024, 12, 30));
        assert_eq!(Interval::Week.start(date(2024, 12, 30)), date(2024, 12, 30));
        assert_eq!(Interval::Month.start(date(2025, 3, 31)), date(2025, 3, 1));
        assert_eq!(
            Interval::Month.next(date(2025, 12, 1)),
            Some(date(2026, 1, 1))
        );
        assert_eq!(Interval::Year.next(Date::MAX.first_of_year()), None);
    }
}
