//! `cargo xtask kb`: compiles the readable tables of data/ into data/knowledge.bin (who) and data/places.bin (where).
//!
//! The same tables always give the same bytes; the version in each file is a digest of the tables it was made from.

use std::fs;
use std::path::Path;

use anyhow::Context;
use dateline_kb::compile::{self, ActorTables};

/// Reads `data/actors` under `root` and writes the compiled file, saying what was made.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let data = root.join("data");
    let knowledge = compile_actors(&data)?;
    write(&data.join("knowledge.bin"), &knowledge)
}

fn compile_actors(data: &Path) -> anyhow::Result<Vec<u8>> {
    let names = ["countries.tsv", "persons.tsv", "organisations.tsv", "outlets.tsv", "roles.tsv", "bodies.tsv"];
    let texts = names.map(|name| read(&data.join("actors").join(name)));
    let [countries, persons, organisations, outlets, roles, bodies] = texts;
    let texts = [countries?, persons?, organisations?, outlets?, roles?, bodies?];
    let inputs: Vec<(&str, &[u8])> = names.iter().zip(&texts).map(|(name, text)| (*name, text.as_bytes())).collect();
    let tables = ActorTables {
        countries: &texts[0],
        persons: &texts[1],
        organisations: &texts[2],
        outlets: &texts[3],
        roles: &texts[4],
        bodies: &texts[5],
    };
    compile::actors(&tables, &compile::version_of(&inputs)).context("compiling data/actors")
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    println!("{}: {:.1} MB", path.display(), bytes.len() as f64 / 1e6);
    Ok(())
}
