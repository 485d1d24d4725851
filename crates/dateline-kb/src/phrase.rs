//! A noun phrase cut into words, and the small closed classes of words that its reading turns on.

use crate::names::Word;

/// The words of a phrase without the marks about them. A possessive ending stays on its word.
pub(crate) fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    for piece in text.split_whitespace() {
        let start = piece.trim_start_matches(is_mark);
        let bare = start.trim_end_matches(is_mark);
        let comma = start[bare.len()..].contains([',', ';', ':', '('])
            || piece.starts_with(['(', ',']) && bare.is_empty();
        if bare.is_empty() {
            if let Some(last) = words.last_mut() {
                last.comma |= comma;
            }
            continue;
        }
        if piece.starts_with('(')
            && let Some(last) = words.last_mut()
        {
            last.comma = true;
        }
        let whole = with_last_dot(start, bare);
        let mut word = Word::new(whole);
        word.comma = comma;
        words.push(word);
    }
    words
}

/// Marks about a word, apart from apostrophes, which may be part of it.
fn is_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '&')
}

/// "U.S." keeps its last dot.
fn with_last_dot<'t>(start: &'t str, bare: &'t str) -> &'t str {
    if bare.contains('.') && start[bare.len()..].starts_with('.') {
        &start[..bare.len() + 1]
    } else {
        bare
    }
}

/// Drops the determiners, numbers and measures before a phrase: "the", "at least 12", "dozens of", "a group of".
pub(crate) fn without_determiners<'w, 't>(mut words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    while let Some(first) = words.first() {
        let key = first.key.as_str();
        let of = words.get(1).is_some_and(|word| word.key == "of");
        if MEASURES.contains(&key) && of {
            words = &words[2..];
        } else if words.len() > 1 && (DETERMINERS.contains(&key) || is_number(first)) {
            words = &words[1..];
        } else {
            break;
        }
    }
    words
}

fn is_number(word: &Word<'_>) -> bool {
    word.text.starts_with(|c: char| c.is_ascii_digit()) && !word.text.contains(char::is_alphabetic)
}

const DETERMINERS: [&str; 62] = [
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "some",
    "any",
    "every",
    "each",
    "all",
    "both",
    "several",
    "many",
    "most",
    "few",
    "other",
    "another",
    "more",
    "than",
    "at",
    "least",
    "about",
    "around",
    "nearly",
    "almost",
    "up",
    "to",
    "as",
    "over",
    "its",
    "his",
    "her",
    "their",
    "our",
    "my",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "dozen",
    "twenty",
    "thirty",
    "hundred",
    "thousand",
    "million",
    "fellow",
    "unidentified",
    "unnamed",
    "unknown",
    "top",
    "senior",
    "so-called",
];

const MEASURES: [&str; 38] = [
    "dozens",
    "scores",
    "hundreds",
    "thousands",
    "tens",
    "millions",
    "group",
    "groups",
    "number",
    "numbers",
    "majority",
    "couple",
    "crowd",
    "crowds",
    "some",
    "most",
    "all",
    "many",
    "several",
    "one",
    "two",
    "three",
    "both",
    "part",
    "parts",
    "lots",
    "plenty",
    "handful",
    "pair",
    "series",
    "rest",
    "any",
    "none",
    "dozen",
    "band",
    "bands",
    "column",
    "convoy",
];

/// Prepositions and relative words that end the core of a noun phrase.
pub(crate) fn ends_core(key: &str) -> bool {
    const LINKS: [&str; 30] = [
        "of",
        "in",
        "from",
        "for",
        "at",
        "to",
        "with",
        "on",
        "by",
        "near",
        "inside",
        "outside",
        "across",
        "against",
        "over",
        "about",
        "who",
        "which",
        "that",
        "whose",
        "where",
        "under",
        "between",
        "among",
        "around",
        "after",
        "before",
        "during",
        "within",
        "including",
    ];
    LINKS.contains(&key)
}

