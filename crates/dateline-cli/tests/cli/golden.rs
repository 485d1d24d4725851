//! Articles and the events that a person read out of what the coder finds in them.
//!
//! Each `testdata/events/<name>.txt` has a `<name>.events` beside it: one line an event, to be read and judged without
//! the code; a person's remarks begin with "#". `DATELINE_REWRITE=1 cargo test -p dateline-cli golden` writes the files
//! anew; read the difference before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::event::{DatePrecision, Event, Party};
use dateline::{Page, Pipeline};

/// "2025-03-18 | CONSULT visit | happened | Yun (PRK GOV) -> Russia (RUS) | in Moscow | said by Rodong Sinmun | left".
fn line(event: &Event, text: &str) -> String {
    let first = &event.statements[0];
    let mut parts = vec![
        event
            .when
            .map_or("no date".to_string(), |when| match when.precision {
                DatePrecision::Day | DatePrecision::Instant => when.from.to_string(),
                precision => format!("{} to {} ({precision:?})", when.from, when.to).to_lowercase(),
            }),
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
    if !first.attribution.is_empty() {
        let names: Vec<&str> = first
            .attribution
            .iter()
            .map(|source| source.value.name.as_str())
            .collect();
        parts.push(format!("said by {}", names.join(" < ")));
    }
    let triggers: Vec<&str> = event
        .statements
        .iter()
        .map(|statement| statement.trigger.of(text))
        .collect();
    parts.push(triggers.join(" / "));
    parts.join(" | ")
}

fn parties(parties: &[Party]) -> String {
    let one = |party: &Party| {
        let codes: Vec<&str> = [&party.country, &party.sector]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let name = party.person.as_ref().unwrap_or(&party.name);
        if codes.is_empty() {
            name.clone()
        } else {
            format!("{name} ({})", codes.join(" "))
        }
    };
    let all: Vec<String> = parties.iter().map(one).collect();
    if all.is_empty() {
        "nobody".to_string()
    } else {
        all.join(", ")
    }
}

fn articles() -> Vec<PathBuf> {
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

#[test]
fn golden_events() {
    let pipeline = Pipeline::built_in().unwrap();
    let articles = articles();
    assert!(!articles.is_empty());
    let mut wrong = Vec::new();
    for path in articles {
        let article = pipeline.read(&Page {
            bytes: fs::read(&path).unwrap(),
            ..Page::default()
        });
        let found: String = pipeline
            .code(&article)
            .iter()
            .map(|event| line(event, &article.text) + "\n")
            .collect();
        let golden = path.with_extension("events");
        let written = fs::read_to_string(&golden).unwrap_or_default();
        let (remarks, expected): (Vec<&str>, Vec<&str>) = written
            .split_inclusive('\n')
            .partition(|line| line.starts_with('#'));
        if std::env::var_os("DATELINE_REWRITE").is_some() {
            fs::write(&golden, remarks.concat() + &found).unwrap();
            continue;
        }
        let expected = expected.concat();
        if found != expected {
            wrong.push(format!(
                "{}\nexpected\n{expected}\nfound\n{found}",
                golden.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
