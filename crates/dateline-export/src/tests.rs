//! Each format is written and read back by readers that are not ours.

use dateline::json::EventRecord;
use serde_json::Value;

use super::*;

/// Six events of our own: a visit told twice, an attack with two figures, talks without recipient or date, a denial,
/// a promise, a march that is planned.
pub(crate) fn events() -> Vec<EventRecord> {
    let lines = include_str!("../tests/events.jsonl");
    read::Events::new(lines.as_bytes())
        .map(|event| event.unwrap())
        .collect()
}

fn export(format: Format) -> (Vec<u8>, Summary) {
    let mut bytes = Vec::new();
    let mut exporter = Exporter::new(format, &mut bytes).unwrap();
    for event in events() {
        exporter.event(&event).unwrap();
    }
    let summary = exporter.finish().unwrap();
    (bytes, summary)
}

fn text(format: Format) -> String {
    String::from_utf8(export(format).0).unwrap()
}

/// Rows by an independent reader; the first holds the names.
fn table(format: Format, delimiter: u8, has_quotes: bool) -> Vec<Vec<String>> {
    let bytes = export(format).0;
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(has_quotes)
        .has_headers(false)
        .from_reader(&bytes[..]);
    reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_string).collect())
        .collect()
}

fn cell<'t>(rows: &'t [Vec<String>], row: usize, column: &str) -> &'t str {
    let at = rows[0].iter().position(|name| name == column);
    &rows[row][at.unwrap_or_else(|| panic!("no column {column}"))]
}

#[test]
fn what_did_not_take_place_is_left_out_of_formats_that_cannot_say_so() {
    for format in Format::ALL {
        let expected = if format.has_status() { (6, 0) } else { (4, 2) };
        let summary = export(format).1;
        assert_eq!((summary.written, summary.left_out), expected, "{format}");
        assert_eq!(format.name().parse(), Ok(format));
    }
}

#[test]
fn jsonl_is_the_public_form() {
    let lines = text(Format::Jsonl);
    for (line, original) in lines
        .lines()
        .zip(include_str!("../tests/events.jsonl").lines())
    {
        let (line, original): (Value, Value) = (
            serde_json::from_str(line).unwrap(),
            serde_json::from_str(original).unwrap(),
        );
        assert_eq!(
            line["statements"][0]["actors"],
            original["statements"][0]["actors"]
        );
        assert_eq!(line["id"], original["id"]);
    }
    assert_eq!(lines.lines().count(), 6);
}

#[test]
fn csv_keeps_to_rfc_4180() {
    let raw = text(Format::Csv);
    assert_eq!(raw.matches("\r\n").count(), 7, "a header and six rows");
    let rows = table(Format::Csv, b',', true);
    assert_eq!(rows.len(), 7);
    for (row, column, expected) in [
        (1, "title", "=SUM(1,2) says the \"headline\", doubtful"),
        (1, "cameo", "042"),
        (1, "actor_cow", "338"),
        (1, "according_to", "Foreign Ministry"),
        (2, "title", "Two lines\nand a\ttab"),
        (2, "dead_low", "5"),
        (2, "dead", "5"),
        (2, "dead_high", "9"),
        (2, "injured", "12"),
        (2, "arrested", ""),
        (2, "recipients", "police; villagers"),
        (2, "recipient_countries", "PER"),
        (2, "latitude", "-8.37915"),
        (3, "actors", "United Nations; European Union; Romania"),
        (3, "date_from", ""),
        (4, "status", "denied"),
    ] {
        assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
    }
}

#[test]
fn sheets_hold_text() {
    let raw = text(Format::Excel);
    assert!(raw.starts_with('\u{feff}'));
    let rows = table(Format::Excel, b',', true);
    for (row, column, expected) in [
        (1, "title", "'=SUM(1,2) says the \"headline\", doubtful"),
        (1, "cameo", "'042"),
        (1, "date_from", "'2025-03-17"),
        (2, "title", "Two lines and a tab"),
        (2, "latitude", "-8.37915"),
        (2, "intensity", "-9"),
        (5, "id", "1234567812345678"),
    ] {
        if column == "id" {
            // The mark stands before the first name.
            assert_eq!(rows[row][0], format!("'{expected}"));
        } else {
            assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
        }
    }
    let signs = ['=', '+', '@', '\t', '\r'];
    let is_number = |cell: &str| cell.parse::<f64>().is_ok();
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(signs), "{cell}");
        assert!(!cell.starts_with('-') || is_number(cell), "{cell}");
    }
}

