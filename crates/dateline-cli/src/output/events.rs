//! Events as a person reads them: a table, and under each event the sentences that tell it with their slots marked.

use dateline::event::{
    Attribution, DatePrecision, Event, Filled, PlaceRef, Quantity, QuantityRole, Span, Statement,
    Status, When,
};
use dateline::ontology::EventType;
use dateline::{Article, BlockKind};

use super::articles;
use super::parties::party;
use super::table::{Cell, Table};
use super::{Look, Style, Text};

const HEADINGS: [&str; 8] = [
    "date",
    "who",
    "does",
    "to whom",
    "where",
    "how many",
    "status",
    "according to",
];
/// Space before a sentence.
const INDENT: usize = 4;

/// The events of one article under its title.
pub fn show(article: &Article, input: &str, events: &[Event], look: Look) -> String {
    let mut out = articles::head(article, input, look);
    out.push('\n');
    if events.is_empty() {
        return out + "    (no events)\n\n";
    }
    let rows: Vec<Vec<Cell>> = events.iter().map(row).collect();
    let table = Table::new(&HEADINGS, &rows, look);
    out += &table.head();
    for (event, row) in events.iter().zip(&rows) {
        out += &table.row(row);
        for statements in by_sentence(&event.statements) {
            out += &sentence(&statements, &article.text).paragraph(INDENT, look);
        }
        out.push('\n');
    }
    out.push('\n');
    out
}

fn row(event: &Event) -> Vec<Cell> {
    let sources = event
        .statements
        .iter()
        .find(|statement| !statement.attribution.is_empty());
    let one = |text: Option<Text>| -> Cell { text.into_iter().collect() };
    vec![
        event.when.as_ref().map(date).unwrap_or_default(),
        event
            .actors
            .iter()
            .map(|actor| party(actor, Style::Actor))
            .collect(),
        does(event),
        event
            .recipients
            .iter()
            .map(|recipient| party(recipient, Style::Recipient))
            .collect(),
        one(event
            .place
            .as_ref()
            .map(|found| Text::new(&place(found), Style::Place))),
        event
            .quantities
            .iter()
            .map(|found| Text::new(&quantity(found), Style::Quantity))
            .collect(),
        vec![Text::new(event.status.code(), status_style(event.status))],
        one(sources.map(|statement| Text::new(&chain(&statement.attribution), Style::Source))),
    ]
}

/// What is no fact is set apart.
pub(super) fn status_style(status: Status) -> Style {
    match status {
        Status::Happened | Status::Ongoing => Style::Plain,
        _ => Style::Strong,
    }
}

fn does(event: &Event) -> Cell {
    let modes = event.modes.join(", ");
    let words = plain_words(event.event_type);
    let act = if modes.is_empty() {
        words.to_string()
    } else {
        format!("{words}: {modes}")
    };
    vec![
        Text::new(&act, Style::Strong),
        Text::new(event.event_type.code(), Style::Faint),
    ]
}

/// What the actor does, in plain short words.
pub(super) fn plain_words(event_type: EventType) -> &'static str {
    match event_type {
        EventType::Agree => "agrees",
        EventType::Consult => "meets",
        EventType::Support => "supports",
        EventType::Concede => "concedes",
        EventType::Cooperate => "cooperates",
        EventType::Aid => "gives aid",
        EventType::Retreat => "yields",
        EventType::Request => "asks",
        EventType::Accuse => "accuses",
        EventType::Reject => "refuses",
        EventType::Threaten => "threatens",
        EventType::Protest => "protests",
        EventType::Sanction => "cuts relations",
        EventType::Mobilize => "mobilises",
        EventType::Coerce => "coerces",
        EventType::Assault => "attacks",
    }
}

pub(super) fn date(when: &When) -> Cell {
    let (from, to) = (when.from, when.to);
    let lines = match when.precision {
        DatePrecision::Instant | DatePrecision::Day => vec![from.to_string()],
        DatePrecision::Week => vec!["week of".to_string(), from.to_string()],
        DatePrecision::Month => vec![from.strftime("%Y-%m").to_string()],
        DatePrecision::Year => vec![from.strftime("%Y").to_string()],
        DatePrecision::Season | DatePrecision::Span if from == to => vec![from.to_string()],
        DatePrecision::Season | DatePrecision::Span => vec![format!("{from}"), format!("to {to}")],
    };
    lines
        .iter()
        .map(|line| Text::new(line, Style::When))
        .collect()
}

