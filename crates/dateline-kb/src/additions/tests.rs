//! Users' tables and dictionaries over a small built-in knowledge.

use jiff::civil::{Date, date};

use super::*;
use crate::Actor;

const COUNTRIES: &str = "iso3\tiso2\tname\taliases\tdemonyms\tadjectives\tcapital\tgovernment_metonyms\n\
     NOR\tNO\tNorway\t\tNorwegian\tNorwegian\tOslo\t\n\
     CHL\tCL\tChile\t\tChilean\tChilean\tSantiago\t\n";
const PERSONS: &str = "person\taliases\tcountry\toffice\ttitle\tsector\tstart\tend\n\
     Kari Nordmann\t\tNOR\tforeign minister\tForeign Minister\tGOV\t2020-01-01\t2024-12-31\n";
const ORGANISATIONS: &str = "name\taliases\tkind\tcountry\tsector\tstart\tend\n\
     Blue Star\t\tcompany\tNOR\tBUS\t\t\n";
const ROLES: &str = "role\tplural\tsector\nsoldier\tsoldiers\tMIL\n";
const BODIES: &str = "body\tplural\tsector\nharbour board\t\tGOV\n";
const OUTLETS: &str = "name\taliases\tdomain\tcountry\tkind\tstate_media\tlanguage\ttimezone\n";

fn base() -> Knowledge {
    let tables = ActorTables {
        countries: COUNTRIES,
        persons: PERSONS,
        organisations: ORGANISATIONS,
        outlets: OUTLETS,
        roles: ROLES,
        bodies: BODIES,
        is_addition: false,
    };
    Knowledge::from_bytes(actors(&tables, "v").unwrap()).unwrap()
}

fn with(files: &[&str]) -> Knowledge {
    let base = base();
    let mut additions = Additions::default();
    for (at, text) in files.iter().enumerate() {
        additions.add(&base, &format!("file-{at}"), text).unwrap();
    }
    assert_eq!(additions.notes(), []);
    base.with_additions(&additions).unwrap()
}

fn codes(actor: Option<Actor>) -> String {
    actor.map_or("nobody".into(), |actor| {
        format!(
            "{} {}",
            actor.country.unwrap_or_default(),
            actor.sectors.join("|")
        )
    })
}

const DAY: Date = date(2024, 6, 1);

#[test]
fn tables_win_on_the_days_on_which_they_hold() {
    let knowledge = with(&[
        "name\taliases\tkind\tcountry\tsector\tstart\tend\n\
         Blue Star\tBlue Star Brigade\tarmed group\tCHL\tREB\t2023\t2024\n",
        "person\taliases\tcountry\toffice\ttitle\tsector\tstart\tend\n\
         Kari Nordmann\tNordmann of Oslo\tNOR\tother\tGeneral\tMIL\t2024-03-01\t2024-12-31\n\
         Zorro\t\tCHL\tother\tCommander\tREB\t\t\n",
    ]);
    let cases = [
        ("Blue Star", DAY, "CHL REB"),
        ("the Blue Star Brigade", DAY, "CHL REB"),
        ("Blue Star", date(2020, 1, 1), "NOR BUS"),
        ("Blue Star Brigade", date(2020, 1, 1), "nobody"),
        ("Kari Nordmann", DAY, "NOR MIL"),
        ("Kari Nordmann", date(2022, 1, 1), "NOR GOV"),
        ("Kari Nordmann", date(2025, 6, 1), "NOR ELI"),
        ("Zorro", DAY, "CHL REB"),
        ("Norwegian soldiers", DAY, "NOR MIL"),
        ("Chile", DAY, "CHL "),
    ];
    for (phrase, on, expected) in cases {
        assert_eq!(
            codes(knowledge.resolve(phrase, on)),
            expected,
            "{phrase} on {on}"
        );
    }
    let person = knowledge.resolve("Kari Nordmann", DAY).unwrap();
    assert_eq!(person.role.as_deref(), Some("general"));
    assert!(
        knowledge.version().starts_with("v+"),
        "{}",
        knowledge.version()
    );
}

