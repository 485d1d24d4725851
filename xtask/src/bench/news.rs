//! `cargo xtask bench-add`: how fast generated pages go from a WARC file into an archive, held against coding alone.
//!
//! The pages are distinct reports in our own words ([`pages`]).

mod pages;
mod words;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use pages::Density;

use super::{build, measure_command};

/// Makes so many pages, and prints how fast `code` and `add` take them.
///
/// # Errors
/// When the command cannot be built or run.
pub fn run(root: &Path, pages: usize, is_dense: bool) -> anyhow::Result<()> {
    let program = build(root)?;
    let scratch = std::env::temp_dir().join(format!("dateline-bench-add-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let density = if is_dense {
        Density::OneMatter
    } else {
        Density::News
    };
    let result = measure_both(&program, &scratch, pages, density);
    let _ = fs::remove_dir_all(&scratch);
    result
}

fn measure_both(
    program: &Path,
    scratch: &Path,
    pages: usize,
    density: Density,
) -> anyhow::Result<()> {
    let (warc, archive) = (scratch.join("news.warc"), scratch.join("news.dateline"));
    write(&warc, pages, density).with_context(|| format!("write {}", warc.display()))?;
    let bytes = fs::metadata(&warc)?.len();
    println!("{pages} pages, {:.1} MB", bytes as f64 / 1e6);
    let paths = [warc.as_os_str(), archive.as_os_str()];
    let mut runs = Vec::new();
    for (verb, arguments) in [
        ("code", vec!["code".as_ref(), "--json".as_ref(), paths[0]]),
        ("add", vec!["add".as_ref(), paths[1], paths[0]]),
        ("add again", vec!["add".as_ref(), paths[1], paths[0]]),
    ] {
        let run = measure_command(program, &arguments)?;
        let rate = pages as f64 / run.seconds;
        println!(
            "{verb:<10}{rate:>10.1} pages/s{:>10.1} CPU s{:>10.0} MB at most",
            run.work, run.memory
        );
        runs.push(run);
    }
    println!(
        "add at {:.2} of the speed of code, {:.2} by CPU seconds",
        runs[0].seconds / runs[1].seconds,
        runs[0].work / runs[1].work
    );
    let size = fs::metadata(&archive)?.len() as f64;
    println!(
        "{:.1} KB on disk for each article",
        size / 1e3 / pages as f64
    );
    Ok(())
}

fn write(path: &Path, pages: usize, density: Density) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    for (number, page) in pages::pages(density).take(pages).enumerate() {
        let (day, outlet, html) = (page.day, page.outlet, page.html);
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{html}",
            html.len()
        );
        write!(
            out,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n\
             WARC-Date: {day}T09:00:00Z\r\nWARC-Target-URI: https://outlet{outlet}.example/news/{number}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )?;
    }
    Ok(out.flush()?)
}
