//! Which hosts may be asked: an address that was found, not named by the user, leads to no private network.
//!
//! Whoever writes a feed or a redirect decides where the next request goes. Without a bound he could have this
//! machine ask for pages of its own network that he cannot see himself.

use std::collections::HashSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// What is said of an address that is not asked for.
const REFUSED: &str =
    "its host is of a private network; it is asked only if you name an address of it yourself";
/// Ends of names that no public host has (RFC 6761, RFC 6762, RFC 8375, and those that ICANN keeps free for this).
const PRIVATE_ENDS: &[&str] = &["localhost", "local", "internal", "lan", "home.arpa"];

/// The hosts that may be asked: all public ones, and those that the user named.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    named: HashSet<String>,
}

impl Reach {
    /// With the hosts of addresses that the user named.
    pub fn new<'a>(named: impl IntoIterator<Item = &'a Url>) -> Reach {
        let hosts = named.into_iter().filter_map(Url::host_str);
        Reach {
            named: hosts.map(str::to_string).collect(),
        }
    }

    /// Refuses an address whose host is private by its name alone, which says enough where a proxy looks names up.
    ///
    /// # Errors
    /// Says why.
    pub fn check(&self, url: &Url) -> io::Result<()> {
        let is_private = match url.host() {
            Some(Host::Ipv4(address)) => is_private_v4(address),
            Some(Host::Ipv6(address)) => is_private_v6(address),
            Some(Host::Domain(name)) => is_private_name(name),
            None => false,
        };
        match is_private && !url.host_str().is_some_and(|host| self.named.contains(host)) {
            true => Err(refused()),
            false => Ok(()),
        }
    }
}

impl Resolver for Reach {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.host() == host);
        if is_proxy || self.named.contains(host) {
            return Ok(found);
        }
        let mut public = self.empty();
        for address in found.iter().filter(|address| !is_private(address.ip())) {
            public.push(*address);
        }
        match public.is_empty() {
            true => Err(refused().into()),
            false => Ok(public),
        }
    }
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, REFUSED)
}

fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let ends_in = |end: &&str| {
        name.strip_suffix(*end)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    !name.contains('.') || PRIVATE_ENDS.iter().any(ends_in)
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

/// Addresses that are not of the public internet. 198.18.0.0/15, kept for measurements, is not among them: some
/// proxies stand in for all public hosts with it.
fn is_private_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || first == 0
        || first == 100 && second & 0xc0 == 64
        || first >= 224
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    // Both forms stand for an address of version 4.
    let [a, b, .., g, h] = address.segments();
    let inner = match (a, b) {
        (0x64, 0xff9b) => Some(Ipv4Addr::from(u32::from(g) << 16 | u32::from(h))),
        _ => address.to_ipv4_mapped(),
    };
    match inner {
        Some(inner) => is_private_v4(inner),
        None => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_multicast()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_hosts_are_asked_only_if_named() {
        let named = Url::parse("http://10.1.2.3:8080/feed").unwrap();
        let reach = Reach::new([&named]);
        for (address, want) in [
            ("https://a.example/x", true),
            ("http://8.8.8.8/", true),
            ("http://198.18.0.1/", true),
            ("http://[2606:4700::1]/", true),
            ("http://10.1.2.3/other", true),
            ("http://10.1.2.4/", false),
            ("http://127.0.0.1:9200/", false),
            // The same in another spelling.
            ("http://2130706433/", false),
            ("http://0x7f.1/", false),
            ("http://0.0.0.0/", false),
            ("http://169.254.169.254/latest/meta-data/", false),
            ("http://192.168.0.1/", false),
            ("http://172.31.0.1/", false),
            ("http://100.100.0.1/", false),
            ("http://[::1]/", false),
            ("http://[::ffff:192.168.0.1]/", false),
            ("http://[64:ff9b::a00:1]/", false),
            ("http://[fd00::1]/", false),
            ("http://[fe80::1]/", false),
            ("http://localhost:5984/", false),
            ("http://db.localhost/", false),
            ("http://Printer.local./", false),
            ("http://intranet/", false),
            ("http://a.notlocal/", true),
        ] {
            let url = Url::parse(address).unwrap();
            assert_eq!(reach.check(&url).is_ok(), want, "{address}");
        }
    }
}
