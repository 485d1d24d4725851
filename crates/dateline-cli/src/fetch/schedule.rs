//! What is to be asked for and when: one request at a time to each host, with a pause after each.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use dateline::Parts;
use url::Url;

use super::client::Conditions;

/// An address to ask for.
#[derive(Debug)]
pub struct Job {
    /// The address now; another than `asked` after a redirect.
    pub url: Url,
    /// As named by the user or the feed.
    pub asked: Url,
    pub conditions: Conditions,
    pub origin: Origin,
    pub redirects: u32,
    /// Requests that failed.
    pub failures: u32,
}

/// Who named an address.
#[derive(Debug)]
pub enum Origin {
    /// The user; it may be a feed or a page.
    User,
    /// The feed of this number, with what its entry says of the article.
    Entry(usize, Box<Parts>),
}

/// Jobs by host. Shared by those who ask and the one who takes the answers.
#[derive(Default)]
pub struct Schedule {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    hosts: BTreeMap<String, Host>,
    /// Jobs that are waiting, with a worker, or whose answer has not been dealt with.
    open: usize,
    is_closed: bool,
}

struct Host {
    /// When the next request may be sent.
    free_at: Instant,
    is_busy: bool,
    waiting: VecDeque<Job>,
}

impl Schedule {
    /// Adds a job; it is open until [`Schedule::finish`].
    pub fn add(&self, job: Job) {
        let mut state = self.lock();
        state.open += 1;
        state.host(&job.url).waiting.push_back(job);
        self.changed.notify_all();
    }

    /// Adds a job that is to be done again, before all others of its host, not before `at`.
    pub fn again(&self, job: Job, at: Instant) {
        let mut state = self.lock();
        state.open += 1;
        let host = state.host(&job.url);
        host.free_at = host.free_at.max(at);
        host.waiting.push_front(job);
        self.changed.notify_all();
    }

    /// Waits for a job that may be done now; its host is busy until [`Schedule::release`]. `None` when no job is open.
    pub fn take(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            if state.is_closed || state.open == 0 {
                return None;
            }
            let now = Instant::now();
            let ready = state
                .hosts
                .values_mut()
                .filter(|host| !host.is_busy && !host.waiting.is_empty())
                .min_by_key(|host| host.free_at);
            let wait = match ready {
                Some(host) if host.free_at <= now => {
                    host.is_busy = true;
                    return host.waiting.pop_front();
                }
                Some(host) => host.free_at - now,
                // Only an answer can bring more.
                None => Duration::from_secs(60),
            };
            let waited = self.changed.wait_timeout(state, wait);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Lets the host of an address be asked again after a pause.
    pub fn release(&self, url: &Url, pause: Duration) {
        let mut state = self.lock();
        let host = state.host(url);
        host.is_busy = false;
        host.free_at = host.free_at.max(Instant::now() + pause);
        self.changed.notify_all();
    }

    /// A job is dealt with.
    pub fn finish(&self) {
        let mut state = self.lock();
        state.open = state.open.saturating_sub(1);
        self.changed.notify_all();
    }

    /// Nothing more is to be done.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// How many jobs are open.
    pub fn open(&self) -> usize {
        self.lock().open
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn host(&mut self, url: &Url) -> &mut Host {
        let name = url.origin().ascii_serialization();
        self.hosts.entry(name).or_insert_with(|| Host {
            free_at: Instant::now(),
            is_busy: false,
            waiting: VecDeque::new(),
        })
    }
}
