//! `dateline explain`: what a code means, why a page was coded as it was, whether a user's rules do as they say.

use std::path::Path;

use dateline::coding::reasons::Reasons;
use dateline::json::Writer;
use dateline::ontology::{self, Explanation};
use dateline::{Article, Want};

use crate::args::{Explain, Pages};
use crate::batch::{self, Piece, Threads};
use crate::commands::Outcome;
use crate::input::{self, Items};
use crate::output::{Output, codes, reasons};
use crate::own;

/// Explains codes, pages or rules, whichever the arguments name.
pub fn run(options: &Explain, output: &mut Output) -> anyhow::Result<Outcome> {
    if options.check {
        return check(options, output);
    }
    let (pages, codes): (Vec<&String>, Vec<&String>) =
        options.what.iter().partition(|word| is_page(word));
    match (pages.is_empty(), codes.is_empty()) {
        (true, _) => meanings(&options.what, output),
        (false, true) => why(options, output),
        (false, false) => anyhow::bail!(
            "expected either codes or pages, found the code {} beside the page {}",
            codes[0],
            pages[0]
        ),
    }
}

/// Codes have neither dots nor slashes; a file that is named like a code is meant with `./` before it.
fn is_page(word: &str) -> bool {
    word == "-"
        || word.contains(['.', '/', '\\', '*'])
        || ontology::explain(word).is_none() && Path::new(word).exists()
}

/// Prints the meaning of each code.
fn meanings(words: &[String], output: &mut Output) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    for found in look_up(words) {
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

/// Prints why the acts of each page were coded as they were.
fn why(options: &Explain, output: &mut Output) -> anyhow::Result<Outcome> {
    let pages = Pages {
        inputs: options.what.clone(),
        published: options.published,
        ..Pages::default()
    };
    let look = output.look();
    let pipeline = own::pipeline(&pages, &options.coding, output)?;
    let threads = Threads::Model(&pipeline);
    batch::run(&pages, Items::new(&pages), &threads, output, |source| {
        let name = source.name.clone();
        let article = input::article(pipeline.knowledge(), source, &pages);
        let (notes, is_skipped) = batch::check(&article);
        if is_skipped {
            return Piece {
                notes,
                ..Piece::default()
            };
        }
        let annotation = pipeline.annotate(&article, Want { events: true });
        let all = numbered(pipeline.reasons(&article, &annotation));
        let wanted: Vec<(Option<usize>, Reasons)> = all
            .into_iter()
            .filter(|(number, reasons)| is_wanted(options, &article, &annotation, *number, reasons))
            .collect();
        let text = if options.json {
            let writer = Writer::new(&article);
            let lines = wanted.iter().map(|(_, why)| writer.reasons(why) + "\n");
            lines.collect()
        } else {
            reasons::show(&article, &annotation, &name, &wanted, look)
        };
        Piece {
            text,
            found: wanted.len(),
            notes,
        }
    })
}

/// Gives the acts that were given out their numbers, from 1.
fn numbered(all: Vec<Reasons>) -> Vec<(Option<usize>, Reasons)> {
    let mut last = 0;
    let number = |reasons: Reasons| {
        let number = reasons.rejected.is_none().then(|| {
            last += 1;
            last
        });
        (number, reasons)
    };
    all.into_iter().map(number).collect()
}

fn is_wanted(
    options: &Explain,
    article: &Article,
    annotation: &dateline::Annotation,
    number: Option<usize>,
    reasons: &Reasons,
) -> bool {
    let has_words = |words: &String| {
        let sentence = annotation.sentences.get(reasons.sentence);
        let text = sentence.map_or("", |sentence| sentence.text(&article.text));
        text.to_lowercase().contains(&words.to_lowercase())
    };
    options
        .statement
        .is_none_or(|wanted| number == Some(wanted))
        && options
            .sentence
            .is_none_or(|wanted| wanted == reasons.sentence)
        && options.words.as_ref().is_none_or(has_words)
}

/// Tries the examples of the user's rules.
fn check(options: &Explain, output: &mut Output) -> anyhow::Result<Outcome> {
    let pipeline = own::pipeline(&Pages::default(), &options.coding, output)?;
    let (failures, count) = pipeline.check_own_rules();
    for failure in &failures {
        output.data(&reasons::failure(failure))?;
    }
    let files = match count {
        1 => "1 rule tried".to_string(),
        count => format!("{count} rules tried"),
    };
    let result = match failures.len() {
        0 => "all examples come out as they say".to_string(),
        1 => "1 example does not come out as it says".to_string(),
        many => format!("{many} examples do not come out as they say"),
    };
    output.data(&format!("{files}, {result}\n"))?;
    Ok(match failures.is_empty() {
        true => Outcome::Done,
        false => Outcome::Nothing,
    })
}
