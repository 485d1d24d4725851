//! Sentences to statements: who does what to whom, when, where, how many, according to whom, and how sure.
//!
//! The way of an article: [`discourse`] finds out whom its words mean; for each sentence [`candidates`] puts rules
//! ([`rules`], [`triggers`]) and trained heads together; [`status`], [`attribution`], [`time`], [`quantity`] and
//! [`circumstances`] fill the rest. [`grammar`] is the view of the tree that they share.

pub mod anaphora;
pub mod attribution;
pub mod candidates;
pub mod circumstances;
pub mod confidence;
pub mod discourse;
pub mod examples;
pub mod grammar;
mod numbers;
pub mod quantity;
pub mod reasons;
#[cfg(test)]
mod rule_tests;
pub mod rules;
mod scan;
pub mod status;
pub mod time;
pub mod trace;
pub mod triggers;

use std::ops::Range;

use dateline_kb::Knowledge;
use dateline_nlp::{NameKind, Sentence};
use dateline_page::{Article, BlockKind};
use jiff::civil::Date;

use crate::event::{
    Attribution, DatePrecision, Filled, Party, PlaceRef, Quantity, SourceKind, Span, Statement,
    When,
};
use crate::ontology::{EventType, Status};
use crate::pipeline::Annotation;

use candidates::Candidate;
use confidence::{Evidence, Grounds};
use discourse::{Discourse, How};
use grammar::View;
use rules::{Cues, Kind, Rules};
use trace::{Fate, Trace};
use triggers::Kinds;

/// What coding goes by.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub knowledge: &'a Knowledge,
    pub rules: &'a Rules,
    pub cues: &'a Cues,
    /// The day on which offices are looked up: the day of publication.
    pub on: Date,
}

/// Codes one annotated article: its statements in text order, those at least as sure as `sure_enough` (0 to 1).
///
/// What was seen and rejected on the way is written to `trace`, if there is one.
pub fn code(
    article: &Article,
    annotation: &Annotation,
    means: Means,
    sure_enough: f32,
    mut trace: Option<&mut Trace>,
) -> Vec<Statement> {
    let Means {
        knowledge,
        rules,
        cues,
        on,
    } = means;
    let text = article.text.as_str();
    let views: Vec<View> = annotation
        .sentences
        .iter()
        .map(|sentence| View::new(sentence, text))
        .collect();
    let discourse = Discourse::build(&views, &annotation.places, knowledge, on);
    let blocks = sentence_blocks(article, &annotation.sentences);
    let coder = Coder {
        article,
        annotation,
        knowledge,
        cues,
        views: &views,
        discourse: &discourse,
        blocks: &blocks,
    };
    let has_heads = annotation
        .sentences
        .iter()
        .any(|sentence| !sentence.mentions.is_empty());
    let mut statements = Vec::new();
    for (number, view) in views.iter().enumerate() {
        let site = SentenceKinds {
            discourse: &discourse,
            sentence: number,
            view: *view,
        };
        if let Some(trace) = trace.as_deref_mut() {
            trace.begin(*view, rules, &site);
        }
        for candidate in candidates::find(*view, rules, cues, &site, has_heads) {
            let seen = trace.is_some().then(|| candidate.clone());
            let fate = if candidate.confidence < sure_enough {
                Fate::Unsure(sure_enough)
            } else {
                let points_back = anaphora::points_back(*view, &candidate);
                let mut coded = coder.statement(number, candidate);
                if let Some(statement) = coded.as_mut().filter(|_| points_back)
                    && let Some(earlier) = anaphora::antecedent(statement, &statements)
                {
                    anaphora::take_over(statement, earlier);
                }
                fate_of(coded, &mut statements)
            };
            if let (Some(trace), Some(seen)) = (trace.as_deref_mut(), seen) {
                trace.add(number, seen, &discourse, fate);
            }
        }
    }
    statements
}

/// Keeps a statement and tells its number.
fn fate_of(coded: Option<Statement>, statements: &mut Vec<Statement>) -> Fate {
    let Some(statement) = coded else {
        return Fate::NoParty;
    };
    statements.push(statement);
    Fate::Given(statements.len() - 1)
}

/// The block of the article that each sentence stands in, by index.
fn sentence_blocks(article: &Article, sentences: &[Sentence]) -> Vec<usize> {
    let holds = |s: &Sentence| {
        article
            .blocks
            .iter()
            .position(|block| block.start <= s.start && s.start < block.end)
    };
    sentences
        .iter()
        .map(|sentence| holds(sentence).unwrap_or(0))
        .collect()
}

