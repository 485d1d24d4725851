//! How well the body of a page is read: F1 of four-word shingles, by the measure of the public benchmark.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use dateline_page::score::{BodyScore, body_score, mean};
use dateline_page::{Page, body, read};
use rayon::prelude::*;
use serde::Deserialize;

use super::{Figure, Places, text};

/// What the benchmark says of a page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Truth {
    article_body: String,
    url: Option<String>,
}

/// What the benchmark says of its pages, by their ids.
pub fn truths(data: &Path) -> anyhow::Result<BTreeMap<String, Truth>> {
    serde_json::from_str(&text(&data.join("pages/ground-truth.json"))?)
        .context("read ground-truth.json")
}

/// A page of the benchmark.
pub fn page(data: &Path, id: &str, truth: &Truth) -> anyhow::Result<Page> {
    Ok(Page {
        bytes: text(&data.join(format!("pages/html/{id}.html.gz")))?.into_bytes(),
        url: truth.url.clone(),
        ..Page::default()
    })
}

/// Precision, recall and F1 over the pages.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let truths: Vec<(String, Truth)> = truths(&places.data)?.into_iter().collect();
    let one = |(id, truth): &(String, Truth)| -> anyhow::Result<BodyScore> {
        let article = read(&page(&places.data, id, truth)?);
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
