//! Lines that are no part of a report, told by their shape and words rather than by where they come from.
//!
//! Each rule names a kind of furniture that outlets the world over print: how to reach the writer, what to press, how
//! many characters are left in a box. The rules look at one line; what needs its neighbours is in `body.rs` and
//! `plain.rs`.

use crate::appeal::is_appeal;
use crate::text::{ends_as_sentence, word_count, words};

/// Longer lines are report, whatever words they have.
const MAX_FURNITURE_BYTES: usize = 600;
/// Longest line, in words, that can be a label, a byline or a contact line.
const MAX_LABEL_WORDS: usize = 14;

/// Whether a line standing by itself is page furniture.
pub(crate) fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    if line.len() > MAX_FURNITURE_BYTES {
        return false;
    }
    !line.contains(char::is_alphanumeric)
        || is_contact(line)
        || is_counter(line)
        || is_shortcode(line)
        || is_rights_line(line)
        || is_media_label(line)
        || is_appeal(line)
        || is_byline(line)
        || is_staff_note(line)
        || is_editors_note(line)
        || crate::clock::is_clock_line(line)
        || is_pointer(line)
}

/// An e-mail address, handle, telephone number or bare address with little around it.
pub(crate) fn is_contact(line: &str) -> bool {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    if tokens.len() > MAX_LABEL_WORDS {
        return false;
    }
    let obscured = line.contains("[email") || line.contains("email protected");
    let reached = tokens.iter().filter(|token| is_address(token)).count();
    if reached == 0 && !obscured {
        return false;
    }
    // "He wrote to info@ministry.example on Monday." is a sentence; a contact line is not.
    !ends_as_sentence(line) || tokens.len() <= 6 || obscured
}

fn is_address(token: &str) -> bool {
    let token = token.trim_matches(|char: char| !char.is_alphanumeric() && char != '@');
    if let Some((name, domain)) = token.split_once('@') {
        return name.is_empty() && !domain.is_empty() || domain.contains('.');
    }
    token.starts_with("http://") || token.starts_with("https://") || token.starts_with("www.")
}

/// "0/250", "(0/250 characters)", "12 comments", "3.4K shares", "5 min read".
fn is_counter(line: &str) -> bool {
    if line.len() > 80 {
        return false;
    }
    let all: Vec<String> = words(line).collect();
    if all.len() > 8 {
        return false;
    }
    if has_fraction_at_end(line) {
        return true;
    }
    let counted = [
        "comment", "comments", "share", "shares", "view", "views", "likes", "reads", "replies",
    ];
    let reading = ["min", "mins", "minute", "minutes"];
    all.len() <= 5
        && all
            .iter()
            .any(|word| word.starts_with(|char: char| char.is_ascii_digit()))
        && (all.iter().any(|word| counted.contains(&word.as_str()))
            || (all.iter().any(|word| word == "read")
                && all.iter().any(|word| reading.contains(&word.as_str()))))
        && !ends_as_sentence(line)
}

/// "[button link=...]Send[/button]": a publishing system's mark that was never turned into anything.
fn is_shortcode(line: &str) -> bool {
    line.starts_with('[') && line.ends_with(']') && line.contains("[/")
}

/// A character counter such as "(0/250자)": two numbers about a stroke, the first at most the second, closing the line.
fn has_fraction_at_end(line: &str) -> bool {
    let last = line.split_whitespace().last().unwrap_or_default();
    let last = last
        .trim_start_matches(['(', '['])
        .trim_end_matches([')', ']']);
    let Some((used, limit)) = last.split_once('/') else {
        return false;
    };
    let digits: String = limit.chars().take_while(char::is_ascii_digit).collect();
    let unit = &limit[digits.len()..];
    let (Ok(used), Ok(limit)) = (used.parse::<u32>(), digits.parse::<u32>()) else {
        return false;
    };
    used <= limit && limit >= 50 && !unit.contains('/') && unit.chars().count() <= 12
}

/// "© 2025 Outlet", "All rights reserved", "may not be republished".
fn is_rights_line(line: &str) -> bool {
    let lower = line.to_lowercase();
    let marks = [
        "©",
        "(c) 20",
        "copyright",
        "all rights reserved",
        "may not be published, broadcast",
        "may not be reproduced",
        "unauthorized reproduction",
        "republished without",
    ];
    let found = marks.iter().filter(|mark| lower.contains(*mark)).count();
    let count = word_count(line);
    found >= 1
        && (lower.starts_with('©') || lower.starts_with("copyright") || lower.starts_with("(c)"))
        && count <= 60
        || found >= 2
        || lower.contains("all rights reserved")
}

