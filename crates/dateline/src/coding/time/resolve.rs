//! Sets an expression against the publication date, the date in play and the tense: TIMEX3 value and calendar span.

use jiff::civil::{Date, DateTime, Weekday};

use super::expression::{Amount, Base, ClockTime, Expression, Pick, Window, YearOf};
use super::lexicon::{Part, Phase, Unit};
use super::periods::{self, Period};
use super::{Kind, Tense};
use crate::event::DatePrecision as Precision;

/// All that an expression may need to be understood.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub published: Option<DateTime>,
    /// The day in play before the mention.
    pub in_play: Option<Date>,
    /// A day of the month or year in play, where that was stated last.
    pub in_play_month: Option<Date>,
    /// The day a bare clock time in this sentence belongs to.
    pub sentence_day: Option<Date>,
    /// The year of a full date earlier in the sentence.
    pub sentence_year: Option<i16>,
    pub tense: Tense,
}

/// An expression's meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    pub kind: Kind,
    pub value: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub precision: Precision,
}

impl From<Period> for Meaning {
    fn from(period: Period) -> Meaning {
        Meaning {
            kind: Kind::Date,
            value: period.value,
            from: Some(period.from),
            to: Some(period.to),
            precision: period.precision,
        }
    }
}

impl Meaning {
    /// A date that cannot be put on the calendar.
    pub(super) fn vague(value: impl Into<String>) -> Meaning {
        Meaning {
            kind: Kind::Date,
            value: value.into(),
            from: None,
            to: None,
            precision: Precision::Span,
        }
    }

    fn spanning(mut self, from: Option<Date>, to: Option<Date>) -> Meaning {
        (self.from, self.to) = (from, to);
        self
    }

    fn of_kind(mut self, kind: Kind) -> Meaning {
        self.kind = kind;
        self
    }
}

/// The meaning of an expression. Never fails: what cannot be resolved keeps an open value ("XXXX-WXX-2") and no span.
pub fn resolve(expression: &Expression, context: &Context) -> Meaning {
    context.meaning(expression)
}

impl Context {
    pub(super) fn today(&self) -> Option<Date> {
        self.published.map(DateTime::date)
    }

    /// What an expression in this unit counts from.
    fn base(&self, base: Base, unit: Unit) -> Option<Date> {
        let in_play = match unit.days() {
            0..=14 => self.in_play,
            _ => self.in_play_month.or(self.in_play),
        };
        in_play.filter(|_| base == Base::InPlay).or(self.today())
    }

    pub(super) fn is_future(&self, pick: Pick) -> bool {
        pick == Pick::Next || matches!(pick, Pick::Near | Pick::This) && self.tense == Tense::Future
    }

    pub(super) fn meaning(&self, expression: &Expression) -> Meaning {
        use Expression as E;
        match expression {
            E::Calendar {
                year,
                month,
                day,
                weekday,
                pick,
            } => self.calendar(*year, *month, *day, *weekday, *pick),
            E::Slashed(first, second, year) => self.slashed(*first, *second, *year),
            E::DayOfMonth(day) => self.day_of_month(*day),
            E::Year(year) => {
                periods::year(*year).map_or_else(|| Meaning::vague(year.to_string()), Meaning::from)
            }
            E::FiscalYear(year) => {
                let year = self
                    .year(*year)
                    .map_or("XXXX".into(), |year| year.to_string());
                Meaning::vague(format!("FY{year}"))
            }
            E::Years(first, count) => {
                periods::years(*first, *count).map_or_else(|| Meaning::vague("XXX"), Meaning::from)
            }
            E::Weekday(weekday, pick) => self.weekday(*weekday, *pick),
            E::WeekdayOfWeek(weekday, weeks) => {
                let day = self
                    .today()
                    .and_then(|today| periods::weekday_in_week(today, *weeks, *weekday));
                self.day_or(day, open_weekday(*weekday))
            }
            E::Whole { unit, shift, base } => self.whole(*unit, *shift, *base),
            E::Offset {
                amount,
                unit,
                sign,
                base,
            } => self.offset(*amount, *unit, *sign, *base),
            E::Season(season, year) => self.season(*season, *year),
            E::Quarter(quarter, year) => self.part_of_year(
                *year,
                |y| periods::months(y, quarter * 3 - 2, 3, &format!("Q{quarter}")),
                &format!("Q{quarter}"),
            ),
            E::Half(half, year) => self.part_of_year(
                *year,
                |y| periods::months(y, half * 6 - 5, 6, &format!("H{half}")),
                &format!("H{half}"),
            ),
            E::Holiday(holiday, year) => self.part_of_year(
                *year,
                |y| {
                    holiday
                        .in_year(y)
                        .and_then(|(from, to)| periods::days(from, to))
                },
                "XX-XX",
            ),
            E::Fixed(year, month, day) => {
                self.day_or(Date::new(*year, *month, *day).ok(), String::new())
            }
            E::Reference(value) => Meaning::vague(*value),
            E::Vicinity(unit, sign) => self.vicinity(*unit, *sign),
            E::Duration {
                amount,
                unit,
                window,
            } => self.duration(*amount, *unit, *window),
            E::Set(value) => Meaning::vague(value.clone()).of_kind(Kind::Set),
            E::Clock(clock, day) => self.clock(*clock, day.as_deref()),
            E::Part(part, day) => self.part(*part, day.as_deref()),
            E::NightBefore(day) => self.night_before(day.as_deref()),
            E::Phase(phase, of) => self.phase(*phase, of),
            E::WeekOf(nth, of) => self.week_of(*nth, of),
            E::WeekWith(of) => {
                let inner = self.meaning(of);
                inner
                    .from
                    .and_then(periods::week)
                    .map_or(inner, Meaning::from)
            }
            E::Range(first, last) => self.range(first, last),
            E::Untied => Meaning::vague("XXXX-XX-XX"),
        }
    }

