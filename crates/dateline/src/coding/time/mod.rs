//! When: finds the time expressions of a sentence and puts them on the calendar.
//!
//! [`find`] reads one sentence (with or without tags), [`find_in`] one with its tree, [`find_in_text`] all sentences of
//! a text in order, carrying the date in play from one to the next. Values are TIMEX3's ("2025-03-18", "2025-W12",
//! "P2D", "XXXX-WXX-2"); spans are calendar days in the zone of the publication time.
//!
//! The way of a sentence: [`super::scan`] cuts it into pieces, the tables in `patterns` are matched by `matcher` and
//! built into an `expression`, `filter` drops what only looks like a time, `tense` says whether the clause looks back
//! or ahead, and `resolve` sets the expression against the [`Anchor`].

mod builders;
mod expression;
mod filter;
mod holidays;
mod lengths;
mod lexicon;
mod line;
mod links;
mod matcher;
mod named;
mod patterns;
mod periods;
mod resolve;
pub mod score;
mod tense;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::LazyLock;

use dateline_nlp::Sentence;
use jiff::civil::{Date, DateTime};

use self::expression::Expression;
use self::line::Line;
use self::matcher::{Found, Table};
use self::resolve::Context;
use super::scan;
use crate::event::DatePrecision;

/// A time expression, with its meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMention {
    /// Byte range in the text, end-exclusive.
    pub start: usize,
    pub end: usize,
    pub kind: Kind,
    /// TIMEX3 value; parts that the words leave open are "X".
    pub value: String,
    /// First day of the span that the expression names, if it is on the calendar.
    pub from: Option<Date>,
    /// Last day, included.
    pub to: Option<Date>,
    pub precision: DatePrecision,
    /// How a happening dated by it lies to it.
    pub relation: Relation,
    /// Both ends of a stated range ("from Monday to Thursday"), on each of its two mentions.
    pub range: Option<(Date, Date)>,
}

/// TIMEX3's types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Date,
    /// A clock time or a part of a day.
    Time,
    Duration,
    /// Again and again: "every Friday".
    Set,
}

/// Which side of the time a happening lies on, by the word before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Relation {
    /// "on", "in", or no word.
    #[default]
    During,
    /// "since", "from": begins there.
    Since,
    /// "until", "through": ends there.
    Until,
    /// "before", "ahead of", "by".
    Before,
    /// "after", "following".
    After,
}

/// When the verb that a time belongs to speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tense {
    Past,
    Present,
    Future,
    #[default]
    Unknown,
}

/// What relative expressions are set against.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Anchor {
    /// In the outlet's zone. Without it "on Tuesday" stays open.
    pub published: Option<DateTime>,
    /// The date last stated before, or that of the report: what "the previous day" counts from.
    pub in_play: Option<Date>,
    /// The first day of the month or year last stated before, if that came after the day in play: "that year" is its.
    pub period_in_play: Option<Date>,
    /// Of the governing verb; `Unknown` leaves it to the words (or the tree) about each mention.
    pub tense: Tense,
}

/// A word with its tags, either of which may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    pub text: &'a str,
    pub lemma: &'a str,
    /// Universal part of speech.
    pub upos: &'a str,
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
}

impl Kind {
    /// "DATE", "TIME", "DURATION", "SET".
    pub fn code(self) -> &'static str {
        match self {
            Kind::Date => "DATE",
            Kind::Time => "TIME",
            Kind::Duration => "DURATION",
            Kind::Set => "SET",
        }
    }
}

impl Anchor {
    /// Moves on to the next sentence: what these mentions stated last is in play.
    pub fn advance(&mut self, mentions: &[TimeMention]) {
        for mention in mentions {
            if let Some(day) = day_of(mention) {
                (self.in_play, self.period_in_play) = (Some(day), None);
            } else if mention.kind == Kind::Date && mention.from.is_some() {
                self.period_in_play = mention.from;
            }
        }
    }
}

impl TimeMention {
    /// The days in which a happening lies that is dated by this mention: a stated range as a whole, "since August" up to
    /// the publication, "until Friday" from it on. `None` if the mention is not on the calendar or leaves that side open.
    pub fn event_days(&self, published: Option<Date>) -> Option<(Date, Date)> {
        if let Some(range) = self.range {
            return Some(range);
        }
        let (from, to) = (self.from?, self.to?);
        match self.relation {
            Relation::During => Some((from, to)),
            Relation::Since => Some((
                from,
                published.filter(|published| *published >= to).unwrap_or(to),
            )),
            Relation::Until => Some((
                published
                    .filter(|published| *published <= from)
                    .unwrap_or(from),
                to,
            )),
            Relation::Before | Relation::After => None,
        }
    }
}

