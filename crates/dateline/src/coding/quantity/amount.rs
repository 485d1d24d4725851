//! The number in a quantity: its value and bounds, its currency, and how many pieces it takes.

use crate::coding::numbers::{self, lookup};
use crate::coding::scan::{Kind, Piece};

/// A number as written, with the words that bend it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub approximate: bool,
    /// Its pieces, from the bending words on, end-exclusive.
    pub first: usize,
    pub end: usize,
    /// The piece of the (last) number itself, without bending words.
    pub number: usize,
    /// ISO 4217 code.
    pub currency: Option<&'static str>,
    /// Counted through "of": "dozens of", "a pair of".
    pub is_noun: bool,
}

/// Words before a number that make it rough or a bound, longest first.
#[rustfmt::skip]
const BENDING: &[&[&str]] = &[
    &["a", "total", "of", "some"], &["no", "fewer", "than"], &["no", "less", "than"], &["no", "more", "than"],
    &["not", "less", "than"], &["as", "many", "as"], &["as", "much", "as"], &["as", "few", "as"], &["in", "excess", "of"],
    &["a", "minimum", "of"], &["a", "maximum", "of"], &["well", "over"], &["just", "over"], &["just", "under"],
    &["close", "to"], &["more", "than"], &["less", "than"], &["fewer", "than"], &["at", "least"], &["at", "most"], &["up", "to"],
    &["an", "estimated"], &["estimated"], &["some"], &["about"], &["around"], &["nearly"], &["almost"], &["over"], &["under"],
    &["roughly"], &["approximately"], &["approx"], &["circa"], &["perhaps"], &["possibly"], &["maybe"], &["above"], &["~"],
];

/// Words before a number that neither bend nor end it.
const PLAIN: &[&[&str]] = &[
    &["a", "total", "of"],
    &["a", "further"],
    &["another"],
    &["an", "additional"],
    &["the", "other"],
];

/// Words behind a number that make it rough.
const BENT: &[&[&str]] = &[
    &["or", "more"],
    &["or", "so"],
    &["-", "odd"],
    &["-", "plus"],
    &["+"],
    &["plus"],
];

/// Number nouns in the plural and the bounds that they are taken to mean; the lower bound is the value.
#[rustfmt::skip]
const ROUND: &[(&[&str], f64, f64)] = &[
    (&["tens", "of", "thousands"], 20e3, 99_999.0), (&["hundreds", "of", "thousands"], 200e3, 999_999.0),
    (&["tens", "of", "millions"], 20e6, 99_999_999.0), (&["hundreds", "of", "millions"], 200e6, 999_999_999.0),
    (&["dozens"], 24.0, 99.0), (&["scores"], 40.0, 99.0), (&["hundreds"], 200.0, 999.0), (&["thousands"], 2e3, 9_999.0),
    (&["millions"], 2e6, 9_999_999.0), (&["billions"], 2e9, 9_999_999_999.0),
    (&["a", "couple"], 2.0, 3.0), (&["a", "handful"], 3.0, 6.0),
];

/// Words for a few, alone or before a scale ("several hundred").
const FEW: &[(&[&str], f64, f64)] = &[
    (&["several"], 3.0, 9.0),
    (&["a", "few"], 3.0, 5.0),
    (&["quite", "a", "few"], 5.0, 9.0),
];

/// Currency signs and codes that stand before an amount.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"), ("us$", "USD"), ("usd", "USD"), ("\u{20ac}", "EUR"), ("eur", "EUR"), ("\u{a3}", "GBP"), ("gbp", "GBP"),
    ("\u{a5}", "JPY"), ("\u{20bd}", "RUB"), ("\u{20b9}", "INR"), ("rs", "INR"), ("\u{20aa}", "ILS"), ("\u{20a9}", "KRW"),
    ("\u{20b4}", "UAH"), ("\u{20ba}", "TRY"), ("chf", "CHF"), ("cny", "CNY"), ("rmb", "CNY"),
];

