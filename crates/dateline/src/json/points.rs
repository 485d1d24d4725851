//! From byte offsets to Unicode code points.

/// Bytes between two known counts.
const STEP: usize = 64;

/// Converts byte offsets in one text to code points, in constant time each.
///
/// ```
/// let points = dateline::json::CodePoints::new("Łódź talks");
/// assert_eq!(points.at(8), 5);
/// ```
pub struct CodePoints<'a> {
    bytes: &'a [u8],
    /// Code points before each multiple of [`STEP`]; empty for a text of ASCII alone.
    counts: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Counts through the text once.
    pub fn new(text: &'a str) -> CodePoints<'a> {
        let bytes = text.as_bytes();
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in bytes.chunks(STEP) {
                counts.push(count);
                count += starts(chunk);
            }
            counts.push(count);
        }
        CodePoints { bytes, counts }
    }

    /// Code points before a byte offset. An offset past the end counts as the end, one inside a character as the next
    /// character.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes.len());
        match self.counts.get(byte / STEP) {
            Some(&count) => count + starts(&self.bytes[byte / STEP * STEP..byte]),
            None => byte,
        }
    }
}

/// How many characters begin in a run of UTF-8 bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn odd_offsets_have_an_answer() {
        let points = CodePoints::new("é—x");
        let found: Vec<usize> = [0, 1, 2, 3, 5, 6, 99]
            .iter()
            .map(|&byte| points.at(byte))
            .collect();
        assert_eq!(found, [0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(CodePoints::new("").at(1), 0);
        let exact = "é".repeat(STEP);
        assert_eq!(CodePoints::new(&exact).at(2 * STEP), STEP);
    }

    proptest! {
        #[test]
        fn every_character_counts_once(text in "(\\PC|[a-zé–漢😀]){0,300}") {
            let points = CodePoints::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte), count);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
        }
    }
}