pub(super) fn place(place: &PlaceRef) -> String {
    let country = place.country.as_deref().unwrap_or_default();
    if country.is_empty() {
        place.name.clone()
    } else {
        format!("{} ({country})", place.name)
    }
}

pub(super) fn quantity(quantity: &Quantity) -> String {
    let figure = if quantity.low < quantity.high && quantity.low > 0.0 && quantity.high.is_finite()
    {
        format!("{} to {}", number(quantity.low), number(quantity.high))
    } else {
        number(quantity.value)
    };
    let about = if quantity.approximate { "about " } else { "" };
    let role = match quantity.role {
        QuantityRole::Other | QuantityRole::Money => "",
        role => role.code(),
    };
    let words = [figure.as_str(), quantity.of.as_str(), role];
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    format!("{about}{}", words.join(" "))
}

/// A figure with a comma between thousands.
fn number(value: f64) -> String {
    let figure = format!("{:.2}", value.abs());
    let (whole, rest) = figure.split_once('.').unwrap_or((&figure, ""));
    let mut out = if value < 0.0 {
        "-".to_string()
    } else {
        String::new()
    };
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        out += &format!(".{rest}");
    }
    out
}

/// "Washington Post, citing Ukrainian officers".
fn chain(sources: &[Filled<Attribution>]) -> String {
    let names: Vec<&str> = sources
        .iter()
        .map(|source| source.value.name.as_str())
        .collect();
    names.join(", citing ")
}

/// A mark about a run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub span: Span,
    /// The slots that the words fill; none for the trigger.
    pub labels: Vec<&'static str>,
    pub style: Style,
}

/// The statements of each sentence together, in the order of the first of each.
fn by_sentence(statements: &[Statement]) -> Vec<Vec<&Statement>> {
    let mut groups: Vec<Vec<&Statement>> = Vec::new();
    for statement in statements {
        match groups
            .iter_mut()
            .find(|group| group[0].span == statement.span)
        {
            Some(group) => group.push(statement),
            None => groups.push(vec![statement]),
        }
    }
    groups
}

