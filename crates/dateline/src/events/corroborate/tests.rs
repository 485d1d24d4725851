//! Happenings told by several outlets, made by hand.

use std::convert::Infallible;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::event::{DatePrecision, PlacePrecision, QuantityRole};
use crate::events::{ArticleWords, Rarity, combine, figures};
use crate::json::record::{EventKind, Schema};
use crate::json::{
    DateRecord, EventRecord, PartyRecord, PlaceRecord, QuantityRecord, RunRecord, SourceRecord,
    StatementRecord, TriggerRecord,
};
use crate::ontology::{self, EventType, Status};

/// A report: outlet, hour of publication, type, who, whom, day, where, status, the sentence.
struct Report<'a>(
    &'a str,
    &'a str,
    EventType,
    &'a str,
    &'a str,
    i8,
    &'a str,
    Status,
    &'a str,
);

use EventType::{Assault, Consult, Sanction};
use Status::{Happened, Planned};

const STRIKE: &str = "A missile struck the bakery in Sumy while people queued for bread.";
const AGAIN: &str = "The bakery of Sumy was hit by a missile as people queued for bread.";
const DEPOT: &str = "Drones set fire to locomotives in the railway depot.";
const VISIT: &str =
    "Foreign Minister Aidar Bekov travels to Tashkent for talks about the Syr Darya.";

fn claim(report: &Report<'_>, dead: Option<f64>, rarity: &Rarity) -> Claim {
    let Report(outlet, published, event_type, who, whom, day, place, status, text) = *report;
    let party = |country: &str| PartyRecord {
        name: format!("government of {country}"),
        country: Some(country.into()),
        sector: Some("GOV".into()),
        ..PartyRecord::default()
    };
    let sides = |codes: &str| codes.split_whitespace().map(party).collect::<Vec<_>>();
    let date = jiff::civil::date(2025, 2, day);
    let date = DateRecord {
        from: date,
        to: date,
        precision: DatePrecision::Day,
    };
    let at = PlaceRecord {
        name: place.into(),
        precision: PlacePrecision::City,
        ..PlaceRecord::default()
    };
    let dead: Vec<QuantityRecord> = dead
        .map(|value| QuantityRecord {
            value,
            low: value,
            high: value,
            of: "people".into(),
            role: QuantityRole::Dead,
            ..QuantityRecord::default()
        })
        .into_iter()
        .collect();
    let source = SourceRecord {
        id: format!("{outlet} {published}"),
        publisher: Some(outlet.into()),
        published: Some(published.into()),
        ..SourceRecord::default()
    };
    let statement = StatementRecord {
        article: source,
        block: "paragraph".into(),
        sentence: 0,
        start: 0,
        end: 0,
        text: text.into(),
        trigger: TriggerRecord::default(),
        event_type,
        modes: Vec::new(),
        contexts: Vec::new(),
        attribution: Vec::new(),
        status,
        date: None,
        place: None,
        actors: Vec::new(),
        recipients: Vec::new(),
        quantities: Vec::new(),
        confidence: 0.8,
        coded_by: Vec::new(),
        run: RunRecord::default(),
    };
    let event = EventRecord {
        schema: Schema::default(),
        kind: EventKind::default(),
        id: format!("{outlet}-{published}-{who}-{whom}-{day}-{}", status.code()),
        event_type,
        modes: Vec::new(),
        contexts: Vec::new(),
        quad: ontology::quad(event_type),
        intensity: 0.0,
        cameo: String::new(),
        actors: sides(who),
        recipients: sides(whom),
        date: Some(date),
        place: Some(at),
        quantities: dead,
        status,
        outlets: 1,
        confidence: 0.8,
        statements: vec![statement],
    };
    Claim::new(event, Arc::new(ArticleWords::of(text, rarity)), rarity)
}

fn claims(reports: &[Report<'_>]) -> Vec<Claim> {
    let rarity = Rarity::built_in();
    reports
        .iter()
        .map(|report| claim(report, None, &rarity))
        .collect()
}

fn strike<'a>(outlet: &'a str, published: &'a str, text: &'a str) -> Report<'a> {
    Report(
        outlet, published, Assault, "RUS", "UKR", 11, "Sumy", Happened, text,
    )
}

fn visit<'a>(outlet: &'a str, published: &'a str, status: Status) -> Report<'a> {
    Report(
        outlet, published, Consult, "KAZ", "UZB", 20, "Tashkent", status, VISIT,
    )
}

