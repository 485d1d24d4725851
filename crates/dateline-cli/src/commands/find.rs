//! `dateline find`: the events of an archive that fit.

use dateline::json;
use dateline_archive::{Archive, Evidence, Query};

use crate::args::Find;
use crate::commands::Outcome;
use crate::output::{Output, reports};

/// Rows of one table: its columns are laid out for these, so that no number of events fills the memory.
const ROWS: usize = 1000;

/// Prints the events that fit, in order.
pub fn run(options: &Find, output: &mut Output) -> anyhow::Result<Outcome> {
    let archive = Archive::open_to_read(&options.archive)?;
    let query = Query {
        sort: options.sort,
        reverse: options.reverse,
        limit: Some(options.limit).filter(|limit| *limit > 0),
        ..options.which.query()
    };
    let mut found = 0;
    if options.json {
        archive.each(&query, Evidence::With, |event| -> anyhow::Result<()> {
            found += 1;
            Ok(output.data(&(json::line(&event) + "\n"))?)
        })?;
    } else {
        let mut rows = Vec::new();
        archive.each(&query, Evidence::Without, |event| -> anyhow::Result<()> {
            found += 1;
            rows.push(event);
            if rows.len() == ROWS {
                output.data(&reports::list(&rows, output.look()))?;
                rows.clear();
            }
            Ok(())
        })?;
        output.data(&reports::list(&rows, output.look()))?;
        if query.limit == Some(found) {
            let all = archive.count(&query)?;
            if all > found as u64 {
                output.complain(&format!(
                    "note: {found} of {all} events; --limit 0 prints all"
                ));
            }
        }
    }
    Ok(match found {
        0 => Outcome::Nothing,
        _ => Outcome::Done,
    })
}
