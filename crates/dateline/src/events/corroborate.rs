//! Many outlets, one happening: joins the claims of different articles that tell the same thing, and links plans
//! with what became of them.
//!
//! Claims are compared in pairs ([`super::likeness`]). The likest pairs are joined first; two groups become one only
//! if, over all pairs between them, enough speaks for it and nothing rules it out, so that a chain of look-alikes does
//! not grow into one event. The claims are brought into a fixed order first ([`Claim::order`]): the result depends on
//! what is given, not on when it came.
//!
//! **Ids.** A group has the id of its first claim in that order, the one published first. A report that is published
//! later never changes it. One that was published earlier but arrives later does; the former id is then among
//! [`Group::former`], as are the ids of all other claims of the group, each of which was or may have been the id of
//! an event before: whoever keeps events redirects them. If a report takes a group apart, each part is named by the
//! same rule.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::claim::{Claim, Standing, standing};
use super::likeness::{likeness, link};

/// Two claims with at least so many points are told of one happening, if the rest of their groups agrees.
const JOINED: f32 = 0.5;

/// Two groups with at least so many points a pair on average are one.
const AGREED: f32 = -0.3;

/// A plan and a deed with at least so many points are linked.
const LINKED: f32 = 0.5;

/// Of large groups only so many claims are compared, the first in order.
const COMPARED: usize = 24;

/// What belongs together among some claims.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Joined {
    /// Every claim is in exactly one group. In the order of their first claims.
    pub groups: Vec<Group>,
    /// In the order of the groups they start from.
    pub links: Vec<Link>,
}

/// The claims of one happening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Id of the event: that of its first claim.
    pub id: String,
    /// The ids of the other claims; they redirect to this event. Sorted.
    pub former: Vec<String>,
    /// Numbers of the claims among those given, in the fixed order.
    pub claims: Vec<usize>,
}

/// Two events that belong together without being one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// Id of the event that is planned, or denied.
    pub from: String,
    /// Id of the event that took place, or is said to have.
    pub to: String,
    pub kind: LinkKind,
}

/// How two events belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// What was planned, promised, threatened or demanded came about.
    Fulfilment,
    /// What some say happened, others deny.
    Denial,
}

impl LinkKind {
    /// The kind as one lower-case word.
    pub fn code(self) -> &'static str {
        match self {
            LinkKind::Fulfilment => "fulfilment",
            LinkKind::Denial => "denial",
        }
    }
}

/// Joins the claims that tell one happening.
///
/// What becomes of a claim depends only on the claims it hangs together with through [`is_near`]; see [`neighbourhood`].
pub fn corroborate(claims: &[Claim]) -> Joined {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| claims[a].order().cmp(&claims[b].order()));
    let sorted: Vec<&Claim> = order.iter().map(|&number| &claims[number]).collect();
    let pairs = pairs(&sorted);
    let members = groups(&sorted, &pairs);
    let groups: Vec<Group> = members
        .iter()
        .map(|numbers| Group {
            id: sorted[numbers[0]].event.id.clone(),
            former: {
                let others = numbers[1..].iter().map(|&n| sorted[n].event.id.clone());
                let others: BTreeSet<String> = others.collect();
                others.into_iter().collect()
            },
            claims: numbers.iter().map(|&number| order[number]).collect(),
        })
        .collect();
    Joined {
        links: links(&sorted, &members, &groups, &pairs),
        groups,
    }
}

/// Whether what becomes of two claims may depend on one another.
///
/// Those that may be joined, and a plan and a deed that may be linked.
pub fn is_near(a: &Claim, b: &Claim) -> bool {
    let may = |points: Option<f32>, least: f32| points.is_some_and(|points| points >= least);
    may(likeness(a, b), JOINED) || may(link(a, b), LINKED) || may(link(b, a), LINKED)
}

/// The claims that must be looked at together with some that are new or changed: all that hang together with them
/// through [`is_near`]. [`corroborate`] over these gives the same groups for them as over everything there is.
///
/// `K` is what claims are kept under: `with_keys` gives those whose claims share one of some keys ([`Claim::keys`]),
/// `claim` the claim itself. Where more than `most` hang together, those furthest from the new ones are left out.
///
/// # Errors
/// Those of `with_keys` and `claim`.
pub fn neighbourhood<K: Ord + Copy, E>(
    new: impl IntoIterator<Item = K>,
    most: usize,
    mut with_keys: impl FnMut(&[String]) -> Result<BTreeSet<K>, E>,
    mut claim: impl FnMut(K) -> Result<Arc<Claim>, E>,
) -> Result<BTreeMap<K, Arc<Claim>>, E> {
    let mut together: BTreeMap<K, Arc<Claim>> = BTreeMap::new();
    let mut to_do: VecDeque<Arc<Claim>> = VecDeque::new();
    for number in new {
        let its = claim(number)?;
        together.insert(number, its.clone());
        to_do.push_back(its);
    }
    while let Some(here) = to_do.pop_front() {
        for number in with_keys(&here.lookups())? {
            if together.len() >= most {
                return Ok(together);
            }
            if together.contains_key(&number) {
                continue;
            }
            let its = claim(number)?;
            if is_near(&here, &its) {
                together.insert(number, its.clone());
                to_do.push_back(its);
            }
        }
    }
    Ok(together)
}

