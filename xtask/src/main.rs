//! Developer commands, run as `cargo xtask <command>`.

mod bench;
mod eval;
mod kb;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "xtask",
    about = "Developer commands of Dateline",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Measure quality on the development data and check the floors of eval/floors.json
    Eval(eval::Options),
    /// Measure pages per second and peak memory over a folder of pages
    Bench {
        /// Pages, .gz ones too
        #[arg(default_value = "samples")]
        folder: PathBuf,
    },
    /// Measure how long questions to a large archive take
    BenchArchive {
        /// Articles in it; their statements are made up
        #[arg(long, default_value_t = 200_000)]
        articles: usize,
        /// Where the archive is kept, or found if it was made before
        #[arg(default_value = "target/bench.dateline")]
        path: PathBuf,
    },
    /// Measure how fast generated pages are added to an archive, against coding alone
    BenchAdd {
        /// Pages in the WARC file
        #[arg(long, default_value_t = 5_000)]
        pages: usize,
        /// Make every page a jumble about one matter, far denser than any news
        #[arg(long)]
        dense: bool,
    },
    /// Compile the tables of data/ into the knowledge files
    Kb,
    /// Check that the repository keeps its own rules
    Tidy,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."));
    let result = match Arguments::parse().task {
        Task::Eval(options) => eval::run(root, &options),
        Task::Bench { folder } => bench::run(root, &folder),
        Task::BenchArchive { articles, path } => bench::archive::run(articles, &path),
        Task::BenchAdd { pages, dense } => bench::news::run(root, pages, dense),
        Task::Kb => kb::run(root),
        Task::Tidy => tidy::run(root),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
