//! `dateline annotate`: words, trees, names, places and times.

use dateline::conllu::{self, Document};
use dateline::json::Writer;
use dateline::{Annotation, Article, Pipeline, Want};

use crate::args::Annotate;
use crate::batch::{self, Note, Piece, Threads};
use crate::commands::Outcome;
use crate::input::{self, Items, Source};
use crate::output::{Look, Output, annotations};

/// Prints the annotation of each page, or of each CoNLL-U file.
pub fn run(options: &Annotate, output: &mut Output) -> anyhow::Result<Outcome> {
    let pages = &options.pages;
    let look = output.look();
    let pipeline = input::pipeline(&options.engine, pages.threads)?;
    let items = match options.conllu_in {
        true => Items::flat(pages),
        false => Items::new(pages),
    };
    let threads = Threads::Model(&pipeline);
    batch::run(pages, items, &threads, output, |source| {
        if options.conllu_in {
            return treebank(&pipeline, &source, options, look);
        }
        let name = source.name.clone();
        let article = input::article(pipeline.knowledge(), source, pages);
        let (notes, is_skipped) = batch::check(&article);
        if is_skipped {
            return Piece {
                notes,
                ..Piece::default()
            };
        }
        let annotation = pipeline.annotate(&article, Want::default());
        let text = if options.conllu {
            conllu::write(&article.text, &annotation.sentences)
        } else {
            shown(&article, &annotation, &name, options, look)
        };
        Piece {
            text,
            found: annotation.sentences.len(),
            notes,
        }
    })
}

/// Annotates the words and sentences of a CoNLL-U file.
fn treebank(pipeline: &Pipeline, source: &Source, options: &Annotate, look: Look) -> Piece {
    let text = String::from_utf8_lossy(source.bytes());
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(error) => {
            return Piece {
                notes: vec![Note::error("read", error.to_string())],
                ..Piece::default()
            };
        }
    };
    let mut article = Article {
        text: document.text.clone(),
        ..Article::default()
    };
    input::complete(&mut article, &options.pages);
    let sentences = pipeline
        .model()
        .annotate_words(&document.splits(), Want::default());
    let annotation = pipeline.annotation(&article, sentences);
    let text = if options.conllu {
        document.write(&annotation.sentences)
    } else {
        shown(&article, &annotation, &source.name, options, look)
    };
    Piece {
        text,
        found: annotation.sentences.len(),
        notes: Vec::new(),
    }
}

fn shown(
    article: &Article,
    annotation: &Annotation,
    name: &str,
    options: &Annotate,
    look: Look,
) -> String {
    match options.json {
        true => Writer::new(article).annotation(annotation) + "\n",
        false => annotations::show(article, annotation, name, look),
    }
}
