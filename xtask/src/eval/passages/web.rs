//! How well real web pages are coded, against two codings of our own that stand off from their text (`data/pages`): the format of the
//! passages, but paragraphs are named by a digest, and words by their characters ("@12-20").

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use dateline::{Article, BlockKind, Knowledge, Pipeline, reader};
use xxhash_rust::xxh3::xxh3_64;

use super::format::{Passage, locate, parse};
use super::pairing::{Happening, happenings, pairs};
use super::{Coded, Scores, coded, share};
use crate::eval::pages::{Truth, page, truths};
use crate::eval::{Figure, Places, text};

/// The two codings: by different coders, who saw neither the other's nor what the program finds.
const CODINGS: [&str; 2] = ["first", "second"];

/// The figures of the passages for each coding, and how well the codings agree.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let pages = read_pages(&places.data, &pipeline)?;
    let mut figures = Vec::new();
    let mut all = Vec::new();
    for name in CODINGS {
        let path = places.root.join(format!("data/pages/{name}.txt"));
        let mut scores = Scores::default();
        let passages = coded(&pipeline, read(&path, &pages, pipeline.knowledge())?);
        passages.iter().for_each(|coded| scores.add(coded));
        println!("{name} coding of the web pages\n{}", scores.tables());
        figures.extend(scores.figures(&format!("web-{name}")));
        all.push(passages);
    }
    figures.extend(agreement(&all[0], &all[1]));
    Ok(figures)
}

/// How well two codings agree: F1 of events, and of what is told whatever the sides.
fn agreement(first: &[Coded], second: &[Coded]) -> [Figure; 2] {
    let (mut happenings_of_both, mut told, mut same) = (0, 0, 0);
    for one in first {
        let mut others = second.iter();
        let Some(other) = others.find(|other| other.passage.slug == one.passage.slug) else {
            continue;
        };
        let (left, right) = (happenings(&one.passage), happenings(&other.passage));
        happenings_of_both += left.len() + right.len();
        let count = |fits: fn(&Happening, &Happening) -> bool| {
            pairs(&left, &right, fits).iter().flatten().count()
        };
        told += count(Happening::is_told_as);
        same += count(Happening::is_same_as);
    }
    let f1 = |both: usize| share(2 * both, happenings_of_both);
    [
        Figure::new("web-codings-event-f1", f1(same)),
        Figure::new("web-codings-told-f1", f1(told)),
    ]
}

/// The pages of the benchmark as they are read, by the first twelve digits of their ids.
fn read_pages(data: &Path, pipeline: &Pipeline) -> anyhow::Result<BTreeMap<String, Article>> {
    let article = |(id, truth): (String, Truth)| -> anyhow::Result<(String, Article)> {
        let article = reader::read(&page(data, &id, &truth)?, pipeline.knowledge());
        Ok((id.chars().take(12).collect(), article))
    };
    truths(data)?.into_iter().map(article).collect()
}

/// The blocks of an article in one line each.
fn blocks(article: &Article) -> impl Iterator<Item = (BlockKind, String)> {
    article.blocks.iter().map(|block| {
        let words = article.text[block.range()].split_whitespace();
        (block.kind, words.collect::<Vec<_>>().join(" "))
    })
}

/// By what a paragraph is known.
fn digest(paragraph: &str) -> String {
    format!("{:08x}", xxh3_64(paragraph.as_bytes()) as u32)
}

