//! Reading single things back: an event by its id, an article with what it tells, all events one by one.

use dateline::json::{ArticleRecord, EventRecord, RunRecord};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};
use serde::de::DeserializeOwned;

use crate::regroup::{accounts_of, statements};
use crate::{Archive, Error, Result};

/// What an id stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    Event(Box<EventView>),
    Article(Box<ArticleView>),
    /// What the article told was taken back when it was updated.
    Withdrawn,
}

/// An event with what it hangs together with.
#[derive(Debug, Clone, PartialEq)]
pub struct EventView {
    pub event: EventRecord,
    /// Set when another id was asked for.
    pub redirect: Option<Redirect>,
    /// Events that fulfil this one or are denied by it, with the kind of link.
    pub leads_to: Vec<(String, EventRecord)>,
    /// Events that this one fulfils, or that deny it.
    pub comes_from: Vec<(String, EventRecord)>,
    /// Other events of its story, in the order of time, those without a day last. Without those above.
    pub story: Vec<EventRecord>,
}

/// The id that was asked for is not that of the event any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    pub asked: String,
    pub current: String,
}

/// An article with what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleView {
    pub article: ArticleRecord,
    pub run: RunRecord,
    /// UTC, ISO 8601.
    pub added: String,
    /// The events that it tells, from all their accounts, in the order in which it tells them.
    pub events: Vec<EventRecord>,
    /// Earlier texts, the first first.
    pub revisions: Vec<Revision>,
}

/// An earlier text of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    pub article: ArticleRecord,
    /// UTC, ISO 8601.
    pub added: String,
    /// When the text that follows it was added.
    pub replaced: String,
}

/// Events of a story that are given with one of them, at most.
const TOLD_TOGETHER: usize = 20;

/// Whether to give events with their statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    With,
    Without,
}

