//! Articles, annotations, actors and problems, key by key, in their order.

use dateline_nlp::Sentence;
use dateline_page::{Article, Filed};
use jiff::civil::Date;
use serde::Serialize;

use super::parts::{PartyForm, PlaceForm, WithWords, Words, stated};
use super::{CodePoints, InputProblem, SCHEMA};
use crate::event::{Party, Span};
use crate::pipeline::Annotation;

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
