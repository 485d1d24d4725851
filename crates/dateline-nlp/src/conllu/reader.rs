//! Reads the rows of one CoNLL-U sentence and puts its text together again.

use super::{ConlluError, Multiword, TreebankSentence};
use crate::sentence::{Sentence, Token};
use std::ops::Range;

/// Reads the rows of one sentence and appends its text.
pub(super) struct Reader {
    sentence: TreebankSentence,
    /// Line of each word, for messages about its head.
    lines: Vec<usize>,
    space: bool,
}

impl Reader {
    pub(super) fn new(start: usize, comments: Vec<String>) -> Reader {
        let annotation = Sentence {
            start,
            end: start,
            tokens: Vec::new(),
            names: Vec::new(),
            mentions: Vec::new(),
        };
        Reader {
            sentence: TreebankSentence {
                comments,
                forms: Vec::new(),
                misc: Vec::new(),
                space_after: Vec::new(),
                multiword: Vec::new(),
                annotation,
            },
            lines: Vec::new(),
            space: false,
        }
    }

    pub(super) fn row(
        &mut self,
        line: usize,
        cells: &[&str],
        text: &mut String,
    ) -> Result<(), ConlluError> {
        let fail = |expected, found: &str| ConlluError {
            line,
            expected,
            found: found.to_string(),
        };
        if cells.len() != 10 {
            return Err(fail("ten cells between tabs", &cells.join("\t")));
        }
        let space_after = !cells[9].split('|').any(|part| part == "SpaceAfter=No");
        let kept = || {
            let parts = cells[9]
                .split('|')
                .filter(|p| *p != "_" && *p != "SpaceAfter=No" && !p.starts_with("NE="));
            parts.collect::<Vec<_>>().join("|")
        };
        let count = self.sentence.forms.len();
        if cells[0].contains('.') {
            return Ok(());
        }
        if let Some((first, last)) = cells[0].split_once('-') {
            let number = |cell: &str| cell.parse::<usize>().ok();
            let (Some(first), Some(last)) = (number(first), number(last)) else {
                return Err(fail("a range of word numbers", cells[0]));
            };
            if first != count + 1 || last <= first || last - first > 100 {
                return Err(fail("a range that begins at the next word", cells[0]));
            }
            let words = first - 1..last;
            self.sentence.multiword.push(Multiword {
                words,
                form: cells[1].into(),
                misc: kept(),
                space_after,
            });
            return Ok(());
        }
        if cells[0].parse() != Ok(count + 1) {
            return Err(fail("the next word number", cells[0]));
        }
        let head = match cells[6] {
            "_" | "0" => None,
            cell => Some(
                cell.parse::<usize>()
                    .map_err(|_| fail("a head number", cell))?
                    - 1,
            ),
        };
        let blank = |cell: &str, form: &str| {
            if cell == "_" && form != "_" {
                String::new()
            } else {
                cell.to_string()
            }
        };
        let range = self.place(cells[1], space_after, text);
        self.lines.push(line);
        self.sentence.forms.push(cells[1].to_string());
        self.sentence.misc.push(kept());
        self.sentence.space_after.push(space_after);
        self.sentence.annotation.tokens.push(Token {
            start: range.start,
            end: range.end,
            lemma: blank(cells[2], cells[1]),
            upos: blank(cells[3], ""),
            head,
            deprel: blank(cells[7], ""),
        });
        Ok(())
    }

    /// Appends a word to the text, or finds it in the multiword form that was appended before it.
    fn place(&mut self, form: &str, space_after: bool, text: &mut String) -> Range<usize> {
        let number = self.sentence.forms.len();
        let current = self
            .sentence
            .multiword
            .last()
            .filter(|m| m.words.contains(&number));
        let Some(multiword) = current else {
            let start = push_spaced(form, self.space, text);
            self.space = space_after;
            return start..text.len();
        };
        let first = number == multiword.words.start;
        if first {
            let start = push_spaced(&multiword.form, self.space, text);
            self.space = multiword.space_after;
            let end = start
                + if multiword.form.starts_with(form) {
                    form.len()
                } else {
                    multiword.form.len()
                };
            return start..end;
        }
        let whole = text.len() - multiword.form.len()..text.len();
        let before = self
            .sentence
            .annotation
            .tokens
            .last()
            .map_or(whole.start, |t| t.end);
        match text[before.min(whole.end)..].starts_with(form) {
            true => before..before + form.len(),
            false => whole, // no concatenation ("du" for "de le"): every word has the whole range
        }
    }

    pub(super) fn finish(mut self, text: &str) -> Result<TreebankSentence, ConlluError> {
        let tokens = &mut self.sentence.annotation.tokens;
        let count = tokens.len();
        for (token, &line) in tokens.iter().zip(&self.lines) {
            if let Some(head) = token.head.filter(|&head| head >= count) {
                return Err(ConlluError {
                    line,
                    expected: "a head within the sentence",
                    found: (head + 1).to_string(),
                });
            }
        }
        if let Some(range) = self
            .sentence
            .multiword
            .iter()
            .find(|range| range.words.end > count)
        {
            let line = self.lines.last().copied().unwrap_or(1);
            return Err(ConlluError {
                line,
                expected: "all words of a multiword range",
                found: range.form.clone(),
            });
        }
        if let (Some(first), Some(last)) = (tokens.first(), tokens.last()) {
            self.sentence.annotation.start = first.start;
            self.sentence.annotation.end = last.end.max(text.trim_end().len().min(text.len()));
        }
        Ok(self.sentence)
    }
}

fn push_spaced(form: &str, space: bool, text: &mut String) -> usize {
    if space {
        text.push(' ');
    }
    let start = text.len();
    text.push_str(form);
    start
}
