//! Whether a mention's clause looks back or ahead: from the tree if there is one, else from the words about it.

use dateline_nlp::Sentence;

use super::Tense;
use super::line::Line;

/// Words that put what follows them in the future: auxiliaries, and verbs and adjectives of plan.
#[rustfmt::skip]
const AHEAD: &[&str] = &[
    "will", "shall", "'ll", "wo", "plan", "plans", "planned", "planning", "due", "expected", "scheduled", "set",
    "slated", "intends", "intend", "hopes", "hope", "expects", "expect", "aims", "upcoming", "deadline", "going",
    "poised", "vowed", "pledged", "promised", "agreed", "should", "may", "could", "might", "must", "ahead", "tomorrow",
    "awaits", "forecast", "forecasts", "predicts", "predicted", "schedule", "invited", "postponed", "starts", "begins",
    "opens", "expires",
];

/// Past forms that do not end in "ed".
#[rustfmt::skip]
const PAST: &[&str] = &[
    "was", "were", "had", "did", "said", "told", "met", "held", "made", "took", "went", "came", "saw", "gave", "left",
    "fell", "rose", "won", "lost", "led", "hit", "shot", "struck", "began", "began", "sent", "paid", "sought", "brought",
    "bought", "sold", "broke", "spoke", "wrote", "drove", "flew", "got", "became", "kept", "fought", "caught", "built",
    "grew", "knew", "ran", "stood", "withdrew", "drew", "threw", "spent", "sank", "swore", "taken", "given", "seen",
    "been", "shown", "done", "gone", "begun", "born", "found", "put", "cut", "quit", "thought",
];

/// Verbs whose present means a thing fixed for later when a date stands by them: "talks begin on Friday".
const SCHEDULED: &[&str] = &[
    "begin", "start", "open", "expire", "take", "resume", "face", "end", "close", "go", "convene",
];

/// Words that are nearest to nothing: a clause ends here.
const BORDERS: &[&str] = &[
    ",", ";", ":", "\u{2014}", "(", ")", "\"", "\u{201c}", "\u{201d}", "that", "which", "who",
    "but", "while",
];

/// A dash, or a hyphen with space about it: "all-company" is one word.
fn is_dash(line: &Line<'_>, at: usize) -> bool {
    let is_glued = |at: usize| line.pieces.get(at).is_some_and(|piece| piece.glued);
    line.lower(at) == "-" && (line.pieces[at].text != "-" || !is_glued(at) || !is_glued(at + 1))
}

fn cue(line: &Line<'_>, at: usize) -> Option<Tense> {
    let word = line.lower(at);
    // "Saudi-led" is no verb.
    if line.pieces[at].glued && line.before(at, 1) == "-" {
        return None;
    }
    if AHEAD.contains(&word) {
        let month = word == "may" && line.pieces[at].is_capitalised();
        let set = word == "set" && line.lower(at + 1) != "to" && line.lower(at + 1) != "for";
        return (!month && !set).then_some(Tense::Future);
    }
    if word == "to" && infinitive(line, at + 1) {
        return Some(Tense::Future);
    }
    if PAST.contains(&word)
        || word.len() > 4 && word.ends_with("ed") && !matches!(word, "united" | "indeed" | "need")
    {
        return Some(Tense::Past);
    }
    match line.upos(at) {
        "VERB" if word.ends_with('s') => Some(Tense::Present),
        "AUX" if matches!(word, "is" | "are" | "'s" | "'re") => Some(Tense::Present),
        _ => None,
    }
}

/// A verb's bare form behind "to"; without tags any lower-case word that is no article or the like.
fn infinitive(line: &Line<'_>, at: usize) -> bool {
    match line.upos(at) {
        "" => {
            let word = line.lower(at);
            line.pieces
                .get(at)
                .is_some_and(|piece| piece.is_word() && !piece.is_capitalised())
                && word.len() > 1
                && !word.ends_with('s')
                && !matches!(
                    word,
                    "the"
                        | "an"
                        | "its"
                        | "their"
                        | "his"
                        | "her"
                        | "this"
                        | "that"
                        | "about"
                        | "more"
                        | "less"
                        | "end"
                        | "date"
                )
        }
        upos => matches!(upos, "VERB" | "AUX"),
    }
}

/// The tense about the pieces `start..end`, by the nearest cue in the clause, then in what stands before or after it.
pub fn by_words(line: &Line<'_>, start: usize, end: usize) -> Tense {
    let is_border = |at: &usize| BORDERS.contains(&line.lower(*at)) || is_dash(line, *at);
    let before: Vec<usize> = (0..start).rev().collect();
    let after: Vec<usize> = (end..line.pieces.len()).collect();
    let near_before = before
        .iter()
        .take_while(|at| !is_border(at))
        .find_map(|&at| modal_first(line, at));
    let clause_after = after
        .iter()
        .skip_while(|at| is_border(at))
        .take_while(|at| !is_border(at));
    near_before
        .or_else(|| clause_after.clone().find_map(|&at| cue(line, at)))
        .or_else(|| before.iter().find_map(|&at| modal_first(line, at)))
        .or_else(|| after.iter().find_map(|&at| cue(line, at)))
        .unwrap_or(Tense::Unknown)
}

