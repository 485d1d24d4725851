//! What a quantity says about an event, by the words about it: dead, injured, arrested, deployed, a crowd.

use dateline_nlp::Sentence;

use crate::event::QuantityRole;

use QuantityRole::{Arrested, Crowd, Dead, Deployed, Injured};

/// Verbs (and participles and adjectives) that say what became of the counted.
#[rustfmt::skip]
const VERBS: &[(&str, QuantityRole)] = &[
    ("kill", Dead), ("die", Dead), ("slay", Dead), ("perish", Dead), ("execute", Dead), ("massacre", Dead), ("murder", Dead),
    ("behead", Dead), ("drown", Dead), ("dead", Dead), ("assassinate", Dead), ("slaughter", Dead), ("hang", Dead),
    ("wound", Injured), ("injure", Injured), ("hurt", Injured), ("maim", Injured), ("injured", Injured), ("wounded", Injured),
    ("hospitalize", Injured), ("hospitalise", Injured),
    ("arrest", Arrested), ("detain", Arrested), ("apprehend", Arrested), ("jail", Arrested), ("imprison", Arrested),
    ("nab", Arrested), ("incarcerate", Arrested),
    ("rally", Crowd), ("march", Crowd), ("protest", Crowd), ("demonstrate", Crowd), ("picket", Crowd), ("riot", Crowd),
    ("capture", Arrested), ("deploy", Deployed), ("dispatch", Deployed), ("station", Deployed), ("garrison", Deployed), ("mobilize", Deployed),
    ("mobilise", Deployed), ("redeploy", Deployed),
];

/// Counted nouns that say it by themselves.
#[rustfmt::skip]
const NOUNS: &[(&str, QuantityRole)] = &[
    ("dead", Dead), ("death", Dead), ("fatality", Dead), ("body", Dead), ("corpse", Dead), ("martyr", Dead),
    ("injury", Injured), ("injured", Injured), ("wounded", Injured),
    ("arrest", Arrested), ("detainee", Arrested), ("detention", Arrested), ("arrestee", Arrested),
    ("protester", Crowd), ("protestor", Crowd), ("demonstrator", Crowd), ("marcher", Crowd), ("picketer", Crowd),
    ("rioter", Crowd), ("striker", Crowd),
];

/// Nouns of those who are sent: with a verb of sending they are deployed.
#[rustfmt::skip]
const FORCES: &[&str] = &[
    "troop", "troops", "soldier", "marine", "peacekeeper", "personnel", "fighter", "serviceman", "infantryman", "paratrooper",
    "force", "police", "policeman", "officer", "reservist", "conscript", "mercenary", "tank", "aircraft", "warship", "ship", "jet",
    "battalion", "brigade", "division", "soldiers", "men", "man", "guard", "adviser", "advisor", "commando",
];

const SENDING: &[&str] = &[
    "send", "move", "transfer", "position", "base", "commit", "airlift", "mass", "amass", "post",
    "call",
];

/// Verbs that hold a count of the dead when their subject is a toll.
const TOLLS: &[&str] = &["toll", "tally", "count"];

/// The role of what is counted at a token (the noun, or the number where there is none).
///
/// Looks at the noun itself, the participles and adjectives on it, then up the tree through the clause that it is a part of.
pub fn role(sentence: &Sentence, counted: usize) -> Option<QuantityRole> {
    if is_freed(sentence, counted) {
        return None;
    }
    role_at(sentence, counted).or_else(|| role_at(sentence, whole(sentence, counted)?))
}

/// The role that a verb by itself gives to those it befalls.
pub fn verb_role(lemma: &str) -> Option<QuantityRole> {
    find(VERBS, &lemma.to_lowercase())
}

/// Those who are let go are no longer what their participle or noun says: "released two detainees".
fn is_freed(sentence: &Sentence, counted: usize) -> bool {
    let freed = |at: usize| {
        matches!(
            sentence.tokens[at].lemma.as_str(),
            "free" | "release" | "transfer" | "pardon" | "acquit" | "exchange" | "swap"
        )
    };
    let relative = sentence.children_by(counted, "acl").any(freed);
    let governed = sentence.tokens[counted].is("obj") || sentence.tokens[counted].is("nsubj");
    relative || governed && sentence.tokens[counted].head.is_some_and(freed)
}

