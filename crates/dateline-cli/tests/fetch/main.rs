//! `dateline fetch` against a server on loopback.

mod server;

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dateline::warc::Records;
use server::{Reply, Request, Server};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.arg("fetch").args(arguments);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command
}

/// Fetches into a WARC file; exit code, standard output, messages.
fn into_warc(file: &Path, more: &[&str]) -> (i32, String, String) {
    let file = file.display().to_string();
    let mut arguments = [&["--into-warc", &file], more].concat();
    if !more.contains(&"--delay") {
        arguments.extend(["--delay", "0.01"]);
    }
    told(&command(&arguments).output().unwrap())
}

fn told(output: &Output) -> (i32, String, String) {
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// Address and text of the pages in a WARC file.
fn pages(file: &Path) -> Vec<(String, String)> {
    let records = Records::new(File::open(file).unwrap());
    let pages = records.filter_map(|record| record.unwrap().into_page(String::new()).unwrap());
    let mut pages: Vec<(String, String)> = pages
        .map(|page| {
            let url = page.url.unwrap_or_default();
            let path = url.splitn(4, '/').nth(3).unwrap_or_default().to_string();
            (path, String::from_utf8(page.bytes).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

fn feed(paths: &[&str]) -> String {
    let items: String = paths
        .iter()
        .map(|path| format!("<item><title>About {path}</title><link>{path}</link><pubDate>Wed, 19 Mar 2025 08:00:00 GMT</pubDate></item>"))
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Example Post</title>{items}</channel></rss>"
    )
}

fn rss(paths: &[&str]) -> Reply {
    Reply::new(200, "application/rss+xml", feed(paths))
}

fn missing() -> Reply {
    Reply::new(404, "text/html", "no")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_feed_with_its_articles_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("news.warc.gz");
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/feed" if request.header("if-none-match") == Some("\"one\"") => Reply {
            status: 304,
            ..Reply::default()
        },
        "/feed" => Reply::new(
            200,
            "text/xml",
            feed(&["/1#top", "/packed", "/moved", "/gone", "/1"]),
        )
        .with("ETag", "\"one\""),
        "/1" => Reply::html("<p>One."),
        "/packed" => {
            Reply::new(200, "text/html", gzip(b"<p>Packed.")).with("Content-Encoding", "gzip")
        }
        "/moved" => Reply::new(301, "text/html", "").with("Location", "new/place"),
        "/new/place" => Reply::html("<p>Moved."),
        _ => missing(),
    });
    let (code, stdout, stderr) = into_warc(&file, &[&server.url("/feed")]);
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(stdout, "3 articles new, 0 known, 1 not had; 1 feed read\n");
    assert_eq!(
        stderr,
        format!(
            "dateline: {}: the server gives status 404\n",
            server.url("/gone")
        )
    );
    let page = |path: &str, text: &str| (path.to_string(), text.to_string());
    assert_eq!(
        pages(&file),
        [
            page("1", "<p>One."),
            page("new/place", "<p>Moved."),
            page("packed", "<p>Packed."),
        ]
    );
    let asked = server.asked();
    assert_eq!(asked[0].path, "/robots.txt");
    assert!(asked.iter().all(|request| {
        request
            .header("user-agent")
            .is_some_and(|name| name.starts_with("Dateline/"))
    }));
    // What failed for good is not kept in a WARC file, so it is asked for again.
    let (code, stdout, stderr) = into_warc(&file, &[&server.url("/feed")]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "0 articles new, 1 known, 0 not had; 0 feeds read\n");
    assert_eq!(server.paths(), ["/feed"]);
}

#[test]
fn robots_rules_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/robots.txt" => Reply::new(
            200,
            "text/plain",
            "User-agent: *\nDisallow: /\n\nUser-agent: dateline\nDisallow: /private\n",
        ),
        "/feed" => rss(&["/private/1", "/open"]),
        "/open" => Reply::html("<p>Open."),
        _ => missing(),
    });
    let (code, stdout, stderr) =
        into_warc(&folder.path().join("a.warc.gz"), &[&server.url("/feed")]);
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stderr.contains("/private/1: note: its robots.txt does not allow it"),
        "{stderr}"
    );
    assert_eq!(stdout, "1 article new, 0 known, 1 not had; 1 feed read\n");
    let asked = server.asked();
    let robots = asked.iter().filter(|request| request.path == "/robots.txt");
    assert_eq!(robots.count(), 1);
    assert!(
        asked
            .iter()
            .all(|request| !request.path.starts_with("/private"))
    );

    let broken = Server::start(|_: &Request| Reply::new(503, "text/html", "x"));
    let (code, _, stderr) = into_warc(&folder.path().join("b.warc.gz"), &[&broken.url("/feed")]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("its robots.txt gives status 503"),
        "{stderr}"
    );
    assert!(broken.paths().is_empty());
}

