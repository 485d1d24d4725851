//! What coding saw and chose in each sentence, kept only when somebody asks why.

use super::candidates::Candidate;
use super::discourse::{Discourse, How};
use super::grammar::View;
use super::rules::Rules;
use super::triggers::{self, Kinds};
use crate::ontology::EventType;

/// What was seen in an article, one entry a sentence.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    pub sentences: Vec<SentenceTrace>,
}

/// What was seen in a sentence.
#[derive(Debug, Clone, Default)]
pub struct SentenceTrace {
    /// The best rule at each word.
    pub matches: Vec<RuleMatch>,
    /// The acts that rules and heads together made, in the order of their triggers.
    pub acts: Vec<Act>,
}

/// A rule that fits; numbers are words of the sentence.
#[derive(Debug, Clone)]
pub struct RuleMatch {
    pub id: String,
    pub event_type: EventType,
    pub confidence: f32,
    pub is_own: bool,
    pub anchor: usize,
    pub words: Vec<usize>,
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
}

/// A possible act and what became of it.
#[derive(Debug, Clone)]
pub struct Act {
    pub candidate: Candidate,
    /// How the words of its sides came to their parties.
    pub hows: Vec<(usize, How)>,
    pub fate: Fate,
}

/// What became of a possible act.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fate {
    /// The statement with this number.
    Given(usize),
    /// Less sure than this.
    Unsure(f32),
    /// Nobody is known who acts or is acted on.
    NoParty,
}

impl Trace {
    pub(super) fn begin(&mut self, view: View, rules: &Rules, kinds: &dyn Kinds) {
        let matches = triggers::find(view, rules, kinds).into_iter();
        let matches = matches.map(|fitting| RuleMatch {
            id: fitting.rule.id.clone(),
            event_type: fitting.rule.event_type,
            confidence: fitting.rule.confidence,
            is_own: fitting.rule.is_own,
            anchor: fitting.anchor,
            words: fitting.words,
            actors: fitting.actors,
            recipients: fitting.recipients,
        });
        self.sentences.push(SentenceTrace {
            matches: matches.collect(),
            acts: Vec::new(),
        });
    }

    pub(super) fn add(
        &mut self,
        sentence: usize,
        candidate: Candidate,
        discourse: &Discourse,
        fate: Fate,
    ) {
        let sides = candidate.actors.iter().chain(&candidate.recipients);
        let hows = sides.filter_map(|&token| {
            let (_, how) = discourse.party(sentence, token)?;
            Some((token, how))
        });
        let hows = hows.collect();
        if let Some(here) = self.sentences.last_mut() {
            here.acts.push(Act {
                candidate,
                hows,
                fate,
            });
        }
    }

    /// Statements were left out for want of a party: for each that was made whether it is given.
    pub(super) fn leave_out(&mut self, is_given: &[bool]) {
        for act in self.sentences.iter_mut().flat_map(|s| &mut s.acts) {
            if let Fate::Given(number) = act.fate {
                act.fate = if is_given[number] {
                    Fate::Given(is_given[..number].iter().filter(|given| **given).count())
                } else {
                    Fate::NoParty
                };
            }
        }
    }
}
