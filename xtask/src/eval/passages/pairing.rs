//! Sets what was found beside what is labelled, one to one.

use std::collections::{BTreeMap, BTreeSet};

use dateline::event::{Event, Party, Span, Statement};
use dateline::ontology::EventType;

use super::format::{Label, LabelParty, Passage};

/// A happening of a passage: what its labelled statements tell together.
pub struct Happening {
    pub number: u32,
    pub types: BTreeSet<EventType>,
    pub triggers: Vec<Span>,
    pub actors: BTreeSet<String>,
    pub recipients: BTreeSet<String>,
}

impl Happening {
    /// Whether another coding has it too: the same type at one of its triggers.
    pub fn is_told_as(&self, other: &Happening) -> bool {
        let mut triggers = self.triggers.iter();
        !self.types.is_disjoint(&other.types)
            && triggers.any(|a| other.triggers.iter().any(|b| a.overlaps(*b)))
    }

    /// Whether another coding has it too, and both sides agree.
    pub fn is_same_as(&self, other: &Happening) -> bool {
        self.is_told_as(other)
            && is_agreed(&self.actors, &other.actors)
            && is_agreed(&self.recipients, &other.recipients)
    }
}

/// The happenings of a passage by their numbers.
pub fn happenings(passage: &Passage) -> Vec<Happening> {
    let mut by_number: BTreeMap<u32, Happening> = BTreeMap::new();
    for label in &passage.labels {
        let happening = by_number.entry(label.happening).or_insert(Happening {
            number: label.happening,
            types: BTreeSet::new(),
            triggers: Vec::new(),
            actors: BTreeSet::new(),
            recipients: BTreeSet::new(),
        });
        happening.types.insert(label.event_type);
        happening.triggers.push(label.trigger);
        happening.actors.extend(labelled_countries(&label.actors));
        happening
            .recipients
            .extend(labelled_countries(&label.recipients));
    }
    by_number.into_values().collect()
}

/// The countries of one side of a labelled statement.
pub fn labelled_countries(side: &[LabelParty]) -> impl Iterator<Item = String> {
    side.iter().filter_map(|party| party.country.clone())
}

/// The countries of one side of an event or a statement.
pub fn countries<'a>(side: impl IntoIterator<Item = &'a Party>) -> BTreeSet<String> {
    side.into_iter()
        .filter_map(|party| party.country.clone())
        .collect()
}

/// Whether an event has the type of a happening and a statement on one of its triggers.
pub fn is_told(happening: &Happening, event: &Event) -> bool {
    let on_trigger = |statement: &Statement| {
        happening
            .triggers
            .iter()
            .any(|trigger| trigger.overlaps(statement.trigger))
    };
    happening.types.contains(&event.event_type) && event.statements.iter().any(on_trigger)
}

/// Whether an event is a happening: told, and both sides agree.
pub fn is_same(happening: &Happening, event: &Event) -> bool {
    is_told(happening, event)
        && is_agreed(&happening.actors, &countries(&event.actors))
        && is_agreed(&happening.recipients, &countries(&event.recipients))
}

/// Whether a side shares a country with the labelled one, or both have none.
pub fn is_agreed(labelled: &BTreeSet<String>, found: &BTreeSet<String>) -> bool {
    !labelled.is_disjoint(found) || labelled.is_empty() && found.is_empty()
}

/// Whether a statement is on a labelled trigger.
pub fn is_on(label: &Label, statement: &Statement) -> bool {
    label.trigger.overlaps(statement.trigger)
}

/// Whether a statement is on a labelled trigger and of its type.
pub fn is_typed(label: &Label, statement: &Statement) -> bool {
    is_on(label, statement) && label.event_type == statement.event_type
}

/// As many pairs as there can be, each of `left` and of `right` in one pair at most: for each of `left` its partner.
pub fn pairs<L, R>(left: &[L], right: &[R], fits: impl Fn(&L, &R) -> bool) -> Vec<Option<usize>> {
    let edges: Vec<Vec<usize>> = left
        .iter()
        .map(|l| (0..right.len()).filter(|&r| fits(l, &right[r])).collect())
        .collect();
    let mut owners: Vec<Option<usize>> = vec![None; right.len()];
    for l in 0..left.len() {
        let mut tried = vec![false; right.len()];
        settle(l, &edges, &mut owners, &mut tried);
    }
    let mut partners = vec![None; left.len()];
    for (r, owner) in owners.iter().enumerate() {
        if let Some(l) = owner {
            partners[*l] = Some(r);
        }
    }
    partners
}

/// Finds a partner for one of the left, moving others to their other partners where that makes room.
fn settle(
    l: usize,
    edges: &[Vec<usize>],
    owners: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for &r in &edges[l] {
        if tried[r] {
            continue;
        }
        tried[r] = true;
        let is_free = match owners[r] {
            None => true,
            Some(other) => settle(other, edges, owners, tried),
        };
        if is_free {
            owners[r] = Some(l);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_as_many_as_can_be() {
        // Greedy pairing would give the first of the left the only partner of the second.
        let fits = |l: &i32, r: &i32| (l - r).abs() <= 1;
        assert_eq!(pairs(&[2, 1], &[1, 3], fits), [Some(1), Some(0)]);
        assert_eq!(pairs(&[5, 5, 5], &[5, 6], fits).iter().flatten().count(), 2);
        assert_eq!(pairs(&[1], &[], fits), [None]);
    }
}
