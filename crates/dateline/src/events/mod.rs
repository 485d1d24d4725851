//! From statements to events: pure functions over values.

mod claim;
mod combine;
mod corroborate;
mod fingerprint;
mod likeness;
mod merge;
mod retold;
mod words;

pub use claim::{ArticleWords, Claim, Days, Standing, standing};
pub use combine::{Figure, Said, combine, figures, outlets, ranked};
pub use corroborate::{
    Agreements, Group, Joined, Link, LinkKind, Tie, corroborate, corroborate_tied, neighbourhood,
    tie,
};
pub use fingerprint::{FEWEST_WORDS, Fingerprint, SAME_TEXT, reprints};
pub use likeness::{Evidence, evidence, likeness};
pub use merge::merge;
pub use retold::{SIGNS, signs};
pub use words::{Rarity, Words};
