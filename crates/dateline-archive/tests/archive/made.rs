//! Articles and events made for the tests, in our own words.

use dateline::event::{DatePrecision, PlacePrecision, SourceKind, Status};
use dateline::json::{
    ArticleRecord, AttributionRecord, BlockRecord, DateRecord, EventRecord, PartyRecord,
    PlaceRecord, RunRecord, StatementRecord, TriggerRecord, WithWords, Words,
};
use dateline::ontology::{self, EventType};
use dateline_archive::{Added, Addition, Archive};
use jiff::civil::Date;

/// What a test says of an article; the rest is made of it.
#[derive(Debug, Clone)]
pub struct Report {
    pub outlet: &'static str,
    pub url: Option<String>,
    /// Day or instant.
    pub published: &'static str,
    pub updated: Option<&'static str>,
    pub title: String,
    pub acts: Vec<Act>,
}

/// One thing that an article tells.
#[derive(Debug, Clone)]
pub struct Act {
    pub sentence: String,
    pub trigger: &'static str,
    pub event_type: EventType,
    pub mode: Option<&'static str>,
    pub status: Status,
    /// Name and country.
    pub actor: (&'static str, &'static str),
    pub recipient: (&'static str, &'static str),
    pub day: Option<&'static str>,
    /// Name, country, degrees north and east.
    pub place: Option<(&'static str, &'static str, f64, f64)>,
    pub source: Option<&'static str>,
}

/// A visit of a Norwegian minister to Chile.
pub fn visit() -> Act {
    Act {
        sentence: "Foreign Minister Barth visited Santiago on Tuesday for talks on lithium, officials said.".into(),
        trigger: "visited",
        event_type: EventType::Consult,
        mode: Some("visit"),
        status: Status::Happened,
        actor: ("Foreign Minister Barth", "NOR"),
        recipient: ("Santiago", "CHL"),
        day: Some("2025-03-04"),
        place: Some(("Santiago", "CHL", -33.4569, -70.6483)),
        source: Some("officials"),
    }
}

/// Shelling of one town.
pub fn shelling() -> Act {
    Act {
        sentence: "Rebels shelled the market of Kadugli on Friday.".into(),
        trigger: "shelled",
        event_type: EventType::Assault,
        mode: Some("heavy-weapons"),
        status: Status::Happened,
        actor: ("Rebels", "SDN"),
        recipient: ("the market of Kadugli", "SDN"),
        day: Some("2025-03-07"),
        place: Some(("Kadugli", "SDN", 11.0111, 29.7183)),
        source: None,
    }
}

pub fn report(outlet: &'static str, published: &'static str, acts: Vec<Act>) -> Report {
    let slug: String = outlet.to_lowercase().split(' ').collect();
    Report {
        outlet,
        url: Some(format!(
            "https://{slug}.example/news/{published}/{}",
            acts.len()
        )),
        published,
        updated: None,
        title: format!("{outlet} reports"),
        acts,
    }
}

pub fn run() -> RunRecord {
    RunRecord {
        dateline: "0.1.0".into(),
        model: "0123456789abcdef".into(),
        knowledge: "2025-11".into(),
    }
}

pub const AT: &str = "2025-04-01T00:00:00Z";

/// Adds a report.
pub fn add(archive: &mut Archive, report: &Report) -> Added {
    let (article, events) = coded(report);
    add_coded(archive, &article, &events, &run())
}

/// Adds one report of a visit.
pub fn add_visit(archive: &mut Archive) {
    add(
        archive,
        &report("The Fjord Post", "2025-03-04", vec![visit()]),
    );
}

/// Adds the visit as two outlets tell it, and another act.
pub fn add_three(archive: &mut Archive) {
    add_visit(archive);
    add(archive, &report("Andes Daily", "2025-03-05", vec![visit()]));
    add(
        archive,
        &report("Nile Courier", "2025-03-08", vec![shelling()]),
    );
}

pub fn add_coded(
    archive: &mut Archive,
    article: &ArticleRecord,
    events: &[EventRecord],
    run: &RunRecord,
) -> Added {
    let addition = Addition {
        article,
        events,
        run,
        options: "",
        at: AT.parse().unwrap(),
    };
    archive.add(&addition).unwrap()
}

