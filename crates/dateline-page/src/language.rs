//! Which language a text is in.

use whatlang::Lang;

/// Text past this is not looked at.
const SAMPLE_CHARS: usize = 1500;
/// Shorter texts say too little; the page's own word is taken then.
const MIN_CHARS: usize = 60;

/// ISO 639-1 code of a text; `declared` is what the page says, used where the text is too short to tell.
pub(crate) fn detect(text: &str, declared: Option<&str>) -> Option<String> {
    let declared = declared
        .and_then(|tag| tag.split(['-', '_']).next())
        .map(str::to_lowercase)
        .filter(|code| {
            (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
    let sample: String = text.chars().take(SAMPLE_CHARS).collect();
    if sample.chars().count() < MIN_CHARS {
        return declared;
    }
    let found = whatlang::detect(&sample)?;
    let code = two_letters(found.lang());
    // A short text full of foreign names is easily taken for another language.
    if found.is_reliable() {
        Some(code.to_string())
    } else {
        declared
    }
}

/// ISO 639-1 for the languages the detector knows.
fn two_letters(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "no",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => "und",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_text_then_by_declaration() {
        let cases = [
            (
                "The ministers of both countries met in the capital on Tuesday and agreed to talk again next month.",
                Some("fr"),
                Some("en"),
            ),
            (
                "Les ministres des deux pays se sont rencontrés mardi dans la capitale et ont convenu de se revoir.",
                None,
                Some("fr"),
            ),
            (
                "Министры двух стран встретились во вторник в столице и договорились продолжить переговоры.",
                Some("en"),
                Some("ru"),
            ),
            ("Short.", Some("en-GB"), Some("en")),
            ("Short.", None, None),
            ("", Some("../x"), None),
        ];
        for (text, declared, want) in cases {
            assert_eq!(detect(text, declared).as_deref(), want, "{text}");
        }
    }
}
