//! Events of an archive as a person reads them: with the reports of all outlets side by side.

use dateline::event::{Party, PlaceRef, Quantity, Status, When};
use dateline::json::{EventRecord, SourceRecord, StatementRecord, Words};
use dateline_archive::{ArticleView, EventView};

use super::events::{Mark, date, marked, place, plain_words, quantity, status_style};
use super::parties::party;
use super::table::{Cell, Table};
use super::{Look, Style, Text};

const HEADINGS: [&str; 8] = [
    "date", "who", "does", "to whom", "where", "how many", "status", "outlets",
];

/// A table of events, a row each.
pub fn list(events: &[EventRecord], look: Look) -> String {
    if events.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<Cell>> = events.iter().map(row).collect();
    let table = Table::new(&HEADINGS, &rows, look);
    rows.iter()
        .fold(table.head(), |out, row| out + &table.row(row))
}

fn row(event: &EventRecord) -> Vec<Cell> {
    let people = |parties: &[dateline::json::PartyRecord], style| -> Cell {
        parties
            .iter()
            .map(|one| party(&Party::from(one), style))
            .collect()
    };
    let act = match event.modes.is_empty() {
        true => plain_words(event.event_type).to_string(),
        false => format!(
            "{}: {}",
            plain_words(event.event_type),
            event.modes.join(", ")
        ),
    };
    let where_to = event
        .place
        .as_ref()
        .map(|found| Text::new(&place(&PlaceRef::from(found)), Style::Place));
    vec![
        event
            .date
            .as_ref()
            .map(|day| date(&When::from(day)))
            .unwrap_or_default(),
        people(&event.actors, Style::Actor),
        vec![
            Text::new(&act, Style::Strong),
            Text::new(event.event_type.code(), Style::Faint),
            Text::new(&event.id, Style::Faint),
        ],
        people(&event.recipients, Style::Recipient),
        where_to.into_iter().collect(),
        event
            .quantities
            .iter()
            .map(|found| Text::new(&quantity(&Quantity::from(found)), Style::Quantity))
            .collect(),
        vec![status(event.status)],
        vec![Text::plain(&event.outlets.to_string())],
    ]
}

fn status(status: Status) -> Text {
    Text::new(status.code(), status_style(status))
}

/// An event: what its reports agree on, then each report with its words marked, then what it is linked with.
pub fn event(view: &EventView, look: Look) -> String {
    let event = &view.event;
    let mut out = String::new();
    if let Some(redirect) = &view.redirect {
        let words = format!("{} is now part of {}", redirect.asked, redirect.current);
        out += &(Text::new(&words, Style::Faint).paragraph(0, look) + "\n");
    }
    out += &list(std::slice::from_ref(event), look);
    out.push('\n');
    out += &reports(&event.statements, look);
    for (heading, linked) in [
        ("leads to", &view.leads_to),
        ("comes from", &view.comes_from),
    ] {
        for (kind, other) in linked {
            let words = format!("\n{heading} ({kind}):");
            out += &(Text::new(words.trim_start(), Style::Heading).paragraph(0, look));
            out += &list(std::slice::from_ref(other), look);
        }
    }
    if !view.story.is_empty() {
        out += &Text::new("the same story:", Style::Heading).paragraph(0, look);
        out += &list(&view.story, look);
    }
    out
}

/// The reports in a table: who says it, and what.
fn reports(statements: &[StatementRecord], look: Look) -> String {
    let mut last: Option<&SourceRecord> = None;
    let rows: Vec<Vec<Cell>> = by_sentence(statements)
        .iter()
        .map(|group| {
            let source = &group[0].article;
            let is_new = last != Some(source);
            last = Some(source);
            let mut outlet: Cell = Vec::new();
            if is_new {
                outlet.push(Text::new(
                    source.publisher.as_deref().unwrap_or("(no outlet)"),
                    Style::Source,
                ));
                outlet.extend(source.published.iter().map(|at| Text::new(at, Style::When)));
                outlet.push(Text::new(&format!("article {}", source.id), Style::Faint));
            }
            let mut says = Vec::new();
            if is_new {
                says.extend(
                    source
                        .title
                        .iter()
                        .map(|title| Text::new(title, Style::Strong)),
                );
            }
            says.push(sentence(group));
            let sources: Vec<String> = group[0]
                .attribution
                .iter()
                .map(|told| told.value.name.clone())
                .collect();
            let mut told = vec![Text::new(&sources.join(", citing "), Style::Source)];
            if group[0].status != Status::Happened {
                told.push(status(group[0].status));
            }
            vec![outlet, says, told]
        })
        .collect();
    let table = Table::new(&["outlet", "says", "according to"], &rows, look);
    rows.iter()
        .fold(table.head(), |out, row| out + &table.row(row) + "\n")
}

