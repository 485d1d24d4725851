//! Why acts were coded as they were, for a person to read.

use dateline::coding::examples::Failure;
use dateline::coding::reasons::{HeadSaid, Reasons, RuleSaid, SlotOrigin};
use dateline::{Annotation, Article};

use super::text::printable;
use super::{Look, Style, Text, annotations, articles};

/// Columns before the labels.
const INDENT: usize = 4;
/// Columns of the labels before the facts.
const LABEL: usize = 12;

/// The head of an article, then each sentence with its tree and the reasons of its acts. The number of an act is that
/// of its statement.
pub fn show(
    article: &Article,
    annotation: &Annotation,
    input: &str,
    acts: &[(Option<usize>, Reasons)],
    look: Look,
) -> String {
    let mut out = articles::head(article, input, look);
    let mut last = None;
    for (number, reasons) in acts {
        if last != Some(reasons.sentence)
            && let Some(sentence) = annotation.sentences.get(reasons.sentence)
        {
            out += &format!("\nsentence {}\n", reasons.sentence);
            out += &annotations::one(sentence, article, annotation, look);
            last = Some(reasons.sentence);
        }
        out.push('\n');
        out += &act(*number, reasons, article, look);
    }
    out
}

fn act(number: Option<usize>, reasons: &Reasons, article: &Article, look: Look) -> String {
    let title = match number {
        Some(number) => format!("statement {number}: "),
        None => "not given out: ".to_string(),
    };
    let mut out = Text::new(&title, Style::Faint)
        .with(&reasons.code, Style::Heading)
        .with(" ", Style::Plain)
        .with(reasons.trigger.of(&article.text), Style::Trigger)
        .with(&format!(", {}", reasons.status.code()), Style::Plain)
        .paragraph(2, look);
    if let Some(why) = &reasons.rejected {
        out += &fact("because", why, look);
    }
    if !reasons.weighing.is_empty() {
        out += &fact("act", &reasons.weighing, look);
    }
    if reasons.rejected.is_none() {
        let whole = format!(
            "{:.2} as a whole, with what its parties rest on",
            reasons.confidence
        );
        out += &fact("sure", &whole, look);
    }
    for rule in &reasons.rules {
        out += &fact("rule", &said(rule), look);
    }
    for head in &reasons.heads {
        out += &fact("heads", &heard(head), look);
    }
    for slot in &reasons.slots {
        out += &fact(slot.slot, &origin(slot, article), look);
    }
    out
}

/// A label and its facts, whose further lines stand under the first.
fn fact(label: &str, words: &str, look: Look) -> String {
    let lines = Text::plain(words).wrap(look.width.saturating_sub(INDENT + LABEL));
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let label = if number == 0 { label } else { "" };
        let label = Text::new(&format!("{label:<LABEL$}"), Style::Faint);
        out += &format!("{:INDENT$}{}{}\n", "", label.show(look), line.show(look));
    }
    out
}

fn said(rule: &RuleSaid) -> String {
    let whose = if rule.is_own { "your rule " } else { "" };
    format!(
        "{whose}{}, by \"{}\" ({:.2})",
        rule.id,
        rule.words.join(" "),
        rule.confidence
    )
}

fn heard(head: &HeadSaid) -> String {
    let scored = |list: &[(String, f32)]| -> String {
        let each: Vec<String> = list
            .iter()
            .map(|(code, p)| format!("{code} {p:.2}"))
            .collect();
        each.join(", ")
    };
    let mut parts = vec![
        format!("\"{}\": {}", head.words, scored(&head.types)),
        format!("status {} {:.2}", head.status.0, head.status.1),
    ];
    if !head.modes.is_empty() {
        parts.push(format!("modes {}", scored(&head.modes)));
    }
    let arguments = head.arguments.iter();
    let arguments: Vec<String> = arguments
        .map(|(role, word, p)| format!("{role} \"{word}\" {p:.2}"))
        .collect();
    if !arguments.is_empty() {
        parts.push(arguments.join(", "));
    }
    parts.join("; ")
}

fn origin(slot: &SlotOrigin, article: &Article) -> String {
    let words = slot
        .span
        .map(|span| span.of(&article.text))
        .unwrap_or_default();
    match words.is_empty() || words == slot.value {
        true => format!("{} <- {}", slot.value, slot.by),
        false => format!("{}, from \"{words}\" <- {}", slot.value, slot.by),
    }
}

/// An example sentence that does not come out as its rule says.
pub fn failure(failure: &Failure) -> String {
    let expected = match &failure.expected {
        Some(expected) => expected.clone(),
        None => format!("nothing by {}", failure.rule),
    };
    let found = match failure.found.is_empty() {
        true => "nothing".to_string(),
        false => failure.found.join("\n            "),
    };
    printable(&format!(
        "{}: {}\n  expected  {expected}\n  found     {found}\n",
        failure.rule, failure.sentence
    ))
}
