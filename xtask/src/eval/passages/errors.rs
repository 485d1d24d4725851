//! The errors in coded passages, sentence by sentence, and which kinds of error are frequent.

use std::collections::BTreeMap;
use std::fmt::Write;

use dateline::event::{Event, Filled, Party, Span, Statement};

use super::Coded;
use super::format::Label;
use super::pairing::{countries, happenings, is_agreed, is_on, is_same, is_told, is_typed, pairs};
use super::slots::{SLOTS, Values, found, labelled};

/// One error: where, of what kind, and what is labelled against what is found.
struct Slip {
    at: usize,
    kind: String,
    line: String,
}

/// All errors by passage and sentence, then the kinds of error by their number.
pub fn list(all: &[Coded]) -> String {
    let mut out = String::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for coded in all {
        let mut slips = slips(coded);
        slips.sort_by_key(|slip| slip.at);
        if slips.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(out, "=== {} ({})", coded.passage.slug, coded.passage.file);
        let mut shown = None;
        for slip in slips {
            let sentence = sentence_at(coded, slip.at);
            if shown != Some(sentence) {
                let _ = writeln!(out, "\n{}", sentence.of(&coded.passage.article.text));
                shown = Some(sentence);
            }
            let _ = writeln!(out, "  {}", slip.line);
            *kinds.entry(slip.kind).or_default() += 1;
        }
        out.push('\n');
    }
    let mut kinds: Vec<(String, usize)> = kinds.into_iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out += "=== kinds of error, most frequent first\n";
    for (kind, count) in kinds {
        let _ = writeln!(out, "{count:>5}  {kind}");
    }
    out
}

/// The sentence that a byte of the text lies in; where none was cut, its block.
fn sentence_at(coded: &Coded, at: usize) -> Span {
    let article = &coded.passage.article;
    let sentences = coded.sentences.iter().map(|s| Span::from(s.start..s.end));
    let blocks = article.blocks.iter().map(|block| Span::from(block.range()));
    sentences
        .chain(blocks)
        .find(|span| span.range().contains(&at))
        .unwrap_or_default()
}

fn slips(coded: &Coded) -> Vec<Slip> {
    let text = &coded.passage.article.text;
    let labels = &coded.passage.labels;
    let statements = coded.statements();
    let typed = pairs(labels, &statements, |label, s| is_typed(label, s));
    let mut taken: Vec<bool> = (0..statements.len())
        .map(|s| typed.contains(&Some(s)))
        .collect();
    let mut slips = Vec::new();
    for (label, partner) in labels.iter().zip(&typed) {
        let at = label.trigger.start;
        if let Some(partner) = *partner {
            slips.extend(slot_slips(label, statements[partner], text));
            continue;
        }
        let other = (0..statements.len()).find(|&s| !taken[s] && is_on(label, statements[s]));
        let shown = show_label(label, text);
        let slip = match other {
            Some(s) => {
                taken[s] = true;
                let found_type = statements[s].event_type;
                Slip {
                    at,
                    kind: format!("type {} found as {found_type}", label.event_type),
                    line: format!("type    {shown}  FOUND {}", show(statements[s], text)),
                }
            }
            None => Slip {
                at,
                kind: format!("missed {}", label.event_type),
                line: format!("missed  {shown}"),
            },
        };
        slips.push(slip);
    }
    let anyway = coded.coded_anyway();
    for (s, statement) in statements.iter().enumerate().filter(|(s, _)| !taken[*s]) {
        let non_event = anyway
            .iter()
            .find(|(_, other)| std::ptr::eq(*other, *statement));
        let shown = show(statement, text);
        let (kind, line) = match non_event {
            Some((non_event, _)) => (
                format!("non-event coded, {}", non_event.reason),
                format!(
                    "NOT     {} | {}  FOUND {shown}",
                    non_event.span.of(text),
                    non_event.reason
                ),
            ),
            None if labels.iter().any(|label| is_on(label, statements[s])) => (
                format!("second statement on one trigger, {}", statement.event_type),
                format!("twice   {shown}"),
            ),
            None => (
                format!("extra {}", statement.event_type),
                format!("extra   {shown}"),
            ),
        };
        slips.push(Slip {
            at: statement.trigger.start,
            kind,
            line,
        });
    }
    slips.extend(grouping_slips(coded));
    slips.extend(side_slips(coded));
    slips
}

fn slot_slips(label: &Label, statement: &Statement, text: &str) -> Vec<Slip> {
    let (expected, got) = (labelled(label), found(statement, label));
    let sides = SLOTS.iter().zip(expected.iter().zip(&got));
    let wrong = sides.filter(|(_, (expected, got))| expected != got);
    wrong
        .map(|(slot, (expected, got))| Slip {
            at: label.trigger.start,
            kind: slot_kind(slot, expected, got),
            line: format!(
                "{slot:<17} @{} {} \"{}\": {}  FOUND {}{}",
                label.happening,
                label.event_type,
                label.trigger.of(text),
                join(expected),
                join(got),
                words_of_side(slot, statement)
            ),
        })
        .collect()
}

