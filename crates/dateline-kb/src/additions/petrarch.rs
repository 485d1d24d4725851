//! PETRARCH dictionaries of actors and agents, as PETRARCH 1 and 2 and the TABARI actor files write them.
//!
//! ```text
//! KARI_NORDMANN_ [NOR]          # an actor; the code is the one of days that no line below names
//! +K._NORDMANN_                 # another name of the same actor
//!     [NORELI <20180101]        # until and with that day; also [CODE >date], [CODE date-date], YYMMDD or YYYYMMDD
//! BORDER_GUARD {} [~MIL]        # an agent; in braces its plural, or nothing where it has none
//! !PERSON! = MAN, MEN           # a substitution: FISHER!PERSON! [~AGR] is two entries
//! ```
//!
//! Comments run from `#` or `;` to the end of the line, or from `<!--` to `-->`.

use super::cameo;
use super::tables::{Form, Tables};
use super::{Note, fault};
use crate::names::Kind;
use crate::{Error, Knowledge, fold, vocabulary};

/// Whether a text has entries with codes in brackets.
pub(super) fn is_dictionary(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        let is_comment = line.starts_with(['#', ';']) || line.starts_with("<!");
        !is_comment
            && line
                .find('[')
                .is_some_and(|at| line[at..].contains([']', '}']))
    })
}

/// An actor or agent while its lines are read.
#[derive(Default)]
struct Record {
    line: usize,
    names: Vec<String>,
    /// `None`: none is said; `Some("")`: it has none.
    plural: Option<String>,
    codes: Vec<Dated>,
}

/// A code with the days on which it holds, both included, as ISO dates; empty where open.
#[derive(Debug, PartialEq, Eq)]
struct Dated {
    code: String,
    start: String,
    end: String,
}

/// Reads a dictionary. Lines that cannot be used are noted and left out, as PETRARCH itself does.
pub(super) fn read(
    base: &Knowledge,
    file: &str,
    text: &str,
    notes: &mut Vec<Note>,
) -> Result<Tables, Error> {
    let mut reader = Reader {
        base,
        file,
        notes,
        sets: Vec::new(),
        tables: Tables::default(),
        used: false,
    };
    let mut record = Record::default();
    for (line, content) in without_comments(text) {
        let content = content.trim_end();
        let trimmed = content.trim_start();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with('!') && trimmed.contains('=') {
            reader.set(trimmed);
        } else if let Some(name) = trimmed.strip_prefix('+') {
            let (name, _) = name.split_at(name.find(['[', '{']).unwrap_or(name.len()));
            match record.names.is_empty() {
                true => reader.note(
                    line,
                    "expected an actor before its other names, found \"+\"",
                ),
                false => record.names.push(name.trim().to_owned()),
            }
        } else if trimmed.starts_with('[') {
            if record.names.is_empty() {
                reader.note(
                    line,
                    "expected an actor before its dated codes, found \"[\"",
                );
            }
            reader.codes(line, trimmed, &mut record.codes);
        } else {
            reader.finish(std::mem::take(&mut record));
            let (name, rest) = trimmed.split_at(trimmed.find(['[', '{']).unwrap_or(trimmed.len()));
            record.line = line;
            record.names = vec![name.trim().to_owned()];
            let rest = match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
                Some((plural, rest)) => {
                    record.plural = Some(plural.trim().to_owned());
                    rest
                }
                None => rest,
            };
            reader.codes(line, rest.trim(), &mut record.codes);
        }
    }
    reader.finish(record);
    if !reader.used {
        return Err(match reader.notes.iter().find(|note| note.file == file) {
            Some(first) => fault(file, first.line, first.message.clone()),
            None => fault(
                file,
                1,
                "expected at least one entry (NAME [CODE]), found none",
            ),
        });
    }
    Ok(reader.tables)
}

struct Reader<'a> {
    base: &'a Knowledge,
    file: &'a str,
    notes: &'a mut Vec<Note>,
    /// Substitution marks with their words.
    sets: Vec<(String, Vec<String>)>,
    tables: Tables,
    /// Whether any entry could be used.
    used: bool,
}

