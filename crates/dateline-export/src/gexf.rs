//! GEXF: a dynamic graph of who acts on whom, for Gephi.
//!
//! A node is a party, an edge all that one does to another, each there in the days of its events. Edges go from actor
//! to recipient. Where sides act together without a recipient there is an edge each way, as few readers take edges
//! with and without a direction in one graph; `joint` counts these events. Written as version 1.2, which Gephi,
//! NetworkX and other readers know. The graph is kept in memory until the end: its size grows with the number of
//! parties and pairs, not of events.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use dateline::json::{DateRecord, EventRecord, PartyRecord};
use jiff::civil::Date;

use crate::flat::tenths;
use crate::sides::pairs;
use crate::{Error, Sink};

/// What makes a party the same: name and country.
type Key = (String, String);

pub(crate) struct Graph<W: Write> {
    out: BufWriter<W>,
    nodes: BTreeMap<Key, Node>,
    edges: BTreeMap<(Key, Key), Edge>,
}

#[derive(Default)]
struct Node {
    sector: String,
    events: usize,
    days: Days,
}

#[derive(Default)]
struct Edge {
    events: usize,
    /// Those in which both act and none receives.
    joint: usize,
    /// Events by quad, 1 to 4.
    quads: [usize; 4],
    /// Sum of the events' intensities.
    intensity: f64,
    days: Days,
}

/// Spans of days, both included, in order and apart from each other. Of an event without a date there is none.
#[derive(Default)]
struct Days(BTreeMap<Date, Date>);

impl<W: Write> Graph<W> {
    pub(crate) fn new(out: W) -> Graph<W> {
        Graph {
            out: BufWriter::new(out),
            nodes: BTreeMap::new(),
            edges: BTreeMap::new(),
        }
    }

    fn edge(&mut self, from: Key, to: Key, event: &EventRecord) {
        let edge = self.edges.entry((from, to)).or_default();
        edge.events += 1;
        edge.joint += usize::from(event.recipients.is_empty());
        edge.intensity += tenths(event.intensity);
        if let Some(count) = edge.quads.get_mut(usize::from(event.quad).wrapping_sub(1)) {
            *count += 1;
        }
        edge.days.add(event.date.as_ref());
    }

    fn write_node(&mut self, number: usize, key: &Key, node: &Node) -> Result<(), Error> {
        let label = escape(&key.0);
        writeln!(self.out, r#"      <node id="{number}" label="{label}">"#)?;
        let values = [
            ("country", key.1.clone()),
            ("sector", node.sector.clone()),
            ("events", node.events.to_string()),
        ];
        self.write_inside(&values, &node.days)?;
        Ok(writeln!(self.out, "      </node>")?)
    }

    fn write_edge(
        &mut self,
        number: usize,
        (from, to): (usize, usize),
        edge: &Edge,
    ) -> Result<(), Error> {
        let weight = edge.events;
        writeln!(
            self.out,
            r#"      <edge id="{number}" source="{from}" target="{to}" type="directed" weight="{weight}">"#
        )?;
        let mean = edge.intensity / edge.events.max(1) as f64;
        let [q1, q2, q3, q4] = edge.quads;
        let values = [
            ("events", edge.events.to_string()),
            ("joint", edge.joint.to_string()),
            ("verbal_cooperation", q1.to_string()),
            ("material_cooperation", q2.to_string()),
            ("verbal_conflict", q3.to_string()),
            ("material_conflict", q4.to_string()),
            ("mean_intensity", format!("{mean:.3}")),
        ];
        self.write_inside(&values, &edge.days)?;
        Ok(writeln!(self.out, "      </edge>")?)
    }

    fn write_inside(&mut self, values: &[(&str, String)], days: &Days) -> Result<(), Error> {
        writeln!(self.out, "        <attvalues>")?;
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            let value = escape(value);
            writeln!(
                self.out,
                r#"          <attvalue for="{name}" value="{value}"/>"#
            )?;
        }
        writeln!(self.out, "        </attvalues>")?;
        if !days.0.is_empty() {
            writeln!(self.out, "        <spells>")?;
            for (start, end) in &days.0 {
                writeln!(
                    self.out,
                    r#"          <spell start="{start}" end="{end}"/>"#
                )?;
            }
            writeln!(self.out, "        </spells>")?;
        }
        Ok(())
    }
}

