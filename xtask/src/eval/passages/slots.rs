//! The slots of a labelled statement and of a found one as sets of short strings, to be compared and shown.

use std::collections::BTreeSet;

use dateline::event::{Filled, Party, Statement};

use super::format::{Label, LabelParty};
use super::pairing::countries;

/// What a slot holds; empty when the text fills it not.
pub type Values = BTreeSet<String>;

/// Names of the slots, in the order of [`labelled`] and [`found`].
pub const SLOTS: [&str; 11] = [
    "modes",
    "contexts",
    "status",
    "date",
    "place-country",
    "actor-country",
    "actor-sector",
    "recipient-country",
    "recipient-sector",
    "source",
    "quantities",
];

/// How well one slot is filled, over all pairs of a labelled and a found statement.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    pub pairs: usize,
    /// Pairs with the same values, none on both sides included.
    pub exact: usize,
    /// Single values.
    pub labelled: usize,
    pub found: usize,
    pub right: usize,
}

impl Tally {
    /// Counts one pair.
    pub fn count(&mut self, labelled: &Values, found: &Values) {
        self.pairs += 1;
        self.exact += usize::from(labelled == found);
        self.labelled += labelled.len();
        self.found += found.len();
        self.right += labelled.intersection(found).count();
    }
}

/// The slots as labelled.
pub fn labelled(label: &Label) -> [Values; SLOTS.len()] {
    let countries = |side: &[LabelParty]| side.iter().filter_map(|p| p.country.clone()).collect();
    let sectors = |side: &[LabelParty]| side.iter().filter_map(|p| p.sector.clone()).collect();
    let outermost = label.sources.first();
    let quantities = label.quantities.iter();
    [
        strings(&label.modes),
        strings(&label.contexts),
        one(label.status.code()),
        label
            .when
            .iter()
            .map(|(from, to)| format!("{from}..{to}"))
            .collect(),
        label.place.iter().cloned().collect(),
        countries(&label.actors),
        sectors(&label.actors),
        countries(&label.recipients),
        sectors(&label.recipients),
        outermost
            .map(|source| source.kind.code().to_string())
            .into_iter()
            .collect(),
        quantities
            .map(|(role, value)| format!("{} {value}", role.code()))
            .collect(),
    ]
}

/// The slots as found. The outermost source counts as another where its words are not those of the label's.
pub fn found(statement: &Statement, label: &Label) -> [Values; SLOTS.len()] {
    let countries = |side: &[Filled<Party>]| countries(side.iter().map(|p| &p.value));
    let sectors =
        |side: &[Filled<Party>]| side.iter().filter_map(|p| p.value.sector.clone()).collect();
    let when = statement.when.as_ref().map(|when| when.value);
    let place = statement.place.as_ref();
    let source = statement.attribution.first().map(|source| {
        let kind = source.value.kind.code();
        let elsewhere = label
            .sources
            .first()
            .is_some_and(|labelled| source.span.is_none_or(|span| !span.overlaps(labelled.span)));
        if elsewhere {
            format!("{kind} \"{}\"", source.words)
        } else {
            kind.to_string()
        }
    });
    let quantities = statement.quantities.iter().map(|quantity| &quantity.value);
    [
        strings(&statement.modes),
        strings(&statement.contexts),
        one(statement.status.code()),
        when.iter()
            .map(|when| format!("{}..{}", when.from, when.to))
            .collect(),
        place
            .and_then(|place| place.value.country.clone())
            .into_iter()
            .collect(),
        countries(&statement.actors),
        sectors(&statement.actors),
        countries(&statement.recipients),
        sectors(&statement.recipients),
        source.into_iter().collect(),
        quantities
            .map(|quantity| format!("{} {}", quantity.role.code(), quantity.value))
            .collect(),
    ]
}

fn one(code: &str) -> Values {
    Values::from([code.to_string()])
}

fn strings<'a>(codes: impl IntoIterator<Item = &'a &'static str>) -> Values {
    codes.into_iter().map(|code| code.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_on_both_sides_agrees_but_is_no_value() {
        let mut tally = Tally::default();
        tally.count(&Values::new(), &Values::new());
        tally.count(&one("GOV"), &Values::from(["GOV".into(), "MIL".into()]));
        tally.count(&one("GOV"), &one("GOV"));
        let expected = Tally {
            pairs: 3,
            exact: 2,
            labelled: 2,
            found: 3,
            right: 2,
        };
        assert_eq!(tally, expected);
    }
}
