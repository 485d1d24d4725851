//! The gazetteer file: countries, units, towns and regions, and the index of their names.

use std::collections::{BTreeMap, HashMap};

use super::names::{PoolBuilder, file, words};
use super::tsv::{Row, Tsv};
use crate::places::{ALIAS, COLUMNS, LIST, MAGIC, PREFERRED};
use crate::{Error, Precision, fold};

/// The texts of `data/places`, unpacked.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceTables<'a> {
    /// iso2, iso3, geonames, name, population
    pub countries: &'a str,
    /// code, geonames, name, aliases: GeoNames codes such as `US.OH.001`
    pub subdivisions: &'a str,
    /// geonames, name, latitude, longitude, population, iso2, unit, aliases
    pub cities: &'a str,
    /// code, latitude, longitude: of countries (iso2) and units
    pub centres: &'a str,
    /// name, aliases, latitude, longitude, country (ISO3 or nothing), kind (region, city or site)
    pub regions: &'a str,
    /// name, geonames: what the news means by a name
    pub aliases: &'a str,
    /// `data/actors/countries.tsv`, for the names, adjectives and peoples of countries
    pub country_names: &'a str,
}

/// Degrees north and east.
type Point = (f64, f64);

/// Half-degree cells of the globe, each with the first town in it.
type Cells = BTreeMap<(i32, i32), Point>;

/// A row of the table of places, before packing.
struct Draft {
    name: String,
    latitude: f64,
    longitude: f64,
    population: u64,
    /// The unit or country it lies in, by code.
    parent: String,
    geonames: u32,
    precision: Precision,
}

#[derive(Default)]
struct Builder {
    drafts: Vec<Draft>,
    /// Country (iso2) or unit code to its row.
    rows: HashMap<String, usize>,
    /// Folded name to rows, with the flags [`ALIAS`] and [`PREFERRED`].
    names: BTreeMap<String, Vec<(u32, u32)>>,
    iso2_of: HashMap<String, String>,
}

/// Compiles the gazetteer. `version` is stored in it (32 bytes at most are kept).
///
/// # Errors
/// A column is missing, a row has too few fields, a number is none, or a code leads nowhere.
pub fn places(tables: &PlaceTables<'_>, version: &str) -> Result<Vec<u8>, Error> {
    let mut builder = Builder::default();
    let cities = Tsv::parse(
        "cities.tsv",
        tables.cities,
        &["geonames", "name", "latitude", "longitude", "unit"],
    )?;
    let centres = builder.centres(tables.centres, &cities)?;
    builder.countries(tables, &centres)?;
    builder.subdivisions(tables.subdivisions, &centres)?;
    builder.cities(&cities)?;
    builder.aliases(tables.aliases)?;
    builder.regions(tables.regions)?;
    builder.country_names(tables.country_names)?;
    builder.populate_units();
    Ok(builder.finish(version))
}

impl Builder {
    fn add(&mut self, draft: Draft) -> usize {
        let row = self.drafts.len();
        self.name(row, &draft.name.clone(), false);
        self.drafts.push(draft);
        row
    }