    pub(super) fn day_or(&self, day: Option<Date>, open: String) -> Meaning {
        day.map_or_else(|| Meaning::vague(open), |day| periods::day(day).into())
    }

    pub(super) fn year(&self, year: YearOf) -> Option<i16> {
        match year {
            YearOf::Given(year) => Some(year),
            YearOf::Shift(by) => self.today().map(|today| today.year() + by),
            YearOf::InPlay => self.base(Base::InPlay, Unit::Year).map(Date::year),
            YearOf::Picked(_) => None,
        }
    }

    fn whole(&self, unit: Unit, shift: i64, base: Base) -> Meaning {
        let Some(date) = self.base(base, unit) else {
            return Meaning::vague(match shift.signum() {
                -1 => "PAST_REF",
                1 => "FUTURE_REF",
                _ => "PRESENT_REF",
            });
        };
        let period = match unit {
            Unit::Day => periods::add_days(date, shift).map(periods::day),
            Unit::Night => {
                return self.part(
                    Part::Night,
                    Some(&Expression::Whole {
                        unit: Unit::Day,
                        shift,
                        base,
                    }),
                );
            }
            Unit::Weekend => self.weekend(date, shift),
            Unit::Week => periods::add_days(date, shift * 7).and_then(periods::week),
            Unit::Fortnight => periods::add_days(date, shift * 14).and_then(periods::week),
            Unit::Month => periods::add_months(date, shift)
                .and_then(|month| periods::month(month.year(), month.month())),
            Unit::Quarter => return self.quarter_shift(shift),
            Unit::Year => periods::year(date.year().saturating_add(shift as i16)),
            Unit::Decade => periods::years((i64::from(date.year() / 10) + shift) as i16 * 10, 10),
            Unit::Century => {
                periods::years((i64::from(date.year() / 100) + shift) as i16 * 100, 100)
            }
            Unit::Second | Unit::Minute | Unit::Hour => None,
        };
        period.map_or_else(|| Meaning::vague("PRESENT_REF"), Meaning::from)
    }

