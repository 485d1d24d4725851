//! The telling words of a text: brought to one form, and weighed by how rare they are in English.
//!
//! Rarity is read off the order of the language model's vocabulary, which runs from common to rare. It is the same for
//! every batch on purpose: were words weighed by their rarity among the articles at hand, what is joined would depend
//! on what else had arrived.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

const VOCABULARY: &str = include_str!("../../../../models/english/vocab.txt");

/// Words before this rank tell nothing.
const COMMON: f32 = 400.0;

/// Words from this rank on, and those that are not in the vocabulary, tell most.
const RARE: f32 = 20_000.0;

/// How rare words are.
pub struct Rarity {
    ranks: HashMap<&'static str, u32>,
}

/// Words in one form with their weights, 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    /// The most telling ones, at most [`TELLING`].
    telling: Vec<String>,
    /// The weights by the words' hashes, in their order: texts are compared far oftener than made.
    hashed: Vec<(u64, f32)>,
    /// Length of the vector of weights.
    norm: f32,
}

/// Words that are kept as words.
const TELLING: usize = 4;

impl Rarity {
    /// Reads the vocabulary that is part of the program.
    pub fn built_in() -> Rarity {
        // Signs, single letters and parts of words come before or among the words and are not counted.
        let words = VOCABULARY
            .lines()
            .filter(|line| line.len() > 1 && line.chars().all(char::is_alphabetic));
        Rarity {
            ranks: words.zip(0..).collect(),
        }
    }

    /// The weight of a word in lower case, 0 to 1.
    fn of(&self, word: &str, stem: &str) -> f32 {
        let rank = |word: &str| self.ranks.get(word).map(|rank| *rank as f32);
        let rank = rank(word)
            .into_iter()
            .chain(rank(stem))
            .fold(RARE, f32::min);
        ((rank / COMMON).ln() / (RARE / COMMON).ln()).clamp(0.0, 1.0)
    }

    /// The words of a text that tell something, at most so many, the most telling ones: rare, and said often.
    pub fn words(&self, text: &str, most: usize) -> Words {
        let mut found: BTreeMap<String, (f32, u32)> = BTreeMap::new();
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if word.chars().count() < 3 {
                continue;
            }
            let word = word.to_lowercase();
            let stem = stem(&word);
            let weight = self.of(&word, stem);
            if weight > 0.0 {
                let known = found.entry(stem.to_string()).or_insert((weight, 0));
                known.0 = known.0.min(weight);
                known.1 += 1;
            }
        }
        let mut ranked: Vec<(String, f32, f32)> = found
            .into_iter()
            .map(|(word, (weight, times))| (word, weight, weight * (1.0 + (times as f32).ln())))
            .collect();
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
        ranked.truncate(most);
        ranked
            .into_iter()
            .map(|(word, weight, _)| (word, weight))
            .collect()
    }
}

impl Words {
    /// The cosine of the two, 0 to 1; 0 where one has no words.
    pub fn likeness(&self, other: &Words) -> f32 {
        let (mut a, mut b) = (self.hashed.as_slice(), other.hashed.as_slice());
        let mut shared = 0.0;
        while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) {
            match x.0.cmp(&y.0) {
                Ordering::Less => a = rest_a,
                Ordering::Greater => b = rest_b,
                Ordering::Equal => {
                    shared += x.1 * y.1;
                    (a, b) = (rest_a, rest_b);
                }
            }
        }
        let norms = self.norm * other.norm;
        if norms > 0.0 { shared / norms } else { 0.0 }
    }

    /// The most telling ones, at most so many, and four.
    pub fn first(&self, most: usize) -> impl Iterator<Item = &str> {
        self.telling.iter().take(most).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.hashed.is_empty()
    }
}

/// No word may come twice.
impl FromIterator<(String, f32)> for Words {
    fn from_iter<T: IntoIterator<Item = (String, f32)>>(words: T) -> Words {
        let mut words: Vec<(String, f32)> = words.into_iter().collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut hashed: Vec<(u64, f32)> = words
            .iter()
            .map(|(word, weight)| (xxh3_64(word.as_bytes()), *weight))
            .collect();
        hashed.sort_unstable_by_key(|(hash, _)| *hash);
        let norm = hashed.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        let telling = words.into_iter().take(TELLING).map(|(word, _)| word);
        Words {
            telling: telling.collect(),
            hashed,
            norm,
        }
    }
}

/// A word without its common endings: "protesters" and "protested" are not one, "strikes" and "strike" are.
pub(super) fn stem(word: &str) -> &str {
    let long = |end: &str, left: usize| {
        word.strip_suffix(end)
            .filter(|rest| rest.chars().count() >= left)
    };
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    long("ings", 4)
        .or_else(|| long("ing", 4))
        .or_else(|| long("ies", 3))
        .or_else(|| long("ed", 4))
        .or_else(|| long("es", 4))
        .or_else(|| long("s", 3))
        .map(|rest| rest.strip_suffix('e').unwrap_or(rest))
        .or_else(|| long("e", 4))
        .or_else(|| long("y", 4))
        .unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_are_one() {
        let cases = [
            ("strikes", "strike"),
            ("striking", "strike"),
            ("killed", "killing"),
            ("parties", "party"),
            ("bridges", "bridge"),
            ("villages", "village"),
        ];
        for (a, b) in cases {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("press"), stem("pre"));
    }

    #[test]
    fn rare_words_weigh_more() {
        let rarity = Rarity::built_in();
        let words = rarity.words(
            "The president visited Tbilisi with Ketevan and the bakery",
            10,
        );
        let weight = |word: &str| {
            let hash = xxh3_64(stem(word).as_bytes());
            let found = words.hashed.iter().find(|(known, _)| *known == hash);
            found.map_or(0.0, |(_, weight)| *weight)
        };
        assert!(weight("ketevan") >= weight("bakery"), "{words:?}");
        assert!(weight("bakery") > weight("visited"));
        assert_eq!(weight("the"), 0.0);
        let words = rarity.words("Ketevan the Ketevan bakery", 1);
        assert!(words.first(3).eq(["ketevan"]), "{words:?}");
    }

    #[test]
    fn likeness_is_that_of_the_words() {
        let rarity = Rarity::built_in();
        let words = |text: &str| rarity.words(text, 20);
        let a = words("A drone hit the bakery in Sumy");
        assert!(a.likeness(&a) > 0.99);
        assert!(a.likeness(&words("The bakery in Sumy burned")) > 0.4);
        assert_eq!(a.likeness(&words("Parliament passed the budget")), 0.0);
        assert_eq!(a.likeness(&Words::default()), 0.0);
    }
}
