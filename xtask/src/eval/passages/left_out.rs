//! What speaks for each country that a side may be of which a sentence leaves out, beside those that it is of by the hand coding: what
//! `training/countries.py` learns from.

use dateline::Want;
use dateline::coding::left_out::{Which, is_left_out, kind, outlook};
use serde_json::json;

use super::for_each_learnt;
use super::format::Passage;
use super::pairing::{happenings, is_typed};
use crate::eval::Places;

/// Prints one JSON line for each empty side of a statement that the hand coding has too, of the seen and the training passages. A side is
/// of the countries that any statement of its happening names.
///
/// # Errors
/// When the files cannot be read.
pub fn print(places: &Places) -> anyhow::Result<()> {
    let pipeline = places.pipeline()?;
    for_each_learnt(places, &pipeline, |passage| {
        let annotation = pipeline.annotate(&passage.article, Want { events: true });
        let told = pipeline.statements_as_told(&passage.article, &annotation);
        print_passage(passage, &told);
    })
}

fn print_passage(passage: &Passage, statements: &[dateline::event::Statement]) {
    let happenings = happenings(passage);
    for (at, statement) in statements.iter().enumerate() {
        let label = passage.labels.iter().find(|l| is_typed(l, statement));
        let happening = label.and_then(|l| happenings.iter().find(|h| h.number == l.happening));
        let Some(happening) = happening else { continue };
        for (which, countries) in [
            (Which::Actors, &happening.actors),
            (Which::Recipients, &happening.recipients),
        ] {
            if is_left_out(statement, which) {
                let line = json!({
                    "file": passage.file, "article": passage.article.id,
                    "kind": kind(statement.event_type, which), "countries": countries,
                    "outlook": outlook(statements, at, which),
                });
                println!("{line}");
            }
        }
    }
}
