//! Reads coded news passages (`data/passages`, format in its README) and says where a file does not keep the format.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use dateline::event::{QuantityRole, SourceKind, Span};
use dateline::ontology::{Context, EventType, Sector, Status, is_nonstate};
use dateline::{Article, Block, BlockKind, Knowledge, Stated, StatedPrecision};
use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;

use crate::eval::byte_at;

/// The half that may be looked at while building, the one that may not, and what is there for training alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Seen,
    Unseen,
    Training,
}

/// One passage with its coding.
pub struct Passage {
    /// Name of its file, without the folder.
    pub file: String,
    pub slug: String,
    /// What the coder is given. The title is the first block.
    pub article: Article,
    /// In the order of the file.
    pub labels: Vec<Label>,
    pub non_events: Vec<NonEvent>,
}

/// One coded statement.
pub struct Label {
    /// The happening that it tells, by its number in the passage.
    pub happening: u32,
    pub event_type: EventType,
    pub modes: BTreeSet<&'static str>,
    pub contexts: BTreeSet<&'static str>,
    pub status: Status,
    pub trigger: Span,
    pub actors: Vec<LabelParty>,
    pub recipients: Vec<LabelParty>,
    /// First and last day.
    pub when: Option<(Date, Date)>,
    /// The country of the place.
    pub place: Option<String>,
    /// Outermost first.
    pub sources: Vec<LabelSource>,
    pub quantities: Vec<(QuantityRole, f64)>,
}

/// A side of an act, as coded.
pub struct LabelParty {
    /// Its words; `None` for a party that the text leaves out.
    pub span: Option<Span>,
    pub country: Option<String>,
    pub sector: Option<String>,
}

/// A source, as coded.
pub struct LabelSource {
    pub span: Span,
    pub kind: SourceKind,
}

/// Words that look like an act and are none.
pub struct NonEvent {
    pub span: Span,
    pub reason: String,
}

/// A place where a file does not keep the format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What was expected. Holds no words of the file, so that it can be shown for the blind half too.
    pub expected: &'static str,
    /// What stands there.
    pub found: String,
}

/// Why words look like an act and are none.
pub const REASONS: [&str; 12] = [
    "sport",
    "market",
    "figurative",
    "history",
    "fiction",
    "opinion",
    "hypothetical",
    "office",
    "nature",
    "denial",
    "furniture",
    "other",
];

const SOURCE_KINDS: [SourceKind; 9] = [
    SourceKind::Media,
    SourceKind::Agency,
    SourceKind::Government,
    SourceKind::Official,
    SourceKind::Military,
    SourceKind::Witness,
    SourceKind::Expert,
    SourceKind::Organisation,
    SourceKind::Unnamed,
];

const QUANTITY_ROLES: [QuantityRole; 7] = [
    QuantityRole::Dead,
    QuantityRole::Injured,
    QuantityRole::Arrested,
    QuantityRole::Deployed,
    QuantityRole::Crowd,
    QuantityRole::Money,
    QuantityRole::Other,
];

impl Half {
    /// Name of the folder.
    pub fn name(self) -> &'static str {
        match self {
            Half::Seen => "seen",
            Half::Unseen => "unseen",
            Half::Training => "training",
        }
    }

    fn folder(self, root: &Path) -> PathBuf {
        root.join("data/passages").join(self.name())
    }

    /// All passages of this half, in the order of their files' names, with what is wrong in the files.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn read(
        self,
        root: &Path,
        knowledge: &Knowledge,
    ) -> anyhow::Result<(Vec<Passage>, Vec<Fault>)> {
        let folder = self.folder(root);
        let entries =
            fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        paths.retain(|path| path.extension().is_some_and(|end| end == "txt"));
        paths.sort();
        let (mut passages, mut faults) = (Vec::new(), Vec::new());
        for path in paths {
            let text =
                fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let (more, wrong) = parse(&name, &text, knowledge);
            passages.extend(more);
            faults.extend(wrong);
        }
        Ok((passages, faults))
    }

    /// A fault as a message; without the words of the file for the blind half.
    pub fn show(self, fault: &Fault) -> String {
        match self {
            Half::Seen | Half::Training => {
                format!("{}/{fault}, found \"{}\"", self.name(), fault.found)
            }
            Half::Unseen => format!("{}/{fault}", self.name()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} line {}: expected {}",
            self.file, self.line, self.expected
        )
    }
}

