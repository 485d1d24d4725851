//! The PLOVER codes: event types, modes, contexts, sectors, statuses.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::table::rows;

/// One of PLOVER's sixteen kinds of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

/// A word that is no code of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} \"{code}\"")]
pub struct UnknownCode {
    /// What was asked for: "event type", "status".
    pub kind: &'static str,
    pub code: String,
}

/// What the tables say of one event type.
pub(super) struct TypeRow {
    pub event_type: EventType,
    pub quad: u8,
    pub intensity: f32,
    pub needs_recipient: bool,
    pub cameo: &'static str,
    pub meaning: &'static str,
    pub example: &'static str,
}

/// How an event of one type was done. Modes belong to a type: `REQUEST meet` is not `REJECT meet`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mode {
    pub event_type: EventType,
    /// In PLOVER's spelling: "third-party".
    pub name: &'static str,
    /// PLOVER's score of conflict and cooperation, -10 to 10.
    pub intensity: f32,
    /// The closest CAMEO code, with its leading zero.
    pub cameo: &'static str,
    /// In plain words.
    pub meaning: &'static str,
}

/// What an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// In PLOVER's spelling: "rights_freedoms".
    pub name: &'static str,
    pub meaning: &'static str,
}

/// The part of society that a party belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sector {
    /// Three capitals: "GOV".
    pub code: &'static str,
    pub meaning: &'static str,
}

static TYPES: LazyLock<Vec<TypeRow>> = LazyLock::new(|| {
    rows::<7>(include_str!("../../../../data/ontology/types.tsv"))
        .filter_map(
            |[name, quad, intensity, recipient, cameo, meaning, example]| {
                Some(TypeRow {
                    event_type: name.parse().ok()?,
                    quad: quad.parse().ok()?,
                    intensity: intensity.parse().ok()?,
                    needs_recipient: recipient == "yes",
                    cameo,
                    meaning,
                    example,
                })
            },
        )
        .collect()
});

static MODES: LazyLock<Vec<Mode>> = LazyLock::new(|| {
    rows::<5>(include_str!("../../../../data/ontology/modes.tsv"))
        .filter_map(|[event_type, name, intensity, cameo, meaning]| {
            Some(Mode {
                event_type: event_type.parse().ok()?,
                name,
                intensity: intensity.parse().ok()?,
                cameo,
                meaning,
            })
        })
        .collect()
});

static CONTEXTS: LazyLock<Vec<Context>> = LazyLock::new(|| {
    rows::<2>(include_str!("../../../../data/ontology/contexts.tsv"))
        .map(|[name, meaning]| Context { name, meaning })
        .collect()
});

static SECTORS: LazyLock<Vec<Sector>> = LazyLock::new(|| {
    rows::<2>(include_str!("../../../../data/ontology/sectors.tsv"))
        .map(|[code, meaning]| Sector { code, meaning })
        .collect()
});

/// PLOVER's names for parties of no country: code and meaning.
pub(super) static NONSTATES: LazyLock<Vec<[&str; 2]>> =
    LazyLock::new(|| rows(include_str!("../../../../data/ontology/nonstates.tsv")).collect());

/// Former names of modes: type, old name, present name (empty: none), note.
static ALIASES: LazyLock<Vec<[&str; 4]>> =
    LazyLock::new(|| rows(include_str!("../../../../data/ontology/aliases.tsv")).collect());

impl EventType {
    /// All sixteen, from friendly words to hostile deeds.
    pub const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Concede,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Protest,
        EventType::Sanction,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// PLOVER's code: "CONSULT".
    pub fn code(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Concede => "CONCEDE",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Protest => "PROTEST",
            EventType::Sanction => "SANCTION",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    pub(super) fn row(self) -> Option<&'static TypeRow> {
        TYPES.iter().find(|row| row.event_type == self)
    }

    /// Whether PLOVER codes the type only with a recipient.
    pub fn needs_recipient(self) -> bool {
        self.row().is_some_and(|row| row.needs_recipient)
    }

    /// The modes that the type may have; none for five of the sixteen.
    pub fn modes(self) -> impl Iterator<Item = &'static Mode> {
        MODES.iter().filter(move |mode| mode.event_type == self)
    }

    /// The mode of this type with this name, present or former ("assassinate" gives `targeted`).
    pub fn mode(self, name: &str) -> Option<&'static Mode> {
        let current = |name: &str| self.modes().find(|mode| mode.name == name);
        current(name).or_else(|| {
            let alias = ALIASES
                .iter()
                .find(|row| row[0] == self.code() && row[1] == name)?;
            current(alias[2])
        })
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for EventType {
    type Err = UnknownCode;

    /// Reads PLOVER's code, capitals or not.
    fn from_str(code: &str) -> Result<EventType, UnknownCode> {
        EventType::ALL
            .into_iter()
            .find(|t| t.code().eq_ignore_ascii_case(code))
            .ok_or_else(|| UnknownCode {
                kind: "event type",
                code: code.into(),
            })
    }
}

impl Mode {
    /// All 67, in the order of their types.
    pub fn all() -> &'static [Mode] {
        &MODES
    }
}