    fn offset(&self, amount: Amount, unit: Unit, sign: i64, base: Base) -> Meaning {
        let reference = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let Some(date) = self.base(base, unit) else {
            return Meaning::vague(reference);
        };
        let count = match amount {
            Amount::Vague(usual) => {
                let far = periods::add_days(date, sign * (usual * unit.days() as f64 * 2.0) as i64);
                let near = periods::add_days(date, sign * unit.days());
                let (from, to) = if sign < 0 { (far, near) } else { (near, far) };
                return Meaning::vague(reference).spanning(from, to);
            }
            Amount::Exact(count) => count,
        };
        let whole = count.fract() == 0.0;
        let shift = sign * count as i64;
        let period = match unit {
            Unit::Second | Unit::Minute | Unit::Hour => {
                return self.clock_offset(count, unit, sign, base, date);
            }
            Unit::Day | Unit::Night if whole => periods::add_days(date, shift).map(periods::day),
            Unit::Week | Unit::Fortnight => {
                let days = sign * (count * unit.days() as f64) as i64;
                periods::add_days(date, days)
                    .and_then(|day| periods::about(day, 3, Precision::Week))
            }
            Unit::Month if whole => periods::add_months(date, shift)
                .and_then(|day| periods::month(day.year(), day.month())),
            Unit::Year if whole => periods::year(date.year().saturating_add(shift as i16)),
            Unit::Decade => periods::year(
                date.year()
                    .saturating_add((sign as f64 * count * 10.0) as i16),
            ),
            Unit::Century => periods::year(
                date.year()
                    .saturating_add((sign as f64 * count * 100.0) as i16),
            ),
            Unit::Quarter if whole => periods::add_months(date, shift * 3)
                .and_then(|day| periods::month(day.year(), day.month())),
            _ => {
                let days = sign * (count * unit.days() as f64) as i64;
                periods::add_days(date, days)
                    .and_then(|day| periods::month(day.year(), day.month()))
            }
        };
        period.map_or_else(|| Meaning::vague(reference), Meaning::from)
    }

    /// "two hours ago" has a clock time; "two hours later" only a day, that of the date in play.
    fn clock_offset(&self, count: f64, unit: Unit, sign: i64, base: Base, date: Date) -> Meaning {
        let seconds = match unit {
            Unit::Hour => 3600.0,
            Unit::Minute => 60.0,
            _ => 1.0,
        };
        let span = jiff::Span::new()
            .try_seconds(sign * (count * seconds) as i64)
            .ok();
        let moment = self
            .published
            .zip(span)
            .and_then(|(published, span)| published.checked_add(span).ok());
        match moment.filter(|_| base == Base::Published) {
            Some(moment) => Meaning {
                kind: Kind::Time,
                value: format!(
                    "{}T{:02}:{:02}",
                    moment.date(),
                    moment.hour(),
                    moment.minute()
                ),
                from: Some(moment.date()),
                to: Some(moment.date()),
                precision: Precision::Instant,
            },
            None => Meaning::vague(period_value(Amount::Exact(count), unit))
                .of_kind(Kind::Duration)
                .spanning(Some(date), Some(date)),
        }
    }

    fn vicinity(&self, unit: Unit, sign: i64) -> Meaning {
        let value = if sign < 0 { "PAST_REF" } else { "FUTURE_REF" };
        let usual = match unit {
            Unit::Day | Unit::Night => 10,
            Unit::Week => 42,
            Unit::Month => 180,
            _ => unit.days() * 5,
        };
        let far = self
            .today()
            .and_then(|today| periods::add_days(today, sign * usual));
        let (from, to) = if sign < 0 {
            (far, self.today())
        } else {
            (self.today(), far)
        };
        Meaning::vague(value).spanning(from, to)
    }

    fn duration(&self, amount: Amount, unit: Unit, window: Window) -> Meaning {
        let meaning = Meaning::vague(period_value(amount, unit)).of_kind(Kind::Duration);
        let count = match amount {
            Amount::Exact(count) | Amount::Vague(count) => count,
        };
        let shifted = |sign: i64| {
            let today = self.today()?;
            match unit {
                Unit::Month => periods::add_months(today, sign * count as i64),
                Unit::Year => periods::add_months(today, sign * (count * 12.0) as i64),
                Unit::Decade => periods::add_months(today, sign * (count * 120.0) as i64),
                Unit::Hour => periods::add_days(today, sign * (count / 24.0).ceil() as i64),
                other => periods::add_days(today, sign * (count * other.days() as f64) as i64),
            }
        };
        match window {
            Window::Free => meaning,
            Window::Past => meaning.spanning(shifted(-1), self.today()),
            Window::Future => meaning.spanning(self.today(), shifted(1)),
        }
    }

    /// The day that a clock time or a part of the day belongs to.
    fn day_of(&self, day: Option<&Expression>) -> Option<Date> {
        match day {
            Some(day) => self.meaning(day).from,
            None => self.sentence_day.or(self.today()),
        }
    }