/// The passages of one file, and its faults. A faulty line is left out.
pub fn parse(file: &str, text: &str, knowledge: &Knowledge) -> (Vec<Passage>, Vec<Fault>) {
    let mut reader = Reader {
        knowledge,
        passages: Vec::new(),
        in_header: false,
    };
    let mut faults = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if let Err(fault) = reader.line(file, line) {
            faults.push(Fault {
                file: file.into(),
                line: at + 1,
                expected: fault.0,
                found: fault.1,
            });
        }
    }
    (reader.passages, faults)
}

/// What was expected, and what was found.
type Wrong = (&'static str, String);

struct Reader<'a> {
    knowledge: &'a Knowledge,
    passages: Vec<Passage>,
    /// Between the line that names a passage and the first blank line after it.
    in_header: bool,
}

impl Reader<'_> {
    fn line(&mut self, file: &str, line: &str) -> Result<(), Wrong> {
        if let Some(slug) = line.strip_prefix("===") {
            self.in_header = true;
            self.passages.push(Passage {
                file: file.into(),
                slug: slug.trim().into(),
                article: Article {
                    id: slug.trim().into(),
                    ..Article::default()
                },
                labels: Vec::new(),
                non_events: Vec::new(),
            });
            return Ok(());
        }
        if line.starts_with('#') {
            return Ok(());
        }
        let Some(passage) = self.passages.last_mut() else {
            return expect(
                line.trim().is_empty(),
                "a line \"=== slug\" before all others",
                line,
            );
        };
        if line.trim().is_empty() {
            self.in_header = false;
            return Ok(());
        }
        if line.starts_with(char::is_whitespace) {
            return passage.coding(line.trim(), self.knowledge);
        }
        if self.in_header {
            return passage.header(line);
        }
        passage
            .article
            .push_block(BlockKind::Paragraph, line.trim());
        Ok(())
    }
}

impl Passage {
    fn header(&mut self, line: &str) -> Result<(), Wrong> {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match name {
            "Title" => {
                self.article.title = Some(value.into());
                self.article.push_block(BlockKind::Title, value);
            }
            "Outlet" => self.article.publisher = Some(value.into()),
            "Url" => self.article.url = Some(value.into()),
            "Published" => {
                let stated = published(value)
                    .ok_or(("a publication time as 2024-06-11T09:30+03:00", value.into()))?;
                self.article.published = Some(stated);
            }
            _ => return Err(("Title:, Published:, Outlet: or Url:", line.into())),
        }
        Ok(())
    }

    /// One indented line: an event or a non-event of the block before it.
    fn coding(&mut self, line: &str, knowledge: &Knowledge) -> Result<(), Wrong> {
        let block = *self
            .article
            .blocks
            .last()
            .ok_or(("a title or paragraph before a coded line", line.to_string()))?;
        let place = Place {
            block,
            text: &self.article.text,
            knowledge,
        };
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let Some(words) = cells[0].strip_prefix("NOT ") {
            let reason = cells.get(1).copied().unwrap_or_default();
            expect(
                cells.len() == 2 && REASONS.contains(&reason),
                "NOT words | reason",
                line,
            )?;
            let span = place.span(words)?;
            self.non_events.push(NonEvent {
                span,
                reason: reason.into(),
            });
            return Ok(());
        }
        let label = place.label(&cells)?;
        self.labels.push(label);
        Ok(())
    }
}

