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
    /// training topics of ECB+, rounded so that the groups of both come out best. The base, -4.0, was chosen with the
    /// development topics of ECB+ in sight: since acts are seen more densely, -3.4 joins too many of their articles (mentions 0.65, with -4.0
    /// 0.69; the stories for building lose a point and a half).
    pub fn points(&self) -> f32 {
        1.4 * self.kind
            + self.days
            + 1.1 * self.place
            + 0.7 * self.parties
            + 0.6 * self.sentences
            + 8.0 * self.articles.min(ALIKE)
            + 1.8 * self.figures
            - 1.5 * self.same_article
            - f32::from(self.articles < STRANGE)
            - 4.0
    }
}

/// Articles with more words in common than this are no surer to tell one happening: they are one text, or short.
const ALIKE: f32 = 0.6;

/// Articles with fewer words in common than this tell of different matters, however alike the acts are.
const STRANGE: f32 = 0.05;

/// The evidence for two claims telling one happening; `None` where they cannot: other standing, other sort of act,
/// other days.
pub fn evidence(a: &Claim, b: &Claim) -> Option<Evidence> {
    evidence_above(a, b, f32::NEG_INFINITY)
}

/// Points for two claims telling one happening: [`Evidence::points`] of their [`evidence`].
pub fn likeness(a: &Claim, b: &Claim) -> Option<f32> {
    likeness_above(a, b, f32::NEG_INFINITY)
}

/// As [`likeness`], but `None` also where there are fewer points than `least`, which is mostly seen soon.
pub(super) fn likeness_above(a: &Claim, b: &Claim, least: f32) -> Option<f32> {
    let points = evidence_above(a, b, least)?.points();
    (points >= least).then_some(points)
}

/// The most that can speak for two claims before their words and figures are looked at.
const MOST: Evidence = Evidence {
    kind: 0.0,
    days: 0.0,
    place: 0.0,
    parties: 0.0,
    sentences: 1.0,
    articles: ALIKE,
    figures: MOST_FIGURES,
    same_article: 0.0,
};

/// Looks at what is cheap first, and no further once the points cannot reach `least` any more.
fn evidence_above(a: &Claim, b: &Claim, least: f32) -> Option<Evidence> {
    if standing(a.event.status) != standing(b.event.status) {
        return None;
    }
    let (days, kind) = (days(a, b)?, kinds(a, b)?);
    // Whichever is given first, the points are the same to the last bit.
    let (a, b) = if a.order() <= b.order() {
        (a, b)
    } else {
        (b, a)
    };
    if is_answer(a, b) {
        return None;
    }
    let mut evidence = Evidence {
        kind,
        days,
        place: places(a.event.place.as_ref(), b.event.place.as_ref()),
        parties: parties(a, b),
        ..MOST
    };
    if evidence.points() < least {
        return None;
    }
    evidence.articles = a.article.topic.likeness(&b.article.topic);
    if evidence.points() < least {
        return None;
    }
    evidence.figures = figures(&a.event.quantities, &b.event.quantities);
    evidence.sentences = a.words.likeness(&b.words);
    // Two passages of a text that another outlet reprints are as good as two of one article.
    let is_one_text = a.article_id == b.article_id
        || evidence.articles > 0.8
            && evidence.sentences < 0.5
            && a.article.print.is_reprint_of(&b.article.print);
    evidence.same_article = f32::from(u8::from(is_one_text));
    Some(evidence)
}

/// Points for a plan, threat, demand or denial and a deed belonging together; `None` where they cannot, or where there
/// are fewer than `least`.
pub(super) fn link_above(from: &Claim, deed: &Claim, least: f32) -> Option<f32> {
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
    if !told_before {
        return None;
    }
    let mut evidence = Evidence {
        kind,
        days,
        place: places(from.event.place.as_ref(), deed.event.place.as_ref()),
        parties: parties(from, deed),
        figures: 0.0,
        ..MOST
    };
    if evidence.points() < least {
        return None;
    }
    evidence.articles = from.article.topic.likeness(&deed.article.topic);
    evidence.sentences = from.words.likeness(&deed.words);
    let points = evidence.points();
    (points >= least).then_some(points)
}

