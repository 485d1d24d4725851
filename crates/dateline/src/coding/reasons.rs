//! Why each act was coded as it was: what rules and heads said, how the two were weighed, where each slot comes from,
//! and why an act was not given out.
//!
//! Nothing is decided here. The trace says what coding saw and chose; origins of slots follow from which of the rule,
//! the heads and the tree name the same word.

use dateline_nlp::EventMention;
use dateline_page::Article;

use super::arguments::phrase_head;
use super::candidates::Weighing;
use super::discourse::How;
use super::fill::tokens_in;
use super::grammar::View;
use super::rules::Cues;
use super::status;
use super::trace::{Act, Fate, RuleMatch, SentenceTrace, Trace};
use crate::confidence::{Evidence, Grounds, LEAST};
use crate::event::{Event, Filled, Party, Span, Statement};
use crate::ontology::Status;
use crate::pipeline::{Annotation, published_day};

/// Types of a mention that are told.
const TOP: usize = 3;

/// Why one act is as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// Number of the sentence in the article, from 0.
    pub sentence: usize,
    /// The words that stand for the act, from the first to the last.
    pub trigger: Span,
    /// "CONSULT-visit".
    pub code: String,
    pub status: Status,
    /// How sure it is that there is such an act, 0 to 1.
    pub act: f32,
    /// How sure the statement is as a whole, its parties included, 0 to 1; 0 where none was given out.
    pub confidence: f32,
    /// Why it was not given out; `None` if it was.
    pub rejected: Option<String>,
    /// How sure rules and heads make the act, with their numbers.
    pub weighing: String,
    pub coded_by: Vec<String>,
    /// The rules that fit at its words.
    pub rules: Vec<RuleSaid>,
    /// What the trained heads saw at its words.
    pub heads: Vec<HeadSaid>,
    /// Where each filled slot comes from; of an act that was not given out, only its sides.
    pub slots: Vec<SlotOrigin>,
}

/// A rule that fits.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSaid {
    /// "consult/visit".
    pub id: String,
    /// The words that its pattern takes.
    pub words: Vec<String>,
    /// 0 to 1.
    pub confidence: f32,
    pub is_own: bool,
}

/// What the heads saw at a trigger.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadSaid {
    pub words: String,
    /// The likeliest types, with probabilities of each.
    pub types: Vec<(String, f32)>,
    pub modes: Vec<(String, f32)>,
    pub status: (String, f32),
    /// Role, word and probability.
    pub arguments: Vec<(String, String, f32)>,
}

/// Where a slot's value comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotOrigin {
    /// "actor", "recipient", "date", "place", "quantity", "attribution", "status".
    pub slot: &'static str,
    pub value: String,
    /// Where its words stand; `None` where no words of its own say it.
    pub span: Option<Span>,
    /// What filled it.
    pub by: String,
}

/// The reasons of all acts that were seen in an article, in text order; `unsure` are its events that are not given out.
pub fn of(
    article: &Article,
    annotation: &Annotation,
    cues: &Cues,
    trace: &Trace,
    statements: &[Statement],
    unsure: &[Event],
) -> Vec<Reasons> {
    let mut all = Vec::new();
    for (number, (sentence, seen)) in annotation
        .sentences
        .iter()
        .zip(&trace.sentences)
        .enumerate()
    {
        let here = Here {
            article,
            annotation,
            cues,
            number,
            view: View::new(sentence, &article.text),
            seen,
            unsure,
        };
        let mut reasons: Vec<Reasons> = seen
            .acts
            .iter()
            .map(|act| here.of_act(act, statements))
            .collect();
        reasons.extend(here.dropped());
        reasons.sort_by_key(|reason| reason.trigger);
        all.extend(reasons);
    }
    all
}

/// One sentence with what was seen in it.
struct Here<'a> {
    article: &'a Article,
    annotation: &'a Annotation,
    cues: &'a Cues,
    number: usize,
    view: View<'a>,
    seen: &'a SentenceTrace,
    unsure: &'a [Event],
}

