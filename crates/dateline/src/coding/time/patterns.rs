//! The tables: how times are worded, one wording a row, in the pattern language of [`super::matcher`].
//!
//! Three levels, so that a wording can hold another: [`DATES`] stand alone; [`COMPOSED`] hold a DATE of the first
//! table ("the end of DATE"); [`CLOCKED`] hold a DATE of the first two ("CLOCK on DATE"). [`DURATIONS`] and [`SETS`]
//! hold nothing. Of all matches that begin at a word the longest is taken.

use super::builders::*;
use super::lengths::*;
use super::matcher::Row;

/// Days, months, years, and units that are pointed at.
#[rustfmt::skip]
pub const DATES: &[Row] = &[
    // Full and partial dates.
    ("WEEKDAY ,? the? DAY of? MONTH ,? YEAR", date),
    ("WEEKDAY ,? the? DAY of? MONTH", date),
    ("WEEKDAY ,? MONTH the? DAY ,? YEAR", date),
    ("WEEKDAY ,? MONTH the? DAY", date),
    ("WEEKDAY ( MONTH DAY )", date),
    ("MONTH DAY ( WEEKDAY )", date),
    ("MONTH the? DAY ,? YEAR", date),
    ("MONTH the? DAY", date),
    ("the? DAY -? of? MONTH -? ,? YEAR", date),
    ("the? DAY of? MONTH", date),
    ("MONTH ,|of? YEAR", date),
    ("MONTH , YEAR", date),
    ("MONTH", date),
    ("WEEKDAY ,? FIGURES", figures),
    ("FIGURES", figures),
    ("the NTH", nth_day),
    ("9 / 11", nine_eleven),
    // Dates with a year that is pointed at.
    ("MONTH DAY ,|of? last|this|next year", date_of_year),
    ("the? DAY of? MONTH ,|of? last|this|next year", date_of_year),
    ("MONTH of? last|this|next year", date_of_year),
    ("MONTH of the same|previous|following year", date_of_year),
    ("MONTH of that year", date_of_year),
    ("last|past|this|next MONTH", date),
    ("last|past|this|next MONTH DAY", date),
    // Ranges in one wording.
    ("MONTH DAY -|to|and|through|& DAY ,? YEAR", day_range),
    ("MONTH DAY -|to|and|through|& DAY", day_range),
    ("the? DAY -|to|and|through|or DAY of? MONTH ,? YEAR", day_range),
    ("the? DAY -|to|and|through|or DAY of? MONTH", day_range),
    ("MONTH DAY -|to|through MONTH DAY ,? YEAR", month_day_range),
    ("MONTH DAY - MONTH DAY", month_day_range),
    ("DAY MONTH -|to|through DAY MONTH ,? YEAR", month_day_range),
    ("DAY MONTH - DAY MONTH", month_day_range),
    ("MONTH - MONTH ,? YEAR", month_range),
    ("MONTH - MONTH", month_range),
    ("MONTH and|to|or MONTH ,|of? YEAR", month_range),
    ("YEAR - YEAR", year_range),
    ("YEAR -|/ TWO", year_range),
    // Years and longer.
    ("YEAR", year),
    ("ad YEAR", year),
    ("fiscal year? YEAR", fiscal_year),
    ("the? DECADE", decade),
    ("the mid|early|late -? DECADE", decade_phase),
    ("the? ORDINAL -? century", century),
    // Weekdays.
    ("WEEKDAY", weekday),
    ("last|past|this|next|coming|previous|following WEEKDAY", weekday),
    ("the previous|following WEEKDAY", weekday),
    ("the? WEEKDAY of? last|this|next week", weekday_of_week),
    ("last|this|next week 's? WEEKDAY", weekday_of_week),
    // Days and units that are pointed at.
    ("today", day_word),
    ("yesterday", day_word),
    ("tomorrow", day_word),
    ("the day before yesterday", day_word),
    ("the day after tomorrow", day_word),
    ("the? last ONE", last_unit),
    ("the? past ONE", past_unit),
    ("the? next ONE", next_unit),
    ("the? coming|upcoming ONE", coming_unit),
    ("the following|next|subsequent ONE", in_play_unit),
    ("the previous|preceding|prior ONE", in_play_unit),
    ("the ONE before|previous|earlier|after END", in_play_unit),
    ("the|this same ONE", in_play_unit),
    ("the very same|next ONE", in_play_unit),
    ("that ONE", in_play_unit),
    ("this ONE", this_unit),
    ("the current|present ONE", this_unit),
    ("this current|coming|past ONE", this_unit),
    ("the day", the_day),
    ("the? weekend", this_unit),
    ("year -? end", year_end),
    ("the day before|after", untied),
    // Distances.
    ("APPROX? AMOUNT ADJECTIVE? UNIT ago", ago),
    ("APPROX? AMOUNT and a half UNIT ago", ago),
    ("APPROX? AMOUNT ADJECTIVE? UNIT from now|today", from_now),
    ("APPROX? AMOUNT UNIT hence", from_now),
    ("APPROX? AMOUNT ADJECTIVE? UNIT earlier|previously|beforehand", earlier),
    ("APPROX? AMOUNT ADJECTIVE? UNIT later|afterwards|afterward|thereafter", later),
    ("APPROX? AMOUNT ADJECTIVE? UNIT before END", earlier),
    ("APPROX? AMOUNT ADJECTIVE? UNIT after END", later),
    ("MANY ago", ago),
    ("MANY earlier", earlier),
    ("MANY later|afterwards|afterward", later),
    // Seasons, quarters, halves.
    ("the? SEASON of? YEAR", season),
    ("the? SEASON of? last|this|next year", season),
    ("last|past|this|next|coming SEASON", season),
    ("the SEASON", season),
    ("SEASON", season),
    ("the? ORDINAL -? quarter of? the? last|this|next year", quarter),
    ("the? last|final -? quarter of? the? last|this|next year", quarter_last),
    ("the? ORDINAL -? quarter of? YEAR", quarter),
    ("the? last|final quarter of? YEAR", quarter_last),
    ("the? ORDINAL -? quarter", quarter),
    ("the final quarter", quarter_last),
    ("CODE of? YEAR", code_of_year),
    ("CODE", code_of_year),
    ("YEAR CODE", code_of_year),
    // Holidays.
    ("HOLIDAY ,? YEAR", holiday),
    ("HOLIDAY last|this|next year", holiday),
    ("last|this|next HOLIDAY", holiday),
    ("HOLIDAY", holiday),
    // References without a place on the calendar.
    ("REFERENCE", reference),
    ("right now", present),
    ("these days", present),
    ("at present END", present),
    ("at the moment END", present),
    ("the? near|immediate|foreseeable|distant future", future),
    ("the future END", future),
    ("the? near|long|short|medium term END", future),
    ("the? recent|distant past", past),
    ("the past END", past),
    ("recent MANY", vicinity),
    ("the past|last|previous MANY", vicinity),
    ("the? coming MANY", vicinity),
    ("the MANY ahead", vicinity),
    ("the MANY to come", vicinity),
];

