//! The values that coding gives: [`Statement`], one claim in one article, and [`Event`], what the statements about
//! one happening agree on.
//!
//! Plain data with public fields: how the slots are filled is the business of `coding`, how they are written down of
//! [`crate::json`] and `export`. Ranges are bytes in the article's text, end-exclusive; an empty slot is `None` or an
//! empty list, never a filler.

use std::ops::Range;

use dateline_kb::Actor;
use dateline_page::BlockKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::confidence::{Evidence, Grounds, Side};
use crate::ontology::{self, EventType};

pub use crate::ontology::Status;

/// A range of an article's text in bytes, end-exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// A slot's value with the evidence for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filled<T> {
    pub value: T,
    /// Where the words stand; `None` when the value comes from outside the text (the page's publication time, say).
    pub span: Option<Span>,
    /// The words as they stand in the text; empty without a span.
    pub words: String,
}

/// Who acts, or is acted on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// The name a reader would use: that of the knowledge file where the party is known, else the words of the text.
    pub name: String,
    /// ISO 3166 alpha-3, or one of PLOVER's seven names for parties of no country.
    pub country: Option<String>,
    /// PLOVER sector: "GOV". The first and most telling of `sectors`.
    pub sector: Option<String>,
    pub sectors: Vec<String>,
    /// The office held, in lower case: "minister".
    pub role: Option<String>,
    /// The person's name, where the party is a person.
    pub person: Option<String>,
    /// Id in the knowledge file.
    pub id: Option<String>,
}

impl Party {
    /// Whether the party is a state as such, and no body or person of it.
    pub fn is_state(&self) -> bool {
        let id = self.id.as_deref();
        id.is_some_and(|id| id.starts_with("country/"))
    }

    /// Whether two parties are the same entry of the knowledge file, or have one name.
    pub fn is_named_as(&self, other: &Party) -> bool {
        self.id.is_some() && self.id == other.id || self.name == other.name
    }
}

/// When something happens: calendar days in the zone of the article, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub from: Date,
    pub to: Date,
    pub precision: DatePrecision,
}

/// How finely a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatePrecision {
    /// A clock time on a day.
    Instant,
    Day,
    Week,
    Month,
    Season,
    Year,
    /// From one day to another.
    Span,
}

/// Where something happens.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceRef {
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Name of the first-level region.
    pub admin1: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
    pub precision: PlacePrecision,
}

/// How finely a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    Country,
    Admin1,
    Admin2,
    City,
    /// A building, base, crossing or the like.
    Site,
    /// Something with no fixed border: "the Sahel".
    #[default]
    Region,
}

/// How many, of what.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quantity {
    /// The best figure; between `low` and `high`.
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// Whether the text says so: "around", "dozens", "at least".
    pub approximate: bool,
    /// What is counted: "soldiers". The currency's ISO 4217 code for money.
    pub of: String,
    pub role: QuantityRole,
}

/// What a quantity says about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuantityRole {
    Dead,
    Injured,
    Arrested,
    Deployed,
    Crowd,
    Money,
    #[default]
    Other,
}

/// A source that a statement is put down to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribution {
    pub name: String,
    pub kind: SourceKind,
    /// As in [`Party::country`].
    pub country: Option<String>,
    /// Lemma or words of the reporting verb: "reported", "according to".
    pub verb: Option<String>,
}

/// What sort of source it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    Media,
    Agency,
    Government,
    Official,
    Military,
    Witness,
    Expert,
    Organisation,
    #[default]
    Unnamed,
}

