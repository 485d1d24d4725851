//! The head of a noun phrase, with its modifiers, to an actor.

use crate::names::{Entry, Kind};
use crate::resolve::{DEPTH, Item, Resolver, Tag, text_of};
use crate::titles;
use crate::vocabulary;
use crate::{Actor, Organisation, Role, Term};

/// What stands before the head.
#[derive(Default)]
pub(crate) struct Modifiers {
    pub(crate) country: Option<String>,
    /// Country, sectors and name of an organisation, outlet or seat.
    pub(crate) body: Option<Actor>,
    /// Sectors of a role or body that stands before the head: "rebel commander", "army spokesman".
    pub(crate) before: Option<Role>,
    pub(crate) person_country: Option<String>,
    pub(crate) former: bool,
    pub(crate) opposition: bool,
}

impl Resolver<'_> {
    /// One phrase without commas.
    pub(crate) fn phrase(&self, items: &[Item<'_, '_>], depth: usize) -> Option<Actor> {
        let start = items
            .iter()
            .position(|item| !matches!(item.tag, Tag::Link))
            .unwrap_or(0);
        let items = &items[start..];
        let end = items
            .iter()
            .position(|item| matches!(item.tag, Tag::Link))
            .unwrap_or(items.len());
        let (core, post) = items.split_at(end);
        let head = core.last()?;
        match &head.tag {
            Tag::Known(Kind::Person, entries) => {
                self.known_person(&core[..core.len() - 1], entries, post, depth)
            }
            Tag::Known(Kind::Role, entries) => {
                self.role_head(core, self.knowledge.role_at(*entries.first()?), post, depth)
            }
            Tag::Known(Kind::Body, entries) => {
                self.body_head(core, self.knowledge.body_at(*entries.first()?), post, items)
            }
            Tag::Known(Kind::Organisation, entries) => {
                let organisation = self.organisation_head(core, entries);
                // "Russia's Security Council" is not that of the United Nations.
                match self.body_instead(core, organisation.as_ref()) {
                    Some(body) => self.body_head(core, body, post, items),
                    None => organisation,
                }
            }
            Tag::Known(Kind::Outlet, entries) => self.outlet_actor(entries),
            Tag::Known(kind, entries) => self.country_head(core, *kind, entries),
            Tag::Capital => self.capital_head(core, post, depth),
            Tag::Opposition => self.role_head(core, opposition(), post, depth),
            _ => self.unknown_head(&core[..core.len() - 1], core),
        }
    }

    pub(crate) fn modifiers(&self, before: &[Item<'_, '_>]) -> Modifiers {
        let mut modifiers = Modifiers::default();
        for item in before {
            match &item.tag {
                Tag::Former => modifiers.former = true,
                Tag::Opposition => modifiers.opposition = true,
                Tag::Known(Kind::Organisation, entries) => {
                    modifiers.body = self.organisation_actor(entries, &modifiers.country)
                }
                Tag::Known(Kind::Outlet, entries) => modifiers.body = self.outlet_actor(entries),
                Tag::Known(Kind::Person, entries) => {
                    let terms = self.terms(entries);
                    modifiers.person_country = self
                        .in_play(terms, |term| term.country.clone())
                        .and_then(|term| term.country);
                }
                Tag::Known(Kind::Body, entries) => {
                    modifiers.before = entries.first().map(|entry| self.knowledge.body_at(*entry))
                }
                Tag::Known(Kind::Role, entries) => {
                    modifiers.before = entries.first().map(|entry| self.knowledge.role_at(*entry))
                }
                Tag::Known(_, entries) if modifiers.country.is_none() => {
                    modifiers.country = self.country_code(entries)
                }
                _ => {}
            }
        }
        if modifiers.country.is_none() && modifiers.body.is_none() {
            modifiers.country = modifiers
                .person_country
                .take()
                .or_else(|| self.country_of_capitals(before));
        }
        modifiers
    }

    /// The country of capitalised words before a head: a leader's surname ("Trump administration") or a town.
    fn country_of_capitals(&self, before: &[Item<'_, '_>]) -> Option<String> {
        let capitals: Vec<&Item<'_, '_>> = before
            .iter()
            .filter(|item| matches!(item.tag, Tag::Capital))
            .collect();
        let words: Vec<&str> = capitals
            .iter()
            .flat_map(|item| item.words)
            .map(|word| word.bare_text())
            .collect();
        if words.is_empty() || words.len() > 4 {
            return None;
        }
        let name = words.join(" ");
        let leader = self
            .knowledge
            .resolve_surname(&name, self.on, self.context)
            .and_then(|actor| actor.country);
        leader.or_else(|| self.knowledge.country_of_place(&name))
    }

    pub(crate) fn terms(&self, entries: &[Entry]) -> Vec<Term> {
        self.knowledge
            .terms_on(entries.iter().map(|entry| entry.row).collect(), self.on)
    }

    /// "Ukrainian soldiers", "Hamas militants", "a spokesman for the Russian Foreign Ministry", "teachers in Chile".
    pub(crate) fn role_head(
        &self,
        core: &[Item<'_, '_>],
        role: Role,
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let mut before = &core[..core.len() - 1];
        // A "Ukraine expert" knows the country, a "Ukrainian expert" is of it.
        if let Some((topic, rest)) = before.split_last()
            && (vocabulary::is_learned(&role.name) || vocabulary::is_posted_abroad(&role.name))
            && is_plain_country(topic)
        {
            before = rest;
        }
        let modifiers = self.modifiers(before);
        let serving = vocabulary::is_serving(&role.name);
        let mut actor = Actor {
            name: core.iter().map(Item::text).collect::<Vec<_>>().join(" "),
            country: modifiers.country.clone(),
            sectors: role.sectors.clone(),
            role: Some(graded(before, &role)),
            how: "role",
            ..Actor::default()
        };
        if let Some(first) = &modifiers.before {
            actor.sectors = combined(&first.sectors, &role, serving);
        }
        let served = modifiers
            .body
            .clone()
            .or_else(|| self.served(&role, serving, post, depth));
        if let Some(body) = served {
            actor.country = body.country.clone().or(actor.country);
            if serving || outranks(&body) || role.sectors.is_empty() {
                actor.sectors = if body.sectors.is_empty() {
                    actor.sectors
                } else {
                    body.sectors.clone()
                };
            }
            if modifiers.body.is_some() && role.plural {
                actor.name.clone_from(&body.name);
            }
            actor.id = body.id;
            if body.how == "organisation" || body.how == "outlet" {
                actor.how = body.how;
            }
        }
        if actor.country.is_none() {
            actor.country = self
                .country_after(&role, post)
                .or_else(|| role.country.clone());
        }
        if modifiers.opposition {
            actor
                .sectors
                .retain(|sector| sector != "GOV" && sector != "OPP");
            actor.sectors.insert(0, "OPP".to_owned());
        }
        actor.sector = actor.sectors.first().cloned();
        let actor = if modifiers.former {
            former(actor)
        } else {
            actor
        };
        (actor.country.is_some() || actor.sector.is_some()).then_some(actor)
    }

    /// The body that a role serves, by what follows: "of the army", "for the Taliban", "at the State Department".
    pub(crate) fn served(
        &self,
        role: &Role,
        serving: bool,
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let link = post.first()?.key();
        let against = ["victim", "critic", "opponent", "enemy", "hostage"];
        if !["of", "for", "from", "at", "with", "in"].contains(&link)
            || against.contains(&role.name.as_str())
        {
            return None;
        }
        let rest = post.get(1..)?;
        let depth = depth.checked_sub(1)?;
        let skip = rest
            .iter()
            .take_while(|item| matches!(item.tag, Tag::Plain) && is_article(item.key()))
            .count();
        let body = self.phrase(&rest[skip..], depth)?;
        match body.how {
            "organisation" | "outlet" | "body" | "seat" => Some(body),
            "person" | "surname" | "title" if serving => Some(body),
            // A "special envoy for Syria" is another's.
            "country" | "metonym"
                if serving && link == "for" && !vocabulary::is_posted_abroad(&role.name) =>
            {
                Some(body)
            }
            "role" if serving && body.sector.is_some() && link != "in" => Some(body),
            _ => None,
        }
    }

    /// The country that follows a role or body: always after "of" and "from", after "in" for those who live there.
    fn country_after(&self, role: &Role, post: &[Item<'_, '_>]) -> Option<String> {
        let abroad = role.sectors.first().is_some_and(|sector| sector == "MIL")
            || vocabulary::is_posted_abroad(&role.name);
        let mut follows = false;
        let mut capitals: Vec<&str> = Vec::new();
        for item in post {
            if matches!(item.tag, Tag::Link) {
                if let Some(code) = self.knowledge.country_of_place(&capitals.join(" ")) {
                    return Some(code);
                }
                capitals.clear();
                follows = match item.key() {
                    "of" | "from" => true,
                    "in" | "at" | "near" | "inside" | "across" | "around" | "outside" => !abroad,
                    "who" | "which" | "that" | "whose" | "where" | "to" | "against" => return None,
                    _ => false,
                };
            } else if follows {
                match &item.tag {
                    Tag::Known(
                        Kind::Organisation | Kind::Outlet | Kind::Body | Kind::Role | Kind::Person,
                        _,
                    ) => {}
                    Tag::Known(_, entries) => return self.country_code(entries),
                    Tag::Capital => capitals.extend(item.words.iter().map(|word| word.bare_text())),
                    _ => {}
                }
            }
        }
        self.knowledge.country_of_place(&capitals.join(" "))
    }

    fn body_head(
        &self,
        core: &[Item<'_, '_>],
        body: Role,
        post: &[Item<'_, '_>],
        all: &[Item<'_, '_>],
    ) -> Option<Actor> {
        let modifiers = self.modifiers(&core[..core.len() - 1]);
        let mut sectors = body.sectors.clone();
        let mut country = modifiers.country.clone();
        if let Some(owner) = &modifiers.body {
            country = country.or_else(|| owner.country.clone());
            if outranks(owner) && !owner.sectors.is_empty() {
                sectors.clone_from(&owner.sectors);
            }
        }
        if country.is_none()
            && let Some(owner) = self.served(&body, false, post, DEPTH)
        {
            country = owner.country.clone();
            if outranks(&owner) && !owner.sectors.is_empty() {
                sectors.clone_from(&owner.sectors);
            }
        }
        let country = country.or_else(|| self.country_after(&body, post));
        let named: Vec<&Item<'_, '_>> = all
            .iter()
            .take_while(|item| !matches!(item.tag, Tag::Link) || matches!(item.key(), "of" | "for"))
            .collect();
        let words: Vec<String> = named
            .iter()
            .map(|item| {
                item.words
                    .iter()
                    .map(|w| w.text)
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect();
        let actor = Actor {
            name: words.join(" "),
            country,
            sector: sectors.first().cloned(),
            sectors,
            how: "body",
            ..Actor::default()
        };
        Some(if modifiers.former {
            former(actor)
        } else {
            actor
        })
    }

    /// The state body that the words of an organisation may also mean, where the country before them is another.
    fn body_instead(&self, core: &[Item<'_, '_>], organisation: Option<&Actor>) -> Option<Role> {
        let (head, before) = core.split_last()?;
        let country = self.modifiers(before).country?;
        if organisation.is_some_and(|actor| actor.country.as_ref() == Some(&country)) {
            return None;
        }
        let entries = self.knowledge.exact_words(head.words);
        let body = entries.into_iter().find(|entry| entry.kind == Kind::Body)?;
        Some(self.knowledge.body_at(body))
    }

    fn organisation_head(&self, core: &[Item<'_, '_>], entries: &[Entry]) -> Option<Actor> {
        let (head, before) = core.split_last()?;
        let modifiers = self.modifiers(before);
        let actor = self.organisation_actor(entries, &modifiers.country)?;
        // "the White House" may be listed as an organisation too.
        let meanings = self.knowledge.exact_words(head.words);
        let seat = meanings.iter().any(|entry| entry.kind == Kind::Seat);
        Some(if seat {
            Actor {
                how: "seat",
                ..actor
            }
        } else {
            actor
        })
    }

    pub(crate) fn organisation_actor(
        &self,
        entries: &[Entry],
        country: &Option<String>,
    ) -> Option<Actor> {
        let rows = entries.iter().map(|entry| entry.row).collect();
        let organisations = self.knowledge.organisations_on(rows, self.on);
        let same = organisations
            .iter()
            .position(|one| country.is_some() && one.country == *country);
        let organisation = match same {
            Some(at) => organisations.into_iter().nth(at),
            None => self.in_play(organisations, |one: &Organisation| one.country.clone()),
        }?;
        Some(Actor {
            name: organisation.name,
            country: organisation.country,
            sector: organisation.sectors.first().cloned(),
            sectors: organisation.sectors,
            id: Some(organisation.id),
            how: "organisation",
            ..Actor::default()
        })
    }

    fn outlet_actor(&self, entries: &[Entry]) -> Option<Actor> {
        let outlet = self.knowledge.outlet_at(entries.first()?.row)?;
        Some(Actor {
            name: outlet.name.clone(),
            country: outlet.country.clone(),
            sector: Some("JRN".to_owned()),
            sectors: vec!["JRN".to_owned()],
            id: Some(outlet.id.clone()),
            how: "outlet",
            ..Actor::default()
        })
    }

    /// A country, its people, its capital or its seat of government by itself.
    fn country_head(&self, core: &[Item<'_, '_>], kind: Kind, entries: &[Entry]) -> Option<Actor> {
        // "southern Ukraine" is a stretch of land.
        if core.len() > 1
            && core[..core.len() - 1]
                .iter()
                .any(|item| vocabulary::is_compass(item.key()))
        {
            return None;
        }
        let code = self.country_code(entries)?;
        let country = self.knowledge.country(&code)?;
        let government = matches!(kind, Kind::Seat | Kind::Capital);
        let sectors = if government {
            vec!["GOV".to_owned()]
        } else {
            Vec::new()
        };
        Some(Actor {
            // "Kenyans" are not Kenya.
            name: match kind {
                Kind::Country => country.name.clone(),
                _ => core.last()?.text(),
            },
            country: Some(code.clone()),
            sector: sectors.first().cloned(),
            sectors,
            id: matches!(kind, Kind::Country | Kind::Capital | Kind::Seat)
                .then(|| format!("country/{code}")),
            how: match kind {
                Kind::Country => "country",
                Kind::Capital => "metonym",
                Kind::Seat => "seat",
                _ => "nationality",
            },
            ..Actor::default()
        })
    }

    /// An unknown head: all that is known is the country before it.
    pub(crate) fn unknown_head(
        &self,
        before: &[Item<'_, '_>],
        core: &[Item<'_, '_>],
    ) -> Option<Actor> {
        let modifiers = self.modifiers(before);
        let body = modifiers.body.as_ref();
        let country = modifiers
            .country
            .clone()
            .or_else(|| body.and_then(|body| body.country.clone()))?;
        let mut sectors = body.map(|body| body.sectors.clone()).unwrap_or_default();
        if sectors.is_empty()
            && core
                .last()
                .is_some_and(|head| vocabulary::is_arms(head.key()))
        {
            sectors.push("MIL".to_owned());
        }
        Some(Actor {
            name: core
                .iter()
                .map(|item| text_of(item.words))
                .collect::<Vec<_>>()
                .join(" "),
            country: Some(country),
            sector: sectors.first().cloned(),
            sectors,
            id: body.and_then(|body| body.id.clone()),
            how: "modifier",
            ..Actor::default()
        })
    }
}

fn is_article(key: &str) -> bool {
    matches!(key, "the" | "a" | "an")
}

pub(crate) fn opposition() -> Role {
    Role {
        name: "opposition".to_owned(),
        sectors: vec!["OPP".to_owned()],
        country: None,
        plural: false,
    }
}

pub(crate) fn former(actor: Actor) -> Actor {
    Actor {
        sector: Some("ELI".to_owned()),
        sectors: vec!["ELI".to_owned()],
        ..actor
    }
}

/// A country's name in full, without a possessive ending: "Ukraine", but not "Ukraine's" or "U.S.".
fn is_plain_country(item: &Item<'_, '_>) -> bool {
    let words = item.words;
    matches!(item.tag, Tag::Known(Kind::Country, _))
        && words.iter().all(|word| word.bare.is_none())
        && words
            .iter()
            .any(|word| word.text.contains(char::is_lowercase))
}

/// Bodies whose sector their people share whatever their role: armed groups, parties, firms, media.
fn outranks(body: &Actor) -> bool {
    let stateless = ["UNO", "IGO", "EUR"].contains(&body.country.as_deref().unwrap_or_default());
    let sector = body.sector.as_deref().unwrap_or_default();
    (body.how == "organisation" || body.how == "outlet")
        && !stateless
        && sector != "GOV"
        && !sector.is_empty()
}

/// The sectors of a head after another noun: "army spokesman" is MIL, "government troops" are MIL, "rebel commander" REB, "police captain"
/// COP.
fn combined(first: &[String], role: &Role, serving: bool) -> Vec<String> {
    let irregular = first.first().is_some_and(|sector| {
        ["REB", "UAF", "CRM", "PRM", "SPY", "COP"].contains(&sector.as_str())
    });
    let plain = role.sectors.first().is_none_or(|sector| sector == "GOV");
    if !first.is_empty() && (serving || plain || irregular) {
        first.to_vec()
    } else {
        role.sectors.clone()
    }
}

/// The role with the grade before it: "deputy foreign minister".
fn graded(before: &[Item<'_, '_>], role: &Role) -> String {
    let grades = before
        .iter()
        .rev()
        .take_while(|item| item.words.len() == 1 && titles::is_grade(item.key()));
    let mut words: Vec<&str> = grades.map(Item::key).collect();
    words.reverse();
    words.push(&role.name);
    words.join(" ")
}
