//! One happening, one event: joins the statements of an article that tell the same thing.
//!
//! The chance that two statements tell one happening is [`chance`]; groups are joined, the likeliest first, as long as their
//! statements are likely enough to be one on the mean. Every statement is kept as evidence.

use dateline_page::BlockKind;

use super::retold::chance;
use crate::event::{
    DatePrecision, Event, Filled, Party, PlacePrecision, PlaceRef, Quantity, Statement, When,
    event_id,
};

/// Groups of statements whose mean chance of being one happening is below this stay apart. From 0.35 to 0.45 the events of the seen
/// passages are as good within half a point (F1); below 0.42 many reports of one crime (ECB+) fall together with its aftermath.
const LIKELY: f32 = 0.42;

/// Statements further apart, in sentences, are not compared, but with the title's: they are hardly ever one happening.
const REACH: usize = 80;

/// So many statements that hang together are compared at once; more are taken by so many, in text order.
const MOST: usize = 200;

/// How much several statements of one article count as witnesses of their own; they share writer and coder.
const TOGETHER: f32 = 0.4;

/// Joins statements of one article, whose text is given, into events, in the order of their first mention.
pub fn merge(statements: Vec<Statement>, text: &str) -> Vec<Event> {
    let groups = groups(&statements, text);
    let mut statements: Vec<Option<Statement>> = statements.into_iter().map(Some).collect();
    let mut take = |group: Vec<usize>| {
        group
            .into_iter()
            .filter_map(|i| statements[i].take())
            .collect()
    };
    groups.into_iter().map(|group| event(take(group))).collect()
}

/// The numbers of the statements that tell one happening, each group and all groups in order.
fn groups(statements: &[Statement], text: &str) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = linked(statements, text)
        .iter()
        .flat_map(|some| some.chunks(MOST))
        .flat_map(|some| joined(statements, some, text))
        .collect();
    groups.sort_unstable();
    groups
}

