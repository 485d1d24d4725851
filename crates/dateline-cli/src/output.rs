//! All printing: data to standard output, messages to standard error, colour only where it is wanted.

pub mod annotations;
pub mod archive;
pub mod articles;
pub mod codes;
pub mod events;
pub mod parties;
pub mod progress;
pub mod reasons;
pub mod relations;
pub mod reports;
pub mod series;
pub mod status;
mod table;
mod text;
mod tree;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, StdoutLock, Write};

use crate::args::Color;
use crate::batch::Note;

pub use text::{Style, Text};

/// Width where standard output is no terminal.
const DEFAULT_WIDTH: usize = 100;
/// Lines longer than this are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 140;
/// Narrower than this nothing can be laid out.
const MIN_WIDTH: usize = 24;

/// How many inputs are named with the same note; the others are counted.
const ALIKE: usize = 5;

/// How many notes are remembered as made; others are told each time, so that memory is bounded.
const REMEMBERED: usize = 1000;

/// How to show things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub is_coloured: bool,
    /// Columns.
    pub width: usize,
}

/// The two streams of the command.
pub struct Output {
    stdout: io::BufWriter<StdoutLock<'static>>,
    look: Look,
    is_terminal: bool,
    /// How many inputs each note was made on.
    notes: BTreeMap<String, usize>,
}

impl Output {
    /// Takes hold of standard output.
    pub fn new(color: Color) -> Output {
        let is_terminal = io::stdout().is_terminal();
        let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_coloured = match color {
            Color::Auto => {
                is_terminal
                    && !is_refused
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
            Color::Always => true,
            Color::Never => false,
        };
        let look = Look {
            is_coloured,
            width: width(is_terminal),
        };
        Output {
            stdout: io::BufWriter::new(io::stdout().lock()),
            look,
            is_terminal,
            notes: BTreeMap::new(),
        }
    }

    pub fn look(&self) -> Look {
        self.look
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Prints data.
    pub fn data(&mut self, text: &str) -> io::Result<()> {
        self.stdout.write_all(text.as_bytes())?;
        if self.is_terminal {
            self.stdout.flush()
        } else {
            Ok(())
        }
    }

    /// Prints what is left in the buffer, and of how many more inputs the same was noted.
    pub fn finish(&mut self) -> anyhow::Result<()> {
        for (message, count) in std::mem::take(&mut self.notes) {
            if let Some(more @ 1..) = count.checked_sub(ALIKE) {
                self.complain(&format!("note: {more} more like this: {message}"));
            }
        }
        Ok(self.stdout.flush()?)
    }

    /// Tells the user about an input. Each error is told, of like notes the first [`ALIKE`].
    pub fn note(&mut self, input: &str, note: &Note) {
        if note.is_error {
            return self.complain(&format!("{input}: {}", note.message));
        }
        let told = match self.notes.get_mut(&note.message) {
            Some(count) => {
                *count += 1;
                *count
            }
            None => {
                if self.notes.len() < REMEMBERED {
                    self.notes.insert(note.message.clone(), 1);
                }
                1
            }
        };
        if told <= ALIKE {
            self.complain(&format!("{input}: note: {}", note.message));
        }
    }

    /// Prints a message.
    pub fn complain(&mut self, message: &str) {
        // What came before on standard output stays before it on a terminal.
        let _ = self.stdout.flush();
        message_line(message);
    }
}

/// Prints why the command line cannot be used, or the help or version that it asks for; gives the exit code.
pub fn refuse(refusal: &clap::Error) -> u8 {
    if refusal.use_stderr() {
        let text = refusal.render().to_string();
        message_line(text.strip_prefix("error: ").unwrap_or(&text).trim_end());
    } else {
        // A reader that has gone away needs no help.
        let _ = refusal.print();
    }
    refusal.exit_code() as u8
}

/// Standard output for data that is no text or comes in one stream.
pub fn stdout() -> io::Stdout {
    io::stdout()
}

fn message_line(message: &str) {
    // There is nowhere left to report a broken standard error.
    let _ = writeln!(
        io::stderr().lock(),
        "dateline: {}",
        text::printable(message)
    );
}

/// Whether an error is only that the reader of standard output has gone away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let is_broken = |cause: &(dyn std::error::Error + 'static)| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    error.chain().any(is_broken)
}

fn width(is_terminal: bool) -> usize {
    let asked = || std::env::var("COLUMNS").ok()?.parse::<usize>().ok();
    let seen = || {
        is_terminal
            .then(terminal_size::terminal_size)
            .flatten()
            .map(|(width, _)| usize::from(width.0))
    };
    seen()
        .or_else(asked)
        .unwrap_or(DEFAULT_WIDTH)
        .clamp(MIN_WIDTH, MAX_WIDTH)
}
