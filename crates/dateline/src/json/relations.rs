//! The relation of two marked participants, key by key, in their order.

use serde::Serialize;
use serde_json::{Map, Value};

use super::SCHEMA;
use super::parts::rounded;
use crate::ontology;
use crate::relate::Relation;

#[derive(Serialize)]
pub(super) struct RelationForm<'a> {
    schema: &'static str,
    kind: &'static str,
    #[serde(rename = "type")]
    event_type: &'static str,
    modes: &'a [&'static str],
    quad: u8,
    status: &'static str,
    confidence: f64,
    /// Each type with its probability, best first.
    scores: Map<String, Value>,
}

impl<'a> RelationForm<'a> {
    pub(super) fn new(relation: &'a Relation) -> RelationForm<'a> {
        let scores = relation.scores.iter();
        RelationForm {
            schema: SCHEMA,
            kind: "relation",
            event_type: relation.event_type.code(),
            modes: &relation.modes,
            quad: ontology::quad(relation.event_type),
            status: relation.status.code(),
            confidence: rounded(relation.confidence),
            scores: scores
                .map(|(kind, score)| (kind.code().to_string(), rounded(*score).into()))
                .collect(),
        }
    }
}
