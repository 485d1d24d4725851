//! What adding does, and does not do twice.

use dateline::event::Status;
use dateline::ontology::EventType;
use dateline_archive::{Addition, Archive, Fate, Query, Shown};
use rusqlite::Connection;

use crate::made::{AT, Report, add, add_coded, coded, report, run, shelling, visit};

fn archive() -> (tempfile::TempDir, Archive) {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::open_or_create(&folder.path().join("a.dateline")).unwrap();
    (folder, archive)
}

fn sound(archive: &Archive) {
    assert_eq!(archive.check().unwrap(), []);
}

/// All that tables hold, without the times.
fn dump(archive: &Archive) -> Vec<String> {
    let db = Connection::open(archive.path()).unwrap();
    let rows = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement
            .query_map([], |row| row.get::<_, String>(0))
            .unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut all = rows("SELECT id || record || text FROM articles ORDER BY id");
    all.extend(rows(
        "SELECT id || record || text FROM revisions ORDER BY id",
    ));
    all.extend(rows("SELECT id || record FROM events ORDER BY id"));
    all.extend(rows(
        "SELECT events.id || accounts.id || rank FROM accounts JOIN events USING (event) ORDER BY accounts.id",
    ));
    all.extend(rows("SELECT record FROM statements ORDER BY record"));
    all.extend(rows(
        "SELECT a.id || kind || b.id FROM links JOIN events a ON a.event = origin JOIN events b ON b.event = target
         ORDER BY 1",
    ));
    all
}

fn same_news() -> Vec<Report> {
    let mut other = visit();
    other.sentence =
        "Norway's Foreign Minister Barth visited Santiago on Tuesday and spoke about lithium."
            .into();
    let mut plan = visit();
    plan.sentence =
        "Foreign Minister Barth will have visited Santiago by Tuesday for talks on lithium.".into();
    plan.status = Status::Planned;
    vec![
        report("The Fjord Post", "2025-03-02", vec![plan]),
        report("The Fjord Post", "2025-03-04", vec![visit(), shelling()]),
        report("Andes Daily", "2025-03-05", vec![other]),
        report("Nile Courier", "2025-03-08", vec![shelling()]),
    ]
}

#[test]
fn what_goes_in_comes_out() {
    let (_folder, mut archive) = archive();
    let report = report("The Fjord Post", "2025-03-04", vec![visit(), shelling()]);
    let (article, events) = coded(&report);
    let added = add(&mut archive, &report);
    assert_eq!((added.fate, added.statements), (Fate::New, 2));
    let view = archive.article(&article.id).unwrap().unwrap();
    assert_eq!(view.article, article);
    assert_eq!(view.run, run());
    assert_eq!(view.events, events);
    assert_eq!(archive.event(&events[0].id).unwrap().unwrap(), events[0]);
    assert_eq!(archive.show("nothing").unwrap(), None);
    sound(&archive);
}

#[test]
fn adding_twice_changes_nothing() {
    let (_folder, mut archive) = archive();
    for report in same_news() {
        add(&mut archive, &report);
    }
    let before = dump(&archive);
    for report in same_news() {
        assert!(archive.knows(&coded(&report).0.id, &run(), "").unwrap());
        assert_eq!(add(&mut archive, &report).fate, Fate::Known);
    }
    assert_eq!(dump(&archive), before);
    sound(&archive);
}