/// Where a coded line belongs, and what its codes are checked against.
struct Place<'a> {
    block: Block,
    text: &'a str,
    knowledge: &'a Knowledge,
}

impl Place<'_> {
    fn label(&self, cells: &[&str]) -> Result<Label, Wrong> {
        let [head, status, trigger, slots @ ..] = cells else {
            return Err((
                "@N TYPE modes | status | trigger | slots",
                cells.join(" | "),
            ));
        };
        let mut codes = head.split_whitespace();
        let number = codes
            .next()
            .and_then(|word| word.strip_prefix('@')?.parse().ok());
        let event_type: Option<EventType> = codes.next().and_then(|code| code.parse().ok());
        let event_type = event_type.ok_or(("an event type after @N", head.to_string()))?;
        let modes = codes
            .map(|name| {
                let mode = event_type.mode(name).filter(|mode| mode.name == name);
                mode.map(|mode| mode.name)
                    .ok_or(("modes of the event type", head.to_string()))
            })
            .collect::<Result<_, _>>()?;
        let mut label = Label {
            happening: number.ok_or(("@ and a number", head.to_string()))?,
            event_type,
            modes,
            contexts: BTreeSet::new(),
            status: Status::ALL
                .into_iter()
                .find(|known| known.code() == *status)
                .ok_or(("a status", status.to_string()))?,
            trigger: self.span(trigger)?,
            actors: Vec::new(),
            recipients: Vec::new(),
            when: None,
            place: None,
            sources: Vec::new(),
            quantities: Vec::new(),
        };
        for cell in slots {
            self.slot(cell, &mut label)?;
        }
        Ok(label)
    }

    fn slot(&self, cell: &str, label: &mut Label) -> Result<(), Wrong> {
        let (letter, rest) = cell.split_once(' ').unwrap_or((cell, ""));
        if letter == "C" {
            for name in rest.split_whitespace() {
                let context = Context::find(name).ok_or(("contexts", cell.to_string()))?;
                label.contexts.insert(context.name);
            }
            return Ok(());
        }
        let (words, codes) = rest
            .rsplit_once('=')
            .ok_or(("words = codes in a slot", cell.to_string()))?;
        let (words, codes) = (words.trim(), codes.trim());
        // A party that the text leaves out has no words.
        let span = if words == "-" {
            None
        } else {
            Some(self.span(words)?)
        };
        match letter {
            "A" => label.actors.push(self.party(span, codes)?),
            "R" => label.recipients.push(self.party(span, codes)?),
            "D" => label.when = Some(days(codes).ok_or(("a day or from..to", cell.to_string()))?),
            "P" => label.place = self.country(codes)?,
            "S" => {
                let (kind, country) = codes.split_once(' ').unwrap_or((codes, "-"));
                self.country(country.trim())?;
                label.sources.push(LabelSource {
                    span: span.ok_or(("words of a source", cell.to_string()))?,
                    kind: SOURCE_KINDS
                        .into_iter()
                        .find(|known| known.code() == kind)
                        .ok_or(("a kind of source", cell.to_string()))?,
                });
            }
            "Q" => {
                let quantity = quantity(codes).ok_or(("role and number", cell.to_string()))?;
                label.quantities.push(quantity);
            }
            _ => return Err(("a slot of C A R D P S Q", cell.into())),
        }
        Ok(())
    }

    fn party(&self, span: Option<Span>, codes: &str) -> Result<LabelParty, Wrong> {
        let (country, sector) = codes.split_once(' ').unwrap_or((codes, "-"));
        let sector = match sector.trim() {
            "-" => None,
            code => {
                let known = Sector::find(code).ok_or(("a sector", codes.to_string()))?;
                Some(known.code.to_string())
            }
        };
        let country = self.country(country)?;
        Ok(LabelParty {
            span,
            country,
            sector,
        })
    }

    fn country(&self, code: &str) -> Result<Option<String>, Wrong> {
        if code == "-" {
            return Ok(None);
        }
        let known = is_nonstate(code) || self.knowledge.country(code).is_some();
        expect(known, "a country or -", code)?;
        Ok(Some(code.into()))
    }

    fn span(&self, words: &str) -> Result<Span, Wrong> {
        let range = locate(&self.text[self.block.range()], words)
            .ok_or(("words of the paragraph above", words.to_string()))?;
        Ok(Span {
            start: self.block.start + range.start,
            end: self.block.start + range.end,
        })
    }
}

