//! One request at a time over http or https: the only place of Dateline from which anything goes out.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use dateline::http::Headers;
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use super::reach::Reach;

/// How Dateline names itself to servers; the first word is what robots.txt can speak to.
const USER_AGENT: &str = concat!(
    "Dateline/",
    env!("CARGO_PKG_VERSION"),
    " (news archive; polite)"
);
/// The name in robots.txt.
pub const ROBOT: &str = "dateline";
/// Longest wait for a connection.
const MAX_CONNECT: Duration = Duration::from_secs(15);

/// What a server answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Headers,
    /// As sent, compressed if it was.
    pub body: Vec<u8>,
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoAnswer {
    pub message: String,
    /// Whether it may come another time.
    pub is_passing: bool,
}

/// What the server is told of an earlier answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// Sends requests. Proxies are taken from the environment (`ALL_PROXY`, `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`).
pub struct Client {
    agent: ureq::Agent,
    reach: Reach,
    timeout: Duration,
}

impl Client {
    /// `timeout` is for one request as a whole.
    pub fn new(timeout: Duration, reach: Reach, roots: RootCerts) -> Client {
        let config = ureq::Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.5")
            .accept_encoding("gzip, br")
            .timeout_connect(Some(timeout.min(MAX_CONNECT)))
            .timeout_global(Some(timeout))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            // Redirects are followed by the caller, who asks robots.txt and waits before each.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build();
        Client {
            agent: ureq::Agent::with_parts(config, DefaultConnector::default(), reach.clone()),
            reach,
            timeout,
        }
    }

    /// Asks for an address; takes at most `limit` bytes of the body as sent.
    ///
    /// # Errors
    /// When the address is out of reach, no answer comes, or not in time, or it is too large.
    pub fn get(
        &self,
        url: &Url,
        conditions: &Conditions,
        limit: usize,
    ) -> Result<Answer, NoAnswer> {
        self.reach
            .check(url)
            .map_err(|error| self.explain_reading(&error))?;
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &conditions.etag {
            request = request.header("If-None-Match", etag);
        }
        if let Some(date) = &conditions.last_modified {
            request = request.header("If-Modified-Since", date);
        }
        let response = request.call().map_err(|error| self.explain(&error))?;
        let status = response.status().as_u16();
        let mut headers = Headers::default();
        for (name, value) in response.headers() {
            headers.push(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
        }
        let mut body = Vec::new();
        let reader = response.into_body().into_reader();
        reader
            .take(limit as u64 + 1)
            .read_to_end(&mut body)
            .map_err(|error| self.explain_reading(&error))?;
        if body.len() > limit {
            return Err(NoAnswer {
                message: format!("expected at most {limit} bytes, but the server sends more"),
                is_passing: false,
            });
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    fn explain(&self, error: &ureq::Error) -> NoAnswer {
        let passing = |message: String| NoAnswer {
            message,
            is_passing: true,
        };
        match error {
            ureq::Error::Timeout(_) => passing(self.too_slow()),
            ureq::Error::HostNotFound => passing("no such host".into()),
            ureq::Error::ConnectionFailed => passing("the server cannot be reached".into()),
            ureq::Error::Io(error) => self.explain_reading(error),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => NoAnswer {
                message: "expected an address that begins with http:// or https://".into(),
                is_passing: false,
            },
            other => passing(format!("no answer: {}", lower(&other.to_string()))),
        }
    }

    fn explain_reading(&self, error: &io::Error) -> NoAnswer {
        // The library hands its own errors through as those of reading.
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<ureq::Error>());
        let is_slow = matches!(inner, Some(ureq::Error::Timeout(_)))
            || matches!(
                error.kind(),
                io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
            );
        let is_passing = error.kind() != io::ErrorKind::PermissionDenied;
        let message = match (is_slow, error.kind()) {
            (_, io::ErrorKind::PermissionDenied) => lower(&error.to_string()),
            (true, _) => self.too_slow(),
            (false, io::ErrorKind::ConnectionRefused) => "the server refuses the connection".into(),
            (false, io::ErrorKind::UnexpectedEof) => "the server broke off its answer".into(),
            (false, _) => format!("no answer: {}", lower(&error.to_string())),
        };
        NoAnswer {
            message,
            is_passing,
        }
    }

    fn too_slow(&self) -> String {
        format!(
            "expected an answer within {} s, but it took longer",
            self.timeout.as_secs_f32()
        )
    }
}

/// The certificates of a PEM file, to be trusted instead of those built in.
///
/// # Errors
/// When it cannot be read or holds none.
pub fn certificates(path: &Path) -> anyhow::Result<RootCerts> {
    let shown = path.display();
    let bytes = fs::read(path).with_context(|| format!("read {shown}"))?;
    let found: Vec<_> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    ensure!(
        !found.is_empty(),
        "read {shown}: expected certificates in PEM form, but found none"
    );
    Ok(RootCerts::from(found))
}

fn lower(text: &str) -> String {
    let text = text.split(" (os error").next().unwrap_or(text);
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}
