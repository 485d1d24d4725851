//! Cue words: who says so (`attribution.toml`), how an act stands (`status.toml`), what it is about (`contexts.toml`).

use std::collections::HashMap;

use serde::Deserialize;

use super::condition::Slot;
use super::file::status;
use super::pattern::{Part, Pattern};
use super::words::Words;
use super::{RuleError, Rules};
use crate::ontology::{Auxiliary, Context, Status};

/// A family of words that put a statement down to somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct SpeechCue {
    /// Unique in its file: "say".
    pub name: String,
    pub patterns: Vec<Pattern>,
    /// Fixed phrases in front of the source, word by word: "according to".
    pub phrases: Vec<Vec<String>>,
    pub kind: Speech,
    /// Where the speaker stands, in order of preference.
    pub source: Vec<Slot>,
    /// Where the statement stands.
    pub content: Vec<Slot>,
}

/// What a speaker does with a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speech {
    /// Says it.
    Neutral,
    /// Says it, and the text keeps its distance.
    Claim,
    Confirmation,
    Denial,
    Warning,
    Accusation,
    Promise,
    Demand,
    /// Thinks or expects it.
    Opinion,
    /// A medium brings it.
    Publication,
}

/// A family of words that change how the act under them stands.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusCue {
    /// Unique in its file: "plan".
    pub name: String,
    pub patterns: Vec<Pattern>,
    /// Where the act stands that they govern.
    pub governs: Vec<Slot>,
    pub status: Status,
    /// What PLOVER's table is asked ([`crate::ontology::resolve_auxiliary`]); `None` for a plain fact.
    pub auxiliary: Option<Auxiliary>,
    pub keep: Keep,
}

/// Which is coded where both the cue and the act under it are events of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keep {
    /// "plans to visit": the visit.
    Governed,
    /// "refused to meet": the refusal.
    Governor,
    /// "accused them of killing": both.
    Both,
}

