//! How far a run over many inputs is: a bar with the rate and the time left, on a terminal only.

use std::fs;
use std::time::{Duration, Instant};

use super::status::StatusLine;
use crate::input::{self, Input};

/// Characters of the bar.
const BAR: usize = 24;

/// The bar. The way is measured in bytes of files: how many articles they hold is known only at their end.
pub struct Progress {
    line: StatusLine,
    started: Instant,
    all: u64,
    at: u64,
}

impl Progress {
    /// For the inputs of a command line.
    pub fn new(inputs: &[String]) -> Progress {
        let found = input::list(inputs).into_iter().flatten();
        let sizes = found.map(|input| match input {
            Input::File(path) => fs::metadata(path).map_or(0, |about| about.len()),
            Input::Stdin => 0,
        });
        Progress {
            line: StatusLine::new(),
            started: Instant::now(),
            all: sizes.sum(),
            at: 0,
        }
    }

    /// Takes the bar away, before anything else is printed.
    pub fn clear(&mut self) {
        self.line.clear();
    }

    /// What was found when so many bytes of all files had been read is done, and so many articles are.
    pub fn done(&mut self, passed: u64, articles: usize) {
        self.at = self.at.max(passed);
        let line = line(self.at, self.all, articles, self.started.elapsed());
        self.line.show(&line);
    }
}

fn line(at: u64, all: u64, articles: usize, elapsed: Duration) -> String {
    let count = format!("{articles} articles, {}", rate(articles, 0, elapsed));
    if all == 0 || at == 0 {
        return count;
    }
    let part = (at as f64 / all as f64).clamp(0.0, 1.0);
    let full = (part * BAR as f64) as usize;
    let left = elapsed.mul_f64((1.0 - part) / part);
    format!(
        "[{}{}] {:3.0} %  {count}, {} left",
        "#".repeat(full),
        "-".repeat(BAR - full),
        part * 100.0,
        span(left)
    )
}

/// The rate at which so many things were done, and how long as many as are to go will take.
pub fn rate(done: usize, to_go: usize, elapsed: Duration) -> String {
    let rate = done as f64 / elapsed.as_secs_f64().max(0.001);
    if done == 0 || to_go == 0 {
        return format!("{rate:.1}/s");
    }
    let left = Duration::from_secs_f64(to_go as f64 / rate);
    format!("{rate:.1}/s, {} left", span(left))
}

fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left() {
        let after = |seconds| Duration::from_secs(seconds);
        assert_eq!(
            line(50, 200, 30, after(10)),
            "[######------------------]  25 %  30 articles, 3.0/s, 30 s left"
        );
        assert_eq!(line(0, 0, 30, after(10)), "30 articles, 3.0/s");
        assert_eq!(span(after(3725)), "1 h 02 min");
        assert_eq!(rate(20, 5, after(10)), "2.0/s, 2 s left");
        assert_eq!(rate(0, 5, after(10)), "0.0/s");
    }
}
