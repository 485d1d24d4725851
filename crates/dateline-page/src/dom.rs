//! The page as a tree: html5ever's parse kept in one flat vector, with bounds on depth and size.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, ns, parse_document};

use crate::{MAX_NESTING, MAX_NODES};

/// Position of a node in the tree.
pub(crate) type NodeId = usize;

const NONE: u32 = u32::MAX;
const DOCUMENT: NodeId = 0;
/// Bytes handed to the parser between two looks at the bounds.
const FEED_BYTES: usize = 16 * 1024;

/// A parsed page.
pub(crate) struct Dom {
    nodes: Vec<Node>,
    pub(crate) stopped: Option<Stop>,
}

/// Why a parse was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Nesting,
    Nodes,
}

struct Node {
    parent: u32,
    first_child: u32,
    last_child: u32,
    next: u32,
    previous: u32,
    depth: u32,
    data: Data,
}

enum Data {
    Document,
    Text(StrTendril),
    Element(Element),
    /// Comments and processing instructions: nothing in them is text.
    Other,
}

/// An element's name and attributes.
pub(crate) struct Element {
    name: QualName,
    attributes: Vec<Attribute>,
    template: u32,
}

impl Element {
    /// The tag in lower case ("div").
    pub(crate) fn tag(&self) -> &str {
        &self.name.local
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| &*attribute.value)
    }
}

/// A step of a walk through the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Enter(NodeId),
    Leave(NodeId),
}

impl Dom {
    /// Parses a page; past a bound the parse stops, and the tree holds what came before.
    pub(crate) fn parse(html: &str) -> Dom {
        let mut parser = parse_document(Sink::new(), ParseOpts::default());
        let mut rest = html;
        while !rest.is_empty() && parser.tokenizer.sink.sink.stopped.get().is_none() {
            let mut cut = rest.len().min(FEED_BYTES);
            while !rest.is_char_boundary(cut) {
                cut += 1;
            }
            let (head, tail) = rest.split_at(cut);
            parser.process(StrTendril::from_slice(head));
            rest = tail;
        }
        parser.finish()
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn element(&self, node: NodeId) -> Option<&Element> {
        match &self.nodes[node].data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The characters of a text node.
    pub(crate) fn characters(&self, node: NodeId) -> Option<&str> {
        match &self.nodes[node].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        index(self.nodes[node].parent)
    }

    /// The node's ancestors, nearest first.
    pub(crate) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |&node| self.parent(node))
    }

    /// The node and all below it, in document order.
    pub(crate) fn descendants(&self, root: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut walk = self.walk(root);
        std::iter::from_fn(move || {
            loop {
                if let Step::Enter(node) = walk.next()? {
                    return Some(node);
                }
            }
        })
    }

    /// All elements of the page with their nodes, in document order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (NodeId, &Element)> {
        self.descendants(DOCUMENT)
            .filter_map(|node| Some((node, self.element(node)?)))
    }

    /// A walk below (and including) a node that can skip subtrees.
    pub(crate) fn walk(&self, root: NodeId) -> Walk<'_> {
        Walk {
            dom: self,
            root,
            next: Some(Step::Enter(root)),
        }
    }

    /// The `body` element, or the document where there is none.
    pub(crate) fn body(&self) -> NodeId {
        self.elements()
            .find(|(_, element)| element.tag() == "body")
            .map_or(DOCUMENT, |(node, _)| node)
    }

    /// All characters below a node, as they stand.
    pub(crate) fn text(&self, root: NodeId) -> String {
        self.descendants(root)
            .filter_map(|node| self.characters(node))
            .collect()
    }
}

/// See [`Dom::walk`].
pub(crate) struct Walk<'a> {
    dom: &'a Dom,
    root: NodeId,
    next: Option<Step>,
}

impl Walk<'_> {
    /// Goes on after the node just entered, leaving out all below it and its [`Step::Leave`].
    pub(crate) fn skip_below(&mut self, entered: NodeId) {
        self.next = self.after(entered);
    }

    fn after(&self, left: NodeId) -> Option<Step> {
        if left == self.root {
            return None;
        }
        let node = &self.dom.nodes[left];
        index(node.next)
            .map(Step::Enter)
            .or_else(|| index(node.parent).map(Step::Leave))
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(node) => match index(self.dom.nodes[node].first_child) {
                Some(child) => Some(Step::Enter(child)),
                None => Some(Step::Leave(node)),
            },
            Step::Leave(node) => self.after(node),
        };
        Some(step)
    }
}

fn index(link: u32) -> Option<NodeId> {
    (link != NONE).then_some(link as NodeId)
}

/// Takes the parser's calls; the interface gives shared references, hence the cells.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    stopped: Cell<Option<Stop>>,
}

