//! The address of an article, by which two states of one article are known to be one.

/// Parameters that say how a reader came to a page, not which page it is.
const TRACKING: &[&str] = &[
    "fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ocid", "cmpid", "ref",
    "ref_src",
];

/// A URL brought to one spelling, without scheme, "www.", fragment and tracking parameters; `None` for the front page of
/// a site and for what is no http address: they tell no article from another.
///
/// ```
/// let address = dateline_archive::address("HTTPS://www.Example.org/a/?utm_source=x#top");
/// assert_eq!(address.as_deref(), Some("example.org/a"));
/// ```
pub fn address(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = host.rsplit('@').next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = host
        .strip_suffix(":80")
        .or(host.strip_suffix(":443"))
        .unwrap_or(host);
    let path = path.trim_end_matches('/');
    let mut kept: Vec<&str> = query.split('&').filter(|pair| is_kept(pair)).collect();
    kept.sort_unstable();
    if host.is_empty() || path.is_empty() && kept.is_empty() {
        return None;
    }
    let mut out = format!("{host}/{path}");
    if !kept.is_empty() {
        out += &format!("?{}", kept.join("&"));
    }
    Some(out)
}

fn is_kept(pair: &str) -> bool {
    let name = pair
        .split('=')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn one_page_one_spelling() {
        let cases = [
            ("http://example.org/a", Some("example.org/a")),
            ("https://www.example.org:443/a/", Some("example.org/a")),
            (
                "https://example.org/?p=7&utm_medium=x",
                Some("example.org/?p=7"),
            ),
            (
                "https://example.org/a?b=2&a=1#c",
                Some("example.org/a?a=1&b=2"),
            ),
            ("https://example.org/", None),
            ("https://example.org", None),
            ("file:///a/b", None),
            ("", None),
        ];
        for (url, expected) in cases {
            assert_eq!(address(url).as_deref(), expected, "{url}");
        }
    }
}
