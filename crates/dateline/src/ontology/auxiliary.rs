//! What an act becomes by the way it stands: a promised visit is AGREE, a refused one REJECT.
//!
//! PLOVER's rule: where a plain type already says the combination, that type is given, never the type with an
//! auxiliary mode. The table is that of the manual (paraphrased in the comments below), filled in where it is
//! silent; research code that merges CONCEDE and RETREAT sends a promised RETREAT to AGREE, the manual and we to
//! CONCEDE.

use super::EventType::{self, *};

/// How an act stands toward the facts, as the words around it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Auxiliary {
    /// Planned, promised, scheduled, expected.
    Future,
    /// Somebody warns that he will do it.
    Threat,
    /// Somebody asks for it or orders it.
    Demand,
    /// Only supposed: "if", "would".
    Hypothetical,
    /// It did not take place, or is denied.
    Negation,
    /// Somebody refuses to do it.
    Refusal,
    /// It was planned or under threat, and is called off.
    CalledOff,
    /// It was going on, and is ended.
    Ended,
}

/// What becomes of a type and its modes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The type stays; the event's status tells the rest.
    Keep,
    /// The event is one of this type, with these modes.
    Become(EventType, Vec<&'static str>),
    /// PLOVER codes no event.
    Drop,
}

/// Resolves an act of this type and these modes that stands so.
///
/// Verbal and material conflict that is only supposed or denied keeps its type: the status says that it did not
/// happen, and a supposition is not a threat unless somebody makes it one ([`Auxiliary::Threat`]).
pub fn resolve_auxiliary<S: AsRef<str>>(
    event_type: EventType,
    modes: &[S],
    auxiliary: Auxiliary,
) -> Resolution {
    match auxiliary {
        Auxiliary::Future => future(event_type),
        Auxiliary::Threat => threat(event_type, modes),
        Auxiliary::Demand => demand(event_type),
        Auxiliary::Hypothetical => match event_type {
            Agree | Consult | Support | Cooperate | Aid | Concede | Retreat => Resolution::Drop,
            _ => Resolution::Keep,
        },
        Auxiliary::Negation => match event_type {
            Agree | Consult | Support | Cooperate | Aid | Retreat => Resolution::Drop,
            Concede => Resolution::Become(Reject, Vec::new()),
            _ => Resolution::Keep,
        },
        Auxiliary::Refusal => refusal(event_type),
        Auxiliary::CalledOff => called_off(event_type),
        Auxiliary::Ended => ended(event_type, modes),
    }
}

fn becomes(event_type: EventType, mode: &'static str) -> Resolution {
    Resolution::Become(event_type, vec![mode])
}

/// Cooperation to come is AGREE, retreat to come CONCEDE; hostile acts to come are threats only as warnings.
fn future(event_type: EventType) -> Resolution {
    match event_type {
        Consult | Support | Cooperate | Aid => Resolution::Become(Agree, Vec::new()),
        Retreat => Resolution::Become(Concede, Vec::new()),
        _ => Resolution::Keep,
    }
}

/// The mode of a threat is what is threatened.
fn threat<S: AsRef<str>>(event_type: EventType, modes: &[S]) -> Resolution {
    let has = |name: &str| modes.iter().any(|mode| mode.as_ref() == name);
    match event_type {
        Threaten => Resolution::Keep,
        Assault => becomes(Threaten, "violence"),
        Protest => becomes(Threaten, "restrict"),
        Coerce if has("arrest") => becomes(Threaten, "arrest"),
        Coerce if has("deport") => becomes(Threaten, "expel"),
        Coerce => becomes(Threaten, "restrict"),
        Sanction if has("expel") => becomes(Threaten, "expel"),
        Sanction if has("convict") => becomes(Threaten, "arrest"),
        Sanction => becomes(Threaten, "relations"),
        Retreat if has("withdraw") => becomes(Threaten, "relations"),
        Consult | Support | Cooperate | Aid | Agree | Concede => Resolution::Drop,
        Mobilize | Accuse | Request | Reject | Retreat => Resolution::Become(Threaten, Vec::new()),
    }
}

fn demand(event_type: EventType) -> Resolution {
    match event_type {
        Request => Resolution::Keep,
        Consult => becomes(Request, "meet"),
        Agree | Support | Cooperate | Aid => becomes(Request, "assist"),
        Concede | Retreat => becomes(Request, "yield"),
        _ => becomes(Request, "change"),
    }
}

fn refusal(event_type: EventType) -> Resolution {
    match event_type {
        Reject => Resolution::Keep,
        Consult => becomes(Reject, "meet"),
        Support | Cooperate | Aid => becomes(Reject, "assist"),
        Concede | Retreat => becomes(Reject, "yield"),
        _ => Resolution::Become(Reject, Vec::new()),
    }
}

/// Calling off what would have been friendly is a refusal, calling off what would have been hostile a concession.
fn called_off(event_type: EventType) -> Resolution {
    match event_type {
        Agree | Consult | Support | Cooperate | Aid | Retreat | Concede => refusal(event_type),
        Reject => Resolution::Become(Agree, Vec::new()),
        _ => Resolution::Become(Concede, Vec::new()),
    }
}

