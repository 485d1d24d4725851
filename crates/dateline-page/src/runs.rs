//! The page's text in reading order, cut into runs where a reader sees a line or a paragraph end.

use crate::dom::{Dom, Element, NodeId, Step};
use crate::hints::{HintReader, Hints};
use crate::text::{ends_as_sentence, squeeze_into};

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
    /// Caption and credit hints of the elements around the run.
    pub(crate) hints: Hints,
}

impl Run {
    /// Share of the run's characters that are inside links.
    pub(crate) fn link_density(&self) -> f64 {
        self.link_chars as f64 / self.chars.max(1) as f64
    }
}

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
    pub(crate) node: NodeId,
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
    figure: Option<NodeId>,
    hints: Hints,
}

struct Collector {
    out: Runs,
    line: String,
    link_chars: usize,
    breaks: usize,
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
        line: String::new(),
        link_chars: 0,
        breaks: 0,
    };
    let mut stack = vec![Context {
        node: body,
        block: body,
        kind: RunKind::Paragraph,
        link: false,
        figure: None,
        hints: Hints::default(),
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
        // A lone line break inside a paragraph is a space; two, or one after a full sentence, end the paragraph.
        if self.breaks > 1 || (self.breaks == 1 && ends_as_sentence(&self.line)) {
            self.flush(context);
        }
        self.breaks = 0;
        let before = self.line.len();
        squeeze_into(&mut self.line, text);
        let added = self.line[before..].chars().count();
        if context.link {
            self.link_chars += added;
        }
    }

    fn enter(&mut self, node: NodeId, element: &Element, outer: &Context) {
        match element.tag() {
            "br" => {
                self.breaks += 1;
                squeeze_into(&mut self.line, " ");
            }
            "img" | "amp-img" => self.out.pictures.push(Picture {
                node,
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
        let mut text = std::mem::take(&mut self.line);
        text.truncate(text.trim_end().len());
        let link_chars = std::mem::take(&mut self.link_chars);
        self.breaks = 0;
        if text.is_empty() {
            return;
        }
        self.out.runs.push(Run {
            chars: text.chars().count(),
            text,
            kind: context.kind,
            node: context.block,
            link_chars,
            figure: context.figure,
            hints: context.hints,
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
