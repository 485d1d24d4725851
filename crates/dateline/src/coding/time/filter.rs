//! What looks like a time and is none: "May" the person, "Sun" the star, "2000 troops", a 36-year-old.

use super::Tense;
use super::expression::{Amount, Base, Expression, Window};
use super::holidays::NAMED_DAYS;
use super::lexicon::{Part, Season, Unit};
use super::matcher::Line;
use crate::coding::scan::Kind;

/// Words before a month's bare name that show it is one.
#[rustfmt::skip]
const BEFORE_MONTH: &[&str] = &[
    "in", "since", "of", "until", "till", "by", "last", "next", "this", "early", "late", "mid", "through", "throughout",
    "during", "before", "after", "between", "from", "to", "every", "each", "for", "and", "or", "-", "/", "that", "as",
    "around", "about", "past", "previous", "following", "beginning", "ending", "starting", "later",
];

/// Nouns that a figure counts; before them it is no year and no day.
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "people", "troops", "soldiers", "men", "women", "children", "police", "percent", "per", "%", "million", "billion",
    "thousand", "hundred", "miles", "mile", "kilometers", "kilometres", "km", "meters", "metres", "feet", "dollars",
    "euros", "pounds", "tons", "tonnes", "points", "pages", "votes", "jobs", "members", "seats", "cases", "deaths",
    "workers", "homes", "houses", "others", "kg", "mph", "yards", "acres", "hectares", "degrees", "pm", "am",
    "guests", "employees", "students", "prisoners", "refugees", "migrants", "protesters", "fighters", "victims",
    "tanks", "aircraft", "missiles", "drones", "ships", "times", "barrels", "shares", "units", "rooms", "words", "°",
];

/// Words before a year that show it is one.
#[rustfmt::skip]
const BEFORE_YEAR: &[&str] = &[
    "in", "since", "of", "until", "till", "by", "from", "to", "between", "before", "after", "during", "early", "late",
    "mid", "and", "or", "-", "the", "around", "circa", "about", "through", "throughout", "year", "into", "for", "(", "born", "born in",
];

/// Papers named for a day ("Sunday Times").
const PAPERS: &[&str] = &[
    "times",
    "telegraph",
    "mirror",
    "express",
    "mail",
    "herald",
    "post",
    "people",
    "world",
    "star",
    "independent",
];

/// Words that make a weekday a name of its own ("Bloody Sunday").
const NAMED_WEEKDAYS: &[&str] = &[
    "black", "bloody", "super", "ruby", "cyber", "giving", "orange",
];

/// The expression as the words about it leave it, or `None` if it is no time.
pub fn checked(
    line: &Line<'_>,
    start: usize,
    end: usize,
    expression: Expression,
    tense: Tense,
) -> Option<Expression> {
    let before = line.before(start, 1);
    let after = line.lower(end);
    match &expression {
        Expression::Calendar {
            year: None,
            day: None,
            ..
        } => is_month(line, start, end).then_some(())?,
        Expression::Calendar {
            year: None,
            month,
            day: Some(day),
            ..
        } => {
            if let Some(year) = named_year(line, end, *month, *day) {
                return Some(Expression::Fixed(year, *month, *day));
            }
            if line.pieces[start].is_word()
                && line.meaning(start).month.is_some()
                && counts(line, end)
                && !before.is_empty()
            {
                // "in May 15 people were killed": the month alone is the date; its end is found by the caller.
                return None;
            }
        }
        Expression::Year(year) => is_year(line, start, end, *year).then_some(())?,
        Expression::Weekday(..) => is_weekday(line, start, end).then_some(())?,
        Expression::Season(season, _) => is_season(line, start, end, *season).then_some(())?,
        Expression::DayOfMonth(_) => (before == "on" && line.ends_or_verb(end)).then_some(())?,
        Expression::Years(first, _) => {
            let possessed = matches!(before, "his" | "her" | "their" | "my" | "your" | "our");
            let short = line.pieces[end - 1].text.len() <= 3 && *first >= 1900 && *first < 2000;
            if possessed
                || short
                    && line.lower(start) != "the"
                    && !line.pieces[start].text.starts_with('\'')
                    && before != "and"
                    && before != "or"
            {
                return None;
            }
        }
        Expression::Quarter(..)
            if end - start < 3 && line.lower(end.saturating_sub(1)) == "quarter" =>
        {
            // A quarter of a game, or a fourth part.
            (line.meaning(start).reference.is_none() && after != "of").then_some(())?;
        }
        Expression::Half(..) => {
            (line.pieces[start].kind == Kind::Word && end - start == 1).then_some(())?
        }
        Expression::Part(part, None) => is_part(line, start, end, *part).then_some(())?,
        Expression::Whole {
            unit,
            base: Base::InPlay,
            shift: 0,
        } if line.lower(start) == "the" && end - start == 2 => {
            (*unit == Unit::Day
                && !matches!(
                    after,
                    "before" | "after" | "when" | "that" | "of" | "'s" | "care" | "job" | "-"
                )
                && !line.is_noun(end))
            .then_some(())?;
        }
        Expression::Whole {
            unit: Unit::Weekend,
            ..
        } if line.lower(start) == "weekend" => {
            // "weekend talks" is about a known weekend; a "weekend home" is not.
            (!matches!(before, "a" | "every" | "each") && !matches!(after, "home" | "house"))
                .then_some(())?;
        }
        Expression::Duration { amount, unit, .. } => {
            return duration(line, start, end, *amount, *unit, tense)
                .then(|| with_window(line, start, expression, tense));
        }
        Expression::Reference(_) => (!(after == "-"
            && line.pieces.get(end).is_some_and(|piece| piece.glued))
            && before != "-")
            .then_some(())?,
        Expression::Offset { .. } if after == "than" => return None,
        Expression::Set(_)
            if before == "-"
                || after == "-" && line.pieces.get(end).is_some_and(|piece| piece.glued) =>
        {
            return None;
        }
        Expression::Range(first, _) if matches!(**first, Expression::Year(_)) => {
            (!counts(line, end) && !matches!(before, "$" | "\u{20ac}" | "\u{a3}")).then_some(())?;
        }
        _ => {}
    }
    Some(expression)
}

