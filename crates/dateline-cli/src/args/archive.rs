//! The arguments of the verbs that work on an archive.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use dateline::event::Status;
use dateline::ontology::{Context, EventType, Mode, Sector, is_nonstate};
use dateline_archive::{Area, Interval, Key, PartyFilter, Query, Sort};
use jiff::civil::Date;

use super::{Coding, Pages, one_of};

#[derive(Debug, Args)]
pub struct Add {
    /// The archive; made if it is not there
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
    #[command(flatten)]
    pub pages: Pages,
    #[command(flatten)]
    pub coding: Coding,
}

#[derive(Debug, Args)]
pub struct Find {
    /// The archive
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
    #[command(flatten)]
    pub which: Which,
    /// The order: newest, most outlets, surest, or most conflictual first
    #[arg(long, value_parser = one_of(Sort::ALL, Sort::name), default_value = "date", value_name = "ORDER")]
    pub sort: Sort,
    /// Turn the order round
    #[arg(long)]
    pub reverse: bool,
    /// At most so many events; 0 is all
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Print JSON Lines: one event a line, with its statements
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Show {
    /// The archive
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
    /// Id of an event or article; also one that it had before
    #[arg(value_name = "ID")]
    pub id: String,
    /// Print JSON: the event with its statements, or the article and then its events, one a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Series {
    /// The archive
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
    #[command(flatten)]
    pub which: Which,
    /// The length of a period
    #[arg(long, value_parser = one_of(Interval::ALL, Interval::name), default_value = "month", value_name = "LENGTH")]
    pub every: Interval,
    /// Count apart by these, in any combination: country (where), actor, recipient, dyad (countries), type, quad, status
    #[arg(long, value_parser = one_of(Key::ALL, Key::name), value_delimiter = ',', value_name = "KEY")]
    pub by: Vec<Key>,
    /// Leave out events of which no report states a day; else they count on the day of their first report
    #[arg(long)]
    pub stated: bool,
    /// Also print a row of zero for each combination that is seen at all, in every period without it
    #[arg(long)]
    pub zeros: bool,
    /// Print CSV
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
    /// Print JSON Lines: one count a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The archive
    #[arg(value_name = "ARCHIVE")]
    pub archive: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Which events. An option that is given more than once, or with values parted by commas, takes any of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which events")]
pub struct Which {
    /// From this day on; where no report states a day, that of the first report counts
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,
    /// Up to this day
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,
    /// PLOVER's types: CONSULT, ASSAULT ...
    #[arg(long = "type", value_delimiter = ',', value_name = "TYPE", value_parser = event_type)]
    pub types: Vec<EventType>,
    /// PLOVER's modes: visit, airstrike ...
    #[arg(long = "mode", value_delimiter = ',', value_name = "MODE", value_parser = mode)]
    pub modes: Vec<String>,
    /// PLOVER's contexts: diplomatic, military ...
    #[arg(long = "context", value_delimiter = ',', value_name = "CONTEXT", value_parser = context)]
    pub contexts: Vec<String>,
    /// 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict
    #[arg(long = "quad", value_delimiter = ',', value_name = "1-4", value_parser = clap::value_parser!(u8).range(1..=4))]
    pub quads: Vec<u8>,
    /// Who: a country (RUS), a sector (GOV), both (RUS:GOV), an id, or part of a name or role
    #[arg(long = "actor", value_name = "WHO")]
    pub actors: Vec<Who>,
    /// To whom, as for --actor
    #[arg(long = "recipient", value_name = "WHO")]
    pub recipients: Vec<Who>,
    /// On either side, as for --actor
    #[arg(long = "party", value_name = "WHO")]
    pub parties: Vec<Who>,
    /// A sector on either side: GOV, MIL, REB ...
    #[arg(long = "sector", value_delimiter = ',', value_name = "SECTOR", value_parser = sector)]
    pub sectors: Vec<String>,
    /// Where: ISO 3166 code of three letters
    #[arg(long = "country", value_delimiter = ',', value_name = "CODE", value_parser = country)]
    pub countries: Vec<String>,
    /// Where: part of the place's name
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Where: between south, west, north, east in degrees; 44,22,53,41
    #[arg(long = "box", value_name = "S,W,N,E", value_parser = area_box, allow_hyphen_values = true)]
    pub within: Option<Area>,
    /// Where: within so many kilometres of a place in degrees north and east; 50.45,30.52,100
    #[arg(long, value_name = "LAT,LON,KM", value_parser = area_circle, allow_hyphen_values = true,
          conflicts_with = "within")]
    pub near: Option<Area>,
    /// How it stands: happened, planned, alleged ...
    #[arg(long = "status", value_delimiter = ',', value_name = "STATUS", value_parser = one_of(Status::ALL, Status::code))]
    pub statuses: Vec<Status>,
    /// Told by this outlet
    #[arg(long = "outlet", value_name = "NAME")]
    pub outlets: Vec<String>,
    /// According to: part of a source's name, or a kind of source (official, witness ...)
    #[arg(long = "according-to", alias = "attribution", value_name = "SOURCE")]
    pub attributions: Vec<String>,
    /// Told by at least so many outlets that do not print one another's text
    #[arg(long, value_name = "N")]
    pub min_outlets: Option<usize>,
    /// At least so sure, 0 to 1
    #[arg(long, value_name = "SCORE", value_parser = score)]
    pub min_confidence: Option<f64>,
    /// Told in articles with these words; "in this order", OR, NOT and prefix* work
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
}

