//! The labelled news of the development data: sentences with their events (`events/news-labelled.jsonl`).

use std::path::Path;

use dateline::event::Span;
use serde::Deserialize;

use super::{byte_at, lines};

/// Every eighth record is kept for development; the others train the event heads (`training/data.py`).
const DEVELOPMENT: u64 = 8;

/// A sentence with all events that it tells.
#[derive(Debug, Deserialize)]
pub struct Labelled {
    /// `gmb-<record>-<line>`
    pub id: String,
    pub text: String,
    pub events: Vec<LabelledEvent>,
}

#[derive(Debug, Deserialize)]
pub struct LabelledEvent {
    /// PLOVER's name in capitals.
    #[serde(rename = "type")]
    pub event_type: String,
    pub status: String,
    pub trigger: Words,
    pub actors: Vec<LabelledParty>,
    pub recipients: Vec<LabelledParty>,
    pub place: Option<Words>,
}

#[derive(Debug, Deserialize)]
pub struct LabelledParty {
    #[serde(flatten)]
    pub words: Words,
    /// ISO 3166 alpha-3 or PLOVER's name of a party of no country.
    pub country: Option<String>,
    pub sector: Option<String>,
}

/// Where words stand in the sentence, in code points.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Words {
    start: usize,
    end: usize,
}

impl Words {
    /// The bytes of the words in the sentence's text.
    pub fn bytes(self, text: &str) -> Span {
        Span {
            start: byte_at(text, self.start),
            end: byte_at(text, self.end),
        }
    }
}

impl Labelled {
    /// The record of the news that the sentence is from: `gmb-<record>`.
    pub fn record(&self) -> &str {
        self.id
            .rsplit_once('-')
            .map_or(&self.id, |(record, _)| record)
    }

    /// Whether the sentence is kept for development.
    pub fn is_development(&self) -> bool {
        let number = self.id.split('-').nth(1);
        let number: Option<u64> = number.and_then(|number| number.parse().ok());
        number.is_some_and(|number| number % DEVELOPMENT == 0)
    }
}

/// All labelled sentences of the data folder.
pub fn read(data: &Path) -> anyhow::Result<Vec<Labelled>> {
    lines(&data.join("events/news-labelled.jsonl"))
}