    /// The code itself or the nearest one above it that has a row.
    fn nearest<'c>(&self, code: &'c str) -> Option<&'c str> {
        std::iter::successors(Some(code), |code| above(code))
            .find(|code| self.rows.contains_key(*code))
    }

    fn name(&mut self, row: usize, name: &str, alias: bool) {
        if is_only_a_side(name) {
            return;
        }
        self.name_as(row, name, if alias { ALIAS } else { 0 });
    }

    fn name_as(&mut self, row: usize, name: &str, flag: u32) {
        let rows = self.names.entry(fold(name)).or_default();
        match rows.iter_mut().find(|(other, _)| *other == row as u32) {
            Some((_, known)) if flag == PREFERRED => *known = PREFERRED,
            Some(_) => {}
            None => rows.push((row as u32, flag)),
        }
    }

    /// The middle of each country and unit: given, else that of the half-degree cells that hold towns, so that one
    /// crowded coast does not draw it away.
    fn centres(&self, text: &str, cities: &Tsv<'_>) -> Result<HashMap<String, Point>, Error> {
        let mut cells: BTreeMap<String, Cells> = BTreeMap::new();
        for row in cities.rows() {
            let (latitude, longitude) = degrees(&row)?;
            let cell = (
                (latitude * 2.0).floor() as i32,
                (longitude * 2.0).floor() as i32,
            );
            let mut code = row.get("unit");
            loop {
                cells
                    .entry(code.to_owned())
                    .or_default()
                    .entry(cell)
                    .or_insert((latitude, longitude));
                let Some(parent) = above(code) else { break };
                code = parent;
            }
        }
        let mut centres: HashMap<String, Point> = HashMap::new();
        for (code, cells) in cells {
            let count = cells.len().max(1) as f64;
            let sum = cells
                .values()
                .fold((0.0, 0.0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
            centres.insert(code, (sum.0 / count, sum.1 / count));
        }
        for row in Tsv::parse("centres.tsv", text, &["code", "latitude", "longitude"])?.rows() {
            centres.insert(row.get("code").to_owned(), degrees(&row)?);
        }
        Ok(centres)
    }

    fn countries(
        &mut self,
        tables: &PlaceTables<'_>,
        centres: &HashMap<String, Point>,
    ) -> Result<(), Error> {
        let table = Tsv::parse(
            "countries.tsv",
            tables.countries,
            &["iso2", "iso3", "geonames", "name"],
        )?;
        for row in table.rows() {
            let code = row.get("iso2");
            let (latitude, longitude) = centres.get(code).copied().unwrap_or_default();
            let draft = Draft {
                name: row.get("name").to_owned(),
                latitude,
                longitude,
                population: row.number("population")?.unwrap_or(0),
                parent: row.get("iso3").to_owned(),
                geonames: row.number("geonames")?.unwrap_or(0),
                precision: Precision::Country,
            };
            let at = self.add(draft);
            self.rows.insert(code.to_owned(), at);
            self.iso2_of
                .insert(row.get("iso3").to_owned(), code.to_owned());
        }
        Ok(())
    }

    /// The names, adjectives and peoples of countries. A name that is also a region's ("Gaza Strip", which a list of
    /// countries may give as another name of Palestine) stays with the region.
    fn country_names(&mut self, text: &str) -> Result<(), Error> {
        let names = Tsv::parse(
            "countries.tsv",
            text,
            &["iso3", "name", "aliases", "adjectives", "demonyms"],
        )?;
        for row in names.rows() {
            let Some(at) = self
                .iso2_of
                .get(row.get("iso3"))
                .and_then(|code| self.rows.get(code))
                .copied()
            else {
                continue;
            };
            self.name(at, row.get("name"), false);
            for name in [row.get("official_name")]
                .into_iter()
                .chain(row.list("aliases"))
            {
                if !self.is_part(name, at) {
                    self.name(at, name, true);
                }
            }
            let peoples = row.list("adjectives").chain(row.list("demonyms"));
            for name in peoples {
                if !self.is_part(name, at) {
                    self.name(at, name, true);
                    self.name(at, &format!("{name}s"), true);
                }
            }
        }
        Ok(())
    }

    /// Whether a name is a region's, or the usual one of a unit of that country: "Wales" is no name of the whole.
    fn is_part(&self, name: &str, country: usize) -> bool {
        let rows = self.names.get(&fold(name)).into_iter().flatten();
        rows.into_iter().any(|(row, flag)| {
            let draft = &self.drafts[*row as usize];
            let unit = draft.precision == Precision::Admin1 && *flag == 0;
            draft.precision == Precision::Region
                || unit && self.rows.get(&draft.parent) == Some(&country)
        })
    }

    fn subdivisions(&mut self, text: &str, centres: &HashMap<String, Point>) -> Result<(), Error> {
        let table = Tsv::parse(
            "subdivisions.tsv",
            text,
            &["code", "geonames", "name", "aliases"],
        )?;
        for row in table.rows() {
            let code = row.get("code");
            let known = self.nearest(above(code).unwrap_or_default());
            let parent = known
                .ok_or_else(|| row.error("code", "a unit of a known country"))?
                .to_owned();
            // A unit without a town lies where its parent does.
            let (latitude, longitude) = centres
                .get(code)
                .or_else(|| centres.get(&parent))
                .copied()
                .unwrap_or_default();
            let draft = Draft {
                name: row.get("name").to_owned(),
                latitude,
                longitude,
                population: 0,
                parent,
                geonames: row.number("geonames")?.unwrap_or(0),
                precision: if code.matches('.').count() == 1 {
                    Precision::Admin1
                } else {
                    Precision::Admin2
                },
            };
            let at = self.add(draft);
            self.rows.insert(code.to_owned(), at);
            for alias in row.list("aliases") {
                self.name(at, alias, true);
            }
            self.bare_name(at, row.get("name"));
        }
        Ok(())
    }

    /// "Cook County" is also called "Cook", "Kursk Oblast" "Kursk region" or "Kursk".
    fn bare_name(&mut self, at: usize, name: &str) {
        const KINDS: [&str; 12] = [
            " County",
            " Parish",
            " Oblast",
            " Province",
            " Governorate",
            " Region",
            " District",
            " State",
            " Department",
            " Prefecture",
            " Krai",
            " Municipality",
        ];
        let Some(bare) = KINDS.iter().find_map(|kind| name.strip_suffix(kind)) else {
            return;
        };
        self.name(at, bare, true);
        for kind in ["region", "province", "district", "governorate", "oblast"] {
            if !name.ends_with("County") && !name.ends_with("Parish") {
                self.name(at, &format!("{bare} {kind}"), true);
            }
        }
    }

    fn cities(&mut self, table: &Tsv<'_>) -> Result<(), Error> {
        for row in table.rows() {
            let (latitude, longitude) = degrees(&row)?;
            let unit = row.get("unit");
            let known = self
                .nearest(unit)
                .ok_or_else(|| row.error("unit", "a unit of a known country"))?;
            let parent = known.to_owned();
            let draft = Draft {
                name: row.get("name").to_owned(),
                latitude,
                longitude,
                population: row.number("population")?.unwrap_or(0),
                parent,
                geonames: row.number("geonames")?.unwrap_or(0),
                precision: Precision::City,
            };
            let at = self.add(draft);
            for alias in row.list("aliases") {
                self.name(at, alias, true);
            }
        }
        Ok(())
    }

    /// What the news means by a name, whatever else is called so.
    fn aliases(&mut self, text: &str) -> Result<(), Error> {
        let row_of: HashMap<u32, usize> = self
            .drafts
            .iter()
            .enumerate()
            .map(|(row, draft)| (draft.geonames, row))
            .collect();
        for row in Tsv::parse("aliases.tsv", text, &["name", "geonames"])?.rows() {
            let number: u32 = row.number("geonames")?.unwrap_or(0);
            let at = *row_of
                .get(&number)
                .ok_or_else(|| row.error("geonames", "the id of a city or unit"))?;
            self.name_as(at, row.get("name"), PREFERRED);
        }
        Ok(())
    }

    fn regions(&mut self, text: &str) -> Result<(), Error> {
        let table = Tsv::parse(
            "regions.tsv",
            text,
            &[
                "name",
                "aliases",
                "latitude",
                "longitude",
                "country",
                "kind",
            ],
        )?;
        for row in table.rows() {
            let (latitude, longitude) = degrees(&row)?;
            let parent = match row.get("country") {
                "" => String::new(),
                iso3 => self
                    .iso2_of
                    .get(iso3)
                    .cloned()
                    .ok_or_else(|| row.error("country", "a known ISO3 code"))?,
            };
            let precision = match row.get("kind") {
                "region" => Precision::Region,
                "city" => Precision::City,
                "site" => Precision::Site,
                _ => return Err(row.error("kind", "region, city or site")),
            };
            let name = row.get("name").to_owned();
            let draft = Draft {
                name,
                latitude,
                longitude,
                population: 0,
                parent,
                geonames: 0,
                precision,
            };
            let at = self.add(draft);
            for alias in row.list("aliases") {
                self.name(at, alias, true);
            }
        }
        Ok(())
    }

    /// A unit has at least as many people as its towns together.
    fn populate_units(&mut self) {
        for at in 0..self.drafts.len() {
            if self.drafts[at].precision != Precision::City {
                continue;
            }
            let people = self.drafts[at].population;
            let mut code = self.drafts[at].parent.clone();
            while let Some(parent) = above(&code).map(str::to_owned) {
                if let Some(row) = self.rows.get(&code).copied() {
                    self.drafts[row].population += people;
                }
                code = parent;
            }
        }
    }

    fn finish(self, version: &str) -> Vec<u8> {
        let mut pool = PoolBuilder::new();
        let mut columns: [Vec<u32>; COLUMNS] = Default::default();
        for draft in &self.drafts {
            // A country keeps its code as text, all others the row of what they lie in, counted from 1.
            let parent = match draft.precision {
                Precision::Country => pool.add(&draft.parent),
                _ => self
                    .rows
                    .get(&draft.parent)
                    .map_or(0, |row| *row as u32 + 1),
            };
            let row: [u32; COLUMNS] = [
                pool.add(&draft.name),
                packed_degrees(draft.latitude),
                packed_degrees(draft.longitude),
                u32::try_from(draft.population).unwrap_or(u32::MAX),
                parent | (draft.precision as u32) << 24,
                draft.geonames,
            ];
            columns
                .iter_mut()
                .zip(row)
                .for_each(|(column, value)| column.push(value));
        }
        let mut lists: Vec<u32> = Vec::new();
        let mut map = fst::MapBuilder::memory();
        for (key, rows) in self.names.iter().filter(|(key, _)| !key.is_empty()) {
            let packed: Vec<u32> = rows.iter().map(|(row, flag)| row | flag).collect();
            let value = match packed[..] {
                [only] => u64::from(only),
                _ => {
                    let at = lists.len() as u64;
                    lists.push(packed.len() as u32);
                    lists.extend(packed);
                    at | LIST
                }
            };
            // Keys come sorted and unique out of the tree map, so inserting cannot fail.
            let _ = map.insert(key, value);
        }
        let mut parts = vec![
            ("place", words(&columns.concat())),
            ("names", map.into_inner().unwrap_or_default()),
            ("lists", words(&lists)),
        ];
        parts.extend(pool.parts());
        file(MAGIC, version, parts)
    }
}

/// The code of what a unit lies in: `US.OH` for `US.OH.001`.
fn above(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(parent, _)| parent)
}

