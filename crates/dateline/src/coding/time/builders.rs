//! From what a pattern has read to the expression it stands for. `None` where the reading makes no sense.

use super::expression::{Amount, Base, Expression, Pick, Window, YearOf};
use super::lexicon::{Part, Phase, Unit};
use super::matcher::{Capture, Captures};

pub type Built = Option<Expression>;

const BACK: &[&str] = &[
    "last",
    "past",
    "previous",
    "preceding",
    "prior",
    "before",
    "earlier",
];
const AHEAD: &[&str] = &[
    "next",
    "coming",
    "upcoming",
    "following",
    "subsequent",
    "after",
];

/// The pick that a pointing word asks for.
fn pointed(c: &Captures) -> Pick {
    if c.says(BACK) {
        Pick::Last
    } else if c.says(AHEAD) {
        Pick::Next
    } else if c.says(&["this"]) {
        Pick::This
    } else {
        Pick::Near
    }
}

/// -1 for "last", 1 for "next", 0 for "this".
fn shift(c: &Captures) -> i64 {
    i64::from(c.says(AHEAD)) - i64::from(c.says(BACK))
}

/// The year that is given, or pointed at by "last year".
fn year_of(c: &Captures) -> YearOf {
    match c.year(0) {
        Some(year) => YearOf::Given(year),
        None if c.says(&["year"]) => YearOf::Shift(shift(c) as i16),
        None => YearOf::Picked(pointed(c)),
    }
}

fn calendar(c: &Captures, year: Option<YearOf>, nth: usize, day: Option<i8>) -> Built {
    Some(Expression::Calendar {
        year,
        month: c.month(nth)?,
        day,
        weekday: c.weekday(),
        pick: pointed(c),
    })
}

pub fn date(c: &Captures) -> Built {
    calendar(c, c.year(0).map(YearOf::Given), 0, c.day(0))
}

pub fn date_of_year(c: &Captures) -> Built {
    let year = match () {
        () if c.says(&["same", "that"]) => YearOf::InPlay,
        () if c.says(&["previous", "following"]) => return None,
        () => YearOf::Shift(shift(c) as i16),
    };
    calendar(c, Some(year), 0, c.day(0))
}

pub fn figures(c: &Captures) -> Built {
    c.expression(0)
}

pub fn nth_day(c: &Captures) -> Built {
    c.day(0).map(Expression::DayOfMonth)
}

pub fn nine_eleven(_: &Captures) -> Built {
    Some(Expression::Fixed(2001, 9, 11))
}

fn range(first: Built, last: Built) -> Built {
    Some(Expression::Range(first?.boxed(), last?.boxed()))
}

pub fn day_range(c: &Captures) -> Built {
    if c.day(0)? >= c.day(1)? {
        return None;
    }
    let year = c.year(0).map(YearOf::Given);
    range(
        calendar(c, year, 0, c.day(0)),
        calendar(c, year, 0, c.day(1)),
    )
}

pub fn month_day_range(c: &Captures) -> Built {
    let year = c.year(0).map(YearOf::Given);
    range(
        calendar(c, year, 0, c.day(0)),
        calendar(c, year, 1, c.day(1)),
    )
}

pub fn month_range(c: &Captures) -> Built {
    let year = c.year(0).map(YearOf::Given);
    range(calendar(c, year, 0, None), calendar(c, year, 1, None))
}

pub fn year_range(c: &Captures) -> Built {
    let (first, mut last) = (c.year(0)?, c.year(1)?);
    if last < 100 {
        last += first / 100 * 100;
    }
    if first >= last || last - first > 400 {
        return None;
    }
    range(Some(Expression::Year(first)), Some(Expression::Year(last)))
}

pub fn year(c: &Captures) -> Built {
    c.year(0).map(Expression::Year)
}

pub fn fiscal_year(c: &Captures) -> Built {
    Some(Expression::FiscalYear(YearOf::Given(c.year(0)?)))
}

pub fn decade(c: &Captures) -> Built {
    let first = c.decade()?;
    Some(Expression::Years(
        first,
        if first % 100 == 0 && first < 2000 {
            100
        } else {
            10
        },
    ))
}

