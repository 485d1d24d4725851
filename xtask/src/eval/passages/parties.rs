//! What speaks for each country that a party may be of, beside the country that it is of by the hand coding: what
//! `training/countries.py` learns from.

use dateline::coding::discourse::{Act, Discourse, How};
use dateline::coding::grammar::View;
use dateline::event::Span;
use dateline::{Pipeline, Sentence, Want, reader};
use serde_json::json;

use super::format::{Label, LabelParty, Passage};
use super::{for_each_learnt, records};
use crate::eval::Places;

/// Prints one JSON line for each party whose words do not name a country, of the seen and the training passages and of
/// the labelled news.
///
/// # Errors
/// When the files cannot be read.
pub fn print(places: &Places) -> anyhow::Result<()> {
    let pipeline = places.pipeline()?;
    for_each_learnt(places, &pipeline, |passage| {
        print_passage(&pipeline, passage)
    })?;
    for passage in records::read(&places.data, &pipeline)? {
        print_passage(&pipeline, &passage);
    }
    Ok(())
}

fn print_passage(pipeline: &Pipeline, passage: &Passage) {
    let article = &passage.article;
    let annotation = pipeline.annotate(article, Want { events: false });
    let views: Vec<View> = annotation
        .sentences
        .iter()
        .map(|sentence| View::new(sentence, &article.text))
        .collect();
    let knowledge = pipeline.knowledge();
    let on = dateline::pipeline::published_day(article).unwrap_or_default();
    let outlet = reader::outlet_of(article, knowledge).and_then(|o| o.country.as_deref());
    let discourse = Discourse::build(&views, &annotation.places, knowledge, on, outlet);
    for label in &passage.labels {
        for (side, is_actor) in [(&label.actors, true), (&label.recipients, false)] {
            for party in side {
                let same = side.iter().filter(|other| other.span == party.span);
                let Some((sentence, token)) = head(&annotation.sentences, party.span) else {
                    continue;
                };
                let found = discourse.party(sentence, token);
                let names_itself =
                    found.is_some_and(|(p, how)| how == How::Named && p.country.is_some());
                if names_itself
                    || same.count() > 1
                    || !discourse.several(sentence, token).is_empty()
                {
                    continue;
                }
                let others = other_side(label, is_actor, &discourse, &annotation.sentences);
                let act = Act {
                    is_local: Act::is_local(label.event_type),
                    place: label.place.as_deref(),
                    others: &others,
                };
                let (kind, outlook) = discourse.outlook(sentence, token, act);
                let line = json!({
                    "article": article.id, "kind": kind as usize, "countries": party.country.as_slice(), "outlook": outlook,
                });
                println!("{line}");
            }
        }
    }
}

/// What the coder knows of the other side: of recipients the countries named, of actors all.
fn other_side(
    label: &Label,
    is_actor: bool,
    discourse: &Discourse,
    sentences: &[Sentence],
) -> Vec<String> {
    if !is_actor {
        return label
            .actors
            .iter()
            .filter_map(|p| p.country.clone())
            .collect();
    }
    let named = |party: &LabelParty| {
        let (sentence, token) = head(sentences, party.span)?;
        let (party, how) = discourse.party(sentence, token)?;
        (how == How::Named).then_some(party.country?)
    };
    label.recipients.iter().filter_map(named).collect()
}

/// The sentence that holds a span, and the head word of its words.
fn head(sentences: &[Sentence], span: Option<Span>) -> Option<(usize, usize)> {
    let span = span?;
    let number = sentences
        .iter()
        .position(|s| s.start <= span.start && span.start < s.end)?;
    let tokens = &sentences[number].tokens;
    let first = tokens.iter().position(|token| token.end > span.start)?;
    let end = tokens.iter().rposition(|token| token.start < span.end)? + 1;
    (first < end).then(|| (number, sentences[number].head_of(first..end)))
}