impl Context {
    /// All 37.
    pub fn all() -> &'static [Context] {
        &CONTEXTS
    }

    /// The context with this name.
    pub fn find(name: &str) -> Option<&'static Context> {
        CONTEXTS.iter().find(|context| context.name == name)
    }
}

impl Sector {
    /// All 25.
    pub fn all() -> &'static [Sector] {
        &SECTORS
    }

    /// The sector with this code.
    pub fn find(code: &str) -> Option<&'static Sector> {
        SECTORS.iter().find(|sector| sector.code == code)
    }
}

/// Whether a country code is one of PLOVER's seven names for parties of no country ("UNO").
pub fn is_nonstate(code: &str) -> bool {
    NONSTATES.iter().any(|row| row[0] == code)
}

/// The quad of a type: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
///
/// SANCTION is 4, as its own section of the manual says; the manual's table of quads says 3.
pub fn quad(event_type: EventType) -> u8 {
    event_type.row().map_or(0, |row| row.quad)
}

/// PLOVER's score of conflict and cooperation, -10 to 10: that of the mode that lies farthest from zero, or of
/// the type if it has no known mode. (The manual has no rule for several modes.)
pub fn intensity<S: AsRef<str>>(event_type: EventType, modes: &[S]) -> f32 {
    modes
        .iter()
        .filter_map(|name| event_type.mode(name.as_ref()))
        .map(|mode| mode.intensity)
        .max_by(|a, b| a.abs().total_cmp(&b.abs()))
        .or_else(|| event_type.row().map(|row| row.intensity))
        .unwrap_or(0.0)
}

/// How an act stands, whatever its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Happened,
    Ongoing,
    Planned,
    Promised,
    Demanded,
    Threatened,
    Alleged,
    Denied,
    Hypothetical,
    Forecast,
}

impl Status {
    /// All ten.
    pub const ALL: [Status; 10] = [
        Status::Happened,
        Status::Ongoing,
        Status::Planned,
        Status::Promised,
        Status::Demanded,
        Status::Threatened,
        Status::Alleged,
        Status::Denied,
        Status::Hypothetical,
        Status::Forecast,
    ];

    /// The word used in the public JSON form: "happened".
    pub fn code(self) -> &'static str {
        match self {
            Status::Happened => "happened",
            Status::Ongoing => "ongoing",
            Status::Planned => "planned",
            Status::Promised => "promised",
            Status::Demanded => "demanded",
            Status::Threatened => "threatened",
            Status::Alleged => "alleged",
            Status::Denied => "denied",
            Status::Hypothetical => "hypothetical",
            Status::Forecast => "forecast",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Status {
    type Err = UnknownCode;

    fn from_str(code: &str) -> Result<Status, UnknownCode> {
        Status::ALL
            .into_iter()
            .find(|status| status.code() == code)
            .ok_or_else(|| UnknownCode {
                kind: "status",
                code: code.into(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        assert_eq!(TYPES.len(), 16);
        assert_eq!(Mode::all().len(), 67);
        assert_eq!(Context::all().len(), 37);
        assert_eq!(Sector::all().len(), 25);
        assert_eq!(NONSTATES.len(), 7);
        for t in EventType::ALL {
            assert_eq!(t.code().parse(), Ok(t));
            let row = t.row().unwrap();
            assert!(!row.meaning.is_empty() && !row.example.is_empty());
            let friendly = row.quad <= 2;
            assert_eq!(friendly, row.intensity > 0.0, "{t}");
        }
        for alias in ALIASES.iter() {
            let t: EventType = alias[0].parse().unwrap();
            assert!(
                alias[2].is_empty() || t.mode(alias[2]).is_some(),
                "{alias:?}"
            );
            assert!(t.modes().all(|mode| mode.name != alias[1]), "{alias:?}");
        }
    }

    #[test]
    fn modes_belong_to_their_types() {
        let count = |t: EventType| t.modes().count();
        let expected = [0, 4, 0, 0, 0, 0, 6, 4, 3, 4, 6, 7, 4, 4, 10, 15];
        assert_eq!(EventType::ALL.map(count), expected);
        assert_eq!(
            EventType::Assault.mode("assassinate").map(|m| m.name),
            Some("targeted")
        );
        assert_eq!(EventType::Retreat.mode("return"), None);
        assert_eq!(EventType::Agree.mode("visit"), None);
    }

    #[test]
    fn scores() {
        let cases: [(EventType, &[&str], f32); 6] = [
            (EventType::Consult, &[], 2.5),
            (EventType::Consult, &["visit"], 4.0),
            (EventType::Assault, &["beat", "drone"], -9.5),
            (EventType::Request, &["meet"], 0.0),
            (EventType::Accuse, &["nonsense"], -3.0),
            (EventType::Protest, &["vandalize"], -5.0),
        ];
        for (t, modes, score) in cases {
            assert_eq!(intensity(t, modes), score, "{t} {modes:?}");
        }
        assert_eq!(
            EventType::ALL.map(quad),
            [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4]
        );
    }
}