impl Here<'_> {
    fn of_act(&self, act: &Act, statements: &[Statement]) -> Reasons {
        let candidate = &act.candidate;
        let rules = self.seen.matches.iter();
        let rules: Vec<&RuleMatch> = rules
            .filter(|rule| candidate.words.contains(&rule.anchor))
            .collect();
        let mentions = self.view.sentence.mentions.iter();
        let mentions: Vec<&EventMention> = mentions
            .filter(|m| candidate.words.iter().any(|w| (m.first..m.end).contains(w)))
            .collect();
        let statement = match act.fate {
            Fate::Given(number) => statements.get(number),
            _ => None,
        };
        let sides = Sides {
            act,
            rules: &rules,
            mentions: &mentions,
        };
        let slots = match statement {
            Some(statement) => self.slots(statement, &sides),
            None => self.side_words(&sides),
        };
        Reasons {
            sentence: self.number,
            trigger: self.span_of(&candidate.words),
            code: code(candidate.event_type.code(), &candidate.modes),
            status: statement.map_or(candidate.status, |statement| statement.status),
            act: candidate.confidence,
            confidence: statement.map_or(0.0, |statement| statement.confidence),
            rejected: match act.fate {
                Fate::Given(_) => statement.and_then(|statement| self.too_unsure(statement)),
                Fate::Unsure(least) => Some(format!(
                    "less sure than {least:.2}, under which no act is looked at"
                )),
                Fate::NoParty => {
                    Some("of nobody who acts or is acted on country or sector is known".into())
                }
            },
            weighing: weighing(candidate.weighing),
            coded_by: candidate.coded_by.clone(),
            rules: rules.into_iter().map(|rule| self.said(rule)).collect(),
            heads: mentions.into_iter().map(|m| self.heard(m)).collect(),
            slots,
        }
    }

    /// Why a statement that was made is not given out.
    fn too_unsure(&self, statement: &Statement) -> Option<String> {
        let is_it = |other: &Statement| {
            other.trigger == statement.trigger && other.event_type == statement.event_type
        };
        let event = (self.unsure.iter()).find(|event| event.statements.iter().any(is_it))?;
        Some(format!(
            "its event is less sure ({:.2}) than {LEAST:.2}, the least that is given out of an article",
            event.confidence
        ))
    }

    /// Rules that fit but made no act: what stands over their words makes it none.
    fn dropped(&self) -> Vec<Reasons> {
        let is_used = |rule: &&RuleMatch| {
            let mut acts = self.seen.acts.iter();
            acts.any(|act| act.candidate.words.contains(&rule.anchor))
        };
        let unused = self.seen.matches.iter().filter(|rule| !is_used(rule));
        let reasons = unused.map(|rule| {
            let reading = status::read(self.view, rule.anchor, self.cues);
            Reasons {
                sentence: self.number,
                trigger: self.span_of(&rule.words),
                code: rule.event_type.code().into(),
                status: reading.status,
                act: 0.0,
                confidence: 0.0,
                rejected: Some(format!(
                    "an act that is {} is no {}, by PLOVER's table of auxiliaries",
                    reading.status.code(),
                    rule.event_type.code()
                )),
                weighing: String::new(),
                coded_by: Vec::new(),
                rules: vec![self.said(rule)],
                heads: Vec::new(),
                slots: Vec::new(),
            }
        });
        reasons.collect()
    }

    fn said(&self, rule: &RuleMatch) -> RuleSaid {
        RuleSaid {
            id: rule.id.clone(),
            words: rule
                .words
                .iter()
                .map(|&w| self.view.word(w).into())
                .collect(),
            confidence: rule.confidence,
            is_own: rule.is_own,
        }
    }

    fn heard(&self, mention: &EventMention) -> HeadSaid {
        let sentence = self.view.sentence;
        let words = sentence.span_text(mention.first..mention.end, self.view.text);
        HeadSaid {
            words: words.into(),
            types: mention.types.iter().take(TOP).cloned().collect(),
            modes: mention.modes.clone(),
            status: mention.status.clone(),
            arguments: mention
                .arguments
                .iter()
                .map(|a| (a.role.clone(), self.view.word(a.token).into(), a.score))
                .collect(),
        }
    }

    fn span_of(&self, words: &[usize]) -> Span {
        let (first, last) = (words.first(), words.last());
        match (first, last) {
            (Some(&first), Some(&last)) => self.view.sentence.bytes(first..last + 1).into(),
            _ => Span::default(),
        }
    }

    /// The words at the sides of an act that was not given out.
    fn side_words(&self, sides: &Sides) -> Vec<SlotOrigin> {
        let candidate = &sides.act.candidate;
        let named = [
            ("actor", &candidate.actors),
            ("recipient", &candidate.recipients),
        ];
        let words = named
            .into_iter()
            .flat_map(|(slot, tokens)| tokens.iter().map(move |&token| (slot, token)));
        let origins = words.map(|(slot, token)| SlotOrigin {
            slot,
            value: self.view.word(token).into(),
            span: Some(self.span_of(&[token])),
            by: sides.origin(self.view, slot, token),
        });
        origins.collect()
    }

    fn slots(&self, statement: &Statement, sides: &Sides) -> Vec<SlotOrigin> {
        let candidate = &sides.act.candidate;
        let mut slots = Vec::new();
        let Evidence {
            actors, recipients, ..
        } = statement.evidence;
        for (slot, parties, evidence) in [
            ("actor", &statement.actors, actors),
            ("recipient", &statement.recipients, recipients),
        ] {
            slots.extend(parties.iter().map(|party| SlotOrigin {
                slot,
                value: named(&party.value),
                span: party.span,
                by: match evidence.grounds {
                    Grounds::Elsewhere => format!(
                        "the rest of the article, with a chance of {:.2}",
                        evidence.placed
                    ),
                    _ => self.party_by(slot, party, sides),
                },
            }));
        }
        if let Some(when) = &statement.when {
            slots.push(SlotOrigin {
                slot: "date",
                value: match when.value.from == when.value.to {
                    true => when.value.from.to_string(),
                    false => format!("{} to {}", when.value.from, when.value.to),
                },
                span: when.span,
                by: self.hinted(when.span, &candidate.dates, "date", sides)
                    + &self.read_against(&when.words),
            });
        }
        if let Some(place) = &statement.place {
            slots.push(SlotOrigin {
                slot: "place",
                value: [Some(place.value.name.clone()), place.value.country.clone()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
                span: place.span,
                by: self.hinted(place.span, &candidate.places, "place", sides),
            });
        }
        slots.extend(statement.quantities.iter().map(|quantity| SlotOrigin {
            slot: "quantity",
            value: format!(
                "{} {} ({})",
                quantity.value.value,
                quantity.value.of,
                quantity.value.role.code()
            ),
            span: quantity.span,
            by: self.hinted(quantity.span, &candidate.quantities, "quantity", sides),
        }));
        slots.extend(statement.attribution.iter().map(|source| SlotOrigin {
            slot: "attribution",
            value: source.value.name.clone(),
            span: source.span,
            by: match &source.value.verb {
                Some(verb) => format!("the words \"{verb}\""),
                None => self.hinted(source.span, &candidate.sources, "attribution", sides),
            },
        }));
        slots.push(SlotOrigin {
            slot: "status",
            value: statement.status.code().into(),
            span: None,
            by: self.status_by(statement.status, sides),
        });
        slots
    }

    fn party_by(&self, slot: &str, party: &Filled<Party>, sides: &Sides) -> String {
        let candidate = &sides.act.candidate;
        let tokens = self.tokens_of(party.span);
        let side = candidate.actors.iter().chain(&candidate.recipients);
        let Some(&token) = side.into_iter().find(|token| tokens.contains(token)) else {
            return "the same act, told before".into();
        };
        let how = sides.act.hows.iter().find(|(other, _)| *other == token);
        let through = match how {
            Some((_, How::Coreference)) => "; whom it means: an earlier mention",
            Some((_, How::Context)) => "; its country: from the text around",
            _ => "",
        };
        sides.origin(self.view, slot, token) + through
    }

    /// Whether the heads named a circumstance, or the tree alone ties it to the act.
    fn hinted(&self, span: Option<Span>, hints: &[usize], role: &str, sides: &Sides) -> String {
        let tokens = self.tokens_of(span);
        if tokens.is_empty() {
            return "the same act, told before".into();
        }
        let hint = hints.iter().find(|hint| tokens.contains(hint));
        match hint.and_then(|&hint| sides.score(self.view, role, hint)) {
            Some(score) => format!("{role} head {score:.2}"),
            None => "the tree: nearest to the act".into(),
        }
    }

    /// What a date without a year is set against.
    fn read_against(&self, words: &str) -> String {
        let states_year = words
            .split(|c: char| !c.is_ascii_digit())
            .any(|figures| figures.len() == 4);
        let stated = self
            .article
            .published
            .as_ref()
            .or(self.article.updated.as_ref());
        match (published_day(self.article), stated) {
            (Some(day), Some(stated)) if !states_year => {
                format!(
                    "; read against the publication day {day} ({})",
                    stated.source
                )
            }
            _ => String::new(),
        }
    }

    fn status_by(&self, status: Status, sides: &Sides) -> String {
        let candidate = &sides.act.candidate;
        let reading = status::read(self.view, candidate.anchor, self.cues);
        if status != candidate.status {
            return "a headline's present tense".into();
        }
        if reading.is_plain && reading.status == status {
            return "the words about the act".into();
        }
        let heard = sides.mentions.iter().find(|m| m.status.0 == status.code());
        match heard {
            Some(mention) => format!("status head {:.2}", mention.status.1),
            None if reading.status == status => "the tense of the act".into(),
            None => "the rule".into(),
        }
    }

    fn tokens_of(&self, span: Option<Span>) -> std::ops::Range<usize> {
        let sentence = self.view.sentence;
        match span {
            Some(span) if sentence.start <= span.start && span.end <= sentence.end => {
                tokens_in(&self.annotation.sentences[self.number], span.range())
            }
            _ => 0..0,
        }
    }
}

