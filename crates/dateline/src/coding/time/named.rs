//! Days, months, seasons and holidays named without their year or week: which one tense and pointing words mean.

use jiff::civil::{Date, Weekday};

use super::Tense;
use super::expression::{Expression, Pick, YearOf};
use super::lexicon::Season;
use super::periods::{self, Period};
use super::resolve::{Context, Meaning, distance, open_weekday};
use crate::event::DatePrecision as Precision;

impl Context {
    pub(super) fn calendar(
        &self,
        year: Option<YearOf>,
        month: i8,
        day: Option<i8>,
        weekday: Option<Weekday>,
        pick: Pick,
    ) -> Meaning {
        let in_year = |year: i16| match day {
            Some(day) => Date::new(year, month, day).ok().map(periods::day),
            None => periods::month(year, month),
        };
        let open = match day {
            Some(day) => format!("XXXX-{month:02}-{day:02}"),
            None => format!("XXXX-{month:02}"),
        };
        if let Some(year) = year.and_then(|year| self.year(year)) {
            return in_year(year).map_or_else(|| Meaning::vague(open), Meaning::from);
        }
        if let Some(year) = self.sentence_year
            && pick == Pick::Near
            && let Some(period) = in_year(year)
        {
            return period.into();
        }
        let Some(today) = self.today() else {
            return Meaning::vague(open);
        };
        let fits = |period: &Period| {
            weekday.is_none_or(|weekday| day.is_none() || period.from.weekday() == weekday)
        };
        let reach = if weekday.is_some() && day.is_some() {
            6
        } else {
            1
        };
        let candidates = (-reach..=reach)
            .filter_map(|by| in_year(today.year() + by))
            .filter(fits);
        let plain = || {
            self.pick(
                pick,
                (-1..=1).filter_map(|by| in_year(today.year() + by)),
                today,
            )
        };
        self.pick(pick, candidates, today)
            .or_else(plain)
            .map_or_else(|| Meaning::vague(open), Meaning::from)
    }

    /// The candidate that tense and the pointing word mean.
    fn pick(
        &self,
        pick: Pick,
        candidates: impl Iterator<Item = Period>,
        today: Date,
    ) -> Option<Period> {
        let candidates: Vec<Period> = candidates.collect();
        let begun = || {
            candidates
                .iter()
                .filter(|period| period.from <= today)
                .max_by_key(|period| period.from)
        };
        let ahead = || {
            candidates
                .iter()
                .filter(|period| period.to >= today)
                .min_by_key(|period| period.from)
        };
        let chosen = match pick {
            Pick::Last => candidates
                .iter()
                .filter(|period| period.to < today)
                .max_by_key(|period| period.from),
            Pick::Next => candidates
                .iter()
                .filter(|period| period.from > today)
                .min_by_key(|period| period.from),
            Pick::This => candidates
                .iter()
                .find(|period| period.from.year() == today.year()),
            Pick::Near => {
                let past = begun();
                let next = candidates
                    .iter()
                    .filter(|period| period.from > today)
                    .min_by_key(|period| period.from);
                match (self.tense, past, next) {
                    // A day eleven months off on the tense's side is the near one on the other: "will run from
                    // January 23", said on the 28th.
                    (Tense::Past, Some(past), Some(next)) => {
                        Some(nearer_by_far(past, next, today).unwrap_or(past))
                    }
                    (Tense::Future, Some(past), Some(next)) if past.to < today => {
                        Some(nearer_by_far(next, past, today).unwrap_or(next))
                    }
                    (Tense::Future, past, _) => ahead().or(past),
                    (_, Some(past), Some(next)) => Some(
                        if distance(next.from, today) * 2 < distance(past.to, today) {
                            next
                        } else {
                            past
                        },
                    ),
                    (_, past, next) => past.or(next),
                }
            }
        };
        chosen.cloned()
    }

    pub(super) fn slashed(&self, first: i8, second: i8, year: i16) -> Meaning {
        let day_first = Date::new(year, second, first).ok();
        let month_first = Date::new(year, first, second).ok();
        // Both orders are in use; the one nearer to the publication is meant, the day first if that does not tell.
        let far = |date: Date| self.today().map_or(0, |today| distance(date, today));
        let chosen = match (day_first, month_first) {
            (Some(a), Some(b)) => Some(if far(b) < far(a) { b } else { a }),
            (a, b) => a.or(b),
        };
        self.day_or(chosen, format!("{year:04}-XX-XX"))
    }

