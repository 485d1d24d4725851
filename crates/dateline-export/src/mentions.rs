//! GDELT 2.0 mentions: 16 tab-separated columns without a header, one line for each statement of an event.

use std::io::{BufWriter, Write};

use dateline::json::{EventRecord, StatementRecord, WithWords};

use crate::gdelt::{date_added, number};
use crate::published::{fourteen_digits, published};
use crate::tsv::{self, Column};
use crate::{Error, Sink};

pub(crate) struct Mentions<W: Write> {
    out: BufWriter<W>,
}

/// One statement and its event.
pub(crate) struct Row<'e> {
    event: &'e EventRecord,
    statement: &'e StatementRecord,
}

impl<W: Write> Mentions<W> {
    pub(crate) fn new(out: W) -> Mentions<W> {
        Mentions {
            out: BufWriter::new(out),
        }
    }
}

impl<W: Write> Sink for Mentions<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        for statement in &event.statements {
            tsv::row(&mut self.out, &columns(), &Row { event, statement })?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// The columns by GDELT's names.
pub(crate) fn columns<'e>() -> [Column<Row<'e>>; 16] {
    tsv::columns! {
        "GLOBALEVENTID" => |r| number(&r.event.id).to_string(),
        "EventTimeDate" => |r| date_added(r.event),
        "MentionTimeDate" => |r| published(r.statement).map_or(String::new(), fourteen_digits),
        "MentionType" => |r| if r.statement.article.url.is_some() { "1" } else { "2" }.into(),
        "MentionSourceName" => source_name,
        "MentionIdentifier" => identifier,
        "SentenceID" => |r| (r.statement.sentence + 1).to_string(),
        "Actor1CharOffset" => |r| offset(r.statement.actors.first()),
        "Actor2CharOffset" => |r| offset(second(r.statement)),
        "ActionCharOffset" => |r| r.statement.trigger.start.to_string(),
        "InRawText" => |_| "1".into(),
        "Confidence" => |r| ((r.statement.confidence * 100.0).round().clamp(10.0, 100.0)).to_string(),
        "MentionDocLen" => |_| String::new(),
        "MentionDocTone" => |_| String::new(),
        "MentionDocTranslationInfo" => |_| String::new(),
        "Extras" => |_| String::new(),
    }
}

/// The host of the article's address, else its publisher.
fn source_name(row: &Row<'_>) -> String {
    let article = &row.statement.article;
    let host = article.url.as_deref().and_then(|url| {
        let rest = url.split_once("://")?.1;
        let authority = rest.split(['/', '?', '#']).next()?;
        let host = authority.rsplit('@').next()?.split(':').next()?;
        Some(host.strip_prefix("www.").unwrap_or(host)).filter(|host| !host.is_empty())
    });
    host.or(article.publisher.as_deref())
        .unwrap_or_default()
        .to_string()
}

/// The article's address; without one what a citation would give: publisher, title, day.
fn identifier(row: &Row<'_>) -> String {
    let article = &row.statement.article;
    if let Some(url) = &article.url {
        return url.clone();
    }
    let parts = [&article.publisher, &article.title, &article.published];
    let told: Vec<&str> = parts
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    told.join(", ")
}

fn second(statement: &StatementRecord) -> Option<&WithWords<dateline::json::PartyRecord>> {
    if statement.recipients.is_empty() {
        statement.actors.get(1)
    } else {
        statement.recipients.first()
    }
}

fn offset<T>(side: Option<&WithWords<T>>) -> String {
    side.and_then(|side| side.words.start)
        .map_or("-1".into(), |start| start.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sources() {
        let event = crate::tests::events().remove(0);
        for (url, publisher, expected) in [
            (
                Some("https://www.example.org/a?b"),
                Some("The Example"),
                "example.org",
            ),
            (
                Some("http://u:p@news.example.org:8080"),
                None,
                "news.example.org",
            ),
            (Some("no address"), Some("The Example"), "The Example"),
            (None, None, ""),
        ] {
            let mut statement = event.statements[0].clone();
            statement.article.url = url.map(str::to_string);
            statement.article.publisher = publisher.map(str::to_string);
            let row = Row {
                event: &event,
                statement: &statement,
            };
            assert_eq!(source_name(&row), expected, "{url:?}");
        }
    }
}
