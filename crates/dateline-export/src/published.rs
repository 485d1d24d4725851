//! When reports were published, for the formats that want an instant, and which report came first.

use dateline::json::{EventRecord, StatementRecord};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// The instant of a stated publication time: with its offset as it is, a local time as if in UTC, a day as its first
/// moment in UTC. `None` if it is none of these.
pub(crate) fn instant(stated: &str) -> Option<Timestamp> {
    let utc = |at: DateTime| Offset::UTC.to_timestamp(at).ok();
    if let Ok(at) = stated.parse::<Timestamp>() {
        return Some(at);
    }
    // A day reads as a time too, at midnight.
    match stated.parse::<DateTime>() {
        Ok(at) => utc(at),
        Err(_) => utc(stated
            .parse::<Date>()
            .ok()?
            .to_datetime(jiff::civil::Time::midnight())),
    }
}

/// The instant at which a statement's article was published.
pub(crate) fn published(statement: &StatementRecord) -> Option<Timestamp> {
    instant(statement.article.published.as_deref()?)
}

/// The statement that was published first; the most telling of those without a time if none has one.
pub(crate) fn first_report(event: &EventRecord) -> Option<&StatementRecord> {
    event
        .statements
        .iter()
        .filter_map(|statement| Some((published(statement)?, statement)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, statement)| statement)
        .or(event.statements.first())
}

/// "20250319085500" in UTC.
pub(crate) fn fourteen_digits(at: Timestamp) -> String {
    at.strftime("%Y%m%d%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_far_as_stated() {
        for (stated, expected) in [
            ("2025-03-19T17:55:00+09:00", Some("20250319085500")),
            ("2025-03-19T17:55:00Z", Some("20250319175500")),
            ("2025-03-19T17:55:00", Some("20250319175500")),
            ("2025-03-19", Some("20250319000000")),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(
                instant(stated).map(fourteen_digits).as_deref(),
                expected,
                "{stated}"
            );
        }
    }
}
