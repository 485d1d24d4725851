//! Number words and figures: "two", "twenty-one", "two and a half", "11,000", "3.5 million", "third".

use super::scan::{Kind, Piece};

/// A number as the words give it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    pub value: f64,
    /// How many pieces it takes.
    pub pieces: usize,
    /// Written in figures, at least in part.
    pub figures: bool,
}

const UNITS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
];

const TENS: &[(&str, f64)] = &[
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fourty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// Scales that multiply what stands before them.
const SCALES: &[(&str, f64)] = &[
    ("hundred", 100.0),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("dozen", 12.0),
];

/// Scales as they are glued to a figure or to a currency's amount: "500m", "1.2bn", "40k".
const SHORT_SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("bn", 1e9),
    ("b", 1e9),
    ("bln", 1e9),
    ("tn", 1e12),
    ("trn", 1e12),
];

const ORDINALS: &[(&str, u32)] = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
    ("fortieth", 40),
    ("fiftieth", 50),
    ("hundredth", 100),
];

pub(crate) fn lookup<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(entry, _)| *entry == word)
        .map(|&(_, value)| value)
}

/// The scale a word stands for ("million"), also short when glued to a figure ("bn").
pub fn scale(word: &str, short: bool) -> Option<f64> {
    lookup(SCALES, word).or_else(|| {
        if short {
            lookup(SHORT_SCALES, word)
        } else {
            None
        }
    })
}

/// The cardinal number at the head of `pieces`, taking as many of them as belong to it.
///
/// "a" and "an" are read only before a scale ("a hundred"), "half a million" as 500,000. `None` where no number stands.
pub fn cardinal(pieces: &[Piece<'_>]) -> Option<Number> {
    let word = |at: usize| pieces.get(at).map_or("", |piece| piece.lower.as_str());
    if word(0) == "half" && matches!(word(1), "a" | "an") {
        return scale(word(2), false).map(|scale| Number {
            value: scale / 2.0,
            pieces: 3,
            figures: false,
        });
    }
    let (mut value, mut at, figures) = match pieces.first()?.kind {
        Kind::Figure(value) => (value, 1, true),
        Kind::Word if word(0) == "a" => (1.0, 1, false),
        Kind::Word => {
            let (value, taken) = below_hundred(pieces)?;
            (value, taken, false)
        }
        _ => return None,
    };
    let article = word(0) == "a";
    if article && scale(word(1), false).is_none() {
        return None;
    }
    // "two hundred and fifty thousand": what stands before a scale is multiplied, what follows is added.
    let mut total = 0.0;
    loop {
        let short = figures
            && pieces
                .get(at)
                .is_some_and(|piece| piece.glued || is_money_scale(&piece.lower));
        // "two-million", "$7-billion"
        if word(at) == "-" && scale(word(at + 1), false).is_some_and(|by| by >= 100.0) {
            at += 1;
        }
        if let Some(by) = scale(word(at), short) {
            if by >= 1e3 {
                total = (total + value) * by;
                value = 0.0;
            } else {
                value *= by;
            }
            at += 1;
            continue;
        }
        let skip = usize::from(word(at) == "and" && (value >= 100.0 || total > 0.0) && !figures);
        match below_hundred(pieces.get(at + skip..).unwrap_or_default()) {
            Some((more, taken))
                if !figures
                    && at > 1
                    && lookup(SCALES, word(at - 1)).is_some_and(|by| by != 12.0) =>
            {
                value += more;
                at += skip + taken;
            }
            _ => break,
        }
    }
    value += total;
    let half = [word(at), word(at + 1), word(at + 2)] == ["and", "a", "half"];
    if half && value < 100.0 {
        (value, at) = (value + 0.5, at + 3);
    }
    Some(Number {
        value,
        pieces: at,
        figures,
    })
}

fn is_money_scale(word: &str) -> bool {
    matches!(word, "bn" | "mn" | "mln" | "bln" | "tn" | "trn")
}

/// "seven", "forty", "forty-two", "forty two": the value and the pieces taken.
fn below_hundred(pieces: &[Piece<'_>]) -> Option<(f64, usize)> {
    let word = |at: usize| pieces.get(at).map_or("", |piece| piece.lower.as_str());
    if let Some(unit) = lookup(UNITS, word(0)) {
        return Some((unit, 1));
    }
    let tens = lookup(TENS, word(0))?;
    let hyphen = usize::from(word(1) == "-");
    match lookup(UNITS, word(1 + hyphen)) {
        Some(unit) if (1.0..10.0).contains(&unit) => Some((tens + unit, 2 + hyphen)),
        _ => Some((tens, 1)),
    }
}

/// The ordinal at the head of `pieces` ("18th", "third", "twenty-first") and how many pieces it takes.
pub fn ordinal(pieces: &[Piece<'_>]) -> Option<(u32, usize)> {
    let first = pieces.first()?;
    if let Kind::Ordinal(value) = first.kind {
        return Some((value, 1));
    }
    if let Some(value) = lookup(ORDINALS, &first.lower) {
        return Some((value, 1));
    }
    let tens = lookup(TENS, &first.lower)? as u32;
    let hyphen = usize::from(pieces.get(1)?.lower == "-");
    let unit = lookup(ORDINALS, &pieces.get(1 + hyphen)?.lower).filter(|&unit| unit < 10)?;
    Some((tens + unit, 2 + hyphen))
}

#[cfg(test)]
mod tests {
    use super::super::scan::pieces;
    use super::*;

    #[test]
    fn cardinals() {
        for (text, value, taken) in [
            ("two visits", 2.0, 1),
            ("twenty-one men", 21.0, 3),
            ("forty two", 42.0, 2),
            ("a hundred and five tents", 105.0, 4),
            ("two hundred thousand people", 200_000.0, 3),
            ("three thousand four hundred and six", 3406.0, 6),
            ("11,000 soldiers", 11_000.0, 1),
            ("3.5 million euros", 3_500_000.0, 2),
            ("500m", 500_000_000.0, 2),
            ("1.2 bn", 1_200_000_000.0, 2),
            ("half a million", 500_000.0, 3),
            ("two and a half years", 2.5, 4),
            ("a dozen", 12.0, 2),
            ("two dozen", 24.0, 2),
            ("ten m wide", 10.0, 1),
        ] {
            let found = cardinal(&pieces(text, 0..text.len()));
            assert_eq!(
                found.map(|number| (number.value, number.pieces)),
                Some((value, taken)),
                "{text}"
            );
        }
        for text in ["a visit", "half a loaf", "hundred", "18th", "May"] {
            assert_eq!(cardinal(&pieces(text, 0..text.len())), None, "{text}");
        }
    }

    #[test]
    fn ordinals() {
        for (text, value, taken) in [
            ("18th of May", 18, 1),
            ("third", 3, 1),
            ("twenty-first", 21, 3),
            ("thirty first", 31, 2),
        ] {
            assert_eq!(
                ordinal(&pieces(text, 0..text.len())),
                Some((value, taken)),
                "{text}"
            );
        }
    }
}
