//! The annotation of one sentence, and the views of it that an event coder needs.

use std::ops::Range;

/// One sentence of a text, with everything that is known about its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Byte range in the text, end-exclusive.
    pub start: usize,
    pub end: usize,
    pub tokens: Vec<Token>,
    pub names: Vec<Name>,
    /// What the trained event heads saw; empty when the model has none.
    pub mentions: Vec<EventMention>,
}

/// One syntactic word (Universal Dependencies): "don't" is two.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Byte range in the text.
    pub start: usize,
    pub end: usize,
    pub lemma: String,
    /// Universal part of speech: "NOUN", "VERB", ...
    pub upos: String,
    /// Index of the head in the sentence's tokens; `None` for the root.
    pub head: Option<usize>,
    /// Universal relation with its subtype: "nsubj:pass".
    pub deprel: String,
}

/// A name: a run of tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// Token range in the sentence, end-exclusive.
    pub first: usize,
    pub end: usize,
    pub kind: NameKind,
    /// 0 to 1.
    pub score: f32,
}

/// What a name names. Countries and cities are locations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    Person,
    Organisation,
    Location,
}

impl NameKind {
    /// The code used in treebank files and JSON: "PER", "ORG" or "LOC".
    pub fn code(self) -> &'static str {
        match self {
            NameKind::Person => "PER",
            NameKind::Organisation => "ORG",
            NameKind::Location => "LOC",
        }
    }

    /// The kind with this code, if there is one.
    pub fn from_code(code: &str) -> Option<NameKind> {
        match code {
            "PER" => Some(NameKind::Person),
            "ORG" => Some(NameKind::Organisation),
            "LOC" => Some(NameKind::Location),
            _ => None,
        }
    }
}

/// An event that the trained heads saw.
#[derive(Debug, Clone, PartialEq)]
pub struct EventMention {
    /// Token range of the trigger, end-exclusive.
    pub first: usize,
    pub end: usize,
    /// PLOVER types with their probabilities, best first ("CONSULT", 0.93); their sum is at most 1, the rest is "no event".
    pub types: Vec<(String, f32)>,
    /// Modes above the threshold, best first.
    pub modes: Vec<(String, f32)>,
    /// What the act is about, by PLOVER's names of contexts ("diplomatic"), those above the threshold, best first.
    pub contexts: Vec<(String, f32)>,
    /// How the act stands: "happened", "planned", ...
    pub status: (String, f32),
    /// The head word of each participant and circumstance, with its role.
    pub arguments: Vec<Argument>,
}

/// One participant or circumstance of an [`EventMention`].
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Token index of the argument's head word.
    pub token: usize,
    /// "actor", "recipient", "attribution", "date", "place", "quantity".
    pub role: String,
    /// 0 to 1.
    pub score: f32,
}

