//! What a marked source does to a marked target: reads the relation off the scores of the relate heads.

use std::ops::Range;

use crate::encoder::RelationScores;
use crate::labels::Labels;
use crate::mentions::{self, softmax, sort};

/// A sentence whose participants are known. Ranges are bytes of the text.
#[derive(Debug, Clone, Copy)]
pub struct MarkedText<'a> {
    pub text: &'a str,
    pub source: &'a [Range<usize>],
    pub target: &'a [Range<usize>],
}

/// What the source does to the target.
#[derive(Debug, Clone, PartialEq)]
pub struct Relation {
    /// All PLOVER types with their probabilities, best first; they sum to 1.
    pub types: Vec<(String, f32)>,
    /// Modes of the best type above one half, best first.
    pub modes: Vec<(String, f32)>,
    /// How the act stands: "happened", "planned", ...
    pub status: (String, f32),
}

pub(crate) fn read(scores: &RelationScores, labels: &Labels) -> Relation {
    let names = labels.triggers.iter().skip(1).cloned();
    let mut types: Vec<(String, f32)> = names.zip(softmax(&scores.types)).collect();
    sort(&mut types);
    Relation {
        modes: mentions::modes(&types, &scores.modes, labels),
        status: mentions::status(&scores.status, labels),
        types,
    }
}