#[test]
fn a_later_file_goes_before_an_earlier_one() {
    let table = |sector: &str| {
        format!(
            "name\taliases\tkind\tcountry\tsector\tstart\tend\nHarbour Watch\t\tngo\tNOR\t{sector}\t\t\n"
        )
    };
    let knowledge = with(&[&table("SOC"), &table("BUS")]);
    assert_eq!(codes(knowledge.resolve("Harbour Watch", DAY)), "NOR BUS");
}

#[test]
fn petrarch_actors_with_dates_synonyms_and_comments() {
    let knowledge = with(&["<!-- a dictionary\n of our own -->\n\
        PABLO_SOTO_ [CHLOPP]  ; the code of other days\n\
        +P._SOTO_  # another name\n\
        \t[CHLREB <991231]\n\
        \t[CHLGOV 20220311 - 20240610]\n\
        \t[CHLELI >20240611]\n\
        GREEN_HARBOUR_FRONT_ [CHLREBMUS]\n\
        SEA_LEAGUE [IGOUNO]\n\
        OSLOFOLK_ [NOR]\n\
        +NORWEGIAN_\n\
        NORDIC_UNION_COMMISSION_ [IGOEUREEC]\n\
        KARI_NORDMANN_ [NORELI >20240101] [NORGOV 20230101-20231231]\n"]);
    let cases = [
        ("Pablo Soto", DAY, "CHL GOV"),
        ("P. Soto", DAY, "CHL GOV"),
        ("Pablo Soto", date(1998, 1, 1), "CHL REB"),
        ("Pablo Soto", date(2010, 1, 1), "CHL OPP"),
        ("Pablo Soto", date(2025, 1, 1), "CHL ELI"),
        ("Green Harbour Front", DAY, "CHL REB"),
        ("Sea League", DAY, "UNO "),
        ("Oslofolk", DAY, "NOR "),
        ("Nordic Union Commission", DAY, "EUR "),
        ("Norwegian soldiers", DAY, "NOR MIL"),
        ("Kari Nordmann", DAY, "NOR ELI"),
        ("Kari Nordmann", date(2023, 5, 1), "NOR GOV"),
    ];
    for (phrase, on, expected) in cases {
        assert_eq!(
            codes(knowledge.resolve(phrase, on)),
            expected,
            "{phrase} on {on}"
        );
    }
}

#[test]
fn petrarch_agents_with_plurals_and_substitutions() {
    let knowledge = with(&["!PERSON! = MAN, MEN\n\
        FISHER!PERSON! [~AGR]\n\
        COAST_WARDEN [~GOVCOP]  # two sectors\n\
        REEF_THIEF {REEF_THIEVES} [~CRM]\n\
        TIDE_POLICE {} [~COP]\n\
        HARBOUR_BOARD [~BUS]\n\
        RELIEF_BODY [NGO~]\n"]);
    let cases = [
        ("Norwegian fishermen", "NOR AGR"),
        ("two Chilean coast wardens", "CHL GOV|COP"),
        ("Chilean reef thieves", "CHL CRM"),
        ("Norwegian tide police", "NOR COP"),
        ("the Norwegian harbour board", "NOR BUS"),
        ("a Norwegian relief body", "NOR SOC"),
    ];
    for (phrase, expected) in cases {
        assert_eq!(codes(knowledge.resolve(phrase, DAY)), expected, "{phrase}");
    }
}

