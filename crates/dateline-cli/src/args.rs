//! What can be typed after `dateline`.

mod archive;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline::ModelChoice;
use dateline::tables::Columns;
use dateline_export::Format;
use jiff::civil::Date;

use crate::input::Published;
pub use archive::{Add, Check, Find, Series, Show, Which};

const AFTER_HELP: &str = "\
Examples:
  dateline code report.html                  a table of its events
  dateline code --json news > events.jsonl   all pages of a folder, one event a line
  dateline explain CONSULT
  dateline actor 'Russian Foreign Ministry' --on 2025-03-19

Exit codes: 0 done, 1 nothing found, 2 an input or option could not be used";

/// Reads the news and writes down the events: who did what to whom, when, where, according to whom.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    max_term_width = 100,
    after_help = AFTER_HELP,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// When to use colour; auto is on a terminal, unless NO_COLOR is set
    #[arg(
        alias = "colour",
        long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read and code pages, and print their events
    ///
    /// Prints a table on a terminal: each event with the sentences that tell it, the words that fill its slots
    /// marked. With --json, prints one event a line (JSON Lines). Exit code 1 means that no event was found.
    Code(Code),
    /// Read pages and print clean articles
    Read(Read),
    /// Print words, trees, names, places and times
    Annotate(Annotate),
    /// Say what the marked source of a sentence does to its marked target
    ///
    /// Reads tab-separated files with a header and a column `marked_sentence`, where the source stands between <s> and
    /// </s> and the target between <t> and </t>. Prints one relation a sentence, in order.
    Relate(Relate),
    /// Read and code articles and keep them, with their events, in an archive
    ///
    /// The archive is one file, made if it is not there. What it holds already is passed over; an article that was
    /// updated at its address replaces what it told before, and the earlier text is kept. Reports of one happening by
    /// several outlets become one event.
    Add(Add),
    /// Download feeds and their articles into an archive
    ///
    /// Asks each host for one thing at a time, with a pause after it, and keeps to robots.txt. What was downloaded is
    /// not asked for again; feeds and changed articles are asked for by what they were (ETag, Last-Modified). Exit code
    /// 2 means that something could not be had; the rest is kept.
    Fetch(Fetch),
    /// Find events in an archive
    Find(Find),
    /// Show an event of an archive with all its reports side by side, or an article with its events
    Show(Show),
    /// Count the events of an archive by day, week, month or year
    ///
    /// Prints counts and the mean of PLOVER's intensity (-10 conflict to 10 cooperation). The column of articles tells
    /// quiet periods from those of which nothing was read.
    Series(Series),
    /// Check that an archive is sound, and say what it holds
    Check(Check),
    /// Write events in the file formats of other tools: CSV, Parquet, GDELT, GeoJSON, GEXF ...
    ///
    /// Formats that cannot say of an event whether it took place hold only those that did; a note tells how many are
    /// left out. Exit code 1 means that there was no event to write.
    Export(Export),
    /// Say in plain words what a code means, or why a page was coded as it was
    ///
    /// Given an event type, mode, context, sector, status or CAMEO code, tells its meaning. Given a page, shows for each
    /// act the tree, the rules that fit, what the trained heads saw, how the two were weighed, what filled each slot,
    /// and why an act was not given out. With --check, tries the example sentences of your own rules.
    Explain(Explain),
    /// Say how an actor is coded on a day
    Actor(Actor),
}

/// What reads the text.
#[derive(Debug, Default, Args)]
pub struct Engine {
    /// The language model: full; fast, small and less right; or a folder with another one
    #[arg(long, value_name = "MODEL", default_value = "full")]
    pub model: ModelChoice,
}

/// What reads the text, and files that a user brings along for coding.
#[derive(Debug, Default, Args)]
pub struct Coding {
    #[command(flatten)]
    pub engine: Engine,
    /// Coding rules of your own, in the form of data/rules, before the built-in ones; may be given several times
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,
    /// Actors of your own, as a table in a form of data/actors or a PETRARCH dictionary, before the built-in ones; may
    /// be given several times
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
}

