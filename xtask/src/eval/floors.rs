//! What the figures must be, and the table that sets them side by side.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use super::Figure;

/// The limits of one figure, in per cent.
#[derive(Debug, Clone, Copy, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Limits {
    /// Below it the evaluation fails. It is raised when a figure rises, and lowered only with a reason.
    floor: Option<f64>,
    /// What we are working towards.
    target: Option<f64>,
}

/// Floors and targets by the figures' names.
#[derive(Debug, Clone, PartialEq)]
pub struct Floors(BTreeMap<String, Limits>);

impl Floors {
    /// Reads the file.
    ///
    /// # Errors
    /// When it is missing or is not an object of names with floor and target.
    pub fn read(path: &Path) -> anyhow::Result<Floors> {
        let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
        let floors =
            serde_json::from_str(&text).with_context(|| format!("read {}", path.display()))?;
        Ok(Floors(floors))
    }

    fn floor(&self, name: &str) -> Option<f64> {
        self.0.get(name)?.floor
    }

    /// The names of the figures that are below their floors.
    pub fn below(&self, figures: &[Figure]) -> Vec<String> {
        let is_low = |figure: &&Figure| {
            self.floor(&figure.name)
                .is_some_and(|floor| figure.value < floor)
        };
        figures
            .iter()
            .filter(is_low)
            .map(|figure| figure.name.clone())
            .collect()
    }

    /// The figures, a line each, with their limits.
    pub fn table(&self, figures: &[Figure]) -> String {
        let mut out = format!(
            "{:<36}{:>8}{:>8}{:>9}\n",
            "figure (per cent)", "target", "floor", "measured"
        );
        for figure in figures {
            let limits = self.0.get(&figure.name);
            let show =
                |limit: Option<f64>| limit.map_or("-".to_string(), |limit| format!("{limit:.1}"));
            let target = show(limits.and_then(|limits| limits.target));
            let floor = self.floor(&figure.name);
            let verdict = match floor {
                Some(floor) if figure.value < floor => "  BELOW THE FLOOR",
                _ => "",
            };
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{:<36}{target:>8}{:>8}{:>9.2}{verdict}",
                figure.name,
                show(floor),
                figure.value
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_floors_can_be_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../eval/floors.json");
        let floors = Floors::read(&path).unwrap();
        assert!(floors.floor("ewt-upos").is_some_and(|floor| floor >= 96.0));
    }

    #[test]
    fn what_is_low_is_named() {
        let floors: BTreeMap<String, Limits> = serde_json::from_str(
            r#"{"a": {"floor": 50.0, "target": 60.0}, "b": {"floor": null, "target": 1.0}}"#,
        )
        .unwrap();
        let floors = Floors(floors);
        let figures = [
            Figure::new("a", 49.9),
            Figure::new("b", 0.0),
            Figure::new("c", 0.0),
        ];
        assert_eq!(floors.below(&figures), ["a"]);
        let table = floors.table(&figures);
        assert!(
            table.contains("BELOW THE FLOOR") && table.lines().count() == 4,
            "{table}"
        );
    }
}
