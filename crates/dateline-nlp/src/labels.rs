//! The label sets of the model's heads, as labels.json gives them, in the order of the outputs.

use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Labels {
    pub(crate) upos: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) triggers: Vec<String>,
    #[serde(default)]
    pub(crate) status: Vec<String>,
    #[serde(default)]
    pub(crate) modes: Vec<String>,
    #[serde(default)]
    pub(crate) contexts: Vec<String>,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
}

impl Labels {
    /// The label with this number; "_" past the end, which only a model that does not fit its labels can ask for.
    pub(crate) fn of(labels: &[String], index: usize) -> &str {
        labels.get(index).map_or("_", String::as_str)
    }
}
