//! Adding: articles with all that they tell, some in one transaction.

use std::collections::BTreeSet;
use std::sync::Arc;

use dateline::events::ArticleWords;
use dateline::json::{
    ArticleRecord, EventRecord, InputProblem, RunRecord, SourceRecord, StatementRecord, day_of,
    line,
};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use xxhash_rust::xxh3::Xxh3;

use crate::events::without_statements;
use crate::joiner::Joiner;
use crate::regroup::regroup;
use crate::{Archive, Error, Result, address};

/// One article and the events that it tells, as coded from it alone.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    pub article: &'a ArticleRecord,
    pub events: &'a [EventRecord],
    pub run: &'a RunRecord,
    /// Options that changed what was coded, as the user gave them; empty for none.
    pub options: &'a str,
    pub at: Timestamp,
}

impl<'a> Addition<'a> {
    /// Articles with their events, coded by one run and added at one time.
    pub fn of_run(
        coded: &'a [(ArticleRecord, Vec<EventRecord>)],
        run: &'a RunRecord,
        at: Timestamp,
    ) -> Vec<Addition<'a>> {
        coded
            .iter()
            .map(|(article, events)| Addition {
                article,
                events,
                run,
                options: "",
                at,
            })
            .collect()
    }
}

/// What became of an article that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    New,
    /// Another text stood at its address; that is kept as a revision.
    Updated,
    /// It is older than what stands at its address, and was kept as a revision only.
    Superseded,
    /// The same text, coded by other versions or options: its statements were replaced.
    Recoded,
    /// It was there already; nothing changed.
    Known,
}

/// What adding did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    pub fate: Fate,
    /// Statements that were written.
    pub statements: usize,
}

/// An article that is there.
struct Present {
    article: i64,
    id: String,
    run: i64,
    published: Option<String>,
    updated: Option<String>,
}

impl Archive {
    /// Adds an article with its events, and makes the events anew that it touches; all or nothing.
    ///
    /// # Errors
    /// When the archive cannot be written: read-only, locked for longer than [`crate::WAIT`], disk full.
    pub fn add(&mut self, addition: &Addition<'_>) -> Result<Added> {
        self.add_all(&[*addition])
            .map(|added| added.first().copied().unwrap_or(NOTHING))
    }

    /// Adds several articles in one transaction; all or nothing. Much is saved that way where many tell of one matter: the
    /// events that they touch are made anew once.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn add_all(&mut self, additions: &[Addition<'_>]) -> Result<Vec<Added>> {
        let path = self.path.clone();
        let (db, joiner) = (&mut self.db, &mut self.joiner);
        let mut work = || -> rusqlite::Result<Vec<Added>> {
            let change = Transaction::new(db, TransactionBehavior::Immediate)?;
            joiner.catch_up(&change)?;
            let mut new = BTreeSet::new();
            let added = additions
                .iter()
                .map(|addition| one(&change, joiner, addition, &mut new))
                .collect::<rusqlite::Result<_>>()?;
            regroup(&change, joiner, new, &BTreeSet::new())?;
            change.commit()?;
            Ok(added)
        };
        work().map_err(|error| {
            self.joiner.forget();
            Error::of(&path, &error)
        })
    }

    /// Whether an article with this id, coded by this run and these options, is there already or has been superseded.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn knows(&self, id: &str, run: &RunRecord, options: &str) -> Result<bool> {
        self.ask(|db| {
            db.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM articles JOIN runs USING (run)
                     WHERE id = ?1 AND dateline = ?2 AND model = ?3 AND knowledge = ?4 AND options = ?5)
                 OR EXISTS (SELECT 1 FROM revisions WHERE id = ?1)",
            )?
            .query_row(params![id, run.dateline, run.model, run.knowledge, options], |row| row.get(0))
        })
    }

    /// Keeps a problem; the same one is kept once.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn add_problem(&mut self, problem: &InputProblem, at: Timestamp) -> Result<()> {
        self.ask(|db| {
            db.prepare_cached(
                "INSERT INTO problems (input, offset, stage, message, added) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                problem.input,
                problem.offset.map_or(-1, |offset| offset as i64),
                problem.stage,
                problem.message,
                at.to_string()
            ])
            .map(|_| ())
        })
    }

    /// Gives SQLite the occasion to refresh its statistics and to shorten the log; for the end of a run.
    ///
    /// # Errors
    /// As [`Archive::add`].
    pub fn tidy(&mut self) -> Result<()> {
        self.ask(|db| {
            db.execute_batch("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002;")?;
            // A reader may keep the log in use; then it is shortened another time.
            let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            Ok(())
        })
    }
}

