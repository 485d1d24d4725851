//! Words to vocabulary pieces (WordPiece, uncased) and case shapes: the same rules as training/subwords.py.

use std::collections::HashMap;
use std::sync::RwLock;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// At most so many pieces of a word are kept.
pub(crate) const MAX_PIECES: usize = 8;
/// A run of letters longer than this is one unknown piece; names and words are far shorter.
const MAX_CHARS: usize = 100;
/// The cache is not filled past this many words: memory stays bounded on any input.
const MAX_CACHED: usize = 50_000;

/// The vocabulary, with the pieces of the words met so far.
pub(crate) struct Subwords {
    vocabulary: HashMap<String, i32>,
    pub(crate) unknown: i32,
    pub(crate) start: i32,
    pub(crate) end: i32,
    cache: RwLock<HashMap<String, Box<[i32]>>>,
}

impl Subwords {
    /// From a vocabulary of one piece a line; an error names the special piece that is missing.
    pub(crate) fn new(vocabulary: &str) -> Result<Subwords, &'static str> {
        let vocabulary: HashMap<String, i32> = vocabulary
            .lines()
            .zip(0..)
            .map(|(piece, id)| (piece.to_string(), id))
            .collect();
        // Batches are padded with zeros.
        if vocabulary.get("[PAD]") != Some(&0) {
            return Err("[PAD] in the first line");
        }
        let find = |piece: &'static str| vocabulary.get(piece).copied().ok_or(piece);
        Ok(Subwords {
            unknown: find("[UNK]")?,
            start: find("[CLS]")?,
            end: find("[SEP]")?,
            vocabulary,
            cache: RwLock::default(),
        })
    }

    /// Appends the pieces of a word, 1 to [`MAX_PIECES`]; gives their number.
    pub(crate) fn push_pieces(&self, word: &str, out: &mut Vec<i32>) -> usize {
        if let Ok(cache) = self.cache.read()
            && let Some(pieces) = cache.get(word)
        {
            out.extend_from_slice(pieces);
            return pieces.len();
        }
        let pieces = self.pieces(word);
        out.extend_from_slice(&pieces);
        let count = pieces.len();
        if word.len() <= MAX_CHARS
            && let Ok(mut cache) = self.cache.write()
            && cache.len() < MAX_CACHED
        {
            cache.insert(word.to_string(), pieces.into_boxed_slice());
        }
        count
    }

    fn pieces(&self, word: &str) -> Vec<i32> {
        let mut pieces = Vec::new();
        let mut run = String::new();
        // Past this length no piece could be kept anyway.
        for char in normalise(word).take(MAX_PIECES * (MAX_CHARS + 1)) {
            if char.is_whitespace() {
                self.greedy(&run, &mut pieces);
                run.clear();
            } else if is_punctuation(char) {
                self.greedy(&run, &mut pieces);
                run.clear();
                self.greedy(char.encode_utf8(&mut [0; 4]), &mut pieces);
            } else {
                run.push(char);
            }
        }
        self.greedy(&run, &mut pieces);
        pieces.truncate(MAX_PIECES);
        if pieces.is_empty() {
            pieces.push(self.unknown);
        }
        pieces
    }

    /// The longest piece of the vocabulary at each place, from left to right; `[UNK]` where none fits.
    fn greedy(&self, part: &str, pieces: &mut Vec<i32>) {
        if part.is_empty() || pieces.len() >= MAX_PIECES {
            return;
        }
        let before = pieces.len();
        let mut start = 0;
        let mut key = String::with_capacity(part.len() + 2);
        if part.chars().count() > MAX_CHARS {
            return pieces.push(self.unknown);
        }
        while start < part.len() {
            key.clear();
            if start > 0 {
                key.push_str("##");
            }
            let marked = key.len();
            key.push_str(&part[start..]);
            let found = loop {
                if key.len() == marked {
                    break None;
                }
                if let Some(&id) = self.vocabulary.get(key.as_str()) {
                    break Some(id);
                }
                key.pop();
            };
            let Some(id) = found else {
                pieces.truncate(before);
                return pieces.push(self.unknown);
            };
            pieces.push(id);
            start += key.len() - marked;
        }
    }
}

