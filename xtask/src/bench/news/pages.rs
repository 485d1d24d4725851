//! Pages of generated news.
//!
//! **Density.** How long joining takes depends on how many reports could be of one happening, so pages made for
//! measuring must not lie closer together than real news does. Made here are some 200 pages a day about 60 countries;
//! a happening is told by one outlet mostly, by six at most, each in other sentences and among words of its own, on
//! the day itself or the next. [`Density::OneMatter`] is the contrary, for the worst case: 40 pages a day, each of which
//! puts together the same sixteen sentences about the same twelve countries and ten matters, so that each article tells
//! some ten happenings and may be told of those of hundreds of others. No news is like that.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::words::{COLOUR, COUNTRIES, FAMILY, GIVEN, JUMBLE, KINDS, Kind, MATTERS, THINGS};
use crate::bench::Dice;

const FIRST: Date = date(2025, 1, 1);
const OUTLETS: u64 = 120;
/// Happenings that are in the news at a time.
const OPEN: usize = 100;
/// How many outlets tell a happening.
const TOLD: &[u64] = &[1, 1, 1, 1, 1, 2, 2, 3, 4, 6];

/// How close the happenings lie together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    News,
    OneMatter,
}

impl Density {
    fn pages_a_day(self) -> u64 {
        match self {
            Density::News => 200,
            Density::OneMatter => 40,
        }
    }
}

pub struct Page {
    pub day: Date,
    /// Number of the outlet.
    pub outlet: u64,
    pub html: String,
}

/// Words for the slots of sentences, each with the slot's name.
type Slots = Vec<(&'static str, String)>;

/// What some outlets tell.
struct Happening {
    kind: &'static Kind,
    slots: Slots,
    /// How many have still to tell it.
    left: u64,
}

/// Pages without end, the same ones each time.
pub fn pages(density: Density) -> impl Iterator<Item = Page> {
    let mut dice = Dice::new();
    let mut open: Vec<Happening> = Vec::new();
    (0..).map(move |number: u64| {
        let days = (number / density.pages_a_day()) as i64;
        let day = FIRST.checked_add(days.days()).unwrap_or(FIRST);
        let outlet = dice.below(OUTLETS);
        let (headline, paragraphs) = match density {
            Density::News => report(day, &mut open, &mut dice),
            Density::OneMatter => jumble(day, &mut dice),
        };
        let minute = number % 60;
        let html = html(
            outlet,
            &format!("{day}T08:{minute:02}:00Z"),
            &headline,
            &paragraphs,
        );
        Page { day, outlet, html }
    })
}

fn html(outlet: u64, published: &str, headline: &str, paragraphs: &[String]) -> String {
    let mut body = String::new();
    for paragraph in paragraphs {
        let _ = writeln!(body, "<p>{paragraph}</p>");
    }
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{headline}</title>\
         <meta property=\"og:site_name\" content=\"Outlet {outlet}\">\
         <meta property=\"article:published_time\" content=\"{published}\"></head>\n\
         <body><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav>\n\
         <article><h1>{headline}</h1>\n{body}</article>\n<footer>All rights reserved</footer></body></html>\n"
    )
}

/// One outlet's report of a happening that is in the news: headline and paragraphs.
fn report(day: Date, open: &mut Vec<Happening>, dice: &mut Dice) -> (String, Vec<String>) {
    while open.len() < OPEN {
        open.push(happening(day, dice));
    }
    let at = dice.below(OPEN as u64) as usize;
    // What has been told by all who tell it makes room for another.
    open[at].left -= 1;
    let told = if open[at].left == 0 {
        open.swap_remove(at)
    } else {
        let told = &open[at];
        Happening {
            slots: told.slots.clone(),
            ..*told
        }
    };
    let kind = told.kind;
    let own: Slots = vec![
        ("{X}", coined(dice)),
        ("{R}", person(dice)),
        ("{J}", (*dice.pick(THINGS)).to_string()),
        ("{G}", (dice.below(40) + 3).to_string()),
    ];
    let mut sentences: Vec<String> = Vec::new();
    let first = dice.below(kind.details.len() as u64) as usize;
    for number in 0..2 + dice.below(3) as usize {
        let detail = kind.details[(first + number) % kind.details.len()];
        sentences.push(filled(detail, &told.slots));
    }
    let first = dice.below(COLOUR.len() as u64) as usize;
    for number in 0..8 + dice.below(7) as usize {
        // Steps of five pass through all of them.
        let colour = filled(COLOUR[(first + 5 * number) % COLOUR.len()], &own);
        let at = dice.below(sentences.len() as u64 + 1) as usize;
        sentences.insert(at, colour);
    }
    sentences.insert(0, filled(dice.pick::<&str>(kind.leads), &told.slots));
    let paragraphs = sentences.chunks(2).map(|some| some.join(" ")).collect();
    (
        filled(dice.pick::<&str>(kind.headlines), &told.slots),
        paragraphs,
    )
}

