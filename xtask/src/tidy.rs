//! `cargo xtask tidy`: whether the repository keeps the rules of ARCHITECTURE.md. The tests run it too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

/// Which Dateline crates each crate may depend on. Leaves know none, the heart knows leaves, faces know the heart.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("dateline-page", &[]),
    ("dateline-nlp", &[]),
    ("dateline-kb", &[]),
    (
        "dateline",
        &["dateline-page", "dateline-nlp", "dateline-kb"],
    ),
    ("dateline-archive", &["dateline"]),
    ("dateline-export", &["dateline"]),
    (
        "dateline-server",
        &["dateline", "dateline-archive", "dateline-export"],
    ),
    (
        "dateline-py",
        &["dateline", "dateline-archive", "dateline-export"],
    ),
    (
        "dateline-cli",
        &[
            "dateline",
            "dateline-archive",
            "dateline-export",
            "dateline-server",
        ],
    ),
    (
        "xtask",
        &[
            "dateline",
            "dateline-archive",
            "dateline-page",
            "dateline-nlp",
            "dateline-kb",
        ],
    ),
];

/// Libraries that only some crates may use.
const OWNERS: &[(&str, &[&str])] = &[
    ("rten", &["dateline-nlp"]),
    ("rten-tensor", &["dateline-nlp"]),
    ("html5ever", &["dateline-page"]),
    ("rusqlite", &["dateline-archive"]),
    ("feed-rs", &["dateline-page"]),
    ("csv", &["dateline-page", "dateline-export"]),
    ("ureq", &["dateline-cli"]),
    ("texting_robots", &["dateline-cli"]),
    ("axum", &["dateline-server"]),
    ("tokio", &["dateline-server"]),
    ("pyo3", &["dateline-py"]),
    ("clap", &["dateline-cli", "xtask"]),
    ("anyhow", &["dateline-cli", "xtask"]),
];

/// Words of source code that only some files may hold, and what for.
const WORDS: &[(&str, &[&str], &str)] = &[
    (
        "rten::",
        &["crates/dateline-nlp/src/encoder.rs"],
        "the inference runtime has one owner",
    ),
    (
        "println!",
        &["xtask/"],
        "printing is the business of the command's output.rs",
    ),
    (
        "eprintln!",
        &["xtask/"],
        "printing is the business of the command's output.rs",
    ),
    ("dbg!", &[], "left over from a search for a fault"),
    (
        "::now()",
        &["crates/dateline-cli/", "xtask/"],
        "the library has no clock",
    ),
    (
        "std::env",
        &["crates/dateline-cli/", "xtask/"],
        "the library reads no environment",
    ),
];

/// Lines that a source file may have, its tests aside.
const MAX_LINES: usize = 600;
/// Bytes that a file of the repository may have.
const MAX_BYTES: u64 = 25 * 1024 * 1024;
/// Folders that are not part of the repository.
const OUTSIDE: &[&str] = &[
    ".git",
    "target",
    "__pycache__",
    "corpus",
    "artifacts",
    "node_modules",
];

/// Checks the repository whose root this is.
///
/// # Errors
/// With all that is wrong, one line each.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let faults = faults(root)?;
    if faults.is_empty() {
        println!("tidy: nothing to complain of");
        return Ok(());
    }
    bail!("{}", faults.join("\n"));
}

fn faults(root: &Path) -> anyhow::Result<Vec<String>> {
    let crates = crates(root)?;
    let mut faults = Vec::new();
    for folder in &crates {
        faults.extend(dependencies(folder)?);
    }
    for path in files(root) {
        let shown = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .display()
            .to_string();
        if fs::metadata(&path)?.len() > MAX_BYTES {
            faults.push(format!("{shown}: expected at most {MAX_BYTES} bytes"));
        }
        if shown.ends_with(".rs") {
            let source = fs::read_to_string(&path).with_context(|| format!("read {shown}"))?;
            faults.extend(source_file(&shown, &source));
        }
    }
    let map = fs::read_to_string(root.join("ARCHITECTURE.md")).context("read ARCHITECTURE.md")?;
    faults.extend(architecture(root, &map, &crates));
    Ok(faults)
}

/// Folders of the workspace's crates.
fn crates(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(root.join("crates")).context("list crates")?;
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    folders.push(root.join("xtask"));
    folders.retain(|folder| folder.join("Cargo.toml").exists());
    folders.sort();
    Ok(folders)
}

fn dependencies(folder: &Path) -> anyhow::Result<Vec<String>> {
    let path = folder.join("Cargo.toml");
    let manifest: toml::Table = fs::read_to_string(&path)
        .map_err(anyhow::Error::from)
        .and_then(|text| Ok(text.parse()?))
        .with_context(|| format!("read {}", path.display()))?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name"))
        .and_then(toml::Value::as_str);
    let name = name.unwrap_or_default();
    let used = |section: &str| -> Vec<String> {
        let table = manifest.get(section).and_then(toml::Value::as_table);
        table
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default()
    };
    let Some((_, known)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
        return Ok(vec![format!(
            "{name}: expected a crate that xtask/src/tidy.rs has a place for"
        )]);
    };
    let mut faults = Vec::new();
    for library in used("dependencies")
        .iter()
        .chain(&used("build-dependencies"))
    {
        if library.starts_with("dateline") && !known.contains(&library.as_str()) {
            faults.push(format!("{name}: may not depend on {library}"));
        }
        let owners = OWNERS.iter().find(|(owned, _)| owned == library);
        if owners.is_some_and(|(_, owners)| !owners.contains(&name)) {
            faults.push(format!("{name}: may not use {library}"));
        }
    }
    Ok(faults)
}

