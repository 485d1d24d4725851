//! Keeps downloads in a WARC file (ISO 28500), each record compressed by itself.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use dateline::http::Headers;
use dateline::warc;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use url::Url;
use uuid::Uuid;

use super::client::Answer;
use super::store::Known;

/// A WARC file that is added to.
pub struct WarcFile {
    file: File,
    path: PathBuf,
    known: HashMap<String, Known>,
}

impl WarcFile {
    /// Opens a file, or makes it; what an older one holds is not downloaded again. A last record that a killed run or
    /// a full disk cut short is taken off: most readers would find nothing after it.
    ///
    /// # Errors
    /// When it cannot be read or written, or is damaged elsewhere.
    pub fn open(path: &Path) -> anyhow::Result<WarcFile> {
        let shown = path.display();
        let mut known = HashMap::new();
        let mut end = None;
        if path.exists() {
            let source = File::open(path).with_context(|| format!("open {shown}"))?;
            let mut records = warc::Records::new(source);
            while let Some(found) = records.next() {
                match found {
                    Ok(record) => remember(&mut known, &record),
                    Err(fault)
                        if fault.is_cut
                            && records.next().is_none()
                            && begins_at(path, fault.offset) =>
                    {
                        end = Some(fault.offset);
                    }
                    Err(fault) => bail!(
                        "cannot add to {shown}: it is damaged at byte {}: {fault}; name a new file",
                        fault.offset
                    ),
                }
            }
        }
        if let Some(end) = end {
            let file = OpenOptions::new().write(true).open(path);
            file.and_then(|file| file.set_len(end))
                .with_context(|| format!("take the last record off {shown}, which is cut short"))?;
        }
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(|| format!("open {shown} for writing"))?;
        let is_new = file.metadata().is_ok_and(|data| data.len() == 0);
        let mut warc = WarcFile {
            file,
            path: path.to_path_buf(),
            known,
        };
        if is_new {
            let software = format!(
                "software: Dateline {}\r\nformat: WARC File Format 1.1\r\n",
                env!("CARGO_PKG_VERSION")
            );
            let fields = [("Content-Type", "application/warc-fields")];
            warc.write("warcinfo", &fields, software.as_bytes(), Timestamp::now())?;
        }
        Ok(warc)
    }

    pub fn known(&self, url: &str) -> Option<&Known> {
        self.known.get(url)
    }

    /// Keeps an answer. The address asked for is kept with it where a redirect led to another.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(
        &mut self,
        asked: &Url,
        url: &Url,
        answer: &Answer,
        at: Timestamp,
    ) -> anyhow::Result<()> {
        if asked != url {
            let mut headers = Headers::default();
            headers.push("Location", url.as_str());
            let redirect = Answer {
                status: 302,
                headers,
                body: Vec::new(),
            };
            self.respond(asked, &redirect, at)?;
        }
        self.respond(url, answer, at)
    }

    fn respond(&mut self, url: &Url, answer: &Answer, at: Timestamp) -> anyhow::Result<()> {
        let fields = [
            ("WARC-Target-URI", url.as_str()),
            ("Content-Type", "application/http; msgtype=response"),
        ];
        self.write("response", &fields, &message(answer), at)
    }

    /// Writes one record, all at once: a run that is killed leaves at most one record cut short.
    fn write(
        &mut self,
        kind: &str,
        fields: &[(&str, &str)],
        content: &[u8],
        at: Timestamp,
    ) -> anyhow::Result<()> {
        let mut head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{}>\r\nWARC-Date: {at}\r\n",
            Uuid::new_v4()
        );
        for (name, value) in fields {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", content.len());
        let pack = || {
            let mut packed = GzEncoder::new(Vec::new(), Compression::default());
            packed.write_all(head.as_bytes())?;
            packed.write_all(content)?;
            packed.write_all(b"\r\n\r\n")?;
            packed.finish()
        };
        pack()
            .and_then(|bytes| self.file.write_all(&bytes))
            .with_context(|| format!("write {}", self.path.display()))
    }
}

/// Whether a record begins at a place of a file; where all of it is compressed as one, places are those of what it
/// unpacks to.
fn begins_at(path: &Path, place: u64) -> bool {
    let mut head = [0; 2];
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::Start(place))?;
        file.read_exact(&mut head)
    });
    read.is_ok() && (head == *b"WA" || head == [0x1f, 0x8b])
}

/// An answer as an HTTP message. Its chunks are joined, so that header is kept under another name.
fn message(answer: &Answer) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", answer.status);
    for (name, value) in answer.headers.iter() {
        let is_framing =
            ["transfer-encoding", "content-length"].contains(&name.to_ascii_lowercase().as_str());
        let prefix = if is_framing { "X-Received-" } else { "" };
        head += &format!("{prefix}{name}: {value}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", answer.body.len());
    [head.as_bytes(), &answer.body].concat()
}

fn remember(known: &mut HashMap<String, Known>, record: &warc::Record) {
    let (Some(url), Some(response)) = (&record.url, record.response()) else {
        return;
    };
    let header = |name: &str| response.headers.get(name).map(str::to_string);
    known.insert(
        url.clone(),
        Known {
            etag: header("etag"),
            last_modified: header("last-modified"),
            fetched_at: record.date.unwrap_or_default(),
            next_try: None,
        },
    );
}