/// All pairs of which one looks up the other, the first in order first.
fn pairs(claims: &[&Claim]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, claim) in claims.iter().enumerate() {
        for key in claim.keys() {
            by_key.entry(key).or_default().push(number);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (a, claim) in claims.iter().enumerate() {
        let start = pairs.len();
        for key in claim.lookups() {
            let others = by_key.get(&key).into_iter().flatten();
            pairs.extend(others.filter(|&&b| a != b).map(|&b| (a.min(b), a.max(b))));
        }
        // A pair often shares many keys.
        pairs[start..].sort_unstable();
        let mut last = None;
        let mut kept = start;
        for at in start..pairs.len() {
            if last != Some(pairs[at]) {
                last = Some(pairs[at]);
                pairs[kept] = pairs[at];
                kept += 1;
            }
        }
        pairs.truncate(kept);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The groups as numbers of claims in order.
fn groups(claims: &[&Claim], pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut alike: Vec<(f32, usize, usize)> = pairs
        .iter()
        .filter_map(|&(a, b)| Some((likeness(claims[a], claims[b])?, a, b)))
        .filter(|(points, _, _)| *points >= JOINED)
        .collect();
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..claims.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..claims.len()).map(|number| vec![number]).collect();
    for (_, a, b) in alike {
        let (x, y) = (group_of[a], group_of[b]);
        if x == y || !agree(claims, &members[x], &members[y]) {
            continue;
        }
        let (kept, gone) = (x.min(y), x.max(y));
        let moved = std::mem::take(&mut members[gone]);
        for &number in &moved {
            group_of[number] = kept;
        }
        members[kept].extend(moved);
        members[kept].sort_unstable();
    }
    members.retain(|numbers| !numbers.is_empty());
    members.sort();
    members
}

/// Whether over all pairs between two groups enough speaks for one happening, and nothing rules it out.
fn agree(claims: &[&Claim], a: &[usize], b: &[usize]) -> bool {
    let (a, b) = (&a[..a.len().min(COMPARED)], &b[..b.len().min(COMPARED)]);
    let mut sum = 0.0;
    for &x in a {
        for &y in b {
            let Some(points) = likeness(claims[x], claims[y]) else {
                return false;
            };
            sum += points;
        }
    }
    sum / (a.len() * b.len()) as f32 >= AGREED
}

/// From each group that is no deed to the deed it fits best.
fn links(
    claims: &[&Claim],
    members: &[Vec<usize>],
    groups: &[Group],
    pairs: &[(usize, usize)],
) -> Vec<Link> {
    let mut group_of = vec![0; claims.len()];
    for (group, numbers) in members.iter().enumerate() {
        for &number in numbers {
            group_of[number] = group;
        }
    }
    let mut best: BTreeMap<usize, (f32, usize, LinkKind)> = BTreeMap::new();
    for &(a, b) in pairs {
        let done = |n: usize| standing(claims[n].event.status) == Standing::Done;
        let (from, to) = match (done(a), done(b)) {
            (false, true) => (a, b),
            (true, false) => (b, a),
            _ => continue,
        };
        let Some(points) = link(claims[from], claims[to]).filter(|points| *points >= LINKED) else {
            continue;
        };
        let kind = match standing(claims[from].event.status) {
            Standing::Denied => LinkKind::Denial,
            _ => LinkKind::Fulfilment,
        };
        let entry = best
            .entry(group_of[from])
            .or_insert((points, group_of[to], kind));
        // Pairs come in order: of equals the earlier one stays.
        if points > entry.0 {
            *entry = (points, group_of[to], kind);
        }
    }
    best.into_iter()
        .map(|(from, (_, to, kind))| Link {
            from: groups[from].id.clone(),
            to: groups[to].id.clone(),
            kind,
        })
        .collect()
}

#[cfg(test)]
mod tests;
