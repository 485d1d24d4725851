//! Names brought to one spelling for lookup: lower case, no accents, no apostrophes, hyphens as spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The lookup key of a name: "Choe Son-hui" and "CHOE Son Hui" are both `choe son hui`, "U.S." is `us`, "Côte
/// d'Ivoire" is `cote divoire`. Letters of other scripts stay as they are. Empty if the name has no letter or digit.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.nfd() {
        if is_combining_mark(letter) || is_dropped(letter) {
            continue;
        }
        if !letter.is_alphanumeric() && letter != '&' {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        push_folded(letter, &mut key);
    }
    key
}

/// Marks inside words that spellings disagree about, and that separate nothing.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '.' | '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | 'ʿ' | 'ʾ' | '\u{ad}'
    )
}

fn push_folded(letter: char, key: &mut String) {
    match letter {
        'ß' => key.push_str("ss"),
        'Æ' | 'æ' => key.push_str("ae"),
        'Œ' | 'œ' => key.push_str("oe"),
        'Þ' | 'þ' => key.push_str("th"),
        'Ø' | 'ø' => key.push('o'),
        'Ł' | 'ł' => key.push('l'),
        'Đ' | 'đ' | 'Ð' | 'ð' => key.push('d'),
        'ı' | 'İ' => key.push('i'),
        'Ħ' | 'ħ' => key.push('h'),
        'Ə' | 'ə' => key.push('a'),
        '&' => key.push_str("and"),
        other => key.extend(other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let cases = [
            ("Choe Son-hui", "choe son hui"),
            ("U.S.", "us"),
            ("Côte d’Ivoire", "cote divoire"),
            ("São Tomé & Príncipe", "sao tome and principe"),
            ("Łódź", "lodz"),
            ("Türkiye", "turkiye"),
            ("  al-Sha'bi ", "al shabi"),
            ("Straße", "strasse"),
            ("Bashar\u{a0}al‑Assad", "bashar al assad"),
            ("—", ""),
            ("", ""),
        ];
        for (name, key) in cases {
            assert_eq!(fold(name), key, "{name:?}");
        }
    }
}
