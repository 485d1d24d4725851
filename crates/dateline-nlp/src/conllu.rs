//! Reads and writes CoNLL-U, the file form of the Universal Dependencies treebanks, with names as `NE=B-PER` in MISC.
//!
//! Read files keep their sentences, words, multiword ranges, comments and MISC cells; the text is put together again from
//! the forms and `SpaceAfter=No`. Empty nodes (`8.1`) are dropped.

mod reader;

use crate::sentence::{Name, NameKind, Sentence, Token};
use crate::sentences::Split;
use crate::words::Word;
use reader::Reader;
use std::fmt::Write;
use std::ops::Range;

/// A CoNLL-U file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The text, put together again: one space between words, a blank line between paragraphs and documents.
    pub text: String,
    pub sentences: Vec<TreebankSentence>,
    /// Byte ranges of the paragraphs, where the file marks them (`# newpar`, `# newdoc`).
    pub paragraphs: Vec<Range<usize>>,
}

/// One sentence of a file: the words as the file gives them, and their annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct TreebankSentence {
    /// Lines that begin with "#", in order.
    pub comments: Vec<String>,
    /// The forms of the words; usually the text of their tokens.
    pub forms: Vec<String>,
    /// MISC cells without names and without `SpaceAfter`.
    misc: Vec<String>,
    space_after: Vec<bool>,
    multiword: Vec<Multiword>,
    /// Heads, labels, lemmas and names as the file gives them ("_" where it gives none; a file without heads has every head `None`).
    pub annotation: Sentence,
}

/// Several words written as one: "don't".
#[derive(Debug, Clone, PartialEq)]
struct Multiword {
    words: Range<usize>,
    form: String,
    misc: String,
    space_after: bool,
}

/// Why a file is not CoNLL-U.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read CoNLL-U line {line}: expected {expected}, found {found:?}")]
pub struct ConlluError {
    /// Counts from 1.
    pub line: usize,
    pub expected: &'static str,
    pub found: String,
}

impl TreebankSentence {
    /// The value of a comment `# key = value`.
    pub fn comment(&self, key: &str) -> Option<&str> {
        self.comments.iter().find_map(|line| {
            let (name, value) = line.strip_prefix('#')?.split_once('=')?;
            (name.trim() == key).then(|| value.trim())
        })
    }
}

impl Document {
    /// Reads a file.
    ///
    /// # Errors
    /// With the line that does not have ten cells, a number where one belongs, or a head within its sentence.
    pub fn parse(source: &str) -> Result<Document, ConlluError> {
        let mut document = Document::default();
        let mut block: Vec<(usize, &str)> = Vec::new();
        for (number, line) in source.lines().chain([""]).enumerate() {
            let line = line.trim_end_matches('\r');
            if !line.trim().is_empty() {
                block.push((number + 1, line));
            } else if !block.is_empty() {
                document.add(&block)?;
                block.clear();
            }
        }
        Ok(document)
    }

    /// The sentences and their words, as [`crate::Model::annotate_words`] takes them.
    pub fn splits(&self) -> Vec<Split<'_>> {
        let each = self.sentences.iter().map(|sentence| {
            let tokens = &sentence.annotation.tokens;
            let words = tokens.iter().zip(&sentence.forms).map(|(t, form)| Word {
                text: form,
                start: t.start,
                end: t.end,
            });
            Split {
                start: sentence.annotation.start,
                end: sentence.annotation.end,
                words: words.collect(),
            }
        });
        each.collect()
    }

    /// The annotation that the file gives.
    pub fn annotations(&self) -> Vec<Sentence> {
        self.sentences
            .iter()
            .map(|s| s.annotation.clone())
            .collect()
    }

    /// Writes the file again with another annotation of the same words.
    ///
    /// A sentence that is missing in `annotations`, or has another number of words, is written with its own.
    pub fn write(&self, annotations: &[Sentence]) -> String {
        let mut out = String::new();
        for (i, own) in self.sentences.iter().enumerate() {
            let other = annotations
                .get(i)
                .filter(|a| a.tokens.len() == own.forms.len());
            own.write(other.unwrap_or(&own.annotation), &mut out);
        }
        out
    }

    fn add(&mut self, block: &[(usize, &str)]) -> Result<(), ConlluError> {
        let is_comment = |line: &str| line.starts_with('#');
        let comments: Vec<String> = block
            .iter()
            .filter(|b| is_comment(b.1))
            .map(|b| b.1.to_string())
            .collect();
        let rows: Vec<(usize, Vec<&str>)> = block
            .iter()
            .filter(|b| !is_comment(b.1))
            .map(|&(n, line)| (n, line.split('\t').collect()))
            .collect();
        let starts = comments
            .iter()
            .any(|c| c.starts_with("# newpar") || c.starts_with("# newdoc"));
        self.begin(starts && !comments.iter().all(|c| c.starts_with("# newpar_block")));
        let mut reader = Reader::new(self.text.len(), comments);
        for (line, cells) in &rows {
            reader.row(*line, cells, &mut self.text)?;
        }
        let mut sentence = reader.finish(&self.text)?;
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.end = sentence.annotation.end;
        }
        sentence.annotation.names = read_names(&rows);
        self.sentences.push(sentence);
        Ok(())
    }

    /// Puts the space before a sentence and opens its paragraph.
    fn begin(&mut self, paragraph: bool) {
        let glued = self.sentences.last().is_some_and(|s| !s.ends_with_space());
        if !self.text.is_empty() {
            match paragraph {
                true => self.text.push_str("\n\n"),
                false if !glued => self.text.push(' '),
                false => {}
            }
        }
        if paragraph || self.paragraphs.is_empty() {
            self.paragraphs.push(self.text.len()..self.text.len());
        }
    }
}