const NOTHING: Added = Added {
    fate: Fate::Known,
    statements: 0,
};

/// Writes one article. Accounts whose events are still to be made come to be among `new`.
fn one(
    db: &Connection,
    joiner: &mut Joiner,
    addition: &Addition<'_>,
    new: &mut BTreeSet<i64>,
) -> rusqlite::Result<Added> {
    let article = addition.article;
    let run = run(db, addition.run, addition.options)?;
    let address = article.url.as_deref().and_then(address);
    let is_earlier = "SELECT EXISTS (SELECT 1 FROM revisions WHERE id = ?)";
    if db
        .prepare_cached(is_earlier)?
        .query_row([&article.id], |row| row.get(0))?
    {
        return Ok(NOTHING);
    }
    let Some(present) = present(db, &article.id, address.as_deref())? else {
        let number = insert(db, addition, address.as_deref(), run)?;
        let (statements, accounts) = tell(db, joiner, addition, number)?;
        new.extend(accounts);
        return Ok(Added {
            fate: Fate::New,
            statements,
        });
    };
    if present.id == article.id {
        if present.run == run {
            return Ok(NOTHING);
        }
        let statements = retell(db, joiner, addition, &present, run, new)?;
        return Ok(Added {
            fate: Fate::Recoded,
            statements,
        });
    }
    let stands = present.updated.as_ref().or(present.published.as_ref());
    let comes = article.updated.as_ref().or(article.published.as_ref());
    if let (Some(stands), Some(comes)) = (stands, comes)
        && is_before(comes, stands)
    {
        keep_earlier(db, addition, present.article, run)?;
        return Ok(Added {
            fate: Fate::Superseded,
            statements: 0,
        });
    }
    db.prepare_cached(
        "INSERT INTO revisions (id, article, title, text, published, updated, record, added, replaced, run)
         SELECT id, article, title, text, published, updated, record, added, ?2, run FROM articles WHERE article = ?1",
    )?
    .execute(params![present.article, addition.at.to_string()])?;
    let statements = retell(db, joiner, addition, &present, run, new)?;
    Ok(Added {
        fate: Fate::Updated,
        statements,
    })
}

/// Puts what an article tells now in the place of what it told. Gives the number of statements.
fn retell(
    db: &Connection,
    joiner: &mut Joiner,
    addition: &Addition<'_>,
    present: &Present,
    run: i64,
    new: &mut BTreeSet<i64>,
) -> rusqlite::Result<usize> {
    // Where the ids lead that are withdrawn depends on the events that there are.
    regroup(db, joiner, std::mem::take(new), &BTreeSet::new())?;
    let withdrawn = withdraw(db, joiner, present.article)?;
    replace(db, addition, present.article, run)?;
    let (statements, accounts) = tell(db, joiner, addition, present.article)?;
    regroup(db, joiner, accounts, &withdrawn.touched)?;
    redirect(db, present.article, &withdrawn)?;
    Ok(statements)
}

/// Whether one stated time is before another. Times of one zone, or days, compare as text; others as instants.
fn is_before(a: &str, b: &str) -> bool {
    match (a.parse::<Timestamp>(), b.parse::<Timestamp>()) {
        (Ok(a), Ok(b)) => a < b,
        _ => {
            let both = a.len().min(b.len());
            a.get(..both) < b.get(..both)
        }
    }
}

