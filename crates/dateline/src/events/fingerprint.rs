//! Articles that are one text: agency reports reprinted whole, cut short or lightly rewritten, known by fingerprints.
//!
//! A fingerprint keeps the smallest hashes of an article's runs of three words (a bottom-k sketch). Two of them give
//! an estimate of how much of the shorter text stands in the longer one, which, unlike a simhash, also holds for a
//! report that was cut to its first paragraphs or had some added.
//!
//! **Tolerance.** Two articles are one text when at least [`SAME_TEXT`] of the shorter one's runs stand in the longer
//! one: about one word in seven replaced throughout, or a third of the text written anew. Two reports that
//! share two or three quoted sentences stay apart. Texts under [`FEWEST_WORDS`] words are never judged: too little
//! of them is their own.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

/// Words in a run.
const RUN: usize = 3;

/// Hashes that a fingerprint keeps; the estimate of the shared part is off by about 0.05.
const KEPT: usize = 128;

/// Hashes under which a fingerprint is looked up. Two texts that share half of their runs share one of these in all
/// but one of some two hundred cases.
const LOOKED_UP: usize = 8;

/// Part of the shorter text's runs that must stand in the longer one, 0 to 1.
pub const SAME_TEXT: f32 = 0.5;

/// Texts with fewer words are the reprint of nothing.
pub const FEWEST_WORDS: usize = 40;

/// What is kept of an article's words to know reprints by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fingerprint {
    /// The smallest hashes, in order, no two alike.
    hashes: Vec<u64>,
    /// Number of different runs in the text.
    runs: usize,
}

impl Fingerprint {
    /// The fingerprint of a text. Case, punctuation and white space do not count.
    pub fn of(text: &str) -> Fingerprint {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        if words.len() < FEWEST_WORDS {
            return Fingerprint::default();
        }
        let mut hashes: Vec<u64> = words
            .windows(RUN)
            .map(|run| xxh3_64(run.join(" ").as_bytes()))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        let runs = hashes.len();
        hashes.truncate(KEPT);
        Fingerprint { hashes, runs }
    }

    /// Part of the shorter text's runs that stand in the longer one, 0 to 1; an estimate for texts of more than
    /// some 130 words. 0 where one of the texts is too short to judge.
    pub fn shared(&self, other: &Fingerprint) -> f32 {
        let shorter = self.runs.min(other.runs);
        if shorter == 0 {
            return 0.0;
        }
        let (mut i, mut j, mut seen, mut both) = (0, 0, 0_usize, 0_usize);
        // The smallest hashes of the two texts taken together are a fair sample of all their runs.
        while seen < KEPT && (i < self.hashes.len() || j < other.hashes.len()) {
            seen += 1;
            match (self.hashes.get(i), other.hashes.get(j)) {
                (Some(a), Some(b)) if a == b => {
                    both += 1;
                    i += 1;
                    j += 1;
                }
                (Some(a), Some(b)) if a < b => i += 1,
                (Some(_), None) => i += 1,
                _ => j += 1,
            }
        }
        let of_all = both as f32 / seen as f32;
        let common = of_all / (1.0 + of_all) * (self.runs + other.runs) as f32;
        (common / shorter as f32).min(1.0)
    }

    /// Whether the two are one text, within the tolerance stated for this module.
    pub fn is_reprint_of(&self, other: &Fingerprint) -> bool {
        self.shared(other) >= SAME_TEXT
    }

    /// What to look the fingerprint up by: reprints share at least one of these.
    pub fn keys(&self) -> &[u64] {
        &self.hashes[..self.hashes.len().min(LOOKED_UP)]
    }

    /// The fingerprint as bytes, for keeping: the number of runs, then the hashes, each in eight bytes, least first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let numbers = std::iter::once(self.runs as u64).chain(self.hashes.iter().copied());
        numbers.flat_map(u64::to_le_bytes).collect()
    }

    /// The fingerprint that [`Fingerprint::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Fingerprint> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let (runs, hashes) = numbers.split_first()?;
        let runs = usize::try_from(u64::from_le_bytes(*runs)).ok()?;
        let hashes: Vec<u64> = hashes.iter().map(|h| u64::from_le_bytes(*h)).collect();
        let in_order = hashes.is_sorted_by(|a, b| a < b);
        (rest.is_empty() && in_order && hashes.len() == runs.min(KEPT))
            .then_some(Fingerprint { hashes, runs })
    }
}