fn named_year(line: &Line<'_>, end: usize, month: i8, day: i8) -> Option<i16> {
    let nouns = NAMED_DAYS
        .iter()
        .find(|(m, d, ..)| (*m, *d) == (month, day))?;
    nouns.3.contains(&line.lower(end)).then_some(nouns.2)
}

/// Whether a figure that ends before `at` counts something.
fn counts(line: &Line<'_>, at: usize) -> bool {
    COUNTED.contains(&line.lower(at))
}

fn is_month(line: &Line<'_>, start: usize, end: usize) -> bool {
    let at = (start..end)
        .find(|&at| line.meaning(at).month.is_some())
        .unwrap_or(start);
    let word = line.lower(at);
    let before = line.before(at, 1);
    if line.upos(at) == "AUX" || line.upos(at) == "VERB" {
        return false;
    }
    if BEFORE_MONTH.contains(&before)
        && (word != "may" || !matches!(before, "that" | "and" | "or" | "as"))
    {
        return true;
    }
    let named = |piece: Option<&crate::coding::scan::Piece<'_>>| {
        piece.is_some_and(|piece| piece.is_word() && piece.is_capitalised())
    };
    let previous = at.checked_sub(1).and_then(|at| line.pieces.get(at));
    let next = line.pieces.get(end);
    match word {
        "may" | "march" => {
            matches!(before, "the" | "'s" | "a") && line.is_noun(end) && !named(next)
                || line.meaning(end).month.is_some()
        }
        "april" | "june" | "august" | "jan" | "mar" | "sep" | "dec" => {
            !(named(next) || named(previous) && at > 1)
        }
        _ => true,
    }
}

fn is_year(line: &Line<'_>, start: usize, end: usize, year: i16) -> bool {
    let at = end - 1;
    let before = line.before(at, 1);
    let glued = line.pieces[at].glued;
    if line.pieces[at].kind != Kind::Figure(f64::from(year)) {
        return true; // "'82"
    }
    if counts(line, end)
        || matches!(
            before,
            "$" | "\u{20ac}" | "\u{a3}" | "#" | "no" | "page" | "number" | "+" | "." | "," | "us$"
        ) && glued
    {
        return false;
    }
    if matches!(
        before,
        "page"
            | "no"
            | "number"
            | "boeing"
            | "flight"
            | "resolution"
            | "nearly"
            | "almost"
            | "than"
            | "least"
            | "some"
            | "over"
    ) {
        return false;
    }
    // Part of a code: "A330-2000", "ISO/2000".
    if glued
        && matches!(before, "-" | "/" | "." | ":")
        && start == at
        && !line.before(at, 2).chars().all(|c| c.is_ascii_digit())
    {
        return false;
    }
    if line.pieces.get(end).is_some_and(|piece| {
        piece.glued
            && (matches!(piece.lower.as_str(), "%" | "/" | ":")
                || piece.is_word() && piece.lower != "'s")
    }) {
        return false;
    }
    let introduced = BEFORE_YEAR.contains(&before);
    match year {
        1900..=2060 if year % 100 != 0 => true,
        1900..=2060 => introduced && !line.is_plural(end),
        _ => {
            matches!(
                before,
                "in" | "since"
                    | "from"
                    | "until"
                    | "by"
                    | "between"
                    | "of"
                    | "to"
                    | "around"
                    | "ad"
                    | "("
                    | "-"
            ) && !line.is_noun(end)
                && !line.is_plural(end)
        }
    }
}

