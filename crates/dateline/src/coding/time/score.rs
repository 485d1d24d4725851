//! How well times are found and valued, against a labelled text.
//!
//! As in TempEval-3 (UzZaman and others, 2013): a *relaxed* hit is a found span that overlaps a labelled one; a *value*
//! hit has the labelled value as well. One found span answers one label.

use std::ops::Range;

/// A span and its TIMEX3 value, labelled or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Any unit of offset, the same on both sides.
    pub span: Range<usize>,
    pub value: String,
}

/// Counts over one text or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeScore {
    pub labelled: usize,
    pub found: usize,
    /// Labels with a found span that overlaps.
    pub overlapping: usize,
    /// Of these, with the same value.
    pub same_value: usize,
}

impl TimeScore {
    pub fn precision(&self) -> f64 {
        share(self.overlapping, self.found)
    }

    pub fn recall(&self) -> f64 {
        share(self.overlapping, self.labelled)
    }

    /// F1 of overlapping spans, 0 to 1; 0 where nothing is labelled and nothing found.
    pub fn span_f1(&self) -> f64 {
        share(2 * self.overlapping, self.labelled + self.found)
    }

    /// F1 of overlapping spans with the same value.
    pub fn value_f1(&self) -> f64 {
        share(2 * self.same_value, self.labelled + self.found)
    }
}

impl std::ops::AddAssign for TimeScore {
    fn add_assign(&mut self, other: TimeScore) {
        self.labelled += other.labelled;
        self.found += other.found;
        self.overlapping += other.overlapping;
        self.same_value += other.same_value;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

/// Compares the labels of one text with what was found in it.
pub fn score(labelled: &[Scored], found: &[Scored]) -> TimeScore {
    let pairs = pairs(labelled, found);
    TimeScore {
        labelled: labelled.len(),
        found: found.len(),
        overlapping: pairs.len(),
        same_value: pairs
            .iter()
            .filter(|&&(label, hit)| labelled[label].value == found[hit].value)
            .count(),
    }
}

/// Which label each found span answers: indices into `labelled` and `found`. Same values are paired first, then the
/// longest overlaps.
pub fn pairs(labelled: &[Scored], found: &[Scored]) -> Vec<(usize, usize)> {
    let overlap =
        |a: &Range<usize>, b: &Range<usize>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let mut candidates: Vec<(bool, usize, usize, usize)> = Vec::new();
    for (label, gold) in labelled.iter().enumerate() {
        for (hit, mention) in found.iter().enumerate() {
            let shared = overlap(&gold.span, &mention.span);
            if shared > 0 {
                candidates.push((gold.value != mention.value, usize::MAX - shared, label, hit));
            }
        }
    }
    candidates.sort_unstable();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, _, label, hit) in candidates {
        if taken
            .iter()
            .all(|&(other_label, other_hit)| other_label != label && other_hit != hit)
        {
            taken.push((label, hit));
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(span: Range<usize>, value: &str) -> Scored {
        Scored {
            span,
            value: value.into(),
        }
    }

    #[test]
    fn overlap_counts_for_the_span_and_equality_for_the_value() {
        let labelled = [
            scored(0..6, "2024"),
            scored(10..20, "P2D"),
            scored(30..35, "2025-03-18"),
        ];
        let found = [
            scored(3..9, "2024"),
            scored(12..15, "P3D"),
            scored(40..45, "2020"),
        ];
        let score = score(&labelled, &found);
        assert_eq!(
            score,
            TimeScore {
                labelled: 3,
                found: 3,
                overlapping: 2,
                same_value: 1
            }
        );
        assert!((score.span_f1() - 2.0 / 3.0).abs() < 1e-9);
        assert!((score.value_f1() - 1.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn one_found_span_answers_one_label() {
        let labelled = [scored(0..20, "P2Y"), scored(5..9, "2014")];
        let pairs = pairs(&labelled, &[scored(5..9, "2014")]);
        assert_eq!(pairs, [(1, 0)]);
    }
}