impl Reader<'_> {
    fn note(&mut self, line: usize, message: impl Into<String>) {
        self.notes.push(Note {
            file: self.file.to_owned(),
            line,
            message: message.into(),
        });
    }

    fn set(&mut self, line: &str) {
        if let Some((mark, words)) = line.split_once('=') {
            let words = words.split(',').map(str::trim).filter(|w| !w.is_empty());
            self.sets
                .push((mark.trim().to_owned(), words.map(str::to_owned).collect()));
        }
    }

    /// The codes in brackets of a line.
    fn codes(&mut self, line: usize, mut rest: &str, codes: &mut Vec<Dated>) {
        while let Some(open) = rest.strip_prefix('[') {
            let Some((inner, after)) = open.split_once(']') else {
                self.note(
                    line,
                    format!("expected \"]\" after \"[\", found \"{rest}\""),
                );
                return;
            };
            match dated(inner) {
                Ok(code) => codes.push(code),
                Err(message) => self.note(line, message),
            }
            rest = after.trim_start();
        }
        if !rest.is_empty() {
            self.note(
                line,
                format!("expected a code in brackets, found \"{rest}\""),
            );
        }
    }

    /// Turns a finished record into rows: an actor into organisations (persons where the built-in lists know a person
    /// of that name), a bare country code into names of the country, an agent into a role or body.
    fn finish(&mut self, mut record: Record) {
        if record.names.is_empty() {
            return;
        }
        if record.codes.is_empty() {
            let message = format!(
                "expected a code in brackets, found none for \"{}\"",
                record.names[0]
            );
            return self.note(record.line, message);
        }
        // The code of the first line is for days that no other names; of dated ones the first that fits counts.
        record
            .codes
            .sort_by_key(|dated| dated.start.is_empty() && dated.end.is_empty());
        if record.codes.iter().any(|dated| dated.code.contains('~')) {
            self.agent(&record);
        } else {
            self.actor(&record);
        }
    }

    fn agent(&mut self, record: &Record) {
        let sectors = match cameo::agent(&record.codes[0].code) {
            Ok(sectors) => sectors.join("|"),
            Err(message) => return self.note(record.line, message),
        };
        self.used = true;
        for name in self.substituted(&record.names) {
            let name = words(&name).to_lowercase();
            let plural = match record.plural.as_deref() {
                None => String::new(),
                Some("") => name.clone(),
                Some(plural) => words(plural).to_lowercase(),
            };
            let is_body = self
                .base
                .exact(&name)
                .iter()
                .any(|entry| entry.kind == Kind::Body);
            let form = if is_body { Form::Bodies } else { Form::Roles };
            self.tables.push(form, &[&name, &plural, &sectors]);
        }
    }

    fn actor(&mut self, record: &Record) {
        let names: Vec<String> = self.substituted(&record.names);
        let names: Vec<String> = names
            .iter()
            .map(|name| in_title_case(&words(name)))
            .collect();
        let Some((first, others)) = names.split_first() else {
            return;
        };
        let aliases = others.join("|");
        let is_person = self
            .base
            .exact(first)
            .iter()
            .any(|entry| entry.kind == Kind::Person);
        for dated in &record.codes {
            let coded = match cameo::actor(self.base, &dated.code) {
                Ok(coded) => coded,
                Err(message) => {
                    self.note(record.line, message);
                    continue;
                }
            };
            self.used = true;
            let (country, sectors) = (coded.country.as_str(), coded.sectors.join("|"));
            let (start, end) = (dated.start.as_str(), dated.end.as_str());
            let is_bare = record.codes.len() == 1 && sectors.is_empty() && country.len() == 3;
            match self
                .base
                .country(country)
                .filter(|known| is_bare && known.iso2.is_some())
            {
                Some(known) => {
                    // What the built-in tables know of the country as well, they know better (adjective, capital).
                    let fresh: Vec<&str> = names
                        .iter()
                        .map(String::as_str)
                        .filter(|name| !self.means_country(name, country))
                        .collect();
                    if !fresh.is_empty() {
                        let aliases = fresh.join("|");
                        let cells = [country, "", "", &known.name, "", &aliases, "", "", "", ""];
                        self.tables.push(Form::Countries, &cells);
                    }
                }
                None if is_person => {
                    let cells = [first, &aliases, country, "", "", &sectors, start, end];
                    self.tables.push(Form::Persons, &cells);
                }
                None => {
                    let cells = [first, &aliases, "actor", country, &sectors, start, end];
                    self.tables.push(Form::Organisations, &cells);
                }
            }
        }
    }

    fn means_country(&self, name: &str, country: &str) -> bool {
        let entries = self.base.exact(name);
        entries.iter().any(|entry| {
            let of_country = matches!(
                entry.kind,
                Kind::Country | Kind::Adjective | Kind::Demonym | Kind::Capital | Kind::Seat
            );
            of_country
                && self
                    .base
                    .country_at(entry.row)
                    .is_some_and(|known| known.iso3 == country)
        })
    }

    /// The names with each substitution mark replaced by each of its words.
    fn substituted(&self, names: &[String]) -> Vec<String> {
        let mut found: Vec<String> = names.to_vec();
        for (mark, words) in &self.sets {
            found = found
                .into_iter()
                .flat_map(|name| match name.contains(mark.as_str()) {
                    true => words
                        .iter()
                        .map(|word| name.replace(mark.as_str(), word))
                        .collect(),
                    false => vec![name],
                })
                .collect();
        }
        found
    }
}