/// For each of some texts the number of the first of those it is one text with: reprints of reprints are one, too.
/// Whatever the order they come in, the same texts are together.
pub fn reprints<F: Borrow<Fingerprint>>(prints: &[F]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..prints.len()).collect();
    let mut by_key: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut compared: HashSet<(usize, usize)> = HashSet::new();
    for (number, print) in prints.iter().map(Borrow::borrow).enumerate() {
        for key in print.keys() {
            let others = by_key.entry(*key).or_default();
            for &other in others.iter() {
                if compared.insert((other, number)) && print.is_reprint_of(prints[other].borrow()) {
                    let (a, b) = (root(&first, other), root(&first, number));
                    first[a.max(b)] = a.min(b);
                }
            }
            others.push(number);
        }
    }
    (0..prints.len()).map(|n| root(&first, n)).collect()
}

fn root(first: &[usize], mut number: usize) -> usize {
    while first[number] != number {
        number = first[number];
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "Fishermen from three villages blocked the coast road near Tolmin on Tuesday after the \
        harbour office refused to renew their licences. About two hundred people parked boats and trailers across \
        both lanes, a witness said, and let only ambulances through. The harbour office said that the licences had \
        lapsed in May and that new ones would be given out once the stocks of hake had been counted. \"We have fed this \
        town for a hundred years and now we are told to wait for a clerk with a pencil,\" said Ivo Brandt, who speaks \
        for the villages. Police watched from the hill and made no arrests. The mayor invited both sides to the town \
        hall for Thursday morning and asked drivers to take the old mountain road until then. The blockade ended \
        shortly before midnight, when rain set in.";

    const SAME_NEWS: &str = "Drivers on the coast were sent over the mountain on Tuesday because fishing crews had \
        drawn up their boats on the road outside Tolmin. They are angry that no licences are being handed out for the \
        coming season. \"We have fed this town for a hundred years and now we are told to wait for a clerk with a \
        pencil,\" their spokesman, Ivo Brandt, told this paper. According to the authority, hake must be counted \
        before anyone may fish again. Nobody was detained, and the crews went home in the rain. Talks are due on \
        Thursday, at the invitation of the mayor, who said that he hoped for a calm conversation among neighbours.";

    /// The text with every n-th word replaced.
    fn rewritten(text: &str, every: usize) -> String {
        let words = text.split_whitespace().enumerate();
        let changed = words.map(|(n, word)| match n % every == every - 1 {
            true => format!("other{n}"),
            false => word.to_string(),
        });
        changed.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_one_text() {
        let half: String = REPORT.chars().take(REPORT.len() / 2).collect();
        let quarter: String = REPORT.chars().take(REPORT.len() / 3).collect();
        let cases = [
            ("itself", REPORT.to_string(), true),
            (
                "in capitals, without its signs",
                REPORT.to_uppercase().replace([',', '.'], ""),
                true,
            ),
            ("its first half", half.clone(), true),
            ("its first third", quarter, true),
            (
                "as much added",
                format!("{REPORT} {}", rewritten(SAME_NEWS, 2)),
                true,
            ),
            (
                "two thirds of it, with as much of one's own",
                format!(
                    "{} {}",
                    &REPORT[..REPORT.len() * 2 / 3],
                    rewritten(SAME_NEWS, 2)
                ),
                true,
            ),
            ("one word in ten replaced", rewritten(REPORT, 10), true),
            ("one word in seven replaced", rewritten(REPORT, 7), true),
            ("one word in four replaced", rewritten(REPORT, 4), false),
            (
                "the same news in other words, with one quotation",
                SAME_NEWS.to_string(),
                false,
            ),
            ("a line", REPORT.chars().take(100).collect(), false),
            ("nothing", String::new(), false),
        ];
        let print = Fingerprint::of(REPORT);
        for (case, text, expected) in cases {
            let other = Fingerprint::of(&text);
            assert_eq!(
                print.is_reprint_of(&other),
                expected,
                "{case}: {}",
                print.shared(&other)
            );
            assert_eq!(
                print.shared(&other),
                other.shared(&print),
                "{case}: either way"
            );
        }
    }

    #[test]
    fn reprints_are_found_in_any_order() {
        let half: String = REPORT.chars().take(REPORT.len() / 2).collect();
        let texts = [
            SAME_NEWS.to_string(),
            half,
            REPORT.into(),
            rewritten(REPORT, 9),
            rewritten(SAME_NEWS, 9),
        ];
        let prints: Vec<Fingerprint> = texts.iter().map(|text| Fingerprint::of(text)).collect();
        assert_eq!(reprints(&prints), [0, 1, 1, 1, 0]);
        let back: Vec<Fingerprint> = prints.into_iter().rev().collect();
        assert_eq!(reprints(&back), [0, 1, 1, 1, 0]);
    }

    #[test]
    fn fingerprints_are_kept_as_bytes() {
        for text in [REPORT, SAME_NEWS, ""] {
            let print = Fingerprint::of(text);
            assert_eq!(Fingerprint::from_bytes(&print.to_bytes()), Some(print));
        }
        assert_eq!(Fingerprint::from_bytes(b""), None);
        assert_eq!(Fingerprint::from_bytes(&[7; 16]), None);
    }
}
