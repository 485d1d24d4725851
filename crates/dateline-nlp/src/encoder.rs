//! Runs the trained encoder. The only module that knows the inference runtime (rten).

use crate::labels::Labels;
use rayon::prelude::*;
use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use std::sync::Arc;

/// The longest sequence that the model has positions for, its two special pieces included.
pub(crate) const MAX_LENGTH: usize = 512;

/// The pieces of one sentence (or window of one), with the special pieces at both ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    pub(crate) pieces: Vec<i32>,
    /// Case shape of the word of each piece.
    pub(crate) shapes: Vec<i32>,
    /// Place of each word's first piece.
    pub(crate) words: Vec<i32>,
    /// For each word 1 in a marked source, 2 in a marked target, else 0; empty when nothing is marked.
    pub(crate) marks: Vec<i32>,
    /// Whether the sentence is one of an article, where every telling of an act counts.
    pub(crate) in_article: bool,
}

/// What marks the root of a sentence of an article (`IN_ARTICLE` in training/model.py).
const IN_ARTICLE: i32 = 3;

/// The scores of what a marked source does to a marked target.
pub(crate) struct RelationScores {
    pub(crate) types: Vec<f32>,
    pub(crate) modes: Vec<f32>,
    pub(crate) status: Vec<f32>,
}

/// The model's scores for a batch. Rows are words; row 0 of each sentence is the root.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    /// Rows of each sentence: the most words in the batch, and the root.
    rows: usize,
    upos: Vec<f32>,
    arcs: Vec<f32>,
    relations: Vec<f32>,
    names: Vec<f32>,
    triggers: Vec<f32>,
    status: Vec<f32>,
    modes: Vec<f32>,
    contexts: Vec<f32>,
    roles: Vec<f32>,
}

/// One head's scores for one sentence, a row for each word, the root's row left out.
pub(crate) struct View<'a> {
    pub(crate) upos: &'a [f32],
    /// With the root's row: `rows` scores a row.
    pub(crate) arcs: &'a [f32],
    pub(crate) rows: usize,
    pub(crate) relations: &'a [f32],
    pub(crate) names: &'a [f32],
    pub(crate) triggers: &'a [f32],
    pub(crate) status: &'a [f32],
    pub(crate) modes: &'a [f32],
    pub(crate) contexts: &'a [f32],
    /// With the root's rows and columns: `roles[(trigger * rows + argument) * labels + role]`.
    pub(crate) roles: &'a [f32],
}

impl Scores {
    /// The scores of one sentence of the batch.
    pub(crate) fn sentence(&self, index: usize) -> View<'_> {
        let rows = self.rows;
        let total = self.arcs.len().checked_div(rows * rows).unwrap_or(0).max(1);
        let part = |values: &'static str| -> &[f32] {
            let all = match values {
                "upos" => &self.upos,
                "relations" => &self.relations,
                "names" => &self.names,
                "triggers" => &self.triggers,
                "status" => &self.status,
                "modes" => &self.modes,
                _ => &self.contexts,
            };
            let size = all.len() / total;
            let own = all
                .get(index * size..(index + 1) * size)
                .unwrap_or_default();
            own.get(size.checked_div(rows).unwrap_or(0)..)
                .unwrap_or_default()
        };
        let whole = |all: &'_ [f32]| -> std::ops::Range<usize> {
            let size = all.len() / total;
            index * size..(index + 1) * size
        };
        View {
            upos: part("upos"),
            arcs: self.arcs.get(whole(&self.arcs)).unwrap_or_default(),
            rows,
            relations: part("relations"),
            names: part("names"),
            triggers: part("triggers"),
            status: part("status"),
            modes: part("modes"),
            contexts: part("contexts"),
            roles: self.roles.get(whole(&self.roles)).unwrap_or_default(),
        }
    }
}

/// What went wrong with a model file.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EncoderError {
    #[error("load the network: {0}")]
    Load(#[from] rten::LoadError),
    #[error("run the network: {0}")]
    Run(#[from] rten::RunError),
    #[error("read the network's outputs: expected {expected} numbers in {output}, found {found}")]
    Shape {
        output: &'static str,
        expected: usize,
        found: usize,
    },
}

pub(crate) struct Encoder {
    model: rten::Model,
    inputs: [NodeId; INPUTS.len()],
    annotation: [NodeId; ANNOTATION.len()],
    events: [NodeId; EVENTS.len()],
    relation: [NodeId; RELATION.len()],
    pool: Arc<ThreadPool>,
    sizes: Sizes,
}

/// Numbers of labels of each head.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    annotation: [usize; 4],
    events: [usize; EVENTS.len()],
}

const INPUTS: [&str; 6] = ["tokens", "shapes", "mask", "words", "word_mask", "marks"];
const ANNOTATION: [&str; 4] = ["upos", "arcs", "relations", "names"];
const EVENTS: [&str; 5] = ["triggers", "status", "modes", "contexts", "roles"];
const RELATION: [&str; 3] = ["relate_type", "relate_modes", "relate_status"];

