//! Fills the slots of a statement: its parties, day, place and quantities, each with the words that say it.

use std::ops::Range;

use dateline_nlp::{NameKind, Sentence};

use super::arguments::phrase_head;
use super::attribution::{self, Source};
use super::candidates::Candidate;
use super::discourse::{Act, How};
use super::grammar::{View, base};
use super::quantity::QuantityMention;
use super::{Coder, circumstances, time};
use crate::confidence::{Grounds, Side};
use crate::event::{DatePrecision, Filled, Party, PlaceRef, Quantity, When};

/// The chance from which the surroundings are believed against whom a word seems to mean.
const SURE: f32 = 0.6;

/// Words by which a speaker names himself or those he speaks for.
const SELF: &[&str] = &["i", "me", "my", "we", "us", "our"];

impl Coder<'_> {
    /// The parties that some words of a candidate's sentence mean in a role, and what they rest on.
    pub(super) fn parties(
        &self,
        number: usize,
        candidate: &Candidate,
        role: &str,
        heads: &[usize],
        act: Act<'_>,
    ) -> (Vec<Filled<Party>>, Side) {
        let view = self.views[number];
        let mut parties: Vec<Filled<Party>> = Vec::new();
        let mut grounds = Grounds::Named;
        let mut placed = 1.0_f32;
        // "We reject it," the minister said: the speaker is there already.
        let speakers: Vec<(usize, usize)> = heads
            .iter()
            .filter_map(|&head| self.speaker_of(number, head))
            .map(|(_, source)| (source.sentence, source.token))
            .collect();
        for &head in heads {
            if speakers.contains(&(number, head)) {
                continue;
            }
            // A word inside another party's phrase is that party again, and so is its name after a comma.
            if heads.iter().any(|&other| {
                other != head
                    && (self.is_inside(view, head, other)
                        || self.is_named_again(number, head, other)
                        || self.is_one_of(number, head, other))
            }) {
                continue;
            }
            let range = self.phrase(number, head);
            let bytes = view.sentence.bytes(range);
            let several = self.discourse.several(number, head);
            if !several.is_empty() {
                let fresh = several
                    .into_iter()
                    .filter(|p| !parties.iter().any(|known| known.value == *p));
                let fresh: Vec<Party> = fresh.collect();
                parties.extend(
                    fresh
                        .into_iter()
                        .map(|p| Filled::read(p, bytes.clone(), &self.article.text)),
                );
                grounds = grounds.max(Grounds::Coreference);
                continue;
            }
            let speaker = self.speaker_meant(number, head);
            let found = match &speaker {
                Some(speaker) if view.upos(head) == "PRON" => {
                    Some((speaker.clone(), How::Coreference))
                }
                _ => self.discourse.party(number, head),
            };
            grounds = grounds.max(match &found {
                Some((party, How::Named)) if party.country.is_some() => Grounds::Named,
                Some((party, How::Coreference)) if party.country.is_some() => Grounds::Coreference,
                Some((_, How::Context)) => Grounds::Context,
                Some(_) | None => Grounds::Words,
            });
            let words = self.article.text.get(bytes.clone()).unwrap_or_default();
            let says_itself = |p: &Party, how| how == How::Named && p.country.is_some();
            let spoken_for = speaker.and_then(|party| party.country);
            let fitting = match &found {
                Some((party, how)) if says_itself(party, *how) => party.country.clone(),
                _ if spoken_for.is_some() => spoken_for,
                _ => {
                    let around = self.discourse.surroundings(number, head, act);
                    placed = placed.min(around.as_ref().map_or(0.0, |(_, chance)| *chance));
                    // "the minister", after one was named.
                    let is_description = view.upos(head) != "PRON"
                        && matches!(&found, Some((party, _)) if party.person.is_some());
                    let meant = found.as_ref().filter(|(_, how)| *how == How::Coreference);
                    match (around, meant.and_then(|(party, _)| party.country.clone())) {
                        (Some((_, chance)), Some(meant)) if is_description || chance < SURE => {
                            Some(meant)
                        }
                        (around, _) => around.map(|(country, _)| country),
                    }
                }
            };
            let party = match found {
                // Where the surroundings speak against whom a word seems to mean, it is somebody else.
                Some((party, How::Coreference))
                    if party.country.is_some() && party.country != fitting =>
                {
                    Party {
                        name: words.to_string(),
                        country: fitting,
                        sector: party.sector,
                        sectors: party.sectors,
                        ..Party::default()
                    }
                }
                Some((party, _)) => Party {
                    country: fitting,
                    ..party
                },
                // What is neither known nor a thing or person by name ("international") is no party.
                None if !matches!(view.upos(head), "NOUN" | "PROPN" | "PRON" | "NUM") => continue,
                None => {
                    let name = words.to_string();
                    let person = view
                        .sentence
                        .name_at(head)
                        .filter(|n| n.kind == NameKind::Person)
                        .map(|_| name.clone());
                    Party {
                        country: fitting,
                        name,
                        person,
                        ..Party::default()
                    }
                }
            };
            if !parties.iter().any(|known| known.value == party) {
                parties.push(Filled::read(party, bytes, &self.article.text));
            }
        }
        if parties.is_empty() {
            grounds = Grounds::Nobody;
        }
        let side = Side {
            grounds,
            seen: seen(view, candidate, role, heads),
            placed,
            is_several: parties.len() > 1,
        };
        (parties, side)
    }

    /// Whom "I", "we" and "our forces" mean in what somebody is quoted with: the speaker, or the state that he speaks for. `None` where
    /// no speaker is told.
    fn speaker_meant(&self, number: usize, head: usize) -> Option<Party> {
        let view = self.views[number];
        let (pronoun, source) = self.speaker_of(number, head)?;
        let (speaker, _) = self.discourse.party(source.sentence, source.token)?;
        let is_one = matches!(view.lower(pronoun).as_str(), "i" | "me" | "my");
        let is_of_state = matches!(speaker.sector.as_deref(), Some("GOV" | "MIL"));
        let state = (!is_one && is_of_state)
            .then_some(speaker.country.as_ref())
            .flatten();
        Some(match state.and_then(|code| self.knowledge.country(code)) {
            None => speaker,
            Some(state) => Party {
                name: state.name.clone(),
                country: speaker.country,
                sector: speaker.sector,
                sectors: speaker.sectors,
                ..Party::default()
            },
        })
    }

    /// The first-person pronoun that a word is or that says whose it is, and who speaks.
    fn speaker_of(&self, number: usize, head: usize) -> Option<(usize, Source)> {
        let view = self.views[number];
        let is_self = |i: usize| SELF.contains(&view.lower(i).as_str());
        let owner = || view.by_relation(head, "nmod:poss").find(|&i| is_self(i));
        let pronoun = if is_self(head) { head } else { owner()? };
        let within = attribution::sources(view, number, pronoun, self.cues).pop();
        let source = within.or_else(|| self.quoted_speaker(number))?;
        Some((pronoun, source))
    }

    /// "the ambassador to Iraq, Ryan Crocker": whether a name stands beside a description of the same person. The items of a list
    /// are now and then parsed so: what says its own country, another one, is not meant.
    fn is_named_again(&self, number: usize, name: usize, described: usize) -> bool {
        let view = self.views[number];
        let country = |head| {
            let (party, how) = self.discourse.party(number, head)?;
            party.country.filter(|_| how == How::Named)
        };
        base(view.deprel(name)) == "appos"
            && view.head(name) == Some(described)
            && country(name).is_none_or(|named| country(described).as_ref() == Some(&named))
    }

    /// "Chile" of "the foreign ministers of Norway and Chile", who are parties of both.
    fn is_one_of(&self, number: usize, inner: usize, outer: usize) -> bool {
        let mut above = self.views[number].sentence.ancestors(inner);
        above.any(|word| word == outer) && self.discourse.several(number, outer).len() > 1
    }

    /// Whether a word modifies another within one phrase ("Korean" of "North Korean officials"), alone or joined with others
    /// ("Japanese" of "Korean and Japanese officials").
    fn is_inside(&self, view: View, inner: usize, outer: usize) -> bool {
        if base(view.deprel(inner)) == "conj" {
            let first = view.head(inner);
            return first.is_some_and(|first| first != outer && self.is_inside(view, first, outer));
        }
        view.head(inner) == Some(outer)
            && matches!(
                base(view.deprel(inner)),
                "amod" | "compound" | "flat" | "nmod" | "nummod" | "det"
            )
            && view.preposition(inner).is_none()
    }

    /// The words of a participant: its noun phrase, with the whole of a name.
    pub(super) fn phrase(&self, number: usize, head: usize) -> Range<usize> {
        let view = self.views[number];
        let mut range = view.noun_phrase(head);
        if let Some(name) = view.sentence.name_at(head) {
            range = range.start.min(name.first)..range.end.max(name.end);
        }
        range
    }

    pub(super) fn when(&self, number: usize, candidate: &Candidate) -> Option<Filled<When>> {
        let view = self.views[number];
        let published = crate::pipeline::published_day(self.article);
        let mut best: Option<(usize, usize, When, &time::TimeMention)> = None;
        for mention in self.annotation.times_in(view.sentence) {
            let Some((from, to)) = mention.event_days(published) else {
                continue;
            };
            let tokens = tokens_in(view.sentence, mention.start..mention.end);
            if tokens.is_empty() || from > to {
                continue;
            }
            let Some(bond) = circumstances::bond(view, candidate, tokens.clone(), &candidate.dates)
            else {
                continue;
            };
            let distance = tokens.start.abs_diff(candidate.anchor);
            if best.is_none_or(|(b, d, _, _)| (bond, distance) < (b, d)) {
                let whole = mention.from == Some(from) && mention.to == Some(to);
                let precision = if whole {
                    mention.precision
                } else {
                    DatePrecision::Span
                };
                best = Some((
                    bond,
                    distance,
                    When {
                        from,
                        to,
                        precision,
                    },
                    mention,
                ));
            }
        }
        let (_, _, when, mention) = best?;
        Some(Filled::read(
            when,
            mention.start..mention.end,
            &self.article.text,
        ))
    }

    pub(super) fn place(&self, number: usize, candidate: &Candidate) -> Option<Filled<PlaceRef>> {
        let view = self.views[number];
        let mut best: Option<(usize, usize, &Filled<PlaceRef>)> = None;
        for place in self.annotation.places_in(view.sentence) {
            let tokens = tokens_in(view.sentence, place.span?.range());
            if tokens.is_empty() {
                continue;
            }
            let head = view.sentence.head_of(tokens.clone());
            let hinted = candidate.places.iter().any(|p| tokens.contains(p));
            // Where the visitor goes is where the visit is; else a participant's country is no place of the act.
            let is_goal =
                candidate.modes.contains(&"visit") && candidate.recipients.contains(&head);
            let is_side = candidate.actors.contains(&head) || candidate.recipients.contains(&head);
            let is_elsewhere = || {
                is_side || !circumstances::says_where(view, head) || self.says_whose(number, head)
            };
            if !hinted && !is_goal && is_elsewhere() {
                continue;
            }
            let bond = if is_goal {
                Some(3)
            } else {
                circumstances::bond(view, candidate, tokens.clone(), &candidate.places)
            };
            let Some(bond) = bond else { continue };
            let distance = head.abs_diff(candidate.anchor);
            if best.is_none_or(|(b, d, _)| (bond, distance) < (b, d)) {
                best = Some((bond, distance, place));
            }
        }
        best.map(|(_, _, place)| place.clone())
    }

    /// "the president of Peru", "mediators from the United States", "US troops": a place that says whose somebody is.
    fn says_whose(&self, number: usize, place: usize) -> bool {
        let view = self.views[number];
        let whose = match view.preposition(place).as_deref() {
            None => base(view.deprel(place)) == "compound",
            Some(preposition) => matches!(preposition, "of" | "from" | "for" | "to"),
        };
        let owner = view
            .head(place)
            .filter(|_| whose && base(view.deprel(place)) != "obl");
        owner
            .and_then(|owner| self.discourse.party(number, owner))
            .is_some_and(|(party, _)| party.sector.is_some() || party.person.is_some())
    }

    /// Those of the sentence's quantities that the act is about.
    pub(super) fn quantities(
        &self,
        number: usize,
        candidate: &Candidate,
        mentions: &[QuantityMention],
    ) -> Vec<Filled<Quantity>> {
        let view = self.views[number];
        let text = &self.article.text;
        let mut found = Vec::new();
        for mention in mentions {
            let noun = mention.noun;
            let tokens = tokens_in(view.sentence, mention.start..mention.end);
            let hinted = candidate
                .quantities
                .iter()
                .any(|q| tokens.contains(q) || Some(*q) == noun);
            let sides = candidate
                .actors
                .iter()
                .chain(&candidate.recipients)
                .chain(&candidate.words);
            let counted = noun.unwrap_or(mention.token);
            // "in two attacks", "according to two lawyers": what hangs on the act with a preposition is not what it counts.
            let is_counted = view.preposition(counted).is_none();
            let is_side = sides
                .clone()
                .any(|&side| side == counted || is_counted && view.head(counted) == Some(side));
            if !hinted && !is_side {
                continue;
            }
            let role = circumstances::quantity_role(view, candidate, mention.role, counted);
            let quantity = Quantity {
                value: mention.value,
                low: mention.low,
                high: mention.high,
                approximate: mention.approximate,
                of: mention.of.clone(),
                role,
            };
            found.push(Filled::read(quantity, mention.start..mention.end, text));
        }
        found
    }
}

/// The chance that the heads give to the one of some words of which they are least sure to have a role in an act; 0 where they
/// see none.
fn seen(view: View, candidate: &Candidate, role: &str, heads: &[usize]) -> f32 {
    let Some(mention) = view.sentence.mention_at(candidate.anchor) else {
        return 0.0;
    };
    let of_head = |head: &usize| {
        let arguments = mention.arguments.iter();
        let of_role = arguments.filter(|a| a.role == role && phrase_head(view, a.token) == *head);
        of_role.map(|a| a.score).fold(0.0, f32::max)
    };
    heads.iter().map(of_head).reduce(f32::min).unwrap_or(0.0)
}

/// The tokens of a sentence that lie in a byte range.
pub(super) fn tokens_in(sentence: &Sentence, bytes: Range<usize>) -> Range<usize> {
    let first = sentence
        .tokens
        .iter()
        .position(|token| token.end > bytes.start);
    let last = sentence
        .tokens
        .iter()
        .rposition(|token| token.start < bytes.end);
    match (first, last) {
        (Some(first), Some(last)) if first <= last => first..last + 1,
        _ => 0..0,
    }
}