/// The numbers of statements that hang together by likely pairs: no group that is joined goes beyond one of these.
fn linked(statements: &[Statement], text: &str) -> Vec<Vec<usize>> {
    let mut part_of: Vec<usize> = (0..statements.len()).collect();
    let mut parts: Vec<Vec<usize>> = part_of.iter().map(|&i| vec![i]).collect();
    for (i, a) in statements.iter().enumerate() {
        for (j, b) in statements.iter().enumerate().skip(i + 1) {
            if a.block != BlockKind::Title && b.sentence > a.sentence + REACH {
                break;
            }
            let (one, other) = (part_of[i], part_of[j]);
            if one != other && chance(a, b, text).is_some_and(|chance| chance >= LIKELY) {
                let moved = std::mem::take(&mut parts[other]);
                for &statement in &moved {
                    part_of[statement] = one;
                }
                parts[one].extend(moved);
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    for part in &mut parts {
        part.sort_unstable();
    }
    parts
}

/// Joins some of the statements into groups, the likeliest pair of groups first.
fn joined(statements: &[Statement], some: &[usize], text: &str) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = some.iter().map(|&i| vec![i]).collect();
    // The sum of chances between the statements of two groups; no end below 0 where two cannot be one.
    let mut sums = vec![vec![0.0; some.len()]; some.len()];
    for (i, &a) in some.iter().enumerate() {
        for (j, &b) in some.iter().enumerate().skip(i + 1) {
            let chance = chance(&statements[a], &statements[b], text);
            sums[i][j] = chance.unwrap_or(f32::NEG_INFINITY);
            sums[j][i] = sums[i][j];
        }
    }
    loop {
        let mut best = (LIKELY, 0, 0);
        for i in 0..groups.len() {
            for j in i + 1..groups.len() {
                let mean = sums[i][j] / (groups[i].len() * groups[j].len()) as f32;
                if mean > best.0 {
                    best = (mean, i, j);
                }
            }
        }
        let (_, i, j) = best;
        if i == j {
            break;
        }
        let other = groups.remove(j);
        groups[i].extend(other);
        groups[i].sort_unstable();
        let of_other = sums.remove(j);
        for (k, sum) in of_other.iter().enumerate() {
            sums[i][k] += sum;
        }
        for row in &mut sums {
            row[i] += row[j];
            row.remove(j);
        }
    }
    groups
}

/// Whether two parties of one side may be the same: the one makes the other fuller.
fn parties_agree(a: &Party, b: &Party) -> bool {
    if a.is_named_as(b) {
        return true;
    }
    match (&a.country, &b.country) {
        (Some(x), Some(y)) => x == y && sectors_agree(a, b),
        (None, None) => a.sector.is_some() && a.sector == b.sector,
        _ => false,
    }
}

/// A country as a whole agrees with its government and army, not with its rebels and protesters.
fn sectors_agree(a: &Party, b: &Party) -> bool {
    const STATE: &[&str] = &["GOV", "MIL", "LEG", "JUD", "COP", "SPY"];
    match (a.sector.as_deref(), b.sector.as_deref()) {
        (Some(x), Some(y)) => {
            x == y || STATE.contains(&x) && STATE.contains(&y) && (x == "GOV" || y == "GOV")
        }
        (Some(x), None) | (None, Some(x)) => STATE.contains(&x),
        (None, None) => true,
    }
}

/// What the statements of one happening agree on; the surest statement leads.
fn event(mut statements: Vec<Statement>) -> Event {
    let id = event_id(&statements[0]);
    // A stable sort: of equally sure statements the earlier one leads.
    statements.sort_by(|a, b| fullness(b).total_cmp(&fullness(a)));
    let best = &statements[0];
    let mut modes = best.modes.clone();
    let mut contexts = best.contexts.clone();
    for other in &statements[1..] {
        for mode in &other.modes {
            if !modes.contains(mode) {
                modes.push(mode);
            }
        }
        contexts.extend(&other.contexts);
    }
    contexts.sort_unstable();
    contexts.dedup();
    let misses: f32 = statements
        .iter()
        .map(|statement| 1.0 - statement.confidence)
        .product();
    Event {
        id,
        event_type: best.event_type,
        modes,
        contexts,
        actors: side(&statements, |s| s.told().0, |s| &s.actors),
        recipients: side(&statements, |s| s.told().1, |s| &s.recipients),
        when: finest_date(&statements),
        place: finest_place(&statements),
        quantities: quantities(&statements),
        status: best.status,
        outlets: 1,
        confidence: best.confidence + TOGETHER * (1.0 - misses - best.confidence).max(0.0),
        statements,
    }
}

/// How much a statement tells, weighed with how sure it is.
fn fullness(statement: &Statement) -> f32 {
    let (actors, recipients) = statement.told();
    let filled = [
        !actors.is_empty(),
        !recipients.is_empty(),
        statement.when.is_some(),
    ];
    statement.confidence + 0.15 * filled.iter().filter(|filled| **filled).count() as f32
}

/// The parties of one side: those of the first statement that names any, made fuller by the others; where none does, what the first
/// has from the rest of the article.
fn side<'a>(
    statements: &'a [Statement],
    told: impl Fn(&'a Statement) -> &'a [Filled<Party>],
    all: impl Fn(&'a Statement) -> &'a [Filled<Party>],
) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for statement in statements {
        if parties.is_empty() {
            parties = told(statement)
                .iter()
                .map(|party| party.value.clone())
                .collect();
            continue;
        }
        for other in told(statement) {
            let same = parties
                .iter_mut()
                .find(|known| parties_agree(known, &other.value));
            if let Some(known) = same {
                let fuller =
                    known.person.is_none() && other.value.person.is_some() && known.role.is_none();
                if known.sector.is_none() && other.value.sector.is_some()
                    || fuller && known.sector == other.value.sector
                {
                    *known = other.value.clone();
                }
            }
        }
    }
    if parties.is_empty()
        && let Some(guessed) = statements.iter().map(all).find(|side| !side.is_empty())
    {
        parties = guessed.iter().map(|party| party.value.clone()).collect();
    }
    let mut unique: Vec<Party> = Vec::new();
    for party in parties {
        if !unique.contains(&party) {
            unique.push(party);
        }
    }
    unique
}

fn finest_date(statements: &[Statement]) -> Option<When> {
    let rank = |when: &When| match when.precision {
        DatePrecision::Instant => 0,
        other => 1 + other as u8,
    };
    statements
        .iter()
        .filter_map(|s| s.when.as_ref())
        .map(|when| when.value)
        .min_by_key(rank)
}

fn finest_place(statements: &[Statement]) -> Option<PlaceRef> {
    let rank = |place: &PlaceRef| match place.precision {
        PlacePrecision::Site | PlacePrecision::City => 0,
        PlacePrecision::Admin2 => 1,
        PlacePrecision::Admin1 => 2,
        PlacePrecision::Region => 3,
        PlacePrecision::Country => 4,
    };
    statements
        .iter()
        .filter_map(|s| s.place.as_ref())
        .map(|place| &place.value)
        .min_by_key(|p| rank(p))
        .cloned()
}

/// One figure for each thing counted: the best of the first statement that gives one, with the span of all.
fn quantities(statements: &[Statement]) -> Vec<Quantity> {
    let mut all: Vec<Quantity> = Vec::new();
    for quantity in statements
        .iter()
        .flat_map(|s| &s.quantities)
        .map(|q| &q.value)
    {
        match all
            .iter_mut()
            .find(|known| known.role == quantity.role && known.of == quantity.of)
        {
            Some(known) => {
                known.low = known.low.min(quantity.low);
                known.high = known.high.max(quantity.high);
                known.approximate |= quantity.approximate || known.value != quantity.value;
            }
            None => all.push(quantity.clone()),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Status;
    use crate::ontology::EventType;
    use jiff::civil::date;

    /// A visit of a country's government to another, told in a sentence.
    fn visit(sentence: usize, actor: &str, recipient: &str) -> Statement {
        Statement {
            trigger_lemma: "visit".into(),
            modes: vec!["visit"],
            actors: party(actor),
            recipients: party(recipient),
            ..Statement::bare(EventType::Consult, sentence)
        }
    }

    fn party(country: &str) -> Vec<Filled<Party>> {
        let one = |code: &str| {
            Filled::given(Party {
                name: code.into(),
                country: Some(code.into()),
                sector: Some("GOV".into()),
                ..Party::default()
            })
        };
        country
            .split(' ')
            .filter(|code| !code.is_empty())
            .map(one)
            .collect()
    }

    fn on(mut statement: Statement, day: i8) -> Statement {
        statement.when = Some(Filled::given(When::day(date(2025, 3, day))));
        statement
    }

    fn with(mut statement: Statement, change: impl Fn(&mut Statement)) -> Statement {
        change(&mut statement);
        statement
    }

    #[test]
    fn what_is_one_happening() {
        let person = |name: &'static str| {
            move |s: &mut Statement| s.actors[0].value.person = Some(name.into())
        };
        let planned = |s: &mut Statement| s.status = Status::Planned;
        let other_word = |s: &mut Statement| {
            s.trigger_lemma = "talks".into();
            s.modes.clear();
        };
        let in_city = |name: &'static str| {
            move |s: &mut Statement| {
                s.place = Some(Filled::given(PlaceRef {
                    name: name.into(),
                    country: Some("RUS".into()),
                    precision: PlacePrecision::City,
                    ..PlaceRef::default()
                }));
            }
        };
        let cases = [
            (
                "the same visit told twice",
                vec![visit(0, "PRK", "RUS"), visit(3, "PRK", "RUS")],
                1,
            ),
            (
                "another visitor",
                vec![visit(0, "PRK", "RUS"), visit(1, "CHN", "RUS")],
                2,
            ),
            (
                "another day",
                vec![
                    on(visit(0, "PRK", "RUS"), 17),
                    on(visit(1, "PRK", "RUS"), 18),
                ],
                2,
            ),
            (
                "a plan and its fulfilment",
                vec![
                    with(visit(0, "PRK", "RUS"), planned),
                    visit(1, "PRK", "RUS"),
                ],
                2,
            ),
            (
                "two persons",
                vec![
                    with(visit(0, "PRK", "RUS"), person("Yun Jong-ho")),
                    with(visit(1, "PRK", "RUS"), person("Jon Sol-ryong")),
                ],
                2,
            ),
            (
                "full name and surname",
                vec![
                    with(visit(0, "RUS", "PRK"), person("Andrey Rudenko")),
                    with(visit(1, "RUS", "PRK"), person("Rudenko")),
                ],
                1,
            ),
            (
                "the host left out",
                vec![visit(0, "PRK", "RUS"), visit(1, "PRK", "")],
                1,
            ),
            (
                "nothing shared",
                vec![visit(0, "PRK", ""), with(visit(5, "", "RUS"), other_word)],
                2,
            ),
            (
                "another place",
                vec![
                    with(visit(0, "PRK", "RUS"), in_city("Moscow")),
                    with(visit(1, "PRK", "RUS"), in_city("Kazan")),
                ],
                2,
            ),
            (
                "two that cannot be one, and one that could be either",
                vec![
                    visit(0, "PRK", "RUS"),
                    visit(1, "CHN", "RUS"),
                    visit(2, "", "RUS"),
                ],
                2,
            ),
            (
                "said and denied",
                vec![
                    visit(0, "PRK", "RUS"),
                    with(visit(1, "PRK", "RUS"), |s| s.status = Status::Denied),
                ],
                1,
            ),
        ];
        for (name, statements, expected) in cases {
            assert_eq!(merge(statements, "").len(), expected, "{name}");
        }
    }

    #[test]
    fn a_book_of_statements_is_joined_too() {
        let many = (0..3000)
            .map(|number| visit(number, "PRK", "RUS"))
            .collect();
        let events = merge(many, "");
        let kept: usize = events.iter().map(|event| event.statements.len()).sum();
        assert_eq!(kept, 3000);
        assert!(events.len() < 2000, "{} events", events.len());
    }

    #[test]
    fn every_statement_is_kept_and_the_finest_date_wins() {
        let month = When {
            from: date(2025, 3, 1),
            to: date(2025, 3, 31),
            precision: DatePrecision::Month,
        };
        let rough = with(visit(0, "PRK", "RUS"), |s| {
            s.when = Some(Filled::given(month))
        });
        let events = merge(vec![rough, on(visit(1, "PRK", "RUS"), 18)], "");
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].statements.len(), 2);
        assert_eq!(events[0].when, Some(When::day(date(2025, 3, 18))));
        assert!(
            events[0].confidence > 0.8,
            "two statements are surer than one"
        );
    }

    #[test]
    fn each_mode_is_named_once_the_surest_statement_s_first() {
        let by = |confidence: f32, modes: &'static [&'static str]| {
            with(visit(0, "PRK", "RUS"), |s| {
                s.confidence = confidence;
                s.modes = modes.to_vec();
            })
        };
        let told = [
            by(0.5, &["drone", "aerial"]),
            by(0.9, &["targeted"]),
            by(0.4, &["drone"]),
        ];
        assert_eq!(event(told.to_vec()).modes, ["targeted", "drone", "aerial"]);
    }

    #[test]
    fn conflicting_tolls_give_a_range() {
        let toll = |value: f64| {
            move |s: &mut Statement| {
                let quantity = Quantity {
                    value,
                    low: value,
                    high: value,
                    of: "people".into(),
                    ..Quantity::default()
                };
                s.quantities = vec![Filled::given(quantity)];
            }
        };
        let events = merge(
            vec![
                with(visit(0, "PRK", "RUS"), toll(54.0)),
                with(visit(1, "PRK", "RUS"), toll(37.0)),
            ],
            "",
        );
        assert_eq!(events.len(), 1);
        let quantity = &events[0].quantities[0];
        assert_eq!(
            (
                quantity.value,
                quantity.low,
                quantity.high,
                quantity.approximate
            ),
            (54.0, 37.0, 54.0, true)
        );
    }
}
