//! Rules and actors that a user brings along, and why pages are coded as they are.

use serde_json::Value;

use super::{Folder, code, objects, run, stderr, stdout};

const PAGE: &str = "Bridge near the port\n\nPublished: 4 March 2025\n\nVALPARAISO, March 4 - Fighters of the Green \
                    Harbour Front twinned a bridge near the port on Monday, police said.\n\nKari Nordmann visited \
                    Chile on Tuesday.\n";
const RULES: &str = r#"type = "ASSAULT"

[[rule]]
name = "twin-bridge"
verbs = ["twin bridge"]
actor = ["subject"]
confidence = 0.9
examples = ["Rebels twinned a bridge near Lima. => ASSAULT | Rebels ->"]
not_examples = ["The mayors of the two cities met."]
"#;
const DICTIONARY: &str = "# our own list\nGREEN_HARBOUR_FRONT_ [CHLREB]\nKARI_NORDMANN_ [NORGOV <20251231] \
                          [NORELI >20260101]\n";
const TABLE: &str = "name\taliases\tkind\tcountry\tsector\tstart\tend\n\
                     Green Harbour Front\tGHF\tarmed group\tPER\tREB\t2024\t2025\n\
                     Green Harbour Front\tGHF\tparty\tPER\tPTY\t2026\t\n";

#[test]
fn own_rules_and_actors_are_used() {
    let folder = Folder::new("own-used");
    let page = folder.file("page.txt", PAGE);
    let rules = folder.file("mine.toml", RULES);
    let actors = folder.file("mine.txt", DICTIONARY);
    let assaults = |arguments: &[&str]| -> Vec<Value> {
        let output = run(&[&["code", "--json", page.as_str()], arguments].concat());
        let mut events = objects(&output);
        events.retain(|event| event["type"] == "ASSAULT");
        events
    };
    assert!(assaults(&[]).is_empty());
    let events = assaults(&["--rules", &rules, "--actors", &actors]);
    assert_eq!(events.len(), 1);
    let statement = &events[0]["statements"][0];
    assert_eq!(statement["coded_by"][0], "rule:assault/twin-bridge");
    assert_eq!(statement["actors"][0]["country"], "CHL");
    assert_eq!(statement["actors"][0]["sector"], "REB");
    let run = &statement["run"];
    assert!(
        run["dateline"].as_str().unwrap().contains("+rules."),
        "{run}"
    );
    assert!(run["knowledge"].as_str().unwrap().contains('+'), "{run}");
}

#[test]
fn own_actors_hold_on_their_days() {
    let folder = Folder::new("own-days");
    let dictionary = folder.file("mine.txt", DICTIONARY);
    let table = folder.file("mine.tsv", TABLE);
    let cases = [
        ("Kari Nordmann", "2025-03-04", &dictionary, "NOR", "GOV"),
        ("Kari Nordmann", "2026-03-04", &dictionary, "NOR", "ELI"),
        ("Green Harbour Front", "2025-03-04", &table, "PER", "REB"),
        ("GHF", "2026-03-04", &table, "PER", "PTY"),
    ];
    for (name, on, file, country, sector) in cases {
        let output = run(&["actor", name, "--on", on, "--actors", file, "--json"]);
        let actor = &objects(&output)[0];
        assert_eq!(actor["country"], country, "{name} on {on}");
        assert_eq!(actor["sector"], sector, "{name} on {on}");
    }
    let both = ["--actors", &dictionary, "--actors", &table];
    let asked = [
        "actor",
        "Green Harbour Front",
        "--on",
        "2025-03-04",
        "--json",
    ];
    let output = run(&[&asked[..], &both[..]].concat());
    assert_eq!(objects(&output)[0]["country"], "PER", "the later file");
    assert_eq!(
        code(&run(&[
            "actor",
            "Green Harbour Front",
            "--on",
            "2010-01-01",
            "--actors",
            &table
        ])),
        1
    );
}

