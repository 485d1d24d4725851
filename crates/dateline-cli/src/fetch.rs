//! Downloads feeds and the articles that they name, politely and so that it can be taken up again.
//!
//! A few workers ask, one request to a host at a time; one thread takes the answers, keeps what came and says what
//! to ask for next. An address is noted as done only after its article is safe, and a feed only after its articles
//! are, so a run that is killed loses nothing: the next one goes on where it stopped.

mod client;
mod reach;
mod robots;
mod schedule;
mod store;
mod warc_file;

use std::collections::HashSet;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use dateline::{Format, Parts, Stated, feed, tables::Columns};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use crate::batch::{self, Note};
pub use client::certificates;
use client::{Answer, Client, Conditions, NoAnswer};
use reach::Reach;
use robots::{Robots, Rules};
use schedule::{Job, Origin, Schedule};
use store::Noted;
pub use store::Store;
pub use ureq::tls::RootCerts;

/// How many requests may be under way, all to different hosts.
const WORKERS: usize = 8;
/// Answers that may wait to be dealt with; they can have 16 MB each.
const MAX_WAITING: usize = 4;
/// Redirects that are followed.
const MAX_REDIRECTS: u32 = 10;
/// How often a request that fails for a passing reason is sent again.
const MAX_RETRIES: u32 = 3;
/// A server that asks for a longer wait is left for another run.
const MAX_WAIT: Duration = Duration::from_secs(120);
/// When an address that robots.txt forbids may be tried again.
const ROBOTS_AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// How to ask.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Pause between two requests to a host, if its robots.txt asks for no longer one.
    pub delay: Duration,
    /// For one request as a whole.
    pub timeout: Duration,
    /// Most articles to ask for.
    pub limit: usize,
    /// Whose certificates are trusted.
    pub roots: RootCerts,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Feeds that were read or have not changed.
    pub feeds: usize,
    /// Articles that were kept.
    pub articles: usize,
    /// Articles that are there already, or have not changed.
    pub known: usize,
    /// Addresses that gave nothing.
    pub failed: usize,
    /// Addresses still to be asked for.
    pub open: usize,
}

/// What a run tells while it goes on.
pub enum Told<'a> {
    /// About an address.
    Note(&'a str, &'a Note),
    Progress(Tally),
}

