//! `cargo xtask bench`: pages per second and peak memory of the command itself, over a folder of pages.

pub mod archive;
pub mod news;

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use flate2::read::GzDecoder;

/// Time between two looks at the memory of the running command.
const LOOK: Duration = Duration::from_millis(5);

/// One run of the command.
struct Run {
    seconds: f64,
    /// Seconds that cores worked for it, at the last look; these hardly depend on what else runs.
    work: f64,
    /// Largest resident size seen, in megabytes.
    memory: f64,
}

/// What is timed; `annotate` and `code` with both models.
const COMMANDS: [&[&str]; 5] = [
    &["read"],
    &["annotate"],
    &["code"],
    &["annotate", "--model", "fast"],
    &["code", "--model", "fast"],
];

/// Builds the command and prints a table of its speed for each of [`COMMANDS`], on one thread and on all.
///
/// # Errors
/// When there are no pages, or the command cannot be built or run.
pub fn run(root: &Path, folder: &Path) -> anyhow::Result<()> {
    let program = build(root)?;
    let scratch = std::env::temp_dir().join(format!("dateline-bench-{}", std::process::id()));
    let result = measure_all(&program, folder, &scratch);
    // The folder may never have been made.
    let _ = fs::remove_dir_all(&scratch);
    result
}

fn measure_all(program: &Path, folder: &Path, scratch: &Path) -> anyhow::Result<()> {
    let pages = unpack(folder, &scratch.join("all"))?;
    let single = scratch.join("one");
    fs::create_dir_all(&single)?;
    let first = pages
        .first()
        .context("expected pages in the folder, but found none")?;
    fs::copy(first, single.join(first.file_name().unwrap_or_default()))?;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{} pages of {}; {cores} cores",
        pages.len(),
        folder.display()
    );
    println!(
        "{:<22}{:>8}{:>12}{:>12}{:>12}{:>12}",
        "command", "threads", "first page", "all", "pages/s", "peak MB"
    );
    for command in COMMANDS {
        let mut threads = vec![1, cores];
        threads.dedup();
        for count in threads {
            let start = measure(program, command, count, &single)?;
            let whole = measure(program, command, count, &scratch.join("all"))?;
            // What is left after the start is the work on the other pages.
            let rate = (pages.len() - 1) as f64 / (whole.seconds - start.seconds).max(f64::EPSILON);
            println!(
                "{:<22}{count:>8}{:>10.2} s{:>10.2} s{rate:>12.1}{:>12.0}",
                command.join(" "),
                start.seconds,
                whole.seconds,
                whole.memory
            );
        }
    }
    Ok(())
}

/// Builds the release program and gives its path, as Cargo reports it.
fn build(root: &Path) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args([
            "build",
            "--release",
            "--package",
            "dateline-cli",
            "--message-format",
            "json-render-diagnostics",
        ])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("run cargo build")?;
    if !built.status.success() {
        bail!("build the command: cargo ended with {}", built.status);
    }
    let reports = String::from_utf8_lossy(&built.stdout);
    let path = reports.lines().rev().find_map(|line| {
        let report: serde_json::Value = serde_json::from_str(line).ok()?;
        report["executable"].as_str().map(PathBuf::from)
    });
    path.context("expected Cargo to name the program it built")
}

/// Copies the pages of a folder, compressed ones unpacked, so that all runs read the same plain files.
fn unpack(from: &Path, to: &Path) -> anyhow::Result<Vec<PathBuf>> {
    fs::create_dir_all(to)?;
    let mut pages = Vec::new();
    let entries = fs::read_dir(from).with_context(|| format!("list {}", from.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut bytes = fs::read(&path).with_context(|| format!("read {}", path.display()))?;
        let plain = name.trim_end_matches(".gz");
        if plain != name {
            let packed = std::mem::take(&mut bytes);
            GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes)?;
        }
        if [".html", ".htm", ".txt", ".md"]
            .iter()
            .any(|end| plain.ends_with(end))
        {
            fs::write(to.join(plain), bytes)?;
            pages.push(to.join(plain));
        }
    }
    Ok(pages)
}

fn measure(program: &Path, command: &[&str], threads: usize, folder: &Path) -> anyhow::Result<Run> {
    let threads = threads.to_string();
    let arguments = [command, &["--json", "--threads", &threads]].concat();
    let arguments: Vec<&OsStr> = arguments.into_iter().map(OsStr::new).collect();
    measure_command(program, &[&arguments[..], &[folder.as_os_str()]].concat())
}

/// One run with these arguments.
fn measure_command(program: &Path, arguments: &[&OsStr]) -> anyhow::Result<Run> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("run {}", program.display()))?;
    let (mut memory, mut work): (f64, f64) = (0.0, 0.0);
    let status = loop {
        memory = memory.max(peak(child.id()).unwrap_or(0.0));
        work = work.max(worked(child.id()).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(LOOK);
    };
    // 1 and 2 say that there was nothing to find, or that a page was bad: both happen with real pages.
    if status.code().is_none() {
        bail!("the command was ended by a signal");
    }
    Ok(Run {
        seconds: start.elapsed().as_secs_f64(),
        work,
        memory,
    })
}

/// Peak resident size of a process in megabytes, from Linux's /proc; `None` elsewhere.
fn peak(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Seconds that cores have worked for a process, from Linux's /proc; `None` elsewhere.
fn worked(process: u32) -> Option<f64> {
    /// Linux gives all times in hundredths of a second.
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name in brackets may hold spaces. User and system time are the 14th and 15th field (proc(5)).
    let fields = stat.rsplit_once(')')?.1.split_whitespace();
    let times: Option<f64> = fields
        .skip(11)
        .take(2)
        .map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    Some(times? / TICKS)
}

/// How long a core has worked for this thread, from Linux's /proc; `None` elsewhere.
fn own_work() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = stat.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// Numbers that look random and are the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn new() -> Dice {
        Dice(0x9E37_79B9_7F4A_7C15)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % bound
    }

    /// Small numbers more often than great ones, as names in the news are.
    fn skewed(&mut self, bound: u64) -> u64 {
        let part = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((part * part * bound as f64) as u64).min(bound - 1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }

    /// A word that is no word, the same for the same number.
    fn word(&mut self) -> String {
        const SYLLABLES: &[&str] = &[
            "ba", "ko", "lin", "ter", "mu", "sha", "ren", "do", "vi", "gal", "pe", "nor", "su",
            "tam", "ri", "zel",
        ];
        let mut number = self.skewed(20_000) + 1;
        let mut word = String::new();
        while number > 0 {
            word += SYLLABLES[(number % 16) as usize];
            number /= 16;
        }
        word
    }
}