impl Sentence {
    /// The sentence's words in the text it was read from.
    ///
    /// Empty when `text` is not that text and the range does not fit.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The text of a run of tokens, from the first one's start to the last one's end.
    pub fn span_text<'a>(&self, tokens: Range<usize>, text: &'a str) -> &'a str {
        let bytes = self.bytes(tokens);
        text.get(bytes).unwrap_or_default()
    }

    /// The text of one token.
    pub fn token_text<'a>(&self, token: usize, text: &'a str) -> &'a str {
        self.span_text(token..token + 1, text)
    }

    /// The byte range of a run of tokens; empty at the sentence's start for an empty or impossible run.
    pub fn bytes(&self, tokens: Range<usize>) -> Range<usize> {
        match self.tokens.get(tokens) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => self.start..self.start,
        }
    }

    /// The token without a head; `None` only for an empty sentence.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|token| token.head.is_none())
    }

    /// The tokens whose head is `token`, from left to right.
    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&i| self.tokens[i].head == Some(token))
    }

    /// The children with this relation; `"nsubj"` finds `nsubj:pass` too, `"nsubj:pass"` only itself.
    pub fn children_by<'a>(
        &'a self,
        token: usize,
        relation: &'a str,
    ) -> impl Iterator<Item = usize> + 'a {
        self.children(token)
            .filter(move |&i| self.tokens[i].is(relation))
    }

    /// Heads of `token` from its own up to the root. Ends even if the heads run in a circle.
    pub fn ancestors(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let step = move |&i: &usize| self.tokens.get(i).and_then(|token| token.head);
        std::iter::successors(step(&token), step).take(self.tokens.len())
    }

    /// Whether `token` is `above` or hangs somewhere under it.
    pub fn is_under(&self, token: usize, above: usize) -> bool {
        token == above || self.ancestors(token).any(|i| i == above)
    }

    /// The smallest run of tokens that holds `token` and all that hangs under it.
    ///
    /// In a tree with crossing arcs the run may hold foreign tokens too.
    pub fn subtree(&self, token: usize) -> Range<usize> {
        self.subtree_without(token, |_| false)
    }

    /// [`Sentence::subtree`] without the branches whose top token `skip` picks: a noun phrase without its
    /// relative clauses, say. Only a run around `token` itself is given: a kept branch beyond a skipped one is cut off.
    pub fn subtree_without(&self, token: usize, skip: impl Fn(usize) -> bool) -> Range<usize> {
        if token >= self.tokens.len() {
            return token..token;
        }
        let mut kept = vec![None; self.tokens.len()];
        kept[token] = Some(true);
        for start in 0..self.tokens.len() {
            let mut way = Vec::new();
            let mut here = start;
            let verdict = loop {
                match kept[here] {
                    Some(known) => break known,
                    None if skip(here) || way.len() > self.tokens.len() => {
                        way.push(here);
                        break false;
                    }
                    None => way.push(here),
                }
                match self.tokens[here].head {
                    Some(head) if head < self.tokens.len() => here = head,
                    _ => break false,
                }
            };
            for step in way {
                kept[step] = Some(verdict);
            }
        }
        let skipped: Vec<bool> = (0..self.tokens.len())
            .map(|i| kept[i] == Some(false) && self.is_under(i, token))
            .collect();
        let is_kept = |i: usize| kept[i] == Some(true);
        let mut first = token;
        for i in (0..token).rev().take_while(|&i| !skipped[i]) {
            if is_kept(i) {
                first = i;
            }
        }
        let mut last = token;
        for i in (token + 1..self.tokens.len()).take_while(|&i| !skipped[i]) {
            if is_kept(i) {
                last = i;
            }
        }
        first..last + 1
    }

    /// The text of [`Sentence::subtree`].
    pub fn phrase_text<'a>(&self, token: usize, text: &'a str) -> &'a str {
        self.span_text(self.subtree(token), text)
    }

    /// The tokens on the way through the tree from `from` to `to`, both included; empty if there is none.
    pub fn path(&self, from: usize, to: usize) -> Vec<usize> {
        let up: Vec<usize> = std::iter::once(from).chain(self.ancestors(from)).collect();
        let down: Vec<usize> = std::iter::once(to).chain(self.ancestors(to)).collect();
        let Some(meet) = up.iter().position(|i| down.contains(i)) else {
            return Vec::new();
        };
        let Some(turn) = down.iter().position(|&i| i == up[meet]) else {
            return Vec::new();
        };
        let mut path = up[..=meet].to_vec();
        path.extend(down[..turn].iter().rev());
        path
    }

    /// The token of a run whose head lies outside it (the first such); the last token of a run without one.
    pub fn head_of(&self, tokens: Range<usize>) -> usize {
        let last = tokens.end.saturating_sub(1);
        tokens
            .clone()
            .find(|&i| match self.tokens.get(i).map(|token| token.head) {
                Some(Some(head)) => !tokens.contains(&head),
                Some(None) => true,
                None => false,
            })
            .unwrap_or(last)
    }

    /// The event mention whose trigger holds this token.
    pub fn mention_at(&self, token: usize) -> Option<&EventMention> {
        self.mentions
            .iter()
            .find(|mention| mention.first <= token && token < mention.end)
    }

    /// The name that holds this token.
    pub fn name_at(&self, token: usize) -> Option<&Name> {
        self.names
            .iter()
            .find(|name| name.tokens().contains(&token))
    }
}

