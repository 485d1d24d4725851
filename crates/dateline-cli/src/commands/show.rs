//! `dateline show`: one event with its reports, or one article with its events.

use anyhow::bail;
use dateline::json;
use dateline_archive::{Archive, Shown};

use crate::args::Show;
use crate::commands::Outcome;
use crate::output::{Output, reports};

/// Prints what an id stands for.
pub fn run(options: &Show, output: &mut Output) -> anyhow::Result<Outcome> {
    let archive = Archive::open_to_read(&options.archive)?;
    let id = options.id.trim();
    let Some(shown) = archive.show(id)? else {
        output.complain(&format!("no event or article has the id {id}"));
        return Ok(Outcome::Nothing);
    };
    let look = output.look();
    match shown {
        Shown::Event(view) if options.json => {
            output.data(&(json::line(&view.event) + "\n"))?;
        }
        Shown::Event(view) => output.data(&reports::event(&view, look))?,
        Shown::Article(view) if options.json => {
            let events = view.events.iter().map(|event| json::line(event) + "\n");
            output.data(&(json::line(&view.article) + "\n" + &events.collect::<String>()))?;
        }
        Shown::Article(view) => output.data(&reports::article(&view, look))?,
        Shown::Withdrawn => {
            bail!("show {id}: its article was updated and does not tell it any more")
        }
    }
    Ok(Outcome::Done)
}
