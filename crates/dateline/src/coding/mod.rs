//! Sentences to statements.
