//! How well whole passages are coded, against `data/passages`: the half that is looked at while building and the one
//! that is not, side by side.

mod counts;
mod errors;
mod evidence;
mod format;
mod left_out;
mod pairing;
mod parties;
mod records;
mod reliability;
mod retold;
mod slots;
mod web;

use std::path::Path;

use anyhow::bail;
use dateline::event::{Event, Statement};
use dateline::{Pipeline, Sentence, Want};
use rayon::prelude::*;

use super::{Figure, Places};
use format::{Half, Passage};
use pairing::{happenings, is_on, is_same, is_told, is_typed, pairs};
use reliability::Reliability;
use slots::{SLOTS, Tally};

pub use counts::print as print_counts;
pub use evidence::print as print_evidence;
pub use left_out::print as print_left_out;
pub use parties::print as print_parties;
pub use retold::print as print_retold;
pub use web::{measure as measure_web, print_stand_off};

/// A passage with what the pipeline makes of it.
struct Coded {
    passage: Passage,
    sentences: Vec<Sentence>,
    events: Vec<Event>,
}

/// Counts over the passages of one half.
#[derive(Default)]
struct Scores {
    /// Labelled happenings, events found, and how many of them are the same or at least told.
    happenings: usize,
    events: usize,
    same: usize,
    told: usize,
    /// Labelled statements, statements found, and how many share a trigger, or a trigger and a type.
    labels: usize,
    statements: usize,
    triggers: usize,
    typed: usize,
    /// Marked non-events, and those coded anyway.
    non_events: usize,
    coded_anyway: usize,
    slots: [Tally; SLOTS.len()],
    reliability: Reliability,
}

/// F1 of events and triggers, the share of right values in each slot of the statements whose trigger and type are
/// right, the share of non-events coded anyway, and how far confidence can be trusted, for each half. The tables of
/// slots and of confidence are printed as well.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let mut figures = Vec::new();
    for half in [Half::Seen, Half::Unseen] {
        let mut scores = Scores::default();
        for coded in code(&pipeline, &places.root, half)? {
            scores.add(&coded);
        }
        println!("{} half of the passages\n{}", half.name(), scores.tables());
        figures.extend(scores.figures(&format!("passages-{}", half.name())));
    }
    Ok(figures)
}

/// Lists the errors in the seen half of the passages.
///
/// # Errors
/// When the files are faulty, or the blind half is asked for.
pub fn print_errors(places: &Places, asked: &str) -> anyhow::Result<()> {
    if !matches!(asked, "passages" | "passages-seen") {
        bail!(
            "list errors of \"{asked}\": expected \"passages\"; only errors of their seen half are listed, \
             for the unseen half is a blind measure"
        );
    }
    let pipeline = places.pipeline()?;
    print!(
        "{}",
        errors::list(&code(&pipeline, &places.root, Half::Seen)?)
    );
    Ok(())
}

/// The passages that are learnt from, those of the seen half and of the training part.
fn for_each_learnt(
    places: &Places,
    pipeline: &Pipeline,
    show: impl Fn(&Passage),
) -> anyhow::Result<()> {
    for half in [Half::Seen, Half::Training] {
        read(pipeline, &places.root, half)?.iter().for_each(&show);
    }
    Ok(())
}

/// The same, each with the statements that the pipeline makes of it.
fn for_each_told(places: &Places, show: impl Fn(&Passage, &[Statement])) -> anyhow::Result<()> {
    let pipeline = places.pipeline()?;
    for_each_learnt(places, &pipeline, |passage| {
        let annotation = pipeline.annotate(&passage.article, Want { events: true });
        show(passage, &pipeline.statements(&passage.article, &annotation));
    })
}

/// The passages of a half, all of them without fault.
fn read(pipeline: &Pipeline, root: &Path, half: Half) -> anyhow::Result<Vec<Passage>> {
    let (passages, faults) = half.read(root, pipeline.knowledge())?;
    if !faults.is_empty() {
        let faults: Vec<String> = faults.iter().map(|fault| half.show(fault)).collect();
        bail!("{}", faults.join("\n"));
    }
    Ok(passages)
}

fn code(pipeline: &Pipeline, root: &Path, half: Half) -> anyhow::Result<Vec<Coded>> {
    Ok(coded(pipeline, read(pipeline, root, half)?))
}

/// What the pipeline makes of passages.
fn coded(pipeline: &Pipeline, passages: Vec<Passage>) -> Vec<Coded> {
    let one = |passage: Passage| {
        let annotation = pipeline.annotate(&passage.article, Want { events: true });
        Coded {
            events: pipeline.code_annotated(&passage.article, &annotation),
            sentences: annotation.sentences,
            passage,
        }
    };
    pipeline
        .model()
        .in_threads(|| passages.into_par_iter().map(one).collect())
}

