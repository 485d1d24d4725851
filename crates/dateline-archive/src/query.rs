//! What can be asked of an archive.

use dateline::event::Status;
use dateline::ontology::EventType;
use jiff::civil::Date;

/// Which events to find. Every list is a choice: an event fits if it fits any of its entries; an empty list asks for
/// nothing. Different fields must all fit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    /// Events that go on on this day or later. Where no day is stated, that of the first report counts.
    pub from: Option<Date>,
    /// Events that go on on this day or earlier.
    pub to: Option<Date>,
    pub types: Vec<EventType>,
    /// PLOVER's names.
    pub modes: Vec<String>,
    /// PLOVER's names.
    pub contexts: Vec<String>,
    /// 1 to 4.
    pub quads: Vec<u8>,
    pub actors: Vec<PartyFilter>,
    pub recipients: Vec<PartyFilter>,
    /// Either side.
    pub parties: Vec<PartyFilter>,
    /// Where it happens: ISO 3166 alpha-3.
    pub countries: Vec<String>,
    /// Part of the place's name, in any case.
    pub place: Option<String>,
    pub area: Option<Area>,
    pub statuses: Vec<Status>,
    /// Names of outlets, in any case.
    pub outlets: Vec<String>,
    /// According to whom: part of a source's name in any case, or a kind of source ("official").
    pub attributions: Vec<String>,
    pub min_outlets: Option<usize>,
    /// 0 to 1.
    pub min_confidence: Option<f64>,
    /// Words of an article that tells it; double quotes, AND, OR, NOT, NEAR and * as in SQLite's FTS5.
    pub text: Option<String>,
    pub sort: Sort,
    /// Turns the order round.
    pub reverse: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// An actor or recipient by what is coded of it; what is `None` is not asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartyFilter {
    /// ISO 3166 alpha-3 or one of PLOVER's names for parties of no country.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Part of its name, person or role in any case, or the id of its entry in the knowledge file.
    pub words: Option<String>,
}

/// A part of the earth, in degrees north and east.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Area {
    /// West may be greater than east: across the date line.
    Box {
        south: f64,
        west: f64,
        north: f64,
        east: f64,
    },
    /// All within so many kilometres.
    Circle {
        latitude: f64,
        longitude: f64,
        kilometres: f64,
    },
}

/// The order of what is found; what is equal stands in the order of ids. Events without a day come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Newest first.
    #[default]
    Date,
    /// Most outlets first.
    Outlets,
    /// Surest first.
    Confidence,
    /// Most conflictual first.
    Intensity,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Date, Sort::Outlets, Sort::Confidence, Sort::Intensity];

    /// The word that stands for it: "outlets".
    pub fn name(self) -> &'static str {
        match self {
            Sort::Date => "date",
            Sort::Outlets => "outlets",
            Sort::Confidence => "confidence",
            Sort::Intensity => "intensity",
        }
    }
}
