//! Many inputs through one piece of work: in parallel, printed in the order of the inputs, and none of them able to
//! bring down the others.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use anyhow::Context;
use dateline::json::{self, InputProblem};
use dateline::{Article, Pipeline, Problem};
use rayon::prelude::*;

use crate::args::Pages;
use crate::commands::Outcome;
use crate::input::{self, Input};
use crate::output::Output;

/// Stack of each working thread, in bytes.
const STACK: usize = 16 * 1024 * 1024;

/// What came of one input.
#[derive(Debug, Default)]
pub struct Piece {
    /// Ready to print.
    pub text: String,
    /// How many things were found: articles, sentences, events.
    pub found: usize,
    pub notes: Vec<Note>,
}

/// Something to tell the user about an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was being done: "open", "read", "code".
    pub stage: &'static str,
    pub message: String,
    /// Whether the input could not be used.
    pub is_error: bool,
}

impl Note {
    pub fn error(stage: &'static str, message: impl Into<String>) -> Note {
        Note {
            stage,
            message: message.into(),
            is_error: true,
        }
    }

    /// A problem of a page, as reading or coding found it.
    pub fn problem(stage: &'static str, problem: &Problem) -> Note {
        Note {
            stage,
            message: problem.message.clone(),
            is_error: problem.is_fatal(),
        }
    }
}

/// The threads that the work is spread over.
pub enum Threads<'a> {
    Own(rayon::ThreadPool),
    /// Those of the model, so that pages and batches of sentences share one set.
    Model(&'a Pipeline),
}

impl Threads<'_> {
    /// Threads of its own; 0 is one for each core.
    pub fn own(count: usize) -> anyhow::Result<Threads<'static>> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(count)
            .stack_size(STACK)
            .build();
        Ok(Threads::Own(pool.context("start threads")?))
    }

    fn run<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match self {
            Threads::Own(pool) => pool.install(work),
            Threads::Model(pipeline) => pipeline.model().in_threads(work),
        }
    }
}

/// Works on every input and prints what came of it.
///
/// `work` gets the bytes of each; if it panics, the input is reported and the run goes on.
///
/// # Errors
/// When printing or writing the file of problems fails.
pub fn run(
    pages: &Pages,
    threads: &Threads<'_>,
    output: &mut Output,
    work: impl Fn(&Input, Vec<u8>) -> Piece + Sync,
) -> anyhow::Result<Outcome> {
    let inputs = input::list(&pages.inputs);
    let mut problems = ProblemFile::create(pages)?;
    let (mut found, mut failed) = (0, false);
    let is_over = AtomicBool::new(false);
    let (send, receive) = mpsc::channel::<(usize, Piece)>();
    std::thread::scope(|scope| {
        let (inputs, work, is_over) = (&inputs, &work, &is_over);
        scope.spawn(move || {
            threads.run(|| {
                // A bridge hands the inputs out one by one, so that the first are done first.
                inputs.iter().enumerate().par_bridge().for_each_with(
                    send,
                    |send, (number, input)| {
                        if !is_over.load(Ordering::Relaxed) {
                            // Nobody listens any more only after printing failed.
                            let _ = send.send((number, one(input, work)));
                        }
                    },
                );
            });
        });
        let print = || -> anyhow::Result<()> {
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for (number, piece) in receive {
                waiting.insert(number, piece);
                while let Some(piece) = waiting.remove(&next) {
                    let name = name_of(&inputs[next]);
                    for note in &piece.notes {
                        failed |= note.is_error;
                        output.note(&name, note);
                        problems.add(&name, note)?;
                    }
                    found += piece.found;
                    output.data(&piece.text)?;
                    next += 1;
                }
            }
            problems.finish()
        };
        let printed = print();
        is_over.store(true, Ordering::Relaxed);
        printed
    })?;
    Ok(match (failed, found) {
        (true, _) => Outcome::Failed,
        (false, 0) => Outcome::Nothing,
        (false, _) => Outcome::Done,
    })
}

fn name_of(input: &Result<Input, input::Unavailable>) -> String {
    match input {
        Ok(input) => input.name(),
        Err(unavailable) => unavailable.name.clone(),
    }
}

fn one(
    input: &Result<Input, input::Unavailable>,
    work: &(impl Fn(&Input, Vec<u8>) -> Piece + Sync),
) -> Piece {
    let opened = input
        .clone()
        .and_then(|input| input.bytes().map(|bytes| (input, bytes)));
    match opened {
        Err(unavailable) => Piece {
            notes: vec![Note::error("open", unavailable.message)],
            ..Piece::default()
        },
        Ok((input, bytes)) => match panic::catch_unwind(AssertUnwindSafe(|| work(&input, bytes))) {
            Ok(piece) => piece,
            Err(payload) => Piece {
                notes: vec![Note::error("program", fault(payload.as_ref()))],
                ..Piece::default()
            },
        },
    }
}

/// Notes on an article that apply to every verb, and whether it is to be skipped.
pub fn check(article: &Article) -> (Vec<Note>, bool) {
    let notes = article
        .problems
        .iter()
        .map(|problem| Note::problem("read", problem))
        .collect();
    (notes, article.is_unusable())
}

thread_local! {
    /// Where the last panic of this thread happened: the payload does not say.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Remembers where a panic happens instead of printing it: [`run`] reports it with its input.
pub fn keep_panics_quiet() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        PLACE.with(|last| last.replace(place));
    }));
}

fn fault(payload: &(dyn Any + Send)) -> String {
    let said = payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let place = PLACE.with(RefCell::take);
    format!("a fault in the program at {place}: {said}; please report it with this input")
}

/// The file of `--problems`, if one was asked for.
struct ProblemFile {
    file: Option<BufWriter<File>>,
    path: String,
}

impl ProblemFile {
    fn create(pages: &Pages) -> anyhow::Result<ProblemFile> {
        let Some(path) = &pages.problems else {
            return Ok(ProblemFile {
                file: None,
                path: String::new(),
            });
        };
        let shown = path.display().to_string();
        let file = File::create(path).with_context(|| format!("create problem file {shown}"))?;
        Ok(ProblemFile {
            file: Some(BufWriter::new(file)),
            path: shown,
        })
    }

    fn add(&mut self, input: &str, note: &Note) -> anyhow::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let line = json::problem(&InputProblem {
            input: input.to_string(),
            offset: None,
            stage: note.stage.to_string(),
            message: note.message.clone(),
        });
        writeln!(file, "{line}").with_context(|| format!("write problem file {}", self.path))
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        match &mut self.file {
            Some(file) => file
                .flush()
                .with_context(|| format!("write problem file {}", self.path)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_and_what() {
        keep_panics_quiet();
        let path = std::env::temp_dir().join(format!("dateline-batch-{}.txt", std::process::id()));
        std::fs::write(&path, "x").unwrap();
        let piece = one(&Ok(Input::File(path.clone())), &|_: &Input, _: Vec<u8>| {
            panic!("no such {}", "luck")
        });
        let _ = panic::take_hook();
        std::fs::remove_file(path).unwrap();
        let note = &piece.notes[0];
        assert!(
            note.is_error
                && note.message.contains("no such luck")
                && note.message.contains("batch.rs"),
            "{note:?}"
        );
    }
}
