//! Whether confidence keeps its word: of the events given 0.8, about 8 in 10 should be right.

use std::fmt::Write;

/// Events by confidence, in ten bins of equal width.
#[derive(Debug, Clone, Default)]
pub struct Reliability([Bin; BINS]);

const BINS: usize = 10;

#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: usize,
    right: usize,
    told: usize,
    /// Sum of the confidences.
    confidence: f64,
}

impl Bin {
    fn mean(self) -> f64 {
        self.confidence / self.count.max(1) as f64
    }

    fn share(self, part: usize) -> f64 {
        part as f64 / self.count.max(1) as f64
    }
}

impl Reliability {
    /// Counts one event: its confidence, 0 to 1, whether it is right, and whether at least its type and trigger are.
    pub fn count(&mut self, confidence: f64, right: bool, told: bool) {
        let bin = ((confidence * BINS as f64) as usize).min(BINS - 1);
        let bin = &mut self.0[bin];
        bin.count += 1;
        bin.right += usize::from(right);
        bin.told += usize::from(told);
        bin.confidence += confidence;
    }

    /// Expected calibration error, 0 to 1: how far mean confidence and share right lie apart in a bin, averaged over
    /// the bins by the events in them (Naeini et al. 2015).
    pub fn error(&self) -> f64 {
        let events: usize = self.0.iter().map(|bin| bin.count).sum();
        let apart = |bin: &Bin| bin.count as f64 * (bin.mean() - bin.share(bin.right)).abs();
        self.0.iter().map(apart).sum::<f64>() / events.max(1) as f64
    }

    /// The bins that hold events, a line each.
    pub fn table(&self) -> String {
        let mut out = format!(
            "{:<12}{:>8}{:>18}{:>14}{:>14}\n",
            "confidence", "events", "mean confidence", "share right", "share told"
        );
        for (number, bin) in self.0.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
            let (from, to) = (number as f64 / 10.0, (number + 1) as f64 / 10.0);
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{:<12}{:>8}{:>18.3}{:>14.3}{:>14.3}",
                format!("{from:.1} to {to:.1}"),
                bin.count,
                bin.mean(),
                bin.share(bin.right),
                bin.share(bin.told)
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_is_the_mean_gap() {
        let mut reliability = Reliability::default();
        assert_eq!(reliability.error(), 0.0);
        for right in [true, true, true, false] {
            reliability.count(0.75, right, true);
        }
        assert_eq!(reliability.error(), 0.0);
        for _ in 0..4 {
            reliability.count(1.0, false, false);
        }
        assert_eq!(reliability.error(), 0.5);
        assert_eq!(reliability.table().lines().count(), 3);
    }
}