/// Nouns that stand for a number before "of": in "dozens of villagers" the dozens are what the clause speaks of.
const NUMBER_NOUNS: &[&str] = &[
    "dozen",
    "dozens",
    "score",
    "scores",
    "ten",
    "tens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "couple",
    "pair",
    "handful",
    "number",
    "total",
    "group",
    "crowd",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "some",
    "most",
];

/// The number noun that a counted noun hangs on.
fn whole(sentence: &Sentence, counted: usize) -> Option<usize> {
    let is_number = |&at: &usize| {
        let token = &sentence.tokens[at];
        token.upos == "NUM" || NUMBER_NOUNS.contains(&token.lemma.to_lowercase().as_str())
    };
    let above = sentence.tokens[counted]
        .head
        .filter(|at| is_number(at) && sentence.tokens[counted].is("nmod"))?;
    whole(sentence, above).or(Some(above))
}

fn role_at(sentence: &Sentence, counted: usize) -> Option<QuantityRole> {
    let lemma = |at: usize| sentence.tokens[at].lemma.to_lowercase();
    let of_verb = |at: usize| find(VERBS, &lemma(at));
    let noun = lemma(counted);
    if let Some(role) = find(NOUNS, &noun) {
        // "nine protesters were killed": what became of them tells more than what they are.
        return fate(sentence, counted, &of_verb)
            .filter(|_| role == Crowd)
            .or(Some(role));
    }
    if let Some(role) = fate(sentence, counted, &of_verb) {
        return Some(role);
    }
    let above = sentence.tokens[counted].head?;
    let relation = |at: usize| {
        sentence.tokens[at]
            .deprel
            .split(':')
            .next()
            .unwrap_or_default()
            .to_string()
    };
    if matches!(relation(counted).as_str(), "obj" | "nsubj" | "conj" | "obl") {
        let sends = SENDING.contains(&lemma(above).as_str()) && FORCES.contains(&noun.as_str());
        if sends && lemma(above) != "call" {
            return Some(Deployed);
        }
    }
    if let Some(role) = toll(sentence, counted, above) {
        return Some(role);
    }
    if is_force(sentence, counted) {
        return Some(Deployed);
    }
    if relation(counted) == "nsubj"
        && matches!(lemma(above).as_str(), "take" | "join" | "stage" | "hold")
        && demonstrates(sentence, above)
    {
        return Some(Crowd);
    }
    let streets = sentence
        .children_by(above, "obl")
        .chain(sentence.children_by(above, "obj"))
        .any(|at| lemma(at) == "street");
    let gathers = matches!(lemma(above).as_str(), "gather" | "attend" | "turn")
        && matches!(
            noun.as_str(),
            "people" | "person" | "supporter" | "resident" | "activist"
        );
    (relation(counted) == "nsubj" && (streets && lemma(above) == "take" || gathers))
        .then_some(Crowd)
}

/// Troops counted without a word on their fate are troops in the field: "a force of 1,400 troops".
fn is_force(sentence: &Sentence, counted: usize) -> bool {
    let lemma = |at: usize| sentence.tokens[at].lemma.to_lowercase();
    let troops = matches!(
        lemma(counted).as_str(),
        "troop" | "troops" | "peacekeeper" | "paratrooper"
    );
    // "a 315-member engineering unit", "an 18,000-strong force"
    let body = |at: usize| {
        matches!(
            lemma(at).as_str(),
            "force" | "contingent" | "garrison" | "unit" | "brigade" | "battalion"
        )
    };
    let sized = matches!(lemma(counted).as_str(), "member" | "strong" | "man");
    let force = sized && sentence.ancestors(counted).take(2).any(body);
    troops || force
}

/// "takes part in the protest", "stages a hunger strike".
fn demonstrates(sentence: &Sentence, verb: usize) -> bool {
    let acts = [
        "protest",
        "demonstration",
        "rally",
        "march",
        "unrest",
        "riot",
        "strike",
        "sit-in",
        "procession",
        "vigil",
    ];
    sentence.children(verb).any(|child| {
        acts.contains(&sentence.tokens[child].lemma.as_str())
            || sentence
                .children(child)
                .any(|below| acts.contains(&sentence.tokens[below].lemma.as_str()))
    })
}

