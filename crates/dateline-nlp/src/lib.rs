//! Reading text: sentences, words, parts of speech, dependency trees, names and event mentions.
//!
//! A leaf crate: it knows no other Dateline crate, touches no files, clock or network.

/// One sentence of a text, with everything that is known about its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Byte range in the text, end-exclusive.
    pub start: usize,
    pub end: usize,
    pub tokens: Vec<Token>,
    pub names: Vec<Name>,
    /// What the trained event heads saw; empty when the model has none.
    pub mentions: Vec<EventMention>,
}

/// One syntactic word (Universal Dependencies): "don't" is two.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
    pub lemma: String,
    /// Universal part of speech: "NOUN", "VERB", ...
    pub upos: String,
    /// Index of the head in the sentence's tokens; `None` for the root.
    pub head: Option<usize>,
    /// Universal relation with its subtype: "nsubj:pass".
    pub deprel: String,
}

/// A name: a run of tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Token range in the sentence, end-exclusive.
    pub first: usize,
    pub end: usize,
    pub kind: NameKind,
    /// 0 to 1.
    pub score: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    Person,
    Organisation,
    Location,
}

/// An event that the trained heads saw.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMention {
    /// Token range of the trigger, end-exclusive.
    pub first: usize,
    pub end: usize,
    /// PLOVER types with their probabilities, best first ("CONSULT", 0.93); their sum is at most 1, the rest is "no event".
    pub types: Vec<(String, f32)>,
    /// Modes above the threshold, best first.
    pub modes: Vec<(String, f32)>,
    /// How the act stands: "happened", "planned", ...
    pub status: (String, f32),
    /// The head word of each participant and circumstance, with its role.
    pub arguments: Vec<Argument>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Token index of the argument's head word.
    pub token: usize,
    /// "actor", "recipient", "attribution", "date", "place", "quantity".
    pub role: String,
    pub score: f32,
}