impl TreebankSentence {
    fn ends_with_space(&self) -> bool {
        let last = self.forms.len();
        match self.multiword.last() {
            Some(multiword) if multiword.words.end == last => multiword.space_after,
            _ => self.space_after.last().copied().unwrap_or(true),
        }
    }

    fn write(&self, annotation: &Sentence, out: &mut String) {
        for comment in &self.comments {
            out.push_str(comment);
            out.push('\n');
        }
        let mut multiword = self.multiword.iter().peekable();
        let labels = name_labels(annotation);
        for (i, token) in annotation.tokens.iter().enumerate() {
            if let Some(range) = multiword.next_if(|range| range.words.start == i) {
                let misc = misc(None, &range.misc, range.space_after);
                let _ = writeln!(
                    out,
                    "{}-{}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}",
                    i + 1,
                    range.words.end,
                    range.form
                );
            }
            let misc = misc(labels[i].as_deref(), &self.misc[i], self.space_after[i]);
            row(i, &self.forms[i], token, &misc, out);
        }
        out.push('\n');
    }
}

/// Writes sentences that were read from raw text. Words written together ("don't") become multiword ranges.
pub fn write(text: &str, sentences: &[Sentence]) -> String {
    let mut out = String::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let _ = writeln!(out, "# sent_id = {}", number + 1);
        let _ = writeln!(
            out,
            "# text = {}",
            sentence
                .text(text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        );
        let tokens = &sentence.tokens;
        let labels = name_labels(sentence);
        let glued = |i: usize| {
            tokens
                .get(i + 1)
                .is_some_and(|next| next.start <= tokens[i].end)
        };
        let follows = sentences
            .get(number + 1)
            .is_none_or(|next| next.start > sentence.end);
        let mut end = 0;
        for i in 0..tokens.len() {
            let form = |i: usize| sentence.token_text(i, text);
            if i >= end {
                end = i + 1;
                while end < tokens.len() && glued(end - 1) && is_one_word(form(end - 1), form(end))
                {
                    end += 1;
                }
                if end > i + 1 {
                    let space = if end == tokens.len() {
                        follows
                    } else {
                        !glued(end - 1)
                    };
                    let whole = sentence.span_text(i..end, text);
                    let _ = writeln!(
                        out,
                        "{}-{end}\t{whole}\t_\t_\t_\t_\t_\t_\t_\t{}",
                        i + 1,
                        misc(None, "", space)
                    );
                }
            }
            let is_inside = end > i + 1
                || (i > 0 && end == i + 1 && glued(i - 1) && is_one_word(form(i - 1), form(i)));
            let space = is_inside
                || if i + 1 == tokens.len() {
                    follows
                } else {
                    !glued(i)
                };
            row(
                i,
                form(i),
                &tokens[i],
                &misc(labels[i].as_deref(), "", space),
                &mut out,
            );
        }
        out.push('\n');
    }
    out
}

/// "do" + "n't", "can" + "not", "John" + "'s", not "5" + "pm" or "well" + "-".
fn is_one_word(left: &str, right: &str) -> bool {
    let clitic = right.trim_start_matches(['\'', '’', '`', 'ʼ']);
    let is_word = clitic.starts_with(char::is_alphabetic)
        || (clitic.is_empty() && left.ends_with(['s', 'S']));
    left.ends_with(char::is_alphabetic) && is_word && !right.is_empty()
}

fn row(i: usize, form: &str, token: &Token, misc: &str, out: &mut String) {
    let head = match token.head {
        Some(head) => (head + 1).to_string(),
        None if token.deprel == "root" => "0".to_string(),
        None => "_".to_string(),
    };
    let cell = |text: &str| -> String {
        // A space is legal within a form, a tab or line end is not.
        let clean: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        if clean.is_empty() {
            "_".to_string()
        } else {
            clean
        }
    };
    let _ = writeln!(
        out,
        "{}\t{}\t{}\t{}\t_\t_\t{head}\t{}\t_\t{misc}",
        i + 1,
        cell(form),
        cell(&token.lemma),
        cell(&token.upos),
        cell(&token.deprel)
    );
}

