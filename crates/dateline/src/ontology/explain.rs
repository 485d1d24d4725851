//! What a code means, in plain words.

use std::fmt;
use std::sync::LazyLock;

use super::cameo::CameoCode;
use super::plover::NONSTATES;
use super::table::rows;
use super::{Context, EventType, Mode, Sector, quad};

/// Everything that is meant by one code: "expel" is a mode of two types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// As it is properly written: "CONSULT".
    pub code: String,
    /// One or more, in the order types, modes, contexts, sectors, parties, statuses, quads, CAMEO.
    pub senses: Vec<Sense>,
}

/// One meaning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// What sort of code it is: "event type", "mode of CONSULT", "CAMEO code".
    pub kind: String,
    pub meaning: String,
    /// Further facts, each a line: its modes, its score, an example.
    pub notes: Vec<String>,
}

static STATUSES: LazyLock<Vec<[&str; 2]>> =
    LazyLock::new(|| rows(include_str!("../../../../data/ontology/statuses.tsv")).collect());

static QUADS: LazyLock<Vec<[&str; 2]>> =
    LazyLock::new(|| rows(include_str!("../../../../data/ontology/quads.tsv")).collect());

/// Explains any type, mode, context, sector, status, quad, party of no country or CAMEO code.
///
/// Capitals do not matter; "CONSULT-visit" and "CONSULT visit" ask for the mode of that type alone, former names
/// of modes are understood. `None` if nothing is written like this.
pub fn explain(code: &str) -> Option<Explanation> {
    let code = code.trim();
    if let Some((event_type, mode)) = typed_mode(code) {
        return Some(Explanation {
            code: format!("{event_type}-{}", mode.name),
            senses: vec![of_mode(mode)],
        });
    }
    let lower = code.to_lowercase();
    let mut senses = Vec::new();
    let mut written = None;
    let mut add = |name: &str, sense: Sense| {
        written.get_or_insert_with(|| name.to_string());
        senses.push(sense);
    };
    if let Ok(event_type) = code.parse::<EventType>() {
        add(event_type.code(), of_type(event_type));
    }
    for event_type in EventType::ALL {
        if let Some(mode) = event_type.mode(&lower) {
            add(mode.name, of_mode(mode));
        }
    }
    if let Some(context) = Context::find(&lower) {
        add(context.name, plain("context", context.meaning));
    }
    if let Some(sector) = Sector::find(&code.to_uppercase()) {
        add(sector.code, plain("sector", sector.meaning));
    }
    for (kind, table) in [
        (
            "party of no country, in the place of the country code",
            &NONSTATES,
        ),
        ("status", &STATUSES),
        ("quad", &QUADS),
    ] {
        if let Some([name, meaning]) = table.iter().find(|row| row[0].eq_ignore_ascii_case(code)) {
            add(name, plain(kind, meaning));
        }
    }
    if let Some(known) = CameoCode::find(code) {
        add(known.code, of_cameo(known));
    }
    Some(Explanation {
        code: written?,
        senses,
    })
}

/// "CONSULT-visit" or "CONSULT visit".
fn typed_mode(code: &str) -> Option<(EventType, &'static Mode)> {
    let (event_type, mode) = code.split_once(['-', ' '])?;
    let event_type: EventType = event_type.parse().ok()?;
    Some((event_type, event_type.mode(&mode.trim().to_lowercase())?))
}

fn plain(kind: &str, meaning: &str) -> Sense {
    Sense {
        kind: kind.into(),
        meaning: meaning.into(),
        notes: Vec::new(),
    }
}

