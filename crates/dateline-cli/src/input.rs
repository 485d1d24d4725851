//! From what the user names to things to read: files, folders, patterns and standard input, and what is in them.

mod items;
mod source;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use dateline::{
    Article, Format, Knowledge, Parts, Pipeline, PipelineError, Stated, StatedPrecision, reader,
};
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

pub use items::{Found, Items};
#[cfg(test)]
pub use source::Content;
pub use source::{Item, Source};

use crate::args::{Engine, Pages};
use source::Matter;

/// Folders deeper than this are not entered.
const MAX_DEPTH: usize = 64;
/// How gzip begins.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// One input as the user named it, or as it was found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File(PathBuf),
}

/// Something that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unavailable {
    /// As the user named it, with the place in it.
    pub name: String,
    /// Byte offset in a file of many records.
    pub offset: Option<u64>,
    pub message: String,
}

impl Unavailable {
    /// An input that cannot be had as a whole, or a part of it whose place is in its name.
    pub fn new(name: impl Into<String>, message: impl Into<String>) -> Unavailable {
        Unavailable {
            name: name.into(),
            offset: None,
            message: message.into(),
        }
    }
}

impl Input {
    /// The name for messages.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_string(),
            Input::File(path) => path.display().to_string(),
        }
    }
}

/// The inputs that the arguments name, in their order; those of a folder by name.
pub fn list(names: &[String]) -> Vec<Result<Input, Unavailable>> {
    names.iter().flat_map(|name| named(name)).collect()
}

fn named(name: &str) -> Vec<Result<Input, Unavailable>> {
    let path = Path::new(name);
    let nothing = |message: &str| vec![Err(Unavailable::new(name, message))];
    if name == "-" {
        vec![Ok(Input::Stdin)]
    } else if path.is_dir() {
        let found = folder(path, 0);
        if found.is_empty() {
            return nothing(
                "expected pages (.html, .txt, .md), archives, feeds or tables in the folder, but found none",
            );
        }
        found
    } else if !path.exists() && name.contains(['*', '?', '[']) {
        pattern(name)
            .unwrap_or_else(|| nothing("expected files that fit the pattern, but found none"))
    } else {
        vec![Ok(Input::File(path.to_path_buf()))]
    }
}

/// What fits a pattern, by name; `None` if nothing does.
fn pattern(name: &str) -> Option<Vec<Result<Input, Unavailable>>> {
    let mut paths: Vec<PathBuf> = glob::glob(name).ok()?.filter_map(Result::ok).collect();
    paths.sort();
    let found: Vec<_> = paths
        .into_iter()
        .flat_map(|path| {
            if path.is_dir() {
                folder(&path, 0)
            } else {
                vec![Ok(Input::File(path))]
            }
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// The pages of a folder and the folders in it, by name. Hidden ones are left out.
fn folder(path: &Path, depth: usize) -> Vec<Result<Input, Unavailable>> {
    let failed = |error: &io::Error| {
        vec![Err(Unavailable::new(
            path.display().to_string(),
            plain(error),
        ))]
    };
    let mut entries = match fs::read_dir(path) {
        Ok(entries) => entries.filter_map(Result::ok).collect::<Vec<_>>(),
        Err(error) => return failed(&error),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        // A link to a folder is not followed: it may lead back here.
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_hidden {
            continue;
        } else if is_folder && depth < MAX_DEPTH {
            found.extend(folder(&path, depth + 1));
        } else if path.is_file() && is_page(&path) {
            found.push(Ok(Input::File(path)));
        }
    }
    found
}

/// Whether a file of a folder looks like a page. A README speaks of the pages beside it.
fn is_page(path: &Path) -> bool {
    let is_readme = path
        .file_stem()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    !is_readme && Format::is_known_name(&path.to_string_lossy())
}

/// An error of reading as a message: lower case, without the number of the operating system's.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "expected more packed data, but the file ends".to_string(),
        // What the unpacker says of damage; the operating system says no such thing of files that can be opened.
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
            if error.raw_os_error().is_none() =>
        {
            "expected gzip, but the data is damaged".to_string()
        }
        _ => system_message(error),
    }
}

fn system_message(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => "unknown error".to_string(),
    }
}

/// The pipeline with the model and as many threads as asked for.
pub fn pipeline(engine: &Engine, threads: usize) -> Result<Pipeline, PipelineError> {
    let pipeline = Pipeline::with_model(&engine.model)?;
    Ok(match threads {
        0 => pipeline,
        count => pipeline.with_threads(count),
    })
}

