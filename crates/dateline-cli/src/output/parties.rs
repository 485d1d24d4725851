//! Actors as words.

use dateline::event::Party;
use dateline::ontology::Sector;
use jiff::civil::Date;

use super::{Look, Style, Text};

/// "Yun Jong-ho, minister, Ministry of External Economic Relations (PRK GOV)".
pub fn party(party: &Party, style: Style) -> Text {
    let mut words: Vec<&str> = Vec::new();
    for part in [
        party.person.as_deref(),
        party.role.as_deref(),
        Some(party.name.as_str()),
    ]
    .into_iter()
    .flatten()
    {
        // "Foreign Minister Choe Son-hui" says all of it alone.
        let is_said = words.iter().any(|said| holds(said, part));
        if !part.is_empty() && !is_said {
            words.retain(|said| !holds(part, said));
            words.push(part);
        }
    }
    let mut text = Text::new(&words.join(", "), style);
    let codes: Vec<&str> = party
        .country
        .iter()
        .map(String::as_str)
        .chain(sectors(party))
        .collect();
    if !codes.is_empty() {
        text.push(&format!(" ({})", codes.join(" ")), Style::Faint);
    }
    text
}

/// All that is known of an actor on a day, a line each.
pub fn card(party: &Party, how: &str, on: Date, look: Look) -> String {
    let heading = party.person.as_ref().unwrap_or(&party.name);
    let mut out = Text::new(heading, Style::Strong).paragraph(0, look);
    let sectors: Vec<String> = sectors(party).map(sector).collect();
    let facts = [
        (
            "name",
            Some(party.name.clone()).filter(|name| name != heading),
        ),
        ("country", party.country.clone()),
        (
            "sectors",
            Some(sectors.join("; ")).filter(|words| !words.is_empty()),
        ),
        ("role", party.role.clone()),
        ("entry", party.id.clone()),
        ("known by", Some(how.to_string())),
        ("on", Some(on.to_string())),
    ];
    for (label, fact) in facts {
        let fact = fact
            .map(|fact| Text::new(&format!("{label:<10}"), Style::Faint).with(&fact, Style::Plain));
        out += &fact.map(|text| text.paragraph(2, look)).unwrap_or_default();
    }
    out
}

fn sector(code: &str) -> String {
    match Sector::find(code) {
        Some(sector) => format!("{code} ({})", sector.meaning),
        None => code.to_string(),
    }
}

fn sectors(party: &Party) -> impl Iterator<Item = &str> {
    let all = party.sectors.iter().map(String::as_str);
    let first = party
        .sector
        .as_deref()
        .filter(|sector| !party.sectors.iter().any(|other| other == sector));
    first.into_iter().chain(all)
}

fn holds(words: &str, part: &str) -> bool {
    words.to_lowercase().contains(&part.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice() {
        let text = |value: &str| Some(value.to_string());
        let cases = [
            (
                Party {
                    name: "Yun".into(),
                    person: text("Yun"),
                    country: text("PRK"),
                    ..Party::default()
                },
                "Yun (PRK)",
            ),
            (
                Party {
                    name: "Ministry of Trade".into(),
                    person: text("Yun"),
                    role: text("minister"),
                    sector: text("GOV"),
                    sectors: vec!["GOV".into(), "BUS".into()],
                    ..Party::default()
                },
                "Yun, minister, Ministry of Trade (GOV BUS)",
            ),
            (
                Party {
                    name: "Foreign Minister Choe".into(),
                    role: text("foreign minister"),
                    ..Party::default()
                },
                "Foreign Minister Choe",
            ),
        ];
        for (value, expected) in cases {
            let look = Look {
                is_coloured: false,
                width: 80,
            };
            assert_eq!(party(&value, Style::Actor).show(look), expected);
        }
    }
}