fn run(db: &Connection, run: &RunRecord, options: &str) -> rusqlite::Result<i64> {
    let values = params![run.dateline, run.model, run.knowledge, options];
    db.prepare_cached(
        "INSERT INTO runs (dateline, model, knowledge, options) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    )?
    .execute(values)?;
    db.prepare_cached(
        "SELECT run FROM runs WHERE dateline = ? AND model = ? AND knowledge = ? AND options = ?",
    )?
    .query_row(values, |row| row.get(0))
}

fn present(db: &Connection, id: &str, address: Option<&str>) -> rusqlite::Result<Option<Present>> {
    // The same text is the same article, whatever else stands at its address.
    db.prepare_cached(
        "SELECT article, id, run, published, updated FROM articles WHERE id = ?1 OR address = ?2
         ORDER BY id = ?1 DESC LIMIT 1",
    )?
    .query_row(params![id, address], |row| {
        Ok(Present {
            article: row.get(0)?,
            id: row.get(1)?,
            run: row.get(2)?,
            published: row.get(3)?,
            updated: row.get(4)?,
        })
    })
    .optional()
}

fn insert(
    db: &Connection,
    addition: &Addition<'_>,
    address: Option<&str>,
    run: i64,
) -> rusqlite::Result<i64> {
    let article = addition.article;
    db.prepare_cached(
        "INSERT INTO articles (id, address, text, hash, record, accounts, statements, added, run)
         VALUES (?, ?, '', 0, '', 0, 0, '', ?)",
    )?
    .execute(params![article.id, address, run])?;
    let number = db.last_insert_rowid();
    write(db, addition, number, run)?;
    Ok(number)
}

/// Puts another text, or the same one coded anew, in the place of the one that stands there.
fn replace(
    db: &Connection,
    addition: &Addition<'_>,
    number: i64,
    run: i64,
) -> rusqlite::Result<()> {
    // The index of words must be told what to forget.
    db.prepare_cached(
        "INSERT INTO words (words, rowid, title, text) SELECT 'delete', article, title, text FROM articles
         WHERE article = ?",
    )?
    .execute([number])?;
    write(db, addition, number, run)
}

fn write(db: &Connection, addition: &Addition<'_>, number: i64, run: i64) -> rusqlite::Result<()> {
    let article = addition.article;
    let outlet = article
        .publisher
        .as_deref()
        .map(|name| outlet(db, name))
        .transpose()?;
    let day = article
        .published
        .as_deref()
        .or(article.updated.as_deref())
        .and_then(day_of);
    let told = addition
        .events
        .iter()
        .filter(|event| !event.statements.is_empty());
    let statements: usize = told.clone().map(|event| event.statements.len()).sum();
    db.prepare_cached(
        "UPDATE articles SET id = ?2, url = ?3, outlet = ?4, title = ?5, text = ?6, published = ?7, updated = ?8,
             day = ?9, language = ?10, hash = ?11, record = ?12, accounts = ?13, statements = ?14, added = ?15, run = ?16
         WHERE article = ?1",
    )?
    .execute(params![
        number,
        article.id,
        article.url,
        outlet,
        article.title,
        article.text,
        article.published,
        article.updated,
        day.map(|day| day.to_string()),
        article.language,
        hash(article),
        without_text(article),
        told.count(),
        statements,
        addition.at.to_string(),
        run,
    ])?;
    db.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)")?
        .execute(params![number, article.title, article.text])?;
    Ok(())
}

/// The record of an article whose text is kept beside it.
fn without_text(article: &ArticleRecord) -> String {
    line(&ArticleRecord {
        text: String::new(),
        ..article.clone()
    })
}

/// Of title and text: the same report on two pages has the same.
fn hash(article: &ArticleRecord) -> i64 {
    let mut hash = Xxh3::new();
    hash.update(article.title.as_deref().unwrap_or_default().as_bytes());
    hash.update(&[0]);
    hash.update(article.text.as_bytes());
    hash.digest() as i64
}

pub(crate) fn outlet(db: &Connection, name: &str) -> rusqlite::Result<i64> {
    db.prepare_cached("INSERT INTO outlets (name) VALUES (?) ON CONFLICT DO NOTHING")?
        .execute([name])?;
    db.prepare_cached("SELECT outlet FROM outlets WHERE name = ?")?
        .query_row([name], |row| row.get(0))
}

fn keep_earlier(
    db: &Connection,
    addition: &Addition<'_>,
    number: i64,
    run: i64,
) -> rusqlite::Result<()> {
    let article = addition.article;
    let at = addition.at.to_string();
    db.prepare_cached(
        "INSERT INTO revisions (id, article, title, text, published, updated, record, added, replaced, run)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)",
    )?
    .execute(params![
        article.id,
        number,
        article.title,
        article.text,
        article.published,
        article.updated,
        without_text(article),
        at,
        run
    ])?;
    Ok(())
}

/// What an article told before it was updated.
#[derive(Default)]
struct Withdrawn {
    /// Events that have to be made anew.
    touched: BTreeSet<i64>,
    /// Ids of its accounts, each with its type and the id of an account of the same event that another article gives.
    accounts: Vec<(String, String, Option<String>)>,
}

