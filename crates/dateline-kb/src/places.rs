//! Places: names to candidates.

use std::borrow::Cow;

use crate::store::{Bytes, Pool, Store, Table};
use crate::{Error, fold};

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A whole country.
    Country,
    /// A region that is no unit of administration, or spans several: "Donbas", "Sahel".
    Region,
    /// A first-level unit: state, province, oblast.
    Admin1,
    /// A second-level unit: county, district.
    Admin2,
    /// A city, town or village.
    City,
    /// A site below or outside a town.
    Site,
}

impl Precision {
    /// The word of the JSON form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Precision::Country => "country",
            Precision::Region => "region",
            Precision::Admin1 => "admin1",
            Precision::Admin2 => "admin2",
            Precision::City => "city",
            Precision::Site => "site",
        }
    }
}

/// A place of the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The usual English name.
    pub name: String,
    /// ISO 3166 alpha-3; `None` for what belongs to no one country.
    pub country: Option<String>,
    /// The first-level unit it lies in (or is), by name.
    pub admin1: Option<String>,
    /// The second-level unit it lies in (or is), by name.
    pub admin2: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: f64,
    /// Degrees east, WGS 84.
    pub longitude: f64,
    /// Inhabitants; 0 if not known.
    pub population: u64,
    /// The GeoNames id; `None` for the regions of our own table.
    pub geonames: Option<u32>,
    /// How exactly the place is known.
    pub precision: Precision,
    /// Whether the name is not listed, and this is only what contains it by the words of the text.
    pub inferred: bool,
}

/// A place name in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceMention {
    /// The name as it stands: "Kursk".
    pub name: String,
    /// The names that follow as containers, the nearest first: "Russia" in "Kursk, Russia".
    pub containers: Vec<String>,
    /// Number of the sentence that it stands in, or whatever else holds mentions that belong together.
    pub sentence: usize,
}

/// What else is known of the text that the mentions stand in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceContext {
    /// Countries named in the text (ISO3), by name, adjective or through their leaders, with the number of times.
    pub countries: Vec<(String, u32)>,
    /// The country (ISO3) of the outlet.
    pub outlet: Option<String>,
}

/// The first eight bytes of the gazetteer file.
pub(crate) const MAGIC: &[u8; 8] = b"DLWHERE\x1a";

/// Columns of the table of places: name, latitude, longitude, people, parent with precision, GeoNames id.
pub(crate) const COLUMNS: usize = 6;

/// Flag of a row in the index: the name is not the place's usual one.
pub(crate) const ALIAS: u32 = 1 << 31;

/// Flag of a row in the index: the news means this place by the name, whatever else is called so.
pub(crate) const PREFERRED: u32 = 1 << 30;

/// Flag of a value in the index: it is the place of a list of rows, not a row.
pub(crate) const LIST: u64 = 1 << 40;

/// The places, opened for lookup.
pub struct Gazetteer {
    version: String,
    pool: Pool,
    /// Column after column, which packs better than row after row where the file is kept.
    table: Table,
    rows: usize,
    names: fst::Map<Bytes>,
    lists: Table,
}

