//! One happening, one event: joins the statements of an article that tell the same thing.
//!
//! Two statements are joined when they are of one type, stand alike (a plan is never joined with its fulfilment),
//! nothing in them contradicts (parties, persons, dates, places, modes), and something besides the type ties them
//! together. Every statement is kept as evidence.

use crate::event::{
    DatePrecision, Event, Filled, Party, PlacePrecision, PlaceRef, Quantity, Statement, Status,
    When, event_id,
};
use crate::ontology::EventType;

/// Statements further apart than this many sentences need a shared date or trigger word to be one happening.
const NEAR: usize = 6;

/// How much several statements of one article count as witnesses of their own; they share writer and coder.
const TOGETHER: f32 = 0.4;

/// Joins statements of one article into events, in the order of their first mention.
pub fn merge(statements: Vec<Statement>) -> Vec<Event> {
    let mut groups: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        let fitting = groups.iter().position(|group| {
            group.iter().all(|other| compatible(other, &statement))
                && group.iter().any(|other| tied(other, &statement))
        });
        match fitting {
            Some(index) => groups[index].push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups.into_iter().map(event).collect()
}

/// Which acts may be one: a fact with a fact, a plan with a plan.
fn standing(status: Status) -> u8 {
    match status {
        Status::Happened | Status::Ongoing | Status::Alleged => 0,
        Status::Planned | Status::Promised | Status::Forecast => 1,
        Status::Demanded => 2,
        Status::Threatened => 3,
        Status::Denied => 4,
        Status::Hypothetical => 5,
    }
}

/// Whether nothing in two statements speaks against their telling one happening.
fn compatible(a: &Statement, b: &Statement) -> bool {
    a.event_type == b.event_type
        && standing(a.status) == standing(b.status)
        && modes_agree(&a.modes, &b.modes)
        && dates_agree(a, b)
        && places_agree(a.place.as_ref(), b.place.as_ref())
        && (sides_agree(&a.actors, &b.actors) && sides_agree(&a.recipients, &b.recipients)
            || swapped(a, b))
}

/// Talks are told from either side: "Rudenko met Choe", "Choe received Rudenko".
fn swapped(a: &Statement, b: &Statement) -> bool {
    if a.event_type != EventType::Consult || a.actors.is_empty() || b.actors.is_empty() {
        return false;
    }
    if a.recipients.is_empty() || b.recipients.is_empty() {
        // One of them names all parties as actors.
        return all_countries(a) == all_countries(b) && all_countries(a).len() > 1;
    }
    sides_agree(&a.actors, &b.recipients) && sides_agree(&a.recipients, &b.actors)
}

fn all_countries(statement: &Statement) -> Vec<&str> {
    let both = statement.actors.iter().chain(&statement.recipients);
    let mut countries: Vec<&str> = both
        .filter_map(|party| party.value.country.as_deref())
        .collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// Whether two compatible statements share something that makes them one happening rather than two alike.
fn tied(a: &Statement, b: &Statement) -> bool {
    let near = a.sentence.abs_diff(b.sentence) <= NEAR;
    let same_date = match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.value.from == y.value.from && x.value.to == y.value.to,
        _ => false,
    };
    let actors = shares_party(&a.actors, &b.actors) || swapped(a, b);
    let recipients = shares_party(&a.recipients, &b.recipients);
    let same_word = a.trigger_lemma == b.trigger_lemma;
    let same_count = a.quantities.iter().any(|x| {
        b.quantities.iter().any(|y| {
            x.value.value == y.value.value && x.value.role == y.value.role && x.value.value > 1.0
        })
    });
    // One sentence seldom tells one happening twice with other parties: "deployed soldiers, but specialised units
    // have since been sent".
    if a.sentence == b.sentence && !same_word && !same_names(&a.actors, &b.actors) {
        return false;
    }
    // "left for Russia", "the trip": acts of one mode between the same two; without a mode only the same word will do.
    let same_mode = a.modes.iter().any(|mode| b.modes.contains(mode));
    match (actors, recipients) {
        (true, true) => same_date || same_count || near && (same_word || same_mode),
        (true, false) | (false, true) => {
            same_count
                || same_date && (same_word || same_mode)
                || near && same_word
                || near && same_mode && one_sided(a, b)
        }
        (false, false) => same_count && (near || same_date),
    }
}

/// Whether one of two statements names one side only: "the visit" after "her visit to Hanoi".
fn one_sided(a: &Statement, b: &Statement) -> bool {
    [a, b]
        .iter()
        .any(|statement| statement.actors.is_empty() || statement.recipients.is_empty())
}

fn modes_agree(a: &[&str], b: &[&str]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|mode| b.contains(mode))
}

