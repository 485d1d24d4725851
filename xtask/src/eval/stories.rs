//! How well the reports of one happening are joined: our own stories (`data/stories`), told by several outlets, and real
//! news (ECB+).
//!
//! The coder's misses are told apart from the joiner's errors: joining is scored over what was coded, and what was not
//! coded is counted on its own.

mod ecb;
mod read;

use std::collections::HashMap;
use std::sync::Arc;

use dateline::events::{ArticleWords, Claim, Joined, Rarity, corroborate};
use dateline::json::EventRecord;
use dateline::{Article, Pipeline};
use rayon::prelude::*;

use super::clusters::{Fit, b_cubed, pairwise};
use super::{Figure, Places};
use read::Story;

pub use ecb::measure as real_news;

/// The halves of our own stories: the one that was built on, and the one that is only scored.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let mut figures = Vec::new();
    for half in ["building", "unseen"] {
        let stories = read::folder(&places.root.join("data/stories").join(half))?;
        let articles: Vec<&Article> = stories.iter().map(|story| &story.article).collect();
        let claims = code(&pipeline, &articles);
        let joined = corroborate(&claims);
        figures.extend(score(half, &stories, &claims, &joined));
    }
    Ok(figures)
}

/// The claims of all articles, in their order.
fn code(pipeline: &Pipeline, articles: &[&Article]) -> Vec<Claim> {
    let rarity = Rarity::built_in();
    let coded: Vec<Vec<EventRecord>> = pipeline.model().in_threads(|| {
        let one = |article: &&Article| pipeline.records(article).1;
        articles.par_iter().map(one).collect()
    });
    let mut claims = Vec::new();
    for (article, events) in articles.iter().zip(coded) {
        let words = Arc::new(ArticleWords::of(&article.text, &rarity));
        let claim = |event| Claim::new(event, Arc::clone(&words), &rarity);
        claims.extend(events.into_iter().map(claim));
    }
    claims
}

/// The group of each claim.
fn group_of(claims: &[Claim], joined: &Joined) -> Vec<usize> {
    let mut group_of = vec![0; claims.len()];
    for (group, members) in joined.groups.iter().enumerate() {
        for &claim in &members.claims {
            group_of[claim] = group;
        }
    }
    group_of
}

/// Units are the coded events of single articles that tell a labelled happening: one for each event and happening.
fn score(half: &str, stories: &[Story], claims: &[Claim], joined: &Joined) -> Vec<Figure> {
    let group_of = group_of(claims, joined);
    let mut number_of: HashMap<String, usize> = HashMap::new();
    let mut units = Vec::new();
    // With what was not coded, each standing alone.
    let mut whole = Vec::new();
    let (mut told, mut coded) = (0, 0);
    // Prints each claim with its happening and its group; meant for the half that is built on.
    let show = std::env::var("DATELINE_SHOW_STORIES").is_ok_and(|wanted| wanted == half);
    for story in stories {
        let own: Vec<usize> = (0..claims.len())
            .filter(|&claim| claims[claim].article_id == story.article.id)
            .collect();
        for happening in story.happenings() {
            let name = format!("{}/{happening}", story.group);
            let next = number_of.len();
            let wanted = *number_of.entry(name.clone()).or_insert(next);
            let telling: Vec<usize> = own
                .iter()
                .copied()
                .filter(|&claim| story.tells(happening, &claims[claim]))
                .collect();
            told += 1;
            coded += usize::from(!telling.is_empty());
            if telling.is_empty() {
                whole.push((joined.groups.len() + whole.len(), wanted));
            }
            for claim in telling {
                units.push((group_of[claim], wanted));
                whole.push((group_of[claim], wanted));
                if show {
                    eprintln!("{name}\t{}\t{}", group_of[claim], line(&claims[claim]));
                }
            }
        }
    }
    let cubed = b_cubed(&units);
    let pairs = pairwise(&units);
    let name = |what: &str| format!("stories-{half}-{what}");
    let percent = |share: f64| 100.0 * share;
    vec![
        Figure::new(name("b3-precision"), percent(cubed.precision)),
        Figure::new(name("b3-recall"), percent(cubed.recall)),
        Figure::new(name("b3-f1"), percent(cubed.f1())),
        Figure::new(name("pairs-precision"), percent(pairs.precision)),
        Figure::new(name("pairs-recall"), percent(pairs.recall)),
        Figure::new(name("pairs-f1"), percent(pairs.f1())),
        Figure::new(
            name("coded"),
            percent(Fit::of(coded as u64, coded as u64, told).recall),
        ),
        Figure::new(name("with-uncoded-b3-f1"), percent(b_cubed(&whole).f1())),
    ]
}

/// A claim in a line, for looking at.
fn line(claim: &Claim) -> String {
    let event = &claim.event;
    let side = |parties: &[dateline::json::PartyRecord]| {
        let names: Vec<String> = parties
            .iter()
            .map(|p| {
                let code = |part: &Option<String>| part.clone().unwrap_or_default();
                format!(
                    "{}[{} {} {}]",
                    p.name,
                    code(&p.country),
                    code(&p.sector),
                    code(&p.person)
                )
            })
            .collect();
        names.join(", ")
    };
    format!(
        "{} {} {:?} {:?} | {} -> {} | {} | {} | {:?} | {:?}",
        claim.article_id,
        event.event_type.code(),
        event.modes,
        event.status,
        side(&event.actors),
        side(&event.recipients),
        event
            .date
            .map_or("-".into(), |d| format!("{}..{}", d.from, d.to)),
        event.place.as_ref().map_or("-", |place| &place.name),
        claim.triggers,
        event
            .quantities
            .iter()
            .map(|q| (q.value, q.role))
            .collect::<Vec<_>>(),
    )
}
