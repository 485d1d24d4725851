//! Cuts text into sentences of words. Sentences never cross the blocks (paragraphs, titles, captions) they are given.

use crate::words::{Word, within, words};
use std::ops::Range;

/// The words of one sentence and its byte range in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split<'a> {
    pub start: usize,
    pub end: usize,
    pub words: Vec<Word<'a>>,
}

/// The longest sentence, in words; a longer one is cut at the last comma, semicolon or dash before it.
pub const MAX_WORDS: usize = 160;

/// Cuts the blocks of a text (byte ranges, in order) into sentences of words.
pub fn split<'a>(text: &'a str, blocks: &[Range<usize>]) -> Vec<Split<'a>> {
    let mut out = Vec::new();
    for block in blocks {
        let block = within(text, block.clone());
        let words = words(text, block);
        let mut first = 0;
        for end in 1..=words.len() {
            if end == words.len() || is_end(text, &words, first, end) {
                bounded(&words[first..end], &mut out);
                first = end;
            }
        }
    }
    out
}

fn bounded<'a>(mut words: &[Word<'a>], out: &mut Vec<Split<'a>>) {
    while !words.is_empty() {
        let end = if words.len() <= MAX_WORDS {
            words.len()
        } else {
            let pause = words[MAX_WORDS / 2..MAX_WORDS]
                .iter()
                .rposition(|word| matches!(word.text, "," | ";" | ":" | "--" | "—" | "–"));
            pause.map_or(MAX_WORDS, |at| MAX_WORDS / 2 + at + 1)
        };
        let sentence = &words[..end];
        out.push(Split {
            start: sentence[0].start,
            end: sentence[end - 1].end,
            words: sentence.to_vec(),
        });
        words = &words[end..];
    }
}

/// Whether a sentence that began at word `first` ends before word `end`.
fn is_end(text: &str, words: &[Word<'_>], first: usize, end: usize) -> bool {
    let gap = &text[words[end - 1].end..words[end].start];
    if gap.matches('\n').count() > 1 {
        return true;
    }
    // Closing quotes and brackets belong to the sentence before.
    let mut last = end;
    while last > first && is_closer(words[last - 1].text) {
        last -= 1;
    }
    if last == first {
        return false;
    }
    let mark = words[last - 1].text;
    let next = words[end].text;
    if gap.is_empty() {
        return false;
    }
    let opens = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || matches!(
            next,
            "\"" | "“" | "(" | "‘" | "[" | "'" | "``" | "•" | "-" | "*"
        );
    match mark {
        "." => opens || last == end,
        _ if mark.starts_with(['!', '?']) => opens || last == end,
        "..." | "…" | "...." | ".." => opens,
        _ => false,
    }
}

fn is_closer(word: &str) -> bool {
    matches!(word, "\"" | "”" | "'" | "’" | "''" | ")" | "]" | "»" | "’’")
}
