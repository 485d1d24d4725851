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

use std::collections::BTreeSet;

use super::claim::{Claim, Standing, TO_COME, TOLERANCE, days_between, families, standing};
use crate::event::{PlacePrecision, QuantityRole};
use crate::json::{EventRecord, PartyRecord, PlaceRecord, QuantityRecord};
use crate::ontology::EventType;

/// Places so near count as one, in kilometres.
const NEAR: f64 = 30.0;

/// What speaks for two claims telling one happening, and what against: each about -2 to 2, and 0 where nothing is
/// known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// The same type, mode and trigger word.
    pub kind: f32,
    /// The same days.
    pub days: f32,
    /// The same place.
    pub place: f32,
    /// The same parties on the same sides.
    pub parties: f32,
    /// Telling words shared by the sentences: a cosine, 0 to 1.
    pub sentences: f32,
    /// Telling words shared by the articles: a cosine, 0 to 1.
    pub articles: f32,
    /// The same figures.
    pub figures: f32,
    /// 1 for two claims of one article or text, which were not joined there.
    pub same_article: f32,
}

impl Evidence {
    /// All of it weighed: more than 0 where one happening is the likelier.
    ///
    /// The weights are those of a logistic regression over pairs of claims of the stories for building and of the
    /// training topics of ECB+, rounded.
    pub fn points(&self) -> f32 {
        1.1 * self.kind
            + self.days
            + 1.1 * self.place
            + 0.7 * self.parties
            + 0.6 * self.sentences
            + 8.0 * self.articles.min(ALIKE)
            + 1.8 * self.figures
            - 1.5 * self.same_article
            - 4.0
    }
}

/// Articles with more words in common than this are no surer to tell one happening: they are one text, or short.
const ALIKE: f32 = 0.6;

/// The evidence for two claims telling one happening; `None` where they cannot: other standing, other sort of act,
/// other days.
pub fn evidence(a: &Claim, b: &Claim) -> Option<Evidence> {
    if standing(a.event.status) != standing(b.event.status) {
        return None;
    }
    let (kind, days) = (kinds(a, b)?, days(a, b)?);
    if is_answer(&a.event, &b.event) {
        return None;
    }
    let sentences = a.words.likeness(&b.words);
    let articles = a.article.topic.likeness(&b.article.topic);
    // Two passages of a text that another outlet reprints are as good as two of one article.
    let is_one_text = a.article_id() == b.article_id()
        || articles > 0.8 && sentences < 0.5 && a.article.print.is_reprint_of(&b.article.print);
    Some(Evidence {
        kind,
        days,
        place: places(a.event.place.as_ref(), b.event.place.as_ref()),
        parties: parties(a, b),
        sentences,
        articles,
        figures: figures(&a.event.quantities, &b.event.quantities),
        same_article: f32::from(u8::from(is_one_text)),
    })
}

/// Points for two claims telling one happening: [`Evidence::points`] of their [`evidence`].
pub fn likeness(a: &Claim, b: &Claim) -> Option<f32> {
    evidence(a, b).map(|evidence| evidence.points())
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
    let is_dated = from.days.is_none_or(|days| days.stated);
    let days = if how == Standing::Denied || is_dated {
        days(from, deed)?
    } else {
        // Words about what is to come come before it.
        let wait = days_between(from.published?, deed.days?.to);
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
    let evidence = Evidence {
        kind,
        days,
        place: places(from.event.place.as_ref(), deed.event.place.as_ref()),
        parties: parties(from, deed),
        sentences: from.words.likeness(&deed.words),
        articles: from.article.topic.likeness(&deed.article.topic),
        ..Evidence::default()
    };
    told_before.then_some(evidence.points())
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
    let (Some(a), Some(b)) = (a.days, b.days) else {
        return Some(0.0);
    };
    let gap = days_between(a.to, b.from).max(days_between(b.to, a.from));
    if gap > TOLERANCE {
        return None;
    }
    let both = a.stated && b.stated;
    let exact = a.from == a.to && b.from == b.to;
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

/// Points for the two sides. Talks are told from either side.
pub(super) fn parties(a: &Claim, b: &Claim) -> f32 {
    let (a, b) = (&a.event, &b.event);
    let straight = side(&a.actors, &b.actors) + side(&a.recipients, &b.recipients);
    if !is_mutual(a.event_type) {
        return straight;
    }
    let crossed = side(&a.actors, &b.recipients) + side(&a.recipients, &b.actors);
    // One of them may name all parties on one side.
    let all = |event: &EventRecord| -> Vec<PartyRecord> {
        event
            .actors
            .iter()
            .chain(&event.recipients)
            .cloned()
            .collect()
    };
    let (x, y) = (all(a), all(b));
    let pooled = if a.recipients.is_empty() != b.recipients.is_empty() && x.len().min(y.len()) > 1 {
        side(&x, &y)
    } else {
        f32::MIN
    };
    let others = if other_company(&x, &y) { -2.0 } else { 0.0 };
    straight.max(crossed - 0.2).max(pooled) + others
}

/// Whether one country does to another what that one does to it: an expulsion and the answer to it.
fn is_answer(a: &EventRecord, b: &EventRecord) -> bool {
    fn country(side: &[PartyRecord]) -> Option<&str> {
        let first = side.first()?.country.as_deref()?;
        side.iter()
            .all(|party| party.country.as_deref() == Some(first))
            .then_some(first)
    }
    let (Some(x), Some(y)) = (country(&a.actors), country(&a.recipients)) else {
        return false;
    };
    x != y
        && !is_mutual(a.event_type)
        && country(&b.actors) == Some(y)
        && country(&b.recipients) == Some(x)
}

/// Acts that both sides do.
fn is_mutual(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Consult | EventType::Agree | EventType::Support | EventType::Cooperate
    )
}

/// Whether two talks name countries that sat at the table of one, but not of the other, on both sides.
fn other_company(a: &[PartyRecord], b: &[PartyRecord]) -> bool {
    let countries = |side: &[PartyRecord]| -> BTreeSet<String> {
        side.iter()
            .filter_map(|party| party.country.clone())
            .collect()
    };
    let (x, y) = (countries(a), countries(b));
    x.len() > 1 && y.len() > 1 && !x.is_subset(&y) && !y.is_subset(&x)
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
