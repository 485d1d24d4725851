//! Days with a name that a rule of the calendar fixes.

use jiff::civil::{Date, Weekday};

/// The rule for a day or a span of days in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holiday {
    /// Month and day.
    On(i8, i8),
    /// Days from Western Easter.
    Easter(i64),
    /// Days from Orthodox Easter.
    OrthodoxEaster(i64),
    /// Month, which (-1: the last), weekday.
    Nth(i8, i8, Weekday),
    /// Month and day of the Islamic year, and how many days it lasts, by the tabular calendar: a day off at most times.
    Islamic(i64, i64, i64),
}

use Holiday::{Easter, Islamic, Nth, On, OrthodoxEaster};

/// Names in lower case, words apart by one space, and their rule. Longer names win.
#[rustfmt::skip]
pub const HOLIDAYS: &[(&str, Holiday)] = &[
    ("christmas eve", On(12, 24)), ("christmas day", On(12, 25)), ("christmas", On(12, 25)), ("boxing day", On(12, 26)),
    ("orthodox christmas", On(1, 7)), ("new year 's eve", On(12, 31)), ("new year 's day", On(1, 1)),
    ("new year 's", On(1, 1)), ("epiphany", On(1, 6)), ("valentine 's day", On(2, 14)),
    ("international women 's day", On(3, 8)), ("st patrick 's day", On(3, 17)), ("nowruz", On(3, 21)),
    ("april fools ' day", On(4, 1)), ("earth day", On(4, 22)), ("anzac day", On(4, 25)), ("may day", On(5, 1)),
    ("international workers ' day", On(5, 1)), ("victory day", On(5, 9)), ("ve day", On(5, 8)), ("d - day", On(6, 6)),
    ("juneteenth", On(6, 19)), ("fourth of july", On(7, 4)), ("bastille day", On(7, 14)), ("assumption day", On(8, 15)),
    ("halloween", On(10, 31)), ("all saints ' day", On(11, 1)), ("veterans day", On(11, 11)),
    ("armistice day", On(11, 11)), ("human rights day", On(12, 10)),
    ("ash wednesday", Easter(-46)), ("palm sunday", Easter(-7)), ("maundy thursday", Easter(-3)),
    ("good friday", Easter(-2)), ("easter sunday", Easter(0)), ("easter", Easter(0)), ("easter monday", Easter(1)),
    ("ascension day", Easter(39)), ("pentecost", Easter(49)), ("whit monday", Easter(50)),
    ("corpus christi", Easter(60)), ("orthodox easter", OrthodoxEaster(0)),
    ("martin luther king day", Nth(1, 3, Weekday::Monday)), ("presidents ' day", Nth(2, 3, Weekday::Monday)),
    ("memorial day", Nth(5, -1, Weekday::Monday)), ("labor day", Nth(9, 1, Weekday::Monday)),
    ("columbus day", Nth(10, 2, Weekday::Monday)), ("remembrance sunday", Nth(11, 2, Weekday::Sunday)),
    ("thanksgiving day", Nth(11, 4, Weekday::Thursday)), ("thanksgiving", Nth(11, 4, Weekday::Thursday)),
    ("ramadan", Islamic(9, 1, 30)), ("eid al - fitr", Islamic(10, 1, 3)), ("eid al - adha", Islamic(12, 10, 4)),
    ("ashura", Islamic(1, 10, 1)), ("mawlid", Islamic(3, 12, 1)),
];

/// Days that have become the name of what happened on them: month, day, the year, and the nouns that tell.
#[rustfmt::skip]
pub const NAMED_DAYS: &[(i8, i8, i16, &[&str])] = &[
    (9, 11, 2001, &["attack", "attacks", "terrorist", "terror", "hijackers", "hijackings"]),
    (10, 7, 2023, &["attack", "attacks", "massacre", "assault", "onslaught"]),
    (1, 6, 2021, &["riot", "riots", "insurrection", "rioters"]),
];

impl Holiday {
    /// Its first and last day in a year; for an Islamic one the first that begins in it. `None` outside jiff's years.
    pub fn in_year(self, year: i16) -> Option<(Date, Date)> {
        let one = |date: Option<Date>| date.map(|date| (date, date));
        match self {
            On(month, day) => one(Date::new(year, month, day).ok()),
            Easter(days) => one(add(western_easter(year)?, days)),
            OrthodoxEaster(days) => one(add(orthodox_easter(year)?, days)),
            Nth(month, nth, weekday) => one(Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok()),
            Islamic(month, day, days) => {
                let first = islamic(year, month, day)?;
                Some((first, add(first, days - 1)?))
            }
        }
    }
}

fn add(date: Date, days: i64) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// Western Easter by the anonymous Gregorian computus.
fn western_easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let (century, golden, in_century) = (year / 100, year % 19, year % 100);
    let leap_shift = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - leap_shift + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - moon - in_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * sunday) / 451;
    let sum = moon + sunday - 7 * late + 114;
    Date::new(year as i16, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()
}

/// Orthodox Easter by the Julian computus; the 13 days hold from 1900 to 2099.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let moon = (19 * (y % 19) + 15) % 30;
    let sunday = (2 * (y % 4) + 4 * (y % 7) - moon + 34) % 7;
    let sum = moon + sunday + 114;
    add(
        Date::new(year, (sum / 31) as i8, (sum % 31 + 1) as i8).ok()?,
        13,
    )
}

/// A day of the tabular Islamic calendar that falls in a Gregorian year.
fn islamic(year: i16, month: i64, day: i64) -> Option<Date> {
    let about = (i64::from(year) - 622) * 33 / 32;
    (about - 1..=about + 2).find_map(|islamic_year| {
        let days = day
            + (59 * (month - 1) + 1) / 2
            + (islamic_year - 1) * 354
            + (3 + 11 * islamic_year) / 30;
        // The first day of the Islamic era is 16 July 622 in the Julian calendar, 19 July in ours.
        add(Date::constant(622, 7, 19), days - 1).filter(|date| date.year() == year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_give_the_days_of_the_almanac() {
        for (holiday, year, first) in [
            (Easter(0), 2024, (3, 31)),
            (Easter(0), 2025, (4, 20)),
            (Easter(-2), 2023, (4, 7)),
            (OrthodoxEaster(0), 2024, (5, 5)),
            (OrthodoxEaster(0), 2025, (4, 20)),
            (Nth(11, 4, Weekday::Thursday), 2024, (11, 28)),
            (Nth(5, -1, Weekday::Monday), 2025, (5, 26)),
            (On(5, 9), 2025, (5, 9)),
        ] {
            let date = holiday
                .in_year(year)
                .map(|(first, _)| (first.month(), first.day()));
            assert_eq!(date, Some(first), "{holiday:?} {year}");
        }
    }

    #[test]
    fn islamic_days_are_right_within_a_day() {
        for (holiday, date) in [
            (Islamic(9, 1, 30), Date::constant(2024, 3, 11)),
            (Islamic(9, 1, 30), Date::constant(2025, 3, 1)),
            (Islamic(10, 1, 3), Date::constant(2023, 4, 21)),
            (Islamic(12, 10, 4), Date::constant(2024, 6, 16)),
        ] {
            let (first, _) = holiday.in_year(date.year()).expect("a year in range");
            assert!((first - date).get_days().abs() <= 1, "{holiday:?}: {first}");
        }
    }
}