impl Which {
    /// The query that was typed.
    pub fn query(&self) -> Query {
        let who = |all: &[Who]| all.iter().map(|who| who.0.clone()).collect();
        let mut parties: Vec<PartyFilter> = who(&self.parties);
        parties.extend(self.sectors.iter().map(|sector| PartyFilter {
            sector: Some(sector.clone()),
            ..PartyFilter::default()
        }));
        Query {
            from: self.from,
            to: self.to,
            types: self.types.clone(),
            modes: self.modes.clone(),
            contexts: self.contexts.clone(),
            quads: self.quads.clone(),
            actors: who(&self.actors),
            recipients: who(&self.recipients),
            parties,
            countries: self.countries.clone(),
            place: self.place.clone(),
            area: self.within.or(self.near),
            statuses: self.statuses.clone(),
            outlets: self.outlets.clone(),
            attributions: self.attributions.clone(),
            min_outlets: self.min_outlets,
            min_confidence: self.min_confidence,
            text: self.text.clone(),
            ..Query::default()
        }
    }
}

/// A party as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Who(pub PartyFilter);

impl FromStr for Who {
    type Err = String;

    fn from_str(text: &str) -> Result<Who, String> {
        let is_code = |word: &str| word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase());
        let is_sector = |word: &str| Sector::find(word).is_some() && !is_nonstate(word);
        let text = text.trim();
        let mut filter = PartyFilter::default();
        match text.split_once(':') {
            Some((country, sector)) if is_code(country) && is_sector(sector) => {
                filter.country = Some(country.into());
                filter.sector = Some(sector.into());
            }
            _ if is_sector(text) => filter.sector = Some(text.into()),
            _ if is_code(text) => filter.country = Some(text.into()),
            _ if text.is_empty() => {
                return Err("expected a code or a name, but found nothing".into());
            }
            _ => filter.words = Some(text.into()),
        }
        Ok(Who(filter))
    }
}

fn event_type(text: &str) -> Result<EventType, String> {
    text.to_uppercase().parse().map_err(|_| {
        let all = EventType::ALL.map(EventType::code);
        format!("expected one of {}", all.join(", "))
    })
}

fn mode(text: &str) -> Result<String, String> {
    known(
        text.to_lowercase(),
        Mode::all().iter().map(|mode| mode.name),
        "mode",
    )
}

fn context(text: &str) -> Result<String, String> {
    known(
        text.to_lowercase(),
        Context::all().iter().map(|context| context.name),
        "context",
    )
}

fn sector(text: &str) -> Result<String, String> {
    known(
        text.to_uppercase(),
        Sector::all().iter().map(|sector| sector.code),
        "sector",
    )
}

/// A word that the tables of PLOVER have.
fn known(
    word: String,
    mut all: impl Iterator<Item = &'static str>,
    kind: &str,
) -> Result<String, String> {
    match all.any(|known| known == word) {
        true => Ok(word),
        false => Err(format!(
            "expected a {kind} of PLOVER; `dateline explain` says what a code means"
        )),
    }
}

fn country(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    match code.len() == 3 && code.chars().all(|c| c.is_ascii_uppercase()) {
        true => Ok(code),
        false => Err("expected a code of three letters, such as UKR".into()),
    }
}

fn score(text: &str) -> Result<f64, String> {
    let score: Option<f64> = text.parse().ok();
    score
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "expected a number from 0 to 1".into())
}

fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let numbers: Option<Vec<f64>> = text
        .split(',')
        .map(|part| {
            part.trim()
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        })
        .collect();
    numbers?.try_into().ok()
}

fn area_box(text: &str) -> Result<Area, String> {
    match numbers(text) {
        Some([south, west, north, east]) if south <= north && south >= -90.0 && north <= 90.0 => {
            Ok(Area::Box {
                south,
                west,
                north,
                east,
            })
        }
        _ => Err(
            "expected four numbers: south, west, north, east in degrees, south below north".into(),
        ),
    }
}

fn area_circle(text: &str) -> Result<Area, String> {
    match numbers(text) {
        Some([latitude, longitude, kilometres]) if latitude.abs() <= 90.0 && kilometres >= 0.0 => {
            Ok(Area::Circle {
                latitude,
                longitude,
                kilometres,
            })
        }
        _ => Err("expected three numbers: degrees north, degrees east, kilometres".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_a_code_or_a_name() {
        let some = |word: &str| Some(word.to_string());
        let cases = [
            ("RUS", some("RUS"), None, None),
            ("GOV", None, some("GOV"), None),
            ("RUS:GOV", some("RUS"), some("GOV"), None),
            ("Lavrov", None, None, some("Lavrov")),
            ("foreign minister", None, None, some("foreign minister")),
            ("IRQ:XYZ", None, None, some("IRQ:XYZ")),
        ];
        for (text, country, sector, words) in cases {
            let expected = PartyFilter {
                country,
                sector,
                words,
            };
            assert_eq!(text.parse::<Who>().unwrap().0, expected, "{text}");
        }
        assert!(" ".parse::<Who>().is_err());
    }

    #[test]
    fn areas_are_checked() {
        assert!(area_box("44,22,53,41").is_ok());
        assert!(area_box("53,22,44,41").is_err());
        assert!(area_box("1,2,3").is_err());
        assert!(area_circle("-18.1,178.4,50").is_ok());
        assert!(area_circle("-18.1,178.4,-50").is_err());
        assert!(area_circle("nan,1,1").is_err());
    }
}