/// Downloads what the addresses name.
///
/// # Errors
/// When what came cannot be kept, or `tell` fails. What goes wrong with an address is told.
pub fn run(
    addresses: &[String],
    settings: Settings,
    store: &mut Store,
    tell: &mut dyn FnMut(Told<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<Tally> {
    let named: Vec<Url> = addresses
        .iter()
        .filter_map(|name| web_address(name))
        .collect();
    let (schedule, client, robots) = (
        Schedule::default(),
        Client::new(settings.timeout, Reach::new(&named), settings.roots.clone()),
        Robots::default(),
    );
    let delay = settings.delay;
    let mut keeper = Keeper {
        settings,
        store,
        schedule: &schedule,
        tell,
        feeds: Vec::new(),
        seen: HashSet::new(),
        asked: 0,
        tally: Tally::default(),
    };
    for address in addresses {
        keeper.name(address)?;
    }
    let (send, receive) = mpsc::sync_channel(MAX_WAITING);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            let send = send.clone();
            let (schedule, client, robots) = (&schedule, &client, &robots);
            scope.spawn(move || {
                while let Some(job) = schedule.take() {
                    let url = job.url.clone();
                    let (visit, pause) = visit(&job, client, robots, delay);
                    schedule.release(&url, pause);
                    // Nobody takes answers any more only after keeping failed.
                    if send.send((job, visit)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let kept = keeper.take_all(receive);
        schedule.close();
        kept
    })?;
    let tally = keeper.tally;
    store.finish()?;
    Ok(tally)
}

/// What came of asking for an address.
enum Visit {
    Answer(Answer),
    NoAnswer(NoAnswer),
    /// The site's robots.txt forbids it.
    Forbidden,
    /// The site's robots.txt cannot be had.
    NoRules(String),
}

/// Asks for an address, if its site allows that; gives the pause that the site is to have then.
fn visit(job: &Job, client: &Client, robots: &Robots, delay: Duration) -> (Visit, Duration) {
    let rules = robots.of(&job.url, client, || std::thread::sleep(delay));
    let pause = rules.delay().unwrap_or(delay).max(delay);
    let visit = if let Rules::Unknown(why) = rules {
        Visit::NoRules(why)
    } else if !rules.allows(&job.url) {
        Visit::Forbidden
    } else {
        match client.get(&job.url, &job.conditions, dateline::MAX_PAGE_BYTES) {
            Ok(answer) => Visit::Answer(answer),
            Err(none) => Visit::NoAnswer(none),
        }
    };
    (visit, pause)
}

/// A feed whose articles are under way.
struct Feed {
    asked: Url,
    title: Option<String>,
    state: Conditions,
    /// Articles that have not been dealt with.
    pending: usize,
    /// Whether some article has to be asked for another time, so that the feed is needed again.
    is_incomplete: bool,
}

/// Takes the answers.
struct Keeper<'a> {
    settings: Settings,
    store: &'a mut Store,
    schedule: &'a Schedule,
    tell: &'a mut dyn FnMut(Told<'_>) -> anyhow::Result<()>,
    feeds: Vec<Feed>,
    /// Addresses of this run.
    seen: HashSet<String>,
    /// Articles of feeds asked for.
    asked: usize,
    tally: Tally,
}

impl Keeper<'_> {
    /// Puts an address that the user named on the schedule.
    fn name(&mut self, address: &str) -> anyhow::Result<()> {
        let Some(url) = web_address(address) else {
            let message = "expected an address that begins with http:// or https://";
            return self.fail(address, message, true);
        };
        if !self.seen.insert(url.to_string()) {
            return Ok(());
        }
        let known = self.store.known(url.as_str())?;
        let now = Timestamp::now();
        if let Some(next) = known
            .as_ref()
            .and_then(|known| known.next_try)
            .filter(|next| *next > now)
        {
            let message = format!("not asked: the server wants no request before {next}");
            return self.fail(url.as_str(), &message, true);
        }
        self.schedule.add(Job {
            asked: url.clone(),
            url,
            conditions: known.map(|known| known.conditions()).unwrap_or_default(),
            origin: Origin::User,
            redirects: 0,
            failures: 0,
        });
        Ok(())
    }

    fn take_all(&mut self, answers: mpsc::Receiver<(Job, Visit)>) -> anyhow::Result<()> {
        for (job, visit) in answers {
            self.take(job, visit)?;
            self.schedule.finish();
            self.tally.open = self.schedule.open();
            (self.tell)(Told::Progress(self.tally))?;
        }
        Ok(())
    }

    fn take(&mut self, job: Job, visit: Visit) -> anyhow::Result<()> {
        match visit {
            Visit::Answer(answer) => match answer.status {
                200..=299 => self.keep(job, &answer),
                304 => {
                    self.unchanged(&job)?;
                    self.done(&job, false)
                }
                300..=399 => self.redirect(job, &answer),
                408 | 425 | 429 | 500..=599 => {
                    let message = format!("the server gives status {}", answer.status);
                    let wait = retry_after(&answer, Timestamp::now());
                    self.retry(job, answer.status, &message, wait)
                }
                status => {
                    let message = format!("the server gives status {status}");
                    self.give_up(job, status, &message, None)
                }
            },
            Visit::NoAnswer(NoAnswer {
                message,
                is_passing: true,
            }) => self.retry(job, 0, &message, None),
            Visit::NoAnswer(none) => self.give_up(job, 0, &none.message, None),
            Visit::Forbidden => {
                let again = Timestamp::now().checked_add(ROBOTS_AGAIN).ok();
                self.give_up(job, 0, "its robots.txt does not allow it", again)
            }
            Visit::NoRules(why) => {
                let message = format!("not asked, as nothing says what robots may: {why}");
                self.give_up(job, 0, &message, Some(Timestamp::now()))
            }
        }
    }

    /// Keeps a page, or a feed and puts its articles on the schedule.
    fn keep(&mut self, job: Job, answer: &Answer) -> anyhow::Result<()> {
        if matches!(job.origin, Origin::User) {
            match dateline::http::decode(&answer.headers, &answer.body, feed::MAX_FEED_BYTES) {
                Ok(bytes) if Format::of_head(&bytes, &Columns::default()) == Format::Feed => {
                    return self.keep_feed(job, answer, &bytes);
                }
                Ok(_) => {}
                Err(problem) => return self.give_up(job, answer.status, &problem.message, None),
            }
        }
        if let Some(kind) = answer
            .headers
            .get("content-type")
            .filter(|kind| !is_page(kind))
        {
            let message = format!("expected a page, but found {kind}");
            return self.give_up(job, answer.status, &message, None);
        }
        let now = Timestamp::now();
        let (entry, feed): (Option<&Parts>, Option<&str>) = match &job.origin {
            Origin::User => (None, None),
            Origin::Entry(feed, parts) => {
                let feed = self.feeds.get(*feed).and_then(|feed| feed.title.as_deref());
                (Some(parts), feed)
            }
        };
        let store = &mut *self.store;
        let kept = batch::guard(|| store.keep_page(&job, entry, feed, answer, now));
        let (notes, is_kept) = match kept {
            Ok(kept) => kept?,
            Err(fault) => (vec![fault], false),
        };
        self.tally.articles += usize::from(is_kept);
        self.tally.failed += usize::from(!is_kept);
        for note in &notes {
            (self.tell)(Told::Note(job.url.as_str(), note))?;
        }
        self.note(&job, answer.status, state_of(answer), None)?;
        self.done(&job, false)
    }

    fn keep_feed(&mut self, job: Job, answer: &Answer, bytes: &[u8]) -> anyhow::Result<()> {
        let read = match feed::read(bytes, Some(job.url.as_str())) {
            Ok(read) => read,
            Err(problem) => return self.give_up(job, answer.status, &problem.message, None),
        };
        self.store.keep_feed(&job, answer, Timestamp::now())?;
        self.tally.feeds += 1;
        let number = self.feeds.len();
        self.feeds.push(Feed {
            asked: job.asked,
            title: read.title,
            state: state_of(answer),
            // The feed itself, until its articles are on the schedule.
            pending: 1,
            is_incomplete: false,
        });
        for entry in read.entries {
            self.add_entry(number, entry.parts)?;
        }
        self.entry_done(number, false)
    }

    /// Puts an article of a feed on the schedule, unless it is there already and the feed tells of no change.
    fn add_entry(&mut self, feed: usize, parts: Parts) -> anyhow::Result<()> {
        let Some(url) = parts.url.as_deref().and_then(web_address) else {
            return Ok(());
        };
        if !self.seen.insert(url.to_string()) {
            return Ok(());
        }
        let known = self.store.known(url.as_str())?;
        if let Some(known) = &known {
            let is_changed = parts
                .updated
                .as_ref()
                .and_then(instant)
                .is_some_and(|updated| updated > known.fetched_at);
            match known.next_try {
                None if !is_changed => {
                    self.tally.known += 1;
                    return Ok(());
                }
                Some(next) if next > Timestamp::now() => {
                    self.feeds[feed].is_incomplete = true;
                    return Ok(());
                }
                _ => {}
            }
        }
        if self.asked >= self.settings.limit {
            self.feeds[feed].is_incomplete = true;
            return Ok(());
        }
        self.asked += 1;
        self.feeds[feed].pending += 1;
        self.schedule.add(Job {
            asked: url.clone(),
            url,
            conditions: known.map(|known| known.conditions()).unwrap_or_default(),
            origin: Origin::Entry(feed, Box::new(parts)),
            redirects: 0,
            failures: 0,
        });
        Ok(())
    }

    fn unchanged(&mut self, job: &Job) -> anyhow::Result<()> {
        self.tally.known += 1;
        self.note(job, 304, job.conditions.clone(), None)
    }

    fn redirect(&mut self, mut job: Job, answer: &Answer) -> anyhow::Result<()> {
        let Some(url) = robots::target(&job.url, answer) else {
            let message = format!(
                "the server gives status {} without a place to go on",
                answer.status
            );
            return self.give_up(job, answer.status, &message, None);
        };
        if job.redirects == MAX_REDIRECTS {
            let message = format!("expected a page after {MAX_REDIRECTS} redirects at most");
            return self.give_up(job, answer.status, &message, None);
        }
        job.redirects += 1;
        job.failures = 0;
        job.url = url;
        self.schedule.add(job);
        Ok(())
    }

    /// Puts a request that failed for a passing reason back, later each time, or leaves it for another run.
    fn retry(
        &mut self,
        mut job: Job,
        status: u16,
        message: &str,
        wait: Option<Duration>,
    ) -> anyhow::Result<()> {
        job.failures += 1;
        let pause = wait.unwrap_or(self.settings.delay * 2u32.pow(job.failures));
        if job.failures <= MAX_RETRIES && pause <= MAX_WAIT {
            self.schedule.again(job, Instant::now() + pause);
            return Ok(());
        }
        let now = Timestamp::now();
        let again = SignedDuration::try_from(wait.unwrap_or_default()).unwrap_or_default();
        let next = now.checked_add(again).unwrap_or(now);
        let message = match wait {
            Some(_) => format!("{message} and wants no request before {next}"),
            None => format!("{message}; asked {} times", job.failures),
        };
        self.give_up(job, status, &message, Some(next))
    }

    /// Tells that an address gives nothing, now or, where there is no `next`, for good.
    fn give_up(
        &mut self,
        job: Job,
        status: u16,
        message: &str,
        next: Option<Timestamp>,
    ) -> anyhow::Result<()> {
        // That a site keeps some articles from robots is no fault.
        let is_error = matches!(job.origin, Origin::User) || next.is_none() || status != 0;
        self.fail(job.asked.as_str(), message, is_error)?;
        self.note(&job, status, Conditions::default(), next)?;
        self.done(&job, next.is_some())
    }

    fn fail(&mut self, address: &str, message: &str, is_error: bool) -> anyhow::Result<()> {
        self.tally.failed += 1;
        let note = Note {
            stage: "fetch",
            message: message.to_string(),
            is_error,
        };
        (self.tell)(Told::Note(address, &note))
    }

    fn note(
        &mut self,
        job: &Job,
        status: u16,
        state: Conditions,
        next_try: Option<Timestamp>,
    ) -> anyhow::Result<()> {
        let noted = Noted {
            url: job.asked.as_str(),
            status,
            state,
            next_try,
        };
        self.store.note(&noted, Timestamp::now())
    }

    /// A job is over; `is_open` if it has to be done another time.
    fn done(&mut self, job: &Job, is_open: bool) -> anyhow::Result<()> {
        match job.origin {
            Origin::User => Ok(()),
            Origin::Entry(feed, _) => self.entry_done(feed, is_open),
        }
    }

    /// Notes the feed once all its articles are dealt with.
    fn entry_done(&mut self, feed: usize, is_open: bool) -> anyhow::Result<()> {
        let Some(feed) = self.feeds.get_mut(feed) else {
            return Ok(());
        };
        feed.pending = feed.pending.saturating_sub(1);
        feed.is_incomplete |= is_open;
        if feed.pending > 0 {
            return Ok(());
        }
        let state = match feed.is_incomplete {
            true => Conditions::default(),
            false => feed.state.clone(),
        };
        let noted = Noted {
            url: feed.asked.as_str(),
            status: 200,
            state,
            next_try: None,
        };
        self.store.note(&noted, Timestamp::now())
    }
}

/// An http or https address without its fragment.
fn web_address(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    url.set_fragment(None);
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    is_web.then_some(url)
}

/// What the server names the state of a page by.
fn state_of(answer: &Answer) -> Conditions {
    let header = |name: &str| answer.headers.get(name).map(str::to_string);
    Conditions {
        etag: header("etag"),
        last_modified: header("last-modified"),
    }
}

fn is_page(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default();
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        "text/html" | "application/xhtml+xml" | "text/plain" | "text/markdown"
    )
}

