//! The pattern language of the tables: "MONTH the? DAY ,? YEAR" against pieces of text.
//!
//! Elements stand apart by spaces. Lower-case words and marks stand for themselves, `a|b` for either, capitals for a
//! class (see [`Class`]), and `?` behind an element makes it optional. Optional elements are taken where they can be.

use jiff::civil::Weekday;

use super::expression::{Amount, ClockTime, Expression};
use super::holidays::{HOLIDAYS, Holiday};
use super::lexicon::{self, Meaning, Part, Season, Unit};
use crate::coding::numbers;
use crate::coding::scan::{self, Piece};

/// Pieces with what the lexicon knows of each.
pub struct Line<'t> {
    pub pieces: Vec<Piece<'t>>,
    pub meanings: Vec<Meaning>,
    /// Universal part of speech of the word that each piece is of; empty without tags.
    pub upos: Vec<&'t str>,
}

/// A kind of piece, or run of pieces, that a pattern may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// "March", "Sept."
    Month,
    /// "Tuesday", "Tue."
    Weekday,
    /// "Tuesdays"
    Weekdays,
    /// 1 to 31, plain or ordinal
    Day,
    /// an ordinal in figures, 1 to 31
    Nth,
    /// four figures, or "'82"
    Year,
    /// two figures, the end of a year range
    Two,
    /// "two", "11", "a", "several", "half a"
    Amount,
    /// "about", "more than"
    Approx,
    /// a unit in the singular
    One,
    /// a unit in the plural
    Many,
    /// a unit in either number
    Unit,
    Season,
    Part,
    Holiday,
    /// with its "p.m." and zone
    Clock,
    /// "1990s"
    Decade,
    /// "2025-03-18", "15/03/2025"
    Figures,
    Ordinal,
    /// "weekly"
    Frequency,
    /// "now", "recently"
    Reference,
    /// "Q3", "H1"
    Code,
    /// "straight", "consecutive": words between amount and unit
    Adjective,
    /// an expression of the level below, already read
    Date,
    /// nothing: only looks whether the phrase ends here
    End,
}

const CLASSES: &[(&str, Class)] = &[
    ("MONTH", Class::Month),
    ("WEEKDAY", Class::Weekday),
    ("WEEKDAYS", Class::Weekdays),
    ("DAY", Class::Day),
    ("NTH", Class::Nth),
    ("YEAR", Class::Year),
    ("TWO", Class::Two),
    ("AMOUNT", Class::Amount),
    ("APPROX", Class::Approx),
    ("ONE", Class::One),
    ("MANY", Class::Many),
    ("UNIT", Class::Unit),
    ("SEASON", Class::Season),
    ("PART", Class::Part),
    ("HOLIDAY", Class::Holiday),
    ("CLOCK", Class::Clock),
    ("DECADE", Class::Decade),
    ("FIGURES", Class::Figures),
    ("ORDINAL", Class::Ordinal),
    ("FREQUENCY", Class::Frequency),
    ("REFERENCE", Class::Reference),
    ("CODE", Class::Code),
    ("ADJECTIVE", Class::Adjective),
    ("DATE", Class::Date),
    ("END", Class::End),
];

/// Words that make an amount rough, longest first.
const APPROXIMATIONS: &[&[&str]] = &[
    &["a", "little", "more", "than"],
    &["a", "little", "over"],
    &["no", "more", "than"],
    &["no", "less", "than"],
    &["just", "under"],
    &["just", "over"],
    &["more", "than"],
    &["less", "than"],
    &["fewer", "than"],
    &["at", "least"],
    &["at", "most"],
    &["up", "to"],
    &["as", "many", "as"],
    &["well", "over"],
    &["only"],
    &["about"],
    &["around"],
    &["almost"],
    &["nearly"],
    &["over"],
    &["under"],
    &["roughly"],
    &["approximately"],
    &["some"],
    &["barely"],
];

/// Amounts without a figure, with a usual size.
const VAGUE: &[(&[&str], f64)] = &[
    (&["a", "couple", "of"], 2.0),
    (&["a", "couple"], 2.0),
    (&["a", "number", "of"], 4.0),
    (&["a", "handful", "of"], 4.0),
    (&["a", "few"], 3.0),
    (&["quite", "a", "few"], 6.0),
    (&["few"], 3.0),
    (&["several"], 4.0),
    (&["many"], 10.0),
    (&["dozens", "of"], 40.0),
    (&["hundreds", "of"], 400.0),
];

