//! Reads a dependency tree off a matrix of head scores.

use crate::sentence::Name;
use crate::words::Word;

/// Scores of every possible head of every word: row `i` of word `i`, column 0 the root, column `j + 1` word `j`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArcScores<'a> {
    /// `stride` scores a row; row 0 is that of the root and is not read.
    pub(crate) scores: &'a [f32],
    pub(crate) stride: usize,
    pub(crate) words: usize,
}

impl ArcScores<'_> {
    /// Score of `head` (0 root, words from 1) for the word `dependent` (from 1).
    fn at(&self, dependent: usize, head: usize) -> f32 {
        let score = self.scores.get(dependent * self.stride + head).copied();
        // A broken model must not break the search: what is no number is the worst choice.
        score
            .filter(|s| s.is_finite())
            .unwrap_or(-1e9)
            .clamp(-1e9, 1e9)
    }
}

/// The heads of the words (0 the root, words from 1) that form the best tree with one word under the root.
///
/// The best head of each word is taken when that gives such a tree, else the best spanning tree is searched
/// (Chu-Liu and Edmonds), once for each word that may stand under the root and could win.
pub(crate) fn heads(arcs: ArcScores<'_>) -> Vec<usize> {
    let n = arcs.words;
    let greedy: Vec<usize> = (1..=n)
        .map(|dependent| best_head(arcs, dependent))
        .collect();
    if is_tree(&greedy) {
        return greedy;
    }
    if n == 0 {
        return greedy;
    }
    spanning_tree(arcs)
}

fn best_head(arcs: ArcScores<'_>, dependent: usize) -> usize {
    (0..=arcs.words)
        .filter(|&head| head != dependent)
        .fold((0, f32::NEG_INFINITY), |best, head| {
            let score = arcs.at(dependent, head);
            if score > best.1 { (head, score) } else { best }
        })
        .0
}

/// Gives the clause of "Smith pleaded guilty, the court said" its subject back where both subjects stand under "said": the
/// one before a clause that has none and goes before its verb, which has another after it. Each word's head is scored by
/// itself, so nothing else keeps a verb from two subjects.
pub(crate) fn share_subjects(heads: &mut [usize], relations: &[&str]) {
    let base = |word: usize| relations[word - 1].split(':').next().unwrap_or_default();
    for clause in 1..=heads.len() {
        let verb = heads[clause - 1];
        if verb < clause || !matches!(base(clause), "ccomp" | "parataxis") {
            continue;
        }
        let subject_of = |heads: &[usize], head: usize, words: std::ops::RangeInclusive<usize>| {
            let mut words = words.filter(|&word| heads[word - 1] == head);
            words.find(|&word| relations[word - 1].starts_with("nsubj"))
        };
        let first = subject_of(heads, verb, 1..=clause - 1);
        let second = subject_of(heads, verb, clause + 1..=heads.len());
        let own = subject_of(heads, clause, 1..=heads.len());
        if let (Some(first), Some(_), None) = (first, second, own) {
            heads[first - 1] = clause;
        }
    }
}

/// Joins "US" and "China" of "US-China talks" as "and" would: mostly the parser hangs the first under the second, which makes one
/// party of two. Parts of one name ("Jong-un") and prefixes ("Anti-American") stay as they are.
pub(crate) fn join_hyphenated(
    words: &[Word<'_>],
    upos: &[&str],
    names: &[Name],
    heads: &mut [usize],
    relations: &mut [&str],
) {
    let is_proper = |i: usize| {
        matches!(upos[i], "PROPN" | "ADJ") && words[i].text.starts_with(char::is_uppercase)
    };
    for hyphen in 1..words.len().saturating_sub(1) {
        let (first, after) = (hyphen - 1, hyphen + 1);
        let is_between = words[hyphen].text == "-"
            && words[first].end == words[hyphen].start
            && words[hyphen].end == words[after].start;
        if !is_between || !is_proper(first) || !is_proper(after) {
            continue;
        }
        let is_prefix = PREFIXES.contains(&words[first].text.to_lowercase().as_str());
        let in_one_name = names
            .iter()
            .any(|name| name.tokens().contains(&first) && name.tokens().contains(&after));
        // "South" of "U.S.-South Korean" hangs on "Korean".
        let second = match heads[after].checked_sub(1) {
            Some(next) if next == after + 1 && is_proper(next) => next,
            _ => after,
        };
        if is_prefix || in_one_name || heads[first] != second + 1 {
            continue;
        }
        (heads[first], relations[first]) = (heads[second], relations[second]);
        (heads[second], relations[second]) = (first + 1, "conj");
    }
}

/// What stands before a hyphen and is no one.
const PREFIXES: &[&str] = &[
    "anti", "ex", "mid", "neo", "non", "pan", "post", "pre", "pro", "semi", "vice",
];

/// Whether the heads form one tree with exactly one word under the root.
pub(crate) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0 unseen, 1 on the way, 2 reaches the root
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    for start in 1..=heads.len() {
        let mut way = Vec::new();
        let mut here = start;
        while state[here] == 0 {
            state[here] = 1;
            way.push(here);
            here = heads[here - 1];
            if here > heads.len() {
                return false;
            }
        }
        if state[here] == 1 {
            return false;
        }
        for step in way {
            state[step] = 2;
        }
    }
    true
}

