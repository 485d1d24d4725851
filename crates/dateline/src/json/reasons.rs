//! Why an act was coded as it was, as JSON.

use dateline_page::Article;
use serde::Serialize;

use super::parts::{self, rounded};
use super::record::Words;
use super::{CodePoints, SCHEMA};
use crate::coding::reasons::{HeadSaid, Reasons, RuleSaid, SlotOrigin};

#[derive(Serialize)]
pub(super) struct ReasonsForm<'a> {
    schema: &'static str,
    kind: &'static str,
    article: &'a str,
    sentence: usize,
    trigger: Words,
    code: &'a str,
    status: &'static str,
    act: f64,
    confidence: f64,
    /// Why it was not given out.
    rejected: Option<&'a str>,
    weighing: &'a str,
    coded_by: &'a [String],
    rules: Vec<RuleForm<'a>>,
    heads: Vec<HeadForm<'a>>,
    slots: Vec<SlotForm<'a>>,
}

#[derive(Serialize)]
struct RuleForm<'a> {
    id: &'a str,
    words: &'a [String],
    confidence: f64,
    own: bool,
}

#[derive(Serialize)]
struct HeadForm<'a> {
    words: &'a str,
    types: Vec<Scored<'a>>,
    modes: Vec<Scored<'a>>,
    status: Scored<'a>,
    arguments: Vec<Argument<'a>>,
}

#[derive(Serialize)]
struct Scored<'a> {
    code: &'a str,
    probability: f64,
}

#[derive(Serialize)]
struct Argument<'a> {
    role: &'a str,
    word: &'a str,
    probability: f64,
}

#[derive(Serialize)]
struct SlotForm<'a> {
    slot: &'static str,
    value: &'a str,
    by: &'a str,
    text: Option<&'a str>,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> ReasonsForm<'a> {
    pub(super) fn new(reasons: &'a Reasons, article: &'a Article, points: &CodePoints<'_>) -> Self {
        ReasonsForm {
            schema: SCHEMA,
            kind: "reasons",
            article: &article.id,
            sentence: reasons.sentence,
            trigger: parts::words(reasons.trigger, &article.text, points),
            code: &reasons.code,
            status: reasons.status.code(),
            act: rounded(reasons.act),
            confidence: rounded(reasons.confidence),
            rejected: reasons.rejected.as_deref(),
            weighing: &reasons.weighing,
            coded_by: &reasons.coded_by,
            rules: reasons.rules.iter().map(rule).collect(),
            heads: reasons.heads.iter().map(head).collect(),
            slots: reasons
                .slots
                .iter()
                .map(|origin| slot(origin, article, points))
                .collect(),
        }
    }
}

fn rule(said: &RuleSaid) -> RuleForm<'_> {
    RuleForm {
        id: &said.id,
        words: &said.words,
        confidence: rounded(said.confidence),
        own: said.is_own,
    }
}

fn head(said: &HeadSaid) -> HeadForm<'_> {
    let arguments = said.arguments.iter().map(|(role, word, p)| Argument {
        role,
        word,
        probability: rounded(*p),
    });
    HeadForm {
        words: &said.words,
        types: said.types.iter().map(scored).collect(),
        modes: said.modes.iter().map(scored).collect(),
        status: scored(&said.status),
        arguments: arguments.collect(),
    }
}

fn scored((code, probability): &(String, f32)) -> Scored<'_> {
    Scored {
        code,
        probability: rounded(*probability),
    }
}

fn slot<'a>(origin: &'a SlotOrigin, article: &'a Article, points: &CodePoints<'_>) -> SlotForm<'a> {
    SlotForm {
        slot: origin.slot,
        value: &origin.value,
        by: &origin.by,
        text: origin.span.map(|span| span.of(&article.text)),
        start: origin.span.map(|span| points.at(span.start)),
        end: origin.span.map(|span| points.at(span.end)),
    }
}