pub fn decade_phase(c: &Captures) -> Built {
    Some(Expression::Phase(phase_word(c)?, decade(c)?.boxed()))
}

pub fn century(c: &Captures) -> Built {
    let nth = c.ordinal().filter(|nth| (1..=21).contains(nth))?;
    Some(Expression::Years((nth as i16 - 1) * 100, 100))
}

pub fn weekday(c: &Captures) -> Built {
    Some(Expression::Weekday(c.weekday()?, pointed(c)))
}

pub fn weekday_of_week(c: &Captures) -> Built {
    Some(Expression::WeekdayOfWeek(c.weekday()?, shift(c)))
}

pub fn day_word(c: &Captures) -> Built {
    let shift = match () {
        () if c.says(&["before"]) => -2,
        () if c.says(&["after"]) => 2,
        () if c.says(&["yesterday"]) => -1,
        () if c.says(&["tomorrow"]) => 1,
        () => 0,
    };
    Some(Expression::Whole {
        unit: Unit::Day,
        shift,
        base: Base::Published,
    })
}

fn whole(unit: Unit, shift: i64, base: Base) -> Built {
    // "this hour", "the last minute" are no places on the calendar.
    (unit.days() > 0).then_some(Expression::Whole { unit, shift, base })
}

fn window(unit: Unit, window: Window) -> Built {
    Some(Expression::Duration {
        amount: Amount::Exact(1.0),
        unit,
        window,
    })
}

pub fn last_unit(c: &Captures) -> Built {
    match c.unit()? {
        Unit::Night | Unit::Day => None,
        unit @ (Unit::Decade | Unit::Century) => window(unit, Window::Past),
        unit => whole(unit, -1, Base::Published),
    }
}

pub fn past_unit(c: &Captures) -> Built {
    match c.unit()? {
        unit @ (Unit::Weekend | Unit::Night) => whole(unit, -1, Base::Published),
        unit => window(unit, Window::Past),
    }
}

pub fn next_unit(c: &Captures) -> Built {
    match c.unit()? {
        unit @ (Unit::Decade | Unit::Century | Unit::Hour | Unit::Minute) => {
            window(unit, Window::Future)
        }
        unit @ (Unit::Day | Unit::Night) => whole(unit, 1, Base::InPlay),
        unit => whole(unit, 1, Base::Published),
    }
}

pub fn coming_unit(c: &Captures) -> Built {
    match c.unit()? {
        unit @ (Unit::Decade | Unit::Century | Unit::Hour | Unit::Minute) => {
            window(unit, Window::Future)
        }
        unit => whole(unit, 1, Base::Published),
    }
}

pub fn in_play_unit(c: &Captures) -> Built {
    let unit = c.unit()?;
    // "the next month" counts from now, "the next day" from what was just told.
    let base = if c.says(&["next"]) && !matches!(unit, Unit::Day | Unit::Night) {
        Base::Published
    } else {
        Base::InPlay
    };
    whole(unit, shift(c), base)
}

pub fn this_unit(c: &Captures) -> Built {
    let unit = c.unit().unwrap_or(Unit::Weekend);
    if c.says(&["past"]) {
        return past_unit(c);
    }
    whole(unit, shift(c), Base::Published)
}

pub fn the_day(_: &Captures) -> Built {
    whole(Unit::Day, 0, Base::InPlay)
}

pub fn year_end(_: &Captures) -> Built {
    Some(Expression::Phase(
        Phase::Late,
        whole(Unit::Year, 0, Base::Published)?.boxed(),
    ))
}

pub fn untied(_: &Captures) -> Built {
    Some(Expression::Untied)
}

fn offset(c: &Captures, sign: i64, base: Base) -> Built {
    let amount = match c.amount(0) {
        Some(Amount::Exact(count)) if c.says(&["half"]) => Amount::Exact(count + 0.5),
        Some(amount) => amount,
        None => Amount::Vague(4.0),
    };
    Some(Expression::Offset {
        amount,
        unit: c.unit()?,
        sign,
        base,
    })
}

