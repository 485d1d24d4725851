//! Leaders by surname alone: which part of a name is the surname, and who on a day is prominent enough to be meant.

use jiff::civil::Date;

use crate::lookup::{holds, packed};
use crate::vocabulary::is_particle;
use crate::{Actor, Knowledge, fold};

/// How prominent the holder of an office is, 1 first; `None` for offices whose holders are not known by surname alone.
pub(crate) fn rank_of(office: &str, title: &str, country: &str) -> Option<u32> {
    let large = LARGE.contains(&country);
    match office {
        "head of state" | "head of government" => Some(if large { 1 } else { 2 }),
        "head of organisation" => Some(2),
        "leader" | "foreign minister" | "defence minister" => Some(if large { 3 } else { 4 }),
        "spokesperson" | "envoy" | "army chief" | "chief of intelligence" => Some(5),
        "other" if large && title.eq_ignore_ascii_case("vice president") => Some(3),
        _ => None,
    }
}

/// States whose leaders the world's press names without their titles.
const LARGE: [&str; 22] = [
    "USA", "CHN", "RUS", "GBR", "FRA", "DEU", "JPN", "IND", "BRA", "TUR", "ISR", "IRN", "UKR",
    "KOR", "PRK", "EUR", "SYR", "VEN", "BLR", "PSE", "SAU", "EGY",
];

/// Whether the world's press names the leaders of a country without their titles.
pub(crate) fn is_prominent(country: &str) -> bool {
    LARGE.contains(&country)
}

/// The place of a country among those the world's press writes most about; all others share the last place.
pub(crate) fn prominence_of(country: &str) -> usize {
    LARGE
        .iter()
        .position(|large| *large == country)
        .unwrap_or(LARGE.len())
}

/// The first name, by which monarchs and popes go: "Charles" of "Charles III", "Francis" of "Pope Francis".
pub(crate) fn reign_name<'n>(person: &'n str, title: &str) -> Option<&'n str> {
    const TITLES: [&str; 9] = [
        "King",
        "Queen",
        "Emperor",
        "Empress",
        "Sultan",
        "Emir",
        "Pope",
        "Prince",
        "Grand Duke",
    ];
    let reigns = TITLES
        .iter()
        .any(|reign| title == *reign || title.starts_with(&format!("{reign} ")));
    let mut words = person.split(' ').filter(|word| !TITLES.contains(word));
    words
        .next()
        .filter(|word| reigns && !matches!(*word, "His" | "Her" | "Sheikh"))
}

/// The parts of a full name that stand for the person in later mentions: "Putin"; "von der Leyen" and "Leyen";
/// "al-Sudani" and "Sudani"; the first part in China, Korea, Taiwan and Singapore; the last in Vietnam.
pub(crate) fn surname_of<'n>(person: &'n str, country: &str) -> Vec<&'n str> {
    let starts: Vec<usize> = person
        .char_indices()
        .filter(|(at, c)| *c != ' ' && (*at == 0 || person[..*at].ends_with(' ')))
        .map(|(at, _)| at)
        .collect();
    let (Some(last), true) = (starts.last().copied(), starts.len() > 1) else {
        return Vec::new();
    };
    if ["CHN", "PRK", "KOR", "TWN"].contains(&country) {
        return vec![&person[..starts[1] - 1]];
    }
    let mut surnames = vec![&person[last..]];
    let mut at = starts.len() - 1;
    while at > 1 && is_particle(&fold(&person[starts[at - 1]..starts[at] - 1])) {
        at -= 1;
        surnames.push(&person[starts[at]..]);
    }
    for article in ["al-", "Al-", "el-", "El-"] {
        if let Some(bare) = person[last..].strip_prefix(article) {
            surnames.push(bare);
        }
    }
    surnames.retain(|surname| fold(surname).chars().count() > 1 && !is_numeral(surname));
    surnames
}

/// The number after a monarch's name.
fn is_numeral(word: &str) -> bool {
    word.chars().all(|letter| matches!(letter, 'I' | 'V' | 'X'))
}

/// A surname that more leaders than this have borne is too common to mean the one of a smaller country.
const COMMON: usize = 2;

/// Ten years between days as packed numbers.
const TEN_YEARS: u32 = 100_000;

/// The rank of an office and the row of its term.
type Holder = (u32, usize);

impl Knowledge {
    /// How many persons of the lists, of any time, bear a surname.
    fn bearers(&self, surname: &str) -> usize {
        let mut persons: Vec<String> = self
            .surname_holders(surname)
            .into_iter()
            .map(|(_, row)| fold(&self.term(row).person))
            .collect();
        persons.sort_unstable();
        persons.dedup();
        persons.len()
    }

