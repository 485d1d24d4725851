//! CAMEO actor codes, such as USAGOV and NGAREBMUS, to a country and PLOVER sectors, by `data/actors/cameo.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tables::is_country;
use crate::Knowledge;
use crate::compile::SECTORS;

/// Country and sectors of one group of three letters.
#[derive(Debug, Clone, Copy)]
struct Group {
    country: &'static str,
    sector: &'static str,
}

static GROUPS: LazyLock<HashMap<&'static str, Group>> = LazyLock::new(|| {
    let table = include_str!("../../../../data/actors/cameo.tsv");
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let code = cells.next()?;
        let (country, sector) = (cells.next()?, cells.next()?);
        Some((code, Group { country, sector }))
    });
    rows.collect()
});

/// What a code says; both empty for the code of nobody (`---`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Coded {
    pub(super) country: String,
    pub(super) sectors: Vec<&'static str>,
}

/// Reads an actor's code. The first group names the country or body of states (a later one of these is more exact:
/// IGOUNO is UNO); the groups after it give the sectors; what names single armed groups, parties or offices (HMS, FRM)
/// is left out. Of codes joined with `/` the first counts.
///
/// # Errors
/// What was expected, if the code is not made of groups of three letters, or nothing of it is known.
pub(super) fn actor(base: &Knowledge, code: &str) -> Result<Coded, String> {
    let code = code.to_uppercase();
    let code = code.split('/').next().unwrap_or_default();
    if code.is_empty() || code.chars().all(|c| matches!(c, '-' | '#' | '+')) {
        return Ok(Coded::default());
    }
    let mut coded = Coded::default();
    let mut known = false;
    for (place, group) in groups(code)?.into_iter().enumerate() {
        let listed = GROUPS.get(group);
        known |= listed.is_some();
        let country = listed.map_or("", |group| group.country);
        if place == 0 && country.is_empty() && is_country(base, group) && group != "EUR" {
            group.clone_into(&mut coded.country);
            known = true;
            continue;
        }
        if !country.is_empty() && (coded.country.is_empty() || coded.country == "IGO") {
            country.clone_into(&mut coded.country);
        } else if coded.country.is_empty() && listed.is_none() && is_country(base, group) {
            group.clone_into(&mut coded.country);
            known = true;
        }
        // In the country's place these say it all.
        let sector = listed.filter(|_| country.is_empty() || place > 0 && coded.country != country);
        add(&mut coded.sectors, sector.map_or("", |group| group.sector));
    }
    match known {
        true => Ok(coded),
        false => Err(unknown(code)),
    }
}

/// Reads an agent's code (`~GOV`, `NGO~`): only sectors, since the country is that of the word before it.
///
/// # Errors
/// What was expected, if nothing of the code is known.
pub(super) fn agent(code: &str) -> Result<Vec<&'static str>, String> {
    let code = code.trim_matches('~').to_uppercase();
    let mut sectors = Vec::new();
    for group in groups(&code)? {
        add(&mut sectors, GROUPS.get(group).map_or("", |g| g.sector));
    }
    match sectors.is_empty() {
        true => Err(unknown(&code)),
        false => Ok(sectors),
    }
}

fn groups(code: &str) -> Result<Vec<&str>, String> {
    let three = |at: usize| code.get(at..at + 3);
    let groups: Option<Vec<&str>> = (0..code.len()).step_by(3).map(three).collect();
    groups
        .filter(|groups| !groups.is_empty())
        .ok_or_else(|| format!("expected a code of groups of three letters, found \"{code}\""))
}

fn add(sectors: &mut Vec<&'static str>, sector: &'static str) {
    if SECTORS.contains(&sector) && !sectors.contains(&sector) {
        sectors.push(sector);
    }
}

fn unknown(code: &str) -> String {
    format!("expected a code with a country or role of data/actors/cameo.tsv, found \"{code}\"")
}
