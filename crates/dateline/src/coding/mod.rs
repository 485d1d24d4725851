//! Sentences to statements: who does what to whom, when, where, how many, according to whom, and how sure.
//!
//! The way of an article: [`discourse`] finds out whom its words mean; for each sentence [`candidates`] puts rules
//! ([`rules`], [`triggers`]) and trained heads together; `fill` and `sources` fill the slots, by what [`status`],
//! [`attribution`], [`time`], [`quantity`] and [`circumstances`] say. [`grammar`] is the view of the tree that they share.

pub mod anaphora;
mod arguments;
pub mod attribution;
pub mod candidates;
pub mod circumstances;
pub mod discourse;
pub mod examples;
mod fill;
pub mod grammar;
mod kinds;
pub mod left_out;
mod numbers;
pub mod quantity;
pub mod reasons;
#[cfg(test)]
mod rule_tests;
pub mod rules;
mod scan;
mod sources;
pub mod status;
pub mod time;
pub mod trace;
pub mod triggers;

use dateline_kb::Knowledge;
use dateline_nlp::Sentence;
use dateline_page::{Article, BlockKind};
use jiff::civil::Date;

use crate::confidence::Evidence;
use crate::event::{Filled, Party, Span, Statement, When};
use crate::ontology::{EventType, Status};
use crate::pipeline::{Annotation, is_article};
use crate::reader;

use candidates::Candidate;
use discourse::{Act, Discourse, How};
use grammar::View;
use kinds::SentenceKinds;
use quantity::QuantityMention;
use rules::{Cues, Rules};
use trace::{Fate, Trace};

/// What coding goes by.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    pub knowledge: &'a Knowledge,
    pub rules: &'a Rules,
    pub cues: &'a Cues,
    /// The day on which offices are looked up: the day of publication.
    pub on: Date,
}

/// Codes one annotated article: its statements in text order, those that are sure enough.
///
/// What was seen and rejected on the way is written to `trace`, if there is one.
pub fn code(
    article: &Article,
    annotation: &Annotation,
    means: Means,
    mut trace: Option<&mut Trace>,
) -> Vec<Statement> {
    let mut statements = as_told(article, annotation, means, trace.as_deref_mut());
    // Whom a text means that is no article, nobody can say but the sentence.
    if is_article(article) {
        left_out::fill(&mut statements, means.knowledge);
    }
    // PLOVER codes no act without a party.
    let is_given: Vec<bool> = statements.iter().map(Statement::has_known_party).collect();
    if let Some(trace) = trace {
        trace.leave_out(&is_given);
    }
    let mut is_given = is_given.into_iter();
    statements.retain(|_| is_given.next().unwrap_or_default());
    statements
}

/// The statements as their sentences tell them, those without any party among them.
pub fn as_told(
    article: &Article,
    annotation: &Annotation,
    means: Means,
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
    let outlet = reader::outlet_of(article, knowledge).and_then(|outlet| outlet.country.as_deref());
    let discourse = Discourse::build(&views, &annotation.places, knowledge, on, outlet);
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
    let sure_enough = candidates::sure_enough(is_article(article));
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
        let mut said: Option<Said> = None;
        for candidate in candidates::find(*view, rules, cues, &site, has_heads) {
            let seen = trace.is_some().then(|| candidate.clone());
            let fate = if candidate.confidence < sure_enough {
                Fate::Unsure(sure_enough)
            } else {
                let points_back = anaphora::points_back(*view, &candidate);
                let said = said.get_or_insert_with(|| coder.said(*view));
                let mut statement = coder.statement(number, candidate, said);
                if points_back && let Some(earlier) = anaphora::antecedent(&statement, &statements)
                {
                    anaphora::take_over(&mut statement, earlier);
                }
                if let Some(earlier) = anaphora::held(&statement, &statements) {
                    anaphora::mean_held(&mut statement, earlier);
                }
                if let Some(earlier) = anaphora::answered(&statement, &statements) {
                    statement.recipients = earlier.actors.clone();
                    statement.coded_by.push("discourse:answer".to_string());
                }
                statements.push(statement);
                Fate::Given(statements.len() - 1)
            };
            if let (Some(trace), Some(seen)) = (trace.as_deref_mut(), seen) {
                trace.add(number, seen, &discourse, fate);
            }
        }
    }
    statements
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

