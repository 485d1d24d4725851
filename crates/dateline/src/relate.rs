//! What one marked participant of a sentence does to another: `dateline relate`.

use std::ops::Range;

use dateline_nlp::{MarkedText, Model};

use crate::ontology::{EventType, Status};

/// A sentence whose source and target are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marked {
    /// The sentence without the tags.
    pub text: String,
    /// Byte ranges of the source in the text.
    pub source: Vec<Range<usize>>,
    /// Byte ranges of the target in the text; may be empty.
    pub target: Vec<Range<usize>>,
}

/// Why a marked sentence cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    #[error("expected <s> or <t> before {found}, but none was open")]
    NotOpen { found: &'static str },
    #[error("expected {expected} before the next tag, but found {found}")]
    NotClosed {
        expected: &'static str,
        found: &'static str,
    },
    #[error("expected a source between <s> and </s>, but found none")]
    NoSource,
}

/// What the source does to the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    pub event_type: EventType,
    /// PLOVER's names of modes of this type, most telling first.
    pub modes: Vec<&'static str>,
    pub status: Status,
    /// Probability of the type, 0 to 1.
    pub confidence: f32,
    /// Probabilities of all types, best first.
    pub scores: Vec<(EventType, f32)>,
}

const TAGS: [&str; 4] = ["<s>", "</s>", "<t>", "</t>"];

impl Marked {
    /// Reads a sentence with its source between `<s>` and `</s>` and its target between `<t>` and `</t>`, each possibly
    /// several times, the target possibly not at all.
    ///
    /// # Errors
    /// When a tag is not closed or not opened, or no source is marked.
    pub fn read(marked: &str) -> Result<Marked, MarkError> {
        let mut out = Marked::default();
        let mut open: Option<(&'static str, usize)> = None;
        let mut rest = marked;
        while let Some((at, tag)) = next_tag(rest) {
            out.text.push_str(&rest[..at]);
            rest = &rest[at + tag.len()..];
            match (tag, open.take()) {
                ("<s>", None) => open = Some(("</s>", out.text.len())),
                ("<t>", None) => open = Some(("</t>", out.text.len())),
                (_, None) => return Err(MarkError::NotOpen { found: tag }),
                (_, Some((expected, _))) if expected != tag => {
                    return Err(MarkError::NotClosed {
                        expected,
                        found: tag,
                    });
                }
                (_, Some((_, start))) => match tag {
                    "</s>" => out.source.push(start..out.text.len()),
                    _ => out.target.push(start..out.text.len()),
                },
            }
        }
        if let Some((expected, _)) = open {
            return Err(MarkError::NotClosed {
                expected,
                found: "the end",
            });
        }
        out.text.push_str(rest);
        match out.source.is_empty() {
            true => Err(MarkError::NoSource),
            false => Ok(out),
        }
    }
}

fn next_tag(text: &str) -> Option<(usize, &'static str)> {
    TAGS.iter()
        .filter_map(|tag| Some((text.find(tag)?, *tag)))
        .min()
}

/// The relation of each marked sentence, in order.
pub fn relate(model: &Model, sentences: &[Marked]) -> Vec<Relation> {
    let texts: Vec<MarkedText<'_>> = sentences
        .iter()
        .map(|marked| MarkedText {
            text: &marked.text,
            source: &marked.source,
            target: &marked.target,
        })
        .collect();
    model.relate(&texts).into_iter().map(relation).collect()
}

fn relation(found: dateline_nlp::Relation) -> Relation {
    let scores: Vec<(EventType, f32)> = found
        .types
        .iter()
        .filter_map(|(code, score)| Some((code.parse().ok()?, *score)))
        .collect();
    let (event_type, confidence) = scores.first().copied().unwrap_or((EventType::Consult, 0.0));
    let modes = found.modes.iter();
    Relation {
        event_type,
        modes: modes
            .filter_map(|(name, _)| event_type.mode(name).map(|mode| mode.name))
            .collect(),
        status: found.status.0.parse().unwrap_or(Status::Happened),
        confidence,
        scores,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_ranges() {
        let marked =
            Marked::read("<s>Oslo</s> and <s>Bern</s> praised <t>the Zürich talks</t>.").unwrap();
        assert_eq!(marked.text, "Oslo and Bern praised the Zürich talks.");
        let words = |ranges: &[Range<usize>]| -> Vec<String> {
            ranges
                .iter()
                .map(|r| marked.text[r.clone()].to_string())
                .collect()
        };
        assert_eq!(words(&marked.source), ["Oslo", "Bern"]);
        assert_eq!(words(&marked.target), ["the Zürich talks"]);
        assert!(
            Marked::read("<s>Troops</s> stood by")
                .unwrap()
                .target
                .is_empty()
        );
    }

    #[test]
    fn wrong_tags_are_told() {
        let table = [
            (
                "no tags",
                "expected a source between <s> and </s>, but found none",
            ),
            (
                "a</s> b",
                "expected <s> or <t> before </s>, but none was open",
            ),
            (
                "<s>a<t>b</t></s>",
                "expected </s> before the next tag, but found <t>",
            ),
            (
                "<s>a",
                "expected </s> before the next tag, but found the end",
            ),
            (
                "<t>a</t>",
                "expected a source between <s> and </s>, but found none",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(Marked::read(text).unwrap_err().to_string(), expected);
        }
    }
}
