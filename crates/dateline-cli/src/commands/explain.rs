//! `dateline explain`: what a code means, in plain words.

use dateline::ontology::{self, Explanation};

use crate::args::Explain;
use crate::commands::Outcome;
use crate::output::{Output, codes};

/// Prints the meaning of each code.
pub fn run(options: &Explain, output: &mut Output) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for found in look_up(&options.codes) {
        match found {
            Ok(explanation) => output.data(&codes::show(&explanation, output.look()))?,
            Err(code) => {
                output.complain(&format!("no code is written \"{code}\"; docs/guide.md tells where all of them are listed"));
                outcome = Outcome::Nothing;
            }
        }
    }
    Ok(outcome)
}

/// Each code by itself, unless all of them together are one: `CONSULT visit`.
fn look_up(words: &[String]) -> Vec<Result<Explanation, &str>> {
    match ontology::explain(&words.join(" ")) {
        Some(explanation) => vec![Ok(explanation)],
        None => words
            .iter()
            .map(|code| ontology::explain(code).ok_or(code.as_str()))
            .collect(),
    }
}
