//! Lemmas from the form and part of speech of a word and its place in the tree, by the table that training/lemmas.py makes.
//!
//! The table is text, one entry a line, cells between tabs. Three cells give the lemma of one form (`went VERB go`); four
//! rewrite an ending: `ied VERB 3 y` takes three letters off a form in "ied" and adds "y".
//! An exact form comes before an ending, a longer ending before a shorter one; without any the lemma is the form.

use std::borrow::Cow;
use std::collections::HashMap;

/// The longest ending looked up, in bytes.
const MAX_ENDING: usize = 8;

/// What the lemma of a word is read from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reading<'a> {
    pub(crate) form: &'a str,
    pub(crate) upos: &'a str,
    pub(crate) deprel: &'a str,
    /// As [`is_in_name`] tells.
    pub(crate) is_in_name: bool,
}

/// The lemma table.
#[derive(Debug, Default)]
pub(crate) struct Lemmas {
    forms: HashMap<String, String>,
    endings: HashMap<String, (usize, String)>,
}

impl Lemmas {
    /// Reads the table; an error gives the number of the line that is not an entry.
    pub(crate) fn new(table: &str) -> Result<Lemmas, usize> {
        let mut lemmas = Lemmas::default();
        for (number, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with("# ") {
                continue;
            }
            match line.split('\t').collect::<Vec<_>>()[..] {
                [form, upos, lemma] => {
                    lemmas.forms.insert(key(form, upos), lemma.to_string());
                }
                [ending, upos, cut, added] => {
                    let cut = cut.parse().map_err(|_| number + 1)?;
                    lemmas
                        .endings
                        .insert(key(ending, upos), (cut, added.to_string()));
                }
                _ => return Err(number + 1),
            }
        }
        Ok(lemmas)
    }

    /// The lemma of a word.
    ///
    /// Names keep their case; other words are looked up as they are, then in lower case.
    pub(crate) fn lemma(&self, reading: Reading<'_>) -> String {
        let Reading { form, upos, .. } = reading;
        if reading.is_in_name {
            return without_shouting(form).into_owned();
        }
        if upos == "PRON" && form.eq_ignore_ascii_case("her") {
            let is_possessive = reading.deprel == "nmod:poss";
            return if is_possessive { "her" } else { "she" }.to_string();
        }
        if let Some(lemma) = self.forms.get(&key(form, upos)) {
            return lemma.clone();
        }
        let mut form = folded(form, upos);
        // "sooo"; a drawn-out adjective would as often lose too much ("goood").
        if matches!(upos, "ADV" | "PRON") {
            form = without_runs(&form).into();
        }
        if let Some(lemma) = self.forms.get(&key(&form, upos)) {
            return lemma.clone();
        }
        for start in ending_starts(&form) {
            if let Some((cut, added)) = self.endings.get(&key(&form[start..], upos))
                && let Some(stem) = without_last(&form, *cut)
            {
                return format!("{stem}{added}");
            }
        }
        form.into_owned()
    }
}

/// Whether an adjective is part of a name, as "National" in "the National Guard": the treebanks leave such a word its capital.
///
/// `before` is the text of the words before it, `next` of the one after it.
pub(crate) fn is_in_name<'a>(
    mut before: impl Iterator<Item = &'a str>,
    form: &str,
    next: Option<&str>,
    upos: &str,
    head_upos: &str,
) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    upos == "ADJ"
        && head_upos == "PROPN"
        && is_capital(form)
        && next.is_some_and(is_capital)
        && before.any(|word| word.contains(char::is_alphanumeric))
}

/// The form as the table has it: capitals only where they are part of the lemma, numbers without commas.
fn folded<'a>(form: &'a str, upos: &str) -> Cow<'a, str> {
    match upos {
        "PROPN" => without_shouting(form),
        "X" | "SYM" => form.into(),
        "NOUN" if is_acronym(form) => form.into(),
        "NUM" if form.chars().all(|c| "IVXLC".contains(c)) => form.into(),
        "NUM" if is_grouped(form) => form.replace(',', "").into(),
        _ => form.to_lowercase().into(),
    }
}

/// "Tehran" for "TEHRAN". Shorter names in capitals are as often acronyms.
fn without_shouting(form: &str) -> Cow<'_, str> {
    let mut rest = form.chars();
    match rest.next() {
        Some(first) if form.chars().count() >= 6 && form.chars().all(char::is_uppercase) => {
            format!("{first}{}", rest.as_str().to_lowercase()).into()
        }
        _ => form.into(),
    }
}

/// The form with one letter for three or more of the same.
fn without_runs(form: &str) -> String {
    let letters: Vec<char> = form.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    runs.flat_map(|run| match run.len() > 2 && run[0].is_alphabetic() {
        true => &run[..1],
        false => run,
    })
    .collect()
}

/// "1,200" or "1,200,000.50".
fn is_grouped(form: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, decimals) = form.split_once('.').unwrap_or((form, "0"));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    is_digits(first)
        && first.len() <= 3
        && rest.peek().is_some()
        && rest.all(|group| is_digits(group) && group.len() == 3)
        && is_digits(decimals)
}

/// Where the endings of a form begin, longest first; the first letter is never part of an ending.
fn ending_starts(form: &str) -> impl Iterator<Item = usize> + '_ {
    form.char_indices()
        .map(|(at, _)| at)
        .skip(1)
        .filter(move |at| form.len() - at <= MAX_ENDING)
        .chain([form.len()])
}