impl Encoder {
    pub(crate) fn new(onnx: Vec<u8>, labels: &Labels) -> Result<Encoder, EncoderError> {
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(onnx)?;
        let sizes = Sizes {
            annotation: [
                labels.upos.len(),
                0,
                labels.relations.len(),
                labels.names.len(),
            ],
            events: [
                labels.triggers.len(),
                labels.status.len(),
                labels.modes.len(),
                labels.contexts.len(),
                labels.roles.len(),
            ],
        };
        Ok(Encoder {
            inputs: nodes(&model, INPUTS)?,
            annotation: nodes(&model, ANNOTATION)?,
            events: nodes(&model, EVENTS)?,
            relation: nodes(&model, RELATION)?,
            model,
            pool: pool(std::thread::available_parallelism().map_or(1, usize::from)),
            sizes,
        })
    }

    pub(crate) fn set_threads(&mut self, threads: usize) {
        self.pool = pool(threads.max(1));
    }

    /// Runs work in the encoder's own threads: what is spread with rayon inside shares them with the network.
    pub(crate) fn in_pool<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.run(work)
    }

    /// Runs all sequences, in batches of like length; `read` gets each sequence's number and scores.
    ///
    /// The results come in the order of the sequences, whatever the number of threads.
    pub(crate) fn run_all<R: Send>(
        &self,
        sequences: &[Sequence],
        events: bool,
        read: impl Fn(usize, View<'_>) -> R + Sync,
    ) -> Result<Vec<R>, EncoderError> {
        self.spread(sequences, |numbers, batch| {
            let scores = self.run(batch, events)?;
            let numbers = numbers.iter().enumerate();
            Ok(numbers
                .map(|(row, &i)| read(i, scores.sentence(row)))
                .collect())
        })
    }

    /// What the marked source of each sequence does to its marked target, in the order of the sequences.
    pub(crate) fn relate(
        &self,
        sequences: &[Sequence],
    ) -> Result<Vec<RelationScores>, EncoderError> {
        self.spread(sequences, |_, batch| self.relate_batch(batch))
    }

    /// Does a piece of work on batches of like length, which gives one result for each sequence of its batch, and puts
    /// the results into the order of the sequences.
    fn spread<R: Send>(
        &self,
        sequences: &[Sequence],
        work: impl Fn(&[usize], &[&Sequence]) -> Result<Vec<R>, EncoderError> + Sync,
    ) -> Result<Vec<R>, EncoderError> {
        let batches = batches(sequences);
        let done: Vec<Vec<(usize, R)>> = self.pool.run(|| {
            batches
                .par_iter()
                .map(|numbers| {
                    let batch: Vec<&Sequence> = numbers.iter().map(|&i| &sequences[i]).collect();
                    let results = work(numbers, &batch)?;
                    Ok(numbers.iter().copied().zip(results).collect())
                })
                .collect::<Result<_, EncoderError>>()
        })?;
        let mut done: Vec<(usize, R)> = done.into_iter().flatten().collect();
        done.sort_by_key(|(i, _)| *i);
        Ok(done.into_iter().map(|(_, result)| result).collect())
    }

    /// Runs one batch for annotation.
    fn run(&self, batch: &[&Sequence], events: bool) -> Result<Scores, EncoderError> {
        let mut wanted = self.annotation.to_vec();
        if events {
            wanted.extend(self.events);
        }
        let rows = rows(batch);
        let words = batch.len() * rows;
        let mut values = self.values(batch, rows, &wanted)?.into_iter();
        let mut next = |output, expected| expect(values.next(), output, expected);
        let mut scores = Scores {
            rows,
            upos: next("upos", words * self.sizes.annotation[0])?,
            arcs: next("arcs", words * rows)?,
            relations: next("relations", words * self.sizes.annotation[2])?,
            names: next("names", words * self.sizes.annotation[3])?,
            ..Scores::default()
        };
        if events {
            scores.triggers = next("triggers", words * self.sizes.events[0])?;
            scores.status = next("status", words * self.sizes.events[1])?;
            scores.modes = next("modes", words * self.sizes.events[2])?;
            scores.contexts = next("contexts", words * self.sizes.events[3])?;
            scores.roles = next("roles", words * rows * self.sizes.events[4])?;
        }
        Ok(scores)
    }

    /// Runs one batch for relations.
    fn relate_batch(&self, batch: &[&Sequence]) -> Result<Vec<RelationScores>, EncoderError> {
        let [types, status, modes, ..] = self.sizes.events;
        let mut values = self.values(batch, rows(batch), &self.relation)?.into_iter();
        let mut next = |output, size: usize| -> Result<Vec<Vec<f32>>, EncoderError> {
            let all = expect(values.next(), output, batch.len() * size)?;
            Ok(all.chunks_exact(size).map(<[f32]>::to_vec).collect())
        };
        // The types are those of the triggers without "no event".
        let types = next("relate_type", types.saturating_sub(1))?;
        let modes = next("relate_modes", modes)?;
        let status = next("relate_status", status)?;
        let each = types.into_iter().zip(modes).zip(status);
        Ok(each
            .map(|((types, modes), status)| RelationScores {
                types,
                modes,
                status,
            })
            .collect())
    }

    /// Runs the network over a batch whose longest sentence has so many rows, its root's included.
    fn values(
        &self,
        batch: &[&Sequence],
        rows: usize,
        wanted: &[NodeId],
    ) -> Result<Vec<Value>, EncoderError> {
        let count = batch.len();
        let length = batch.iter().map(|s| s.pieces.len()).max().unwrap_or(0);
        let matrix = |width: usize, fill: &dyn Fn(&Sequence, &mut [i32])| {
            let mut data = vec![0; count * width];
            for (sequence, row) in batch.iter().zip(data.chunks_exact_mut(width.max(1))) {
                fill(sequence, row);
            }
            rten_tensor::Tensor::from_data(&[count, width], data)
        };
        let tensors = [
            matrix(length, &|s, row| {
                row[..s.pieces.len()].copy_from_slice(&s.pieces)
            }),
            matrix(length, &|s, row| {
                row[..s.shapes.len()].copy_from_slice(&s.shapes)
            }),
            matrix(length, &|s, row| row[..s.pieces.len()].fill(1)),
            matrix(rows, &|s, row| {
                row[1..=s.words.len()].copy_from_slice(&s.words)
            }),
            matrix(rows, &|s, row| row[..=s.words.len()].fill(1)),
            matrix(rows, &|s, row| {
                row[0] = if s.in_article { IN_ARTICLE } else { 0 };
                row[1..=s.marks.len()].copy_from_slice(&s.marks)
            }),
        ];
        let inputs = self
            .inputs
            .iter()
            .zip(tensors)
            .map(|(&id, tensor)| (id, tensor.into()))
            .collect();
        let options = RunOptions::default().with_thread_pool(Some(self.pool.clone()));
        Ok(self.model.run(inputs, wanted, Some(options))?)
    }
}

