//! How well groups fit: pairwise and B-cubed precision, recall and F1 (Bagga and Baldwin 1998).

use std::collections::HashMap;

/// Precision and recall, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Fit {
    pub precision: f64,
    pub recall: f64,
}

impl Fit {
    pub fn f1(self) -> f64 {
        let sum = self.precision + self.recall;
        if sum > 0.0 {
            2.0 * self.precision * self.recall / sum
        } else {
            0.0
        }
    }

    /// Of counts: right among those found, right among those to be found.
    pub fn of(right: u64, found: u64, wanted: u64) -> Fit {
        let share = |whole: u64| {
            if whole == 0 {
                1.0
            } else {
                right as f64 / whole as f64
            }
        };
        Fit {
            precision: share(found),
            recall: share(wanted),
        }
    }
}

/// How many units are in each cell of (group found, group wanted), in each group found, in each wanted.
struct Table {
    cells: HashMap<(usize, usize), u64>,
    found: HashMap<usize, u64>,
    wanted: HashMap<usize, u64>,
}

fn table(units: &[(usize, usize)]) -> Table {
    let mut table = Table {
        cells: HashMap::new(),
        found: HashMap::new(),
        wanted: HashMap::new(),
    };
    for &(found, wanted) in units {
        *table.cells.entry((found, wanted)).or_default() += 1;
        *table.found.entry(found).or_default() += 1;
        *table.wanted.entry(wanted).or_default() += 1;
    }
    table
}

/// Each unit is the group it was put into and the one it belongs to: for each, which part of the units beside it
/// belongs there, and which part of those that belong beside it is there; both on average.
pub fn b_cubed(units: &[(usize, usize)]) -> Fit {
    let table = table(units);
    let sum = |groups: &HashMap<usize, u64>, pick: fn(&(usize, usize)) -> usize| -> f64 {
        let shares = table
            .cells
            .iter()
            .map(|(cell, &both)| (both * both) as f64 / groups[&pick(cell)] as f64);
        // Hash maps come in any order: sorted, the last digit is the same each time.
        let mut shares: Vec<f64> = shares.collect();
        shares.sort_by(f64::total_cmp);
        // Not `sum`, which gives -0 for nothing.
        shares.iter().fold(0.0, |sum, share| sum + share)
    };
    let whole = units.len().max(1) as f64;
    Fit {
        precision: sum(&table.found, |cell| cell.0) / whole,
        recall: sum(&table.wanted, |cell| cell.1) / whole,
    }
}

/// Over all pairs of units: which part of those put together belongs together, and the other way round.
pub fn pairwise(units: &[(usize, usize)]) -> Fit {
    let table = table(units);
    let pairs = |count: &u64| count * count.saturating_sub(1) / 2;
    Fit::of(
        table.cells.values().map(pairs).sum(),
        table.found.values().map(pairs).sum(),
        table.wanted.values().map(pairs).sum(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_cases() {
        let close = |fit: Fit, precision: f64, recall: f64| {
            assert!((fit.precision - precision).abs() < 1e-9, "{fit:?}");
            assert!((fit.recall - recall).abs() < 1e-9, "{fit:?}");
        };
        // As wanted; all in one; all apart.
        close(b_cubed(&[(0, 5), (0, 5), (1, 6)]), 1.0, 1.0);
        close(b_cubed(&[(0, 5), (0, 5), (0, 6)]), 5.0 / 9.0, 1.0);
        close(b_cubed(&[(0, 5), (1, 5), (2, 6)]), 1.0, 2.0 / 3.0);
        close(pairwise(&[(0, 5), (0, 5), (0, 6)]), 1.0 / 3.0, 1.0);
        close(pairwise(&[(0, 5), (1, 5), (2, 6)]), 1.0, 0.0);
        close(b_cubed(&[]), 0.0, 0.0);
        assert_eq!(Fit::default().f1(), 0.0);
    }
}
