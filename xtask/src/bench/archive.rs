//! `cargo xtask bench-archive`: how long typical questions take in an archive of many articles, whose statements are
//! made up here, not coded.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use dateline::event::{DatePrecision, PlacePrecision, SourceKind, Status};
use dateline::json::{
    ArticleRecord, AttributionRecord, DateRecord, EventRecord, PartyRecord, PlaceRecord, RunRecord,
    StatementRecord, TriggerRecord, WithWords, Words,
};
use dateline::ontology::{self, EventType};
use dateline_archive::{
    Addition, Archive, Area, Interval, Key, PartyFilter, Query, SeriesQuery, Sort,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{Dice, own_work};

/// No question may take longer.
const LONGEST: Duration = Duration::from_millis(200);
/// Each question is asked so often; the middle time counts, on Linux that of the core alone.
const TIMES: usize = 5;
/// Articles written in one transaction.
const TOGETHER: usize = 200;
/// The first day of the made-up news, and how many follow.
const FIRST: Date = date(2023, 1, 1);
const DAYS: u64 = 1000;

/// Countries, the ones most in the news first.
const COUNTRIES: &[&str] = &[
    "USA", "RUS", "UKR", "CHN", "ISR", "IRN", "IND", "GBR", "FRA", "DEU", "SYR", "TUR", "PAK",
    "PRK", "KOR", "JPN", "SDN", "NGA", "ETH", "EGY", "SAU", "YEM", "LBN", "IRQ", "AFG", "MMR",
    "PHL", "VNM", "THA", "IDN", "BRA", "ARG", "COL", "VEN", "MEX", "PER", "CHL", "ZAF", "KEN",
    "UGA", "COD", "RWA", "MLI", "NER", "TCD", "LBY", "TUN", "DZA", "MAR", "POL", "ROU", "HUN",
    "SRB", "GRC", "ITA", "ESP", "SWE", "NOR", "FIN", "GEO", "ARM", "AZE", "KAZ", "FJI",
];
const SECTORS: &[&str] = &[
    "GOV", "MIL", "REB", "CVL", "COP", "OPP", "LEG", "JUD", "BUS", "MED",
];
/// Trigger word and mode of each sort of act.
const ACTS: &[(EventType, &str, &str)] = &[
    (EventType::Consult, "meet", "visit"),
    (EventType::Assault, "shell", "heavy-weapons"),
    (EventType::Accuse, "accuse", "disapprove"),
    (EventType::Protest, "rally", "demo"),
    (EventType::Coerce, "arrest", "arrest"),
    (EventType::Agree, "promise", "meet"),
    (EventType::Aid, "deliver", "economic"),
    (EventType::Sanction, "expel", "expel"),
    (EventType::Mobilize, "deploy", "troops"),
    (EventType::Request, "urge", "change"),
];

/// Something that several outlets may tell.
#[derive(Clone)]
struct Happening {
    day: Date,
    act: usize,
    actor: (usize, usize),
    recipient: (usize, usize),
    place: usize,
    status: Status,
    names: [String; 3],
}

/// Makes the archive, asks ten questions, and prints how long each took.
///
/// # Errors
/// When the archive cannot be made, or a question takes longer than it may.
pub fn run(articles: usize, path: &Path) -> anyhow::Result<()> {
    if !path.exists() {
        make(articles, path).with_context(|| format!("make {}", path.display()))?;
    }
    let archive = Archive::open_to_read(path)?;
    let counts = archive.counts()?;
    println!(
        "{} articles, {} statements, {} events, {} of them told by several; {:.0} MB",
        counts.articles,
        counts.statements,
        counts.events,
        counts.joined,
        std::fs::metadata(path)?.len() as f64 / 1e6
    );
    let mut slow = Vec::new();
    for (name, question) in questions() {
        let mut times = Vec::new();
        let mut answers = 0;
        for _ in 0..TIMES {
            let (start, work) = (Instant::now(), own_work());
            answers = match &question {
                Question::Find(query) => archive.find(query)?.len(),
                Question::Series(query) => archive.series(query)?.cells.len(),
            };
            // What else runs on the machine must not count, where the work alone can be told.
            let own = own_work().zip(work).map(|(after, before)| after - before);
            times.push(own.unwrap_or_else(|| start.elapsed()));
        }
        times.sort_unstable();
        let middle = times[TIMES / 2];
        println!(
            "{:>8.1} ms  {answers:>7}  {name}",
            middle.as_secs_f64() * 1e3
        );
        if middle > LONGEST {
            slow.push(name);
        }
    }
    if !slow.is_empty() {
        bail!(
            "longer than {} ms: {}",
            LONGEST.as_millis(),
            slow.join("; ")
        );
    }
    Ok(())
}

enum Question {
    Find(Box<Query>),
    Series(Box<SeriesQuery>),
}

fn questions() -> Vec<(&'static str, Question)> {
    let find = |query: Query| {
        Question::Find(Box::new(Query {
            limit: Some(50),
            ..query
        }))
    };
    let count = |events: Query, interval, by: &[Key]| {
        Question::Series(Box::new(SeriesQuery {
            events,
            interval,
            by: by.to_vec(),
            stated_only: false,
        }))
    };
    let country = |code: &str| {
        vec![PartyFilter {
            country: Some(code.into()),
            ..PartyFilter::default()
        }]
    };
    let q = Query::default;
    let words = |words: &str| Some(words.to_string());
    vec![
        ("the newest events", find(q())),
        (
            "find a type in a month",
            find(Query {
                from: Some(date(2024, 3, 1)),
                to: Some(date(2024, 3, 31)),
                types: vec![EventType::Assault],
                ..q()
            }),
        ),
        (
            "find a dyad",
            find(Query {
                actors: country("RUS"),
                recipients: country("UKR"),
                ..q()
            }),
        ),
        (
            "find a name",
            find(Query {
                parties: vec![PartyFilter {
                    words: words("mushatam"),
                    ..PartyFilter::default()
                }],
                ..q()
            }),
        ),
        (
            "find within 300 km, told by two outlets at least",
            find(Query {
                area: Some(Area::Circle {
                    latitude: 50.0,
                    longitude: -150.0,
                    kilometres: 300.0,
                }),
                min_outlets: Some(2),
                ..q()
            }),
        ),
        (
            "find words in a country, surest first",
            find(Query {
                text: words("terkolin"),
                countries: vec!["SDN".into()],
                sort: Sort::Confidence,
                ..q()
            }),
        ),
        (
            "find denials of an official source at one outlet",
            find(Query {
                statuses: vec![Status::Denied],
                attributions: vec!["official".into()],
                outlets: vec!["Outlet 7".into()],
                ..q()
            }),
        ),
        (
            "series by country and month, all events",
            count(q(), Interval::Month, &[Key::Country]),
        ),
        (
            "series by dyad and week, one year of a country",
            count(
                Query {
                    from: Some(date(2024, 1, 1)),
                    to: Some(date(2024, 12, 31)),
                    actors: country("ISR"),
                    ..q()
                },
                Interval::Week,
                &[Key::Dyad],
            ),
        ),
        (
            "series by type and day, material conflict",
            count(
                Query {
                    quads: vec![4],
                    ..q()
                },
                Interval::Day,
                &[Key::Type],
            ),
        ),
    ]
}

fn make(articles: usize, path: &Path) -> anyhow::Result<()> {
    let mut archive = Archive::open_or_create(path)?;
    let mut dice = Dice::new();
    let run = RunRecord {
        dateline: env!("CARGO_PKG_VERSION").into(),
        model: "made up".into(),
        knowledge: "made up".into(),
    };
    let start = Instant::now();
    let mut made: Vec<(ArticleRecord, Vec<EventRecord>)> = Vec::new();
    let mut recent: Vec<Happening> = Vec::new();
    for number in 0..articles {
        let day = FIRST.checked_add(((number as u64 * DAYS / articles as u64) as i64).days())?;
        // A third of what is told was told before, these days, by others.
        let told: Vec<Happening> = (0..2)
            .map(|_| {
                if recent.len() > 20 && dice.below(3) == 0 {
                    let back = dice.below(20) as usize;
                    recent[recent.len() - 1 - back].clone()
                } else {
                    let new = happening(day, &mut dice);
                    recent.push(new.clone());
                    new
                }
            })
            .collect();
        if recent.len() > 1000 {
            recent.drain(..500);
        }
        made.push(article(number, day, &told, &run, &mut dice));
        if made.len() == TOGETHER || number + 1 == articles {
            archive.add_all(&Addition::of_run(&made, &run, jiff::Timestamp::UNIX_EPOCH))?;
            made.clear();
        }
    }
    archive.tidy()?;
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "made {articles} articles in {seconds:.0} s, {:.0}/s",
        articles as f64 / seconds
    );
    Ok(())
}

