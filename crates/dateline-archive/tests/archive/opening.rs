//! What can lie where an archive is expected.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use dateline_archive::{Archive, Error, Query, SeriesQuery};
use rusqlite::Connection;

use crate::made::{add, add_three, add_visit, report, shelling, visit};

fn message<T>(result: Result<T, Error>) -> String {
    match result {
        Ok(_) => "no error".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_no_archive_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "Dear diary").unwrap();
    let foreign = Connection::open(path("foreign")).unwrap();
    foreign
        .execute_batch("CREATE TABLE t (x); PRAGMA application_id = 7;")
        .unwrap();
    Connection::open(path("plain"))
        .unwrap()
        .execute_batch("CREATE TABLE t (x);")
        .unwrap();
    drop(Archive::open_or_create(&path("newer")).unwrap());
    Connection::open(path("newer"))
        .unwrap()
        .execute_batch("PRAGMA user_version = 99;")
        .unwrap();
    let cases = [
        ("text", "expected a SQLite file, but found something else"),
        (
            "foreign",
            "it is a SQLite file of another program (application id 0x00000007",
        ),
        (
            "plain",
            "it is a SQLite file of another program (application id 0x00000000",
        ),
        (
            "newer",
            "its schema has version 99, this program knows versions up to 2",
        ),
    ];
    for (name, expected) in cases {
        let before = fs::read(path(name)).unwrap();
        for opened in [
            Archive::open(&path(name)),
            Archive::open_or_create(&path(name)),
            Archive::open_to_read(&path(name)),
        ] {
            let said = message(opened);
            assert!(said.contains(expected), "{name}: {said}");
        }
        assert_eq!(fs::read(path(name)).unwrap(), before, "{name} was changed");
    }
    assert!(message(Archive::open(&path("none"))).contains("no such file"));
    assert!(message(Archive::open_to_read(&path("none"))).contains("no such file"));
    assert!(message(Archive::open_or_create(folder.path())).contains("expected a SQLite file"));
    assert!(
        message(Archive::open_or_create(&path("no/such/folder")))
            .contains("cannot create the file")
    );
}

#[test]
fn an_empty_file_becomes_an_archive() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty");
    fs::write(&path, "").unwrap();
    let mut archive = Archive::open_or_create(&path).unwrap();
    add_visit(&mut archive);
    assert_eq!(archive.counts().unwrap().articles, 1);
}

#[test]
fn a_truncated_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole");
    let mut archive = Archive::open_or_create(&path).unwrap();
    for day in ["2025-03-04", "2025-03-05", "2025-03-06"] {
        add(
            &mut archive,
            &report("The Fjord Post", day, vec![visit(), shelling()]),
        );
    }
    archive.tidy().unwrap();
    drop(archive);
    let whole = fs::read(&path).unwrap();
    for part in [1, 50, 1000, whole.len() / 2, whole.len() - 4096] {
        let cut = folder.path().join(format!("cut-{part}"));
        fs::write(&cut, &whole[..part]).unwrap();
        let said = match Archive::open_to_read(&cut) {
            Err(error) => error.to_string(),
            Ok(archive) => match archive.check() {
                Ok(faults) => faults
                    .first()
                    .map(|fault| fault.message.clone())
                    .unwrap_or_default(),
                Err(error) => error.to_string(),
            },
        };
        assert!(!said.is_empty(), "cut at {part}: nothing said");
    }
}

#[test]
fn damaged_rows_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut archive = Archive::open_or_create(&path).unwrap();
    add(
        &mut archive,
        &report("The Fjord Post", "2025-03-04", vec![visit(), shelling()]),
    );
    assert_eq!(archive.check().unwrap(), []);
    let cases = [
        (
            "UPDATE articles SET text = replace(text, 'Kadugli', 'Khartum')",
            "but found other words",
        ),
        (
            "DELETE FROM statements WHERE statement = 1",
            "expected 2 accounts and 2 statements",
        ),
        (
            "UPDATE events SET record = '{'",
            "its record cannot be read",
        ),
        ("UPDATE events SET type = 'AID'", "its columns do not say"),
        (
            "UPDATE accounts SET event = NULL",
            "expected an event, but found none",
        ),
        (
            "PRAGMA foreign_keys = OFF; DELETE FROM runs",
            "points to one of runs that is not there",
        ),
    ];
    for (number, (damage, expected)) in cases.into_iter().enumerate() {
        let copy = folder.path().join(format!("copy-{number}"));
        fs::copy(&path, &copy).unwrap();
        let log = |path: &Path| {
            path.with_file_name(format!(
                "{}-wal",
                path.file_name().unwrap().to_str().unwrap()
            ))
        };
        let _ = fs::copy(log(&path), log(&copy));
        Connection::open(&copy)
            .unwrap()
            .execute_batch(damage)
            .unwrap();
        let faults = Archive::open(&copy).unwrap().check().unwrap();
        assert!(
            faults.iter().any(|fault| fault.message.contains(expected)),
            "{damage}: {faults:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_archive_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut archive = Archive::open_or_create(&path).unwrap();
    add_visit(&mut archive);
    archive.tidy().unwrap();
    drop(archive);
    let mode =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&path, 0o444);
    mode(folder.path(), 0o555);
    // The superuser may write everywhere: then there is nothing to refuse.
    let is_held = fs::write(folder.path().join("probe"), "").is_err();
    let archive = Archive::open_to_read(&path).unwrap();
    assert_eq!(archive.find(&Query::default()).unwrap().len(), 1);
    assert_eq!(archive.check().unwrap(), []);
    if is_held {
        let said = message(Archive::open_or_create(&path));
        assert!(said.contains("read-only"), "{said}");
    }
    mode(folder.path(), 0o755);
}

