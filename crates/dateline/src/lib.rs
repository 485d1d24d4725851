//! Dateline reads the news and writes down the events.
pub mod coding;
pub mod ontology;
