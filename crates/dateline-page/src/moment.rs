//! Dates and clock times as pages write them: machine forms, and the many forms of visible text.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::article::StatedPrecision;
use crate::clock::{clock_at, is_weekday, skip_joiners};
use crate::tokens::{Token, number, sign, tokenize, touches, word};

/// Longest text that is searched; a date line is short, and a machine form shorter.
const MAX_SEARCH_BYTES: usize = 400;

/// A date, with a clock time and an offset where they are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moment {
    pub(crate) local: DateTime,
    pub(crate) offset: Option<Offset>,
    pub(crate) precision: StatedPrecision,
    /// Both day/month and month/day are possible.
    pub(crate) ambiguous: bool,
    /// Where it stands in the text searched, clock time included.
    pub(crate) range: Range<usize>,
}

/// Which number comes first in 03/04/2025, where the page leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumericOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// All full dates (year included) in a short text.
pub(crate) fn find(text: &str, order: NumericOrder) -> Vec<Moment> {
    let mut end = text.len().min(MAX_SEARCH_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let tokens = tokenize(&text[..end]);
    let mut found: Vec<Moment> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(date) = date_at(&tokens, at, order) else {
            at += 1;
            continue;
        };
        let moment = with_clock(&tokens, at, &date);
        at = date.next.max(at + 1);
        if found
            .last()
            .is_none_or(|last| moment.range.start >= last.range.end)
        {
            found.push(moment);
        }
    }
    found
}

/// The moment that a machine-readable value states: an ISO, RFC 2822 or visible form, or seconds since 1970.
pub(crate) fn parse(value: &str, order: NumericOrder) -> Option<Moment> {
    let value = value.trim();
    epoch(value).or_else(|| find(value, order).into_iter().next())
}

/// Seconds (10 digits) or milliseconds (13 digits) since 1970.
fn epoch(value: &str) -> Option<Moment> {
    if !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = value.parse().ok()?;
    let seconds = match value.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let instant = jiff::Timestamp::from_second(seconds).ok()?;
    Some(Moment {
        local: Offset::UTC.to_datetime(instant),
        offset: Some(Offset::UTC),
        precision: StatedPrecision::Second,
        ambiguous: false,
        range: 0..value.len(),
    })
}

struct Found {
    date: Date,
    ambiguous: bool,
    /// First token after the date.
    next: usize,
}