impl Archive {
    /// What an id stands for, an event's or an article's; former ids lead to the present event or article.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn show(&self, id: &str) -> Result<Option<Shown>> {
        if let Some(number) = self.event_number(id)? {
            let event = self.event_at(number, Evidence::With)?;
            let redirect = (event.id != id).then(|| Redirect {
                asked: id.to_string(),
                current: event.id.clone(),
            });
            return Ok(Some(Shown::Event(Box::new(EventView {
                leads_to: self.linked(&event.id, "origin", "target")?,
                comes_from: self.linked(&event.id, "target", "origin")?,
                story: self.story(number)?,
                event,
                redirect,
            }))));
        }
        if let Some(article) = self.article(id)? {
            return Ok(Some(Shown::Article(Box::new(article))));
        }
        let is_withdrawn: bool = self.ask(|db| {
            db.query_row(
                "SELECT EXISTS (SELECT 1 FROM redirects WHERE id = ?)",
                [id],
                |row| row.get(0),
            )
        })?;
        Ok(is_withdrawn.then_some(Shown::Withdrawn))
    }

    /// The event of an id that it has, or had before it was joined with others.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn event(&self, id: &str) -> Result<Option<EventRecord>> {
        self.event_number(id)?
            .map(|number| self.event_at(number, Evidence::With))
            .transpose()
    }

    /// The article of an id that it has, or that an earlier text of it had.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<ArticleView>> {
        let number: Option<i64> = self.ask(|db| {
            db.prepare_cached(
                "SELECT article FROM articles WHERE id = ?1
                 UNION ALL SELECT article FROM revisions WHERE id = ?1 LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()
        })?;
        number.map(|number| self.article_at(number)).transpose()
    }

    fn event_number(&self, id: &str) -> Result<Option<i64>> {
        self.ask(|db| {
            db.prepare_cached(
                "SELECT event FROM events WHERE id = ?1
                 UNION ALL SELECT event FROM accounts WHERE id = ?1 AND event IS NOT NULL
                 UNION ALL SELECT event FROM redirects JOIN accounts ON accounts.id = redirects.target
                     WHERE redirects.id = ?1 AND event IS NOT NULL
                 LIMIT 1",
            )?
            .query_row([id], |row| row.get(0))
            .optional()
        })
    }

    pub(crate) fn event_at(&self, number: i64, evidence: Evidence) -> Result<EventRecord> {
        self.ask(|db| event(db, number, evidence))
    }

    fn linked(&self, id: &str, mine: &str, other: &str) -> Result<Vec<(String, EventRecord)>> {
        let rows: Vec<(String, i64)> = self.ask(|db| {
            db.prepare_cached(&format!(
                "SELECT kind, other.event FROM links JOIN events mine ON mine.event = links.{mine}
                 JOIN events other ON other.event = links.{other}
                 WHERE mine.id = ? ORDER BY kind, other.day, other.id"
            ))?
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
        })?;
        rows.into_iter()
            .map(|(kind, number)| Ok((kind, self.event_at(number, Evidence::Without)?)))
            .collect()
    }

    /// Other events of the story of one: those that are told together with it by at least half of the articles that could,
    /// that is, of those that tell the lesser told of the two. The ones told together most often, in the order of time.
    fn story(&self, number: i64) -> Result<Vec<EventRecord>> {
        let rows: Vec<i64> = self.ask(|db| {
            db.prepare_cached(
                "WITH mine AS (SELECT DISTINCT article FROM accounts WHERE event = ?1),
                     beside AS (SELECT event, count(DISTINCT article) AS shared FROM accounts
                         WHERE article IN (SELECT article FROM mine) AND event != ?1 GROUP BY event)
                 SELECT event FROM beside JOIN events USING (event)
                 WHERE 2 * shared >= min((SELECT count(*) FROM mine),
                         (SELECT count(DISTINCT article) FROM accounts WHERE accounts.event = beside.event))
                     AND event NOT IN (SELECT target FROM links WHERE origin = ?1
                         UNION ALL SELECT origin FROM links WHERE target = ?1)
                 ORDER BY shared DESC, day, id LIMIT ?2",
            )?
            .query_map((number, TOLD_TOGETHER), |row| row.get(0))?
            .collect()
        })?;
        let events = rows
            .into_iter()
            .map(|number| self.event_at(number, Evidence::Without));
        let mut events = events.collect::<Result<Vec<_>>>()?;
        events.sort_by_key(|event| {
            let day = event.date.map(|date| date.from);
            (day.is_none(), day, event.id.clone())
        });
        Ok(events)
    }

    fn article_at(&self, number: i64) -> Result<ArticleView> {
        let (article, added, run) = self.ask(|db| {
            db.prepare_cached(
                "SELECT record, text, added, dateline, model, knowledge FROM articles JOIN runs USING (run)
                 WHERE article = ?",
            )?
            .query_row([number], |row| {
                let run = RunRecord {
                    dateline: row.get(3)?,
                    model: row.get(4)?,
                    knowledge: row.get(5)?,
                };
                Ok((article(row)?, row.get(2)?, run))
            })
        })?;
        let revisions = self.ask(|db| {
            db.prepare_cached(
                "SELECT record, text, added, replaced FROM revisions WHERE article = ?
                 ORDER BY coalesce(updated, published, added), added, id",
            )?
            .query_map([number], |row| {
                Ok(Revision {
                    article: self::article(row)?,
                    added: row.get(2)?,
                    replaced: row.get(3)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        let events: Vec<i64> = self.ask(|db| {
            db.prepare_cached(
                "SELECT event FROM accounts WHERE article = ? AND event IS NOT NULL
                 GROUP BY event ORDER BY min(account)",
            )?
            .query_map([number], |row| row.get(0))?
            .collect()
        })?;
        let events = events
            .into_iter()
            .map(|number| self.event_at(number, Evidence::With));
        Ok(ArticleView {
            article,
            run,
            added,
            events: events.collect::<Result<_>>()?,
            revisions,
        })
    }

    /// Gives every article to `each`, in the order in which they were added first.
    ///
    /// # Errors
    /// When the archive cannot be read; those of `each`.
    pub fn each_article<E: From<Error>>(
        &self,
        mut each: impl FnMut(ArticleRecord) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let _moment = self.moment()?;
        let mut last = i64::MIN;
        loop {
            let rows: Vec<(i64, ArticleRecord)> = self.ask(|db| {
                db.prepare_cached("SELECT record, text, article FROM articles WHERE article > ? ORDER BY article LIMIT 256")?
                    .query_map([last], |row| Ok((row.get(2)?, article(row)?)))?
                    .collect()
            })?;
            let Some((number, _)) = rows.last() else {
                return Ok(());
            };
            last = *number;
            for (_, article) in rows {
                each(article)?;
            }
        }
    }
}

/// An event with or without its statements.
pub(crate) fn event(
    db: &Connection,
    number: i64,
    evidence: Evidence,
) -> rusqlite::Result<EventRecord> {
    let mut event: EventRecord = db
        .prepare_cached("SELECT record FROM events WHERE event = ?")?
        .query_row([number], |row| record(row, 0))?;
    if evidence == Evidence::With {
        for account in accounts_of(db, number)? {
            event.statements.extend(statements(db, account)?);
        }
    }
    Ok(event)
}

/// The article whose record and text are the first two columns.
pub(crate) fn article(row: &Row<'_>) -> rusqlite::Result<ArticleRecord> {
    let mut article: ArticleRecord = record(row, 0)?;
    article.text = row.get(1)?;
    Ok(article)
}

/// The record in a column.
pub(crate) fn record<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(column)?.as_str()?).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}
