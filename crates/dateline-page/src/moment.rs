//! Dates and clock times as pages write them: machine forms, and the many forms of visible text.

use std::ops::Range;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use crate::article::StatedPrecision;
use crate::zone;

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

#[derive(Debug, Clone, PartialEq)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// A number and how many digits it is written with.
    Number(u32, usize),
    /// Letters, in lower case.
    Word(String),
    Sign(char),
}

fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (start, char) in text.char_indices() {
        let end = start + char.len_utf8();
        if let Some(last) = tokens.last_mut()
            && last.end == start
        {
            match &mut last.kind {
                Kind::Number(value, digits) if char.is_ascii_digit() && *digits < 9 => {
                    *value = *value * 10 + (char as u32 - '0' as u32);
                    *digits += 1;
                    last.end = end;
                    continue;
                }
                Kind::Word(word) if char.is_alphabetic() => {
                    word.extend(char.to_lowercase());
                    last.end = end;
                    continue;
                }
                _ => {}
            }
        }
        let kind = if char.is_ascii_digit() {
            Kind::Number(char as u32 - '0' as u32, 1)
        } else if char.is_alphabetic() {
            Kind::Word(char.to_lowercase().collect())
        } else if char.is_whitespace() {
            continue;
        } else {
            Kind::Sign(char)
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}

fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)?.kind {
        Kind::Number(value, digits) => Some((value, digits)),
        _ => None,
    }
}

fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

fn sign(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Sign(sign) => Some(sign),
        _ => None,
    }
}

/// Whether two neighbouring tokens touch.
fn touches(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|next| next.start == tokens[at].end)
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

struct Clock {
    time: Time,
    precision: StatedPrecision,
    zone: Option<zone::Zone>,
    /// First token after the time and its zone.
    next: usize,
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

/// What may stand between a date and its clock time.
fn skip_joiners(tokens: &[Token], mut at: usize) -> usize {
    loop {
        let joins = match tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Sign(sign)) => ",|-–—·•@/()".contains(*sign),
            Some(Kind::Word(word)) => {
                matches!(word.as_str(), "at" | "t" | "on" | "um" | "à") || is_weekday(word)
            }
            _ => false,
        };
        if !joins {
            return at;
        }
        at += 1;
    }
}

fn is_weekday(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    DAYS.contains(&word)
}

/// 17:55, 17:55:30.123Z, 5:55 PM KST, 14.03 GMT, 5 p.m., 1755 GMT.
fn clock_at(tokens: &[Token], at: usize) -> Option<Clock> {
    let (first, digits) = number(tokens, at)?;
    let mut next = at + 1;
    let (mut hour, mut minute, mut second) = (first, 0, 0);
    let mut precision = StatedPrecision::Minute;
    let mut plain = true;
    if digits == 4 {
        (hour, minute) = (first / 100, first % 100);
        // Four digits alone are a year; only a zone right after makes them a time.
        zone::at(word(tokens, next)?)?;
    } else if digits <= 2 && matches!(sign(tokens, next), Some(':' | '.'))
        || word(tokens, next) == Some("h")
    {
        let joined_by_dot = sign(tokens, next) == Some('.');
        if let Some((value, 2)) = number(tokens, next + 1) {
            minute = value;
            next += 2;
            plain = joined_by_dot;
            if sign(tokens, next) == Some(':')
                && let Some((value, 2)) = number(tokens, next + 1)
            {
                second = value;
                precision = StatedPrecision::Second;
                next += 2;
                if sign(tokens, next) == Some('.')
                    && touches(tokens, next)
                    && number(tokens, next + 1).is_some()
                {
                    next += 2;
                }
            }
        }
    }
    let half = half_of_day(tokens, next);
    if let Some((afternoon, after)) = half {
        if hour > 12 || hour == 0 {
            // "17:55 PM" is written; the half adds nothing.
        } else {
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        next = after;
    }
    let zone = zone_at(tokens, next);
    if let Some((_, after)) = zone {
        next = after;
    }
    // "19" or "14.03" alone may be anything; a colon, a half of day or a zone makes it a time.
    let sure = digits == 4 || !plain || half.is_some() || (zone.is_some() && next > at + 2);
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second.min(59)).ok()?,
        0,
    )
    .ok()?;
    sure.then_some(Clock {
        time,
        precision,
        zone: zone.map(|(zone, _)| zone),
        next,
    })
}

/// Whether it is p.m., and the token after.
fn half_of_day(tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    match word(tokens, at)? {
        "am" => Some((false, at + 1)),
        "pm" => Some((true, at + 1)),
        half @ ("a" | "p") => {
            let mut next = at + 1;
            if sign(tokens, next) == Some('.') {
                next += 1;
            }
            if word(tokens, next) != Some("m") {
                return None;
            }
            next += 1;
            if sign(tokens, next) == Some('.') {
                next += 1;
            }
            Some((half == "p", next))
        }
        _ => None,
    }
}

/// A zone after a clock time: Z, +09:00, GMT, UTC+3, (KST).
fn zone_at(tokens: &[Token], at: usize) -> Option<(zone::Zone, usize)> {
    if sign(tokens, at) == Some('(') {
        let (zone, next) = zone_at(tokens, at + 1)?;
        return (sign(tokens, next) == Some(')')).then_some((zone, next + 1));
    }
    if let Some(name) = word(tokens, at) {
        let zone = zone::at(name)?;
        if matches!(name, "utc" | "gmt")
            && let Some((offset, next)) = signed_offset(tokens, at + 1)
        {
            return Some((zone::Zone::Fixed(offset), next));
        }
        return Some((zone, at + 1));
    }
    signed_offset(tokens, at).map(|(offset, next)| (zone::Zone::Fixed(offset), next))
}

/// +09:00, -0500, +9; the sign must touch its digits.
fn signed_offset(tokens: &[Token], at: usize) -> Option<(Offset, usize)> {
    let minus = match sign(tokens, at)? {
        '+' => false,
        '-' | '−' => true,
        _ => return None,
    };
    if !touches(tokens, at) {
        return None;
    }
    let (value, digits) = number(tokens, at + 1)?;
    let (hours, minutes, next) = match (digits, sign(tokens, at + 2), number(tokens, at + 3)) {
        (4, _, _) => (value / 100, value % 100, at + 2),
        (1..=2, Some(':'), Some((minutes, 2))) => (value, minutes, at + 4),
        (1..=2, _, _) => (value, 0, at + 2),
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 3600 + minutes * 60) as i32;
    let offset = Offset::from_seconds(if minus { -seconds } else { seconds }).ok()?;
    Some((offset, next))
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
