//! The trained model: from text to annotated sentences.

use crate::encoder::{Encoder, EncoderError, MAX_LENGTH, Sequence, View};
use crate::labels::Labels;
use crate::lemma::{Lemmas, Reading, is_in_name};
use crate::mentions::{self, EventScores};
use crate::names::NameTags;
use crate::relate::{self, MarkedText, Relation};
use crate::sentence::{EventMention, Name, NameKind, Sentence, Token};
use crate::sentences::{Split, split};
use crate::subwords::{Subwords, shape};
use crate::tree::{self, ArcScores};
use crate::words::{Word, is_address, words};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The files of a model, as the folder models/english holds them.
#[derive(Debug, Clone)]
pub struct ModelFiles {
    /// model.onnx
    pub onnx: Vec<u8>,
    /// vocab.txt: one piece a line.
    pub vocab: String,
    /// labels.json: the label sets, in the order of the outputs.
    pub labels: String,
    /// lemmas.tsv; empty means that every lemma is the lower-cased form.
    pub lemmas: String,
}

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("read model file {path}: {source}")]
    File {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("read the model's vocabulary: expected the piece {0}, found none")]
    Vocabulary(&'static str),
    #[error("read the model's labels: {0}")]
    Labels(#[from] serde_json::Error),
    #[error("read the model's lemmas: expected form, part of speech and lemma in line {0}")]
    Lemmas(usize),
    #[error("{0}")]
    Network(String),
}

/// What to annotate beyond words, trees and names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Want {
    /// Event mentions, when the model has heads for them.
    pub events: bool,
}

/// A loaded model. Share it between threads by reference.
pub struct Model {
    encoder: Encoder,
    subwords: Subwords,
    labels: Labels,
    tags: NameTags,
    lemmas: Lemmas,
}

impl ModelFiles {
    /// The files in a folder: model.onnx, vocab.txt, labels.json and, if it is there, lemmas.tsv.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read(folder: &Path) -> Result<ModelFiles, ModelError> {
        let fail = |path: PathBuf| move |source| ModelError::File { path, source };
        let text = |name: &str| {
            let path = folder.join(name);
            std::fs::read_to_string(&path).map_err(fail(path))
        };
        let path = folder.join("model.onnx");
        let lemmas = match folder.join("lemmas.tsv").exists() {
            true => text("lemmas.tsv")?,
            false => String::new(),
        };
        Ok(ModelFiles {
            onnx: std::fs::read(&path).map_err(fail(path))?,
            vocab: text("vocab.txt")?,
            labels: text("labels.json")?,
            lemmas,
        })
    }
}

impl Model {
    /// Loads the model in a folder (see [`ModelFiles::read`]).
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn load(folder: &Path) -> Result<Model, ModelError> {
        Model::from_bytes(ModelFiles::read(folder)?)
    }

    /// Loads a model from the contents of its files, and runs it once to see that they fit together.
    ///
    /// # Errors
    /// When a file is not what it should be, or they do not fit together.
    pub fn from_bytes(files: ModelFiles) -> Result<Model, ModelError> {
        let network = |e: EncoderError| ModelError::Network(e.to_string());
        let labels: Labels = serde_json::from_str(&files.labels)?;
        let encoder = Encoder::new(files.onnx, &labels).map_err(network)?;
        let model = Model {
            encoder,
            subwords: Subwords::new(&files.vocab).map_err(ModelError::Vocabulary)?,
            tags: NameTags::new(&labels.names),
            lemmas: Lemmas::new(&files.lemmas).map_err(ModelError::Lemmas)?,
            labels,
        };
        let trial = Sequence {
            in_article: true,
            ..model.sequence(["a", "b"].into_iter())
        };
        model
            .encoder
            .run_all(&[trial], true, |_, _| ())
            .map_err(network)?;
        Ok(model)
    }

