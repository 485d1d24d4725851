//! The form as users see it, and offsets that always slice the right words.

use dateline_nlp::{Name, NameKind, Sentence, Token};
use dateline_page::{Article, Block, BlockKind, Image, Problem, Stated, StatedPrecision};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::confidence::Evidence;
use crate::event::{
    Attribution, DatePrecision, Event, Filled, Party, PlacePrecision, PlaceRef, Quantity,
    QuantityRole, Run, SourceKind, Span, Status, When, event_id,
};
use crate::ontology::EventType;

const TITLE: &str = "Zürich talks";
const SENTENCE: &str = "Łukasz Nowak met about 1,200 “miners” in Zürich on Tuesday, Gazeta wrote.";

fn article() -> Article {
    let text = format!("{TITLE}\n\n{SENTENCE}");
    let block = |kind, range: std::ops::Range<usize>| Block {
        kind,
        start: range.start,
        end: range.end,
    };
    Article {
        id: "00c0ffee00c0ffee".into(),
        title: Some(TITLE.into()),
        blocks: vec![
            block(BlockKind::Title, 0..TITLE.len()),
            block(BlockKind::Paragraph, TITLE.len() + 2..text.len()),
        ],
        published: Some(Stated {
            local: date(2025, 3, 19).at(17, 55, 0, 0),
            offset: Some(jiff::tz::offset(9)),
            precision: StatedPrecision::Minute,
            source: "time element".into(),
        }),
        images: vec![Image {
            url: None,
            caption: Some("A".into()),
            credit: None,
        }],
        problems: vec![Problem::new("no-title", "no headline")],
        language: Some("en".into()),
        text,
        ..Article::default()
    }
}

fn read<T>(value: T, words: &str, text: &str) -> Filled<T> {
    let start = text.find(words).unwrap();
    Filled::read(value, start..start + words.len(), text)
}

fn statement(article: &Article) -> Statement {
    let text = &article.text;
    let party = |name: &str| Party {
        name: name.into(),
        ..Party::default()
    };
    let tuesday: Date = date(2025, 3, 18);
    Statement {
        article: article.id.clone(),
        block: BlockKind::Paragraph,
        sentence: 1,
        span: read((), SENTENCE, text).span.unwrap(),
        trigger: read((), "met", text).span.unwrap(),
        trigger_lemma: "meet".into(),
        event_type: EventType::Consult,
        modes: vec!["visit"],
        contexts: vec!["diplomatic"],
        actors: vec![read(party("Łukasz Nowak"), "Łukasz Nowak", text)],
        recipients: vec![read(party("miners"), "“miners”", text)],
        when: Some(read(When::day(tuesday), "Tuesday", text)),
        place: Some(Filled::given(PlaceRef {
            name: "Zürich".into(),
            geonames: Some(2657896),
            ..PlaceRef::default()
        })),
        quantities: vec![read(
            Quantity {
                value: 1200.0,
                low: 1100.5,
                high: 1300.0,
                approximate: true,
                of: "miners".into(),
                role: QuantityRole::Crowd,
            },
            "1,200",
            text,
        )],
        status: Status::Happened,
        attribution: vec![read(
            Attribution {
                name: "Gazeta".into(),
                kind: SourceKind::Media,
                country: Some("POL".into()),
                verb: Some("wrote".into()),
            },
            "Gazeta",
            text,
        )],
        confidence: 0.93,
        evidence: Evidence::default(),
        coded_by: vec!["rule:consult/meet".into()],
    }
}

fn event(statement: Statement) -> Event {
    let value = |party: &Filled<Party>| party.value.clone();
    Event {
        id: event_id(&statement),
        event_type: statement.event_type,
        modes: statement.modes.clone(),
        contexts: statement.contexts.clone(),
        actors: statement.actors.iter().map(value).collect(),
        recipients: statement.recipients.iter().map(value).collect(),
        when: statement.when.as_ref().map(|when| when.value),
        place: None,
        quantities: Vec::new(),
        status: statement.status,
        outlets: 1,
        confidence: statement.confidence,
        statements: vec![statement],
    }
}

