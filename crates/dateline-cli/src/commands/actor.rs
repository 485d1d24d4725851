//! `dateline actor`: how a name or description is coded on a day.

use dateline::event::Party;
use dateline::{json, reader};
use jiff::ZonedDateTime;

use crate::args::Actor;
use crate::commands::Outcome;
use crate::output::{Output, parties};
use crate::own;

/// Prints the actor that the knowledge file gives for the words.
pub fn run(options: &Actor, output: &mut Output) -> anyhow::Result<Outcome> {
    let name = options.name.join(" ");
    let on = options.on.unwrap_or_else(|| ZonedDateTime::now().date());
    let built_in = reader::built_in_knowledge_and_places()?;
    let actors = own::actors(&built_in, &options.actors, output)?;
    let Some(actor) = built_in.with_additions(&actors)?.resolve(&name, on) else {
        output.complain(&format!("no actor is known by the name \"{name}\" on {on}"));
        return Ok(Outcome::Nothing);
    };
    let how = actor.how;
    let party = Party::from(actor);
    let text = match options.json {
        true => json::actor(&party, how, on) + "\n",
        false => parties::card(&party, how, on, output.look()),
    };
    output.data(&text)?;
    Ok(Outcome::Done)
}
