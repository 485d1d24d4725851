//! Sentences to statements.

pub mod grammar;
pub mod rules;
pub mod triggers;
