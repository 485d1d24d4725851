//! Dateline reads the news and writes down the events.
pub mod coding;
pub mod event;
pub mod json;
pub mod ontology;
