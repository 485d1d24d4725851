//! Bytes to text: byte-order mark, HTTP charset, `meta` charset, then a guess; mistakes are noted, never fatal.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::article::{Problem, problem};

/// How far into a page a `meta` charset is looked for; the HTML standard asks for 1,024 bytes, real pages need more.
const META_SEARCH_BYTES: usize = 4096;
/// How much of a page the guess is made from.
const GUESS_BYTES: usize = 64 * 1024;

/// A page's text and what was wrong with its charset.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) problems: Vec<Problem>,
}

/// Turns bytes into text by what is declared, corrected by what the bytes can be.
pub(crate) fn decode(bytes: &[u8], media_type: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..], None);
    }
    let declared = media_type
        .and_then(charset_parameter)
        .or_else(|| meta_charset(bytes));
    let known = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let (Some(label), None) = (declared, known) {
        let note = format!("expected a known charset, but the page declares `{label}`");
        return decode_as(guess(bytes), bytes, Some(note));
    }
    match known {
        None => decode_as(guess(bytes), bytes, None),
        Some(encoding) if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() => {
            decode_broken_utf8(bytes)
        }
        // Old pages often keep a label from before they changed over; bytes that are valid UTF-8 with
        // multi-byte characters are next to never anything else.
        Some(encoding) if encoding != UTF_8 && is_multibyte_utf8(bytes) => {
            let note = format!(
                "expected {} as declared, but the bytes are UTF-8",
                encoding.name()
            );
            decode_as(UTF_8, bytes, Some(note))
        }
        Some(encoding) => decode_as(encoding, bytes, None),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let mut problems = Vec::new();
    if let Some(note) = note {
        problems.push(Problem::new(problem::CHARSET, note));
    }
    if bad {
        let message = format!(
            "some bytes are not {}; they are shown as U+FFFD",
            encoding.name()
        );
        problems.push(Problem::new(problem::CHARSET, message));
    }
    Decoded {
        text: text.into_owned(),
        problems,
    }
}

/// A page said to be UTF-8 that is not: wholly another charset, or UTF-8 with foreign bytes in it.
fn decode_broken_utf8(bytes: &[u8]) -> Decoded {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk
            .valid()
            .chars()
            .filter(|char| !char.is_ascii())
            .count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good < bad {
        let encoding = guess(bytes);
        if encoding != UTF_8 {
            let note = format!(
                "expected UTF-8 as declared, but the bytes look like {}",
                encoding.name()
            );
            return decode_as(encoding, bytes, Some(note));
        }
    }
    Decoded {
        text: decode_mixed(bytes),
        problems: vec![Problem::new(
            problem::CHARSET,
            format!(
                "expected UTF-8 throughout, but {bad} places hold other bytes, read as windows-1252"
            ),
        )],
    }
}

/// UTF-8 with stray single bytes, which in practice come from text pasted in windows-1252.
fn decode_mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

fn is_multibyte_utf8(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let head = &bytes[..bytes.len().min(GUESS_BYTES)];
    detector.feed(head, head.len() == bytes.len());
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// The charset of a media type such as `text/html; charset=windows-1251`.
fn charset_parameter(media_type: &str) -> Option<&str> {
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// The label after `charset=` in a `meta` tag or an XML declaration near the head of the page.
fn meta_charset(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(META_SEARCH_BYTES)];
    let end = head
        .utf8_chunks()
        .next()
        .map_or(0, |chunk| chunk.valid().len());
    // The label stands in the ASCII part at the head; foreign bytes before it are rare, so start again after them.
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(_) => std::str::from_utf8(&head[..end]).ok()?,
    };
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower[from..].find("<meta").map(|at| at + from) {
        let close = lower[found..]
            .find('>')
            .map_or(lower.len(), |at| at + found);
        if let Some(label) = label_after(&text[found..close], &lower[found..close], "charset") {
            return Some(label);
        }
        from = close;
    }
    let declaration = lower
        .starts_with("<?xml")
        .then(|| lower.find('>'))
        .flatten()?;
    label_after(&text[..declaration], &lower[..declaration], "encoding")
}

fn label_after<'a>(text: &'a str, lower: &str, name: &str) -> Option<&'a str> {
    let after = lower.find(name)? + name.len();
    let value = text[after..].trim_start().strip_prefix('=')?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value
        .find(|char: char| !(char.is_ascii_alphanumeric() || "-_:.".contains(char)))
        .unwrap_or(value.len());
    (end > 0).then(|| &value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_found_and_mistakes_noted() {
        let russian = encoding_rs::WINDOWS_1251
            .encode("<meta charset=windows-1251><p>Москва и переговоры")
            .0;
        let mislabelled = encoding_rs::WINDOWS_1251
            .encode("<meta charset=utf-8><p>Москва и переговоры о мире")
            .0;
        let mixed = [
            b"<meta charset=utf-8>caf\xc3\xa9 \xe2\x80\x94 na\xc3\xafve ".as_slice(),
            b"\x93quote\x94",
        ]
        .concat();
        type Case<'a> = (&'a [u8], Option<&'a str>, &'a str, usize);
        let cases: &[Case] = &[
            (b"plain", None, "plain", 0),
            (b"\xef\xbb\xbfmark", None, "mark", 0),
            (b"\xff\xfeh\0i\0", None, "hi", 0),
            (&russian, None, "Москва", 0),
            (&mislabelled, None, "переговоры", 1),
            (&mixed, None, "“quote”", 1),
            ("<meta charset=iso-8859-1>“so”".as_bytes(), None, "“so”", 1),
            (b"caf\xe9", Some("text/html; charset=\"latin1\""), "café", 0),
            (b"<meta charset=klingon>hello", None, "hello", 1),
            (
                b"<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-2'>\xb3",
                None,
                "ł",
                0,
            ),
            (
                b"<?xml version='1.0' encoding='iso-8859-1'?>\xe9",
                None,
                "é",
                0,
            ),
        ];
        for (bytes, media_type, want, problems) in cases {
            let decoded = decode(bytes, *media_type);
            assert!(decoded.text.contains(want), "{want}: {}", decoded.text);
            assert_eq!(
                decoded.problems.len(),
                *problems,
                "{want}: {:?}",
                decoded.problems
            );
        }
    }
}
