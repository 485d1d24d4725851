//! The `dateline` command: reads arguments, runs one verb, turns its outcome into an exit code.
//!
//! Exit codes: 0 done, 1 nothing found, 2 any error; a reader that goes away early (`dateline code x | head`) is no
//! error. `args` says what can be typed, `input` turns it into pages, `commands` holds a file for each verb, and
//! `output` does all printing.

mod args;
mod batch;
mod commands;
mod fetch;
mod input;
mod output;
mod own;

use std::process::ExitCode;

use args::Verb;
use commands::Outcome;
use output::Output;

/// Name of the thread that works: the main thread's stack is too small on some systems.
const WORKER: &str = "dateline";
/// Stack of the working thread, in bytes.
const STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let worker = std::thread::Builder::new()
        .name(WORKER.into())
        .stack_size(STACK)
        .spawn(run);
    match worker.map(|thread| thread.join()) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) | Err(_) => ExitCode::from(Outcome::Failed.code()),
    }
}

fn run() -> ExitCode {
    let arguments = match args::parse() {
        Ok(arguments) => arguments,
        Err(refusal) => return ExitCode::from(output::refuse(&refusal)),
    };
    batch::keep_panics_quiet();
    let mut output = Output::new(arguments.color);
    let result = match &arguments.verb {
        Verb::Code(options) => commands::code::run(options, &mut output),
        Verb::Read(options) => commands::read::run(options, &mut output),
        Verb::Annotate(options) => commands::annotate::run(options, &mut output),
        Verb::Relate(options) => commands::relate::run(options, &mut output),
        Verb::Add(options) => commands::add::run(options, &mut output),
        Verb::Find(options) => commands::find::run(options, &mut output),
        Verb::Show(options) => commands::show::run(options, &mut output),
        Verb::Series(options) => commands::series::run(options, &mut output),
        Verb::Check(options) => commands::check::run(options, &mut output),
        Verb::Fetch(options) => commands::fetch::run(options, &mut output),
        Verb::Export(options) => commands::export::run(options, &mut output),
        Verb::Explain(options) => commands::explain::run(options, &mut output),
        Verb::Actor(options) => commands::actor::run(options, &mut output),
    };
    let result = result.and_then(|outcome| output.finish().map(|()| outcome));
    match result {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output.complain(&format!("{error:#}"));
            ExitCode::from(Outcome::Failed.code())
        }
    }
}
