//! The knowledge file opened for lookups: countries, persons by date, organisations, outlets, roles.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::additions::{is_own, own_row};
use crate::lookup::{holds, packed, unpacked};
use crate::names::{Entry, Kind, NameIndex, Word};
use crate::store::{Pool, Store, Table};
use crate::{
    Actor, Country, Error, Gazetteer, Match, Organisation, Outlet, Place, PlaceContext,
    PlaceMention, Role, Term, fold,
};

/// The first eight bytes of the knowledge file.
pub(crate) const MAGIC: &[u8; 8] = b"DLWHO\r\n\x1a";

/// Who is who, by date.
pub struct Knowledge {
    pub(crate) version: String,
    pub(crate) pool: Pool,
    pub(crate) names: NameIndex,
    surnames: NameIndex,
    /// Loose keys of persons and organisations, for other spellings of them.
    loose: NameIndex,
    countries: Vec<Country>,
    outlets: Vec<Outlet>,
    pub(crate) persons: Persons,
    organisations: Table,
    roles: Table,
    bodies: Table,
    gazetteer: Option<Gazetteer>,
    /// What a user brought along; its rows are marked, see [`Knowledge::home`].
    pub(crate) own: Option<Box<Knowledge>>,
}

/// The terms of office.
pub(crate) struct Persons(Table);

impl Persons {
    /// First and last day of a term as packed numbers, 0 where open; `None` past the end of the table.
    pub(crate) fn span(&self, row: usize) -> Option<(u32, u32)> {
        (row < self.0.rows()).then(|| (self.0.at(row, 5), self.0.at(row, 6)))
    }
}

