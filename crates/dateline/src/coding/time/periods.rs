//! Spans of the calendar with their TIMEX3 values: day, week, weekend, month, season, year, decade.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::event::DatePrecision as Precision;

/// A span of days that the calendar knows by a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Period {
    pub value: String,
    pub from: Date,
    /// Included.
    pub to: Date,
    pub precision: Precision,
}

pub fn add_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The same day so many months on, or the last of that month.
pub fn add_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

pub fn day(date: Date) -> Period {
    Period {
        value: date.to_string(),
        from: date,
        to: date,
        precision: Precision::Day,
    }
}

/// Several days as one span; a single one is a day.
pub fn days(from: Date, to: Date) -> Option<Period> {
    if from == to {
        return Some(day(from));
    }
    (from < to).then(|| Period {
        value: format!("{from}/{to}"),
        from,
        to,
        precision: Precision::Span,
    })
}

/// A day as the middle of a span of `slack` days to either side: what "a week ago" means at least.
pub fn about(date: Date, slack: i64, precision: Precision) -> Option<Period> {
    Some(Period {
        value: date.to_string(),
        from: add_days(date, -slack)?,
        to: add_days(date, slack)?,
        precision,
    })
}

/// The ISO week that holds the day, Monday to Sunday.
pub fn week(date: Date) -> Option<Period> {
    let iso = date.iso_week_date();
    let from = weekday_in_week(date, 0, Weekday::Monday)?;
    let value = format!("{}-W{:02}", iso.year(), iso.week());
    Some(Period {
        value,
        from,
        to: add_days(from, 6)?,
        precision: Precision::Week,
    })
}

/// The Saturday and Sunday of the ISO week that holds the day.
pub fn weekend(date: Date) -> Option<Period> {
    let week = week(date)?;
    let from = add_days(week.from, 5)?;
    Some(Period {
        value: format!("{}-WE", week.value),
        from,
        to: week.to,
        precision: Precision::Span,
    })
}

/// The weekday in the ISO week so many weeks from the day's own.
pub fn weekday_in_week(date: Date, weeks: i64, weekday: Weekday) -> Option<Date> {
    let ahead = i64::from(weekday.to_monday_zero_offset())
        - i64::from(date.weekday().to_monday_zero_offset());
    add_days(date, weeks * 7 + ahead)
}

pub fn month(year: i16, month: i8) -> Option<Period> {
    let from = Date::new(year, month, 1).ok()?;
    Some(Period {
        value: format!("{year:04}-{month:02}"),
        from,
        to: from.last_of_month(),
        precision: Precision::Month,
    })
}

/// `count` months from `first` on, under a code such as "Q3" or "SU". A winter runs into the next year.
pub fn months(year: i16, first: i8, count: i64, code: &str) -> Option<Period> {
    let from = Date::new(year, first, 1).ok()?;
    let to = add_days(add_months(from, count)?, -1)?;
    let precision = if code.starts_with(['Q', 'H']) {
        Precision::Span
    } else {
        Precision::Season
    };
    Some(Period {
        value: format!("{year:04}-{code}"),
        from,
        to,
        precision,
    })
}

pub fn year(year: i16) -> Option<Period> {
    let from = Date::new(year, 1, 1).ok()?;
    Some(Period {
        value: format!("{year:04}"),
        from,
        to: from.last_of_year(),
        precision: Precision::Year,
    })
}

/// A decade ("199") or a century ("18"), named by the figures that its years share.
pub fn years(first: i16, count: i16) -> Option<Period> {
    let from = Date::new(first, 1, 1).ok()?;
    let to = Date::new(first.checked_add(count - 1)?, 12, 31).ok()?;
    let shared = if count >= 100 { 2 } else { 3 };
    let value = format!("{first:04}").chars().take(shared).collect();
    Some(Period {
        value,
        from,
        to,
        precision: Precision::Span,
    })
}
