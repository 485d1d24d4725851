//! Quantities on trees drawn by hand: `word/lemma/upos/head/relation`, heads counted from 1.

use dateline_nlp::{Name, NameKind, Sentence, Token};

use super::*;

/// The sentence and its text; words stand apart by one space unless a `_` begins them.
fn draw(source: &str) -> (Sentence, String) {
    let mut text = String::new();
    let mut tokens = Vec::new();
    for entry in source.split_whitespace() {
        let mut parts = entry.splitn(5, '/');
        let mut next = || parts.next().expect("word/lemma/upos/head/relation");
        let word = next();
        let glued = word.starts_with('_');
        if !glued && !text.is_empty() {
            text.push(' ');
        }
        let word = word.trim_start_matches('_');
        let start = text.len();
        text.push_str(word);
        let (lemma, upos, head, deprel) = (next(), next(), next(), next());
        tokens.push(Token {
            start,
            end: text.len(),
            lemma: lemma.into(),
            upos: upos.into(),
            head: head.parse::<usize>().expect("a head").checked_sub(1),
            deprel: deprel.into(),
        });
    }
    let sentence = Sentence {
        start: 0,
        end: text.len(),
        tokens,
        names: Vec::new(),
        mentions: Vec::new(),
    };
    (sentence, text)
}

/// Each quantity as "words: value [low-high] ~ of role".
fn read(source: &str) -> Vec<String> {
    let (sentence, text) = draw(source);
    find(&sentence, &text)
        .iter()
        .map(|it| line(it, &text))
        .collect()
}

fn line(it: &QuantityMention, text: &str) -> String {
    let rough = if it.approximate { "~" } else { "" };
    let bounds = if it.low == it.high {
        String::new()
    } else {
        format!("[{}-{}]", it.low, it.high)
    };
    let role = it
        .role
        .map_or("-".into(), |role| format!("{role:?}").to_lowercase());
    format!(
        "{}: {rough}{}{bounds} {} {role}",
        &text[it.start..it.end],
        it.value,
        it.of
    )
}

#[test]
fn casualties() {
    for (source, expected) in [
        (
            "At/at/ADP/3/case least/least/ADJ/3/nmod nine/nine/NUM/4/nummod people/people/NOUN/6/nsubj:pass were/be/AUX/6/aux:pass killed/kill/VERB/0/root",
            vec!["At least nine people: ~9 people dead"],
        ),
        (
            "The/the/DET/2/det blast/blast/NOUN/3/nsubj killed/kill/VERB/0/root 12/12/NUM/5/nummod guards/guard/NOUN/3/obj and/and/CCONJ/7/cc wounded/wound/VERB/3/conj 20/20/NUM/7/obj",
            vec!["12 guards: 12 guards dead", "20: 20 people injured"],
        ),
        (
            "The/the/DET/2/det raid/raid/NOUN/3/nsubj left/leave/VERB/0/root dozens/dozen/NOUN/3/obj of/of/ADP/6/case villagers/villager/NOUN/4/nmod dead/dead/ADJ/3/xcomp",
            vec!["dozens of villagers: ~24[24-99] villagers dead"],
        ),
        (
            "The/the/DET/3/det death/death/NOUN/3/compound toll/toll/NOUN/4/nsubj rose/rise/VERB/0/root to/to/ADP/6/case 34/34/NUM/4/obl",
            vec!["34: 34 people dead"],
        ),
        (
            "Two/two/NUM/2/nummod soldiers/soldier/NOUN/0/root killed/kill/VERB/2/acl in/in/ADP/5/case clash/clash/NOUN/3/obl",
            vec!["Two soldiers: 2 soldiers dead"],
        ),
        (
            "Police/police/NOUN/2/nsubj detained/detain/VERB/0/root more/more/ADJ/5/advmod than/than/ADP/3/fixed 30/30/NUM/6/nummod activists/activist/NOUN/2/obj",
            vec!["more than 30 activists: ~30 activists arrested"],
        ),
        (
            "Ten/ten/NUM/2/nummod guards/guard/NOUN/4/nsubj:pass were/be/AUX/4/aux:pass shot/shoot/VERB/0/root and/and/CCONJ/6/cc killed/kill/VERB/4/conj",
            vec!["Ten guards: 10 guards dead"],
        ),
        (
            "A/a/DET/2/det bomber/bomber/NOUN/4/nsubj has/have/AUX/4/aux killed/kill/VERB/0/root two/two/NUM/6/nummod men/man/NOUN/4/obj",
            vec!["two men: 2 men dead"],
        ),
        (
            "One/one/NUM/2/nummod man/man/NOUN/4/nsubj:pass was/be/AUX/4/aux:pass killed/kill/VERB/0/root and/and/CCONJ/8/cc three/three/NUM/7/nummod others/other/NOUN/8/nsubj:pass wounded/wound/VERB/4/conj",
            vec!["One man: 1 man dead", "three others: 3 others injured"],
        ),
        (
            "Iran/Iran/PROPN/2/nsubj freed/free/VERB/0/root two/two/NUM/5/nummod jailed/jail/VERB/5/amod writers/writer/NOUN/2/obj",
            vec!["two jailed writers: 2 writers -"],
        ),
        (
            "Gunmen/gunman/NOUN/2/nsubj wounded/wound/VERB/0/root another/another/DET/2/obj",
            vec!["another: 1 people injured"],
        ),
        (
            "Two/two/NUM/2/nummod gunmen/gunman/NOUN/3/nsubj killed/kill/VERB/0/root a/a/DET/5/det guard/guard/NOUN/3/obj",
            vec!["Two gunmen: 2 gunmen -", "a guard: 1 guard dead"],
        ),
    ] {
        assert_eq!(read(source), expected, "{source}");
    }
}