/// Words that may stand between an amount and its unit.
const ADJECTIVES: &[&str] = &[
    "straight",
    "consecutive",
    "successive",
    "full",
    "whole",
    "long",
    "more",
    "additional",
    "further",
    "working",
    "trading",
    "business",
    "calendar",
    "solid",
    "short",
    "entire",
];

/// What a match has read, in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Capture {
    Month(i8),
    Weekday(Weekday),
    Day(i8),
    Year(i16),
    Amount(Amount),
    Unit(Unit),
    Season(Season),
    Part(Part),
    Holiday(Holiday),
    Ordinal(u32),
    Decade(i16),
    Value(&'static str),
    /// "Q3": the letter and the figure.
    Code(char, i8),
    Expression(Expression),
    /// The literal of the pattern that stood there.
    Word(&'static str),
}

/// Everything a match has read.
#[derive(Debug, Default)]
pub struct Captures(pub Vec<Capture>);

#[derive(Debug)]
enum Test {
    Literals(Vec<&'static str>),
    Class(Class),
}

/// One row of a table, ready for use.
pub struct Pattern {
    elements: Vec<(Test, bool)>,
    pub build: fn(&Captures) -> Option<Expression>,
}

/// A row of a table: the pattern and what makes an expression of its match.
pub type Row = (&'static str, fn(&Captures) -> Option<Expression>);

impl Pattern {
    /// Reads a row. A capitalised word that is no class matches nothing (the tests read every table).
    pub fn new(&(source, build): &Row) -> Pattern {
        let elements = source.split(' ').map(|element| {
            let optional = element.len() > 1 && element.ends_with('?');
            let element = if optional {
                &element[..element.len() - 1]
            } else {
                element
            };
            let test = match numbers::lookup(CLASSES, element) {
                Some(class) => Test::Class(class),
                None => Test::Literals(element.split('|').collect()),
            };
            (test, optional)
        });
        Pattern {
            elements: elements.collect(),
            build,
        }
    }

    /// Matches at a piece: the end of the match and what was read.
    pub fn at(&self, line: &Line<'_>, start: usize, below: &[Found]) -> Option<(usize, Captures)> {
        let mut captures = Captures::default();
        let end = follow(&self.elements, line, start, below, &mut captures)?;
        (end > start).then_some((end, captures))
    }
}

/// The longest expression that begins at a piece, and where it ends.
pub type Found = Option<(usize, Expression)>;

fn follow(
    rest: &[(Test, bool)],
    line: &Line<'_>,
    at: usize,
    below: &[Found],
    captures: &mut Captures,
) -> Option<usize> {
    let Some(((test, optional), rest)) = rest.split_first() else {
        return Some(at);
    };
    let mark = captures.0.len();
    if let Some(next) = line.test(test, at, below, captures) {
        if let Some(end) = follow(rest, line, next, below, captures) {
            return Some(end);
        }
        captures.0.truncate(mark);
    }
    if *optional {
        follow(rest, line, at, below, captures)
    } else {
        None
    }
}

impl<'t> Line<'t> {
    pub fn lower(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.lower.as_str())
    }

    /// The word so many pieces before `at`, "" beyond the start.
    pub fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.lower(at))
    }

    pub fn upos(&self, at: usize) -> &str {
        self.upos.get(at).copied().unwrap_or_default()
    }

    pub fn meaning(&self, at: usize) -> Meaning {
        self.meanings.get(at).copied().unwrap_or_default()
    }

    fn is_run(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.lower(at + offset) == *word)
    }

    fn test(
        &self,
        test: &Test,
        at: usize,
        below: &[Found],
        captures: &mut Captures,
    ) -> Option<usize> {
        match test {
            Test::Literals(words) => {
                let word = words.iter().find(|word| **word == self.lower(at))?;
                captures.0.push(Capture::Word(word));
                Some(at + 1)
            }
            Test::Class(Class::End) => self.ends(at).then_some(at),
            Test::Class(Class::Approx) => {
                let run = APPROXIMATIONS.iter().find(|run| self.is_run(at, run))?;
                Some(at + run.len())
            }
            Test::Class(Class::Adjective) => ADJECTIVES.contains(&self.lower(at)).then_some(at + 1),
            Test::Class(Class::Date) => {
                let (end, expression) = below.get(at)?.as_ref()?;
                captures.0.push(Capture::Expression(expression.clone()));
                Some(*end)
            }
            Test::Class(class) => {
                let (capture, end) = self.class(*class, at)?;
                captures.0.push(capture);
                Some(end)
            }
        }
    }

    /// Nothing follows that the phrase would need: a mark, a conjunction, or the end.
    fn ends(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| {
            piece.kind == scan::Kind::Mark && piece.lower != "-" && piece.lower != "$"
        }) || matches!(
            self.lower(at),
            "and" | "but" | "when" | "while" | "as" | "in" | "at" | "on" | "by"
        )
    }

    fn class(&self, class: Class, at: usize) -> Option<(Capture, usize)> {
        let piece = self.pieces.get(at)?;
        let meaning = self.meaning(at);
        let next = at + 1;
        let found = match class {
            Class::Month => (
                Capture::Month(meaning.month.filter(|_| piece.is_capitalised())?),
                self.past_dot(at),
            ),
            Class::Weekday => (
                Capture::Weekday(meaning.weekday.filter(|_| piece.is_capitalised())?),
                self.past_dot(at),
            ),
            Class::Weekdays => (Capture::Weekday(meaning.weekdays?), next),
            Class::Day => {
                let (day, end) = self.day(at)?;
                (Capture::Day(day), end)
            }
            Class::Nth => match piece.kind {
                scan::Kind::Ordinal(day @ 1..=31) => (Capture::Day(day as i8), next),
                _ => return None,
            },
            Class::Year => (Capture::Year(year(piece)?), next),
            Class::Two => match piece.kind {
                scan::Kind::Figure(value) if piece.text.len() == 2 => {
                    (Capture::Year(value as i16), next)
                }
                _ => return None,
            },
            Class::Amount => {
                let (amount, end) = self.amount(at)?;
                (Capture::Amount(amount), end)
            }
            Class::One => (Capture::Unit(meaning.unit?), next),
            Class::Many => (Capture::Unit(meaning.units?), next),
            Class::Unit => (Capture::Unit(meaning.units.or(meaning.unit)?), next),
            Class::Season => (Capture::Season(meaning.season?), next),
            Class::Part => (Capture::Part(meaning.part?), next),
            Class::Holiday => {
                let (holiday, end) = self.holiday(at)?;
                (Capture::Holiday(holiday), end)
            }
            Class::Clock => {
                let (clock, end) = self.clock(at)?;
                (Capture::Expression(Expression::Clock(clock, None)), end)
            }
            Class::Decade => match piece.kind {
                scan::Kind::Decade(year) => (
                    Capture::Decade(if year < 100 { 1900 + year } else { year }),
                    next,
                ),
                _ => return None,
            },
            Class::Figures => match piece.kind {
                scan::Kind::Calendar(year, month, day) => (
                    Capture::Expression(written(piece.text, year, month, day)),
                    next,
                ),
                scan::Kind::Slashed(a, b, year) => {
                    (Capture::Expression(Expression::Slashed(a, b, year)), next)
                }
                _ => return None,
            },
            Class::Ordinal => {
                let (value, taken) = numbers::ordinal(&self.pieces[at..])?;
                (Capture::Ordinal(value), at + taken)
            }
            Class::Frequency => (Capture::Value(meaning.frequency?), next),
            Class::Reference => (Capture::Value(meaning.reference?), next),
            Class::Code => {
                let mut letters = piece.text.chars();
                match (
                    letters.next()?,
                    letters.next()?.to_digit(10)?,
                    letters.next(),
                ) {
                    (letter @ ('Q' | 'H'), digit @ 1..=4, None) if letter == 'Q' || digit < 3 => {
                        (Capture::Code(letter, digit as i8), next)
                    }
                    _ => return None,
                }
            }
            Class::Approx | Class::Adjective | Class::Date | Class::End => return None,
        };
        Some(found)
    }

    /// The piece behind a word and the dot of its abbreviation: "Jan.", "Tue."
    fn past_dot(&self, at: usize) -> usize {
        let short = self.pieces[at].text.len() <= 5
            && !matches!(self.lower(at), "may" | "june" | "july" | "march" | "april");
        let dot = self
            .pieces
            .get(at + 1)
            .is_some_and(|dot| dot.glued && dot.lower == ".");
        // At the end of a sentence the dot is the sentence's, and is no loss.
        at + 1 + usize::from(short && dot && at + 2 < self.pieces.len())
    }

    fn day(&self, at: usize) -> Option<(i8, usize)> {
        let piece = self.pieces.get(at)?;
        match piece.kind {
            scan::Kind::Figure(value) if piece.text.len() <= 2 && (1.0..=31.0).contains(&value) => {
                Some((value as i8, at + 1))
            }
            scan::Kind::Word => {
                let (value, taken) = numbers::ordinal(&self.pieces[at..])?;
                (1..=31)
                    .contains(&value)
                    .then_some((value as i8, at + taken))
            }
            scan::Kind::Ordinal(value @ 1..=31) => Some((value as i8, at + 1)),
            _ => None,
        }
    }

    fn amount(&self, at: usize) -> Option<(Amount, usize)> {
        if let Some((words, usual)) = VAGUE.iter().find(|(words, _)| self.is_run(at, words)) {
            return Some((Amount::Vague(*usual), at + words.len()));
        }
        if self.lower(at) == "half" {
            let end = at + 1 + usize::from(matches!(self.lower(at + 1), "a" | "an" | "-"));
            return self.meaning(end).unit.map(|_| (Amount::Exact(0.5), end));
        }
        if let Some(number) = numbers::cardinal(&self.pieces[at..]) {
            return Some((Amount::Exact(number.value), at + number.pieces));
        }
        matches!(self.lower(at), "a" | "an").then_some((Amount::Exact(1.0), at + 1))
    }

    /// The longest holiday whose name begins here, written with a capital.
    fn holiday(&self, at: usize) -> Option<(Holiday, usize)> {
        if !self.pieces[at].is_capitalised() {
            return None;
        }
        let matching = HOLIDAYS.iter().filter_map(|(name, holiday)| {
            let mut length = 0;
            for word in name.split(' ') {
                if self.lower(at + length) != word {
                    return None;
                }
                length += 1;
            }
            Some((*holiday, at + length))
        });
        matching.max_by_key(|(_, end)| *end)
    }

    /// "5:30 p.m. local time", "5pm", "17:00 GMT", "0430 GMT", "1700 hours", "five o'clock".
    fn clock(&self, at: usize) -> Option<(ClockTime, usize)> {
        let piece = self.pieces.get(at)?;
        let half = |at: usize| matches!(self.lower(at), "am" | "pm");
        let (mut hour, minute, mut end, certain) = match piece.kind {
            scan::Kind::Clock(hour, minute, _) => (hour, minute, at + 1, true),
            scan::Kind::Figure(_) if is_military(piece.text) && self.military_tail(at + 1) => {
                let hours = usize::from(self.lower(at + 1) == "hours");
                (
                    piece.text[..2].parse().ok()?,
                    piece.text[2..].parse().ok()?,
                    at + 1 + hours,
                    true,
                )
            }
            scan::Kind::Figure(_) if half(at + 1) || self.lower(at + 1) == "o'clock" => {
                let (hour, minute) = piece.text.split_once('.').unwrap_or((piece.text, "0"));
                (hour.parse().ok()?, minute.parse().ok()?, at + 1, false)
            }
            scan::Kind::Word => {
                let number =
                    numbers::cardinal(&self.pieces[at..]).filter(|number| number.pieces == 1)?;
                if self.lower(at) == "a" || !(half(at + 1) || self.lower(at + 1) == "o'clock") {
                    return None;
                }
                (number.value as i8, 0, at + 1, false)
            }
            _ => return None,
        };
        if self.lower(end) == "o'clock" {
            end += 1;
        }
        if half(end) && (1..=12).contains(&hour) {
            hour = hour % 12 + if self.lower(end) == "pm" { 12 } else { 0 };
            end += 1;
        } else if !certain && hour > 12 {
            return None;
        }
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
            return None;
        }
        let (zone, end) = self.zone(end);
        Some((ClockTime { hour, minute, zone }, end))
    }

    fn military_tail(&self, at: usize) -> bool {
        self.lower(at) == "hours"
            || self.meaning(at).zone.is_some()
            || self.is_run(at, &["local", "time"])
    }

    /// "local time", "GMT", "(GMT +8)", "ET": minutes from UTC and the end of the phrase.
    fn zone(&self, at: usize) -> (Option<i16>, usize) {
        for words in [
            ["local", "time"],
            ["eastern", "time"],
            ["et", ""],
            ["moscow", "time"],
            ["kyiv", "time"],
        ] {
            let length = words.iter().filter(|word| !word.is_empty()).count();
            if self.is_run(at, &words[..length]) {
                return (None, at + length);
            }
        }
        let bracket = usize::from(self.lower(at) == "(");
        let Some(mut zone) = self
            .meaning(at + bracket)
            .zone
            .filter(|_| self.pieces[at + bracket].text != "est")
        else {
            return (None, at);
        };
        let mut end = at + bracket + 1;
        let sign = match self.lower(end) {
            "+" => 1,
            "-" => -1,
            _ => 0,
        };
        if sign != 0
            && let Some(scan::Kind::Figure(hours)) =
                self.pieces.get(end + 1).map(|piece| piece.kind)
            && hours <= 14.0
        {
            zone += sign * (hours * 60.0) as i16;
            end += 2;
        }
        match (bracket, self.lower(end)) {
            (0, _) => (Some(zone), end),
            (_, ")") => (Some(zone), end + 1),
            _ => (None, at),
        }
    }
}