/// Ending what was friendly is a sanction, ending what was hostile a retreat.
fn ended<S: AsRef<str>>(event_type: EventType, modes: &[S]) -> Resolution {
    let has = |name: &str| modes.iter().any(|mode| mode.as_ref() == name);
    match event_type {
        Consult | Support | Cooperate | Aid => becomes(Sanction, "discontinue"),
        Agree | Concede => Resolution::Become(Reject, Vec::new()),
        // A ceasefire that ends is broken by fighting, which is told by itself.
        Retreat => Resolution::Drop,
        Assault if has("abduct") => becomes(Retreat, "release"),
        Assault => becomes(Retreat, "ceasefire"),
        Coerce if has("arrest") => becomes(Retreat, "release"),
        Mobilize => becomes(Retreat, "withdraw"),
        Protest | Sanction | Coerce => Resolution::Become(Retreat, Vec::new()),
        Accuse | Request | Reject | Threaten => Resolution::Become(Concede, Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manuals_table() {
        let cases: &[(EventType, &[&str], Auxiliary, &str)] = &[
            (Consult, &["visit"], Auxiliary::Future, "AGREE"),
            (Support, &[], Auxiliary::Future, "AGREE"),
            (Cooperate, &[], Auxiliary::Future, "AGREE"),
            (Aid, &[], Auxiliary::Future, "AGREE"),
            (Retreat, &["withdraw"], Auxiliary::Future, "CONCEDE"),
            (Concede, &[], Auxiliary::Future, "keep"),
            (Agree, &[], Auxiliary::Future, "keep"),
            (Assault, &[], Auxiliary::Future, "keep"),
            (Assault, &["drone"], Auxiliary::Threat, "THREATEN violence"),
            (
                Sanction,
                &["discontinue"],
                Auxiliary::Threat,
                "THREATEN relations",
            ),
            (Sanction, &["expel"], Auxiliary::Threat, "THREATEN expel"),
            (Coerce, &["arrest"], Auxiliary::Threat, "THREATEN arrest"),
            (Coerce, &["curfew"], Auxiliary::Threat, "THREATEN restrict"),
            (Protest, &["strike"], Auxiliary::Threat, "THREATEN restrict"),
            (Mobilize, &["troops"], Auxiliary::Threat, "THREATEN"),
            (Aid, &[], Auxiliary::Threat, "drop"),
            (Consult, &[], Auxiliary::Hypothetical, "drop"),
            (Retreat, &[], Auxiliary::Hypothetical, "drop"),
            (Assault, &[], Auxiliary::Hypothetical, "keep"),
            (Consult, &["phone"], Auxiliary::Negation, "drop"),
            (Aid, &[], Auxiliary::Negation, "drop"),
            (Concede, &[], Auxiliary::Negation, "REJECT"),
            (Assault, &[], Auxiliary::Negation, "keep"),
            (Consult, &[], Auxiliary::Refusal, "REJECT meet"),
            (Aid, &[], Auxiliary::Refusal, "REJECT assist"),
            (Retreat, &["release"], Auxiliary::Refusal, "REJECT yield"),
            (Concede, &[], Auxiliary::Refusal, "REJECT yield"),
            (Accuse, &["investigate"], Auxiliary::Refusal, "REJECT"),
            (Consult, &[], Auxiliary::Demand, "REQUEST meet"),
            (Retreat, &["release"], Auxiliary::Demand, "REQUEST yield"),
            (Aid, &[], Auxiliary::Demand, "REQUEST assist"),
            (Coerce, &["arrest"], Auxiliary::Demand, "REQUEST change"),
            (Consult, &["visit"], Auxiliary::CalledOff, "REJECT meet"),
            (Agree, &[], Auxiliary::CalledOff, "REJECT"),
            (Protest, &["strike"], Auxiliary::CalledOff, "CONCEDE"),
            (Assault, &[], Auxiliary::CalledOff, "CONCEDE"),
            (Aid, &[], Auxiliary::Ended, "SANCTION discontinue"),
            (Assault, &[], Auxiliary::Ended, "RETREAT ceasefire"),
            (Coerce, &["arrest"], Auxiliary::Ended, "RETREAT release"),
            (Sanction, &["discontinue"], Auxiliary::Ended, "RETREAT"),
        ];
        for (event_type, modes, auxiliary, expected) in cases {
            let got = match resolve_auxiliary(*event_type, modes, *auxiliary) {
                Resolution::Keep => "keep".to_string(),
                Resolution::Drop => "drop".to_string(),
                Resolution::Become(t, modes) => {
                    format!("{t} {}", modes.join(",")).trim_end().into()
                }
            };
            assert_eq!(got, *expected, "{event_type} {modes:?} {auxiliary:?}");
        }
    }

    #[test]
    fn resolutions_have_valid_modes() {
        let all = [
            Auxiliary::Future,
            Auxiliary::Threat,
            Auxiliary::Demand,
            Auxiliary::Hypothetical,
            Auxiliary::Negation,
            Auxiliary::Refusal,
            Auxiliary::CalledOff,
            Auxiliary::Ended,
        ];
        for event_type in EventType::ALL {
            let modes: Vec<&str> = event_type.modes().map(|mode| mode.name).collect();
            let given = modes.iter().map(|mode| vec![*mode]).chain([Vec::new()]);
            for modes in given {
                for auxiliary in all {
                    if let Resolution::Become(t, modes) =
                        resolve_auxiliary(event_type, &modes, auxiliary)
                    {
                        assert!(modes.iter().all(|m| t.mode(m).is_some()), "{t} {modes:?}");
                    }
                }
            }
        }
    }
}
