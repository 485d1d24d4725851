//! Files of many articles as inputs of the command: archives, feeds, tables, packed or not, whole or damaged.

use std::io::Write;
use std::path::Path;

use serde_json::Value;

use super::{Folder, code, objects, piped, run, stderr};

/// Runs `dateline read --json`; exit code, articles, messages.
fn read(arguments: &[&str], stdin: &[u8]) -> (i32, Vec<Value>, String) {
    let output = piped(&[&["read", "--json"], arguments].concat(), stdin);
    (code(&output), objects(&output), stderr(&output))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A report with a name of its own.
fn report(number: usize) -> String {
    format!(
        "<html><head><title>Talks number {number} end in Oslo</title></head><body><h1>Talks number {number} end in Oslo</h1>\
         <p>The foreign ministers of Norway and Sweden met in Oslo on Tuesday for talks number {number}, a spokesman said.</p>\
         <p>They agreed to open the border again and to meet in Stockholm in June, the government said in a statement.</p></body></html>"
    )
}

fn record(number: usize) -> Vec<u8> {
    let message = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{}",
        report(number)
    );
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{message}\r\n\r\n",
        message.len()
    )
    .into_bytes()
}

fn urls(articles: &[Value]) -> Vec<&str> {
    articles
        .iter()
        .map(|article| article["url"].as_str().unwrap_or_default())
        .collect()
}

fn numbered(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers
        .map(|number| format!("https://a.example/{number}"))
        .collect()
}

#[test]
fn archives_in_order_on_any_number_of_threads() {
    let folder = Folder::new("archives");
    let records: Vec<Vec<u8>> = (0..300).map(record).collect();
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let file = folder.file("news.warc.gz", &packed);
    for threads in ["1", "2", "5"] {
        let (code, articles, _) = read(&["--threads", threads, &file], b"");
        assert_eq!(
            (code, urls(&articles)),
            (0, numbered(0..300).iter().map(String::as_str).collect())
        );
    }
    let (code, articles, _) = read(&["-"], &packed);
    assert_eq!((code, articles.len()), (0, 300));
    let (_, articles, _) = read(&[&folder.file("nameless", records.concat())], b"");
    assert_eq!(articles.len(), 300);
}

#[test]
fn a_truncated_archive_gives_what_comes_before_and_one_problem() {
    let folder = Folder::new("truncated");
    let records: Vec<Vec<u8>> = (0..3).map(|number| gzip(&record(number))).collect();
    let last = records[0].len() + records[1].len();
    let whole = records.concat();
    let file = folder.file("news.warc.gz", &whole[..whole.len() - 40]);
    let problems = folder.0.join("problems.jsonl").display().to_string();
    let (code, articles, messages) = read(&["--problems", &problems, &file], b"");
    assert_eq!(code, 2);
    assert_eq!(urls(&articles), numbered(0..2));
    let faults: Vec<&str> = messages
        .lines()
        .filter(|line| !line.contains("note:"))
        .collect();
    assert_eq!(
        faults,
        [format!(
            "dateline: {file}@{last}: expected the rest of a compressed record, but the file ends"
        )]
    );
    let lines = std::fs::read_to_string(&problems).unwrap();
    let fault: Value = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["stage"] == "open")
        .unwrap();
    assert_eq!(fault["offset"], last);
    assert_eq!(fault["input"], format!("{file}@{last}"));
}

#[test]
fn like_notes_are_counted() {
    let line = |number: usize| {
        format!("{{\"text\": \"Ministers met in Oslo for talks number {number}.\"}}\n")
    };
    let table: String = (0..8).map(line).collect();
    let folder = Folder::new("notes");
    let (code, articles, messages) = read(&[&folder.file("plain.jsonl", table.as_bytes())], b"");
    assert_eq!((code, articles.len()), (0, 8));
    let about = |line: &&str| line.contains("headline");
    let told: Vec<&str> = messages.lines().filter(about).collect();
    assert_eq!(told.len(), 6, "{messages}");
    assert!(told[0].contains("plain.jsonl:1: note: "), "{messages}");
    assert!(
        told[5].starts_with("dateline: note: 3 more like this: "),
        "{messages}"
    );
}