/// The words that the parties of a slot were read from, for the slots that hold the countries of a side.
fn words_of_side(slot: &str, statement: &Statement) -> String {
    let side = match slot {
        "actor-country" => &statement.actors,
        "recipient-country" => &statement.recipients,
        _ => return String::new(),
    };
    let mut out = String::from(" IN");
    for party in side {
        let country = party.value.country.as_deref().unwrap_or("-");
        // Writing to a string cannot fail.
        let _ = write!(out, " \"{}\"={country}", party.words);
    }
    out
}

fn slot_kind(slot: &str, expected: &Values, got: &Values) -> String {
    if slot == "status" {
        return format!("status {} found as {}", join(expected), join(got));
    }
    let how = match (expected.is_empty(), got.is_empty()) {
        (false, true) => "missed",
        (true, false) => "filled though not told",
        _ if expected.is_subset(got) => "too many",
        _ if got.is_subset(expected) => "too few",
        _ => "wrong",
    };
    format!("{slot} {how}")
}

/// Happenings that came out as several events, and events that hold several happenings.
fn grouping_slips(coded: &Coded) -> Vec<Slip> {
    let happenings = happenings(&coded.passage);
    let mut slips = Vec::new();
    for happening in &happenings {
        let parts: Vec<&Event> = coded
            .events
            .iter()
            .filter(|event| is_told(happening, event))
            .collect();
        if parts.len() > 1 {
            let shown: Vec<String> = parts.iter().map(|event| show_event(event)).collect();
            slips.push(Slip {
                at: happening.triggers[0].start,
                kind: "one happening as several events".into(),
                line: format!("split   @{}: {}", happening.number, shown.join("; ")),
            });
        }
    }
    for event in &coded.events {
        let told: Vec<String> = happenings
            .iter()
            .filter(|happening| is_told(happening, event))
            .map(|happening| format!("@{}", happening.number))
            .collect();
        if told.len() > 1 {
            slips.push(Slip {
                at: first(event),
                kind: "several happenings as one event".into(),
                line: format!("merged  {} into one {}", told.join(" "), event.event_type),
            });
        }
    }
    slips
}

/// Events told with their type and trigger, but with other countries than labelled.
fn side_slips(coded: &Coded) -> Vec<Slip> {
    let happenings = happenings(&coded.passage);
    let told = pairs(&happenings, &coded.events, is_told);
    let same = pairs(&happenings, &coded.events, is_same);
    let mut slips = Vec::new();
    for ((happening, told), same) in happenings.iter().zip(told).zip(same) {
        let (Some(event), None) = (told, same) else {
            continue;
        };
        let event = &coded.events[event];
        let sides = [
            ("actors", &happening.actors, countries(&event.actors)),
            (
                "recipients",
                &happening.recipients,
                countries(&event.recipients),
            ),
        ];
        for (side, expected, got) in sides {
            if is_agreed(expected, &got) {
                continue;
            }
            slips.push(Slip {
                at: happening.triggers[0].start,
                kind: match (expected.is_empty(), got.is_empty()) {
                    (false, true) => format!("event without its {side}"),
                    (true, false) => format!("event with {side} that are not labelled"),
                    _ => format!("event with other {side}"),
                },
                line: format!(
                    "event   @{} {}, {side}: {}  FOUND {}",
                    happening.number,
                    event.event_type,
                    join(expected),
                    join(&got)
                ),
            });
        }
    }
    slips
}

/// What merging goes by: type, sides, day and place.
fn show_event(event: &Event) -> String {
    let day = event.when.map_or("-".to_string(), |when| {
        format!("{}..{}", when.from, when.to)
    });
    let place = event
        .place
        .as_ref()
        .map_or("-", |place| place.name.as_str());
    format!(
        "{} {} -> {}, {day}, {place}, {}",
        event.event_type,
        join(&countries(&event.actors)),
        join(&countries(&event.recipients)),
        event.status
    )
}

fn first(event: &Event) -> usize {
    let triggers = event
        .statements
        .iter()
        .map(|statement| statement.trigger.start);
    triggers.min().unwrap_or_default()
}

fn show_label(label: &Label, text: &str) -> String {
    let slots = labelled(label);
    format!(
        "@{} {} {} | {} | \"{}\" | {} -> {}",
        label.happening,
        label.event_type,
        join(&slots[0]),
        label.status,
        label.trigger.of(text),
        join(&slots[5]),
        join(&slots[7])
    )
}

fn show(statement: &Statement, text: &str) -> String {
    let countries = |side: &[Filled<Party>]| countries(side.iter().map(|party| &party.value));
    let modes: Values = statement
        .modes
        .iter()
        .map(|mode| mode.to_string())
        .collect();
    format!(
        "{} {} | {} | \"{}\" | {} -> {} | {:.2} {}",
        statement.event_type,
        join(&modes),
        statement.status,
        statement.trigger.of(text),
        join(&countries(&statement.actors)),
        join(&countries(&statement.recipients)),
        statement.confidence,
        statement.coded_by.join(" ")
    )
}

fn join(values: &Values) -> String {
    if values.is_empty() {
        return "-".into();
    }
    values
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}