#[test]
fn crowds_forces_and_money() {
    for (source, expected) in [
        (
            "Some/some/DET/2/advmod 11,000/11,000/NUM/4/nummod infantry/infantry/NOUN/4/compound soldiers/soldier/NOUN/6/nsubj:pass were/be/AUX/6/aux:pass deployed/deploy/VERB/0/root",
            vec!["Some 11,000 infantry soldiers: ~11000 soldiers deployed"],
        ),
        (
            "Seoul/Seoul/PROPN/2/nsubj sent/send/VERB/0/root 300/300/NUM/4/nummod troops/troop/NOUN/2/obj abroad/abroad/ADV/2/advmod",
            vec!["300 troops: 300 troops deployed"],
        ),
        (
            "Tens/ten/NOUN/6/nsubj of/of/ADP/3/case thousands/thousand/NOUN/1/nmod of/of/ADP/5/case protesters/protester/NOUN/3/nmod marched/march/VERB/0/root",
            vec!["Tens of thousands of protesters: ~20000[20000-99999] protesters crowd"],
        ),
        (
            "The/the/DET/2/det bank/bank/NOUN/3/nsubj lent/lend/VERB/0/root $/$/SYM/3/obj _1.2/1.2/NUM/6/compound billion/billion/NUM/4/nummod",
            vec!["$1.2 billion: 1200000000 USD money"],
        ),
        (
            "It/it/PRON/2/nsubj cost/cost/VERB/0/root between/between/ADP/6/case 20/20/NUM/6/nummod and/and/CCONJ/6/cc 30/30/NUM/8/nummod million/million/NUM/8/nummod euros/euro/NOUN/2/obj",
            vec!["between 20 and 30 million euros: ~25000000[20000000-30000000] EUR money"],
        ),
        (
            "A/a/DET/5/det 12/12/NUM/4/nummod _-/-/PUNCT/4/punct _member/member/NOUN/5/compound delegation/delegation/NOUN/6/nsubj arrived/arrive/VERB/0/root",
            vec!["12-member: 12 members -"],
        ),
    ] {
        assert_eq!(read(source), expected, "{source}");
    }
}

