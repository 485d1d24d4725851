//! Files that a user brings along: coding rules and actors.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use dateline::{Additions, Knowledge, Pipeline};

use crate::args::{Coding, Pages};
use crate::input;
use crate::output::Output;

/// Most notes on one command's dictionaries that are printed one by one.
const MAX_NOTES: usize = 10;
/// Most bytes of one file.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The pipeline with the user's rules and actors.
///
/// # Errors
/// A file cannot be read or does not have the form agreed: file, line, expected against found.
pub fn pipeline(pages: &Pages, coding: &Coding, output: &mut Output) -> anyhow::Result<Pipeline> {
    let mut pipeline = input::pipeline(&coding.engine, pages.threads)?;
    for path in &coding.rules {
        pipeline.add_rules(&path.display().to_string(), &text(path, "rule file")?)?;
    }
    let actors = actors(pipeline.knowledge(), &coding.actors, output)?;
    Ok(pipeline.with_actors(&actors)?)
}

/// The user's actors. What a dictionary holds that cannot be used is told and left out.
///
/// # Errors
/// As for [`pipeline`].
pub fn actors(
    base: &Knowledge,
    paths: &[PathBuf],
    output: &mut Output,
) -> anyhow::Result<Additions> {
    let mut actors = Additions::default();
    for path in paths {
        let text = text(path, "actor file")?;
        let added = actors.add(base, &path.display().to_string(), &text);
        added.context("read actor file")?;
    }
    let notes = actors.notes();
    for note in notes.iter().take(MAX_NOTES) {
        output.complain(&format!(
            "note: {}, line {}: {}; left out",
            note.file, note.line, note.message
        ));
    }
    if notes.len() > MAX_NOTES {
        let more = notes.len() - MAX_NOTES;
        output.complain(&format!("note: {more} more lines of actor files left out"));
    }
    Ok(actors)
}

fn text(path: &Path, what: &str) -> anyhow::Result<String> {
    let shown = path.display();
    let size = fs::metadata(path)
        .with_context(|| format!("open {what} {shown}"))?
        .len();
    if size > MAX_BYTES {
        bail!("open {what} {shown}: expected at most {MAX_BYTES} bytes, found {size}");
    }
    let bytes = fs::read(path).with_context(|| format!("open {what} {shown}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..good];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("{what} {shown}, line {line}: expected UTF-8, found other bytes")
    })
}
