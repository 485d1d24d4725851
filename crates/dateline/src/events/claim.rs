//! What one article claims about one happening, made ready for being held against the claims of others.

use std::sync::Arc;

use jiff::civil::Date;

use super::fingerprint::Fingerprint;
use super::words::{Rarity, Words, stem};
use crate::event::DatePrecision;
use crate::json::{
    DateRecord, EventRecord, PartyRecord, SourceRecord, StatementRecord, WithWords, day_of,
};
use crate::ontology::{EventType, Status};

/// Telling words kept of an article.
const TOPIC_WORDS: usize = 40;

/// Telling words kept of an event's sentences.
const SENTENCE_WORDS: usize = 24;

/// What the words of an article tell of it as a whole; shared by its claims.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ArticleWords {
    /// What reprints are known by.
    pub print: Fingerprint,
    /// Its most telling words.
    pub topic: Words,
}

impl ArticleWords {
    /// Of an article's text, its title included.
    pub fn of(text: &str, rarity: &Rarity) -> ArticleWords {
        ArticleWords {
            print: Fingerprint::of(text),
            topic: rarity.words(text, TOPIC_WORDS),
        }
    }
}

/// One event of one article, as `merge` made it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// All its statements are of one article. Once the claim is made they are only needed to combine it with others:
    /// who keeps many claims may leave them out.
    pub event: EventRecord,
    /// Id of the article.
    pub article_id: String,
    /// The time of publication as stated.
    pub stated: Option<String>,
    /// Who publishes it: the publisher's name in lower case, else the host of the address, else the article's id.
    pub outlet: String,
    /// The day of publication in the outlet's zone.
    pub published: Option<Date>,
    /// The days it may have happened on, as far as the article lets one tell; `None` where nothing is dated.
    pub days: Option<Days>,
    /// Whether its sentences say somebody on the side of the actors, and on that of the recipients: what was read off the rest of the
    /// article is no evidence of what they are about.
    tells: [bool; 2],
    /// The telling words of its sentences.
    pub words: Words,
    /// The trigger words, each in one form.
    pub triggers: Vec<String>,
    /// What the article as a whole tells.
    pub article: Arc<ArticleWords>,
}

/// The days that a happening may be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub from: Date,
    pub to: Date,
    /// Whether the text states the days; else they are those around the day of publication.
    pub stated: bool,
}

impl Days {
    /// How many days lie between the two; 0 where they meet.
    pub(super) fn gap(self, other: Days) -> i32 {
        if self.to < other.from {
            days_between(self.to, other.from)
        } else if other.to < self.from {
            days_between(other.to, self.from)
        } else {
            0
        }
    }
}

/// Without a stated day a report is of a happening of at most so many days before.
const NEWS_DAYS: i32 = 3;

/// Stated periods longer than this say little about the day; the day of publication is used instead.
const LONG_PERIOD: i32 = 45;

impl Claim {
    /// Of an event whose statements are all of one article.
    pub fn new(event: EventRecord, article: Arc<ArticleWords>, rarity: &Rarity) -> Claim {
        let source = event.statements.first().map(|first| &first.article);
        let published = source.and_then(|source| day_of(source.published.as_deref()?));
        let mut sentences: Vec<&str> = event.statements.iter().map(|s| s.text.as_str()).collect();
        sentences.sort_unstable();
        sentences.dedup();
        let mut triggers: Vec<String> = event
            .statements
            .iter()
            .map(|s| stem(&s.trigger.lemma.to_lowercase()).to_string())
            .collect();
        triggers.retain(|word| !word.is_empty());
        triggers.sort_unstable();
        triggers.dedup();
        let says = |pick: fn(&StatementRecord) -> &[WithWords<PartyRecord>]| {
            let is_said = |s: &StatementRecord| pick(s).iter().any(|party| s.says(party));
            event.statements.iter().all(|s| pick(s).is_empty())
                || event.statements.iter().any(is_said)
        };
        let tells = [says(|s| &s.actors), says(|s| &s.recipients)];
        Claim {
            tells,
            article_id: source.map(|source| source.id.clone()).unwrap_or_default(),
            stated: source.and_then(|source| source.published.clone()),
            outlet: source.map(outlet).unwrap_or_default(),
            published,
            days: days(event.date.as_ref(), published, standing(event.status)),
            words: rarity.words(&sentences.join(" "), SENTENCE_WORDS),
            triggers,
            article,
            event,
        }
    }

    /// The actors whom its sentences say.
    pub(super) fn actors(&self) -> &[PartyRecord] {
        if self.tells[0] {
            &self.event.actors
        } else {
            &[]
        }
    }

    /// The recipients whom its sentences say.
    pub(super) fn recipients(&self) -> &[PartyRecord] {
        if self.tells[1] {
            &self.event.recipients
        } else {
            &[]
        }
    }

    /// Where the claim stands among all claims, whenever they arrive: by time of publication as stated, then by the
    /// ids of article and event. Reports without a time come last.
    pub fn order(&self) -> (bool, &str, &str, &str) {
        (
            self.stated.is_none(),
            self.stated.as_deref().unwrap_or_default(),
            &self.article_id,
            &self.event.id,
        )
    }

    /// Keys to keep the claim under: any claim that may tell the same happening, or belong to it as its plan, looks
    /// it up under one of them ([`Claim::lookups`]). Made of the sort of act, a span of days, and a country or telling
    /// word; some ten to sixty.
    pub fn keys(&self) -> Vec<String> {
        let mut cells = self.cells();
        cells.push(ANY.into());
        self.keys_of(&cells)
    }

