//! A noun phrase cut into words.

use crate::names::Word;
use crate::vocabulary::{DETERMINERS, MEASURES};

/// The words of a phrase without the marks about them. A possessive ending stays on its word.
pub(crate) fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    for piece in text.split_whitespace() {
        let start = piece.trim_start_matches(is_mark);
        let bare = start.trim_end_matches(is_mark);
        let comma = start[bare.len()..].contains([',', ';', ':', '('])
            || piece.starts_with(['(', ',']) && bare.is_empty();
        if bare.is_empty() {
            if let Some(last) = words.last_mut() {
                last.comma |= comma;
            }
            continue;
        }
        if piece.starts_with('(')
            && let Some(last) = words.last_mut()
        {
            last.comma = true;
        }
        let whole = with_last_dot(start, bare);
        let mut word = Word::new(whole);
        word.comma = comma;
        words.push(word);
    }
    words
}

/// Marks about a word, apart from apostrophes, which may be part of it.
fn is_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '&')
}

/// "U.S." keeps its last dot.
fn with_last_dot<'t>(start: &'t str, bare: &'t str) -> &'t str {
    if bare.contains('.') && start[bare.len()..].starts_with('.') {
        &start[..bare.len() + 1]
    } else {
        bare
    }
}

/// Drops the determiners, numbers and measures before a phrase: "the", "at least 12", "dozens of", "a group of".
pub(crate) fn without_determiners<'w, 't>(mut words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    while let Some(first) = words.first() {
        let key = first.key.as_str();
        let of = words.get(1).is_some_and(|word| word.key == "of");
        if MEASURES.contains(&key) && of {
            words = &words[2..];
        } else if words.len() > 1 && (DETERMINERS.contains(&key) || is_number(first)) {
            words = &words[1..];
        } else {
            break;
        }
    }
    words
}

fn is_number(word: &Word<'_>) -> bool {
    word.text.starts_with(|c: char| c.is_ascii_digit()) && !word.text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_marks_but_keep_possessives() {
        let words = words_of("“Israel’s army, the U.S. (Navy), Yemen's”");
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        assert_eq!(
            texts,
            ["Israel’s", "army", "the", "U.S.", "Navy", "Yemen's"]
        );
        let commas: Vec<bool> = words.iter().map(|word| word.comma).collect();
        assert_eq!(commas, [false, true, false, true, true, false]);
        assert_eq!(words[0].bare.as_deref(), Some("israel"));
    }

    #[test]
    fn measures_and_determiners_fall_off() {
        let cases = [
            ("at least 12 Ukrainian soldiers", "Ukrainian"),
            ("tens of thousands of protesters", "protesters"),
            ("a group of gunmen", "gunmen"),
            ("one of the ministers", "ministers"),
            ("the", "the"),
        ];
        for (phrase, first) in cases {
            let words = words_of(phrase);
            assert_eq!(
                without_determiners(&words).first().map(|word| word.text),
                Some(first),
                "{phrase}"
            );
        }
    }
}
