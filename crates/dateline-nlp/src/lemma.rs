//! Lemmas from the form and part of speech of a word, by the table that training/lemmas.py makes.
//!
//! The table is text, one entry a line, cells between tabs. Three cells give the lemma of one form (`went VERB go`); four
//! rewrite an ending: `ied VERB 3 y` takes three letters off a form in "ied" and adds "y".
//! An exact form comes before an ending, a longer ending before a shorter one; without any the lemma is the form.

use std::collections::HashMap;

/// The longest ending looked up, in bytes.
const MAX_ENDING: usize = 8;

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

    /// The lemma of a form with this part of speech.
    ///
    /// Names keep their case; other words are looked up as they are, then in lower case.
    pub(crate) fn lemma(&self, form: &str, upos: &str) -> String {
        if let Some(lemma) = self.forms.get(&key(form, upos)) {
            return lemma.clone();
        }
        let keeps_case = upos == "PROPN" || upos == "X" || upos == "SYM" || is_acronym(form, upos);
        let form = match keeps_case {
            true => form.to_string(),
            false => form.to_lowercase(),
        };
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
        form
    }
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

/// "CEO", "CEOs", "TV": nouns that keep their capitals.
fn is_acronym(form: &str, upos: &str) -> bool {
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    upos == "NOUN" && capitals > 1 && form.len() <= 5
}

fn key(form: &str, upos: &str) -> String {
    format!("{form}\t{upos}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_before_long_endings_before_short_ones() {
        let table = "went\tVERB\tgo\nied\tVERB\t3\ty\ned\tVERB\t2\t\ns\tNOUN\t1\t\nn't\tPART\tnot\n*\tSYM\t*\nStates\tPROPN\tState\n";
        let lemmas = Lemmas::new(table).unwrap();
        let rows = [
            ("went", "VERB", "go"),
            ("Went", "VERB", "go"),
            ("tried", "VERB", "try"),
            ("walked", "VERB", "walk"),
            ("ed", "VERB", "ed"),
            ("talks", "NOUN", "talk"),
            ("CEOs", "NOUN", "CEO"),
            ("States", "PROPN", "State"),
            ("Moscow", "PROPN", "Moscow"),
            ("The", "DET", "the"),
            ("n't", "PART", "not"),
            ("*", "SYM", "*"),
            ("", "X", ""),
            ("ééés", "NOUN", "ééé"),
            ("s", "NOUN", "s"),
        ];
        for (form, upos, expected) in rows {
            assert_eq!(lemmas.lemma(form, upos), expected, "for {form} {upos}");
        }
        assert_eq!(Lemmas::new("a\tb").unwrap_err(), 1);
        assert_eq!(Lemmas::new("x\tNOUN\ta\ty").unwrap_err(), 1);
    }
}
