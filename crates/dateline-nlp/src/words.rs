//! Cuts English text into the syntactic words of the Universal Dependencies treebanks EWT and GUM (2.16).
//!
//! The conventions were read off the training parts of those treebanks: "don't" is "do" + "n't", "well-known" is
//! three words but "pre-war" one, "$5m" is "$", "5", "m", "U.S.-led" is "U.S.", "-", "led". A word is always a piece of the text.

mod abbreviations;
mod forms;

use abbreviations::{ends_as_abbreviation, keeps_stop, last_part};
use forms::{
    address, clitic, clitic_at, fused, is_list_number, is_number_code, is_rule, is_whole, joins,
    missing_space, unit, whole_mark,
};
pub(crate) use forms::{is_address, is_emoticon};
use std::ops::Range;

/// One word and its byte range in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written; for words of a treebank file the form given there.
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
}

/// The words of one stretch of the text (a paragraph, say). The range is cut back to whole characters.
pub fn words(text: &str, range: Range<usize>) -> Vec<Word<'_>> {
    let range = within(text, range);
    let mut cutter = Cutter {
        text,
        out: Vec::new(),
    };
    let mut start = range.start;
    let body = &text[range.clone()];
    for (at, char) in body.char_indices() {
        if is_space(char) {
            cutter.chunk(start..range.start + at, range.end);
            start = range.start + at + char.len_utf8();
        }
    }
    cutter.chunk(start..range.end, range.end);
    cutter.out
}

/// The range cut back to the text and to whole characters.
pub(crate) fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let end = floor(text, range.end.min(text.len()));
    floor(text, range.start.min(end))..end
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Spaces, control characters and invisible marks: what never is part of a word.
fn is_space(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffc}')
}

struct Cutter<'a> {
    text: &'a str,
    out: Vec<Word<'a>>,
}

impl<'a> Cutter<'a> {
    fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(Word {
                text: &self.text[range.clone()],
                start: range.start,
                end: range.end,
            });
        }
    }

    /// Cuts a run without spaces; the block goes on to `limit`.
    fn chunk(&mut self, mut range: Range<usize>, limit: usize) {
        let chunk = &self.text[range.clone()];
        if is_emoticon(chunk) || is_rule(chunk) || (self.out.is_empty() && is_list_number(chunk)) {
            return self.push(range);
        }
        while let Some(address) = address(&self.text[range.clone()]) {
            self.marks(range.start..range.start + address.start);
            self.push(range.start + address.start..range.start + address.end);
            range.start += address.end;
        }
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            at += match (run(rest), whole_mark(rest)) {
                (_, length) if length > 0 && !self.follows_word(at) => {
                    self.push(at..at + length);
                    length
                }
                (0, _) => self.mark(at, range.end),
                (length, _) => self.run(at..at + length, range.end, limit),
            };
        }
    }

    /// Whether a word that ends in a letter, digit or stop ends at `at`.
    fn follows_word(&self, at: usize) -> bool {
        let last = self.out.last().filter(|word| word.end == at);
        last.is_some_and(|word| {
            word.text
                .ends_with(|c: char| c.is_alphanumeric() || c == '.')
        })
    }

    fn marks(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at += self.mark(at, range.end);
        }
    }

    /// One mark or a row of equal ones; gives its length.
    fn mark(&mut self, at: usize, end: usize) -> usize {
        let text = &self.text[at..end];
        let Some(first) = text.chars().next() else {
            return end - at;
        };
        let same = |set: &str| {
            text.chars()
                .take_while(|&c| set.contains(c))
                .map(char::len_utf8)
                .sum::<usize>()
        };
        let length = match first {
            '.' | '-' | '*' | '=' | '_' | '~' | '<' | '>' | '+' | '—' => {
                same(first.encode_utf8(&mut [0; 4]))
            }
            '!' | '?' => same("!?"),
            '\'' | '`' | '’' | '‘' if text[first.len_utf8()..].starts_with(first) => {
                2 * first.len_utf8()
            }
            '\'' | '’' | '`' if self.out.last().is_some_and(|w| w.end == at) => {
                clitic_at(text).unwrap_or(first.len_utf8())
            }
            _ => first.len_utf8(),
        };
        self.push(at..at + length);
        length
    }

    /// Cuts a run of letters, digits and the marks inside words, which stands in a chunk that ends at `end`; gives the
    /// length used, which includes the full stop of an abbreviation.
    fn run(&mut self, range: Range<usize>, end: usize, limit: usize) -> usize {
        let after = &self.text[range.end..limit];
        let has_stop = range.end < end
            && after.starts_with('.')
            && !after.starts_with("..")
            && keeps_stop(
                last_part(&self.text[range.clone()]),
                &after[1..],
                self.out.last().map(|word| word.text),
            );
        let whole = range.start..range.end + usize::from(has_stop);
        self.parts(whole.clone());
        whole.len()
    }

    /// Cuts at slashes, colons and commas that join words, then at hyphens.
    fn parts(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if is_whole(text) {
            return self.push(range);
        }
        let mut start = 0;
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        for (i, &(at, char)) in chars.iter().enumerate() {
            if !matches!(char, '/' | ':' | ',' | '@' | '–' | '+') {
                continue;
            }
            let digit = |j: usize| chars.get(j).is_some_and(|c| c.1.is_ascii_digit());
            if i > 0 && digit(i - 1) && digit(i + 1) && !matches!(char, '–' | '+' | '@') {
                continue;
            }
            self.hyphens(range.start + start..range.start + at);
            self.push(range.start + at..range.start + at + char.len_utf8());
            start = at + char.len_utf8();
        }
        self.hyphens(range.start + start..range.end);
    }

    fn hyphens(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if is_number_code(text) {
            return self.push(range);
        }
        let mut start = 0;
        for (at, char) in text.char_indices() {
            if !matches!(char, '-' | '‐' | '‑') {
                continue;
            }
            let part = &text[start..at];
            if joins(part, &text[at + char.len_utf8()..]) {
                continue;
            }
            self.plain(range.start + start..range.start + at);
            self.push(range.start + at..range.start + at + char.len_utf8());
            start = at + char.len_utf8();
        }
        self.plain(range.start + start..range.end);
    }

    /// Cuts clitics, fused words and units off a word without hyphens.
    fn plain(&mut self, range: Range<usize>) {
        let mut clitics = Vec::new();
        let mut end = range.end;
        while let Some(cut) = clitic(&self.text[range.start..end]) {
            clitics.push(range.start + cut..end);
            end = range.start + cut;
        }
        let mut start = range.start;
        while let Some(cut) = missing_space(&self.text[start..end]) {
            self.push(start..start + cut);
            self.push(start + cut..start + cut + 1);
            start += cut + 1;
        }
        let text = &self.text[start..end];
        if let Some(cut) = unit(text).or_else(|| fused(text)) {
            self.push(start..start + cut);
            start += cut;
        }
        self.push(start..end);
        for clitic in clitics.into_iter().rev() {
            self.push(clitic);
        }
    }
}

