//! Reports that a person coded, and what the program makes of them. The form is described in
//! `testdata/events/README.md`; known failures are part of it, so that a change for better or worse is seen.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::event::{DatePrecision, Event, Party, When};
use dateline::{Page, Pipeline};

#[test]
fn golden_events() {
    let pipeline = Pipeline::built_in().unwrap();
    let reports = reports();
    assert!(!reports.is_empty());
    let mut changed = Vec::new();
    let (mut right, mut wanted, mut found) = (0, 0, 0);
    for path in reports {
        let page = Page {
            bytes: fs::read(&path).unwrap(),
            ..Page::default()
        };
        let article = pipeline.read(&page);
        let lines: Vec<String> = pipeline.code(&article).iter().map(line).collect();
        let golden = path.with_extension("events");
        let written = fs::read_to_string(&golden).unwrap();
        let marked = mark(&written, &lines);
        right += marked.lines().filter(|line| line.starts_with('=')).count();
        wanted += marked.lines().filter(|line| !line.starts_with('+')).count();
        found += lines.len();
        if std::env::var_os("DATELINE_REWRITE").is_some() {
            fs::write(&golden, &marked).unwrap();
        } else if marked != written {
            changed.push(format!(
                "{}\n{}",
                golden.display(),
                difference(&written, &marked)
            ));
        }
    }
    println!(
        "{right} of {wanted} events exactly right, {} others given",
        found - right
    );
    assert!(
        changed.is_empty(),
        "the marks are no longer true:\n{}",
        changed.join("\n")
    );
}

fn reports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/events");
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    paths.sort();
    paths
}

/// The person's lines with their marks as they should be, then what else the program gives, in its order.
fn mark(written: &str, found: &[String]) -> String {
    let said: Vec<&str> = written
        .lines()
        .filter_map(|line| line.strip_prefix("= ").or(line.strip_prefix("- ")))
        .collect();
    let is_found = |line: &str| found.iter().any(|other| other == line);
    let judged = said
        .iter()
        .map(|line| format!("{} {line}\n", if is_found(line) { '=' } else { '-' }));
    let others = found
        .iter()
        .filter(|line| !said.contains(&line.as_str()))
        .map(|line| format!("+ {line}\n"));
    judged.chain(others).collect()
}

fn difference(written: &str, marked: &str) -> String {
    let (before, after): (BTreeSet<&str>, BTreeSet<&str>) =
        (written.lines().collect(), marked.lines().collect());
    let gone = before
        .difference(&after)
        .map(|line| format!("  was: {line}\n"));
    let new = after
        .difference(&before)
        .map(|line| format!("  is:  {line}\n"));
    gone.chain(new).collect()
}

fn line(event: &Event) -> String {
    let mut parts = vec![
        event.when.map_or("no date".to_string(), date),
        [&[event.event_type.code()], event.modes.as_slice()]
            .concat()
            .join(" "),
        event.status.code().to_string(),
        format!(
            "{} -> {}",
            parties(&event.actors),
            parties(&event.recipients)
        ),
    ];
    parts.extend(
        event
            .place
            .as_ref()
            .map(|place| format!("in {}", place.name)),
    );
    for quantity in &event.quantities {
        parts.push(format!(
            "{} {} {}",
            quantity.value,
            quantity.of,
            quantity.role.code()
        ));
    }
    let sources = event
        .statements
        .iter()
        .find(|statement| !statement.attribution.is_empty());
    if let Some(statement) = sources {
        let names: Vec<&str> = statement
            .attribution
            .iter()
            .map(|source| source.value.name.as_str())
            .collect();
        parts.push(format!("said by {}", names.join(", citing ")));
    }
    parts.join(" | ")
}

fn date(when: When) -> String {
    match when.precision {
        DatePrecision::Month => when.from.strftime("%Y-%m").to_string(),
        DatePrecision::Year => when.from.strftime("%Y").to_string(),
        _ if when.from == when.to => when.from.to_string(),
        _ => format!("{} to {}", when.from, when.to),
    }
}

/// Each country and sector once, in alphabetical order.
fn parties(parties: &[Party]) -> String {
    let one = |party: &Party| {
        let codes = [&party.country, &party.sector];
        let codes: Vec<&str> = codes.into_iter().flatten().map(String::as_str).collect();
        if codes.is_empty() {
            format!("\"{}\"", party.name)
        } else {
            codes.join(" ")
        }
    };
    let all: BTreeSet<String> = parties.iter().map(one).collect();
    if all.is_empty() {
        "nobody".to_string()
    } else {
        all.into_iter().collect::<Vec<_>>().join(", ")
    }
}
