//! Events and statements, key by key, in their order.

use dateline_page::Article;
use serde::Serialize;

use super::parts::{
    DateForm, PartyForm, PlaceForm, QuantityForm, WithWords, Words, rounded, stated,
};
use super::{CodePoints, SCHEMA};
use crate::event::{Attribution, Event, Filled, Run, Statement};
use crate::ontology;

#[derive(Serialize)]
pub(super) struct EventForm<'a> {
    schema: &'static str,
    kind: &'static str,
    id: &'a str,
    #[serde(rename = "type")]
    event_type: &'static str,
    modes: &'a [&'static str],
    contexts: &'a [&'static str],
    quad: u8,
    intensity: f32,
    cameo: &'static str,
    actors: Vec<PartyForm<'a>>,
    recipients: Vec<PartyForm<'a>>,
    date: Option<DateForm>,
    place: Option<PlaceForm<'a>>,
    quantities: Vec<QuantityForm<'a>>,
    status: &'static str,
    outlets: usize,
    confidence: f64,
    statements: Vec<StatementForm<'a>>,
}

impl<'a> EventForm<'a> {
    pub(super) fn new(
        event: &'a Event,
        article: &'a Article,
        points: &CodePoints<'_>,
        run: &'a Run,
    ) -> EventForm<'a> {
        let statements = event.statements.iter();
        EventForm {
            schema: SCHEMA,
            kind: "event",
            id: &event.id,
            event_type: event.event_type.code(),
            modes: &event.modes,
            contexts: &event.contexts,
            quad: event.quad(),
            intensity: event.intensity(),
            cameo: ontology::cameo(event.event_type, &event.modes, &event.contexts),
            actors: event.actors.iter().map(PartyForm::from).collect(),
            recipients: event.recipients.iter().map(PartyForm::from).collect(),
            date: event.when.as_ref().map(DateForm::from),
            place: event.place.as_ref().map(PlaceForm::from),
            quantities: event.quantities.iter().map(QuantityForm::from).collect(),
            status: event.status.code(),
            outlets: event.outlets,
            confidence: rounded(event.confidence),
            statements: statements
                .map(|statement| StatementForm::new(statement, article, points, run))
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct StatementForm<'a> {
    article: SourceForm<'a>,
    block: &'static str,
    sentence: usize,
    start: usize,
    end: usize,
    text: &'a str,
    trigger: Words<'a>,
    attribution: Vec<AttributionForm<'a>>,
    status: &'static str,
    date: Option<WithWords<'a, DateForm>>,
    place: Option<WithWords<'a, PlaceForm<'a>>>,
    actors: Vec<WithWords<'a, PartyForm<'a>>>,
    recipients: Vec<WithWords<'a, PartyForm<'a>>>,
    quantities: Vec<WithWords<'a, QuantityForm<'a>>>,
    confidence: f64,
    coded_by: &'a [String],
    run: RunForm<'a>,
}

impl<'a> StatementForm<'a> {
    pub(super) fn new(
        statement: &'a Statement,
        article: &'a Article,
        points: &CodePoints<'_>,
        run: &'a Run,
    ) -> StatementForm<'a> {
        StatementForm {
            article: SourceForm::from(article),
            block: statement.block.name(),
            sentence: statement.sentence,
            start: points.at(statement.span.start),
            end: points.at(statement.span.end),
            text: statement.span.of(&article.text),
            trigger: Words::at(statement.trigger, &article.text, points),
            attribution: statement
                .attribution
                .iter()
                .map(|source| AttributionForm::new(source, points))
                .collect(),
            status: statement.status.code(),
            date: statement
                .when
                .as_ref()
                .map(|when| WithWords::new(when, points)),
            place: statement
                .place
                .as_ref()
                .map(|place| WithWords::new(place, points)),
            actors: statement
                .actors
                .iter()
                .map(|party| WithWords::new(party, points))
                .collect(),
            recipients: statement
                .recipients
                .iter()
                .map(|party| WithWords::new(party, points))
                .collect(),
            quantities: statement
                .quantities
                .iter()
                .map(|quantity| WithWords::new(quantity, points))
                .collect(),
            confidence: rounded(statement.confidence),
            coded_by: &statement.coded_by,
            run: RunForm {
                dateline: &run.dateline,
                model: &run.model,
                knowledge: &run.knowledge,
            },
        }
    }
}

#[derive(Serialize)]
struct AttributionForm<'a> {
    name: &'a str,
    kind: &'static str,
    country: Option<&'a str>,
    verb: Option<&'a str>,
    #[serde(flatten)]
    words: Words<'a>,
}

impl<'a> AttributionForm<'a> {
    fn new(source: &'a Filled<Attribution>, points: &CodePoints<'_>) -> AttributionForm<'a> {
        AttributionForm {
            name: &source.value.name,
            kind: source.value.kind.code(),
            country: source.value.country.as_deref(),
            verb: source.value.verb.as_deref(),
            words: Words::of(source, points),
        }
    }
}

#[derive(Serialize)]
struct RunForm<'a> {
    dateline: &'a str,
    model: &'a str,
    knowledge: &'a str,
}

/// What a statement says of its article.
#[derive(Serialize)]
struct SourceForm<'a> {
    id: &'a str,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
}

impl<'a> From<&'a Article> for SourceForm<'a> {
    fn from(article: &'a Article) -> SourceForm<'a> {
        SourceForm {
            id: &article.id,
            url: article.url.as_deref(),
            publisher: article.publisher.as_deref(),
            title: article.title.as_deref(),
            published: article.published.as_ref().map(stated),
            language: article.language.as_deref(),
        }
    }
}
