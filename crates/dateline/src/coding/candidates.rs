//! Which acts a sentence tells: rules and trained heads put together.
//!
//! A rule that fits and a mention that the heads saw about the same words are one candidate. Rules say what they are
//! certain of, heads decide the rest; [`Candidate::coded_by`] says which spoke.

use dateline_nlp::EventMention;

use super::arguments::{add_arguments, fill_from_grammar, fill_from_guess};
use super::grammar::{View, base};
use super::rules::{Cues, Rules};
use super::status::{self, Reading};
use super::triggers::{self, Kinds, Match};
use crate::ontology::{Auxiliary, Context, EventType, Resolution, Status, resolve_auxiliary};

/// How sure an act must be to be looked at, 0 to 1. Of an article, each telling of an act counts, the heads are taught so, and its events are
/// weighed once more when their sides are known (`confidence::LEAST`). Chosen on the development sets: the F1 of triggers with their types in
/// the labelled news is 0.656 at 0.40 and 0.662 at 0.45; that of events on whole web pages is 0.434 at 0.40, with the second weighing
/// 0.442 at 0.40, 0.444 at 0.35, 0.449 at 0.30, 0.444 at 0.25.
pub fn sure_enough(is_article: bool) -> f32 {
    if is_article { 0.30 } else { 0.45 }
}

/// A head's say in the probability of "some event" under which it is not listened to.
const HEARD: f32 = 0.05;

/// A rule as certain as this (a ruling of the codebook) keeps its type, whatever type the heads see.
const CERTAIN: f32 = 0.95;

/// An act with the head words of its participants and circumstances.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub anchor: usize,
    /// The trigger's words, in order.
    pub words: Vec<usize>,
    pub event_type: EventType,
    pub modes: Vec<&'static str>,
    pub contexts: Vec<&'static str>,
    pub status: Status,
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    /// What the heads took for source, date, place and number; hints beside the tree.
    pub sources: Vec<usize>,
    pub dates: Vec<usize>,
    pub places: Vec<usize>,
    pub quantities: Vec<usize>,
    pub confidence: f32,
    /// How the confidence came about.
    pub weighing: Weighing,
    pub coded_by: Vec<String>,
}

/// What rule and heads said, each 0 to 1, and how the two were put together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weighing {
    /// A rule where no head was asked: its own confidence.
    Rule { rule: f32 },
    /// A rule where the heads see nothing: less than half of its confidence.
    RuleUnheard { rule: f32 },
    /// Rule and heads agree on the type, or the heads give it a fair share of all that they see, or the rule is certain.
    Agree {
        rule: f32,
        some_event: f32,
        share: f32,
    },
    /// The heads are sure of another type.
    HeadOverrules { rule: f32, head: f32 },
    /// The heads see some act but no clear type.
    HeadUnsure {
        rule: f32,
        some_event: f32,
        head: f32,
    },
    /// No rule fits.
    Head { head: f32 },
    /// A user's rule: never less than its own confidence.
    OwnRule { rule: f32, some_event: f32 },
}

impl Weighing {
    /// The confidence that comes of it, 0 to 1.
    pub fn confidence(self) -> f32 {
        match self {
            Weighing::Rule { rule } => rule,
            Weighing::RuleUnheard { rule } => 0.4 * rule,
            Weighing::Agree {
                rule, some_event, ..
            } => some_event.powf(1.0 - 0.6 * rule),
            // The head reads the whole sentence; the rule only what it was written for.
            Weighing::HeadOverrules { head, .. } | Weighing::Head { head } => alone(head),
            // Only the surest rules say of what type an act is that the heads cannot place.
            Weighing::HeadUnsure {
                rule,
                some_event,
                head,
            } => (rule * rule * some_event.sqrt()).max(alone(head)),
            Weighing::OwnRule { rule, some_event } => {
                rule.max(1.0 - (1.0 - some_event) * (1.0 - 0.6 * rule))
            }
        }
    }
}

/// The acts of one sentence, in the order of their triggers; those not sure enough are among them.
///
/// `has_heads`: whether trained heads read this article, so that their silence about a word means something.
pub fn find(
    view: View,
    rules: &Rules,
    cues: &Cues,
    kinds: &dyn Kinds,
    has_heads: bool,
) -> Vec<Candidate> {
    let matches = triggers::find(view, rules, kinds);
    let mentions = &view.sentence.mentions;
    let mut used = vec![false; mentions.len()];
    let mut found = Vec::new();
    for fitting in &matches {
        let mention = mentions
            .iter()
            .position(|m| fitting.words.iter().any(|&w| m.first <= w && w < m.end));
        let mention = mention
            .filter(|&index| !used[index] || mentions[index].end - mentions[index].first == 1);
        if let Some(index) = mention {
            used[index] = true;
        }
        found.extend(from_rule(
            view,
            fitting,
            mention.map(|index| &mentions[index]),
            has_heads,
            cues,
        ));
    }
    let unused = mentions.iter().zip(&used).filter(|(_, used)| !**used);
    found.extend(unused.filter_map(|(mention, _)| from_head(view, mention, cues)));
    found.sort_by_key(|candidate| candidate.anchor);
    for candidate in &mut found {
        fill_from_grammar(view, candidate, kinds);
        fill_from_guess(view, candidate);
    }
    join_governed(view, found)
}