    /// Uses so many threads (1 at least) instead of one for each core.
    pub fn with_threads(mut self, threads: usize) -> Model {
        self.encoder.set_threads(threads);
        self
    }

    /// Runs work in the model's own threads.
    ///
    /// To annotate many texts at once, spread them with rayon inside `work`: texts and batches then share one
    /// set of threads, and no more run than [`Model::with_threads`] says. The result of [`Model::annotate`] does
    /// not depend on it.
    pub fn in_threads<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.encoder.in_pool(work)
    }

    /// Annotates the blocks of a text (byte ranges, in order; a block is a paragraph or title). Of a text of several
    /// blocks, an article, event mentions are found more densely than of one that stands alone: as in the labels learnt
    /// from, where those of articles tell each act as often as the text does.
    ///
    /// Never fails and never panics: a range outside the text is cut back to it, control characters are skipped,
    /// and a sentence is at most [`crate::sentences::MAX_WORDS`] words.
    pub fn annotate(&self, text: &str, blocks: &[Range<usize>], want: Want) -> Vec<Sentence> {
        self.annotate_split(&split(text, blocks), want, blocks.len() > 1)
    }

    /// Annotates sentences whose words are given, such as those of a treebank file. Keeps all words.
    pub fn annotate_words(&self, sentences: &[Split<'_>], want: Want) -> Vec<Sentence> {
        self.annotate_split(sentences, want, false)
    }

    fn annotate_split(
        &self,
        sentences: &[Split<'_>],
        want: Want,
        in_article: bool,
    ) -> Vec<Sentence> {
        let mut sequences = Vec::with_capacity(sentences.len());
        let mut owners = Vec::with_capacity(sentences.len());
        for (number, sentence) in sentences.iter().enumerate() {
            for window in self.windows(sentence) {
                let words = sentence.words[window.clone()].iter();
                sequences.push(Sequence {
                    in_article,
                    ..self.sequence(words.map(|word| word.text))
                });
                owners.push((number, window));
            }
        }
        let parts = self
            .encoder
            .run_all(&sequences, want.events, |i, scores| {
                let (number, window) = &owners[i];
                self.part(&sentences[*number].words[window.clone()], scores)
            })
            // The network ran when it was loaded; should it fail on an input, the words stay without annotation.
            .unwrap_or_else(|_| {
                owners
                    .iter()
                    .map(|(_, window)| Part::blank(window.len()))
                    .collect()
            });
        let mut out: Vec<Sentence> = sentences
            .iter()
            .map(|s| Sentence {
                start: s.start,
                end: s.end,
                tokens: Vec::new(),
                names: Vec::new(),
                mentions: Vec::new(),
            })
            .collect();
        for ((number, window), part) in owners.into_iter().zip(parts) {
            self.join(&mut out[number], &sentences[number], window, part);
        }
        out
    }

    /// What the marked source of each text does to its marked target.
    ///
    /// Gives one relation for each text, in order; words past the encoder's reach (some 400) are not seen.
    pub fn relate(&self, texts: &[MarkedText<'_>]) -> Vec<Relation> {
        let sequences: Vec<Sequence> = texts.iter().map(|text| self.marked(text)).collect();
        let scores = self.encoder.relate(&sequences).unwrap_or_default();
        scores
            .iter()
            .map(|scores| relate::read(scores, &self.labels))
            .collect()
    }

    fn marked(&self, text: &MarkedText<'_>) -> Sequence {
        let words = Split {
            start: 0,
            end: text.text.len(),
            words: words(text.text, 0..text.text.len()),
        };
        let window = self.windows(&words).first().cloned().unwrap_or(0..0);
        let seen = &words.words[window];
        let mut sequence = self.sequence(seen.iter().map(|word| word.text));
        let touches = |ranges: &[Range<usize>], word: &Word<'_>| {
            ranges
                .iter()
                .any(|range| word.start < range.end && range.start < word.end)
        };
        sequence.marks = seen
            .iter()
            .map(|word| {
                if touches(text.source, word) {
                    1
                } else if touches(text.target, word) {
                    2
                } else {
                    0
                }
            })
            .collect();
        sequence
    }

    /// Cuts the words of a sentence into runs that fit the encoder; nearly always one.
    fn windows(&self, sentence: &Split<'_>) -> Vec<Range<usize>> {
        let mut windows = Vec::new();
        let (mut first, mut length) = (0, 2);
        let mut scratch = Vec::new();
        for (i, word) in sentence.words.iter().enumerate() {
            scratch.clear();
            let pieces = self.subwords.push_pieces(word.text, &mut scratch);
            if length + pieces > MAX_LENGTH {
                windows.push(first..i);
                (first, length) = (i, 2);
            }
            length += pieces;
        }
        if first < sentence.words.len() {
            windows.push(first..sentence.words.len());
        }
        windows
    }

    fn sequence<'a>(&self, words: impl Iterator<Item = &'a str>) -> Sequence {
        let mut sequence = Sequence {
            pieces: vec![self.subwords.start],
            shapes: vec![0],
            ..Sequence::default()
        };
        for word in words {
            sequence.words.push(sequence.pieces.len() as i32);
            let count = self.subwords.push_pieces(word, &mut sequence.pieces);
            sequence
                .shapes
                .resize(sequence.shapes.len() + count, shape(word));
        }
        sequence.pieces.push(self.subwords.end);
        sequence.shapes.push(0);
        sequence
    }

    /// Reads the annotation of one window off its scores.
    fn part(&self, words: &[crate::Word<'_>], scores: View<'_>) -> Part {
        let n = words.len();
        let labels = &self.labels;
        let mut heads = tree::heads(ArcScores {
            scores: scores.arcs,
            stride: scores.rows,
            words: n,
        });
        let mut relations: Vec<&str> = (0..n)
            .map(|i| relation(scores.relations, i, heads[i] == 0, &labels.relations))
            .collect();
        tree::share_subjects(&mut heads, &relations);
        let upos: Vec<&str> = (0..n)
            .map(|i| best_label(scores.upos, i, &labels.upos))
            .collect();
        let mut names = self
            .tags
            .read(scores.names, n, |i| is_address(words[i].text));
        tree::join_hyphenated(words, &upos, &names, &mut heads, &mut relations);
        let tokens: Vec<PartToken> = (0..n)
            .map(|i| {
                let deprel = relations[i];
                let head = heads[i].checked_sub(1).and_then(|head| upos.get(head));
                let lemma = self.lemmas.lemma(Reading {
                    form: words[i].text,
                    upos: upos[i],
                    deprel,
                    is_in_name: is_in_name(
                        words[..i].iter().map(|word| word.text),
                        words[i].text,
                        words.get(i + 1).map(|word| word.text),
                        upos[i],
                        head.copied().unwrap_or_default(),
                    ),
                });
                PartToken {
                    lemma,
                    upos: upos[i].to_string(),
                    head: heads[i],
                    deprel: deprel.to_string(),
                }
            })
            .collect();
        let width = labels.roles.len();
        let mut roles = Vec::new();
        if !scores.roles.is_empty() {
            for trigger in 1..=n {
                let start = (trigger * scores.rows + 1) * width;
                roles.extend_from_slice(
                    scores
                        .roles
                        .get(start..start + n * width)
                        .unwrap_or_default(),
                );
            }
        }
        let events = EventScores {
            triggers: scores.triggers,
            status: scores.status,
            modes: scores.modes,
            contexts: scores.contexts,
            roles: &roles,
            words: n,
        };
        // "North" of "North Korean troops" is half of an adjective, no place.
        let is_half_adjective = |name: &Name| {
            tokens.get(name.end).is_some_and(|next| {
                next.upos == "ADJ"
                    && words[name.end].text.starts_with(char::is_uppercase)
                    && tokens[name.end - 1].head == name.end + 1
            })
        };
        names.retain(|name| name.kind != NameKind::Location || !is_half_adjective(name));
        Part {
            tokens,
            names,
            mentions: mentions::read(events, labels),
        }
    }

    /// Adds a window to its sentence; the root of a later window hangs under that of the first.
    fn join(&self, out: &mut Sentence, split: &Split<'_>, window: Range<usize>, part: Part) {
        let root = out.root();
        let shift = window.start;
        for (word, token) in split.words[window].iter().zip(part.tokens) {
            let (head, deprel) = match (token.head.checked_sub(1), root) {
                (Some(head), _) => (Some(head + shift), token.deprel),
                (None, None) => (None, token.deprel),
                (None, Some(root)) => (Some(root), "parataxis".to_string()),
            };
            out.tokens.push(Token {
                start: word.start,
                end: word.end,
                lemma: token.lemma,
                upos: token.upos,
                head,
                deprel,
            });
        }
        out.names.extend(part.names.into_iter().map(|name| Name {
            first: name.first + shift,
            end: name.end + shift,
            ..name
        }));
        out.mentions
            .extend(part.mentions.into_iter().map(|mut mention| {
                mention.first += shift;
                mention.end += shift;
                for argument in &mut mention.arguments {
                    argument.token += shift;
                }
                mention
            }));
    }
}

/// The annotation of one window, token numbers counted within it.
struct Part {
    tokens: Vec<PartToken>,
    names: Vec<Name>,
    mentions: Vec<EventMention>,
}

struct PartToken {
    lemma: String,
    upos: String,
    /// 0 is the root, words count from 1.
    head: usize,
    deprel: String,
}

impl Part {
    fn blank(words: usize) -> Part {
        let token = |i: usize| PartToken {
            lemma: String::new(),
            upos: "X".into(),
            head: usize::from(i > 0),
            deprel: if i == 0 { "root" } else { "dep" }.into(),
        };
        Part {
            tokens: (0..words).map(token).collect(),
            names: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

fn best_label<'a>(scores: &[f32], word: usize, labels: &'a [String]) -> &'a str {
    best_of(scores, word, labels, |_| true)
}

/// The best relation: "root" under the root and nowhere else.
fn relation<'a>(scores: &[f32], word: usize, is_root: bool, labels: &'a [String]) -> &'a str {
    if is_root {
        "root"
    } else {
        best_of(scores, word, labels, |label| label != "root")
    }
}

