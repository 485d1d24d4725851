//! What speaks for two statements of a passage telling one happening, beside whether they do by the hand coding: what
//! `training/signs.py` learns from.

use dateline::event::Statement;
use dateline::events::{SIGNS, signs};
use serde_json::{Map, json};

use super::for_each_told;
use super::format::Passage;
use super::pairing::{is_typed, pairs};
use crate::eval::Places;

/// Prints one JSON line for each two statements of one type, of the seen and the training passages, that are both on labelled triggers.
///
/// # Errors
/// When the files cannot be read.
pub fn print(places: &Places) -> anyhow::Result<()> {
    for_each_told(places, print_passage)
}

fn print_passage(passage: &Passage, statements: &[Statement]) {
    let labels = &passage.labels;
    let statements: Vec<&Statement> = statements.iter().collect();
    let partners = pairs(labels, &statements, |label, s| is_typed(label, s));
    let told: Vec<_> = labels
        .iter()
        .zip(partners)
        .filter_map(|(label, partner)| Some((label.happening, statements[partner?])))
        .collect();
    for (i, (happening, a)) in told.iter().enumerate() {
        for (other, b) in &told[i + 1..] {
            let Some(values) = signs(a, b, &passage.article.text) else {
                continue;
            };
            let signs: Map<_, _> = SIGNS
                .iter()
                .map(|name| name.to_string())
                .zip(values.map(|v| json!(v)))
                .collect();
            let line = json!({
                "passage": passage.article.id, "type": a.event_type.code(), "holds": happening == other, "signs": signs,
            });
            println!("{line}");
        }
    }
}
