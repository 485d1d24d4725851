//! What a time expression says, before it is set against a publication date.

use jiff::civil::Weekday;

use super::holidays::Holiday;
use super::lexicon::{Part, Phase, Season, Unit};

/// How many of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Amount {
    Exact(f64),
    /// "several", "a few", bare plurals; the figure is a usual size, for reckoning a span.
    Vague(f64),
}

/// Which one of its kind a name without a year (or a weekday without a week) means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// By the tense: the last one, today's included, or the next one.
    Near,
    Last,
    This,
    Next,
}

/// What an offset or a repeated unit counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The publication: "two days ago", "last week".
    Published,
    /// The date in play: "two days later", "the previous day".
    InPlay,
}

/// The year of a season, a quarter, a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearOf {
    Given(i16),
    /// Years from the publication's.
    Shift(i16),
    /// The year of the date in play.
    InPlay,
    Picked(Pick),
}

/// A clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockTime {
    pub hour: i8,
    pub minute: i8,
    /// Minutes from UTC, where a zone is named.
    pub zone: Option<i16>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A day or month of the calendar, the year given or not.
    Calendar {
        year: Option<YearOf>,
        month: i8,
        day: Option<i8>,
        weekday: Option<Weekday>,
        pick: Pick,
    },
    /// "15/03/2025": figures whose order is not certain.
    Slashed(i8, i8, i16),
    /// "the 18th".
    DayOfMonth(i8),
    Year(i16),
    /// "fiscal 2009".
    FiscalYear(YearOf),
    /// First year, and how many.
    Years(i16, i16),
    Weekday(Weekday, Pick),
    /// "Friday last week": a weekday so many weeks from the publication's.
    WeekdayOfWeek(Weekday, i64),
    /// "last week", "the previous day": the whole unit so many from the base's.
    Whole {
        unit: Unit,
        shift: i64,
        base: Base,
    },
    /// "two days ago": so far from the base; `sign` is -1 before it and 1 after it.
    Offset {
        amount: Amount,
        unit: Unit,
        sign: i64,
        base: Base,
    },
    Season(Season, YearOf),
    Quarter(i8, YearOf),
    Half(i8, YearOf),
    Holiday(Holiday, YearOf),
    /// A known day that a year and a name have fixed: "9/11".
    Fixed(i16, i8, i8),
    /// "PAST_REF" and its like.
    Reference(&'static str),
    /// A vague span about the publication: "recent weeks" -1, "the coming days" 1.
    Vicinity(Unit, i64),
    Duration {
        amount: Amount,
        unit: Unit,
        window: Window,
    },
    /// TIMEX3 value of a set.
    Set(String),
    Clock(ClockTime, Option<Box<Expression>>),
    Part(Part, Option<Box<Expression>>),
    /// "last night" and "overnight" lie between two days.
    NightBefore(Option<Box<Expression>>),
    Phase(Phase, Box<Expression>),
    /// "the last week of March": which week (1 to 5, -1 the last) of a month or year.
    WeekOf(i8, Box<Expression>),
    /// "the week of March 3".
    WeekWith(Box<Expression>),
    Range(Box<Expression>, Box<Expression>),
    /// A time that the words do not tie to the calendar: "the day before the vote".
    Untied,
}

/// Where a duration lies, if the words say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Nowhere: "a two-day visit".
    Free,
    /// Ends with the publication: "the past two weeks".
    Past,
    /// Begins with the publication: "the next two weeks", "within 48 hours".
    Future,
}

impl Expression {
    pub fn boxed(self) -> Box<Expression> {
        Box::new(self)
    }
}
