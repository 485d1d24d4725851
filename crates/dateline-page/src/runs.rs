//! The page's text in reading order, cut into runs where a reader sees a line or a paragraph end.

use crate::dom::{Dom, Element, NodeId, Step};
use crate::hints::{HintReader, Hints};
use crate::text::{ends_as_sentence, squeeze_into, word_count};

/// Up to this many lines ...
const MAX_SHORT_LINES: usize = 5;
/// ... none of them longer than this, divided by single line breaks, are lines of their own (a byline, a date, an
/// address). More or longer ones are one text, since some pages break their lines by hand.
const SHORT_LINE_BYTES: usize = 100;
/// Longest bold line that is taken for a heading, in words.
const MAX_BOLD_HEADING_WORDS: usize = 12;

/// A stretch of text within one block-level element.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) kind: RunKind,
    /// The nearest block-level element.
    pub(crate) node: NodeId,
    /// Characters of the run that are inside links.
    pub(crate) link_chars: usize,
    pub(crate) chars: usize,
    /// The figure the run stands in.
    pub(crate) figure: Option<NodeId>,
}

impl Run {
    /// Share of the run's characters that are inside links.
    pub(crate) fn link_density(&self) -> f64 {
        self.link_chars as f64 / self.chars.max(1) as f64
    }
}

/// The level given to a line that is a heading only by being bold.
const BOLD_HEADING: u8 = 7;

/// The function of a run by its markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunKind {
    Heading(u8),
    Paragraph,
    ListItem,
    Quote,
    Caption,
    Credit,
    Cell,
}

/// A picture and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) url: Option<String>,
    pub(crate) figure: Option<NodeId>,
    /// The number of runs before it.
    pub(crate) position: usize,
}

/// All runs and pictures of a page, and the hints of every element.
pub(crate) struct Runs {
    pub(crate) runs: Vec<Run>,
    pub(crate) pictures: Vec<Picture>,
    /// By [`NodeId`].
    pub(crate) hints: Vec<Hints>,
    /// By [`NodeId`]: the node's place in reading order, and that of the last node below it.
    span: Vec<(u32, u32)>,
}

impl Runs {
    /// The node's place in reading order.
    pub(crate) fn order(&self, node: NodeId) -> u32 {
        self.span[node].0
    }

    /// Whether a node is another or below it.
    pub(crate) fn is_within(&self, node: NodeId, top: NodeId) -> bool {
        let ((at, _), (first, last)) = (self.span[node], self.span[top]);
        first <= at && at <= last
    }
}

/// Elements whose text is never part of what a reader reads as article.
fn is_mute(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "select"
            | "button"
            | "input"
            | "textarea"
            | "nav"
            | "dialog"
            | "audio"
            | "video"
            | "canvas"
            | "head"
            | "datalist"
            | "map"
            | "option"
    )
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "menu"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "legend"
    )
}

/// What the walk knows about the elements it is in.
#[derive(Clone, Copy)]
struct Context {
    node: NodeId,
    block: NodeId,
    kind: RunKind,
    link: bool,
    bold: bool,
    figure: Option<NodeId>,
}

struct Collector {
    out: Runs,
    /// Lines of the block so far that ended in a single line break.
    lines: Vec<Line>,
    line: Line,
    breaks: usize,
}

/// Text up to a line break.
#[derive(Default)]
struct Line {
    text: String,
    link_chars: usize,
    bold_chars: usize,
}

impl Line {
    fn join(mut self, next: Line) -> Line {
        squeeze_into(&mut self.text, " ");
        self.text.push_str(next.text.trim_start());
        self.link_chars += next.link_chars;
        self.bold_chars += next.bold_chars;
        self
    }
}

/// Cuts a page into runs; `with_hidden` also reads what the page's own style hides.
pub(crate) fn collect(dom: &Dom, with_hidden: bool) -> Runs {
    let body = dom.body();
    let mut collector = Collector {
        out: Runs {
            runs: Vec::new(),
            pictures: Vec::new(),
            hints: vec![Hints::default(); dom.len()],
            // Nodes that are never entered are within nothing.
            span: vec![(0, 0); dom.len()],
        },
        lines: Vec::new(),
        line: Line::default(),
        breaks: 0,
    };
    let mut stack = vec![Context {
        node: body,
        block: body,
        kind: RunKind::Paragraph,
        link: false,
        bold: false,
        figure: None,
    }];
    let mut reader = HintReader::default();
    let mut walk = dom.walk(body);
    let mut order = 0;
    while let Some(step) = walk.next() {
        let context = stack[stack.len() - 1];
        match step {
            Step::Enter(node) => {
                order += 1;
                collector.out.span[node] = (order, u32::MAX);
                if let Some(text) = dom.characters(node) {
                    collector.add(text, &context);
                } else if let Some(element) = dom.element(node)
                    && node != body
                {
                    let found = reader.hints(element);
                    collector.out.hints[node] = found;
                    if is_mute(element.tag()) || (found.has(Hints::HIDDEN) && !with_hidden) {
                        collector.out.span[node].1 = order;
                        walk.skip_below(node);
                        continue;
                    }
                    collector.enter(node, element, &context);
                    stack.push(inner(node, element, found, &context));
                }
            }
            Step::Leave(node) => {
                collector.out.span[node].1 = order;
                if stack.len() > 1 && context.node == node {
                    if context.block == node {
                        collector.flush(&context);
                    }
                    stack.pop();
                }
            }
        }
    }
    collector.flush(&stack[0]);
    collector.out
}

