//! Counts of the coded passages, as the table of their README.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;
use dateline::ontology::{EventType, Mode, Status};
use dateline::reader::built_in_knowledge;

use super::format::{Half, Passage, REASONS};
use super::pairing::happenings;

/// Prints the counts of both halves as Markdown.
///
/// # Errors
/// When a file is faulty.
pub fn print(root: &Path) -> anyhow::Result<()> {
    let knowledge = built_in_knowledge()?;
    let read = |half: Half| {
        let (passages, faults) = half.read(root, &knowledge)?;
        if let Some(fault) = faults.first() {
            bail!("{}", half.show(fault));
        }
        Ok(count(&passages))
    };
    let (seen, unseen) = (read(Half::Seen)?, read(Half::Unseen)?);
    println!("| | seen | unseen |\n|---|---|---|");
    for name in names() {
        let of = |counts: &BTreeMap<String, usize>| counts.get(&name).copied().unwrap_or_default();
        println!("| {name} | {} | {} |", of(&seen), of(&unseen));
    }
    Ok(())
}

/// What is counted, in the order of the table.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "passages",
        "passages without an event",
        "paragraphs and titles",
        "happenings",
        "statements",
        "non-events",
    ]
    .map(String::from)
    .into();
    names.extend(EventType::ALL.map(|event_type| event_type.code().into()));
    names.extend(
        Mode::all()
            .iter()
            .map(|mode| mode_name(mode.event_type, mode.name)),
    );
    names.extend(Status::ALL.map(|status| status.code().into()));
    names.extend(["date", "place", "source", "nested source", "quantity"].map(String::from));
    names.extend(REASONS.map(|reason| format!("NOT {reason}")));
    names
}

fn mode_name(event_type: EventType, mode: &str) -> String {
    format!("{} {mode}", event_type.code())
}

fn count(passages: &[Passage]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |name: &str, more: usize| *counts.entry(name.to_string()).or_default() += more;
    for passage in passages {
        add("passages", 1);
        add(
            "passages without an event",
            usize::from(passage.labels.is_empty()),
        );
        add("paragraphs and titles", passage.article.blocks.len());
        add("happenings", happenings(passage).len());
        add("statements", passage.labels.len());
        add("non-events", passage.non_events.len());
        for label in &passage.labels {
            add(label.event_type.code(), 1);
            for mode in &label.modes {
                add(&mode_name(label.event_type, mode), 1);
            }
            add(label.status.code(), 1);
            add("date", usize::from(label.when.is_some()));
            add("place", usize::from(label.place.is_some()));
            add("source", usize::from(!label.sources.is_empty()));
            add("nested source", usize::from(label.sources.len() > 1));
            add("quantity", label.quantities.len());
        }
        for non_event in &passage.non_events {
            add(&format!("NOT {}", non_event.reason), 1);
        }
    }
    counts
}
