//! How well events are coded, against labelled news sentences, each through the whole pipeline by itself.

use std::collections::BTreeSet;

use dateline::event::{Filled, Party, Statement};
use dateline::{Article, Pipeline};
use dateline_page::BlockKind;
use rayon::prelude::*;

use super::labelled::{self, Labelled, LabelledParty};
use super::{Figure, Places};

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
    let mut sentences = labelled::read(&places.data)?;
    sentences.retain(Labelled::is_development);
    let counts = pipeline.model().in_threads(|| {
        sentences
            .par_iter()
            .map(|sentence| one(&pipeline, sentence))
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

fn one(pipeline: &Pipeline, sentence: &Labelled) -> Counts {
    let mut article = Article {
        id: "evaluation".into(),
        ..Article::default()
    };
    article.push_block(BlockKind::Paragraph, &sentence.text);
    let events = pipeline.code(&article);
    let found: Vec<&Statement> = events.iter().flat_map(|event| &event.statements).collect();
    compare(sentence, &found)
}

fn compare(sentence: &Labelled, found: &[&Statement]) -> Counts {
    let mut counts = Counts {
        labelled: sentence.events.len(),
        found: found.len(),
        ..Counts::default()
    };
    let wanted = |side: &[LabelledParty]| -> BTreeSet<String> {
        side.iter()
            .filter_map(|party| party.country.clone())
            .collect()
    };
    let given = |side: &[Filled<Party>]| -> BTreeSet<String> {
        side.iter()
            .filter_map(|party| party.value.country.clone())
            .collect()
    };
    let mut taken = vec![false; found.len()];
    for label in &sentence.events {
        let trigger = label.trigger.bytes(&sentence.text);
        let free = (0..found.len()).filter(|&i| !taken[i] && found[i].trigger.overlaps(trigger));
        // Of several on one trigger, the one of the right type answers the label.
        let Some(hit) = free.max_by_key(|&i| found[i].event_type.code() == label.event_type) else {
            continue;
        };
        taken[hit] = true;
        let statement = found[hit];
        counts.triggers += 1;
        counts.types += usize::from(statement.event_type.code() == label.event_type);
        counts.statuses += usize::from(statement.status.code() == label.status);
        counts.actors += usize::from(given(&statement.actors) == wanted(&label.actors));
        counts.recipients += usize::from(given(&statement.recipients) == wanted(&label.recipients));
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
