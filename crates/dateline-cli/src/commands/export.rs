//! `dateline export`: events to the file formats of other tools.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use dateline_archive::{Archive, Evidence, MAGIC, Query, Sort};
use dateline_export::read::Events;
use dateline_export::{Exporter, Format, Summary, file};

use crate::args::Export;
use crate::commands::Outcome;
use crate::output::{self, Output};

/// Where events come from. There is one of it in a run, so its size does not matter.
#[expect(clippy::large_enum_variant)]
enum Source {
    Archive(Archive, Query),
    /// JSON Lines and what they are called.
    Lines(Box<dyn Read>, String),
}

/// Writes the events that are asked for in one format; a file appears whole or not at all.
pub fn run(options: &Export, output: &mut Output) -> anyhow::Result<Outcome> {
    let format = format(options)?;
    // Before anything is written.
    let source = open(options)?;
    let summary = match &options.output {
        Some(path) if path.as_os_str() != "-" => to_file(source, format, path)
            .with_context(|| format!("export to {}", path.display()))?,
        _ if format.is_binary() && output.is_terminal() => {
            bail!("export {format}: expected --output FILE, as it is no text")
        }
        _ => feed(source, Exporter::new(format, output::stdout())?)?,
    };
    if summary.left_out > 0 {
        output.complain(&format!(
            "note: {} left out, as they did not take place and {format} has no column that says so",
            counted(summary.left_out)
        ));
    }
    match summary.written {
        0 => Ok(Outcome::Nothing),
        _ => Ok(Outcome::Done),
    }
}

fn to_file(source: Source, format: Format, path: &Path) -> anyhow::Result<Summary> {
    let replacement = file::replace(path)?;
    let summary = feed(source, Exporter::new(format, &replacement)?)?;
    replacement.finish()?;
    Ok(summary)
}

fn open(options: &Export) -> anyhow::Result<Source> {
    let path = &options.input;
    let shown = path.display().to_string();
    let query = options.which.query();
    if path.as_os_str() == "-" {
        choose_none(&query)?;
        return Ok(Source::Lines(
            Box::new(io::stdin()),
            "standard input".into(),
        ));
    }
    let mut file = File::open(path).with_context(|| format!("open {shown}"))?;
    let head = head(&mut file).with_context(|| format!("read {shown}"))?;
    if head == MAGIC {
        // Oldest first, as series are read.
        let query = Query {
            sort: Sort::Date,
            reverse: true,
            ..query
        };
        return Ok(Source::Archive(Archive::open_to_read(path)?, query));
    }
    choose_none(&query)?;
    // A pipe cannot be read again from its beginning.
    let input = io::Cursor::new(head).chain(file);
    Ok(Source::Lines(Box::new(input), shown))
}

/// Gives the exporter all events, and ends it.
fn feed(source: Source, mut exporter: Exporter<'_>) -> anyhow::Result<Summary> {
    match source {
        Source::Archive(archive, query) => {
            archive.each(&query, Evidence::With, |event| -> anyhow::Result<()> {
                Ok(exporter.event(&event)?)
            })?;
        }
        Source::Lines(input, name) => {
            for event in Events::new(BufReader::new(input)) {
                exporter.event(&event.with_context(|| format!("read {name}"))?)?;
            }
        }
    }
    Ok(exporter.finish()?)
}

/// Refuses a choice among events that are not in an archive, which alone can look them up.
fn choose_none(query: &Query) -> anyhow::Result<()> {
    if *query != Query::default() {
        bail!(
            "choose events: expected an archive, but found JSON Lines; add the pages to an archive"
        );
    }
    Ok(())
}

/// The first bytes of a file.
fn head(file: &mut File) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(MAGIC.len() as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn format(options: &Export) -> anyhow::Result<Format> {
    if let Some(format) = options.format {
        return Ok(format);
    }
    let told = options.output.as_deref().and_then(Format::of);
    told.context("export: expected --format, or an --output whose ending tells the format")
}

fn counted(events: usize) -> String {
    match events {
        1 => "1 event".into(),
        many => format!("{many} events"),
    }
}