/// An element name by value: the vector it lives in may move while the parser looks at it.
#[derive(Debug)]
struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn new() -> Sink {
        let sink = Sink {
            nodes: RefCell::new(Vec::with_capacity(4096)),
            stopped: Cell::new(None),
        };
        sink.create(Data::Document);
        sink
    }

    /// The first bound that is passed is the one to tell of.
    fn stop(&self, why: Stop) {
        if self.stopped.get().is_none() {
            self.stopped.set(Some(why));
        }
    }

    fn create(&self, data: Data) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            parent: NONE,
            first_child: NONE,
            last_child: NONE,
            next: NONE,
            previous: NONE,
            depth: 0,
            data,
        });
        if nodes.len() > MAX_NODES {
            self.stop(Stop::Nodes);
        }
        nodes.len() - 1
    }

    fn detach(&self, node: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let (parent, previous, next) = {
            let node = &mut nodes[node];
            let links = (node.parent, node.previous, node.next);
            (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
            links
        };
        match index(previous) {
            Some(previous) => nodes[previous].next = next,
            None => {
                if let Some(parent) = index(parent) {
                    nodes[parent].first_child = next;
                }
            }
        }
        match index(next) {
            Some(next) => nodes[next].previous = previous,
            None => {
                if let Some(parent) = index(parent) {
                    nodes[parent].last_child = previous;
                }
            }
        }
    }

    /// Puts a free node below `parent`, before `sibling` or at the end.
    fn attach(&self, parent: NodeId, node: NodeId, sibling: Option<NodeId>) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        if depth as usize > MAX_NESTING {
            self.stop(Stop::Nesting);
        }
        let previous = match sibling {
            Some(sibling) => nodes[sibling].previous,
            None => nodes[parent].last_child,
        };
        let link = node as u32;
        nodes[node].parent = parent as u32;
        nodes[node].depth = depth;
        nodes[node].previous = previous;
        nodes[node].next = sibling.map_or(NONE, |sibling| sibling as u32);
        match index(previous) {
            Some(previous) => nodes[previous].next = link,
            None => nodes[parent].first_child = link,
        }
        match sibling {
            Some(sibling) => nodes[sibling].previous = link,
            None => nodes[parent].last_child = link,
        }
    }

    fn insert(&self, parent: NodeId, child: NodeOrText<NodeId>, sibling: Option<NodeId>) {
        let node = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node);
                node
            }
            NodeOrText::AppendText(text) => {
                let before = match sibling {
                    Some(sibling) => self.nodes.borrow()[sibling].previous,
                    None => self.nodes.borrow()[parent].last_child,
                };
                if let Some(before) = index(before)
                    && let Data::Text(have) = &mut self.nodes.borrow_mut()[before].data
                {
                    have.push_tendril(&text);
                    return;
                }
                self.create(Data::Text(text))
            }
        };
        self.attach(parent, node, sibling);
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = Name;

    fn finish(self) -> Dom {
        Dom {
            nodes: self.nodes.into_inner(),
            stopped: self.stopped.get(),
        }
    }

    // Real pages are full of parse errors; the recovery rules of HTML are what counts.
    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        match &self.nodes.borrow()[*target].data {
            Data::Element(element) => Name(element.name.clone()),
            _ => Name(QualName::new(None, ns!(), LocalName::from(""))),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> NodeId {
        let template = if flags.template {
            self.create(Data::Document) as u32
        } else {
            NONE
        };
        self.create(Data::Element(Element {
            name,
            attributes,
            template,
        }))
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        self.create(Data::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        self.create(Data::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, child, None);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let parent = self.nodes.borrow()[*element].parent;
        match index(parent) {
            Some(parent) => self.insert(parent, child, Some(*element)),
            None => self.insert(*previous, child, None),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        match &self.nodes.borrow()[*target].data {
            Data::Element(element) => index(element.template).unwrap_or(DOCUMENT),
            _ => DOCUMENT,
        }
    }

    fn same_node(&self, left: &NodeId, right: &NodeId) -> bool {
        left == right
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow()[*sibling].parent;
        if let Some(parent) = index(parent) {
            self.insert(parent, child, Some(*sibling));
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        if let Data::Element(element) = &mut self.nodes.borrow_mut()[*target].data {
            for attribute in attributes {
                if !element
                    .attributes
                    .iter()
                    .any(|have| have.name == attribute.name)
                {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        loop {
            let child = index(self.nodes.borrow()[*node].first_child);
            let Some(child) = child else { break };
            self.detach(child);
            self.attach(*new_parent, child, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(html: &str) -> String {
        let dom = Dom::parse(html);
        let mut out = String::new();
        for step in dom.walk(dom.body()) {
            match step {
                Step::Enter(node) => match (dom.element(node), dom.characters(node)) {
                    (Some(element), _) => out.push_str(&format!("({}", element.tag())),
                    (_, Some(text)) => out.push_str(text.trim()),
                    _ => {}
                },
                Step::Leave(node) if dom.element(node).is_some() => out.push(')'),
                Step::Leave(_) => {}
            }
        }
        out
    }

    #[test]
    fn broken_html_becomes_the_tree_a_browser_would_show() {
        let cases = [
            ("<p>one<p>two", "(body(pone)(ptwo))"),
            ("<b><p>x</b>y</p>", "(body(b)(p(bx)y))"),
            (
                "<table><tr><td>1<p>stray",
                "(body(table(tbody(tr(td1(pstray))))))",
            ),
            (
                "<table>before<tr><td>1",
                "(bodybefore(table(tbody(tr(td1)))))",
            ),
            ("no tags", "(bodyno tags)"),
            ("", "(body)"),
        ];
        for (html, want) in cases {
            assert_eq!(outline(html), want, "{html}");
        }
    }

    #[test]
    fn a_nesting_bomb_stops_the_parse() {
        let dom = Dom::parse(&"<div>".repeat(200_000));
        assert_eq!(dom.stopped, Some(Stop::Nesting));
        assert!(dom.len() < 200_000);
    }

    #[test]
    fn skipping_leaves_out_what_is_below() {
        let dom = Dom::parse("<div><i>a</i></div><p>b");
        let mut walk = dom.walk(dom.body());
        let mut seen = String::new();
        while let Some(step) = walk.next() {
            if let Step::Enter(node) = step {
                if dom
                    .element(node)
                    .is_some_and(|element| element.tag() == "div")
                {
                    walk.skip_below(node);
                }
                seen.push_str(dom.characters(node).unwrap_or_default());
            }
        }
        assert_eq!(seen, "b");
    }
}