/// Four figures that a day of 24 hours has: "0430".
fn is_military(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text[..2].parse().is_ok_and(|hour: u8| hour < 24)
        && text[2..].parse().is_ok_and(|minute: u8| minute < 60)
}

fn year(piece: &Piece<'_>) -> Option<i16> {
    match piece.kind {
        scan::Kind::Figure(value)
            if piece.text.len() == 4 && (1000.0..=2100.0).contains(&value) =>
        {
            Some(value as i16)
        }
        scan::Kind::ShortYear(short) => Some(scan::full_year(i16::from(short))),
        _ => None,
    }
}

/// An ISO date, with its clock time if the piece holds one: "2025-03-18T17:00Z".
fn written(text: &str, year: i16, month: i8, day: i8) -> Expression {
    use super::expression::Pick;
    use super::expression::YearOf;
    let date = Expression::Calendar {
        year: Some(YearOf::Given(year)),
        month,
        day: Some(day),
        weekday: None,
        pick: Pick::Near,
    };
    let clock = text.split_once('T').and_then(|(_, clock)| {
        let hour: i8 = clock.get(..2)?.parse().ok()?;
        let minute: i8 = clock.get(3..5)?.parse().ok()?;
        let zone = clock.ends_with('Z').then_some(0);
        (hour < 24 && minute < 60).then_some(ClockTime { hour, minute, zone })
    });
    match clock {
        Some(clock) => Expression::Clock(clock, Some(date.boxed())),
        None => date,
    }
}

