//! What was done to an archive, and what it holds.

use dateline_archive::{Counts, Fault};
use serde::Serialize;

use super::{Look, Style, Text};
use crate::commands::add::Tally;

/// One line for the end of a run.
pub fn tally(tally: &Tally) -> String {
    let parts = [
        (tally.new, "new"),
        (tally.updated, "updated"),
        (tally.superseded, "older than what is kept"),
        (tally.recoded, "coded anew"),
        (tally.known, "known already"),
        (tally.failed, "not usable"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let parts = match parts.is_empty() {
        true => "nothing".to_string(),
        false => parts.join(", "),
    };
    format!("note: {parts}; {} statements added", tally.statements)
}

/// A line for each thing that a sound archive holds.
pub fn checked(counts: Option<&Counts>, look: Look) -> String {
    let Some(counts) = counts else {
        return String::new();
    };
    let lines = [
        ("articles", counts.articles),
        ("earlier texts", counts.revisions),
        ("statements", counts.statements),
        ("events", counts.events),
        ("told by several", counts.joined),
        ("links", counts.links),
        ("problems", counts.problems),
    ];
    let line = |(label, count): (&str, u64)| {
        let text = Text::new(&format!("{label:<16}"), Style::Faint);
        text.with(&format!("{count:>10}"), Style::Plain).show(look) + "\n"
    };
    lines.map(line).concat()
}

#[derive(Serialize)]
struct Checked<'a> {
    sound: bool,
    articles: Option<u64>,
    revisions: Option<u64>,
    statements: Option<u64>,
    events: Option<u64>,
    joined: Option<u64>,
    links: Option<u64>,
    problems: Option<u64>,
    faults: Vec<FaultForm<'a>>,
}

#[derive(Serialize)]
struct FaultForm<'a> {
    place: &'a str,
    message: &'a str,
}

/// The same as one JSON object.
pub fn checked_json(counts: Option<&Counts>, faults: &[Fault]) -> String {
    let form = Checked {
        sound: faults.is_empty(),
        articles: counts.map(|counts| counts.articles),
        revisions: counts.map(|counts| counts.revisions),
        statements: counts.map(|counts| counts.statements),
        events: counts.map(|counts| counts.events),
        joined: counts.map(|counts| counts.joined),
        links: counts.map(|counts| counts.links),
        problems: counts.map(|counts| counts.problems),
        faults: faults
            .iter()
            .map(|fault| FaultForm {
                place: &fault.place,
                message: &fault.message,
            })
            .collect(),
    };
    dateline::json::line(&form) + "\n"
}