impl Token {
    /// Whether the relation is this one: `"nsubj"` fits `nsubj:pass` too, `"nsubj:pass"` only itself.
    pub fn is(&self, relation: &str) -> bool {
        self.deprel == relation || bare(&self.deprel) == relation
    }
}

impl Name {
    /// The tokens of the name.
    pub fn tokens(&self) -> Range<usize> {
        self.first..self.end
    }
}

impl EventMention {
    /// The tokens of the trigger.
    pub fn tokens(&self) -> Range<usize> {
        self.first..self.end
    }

    /// Probability that the trigger stands for an event of any type.
    pub fn probability(&self) -> f32 {
        self.types.iter().map(|(_, p)| p).sum()
    }

    /// The arguments with this role, best first.
    pub fn arguments_by<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Argument> + 'a {
        self.arguments
            .iter()
            .filter(move |argument| argument.role == role)
    }
}

/// A relation without its subtype: "nsubj" of "nsubj:pass".
pub(crate) fn bare(relation: &str) -> &str {
    relation.split(':').next().unwrap_or(relation)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence from "form/head/relation" triples; heads count from 1, 0 is the root.
    fn sentence(words: &str) -> (Sentence, String) {
        let mut text = String::new();
        let mut tokens = Vec::new();
        for word in words.split(' ') {
            let cells: Vec<&str> = word.split('/').collect();
            if !text.is_empty() {
                text.push(' ');
            }
            let start = text.len();
            text.push_str(cells[0]);
            tokens.push(Token {
                start,
                end: text.len(),
                lemma: cells[0].to_lowercase(),
                upos: "X".into(),
                head: cells[1].parse::<usize>().unwrap().checked_sub(1),
                deprel: cells[2].into(),
            });
        }
        let sentence = Sentence {
            start: 0,
            end: text.len(),
            tokens,
            names: Vec::new(),
            mentions: Vec::new(),
        };
        (sentence, text)
    }

    const ENVOYS: &str = "The/2/det envoys/6/nsubj:pass who/4/nsubj left/2/acl:relcl were/6/aux:pass received/0/root by/8/case ministers/6/obl:agent";

    #[test]
    fn views_follow_the_tree() {
        let (s, text) = sentence(ENVOYS);
        assert_eq!(s.root(), Some(5));
        assert_eq!(s.children(5).collect::<Vec<_>>(), [1, 4, 7]);
        assert_eq!(s.children_by(5, "nsubj").collect::<Vec<_>>(), [1]);
        assert_eq!(s.children_by(5, "nsubj:pass").collect::<Vec<_>>(), [1]);
        assert_eq!(s.children_by(1, "acl:relcl").count(), 1);
        assert_eq!(s.phrase_text(1, &text), "The envoys who left");
        let short = s.subtree_without(1, |i| s.tokens[i].is("acl"));
        assert_eq!(s.span_text(short, &text), "The envoys");
        assert_eq!(s.path(2, 7), [2, 3, 1, 5, 7]);
        assert_eq!(s.head_of(6..8), 7);
        assert!(s.is_under(2, 5) && !s.is_under(5, 2));
        assert_eq!(s.subtree(0), 0..1);
        assert_eq!(s.subtree(5), 0..8);
    }

    #[test]
    fn impossible_questions_get_empty_answers() {
        let (mut s, text) = sentence(ENVOYS);
        assert_eq!(s.span_text(7..20, &text), "");
        assert_eq!(s.subtree(99), 99..99);
        assert_eq!(s.children(99).count(), 0);
        s.tokens[5].head = Some(1); // a circle: no root
        assert_eq!(s.root(), None);
        assert!(s.ancestors(0).count() <= s.tokens.len());
        s.subtree(1);
        s.path(0, 7);
    }
}