fn expect(holds: bool, expected: &'static str, found: &str) -> Result<(), Wrong> {
    if holds {
        Ok(())
    } else {
        Err((expected, found.into()))
    }
}

/// Where words stand in a paragraph. `he #2` means the second place where they stand, places inside longer words
/// counted; without a number, a place where they stand as words of their own goes first. `@12-20` are its characters 12 to 20.
pub fn locate(paragraph: &str, words: &str) -> Option<std::ops::Range<usize>> {
    if let Some((start, end)) = words.strip_prefix('@').and_then(|at| at.split_once('-'))
        && let (Ok(start), Ok(end)) = (start.parse(), end.parse())
    {
        let (start, end) = (byte_at(paragraph, start), byte_at(paragraph, end));
        return (start < end).then_some(start..end);
    }
    let (words, number) = match words.rsplit_once('#') {
        Some((before, number)) if !before.trim().is_empty() => match number.trim().parse::<usize>()
        {
            Ok(number) => (before.trim(), Some(number)),
            Err(_) => (words, None),
        },
        _ => (words, None),
    };
    if words.is_empty() {
        return None;
    }
    let places = || {
        paragraph
            .match_indices(words)
            .map(|(at, _)| at..at + words.len())
    };
    match number {
        Some(number) => places().nth(number.checked_sub(1)?),
        None => places()
            .find(|place| is_whole(paragraph, place))
            .or_else(|| places().next()),
    }
}

fn is_whole(paragraph: &str, place: &std::ops::Range<usize>) -> bool {
    let before = paragraph[..place.start].chars().next_back();
    let after = paragraph[place.end..].chars().next();
    ![before, after]
        .into_iter()
        .flatten()
        .any(char::is_alphanumeric)
}

fn published(value: &str) -> Option<Stated> {
    let pieces = Pieces::parse(value).ok()?;
    Some(Stated {
        local: pieces.date().to_datetime(pieces.time()?),
        offset: Some(pieces.to_numeric_offset()?),
        precision: StatedPrecision::Minute,
        source: "passage".into(),
    })
}

fn days(codes: &str) -> Option<(Date, Date)> {
    let (from, to) = codes.split_once("..").unwrap_or((codes, codes));
    let (from, to): (Date, Date) = (from.parse().ok()?, to.parse().ok()?);
    (from <= to).then_some((from, to))
}