/// Currency words that stand behind an amount.
#[rustfmt::skip]
const CURRENCIES: &[(&str, &str)] = &[
    ("dollar", "USD"), ("dollars", "USD"), ("usd", "USD"), ("euro", "EUR"), ("euros", "EUR"), ("pounds", "GBP"), ("sterling", "GBP"),
    ("yen", "JPY"), ("yuan", "CNY"), ("renminbi", "CNY"), ("ruble", "RUB"), ("rubles", "RUB"), ("rouble", "RUB"), ("roubles", "RUB"),
    ("rupee", "INR"), ("rupees", "INR"), ("shekel", "ILS"), ("shekels", "ILS"), ("hryvnia", "UAH"), ("hryvnias", "UAH"),
    ("lira", "TRY"), ("liras", "TRY"), ("franc", "CHF"), ("francs", "CHF"), ("krona", "SEK"), ("kronor", "SEK"), ("zloty", "PLN"),
    ("zlotys", "PLN"), ("rial", "IRR"), ("rials", "IRR"), ("won", "KRW"), ("riyals", "SAR"), ("dirhams", "AED"), ("naira", "NGN"),
];

fn is_run(pieces: &[Piece<'_>], at: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(offset, word)| {
        pieces
            .get(at + offset)
            .is_some_and(|piece| piece.lower == *word)
    })
}

