//! The types that lookups return.

use std::ops::Range;

use jiff::civil::Date;

/// Who a noun phrase means, with the codes valid on the day asked for.
///
/// `country` is ISO 3166 alpha-3, `XKX` for Kosovo, or one of PLOVER's non-state names (`IGO`, `UNO`, `EUR`, `NGO`,
/// `ISM`, `IMG`, `MNC`); `sector` is a PLOVER sector code. Both are `None` where the phrase does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    /// The name to show: the known name of a person, organisation or country, else the words of the phrase.
    pub name: String,
    /// The country, if known.
    pub country: Option<String>,
    /// The first of `sectors`.
    pub sector: Option<String>,
    /// All sectors, the first being the primary one.
    pub sectors: Vec<String>,
    /// The office or part played, in lower case: "foreign minister", "soldier".
    pub role: Option<String>,
    /// The person's name, if a person is named.
    pub person: Option<String>,
    /// The entry in the knowledge file: `country/RUS`, `person/wang-yi`, `organisation/hamas`, `outlet/reuters`.
    pub id: Option<String>,
    /// What the reading rests on:
    /// - `person`: a known person; `surname`: a known leader by surname alone
    /// - `title`: a person in no list, coded by title and country
    /// - `organisation`, `outlet`: a known name
    /// - `body`: a state body by pattern ("Russian Foreign Ministry")
    /// - `role`: a role word ("teachers in Chile")
    /// - `country`: a country's name; `nationality`: its adjective or the word for its people, alone
    /// - `metonym`: a capital, which may mean the government or the city
    /// - `seat`: a house that always stands for a government ("the Kremlin")
    /// - `modifier`: only a country is known, the head word is not ("a Turkish drone"): weak
    pub how: &'static str,
}

/// A country, or one of PLOVER's non-state names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3; `XKX` is Kosovo.
    pub iso3: String,
    /// ISO 3166 alpha-2, if there is one.
    pub iso2: Option<String>,
    /// The code of the state that a territory belongs to.
    pub sovereign: Option<String>,
    /// The number in the Correlates of War list of states.
    pub cow: Option<u32>,
    /// The short English name.
    pub name: String,
    /// The name in full.
    pub official_name: String,
    /// The capital's name.
    pub capital: Option<String>,
    /// Adjectives, the usual one first.
    pub adjectives: Vec<String>,
}

/// One term of office of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The person's name.
    pub person: String,
    /// ISO 3166 alpha-3, or one of PLOVER's seven.
    pub country: Option<String>,
    /// The kind of office: "head of state", "foreign minister" ...
    pub office: String,
    /// The English title: "Minister of Foreign Affairs".
    pub title: String,
    /// PLOVER sectors, the primary one first.
    pub sectors: Vec<String>,
    /// First day; `None` if not known.
    pub start: Option<Date>,
    /// Last day; `None` if it goes on or is not known.
    pub end: Option<Date>,
    /// Entry id, the same for all terms of the name.
    pub id: String,
}

/// An organisation: agency, armed group, party, company, body of states ...
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// The name.
    pub name: String,
    /// "armed group", "party", "igo", "ngo", "company" ...
    pub kind: String,
    /// ISO 3166 alpha-3, or one of PLOVER's seven.
    pub country: Option<String>,
    /// PLOVER sectors, the primary one first; empty where the country slot says it all (`UNO`).
    pub sectors: Vec<String>,
    /// First day on which this row holds.
    pub start: Option<Date>,
    /// Last day on which this row holds.
    pub end: Option<Date>,
    /// Entry id.
    pub id: String,
}

/// A news outlet or agency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlet {
    /// The name.
    pub name: String,
    /// The web domain, without `www.`.
    pub domain: Option<String>,
    /// ISO 3166 alpha-3 of its seat.
    pub country: Option<String>,
    /// "newspaper", "agency", "broadcaster", "website", "magazine" or "state media".
    pub kind: String,
    /// Whether a state controls it; `None` if not known.
    pub state_media: Option<bool>,
    /// ISO 639-1 code of its language.
    pub language: Option<String>,
    /// IANA time zone of its seat.
    pub timezone: Option<String>,
    /// Entry id.
    pub id: String,
}

/// A role word with its sectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The role in lower case and singular: "foreign minister".
    pub name: String,
    /// PLOVER sectors, the primary one first; empty for roles that take the sector of whom they serve ("spokesman").
    pub sectors: Vec<String>,
    /// Whose they are where no country is said, mostly PLOVER's name of a party of no country: "peacekeepers" UNO, "aid groups" NGO.
    pub country: Option<String>,
    /// Whether the phrase used the plural.
    pub plural: bool,
}

/// A known name in a row of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which words, counted from 0, end-exclusive.
    pub words: Range<usize>,
    /// What may be meant, the likeliest first; never empty, no repeats.
    pub kinds: Vec<MatchKind>,
}

/// What sort of entry a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// A person by full name or alias.
    Person,
    /// An organisation.
    Organisation,
    /// A news outlet.
    Outlet,
    /// A country by name.
    Country,
    /// A country's adjective: "Russian".
    Adjective,
    /// The word for a country's people: "Briton", "Russians".
    Demonym,
    /// A capital.
    Capital,
    /// A house that stands for a government.
    Seat,
    /// A state body without its country: "foreign ministry".
    Body,
    /// A role: "foreign minister".
    Role,
}
