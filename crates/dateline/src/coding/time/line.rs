//! A sentence's pieces with all that the lexicon and the number reader see in them.

use super::expression::{Amount, ClockTime};
use super::holidays::{HOLIDAYS, Holiday};
use super::lexicon::{self, Meaning};
use crate::coding::numbers;
use crate::coding::scan::{Kind, Piece};

/// Pieces with what the lexicon knows of each.
pub struct Line<'t> {
    pub pieces: Vec<Piece<'t>>,
    pub meanings: Vec<Meaning>,
    /// Universal part of speech of the word that each piece is of; empty without tags.
    pub upos: Vec<&'t str>,
    readings: Vec<Reading>,
}

/// What longer runs begin at a piece, each with the piece behind its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// "two", "11", "a", "several", "half a".
    pub amount: Option<(Amount, usize)>,
    pub ordinal: Option<(u32, usize)>,
    /// 1 to 31, plain or ordinal.
    pub day: Option<(i8, usize)>,
    pub holiday: Option<(Holiday, usize)>,
    /// With its "p.m." and zone.
    pub clock: Option<(ClockTime, usize)>,
    /// The end of "about", "more than".
    pub approximation: Option<usize>,
}

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

    pub fn reading(&self, at: usize) -> Reading {
        self.readings.get(at).copied().unwrap_or_default()
    }

    fn read(&self, at: usize) -> Reading {
        let run = |words: &&&[&str]| self.is_run(at, words);
        Reading {
            amount: self.amount(at),
            ordinal: numbers::ordinal(&self.pieces[at..]).map(|(value, taken)| (value, at + taken)),
            day: self.day(at),
            holiday: self.holiday(at),
            clock: self.clock(at),
            approximation: APPROXIMATIONS
                .iter()
                .find(run)
                .map(|words| at + words.len()),
        }
    }

    /// Words that may stand between an amount and its unit: "straight".
    pub fn is_adjective(&self, at: usize) -> bool {
        ADJECTIVES.contains(&self.lower(at))
    }

    fn is_run(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.lower(at + offset) == *word)
    }

    /// Nothing follows that the phrase would need: a mark, a conjunction, or the end.
    pub fn ends(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| {
            piece.kind == Kind::Mark && piece.lower != "-" && piece.lower != "$"
        }) || matches!(
            self.lower(at),
            "and" | "but" | "when" | "while" | "as" | "in" | "at" | "on" | "by"
        )
    }

    /// The piece behind a word and the dot of its abbreviation: "Jan.", "Tue."
    pub fn past_dot(&self, at: usize) -> usize {
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
            Kind::Figure(value) if piece.text.len() <= 2 && (1.0..=31.0).contains(&value) => {
                Some((value as i8, at + 1))
            }
            Kind::Word => {
                let (value, taken) = numbers::ordinal(&self.pieces[at..])?;
                (1..=31)
                    .contains(&value)
                    .then_some((value as i8, at + taken))
            }
            Kind::Ordinal(value @ 1..=31) => Some((value as i8, at + 1)),
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
            Kind::Clock(hour, minute, _) => (hour, minute, at + 1, true),
            Kind::Figure(_) if is_military(piece.text) && self.military_tail(at + 1) => {
                let hours = usize::from(self.lower(at + 1) == "hours");
                (
                    piece.text[..2].parse().ok()?,
                    piece.text[2..].parse().ok()?,
                    at + 1 + hours,
                    true,
                )
            }
            Kind::Figure(_) if half(at + 1) || self.lower(at + 1) == "o'clock" => {
                let (hour, minute) = piece.text.split_once('.').unwrap_or((piece.text, "0"));
                (hour.parse().ok()?, minute.parse().ok()?, at + 1, false)
            }
            Kind::Word => {
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
            && let Some(Kind::Figure(hours)) = self.pieces.get(end + 1).map(|piece| piece.kind)
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

/// Looks every piece up in the lexicon, and reads the numbers, holidays and clock times that begin at each.
pub fn line<'t>(pieces: Vec<Piece<'t>>, upos: Vec<&'t str>) -> Line<'t> {
    let meanings = pieces
        .iter()
        .map(|piece| {
            if piece.is_word() {
                lexicon::meaning(&piece.lower)
            } else {
                Meaning::default()
            }
        })
        .collect();
    let mut line = Line {
        pieces,
        meanings,
        upos,
        readings: Vec::new(),
    };
    line.readings = (0..line.pieces.len()).map(|at| line.read(at)).collect();
    line
}
