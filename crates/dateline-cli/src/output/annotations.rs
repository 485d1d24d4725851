//! An annotated article as a person reads it: each sentence, its tree, and what was recognised in it.

use dateline::event::{Filled, PlaceRef, Span};
use dateline::{Annotation, Article, Sentence, TimeMention};

use super::text::columns;
use super::tree;
use super::{Look, Style, Text, articles};

/// Longest word that others are lined up with.
const WORD_COLUMNS: usize = 20;
/// Columns of a part of speech.
const UPOS_COLUMNS: usize = 5;

/// The head of an article, then its sentences.
pub fn show(article: &Article, annotation: &Annotation, input: &str, look: Look) -> String {
    let mut out = articles::head(article, input, look);
    out.push('\n');
    for sentence in &annotation.sentences {
        out += &one(sentence, article, annotation, look);
        out.push('\n');
    }
    out
}

/// A sentence with its tree under the words, and its names, places and times.
pub(super) fn one(
    sentence: &Sentence,
    article: &Article,
    annotation: &Annotation,
    look: Look,
) -> String {
    let text = &article.text;
    let mut out = Text::new(sentence.text(text), Style::Strong).paragraph(0, look);
    let width = (0..sentence.tokens.len())
        .map(|token| wide(sentence.token_text(token, text)))
        .max()
        .unwrap_or(0);
    let width = width.min(WORD_COLUMNS);
    for (number, (token, lines)) in sentence.tokens.iter().zip(tree::draw(sentence)).enumerate() {
        let word = sentence.token_text(number, text);
        let space = width.saturating_sub(wide(word));
        let row = Text::plain("  ")
            .with(word, Style::Plain)
            .with(
                &format!("{:space$}  {:UPOS_COLUMNS$}  ", "", token.upos),
                Style::Faint,
            )
            .with(&lines, Style::Faint)
            .with(&format!(" {}", token.deprel), Style::Plain)
            .with(&lemma(word, &token.lemma), Style::Faint);
        out += row.show(look).trim_end();
        out.push('\n');
    }
    let is_here = |span: Option<Span>| {
        span.is_some_and(|s| s.start >= sentence.start && s.end <= sentence.end)
    };
    let names = sentence.names.iter().map(|name| {
        format!(
            "{} ({})",
            sentence.span_text(name.tokens(), text),
            name.kind.code()
        )
    });
    let places = annotation
        .places
        .iter()
        .filter(|found| is_here(found.span))
        .map(place);
    let times = annotation.times.iter().filter(|time| {
        is_here(Some(Span {
            start: time.start,
            end: time.end,
        }))
    });
    let times = times.map(|found| time(found, text));
    for (label, found) in [
        ("names", names.collect::<Vec<_>>()),
        ("places", places.collect()),
        ("times", times.collect()),
    ] {
        if !found.is_empty() {
            let line = Text::new(&format!("{label}: "), Style::Faint)
                .with(&found.join(" · "), Style::Plain);
            out += &line.paragraph(2, look);
        }
    }
    out
}

fn wide(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// The lemma where it says more than the word.
fn lemma(word: &str, lemma: &str) -> String {
    match word.to_lowercase() == lemma.to_lowercase() {
        true => String::new(),
        false => format!(" ({lemma})"),
    }
}

fn place(found: &Filled<PlaceRef>) -> String {
    let place = &found.value;
    let mut facts: Vec<String> = [&place.admin1, &place.country]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) {
        facts.push(format!("{latitude:.2} {longitude:.2}"));
    }
    facts.push(place.precision.code().to_string());
    format!("{} = {} ({})", found.words, place.name, facts.join(", "))
}

fn time(found: &TimeMention, text: &str) -> String {
    let words = Span {
        start: found.start,
        end: found.end,
    };
    format!("{} = {}", words.of(text), found.value)
}
