//! `dateline check`: whether an archive is sound.

use dateline_archive::Archive;

use crate::args::Check;
use crate::commands::Outcome;
use crate::output::Output;
use crate::output::archive as view;

/// Prints what the archive holds and each fault.
pub fn run(options: &Check, output: &mut Output) -> anyhow::Result<Outcome> {
    // Where it may be written, more can be checked.
    let archive =
        Archive::open(&options.archive).or_else(|_| Archive::open_to_read(&options.archive))?;
    let faults = archive.check()?;
    let counts = match faults.is_empty() {
        true => Some(archive.counts()?),
        false => None,
    };
    let text = match options.json {
        true => view::checked_json(counts.as_ref(), &faults),
        false => view::checked(counts.as_ref(), output.look()),
    };
    output.data(&text)?;
    for fault in &faults {
        output.complain(&format!(
            "{}: {}: {}",
            options.archive.display(),
            fault.place,
            fault.message
        ));
    }
    Ok(match faults.is_empty() {
        true => Outcome::Done,
        false => Outcome::Failed,
    })
}