/// What a sentence says whatever the act; all its statements share it.
struct Said {
    /// The contexts that its words speak of.
    contexts: Vec<&'static str>,
    quantities: Vec<QuantityMention>,
}

impl Coder<'_> {
    fn statement(&self, number: usize, candidate: Candidate, said: &Said) -> Statement {
        let view = self.views[number];
        let place = self.place(number, &candidate);
        let is_local = Act::is_local(candidate.event_type);
        let scene = place
            .as_ref()
            .and_then(|place| place.value.country.as_deref());
        let others = self.named_countries(number, &candidate.recipients);
        let act = Act {
            is_local,
            place: scene,
            others: &others,
        };
        let (mut actors, of_actors) =
            self.parties(number, &candidate, "actor", &candidate.actors, act);
        let others: Vec<String> = actors
            .iter()
            .filter_map(|party| party.value.country.clone())
            .collect();
        let act = Act {
            is_local,
            place: scene,
            others: &others,
        };
        let acted_on = self.acted_on(number, &candidate);
        let (mut recipients, of_recipients) =
            self.parties(number, &candidate, "recipient", &acted_on, act);
        recipients.retain(|party| !actors.iter().any(|actor| actor.value == party.value));
        // Forces are called up within a country, and sent against another.
        if candidate.event_type == EventType::Mobilize {
            let is_own = |party: &Filled<Party>| {
                let sector = party.value.sector.as_deref();
                party
                    .value
                    .country
                    .as_ref()
                    .is_some_and(|country| others.contains(country))
                    && !matches!(sector, Some("REB" | "CVL" | "CRM" | "OPP" | "PRM"))
            };
            recipients.retain(|party| !is_own(party));
        }
        for (side, is_actor) in [(&mut actors, true), (&mut recipients, false)] {
            for party in side {
                speak_for_state(&mut party.value, candidate.event_type, is_actor);
            }
        }
        if has_actors_only(candidate.event_type, &candidate.modes) {
            actors.append(&mut recipients);
        }
        // PLOVER reads contexts from the surroundings, where the act itself tells none.
        let contexts = match candidate.contexts.is_empty() {
            true => said.contexts.clone(),
            false => candidate.contexts.clone(),
        };
        let attribution = self.attribution(number, &candidate);
        let when = self.when(number, &candidate);
        let evidence = Evidence {
            act: candidate.confidence,
            is_verb: view.is_verb(candidate.anchor),
            in_title: self.block_kind(number) == BlockKind::Title,
            actors: of_actors,
            recipients: of_recipients,
        };
        let trigger = view
            .sentence
            .bytes(candidate.words[0]..candidate.words[candidate.words.len() - 1] + 1);
        Statement {
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
            status: self.status(number, &candidate, when.as_ref()),
            when,
            place,
            quantities: self.quantities(number, &candidate, &said.quantities),
            modes: candidate.modes,
            contexts,
            actors,
            recipients,
            attribution,
            confidence: evidence.confidence(candidate.event_type),
            evidence,
            coded_by: candidate.coded_by,
        }
    }

    /// The head words of the recipients. Forces that are sent are what moves, and nobody's recipient; so is a place that is no
    /// country, where somebody is sent, protests or offers to meet.
    fn acted_on(&self, number: usize, candidate: &Candidate) -> Vec<usize> {
        let view = self.views[number];
        let is_object = |head: usize| grammar::base(view.deprel(head)) == "obj";
        let are_sent = |&head: &usize| {
            candidate.event_type == EventType::Mobilize
                && (is_object(head)
                    || view.deprel(head) == "conj" && view.head(head).is_some_and(is_object))
                && matches!(self.discourse.party(number, head),
                    Some((party, _)) if matches!(party.sector.as_deref(), Some("MIL" | "COP")))
        };
        let heads = candidate.recipients.iter().copied();
        let is_where = |&head: &usize| {
            let is_country = matches!(self.discourse.party(number, head),
                Some((party, _)) if party.id.is_some() || party.sector.is_some());
            self.discourse.is_place(number, head)
                && !is_country
                && matches!(
                    candidate.event_type,
                    EventType::Mobilize | EventType::Protest | EventType::Agree
                )
        };
        heads
            .filter(|head| !are_sent(head) && !is_where(head))
            .collect()
    }

    /// The countries that the words of one side name themselves.
    fn named_countries(&self, number: usize, heads: &[usize]) -> Vec<String> {
        let parties = heads
            .iter()
            .filter_map(|&head| self.discourse.party(number, head));
        let named = parties.filter(|(_, how)| *how == How::Named);
        named.filter_map(|(party, _)| party.country).collect()
    }

    fn block_kind(&self, number: usize) -> BlockKind {
        let block = self.article.blocks.get(self.blocks[number]);
        block.map_or(BlockKind::Paragraph, |block| block.kind)
    }

    /// How the act stands; headlines tell what has happened in the present tense and what will in the infinitive.
    fn status(&self, number: usize, candidate: &Candidate, when: Option<&Filled<When>>) -> Status {
        let view = self.views[number];
        let is_present = view.is_verb(candidate.anchor)
            && !view.is_infinitive(candidate.anchor)
            && view.by_relation(candidate.anchor, "aux").next().is_none();
        let unfolds = matches!(candidate.status, Status::Planned | Status::Ongoing);
        let is_deed = !matches!(candidate.event_type, EventType::Agree | EventType::Threaten);
        if self.block_kind(number) == BlockKind::Title && is_present && unfolds && is_deed {
            return Status::Happened;
        }
        // "after their summit in June": what others follow, on a day that is past, is no plan any more.
        let is_past = when.is_some_and(|when| {
            crate::pipeline::published_day(self.article).is_some_and(|day| when.value.to < day)
        });
        let is_followed = !view.is_verb(candidate.anchor)
            && view
                .preposition(candidate.anchor)
                .is_some_and(|p| matches!(p.as_str(), "after" | "following" | "since"));
        let awaits = matches!(
            candidate.status,
            Status::Planned | Status::Promised | Status::Demanded | Status::Forecast
        );
        if is_past && is_followed && awaits && is_deed && candidate.event_type != EventType::Request
        {
            return Status::Happened;
        }
        candidate.status
    }

    fn said(&self, view: View) -> Said {
        let mut contexts = Vec::new();
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
        Said {
            contexts,
            quantities: quantity::find(view.sentence, &self.article.text),
        }
    }
}

/// Whether all who take part in an act are its actors: those who talk with each other (PLOVER, plover.md 6), but a visit has a host.
fn has_actors_only(event_type: EventType, modes: &[&str]) -> bool {
    let has_host = |mode: &&str| matches!(*mode, "visit" | "third-party");
    event_type == EventType::Consult && !modes.iter().any(has_host)
}

/// Gives a state that is named alone ("Germany", "it") the sector that speaks or strikes for it. Counted in the labelled news and our
/// passages: of 934 actors so named 855 are GOV, in assaults and mobilizations 88 of 122 MIL; of 550 recipients 428 are GOV, where they
/// are attacked or given something 41 of 68 have no sector.
fn speak_for_state(party: &mut Party, event_type: EventType, is_actor: bool) {
    use EventType::*;
    if !party.is_state() || party.sector.is_some() {
        return;
    }
    let sector = match (event_type, is_actor) {
        (Assault | Mobilize, true) => "MIL",
        (Assault | Mobilize | Coerce | Aid | Retreat, false) => return,
        _ => "GOV",
    };
    party.sector = Some(sector.to_string());
    party.sectors = vec![sector.to_string()];
}
