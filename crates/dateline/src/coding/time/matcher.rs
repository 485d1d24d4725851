//! The pattern language of the tables: "MONTH the? DAY ,? YEAR" against pieces of text.
//!
//! Elements stand apart by spaces. Lower-case words and marks stand for themselves, `a|b` for either, capitals for a
//! class (see [`Class`]), and `?` behind an element makes it optional. Optional elements are taken where they can be.

use std::collections::HashMap;

use jiff::civil::Weekday;

use super::expression::{Amount, ClockTime, Expression, Pick, YearOf};
use super::holidays::Holiday;
use super::lexicon::{Part, Season, Unit};
use super::line::Line;
use crate::coding::numbers;
use crate::coding::scan::{self, Kind, Piece};

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

    /// The elements that a match may begin with: up to the first that is not optional.
    fn beginnings(&self) -> impl Iterator<Item = &Test> {
        let optional = self
            .elements
            .iter()
            .take_while(|(_, optional)| *optional)
            .count();
        self.elements
            .iter()
            .take(optional + 1)
            .map(|(test, _)| test)
    }

    /// Matches at a piece: the end of the match and what was read.
    pub fn at(&self, line: &Line<'_>, start: usize, below: &[Found]) -> Option<(usize, Captures)> {
        let mut captures = Captures::default();
        let end = follow(&self.elements, line, start, below, &mut captures)?;
        (end > start).then_some((end, captures))
    }
}

/// A table ready for use, with its patterns by what they may begin with.
pub struct Table {
    patterns: Vec<Pattern>,
    by_word: HashMap<&'static str, Vec<usize>>,
    by_class: Vec<(Class, Vec<usize>)>,
}

impl Table {
    pub fn new(rows: &[&[Row]]) -> Table {
        let patterns: Vec<Pattern> = rows
            .iter()
            .flat_map(|rows| rows.iter())
            .map(Pattern::new)
            .collect();
        let mut by_word: HashMap<&'static str, Vec<usize>> = HashMap::new();
        let mut by_class: Vec<(Class, Vec<usize>)> = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for test in pattern.beginnings() {
                match test {
                    Test::Literals(words) => words
                        .iter()
                        .for_each(|word| by_word.entry(word).or_default().push(index)),
                    Test::Class(class) => {
                        match by_class.iter_mut().find(|(known, _)| known == class) {
                            Some((_, indices)) => indices.push(index),
                            None => by_class.push((*class, vec![index])),
                        }
                    }
                }
            }
        }
        Table {
            patterns,
            by_word,
            by_class,
        }
    }

    /// The patterns that may match at a piece.
    pub fn beginning<'a>(
        &'a self,
        line: &'a Line<'_>,
        at: usize,
        below: &'a [Found],
    ) -> impl Iterator<Item = &'a Pattern> {
        let by_word = self.by_word.get(line.lower(at)).into_iter().flatten();
        let begins = move |class: Class| match class {
            Class::Date => below.get(at).is_some_and(Option::is_some),
            Class::Approx => line.reading(at).approximation.is_some(),
            Class::Adjective | Class::End => false,
            class => line.class(class, at).is_some(),
        };
        let by_class = self
            .by_class
            .iter()
            .filter(move |(class, _)| begins(*class))
            .flat_map(|(_, indices)| indices);
        by_word
            .chain(by_class)
            .filter_map(|&index| self.patterns.get(index))
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

impl Line<'_> {
    /// The end of what passes the test at a piece, and what was read there.
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
            Test::Class(Class::Approx) => self.reading(at).approximation,
            Test::Class(Class::Adjective) => self.is_adjective(at).then_some(at + 1),
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
                let (day, end) = self.reading(at).day?;
                (Capture::Day(day), end)
            }
            Class::Nth => match piece.kind {
                Kind::Ordinal(day @ 1..=31) => (Capture::Day(day as i8), next),
                _ => return None,
            },
            Class::Year => (Capture::Year(year(piece)?), next),
            Class::Two => match piece.kind {
                Kind::Figure(value) if piece.text.len() == 2 => (Capture::Year(value as i16), next),
                _ => return None,
            },
            Class::Amount => {
                let (amount, end) = self.reading(at).amount?;
                (Capture::Amount(amount), end)
            }
            Class::One => (Capture::Unit(meaning.unit?), next),
            Class::Many => (Capture::Unit(meaning.units?), next),
            Class::Unit => (Capture::Unit(meaning.units.or(meaning.unit)?), next),
            Class::Season => (Capture::Season(meaning.season?), next),
            Class::Part => (Capture::Part(meaning.part?), next),
            Class::Holiday => {
                let (holiday, end) = self.reading(at).holiday?;
                (Capture::Holiday(holiday), end)
            }
            Class::Clock => {
                let (clock, end) = self.reading(at).clock?;
                (Capture::Expression(Expression::Clock(clock, None)), end)
            }
            Class::Decade => match piece.kind {
                Kind::Decade(year) => (
                    Capture::Decade(if year < 100 { 1900 + year } else { year }),
                    next,
                ),
                Kind::Word => (Capture::Decade(meaning.decade?), next),
                _ => return None,
            },
            Class::Figures => match piece.kind {
                Kind::Calendar(year, month, day) => (
                    Capture::Expression(written(piece.text, year, month, day)),
                    next,
                ),
                Kind::Slashed(a, b, year) => {
                    (Capture::Expression(Expression::Slashed(a, b, year)), next)
                }
                _ => return None,
            },
            Class::Ordinal => {
                let (value, end) = self.reading(at).ordinal?;
                (Capture::Ordinal(value), end)
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
}

fn year(piece: &Piece<'_>) -> Option<i16> {
    match piece.kind {
        Kind::Figure(value) if piece.text.len() == 4 && (1000.0..=2100.0).contains(&value) => {
            Some(value as i16)
        }
        Kind::ShortYear(short) => Some(scan::full_year(i16::from(short))),
        _ => None,
    }
}

/// An ISO date, with its clock time if the piece holds one: "2025-03-18T17:00Z".
fn written(text: &str, year: i16, month: i8, day: i8) -> Expression {
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

#[cfg(test)]
pub(super) fn is_known(element: &str) -> bool {
    let element = element.strip_suffix('?').unwrap_or(element);
    !element.starts_with(|c: char| c.is_ascii_uppercase())
        || numbers::lookup(CLASSES, element).is_some()
}