impl<W: Write> Sink for Graph<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        let mut seen: Vec<Key> = Vec::new();
        for party in event.actors.iter().chain(&event.recipients) {
            let key = key(party);
            // A party that stands on both sides takes part once.
            if seen.contains(&key) {
                continue;
            }
            let node = self.nodes.entry(key.clone()).or_default();
            node.events += 1;
            node.days.add(event.date.as_ref());
            if node.sector.is_empty() {
                node.sector = party.sector.clone().unwrap_or_default();
            }
            seen.push(key);
        }
        let is_joint = event.recipients.is_empty();
        for (one, other) in pairs(event) {
            let (one, other) = (key(one), key(other));
            if is_joint && one != other {
                self.edge(other.clone(), one.clone(), event);
            }
            if !is_joint || one != other {
                self.edge(one, other, event);
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        let nodes = std::mem::take(&mut self.nodes);
        let edges = std::mem::take(&mut self.edges);
        self.out.write_all(HEAD.as_bytes())?;
        for (number, (key, node)) in nodes.iter().enumerate() {
            self.write_node(number, key, node)?;
        }
        self.out.write_all(b"    </nodes>\n    <edges>\n")?;
        let numbers: BTreeMap<&Key, usize> = nodes.keys().zip(0..).collect();
        for (number, ((from, to), edge)) in edges.iter().enumerate() {
            let (Some(from), Some(to)) = (numbers.get(from), numbers.get(to)) else {
                continue;
            };
            self.write_edge(number, (*from, *to), edge)?;
        }
        self.out.write_all(b"    </edges>\n  </graph>\n</gexf>\n")?;
        Ok(self.out.flush()?)
    }
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <meta><creator>Dateline</creator><description>Who acts on whom</description></meta>
  <graph mode="dynamic" defaultedgetype="directed" timeformat="date">
    <attributes class="node" mode="static">
      <attribute id="country" title="country" type="string"/>
      <attribute id="sector" title="sector" type="string"/>
      <attribute id="events" title="events" type="integer"/>
    </attributes>
    <attributes class="edge" mode="static">
      <attribute id="events" title="events" type="integer"/>
      <attribute id="joint" title="joint" type="integer"/>
      <attribute id="verbal_cooperation" title="verbal_cooperation" type="integer"/>
      <attribute id="material_cooperation" title="material_cooperation" type="integer"/>
      <attribute id="verbal_conflict" title="verbal_conflict" type="integer"/>
      <attribute id="material_conflict" title="material_conflict" type="integer"/>
      <attribute id="mean_intensity" title="mean_intensity" type="double"/>
    </attributes>
    <nodes>
"#;

fn key(party: &PartyRecord) -> Key {
    (
        party.name.clone(),
        party.country.clone().unwrap_or_default(),
    )
}

/// Text for an XML attribute; characters that XML cannot hold become spaces.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

impl Days {
    fn add(&mut self, date: Option<&DateRecord>) {
        let Some(date) = date else {
            return;
        };
        let (mut from, mut to) = (date.from.min(date.to), date.from.max(date.to));
        // All spans that touch the new one become one with it; days that follow each other touch.
        loop {
            let limit = to.tomorrow().unwrap_or(to);
            let touching = self
                .0
                .range(..=limit)
                .next_back()
                .map(|(from, to)| (*from, *to));
            match touching {
                Some((start, end)) if end >= from.yesterday().unwrap_or(from) => {
                    self.0.remove(&start);
                    from = from.min(start);
                    to = to.max(end);
                }
                _ => break,
            }
        }
        self.0.insert(from, to);
    }
}

#[cfg(test)]
mod tests {
    use dateline::event::DatePrecision;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_that_touch_are_one_span() {
        let mut days = Days::default();
        for (from, to) in [(1, 2), (8, 9), (4, 4), (12, 12), (3, 3), (9, 11), (1, 1)] {
            days.add(Some(&DateRecord {
                from: date(2025, 3, from),
                to: date(2025, 3, to),
                precision: DatePrecision::Day,
            }));
        }
        let spans: Vec<(i8, i8)> = days
            .0
            .iter()
            .map(|(from, to)| (from.day(), to.day()))
            .collect();
        assert_eq!(spans, [(1, 4), (8, 12)]);
    }

    #[test]
    fn text_cannot_leave_its_attribute() {
        assert_eq!(
            escape("A \"B\" & <C>\u{1}\n"),
            "A &quot;B&quot; &amp; &lt;C&gt;  "
        );
    }
}