pub fn ago(c: &Captures) -> Built {
    offset(c, -1, Base::Published)
}

pub fn from_now(c: &Captures) -> Built {
    offset(c, 1, Base::Published)
}

pub fn earlier(c: &Captures) -> Built {
    offset(c, -1, Base::InPlay)
}

pub fn later(c: &Captures) -> Built {
    offset(c, 1, Base::InPlay)
}

pub fn season(c: &Captures) -> Built {
    Some(Expression::Season(c.season()?, year_of(c)))
}

pub fn season_of(c: &Captures) -> Built {
    let year = match c.expression(0)? {
        Expression::Whole {
            unit: Unit::Year,
            shift,
            base: Base::Published,
        } => YearOf::Shift(shift as i16),
        _ => return None,
    };
    Some(Expression::Season(c.season()?, year))
}

pub fn quarter(c: &Captures) -> Built {
    let nth = c.ordinal().filter(|nth| (1..=4).contains(nth))?;
    Some(Expression::Quarter(nth as i8, year_of(c)))
}

/// "the last quarter of last year": the word before the quarter is no pointer at the year.
pub fn quarter_last(c: &Captures) -> Built {
    let pointers =
        c.0.iter()
            .filter(|it| matches!(it, Capture::Word("last")))
            .count();
    let year = match c.year(0) {
        Some(year) => YearOf::Given(year),
        None if c.says(&["next"]) => YearOf::Shift(1),
        None if c.says(&["this"]) => YearOf::Shift(0),
        None if pointers > usize::from(!c.says(&["final"])) => YearOf::Shift(-1),
        None => YearOf::Picked(Pick::Near),
    };
    Some(Expression::Quarter(4, year))
}

pub fn code_of_year(c: &Captures) -> Built {
    match c.code()? {
        ('Q', nth) => Some(Expression::Quarter(nth, year_of(c))),
        (_, nth) => Some(Expression::Half(nth, year_of(c))),
    }
}

pub fn half_of_year(c: &Captures) -> Built {
    Some(Expression::Half(
        if c.says(&["first"]) { 1 } else { 2 },
        YearOf::Picked(Pick::Near),
    ))
}

pub fn holiday(c: &Captures) -> Built {
    Some(Expression::Holiday(c.holiday()?, year_of(c)))
}

pub fn reference(c: &Captures) -> Built {
    c.value().map(Expression::Reference)
}

pub fn present(_: &Captures) -> Built {
    Some(Expression::Reference("PRESENT_REF"))
}

pub fn past(_: &Captures) -> Built {
    Some(Expression::Reference("PAST_REF"))
}

pub fn future(_: &Captures) -> Built {
    Some(Expression::Reference("FUTURE_REF"))
}

pub fn vicinity(c: &Captures) -> Built {
    let sign = if c.says(&["recent", "past", "last", "previous"]) {
        -1
    } else {
        1
    };
    let unit = c.unit()?;
    (unit.days() > 0).then_some(Expression::Vicinity(unit, sign))
}

/// The phase that the words of a match name.
fn phase_word(c: &Captures) -> Option<Phase> {
    let said = |words: &[&str]| c.says(words);
    Some(match () {
        () if said(&["earlier"]) => Phase::Earlier,
        () if said(&["later"]) => Phase::Later,
        () if said(&["half"]) && said(&["first"]) => Phase::FirstHalf,
        () if said(&["half"]) => Phase::SecondHalf,
        () if said(&[
            "early",
            "beginning",
            "start",
            "onset",
            "outset",
            "first",
            "opening",
        ]) =>
        {
            Phase::Early
        }
        () if said(&["mid", "middle"]) => Phase::Middle,
        () if said(&["late", "end", "close", "final", "last", "closing"]) => Phase::Late,
        () => return None,
    })
}

pub fn phase(c: &Captures) -> Built {
    Some(Expression::Phase(phase_word(c)?, c.expression(0)?.boxed()))
}