#[test]
fn tables_and_feeds() {
    let folder = Folder::new("tables");
    let text =
        "The foreign ministers of Norway and Sweden met in Oslo on Tuesday, a spokesman said.";
    let csv = format!(
        "headline,when,story\nTalks,2025-03-19,\"{text}\"\nBad,row\nMore talks,2025-03-20,\"{text}\"\n"
    );
    let file = folder.file("news.csv.gz", gzip(csv.as_bytes()));
    let (code, articles, messages) = read(&["--date-column", "when", &file], b"");
    assert_eq!(code, 2);
    assert_eq!(
        messages,
        format!("dateline: {file}:3: expected 3 values in the row, but found 2\n")
    );
    assert_eq!(articles.len(), 2);
    assert_eq!(articles[0]["title"], "Talks");
    assert_eq!(articles[0]["published"], "2025-03-19");
    let (code, _, messages) = read(&["--text-column", "nope", &file], b"");
    assert_eq!(code, 2);
    assert!(
        messages.contains(":1: expected a column `nope`, but found headline, when, story"),
        "{messages}"
    );

    let (_, articles, _) = read(&[&folder.file("a.html", report(7).as_bytes())], b"");
    let line = format!("{}\n", articles[0]);
    let (code, again, _) = read(&["-"], line.as_bytes());
    assert_eq!(code, 0);
    assert_eq!(again[0]["title"], articles[0]["title"]);

    let feed = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Example Post</title><item><title>Talks</title>\
         <link>https://unknown.example/1</link><pubDate>Wed, 19 Mar 2025 17:55:00 +0900</pubDate>\
         <description>{text}</description></item></channel></rss>"
    );
    let (code, articles, messages) = read(&[&folder.file("news.xml", feed.as_bytes())], b"");
    assert_eq!((code, messages.as_str()), (0, ""));
    assert_eq!(articles[0]["publisher"], "Example Post");
    assert_eq!(articles[0]["published"], "2025-03-19T17:55:00+09:00");
}

#[test]
fn the_model_is_chosen() {
    let folder = Folder::new("inputs-model");
    let page = folder.file("page.txt", report(1));
    let model = |choice: &str| -> String {
        let output = run(&["code", "--json", "--model", choice, &page]);
        assert!(output.status.success(), "{choice}: {}", stderr(&output));
        let events = objects(&output);
        let run = &events[0]["statements"][0]["run"];
        run["model"].as_str().unwrap().to_string()
    };
    let full = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/english");
    assert_eq!(model("full"), model(full));
    assert_ne!(model("full"), model("fast"));
    let output = run(&["annotate", "--model", "no/such/folder", &page]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("no/such/folder/model.onnx"), "{told}");
}

#[test]
fn folders_and_packed_pages() {
    let folder = Folder::new("folders");
    folder.file("1.html.gz", gzip(report(1).as_bytes()));
    folder.file("2.warc", record(2));
    folder.file("3.html", report(3).as_bytes());
    folder.file("4.jpg", b"x");
    let name = folder.0.display().to_string();
    let (code, articles, _) = read(&[&name], b"");
    assert_eq!(code, 0);
    let titles: Vec<&str> = articles
        .iter()
        .filter_map(|article| article["title"].as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Talks number 1 end in Oslo",
            "Talks number 2 end in Oslo",
            "Talks number 3 end in Oslo"
        ]
    );
    let cut = gzip(report(1).as_bytes());
    let file = folder.file("cut.html.gz", &cut[..cut.len() / 2]);
    let (code, _, messages) = read(&[&file], b"");
    assert_eq!(code, 2);
    assert_eq!(
        messages,
        format!("dateline: {file}: expected more packed data, but the file ends\n")
    );
    assert!(Path::new(&file).exists());
}
