//! From a page to its events: the one way through all parts.

use std::collections::HashMap;
use std::convert::Infallible;
use std::ops::Range;
use std::path::PathBuf;
use std::str::FromStr;

use dateline_kb::{Additions, Knowledge, PlaceContext, PlaceMention, Precision};
use dateline_nlp::{Model, ModelFiles, NameKind, Sentence, Want};
use dateline_page::{Article, BlockKind, Page};
use jiff::civil::Date;

use crate::coding::examples::{self, Failure};
use crate::coding::reasons::{self, Reasons};
use crate::coding::rules::{Cues, RuleError, Rules};
use crate::coding::time::{self, Anchor, TimeMention};
use crate::coding::trace::Trace;
use crate::coding::{self, Means};
use crate::confidence::{CLEAR, LEAST};
use crate::event::{Event, Filled, PlacePrecision, PlaceRef, Run, Statement};
use crate::events;
use crate::json::{ArticleRecord, EventRecord, Writer};
use crate::reader;

/// Everything that coding needs, loaded once and shared by all threads.
pub struct Pipeline {
    model: Model,
    knowledge: Knowledge,
    rules: Rules,
    cues: Cues,
    run: Run,
}

/// Why a pipeline could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot load the language model: {0}")]
    Model(#[from] dateline_nlp::ModelError),
    #[error("cannot open the knowledge: {0}")]
    Knowledge(#[from] dateline_kb::Error),
    #[error("cannot read the rules: {0}")]
    Rules(#[from] coding::rules::RuleError),
}

/// What is known about the words of an article.
#[derive(Debug, Clone, Default)]
pub struct Annotation {
    /// In text order; sentences do not cross blocks. Credits are left out.
    pub sentences: Vec<Sentence>,
    /// The place names with the places they stand for, in text order.
    pub places: Vec<Filled<PlaceRef>>,
    /// The time expressions, in text order.
    pub times: Vec<TimeMention>,
}

/// Which trained model reads the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ModelChoice {
    /// The full one, models/english.
    #[default]
    Full,
    /// The small one taught by it, models/english-fast: faster, less right (its CARD.md says by how much).
    Fast,
    /// One in a folder, with the files that models/english has.
    Folder(PathBuf),
}

impl FromStr for ModelChoice {
    type Err = Infallible;

    /// "full", "fast", or a folder.
    fn from_str(text: &str) -> Result<ModelChoice, Infallible> {
        Ok(match text {
            "full" => ModelChoice::Full,
            "fast" => ModelChoice::Fast,
            folder => ModelChoice::Folder(folder.into()),
        })
    }
}

const FULL: &[u8] = include_bytes!("../../../models/english/model.onnx");
const FAST: &[u8] = include_bytes!("../../../models/english-fast/model.onnx");
// Both models have the same pieces and labels.
const VOCABULARY: &str = include_str!("../../../models/english/vocab.txt");
const LABELS: &str = include_str!("../../../models/english/labels.json");
const LEMMAS: &str = include_str!("../../../models/english/lemmas.tsv");

impl Pipeline {
    /// A pipeline with the full model, the knowledge and the rules that are part of the program.
    ///
    /// # Errors
    /// Only if a built-in part is faulty, which the tests exclude.
    pub fn built_in() -> Result<Pipeline, Error> {
        Pipeline::with_model(&ModelChoice::Full)
    }

    /// A pipeline with a model of choice, and the knowledge and rules that are part of the program.
    ///
    /// # Errors
    /// When the files of a folder cannot be read or are not a model.
    pub fn with_model(choice: &ModelChoice) -> Result<Pipeline, Error> {
        let files = |onnx: &[u8]| ModelFiles {
            onnx: onnx.to_vec(),
            vocab: VOCABULARY.into(),
            labels: LABELS.into(),
            lemmas: LEMMAS.into(),
        };
        let files = match choice {
            ModelChoice::Full => files(FULL),
            ModelChoice::Fast => files(FAST),
            ModelChoice::Folder(folder) => ModelFiles::read(folder)?,
        };
        let knowledge = reader::built_in_knowledge_and_places()?;
        let run = Run {
            dateline: env!("CARGO_PKG_VERSION").into(),
            model: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&files.onnx)),
            knowledge: knowledge.version().to_string(),
        };
        let rules = Rules::built_in()?;
        Ok(Pipeline {
            model: Model::from_bytes(files)?,
            cues: Cues::built_in(&rules)?,
            rules,
            knowledge,
            run,
        })
    }

    /// Uses so many threads for the language engine instead of one for each core.
    pub fn with_threads(mut self, threads: usize) -> Pipeline {
        self.model = self.model.with_threads(threads);
        self
    }

    /// Adds a user's file of rules or word classes, in the form of `data/rules`; see [`Rules::add_own`]. The program's
    /// version in [`Pipeline::run`] then ends in a digest of them.
    ///
    /// # Errors
    /// Names file, line, rule, and what was expected.
    pub fn add_rules(&mut self, file: &str, text: &str) -> Result<(), RuleError> {
        self.rules.add_own(file, text)?;
        let before = match self.run.dateline.split_once("+rules.") {
            Some((_, digest)) => digest.to_string(),
            None => String::new(),
        };
        let digest = xxhash_rust::xxh3::xxh3_64(format!("{before}{text}").as_bytes());
        self.run.dateline = format!("{}+rules.{digest:016x}", env!("CARGO_PKG_VERSION"));
        Ok(())
    }

    /// Lays a user's actors over the built-in ones; the version of the knowledge then tells both.
    ///
    /// # Errors
    /// None in practice: files are checked when they are added to `actors`.
    pub fn with_actors(mut self, actors: &Additions) -> Result<Pipeline, Error> {
        self.knowledge = self.knowledge.with_additions(actors)?;
        self.run.knowledge = self.knowledge.version().to_string();
        Ok(self)
    }

    /// Runs the example sentences of the users' rules as a page would be coded, and gives those that fail with how
    /// many rules were tried.
    pub fn check_own_rules(&self) -> (Vec<Failure>, usize) {
        let own = || self.rules.all().iter().filter(|rule| rule.is_own);
        let failures = examples::check(self, &self.rules, own(), true);
        (failures, own().count())
    }

    /// The versions that every record of this pipeline depends on.
    pub fn run(&self) -> &Run {
        &self.run
    }

    pub fn model(&self) -> &Model {
        &self.model
    }

    pub fn cues(&self) -> &Cues {
        &self.cues
    }

    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Reads a page and puts its bare clock times into the zone of the outlet, where that is known.
    pub fn read(&self, page: &Page) -> Article {
        reader::read(page, &self.knowledge)
    }

    /// Gives bare clock times the offset of the outlet's zone; for an article whose publisher became known later.
    pub fn set_zone(&self, article: &mut Article) {
        reader::set_zone(article, &self.knowledge);
    }

    /// Words, trees, names, places and times of an article.
    pub fn annotate(&self, article: &Article, want: Want) -> Annotation {
        let blocks = text_blocks(article);
        let sentences = self.model.annotate(&article.text, &blocks, want);
        self.annotation(article, sentences)
    }

    /// The places and times of an article whose sentences are read already.
    pub fn annotation(&self, article: &Article, sentences: Vec<Sentence>) -> Annotation {
        Annotation {
            places: self.places(article, &sentences),
            times: times(article, &sentences),
            sentences,
        }
    }

    /// The events that an article tells. An article with nothing to code gives none.
    pub fn code(&self, article: &Article) -> Vec<Event> {
        if article.is_unusable() {
            return Vec::new();
        }
        let annotation = self.annotate(article, Want { events: true });
        self.code_annotated(article, &annotation)
    }

    /// An article and the events that it tells, as records of the public form.
    pub fn records(&self, article: &Article) -> (ArticleRecord, Vec<EventRecord>) {
        let writer = Writer::new(article);
        let events = self.code(article);
        let events = events
            .iter()
            .map(|event| writer.event_record(event, &self.run));
        (writer.article_record(), events.collect())
    }

    /// The events of an article that is annotated already.
    pub fn code_annotated(&self, article: &Article, annotation: &Annotation) -> Vec<Event> {
        let statements = self.statements(article, annotation);
        self.events(article, statements).0
    }

    /// The events that an article's statements tell: those that are sure enough to be given out, and the others. What is a clear act
    /// or seen by a user's rule is always given out.
    fn events(&self, article: &Article, statements: Vec<Statement>) -> (Vec<Event>, Vec<Event>) {
        let is_own = |made_by: &String| {
            let rule = made_by.strip_prefix("rule:");
            rule.and_then(|id| self.rules.find(id))
                .is_some_and(|rule| rule.is_own)
        };
        let is_sure = |event: &Event| {
            let mut statements = event.statements.iter();
            !is_article(article)
                || event.confidence >= LEAST
                || statements.any(|s| s.evidence.act >= CLEAR || s.coded_by.iter().any(is_own))
        };
        let events = events::merge(statements, &article.text);
        events.into_iter().partition(is_sure)
    }

    /// The single statements of an annotated article, also those of events that are not sure enough to be given out.
    pub fn statements(&self, article: &Article, annotation: &Annotation) -> Vec<Statement> {
        coding::code(article, annotation, self.means(article), None)
    }

    /// The same, before what a sentence leaves out is read off the rest of the article; some have no party.
    pub fn statements_as_told(&self, article: &Article, annotation: &Annotation) -> Vec<Statement> {
        coding::as_told(article, annotation, self.means(article), None)
    }

    /// Why each act of an annotated article was coded as it was, or not given out, in text order.
    pub fn reasons(&self, article: &Article, annotation: &Annotation) -> Vec<Reasons> {
        let mut trace = Trace::default();
        let means = self.means(article);
        let statements = coding::code(article, annotation, means, Some(&mut trace));
        let (_, unsure) = self.events(article, statements.clone());
        reasons::of(
            article,
            annotation,
            &self.cues,
            &trace,
            &statements,
            &unsure,
        )
    }

    fn means(&self, article: &Article) -> Means<'_> {
        Means {
            knowledge: &self.knowledge,
            rules: &self.rules,
            cues: &self.cues,
            on: published_day(article).unwrap_or(NO_DAY),
        }
    }

    /// Each location name of the text with the place it stands for; names that no table knows are left out.
    fn places(&self, article: &Article, sentences: &[Sentence]) -> Vec<Filled<PlaceRef>> {
        let text = article.text.as_str();
        let mut mentions = Vec::new();
        let mut spans = Vec::new();
        let mut countries: HashMap<String, u32> = HashMap::new();
        for (number, sentence) in sentences.iter().enumerate() {
            for name in &sentence.names {
                let words = sentence.span_text(name.tokens(), text);
                if let Some(country) = self.knowledge.country_of(words) {
                    *countries.entry(country.iso3.clone()).or_default() += 1;
                }
                if name.kind != NameKind::Location {
                    continue;
                }
                let container = sentence
                    .names
                    .iter()
                    .find(|next| {
                        next.kind == NameKind::Location
                            && next.first == name.end + 1
                            && is_comma(sentence, name.end, text)
                    })
                    .map(|next| sentence.span_text(next.tokens(), text));
                mentions.push(PlaceMention {
                    name: words.to_string(),
                    containers: container.into_iter().map(str::to_string).collect(),
                    sentence: number,
                });
                spans.push(sentence.bytes(name.tokens()));
            }
        }
        let Some(gazetteer) = self.knowledge.gazetteer() else {
            return Vec::new();
        };
        let mut countries: Vec<(String, u32)> = countries.into_iter().collect();
        countries.sort();
        let outlet =
            reader::outlet_of(article, &self.knowledge).and_then(|outlet| outlet.country.clone());
        let found = gazetteer.resolve_places(&mentions, &PlaceContext { countries, outlet });
        let located = spans
            .into_iter()
            .zip(found)
            .filter_map(|(span, place)| Some((span, place?)));
        located
            .map(|(span, place)| Filled::read(place_ref(&place), span, text))
            .collect()
    }
}