/// Pages, and what is known about them from outside.
#[derive(Debug, Default, Args)]
pub struct Pages {
    /// Pages, web archives (.warc), feeds (.rss, .atom), tables of articles (.jsonl, .csv), each also as .gz; folders
    /// of them, in order of name; patterns such as 'news/*.html'; or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
    /// Publication day or instant of pages that state none: 2025-03-19 or 2025-03-19T17:55+09:00
    #[arg(long, value_name = "DATE")]
    pub published: Option<Published>,
    /// Address of pages that state none
    #[arg(long)]
    pub url: Option<String>,
    /// Publisher of pages that state none
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    #[command(flatten)]
    pub columns: ColumnNames,
    /// Write a JSON line to FILE for each input that was skipped or is damaged
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
    /// Threads to work with; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// Which columns of a table hold the parts of its articles.
#[derive(Debug, Default, Args)]
pub struct ColumnNames {
    /// Column of a table that holds the texts; without it text, body, content and the like
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Column of a table that holds the titles
    #[arg(long, value_name = "NAME")]
    pub title_column: Option<String>,
    /// Column of a table that holds the publication dates
    #[arg(long, value_name = "NAME")]
    pub date_column: Option<String>,
    /// Column of a table that holds the addresses
    #[arg(long, value_name = "NAME")]
    pub url_column: Option<String>,
    /// Column of a table that holds the publishers
    #[arg(long, value_name = "NAME")]
    pub publisher_column: Option<String>,
}

impl ColumnNames {
    /// The names as the reader of tables takes them.
    pub fn columns(&self) -> Columns {
        Columns {
            text: self.text_column.clone(),
            title: self.title_column.clone(),
            date: self.date_column.clone(),
            url: self.url_column.clone(),
            publisher: self.publisher_column.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub struct Code {
    #[command(flatten)]
    pub pages: Pages,
    #[command(flatten)]
    pub coding: Coding,
    /// Print JSON Lines: one event a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Read {
    #[command(flatten)]
    pub pages: Pages,
    /// Print JSON Lines: one article a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Annotate {
    #[command(flatten)]
    pub pages: Pages,
    #[command(flatten)]
    pub engine: Engine,
    /// Print JSON Lines: one annotated article a line
    #[arg(long, conflicts_with = "conllu")]
    pub json: bool,
    /// Print CoNLL-U, with names as NE=B-PER in the last column
    #[arg(long)]
    pub conllu: bool,
    /// Read the inputs as CoNLL-U and keep their words and sentences
    #[arg(long)]
    pub conllu_in: bool,
}

#[derive(Debug, Args)]
pub struct Relate {
    /// Tab-separated files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub engine: Engine,
    /// Print JSON Lines: one relation a line
    #[arg(long)]
    pub json: bool,
    /// Threads to work with; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "dateline fetch [OPTIONS] <ARCHIVE> <FEED_OR_URL>...\n       \
    dateline fetch [OPTIONS] --into-warc <FILE> <FEED_OR_URL>..."
)]
pub struct Fetch {
    /// The archive, made if it is not there; then addresses of feeds and single pages
    #[arg(required = true, value_name = "ARCHIVE> <FEED_OR_URL")]
    pub names: Vec<String>,
    /// Keep what comes in a WARC file instead of an archive, uncoded; an older file is added to
    #[arg(long, value_name = "FILE")]
    pub into_warc: Option<PathBuf>,
    #[command(flatten)]
    pub engine: Engine,
    /// Pause after each request to a host, where its robots.txt asks for no longer one
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub delay: f64,
    /// Longest time for one request
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    pub timeout: f64,
    /// Trust the certificates in this file (PEM) instead of Mozilla's, which are built in
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Most articles to ask for; all that the feeds name if not given
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Write a JSON line to FILE for each address that could not be had
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// An archive, a file of events (JSON Lines, as `dateline code --json` prints them), or - for such on standard input
    #[arg(value_name = "INPUT")]
    pub input: PathBuf,
    /// The format; if not given, the ending of the output's name tells it
    #[arg(short, long, value_parser = one_of(Format::ALL, Format::name))]
    pub format: Option<Format>,
    /// The file to write, which appears whole or not at all; standard output if not given
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Which events of an archive
    #[command(flatten)]
    pub which: Which,
}

/// A parser of one of some words.
fn one_of<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.map(name)).try_map(move |word| {
        let named = all.into_iter().find(|value| name(*value) == word);
        named.ok_or_else(|| format!("expected one of {}", all.map(name).join(", ")))
    })
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Codes, in capitals or not: CONSULT, visit, rights_freedoms, GOV, alleged; or pages, written with a dot or slash
    /// (report.html, ./report), or - for standard input
    #[arg(required_unless_present = "check", value_name = "CODE_OR_PAGE")]
    pub what: Vec<String>,
    /// Of a page, only the statement with this number, as this command counts them, from 1
    #[arg(long, value_name = "N")]
    pub statement: Option<usize>,
    /// Of a page, only the sentence with this number, as in the JSON form, from 0
    #[arg(long, value_name = "N")]
    pub sentence: Option<usize>,
    /// Of a page, only sentences with these words
    #[arg(long = "match", value_name = "WORDS")]
    pub words: Option<String>,
    /// Publication day or instant of pages that state none
    #[arg(long, value_name = "DATE")]
    pub published: Option<Published>,
    #[command(flatten)]
    pub coding: Coding,
    /// Try the example sentences of the rules given with --rules
    #[arg(long, requires = "rules", conflicts_with = "what")]
    pub check: bool,
    /// Of a page, print JSON Lines: one act a line
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Actor {
    /// The name or description, as an article would write it
    #[arg(required = true, value_name = "NAME")]
    pub name: Vec<String>,
    /// The day on which offices are looked up; today if not given
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Actors of your own, before the built-in ones; may be given several times
    #[arg(long, value_name = "FILE")]
    pub actors: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Reads the command line.
///
/// # Errors
/// Clap's own, help and version included.
pub fn parse() -> Result<Arguments, clap::Error> {
    Arguments::try_parse()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn days_and_instants() {
        for good in [
            "2025-03-19",
            "2025-03-19T17:55+09:00",
            "2025-03-19T17:55:00Z",
            "2025-03-19T17:55",
        ] {
            assert!(good.parse::<Published>().is_ok(), "{good}");
        }
        for bad in ["", "yesterday", "2025-13-01", "2025-03-19T25:00"] {
            assert!(bad.parse::<Published>().is_err(), "{bad}");
        }
    }
}