fn of_type(event_type: EventType) -> Sense {
    let mut sense = plain("event type", "");
    if let Some(row) = event_type.row() {
        let number = quad(event_type).to_string();
        let quad_meaning = QUADS.iter().find(|row| row[0] == number);
        sense.meaning = row.meaning.into();
        sense.notes.push(format!("for example: {}", row.example));
        sense.notes.push(format!(
            "quad {number} ({}); score {}; closest CAMEO code {}",
            quad_meaning.map_or("", |row| row[1]),
            row.intensity,
            row.cameo
        ));
        if row.needs_recipient {
            sense.notes.push("coded only with a recipient".into());
        }
    }
    let modes: Vec<&str> = event_type.modes().map(|mode| mode.name).collect();
    sense.notes.push(match modes.is_empty() {
        true => "no modes".into(),
        false => format!("modes: {}", modes.join(", ")),
    });
    sense
}

fn of_mode(mode: &Mode) -> Sense {
    let note = format!(
        "score {}; closest CAMEO code {}",
        mode.intensity, mode.cameo
    );
    Sense {
        kind: format!("mode of {}", mode.event_type),
        meaning: mode.meaning.into(),
        notes: vec![note],
    }
}

fn of_cameo(code: &CameoCode) -> Sense {
    let plover = match code.event_type {
        None => "dropped in PLOVER".to_string(),
        Some(event_type) => {
            let mode = code.mode.map(|mode| format!("-{mode}")).unwrap_or_default();
            let context = code
                .context
                .map(|context| format!(", context {context}"))
                .unwrap_or_default();
            format!("in PLOVER: {event_type}{mode}{context}")
        }
    };
    Sense {
        kind: "CAMEO code".into(),
        meaning: code.meaning.into(),
        notes: vec![plover],
    }
}

impl fmt::Display for Explanation {
    /// A line for each sense, its notes below it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, sense) in self.senses.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{} ({}): {}", self.code, sense.kind, sense.meaning)?;
            for note in &sense.notes {
                write!(f, "\n  {note}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Status;
    use super::*;

    #[test]
    fn every_code_is_explained() {
        let mut codes: Vec<String> = EventType::ALL.iter().map(|t| t.code().into()).collect();
        codes.extend(
            Mode::all()
                .iter()
                .map(|m| format!("{}-{}", m.event_type, m.name)),
        );
        codes.extend(Mode::all().iter().map(|m| m.name.into()));
        codes.extend(Context::all().iter().map(|c| c.name.into()));
        codes.extend(Sector::all().iter().map(|s| s.code.into()));
        codes.extend(Status::ALL.iter().map(|s| s.code().into()));
        codes.extend(NONSTATES.iter().map(|row| row[0].into()));
        codes.extend(CameoCode::all().iter().map(|c| c.code.into()));
        codes.extend(["1", "2", "3", "4"].map(String::from));
        for code in codes {
            let explanation = explain(&code).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(explanation.code, code);
            assert!(
                explanation.senses.iter().all(|s| s.meaning.len() > 4),
                "{explanation}"
            );
        }
    }

    #[test]
    fn senses() {
        let kinds = |code: &str| -> Vec<String> {
            explain(code).map_or(Vec::new(), |e| {
                e.senses.into_iter().map(|s| s.kind).collect()
            })
        };
        let cases: &[(&str, &[&str])] = &[
            ("consult", &["event type"]),
            ("expel", &["mode of THREATEN", "mode of SANCTION"]),
            ("SANCTION-expel", &["mode of SANCTION"]),
            ("sanction expel", &["mode of SANCTION"]),
            ("Cyber", &["mode of COERCE", "context"]),
            ("gov", &["sector"]),
            (
                "UNO",
                &["party of no country, in the place of the country code"],
            ),
            ("assassinate", &["mode of ASSAULT"]),
            ("042", &["CAMEO code"]),
            ("42", &[]),
            ("third-party", &["mode of CONSULT"]),
            ("", &[]),
            ("CONSULT-drone", &[]),
        ];
        for (code, expected) in cases {
            assert_eq!(kinds(code), *expected, "{code}");
        }
        let text = explain("AID").unwrap().to_string();
        assert!(text.starts_with("AID (event type): ") && text.contains("only with a recipient"));
    }
}
