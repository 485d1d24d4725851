//! Wordings of news and what they mean, for a page published on Wednesday, 19 March 2025 at 17:55.

use jiff::civil::{Date, DateTime, date};

use super::*;

const PUBLISHED: DateTime = date(2025, 3, 19).at(17, 55, 0, 0);

fn read(text: &str) -> Vec<TimeMention> {
    let anchor = Anchor {
        published: Some(PUBLISHED),
        ..Anchor::default()
    };
    find(text, 0..text.len(), &[], &anchor)
}

/// Each mention as "words=value".
fn values(text: &str) -> Vec<String> {
    read(text)
        .iter()
        .map(|it| format!("{}={}", &text[it.start..it.end], it.value))
        .collect()
}

fn check(cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| values(text) != *expected)
        .map(|(text, expected)| {
            format!(
                "{text}\n  expected {expected:?}\n  found    {:?}",
                values(text)
            )
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

/// The span of the first mention as "from..to".
fn span(text: &str) -> String {
    let text_of = |date: Option<Date>| date.map_or("?".into(), |date| date.to_string());
    read(text).first().map_or("nothing".into(), |it| {
        format!("{}..{}", text_of(it.from), text_of(it.to))
    })
}

fn check_spans(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| span(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  expected {expected}\n  found    {}", span(text)))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn full_dates() {
    check(&[
        (
            "They signed the pact on June 18, 2024.",
            &["June 18, 2024=2024-06-18"],
        ),
        (
            "They signed it on 18 June 2024 in Oslo.",
            &["18 June 2024=2024-06-18"],
        ),
        (
            "The border closed on Saturday, March 15, 2025.",
            &["Saturday, March 15, 2025=2025-03-15"],
        ),
        (
            "The border closed on the 15th of March, 2025.",
            &["the 15th of March, 2025=2025-03-15"],
        ),
        ("Filed 15/03/2025 by our desk", &["15/03/2025=2025-03-15"]),
        ("Filed 1/3/2025 by our desk", &["1/3/2025=2025-03-01"]),
        (
            "Updated 2025-03-18T09:30:00Z by the desk",
            &["2025-03-18T09:30:00Z=2025-03-18T09:30Z"],
        ),
        ("The treaty of 2015-07-14 held.", &["2015-07-14=2015-07-14"]),
        (
            "The pact of Sept. 5, 1978, was kept.",
            &["Sept. 5, 1978=1978-09-05"],
        ),
        ("It opened in October 1997.", &["October 1997=1997-10"]),
        ("It opened in May of 2021.", &["May of 2021=2021-05"]),
        ("He fled in '79 and came back.", &["'79=1979"]),
    ]);
}

#[test]
fn partial_dates_take_the_year_that_tense_means() {
    check(&[
        ("The envoy arrived on March 15.", &["March 15=2025-03-15"]),
        (
            "The envoy arrived on 18 November.",
            &["18 November=2024-11-18"],
        ),
        ("The envoy will arrive on 2 April.", &["2 April=2025-04-02"]),
        (
            "The summit is scheduled for January 20.",
            &["January 20=2026-01-20"],
        ),
        (
            "The ministers met on Saturday, March 15.",
            &["Saturday, March 15=2025-03-15"],
        ),
        (
            "The ministers met on March 15 (Saturday).",
            &["March 15 (Saturday)=2025-03-15"],
        ),
        ("Troops left in December.", &["December=2024-12"]),
        ("Troops will leave in December.", &["December=2025-12"]),
        (
            "The army shelled the port last October.",
            &["last October=2024-10"],
        ),
        ("The vote is due next January.", &["next January=2026-01"]),
        (
            "The cabinet fell in July last year.",
            &["July last year=2024-07"],
        ),
        ("He returned on the 18th.", &["the 18th=2025-03-18"]),
        (
            "He flew on the evening of the 15th.",
            &["the evening of the 15th=2025-03-15TEV"],
        ),
        (
            "Talks ran from March 3-5 in Doha.",
            &["March 3-5=2025-03-03/2025-03-05"],
        ),
        (
            "Talks ran on 3 and 4 March.",
            &["3 and 4 March=2025-03-03/2025-03-04"],
        ),
    ]);
}

#[test]
fn weekdays_follow_the_tense() {
    check(&[
        ("The delegation left on Tuesday.", &["Tuesday=2025-03-18"]),
        (
            "The minister said Wednesday that the talks had failed.",
            &["Wednesday=2025-03-19"],
        ),
        (
            "The delegation will leave on Tuesday.",
            &["Tuesday=2025-03-25"],
        ),
        (
            "The court is expected to rule Friday.",
            &["Friday=2025-03-21"],
        ),
        (
            "Trading was suspended until Friday.",
            &["Friday=2025-03-21"],
        ),
        ("It called a strike for Monday.", &["Monday=2025-03-24"]),
        ("It moved the talks to Friday.", &["Friday=2025-03-21"]),
        ("It was blamed for Monday's raid.", &["Monday=2025-03-17"]),
        (
            "The police raided the house last Friday.",
            &["last Friday=2025-03-14"],
        ),
        ("They meet next Monday.", &["next Monday=2025-03-24"]),
        (
            "The army struck on Friday last week.",
            &["Friday last week=2025-03-14"],
        ),
        (
            "Later on Friday, the mayor resigned.",
            &["Later on Friday=2025-03-14"],
        ),
        (
            "Crowds gathered early Tuesday.",
            &["early Tuesday=2025-03-18"],
        ),
        ("The Sunday Times reported the deal.", &[]),
        ("Bloody Sunday was remembered.", &[]),
    ]);
}

#[test]
fn units_that_are_pointed_at() {
    check(&[
        ("The visit took place this week.", &["this week=2025-W12"]),
        ("The visit took place last week.", &["last week=2025-W11"]),
        (
            "The visit will take place next month.",
            &["next month=2025-04"],
        ),
        ("Exports fell last year.", &["last year=2024"]),
        (
            "It was agreed earlier this year.",
            &["earlier this year=2025"],
        ),
        (
            "A deal was struck later that year.",
            &["later that year=2025"],
        ),
        (
            "Clashes broke out over the weekend.",
            &["the weekend=2025-W11-WE"],
        ),
        (
            "A rally will be held this weekend.",
            &["this weekend=2025-W12-WE"],
        ),
        (
            "The shelling went on overnight.",
            &["overnight=2025-03-18TNI"],
        ),
        (
            "He arrived yesterday and will leave tomorrow.",
            &["yesterday=2025-03-18", "tomorrow=2025-03-20"],
        ),
        ("He speaks tonight.", &["tonight=2025-03-19TNI"]),
        (
            "Two men were shot last night.",
            &["last night=2025-03-18TNI"],
        ),
        (
            "Profits rose in the last quarter.",
            &["the last quarter=2024-Q4"],
        ),
        (
            "The border has been shut since the day before yesterday.",
            &["the day before yesterday=2025-03-17"],
        ),
    ]);
}

#[test]
fn the_date_in_play() {
    check(&[
        (
            "He landed on March 10 and left two days later.",
            &["March 10=2025-03-10", "two days later=2025-03-12"],
        ),
        (
            "She met him on March 10, and he flew home the next day.",
            &["March 10=2025-03-10", "the next day=2025-03-11"],
        ),
        (
            "On Monday the army fired; the same day talks ended.",
            &["Monday=2025-03-17", "the same day=2025-03-17"],
        ),
        (
            "They were held on 5 May 2020 and freed the following year.",
            &["5 May 2020=2020-05-05", "the following year=2021"],
        ),
        (
            "The pact was signed in 2015 and broken three years later.",
            &["2015=2015", "three years later=2018"],
        ),
        (
            "He came on March 10; the previous day bombs fell.",
            &["March 10=2025-03-10", "the previous day=2025-03-09"],
        ),
    ]);
    let anchor = Anchor {
        published: Some(PUBLISHED),
        in_play: Some(date(2025, 3, 12)),
        ..Anchor::default()
    };
    let text = "A spokesman had denied it the previous day.";
    assert_eq!(
        find(text, 0..text.len(), &[], &anchor)[0].value,
        "2025-03-11"
    );
}

#[test]
fn a_text_carries_its_date_from_sentence_to_sentence() {
    let text = "The envoy landed on March 10. He left two days later. That year the pact held.";
    let sentences = [0..29, 30..53, 54..text.len()];
    let values: Vec<String> = find_in_text(text, &sentences, Some(PUBLISHED))
        .into_iter()
        .map(|it| it.value)
        .collect();
    assert_eq!(values, ["2025-03-10", "2025-03-12", "2025"]);
}

#[test]
fn distances() {
    check(&[
        ("The plant shut two days ago.", &["two days ago=2025-03-17"]),
        ("The plant shut a week ago.", &["a week ago=2025-03-12"]),
        (
            "The plant shut six months ago.",
            &["six months ago=2024-09"],
        ),
        (
            "The war began more than three years ago.",
            &["more than three years ago=2022"],
        ),
        ("They married decades ago.", &["decades ago=PAST_REF"]),
        (
            "The blast came two hours ago.",
            &["two hours ago=2025-03-19T15:55"],
        ),
        (
            "Elections follow two months from now.",
            &["two months from now=2025-05"],
        ),
    ]);
}

#[test]
fn parts_of_spans() {
    check_spans(&[
        ("It began in early February.", "2025-02-01..2025-02-09"),
        ("It began in mid-March.", "2025-03-11..2025-03-20"),
        ("It began in late 2023.", "2023-09-01..2023-12-31"),
        (
            "It was agreed at the end of May 2024.",
            "2024-05-21..2024-05-31",
        ),
        (
            "Output grew in the first half of 2024.",
            "2024-01-01..2024-07-01",
        ),
        ("It happened earlier this month.", "2025-03-01..2025-03-19"),
        (
            "It is planned for later this year.",
            "2025-03-19..2025-12-31",
        ),
        ("The summer of 2022 was dry.", "2022-06-01..2022-08-31"),
        ("In the 1990s the river flooded.", "1990-01-01..1999-12-31"),
        (
            "Sales fell in the third quarter of 2024.",
            "2024-07-01..2024-09-30",
        ),
        ("Sales fell in Q2 2024.", "2024-04-01..2024-06-30"),
        (
            "They met in the last week of January.",
            "2025-01-25..2025-01-31",
        ),
        ("They met in the week of March 3.", "2025-03-03..2025-03-09"),
        ("Unrest grew in recent weeks.", "2025-02-05..2025-03-19"),
        (
            "In the past two years prices doubled.",
            "2023-03-19..2025-03-19",
        ),
        (
            "The rebels must answer within 48 hours.",
            "2025-03-19..2025-03-21",
        ),
        (
            "In the sixties the river flooded.",
            "1960-01-01..1969-12-31",
        ),
        (
            "In the mid-1980s the river flooded.",
            "1983-05-02..1986-08-31",
        ),
        ("The fair will run from March 10.", "2025-03-10..2025-03-10"),
        (
            "In the 19th century the fort was built.",
            "1800-01-01..1899-12-31",
        ),
    ]);
}

#[test]
fn durations_and_sets() {
    check(&[
        ("The siege lasted for two weeks.", &["two weeks=P2W"]),
        ("He began a three-day visit.", &["three-day=P3D"]),
        (
            "She has ruled for more than a decade.",
            &["more than a decade=P10Y"],
        ),
        ("They waited half an hour.", &["half an hour=PT30M"]),
        (
            "It took two and a half years.",
            &["two and a half years=P2.5Y"],
        ),
        ("It took a year and a half.", &["a year and a half=P1.5Y"]),
        ("They marched for several days.", &["several days=PXD"]),
        ("The strike went on for weeks.", &["weeks=PXW"]),
        (
            "It will take two to three months.",
            &["two to three months=PXM"],
        ),
        (
            "The parties meet every Friday.",
            &["every Friday=XXXX-WXX-5"],
        ),
        ("The drill is held annually.", &["annually=P1Y"]),
        ("A weekly bulletin lists them.", &["weekly=P1W"]),
        ("It makes 15 tanks a month.", &["a month=P1M"]),
        ("The court sits twice a week.", &["twice a week=P1W"]),
        ("The council meets on Mondays.", &["Mondays=XXXX-WXX-1"]),
    ]);
}

#[test]
fn clock_times() {
    check(&[
        (
            "The plane landed at 5:30 p.m. local time on Tuesday.",
            &["5:30 p.m. local time on Tuesday=2025-03-18T17:30"],
        ),
        (
            "The quake struck at 0430 GMT.",
            &["0430 GMT=2025-03-19T04:30Z"],
        ),
        (
            "Troops moved at 1700 hours.",
            &["1700 hours=2025-03-19T17:00"],
        ),
        (
            "Polls close at 8 p.m. EST.",
            &["8 p.m. EST=2025-03-19T20:00-05:00"],
        ),
        (
            "He spoke on Monday at 9 am.",
            &["Monday at 9 am=2025-03-17T09:00"],
        ),
        ("The raid began at dawn.", &["dawn=2025-03-19TMO"]),
        (
            "At 14:20 the train left on Monday.",
            &["14:20=2025-03-17T14:20", "Monday=2025-03-17"],
        ),
        (
            "He was held on Tuesday evening.",
            &["Tuesday evening=2025-03-18TEV"],
        ),
        (
            "The truce starts at noon tomorrow.",
            &["noon tomorrow=2025-03-20T12:00"],
        ),
    ]);
}

#[test]
fn holidays() {
    check(&[
        ("The truce held over Christmas.", &["Christmas=2024-12-25"]),
        (
            "Guests will attend Victory Day in Moscow.",
            &["Victory Day=2025-05-09"],
        ),
        (
            "Fireworks lit the sky on New Year's Eve.",
            &["New Year's Eve=2024-12-31"],
        ),
        (
            "They met on Good Friday 2023.",
            &["Good Friday 2023=2023-04-07"],
        ),
        (
            "The October 7 attack changed the war.",
            &["October 7=2023-10-07"],
        ),
        ("After 9/11 the law changed.", &["9/11=2001-09-11"]),
    ]);
}

#[test]
fn what_is_no_time() {
    check(&[
        ("A 36-year-old man was held.", &[]),
        ("Some 2000 troops crossed the river.", &[]),
        ("Troops may march on the city.", &[]),
        ("Theresa May resigned.", &[]),
        ("The March on the capital ended.", &[]),
        ("The Sun reported the deal.", &[]),
        ("It was his second term.", &[]),
        ("He is in his 90s.", &[]),
        ("The A330-2000 flew.", &[]),
        ("They won 3-2 at home.", &[]),
        ("It cost $2000 to mend.", &[]),
        ("Prices will fall.", &[]),
        ("He is 50 years old.", &[]),
        ("In May 15 people were killed.", &["May=2024-05"]),
    ]);
}

#[test]
fn ranges_and_relations() {
    let text = "He will visit Paris from Monday to Thursday.";
    let found = read(text);
    assert_eq!(found[0].range, Some((date(2025, 3, 24), date(2025, 3, 27))));
    let text = "He visited Paris from Monday to Thursday.";
    assert_eq!(
        read(text)[1].range,
        Some((date(2025, 3, 10), date(2025, 3, 13)))
    );
    let text = "Between 2014 and 2019 he led the bank.";
    assert_eq!(
        read(text)[0].range,
        Some((date(2014, 1, 1), date(2019, 12, 31)))
    );
    for (text, relation) in [
        ("He has been in jail since August.", Relation::Since),
        ("Talks were put off until 2026.", Relation::Until),
        ("The bridge must be built by June.", Relation::Before),
        ("Security rose ahead of Friday.", Relation::Before),
        ("The shop reopened after Christmas.", Relation::After),
        ("He spoke on Monday.", Relation::During),
    ] {
        assert_eq!(read(text)[0].relation, relation, "{text}");
    }
    let since = &read("He has been in jail since August.")[0];
    assert_eq!(
        since.event_days(Some(PUBLISHED.date())),
        Some((date(2024, 8, 1), PUBLISHED.date()))
    );
}

#[test]
fn without_a_publication_date_values_stay_open() {
    for (text, value) in [
        ("He left on Tuesday.", "XXXX-WXX-2"),
        ("He left on 18 June.", "XXXX-06-18"),
        ("He left last week.", "PAST_REF"),
        ("He left on 18 June 2024.", "2024-06-18"),
        ("He left two days ago.", "PAST_REF"),
        ("He stays for two days.", "P2D"),
    ] {
        let found = find(text, 0..text.len(), &[], &Anchor::default());
        assert_eq!(found[0].value, value, "{text}");
    }
}

#[test]
fn tags_and_tense_from_the_caller_are_used() {
    let anchor = Anchor {
        published: Some(PUBLISHED),
        tense: Tense::Future,
        ..Anchor::default()
    };
    let text = "Talks on Tuesday";
    assert_eq!(
        find(text, 0..text.len(), &[], &anchor)[0].value,
        "2025-03-25"
    );
    let text = "Spring";
    let word = Word {
        text,
        lemma: "spring",
        upos: "VERB",
        start: 0,
        end: 6,
    };
    assert!(find(text, 0..6, &[word], &anchor).is_empty());
}

#[test]
fn any_text_is_read_without_panic() {
    for text in [
        "",
        " ",
        "'",
        "5",
        "99:99",
        "2025-13-45",
        "31 February 2025",
        "9999-12-31",
        "the 0th century",
        "-",
        "May",
        "\u{e9}\u{2019}s 1900\u{2019}s",
        "in 99999999999999999999 years",
        "1000000000000 years ago",
        "300000 days later",
        "9999 centuries ago",
        "Ramadan 9999",
        "half a",
        "1,,000",
        "12:60 pm (GMT",
    ] {
        read(text);
        find_in_text(text, &[0..text.len(), 7..9, 0..1000], Some(PUBLISHED));
        find(text, 0..text.len(), &[], &Anchor::default());
    }
}
