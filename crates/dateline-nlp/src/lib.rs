//! Reading text: sentences, words, parts of speech, dependency trees, names and event mentions.
//!
//! A leaf crate: it knows no other Dateline crate and no clock or network; the only files it opens are those
//! that [`Model::load`] is told to.
//!
//! The way of a text: [`words`] cuts it into words, [`sentences`] into sentences; [`Model`] turns words into
//! pieces (`subwords`), runs the encoder (`encoder`, the only module that knows the inference runtime) and
//! reads its scores off as trees (`tree`), names (`names`), event mentions (`mentions`), relations of marked
//! participants (`relate`) and lemmas (`lemma`).
//! [`conllu`] reads and writes treebank files and [`score`] compares an annotation with a gold one.

pub mod conllu;
mod encoder;
mod labels;
mod lemma;
mod mentions;
mod model;
mod names;
mod relate;
pub mod score;
mod sentence;
pub mod sentences;
mod subwords;
mod tree;
pub mod words;

pub use model::{Model, ModelError, ModelFiles, Want};
pub use relate::{MarkedText, Relation};
pub use sentence::{Argument, EventMention, Name, NameKind, Sentence, Token};
pub use sentences::{Split, split};
pub use words::Word;