struct Coder<'a> {
    article: &'a Article,
    annotation: &'a Annotation,
    knowledge: &'a Knowledge,
    cues: &'a Cues,
    views: &'a [View<'a>],
    discourse: &'a Discourse<'a>,
    blocks: &'a [usize],
}

impl Coder<'_> {
    fn statement(&self, number: usize, candidate: Candidate) -> Option<Statement> {
        let view = self.views[number];
        let text = self.article.text.as_str();
        let place = self.place(number, &candidate);
        // Violence is done to those of the place, where nothing says whose they are.
        let is_local = matches!(
            candidate.event_type,
            EventType::Assault | EventType::Coerce | EventType::Protest
        );
        let scene = place
            .as_ref()
            .and_then(|place| place.value.country.as_deref())
            .filter(|_| is_local);
        let (mut actors, actor_grounds) = self.parties(number, &candidate.actors, is_local, scene);
        let (mut recipients, recipient_grounds) =
            self.parties(number, &candidate.recipients, is_local, scene);
        recipients.retain(|party| !actors.iter().any(|actor| actor.value == party.value));
        // Who talks with whom are both actors (PLOVER, plover.md 6); a visit has a host.
        let is_mutual = candidate.event_type == EventType::Consult
            && !candidate
                .modes
                .iter()
                .any(|mode| matches!(*mode, "visit" | "third-party"));
        if is_mutual {
            actors.append(&mut recipients);
        }
        // PLOVER codes no act without a party; a party that is nothing but words is none.
        let known = |side: &[Filled<Party>]| {
            side.iter()
                .any(|p| p.value.country.is_some() || p.value.sector.is_some())
        };
        if !known(&actors) && !known(&recipients) {
            return None;
        }
        let attribution = self.attribution(number, &candidate);
        let trigger = view
            .sentence
            .bytes(candidate.words[0]..candidate.words[candidate.words.len() - 1] + 1);
        Some(Statement {
            article: self.article.id.clone(),
            block: self.block_kind(number),
            sentence: number,
            span: Span {
                start: view.sentence.start,
                end: view.sentence.end,
            },
            trigger: trigger.into(),
            trigger_lemma: view.lemma(candidate.anchor).to_lowercase(),
            event_type: candidate.event_type,
            when: self.when(number, &candidate),
            place,
            quantities: self.quantities(number, &candidate, text),
            status: self.status(number, &candidate),
            modes: candidate.modes,
            contexts: self.contexts(view, candidate.contexts),
            actors,
            recipients,
            attribution,
            confidence: confidence::of(Evidence {
                act: candidate.confidence,
                actors: actor_grounds,
                recipients: recipient_grounds,
            }),
            coded_by: candidate.coded_by,
        })
    }

    fn block_kind(&self, number: usize) -> BlockKind {
        let block = self.article.blocks.get(self.blocks[number]);
        block.map_or(BlockKind::Paragraph, |block| block.kind)
    }

    /// How the act stands; headlines tell what has happened in the present tense and what will in the infinitive.
    fn status(&self, number: usize, candidate: &Candidate) -> Status {
        let view = self.views[number];
        let is_present = view.is_verb(candidate.anchor)
            && !view.is_infinitive(candidate.anchor)
            && view.by_relation(candidate.anchor, "aux").next().is_none();
        let unfolds = matches!(candidate.status, Status::Planned | Status::Ongoing);
        let is_deed = !matches!(candidate.event_type, EventType::Agree | EventType::Threaten);
        if self.block_kind(number) == BlockKind::Title && is_present && unfolds && is_deed {
            return Status::Happened;
        }
        candidate.status
    }

    /// The contexts of the act's own words and of its sentence (PLOVER reads contexts from the surroundings).
    fn contexts(&self, view: View, mut contexts: Vec<&'static str>) -> Vec<&'static str> {
        for i in 0..view.word_count() {
            let has_modifier = |wanted: &str| {
                view.modifiers(i)
                    .any(|c| view.lemma(c).eq_ignore_ascii_case(wanted) || view.lower(c) == wanted)
            };
            contexts.extend(self.cues.contexts(
                &view.lemma(i).to_lowercase(),
                &view.lower(i),
                has_modifier,
            ));
        }
        contexts.sort_unstable();
        contexts.dedup();
        contexts
    }

    /// The parties of one side, and what the weakest of them rests on.
    fn parties(
        &self,
        number: usize,
        heads: &[usize],
        is_local: bool,
        scene: Option<&str>,
    ) -> (Vec<Filled<Party>>, Grounds) {
        let view = self.views[number];
        let mut parties: Vec<Filled<Party>> = Vec::new();
        let mut grounds = Grounds::Named;
        for &head in heads {
            // A word inside another party's phrase is that party again.
            if heads
                .iter()
                .any(|&other| other != head && self.is_inside(view, head, other))
            {
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
            let found = self.discourse.party(number, head);
            grounds = grounds.max(match &found {
                Some((party, How::Named)) if party.country.is_some() => Grounds::Named,
                Some((party, How::Coreference)) if party.country.is_some() => Grounds::Coreference,
                Some((_, How::Context)) => Grounds::Context,
                Some(_) | None => Grounds::Words,
            });
            let party = match found {
                Some((mut party, How::Context)) => {
                    party.country = scene.map(str::to_string).or(party.country);
                    party
                }
                Some((party, _)) => party,
                // What is neither known nor a thing or person by name ("international") is no party.
                None if !matches!(view.upos(head), "NOUN" | "PROPN" | "PRON" | "NUM") => continue,
                None => {
                    let name = self
                        .article
                        .text
                        .get(bytes.clone())
                        .unwrap_or_default()
                        .to_string();
                    let person = view
                        .sentence
                        .name_at(head)
                        .filter(|n| n.kind == NameKind::Person)
                        .map(|_| name.clone());
                    // "Police dragged 14 of them away": people of the country that the article is about.
                    let local = scene.or_else(|| self.discourse.home().filter(|_| is_local));
                    Party {
                        country: local.filter(|_| person.is_none()).map(str::to_string),
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
        (parties, grounds)
    }

    /// Whether a word modifies another within one phrase ("Korean" of "North Korean officials").
    fn is_inside(&self, view: View, inner: usize, outer: usize) -> bool {
        view.head(inner) == Some(outer)
            && matches!(
                grammar::base(view.deprel(inner)),
                "amod" | "compound" | "flat" | "nmod" | "nummod" | "det"
            )
            && view.preposition(inner).is_none()
    }

    /// The words of a participant: its noun phrase, with the whole of a name.
    fn phrase(&self, number: usize, head: usize) -> Range<usize> {
        let view = self.views[number];
        let mut range = view.noun_phrase(head);
        if let Some(name) = view.sentence.name_at(head) {
            range = range.start.min(name.first)..range.end.max(name.end);
        }
        range
    }

    fn when(&self, number: usize, candidate: &Candidate) -> Option<Filled<When>> {
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

    fn place(&self, number: usize, candidate: &Candidate) -> Option<Filled<PlaceRef>> {
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
            if !hinted && !is_goal && (is_side || !circumstances::says_where(view, head)) {
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

    fn quantities(
        &self,
        number: usize,
        candidate: &Candidate,
        text: &str,
    ) -> Vec<Filled<Quantity>> {
        let view = self.views[number];
        let mut found = Vec::new();
        for mention in quantity::find(view.sentence, text) {
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
            let is_side = sides
                .clone()
                .any(|&side| side == counted || view.head(counted) == Some(side));
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

    fn attribution(&self, number: usize, candidate: &Candidate) -> Vec<Filled<Attribution>> {
        let view = self.views[number];
        let mut sources = attribution::sources(view, number, candidate.anchor, self.cues);
        for &token in &candidate.sources {
            let known = sources
                .iter()
                .any(|s| s.token == token || view.sentence.is_under(token, s.token));
            let is_foreign =
                attribution::speaks_of_another(view, token, candidate.anchor, self.cues);
            if !known && !is_foreign && !candidate.actors.contains(&token) {
                sources.push(attribution::Source {
                    sentence: number,
                    token,
                    verb: String::new(),
                });
            }
        }
        if sources.is_empty() {
            let block = self.blocks[number];
            let same: Vec<usize> = (0..self.blocks.len())
                .filter(|&s| self.blocks[s] == block)
                .collect();
            sources.extend(attribution::speaker_of_quotation(
                self.views, &same, number, self.cues,
            ));
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

/// The tokens of a sentence that lie in a byte range.
pub fn tokens_in(sentence: &Sentence, bytes: Range<usize>) -> Range<usize> {
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

/// Answers what the words of one sentence stand for, for the conditions of rules.
struct SentenceKinds<'a> {
    discourse: &'a Discourse<'a>,
    sentence: usize,
    view: View<'a>,
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
            Kind::Place => {
                name == Some(NameKind::Location) || self.discourse.is_located(self.sentence, token)
            }
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