#[test]
fn busy_servers_are_asked_later() {
    let folder = tempfile::tempdir().unwrap();
    let (busy, broken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let server = Server::start(move |request: &Request| match request.path.as_str() {
        "/busy" if busy.fetch_add(1, Ordering::Relaxed) == 0 => {
            Reply::new(429, "text/html", "x").with("Retry-After", "1")
        }
        "/busy" => Reply::html("<p>Busy."),
        "/broken" if broken.fetch_add(1, Ordering::Relaxed) < 2 => {
            Reply::new(500, "text/html", "x")
        }
        "/broken" => Reply::html("<p>Broken."),
        "/never" => Reply::new(502, "text/html", "x"),
        "/tomorrow" => Reply::new(503, "text/html", "x").with("Retry-After", "86400"),
        _ => missing(),
    });
    let file = folder.path().join("a.warc.gz");
    let start = Instant::now();
    let (code, _, stderr) = into_warc(&file, &[&server.url("/busy"), &server.url("/broken")]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(pages(&file).len(), 2);
    assert_eq!(server.paths().len(), 5);
    let (code, _, stderr) = into_warc(&file, &[&server.url("/never"), &server.url("/tomorrow")]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("/never: the server gives status 502; asked 4 times"),
        "{stderr}"
    );
    assert!(
        stderr.contains("/tomorrow: the server gives status 503 and wants no request before"),
        "{stderr}"
    );
    assert_eq!(server.paths().len(), 5);
}

#[test]
fn slow_large_and_odd_answers() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/slow" => Reply {
            delay: Duration::from_secs(20),
            ..Reply::html("<p>Slow.")
        },
        "/large" => Reply {
            more: dateline::MAX_PAGE_BYTES * 2,
            ..Reply::html("<p>")
        },
        "/picture" => Reply::new(200, "image/png", "x"),
        "/loop" => Reply::new(302, "text/html", "").with("Location", "/loop"),
        "/nowhere" => Reply::new(302, "text/html", "").with("Location", "file:///etc/passwd"),
        _ => missing(),
    });
    let file = folder.path().join("a.warc.gz");
    let paths = ["/large", "/picture", "/loop", "/nowhere"].map(|path| server.url(path));
    let mut arguments: Vec<&str> = paths.iter().map(String::as_str).collect();
    arguments.push("ftp://a.example/x");
    let (code, _, stderr) = into_warc(&file, &arguments);
    assert_eq!(code, 2);
    for want in [
        "/large: expected at most 16777216 bytes, but the server sends more",
        "/picture: expected a page, but found image/png",
        "/loop: expected a page after 10 redirects at most",
        "/nowhere: the server gives status 302 without a place to go on",
        "ftp://a.example/x: expected an address that begins with http:// or https://",
    ] {
        assert!(stderr.contains(want), "{want}: {stderr}");
    }
    let (code, _, stderr) = into_warc(&file, &["--timeout", "0.3", &server.url("/slow")]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("/slow: expected an answer within 0.3 s, but it took longer"),
        "{stderr}"
    );
    let (code, _, stderr) = into_warc(&file, &["http://127.0.0.1:1/x"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("refuses the connection"), "{stderr}");
}

#[test]
fn one_request_at_a_time_with_a_pause() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/feed" => rss(&["/1", "/2", "/3"]),
        "/robots.txt" => missing(),
        _ => Reply::html("<p>Text."),
    });
    let (code, _, _) = into_warc(
        &folder.path().join("a.warc.gz"),
        &["--delay", "0.2", &server.url("/feed")],
    );
    assert_eq!(code, 0);
    let mut asked = server.asked();
    asked.sort_by_key(|request| request.from);
    assert_eq!(asked.len(), 5);
    for pair in asked.windows(2) {
        let pause = pair[1].from.duration_since(pair[0].until);
        assert!(pause >= Duration::from_millis(180), "{pause:?}");
    }
}

#[test]
fn a_killed_run_is_taken_up_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.warc.gz");
    let first = AtomicUsize::new(0);
    let server = Server::start(move |request: &Request| match request.path.as_str() {
        "/feed" => rss(&["/1", "/2"]).with("ETag", "\"x\""),
        "/1" => Reply::html("<p>One."),
        "/2" if first.fetch_add(1, Ordering::Relaxed) == 0 => Reply {
            delay: Duration::from_secs(30),
            ..Reply::html("<p>")
        },
        "/2" => Reply::html("<p>Two."),
        _ => missing(),
    });
    let name = file.display().to_string();
    let mut running = command(&[
        "--into-warc",
        &name,
        "--delay",
        "0.01",
        &server.url("/feed"),
    ])
    .stdout(Stdio::null())
    .spawn()
    .unwrap();
    let start = Instant::now();
    let mut paths = Vec::new();
    while !paths.contains(&"/2".to_string()) && start.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(20));
        paths.extend(server.paths());
    }
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(pages(&file).len(), 1);
    let (code, _, stderr) = into_warc(&file, &[&server.url("/feed")]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(server.paths(), ["/2", "/feed"]);
    assert_eq!(pages(&file).len(), 2);
    // Cut short within its last record, as by a full disk, the file loses just that, and it is downloaded again.
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 20]).unwrap();
    let (code, _, stderr) = into_warc(&file, &[&server.url("/feed")]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(pages(&file).len(), 2);
    // Damaged elsewhere, the file is left as it is.
    let mut damaged = whole.clone();
    damaged[40] ^= 0x55;
    std::fs::write(&file, &damaged).unwrap();
    let (code, _, stderr) = into_warc(&file, &[&server.url("/feed")]);
    assert_eq!(code, 2);
    assert!(stderr.contains("it is damaged at byte 0"), "{stderr}");
    assert_eq!(std::fs::read(&file).unwrap(), damaged);
}

