//! How much speaks for two claims telling one happening: points for what agrees, less for what does not.
//!
//! | | for | against |
//! |---|---|---|
//! | type | the same one, a shared mode | another of its sort, other modes |
//! | days | stated and the same | a day apart; further: never one |
//! | place | the same, near, or one within the other | far apart, another country |
//! | parties | the same person, name, country with sector | other persons, other countries |
//! | words | telling words of sentences and articles shared | none shared |
//! | figures | the same number of the same | far apart |

use super::claim::{Claim, Standing, TO_COME, TOLERANCE, days_between, families, standing};
use crate::event::{PlacePrecision, QuantityRole};
use crate::json::{PartyRecord, PlaceRecord, QuantityRecord};
use crate::ontology::EventType;

/// Places so near count as one, in kilometres.
const NEAR: f64 = 30.0;

/// Points for two claims telling one happening; `None` where they cannot: other standing, other sort of act, other
/// days.
pub fn likeness(a: &Claim, b: &Claim) -> Option<f32> {
    if standing(a.event.status) != standing(b.event.status) {
        return None;
    }
    let kind = kinds(a, b)?;
    let days = days(a, b)?;
    let same_article = if a.article_id() == b.article_id() {
        -1.0
    } else {
        0.0
    };
    Some(
        kind + days
            + same_article
            + places(a.event.place.as_ref(), b.event.place.as_ref())
            + parties(a, b)
            + words(a, b)
            + figures(&a.event.quantities, &b.event.quantities),
    )
}

/// Points for a plan, threat, demand or denial and a deed belonging together; `None` where they cannot.
pub fn link(from: &Claim, deed: &Claim) -> Option<f32> {
    let how = standing(from.event.status);
    if !matches!(
        how,
        Standing::ToCome | Standing::Threatened | Standing::Demanded | Standing::Denied
    ) || standing(deed.event.status) != Standing::Done
    {
        return None;
    }
    let kind = kinds(from, deed)?;
    let days = if how == Standing::Denied || from.days.stated {
        days(from, deed)?
    } else {
        // Words about what is to come come before it.
        let wait = days_between(from.published?, deed.days.to);
        if !(0..=TO_COME).contains(&wait) {
            return None;
        }
        0.0
    };
    let told_before = match (how, from.published, deed.published) {
        (Standing::Denied, _, _) => true,
        (_, Some(words), Some(report)) => words <= report,
        _ => false,
    };
    let points = kind + days + places(from.event.place.as_ref(), deed.event.place.as_ref());
    told_before.then_some(points + parties(from, deed) + words(from, deed))
}

fn kinds(a: &Claim, b: &Claim) -> Option<f32> {
    let (x, y) = (a.event.event_type, b.event.event_type);
    let same_word = a.triggers.iter().any(|word| b.triggers.contains(word));
    let word = if same_word { 0.5 } else { 0.0 };
    if x != y {
        let related = families(x)
            .iter()
            .any(|family| families(y).contains(family));
        return related.then_some(word - 1.0);
    }
    let (m, n) = (&a.event.modes, &b.event.modes);
    let modes = if m.is_empty() || n.is_empty() {
        0.0
    } else if m.iter().any(|mode| n.contains(mode)) {
        0.4
    } else if m.iter().all(|mode| is_weapon(mode)) && n.iter().all(|mode| is_weapon(mode)) {
        // Drones, rockets and bombs are told apart only by the careful.
        -0.2
    } else {
        -0.7
    };
    Some(0.5 + modes + word)
}

fn is_weapon(mode: &str) -> bool {
    matches!(
        mode,
        "aerial" | "drone" | "heavy-weapons" | "explosives" | "destroy" | "targeted" | "firearms"
    )
}

fn days(a: &Claim, b: &Claim) -> Option<f32> {
    let gap = days_between(a.days.to, b.days.from).max(days_between(b.days.to, a.days.from));
    if gap > TOLERANCE {
        return None;
    }
    let both = a.days.stated && b.days.stated;
    let exact =
        days_between(a.days.from, a.days.to) == 0 && days_between(b.days.from, b.days.to) == 0;
    Some(match (both, gap > 0) {
        (true, false) if exact => 0.8,
        (true, false) => 0.2,
        (true, true) => -0.8,
        (false, false) => 0.2,
        (false, true) => -0.3,
    })
}

fn places(a: Option<&PlaceRecord>, b: Option<&PlaceRecord>) -> f32 {
    let (Some(a), Some(b)) = (a, b) else {
        return 0.0;
    };
    let differs = |x: &Option<String>, y: &Option<String>| x.is_some() && y.is_some() && x != y;
    let exact = |place: &PlaceRecord| {
        matches!(
            place.precision,
            PlacePrecision::City | PlacePrecision::Site | PlacePrecision::Admin2
        )
    };
    let same = a.geonames.is_some() && a.geonames == b.geonames || a.name == b.name;
    if same && !differs(&a.country, &b.country) {
        return match a.precision {
            PlacePrecision::Country | PlacePrecision::Region => 0.2,
            PlacePrecision::Admin1 => 0.6,
            _ => 1.0,
        };
    }
    let apart = distance(a, b);
    if exact(a) && exact(b) {
        return match apart {
            Some(km) if km <= NEAR => 0.5,
            Some(km) if km <= 3.0 * NEAR => -0.7,
            _ => -2.0,
        };
    }
    if differs(&a.country, &b.country) {
        return -1.5;
    }
    let coarse = |place: &PlaceRecord| {
        matches!(
            place.precision,
            PlacePrecision::Country | PlacePrecision::Region
        )
    };
    if coarse(a) || coarse(b) {
        return 0.1;
    }
    // A region and a place in it or elsewhere.
    if differs(&a.admin1, &b.admin1) {
        -1.0
    } else {
        0.4
    }
}