/// The form without its last `count` letters; `None` if nothing would be left.
fn without_last(form: &str, count: usize) -> Option<&str> {
    let letters = form.chars().count();
    let kept = letters.checked_sub(count).filter(|&kept| kept > 0)?;
    let end = form
        .char_indices()
        .nth(kept)
        .map_or(form.len(), |(at, _)| at);
    Some(&form[..end])
}

/// "TV", "CEOs", "x": nouns that keep their capitals. Longer ones are mostly words in capitals.
fn is_acronym(form: &str) -> bool {
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    let stem = form.strip_suffix('s').unwrap_or(form);
    form.chars().count() == 1 || (capitals > 1 && stem.len() <= 3)
}

fn key(form: &str, upos: &str) -> String {
    format!("{form}\t{upos}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "went\tVERB\tgo\nied\tVERB\t3\ty\ned\tVERB\t2\t\ns\tNOUN\t1\t\nn't\tPART\tnot\n*\tSYM\t*\n\
        States\tPROPN\tState\nPM\tNOUN\tp.m.\ns\tAUX\tbe\nns\tPROPN\t1\t\n";

    #[test]
    fn forms_before_long_endings_before_short_ones() {
        let lemmas = Lemmas::new(TABLE).unwrap();
        let rows = [
            ("went", "VERB", "go"),
            ("Went", "VERB", "go"),
            ("tried", "VERB", "try"),
            ("walked", "VERB", "walk"),
            ("ed", "VERB", "ed"),
            ("talks", "NOUN", "talk"),
            ("CEOs", "NOUN", "CEO"),
            ("PM", "NOUN", "p.m."),
            ("TALKS", "NOUN", "talk"),
            ("X", "NOUN", "X"),
            ("States", "PROPN", "State"),
            ("Moscow", "PROPN", "Moscow"),
            ("TEHRAN", "PROPN", "Tehran"),
            ("AMERICANS", "PROPN", "American"),
            ("ÉLYSÉE", "PROPN", "Élysée"),
            ("NATO", "PROPN", "NATO"),
            ("USA-UK", "PROPN", "USA-UK"),
            ("The", "DET", "the"),
            ("n't", "PART", "not"),
            ("*", "SYM", "*"),
            ("", "X", ""),
            ("", "PROPN", ""),
            ("", "NUM", ""),
            ("", "NOUN", ""),
            ("ééés", "NOUN", "ééé"),
            ("s", "NOUN", "s"),
            ("s", "AUX", "be"),
            ("1,200", "NUM", "1200"),
            ("12,345,678.90", "NUM", "12345678.90"),
            ("1,20", "NUM", "1,20"),
            ("1234,567", "NUM", "1234,567"),
            ("1,200.", "NUM", "1,200."),
            (",200", "NUM", ",200"),
            ("XIV", "NUM", "XIV"),
            ("TEN", "NUM", "ten"),
            ("Soooo", "ADV", "so"),
            ("too", "ADV", "too"),
            ("goood", "ADJ", "goood"),
        ];
        for (form, upos, expected) in rows {
            let reading = Reading {
                form,
                upos,
                ..Reading::default()
            };
            assert_eq!(lemmas.lemma(reading), expected, "for {form} {upos}");
        }
        assert_eq!(Lemmas::new("a\tb").unwrap_err(), 1);
        assert_eq!(Lemmas::new("x\tNOUN\ta\ty").unwrap_err(), 1);
    }

    #[test]
    fn the_tree_tells_she_from_her_and_names_from_words() {
        let lemmas = Lemmas::new(TABLE).unwrap();
        let rows = [
            ("her", "PRON", "nmod:poss", false, "her"),
            ("Her", "PRON", "obj", false, "she"),
            ("Limited", "VERB", "amod", false, "limit"),
            ("United", "ADJ", "amod", true, "United"),
            ("NATIONAL", "ADJ", "amod", true, "National"),
            ("National", "ADJ", "amod", false, "national"),
        ];
        for (form, upos, deprel, is_in_name, expected) in rows {
            let reading = Reading {
                form,
                upos,
                deprel,
                is_in_name,
            };
            assert_eq!(lemmas.lemma(reading), expected, "for {form} {deprel}");
        }
    }

    #[test]
    fn adjectives_within_names() {
        let rows = [
            ("the |National| Guard", "ADJ", "PROPN", true),
            ("the |United| Nations", "ADJ", "PROPN", true),
            ("the |Rolling| Stones", "VERB", "PROPN", false),
            ("\" |National| Guard", "ADJ", "PROPN", false),
            ("the |former| President", "ADJ", "PROPN", false),
            ("the |Former| president", "ADJ", "PROPN", false),
            ("the |Best| Burger", "ADJ", "NOUN", false),
            ("the |Army| Corps", "NOUN", "PROPN", false),
            ("the |Great|", "ADJ", "PROPN", false),
        ];
        for (text, upos, head_upos, expected) in rows {
            let parts: Vec<&str> = text.split('|').collect();
            let found = is_in_name(
                parts[0].split_whitespace(),
                parts[1],
                parts[2].split_whitespace().next(),
                upos,
                head_upos,
            );
            assert_eq!(found, expected, "for {text}");
        }
    }
}
