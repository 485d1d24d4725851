//! Who acts on whom, for the formats that have one actor and one recipient a row.

use dateline::json::{EventRecord, PartyRecord};

/// The first actor and the first recipient. Where all sides act together ("the ministers met") the second actor
/// stands in the recipient's place.
pub(crate) fn sides(event: &EventRecord) -> (Option<&PartyRecord>, Option<&PartyRecord>) {
    let other = if event.recipients.is_empty() {
        event.actors.get(1)
    } else {
        event.recipients.first()
    };
    (event.actors.first(), other)
}

/// All pairs of an event: each actor with each recipient, or each two actors where there is no recipient.
pub(crate) fn pairs(event: &EventRecord) -> Vec<(&PartyRecord, &PartyRecord)> {
    if event.recipients.is_empty() {
        let rest = |i: usize| event.actors.iter().skip(i + 1);
        return event
            .actors
            .iter()
            .enumerate()
            .flat_map(|(i, one)| rest(i).map(move |other| (one, other)))
            .collect();
    }
    event
        .actors
        .iter()
        .flat_map(|actor| {
            event
                .recipients
                .iter()
                .map(move |recipient| (actor, recipient))
        })
        .collect()
}

/// The words that a side's name was read from: those of the first statement that names the same party.
pub(crate) fn raw_name<'e>(
    event: &'e EventRecord,
    party: &PartyRecord,
    is_recipient: bool,
) -> Option<&'e str> {
    event.statements.iter().find_map(|statement| {
        let side = match is_recipient {
            false => &statement.actors,
            true => &statement.recipients,
        };
        let named = side.iter().find(|filled| filled.value.name == party.name)?;
        named.words.text.as_deref()
    })
}