/// Kilometres between two places along a great circle.
fn distance(a: &PlaceRecord, b: &PlaceRecord) -> Option<f64> {
    const EARTH_KM: f64 = 6371.0;
    let (y1, y2) = (a.latitude?.to_radians(), b.latitude?.to_radians());
    let (x1, x2) = (a.longitude?.to_radians(), b.longitude?.to_radians());
    let haversine =
        ((y2 - y1) / 2.0).sin().powi(2) + y1.cos() * y2.cos() * ((x2 - x1) / 2.0).sin().powi(2);
    Some(2.0 * EARTH_KM * haversine.sqrt().min(1.0).asin())
}

/// Points for the two sides; talks and clashes are told from either side.
pub(super) fn parties(a: &Claim, b: &Claim) -> f32 {
    let (a, b) = (&a.event, &b.event);
    let straight = side(&a.actors, &b.actors) + side(&a.recipients, &b.recipients);
    let either_way = matches!(
        a.event_type,
        EventType::Consult
            | EventType::Agree
            | EventType::Support
            | EventType::Cooperate
            | EventType::Assault
    );
    if !either_way {
        return straight;
    }
    let crossed = side(&a.actors, &b.recipients) + side(&a.recipients, &b.actors) - 0.2;
    // One of them names all parties on one side.
    let all = |actors: &[PartyRecord], recipients: &[PartyRecord]| -> Vec<PartyRecord> {
        actors.iter().chain(recipients).cloned().collect()
    };
    let (x, y) = (all(&a.actors, &a.recipients), all(&b.actors, &b.recipients));
    let one_sided =
        a.recipients.is_empty() != b.recipients.is_empty() && x.len() > 1 && y.len() > 1;
    let pooled = if one_sided { side(&x, &y) } else { f32::MIN };
    straight.max(crossed).max(pooled)
}

fn side(a: &[PartyRecord], b: &[PartyRecord]) -> f32 {
    let best = a
        .iter()
        .flat_map(|x| b.iter().map(|y| party(x, y)))
        .max_by(f32::total_cmp);
    best.unwrap_or(0.0)
}

/// Points for two being the same party.
fn party(a: &PartyRecord, b: &PartyRecord) -> f32 {
    if let (Some(x), Some(y)) = (&a.person, &b.person) {
        return if same_person(x, y) { 1.6 } else { -1.5 };
    }
    if a.id.is_some() && a.id == b.id {
        return 1.2;
    }
    let same_name = a.name.to_lowercase() == b.name.to_lowercase();
    match (&a.country, &b.country) {
        (Some(x), Some(y)) if x != y => -1.5,
        (Some(_), Some(_)) => match (&a.sector, &b.sector) {
            _ if same_name => 1.2,
            (Some(x), Some(y)) if x == y => 0.7,
            (Some(x), Some(y)) if is_state(x) && is_state(y) => 0.3,
            (Some(_), Some(_)) => -0.4,
            _ => 0.4,
        },
        _ if same_name => 0.9,
        _ if a.sector.is_some() && a.sector == b.sector => 0.2,
        _ if a.sector.is_some() && b.sector.is_some() => -0.2,
        _ => 0.0,
    }
}

fn is_state(sector: &str) -> bool {
    matches!(sector, "GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY")
}

/// A full name and its surname are one person.
fn same_person(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let ends = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-']))
    };
    ends(&a, &b) || ends(&b, &a)
}

fn words(a: &Claim, b: &Claim) -> f32 {
    let sentences = a.words.likeness(&b.words);
    let articles = a.article.topic.likeness(&b.article.topic);
    4.0 * (sentences - 0.2) + 4.0 * (articles - 0.2)
}

/// Points for figures: the same dead speak for one happening; a report may be out by some, not by far.
fn figures(a: &[QuantityRecord], b: &[QuantityRecord]) -> f32 {
    let mut points: f32 = 0.0;
    for x in a {
        for y in b.iter().filter(|y| x.role == y.role) {
            let counted_alike = x.role != QuantityRole::Other || x.of == y.of;
            if !counted_alike || x.role == QuantityRole::Money && x.of != y.of {
                continue;
            }
            let overlap = x.low <= y.high && y.low <= x.high;
            let (low, high) = (x.value.min(y.value), x.value.max(y.value));
            points += match () {
                () if x.value == y.value && x.value > 2.0 => 0.6,
                () if overlap => 0.2,
                () if high > 3.0 * low => -0.6,
                () => -0.1,
            };
        }
    }
    points.clamp(-0.8, 0.9)
}

/// Whether two are taken for one party.
pub(super) fn same_party(a: &PartyRecord, b: &PartyRecord) -> bool {
    party(a, b) >= 0.4
}
