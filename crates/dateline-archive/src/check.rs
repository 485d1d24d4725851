//! Whether an archive is sound: the file itself, what its rows say of each other, and what the records say of the
//! texts.

use std::collections::HashMap;

use dateline::json::{ArticleRecord, EventRecord, StatementRecord, Words};
use rusqlite::Connection;

use crate::{Archive, Result};

/// Faults of one sort that are listed; more are counted only.
const LISTED: usize = 20;

/// Memory for pages while the file is looked through, in KiB. Each row is looked up in each index: with less, most pages of
/// a large archive are read many times over.
const LOOKED_THROUGH: i64 = 262_144;

/// Something wrong in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong: "article 1f..", "file".
    pub place: String,
    /// Expected against found.
    pub message: String,
}

/// How much is in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub articles: u64,
    pub revisions: u64,
    pub statements: u64,
    pub events: u64,
    /// Events that more than one article tells.
    pub joined: u64,
    pub links: u64,
    pub problems: u64,
}

/// Questions whose every answer is a fault: a place and what is wrong there.
const QUESTIONS: &[&str] = &[
    "SELECT 'article ' || articles.id, 'expected ' || articles.accounts || ' accounts and ' || articles.statements
         || ' statements, but found ' || count(DISTINCT account) || ' and ' || count(statement)
     FROM articles LEFT JOIN accounts USING (article) LEFT JOIN statements USING (account)
     GROUP BY article
     HAVING count(DISTINCT account) != articles.accounts OR count(statement) != articles.statements",
    "SELECT 'account ' || id, 'expected an event, but found none' FROM accounts WHERE event IS NULL",
    "SELECT 'account ' || id, 'expected statements, but found none' FROM accounts
     WHERE NOT EXISTS (SELECT 1 FROM statements WHERE statements.account = accounts.account)",
    "SELECT 'event ' || id, 'expected an account, but found none' FROM events
     WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE accounts.event = events.event)",
    "SELECT 'event ' || events.id, 'expected one of its accounts to have its id, but found none'
     FROM events LEFT JOIN accounts ON accounts.id = events.id AND accounts.event = events.event
     WHERE accounts.id IS NULL",
    "SELECT 'redirect ' || redirects.id, 'leads to ' || target || ', which is not there'
     FROM redirects LEFT JOIN accounts ON accounts.id = target WHERE target IS NOT NULL AND accounts.id IS NULL",
    "SELECT 'redirect ' || id, 'stands for an account that is there itself'
     FROM redirects JOIN accounts USING (id)",
    "SELECT 'article ' || id, 'is not in the index of words' FROM articles
     WHERE NOT EXISTS (SELECT 1 FROM words_docsize WHERE words_docsize.id = article)",
    "SELECT 'counts of day ' || day, 'do not fit the events' FROM (
         SELECT coalesce(day, '') AS day, count(*), sum(CAST(round(intensity * 1000) AS INTEGER)) FROM events GROUP BY 1
         EXCEPT SELECT day, sum(events), sum(intensity) FROM event_counts GROUP BY day)",
];

impl Archive {
    /// All that is wrong in the archive; empty where it is sound.
    ///
    /// # Errors
    /// When the archive cannot be read at all.
    pub fn check(&self) -> Result<Vec<Fault>> {
        let mut faults = Vec::new();
        self.ask(|db| {
            let usual: i64 = db.pragma_query_value(None, "cache_size", |row| row.get(0))?;
            db.pragma_update(None, "cache_size", LOOKED_THROUGH.saturating_neg())?;
            let looked_through = file(db, &mut faults);
            db.pragma_update(None, "cache_size", usual)?;
            db.execute_batch("PRAGMA shrink_memory")?;
            looked_through?;
            // A file that is damaged itself has no more to say.
            if !faults.is_empty() {
                return Ok(());
            }
            for question in QUESTIONS {
                answers(db, question, &mut faults)?;
            }
            words(db, &mut faults)?;
            texts(db, &mut faults)?;
            events(db, &mut faults)
        })
        .or_else(|error| match error {
            crate::Error::Damaged { message, .. } => {
                faults.push(Fault {
                    place: "file".into(),
                    message,
                });
                Ok(())
            }
            error => Err(error),
        })?;
        Ok(faults)
    }

    /// How much is in the archive.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |sql: &str| {
            self.ask(|db| db.query_row(sql, [], |row| row.get::<_, i64>(0)))
                .map(|n| n as u64)
        };
        Ok(Counts {
            articles: count("SELECT count(*) FROM articles")?,
            revisions: count("SELECT count(*) FROM revisions")?,
            statements: count("SELECT count(*) FROM statements")?,
            events: count("SELECT count(*) FROM events")?,
            joined: count(
                "SELECT count(*) FROM (SELECT event FROM accounts GROUP BY event HAVING count(DISTINCT article) > 1)",
            )?,
            links: count("SELECT count(*) FROM links")?,
            problems: count("SELECT count(*) FROM problems")?,
        })
    }
}

fn file(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut check = db.prepare("PRAGMA integrity_check(20)")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let message: String = row.get(0)?;
        if message != "ok" {
            faults.push(Fault {
                place: "file".into(),
                message,
            });
        }
    }
    let mut check = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = check.query([])?;
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        if faults.len() < LISTED {
            faults.push(Fault {
                place: format!("table {table}"),
                message: format!("a row points to one of {parent} that is not there"),
            });
        }
    }
    Ok(())
}

