//! Pages and the articles that are read from them, in a form that anybody can judge.
//!
//! Each page of `samples/` and `testdata/pages/` has a file `testdata/pages/<name>.article` that says what must be read.
//! After a change that is meant, `DATELINE_UPDATE=1 cargo test -p dateline-page --test golden` writes them anew; read the
//! difference before it is committed.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use dateline_page::{Article, Page, Stated, StatedPrecision, read};

#[test]
fn pages_are_read_as_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages: Vec<PathBuf> = ["samples", "testdata/pages"]
        .iter()
        .flat_map(|folder| {
            fs::read_dir(root.join(folder)).expect("the folder is part of the repository")
        })
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| is_page(path))
        .collect();
    pages.sort();
    assert!(pages.len() >= 16, "found only {} pages", pages.len());
    let update = std::env::var_os("DATELINE_UPDATE").is_some();
    let mut wrong = Vec::new();
    for path in pages {
        let name = path
            .file_name()
            .expect("a page has a name")
            .to_string_lossy()
            .into_owned();
        let bytes = fs::read(&path).expect("a page can be read");
        let found = show(&read(&Page {
            bytes,
            origin: name.clone(),
            ..Page::default()
        }));
        let expected = root.join("testdata/pages").join(format!("{name}.article"));
        if update {
            fs::write(&expected, &found).expect("the expected file can be written");
        } else if fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!(
                "{name}: expected {}, but read:\n{found}",
                expected.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name != "README.md"
        && [".html", ".txt", ".md"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// The article as a sheet: what is known about it, then its blocks, one to a line.
fn show(article: &Article) -> String {
    let mut out = String::new();
    let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_string());
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "{name:<10} {value}");
    };
    line("headline", or_none(&article.title));
    line(
        "by",
        if article.authors.is_empty() {
            "none".to_string()
        } else {
            article.authors.join("; ")
        },
    );
    line("outlet", or_none(&article.publisher));
    line("address", or_none(&article.url));
    line("published", time(article.published.as_ref()));
    line("updated", time(article.updated.as_ref()));
    let filed = article.filed.as_ref().map(|filed| {
        format!(
            "place {}; agency {}; date {}",
            or_none(&filed.place),
            or_none(&filed.agency),
            or_none(&filed.date)
        )
    });
    line("filed", or_none(&filed));
    line("language", or_none(&article.language));
    for image in &article.images {
        line(
            "picture",
            format!(
                "{} | {} | {}",
                or_none(&image.url),
                or_none(&image.caption),
                or_none(&image.credit)
            ),
        );
    }
    for problem in &article.problems {
        let weight = if problem.is_fatal() {
            "nothing to code: "
        } else {
            ""
        };
        line(
            "problem",
            format!("{weight}{}: {}", problem.kind, problem.message),
        );
    }
    out.push('\n');
    for block in &article.blocks {
        let _ = writeln!(
            out,
            "{:<10} {}",
            block.kind.name(),
            article.block_text(block)
        );
    }
    out
}

fn time(stated: Option<&Stated>) -> String {
    let Some(stated) = stated else {
        return "not stated".to_string();
    };
    let zone = stated
        .offset
        .map_or("no zone".to_string(), |offset| format!("UTC{offset}"));
    let local = match stated.precision {
        StatedPrecision::Day => return format!("{} ({})", stated.local.date(), stated.source),
        StatedPrecision::Minute => stated.local.strftime("%Y-%m-%d %H:%M").to_string(),
        StatedPrecision::Second => stated.local.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    };
    format!("{local} {zone} ({})", stated.source)
}
