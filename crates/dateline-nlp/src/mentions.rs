//! Reads event mentions off the scores of the trigger, status, mode and role heads.

use crate::labels::Labels;
use crate::sentence::{Argument, EventMention};

/// A word stands for an event, or may, when the probability of "no event" is below this: low enough for the
/// coder to choose its own threshold.
const MAX_NO_EVENT: f32 = 0.8;
/// Modes below this probability are left out: few labels of many hold, so the heads are seldom sure. Of the acts of the seen passages and
/// of the labelled news 0.56 and 0.66 have just their modes at 0.35, 0.52 and 0.65 at 0.5 (F1 of modes 0.59 and 0.65, 0.51 and 0.62).
const MIN_MODE: f32 = 0.35;
/// Contexts below this probability are left out.
const MIN_CONTEXT: f32 = 0.4;
/// Arguments below this probability are left out.
const MIN_ROLE: f32 = 0.3;

/// The event scores of one sentence, one row a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventScores<'a> {
    pub(crate) triggers: &'a [f32],
    pub(crate) status: &'a [f32],
    pub(crate) modes: &'a [f32],
    pub(crate) contexts: &'a [f32],
    /// `roles[(trigger * words + argument) * labels + role]`
    pub(crate) roles: &'a [f32],
    pub(crate) words: usize,
}

/// The event mentions, from left to right. Neighbouring words whose best type is the same are one trigger.
pub(crate) fn read(scores: EventScores<'_>, labels: &Labels) -> Vec<EventMention> {
    let width = labels.triggers.len();
    if width < 2 || scores.triggers.len() < scores.words * width {
        return Vec::new();
    }
    let probabilities: Vec<Vec<f32>> = scores.triggers.chunks_exact(width).map(softmax).collect();
    let types: Vec<Option<usize>> = probabilities.iter().map(|p| candidate(p)).collect();
    let mut mentions = Vec::new();
    let mut first = 0;
    while first < scores.words {
        let Some(kind) = types[first] else {
            first += 1;
            continue;
        };
        let end = (first + 1..scores.words)
            .find(|&i| types[i] != Some(kind))
            .unwrap_or(scores.words);
        mentions.push(mention(scores, labels, &probabilities, first..end));
        first = end;
    }
    mentions
}

/// The best type of a word that may stand for an event.
fn candidate(probabilities: &[f32]) -> Option<usize> {
    (probabilities[0] < MAX_NO_EVENT).then(|| 1 + best(&probabilities[1..]))
}

fn mention(
    scores: EventScores<'_>,
    labels: &Labels,
    probabilities: &[Vec<f32>],
    trigger: std::ops::Range<usize>,
) -> EventMention {
    // The word that is surest to stand for an event speaks for the whole trigger.
    let anchor = trigger
        .clone()
        .min_by(|&a, &b| probabilities[a][0].total_cmp(&probabilities[b][0]))
        .unwrap_or(trigger.start);
    let mut types: Vec<(String, f32)> = labels
        .triggers
        .iter()
        .cloned()
        .zip(probabilities[anchor].iter().copied())
        .skip(1)
        .collect();
    sort(&mut types);
    types.retain(|(_, p)| *p >= 0.01);
    let modes = modes(
        &types,
        row(scores.modes, anchor, labels.modes.len()),
        labels,
    );
    let contexts = contexts(row(scores.contexts, anchor, labels.contexts.len()), labels);
    let status = status(row(scores.status, anchor, labels.status.len()), labels);

    let arguments = arguments(
        row(scores.roles, anchor, scores.words * labels.roles.len()),
        labels,
    );
    EventMention {
        first: trigger.start,
        end: trigger.end,
        types,
        modes,
        contexts,
        status,
        arguments,
    }
}

/// The modes of the best type that are sure enough, best first.
pub(crate) fn modes(
    types: &[(String, f32)],
    scores: &[f32],
    labels: &Labels,
) -> Vec<(String, f32)> {
    let kind = types
        .first()
        .map(|(kind, _)| format!("{kind}-"))
        .unwrap_or_default();
    let mut modes: Vec<(String, f32)> = scores
        .iter()
        .zip(&labels.modes)
        .filter_map(|(&logit, label)| {
            Some((label.strip_prefix(&kind)?.to_string(), sigmoid(logit)))
        })
        .filter(|(_, p)| *p > MIN_MODE)
        .collect();
    sort(&mut modes);
    modes
}

/// What an act is about, best first.
fn contexts(scores: &[f32], labels: &Labels) -> Vec<(String, f32)> {
    let mut contexts: Vec<(String, f32)> = scores
        .iter()
        .zip(&labels.contexts)
        .map(|(&logit, label)| (label.clone(), sigmoid(logit)))
        .filter(|(_, p)| *p > MIN_CONTEXT)
        .collect();
    sort(&mut contexts);
    contexts
}