fn is_weekday(line: &Line<'_>, start: usize, end: usize) -> bool {
    let at = (start..end)
        .find(|&at| line.meaning(at).weekday.is_some())
        .unwrap_or(start);
    let full = line.lower(at).ends_with("day");
    // "Sun" and "Sat" are days only in a date, which is another expression.
    let dotted = line.lower(at + 1) == "." && !matches!(line.lower(at), "sun" | "sat");
    if !full && !dotted {
        return false;
    }
    let before = line.before(at, 1);
    let named = NAMED_WEEKDAYS.contains(&before) && line.pieces[at - 1].is_capitalised();
    let paper = PAPERS.contains(&line.lower(end)) && line.pieces[end].is_capitalised();
    !named && !paper
}

fn is_season(line: &Line<'_>, start: usize, end: usize, season: Season) -> bool {
    let at = (start..end)
        .find(|&at| line.meaning(at).season.is_some())
        .unwrap_or(start);
    if end > at + 1 || start < at && line.lower(start) != "the" {
        return true; // with a year, or pointed at
    }
    let before = line.before(at, 1);
    let verb = matches!(line.upos(at), "VERB" | "AUX");
    let capitalised_name = line.pieces[at].is_capitalised()
        && at
            .checked_sub(1)
            .is_some_and(|at| line.pieces[at].is_capitalised());
    // "Winter Olympics", "Summer Palace" are names.
    let olympic = matches!(
        line.lower(end),
        "olympics" | "olympic" | "games" | "paralympics" | "palace" | "house"
    );
    if verb || capitalised_name || olympic {
        return false;
    }
    match season {
        Season::Autumn if line.lower(at) == "fall" => {
            matches!(before, "the" | "this" | "last" | "next" | "of" | "every")
                && !matches!(line.lower(end), "of" | "in" | "from" | "to")
                && matches!(
                    line.before(start, 1),
                    "in" | "by" | "until" | "since" | "during" | "this" | "last" | "next"
                )
        }
        Season::Spring => matches!(
            before,
            "the"
                | "in"
                | "this"
                | "last"
                | "next"
                | "by"
                | "until"
                | "since"
                | "of"
                | "during"
                | "early"
                | "late"
                | "mid"
                | "-"
        ),
        _ => true,
    }
}

fn is_part(line: &Line<'_>, start: usize, end: usize, part: Part) -> bool {
    let at = (start..end)
        .find(|&at| line.meaning(at).part.is_some())
        .unwrap_or(start);
    if start < at {
        // "that morning", "early morning"; "the evening" needs "in" or its like.
        return line.lower(start) != "the"
            || line.lower(start + 1) == "same"
            || matches!(
                line.before(start, 1),
                "in" | "during" | "by" | "until" | "before" | "for" | "throughout"
            );
    }
    let before = line.before(at, 1);
    match part {
        Part::Noon | Part::Midnight | Part::Dawn | Part::Dusk => {
            matches!(
                before,
                "at" | "before"
                    | "after"
                    | "around"
                    | "until"
                    | "by"
                    | "since"
                    | "from"
                    | "to"
                    | "about"
                    | "till"
                    | "of"
            )
        }
        Part::Night => before == "at" || before == "by",
        _ => {
            !line.pieces[at].is_capitalised()
                && matches!(
                    before,
                    "in" | "at" | "by" | "since" | "until" | "during" | "of"
                )
        }
    }
}

