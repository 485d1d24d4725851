//! The index of names: which entries a name may mean, and the longest known name at a place in a row of words.

use crate::Error;
use crate::MatchKind;
use crate::store::{Bytes, Pool, Store, Table};

pub(crate) use crate::MatchKind as Kind;

/// Flag of an entry: this form of the name is the plural.
pub(crate) const PLURAL: u32 = 1;

const KINDS: [Kind; 10] = [
    Kind::Person,
    Kind::Organisation,
    Kind::Outlet,
    Kind::Country,
    Kind::Adjective,
    Kind::Demonym,
    Kind::Capital,
    Kind::Seat,
    Kind::Body,
    Kind::Role,
];

/// Kind and row in one number.
pub(crate) fn entry_of(kind: Kind, row: usize) -> u32 {
    let kind = KINDS.iter().position(|other| *other == kind).unwrap_or(0) as u32;
    kind << 28 | (row as u32 & 0x0fff_ffff)
}

/// One thing that a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: MatchKind,
    pub(crate) row: usize,
    pub(crate) plural: bool,
}

impl Entry {
    pub(crate) fn unpacked(packed: u32, flags: u32) -> Option<Entry> {
        Some(Entry {
            kind: *KINDS.get((packed >> 28) as usize)?,
            row: (packed & 0x0fff_ffff) as usize,
            plural: flags & PLURAL != 0,
        })
    }
}

/// Folded names to entries.
pub(crate) struct NameIndex {
    map: fst::Map<Bytes>,
    lists: Table,
}

/// A word ready for lookup. It may fold to several parts ("Son-hui") or to none ("—").
#[derive(Debug)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) key: String,
    /// The key without the ending "'s" or "'", where the word has one.
    pub(crate) bare: Option<String>,
    /// Whether a comma follows.
    pub(crate) comma: bool,
}

impl<'t> Word<'t> {
    pub(crate) fn new(text: &'t str) -> Word<'t> {
        let bare = ["'s", "’s", "'", "’"]
            .iter()
            .find_map(|ending| text.strip_suffix(ending));
        Word {
            text,
            key: crate::fold(text),
            bare: bare.map(crate::fold).filter(|key| !key.is_empty()),
            comma: false,
        }
    }

    /// The text without the possessive ending.
    pub(crate) fn bare_text(&self) -> &'t str {
        let endings = ["'s", "’s", "'", "’"];
        endings
            .iter()
            .find_map(|ending| self.text.strip_suffix(ending))
            .unwrap_or(self.text)
    }

    pub(crate) fn is_capital(&self) -> bool {
        // "al-Assad" counts.
        let mut parts = self.text.split(['-', '‐', '‑']).take(2);
        parts.any(|part| {
            let first = part.chars().find(|letter| letter.is_alphanumeric());
            first.is_some_and(char::is_uppercase)
        })
    }

    /// A possessive ending that stands as a word of its own, as tokenisers leave it.
    fn is_ending(&self) -> bool {
        matches!(self.text, "'s" | "’s" | "'" | "’")
    }
}

impl NameIndex {
    pub(crate) fn open(store: &Store, map: &str, lists: &str) -> Result<NameIndex, Error> {
        Ok(NameIndex {
            map: store.map(map)?,
            lists: store.table(lists, 1)?,
        })
    }

    /// The entries of a folded name, three numbers each.
    pub(crate) fn entries(&self, key: &str) -> Vec<[u32; 3]> {
        self.map
            .get(key)
            .map(|at| self.list(at))
            .unwrap_or_default()
    }

    fn list(&self, at: u64) -> Vec<[u32; 3]> {
        let at = usize::try_from(at).unwrap_or(usize::MAX - 8);
        let count = self.lists.at(at, 0) as usize;
        let row = |n: usize| [0, 1, 2].map(|column| self.lists.at(at + 1 + 3 * n + column, 0));
        (0..count.min(self.lists.rows())).map(row).collect()
    }

