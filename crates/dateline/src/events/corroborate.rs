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

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::claim::{Claim, Standing, standing};
use super::likeness::{likeness, likeness_above, link_above};

/// Two claims with at least so many points are told of one happening, if the rest of their groups agrees.
const JOINED: f32 = 0.3;

/// Two groups with at least so many points a pair on average are one.
const AGREED: f32 = -0.1;

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

/// What makes two claims depend on one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Tie {
    /// They may be told of one happening, with so many points.
    Alike(f32),
    /// A plan and a deed that may be linked, with so many points.
    Linked(f32),
}

impl Tie {
    /// How strong it is.
    pub fn points(self) -> f32 {
        match self {
            Tie::Alike(points) | Tie::Linked(points) => points,
        }
    }
}

/// What ties two claims; `None` where neither depends on the other. It never changes: no other claim counts in it.
pub fn tie(a: &Claim, b: &Claim) -> Option<Tie> {
    if standing(a.event.status) == standing(b.event.status) {
        return likeness_above(a, b, JOINED).map(Tie::Alike);
    }
    link_above(a, b, LINKED)
        .or_else(|| link_above(b, a, LINKED))
        .map(Tie::Linked)
}

/// Joins the claims that tell one happening.
pub fn corroborate(claims: &[Claim]) -> Joined {
    let ties: Vec<(usize, usize, Tie)> = pairs(claims)
        .into_iter()
        .filter_map(|(a, b)| Some((a, b, tie(&claims[a], &claims[b])?)))
        .collect();
    corroborate_tied(claims, &ties, &mut Agreements::default())
}

/// What groups were found to agree or not. It depends on their claims alone, and where claims are looked at again and
/// again because others have come, most groups of them come up again unchanged.
#[derive(Default)]
pub struct Agreements {
    known: HashMap<(u64, u64), bool>,
}

impl Agreements {
    /// What is known is dropped when there is more of it, 40 bytes each.
    const MOST: usize = 500_000;

    fn of(&mut self, groups: (u64, u64), work_out: impl FnOnce() -> bool) -> bool {
        if self.known.len() > Self::MOST {
            self.known.clear();
        }
        let key = (groups.0.min(groups.1), groups.0.max(groups.1));
        *self.known.entry(key).or_insert_with(work_out)
    }
}

/// As [`corroborate`], where all ties between the claims are known already: two of their numbers and the [`tie`],
/// each pair once. What is found out about groups is added to `known`.
///
/// What becomes of a claim depends only on those it hangs together with by ties; see [`neighbourhood`].
pub fn corroborate_tied<C: Borrow<Claim>>(
    claims: &[C],
    ties: &[(usize, usize, Tie)],
    known: &mut Agreements,
) -> Joined {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| claims[a].borrow().order().cmp(&claims[b].borrow().order()));
    let sorted: Vec<&Claim> = order
        .iter()
        .map(|&number| claims[number].borrow())
        .collect();
    let mut place = vec![0; claims.len()];
    for (at, &number) in order.iter().enumerate() {
        place[number] = at;
    }
    let in_order = |&(a, b, tie): &(usize, usize, Tie)| {
        let (a, b) = (place[a], place[b]);
        (a.min(b), a.max(b), tie)
    };
    let mut ties: Vec<(usize, usize, Tie)> = ties.iter().map(in_order).collect();
    ties.sort_unstable_by_key(|&(a, b, _)| (a, b));
    let members = groups(&sorted, &ties, known);
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
        links: links(&sorted, &members, &groups, &ties),
        groups,
    }
}