/// Length of the run of letters, digits and joining marks that the text opens with.
fn run(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map_or(' ', |c| c.1);
        let joined = match char {
            _ if is_wordy(char) => true,
            '\'' | '’' | '\u{2bc}' => is_wordy(previous) && next.is_alphabetic(),
            '.' => {
                is_wordy(previous)
                    && (is_wordy(next) || (next == '-' && ends_as_abbreviation(&text[..at])))
            }
            ',' => previous.is_ascii_digit() && is_thousand(&text[at + 1..]),
            ':' => previous.is_ascii_digit() && next.is_ascii_digit(),
            '/' | '-' | '‐' | '‑' | '–' => {
                (is_wordy(previous) || previous == '.') && is_wordy(next)
            }
            '&' => previous.is_alphanumeric() && next.is_alphanumeric(),
            '@' | '+' | '_' => is_wordy(previous) && is_wordy(next),
            _ => false,
        };
        if !joined {
            break;
        }
        end = at + char.len_utf8();
        previous = char;
    }
    end
}

fn is_wordy(char: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};
    char.is_alphanumeric()
        || (!char.is_ascii() && char.general_category_group() == GeneralCategoryGroup::Mark)
}

/// Whether a text begins with a group of three digits.
fn is_thousand(text: &str) -> bool {
    text.bytes().take(4).take_while(u8::is_ascii_digit).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_input_is_cut_in_bounded_time() {
        for part in [
            "a's",
            "www.a<",
            "ab.Ab",
            "a-",
            "\u{1f600}",
            "\u{0}x",
            "a.",
            "U.S.-",
            "..",
            "1,000,",
            "'",
            "é\u{301}",
            "#",
            "a@b.c",
        ] {
            let text = part.repeat(100_000);
            let found = words(&text, 0..text.len());
            let mut end = 0;
            for word in found {
                assert!(word.start >= end && word.end > word.start, "in {part:?}");
                assert_eq!(&text[word.start..word.end], word.text);
                end = word.end;
            }
        }
    }

    #[test]
    fn follows_the_treebanks() {
        let table = [
            (
                "They don't, can't and cannot.",
                "They do n't , ca n't and can not .",
            ),
            ("John’s men weren’t there", "John ’s men were n’t there"),
            ("the ministers' talks", "the ministers ' talks"),
            (
                "a well-known U.S.-led force",
                "a well - known U.S. - led force",
            ),
            (
                "Russia-Ukraine talks, pre-war ex-members",
                "Russia - Ukraine talks , pre-war ex-members",
            ),
            (
                "It cost $5m, or US$4.5 (10%).",
                "It cost $ 5 m , or US$ 4.5 ( 10 % ) .",
            ),
            ("at 5:30pm on Jan. 3", "at 5:30 pm on Jan. 3"),
            (
                "1969-1970 and 5-8, call 555-0134",
                "1969 - 1970 and 5 - 8 , call 555-0134",
            ),
            (
                "Gen. J. P. Smith of the U.S. left.",
                "Gen. J. P. Smith of the U.S. left .",
            ),
            ("No. 5 said no. Then", "No. 5 said no . Then"),
            (
                "see www.example.org/a-b. Write to a.b@example.org!",
                "see www.example.org/a-b . Write to a.b@example.org !",
            ),
            (
                "\"Go,\" he said... “No!?”",
                "\" Go , \" he said ... “ No !? ”",
            ),
            (
                "10,000 troops -- and/or 1/2 — of 9/11",
                "10,000 troops -- and / or 1/2 — of 9/11",
            ),
            ("gonna O'Brien's AT&T", "gon na O'Brien 's AT&T"),
            ("the 1970s, 5th and B2B", "the 1970s , 5th and B2B"),
            (
                "It cost US$.5 in the '90s. #Peace [3]",
                "It cost US$ .5 in the '90s . #Peace [ 3 ]",
            ),
            (
                "the 1990's and his sons' 2,3 etc. and vs. etc.",
                "the 1990's and his sons ' 2 , 3 etc. and vs. etc .",
            ),
            (
                "a Ph.D. on Sat., not when he sat. The end.Then",
                "a Ph.D. on Sat. , not when he sat . The end . Then",
            ),
            ("at 9 a.m. and 10 p.m.", "at 9 a.m. and 10 p.m."),
            ("", ""),
            (" \u{200b}\n\t", ""),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = words(text, 0..text.len()).iter().map(|w| w.text).collect();
            assert_eq!(found.join(" "), expected, "in {text:?}");
        }
    }
}