#[test]
fn two_writers_wait_and_a_reader_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut archive = Archive::open_or_create(&path).unwrap();
    add_visit(&mut archive);
    // A writer in the middle of its work.
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("BEGIN IMMEDIATE; DELETE FROM problems;")
        .unwrap();
    let reader = Archive::open_to_read(&path).unwrap();
    assert_eq!(reader.find(&Query::default()).unwrap().len(), 1);
    let second = path.clone();
    let writer = thread::spawn(move || {
        let mut archive = Archive::open(&second).unwrap();
        add(
            &mut archive,
            &report("Nile Courier", "2025-03-08", vec![shelling()]),
        );
    });
    thread::sleep(Duration::from_millis(100));
    assert!(!writer.is_finished());
    assert_eq!(reader.counts().unwrap().articles, 1);
    other.execute_batch("COMMIT").unwrap();
    writer.join().unwrap();
    assert_eq!(reader.counts().unwrap().articles, 2);
    assert_eq!(archive.check().unwrap(), []);
}

#[test]
fn many_writers_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    drop(Archive::open_or_create(&path).unwrap());
    let writers: Vec<_> = ["One", "Two", "Three"]
        .into_iter()
        .map(|outlet| {
            let path = path.clone();
            thread::spawn(move || {
                let mut archive = Archive::open(&path).unwrap();
                for day in ["2025-03-04", "2025-03-05", "2025-03-06", "2025-03-07"] {
                    add(
                        &mut archive,
                        &report(outlet, day, vec![visit(), shelling()]),
                    );
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let archive = Archive::open(&path).unwrap();
    assert_eq!(archive.counts().unwrap().articles, 12);
    assert_eq!(archive.check().unwrap(), []);
}

#[test]
fn many_make_the_same_archive_at_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..40 {
        let path = folder.path().join(format!("{round}"));
        let start = Barrier::new(4);
        thread::scope(|scope| {
            let made: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        message(Archive::open_or_create(&path))
                    })
                })
                .collect();
            for made in made {
                assert_eq!(made.join().unwrap(), "no error");
            }
        });
    }
}

#[test]
fn a_full_disk_is_said_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    let mut archive = Archive::open_or_create(&path).unwrap();
    add_visit(&mut archive);
    // As many pages as there are now: SQLite says the same as when the disk has no more.
    archive.limit_to_present_size().unwrap();
    let mut said = String::new();
    for number in 0..200 {
        let mut long = report("Nile Courier", "2025-03-08", vec![shelling()]);
        long.url = Some(format!("https://nile.example/{number}"));
        long.title = format!("{number} {}", "Long words about nothing much. ".repeat(300));
        let (article, events) = crate::made::coded(&long);
        let addition = dateline_archive::Addition {
            article: &article,
            events: &events,
            run: &crate::made::run(),
            options: "",
            at: crate::made::AT.parse().unwrap(),
        };
        if let Err(error) = archive.add(&addition) {
            said = error.to_string();
            break;
        }
    }
    assert!(said.contains("the disk is full"), "{said}");
    assert_eq!(archive.check().unwrap(), []);
    assert!(archive.counts().unwrap().articles >= 1);
}

/// Each version of the schema that was ever written can be opened. The files were written by the program of the time:
/// two reports of one event, and one of another.
#[test]
fn archives_of_every_version_open() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/archives");
    let folder = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(&frozen).unwrap() {
        let from = entry.unwrap().path();
        if from.extension().is_none_or(|end| end != "dateline") {
            continue;
        }
        let path = folder.path().join(from.file_name().unwrap());
        fs::copy(&from, &path).unwrap();
        let archive = Archive::open(&path).unwrap();
        assert_eq!(archive.check().unwrap(), [], "{}", from.display());
        let counts = archive.counts().unwrap();
        assert_eq!((counts.articles, counts.events, counts.joined), (3, 2, 1));
        assert_eq!(archive.find(&Query::default()).unwrap().len(), 2);
        let series = archive.series(&SeriesQuery::default()).unwrap();
        assert_eq!(series.cells.iter().map(|cell| cell.events).sum::<u64>(), 2);
        seen += 1;
    }
    assert!(seen >= 2);
}

/// Writes the frozen file of this version: `cargo test -p dateline-archive -- --ignored freeze`, once for each version.
#[test]
#[ignore = "writes a file of the repository"]
fn freeze() {
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/archives");
    fs::create_dir_all(&frozen).unwrap();
    let path = frozen.join("version-2.dateline");
    assert!(!path.exists(), "a frozen file is never written again");
    let mut archive = Archive::open_or_create(&path).unwrap();
    add_three(&mut archive);
    archive.tidy().unwrap();
}
