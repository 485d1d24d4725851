//! A noun phrase in isolation to an actor.
//!
//! The phrase is cut into items: known names, roles, links such as "of", capitalised words, plain words. The last item
//! of the core (what stands before the first link) is the head and decides what the phrase is; what stands before it
//! gives country, organisation and title; what follows the links gives what is still missing.

use jiff::civil::Date;

use crate::names::{Entry, Kind, Word};
use crate::titles::{self, Honorific};
use crate::vocabulary;
use crate::{Actor, Knowledge, phrase};

/// How deep phrases inside phrases are followed ("a spokesman for the office of the head of ...").
pub(crate) const DEPTH: usize = 4;

/// Phrases longer than this (in words) are cut: the actor is named at the beginning.
const LONGEST: usize = 60;

/// A stretch of words with what they are.
#[derive(Debug)]
pub(crate) struct Item<'w, 't> {
    pub(crate) words: &'w [Word<'t>],
    pub(crate) tag: Tag,
}

#[derive(Debug)]
pub(crate) enum Tag {
    /// A known name or noun; the entries of the kind that counts, never empty.
    Known(Kind, Vec<Entry>),
    Former,
    Honorific(Honorific),
    Opposition,
    /// A preposition or relative word.
    Link,
    /// An unknown word with a capital.
    Capital,
    /// "Iran-backed" and the like, which tell of somebody else.
    Compound,
    Plain,
}

impl Item<'_, '_> {
    pub(crate) fn key(&self) -> &str {
        self.words.first().map_or("", |word| word.key.as_str())
    }

    pub(crate) fn ends_with_comma(&self) -> bool {
        self.words.last().is_some_and(|word| word.comma)
    }

    pub(crate) fn text(&self) -> String {
        text_of(self.words)
    }
}

/// The words joined, without a possessive ending on the last.
pub(crate) fn text_of(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(if at + 1 == words.len() {
            word.bare_text()
        } else {
            word.text
        });
    }
    text
}

/// A resolution under way.
pub(crate) struct Resolver<'k> {
    pub(crate) knowledge: &'k Knowledge,
    pub(crate) on: Date,
    /// Countries in play in the text, the likeliest first.
    pub(crate) context: &'k [&'k str],
}

impl Knowledge {
    /// The actor that a noun phrase means on a day; `None` if the phrase tells neither country nor sector.
    ///
    /// Roles hold on the day: an official whose office has ended by then, or who is called "former", has the sector
    /// `ELI`. A person in no list is coded by title and country.
    #[must_use]
    pub fn resolve(&self, phrase: &str, on: Date) -> Option<Actor> {
        self.resolve_in(phrase, on, &[])
    }

    /// Like [`Knowledge::resolve`], where the countries in play in the text (ISO3, the likeliest first) settle what
    /// is shared: "Congolese", "Korean", "Georgia", a surname of two leaders.
    #[must_use]
    pub fn resolve_in(&self, phrase: &str, on: Date, context: &[&str]) -> Option<Actor> {
        let mut words = phrase::words_of(phrase);
        words.truncate(LONGEST);
        Resolver {
            knowledge: self,
            on,
            context,
        }
        .read(&words, DEPTH)
        .map(|actor| Actor {
            country: actor
                .country
                .map(|country| self.state_of(&country).to_owned()),
            ..actor
        })
    }
}

