//! Events and statements as records.

use dateline_page::Article;

use super::CodePoints;
use super::parts::{rounded, stated, with_words};
use super::record::{
    AttributionRecord, EventKind, EventRecord, PartyRecord, QuantityRecord, RunRecord, Schema,
    SourceRecord, StatementRecord, TriggerRecord, WithWords,
};
use crate::event::{Attribution, Event, Filled, Run, Statement};
use crate::ontology;

pub(super) fn event(
    event: &Event,
    article: &Article,
    points: &CodePoints<'_>,
    run: &Run,
) -> EventRecord {
    let statements = event.statements.iter();
    EventRecord {
        schema: Schema::default(),
        kind: EventKind::default(),
        id: event.id.clone(),
        event_type: event.event_type,
        modes: owned(&event.modes),
        contexts: owned(&event.contexts),
        quad: event.quad(),
        intensity: event.intensity(),
        cameo: ontology::cameo(event.event_type, &event.modes, &event.contexts).into(),
        actors: event.actors.iter().map(PartyRecord::from).collect(),
        recipients: event.recipients.iter().map(PartyRecord::from).collect(),
        date: event.when.as_ref().map(Into::into),
        place: event.place.as_ref().map(Into::into),
        quantities: event.quantities.iter().map(QuantityRecord::from).collect(),
        status: event.status,
        outlets: event.outlets,
        confidence: rounded(event.confidence),
        statements: statements
            .map(|told| statement(told, article, points, run))
            .collect(),
    }
}

pub(super) fn statement(
    statement: &Statement,
    article: &Article,
    points: &CodePoints<'_>,
    run: &Run,
) -> StatementRecord {
    let (span, trigger) = (statement.span, statement.trigger);
    StatementRecord {
        article: SourceRecord::from(article),
        block: statement.block.name().into(),
        sentence: statement.sentence,
        start: points.at(span.start),
        end: points.at(span.end),
        text: span.of(&article.text).into(),
        trigger: TriggerRecord {
            text: trigger.of(&article.text).into(),
            start: points.at(trigger.start),
            end: points.at(trigger.end),
            lemma: statement.trigger_lemma.clone(),
        },
        event_type: statement.event_type,
        modes: owned(&statement.modes),
        contexts: owned(&statement.contexts),
        attribution: all(&statement.attribution, points),
        status: statement.status,
        date: statement.when.as_ref().map(|when| with_words(when, points)),
        place: statement
            .place
            .as_ref()
            .map(|place| with_words(place, points)),
        actors: all(&statement.actors, points),
        recipients: all(&statement.recipients, points),
        quantities: all(&statement.quantities, points),
        confidence: rounded(statement.confidence),
        coded_by: statement.coded_by.clone(),
        run: RunRecord::from(run),
    }
}

fn owned(codes: &[&str]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

fn all<'a, V, T: From<&'a V>>(
    slots: &'a [Filled<V>],
    points: &CodePoints<'_>,
) -> Vec<WithWords<T>> {
    slots.iter().map(|slot| with_words(slot, points)).collect()
}

impl From<&Attribution> for AttributionRecord {
    fn from(source: &Attribution) -> AttributionRecord {
        AttributionRecord {
            name: source.name.clone(),
            kind: source.kind,
            country: source.country.clone(),
            verb: source.verb.clone(),
        }
    }
}

impl From<&Run> for RunRecord {
    fn from(run: &Run) -> RunRecord {
        RunRecord {
            dateline: run.dateline.clone(),
            model: run.model.clone(),
            knowledge: run.knowledge.clone(),
        }
    }
}

impl From<&Article> for SourceRecord {
    fn from(article: &Article) -> SourceRecord {
        SourceRecord {
            id: article.id.clone(),
            url: article.url.clone(),
            publisher: article.publisher.clone(),
            title: article.title.clone(),
            published: article.published.as_ref().map(stated),
            language: article.language.clone(),
        }
    }
}