fn expulsion<'a>(outlet: &'a str, who: &'a str, whom: &'a str, day: i8) -> Report<'a> {
    let text = "The ambassador was expelled and left Quito for Lima within two days.";
    Report(
        outlet,
        "2025-02-12T08:00",
        Sanction,
        who,
        whom,
        day,
        "Quito",
        Happened,
        text,
    )
}

#[test]
fn what_is_one_happening() {
    let cases = [
        (
            "told twice",
            [
                strike("A", "2025-02-11T09:00", STRIKE),
                strike("B", "2025-02-12T07:00", AGAIN),
            ],
            1,
        ),
        (
            "another target in the same city on the same day",
            [
                strike("A", "2025-02-11T09:00", STRIKE),
                strike("B", "2025-02-11T21:00", DEPOT),
            ],
            2,
        ),
        (
            "two days apart",
            [
                visit("A", "2025-02-20T09:00", Happened),
                Report(
                    "B",
                    "2025-02-22T09:00",
                    Consult,
                    "KAZ",
                    "UZB",
                    22,
                    "Tashkent",
                    Happened,
                    VISIT,
                ),
            ],
            2,
        ),
        (
            "told from the host's side",
            [
                visit("A", "2025-02-20T09:00", Happened),
                Report(
                    "B",
                    "2025-02-20T19:00",
                    Consult,
                    "UZB",
                    "KAZ",
                    20,
                    "Tashkent",
                    Happened,
                    VISIT,
                ),
            ],
            1,
        ),
        (
            "other company",
            [
                visit("A", "2025-02-20T09:00", Happened),
                Report(
                    "B",
                    "2025-02-20T19:00",
                    Consult,
                    "KAZ",
                    "KGZ",
                    20,
                    "Bishkek",
                    Happened,
                    "Bekov went to Bishkek to buy electricity.",
                ),
            ],
            2,
        ),
        (
            "a plan and its fulfilment",
            [
                visit("A", "2025-02-10T09:00", Planned),
                visit("B", "2025-02-20T19:00", Happened),
            ],
            2,
        ),
        (
            "a deed and the answer to it",
            [
                expulsion("A", "ECU", "PER", 11),
                expulsion("B", "PER", "ECU", 12),
            ],
            2,
        ),
        (
            "one deed, the other country's paper",
            [
                expulsion("A", "ECU", "PER", 11),
                expulsion("B", "ECU", "PER", 11),
            ],
            1,
        ),
    ];
    for (case, reports, expected) in cases {
        let claims = claims(&reports);
        let joined = corroborate(&claims);
        let points = evidence_of(&claims);
        assert_eq!(joined.groups.len(), expected, "{case}: {points}");
    }
}

fn evidence_of(claims: &[Claim]) -> String {
    format!("{:?}", crate::events::evidence(&claims[0], &claims[1]))
}

#[test]
fn a_plan_is_linked_with_its_fulfilment() {
    let claims = claims(&[
        visit("A", "2025-02-20T19:00", Happened),
        visit("B", "2025-02-10T09:00", Planned),
        strike("A", "2025-02-11T09:00", STRIKE),
    ]);
    let joined = corroborate(&claims);
    assert_eq!(
        joined.links,
        [Link {
            from: claims[1].event.id.clone(),
            to: claims[0].event.id.clone(),
            kind: LinkKind::Fulfilment,
        }]
    );
}

#[test]
fn ids_stay_when_later_reports_come_and_redirect_when_earlier_ones_do() {
    let reports = claims(&[
        strike("A", "2025-02-11T09:00", STRIKE),
        strike("B", "2025-02-11T12:00", AGAIN),
        strike("C", "2025-02-11T08:00", AGAIN),
    ]);
    let (first, earlier) = (reports[0].event.id.clone(), reports[2].event.id.clone());
    assert_eq!(corroborate(&reports[..1]).groups[0].id, first);
    assert_eq!(corroborate(&reports[..2]).groups[0].id, first);
    let group = &corroborate(&reports).groups[0];
    assert_eq!(group.id, earlier);
    assert!(group.former.contains(&first));
    assert_eq!(group.former.len(), 2);
}

