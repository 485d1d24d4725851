//! Places: names to candidates.

use std::borrow::Cow;

use crate::Error;

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
}

/// A place name in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlaceMention {
    /// The name as it stands: "Kursk".
    pub name: String,
    /// The names that follow as containers, the nearest first: "Russia" in "Kursk, Russia".
    pub containers: Vec<String>,
}

/// What else is known of the text that the mentions stand in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlaceContext {
    /// Countries named in the text (ISO3), by name, adjective or through their leaders, with the number of times.
    pub countries: Vec<(String, u32)>,
    /// The country (ISO3) of the outlet.
    pub outlet: Option<String>,
}

/// The places, opened for lookup.
pub struct Gazetteer {
    version: String,
}

impl Gazetteer {
    /// Opens the bytes of a compiled gazetteer, borrowed for the life of the program or owned.
    ///
    /// # Errors
    /// The bytes are no gazetteer, of another format, cut short or damaged.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Gazetteer, Error> {
        let store = crate::store::Store::open("places", MAGIC, bytes.into())?;
        Ok(Gazetteer {
            version: store.version,
        })
    }

    /// The version of the data: a digest of the tables it was compiled from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All places of a name, the most populous first.
    #[must_use]
    pub fn places(&self, _name: &str) -> Vec<Place> {
        Vec::new()
    }
}

/// The first eight bytes of the gazetteer.
pub(crate) const MAGIC: &[u8; 8] = b"DLWHERE\x1a";
