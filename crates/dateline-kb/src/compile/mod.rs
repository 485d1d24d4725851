//! From readable tables to the compiled files. Pure: text in, bytes out; `cargo xtask kb` does the reading and writing.

mod actors;
mod names;
mod places;
mod tsv;

pub(crate) use actors::{ORGANISATIONS, OUTLETS, PERSONS};
pub(crate) use tsv::Tsv;

pub use actors::{ActorTables, actors};
pub use places::{PlaceTables, places};

/// PLOVER's sector codes, frequent ones first (PLOVER manual, draft 2.0).
pub(crate) const SECTORS: [&str; 25] = [
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
    "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
];

/// PLOVER's names for those of no one country, with plain names.
pub(crate) const NON_STATES: [(&str, &str); 7] = [
    ("IGO", "organisation of states"),
    ("UNO", "United Nations"),
    ("EUR", "European Union"),
    ("NGO", "non-governmental organisation"),
    ("ISM", "international social movement"),
    ("IMG", "transnational armed group"),
    ("MNC", "multinational company"),
];

/// Splits codes that are run together ("GOVMIL") or joined with `|`; `None` if one is not PLOVER's.
pub(crate) fn sectors_of(codes: &str) -> Option<Vec<&'static str>> {
    let mut sectors = Vec::new();
    for joined in codes.split('|').filter(|codes| !codes.is_empty()) {
        for at in (0..joined.len()).step_by(3) {
            let code = joined.get(at..at + 3)?;
            let known = SECTORS.iter().find(|sector| **sector == code)?;
            if !sectors.contains(known) {
                sectors.push(*known);
            }
        }
    }
    Some(sectors)
}

/// The version of compiled data: a digest of the inputs, by name and content.
#[must_use]
pub fn version_of(inputs: &[(&str, &[u8])]) -> String {
    let mut sum = u64::from(crate::store::FORMAT);
    for (name, bytes) in inputs {
        for part in [name.as_bytes(), *bytes] {
            sum = sum.rotate_left(23).wrapping_mul(0x0100_0000_01b3)
                ^ crate::store::checksum_of(part);
        }
    }
    format!("{sum:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sector_codes_may_be_run_together() {
        assert_eq!(sectors_of("GOVMIL"), Some(vec!["GOV", "MIL"]));
        assert_eq!(sectors_of("REB|PTY"), Some(vec!["REB", "PTY"]));
        assert_eq!(sectors_of(""), Some(vec![]));
        assert_eq!(sectors_of("GOVX"), None);
        assert_eq!(sectors_of("JNK"), None);
    }

    #[test]
    fn version_depends_on_each_input() {
        let one = version_of(&[("a", b"1"), ("b", b"2")]);
        assert_eq!(one.len(), 16);
        assert_ne!(one, version_of(&[("a", b"2"), ("b", b"1")]));
        assert_ne!(one, version_of(&[("a", b"1")]));
    }
}
