//! An article as a person reads it.

use dateline::{Article, BlockKind, Stated, StatedPrecision};

use super::{Look, Style, Text};

/// Space before captions and quotes.
const INDENT: usize = 4;

/// The head of an article, then its text block by block.
pub fn show(article: &Article, input: &str, look: Look) -> String {
    let mut out = head(article, input, look);
    let mut facts = Vec::new();
    if !article.authors.is_empty() {
        facts.push(format!("by {}", article.authors.join(", ")));
    }
    if let Some(updated) = &article.updated {
        facts.push(format!("updated {}", moment(updated)));
    }
    if let Some(filed) = &article.filed {
        let parts = [&filed.place, &filed.date, &filed.agency];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        facts.push(format!("filed {}", parts.join(", ")));
    }
    if let Some(language) = article
        .language
        .as_deref()
        .filter(|&language| language != "en")
    {
        facts.push(format!("language {language}"));
    }
    out += &Text::new(&facts.join(" · "), Style::Faint).paragraph(0, look);
    for block in article
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Title)
    {
        let words = article.block_text(block);
        let (text, indent) = match block.kind {
            BlockKind::Title | BlockKind::Paragraph => (Text::plain(words), 0),
            BlockKind::Heading => (Text::new("## ", Style::Faint).with(words, Style::Strong), 0),
            BlockKind::ListItem => (Text::plain("- ").with(words, Style::Plain), 0),
            BlockKind::Quote => (
                Text::new("quote: ", Style::Faint).with(words, Style::Plain),
                INDENT,
            ),
            BlockKind::Caption => (
                Text::new("caption: ", Style::Faint).with(words, Style::Plain),
                INDENT,
            ),
            BlockKind::Credit => (
                Text::new("credit: ", Style::Faint).with(words, Style::Faint),
                INDENT,
            ),
        };
        if !matches!(block.kind, BlockKind::Credit | BlockKind::ListItem) {
            out.push('\n');
        }
        out += &text.paragraph(indent, look);
    }
    out.push('\n');
    out
}

/// Title, publisher, publication time and where it comes from.
pub fn head(article: &Article, input: &str, look: Look) -> String {
    let title = article.title.as_deref().unwrap_or("(no title)");
    let published = article
        .published
        .as_ref()
        .map(|published| format!("published {}", moment(published)));
    let publisher = article.publisher.clone();
    let source = Some(input)
        .filter(|&input| input != "-")
        .map(str::to_string);
    let facts: Vec<String> = [publisher, published, source]
        .into_iter()
        .flatten()
        .collect();
    Text::new(title, Style::Strong).paragraph(0, look)
        + &Text::new(&facts.join(" · "), Style::Faint).paragraph(0, look)
}

/// A stated time in words: "2025-03-19 17:55 +09:00".
fn moment(stated: &Stated) -> String {
    let day = stated.local.date();
    if stated.precision == StatedPrecision::Day {
        return day.to_string();
    }
    let time = stated.local.strftime("%H:%M");
    match stated.offset {
        Some(offset) => {
            let minutes = offset.seconds() / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!(
                "{day} {time} {sign}{:02}:{:02}",
                minutes.abs() / 60,
                minutes.abs() % 60
            )
        }
        None => format!("{day} {time} local time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::Page;

    #[test]
    fn an_article_is_laid_out() {
        let page = "Ministers meet in Oslo\n\nThe foreign ministers of both countries met in Oslo on Tuesday and agreed \
                    to talk again in June, the Norwegian government said.\n";
        let article = dateline::read(&Page {
            bytes: page.into(),
            ..Page::default()
        });
        let shown = show(
            &article,
            "oslo.txt",
            Look {
                is_coloured: false,
                width: 60,
            },
        );
        assert!(
            shown.contains("Ministers meet in Oslo\noslo.txt\n\nThe foreign ministers"),
            "{shown}"
        );
        assert!(shown.lines().all(|line| line.len() <= 60), "{shown}");
    }
}