    /// Keys under which others that may tell the same happening are kept ([`Claim::keys`]). Claims that share none
    /// are never joined or linked.
    pub fn lookups(&self) -> Vec<String> {
        let mut cells = self.cells();
        match self.days {
            Some(_) => cells.push(UNDATED.into()),
            None => cells = vec![ANY.into()],
        }
        self.keys_of(&cells)
    }

    fn keys_of(&self, cells: &[String]) -> Vec<String> {
        let event = &self.event;
        let parties = event.actors.iter().chain(&event.recipients);
        let mut abouts: Vec<&str> = parties
            .filter_map(|party| party.country.as_deref())
            .chain(
                event
                    .place
                    .iter()
                    .filter_map(|place| place.country.as_deref()),
            )
            .collect();
        abouts.extend(self.article.topic.first(4));
        abouts.extend(self.words.first(3));
        abouts.sort_unstable();
        abouts.dedup();
        let mut keys = Vec::new();
        for family in families(event.event_type) {
            for cell in cells {
                keys.extend(
                    abouts
                        .iter()
                        .map(|about| format!("{family}:{cell}:{about}")),
                );
            }
        }
        keys
    }

    /// The spans of days that the claim's days lie in, with the tolerance on either side.
    fn cells(&self) -> Vec<String> {
        const DAYS: i32 = 8;
        let Some(days) = self.days else {
            return vec![UNDATED.into()];
        };
        let number = |date: Date| days_between(Date::ZERO, date);
        let is_open = standing(self.event.status) != Standing::Done && !days.stated;
        let after = if is_open { TO_COME } else { TOLERANCE };
        let first = (number(days.from) - TOLERANCE).div_euclid(DAYS);
        let last = number(days.to).saturating_add(after).div_euclid(DAYS);
        (first..=last).map(|cell| cell.to_string()).collect()
    }
}

/// The cell that all claims are in.
const ANY: &str = "any";

/// The cell of claims without a day.
const UNDATED: &str = "undated";

/// Stated days may be so far apart and still be of one happening: zones, nights, and slips of the pen.
pub(super) const TOLERANCE: i32 = 1;

/// What is planned without a day comes about within so many days, or is not linked.
pub(super) const TO_COME: i32 = 30;

/// Days from one day to another.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    // Dates are of the years -9999 to 9999, so that the days between them always fit.
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn days(stated: Option<&DateRecord>, published: Option<Date>, standing: Standing) -> Option<Days> {
    let add = |date: Date, days: i32| {
        let span = jiff::Span::new().days(days);
        date.checked_add(span).unwrap_or(date)
    };
    if let Some(date) = stated.filter(|date| date.precision != DatePrecision::Year)
        && (0..=LONG_PERIOD).contains(&days_between(date.from, date.to))
    {
        return Some(Days {
            from: date.from,
            to: date.to,
            stated: true,
        });
    }
    // What is yet to come may be told on any day around that of the words about it.
    let after = if standing == Standing::Done {
        0
    } else {
        NEWS_DAYS
    };
    published.map(|day| Days {
        from: add(day, -NEWS_DAYS),
        to: add(day, after),
        stated: false,
    })
}

/// The outlet's name in lower case, else the host of the address without "www.", else the article's id.
fn outlet(source: &SourceRecord) -> String {
    if let Some(publisher) = source.publisher.as_deref().map(str::trim)
        && !publisher.is_empty()
    {
        return publisher.to_lowercase();
    }
    let host = source.url.as_deref().and_then(|url| {
        let rest = url.split_once("://")?.1;
        let host = rest.split(['/', '?', '#', ':']).next()?;
        Some(host.trim_start_matches("www.").to_lowercase())
    });
    host.filter(|host| !host.is_empty())
        .unwrap_or_else(|| source.id.clone())
}

/// Which acts may be one: a fact with a fact, a plan with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// It happened, is going on, or is said to have happened.
    Done,
    /// Planned, promised or forecast.
    ToCome,
    Demanded,
    Threatened,
    Denied,
    Supposed,
}

/// How a status lets an act stand.
pub fn standing(status: Status) -> Standing {
    match status {
        Status::Happened | Status::Ongoing | Status::Alleged => Standing::Done,
        Status::Planned | Status::Promised | Status::Forecast => Standing::ToCome,
        Status::Demanded => Standing::Demanded,
        Status::Threatened => Standing::Threatened,
        Status::Denied => Standing::Denied,
        Status::Hypothetical => Standing::Supposed,
    }
}

/// Sorts of acts: two types are told apart from the same facts only within one sort. One report has a minister meet
/// (CONSULT), the next has him sign (SUPPORT); one court convicts (SANCTION), the next paper says jails (COERCE).
pub(super) fn families(event_type: EventType) -> &'static [&'static str] {
    match event_type {
        EventType::Consult => &["talk"],
        EventType::Agree => &["talk", "give", "yield"],
        EventType::Support => &["talk", "give"],
        EventType::Cooperate => &["talk", "give"],
        EventType::Aid => &["give"],
        EventType::Concede | EventType::Retreat => &["yield"],
        EventType::Coerce => &["law", "force"],
        EventType::Sanction => &["law", "no"],
        EventType::Accuse => &["law", "no"],
        EventType::Reject | EventType::Threaten | EventType::Request => &["no"],
        EventType::Mobilize => &["force"],
        EventType::Assault => &["force", "street"],
        EventType::Protest => &["street"],
    }
}
