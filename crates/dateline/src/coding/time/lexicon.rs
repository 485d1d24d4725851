//! The words of time: months, weekdays, units, seasons, parts of the day, zones, and the words that point at them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

/// A unit of the calendar or the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A part of the day, with TIMEX3's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Dawn,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
    Midnight,
    Dusk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// A part of a longer span: "early", "the end of".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Early,
    Middle,
    Late,
    FirstHalf,
    SecondHalf,
    /// "earlier this year": up to the publication.
    Earlier,
    /// "later this year": from the publication on.
    Later,
}

#[rustfmt::skip]
pub const MONTHS: &[(&str, i8)] = &[
    ("january", 1), ("february", 2), ("march", 3), ("april", 4), ("may", 5), ("june", 6), ("july", 7),
    ("august", 8), ("september", 9), ("october", 10), ("november", 11), ("december", 12),
    ("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("jun", 6), ("jul", 7), ("aug", 8), ("sep", 9), ("sept", 9),
    ("oct", 10), ("nov", 11), ("dec", 12),
];

#[rustfmt::skip]
pub const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Monday), ("tuesday", Weekday::Tuesday), ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday), ("friday", Weekday::Friday), ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
    ("mon", Weekday::Monday), ("tue", Weekday::Tuesday), ("tues", Weekday::Tuesday), ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday), ("thur", Weekday::Thursday), ("thurs", Weekday::Thursday), ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday), ("sun", Weekday::Sunday),
];

/// "on Mondays".
#[rustfmt::skip]
pub const WEEKDAY_PLURALS: &[(&str, Weekday)] = &[
    ("mondays", Weekday::Monday), ("tuesdays", Weekday::Tuesday), ("wednesdays", Weekday::Wednesday),
    ("thursdays", Weekday::Thursday), ("fridays", Weekday::Friday), ("saturdays", Weekday::Saturday),
    ("sundays", Weekday::Sunday),
];

#[rustfmt::skip]
pub const UNITS: &[(&str, Unit)] = &[
    ("second", Unit::Second), ("minute", Unit::Minute), ("min", Unit::Minute), ("hour", Unit::Hour), ("hr", Unit::Hour),
    ("day", Unit::Day), ("night", Unit::Night), ("weekend", Unit::Weekend), ("week", Unit::Week),
    ("fortnight", Unit::Fortnight), ("month", Unit::Month), ("quarter", Unit::Quarter), ("year", Unit::Year),
    ("decade", Unit::Decade), ("century", Unit::Century),
];

#[rustfmt::skip]
pub const UNIT_PLURALS: &[(&str, Unit)] = &[
    ("seconds", Unit::Second), ("minutes", Unit::Minute), ("mins", Unit::Minute), ("hours", Unit::Hour), ("hrs", Unit::Hour),
    ("days", Unit::Day), ("nights", Unit::Night), ("weekends", Unit::Weekend), ("weeks", Unit::Week),
    ("fortnights", Unit::Fortnight), ("months", Unit::Month), ("quarters", Unit::Quarter), ("years", Unit::Year),
    ("yrs", Unit::Year), ("decades", Unit::Decade), ("centuries", Unit::Century),
];

#[rustfmt::skip]
pub const SEASONS: &[(&str, Season)] = &[
    ("spring", Season::Spring), ("springtime", Season::Spring), ("summer", Season::Summer),
    ("summertime", Season::Summer), ("autumn", Season::Autumn), ("fall", Season::Autumn), ("winter", Season::Winter),
    ("wintertime", Season::Winter),
];

#[rustfmt::skip]
pub const PARTS: &[(&str, Part)] = &[
    ("dawn", Part::Dawn), ("daybreak", Part::Dawn), ("sunrise", Part::Dawn), ("morning", Part::Morning),
    ("noon", Part::Noon), ("midday", Part::Noon), ("noontime", Part::Noon), ("lunchtime", Part::Noon),
    ("afternoon", Part::Afternoon), ("evening", Part::Evening), ("night", Part::Night), ("nighttime", Part::Night),
    ("midnight", Part::Midnight), ("dusk", Part::Dusk), ("sunset", Part::Dusk), ("nightfall", Part::Dusk),
];

/// Sets named by one word, with TIMEX3's period.
#[rustfmt::skip]
pub const FREQUENCIES: &[(&str, &str)] = &[
    ("hourly", "PT1H"), ("daily", "P1D"), ("nightly", "P1D"), ("weekly", "P1W"), ("fortnightly", "P2W"),
    ("biweekly", "P2W"), ("monthly", "P1M"), ("bimonthly", "P2M"), ("quarterly", "P1Q"), ("yearly", "P1Y"),
    ("annual", "P1Y"), ("annually", "P1Y"), ("biannual", "P6M"), ("biannually", "P6M"), ("biennial", "P2Y"),
    ("biennially", "P2Y"), ("quadrennial", "P4Y"),
];

