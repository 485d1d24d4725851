//! How sure a statement is as a whole: that there is such an act, and that these are its parties.
//!
//! A logistic regression (`data/confidence.json`, fitted by `training/signs.py`) to statements about articles that the language
//! model had not learnt from: a statement is right when a hand coding has an act of its type at its words with a country of
//! each side in common, or none there. `cargo xtask eval passages` prints how well it holds on the unseen half.

use std::sync::LazyLock;

use crate::ontology::EventType;
use crate::signs::Weights;

/// How sure an event must be to be given out of an article, 0 to 1, where its act is not [`CLEAR`]. Acts are looked at from a low chance on
/// (`coding::candidates::sure_enough`), for one with clear sides is right more often than its act alone says. Of the events of the unseen
/// passages below this, one in twelve is right.
pub const LEAST: f32 = 0.18;

/// How sure an act must be to be given out of an article even where it is hardly known whose it is.
pub const CLEAR: f32 = 0.8;

/// What a side's parties rest on; the weakest of them counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grounds {
    /// The words themselves say who it is.
    Named,
    /// An earlier mention says it.
    Coreference,
    /// The sector is said, the country is that of the surroundings.
    Context,
    /// Nothing is known of the party but its words.
    Words,
    /// The sentence says nobody; other statements of the article say of what country.
    Elsewhere,
    /// The side is empty.
    #[default]
    Nobody,
}

/// What is known about how one side of a statement came about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Side {
    pub grounds: Grounds,
    /// The chance, 0 to 1, that the heads give the party of which they are least sure to be on this side; 0 where it is a rule's or the
    /// tree's.
    pub seen: f32,
    /// The least chance that the surroundings give a party's country, where they say it; else 1.
    pub placed: f32,
    /// Whether there are several parties.
    pub is_several: bool,
}

/// What is known about how a statement came about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// That there is such an act of this type, 0 to 1: what rules and heads make of it.
    pub act: f32,
    /// Whether a verb tells the act.
    pub is_verb: bool,
    pub in_title: bool,
    pub actors: Side,
    pub recipients: Side,
}

/// The signs, in the order of [`Evidence::signs`]. Each is 0 or 1, but for "act" and what the heads and the surroundings say.
pub const SIGNS: [&str; 19] = [
    "act",
    "verb",
    "title",
    "actor meant",
    "actor in context",
    "actor by words",
    "actor left out",
    "no actor",
    "actor seen",
    "actor placed",
    "several actors",
    "recipient meant",
    "recipient in context",
    "recipient by words",
    "recipient left out",
    "no recipient",
    "recipient seen",
    "recipient placed",
    "several recipients",
];

static WEIGHTS: LazyLock<Weights<{ SIGNS.len() }>> =
    LazyLock::new(|| Weights::built_in(include_str!("../../../data/confidence.json"), &SIGNS));

impl Side {
    fn signs(self) -> [f32; 8] {
        let is = |grounds| f32::from(u8::from(self.grounds == grounds));
        [
            is(Grounds::Coreference),
            is(Grounds::Context),
            is(Grounds::Words),
            is(Grounds::Elsewhere),
            is(Grounds::Nobody),
            self.seen,
            self.placed,
            f32::from(u8::from(self.is_several)),
        ]
    }
}

impl Evidence {
    /// What speaks for the statement and against it, in the order of [`SIGNS`].
    pub fn signs(&self) -> [f32; SIGNS.len()] {
        let is = |holds: bool| f32::from(u8::from(holds));
        let mut signs = [0.0; SIGNS.len()];
        signs[..3].copy_from_slice(&[
            self.act.clamp(0.0, 1.0),
            is(self.is_verb),
            is(self.in_title),
        ]);
        signs[3..11].copy_from_slice(&self.actors.signs());
        signs[11..].copy_from_slice(&self.recipients.signs());
        signs
    }

    /// The chance that a statement of this type rests on right type and right countries of its parties, 0 to 1.
    pub fn confidence(&self, event_type: EventType) -> f32 {
        WEIGHTS.chance(event_type, &self.signs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaker_grounds_are_less_sure() {
        let side = |grounds, seen, placed| Side {
            grounds,
            seen,
            placed,
            is_several: false,
        };
        let sure = |act, actors, recipients| {
            let evidence = Evidence {
                act,
                is_verb: true,
                actors,
                recipients,
                ..Evidence::default()
            };
            evidence.confidence(EventType::Assault)
        };
        let named = side(Grounds::Named, 0.9, 1.0);
        let best = sure(0.95, named, named);
        assert!(best > 0.5, "{best}");
        for weaker in [
            sure(0.4, named, named),
            sure(0.95, side(Grounds::Context, 0.9, 0.5), named),
            sure(0.95, named, side(Grounds::Context, 0.9, 0.5)),
            sure(0.95, side(Grounds::Named, 0.3, 1.0), named),
            sure(0.95, named, side(Grounds::Named, 0.3, 1.0)),
        ] {
            assert!(weaker < best, "{weaker} {best}");
        }
    }
}
