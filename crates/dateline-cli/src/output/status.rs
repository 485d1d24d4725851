//! One line on standard error that says how far work of unknown size is; only on a terminal.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::text;

/// The line is written anew at most this often.
const PAUSE: Duration = Duration::from_millis(100);
/// Goes to the start of the line and clears it.
const CLEAR: &str = "\r\x1b[2K";

/// The line.
pub struct StatusLine {
    is_terminal: bool,
    is_shown: bool,
    last: Option<Instant>,
}

impl StatusLine {
    /// Nothing is shown yet.
    pub fn new() -> StatusLine {
        StatusLine {
            is_terminal: io::stderr().is_terminal(),
            is_shown: false,
            last: None,
        }
    }

    /// Shows how far the work is, unless that was shown just now.
    pub fn show(&mut self, line: &str) {
        let is_soon = self.last.is_some_and(|last| last.elapsed() < PAUSE);
        if !self.is_terminal || is_soon {
            return;
        }
        self.last = Some(Instant::now());
        self.is_shown = true;
        write(&format!("{CLEAR}{}", text::printable(line)));
    }

    /// Takes the line away, before anything else is printed.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.is_shown) {
            write(CLEAR);
        }
    }
}

fn write(text: &str) {
    // A line that cannot be shown is no loss.
    let mut stderr = io::stderr().lock();
    let _ = stderr
        .write_all(text.as_bytes())
        .and_then(|()| stderr.flush());
}