/// Lower case without accents, control and format characters.
fn normalise(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|char| {
            char.is_ascii_graphic()
                || !matches!(
                    char.general_category(),
                    GeneralCategory::NonspacingMark
                        | GeneralCategory::Control
                        | GeneralCategory::Format
                )
        })
}

fn is_punctuation(char: char) -> bool {
    char.is_ascii_punctuation()
        || (!char.is_ascii() && char.general_category_group() == GeneralCategoryGroup::Punctuation)
}

/// Case shape of a word: 1 lower case, 2 title case, 3 capitals, 4 one capital letter, 5 mixed, 6 with a digit,
/// 7 neither letter nor digit (0 is for special pieces).
pub(crate) fn shape(word: &str) -> i32 {
    let (mut letters, mut upper, mut first_upper, mut digit) = (0, 0, false, false);
    for char in word.chars() {
        digit |= is_digit(char);
        if is_letter(char) {
            if char.is_uppercase() {
                upper += 1;
                first_upper |= letters == 0;
            }
            letters += 1;
        }
    }
    match (letters, upper) {
        _ if digit => 6,
        (0, _) => 7,
        (_, 0) => 1,
        (1, 1) => 4,
        (n, m) if n == m => 3,
        (_, 1) if first_upper => 2,
        _ => 5,
    }
}

fn is_digit(char: char) -> bool {
    char.is_ascii_digit()
        || (!char.is_ascii()
            && (char.general_category() == GeneralCategory::DecimalNumber
                || matches!(char, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '①'..='⑨')))
}

fn is_letter(char: char) -> bool {
    char.is_ascii_alphabetic()
        || (!char.is_ascii() && char.general_category_group() == GeneralCategoryGroup::Letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##want\n##ed\nrun\n'\ns\n.\nu\ncafe\n$\n5\n\u{201c}";

    #[test]
    fn pieces_are_greedy_and_uncased() {
        let subwords = Subwords::new(VOCABULARY).unwrap();
        let table: [(&str, &[i32]); 10] = [
            ("unwanted", &[4, 5, 6]),
            ("UNwanted", &[4, 5, 6]),
            ("runx", &[1]),
            ("'s", &[8, 9]),
            ("U.S.", &[11, 10, 9, 10]),
            ("Café", &[12]),
            ("$5", &[13, 14]),
            ("“", &[15]),
            ("", &[1]),
            ("\u{200b}", &[1]),
        ];
        for (word, expected) in table {
            for _ in 0..2 {
                let mut out = Vec::new();
                assert_eq!(subwords.push_pieces(word, &mut out), expected.len());
                assert_eq!(out, expected, "for {word:?}");
            }
        }
        let mut out = Vec::new();
        subwords.push_pieces(&"x".repeat(1 << 20), &mut out);
        subwords.push_pieces(&".".repeat(1 << 20), &mut out);
        assert_eq!(out.len(), 1 + MAX_PIECES);
        assert!(Subwords::new("[PAD]\n[UNK]").is_err());
    }

    #[test]
    fn shapes() {
        let table = [
            ("talks", 1),
            ("Moscow", 2),
            ("U.S.", 3),
            ("NATO", 3),
            ("I", 4),
            ("J.", 4),
            ("iPhone", 5),
            ("McCain", 5),
            ("F16", 6),
            ("5", 6),
            ("--", 7),
            ("$", 7),
            ("'s", 1),
            ("北京", 1),
            ("", 7),
            ("N'T", 3),
            ("x²", 6),
        ];
        for (word, expected) in table {
            assert_eq!(shape(word), expected, "for {word:?}");
        }
    }
}