fn answers(db: &Connection, question: &str, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut statement = db.prepare(question)?;
    let mut rows = statement.query([])?;
    let mut more = 0;
    let before = faults.len();
    while let Some(row) = rows.next()? {
        if faults.len() - before < LISTED {
            faults.push(Fault {
                place: row.get(0)?,
                message: row.get(1)?,
            });
        } else {
            more += 1;
        }
    }
    if more > 0 {
        let message = faults
            .last()
            .map(|fault| fault.message.clone())
            .unwrap_or_default();
        faults.push(Fault {
            place: format!("and {more} more"),
            message,
        });
    }
    Ok(())
}

/// The index of words against the texts. It can only be asked where the archive can be written.
fn words(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    if db.is_readonly("main")? {
        return Ok(());
    }
    let checked = db.execute(
        "INSERT INTO words (words, rank) VALUES ('integrity-check', 1)",
        [],
    );
    match checked {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
            faults.push(Fault {
                place: "index of words".into(),
                message: "it does not fit the texts".into(),
            });
            Ok(())
        }
        other => other.map(|_| ()),
    }
}

/// Whether statements quote their articles as these are.
fn texts(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut articles =
        db.prepare("SELECT id, text, record, article FROM articles ORDER BY article")?;
    let mut told = db.prepare(
        "SELECT statements.record FROM statements JOIN accounts USING (account) WHERE article = ?
         ORDER BY account, position",
    )?;
    let mut rows = articles.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let text = row.get_ref(1)?.as_str()?.to_string();
        let mut say = |message: String| {
            found += 1;
            if found <= LISTED {
                faults.push(Fault {
                    place: format!("article {id}"),
                    message,
                });
            }
        };
        match serde_json::from_str::<ArticleRecord>(row.get_ref(2)?.as_str()?) {
            Err(error) => say(format!("its record cannot be read: {error}")),
            Ok(article) if article.id != id => {
                say(format!("its record says article {}", article.id));
            }
            Ok(_) => {}
        }
        let cuts: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let mut statements = told.query([row.get::<_, i64>(3)?])?;
        while let Some(row) = statements.next()? {
            match serde_json::from_str::<StatementRecord>(row.get_ref(0)?.as_str()?) {
                Err(error) => say(format!("a statement cannot be read: {error}")),
                Ok(statement) => {
                    if let Some(fault) = misquoted(&statement, &text, &cuts) {
                        say(fault);
                    }
                }
            }
        }
    }
    Ok(())
}

fn misquoted(statement: &StatementRecord, text: &str, cuts: &[usize]) -> Option<String> {
    let slice = |start: usize, end: usize| text.get(*cuts.get(start)?..*cuts.get(end)?);
    let mut quotes = vec![
        (
            Some(statement.start),
            Some(statement.end),
            Some(statement.text.as_str()),
        ),
        (
            Some(statement.trigger.start),
            Some(statement.trigger.end),
            Some(statement.trigger.text.as_str()),
        ),
    ];
    let all = all_words(statement);
    quotes.extend(
        all.iter()
            .map(|words| (words.start, words.end, words.text.as_deref())),
    );
    quotes.into_iter().find_map(|(start, end, words)| {
        let (start, end, words) = (start?, end?, words?);
        (slice(start, end) != Some(words))
            .then(|| format!("expected \"{words}\" at {start} to {end}, but found other words"))
    })
}

fn all_words(statement: &StatementRecord) -> Vec<&Words> {
    let mut all: Vec<&Words> = Vec::new();
    all.extend(statement.actors.iter().map(|slot| &slot.words));
    all.extend(statement.recipients.iter().map(|slot| &slot.words));
    all.extend(statement.date.iter().map(|slot| &slot.words));
    all.extend(statement.place.iter().map(|slot| &slot.words));
    all.extend(statement.quantities.iter().map(|slot| &slot.words));
    all.extend(statement.attribution.iter().map(|slot| &slot.words));
    all
}

/// Whether the columns of events say what their records say.
fn events(db: &Connection, faults: &mut Vec<Fault>) -> rusqlite::Result<()> {
    let mut statement = db.prepare(
        "SELECT id, type, status, iif(is_stated, day, NULL), record FROM events ORDER BY event",
    )?;
    let mut rows = statement.query([])?;
    let mut seen: HashMap<&'static str, usize> = HashMap::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let (kind, status): (String, String) = (row.get(1)?, row.get(2)?);
        let day: Option<String> = row.get(3)?;
        let message = match serde_json::from_str::<EventRecord>(row.get_ref(4)?.as_str()?) {
            Err(error) => Some(("record", format!("its record cannot be read: {error}"))),
            Ok(event) => {
                let is_same = event.id == id
                    && event.event_type.code() == kind
                    && event.status.code() == status
                    && event.date.map(|date| date.from.to_string()) == day;
                (!is_same).then(|| {
                    (
                        "columns",
                        "its columns do not say what its record says".to_string(),
                    )
                })
            }
        };
        if let Some((sort, message)) = message {
            let count = seen.entry(sort).or_default();
            *count += 1;
            if *count <= LISTED {
                faults.push(Fault {
                    place: format!("event {id}"),
                    message,
                });
            }
        }
    }
    Ok(())
}