fn date_at(tokens: &[Token], at: usize, order: NumericOrder) -> Option<Found> {
    // A number that goes on from another ("1.2025-03-19" or "x12/3/2025") is not a date's start.
    if at > 0
        && touches(tokens, at - 1)
        && (number(tokens, at - 1).is_some() || sign(tokens, at - 1) == Some('/'))
    {
        return None;
    }
    year_first(tokens, at)
        .or_else(|| day_month_name(tokens, at))
        .or_else(|| month_name_day(tokens, at))
        .or_else(|| all_numeric(tokens, at, order))
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1900..2200).contains(&year) {
        return None;
    }
    Date::new(
        year as i16,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

/// 2025-03-19, 2025/3/19, 2025.03.19, 2025年3月19日.
fn year_first(tokens: &[Token], at: usize) -> Option<Found> {
    let (year, 4) = number(tokens, at)? else {
        return None;
    };
    let joined = |at: usize, sign_wanted: char, word_wanted: &[&str]| {
        sign(tokens, at) == Some(sign_wanted)
            || word(tokens, at).is_some_and(|word| word_wanted.contains(&word))
    };
    let join = sign(tokens, at + 1).unwrap_or('-');
    if !"-/.".contains(join)
        || !joined(at + 1, join, &["年", "년"])
        || !joined(at + 3, join, &["月", "월"])
    {
        return None;
    }
    let ((month, _), (day, day_digits)) = (number(tokens, at + 2)?, number(tokens, at + 4)?);
    let date = (day_digits <= 2)
        .then(|| civil(year, month, day))
        .flatten()?;
    let marked = word(tokens, at + 5).is_some_and(|word| matches!(word, "日" | "일"));
    Some(Found {
        date,
        ambiguous: false,
        next: at + 5 + usize::from(marked),
    })
}

/// 19 March 2025, 19th of March, 2025, 19. März 2025, 19-Mar-2025, 19 de marzo de 2025.
fn day_month_name(tokens: &[Token], at: usize) -> Option<Found> {
    let (day, 1..=2) = number(tokens, at)? else {
        return None;
    };
    let mut next = at + 1;
    if matches!(
        word(tokens, next),
        Some("st" | "nd" | "rd" | "th" | "er" | "º")
    ) {
        next += 1;
    }
    while matches!(sign(tokens, next), Some('.' | '-' | '/' | ','))
        || matches!(word(tokens, next), Some("of" | "de"))
    {
        next += 1;
    }
    let month = month_number(word(tokens, next)?)?;
    next += 1;
    let next = skip_to_year(tokens, next);
    let (year, 4) = number(tokens, next)? else {
        return None;
    };
    Some(Found {
        date: civil(year, month, day)?,
        ambiguous: false,
        next: next + 1,
    })
}

/// March 19, 2025, Mar. 19th 2025.
fn month_name_day(tokens: &[Token], at: usize) -> Option<Found> {
    let month = month_number(word(tokens, at)?)?;
    let mut next = at + 1;
    while matches!(sign(tokens, next), Some('.' | '-' | '/')) {
        next += 1;
    }
    let (day, 1..=2) = number(tokens, next)? else {
        return None;
    };
    next += 1;
    if matches!(word(tokens, next), Some("st" | "nd" | "rd" | "th")) {
        next += 1;
    }
    let next = skip_to_year(tokens, next);
    let (year, 4) = number(tokens, next)? else {
        return None;
    };
    Some(Found {
        date: civil(year, month, day)?,
        ambiguous: false,
        next: next + 1,
    })
}

fn skip_to_year(tokens: &[Token], mut at: usize) -> usize {
    while matches!(sign(tokens, at), Some('.' | ',' | '-' | '/'))
        || matches!(word(tokens, at), Some("de" | "del"))
    {
        at += 1;
    }
    at
}

/// 19/03/2025, 3/19/2025, 19.03.2025, 11/19/19.
fn all_numeric(tokens: &[Token], at: usize, order: NumericOrder) -> Option<Found> {
    let (first, 1..=2) = number(tokens, at)? else {
        return None;
    };
    let join = sign(tokens, at + 1)?;
    if !"/.-".contains(join) || sign(tokens, at + 3) != Some(join) {
        return None;
    }
    let (second, 1..=2) = number(tokens, at + 2)? else {
        return None;
    };
    let (year, digits) = number(tokens, at + 4)?;
    let year = match digits {
        4 => year,
        // Two-digit years only with strokes: "1.2.19" is more often a number of another kind.
        2 if join == '/' => 2000 + year,
        _ => return None,
    };
    let (day_first, month_first) = (civil(year, second, first), civil(year, first, second));
    let ambiguous = day_first.is_some() && month_first.is_some() && first != second && join != '.';
    let date = match order {
        // Dots are never used with the month first.
        _ if join == '.' => day_first?,
        NumericOrder::DayFirst => day_first.or(month_first)?,
        NumericOrder::MonthFirst => month_first.or(day_first)?,
    };
    Some(Found {
        date,
        ambiguous,
        next: at + 5,
    })
}

/// Month names in English and in the languages whose pages are most often met besides, full and cut short.
pub(crate) fn month_number(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &[
            "january",
            "jan",
            "enero",
            "janvier",
            "januar",
            "janeiro",
            "gennaio",
            "januari",
            "января",
        ],
        &[
            "february",
            "feb",
            "febrero",
            "février",
            "februar",
            "fevereiro",
            "febbraio",
            "februari",
            "февраля",
        ],
        &[
            "march",
            "mar",
            "marzo",
            "mars",
            "märz",
            "março",
            "maret",
            "maart",
            "марта",
        ],
        &["april", "apr", "abril", "avril", "aprile", "апреля"],
        &["may", "mayo", "mai", "maio", "maggio", "mei", "мая"],
        &[
            "june", "jun", "junio", "juin", "juni", "junho", "giugno", "июня",
        ],
        &[
            "july", "jul", "julio", "juillet", "juli", "julho", "luglio", "июля",
        ],
        &[
            "august",
            "aug",
            "agosto",
            "août",
            "agustus",
            "augustus",
            "августа",
        ],
        &[
            "september",
            "sep",
            "sept",
            "septiembre",
            "septembre",
            "setembro",
            "settembre",
            "сентября",
        ],
        &[
            "october",
            "oct",
            "octubre",
            "octobre",
            "oktober",
            "outubro",
            "ottobre",
            "oktober",
            "октября",
        ],
        &[
            "november",
            "nov",
            "noviembre",
            "novembre",
            "novembro",
            "ноября",
        ],
        &[
            "december",
            "dec",
            "diciembre",
            "décembre",
            "dezember",
            "dezembro",
            "dicembre",
            "desember",
            "декабря",
        ],
    ];
    MONTHS
        .iter()
        .position(|names| names.contains(&word))
        .map(|position| position as u32 + 1)
}

