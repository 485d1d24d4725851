//! The example sentences of rules, run through the real model: each must be coded as it says, or be left alone.

use std::collections::BTreeSet;

use dateline_nlp::Want;
use dateline_page::{Article, BlockKind};
use jiff::civil::{Date, date};

use super::candidates;
use super::discourse::Discourse;
use super::grammar::View;
use super::kinds::SentenceKinds;
use super::rules::{Example, Rule, Rules};
use crate::pipeline::Pipeline;

/// The day on which offices are looked up for an example.
const DAY: Date = date(2025, 3, 19);

/// An example that does not come out as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule's id: "consult/visit".
    pub rule: String,
    pub sentence: String,
    /// What it should be; `None` where the rule should leave the sentence alone.
    pub expected: Option<String>,
    /// All acts of the sentence: "CONSULT-visit | minister -> Hanoi (rule:consult/visit)".
    pub found: Vec<String>,
}

/// Runs the examples of rules. With `with_heads` the trained heads speak too, as they do when pages are coded; without
/// them the rules alone are tried.
pub fn check<'r>(
    pipeline: &Pipeline,
    rules: &Rules,
    checked: impl Iterator<Item = &'r Rule>,
    with_heads: bool,
) -> Vec<Failure> {
    let mut failures = Vec::new();
    for rule in checked {
        let own = format!("rule:{}", rule.id);
        let wanted = rule.examples.iter().map(|example| (example, true));
        let unwanted = rule.not_examples.iter().map(|example| (example, false));
        for (example, must_match) in wanted.chain(unwanted) {
            let found = coded(pipeline, rules, &example.sentence, with_heads);
            let passes = match must_match {
                true => found.iter().any(|coded| coded.fits(example)),
                false => !found.iter().any(|coded| coded.by.contains(&own)),
            };
            if !passes {
                failures.push(Failure {
                    rule: rule.id.clone(),
                    sentence: example.sentence.clone(),
                    expected: must_match.then(|| expectation(example)),
                    found: found.iter().map(Coded::shown).collect(),
                });
            }
        }
    }
    failures
}

fn expectation(example: &Example) -> String {
    let event_type = example.event_type.map_or("", |t| t.code());
    shown(
        event_type,
        &example.modes,
        &example.actors,
        &example.recipients,
    )
}

fn shown(event_type: &str, modes: &[String], actors: &[String], recipients: &[String]) -> String {
    let mode = if modes.is_empty() { "" } else { "-" };
    let sides = format!("{} -> {}", actors.join("; "), recipients.join("; "));
    format!("{event_type}{mode}{} | {}", modes.join(","), sides.trim())
}

/// An act of a sentence, with the head words of its sides.
struct Coded {
    event_type: &'static str,
    modes: Vec<String>,
    actors: Vec<String>,
    recipients: Vec<String>,
    by: Vec<String>,
}

impl Coded {
    /// Whether it is the one that an example tells: type, all its modes, and each party's head word within its words.
    fn fits(&self, example: &Example) -> bool {
        let side = |heads: &[String], phrases: &[String]| {
            phrases.iter().all(|phrase| {
                let words: Vec<&str> = phrase.split([' ', '-', '\'']).collect();
                heads.iter().any(|head| words.contains(&head.as_str()))
            })
        };
        example
            .event_type
            .is_some_and(|t| t.code() == self.event_type)
            && example.modes.iter().all(|mode| self.modes.contains(mode))
            && side(&self.actors, &example.actors)
            && side(&self.recipients, &example.recipients)
    }

    fn shown(&self) -> String {
        let act = shown(self.event_type, &self.modes, &self.actors, &self.recipients);
        format!("{act} ({})", self.by.join(" "))
    }
}

/// What a sentence by itself tells.
fn coded(pipeline: &Pipeline, rules: &Rules, sentence: &str, with_heads: bool) -> Vec<Coded> {
    let mut article = Article::default();
    article.push_block(BlockKind::Paragraph, sentence);
    let annotation = pipeline.annotate(&article, Want { events: with_heads });
    let views: Vec<View> = annotation
        .sentences
        .iter()
        .map(|s| View::new(s, &article.text))
        .collect();
    let discourse = Discourse::build(&views, &annotation.places, pipeline.knowledge(), DAY, None);
    let mut all = Vec::new();
    for (number, view) in views.iter().enumerate() {
        let kinds = SentenceKinds {
            discourse: &discourse,
            sentence: number,
            view: *view,
        };
        for candidate in candidates::find(*view, rules, pipeline.cues(), &kinds, with_heads) {
            let words = |heads: &[usize]| -> Vec<String> {
                let words = heads.iter().map(|&head| view.word(head).to_string());
                words.collect()
            };
            let modes: BTreeSet<String> = candidate
                .modes
                .iter()
                .map(|mode| mode.to_string())
                .collect();
            all.push(Coded {
                event_type: candidate.event_type.code(),
                modes: modes.into_iter().collect(),
                actors: words(&candidate.actors),
                recipients: words(&candidate.recipients),
                by: candidate.coded_by,
            });
        }
    }
    all
}
