//! How a trigger is written in a rule: "travel to", "carry out air_strike|raid", "peace talks".

use super::words::Words;

/// The kind of word that a pattern's head is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    Verb,
    Noun,
    Adjective,
    Adverb,
    /// "will", "may", "would".
    Modal,
    /// "if", "unless".
    Marker,
}

impl Part {
    /// The part that a Universal part of speech belongs to. Auxiliaries are [`Part::Modal`], proper nouns nouns.
    pub fn from_upos(upos: &str) -> Option<Part> {
        match upos {
            "VERB" => Some(Part::Verb),
            "NOUN" | "PROPN" => Some(Part::Noun),
            "ADJ" => Some(Part::Adjective),
            "ADV" | "PART" => Some(Part::Adverb),
            "AUX" => Some(Part::Modal),
            "SCONJ" => Some(Part::Marker),
            _ => None,
        }
    }
}

/// A trigger: its head word and what must hang on it.
///
/// Words are lemmas, or forms where the rule writes a form ("talks" wants the plural, "talk" takes both).
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    pub part: Part,
    /// The word that a candidate is looked up by: lemma or lower-case form.
    pub head: String,
    /// Words before a noun that must stand before it as modifiers: "air" of "air strike".
    pub modifiers: Vec<String>,
    /// A word that must hang on a verb as its particle: "out" of "carry out".
    pub particle: Option<String>,
    /// The noun that a light verb must have as object: "talk" of "hold talk with"; or the word it says of its
    /// object: "hostage" of "take hostage", "dead" of "shoot dead".
    pub object: Option<Words>,
    /// A preposition that must follow. The last word of a verb pattern may be parsed as particle too
    /// ("hand over the prisoners"): both readings count.
    pub preposition: Option<String>,
    /// The noun that the preposition must govern: "alert" of "put on alert".
    pub under: Option<Words>,
}

/// Words that are always particles in a pattern.
const PARTICLES: &[&str] = &[
    "out", "up", "down", "off", "back", "away", "apart", "aside", "forward", "together", "along",
    "ahead", "home",
];

/// Prepositions that patterns and slots may name.
pub(super) const PREPOSITIONS: &[&str] = &[
    "to", "with", "by", "in", "into", "on", "onto", "upon", "at", "from", "for", "of", "against",
    "over", "about", "under", "between", "among", "through", "across", "near", "inside", "before",
    "after", "towards", "toward", "behind", "around", "within", "without", "as", "during", "amid",
    "outside",
];

/// Words that slots may name as prepositions, though patterns take them for particles.
pub(super) const MORE_PREPOSITIONS: &[&str] = &["along", "off", "alongside", "up", "down", "via"];

/// Words that a pattern may have for readability and that are not looked at.
const FILLERS: &[&str] = &["a", "an", "the", "its", "his", "her", "their"];

impl Pattern {
    /// How much the pattern asks for beside its head: the more specific of two matches wins.
    pub fn specificity(&self) -> usize {
        self.modifiers.len()
            + usize::from(self.particle.is_some())
            + 2 * usize::from(self.object.is_some())
            + usize::from(self.preposition.is_some())
            + usize::from(self.under.is_some())
    }

