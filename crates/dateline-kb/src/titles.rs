//! Titles and forms of address before names.

/// Forms of address; `true` for those that say nothing of an office.
pub(crate) fn honorific(key: &str) -> Option<Honorific> {
    Some(match key {
        "mr" | "mrs" | "ms" | "miss" | "mister" | "madam" | "madame" | "dr" | "sir" | "dame"
        | "lord" | "lady" | "prof" => Honorific {
            role: "",
            sector: "",
        },
        "gen" => Honorific {
            role: "general",
            sector: "MIL",
        },
        "lt" | "lt gen" | "lt col" => Honorific {
            role: "lieutenant",
            sector: "MIL",
        },
        "col" => Honorific {
            role: "colonel",
            sector: "MIL",
        },
        "maj" => Honorific {
            role: "major",
            sector: "MIL",
        },
        "capt" => Honorific {
            role: "captain",
            sector: "MIL",
        },
        "adm" => Honorific {
            role: "admiral",
            sector: "MIL",
        },
        "sgt" => Honorific {
            role: "sergeant",
            sector: "MIL",
        },
        "sen" => Honorific {
            role: "senator",
            sector: "LEG",
        },
        "rep" => Honorific {
            role: "representative",
            sector: "LEG",
        },
        "gov" => Honorific {
            role: "governor",
            sector: "GOV",
        },
        "pm" => Honorific {
            role: "prime minister",
            sector: "GOV",
        },
        "fm" => Honorific {
            role: "foreign minister",
            sector: "GOV",
        },
        "rev" => Honorific {
            role: "reverend",
            sector: "REL",
        },
        _ => return None,
    })
}

/// What a form of address says: a role and its sector, empty where it says nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Honorific {
    pub(crate) role: &'static str,
    pub(crate) sector: &'static str,
}

/// Words that a title may carry and that belong to it: "deputy foreign minister".
pub(crate) fn is_grade(key: &str) -> bool {
    const GRADES: [&str; 22] = [
        "deputy",
        "vice",
        "acting",
        "assistant",
        "first",
        "second",
        "permanent",
        "special",
        "chief",
        "interim",
        "under",
        "senior",
        "top",
        "high",
        "junior",
        "supreme",
        "general",
        "executive",
        "national",
        "military",
        "associate",
        "caretaker",
    ];
    GRADES.contains(&key)
}

/// The office that a title names, so that "Prime Minister" and "Premier" agree: `None` for lower ones.
pub(crate) fn office_of(role: &str) -> Option<&'static str> {
    let has = |words: &[&str]| words.iter().any(|word| role.contains(word));
    if has(&[
        "prime minister",
        "premier",
        "chancellor",
        "head of government",
        "taoiseach",
    ]) {
        Some("head of government")
    } else if has(&[
        "foreign minister",
        "foreign secretary",
        "foreign affairs",
        "secretary of state",
        "top diplomat",
    ]) {
        Some("foreign minister")
    } else if has(&[
        "defence minister",
        "defense minister",
        "defence secretary",
        "defense secretary",
        "secretary of defen",
    ]) || has(&["minister of defen"])
    {
        Some("defence minister")
    } else if has(&[
        "president",
        "king",
        "queen",
        "emperor",
        "sultan",
        "emir",
        "supreme leader",
        "head of state",
        "leader",
    ]) {
        Some("head of state")
    } else {
        None
    }
}