/// "Audio report: ...", "Watch: ...", "Photo gallery": a label for something that is not text.
fn is_media_label(line: &str) -> bool {
    const MEDIA: &[&str] = &[
        "audio",
        "video",
        "watch",
        "listen",
        "photo",
        "photos",
        "gallery",
        "graphic",
        "graphics",
        "infographic",
        "podcast",
        "slideshow",
        "image",
        "images",
        "play",
        "pictures",
        "interactive",
    ];
    let all: Vec<String> = words(line).collect();
    let Some(first) = all.first() else {
        return false;
    };
    if !MEDIA.contains(&first.as_str()) || all.len() > MAX_LABEL_WORDS || ends_as_sentence(line) {
        return false;
    }
    let labelled = line
        .find(':')
        .is_some_and(|at| word_count(&line[..at]) <= 3);
    labelled || all.len() <= 4
}

/// "By Jane Roe and John Doe", "BY CHRIS POE [...]", with nothing after the names.
pub(crate) fn is_byline(line: &str) -> bool {
    let line = line
        .trim()
        .trim_start_matches(['-', '–', '—', '*', '•', ' ']);
    let Some(rest) = strip_by(line) else {
        return false;
    };
    word_count(rest) <= MAX_LABEL_WORDS && !rest.is_empty() && looks_like_names(rest)
}

/// What follows "By ", "BY " or "Written by ".
pub(crate) fn strip_by(line: &str) -> Option<&str> {
    [
        "By ",
        "BY ",
        "by ",
        "By: ",
        "Written by ",
        "Story by ",
        "Text by ",
        "Reported by ",
    ]
    .iter()
    .find_map(|by| line.strip_prefix(by))
    .map(str::trim)
}

/// Whether every word outside brackets is a capitalised name, a joining word, or punctuation.
pub(crate) fn looks_like_names(text: &str) -> bool {
    const JOINING: &[&str] = &[
        "and", "with", "in", "for", "of", "the", "de", "van", "von", "der", "al", "bin", "la",
        "del", "at",
    ];
    if ends_as_sentence(text) && word_count(text) > 5 {
        return false;
    }
    let outside = text.split(['[', '(', '|']).next().unwrap_or_default();
    let mut names = 0;
    for word in outside
        .split([' ', ',', '&', '/', ';'])
        .filter(|word| !word.is_empty())
    {
        let capital = word
            .chars()
            .find(|char| char.is_alphabetic())
            .is_some_and(char::is_uppercase);
        if capital && !word.contains(|char: char| char.is_ascii_digit()) {
            names += 1;
        } else if !JOINING.contains(&word) && !is_address(word) {
            return false;
        }
    }
    names >= 1
}

/// Agency notes on who worked on the report: "(Reporting by ...; editing by ...)", "Additional reporting by ...".
fn is_staff_note(line: &str) -> bool {
    let line = line.trim_start_matches(['(', '[', '—', '-', ' ']);
    let lower = line.to_lowercase();
    let opens = [
        "reporting by",
        "additional reporting",
        "editing by",
        "writing by",
        "edited by",
        "written by",
        "compiled by",
        "translated by",
        "reporting and writing by",
        "this story was originally published",
        "this article was originally published",
        "with reporting by",
        "with files from",
        "with input from",
        "with inputs from",
        "contributed to this report",
    ];
    opens.iter().any(|open| lower.starts_with(open)) && word_count(line) <= 60
        || (lower.contains("contributed to this") && word_count(line) <= 30)
}

/// Notes on the page itself: corrections, amendments, the outlet's standards.
fn is_editors_note(line: &str) -> bool {
    const OPENS: &[&str] = &[
        "correction:",
        "correction,",
        "clarification:",
        "editor's note",
        "editors' note",
        "our standards",
        "this article was amended",
        "this story has been updated",
        "this article has been updated",
        "this is a developing story",
        "this is a breaking news",
        "an earlier version of this",
        "a previous version of this",
        "disclaimer:",
    ];
    let lower = line
        .trim_start_matches(['*', '(', '[', ' '])
        .to_lowercase()
        .replace('’', "'");
    OPENS.iter().any(|open| lower.starts_with(open)) && word_count(line) <= 60
}