/// All cue words, with an index from each word.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    speech: Vec<SpeechCue>,
    status: Vec<StatusCue>,
    contexts: Vec<(&'static str, Words)>,
    speech_index: HashMap<(Part, String), Vec<(usize, usize)>>,
    status_index: HashMap<(Part, String), Vec<(usize, usize)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    name: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    adverbs: Vec<String>,
    #[serde(default)]
    modals: Vec<String>,
    #[serde(default)]
    markers: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    kind: Option<String>,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    content: Vec<String>,
    #[serde(default)]
    governs: Vec<String>,
    status: Option<String>,
    auxiliary: Option<String>,
    keep: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCues {
    cue: Vec<RawCue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    name: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContexts {
    context: Vec<RawContext>,
}

impl Cues {
    /// The cue words that are part of the program; `rules` gives the word classes they may name.
    ///
    /// # Errors
    /// Only if a built-in file is faulty, which the tests exclude.
    pub fn built_in(rules: &Rules) -> Result<Cues, RuleError> {
        let mut cues = Cues::default();
        let speech = include_str!("../../../../../data/rules/attribution.toml");
        for raw in parse_cues("attribution.toml", speech)? {
            let name = raw.name.clone();
            let cue = speech_cue(raw, rules);
            cues.speech
                .push(cue.map_err(|e| RuleError::new("attribution.toml", &name, e))?);
        }
        let stand = include_str!("../../../../../data/rules/status.toml");
        for raw in parse_cues("status.toml", stand)? {
            let name = raw.name.clone();
            let cue = status_cue(raw, rules);
            cues.status
                .push(cue.map_err(|e| RuleError::new("status.toml", &name, e))?);
        }
        let about = include_str!("../../../../../data/rules/contexts.toml");
        cues.add_contexts("contexts.toml", about, rules)?;
        cues.speech_index = index(cues.speech.iter().map(|cue| &cue.patterns));
        cues.status_index = index(cues.status.iter().map(|cue| &cue.patterns));
        Ok(cues)
    }

    fn add_contexts(&mut self, file: &str, text: &str, rules: &Rules) -> Result<(), RuleError> {
        let raw: RawContexts = toml::from_str(text).map_err(|e| RuleError::new(file, "", e))?;
        for entry in raw.context {
            let fail = |e: String| RuleError::new(file, &entry.name, e);
            let context =
                Context::find(&entry.name).ok_or_else(|| fail("no context of this name".into()))?;
            let items = entry.words.iter().map(String::as_str);
            let words = Words::parse(items, &|name: &str| rules.class(name)).map_err(fail)?;
            self.contexts.push((context.name, words));
        }
        Ok(())
    }

    /// All families of speech words.
    pub fn all_speech(&self) -> &[SpeechCue] {
        &self.speech
    }

    /// All families of status words.
    pub fn all_status(&self) -> &[StatusCue] {
        &self.status
    }

    /// The speech families that a word may belong to, the most specific patterns first.
    pub fn speech(&self, lemma: &str, form: &str, part: Part) -> Vec<(&SpeechCue, &Pattern)> {
        let found = look_up(&self.speech_index, lemma, form, part);
        let pairs = found.map(|(c, p)| (&self.speech[c], &self.speech[c].patterns[p]));
        by_specificity(pairs.collect())
    }

    /// The status families that a word may belong to, the most specific patterns first.
    pub fn status(&self, lemma: &str, form: &str, part: Part) -> Vec<(&StatusCue, &Pattern)> {
        let found = look_up(&self.status_index, lemma, form, part);
        let pairs = found.map(|(c, p)| (&self.status[c], &self.status[c].patterns[p]));
        by_specificity(pairs.collect())
    }

    /// The contexts that a word tells of; `has_modifier` answers for the words before it ("nuclear" of "test").
    pub fn contexts<'a>(
        &'a self,
        lemma: &'a str,
        form: &'a str,
        has_modifier: impl Fn(&str) -> bool + Copy + 'a,
    ) -> impl Iterator<Item = &'static str> + 'a {
        self.contexts
            .iter()
            .filter(move |(_, words)| words.holds(lemma, form, has_modifier))
            .map(|(name, _)| *name)
    }
}

fn parse_cues(file: &str, text: &str) -> Result<Vec<RawCue>, RuleError> {
    let raw: RawCues = toml::from_str(text).map_err(|e| RuleError::new(file, "", e))?;
    Ok(raw.cue)
}

fn patterns(raw: &RawCue, rules: &Rules) -> Result<Vec<Pattern>, String> {
    let mut patterns = Vec::new();
    for (part, texts) in [
        (Part::Verb, &raw.verbs),
        (Part::Noun, &raw.nouns),
        (Part::Adjective, &raw.adjectives),
        (Part::Adverb, &raw.adverbs),
        (Part::Modal, &raw.modals),
        (Part::Marker, &raw.markers),
    ] {
        for text in texts {
            let read = Pattern::parse(part, text, |name: &str| rules.class(name));
            patterns.extend(read.map_err(|e| format!("\"{text}\": {e}"))?);
        }
    }
    Ok(patterns)
}

fn slots(key: &str, names: &[String]) -> Result<Vec<Slot>, String> {
    names
        .iter()
        .map(|name| Slot::from_name(name).ok_or_else(|| format!("{key}: \"{name}\" is no slot")))
        .collect()
}

fn speech_cue(raw: RawCue, rules: &Rules) -> Result<SpeechCue, String> {
    let kind = match raw.kind.as_deref() {
        Some("neutral") => Speech::Neutral,
        Some("claim") => Speech::Claim,
        Some("confirmation") => Speech::Confirmation,
        Some("denial") => Speech::Denial,
        Some("warning") => Speech::Warning,
        Some("accusation") => Speech::Accusation,
        Some("promise") => Speech::Promise,
        Some("demand") => Speech::Demand,
        Some("opinion") => Speech::Opinion,
        Some("publication") => Speech::Publication,
        other => {
            return Err(format!(
                "kind: a kind of statement expected, found {other:?}"
            ));
        }
    };
    Ok(SpeechCue {
        patterns: patterns(&raw, rules)?,
        phrases: raw
            .phrases
            .iter()
            .map(|phrase| phrase.split_whitespace().map(str::to_string).collect())
            .collect(),
        kind,
        source: slots("source", &raw.source)?,
        content: slots("content", &raw.content)?,
        name: raw.name,
    })
}

fn status_cue(raw: RawCue, rules: &Rules) -> Result<StatusCue, String> {
    let auxiliary = match raw.auxiliary.as_deref() {
        Some("") => None,
        Some("future") => Some(Auxiliary::Future),
        Some("threat") => Some(Auxiliary::Threat),
        Some("demand") => Some(Auxiliary::Demand),
        Some("hypothetical") => Some(Auxiliary::Hypothetical),
        Some("negation") => Some(Auxiliary::Negation),
        Some("refusal") => Some(Auxiliary::Refusal),
        Some("called-off") => Some(Auxiliary::CalledOff),
        Some("ended") => Some(Auxiliary::Ended),
        other => {
            return Err(format!(
                "auxiliary: one of PLOVER's expected, found {other:?}"
            ));
        }
    };
    let keep = match raw.keep.as_deref() {
        Some("governed") => Keep::Governed,
        Some("governor") => Keep::Governor,
        Some("both") => Keep::Both,
        other => {
            return Err(format!(
                "keep: governed, governor or both expected, found {other:?}"
            ));
        }
    };
    Ok(StatusCue {
        patterns: patterns(&raw, rules)?,
        governs: slots("governs", &raw.governs)?,
        status: status(raw.status.as_deref().unwrap_or_default())?,
        auxiliary,
        keep,
        name: raw.name,
    })
}

fn index<'a>(
    families: impl Iterator<Item = &'a Vec<Pattern>>,
) -> HashMap<(Part, String), Vec<(usize, usize)>> {
    let mut index: HashMap<(Part, String), Vec<(usize, usize)>> = HashMap::new();
    for (c, patterns) in families.enumerate() {
        for (p, pattern) in patterns.iter().enumerate() {
            let key = (pattern.part, pattern.head.clone());
            index.entry(key).or_default().push((c, p));
        }
    }
    index
}

