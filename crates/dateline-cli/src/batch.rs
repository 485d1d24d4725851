//! Many inputs through one piece of work: in parallel, printed in the order of the inputs, and none of them able to
//! bring down the others.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

use anyhow::Context;
use dateline::json::{self, InputProblem};
use dateline::{Article, Pipeline, Problem};
use rayon::prelude::*;

use crate::args::Pages;
use crate::commands::Outcome;
use crate::input::{Found, Item, Items, Source, Unavailable};
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

    /// The note as a record: on what, and at which byte of a file of many records.
    pub fn of_input(&self, input: &str, offset: Option<u64>) -> InputProblem {
        InputProblem {
            input: input.to_string(),
            offset,
            stage: self.stage.to_string(),
            message: self.message.clone(),
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

/// What came of one thing that was found, in the order of the inputs.
#[derive(Debug)]
pub struct Done<T> {
    /// The name for messages.
    pub name: String,
    /// Byte offset in a file of many records.
    pub offset: Option<u64>,
    /// How many bytes of all files had been read when it was found.
    pub passed: u64,
    /// What the work gave, or why it could not be done.
    pub result: Result<T, Note>,
}

/// Works on everything that the inputs hold and prints what came of it.
///
/// If `work` panics, the input is reported and the run goes on.
///
/// # Errors
/// When printing or writing the file of problems fails.
pub fn run(
    pages: &Pages,
    items: Items,
    threads: &Threads<'_>,
    output: &mut Output,
    work: impl Fn(Source) -> Piece + Sync,
) -> anyhow::Result<Outcome> {
    let mut problems = ProblemFile::create(pages)?;
    let (mut found, mut failed) = (0, false);
    each(items, threads, work, |done| {
        let piece = done.result.unwrap_or_else(|note| Piece {
            notes: vec![note],
            ..Piece::default()
        });
        for note in &piece.notes {
            failed |= note.is_error;
            output.note(&done.name, note);
            problems.add(&done.name, done.offset, note)?;
        }
        found += piece.found;
        Ok(output.data(&piece.text)?)
    })?;
    problems.finish()?;
    Ok(match (failed, found) {
        (true, _) => Outcome::Failed,
        (false, 0) => Outcome::Nothing,
        (false, _) => Outcome::Done,
    })
}

/// Works on everything that the inputs hold, in parallel, and gives what came of each to `take`, in order.
///
/// However much the inputs hold, only a few things are in memory at a time: reading waits for `take`.
///
/// # Errors
/// The first error of `take`; nothing more is worked on then.
pub fn each<T: Send>(
    items: impl Iterator<Item = Found> + Send,
    threads: &Threads<'_>,
    work: impl Fn(Source) -> T + Sync,
    mut take: impl FnMut(Done<T>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let window = Window::default();
    let (send, receive) = mpsc::channel::<(usize, usize, Option<Done<T>>)>();
    std::thread::scope(|scope| {
        let (window, work) = (&window, &work);
        scope.spawn(move || {
            threads.run(|| {
                let admitted = Admitted { items, window };
                // A bridge hands the items out one by one, so that the first are done first.
                admitted.enumerate().par_bridge().for_each_with(
                    send,
                    |send, (number, (weight, found))| {
                        if !window.is_closed() {
                            // Nobody listens any more only after `take` failed.
                            let _ = send.send((number, weight, one(found, work)));
                        }
                    },
                );
            });
        });
        let in_order = || -> anyhow::Result<()> {
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for (number, weight, done) in receive {
                waiting.insert(number, (weight, done));
                while let Some((weight, done)) = waiting.remove(&next) {
                    next += 1;
                    done.map_or(Ok(()), &mut take)?;
                    window.leave(weight);
                }
            }
            Ok(())
        };
        let taken = in_order();
        window.close();
        taken
    })
}

/// Most things that may be read and not yet taken.
const MAX_HELD: usize = 128;
/// Bytes that they may keep in memory; one of any size is let in when there is no other.
const MAX_HELD_BYTES: usize = 64 * 1024 * 1024;

/// How much is in memory between reading and taking.
#[derive(Default)]
struct Window {
    held: Mutex<Held>,
    changed: Condvar,
}

#[derive(Default)]
struct Held {
    count: usize,
    bytes: usize,
    is_closed: bool,
}

impl Window {
    /// Waits until there is room for so many bytes.
    fn enter(&self, bytes: usize) {
        let is_full = |held: &mut Held| {
            let is_room = held.count < MAX_HELD && held.bytes + bytes <= MAX_HELD_BYTES;
            !held.is_closed && held.count > 0 && !is_room
        };
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_while(held, is_full);
        let mut held = waited.unwrap_or_else(PoisonError::into_inner);
        held.count += 1;
        held.bytes += bytes;
    }

    fn leave(&self, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.count = held.count.saturating_sub(1);
        held.bytes = held.bytes.saturating_sub(bytes);
        self.changed.notify_all();
    }

    /// Nobody takes any more.
    fn close(&self) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.is_closed = true;
        self.changed.notify_all();
    }

    fn is_closed(&self) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.is_closed
    }
}

/// Items with their weight, each as soon as the window has room for it.
struct Admitted<'a, I> {
    items: I,
    window: &'a Window,
}

