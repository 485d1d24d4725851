//! The form of a rule file, and the checks that turn it into [`Rule`]s.

use std::collections::HashSet;

use serde::Deserialize;

use super::condition::{Condition, Slot};
use super::pattern::{Part, Pattern};
use super::words::Words;
use super::{Example, Rule, RuleError, When};
use crate::ontology::{Context, EventType, Status};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    r#type: String,
    #[serde(default)]
    when: Vec<toml::Table>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    modes: Vec<String>,
    #[serde(default)]
    contexts: Vec<String>,
    status: Option<String>,
    #[serde(default)]
    actor: Vec<String>,
    #[serde(default)]
    recipient: Vec<String>,
    #[serde(default)]
    symmetric: bool,
    #[serde(default)]
    require: toml::Table,
    #[serde(default)]
    forbid: toml::Table,
    #[serde(default)]
    when: Vec<toml::Table>,
    confidence: Option<f32>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    not_examples: Vec<String>,
}

/// Confidence of a rule that states none.
const CONFIDENCE: f32 = 0.8;

/// Reads and checks one rule file; `class` gives the named word classes.
pub(super) fn parse<'a>(
    file: &str,
    text: &str,
    class: &impl Fn(&str) -> Option<&'a Words>,
) -> Result<Vec<Rule>, RuleError> {
    let raw: RawFile = toml::from_str(text).map_err(|e| RuleError::of_toml(file, text, &e))?;
    let event_type: EventType = raw
        .r#type
        .parse()
        .map_err(|e| RuleError::new(file, "", e).located(text, "type", 0))?;
    let shared: Vec<When> = raw
        .when
        .iter()
        .enumerate()
        .map(|(number, table)| {
            let fail = |e| RuleError::new(file, "[[when]]", e).located(text, "[[when]]", number);
            when(event_type, table, class).map_err(fail)
        })
        .collect::<Result<_, _>>()?;
    let mut names = HashSet::new();
    let mut rules = Vec::with_capacity(raw.rule.len());
    for (number, raw) in raw.rule.into_iter().enumerate() {
        let name = raw.name.clone();
        let fail = |e: String| RuleError::new(file, &name, e).located(text, "[[rule]]", number);
        if !names.insert(name.clone()) {
            return Err(fail("a rule of this name came before in the file".into()));
        }
        let mut rule = check(event_type, raw, class).map_err(fail)?;
        rule.when.extend(shared.iter().cloned());
        rules.push(rule);
    }
    Ok(rules)
}

fn check<'a>(
    event_type: EventType,
    raw: RawRule,
    class: &impl Fn(&str) -> Option<&'a Words>,
) -> Result<Rule, String> {
    let mut patterns = Vec::new();
    for (part, texts) in [
        (Part::Verb, &raw.verbs),
        (Part::Noun, &raw.nouns),
        (Part::Adjective, &raw.adjectives),
    ] {
        for text in texts {
            let read = Pattern::parse(part, text, class).map_err(|e| format!("\"{text}\": {e}"))?;
            patterns.extend(read);
        }
    }
    if patterns.is_empty() {
        return Err("verbs, nouns or adjectives: at least one pattern expected".into());
    }
    if raw.examples.is_empty() || raw.not_examples.is_empty() {
        return Err("examples and not_examples: at least one sentence of each expected".into());
    }
    let examples = examples(event_type, &raw.examples)?;
    if let Some(other) = examples.iter().find(|e| e.event_type != Some(event_type)) {
        return Err(format!(
            "\"{}\": an example must end in \"=> {event_type}\"",
            other.sentence
        ));
    }
    let named = |key: &str, e: String| format!("{key}: {e}");
    Ok(Rule {
        id: format!("{}/{}", event_type.code().to_lowercase(), raw.name),
        event_type,
        patterns,
        modes: raw
            .modes
            .iter()
            .map(|name| mode(event_type, name))
            .collect::<Result<_, _>>()?,
        contexts: raw
            .contexts
            .iter()
            .map(|name| context(name))
            .collect::<Result<_, _>>()?,
        status: raw.status.as_deref().map(status).transpose()?,
        actor: slots(&raw.actor)?,
        recipient: slots(&raw.recipient)?,
        symmetric: raw.symmetric,
        require: Condition::parse(&raw.require, class).map_err(|e| named("require", e))?,
        forbid: Condition::parse(&raw.forbid, class).map_err(|e| named("forbid", e))?,
        when: raw
            .when
            .iter()
            .map(|table| when(event_type, table, class))
            .collect::<Result<_, _>>()
            .map_err(|e| named("when", e))?,
        confidence: raw.confidence.unwrap_or(CONFIDENCE).clamp(0.0, 1.0),
        examples,
        not_examples: self::examples(event_type, &raw.not_examples)?,
        is_own: false,
    })
}

