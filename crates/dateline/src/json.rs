//! The public JSON form, version `dateline/1`: the one module that writes it, for every face of Dateline.
//!
//! Each function gives one line of JSON Lines without its line end. Keys are always there, in a fixed order; an absent
//! value is `null` or `[]`. Offsets turn from bytes into Unicode code points here and nowhere else ([`CodePoints`]).
//! The form is described in `docs/json.md`; fields may be added within a version, none is renamed.

mod articles;
mod events;
mod parts;
mod points;
mod reasons;
pub mod record;
mod relations;

use dateline_page::Article;
use jiff::civil::Date;

use crate::coding::reasons::Reasons;
use crate::event::{Event, Party, Run, Statement};
use crate::pipeline::Annotation;
use crate::relate::Relation;
use articles::{ActorForm, AnnotationForm, ProblemForm};
use reasons::ReasonsForm;
use relations::RelationForm;

pub use points::CodePoints;
pub use record::{
    ArticleRecord, AttributionRecord, BlockRecord, DateRecord, EventRecord, FiledRecord,
    ImageRecord, NoteRecord, PartyRecord, PlaceRecord, QuantityRecord, RunRecord, SourceRecord,
    StatementRecord, TriggerRecord, WithWords, Words, day_of,
};

/// Name and version of the form.
pub const SCHEMA: &str = "dateline/1";

/// An input that was skipped or is damaged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputProblem {
    /// The input as the user named it: a path, `-`, a URL.
    pub input: String,
    /// Byte offset within a file of many records.
    pub offset: Option<u64>,
    /// What was being done: "open", "read", "annotate", "code".
    pub stage: String,
    /// One lower-case sentence.
    pub message: String,
}

/// Writes what was read from one article.
pub struct Writer<'a> {
    article: &'a Article,
    points: CodePoints<'a>,
}

impl<'a> Writer<'a> {
    /// A writer for values whose ranges belong to this article.
    pub fn new(article: &'a Article) -> Writer<'a> {
        Writer {
            article,
            points: CodePoints::new(&article.text),
        }
    }

    /// The article itself.
    pub fn article(&self) -> String {
        line(&self.article_record())
    }

    /// The article as a value.
    pub fn article_record(&self) -> ArticleRecord {
        articles::article(self.article, &self.points)
    }

    /// The article's sentences, names, places and times.
    pub fn annotation(&self, annotation: &Annotation) -> String {
        line(&AnnotationForm::new(annotation, self.article, &self.points))
    }

    /// Why an act of this article was coded as it was.
    pub fn reasons(&self, reasons: &Reasons) -> String {
        line(&ReasonsForm::new(reasons, self.article, &self.points))
    }

    /// An event whose statements are all of this article.
    pub fn event(&self, event: &Event, run: &Run) -> String {
        line(&self.event_record(event, run))
    }

    /// An event of this article as a value.
    pub fn event_record(&self, event: &Event, run: &Run) -> EventRecord {
        events::event(event, self.article, &self.points, run)
    }

    /// One statement of this article.
    pub fn statement(&self, statement: &Statement, run: &Run) -> String {
        line(&self.statement_record(statement, run))
    }

    /// A statement of this article as a value.
    pub fn statement_record(&self, statement: &Statement, run: &Run) -> StatementRecord {
        events::statement(statement, self.article, &self.points, run)
    }
}

/// How an actor is coded on a day, and what the reading rests on ([`dateline_kb::Actor::how`]).
pub fn actor(party: &Party, how: &str, on: Date) -> String {
    line(&ActorForm::new(party, how, on))
}

/// What a marked source does to a marked target.
pub fn relation(relation: &Relation) -> String {
    line(&RelationForm::new(relation))
}

/// A skipped or damaged input.
pub fn problem(problem: &InputProblem) -> String {
    line(&ProblemForm::new(problem))
}

/// A record or form as one line without its end.
pub fn line(form: &impl serde::Serialize) -> String {
    // The forms hold strings, numbers and lists only, with no map whose keys could be refused.
    serde_json::to_string(form).unwrap_or_default()
}

#[cfg(test)]
mod tests;
