//! Nested records to flat columns with definition and repetition levels, as Parquet keeps them.
//!
//! The schema says which keys of a JSON object go where. A definition level counts how many optional and repeated
//! parts of a value's path are there; a repetition level says at which list of the path a new element began, 0 for a
//! new record. Keys that the schema does not name are passed over.

use jiff::civil::Date;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::ByteArray;
use parquet::schema::types::Type;
use serde_json::Value;

/// A part of the schema, ready to be walked.
#[derive(Debug)]
pub(crate) enum Node {
    Leaf {
        column: usize,
        is_optional: bool,
        is_date: bool,
    },
    Group {
        is_optional: bool,
        fields: Vec<(String, Node)>,
    },
    /// A group that holds one repeated group of one element. Lists are never absent, only empty.
    List {
        element: Box<Node>,
        /// Repetition level of the elements after the first.
        repetition: i16,
    },
}

/// Values of one column with their levels.
#[derive(Debug, Default)]
pub(crate) struct Column {
    pub values: Values,
    pub definition: Vec<i16>,
    pub repetition: Vec<i16>,
    /// Bytes that the values take, roughly.
    pub size: usize,
}

/// Values of one physical type.
#[derive(Debug)]
pub(crate) enum Values {
    Boolean(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
}

impl Default for Values {
    fn default() -> Values {
        Values::Bytes(Vec::new())
    }
}

/// Where a walk stands.
#[derive(Clone, Copy, Default)]
struct Levels {
    definition: i16,
    repetition: i16,
}

/// Makes the node of a schema type, and a column for each of its leaves.
pub(crate) fn plan(schema: &Type, columns: &mut Vec<Column>) -> Node {
    node(schema, 0, columns)
}

fn node(schema: &Type, lists: i16, columns: &mut Vec<Column>) -> Node {
    let info = schema.get_basic_info();
    // The root has no repetition.
    let is_optional = info.has_repetition() && info.repetition() == Repetition::OPTIONAL;
    if schema.is_primitive() {
        let values = match schema.get_physical_type() {
            Physical::BOOLEAN => Values::Boolean(Vec::new()),
            Physical::INT32 => Values::Int32(Vec::new()),
            Physical::INT64 => Values::Int64(Vec::new()),
            Physical::DOUBLE => Values::Double(Vec::new()),
            _ => Values::Bytes(Vec::new()),
        };
        columns.push(Column {
            values,
            ..Column::default()
        });
        return Node::Leaf {
            column: columns.len() - 1,
            is_optional,
            is_date: matches!(info.logical_type_ref(), Some(LogicalType::Date)),
        };
    }
    if matches!(info.logical_type_ref(), Some(LogicalType::List))
        && let [repeated] = schema.get_fields()
        && let [element] = repeated.get_fields()
    {
        return Node::List {
            element: Box::new(node(element, lists + 1, columns)),
            repetition: lists + 1,
        };
    }
    Node::Group {
        is_optional,
        fields: schema
            .get_fields()
            .iter()
            .map(|field| (field.name().to_string(), node(field, lists, columns)))
            .collect(),
    }
}

/// Puts one record into the columns.
pub(crate) fn shred(record: &Value, root: &Node, columns: &mut [Column]) {
    walk(Some(record), root, Levels::default(), columns);
}

fn walk(value: Option<&Value>, node: &Node, levels: Levels, columns: &mut [Column]) {
    let value = value.filter(|value| !value.is_null());
    let deeper = |is_optional: bool| Levels {
        definition: levels.definition + i16::from(is_optional),
        ..levels
    };
    match node {
        Node::Leaf {
            column,
            is_optional,
            is_date,
        } => {
            let Some(column) = columns.get_mut(*column) else {
                return;
            };
            match value {
                None if *is_optional => column.absent(levels),
                value => column.push(value, *is_date, deeper(*is_optional)),
            }
        }
        Node::Group {
            is_optional,
            fields,
        } => match value {
            None if *is_optional => absent(node, levels, columns),
            value => {
                for (key, field) in fields {
                    walk(
                        value.and_then(|value| value.get(key)),
                        field,
                        deeper(*is_optional),
                        columns,
                    );
                }
            }
        },
        Node::List {
            element,
            repetition,
        } => {
            let elements = value
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            if elements.is_empty() {
                return absent(element, levels, columns);
            }
            for (i, value) in elements.iter().enumerate() {
                let levels = Levels {
                    definition: levels.definition + 1,
                    repetition: if i == 0 {
                        levels.repetition
                    } else {
                        *repetition
                    },
                };
                walk(Some(value), element, levels, columns);
            }
        }
    }
}

/// Notes in every column below that there is nothing from here on.
fn absent(node: &Node, levels: Levels, columns: &mut [Column]) {
    match node {
        Node::Leaf { column, .. } => {
            if let Some(column) = columns.get_mut(*column) {
                column.absent(levels);
            }
        }
        Node::Group { fields, .. } => {
            for (_, field) in fields {
                absent(field, levels, columns);
            }
        }
        Node::List { element, .. } => absent(element, levels, columns),
    }
}

impl Column {
    fn absent(&mut self, levels: Levels) {
        self.definition.push(levels.definition);
        self.repetition.push(levels.repetition);
        self.size += 4;
    }