/// What became of the counted, by its participles and the verb that governs it.
fn fate(
    sentence: &Sentence,
    counted: usize,
    of_verb: &dyn Fn(usize) -> Option<QuantityRole>,
) -> Option<QuantityRole> {
    for child in sentence.children(counted) {
        let token = &sentence.tokens[child];
        if (token.is("acl") || token.is("amod") || token.is("xcomp"))
            && let Some(role) = of_verb(child)
        {
            // "protesters who march" and "killed soldiers" alike; "soldiers killing" is the other way round.
            let active = token.lemma.as_str() != "die"
                && sentence.children_by(child, "obj").next().is_some();
            if !active {
                return Some(role);
            }
        }
    }
    let mut here = counted;
    for _ in 0..3 {
        let above = sentence.tokens[here].head?;
        let relation = sentence.tokens[here].deprel.as_str();
        match relation.split(':').next().unwrap_or_default() {
            "conj" => {
                // "killed nine people and 20 cows"; "nine dead and 20 wounded" has its own word, seen before.
                here = above;
                continue;
            }
            "obj" => {
                let result = sentence
                    .children_by(above, "xcomp")
                    .find_map(|at| of_verb(at).filter(|role| matches!(role, Dead | Injured)));
                return result.or_else(|| of_verb(above).filter(|role| *role != Crowd));
            }
            "nsubj" => {
                let role = of_verb(above)?;
                let between = here.min(above)..here.max(above);
                // A passive has its "be": the label alone is not to be trusted.
                let passive = sentence.tokens[between]
                    .iter()
                    .any(|token| matches!(token.lemma.as_str(), "be" | "get"));
                let intransitive = matches!(
                    sentence.tokens[above].lemma.as_str(),
                    "die" | "perish" | "drown" | "dead"
                ) || role == Crowd;
                let object = sentence.children_by(above, "obj").next().is_some();
                return (passive
                    || intransitive
                    || !object && sentence.children_by(above, "cop").next().is_some())
                .then_some(role);
            }
            "obl" | "nmod" => {
                // "the killing of nine people", "the deaths of nine"
                let noun = sentence.tokens[above].lemma.to_lowercase();
                let of = sentence
                    .children_by(here, "case")
                    .any(|case| sentence.tokens[case].lemma == "of");
                let event = match noun.as_str() {
                    "killing" | "death" | "murder" | "execution" | "massacre" | "deaths"
                    | "assassination" | "body" | "corpse" | "remains" => Some(Dead),
                    "wounding" | "injury" => Some(Injured),
                    "arrest" | "detention" => Some(Arrested),
                    "deployment" => Some(Deployed),
                    "crowd" => Some(Crowd),
                    _ => None,
                };
                return event.filter(|_| of);
            }
            // "nine wounded": the word of fate heads the number itself.
            "nummod" => return of_verb(above),
            "dep" | "parataxis" | "appos" => return None,
            "root" => return None,
            _ => return of_verb(above).filter(|_| relation == "advmod"),
        }
    }
    None
}

/// A count that a noun elsewhere in the clause explains: "the death toll rose to 34", "a toll of 34 dead", "claimed 34 lives".
fn toll(sentence: &Sentence, counted: usize, above: usize) -> Option<QuantityRole> {
    let lemma = |at: usize| sentence.tokens[at].lemma.to_lowercase();
    if matches!(lemma(counted).as_str(), "life")
        && matches!(lemma(above).as_str(), "claim" | "take" | "cost" | "lose")
    {
        return Some(Dead);
    }
    if lemma(above) == "lose" && FORCES.contains(&lemma(counted).as_str()) {
        return Some(Dead);
    }
    let is_toll = |at: usize| {
        TOLLS.contains(&lemma(at).as_str())
            && sentence
                .children(at)
                .any(|child| matches!(lemma(child).as_str(), "death" | "casualty" | "fatality"))
    };
    // "put the crowd at 100,000"
    let crowd = |at: usize| matches!(lemma(at).as_str(), "crowd" | "turnout" | "attendance");
    if sentence.tokens[counted].is("obl")
        && sentence
            .children_by(above, "obj")
            .chain(sentence.children_by(above, "nsubj:pass"))
            .any(crowd)
    {
        return Some(Crowd);
    }
    let tolled = is_toll(above) || sentence.children_by(above, "nsubj").any(is_toll);
    tolled.then_some(Dead)
}

fn find(table: &[(&str, QuantityRole)], word: &str) -> Option<QuantityRole> {
    table
        .iter()
        .find(|(entry, _)| *entry == word)
        .map(|&(_, role)| role)
}