fn happening(day: Date, dice: &mut Dice) -> Happening {
    let party = |dice: &mut Dice| {
        (
            dice.skewed(COUNTRIES.len() as u64) as usize,
            dice.skewed(SECTORS.len() as u64) as usize,
        )
    };
    let statuses = [
        Status::Happened,
        Status::Happened,
        Status::Planned,
        Status::Denied,
        Status::Alleged,
    ];
    Happening {
        day: day
            .checked_sub((dice.below(3) as i64).days())
            .unwrap_or(day),
        act: dice.skewed(ACTS.len() as u64) as usize,
        actor: party(dice),
        recipient: party(dice),
        place: dice.below(2000) as usize,
        status: *dice.pick(&statuses),
        names: [
            dice.word() + &dice.word(),
            dice.word() + &dice.word(),
            dice.word(),
        ],
    }
}

fn article(
    number: usize,
    day: Date,
    told: &[Happening],
    run: &RunRecord,
    dice: &mut Dice,
) -> (ArticleRecord, Vec<EventRecord>) {
    let outlet = format!("Outlet {}", dice.skewed(300));
    let id = format!("{number:016x}");
    let title = format!(
        "{} {} {}",
        told[0].names[0], ACTS[told[0].act].1, told[0].names[1]
    );
    let mut text = title.clone();
    let mut sentences = Vec::new();
    for one in told {
        text += "\n\n";
        let start = text.len();
        text += &format!(
            "{} {} {} in {} on {}, officials said.",
            one.names[0], ACTS[one.act].1, one.names[1], one.names[2], one.day
        );
        sentences.push((start, text.len()));
        for _ in 0..80 {
            text.push(' ');
            text += &dice.word();
        }
    }
    let article = ArticleRecord {
        url: Some(format!("https://outlet.example/{number}")),
        publisher: Some(outlet),
        title: Some(title),
        published: Some(format!("{day}T08:00:00+00:00")),
        language: Some("en".into()),
        text,
        id,
        ..ArticleRecord::default()
    };
    let events = told.iter().zip(sentences).enumerate();
    let events = events
        .map(|(at, (one, span))| event(&article, at, one, span, run))
        .collect();
    (article, events)
}

