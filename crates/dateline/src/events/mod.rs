//! From statements to events: pure functions over values.

mod merge;

pub use merge::merge;