fn best_of<'a>(
    scores: &[f32],
    word: usize,
    labels: &'a [String],
    allowed: impl Fn(&str) -> bool,
) -> &'a str {
    let row = scores
        .get(word * labels.len()..(word + 1) * labels.len())
        .unwrap_or_default();
    let mut best = ("_", f32::NEG_INFINITY);
    for (label, &score) in labels.iter().zip(row) {
        if score > best.1 && allowed(label) {
            best = (label, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::is_tree;

    /// The shipped model; `None` in a checkout without it.
    fn shipped() -> Option<Model> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/english");
        let is_there = folder.join("model.onnx").exists();
        is_there.then(|| Model::load(&folder).expect("the shipped model loads"))
    }

    fn annotate(model: &Model, text: &str) -> Vec<Sentence> {
        model.annotate(
            text,
            std::slice::from_ref(&(0..text.len())),
            Want { events: true },
        )
    }

    #[test]
    fn the_shipped_model_reads_plain_news() {
        let Some(model) = shipped() else { return };
        let text = "Foreign Minister Maria Lopez met her Kenyan counterpart in Nairobi on Monday. They don't agree.";
        let found = annotate(&model, text);
        assert_eq!(found.len(), 2);
        let first = &found[0];
        let root = first.root().expect("a tree has a root");
        assert_eq!(first.tokens[root].lemma, "meet");
        assert_eq!(first.tokens[root].upos, "VERB");
        let subject = first
            .children_by(root, "nsubj")
            .next()
            .expect("met has a subject");
        assert!(first.phrase_text(subject, text).contains("Lopez"));
        let names: Vec<&str> = first
            .names
            .iter()
            .map(|n| first.span_text(n.tokens(), text))
            .collect();
        assert!(names.contains(&"Nairobi"), "{names:?}");
        assert_eq!(found[1].token_text(2, text), "n't");
    }

    #[test]
    fn any_input_gives_trees_within_the_text() {
        let Some(model) = shipped() else { return };
        let inputs = [
            String::new(),
            " \n\t\u{0}\u{7}\u{200b}".to_string(),
            "TROOPS ENTER CAPITAL AS TALKS FAIL".to_string(),
            "👍🏽 👨‍👩‍👧 went 🚀!!! \u{301}e\u{301} \u{feff}नमस्ते 北京".to_string(),
            "x".repeat(1 << 20),
            "a-".repeat(3000),
            "supercalifragilistic-expialidocious ".repeat(300),
            "\u{1}word\u{2} ".repeat(500),
        ];
        for text in &inputs {
            for sentence in annotate(&model, text) {
                let heads: Vec<usize> = sentence
                    .tokens
                    .iter()
                    .map(|t| t.head.map_or(0, |h| h + 1))
                    .collect();
                assert!(is_tree(&heads));
                assert!(text.get(sentence.start..sentence.end).is_some());
                assert!(
                    sentence
                        .tokens
                        .iter()
                        .all(|t| text.get(t.start..t.end).is_some_and(|w| !w.is_empty()))
                );
                let count = sentence.tokens.len();
                assert!(
                    sentence
                        .names
                        .iter()
                        .all(|n| n.first < n.end && n.end <= count)
                );
                assert!(
                    sentence
                        .mentions
                        .iter()
                        .all(|m| m.end <= count && m.arguments.iter().all(|a| a.token < count))
                );
            }
        }
        let outside = [Range { start: 9, end: 3 }, 5..9000, 2..6];
        model.annotate("ünï cödé text", &outside, Want::default());
    }

    #[test]
    fn sentences_longer_than_the_encoder_stay_one_tree() {
        let Some(model) = shipped() else { return };
        let text = "Xqzvkw ".repeat(400);
        let words = crate::words::words(&text, 0..text.len());
        let split = Split {
            start: 0,
            end: text.len(),
            words,
        };
        let found = model.annotate_words(&[split], Want { events: true });
        assert_eq!(found[0].tokens.len(), 400);
        let heads: Vec<usize> = found[0]
            .tokens
            .iter()
            .map(|t| t.head.map_or(0, |h| h + 1))
            .collect();
        assert!(is_tree(&heads));
    }

    #[test]
    fn threads_do_not_change_the_result() {
        let Some(model) = shipped() else { return };
        let text =
            "The envoys left Geneva. No deal was signed. Talks go on, a spokesman said on Friday. "
                .repeat(20);
        let many = annotate(&model, &text);
        let inside = model.in_threads(|| annotate(&model, &text));
        let one = annotate(&model.with_threads(1), &text);
        assert_eq!(many, one);
        assert_eq!(many, inside);
    }

    #[test]
    fn broken_files_are_told_apart() {
        let files = ModelFiles {
            onnx: b"no network".to_vec(),
            vocab: String::new(),
            labels: r#"{"upos":["X"],"relations":["root"],"names":["O"]}"#.into(),
            lemmas: String::new(),
        };
        assert!(matches!(
            Model::from_bytes(files.clone()),
            Err(ModelError::Network(_))
        ));
        let labels = ModelFiles {
            labels: "[".into(),
            ..files
        };
        assert!(matches!(
            Model::from_bytes(labels),
            Err(ModelError::Labels(_))
        ));
        assert!(matches!(
            Model::load(Path::new("no/such/folder")),
            Err(ModelError::File { .. })
        ));
    }
}
