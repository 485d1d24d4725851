//! Clock times with their zones, as pages write them.

use jiff::civil::Time;
use jiff::tz::Offset;

use crate::article::StatedPrecision;
use crate::tokens::{Kind, Token, number, sign, tokenize, touches, word};
use crate::zone;

/// A clock time read from tokens.
pub(crate) struct Clock {
    pub(crate) time: Time,
    pub(crate) precision: StatedPrecision,
    pub(crate) zone: Option<zone::Zone>,
    /// First token after the time and its zone.
    pub(crate) next: usize,
}

/// Whether a line is a clock time and nothing else, as entries of live pages have.
pub(crate) fn is_clock_line(line: &str) -> bool {
    const MAX_BYTES: usize = 24;
    if line.len() > MAX_BYTES || !line.starts_with(|char: char| char.is_ascii_digit()) {
        return false;
    }
    let tokens = tokenize(line);
    clock_at(&tokens, 0).is_some_and(|clock| clock.next == tokens.len())
}

/// What may stand between a date and its clock time.
pub(crate) fn skip_joiners(tokens: &[Token], mut at: usize) -> usize {
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

pub(crate) fn is_weekday(word: &str) -> bool {
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
pub(crate) fn clock_at(tokens: &[Token], at: usize) -> Option<Clock> {
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
