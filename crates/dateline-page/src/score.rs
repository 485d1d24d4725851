//! How well a body was read: the measure of the article-extraction benchmark.
//!
//! Both texts are cut into words, each run of four words is a shingle, and shingles are compared as bags. Over many
//! pages precision and recall are averaged first and F1 is taken of the two means, as the benchmark's own script does
//! (scrapinghub/article-extraction-benchmark, `evaluate.py`).

use std::collections::HashMap;

/// Words in a shingle.
const SHINGLE: usize = 4;

/// Agreement of a read body with the true one, or of many; each figure from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BodyScore {
    /// Share of the read shingles that are true; `None` when nothing was read.
    pub precision: Option<f64>,
    /// Share of the true shingles that were read; `None` when the true body is empty.
    pub recall: Option<f64>,
}

impl BodyScore {
    /// Harmonic mean of precision and recall; 0 where either is missing or 0.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision.unwrap_or(0.0), self.recall.unwrap_or(0.0));
        if precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }
}

/// Compares one read body with the true one.
///
/// ```
/// let score = dateline_page::score::body_score("one two three four five", "one two three four");
/// assert_eq!((score.precision, score.recall), (Some(1.0), Some(0.5)));
/// ```
pub fn body_score(truth: &str, read: &str) -> BodyScore {
    let (true_words, read_words) = (words(truth), words(read));
    let (true_bag, read_bag) = (shingles(&true_words), shingles(&read_words));
    let common: usize = true_bag
        .iter()
        .map(|(shingle, count)| read_bag.get(shingle).map_or(0, |have| *have.min(count)))
        .sum();
    let share = |all: usize| (all > 0).then(|| common as f64 / all as f64);
    BodyScore {
        precision: share(read_bag.values().sum()),
        recall: share(true_bag.values().sum()),
    }
}

/// F1 of the four-word shingles of one read body against the true one.
pub fn body_f1(truth: &str, read: &str) -> f64 {
    body_score(truth, read).f1()
}

/// Means over many pages, missing figures left out; `None` where no page has one.
pub fn mean(scores: &[BodyScore]) -> BodyScore {
    BodyScore {
        precision: average(scores.iter().filter_map(|score| score.precision)),
        recall: average(scores.iter().filter_map(|score| score.recall)),
    }
}

fn average(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = figures.fold((0.0, 0usize), |(sum, count), figure| {
        (sum + figure, count + 1)
    });
    (count > 0).then(|| sum / count as f64)
}

fn words(text: &str) -> Vec<&str> {
    text.split(|char: char| !char.is_alphanumeric() && char != '_')
        .filter(|word| !word.is_empty())
        .collect()
}

/// A text shorter than a shingle counts as one short shingle.
fn shingles<'a>(words: &'a [&'a str]) -> HashMap<&'a [&'a str], usize> {
    let mut bag = HashMap::new();
    if words.is_empty() {
        return bag;
    }
    for shingle in words.windows(SHINGLE.min(words.len())) {
        *bag.entry(shingle).or_insert(0) += 1;
    }
    bag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_follow_the_benchmark() {
        let cases = [
            ("a b c d e", "a b c d e", Some(1.0), Some(1.0)),
            ("a b c d e", "", None, Some(0.0)),
            ("", "a b c d", Some(0.0), None),
            ("a b c d", "A b c d", Some(0.0), Some(0.0)),
            ("a, b. c - d", "a b c d", Some(1.0), Some(1.0)),
            ("a b", "a b", Some(1.0), Some(1.0)),
            ("a b c d", "a b c d a b c d", Some(0.2), Some(1.0)),
        ];
        for (truth, read, precision, recall) in cases {
            let score = body_score(truth, read);
            assert_eq!(
                (score.precision, score.recall),
                (precision, recall),
                "{truth} / {read}"
            );
        }
    }

    #[test]
    fn f1_of_many_pages_is_taken_of_the_means() {
        let scores = [
            BodyScore {
                precision: Some(1.0),
                recall: Some(0.5),
            },
            BodyScore {
                precision: None,
                recall: Some(0.5),
            },
        ];
        let mean = mean(&scores);
        assert_eq!((mean.precision, mean.recall), (Some(1.0), Some(0.5)));
        assert!((mean.f1() - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(super::mean(&[]).f1(), 0.0);
    }
}
