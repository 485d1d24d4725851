//! Codes that other data sets use for what Dateline codes in PLOVER and ISO: the tables of `data/exchange`.

use std::collections::HashMap;
use std::sync::LazyLock;

use dateline::ontology;

/// What other data sets call a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Country {
    /// English short name.
    pub name: &'static str,
    /// Correlates of War number of the present state; empty if it has none.
    pub cow: &'static str,
    /// FIPS 10-4, two letters; empty if it has none.
    pub fips: &'static str,
    /// CAMEO, three letters.
    pub cameo: &'static str,
}

static COUNTRIES: LazyLock<HashMap<&'static str, Country>> = LazyLock::new(|| {
    let others: HashMap<&str, [&str; 3]> =
        rows::<3>(include_str!("../../../data/exchange/countries.tsv"))
            .map(|row| (row[0], row))
            .collect();
    rows::<4>(include_str!("../../../data/actors/countries.tsv"))
        .map(|[iso3, _, cow, name]| {
            let [_, fips, cameo] = others.get(iso3).copied().unwrap_or_default();
            let cameo = if cameo.is_empty() { iso3 } else { cameo };
            let country = Country {
                name,
                cow,
                fips,
                cameo,
            };
            (iso3, country)
        })
        .collect()
});

/// Sector or PLOVER's name of a party of no country; CAMEO actor type; ICEWS sectors.
static SECTORS: LazyLock<HashMap<&'static str, [&'static str; 3]>> = LazyLock::new(|| {
    rows::<3>(include_str!("../../../data/exchange/sectors.tsv"))
        .map(|row| (row[0], row))
        .collect()
});

static GOLDSTEIN: LazyLock<HashMap<&'static str, f64>> = LazyLock::new(|| {
    rows::<2>(include_str!("../../../data/exchange/goldstein.tsv"))
        .filter_map(|[code, score]| Some((code, score.parse().ok()?)))
        .collect()
});

/// The country with this ISO 3166 alpha-3 code (`XKX` for Kosovo).
pub(crate) fn country(iso3: &str) -> Option<Country> {
    COUNTRIES.get(iso3).copied()
}

/// The CAMEO actor type of a sector or party of no country; empty if CAMEO has none.
pub(crate) fn cameo_type(sector: &str) -> &'static str {
    SECTORS.get(sector).map_or("", |row| row[1])
}

/// The ICEWS sectors, a comma between two, of a sector or party of no country; empty if ICEWS has none.
pub(crate) fn icews_sectors(sector: &str) -> &'static str {
    SECTORS.get(sector).map_or("", |row| row[2])
}

/// Goldstein's score of a CAMEO code: its own, else that of the closest code above it.
pub(crate) fn goldstein(cameo: &str) -> Option<f64> {
    (2..=cameo.len())
        .rev()
        .find_map(|length| GOLDSTEIN.get(cameo.get(..length)?).copied())
}

/// GDELT's quad class of a CAMEO code, by its root; 1 to 4.
pub(crate) fn gdelt_quad(cameo: &str) -> Option<u8> {
    let root: u8 = cameo.get(..2)?.parse().ok()?;
    match root {
        1..=5 => Some(1),
        6..=9 => Some(2),
        10..=14 => Some(3),
        15..=20 => Some(4),
        _ => None,
    }
}

/// What a CAMEO code means, in our words.
pub(crate) fn meaning(cameo: &str) -> &'static str {
    ontology::CameoCode::find(cameo).map_or("", |code| code.meaning)
}

/// POLECAT's words for a quad.
pub(crate) fn quad_words(quad: u8) -> &'static str {
    match quad {
        1 => "VERBAL COOPERATION",
        2 => "MATERIAL COOPERATION",
        3 => "VERBAL CONFLICT",
        4 => "MATERIAL CONFLICT",
        _ => "",
    }
}

/// The first cells of a table's rows after its header line; missing cells are empty.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use dateline::ontology::{CameoCode, Sector};

    use super::*;

    #[test]
    fn countries_that_data_sets_code_apart() {
        let cases = [
            ("CHN", "China", "710", "CH", "CHN"),
            ("DEU", "Germany", "255", "GM", "DEU"),
            ("ROU", "Romania", "360", "RO", "ROM"),
            ("UKR", "Ukraine", "369", "UP", "UKR"),
            ("TLS", "Timor-Leste", "860", "TT", "TMP"),
        ];
        for (iso3, name, cow, fips, cameo) in cases {
            let expected = Country {
                name,
                cow,
                fips,
                cameo,
            };
            assert_eq!(country(iso3), Some(expected), "{iso3}");
        }
        assert_eq!(country("UNO"), None);
    }

    #[test]
    fn every_sector_and_every_code_is_known() {
        for sector in Sector::all() {
            assert!(SECTORS.contains_key(sector.code), "{}", sector.code);
        }
        for code in CameoCode::all() {
            assert!(goldstein(code.code).is_some(), "{}", code.code);
            assert!(gdelt_quad(code.code).is_some(), "{}", code.code);
        }
        for code in GOLDSTEIN.keys() {
            assert!((2..=4).contains(&code.len()), "{code}");
        }
    }

    #[test]
    fn goldsteins_scores() {
        for (code, score) in [
            ("042", 1.9),
            ("0874", 10.0),
            ("1952", -10.0),
            ("1722", -5.0),
            ("116", -2.0),
        ] {
            assert_eq!(goldstein(code), Some(score), "{code}");
        }
        assert_eq!(goldstein(""), None);
        assert_eq!(goldstein("é"), None);
    }
}