/// The cue at a word; a participle takes its tense from the auxiliary just before it ("will be held", "to be released").
fn modal_first(line: &Line<'_>, at: usize) -> Option<Tense> {
    let here = cue(line, at)?;
    if here == Tense::Future {
        return Some(here);
    }
    let auxiliary = (1..=3).find_map(|back| {
        let before = at.checked_sub(back)?;
        (cue(line, before) == Some(Tense::Future)).then_some(Tense::Future)
    });
    Some(auxiliary.unwrap_or(here))
}

/// The tense of the verb that governs a word, by the tree.
pub fn by_tree(sentence: &Sentence, text: &str, token: usize) -> Tense {
    let lower = |at: usize| sentence.token_text(at, text).to_lowercase();
    let mut chain: Vec<usize> = vec![token];
    chain.extend(sentence.ancestors(token));
    let plan =
        |at: &usize| AHEAD.contains(&lower(*at).as_str()) && sentence.tokens[*at].upos != "AUX";
    let Some(position) = chain.iter().position(|&at| {
        matches!(sentence.tokens[at].upos.as_str(), "VERB" | "AUX") || is_predicate(sentence, at)
    }) else {
        return Tense::Unknown;
    };
    let verb = chain[position];
    let auxiliaries: Vec<String> = sentence
        .children(verb)
        .filter(|&child| sentence.tokens[child].is("aux") || sentence.tokens[child].is("cop"))
        .map(lower)
        .collect();
    let has = |words: &[&str]| {
        auxiliaries
            .iter()
            .any(|word| words.contains(&word.as_str()))
    };
    let form = lower(verb);
    let infinitive = sentence
        .children(verb)
        .any(|child| sentence.tokens[child].is("mark") && lower(child) == "to");
    if has(&[
        "will",
        "shall",
        "'ll",
        "wo",
        "\u{2019}ll",
        "would",
        "may",
        "might",
        "could",
        "should",
        "must",
        "can",
    ]) {
        return Tense::Future;
    }
    // "is likely to face questions about the July 25 call": a date that only says which call is no part of the plan.
    if infinitive && is_attributive(sentence, token) {
        return Tense::Present;
    }
    // The word itself is the date: "in May" is no modal.
    // "plans talks": the parser may take the talks for a verb.
    let hangs_on_plan = sentence.tokens[verb].is("xcomp") || sentence.tokens[verb].is("obj");
    let is_planned = hangs_on_plan && chain.get(position + 1).is_some_and(plan);
    if infinitive || is_planned || chain[..position].iter().skip(1).any(plan) {
        return Tense::Future;
    }
    if has(&["was", "were", "had", "did", "has", "have", "been", "'ve"]) {
        return if plan(&verb) {
            Tense::Future
        } else {
            Tense::Past
        };
    }
    if has(&["is", "are", "'s", "'re", "am", "be"]) {
        return if plan(&verb) || form.ends_with("ing") {
            Tense::Future
        } else {
            Tense::Present
        };
    }
    let lemma = sentence.tokens[verb].lemma.as_str();
    if form.ends_with("ed")
        || PAST.contains(&form.as_str())
        || form != lemma && !form.ends_with('s') && !form.ends_with("ing")
    {
        return if matches!(form.as_str(), "scheduled" | "expected" | "slated") {
            Tense::Future
        } else {
            Tense::Past
        };
    }
    if form.ends_with("ing") {
        // A participle clause shares the tense of what it hangs on.
        return match sentence.tokens[verb].head {
            Some(head) if head != token && position + 1 < chain.len() => {
                by_tree(sentence, text, head)
            }
            _ => Tense::Unknown,
        };
    }
    // "Iran plans talks on Friday", "talks begin on Friday".
    if plan(&verb) || SCHEDULED.contains(&lemma) {
        Tense::Future
    } else {
        Tense::Present
    }
}

/// A date put before a noun without a preposition: "the July 25 call".
fn is_attributive(sentence: &Sentence, token: usize) -> bool {
    sentence.tokens[token]
        .head
        .is_some_and(|head| head > token && sentence.tokens[head].upos == "NOUN")
}

/// A noun or adjective that a copula makes the clause's predicate.
fn is_predicate(sentence: &Sentence, at: usize) -> bool {
    sentence
        .children(at)
        .any(|child| sentence.tokens[child].is("cop"))
}
