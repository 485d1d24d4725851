//! The public JSON form as owned values that are read as well as written: what the archive keeps, what exports are
//! made from, and what joining across outlets works on.
//!
//! Field names are the JSON keys (`type` is `event_type`), in their order. Reading refuses a line of another schema or
//! kind and a missing key; keys that are not known here are passed over, as fields may be added within a version.
//! Offsets are code points of the article's text, end-exclusive.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::coding::left_out::LEFT_OUT;
use crate::event::{DatePrecision, PlacePrecision, QuantityRole, SourceKind};
use crate::ontology::{EventType, Status};

/// Name and version of the form; refuses any other when read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Schema {
    #[default]
    #[serde(rename = "dateline/1")]
    Dateline1,
}

/// The `kind` of an [`EventRecord`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum EventKind {
    #[default]
    #[serde(rename = "event")]
    Event,
}

/// The `kind` of an [`ArticleRecord`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ArticleKind {
    #[default]
    #[serde(rename = "article")]
    Article,
}

/// What the statements about one happening agree on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    pub schema: Schema,
    pub kind: EventKind,
    pub id: String,
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    /// PLOVER's quad, 1 to 4.
    pub quad: u8,
    /// PLOVER's score of conflict and cooperation, -10 to 10.
    pub intensity: f32,
    pub cameo: String,
    pub actors: Vec<PartyRecord>,
    pub recipients: Vec<PartyRecord>,
    pub date: Option<DateRecord>,
    pub place: Option<PlaceRecord>,
    pub quantities: Vec<QuantityRecord>,
    pub status: Status,
    /// Independent publishers behind the event.
    pub outlets: usize,
    /// 0 to 1, three decimals.
    pub confidence: f64,
    /// At least one; the most telling first.
    pub statements: Vec<StatementRecord>,
}

/// One claim in one sentence of one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRecord {
    pub article: SourceRecord,
    /// The kind of block that the sentence stands in: "paragraph", "title".
    pub block: String,
    /// Number of the sentence in the article, from 0.
    pub sentence: usize,
    pub start: usize,
    pub end: usize,
    /// The sentence.
    pub text: String,
    pub trigger: TriggerRecord,
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub modes: Vec<String>,
    pub contexts: Vec<String>,
    /// Outermost source first.
    pub attribution: Vec<WithWords<AttributionRecord>>,
    pub status: Status,
    pub date: Option<WithWords<DateRecord>>,
    pub place: Option<WithWords<PlaceRecord>>,
    pub actors: Vec<WithWords<PartyRecord>>,
    pub recipients: Vec<WithWords<PartyRecord>>,
    pub quantities: Vec<WithWords<QuantityRecord>>,
    /// 0 to 1, three decimals.
    pub confidence: f64,
    /// What made the statement: "rule:consult/visit", "head:trigger".
    pub coded_by: Vec<String>,
    pub run: RunRecord,
}

impl StatementRecord {
    /// Whether the sentence says a party of the statement, in words that stand for it, and not only the rest of the article.
    pub fn says(&self, party: &WithWords<PartyRecord>) -> bool {
        let is_here = |start| self.start <= start && start < self.end;
        !self.coded_by.iter().any(|by| by == LEFT_OUT) || party.words.start.is_some_and(is_here)
    }
}

/// The article that a statement stands in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct SourceRecord {
    pub id: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    /// ISO 8601 as far as stated: a day, a local time, or a time with its offset from UTC.
    pub published: Option<String>,
    pub language: Option<String>,
}

/// The words that stand for an act.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct TriggerRecord {
    pub text: String,
    pub start: usize,
    pub end: usize,
    /// Lemma of the head word.
    pub lemma: String,
}

/// A value of a statement with the words that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct WithWords<T> {
    #[serde(flatten)]
    pub value: T,
    #[serde(flatten)]
    pub words: Words,
}

/// Words and where they stand; all `None` where the article does not state the value itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Words {
    pub text: Option<String>,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

/// Who acts, or is acted on. See [`crate::event::Party`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct PartyRecord {
    pub name: String,
    pub country: Option<String>,
    pub sector: Option<String>,
    pub sectors: Vec<String>,
    pub role: Option<String>,
    pub person: Option<String>,
    pub id: Option<String>,
}

/// Calendar days in the zone of the article, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRecord {
    #[serde(with = "day")]
    pub from: Date,
    #[serde(with = "day")]
    pub to: Date,
    pub precision: DatePrecision,
}

/// Where something happens. See [`crate::event::PlaceRef`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlaceRecord {
    pub name: String,
    pub country: Option<String>,
    pub admin1: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// GeoNames id, as a string of digits.
    pub geonames: Option<String>,
    pub precision: PlacePrecision,
}

/// How many, of what. See [`crate::event::Quantity`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct QuantityRecord {
    #[serde(with = "figure")]
    pub value: f64,
    #[serde(with = "figure")]
    pub low: f64,
    #[serde(with = "figure")]
    pub high: f64,
    pub approximate: bool,
    pub of: String,
    pub role: QuantityRole,
}

/// A source that a statement is put down to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct AttributionRecord {
    pub name: String,
    pub kind: SourceKind,
    pub country: Option<String>,
    pub verb: Option<String>,
}

/// The versions that a record depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct RunRecord {
    /// Version of the program.
    pub dateline: String,
    /// Hash of the model's files.
    pub model: String,
    /// Version of the knowledge file.
    pub knowledge: String,
}

/// A clean article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ArticleRecord {
    pub schema: Schema,
    pub kind: ArticleKind,
    pub id: String,
    pub url: Option<String>,
    pub publisher: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    /// As in [`SourceRecord::published`].
    pub published: Option<String>,
    pub updated: Option<String>,
    pub filed: Option<WithWords<FiledRecord>>,
    pub language: Option<String>,
    pub text: String,
    pub blocks: Vec<BlockRecord>,
    pub images: Vec<ImageRecord>,
    pub problems: Vec<NoteRecord>,
}

/// A run of an article's text with one function.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct BlockRecord {
    pub kind: String,
    pub start: usize,
    pub end: usize,
}

/// A picture of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ImageRecord {
    pub url: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// Something wrong with an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct NoteRecord {
    pub kind: String,
    pub message: String,
}

/// The place-and-agency line at the head of a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct FiledRecord {
    pub place: Option<String>,
    pub agency: Option<String>,
    pub date: Option<String>,
}

impl ArticleRecord {
    /// What a statement says of this article.
    pub fn source(&self) -> SourceRecord {
        SourceRecord {
            id: self.id.clone(),
            url: self.url.clone(),
            publisher: self.publisher.clone(),
            title: self.title.clone(),
            published: self.published.clone(),
            language: self.language.clone(),
        }
    }
}

/// The calendar day of a stated time ([`SourceRecord::published`]): its first ten characters.
pub fn day_of(stated: &str) -> Option<Date> {
    stated.get(..10)?.parse().ok()
}

/// Days as "2025-03-18".
mod day {
    use super::*;

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|_| {
            serde::de::Error::custom(format!(
                "expected a day such as 2025-03-18, but found \"{text}\""
            ))
        })
    }
}

/// Figures without ".0" where they are whole.
mod figure {
    use super::*;

    pub fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        /// The largest whole number up to which floating-point numbers have no gaps.
        const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
            serializer.serialize_i64(*value as i64)
        } else {
            serializer.serialize_f64(*value)
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        f64::deserialize(deserializer)
    }
}