/// The context below an element.
fn inner(node: NodeId, element: &Element, found: Hints, outer: &Context) -> Context {
    let tag = element.tag();
    let mut inner = Context { node, ..*outer };
    if is_block(tag) {
        inner.block = node;
    }
    match tag {
        "a" => inner.link = true,
        "b" | "strong" => inner.bold = true,
        "figure" => inner.figure = Some(node),
        _ => {}
    }
    inner.kind = match tag {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => RunKind::Heading(tag.as_bytes()[1] - b'0'),
        "li" | "dt" | "dd" => RunKind::ListItem,
        "blockquote" => RunKind::Quote,
        "td" | "th" => RunKind::Cell,
        _ => outer.kind,
    };
    if found.has(Hints::CREDIT) {
        inner.kind = RunKind::Credit;
        // A credit inside a caption is a run of its own even where it is only a `span`.
        inner.block = node;
    } else if found.has(Hints::CAPTION) {
        inner.kind = RunKind::Caption;
        inner.block = node;
    }
    inner
}

impl Collector {
    fn add(&mut self, text: &str, context: &Context) {
        if self.breaks > 0 && text.trim().is_empty() {
            return;
        }
        if self.breaks > 1 || (self.breaks == 1 && ends_as_sentence(&self.line.text)) {
            self.flush(context);
        } else if self.breaks == 1 {
            self.lines.push(std::mem::take(&mut self.line));
        }
        self.breaks = 0;
        let line = &mut self.line;
        let before = line.text.len();
        squeeze_into(&mut line.text, text);
        let added = line.text[before..].chars().count();
        if context.link {
            line.link_chars += added;
        }
        if context.bold {
            line.bold_chars += added;
        }
    }

    fn enter(&mut self, node: NodeId, element: &Element, outer: &Context) {
        match element.tag() {
            "br" => {
                self.breaks += 1;
            }
            "img" | "amp-img" => self.out.pictures.push(Picture {
                url: picture_url(element),
                figure: outer.figure,
                position: self.out.runs.len(),
            }),
            tag if is_block(tag)
                || self.out.hints[node].has(Hints::CREDIT)
                || self.out.hints[node].has(Hints::CAPTION) =>
            {
                self.flush(outer);
            }
            _ => {}
        }
    }

    fn flush(&mut self, context: &Context) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.push(std::mem::take(&mut self.line));
        self.breaks = 0;
        let apart = lines.len() <= MAX_SHORT_LINES
            && !matches!(context.kind, RunKind::Heading(_))
            && lines.iter().all(|line| line.text.len() <= SHORT_LINE_BYTES);
        if apart {
            lines.into_iter().for_each(|line| self.push(line, context));
        } else {
            let joined = lines.into_iter().reduce(Line::join);
            joined.into_iter().for_each(|line| self.push(line, context));
        }
    }

    fn push(&mut self, line: Line, context: &Context) {
        let mut text = line.text;
        text.truncate(text.trim_end().len());
        if text.is_empty() {
            return;
        }
        let chars = text.chars().count();
        let bold_heading = context.kind == RunKind::Paragraph
            && line.bold_chars + 2 >= chars
            && word_count(&text) <= MAX_BOLD_HEADING_WORDS
            && !ends_as_sentence(&text);
        self.out.runs.push(Run {
            chars,
            text,
            kind: if bold_heading {
                RunKind::Heading(BOLD_HEADING)
            } else {
                context.kind
            },
            node: context.block,
            link_chars: line.link_chars,
            figure: context.figure,
        });
    }
}

/// The address of a picture: the lazy-loading attributes first, since `src` then holds a placeholder.
fn picture_url(element: &Element) -> Option<String> {
    ["data-src", "data-original", "data-lazy-src", "src"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .chain(
            element
                .attribute("srcset")
                .and_then(|set| set.split_whitespace().next()),
        )
        .map(str::trim)
        .find(|url| !url.is_empty() && !url.starts_with("data:"))
        .map(str::to_string)
}