fn event(
    article: &ArticleRecord,
    number: usize,
    one: &Happening,
    (start, end): (usize, usize),
    run: &RunRecord,
) -> EventRecord {
    let (event_type, trigger, mode) = ACTS[one.act];
    let sentence = &article.text[start..end];
    // All words made up are of ASCII letters: bytes are code points.
    let words = |part: &str| {
        let at = sentence.find(part).map(|at| start + at);
        Words {
            text: at.map(|_| part.to_string()),
            start: at,
            end: at.map(|at| at + part.len()),
        }
    };
    let party = |(country, sector): (usize, usize), name: &str| PartyRecord {
        name: name.into(),
        country: Some(COUNTRIES[country].into()),
        sector: Some(SECTORS[sector].into()),
        sectors: vec![SECTORS[sector].into()],
        ..PartyRecord::default()
    };
    let actor = party(one.actor, &one.names[0]);
    let recipient = party(one.recipient, &one.names[1]);
    let day = DateRecord {
        from: one.day,
        to: one.day,
        precision: DatePrecision::Day,
    };
    let place = PlaceRecord {
        name: one.names[2].clone(),
        country: Some(COUNTRIES[one.recipient.0].into()),
        latitude: Some((one.place % 120) as f64 - 50.0),
        longitude: Some((one.place % 340) as f64 - 170.0),
        precision: PlacePrecision::City,
        ..PlaceRecord::default()
    };
    let trigger_words = words(trigger);
    let statement = StatementRecord {
        article: article.source(),
        block: "paragraph".into(),
        sentence: number,
        start,
        end,
        text: sentence.into(),
        trigger: TriggerRecord {
            text: trigger.into(),
            start: trigger_words.start.unwrap_or(start),
            end: trigger_words.end.unwrap_or(start),
            lemma: trigger.into(),
        },
        event_type,
        modes: vec![mode.into()],
        contexts: Vec::new(),
        attribution: vec![WithWords {
            value: AttributionRecord {
                name: "officials".into(),
                kind: SourceKind::Official,
                country: None,
                verb: Some("said".into()),
            },
            words: words("officials"),
        }],
        status: one.status,
        date: Some(WithWords {
            words: words(&one.day.to_string()),
            value: day,
        }),
        place: Some(WithWords {
            words: words(&place.name),
            value: place.clone(),
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
        coded_by: vec!["made up".into()],
        run: run.clone(),
    };
    let modes = vec![mode.to_string()];
    EventRecord {
        schema: Default::default(),
        kind: Default::default(),
        id: format!("{number:x}{}", &article.id[1..]),
        event_type,
        quad: ontology::quad(event_type),
        intensity: ontology::intensity(event_type, &modes),
        cameo: ontology::cameo::<_, String>(event_type, &modes, &[]).into(),
        modes,
        contexts: Vec::new(),
        actors: vec![actor],
        recipients: vec![recipient],
        date: Some(day),
        place: Some(place),
        quantities: Vec::new(),
        status: one.status,
        outlets: 1,
        confidence: 0.8,
        statements: vec![statement],
    }
}
