//! Reads `data/stories`: articles with marks on the words that stand for a labelled happening.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, bail};
use dateline::events::Claim;
use dateline::{Article, Block, BlockKind, Stated, StatedPrecision};
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// An article with its labels.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Name of its group of articles.
    pub group: String,
    pub article: Article,
    /// Happening and marked words, in code points of the article's text.
    pub marks: Vec<(String, Range<usize>)>,
}

impl Story {
    /// The happenings it tells.
    pub fn happenings(&self) -> BTreeSet<&str> {
        self.marks.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Whether a claim of this article tells a happening: a trigger of it lies on a marked word.
    pub fn tells(&self, happening: &str, claim: &Claim) -> bool {
        let marks = || self.marks.iter().filter(|(name, _)| name == happening);
        claim.event.statements.iter().any(|statement| {
            let trigger = &statement.trigger;
            marks().any(|(_, at)| trigger.start < at.end && at.start < trigger.end)
        })
    }
}

/// The stories of all text files of a folder, by name.
pub fn folder(folder: &Path) -> anyhow::Result<Vec<Story>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("read {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
    paths.sort();
    let mut stories = Vec::new();
    for path in paths {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        stories.extend(parse(&text).with_context(|| format!("read {}", path.display()))?);
    }
    Ok(stories)
}

/// The stories of one file; its form is described in `data/stories/README.md`.
pub fn parse(text: &str) -> anyhow::Result<Vec<Story>> {
    let mut stories: Vec<Story> = Vec::new();
    let mut group = String::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let at = || format!("line {}", number + 1);
        if let Some(name) = line.strip_prefix("=== ") {
            group = name.trim().into();
            is_open = false;
        } else if let Some(head) = line.strip_prefix("--- ") {
            stories.push(story(&group, head, stories.len()).with_context(at)?);
            is_open = true;
        } else if let (true, false, Some(story)) =
            (is_open, line.trim().is_empty(), stories.last_mut())
        {
            add(story, line).with_context(at)?;
        }
    }
    Ok(stories)
}

fn story(group: &str, head: &str, number: usize) -> anyhow::Result<Story> {
    let Some((outlet, published)) = head.split_once(" | ") else {
        bail!("expected an outlet and a time with \" | \" between them, but found \"{head}\"");
    };
    let article = Article {
        id: format!("{group}-{number:03}"),
        publisher: Some(outlet.trim().into()),
        published: Some(stated(published.trim())?),
        ..Article::default()
    };
    Ok(Story {
        group: group.into(),
        article,
        marks: Vec::new(),
    })
}

/// "2025-02-11T10:40:00+02:00".
fn stated(text: &str) -> anyhow::Result<Stated> {
    let fault =
        || format!("expected a time such as 2025-02-11T10:40:00+02:00, but found \"{text}\"");
    let (local, offset) = text.split_at_checked(19).with_context(fault)?;
    let (hours, minutes) = offset.split_once(':').with_context(fault)?;
    let sign = if hours.starts_with('-') { -60 } else { 60 };
    let seconds = hours.parse::<i32>().with_context(fault)? * 3600
        + minutes.parse::<i32>().with_context(fault)? * sign;
    Ok(Stated {
        local: local.parse::<DateTime>().with_context(fault)?,
        offset: Some(Offset::from_seconds(seconds).with_context(fault)?),
        precision: StatedPrecision::Minute,
        source: "story".into(),
    })
}

/// Adds a line, its marks taken off, as a block.
fn add(story: &mut Story, line: &str) -> anyhow::Result<()> {
    let (kind, line) = match line.strip_prefix("# ") {
        Some(title) => (BlockKind::Title, title),
        None => (BlockKind::Paragraph, line),
    };
    let text = &mut story.article.text;
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let start = text.len();
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('{') {
        text.push_str(before);
        let closed = marked.split_once('}');
        let Some(((name, words), after)) =
            closed.and_then(|(m, after)| Some((m.split_once(':')?, after)))
        else {
            bail!("expected a mark such as {{a:struck}} in \"{line}\"");
        };
        let first = text.chars().count();
        text.push_str(words);
        story.marks.push((name.into(), first..text.chars().count()));
        rest = after;
    }
    text.push_str(rest);
    let end = text.len();
    if kind == BlockKind::Title {
        story.article.title = Some(text[start..end].into());
    }
    story.article.blocks.push(Block { kind, start, end });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off_and_kept() {
        let text = "=== one\na: something\n\n--- Post | 2025-02-11T10:40:00-03:30\n# They {a:met}\n\nÉva {a:spoke} and {b:left}.\n";
        let stories = parse(text).unwrap();
        let story = &stories[0];
        assert_eq!(story.article.text, "They met\n\nÉva spoke and left.");
        assert_eq!(story.article.title.as_deref(), Some("They met"));
        assert_eq!(
            story.happenings().into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
        let marked: Vec<String> = story
            .marks
            .iter()
            .map(|(_, at)| {
                story
                    .article
                    .text
                    .chars()
                    .skip(at.start)
                    .take(at.len())
                    .collect()
            })
            .collect();
        assert_eq!(marked, ["met", "spoke", "left"]);
        let offset = story.article.published.as_ref().unwrap().offset.unwrap();
        assert_eq!(offset.seconds(), -12_600);
        assert!(parse("=== one\n--- Post\n").is_err());
        assert!(parse("=== one\n--- Post | 2025-02-11T10:40:00Z\n").is_err());
    }

    #[test]
    fn our_own_stories_can_be_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/stories");
        for half in ["building", "unseen"] {
            let stories = folder(&root.join(half)).unwrap();
            let groups: BTreeSet<&str> = stories.iter().map(|story| story.group.as_str()).collect();
            assert!(groups.len() >= 30, "{half}");
            for story in &stories {
                assert!(!story.marks.is_empty(), "{}", story.article.id);
                assert!(story.article.title.is_some(), "{}", story.article.id);
            }
        }
    }
}