/// Decades of the twentieth century in words.
#[rustfmt::skip]
pub const DECADES: &[(&str, i16)] = &[
    ("twenties", 1920), ("thirties", 1930), ("forties", 1940), ("fifties", 1950), ("sixties", 1960),
    ("seventies", 1970), ("eighties", 1980), ("nineties", 1990),
];

/// Vague references, with TIMEX3's value.
#[rustfmt::skip]
pub const REFERENCES: &[(&str, &str)] = &[
    ("now", "PRESENT_REF"), ("nowadays", "PRESENT_REF"), ("currently", "PRESENT_REF"), ("current", "PRESENT_REF"),
    ("presently", "PRESENT_REF"), ("recently", "PAST_REF"), ("lately", "PAST_REF"), ("recent", "PAST_REF"),
];

/// Time zones by abbreviation, with their offset from UTC in minutes; only those that mean one zone in news.
#[rustfmt::skip]
pub const ZONES: &[(&str, i16)] = &[
    ("gmt", 0), ("utc", 0), ("bst", 60), ("cet", 60), ("cest", 120), ("eet", 120), ("eest", 180), ("msk", 180),
    ("est", -300), ("edt", -240), ("cdt", -300), ("mst", -420), ("mdt", -360), ("pst", -480),
    ("pdt", -420), ("kst", 540), ("jst", 540), ("hkt", 480), ("aest", 600), ("aedt", 660),
];

/// One word may be several things ("second", "may", "night"): each field says one of them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Meaning {
    pub month: Option<i8>,
    pub weekday: Option<Weekday>,
    pub weekdays: Option<Weekday>,
    pub unit: Option<Unit>,
    pub units: Option<Unit>,
    pub season: Option<Season>,
    pub part: Option<Part>,
    pub frequency: Option<&'static str>,
    pub reference: Option<&'static str>,
    pub zone: Option<i16>,
    pub decade: Option<i16>,
}

static MEANINGS: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Meaning> = HashMap::new();
    MONTHS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().month = Some(it));
    WEEKDAYS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().weekday = Some(it));
    WEEKDAY_PLURALS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().weekdays = Some(it));
    UNITS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().unit = Some(it));
    UNIT_PLURALS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().units = Some(it));
    SEASONS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().season = Some(it));
    PARTS
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().part = Some(it));
    FREQUENCIES
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().frequency = Some(it));
    REFERENCES
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().reference = Some(it));
    DECADES
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().decade = Some(it));
    ZONES
        .iter()
        .for_each(|&(word, it)| all.entry(word).or_default().zone = Some(it));
    all
});

/// What a lower-case word can mean; all empty for a word that is no time word.
pub fn meaning(word: &str) -> Meaning {
    MEANINGS.get(word).copied().unwrap_or_default()
}

impl Unit {
    /// The unit in a TIMEX3 period: the letters after the number, and whether they follow a "T".
    pub fn code(self) -> (&'static str, bool) {
        match self {
            Unit::Second => ("S", true),
            Unit::Minute => ("M", true),
            Unit::Hour => ("H", true),
            Unit::Day => ("D", false),
            Unit::Night => ("NI", true),
            Unit::Weekend => ("WE", false),
            Unit::Week | Unit::Fortnight => ("W", false),
            Unit::Month => ("M", false),
            Unit::Quarter => ("Q", false),
            Unit::Year => ("Y", false),
            Unit::Decade => ("DE", false),
            Unit::Century => ("CE", false),
        }
    }

    /// Days in it, for reckoning with vague amounts; 0 for less than a day.
    pub fn days(self) -> i64 {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour => 0,
            Unit::Day | Unit::Night => 1,
            Unit::Weekend => 2,
            Unit::Week => 7,
            Unit::Fortnight => 14,
            Unit::Month => 30,
            Unit::Quarter => 91,
            Unit::Year => 365,
            Unit::Decade => 3652,
            Unit::Century => 36524,
        }
    }
}

impl Part {
    pub fn code(self) -> &'static str {
        match self {
            Part::Dawn | Part::Morning => "MO",
            Part::Noon => "12:00",
            Part::Afternoon => "AF",
            Part::Evening | Part::Dusk => "EV",
            Part::Night => "NI",
            Part::Midnight => "24:00",
        }
    }
}

impl Season {
    pub fn code(self) -> &'static str {
        match self {
            Season::Spring => "SP",
            Season::Summer => "SU",
            Season::Autumn => "FA",
            Season::Winter => "WI",
        }
    }

    /// First month of the season, in the northern half of the world; a season is three months.
    pub fn first_month(self) -> i8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        }
    }
}
