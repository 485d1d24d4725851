//! The objects of the public JSON form, key by key, in their order.

use dateline_nlp::Sentence;
use dateline_page::{Article, Filed, Stated, StatedPrecision};
use jiff::civil::Date;
use serde::Serialize;

use super::{CodePoints, InputProblem, SCHEMA};
use crate::event::{
    Attribution, Event, Filled, Party, PlaceRef, Quantity, Run, Span, Statement, When,
};
use crate::ontology;
use crate::pipeline::Annotation;

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

/// The words that a value was read from; `text`, `start` and `end` are `null` where the text does not state it.
#[derive(Serialize)]
struct Words<'a> {
    text: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> Words<'a> {
    fn at(span: Span, text: &'a str, points: &CodePoints<'_>) -> Words<'a> {
        Words {
            text: Some(span.of(text)),
            start: Some(points.at(span.start)),
            end: Some(points.at(span.end)),
        }
    }

    fn of<T>(filled: &'a Filled<T>, points: &CodePoints<'_>) -> Words<'a> {
        Words {
            text: filled.span.map(|_| filled.words.as_str()),
            start: filled.span.map(|span| points.at(span.start)),
            end: filled.span.map(|span| points.at(span.end)),
        }
    }
}

#[derive(Serialize)]
struct WithWords<'a, T> {
    #[serde(flatten)]
    value: T,
    #[serde(flatten)]
    words: Words<'a>,
}

impl<'a, T> WithWords<'a, T> {
    fn new<V>(filled: &'a Filled<V>, points: &CodePoints<'_>) -> WithWords<'a, T>
    where
        T: From<&'a V>,
    {
        WithWords {
            value: T::from(&filled.value),
            words: Words::of(filled, points),
        }
    }
}

#[derive(Serialize)]
struct PartyForm<'a> {
    name: &'a str,
    country: Option<&'a str>,
    sector: Option<&'a str>,
    sectors: &'a [String],
    role: Option<&'a str>,
    person: Option<&'a str>,
    id: Option<&'a str>,
}

impl<'a> From<&'a Party> for PartyForm<'a> {
    fn from(party: &'a Party) -> PartyForm<'a> {
        PartyForm {
            name: &party.name,
            country: party.country.as_deref(),
            sector: party.sector.as_deref(),
            sectors: &party.sectors,
            role: party.role.as_deref(),
            person: party.person.as_deref(),
            id: party.id.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct DateForm {
    from: String,
    to: String,
    precision: &'static str,
}

impl From<&When> for DateForm {
    fn from(when: &When) -> DateForm {
        DateForm {
            from: when.from.to_string(),
            to: when.to.to_string(),
            precision: when.precision.code(),
        }
    }
}

#[derive(Serialize)]
struct PlaceForm<'a> {
    name: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    geonames: Option<String>,
    precision: &'static str,
}

impl<'a> From<&'a PlaceRef> for PlaceForm<'a> {
    fn from(place: &'a PlaceRef) -> PlaceForm<'a> {
        PlaceForm {
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            latitude: place.latitude,
            longitude: place.longitude,
            geonames: place.geonames.map(|id| id.to_string()),
            precision: place.precision.code(),
        }
    }
}

#[derive(Serialize)]
struct QuantityForm<'a> {
    value: serde_json::Value,
    low: serde_json::Value,
    high: serde_json::Value,
    approximate: bool,
    of: &'a str,
    role: &'static str,
}

impl<'a> From<&'a Quantity> for QuantityForm<'a> {
    fn from(quantity: &'a Quantity) -> QuantityForm<'a> {
        QuantityForm {
            value: figure(quantity.value),
            low: figure(quantity.low),
            high: figure(quantity.high),
            approximate: quantity.approximate,
            of: &quantity.of,
            role: quantity.role.code(),
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

#[derive(Serialize)]
pub(super) struct ArticleForm<'a> {
    schema: &'static str,
    kind: &'static str,
    id: &'a str,
    url: Option<&'a str>,
    publisher: Option<&'a str>,
    title: Option<&'a str>,
    authors: &'a [String],
    published: Option<String>,
    updated: Option<String>,
    filed: Option<FiledForm<'a>>,
    language: Option<&'a str>,
    text: &'a str,
    blocks: Vec<BlockForm>,
    images: Vec<ImageForm<'a>>,
    problems: Vec<NoteForm<'a>>,
}

#[derive(Serialize)]
struct BlockForm {
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ImageForm<'a> {
    url: Option<&'a str>,
    caption: Option<&'a str>,
    credit: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteForm<'a> {
    kind: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct FiledForm<'a> {
    place: Option<&'a str>,
    agency: Option<&'a str>,
    date: Option<&'a str>,
    #[serde(flatten)]
    words: Words<'a>,
}

impl<'a> ArticleForm<'a> {
    pub(super) fn new(article: &'a Article, points: &CodePoints<'_>) -> ArticleForm<'a> {
        let blocks = article.blocks.iter().map(|block| BlockForm {
            kind: block.kind.name(),
            start: points.at(block.start),
            end: points.at(block.end),
        });
        let images = article.images.iter().map(|image| ImageForm {
            url: image.url.as_deref(),
            caption: image.caption.as_deref(),
            credit: image.credit.as_deref(),
        });
        let problems = article.problems.iter();
        ArticleForm {
            schema: SCHEMA,
            kind: "article",
            id: &article.id,
            url: article.url.as_deref(),
            publisher: article.publisher.as_deref(),
            title: article.title.as_deref(),
            authors: &article.authors,
            published: article.published.as_ref().map(stated),
            updated: article.updated.as_ref().map(stated),
            filed: article
                .filed
                .as_ref()
                .map(|filed| filed_form(filed, &article.text, points)),
            language: article.language.as_deref(),
            text: &article.text,
            blocks: blocks.collect(),
            images: images.collect(),
            problems: problems
                .map(|note| NoteForm {
                    kind: &note.kind,
                    message: &note.message,
                })
                .collect(),
        }
    }
}

fn filed_form<'a>(filed: &'a Filed, text: &'a str, points: &CodePoints<'_>) -> FiledForm<'a> {
    FiledForm {
        place: filed.place.as_deref(),
        agency: filed.agency.as_deref(),
        date: filed.date.as_deref(),
        words: Words::at(
            Span {
                start: filed.start,
                end: filed.end,
            },
            text,
            points,
        ),
    }
}