impl Knowledge {
    /// Opens the bytes of a compiled knowledge file, borrowed for the life of the program or owned.
    ///
    /// # Errors
    /// The bytes are no knowledge file, of another format, cut short or damaged.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Knowledge, Error> {
        let store = Store::open("knowledge", MAGIC, bytes.into())?;
        let pool = store.pool()?;
        let countries = read_countries(&store.table("country", 8)?, &pool);
        let outlets = read_outlets(&store.table("outlet", 8)?, &pool);
        Ok(Knowledge {
            names: NameIndex::open(&store, "names", "entries")?,
            surnames: NameIndex::open(&store, "surnames", "holders")?,
            loose: NameIndex::open(&store, "loose", "likely")?,
            persons: Persons(store.table("person", 8)?),
            organisations: store.table("organ", 7)?,
            roles: store.table("role", 3)?,
            bodies: store.table("body", 3)?,
            version: store.version,
            pool,
            countries,
            outlets,
            gazetteer: None,
            own: None,
        })
    }

    /// Adds the places, which let phrases such as "Aleppo residents" be given their country.
    #[must_use]
    pub fn with_places(self, gazetteer: Gazetteer) -> Knowledge {
        Knowledge {
            gazetteer: Some(gazetteer),
            ..self
        }
    }

    /// The places, if they were added.
    #[must_use]
    pub fn gazetteer(&self) -> Option<&Gazetteer> {
        self.gazetteer.as_ref()
    }

    /// All places of a name, the likeliest first; empty without a gazetteer.
    #[must_use]
    pub fn places(&self, name: &str) -> Vec<Place> {
        self.gazetteer
            .as_ref()
            .map(|gazetteer| gazetteer.places(name))
            .unwrap_or_default()
    }

    /// The place that each name of a text means, see [`Gazetteer::resolve_places`]; all `None` without a gazetteer.
    #[must_use]
    pub fn resolve_places(
        &self,
        mentions: &[PlaceMention],
        context: &PlaceContext,
    ) -> Vec<Option<Place>> {
        match &self.gazetteer {
            Some(gazetteer) => gazetteer.resolve_places(mentions, context),
            None => vec![None; mentions.len()],
        }
    }

    /// How often each country (ISO3) is named in a row of words, by name, adjective, people, capital or seat; the most
    /// often first. What [`PlaceContext`] and [`Knowledge::resolve_in`] ask for.
    #[must_use]
    pub fn countries_in(&self, words: &[&str]) -> Vec<(String, u32)> {
        let words: Vec<Word<'_>> = words.iter().map(|word| Word::new(word)).collect();
        let mut counts: Vec<(String, u32)> = Vec::new();
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let Some((length, entries)) = self.longest(rest) else {
                at += 1;
                continue;
            };
            at += length;
            let Some(country) = self.country_named(rest, &entries) else {
                continue;
            };
            match counts.iter_mut().find(|(code, _)| *code == country.iso3) {
                Some((_, count)) => *count += 1,
                None => counts.push((country.iso3.clone(), 1)),
            }
        }
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }

    /// The country that a known name is of or begins with: "Russian troops" may be listed as an organisation.
    fn country_named(&self, words: &[Word<'_>], entries: &[Entry]) -> Option<&Country> {
        let of_country = |entry: &&Entry| {
            is_country(entry.kind) || matches!(entry.kind, Kind::Capital | Kind::Seat)
        };
        if let Some(entry) = entries.iter().find(of_country) {
            return self.country_at(entry.row);
        }
        let begins = (1..=words.len().min(2)).find_map(|length| {
            let entries = self.exact_words(&words[..length]);
            entries
                .into_iter()
                .find(|entry| entry.kind == Kind::Adjective)
        });
        self.country_at(begins.filter(|_| !entries.is_empty())?.row)
    }

    /// The country of a place that outweighs all others of its name.
    pub(crate) fn country_of_place(&self, name: &str) -> Option<String> {
        if name.is_empty() {
            return None;
        }
        self.gazetteer.as_ref()?.country_of_place(name)
    }

    /// Whether two words are together the name of a large place, whatever the first means alone: "Spanish Town", "British Columbia".
    #[must_use]
    pub fn is_place_of_two_words(&self, first: &str, second: &str) -> bool {
        second.starts_with(char::is_uppercase)
            && self
                .country_of_place(&format!("{first} {second}"))
                .is_some()
    }

    /// The version of the data: a digest of the tables it was compiled from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The country of an ISO 3166 alpha-3 code, or one of PLOVER's seven non-state names.
    #[must_use]
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        let own = self.own.iter().flat_map(|own| &own.countries);
        let mut all = self.countries.iter().chain(own);
        all.find(|country| country.iso3 == iso3)
    }

    /// The code that PLOVER has for a country: of a territory ("Gibraltar") that of the state that it belongs to.
    #[must_use]
    pub fn state_of<'a>(&'a self, iso3: &'a str) -> &'a str {
        let sovereign = self
            .country(iso3)
            .and_then(|country| country.sovereign.as_deref());
        sovereign.unwrap_or(iso3)
    }

    /// All countries, in the order of their codes, then PLOVER's seven.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// The country that a short text names, by name, adjective or the word for its people ("Russia", "the Russian",
    /// "Britons", "Russia's"); the first one named, by its most usual reading where several share the word. Capitals do not count.
    #[must_use]
    pub fn country_of(&self, text: &str) -> Option<&Country> {
        self.countries_of(text).into_iter().next()
    }

    /// All countries that the first country word of a text may mean: "Congolese" gives two.
    #[must_use]
    pub fn countries_of(&self, text: &str) -> Vec<&Country> {
        let words = crate::phrase::words_of(text);
        let mut at = 0;
        while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
            let Some((length, entries)) = self.longest(rest) else {
                at += 1;
                continue;
            };
            at += length;
            let rows = entries
                .iter()
                .filter(|entry| is_country(entry.kind))
                .map(|entry| entry.row);
            let mut found: Vec<&Country> = Vec::new();
            for country in rows.filter_map(|row| self.country_at(row)) {
                if !found.iter().any(|other| other.iso3 == country.iso3) {
                    found.push(country);
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The terms of office of a person by full name or known alias that hold on a day; all the others after them,
    /// the latest first, so that the first term tells who the person was last.
    #[must_use]
    pub fn person(&self, name: &str, on: Date) -> Vec<Term> {
        self.terms_on(self.rows_of(name, Kind::Person), on)
    }

    /// The rows of one kind that a name stands for.
    fn rows_of(&self, name: &str, kind: Kind) -> Vec<usize> {
        let entries = self.exact(name);
        let fitting = entries.iter().filter(|entry| entry.kind == kind);
        fitting.map(|entry| entry.row).collect()
    }

    pub(crate) fn terms_on(&self, mut rows: Vec<usize>, on: Date) -> Vec<Term> {
        let day = packed(on);
        rows.sort_by_key(|row| {
            let (start, end) = self.span_of(*row).unwrap_or_default();
            let (home, at) = self.home(*row);
            let office = home.pool.get(home.persons.0.at(at, 2));
            // A user's rows go before ours, in the order in which they stand.
            let (is_built_in, order) = (!is_own(*row), if is_own(*row) { at } else { 0 });
            (
                !holds(start, end, day),
                is_built_in,
                order,
                crate::surname::rank_of(office, "", "").unwrap_or(9),
                std::cmp::Reverse(start),
            )
        });
        rows.into_iter().map(|row| self.term(row)).collect()
    }

    /// An organisation by name or alias, the rows that hold on the day first.
    #[must_use]
    pub fn organisation(&self, name: &str, on: Date) -> Vec<Organisation> {
        self.organisations_on(self.rows_of(name, Kind::Organisation), on)
    }

    pub(crate) fn organisations_on(&self, mut rows: Vec<usize>, on: Date) -> Vec<Organisation> {
        let day = packed(on);
        let span = |row: usize| {
            let (home, at) = self.home(row);
            (home.organisations.at(at, 4), home.organisations.at(at, 5))
        };
        // A user's row says nothing of other days; of ours the last that held is better than none.
        rows.retain(|row| {
            let (start, end) = span(*row);
            !is_own(*row) || holds(start, end, day)
        });
        rows.sort_by_key(|row| {
            let (start, end) = span(*row);
            // A name that parties of many lands share means the one most written about.
            let country = self.pool.get(self.organisations.at(*row, 2));
            let prominence = match is_own(*row) {
                true => 0,
                false => crate::surname::prominence_of(country),
            };
            (!holds(start, end, day), !is_own(*row), prominence, *row)
        });
        rows.into_iter()
            .map(|row| self.organisation_at(row))
            .collect()
    }

    /// An outlet by name, alias, domain ("reuters.com", "www.reuters.com") or the host of one of its pages.
    #[must_use]
    pub fn outlet(&self, name_or_domain: &str) -> Option<&Outlet> {
        let named = name_or_domain.trim();
        let named = named
            .strip_prefix("The ")
            .or_else(|| named.strip_prefix("the "))
            .unwrap_or(named);
        if named.contains('.')
            && !named.contains(' ')
            && let Some(outlet) = self.outlet_of_host(&named.to_lowercase())
        {
            return Some(outlet);
        }
        [name_or_domain, named].iter().find_map(|name| {
            let entry = self
                .exact(name)
                .into_iter()
                .find(|entry| entry.kind == Kind::Outlet)?;
            self.outlet_at(entry.row)
        })
    }

    fn outlet_of_host(&self, host: &str) -> Option<&Outlet> {
        let mut rest = host.strip_prefix("www.").unwrap_or(host);
        loop {
            let own = self.own.iter().flat_map(|own| &own.outlets);
            if let Some(found) = own
                .chain(&self.outlets)
                .find(|outlet| outlet.domain.as_deref() == Some(rest))
            {
                return Some(found);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// A role word with its sectors: "foreign minister", "Soldiers".
    #[must_use]
    pub fn role(&self, phrase: &str) -> Option<Role> {
        let entry = self
            .exact(phrase)
            .into_iter()
            .find(|entry| entry.kind == Kind::Role)?;
        Some(self.role_at(entry))
    }

    /// All known names in a row of words, left to right, the longest at each place, none inside another.
    #[must_use]
    pub fn scan(&self, words: &[&str]) -> Vec<Match> {
        let words: Vec<Word<'_>> = words.iter().map(|word| Word::new(word)).collect();
        let mut matches = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let Some((length, entries)) = self.longest(&words[at..]) else {
                at += 1;
                continue;
            };
            let mut kinds: Vec<Kind> = entries.iter().map(|entry| entry.kind).collect();
            kinds.sort_unstable();
            kinds.dedup();
            if !kinds.is_empty() {
                matches.push(Match {
                    words: at..at + length,
                    kinds,
                });
            }
            at += length;
        }
        matches
    }

    /// The longest known name at the beginning; no entries for words that only look like one.
    pub(crate) fn longest(&self, words: &[Word<'_>]) -> Option<(usize, Vec<Entry>)> {
        let found = self.longest_name(words);
        let misleading = crate::vocabulary::misleading(words);
        if misleading > 0
            && found
                .as_ref()
                .is_none_or(|(length, _)| *length <= misleading)
        {
            return Some((misleading, Vec::new()));
        }
        found
    }

    pub(crate) fn exact(&self, name: &str) -> Vec<Entry> {
        self.exact_words(&crate::phrase::words_of(name))
    }

    /// The entries whose name is this one in another spelling.
    pub(crate) fn likely(&self, name: &str) -> Vec<Entry> {
        let key = crate::fold::loose(name);
        let in_table = |index: &NameIndex| -> Vec<Entry> {
            let entries = index.entries(&key).into_iter();
            entries
                .filter_map(|[packed, ..]| Entry::unpacked(packed, 0))
                .collect()
        };
        let own = self.own.iter().flat_map(|own| in_table(&own.loose));
        let own: Vec<Entry> = own
            .map(|entry| Entry {
                row: own_row(entry.row),
                ..entry
            })
            .collect();
        match own.is_empty() {
            true => in_table(&self.loose),
            false => own,
        }
    }

    pub(crate) fn surname_holders(&self, surname: &str) -> Vec<(u32, usize)> {
        let key = fold(surname);
        let own = self.own.iter().flat_map(|own| own.surnames.entries(&key));
        let own = own.map(|[row, rank, _]| (rank, own_row(row as usize)));
        let ours = self.surnames.entries(&key).into_iter();
        own.chain(ours.map(|[row, rank, _]| (rank, row as usize)))
            .collect()
    }

    pub(crate) fn country_at(&self, row: usize) -> Option<&Country> {
        let (home, row) = self.home(row);
        home.countries.get(row)
    }

    pub(crate) fn outlet_at(&self, row: usize) -> Option<&Outlet> {
        let (home, row) = self.home(row);
        home.outlets.get(row)
    }

    /// First and last day of a term as packed numbers, 0 where open.
    pub(crate) fn span_of(&self, row: usize) -> Option<(u32, u32)> {
        let (home, row) = self.home(row);
        home.persons.span(row)
    }

    pub(crate) fn term(&self, row: usize) -> Term {
        let (home, row) = self.home(row);
        home.own_term(row)
    }

    fn own_term(&self, row: usize) -> Term {
        let at = |column| self.persons.0.at(row, column);
        Term {
            person: self.pool.get(at(0)).to_owned(),
            country: self.pool.some(at(1)).map(str::to_owned),
            office: self.pool.get(at(2)).to_owned(),
            title: self.pool.get(at(3)).to_owned(),
            sectors: list(self.pool.get(at(4))),
            start: unpacked(at(5)),
            end: unpacked(at(6)),
            id: self.pool.get(at(7)).to_owned(),
        }
    }

    pub(crate) fn organisation_at(&self, row: usize) -> Organisation {
        let (home, row) = self.home(row);
        home.own_organisation(row)
    }

    fn own_organisation(&self, row: usize) -> Organisation {
        let at = |column| self.organisations.at(row, column);
        Organisation {
            name: self.pool.get(at(0)).to_owned(),
            kind: self.pool.get(at(1)).to_owned(),
            country: self.pool.some(at(2)).map(str::to_owned),
            sectors: list(self.pool.get(at(3))),
            start: unpacked(at(4)),
            end: unpacked(at(5)),
            id: self.pool.get(at(6)).to_owned(),
        }
    }

    pub(crate) fn role_at(&self, entry: Entry) -> Role {
        let (home, row) = self.home(entry.row);
        home.noun_at(&home.roles, Entry { row, ..entry })
    }

    pub(crate) fn body_at(&self, entry: Entry) -> Role {
        let (home, row) = self.home(entry.row);
        home.noun_at(&home.bodies, Entry { row, ..entry })
    }

    fn noun_at(&self, table: &Table, entry: Entry) -> Role {
        Role {
            name: self.pool.get(table.at(entry.row, 0)).to_owned(),
            sectors: list(self.pool.get(table.at(entry.row, 1))),
            country: Some(self.pool.get(table.at(entry.row, 2)).to_owned())
                .filter(|country| !country.is_empty()),
            plural: entry.plural,
        }
    }

    /// The actor that a term of office makes.
    pub(crate) fn actor_of_term(&self, term: &Term) -> Actor {
        Actor {
            name: term.person.clone(),
            country: term.country.clone(),
            sector: term.sectors.first().cloned(),
            sectors: term.sectors.clone(),
            role: Some(term.title.to_lowercase()).filter(|title| !title.is_empty()),
            person: Some(term.person.clone()),
            id: Some(term.id.clone()),
            how: "person",
        }
    }

    /// Whether two spellings are likely one person's: the same, or one holds all parts of the other ("Liz Truss",
    /// "Elizabeth Liz Truss").
    pub(crate) fn same_person(&self, one: &str, other: &str) -> bool {
        let (one, other) = (fold(one), fold(other));
        let within = |small: &str, large: &str| {
            small
                .split(' ')
                .all(|part| large.split(' ').any(|p| p == part))
        };
        within(&one, &other) || within(&other, &one)
    }
}

fn is_country(kind: Kind) -> bool {
    matches!(kind, Kind::Country | Kind::Adjective | Kind::Demonym)
}

pub(crate) fn list(joined: &str) -> Vec<String> {
    joined
        .split('|')
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect()
}

fn read_countries(table: &Table, pool: &Pool) -> Vec<Country> {
    let text = |row, column| pool.get(table.at(row, column)).to_owned();
    let some = |row, column| pool.some(table.at(row, column)).map(str::to_owned);
    let read = |row| Country {
        iso3: text(row, 0),
        iso2: some(row, 1),
        name: text(row, 2),
        official_name: text(row, 3),
        capital: some(row, 4),
        adjectives: list(&text(row, 5)),
        sovereign: some(row, 6),
        cow: Some(table.at(row, 7)).filter(|number| *number > 0),
    };
    (0..table.rows()).map(read).collect()
}

fn read_outlets(table: &Table, pool: &Pool) -> Vec<Outlet> {
    let some = |row, column| pool.some(table.at(row, column)).map(str::to_owned);
    let read = |row| Outlet {
        name: some(row, 0).unwrap_or_default(),
        domain: some(row, 1),
        country: some(row, 2),
        kind: some(row, 3).unwrap_or_default(),
        language: some(row, 4),
        timezone: some(row, 5),
        state_media: match table.at(row, 6) {
            1 => Some(true),
            2 => Some(false),
            _ => None,
        },
        id: some(row, 7).unwrap_or_default(),
    };
    (0..table.rows()).map(read).collect()
}
