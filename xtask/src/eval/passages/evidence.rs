//! What each statement's confidence rests on, beside whether the hand coding agrees: what `training/signs.py` learns from.

use dateline::confidence::SIGNS;
use dateline::event::{Filled, Party, Statement};
use serde_json::{Map, json};

use super::for_each_told;
use super::format::{Label, Passage};
use super::pairing::{countries, is_agreed, is_typed, labelled_countries};
use crate::eval::Places;

/// Prints one JSON line for each statement about the seen and the training passages.
///
/// # Errors
/// When the files cannot be read.
pub fn print(places: &Places) -> anyhow::Result<()> {
    for_each_told(places, print_passage)
}

fn print_passage(passage: &Passage, statements: &[Statement]) {
    for statement in statements {
        let mut labels = passage.labels.iter();
        let is_right = labels.any(|label| is_typed(label, statement) && agree(label, statement));
        let signs: Map<_, _> = SIGNS
            .iter()
            .map(|name| name.to_string())
            .zip(statement.evidence.signs().map(|value| json!(value)))
            .collect();
        let line = json!({
            "file": passage.file, "passage": passage.article.id, "type": statement.event_type.code(),
            "holds": is_right, "signs": signs,
        });
        println!("{line}");
    }
}

/// Whether both sides share a country with the labelled ones, or have none as they have none.
fn agree(label: &Label, statement: &Statement) -> bool {
    let found = |side: &[Filled<Party>]| countries(side.iter().map(|party| &party.value));
    is_agreed(
        &labelled_countries(&label.actors).collect(),
        &found(&statement.actors),
    ) && is_agreed(
        &labelled_countries(&label.recipients).collect(),
        &found(&statement.recipients),
    )
}