fn lower<'p>(pieces: &'p [Piece<'_>], at: usize) -> &'p str {
    pieces.get(at).map_or("", |piece| piece.lower.as_str())
}

/// A bare number with its bounds.
struct Bare {
    value: f64,
    high: f64,
    rough: bool,
    end: usize,
    is_noun: bool,
    currency: Option<&'static str>,
}

/// The amount that begins at a piece, with everything that belongs to it.
pub fn amount(pieces: &[Piece<'_>], first: usize) -> Option<Amount> {
    if let Some(range) = framed_range(pieces, first) {
        return Some(range);
    }
    let mut at = first;
    let mut bent = false;
    while let Some(words) = BENDING.iter().find(|words| is_run(pieces, at, words)) {
        at += words.len();
        bent = true;
    }
    if let Some(words) = PLAIN.iter().find(|words| is_run(pieces, at, words)) {
        at += words.len();
    }
    if bent && lower(pieces, at) == "the" {
        return None; // "over the two sides"
    }
    let low = bare(pieces, at)?;
    let mut amount = Amount {
        value: low.value,
        low: low.value,
        high: low.high,
        approximate: bent || low.rough,
        first,
        end: low.end,
        number: number_piece(pieces, at, low.end),
        currency: low.currency,
        is_noun: low.is_noun,
    };
    if let Some(high) = open_range(pieces, &low) {
        amount.number = number_piece(pieces, low.end + 1, high.end);
        amount.end = high.end;
        amount.currency = low.currency.or(high.currency);
        bound(&mut amount, low.value, high.value);
    } else if let Some(words) = BENT.iter().find(|words| is_run(pieces, amount.end, words)) {
        amount.end += words.len();
        amount.approximate = true;
    }
    currency_behind(pieces, &mut amount);
    Some(amount)
}

/// The last piece of a number that is a word of its own, not a sign.
fn number_piece(pieces: &[Piece<'_>], first: usize, end: usize) -> usize {
    (first..end)
        .rev()
        .find(|&at| pieces[at].kind != Kind::Mark && lower(pieces, at) != "of")
        .unwrap_or(first)
}

fn bound(amount: &mut Amount, low: f64, high: f64) {
    // "2 to 3 million": the scale of the second holds for both.
    let low = if low < 1000.0 && high >= 1e5 {
        low * scale_of(high)
    } else {
        low
    };
    (amount.low, amount.high) = (low.min(high), low.max(high));
    amount.value = (low + high) / 2.0;
    amount.approximate = true;
}

fn scale_of(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3]
        .into_iter()
        .find(|scale| value >= *scale)
        .unwrap_or(1.0)
}

/// "between 20 and 30", "from 20 to 30".
fn framed_range(pieces: &[Piece<'_>], first: usize) -> Option<Amount> {
    let join = match lower(pieces, first) {
        "between" => "and",
        "from" => "to",
        _ => return None,
    };
    let low = bare(pieces, first + 1)?;
    let high = Some(low.end)
        .filter(|&at| lower(pieces, at) == join)
        .and_then(|at| bare(pieces, at + 1))?;
    let mut amount = Amount {
        value: 0.0,
        low: 0.0,
        high: 0.0,
        approximate: true,
        first,
        end: high.end,
        number: number_piece(pieces, low.end + 1, high.end),
        currency: low.currency.or(high.currency),
        is_noun: false,
    };
    bound(&mut amount, low.value, high.value);
    currency_behind(pieces, &mut amount);
    (low.value < high.value || amount.low < amount.high).then_some(amount)
}

/// The upper end of "20 to 30", "20-30", "two or three".
fn open_range(pieces: &[Piece<'_>], low: &Bare) -> Option<Bare> {
    if !matches!(lower(pieces, low.end), "to" | "-" | "or") {
        return None;
    }
    let high = bare(pieces, low.end + 1)?;
    let same_kind =
        low.currency.is_some() || high.currency.is_none() || lower(pieces, low.end) == "to";
    (high.value > low.value && same_kind && !low.is_noun).then_some(high)
}

fn currency_behind(pieces: &[Piece<'_>], amount: &mut Amount) {
    if amount.currency.is_some() {
        return;
    }
    // "3.5 million US dollars", "500 euros"
    let adjective = usize::from(pieces.get(amount.end).is_some_and(|piece| {
        piece.is_capitalised() && lookup(CURRENCIES, lower(pieces, amount.end + 1)).is_some()
    }));
    let of = usize::from(amount.is_noun && lower(pieces, amount.end) == "of");
    let at = amount.end + adjective + of;
    let Some(code) = lookup(CURRENCIES, lower(pieces, at)) else {
        return;
    };
    // "won" is a verb more often than money.
    if lower(pieces, at) == "won" && amount.value < 1000.0
        || lower(pieces, at) == "pounds" && lower(pieces, at + 1) == "of"
    {
        return;
    }
    amount.currency = Some(code);
    amount.end = at + 1;
}

fn bare(pieces: &[Piece<'_>], at: usize) -> Option<Bare> {
    if let Some((words, low, high)) = ROUND.iter().find(|(words, ..)| is_run(pieces, at, words)) {
        let end = at + words.len();
        // "scores" and "dozens" are numbers only before "of" or as what is counted themselves.
        let counts = lower(pieces, end) == "of" || !matches!(words[0], "scores" | "a");
        return counts.then_some(Bare {
            value: *low,
            high: *high,
            rough: true,
            end,
            is_noun: true,
            currency: None,
        });
    }
    if is_run(pieces, at, &["a", "pair", "of"]) || is_run(pieces, at, &["half", "a", "dozen"]) {
        let (value, end, is_noun) = if lower(pieces, at) == "half" {
            (6.0, at + 3, false)
        } else {
            (2.0, at + 2, true)
        };
        return Some(Bare {
            value,
            high: value,
            rough: false,
            end,
            is_noun,
            currency: None,
        });
    }
    if let Some((words, low, high)) = FEW.iter().find(|(words, ..)| is_run(pieces, at, words)) {
        let mut end = at + words.len();
        let mut by = 1.0;
        while let Some(scale) = numbers::scale(lower(pieces, end), false) {
            by *= scale;
            end += 1;
        }
        return Some(Bare {
            value: low * by,
            high: high * by,
            rough: true,
            end,
            is_noun: false,
            currency: None,
        });
    }
    let sign = lookup(SIGNS, lower(pieces, at));
    let mut start = at + usize::from(sign.is_some());
    if lower(pieces, at).len() <= 2 && lower(pieces, at + 1) == "$" && pieces[at + 1].glued {
        start = at + 2; // "US$", "A$": the letters stand before the sign
    }
    let number = numbers::cardinal(pieces.get(start..)?)?;
    let end = start + number.pieces;
    let currency = sign.or_else(|| (start == at + 2).then(|| dollar_of(lower(pieces, at))));
    let short_scale = number.figures && number.pieces > 1 && pieces[end - 1].text.len() == 1;
    if short_scale
        && currency.is_none()
        && lower(pieces, end - 1) != "k"
        && lower(pieces, end - 1) != "m"
    {
        return None;
    }
    Some(Bare {
        value: number.value,
        high: number.value,
        rough: false,
        end,
        is_noun: false,
        currency,
    })
}

/// "A$" is the Australian dollar.
fn dollar_of(letters: &str) -> &'static str {
    match letters {
        "a" | "au" => "AUD",
        "c" | "ca" => "CAD",
        "nz" => "NZD",
        "hk" => "HKD",
        "s" => "SGD",
        _ => "USD",
    }
}