impl Coded {
    fn statements(&self) -> Vec<&Statement> {
        self.events
            .iter()
            .flat_map(|event| &event.statements)
            .collect()
    }

    /// The non-events on which a statement was made, each with that statement. A statement that is also on a labelled
    /// trigger is none of them.
    fn coded_anyway(&self) -> Vec<(&format::NonEvent, &Statement)> {
        let statements = self.statements();
        let labels = &self.passage.labels;
        let on = |non_event: &format::NonEvent| {
            statements.iter().copied().find(|statement| {
                non_event.span.overlaps(statement.trigger)
                    && !labels.iter().any(|label| is_on(label, statement))
            })
        };
        let non_events = self.passage.non_events.iter();
        non_events
            .filter_map(|non_event| Some((non_event, on(non_event)?)))
            .collect()
    }
}

impl Scores {
    fn add(&mut self, coded: &Coded) {
        let labels = &coded.passage.labels;
        let happenings = happenings(&coded.passage);
        let statements = coded.statements();
        let same = pairs(&happenings, &coded.events, is_same);
        let told = pairs(&happenings, &coded.events, is_told);
        let typed = pairs(labels, &statements, |label, s| is_typed(label, s));
        self.happenings += happenings.len();
        self.events += coded.events.len();
        self.same += same.iter().flatten().count();
        self.told += told.iter().flatten().count();
        self.labels += labels.len();
        self.statements += statements.len();
        self.triggers += pairs(labels, &statements, |label, s| is_on(label, s))
            .iter()
            .flatten()
            .count();
        self.typed += typed.iter().flatten().count();
        self.non_events += coded.passage.non_events.len();
        self.coded_anyway += coded.coded_anyway().len();
        for (label, partner) in labels.iter().zip(typed) {
            let Some(partner) = partner else { continue };
            let found = slots::found(statements[partner], label);
            for (tally, (labelled, found)) in self
                .slots
                .iter_mut()
                .zip(slots::labelled(label).iter().zip(&found))
            {
                tally.count(labelled, found);
            }
        }
        for (number, event) in coded.events.iter().enumerate() {
            let (right, told) = (same.contains(&Some(number)), told.contains(&Some(number)));
            self.reliability.count(event.confidence.into(), right, told);
        }
    }

    /// The figures, each name with a beginning of its own.
    fn figures(&self, beginning: &str) -> Vec<Figure> {
        let name = |rest: &str| format!("{beginning}-{rest}");
        let f1 = |right, labelled, found| share(2 * right, labelled + found);
        let mut figures = vec![
            Figure::new(name("event-precision"), share(self.same, self.events)),
            Figure::new(name("event-recall"), share(self.same, self.happenings)),
            Figure::new(
                name("event-f1"),
                f1(self.same, self.happenings, self.events),
            ),
            Figure::new(name("told-f1"), f1(self.told, self.happenings, self.events)),
            Figure::new(
                name("trigger-precision"),
                share(self.triggers, self.statements),
            ),
            Figure::new(name("trigger-recall"), share(self.triggers, self.labels)),
            Figure::new(
                name("trigger-f1"),
                f1(self.triggers, self.labels, self.statements),
            ),
            Figure::new(
                name("type-f1"),
                f1(self.typed, self.labels, self.statements),
            ),
        ];
        for (slot, tally) in SLOTS.iter().zip(&self.slots) {
            figures.push(Figure::new(name(slot), share(tally.exact, tally.pairs)));
        }
        figures.push(Figure::new(
            name("not-coded-anyway"),
            100.0 - share(self.coded_anyway, self.non_events),
        ));
        figures.push(Figure::new(
            name("calibration"),
            100.0 * (1.0 - self.reliability.error()),
        ));
        figures
    }

    fn tables(&self) -> String {
        let mut out = format!(
            "{} happenings in {} labelled statements; {} events in {} statements found; {} of {} non-events coded anyway\n\
             {:<20}{:>8}{:>11}{:>8}{:>11}{:>8}\n",
            self.happenings,
            self.labels,
            self.events,
            self.statements,
            self.coded_anyway,
            self.non_events,
            "slot (per cent)",
            "exact",
            "precision",
            "recall",
            "labelled",
            "found"
        );
        for (slot, tally) in SLOTS.iter().zip(&self.slots) {
            out += &format!(
                "{slot:<20}{:>8.1}{:>11.1}{:>8.1}{:>11}{:>8}\n",
                share(tally.exact, tally.pairs),
                share(tally.right, tally.found),
                share(tally.right, tally.labelled),
                tally.labelled,
                tally.found
            );
        }
        out += &self.reliability.table();
        out += &format!(
            "expected calibration error {:.3}\n",
            self.reliability.error()
        );
        out
    }
}

/// Per cent.
fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
