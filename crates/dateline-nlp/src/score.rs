//! Compares an annotation with a gold one: the figures that treebank and name-recognition work reports.

use crate::sentence::{Sentence, bare};
use std::collections::HashSet;
use std::hash::Hash;
use std::ops::AddAssign;

/// Counts of right answers over all words, for sentences that have the same words in gold and guess.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Words compared, punctuation included.
    pub words: usize,
    pub upos: usize,
    /// Right head.
    pub heads: usize,
    /// Right head and right relation; relations are compared without their subtypes (":pass").
    pub labelled: usize,
    /// Words whose gold lemma is given.
    pub lemma_words: usize,
    /// Right lemma, capitals included.
    pub lemmas: usize,
}

impl Agreement {
    /// Part-of-speech accuracy, in per cent.
    pub fn upos_accuracy(&self) -> f64 {
        percent(self.upos, self.words)
    }

    /// Unlabelled attachment score: words with the right head, in per cent.
    pub fn uas(&self) -> f64 {
        percent(self.heads, self.words)
    }

    /// Labelled attachment score: words with the right head and relation (without subtype), in per cent.
    pub fn las(&self) -> f64 {
        percent(self.labelled, self.words)
    }

    /// Lemma accuracy over words whose gold lemma is given, in per cent.
    pub fn lemma_accuracy(&self) -> f64 {
        percent(self.lemmas, self.lemma_words)
    }
}

impl AddAssign for Agreement {
    fn add_assign(&mut self, other: Agreement) {
        self.words += other.words;
        self.upos += other.upos;
        self.heads += other.heads;
        self.labelled += other.labelled;
        self.lemma_words += other.lemma_words;
        self.lemmas += other.lemmas;
    }
}

/// Compares the words of sentences that were annotated with gold words, sentence by sentence, word by word.
///
/// A word that one side lacks counts as wrong. A gold lemma that is empty or "_" (for a word other than "_") is not compared.
pub fn agreement(gold: &[Sentence], found: &[Sentence]) -> Agreement {
    let mut total = Agreement::default();
    for (i, gold) in gold.iter().enumerate() {
        for (j, right) in gold.tokens.iter().enumerate() {
            let guess = found.get(i).and_then(|sentence| sentence.tokens.get(j));
            let is_given = !matches!(right.lemma.as_str(), "" | "_");
            total.words += 1;
            total.lemma_words += usize::from(is_given);
            let Some(guess) = guess else { continue };
            let same_head = guess.head == right.head;
            total.upos += usize::from(guess.upos == right.upos);
            total.heads += usize::from(same_head);
            total.labelled += usize::from(same_head && bare(&guess.deprel) == bare(&right.deprel));
            total.lemmas += usize::from(is_given && guess.lemma == right.lemma);
        }
    }
    total
}

/// Counts for precision, recall and their harmonic mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub right: usize,
    pub found: usize,
    pub wanted: usize,
}

impl Counts {
    /// Right of found, in per cent.
    pub fn precision(&self) -> f64 {
        percent(self.right, self.found)
    }

    /// Right of wanted, in per cent.
    pub fn recall(&self) -> f64 {
        percent(self.right, self.wanted)
    }

    /// F1: twice the right over found and wanted together, in per cent.
    pub fn f1(&self) -> f64 {
        percent(2 * self.right, self.found + self.wanted)
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }
}

/// Names with exactly the gold span and kind, for sentences of the same words.
pub fn names(gold: &[Sentence], found: &[Sentence]) -> Counts {
    let all = |sentences: &[Sentence]| {
        let each = sentences.iter().enumerate();
        each.flat_map(|(i, s)| {
            s.names
                .iter()
                .map(move |name| (i, name.first, name.end, name.kind))
        })
        .collect()
    };
    overlap(&all(gold), &all(found))
}

/// Words of raw text with exactly the gold byte range (both sides over the same text).
pub fn words(gold: &[Sentence], found: &[Sentence]) -> Counts {
    let all = |sentences: &[Sentence]| {
        let tokens = sentences.iter().flat_map(|s| &s.tokens);
        let mut seen: Vec<(usize, usize, usize)> = Vec::new();
        for token in tokens {
            // Words of one range (a multiword token that is no concatenation) are told apart by their number.
            let number = seen
                .last()
                .filter(|s| (s.0, s.1) == (token.start, token.end))
                .map_or(0, |s| s.2 + 1);
            seen.push((token.start, token.end, number));
        }
        seen.into_iter().collect()
    };
    overlap(&all(gold), &all(found))
}

/// Sentences of raw text that begin and end at the same bytes as a gold one.
pub fn sentences(gold: &[Sentence], found: &[Sentence]) -> Counts {
    let all = |sentences: &[Sentence]| sentences.iter().map(|s| (s.start, s.end)).collect();
    overlap(&all(gold), &all(found))
}

fn overlap<T: Eq + Hash>(gold: &HashSet<T>, found: &HashSet<T>) -> Counts {
    Counts {
        right: gold.intersection(found).count(),
        found: found.len(),
        wanted: gold.len(),
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        100.0 * part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::{Name, NameKind, Token};

    fn sentence(heads: &[(usize, &str)]) -> Sentence {
        let tokens = heads.iter().enumerate().map(|(i, &(head, deprel))| Token {
            start: 2 * i,
            end: 2 * i + 1,
            lemma: "a".into(),
            upos: "X".into(),
            head: head.checked_sub(1),
            deprel: deprel.into(),
        });
        Sentence {
            start: 0,
            end: 2 * heads.len(),
            tokens: tokens.collect(),
            names: Vec::new(),
            mentions: Vec::new(),
        }
    }

    #[test]
    fn subtypes_do_not_count_but_labels_do() {
        let gold = [sentence(&[
            (2, "nsubj:pass"),
            (0, "root"),
            (2, "obj"),
            (2, "punct"),
        ])];
        let found = [sentence(&[
            (2, "nsubj"),
            (0, "root"),
            (2, "obl"),
            (3, "punct"),
        ])];
        let score = agreement(&gold, &found);
        assert_eq!((score.words, score.heads, score.labelled), (4, 3, 2));
        assert_eq!(score.lemma_accuracy(), 100.0);
        assert_eq!(agreement(&gold, &[]).uas(), 0.0);
        assert_eq!(agreement(&[], &[]).uas(), 0.0);
    }

    #[test]
    fn names_need_span_and_kind() {
        let name = |first, end, kind| Name {
            first,
            end,
            kind,
            score: 1.0,
        };
        let mut gold = sentence(&[(0, "root")]);
        gold.names = vec![name(0, 1, NameKind::Person), name(2, 4, NameKind::Location)];
        let mut found = gold.clone();
        found.names = vec![
            name(0, 1, NameKind::Organisation),
            name(2, 4, NameKind::Location),
        ];
        let counts = names(&[gold], &[found]);
        assert_eq!(
            counts,
            Counts {
                right: 1,
                found: 2,
                wanted: 2
            }
        );
        assert_eq!(counts.f1(), 50.0);
    }

    #[test]
    fn words_and_sentences_by_range() {
        let gold = [sentence(&[(0, "root"), (1, "obj")])];
        let mut found = gold.clone();
        found[0].tokens[1].end += 1;
        assert_eq!(words(&gold, &found).right, 1);
        assert_eq!(sentences(&gold, &found).right, 1);
    }
}
