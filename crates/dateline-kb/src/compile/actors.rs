//! The knowledge file: countries, persons, organisations, outlets, roles and bodies, and the index of their names.

use super::names::{IndexBuilder, PoolBuilder, file, slug, words};
use super::tsv::{Row, Tsv};
use super::{NON_STATES, sectors_of};
use crate::Error;
use crate::fold::loose;
use crate::knowledge::MAGIC;
use crate::names::{Kind, PLURAL, entry_of};
use crate::surname::{rank_of, reign_name, surname_of};
use crate::vocabulary::SERVING;

/// The texts of `data/actors/*.tsv`.
#[derive(Debug, Clone, Copy, Default)]
pub struct ActorTables<'a> {
    /// iso3, iso2, cow, name, official_name, aliases, demonyms, adjectives, capital, government_metonyms
    pub countries: &'a str,
    /// person, aliases, country, office, title, sector, start, end: one row per term of office
    pub persons: &'a str,
    /// name, aliases, kind, country, sector, start, end
    pub organisations: &'a str,
    /// name, aliases, domain, country, kind, state_media, language, timezone
    pub outlets: &'a str,
    /// role, plural, sector, country
    pub roles: &'a str,
    /// body, plural, sector
    pub bodies: &'a str,
    /// Whether these lie over other tables: then single words may name persons, and the roles that serve others are
    /// not put in.
    pub is_addition: bool,
}

impl<'a> ActorTables<'a> {
    /// The tables of countries, persons, organisations, outlets, roles and bodies, in this order.
    #[must_use]
    pub fn of(texts: &'a [String; 6], is_addition: bool) -> ActorTables<'a> {
        let [countries, persons, organisations, outlets, roles, bodies] = texts;
        ActorTables {
            countries,
            persons,
            organisations,
            outlets,
            roles,
            bodies,
            is_addition,
        }
    }
}

/// The columns of the table of persons.
pub(crate) const PERSONS: [&str; 8] = [
    "person", "aliases", "country", "office", "title", "sector", "start", "end",
];
/// The columns of the table of organisations.
pub(crate) const ORGANISATIONS: [&str; 7] = [
    "name", "aliases", "kind", "country", "sector", "start", "end",
];
/// The columns of the table of outlets.
pub(crate) const OUTLETS: [&str; 8] = [
    "name",
    "aliases",
    "domain",
    "country",
    "kind",
    "state_media",
    "language",
    "timezone",
];

struct Builder {
    pool: PoolBuilder,
    names: IndexBuilder,
    surnames: IndexBuilder,
    loose: IndexBuilder,
    is_addition: bool,
}

/// Compiles the knowledge file. `version` is stored in it (32 bytes at most are kept).
///
/// # Errors
/// A column is missing, a row has too few fields, or a date, number or sector code is none.
pub fn actors(tables: &ActorTables<'_>, version: &str) -> Result<Vec<u8>, Error> {
    let mut builder = Builder {
        pool: PoolBuilder::new(),
        names: IndexBuilder::default(),
        surnames: IndexBuilder::default(),
        loose: IndexBuilder::default(),
        is_addition: tables.is_addition,
    };
    let mut parts = vec![
        ("country", builder.countries(tables.countries)?),
        ("person", builder.persons(tables.persons)?),
        ("organ", builder.organisations(tables.organisations)?),
        ("outlet", builder.outlets(tables.outlets)?),
        ("role", builder.roles(tables.roles)?),
        (
            "body",
            builder.common("bodies.tsv", "body", Kind::Body, tables.bodies)?,
        ),
    ];
    parts.extend(builder.names.parts("names", "entries"));
    parts.extend(builder.surnames.parts("surnames", "holders"));
    parts.extend(builder.loose.parts("loose", "likely"));
    parts.extend(builder.pool.parts());
    Ok(file(MAGIC, version, parts))
}

impl Builder {
    fn name(&mut self, kind: Kind, row: usize, name: &str, flags: u32) {
        let surface = self.pool.add(name);
        self.names.add(name, [entry_of(kind, row), surface, flags]);
    }

    fn countries(&mut self, text: &str) -> Result<Vec<u8>, Error> {
        let needed = [
            "iso3",
            "name",
            "aliases",
            "demonyms",
            "adjectives",
            "capital",
            "government_metonyms",
        ];
        let table = Tsv::parse("countries.tsv", text, &needed)?;
        let mut flat = Vec::new();
        let mut rows = 0;
        for (at, row) in table.rows().enumerate() {
            let cow: Option<u32> = row.number("cow")?;
            let iso3 = row.get("iso3");
            if iso3.len() != 3 {
                return Err(row.error("iso3", "three letters"));
            }
            for column in [
                "iso3",
                "iso2",
                "name",
                "official_name",
                "capital",
                "adjectives",
                "sovereign",
            ] {
                flat.push(self.pool.add(row.get(column)));
            }
            flat.push(cow.unwrap_or(0));
            self.country_names(at, &row);
            rows = at + 1;
        }
        for (at, (code, name)) in NON_STATES.iter().enumerate() {
            let (code, name) = (self.pool.add(code), self.pool.add(name));
            flat.extend([code, 0, name, name, 0, 0, 0, 0]);
            debug_assert_eq!(flat.len(), 8 * (rows + at + 1));
        }
        Ok(words(&flat))
    }