/// The time expressions of one sentence, `text[sentence]`, in order and not overlapping.
///
/// `words` give the tags where there are any; an empty slice will do. Never fails: a range that does not fit the text
/// has no expressions.
pub fn find(
    text: &str,
    sentence: Range<usize>,
    words: &[Word<'_>],
    anchor: &Anchor,
) -> Vec<TimeMention> {
    let tag = |at: usize| {
        let word = words.partition_point(|word| word.end <= at);
        words
            .get(word)
            .filter(|word| word.start <= at)
            .map_or("", |word| word.upos)
    };
    let pieces = scan::pieces(text, sentence);
    let upos = pieces.iter().map(|piece| tag(piece.start)).collect();
    let line = line::line(pieces, upos);
    mentions(&line, anchor, &|start, end| {
        tense::by_words(&line, start, end)
    })
}

/// The time expressions of one sentence; the tree says which verb governs each.
pub fn find_in(sentence: &Sentence, text: &str, anchor: &Anchor) -> Vec<TimeMention> {
    let token = |at: usize| {
        let token = sentence.tokens.partition_point(|token| token.end <= at);
        sentence
            .tokens
            .get(token)
            .filter(|found| found.start <= at)
            .map(|_| token)
    };
    let pieces = scan::pieces(text, sentence.start..sentence.end);
    let upos = pieces
        .iter()
        .map(|piece| token(piece.start).map_or("", |at| sentence.tokens[at].upos.as_str()))
        .collect();
    let line = line::line(pieces, upos);
    mentions(&line, anchor, &|start, end| {
        let by_tree = line.pieces[start..end]
            .iter()
            .rev()
            .filter_map(|piece| token(piece.start))
            .next();
        match by_tree.map_or(Tense::Unknown, |token| {
            tense::by_tree(sentence, text, token)
        }) {
            Tense::Unknown => tense::by_words(&line, start, end),
            // "is reaching out as they advanced talks on Tuesday": the parser may hang the day on the first verb.
            Tense::Present | Tense::Future if tense::by_words(&line, start, end) == Tense::Past => {
                Tense::Past
            }
            known => known,
        }
    })
}

/// The time expressions of a text, sentence by sentence, each with the date in play that the sentences before it left.
pub fn find_in_text(
    text: &str,
    sentences: &[Range<usize>],
    published: Option<DateTime>,
) -> Vec<TimeMention> {
    let mut anchor = Anchor {
        published,
        ..Anchor::default()
    };
    let mut all = Vec::new();
    for sentence in sentences {
        let found = find(text, sentence.clone(), &[], &anchor);
        anchor.advance(&found);
        all.extend(found);
    }
    all
}

/// Whether a lower-case word by itself says that a phrase is about time: "tuesday", "march", "week", "yesterday".
pub fn lexicon_says_date(word: &str) -> bool {
    let meaning = lexicon::meaning(word);
    let unit = meaning
        .unit
        .or(meaning.units)
        .is_some_and(|unit| unit.days() > 0);
    let named = meaning.month.is_some() && !matches!(word, "may" | "march" | "mar" | "dec");
    unit || named
        || meaning.weekday.is_some() && word.ends_with("day")
        || meaning.weekdays.is_some()
        || meaning.part.is_some()
        || meaning.season.is_some() && word != "fall" && word != "spring"
        || matches!(
            word,
            "today" | "yesterday" | "tomorrow" | "tonight" | "overnight"
        )
}

/// The day that a mention names, if it names one.
fn day_of(mention: &TimeMention) -> Option<Date> {
    let day = matches!(
        mention.precision,
        DatePrecision::Day | DatePrecision::Instant
    );
    mention
        .from
        .filter(|_| day && matches!(mention.kind, Kind::Date | Kind::Time))
}

/// The tables, ready for matching.
struct Tables {
    dates: Table,
    composed: Table,
    clocked: Table,
    plain: Table,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    dates: Table::new(&[patterns::DATES]),
    composed: Table::new(&[patterns::COMPOSED]),
    clocked: Table::new(&[patterns::CLOCKED]),
    plain: Table::new(&[patterns::DURATIONS, patterns::SETS]),
});

/// A match before it is resolved: pieces and expression.
struct Match {
    start: usize,
    end: usize,
    expression: Expression,
    tense: Tense,
}

