//! What a rule asks of the words around its trigger.

use super::pattern::{MORE_PREPOSITIONS, PREPOSITIONS};
use super::words::Words;

/// A place in the grammar around a trigger.
///
/// Subject and object are logical: of "the town was shelled by rebels" the town is the object and the rebels
/// are the subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Of a verb: who does it. Of an adjective: who is so.
    Subject,
    /// Of a verb: whom or what it is done to.
    Object,
    /// Of a verb: to whom something is given.
    Indirect,
    /// The verb or adjective of a clause that hangs on the trigger: "urged them to leave", "the decision to leave".
    Complement,
    /// The object of an infinitive that says what for: "fired tear gas to disperse marchers".
    Purpose,
    /// Of a noun: "Iran's", "its".
    Possessive,
    /// Of a noun: an adjective of nationality or a noun before it: "Russian", "rebel".
    Modifier,
    /// Of a noun: the subject of the next verb above it: "Kim arrived for talks".
    Outer,
    /// A noun phrase under this preposition, at the trigger or at its light-verb noun.
    Preposition(&'static str),
    /// Any word of the trigger's own clause but the trigger's head. Only in conditions.
    Any,
    /// What was found as actor. Only in conditions.
    Actor,
    /// What was found as recipient. Only in conditions.
    Recipient,
}

impl Slot {
    /// The slot with this name in rule files.
    pub fn from_name(name: &str) -> Option<Slot> {
        Some(match name {
            "subject" => Slot::Subject,
            "object" => Slot::Object,
            "indirect" => Slot::Indirect,
            "complement" => Slot::Complement,
            "purpose" => Slot::Purpose,
            "possessive" => Slot::Possessive,
            "modifier" => Slot::Modifier,
            "outer" => Slot::Outer,
            "any" => Slot::Any,
            "actor" => Slot::Actor,
            "recipient" => Slot::Recipient,
            _ => {
                let mut known = PREPOSITIONS.iter().chain(MORE_PREPOSITIONS);
                Slot::Preposition(known.find(|word| **word == name)?)
            }
        })
    }

    /// Whether participants can be read from the slot.
    pub(super) fn holds_participants(&self) -> bool {
        !matches!(
            self,
            Slot::Any | Slot::Actor | Slot::Recipient | Slot::Complement
        )
    }
}

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A country, or a name used for its government.
    Country,
    /// A named place, countries included.
    Place,
    /// A named person.
    Person,
    /// A named organisation.
    Organisation,
    /// A word for people of some part in society: "minister", "rebels", "protesters".
    Role,
    /// Whatever can act: country, person, organisation or role; or a pronoun for one of them.
    Actor,
    /// Any name.
    Name,
    Pronoun,
    Number,
    Money,
    Date,
}

impl Kind {
    /// The kind with this name in rule files.
    pub fn from_name(name: &str) -> Option<Kind> {
        Some(match name {
            "country" => Kind::Country,
            "place" => Kind::Place,
            "person" => Kind::Person,
            "organisation" => Kind::Organisation,
            "role" => Kind::Role,
            "actor" => Kind::Actor,
            "name" => Kind::Name,
            "pronoun" => Kind::Pronoun,
            "number" => Kind::Number,
            "money" => Kind::Money,
            "date" => Kind::Date,
            _ => return None,
        })
    }
}

/// Whether a verb trigger is active or passive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    Active,
    Passive,
}

/// One question about the words around a trigger.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// `<slot>_is`: something in the slot is of one of these kinds.
    Is(Slot, Vec<Kind>),
    /// `<slot>_in`: the head word of something in the slot is one of these.
    In(Slot, Words),
    /// `has`: the slot is filled.
    Has(Slot),
    /// `voice`.
    Voice(Voice),
}

/// Questions put together. As `require` and `when` all must be answered yes; as `forbid` no one may.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Condition {
    pub tests: Vec<Test>,
}

impl Condition {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether every test holds; true for an empty condition. For `require` and `when`.
    pub fn all(&self, holds: impl FnMut(&Test) -> bool) -> bool {
        self.tests.iter().all(holds)
    }

    /// Whether some test holds; false for an empty condition. For `forbid`.
    pub fn any(&self, holds: impl FnMut(&Test) -> bool) -> bool {
        self.tests.iter().any(holds)
    }

    /// Reads a table of `has`, `voice`, `<slot>_is` and `<slot>_in`; the error says what was expected.
    pub(super) fn parse<'a>(
        table: &toml::Table,
        class: &impl Fn(&str) -> Option<&'a Words>,
    ) -> Result<Condition, String> {
        let mut condition = Condition::default();
        for (key, value) in table {
            let slot = |name: &str| {
                Slot::from_name(name).ok_or_else(|| format!("{key}: \"{name}\" is no slot"))
            };
            if key == "voice" {
                condition.tests.push(Test::Voice(match value.as_str() {
                    Some("active") => Voice::Active,
                    Some("passive") => Voice::Passive,
                    _ => return Err("voice is \"active\" or \"passive\"".into()),
                }));
                continue;
            }
            let list = strings(value).ok_or_else(|| format!("{key} is a list of words"))?;
            if key == "has" {
                for name in list {
                    condition.tests.push(Test::Has(slot(name)?));
                }
            } else if let Some(name) = key.strip_suffix("_is") {
                let kinds = list
                    .iter()
                    .map(|kind| {
                        Kind::from_name(kind).ok_or_else(|| format!("{key}: \"{kind}\" is no kind"))
                    })
                    .collect::<Result<_, _>>()?;
                condition.tests.push(Test::Is(slot(name)?, kinds));
            } else if let Some(name) = key.strip_suffix("_in") {
                let words = Words::parse(list, class).map_err(|e| format!("{key}: {e}"))?;
                condition.tests.push(Test::In(slot(name)?, words));
            } else {
                return Err(format!(
                    "\"{key}\" is none of has, voice, <slot>_is, <slot>_in"
                ));
            }
        }
        Ok(condition)
    }
}

fn strings(value: &toml::Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(toml::Value::as_str).collect()
}