#[test]
fn outlets_are_joined_whatever_the_order_of_arrival() {
    let reports = same_news();
    let orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]];
    let dumps = orders.map(|order| {
        let (_folder, mut archive) = archive();
        for number in order {
            add(&mut archive, &reports[number]);
        }
        sound(&archive);
        dump(&archive)
    });
    for dump in &dumps[1..] {
        assert_eq!(dump, &dumps[0]);
    }
    let (_folder, mut archive) = archive();
    for report in &reports {
        add(&mut archive, report);
    }
    let query = Query {
        types: vec![EventType::Consult],
        statuses: vec![Status::Happened],
        ..Query::default()
    };
    let found = archive.find(&query).unwrap();
    assert_eq!(found.len(), 1, "one visit");
    assert_eq!(found[0].outlets, 2);
    assert_eq!(found[0].statements.len(), 2, "the evidence of both is kept");
    // The id that the later report alone would have given leads to the event.
    let former = &coded(&reports[2]).1[0].id;
    match archive.show(former).unwrap() {
        Some(Shown::Event(view)) => {
            assert_eq!(view.event, found[0]);
            assert_eq!(view.redirect.unwrap().asked, *former);
            assert_eq!(view.comes_from.len(), 1, "the plan");
            assert_eq!(view.comes_from[0].0, "fulfilment");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn together_gives_what_one_by_one_gives() {
    let mut reports = same_news();
    // The second report as it was first, before what the others tell is joined to it.
    let mut first = reports[1].clone();
    first.title = "The first words of it".into();
    first.acts[0].sentence = "Foreign Minister Barth visited Santiago for talks on lithium.".into();
    reports.insert(1, first);
    reports[2].updated = Some("2025-03-06");
    let (_folder, mut alone) = archive();
    for report in &reports {
        add(&mut alone, report);
    }
    let (_other, mut together) = archive();
    let coded: Vec<_> = reports.iter().map(coded).collect();
    let run = run();
    let additions = Addition::of_run(&coded, &run, AT.parse().unwrap());
    let fates = together.add_all(&additions).unwrap();
    assert_eq!(fates[2].fate, Fate::Updated);
    assert_eq!(dump(&together), dump(&alone));
    sound(&together);
}

#[test]
fn an_update_replaces_what_was_told_and_keeps_the_text() {
    let (_folder, mut archive) = archive();
    let first = report(
        "The Fjord Post",
        "2025-03-04T10:00:00+01:00",
        vec![visit(), shelling()],
    );
    let mut second = first.clone();
    second.updated = Some("2025-03-05T10:00:00+01:00");
    second.acts.remove(1);
    second.acts[0].sentence =
        "Foreign Minister Barth visited Santiago on Tuesday, a day late.".into();
    let (old, old_events) = coded(&first);
    let (new, new_events) = coded(&second);
    add(&mut archive, &first);
    assert_eq!(add(&mut archive, &second).fate, Fate::Updated);
    assert_eq!(add(&mut archive, &first).fate, Fate::Known);
    assert_eq!(add(&mut archive, &second).fate, Fate::Known);
    let view = archive.article(&old.id).unwrap().unwrap();
    assert_eq!(view.article, new);
    assert_eq!(view.revisions.len(), 1);
    assert_eq!(view.revisions[0].article, old);
    assert_eq!(view.events, new_events);
    assert_eq!(
        archive.event(&old_events[0].id).unwrap().unwrap().id,
        new_events[0].id
    );
    assert_eq!(
        archive.show(&old_events[1].id).unwrap(),
        Some(Shown::Withdrawn)
    );
    sound(&archive);
    let whole = dump(&archive);

    // The other way round: the older text comes last and stands behind the newer one all the same.
    let (_folder, mut archive) = self::archive();
    add(&mut archive, &second);
    assert_eq!(add(&mut archive, &first).fate, Fate::Superseded);
    assert_eq!(add(&mut archive, &first).fate, Fate::Known);
    sound(&archive);
    assert_eq!(dump(&archive), whole);
}

#[test]
fn other_versions_code_anew() {
    let (_folder, mut archive) = archive();
    let report = report("The Fjord Post", "2025-03-04", vec![visit(), shelling()]);
    let (article, mut events) = coded(&report);
    add(&mut archive, &report);
    let mut newer = run();
    newer.model = "fedcba9876543210".into();
    events.truncate(1);
    assert_eq!(
        add_coded(&mut archive, &article, &events, &newer).fate,
        Fate::Recoded
    );
    let view = archive.article(&article.id).unwrap().unwrap();
    assert_eq!(
        (view.run, view.events.len(), view.revisions.len()),
        (newer, 1, 0)
    );
    sound(&archive);
}

#[test]
fn an_update_takes_its_share_of_a_joined_event_back() {
    let (_folder, mut archive) = archive();
    let reports = same_news();
    for report in &reports {
        add(&mut archive, report);
    }
    let mut updated = reports[1].clone();
    updated.updated = Some("2025-03-06");
    updated.acts.truncate(1);
    updated.acts[0].sentence =
        "Foreign Minister Barth visited Santiago on Tuesday for talks on lithium, and left.".into();
    add(&mut archive, &updated);
    sound(&archive);
    let shellings = archive
        .find(&Query {
            types: vec![EventType::Assault],
            ..Query::default()
        })
        .unwrap();
    assert_eq!(shellings.len(), 1);
    assert_eq!(
        shellings[0].outlets, 1,
        "only the other outlet tells it now"
    );
    let former = &coded(&reports[1]).1[1].id;
    assert_eq!(archive.event(former).unwrap().unwrap(), shellings[0]);
}