fn run() -> Run {
    Run {
        dateline: "0.1.0".into(),
        model: "abc".into(),
        knowledge: "2025".into(),
    }
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn an_event_has_every_key_in_order() {
    let article = article();
    let event = event(statement(&article));
    let line = Writer::new(&article).event(&event, &run());
    let value: Value = serde_json::from_str(&line).unwrap();
    let expected = [
        "schema",
        "kind",
        "id",
        "type",
        "modes",
        "contexts",
        "quad",
        "intensity",
        "cameo",
        "actors",
        "recipients",
        "date",
        "place",
        "quantities",
        "status",
        "outlets",
        "confidence",
        "statements",
    ];
    assert_eq!(keys(&value), expected);
    assert!(
        line.starts_with(r#"{"schema":"dateline/1","kind":"event","id":""#),
        "{line}"
    );
    assert!(
        line.contains(
            r#""type":"CONSULT","modes":["visit"],"contexts":["diplomatic"],"quad":1,"intensity":4.0,"cameo":"042","#
        ),
        "{line}"
    );
    assert!(
        line.contains(
            r#""date":{"from":"2025-03-18","to":"2025-03-18","precision":"day"},"place":null"#
        ),
        "{line}"
    );
    let said = &value["statements"][0];
    let expected = [
        "article",
        "block",
        "sentence",
        "start",
        "end",
        "text",
        "trigger",
        "type",
        "modes",
        "contexts",
        "attribution",
        "status",
        "date",
        "place",
        "actors",
        "recipients",
        "quantities",
        "confidence",
        "coded_by",
        "run",
    ];
    assert_eq!(keys(said), expected);
    assert_eq!(
        keys(&said["article"]),
        ["id", "url", "publisher", "title", "published", "language"]
    );
    assert_eq!(said["article"]["published"], "2025-03-19T17:55:00+09:00");
    assert_eq!(
        keys(&said["actors"][0]),
        [
            "name", "country", "sector", "sectors", "role", "person", "id", "text", "start", "end"
        ]
    );
    assert_eq!(
        said["quantities"][0].to_string(),
        r#"{"value":1200,"low":1100.5,"high":1300,"approximate":true,"of":"miners","role":"crowd","text":"1,200","start":37,"end":42}"#
    );
    assert_eq!(said["place"]["geonames"], "2657896");
    assert_eq!(said["place"]["text"], Value::Null);
    assert_eq!(said["place"]["start"], Value::Null);
    assert_eq!(
        keys(&said["attribution"][0]),
        ["name", "kind", "country", "verb", "text", "start", "end"]
    );
    assert_eq!(said["confidence"], 0.93);
    assert_eq!(
        said["trigger"].to_string(),
        r#"{"text":"met","start":27,"end":30,"lemma":"meet"}"#
    );
}

#[test]
fn a_line_is_read_and_written_back_alike() {
    let article = article();
    let writer = Writer::new(&article);
    let mut told = event(statement(&article));
    for place in [
        None,
        told.statements[0].place.as_ref().map(|p| p.value.clone()),
    ] {
        told.place = place;
        let line = writer.event(&told, &run());
        let record: EventRecord = serde_json::from_str(&line).unwrap();
        assert_eq!(record, writer.event_record(&told, &run()));
        assert_eq!(super::line(&record), line);
    }
    let line = writer.statement(&told.statements[0], &run());
    let record: StatementRecord = serde_json::from_str(&line).unwrap();
    assert_eq!(super::line(&record), line);
    let line = writer.article();
    let record: ArticleRecord = serde_json::from_str(&line).unwrap();
    assert_eq!(super::line(&record), line);
    assert!(serde_json::from_str::<EventRecord>(&line).is_err());
}

#[test]
fn words_for_codes_are_the_same_everywhere() {
    let word =
        |value: Result<Value, serde_json::Error>| value.unwrap().as_str().unwrap().to_string();
    for kind in EventType::ALL {
        assert_eq!(word(serde_json::to_value(kind)), kind.code());
    }
    for status in Status::ALL {
        assert_eq!(word(serde_json::to_value(status)), status.code());
    }
    for (value, code) in [
        (
            serde_json::to_value(DatePrecision::Instant),
            DatePrecision::Instant.code(),
        ),
        (
            serde_json::to_value(PlacePrecision::Admin1),
            PlacePrecision::Admin1.code(),
        ),
        (
            serde_json::to_value(QuantityRole::Dead),
            QuantityRole::Dead.code(),
        ),
        (
            serde_json::to_value(SourceKind::Organisation),
            SourceKind::Organisation.code(),
        ),
    ] {
        assert_eq!(word(value), code);
    }
}

#[test]
fn an_article_has_every_key_in_order() {
    let line = Writer::new(&article()).article();
    let value: Value = serde_json::from_str(&line).unwrap();
    let expected = [
        "schema",
        "kind",
        "id",
        "url",
        "publisher",
        "title",
        "authors",
        "published",
        "updated",
        "filed",
        "language",
        "text",
        "blocks",
        "images",
        "problems",
    ];
    assert_eq!(keys(&value), expected);
    assert_eq!(
        value["blocks"][0].to_string(),
        r#"{"kind":"title","start":0,"end":12}"#
    );
    assert_eq!(
        value["images"][0].to_string(),
        r#"{"url":null,"caption":"A","credit":null}"#
    );
    assert_eq!(
        value["problems"][0].to_string(),
        r#"{"kind":"no-title","message":"no headline"}"#
    );
}

#[test]
fn a_time_is_written_as_far_as_it_is_stated() {
    let with = |offset, precision| {
        let mut article = article();
        let published = article.published.as_mut().unwrap();
        (published.offset, published.precision) = (offset, precision);
        let value: Value = serde_json::from_str(&Writer::new(&article).article()).unwrap();
        value["published"].as_str().unwrap().to_string()
    };
    let half = jiff::tz::Offset::from_seconds(-(3 * 3600 + 1800)).unwrap();
    assert_eq!(
        with(Some(half), StatedPrecision::Second),
        "2025-03-19T17:55:00-03:30"
    );
    assert_eq!(with(None, StatedPrecision::Minute), "2025-03-19T17:55:00");
    assert_eq!(with(None, StatedPrecision::Day), "2025-03-19");
}

#[test]
fn an_annotation_has_every_key_in_order() {
    let article = article();
    let start = article.text.find("Łukasz").unwrap();
    let token = |from: usize, to: usize, head| Token {
        start: start + from,
        end: start + to,
        lemma: "x".into(),
        upos: "PROPN".into(),
        head,
        deprel: "flat".into(),
    };
    let name = Name {
        first: 0,
        end: 2,
        kind: NameKind::Person,
        score: 1.0,
    };
    let sentence = Sentence {
        start,
        end: start + 13,
        tokens: vec![token(0, 7, None), token(8, 13, Some(0))],
        names: vec![name],
        mentions: Vec::new(),
    };
    let annotation = Annotation {
        sentences: vec![sentence],
        ..Annotation::default()
    };
    let expected = concat!(
        r#"{"schema":"dateline/1","kind":"annotation","article":"00c0ffee00c0ffee","sentences":[{"start":14,"end":26,"#,
        r#""tokens":[{"start":14,"end":20,"text":"Łukasz","lemma":"x","upos":"PROPN","head":0,"deprel":"flat"},"#,
        r#"{"start":21,"end":26,"text":"Nowak","lemma":"x","upos":"PROPN","head":1,"deprel":"flat"}]}],"#,
        r#""names":[{"start":14,"end":26,"text":"Łukasz Nowak","type":"PER"}],"places":[],"times":[]}"#,
    );
    assert_eq!(Writer::new(&article).annotation(&annotation), expected);
}

#[test]
fn a_problem_has_every_key_in_order() {
    let line = problem(&InputProblem {
        input: "a.html".into(),
        offset: None,
        stage: "read".into(),
        message: "no text".into(),
    });
    let expected = r#"{"schema":"dateline/1","kind":"problem","input":"a.html","offset":null,"stage":"read","message":"no text"}"#;
    assert_eq!(line, expected);
}

#[test]
fn ids_follow_the_facts_only() {
    let article = article();
    let first = statement(&article);
    let mut other = first.clone();
    other.confidence = 0.1;
    other.coded_by.clear();
    assert_eq!(event_id(&first), event_id(&other));
    other.event_type = EventType::Support;
    assert_ne!(event_id(&first), event_id(&other));
    assert_eq!(event_id(&first).len(), 16);
}

#[test]
fn every_word_of_the_form_is_written() {
    let article = article();
    let mut said = statement(&article);
    said.when = Some(Filled::given(When {
        from: date(2025, 1, 1),
        to: date(2025, 12, 31),
        precision: DatePrecision::Year,
    }));
    said.place = Some(read(
        PlaceRef {
            name: "Zürich".into(),
            precision: PlacePrecision::City,
            ..PlaceRef::default()
        },
        "Zürich",
        &article.text,
    ));
    let line = Writer::new(&article).statement(&said, &run());
    assert!(
        line.contains(r#""from":"2025-01-01","to":"2025-12-31","precision":"year","text":null"#),
        "{line}"
    );
    assert!(
        line.contains(r#""precision":"city","text":"Zürich","start":0,"end":6"#),
        "{line}"
    );
}

/// All objects with words in a JSON value.
fn with_words<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| with_words(item, found)),
        Value::Object(fields) => {
            if fields.get("text").is_some_and(Value::is_string) && fields.contains_key("start") {
                found.push(value);
            }
            fields.values().for_each(|field| with_words(field, found));
        }
        _ => {}
    }
}

proptest! {
    #[test]
    fn every_offset_slices_its_words(
        text in "(\\PC|[a-z .é漢😀]){1,200}",
        cuts in prop::collection::vec((0usize..200, 0usize..200), 6),
    ) {
        let mut article = article();
        article.text = text.clone();
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans: Vec<Span> = cuts
            .iter()
            .map(|&(a, b)| {
                let (a, b) = (bounds[a % bounds.len()], bounds[b % bounds.len()]);
                Span { start: a.min(b), end: a.max(b) }
            })
            .collect();
        let mut said = statement(&super::tests::article());
        said.span = spans[0];
        said.trigger = spans[1];
        said.actors[0] = Filled::read(Party::default(), spans[2], &text);
        said.recipients[0] = Filled::read(Party::default(), spans[3], &text);
        said.when = Some(Filled::read(When::day(date(2025, 3, 18)), spans[4], &text));
        said.quantities[0] = Filled::read(Quantity::default(), spans[5], &text);
        said.attribution[0] = Filled::read(Attribution::default(), spans[0], &text);
        let line = Writer::new(&article).event(&event(said), &run());
        let value: Value = serde_json::from_str(&line).unwrap();
        let mut found = Vec::new();
        with_words(&value, &mut found);
        prop_assert_eq!(found.len(), 7);
        let points: Vec<char> = text.chars().collect();
        for object in found {
            let at = |key: &str| object[key].as_u64().unwrap() as usize;
            let sliced: String = points[at("start")..at("end")].iter().collect();
            prop_assert_eq!(object["text"].as_str().unwrap(), sliced);
        }
    }
}