    fn country_names(&mut self, at: usize, row: &Row<'_>) {
        let names = [row.get("name"), row.get("official_name")]
            .into_iter()
            .chain(row.list("aliases"));
        for name in names.filter(|name| !name.is_empty()) {
            self.name(Kind::Country, at, name, 0);
        }
        for adjective in row.list("adjectives") {
            self.name(Kind::Adjective, at, adjective, 0);
        }
        for people in row.list("demonyms") {
            self.name(Kind::Demonym, at, people, 0);
            if let Some(plural) = plural_of(people).filter(|plural| plural != people) {
                self.name(Kind::Demonym, at, &plural, PLURAL);
            }
        }
        if !row.get("capital").is_empty() {
            self.name(Kind::Capital, at, row.get("capital"), 0);
        }
        // A metonym of one word that is also a town is the capital or a seat of government like Ramallah.
        for seat in row
            .list("government_metonyms")
            .filter(|seat| *seat != row.get("capital"))
        {
            self.name(
                if is_town(seat) {
                    Kind::Capital
                } else {
                    Kind::Seat
                },
                at,
                seat,
                0,
            );
        }
    }

    fn persons(&mut self, text: &str) -> Result<Vec<u8>, Error> {
        let table = Tsv::parse("persons.tsv", text, &PERSONS)?;
        let mut flat = Vec::new();
        for (at, row) in table.rows().enumerate() {
            let sectors = self.sectors(&row)?;
            let (start, end) = (row.day("start", false)?, row.day("end", true)?);
            let person = row.get("person");
            for column in ["person", "country", "office", "title"] {
                flat.push(self.pool.add(row.get(column)));
            }
            let id = self.pool.add(&slug("person", person));
            flat.extend([sectors, start, end, id]);
            // A single word as the name of a person ("Beatrix") is too weak to match by itself.
            for name in std::iter::once(person).chain(row.list("aliases")) {
                if self.is_addition || crate::fold(name).contains(' ') {
                    self.name(Kind::Person, at, name, 0);
                }
            }
            for name in std::iter::once(person).chain(row.list("aliases")) {
                self.loose
                    .add(&loose(name), [entry_of(Kind::Person, at), 0, 0]);
                // What somebody was is told by the ended term of office.
                let rank = rank_of(row.get("office"), row.get("title"), row.get("country"))
                    .filter(|_| row.get("sector") != "ELI");
                let reigning = reign_name(name, row.get("title"));
                for surname in reigning
                    .into_iter()
                    .chain(surname_of(name, row.get("country")))
                {
                    rank.into_iter()
                        .for_each(|rank| self.surnames.add(surname, [at as u32, rank, 0]));
                }
            }
        }
        Ok(words(&flat))
    }

    fn organisations(&mut self, text: &str) -> Result<Vec<u8>, Error> {
        let table = Tsv::parse("organisations.tsv", text, &ORGANISATIONS)?;
        let mut flat = Vec::new();
        for (at, row) in table.rows().enumerate() {
            let sectors = self.sectors(&row)?;
            let (start, end) = (row.day("start", false)?, row.day("end", true)?);
            for column in ["name", "kind", "country"] {
                flat.push(self.pool.add(row.get(column)));
            }
            let id = self.pool.add(&slug("organisation", row.get("name")));
            flat.extend([sectors, start, end, id]);
            for name in std::iter::once(row.get("name")).chain(row.list("aliases")) {
                self.name(Kind::Organisation, at, name, 0);
                self.loose
                    .add(&loose(name), [entry_of(Kind::Organisation, at), 0, 0]);
            }
        }
        Ok(words(&flat))
    }

    fn outlets(&mut self, text: &str) -> Result<Vec<u8>, Error> {
        let table = Tsv::parse("outlets.tsv", text, &OUTLETS)?;
        let mut flat = Vec::new();
        for (at, row) in table.rows().enumerate() {
            for column in ["name", "domain", "country", "kind", "language", "timezone"] {
                flat.push(self.pool.add(row.get(column)));
            }
            let state = match row.get("state_media") {
                "yes" => 1,
                "no" => 2,
                "" | "unknown" => 0,
                _ => return Err(row.error("state_media", "yes, no or unknown")),
            };
            flat.extend([state, self.pool.add(&slug("outlet", row.get("name")))]);
            for name in [row.get("name"), row.get("domain")]
                .into_iter()
                .chain(row.list("aliases"))
            {
                self.name(Kind::Outlet, at, name, 0);
            }
        }
        Ok(words(&flat))
    }

