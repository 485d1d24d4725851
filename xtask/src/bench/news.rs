//! `cargo xtask bench-add`: how fast generated pages go from a WARC file into an archive, held against coding alone.
//!
//! The pages are distinct reports in our own words, put together from sentences with slots.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{Dice, build, measure_command};

const FIRST: Date = date(2025, 1, 1);

const COUNTRIES: &[(&str, &str, &str)] = &[
    ("Norway", "Norwegian", "Oslo"),
    ("Chile", "Chilean", "Santiago"),
    ("Kenya", "Kenyan", "Nairobi"),
    ("Poland", "Polish", "Warsaw"),
    ("Georgia", "Georgian", "Tbilisi"),
    ("Sudan", "Sudanese", "Khartoum"),
    ("Colombia", "Colombian", "Bogota"),
    ("Vietnam", "Vietnamese", "Hanoi"),
    ("Morocco", "Moroccan", "Rabat"),
    ("Armenia", "Armenian", "Yerevan"),
    ("Peru", "Peruvian", "Lima"),
    ("Finland", "Finnish", "Helsinki"),
];
const FAMILY: &[&str] = &[
    "Lindqvist",
    "Okafor",
    "Benitez",
    "Tamura",
    "Kowal",
    "Haddad",
    "Moreau",
    "Dlamini",
    "Sandoval",
    "Petrak",
];
const GIVEN: &[&str] = &[
    "Ana", "Tomas", "Leila", "Jonas", "Mira", "Daniel", "Noor", "Pavel", "Ines", "Samuel",
];
const MATTERS: &[&str] = &[
    "fishing rights",
    "a new rail line",
    "grain transit",
    "border crossings",
    "water sharing",
    "the power grid",
    "visa rules",
    "a gas pipeline",
    "flood relief",
    "labour migration",
];
/// A stands for one country, B for another; the letters after say which word of it: N name, A adjective, C capital.
const SENTENCES: &[&str] = &[
    "{AA} Foreign Minister {P} met {BA} officials in {BC} on {W} to discuss {M}.",
    "{BA} police arrested {D} people on {W} after a rally against {M} in {BC}.",
    "The government of {AN} accused {BN} of breaking a treaty on {M}, a spokesman said.",
    "Rebels shelled an army post near {BC} on {W}, killing {D} soldiers, according to local officials.",
    "{AN} will send {D} tonnes of food to {BN} next month, the ministry said on {W}.",
    "Thousands of teachers marched through {AC} on {W} to demand higher pay.",
    "{AN} and {BN} signed an agreement on {M} in {AC} on {W}.",
    "President {P} of {AN} rejected a {BA} proposal on {M}.",
    "The {AA} parliament expelled two deputies on {W} over contacts with {BN}.",
    "{AA} troops were deployed along the border with {BN}, two witnesses told reporters.",
    "Analysts said that the dispute over {M} had grown since the spring.",
    "Prices in {AC} have risen by {D} percent this year, the statistics office said.",
    "The talks, which had been put off twice, lasted four hours and ended without a statement.",
    "Shops near the old harbour stayed closed while crews cleared the road.",
    "{P}, who took office last year, has promised to settle the matter of {M}.",
    "{BN} denied the report and called on {AN} to withdraw its envoy.",
];

/// Makes so many pages, and prints how fast `code` and `add` take them.
///
/// # Errors
/// When the command cannot be built or run.
pub fn run(root: &Path, pages: usize) -> anyhow::Result<()> {
    let program = build(root)?;
    let scratch = std::env::temp_dir().join(format!("dateline-bench-add-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let result = measure_both(&program, &scratch, pages);
    let _ = fs::remove_dir_all(&scratch);
    result
}

fn measure_both(program: &Path, scratch: &Path, pages: usize) -> anyhow::Result<()> {
    let (warc, archive) = (scratch.join("news.warc"), scratch.join("news.dateline"));
    write(&warc, pages).with_context(|| format!("write {}", warc.display()))?;
    let bytes = fs::metadata(&warc)?.len();
    println!("{pages} pages, {:.1} MB", bytes as f64 / 1e6);
    let paths = [warc.as_os_str(), archive.as_os_str()];
    let mut rates = Vec::new();
    for (verb, arguments) in [
        ("code", vec!["code".as_ref(), "--json".as_ref(), paths[0]]),
        ("add", vec!["add".as_ref(), paths[1], paths[0]]),
        ("add again", vec!["add".as_ref(), paths[1], paths[0]]),
    ] {
        let run = measure_command(program, &arguments)?;
        let rate = pages as f64 / run.seconds;
        println!(
            "{verb:<10}{rate:>10.1} pages/s{:>10.0} MB at most",
            run.memory
        );
        rates.push(rate);
    }
    println!("add at {:.2} of the speed of code", rates[1] / rates[0]);
    let size = fs::metadata(&archive)?.len() as f64;
    println!(
        "{:.1} KB on disk for each article",
        size / 1e3 / pages as f64
    );
    Ok(())
}

fn write(path: &Path, pages: usize) -> anyhow::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut dice = Dice::new();
    for number in 0..pages {
        let day = FIRST.checked_add(((number / 40) as i64).days())?;
        let html = page(number, day, &mut dice);
        let http = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{html}",
            html.len()
        );
        write!(
            out,
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n\
             WARC-Date: {day}T09:00:00Z\r\nWARC-Target-URI: https://outlet{}.example/news/{number}\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            number % 37,
            http.len()
        )?;
    }
    Ok(out.flush()?)
}

fn page(number: usize, day: Date, dice: &mut Dice) -> String {
    let mut body = String::new();
    let paragraphs = 8 + dice.below(8);
    let headline = sentence(day, dice);
    for _ in 0..paragraphs {
        let sentences: Vec<String> = (0..=dice.below(2)).map(|_| sentence(day, dice)).collect();
        let _ = writeln!(body, "<p>{}</p>", sentences.join(" "));
    }
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{headline}</title>\
         <meta property=\"og:site_name\" content=\"Outlet {}\">\
         <meta property=\"article:published_time\" content=\"{day}T08:{:02}:00Z\"></head>\n\
         <body><nav><a href=\"/\">Home</a> <a href=\"/world\">World</a></nav>\n\
         <article><h1>{headline}</h1>\n{body}</article>\n<footer>All rights reserved</footer></body></html>\n",
        number % 37,
        number % 60
    )
}

fn sentence(day: Date, dice: &mut Dice) -> String {
    let (a, b) = (dice.below(12) as usize, dice.below(11) as usize);
    let (a, b) = (COUNTRIES[a], COUNTRIES[if b < a { b } else { b + 1 }]);
    let weekday = day
        .checked_sub((dice.below(4) as i64).days())
        .unwrap_or(day)
        .strftime("%A");
    let matter = *dice.pick(MATTERS);
    dice.pick(SENTENCES)
        .replace("{AN}", a.0)
        .replace("{AA}", a.1)
        .replace("{AC}", a.2)
        .replace("{BN}", b.0)
        .replace("{BA}", b.1)
        .replace("{BC}", b.2)
        .replace(
            "{P}",
            &format!("{} {}", dice.pick(GIVEN), dice.pick(FAMILY)),
        )
        .replace("{M}", matter)
        .replace("{W}", &weekday.to_string())
        .replace("{D}", &(dice.below(60) + 2).to_string())
}
