//! How well text is read: words, sentences, parts of speech, trees, lemmas and names, against gold treebanks.

use std::fmt::Write;

use dateline_nlp::conllu::Document;
use dateline_nlp::{Sentence, Split, Token, Want, score, split};

use super::{Figure, Places, text};

/// The development part of the English Web Treebank.
pub fn ewt(places: &Places) -> anyhow::Result<Vec<Figure>> {
    treebank(places, "ewt")
}

/// The development part of GUM.
pub fn gum(places: &Places) -> anyhow::Result<Vec<Figure>> {
    treebank(places, "gum")
}

fn treebank(places: &Places, name: &str) -> anyhow::Result<Vec<Figure>> {
    let document = Document::parse(&text(
        &places.data.join(format!("treebank/{name}-dev.conllu.gz")),
    )?)?;
    let gold = document.annotations();
    let pipeline = places.pipeline()?;
    let found = pipeline
        .model()
        .annotate_words(&document.splits(), Want::default());
    let right = score::agreement(&gold, &found);
    let cut: Vec<Sentence> = split(&document.text, &document.paragraphs)
        .iter()
        .map(bare)
        .collect();
    Ok(vec![
        Figure::new(format!("{name}-upos"), right.upos_accuracy()),
        Figure::new(format!("{name}-uas"), right.uas()),
        Figure::new(format!("{name}-las"), right.las()),
        Figure::new(format!("{name}-lemmas"), right.lemma_accuracy()),
        Figure::new(
            format!("{name}-raw-words-f1"),
            score::words(&gold, &cut).f1(),
        ),
        Figure::new(
            format!("{name}-raw-sentences-f1"),
            score::sentences(&gold, &cut).f1(),
        ),
    ])
}

/// Names of the English Web Treebank's development part (Universal NER).
pub fn names(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let document = Document::parse(&conllu(&text(
        &places.data.join("ner/uner-ewt-dev.conll.gz"),
    )?))?;
    let pipeline = places.pipeline()?;
    let found = pipeline
        .model()
        .annotate_words(&document.splits(), Want::default());
    let counts = score::names(&document.annotations(), &found);
    Ok(vec![
        Figure::new("names-precision", counts.precision()),
        Figure::new("names-recall", counts.recall()),
        Figure::new("names-f1", counts.f1()),
    ])
}

/// A sentence that was cut but not annotated.
fn bare(split: &Split<'_>) -> Sentence {
    let token = |word: &dateline_nlp::Word<'_>| Token {
        start: word.start,
        end: word.end,
        lemma: String::new(),
        upos: String::new(),
        head: None,
        deprel: String::new(),
    };
    Sentence {
        start: split.start,
        end: split.end,
        tokens: split.words.iter().map(token).collect(),
        names: Vec::new(),
        mentions: Vec::new(),
    }
}

/// A file of words and name labels as CoNLL-U without trees.
fn conllu(source: &str) -> String {
    let mut out = String::new();
    let mut number = 0;
    for line in source.lines() {
        match line.split_once('\t') {
            Some((word, label)) => {
                number += 1;
                let misc = if label == "O" {
                    "_".to_string()
                } else {
                    format!("NE={label}")
                };
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{number}\t{word}\t_\t_\t_\t_\t_\t_\t_\t{misc}");
            }
            None if number > 0 => {
                number = 0;
                out.push('\n');
            }
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_names() {
        let document = Document::parse(&conllu(
            "# id = 1\nNew\tB-LOC\nYork\tI-LOC\nwept\tO\n\n# id = 2\nYes\tO\n",
        ))
        .unwrap();
        assert_eq!(document.sentences.len(), 2);
        assert_eq!(document.annotations()[0].names[0].tokens(), 0..2);
    }
}
