//! PLOVER's boundary rulings as sentences (`testdata/rulings.txt`), coded by the whole pipeline.

use dateline::Pipeline;
use dateline::event::Event;
use dateline_page::{Article, BlockKind};

fn article(sentence: &str) -> Article {
    let mut article = Article::default();
    article.push_block(BlockKind::Paragraph, sentence);
    article
}

/// Whether the coded events meet one demand of a line.
fn meets(events: &[Event], demand: &str) -> bool {
    let has = |code: &str| {
        let (name, mode) = code.split_once(' ').unwrap_or((code, ""));
        events
            .iter()
            .any(|e| e.event_type.code() == name && (mode.is_empty() || e.modes.contains(&mode)))
    };
    match demand.strip_prefix("not ") {
        Some(code) => !has(code),
        None if demand == "nothing" => events.is_empty(),
        None => has(demand),
    }
}

#[test]
fn boundary_rulings() {
    let pipeline = Pipeline::built_in().expect("the built-in parts");
    let (mut report, mut mended, mut known, mut count) = (String::new(), Vec::new(), Vec::new(), 0);
    for line in include_str!("../../../testdata/rulings.txt").lines() {
        let Some((sentence, demands)) = line.split_once(" => ") else {
            continue;
        };
        if line.starts_with('#') {
            continue;
        }
        count += 1;
        let is_known = sentence.starts_with('?');
        let sentence = sentence.trim_start_matches(['?', ' ']);
        let events = pipeline.code(&article(sentence));
        let passes = demands
            .split(", ")
            .all(|demand| meets(&events, demand.trim()));
        let found: Vec<String> = events
            .iter()
            .map(|e| format!("{} {:?} {:.2}", e.event_type, e.modes, e.confidence))
            .collect();
        match (passes, is_known) {
            (true, false) => {}
            (false, true) => known.push(sentence),
            (true, true) => mended.push(sentence),
            (false, false) => report.push_str(&format!(
                "{sentence}\n    wanted {demands}, found {found:?}\n"
            )),
        }
    }
    println!(
        "{count} rulings, {} known failures: {known:#?}",
        known.len()
    );
    assert!(
        report.is_empty(),
        "rulings that fail and are not marked as known failures:\n{report}"
    );
    assert!(
        mended.is_empty(),
        "these pass now; take their ? away: {mended:#?}"
    );
}