fn happening(day: Date, dice: &mut Dice) -> Happening {
    let (a, b) = two_countries(COUNTRIES.len(), dice);
    let mut slots = country_slots(a, b);
    slots.extend([
        ("{T}", coined(dice)),
        ("{P}", person(dice)),
        ("{Q}", person(dice)),
        (
            "{O}",
            format!(
                "{} {}",
                coined(dice),
                dice.pick(&["Union", "Front", "Works", "League"])
            ),
        ),
        ("{M}", (*dice.pick(MATTERS)).to_string()),
        ("{K}", (*dice.pick(THINGS)).to_string()),
        ("{L}", (*dice.pick(THINGS)).to_string()),
        ("{W}", day.strftime("%A").to_string()),
        ("{D}", (dice.below(60) + 2).to_string()),
        ("{E}", (dice.below(20) + 2).to_string()),
    ]);
    Happening {
        kind: dice.pick(KINDS),
        slots,
        left: *dice.pick(TOLD),
    }
}

/// A page about everything at once.
fn jumble(day: Date, dice: &mut Dice) -> (String, Vec<String>) {
    let mut sentence = || {
        let (a, b) = two_countries(12, dice);
        let mut slots = country_slots(a, b);
        let told = day
            .checked_sub((dice.below(4) as i64).days())
            .unwrap_or(day);
        slots.extend([
            ("{W}", told.strftime("%A").to_string()),
            ("{M}", (*dice.pick(&MATTERS[..10])).to_string()),
            (
                "{P}",
                format!("{} {}", dice.pick(&GIVEN[..10]), dice.pick(&FAMILY[..10])),
            ),
            ("{D}", (dice.below(60) + 2).to_string()),
        ]);
        (
            filled(dice.pick::<&str>(JUMBLE), &slots),
            dice.below(2) == 0,
        )
    };
    let headline = sentence().0;
    let paragraphs = (0..12)
        .map(|_| {
            let (first, is_long) = sentence();
            match is_long {
                true => format!("{first} {}", sentence().0),
                false => first,
            }
        })
        .collect();
    (headline, paragraphs)
}

/// Two of the first so many countries.
fn two_countries(among: usize, dice: &mut Dice) -> ([&'static str; 3], [&'static str; 3]) {
    let (a, b) = (
        dice.below(among as u64) as usize,
        dice.below(among as u64 - 1) as usize,
    );
    (COUNTRIES[a], COUNTRIES[if b < a { b } else { b + 1 }])
}

fn country_slots(a: [&str; 3], b: [&str; 3]) -> Slots {
    let names = ["{AN}", "{AA}", "{AC}", "{BN}", "{BA}", "{BC}"];
    let words = a.into_iter().chain(b).map(str::to_string);
    names.into_iter().zip(words).collect()
}

fn person(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(GIVEN), dice.pick(FAMILY))
}

/// A name that no place has.
fn coined(dice: &mut Dice) -> String {
    let word = dice.word() + &dice.word();
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn filled(sentence: &str, slots: &Slots) -> String {
    let mut filled = sentence.to_string();
    for (slot, words) in slots {
        filled = filled.replace(slot, words);
    }
    filled
}
