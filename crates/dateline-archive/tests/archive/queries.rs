//! Each filter by what it finds.

use dateline::event::Status;
use dateline::json::EventRecord;
use dateline::ontology::EventType;
use dateline_archive::{
    Archive, Area, Interval, Key, PartyFilter, Query, SeriesQuery, Shown, Sort,
};
use jiff::civil::date;

use crate::made::{Act, add, add_three, report, shelling, visit};

fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open_or_create(&folder.path().join("a")).unwrap();
    let mut talks = visit();
    talks.sentence =
        "Fiji's prime minister met Tongan envoys in Suva to speak of fishing rights.".into();
    talks.trigger = "met";
    talks.mode = Some("meet");
    talks.actor = ("Fiji's prime minister", "FJI");
    talks.recipient = ("Tongan envoys", "TON");
    talks.day = None;
    talks.place = Some(("Suva", "FJI", -18.1416, 178.4415));
    talks.source = None;
    add_three(&mut archive);
    add(
        &mut archive,
        &report("Reef Times", "2025-04-01", vec![talks]),
    );
    (folder, archive)
}

fn party(country: Option<&str>, sector: Option<&str>, words: Option<&str>) -> Vec<PartyFilter> {
    vec![PartyFilter {
        country: country.map(Into::into),
        sector: sector.map(Into::into),
        words: words.map(Into::into),
    }]
}

/// The trigger of each event found, in order.
fn found(archive: &Archive, query: &Query) -> Vec<String> {
    let events = archive.find(query).unwrap();
    assert_eq!(
        events.len() as u64,
        archive
            .count(query)
            .unwrap()
            .min(query.limit.unwrap_or(99) as u64)
    );
    events
        .iter()
        .map(|event| event.statements[0].trigger.text.clone())
        .collect()
}

