//! Turns the sources that [`attribution`] finds into filled slots: who they are and of what sort.

use std::ops::Range;

use dateline_kb::Knowledge;

use super::candidates::Candidate;
use super::discourse::How;
use super::grammar::{self, View};
use super::{Coder, attribution};
use crate::event::{Attribution, Filled, Party, SourceKind};

/// Common nouns for what is cited as a source; others are reasons: "citing security concerns".
const CITED: &[&str] = &[
    "report",
    "source",
    "document",
    "official",
    "witness",
    "statement",
    "data",
    "figure",
    "study",
    "survey",
    "expert",
    "medium",
    "newspaper",
    "agency",
    "network",
    "television",
    "record",
    "intelligence",
    "email",
    "letter",
    "memo",
];

impl Coder<'_> {
    pub(super) fn attribution(
        &self,
        number: usize,
        candidate: &Candidate,
    ) -> Vec<Filled<Attribution>> {
        let view = self.views[number];
        let mut sources = attribution::sources(view, number, candidate.anchor, self.cues);
        for &token in &candidate.sources {
            let known = sources
                .iter()
                .any(|s| s.token == token || view.sentence.is_under(token, s.token));
            let is_foreign = attribution::is_told(view, token)
                || attribution::speaks_of_another(view, token, candidate.anchor, self.cues);
            if !known && !is_foreign && !candidate.actors.contains(&token) {
                sources.push(attribution::Source {
                    sentence: number,
                    token,
                    verb: String::new(),
                });
            }
        }
        if sources.is_empty() {
            sources.extend(self.quoted_speaker(number));
        }
        // A word inside a phrase ("state-run") is no source, nor is a word of the act itself.
        sources.retain(|source| {
            let view = self.views[source.sentence];
            let inside = matches!(
                grammar::base(view.deprel(source.token)),
                "compound" | "amod" | "nummod" | "flat"
            );
            let is_source = matches!(view.upos(source.token), "NOUN" | "PROPN" | "PRON");
            is_source
                && !inside
                && !self.is_in_filed_line(view, source.token)
                && (source.verb != "citing" || self.is_cited(source.sentence, source.token))
                && (source.sentence != number || !candidate.words.contains(&source.token))
        });
        let phrases: Vec<Range<usize>> = sources
            .iter()
            .map(|s| self.phrase(s.sentence, s.token))
            .collect();
        let is_inner = |source: &&attribution::Source| {
            sources.iter().zip(&phrases).any(|(other, phrase)| {
                other != *source
                    && other.sentence == source.sentence
                    && phrase.contains(&source.token)
            })
        };
        let outer = sources.iter().filter(|source| !is_inner(source));
        outer.map(|source| self.source(source)).collect()
    }

    /// Whether a word stands in "GOMA, Congo (AFP) -" at the head of the report.
    fn is_in_filed_line(&self, view: View, token: usize) -> bool {
        let start = view.sentence.tokens[token].start;
        let filed = self.article.filed.as_ref();
        filed.is_some_and(|line| (line.start..line.end).contains(&start))
    }

    /// Whether what stands under "citing" is a source and no reason: a name, people, or something written.
    fn is_cited(&self, sentence: usize, token: usize) -> bool {
        let view = self.views[sentence];
        let has_sector = || {
            let party = self.discourse.party(sentence, token);
            party.is_some_and(|(party, _)| party.sector.is_some())
        };
        view.upos(token) != "NOUN"
            || CITED.contains(&view.lemma(token).to_lowercase().as_str())
            || has_sector()
    }

    /// The speaker of a sentence that stands in a quotation and names none, from the other sentences of its paragraph.
    pub(super) fn quoted_speaker(&self, number: usize) -> Option<attribution::Source> {
        let block = self.blocks[number];
        let same: Vec<usize> = (0..self.blocks.len())
            .filter(|&s| self.blocks[s] == block)
            .collect();
        attribution::speaker_of_quotation(self.views, &same, number, self.cues)
    }

    fn source(&self, source: &attribution::Source) -> Filled<Attribution> {
        let view = self.views[source.sentence];
        let bytes = view
            .sentence
            .bytes(self.phrase(source.sentence, source.token));
        let words = self.article.text.get(bytes.clone()).unwrap_or_default();
        let party = self.discourse.party(source.sentence, source.token);
        let kind = source_kind(
            view,
            source.token,
            party.as_ref().map(|(party, _)| party),
            self.knowledge,
        );
        let (name, country) = match party {
            Some((party, How::Named | How::Coreference)) => {
                (party.person.clone().unwrap_or(party.name), party.country)
            }
            Some((party, How::Context)) => (words.to_string(), party.country),
            None => (words.to_string(), None),
        };
        let verb = Some(source.verb.clone()).filter(|verb| !verb.is_empty());
        Filled::read(
            Attribution {
                name,
                kind,
                country,
                verb,
            },
            bytes,
            &self.article.text,
        )
    }
}

/// What sort of source a phrase names.
fn source_kind(
    view: View,
    token: usize,
    party: Option<&Party>,
    knowledge: &Knowledge,
) -> SourceKind {
    let lemma = view.lemma(token).to_lowercase();
    let role = party
        .and_then(|p| p.role.as_deref())
        .unwrap_or(&lemma)
        .to_lowercase();
    let is_named =
        view.sentence.name_at(token).is_some() || party.is_some_and(|p| p.person.is_some());
    const EXPERTS: &[&str] = &[
        "analyst",
        "expert",
        "researcher",
        "professor",
        "academic",
        "observer",
        "historian",
        "economist",
        "scholar",
        "fellow",
    ];
    const WITNESSES: &[&str] = &[
        "witness",
        "resident",
        "villager",
        "survivor",
        "passer-by",
        "neighbour",
        "neighbor",
        "eyewitness",
        "relative",
        "protester",
        "local",
    ];
    const UNNAMED: &[&str] = &[
        "source", "official", "person", "people", "somebody", "someone",
    ];
    if EXPERTS.iter().any(|word| role.contains(word)) {
        return SourceKind::Expert;
    }
    if WITNESSES.iter().any(|word| lemma == *word) {
        return SourceKind::Witness;
    }
    let words = view.sentence.span_text(view.noun_phrase(token), view.text);
    if let Some(outlet) =
        knowledge.outlet(words.trim_start_matches("the ").trim_start_matches("The "))
    {
        return if outlet.kind == "agency" {
            SourceKind::Agency
        } else {
            SourceKind::Media
        };
    }
    if UNNAMED.contains(&lemma.as_str()) && !is_named {
        return SourceKind::Unnamed;
    }
    match party.and_then(|p| p.sector.as_deref()) {
        Some("JRN") => SourceKind::Media,
        Some("MIL" | "PRM") => SourceKind::Military,
        Some("GOV" | "JUD" | "LEG" | "COP" | "SPY")
            if party.is_some_and(|p| p.person.is_some() || p.role.is_some()) =>
        {
            SourceKind::Official
        }
        Some("GOV" | "JUD" | "LEG" | "COP" | "SPY") => SourceKind::Government,
        Some("EDU") => SourceKind::Expert,
        Some(_) => SourceKind::Organisation,
        None if party.is_some_and(|p| p.country.is_some()) => SourceKind::Government,
        None => SourceKind::Unnamed,
    }
}
