//! What holds for archives, feeds and tables of any bytes at all: no panic, and an end.

use std::io::Write;

use dateline_page::tables::{Columns, CsvRows, JsonRows};
use dateline_page::warc::Records;
use dateline_page::{Format, feed, http, read, read_parts, stated};
use proptest::prelude::*;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// Reads bytes as everything that they could be.
fn read_as_all(bytes: &[u8]) {
    Format::of_head(bytes, &Columns::default());
    let mut last = None;
    for record in Records::new(bytes) {
        let offset = match record {
            Ok(record) => {
                let offset = record.offset;
                if let Ok(Some(page)) = record.into_page(String::new()) {
                    read(&page);
                }
                offset
            }
            Err(fault) => {
                assert!(!fault.message.is_empty());
                fault.offset
            }
        };
        // A record within a gzip member counts unpacked bytes, of which the member may have more than the file has up to
        // the next member: only in a plain file offsets rise throughout.
        let is_plain = !bytes.windows(2).any(|two| two == [0x1f, 0x8b]);
        assert!(
            !is_plain || last.is_none_or(|last| last <= offset),
            "{last:?} {offset}"
        );
        last = Some(offset);
    }
    if let Ok(found) = feed::read(bytes, Some("https://a.example/feed")) {
        for entry in &found.entries {
            read_parts(&entry.parts);
        }
    }
    let mut last = 0;
    for row in JsonRows::new(bytes, Columns::default()) {
        let line = row.as_ref().map_or_else(|fault| fault.line, |row| row.line);
        assert!(line > last);
        last = line;
        if let Ok(row) = row {
            read_parts(&row.parts);
        }
    }
    if let Ok(rows) = CsvRows::new(bytes, &Columns::default()) {
        for row in rows.flatten() {
            read_parts(&row.parts);
        }
    }
    if let Some(response) = http::response(bytes) {
        let _ = http::decode(&response.headers, response.body, 10_000);
    }
}

/// Pieces of archives, so that random files get past the first look.
fn archive() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("WARC/1.0\r\n".to_string()),
        Just("WARC-Type: response\r\n".to_string()),
        Just("WARC-Type: resource\r\n".to_string()),
        Just("WARC-Target-URI: https://a.example/1\r\n".to_string()),
        Just("Content-Type: application/http\r\n".to_string()),
        Just("Content-Type: text/html\r\n".to_string()),
        Just("Content-Encoding: gzip\r\n".to_string()),
        Just("Content-Encoding: br\r\n".to_string()),
        Just("Transfer-Encoding: chunked\r\n".to_string()),
        Just("HTTP/1.1 200 OK\r\n".to_string()),
        Just("\r\n".to_string()),
        Just("\r\n\r\n".to_string()),
        Just("5\r\nhello\r\n0\r\n".to_string()),
        Just("<p>The two ministers agreed on Tuesday to open the border again.".to_string()),
        (0..200u32).prop_map(|length| format!("Content-Length: {length}\r\n")),
        "[ -~]{0,30}",
    ];
    let record = prop::collection::vec(piece, 0..12).prop_map(|parts| parts.concat().into_bytes());
    let packed = (record, any::<bool>()).prop_map(|(record, is_packed)| match is_packed {
        true => gzip(&record),
        false => record,
    });
    prop::collection::vec(packed, 0..4).prop_map(|records| records.concat())
}

/// Pieces of feeds.
fn feed_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<rss version='2.0'><channel>".to_string()),
        Just("<feed xmlns='http://www.w3.org/2005/Atom'>".to_string()),
        Just("<entry>".to_string()),
        Just("</entry>".to_string()),
        Just("<item>".to_string()),
        Just("</item>".to_string()),
        Just("<title>Ministers &amp;amp; envoys</title>".to_string()),
        Just("<link>https://a.example/1</link>".to_string()),
        Just("<link href='/1'/>".to_string()),
        Just("<pubDate>Wed, 19 Mar 2025 17:55:00 +0900</pubDate>".to_string()),
        Just("<updated>2025-03-19T17:55:00+09:00</updated>".to_string()),
        Just("<description>&lt;p&gt;Text.".to_string()),
        Just("<![CDATA[<p>Text.]]>".to_string()),
        Just("</channel></rss>".to_string()),
        Just("</feed>".to_string()),
        "\\PC{0,20}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|parts| parts.concat())
}

/// Pieces of tables.
fn table() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("text,title,date\n".to_string()),
        Just("title;text\r\n".to_string()),
        Just("{\"text\":\"The ministers met.\",\"date\":\"2025-03-19\"}\n".to_string()),
        Just("{\"text\":[\"a\",1,null],\"author\":{\"name\":\"x\"}}\n".to_string()),
        Just("\"".to_string()),
        Just(",".to_string()),
        Just("\n".to_string()),
        Just("2025-13-40".to_string()),
        "\\PC{0,20}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_as_all(&bytes);
        read_as_all(&gzip(&bytes));
    }

    #[test]
    fn any_archive(bytes in archive(), cut in 0..400usize) {
        read_as_all(&bytes);
        read_as_all(&bytes[..bytes.len().min(cut)]);
    }

    #[test]
    fn any_damage(bytes in archive(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = bytes;
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            read_as_all(&bytes);
        }
    }

    #[test]
    fn any_feed(text in feed_text()) {
        read_as_all(text.as_bytes());
    }

    #[test]
    fn any_table(text in table()) {
        read_as_all(text.as_bytes());
    }

    #[test]
    fn any_time(text in "\\PC{0,40}") {
        stated(&text, "table");
    }
}