fn duration(
    line: &Line<'_>,
    start: usize,
    end: usize,
    amount: Amount,
    unit: Unit,
    _: Tense,
) -> bool {
    let before = line.before(start, 1);
    let after = line.lower(end);
    let old = |at: usize| matches!(line.lower(at), "old" | "olds");
    // Ages: "a 36-year-old", "16 years of age", "aged two years".
    if old(end)
        || after == "-" && old(end + 1)
        || after == "of" && line.lower(end + 1) == "age"
        || before == "aged"
    {
        return false;
    }
    let first = line.lower(start);
    let last = line.lower(end - 1);
    // "a second term", "one second", "a minute": no measure, unless a plural or a figure makes it one.
    if last == "second"
        || matches!(unit, Unit::Second | Unit::Minute)
            && matches!(first, "a" | "one")
            && end - start == 2
            && unit == Unit::Second
    {
        return false;
    }
    // "one quarter", "two quarters": parts more often than seasons; "the two nights" of a stay are fine.
    if unit == Unit::Quarter && end - start <= 2 && first != "several" {
        return false;
    }
    if matches!(unit, Unit::Century | Unit::Weekend) && first == "a" {
        return unit == Unit::Century;
    }
    match (end - start, amount) {
        // A bare plural needs a word that makes it a stretch of time.
        (1, _) => {
            unit != Unit::Quarter
                && (matches!(
                    before,
                    "for"
                        | "in"
                        | "within"
                        | "over"
                        | "after"
                        | "just"
                        | "mere"
                        | "took"
                        | "take"
                        | "takes"
                        | "lasted"
                        | "spent"
                        | "past"
                ) || matches!(after, "of" | "after" | "before" | "long" | "without")
                    && matches!(
                        before,
                        "" | ","
                            | "and"
                            | "with"
                            | "the"
                            | "to"
                            | "following"
                            | "despite"
                            | "\""
                            | "by"
                    ))
        }
        // "15 a year" is how often, seen by the caller.
        _ => true,
    }
}

/// "within 48 hours", "over the next ..." and, ahead, "in two weeks" begin with the publication.
fn with_window(line: &Line<'_>, start: usize, expression: Expression, tense: Tense) -> Expression {
    let Expression::Duration {
        amount,
        unit,
        window,
    } = expression
    else {
        return expression;
    };
    let article = matches!(line.lower(start), "a" | "an");
    if article && is_rate(line, start) {
        return Expression::Set(super::resolve::period_value(amount, unit));
    }
    let before = line.before(start, 1);
    let ahead = tense == Tense::Future && (before == "within" || before == "in");
    let window = if window == Window::Free && ahead {
        Window::Future
    } else {
        window
    };
    Expression::Duration {
        amount,
        unit,
        window,
    }
}

/// "15 a year", "$2 million a month", "50 tonnes a day", "once a week".
fn is_rate(line: &Line<'_>, start: usize) -> bool {
    let numeric = |at: usize| {
        line.pieces
            .get(at)
            .is_some_and(|piece| matches!(piece.kind, Kind::Figure(_)))
            || matches!(
                line.lower(at),
                "million"
                    | "billion"
                    | "thousand"
                    | "hundred"
                    | "once"
                    | "twice"
                    | "percent"
                    | "%"
                    | "times"
                    | "cents"
                    | "dollars"
                    | "euros"
            )
    };
    let Some(previous) = start.checked_sub(1) else {
        return false;
    };
    numeric(previous) || previous > 0 && line.is_plural(previous) && numeric(previous - 1)
}

impl Line<'_> {
    /// A noun by its tag; without tags a lower-case word of some length that is none of the short words.
    fn is_noun(&self, at: usize) -> bool {
        match self.upos(at) {
            "" => self.pieces.get(at).is_some_and(|piece| {
                piece.is_word()
                    && !piece.is_capitalised()
                    && piece.text.len() > 3
                    && !is_function(&piece.lower)
            }),
            upos => matches!(upos, "NOUN" | "ADJ"),
        }
    }

    fn is_plural(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| {
            piece.is_word()
                && !piece.is_capitalised()
                && piece.lower.len() > 3
                && piece.lower.ends_with('s')
                && !is_function(&piece.lower)
                && matches!(self.upos(at), "" | "NOUN")
        })
    }

    /// The phrase is over: a mark, an end, a function word or a verb follows.
    fn ends_or_verb(&self, at: usize) -> bool {
        self.pieces
            .get(at)
            .is_none_or(|piece| piece.kind == Kind::Mark || is_function(&piece.lower))
            || matches!(self.upos(at), "VERB" | "AUX")
    }
}

/// Short words that end a noun phrase.
#[rustfmt::skip]
fn is_function(word: &str) -> bool {
    matches!(
        word,
        "of" | "in" | "at" | "on" | "by" | "for" | "from" | "to" | "with" | "and" | "or" | "but" | "that" | "which" | "who" | "when"
            | "while" | "after" | "before" | "since" | "until" | "was" | "were" | "is" | "are" | "will" | "would" | "has" | "have"
            | "had" | "said" | "says" | "this" | "then" | "than" | "also" | "into" | "over" | "during" | "about" | "amid"
            | "against" | "under" | "because" | "where" | "they" | "their" | "there" | "despite" | "through" | "following"
    )
}
