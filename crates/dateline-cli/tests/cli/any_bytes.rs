//! No bytes bring the library down, and whatever it finds in them lies within the text.

use std::sync::LazyLock;

use dateline::json::Writer;
use dateline::{Page, Pipeline};
use proptest::prelude::*;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::built_in().unwrap());

fn holds(bytes: Vec<u8>) {
    let article = PIPELINE.read(&Page {
        bytes,
        ..Page::default()
    });
    let writer = Writer::new(&article);
    writer.article();
    for event in PIPELINE.code(&article) {
        for statement in &event.statements {
            assert!(article.text.get(statement.span.range()).is_some());
            assert!(article.text.get(statement.trigger.range()).is_some());
        }
        writer.event(&event, PIPELINE.run());
    }
}

/// News-like text whose words come in any order, with odd characters between them.
fn scrambled() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "Russia",
        "troops",
        "attacked",
        "visited",
        "Kyiv",
        "Tuesday",
        "12,000",
        "soldiers",
        "said",
        "will",
        "not",
        "according",
        "to",
        "the",
        "minister",
        "of",
        "and",
        "\u{201c}",
        "\u{201d}",
        ".",
        ",",
        "\n\n",
        "<p>",
        "<!--",
        "\u{0}",
        "é",
        "漢",
        "😀",
        "March",
        "2025",
        "killed",
        "if",
        "he",
        "its",
        "'s",
        "Mr.",
        "-",
        "(Reuters)",
    ];
    prop::collection::vec(prop::sample::select(WORDS), 1..120).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        holds(bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,300}") {
        holds(text.into_bytes());
    }

    #[test]
    fn any_order_of_words(text in scrambled()) {
        holds(text.into_bytes());
    }
}