/// The text without comments, line by line, numbered from 1.
fn without_comments(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let mut rest = line;
        let mut kept = String::new();
        loop {
            if inside {
                let Some((_, after)) = rest.split_once("-->") else {
                    break;
                };
                (inside, rest) = (false, after);
            }
            let Some((before, after)) = rest.split_once("<!") else {
                kept.push_str(rest);
                break;
            };
            kept.push_str(before);
            (inside, rest) = (true, after);
        }
        lines.push((at + 1, kept[..comment_start(&kept)].to_owned()));
    }
    lines
}

/// Where a `#` or `;` begins a comment: not inside brackets, for `[###]` is a code.
fn comment_start(line: &str) -> usize {
    let mut depth = 0;
    for (at, letter) in line.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth -= 1,
            '#' | ';' if depth <= 0 => return at,
            _ => {}
        }
    }
    line.len()
}

/// A code with its date restriction.
fn dated(inner: &str) -> Result<Dated, String> {
    let inner = inner.trim();
    let (code, rest) = inner.split_at(
        inner
            .find(|c: char| c.is_whitespace() || "<>".contains(c))
            .unwrap_or(inner.len()),
    );
    let rest: String = rest.split_whitespace().collect();
    let (start, end) = if let Some(date) = rest.strip_prefix('<') {
        (String::new(), day(date)?)
    } else if let Some(date) = rest.strip_prefix('>') {
        (day(date)?, String::new())
    } else if let Some((from, to)) = rest.split_once('-') {
        (day(from)?, day(to)?)
    } else if rest.is_empty() {
        (String::new(), String::new())
    } else {
        return Err(format!(
            "expected <date, >date or date-date after a code, found \"{rest}\""
        ));
    };
    if !start.is_empty() && !end.is_empty() && end < start {
        return Err(format!("expected the earlier date first, found \"{rest}\""));
    }
    Ok(Dated {
        code: code.to_owned(),
        start,
        end,
    })
}

/// YYMMDD or YYYYMMDD as an ISO date. Two figures up to 30 are years of this century, as PETRARCH reads them.
fn day(figures: &str) -> Result<String, String> {
    let fail = || format!("expected a date as YYMMDD or YYYYMMDD, found \"{figures}\"");
    let number: u32 = figures.parse().map_err(|_| fail())?;
    let whole = match figures.len() {
        8 => number,
        6 if number <= 30_12_31 => number + 20_000_000,
        6 => number + 19_000_000,
        _ => return Err(fail()),
    };
    let date = crate::lookup::unpacked(whole).ok_or_else(fail)?;
    Ok(date.to_string())
}

/// The words of a phrase: underscores are spaces, `|` and tabs are none of it.
fn words(phrase: &str) -> String {
    let phrase = phrase.replace(['_', '|', '\t'], " ");
    phrase.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Dictionaries are in capitals throughout; names are not. A single word that is also a common one keeps its capitals,
/// and so fits only where the text has them ("WHO").
fn in_title_case(name: &str) -> String {
    if name.contains(char::is_lowercase) {
        return name.to_owned();
    }
    let key = fold(name);
    let has_vowel = key.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    let is_word = vocabulary::is_common_word(&key) || vocabulary::ends_core(&key) || key.len() < 4;
    if !name.contains(' ') && (!has_vowel || is_word) {
        return name.to_owned();
    }
    let mut title = String::with_capacity(name.len());
    let mut begins = true;
    for letter in name.chars() {
        if begins {
            title.push(letter);
        } else {
            title.extend(letter.to_lowercase());
        }
        begins = !letter.is_alphanumeric() && letter != '\'';
    }
    title
}
