//! Persons: known ones by name and day, others by their title, leaders by surname.

use crate::names::{Entry, Kind};
use crate::phrase_actor::{Modifiers, former, opposition};
use crate::resolve::{Item, Resolver, Tag};
use crate::surname::is_prominent;
use crate::titles;
use crate::vocabulary;
use crate::{Actor, Role, Term};

impl Resolver<'_> {
    /// A person in the lists. A title in the text is newer than the lists; without one the office must hold on the day.
    pub(crate) fn known_person(
        &self,
        before: &[Item<'_, '_>],
        entries: &[Entry],
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let modifiers = self.modifiers(before);
        let terms = self.terms(entries);
        let holding: Vec<Term> = terms
            .iter()
            .filter(|term| self.holds(term))
            .cloned()
            .collect();
        let wanted = modifiers.country.clone().or_else(|| {
            modifiers
                .body
                .as_ref()
                .and_then(|body| body.country.clone())
        });
        let pick = |terms: Vec<Term>| {
            let at = terms
                .iter()
                .position(|term| wanted.is_some() && term.country == wanted);
            at.and_then(|at| terms.get(at).cloned())
                .or_else(|| self.in_play(terms, |term| term.country.clone()))
        };
        let current = pick(holding);
        let known = current.clone().or_else(|| pick(terms))?;
        let mut actor = self.knowledge.actor_of_term(&known);
        let title = self.titled(before, &known.person, post, depth);
        let ended = current.is_none() && known.start.is_none_or(|start| start <= self.on);
        match title {
            Some(title) if !modifiers.former => {
                let elsewhere = title.country.is_some() && title.country != actor.country;
                let ended = actor.sectors.first().is_some_and(|sector| sector == "ELI");
                if current.is_none() || elsewhere || ended {
                    actor.country = title.country.or(actor.country);
                    actor.sectors = title.sectors;
                }
                actor.role = title.role;
            }
            None if current.is_none() && !modifiers.former && modifiers.body.is_some() => {
                let body = modifiers.body.unwrap_or_default();
                actor.country = body.country.or(actor.country);
                actor.sectors = body.sectors;
                actor.role = None;
            }
            _ if modifiers.former || ended => actor.sectors = vec!["ELI".to_owned()],
            // Not yet in office: what the person was before is not known.
            _ if current.is_none() => {
                actor.sectors.clear();
                actor.role = None;
            }
            _ => {}
        }
        actor.sector = actor.sectors.first().cloned();
        Some(actor)
    }

    fn holds(&self, term: &Term) -> bool {
        term.start.is_none_or(|start| start <= self.on) && term.end.is_none_or(|end| self.on <= end)
    }

    /// A capitalised name in no list: with a title it is a person, alone it may be a leader's surname.
    pub(crate) fn capital_head(
        &self,
        core: &[Item<'_, '_>],
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let length = core
            .iter()
            .rev()
            .take_while(|item| matches!(item.tag, Tag::Capital))
            .count();
        let (before, tail) = core.split_at(core.len() - length);
        let words: Vec<&str> = tail
            .iter()
            .flat_map(|item| item.words)
            .map(|word| word.bare_text())
            .collect();
        let name = words.join(" ");
        let modifiers = self.modifiers(before);
        if let Some(actor) = self.other_spelling(&name, before, &modifiers, post, depth) {
            return Some(actor);
        }
        let play: Vec<&str> = modifiers
            .country
            .as_deref()
            .into_iter()
            .chain(self.context.iter().copied())
            .collect();
        let leader = self.knowledge.resolve_surname(&name, self.on, &play);
        let honorific = before
            .iter()
            .any(|item| matches!(item.tag, Tag::Honorific(title) if title.role.is_empty()));
        let title = self.titled(before, &name, post, depth);
        let is_meant = |leader: &Actor| same_office(leader, title.as_ref());
        let in_office = leader.as_ref().is_some_and(is_meant);
        if !in_office
            && let Some(said) = &title
            && said
                .country
                .as_ref()
                .or(modifiers.country.as_ref())
                .is_none()
            && said.sector.as_deref() != Some("MIL")
            && let Some(once) = (self.knowledge).once_in_office(&name, self.on, &play, is_meant)
        {
            return Some(Actor {
                sectors: said.sectors.clone(),
                sector: said.sector.clone(),
                role: said.role.clone(),
                how: "title",
                ..once
            });
        }
        match (leader, title) {
            (Some(leader), title)
                if before.is_empty() && !self.is_rather_something_else(&name, &leader)
                    || honorific
                    || in_office =>
            {
                let how = if in_office { "title" } else { leader.how };
                let leader = Actor { how, ..leader };
                let role = title.and_then(|title| title.role).or(leader.role.clone());
                Some(if modifiers.former {
                    former(leader)
                } else {
                    Actor { role, ..leader }
                })
            }
            (_, Some(title)) => Some(title),
            // "the Standing Committee of the Supreme People's Assembly"
            _ => self.unknown_head(before, core).or_else(|| {
                let part = Role {
                    name: String::new(),
                    sectors: Vec::new(),
                    country: None,
                    plural: false,
                };
                let whole = post
                    .first()
                    .filter(|link| link.key() == "of")
                    .and(self.served(&part, true, post, depth))?;
                Some(Actor { name, ..whole })
            }),
        }
    }

    /// "Liverpool" is a city before it is a leader of a smaller country, "May" a month.
    fn is_rather_something_else(&self, name: &str, leader: &Actor) -> bool {
        let country = leader.country.as_deref().unwrap_or_default();
        let town = !is_prominent(country) && self.knowledge.country_of_place(name).is_some();
        town || vocabulary::is_common_word(&crate::fold(name))
    }

    /// A known person or organisation whose name is spelled otherwise in the lists, if only one is so called.
    fn other_spelling(
        &self,
        name: &str,
        before: &[Item<'_, '_>],
        modifiers: &Modifiers,
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let entries = self.knowledge.likely(name);
        let (persons, others): (Vec<Entry>, Vec<Entry>) = entries
            .into_iter()
            .partition(|entry| entry.kind == Kind::Person);
        let fits =
            |country: &Option<String>| modifiers.country.is_none() || modifiers.country == *country;
        let terms: Vec<Term> = self.terms(&persons);
        let fitting = terms.iter().any(|term| fits(&term.country));
        let one = terms.iter().all(|term| term.person == terms[0].person);
        if fitting && (one || modifiers.country.is_some()) {
            return self.known_person(before, &persons, post, depth);
        }
        let organisation = self.organisation_actor(&others, &modifiers.country)?;
        (fits(&organisation.country) && !before.iter().any(is_role)).then_some(organisation)
    }

    /// A person coded by the title before the name.
    fn titled(
        &self,
        before: &[Item<'_, '_>],
        person: &str,
        post: &[Item<'_, '_>],
        depth: usize,
    ) -> Option<Actor> {
        let at = before.iter().rposition(|item| {
            matches!(&item.tag, Tag::Known(Kind::Role, _) | Tag::Opposition)
                || matches!(&item.tag, Tag::Honorific(title) if !title.role.is_empty())
        })?;
        let core = &before[..=at];
        let role = match &core.last()?.tag {
            Tag::Known(_, entries) => self.knowledge.role_at(*entries.first()?),
            Tag::Honorific(title) => Role {
                name: title.role.to_owned(),
                sectors: vec![title.sector.to_owned()],
                country: None,
                plural: false,
            },
            _ => opposition(),
        };
        // "Vodafone Group Plc": a body is nobody's title.
        if vocabulary::is_collective(&role.name) {
            return None;
        }
        let mut actor = self.role_head(core, role, post, depth)?;
        actor.name = person.to_owned();
        actor.person = Some(person.to_owned());
        actor.id = None;
        actor.how = "title";
        Some(actor)
    }
}

fn is_role(item: &Item<'_, '_>) -> bool {
    matches!(item.tag, Tag::Known(Kind::Role, _) | Tag::Honorific(_))
}

/// Whether a title fits the office that a leader of that surname holds: both the highest, or the same words.
fn same_office(leader: &Actor, title: Option<&Actor>) -> bool {
    // "General Musharraf": a rank goes with any office.
    if title.is_some_and(|title| title.sector.as_deref() == Some("MIL")) {
        return true;
    }
    let (Some(held), Some(said)) = (
        leader.role.as_deref(),
        title.and_then(|title| title.role.as_deref()),
    ) else {
        return false;
    };
    let key = |role: &str| titles::office_of(role);
    held.contains(said) || said.contains(held) || key(held).is_some() && key(held) == key(said)
}
