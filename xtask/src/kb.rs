//! `cargo xtask kb`: compiles the readable tables of data/ into data/knowledge.bin (who) and data/places.bin (where).
//!
//! The same tables always give the same bytes; the version in each file is a digest of the tables it was made from.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use dateline_kb::compile::{self, ActorTables, PlaceTables};

/// Reads `data/actors` and `data/places` under `root` and writes the compiled files, saying what was made.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let data = root.join("data");
    write(&data.join("knowledge.bin"), &compile_actors(&data)?)?;
    write(&data.join("places.bin"), &compile_places(&data)?)
}

const ACTORS: [&str; 6] = [
    "actors/countries.tsv",
    "actors/persons.tsv",
    "actors/organisations.tsv",
    "actors/outlets.tsv",
    "actors/roles.tsv",
    "actors/bodies.tsv",
];

const PLACES: [&str; 7] = [
    "places/countries.tsv",
    "places/subdivisions.tsv.gz",
    "places/cities.tsv.gz",
    "places/centres.tsv",
    "places/regions.tsv",
    "places/aliases.tsv",
    "actors/countries.tsv",
];

fn compile_actors(data: &Path) -> anyhow::Result<Vec<u8>> {
    let texts = read_all(data, &ACTORS)?;
    let tables = ActorTables::of(&texts, false);
    compile::actors(&tables, &version(&ACTORS, &texts)).context("compiling data/actors")
}

fn compile_places(data: &Path) -> anyhow::Result<Vec<u8>> {
    let texts = read_all(data, &PLACES)?;
    let tables = PlaceTables {
        countries: &texts[0],
        subdivisions: &texts[1],
        cities: &texts[2],
        centres: &texts[3],
        regions: &texts[4],
        aliases: &texts[5],
        country_names: &texts[6],
    };
    compile::places(&tables, &version(&PLACES, &texts)).context("compiling data/places")
}

fn version(names: &[&str], texts: &[String]) -> String {
    let inputs: Vec<(&str, &[u8])> = names
        .iter()
        .zip(texts)
        .map(|(name, text)| (*name, text.as_bytes()))
        .collect();
    compile::version_of(&inputs)
}

fn read_all<const N: usize>(data: &Path, names: &[&str; N]) -> anyhow::Result<[String; N]> {
    let mut texts = std::array::from_fn(|_| String::new());
    for (text, name) in texts.iter_mut().zip(names) {
        *text = read(&data.join(name))?;
    }
    Ok(texts)
}

/// The text of a file, unpacked where its name ends in `.gz`.
fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice())
            .read_to_string(&mut text)
            .with_context(|| format!("unpacking {}", path.display()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).with_context(|| format!("reading {} as UTF-8", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?;
    println!("{}: {:.1} MB", path.display(), bytes.len() as f64 / 1e6);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_kb::{Gazetteer, Knowledge};

    #[test]
    fn compiled_files_are_those_of_the_tables() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
        let bytes = |name: &str| fs::read(data.join(name)).expect("a compiled file");
        fn expected<const N: usize>(data: &Path, names: &[&str; N]) -> String {
            version(names, &read_all(data, names).expect("readable tables"))
        }
        let knowledge = Knowledge::from_bytes(bytes("knowledge.bin")).expect("a sound file");
        let places = Gazetteer::from_bytes(bytes("places.bin")).expect("a sound file");
        assert_eq!(
            knowledge.version(),
            expected(&data, &ACTORS),
            "run `cargo xtask kb`"
        );
        assert_eq!(
            places.version(),
            expected(&data, &PLACES),
            "run `cargo xtask kb`"
        );
    }
}
