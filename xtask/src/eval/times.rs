//! How well times are found and put on the calendar, against Wikinews articles labelled with TIMEX3 values.

use dateline::coding::time::score::{Scored, TimeScore, score};
use dateline::coding::time::{Anchor, TimeMention, find_in};
use dateline_nlp::{Sentence, Want};
use jiff::civil::Date;

use super::{Figure, Places, byte_at, lines};

/// F1 of the spans (overlapping ones count), and of spans with the right value.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let mut total = TimeScore::default();
    for record in lines::<serde_json::Value>(&places.data.join("times/meantime-dev.jsonl"))? {
        let text = record["text"].as_str().unwrap_or_default();
        let published: Option<Date> = record["dct"].as_str().and_then(|day| day.parse().ok());
        let sentences = pipeline
            .model()
            .annotate(text, &paragraphs(text), Want::default());
        let found = times(&sentences, text, published);
        let found = found.iter().map(|time| Scored {
            span: time.start..time.end,
            value: time.value.clone(),
        });
        let labelled = record["timexes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|label| Scored {
                span: at(text, &label["start"])..at(text, &label["end"]),
                value: label["value"].as_str().unwrap_or_default().to_string(),
            });
        total += score(&labelled.collect::<Vec<_>>(), &found.collect::<Vec<_>>());
    }
    Ok(vec![
        Figure::new("times-span-f1", 100.0 * total.span_f1()),
        Figure::new("times-value-f1", 100.0 * total.value_f1()),
    ])
}

/// The times of all sentences, each with the date in play that those before it left.
fn times(sentences: &[Sentence], text: &str, published: Option<Date>) -> Vec<TimeMention> {
    let published = published.map(|day| day.at(0, 0, 0, 0));
    let mut anchor = Anchor {
        published,
        ..Anchor::default()
    };
    let mut all = Vec::new();
    for sentence in sentences {
        let found = find_in(sentence, text, &anchor);
        anchor.advance(&found);
        all.extend(found);
    }
    all
}

fn at(text: &str, point: &serde_json::Value) -> usize {
    byte_at(text, point.as_u64().unwrap_or_default() as usize)
}

/// The lines of a text as byte ranges.
fn paragraphs(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    let ranges = text.split('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end + 1;
        range
    });
    ranges.filter(|range| !range.is_empty()).collect()
}
