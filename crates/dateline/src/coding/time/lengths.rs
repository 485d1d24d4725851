//! Builders for the tables of durations and sets: how long and how often.

use super::builders::Built;
use super::expression::{Amount, Expression, Window};
use super::lexicon::Unit;
use super::matcher::Captures;
use super::resolve::{open_weekday, period_value};

fn free(amount: Amount, unit: Unit, window: Window) -> Built {
    Some(Expression::Duration {
        amount,
        unit,
        window,
    })
}

pub fn duration(c: &Captures) -> Built {
    let amount = match c.amount(0)? {
        Amount::Exact(count) if c.says(&["half"]) => Amount::Exact(count + 0.5),
        amount => amount,
    };
    free(amount, c.unit()?, Window::Free)
}

pub fn duration_between(c: &Captures) -> Built {
    match (c.amount(0)?, c.amount(1)?) {
        (Amount::Exact(low), Amount::Exact(high)) if low < high => {
            free(Amount::Vague((low + high) / 2.0), c.unit()?, Window::Free)
        }
        _ => None,
    }
}

pub fn duration_and_half(c: &Captures) -> Built {
    match c.amount(0)? {
        Amount::Exact(count) => free(Amount::Exact(count + 0.5), c.unit()?, Window::Free),
        Amount::Vague(_) => None,
    }
}

pub fn past_window(c: &Captures) -> Built {
    free(c.amount(0)?, c.unit()?, Window::Past)
}

pub fn future_window(c: &Captures) -> Built {
    free(c.amount(0)?, c.unit()?, Window::Future)
}

pub fn one_unit(c: &Captures) -> Built {
    free(Amount::Exact(1.0), c.unit()?, Window::Free)
}

pub fn some_units(c: &Captures) -> Built {
    free(Amount::Vague(4.0), c.unit()?, Window::Free)
}

fn set(value: String) -> Built {
    Some(Expression::Set(value))
}

pub fn frequency(c: &Captures) -> Built {
    set(c.value()?.into())
}

pub fn every(c: &Captures) -> Built {
    set(period_value(
        c.amount(0).unwrap_or(Amount::Exact(1.0)),
        c.unit()?,
    ))
}

/// "three times a year": the period, whatever the count.
pub fn times_per(c: &Captures) -> Built {
    set(period_value(Amount::Exact(1.0), c.unit()?))
}

pub fn every_other(c: &Captures) -> Built {
    set(period_value(Amount::Exact(2.0), c.unit()?))
}

pub fn every_weekday(c: &Captures) -> Built {
    let part = c
        .part()
        .map(|part| format!("T{}", part.code()))
        .unwrap_or_default();
    set(open_weekday(c.weekday()?) + &part)
}

pub fn every_part(c: &Captures) -> Built {
    set(format!("XXXX-XX-XXT{}", c.part()?.code()))
}

pub fn every_month(c: &Captures) -> Built {
    set(format!("XXXX-{:02}", c.month(0)?))
}

pub fn every_season(c: &Captures) -> Built {
    set(format!("XXXX-{}", c.season()?.code()))
}

pub fn weekdays(c: &Captures) -> Built {
    set(if c.says(&["weekdays"]) {
        "XXXX-WXX-WD"
    } else {
        "XXXX-WXX-WE"
    }
    .into())
}
