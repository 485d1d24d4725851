//! Each format is opened by DuckDB, pandas, NetworkX and others, if Python has them (`read_back.py`).
//!
//! `DATELINE_PYTHON` names the interpreter; without it `python3` is asked.

use std::fs;
use std::path::Path;
use std::process::Command;

use dateline_export::read::Events;
use dateline_export::{Exporter, Format};

#[test]
fn analysts_tools_read_every_format() {
    let python = std::env::var("DATELINE_PYTHON").unwrap_or_else(|_| "python3".into());
    let has_tools = Command::new(&python)
        .args(["-c", "import duckdb, networkx, pandas, pyarrow"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_tools {
        eprintln!(
            "SKIPPED: {python} has no duckdb, networkx, pandas, pyarrow; set DATELINE_PYTHON"
        );
        return;
    }
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let folder = tempfile::tempdir().unwrap();
    let lines = fs::read(tests.join("events.jsonl")).unwrap();
    for format in Format::ALL {
        let file = fs::File::create(folder.path().join(format!("events.{format}"))).unwrap();
        let mut exporter = Exporter::new(format, file).unwrap();
        for event in Events::new(&lines[..]) {
            exporter.event(&event.unwrap()).unwrap();
        }
        exporter.finish().unwrap();
    }
    let output = Command::new(&python)
        .arg(tests.join("read_back.py"))
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{wrong}");
}
