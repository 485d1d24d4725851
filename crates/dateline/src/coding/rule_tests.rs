//! Runs the example sentences of every rule through the real model: each must match, or be left alone.
//!
//! The model is a trained one, so a few examples fail with each new model. They are listed in
//! `testdata/rules/known-failures.txt`; the test fails when an example not listed there fails, and when a listed one
//! passes, so that the list stays true.

use std::collections::BTreeSet;

use dateline_nlp::Want;
use dateline_page::{Article, Block, BlockKind};
use jiff::civil::date;

use super::discourse::Discourse;
use super::grammar::View;
use super::rules::{Example, Rules};
use super::{SentenceKinds, candidates};
use crate::pipeline::Pipeline;

/// What rules alone make of a sentence: "CONSULT-visit | Kim -> Moscow (consult/visit)".
fn coded(pipeline: &Pipeline, rules: &Rules, sentence: &str) -> Vec<Coded> {
    let article = Article {
        text: sentence.to_string(),
        blocks: vec![Block {
            kind: BlockKind::Paragraph,
            start: 0,
            end: sentence.len(),
        }],
        ..Article::default()
    };
    let annotation = pipeline.annotate(&article, Want { events: false });
    let views: Vec<View> = annotation
        .sentences
        .iter()
        .map(|s| View::new(s, &article.text))
        .collect();
    let discourse = Discourse::build(
        &views,
        &annotation.places,
        pipeline.knowledge(),
        date(2025, 3, 19),
    );
    let mut all = Vec::new();
    for (number, view) in views.iter().enumerate() {
        let kinds = SentenceKinds {
            discourse: &discourse,
            sentence: number,
            view: *view,
        };
        for candidate in candidates::find(*view, rules, pipeline.cues(), &kinds, false) {
            let words = |heads: &[usize]| -> Vec<String> {
                heads
                    .iter()
                    .map(|&head| view.word(head).to_string())
                    .collect()
            };
            all.push(Coded {
                event_type: candidate.event_type.code(),
                modes: candidate
                    .modes
                    .iter()
                    .map(|mode| mode.to_string())
                    .collect(),
                actors: words(&candidate.actors),
                recipients: words(&candidate.recipients),
                rule: candidate.coded_by.join(" "),
            });
        }
    }
    all
}

#[derive(Debug)]
struct Coded {
    event_type: &'static str,
    modes: BTreeSet<String>,
    actors: Vec<String>,
    recipients: Vec<String>,
    rule: String,
}

/// Whether an event is the one that an example tells: type, all its modes, and each party's head word within its words.
fn fits(coded: &Coded, example: &Example) -> bool {
    let side = |heads: &[String], phrases: &[String]| {
        phrases.iter().all(|phrase| {
            heads
                .iter()
                .any(|head| phrase.split([' ', '-', '\'']).any(|word| word == head))
        })
    };
    example
        .event_type
        .is_some_and(|t| t.code() == coded.event_type)
        && example.modes.iter().all(|mode| coded.modes.contains(mode))
        && side(&coded.actors, &example.actors)
        && side(&coded.recipients, &example.recipients)
}

#[test]
fn examples_of_every_rule() {
    let pipeline = Pipeline::built_in().expect("the built-in parts");
    let rules = Rules::built_in().expect("the built-in rules");
    let listed = include_str!("../../../../testdata/rules/known-failures.txt");
    let known: BTreeSet<&str> = listed
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect();
    let mut failed = BTreeSet::new();
    let mut report = String::new();
    let mut count = 0;
    for rule in rules.all() {
        let own = format!("rule:{}", rule.id);
        let wanted = rule.examples.iter().map(|example| (example, true));
        for (example, must_match) in
            wanted.chain(rule.not_examples.iter().map(|example| (example, false)))
        {
            count += 1;
            let found = coded(&pipeline, &rules, &example.sentence);
            let passes = match must_match {
                true => found.iter().any(|coded| fits(coded, example)),
                false => !found
                    .iter()
                    .any(|coded| coded.rule.split(' ').any(|by| by == own)),
            };
            if !passes {
                let line = format!("{}: {}", rule.id, example.sentence);
                if !known.contains(line.as_str()) {
                    report.push_str(&format!("{line}\n    found {found:?}\n"));
                }
                failed.insert(line);
            }
        }
    }
    let mended: Vec<&&str> = known
        .iter()
        .filter(|line| !failed.contains(**line))
        .collect();
    println!("{count} examples, {} known failures", known.len());
    assert!(
        report.is_empty(),
        "examples that fail and are not listed as known failures:\n{report}"
    );
    assert!(
        mended.is_empty(),
        "these pass now; take them off the list:\n{mended:#?}"
    );
}
