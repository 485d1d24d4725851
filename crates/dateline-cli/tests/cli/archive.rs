//! Archives as a user meets them: adding, finding, showing, counting, and being killed in the middle.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::{Folder, code, command, objects, run, samples, stderr, stdout};

/// Where a folder's archive is.
fn archive_in(folder: &Folder) -> String {
    folder.0.join("news.dateline").display().to_string()
}

fn sound(archive: &str) -> Value {
    let checked = run(&["check", archive, "--json"]);
    assert_eq!(
        code(&checked),
        0,
        "{}{}",
        stdout(&checked),
        stderr(&checked)
    );
    objects(&checked).remove(0)
}

const FIRST: &str = "Norwegian minister visits Chile\n\nSANTIAGO, March 4 (Reuters) - Norwegian Foreign Minister Espen \
                     Barth Eide visited Chile on Tuesday and met President Gabriel Boric in Santiago.\n";
const SECOND: &str = "Norway's foreign minister meets Chilean president\n\nSANTIAGO, March 4 - Norway's Foreign \
                      Minister Espen Barth Eide met Chilean President Gabriel Boric in Santiago on Tuesday, his office \
                      said.\n";

#[test]
fn from_pages_to_answers() {
    let folder = Folder::new("answers");
    let archive = archive_in(&folder);
    for (name, text, outlet) in [
        ("a.txt", FIRST, "The Fjord Post"),
        ("b.txt", SECOND, "Andes Daily"),
    ] {
        let page = folder.file(name, text);
        let added = run(&[
            "add",
            &archive,
            &page,
            "--published",
            "2025-03-04",
            "--publisher",
            outlet,
        ]);
        assert_eq!(code(&added), 0, "{}", stderr(&added));
        assert!(stderr(&added).contains("1 new"), "{}", stderr(&added));
        assert!(added.stdout.is_empty());
    }
    assert_eq!(sound(&archive)["articles"], 2);
    let found = run(&[
        "find", &archive, "--actor", "NOR", "--type", "consult", "--json",
    ]);
    assert_eq!(code(&found), 0, "{}", stderr(&found));
    let events = objects(&found);
    let joined = events.iter().find(|event| event["outlets"] == 2);
    let joined = joined.unwrap_or_else(|| panic!("no event of both outlets in {}", stdout(&found)));
    let id = joined["id"].as_str().unwrap();
    let shown = stdout(&run(&["show", &archive, id]));
    for words in [
        "The Fjord Post",
        "Andes Daily",
        "*met*",
        "CONSULT",
        "article ",
    ] {
        assert!(shown.contains(words), "{words} in\n{shown}");
    }
    let article = joined["statements"][0]["article"]["id"].as_str().unwrap();
    let shown = stdout(&run(&["show", &archive, article]));
    assert!(shown.contains("CONSULT"), "{shown}");
    let series = run(&[
        "series", &archive, "--every", "month", "--by", "actor", "--csv",
    ]);
    assert!(
        stdout(&series)
            .starts_with("from,to,actor,events,intensity,articles\r\n2025-03-01,2025-03-31,")
    );
    let none = run(&["find", &archive, "--country", "JPN"]);
    assert_eq!((code(&none), stdout(&none)), (1, String::new()));
    assert_eq!(code(&run(&["show", &archive, "nothing"])), 1);
}

#[test]
fn adding_twice_changes_nothing() {
    let folder = Folder::new("twice");
    let archive = archive_in(&folder);
    let pages = format!("{}/t*.html", samples());
    assert_eq!(code(&run(&["add", &archive, &pages])), 0);
    let before = stdout(&run(&["find", &archive, "--json", "--limit", "0"]));
    let again = run(&["add", &archive, &pages]);
    assert_eq!(code(&again), 0);
    assert!(
        stderr(&again).contains("1 known already; 0 statements added"),
        "{}",
        stderr(&again)
    );
    assert_eq!(
        stdout(&run(&["find", &archive, "--json", "--limit", "0"])),
        before
    );
}

#[test]
fn what_is_no_archive_is_refused() {
    let folder = Folder::new("foreign");
    let text = folder.file("text", FIRST);
    for arguments in [
        vec!["add", &text, &text],
        vec!["find", &text],
        vec!["series", &text],
        vec!["check", &text],
        vec!["show", &text, "x"],
    ] {
        let refused = run(&arguments);
        assert_eq!(code(&refused), 2);
        assert!(
            stderr(&refused).contains("expected a SQLite file"),
            "{}",
            stderr(&refused)
        );
    }
    assert_eq!(fs::read_to_string(&text).unwrap(), FIRST);
    let missing = run(&["find", &archive_in(&folder)]);
    assert!(
        stderr(&missing).contains("no such file"),
        "{}",
        stderr(&missing)
    );
}

/// Kills the program at many moments; whatever it has added by then is whole, and the rest can be added after.
#[test]
fn killed_at_any_moment() {
    let folder = Folder::new("killed");
    let archive = archive_in(&folder);
    let samples = samples();
    let mut most = 0;
    for round in 0..12_u64 {
        // From the first moments, before the archive is there, to when all is done.
        let moment = Duration::from_millis(30 + round * round * 22);
        let mut child = command(&["add", &archive, &samples])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(moment);
        // SIGKILL on Unix.
        let _ = child.kill();
        child.wait().unwrap();
        if !Path::new(&archive).exists() {
            continue;
        }
        let held = sound(&archive)["articles"].as_u64().unwrap();
        assert!(held >= most, "round {round}: {held} articles after {most}");
        most = held;
        if held == 8 {
            // Begin again: the moments between are what is tried here.
            for end in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{archive}{end}"));
            }
            most = 0;
        }
    }
    assert_eq!(code(&run(&["add", &archive, &samples])), 0);
    assert_eq!(sound(&archive)["articles"], 8);
    let whole = stdout(&run(&["find", &archive, "--json", "--limit", "0"]));
    let other = folder.0.join("other.dateline").display().to_string();
    assert_eq!(code(&run(&["add", &other, &samples])), 0);
    assert_eq!(
        stdout(&run(&["find", &other, "--json", "--limit", "0"])),
        whole
    );
}

#[test]
fn two_adders_at_once() {
    let folder = Folder::new("two");
    let archive = archive_in(&folder);
    let samples = samples();
    let children: Vec<_> = ["a*.html", "[b-z]*.html"]
        .iter()
        .map(|part| {
            command(&[
                "add",
                &archive,
                &format!("{samples}/{part}"),
                &format!("{samples}/tbilisi-protest.html"),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
        })
        .collect();
    let outputs: Vec<Output> = children
        .into_iter()
        .map(|child| child.wait_with_output().unwrap())
        .collect();
    // No sample begins with an a; that pattern is reported, the page beside it is added.
    assert_eq!(code(&outputs[1]), 0, "{}", stderr(&outputs[1]));
    assert_eq!(sound(&archive)["articles"], 8);
}
