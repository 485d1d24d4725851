//! Lines in which an outlet speaks to its reader: subscribe, log in, comment, share, accept cookies.

use crate::text::{ends_as_sentence, words};

/// Longest line, in words, that can be an appeal to the reader.
const MAX_APPEAL_WORDS: usize = 28;

/// Words that outlets use when they speak to the reader about the page, not about the world.
const APPEAL_WORDS: &[&str] = &[
    "account",
    "accounts",
    "ad",
    "ads",
    "advert",
    "advertisement",
    "alerts",
    "app",
    "breaking",
    "browser",
    "bookmark",
    "click",
    "comment",
    "commenting",
    "comments",
    "cookie",
    "cookies",
    "discussion",
    "donate",
    "download",
    "email",
    "facebook",
    "feedback",
    "follow",
    "inbox",
    "instagram",
    "javascript",
    "linkedin",
    "log",
    "login",
    "mail",
    "newsletter",
    "newsletters",
    "notifications",
    "password",
    "pinterest",
    "please",
    "podcast",
    "policy",
    "post",
    "premium",
    "print",
    "privacy",
    "reddit",
    "register",
    "scroll",
    "share",
    "sign",
    "signing",
    "standards",
    "subscribe",
    "subscriber",
    "subscribers",
    "subscribing",
    "subscription",
    "tap",
    "telegram",
    "terms",
    "tweet",
    "twitter",
    "unlock",
    "unsubscribe",
    "update",
    "website",
    "whatsapp",
    "x",
    "youtube",
    "board",
    "tips",
    "newsroom",
    "copy",
    "link",
    "save",
    "article",
    "story",
    "read",
    "latest",
    "daily",
    "guidelines",
    "rules",
];

/// Words of address: the outlet, the reader, and orders to press something.
const ADDRESS_WORDS: &[&str] = &[
    "us", "our", "you", "your", "please", "here", "now", "free", "below", "to",
];

/// What an appeal opens with.
const APPEAL_OPENERS: &[&str] = &[
    "subscribe",
    "sign",
    "log",
    "login",
    "register",
    "follow",
    "share",
    "click",
    "download",
    "join",
    "support",
    "donate",
    "get",
    "tap",
    "scroll",
    "enter",
    "please",
    "read",
    "like",
    "print",
    "email",
    "comment",
    "comments",
    "advertisement",
    "sponsored",
    "already",
    "become",
    "enjoy",
    "want",
    "stay",
    "send",
    "submit",
    "contact",
    "add",
    "bookmark",
    "copy",
    "save",
    "create",
    "continue",
    "check",
    "have",
    "do",
    "if",
    "don't",
    "don’t",
    "skip",
    "view",
    "see",
    "show",
    "load",
    "back",
];

/// Phrases that only appeals to the reader have.
const APPEAL_PHRASES: &[&str] = &[
    "click here",
    "sign up for",
    "sign up to",
    "subscribe to our",
    "subscribe now",
    "subscribe today",
    "your inbox",
    "follow us on",
    "follow her on",
    "follow him on",
    "have a tip",
    "contact the author",
    "may be reached at",
    "can be reached at",
    "email us at",
    "download our app",
    "download the app",
    "join our whatsapp",
    "join our telegram",
    "log in to",
    "read the original article",
    "read the full story",
    "read the full article",
    "support our journalism",
    "like us on",
];
/// Phrases that appeals have, and that news has too: they count beside words of the first and second person.
const SHARED_PHRASES: &[&str] = &[
    "privacy policy",
    "terms of use",
    "terms of service",
    "terms and conditions",
    "cookie policy",
    "contact us",
    "our cookies",
    "write to us",
];
const PERSON_WORDS: &[&str] = &["i", "you", "your", "we", "us", "our"];
/// Longest line, in words, that can be an appeal with such a phrase.
const MAX_PHRASED_APPEAL_WORDS: usize = 45;

/// An appeal to subscribe, log in, comment, share, allow cookies: mostly words about the page itself.
pub(crate) fn is_appeal(line: &str) -> bool {
    let all: Vec<String> = words(line).collect();
    if all.is_empty() || all.len() > MAX_PHRASED_APPEAL_WORDS || line.contains(['“', '"']) {
        return false;
    }
    let joined = all.join(" ");
    if APPEAL_PHRASES.iter().any(|phrase| joined.contains(phrase)) {
        return true;
    }
    if SHARED_PHRASES.iter().any(|phrase| joined.contains(phrase))
        && all.iter().any(|word| PERSON_WORDS.contains(&word.as_str()))
    {
        return true;
    }
    if all.len() > MAX_APPEAL_WORDS {
        return false;
    }
    let count = |list: &[&str]| {
        all.iter()
            .filter(|word| list.contains(&word.as_str()))
            .count()
    };
    let about_page = count(APPEAL_WORDS);
    let to_reader = count(ADDRESS_WORDS);
    let opens = APPEAL_OPENERS.contains(&all[0].as_str());
    let share = about_page as f64 / all.len() as f64;
    if all.len() <= 3 {
        return share >= 0.99 || (opens && about_page >= 1 && !ends_as_sentence(line));
    }
    let addressed = f64::from(u32::from(opens)) + to_reader.min(2) as f64;
    (about_page >= 2 && addressed >= 1.0 && share >= 0.3)
        || (about_page >= 2 && opens && to_reader >= 1 && share >= 0.2)
        || (about_page >= 2 && share >= 0.4 && !ends_as_sentence(line))
}
