//! `dateline export`: each format through the command, from JSON Lines and from an archive, and what is refused.

use std::fs;
use std::path::Path;

use super::{Folder, VISIT, code, objects, piped, run, stderr, stdout};

/// Six events, two of which did not take place.
fn events() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../dateline-export/tests/events.jsonl")
        .display()
        .to_string()
}

/// Format, how its file begins, how many lines it has (0 where it is no text), and how many events are left out.
const FORMATS: &[(&str, &str, usize, usize)] = &[
    ("jsonl", "{\"schema\":\"dateline/1\"", 6, 0),
    // A title runs over three lines.
    ("csv", "id,type,", 9, 0),
    ("excel", "\u{feff}id,type,", 7, 0),
    ("parquet", "PAR1", 0, 0),
    ("gdelt", "", 4, 2),
    ("gdelt-mentions", "", 5, 2),
    ("polecat", "Event ID\t", 5, 2),
    ("icews", "Event ID\tEvent Date\t", 5, 2),
    ("geojson", "{\"type\":\"FeatureCollection\"", 8, 0),
    ("gexf", "<?xml version=\"1.0\"", 0, 2),
];

#[test]
fn every_format_to_a_file_and_to_a_pipe() {
    let folder = Folder::new("formats");
    let events = events();
    for (format, head, lines, left_out) in FORMATS {
        let file = folder.0.join(format!("events.{format}"));
        let written = run(&[
            "export",
            &events,
            "--format",
            format,
            "--output",
            &file.display().to_string(),
        ]);
        assert_eq!(code(&written), 0, "{format}: {}", stderr(&written));
        assert!(written.stdout.is_empty(), "{format}");
        let bytes = fs::read(&file).unwrap();
        assert!(
            bytes.starts_with(head.as_bytes()),
            "{format} begins with {:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(60)])
        );
        if *lines > 0 {
            let found = String::from_utf8(bytes.clone()).unwrap().lines().count();
            assert_eq!(found, *lines, "{format}");
        }
        let note = format!(
            "dateline: note: {left_out} events left out, as they did not take place and {format} has no column that \
             says so\n"
        );
        let note = if *left_out > 0 { &note } else { "" };
        assert_eq!(stderr(&written), note);
        // A pipe gets the same.
        let piped = piped(
            &["export", "-", "--format", format],
            fs::read(&events).unwrap(),
        );
        assert_eq!(code(&piped), 0, "{format}: {}", stderr(&piped));
        assert_eq!(piped.stdout, bytes, "{format}");
    }
    // The ending tells the format, in any case; nothing else is left in the folder.
    for name in ["a.CSV", "a.parquet", "a.geojson", "a.gexf", "a.ndjson"] {
        let file = folder.0.join(name).display().to_string();
        assert_eq!(code(&run(&["export", &events, "-o", &file])), 0, "{name}");
    }
    let files = fs::read_dir(&folder.0).unwrap().count();
    assert_eq!(files, FORMATS.len() + 5);
}

#[test]
fn what_cannot_be_exported_is_refused() {
    let folder = Folder::new("refused");
    let events = events();
    let file = |name: &str| folder.0.join(name).display().to_string();
    let broken = folder.file("broken.jsonl", "{\"schema\":\"dateline/1\"}\n");
    let text = folder.file("text.txt", VISIT);
    let there = folder.file("there.csv", "before");
    let inside = format!("{there}/events.csv");
    let root = folder.0.display().to_string();
    let (nowhere, other, csv) = (file("none/e.csv"), file("e.xyz"), file("e.csv"));
    let cases: Vec<(Vec<&str>, &str)> = vec![
        (
            vec![&events, "-f", "xlsx", "-o", &csv],
            "possible values: jsonl, csv, excel, parquet",
        ),
        (
            vec![&events, "-f", "csv", "-o", &nowhere],
            "no such file or directory",
        ),
        (vec![&events, "-f", "csv", "-o", &inside], "not a directory"),
        (
            vec![&events, "-f", "csv", "-o", &root],
            "expected a file, but found a folder",
        ),
        (
            vec![&events, "-o", &other],
            "expected --format, or an --output whose ending tells the format",
        ),
        (vec![&events], "expected --format"),
        (vec![&nowhere, "-o", &csv], "no such file or directory"),
        (vec![&root, "-o", &csv], "is a directory"),
        (vec![&broken, "-o", &there], "broken.jsonl"),
        (vec![&text, "-o", &there], "text.txt"),
        (
            vec![&events, "--type", "ASSAULT", "-o", &csv],
            "expected an archive, but found JSON Lines",
        ),
    ];
    for (arguments, message) in cases {
        let refused = run(&[&["export"], &arguments[..]].concat());
        let said = stderr(&refused);
        assert_eq!(code(&refused), 2, "{arguments:?}: {said}");
        assert!(said.starts_with("dateline: "), "{said}");
        assert!(
            said.to_lowercase().contains(&message.to_lowercase()),
            "{arguments:?}: {said}"
        );
        assert!(refused.stdout.is_empty(), "{arguments:?}");
    }
    // What had the name keeps it, and nothing half-written stays.
    assert_eq!(fs::read_to_string(&there).unwrap(), "before");
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 3);
}

/// A disk without room is Linux's own device for trying that.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = run(&["export", &events(), "-f", "csv", "-o", "/dev/full"]);
    assert_eq!(code(&full), 2);
    assert!(
        stderr(&full)
            .to_lowercase()
            .contains("no space left on device"),
        "{}",
        stderr(&full)
    );
}

#[test]
fn the_events_of_an_archive_that_fit() {
    let folder = Folder::new("archive-out");
    let page = folder.file("visit.txt", VISIT);
    let archive = folder.0.join("news.dateline").display().to_string();
    let added = run(&["add", &archive, &page, "--published", "2025-03-04"]);
    assert_eq!(code(&added), 0, "{}", stderr(&added));
    let all = objects(&run(&["export", &archive, "-f", "jsonl"]));
    let some = objects(&run(&[
        "export", &archive, "-f", "jsonl", "--type", "COERCE",
    ]));
    assert!(all.len() > some.len() && !some.is_empty(), "{all:?}");
    assert!(some.iter().all(|event| event["type"] == "COERCE"));
    // The same events as `find` prints, oldest first.
    let found = run(&["find", &archive, "--json", "--reverse"]);
    assert_eq!(objects(&found), all);
    let none = run(&["export", &archive, "-f", "csv", "--country", "JPN"]);
    assert_eq!(code(&none), 1);
    assert_eq!(stdout(&none).lines().count(), 1, "the header alone");
}