    pub(super) fn day_of_month(&self, day: i8) -> Meaning {
        let open = format!("XXXX-XX-{day:02}");
        let Some(today) = self.today() else {
            return Meaning::vague(open);
        };
        let first = today.first_of_month();
        let months = (-2..=2).filter_map(|by| periods::add_months(first, by));
        let candidates = months
            .filter_map(|month| Date::new(month.year(), month.month(), day).ok())
            .map(periods::day);
        self.pick(Pick::Near, candidates, today)
            .map_or_else(|| Meaning::vague(open), Meaning::from)
    }

    pub(super) fn weekday(&self, weekday: Weekday, pick: Pick) -> Meaning {
        let day = self.today().and_then(|today| {
            let back = i64::from(today.weekday().since(weekday));
            let ahead = i64::from(today.weekday().until(weekday));
            match pick {
                Pick::Last => periods::add_days(today, if back == 0 { -7 } else { -back }),
                Pick::Next => periods::add_days(today, if ahead == 0 { 7 } else { ahead }),
                Pick::This if self.tense == Tense::Unknown => {
                    periods::weekday_in_week(today, 0, weekday)
                }
                _ if self.is_future(pick) => periods::add_days(today, ahead),
                _ => periods::add_days(today, -back),
            }
        });
        self.day_or(day, open_weekday(weekday))
    }

    pub(super) fn season(&self, season: Season, year: YearOf) -> Meaning {
        self.part_of_year(
            year,
            |y| periods::months(y, season.first_month(), 3, season.code()),
            season.code(),
        )
    }

    /// What a rule gives for a year, or for the year that tense means.
    pub(super) fn part_of_year(
        &self,
        year: YearOf,
        rule: impl Fn(i16) -> Option<Period>,
        code: &str,
    ) -> Meaning {
        let given = self.year(year);
        let period = match (year, given, self.today()) {
            (YearOf::Picked(pick), _, Some(today)) => self.pick(
                pick,
                (-1..=1).filter_map(|by| rule(today.year() + by)),
                today,
            ),
            (_, Some(year), _) => rule(year),
            _ => None,
        };
        let year = given.map_or("XXXX".into(), |year| year.to_string());
        period.map_or_else(|| Meaning::vague(format!("{year}-{code}")), Meaning::from)
    }

    pub(super) fn quarter_shift(&self, shift: i64) -> Meaning {
        let period = self.today().and_then(|today| {
            let there = periods::add_months(today.first_of_month(), shift * 3)?;
            let quarter = (there.month() + 2) / 3;
            periods::months(there.year(), quarter * 3 - 2, 3, &format!("Q{quarter}"))
        });
        period.map_or_else(|| Meaning::vague("XXXX-QX"), Meaning::from)
    }

    /// The weekend so many from the one in play: without a shift the coming one, or the last one in the past tense.
    pub(super) fn weekend(&self, date: Date, shift: i64) -> Option<Period> {
        let in_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let back = match shift {
            0 if in_weekend || self.tense == Tense::Future => 0,
            0 => -1,
            1 if !in_weekend => 0,
            other => other,
        };
        periods::weekday_in_week(date, back, Weekday::Saturday).and_then(periods::weekend)
    }

    pub(super) fn week_of(&self, nth: i8, of: &Expression) -> Meaning {
        let inner = self.meaning(of);
        // Seven days counted within the month; named for the ISO week that holds most of them.
        let middle = match nth {
            -1 => inner.to.and_then(|to| periods::add_days(to, -3)),
            nth => inner
                .from
                .and_then(|from| periods::add_days(from, i64::from(nth) * 7 - 4)),
        };
        match middle.and_then(|day| periods::week(day).zip(periods::about(day, 3, Precision::Week)))
        {
            Some((week, seven)) => Meaning {
                value: week.value,
                ..seven.into()
            },
            None => inner,
        }
    }
}

/// The other of two days, where it is less than 40 days off and the meant one more than 325.
fn nearer_by_far<'p>(meant: &Period, other: &'p Period, today: Date) -> Option<&'p Period> {
    let far = |period: &Period| distance(period.from, today);
    (meant.precision == Precision::Day && far(meant) > 325 && far(other) < 40).then_some(other)
}