/// One claim in one article. Never edited once made.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Id of the article whose text the spans are ranges of.
    pub article: String,
    /// The block that the sentence stands in.
    pub block: BlockKind,
    /// Number of the sentence in the article, from 0.
    pub sentence: usize,
    /// The sentence.
    pub span: Span,
    /// The words that stand for the act, from the first to the last.
    pub trigger: Span,
    /// Lemma of the trigger's head word.
    pub trigger_lemma: String,
    pub event_type: EventType,
    /// PLOVER's names of modes of this type, most telling first.
    pub modes: Vec<&'static str>,
    /// PLOVER's names of contexts.
    pub contexts: Vec<&'static str>,
    pub actors: Vec<Filled<Party>>,
    pub recipients: Vec<Filled<Party>>,
    pub when: Option<Filled<When>>,
    pub place: Option<Filled<PlaceRef>>,
    pub quantities: Vec<Filled<Quantity>>,
    pub status: Status,
    /// The chain of sources, outermost first; empty when the outlet speaks in its own voice.
    pub attribution: Vec<Filled<Attribution>>,
    /// 0 to 1.
    pub confidence: f32,
    /// What the confidence rests on.
    pub evidence: Evidence,
    /// What made the statement: "rule:consult/visit", "head:trigger".
    pub coded_by: Vec<String>,
}

/// What the statements about one happening agree on.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Stable: the same input coded by the same data gives the same id. See [`event_id`].
    pub id: String,
    pub event_type: EventType,
    pub modes: Vec<&'static str>,
    pub contexts: Vec<&'static str>,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub when: Option<When>,
    pub place: Option<PlaceRef>,
    pub quantities: Vec<Quantity>,
    pub status: Status,
    /// Independent publishers behind the event.
    pub outlets: usize,
    /// 0 to 1.
    pub confidence: f32,
    /// At least one; the most telling first.
    pub statements: Vec<Statement>,
}

/// What made a record: the versions that it depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Run {
    /// Version of the program.
    pub dateline: String,
    /// Hash of the model's files.
    pub model: String,
    /// Version of the knowledge file.
    pub knowledge: String,
}

impl Statement {
    /// Actors and recipients as the sentence tells them, without what is read off the rest of the article: that says nothing of what
    /// the sentence is about.
    pub fn told(&self) -> (&[Filled<Party>], &[Filled<Party>]) {
        let is_told = |side: Side| side.grounds != Grounds::Elsewhere;
        let Evidence {
            actors, recipients, ..
        } = self.evidence;
        (
            if is_told(actors) { &self.actors } else { &[] },
            if is_told(recipients) {
                &self.recipients
            } else {
                &[]
            },
        )
    }

    /// Whether a party of either side has a country or a sector: one that is nothing but words is none.
    pub fn has_known_party(&self) -> bool {
        let mut parties = self.actors.iter().chain(&self.recipients);
        parties.any(|party| party.value.country.is_some() || party.value.sector.is_some())
    }
}

#[cfg(test)]
impl Statement {
    /// An act that happened, told in a sentence of a hundred letters, with nothing else known; tests fill in what they are about.
    pub(crate) fn bare(event_type: EventType, sentence: usize) -> Statement {
        let start = 100 * sentence;
        Statement {
            article: "a".into(),
            block: BlockKind::Paragraph,
            sentence,
            span: Span::default(),
            trigger: (start..start + 5).into(),
            trigger_lemma: "act".into(),
            event_type,
            modes: Vec::new(),
            contexts: Vec::new(),
            actors: Vec::new(),
            recipients: Vec::new(),
            when: None,
            place: None,
            quantities: Vec::new(),
            status: Status::Happened,
            attribution: Vec::new(),
            confidence: 0.8,
            evidence: Evidence::default(),
            coded_by: Vec::new(),
        }
    }
}

/// A stable id of 16 hex digits for the event that a statement begins.
///
/// It depends on the article, the type, who acts on whom, the first day, and where the act is told; not on scores,
/// names of rules or other events, so that small changes elsewhere leave it alone.
pub fn event_id(first: &Statement) -> String {
    let mut hash = Xxh3::new();
    let mut add = |part: &str| {
        hash.update(part.as_bytes());
        hash.update(&[0]);
    };
    add(&first.article);
    add(first.event_type.code());
    for party in &first.actors {
        add(&party.value.name);
    }
    add("->");
    for party in &first.recipients {
        add(&party.value.name);
    }
    add(&first
        .when
        .as_ref()
        .map_or(String::new(), |when| when.value.from.to_string()));
    add(&first.trigger.start.to_string());
    format!("{:016x}", hash.digest())
}