#[test]
fn gdelt_events() {
    let mut rows = table(Format::Gdelt, b'\t', false);
    assert!(rows.iter().all(|row| row.len() == 61));
    let names = gdelt::COLUMNS.iter().map(|column| column.name.to_string());
    rows.insert(0, names.collect());
    for (row, column, expected) in [
        (1, "SQLDATE", "20250317"),
        (1, "FractionDate", "2025.2110"),
        (1, "Actor1Code", "MLTGOV"),
        (1, "Actor1Name", "FOREIGN MINISTRY"),
        (1, "Actor2Code", "JPNGOV"),
        (1, "IsRootEvent", "1"),
        (1, "EventCode", "042"),
        (1, "EventRootCode", "04"),
        (1, "QuadClass", "1"),
        (1, "GoldsteinScale", "1.9"),
        (1, "NumMentions", "2"),
        (1, "NumSources", "2"),
        (1, "NumArticles", "2"),
        (1, "ActionGeo_Type", "4"),
        (1, "ActionGeo_FullName", "Tokyo, Japan"),
        (1, "ActionGeo_CountryCode", "JA"),
        (1, "DATEADDED", "20250318000000"),
        (2, "SOURCEURL", ""),
        (2, "IsRootEvent", "0"),
        (3, "Actor1Code", "IGOUNO"),
        (3, "Actor2Code", "IGOEUREEC"),
        (3, "SQLDATE", ""),
        (3, "DATEADDED", ""),
    ] {
        assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
    }
}

#[test]
fn gdelt_mentions_join_events() {
    let events = table(Format::Gdelt, b'\t', false);
    let mut rows = table(Format::Mentions, b'\t', false);
    assert_eq!(rows.len(), 5);
    assert!(rows.iter().all(|row| row.len() == 16));
    for row in &rows {
        assert!(events.iter().any(|event| event[0] == row[0]));
    }
    let names = mentions::columns()
        .iter()
        .map(|column| column.name.to_string())
        .collect();
    rows.insert(0, names);
    for (row, column, expected) in [
        (1, "MentionTimeDate", "20250319085500"),
        (1, "MentionSourceName", "example.org"),
        (1, "SentenceID", "2"),
        (1, "Actor1CharOffset", "40"),
        (1, "Confidence", "93"),
        (2, "MentionType", "2"),
        (
            2,
            "MentionIdentifier",
            "The Harbour Post, Two lines and a tab, 2025-03-18",
        ),
    ] {
        assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
    }
}

#[test]
fn polecat() {
    let rows = table(Format::Polecat, b'\t', false);
    assert!(rows.iter().all(|row| row.len() == 40));
    for (row, column, expected) in [
        (1, "Event ID", "20250317-0010-00f1e2d3c4b5a697_CONSULT"),
        (1, "Quad Code", "VERBAL COOPERATION"),
        (1, "Intensity", "4.0"),
        (1, "Actor Name", "Karmenu Vella"),
        (1, "Actor Country", "Malta"),
        (1, "Actor COW", "338"),
        (
            1,
            "Actor Name Raw",
            "Maltese Foreign Minister Karmenu Vella",
        ),
        (1, "Country", "JPN"),
        (1, "Publication Date", "2025-03-18"),
        (1, "Wikipedia Actor ID", "None"),
        (2, "Contexts", "military; crime"),
        (2, "Recipient Name", "police; villagers"),
        (2, "Primary Recipient Sector", "COP; CVL"),
        (2, "Actor Country", "None"),
        (3, "Actor Country", "UNO; EUR; Romania"),
        (3, "Actor COW", "None; None; 360"),
        (3, "Event Date", "None"),
    ] {
        assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
    }
}

#[test]
fn icews() {
    let rows = table(Format::Icews, b'\t', false);
    assert!(rows.iter().all(|row| row.len() == 20));
    for (row, column, expected) in [
        (1, "Event Date", "2025-03-17"),
        (1, "Source Country", "Malta"),
        (1, "CAMEO Code", "042"),
        (1, "Intensity", "1.9"),
        (1, "City", "Tokyo"),
        (1, "Country", "Japan"),
        (2, "Target Sectors", "Police,Government"),
        (2, "Province", "Ucayali"),
        (2, "Longitude", "-74.55387"),
        (3, "Target Name", "European Union"),
    ] {
        assert_eq!(cell(&rows, row, column), expected, "{row} {column}");
    }
}

#[test]
fn geojson_is_read() {
    let parsed: ::geojson::GeoJson = text(Format::Geojson).parse().unwrap();
    let ::geojson::GeoJson::FeatureCollection(collection) = parsed else {
        panic!("no collection");
    };
    assert_eq!(collection.features.len(), 6);
    let json: Value = serde_json::from_str(&text(Format::Geojson)).unwrap();
    let tokyo = &json["features"][0];
    assert_eq!(
        tokyo["geometry"]["coordinates"],
        serde_json::json!([139.69171, 35.6895])
    );
    assert_eq!(tokyo["properties"]["cameo"], "042");
    assert_eq!(tokyo["properties"]["quad"], 1);
    assert!(json["features"][2]["geometry"].is_null());
}

