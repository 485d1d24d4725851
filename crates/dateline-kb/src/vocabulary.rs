//! The small closed classes of words that the reading of a noun phrase turns on.

use crate::names::Word;

/// Words before a noun phrase that say nothing of who is meant.
pub(crate) const DETERMINERS: [&str; 62] = [
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

/// Words for amounts that "of" follows: "dozens of".
pub(crate) const MEASURES: [&str; 38] = [
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

/// The number of words at the beginning that look like a country's adjective or name and are none: "South American",
/// "ethnic Albanian", "Persian Gulf"; 0 if there are none.
pub(crate) fn misleading(words: &[Word<'_>]) -> usize {
    const PAIRS: [[&str; 2]; 22] = [
        ["south", "american"],
        ["north", "american"],
        ["latin", "american"],
        ["central", "american"],
        ["african", "american"],
        ["native", "american"],
        ["south", "america"],
        ["north", "america"],
        ["latin", "america"],
        ["central", "america"],
        ["persian", "gulf"],
        ["niger", "delta"],
        ["niger", "river"],
        ["roman", "catholic"],
        ["guinea", "pig"],
        ["new", "england"],
        ["korean", "peninsula"],
        ["english", "channel"],
        ["jordan", "valley"],
        ["jordan", "river"],
        ["congo", "river"],
        ["chinese", "taipei"],
    ];
    let [first, second, ..] = words else { return 0 };
    let ethnic = first.key == "ethnic" && second.is_capital();
    let pair = PAIRS.iter().any(|[one, two]| {
        first.key == *one && second.key.strip_suffix('s').unwrap_or(&second.key) == *two
    });
    if ethnic || pair { 2 } else { 0 }
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

/// Roles that have the sector of whom they serve: "Hamas spokesman", "army chief", "member of parliament".
pub(crate) const SERVING: [&str; 70] = [
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
    "director general",
    "deputy director",
    "chief of staff",
    "deputy head",
    "deputy chief",
    "co-founder",
    "lawyer",
    "high representative",
    "special representative",
    "special envoy",
    "coordinator",
    "commissioner",
    "convoy",
    "side",
];

/// Whether a role is one of [`SERVING`].
pub(crate) fn is_serving(role: &str) -> bool {
    SERVING.contains(&role)
}

/// Arms that act for the forces of their country: "Israeli warplanes", "a Russian drone".
pub(crate) fn is_arms(key: &str) -> bool {
    const ARMS: [&str; 26] = [
        "warplane",
        "airstrike",
        "drone",
        "jet",
        "fighter jet",
        "tank",
        "missile",
        "warship",
        "helicopter",
        "artillery",
        "bomber",
        "submarine",
        "strike",
        "air strike",
        "shelling",
        "rocket",
        "destroyer",
        "frigate",
        "aircraft",
        "gunship",
        "airstrike",
        "bombardment",
        "missile strike",
        "drone strike",
        "plane",
        "vessel",
    ];
    ARMS.contains(&key)
        || key
            .strip_suffix('s')
            .is_some_and(|singular| ARMS.contains(&singular))
}

/// Participles that follow a head and begin what is said of it: "a delegation led by", "men wearing".
pub(crate) fn is_postmodifier(key: &str) -> bool {
    const FOLLOWING: [&str; 18] = [
        "led",
        "headed",
        "chaired",
        "consisting",
        "comprising",
        "living",
        "operating",
        "fighting",
        "wearing",
        "carrying",
        "stationed",
        "loyal",
        "belonging",
        "seeking",
        "trying",
        "protesting",
        "marching",
        "responsible",
    ];
    FOLLOWING.contains(&key)
}

/// Surnames of leaders that are common words too, and mean a person only after a form of address or a title.
pub(crate) fn is_common_word(key: &str) -> bool {
    const WORDS: [&str; 30] = [
        "may", "park", "brown", "hill", "march", "will", "rice", "long", "son", "sun", "young",
        "so", "an", "no", "he", "ban", "king", "green", "white", "black", "hope", "mark", "ford",
        "power", "price", "grant", "bank", "church", "his", "her",
    ];
    WORDS.contains(&key)
}

/// Small words inside names of persons: "Ursula von der Leyen", "Mohammed bin Salman".
pub(crate) fn is_particle(key: &str) -> bool {
    const PARTICLES: [&str; 19] = [
        "de", "da", "do", "dos", "del", "der", "den", "di", "du", "la", "le", "van", "von", "bin",
        "ben", "al", "el", "abu", "ter",
    ];
    PARTICLES.contains(&key)
}

/// Roles whose holders study something: a country named before them is what they know of.
pub(crate) fn is_learned(role: &str) -> bool {
    const LEARNED: [&str; 12] = [
        "expert",
        "specialist",
        "analyst",
        "scholar",
        "watcher",
        "historian",
        "researcher",
        "correspondent",
        "adviser",
        "advisor",
        "commentator",
        "professor",
    ];
    role.split(' ').any(|word| LEARNED.contains(&word))
}

/// Roles of many together: no title of a person.
pub(crate) fn is_collective(role: &str) -> bool {
    const COLLECTIVE: [&str; 14] = [
        "group",
        "company",
        "firm",
        "corporation",
        "committee",
        "council",
        "commission",
        "agency",
        "union",
        "party",
        "force",
        "team",
        "delegation",
        "movement",
    ];
    role.split(' ')
        .next_back()
        .is_some_and(|word| COLLECTIVE.contains(&word))
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

#[cfg(test)]
mod tests {
    use super::*;

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
