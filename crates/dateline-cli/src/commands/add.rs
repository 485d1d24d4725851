//! `dateline add`: articles into an archive.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline::json::{ArticleRecord, EventRecord, RunRecord};
use dateline_archive::{Added, Addition, Archive, Fate};
use jiff::Timestamp;

use crate::args;
use crate::batch::{self, Note, ProblemFile, Threads};
use crate::commands::Outcome;
use crate::input::{self, Items};
use crate::output::Output;
use crate::output::archive as view;
use crate::output::progress::Progress;
use crate::own;

/// Articles that are written together at most, and how long the first of them may wait: what they tell of one matter is
/// joined once for all.
const TOGETHER: usize = 128;
const LONGEST: Duration = Duration::from_secs(10);

/// What came of one article before it is written.
struct Read {
    notes: Vec<Note>,
    /// `None` where there is nothing to keep, or it is kept already.
    coded: Option<(ArticleRecord, Vec<EventRecord>)>,
    is_known: bool,
}

/// What was done so far.
#[derive(Debug, Default)]
pub struct Tally {
    pub new: usize,
    pub updated: usize,
    pub superseded: usize,
    pub recoded: usize,
    pub known: usize,
    pub failed: usize,
    pub statements: usize,
}

impl Tally {
    fn count(&mut self, added: Added) {
        match added.fate {
            Fate::New => self.new += 1,
            Fate::Updated => self.updated += 1,
            Fate::Superseded => self.superseded += 1,
            Fate::Recoded => self.recoded += 1,
            Fate::Known => self.known += 1,
        }
        self.statements += added.statements;
    }

    fn articles(&self) -> usize {
        self.new + self.updated + self.superseded + self.recoded + self.known
    }
}

/// Articles that wait to be written.
struct Writer<'a> {
    archive: &'a mut Archive,
    run: &'a RunRecord,
    waiting: Vec<(ArticleRecord, Vec<EventRecord>)>,
    /// When the first of them came.
    since: Option<Instant>,
}

impl Writer<'_> {
    /// Lets an article wait for being written.
    fn take(&mut self, coded: (ArticleRecord, Vec<EventRecord>)) {
        self.waiting.push(coded);
        self.since.get_or_insert_with(Instant::now);
    }

    fn is_due(&self) -> bool {
        let waits_long = self.since.is_some_and(|since| since.elapsed() > LONGEST);
        self.waiting.len() >= TOGETHER || waits_long
    }

    /// Writes all that wait, in one transaction.
    fn write(&mut self, tally: &mut Tally) -> anyhow::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let additions = Addition::of_run(&self.waiting, self.run, Timestamp::now());
        for added in self.archive.add_all(&additions)? {
            tally.count(added);
        }
        self.waiting.clear();
        self.since = None;
        Ok(())
    }
}

/// Adds the articles in the order of the inputs, some at a time.
pub fn run(options: &args::Add, output: &mut Output) -> anyhow::Result<Outcome> {
    let pages = &options.pages;
    let mut archive = Archive::open_or_create(&options.archive)?;
    let reader = Mutex::new(Archive::open(&options.archive)?);
    let pipeline = own::pipeline(pages, &options.coding, output)?;
    let run = pipeline.run().into();
    let mut problems = ProblemFile::create(pages)?;
    let mut progress = Progress::new(&pages.inputs);
    let mut tally = Tally::default();
    let threads = Threads::Model(&pipeline);
    let mut writer = Writer {
        archive: &mut archive,
        run: &run,
        waiting: Vec::new(),
        since: None,
    };
    let work = |source| {
        let article = input::article(pipeline.knowledge(), source, pages);
        let (notes, is_skipped) = batch::check(&article);
        let mut read = Read {
            notes,
            coded: None,
            is_known: false,
        };
        if is_skipped {
            return read;
        }
        // What is there need not be coded again. A fault in reading shows when the article is written.
        let known =
            reader
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .knows(&article.id, &run, "");
        read.is_known = known.unwrap_or(false);
        if !read.is_known {
            read.coded = Some(pipeline.records(&article));
        }
        read
    };
    let written = batch::each(Items::new(pages), &threads, work, |done| {
        let read = done.result.unwrap_or_else(|note| Read {
            notes: vec![note],
            coded: None,
            is_known: false,
        });
        for note in &read.notes {
            tally.failed += usize::from(note.is_error);
            progress.clear();
            output.note(&done.name, note);
            problems.add(&done.name, done.offset, note)?;
            let problem = note.of_input(&done.name, done.offset);
            writer.archive.add_problem(&problem, Timestamp::now())?;
        }
        if let Some(coded) = read.coded {
            writer.take(coded);
        }
        if writer.is_due() {
            writer.write(&mut tally)?;
        }
        tally.known += usize::from(read.is_known);
        progress.done(done.passed, tally.articles() + writer.waiting.len());
        Ok(())
    });
    let written = written.and_then(|()| writer.write(&mut tally));
    progress.clear();
    // What was added stays so, whatever stopped the run.
    drop(reader);
    written
        .and_then(|()| Ok(archive.tidy()?))
        .inspect_err(|_| {
            output.complain(&view::tally(&tally));
        })?;
    problems.finish()?;
    output.complain(&view::tally(&tally));
    Ok(match (tally.failed, tally.articles()) {
        (1.., _) => Outcome::Failed,
        (0, 0) => Outcome::Nothing,
        (0, _) => Outcome::Done,
    })
}