fn mode(event_type: EventType, name: &str) -> Result<&'static str, String> {
    let found = event_type.modes().find(|mode| mode.name == name);
    found.map(|mode| mode.name).ok_or_else(|| {
        let known: Vec<&str> = event_type.modes().map(|mode| mode.name).collect();
        format!(
            "\"{name}\" is no mode of {event_type}; expected one of {}",
            known.join(", ")
        )
    })
}

fn context(name: &str) -> Result<&'static str, String> {
    Context::find(name)
        .map(|context| context.name)
        .ok_or_else(|| {
            format!("\"{name}\" is no context; expected one of data/ontology/contexts.tsv")
        })
}

pub(super) fn status(name: &str) -> Result<Status, String> {
    name.parse().map_err(|_| {
        format!(
            "\"{name}\" is no status; expected happened, ongoing, planned, promised, demanded, threatened, alleged, \
             denied, hypothetical or forecast"
        )
    })
}

pub(super) fn slots(names: &[String]) -> Result<Vec<Slot>, String> {
    names
        .iter()
        .map(|name| {
            Slot::from_name(name)
                .filter(Slot::holds_participants)
                .ok_or_else(|| {
                    format!(
                        "\"{name}\" is no slot for a participant; expected subject, object, indirect, possessive, \
                         modifier, outer or a preposition"
                    )
                })
        })
        .collect()
}

/// A `when` table: modes, contexts and status that hold under a condition, all in one flat table.
fn when<'a>(
    event_type: EventType,
    table: &toml::Table,
    class: &impl Fn(&str) -> Option<&'a Words>,
) -> Result<When, String> {
    let mut table = table.clone();
    let mut list = |key: &str| -> Result<Vec<String>, String> {
        match table.remove(key) {
            None => Ok(Vec::new()),
            Some(value) => value
                .try_into()
                .map_err(|_| format!("{key} is a list of words")),
        }
    };
    let (modes, contexts) = (list("modes")?, list("contexts")?);
    let stands = match table.remove("status") {
        None => None,
        Some(value) => Some(status(value.as_str().unwrap_or_default())?),
    };
    let condition = Condition::parse(&table, class)?;
    if condition.is_empty() {
        return Err("a condition expected".into());
    }
    if modes.is_empty() && contexts.is_empty() && stands.is_none() {
        return Err("modes, contexts or status expected".into());
    }
    Ok(When {
        condition,
        modes: modes
            .iter()
            .map(|name| mode(event_type, name))
            .collect::<Result<_, _>>()?,
        contexts: contexts
            .iter()
            .map(|name| context(name))
            .collect::<Result<_, _>>()?,
        status: stands,
    })
}

fn examples(event_type: EventType, lines: &[String]) -> Result<Vec<Example>, String> {
    lines
        .iter()
        .map(|line| {
            let example = Example::parse(line).map_err(|e| format!("\"{line}\": {e}"))?;
            for name in &example.modes {
                mode(example.event_type.unwrap_or(event_type), name)?;
            }
            Ok(example)
        })
        .collect()
}