#[test]
fn what_is_no_count() {
    for source in [
        "He/he/PRON/2/nsubj left/leave/VERB/0/root on/on/ADP/4/case March/March/PROPN/2/obl 15/15/NUM/4/nummod",
        "A/a/DET/6/det 36/36/NUM/5/nummod _-/-/PUNCT/5/punct _year/year/NOUN/5/nmod _-old/old/ADJ/6/amod man/man/NOUN/0/root",
        "Ri/Ri/PROPN/5/nsubj _,/,/PUNCT/3/punct 54/54/NUM/1/appos _,/,/PUNCT/1/punct spoke/speak/VERB/0/root",
        "Support/support/NOUN/2/nsubj fell/fall/VERB/0/root 5/5/NUM/4/nummod percent/percent/NOUN/2/obj",
        "They/they/PRON/2/nsubj won/win/VERB/0/root 3/3/NUM/2/obj _-/-/SYM/5/case _1/1/NUM/3/nmod",
        "Two/two/NUM/2/nummod thirds/third/NOUN/3/nsubj agreed/agree/VERB/0/root",
        "Resolution/resolution/NOUN/3/nsubj 1718/1718/NUM/1/nummod passed/pass/VERB/0/root",
        "It/it/PRON/2/nsubj flew/fly/VERB/0/root 300/300/NUM/4/nummod kilometers/kilometer/NOUN/2/obj",
        "He/he/PRON/2/nsubj stayed/stay/VERB/0/root two/two/NUM/4/nummod weeks/week/NOUN/2/obl:tmod",
        "One/one/NUM/2/nsubj said/say/VERB/0/root so/so/ADV/2/advmod",
    ] {
        assert_eq!(read(source), Vec::<String>::new(), "{source}");
    }
    let (mut sentence, text) = draw(
        "The/the/DET/2/det Group/Group/PROPN/5/nsubj of/of/ADP/4/case 20/20/NUM/2/nmod met/meet/VERB/0/root leaders/leader/NOUN/5/obj",
    );
    sentence.names.push(Name {
        first: 1,
        end: 4,
        kind: NameKind::Organisation,
        score: 1.0,
    });
    assert!(find(&sentence, &text).is_empty());
}

#[test]
fn amounts_by_themselves() {
    let read = |text: &str| {
        amount::amount(&scan::pieces(text, 0..text.len()), 0)
            .map(|it| (it.value, it.low, it.high, it.approximate, it.currency))
    };
    for (text, expected) in [
        ("more than a dozen men", (12.0, 12.0, 12.0, true, None)),
        ("20 to 30 men", (25.0, 20.0, 30.0, true, None)),
        ("20-30 men", (25.0, 20.0, 30.0, true, None)),
        ("two or three men", (2.5, 2.0, 3.0, true, None)),
        ("up to 300 men", (300.0, 300.0, 300.0, true, None)),
        ("as many as 40", (40.0, 40.0, 40.0, true, None)),
        ("several hundred men", (300.0, 300.0, 900.0, true, None)),
        (
            "hundreds of thousands of men",
            (200e3, 200e3, 999_999.0, true, None),
        ),
        ("a pair of guns", (2.0, 2.0, 2.0, false, None)),
        ("half a million men", (500e3, 500e3, 500e3, false, None)),
        ("\u{20ac}500m", (500e6, 500e6, 500e6, false, Some("EUR"))),
        ("US$5 million", (5e6, 5e6, 5e6, false, Some("USD"))),
        ("A$5 million", (5e6, 5e6, 5e6, false, Some("AUD"))),
        (
            "3.5 million euros",
            (3.5e6, 3.5e6, 3.5e6, false, Some("EUR")),
        ),
        (
            "2-3 million US dollars",
            (2.5e6, 2e6, 3e6, true, Some("USD")),
        ),
        ("40 or more men", (40.0, 40.0, 40.0, true, None)),
        ("nearly 50 men", (50.0, 50.0, 50.0, true, None)),
    ] {
        assert_eq!(read(text), Some(expected), "{text}");
    }
}

#[test]
fn any_sentence_is_read_without_panic() {
    for text in [
        "",
        "5",
        "$",
        "$ $ 5",
        "between 5",
        "at least",
        "a",
        "a pair of",
        "dozens of",
        "5-",
        "\u{20ac}",
        "half a",
        "or 5 or 6 or",
    ] {
        let tokens = text
            .split_whitespace()
            .scan(0, |at, word| {
                let start = text[*at..].find(word)? + *at;
                *at = start + word.len();
                Some(Token {
                    start,
                    end: *at,
                    lemma: word.into(),
                    upos: "NUM".into(),
                    head: Some(0),
                    deprel: "nummod".into(),
                })
            })
            .collect();
        let sentence = Sentence {
            start: 0,
            end: text.len(),
            tokens,
            names: Vec::new(),
            mentions: Vec::new(),
        };
        find(&sentence, text);
    }
}