#[test]
fn faults_name_file_line_expected_and_found() {
    let head = "name\taliases\tkind\tcountry\tsector\tstart\tend\n";
    let cases = [
        (
            format!("{head}A B\t\tngo\tNORWAY\tSOC\t\t\n"),
            "mine, line 2: column \"country\": expected an ISO 3166",
        ),
        (
            format!("{head}A B\t\tngo\tNOR\tXYZ\t\t\n"),
            "mine, line 2: column \"sector\": expected PLOVER sector codes, found \"XYZ\"",
        ),
        (
            format!("{head}\nA B\t\tngo\tNOR\tSOC\tsoon\t\n"),
            "mine, line 3: column \"start\": expected a date",
        ),
        (
            format!("{head}A B\t\tngo\tNOR\tSOC\t2024\t2020\n"),
            "mine, line 2: column \"end\": expected a day after 2024",
        ),
        (
            format!("{head}\t\tngo\tNOR\tSOC\t\t\n"),
            "mine, line 2: column \"name\": expected a name, found \"\"",
        ),
        (
            format!("{head}A B\tngo\n"),
            "mine, line 2: expected 7 fields, found 2",
        ),
        (
            "name\tdomain\nA\tb\n".into(),
            "mine, line 1: expected a column \"aliases\"",
        ),
        (
            "name\tcolour\nA\tred\n".into(),
            "mine, line 1: expected the columns of countries",
        ),
        (
            "hello\n".into(),
            "mine, line 1: expected a header line of a table",
        ),
        (
            "# only\nNAME [QQQ]\n".into(),
            "mine, line 2: expected a code with a country or role of data/actors/cameo.tsv, found \"QQQ\"",
        ),
    ];
    for (text, expected) in cases {
        let error = Additions::default()
            .add(&base(), "mine", &text)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn what_a_dictionary_cannot_say_is_noted_and_the_rest_read() {
    let text = "+LOST\nGOOD_NAME [NORGOV]\nTYPO_NAME [~ENV}\n\t[NORGOV 20241301-20250101]\nBARE_NAME\n\
                LONG_NAME [NORGO]\nLATE [NORGOV 20250101-20240101]\nODD [NORGOV soon]\n";
    let mut additions = Additions::default();
    additions.add(&base(), "mine", text).unwrap();
    let notes: Vec<(usize, &str)> = additions
        .notes()
        .iter()
        .map(|note| (note.line, note.message.as_str()))
        .collect();
    let expected = [
        (1, "expected an actor before its other names"),
        (3, "expected \"]\" after \"[\", found \"[~ENV}\""),
        (
            4,
            "expected a date as YYMMDD or YYYYMMDD, found \"20241301\"",
        ),
        (
            3,
            "expected a code in brackets, found none for \"TYPO_NAME\"",
        ),
        (5, "expected a code in brackets, found none"),
        (
            6,
            "expected a code of groups of three letters, found \"NORGO\"",
        ),
        (7, "expected the earlier date first"),
        (7, "expected a code in brackets, found none"),
        (
            8,
            "expected <date, >date or date-date after a code, found \"soon\"",
        ),
        (8, "expected a code in brackets, found none"),
    ];
    assert_eq!(notes.len(), expected.len(), "{notes:?}");
    for ((line, message), (wanted, begins)) in notes.iter().zip(expected) {
        assert!(
            *line == wanted && message.starts_with(begins),
            "{line}: {message}"
        );
    }
    let knowledge = base().with_additions(&additions).unwrap();
    assert_eq!(codes(knowledge.resolve("Good Name", DAY)), "NOR GOV");
}

#[test]
fn the_table_of_codes_is_sound() {
    let table = include_str!("../../../../data/actors/cameo.tsv");
    let non_states: Vec<&str> = crate::compile::NON_STATES
        .iter()
        .map(|(code, _)| *code)
        .collect();
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 4, "{line}");
        assert!(cells[0].len() == 3 && !cells[3].is_empty(), "{line}");
        assert!(cells[1].is_empty() || cells[1].len() == 3, "{line}");
        assert!(
            cells[2].is_empty() || crate::compile::SECTORS.contains(&cells[2]),
            "{line}"
        );
        assert!(
            !non_states.contains(&cells[1]) || cells[0] != "EUR",
            "{line}"
        );
    }
}
