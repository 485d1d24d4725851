//! What holds for any bytes at all: no panic, and ranges that can be trusted.

use dateline_page::{Article, BlockKind, MAX_NESTING, MAX_PAGE_BYTES, Page, body, problem, read};
use proptest::prelude::*;

fn page(bytes: impl Into<Vec<u8>>) -> Page {
    Page {
        bytes: bytes.into(),
        ..Page::default()
    }
}

fn check(article: &Article) {
    let mut end = None;
    for (at, block) in article.blocks.iter().enumerate() {
        assert!(block.start < block.end, "block {at} is empty");
        assert!(
            article.text.is_char_boundary(block.start) && article.text.is_char_boundary(block.end)
        );
        let from = end.map_or(0, |end: usize| end + 2);
        assert_eq!(
            block.start, from,
            "block {at} does not follow the one before"
        );
        assert!(end.is_none_or(|end| &article.text[end..block.start] == "\n\n"));
        assert_eq!(
            block.kind == BlockKind::Title,
            at == 0 && article.title.is_some(),
            "block {at}"
        );
        assert!(!article.block_text(block).contains('\n'));
        end = Some(block.end);
    }
    assert_eq!(end.unwrap_or(0), article.text.len());
    if let Some(filed) = &article.filed {
        let holder = article
            .blocks
            .iter()
            .find(|block| block.range().contains(&filed.start));
        assert!(
            holder
                .is_some_and(|block| block.kind == BlockKind::Paragraph && filed.end <= block.end)
        );
        assert!(article.text.is_char_boundary(filed.end));
    }
    assert!(article.text.len() >= body(article).len() || article.title.is_none());
}

/// Pieces of pages, so that random pages get past the first look.
fn fragment() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("<p>".to_string()),
        Just("</p>".to_string()),
        Just("<div class='article-body'>".to_string()),
        Just("</div>".to_string()),
        Just("<h1>Ministers meet in Oslo</h1>".to_string()),
        Just("<h2>".to_string()),
        Just("<br><br>".to_string()),
        Just("<br>".to_string()),
        Just("<table><tr><td>".to_string()),
        Just("<figure><img src=a.jpg><figcaption>".to_string()),
        Just("</figcaption></figure>".to_string()),
        Just("<time datetime='2025-03-19T17:55+09:00'>".to_string()),
        Just("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2025-03-19\"".to_string()),
        Just("</script>".to_string()),
        Just("<blockquote>".to_string()),
        Just("<ul><li>".to_string()),
        Just("<template><p>".to_string()),
        Just("MOSCOW, March 19 (Reuters) — ".to_string()),
        Just("![caption [AFP]](https://a.example/b.jpg)\n".to_string()),
        Just("Published: 19/03/2025, 5:55 PM KST\n".to_string()),
        Just("\n# Heading\n".to_string()),
        Just("The two ministers agreed on Tuesday to open the border again, a spokesman said. ".to_string()),
        "\\PC{0,40}",
        "[ -~\n]{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&read(&page(bytes)));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}", html in any::<bool>()) {
        let media_type = html.then(|| "text/html".to_string());
        check(&read(&Page { bytes: text.into_bytes(), media_type, ..Page::default() }));
    }

    #[test]
    fn any_page_is_read(parts in prop::collection::vec(fragment(), 0..40), html in any::<bool>()) {
        let media_type = html.then(|| "text/html".to_string());
        let article = read(&Page { bytes: parts.concat().into_bytes(), media_type, ..Page::default() });
        check(&article);
    }
}

#[test]
fn hostile_pages_end_in_problems() {
    let deep = format!("{}<p>text", "<div>".repeat(MAX_NESTING * 20));
    let formatting: String = (0..20_000).map(|at| format!("<b id=x{at}><p>")).collect();
    let attributes = format!(
        "<!doctype html><p {}>text",
        (0..20_000)
            .map(|at| format!("a{at}=1 "))
            .collect::<String>()
    );
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("nothing", Vec::new(), problem::EMPTY),
        ("white space", b" \n\t ".to_vec(), problem::EMPTY),
        (
            "too large",
            vec![b'a'; MAX_PAGE_BYTES + 1],
            problem::TOO_LARGE,
        ),
        ("binary", [0u8, 1, 2, 3].repeat(100), problem::NOT_TEXT),
        ("a PDF", b"%PDF-1.7 and so on".to_vec(), problem::NOT_TEXT),
        (
            "a feed",
            b"<?xml version='1.0'?><rss><item><title>Talks</title></item></rss>".to_vec(),
            problem::NOT_AN_ARTICLE,
        ),
        ("deep nesting", deep.into_bytes(), problem::NESTING),
        ("deep formatting", formatting.into_bytes(), problem::NESTING),
        ("many attributes", attributes.into_bytes(), problem::NO_TEXT),
    ];
    for (name, bytes, want) in cases {
        let article = read(&page(bytes));
        check(&article);
        assert!(
            article.problems.iter().any(|problem| problem.kind == want),
            "{name}: {:?}",
            article.problems
        );
        assert!(article.is_unusable(), "{name}: {:?}", article.problems);
    }
}

#[test]
fn a_bare_sentence_is_an_article() {
    let cases = [
        (
            "Protesters stormed the embassy.",
            "Protesters stormed the embassy.",
            None,
        ),
        ("Rebels take border town", "Rebels take border town", None),
        (
            "Rebels take border town\n\nRebels took the town.",
            "Rebels took the town.",
            Some("Rebels take border town"),
        ),
        (
            "First sentence here. Second one there.\nA third one.",
            "First sentence here. Second one there.\n\nA third one.",
            None,
        ),
    ];
    for (text, want, title) in cases {
        let article = read(&page(text));
        assert_eq!(
            (body(&article).as_str(), article.title.as_deref()),
            (want, title),
            "{text}"
        );
        assert!(!article.is_unusable(), "{text}: {:?}", article.problems);
    }
}

#[test]
fn reading_is_repeatable() {
    let html = "<h1>Ministers meet in Oslo</h1><p>The two ministers agreed on Tuesday to open the border again, a spokesman said.";
    assert_eq!(read(&page(html)), read(&page(html)));
}