fn quantity(codes: &str) -> Option<(QuantityRole, f64)> {
    let (role, value) = codes.split_once(' ')?;
    let role = QUANTITY_ROLES
        .into_iter()
        .find(|known| known.code() == role)?;
    Some((role, value.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline::reader::built_in_knowledge;

    const SAMPLE: &str = "\
=== lima
Title: Envoy lands in Lima
  @1 CONSULT visit | happened | lands in | A Envoy = CHL GOV | R Lima = PER GOV
Published: 2024-06-11T09:30-05:00
Outlet: Andes Daily

The envoy met the premier, who said that he would help.
  @1 CONSULT | happened | met | C diplomatic | A The envoy = CHL GOV | A premier = PER GOV | D he = 2024-06-10..2024-06-11
  @2 AGREE | promised | help | A he #2 = PER GOV | S premier = government PER | Q he #3 = dead 4
  NOT said | other
";

    #[test]
    fn a_sample_is_read() {
        let (passages, faults) = parse("a.txt", SAMPLE, &built_in_knowledge().unwrap());
        assert_eq!(faults, []);
        let [passage] = passages.as_slice() else {
            panic!("{} passages", passages.len())
        };
        let article = &passage.article;
        let words = |span: Span| span.of(&article.text);
        assert_eq!(article.blocks.len(), 2);
        assert_eq!(article.publisher.as_deref(), Some("Andes Daily"));
        let published = article.published.as_ref().unwrap();
        assert_eq!(published.local.to_string(), "2024-06-11T09:30:00");
        assert_eq!(published.offset.unwrap().seconds(), -5 * 3600);
        let triggers: Vec<&str> = passage.labels.iter().map(|l| words(l.trigger)).collect();
        assert_eq!(triggers, ["lands in", "met", "help"]);
        assert_eq!(passage.labels[1].when.unwrap().0.to_string(), "2024-06-10");
        assert_eq!(words(passage.labels[2].sources[0].span), "premier");
        assert_eq!(passage.labels[2].quantities, [(QuantityRole::Dead, 4.0)]);
        assert_eq!(words(passage.non_events[0].span), "said");
    }

    #[test]
    fn faults_name_their_line() {
        let cases = [
            ("@1 CONSULT fly | happened | met", "modes of the event type"),
            ("@1 MEET | happened | met", "an event type after @N"),
            ("CONSULT | happened | met", "an event type after @N"),
            ("@1 CONSULT | perhaps | met", "a status"),
            (
                "@1 CONSULT | happened | meets",
                "words of the paragraph above",
            ),
            (
                "@1 CONSULT | happened | met #2",
                "words of the paragraph above",
            ),
            (
                "@1 CONSULT | happened | met | A envoy = XYZ GOV",
                "a country or -",
            ),
            (
                "@1 CONSULT | happened | met | A envoy = CHL GVO",
                "a sector",
            ),
            ("@1 CONSULT | happened | met | C talk", "contexts"),
            (
                "@1 CONSULT | happened | met | D met = 2024-06",
                "a day or from..to",
            ),
            (
                "@1 CONSULT | happened | met | S envoy = friend",
                "a kind of source",
            ),
            (
                "@1 CONSULT | happened | met | Q met = dead many",
                "role and number",
            ),
            ("NOT met | joke", "NOT words | reason"),
        ];
        let knowledge = built_in_knowledge().unwrap();
        for (line, expected) in cases {
            let text = format!("=== a\nTitle: The envoy met us\n  {line}\n");
            let (_, faults) = parse("a.txt", &text, &knowledge);
            let found: Vec<_> = faults
                .iter()
                .map(|fault| (fault.line, fault.expected))
                .collect();
            assert_eq!(found, [(3, expected)], "{line}");
        }
    }

    #[test]
    fn words_are_found_by_their_number() {
        let paragraph = "The minister said he left when the others came";
        let cases = [
            ("he", Some(18..20)),
            ("he #1", Some(1..3)),
            ("he #2", Some(18..20)),
            ("inist", Some(5..10)),
            ("@4-12", Some(4..12)),
            ("@4-4", None),
            ("@60-70", None),
            ("he #9", None),
            ("he #0", None),
            ("", None),
            ("#2", None),
        ];
        for (words, place) in cases {
            assert_eq!(locate(paragraph, words), place, "{words}");
        }
    }

    /// Form only: of the blind half no words are shown.
    #[test]
    fn the_shipped_passages_keep_the_format() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let knowledge = built_in_knowledge().unwrap();
        let mut wrong = Vec::new();
        for half in [Half::Seen, Half::Unseen, Half::Training] {
            let (passages, faults) = half.read(&root, &knowledge).unwrap();
            wrong.extend(faults.iter().map(|fault| half.show(fault)));
            for passage in &passages {
                if passage.article.published.is_none() || passage.article.blocks.len() < 2 {
                    wrong.push(format!(
                        "{}/{}: expected a head and paragraphs",
                        half.name(),
                        passage.file
                    ));
                }
            }
            assert!(passages.len() >= 80, "{} {}", half.name(), passages.len());
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
