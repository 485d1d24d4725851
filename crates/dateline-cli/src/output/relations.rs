//! Relations of marked participants as words.

use std::ops::Range;

use dateline::relate::{Marked, Relation};

use super::{Look, Style, Text};

/// The sentence with its participants marked, and what the one does to the other.
pub fn show(marked: &Marked, relation: &Relation, look: Look) -> String {
    let mut head = Text::new(relation.event_type.code(), Style::Strong);
    for mode in &relation.modes {
        head.push(&format!(" {mode}"), Style::Plain);
    }
    head.push(
        &format!(", {}, {:.2}", relation.status.code(), relation.confidence),
        Style::Faint,
    );
    let others = relation.scores.iter().skip(1).take(2);
    for (kind, score) in others.filter(|(_, score)| *score >= 0.05) {
        head.push(&format!("; {} {score:.2}", kind.code()), Style::Faint);
    }
    head.paragraph(0, look) + &sentence(marked).paragraph(2, look)
}

fn sentence(marked: &Marked) -> Text {
    let tagged = |ranges: &[Range<usize>], style: Style| -> Vec<(Range<usize>, Style)> {
        ranges.iter().cloned().map(|range| (range, style)).collect()
    };
    let mut parts = tagged(&marked.source, Style::Actor);
    parts.extend(tagged(&marked.target, Style::Recipient));
    parts.sort_by_key(|(range, _)| range.start);
    let mut text = Text::new("", Style::Plain);
    let mut at = 0;
    for (range, style) in parts {
        text.push(&marked.text[at..range.start], Style::Plain);
        text.push(&marked.text[range.clone()], style);
        at = range.end;
    }
    text.push(&marked.text[at..], Style::Plain);
    text
}