/// Takes back what an article told.
fn withdraw(db: &Connection, joiner: &mut Joiner, article: i64) -> rusqlite::Result<Withdrawn> {
    let mut withdrawn = Withdrawn::default();
    let mut gone = BTreeSet::new();
    let mut accounts = db.prepare_cached(
        "SELECT id, json_extract(record, '$.type'),
             (SELECT id FROM accounts other WHERE other.event = mine.event AND other.article != mine.article
              ORDER BY rank LIMIT 1),
             event, account
         FROM accounts mine WHERE article = ? ORDER BY account",
    )?;
    let mut rows = accounts.query([article])?;
    while let Some(row) = rows.next()? {
        withdrawn.touched.extend(row.get::<_, Option<i64>>(3)?);
        withdrawn
            .accounts
            .push((row.get(0)?, row.get(1)?, row.get(2)?));
        gone.insert(row.get(4)?);
    }
    joiner.withdraw(&gone);
    db.prepare_cached("DELETE FROM accounts WHERE article = ?")?
        .execute([article])?;
    Ok(withdrawn)
}

/// Leads the ids that an article's accounts had on to what came after them.
fn redirect(db: &Connection, article: i64, withdrawn: &Withdrawn) -> rusqlite::Result<()> {
    for (id, event_type, other) in &withdrawn.accounts {
        let is_back = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?)";
        if db
            .prepare_cached(is_back)?
            .query_row([id], |row| row.get(0))?
        {
            continue;
        }
        // Others may tell the same event still; else the article's own new account of such an act is meant.
        let own = "SELECT id FROM accounts WHERE article = ? AND json_extract(record, '$.type') = ? ORDER BY account";
        let target: Option<String> = match other {
            Some(other) => Some(other.clone()),
            None => db
                .prepare_cached(own)?
                .query_row(params![article, event_type], |row| row.get(0))
                .optional()?,
        };
        db.prepare_cached("UPDATE redirects SET target = ?2 WHERE target = ?1")?
            .execute(params![id, target])?;
        db.prepare_cached("INSERT OR REPLACE INTO redirects (id, target) VALUES (?, ?)")?
            .execute(params![id, target])?;
    }
    Ok(())
}

/// Writes what the article tells. Gives the number of statements, and the accounts, whose events are not made yet.
fn tell(
    db: &Connection,
    joiner: &mut Joiner,
    addition: &Addition<'_>,
    article: i64,
) -> rusqlite::Result<(usize, BTreeSet<i64>)> {
    let words = joiner.words(article, &addition.article.text);
    let mut accounts = BTreeSet::new();
    let mut statements = 0;
    for event in addition
        .events
        .iter()
        .filter(|event| !event.statements.is_empty())
    {
        let account = account(db, joiner, article, event, &words)?;
        for (position, statement) in event.statements.iter().enumerate() {
            db.prepare_cached(
                "INSERT INTO statements (account, position, type, status, confidence, record)
                 VALUES (?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                account,
                position,
                statement.event_type.code(),
                statement.status.code(),
                statement.confidence,
                line(&StatementRecord {
                    article: SourceRecord::default(),
                    run: RunRecord::default(),
                    ..statement.clone()
                }),
            ])?;
            statements += 1;
        }
        accounts.insert(account);
    }
    Ok((statements, accounts))
}

fn account(
    db: &Connection,
    joiner: &mut Joiner,
    article: i64,
    event: &EventRecord,
    words: &Arc<ArticleWords>,
) -> rusqlite::Result<i64> {
    let mut event = event.clone();
    event.id = free_id(db, &event.id)?;
    db.prepare_cached("INSERT INTO accounts (id, article, rank, record) VALUES (?, ?, 0, ?)")?
        .execute(params![
            event.id,
            article,
            line(&without_statements(&event))
        ])?;
    let number = db.last_insert_rowid();
    db.prepare_cached("DELETE FROM redirects WHERE id = ?")?
        .execute([&event.id])?;
    for key in joiner.add(number, event, words.clone()) {
        db.prepare_cached(
            "INSERT INTO account_keys (key, account) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )?
        .execute([key, number])?;
    }
    Ok(number)
}

/// The id itself, or the first that is free of those that follow from it: two accounts never share one.
fn free_id(db: &Connection, id: &str) -> rusqlite::Result<String> {
    let mut free = id.to_string();
    let mut taken = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?)")?;
    while taken.query_row([&free], |row| row.get(0))? {
        free = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(free.as_bytes()));
    }
    Ok(free)
}
