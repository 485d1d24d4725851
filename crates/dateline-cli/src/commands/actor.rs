//! `dateline actor`: how a name or description is coded on a day.

use dateline::event::Party;
use dateline::{json, reader};
use jiff::ZonedDateTime;

use crate::args::Actor;
use crate::commands::Outcome;
use crate::output::{Output, parties};

/// Prints the actor that the knowledge file gives for the words.
pub fn run(options: &Actor, output: &mut Output) -> anyhow::Result<Outcome> {
    let name = options.name.join(" ");
    let on = options.on.unwrap_or_else(|| ZonedDateTime::now().date());
    let Some(actor) = reader::built_in_knowledge()?.resolve(&name, on) else {
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
