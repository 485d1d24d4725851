//! How well marked place names are put on the map: local papers with ambiguous names (LGL), world news (TR-News).

use std::path::Path;

use anyhow::Context;
use dateline_kb::place_score::{GoldPlace, GoldText};
use dateline_kb::{Gazetteer, Knowledge};
use serde_json::Value;

use super::{Figure, Places, byte_at, lines};

/// Per cent within 161 km of the right point.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let knowledge = knowledge(&places.root)?;
    let mut figures = Vec::new();
    for (name, file) in [
        ("lgl", "places/lgl.jsonl"),
        ("tr-news", "places/tr-news.jsonl"),
    ] {
        let texts: Vec<GoldText> = lines(&places.data.join(file))?.iter().map(gold).collect();
        let (score, _) = knowledge.score_places(&texts);
        figures.push(Figure::new(
            format!("places-{name}-near"),
            100.0 * score.accuracy(),
        ));
        figures.push(Figure::new(
            format!("places-{name}-country"),
            100.0 * score.country_accuracy(),
        ));
    }
    Ok(figures)
}

fn knowledge(root: &Path) -> anyhow::Result<Knowledge> {
    let read = |name: &str| {
        let path = root.join("data").join(name);
        std::fs::read(&path).with_context(|| format!("read {}", path.display()))
    };
    let gazetteer = Gazetteer::from_bytes(read("places.bin")?)?;
    Ok(Knowledge::from_bytes(read("knowledge.bin")?)?.with_places(gazetteer))
}

fn gold(record: &Value) -> GoldText {
    let text = record["text"].as_str().unwrap_or_default();
    let at = |point: &Value| byte_at(text, point.as_u64().unwrap_or_default() as usize);
    let marked = record["toponyms"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|name| GoldPlace {
            range: at(&name["start"])..at(&name["end"]),
            geonames: name["geonames_id"]
                .as_u64()
                .and_then(|id| u32::try_from(id).ok()),
            point: name["lat"].as_f64().zip(name["lon"].as_f64()),
        });
    GoldText {
        text: text.into(),
        places: marked.collect(),
        domain: record["domain"].as_str().map(str::to_string),
    }
}