impl Captures {
    fn find<T>(&self, nth: usize, read: impl Fn(&Capture) -> Option<T>) -> Option<T> {
        self.0.iter().filter_map(read).nth(nth)
    }

    pub fn month(&self, nth: usize) -> Option<i8> {
        self.find(nth, |capture| {
            if let Capture::Month(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn day(&self, nth: usize) -> Option<i8> {
        self.find(nth, |capture| {
            if let Capture::Day(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn year(&self, nth: usize) -> Option<i16> {
        self.find(nth, |capture| {
            if let Capture::Year(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn weekday(&self) -> Option<Weekday> {
        self.find(0, |capture| {
            if let Capture::Weekday(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn amount(&self, nth: usize) -> Option<Amount> {
        self.find(nth, |capture| {
            if let Capture::Amount(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn unit(&self) -> Option<Unit> {
        self.find(0, |capture| {
            if let Capture::Unit(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn season(&self) -> Option<Season> {
        self.find(0, |capture| {
            if let Capture::Season(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn part(&self) -> Option<Part> {
        self.find(0, |capture| {
            if let Capture::Part(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn holiday(&self) -> Option<Holiday> {
        self.find(0, |capture| {
            if let Capture::Holiday(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn ordinal(&self) -> Option<u32> {
        self.find(0, |capture| {
            if let Capture::Ordinal(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn decade(&self) -> Option<i16> {
        self.find(0, |capture| {
            if let Capture::Decade(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn value(&self) -> Option<&'static str> {
        self.find(0, |capture| {
            if let Capture::Value(it) = capture {
                Some(*it)
            } else {
                None
            }
        })
    }

    pub fn code(&self) -> Option<(char, i8)> {
        self.find(0, |capture| {
            if let Capture::Code(letter, figure) = capture {
                Some((*letter, *figure))
            } else {
                None
            }
        })
    }

    pub fn expression(&self, nth: usize) -> Option<Expression> {
        self.find(nth, |capture| {
            if let Capture::Expression(it) = capture {
                Some(it.clone())
            } else {
                None
            }
        })
    }

    /// Whether one of these literals stood in the match.
    pub fn says(&self, words: &[&str]) -> bool {
        self.0
            .iter()
            .any(|capture| matches!(capture, Capture::Word(word) if words.contains(word)))
    }
}

/// Looks every piece up in the lexicon.
pub fn line<'t>(pieces: Vec<Piece<'t>>, upos: Vec<&'t str>) -> Line<'t> {
    let meanings = pieces.iter().map(|piece| {
        if piece.is_word() {
            lexicon::meaning(&piece.lower)
        } else {
            Meaning::default()
        }
    });
    Line {
        meanings: meanings.collect(),
        pieces,
        upos,
    }
}

#[cfg(test)]
pub(super) fn is_known(element: &str) -> bool {
    let element = element.strip_suffix('?').unwrap_or(element);
    !element.starts_with(|c: char| c.is_ascii_uppercase())
        || numbers::lookup(CLASSES, element).is_some()
}
