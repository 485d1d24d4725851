//! `dateline read`: pages to clean articles.

use dateline::json::Writer;
use dateline::{Article, problem, reader};

use crate::args::Read;
use crate::batch::{self, Piece, Threads};
use crate::commands::Outcome;
use crate::input::{self, Items};
use crate::output::{Output, articles};

/// Prints the article of each page.
pub fn run(options: &Read, output: &mut Output) -> anyhow::Result<Outcome> {
    let pages = &options.pages;
    let look = output.look();
    let threads = Threads::own(pages.threads)?;
    let knowledge = reader::built_in_knowledge()?;
    batch::run(pages, Items::new(pages), &threads, output, |source| {
        let name = source.name.clone();
        let article = input::article(&knowledge, source, pages);
        let (notes, _) = batch::check(&article);
        if is_skipped(&article) {
            return Piece {
                notes,
                ..Piece::default()
            };
        }
        let text = match options.json {
            true => Writer::new(&article).article() + "\n",
            false => articles::show(&article, &name, look),
        };
        Piece {
            text,
            found: 1,
            notes,
        }
    })
}

/// Text in a language that cannot be coded is a good article all the same.
fn is_skipped(article: &Article) -> bool {
    article
        .problems
        .iter()
        .any(|found| found.is_fatal() && found.kind != problem::LANGUAGE)
}