/// A reader that has gone away.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_goes_away_is_told_from_a_fault() {
    for format in Format::ALL {
        let export = || -> Result<(), Error> {
            let mut exporter = Exporter::new(format, Gone)?;
            // More than is kept back before it is written.
            for event in (0..20).flat_map(|_| events()) {
                exporter.event(&event)?;
            }
            exporter.finish().map(|_| ())
        };
        let is_gone = |error: &Error| matches!(error, Error::Write(cause) if cause.kind() == io::ErrorKind::BrokenPipe);
        let result = export();
        assert!(result.as_ref().is_err_and(is_gone), "{format}: {result:?}");
    }
}

#[test]
fn an_empty_export_is_whole() {
    for format in Format::ALL {
        let mut bytes = Vec::new();
        let exporter = Exporter::new(format, &mut bytes).unwrap();
        assert_eq!(exporter.finish().unwrap(), Summary::default());
        match format {
            Format::Jsonl | Format::Gdelt | Format::Mentions => assert!(bytes.is_empty()),
            Format::Geojson => assert!(serde_json::from_slice::<Value>(&bytes).is_ok()),
            _ => assert!(!bytes.is_empty(), "{format}"),
        }
    }
}

#[test]
fn gexf_is_a_graph_of_known_nodes() {
    let text = text(Format::Gexf);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut path: Vec<String> = Vec::new();
    let (mut nodes, mut edges, mut spells) = (Vec::new(), Vec::new(), 0);
    loop {
        use quick_xml::events::Event;
        let event = reader.read_event().unwrap();
        let (tag, is_open) = match &event {
            Event::Start(tag) => (tag, true),
            Event::Empty(tag) => (tag, false),
            Event::End(_) => {
                path.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = tag.name().as_ref().to_string();
        let value = |key: &str| -> String {
            let attribute = tag.try_get_attribute(key).unwrap().unwrap();
            attribute.value.into_owned()
        };
        // What the schema of GEXF 1.2 allows where.
        let parent = path.last().map_or("", String::as_str);
        let parents: &[&str] = match name.as_str() {
            "gexf" => &[""],
            "meta" | "graph" => &["gexf"],
            "creator" | "description" => &["meta"],
            "attributes" | "nodes" | "edges" => &["graph"],
            "attribute" => &["attributes"],
            "node" => &["nodes"],
            "edge" => &["edges"],
            "attvalues" | "spells" => &["node", "edge"],
            "attvalue" => &["attvalues"],
            "spell" => &["spells"],
            other => panic!("unknown element {other}"),
        };
        assert!(parents.contains(&parent), "{name} in {parent}");
        match name.as_str() {
            "node" => nodes.push(value("id")),
            "edge" => edges.push((value("source"), value("target"), value("type"))),
            "spell" => {
                assert!(value("start") <= value("end"));
                spells += 1;
            }
            _ => {}
        }
        if is_open {
            path.push(name);
        }
    }
    assert!(path.is_empty());
    assert_eq!(nodes.len(), 10);
    assert_eq!(edges.len(), 10);
    assert!(edges.iter().all(|(_, _, kind)| kind == "directed"));
    assert!(
        edges
            .iter()
            .all(|(from, to, _)| nodes.contains(from) && nodes.contains(to))
    );
    assert!(spells > 0);
}

#[test]
fn parquet_in_several_row_groups() {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::RowAccessor;

    let mut bytes = Vec::new();
    let mut columns = Box::new(parquet::Columns::with_group_size(&mut bytes, 1).unwrap());
    for event in events() {
        columns.event(&event).unwrap();
    }
    columns.finish().unwrap();
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(path.path(), &bytes).unwrap();
    let reader = SerializedFileReader::new(path.reopen().unwrap()).unwrap();
    assert_eq!(reader.num_row_groups(), 6);
    let rows: Vec<_> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    assert_eq!(rows.len(), 6);
    let ids: Vec<&String> = rows.iter().map(|row| row.get_string(0).unwrap()).collect();
    let expected: Vec<String> = events().into_iter().map(|event| event.id).collect();
    assert!(ids.into_iter().eq(expected.iter()));
    assert_eq!(rows[0].get_list(2).unwrap().len(), 1);
    assert!(
        rows[3].to_string().contains("date_from: 2025-03-16"),
        "{}",
        rows[3]
    );
}

#[test]
fn every_column_is_documented() {
    let docs = include_str!("../../../docs/formats.md");
    let named = flat::COLUMNS.iter().map(|column| column.name);
    let named = named
        .chain(gdelt::COLUMNS.iter().map(|column| column.name))
        .chain(polecat::COLUMNS.iter().map(|column| column.name))
        .chain(icews::COLUMNS.iter().map(|column| column.name));
    for name in named {
        assert!(
            docs.contains(&format!("`{name}`")),
            "{name} in docs/formats.md"
        );
    }
    for column in mentions::columns() {
        assert!(
            docs.contains(&format!("`{}`", column.name)),
            "{}",
            column.name
        );
    }
    for format in Format::ALL {
        assert!(docs.contains(&format!("`{}`", format.name())), "{format}");
    }
}
