//! What is remembered between additions so that accounts are compared fast, and each pair of them once only.
//!
//! All of it can be read or worked out again: it is dropped when there is too much, when a change is not kept, and,
//! as far as other programs' changes touch it, when one of them has written to the archive.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use dateline::events::{Agreements, ArticleWords, Claim, Rarity, Tie, tie};
use dateline::json::EventRecord;
use rusqlite::Connection;

use crate::read::record;
use crate::regroup::{hashes, statements};

/// Claims that are remembered, a kilobyte or two each.
const CLAIMS: usize = 40_000;
/// Accounts and ties that are remembered in lists, 8 and 16 bytes each.
const LISTED: usize = 2_000_000;

/// What is remembered to compare accounts fast.
#[derive(Default)]
pub(crate) struct Joiner {
    rarity: Option<Rarity>,
    /// The claims used of late, and those used before; the latter are dropped when there are too many of the former.
    /// They are kept without their statements.
    fresh: HashMap<i64, Arc<Claim>>,
    stale: HashMap<i64, Arc<Claim>>,
    /// The article looked at last, with its words: its accounts mostly come together.
    article: Option<(i64, Arc<ArticleWords>)>,
    /// The accounts kept under a key.
    keys: Lists<i64>,
    /// The ties of an account.
    ties: Lists<(i64, Tie)>,
    agreements: Agreements,
    /// SQLite's number for what other connections have written.
    seen: i64,
}

/// Some of all lists, each whole.
struct Lists<T> {
    lists: HashMap<i64, Vec<T>>,
    entries: usize,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Lists {
            lists: HashMap::new(),
            entries: 0,
        }
    }
}

impl<T: Copy> Lists<T> {
    fn get(&self, of: i64) -> Option<&[T]> {
        self.lists.get(&of).map(Vec::as_slice)
    }

    fn keep(&mut self, of: i64, list: Vec<T>) {
        if self.entries > LISTED {
            self.clear();
        }
        self.entries += list.len();
        self.lists.insert(of, list);
    }

    /// Adds to a list that is there.
    fn push(&mut self, of: i64, entry: T) {
        if let Some(list) = self.lists.get_mut(&of) {
            list.push(entry);
            self.entries += 1;
        }
    }

    fn retain(&mut self, is_kept: impl Fn(&T) -> bool) {
        for list in self.lists.values_mut() {
            list.retain(&is_kept);
        }
        self.entries = self.lists.values().map(Vec::len).sum();
    }

    fn clear(&mut self) {
        self.lists.clear();
        self.entries = 0;
    }
}

impl Joiner {
    fn rarity(&mut self) -> &Rarity {
        self.rarity.get_or_insert_with(Rarity::built_in)
    }

    /// Looks whether another connection has written since the last change; for the beginning of a change.
    pub(crate) fn catch_up(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let now = db
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?;
        // Claims never change, but others may have come.
        if std::mem::replace(&mut self.seen, now) != now {
            self.keys.clear();
            self.ties.clear();
        }
        Ok(())
    }

    /// Forgets all: the numbers of accounts that were not kept will be given again.
    pub(crate) fn forget(&mut self) {
        self.fresh.clear();
        self.stale.clear();
        self.article = None;
        self.keys.clear();
        self.ties.clear();
        self.agreements = Agreements::default();
    }

    /// Forgets accounts that are gone; their numbers are never given again.
    pub(crate) fn withdraw(&mut self, gone: &BTreeSet<i64>) {
        self.keys.retain(|account| !gone.contains(account));
        self.ties.retain(|(account, _)| !gone.contains(account));
        // What comes in their place may have their ids.
        self.agreements = Agreements::default();
    }

    /// The words of an article, which has just this text.
    pub(crate) fn words(&mut self, article: i64, text: &str) -> Arc<ArticleWords> {
        let words = Arc::new(ArticleWords::of(text, self.rarity()));
        self.article = Some((article, words.clone()));
        words
    }

    /// Makes the claim of a new account and remembers it. Gives the keys to keep the account under.
    pub(crate) fn add(
        &mut self,
        account: i64,
        event: EventRecord,
        words: Arc<ArticleWords>,
    ) -> BTreeSet<i64> {
        let claim = self.remember(account, event, words);
        let keys = hashes(&claim.keys());
        for key in &keys {
            self.keys.push(*key, account);
        }
        keys
    }

    fn remember(
        &mut self,
        account: i64,
        event: EventRecord,
        words: Arc<ArticleWords>,
    ) -> Arc<Claim> {
        let mut claim = Claim::new(event, words, self.rarity());
        claim.event.statements = Vec::new();
        let claim = Arc::new(claim);
        self.keep(account, claim.clone());
        claim
    }

    fn keep(&mut self, account: i64, claim: Arc<Claim>) {
        if self.fresh.len() >= CLAIMS / 2 {
            self.stale = std::mem::take(&mut self.fresh);
        }
        self.fresh.insert(account, claim);
    }

    pub(crate) fn agreements(&mut self) -> &mut Agreements {
        &mut self.agreements
    }

    /// What an account claims, without its statements.
    pub(crate) fn claim(&mut self, db: &Connection, account: i64) -> rusqlite::Result<Arc<Claim>> {
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

    /// Works out the ties of new accounts and adds them to those of the others.
    pub(crate) fn tie(&mut self, db: &Connection, new: &BTreeSet<i64>) -> rusqlite::Result<()> {
        for &account in new {
            for (other, tie) in self.ties(db, account)? {
                // What is new itself finds all there is.
                if !new.contains(&other) {
                    self.ties.push(other, (account, tie));
                }
            }
        }
        Ok(())
    }

    /// All ties of an account.
    pub(crate) fn ties(
        &mut self,
        db: &Connection,
        account: i64,
    ) -> rusqlite::Result<Vec<(i64, Tie)>> {
        if let Some(ties) = self.ties.get(account) {
            return Ok(ties.to_vec());
        }
        let here = self.claim(db, account)?;
        let mut ties = Vec::new();
        for other in self.with_keys(db, &hashes(&here.lookups()))? {
            if other != account
                && let Some(tie) = tie(&here, &*self.claim(db, other)?)
            {
                ties.push((other, tie));
            }
        }
        self.ties.keep(account, ties.clone());
        Ok(ties)
    }

    /// The accounts kept under any of some keys.
    fn with_keys(&mut self, db: &Connection, keys: &BTreeSet<i64>) -> rusqlite::Result<Vec<i64>> {
        let mut found: Vec<i64> = Vec::new();
        for &key in keys {
            if let Some(accounts) = self.keys.get(key) {
                found.extend_from_slice(accounts);
                continue;
            }
            let accounts: Vec<i64> = db
                .prepare_cached("SELECT account FROM account_keys WHERE key = ?")?
                .query_map([key], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            found.extend_from_slice(&accounts);
            self.keys.keep(key, accounts);
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
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