/// Offices are looked up on this day when an article does not say when it was published: none holds then for sure,
/// so only the phrase itself speaks.
const NO_DAY: Date = Date::constant(2025, 1, 1);

/// The runs of an article's text that are read: all blocks but credits.
fn text_blocks(article: &Article) -> Vec<Range<usize>> {
    let blocks = article.blocks.iter();
    let told = blocks.filter(|block| block.kind != BlockKind::Credit);
    told.map(|block| block.range()).collect()
}

/// Whether a text is an article, and not a sentence or paragraph that stands alone.
pub(crate) fn is_article(article: &Article) -> bool {
    text_blocks(article).len() > 1
}

/// The day of publication in the outlet's zone.
pub fn published_day(article: &Article) -> Option<Date> {
    article
        .published
        .as_ref()
        .or(article.updated.as_ref())
        .map(|stated| stated.local.date())
}

fn is_comma(sentence: &Sentence, token: usize, text: &str) -> bool {
    token < sentence.tokens.len() && sentence.token_text(token, text) == ","
}

fn place_ref(place: &dateline_kb::Place) -> PlaceRef {
    PlaceRef {
        name: place.name.to_string(),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        latitude: Some(place.latitude),
        longitude: Some(place.longitude),
        geonames: place.geonames,
        precision: match place.precision {
            Precision::Country => PlacePrecision::Country,
            Precision::Admin1 => PlacePrecision::Admin1,
            Precision::Admin2 => PlacePrecision::Admin2,
            Precision::City => PlacePrecision::City,
            Precision::Site => PlacePrecision::Site,
            Precision::Region => PlacePrecision::Region,
        },
    }
}