pub fn phase_of_unit(c: &Captures) -> Built {
    let unit = c.unit()?;
    let base = if c.says(&["that"]) || unit == Unit::Day {
        Base::InPlay
    } else {
        Base::Published
    };
    Some(Expression::Phase(
        phase_word(c)?,
        whole(unit, 0, base)?.boxed(),
    ))
}

pub fn week_of(c: &Captures) -> Built {
    let nth = if c.says(&["last", "final"]) {
        -1
    } else {
        c.ordinal().filter(|nth| (1..=5).contains(nth))? as i8
    };
    Some(Expression::WeekOf(nth, c.expression(0)?.boxed()))
}

pub fn week_with(c: &Captures) -> Built {
    Some(Expression::WeekWith(c.expression(0)?.boxed()))
}

pub fn night_before(c: &Captures) -> Built {
    Some(Expression::NightBefore(
        c.expression(0).map(Expression::boxed),
    ))
}

pub fn tonight(_: &Captures) -> Built {
    Some(Expression::Part(
        Part::Night,
        whole(Unit::Day, 0, Base::Published).map(Expression::boxed),
    ))
}

pub fn part(c: &Captures) -> Built {
    let day = match () {
        () if c.says(&["this"]) => whole(Unit::Day, 0, Base::Published),
        () if c.says(&["that"]) => whole(Unit::Day, 0, Base::InPlay),
        () => None,
    };
    Some(Expression::Part(c.part()?, day.map(Expression::boxed)))
}

/// "the same evening", "the following morning", "the night before".
pub fn part_in_play(c: &Captures) -> Built {
    let day = whole(Unit::Day, shift(c), Base::InPlay).map(Expression::boxed);
    Some(Expression::Part(c.part().unwrap_or(Part::Night), day))
}

pub fn part_of_day(c: &Captures) -> Built {
    let day = c.expression(0)?;
    is_day(&day).then_some(Expression::Part(c.part()?, Some(day.boxed())))
}

pub fn hours_of_day(c: &Captures) -> Built {
    let part = if c.says(&["late"]) {
        Part::Night
    } else {
        c.part().unwrap_or(Part::Morning)
    };
    let day = c.expression(0)?;
    is_day(&day).then_some(Expression::Part(part, Some(day.boxed())))
}

pub fn clock(c: &Captures) -> Built {
    let afternoon = matches!(
        c.part(),
        Some(Part::Afternoon | Part::Evening | Part::Night)
    );
    match c.expression(0)? {
        Expression::Clock(mut clock, day) => {
            if afternoon && clock.hour < 12 {
                clock.hour += 12;
            }
            Some(Expression::Clock(clock, day))
        }
        other => Some(other),
    }
}

pub fn clock_of_day(c: &Captures) -> Built {
    match (c.expression(0)?, c.expression(1)?) {
        (Expression::Clock(clock, None), day) | (day, Expression::Clock(clock, None))
            if is_day(&day) =>
        {
            Some(Expression::Clock(clock, Some(day.boxed())))
        }
        _ => None,
    }
}

pub fn part_word_of_day(c: &Captures) -> Built {
    let part = match () {
        () if c.says(&["noon", "midday"]) => Part::Noon,
        () if c.says(&["midnight"]) => Part::Midnight,
        () if c.says(&["dawn", "sunrise"]) => Part::Dawn,
        () => Part::Dusk,
    };
    let day = c.expression(0)?;
    is_day(&day).then_some(Expression::Part(part, Some(day.boxed())))
}

/// Whether an expression names one day.
fn is_day(expression: &Expression) -> bool {
    match expression {
        Expression::Calendar { day, .. } => day.is_some(),
        Expression::Whole { unit, .. } | Expression::Offset { unit, .. } => *unit == Unit::Day,
        Expression::Weekday(..)
        | Expression::WeekdayOfWeek(..)
        | Expression::Slashed(..)
        | Expression::DayOfMonth(_)
        | Expression::Fixed(..)
        | Expression::Holiday(..) => true,
        Expression::Phase(_, inner) | Expression::Part(_, Some(inner)) => is_day(inner),
        _ => false,
    }
}