fn misc(name: Option<&str>, kept: &str, space_after: bool) -> String {
    let mut parts = Vec::new();
    if !kept.is_empty() {
        parts.push(kept.to_string());
    }
    if let Some(name) = name {
        parts.push(format!("NE={name}"));
    }
    if !space_after {
        parts.push("SpaceAfter=No".to_string());
    }
    if parts.is_empty() {
        "_".to_string()
    } else {
        parts.join("|")
    }
}

fn name_labels(sentence: &Sentence) -> Vec<Option<String>> {
    let mut labels = vec![None; sentence.tokens.len()];
    for name in &sentence.names {
        for i in name.tokens() {
            if let Some(label) = labels.get_mut(i) {
                let mark = if i == name.first { "B" } else { "I" };
                *label = Some(format!("{mark}-{}", name.kind.code()));
            }
        }
    }
    labels
}

fn read_names(rows: &[(usize, Vec<&str>)]) -> Vec<Name> {
    let words = rows
        .iter()
        .filter(|(_, cells)| cells[0].bytes().all(|b| b.is_ascii_digit()));
    let mut names: Vec<Name> = Vec::new();
    for (i, (_, cells)) in words.enumerate() {
        let label = cells[9]
            .split('|')
            .find_map(|part| part.strip_prefix("NE="));
        let Some((mark, kind)) = label.and_then(|label| label.split_once('-')) else {
            continue;
        };
        let Some(kind) = NameKind::from_code(kind) else {
            continue;
        };
        match names.last_mut() {
            Some(name) if mark == "I" && name.end == i && name.kind == kind => name.end = i + 1,
            _ => names.push(Name {
                first: i,
                end: i + 1,
                kind,
                score: 1.0,
            }),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# newdoc id = a
# sent_id = a-1
1\tEnvoys\tenvoy\tNOUN\t_\t_\t4\tnsubj\t_\tKey=1
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\t_\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\t_\t_\t4\tadvmod\t_\t_
4\tleave\tleave\tVERB\t_\t_\t0\troot\t_\t_
5\tCamp\tCamp\tPROPN\t_\t_\t4\tobj\t_\tNE=B-LOC
6\tOne\tOne\tPROPN\t_\t_\t5\tflat\t_\tNE=I-LOC|SpaceAfter=No
7\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_

# sent_id = a-2
1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No

# newpar
# sent_id = a-3
1\tNo\tno\tINTJ\t_\t_\t0\troot\t_\t_

";

    #[test]
    fn reads_and_writes_the_same_file() {
        let document = Document::parse(FILE).unwrap();
        assert_eq!(document.text, "Envoys don't leave Camp One. Yes\n\nNo");
        assert_eq!(document.write(&[]), FILE);
        assert_eq!(document.sentences[1].comment("sent_id"), Some("a-2"));
        assert_eq!(document.paragraphs, [0..32, 34..36]);
        let first = &document.sentences[0].annotation;
        assert_eq!(first.token_text(2, &document.text), "n't");
        assert_eq!(first.names[0].tokens(), 4..6);
        assert_eq!(first.text(&document.text), "Envoys don't leave Camp One.");
        let blank = document.splits();
        assert_eq!(blank[0].words.len(), 7);
    }

    #[test]
    fn raw_text_gets_ranges_for_fused_words() {
        let document = Document::parse(FILE).unwrap();
        let written = write(&document.text, &document.annotations());
        let again = Document::parse(&written).unwrap();
        assert!(written.contains("2-3\tdon't\t"), "{written}");
        assert!(written.contains("# text = Envoys don't leave Camp One."));
        let text: String = document
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(again.text, text);
        assert_eq!(
            again.sentences[0].annotation.names,
            document.sentences[0].annotation.names
        );
    }

    #[test]
    fn says_what_is_wrong_where() {
        let table = [
            ("1\ta", 1, "ten cells between tabs"),
            (
                "# x\n2\ta\t_\t_\t_\t_\t_\t_\t_\t_",
                2,
                "the next word number",
            ),
            ("1\ta\t_\t_\t_\t_\tx\t_\t_\t_", 1, "a head number"),
            (
                "1\ta\t_\t_\t_\t_\t5\t_\t_\t_",
                1,
                "a head within the sentence",
            ),
            (
                "1-x\ta\t_\t_\t_\t_\t5\t_\t_\t_",
                1,
                "a range of word numbers",
            ),
            (
                "1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_",
                2,
                "all words of a multiword range",
            ),
        ];
        for (source, line, expected) in table {
            let error = Document::parse(source).unwrap_err();
            assert_eq!(
                (error.line, error.expected),
                (line, expected),
                "for {source:?}"
            );
        }
        assert_eq!(Document::parse("").unwrap(), Document::default());
    }
}