/// Best tree with exactly one word under the root: a penalty on root arcs larger than any sum of the other scores
/// makes every tree with fewer root words better.
fn spanning_tree(arcs: ArcScores<'_>) -> Vec<usize> {
    let n = arcs.words;
    let size = n + 1;
    let mut weights = vec![f64::NEG_INFINITY; size * size];
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for dependent in 1..=n {
        for head in 0..=n {
            if head != dependent {
                let score = f64::from(arcs.at(dependent, head));
                low = low.min(score);
                high = high.max(score);
                weights[head * size + dependent] = score;
            }
        }
    }
    let penalty = (high - low + 1.0) * size as f64;
    for weight in &mut weights[1..size] {
        *weight -= penalty;
    }
    let mut heads = edmonds(&weights, size);
    heads.remove(0);
    heads
}

/// Maximum spanning arborescence from node 0 of a complete graph in a dense matrix (`weights[from * size + to]`).
/// Contracts circles until none is left; memory and time are bounded by the cube of `size`.
fn edmonds(weights: &[f64], size: usize) -> Vec<usize> {
    let mut best = vec![0; size];
    for to in 1..size {
        let mut top = f64::NEG_INFINITY;
        for from in 0..size {
            let weight = weights[from * size + to];
            if from != to && weight > top {
                top = weight;
                best[to] = from;
            }
        }
    }
    let Some(circle) = find_circle(&best) else {
        return best;
    };
    // Contract the circle into the last node of a smaller graph.
    let outside: Vec<usize> = (0..size).filter(|node| !circle.contains(node)).collect();
    let small = outside.len() + 1;
    let joint = small - 1;
    let mut contracted = vec![f64::NEG_INFINITY; small * small];
    let mut enter = vec![0; small]; // node of the circle entered from outside node i
    let mut leave = vec![0; small]; // node of the circle that outside node i hangs under
    for (i, &a) in outside.iter().enumerate() {
        for (j, &b) in outside.iter().enumerate() {
            contracted[i * small + j] = weights[a * size + b];
        }
        for &c in &circle {
            let gain = weights[a * size + c] - weights[best[c] * size + c];
            if gain > contracted[i * small + joint] {
                contracted[i * small + joint] = gain;
                enter[i] = c;
            }
            let weight = weights[c * size + a];
            if weight > contracted[joint * small + i] {
                contracted[joint * small + i] = weight;
                leave[i] = c;
            }
        }
    }
    let inner = edmonds(&contracted, small);
    let mut heads = best;
    for (i, &node) in outside.iter().enumerate().skip(1) {
        heads[node] = if inner[i] == joint {
            leave[i]
        } else {
            outside[inner[i]]
        };
    }
    let entry = inner[joint];
    heads[enter[entry]] = outside[entry];
    heads
}

