//! Making events of accounts: what is to be one happening is decided by [`dateline::events`]; this module finds the
//! accounts that it must look at, and writes down what it finds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use dateline::events::{ArticleWords, Claim, Rarity, combine, corroborate, neighbourhood};
use dateline::json::{EventRecord, RunRecord, SourceRecord, StatementRecord, line};
use rusqlite::{Connection, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::events::{without_statements, write, write_outlets};
use crate::read::record;

/// Claims that are remembered between additions, some kilobytes each.
const REMEMBERED: usize = 8_000;
/// Accounts that are looked at together. Where more hang together, those furthest from the new ones are left as they
/// are: so many reports of one matter say nothing new about one more.
const MAX_TOGETHER: usize = 2_000;

/// What is remembered to compare accounts fast.
#[derive(Default)]
pub(crate) struct Joiner {
    rarity: Option<Rarity>,
    /// The claims used of late, and those used before; the latter are dropped when there are too many of the former.
    fresh: HashMap<i64, Arc<Claim>>,
    stale: HashMap<i64, Arc<Claim>>,
    /// The article looked at last, with its words: its accounts mostly come together.
    article: Option<(i64, Arc<ArticleWords>)>,
}

impl Joiner {
    pub(crate) fn rarity(&mut self) -> &Rarity {
        self.rarity.get_or_insert_with(Rarity::built_in)
    }

    /// The words of an article, which has just this text.
    pub(crate) fn words(&mut self, article: i64, text: &str) -> Arc<ArticleWords> {
        let words = Arc::new(ArticleWords::of(text, self.rarity()));
        self.article = Some((article, words.clone()));
        words
    }

    /// Makes the claim of an account and remembers it.
    pub(crate) fn remember(
        &mut self,
        account: i64,
        event: EventRecord,
        words: Arc<ArticleWords>,
    ) -> Arc<Claim> {
        let claim = Arc::new(Claim::new(event, words, self.rarity()));
        self.keep(account, claim.clone());
        claim
    }

    /// Forgets all claims.
    pub(crate) fn forget(&mut self) {
        self.fresh.clear();
        self.stale.clear();
        self.article = None;
    }

    fn keep(&mut self, account: i64, claim: Arc<Claim>) {
        if self.fresh.len() >= REMEMBERED / 2 {
            self.stale = std::mem::take(&mut self.fresh);
        }
        self.fresh.insert(account, claim);
    }

    fn claim(&mut self, db: &Connection, account: i64) -> rusqlite::Result<Arc<Claim>> {
        if let Some(claim) = self.fresh.get(&account) {
            return Ok(claim.clone());
        }
        if let Some(claim) = self.stale.remove(&account) {
            self.keep(account, claim.clone());
            return Ok(claim);
        }
        let (event, words) = self.load(db, account)?;
        Ok(self.remember(account, event, words))
    }

    /// An account's event with its statements, and the words of its article.
    fn load(
        &mut self,
        db: &Connection,
        account: i64,
    ) -> rusqlite::Result<(EventRecord, Arc<ArticleWords>)> {
        let (mut event, article) = db
            .prepare_cached("SELECT record, id, article FROM accounts WHERE account = ?")?
            .query_row([account], |row| {
                let mut event: EventRecord = record(row, 0)?;
                event.id = row.get(1)?;
                Ok((event, row.get(2)?))
            })?;
        event.statements = statements(db, account)?;
        let words = match &self.article {
            Some((number, words)) if *number == article => words.clone(),
            _ => {
                let text: String = db
                    .prepare_cached("SELECT text FROM articles WHERE article = ?")?
                    .query_row([article], |row| row.get(0))?;
                self.words(article, &text)
            }
        };
        Ok((event, words))
    }
}

/// The statements of an account. What they say of their article and run is kept with the article once.
pub(crate) fn statements(db: &Connection, account: i64) -> rusqlite::Result<Vec<StatementRecord>> {
    let (source, run) = db
        .prepare_cached(
            "SELECT articles.id, url, name, title, published, language, dateline, model, knowledge
             FROM accounts JOIN articles USING (article) JOIN runs USING (run) LEFT JOIN outlets USING (outlet)
             WHERE account = ?",
        )?
        .query_row([account], |row| {
            let source = SourceRecord {
                id: row.get(0)?,
                url: row.get(1)?,
                publisher: row.get(2)?,
                title: row.get(3)?,
                published: row.get(4)?,
                language: row.get(5)?,
            };
            let run = RunRecord {
                dateline: row.get(6)?,
                model: row.get(7)?,
                knowledge: row.get(8)?,
            };
            Ok((source, run))
        })?;
    db.prepare_cached("SELECT record FROM statements WHERE account = ? ORDER BY position")?
        .query_map([account], |row| {
            Ok(StatementRecord {
                article: source.clone(),
                run: run.clone(),
                ..record(row, 0)?
            })
        })?
        .collect()
}

/// Keys of claims as they are kept: two keys of one hash only mean one more comparison.
pub(crate) fn hashes(keys: &[String]) -> BTreeSet<i64> {
    keys.iter()
        .map(|key| xxh3_64(key.as_bytes()) as i64)
        .collect()
}

/// Makes the events anew that some accounts belong to: those that are new, those of events that lost an account, and
/// all that hang together with them.
pub(crate) fn regroup(
    db: &Connection,
    joiner: &mut Joiner,
    new: BTreeSet<i64>,
    touched: &BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let mut seeds = new;
    for event in touched {
        seeds.extend(accounts_of(db, *event)?);
    }
    let mut before = touched.clone();
    while let Some(seed) = seeds.pop_first() {
        let together = around(db, joiner, seed)?;
        seeds.retain(|account| !together.contains_key(account));
        for &account in together.keys() {
            before.extend(event_of(db, account)?);
        }
        join(db, &together)?;
    }
    for event in before {
        if accounts_of(db, event)?.is_empty() {
            db.prepare_cached("DELETE FROM events WHERE event = ?")?
                .execute([event])?;
        }
    }
    Ok(())
}

/// Makes the events of accounts that hang together, and the links between them.
fn join(db: &Connection, together: &BTreeMap<i64, Arc<Claim>>) -> rusqlite::Result<()> {
    let accounts: Vec<i64> = together.keys().copied().collect();
    let claims: Vec<Claim> = together.values().map(|claim| Claim::clone(claim)).collect();
    let joined = corroborate(&claims);
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    for group in &joined.groups {
        let event = combine(&claims, group);
        let members = ranked(&event, &claims, &group.claims);
        let members: Vec<i64> = members.iter().map(|&claim| accounts[claim]).collect();
        let number = settle(db, &event, &members)?;
        numbers.insert(&group.id, number);
    }
    for number in numbers.values() {
        db.prepare_cached("DELETE FROM links WHERE origin = ?")?
            .execute([number])?;
    }
    for link in &joined.links {
        if let (Some(from), Some(to)) = (
            numbers.get(link.from.as_str()),
            numbers.get(link.to.as_str()),
        ) {
            db.prepare_cached(
                "INSERT INTO links (origin, target, kind) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            )?
            .execute(params![from, to, link.kind.code()])?;
        }
    }
    Ok(())
}

/// All accounts that hang together with one, with their claims: what is decided about these depends on no other.
fn around(
    db: &Connection,
    joiner: &mut Joiner,
    seed: i64,
) -> rusqlite::Result<BTreeMap<i64, Arc<Claim>>> {
    let with_keys = |keys: &[String]| {
        let mut found = BTreeSet::new();
        let mut find = db.prepare_cached("SELECT account FROM account_keys WHERE key = ?")?;
        for key in hashes(keys) {
            let mut rows = find.query([key])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        Ok(found)
    };
    neighbourhood([seed], MAX_TOGETHER, with_keys, |account| {
        joiner.claim(db, account)
    })
}

/// The accounts that an event is made of, in the order in which it gives their statements.
pub(crate) fn accounts_of(db: &Connection, event: i64) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached("SELECT account FROM accounts WHERE event = ? ORDER BY rank")?
        .query_map([event], |row| row.get(0))?
        .collect()
}

fn event_of(db: &Connection, account: i64) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT event FROM accounts WHERE account = ?")?
        .query_row([account], |row| row.get(0))
}

/// The claims of a group in the order in which the event gives their statements.
fn ranked(event: &EventRecord, claims: &[Claim], members: &[usize]) -> Vec<usize> {
    let mut ranked = Vec::new();
    let mut rest = event.statements.as_slice();
    while ranked.len() < members.len() {
        let next = members.iter().copied().find(|member| {
            !ranked.contains(member) && rest.starts_with(&claims[*member].event.statements)
        });
        let Some(next) = next else { break };
        rest = &rest[claims[next].event.statements.len()..];
        ranked.push(next);
    }
    // Whatever could not be placed keeps its order.
    let left: Vec<usize> = members
        .iter()
        .copied()
        .filter(|member| !ranked.contains(member))
        .collect();
    ranked.extend(left);
    ranked
}

/// Writes an event and whose accounts it is made of, unless both are there already. Gives its number.
fn settle(db: &Connection, event: &EventRecord, members: &[i64]) -> rusqlite::Result<i64> {
    let present: Option<(i64, String)> = {
        let mut find = db.prepare_cached("SELECT event, record FROM events WHERE id = ?")?;
        let mut rows = find.query([&event.id])?;
        match rows.next()? {
            Some(row) => Some((row.get(0)?, row.get(1)?)),
            None => None,
        }
    };
    if let Some((number, record)) = &present
        && *record == line(&without_statements(event))
        && accounts_of(db, *number)? == members
    {
        return Ok(*number);
    }
    let number = write(db, event)?;
    if present.is_some() {
        // Those that are left out now find their event in their own group.
        db.prepare_cached("UPDATE accounts SET event = NULL WHERE event = ?")?
            .execute([number])?;
    }
    for (rank, account) in members.iter().enumerate() {
        db.prepare_cached("UPDATE accounts SET event = ?, rank = ? WHERE account = ?")?
            .execute(params![number, rank, account])?;
    }
    write_outlets(db, number)?;
    Ok(number)
}
