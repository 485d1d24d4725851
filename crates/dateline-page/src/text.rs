//! Small operations on strings that every reader of a page needs.

/// One line with single spaces: white space of all kinds squeezed, invisible characters dropped.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    squeeze_into(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// Adds text to a line, keeping spaces single and none in front.
pub(crate) fn squeeze_into(line: &mut String, text: &str) {
    for char in text.chars() {
        if is_invisible(char) {
            continue;
        }
        if char.is_whitespace() || char.is_control() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else {
            line.push(char);
        }
    }
}

/// Soft hyphens, joiners and marks that shift no ink and would split words.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether a line ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_as_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', ' '])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
}

/// The words of a line in lower case, punctuation aside.
pub(crate) fn words(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split(|char: char| !char.is_alphanumeric() && char != '\'' && char != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

/// Number of words in a line.
pub(crate) fn word_count(line: &str) -> usize {
    line.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}

/// Letters and digits in lower case: two lines with equal keys say the same.
pub(crate) fn key(line: &str) -> String {
    line.chars()
        .filter(|char| char.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// 64-bit FNV-1a in 16 hex digits: stable between versions and machines, which the standard hasher is not.
pub(crate) fn stable_hash<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = OFFSET;
    for part in parts {
        // A separator keeps ("ab", "c") and ("a", "bc") apart.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_squeezed() {
        for (text, want) in [
            ("  a \n\t b\u{a0}c  ", "a b c"),
            ("co\u{ad}operate\u{200b}", "cooperate"),
            ("", ""),
            ("\n", ""),
        ] {
            assert_eq!(squeeze(text), want);
        }
    }

    #[test]
    fn sentence_ends_see_through_quotes() {
        for (line, want) in [
            ("He left.", true),
            ("“He left.”", true),
            ("(He left!)", true),
            ("Read more", false),
            ("", false),
        ] {
            assert_eq!(ends_as_sentence(line), want, "{line}");
        }
    }

    #[test]
    fn hashes_tell_parts_apart() {
        assert_ne!(stable_hash(["ab", "c"]), stable_hash(["a", "bc"]));
        assert_eq!(stable_hash([""]), stable_hash([""]));
    }
}
