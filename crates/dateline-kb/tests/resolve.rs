//! Noun phrases to actors, against the compiled knowledge of the repository.

use dateline_kb::{Actor, Gazetteer, Knowledge};
use jiff::civil::{Date, date};

fn knowledge() -> Knowledge {
    let knowledge =
        Knowledge::from_bytes(include_bytes!("../../../data/knowledge.bin").as_slice()).unwrap();
    let places =
        Gazetteer::from_bytes(include_bytes!("../../../data/places.bin").as_slice()).unwrap();
    knowledge.with_places(places)
}

/// "COUNTRY SECTOR how", with `-` for what is not known.
fn shown(actor: Option<&Actor>) -> String {
    let Some(actor) = actor else {
        return "nobody".to_owned();
    };
    let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{} {} {}",
        part(&actor.country),
        part(&actor.sector),
        actor.how
    )
}

/// Resolves every phrase and reports all rows that differ.
fn check(on: Date, cases: &[(&str, &str)]) {
    let knowledge = knowledge();
    let mut wrong = Vec::new();
    for (phrase, expected) in cases {
        let found = shown(knowledge.resolve(phrase, on).as_ref());
        if found != *expected {
            wrong.push(format!("{phrase:?}: expected {expected}, found {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const DAY: Date = date(2025, 3, 19);

#[test]
fn persons_by_name_and_day() {
    check(
        DAY,
        &[
            ("Vladimir Putin", "RUS GOV person"),
            ("Russian President Vladimir Putin", "RUS GOV person"),
            ("Xi Jinping", "CHN GOV person"),
            ("Boris Johnson", "GBR ELI person"),
            (
                "former British Prime Minister Boris Johnson",
                "GBR ELI person",
            ),
            ("Barack Obama", "USA ELI person"),
            ("Turkish President Recep Tayyip Erdoğan", "TUR GOV person"),
            ("Volodymyr Zelensky", "UKR GOV person"),
            ("President Volodymyr Zelenskiy", "UKR GOV person"),
            (
                "North Korean Foreign Minister Choe Son-hui",
                "PRK GOV person",
            ),
        ],
    );
    check(
        date(2021, 3, 1),
        &[
            ("Boris Johnson", "GBR GOV person"),
            ("Friedrich Merz", "DEU - person"),
            ("Angela Merkel", "DEU GOV person"),
        ],
    );
}

#[test]
fn leaders_by_surname_alone() {
    check(
        DAY,
        &[
            ("Putin", "RUS GOV surname"),
            ("Mr. Putin", "RUS GOV surname"),
            ("President Putin", "RUS GOV title"),
            ("Netanyahu", "ISR GOV surname"),
            ("Erdogan", "TUR GOV surname"),
            ("Smith", "nobody"),
            ("Assad", "SYR ELI surname"),
            ("Biden", "USA ELI surname"),
            ("President Clinton", "USA GOV title"),
            ("former Prime Minister Blair", "GBR ELI title"),
            ("former Vice President Pence", "USA ELI title"),
            ("Clinton", "nobody"),
        ],
    );
    check(
        date(2004, 6, 1),
        &[
            ("Bush", "USA GOV surname"),
            ("Mr. Chirac", "FRA GOV surname"),
        ],
    );
}

#[test]
fn persons_in_no_list_by_title_and_country() {
    check(
        DAY,
        &[
            (
                "Russian Deputy Foreign Minister Andrey Chistov",
                "RUS GOV title",
            ),
            ("Peruvian Defence Minister Alva Quispe", "PER GOV title"),
            ("opposition leader Dorin Vasilache", "- OPP title"),
            (
                "Moldovan opposition leader Dorin Vasilache",
                "MDA OPP title",
            ),
            ("Hamas spokesman Abu Nidal Haddad", "PSE REB title"),
            ("Gen. Marko Petrov", "- MIL title"),
            ("Sen. Ruth Ellery", "- LEG title"),
            ("Kyiv mayor Oleh Bondar", "UKR GOV title"),
            ("Sudanese army spokesman Idris Osman", "SDN MIL title"),
            (
                "Tarik Benali, Algeria's minister of fisheries",
                "DZA GOV title",
            ),
            ("former Kenyan minister Joram Otieno", "KEN ELI title"),
            // An envoy is not of the country that he is sent to, a captain of police no soldier, a group no title.
            ("the Iran envoy Jack Ellery", "- GOV title"),
            ("Kenyan police captain Joram Otieno", "KEN COP title"),
            ("Vodavista Group Plc", "nobody"),
        ],
    );
}

#[test]
fn title_keeps_role_and_name() {
    let actor = knowledge()
        .resolve("Russian Deputy Foreign Minister Andrey Chistov", DAY)
        .unwrap();
    assert_eq!(actor.role.as_deref(), Some("deputy foreign minister"));
    assert_eq!(actor.person.as_deref(), Some("Andrey Chistov"));
    assert_eq!(actor.name, "Andrey Chistov");
    let actor = knowledge().resolve("Ukrainian soldiers", DAY).unwrap();
    assert_eq!(
        (actor.role.as_deref(), actor.person),
        (Some("soldier"), None)
    );
}

#[test]
fn bodies_by_pattern() {
    check(
        DAY,
        &[
            ("the Russian Foreign Ministry", "RUS GOV organisation"),
            ("Israel's army", "ISR MIL body"),
            ("Ministry of Public Health", "- GOV body"),
            ("the North Korean Ministry of Public Health", "PRK GOV body"),
            ("Ministry of Fisheries of Norway", "NOR GOV body"),
            ("India's Supreme Court", "IND JUD body"),
            ("the Gaza Health Ministry", "PSE GOV organisation"),
            ("Russia's Security Council", "RUS GOV body"),
            ("Russian embassy in London", "RUS GOV body"),
            ("police in Paris", "FRA COP body"),
            // Places whose name begins like a people's.
            ("police in Spanish Town", "JAM COP body"),
            ("the British Columbia premier", "CAN GOV role"),
            ("Ukraine 's armed forces", "UKR MIL body"),
        ],
    );
}

#[test]
fn roles_with_their_country() {
    check(
        DAY,
        &[
            ("Ukrainian soldiers", "UKR MIL role"),
            ("at least 12 Ukrainian soldiers", "UKR MIL role"),
            ("teachers in Chile", "CHL EDU role"),
            ("Israeli settlers", "ISR CVL role"),
            ("residents of Aleppo", "SYR CVL role"),
            ("Aleppo residents", "SYR CVL role"),
            ("American troops in Iraq", "USA MIL role"),
            ("the Ukrainian ambassador to Turkey", "UKR GOV role"),
            // Whom a post or a study is about is not whose it is.
            ("the special envoy for Syria", "- GOV role"),
            ("Norway's special envoy for Syria", "NOR GOV role"),
            ("a Ukraine expert", "- EDU role"),
            ("a Ukrainian expert", "UKR EDU role"),
            ("Ukraine's experts", "UKR EDU role"),
            ("protesters", "- CVL role"),
            ("dozens of protesters", "- CVL role"),
            ("gunmen", "- UAF role"),
            (
                "a spokesman for the Norwegian fisheries ministry",
                "NOR GOV role",
            ),
            (
                "a Russian delegation led by a deputy minister",
                "RUS GOV body",
            ),
            ("the mayor of Kyiv", "UKR GOV role"),
            ("Congolese soldiers", "COD MIL role"),
            // Those who are of no country where none is said.
            ("peacekeepers", "UNO MIL role"),
            ("Kenyan peacekeepers", "KEN MIL role"),
            ("human rights groups", "NGO SOC role"),
            ("rights groups in Egypt", "EGY SOC role"),
            ("two MEPs", "EUR LEG role"),
        ],
    );
}

#[test]
fn organisations_and_those_who_serve_them() {
    check(
        DAY,
        &[
            ("Hamas", "PSE REB organisation"),
            ("a senior Hamas official", "PSE REB organisation"),
            ("Islamic State militants", "IMG REB organisation"),
            ("Iran-backed Houthis", "YEM REB organisation"),
            ("Lebanon's Hezbollah", "LBN REB organisation"),
            ("UN Security Council", "UNO - organisation"),
            ("the U.N. Security Council", "UNO - organisation"),
            ("the Security Council", "UNO - organisation"),
            ("the secretary-general", "UNO - organisation"),
            ("the Red Cross", "NGO SOC organisation"),
            ("the House Judiciary Committee", "USA LEG organisation"),
            ("Houthi fighters", "YEM REB organisation"),
            ("European Commission", "EUR GOV organisation"),
            ("EU foreign ministers", "EUR GOV organisation"),
            ("Amnesty International", "NGO SOC organisation"),
            ("a spokesman for the Taliban", "AFG GOV organisation"),
            ("the CIA", "USA SPY organisation"),
            ("al-Shabab", "SOM REB organisation"),
        ],
    );
    check(
        date(2022, 1, 10),
        &[("the Taliban", "AFG GOV organisation")],
    );
    check(
        date(2010, 1, 10),
        &[("the Taliban", "AFG REB organisation")],
    );
}

#[test]
fn outlets_are_not_the_towns_they_are_named_after() {
    check(
        DAY,
        &[
            ("Reuters", "GBR JRN outlet"),
            ("the Washington Post", "USA JRN outlet"),
            ("The New York Times", "USA JRN outlet"),
            ("Reuters journalists", "GBR JRN outlet"),
            ("KCNA", "PRK JRN outlet"),
        ],
    );
}

#[test]
fn countries_peoples_capitals_and_seats() {
    check(
        DAY,
        &[
            ("the United States", "USA - country"),
            ("Chad", "TCD - country"),
            ("Georgia", "GEO - country"),
            // PLOVER folds territories into the states that they belong to.
            ("Gibraltar", "GBR - country"),
            ("Russian", "RUS - nationality"),
            ("the Russians", "RUS - nationality"),
            ("two Palestinians", "PSE - nationality"),
            ("Pyongyang", "PRK GOV metonym"),
            ("Moscow", "RUS GOV metonym"),
            ("the White House", "USA GOV seat"),
            ("the Kremlin", "RUS GOV seat"),
            ("southern Ukraine", "nobody"),
            ("a Turkish drone", "TUR MIL modifier"),
        ],
    );
}

#[test]
fn what_is_no_actor() {
    check(
        DAY,
        &[
            ("who", "nobody"),
            ("Who", "nobody"),
            ("the talks", "nobody"),
            ("an attack", "nobody"),
            ("", "nobody"),
            ("—", "nobody"),
            ("the", "nobody"),
            ("of", "nobody"),
        ],
    );
    // The country of birth of somebody is not whom the person acts for.
    let author = knowledge().resolve("the Iranian-born author", DAY);
    assert_eq!(author.and_then(|actor| actor.country), None);
}

#[test]
fn context_settles_what_is_shared() {
    let knowledge = knowledge();
    let country = |phrase: &str, context: &[&str]| {
        knowledge
            .resolve_in(phrase, DAY, context)
            .and_then(|actor| actor.country)
            .unwrap_or_default()
    };
    assert_eq!(country("Congolese soldiers", &["COG"]), "COG");
    assert_eq!(country("Congolese soldiers", &["COD", "COG"]), "COD");
    assert_eq!(country("Korean officials", &["PRK"]), "PRK");
}

#[test]
fn lookups_by_name() {
    let knowledge = knowledge();
    assert_eq!(
        knowledge.country("UKR").map(|c| (c.name.as_str(), c.cow)),
        Some(("Ukraine", Some(369)))
    );
    assert!(knowledge.country("UNO").is_some() && knowledge.country("XYZ").is_none());
    let named = |text: &str| {
        knowledge
            .country_of(text)
            .map(|country| country.iso3.as_str())
    };
    assert_eq!(named("Russia's"), Some("RUS"));
    assert_eq!(named("the South Korean"), Some("KOR"));
    assert_eq!(named("a quiet day"), None);
    for name in ["reuters.com", "www.reuters.com", "Reuters", "https"] {
        assert_eq!(knowledge.outlet(name).is_some(), name != "https", "{name}");
    }
    let minister = knowledge.role("foreign ministers").unwrap();
    assert_eq!(
        (minister.name.as_str(), minister.plural),
        ("foreign minister", true)
    );
}

#[test]
fn countries_are_counted() {
    let words: Vec<&str> =
        "Russian troops left . Moscow said Ukraine had fired first , Russia added"
            .split(' ')
            .collect();
    let counts = knowledge().countries_in(&words);
    assert_eq!(counts, [("RUS".to_owned(), 3), ("UKR".to_owned(), 1)]);
    let words = ["South", "American", "leaders", "met"];
    assert!(knowledge().countries_in(&words).is_empty());
}

#[test]
fn scan_gives_the_longest_names() {
    let words = [
        "A",
        "Washington",
        "Post",
        "said",
        "North",
        "Korean",
        "soldiers",
        "left",
        "Moscow",
        ".",
    ];
    let matches = knowledge().scan(&words);
    let ranges: Vec<&[&str]> = matches
        .iter()
        .map(|found| &words[found.words.clone()])
        .collect();
    assert!(
        ranges.contains(&["Washington", "Post"].as_slice()),
        "{ranges:?}"
    );
    assert!(
        ranges.contains(&["North", "Korean"].as_slice()),
        "{ranges:?}"
    );
    assert!(ranges.contains(&["Moscow"].as_slice()), "{ranges:?}");
}

#[test]
fn no_phrase_panics() {
    let knowledge = knowledge();
    let pieces = [
        "of", "the", "'s", "’", ",", "former", "Mr.", "Hamas", "al-", "-", "of", "Russia",
        "minister", "(", "é",
    ];
    for first in pieces {
        for second in pieces {
            for third in pieces {
                let _ = knowledge.resolve(&format!("{first} {second} {third}"), DAY);
            }
        }
    }
    let _ = knowledge.resolve(&"spokesman for ".repeat(500), DAY);
}
