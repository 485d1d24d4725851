//! What the robots.txt of each site allows (RFC 9309).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use super::client::{Answer, Client, Conditions, NoAnswer, ROBOT};

/// Bytes of a robots.txt that are read; RFC 9309 asks for at least as many.
const MAX_BYTES: usize = 512 * 1024;
/// Redirects that are followed to a robots.txt, as RFC 9309 says.
const MAX_REDIRECTS: usize = 5;
/// A site that asks for longer pauses than this gets these.
const MAX_DELAY: Duration = Duration::from_secs(300);

/// The rules of one site.
#[derive(Clone)]
pub enum Rules {
    /// There are none.
    Open,
    Stated(Arc<Robot>),
    /// They cannot be had, so nothing is allowed for now.
    Unknown(String),
}

impl Rules {
    fn read(bytes: &[u8]) -> Rules {
        match Robot::new(ROBOT, bytes) {
            Ok(robot) => Rules::Stated(Arc::new(robot)),
            Err(_) => Rules::Unknown("its robots.txt cannot be read".into()),
        }
    }

    /// Whether an address may be asked for.
    pub fn allows(&self, url: &Url) -> bool {
        match self {
            Rules::Open => true,
            Rules::Stated(robot) => robot.allowed(url.as_str()),
            Rules::Unknown(_) => false,
        }
    }

    /// The pause between two requests that the site asks for.
    pub fn delay(&self) -> Option<Duration> {
        let Rules::Stated(robot) = self else {
            return None;
        };
        let asked = Duration::try_from_secs_f32(robot.delay?).ok()?;
        Some(asked.min(MAX_DELAY))
    }
}

/// The rules of all sites that were asked in this run.
#[derive(Default)]
pub struct Robots {
    sites: Mutex<HashMap<String, Rules>>,
}

impl Robots {
    /// The rules for an address; asks the site for them the first time. `pause` waits before a request that follows
    /// another.
    pub fn of(&self, url: &Url, client: &Client, pause: impl Fn()) -> Rules {
        let site = url.origin().ascii_serialization();
        let known = self.lock().get(&site).cloned();
        known.unwrap_or_else(|| {
            let rules = ask(url, client);
            // What follows is a second request to the site.
            pause();
            self.lock().insert(site, rules.clone());
            rules
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Rules>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ask(url: &Url, client: &Client) -> Rules {
    let Ok(mut at) = url.join("/robots.txt") else {
        return Rules::Open;
    };
    for _ in 0..=MAX_REDIRECTS {
        match client.get(&at, &Conditions::default(), MAX_BYTES) {
            Ok(answer) => match answer.status {
                200..=299 => {
                    let limit = MAX_BYTES * 8;
                    return match dateline::http::decode(&answer.headers, &answer.body, limit) {
                        Ok(bytes) => Rules::read(&bytes[..bytes.len().min(MAX_BYTES)]),
                        Err(problem) => {
                            Rules::Unknown(format!("its robots.txt: {}", problem.message))
                        }
                    };
                }
                300..=399 => match target(&at, &answer) {
                    Some(next) => at = next,
                    None => return Rules::Open,
                },
                // Too many requests are a passing state, other faults of ours mean that there is none.
                429 => return Rules::Unknown("it asks for fewer requests (status 429)".into()),
                400..=499 => return Rules::Open,
                status => {
                    return Rules::Unknown(format!("its robots.txt gives status {status}"));
                }
            },
            Err(NoAnswer {
                message,
                is_passing: true,
            }) => return Rules::Unknown(message),
            // A robots.txt beyond all bounds is none.
            Err(_) => return Rules::Open,
        }
    }
    Rules::Open
}

/// Where a redirect leads.
pub fn target(from: &Url, answer: &Answer) -> Option<Url> {
    let to = from.join(answer.headers.get("location")?).ok()?;
    matches!(to.scheme(), "http" | "https").then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_counts() {
        let rules = Rules::read(
            b"User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nCrawl-delay: 2.5\nDisallow: /news/\nAllow: /news/world/\n\
              Disallow: /*.pdf$\n",
        );
        for (path, want) in [
            ("/", true),
            ("/news/a", false),
            ("/news/world/a", true),
            ("/a.pdf", false),
            ("/a.pdf?x", true),
        ] {
            let url = Url::parse(&format!("https://a.example{path}")).unwrap();
            assert_eq!(rules.allows(&url), want, "{path}");
        }
        assert_eq!(rules.delay(), Some(Duration::from_millis(2500)));
        let huge = Rules::read(b"User-agent: *\nCrawl-delay: 1e30\n");
        assert!(huge.delay().is_none_or(|delay| delay <= MAX_DELAY));
    }
}
