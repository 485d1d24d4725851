//! One file for each verb.

pub mod actor;
pub mod add;
pub mod annotate;
pub mod check;
pub mod code;
pub mod explain;
pub mod export;
pub mod fetch;
pub mod find;
pub mod read;
pub mod relate;
pub mod series;
pub mod show;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Nothing was found: no event, no such actor.
    Nothing,
    /// At least one input could not be used; the others are done.
    Failed,
}

impl Outcome {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
            Outcome::Failed => 2,
        }
    }
}