#[derive(Serialize)]
pub(super) struct AnnotationForm<'a> {
    schema: &'static str,
    kind: &'static str,
    article: &'a str,
    sentences: Vec<SentenceForm<'a>>,
    names: Vec<LabelForm<'a>>,
    places: Vec<WithWords<'a, PlaceForm<'a>>>,
    times: Vec<TimeForm<'a>>,
}

#[derive(Serialize)]
struct SentenceForm<'a> {
    start: usize,
    end: usize,
    tokens: Vec<TokenForm<'a>>,
}

#[derive(Serialize)]
struct TokenForm<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    lemma: &'a str,
    upos: &'a str,
    /// Counts from 1 within the sentence; 0 is the root.
    head: usize,
    deprel: &'a str,
}

#[derive(Serialize)]
struct LabelForm<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    label: &'static str,
}

#[derive(Serialize)]
struct TimeForm<'a> {
    #[serde(flatten)]
    label: LabelForm<'a>,
    value: &'a str,
}

impl<'a> LabelForm<'a> {
    fn at(
        span: Span,
        label: &'static str,
        text: &'a str,
        points: &CodePoints<'_>,
    ) -> LabelForm<'a> {
        LabelForm {
            start: points.at(span.start),
            end: points.at(span.end),
            text: span.of(text),
            label,
        }
    }
}

impl<'a> AnnotationForm<'a> {
    pub(super) fn new(
        annotation: &'a Annotation,
        article: &'a Article,
        points: &CodePoints<'_>,
    ) -> AnnotationForm<'a> {
        let text = article.text.as_str();
        let names = annotation.sentences.iter().flat_map(|sentence| {
            sentence.names.iter().map(|name| {
                let span = Span::from(sentence.bytes(name.tokens()));
                LabelForm::at(span, name.kind.code(), text, points)
            })
        });
        let times = annotation.times.iter().map(|time| {
            let span = Span {
                start: time.start,
                end: time.end,
            };
            TimeForm {
                label: LabelForm::at(span, time.kind.code(), text, points),
                value: &time.value,
            }
        });
        let sentences = annotation.sentences.iter();
        AnnotationForm {
            schema: SCHEMA,
            kind: "annotation",
            article: &article.id,
            sentences: sentences
                .map(|sentence| sentence_form(sentence, text, points))
                .collect(),
            names: names.collect(),
            places: annotation
                .places
                .iter()
                .map(|place| WithWords::new(place, points))
                .collect(),
            times: times.collect(),
        }
    }
}

fn sentence_form<'a>(
    sentence: &'a Sentence,
    text: &'a str,
    points: &CodePoints<'_>,
) -> SentenceForm<'a> {
    let tokens = sentence.tokens.iter().enumerate();
    let tokens = tokens.map(|(number, token)| TokenForm {
        start: points.at(token.start),
        end: points.at(token.end),
        text: sentence.token_text(number, text),
        lemma: &token.lemma,
        upos: &token.upos,
        head: token.head.map_or(0, |head| head + 1),
        deprel: &token.deprel,
    });
    SentenceForm {
        start: points.at(sentence.start),
        end: points.at(sentence.end),
        tokens: tokens.collect(),
    }
}

#[derive(Serialize)]
pub(super) struct ActorForm<'a> {
    schema: &'static str,
    kind: &'static str,
    on: String,
    #[serde(flatten)]
    party: PartyForm<'a>,
    known_by: &'a str,
}

impl<'a> ActorForm<'a> {
    pub(super) fn new(party: &'a Party, how: &'a str, on: Date) -> ActorForm<'a> {
        ActorForm {
            schema: SCHEMA,
            kind: "actor",
            on: on.to_string(),
            party: PartyForm::from(party),
            known_by: how,
        }
    }
}

#[derive(Serialize)]
pub(super) struct ProblemForm<'a> {
    schema: &'static str,
    kind: &'static str,
    input: &'a str,
    offset: Option<u64>,
    stage: &'a str,
    message: &'a str,
}

impl<'a> ProblemForm<'a> {
    pub(super) fn new(problem: &'a InputProblem) -> ProblemForm<'a> {
        ProblemForm {
            schema: SCHEMA,
            kind: "problem",
            input: &problem.input,
            offset: problem.offset,
            stage: &problem.stage,
            message: &problem.message,
        }
    }
}

/// ISO 8601 as far as the page states it: a day, a local time, or a time with its offset from UTC.
fn stated(stated: &Stated) -> String {
    if stated.precision == StatedPrecision::Day {
        return stated.local.date().to_string();
    }
    let local = stated.local.strftime("%Y-%m-%dT%H:%M:%S");
    match stated.offset {
        None => local.to_string(),
        Some(offset) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!(
                "{local}{sign}{:02}:{:02}",
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        }
    }
}

/// A score with three decimals: more would only pretend.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1000.0).round() / 1000.0
}

/// A figure without ".0" where it is whole.
fn figure(value: f64) -> serde_json::Value {
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= MAX_EXACT {
        serde_json::Value::from(value as i64)
    } else {
        serde_json::Value::from(value)
    }
}