impl<'k> Resolver<'k> {
    pub(crate) fn read(&self, words: &[Word<'_>], depth: usize) -> Option<Actor> {
        let depth = depth.checked_sub(1)?;
        // "The Hague", "the White House": some names hold an article.
        if let Some(actor) = self.whole(words) {
            return actor;
        }
        let words = phrase::without_determiners(words);
        if let Some(actor) = self.whole(words) {
            return actor;
        }
        let items = self.items(words);
        let Some(end) = items
            .iter()
            .position(Item::ends_with_comma)
            .filter(|end| end + 1 < items.len())
        else {
            return self.phrase(&items, depth);
        };
        let rest = self.rest_after(words, &items[..=end]);
        let first = self.phrase(&items[..=end], depth);
        let name = items[..=end]
            .iter()
            .all(|item| matches!(item.tag, Tag::Capital))
            .then(|| {
                let words: Vec<String> = items[..=end].iter().map(Item::text).collect();
                words.join(" ")
            });
        if first.is_none()
            && let Some(name) = name.filter(|name| name.contains(' '))
        {
            let actor = self.apposition(rest, depth)?;
            return Some(Actor {
                person: Some(name.clone()),
                name,
                id: None,
                how: "title",
                ..actor
            });
        }
        self.with_apposition(first, rest, depth)
    }

    fn rest_after<'w, 't>(&self, words: &'w [Word<'t>], items: &[Item<'w, 't>]) -> &'w [Word<'t>] {
        let used: usize = items.iter().map(|item| item.words.len()).sum();
        words.get(used..).unwrap_or_default()
    }

    /// "Andrey Rudenko, Russia's deputy foreign minister": what the name does not tell, the apposition does.
    fn with_apposition(
        &self,
        first: Option<Actor>,
        rest: &[Word<'_>],
        depth: usize,
    ) -> Option<Actor> {
        let complete = |actor: &Actor| actor.country.is_some() && actor.sector.is_some();
        if first.as_ref().is_some_and(complete) {
            return first;
        }
        let starts_clause = rest
            .first()
            .is_some_and(|word| vocabulary::ends_core(&word.key));
        let second = if starts_clause {
            None
        } else {
            self.read(rest, depth)
        };
        match (first, second) {
            (Some(mut actor), Some(other)) => {
                if actor.sector.is_none() {
                    actor.sector = other.sector;
                    actor.sectors = other.sectors;
                }
                actor.country = actor.country.or(other.country);
                actor.role = actor.role.or(other.role);
                Some(actor)
            }
            (first, second) => first.or(second),
        }
    }

    fn apposition(&self, rest: &[Word<'_>], depth: usize) -> Option<Actor> {
        let starts_clause = rest
            .first()
            .is_some_and(|word| vocabulary::ends_core(&word.key));
        if starts_clause {
            None
        } else {
            self.read(rest, depth)
        }
    }

    /// Cuts words into items, the longest known name at each place.
    pub(crate) fn items<'w, 't>(&self, words: &'w [Word<'t>]) -> Vec<Item<'w, 't>> {
        let mut items = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let (length, tag) = self.tag(&words[at..]);
            items.push(Item {
                words: &words[at..at + length],
                tag,
            });
            at += length;
        }
        join_particles(&mut items);
        for item in items.iter_mut().skip(1) {
            if matches!(item.tag, Tag::Plain) && vocabulary::is_postmodifier(item.key()) {
                item.tag = Tag::Link;
            }
        }
        items
    }

    fn tag(&self, words: &[Word<'_>]) -> (usize, Tag) {
        let word = &words[0];
        if vocabulary::is_former(&word.key) {
            return (1, Tag::Former);
        }
        if let Some((length, entries)) = self.knowledge.longest(words) {
            if entries.is_empty() {
                return (length, Tag::Plain);
            }
            let (kind, entries) = leading(entries);
            // "Israeli settler" as a role must not swallow the country.
            if matches!(kind, Kind::Role | Kind::Body) && length > 1 {
                let first = self.knowledge.exact_words(&words[..1]);
                let (first_kind, first) = leading(first);
                if !first.is_empty() && first_kind == Kind::Adjective {
                    return (1, Tag::Known(first_kind, first));
                }
            }
            if kind == Kind::Adjective
                && length == 1
                && let Some(next) = words.get(1)
                && (self.knowledge).is_place_of_two_words(word.text, next.bare_text())
            {
                return (2, Tag::Capital);
            }
            let link = length == 1 && vocabulary::ends_core(&word.key) && !word.is_capital();
            if !link {
                return (length, Tag::Known(kind, entries));
            }
        }
        if vocabulary::ends_core(&word.key) {
            return (1, Tag::Link);
        }
        if vocabulary::is_compound(word.text) {
            return (1, Tag::Compound);
        }
        if word.key == "opposition" {
            return (1, Tag::Opposition);
        }
        if let Some(honorific) = titles::honorific(&word.key).filter(|_| word.is_capital()) {
            return (1, Tag::Honorific(honorific));
        }
        (
            1,
            if word.is_capital() {
                Tag::Capital
            } else {
                Tag::Plain
            },
        )
    }

    /// The first of several terms, organisations or countries that fits the countries in play.
    pub(crate) fn in_play<T>(
        &self,
        candidates: Vec<T>,
        country: impl Fn(&T) -> Option<String>,
    ) -> Option<T> {
        let fits = |wanted: &str| {
            candidates
                .iter()
                .position(|one| country(one).as_deref() == Some(wanted))
        };
        let at = self
            .context
            .iter()
            .find_map(|wanted| fits(wanted))
            .unwrap_or(0);
        candidates.into_iter().nth(at)
    }

    /// The code of the country meant by country entries.
    pub(crate) fn country_code(&self, entries: &[Entry]) -> Option<String> {
        let codes: Vec<String> = entries
            .iter()
            .filter_map(|entry| self.knowledge.country_at(entry.row))
            .map(|c| c.iso3.clone())
            .collect();
        self.in_play(codes, |code| Some(code.clone()))
    }
}

/// "von der" between capitals is part of the name.
fn join_particles(items: &mut [Item<'_, '_>]) {
    for at in 1..items.len() {
        let inside =
            matches!(items[at - 1].tag, Tag::Capital) && vocabulary::is_particle(items[at].key());
        let rest = items[at..]
            .iter()
            .find(|item| !vocabulary::is_particle(item.key()));
        if inside && rest.is_some_and(|item| item.words[0].is_capital()) {
            items[at].tag = Tag::Capital;
        }
    }
}

/// The kind of entry that counts where a name has several, with the entries of that kind (country names together
/// with adjectives and words for peoples).
fn leading(entries: Vec<Entry>) -> (Kind, Vec<Entry>) {
    const ORDER: [Kind; 10] = [
        Kind::Country,
        Kind::Adjective,
        Kind::Demonym,
        Kind::Person,
        Kind::Organisation,
        Kind::Outlet,
        Kind::Seat,
        Kind::Capital,
        Kind::Body,
        Kind::Role,
    ];
    let kind = ORDER
        .into_iter()
        .find(|kind| entries.iter().any(|entry| entry.kind == *kind))
        .unwrap_or(Kind::Role);
    (
        kind,
        entries
            .into_iter()
            .filter(|entry| entry.kind == kind)
            .collect(),
    )
}

impl Resolver<'_> {
    /// What a phrase means that is one known name as a whole; `None` if it is none. Roles and bodies are common nouns
    /// and are read word by word, since a country may stand in them ("Israeli settler").
    fn whole(&self, words: &[Word<'_>]) -> Option<Option<Actor>> {
        let entries = self.knowledge.exact_words(words);
        if entries.is_empty() {
            return None;
        }
        let (kind, entries) = leading(entries);
        let tag = Tag::Known(kind, entries);
        let name = !matches!(kind, Kind::Role | Kind::Body);
        name.then(|| self.phrase(&[Item { words, tag }], DEPTH))
    }
}