    /// The role table, and the roles that have no sector of their own where the table lacks them.
    fn roles(&mut self, text: &str) -> Result<Vec<u8>, Error> {
        let mut flat = self.common("roles.tsv", "role", Kind::Role, text)?;
        if self.is_addition {
            return Ok(flat);
        }
        for role in SERVING.iter().filter(|role| {
            !text
                .lines()
                .any(|line| line.split('\t').next() == Some(role))
        }) {
            let row = flat.len() / 12;
            flat.extend(words(&[self.pool.add(role), 0, 0]));
            self.name(Kind::Role, row, role, 0);
            if let Some(plural) = plural_of(role) {
                self.name(Kind::Role, row, &plural, PLURAL);
            }
        }
        Ok(flat)
    }

    /// Roles and bodies: a common noun with its plural, sectors, and of a role whose they are where no country is said.
    fn common(
        &mut self,
        file: &str,
        column: &str,
        kind: Kind,
        text: &str,
    ) -> Result<Vec<u8>, Error> {
        let table = Tsv::parse(file, text, &[column, "sector"])?;
        let mut flat = Vec::new();
        for (at, row) in table.rows().enumerate() {
            let name = row.get(column);
            let sectors = self.sectors(&row)?;
            flat.extend([
                self.pool.add(name),
                sectors,
                self.pool.add(row.get("country")),
            ]);
            self.name(kind, at, name, 0);
            let plurals: Vec<&str> = row.list("plural").collect();
            for plural in &plurals {
                self.name(kind, at, plural, PLURAL);
            }
            if let Some(plural) = plural_of(name).filter(|_| plurals.is_empty()) {
                self.name(kind, at, &plural, PLURAL);
            }
        }
        Ok(words(&flat))
    }

    fn sectors(&mut self, row: &Row<'_>) -> Result<u32, Error> {
        let sectors = sectors_of(row.get("sector"))
            .ok_or_else(|| row.error("sector", "PLOVER sector codes"))?;
        Ok(self.pool.add(&sectors.join("|")))
    }
}

/// Whether a metonym is a town and not a house: one word, or a word that towns do not have.
fn is_town(metonym: &str) -> bool {
    const HOUSES: [&str; 12] = [
        "kremlin",
        "pentagon",
        "whitehall",
        "westminster",
        "elysee",
        "matignon",
        "muqataa",
        "mukataa",
        "chancellery",
        "zhongnanhai",
        "bundestag",
        "palace",
    ];
    let key = crate::fold(metonym);
    let common = [
        "house",
        "palace",
        "street",
        "department",
        "hill",
        "bottom",
        "office",
        "yuan",
        "number",
        "no",
        "arg",
    ];
    !key.split(' ')
        .any(|word| HOUSES.contains(&word) || common.contains(&word))
}

/// The regular English plural; `None` for words that have none or are plural already ("Chinese", "troops").
fn plural_of(noun: &str) -> Option<String> {
    // "minister of state": the first noun takes the ending.
    for link in [" of ", " for ", " to ", "-in-", " in "] {
        if let Some((head, rest)) = noun.split_once(link) {
            return plural_of(head).map(|plural| format!("{plural}{link}{rest}"));
        }
    }
    let lower = noun.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&["ese", "ss", "sh", "ch", "x", "z"]) {
        return (!ends(&["ese", "ish", "ch"]) || ends(&["ss", "x", "coach"]))
            .then(|| format!("{noun}es"));
    }
    if ends(&["s", "police", "people", "media", "staff", "personnel"]) {
        return None;
    }
    if let Some(stem) = noun
        .strip_suffix("man")
        .filter(|_| !ends(&["german", "roman", "shaman", "human", "oman"]))
    {
        return Some(format!("{stem}men"));
    }
    if let Some(stem) = noun
        .strip_suffix('y')
        .filter(|_| !ends(&["ay", "ey", "oy", "uy"]))
    {
        return Some(format!("{stem}ies"));
    }
    Some(format!("{noun}s"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_of_roles_and_peoples() {
        let cases = [
            ("minister", Some("ministers")),
            ("deputy", Some("deputies")),
            ("spokesman", Some("spokesmen")),
            ("German", Some("Germans")),
            ("Chinese", None),
            ("minister of state", Some("ministers of state")),
            ("commander-in-chief", Some("commanders-in-chief")),
            ("troops", None),
            ("attorney", Some("attorneys")),
            ("British", None),
            ("actress", Some("actresses")),
        ];
        for (noun, plural) in cases {
            assert_eq!(plural_of(noun).as_deref(), plural, "{noun}");
        }
    }

    #[test]
    fn a_bad_row_is_named() {
        let tables = ActorTables {
            countries: "iso3\tname\taliases\tdemonyms\tadjectives\tcapital\tgovernment_metonyms\nRU\tRussia\t\t\t\t\t\n",
            ..ActorTables::default()
        };
        let error = actors(&tables, "v").unwrap_err();
        assert_eq!(
            error.to_string(),
            "countries.tsv, line 2: column \"iso3\": expected three letters, found \"RU\""
        );
    }
}
