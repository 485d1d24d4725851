//! Tables of articles: good rows, bad rows, and any bytes.

use super::*;

fn json(source: &str, columns: Columns) -> Vec<Result<Row, RowFault>> {
    JsonRows::new(source.as_bytes(), columns).collect()
}

fn csv(source: &[u8], columns: &Columns) -> Vec<Result<Row, RowFault>> {
    match CsvRows::new(source, columns) {
        Ok(rows) => rows.collect(),
        Err(fault) => vec![Err(fault)],
    }
}

/// Line, title, text, or line and message.
fn shown(rows: Vec<Result<Row, RowFault>>) -> Vec<String> {
    rows.into_iter()
        .map(|row| match row {
            Ok(row) => format!(
                "{} {} | {}",
                row.line,
                row.parts.title.unwrap_or_default(),
                row.parts.text
            ),
            Err(fault) => format!("{}! {}", fault.line, fault.message),
        })
        .collect()
}

#[test]
fn json_lines_by_line() {
    let source = "\u{feff}{\"Title\":\"A &amp; b\",\"body\":\"One.\",\"date\":\"2025-03-19\",\"source\":{\"name\":\"Post\"},\"authors\":[\"Jane Roe\",\"Ed Poe\"]}\r\n\
        \n\
        {\"title\":\"B\"}\n\
        not json\n\
        [1]\n\
        {\"text\":\"Two.\",\"published\":1742342400,\"url\":null}\n\
        {\"text\":\"Three.\",\"date\":\"some day\"}\n\
        {\"text\":\" \"}";
    assert_eq!(
        shown(json(source, Columns::default())),
        [
            "1 A & b | One.",
            "3! expected a column of texts (text, body, content, article, ...), but found title",
            "4! expected a JSON object, but column 2 breaks off or is wrong",
            "5! expected a JSON object, but column 0 breaks off or is wrong",
            "6  | Two.",
            "7! expected a date such as 2025-03-19 or 2025-03-19T17:55+09:00, but found `some day`",
            "8! expected a text, but the column is empty",
        ]
    );
    let first = json(source, Columns::default()).remove(0).unwrap().parts;
    assert_eq!(first.publisher.as_deref(), Some("Post"));
    assert_eq!(first.authors, ["Jane Roe; Ed Poe"]);
}

#[test]
fn csv_by_row() {
    let source = "\u{feff}Title;Text;Date;URL\r\n\
        A;\"One;\r\nand \"\"more\"\".\";19 March 2025;https://a.example/1\r\n\
        B;Two.\r\n\
        C;Three.;;\r\n";
    assert_eq!(
        shown(csv(source.as_bytes(), &Columns::default())),
        [
            "2 A | One;\r\nand \"more\".",
            "4! expected 4 values in the row, but found 2",
            "5 C | Three.",
        ]
    );
    let latin = b"title,text\nCaf\xe9,Text.\n";
    assert_eq!(shown(csv(latin, &Columns::default())), ["2 Café | Text."]);
    assert_eq!(
        shown(csv(b"a\tb\n1\t2\n", &Columns::default())),
        ["1! expected a column of texts (text, body, content, article, ...), but found a, b"]
    );
    assert_eq!(csv(b"", &Columns::default()).len(), 1);
}

#[test]
fn own_names() {
    let columns = Columns {
        text: Some("Full Story".into()),
        title: Some("kop".into()),
        ..Columns::default()
    };
    let source = "kop,full_story,text\nA,One.,no\n";
    assert_eq!(shown(csv(source.as_bytes(), &columns)), ["2 A | One."]);
    assert_eq!(
        shown(csv(b"text,title\nx,y\n", &columns)),
        ["1! expected a column `Full Story`, but found text, title"]
    );
    let rows = json("{\"full story\":\"One.\"}", columns);
    assert_eq!(shown(rows), ["1  | One."]);
}

#[test]
fn an_open_quote_does_not_take_all() {
    let source = [
        b"text,title\n\"".as_slice(),
        &vec![b'a'; MAX_ROW_BYTES + 100_000],
    ]
    .concat();
    let rows = shown(csv(&source, &Columns::default()));
    assert_eq!(rows.len(), 1);
    assert!(
        rows[0].starts_with("2! expected a row of at most"),
        "{rows:?}"
    );
    let long = [
        vec![b'a'; MAX_ROW_BYTES + 5],
        b"\n{\"text\":\"b\"}\n".to_vec(),
    ]
    .concat();
    let rows: Vec<_> = JsonRows::new(&long[..], Columns::default()).collect();
    assert!(rows[0].is_err() && rows[1].as_ref().is_ok_and(|row| row.line == 2));
}