/// An act with the rules and mentions at its words.
struct Sides<'a> {
    act: &'a Act,
    rules: &'a [&'a RuleMatch],
    mentions: &'a [&'a EventMention],
}

impl Sides<'_> {
    /// What put a word at a side: the heads, a rule, or the tree where neither named anybody.
    fn origin(&self, view: View, slot: &str, token: usize) -> String {
        let by_rule = self.rules.iter().find(|rule| {
            let side = if slot == "actor" {
                &rule.actors
            } else {
                &rule.recipients
            };
            side.contains(&token)
        });
        match (self.score(view, slot, token), by_rule) {
            (Some(score), Some(rule)) => format!("{slot} head {score:.2}, and rule {}", rule.id),
            (Some(score), None) => format!("{slot} head {score:.2}"),
            (None, Some(rule)) => format!("rule {}", rule.id),
            (None, None) => "the tree: what the act governs, or joined to another party".into(),
        }
    }

    /// The heads' score for a word, or the name that it heads, in a role.
    fn score(&self, view: View, role: &str, token: usize) -> Option<f32> {
        let arguments = self.mentions.iter().flat_map(|m| &m.arguments);
        let fitting = arguments.filter(|a| {
            a.role == role && (a.token == token || phrase_head(view, a.token) == token)
        });
        fitting.map(|a| a.score).max_by(f32::total_cmp)
    }
}