/// "READ MORE: ...", "Related: ...", "See also ...": a pointer to another page.
fn is_pointer(line: &str) -> bool {
    let lower = line.to_lowercase();
    let labels = [
        "read more",
        "also read",
        "read also",
        "read next",
        "see also",
        "related",
        "more on this",
        "more:",
        "watch:",
        "read:",
        "don't miss",
        "don’t miss",
        "recommended",
        "you may also like",
        "you might also like",
        "more from",
        "more stories",
        "most read",
        "trending",
        "next article",
        "previous article",
        "up next",
        "keep reading",
        "continue reading",
        "further reading",
        "advertisement",
        "story continues",
        "article continues",
        "learn more",
        "click here",
    ];
    let Some(label) = labels.iter().find(|label| lower.starts_with(*label)) else {
        return false;
    };
    let rest = lower[label.len()..].trim_start();
    let count = word_count(line);
    rest.starts_with([':', '|', '-', '–', '—', '>', '»']) && count <= 30
        || rest.is_empty()
        || label.ends_with(':') && count <= 30
        || (count <= 8 && !ends_as_sentence(line))
}

/// Headings after which no text of the article follows.
pub(crate) fn ends_article(line: &str) -> bool {
    const ENDS: &[&str] = &[
        "related",
        "related articles",
        "related stories",
        "related news",
        "related content",
        "related posts",
        "related topics",
        "comments",
        "leave a comment",
        "leave a reply",
        "read more",
        "more news",
        "more stories",
        "more on this story",
        "most read",
        "most popular",
        "recommended",
        "recommended stories",
        "you may also like",
        "you might also like",
        "about the author",
        "about the authors",
        "share this",
        "share this article",
        "share this story",
        "topics",
        "tags",
        "trending",
        "trending now",
        "newsletter",
        "sign up",
        "subscribe",
        "latest news",
        "top stories",
        "editor's picks",
        "editors' picks",
        "more from this section",
        "read next",
        "up next",
        "see also",
        "more like this",
        "join the conversation",
        "sponsored content",
        "from the web",
        "around the web",
        "promoted stories",
        "popular stories",
        "also read",
        "you may like",
        "references",
        "sources",
    ];
    let line = line
        .trim()
        .trim_end_matches([':', '.', '…', ' '])
        .to_lowercase()
        .replace('’', "'");
    ENDS.contains(&line.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_report() {
        let furniture = [
            "[email protected]",
            "jane.roe@outlet.example",
            "JANE ROE jane.roe@outlet.example",
            "BY JANE ROE, JOHN DOE [jroe@outlet.example]",
            "By Jane Roe and John Doe in Nairobi",
            "@janeroe",
            "https://outlet.example/story",
            "Comment rules (0/500 characters)",
            "(12/250자)",
            "24 comments",
            "4 min read",
            "© 2025 The Example Courier",
            "Copyright 2025. All rights reserved.",
            "Audio version: recorded by our staff, voiced by software",
            "Photo gallery",
            "Please log in or create an account to leave a comment.",
            "Sign up for our daily newsletter and get the news in your inbox.",
            "Subscribe to our newsletter",
            "Share this article",
            "Share on Facebook",
            "Advertisement",
            "Follow us on Twitter and Facebook",
            "Already a subscriber? Log in",
            "(Reporting by Jane Roe in Kyiv; Editing by John Doe)",
            "John Doe in Geneva contributed to this report.",
            "READ MORE: Talks collapse in Geneva",
            "Read more",
            "Related: Floods displace thousands",
            "Read the original article on Example Lagos.",
            "I agree to the Terms of Use and have read the Privacy Policy.",
            "For complaints or questions, contact us.",
            "Correction, May 3: an earlier version of this article misstated the number of ships.",
            "Our standards: the Example code of conduct.",
            "20.05 EET",
            "* * *",
            "",
        ];
        for line in furniture {
            assert!(is_furniture(line), "kept: {line}");
        }
        let report = [
            "The minister left for Moscow on Tuesday.",
            "“Please leave your comments,” the police account on Facebook read, according to witnesses.",
            "Russia and China share policy goals on Korea, analysts said.",
            "The bank froze the accounts of two officials and their companies.",
            "The company changed its privacy policy after regulators threatened a fine.",
            "Police posted a photo of the suspect on Telegram.",
            "Photos showed smoke over the port city after the strike.",
            "By Tuesday evening, the river had risen another two metres.",
            "By then the town had fallen.",
            "Related talks in Cairo ended without agreement, two officials said.",
            "He asked residents to write to relief@ministry.example with details of missing relatives, the ministry said.",
            "The vote was 120/250 according to the clerk.",
            "The newspaper said 12 people had been detained.",
            "Correction officers fired tear gas, the prison service said.",
            "What we know",
            "Troops advance",
            "Parliament passed the motion by 61 votes to 39.",
        ];
        for line in report {
            assert!(!is_furniture(line), "dropped: {line}");
        }
    }
}