    /// The leader meant by a surname alone on a day: among those in office whose surname it is, the most prominent, if
    /// no other is as prominent; if none is in office, the head of state or government of the last ten years, as `ELI`.
    /// `countries` are those in play in the text (ISO3), the likeliest first: a leader of one of them wins over the
    /// rest.
    #[must_use]
    pub fn resolve_surname(&self, surname: &str, on: Date, countries: &[&str]) -> Option<Actor> {
        let day = packed(on);
        let holders = self.surname_holders(surname);
        let (in_office, others): (Vec<Holder>, Vec<Holder>) =
            holders.into_iter().partition(|(_, row)| {
                let (start, end) = self.span_of(*row).unwrap_or((u32::MAX, 1));
                holds(start, end, day)
            });
        let was_leader = |(rank, row): &Holder| {
            let (_, end) = self.span_of(*row).unwrap_or_default();
            *rank <= 2 && end < day && end + TEN_YEARS > day
        };
        let current = !in_office.is_empty();
        let candidates = if current {
            in_office
        } else {
            others.into_iter().filter(was_leader).collect()
        };
        let term = self.term(self.most_prominent(candidates, surname, countries)?);
        let mut actor = self.actor_of_term(&term);
        if !current {
            actor.sectors = vec!["ELI".to_owned()];
            actor.sector = Some("ELI".to_owned());
        }
        actor.how = "surname";
        Some(actor)
    }

    /// Who held the office that a title names, at any time before the day: "President Clinton" in a text that looks back,
    /// or in one without a date. The last of that surname, if all whom `fits` takes are of one country, or of one
    /// country in play or known to the world's press.
    pub(crate) fn once_in_office(
        &self,
        surname: &str,
        on: Date,
        countries: &[&str],
        fits: impl Fn(&Actor) -> bool,
    ) -> Option<Actor> {
        let day = packed(on);
        let mut held: Vec<(u32, Actor)> = self
            .surname_holders(surname)
            .into_iter()
            .filter(|(rank, _)| *rank <= 3)
            .filter_map(|(_, row)| {
                let (start, _) = self.span_of(row)?;
                let actor = self.actor_of_term(&self.term(row));
                (start <= day && fits(&actor)).then_some((start, actor))
            })
            .collect();
        let country = |(_, actor): &(u32, Actor)| actor.country.clone().unwrap_or_default();
        let is_of_one = |held: &[(u32, Actor)]| {
            let mut all = held.iter().map(country);
            let first = all.next();
            first.is_some() && all.all(|other| Some(other) == first)
        };
        if !is_of_one(&held) {
            let in_play = countries
                .iter()
                .find(|code| held.iter().any(|one| country(one) == **code));
            match in_play {
                Some(code) => held.retain(|one| country(one) == *code),
                None => held.retain(|one| is_prominent(&country(one))),
            }
        }
        if !is_of_one(&held) {
            return None;
        }
        let last = held.into_iter().max_by_key(|(start, _)| *start)?;
        Some(Actor {
            how: "surname",
            ..last.1
        })
    }

    /// The one of several holders of a surname whom it means by itself.
    fn most_prominent(
        &self,
        mut holders: Vec<Holder>,
        surname: &str,
        countries: &[&str],
    ) -> Option<usize> {
        let country = |row: usize| self.term(row).country.unwrap_or_default();
        let in_play = countries
            .iter()
            .find(|code| holders.iter().any(|(_, row)| country(*row) == **code));
        if let Some(code) = in_play {
            holders.retain(|(_, row)| country(*row) == *code);
        }
        holders.sort_unstable();
        let (rank, first) = *holders.first()?;
        let unknown = rank > 2 && !is_prominent(&country(first));
        if rank > 1 && in_play.is_none() && (unknown || self.bearers(surname) > COMMON) {
            return None;
        }
        let name = self.term(first).person;
        let mut rivals = holders.iter().take_while(|(other, _)| *other == rank);
        rivals
            .all(|(_, row)| self.same_person(&self.term(*row).person, &name))
            .then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::surname_of;

    #[test]
    fn surnames_by_custom() {
        let cases: [(&str, &str, &[&str]); 9] = [
            ("Vladimir Putin", "RUS", &["Putin"]),
            ("Xi Jinping", "CHN", &["Xi"]),
            ("Kim Jong-un", "PRK", &["Kim"]),
            (
                "Ursula von der Leyen",
                "EUR",
                &["Leyen", "der Leyen", "von der Leyen"],
            ),
            ("Mohammed bin Salman", "SAU", &["Salman", "bin Salman"]),
            ("Bashar al-Assad", "SYR", &["al-Assad", "Assad"]),
            ("Ishiba Shigeru", "JPN", &["Shigeru"]),
            ("Pele", "BRA", &[]),
            ("Mswati III", "SWZ", &[]),
        ];
        for (person, country, surnames) in cases {
            assert_eq!(surname_of(person, country), surnames, "{person}");
        }
    }
}
