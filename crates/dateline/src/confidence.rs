//! How sure a statement is as a whole: that there is such an act, and that these are its parties.
//!
//! Fitted by logistic regression to 896 statements about the seen half of `data/passages` and the development part of
//! the labelled news: a statement is right when a hand coding has an act of its type at its words with a country of each
//! side in common, or none there. The base is that of the news part, which the model was not trained on. `cargo xtask eval
//! passages` prints how well it holds on the unseen half.
//!
//! Since a party's country comes from fitted surroundings, context and bare words speak less against a statement than the
//! first fit said; the table of the seen half set by how much.

/// What a side's parties rest on; the weakest of them counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grounds {
    /// The words themselves say who it is.
    Named,
    /// An earlier mention says it.
    Coreference,
    /// The sector is said, the country is that of the surroundings.
    Context,
    /// Nothing is known of the party but its words.
    Words,
    /// The side is empty.
    Nobody,
}

/// What is known about how a statement came about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// That there is such an act of this type, 0 to 1: what rules and heads make of it.
    pub act: f32,
    pub actors: Grounds,
    pub recipients: Grounds,
}

/// Log odds of a statement whose act is not sure at all and whose parties are named.
const BASE: f32 = -1.55;
/// What the act's sureness adds to the log odds, from 0 to 1.
const ACT: f32 = 2.0;

impl Grounds {
    fn of_actors(self) -> f32 {
        match self {
            Grounds::Named => 0.0,
            Grounds::Coreference => 0.1,
            Grounds::Context => -0.2,
            Grounds::Words => -0.6,
            Grounds::Nobody => -0.3,
        }
    }

    fn of_recipients(self) -> f32 {
        match self {
            Grounds::Named => 0.0,
            Grounds::Coreference => -0.4,
            Grounds::Context => -0.3,
            Grounds::Words => -0.6,
            Grounds::Nobody => -0.5,
        }
    }
}

/// The chance that a statement's type and the countries of its parties are right, 0 to 1.
pub fn of(evidence: Evidence) -> f32 {
    let odds = BASE
        + ACT * evidence.act.clamp(0.0, 1.0)
        + evidence.actors.of_actors()
        + evidence.recipients.of_recipients();
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaker_grounds_are_less_sure() {
        let evidence = |act, actors, recipients| Evidence {
            act,
            actors,
            recipients,
        };
        let named = of(evidence(0.95, Grounds::Named, Grounds::Named));
        let guessed = of(evidence(0.95, Grounds::Context, Grounds::Words));
        let doubtful = of(evidence(0.45, Grounds::Named, Grounds::Named));
        assert!(named > 0.5 && named < 0.6, "{named}");
        assert!(guessed < 0.4 && doubtful < named, "{guessed} {doubtful}");
    }
}