fn find_circle(best: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; best.len()];
    for start in 1..best.len() {
        let mut here = start;
        while here != 0 && seen[here] == 0 {
            seen[here] = start;
            here = best[here];
        }
        if here != 0 && seen[here] == start {
            let mut circle = vec![here];
            let mut next = best[here];
            while next != here {
                circle.push(next);
                next = best[next];
            }
            return Some(circle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn total(scores: &[f32], n: usize, heads: &[usize]) -> f32 {
        (0..n).map(|i| scores[(i + 1) * (n + 1) + heads[i]]).sum()
    }

    /// Every tree over `n` words, tried one by one.
    fn best_by_trying(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for mut code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n)
                .map(|_| {
                    let head = code % (n + 1);
                    code /= n + 1;
                    head
                })
                .collect();
            if is_tree(&heads) {
                best = best.max(total(scores, n, &heads));
            }
        }
        best
    }

    #[test]
    fn circles_are_broken_where_it_costs_least() {
        // Word 1 and 2 want each other; word 2 is the better root word.
        let scores = [0., 0., 0., 1., 0., 9., 3., 8., 0.];
        let arcs = ArcScores {
            scores: &scores,
            stride: 3,
            words: 2,
        };
        assert_eq!(heads(arcs), [2, 0]);
        assert!(
            heads(ArcScores {
                scores: &[],
                stride: 0,
                words: 0
            })
            .is_empty()
        );
        assert_eq!(
            heads(ArcScores {
                scores: &[],
                stride: 0,
                words: 1
            }),
            [0]
        );
    }

    #[test]
    fn a_clause_before_its_verb_keeps_its_subject() {
        let relations = ["nsubj", "ccomp", "xcomp", "nsubj", "root"];
        let cases = [
            (
                "Smith pleaded guilty court said",
                [5, 5, 2, 5, 0],
                [2, 5, 2, 5, 0],
            ),
            ("it has its own already", [2, 5, 2, 5, 0], [2, 5, 2, 5, 0]),
            (
                "the other is another verb's",
                [5, 5, 2, 2, 0],
                [5, 5, 2, 2, 0],
            ),
        ];
        for (name, mut found, expected) in cases {
            share_subjects(&mut found, &relations);
            assert_eq!(found, expected, "{name}");
            assert!(is_tree(&found), "{name}");
        }
    }

    #[test]
    fn a_hyphen_joins_two_of_a_kind() {
        let cases = [
            (
                "US-China trade talks",
                "PROPN PUNCT PROPN NOUN NOUN",
                vec![3, 1, 5, 5, 0],
                vec![5, 1, 1, 5, 0],
            ),
            (
                "U.S.-South Korean drills",
                "PROPN PUNCT PROPN ADJ NOUN",
                vec![4, 1, 4, 5, 0],
                vec![5, 1, 4, 1, 0],
            ),
            (
                "Anti-American protests",
                "ADJ PUNCT ADJ NOUN",
                vec![3, 1, 4, 0],
                vec![3, 1, 4, 0],
            ),
            (
                "US - China talks",
                "PROPN PUNCT PROPN NOUN",
                vec![3, 1, 4, 0],
                vec![3, 1, 4, 0],
            ),
        ];
        for (text, upos, mut heads, expected) in cases {
            let words = crate::words::words(text, 0..text.len());
            let upos: Vec<&str> = upos.split(' ').collect();
            let mut relations = vec!["compound"; heads.len()];
            join_hyphenated(&words, &upos, &[], &mut heads, &mut relations);
            assert_eq!(heads, expected, "{text}");
            assert!(is_tree(&heads), "{text}");
        }
    }

    #[test]
    fn a_name_with_a_hyphen_stays_whole() {
        let words = crate::words::words("Jong-un spoke", 0..13);
        let names = [Name {
            first: 0,
            end: 3,
            kind: crate::sentence::NameKind::Person,
            score: 1.0,
        }];
        let (mut heads, mut relations) = (vec![3, 1, 4, 0], vec!["compound"; 4]);
        join_hyphenated(
            &words,
            &["PROPN", "PUNCT", "PROPN", "VERB"],
            &names,
            &mut heads,
            &mut relations,
        );
        assert_eq!(heads, [3, 1, 4, 0]);
    }

    proptest! {
        #[test]
        fn always_the_best_tree(n in 1usize..5, seed in proptest::collection::vec(-5f32..5., 25)) {
            let scores: Vec<f32> = seed[..(n + 1) * (n + 1)].to_vec();
            let found = heads(ArcScores { scores: &scores, stride: n + 1, words: n });
            prop_assert!(is_tree(&found), "{found:?}");
            prop_assert!((total(&scores, n, &found) - best_by_trying(&scores, n)).abs() < 1e-3);
        }

        #[test]
        fn always_a_tree(n in 1usize..40, values in proptest::collection::vec(prop_oneof![Just(f32::NAN), Just(f32::INFINITY), Just(0.0), -5f32..5.], 1..1700)) {
            let found = heads(ArcScores { scores: &values, stride: n + 1, words: n });
            prop_assert!(is_tree(&found), "{found:?}");
        }
    }
}