#[test]
fn filters() {
    let (_folder, archive) = archive();
    let near = |latitude, longitude, kilometres| {
        Some(Area::Circle {
            latitude,
            longitude,
            kilometres,
        })
    };
    let within = |south, west, north, east| {
        Some(Area::Box {
            south,
            west,
            north,
            east,
        })
    };
    let text = |words: &str| Some(words.to_string());
    let list = |word: &str| vec![word.to_string()];
    let q = Query::default;
    let cases: Vec<(Query, &[&str])> = vec![
        (q(), &["met", "shelled", "visited"]),
        (
            Query {
                from: Some(date(2025, 3, 5)),
                ..q()
            },
            &["met", "shelled"],
        ),
        (
            Query {
                to: Some(date(2025, 3, 5)),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                types: vec![EventType::Assault],
                ..q()
            },
            &["shelled"],
        ),
        (
            Query {
                types: vec![EventType::Assault, EventType::Consult],
                reverse: true,
                ..q()
            },
            &["visited", "shelled", "met"],
        ),
        (
            Query {
                modes: list("meet"),
                ..q()
            },
            &["met"],
        ),
        (
            Query {
                contexts: list("economic"),
                ..q()
            },
            &[],
        ),
        (
            Query {
                quads: vec![4],
                ..q()
            },
            &["shelled"],
        ),
        (
            Query {
                actors: party(Some("NOR"), None, None),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                actors: party(Some("CHL"), None, None),
                ..q()
            },
            &[],
        ),
        (
            Query {
                parties: party(Some("CHL"), None, None),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                recipients: party(Some("TON"), Some("GOV"), None),
                ..q()
            },
            &["met"],
        ),
        (
            Query {
                recipients: party(Some("TON"), Some("MIL"), None),
                ..q()
            },
            &[],
        ),
        (
            Query {
                actors: party(None, Some("GOV"), Some("PRIME")),
                ..q()
            },
            &["met"],
        ),
        (
            Query {
                actors: party(None, None, Some("100%")),
                ..q()
            },
            &[],
        ),
        (
            Query {
                countries: list("SDN"),
                ..q()
            },
            &["shelled"],
        ),
        (
            Query {
                place: text("kadug"),
                ..q()
            },
            &["shelled"],
        ),
        (
            Query {
                area: near(-33.0, -71.0, 100.0),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                area: near(-33.0, -71.0, 10.0),
                ..q()
            },
            &[],
        ),
        (
            Query {
                area: near(-18.0, -179.9, 300.0),
                ..q()
            },
            &["met"],
        ),
        (
            Query {
                area: near(-90.0, 0.0, 9000.0),
                ..q()
            },
            &["met", "visited"],
        ),
        (
            Query {
                area: within(-40.0, -80.0, 0.0, -60.0),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                area: within(-40.0, 170.0, 0.0, -60.0),
                ..q()
            },
            &["met", "visited"],
        ),
        (
            Query {
                statuses: vec![Status::Planned],
                ..q()
            },
            &[],
        ),
        (
            Query {
                outlets: list("andes daily"),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                attributions: list("official"),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                attributions: list("Offic"),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                min_outlets: Some(2),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                min_confidence: Some(0.9),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                text: text("lithium"),
                ..q()
            },
            &["visited"],
        ),
        (
            Query {
                text: text("fishing-rights Fiji's"),
                ..q()
            },
            &["met"],
        ),
        (
            Query {
                text: text("fish* OR market"),
                ..q()
            },
            &["met", "shelled"],
        ),
        (
            Query {
                sort: Sort::Outlets,
                ..q()
            },
            &["visited", "met", "shelled"],
        ),
        (
            Query {
                sort: Sort::Intensity,
                limit: Some(1),
                ..q()
            },
            &["shelled"],
        ),
        (
            Query {
                sort: Sort::Confidence,
                limit: Some(1),
                ..q()
            },
            &["visited"],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(found(&archive, &query), expected, "{query:?}");
    }
    let faulty = Query {
        text: text("\"open"),
        ..q()
    };
    let said = archive.find(&faulty).unwrap_err().to_string();
    assert!(said.starts_with("cannot search for \"\"open\""), "{said}");
}

fn query_by_day() -> SeriesQuery {
    SeriesQuery {
        interval: Interval::Day,
        ..SeriesQuery::default()
    }
}

#[test]
fn series_tell_quiet_days_from_days_without_input() {
    let (_folder, archive) = archive();
    let query = SeriesQuery {
        events: Query::default(),
        interval: Interval::Day,
        stated_only: true,
        by: Vec::new(),
    };
    let series = archive.series(&query).unwrap();
    assert_eq!((series.undated, series.by_report), (1, 0));
    let days: Vec<(String, u64, u64)> = series
        .periods
        .iter()
        .map(|period| (period.start.to_string(), period.articles, period.events))
        .collect();
    assert_eq!(days.len(), 29);
    assert_eq!(days[0], ("2025-03-04".into(), 1, 1));
    assert_eq!(days[1], ("2025-03-05".into(), 1, 0), "quiet");
    assert_eq!(days[2], ("2025-03-06".into(), 0, 0), "no input");
    assert_eq!(days[3], ("2025-03-07".into(), 0, 1));
    assert_eq!(series.cells.len(), 2);
    let months = archive
        .series(&SeriesQuery {
            interval: Interval::Month,
            by: vec![Key::Dyad, Key::Type],
            ..query
        })
        .unwrap();
    let cells: Vec<(String, Vec<String>, u64)> = months
        .cells
        .iter()
        .map(|cell| (cell.start.to_string(), cell.keys.clone(), cell.events))
        .collect();
    let key = |dyad: &str, kind: &str| vec![dyad.to_string(), kind.to_string()];
    assert_eq!(
        cells,
        [
            ("2025-03-01".into(), key("NOR>CHL", "CONSULT"), 1),
            ("2025-03-01".into(), key("SDN>SDN", "ASSAULT"), 1),
        ]
    );
    assert_eq!(months.periods.len(), 2);
    assert_eq!(
        (months.periods[1].articles, months.periods[1].events),
        (1, 0)
    );
    let later = archive
        .series(&SeriesQuery {
            events: Query {
                from: Some(date(2025, 3, 5)),
                to: Some(date(2025, 3, 9)),
                ..Query::default()
            },
            ..query_by_day()
        })
        .unwrap();
    assert_eq!((later.periods.len(), later.cells.len()), (5, 1));
    let reported = archive.series(&SeriesQuery::default()).unwrap();
    assert_eq!((reported.undated, reported.by_report), (0, 1));
    assert_eq!(
        reported.periods[1].events, 1,
        "on the day of the first report"
    );
}

#[test]
fn a_story_is_what_is_told_together() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::open_or_create(&folder.path().join("a")).unwrap();
    let other = |day: &'static str, town: &'static str| Act {
        sentence: format!("Rebels shelled the harbour of {town} on that day."),
        recipient: ("the harbour", "SDN"),
        day: Some(day),
        place: Some((town, "SDN", 19.6, 37.2)),
        ..shelling()
    };
    let after = other("2025-03-20", "Port Sudan");
    let away = other("2025-05-20", "Suakin");
    for report in [
        report("The Fjord Post", "2025-03-08", vec![visit(), shelling()]),
        report("Andes Daily", "2025-03-21", vec![after, shelling()]),
        report("Nile Courier", "2025-05-21", vec![away]),
    ] {
        add(&mut archive, &report);
    }
    let all = archive.find(&Query::default()).unwrap();
    assert_eq!(all.len(), 4, "{all:?}");
    let story = |place: &str| -> Vec<String> {
        let is_there = |event: &&EventRecord| event.place.as_ref().unwrap().name == place;
        let id = &all.iter().find(is_there).unwrap().id;
        match archive.show(id).unwrap() {
            Some(Shown::Event(view)) => {
                assert!(view.story.iter().all(|event| event.statements.is_empty()));
                let places = view
                    .story
                    .into_iter()
                    .map(|event| event.place.unwrap().name);
                places.collect()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(story("Kadugli"), ["Santiago", "Port Sudan"]);
    assert_eq!(story("Santiago"), ["Kadugli"]);
    assert!(story("Suakin").is_empty());
}