#[test]
fn faults_of_own_files_name_file_and_line() {
    let folder = Folder::new("own-faults");
    let page = folder.file("page.txt", PAGE);
    let cases: [(&str, &str, Vec<u8>, &str); 6] = [
        (
            "--rules",
            "slot.toml",
            RULES.replace("subject", "agent").into(),
            "slot.toml, line 6, rule twin-bridge: \"agent\" is no slot",
        ),
        (
            "--rules",
            "toml.toml",
            RULES.replace("0.9", "high").into(),
            "toml.toml, line 7",
        ),
        (
            "--rules",
            "type.toml",
            RULES.replace("ASSAULT\"\n", "FIGHT\"\n").into(),
            "type.toml, line 1: unknown event type \"FIGHT\"",
        ),
        (
            "--actors",
            "code.tsv",
            TABLE.replace("PER", "PERU").into(),
            "code.tsv, line 2: column \"country\": expected an ISO 3166 alpha-3",
        ),
        (
            "--actors",
            "text.txt",
            PAGE.into(),
            "text.txt, line 1: expected a header line",
        ),
        (
            "--actors",
            "bytes.txt",
            b"# ok\nNAME\xff [NOR]\n".to_vec(),
            "bytes.txt, line 2: expected UTF-8",
        ),
    ];
    for (option, name, bytes, message) in cases {
        let file = folder.file(name, bytes);
        let output = run(&["code", &page, option, &file]);
        assert_eq!(code(&output), 2, "{name}");
        assert!(stderr(&output).contains(message), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    let gone = run(&["code", &page, "--rules", "no/such.toml"]);
    assert!(
        stderr(&gone).contains("open rule file no/such.toml"),
        "{}",
        stderr(&gone)
    );
    let odd = folder.file("odd.txt", "GOOD_NAME [NORGOV]\nODD_NAME [QQQ]\n");
    let noted = run(&["actor", "Good Name", "--actors", &odd]);
    assert_eq!(code(&noted), 0);
    assert!(
        stderr(&noted).contains("odd.txt, line 2: expected a code"),
        "{}",
        stderr(&noted)
    );
}

#[test]
fn examples_of_own_rules_are_tried() {
    let folder = Folder::new("own-check");
    let good = folder.file("good.toml", RULES);
    let passes = run(&["explain", "--rules", &good, "--check"]);
    assert_eq!(code(&passes), 0, "{}", stdout(&passes));
    assert!(stdout(&passes).starts_with("1 rule tried, all examples"));
    let wrong = RULES.replace(
        "The mayors of the two cities met.",
        "Rebels twinned a bridge.",
    );
    let fails = run(&[
        "explain",
        "--rules",
        &folder.file("bad.toml", wrong),
        "--check",
    ]);
    assert_eq!(code(&fails), 1);
    let text = stdout(&fails);
    assert!(
        text.contains("expected  nothing by assault/twin-bridge"),
        "{text}"
    );
    assert!(text.contains("found     ASSAULT | Rebels ->"), "{text}");
    assert_eq!(code(&run(&["explain", "--check"])), 2);
}

#[test]
fn pages_are_explained() {
    let folder = Folder::new("own-explain");
    let page = folder.file("page.txt", PAGE);
    let rules = folder.file("mine.toml", RULES);
    let shown = run(&["explain", &page, "--rules", &rules, "--match", "twinned"]);
    assert_eq!(code(&shown), 0, "{}", stderr(&shown));
    let text = stdout(&shown);
    for part in [
        "ASSAULT twinned a bridge, happened",
        "your rule assault/twin-bridge, by \"twinned bridge\" (0.90)",
        "nsubj",
        "of the heads for some act: 0.90",
        "read against the publication day",
        "<- the words \"said\"",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains("visited"), "{text}");
    let acts = objects(&run(&["explain", &page, "--json"]));
    let visit = acts
        .iter()
        .find(|act| act["code"] == "CONSULT-visit")
        .unwrap();
    assert_eq!(visit["kind"], "reasons");
    assert!(visit["rejected"].is_null());
    assert_eq!(visit["rules"][0]["id"], "consult/visit");
    let types = visit["heads"][0]["types"].as_array().unwrap();
    assert!(!types.is_empty() && types.len() <= 3);
    let slot = &visit["slots"][0];
    let start = slot["start"].as_u64().unwrap() as usize;
    let text: String = slot["text"].as_str().unwrap().into();
    assert!(text.starts_with("Kari") && start > 0);
    assert!(visit["act"].as_f64().unwrap() > 0.4);
    let first = objects(&run(&["explain", &page, "--json", "--statement", "1"]));
    assert_eq!(first.len(), 1);
    assert_eq!(code(&run(&["explain", &page, "--sentence", "99"])), 1);
}

#[test]
fn codes_and_pages_are_told_apart() {
    let folder = Folder::new("own-apart");
    let page = folder.file("page.txt", PAGE);
    assert!(stdout(&run(&["explain", "CONSULT", "visit"])).contains("CONSULT"));
    let both = run(&["explain", "CONSULT", &page]);
    assert_eq!(code(&both), 2);
    assert!(
        stderr(&both).contains("expected either codes or pages"),
        "{}",
        stderr(&both)
    );
    assert_eq!(code(&run(&["explain", "no/such/page.html"])), 2);
    assert_eq!(code(&run(&["explain", "nonsense"])), 1);
}