/// One act told by two words, one over the other ("plans a visit", "refused to meet"), is one candidate: the surer of
/// the two, with what the other knows besides.
fn join_governed(view: View, found: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::new();
    for mut candidate in found {
        let alike = kept
            .iter_mut()
            .filter(|other| other.event_type == candidate.event_type);
        let mut twins = alike.filter_map(|other| {
            let is_over = governs(view, other.anchor, candidate.anchor);
            let is_under = governs(view, candidate.anchor, other.anchor);
            (other.anchor == candidate.anchor || is_over || is_under)
                .then_some((other, is_over, is_under))
        });
        match twins.next() {
            Some((twin, is_over, is_under)) => {
                if is_over {
                    candidate.ask_its_actors();
                } else if is_under {
                    twin.ask_its_actors();
                }
                twin.absorb(candidate);
            }
            None => kept.push(candidate),
        }
    }
    kept
}

/// Whether a word hangs on another as its clause or object, or as an object of that.
fn governs(view: View, above: usize, below: usize) -> bool {
    let carried = |i: usize| {
        matches!(base(view.deprel(i)), "xcomp" | "obj" | "acl") && view.deprel(i) != "acl:relcl"
    };
    let direct = |i: usize| view.head(i) == Some(above);
    carried(below)
        && (direct(below)
            || view
                .head(below)
                .is_some_and(|middle| carried(middle) && direct(middle)))
        || base(view.deprel(below)) == "ccomp" && direct(below) && view.is_infinitive(below)
}

impl Candidate {
    /// A user's rule says who acts on whom; the heads only fill what it leaves open.
    fn keep_sides_of(&mut self, fitting: &Match) {
        if !fitting.actors.is_empty() {
            self.actors.clone_from(&fitting.actors);
        }
        if !fitting.recipients.is_empty() {
            self.recipients.clone_from(&fitting.recipients);
        }
        let actors = &self.actors;
        self.recipients.retain(|token| !actors.contains(token));
    }

    /// Takes what the heads say that the act is about.
    fn add_contexts(&mut self, mention: &EventMention) {
        let seen = mention.contexts.iter();
        let known = seen.filter_map(|(name, _)| Context::find(name));
        self.contexts.extend(known.map(|context| context.name));
        self.contexts.sort_unstable();
        self.contexts.dedup();
    }

    /// "urged Ukraine to investigate": who is to do what is asked for is asked, and does not ask.
    fn ask_its_actors(&mut self) {
        if self.event_type == EventType::Request && !self.actors.is_empty() {
            self.recipients = std::mem::take(&mut self.actors);
        }
    }

    /// Takes over what another candidate for the same act knows besides.
    fn absorb(&mut self, mut other: Candidate) {
        if other.confidence > self.confidence {
            std::mem::swap(self, &mut other);
        }
        self.words.append(&mut other.words);
        self.words.sort_unstable();
        self.words.dedup();
        if self.modes.is_empty() {
            self.modes = other.modes;
        }
        if self.actors.is_empty() {
            self.actors = other.actors;
        }
        if self.recipients.is_empty() {
            self.recipients = other.recipients;
            let actors = &self.actors;
            self.recipients.retain(|token| !actors.contains(token));
        }
        self.coded_by.extend(other.coded_by);
        self.coded_by.sort_unstable_by(|a, b| b.cmp(a));
        self.coded_by.dedup();
    }
}

