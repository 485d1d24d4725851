//! `dateline series`: counts over time.

use dateline_archive::{Archive, SeriesQuery};

use crate::args;
use crate::commands::Outcome;
use crate::output::Output;
use crate::output::series as view;

/// Prints counts and mean intensity by period.
pub fn run(options: &args::Series, output: &mut Output) -> anyhow::Result<Outcome> {
    let archive = Archive::open_to_read(&options.archive)?;
    let query = SeriesQuery {
        events: options.which.query(),
        interval: options.every,
        stated_only: options.stated,
        by: options.by.clone(),
    };
    let series = archive.series(&query)?;
    let rows = view::rows(&series, &options.by, options.zeros);
    let text = if options.csv {
        view::csv(&rows, &options.by)
    } else if options.json {
        view::json(&rows, &options.by)
    } else {
        view::table(&rows, &options.by, output.look())
    };
    output.data(&text)?;
    for (count, what) in [
        (
            series.by_report,
            "without a stated day count on the day of their first report",
        ),
        (series.undated, "without a day are left out"),
        (
            series.coarse,
            "whose date is not known so finely are left out",
        ),
    ] {
        if count > 0 {
            output.complain(&format!("note: {count} events {what}"));
        }
    }
    Ok(match series.cells.is_empty() {
        true => Outcome::Nothing,
        false => Outcome::Done,
    })
}