/// The time expressions of an article, each set against the publication time and the dates before it. A caption starts
/// afresh: "the previous day" in it does not lean on the paragraph before.
fn times(article: &Article, sentences: &[Sentence]) -> Vec<TimeMention> {
    let published = article
        .published
        .as_ref()
        .or(article.updated.as_ref())
        .map(|stated| stated.local);
    let mut anchor = Anchor {
        published,
        ..Anchor::default()
    };
    let mut found = Vec::new();
    let mut block = usize::MAX;
    for sentence in sentences {
        let here = article
            .blocks
            .iter()
            .position(|b| b.start <= sentence.start && sentence.start < b.end)
            .unwrap_or(block);
        if here != block
            && article
                .blocks
                .get(here)
                .is_some_and(|b| b.kind == BlockKind::Caption)
        {
            anchor.in_play = None;
            anchor.period_in_play = None;
        }
        block = here;
        let mentions = time::find_in(sentence, &article.text, &anchor);
        anchor.advance(&mentions);
        found.extend(mentions);
    }
    found
}

impl Annotation {
    /// The time expressions of one sentence.
    pub fn times_in(&self, sentence: &Sentence) -> impl Iterator<Item = &TimeMention> {
        let (start, end) = (sentence.start, sentence.end);
        self.times
            .iter()
            .filter(move |time| start <= time.start && time.end <= end)
    }

    /// The places of one sentence.
    pub fn places_in(&self, sentence: &Sentence) -> impl Iterator<Item = &Filled<PlaceRef>> {
        let (start, end) = (sentence.start, sentence.end);
        self.places.iter().filter(move |place| {
            place
                .span
                .is_some_and(|span| start <= span.start && span.end <= end)
        })
    }
}
