//! Web archives: good records, damaged ones, and any bytes.

use std::io::Write;

use super::*;

/// A record with an HTTP response, or another type of content.
fn record(kind: &str, url: &str, media_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2025-03-19T08:55:00Z\r\n\
         Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(url: &str, text: &str) -> Vec<u8> {
    let message =
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{text}");
    record(
        "response",
        url,
        "application/http; msgtype=response",
        message.as_bytes(),
    )
}

fn records() -> Vec<Vec<u8>> {
    vec![
        record(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: x\r\n",
        ),
        response("https://a.example/1", "<p>One."),
        record(
            "request",
            "https://a.example/2",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        record(
            "response",
            "<https://a.example/gone>",
            "application/http",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx",
        ),
        record(
            "response",
            "https://a.example/a.png",
            "application/http",
            b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
        ),
        record("resource", "https://a.example/3", "text/html", b"<p>Three."),
        record("resource", "https://a.example/3.css", "text/css", b"p {}"),
        record("response", "dns:a.example", "text/dns", b"x"),
        record("conversion", "https://a.example/4", "text/plain", b"Four."),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The pages as "offset url text", faults as "offset! message".
fn pages(file: &[u8]) -> Vec<String> {
    let mut shown = Vec::new();
    for found in Records::new(file) {
        match found {
            Err(fault) => shown.push(format!("{}! {}", fault.offset, fault.message)),
            Ok(record) => {
                let offset = record.offset;
                match record.into_page(String::new()) {
                    Ok(None) => {}
                    Ok(Some(page)) => shown.push(format!(
                        "{offset} {} {}",
                        page.url.unwrap_or_default(),
                        String::from_utf8_lossy(&page.bytes)
                    )),
                    Err(problem) => shown.push(format!("{offset}? {}", problem.message)),
                }
            }
        }
    }
    shown
}

fn expected(offsets: [usize; 3]) -> Vec<String> {
    vec![
        format!("{} https://a.example/1 <p>One.", offsets[0]),
        format!("{} https://a.example/3 <p>Three.", offsets[1]),
        format!("{} https://a.example/4 Four.", offsets[2]),
    ]
}

/// Where the second, sixth and ninth of these begin.
fn starts(pieces: &[Vec<u8>]) -> [usize; 3] {
    [1, 5, 8].map(|at| pieces[..at].iter().map(Vec::len).sum())
}

#[test]
fn plain_and_compressed() {
    let plain = records();
    let zipped: Vec<Vec<u8>> = plain.iter().map(|record| gzip(record)).collect();
    assert_eq!(pages(&plain.concat()), expected(starts(&plain)));
    assert_eq!(pages(&zipped.concat()), expected(starts(&zipped)));
    assert_eq!(pages(&gzip(&plain.concat())), expected(starts(&plain)));
    let padded = [zipped.concat(), vec![0; 1000]].concat();
    assert_eq!(pages(&padded), expected(starts(&zipped)));
    let lines = String::from_utf8(response("https://a.example/1", "<p>One.")).unwrap();
    assert_eq!(
        pages(lines.replace("WARC/1.0\r\n", "WARC/1.1\n").as_bytes()).len(),
        1
    );
    assert_eq!(pages(b""), [] as [&str; 0]);
}

#[test]
fn damage_is_told_once_with_its_place() {
    let plain = records();
    let zipped: Vec<Vec<u8>> = plain.iter().map(|record| gzip(record)).collect();
    let last = starts(&zipped)[2];
    let whole = zipped.concat();
    for cut in [
        last + 1,
        last + 12,
        last + 60,
        whole.len() - 9,
        whole.len() - 1,
    ] {
        let found = pages(&whole[..cut]);
        let fault = found.last().unwrap();
        assert!(
            fault.starts_with(&format!("{last}! expected")),
            "{cut}: {found:?}"
        );
        let whole_ones = found.iter().filter(|line| line.contains("https:")).count();
        assert!(whole_ones >= 2, "{cut}: {found:?}");
    }
    let whole = plain.concat();
    let last = starts(&plain)[2];
    assert_eq!(
        pages(&whole[..whole.len() - 6]).last().unwrap(),
        &format!("{last}! expected 5 bytes in the record, but the file ends after 3")
    );
    assert_eq!(
        pages(&whole[..last + 20]).last().unwrap(),
        &format!("{last}! expected the headers of a record, but the file ends within them")
    );
    let noise = [&whole[..last], b"<html>no record"].concat();
    assert_eq!(
        pages(&noise).last().unwrap(),
        &format!(
            "{last}! expected a record that begins with WARC/1.0 or WARC/1.1, but found \"<html>no record\""
        )
    );
    let lengthless = b"WARC/1.0\r\nWARC-Type: response\r\n\r\n";
    assert_eq!(
        pages(lengthless),
        ["0! expected the length of the record (Content-Length), but found none"]
    );
}

#[test]
fn large_records_are_passed_over() {
    let large = record(
        "resource",
        "https://a.example/large",
        "text/html",
        &vec![b'a'; MAX_RECORD_BYTES + 1],
    );
    let found = pages(&[large.clone(), response("https://a.example/1", "x")].concat());
    assert!(
        found[0].starts_with("0! expected a record of at most"),
        "{found:?}"
    );
    assert_eq!(found[1], format!("{} https://a.example/1 x", large.len()));
    let film = [
        &b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"[..],
        &vec![b'a'; MAX_RECORD_BYTES],
    ];
    let film = record(
        "response",
        "https://a.example/film",
        "application/http",
        &film.concat(),
    );
    assert_eq!(pages(&film), [] as [&str; 0]);
    let liar = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 9999999999999999\r\n\r\nx";
    assert_eq!(pages(liar).len(), 1);
    // What it covers is not lost.
    let found = pages(&[&liar[..], &response("https://a.example/1", "x")].concat());
    assert_eq!(
        found,
        [
            "0! expected 9999999999999999 bytes in the record, but the file ends after 239",
            &format!("{} https://a.example/1 x", liar.len()),
        ]
    );
}

/// Three pages, the second of them damaged in some way: the other two come, and where the second begins is told. More
/// may be told of its remains.
fn is_only_loss(pieces: [&[u8]; 3], what: &str) {
    let mut found = pages(&pieces.concat());
    for line in &mut found {
        *line = line.chars().take(100).collect();
    }
    let last = pieces[0].len() + pieces[1].len();
    let (first, second, third) = (
        "0 https://a.example/1 One.",
        format!("{}! expected", pieces[0].len()),
        format!("{last} https://a.example/3 Three."),
    );
    let [one, told, more @ .., three] = &found[..] else {
        panic!("{what}: {found:?}");
    };
    let is_told = told.starts_with(&second) && more.iter().all(|line| line.contains("! expected"));
    assert!(
        one == first && is_told && *three == third,
        "{what}: {found:?}"
    );
}

#[test]
fn a_damaged_record_takes_no_other_along() {
    let noise: String = (0..9000_u32)
        .map(|n| format!("{} ", n * n % 1009))
        .collect();
    let text = format!("WARC/1.0 is a version: no header follows. {noise}");
    let plain = [
        response("https://a.example/1", "One."),
        response("https://a.example/2", &text),
        response("https://a.example/3", "Three."),
    ];
    let second = String::from_utf8(plain[1].clone()).unwrap();
    let at = second.find("Content-Length: ").unwrap();
    let told: usize = second[at + 16..].lines().next().unwrap().parse().unwrap();
    let lie = |length: usize| {
        second.replace(
            &format!("Content-Length: {told}"),
            &format!("Content-Length: {length}"),
        )
    };
    let mut cases: Vec<(String, Vec<u8>)> = vec![
        (
            "no length".into(),
            second.replace("Content-Length", "Content-Width").into(),
        ),
        ("cut in its headers".into(), plain[1][..at + 4].to_vec()),
        ("cut in its content".into(), plain[1][..at + 400].to_vec()),
        ("no version".into(), plain[1][10..].to_vec()),
    ];
    for more in [5, 9, 20, 200, 400, 20_000_000] {
        cases.push((format!("{more} too many"), lie(told + more).into()));
    }
    for (what, damaged) in cases {
        is_only_loss([&plain[0], &damaged, &plain[2]], &what);
    }
    let zipped = plain.each_ref().map(|record| gzip(record));
    let mut cases = vec![
        ("cut".to_string(), zipped[1][..zipped[1].len() / 2].to_vec()),
        (
            "without its end".into(),
            zipped[1][..zipped[1].len() - 8].to_vec(),
        ),
        ("without its head".into(), zipped[1][12..].to_vec()),
        ("another file".into(), b"GIF89a no web archive".to_vec()),
        ("a lie".into(), gzip(lie(told + 700).as_bytes())),
    ];
    // What is neither marked nor summed up in gzip's head does not count.
    for at in [0, 1, 2]
        .into_iter()
        .chain((10..zipped[1].len()).step_by(97))
    {
        let mut bytes = zipped[1].clone();
        bytes[at] ^= 0x55;
        cases.push((format!("byte {at} another"), bytes));
    }
    for (what, damaged) in cases {
        is_only_loss([&zipped[0], &damaged, &zipped[2]], &what);
    }
}

#[test]
fn what_follows_damage_at_the_head_is_found() {
    let plain = records();
    let zipped: Vec<Vec<u8>> = plain.iter().map(|record| gzip(record)).collect();
    for pieces in [&plain, &zipped] {
        let mut file = pieces.concat();
        file[..20].fill(b'?');
        let found = pages(&file);
        assert!(found[0].starts_with("0! expected"), "{found:?}");
        assert_eq!(found[1..], expected(starts(pieces)));
    }
    let too_short = String::from_utf8(plain[1].clone()).unwrap();
    let too_short = too_short.replace("Content-Length: 6", "Content-Length: 5");
    let mut pieces = plain.clone();
    pieces[1] = too_short.into_bytes();
    for file in [pieces.concat(), gzip(&pieces.concat())] {
        let found = pages(&file);
        assert!(
            found[0].contains("! expected a record that begins"),
            "{found:?}"
        );
        assert_eq!(found[1..], expected(starts(&pieces))[1..]);
    }
}
