//! `dateline relate`: what a marked source does to a marked target.

use std::fs::File;
use std::io::{self, BufRead, BufReader};

use anyhow::{Context, bail};
use dateline::json;
use dateline::relate::{Marked, relate};

use crate::args::Relate;
use crate::commands::Outcome;
use crate::input;
use crate::output::{Output, relations};

/// The column that holds the sentences.
const COLUMN: &str = "marked_sentence";
/// Sentences that go through the model together.
const BATCH: usize = 512;

/// Prints the relation of each sentence, in order; a row that cannot be read ends the run, so that no line is out of step.
pub fn run(options: &Relate, output: &mut Output) -> anyhow::Result<Outcome> {
    let pipeline = input::pipeline(&options.engine, options.threads)?;
    let mut found = false;
    for input in &options.inputs {
        let reader: Box<dyn BufRead> = match input.as_str() {
            "-" => Box::new(io::stdin().lock()),
            path => Box::new(BufReader::new(
                File::open(path).with_context(|| format!("open {path}"))?,
            )),
        };
        let mut lines = reader.lines().enumerate();
        let column = match lines.next() {
            Some((_, header)) => column(&header.with_context(|| format!("read {input}"))?),
            None => None,
        };
        let Some(column) = column else {
            bail!(
                "read {input}: expected a header line with a column {COLUMN}, columns parted by tabs, but found none"
            );
        };
        loop {
            let mut batch = Vec::new();
            for (number, line) in lines.by_ref().take(BATCH) {
                let place = || format!("read {input}, line {}", number + 1);
                let line = line.with_context(place)?;
                let Some(cell) = line.split('\t').nth(column) else {
                    bail!(
                        "{}: expected {} columns or more, but found {}",
                        place(),
                        column + 1,
                        line.split('\t').count()
                    );
                };
                batch.push(Marked::read(cell.trim_end_matches('\r')).with_context(place)?);
            }
            if batch.is_empty() {
                break;
            }
            found = true;
            for (marked, relation) in batch.iter().zip(relate(pipeline.model(), &batch)) {
                let text = match options.json {
                    true => json::relation(&relation) + "\n",
                    false => relations::show(marked, &relation, output.look()),
                };
                output.data(&text)?;
            }
        }
    }
    Ok(if found {
        Outcome::Done
    } else {
        Outcome::Nothing
    })
}

fn column(header: &str) -> Option<usize> {
    let header = header.trim_start_matches('\u{feff}').trim_end();
    header.split('\t').position(|name| name == COLUMN)
}
