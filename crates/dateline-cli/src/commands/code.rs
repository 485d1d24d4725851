//! `dateline code`: pages to events, the main job.

use dateline::json::Writer;

use crate::args::Code;
use crate::batch::{self, Piece, Threads};
use crate::commands::Outcome;
use crate::input::{self, Items};
use crate::output::{Output, events};
use crate::own;

/// Prints the events of each page.
pub fn run(options: &Code, output: &mut Output) -> anyhow::Result<Outcome> {
    let pages = &options.pages;
    let look = output.look();
    let pipeline = own::pipeline(pages, &options.coding, output)?;
    let threads = Threads::Model(&pipeline);
    batch::run(pages, Items::new(pages), &threads, output, |source| {
        let name = source.name.clone();
        let article = input::article(pipeline.knowledge(), source, pages);
        let (notes, is_skipped) = batch::check(&article);
        if is_skipped {
            return Piece {
                notes,
                ..Piece::default()
            };
        }
        let found = pipeline.code(&article);
        let text = if options.json {
            let writer = Writer::new(&article);
            found
                .iter()
                .map(|event| writer.event(event, pipeline.run()) + "\n")
                .collect()
        } else {
            events::show(&article, &name, &found, look)
        };
        Piece {
            text,
            found: found.len(),
            notes,
        }
    })
}