    fn clock(&self, clock: ClockTime, day: Option<&Expression>) -> Meaning {
        let zone = match clock.zone {
            None => String::new(),
            Some(0) => "Z".into(),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        let date = self.day_of(day);
        let value = format!(
            "{}T{:02}:{:02}{zone}",
            text_or_open(date),
            clock.hour,
            clock.minute
        );
        Meaning {
            kind: Kind::Time,
            value,
            from: date,
            to: date,
            precision: Precision::Instant,
        }
    }

    fn part(&self, part: Part, day: Option<&Expression>) -> Meaning {
        let date = self.day_of(day);
        let value = format!("{}T{}", text_or_open(date), part.code());
        Meaning {
            kind: Kind::Time,
            value,
            from: date,
            to: date,
            precision: Precision::Day,
        }
    }

    fn night_before(&self, day: Option<&Expression>) -> Meaning {
        let to = match day {
            Some(day) => self.meaning(day).from,
            None => self.today(),
        };
        let from = to.and_then(|to| periods::add_days(to, -1));
        Meaning {
            kind: Kind::Time,
            value: format!("{}TNI", text_or_open(from)),
            from,
            to,
            precision: Precision::Day,
        }
    }

    fn phase(&self, phase: Phase, of: &Expression) -> Meaning {
        let mut meaning = self.meaning(of);
        let (Some(from), Some(to)) = (meaning.from, meaning.to) else {
            return meaning;
        };
        if from == to {
            return meaning;
        }
        let days = distance(from, to) + 1;
        let at = |numerator: i64, denominator: i64| {
            periods::add_days(from, days * numerator / denominator)
        };
        let last = |numerator: i64, denominator: i64| {
            at(numerator, denominator).and_then(|day| periods::add_days(day, -1))
        };
        let (narrow_from, narrow_to) = match phase {
            Phase::Early => (Some(from), last(1, 3)),
            Phase::Middle => (at(1, 3), last(2, 3)),
            Phase::Late => (at(2, 3), Some(to)),
            Phase::FirstHalf => (Some(from), last(1, 2)),
            Phase::SecondHalf => (at(1, 2), Some(to)),
            Phase::Earlier => (
                Some(from),
                self.today()
                    .filter(|today| (from..=to).contains(today))
                    .or(Some(to)),
            ),
            Phase::Later => (
                self.today()
                    .filter(|today| (from..=to).contains(today))
                    .or(Some(from)),
                Some(to),
            ),
        };
        if let (Some(from), Some(to)) = (narrow_from, narrow_to)
            && from <= to
        {
            (meaning.from, meaning.to) = (Some(from), Some(to));
            meaning.precision = Precision::Span;
            if meaning.value.len() == 4 && matches!(phase, Phase::FirstHalf | Phase::SecondHalf) {
                meaning.value += if phase == Phase::FirstHalf {
                    "-H1"
                } else {
                    "-H2"
                };
            }
        }
        meaning
    }

    fn range(&self, first: &Expression, last: &Expression) -> Meaning {
        let (first, last) = (self.meaning(first), self.meaning(last));
        let precision = if first.from == last.to {
            first.precision
        } else {
            Precision::Span
        };
        Meaning {
            kind: Kind::Date,
            value: format!("{}/{}", first.value, last.value),
            from: first.from,
            to: last
                .to
                .filter(|to| first.from.is_none_or(|from| from <= *to)),
            precision,
        }
    }
}

pub fn distance(a: Date, b: Date) -> i64 {
    a.until(b)
        .map_or(0, |span| i64::from(span.get_days().abs()))
}

fn text_or_open(date: Option<Date>) -> String {
    date.map_or_else(|| "XXXX-XX-XX".into(), |date| date.to_string())
}

/// TIMEX3 for a weekday of no known week.
pub fn open_weekday(weekday: Weekday) -> String {
    format!("XXXX-WXX-{}", weekday.to_monday_one_offset())
}

/// The TIMEX3 period: "P2D", "PT30M", "PXY", "P2.5Y".
pub fn period_value(amount: Amount, unit: Unit) -> String {
    let (mut code, mut clock) = unit.code();
    let count = match amount {
        Amount::Vague(_) => return format!("P{}X{code}", if clock { "T" } else { "" }),
        Amount::Exact(count) => count,
    };
    let mut count = match unit {
        Unit::Fortnight => count * 2.0,
        Unit::Decade | Unit::Century => {
            code = "Y";
            count * if unit == Unit::Decade { 10.0 } else { 100.0 }
        }
        _ => count,
    };
    if count == 0.5 {
        // Half of a unit is given in the next smaller one.
        (count, code, clock) = match unit {
            Unit::Hour => (30.0, "M", true),
            Unit::Day => (12.0, "H", true),
            Unit::Year => (6.0, "M", false),
            _ => (count, code, clock),
        };
    }
    format!("P{}{count}{code}", if clock { "T" } else { "" })
}