/// Joins a date with the clock time written after or before it.
fn with_clock(tokens: &[Token], at: usize, date: &Found) -> Moment {
    let after = skip_joiners(tokens, date.next);
    let before = || {
        (at.saturating_sub(12)..at).find_map(|start| {
            let clock = clock_at(tokens, start)?;
            (clock.next <= at && skip_joiners(tokens, clock.next) >= at).then_some((start, clock))
        })
    };
    let (first, last, clock) = match clock_at(tokens, after) {
        Some(clock) => (at, clock.next, Some(clock)),
        None => match before() {
            Some((start, clock)) => (start, date.next, Some(clock)),
            None => (at, date.next, None),
        },
    };
    // A weekday before the date is part of it.
    let first = (first.saturating_sub(2)..first)
        .find(|&start| {
            word(tokens, start).is_some_and(is_weekday) && skip_joiners(tokens, start) >= first
        })
        .unwrap_or(first);
    let local = date
        .date
        .to_datetime(clock.as_ref().map_or(Time::midnight(), |clock| clock.time));
    Moment {
        local,
        offset: clock
            .as_ref()
            .and_then(|clock| clock.zone?.offset_on(local)),
        precision: clock
            .as_ref()
            .map_or(StatedPrecision::Day, |clock| clock.precision),
        ambiguous: date.ambiguous,
        range: tokens[first].start..tokens[last - 1].end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        match parse(text, NumericOrder::DayFirst) {
            None => "none".to_string(),
            Some(moment) => {
                let offset = moment
                    .offset
                    .map_or("?".to_string(), |offset| offset.to_string());
                format!("{} {offset} {:?}", moment.local, moment.precision)
            }
        }
    }

    #[test]
    fn dates_are_read_in_many_forms() {
        let cases = [
            (
                "2025-03-19T17:55:00+09:00",
                "2025-03-19T17:55:00 +09 Second",
            ),
            ("2025-03-19T08:55:00.123Z", "2025-03-19T08:55:00 +00 Second"),
            ("2025-03-19T08:55Z", "2025-03-19T08:55:00 +00 Minute"),
            ("2025-03-19 17:55", "2025-03-19T17:55:00 ? Minute"),
            (
                "2025-03-19 17:55:10 -0500",
                "2025-03-19T17:55:10 -05 Second",
            ),
            ("2025-03-19", "2025-03-19T00:00:00 ? Day"),
            ("2025.03.19 17:55", "2025-03-19T17:55:00 ? Minute"),
            ("2025年3月19日 17:55", "2025-03-19T17:55:00 ? Minute"),
            (
                "March 19, 2025 5:55 PM KST",
                "2025-03-19T17:55:00 +09 Minute",
            ),
            (
                "Published: 19 Mar. 2025, 17:55",
                "2025-03-19T17:55:00 ? Minute",
            ),
            (
                "Tue 18 Mar 2025 14.03 GMT",
                "2025-03-18T14:03:00 +00 Minute",
            ),
            (
                "Tue 18 Mar 2025 14.03 CET",
                "2025-03-18T14:03:00 +01 Minute",
            ),
            (
                "Wed, 19 Mar 2025 17:55:00 +0900",
                "2025-03-19T17:55:00 +09 Second",
            ),
            (
                "Updated 3:42 AM EDT, Thu March 20, 2025",
                "2025-03-20T03:42:00 -04 Minute",
            ),
            (
                "5:55 p.m. ET Jan. 19, 2025",
                "2025-01-19T17:55:00 -05 Minute",
            ),
            (
                "5:55 p.m. ET July 19, 2025",
                "2025-07-19T17:55:00 -04 Minute",
            ),
            (
                "19th of March, 2025 at 5pm UTC+3",
                "2025-03-19T17:00:00 +03 Minute",
            ),
            ("12:05 am, March 19, 2025", "2025-03-19T00:05:00 ? Minute"),
            ("19/03/2025 - 17:55", "2025-03-19T17:55:00 ? Minute"),
            ("3/19/2025", "2025-03-19T00:00:00 ? Day"),
            ("19.03.2025 17:55 Uhr", "2025-03-19T17:55:00 ? Minute"),
            ("19-Mar-2025", "2025-03-19T00:00:00 ? Day"),
            ("Mar 19, 2025 | 1755 GMT", "2025-03-19T17:55:00 +00 Minute"),
            ("19 de marzo de 2025", "2025-03-19T00:00:00 ? Day"),
            ("1742374500", "2025-03-19T08:55:00 +00 Second"),
            ("1742374500000", "2025-03-19T08:55:00 +00 Second"),
            ("March 2025", "none"),
            ("31/02/2025", "none"),
            ("2025-13-40", "none"),
            ("version 1.2.2025.7 of 99", "2025-02-01T00:00:00 ? Day"),
            ("May I come in 2025?", "none"),
            ("", "none"),
        ];
        for (text, want) in cases {
            assert_eq!(show(text), want, "{text}");
        }
    }

    #[test]
    fn numeric_dates_follow_the_page_and_doubt_is_kept() {
        let date = |order| {
            parse("03/04/2025", order).map(|moment| (moment.local.date(), moment.ambiguous))
        };
        assert_eq!(
            date(NumericOrder::DayFirst),
            Some((jiff::civil::date(2025, 4, 3), true))
        );
        assert_eq!(
            date(NumericOrder::MonthFirst),
            Some((jiff::civil::date(2025, 3, 4), true))
        );
    }

    #[test]
    fn every_date_of_a_line_is_found() {
        let found = find(
            "Published March 19, 2025 5:55 PM | Updated March 20, 2025 9 AM",
            NumericOrder::DayFirst,
        );
        let times: Vec<String> = found
            .iter()
            .map(|moment| moment.local.to_string())
            .collect();
        assert_eq!(times, ["2025-03-19T17:55:00", "2025-03-20T09:00:00"]);
    }
}
