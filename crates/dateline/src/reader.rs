//! Reading pages with the knowledge of who publishes them: all that `dateline read` needs, without a model.

use dateline_kb::{Gazetteer, Knowledge, Outlet};
use dateline_page::{Article, Page, Parts, StatedPrecision};
use jiff::tz::TimeZone;

const KNOWLEDGE: &[u8] = include_bytes!("../../../data/knowledge.bin");

const PLACES: &[u8] = include_bytes!("../../../data/places.bin");

/// The knowledge of actors and outlets that is part of the program; all that reading needs.
///
/// # Errors
/// Only if it is faulty, which the tests exclude.
pub fn built_in_knowledge() -> Result<Knowledge, dateline_kb::Error> {
    Knowledge::from_bytes(KNOWLEDGE)
}

/// The same with the places, which take some milliseconds more: "police in Kharkiv" are Ukrainian.
///
/// # Errors
/// Only if a file of it is faulty, which the tests exclude.
pub fn built_in_knowledge_and_places() -> Result<Knowledge, dateline_kb::Error> {
    Ok(built_in_knowledge()?.with_places(Gazetteer::from_bytes(PLACES)?))
}

/// Reads a page and puts its bare clock times into the zone of the outlet, where that is known. Never fails.
pub fn read(page: &Page, knowledge: &Knowledge) -> Article {
    let mut article = dateline_page::read(page);
    set_zone(&mut article, knowledge);
    article
}

/// Puts an article together that comes in parts, as [`read`] does with a page. Never fails.
pub fn read_parts(parts: &Parts, knowledge: &Knowledge) -> Article {
    let mut article = dateline_page::read_parts(parts);
    set_zone(&mut article, knowledge);
    article
}

/// The outlet that published an article, by its address, else by its name.
pub fn outlet_of<'a>(article: &Article, knowledge: &'a Knowledge) -> Option<&'a Outlet> {
    let names = [article.url.as_deref(), article.publisher.as_deref()];
    names
        .into_iter()
        .flatten()
        .find_map(|name| knowledge.outlet(name))
}

/// Gives bare clock times the offset of the outlet's zone, and takes the problem back that they stated.
pub fn set_zone(article: &mut Article, knowledge: &Knowledge) {
    let Some(outlet) = outlet_of(article, knowledge) else {
        return;
    };
    if article.publisher.is_none() {
        article.publisher = Some(outlet.name.clone());
    }
    let Some(zone) = outlet
        .timezone
        .as_deref()
        .and_then(|zone| TimeZone::get(zone).ok())
    else {
        return;
    };
    let mut changed = false;
    for stated in [&mut article.published, &mut article.updated]
        .into_iter()
        .flatten()
    {
        if stated.offset.is_none() && stated.precision != StatedPrecision::Day {
            stated.offset = zone
                .to_ambiguous_zoned_datetime(stated.local)
                .compatible()
                .ok()
                .map(|zoned| zoned.offset());
            changed |= stated.offset.is_some();
        }
    }
    if changed {
        article
            .problems
            .retain(|problem| problem.kind != dateline_page::problem::BARE_CLOCK_TIME);
    }
}
