//! The words between and before time expressions: "since", "until", "from ... to ...".

use jiff::civil::Date;

use super::expression::Expression;
use super::line::Line;
use super::periods::add_days;
use super::{Kind, Match, Relation, Tense, TimeMention};

const RELATIONS: &[(&str, Relation)] = &[
    ("since", Relation::Since),
    ("from", Relation::Since),
    ("starting", Relation::Since),
    ("beginning", Relation::Since),
    ("until", Relation::Until),
    ("till", Relation::Until),
    ("through", Relation::Until),
    ("before", Relation::Before),
    ("by", Relation::Before),
    ("ahead", Relation::Before),
    ("prior", Relation::Before),
    ("after", Relation::After),
    ("following", Relation::After),
];

/// Words that may stand between the relation's word and the time: "ahead of the", "starting on".
const BETWEEN: &[&str] = &[
    "of", "to", "on", "in", "the", "at", "about", "around", "from", "only", "just", "shortly",
    "late",
];

/// How a happening lies to the time that begins at a piece.
pub fn relation(line: &Line<'_>, start: usize) -> Relation {
    for back in 1..=3 {
        let word = line.before(start, back);
        if let Some((_, relation)) = RELATIONS.iter().find(|(entry, _)| *entry == word) {
            return *relation;
        }
        if !BETWEEN.contains(&word) {
            break;
        }
    }
    Relation::During
}

/// The tense of the time in the pieces `start..end` by the words about it: "trading was suspended until Friday", "called a strike for
/// Monday" and "postponed the talks to Friday" speak of days to come.
pub fn tense_under(
    line: &Line<'_>,
    start: usize,
    end: usize,
    expression: &Expression,
    tense: Tense,
) -> Tense {
    match (relation(line, start), expression) {
        (Relation::Until, Expression::Weekday(..)) => Tense::Future,
        (Relation::Until, _) if tense == Tense::Past => Tense::Unknown,
        (_, Expression::Weekday(..)) if is_set_for(line, start, end) => Tense::Future,
        _ => tense,
    }
}

/// Whether something is set for a weekday, or moved to it; not "blamed for Monday's attack", "from Monday to Friday".
fn is_set_for(line: &Line<'_>, start: usize, end: usize) -> bool {
    let names_a_thing =
        line.lower(end) == "'s" || matches!(line.upos(end), "NOUN" | "PROPN" | "ADJ");
    let ends_a_range = || {
        let weekday = start.checked_sub(2).and_then(|at| line.meaning(at).weekday);
        weekday.is_some() || (2..=6).any(|back| line.before(start, back) == "from")
    };
    !names_a_thing
        && match line.before(start, 1) {
            "for" => true,
            "to" => !ends_a_range(),
            _ => false,
        }
}

/// Ties the two ends of "from Monday to Thursday", "between 2014 and 2019" together, and puts weekdays in one week.
pub fn join_ranges(line: &Line<'_>, matches: &[Match], mentions: &mut [TimeMention]) {
    for at in 1..matches.len() {
        let (first, last) = (&matches[at - 1], &matches[at]);
        let first_word = line.before(first.start, 1);
        let between: Vec<&str> = (first.end..last.start).map(|at| line.lower(at)).collect();
        let joined = match between.as_slice() {
            ["to" | "until" | "till" | "through" | "-"] => {
                first_word == "from" || between[0] != "to" || both_weekdays(first, last)
            }
            ["and"] => first_word == "between",
            ["to", "the"] | ["until", "the"] => first_word == "from",
            _ => false,
        };
        if !joined || mentions[at - 1].kind == Kind::Set || mentions[at].kind == Kind::Set {
            continue;
        }
        let (Some(from), Some(to)) = (mentions[at - 1].from, mentions[at].to) else {
            continue;
        };
        if let Some((from, to)) = in_order(from, to, last) {
            if both_weekdays(first, last) {
                set_day(&mut mentions[at - 1], from);
                set_day(&mut mentions[at], to);
            }
            mentions[at - 1].range = Some((from, to));
            mentions[at].range = Some((from, to));
        }
    }
}

fn both_weekdays(first: &Match, last: &Match) -> bool {
    matches!(
        (&first.expression, &last.expression),
        (Expression::Weekday(..), Expression::Weekday(..))
    )
}

/// The two ends with the earlier one first; a weekday that came out on the wrong side is moved by a week.
fn in_order(from: Date, to: Date, last: &Match) -> Option<(Date, Date)> {
    if from <= to {
        return Some((from, to));
    }
    match (&last.expression, last.tense) {
        (Expression::Weekday(..), Tense::Future) => add_days(to, 7).map(|to| (from, to)),
        (Expression::Weekday(..), _) => add_days(from, -7).map(|from| (from, to)),
        _ => None,
    }
    .filter(|(from, to)| from <= to)
}

fn set_day(mention: &mut TimeMention, day: Date) {
    mention.value = day.to_string();
    (mention.from, mention.to) = (Some(day), Some(day));
}
