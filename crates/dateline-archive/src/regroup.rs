//! Making events of accounts: what is to be one happening is decided by [`dateline::events`]; this module finds the
//! accounts that it must look at, and writes down what it finds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dateline::events::{Claim, Tie, combine, corroborate_tied, neighbourhood, ranked};
use dateline::json::{RunRecord, SourceRecord, StatementRecord};
use rusqlite::{Connection, params};
use xxhash_rust::xxh3::xxh3_64;

use crate::events::{delete, write, write_outlets};
use crate::joiner::Joiner;
use crate::read::record;

/// Accounts that are looked at together. Where more hang together, those that hang by weaker ties are left as they are.
const MAX_TOGETHER: usize = 4_000;

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
    joiner.tie(db, &new)?;
    let mut seeds = new;
    for event in touched {
        seeds.extend(accounts_of(db, *event)?);
    }
    let mut before = touched.clone();
    while let Some(seed) = seeds.pop_first() {
        let is_seed = |account| seeds.contains(&account);
        let mut together = neighbourhood(seed, MAX_TOGETHER, is_seed, |account| {
            joiner.ties(db, account)
        })?;
        // Where not all were taken, no event may lose some of its accounts.
        let mut events: BTreeMap<BTreeSet<i64>, i64> = BTreeMap::new();
        for event in events_of(db, &together)? {
            let accounts = accounts_of(db, event)?;
            together.extend(&accounts);
            events.insert(accounts.into_iter().collect(), event);
        }
        before.extend(events.values());
        seeds.retain(|account| !together.contains(account));
        join(db, joiner, &together, &events, touched)?;
    }
    for event in before {
        if accounts_of(db, event)?.is_empty() {
            delete(db, event)?;
        }
    }
    Ok(())
}

/// Makes the events of accounts that hang together, and the links between them. Of the events that there are, by
/// their accounts, one is left as it is if it is made of the same accounts, and not among those that lost one.
fn join(
    db: &Connection,
    joiner: &mut Joiner,
    together: &BTreeSet<i64>,
    events: &BTreeMap<BTreeSet<i64>, i64>,
    touched: &BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let accounts: Vec<i64> = together.iter().copied().collect();
    let place = |account: i64| accounts.binary_search(&account).ok();
    let mut claims: Vec<Arc<Claim>> = Vec::new();
    let mut ties: Vec<(usize, usize, Tie)> = Vec::new();
    for (here, &account) in accounts.iter().enumerate() {
        claims.push(joiner.claim(db, account)?);
        let its = joiner.ties(db, account)?.into_iter();
        // Each pair once, as the earlier of the two has it.
        ties.extend(its.filter_map(|(other, tie)| {
            let there = place(other).filter(|there| *there > here)?;
            Some((here, there, tie))
        }));
    }
    let joined = corroborate_tied(&claims, &ties, joiner.agreements());
    let mut numbers: BTreeMap<&str, i64> = BTreeMap::new();
    let mut changed = Vec::new();
    for group in &joined.groups {
        let members: BTreeSet<i64> = group.claims.iter().map(|&claim| accounts[claim]).collect();
        match events.get(&members) {
            Some(event) if !touched.contains(event) => {
                numbers.insert(&group.id, *event);
            }
            _ => changed.push(group),
        }
    }
    for group in changed {
        for &claim in &group.claims {
            Arc::make_mut(&mut claims[claim]).event.statements = statements(db, accounts[claim])?;
        }
        let number = write(db, &combine(&claims, group))?;
        for (rank, claim) in ranked(&claims, group).into_iter().enumerate() {
            db.prepare_cached("UPDATE accounts SET event = ?, rank = ? WHERE account = ?")?
                .execute(params![number, rank, accounts[claim]])?;
        }
        write_outlets(db, number)?;
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

/// The accounts that an event is made of, in the order in which it gives their statements.
pub(crate) fn accounts_of(db: &Connection, event: i64) -> rusqlite::Result<Vec<i64>> {
    db.prepare_cached("SELECT account FROM accounts WHERE event = ? ORDER BY rank")?
        .query_map([event], |row| row.get(0))?
        .collect()
}

/// The events that some accounts belong to.
fn events_of(db: &Connection, accounts: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<i64>> {
    let mut event = db.prepare_cached("SELECT event FROM accounts WHERE account = ?")?;
    let mut events = BTreeSet::new();
    for account in accounts {
        events.extend(event.query_row([account], |row| row.get::<_, Option<i64>>(0))?);
    }
    Ok(events)
}