/// Words before a title that say the office is over.
pub(crate) fn is_former(key: &str) -> bool {
    matches!(
        key,
        "former"
            | "ex"
            | "late"
            | "retired"
            | "ousted"
            | "deposed"
            | "exiled"
            | "onetime"
            | "erstwhile"
            | "disgraced"
            | "sacked"
            | "outgone"
    ) || key.starts_with("ex ")
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

/// A word made of a name and a participle or the like: "Iran-backed", "Iranian-born", "US-led", "ex-Soviet". The
/// name in it tells of somebody else than the head of the phrase.
pub(crate) fn is_compound(text: &str) -> bool {
    const LAST: [&str; 31] = [
        "backed",
        "born",
        "led",
        "based",
        "made",
        "linked",
        "aligned",
        "allied",
        "trained",
        "funded",
        "supported",
        "sponsored",
        "controlled",
        "occupied",
        "held",
        "run",
        "owned",
        "speaking",
        "supplied",
        "installed",
        "appointed",
        "brokered",
        "dominated",
        "affiliated",
        "educated",
        "armed",
        "imposed",
        "inspired",
        "style",
        "wide",
        "era",
    ];
    const FIRST: [&str; 7] = ["pro", "anti", "ex", "non", "post", "trans", "mid"];
    let mut parts = text.split(['-', '‐', '‑', '–']);
    let (Some(first), Some(last)) = (parts.next(), parts.next_back()) else {
        return false;
    };
    LAST.contains(&last.to_lowercase().as_str()) || FIRST.contains(&first.to_lowercase().as_str())
}

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

/// Roles that have the sector of whom they serve: "Hamas spokesman", "army chief", "member of parliament".
pub(crate) fn is_serving(role: &str) -> bool {
    const SERVING: [&str; 56] = [
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "official",
        "member",
        "leader",
        "head",
        "chief",
        "director",
        "representative",
        "source",
        "delegation",
        "delegate",
        "team",
        "envoy",
        "aide",
        "adviser",
        "advisor",
        "commander",
        "officer",
        "chairman",
        "chairwoman",
        "chair",
        "chairperson",
        "boss",
        "figure",
        "force",
        "forces",
        "unit",
        "fighter",
        "staff",
        "worker",
        "employee",
        "personnel",
        "group",
        "command",
        "authority",
        "veteran",
        "executive",
        "chief executive",
        "founder",
        "secretary",
        "secretary general",
        "supporter",
        "office",
        "headquarters",
        "president",
        "general",
        "vice president",
        "operative",
        "militant",
        "negotiator",
        "mediator",
        "observer",
        "expert",
        "agent",
    ];
    SERVING.contains(&role)
}

/// Roles whose holders are abroad: a place after "in" is not their country.
pub(crate) fn is_posted_abroad(role: &str) -> bool {
    const POSTED: [&str; 14] = [
        "ambassador",
        "envoy",
        "embassy",
        "consul",
        "consulate",
        "diplomat",
        "attache",
        "peacekeeper",
        "inspector",
        "observer",
        "tourist",
        "mission",
        "mercenary",
        "expatriate",
    ];
    role.split(' ').any(|word| POSTED.contains(&word))
}

/// "southern", "north": before a country's name they make a stretch of land of it.
pub(crate) fn is_compass(key: &str) -> bool {
    const COMPASS: [&str; 20] = [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "coastal",
        "rural",
        "mainland",
    ];
    COMPASS.contains(&key)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_marks_but_keep_possessives() {
        let words = words_of("“Israel’s army, the U.S. (Navy), Yemen's”");
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        assert_eq!(
            texts,
            ["Israel’s", "army", "the", "U.S.", "Navy", "Yemen's"]
        );
        let commas: Vec<bool> = words.iter().map(|word| word.comma).collect();
        assert_eq!(commas, [false, true, false, true, true, false]);
        assert_eq!(words[0].bare.as_deref(), Some("israel"));
    }

    #[test]
    fn measures_and_determiners_fall_off() {
        let cases = [
            ("at least 12 Ukrainian soldiers", "Ukrainian"),
            ("tens of thousands of protesters", "protesters"),
            ("a group of gunmen", "gunmen"),
            ("one of the ministers", "ministers"),
            ("the", "the"),
        ];
        for (phrase, first) in cases {
            let words = words_of(phrase);
            assert_eq!(
                without_determiners(&words).first().map(|word| word.text),
                Some(first),
                "{phrase}"
            );
        }
    }

    #[test]
    fn compounds_hide_the_name_in_them() {
        for text in [
            "Iran-backed",
            "Iranian-born",
            "US-led",
            "pro-Russian",
            "Doha-based",
        ] {
            assert!(is_compound(text), "{text}");
        }
        for text in ["Son-hui", "al-Qaeda", "Franco-German", "Iran"] {
            assert!(!is_compound(text), "{text}");
        }
    }
}