/// Wordings about a date of the first table.
#[rustfmt::skip]
pub const COMPOSED: &[Row] = &[
    ("the? very? early|late|mid|middle|earlier|later -? in|on|of? the? DATE", phase),
    ("the? very? beginning|start|onset|outset|middle|end|close of DATE", phase),
    ("the? very? beginning|start|middle|end|close of the|that ONE", phase_of_unit),
    ("the? first|second|latter half of DATE", phase),
    ("the? first|second|latter half of the ONE", phase_of_unit),
    ("the? first|second half", half_of_year),
    ("early|late|earlier|later in? the|that ONE", phase_of_unit),
    ("the? early|final|last|first|closing|opening days|weeks|months of DATE", phase),
    ("the? end - of - ONE", phase_of_unit),
    ("the? ORDINAL week of DATE", week_of),
    ("the? last|final week of DATE", week_of),
    ("the week of DATE", week_with),
    ("SEASON DATE", season_of),
    // Parts of the day.
    ("last night", night_before),
    ("overnight", night_before),
    ("overnight on|into DATE", night_before),
    ("tonight", tonight),
    ("this PART", part),
    ("that|the PART", part),
    ("the same PART", part_in_play),
    ("the following|next|previous PART", part_in_play),
    ("the night before", part_in_play),
    ("PART", part),
    ("the? early|late PART", part),
    ("DATE PART", part_of_day),
    ("DATE 's PART", part_of_day),
    ("the? PART of|on DATE", part_of_day),
    ("the? early|late DATE PART", part_of_day),
    ("early|late|later|earlier on? DATE PART", part_of_day),
    ("the? early|small|wee|late hours of DATE PART?", hours_of_day),
];

/// Wordings that tie a clock time to a date.
#[rustfmt::skip]
pub const CLOCKED: &[Row] = &[
    ("CLOCK", clock),
    ("CLOCK ,? on? DATE", clock_of_day),
    ("DATE ,? at? about|around? CLOCK", clock_of_day),
    ("CLOCK in the PART", clock),
    ("noon|midnight|dawn|midday|sunset|sunrise on? DATE", part_word_of_day),
];

/// How long.
#[rustfmt::skip]
pub const DURATIONS: &[Row] = &[
    ("APPROX? AMOUNT ADJECTIVE? -? UNIT", duration),
    ("APPROX? AMOUNT - a - half - UNIT", duration),
    ("APPROX? AMOUNT -|to|or AMOUNT ADJECTIVE? -? UNIT", duration_between),
    ("APPROX? AMOUNT UNIT and a half", duration_and_half),
    ("the? past|last|previous|preceding|recent AMOUNT ADJECTIVE? UNIT", past_window),
    ("the? next|coming|following AMOUNT ADJECTIVE? UNIT", future_window),
    ("this past AMOUNT UNIT", past_window),
    ("single - ONE", one_unit),
    ("a single ONE", one_unit),
    ("multi - ONE", some_units),
    ("over|through|down the MANY", some_units),
    ("MANY", some_units),
];

/// How often.
#[rustfmt::skip]
pub const SETS: &[Row] = &[
    ("FREQUENCY", frequency),
    ("every|each ONE", every),
    ("every AMOUNT UNIT", every),
    ("every other ONE", every_other),
    ("every|each WEEKDAY", every_weekday),
    ("every|each WEEKDAY PART", every_weekday),
    ("WEEKDAYS", every_weekday),
    ("every|each PART", every_part),
    ("every|each MONTH", every_month),
    ("every|each SEASON", every_season),
    ("AMOUNT times a|per|each|every ONE", times_per),
    ("once|twice a|per|each|every ONE", times_per),
    ("once every AMOUNT UNIT", every),
    ("per ONE", every),
    ("weekdays", weekdays),
    ("at weekends", weekdays),
];

#[cfg(test)]
mod tests {
    use super::super::matcher::is_known;
    use super::*;

    #[test]
    fn every_element_of_the_tables_is_known() {
        for (pattern, _) in [DATES, COMPOSED, CLOCKED, DURATIONS, SETS].concat() {
            for element in pattern.split(' ') {
                assert!(is_known(element), "{element} in {pattern}");
            }
        }
    }
}
