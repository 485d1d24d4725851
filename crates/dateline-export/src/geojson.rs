//! GeoJSON after RFC 7946: a collection of features, each event a point with the cells of a flat row as properties.
//!
//! Longitude comes first. An event without a known point has the geometry `null`, which the standard calls unlocated.

use std::io::{BufWriter, Write};

use dateline::json::EventRecord;
use serde_json::{Map, Value, json};

use crate::flat::{COLUMNS, Cell, point};
use crate::{Error, Sink};

/// What the geometry and the feature say already.
const ELSEWHERE: [&str; 3] = ["id", "latitude", "longitude"];

pub(crate) struct Features<W: Write> {
    out: BufWriter<W>,
    is_first: bool,
}

impl<W: Write> Features<W> {
    pub(crate) fn new(out: W) -> Result<Features<W>, Error> {
        let mut out = BufWriter::new(out);
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Features {
            out,
            is_first: true,
        })
    }
}

impl<W: Write> Sink for Features<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        let separator: &[u8] = if self.is_first { b"\n" } else { b",\n" };
        self.is_first = false;
        self.out.write_all(separator)?;
        Ok(serde_json::to_writer(&mut self.out, &feature(event))?)
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.out.write_all(b"\n]}\n")?;
        Ok(self.out.flush()?)
    }
}

fn feature(event: &EventRecord) -> Value {
    let geometry = point(event).map(
        |(latitude, longitude)| json!({"type": "Point", "coordinates": [longitude, latitude]}),
    );
    let properties: Map<String, Value> = COLUMNS
        .iter()
        .filter(|column| !ELSEWHERE.contains(&column.name))
        .map(|column| (column.name.to_string(), value((column.cell)(event))))
        .collect();
    json!({"type": "Feature", "id": event.id, "geometry": geometry, "properties": properties})
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => Value::from(text),
        Cell::Number(number) => Value::from(number),
        Cell::Count(count) => Value::from(count),
    }
}
