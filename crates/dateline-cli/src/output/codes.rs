//! The meaning of a code as a person reads it.

use dateline::ontology::Explanation;

use super::{Look, Style, Text};

/// Space before the notes of a sense.
const INDENT: usize = 4;

/// The code, and under it each of its meanings.
pub fn show(explanation: &Explanation, look: Look) -> String {
    let mut out = String::new();
    for sense in &explanation.senses {
        let head = Text::new(&explanation.code, Style::Strong)
            .with(&format!("  {}", sense.kind), Style::Faint);
        out += &head.paragraph(0, look);
        out += &Text::plain(&sense.meaning).paragraph(2, look);
        for note in &sense.notes {
            out += &Text::new(note, Style::Faint).paragraph(INDENT, look);
        }
        out.push('\n');
    }
    out
}
