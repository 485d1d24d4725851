//! How well the body of a page is read: F1 of four-word shingles, by the measure of the public benchmark.

use std::collections::BTreeMap;

use anyhow::Context;
use dateline_page::score::{BodyScore, body_score, mean};
use dateline_page::{Page, body, read};
use rayon::prelude::*;
use serde::Deserialize;

use super::{Figure, Places, text};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Truth {
    article_body: String,
    url: Option<String>,
}

/// Precision, recall and F1 over the pages.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let folder = places.data.join("pages");
    let truths: BTreeMap<String, Truth> =
        serde_json::from_str(&text(&folder.join("ground-truth.json"))?)
            .context("read ground-truth.json")?;
    let truths: Vec<(String, Truth)> = truths.into_iter().collect();
    let one = |(id, truth): &(String, Truth)| -> anyhow::Result<BodyScore> {
        let bytes = text(&folder.join(format!("html/{id}.html.gz")))?.into_bytes();
        let article = read(&Page {
            bytes,
            url: truth.url.clone(),
            ..Page::default()
        });
        Ok(body_score(&truth.article_body, &body(&article)))
    };
    let scores: Vec<BodyScore> = truths.par_iter().map(one).collect::<anyhow::Result<_>>()?;
    let all = mean(&scores);
    Ok(vec![
        Figure::new("pages-body-precision", 100.0 * all.precision.unwrap_or(0.0)),
        Figure::new("pages-body-recall", 100.0 * all.recall.unwrap_or(0.0)),
        Figure::new("pages-body-f1", 100.0 * all.f1()),
    ])
}