impl Event {
    /// PLOVER's quad: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    pub fn quad(&self) -> u8 {
        ontology::quad(self.event_type)
    }

    /// PLOVER's score of conflict and cooperation, -10 to 10.
    pub fn intensity(&self) -> f32 {
        ontology::intensity(self.event_type, &self.modes)
    }
}

impl Span {
    /// The span as a range.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The words in the text that the span belongs to; empty where it does not fit.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span {
            start: range.start,
            end: range.end,
        }
    }
}

impl<T> Filled<T> {
    /// A value that was read from a range of a text.
    pub fn read(value: T, span: impl Into<Span>, text: &str) -> Filled<T> {
        let span = span.into();
        Filled {
            value,
            span: Some(span),
            words: span.of(text).to_string(),
        }
    }

    /// A value that the text does not state itself.
    pub fn given(value: T) -> Filled<T> {
        Filled {
            value,
            span: None,
            words: String::new(),
        }
    }
}

impl From<Actor> for Party {
    fn from(actor: Actor) -> Party {
        Party {
            name: actor.name,
            country: actor.country,
            sector: actor.sector,
            sectors: actor.sectors,
            role: actor.role,
            person: actor.person,
            id: actor.id,
        }
    }
}

impl When {
    /// One day.
    pub fn day(date: Date) -> When {
        When {
            from: date,
            to: date,
            precision: DatePrecision::Day,
        }
    }
}

impl DatePrecision {
    /// The word that stands for it in the public JSON form.
    pub fn code(self) -> &'static str {
        match self {
            DatePrecision::Instant => "instant",
            DatePrecision::Day => "day",
            DatePrecision::Week => "week",
            DatePrecision::Month => "month",
            DatePrecision::Season => "season",
            DatePrecision::Year => "year",
            DatePrecision::Span => "span",
        }
    }
}

impl PlacePrecision {
    /// The word that stands for it in the public JSON form.
    pub fn code(self) -> &'static str {
        match self {
            PlacePrecision::Country => "country",
            PlacePrecision::Admin1 => "admin1",
            PlacePrecision::Admin2 => "admin2",
            PlacePrecision::City => "city",
            PlacePrecision::Site => "site",
            PlacePrecision::Region => "region",
        }
    }
}

impl QuantityRole {
    /// The word that stands for it in the public JSON form.
    pub fn code(self) -> &'static str {
        match self {
            QuantityRole::Dead => "dead",
            QuantityRole::Injured => "injured",
            QuantityRole::Arrested => "arrested",
            QuantityRole::Deployed => "deployed",
            QuantityRole::Crowd => "crowd",
            QuantityRole::Money => "money",
            QuantityRole::Other => "other",
        }
    }
}

impl SourceKind {
    /// The word that stands for it in the public JSON form.
    pub fn code(self) -> &'static str {
        match self {
            SourceKind::Media => "media",
            SourceKind::Agency => "agency",
            SourceKind::Government => "government",
            SourceKind::Official => "official",
            SourceKind::Military => "military",
            SourceKind::Witness => "witness",
            SourceKind::Expert => "expert",
            SourceKind::Organisation => "organisation",
            SourceKind::Unnamed => "unnamed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_slice_and_never_panic() {
        let text = "Zürich talks";
        let span = Span::from(0..7);
        assert_eq!(span.of(text), "Zürich");
        assert_eq!(Span::from(2..7).of(text), "", "inside a character");
        assert_eq!(Span::from(5..99).of(text), "");
        assert!(span.overlaps(Span::from(6..8)) && !span.overlaps(Span::from(7..8)));
        assert_eq!(Filled::read(1, 8..13, text).words, "talks");
    }
}
