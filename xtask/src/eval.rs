//! `cargo xtask eval`: quality on the development data, as a table, checked against the floors of `eval/floors.json`.
//!
//! The data lie beside the repository (`../shared/data`) and are no part of it; where they are missing, a group of
//! figures is skipped and the table says so.

mod clusters;
mod events;
mod floors;
mod labelled;
mod language;
mod pages;
mod passages;
mod places;
mod stories;
mod times;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use dateline::{ModelChoice, Pipeline};
use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;

use floors::Floors;

#[derive(Debug, Args)]
pub struct Options {
    /// Only the figures whose name begins with this: pages, ewt, gum, names, places, times, events, stories, ecb,
    /// passages, web
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The same as NAME
    #[arg(long, value_name = "NAME", conflicts_with = "name")]
    only: Option<String>,
    /// List the errors instead of the figures; only of "passages", and only of their seen half
    #[arg(long)]
    errors: bool,
    /// Print the counts of "passages" for their README instead of the figures
    #[arg(long, conflicts_with = "errors")]
    counts: bool,
    /// Print what speaks for the countries of the parties of "passages" and labelled news, for training/countries.py
    #[arg(long, conflicts_with = "errors")]
    parties: bool,
    /// Print what speaks for the countries of sides that sentences of "passages" leave out, for training/countries.py
    #[arg(long, conflicts_with = "errors")]
    left_out: bool,
    /// Print what speaks for two statements of "passages" telling one happening, for training/signs.py
    #[arg(long, conflicts_with = "errors")]
    retold: bool,
    /// Print what the confidence of each statement rests on, for training/signs.py
    #[arg(long, conflicts_with = "errors")]
    evidence: bool,
    /// Print a file of coded pages as its coding stands off from their text, for data/pages
    #[arg(long, value_name = "FILE")]
    stand_off: Option<PathBuf>,
    /// Folder of the development data
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// The language model: full, fast, or a folder with another one
    #[arg(long, value_name = "MODEL", default_value = "full")]
    model: ModelChoice,
}

/// One measured figure, in per cent.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// "ewt-upos"
    pub name: String,
    pub value: f64,
}

impl Figure {
    fn new(name: impl Into<String>, value: f64) -> Figure {
        Figure {
            name: name.into(),
            value,
        }
    }
}

/// Where things are.
pub struct Places {
    pub root: PathBuf,
    pub data: PathBuf,
    pub model: ModelChoice,
}

impl Places {
    fn pipeline(&self) -> anyhow::Result<Pipeline> {
        Ok(Pipeline::with_model(&self.model)?)
    }
}

/// What a group of figures measures with.
type Measure = fn(&Places) -> anyhow::Result<Vec<Figure>>;

/// Groups of figures: name, the file that must be there (none for data of the repository), and how they are measured.
const GROUPS: &[(&str, &str, Measure)] = &[
    ("pages", "pages/ground-truth.json", pages::measure),
    ("ewt", "treebank/ewt-dev.conllu.gz", language::ewt),
    ("gum", "treebank/gum-dev.conllu.gz", language::gum),
    ("names", "ner/uner-ewt-dev.conll.gz", language::names),
    ("places", "places/lgl.jsonl", places::measure),
    ("times", "times/meantime-dev.jsonl", times::measure),
    ("events", "events/news-labelled.jsonl", events::measure),
    ("passages", "", passages::measure),
    ("web", "pages/ground-truth.json", passages::measure_web),
    ("stories", "", stories::measure),
    ("ecb", "stories/ecbplus-dev.jsonl.gz", stories::real_news),
];

/// Measures, prints and checks.
///
/// # Errors
/// When data are damaged, or a figure is below its floor.
pub fn run(root: &Path, options: &Options) -> anyhow::Result<()> {
    let only = options.name.as_deref().or(options.only.as_deref());
    let only = only.unwrap_or_default();
    if options.counts {
        return passages::print_counts(root);
    }
    if let Some(path) = &options.stand_off {
        return passages::print_stand_off(path);
    }
    let places = Places {
        root: root.to_path_buf(),
        data: options
            .data
            .clone()
            .unwrap_or_else(|| root.join("../shared/data")),
        model: options.model.clone(),
    };
    if options.errors {
        return passages::print_errors(&places, only);
    }
    if options.evidence {
        return passages::print_evidence(&places);
    }
    if options.retold {
        return passages::print_retold(&places);
    }
    if options.left_out {
        return passages::print_left_out(&places);
    }
    if options.parties {
        return passages::print_parties(&places);
    }
    let floors = Floors::read(&root.join("eval/floors.json"))?;
    let is_wanted = |group: &str| group.starts_with(only) || only.starts_with(&format!("{group}-"));
    let mut figures = Vec::new();
    let mut skipped = Vec::new();
    for (group, needed, measure) in GROUPS.iter().filter(|(group, _, _)| is_wanted(group)) {
        if !needed.is_empty() && !places.data.join(needed).exists() {
            skipped.push(format!(
                "SKIPPED {group}: {} is not there",
                places.data.join(needed).display()
            ));
            continue;
        }
        eprintln!("measuring {group} ...");
        figures.extend(measure(&places).with_context(|| format!("measure {group}"))?);
    }
    figures.retain(|figure| figure.name.starts_with(only));
    print!("{}", floors.table(&figures));
    for line in &skipped {
        println!("{line}");
    }
    // The floors are the full model's.
    let low = match options.model {
        ModelChoice::Full => floors.below(&figures),
        ModelChoice::Fast | ModelChoice::Folder(_) => Vec::new(),
    };
    if !low.is_empty() {
        bail!("below the floor: {}", low.join(", "));
    }
    if figures.is_empty() && skipped.is_empty() {
        bail!("no figure has a name that begins with \"{only}\"");
    }
    Ok(())
}

/// The text of a file, unpacked if its name ends in .gz.
fn text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
    let read = if path.extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text)
    } else {
        (&file).read_to_string(&mut text)
    };
    read.with_context(|| format!("read {}", path.display()))?;
    Ok(text)
}

/// The objects of a JSON Lines file.
fn lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let text = text(path)?;
    let parse = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .with_context(|| format!("read {} line {}", path.display(), number + 1))
    };
    text.lines().enumerate().map(parse).collect()
}

/// The byte offset of a code point; the end of the text past it.
fn byte_at(text: &str, point: usize) -> usize {
    text.char_indices()
        .nth(point)
        .map_or(text.len(), |(at, _)| at)
}
