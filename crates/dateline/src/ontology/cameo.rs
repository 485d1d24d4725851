//! CAMEO, the older scheme that long series of events are kept in: the closest code of a PLOVER event, and what
//! codes mean.
//!
//! Codes are strings: they have two to four digits and a leading zero that means something.

use std::sync::LazyLock;

use super::EventType;
use super::table::rows;

/// A CAMEO code, and what PLOVER makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CameoCode {
    /// "042".
    pub code: &'static str,
    /// In plain words.
    pub meaning: &'static str,
    /// `None` for statements and appeals, which PLOVER dropped.
    pub event_type: Option<EventType>,
    pub mode: Option<&'static str>,
    pub context: Option<&'static str>,
}

static CODES: LazyLock<Vec<CameoCode>> = LazyLock::new(|| {
    let some = |cell: &'static str| Some(cell).filter(|cell| !cell.is_empty());
    rows::<5>(include_str!("../../../../data/ontology/cameo.tsv"))
        .map(|[code, meaning, event_type, mode, context]| CameoCode {
            code,
            meaning,
            event_type: event_type.parse().ok(),
            mode: some(mode),
            context: some(context),
        })
        .collect()
});

/// Finer codes by context: type, mode (empty: an event without a mode), context, code. The first that fits counts.
static BY_CONTEXT: LazyLock<Vec<[&str; 4]>> =
    LazyLock::new(|| rows(include_str!("../../../../data/ontology/cameo-contexts.tsv")).collect());

impl CameoCode {
    /// All codes, in their order.
    pub fn all() -> &'static [CameoCode] {
        &CODES
    }

    /// The code written like this, leading zero and all.
    pub fn find(code: &str) -> Option<&'static CameoCode> {
        CODES.iter().find(|known| known.code == code)
    }
}

/// The closest CAMEO code of an event: by type, then the first known mode, then the contexts.
///
/// PLOVER's types and CAMEO's do not line up everywhere (a conviction is ACCUSE in CAMEO), so a series may break
/// where one scheme follows the other.
pub fn cameo<S: AsRef<str>, C: AsRef<str>>(
    event_type: EventType,
    modes: &[S],
    contexts: &[C],
) -> &'static str {
    let mode = modes.iter().find_map(|name| event_type.mode(name.as_ref()));
    let name = mode.map_or("", |mode| mode.name);
    let finer = BY_CONTEXT.iter().find(|[t, m, context, _]| {
        *t == event_type.code() && *m == name && contexts.iter().any(|c| c.as_ref() == *context)
    });
    match (finer, mode) {
        (Some(row), _) => row[3],
        (None, Some(mode)) => mode.cameo,
        (None, None) => event_type.row().map_or("", |row| row.cameo),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Context, Mode};
    use super::*;

    #[test]
    fn codes_are_well_formed_and_known() {
        assert!(CODES.len() > 240, "{}", CODES.len());
        for (i, code) in CODES.iter().enumerate() {
            assert!(
                (2..=4).contains(&code.code.len()) && code.code.bytes().all(|b| b.is_ascii_digit())
            );
            assert!(i == 0 || CODES[i - 1].code < code.code, "{}", code.code);
            if let Some(mode) = code.mode {
                let t = code.event_type.expect("a mode has a type");
                assert!(t.modes().any(|known| known.name == mode), "{code:?}");
            }
            assert!(
                code.context
                    .is_none_or(|name| Context::find(name).is_some()),
                "{code:?}"
            );
        }
        for mode in Mode::all() {
            assert!(CameoCode::find(mode.cameo).is_some(), "{mode:?}");
        }
        for [t, mode, context, code] in BY_CONTEXT.iter() {
            let t: EventType = t.parse().unwrap();
            assert!(
                mode.is_empty() || t.modes().any(|known| known.name == *mode),
                "{t} {mode}"
            );
            assert!(Context::find(context).is_some(), "{context}");
            assert!(CameoCode::find(code).is_some(), "{code}");
        }
    }

    #[test]
    fn closest_codes() {
        let cases: &[(EventType, &[&str], &[&str], &str)] = &[
            (EventType::Consult, &["visit"], &["diplomatic"], "042"),
            (EventType::Consult, &[], &["diplomatic"], "046"),
            (EventType::Consult, &[], &[], "040"),
            (EventType::Aid, &[], &["military"], "072"),
            (EventType::Aid, &[], &["health"], "073"),
            (EventType::Agree, &[], &["economic"], "0311"),
            (EventType::Assault, &["drone"], &["military"], "1952"),
            (EventType::Assault, &[], &["military"], "190"),
            (EventType::Sanction, &["convict"], &["legal"], "116"),
            (EventType::Protest, &["demo"], &["rights_freedoms"], "1413"),
            (EventType::Coerce, &["unknown"], &[], "170"),
        ];
        for (t, modes, contexts, code) in cases {
            assert_eq!(
                cameo(*t, modes, contexts),
                *code,
                "{t} {modes:?} {contexts:?}"
            );
        }
        for t in EventType::ALL {
            let root = CameoCode::find(cameo::<&str, &str>(t, &[], &[])).unwrap();
            assert_eq!(root.event_type, Some(t), "{root:?}");
        }
    }
}