/// The article in something that was opened, with what the options say of it.
pub fn article(knowledge: &Knowledge, source: Source, options: &Pages) -> Article {
    let (mut article, feed) = match source.matter {
        Matter::Page(mut page) => {
            page.url = page.url.or_else(|| options.url.clone());
            (reader::read(&page, knowledge), None)
        }
        Matter::Parts(mut parts, feed) => {
            parts.url = parts.url.or_else(|| options.url.clone());
            (reader::read_parts(&parts, knowledge), feed)
        }
    };
    complete(&mut article, options);
    // A feed's title often names a section too, so it only stands in for an outlet that is not known.
    article.publisher = article.publisher.or(feed);
    // A publisher or time that is known only now may bring the zone.
    reader::set_zone(&mut article, knowledge);
    article
}

/// Fills in what the article does not state itself.
pub fn complete(article: &mut Article, options: &Pages) {
    publish(article, options.published.map(Published::stated));
    if article.publisher.is_none() {
        article.publisher.clone_from(&options.publisher);
    }
}

/// Fills in what a page does not state itself from the feed that names it.
pub fn fill(article: &mut Article, entry: Option<&Parts>, feed: Option<&str>) {
    if let Some(entry) = entry {
        publish(article, entry.published.clone());
        if article.authors.is_empty() {
            article.authors.clone_from(&entry.authors);
        }
    }
    if article.publisher.is_none() {
        article.publisher = feed.map(str::to_string);
    }
}

/// Gives an article that states no publication time the one that is known from outside, if any.
fn publish(article: &mut Article, known: Option<Stated>) {
    if let (None, Some(_)) = (&article.published, &known) {
        article.published = known;
        article
            .problems
            .retain(|problem| problem.kind != dateline::problem::NO_DATE);
    }
}

/// A publication time given on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Published {
    local: DateTime,
    offset: Option<Offset>,
    precision: StatedPrecision,
}

impl Published {
    fn stated(self) -> Stated {
        let source = "--published".to_string();
        Stated {
            local: self.local,
            offset: self.offset,
            precision: self.precision,
            source,
        }
    }
}

impl FromStr for Published {
    type Err = String;

    fn from_str(text: &str) -> Result<Published, String> {
        let text = text.trim();
        if let Some(date) = is_day(text).then(|| text.parse::<Date>().ok()).flatten() {
            return Ok(Published {
                local: date.at(0, 0, 0, 0),
                offset: None,
                precision: StatedPrecision::Day,
            });
        }
        let (precision, refused) = (StatedPrecision::Second, || {
            format!(
                "expected a day (2025-03-19) or an instant (2025-03-19T17:55+09:00), but found \"{text}\""
            )
        });
        let has_offset = jiff::fmt::temporal::DateTimeParser::new()
            .parse_timestamp(text)
            .is_ok();
        let pieces = jiff::fmt::temporal::Pieces::parse(text).map_err(|_| refused())?;
        let time = pieces.time().ok_or_else(refused)?;
        let offset = pieces.to_numeric_offset().filter(|_| has_offset);
        Ok(Published {
            local: pieces.date().to_datetime(time),
            offset,
            precision,
        })
    }
}

fn is_day(text: &str) -> bool {
    text.len() == "2025-03-19".len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_read_in_order_and_odd_names_are_reported() {
        let root = std::env::temp_dir().join(format!("dateline-input-{}", std::process::id()));
        let inner = root.join("b");
        fs::create_dir_all(&inner).unwrap();
        for name in [
            "c.HTML",
            "a.txt",
            "b/z.md",
            "b/.hidden.html",
            "picture.jpg",
            "README.md",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        let names: Vec<String> = list(&[root.display().to_string()])
            .into_iter()
            .map(|input| {
                input
                    .unwrap()
                    .name()
                    .replace(&root.display().to_string(), "")
            })
            .collect();
        assert_eq!(names, ["/a.txt", "/b/z.md", "/c.HTML"]);
        let fits = list(&[
            format!("{}/*.txt", root.display()),
            format!("{}/*.nope", root.display()),
        ]);
        assert!(fits[0].is_ok() && fits[1].is_err());
        fs::remove_dir_all(&root).unwrap();
        let gone = list(&["-".into(), "no/such.html".into()]);
        assert_eq!(gone[0], Ok(Input::Stdin));
        assert_eq!(gone[1], Ok(Input::File("no/such.html".into())));
    }

    #[test]
    fn a_given_date_fills_only_a_gap() {
        let given: Published = "2025-03-19T17:55+09:00".parse().unwrap();
        assert_eq!(given.offset, Some(jiff::tz::offset(9)));
        assert_eq!(
            "2025-03-19T17:55".parse::<Published>().unwrap().offset,
            None
        );
        assert_eq!(
            "2025-03-19".parse::<Published>().unwrap().precision,
            StatedPrecision::Day
        );
    }
}