fn code(event_type: &str, modes: &[&str]) -> String {
    match modes.is_empty() {
        true => event_type.into(),
        false => format!("{event_type}-{}", modes.join(",")),
    }
}

fn named(party: &Party) -> String {
    let codes: Vec<&str> = party
        .country
        .iter()
        .chain(&party.sector)
        .map(String::as_str)
        .collect();
    match codes.is_empty() {
        true => party.name.clone(),
        false => format!("{} ({})", party.name, codes.join(" ")),
    }
}

fn weighing(weighing: Weighing) -> String {
    let sure = weighing.confidence();
    match weighing {
        Weighing::Rule { rule } => format!("the rule's own {rule:.2}"),
        Weighing::RuleUnheard { rule } => {
            format!("rule {rule:.2}, but the heads see no act there: {sure:.2}")
        }
        Weighing::Agree {
            rule,
            some_event,
            share,
        } => format!(
            "rule {rule:.2} and heads ({some_event:.2} for some act, {share:.2} for this type) together: {sure:.2}"
        ),
        Weighing::HeadOverrules { rule, head } => {
            format!(
                "the heads see another type than the rule ({rule:.2}) with {head:.2}: {sure:.2}"
            )
        }
        Weighing::HeadUnsure {
            rule,
            some_event,
            head,
        } => format!(
            "rule {rule:.2}; the heads see some act ({some_event:.2}) but no clear type (best {head:.2}): {sure:.2}"
        ),
        Weighing::Head { head } => {
            format!("no rule fits; the heads' {head:.2} counts by itself as {sure:.2}")
        }
        Weighing::OwnRule { rule, some_event } => format!(
            "your rule {rule:.2}, with {some_event:.2} of the heads for some act: {sure:.2}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weighings_tell_their_numbers() {
        let cases = [
            Weighing::Rule { rule: 0.8 },
            Weighing::RuleUnheard { rule: 0.8 },
            Weighing::HeadUnsure {
                rule: 0.8,
                some_event: 0.5,
                head: 0.3,
            },
            Weighing::OwnRule {
                rule: 0.9,
                some_event: 0.0,
            },
            Weighing::Head { head: 0.9 },
        ];
        for case in cases {
            let sure = format!("{:.2}", case.confidence());
            assert!(weighing(case).contains(&sure), "{case:?}");
        }
    }
}
