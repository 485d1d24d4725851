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

/// A looser key of a name of two parts or more, the same for the usual ways of writing it in Latin letters: Sergei
/// and Sergey, Zelensky and Zelenskyy, Muhammad and Mohamed, al-Shabab and al-Shabaab. Empty for a single word, where
/// it would match too much.
pub(crate) fn loose(name: &str) -> String {
    let key = fold(name);
    if !key.contains(' ') {
        return String::new();
    }
    let mut plain = key;
    for (spelled, sound) in [
        ("kh", "h"),
        ("gh", "g"),
        ("dh", "d"),
        ("ph", "f"),
        ("ou", "u"),
        ("ck", "k"),
        ("ts", "c"),
    ] {
        plain = plain.replace(spelled, sound);
    }
    let mut loose = String::with_capacity(plain.len());
    for letter in plain.chars() {
        let letter = match letter {
            'y' | 'j' => 'i',
            'o' => 'u',
            'e' => 'a',
            'w' => 'v',
            'q' => 'k',
            other => other,
        };
        if !loose.ends_with(letter) {
            loose.push(letter);
        }
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::{fold, loose};

    #[test]
    fn transliterations_share_a_loose_key() {
        let same = [
            ("Sergei Lavrov", "Sergey Lavrov"),
            ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
            ("Mohammed Al Thani", "Muhammad al-Thani"),
            ("al-Shabab", "al-Shabaab"),
            ("Dmitry Peskov", "Dmitri Peskov"),
        ];
        for (one, other) in same {
            assert_eq!(loose(one), loose(other), "{one} and {other}");
        }
        assert_ne!(loose("Kim Jong Un"), loose("Kim Jong Il"));
        assert_eq!(loose("Hamas"), "");
    }

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
