//! Dateline reads the news and writes down the events.
pub mod coding;
pub mod confidence;
pub mod event;
pub mod events;
pub mod json;
mod odds;
pub mod ontology;
pub mod pipeline;
pub mod reader;
pub mod relate;
mod signs;

pub use coding::time::TimeMention;
pub use dateline_kb::{Additions, Knowledge};
pub use dateline_nlp::{Name, NameKind, Sentence, Split, Token, Want, conllu};
pub use dateline_page::{
    Article, Block, BlockKind, Format, MAX_PAGE_BYTES, Page, Parts, Problem, SNIFF_BYTES, Stated,
    StatedPrecision, feed, http, problem, read, tables, warc,
};
pub use pipeline::{Annotation, Error as PipelineError, ModelChoice, Pipeline};
