//! Builders shared by the compiled files: the string pool, tables, and the index from folded names to entries.

use std::collections::{BTreeMap, HashMap};

use crate::fold::fold;
use crate::store;

/// Gives each different string a number.
#[derive(Default)]
pub(crate) struct PoolBuilder {
    numbers: HashMap<String, u32>,
    text: Vec<u8>,
    offsets: Vec<u32>,
}

impl PoolBuilder {
    pub(crate) fn new() -> PoolBuilder {
        let mut pool = PoolBuilder {
            offsets: vec![0],
            ..PoolBuilder::default()
        };
        pool.add("");
        pool
    }

    pub(crate) fn add(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.text.extend_from_slice(text.as_bytes());
        self.offsets.push(self.text.len() as u32);
        self.numbers.insert(text.to_owned(), number);
        number
    }

    pub(crate) fn parts(self) -> [(&'static str, Vec<u8>); 2] {
        [("text", self.text), ("offsets", words(&self.offsets))]
    }
}

/// Names to entries. An entry is three numbers whose meaning is the owner's.
#[derive(Default)]
pub(crate) struct IndexBuilder {
    entries: BTreeMap<String, Vec<[u32; 3]>>,
}

impl IndexBuilder {
    /// Adds an entry under the folded name; nothing if the name folds to nothing.
    pub(crate) fn add(&mut self, name: &str, entry: [u32; 3]) {
        let key = fold(name);
        if key.is_empty() {
            return;
        }
        let entries = self.entries.entry(key).or_default();
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    /// The map, and the lists it points into: at each place the number of entries, then the entries.
    pub(crate) fn parts(
        mut self,
        map: &'static str,
        lists: &'static str,
    ) -> [(&'static str, Vec<u8>); 2] {
        let mut flat: Vec<u32> = Vec::new();
        let mut builder = fst::MapBuilder::memory();
        for (key, entries) in &mut self.entries {
            entries.sort_by_key(|entry| entry[0]);
            // Keys come sorted and unique out of the tree map, so inserting cannot fail.
            let _ = builder.insert(key, flat.len() as u64);
            flat.push(entries.len() as u32);
            flat.extend(entries.iter().flatten());
        }
        [
            (map, builder.into_inner().unwrap_or_default()),
            (lists, words(&flat)),
        ]
    }
}

/// Numbers as little-endian bytes.
pub(crate) fn words(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

/// An entry id from a name: `person`, "Choe Son-hui" to `person/choe-son-hui`.
pub(crate) fn slug(kind: &str, name: &str) -> String {
    format!("{kind}/{}", fold(name).replace(' ', "-"))
}

/// Puts a file together.
pub(crate) fn file(magic: &[u8; 8], version: &str, parts: Vec<(&str, Vec<u8>)>) -> Vec<u8> {
    store::write(magic, version, &parts)
}
