//! Reads names off the scores of B, I and O labels.

use crate::sentence::{Name, NameKind};

/// What one label of the head means.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Tag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
    /// A label that is not known: never chosen.
    Unknown,
}

/// The labels of the names head, decoded once.
#[derive(Debug)]
pub(crate) struct NameTags(Vec<Tag>);

impl NameTags {
    pub(crate) fn new(labels: &[String]) -> NameTags {
        NameTags(
            labels
                .iter()
                .map(|label| match label.split_once('-') {
                    None if label == "O" => Tag::Outside,
                    Some(("B", kind)) => NameKind::from_code(kind).map_or(Tag::Unknown, Tag::Begin),
                    Some(("I", kind)) => {
                        NameKind::from_code(kind).map_or(Tag::Unknown, Tag::Inside)
                    }
                    _ => Tag::Unknown,
                })
                .collect(),
        )
    }

    /// The best run of labels in which every I follows a B or I of its kind (Viterbi), as names.
    ///
    /// `scores` holds one row of logits a word; no name holds one of the words that are `never` in one. A name's score
    /// is the mean probability of its words' labels.
    pub(crate) fn read(
        &self,
        scores: &[f32],
        words: usize,
        never: impl Fn(usize) -> bool,
    ) -> Vec<Name> {
        let tags = &self.0;
        let width = tags.len();
        if width == 0 || scores.len() < words * width {
            return Vec::new();
        }
        let mut logs = Vec::with_capacity(words * width);
        for (word, row) in scores[..words * width].chunks_exact(width).enumerate() {
            push_log_softmax(row, &mut logs);
            if never(word) {
                for (log, tag) in logs[word * width..].iter_mut().zip(tags) {
                    *log = if *tag == Tag::Outside { 0.0 } else { -1e4 };
                }
            }
        }
        let chosen = self.best_run(&logs, words);
        let mut names: Vec<Name> = Vec::new();
        for (word, &tag) in chosen.iter().enumerate() {
            let probability = logs[word * width + tag].exp();
            match tags[tag] {
                Tag::Begin(kind) => names.push(Name {
                    first: word,
                    end: word + 1,
                    kind,
                    score: probability,
                }),
                Tag::Inside(_) => {
                    if let Some(name) = names.last_mut() {
                        name.end = word + 1;
                        name.score += probability;
                    }
                }
                _ => {}
            }
        }
        for name in &mut names {
            name.score /= (name.end - name.first) as f32;
        }
        names
    }

    fn best_run(&self, logs: &[f32], words: usize) -> Vec<usize> {
        let tags = &self.0;
        let width = tags.len();
        let mut totals: Vec<f32> = Vec::new();
        let mut back = vec![0; words * width];
        for word in 0..words {
            let mut next = vec![f32::NEG_INFINITY; width];
            for (to, total) in next.iter_mut().enumerate() {
                let log = logs[word * width + to];
                if word == 0 {
                    if may_follow(Tag::Outside, tags[to]) {
                        *total = log;
                    }
                    continue;
                }
                for from in 0..width {
                    if may_follow(tags[from], tags[to]) && totals[from] + log > *total {
                        *total = totals[from] + log;
                        back[word * width + to] = from;
                    }
                }
            }
            totals = next;
        }
        let best = |totals: &[f32]| {
            (0..width).fold(0, |best, i| if totals[i] > totals[best] { i } else { best })
        };
        let mut chosen = vec![0; words];
        if words > 0 {
            chosen[words - 1] = best(&totals);
            for word in (1..words).rev() {
                chosen[word - 1] = back[word * width + chosen[word]];
            }
        }
        chosen
    }
}

fn may_follow(from: Tag, to: Tag) -> bool {
    match to {
        Tag::Outside | Tag::Begin(_) => from != Tag::Unknown,
        Tag::Inside(kind) => from == Tag::Begin(kind) || from == Tag::Inside(kind),
        Tag::Unknown => false,
    }
}

fn push_log_softmax(row: &[f32], out: &mut Vec<f32>) {
    // What is no number counts as impossible.
    let clean = |x: f32| if x.is_finite() { x } else { -1e4 };
    let top = row
        .iter()
        .copied()
        .map(clean)
        .fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|&x| (clean(x) - top).exp()).sum();
    out.extend(row.iter().map(|&x| clean(x) - top - sum.ln()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_legal_runs() {
        let labels: Vec<String> = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
            .map(String::from)
            .to_vec();
        let tags = NameTags::new(&labels);
        let row = |best: usize, second: usize| {
            let mut row = [0f32; 5];
            row[best] = 5.0;
            row[second] = 4.0;
            row
        };
        // Best labels with the second best, and the names that come out.
        type Row = (
            &'static [(usize, usize)],
            &'static [(usize, usize, NameKind)],
        );
        let table: [Row; 5] = [
            (&[(1, 0), (2, 0), (0, 1)], &[(0, 2, NameKind::Person)]),
            (&[(2, 1), (2, 0)], &[(0, 2, NameKind::Person)]), // I- after nothing becomes B-
            (&[(3, 0), (2, 4)], &[(0, 2, NameKind::Location)]), // I-PER after B-LOC is no name
            (
                &[(1, 0), (1, 0)],
                &[(0, 1, NameKind::Person), (1, 2, NameKind::Person)],
            ),
            (&[], &[]),
        ];
        for (rows, expected) in table {
            let scores: Vec<f32> = rows.iter().flat_map(|&(a, b)| row(a, b)).collect();
            let found: Vec<_> = tags
                .read(&scores, rows.len(), |_| false)
                .iter()
                .map(|n| (n.first, n.end, n.kind))
                .collect();
            assert_eq!(found, expected, "for {rows:?}");
        }
        let nothing = tags.read(&[f32::NAN; 10], 2, |_| false);
        assert!(nothing.iter().all(|n| (0.0..=1.0).contains(&n.score)));
        assert!(tags.read(&[], 3, |_| false).is_empty());
        let both = [row(1, 0), row(2, 0)].concat();
        let cut = tags.read(&both, 2, |word| word == 1);
        assert_eq!((cut.len(), cut[0].first, cut[0].end), (1, 0, 1));
    }
}
