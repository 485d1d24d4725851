//! According to whom: the chain of sources of an act, outermost first.
//!
//! Read off the tree: the speech verbs above the trigger's clause with their subjects, "according to X", "citing Y",
//! "as quoted by Z"; and for quotations that go on over several sentences, the speaker named in the same paragraph.

use super::grammar::{View, base};
use super::rules::{Cues, Part, Slot};

/// A source's head word and the verb (or phrase) that makes it one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub sentence: usize,
    pub token: usize,
    pub verb: String,
}

/// Prepositions that put a clause down to what follows.
const ACCORDING: &[&str] = &["according to", "according"];

/// The sources of a trigger within its sentence, outermost first.
pub fn sources(view: View, sentence: usize, trigger: usize, cues: &Cues) -> Vec<Source> {
    let mut chain: Vec<Source> = Vec::new();
    let mut here = trigger;
    collect_adverbial(view, sentence, here, &mut chain);
    for _ in 0..10 {
        let Some(above) = view.head(here) else { break };
        let relation = base(view.deprel(here));
        if matches!(
            relation,
            "ccomp" | "parataxis" | "xcomp" | "obj" | "obl" | "advcl"
        ) && is_speech(cues, view, above)
        {
            let speaks = matches!(relation, "ccomp" | "parataxis")
                || (relation == "xcomp"
                    && matches!(view.lemma(above), "claim" | "report" | "say" | "believe"))
                || (relation == "obj"
                    && matches!(
                        view.lemma(above),
                        "report" | "announce" | "confirm" | "deny"
                    ));
            if speaks && above != trigger {
                push_subject(view, sentence, above, &mut chain);
            }
        }
        // "The attack killed nine, the ministry said": the parser may put the speech verb below the clause.
        here = above;
        collect_adverbial(view, sentence, here, &mut chain);
    }
    for word in std::iter::once(trigger).chain(view.sentence.ancestors(trigger)) {
        for child in view
            .by_relation(word, "parataxis")
            .chain(view.by_relation(word, "ccomp"))
        {
            // "accused Rwanda, which Kigali denies": what has an object of its own says something else.
            if is_speech(cues, view, child)
                && !view.sentence.is_under(trigger, child)
                && base(view.deprel(child)) == "parataxis"
                && view.by_relation(child, "obj").next().is_none()
            {
                push_subject(view, sentence, child, &mut chain);
                collect_adverbial(view, sentence, child, &mut chain);
            }
        }
    }
    chain.reverse();
    chain
}

/// Whether a word is the speaker of a clause that the act is no part of: "they deployed 11,000, but sources claim ...".
pub fn speaks_of_another(view: View, token: usize, trigger: usize, cues: &Cues) -> bool {
    let Some(verb) = view.head(token) else {
        return false;
    };
    let has_clause = view.by_relation(verb, "ccomp").next().is_some();
    base(view.deprel(token)) == "nsubj"
        && is_speech(cues, view, verb)
        && has_clause
        && base(view.deprel(verb)) == "conj"
        && !view.sentence.is_under(trigger, verb)
}

/// Whether a word is whom something is told: "the general told a reporter that ...".
pub fn is_told(view: View, token: usize) -> bool {
    matches!(base(view.deprel(token)), "iobj" | "obj")
        && view.head(token).is_some_and(|verb| {
            matches!(
                view.lemma(verb),
                "tell" | "inform" | "remind" | "assure" | "notify" | "brief"
            )
        })
}

/// Whether a word is a verb of speech whose subject is a source.
pub(super) fn is_speech(cues: &Cues, view: View, i: usize) -> bool {
    let found = cues.speech(view.lemma(i), &view.lower(i), Part::Verb);
    view.is_verb(i)
        && found
            .iter()
            .any(|(cue, pattern)| pattern.object.is_none() && cue.source.contains(&Slot::Subject))
}

fn push_subject(view: View, sentence: usize, verb: usize, chain: &mut Vec<Source>) {
    let subjects = if view.is_passive(verb) {
        view.patients(verb)
    } else {
        view.agents(verb)
    };
    for token in subjects {
        let impersonal = matches!(
            view.lower(token).as_str(),
            "it" | "there" | "which" | "that"
        );
        if !impersonal && !chain.iter().any(|source| source.token == token) {
            chain.push(Source {
                sentence,
                token,
                verb: view.lower(verb),
            });
        }
    }
}