fn kinds(a: &Claim, b: &Claim) -> Option<f32> {
    let (x, y) = (a.event.event_type, b.event.event_type);
    let is_related = || {
        let (x, y) = (families(x), families(y));
        x.iter().any(|family| y.contains(family))
    };
    if x != y && !is_related() {
        return None;
    }
    let same_word = a.triggers.iter().any(|word| b.triggers.contains(word));
    let word = if same_word { 0.5 } else { 0.0 };
    if x != y {
        return Some(word - 1.0);
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
    let gap = a.gap(b);
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
    let straight = side(a.actors(), b.actors()) + side(a.recipients(), b.recipients());
    if !is_mutual(a.event.event_type) {
        return straight;
    }
    let crossed = side(a.actors(), b.recipients()) + side(a.recipients(), b.actors());
    // One of them may name all parties on one side.
    let count = |claim: &Claim| claim.actors().len() + claim.recipients().len();
    let is_one_sided = a.recipients().is_empty() != b.recipients().is_empty();
    let pooled = if is_one_sided && count(a).min(count(b)) > 1 {
        best(both_sides(a), || both_sides(b))
    } else {
        f32::MIN
    };
    let others = if other_company(a, b) { -2.0 } else { 0.0 };
    straight.max(crossed - 0.2).max(pooled) + others
}

fn both_sides(claim: &Claim) -> impl Iterator<Item = &PartyRecord> {
    claim.actors().iter().chain(claim.recipients())
}

/// Whether one country does to another what that one does to it: an expulsion and the answer to it.
fn is_answer(a: &Claim, b: &Claim) -> bool {
    fn country(side: &[PartyRecord]) -> Option<&str> {
        let first = side.first()?.country.as_deref()?;
        side.iter()
            .all(|party| party.country.as_deref() == Some(first))
            .then_some(first)
    }
    let (Some(x), Some(y)) = (country(a.actors()), country(a.recipients())) else {
        return false;
    };
    x != y
        && !is_mutual(a.event.event_type)
        && country(b.actors()) == Some(y)
        && country(b.recipients()) == Some(x)
}

/// Acts that both sides do.
fn is_mutual(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Consult | EventType::Agree | EventType::Support | EventType::Cooperate
    )
}

/// Whether two talks name countries that sat at the table of one, but not of the other, on both sides.
fn other_company(a: &Claim, b: &Claim) -> bool {
    fn countries(claim: &Claim) -> impl Iterator<Item = &str> {
        both_sides(claim).filter_map(|party| party.country.as_deref())
    }
    let is_of_one = |claim| {
        let mut all = countries(claim);
        let first = all.next();
        all.all(|country| Some(country) == first)
    };
    let has_others = |a, b| countries(a).any(|country| countries(b).all(|other| other != country));
    !is_of_one(a) && !is_of_one(b) && has_others(a, b) && has_others(b, a)
}

fn side(a: &[PartyRecord], b: &[PartyRecord]) -> f32 {
    best(a.iter(), || b.iter())
}

/// Points of the likest pair; 0 where there is none.
fn best<'a, B: Iterator<Item = &'a PartyRecord>>(
    a: impl Iterator<Item = &'a PartyRecord>,
    b: impl Fn() -> B,
) -> f32 {
    a.flat_map(|x| b().map(move |y| party(x, y)))
        .max_by(f32::total_cmp)
        .unwrap_or(0.0)
}

/// Points for two being the same party.
fn party(a: &PartyRecord, b: &PartyRecord) -> f32 {
    if let (Some(x), Some(y)) = (&a.person, &b.person) {
        return if same_person(x, y) { 1.6 } else { -1.5 };
    }
    if a.id.is_some() && a.id == b.id {
        return 1.2;
    }
    let same_name = in_lower_case(a.name.chars()).eq(in_lower_case(b.name.chars()));
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
    let ends = |long: &str, short: &str| {
        let mut long = in_lower_case(long.chars().rev());
        in_lower_case(short.chars().rev()).all(|char| long.next() == Some(char))
            && matches!(long.next(), None | Some(' ' | '-'))
    };
    ends(a, b) || ends(b, a)
}

/// Claims are compared far too often to write each name anew.
fn in_lower_case(chars: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    chars.flat_map(char::to_lowercase)
}

/// The most points that figures give.
const MOST_FIGURES: f32 = 0.9;

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
    points.clamp(-0.8, MOST_FIGURES)
}

/// Whether two are taken for one party.
pub(super) fn same_party(a: &PartyRecord, b: &PartyRecord) -> bool {
    party(a, b) >= 0.4
}