/// How an act stands; "happened" with no probability where the head is missing.
pub(crate) fn status(scores: &[f32], labels: &Labels) -> (String, f32) {
    let stands = softmax(scores);
    match stands.is_empty() {
        true => ("happened".to_string(), 0.0),
        false => (
            Labels::of(&labels.status, best(&stands)).to_string(),
            stands[best(&stands)],
        ),
    }
}

fn arguments(scores: &[f32], labels: &Labels) -> Vec<Argument> {
    let mut found: Vec<Argument> = scores
        .chunks_exact(labels.roles.len().max(1))
        .enumerate()
        .flat_map(|(token, row)| {
            row.iter()
                .zip(&labels.roles)
                .map(move |(&logit, role)| Argument {
                    token,
                    role: role.clone(),
                    score: sigmoid(logit),
                })
        })
        .filter(|argument| argument.score > MIN_ROLE)
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// Row `index` of a matrix; empty when the head is missing.
fn row(scores: &[f32], index: usize, width: usize) -> &[f32] {
    scores
        .get(index * width..(index + 1) * width)
        .unwrap_or_default()
}

pub(crate) fn sort(items: &mut [(String, f32)]) {
    items.sort_by(|a, b| b.1.total_cmp(&a.1));
}

fn best(values: &[f32]) -> usize {
    (0..values.len()).fold(0, |best, i| if values[i] > values[best] { i } else { best })
}

pub(crate) fn softmax(row: &[f32]) -> Vec<f32> {
    let clean = |x: f32| if x.is_finite() { x } else { -1e4 };
    let top = row
        .iter()
        .copied()
        .map(clean)
        .fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|&x| (clean(x) - top).exp()).sum();
    row.iter().map(|&x| (clean(x) - top).exp() / sum).collect()
}

fn sigmoid(x: f32) -> f32 {
    if x.is_nan() {
        0.0
    } else {
        1.0 / (1.0 + (-x).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels() -> Labels {
        let strings = |list: &str| list.split(' ').map(String::from).collect();
        Labels {
            triggers: strings("O CONSULT ASSAULT"),
            status: strings("happened planned"),
            modes: strings("CONSULT-visit ASSAULT-aerial"),
            contexts: strings("diplomatic military"),
            roles: strings("actor recipient"),
            ..Labels::default()
        }
    }

    #[test]
    fn triggers_merge_and_take_their_own_modes() {
        // "held talks with" + a weak candidate at the end
        let triggers = [0., 5., 0., 0., 6., 0., 9., 0., 0., 1.0, 0.9, 0.];
        let status = [0., 1., 0., 3., 0., 0., 0., 0.];
        let modes = [0., 0., 2., 9., 0., 0., 0., 0.];
        let contexts = [0., 0., 2., -9., 0., 0., 0., 0.];
        let mut roles = [-9f32; 32];
        roles[14] = 4.0; // word 1, the surest of the trigger, and word 3 as actor
        roles[13] = 0.1; // word 2 as recipient
        let scores = EventScores {
            triggers: &triggers,
            status: &status,
            modes: &modes,
            contexts: &contexts,
            roles: &roles,
            words: 4,
        };
        let found = read(scores, &labels());
        assert_eq!(found.len(), 2);
        let talks = &found[0];
        assert_eq!((talks.first, talks.end), (0, 2));
        assert_eq!(talks.types[0].0, "CONSULT");
        assert_eq!(talks.status.0, "planned");
        assert_eq!(
            talks.modes.len(),
            1,
            "a mode of another type is left out: {:?}",
            talks.modes
        );
        assert_eq!(talks.contexts.len(), 1);
        assert_eq!(talks.contexts[0].0, "diplomatic");
        let arguments: Vec<_> = talks
            .arguments
            .iter()
            .map(|a| (a.token, a.role.as_str()))
            .collect();
        assert_eq!(arguments, [(3, "actor"), (2, "recipient")]);
        assert!(found[1].probability() < 0.7);
    }

    #[test]
    fn missing_heads_give_no_mentions() {
        let none = EventScores {
            triggers: &[],
            status: &[],
            modes: &[],
            contexts: &[],
            roles: &[],
            words: 4,
        };
        assert!(read(none, &labels()).is_empty());
        let triggers = [0., 5., 0.];
        let only = EventScores {
            triggers: &triggers,
            words: 1,
            ..none
        };
        let found = read(only, &labels());
        assert_eq!(found.len(), 1);
        assert!(found[0].arguments.is_empty() && found[0].modes.is_empty());
    }
}
