//! How far a run over many inputs is: a bar with the rate and the time left, on a terminal only.

use std::collections::HashMap;
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
    /// Where each file begins among all bytes, and how many it has.
    files: HashMap<String, (u64, u64)>,
    all: u64,
    at: u64,
}

impl Progress {
    /// For the inputs of a command line.
    pub fn new(inputs: &[String]) -> Progress {
        let mut files = HashMap::new();
        let mut all = 0;
        for found in input::list(inputs).into_iter().flatten() {
            if let Input::File(path) = &found {
                let size = fs::metadata(path).map_or(0, |about| about.len());
                files.insert(found.name(), (all, size));
                all += size;
            }
        }
        Progress {
            line: StatusLine::new(),
            started: Instant::now(),
            files,
            all,
            at: 0,
        }
    }

    /// Takes the bar away, before anything else is printed.
    pub fn clear(&mut self) {
        self.line.clear();
    }

    /// One thing is done, of this name and offset in a file; so many articles are.
    pub fn done(&mut self, name: &str, offset: Option<u64>, articles: usize) {
        self.at = self.at.max(self.place(name, offset));
        let line = line(self.at, self.all, articles, self.started.elapsed());
        self.line.show(&line);
    }

    fn place(&self, name: &str, offset: Option<u64>) -> u64 {
        if let Some((start, size)) = self.files.get(name) {
            return start + size;
        }
        // What is in a file has its place after the file's name: "news.warc@512", "news.csv:7", "feed.rss#2".
        let file = name.rsplit_once(['@', ':', '#']).map(|(file, _)| file);
        match file.and_then(|file| self.files.get(file)) {
            Some((start, size)) => start + offset.unwrap_or(0).min(*size),
            None => 0,
        }
    }
}

fn line(at: u64, all: u64, articles: usize, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    let rate = articles as f64 / seconds;
    let count = format!("{articles} articles, {rate:.1}/s");
    if all == 0 || at == 0 {
        return count;
    }
    let part = (at as f64 / all as f64).clamp(0.0, 1.0);
    let full = (part * BAR as f64) as usize;
    let left = Duration::from_secs_f64(seconds * (1.0 - part) / part);
    format!(
        "[{}{}] {:3.0} %  {count}, {} left",
        "#".repeat(full),
        "-".repeat(BAR - full),
        part * 100.0,
        span(left)
    )
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
    }
}
