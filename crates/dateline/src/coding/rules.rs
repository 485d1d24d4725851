//! The coding rules: which words stand for which events, and who does what in them.
//!
//! Rules are data (`data/rules/*.toml`; the form is described in the README there) and part of the program;
//! users may add files of the same form. This module reads and checks them and finds the rules whose trigger
//! a word may be. Whether a rule fits the tree around the word is decided by `triggers`.

mod condition;
mod cues;
mod error;
mod file;
mod pattern;
mod words;

use std::collections::HashMap;

use crate::ontology::{EventType, Status};

pub use condition::{Condition, Kind, Slot, Test, Voice};
pub use cues::{Cues, Keep, Speech, SpeechCue, StatusCue};
pub use error::RuleError;
pub use pattern::{Part, Pattern};
pub use words::Words;

/// A family of triggers that stand for one kind of event.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// File and name: "consult/visit".
    pub id: String,
    pub event_type: EventType,
    pub patterns: Vec<Pattern>,
    pub modes: Vec<&'static str>,
    pub contexts: Vec<&'static str>,
    /// Set only where the trigger itself decides how the act stands.
    pub status: Option<Status>,
    /// Where the actor is looked for: the first slot that holds one wins.
    pub actor: Vec<Slot>,
    /// Where the recipient is looked for, likewise.
    pub recipient: Vec<Slot>,
    /// Everybody found is actor: the act has no receiving side.
    pub symmetric: bool,
    /// All of it must hold.
    pub require: Condition,
    /// None of it may hold.
    pub forbid: Condition,
    /// What more is known when something stands in the words around; each that holds adds its part.
    pub when: Vec<When>,
    /// How sure a match is, 0 to 1: judged by how often the words stand for such an event.
    pub confidence: f32,
    pub examples: Vec<Example>,
    /// Sentences that hold the rule's words and that the rule must leave alone.
    pub not_examples: Vec<Example>,
    /// Whether a user brought the rule along: then it speaks even where the trained heads are silent.
    pub is_own: bool,
}

/// Modes, contexts and status that a condition adds.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    pub condition: Condition,
    pub modes: Vec<&'static str>,
    pub contexts: Vec<&'static str>,
    pub status: Option<Status>,
}

/// A sentence and the event that it tells: `sentence => TYPE[-mode,mode] | actors -> recipients`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    pub sentence: String,
    /// `None` if the line names no event.
    pub event_type: Option<EventType>,
    pub modes: Vec<String>,
    pub actors: Vec<String>,
    pub recipients: Vec<String>,
}

/// A rule, and the pattern of it that a word may be the head of.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub rule: &'a Rule,
    pub pattern: &'a Pattern,
}

/// The rules at hand, with an index from trigger words.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    classes: HashMap<String, Words>,
    rules: Vec<Rule>,
    /// Head word to (rule, pattern), in the order of the rules.
    index: HashMap<(Part, String), Vec<(usize, usize)>>,
}

/// The files that are part of the program.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "accuse.toml",
        include_str!("../../../../data/rules/accuse.toml"),
    ),
    (
        "agree.toml",
        include_str!("../../../../data/rules/agree.toml"),
    ),
    ("aid.toml", include_str!("../../../../data/rules/aid.toml")),
    (
        "assault.toml",
        include_str!("../../../../data/rules/assault.toml"),
    ),
    (
        "coerce.toml",
        include_str!("../../../../data/rules/coerce.toml"),
    ),
    (
        "concede.toml",
        include_str!("../../../../data/rules/concede.toml"),
    ),
    (
        "consult.toml",
        include_str!("../../../../data/rules/consult.toml"),
    ),
    (
        "cooperate.toml",
        include_str!("../../../../data/rules/cooperate.toml"),
    ),
    (
        "mobilize.toml",
        include_str!("../../../../data/rules/mobilize.toml"),
    ),
    (
        "protest.toml",
        include_str!("../../../../data/rules/protest.toml"),
    ),
    (
        "reject.toml",
        include_str!("../../../../data/rules/reject.toml"),
    ),
    (
        "request.toml",
        include_str!("../../../../data/rules/request.toml"),
    ),
    (
        "retreat.toml",
        include_str!("../../../../data/rules/retreat.toml"),
    ),
    (
        "sanction.toml",
        include_str!("../../../../data/rules/sanction.toml"),
    ),
    (
        "support.toml",
        include_str!("../../../../data/rules/support.toml"),
    ),
    (
        "threaten.toml",
        include_str!("../../../../data/rules/threaten.toml"),
    ),
];