/// The claims that must be looked at together with one that is new or changed: all that hang together with it by ties.
/// [`corroborate_tied`] over these gives the same groups for them as over everything there is.
///
/// `K` is what claims are kept under, `ties` gives all that one has. What hangs by stronger ties is found first. Once
/// there are `most`, of those tied to them only the ones that `is_new` says are new as well are taken in, and the rest
/// is left out: then a claim may miss a group that it would have been in, had the claims come in another order.
///
/// # Errors
/// Those of `ties`.
pub fn neighbourhood<K: Ord + Copy, T: IntoIterator<Item = (K, Tie)>, E>(
    new: K,
    most: usize,
    is_new: impl Fn(K) -> bool,
    mut ties: impl FnMut(K) -> Result<T, E>,
) -> Result<BTreeSet<K>, E> {
    let mut together = BTreeSet::new();
    let mut next = BinaryHeap::from([Near {
        points: f32::INFINITY,
        key: new,
    }]);
    while let Some(Near { key, .. }) = next.pop() {
        let is_full = together.len() >= most;
        if is_full && !is_new(key) || !together.insert(key) {
            continue;
        }
        for (other, tie) in ties(key)? {
            if !together.contains(&other) {
                next.push(Near {
                    points: tie.points(),
                    key: other,
                });
            }
        }
    }
    Ok(together)
}

/// A claim that hangs by so strong a tie; the strongest is the greatest, of equals that with the greatest key.
struct Near<K> {
    points: f32,
    key: K,
}

impl<K: Ord> Ord for Near<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_points = self.points.total_cmp(&other.points);
        by_points.then_with(|| self.key.cmp(&other.key))
    }
}

impl<K: Ord> PartialOrd for Near<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> PartialEq for Near<K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K: Ord> Eq for Near<K> {}

/// All pairs of which one looks up the other, each once.
fn pairs(claims: &[Claim]) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, claim) in claims.iter().enumerate() {
        for key in claim.keys() {
            by_key.entry(key).or_default().push(number);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (a, claim) in claims.iter().enumerate() {
        let keys = claim.lookups();
        let mut others: Vec<usize> = keys
            .iter()
            .filter_map(|key| by_key.get(key))
            .flatten()
            .copied()
            .filter(|&b| a != b)
            .collect();
        // A pair often shares many keys.
        others.sort_unstable();
        others.dedup();
        pairs.extend(others.into_iter().map(|b| (a.min(b), a.max(b))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The groups as numbers of claims in order.
fn groups(
    claims: &[&Claim],
    ties: &[(usize, usize, Tie)],
    known: &mut Agreements,
) -> Vec<Vec<usize>> {
    let mut alike: Vec<(f32, usize, usize)> = ties
        .iter()
        .filter_map(|&(a, b, tie)| match tie {
            Tie::Alike(points) => Some((points, a, b)),
            Tie::Linked(_) => None,
        })
        .collect();
    alike.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut group_of: Vec<usize> = (0..claims.len()).collect();
    let mut members: Vec<Vec<usize>> = (0..claims.len()).map(|number| vec![number]).collect();
    // What a group is known by, whatever its claims are numbered here: the sum of their hashes.
    let mut names: Vec<u64> = claims
        .iter()
        .map(|claim| xxh3_64(claim.event.id.as_bytes()))
        .collect();
    for (_, a, b) in alike {
        let (kept, gone) = (group_of[a].min(group_of[b]), group_of[a].max(group_of[b]));
        if kept == gone {
            continue;
        }
        // Two single claims agree: they are tied.
        let are_single = members[kept].len() == 1 && members[gone].len() == 1;
        let both = (names[kept], names[gone]);
        if !are_single && !known.of(both, || agree(claims, &members[kept], &members[gone])) {
            continue;
        }
        names[kept] = names[kept].wrapping_add(names[gone]);
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
    ties: &[(usize, usize, Tie)],
) -> Vec<Link> {
    let mut group_of = vec![0; claims.len()];
    for (group, numbers) in members.iter().enumerate() {
        for &number in numbers {
            group_of[number] = group;
        }
    }
    let mut best: BTreeMap<usize, (f32, usize, LinkKind)> = BTreeMap::new();
    for &(a, b, tie) in ties {
        let Tie::Linked(points) = tie else { continue };
        let is_deed = |n: usize| standing(claims[n].event.status) == Standing::Done;
        let (from, to) = if is_deed(a) { (b, a) } else { (a, b) };
        let kind = match standing(claims[from].event.status) {
            Standing::Denied => LinkKind::Denial,
            _ => LinkKind::Fulfilment,
        };
        let entry = best
            .entry(group_of[from])
            .or_insert((points, group_of[to], kind));
        // Ties come in order: of equals the earlier one stays.
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
