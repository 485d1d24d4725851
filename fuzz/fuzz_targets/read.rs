//! Reading any bytes: no panic, and every range of the article fits its text.
//!
//! `cargo +nightly fuzz run read`

#![no_main]

use dateline::{Page, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let article = read(&Page { bytes: bytes.to_vec(), ..Page::default() });
    for block in &article.blocks {
        assert!(article.text.get(block.range()).is_some());
    }
});
