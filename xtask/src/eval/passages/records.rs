//! The labelled news as passages: whole records of it, each some twenty sentences of several stories.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use anyhow::Context as _;
use dateline::event::Span;
use dateline::ontology::{EventType, Status};
use dateline::{Article, BlockKind, Pipeline, Stated, StatedPrecision, Want};
use jiff::civil::date;
use serde_json::Value;

use super::format::{Label, LabelParty, Passage};
use crate::eval::labelled::{self, Labelled, LabelledParty, Words};
use crate::eval::lines;

/// Reads all records but those kept for development. The labels hold triggers, types, parties and the countries of
/// places; these, which the labelled news does not say, as the program finds them.
pub fn read(data: &Path, pipeline: &Pipeline) -> anyhow::Result<Vec<Passage>> {
    let mut labelled: HashMap<String, Vec<Labelled>> = HashMap::new();
    for row in labelled::read(data)? {
        if !row.is_development() {
            labelled.entry(row.record().into()).or_default().push(row);
        }
    }
    let mut passages = Vec::new();
    for record in lines::<Value>(&data.join("news/news.jsonl.gz"))? {
        let id = record["id"].as_str().unwrap_or_default();
        if let Some(rows) = labelled.get(id) {
            let text = record["text"].as_str().unwrap_or_default();
            passages.push(passage(id, text, rows, pipeline).with_context(|| format!("read {id}"))?);
        }
    }
    Ok(passages)
}

fn passage(
    id: &str,
    text: &str,
    rows: &[Labelled],
    pipeline: &Pipeline,
) -> anyhow::Result<Passage> {
    // The records state no day; they are of 2004 to 2009.
    let published = Stated {
        local: date(2006, 6, 1).at(12, 0, 0, 0),
        offset: None,
        precision: StatedPrecision::Day,
        source: "passage".into(),
    };
    let mut article = Article {
        id: id.into(),
        publisher: Some("VOA".into()),
        published: Some(published),
        ..Article::default()
    };
    // A headline that says nothing, where other articles have theirs.
    article.push_block(BlockKind::Title, "News");
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        article.push_block(BlockKind::Paragraph, line.trim());
    }
    let places = pipeline.annotate(&article, Want { events: false }).places;
    let mut labels = Vec::new();
    for row in rows {
        let Some(start) = article.text.find(row.text.trim_end()) else {
            continue;
        };
        let span = |words: Words| {
            let inside = words.bytes(&row.text);
            Span {
                start: start + inside.start,
                end: start + inside.end,
            }
        };
        let side = |parties: &[LabelledParty]| {
            let party = |party: &LabelledParty| LabelParty {
                span: Some(span(party.words)),
                country: party.country.clone(),
                sector: party.sector.clone(),
            };
            parties.iter().map(party).collect()
        };
        for event in &row.events {
            let place = event.place.map(span).and_then(|at| {
                let mut inside = places
                    .iter()
                    .filter(|p| p.span.is_some_and(|s| s.overlaps(at)));
                inside.find_map(|place| place.value.country.clone())
            });
            labels.push(Label {
                happening: labels.len() as u32,
                event_type: event.event_type.parse::<EventType>()?,
                modes: BTreeSet::new(),
                contexts: BTreeSet::new(),
                status: Status::Happened,
                trigger: span(event.trigger),
                actors: side(&event.actors),
                recipients: side(&event.recipients),
                when: None,
                place,
                sources: Vec::new(),
                quantities: Vec::new(),
            });
        }
    }
    Ok(Passage {
        file: id.into(),
        slug: id.into(),
        article,
        labels,
        non_events: Vec::new(),
    })
}