/// A sentence with the words that fill the slots of its statements in brackets and their triggers between asterisks.
fn sentence(statements: &[&Statement], text: &str) -> Text {
    let first = statements[0];
    let mut out = match first.block {
        BlockKind::Title => Text::new("headline: ", Style::Faint),
        BlockKind::Caption => Text::new("caption: ", Style::Faint),
        _ => Text::default(),
    };
    let mut marks: Vec<Mark> = Vec::new();
    for mark in statements.iter().flat_map(|statement| marks_of(statement)) {
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    settle(&mut marks, first.span);
    write(&marks, first.span, text, Style::Plain, &mut out);
    out
}

fn marks_of(statement: &Statement) -> Vec<Mark> {
    let mut marks = vec![Mark {
        span: statement.trigger,
        labels: Vec::new(),
        style: Style::Trigger,
    }];
    let mut add = |span: Option<Span>, label, style| {
        marks.extend(span.map(|span| Mark {
            span,
            labels: vec![label],
            style,
        }));
    };
    for actor in &statement.actors {
        add(actor.span, "who", Style::Actor);
    }
    for recipient in &statement.recipients {
        add(recipient.span, "to whom", Style::Recipient);
    }
    add(
        statement.when.as_ref().and_then(|when| when.span),
        "when",
        Style::When,
    );
    add(
        statement.place.as_ref().and_then(|place| place.span),
        "where",
        Style::Place,
    );
    for quantity in &statement.quantities {
        add(quantity.span, "how many", Style::Quantity);
    }
    for source in &statement.attribution {
        add(source.span, "source", Style::Source);
    }
    marks
}

/// A sentence with these marks, whose spans are ranges of it.
pub(super) fn marked(mut marks: Vec<Mark>, sentence: &str) -> Text {
    let whole = Span::from(0..sentence.len());
    settle(&mut marks, whole);
    let mut out = Text::default();
    write(&marks, whole, sentence, Style::Plain, &mut out);
    out
}

/// Puts marks into an order in which they nest: outer before inner, none outside the sentence, none crossing another.
fn settle(marks: &mut Vec<Mark>, sentence: Span) {
    marks.retain(|mark| {
        mark.span.start >= sentence.start
            && mark.span.end <= sentence.end
            && mark.span.start < mark.span.end
    });
    // A trigger inside or equal to a slot's words stands inside its brackets.
    marks.sort_by_key(|mark| {
        (
            mark.span.start,
            std::cmp::Reverse(mark.span.end),
            mark.labels.is_empty(),
        )
    });
    // Words that fill several slots stand in one pair of brackets.
    marks.dedup_by(|next, mark| {
        let is_same = next.span == mark.span && !next.labels.is_empty() && !mark.labels.is_empty();
        if is_same {
            let fresh = next
                .labels
                .drain(..)
                .filter(|label| !mark.labels.contains(label));
            mark.labels.extend(fresh.collect::<Vec<_>>());
        }
        is_same
    });
    let mut open: Vec<Span> = Vec::new();
    marks.retain(|mark| {
        open.retain(|outer| outer.end > mark.span.start);
        let crosses = open.iter().any(|outer| outer.end < mark.span.end);
        if !crosses {
            open.push(mark.span);
        }
        !crosses
    });
}

fn write(marks: &[Mark], range: Span, text: &str, style: Style, out: &mut Text) {
    let mut at = range.start;
    let mut rest = marks;
    while let Some((mark, others)) = rest.split_first() {
        out.push(text.get(at..mark.span.start).unwrap_or_default(), style);
        let inner = others
            .iter()
            .take_while(|other| other.span.end <= mark.span.end)
            .count();
        let is_trigger = mark.labels.is_empty();
        if is_trigger {
            out.push("*", Style::Faint);
        } else {
            out.push(&format!("[{}: ", mark.labels.join(", ")), Style::Faint);
        }
        write(&others[..inner], mark.span, text, mark.style, out);
        out.push(if is_trigger { "*" } else { "]" }, Style::Faint);
        at = mark.span.end;
        rest = &others[inner..];
    }
    out.push(text.get(at..range.end).unwrap_or_default(), style);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look {
        is_coloured: false,
        width: 200,
    };

    fn marked(text: &str, marks: &[(&str, &'static str)]) -> String {
        let mut marks: Vec<Mark> = marks
            .iter()
            .map(|&(words, label)| {
                let start = text.find(words).unwrap();
                Mark {
                    span: Span {
                        start,
                        end: start + words.len(),
                    },
                    labels: Some(label)
                        .filter(|label| !label.is_empty())
                        .into_iter()
                        .collect(),
                    style: Style::Plain,
                }
            })
            .collect();
        let whole = Span {
            start: 0,
            end: text.len(),
        };
        settle(&mut marks, whole);
        let mut out = Text::default();
        write(&marks, whole, text, Style::Plain, &mut out);
        out.show(PLAIN)
    }

    #[test]
    fn marks_nest_and_never_cross() {
        let text = "About 40 people of Łódź met him.";
        let cases: [(&[(&str, &str)], &str); 5] = [
            (
                &[
                    ("met", ""),
                    ("About 40 people", "who"),
                    ("40 people", "how many"),
                    ("Łódź", "where"),
                ],
                "[who: About [how many: 40 people]] of [where: Łódź] *met* him.",
            ),
            (
                &[("him", "to whom"), ("him", "")],
                "About 40 people of Łódź met [to whom: *him*].",
            ),
            (
                &[("About 40", "who"), ("40 people", "how many")],
                "[who: About 40] people of Łódź met him.",
            ),
            (
                &[("Łódź", "where"), ("Łódź", "to whom")],
                "About 40 people of [where, to whom: Łódź] met him.",
            ),
            (&[], "About 40 people of Łódź met him."),
        ];
        for (marks, expected) in cases {
            assert_eq!(marked(text, marks), expected);
        }
    }

    #[test]
    fn figures_read_well() {
        for (value, expected) in [
            (7.0, "7"),
            (11000.0, "11,000"),
            (1234567.5, "1,234,567.5"),
            (0.25, "0.25"),
        ] {
            assert_eq!(number(value), expected);
        }
        let soldiers = Quantity {
            value: 11000.0,
            low: 11000.0,
            high: 11000.0,
            approximate: true,
            of: "soldiers".into(),
            role: QuantityRole::Deployed,
        };
        assert_eq!(quantity(&soldiers), "about 11,000 soldiers deployed");
        let dead = Quantity {
            value: 5.0,
            low: 4.0,
            high: 6.0,
            role: QuantityRole::Dead,
            ..Quantity::default()
        };
        assert_eq!(quantity(&dead), "4 to 6 dead");
    }
}