/// What a feed or a redirect names is asked for in a private network only if the user named that host.
#[test]
fn private_hosts_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.warc.gz");
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/feed" => rss(&[
            "/1",
            "http://localhost:9/secret",
            "http://192.168.0.1/admin",
        ]),
        "/moved" => Reply::new(302, "text/html", "").with("Location", "http://[::1]:9/secret"),
        "/1" => Reply::html("<p>One."),
        _ => missing(),
    });
    let (code, stdout, stderr) = into_warc(&file, &[&server.url("/feed"), &server.url("/moved")]);
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(stdout, "1 article new, 0 known, 3 not had; 1 feed read\n");
    for address in [
        "http://localhost:9/secret",
        "http://192.168.0.1/admin",
        &server.url("/moved"),
    ] {
        let line = format!("{address}: its host is of a private network");
        assert!(stderr.contains(&line), "{line} in {stderr}");
    }
}

#[test]
fn over_https_from_those_who_are_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_https(|request: &Request| match request.path.as_str() {
        "/feed" => rss(&["/1"]),
        "/1" => Reply::html("<p>One."),
        _ => missing(),
    });
    let file = |name: &str| folder.path().join(name);
    let (trusted, other) = (file("ca.pem"), file("other.pem"));
    std::fs::write(&trusted, &server.certificate).unwrap();
    std::fs::write(&other, "no certificate").unwrap();
    let feed = server.url("/feed");
    let with = |path: &Path| ["--ca-file".to_string(), path.display().to_string()];
    let (ca, option) = (with(&trusted), with(&other));
    let (code, stdout, stderr) = into_warc(&file("a.warc.gz"), &[&ca[0], &ca[1], &feed]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "1 article new, 0 known, 0 not had; 1 feed read\n");
    assert_eq!(pages(&file("a.warc.gz")).len(), 1);
    let (code, _, stderr) = into_warc(&file("b.warc.gz"), &[&feed]);
    assert_eq!(code, 2);
    assert!(stderr.contains("certificate"), "{stderr}");
    let (code, _, stderr) = into_warc(&file("c.warc.gz"), &[&option[0], &option[1], &feed]);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("expected certificates in PEM form"),
        "{stderr}"
    );
}

#[test]
fn into_an_archive() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("news.dateline").display().to_string();
    let report = "<title>Talks in Oslo</title><h1>Talks in Oslo</h1><p>The foreign ministers of Norway and Sweden met in Oslo on Tuesday \
                  and agreed to open the border again, a spokesman said.</p><p>They will meet again in June in Stockholm.</p>";
    let server = Server::start(move |request: &Request| match request.path.as_str() {
        "/feed" if request.header("if-none-match").is_some() => Reply {
            status: 304,
            ..Reply::default()
        },
        "/feed" => rss(&["/1", "/gone"]).with("ETag", "\"x\""),
        "/1" => Reply::html(report),
        _ => missing(),
    });
    let fetch = || {
        told(
            &command(&["--delay", "0.01", &archive, &server.url("/feed")])
                .output()
                .unwrap(),
        )
    };
    let (code, stdout, stderr) = fetch();
    assert_eq!(code, 2, "{stderr}");
    assert_eq!(stdout, "1 article new, 0 known, 1 not had; 1 feed read\n");
    server.asked();
    // A page that is gone is not asked for again, and the feed has not changed.
    let (code, stdout, stderr) = fetch();
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "0 articles new, 1 known, 0 not had; 0 feeds read\n");
    assert_eq!(server.paths(), ["/feed"]);
    let archive = dateline_archive::Archive::open_to_read(Path::new(&archive)).unwrap();
    assert_eq!(archive.counts().unwrap().articles, 1);
    let state = archive.fetch(&server.url("/feed")).unwrap().unwrap();
    assert_eq!((state.status, state.etag.as_deref()), (304, Some("\"x\"")));
}

#[test]
fn misuse_is_told() {
    for (arguments, want) in [
        (
            &["https://a.example/feed"][..],
            "expected an archive and the address",
        ),
        (
            &["https://a.example/feed", "https://a.example/b"],
            "expected an archive before the addresses",
        ),
        (
            &["--delay=-1", "--into-warc", "/tmp/x", "https://a.example/"],
            "expected a number of seconds",
        ),
        (&[], "ARCHIVE"),
    ] {
        let (code, _, stderr) = told(&command(arguments).output().unwrap());
        assert_eq!(code, 2);
        assert!(stderr.contains(want), "{want}: {stderr}");
    }
}