const CLASSES: &str = include_str!("../../../../data/rules/classes.toml");

impl Rules {
    /// The rules that are part of the program.
    ///
    /// # Errors
    /// Only if a built-in file is faulty, which the tests exclude.
    pub fn built_in() -> Result<Rules, RuleError> {
        let mut rules = Rules::default();
        rules.add_classes("classes.toml", CLASSES)?;
        for (file, text) in BUILT_IN {
            rules.add(file, text)?;
        }
        Ok(rules)
    }

    /// Reads one rule file by itself, without the built-in rules but with their word classes.
    pub fn parse(file: &str, text: &str) -> Result<Rules, RuleError> {
        let mut rules = Rules::default();
        rules.add_classes("classes.toml", CLASSES)?;
        rules.add(file, text)?;
        Ok(rules)
    }

    /// Adds the rules of one file. A rule with the id of an earlier one takes its place.
    ///
    /// # Errors
    /// Names file, rule and what was expected; nothing is added then.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        let fresh = file::parse(file, text, &|name: &str| self.classes.get(name))?;
        for rule in fresh {
            match self.rules.iter_mut().find(|old| old.id == rule.id) {
                Some(old) => *old = rule,
                None => self.rules.push(rule),
            }
        }
        self.reindex();
        Ok(())
    }

    /// Adds a user's file of rules, or of word classes. Its rules take the place of those with the same id, go before
    /// all others where patterns are equally long, and speak even where the trained heads are silent.
    ///
    /// # Errors
    /// Names file, line, rule and what was expected; nothing is added then.
    pub fn add_own(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        let table: toml::Table =
            toml::from_str(text).map_err(|e| RuleError::of_toml(file, text, &e))?;
        if table.contains_key("class") {
            return self.add_classes(file, text);
        }
        let mut fresh = file::parse(file, text, &|name: &str| self.classes.get(name))?;
        fresh.iter_mut().for_each(|rule| rule.is_own = true);
        self.rules
            .retain(|old| !fresh.iter().any(|rule| rule.id == old.id));
        self.rules.splice(0..0, fresh);
        self.reindex();
        Ok(())
    }

    /// Adds named word classes: a table of lists. A class may name earlier ones ("@weapons").
    ///
    /// # Errors
    /// Names file, class and what was expected.
    pub fn add_classes(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        #[derive(serde::Deserialize)]
        struct Class {
            name: String,
            words: Vec<String>,
        }
        #[derive(serde::Deserialize)]
        struct File {
            class: Vec<Class>,
        }
        let raw: File = toml::from_str(text).map_err(|e| RuleError::of_toml(file, text, &e))?;
        for class in raw.class {
            let items = class.words.iter().map(String::as_str);
            let words = Words::parse(items, &|name: &str| self.classes.get(name))
                .map_err(|e| RuleError::new(file, &class.name, e))?;
            self.classes.insert(class.name, words);
        }
        Ok(())
    }

    fn reindex(&mut self) {
        self.index.clear();
        for (r, rule) in self.rules.iter().enumerate() {
            for (p, pattern) in rule.patterns.iter().enumerate() {
                let key = (pattern.part, pattern.head.clone());
                self.index.entry(key).or_default().push((r, p));
            }
        }
    }

    /// All rules, in the order of their files.
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this id ("consult/visit").
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// A named word class.
    pub fn class(&self, name: &str) -> Option<&Words> {
        self.classes.get(name)
    }

    /// The rules whose trigger a word may be, the most specific patterns first.
    ///
    /// `form` is the word in lower case as it stands. Patterns of several parts that differ only in voice or
    /// condition come in the order of the rule files: the first whose conditions hold should win.
    pub fn candidates(&self, lemma: &str, form: &str, part: Part) -> Vec<Candidate<'_>> {
        let at = |word: &str| self.index.get(&(part, word.to_string()));
        let mut keys: Vec<(usize, usize)> = at(lemma).into_iter().flatten().copied().collect();
        if form != lemma {
            keys.extend(at(form).into_iter().flatten());
        }
        keys.sort_by_key(|&(r, p)| (usize::MAX - self.rules[r].patterns[p].specificity(), r, p));
        keys.into_iter()
            .map(|(r, p)| Candidate {
                rule: &self.rules[r],
                pattern: &self.rules[r].patterns[p],
            })
            .collect()
    }
}