#[test]
fn figures_that_differ_are_all_kept() {
    let rarity = Rarity::built_in();
    let said = [
        ("A", "2025-02-11T09:00", 5.0),
        ("B", "2025-02-11T10:00", 9.0),
        ("C", "2025-02-11T11:00", 9.0),
        ("C", "2025-02-11T12:00", 4.0),
    ];
    let claims: Vec<Claim> = said
        .iter()
        .map(|(outlet, at, dead)| claim(&strike(outlet, at, STRIKE), Some(*dead), &rarity))
        .collect();
    let joined = corroborate(&claims);
    assert_eq!(joined.groups.len(), 1);
    let group = &joined.groups[0];
    let figure = &figures(&claims, group)[0];
    assert_eq!((figure.low, figure.best, figure.high), (4.0, 9.0, 9.0));
    let who: Vec<(&str, f64)> = figure
        .said
        .iter()
        .map(|said| (claims[said.claim].outlet.as_str(), said.figure.value))
        .collect();
    assert_eq!(who, [("a", 5.0), ("b", 9.0), ("c", 9.0), ("c", 4.0)]);
    let event = combine(&claims, group);
    assert_eq!(event.outlets, 3, "two reports of one outlet count once");
    assert_eq!(event.statements.len(), 4);
    assert!(event.quantities[0].approximate);
    assert!(event.confidence > 0.9);
}

#[test]
fn reprints_count_once() {
    let text = "A missile struck the bakery in the middle of Sumy on Tuesday morning while dozens of people queued for \
        bread, and the roof came down on those who stood inside. Rescuers carried out the wounded on doors and planks. \
        A woman who had stepped outside to smoke said that she heard nothing before the blast threw her to the ground.";
    let reprint = text.replace("morning", "today");
    let claims = claims(&[
        strike("A", "2025-02-11T09:00", text),
        strike("B", "2025-02-11T10:00", &reprint),
        strike("C", "2025-02-11T11:00", AGAIN),
    ]);
    let joined = corroborate(&claims);
    assert_eq!(joined.groups.len(), 1, "{:?}", joined.groups);
    assert_eq!(combine(&claims, &joined.groups[0]).outlets, 2);
}

/// Reports of a handful of happenings that are hard to tell apart.
fn some_claims() -> Vec<Claim> {
    claims(&[
        strike("A", "2025-02-11T09:00", STRIKE),
        strike("B", "2025-02-11T10:00", AGAIN),
        strike("C", "2025-02-11T10:00", STRIKE),
        strike("A", "2025-02-11T20:00", DEPOT),
        strike("D", "2025-02-12T06:00", DEPOT),
        visit("A", "2025-02-10T08:00", Planned),
        visit("B", "2025-02-11T08:00", Planned),
        visit("C", "2025-02-20T18:00", Happened),
        visit("D", "2025-02-21T07:00", Happened),
        expulsion("A", "ECU", "PER", 11),
        expulsion("B", "PER", "ECU", 12),
        expulsion("C", "ECU", "PER", 11),
    ])
}

/// A group: its id and the ids that redirect to it.
type Named = (String, Vec<String>);

/// Groups and links without the numbers of the claims, which are those of the order given.
fn by_id(claims: &[Claim]) -> (Vec<Named>, Vec<Link>, Vec<EventRecord>) {
    let joined = corroborate(claims);
    let groups = joined.groups.iter();
    let groups = groups
        .map(|group| (group.id.clone(), group.former.clone()))
        .collect();
    let events = joined
        .groups
        .iter()
        .map(|group| combine(claims, group))
        .collect();
    (groups, joined.links, events)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_arrival_does_not_matter(claims in Just(some_claims()).prop_shuffle()) {
        prop_assert_eq!(by_id(&claims), by_id(&some_claims()));
    }

    #[test]
    fn what_is_remembered_changes_nothing(claims in Just(some_claims()).prop_shuffle()) {
        let mut known = Agreements::default();
        for size in 1..=claims.len() {
            let some = &claims[..size];
            let mut ties = Vec::new();
            for a in 0..size {
                ties.extend((0..a).filter_map(|b| Some((a, b, tie(&some[a], &some[b])?))));
            }
            prop_assert_eq!(corroborate_tied(some, &ties, &mut known), corroborate(some));
        }
    }

    #[test]
    fn a_neighbourhood_is_enough(start in 0_usize..12) {
        let all = some_claims();
        let ties = |here: usize| {
            let others = (0..all.len()).filter(move |&other| other != here);
            Ok::<_, Infallible>(others.filter_map(|other| Some((other, tie(&all[here], &all[other])?))).collect::<Vec<_>>())
        };
        let near = neighbourhood(start, usize::MAX, |_| false, ties).unwrap_or_default();
        let near: Vec<Claim> = near.into_iter().map(|number| all[number].clone()).collect();
        let (whole, _, _) = by_id(&all);
        for group in by_id(&near).0 {
            prop_assert!(whole.contains(&group), "{:?}", group);
        }
    }
}