impl<I: Iterator<Item = Found>> Iterator for Admitted<'_, I> {
    type Item = (usize, Found);

    fn next(&mut self) -> Option<(usize, Found)> {
        if self.window.is_closed() {
            return None;
        }
        let found = self.items.next()?;
        let weight = found.as_ref().map_or(0, Item::weight);
        self.window.enter(weight);
        Some((weight, found))
    }
}

/// Opens one item and works on it; `None` if it holds nothing to read.
fn one<T>(found: Found, work: &(impl Fn(Source) -> T + Sync)) -> Option<Done<T>> {
    let unavailable = |found: Unavailable| Done {
        name: found.name,
        offset: found.offset,
        passed: 0,
        result: Err(Note::error("open", found.message)),
    };
    let item = match found {
        Ok(item) => item,
        Err(found) => return Some(unavailable(found)),
    };
    let (name, offset, passed) = (item.name.clone(), item.offset, item.passed);
    let result = match guard(|| item.open().map(|source| source.map(work))) {
        Ok(Ok(None)) => return None,
        Ok(Ok(Some(done))) => Ok(done),
        Ok(Err(found)) => return Some(unavailable(found)),
        Err(fault) => Err(fault),
    };
    Some(Done {
        name,
        offset,
        passed,
        result,
    })
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

/// Does some work; if it panics, gives a note on that.
///
/// # Errors
/// The note.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Note> {
    panic::catch_unwind(AssertUnwindSafe(work))
        .map_err(|payload| Note::error("program", fault(payload.as_ref())))
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
pub struct ProblemFile {
    file: Option<BufWriter<File>>,
    path: String,
}

impl ProblemFile {
    /// The file that the options name.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(pages: &Pages) -> anyhow::Result<ProblemFile> {
        ProblemFile::at(pages.problems.as_deref())
    }

    /// A file of this name, or none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(path: Option<&Path>) -> anyhow::Result<ProblemFile> {
        let Some(path) = path else {
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

    /// Writes one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, input: &str, offset: Option<u64>, note: &Note) -> anyhow::Result<()> {
        let Some(file) = &mut self.file else {
            return Ok(());
        };
        let line = json::problem(&note.of_input(input, offset));
        writeln!(file, "{line}").with_context(|| format!("write problem file {}", self.path))
    }

    /// Writes what is left in the buffer.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self) -> anyhow::Result<()> {
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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::input::Content;

    fn item(number: usize, bytes: usize) -> Found {
        Ok(Item {
            name: number.to_string(),
            offset: None,
            passed: 0,
            content: Content::Bytes(vec![b'x'; bytes]),
        })
    }

    #[test]
    fn a_fault_says_where_and_what() {
        keep_panics_quiet();
        let done = one(item(1, 1), &|_: Source| -> Piece {
            panic!("no such {}", "luck")
        });
        let _ = panic::take_hook();
        let note = done.unwrap().result.unwrap_err();
        assert!(
            note.is_error
                && note.message.contains("no such luck")
                && note.message.contains("batch.rs"),
            "{note:?}"
        );
    }

    #[test]
    fn reading_waits_for_taking_and_order_is_kept() {
        let threads = Threads::own(2).unwrap();
        let (read, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..1000).map(|number| {
            read.fetch_add(1, Ordering::Relaxed);
            item(number, 1)
        });
        let work = |source: Source| {
            if source.name == "0" {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
        };
        let mut taken = 0;
        each(items, &threads, work, |done| {
            assert_eq!(done.name, taken.to_string());
            let ahead = read.load(Ordering::Relaxed) - taken;
            most.fetch_max(ahead, Ordering::Relaxed);
            taken += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(taken, 1000);
        let most = most.into_inner();
        assert!(most <= MAX_HELD + 1, "{most}");
    }

    #[test]
    fn large_things_go_through_and_an_error_ends_all() {
        let threads = Threads::own(2).unwrap();
        let items = (0..20).map(|number| item(number, MAX_HELD_BYTES / 4 * 3));
        let mut taken = 0;
        let count = |_: Done<usize>| {
            taken += 1;
            Ok(())
        };
        each(items, &threads, |source| source.bytes().len(), count).unwrap();
        assert_eq!(taken, 20);
        let endless = (0..).map(|number| item(number, 1));
        let ended = each(
            endless,
            &threads,
            |_| (),
            |done| {
                anyhow::ensure!(done.name != "300", "enough");
                Ok(())
            },
        );
        assert_eq!(ended.unwrap_err().to_string(), "enough");
    }
}
