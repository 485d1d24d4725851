//! `dateline fetch`: downloads feeds and their articles into an archive or a WARC file.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::args::Fetch;
use crate::batch::ProblemFile;
use crate::commands::Outcome;
use crate::fetch::{self, Settings, Store, Tally, Told};
use crate::output::Output;
use crate::output::progress;
use crate::output::status::StatusLine;

/// Downloads what the addresses name, and says how much it was.
pub fn run(options: &Fetch, output: &mut Output) -> anyhow::Result<Outcome> {
    let settings = Settings {
        delay: seconds(options.delay)?,
        timeout: seconds(options.timeout)?.max(Duration::from_millis(1)),
        limit: options.limit.unwrap_or(usize::MAX),
        roots: match &options.ca_file {
            Some(path) => fetch::certificates(path)?,
            None => fetch::RootCerts::WebPki,
        },
    };
    let (mut store, addresses) = match (&options.into_warc, &options.names[..]) {
        (Some(path), addresses) => (Store::warc(path)?, addresses),
        (None, [archive, addresses @ ..]) if !addresses.is_empty() => {
            anyhow::ensure!(
                !archive.contains("://"),
                "expected an archive before the addresses, but found \"{archive}\"; \
                 with --into-warc FILE no archive is needed"
            );
            (
                Store::archive(Path::new(archive), &options.engine)?,
                addresses,
            )
        }
        (None, _) => {
            anyhow::bail!("expected an archive and the address of a feed or page after it")
        }
    };
    let mut problems = ProblemFile::at(options.problems.as_deref())?;
    let mut status = StatusLine::new();
    let mut failed = false;
    let started = Instant::now();
    let tally = fetch::run(addresses, settings, &mut store, &mut |told| {
        match told {
            Told::Progress(tally) => {
                let done = tally.articles + tally.failed;
                let rate = progress::rate(done, tally.open, started.elapsed());
                status.show(&format!("{}; {rate}", line(&tally)));
            }
            Told::Note(address, note) => {
                status.clear();
                failed |= note.is_error;
                output.note(address, note);
                problems.add(address, None, note)?;
            }
        }
        Ok(())
    });
    status.clear();
    let tally = tally?;
    problems.finish()?;
    output.data(&format!("{}\n", line(&tally)))?;
    Ok(if failed {
        Outcome::Failed
    } else {
        Outcome::Done
    })
}

fn seconds(number: f64) -> anyhow::Result<Duration> {
    Duration::try_from_secs_f64(number)
        .map_err(|_| anyhow::anyhow!("expected a number of seconds from 0, but found {number}"))
}

fn line(tally: &Tally) -> String {
    let mut line = format!(
        "{} new, {} known, {} not had; {} read",
        counted(tally.articles, "article"),
        tally.known,
        tally.failed,
        counted(tally.feeds, "feed")
    );
    if tally.open > 0 {
        line += &format!(", {} to go", tally.open);
    }
    line
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
