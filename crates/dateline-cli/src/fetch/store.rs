//! Where downloads go: an archive, coded at once, or a WARC file, as they came.

use std::path::Path;

use dateline::json::RunRecord;
use dateline::{Article, Parts, Pipeline, Problem};
use dateline_archive::{Addition, Archive, Fetch};
use jiff::Timestamp;

use super::client::{Answer, Conditions};
use super::schedule::Job;
use super::warc_file::WarcFile;
use crate::args::Engine;
use crate::batch::{self, Note};
use crate::input;

/// What is known of an address from an earlier download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub fetched_at: Timestamp,
    /// Not to be asked for before.
    pub next_try: Option<Timestamp>,
}

impl Known {
    pub fn conditions(&self) -> Conditions {
        Conditions {
            etag: self.etag.clone(),
            last_modified: self.last_modified.clone(),
        }
    }
}

/// Where downloads go.
pub enum Store {
    Archive(Box<Coded>),
    Warc(WarcFile),
}

/// An archive, and what codes the articles for it.
pub struct Coded {
    archive: Archive,
    pipeline: Pipeline,
    run: RunRecord,
}

/// What became of an address, for the next run.
pub struct Noted<'a> {
    pub url: &'a str,
    pub status: u16,
    /// The headers that tell the state of the page; empty to have it sent again whatever its state.
    pub state: Conditions,
    pub next_try: Option<Timestamp>,
}

impl Store {
    /// An archive; the model that codes for it is loaded.
    pub fn archive(path: &Path, engine: &Engine) -> anyhow::Result<Store> {
        let archive = Archive::open_or_create(path)?;
        let pipeline = input::pipeline(engine, 0)?;
        let run = RunRecord::from(pipeline.run());
        Ok(Store::Archive(Box::new(Coded {
            archive,
            pipeline,
            run,
        })))
    }

    /// A WARC file.
    pub fn warc(path: &Path) -> anyhow::Result<Store> {
        Ok(Store::Warc(WarcFile::open(path)?))
    }

    /// What is known of an address.
    pub fn known(&self, url: &str) -> anyhow::Result<Option<Known>> {
        match self {
            Store::Warc(file) => Ok(file.known(url).cloned()),
            Store::Archive(coded) => Ok(coded.archive.fetch(url)?.map(|fetch| Known {
                etag: fetch.etag,
                last_modified: fetch.last_modified,
                fetched_at: fetch.fetched_at,
                next_try: fetch.next_try,
            })),
        }
    }

    /// Keeps a feed as it came; an archive has no use for it.
    pub fn keep_feed(&mut self, job: &Job, answer: &Answer, at: Timestamp) -> anyhow::Result<()> {
        match self {
            Store::Warc(file) => file.keep(&job.asked, &job.url, answer, at),
            Store::Archive(_) => Ok(()),
        }
    }

    /// Keeps a page, and gives what there is to say about it and whether an article was kept.
    pub fn keep_page(
        &mut self,
        job: &Job,
        entry: Option<&Parts>,
        feed: Option<&str>,
        answer: &Answer,
        at: Timestamp,
    ) -> anyhow::Result<(Vec<Note>, bool)> {
        match self {
            Store::Warc(file) => {
                file.keep(&job.asked, &job.url, answer, at)?;
                Ok((Vec::new(), true))
            }
            Store::Archive(coded) => coded.add(job, entry, feed, answer, at),
        }
    }

    /// Notes what became of an address.
    pub fn note(&mut self, noted: &Noted<'_>, at: Timestamp) -> anyhow::Result<()> {
        let Store::Archive(coded) = self else {
            return Ok(());
        };
        coded.archive.note_fetch(&Fetch {
            url: noted.url.to_string(),
            etag: noted.state.etag.clone(),
            last_modified: noted.state.last_modified.clone(),
            status: noted.status,
            fetched_at: at,
            next_try: noted.next_try,
        })?;
        Ok(())
    }

    /// Ends the work.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        if let Store::Archive(coded) = self {
            coded.archive.tidy()?;
        }
        Ok(())
    }
}

impl Coded {
    fn add(
        &mut self,
        job: &Job,
        entry: Option<&Parts>,
        feed: Option<&str>,
        answer: &Answer,
        at: Timestamp,
    ) -> anyhow::Result<(Vec<Note>, bool)> {
        let article = match self.article(job, entry, feed, answer) {
            Ok(article) => article,
            Err(problem) => return Ok((vec![Note::problem("read", &problem)], false)),
        };
        let (notes, is_skipped) = batch::check(&article);
        if is_skipped {
            return Ok((notes, false));
        }
        let (article, events) = self.pipeline.records(&article);
        self.archive.add(&Addition {
            article: &article,
            events: &events,
            run: &self.run,
            options: "",
            at,
        })?;
        Ok((notes, true))
    }

    /// The article of a page, with what its feed says of it where the page itself is silent.
    fn article(
        &self,
        job: &Job,
        entry: Option<&Parts>,
        feed: Option<&str>,
        answer: &Answer,
    ) -> Result<Article, Problem> {
        let bytes =
            dateline::http::decode(&answer.headers, &answer.body, dateline::MAX_PAGE_BYTES)?;
        let knowledge = self.pipeline.knowledge();
        let mut article = dateline::reader::read(
            &dateline::Page {
                bytes,
                url: Some(job.url.to_string()),
                media_type: answer.headers.get("content-type").map(str::to_string),
                origin: job.url.to_string(),
            },
            knowledge,
        );
        input::fill(&mut article, entry, feed);
        dateline::reader::set_zone(&mut article, knowledge);
        Ok(article)
    }
}