fn look_up(
    index: &HashMap<(Part, String), Vec<(usize, usize)>>,
    lemma: &str,
    form: &str,
    part: Part,
) -> impl Iterator<Item = (usize, usize)> {
    let at = |word: &str| index.get(&(part, word.to_string())).cloned();
    let by_form = (form != lemma).then(|| at(form)).flatten();
    at(lemma).into_iter().chain(by_form).flatten()
}

fn by_specificity<'a, T>(mut pairs: Vec<(&'a T, &'a Pattern)>) -> Vec<(&'a T, &'a Pattern)> {
    pairs.sort_by_key(|(_, pattern)| std::cmp::Reverse(pattern.specificity()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues() -> Cues {
        Cues::built_in(&Rules::built_in().unwrap()).unwrap()
    }

    #[test]
    fn speech_words() {
        let cues = cues();
        let kind = |lemma: &str| {
            let found = cues.speech(lemma, lemma, Part::Verb);
            found.first().map(|(cue, _)| cue.kind)
        };
        assert_eq!(kind("say"), Some(Speech::Neutral));
        assert_eq!(kind("deny"), Some(Speech::Denial));
        assert_eq!(kind("claim"), Some(Speech::Claim));
        assert_eq!(kind("eat"), None);
        let according =
            |cue: &SpeechCue| cue.phrases.contains(&vec!["according".into(), "to".into()]);
        assert!(cues.all_speech().iter().any(according));
    }

    #[test]
    fn status_words() {
        let cues = cues();
        let first = |word: &str, part: Part| {
            let found = cues.status(word, word, part);
            found.first().map(|(cue, _)| (cue.status, cue.auxiliary))
        };
        let cases = [
            ("plan", Part::Verb, Status::Planned, Some(Auxiliary::Future)),
            (
                "will",
                Part::Modal,
                Status::Planned,
                Some(Auxiliary::Future),
            ),
            (
                "refuse",
                Part::Verb,
                Status::Denied,
                Some(Auxiliary::Refusal),
            ),
            ("allegedly", Part::Adverb, Status::Alleged, None),
            (
                "threaten",
                Part::Verb,
                Status::Threatened,
                Some(Auxiliary::Threat),
            ),
            (
                "if",
                Part::Marker,
                Status::Hypothetical,
                Some(Auxiliary::Hypothetical),
            ),
            (
                "must",
                Part::Modal,
                Status::Demanded,
                Some(Auxiliary::Demand),
            ),
        ];
        for (word, part, status, auxiliary) in cases {
            assert_eq!(first(word, part), Some((status, auxiliary)), "{word}");
        }
    }

    #[test]
    fn context_words() {
        let cues = cues();
        let all: Vec<&str> = Context::all().iter().map(|context| context.name).collect();
        let covered: Vec<&str> = cues.contexts.iter().map(|(name, _)| *name).collect();
        assert_eq!(covered, all);
        let of = |lemma: &str, modifier: &'static str| -> Vec<&str> {
            cues.contexts(lemma, lemma, |word| word == modifier)
                .collect()
        };
        assert_eq!(of("test", "nuclear"), ["cbrn"]);
        assert_eq!(of("test", "driving"), [""; 0]);
        assert_eq!(of("embassy", ""), ["diplomatic"]);
    }
}