/// The article of a report and its events, as if they had been coded.
pub fn coded(report: &Report) -> (ArticleRecord, Vec<EventRecord>) {
    let mut text = report.title.clone();
    let mut blocks = vec![BlockRecord {
        kind: "title".into(),
        start: 0,
        end: text.chars().count(),
    }];
    for act in &report.acts {
        text += "\n\n";
        let start = text.chars().count();
        text += &act.sentence;
        blocks.push(BlockRecord {
            kind: "paragraph".into(),
            start,
            end: text.chars().count(),
        });
    }
    let whole = format!("{:?}{text}", report.url);
    let hash = whole.bytes().fold(7_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let article = ArticleRecord {
        id: format!("{hash:016x}"),
        url: report.url.clone(),
        publisher: Some(report.outlet.into()),
        title: Some(report.title.clone()),
        published: Some(report.published.into()),
        updated: report.updated.map(Into::into),
        language: Some("en".into()),
        blocks,
        text,
        ..ArticleRecord::default()
    };
    let events = report.acts.iter().enumerate();
    let events = events
        .map(|(number, act)| event(&article, number, act))
        .collect();
    (article, events)
}

fn event(article: &ArticleRecord, number: usize, act: &Act) -> EventRecord {
    let words = |text: &str| {
        let (before, _) = article.text.split_once(&act.sentence).unwrap();
        let within = act
            .sentence
            .find(text)
            .map(|at| act.sentence[..at].chars().count());
        let start = within.map(|at| before.chars().count() + at);
        Words {
            text: within.map(|_| text.into()),
            start,
            end: start.map(|start| start + text.chars().count()),
        }
    };
    let party = |(name, country): (&str, &str)| PartyRecord {
        name: name.into(),
        country: Some(country.into()),
        sector: Some("GOV".into()),
        sectors: vec!["GOV".into()],
        ..PartyRecord::default()
    };
    let (actor, recipient) = (party(act.actor), party(act.recipient));
    let date = act.day.map(|day| {
        let day: Date = day.parse().unwrap();
        DateRecord {
            from: day,
            to: day,
            precision: DatePrecision::Day,
        }
    });
    let place = act
        .place
        .map(|(name, country, latitude, longitude)| PlaceRecord {
            name: name.into(),
            country: Some(country.into()),
            latitude: Some(latitude),
            longitude: Some(longitude),
            precision: PlacePrecision::City,
            ..PlaceRecord::default()
        });
    let modes: Vec<String> = act.mode.iter().map(ToString::to_string).collect();
    let sentence = words(&act.sentence);
    let trigger = words(act.trigger);
    let statement = StatementRecord {
        article: article.source(),
        block: "paragraph".into(),
        sentence: number,
        start: sentence.start.unwrap(),
        end: sentence.end.unwrap(),
        text: act.sentence.clone(),
        trigger: TriggerRecord {
            text: act.trigger.into(),
            start: trigger.start.unwrap(),
            end: trigger.end.unwrap(),
            lemma: act.trigger.trim_end_matches("ed").into(),
        },
        event_type: act.event_type,
        modes: modes.clone(),
        contexts: Vec::new(),
        attribution: act
            .source
            .iter()
            .map(|name| WithWords {
                value: AttributionRecord {
                    name: (*name).into(),
                    kind: SourceKind::Official,
                    country: None,
                    verb: Some("said".into()),
                },
                words: words(name),
            })
            .collect(),
        status: act.status,
        date: date.map(|value| WithWords {
            value,
            words: Words::default(),
        }),
        place: place.clone().map(|value| WithWords {
            words: words(&value.name),
            value,
        }),
        actors: vec![WithWords {
            words: words(&actor.name),
            value: actor.clone(),
        }],
        recipients: vec![WithWords {
            words: words(&recipient.name),
            value: recipient.clone(),
        }],
        quantities: Vec::new(),
        confidence: 0.8,
        coded_by: vec!["rule:test".into()],
        run: run(),
    };
    EventRecord {
        schema: Default::default(),
        kind: Default::default(),
        id: format!("{}{number:02x}", &article.id[..14]),
        event_type: act.event_type,
        quad: ontology::quad(act.event_type),
        intensity: ontology::intensity(act.event_type, &modes),
        cameo: ontology::cameo::<_, String>(act.event_type, &modes, &[]).into(),
        modes,
        contexts: Vec::new(),
        actors: vec![actor],
        recipients: vec![recipient],
        date,
        place,
        quantities: Vec::new(),
        status: act.status,
        outlets: 1,
        confidence: 0.8,
        statements: vec![statement],
    }
}
