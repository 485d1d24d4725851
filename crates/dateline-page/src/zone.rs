//! Zone abbreviations that news pages print after a clock time.

use jiff::civil::{DateTime, Weekday};
use jiff::tz::Offset;

/// A zone as printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Zone {
    Fixed(Offset),
    /// "ET", "PT": standard or summer time as the United States keep it; hours of standard time.
    UnitedStates(i8),
}

impl Zone {
    /// The offset in force at a local time.
    pub(crate) fn offset_on(self, local: DateTime) -> Option<Offset> {
        match self {
            Zone::Fixed(offset) => Some(offset),
            Zone::UnitedStates(hours) => {
                Offset::from_hours(hours + i8::from(is_united_states_summer(local))).ok()
            }
        }
    }
}

/// The zone of an abbreviation in lower case.
///
/// Where two countries share one (IST, CST, BST) the reading of the English-language press with the most pages is
/// taken: India, the United States, Britain.
pub(crate) fn at(name: &str) -> Option<Zone> {
    let minutes = match name {
        "z" | "utc" | "gmt" | "wet" => 0,
        "bst" | "cet" | "wat" | "west" => 60,
        "cest" | "eet" | "cat" | "sast" => 120,
        "eest" | "msk" | "eat" | "trt" | "ast" | "idt" => 180,
        "irst" => 210,
        "gst" | "azt" | "amt" => 240,
        "pkt" | "uzt" => 300,
        "ist" => 330,
        "npt" => 345,
        "bdt" => 360,
        "mmt" => 390,
        "wib" | "ict" => 420,
        "sgt" | "hkt" | "pht" | "myt" | "awst" => 480,
        "kst" | "jst" => 540,
        "acst" => 570,
        "aest" => 600,
        "aedt" => 660,
        "nzst" => 720,
        "nzdt" => 780,
        "adt" | "art" | "brt" => -180,
        "edt" => -240,
        "est" | "cdt" => -300,
        "cst" | "mdt" => -360,
        "mst" | "pdt" => -420,
        "pst" => -480,
        "et" => return Some(Zone::UnitedStates(-5)),
        "ct" => return Some(Zone::UnitedStates(-6)),
        "mt" => return Some(Zone::UnitedStates(-7)),
        "pt" => return Some(Zone::UnitedStates(-8)),
        _ => return None,
    };
    Offset::from_seconds(minutes * 60).ok().map(Zone::Fixed)
}

/// From the second Sunday of March to the first Sunday of November, 2 a.m. each (Energy Policy Act of 2005).
fn is_united_states_summer(local: DateTime) -> bool {
    let sunday = |month: i8, nth: i8| {
        jiff::civil::Date::new(local.year(), month, 1)
            .and_then(|first| first.nth_weekday_of_month(nth, Weekday::Sunday))
            .map(|date| date.at(2, 0, 0, 0))
    };
    match (sunday(3, 2), sunday(11, 1)) {
        (Ok(start), Ok(end)) => start <= local && local < end,
        _ => false,
    }
}