    /// Reads a pattern; one with alternatives in its head ("ambush|raid", "@bomb_nouns") gives several.
    ///
    /// `class` gives the entries of a named word class. The error says what was expected.
    pub(super) fn parse<'a>(
        part: Part,
        text: &str,
        class: impl Fn(&str) -> Option<&'a Words>,
    ) -> Result<Vec<Pattern>, String> {
        let words: Vec<&str> = text
            .split_whitespace()
            .filter(|word| !FILLERS.contains(word))
            .collect();
        let mut pattern = Pattern {
            part,
            head: String::new(),
            modifiers: Vec::new(),
            particle: None,
            object: None,
            preposition: None,
            under: None,
        };
        let (head, rest) = match part {
            Part::Noun => pattern.split_noun(&words),
            _ => words.split_first().map(|(head, rest)| (*head, rest)),
        }
        .ok_or("a pattern must have a head word")?;
        let heads = Words::parse([head], &class)?;
        let mut patterns = Vec::new();
        for entry in heads.entries() {
            let mut one = pattern.clone();
            // A phrase as head: of nouns the last word leads ("car bomb"), of verbs the first ("carry out").
            let (lead, others) = match part {
                Part::Noun => entry.split_last(),
                _ => entry.split_first(),
            }
            .ok_or("a pattern must have a head word")?;
            one.head = lead.clone();
            if part == Part::Noun {
                one.modifiers.extend_from_slice(others);
                one.read_rest(rest, &class)?;
            } else {
                let all: Vec<&str> = others
                    .iter()
                    .map(String::as_str)
                    .chain(rest.iter().copied())
                    .collect();
                one.read_rest(&all, &class)?;
            }
            patterns.push(one);
        }
        Ok(patterns)
    }

    /// The head of a noun pattern is the last word before the first preposition; the words before it modify it.
    fn split_noun<'w>(&mut self, words: &'w [&'w str]) -> Option<(&'w str, &'w [&'w str])> {
        let end = words
            .iter()
            .position(|word| PREPOSITIONS.contains(word))
            .unwrap_or(words.len());
        let (head, before) = words[..end].split_last()?;
        self.modifiers = before.iter().map(|word| word.to_string()).collect();
        Some((head, &words[end..]))
    }

    /// Reads what follows the head: particle, object, preposition, noun under it.
    fn read_rest<'a>(
        &mut self,
        rest: &[&str],
        class: &impl Fn(&str) -> Option<&'a Words>,
    ) -> Result<(), String> {
        let mut noun: Vec<&str> = Vec::new();
        for (i, &word) in rest.iter().enumerate() {
            let marked = word.strip_prefix('+');
            if marked.is_some() || PARTICLES.contains(&word) {
                let word = marked.unwrap_or(word);
                if self.particle.is_some() || self.preposition.is_some() {
                    return Err(format!(
                        "only one particle, before the preposition, not \"{word}\""
                    ));
                }
                self.take_noun(&mut noun, class)?;
                self.particle = Some(word.into());
            } else if PREPOSITIONS.contains(&word) {
                self.take_noun(&mut noun, class)?;
                if let Some(first) = self.preposition.take() {
                    // "cave in to": the first of two is the verb's particle.
                    if self.under.is_some() || self.particle.is_some() {
                        return Err(format!("only one preposition, not also \"{word}\""));
                    }
                    self.particle = Some(first);
                }
                self.preposition = Some(word.into());
            } else {
                noun.push(rest[i]);
            }
        }
        self.take_noun(&mut noun, class)
    }

    /// The noun words collected so far: under the preposition if there was one, else the object.
    fn take_noun<'a>(
        &mut self,
        noun: &mut Vec<&str>,
        class: &impl Fn(&str) -> Option<&'a Words>,
    ) -> Result<(), String> {
        if noun.is_empty() {
            return Ok(());
        }
        let phrase = noun.join("_");
        noun.clear();
        let words = Words::parse([phrase.as_str()], class)?;
        let place = match self.preposition {
            Some(_) => &mut self.under,
            None => &mut self.object,
        };
        if place.is_some() {
            return Err(format!("a second noun, \"{}\"", phrase.replace('_', " ")));
        }
        *place = Some(words);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(part: Part, text: &str) -> Vec<Pattern> {
        let bombs = Words::parse(["bomb", "car_bomb"], &|_| None).unwrap();
        Pattern::parse(part, text, |name| (name == "bombs").then_some(&bombs)).unwrap()
    }

    /// A pattern in one line: head, modifiers, particle, object, preposition, noun under it.
    fn line(p: &Pattern) -> String {
        let words = |w: &Option<Words>| w.as_ref().map(Words::to_string).unwrap_or_default();
        format!(
            "{}/{}/{}/{}/{}/{}",
            p.head,
            p.modifiers.join(" "),
            p.particle.as_deref().unwrap_or(""),
            words(&p.object),
            p.preposition.as_deref().unwrap_or(""),
            words(&p.under)
        )
    }

    #[test]
    fn patterns() {
        let cases: &[(Part, &str, &[&str])] = &[
            (Part::Verb, "visit", &["visit/////"]),
            (Part::Verb, "travel to", &["travel////to/"]),
            (Part::Verb, "pay a visit to", &["pay///visit/to/"]),
            (
                Part::Verb,
                "carry out air_strike|raid on",
                &["carry//out/air strike|raid/on/"],
            ),
            (
                Part::Verb,
                "carry out air strike",
                &["carry//out/air strike//"],
            ),
            (Part::Verb, "put on high alert", &["put////on/high alert"]),
            (Part::Verb, "pull out of", &["pull//out//of/"]),
            (
                Part::Verb,
                "hand +over weapon to",
                &["hand//over/weapon/to/"],
            ),
            (Part::Verb, "cave in to", &["cave//in//to/"]),
            (Part::Verb, "hand over", &["hand////over/"]),
            (Part::Verb, "plant @bombs", &["plant///bomb|car bomb//"]),
            (Part::Verb, "raid|storm", &["raid/////", "storm/////"]),
            (
                Part::Verb,
                "launch|carry_out raid on",
                &["launch///raid/on/", "carry//out/raid/on/"],
            ),
            (Part::Noun, "peace talks", &["talks/peace////"]),
            (Part::Noun, "state of emergency", &["state////of/emergency"]),
            (Part::Noun, "trip to", &["trip////to/"]),
            (Part::Noun, "@bombs", &["bomb/////", "bomb/car////"]),
        ];
        for (part, text, expected) in cases {
            let lines: Vec<String> = parse(*part, text).iter().map(line).collect();
            assert_eq!(lines, *expected, "{text}");
        }
    }

    #[test]
    fn faults_are_named() {
        let error = |text: &str| Pattern::parse(Part::Verb, text, |_| None).unwrap_err();
        assert!(error("").contains("head word"));
        assert!(error("plant @weapons").contains("@weapons"));
        assert!(error("come to defence of").contains("only one preposition"));
    }
}