/// "according to X", "citing Y", "as quoted by Z", "in a statement to W" at a word.
fn collect_adverbial(view: View, sentence: usize, word: usize, chain: &mut Vec<Source>) {
    for child in view.children(word) {
        let relation = base(view.deprel(child));
        let preposition = view.preposition(child);
        if matches!(relation, "obl" | "nmod" | "parataxis" | "advmod")
            && preposition
                .as_deref()
                .is_some_and(|p| ACCORDING.contains(&p))
        {
            for token in view.with_conjuncts(child) {
                // "according to a report by the Post": whose report it is.
                let token = reporter(view, token);
                add(
                    chain,
                    Source {
                        sentence,
                        token,
                        verb: "according to".into(),
                    },
                );
            }
        } else if relation == "advcl" && view.lower(child) == "citing" {
            // The cited source stands behind the one that cites it, so nearer to the act.
            for object in view
                .by_relation(child, "obj")
                .flat_map(|o| view.with_conjuncts(o))
            {
                let source = Source {
                    sentence,
                    token: object,
                    verb: "citing".into(),
                };
                if !chain.iter().any(|known| known.token == source.token) {
                    chain.insert(0, source);
                }
            }
        } else if relation == "advcl"
            && matches!(view.lower(child).as_str(), "quoted" | "cited" | "reported")
        {
            for token in view.slot(child, None, &Slot::Preposition("by")) {
                add(
                    chain,
                    Source {
                        sentence,
                        token,
                        verb: format!("{} by", view.lower(child)),
                    },
                );
            }
        }
    }
}

fn add(chain: &mut Vec<Source>, source: Source) {
    if !chain.iter().any(|known| known.token == source.token) {
        chain.push(source);
    }
}

/// Whose "report", "statement" or "study" it is, where that is said.
fn reporter(view: View, token: usize) -> usize {
    if !matches!(
        view.lemma(token),
        "report"
            | "statement"
            | "study"
            | "survey"
            | "account"
            | "article"
            | "data"
            | "figure"
            | "release"
            | "document"
    ) {
        return token;
    }
    let owner = view.by_relation(token, "nmod:poss").next();
    owner
        .or_else(|| {
            let by = |c: &usize| {
                view.preposition(*c)
                    .is_some_and(|p| matches!(p.as_str(), "by" | "from" | "in"))
            };
            view.by_relation(token, "nmod")
                .chain(view.by_relation(token, "obl"))
                .chain(view.by_relation(token, "acl"))
                .find(by)
        })
        .or_else(|| {
            view.by_relation(token, "compound")
                .find(|&c| view.sentence.name_at(c).is_some())
        })
        .unwrap_or(token)
}

/// The speaker of a sentence in quotation marks that names none itself: the one named last before it in its block,
/// else the first after it.
pub fn speaker_of_quotation(
    views: &[View],
    block: &[usize],
    sentence: usize,
    cues: &Cues,
) -> Option<Source> {
    if !is_quotation(&views[sentence]) {
        return None;
    }
    let position = block.iter().position(|&s| s == sentence)?;
    let before = block[..position].iter().rev();
    let after = block[position + 1..].iter().take(1);
    before.chain(after).find_map(|&other| {
        let view = views[other];
        let verb = (0..view.word_count())
            .find(|&i| is_speech(cues, view, i) && has_quotation_mark(&view))?;
        let token = view.agents(verb).into_iter().next()?;
        Some(Source {
            sentence: other,
            token,
            verb: view.lower(verb),
        })
    })
}

fn has_quotation_mark(view: &View) -> bool {
    (0..view.word_count()).any(|i| matches!(view.word(i), "\"" | "“" | "”" | "''" | "``"))
}

/// A sentence inside quotation marks: it opens or closes them, or the first person speaks in it.
fn is_quotation(view: &View) -> bool {
    let words = view.sentence.text(view.text).trim();
    let first_person = (0..view.word_count())
        .any(|i| matches!(view.lower(i).as_str(), "we" | "i" | "our" | "my" | "us"));
    words.starts_with(['"', '“']) || words.ends_with(['"', '”']) || first_person
}
