//! Coding any text: no panic, and every range of an event fits the article's text.
//!
//! `cargo +nightly fuzz run code`

#![no_main]

use std::sync::LazyLock;

use dateline::json::Writer;
use dateline::{Page, Pipeline};
use libfuzzer_sys::fuzz_target;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::built_in().expect("the built-in data are sound"));

fuzz_target!(|bytes: &[u8]| {
    let article = PIPELINE.read(&Page { bytes: bytes.to_vec(), ..Page::default() });
    let writer = Writer::new(&article);
    for event in PIPELINE.code(&article) {
        for statement in &event.statements {
            assert!(article.text.get(statement.trigger.range()).is_some());
        }
        writer.event(&event, PIPELINE.run());
    }
});