fn dates_agree(a: &Statement, b: &Statement) -> bool {
    match (&a.when, &b.when) {
        (Some(x), Some(y)) => x.value.from <= y.value.to && y.value.from <= x.value.to,
        _ => true,
    }
}

fn places_agree(a: Option<&Filled<PlaceRef>>, b: Option<&Filled<PlaceRef>>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    let (a, b) = (&a.value, &b.value);
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return false;
    }
    let exact =
        |place: &PlaceRef| matches!(place.precision, PlacePrecision::City | PlacePrecision::Site);
    !(exact(a) && exact(b)) || a.name == b.name || a.geonames.is_some() && a.geonames == b.geonames
}

/// Whether two sides may be the same people: one unknown, or a shared party.
fn sides_agree(a: &[Filled<Party>], b: &[Filled<Party>]) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    let persons_differ = a.iter().all(|x| x.value.person.is_some())
        && b.iter().all(|x| x.value.person.is_some())
        && !a
            .iter()
            .any(|x| b.iter().any(|y| same_person(&x.value, &y.value)));
    !persons_differ
        && a.iter()
            .any(|x| b.iter().any(|y| parties_agree(&x.value, &y.value)))
}

fn shares_party(a: &[Filled<Party>], b: &[Filled<Party>]) -> bool {
    a.iter()
        .any(|x| b.iter().any(|y| parties_agree(&x.value, &y.value)))
}

/// Whether a party of the one side is named as one of the other is, or one side is open.
fn same_names(a: &[Filled<Party>], b: &[Filled<Party>]) -> bool {
    a.is_empty()
        || b.is_empty()
        || a.iter()
            .any(|x| b.iter().any(|y| x.value.name == y.value.name))
}

fn parties_agree(a: &Party, b: &Party) -> bool {
    if a.id.is_some() && a.id == b.id || a.name == b.name {
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

fn same_person(a: &Party, b: &Party) -> bool {
    let (Some(x), Some(y)) = (&a.person, &b.person) else {
        return false;
    };
    a.id.is_some() && a.id == b.id
        || x == y
        || x.ends_with(&format!(" {y}"))
        || y.ends_with(&format!(" {x}"))
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
        modes.extend(other.modes.iter().filter(|mode| !best.modes.contains(mode)));
        contexts.extend(&other.contexts);
    }
    modes.dedup();
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
        actors: side(&statements, |s| &s.actors),
        recipients: side(&statements, |s| &s.recipients),
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
    let filled = [
        !statement.actors.is_empty(),
        !statement.recipients.is_empty(),
        statement.when.is_some(),
    ];
    statement.confidence + 0.15 * filled.iter().filter(|filled| **filled).count() as f32
}

/// The parties of one side: those of the first statement that names any, made fuller by the others.
fn side(statements: &[Statement], pick: impl Fn(&Statement) -> &Vec<Filled<Party>>) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for statement in statements {
        if parties.is_empty() {
            parties = pick(statement)
                .iter()
                .map(|party| party.value.clone())
                .collect();
            continue;
        }
        for other in pick(statement) {
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
    use crate::event::{Span, When};
    use dateline_page::BlockKind;
    use jiff::civil::date;

    /// A visit of a country's government to another, told in a sentence.
    fn visit(sentence: usize, actor: &str, recipient: &str) -> Statement {
        Statement {
            article: "a".into(),
            block: BlockKind::Paragraph,
            sentence,
            span: Span::default(),
            trigger: Span {
                start: sentence * 100,
                end: sentence * 100 + 5,
            },
            trigger_lemma: "visit".into(),
            event_type: EventType::Consult,
            modes: vec!["visit"],
            contexts: Vec::new(),
            actors: party(actor),
            recipients: party(recipient),
            when: None,
            place: None,
            quantities: Vec::new(),
            status: Status::Happened,
            attribution: Vec::new(),
            confidence: 0.8,
            coded_by: Vec::new(),
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
                vec![visit(0, "PRK", ""), visit(1, "", "RUS")],
                2,
            ),
            (
                "far apart, same day",
                vec![
                    on(visit(0, "PRK", "RUS"), 18),
                    on(visit(40, "PRK", "RUS"), 18),
                ],
                1,
            ),
        ];
        for (name, statements, expected) in cases {
            assert_eq!(merge(statements).len(), expected, "{name}");
        }
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
        let events = merge(vec![rough, on(visit(1, "PRK", "RUS"), 18)]);
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].statements.len(), 2);
        assert_eq!(events[0].when, Some(When::day(date(2025, 3, 18))));
        assert!(
            events[0].confidence > 0.8,
            "two statements are surer than one"
        );
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
        let events = merge(vec![
            with(visit(0, "PRK", "RUS"), toll(54.0)),
            with(visit(1, "PRK", "RUS"), toll(37.0)),
        ]);
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
