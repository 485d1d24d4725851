//! Articles, annotations, actors and problems, key by key, in their order.

use dateline_nlp::Sentence;
use dateline_page::{Article, Filed};
use jiff::civil::Date;
use serde::Serialize;

use super::parts::{stated, with_words, words};
use super::record::{
    ArticleKind, ArticleRecord, BlockRecord, FiledRecord, ImageRecord, NoteRecord, PartyRecord,
    PlaceRecord, Schema, WithWords,
};
use super::{CodePoints, InputProblem, SCHEMA};
use crate::event::{Party, Span};
use crate::pipeline::Annotation;

pub(super) fn article(article: &Article, points: &CodePoints<'_>) -> ArticleRecord {
    let blocks = article.blocks.iter().map(|block| BlockRecord {
        kind: block.kind.name().into(),
        start: points.at(block.start),
        end: points.at(block.end),
    });
    let images = article.images.iter().map(|image| ImageRecord {
        url: image.url.clone(),
        caption: image.caption.clone(),
        credit: image.credit.clone(),
    });
    let problems = article.problems.iter().map(|note| NoteRecord {
        kind: note.kind.clone(),
        message: note.message.clone(),
    });
    ArticleRecord {
        schema: Schema::default(),
        kind: ArticleKind::default(),
        id: article.id.clone(),
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        title: article.title.clone(),
        authors: article.authors.clone(),
        published: article.published.as_ref().map(stated),
        updated: article.updated.as_ref().map(stated),
        filed: article
            .filed
            .as_ref()
            .map(|line| filed(line, &article.text, points)),
        language: article.language.clone(),
        text: article.text.clone(),
        blocks: blocks.collect(),
        images: images.collect(),
        problems: problems.collect(),
    }
}

fn filed(filed: &Filed, text: &str, points: &CodePoints<'_>) -> WithWords<FiledRecord> {
    WithWords {
        value: FiledRecord {
            place: filed.place.clone(),
            agency: filed.agency.clone(),
            date: filed.date.clone(),
        },
        words: words(Span::from(filed.start..filed.end), text, points),
    }
}

#[derive(Serialize)]
pub(super) struct AnnotationForm<'a> {
    schema: &'static str,
    kind: &'static str,
    article: &'a str,
    sentences: Vec<SentenceForm<'a>>,
    names: Vec<LabelForm<'a>>,
    places: Vec<WithWords<PlaceRecord>>,
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
                .map(|place| with_words(place, points))
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
    party: PartyRecord,
    known_by: &'a str,
}

impl<'a> ActorForm<'a> {
    pub(super) fn new(party: &'a Party, how: &'a str, on: Date) -> ActorForm<'a> {
        ActorForm {
            schema: SCHEMA,
            kind: "actor",
            on: on.to_string(),
            party: PartyRecord::from(party),
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
