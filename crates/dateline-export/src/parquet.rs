//! Parquet: a row for each event with typed columns and nested lists, evidence included (`event.schema`).

use std::io::Write;
use std::sync::Arc;

use dateline::json::EventRecord;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::{Map, Value};

use crate::published::instant;
use crate::shred::{self, Column, Node, Values};
use crate::{Error, Sink};

/// Bytes of values after which they are written as a row group.
const GROUP_SIZE: usize = 64 * 1024 * 1024;

pub(crate) struct Columns<W: Write + Send> {
    out: SerializedFileWriter<W>,
    root: Node,
    columns: Vec<Column>,
    rows: usize,
    group_size: usize,
}

impl<W: Write + Send> Columns<W> {
    pub(crate) fn new(out: W) -> Result<Columns<W>, Error> {
        Columns::with_group_size(out, GROUP_SIZE)
    }

    pub(crate) fn with_group_size(out: W, group_size: usize) -> Result<Columns<W>, Error> {
        let schema = parse_message_type(include_str!("event.schema"))?;
        let mut columns = Vec::new();
        let root = shred::plan(&schema, &mut columns);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("dateline {}", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Columns {
            out: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            root,
            columns,
            rows: 0,
            group_size,
        })
    }

    fn write_group(&mut self) -> Result<(), Error> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.out.next_row_group()?;
        for column in &mut self.columns {
            let mut writer = group.next_column()?.ok_or_else(|| {
                ParquetError::General("expected a column for each leaf of the schema".into())
            })?;
            write_column(&mut writer, column)?;
            writer.close()?;
            column.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl<W: Write + Send> Sink for Columns<W> {
    fn event(&mut self, event: &EventRecord) -> Result<(), Error> {
        shred::shred(&row(event)?, &self.root, &mut self.columns);
        self.rows += 1;
        let size: usize = self.columns.iter().map(|column| column.size).sum();
        if size >= self.group_size {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), Error> {
        self.write_group()?;
        self.out.finish()?;
        Ok(self.out.inner_mut().flush()?)
    }
}

fn write_column(writer: &mut SerializedColumnWriter<'_>, column: &Column) -> Result<(), Error> {
    let (definition, repetition) = (Some(&column.definition[..]), Some(&column.repetition[..]));
    match (writer.untyped(), &column.values) {
        (ColumnWriter::BoolColumnWriter(typed), Values::Boolean(values)) => {
            typed.write_batch(values, definition, repetition)
        }
        (ColumnWriter::Int32ColumnWriter(typed), Values::Int32(values)) => {
            typed.write_batch(values, definition, repetition)
        }
        (ColumnWriter::Int64ColumnWriter(typed), Values::Int64(values)) => {
            typed.write_batch(values, definition, repetition)
        }
        (ColumnWriter::DoubleColumnWriter(typed), Values::Double(values)) => {
            typed.write_batch(values, definition, repetition)
        }
        (ColumnWriter::ByteArrayColumnWriter(typed), Values::Bytes(values)) => {
            typed.write_batch(values, definition, repetition)
        }
        _ => Err(ParquetError::General(
            "expected values of the column's type".into(),
        )),
    }?;
    Ok(())
}

/// The event as an object with the keys of the schema: dates and places are laid out flat, as tables want them.
fn row(event: &EventRecord) -> Result<Value, Error> {
    let mut row = serde_json::to_value(event)?;
    if let Some(event) = row.as_object_mut() {
        // Single precision would show as 2.4000000953674316.
        flatten(event, "date", "date_");
        flatten(event, "place", "place_");
        let statements = event.get_mut("statements").and_then(Value::as_array_mut);
        for statement in statements.into_iter().flatten() {
            if let Some(statement) = statement.as_object_mut() {
                flatten_statement(statement);
            }
        }
    }
    row["intensity"] = Value::from(crate::flat::tenths(event.intensity));
    Ok(row)
}

fn flatten_statement(statement: &mut Map<String, Value>) {
    for (key, prefix) in [
        ("date", "date_"),
        ("place", "place_"),
        ("article", ""),
        ("run", ""),
        ("trigger", "trigger_"),
    ] {
        flatten(statement, key, prefix);
    }
    if let Some(words) = statement.remove("trigger_text") {
        statement.insert("trigger".into(), words);
    }
    let published = statement.get("published").and_then(Value::as_str);
    if let Some(at) = published.and_then(instant) {
        statement.insert("published_utc".into(), Value::from(at.as_microsecond()));
    }
}

/// Lifts the keys of an object into the one that holds it; those that say by themselves what they are keep their name.
fn flatten(parent: &mut Map<String, Value>, key: &str, prefix: &str) {
    const TELLING: [&str; 3] = ["latitude", "longitude", "geonames"];
    let Some(Value::Object(inner)) = parent.remove(key) else {
        return;
    };
    for (name, value) in inner {
        let is_article_id = key == "article" && name == "id";
        let name = match name.as_str() {
            _ if is_article_id => "article_id".to_string(),
            telling if TELLING.contains(&telling) => name,
            _ => format!("{prefix}{name}"),
        };
        parent.insert(name, value);
    }
}

impl Column {
    /// Forgets what it holds, and keeps its room.
    fn clear(&mut self) {
        match &mut self.values {
            Values::Boolean(values) => values.clear(),
            Values::Int32(values) => values.clear(),
            Values::Int64(values) => values.clear(),
            Values::Double(values) => values.clear(),
            Values::Bytes(values) => values.clear(),
        }
        self.definition.clear();
        self.repetition.clear();
        self.size = 0;
    }
}