/// Reads a coding, and puts the pages' text to it. Codings of paragraphs that are not read any more are left out, and told of.
fn read(
    path: &Path,
    pages: &BTreeMap<String, Article>,
    knowledge: &Knowledge,
) -> anyhow::Result<Vec<Passage>> {
    let coding = text(path)?;
    let mut whole = String::new();
    for page in coding.split("=== ").skip(1) {
        let id = page.lines().next().unwrap_or_default().trim();
        let Some(article) = pages.get(id) else {
            bail!("{}: no page {id} in the development data", path.display());
        };
        let mut lines: BTreeMap<&str, String> = BTreeMap::new();
        let mut paragraph = "";
        let lines_of_page = page.lines().skip(1);
        for line in lines_of_page.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            match line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                Some(digest) => paragraph = digest,
                None => *lines.entry(paragraph).or_default() += &format!("{line}\n"),
            }
        }
        let mut coded = |paragraph: &str| lines.remove(&*digest(paragraph)).unwrap_or_default();
        let title = article.title.as_deref().unwrap_or_default();
        write!(whole, "=== {id}\nTitle: {title}\n{}\n", coded(title))?;
        for (_, text) in blocks(article).filter(|(kind, _)| *kind != BlockKind::Title) {
            write!(whole, "{text}\n{}\n", coded(&text))?;
        }
        let lost: usize = lines.values().map(|lines| lines.lines().count()).sum();
        if lost > 0 {
            eprintln!(
                "web: {id}: {lost} coded lines are of paragraphs that are read otherwise now"
            );
        }
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (mut passages, faults) = parse(&name, &whole, knowledge);
    if let Some(fault) = faults.first() {
        bail!("{fault}, found \"{}\"", fault.found);
    }
    for passage in &mut passages {
        if let Some(read) = pages.get(&passage.slug) {
            passage.article.published.clone_from(&read.published);
            passage.article.publisher.clone_from(&read.publisher);
            passage.article.url.clone_from(&read.url);
        }
    }
    Ok(passages)
}

/// Prints coded pages, in the format of the passages with their paragraphs, as they stand off from their text.
///
/// # Errors
/// When the file cannot be read, or words of a line are not in its paragraph.
pub fn print_stand_off(path: &Path) -> anyhow::Result<()> {
    let mut paragraph = String::new();
    for line in text(path)?.lines() {
        if line.starts_with("===") {
            println!("{line}");
        } else if line.starts_with(char::is_whitespace) && !line.trim().is_empty() {
            let stood_off = stand_off(line, &paragraph).with_context(|| format!("at {line}"))?;
            println!("  {stood_off}");
        } else if !line.trim().is_empty() {
            paragraph = line.strip_prefix("Title: ").unwrap_or(line).trim().into();
            println!("[{}]", digest(&paragraph));
        }
    }
    Ok(())
}

/// One coded line with characters for words.
fn stand_off(line: &str, paragraph: &str) -> anyhow::Result<String> {
    let place = |words: &str| -> anyhow::Result<String> {
        if words == "-" {
            return Ok(words.into());
        }
        let range = locate(paragraph, words).with_context(|| format!("no \"{words}\" there"))?;
        let points = |end: usize| paragraph[..end].chars().count();
        Ok(format!("@{}-{}", points(range.start), points(range.end)))
    };
    let cells: Vec<&str> = line.trim().split('|').map(str::trim).collect();
    let mut out = Vec::new();
    for (number, cell) in cells.iter().enumerate() {
        out.push(match (number, cell.strip_prefix("NOT ")) {
            (0, Some(words)) => format!("NOT {}", place(words)?),
            (2, _) => place(cell)?,
            (3.., _) if !cell.starts_with("C ") => {
                let (letter, rest) = cell.split_once(' ').context("a slot")?;
                let (words, codes) = rest.rsplit_once('=').context("words = codes")?;
                format!("{letter} {} = {}", place(words.trim())?, codes.trim())
            }
            _ => cell.to_string(),
        });
    }
    Ok(out.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_off_and_its_words_are_found_again() {
        let paragraph = "Café owners said he left when the others came.";
        let line = "  @1 RETREAT withdraw | happened | left when | C territory | A he = CHL CVL | R - = PER - | S owners = witness PER";
        let stood_off = stand_off(line, paragraph).unwrap();
        assert_eq!(
            stood_off,
            "@1 RETREAT withdraw | happened | @20-29 | C territory | A @17-19 = CHL CVL | R - = PER - | S @5-11 = witness PER"
        );
        let again = |words| locate(paragraph, words).map(|range| &paragraph[range]);
        assert_eq!(again("@20-29"), Some("left when"));
        assert_eq!(again("@0-4"), Some("Café"));
        assert_eq!(
            stand_off("  NOT said | other", paragraph).unwrap(),
            "NOT @12-16 | other"
        );
        let wrong = stand_off("  NOT went | other", paragraph).unwrap_err();
        assert!(wrong.to_string().contains("went"), "{wrong}");
    }
}