    /// The ends of all names that begin with the first word, longest first, with their places in the lists.
    fn prefixes(&self, words: &[Word<'_>]) -> Vec<(usize, u64)> {
        let mut found = Vec::new();
        let mut path = Some(Path::start(&self.map));
        for (at, word) in words.iter().enumerate() {
            if at > 0 && !word.is_ending() {
                path = path.and_then(|path| path.step(&self.map, b" "));
            }
            if word.key.is_empty() && !word.is_ending() {
                break;
            }
            let Some(here) = path else { break };
            let whole = here.step(&self.map, word.key.as_bytes());
            let bare = word
                .bare
                .as_ref()
                .and_then(|bare| here.step(&self.map, bare.as_bytes()));
            let value = [whole, bare]
                .into_iter()
                .flatten()
                .find_map(|path| path.value(&self.map));
            found.extend(value.map(|value| (at + 1, value)));
            path = whole;
        }
        found.reverse();
        found
    }

    /// The longest name that begins at the first word and whose capitals fit: number of words and entries.
    pub(crate) fn longest(&self, words: &[Word<'_>], pool: &Pool) -> Option<(usize, Vec<Entry>)> {
        self.prefixes(words).into_iter().find_map(|(length, at)| {
            let entries = self.fitting(at, &words[..length], pool);
            (!entries.is_empty()).then_some((length, entries))
        })
    }

    /// The entries of exactly these words whose capitals fit.
    pub(crate) fn exact(&self, words: &[Word<'_>], pool: &Pool) -> Vec<Entry> {
        let found = self
            .prefixes(words)
            .into_iter()
            .find(|(length, _)| *length == words.len());
        found
            .map(|(_, at)| self.fitting(at, words, pool))
            .unwrap_or_default()
    }

    fn fitting(&self, at: u64, words: &[Word<'_>], pool: &Pool) -> Vec<Entry> {
        let mut entries = Vec::new();
        for [packed, surface, flags] in self.list(at) {
            let Some(entry) = Entry::unpacked(packed, flags) else {
                continue;
            };
            if capitals_fit(pool.get(surface), words) && !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        entries
    }
}

/// A place inside the map of names.
#[derive(Clone, Copy)]
struct Path {
    node: fst::raw::CompiledAddr,
    output: fst::raw::Output,
}

impl Path {
    fn start(map: &fst::Map<Bytes>) -> Path {
        Path {
            node: map.as_fst().root().addr(),
            output: fst::raw::Output::zero(),
        }
    }

    fn step(self, map: &fst::Map<Bytes>, bytes: &[u8]) -> Option<Path> {
        let mut path = self;
        for byte in bytes {
            let node = map.as_fst().node(path.node);
            let transition = node.transition(node.find_input(*byte)?);
            path = Path {
                node: transition.addr,
                output: path.output.cat(transition.out),
            };
        }
        Some(path)
    }

    /// The value of the name that ends here, if one does.
    fn value(self, map: &fst::Map<Bytes>) -> Option<u64> {
        let node = map.as_fst().node(self.node);
        node.is_final()
            .then(|| self.output.cat(node.final_output()).value())
    }
}

/// Whether the words may be this name, by their capitals: an acronym must be in capitals ("WHO", never "Who"), any
/// other name must begin with a capital where its first word does; a name in lower case fits any text.
fn capitals_fit(name: &str, words: &[Word<'_>]) -> bool {
    if !name.contains(char::is_uppercase) {
        return true;
    }
    if is_acronym(name) {
        return words.iter().all(|word| is_acronym(word.bare_text()));
    }
    let capital = |text: &str| {
        text.chars()
            .find(|letter| letter.is_alphanumeric())
            .is_some_and(|c| !c.is_lowercase())
    };
    words
        .first()
        .is_some_and(|word| !capital(name) || capital(word.text))
        && (words.len() == 1
            || words.iter().skip(1).any(|word| capital(word.text))
            || !has_later_capital(name))
}

/// Only capitals, digits and marks, and at least two capitals or one with a digit.
fn is_acronym(text: &str) -> bool {
    !text.contains(char::is_lowercase)
        && text
            .chars()
            .filter(|c| c.is_uppercase() || c.is_ascii_digit())
            .count()
            > 1
        && text.contains(char::is_uppercase)
}

fn has_later_capital(name: &str) -> bool {
    name.split([' ', '-'])
        .skip(1)
        .any(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_decide_between_names_and_words() {
        let cases = [
            ("WHO", "WHO", true),
            ("WHO", "Who", false),
            ("WHO", "who", false),
            ("IS", "is", false),
            ("U.S.", "US", true),
            ("U.S.", "us", false),
            ("M23", "M23", true),
            ("Islamic State", "Islamic State", true),
            ("Islamic State", "islamic state", false),
            ("Islamic State", "Islamic state", false),
            ("Hamas", "HAMAS", true),
            ("al-Qaeda", "Al-Qaeda", true),
            ("foreign minister", "Foreign Minister", true),
            ("State Duma", "STATE DUMA", true),
            ("March 23 Movement", "March 23 movement", true),
            ("Medecins Sans Frontieres", "Médecins sans Frontières", true),
        ];
        for (name, text, fits) in cases {
            let words: Vec<Word<'_>> = text.split(' ').map(Word::new).collect();
            assert_eq!(capitals_fit(name, &words), fits, "{name} in {text:?}");
        }
    }
}
