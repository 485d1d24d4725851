//! What the words of one sentence stand for, as the conditions of rules ask it.

use dateline_nlp::NameKind;

use super::discourse::Discourse;
use super::grammar::View;
use super::rules::Kind;
use super::time;
use super::triggers::Kinds;
use crate::event::Party;

/// Answers what the words of one sentence stand for, for the conditions of rules.
pub(super) struct SentenceKinds<'a> {
    pub(super) discourse: &'a Discourse<'a>,
    pub(super) sentence: usize,
    pub(super) view: View<'a>,
}

impl Kinds for SentenceKinds<'_> {
    fn is(&self, token: usize, kind: Kind) -> bool {
        let name = self.view.sentence.name_at(token).map(|name| name.kind);
        let upos = self.view.upos(token);
        match kind {
            Kind::Pronoun => upos == "PRON",
            Kind::Number => {
                upos == "NUM" || self.view.by_relation(token, "nummod").next().is_some()
            }
            Kind::Money => {
                self.view
                    .children(token)
                    .any(|c| self.view.upos(c) == "SYM")
                    || upos == "SYM"
                    || matches!(
                        self.view.lemma(token),
                        "dollar"
                            | "euro"
                            | "pound"
                            | "yen"
                            | "money"
                            | "fund"
                            | "rouble"
                            | "ruble"
                            | "yuan"
                    )
            }
            Kind::Date => time::lexicon_says_date(&self.view.lower(token)),
            Kind::Name => name.is_some(),
            Kind::Place => self.discourse.is_place(self.sentence, token),
            Kind::Person => {
                name == Some(NameKind::Person)
                    || self.party(token).is_some_and(|p| p.person.is_some())
            }
            Kind::Organisation => name == Some(NameKind::Organisation),
            Kind::Country => self.party(token).is_some_and(|p| {
                p.country.is_some()
                    && p.person.is_none()
                    && (name == Some(NameKind::Location) || p.sector.is_none() || upos == "PROPN")
            }),
            Kind::Role => upos != "PRON" && self.party(token).is_some_and(|p| p.sector.is_some()),
            Kind::Actor => {
                (upos == "PRON"
                    && !matches!(
                        self.view.lower(token).as_str(),
                        "it" | "which" | "that" | "this" | "what"
                    ))
                    || !self.discourse.is_weak(self.sentence, token)
                        && !self.discourse.is_located(self.sentence, token)
                        && self.party(token).is_some_and(|p| {
                            p.person.is_some() || p.sector.is_some() || p.country.is_some()
                        })
                    || matches!(name, Some(NameKind::Person | NameKind::Organisation))
            }
        }
    }
}

impl SentenceKinds<'_> {
    fn party(&self, token: usize) -> Option<Party> {
        self.discourse
            .party(self.sentence, token)
            .map(|(party, _)| party)
    }
}
