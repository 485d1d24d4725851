//! What looks like a time and is none: "May" the person, "Sun" the star, "2000 troops", a 36-year-old.

use super::Tense;
use super::expression::{Amount, Base, Expression, Window};
use super::holidays::NAMED_DAYS;
use super::lexicon::{Part, Season, Unit};
use super::line::Line;
use super::resolve::period_value;
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

/// Whether what the pieces `start..end` seem to say is a time indeed.
pub fn is_time(line: &Line<'_>, start: usize, end: usize, expression: &Expression) -> bool {
    let before = line.before(start, 1);
    let after = line.lower(end);
    let glued_behind = after == "-" && line.pieces.get(end).is_some_and(|piece| piece.glued);
    match expression {
        Expression::Calendar {
            year: None,
            day: None,
            ..
        } => is_month(line, start, end),
        // "In May 15 people were killed": the month alone is the date.
        Expression::Calendar {
            year: None,
            day: Some(_),
            ..
        } => !(line.meaning(start).month.is_some() && counts(line, end) && !before.is_empty()),
        Expression::Year(year) => is_year(line, start, end, *year),
        Expression::Weekday(..) => is_weekday(line, start, end),
        Expression::Season(season, _) => is_season(line, start, end, *season),
        // "on the 18th", "the evening of the 18th"
        Expression::DayOfMonth(_) => {
            let part = before == "of" && start > 1 && line.meaning(start - 2).part.is_some();
            (before == "on" || part) && line.ends_or_verb(end)
        }
        Expression::Years(first, _) => is_decade(line, start, end, *first),
        // A quarter of a game, a quarter of the people.
        Expression::Quarter(..) if end - start < 3 && line.lower(end - 1) == "quarter" => {
            after != "of"
        }
        // "the second half" alone is one of a match.
        Expression::Half(..) => end - start == 1,
        Expression::Part(part, None) => is_part(line, start, *part),
        Expression::Whole {
            unit,
            base: Base::InPlay,
            shift: 0,
        } if line.lower(start) == "the" && end - start == 2 => {
            *unit == Unit::Day
                && !matches!(
                    after,
                    "before" | "after" | "when" | "that" | "of" | "'s" | "care" | "job" | "-"
                )
                && !line.is_noun(end)
        }
        // "weekend talks" are of a known weekend, a "weekend home" is not.
        Expression::Whole {
            unit: Unit::Weekend,
            ..
        } if line.lower(start) == "weekend" => {
            !matches!(before, "a" | "every" | "each") && !matches!(after, "home" | "house")
        }
        Expression::Duration { amount, unit, .. } => {
            is_duration(line, start, end, *unit) && !is_year_amount(line, end, *amount)
        }
        Expression::Reference(_) => !glued_behind && before != "-",
        Expression::Offset { .. } => after != "than",
        Expression::Set(_) => before != "-" && !glued_behind && !is_title(line, start),
        Expression::Range(first, _) if matches!(**first, Expression::Year(_)) => {
            let money = matches!(before, "$" | "\u{20ac}" | "\u{a3}");
            !(money || counts(line, end) || before == "-" && line.pieces[start].glued)
        }
        _ => true,
    }
}

/// The expression with what the words about it add: the year of a named day, the window of a duration, a rate.
pub fn with_context(
    line: &Line<'_>,
    start: usize,
    end: usize,
    expression: Expression,
    tense: Tense,
) -> Expression {
    match expression {
        Expression::Calendar {
            year: None,
            month,
            day: Some(day),
            ..
        } => match named_year(line, end, month, day) {
            Some(year) => Expression::Fixed(year, month, day),
            None => expression,
        },
        Expression::Duration { amount, unit, .. }
            if matches!(line.lower(start), "a" | "an") && is_rate(line, start) =>
        {
            Expression::Set(period_value(amount, unit))
        }
        // "within 48 hours" and, ahead, "in two weeks" begin with the publication.
        Expression::Duration {
            amount,
            unit,
            window: Window::Free,
        } if tense == Tense::Future && matches!(line.before(start, 1), "within" | "in") => {
            Expression::Duration {
                amount,
                unit,
                window: Window::Future,
            }
        }
        other => other,
    }
}

/// "the 90s", "the '90s", "1990s"; not a man in his 90s.
fn is_decade(line: &Line<'_>, start: usize, end: usize, first: i16) -> bool {
    let before = line.before(start, 1);
    if matches!(before, "his" | "her" | "their" | "my" | "your" | "our") {
        return false;
    }
    // "1960s" says its century; "60s" and "sixties" may be degrees or ages.
    let full = line.pieces[end - 1].kind == Kind::Decade(first);
    full || line.lower(start) == "the"
        || matches!(before, "and" | "or" | "early" | "late" | "mid" | "-")
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
    // Part of a code ("A330-2000"), not "mid-2011".
    let phase = matches!(
        line.before(at, 2),
        "mid" | "early" | "late" | "pre" | "post"
    );
    if glued
        && !phase
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
        Season::Spring if line.upos(at) == "NOUN" => true,
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

fn is_part(line: &Line<'_>, start: usize, part: Part) -> bool {
    let at = (start..start + 4)
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

/// "World Cup 2018 day five": the figure is a year, not an amount.
fn is_year_amount(line: &Line<'_>, end: usize, amount: Amount) -> bool {
    let year = matches!(amount, Amount::Exact(count) if (1900.0..2100.0).contains(&count));
    year && line.meaning(end - 1).units.is_none()
}

/// A word with a capital within a sentence is part of a name: "Publishers Weekly".
fn is_title(line: &Line<'_>, start: usize) -> bool {
    line.pieces[start].is_capitalised()
        && line.meaning(start).weekdays.is_none()
        && start > 0
        && line.pieces[start - 1].is_word()
}

fn is_duration(line: &Line<'_>, start: usize, end: usize, unit: Unit) -> bool {
    let (before, after) = (line.before(start, 1), line.lower(end));
    let (first, last) = (line.lower(start), line.lower(end - 1));
    let old = |at: usize| matches!(line.lower(at), "old" | "olds");
    // Ages: "a 36-year-old", "16 years of age", "aged two years".
    if old(end)
        || after == "-" && old(end + 1)
        || after == "of" && line.lower(end + 1) == "age"
        || before == "aged"
    {
        return false;
    }
    // "a second term", "one quarter of", "a weekend": no measures of time.
    if last == "second"
        || unit == Unit::Quarter && end - start <= 2
        || unit == Unit::Weekend && first == "a"
    {
        return false;
    }
    if end - start > 1 {
        return true;
    }
    // A bare plural needs a word that makes it a stretch of time.
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
                "" | "," | "and" | "with" | "the" | "to" | "following" | "despite" | "\"" | "by"
            ))
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