/// How long the server wants to be left alone: seconds or a date.
fn retry_after(answer: &Answer, now: Timestamp) -> Option<Duration> {
    let value = answer.headers.get("retry-after")?;
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default())
}

fn instant(stated: &Stated) -> Option<Timestamp> {
    stated.offset?.to_timestamp(stated.local).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_say_when_to_come_again() {
        let now: Timestamp = "2025-03-19T08:00:00Z".parse().unwrap();
        for (value, want) in [
            ("120", Some(120)),
            ("Wed, 19 Mar 2025 08:01:00 GMT", Some(60)),
            ("Wed, 19 Mar 2025 07:00:00 GMT", Some(0)),
            ("soon", None),
        ] {
            let mut answer = Answer::default();
            answer.headers.push("Retry-After", value);
            assert_eq!(
                retry_after(&answer, now),
                want.map(Duration::from_secs),
                "{value}"
            );
        }
    }

    #[test]
    fn addresses_of_the_web() {
        for (address, want) in [
            ("https://a.example/x?y#z", Some("https://a.example/x?y")),
            (" http://a.example ", Some("http://a.example/")),
            ("ftp://a.example/", None),
            ("news.html", None),
            ("https://", None),
        ] {
            let found = web_address(address).map(|url| url.to_string());
            assert_eq!(found.as_deref(), want, "{address}");
        }
    }
}