impl Gazetteer {
    /// Opens the bytes of a compiled gazetteer, borrowed for the life of the program or owned.
    ///
    /// # Errors
    /// The bytes are no gazetteer, of another format, cut short or damaged.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer, Error> {
        let store = Store::open("places", MAGIC, bytes.into())?;
        Ok(Gazetteer {
            pool: store.pool()?,
            rows: store.table("place", COLUMNS)?.rows(),
            table: store.table("place", 1)?,
            names: store.map("names")?,
            lists: store.table("lists", 1)?,
            version: store.version,
        })
    }

    /// The version of the data: a digest of the tables it was compiled from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All places of a name, the likeliest without context first: those whose usual name it is before others, countries
    /// and regions before units before towns of the same weight, then by population.
    #[must_use]
    pub fn places(&self, name: &str) -> Vec<Place> {
        let mut candidates = self.candidates(name);
        candidates.sort_by(|one, other| {
            other
                .prior()
                .total_cmp(&one.prior())
                .then(one.row.cmp(&other.row))
        });
        candidates
            .iter()
            .map(|candidate| self.place(candidate.row))
            .collect()
    }

    /// The country (ISO3) of a place that outweighs all others of its name: a large town or unit, or a known region.
    pub(crate) fn country_of_place(&self, name: &str) -> Option<String> {
        const LARGE: u64 = 50_000;
        /// Names in other languages are many and short: only great cities are known by them.
        const LARGE_BY_ALIAS: u64 = 500_000;
        const TIMES: u64 = 8;
        let candidates = self.candidates(name);
        let first = candidates.iter().max_by(|one, other| {
            one.prior()
                .total_cmp(&other.prior())
                .then(other.row.cmp(&one.row))
        })?;
        let least = if first.alias { LARGE_BY_ALIAS } else { LARGE };
        if first.population < least && first.precision != Precision::Region {
            return None;
        }
        let rivals = candidates
            .iter()
            .filter(|place| place.country != first.country);
        let rival = rivals.map(|place| place.population).max().unwrap_or(0);
        let outweighs = first.precision == Precision::Region || first.population / TIMES >= rival;
        first
            .country
            .filter(|_| outweighs)
            .map(|row| self.code(row).to_owned())
    }

    /// What a name may mean, unsorted.
    pub(crate) fn candidates(&self, name: &str) -> Vec<Candidate> {
        let key = fold(name);
        // "In", "Or" and "Me" are no states.
        if key.len() < 3 && name.contains(char::is_lowercase) && !name.ends_with('.') {
            return Vec::new();
        }
        let rows = self.rows_of(&key);
        let candidate = |packed: u32| Candidate {
            alias: packed & ALIAS != 0,
            preferred: packed & PREFERRED != 0,
            ..self.candidate((packed & !(ALIAS | PREFERRED)) as usize)
        };
        rows.into_iter().map(candidate).collect()
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    fn rows_of(&self, key: &str) -> Vec<u32> {
        match self.names.get(key) {
            None => Vec::new(),
            Some(value) if value & LIST == 0 => vec![value as u32],
            Some(value) => {
                let at = usize::try_from(value & !LIST).unwrap_or(usize::MAX / 2);
                let count = (self.lists.at(at, 0) as usize).min(self.lists.rows());
                (1..=count).map(|n| self.lists.at(at + n, 0)).collect()
            }
        }
    }

    pub(crate) fn candidate(&self, row: usize) -> Candidate {
        let mut candidate = Candidate {
            row,
            alias: false,
            preferred: false,
            latitude: self.degrees(row, 1),
            longitude: self.degrees(row, 2),
            population: u64::from(self.at(row, 3)),
            precision: self.precision(row),
            country: None,
            admin1: None,
            admin2: None,
        };
        let mut at = row;
        // Town, district, state, country: no chain is longer.
        for _ in 0..4 {
            let precision = self.precision(at);
            match precision {
                Precision::Country => candidate.country = Some(at),
                Precision::Admin1 => candidate.admin1 = Some(at),
                Precision::Admin2 => candidate.admin2 = Some(at),
                _ => {}
            }
            let parent = (self.at(at, 4) & 0x00ff_ffff).checked_sub(1);
            let Some(parent) = parent.filter(|_| precision != Precision::Country) else {
                break;
            };
            at = parent as usize;
        }
        candidate
    }

    /// The row of a country by ISO3 code. Countries are the first rows of the table.
    pub(crate) fn country_row(&self, iso3: &str) -> Option<usize> {
        let countries = (0..self.rows).take_while(|row| self.precision(*row) == Precision::Country);
        countries.into_iter().find(|row| self.code(*row) == iso3)
    }

    /// The point of a row in degrees.
    pub(crate) fn point(&self, row: usize) -> (f64, f64) {
        (self.degrees(row, 1), self.degrees(row, 2))
    }

    pub(crate) fn geonames(&self, row: usize) -> u32 {
        self.at(row, 5)
    }

    fn precision(&self, row: usize) -> Precision {
        const ALL: [Precision; 6] = [
            Precision::Country,
            Precision::Region,
            Precision::Admin1,
            Precision::Admin2,
            Precision::City,
            Precision::Site,
        ];
        let number = (self.at(row, 4) >> 24) as usize;
        ALL.get(number).copied().unwrap_or(Precision::Site)
    }

    fn at(&self, row: usize, column: usize) -> u32 {
        if row < self.rows {
            self.table.at(column * self.rows + row, 0)
        } else {
            0
        }
    }

    fn degrees(&self, row: usize, column: usize) -> f64 {
        (f64::from(self.at(row, column)) - 180_000.0) / 1_000.0
    }

    pub(crate) fn name(&self, row: usize) -> &str {
        self.pool.get(self.at(row, 0))
    }

    /// The ISO3 code of a row that is a country.
    pub(crate) fn code(&self, row: usize) -> &str {
        self.pool.get(self.at(row, 4) & 0x00ff_ffff)
    }

    pub(crate) fn place(&self, row: usize) -> Place {
        let candidate = self.candidate(row);
        let name = |unit: usize| self.name(unit).to_owned();
        Place {
            name: name(row),
            country: candidate.country.map(|row| self.code(row).to_owned()),
            admin1: candidate.admin1.map(name),
            admin2: candidate.admin2.map(name),
            latitude: candidate.latitude,
            longitude: candidate.longitude,
            population: candidate.population,
            geonames: Some(self.at(row, 5)).filter(|number| *number > 0),
            precision: candidate.precision,
            inferred: false,
        }
    }
}