fn from_rule(
    view: View,
    fitting: &Match,
    mention: Option<&EventMention>,
    has_heads: bool,
    cues: &Cues,
) -> Option<Candidate> {
    let reading = status::read(view, fitting.anchor, cues);
    // A status in the rule is part of the act's own meaning ("vow" promises); words above it still speak first.
    let status = if reading.is_plain {
        reading.status
    } else {
        fitting.status.unwrap_or(reading.status)
    };
    let (event_type, modes) = settle(
        fitting.rule.event_type,
        fitting.modes.clone(),
        reading.auxiliary,
    )?;
    let rule = fitting.rule.confidence;
    let weighing = match (fitting.rule.is_own, has_heads) {
        (true, _) => Weighing::OwnRule {
            rule,
            some_event: 0.0,
        },
        (false, true) => Weighing::RuleUnheard { rule },
        (false, false) => Weighing::Rule { rule },
    };
    let mut candidate = Candidate {
        anchor: fitting.anchor,
        words: fitting.words.clone(),
        event_type,
        modes,
        contexts: fitting.contexts.clone(),
        status,
        actors: fitting.actors.clone(),
        recipients: fitting.recipients.clone(),
        sources: Vec::new(),
        dates: Vec::new(),
        places: Vec::new(),
        quantities: Vec::new(),
        confidence: weighing.confidence(),
        weighing,
        coded_by: vec![format!("rule:{}", fitting.rule.id)],
    };
    let Some(mention) = mention else {
        return Some(candidate);
    };
    let some_event: f32 = mention.types.iter().map(|(_, p)| p).sum();
    let (top_type, top) = best_type(mention)?;
    if some_event < HEARD {
        return Some(candidate);
    }
    let share = mention
        .types
        .iter()
        .find(|(code, _)| code == event_type.code())
        .map_or(0.0, |(_, p)| *p);
    candidate.weighing = if fitting.rule.is_own {
        Weighing::OwnRule { rule, some_event }
    } else if top_type == event_type || share > 0.3 || share > 0.6 * top || rule >= CERTAIN {
        Weighing::Agree {
            rule,
            some_event,
            share,
        }
    } else if top > 0.55 {
        candidate.event_type = top_type;
        candidate.modes = head_modes(mention, top_type);
        candidate.coded_by.clear();
        Weighing::HeadOverrules { rule, head: top }
    } else {
        Weighing::HeadUnsure {
            rule,
            some_event,
            head: top,
        }
    };
    candidate.confidence = candidate.weighing.confidence();
    candidate.status = head_status(mention, candidate.status, &reading);
    if candidate.event_type == top_type && candidate.modes.is_empty() {
        candidate.modes = head_modes(mention, top_type);
    }
    candidate.add_contexts(mention);
    add_arguments(&mut candidate, mention, view);
    if fitting.rule.is_own {
        candidate.keep_sides_of(fitting);
    }
    candidate.coded_by.push("head:trigger".into());
    Some(candidate)
}

fn from_head(view: View, mention: &EventMention, cues: &Cues) -> Option<Candidate> {
    let (event_type, top) = best_type(mention)?;
    let anchor = view.sentence.head_of(mention.first..mention.end);
    // "dispersed them with tear gas": a party amid the trigger's words is none of them.
    let is_party = |word: usize| {
        let mut arguments = mention.arguments.iter();
        word != anchor
            && matches!(view.upos(word), "PRON" | "PROPN" | "NOUN")
            && arguments.any(|a| {
                a.token == word
                    && a.score >= 0.5
                    && matches!(a.role.as_str(), "actor" | "recipient")
            })
    };
    let words: Vec<usize> = (mention.first..mention.end)
        .filter(|&word| !is_party(word))
        .collect();
    let reading = status::read(view, anchor, cues);
    let weighing = Weighing::Head { head: top };
    let mut candidate = Candidate {
        anchor,
        words,
        event_type,
        modes: head_modes(mention, event_type),
        contexts: Vec::new(),
        status: head_status(mention, reading.status, &reading),
        actors: Vec::new(),
        recipients: Vec::new(),
        sources: Vec::new(),
        dates: Vec::new(),
        places: Vec::new(),
        quantities: Vec::new(),
        confidence: weighing.confidence(),
        weighing,
        coded_by: vec!["head:trigger".into()],
    };
    candidate.add_contexts(mention);
    add_arguments(&mut candidate, mention, view);
    Some(candidate)
}

/// How sure an act is that only the heads see: less than their score says. The exponent was chosen between the development
/// part of the labelled news (where 1.3 to 1.85 score alike) and whole web articles, of which a low one finds more.
fn alone(score: f32) -> f32 {
    score.powf(1.5)
}

/// The type that a rule's type becomes by how the act stands (a promised visit is AGREE), or `None` for no event.
fn settle(
    event_type: EventType,
    modes: Vec<&'static str>,
    auxiliary: Option<Auxiliary>,
) -> Option<(EventType, Vec<&'static str>)> {
    let Some(auxiliary) = auxiliary else {
        return Some((event_type, modes));
    };
    match resolve_auxiliary(event_type, &modes, auxiliary) {
        Resolution::Keep => Some((event_type, modes)),
        Resolution::Become(event_type, modes) => Some((event_type, modes)),
        Resolution::Drop => None,
    }
}

fn best_type(mention: &EventMention) -> Option<(EventType, f32)> {
    let (code, p) = mention.types.first()?;
    Some((code.parse().ok()?, *p))
}

fn head_modes(mention: &EventMention, event_type: EventType) -> Vec<&'static str> {
    let names = mention.modes.iter().map(|(name, _)| name.as_str());
    let mut modes: Vec<&'static str> = names
        .filter_map(|name| event_type.mode(name))
        .map(|mode| mode.name)
        .collect();
    // Who calls does not visit: the likelier of the two, which comes first.
    let at = |name: &str| modes.iter().position(|mode| *mode == name);
    if let (Some(phone), Some(visit)) = (at("phone"), at("visit")) {
        modes.remove(phone.max(visit));
    }
    modes
}

/// The head's status, unless the words about the trigger say plainly otherwise.
fn head_status(mention: &EventMention, by_grammar: Status, reading: &Reading) -> Status {
    if reading.is_plain {
        return by_grammar;
    }
    let (code, p) = &mention.status;
    match code.parse::<Status>() {
        Ok(status) if *p > 0.5 || by_grammar == Status::Happened => status,
        _ => by_grammar,
    }
}
