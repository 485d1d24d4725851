//! Users' tables in the forms of `data/actors`: read, checked, and written out in one order of columns.

use crate::compile::{ActorTables, NON_STATES, ORGANISATIONS, OUTLETS, PERSONS, Tsv, actors};
use crate::{Error, Knowledge};

/// The forms in the order of [`Tables::texts`]: the columns by which a header is known, then all that are kept.
const FORMS: [(&[&str], &[&str]); 6] = [
    (
        &["iso3"],
        &[
            "iso3",
            "iso2",
            "cow",
            "name",
            "official_name",
            "aliases",
            "demonyms",
            "adjectives",
            "capital",
            "government_metonyms",
        ],
    ),
    (&["person"], &PERSONS),
    (&["name", "kind", "sector"], &ORGANISATIONS),
    (&["name", "domain"], &OUTLETS),
    (&["role"], &["role", "plural", "sector"]),
    (&["body"], &["body", "plural", "sector"]),
];

/// The tables that dictionaries fill, as indices into the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Countries = 0,
    Persons = 1,
    Organisations = 2,
    Roles = 4,
    Bodies = 5,
}

/// Rows for each of the six tables, without their header lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Tables {
    rows: [Vec<String>; 6],
}

/// Whether the first line is the header of a table.
pub(super) fn is_table(text: &str) -> bool {
    let header = text.lines().find(|line| !line.trim().is_empty());
    header.is_some_and(|line| {
        line.contains('\t')
            && line
                .split('\t')
                .any(|column| ["iso3", "person", "name", "role", "body"].contains(&column.trim()))
    })
}

impl Tables {
    /// Reads and checks one table.
    pub(super) fn read(base: &Knowledge, file: &str, text: &str) -> Result<Tables, Error> {
        let header = text.lines().find(|line| !line.trim().is_empty());
        let columns: Vec<&str> = header
            .unwrap_or_default()
            .split('\t')
            .map(str::trim)
            .collect();
        let has = |wanted: &[&str]| wanted.iter().all(|column| columns.contains(column));
        let Some(form) = FORMS.iter().position(|(marks, _)| has(marks)) else {
            return Err(super::fault(
                file,
                1,
                format!(
                    "expected the columns of countries (iso3), persons (person), organisations (name, kind, sector), \
                     outlets (name, domain), roles (role) or bodies (body), found {}",
                    columns.join(", ")
                ),
            ));
        };
        let kept = FORMS[form].1;
        let optional = ["iso2", "cow", "official_name", "plural"];
        let needed: Vec<&str> = kept
            .iter()
            .copied()
            .filter(|column| !optional.contains(column))
            .collect();
        let table = Tsv::parse(file, text, &needed)?;
        let mut tables = Tables::default();
        for row in table.rows() {
            if row.get(kept[0]).is_empty() {
                return Err(row.error(kept[0], "a name"));
            }
            let country = row.get("country");
            if !country.is_empty() && !is_country(base, country) {
                return Err(row.error(
                    "country",
                    "an ISO 3166 alpha-3 code, XKX or one of IGO, UNO, EUR, NGO, ISM, IMG, MNC",
                ));
            }
            let (start, end) = (row.day("start", false)?, row.day("end", true)?);
            if end != 0 && end < start {
                return Err(row.error("end", &format!("a day after {}", row.get("start"))));
            }
            let cells: Vec<&str> = kept.iter().map(|column| row.get(column)).collect();
            tables.rows[form].push(cells.join("\t"));
        }
        tables.check(form, file, text)?;
        Ok(tables)
    }

    /// Lets the compiler look at the file by itself, so that its errors have the file's own lines.
    fn check(&self, form: usize, file: &str, text: &str) -> Result<(), Error> {
        let mut texts = Tables::default().texts();
        text.clone_into(&mut texts[form]);
        match actors(&ActorTables::of(&texts, true), "") {
            Ok(_) => Ok(()),
            Err(Error::Row { line, problem, .. }) => Err(super::fault(file, line, problem)),
            Err(other) => Err(other),
        }
    }

    /// Adds a row with the values of the form's columns.
    pub(super) fn push(&mut self, form: Form, cells: &[&str]) {
        self.rows[form as usize].push(cells.join("\t"));
    }

    /// Puts the rows of a later file before those here.
    pub(super) fn put_before(&mut self, mut later: Tables) {
        for (rows, fresh) in self.rows.iter_mut().zip(&mut later.rows) {
            fresh.append(rows);
            std::mem::swap(rows, fresh);
        }
    }

    /// The tables as texts with header lines, in the order of the forms.
    pub(super) fn texts(&self) -> [String; 6] {
        std::array::from_fn(|form| {
            let mut text = FORMS[form].1.join("\t");
            for row in &self.rows[form] {
                text.push('\n');
                text.push_str(row);
            }
            text
        })
    }
}

pub(super) fn is_country(base: &Knowledge, code: &str) -> bool {
    base.country(code).is_some() || NON_STATES.iter().any(|(other, _)| *other == code)
}
