//! How well events are coded, against labelled news sentences, each through the whole pipeline by itself.

use std::collections::BTreeSet;

use dateline::event::Statement;
use dateline::{Article, Pipeline};
use dateline_page::BlockKind;
use rayon::prelude::*;
use serde_json::Value;

use super::{Figure, Places, byte_at, lines};

/// Every eighth record is kept for development; the others train the event heads (`training/data.py`).
const DEVELOPMENT: u64 = 8;

/// A labelled event.
struct Label {
    start: usize,
    end: usize,
    event_type: String,
    status: String,
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
}

/// Counts over all sentences.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    labelled: usize,
    found: usize,
    triggers: usize,
    types: usize,
    statuses: usize,
    actors: usize,
    recipients: usize,
}

/// F1 of triggers (overlapping spans, whatever the type), of triggers with their type, and over matched triggers the
/// share of those with the right status and the right set of countries on each side.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let records = lines(&places.data.join("events/news-labelled.jsonl"))?;
    let records: Vec<&Value> = records
        .iter()
        .filter(|record| is_development(record))
        .collect();
    let counts = pipeline.model().in_threads(|| {
        records
            .par_iter()
            .map(|record| one(&pipeline, record))
            .reduce(Counts::default, Counts::add)
    });
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let f1 = |right: usize| share(2 * right, counts.labelled + counts.found);
    Ok(vec![
        Figure::new(
            "events-trigger-precision",
            share(counts.triggers, counts.found),
        ),
        Figure::new(
            "events-trigger-recall",
            share(counts.triggers, counts.labelled),
        ),
        Figure::new("events-trigger-f1", f1(counts.triggers)),
        Figure::new("events-type-f1", f1(counts.types)),
        Figure::new("events-status", share(counts.statuses, counts.triggers)),
        Figure::new(
            "events-actor-country",
            share(counts.actors, counts.triggers),
        ),
        Figure::new(
            "events-recipient-country",
            share(counts.recipients, counts.triggers),
        ),
    ])
}

/// Whether a labelled sentence is kept for development. Ids are `gmb-<record>-<line>`.
pub fn is_development(record: &Value) -> bool {
    let number = record["id"]
        .as_str()
        .and_then(|id| id.split('-').nth(1)?.parse::<u64>().ok());
    number.is_some_and(|number| number % DEVELOPMENT == 0)
}

fn one(pipeline: &Pipeline, record: &Value) -> Counts {
    let text = record["text"].as_str().unwrap_or_default();
    let mut article = Article {
        id: "evaluation".into(),
        ..Article::default()
    };
    article.push_block(BlockKind::Paragraph, text);
    let events = pipeline.code(&article);
    let found: Vec<&Statement> = events.iter().flat_map(|event| &event.statements).collect();
    let labels: Vec<Label> = record["events"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| label(event, text))
        .collect();
    compare(&labels, &found)
}

fn label(event: &Value, text: &str) -> Label {
    let at = |key: &str| {
        byte_at(
            text,
            event["trigger"][key].as_u64().unwrap_or_default() as usize,
        )
    };
    let word = |key: &str| event[key].as_str().unwrap_or_default().to_string();
    let countries = |side: &str| {
        let parties = event[side].as_array().into_iter().flatten();
        parties
            .filter_map(|party| party["country"].as_str().map(str::to_string))
            .collect()
    };
    Label {
        start: at("start"),
        end: at("end"),
        event_type: word("type"),
        status: word("status"),
        actors: countries("actors"),
        recipients: countries("recipients"),
    }
}

fn compare(labels: &[Label], found: &[&Statement]) -> Counts {
    let mut counts = Counts {
        labelled: labels.len(),
        found: found.len(),
        ..Counts::default()
    };
    let mut taken = vec![false; found.len()];
    for label in labels {
        let overlaps = |s: &Statement| s.trigger.start < label.end && label.start < s.trigger.end;
        let free = (0..found.len()).filter(|&i| !taken[i] && overlaps(found[i]));
        // Of several on one trigger, the one of the right type answers the label.
        let Some(hit) = free.max_by_key(|&i| found[i].event_type.code() == label.event_type) else {
            continue;
        };
        taken[hit] = true;
        let statement = found[hit];
        let countries =
            |side: &[dateline::event::Filled<dateline::event::Party>]| -> BTreeSet<String> {
                side.iter()
                    .filter_map(|party| party.value.country.clone())
                    .collect()
            };
        counts.triggers += 1;
        counts.types += usize::from(statement.event_type.code() == label.event_type);
        counts.statuses += usize::from(statement.status.code() == label.status);
        counts.actors += usize::from(countries(&statement.actors) == label.actors);
        counts.recipients += usize::from(countries(&statement.recipients) == label.recipients);
    }
    counts
}

impl Counts {
    fn add(self, other: Counts) -> Counts {
        Counts {
            labelled: self.labelled + other.labelled,
            found: self.found + other.found,
            triggers: self.triggers + other.triggers,
            types: self.types + other.types,
            statuses: self.statuses + other.statuses,
            actors: self.actors + other.actors,
            recipients: self.recipients + other.recipients,
        }
    }
}