fn source_file(shown: &str, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !source.starts_with("//!") && !source.starts_with("#!") {
        faults.push(format!(
            "{shown}: expected a first line that says what the file does (//!)"
        ));
    }
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let count = code.lines().count();
    if count > MAX_LINES {
        faults.push(format!(
            "{shown}: expected at most {MAX_LINES} lines, found {count}"
        ));
    }
    if shown == "xtask/src/tidy.rs" || shown.contains("/tests/") || shown.ends_with("tests.rs") {
        return faults;
    }
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    for (number, line) in lines.enumerate() {
        for (word, places, why) in WORDS {
            let is_here = line.match_indices(word).any(|(at, _)| {
                // "eprintln!" holds "println!"
                !line[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
                    || word.starts_with(':')
            });
            if is_here && !places.iter().any(|place| shown.starts_with(place)) {
                faults.push(format!("{shown}: line {}: \"{word}\": {why}", number + 1));
            }
        }
    }
    faults
}

/// Whether the map names what is there: each crate has a section, whose list names all its top modules and no others;
/// every path in backquotes exists.
fn architecture(root: &Path, map: &str, crates: &[PathBuf]) -> Vec<String> {
    let mut faults = Vec::new();
    for folder in crates {
        let shown = folder
            .strip_prefix(root)
            .unwrap_or(folder)
            .display()
            .to_string();
        let Some(section) = section(map, &shown) else {
            faults.push(format!("ARCHITECTURE.md: expected a section `{shown}`"));
            continue;
        };
        let named: BTreeSet<String> = section.lines().filter_map(bullet).collect();
        let there = modules(folder);
        let missing = there
            .difference(&named)
            .map(|module| format!("ARCHITECTURE.md: {shown}: `{module}` is missing"));
        faults.extend(missing);
        let gone = named
            .difference(&there)
            .map(|module| format!("ARCHITECTURE.md: {shown}: `{module}` does not exist"));
        faults.extend(gone);
    }
    for path in map
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|quoted| is_path(quoted))
    {
        if !root.join(path).exists() {
            faults.push(format!("ARCHITECTURE.md: `{path}` does not exist"));
        }
    }
    faults
}

/// The text under the heading that names a folder, up to the next heading.
fn section<'m>(map: &'m str, folder: &str) -> Option<&'m str> {
    let heading = format!("`{folder}`");
    let start = map
        .lines()
        .find(|line| line.starts_with('#') && line.contains(&heading))?;
    let at = map.find(start)? + start.len();
    let rest = &map[at..];
    Some(rest.find("\n#").map_or(rest, |end| &rest[..end]))
}

/// The module that a list item begins with: "- `html`: ...".
fn bullet(line: &str) -> Option<String> {
    let (module, _) = line.strip_prefix("- `")?.split_once('`')?;
    Some(module.to_string())
}

fn is_path(quoted: &str) -> bool {
    let is_plain = quoted
        .chars()
        .all(|char| char.is_alphanumeric() || "/._-".contains(char));
    is_plain
        && (quoted.contains('/') || quoted.ends_with(".md") || quoted.ends_with(".toml"))
        && !quoted.starts_with('/')
}

fn modules(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder.join("src"))
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let roots = ["lib.rs", "main.rs"];
    names
        .filter(|name| !roots.contains(&name.as_str()))
        .map(|name| name.trim_end_matches(".rs").to_string())
        .collect()
}

/// All files of the repository.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_outside = OUTSIDE.contains(&name.as_ref()) || name.starts_with("target-");
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !is_outside => found.extend(files(&entry.path())),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            _ => {}
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_tidy() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let faults = faults(root).unwrap();
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }

    #[test]
    fn faults_are_seen() {
        let cases = [
            (
                "crates/dateline/src/x.rs",
                "//! X.\nfn a() { println!(); }\n",
                1,
            ),
            ("crates/dateline/src/x.rs", "fn a() {}\n", 1),
            ("xtask/src/x.rs", "//! X.\nfn a() { println!(); }\n", 0),
            (
                "crates/dateline/src/x.rs",
                "//! X.\n#[cfg(test)]\nmod t { fn a() { println!(); } }\n",
                0,
            ),
            (
                "crates/dateline/src/x.rs",
                "//! X.\n/// Not println! but `write`.\nfn a() {}\n",
                0,
            ),
            (
                "crates/dateline/src/x.rs",
                "//! X.\nfn a() { let n = Zoned::now(); }\n",
                1,
            ),
        ];
        for (shown, source, count) in cases {
            assert_eq!(source_file(shown, source).len(), count, "{source}");
        }
        let long = format!("//! X.\n{}", "\n".repeat(MAX_LINES));
        assert_eq!(source_file("xtask/src/x.rs", &long).len(), 1);
    }

    #[test]
    fn the_map_is_read() {
        let map = "# Map\n## `crates/a`: leaf\nText `b`.\n- `html`: reads\n- `zone`: knows\n## Next\n- `other`: x\n";
        let section = section(map, "crates/a").unwrap();
        assert_eq!(
            section.lines().filter_map(bullet).collect::<Vec<_>>(),
            ["html", "zone"]
        );
        assert!(
            is_path("docs/guide.md")
                && is_path("README.md")
                && !is_path("text/html;x")
                && !is_path("html")
        );
    }
}
