//! Sets of words and phrases: what a rule's conditions and word classes are made of.

use std::collections::HashMap;
use std::fmt;

/// A set of lemmas and of phrases whose last word is the head ("air strike").
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    entries: Vec<Vec<String>>,
    /// Head word to the entries that end in it.
    by_head: HashMap<String, Vec<usize>>,
}

impl Words {
    /// From words as rules write them: "bomb", "car bomb" or "car_bomb", "gun|rifle", "@class".
    pub(super) fn parse<'a, 'w>(
        items: impl IntoIterator<Item = &'w str>,
        class: &impl Fn(&str) -> Option<&'a Words>,
    ) -> Result<Words, String> {
        let mut words = Words::default();
        for alternative in items.into_iter().flat_map(|item| item.split('|')) {
            match alternative.strip_prefix('@') {
                Some(name) => {
                    let known = class(name)
                        .ok_or_else(|| format!("@{name} is no class of classes.toml"))?;
                    known
                        .entries
                        .iter()
                        .for_each(|entry| words.add(entry.clone()));
                }
                None => words.add(
                    alternative
                        .split(['_', ' '])
                        .filter(|word| !word.is_empty())
                        .map(str::to_string)
                        .collect(),
                ),
            }
        }
        Ok(words)
    }

    fn add(&mut self, entry: Vec<String>) {
        if let Some(head) = entry.last()
            && !self.entries.contains(&entry)
        {
            self.by_head
                .entry(head.clone())
                .or_default()
                .push(self.entries.len());
            self.entries.push(entry);
        }
    }

    /// Each entry's words; the last is the head.
    pub fn entries(&self) -> &[Vec<String>] {
        &self.entries
    }

    /// Whether a word is in the set: by its lemma or its lower-case form, and for a phrase if
    /// `has_modifier` finds each of the words that must stand before it.
    pub fn holds(&self, lemma: &str, form: &str, has_modifier: impl Fn(&str) -> bool) -> bool {
        [lemma, form]
            .into_iter()
            .filter_map(|word| self.by_head.get(word))
            .flatten()
            .any(|&i| {
                let entry = &self.entries[i];
                entry[..entry.len() - 1]
                    .iter()
                    .all(|word| has_modifier(word))
            })
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phrases: Vec<String> = self.entries.iter().map(|entry| entry.join(" ")).collect();
        f.write_str(&phrases.join("|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases() {
        let words = Words::parse(["gun|rifle", "tear_gas", "car bomb"], &|_| None).unwrap();
        assert!(words.holds("rifle", "rifles", |_| false));
        assert!(words.holds("gas", "gas", |word| word == "tear"));
        assert!(!words.holds("gas", "gas", |word| word == "natural"));
        assert!(!words.holds("bomb", "bombs", |_| false));
        assert_eq!(words.to_string(), "gun|rifle|tear gas|car bomb");
    }
}