fn degrees(row: &Row<'_>) -> Result<(f64, f64), Error> {
    let read = |column, limit: f64| {
        let value: Option<f64> = row.number(column)?;
        value
            .filter(|degrees| degrees.abs() <= limit)
            .ok_or_else(|| row.error(column, "degrees"))
    };
    Ok((read("latitude", 90.0)?, read("longitude", 180.0)?))
}

/// Degrees in thousandths (about 100 metres), offset so as to be positive.
fn packed_degrees(degrees: f64) -> u32 {
    ((degrees + 180.0) * 1_000.0).round().max(0.0) as u32
}

/// "North" (a region of Cameroon), "Central", "Federal" (District): in the news a side of a country or its centre, and no name.
fn is_only_a_side(name: &str) -> bool {
    const SIDES: [&str; 36] = [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "central",
        "centre",
        "center",
        "middle",
        "mid",
        "far",
        "upper",
        "lower",
        "inner",
        "outer",
        "coast",
        "coastal",
        "highlands",
        "islands",
        "capital",
        "federal",
        "national",
        "metropolitan",
        "interior",
        "border",
    ];
    let folded = fold(name);
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    !folded.is_empty() && words.all(|word| SIDES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_alone_is_no_name() {
        for name in [
            "North",
            "Far North",
            "North-West",
            "Central",
            "Federal",
            "Capital Federal",
        ] {
            assert!(is_only_a_side(name), "{name}");
        }
        for name in [
            "North Kivu",
            "Northern District",
            "Westland",
            "Central African Republic",
            "东",
            "",
        ] {
            assert!(!is_only_a_side(name), "{name}");
        }
    }

    #[test]
    fn degrees_keep_three_places() {
        for degrees in [0.0, -180.0, 180.0, 37.6178, -98.5] {
            let back = f64::from(packed_degrees(degrees)) / 1_000.0 - 180.0;
            assert!(
                (back - degrees).abs() < 1e-3,
                "{degrees} came back as {back}"
            );
        }
    }
}