    /// Adds a value; a required one that is missing is empty or zero, which the public form rules out.
    fn push(&mut self, value: Option<&Value>, is_date: bool, levels: Levels) {
        self.absent(levels);
        self.size += 8;
        match &mut self.values {
            Values::Boolean(all) => all.push(value.and_then(Value::as_bool).unwrap_or_default()),
            Values::Int32(all) if is_date => all.push(value.and_then(day).unwrap_or_default()),
            Values::Int32(all) => {
                let number = value.and_then(Value::as_i64).unwrap_or_default();
                all.push(i32::try_from(number).unwrap_or_default());
            }
            Values::Int64(all) => all.push(value.and_then(Value::as_i64).unwrap_or_default()),
            Values::Double(all) => all.push(value.and_then(Value::as_f64).unwrap_or_default()),
            Values::Bytes(all) => {
                let text = value.and_then(Value::as_str).unwrap_or_default();
                self.size += text.len() + 16;
                all.push(ByteArray::from(text));
            }
        }
    }
}

/// Days since 1970-01-01.
fn day(value: &Value) -> Option<i32> {
    let date: Date = value.as_str()?.parse().ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(date.since((jiff::Unit::Day, epoch)).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use parquet::schema::parser::parse_message_type;
    use serde_json::json;

    use super::*;

    #[test]
    fn levels_of_nested_lists() {
        let schema = "message m { OPTIONAL INT32 day (DATE);
            REQUIRED GROUP a (LIST) { REPEATED GROUP list { REQUIRED GROUP element {
                OPTIONAL BYTE_ARRAY n (STRING);
                REQUIRED GROUP b (LIST) { REPEATED GROUP list { REQUIRED INT64 element; } } } } } }";
        let mut columns = Vec::new();
        let root = plan(&parse_message_type(schema).unwrap(), &mut columns);
        for record in [
            json!({"day": "1970-01-02", "a": [{"n": "x", "b": [1, 2]}, {"n": null, "b": []}]}),
            json!({"day": null, "a": []}),
        ] {
            shred(&record, &root, &mut columns);
        }
        let levels: Vec<(&[i16], &[i16])> = columns
            .iter()
            .map(|column| (&column.definition[..], &column.repetition[..]))
            .collect();
        assert_eq!(
            levels,
            [
                (&[1, 0][..], &[0, 0][..]),
                (&[2, 1, 0], &[0, 1, 0]),
                (&[2, 2, 1, 0], &[0, 2, 1, 0]),
            ]
        );
        assert!(matches!(&columns[0].values, Values::Int32(days) if days[..] == [1]));
        assert!(matches!(&columns[2].values, Values::Int64(all) if all[..] == [1, 2]));
    }
}