fn mentions(
    line: &Line<'_>,
    anchor: &Anchor,
    tense_of: &dyn Fn(usize, usize) -> Tense,
) -> Vec<TimeMention> {
    let matches = matches(line, anchor, tense_of);
    let mut context = Context {
        published: anchor.published,
        in_play: anchor.in_play,
        in_play_month: anchor.period_in_play,
        sentence_day: None,
        sentence_year: None,
        tense: Tense::Unknown,
    };
    context.sentence_day = sentence_day(&matches, &context);
    let mut found: Vec<TimeMention> = Vec::new();
    for it in &matches {
        context.tense = it.tense;
        let meaning = resolve::resolve(&it.expression, &context);
        let mention = TimeMention {
            start: line.pieces[it.start].start,
            end: line.pieces[it.end - 1].end,
            kind: meaning.kind,
            value: meaning.value,
            from: meaning.from,
            to: meaning.to,
            precision: meaning.precision,
            relation: links::relation(line, it.start),
            range: None,
        };
        carry(&mut context, &mention, &it.expression);
        found.push(mention);
    }
    links::join_ranges(line, &matches, &mut found);
    found
}

/// The first day that the sentence states: that of its bare clock times, wherever they stand.
fn sentence_day(matches: &[Match], context: &Context) -> Option<Date> {
    let dated = |it: &&Match| {
        !matches!(
            it.expression,
            Expression::Clock(_, None) | Expression::Part(_, None)
        )
    };
    matches.iter().filter(dated).find_map(|it| {
        let meaning = resolve::resolve(
            &it.expression,
            &Context {
                tense: it.tense,
                ..*context
            },
        );
        meaning
            .from
            .filter(|_| meaning.precision == DatePrecision::Day)
    })
}

/// What a mention leaves for the next one in the sentence to count from.
fn carry(context: &mut Context, mention: &TimeMention, expression: &Expression) {
    let Some(from) = mention
        .from
        .filter(|_| matches!(mention.kind, Kind::Date | Kind::Time))
    else {
        return;
    };
    if day_of(mention).is_some() {
        (context.in_play, context.in_play_month) = (Some(from), Some(from));
        context.sentence_day = context.sentence_day.or(Some(from));
    } else {
        context.in_play_month = Some(from);
    }
    if let Expression::Calendar { year: Some(_), .. } = expression {
        context.sentence_year = Some(from.year());
    }
}

/// The longest time at each place, from left to right.
fn matches(
    line: &Line<'_>,
    anchor: &Anchor,
    tense_of: &dyn Fn(usize, usize) -> Tense,
) -> Vec<Match> {
    let count = line.pieces.len();
    let level = |table: &Table, below: &[Found]| -> Vec<Found> {
        (0..count)
            .map(|at| longest(line, table, at, below))
            .collect()
    };
    let dates = level(&TABLES.dates, &[]);
    let mut composed = level(&TABLES.composed, &dates);
    for (longer, date) in composed.iter_mut().zip(dates) {
        *longer = farther(longer.take(), date);
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < count {
        let clocked = longest(line, &TABLES.clocked, at, &composed);
        let plain = longest(line, &TABLES.plain, at, &[]);
        let Some((end, expression)) = farther(farther(clocked, composed[at].take()), plain) else {
            at += 1;
            continue;
        };
        let tense = if anchor.tense == Tense::Unknown {
            tense_of(at, end)
        } else {
            anchor.tense
        };
        let tense = links::tense_under(line, at, end, &expression, tense);
        let expression = filter::with_context(line, at, end, expression, tense);
        found.push(Match {
            start: at,
            end,
            expression,
            tense,
        });
        at = end;
    }
    found
}

fn farther(a: Found, b: Found) -> Found {
    match (&a, &b) {
        (Some((end_a, _)), Some((end_b, _))) if end_b > end_a => b,
        (None, _) => b,
        _ => a,
    }
}

/// The longest match of a table at a piece that is a time indeed.
fn longest(line: &Line<'_>, table: &Table, at: usize, below: &[Found]) -> Found {
    let mut best: Found = None;
    for pattern in table.beginning(line, at, below) {
        let Some((end, captures)) = pattern.at(line, at, below) else {
            continue;
        };
        if best.as_ref().is_some_and(|(farthest, _)| *farthest >= end) {
            continue;
        }
        let built = (pattern.build)(&captures);
        if let Some(it) = built.filter(|it| filter::is_time(line, at, end, it)) {
            best = Some((end, it));
        }
    }
    best
}