/// A place that a name may mean, with what choosing needs.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) row: usize,
    pub(crate) alias: bool,
    pub(crate) preferred: bool,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
    pub(crate) population: u64,
    pub(crate) precision: Precision,
    /// Rows of what it lies in, itself included.
    pub(crate) country: Option<usize>,
    pub(crate) admin1: Option<usize>,
    pub(crate) admin2: Option<usize>,
}

impl Candidate {
    /// How likely the name means this place where nothing else is known, as a logarithm.
    pub(crate) fn prior(&self) -> f64 {
        let people = (self.population.max(100) as f64).log10();
        let kind = match self.precision {
            Precision::Country => 3.0,
            Precision::Region => 6.5,
            Precision::Site => 5.5,
            Precision::Admin1 => -0.6,
            Precision::Admin2 => -1.5,
            Precision::City => 0.0,
        };
        people + kind - if self.alias { 1.5 } else { 0.0 } + if self.preferred { 2.0 } else { 0.0 }
    }

    /// Kilometres to another, on a sphere.
    pub(crate) fn distance(&self, other: &Candidate) -> f64 {
        kilometres(
            (self.latitude, self.longitude),
            (other.latitude, other.longitude),
        )
    }
}

/// Great-circle distance between two points in degrees, in kilometres (mean radius 6371 km).
#[must_use]
pub fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (lat1, lat2) = (one.0.to_radians(), other.0.to_radians());
    let half_lat = ((lat2 - lat1) / 2.0).sin();
    let half_lon = ((other.1 - one.1).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + lat1.cos() * lat2.cos() * half_lon * half_lon;
    2.0 * 6371.0 * chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::kilometres;

    #[test]
    fn distances_on_the_sphere() {
        let london_to_paris = kilometres((51.5085, -0.1257), (48.8534, 2.3488));
        assert!((london_to_paris - 344.0).abs() < 3.0, "{london_to_paris}");
        assert!(kilometres((0.0, 179.9), (0.0, -179.9)) < 23.0);
        assert_eq!(kilometres((10.0, 20.0), (10.0, 20.0)), 0.0);
    }
}