impl Example {
    /// Reads an example line; the error says what was expected.
    fn parse(line: &str) -> Result<Example, String> {
        let Some((sentence, event)) = line.split_once("=>") else {
            return Ok(Example {
                sentence: line.trim().into(),
                event_type: None,
                modes: Vec::new(),
                actors: Vec::new(),
                recipients: Vec::new(),
            });
        };
        let (code, parties) = event
            .split_once('|')
            .ok_or("\"=> TYPE-mode | actors -> recipients\" expected")?;
        let (actors, recipients) = parties
            .split_once("->")
            .ok_or("\"actors -> recipients\" expected after the |")?;
        let (event_type, modes) = match code.trim().split_once('-') {
            Some((event_type, modes)) => (event_type, modes),
            None => (code.trim(), ""),
        };
        let list = |text: &str, by: char| -> Vec<String> {
            text.split(by)
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(str::to_string)
                .collect()
        };
        Ok(Example {
            sentence: sentence.trim().into(),
            event_type: Some(event_type.parse().map_err(|e| format!("{e}"))?),
            modes: list(modes, ','),
            actors: list(actors, ';'),
            recipients: list(recipients, ';'),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        type = "CONSULT"
        [[when]]
        any_in = ["summit"]
        modes = ["multilateral"]
        [[rule]]
        name = "visit"
        verbs = ["visit", "pay a visit to"]
        nouns = ["visits"]
        modes = ["visit"]
        actor = ["subject"]
        recipient = ["object", "to"]
        forbid = { object_in = ["museum"] }
        examples = ["Ann visited Rome. => CONSULT-visit | Ann -> Rome"]
        not_examples = ["Ann visited a museum."]
    "#;

    #[test]
    fn a_file_becomes_rules() {
        let rules = Rules::parse("consult.toml", FILE).unwrap();
        let rule = rules.find("consult/visit").unwrap();
        assert_eq!(rule.event_type, EventType::Consult);
        assert_eq!(rule.modes, ["visit"]);
        assert_eq!(rule.recipient, [Slot::Object, Slot::Preposition("to")]);
        assert_eq!(rule.when[0].modes, ["multilateral"]);
        assert!(rule.require.is_empty() && rule.require.all(|_| false));
        assert!(
            rule.forbid
                .any(|test| matches!(test, Test::In(Slot::Object, _)))
        );
        let example = &rule.examples[0];
        assert_eq!(
            (&example.actors[0][..], &example.recipients[0][..]),
            ("Ann", "Rome")
        );
        assert_eq!(rule.not_examples[0].event_type, None);
    }

    #[test]
    fn candidates_come_by_lemma_form_and_part() {
        let rules = Rules::parse("consult.toml", FILE).unwrap();
        let count = |lemma, form, part| rules.candidates(lemma, form, part).len();
        assert_eq!(count("visit", "visited", Part::Verb), 1);
        assert_eq!(count("pay", "pay", Part::Verb), 1);
        assert_eq!(count("visit", "visits", Part::Noun), 1);
        assert_eq!(count("visit", "visit", Part::Noun), 0);
        assert_eq!(count("eat", "eat", Part::Verb), 0);
        let longest = &rules.candidates("pay", "paid", Part::Verb)[0];
        assert_eq!(longest.pattern.specificity(), 3);
    }

    #[test]
    fn faults_name_file_rule_and_what_was_expected() {
        let cases = [
            ("CONSULT\"\n", "GREET\"\n", "unknown event type \"GREET\""),
            (
                "modes = [\"visit\"]",
                "modes = [\"demo\"]",
                "\"demo\" is no mode of CONSULT",
            ),
            ("[\"subject\"]", "[\"agent\"]", "\"agent\" is no slot"),
            (
                "[\"subject\"]",
                "[\"any\"]",
                "\"any\" is no slot for a participant",
            ),
            ("[\"museum\"]", "[\"@museums\"]", "@museums is no class"),
            ("object_in", "object_on", "none of has, voice"),
            (
                "not_examples = [\"Ann visited a museum.\"]",
                "",
                "at least one sentence",
            ),
            (
                "=> CONSULT-visit",
                "=> ASSAULT",
                "must end in \"=> CONSULT\"",
            ),
            (
                "=> CONSULT-visit",
                "=> CONSULT-drone",
                "\"drone\" is no mode",
            ),
            ("name = \"visit\"", "title = \"visit\"", "unknown field"),
            (
                "verbs = [\"visit\", \"pay a visit to\"]\n        nouns = [\"visits\"]",
                "",
                "at least one pattern",
            ),
        ];
        for (old, new, message) in cases {
            assert!(FILE.contains(old), "{old}");
            let error = Rules::parse("consult.toml", &FILE.replacen(old, new, 1)).unwrap_err();
            let text = error.to_string();
            assert!(text.starts_with("rule file consult.toml"), "{text}");
            assert!(text.contains(message), "{text} / {message}");
        }
        let (head, rule) = FILE.split_at(FILE.find("[[rule]]").unwrap());
        let twice = Rules::parse("consult.toml", &format!("{head}{rule}{rule}")).unwrap_err();
        assert_eq!(twice.rule, "visit");
    }

    #[test]
    fn faults_of_users_files_name_the_line() {
        let cases = [
            ("verbs = [\"visit\",", "verbs = [visit,", 8, "expected"),
            ("name = \"visit\"", "name = 3", 7, "expected a string"),
            ("[\"museum\"]", "[\"@museums\"]", 13, "no class"),
            (
                "CONSULT\"\n",
                "GREET\"\n",
                2,
                "unknown event type \"GREET\"",
            ),
            ("any_in", "any_on", 4, "none of"),
            (
                "not_examples = [\"Ann visited a museum.\"]",
                "",
                6,
                "at least one",
            ),
        ];
        for (old, new, line, message) in cases {
            let mut rules = Rules::parse("consult.toml", FILE).unwrap();
            let error = rules
                .add_own("mine.toml", &FILE.replacen(old, new, 1))
                .unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn users_rules_go_before_ours() {
        let mut rules = Rules::parse("consult.toml", FILE).unwrap();
        let own = FILE.replace("name = \"visit\"", "name = \"call\"");
        rules.add_own("mine.toml", &own).unwrap();
        assert_eq!(rules.all().len(), 2);
        let first = rules.candidates("visit", "visited", Part::Verb)[0].rule;
        assert!(first.id == "consult/call" && first.is_own);
        rules.add_own("again.toml", FILE).unwrap();
        assert!(rules.find("consult/visit").unwrap().is_own);
        assert_eq!(rules.all().len(), 2);
        let classes = "[[class]]\nname = \"boats\"\nwords = [\"boat\"]\n";
        rules.add_own("classes.toml", classes).unwrap();
        assert!(rules.class("boats").is_some());
    }

    #[test]
    fn a_later_file_may_replace_a_rule() {
        let mut rules = Rules::parse("consult.toml", FILE).unwrap();
        rules
            .add("mine.toml", &FILE.replace("museum", "gallery"))
            .unwrap();
        assert_eq!(rules.all().len(), 1);
    }

    /// Whether an inflected word may come from a lemma: same beginning, or an irregular form that we cannot judge.
    fn may_inflect(word: &str, lemma: &str) -> bool {
        let shared = word
            .chars()
            .zip(lemma.chars())
            .take_while(|(a, b)| a == b)
            .count();
        shared + 2 >= lemma.chars().count() || lemma.chars().count() <= 5 && shared >= 1
    }

    #[test]
    fn built_in_rules_are_sound() {
        let rules = Rules::built_in().unwrap();
        for rule in rules.all() {
            for example in &rule.examples {
                let sentence = &example.sentence;
                for party in example.actors.iter().chain(&example.recipients) {
                    assert!(
                        sentence.contains(party),
                        "{}: {party:?} in {sentence:?}",
                        rule.id
                    );
                }
                let words: Vec<String> = sentence
                    .to_lowercase()
                    .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'')
                    .map(str::to_string)
                    .collect();
                let heard = rule
                    .patterns
                    .iter()
                    .any(|p| words.iter().any(|w| may_inflect(w, &p.head)));
                assert!(heard, "{}: no trigger in {sentence:?}", rule.id);
                let unknown = example.modes.iter().find(|mode| {
                    !rule.modes.contains(&mode.as_str())
                        && !rule
                            .when
                            .iter()
                            .any(|when| when.modes.contains(&mode.as_str()))
                });
                assert_eq!(unknown, None, "{}: mode of {sentence:?}", rule.id);
            }
        }
    }
}