/// The statements of each sentence together, in the order of the first of each.
fn by_sentence(statements: &[StatementRecord]) -> Vec<Vec<&StatementRecord>> {
    let mut groups: Vec<Vec<&StatementRecord>> = Vec::new();
    for statement in statements {
        let same = groups.iter_mut().find(|group| {
            group[0].article.id == statement.article.id && group[0].start == statement.start
        });
        match same {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups
}

/// A sentence with the words that fill the slots of its statements marked.
fn sentence(statements: &[&StatementRecord]) -> Text {
    let first = statements[0];
    let cuts: Vec<usize> = first
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([first.text.len()])
        .collect();
    let at = |point: usize| cuts.get(point.checked_sub(first.start)?).copied();
    let mut marks: Vec<Mark> = Vec::new();
    let mut add = |start: Option<usize>, end: Option<usize>, label: Option<&'static str>, style| {
        let ends = start.and_then(at).zip(end.and_then(at));
        if let Some((start, end)) = ends {
            let mark = Mark {
                span: (start..end).into(),
                labels: label.into_iter().collect(),
                style,
            };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        }
    };
    for told in statements {
        add(
            Some(told.trigger.start),
            Some(told.trigger.end),
            None,
            Style::Trigger,
        );
        let mut slot =
            |words: &Words, label, style| add(words.start, words.end, Some(label), style);
        told.actors
            .iter()
            .for_each(|one| slot(&one.words, "who", Style::Actor));
        told.recipients
            .iter()
            .for_each(|one| slot(&one.words, "to whom", Style::Recipient));
        told.date
            .iter()
            .for_each(|one| slot(&one.words, "when", Style::When));
        told.place
            .iter()
            .for_each(|one| slot(&one.words, "where", Style::Place));
        told.quantities
            .iter()
            .for_each(|one| slot(&one.words, "how many", Style::Quantity));
        told.attribution
            .iter()
            .for_each(|one| slot(&one.words, "source", Style::Source));
    }
    marked(marks, &first.text)
}

/// An article and the events that it tells.
pub fn article(view: &ArticleView, look: Look) -> String {
    let article = &view.article;
    let mut out = Text::new(
        article.title.as_deref().unwrap_or("(no title)"),
        Style::Heading,
    )
    .paragraph(0, look);
    let facts = [
        article.publisher.clone(),
        article.published.clone(),
        article.updated.as_ref().map(|at| format!("updated {at}")),
        article.url.clone(),
        Some(format!("article {}", article.id)),
        Some(format!("added {}", view.added)),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    out += &Text::new(&facts.join(" · "), Style::Faint).paragraph(0, look);
    for revision in &view.revisions {
        let earlier = &revision.article;
        let at = earlier
            .updated
            .as_ref()
            .or(earlier.published.as_ref())
            .unwrap_or(&revision.added);
        let words = format!(
            "earlier text of {at}: {}",
            earlier.title.as_deref().unwrap_or("(no title)")
        );
        out += &Text::new(&words, Style::Faint).paragraph(0, look);
    }
    out.push('\n');
    if view.events.is_empty() {
        return out + "    (no events)\n";
    }
    let rows: Vec<Vec<Cell>> = view.events.iter().map(row).collect();
    let table = Table::new(&HEADINGS, &rows, look);
    out += &table.head();
    for (event, row) in view.events.iter().zip(&rows) {
        out += &table.row(row);
        let own: Vec<StatementRecord> = event
            .statements
            .iter()
            .filter(|told| told.article.id == article.id)
            .cloned()
            .collect();
        for group in by_sentence(&own) {
            out += &sentence(&group).paragraph(4, look);
        }
        out.push('\n');
    }
    out
}