/// Rows of a batch: the most words, and the root.
fn rows(batch: &[&Sequence]) -> usize {
    1 + batch.iter().map(|s| s.words.len()).max().unwrap_or(0)
}

fn nodes<const N: usize>(
    model: &rten::Model,
    names: [&str; N],
) -> Result<[NodeId; N], rten::RunError> {
    let mut ids = Vec::with_capacity(N);
    for name in names {
        ids.push(model.node_id(name)?);
    }
    Ok(std::array::from_fn(|i| ids[i]))
}

/// The numbers of an output, when they are as many as they should be.
fn expect(
    value: Option<Value>,
    output: &'static str,
    expected: usize,
) -> Result<Vec<f32>, EncoderError> {
    let data = value.map(floats).unwrap_or_default();
    match data.len() == expected {
        true => Ok(data),
        false => Err(EncoderError::Shape {
            output,
            expected,
            found: data.len(),
        }),
    }
}

fn pool(threads: usize) -> Arc<ThreadPool> {
    Arc::new(ThreadPool::with_num_threads(threads))
}

fn floats(value: Value) -> Vec<f32> {
    match value {
        Value::FloatTensor(tensor) => tensor.into_data(),
        _ => Vec::new(),
    }
}

/// Most pieces, padding included, of one batch: its activations then stay in a core's cache. Measured on one core with
/// AVX-512 (seconds of processor time for the same 944 sentences): 1 sentence a batch 3.8, 64 pieces 3.1, 128 2.9,
/// 192 2.8, 256 3.0, 512 3.4, 1024 4.3.
const MAX_BATCH_PIECES: usize = 192;
/// Most sequences of one batch.
const MAX_BATCH: usize = 32;

/// The sequences grouped by length, as numbers. The grouping depends on the lengths alone.
fn batches(sequences: &[Sequence]) -> Vec<Vec<usize>> {
    let length = |i: usize| sequences[i].pieces.len();
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(length(i)), i));
    let mut batches: Vec<Vec<usize>> = Vec::new();
    for i in order {
        match batches.last_mut() {
            Some(batch)
                if batch.len() < MAX_BATCH
                    && (batch.len() + 1) * length(batch[0]) <= MAX_BATCH_PIECES =>
            {
                batch.push(i)
            }
            _ => batches.push(vec![i]),
        }
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_hold_every_sequence_once() {
        let lengths = [3, 500, 7, 7, 31, 500, 500, 2, 90];
        let sequences: Vec<Sequence> = lengths
            .iter()
            .map(|&n| Sequence {
                pieces: vec![1; n],
                ..Sequence::default()
            })
            .collect();
        let batches = batches(&sequences);
        let mut all: Vec<usize> = batches.concat();
        all.sort_unstable();
        assert_eq!(all, (0..lengths.len()).collect::<Vec<_>>());
        for batch in &batches {
            let longest = batch.iter().map(|&i| lengths[i]).max().unwrap();
            assert!(batch.len() == 1 || batch.len() * longest <= MAX_BATCH_PIECES);
        }
    }
}
